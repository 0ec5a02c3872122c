//! Every edit is tripped by a claim with one thing wrong, which trips nothing else.

use std::collections::BTreeSet;

mod coding;
pub(crate) mod papers;

use chrono::Days;
use papers::{
    Papers, address, cents, clean, day, drug, facility, line, name, paper, policy, question,
};

use super::*;
use crate::domain::authorization::Limit;
use crate::domain::claim::{ClaimNumber, Filing};
use crate::domain::code::{
    ClaimDay, DelayReason, FilingIndicator, MedicareSecondary, Relation, Sex, Span,
    SpinalCondition, Transmission,
};
use crate::domain::id::{ClaimId, PolicyId, ProviderId, RuleId, VisitId};
use crate::domain::money::Money;
use crate::domain::person::Address;
use crate::domain::policy::Rank;
use crate::domain::practice::Duty;
use crate::domain::rule::{Act, Condition, Draft, NewRule, Rule, set};
use crate::domain::visit::{Accident, Cause, Pointer, Visit};

fn ids(papers: &Papers) -> Vec<EditId> {
    scrub(&papers.case(), &[])
        .iter()
        .map(|finding| finding.edit.id)
        .collect()
}

type Spoil = fn(&mut Papers);

fn codes<T: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> Vec<T> {
    text.split(' ').map(|code| code.parse().unwrap()).collect()
}

/// What trips each edit, and it alone.
#[rustfmt::skip]
const TRIPS: &[(&str, Spoil)] = &[
    ("L001", |p| p.refusals.push(PastRefusal {
        code: "36415".parse().unwrap(),
        carc: "97".parse().unwrap(),
        times: 4,
        answers: 9,
        months: 6,
    })),
    ("S001", |p| p.patient.contact.name.first.clear()),
    ("S002", |p| p.patient.contact.address.city = " ".to_owned()),
    ("S003", |p| p.patient.born_on = day(1880, 1, 1)),
    ("S004", |p| p.patient.sex = Sex::Unknown),
    ("S005", |p| p.patient.born_on = day(2026, 3, 4)),
    ("S006", |p| p.patient.died_on = Some(day(2026, 3, 1))),
    ("S007", |p| p.policy().relation = Relation::Spouse),
    ("S008", |p| { let _ = p.dependent(Relation::Spouse); p.policy().relation = Relation::Itself; }),
    ("S009", |p| p.dependent(Relation::Spouse).name.last.clear()),
    ("S010", |p| p.dependent(Relation::Child).born_on = Some(day(1990, 1, 1))),
    ("S011", |p| {
        let _ = p.dependent(Relation::Spouse);
        p.payer.what.filing_indicator = FilingIndicator::MedicarePartB;
        p.payer.what.member_pattern.clear();
        p.policy().member_id = "1EG4-TE5-MK73".parse().unwrap();
    }),
    ("S020", |p| p.policy().ends_on = Some(day(2026, 2, 28))),
    ("S021", |p| {
        let mut first = policy();
        first.id = PolicyId::new(50);
        p.policies.push(first);
        p.policy().rank = Rank::Secondary;
    }),
    ("S022", |p| p.policy().member_id = "4471902".parse().unwrap()),
    ("S023", |p| {
        p.payer.what.filing_indicator = FilingIndicator::MedicarePartB;
        p.payer.what.member_pattern.clear();
    }),
    ("S024", |p| p.policy().signature_on_file = false),
    ("S025", |p| p.visit.accident = Some(Accident { cause: Cause::Employment, on: day(2026, 3, 1) })),
    ("S026", |p| p.payer.what.filing_indicator = FilingIndicator::WorkersCompensation),
    ("S027", |p| p.receiver = None),
    ("S028", |p| p.receiver.as_mut().unwrap().what.is_test = true),
    ("S029", |p| p.receiver.as_mut().unwrap().is_active = false),
    ("S030", |p| p.practice.name.clear()),
    ("S031", |p| p.practice.address.street.clear()),
    ("S032", |p| p.practice.address.street = "P.O. Box 12".to_owned()),
    ("S033", |p| p.practice.address.zip = "44308".parse().unwrap()),
    ("S034", |p| p.practice.pay_to = Some(Address { street: String::new(), ..address() })),
    ("S035", |p| p.practice.npi = p.rendering.who.npi),
    ("S036", |p| {
        p.payer.what.filing_indicator = FilingIndicator::Medicaid;
        p.practice.taxonomy = None;
    }),
    ("S037", |p| {
        p.payer.what.filing_indicator = FilingIndicator::Medicaid;
        p.rendering.who.taxonomy = None;
    }),
    ("S038", |p| p.rendering.who.name.first.clear()),
    ("S039", |p| p.rendering.who.duty = Duty::Refers),
    ("S040", |p| p.facility.insert(facility("11")).what.name.clear()),
    ("S041", |p| p.facility.insert(facility("11")).what.address.zip = "44308".parse().unwrap()),
    ("S042", |p| p.facility.insert(facility("11")).what.npi = None),
    ("S043", |p| {
        p.payer.what.filing_indicator = FilingIndicator::Medicaid;
        p.line().code = "80053".parse().unwrap();
        p.practice.clia = None;
    }),
    ("S044", |p| { p.line().code = "80053".parse().unwrap(); p.practice.clia = None; }),
    ("S050", |p| p.today = day(2026, 3, 1)),
    ("S051", |p| p.visit.notes.signed_on = None),
    ("S052", |p| p.visit.notes.signed_on = Some(day(2026, 3, 1))),
    ("S053", |p| p.visit.place = "22".parse().unwrap()),
    ("S054", |p| p.facility = Some(facility("22"))),
    ("S055", |p| p.visit.accident = Some(Accident { cause: Cause::Other, on: day(2026, 3, 3) })),
    ("S056", |p| p.visit.onset_on = Some(day(2026, 3, 3))),
    ("S057", |p| {
        p.payer.what.filing_indicator = FilingIndicator::MedicarePartB;
        p.payer.what.member_pattern.clear();
        p.policy().member_id = "1EG4-TE5-MK73".parse().unwrap();
        p.line().code = "80053".parse().unwrap();
    }),
    ("S058", |p| p.visit.diagnoses = codes("S93.401A I10")),
    ("S059", |p| { p.visit.place = "21".parse().unwrap(); p.facility = Some(facility("21")); }),
    ("S060", |p| p.visit.diagnoses.clear()),
    ("S061", |p| p.visit.diagnoses = codes("E11.9 I10 A00 A01.1 B00.1 B01.0 C00.0 D50 F32.9 G43.0 H10.0 J06.9 K21.9")),
    ("S062", |p| p.visit.diagnoses = codes("E11.9 I10 E11.9")),
    ("S063", |p| p.visit.diagnoses = codes("W19.XXXA I10")),
    ("S064", |p| {
        let on = day(2015, 9, 30);
        (p.visit.service_on, p.claim.service_on, p.today) = (on, on, on);
        p.claim.counted_from = on;
        p.claim.file_by = on + Days::new(100);
        p.visit.notes.signed_on = Some(on);
        p.policy().effective_on = on;
    }),
    ("S070", |p| { p.visit.lines.clear(); p.recharge(); }),
    ("S071", |p| {
        p.visit.lines = (1..=51).map(|id| line(id, &format!("{}", 36_400 + id), 'A', 100)).collect();
        p.recharge();
    }),
    ("S072", |p| p.claim.charged = cents(14_501)),
    ("S073", |p| { p.line().charge = Money::ZERO; p.recharge(); }),
    ("S074", |p| p.visit.lines[1].what.pointers.clear()),
    ("S075", |p| p.visit.lines[1].what.pointers = vec![Pointer::from_letter('C').unwrap()]),
    ("S076", |p| {
        p.visit.diagnoses = codes("E11.9 I10 A00 A01.1 B00.1");
        p.line().pointers = "ABCDE".chars().map(|l| Pointer::from_letter(l).unwrap()).collect();
    }),
    ("S077", |p| p.line().pointers = "ABA".chars().map(|l| Pointer::from_letter(l).unwrap()).collect()),
    ("S078", |p| p.line().pointers = vec![Pointer::from_letter('B').unwrap()]),
    ("S079", |p| p.line().units = "1.5".parse().unwrap()),
    ("S080", |p| p.line().units = "1000".parse().unwrap()),
    ("S081", |p| p.line().code = "D0120".parse().unwrap()),
    ("S082", |p| p.visit.lines[1].what.code = "99213".parse().unwrap()),
    ("S083", |p| p.others.push(other_visit())),
    ("S084", |p| { p.line().charge = cents(10_000_000_000); p.recharge(); }),
    ("S085", |p| { p.line().code = "64999".parse().unwrap(); p.line().description.clear(); }),
    ("S086", |p| {
        p.payer.what.filing_indicator = FilingIndicator::Medicaid;
        p.line().code = "J1100".parse().unwrap();
    }),
    ("S087", |p| p.line().code = "J1100".parse().unwrap()),
    ("S090", |p| p.line().modifiers = codes("25 AI AQ CC CR")),
    ("S091", |p| p.line().modifiers = codes("25 25")),
    ("S092", |p| p.visit.lines[1].what.modifiers = codes("25")),
    ("S093", |p| p.visit.lines[1].what.modifiers = codes("26 TC")),
    ("S094", |p| p.visit.lines[1].what.modifiers = codes("50 RT")),
    ("S095", |p| p.visit.lines[1].what.modifiers = codes("59 XU")),
    ("S100", |p| p.days_later(101)),
    ("S101", |p| p.days_later(90)),
    ("S102", |p| p.days_later(75)),
    ("S104", |p| {
        p.payer.what.filing_indicator = FilingIndicator::MedicarePartB;
        p.payer.what.member_pattern.clear();
        p.policy().member_id = "1EG4-TE5-MK73".parse().unwrap();
        p.claim.filing = Filing::Replacement("2026060001".parse().unwrap());
    }),
    ("S105", |p| p.others.push(same_visit())),
    ("S106", |p| p.second().decision = None),
    ("S107", |p| p.decided().lines[1].reductions.clear()),
    ("S108", |p| for line in &mut p.decided().lines { line.on = day(2026, 3, 1); }),
    ("S109", |p| {
        let _ = p.second();
        p.payer.what.filing_indicator = FilingIndicator::MedicarePartB;
        p.payer.what.member_pattern.clear();
        p.policy().member_id = "1EG4-TE5-MK73".parse().unwrap();
    }),
    ("S110", |p| p.patient.contact.name.last = "Whit\u{1f33f}lock".to_owned()),
    ("S111", |p| p.visit.authorization = "A".repeat(51)),
    ("S112", |p| p.patient.contact.address.city = "O".to_owned()),
    ("S113", |p| p.practice.contact = "Claims: Ruth".to_owned()),
    ("S120", |p| { p.allow("A7731").until = Some(day(2026, 3, 1)); }),
    ("S121", |p| { p.allow("A7731").limit = Some(Limit::Visits(3)); p.authorizations[0].used.visits = 3; }),
    ("S122", |p| { p.allow("A7731").limit = Some(Limit::Visits(3)); p.authorizations[0].used.visits = 2; }),
    ("S123", |p| p.allow("A7731").codes = Span::list("99213").unwrap()),
    ("S124", |p| { let _ = p.allow("A7731"); p.visit.authorization = "A7713".to_owned(); }),
    ("S125", |p| { let _ = p.allow("A7731"); p.visit.authorization.clear(); }),
    ("S150", |p| {
        p.medicare();
        p.line().code = "98940".parse().unwrap();
        p.say(ClaimDay::InitialTreatment, day(2026, 2, 2));
    }),
    ("S151", |p| {
        p.medicare();
        p.line().code = "98941".parse().unwrap();
        p.line().modifiers = codes("AT");
    }),
    ("S152", |p| {
        p.line().code = "98940".parse().unwrap();
        p.visit.details.spine = Some(SpinalCondition::Acute);
    }),
    ("S153", |p| { p.medicare(); p.line().code = "11721".parse().unwrap(); }),
    ("S154", |p| {
        p.medicare();
        p.line().code = "97110".parse().unwrap();
        p.line().modifiers = codes("GP");
    }),
    ("S156", |p| {
        p.payer.what.filing_indicator = FilingIndicator::WorkersCompensation;
        p.visit.accident = Some(Accident { cause: Cause::Employment, on: day(2026, 3, 1) });
    }),
    ("S157", |p| { p.days_later(101); p.visit.details.delay = Some(DelayReason::Eligibility); }),
    ("S158", |p| p.visit.details.delay = Some(DelayReason::Eligibility)),
    ("S159", |p| p.line().modifiers = codes("GC")),
    ("S160", |p| p.say(ClaimDay::LastSeen, day(2026, 3, 3))),
    ("S161", |p| {
        p.say(ClaimDay::DisabledFrom, day(2026, 2, 20));
        p.say(ClaimDay::DisabledUntil, day(2026, 2, 10));
    }),
    ("S162", |p| { p.patient.sex = Sex::Male; p.say(ClaimDay::LastPeriod, day(2026, 2, 1)); }),
    ("S163", |p| {
        p.payer.what.filing_indicator = FilingIndicator::Medicaid;
        p.patient.born_on = day(2016, 5, 1);
        p.line().code = "99393".parse().unwrap();
    }),
    ("S164", |p| p.attachments.push(paper(Transmission::Fax))),
    ("S900", |p| p.questions.push(question())),
];

/// What trips each edit: on papers, on coding, on what came before.
fn trips() -> impl Iterator<Item = &'static (&'static str, Spoil)> {
    TRIPS.iter().chain(coding::TRIPS)
}

/// Another claim that bills the first service of the same visit.
fn same_visit() -> OtherClaim {
    OtherClaim {
        number: ClaimNumber::of(ClaimId::new(9)),
        visit: VisitId::new(3),
        policy: PolicyId::new(5),
        rendering: ProviderId::new(7),
        is_open: false,
        services: vec![line(1, "99213", 'A', 13_000)],
    }
}

/// A claim for another visit of the same day, with the same service.
fn other_visit() -> OtherClaim {
    OtherClaim {
        visit: VisitId::new(30),
        services: vec![line(30, "99213", 'A', 13_000)],
        ..same_visit()
    }
}

#[test]
fn a_clean_claim_trips_nothing() {
    assert_eq!(ids(&clean()), Vec::<&str>::new());
}

#[test]
fn every_edit_is_tripped_by_what_it_is_about_and_nothing_else_is() {
    for (id, spoil) in trips() {
        let mut papers = clean();
        spoil(&mut papers);
        assert_eq!(ids(&papers), vec![*id], "{id}");
    }
}

/// What each edit finds in a claim that trips it.
pub(crate) fn tripped() -> Vec<(&'static str, Vec<Finding>)> {
    let found = |(id, spoil): &(&'static str, Spoil)| {
        let mut papers = clean();
        spoil(&mut papers);
        (*id, scrub(&papers.case(), &[]))
    };
    trips().map(found).collect()
}

#[test]
fn every_edit_has_a_claim_that_trips_it_and_an_id_of_its_own() {
    let known: Vec<&str> = edits().map(|edit| edit.id).collect();
    let tripped: Vec<&str> = trips().map(|(id, _)| *id).collect();
    assert_eq!(known, tripped);
    assert_eq!(known.iter().collect::<BTreeSet<_>>().len(), known.len());
    let series = known.chunk_by(|one, next| one.as_bytes()[0] == next.as_bytes()[0]);
    assert!(series.into_iter().all(<[&str]>::is_sorted));
    assert!(edits().all(|one| edit(one.id) == Some(one)));
}

#[test]
fn findings_speak_in_sentences_and_name_no_patient() {
    for (id, spoil) in trips() {
        let mut papers = clean();
        spoil(&mut papers);
        for finding in scrub(&papers.case(), &[]) {
            for words in [finding.words.as_str(), &finding.fix] {
                assert!(words.ends_with('.'), "{id}: {words}");
                assert!(
                    words.starts_with(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit()),
                    "{id}: {words}"
                );
                for hidden in ["Whit", "Dana", "Marion", "MER447", "Juniper"] {
                    assert!(!words.contains(hidden), "{id}: {words}");
                }
            }
            assert!(!finding.about.is_empty(), "{id}");
        }
    }
}

#[test]
fn a_finding_let_pass_stays_in_sight_and_stops_nothing() {
    let mut papers = clean();
    papers.visit.notes.signed_on = None;
    let waiver = Waiver {
        edit: "S051".to_owned(),
        reason: "signed on paper".to_owned(),
        by: "Ruth".to_owned(),
        at: chrono::DateTime::UNIX_EPOCH,
    };
    let findings = scrub(&papers.case(), std::slice::from_ref(&waiver));
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].waived, Some(waiver));
    assert!(!is_stopped(&findings));
    assert!(is_stopped(&scrub(&papers.case(), &[])));
}

#[test]
fn what_makes_an_unreadable_file_is_never_let_pass() {
    let mut papers = clean();
    papers.visit.diagnoses.clear();
    let waiver = Waiver {
        edit: "S060".to_owned(),
        reason: "none known".to_owned(),
        by: "Ruth".to_owned(),
        at: chrono::DateTime::UNIX_EPOCH,
    };
    assert!(is_stopped(&scrub(&papers.case(), &[waiver])));
}

/// A rule that is on.
fn rule(id: i64, then: Act, when: Condition) -> Rule {
    Rule {
        id: RuleId::new(id),
        version: 1,
        is_on: true,
        what: NewRule {
            name: "Visit without 25".to_owned(),
            words: "The visit lacks modifier 25.".to_owned(),
            fix: "Add it.".to_owned(),
            when,
            then,
            ..NewRule::default()
        },
    }
}

fn visit_without_25() -> Condition {
    Condition {
        codes: Span::list("99202-99215").unwrap(),
        lacks: codes("25"),
        ..Condition::default()
    }
}

#[test]
fn a_rule_finds_beside_the_edits_and_is_let_pass_like_them() {
    let mut papers = clean();
    papers.rules.push(rule(12, Act::Hold, visit_without_25()));
    let findings = scrub(&papers.case(), &[]);
    assert_eq!(ids(&papers), ["R12"]);
    assert_eq!(findings[0].place, Place::Line(1, LineField::Modifiers));
    assert_eq!(findings[0].edit.title, "Visit without 25");
    assert!(is_stopped(&findings));
    let json = serde_json::to_value(&findings[0]).unwrap();
    assert_eq!(
        (&json["edit"], &json["fix"]),
        (&"R12".into(), &"Add it.".into())
    );
    let waiver = Waiver {
        edit: "R12".to_owned(),
        reason: "seen".to_owned(),
        by: "Ruth".to_owned(),
        at: chrono::DateTime::UNIX_EPOCH,
    };
    assert!(!is_stopped(&scrub(&papers.case(), &[waiver])));
    papers.rules[0].is_on = false;
    assert_eq!(ids(&papers), [""; 0]);
    papers.rules[0] = rule(12, Act::Warn, visit_without_25());
    assert_eq!(scrub(&papers.case(), &[])[0].severity, Severity::Warn);
}

/// Lets the rules of the papers set what they set.
fn set_all(papers: &mut Papers) -> usize {
    let (claim, mut lines) = (papers.claim.clone(), papers.visit.lines.clone());
    let mut visit = papers.visit.clone();
    let settings = set(
        &papers.rules,
        &mut Draft {
            claim: &claim,
            patient: &papers.patient,
            authorizations: &papers.authorizations,
            visit: &mut visit,
            lines: &mut lines,
        },
    );
    papers.visit = Visit { lines, ..visit };
    settings.len()
}

#[test]
fn a_rule_that_sets_a_field_finds_nothing_once_it_did() {
    let modifier = Act::AddModifier("25".parse().unwrap());
    let place = Act::SetPlace("22".parse().unwrap());
    let mut papers = clean();
    papers.facility = Some(facility("22"));
    papers.rules.push(rule(1, modifier, visit_without_25()));
    papers.rules.push(rule(2, place, visit_without_25()));
    papers.rules.push(rule(3, place, Condition::default()));
    // The second rule is about claims without the modifier, which the first one gave.
    assert_eq!(set_all(&mut papers), 2);
    assert_eq!(papers.line().modifiers, codes("25"));
    assert_eq!(papers.visit.place, "22".parse().unwrap());
    assert_eq!(ids(&papers), [""; 0]);
    assert_eq!(set_all(&mut papers), 0);
}

#[test]
fn a_rule_that_cannot_set_its_field_stops_the_claim() {
    let mut papers = clean();
    papers.line().modifiers = codes("AI AQ CC CR");
    let modifier = Act::AddModifier("25".parse().unwrap());
    papers.rules.push(rule(1, modifier, visit_without_25()));
    let wanting = Condition {
        without_authorization: true,
        ..Condition::default()
    };
    papers.rules.push(rule(2, Act::UseAuthorization, wanting));
    assert_eq!(set_all(&mut papers), 0);
    assert_eq!(ids(&papers), ["R1", "R2"]);
    let _one = papers.allow("A7731");
    papers.visit.authorization.clear();
    papers.line().modifiers.clear();
    assert_eq!(set_all(&mut papers), 2);
    assert_eq!(papers.visit.authorization, "A7731");
    assert_eq!(ids(&papers), [""; 0]);
}

#[test]
fn what_stops_a_claim_comes_first() {
    let mut papers = clean();
    papers.receiver = None;
    papers.patient.sex = Sex::Unknown;
    papers.visit.notes.signed_on = None;
    assert_eq!(ids(&papers), vec!["S051", "S004", "S027"]);
}

#[test]
fn a_finding_says_which_field_to_go_to() {
    let mut papers = clean();
    papers.visit.lines[1].what.charge = Money::ZERO;
    papers.recharge();
    let findings = scrub(&papers.case(), &[]);
    assert_eq!(findings[0].place, Place::Line(2, LineField::Charge));
    assert_eq!(findings[0].about, "line 2, 36415");
    let json = serde_json::to_value(&findings[0]).unwrap();
    assert_eq!(json["edit"], "S073");
    assert_eq!(json["severity"], "block");
    assert_eq!(json["place"]["line"][1], "charge");
}

/// What looks wrong and is not.
#[rustfmt::skip]
const ALLOWED: &[(&str, Spoil)] = &[
    ("an owner bills with an NPI of their own", |p| {
        p.practice.owner = Some(name("Hale", "Simon"));
        p.practice.npi = p.rendering.who.npi;
    }),
    ("a dependent", |p| { let _ = p.dependent(Relation::Child); }),
    ("letters with accents", |p| p.patient.contact.name.last = "Ñuñez-Œrsted".to_owned()),
    ("dashes in a member number", |p| p.policy().member_id = "MER-447 1902".parse().unwrap()),
    ("25 on a visit", |p| p.line().modifiers = codes("25")),
    ("57 on an eye visit", |p| {
        p.line().code = "92014".parse().unwrap();
        p.line().modifiers = codes("57");
    }),
    ("25 on a HCPCS visit", |p| {
        p.line().code = "G0439".parse().unwrap();
        p.line().modifiers = codes("25");
    }),
    ("part of a drug's unit", |p| {
        p.line().code = "J1100".parse().unwrap();
        p.line().units = "2.5".parse().unwrap();
        p.line().drug = Some(drug());
    }),
    ("a quality report at no charge", |p| {
        p.line().code = "3044F".parse().unwrap();
        p.line().charge = Money::ZERO;
        p.recharge();
    }),
    ("the same test again", |p| {
        p.visit.lines[1].what.code = "99213".parse().unwrap();
        p.visit.lines[1].what.modifiers = codes("76");
        p.line().modifiers = codes("76");
    }),
    ("the same service by another clinician", |p| p.others.push(OtherClaim { rendering: ProviderId::new(70), ..other_visit() })),
    ("the same visit to the second payer", |p| p.others.push(OtherClaim { policy: PolicyId::new(50), ..same_visit() })),
    ("a replacement long after", |p| {
        p.claim.filing = Filing::Replacement("2026060001".parse().unwrap());
        p.days_later(300);
    }),
    ("a claim to the second payer", |p| { let _ = p.second(); }),
    ("Medicare second for a reason", |p| {
        let _ = p.second();
        p.payer.what.filing_indicator = FilingIndicator::MedicarePartB;
        p.payer.what.member_pattern.clear();
        p.policy().member_id = "1EG4-TE5-MK73".parse().unwrap();
        p.policy().medicare_secondary = Some(MedicareSecondary::WorkingAged);
    }),
    ("the last day to be early", |p| p.days_later(74)),
    ("the last day of a policy", |p| p.policy().ends_on = Some(p.visit.service_on)),
    ("the day of death", |p| p.patient.died_on = Some(p.visit.service_on)),
    ("the day of birth", |p| p.patient.born_on = p.visit.service_on),
    ("an unlisted service in words", |p| p.line().code = "64999".parse().unwrap()),
    ("a separator of no receiver", |p| {
        p.practice.contact = "Claims: Ruth".to_owned();
        p.receiver.as_mut().unwrap().what.separators.component = '>';
    }),
    ("a hospital", |p| {
        p.visit.place = "21".parse().unwrap();
        p.facility = Some(facility("21"));
        p.visit.admitted_on = Some(day(2026, 2, 28));
    }),
    ("a test where the place has a laboratory", |p| {
        p.line().code = "80053".parse().unwrap();
        p.facility = Some(facility("11"));
        p.practice.clia = None;
    }),
    ("a drug under Medicare", |p| {
        p.payer.what.filing_indicator = FilingIndicator::MedicarePartB;
        p.payer.what.member_pattern.clear();
        p.policy().member_id = "1EG4-TE5-MK73".parse().unwrap();
        p.line().code = "J1100".parse().unwrap();
        p.line().modifiers = codes("JZ");
    }),
    ("a spine under Medicare with all that goes with it", |p| {
        p.medicare();
        p.line().code = "98942".parse().unwrap();
        p.line().modifiers = codes("AT");
        p.visit.details.spine = Some(SpinalCondition::AcuteManifestation);
        p.say(ClaimDay::InitialTreatment, day(2026, 2, 2));
        p.say(ClaimDay::Acute, day(2026, 2, 1));
    }),
    ("an employer who holds the policy", |p| {
        let employer = p.dependent(Relation::Employee);
        employer.name = name("Tannery Works", "");
        employer.born_on = None;
    }),
    ("foot care with who attends", |p| {
        p.medicare();
        p.line().code = "11721".parse().unwrap();
        p.visit.details.supervising = Some(ProviderId::new(7));
        p.say(ClaimDay::LastSeen, day(2026, 2, 2));
    }),
    ("foot care that nobody covers", |p| {
        p.medicare();
        p.line().code = "11721".parse().unwrap();
        p.line().modifiers = codes("GY");
    }),
    ("telehealth by sound alone", |p| {
        p.visit.place = "10".parse().unwrap();
        p.line().modifiers = codes("93");
    }),
    ("a disability that is not over", |p| {
        p.say(ClaimDay::DisabledFrom, day(2026, 2, 20));
        p.say(ClaimDay::DisabledUntil, day(2026, 9, 1));
        p.say(ClaimDay::ReturnToWork, day(2026, 9, 2));
    }),
    ("a paper on request", |p| p.attachments.push(paper(Transmission::OnRequest))),
    ("twelve diagnoses", |p| {
        p.visit.diagnoses =
            codes("E11.9 I10 A00 A01.1 B00.1 B01.0 C00.0 D50 F32.9 G43.0 H10.0 J06.9");
    }),
    ("fifty services", |p| {
        p.visit.lines = (1..=50)
            .map(|id| line(id, &format!("{}", 36_400 + id), 'A', 100))
            .collect();
        p.recharge();
    }),
];

#[test]
fn what_is_allowed_is_let_through() {
    for (what, change) in ALLOWED.iter().chain(coding::ALLOWED) {
        let mut papers = clean();
        change(&mut papers);
        assert_eq!(ids(&papers), Vec::<&str>::new(), "{what}");
    }
}

#[test]
fn the_last_day_to_file_is_still_in_time() {
    let mut papers = clean();
    papers.days_later(100);
    let findings = scrub(&papers.case(), &[]);
    assert_eq!(findings[0].edit.id, "S101");
    assert!(findings[0].words.starts_with("Today, 06/10/2026,"));
}

#[test]
fn a_member_number_is_held_against_its_payers_shape() {
    for (pattern, id, fits) in [
        ("", "ANY THING", true),
        ("AAA999", "XYZ123", true),
        ("AAA999", "XYZ12", false),
        ("AAA999", "XYZ1234", false),
        ("AAA999", "XY1234", false),
        ("XX-99", "A1-22", true),
        ("W9999", "w1234", true),
        ("W9999", "V1234", false),
        ("9AXNA", "1EGNE", true),
    ] {
        assert_eq!(
            fits_pattern(pattern, &id.parse().unwrap()),
            fits,
            "{pattern} {id}"
        );
    }
}
