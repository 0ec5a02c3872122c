//! What stands beside the form: what is still missing, who in the book is alike, and saving. It must not know how the
//! fields look.

use chrono::NaiveDate;
use iced::widget::{column, container, row, rule};
use iced::{Element, Fill};

use super::{Field, Message, PatientForm, Purpose};
use crate::domain::draft::patient::WhoPays;
use crate::domain::patient::{PatientRow, chart_number};
use crate::domain::typed::{self, show_date};
use crate::ui::icon;
use crate::ui::spacing::{space as gap, width};
use crate::ui::theme::{self, Tone};
use crate::ui::widget::finding::check;
use crate::ui::widget::{button, page, panel, words};

/// A minor's bills usually go to a parent.
const OF_AGE: u32 = 18;

const WHO: [Field; 6] = [
    Field::Last,
    Field::First,
    Field::Middle,
    Field::Suffix,
    Field::BornOn,
    Field::Sex,
];
const WHERE: [Field; 7] = [
    Field::Street,
    Field::Street2,
    Field::City,
    Field::State,
    Field::Zip,
    Field::Phone,
    Field::Email,
];

impl PatientForm {
    /// The panel at the right.
    pub(super) fn side(&self, today: NaiveDate) -> Element<'_, Message> {
        let body = column![self.checks(today), self.alike()].spacing(gap::XL);
        let content = column![
            panel::head("Before it is saved", "", iced::widget::space()),
            page::scroll(container(body).padding(gap::L).width(Fill)),
            self.saving(),
        ];
        row![
            rule::vertical(1).style(theme::divider),
            container(content)
                .width(width::PANEL_VISIT - 1.0)
                .height(Fill)
                .style(theme::ground(|t| t.canvas)),
        ]
        .height(Fill)
        .into()
    }

    fn checks(&self, today: NaiveDate) -> Element<'_, Message> {
        // The form as it stands now, and not only as it stood when something was last typed.
        let found = self.draft.check(today).err().unwrap_or_default();
        let holds = |fields: &[Field]| !found.iter().any(|c| fields.contains(&c.field));
        let payor_holds = !found
            .iter()
            .any(|c| !WHO.contains(&c.field) && !WHERE.contains(&c.field));
        let line = |is_whole: bool, whole: &'static str, open: &'static str| {
            if is_whole {
                check(whole, Tone::Good)
            } else {
                check(open, Tone::Quiet)
            }
        };
        column![
            line(
                holds(&WHO),
                "Name, birthday and sex are given",
                "Name, birthday and sex"
            ),
            line(
                holds(&WHERE),
                "Mail reaches the patient",
                "Address of the patient"
            ),
            line(
                payor_holds,
                "Who pays is known",
                "Who pays the patient’s part"
            ),
            self.minor(today),
        ]
        .spacing(gap::S)
        .into()
    }

    /// A word about a child who would pay for themselves.
    fn minor(&self, today: NaiveDate) -> Option<Element<'_, Message>> {
        let born_on = typed::birth_date(&self.draft.born_on, today).ok()?;
        let age = typed::age(born_on, today)?;
        (age < OF_AGE && self.draft.who_pays == WhoPays::Patient).then(|| {
            check(
                format!("The patient is {age}; for a minor, a parent usually pays"),
                Tone::Attention,
            )
        })
    }

    fn alike(&self) -> Option<Element<'_, Message>> {
        if self.alike.is_empty() {
            return None;
        }
        let head = match self.alike.len() {
            1 => String::from("1 patient here is alike"),
            count => format!("{count} patients here are alike"),
        };
        let rows = self.alike.iter().map(|row| {
            column![
                button::link(row.name.to_string()).on_press(Message::AlikePressed(row.id)),
                words::note(about(row)),
                row.phone.map(|phone| words::note(phone.to_string())),
            ]
            .into()
        });
        Some(
            column![
                check(head, Tone::Attention),
                column(rows).spacing(gap::S).padding(iced::Padding {
                    left: 24.0,
                    ..iced::Padding::ZERO
                }),
            ]
            .spacing(gap::S)
            .into(),
        )
    }

    fn saving(&self) -> Element<'_, Message> {
        let (label, then) = match self.purpose {
            Purpose::Register => ("Save patient", "Coverage comes next"),
            Purpose::Change(_) => ("Save changes", ""),
        };
        let can_save = !self.is_saving && (self.purpose == Purpose::Register || self.is_dirty());
        let save = button::primary(label)
            .icon(icon::CHECK)
            .key("Ctrl Enter")
            .width(Fill)
            .on_press_maybe(can_save.then_some(Message::SavePressed));
        let note = if can_save || self.is_saving {
            then
        } else {
            "Nothing was changed"
        };
        container(column![save, container(words::note(note)).center_x(Fill)].spacing(gap::S))
            .padding(gap::L)
            .into()
    }
}

/// Chart number and birthday: what tells two people apart.
fn about(row: &PatientRow) -> String {
    let born_on = show_date(row.born_on);
    format!("Chart {}, DOB {born_on}", chart_number(row.id))
}

/// One patient in a sentence.
pub(super) fn who(row: &PatientRow) -> String {
    format!("{} ({})", row.name, about(row))
}
