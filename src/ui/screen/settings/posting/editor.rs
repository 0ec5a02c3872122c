//! The editor of a posting rule: its wishes and what happens. It must not know what the rule would have done.

use iced::widget::{column, container, row};
use iced::{Center, Element, Fill};

use super::Message;
use crate::domain::code::AdjustmentGroup;
use crate::domain::draft::PostingRuleDraft;
use crate::domain::draft::posting_rule::{ACTS, Field};
use crate::domain::id::{PayerId, PostingRuleId};
use crate::domain::posting::PostingNumber;
use crate::domain::practice::Payer;
use crate::office::PostingRuleRow;
use crate::ui::form::{Edit, Form};
use crate::ui::screen::settings::pair;
use crate::ui::screen::settings::register::FORM_WIDTH;
use crate::ui::spacing::space as gap;
use crate::ui::widget::{button, field, focus, panel, words};

/// A posting rule that is being written.
pub struct Editor {
    /// What is typed.
    pub form: Form<PostingRuleDraft>,
    /// Which is changed; none for a new one.
    pub changing: Option<PostingRuleId>,
    pub is_saving: bool,
    /// Why it was not saved.
    pub refused: Option<String>,
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

/// The ranks a rule may be about, by the letter of the draft.
const RANKS: [(&str, &str); 4] = [
    ("", "Any"),
    ("P", "Primary"),
    ("S", "Secondary"),
    ("T", "Tertiary"),
];

impl Editor {
    /// An empty one.
    pub fn new() -> Self {
        Self::with(PostingRuleDraft::default())
    }

    /// One of a rule in the book.
    pub fn of(row: &PostingRuleRow) -> Self {
        Self {
            changing: Some(row.rule.id),
            ..Self::with(PostingRuleDraft::from(&row.rule.what))
        }
    }

    fn with(draft: PostingRuleDraft) -> Self {
        Self {
            form: Form::lent("posting rule", draft, ()),
            changing: None,
            is_saving: false,
            refused: None,
        }
    }

    /// Whether closing it would lose something.
    pub fn is_changed(&self) -> bool {
        self.form.is_changed()
    }

    /// Draws it.
    pub fn view<'a>(&'a self, payers: &'a [Payer]) -> Element<'a, Message> {
        let title = match self.changing {
            Some(id) => format!("Posting rule {}", PostingNumber(id)),
            None => String::from("New posting rule"),
        };
        let text = |label: &'static str, field| self.form.text(label, field, Message::Form);
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
            text("Name", Field::Name),
            panel::section("When", "what is left empty does not matter"),
            words::body(self.says(payers)).width(Fill),
            pair(self.payer(payers), self.rank()),
            pair(
                self.group(),
                text("CARC is", Field::Carcs).placeholder("97, B15")
            ),
            pair(
                text("Remark is", Field::Rarcs).placeholder("N20"),
                text("Status (CLP02)", Field::Statuses).placeholder("1, 19"),
            ),
            pair(
                text("At least", Field::AtLeast),
                text("At most", Field::AtMost)
            ),
            self.then(),
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

    fn payer<'a>(&'a self, payers: &'a [Payer]) -> Element<'a, Message> {
        let every = Offered {
            of: None,
            words: String::from("Every payer"),
        };
        let payers: Vec<Offered<Option<PayerId>>> = [every]
            .into_iter()
            .chain(payers.iter().map(|payer| Offered {
                of: Some(payer.id),
                words: payer.what.name.clone(),
            }))
            .collect();
        let wanted = self.form.draft().payer;
        let chosen = payers.iter().find(|one| one.of == wanted).cloned();
        field::select("Payer is", payers, chosen.as_ref(), |one| {
            Message::PayerChosen(one.of)
        })
        .into()
    }

    fn rank(&self) -> Element<'_, Message> {
        let ranks = RANKS.map(|(of, words)| (of.to_owned(), words.to_owned()));
        self.among("It pays as", Field::Rank, ranks.into())
    }

    fn group(&self) -> Element<'_, Message> {
        let any = (String::new(), String::from("Any"));
        let groups = AdjustmentGroup::ALL.iter().map(|one| {
            (
                one.as_str().to_owned(),
                format!("{} {}", one.as_str(), one.words()),
            )
        });
        self.among(
            "Group is",
            Field::Group,
            [any].into_iter().chain(groups).collect(),
        )
    }

    fn then(&self) -> Element<'_, Message> {
        let acts = ACTS
            .iter()
            .map(|(act, _, words)| ((*act).to_owned(), (*words).to_owned()));
        self.among("Then", Field::Act, acts.collect())
    }

    /// A field of which one of these holds, each with its word in the draft.
    fn among(
        &self,
        label: &'static str,
        field: Field,
        all: Vec<(String, String)>,
    ) -> Element<'_, Message> {
        let all: Vec<Offered<String>> = all
            .into_iter()
            .map(|(of, words)| Offered { of, words })
            .collect();
        let text = self.form.draft().text(field);
        let chosen = all.iter().find(|one| one.of == text).cloned();
        let select = field::select(label, all, chosen.as_ref(), move |one| {
            Message::Form(Edit::Edited(field, one.of))
        });
        self.form.dress(select, field, Message::Form).into()
    }

    /// The wishes so far, in plain words; nothing while they cannot be read.
    fn says(&self, payers: &[Payer]) -> String {
        let draft = self.form.draft();
        // The words are there before the rule is whole: what is missing beside its wishes is filled in.
        let probe = PostingRuleDraft {
            name: String::from("Rule"),
            ..draft.clone()
        };
        let Ok(rule) = probe.check() else {
            return String::new();
        };
        let payer = payers.iter().find(|one| Some(one.id) == draft.payer);
        let payer = payer.map_or("", |payer| &payer.what.name);
        format!(
            "When {}, then {}.",
            rule.when.words(payer),
            rule.then.words()
        )
    }
}
