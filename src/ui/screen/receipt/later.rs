//! What is not paid now: a promise to pay by a day, or a check that is held until its day. It must not know how it is
//! kept.

use iced::widget::{column, row};
use iced::{Element, Top};

use super::till::Till;
use super::{Message, Receipt};
use crate::domain::draft::LaterDraft;
use crate::domain::draft::later::Field;
use crate::domain::pay_later::{Means, NewPayLater, PayLaterRow, Standing};
use crate::domain::typed::show_date;
use crate::ui::context::Context;
use crate::ui::icon;
use crate::ui::spacing::space as gap;
use crate::ui::widget::{button, field, words};

/// The ways: the draft's word, and what people say.
const WAYS: [(&str, &str); 2] = [
    ("promise", "Promise to pay"),
    ("held_check", "Check to hold"),
];

/// A way, for the list to choose from.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Way(&'static str, &'static str);

impl std::fmt::Display for Way {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.1)
    }
}

/// The id of a field.
pub(super) fn id(field: Field) -> String {
    format!("later {field}")
}

/// What was agreed, in a sentence without its stop.
pub(super) fn told(new: &NewPayLater) -> String {
    let amount = words::show_dollars(new.amount);
    let day = show_date(new.due_on);
    match &new.means {
        Means::Promise => format!("{amount} is promised by {day}"),
        Means::HeldCheck { number } => format!("Check {number} over {amount} is held until {day}"),
    }
}

/// What was agreed before and is still open, in a line.
pub(super) fn standing(row: &PayLaterRow) -> String {
    let what = &row.later.what;
    let (amount, day) = (what.amount, show_date(what.due_on));
    match (&what.means, &row.standing) {
        (Means::HeldCheck { number }, Standing::Due) => {
            format!("Check {number} over {amount} may be taken in since {day}")
        }
        (Means::HeldCheck { number }, _) => {
            format!("Check {number} over {amount} is held until {day}")
        }
        (Means::Promise, Standing::Broken) => {
            format!("{} of {amount} promised by {day} did not come", row.left)
        }
        (Means::Promise, _) => format!("{} of {amount} is promised by {day}", row.left),
    }
}

impl Receipt {
    pub(super) fn later<'a>(
        &'a self,
        context: &'a Context,
        till: &'a Till,
    ) -> Element<'a, Message> {
        let Some(draft) = &till.later else {
            let plan = till.account.owed().is_positive().then(|| {
                button::quiet("Agree a payment plan")
                    .key("Alt A")
                    .compact()
                    .on_press(Message::PlanPressed)
            });
            return row![
                button::quiet(if till.rest().is_positive() {
                    "Pay the rest later"
                } else {
                    "Pay later"
                })
                .icon(icon::CALENDAR)
                .key("Alt L")
                .compact()
                .on_press(Message::LaterPressed),
            ]
            .push(plan)
            .spacing(gap::S)
            .into();
        };
        let say = |field| move |text| Message::LaterTyped(field, text);
        let ways = WAYS.map(|(code, words)| Way(code, words));
        let way = ways.into_iter().find(|way| way.0 == draft.kind);
        let how = field::select("How", ways, way.as_ref(), |way| {
            Message::LaterTyped(Field::Kind, way.0.to_owned())
        });
        let amount = field::money("Amount", &draft.amount, say(Field::Amount));
        let day = field::coming_date(
            day_label(draft),
            &draft.due_on,
            context.today(),
            say(Field::DueOn),
        );
        let number = (draft.kind == "held_check").then(|| {
            let number = field::text("Check number", &draft.number, say(Field::Number));
            self.dressed(number, Field::Number, 128.0)
        });
        let note = field::text("Note", &draft.words, say(Field::Words)).optional();
        let fields = row![
            self.dressed(how, Field::Kind, 152.0),
            self.dressed(amount, Field::Amount, 112.0),
            self.dressed(day, Field::DueOn, 136.0),
        ]
        .push(number)
        .push(self.dressed(note, Field::Words, 200.0))
        .spacing(gap::M)
        .align_y(Top);
        let leave = button::quiet("Nothing is paid later")
            .key("Alt L")
            .compact()
            .on_press(Message::LaterPressed);
        column![words::section("Paid later"), fields, leave]
            .spacing(gap::S)
            .into()
    }

    fn dressed<'a>(
        &'a self,
        control: field::Field<'a, Message>,
        field: Field,
        wide: f32,
    ) -> field::Field<'a, Message> {
        control
            .id(id(field))
            .error(self.complaint_later(field))
            .on_leave(Message::LaterLeft(field))
            .width(wide)
    }
}

/// What the day is.
fn day_label(draft: &LaterDraft) -> &'static str {
    if draft.kind == "held_check" {
        "Held until"
    } else {
        "By"
    }
}
