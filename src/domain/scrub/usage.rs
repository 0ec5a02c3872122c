//! Edits on what modifiers mean for a service: parts and sides, repeats, telehealth, therapy, notices to the patient,
//! drug waste, tests, stand-ins, assistants, anesthesia.

use super::case::Case;
use super::coding::{is_add_on, is_visit};
use super::modifiers::{first_of, has};
use super::place::{LineField, Place};
use super::{Edit, Hits};
use crate::domain::code::{FilingIndicator, Procedure};
use crate::domain::tables::{Parts, Service, Sides};
use crate::domain::visit::Line;

const MEDICARE: &[FilingIndicator] = &[
    FilingIndicator::MedicarePartB,
    FilingIndicator::MedicareAdvantage,
];
const MEDICARE_B: &[FilingIndicator] = &[FilingIndicator::MedicarePartB];
/// Plans that commonly want a telehealth modifier beside the place.
const PRIVATE: &[FilingIndicator] = &[
    FilingIndicator::Commercial,
    FilingIndicator::BlueCross,
    FilingIndicator::PreferredProvider,
    FilingIndicator::HealthMaintenance,
    FilingIndicator::PointOfService,
    FilingIndicator::ExclusiveProvider,
    FilingIndicator::Indemnity,
];

pub(super) const EDITS: &[Edit] = &[
    Edit::block("C040", "Part of a service of one piece", one_piece),
    Edit::block("C041", "Both sides of a service without sides", no_sides),
    Edit::block("C042", "51 on an add-on", multiple_add_on),
    Edit::block("C043", "76 and 77 together", both_repeats),
    Edit::warn("C044", "Repeat without a first", no_first),
    Edit::block("C045", "Two telehealth modifiers", two_telehealth),
    Edit::info("C046", "Telehealth without its modifier", telehealth_unsaid).filed_as(PRIVATE),
    Edit::info("C047", "Telehealth at another place", telehealth_elsewhere),
    Edit::block("C048", "Therapy without its plan of care", no_plan).filed_as(MEDICARE_B),
    Edit::block("C049", "Two plans of care", two_plans),
    Edit::block("C050", "Notices to the patient disagree", notices).filed_as(MEDICARE),
    Edit::block("C051", "Waste and no waste", waste_and_none),
    Edit::warn("C052", "Waste without what was given", waste_alone).filed_as(MEDICARE_B),
    Edit::info("C053", "Waste not said", waste_unsaid).filed_as(MEDICARE_B),
    Edit::block("C054", "QW on another service", not_waived),
    Edit::block("C055", "Q5 and Q6 together", stand_ins),
    Edit::block("C056", "Two kinds of assistant", two_assistants),
    Edit::block("C057", "Assistant never paid", no_assistant).filed_as(MEDICARE),
    Edit::block("C058", "Anesthesia without who gave it", anesthesia).filed_as(MEDICARE_B),
    Edit::warn("C059", "Left and right on one line", left_and_right),
    Edit::block("C060", "More units than minutes", too_many_units).filed_as(MEDICARE_B),
];

/// Adds a finding about the modifiers of each line for which `words` has any.
fn each(
    case: &Case<'_>,
    hits: &mut Hits,
    fix: &'static str,
    words: impl Fn(&Line) -> Option<String>,
) {
    for (number, line) in case.numbered() {
        if let Some(words) = words(line) {
            hits.add(Place::Line(number, LineField::Modifiers), words, fix);
        }
    }
}

fn service(case: &Case<'_>, code: Procedure) -> Option<Service> {
    case.tables.services.find(code, case.visit.service_on)
}

/// The modifiers of a line that are among these.
fn among<'a>(line: &'a Line, codes: &'a [&str]) -> impl Iterator<Item = &'a str> {
    line.what
        .modifiers
        .iter()
        .map(crate::domain::code::Modifier::as_str)
        .filter(|modifier| codes.contains(modifier))
}

/// The first two different modifiers of a line that are among these.
fn two<'a>(line: &'a Line, codes: &'a [&str]) -> Option<(&'a str, &'a str)> {
    let mut found = among(line, codes);
    let first = found.next()?;
    let second = found.find(|modifier| *modifier != first)?;
    Some((first, second))
}

fn one_piece(case: &Case<'_>, hits: &mut Hits) {
    let fix = "Take the modifier out, or choose the code of the part that was done.";
    each(case, hits, fix, |line| {
        let code = line.what.code;
        let is_whole = service(case, code).is_some_and(|service| service.parts == Parts::One);
        let part = first_of(line, &["26", "TC"]).filter(|_| is_whole)?;
        Some(format!(
            "{code} has modifier {part}, and cannot be split into reading and equipment."
        ))
    });
}

fn no_sides(case: &Case<'_>, hits: &mut Hits) {
    let fix = "Take 50 out; bill the units or the code for both sides.";
    each(case, hits, fix, |line| {
        let code = line.what.code;
        let why = match service(case, code).map(|service| service.sides)? {
            Sides::Without => "has no sides",
            Sides::Both => "means both sides already",
            Sides::Apart => return None,
        };
        has(line, "50").then(|| format!("{code} has modifier 50 (both sides), and {why}."))
    });
}

fn multiple_add_on(case: &Case<'_>, hits: &mut Hits) {
    each(case, hits, "Take 51 out.", |line| {
        let code = line.what.code;
        (has(line, "51") && is_add_on(case, code))
            .then(|| format!("{code} is an add-on, which is never cut for being one of several."))
    });
}

fn both_repeats(case: &Case<'_>, hits: &mut Hits) {
    let fix = "Keep 76 for the same clinician, 77 for another.";
    each(case, hits, fix, |line| {
        (has(line, "76") && has(line, "77")).then(|| {
            format!(
                "{} was done again by the same clinician (76) and by another (77).",
                line.what.code
            )
        })
    });
}

fn no_first(case: &Case<'_>, hits: &mut Hits) {
    let beside = case.beside();
    let fix = "Enter the first one too, or take the modifier out.";
    each(case, hits, fix, |line| {
        let code = line.what.code;
        let again = first_of(line, &["76", "91"]).filter(|_| !has(line, "77"))?;
        let all = case
            .lines
            .iter()
            .chain(beside.iter().map(|(_, line)| *line));
        let is_there = all
            .filter(|other| other.id != line.id)
            .any(|other| other.what.code == code);
        (!is_there).then(|| {
            format!(
                "{code} has modifier {again} (done again), and is billed only once for that day."
            )
        })
    });
}

const TELEHEALTH: &[&str] = &["95", "93", "GT", "GQ"];

fn two_telehealth(case: &Case<'_>, hits: &mut Hits) {
    let fix =
        "Keep 95 for picture and sound, 93 for sound alone, GT where a payer still asks for it.";
    each(case, hits, fix, |line| {
        let (one, other) = two(line, TELEHEALTH)?;
        Some(format!(
            "{} has two telehealth modifiers, {one} and {other}.",
            line.what.code
        ))
    });
}

fn is_telehealth(case: &Case<'_>) -> bool {
    matches!(case.visit.place.as_str(), "02" | "10")
}

fn telehealth_unsaid(case: &Case<'_>, hits: &mut Hits) {
    if !is_telehealth(case) {
        return;
    }
    let fix = "Add 95 (picture and sound) or 93 (sound alone) when this payer wants it.";
    each(case, hits, fix, |line| {
        let code = line.what.code;
        let is_unsaid = is_visit(code) && first_of(line, TELEHEALTH).is_none();
        is_unsaid.then(|| {
            format!("{code} was given at a distance, and has no telehealth modifier; many plans want one.")
        })
    });
}

fn telehealth_elsewhere(case: &Case<'_>, hits: &mut Hits) {
    if is_telehealth(case) {
        return;
    }
    let fix = "Use place of service 10 (patient at home) or 02 (elsewhere), unless this payer wants another.";
    each(case, hits, fix, |line| {
        let modifier = first_of(line, TELEHEALTH)?;
        Some(format!(
            "{} has telehealth modifier {modifier}, and the place of service is {}.",
            line.what.code, case.visit.place
        ))
    });
}

const PLANS: &[&str] = &["GP", "GO", "GN"];

/// Services that are therapy whoever gives them.
fn is_therapy(code: Procedure) -> bool {
    let text = code.as_str();
    match text.parse::<u32>() {
        Ok(number) if code.is_cpt() => matches!(
            number,
            92507 | 92508 | 92521..=92524 | 92526 | 92607..=92609 | 96125 | 97012 | 97016 | 97018 | 97022
                | 97024 | 97026 | 97028 | 97032..=97039 | 97110..=97150 | 97161..=97168 | 97530
                | 97533 | 97535 | 97537 | 97542 | 97750 | 97755 | 97760..=97763 | 97799
        ),
        _ => text == "G0283",
    }
}

fn no_plan(case: &Case<'_>, hits: &mut Hits) {
    let fix = "Add GP (physical), GO (occupational) or GN (speech) for the plan of care it was given under.";
    each(case, hits, fix, |line| {
        let code = line.what.code;
        let is_bare = is_therapy(code) && first_of(line, PLANS).is_none();
        is_bare.then(|| format!("{code} is therapy, and does not say under which plan of care."))
    });
}

/// How many units so many minutes of therapy make: one from 8 minutes on, and one more for each further 15 (CMS Pub.
/// 100-04 chapter 5 §20.2.C).
const fn units_of(minutes: u32) -> u32 {
    if minutes < 8 {
        0
    } else {
        minutes.saturating_add(7) / 15
    }
}

/// The minutes of all services counted by time are added up before they are made units, so that no line alone is
/// judged; where one does not say its minutes, none is.
fn too_many_units(case: &Case<'_>, hits: &mut Hits) {
    let timed = || {
        let numbered = case.numbered();
        numbered.filter(|(_, line)| line.what.code.is_timed_therapy())
    };
    let (mut minutes, mut thousandths) = (0_u32, 0_u64);
    for (_, line) in timed() {
        let Some(more) = line.what.details.minutes else {
            return;
        };
        minutes = minutes.saturating_add(more.into());
        thousandths = thousandths.saturating_add(line.what.units.thousandths().into());
    }
    let allowed = units_of(minutes);
    let (most, billed) = (
        u64::from(allowed).saturating_mul(1_000),
        thousandths / 1_000,
    );
    let Some((number, _)) = timed().last().filter(|_| thousandths > most) else {
        return;
    };
    let words = format!(
        "The services counted by time took {minutes} minutes, which is {allowed} units in all; {billed} are billed."
    );
    let fix = "Bill the units that the minutes make: 1 from 8 minutes on, 2 from 23, 3 from 38.";
    hits.add(Place::Line(number, LineField::Units), words, fix);
}

fn two_plans(case: &Case<'_>, hits: &mut Hits) {
    let fix = "Keep the one under whose plan of care it was given.";
    each(case, hits, fix, |line| {
        let (one, other) = two(line, PLANS)?;
        Some(format!(
            "{} was given under two plans of care, {one} and {other}.",
            line.what.code
        ))
    });
}

fn notices(case: &Case<'_>, hits: &mut Hits) {
    let fix = "GA: a required notice is on file. GZ: none is. GY: never covered. GX: a notice nobody asked for.";
    each(case, hits, fix, |line| {
        let pairs: [(&str, &str); 5] = [
            ("GA", "GZ"),
            ("GA", "GY"),
            ("GZ", "GY"),
            ("GX", "GA"),
            ("GX", "GZ"),
        ];
        let (one, other) = pairs
            .into_iter()
            .find(|(one, other)| has(line, one) && has(line, other))?;
        Some(format!(
            "{} has {one} and {other}, which say opposite things of the notice to the patient.",
            line.what.code
        ))
    });
}

fn waste_and_none(case: &Case<'_>, hits: &mut Hits) {
    let fix = "Keep JW on the line of what was thrown away, JZ where nothing was.";
    each(case, hits, fix, |line| {
        (has(line, "JW") && has(line, "JZ")).then(|| {
            format!(
                "{} has JW (some was thrown away) and JZ (nothing was).",
                line.what.code
            )
        })
    });
}

/// Drugs that a practice mostly draws from vials of several doses, of which nothing is thrown away for one patient:
/// steroids, vitamin B12, testosterone, insulin, antihistamines.
const SEVERAL_DOSES: &[&str] = &[
    "J0702", "J1020", "J1030", "J1040", "J1071", "J1094", "J1100", "J1200", "J1815", "J1817",
    "J2550", "J3301", "J3420",
];

/// Whether a drug is injected from a vial of one dose as far as its code tells: not by mouth (J8), not inhaled (J76),
/// and none that comes in vials of several doses.
fn is_of_one_dose(code: Procedure) -> bool {
    let text = code.as_str();
    code.is_drug()
        && !text.starts_with("J8")
        && !text.starts_with("J76")
        && !SEVERAL_DOSES.contains(&text)
}

/// Whether another line has the code of this one and `is_so`.
fn another(case: &Case<'_>, line: &Line, is_so: impl Fn(&Line) -> bool) -> bool {
    case.lines
        .iter()
        .filter(|other| other.id != line.id && other.what.code == line.what.code)
        .any(is_so)
}

fn waste_alone(case: &Case<'_>, hits: &mut Hits) {
    let fix = "Enter what was given on a line of its own, without JW.";
    each(case, hits, fix, |line| {
        let is_alone = has(line, "JW") && !another(case, line, |other| !has(other, "JW"));
        is_alone.then(|| {
            format!(
                "{} has JW (thrown away), and no line says how much was given.",
                line.what.code
            )
        })
    });
}

fn waste_unsaid(case: &Case<'_>, hits: &mut Hits) {
    let fix =
        "If the vial holds one dose, add JZ when nothing was left, or a line with JW for what was.";
    each(case, hits, fix, |line| {
        let code = line.what.code;
        let is_said = |line: &Line| first_of(line, &["JW", "JZ"]).is_some();
        let is_unsaid = is_of_one_dose(code) && !is_said(line) && !another(case, line, is_said);
        is_unsaid.then(|| {
            format!("{code} is a drug, and does not say whether some of the vial was thrown away.")
        })
    });
}

/// Simple tests that are waived without saying so.
const NEVER_QW: &[&str] = &[
    "81002", "81025", "82270", "82272", "82962", "83026", "84830", "85013", "85651",
];

fn not_waived(case: &Case<'_>, hits: &mut Hits) {
    let fix = "Take QW out.";
    each(case, hits, fix, |line| {
        let code = line.what.code;
        let text = code.as_str();
        let is_test = code.is_laboratory() || code.is_hcpcs() || text.ends_with('U');
        let why = if NEVER_QW.contains(&text) {
            "is a simple test that goes without it"
        } else if is_test {
            return None;
        } else {
            "is no laboratory test"
        };
        has(line, "QW").then(|| format!("{code} has QW (waived test), and {why}."))
    });
}

fn stand_ins(case: &Case<'_>, hits: &mut Hits) {
    let fix = "Keep Q5 for an exchange between colleagues, Q6 for one who is paid by the day.";
    each(case, hits, fix, |line| {
        (has(line, "Q5") && has(line, "Q6"))
            .then(|| format!("{} has Q5 and Q6 together.", line.what.code))
    });
}

const ASSISTANTS: &[&str] = &["80", "81", "82"];

fn two_assistants(case: &Case<'_>, hits: &mut Hits) {
    let fix = "Keep the one that says how the surgeon was helped.";
    each(case, hits, fix, |line| {
        let (one, other) = two(line, ASSISTANTS)?;
        Some(format!(
            "{} has two modifiers of an assistant, {one} and {other}.",
            line.what.code
        ))
    });
}

fn no_assistant(case: &Case<'_>, hits: &mut Hits) {
    let fix = "Take the assistant's line out.";
    each(case, hits, fix, |line| {
        let code = line.what.code;
        let is_never = service(case, code).is_some_and(|service| service.is_without_assistant);
        let modifier = first_of(line, &["80", "81", "82", "AS"]).filter(|_| is_never)?;
        Some(format!(
            "{code} has modifier {modifier}, and Medicare pays no assistant for it."
        ))
    });
}

fn anesthesia(case: &Case<'_>, hits: &mut Hits) {
    let fix = "Add AA, AD, QK, QX, QY or QZ: who gave it, and who directed.";
    each(case, hits, fix, |line| {
        let who = first_of(line, &["AA", "AD", "QK", "QX", "QY", "QZ"]);
        let is_unsaid = line.what.code.is_anesthesia() && who.is_none();
        is_unsaid.then(|| {
            format!(
                "{} is anesthesia, and does not say who gave it.",
                line.what.code
            )
        })
    });
}

fn left_and_right(case: &Case<'_>, hits: &mut Hits) {
    let fix = "Use 50 for both sides, or a line for each side, as the payer wants it.";
    each(case, hits, fix, |line| {
        (has(line, "LT") && has(line, "RT"))
            .then(|| format!("{} has LT and RT on one line.", line.what.code))
    });
}
