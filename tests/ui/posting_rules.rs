//! Posting rules in the window: written, tried on what payers answered, switched on, all by keyboard.

use pegboard::domain::id::PostingRuleId;
use pegboard::domain::ledger::WriteOff;
use pegboard::domain::posting::PostingAct;
use pegboard::ui::place::{Place, Section};

use super::harness::Window;
use super::rules::history;

fn at_posting() -> Window {
    let mut window = Window::in_book(history);
    window.press("Alt 9");
    window.press("0");
    assert_eq!(*window.place(), Place::Settings(Section::Posting));
    window
}

fn is_on(window: &Window) -> bool {
    window.office(|office| {
        let row = office.posting_rule(PostingRuleId::new(1)).unwrap();
        row.rule.is_on
    })
}

#[test]
fn a_posting_rule_is_written_tried_and_switched_on_by_keyboard() {
    let mut window = at_posting();
    assert!(window.sees("No posting rule yet"));
    window.picture("posting-rules-none");
    window.press("N");
    window.types("Missing modifier");
    while !window.is_focused("posting rule carcs") {
        window.press("Tab");
    }
    window.types("4");
    assert!(window.reads("When CARC is 4, then post it without asking."));
    window.press("Ctrl T");
    assert!(window.sees("What Missing modifier would have done"));
    window.picture("posting-rules-editor");
    window.press("Ctrl S");
    assert!(window.reads("It is about 3 of 3 reasons"));
    assert!(!is_on(&window));
    window.press("O");
    assert!(is_on(&window));
    window.picture("posting-rules-on");
    window.press("Ctrl k");
    window.types("look dark");
    window.press("Enter");
    window.picture("posting-rules-dark");
    window.press("O");
    assert!(!is_on(&window));
}

#[test]
fn what_is_wrong_with_a_posting_rule_stands_under_its_field() {
    let mut window = at_posting();
    window.press("N");
    window.press("Ctrl S");
    assert!(window.reads("rule's name is missing"));
    assert!(window.reads("A posting rule needs a condition"));
}

#[test]
fn a_posting_rule_is_on_only_after_it_was_tried_as_it_stands() {
    let mut window = at_posting();
    window.press("N");
    window.types("Missing modifier");
    while !window.is_focused("posting rule carcs") {
        window.press("Tab");
    }
    window.types("4");
    window.press("Ctrl S");
    window.press("O");
    assert!(is_on(&window));
    window.office(|office| {
        let id = PostingRuleId::new(1);
        let mut rule = office.posting_rule(id).unwrap().rule.what;
        rule.then = PostingAct::WriteOff(WriteOff::Other);
        office.change_posting_rule(id, &rule).unwrap();
        let changed = office.posting_rule(id).unwrap();
        assert!(!changed.rule.is_on && changed.rule.version == 2);
        assert!(office.switch_posting_rule(id, true).is_err());
        let trial = office
            .try_posting_rule(id, 12, &mut pegboard::office::quietly)
            .unwrap();
        assert_eq!((trial.score.about, trial.score.otherwise), (3, 3));
        office.switch_posting_rule(id, true).unwrap();
        assert_eq!(office.posting_rule_history(id).unwrap().len(), 6);
    });
}
