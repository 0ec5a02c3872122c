//! Questions about a visit: asked, answered or withdrawn once, and its claim waits meanwhile.

use pegboard::domain::claim::State;
use pegboard::domain::id::VisitId;
use pegboard::domain::today::Queue;
use pegboard::domain::visit::NewVisit;
use pegboard::office::{OfficeError, Refusal, VisitRefusal};

use super::practice::Desk;

#[test]
fn an_open_question_holds_the_claim_and_cannot_be_let_pass() {
    let mut desk = Desk::open();
    let visit = desk.visit();
    let claim = desk.claim_of(&visit);
    let id = desk.office.claim(claim).unwrap().row.visit;
    let first = desk.office.ask_about_visit(id, " Which knee? ").unwrap();
    assert_eq!(desk.findings(claim), ["S900"]);
    assert_eq!(desk.state(claim), State::Held);
    let passed = desk.office.waive(claim, "S900", "we know");
    assert!(passed.is_err(), "{passed:?}");
    let second = desk.office.ask_about_visit(id, "How long?").unwrap();
    let about = desk.office.answer_question(first, "The left").unwrap();
    assert_eq!(about, id);
    assert_eq!(desk.state(claim), State::Held, "the second is open");
    assert_eq!(desk.office.withdraw_question(second).unwrap(), id);
    assert_eq!(desk.state(claim), State::Ready);
    let questions = desk.office.questions_of(id).unwrap();
    assert_eq!(questions[0].words, "Which knee?");
    let ends: Vec<_> = questions
        .iter()
        .map(|question| question.closed.clone().unwrap().answer)
        .collect();
    assert_eq!(ends, [Some("The left".to_owned()), None]);
}

#[test]
fn a_question_ends_once() {
    let mut desk = Desk::open();
    let visit = desk.visit();
    let claim = desk.claim_of(&visit);
    let id = desk.office.claim(claim).unwrap().row.visit;
    let asked = desk.office.ask_about_visit(id, "Which knee?").unwrap();
    for words in ["", "  "] {
        assert!(matches!(
            desk.office.answer_question(asked, words),
            Err(OfficeError::Refused(Refusal::Missing("the answer")))
        ));
    }
    let _visit = desk.office.answer_question(asked, "The left").unwrap();
    let again = desk.office.answer_question(asked, "The right");
    assert!(matches!(
        again,
        Err(OfficeError::Visit(VisitRefusal::QuestionClosed {
            is_answered: true
        }))
    ));
    assert!(desk.office.withdraw_question(asked).is_err());
    let nowhere = desk.office.ask_about_visit(VisitId::new(99), "Who?");
    assert!(matches!(
        nowhere,
        Err(OfficeError::Refused(Refusal::NotThere { .. }))
    ));
}

#[test]
fn the_coder_sees_what_can_be_coded_and_what_is_asked() {
    let mut desk = Desk::open();
    let bare = NewVisit {
        diagnoses: Vec::new(),
        lines: Vec::new(),
        ..desk.visit()
    };
    let noted = {
        let mut noted = bare.clone();
        noted.notes.finding = "Effusion".to_owned();
        noted.notes.treatment = "Aspiration".to_owned();
        desk.office.enter_visit(&noted).unwrap()
    };
    let silent = desk.office.enter_visit(&bare).unwrap();
    let rows = desk.office.visits_to_code().unwrap();
    let has_notes = |id| rows.iter().find(|row| row.id == id).unwrap().has_notes;
    assert!(has_notes(noted) && !has_notes(silent));
    let _asked = desk.office.ask_about_visit(noted, "Which knee?").unwrap();
    let asked = desk.office.visits_asked_about().unwrap();
    assert_eq!(asked.len(), 1);
    assert_eq!(asked[0].question.as_deref(), Some("Which knee?"));
    let listed = desk.office.open_questions(10).unwrap();
    assert_eq!(listed[0].question.visit, noted);
    let board = desk.office.board().unwrap();
    let pile = board.queues.iter().find(|row| row.queue == Queue::Asked);
    assert_eq!(pile.unwrap().count, 1);
    assert_eq!(desk.office.coder_piles().unwrap().to_code, 2);
}
