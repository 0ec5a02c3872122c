//! What becomes of the form: it is put aside as a draft, saved, or thrown away. It must not know how it looks.

use iced::Task;

use super::payor::Known;
use super::{Field, Message, Outcome, PatientForm, Purpose, id, read_guarantor, side};
use crate::domain::patient::{NewPatient, PatientRow};
use crate::domain::person::Name;
use crate::office::{Office, OfficeError};
use crate::ui::context::Context;
use crate::ui::place::{Action, Ask, ChartTab, Place};
use crate::ui::widget::focus;
use crate::ui::worker::Failure;

impl PatientForm {
    pub(super) fn rested(&self, context: &Context, edits: u64) -> Action<Message> {
        let Ok(typed) = serde_json::to_string(&self.draft) else {
            return Action::None;
        };
        if edits != self.edits || !self.is_dirty() || self.is_saving {
            return Action::None;
        }
        let (place, at) = (self.purpose.place(), context.clock.now());
        Action::Run(context.worker.ask(
            move |office| office.keep_draft(&place, &typed),
            move |kept| Message::Kept(at, kept),
        ))
    }

    pub(super) fn drop_draft(&self, context: &Context) -> Task<Message> {
        let place = self.purpose.place();
        context.worker.ask(
            move |office| office.drop_draft(&place),
            Message::DraftDropped,
        )
    }

    /// Back to how the form opened.
    pub(super) fn anew(&mut self, context: &Context) -> Action<Message> {
        let known = match self.purpose {
            Purpose::Register => Known::default(),
            Purpose::Change(_) => std::mem::take(&mut self.known),
        };
        *self = Self::start(self.purpose, self.before.clone(), known);
        let read = match self.draft.guarantor {
            Some(guarantor) => read_guarantor(context, guarantor),
            None => Task::none(),
        };
        Action::Run(Task::batch([
            self.drop_draft(context),
            read,
            focus::on(id(Field::Last)),
        ]))
    }

    /// Saves, or goes to the first field that is wrong.
    pub(super) fn save(&mut self, context: &Context, is_sure: bool) -> Action<Message> {
        if self.is_saving {
            return Action::None;
        }
        match self.draft.check(context.today()) {
            Ok(patient) => {
                self.is_saving = true;
                Action::Run(self.store(context, patient, is_sure))
            }
            Err(found) => self
                .complaints
                .insist(found)
                .map_or(Action::None, |field| Action::Run(focus::on(id(field)))),
        }
    }

    pub(super) fn store(
        &self,
        context: &Context,
        patient: NewPatient,
        is_sure: bool,
    ) -> Task<Message> {
        let (purpose, place) = (self.purpose, self.purpose.place());
        let work = move |office: &mut Office| -> Result<Outcome, OfficeError> {
            if purpose == Purpose::Register && !is_sure {
                let alike = office.likely_duplicates(&patient, None)?;
                if !alike.is_empty() {
                    return Ok(Outcome::Alike(alike));
                }
            }
            office.together(|office| {
                office.drop_draft(&place)?;
                match purpose {
                    Purpose::Register => {
                        Ok(Outcome::Registered(office.register_patient(&patient)?))
                    }
                    Purpose::Change(id) => {
                        office.change_patient(id, &patient)?;
                        Ok(Outcome::Changed)
                    }
                }
            })
        };
        context.worker.ask(work, Message::Saved)
    }

    pub(super) fn saved(&mut self, outcome: Result<Outcome, Failure>) -> Action<Message> {
        self.is_saving = false;
        match outcome {
            Ok(Outcome::Registered(patient)) => Action::SayAndGo(
                format!("Registered {}", self.name()),
                Place::Chart(patient, ChartTab::Coverage),
            ),
            Ok(Outcome::Changed) => {
                self.before = self.draft.clone();
                self.kept_at = None;
                Action::Say(format!("Saved {}", self.name()), Task::none())
            }
            Ok(Outcome::Alike(rows)) => {
                let ask = self.ask_about(&rows);
                self.alike = rows;
                Action::Ask(ask)
            }
            Err(failure) => Action::Warn(failure),
        }
    }

    /// The name as it stands on the form.
    pub(super) fn name(&self) -> String {
        Name {
            last: self.draft.last.trim().to_owned(),
            first: self.draft.first.trim().to_owned(),
            ..Name::default()
        }
        .to_string()
    }

    pub(super) fn ask_about(&self, rows: &[PatientRow]) -> Ask<Message> {
        let who: Vec<String> = rows.iter().take(3).map(side::who).collect();
        let count = match rows.len() {
            1 => String::from("1 patient in the book is alike"),
            count => format!("{count} patients in the book are alike"),
        };
        Ask::yes(
            format!("Register {} all the same?", self.name()),
            format!(
                "{count}: {}. Two charts of one person split the account.",
                who.join("; ")
            ),
            "Register as somebody new",
            Message::SaveAgreed,
        )
        .calm()
    }

    pub(super) fn left(&mut self, context: &Context) -> Action<Message> {
        match self.purpose {
            Purpose::Register => {
                // The screen goes with its answers, so the draft is thrown away first.
                let place = self.purpose.place();
                drop(context.worker.run(move |office| office.drop_draft(&place)));
                Action::Leave
            }
            Purpose::Change(_) => self.anew(context),
        }
    }
}
