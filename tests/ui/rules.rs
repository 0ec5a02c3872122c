//! Rules of the practice's own in the window: written, tried, switched on, and learned from a refusal, all by keyboard.

use chrono::NaiveDate;
use pegboard::domain::code::AdjustmentGroup;
use pegboard::domain::eob::{Adjustment, EobLine, Method, NewEob, usual_outcome};
use pegboard::domain::id::{ClaimId, PatientId, RuleId};
use pegboard::domain::money::Money;
use pegboard::domain::visit::{Details, LineDetails, NewLine, NewVisit, Notes, Pointer};
use pegboard::office::{Office, Which, quietly};
use pegboard::ui::app::{Message, desk};
use pegboard::ui::place::{Place, Section};

use super::harness::Window;
use super::visit::{day, money, patient, set_up};

fn visit(office: &mut Office, patient: PatientId, on: NaiveDate, modifier: &str) -> ClaimId {
    let rendering = office.providers().unwrap();
    let rendering = rendering.iter().find(|one| one.who.duty.renders()).unwrap();
    let visit = NewVisit {
        patient,
        service_on: on,
        rendering: rendering.id,
        referring: None,
        facility: None,
        place: "11".parse().unwrap(),
        notes: Notes {
            signed_on: Some(on),
            ..Notes::default()
        },
        authorization: String::new(),
        onset_on: None,
        admitted_on: None,
        accident: None,
        details: Details::default(),
        diagnoses: vec!["E11.65".parse().unwrap()],
        lines: vec![NewLine {
            code: "99214".parse().unwrap(),
            modifiers: modifier.parse().into_iter().collect(),
            pointers: Pointer::from_index(0).into_iter().collect(),
            units: "1".parse().unwrap(),
            charge: money(18_500),
            description: "Office visit, established".to_owned(),
            drug: None,
            details: LineDetails::default(),
        }],
    };
    let id = office.enter_visit(&visit).unwrap();
    office.claims_of(id).unwrap()[0].0
}

/// Pays a claim, or refuses it for want of a modifier.
fn decide(office: &mut Office, claim: ClaimId, is_refused: bool) {
    let one = office.eob_template(claim).unwrap().remove(0);
    let payer = office.claim(claim).unwrap().row.payer;
    let (group, carc) = (AdjustmentGroup::Contractual, "4".parse().unwrap());
    let paid = if is_refused { Money::ZERO } else { one.charged };
    let refused = is_refused.then(|| Adjustment {
        group,
        carc,
        amount: one.charged,
        outcome: usual_outcome(group, &carc),
    });
    let today = office.today();
    let _eob = office
        .post_eob(&NewEob {
            payer,
            method: if is_refused {
                Method::None
            } else {
                Method::Eft
            },
            reference: format!("EFT{claim}"),
            paid_on: today,
            accounting_on: today,
            amount: paid,
            lines: vec![EobLine {
                claim,
                line: one.line,
                charged: one.charged,
                allowed: paid,
                paid,
                adjustments: refused.into_iter().collect(),
            }],
        })
        .unwrap();
}

/// Ten claims that left: three refused without the modifier, the others paid with it.
pub fn history(office: &mut Office) {
    set_up(office);
    let id = patient(office, "Quintero", "Marisol", Some(day(2026, 1, 1)));
    let claims: Vec<ClaimId> = (1..=10)
        .map(|at| {
            let modifier = if at <= 3 { "" } else { "25" };
            visit(office, id, day(2026, 2, at), modifier)
        })
        .collect();
    let folder = tempfile::tempdir().unwrap();
    let _sent = office
        .export(folder.path(), Which::Ready, &mut quietly)
        .unwrap();
    for (at, claim) in claims.into_iter().enumerate() {
        decide(office, claim, at < 3);
    }
}

fn at_rules() -> Window {
    let mut window = Window::in_book(history);
    window.press("Alt 9");
    window.press("9");
    assert_eq!(*window.place(), Place::Settings(Section::Rules));
    window
}

fn is_on(window: &Window) -> bool {
    window.office(|office| office.rule(RuleId::new(1)).unwrap().rule.is_on)
}

#[test]
fn a_rule_is_written_tried_and_switched_on_by_keyboard() {
    let mut window = at_rules();
    assert!(window.sees("No rule yet"));
    assert!(window.sees("Second look at a large claim"), "it is offered");
    window.picture("rules-none");
    window.press("N");
    window.types("Visit without 25");
    for _ in 0..3 {
        window.press("Tab");
    }
    window.types("99202-99215");
    window.press("Tab");
    window.press("Tab");
    window.types("25");
    assert!(
        window.reads("code is 99202-99215 and modifier 25 is missing"),
        "in plain words"
    );
    while !window.is_focused("rule words") {
        window.press("Tab");
    }
    window.types("The visit lacks modifier 25.");
    window.press("Ctrl T");
    assert!(window.sees("Would have caught"));
    window.picture("rules-editor");
    window.press("Ctrl S");
    assert!(window.sees("Visit without 25"));
    assert!(window.reads("Of 10 claims it would have caught 3: 3 refused"));
    assert!(!is_on(&window));
    window.press("O");
    assert!(is_on(&window));
    window.picture("rules-on");
    window.press("O");
    assert!(!is_on(&window));
}

#[test]
fn what_is_wrong_with_a_rule_stands_under_its_field() {
    let mut window = at_rules();
    window.press("N");
    window.press("Ctrl S");
    assert!(window.reads("rule's name is missing"));
    assert!(window.reads("A rule needs a condition"));
    window.types("x");
    window.press("Esc");
    assert!(window.sees("Lose what was typed?"));
}

#[test]
fn a_refused_claim_proposes_a_rule_with_what_it_would_have_done() {
    let mut window = Window::in_book(history);
    let place = Place::ProposedRule(ClaimId::new(1));
    window.say(Message::Desk(desk::Message::PlacePressed(place)));
    assert!(window.reads("Only without modifier 25 would have caught 3 refused"));
    assert!(window.sees("Would have caught"));
    window.picture("rules-proposed");
    window.press("Ctrl S");
    let rule = window.office(|office| office.rule(RuleId::new(1)).unwrap());
    assert_eq!(rule.rule.what.learned.unwrap().claim, ClaimId::new(1));
    assert!(rule.tried.is_some(), "it was tried once it was kept");
    window.press("Ctrl k");
    window.types("look dark");
    window.press("Enter");
    window.picture("rules-dark");
}

#[test]
fn a_claim_that_was_paid_has_nothing_to_learn_from() {
    let mut window = Window::in_book(history);
    let place = Place::ProposedRule(ClaimId::new(9));
    window.say(Message::Desk(desk::Message::PlacePressed(place)));
    assert!(window.reads("there is nothing to learn from it"));
}
