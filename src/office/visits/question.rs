//! Questions about a visit: the biller asks, whoever codes or signs it answers, and the visit's claims wait meanwhile.
//! It must not know how they are shown.

use super::{object, settle_waiting, visit_in};
use crate::domain::id::{QuestionId, VisitId};
use crate::domain::question::{Question, QuestionRow};
use crate::office::visits::VisitRefusal;
use crate::office::{Office, OfficeError, Refusal};

/// What waits for whoever codes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CoderPiles {
    /// Visits without charges.
    pub to_code: usize,
    /// Visits with a question that is not answered.
    pub asked: usize,
}

impl Office {
    /// Asks whoever codes or signs a visit. Its claims that wait here are held until the answer.
    ///
    /// # Errors
    /// [`Refusal::Missing`] without words, [`Refusal::NotThere`], or what the book says.
    pub fn ask_about_visit(
        &mut self,
        visit: VisitId,
        words: &str,
    ) -> Result<QuestionId, OfficeError> {
        let words = said(words, "the question")?;
        self.stamped("ask about a visit", |tx, stamp| {
            let _visit = visit_in(tx, visit)?;
            let id = tx.add_question(visit, words, stamp.at, stamp.by)?;
            settle_waiting(tx, visit, stamp)?;
            Ok((object(visit), id))
        })
    }

    /// Answers a question; claims that waited only for it become ready. Gives the visit it is about.
    ///
    /// # Errors
    /// [`VisitRefusal::QuestionClosed`], [`Refusal::Missing`] without words, [`Refusal::NotThere`], or what the book
    /// says.
    pub fn answer_question(
        &mut self,
        id: QuestionId,
        answer: &str,
    ) -> Result<VisitId, OfficeError> {
        let answer = said(answer, "the answer")?;
        self.end_question("answer a question", id, Some(answer))
    }

    /// Takes a question back that needs no answer any more. Gives the visit it is about.
    ///
    /// # Errors
    /// As [`Office::answer_question`].
    pub fn withdraw_question(&mut self, id: QuestionId) -> Result<VisitId, OfficeError> {
        self.end_question("withdraw a question", id, None)
    }

    fn end_question(
        &mut self,
        verb: &'static str,
        id: QuestionId,
        answer: Option<&str>,
    ) -> Result<VisitId, OfficeError> {
        self.stamped(verb, |tx, stamp| {
            let question = tx.find_question(id)?.ok_or(Refusal::NotThere {
                what: "question",
                number: id.get(),
            })?;
            if let Some(closed) = question.closed {
                let is_answered = closed.answer.is_some();
                return Err(VisitRefusal::QuestionClosed { is_answered }.into());
            }
            tx.close_question(id, answer, stamp.at, stamp.by)?;
            settle_waiting(tx, question.visit, stamp)?;
            Ok((object(question.visit), question.visit))
        })
    }

    /// Lists every question about a visit, the oldest first.
    ///
    /// # Errors
    /// What the book says.
    pub fn questions_of(&self, visit: VisitId) -> Result<Vec<Question>, OfficeError> {
        Ok(self.store.questions_of(visit)?)
    }

    /// Counts what waits for whoever codes.
    ///
    /// # Errors
    /// What the book says.
    pub fn coder_piles(&self) -> Result<CoderPiles, OfficeError> {
        let size = |count| usize::try_from(count).unwrap_or(usize::MAX);
        Ok(CoderPiles {
            to_code: size(self.store.visits_to_code_pile()?.count),
            asked: size(self.store.asked_pile()?.count),
        })
    }

    /// Lists the questions that are not answered, the oldest first.
    ///
    /// # Errors
    /// What the book says.
    pub fn open_questions(&self, limit: usize) -> Result<Vec<QuestionRow>, OfficeError> {
        Ok(self.store.open_questions(limit)?)
    }
}

fn said<'t>(words: &'t str, what: &'static str) -> Result<&'t str, Refusal> {
    match words.trim() {
        "" => Err(Refusal::Missing(what)),
        words => Ok(words),
    }
}
