//! The editor of a rule: its wishes, what happens, and its own words. It must not know what the rule would have done.

use chrono::NaiveDate;
use iced::widget::{column, container, row};
use iced::{Center, Element, Fill, Task};

use super::Message;
use crate::domain::draft::RuleDraft;
use crate::domain::draft::rule::{ACTS, Field};
use crate::domain::id::{PayerId, ProviderId, RuleId};
use crate::domain::practice::{Payer, Provider};
use crate::domain::rule::{Learned, Named, NewRule, Number};
use crate::office::RuleRow;
use crate::ui::form::{Edit, Form};
use crate::ui::screen::settings::pair;
use crate::ui::screen::settings::register::FORM_WIDTH;
use crate::ui::spacing::space as gap;
use crate::ui::widget::{button, check_box, field, focus, panel, words};

/// A rule that is being written.
pub struct Editor {
    /// What is typed.
    pub form: Form<RuleDraft>,
    /// Which is changed; none for a new one.
    pub changing: Option<RuleId>,
    /// Why this rule is proposed; empty for one that nobody proposed.
    pub why: String,
    pub is_saving: bool,
    /// Why it was not saved.
    pub refused: Option<String>,
    learned: Option<Learned>,
    /// Whether what it opened with is kept nowhere else.
    is_fresh: bool,
    today: NaiveDate,
}

/// Something to choose, by its words.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Offered<T> {
    of: T,
    words: String,
}

impl<T> std::fmt::Display for Offered<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.words)
    }
}

impl Editor {
    /// An empty one.
    pub fn new(today: NaiveDate) -> Self {
        Self::with(today, RuleDraft::default())
    }

    /// One that is filled in already and not kept.
    pub fn filled(today: NaiveDate, rule: &NewRule) -> Self {
        Self {
            learned: rule.learned,
            is_fresh: true,
            ..Self::with(today, RuleDraft::from(rule))
        }
    }

    /// One of a rule in the book.
    pub fn of(today: NaiveDate, row: &RuleRow) -> Self {
        Self {
            changing: Some(row.rule.id),
            learned: row.rule.what.learned,
            ..Self::with(today, RuleDraft::from(&row.rule.what))
        }
    }

    fn with(today: NaiveDate, draft: RuleDraft) -> Self {
        Self {
            form: Form::lent("rule", draft, today),
            changing: None,
            why: String::new(),
            is_saving: false,
            refused: None,
            learned: None,
            is_fresh: false,
            today,
        }
    }

    /// Whether closing it would lose something.
    pub fn is_changed(&self) -> bool {
        self.is_fresh || self.form.is_changed()
    }

    /// The rule, or the task that goes to what is wrong.
    ///
    /// # Errors
    /// The task that goes to the first field that is wrong.
    pub fn finish(&mut self) -> Result<NewRule, Task<Message>> {
        let learned = self.learned;
        let rule = self.form.finish()?;
        Ok(NewRule { learned, ..rule })
    }

    /// Draws it.
    pub fn view<'a>(
        &'a self,
        payers: &'a [Payer],
        providers: &'a [Provider],
    ) -> Element<'a, Message> {
        let title = match self.changing {
            Some(id) => format!("Rule {}", Number(id)),
            None => String::from("New rule"),
        };
        let text = |label: &'static str, field| self.form.text(label, field, Message::Form);
        let why = (!self.why.is_empty()).then(|| words::muted(self.why.as_str()).width(Fill));
        let acts = row![
            button::primary("Save")
                .key("Ctrl S")
                .on_press_maybe((!self.is_saving).then_some(Message::SavePressed)),
            button::plain("Try on history")
                .key("Ctrl T")
                .on_press(Message::TryPressed),
            button::quiet("Cancel")
                .key("Esc")
                .on_press(Message::ClosePressed),
        ]
        .spacing(gap::S)
        .align_y(Center);
        let body = column![
            why,
            text("Name", Field::Name),
            panel::section("When", "what is left empty does not matter"),
            words::body(self.says(payers, providers)).width(Fill),
            self.whom(payers, providers),
            text("Code is", Field::Codes).placeholder("99213, 99381-99397"),
            pair(
                text("Modifier is there", Field::Has),
                text("Modifier is missing", Field::Lacks),
            ),
            pair(
                text("Diagnosis begins", Field::Diagnoses),
                text("Place of service", Field::Places),
            ),
            row![
                text("Claim comes to at least", Field::AtLeast),
                text("Age from", Field::Youngest).width(80),
                text("to", Field::Oldest).width(72),
            ]
            .spacing(gap::M),
            check_box::check_box(
                "The visit names no authorization",
                self.form.draft().without_authorization,
                Message::WantingToggled
            ),
            self.then(),
            text("It says", Field::Words).helper("What is wrong, in a sentence of yours"),
            text("What to do", Field::Fix).optional(),
            self.days(),
            self.refused.as_deref().map(field::error),
            container(acts).padding([gap::S, 0.0]),
        ]
        .spacing(gap::M);
        panel::panel(
            FORM_WIDTH,
            panel::closable(title, "", Message::ClosePressed),
            focus::form(body),
        )
    }

    /// Whom it is about.
    fn whom<'a>(&'a self, payers: &'a [Payer], providers: &'a [Provider]) -> Element<'a, Message> {
        let draft = self.form.draft();
        let every = |words: &str| Offered {
            of: None,
            words: words.to_owned(),
        };
        let payers: Vec<Offered<Option<PayerId>>> = [every("Every payer")]
            .into_iter()
            .chain(payers.iter().map(|payer| Offered {
                of: Some(payer.id),
                words: payer.what.name.clone(),
            }))
            .collect();
        let clinicians: Vec<Offered<Option<ProviderId>>> = [Offered {
            of: None,
            words: String::from("Every clinician"),
        }]
        .into_iter()
        .chain(
            providers
                .iter()
                .filter(|provider| provider.who.duty.renders())
                .map(|provider| Offered {
                    of: Some(provider.id),
                    words: provider.listed(),
                }),
        )
        .collect();
        let payer = payers.iter().find(|one| one.of == draft.payer).cloned();
        let who = clinicians
            .iter()
            .find(|one| one.of == draft.clinician)
            .cloned();
        pair(
            field::select("Payer is", payers, payer.as_ref(), |one| {
                Message::PayerChosen(one.of)
            }),
            field::select("Who saw the patient", clinicians, who.as_ref(), |one| {
                Message::ClinicianChosen(one.of)
            }),
        )
    }

    /// What happens.
    fn then(&self) -> Element<'_, Message> {
        let draft = self.form.draft();
        let acts: Vec<Offered<&'static str>> = ACTS
            .iter()
            .map(|(act, words)| Offered {
                of: *act,
                words: (*words).to_owned(),
            })
            .collect();
        let chosen = acts.iter().find(|act| act.of == draft.act).cloned();
        let act = field::select("Then", acts, chosen.as_ref(), |act| {
            Message::Form(Edit::Edited(Field::Act, act.of.to_owned()))
        });
        let act = self.form.dress(act, Field::Act, Message::Form);
        match draft.act.as_str() {
            "add_modifier" => pair(act, self.form.text("Modifier", Field::Value, Message::Form)),
            "set_place" => pair(act, self.form.text("Place", Field::Value, Message::Form)),
            _ => act.into(),
        }
    }

    /// The days it holds for.
    fn days(&self) -> Element<'_, Message> {
        let draft = self.form.draft();
        let from = field::coming_date("From day of service", &draft.from, self.today, |text| {
            Message::Form(Edit::Edited(Field::From, text))
        });
        let until = field::coming_date("Until", &draft.until, self.today, |text| {
            Message::Form(Edit::Edited(Field::Until, text))
        });
        pair(
            self.form.dress(from.optional(), Field::From, Message::Form),
            self.form
                .dress(until.optional(), Field::Until, Message::Form),
        )
    }

    /// The wishes so far, in plain words; nothing while they cannot be read.
    fn says(&self, payers: &[Payer], providers: &[Provider]) -> String {
        let draft = self.form.draft();
        // The words are there before the rule is whole: what is missing beside its wishes is filled in.
        let probe = RuleDraft {
            name: String::from("Rule"),
            words: String::from("Rule"),
            act: String::from("hold"),
            ..draft.clone()
        };
        let Ok(rule) = probe.check(self.today) else {
            return String::new();
        };
        let payer = payers.iter().find(|one| Some(one.id) == draft.payer);
        let who = providers.iter().find(|one| Some(one.id) == draft.clinician);
        let says = rule.when.words(Named {
            payer: payer.map_or("", |payer| &payer.what.name),
            clinician: &who.map(Provider::signed).unwrap_or_default(),
        });
        let act = ACTS.iter().find(|(act, _)| *act == draft.act);
        let act = act.map_or("", |(_, words)| words).to_lowercase();
        format!("When {says}, then {act} {}.", draft.value).replace(" .", ".")
    }
}
