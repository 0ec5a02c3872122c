//! Follow-up in the window: the queue of what payers refused, the four ways out by their keys, an appeal written and
//! sent, and its answer.

use pegboard::domain::claim::State;
use pegboard::domain::denial::Kind;
use pegboard::domain::eob::{Adjustment, EobLine, Method, NewEob, usual_outcome};
use pegboard::domain::id::ClaimId;
use pegboard::domain::money::Money;
use pegboard::office::Office;
use pegboard::ui::place::{Lane, Place};

use super::accounts::{self, cents, day};
use super::harness::Window;

/// Posts that a payer paid nothing of a claim.
fn refuse(office: &mut Office, claim: ClaimId, group: &str, carc: &str, paid_on: &str) {
    let (group, carc) = (group.parse().unwrap(), carc.parse().unwrap());
    let lines = office.eob_template(claim).unwrap().into_iter().map(|one| {
        let refused = Adjustment {
            group,
            carc,
            amount: one.charged,
            outcome: usual_outcome(group, &carc),
        };
        EobLine {
            claim,
            line: one.line,
            charged: one.charged,
            allowed: Money::ZERO,
            paid: Money::ZERO,
            adjustments: vec![refused],
        }
    });
    let eob = NewEob {
        payer: office.claim(claim).unwrap().row.payer,
        method: Method::None,
        reference: String::new(),
        paid_on: day(paid_on),
        accounting_on: day("2026-03-17"),
        amount: Money::ZERO,
        lines: lines.collect(),
    };
    let _eob = office.post_eob(&eob).unwrap();
}

/// Four refused claims: one for the record, one bundled, one too late, one nobody covered.
fn window() -> Window {
    let mut window = Window::in_book(|office| {
        let known = accounts::fill(office);
        let payer = office.payers().unwrap();
        let meridian = payer
            .iter()
            .find(|one| one.what.name.starts_with("Meridian"))
            .unwrap();
        let mut what = meridian.what.clone();
        what.windows.appeal_days = Some(60);
        office.change_payer(meridian.id, &what, true).unwrap();
        let text =
            "We ask {payer} to decide anew: the services {codes} of {service_day} were needed.";
        office
            .set_appeal_letter(Kind::MedicalNecessity, text)
            .unwrap();
        let visits = [
            ("2026-01-05", 24_000, "CO", "50", "2026-02-10"),
            ("2026-01-12", 9_500, "CO", "97", "2026-03-02"),
            ("2026-01-19", 18_500, "CO", "29", "2026-01-26"),
            ("2026-02-02", 4_258, "OA", "27", "2026-03-10"),
        ];
        for (at, (on, charge, group, carc, paid_on)) in visits.into_iter().enumerate() {
            let who = if at % 2 == 0 { known.dana } else { known.otis };
            let lines = [("99214", "Office visit, established", charge)];
            let claim = accounts::visit(office, &known, who, on, &lines).unwrap();
            refuse(office, claim, group, carc, paid_on);
        }
    });
    window.click("Follow-up");
    assert!(matches!(window.place(), Place::FollowUp(_)));
    window
}

fn state(window: &Window, id: i64) -> State {
    window.office(move |office| office.claim(ClaimId::new(id)).unwrap().row.state)
}

#[test]
fn the_queue_begins_with_what_promises_most_and_says_why_it_was_refused() {
    let mut window = window();
    assert!(window.sees("CO-97"));
    assert!(window.sees("Included in the payment for another service"));
    assert!(window.reads("Bundled into another service"));
    assert!(window.sees("To work"));
    window.picture("follow-up");
    window.press("O");
    assert!(window.sees("Nearest last day first"));
    window.press("]");
    assert!(window.sees("Filed too late"));
    window.picture("follow-up-due");
    window.press("S");
    assert!(window.sees("Refused at first"));
    window.picture("follow-up-figures");
    window.press("Esc");
    assert!(window.sees("Filed too late"));
}

#[test]
fn a_refusal_is_appealed_and_lost_without_the_mouse() {
    let mut window = window();
    window.press("O");
    window.press("O");
    window.press("Up");
    window.press("Up");
    assert!(
        window.reads("Not medically necessary"),
        "the most money first"
    );
    let claim = ClaimId::new(1);
    window.press("2");
    assert_eq!(*window.place(), Place::Appeal(claim));
    assert!(window.sees("The payer’s answer as posted"));
    window.picture("appeal");
    window.press("Ctrl Enter");
    assert!(window.sees("Send the appeal for $240.00?"));
    window.click("Send it");
    assert_eq!(*window.place(), Place::FollowUp(Some(claim)));
    assert_eq!(state(&window, 1), State::InAppeal);
    window.click("In appeal");
    assert!(window.reads("waits for its answer since 03/17/2026"));
    window.picture("follow-up-appeal");
    window.press("X");
    window.types("They stand by guideline 7");
    window.press("Enter");
    assert_eq!(state(&window, 1), State::Denied);
}

#[test]
fn what_the_group_forbids_is_said_and_what_it_allows_is_done() {
    let mut window = window();
    assert!(window.reads("group CO, the contract forbids it"));
    window.press("3");
    assert_eq!(state(&window, 2), State::Denied);
    window.press("4");
    assert!(window.sees("Write $95.00 off?"));
    window.types("not worth an appeal");
    window.press("Enter");
    assert_eq!(state(&window, 2), State::Closed);
    assert!(!window.sees("CO-97"));
    window.press("O");
    window.press("O");
    window.press("Down");
    window.press("Down");
    assert!(window.reads("OA-27"));
}

#[test]
fn a_refusal_is_put_aside_and_noted() {
    let mut window = window();
    window.press("Z");
    window.types("+14");
    window.press("Enter");
    assert!(window.office(|office| {
        let rows = office.denials().unwrap();
        rows.iter()
            .any(|row| row.denial.snoozed_until == Some(day("2026-03-31")))
    }));
    window.press("N");
    window.types("called, records are wanted");
    window.press("Enter");
    let noted = window.office(|office| {
        let rows = office.denials().unwrap();
        rows.iter().any(|row| {
            let page = office.denial(row.denial.claim).unwrap();
            page.events
                .iter()
                .any(|event| event.words.contains("records"))
        })
    });
    assert!(noted);
    window.press("M");
    assert!(window.reads("Worked by"));
}

#[test]
fn one_key_makes_a_rule_of_the_refusal() {
    let mut window = window();
    window.press("U");
    assert!(
        matches!(window.place(), Place::ProposedRule(_)),
        "{:?}",
        window.place()
    );
    window.picture("follow-up-rule");
}

#[test]
fn the_claims_desk_has_a_lane_for_what_is_in_appeal() {
    let mut window = window();
    window.office(|office| {
        let claim = ClaimId::new(1);
        let draft = office.appeal_draft(claim).unwrap();
        let new = pegboard::domain::denial::NewAppeal {
            level: draft.level,
            way: pegboard::domain::denial::SendingWay::Fax,
            letter: draft.letter,
            encloses: draft.encloses,
        };
        let _sent = office.appeal_denial(claim, &new).unwrap();
    });
    window.click("Claims");
    for _ in 0..8 {
        window.press("]");
    }
    let lane = match window.place() {
        Place::Desk(at) => at.lane,
        other => panic!("{other:?}"),
    };
    assert_eq!(lane, Lane::InAppeal);
    assert_eq!(
        cents(24_000),
        window.office(|office| office.claim(ClaimId::new(1)).unwrap().row.charged)
    );
    window.picture("claims-in-appeal");
}
