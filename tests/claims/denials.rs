//! Refused claims: the queue by what it is worth to work it, the four ways out, and appeals with their papers.

use std::collections::BTreeSet;

use pegboard::domain::attachment::NewClaimAttachment;
use pegboard::domain::claim::{Happening, State};
use pegboard::domain::code::{ReportKind, Transmission};
use pegboard::domain::denial::{
    Deed, DueWhat, Enclosure, Kind, Level, NewAppeal, Outcome, Reminder, SendingWay, WayOut,
};
use pegboard::domain::eob::{Adjustment, EobLine, Method, NewEob, usual_outcome};
use pegboard::domain::id::{ClaimId, EobId};
use pegboard::domain::ledger::WriteOff;
use pegboard::domain::money::Money;
use pegboard::domain::reconcile::{Month, Reconciliation, Way};
use pegboard::domain::today::Queue;
use pegboard::domain::visit::NewVisit;
use pegboard::office::{DenialRefusal, OfficeError, Refusal};

use super::practice::{Desk, cents, day};
use crate::pages::reading;

/// What a payer says of one service: so much is paid, the rest is refused under that group and code.
type Said<'a> = (i64, &'a str, &'a str);

/// Posts an answer to the services of a claim, in their order.
fn answer(desk: &mut Desk, claim: ClaimId, said: &[Said<'_>]) -> EobId {
    let templates = desk.office.eob_template(claim).unwrap();
    let lines: Vec<EobLine> = templates
        .iter()
        .zip(said)
        .map(|(one, (paid, group, carc))| {
            let (group, carc) = (group.parse().unwrap(), carc.parse().unwrap());
            let amount = one.charged.minus(cents(*paid)).unwrap();
            let refused = Adjustment {
                group,
                carc,
                amount,
                outcome: usual_outcome(group, &carc),
            };
            EobLine {
                claim,
                line: one.line,
                charged: one.charged,
                allowed: cents(*paid),
                paid: cents(*paid),
                adjustments: (!amount.is_zero()).then_some(refused).into_iter().collect(),
            }
        })
        .collect();
    let today = desk.office.today();
    let amount = Money::sum(lines.iter().map(|line| line.paid)).unwrap();
    let eob = NewEob {
        payer: desk.office.claim(claim).unwrap().row.payer,
        method: if amount.is_zero() {
            Method::None
        } else {
            Method::Eft
        },
        reference: if amount.is_zero() {
            String::new()
        } else {
            format!("EFT{claim}{today}")
        },
        paid_on: today,
        accounting_on: today,
        amount,
        lines,
    };
    desk.office.post_eob(&eob).unwrap()
}

fn visit_on(desk: &Desk, text: &str) -> NewVisit {
    let mut visit = desk.visit();
    visit.service_on = day(text);
    visit.notes.signed_on = Some(day(text));
    visit
}

/// A claim that left and of which both services were refused: 130.00 and 15.00.
fn refused(desk: &mut Desk, group: &str, carc: &str) -> ClaimId {
    let claim = desk.claim_of(&desk.visit());
    let _files = desk.export();
    desk.on("2026-03-20");
    let _eob = answer(desk, claim, &[(0, group, carc), (0, group, carc)]);
    claim
}

fn appeal_of(desk: &Desk, claim: ClaimId) -> NewAppeal {
    let draft = desk.office.appeal_draft(claim).unwrap();
    NewAppeal {
        level: draft.level,
        way: SendingWay::Mail,
        letter: draft.letter.replace("Add here", "See the record:"),
        encloses: draft.encloses,
    }
}

fn denial_refusal<T: std::fmt::Debug>(outcome: Result<T, OfficeError>) -> DenialRefusal {
    match outcome {
        Err(OfficeError::Refused(Refusal::Denial(refusal))) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

fn deadlines(desk: &Desk) -> u32 {
    let board = desk.office.board().unwrap();
    let row = board
        .queues
        .iter()
        .find(|row| row.queue == Queue::Deadlines);
    row.unwrap().count
}

#[test]
fn a_refusal_says_what_it_is_about_what_usually_works_and_until_when() {
    let mut desk = Desk::open();
    let claim = refused(&mut desk, "CO", "50");
    let rows = desk.office.denials().unwrap();
    assert_eq!(rows.len(), 1);
    let row = &rows[0];
    assert_eq!(row.worth.at_stake, cents(14_500));
    assert_eq!(row.worth.expected, cents(7_250));
    assert_eq!(row.denial.advice().kind, Kind::MedicalNecessity);
    assert_eq!(row.clock.due.what, DueWhat::Appeal(Level::First));
    assert_eq!(row.clock.due.on, day("2026-09-16"), "180 days");
    assert_eq!(row.reminder, None);
    let page = desk.office.denial(claim).unwrap();
    let refusals: Vec<Option<&str>> = page.ways.iter().map(|one| one.refusal.as_deref()).collect();
    assert_eq!(refusals[1], None);
    assert!(refusals[2].unwrap().contains("group CO"), "{refusals:?}");
    assert_eq!(refusals[3], None);
    desk.on("2026-09-10");
    assert_eq!(
        desk.office.denials().unwrap()[0].reminder,
        Some(Reminder::SevenDays)
    );
    assert_eq!(deadlines(&desk), 1);
}

#[test]
fn what_is_left_of_a_part_payment_is_followed_up_and_what_was_paid_is_not() {
    let mut desk = Desk::open();
    let claim = desk.claim_of(&desk.visit());
    let _files = desk.export();
    let eob = answer(&mut desk, claim, &[(13_000, "CO", "45"), (0, "CO", "97")]);
    let row = desk.office.denials().unwrap().remove(0);
    assert_eq!(row.denial.lines.len(), 1);
    assert_eq!(row.worth.at_stake, cents(1_500));
    assert_eq!(row.denial.leading().unwrap().code(), "CO-97");
    assert_eq!(row.denial.advice().way, WayOut::Correct);
    desk.office.unpost_eob(eob, "wrong claim").unwrap();
    assert_eq!(desk.office.denials().unwrap(), []);
    assert!(matches!(
        denial_refusal(desk.office.denial(claim)),
        DenialRefusal::NotDenied(_)
    ));
}

#[test]
fn a_month_with_a_replaced_claim_counts_what_is_open_once() {
    let mut desk = Desk::open();
    let claim = refused(&mut desk, "CO", "16");
    let month = Month::of(desk.office.today());
    let ties = |desk: &Desk| {
        let found = desk.office.reconcile(month).unwrap();
        let broken: Vec<_> = found.ties.iter().filter(|tie| !tie.holds).collect();
        assert!(broken.is_empty(), "{broken:?}");
        found
    };
    let before = ties(&desk);
    let listed = |found: &Reconciliation, claim: ClaimId| {
        let rows = found.sections.iter().flat_map(|section| &section.rows);
        rows.filter(|row| row.way == Way::Claim(claim)).count()
    };
    assert_eq!(listed(&before, claim), 1);
    let made = desk.office.correct_denial(claim, Some("ICN1")).unwrap();
    let replaced = ties(&desk);
    assert_eq!(listed(&replaced, claim), 0, "what was replaced asks nobody");
    let _findings = desk.office.release(made);
    let _files = desk.export();
    let sent = ties(&desk);
    assert!(listed(&sent, made) <= 1);
    let open = |found: &Reconciliation| {
        let open = found.sections.iter().map(|section| section.open);
        Money::sum(open).unwrap()
    };
    assert!(open(&sent) <= open(&before));
}

#[test]
fn kept_papers_stand_behind_the_letter_and_what_cannot_is_listed() {
    let mut desk = Desk::open();
    let claim = desk.claim_of(&desk.visit());
    let paper = |number: &str| NewClaimAttachment {
        report: ReportKind::OperativeNote,
        transmission: Transmission::Fax,
        control_number: number.to_owned(),
    };
    // The beginning of a JPEG of 20 by 30 points, as far as its frame.
    let mut scan = vec![0xff, 0xd8, 0xff, 0xc0, 0, 17, 8, 0, 30, 0, 20, 3];
    scan.extend([0; 9]);
    let _first = desk
        .office
        .announce_attachment(claim, &paper("P1"), Some(("scan.jpg", &scan)))
        .unwrap();
    let _second = desk
        .office
        .announce_attachment(claim, &paper("P2"), Some(("fax.tif", b"II*")))
        .unwrap();
    let _files = desk.export();
    desk.on("2026-03-20");
    let _eob = answer(&mut desk, claim, &[(0, "CO", "50"), (0, "CO", "50")]);
    let draft = desk.office.appeal_draft(claim).unwrap();
    assert!(draft.papers[0].ends_with("scan.jpg, 1 page"), "{draft:?}");
    assert!(draft.papers[1].contains("add it by hand"), "{draft:?}");
    let new = appeal_of(&desk, claim);
    let ours = desk.office.appeal_pages(claim, &new).unwrap().len();
    let (_id, pdf) = desk.office.appeal_denial(claim, &new).unwrap();
    let row = desk.office.denials().unwrap().remove(0);
    let sent = row.denial.open_appeal().unwrap();
    assert_eq!(usize::try_from(sent.pages).unwrap(), ours + 1);
    if let Some(text) = reading::text_of(&pdf) {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.contains("fax.tif, beside this letter"), "{text}");
    }
}

#[test]
fn an_appeal_is_one_file_that_is_kept_and_watched() {
    let mut desk = Desk::open();
    let claim = refused(&mut desk, "CO", "29");
    let draft = desk.office.appeal_draft(claim).unwrap();
    assert_eq!(
        (draft.level, draft.kind),
        (Level::First, Kind::TimelyFiling)
    );
    assert_eq!(
        draft.encloses,
        BTreeSet::from([
            Enclosure::Claim,
            Enclosure::Remittance,
            Enclosure::TimelyProof
        ])
    );
    assert!(
        draft.letter.contains("It was filed on 03/05/2026"),
        "{}",
        draft.letter
    );
    let new = appeal_of(&desk, claim);
    let pages = desk.office.appeal_pages(claim, &new).unwrap();
    let (id, pdf) = desk.office.appeal_denial(claim, &new).unwrap();
    reading::check(&pdf);
    if std::env::var_os("KEEP").is_some() {
        std::fs::create_dir_all("target/kept").unwrap();
        std::fs::write("target/kept/appeal.pdf", &pdf).unwrap();
    }
    if let Some(text) = reading::text_of(&pdf) {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let number = desk.office.claim(claim).unwrap().row.number;
        for words in [
            "First appeal",
            "Filed too late",
            "$145.00",
            "Sincerely",
            "Payer’s answer",
            "CO-29",
            "Proof of timely filing",
            &format!("CLM*{number}*145"),
        ] {
            assert!(text.contains(words), "{words} is not in {text}");
        }
    }
    assert_eq!(desk.office.appeal_file(id).unwrap(), pdf);
    assert_eq!(desk.state(claim), State::InAppeal);
    let row = desk.office.denials().unwrap().remove(0);
    let sent = row.denial.open_appeal().unwrap();
    assert_eq!(usize::try_from(sent.pages).unwrap(), pages.len());
    assert_eq!(
        (sent.amount, sent.reason.as_str()),
        (cents(14_500), "CO-29")
    );
    assert_eq!(row.clock.due.what, DueWhat::Answer);
    assert_eq!(row.clock.due.on, day("2026-05-19"));
    assert!(matches!(
        denial_refusal(desk.office.appeal_denial(claim, &new)),
        DenialRefusal::InAppeal { .. }
    ));
    desk.on("2026-05-19");
    assert_eq!(deadlines(&desk), 1);
}

#[test]
fn a_lost_appeal_goes_to_the_next_level_and_money_answers_one_by_itself() {
    let mut desk = Desk::open();
    let claim = refused(&mut desk, "CO", "50");
    let new = appeal_of(&desk, claim);
    let (first, _pdf) = desk.office.appeal_denial(claim, &new).unwrap();
    desk.on("2026-04-20");
    let on = day("2026-04-18");
    desk.office
        .answer_appeal(first, Outcome::Lost, on, "guideline 7")
        .unwrap();
    assert_eq!(desk.state(claim), State::Denied);
    assert!(matches!(
        denial_refusal(desk.office.answer_appeal(first, Outcome::Won, on, "")),
        DenialRefusal::Answered(_)
    ));
    let second = appeal_of(&desk, claim);
    assert_eq!(second.level, Level::Second);
    let (_second, _pdf) = desk.office.appeal_denial(claim, &second).unwrap();
    desk.on("2026-06-01");
    let _eob = answer(&mut desk, claim, &[(13_000, "CO", "45"), (0, "CO", "50")]);
    assert_eq!(desk.state(claim), State::PartlyPaid);
    let row = desk.office.denials().unwrap().remove(0);
    assert_eq!(row.worth.at_stake, cents(1_500));
    let ends: Vec<Outcome> = row
        .denial
        .appeals
        .iter()
        .map(|one| one.end.as_ref().unwrap().outcome)
        .collect();
    assert_eq!(ends, [Outcome::Lost, Outcome::PartlyWon]);
    assert_eq!(row.denial.next_level(), Some(Level::External));
    let figures = desk.office.denial_figures().unwrap();
    assert_eq!((figures.refused(), figures.tried()), (2, (2, 1)));
    assert_eq!(figures.dollars_won(), Ok(cents(13_000)));
    assert_eq!(figures.denial_permille(), Some(1_000));
    let events = desk.office.denial(claim).unwrap().events;
    let deeds: Vec<Deed> = events.iter().map(|event| event.deed).collect();
    assert_eq!(deeds, [Deed::Appealed, Deed::Answered, Deed::Appealed]);
}

#[test]
fn an_answer_taken_back_leaves_its_appeal_open() {
    let mut desk = Desk::open();
    let claim = refused(&mut desk, "CO", "50");
    let new = appeal_of(&desk, claim);
    let _sent = desk.office.appeal_denial(claim, &new).unwrap();
    desk.on("2026-04-20");
    let eob = answer(
        &mut desk,
        claim,
        &[(13_000, "CO", "45"), (1_500, "CO", "45")],
    );
    assert_eq!(desk.state(claim), State::Paid);
    assert_eq!(desk.office.denials().unwrap(), []);
    desk.office.unpost_eob(eob, "another patient's").unwrap();
    assert_eq!(desk.state(claim), State::InAppeal);
    assert!(
        desk.office.denials().unwrap()[0]
            .denial
            .open_appeal()
            .is_some()
    );
}

#[test]
fn what_was_won_before_moves_the_queue() {
    let mut desk = Desk::open();
    desk.on("2026-03-20");
    let mut claims = Vec::new();
    for text in ["2026-03-03", "2026-03-04", "2026-03-05", "2026-03-06"] {
        let visit = visit_on(&desk, text);
        claims.push(desk.claim_of(&visit));
    }
    let _files = desk.export();
    for claim in &claims {
        let _eob = answer(&mut desk, *claim, &[(0, "CO", "50"), (0, "CO", "50")]);
    }
    assert_eq!(desk.office.denials().unwrap()[0].worth.odds.permille, 500);
    desk.on("2026-03-21");
    for claim in claims.iter().take(3) {
        let _eob = answer(
            &mut desk,
            *claim,
            &[(13_000, "CO", "45"), (1_500, "CO", "45")],
        );
    }
    let row = desk.office.denials().unwrap().remove(0);
    assert_eq!((row.worth.odds.won, row.worth.odds.tries), (6, 6));
    assert!(row.worth.odds.permille > 850, "{:?}", row.worth.odds);
}

#[test]
fn a_replacement_takes_the_refused_claim_off_the_queue() {
    let mut desk = Desk::open();
    let claim = refused(&mut desk, "CO", "16");
    let made = desk
        .office
        .correct_denial(claim, Some("MERI77001"))
        .unwrap();
    assert_eq!(desk.state(claim), State::Closed);
    assert_eq!(desk.office.denials().unwrap(), []);
    let page = desk.office.claim(made).unwrap();
    assert_eq!(page.claim.replaces, Some(claim));
    let without = refused_again(&mut desk);
    let outcome = desk.office.correct_denial(without, None);
    assert!(outcome.is_err(), "the payer's number is missing");
    assert_eq!(desk.state(without), State::Denied, "nothing was done");
}

/// Another refused claim.
fn refused_again(desk: &mut Desk) -> ClaimId {
    let visit = visit_on(desk, "2026-03-19");
    let claim = desk.claim_of(&visit);
    let _files = desk.export();
    let _eob = answer(desk, claim, &[(0, "CO", "16"), (0, "CO", "16")]);
    claim
}

#[test]
fn the_patient_is_billed_where_the_group_allows_it_and_only_there() {
    let mut desk = Desk::open();
    let claim = refused(&mut desk, "OA", "27");
    let moved = desk.office.bill_denial_to_patient(claim, &[], "").unwrap();
    assert_eq!(moved, cents(14_500));
    assert_eq!(desk.state(claim), State::Closed);
    let visit = desk.office.claim(claim).unwrap().row.visit;
    let guarantor = desk.office.visit(visit).unwrap().guarantor;
    let card = desk.office.ledger_card(guarantor, None).unwrap();
    assert_eq!(card.sums.patient_owes, cents(14_500));
    assert_eq!(card.sums.insurance_owes, Money::ZERO);
    let other = refused_again(&mut desk);
    assert!(matches!(
        denial_refusal(desk.office.bill_denial_to_patient(other, &[], "")),
        DenialRefusal::NotThePatients(_)
    ));
}

#[test]
fn a_write_off_closes_what_was_refused_with_a_reason() {
    let mut desk = Desk::open();
    let claim = refused(&mut desk, "CO", "29");
    let kind = WriteOff::TimelyFiling;
    assert!(desk.office.write_off_denial(claim, &[], kind, " ").is_err());
    let line = desk.office.denial(claim).unwrap().row.denial.lines[1].line;
    let part = desk
        .office
        .write_off_denial(claim, &[line], kind, "no proof")
        .unwrap();
    assert_eq!(part, cents(1_500));
    assert_eq!(desk.state(claim), State::Denied);
    let rest = desk
        .office
        .write_off_denial(claim, &[], kind, "no proof")
        .unwrap();
    assert_eq!(rest, cents(13_000));
    assert_eq!(desk.state(claim), State::Closed);
    let events = desk.office.claim(claim).unwrap().events;
    assert_eq!(events.last().unwrap().kind, Happening::Settled);
}

#[test]
fn a_refusal_is_put_aside_noted_and_given_to_somebody() {
    let mut desk = Desk::open();
    let claim = refused(&mut desk, "CO", "50");
    let today = desk.office.today();
    assert_eq!(
        denial_refusal(desk.office.snooze_denial(claim, Some(today), "")),
        DenialRefusal::DayOver
    );
    desk.office
        .snooze_denial(claim, Some(day("2026-04-03")), "records asked for")
        .unwrap();
    desk.office.note_denial(claim, "called, ask again").unwrap();
    let (me, name) = desk.office.people_at_work().unwrap().remove(0);
    desk.office.assign_denial(claim, Some(me)).unwrap();
    let row = desk.office.denials().unwrap().remove(0);
    assert!(row.denial.is_snoozed(today));
    assert!(!row.denial.is_snoozed(day("2026-04-03")));
    assert_eq!(row.denial.assigned, Some((me, name)));
    desk.office.snooze_denial(claim, None, "").unwrap();
    assert!(!desk.office.denials().unwrap()[0].denial.is_snoozed(today));
}

#[test]
fn a_letter_that_still_says_what_to_add_is_not_sent() {
    let mut desk = Desk::open();
    let claim = refused(&mut desk, "CO", "50");
    let mut new = appeal_of(&desk, claim);
    new.letter = desk.office.appeal_draft(claim).unwrap().letter;
    let refusal = denial_refusal(desk.office.appeal_denial(claim, &new));
    assert!(refusal.to_string().contains("Add here"), "{refusal}");
    assert_eq!(desk.state(claim), State::Denied);
}

#[test]
fn the_practice_writes_its_own_letters() {
    let mut desk = Desk::open();
    let claim = refused(&mut desk, "CO", "50");
    let text = "About {claim} of {service_day}: pay {amount}.";
    desk.office
        .set_appeal_letter(Kind::MedicalNecessity, text)
        .unwrap();
    let number = desk.office.claim(claim).unwrap().row.number;
    let draft = desk.office.appeal_draft(claim).unwrap();
    assert_eq!(
        draft.letter,
        format!("About {number} of 03/02/2026: pay $145.00.")
    );
    let wrong = desk.office.set_appeal_letter(Kind::Coding, "{nobody}");
    assert!(matches!(denial_refusal(wrong), DenialRefusal::Letter(_)));
}

#[test]
fn a_rule_is_learned_from_a_refusal_that_was_posted() {
    let mut desk = Desk::open();
    let claim = refused(&mut desk, "CO", "50");
    let proposal = desk
        .office
        .propose_rule(claim, &mut pegboard::office::quietly)
        .unwrap();
    assert_eq!(proposal.trial.score.right, 1);
}
