//! How the panel of discounts and moves looks. It must not know what is done with what it holds.

use iced::widget::{column, container, row, rule};
use iced::{Element, Fill};

use super::{Field, Message, Relief, What, id};
use crate::domain::discount::{Discount, DiscountPreview};
use crate::domain::typed::show_date;
use crate::ui::icon;
use crate::ui::spacing::{space as gap, width};
use crate::ui::theme;
use crate::ui::widget::choice::{choice, choices};
use crate::ui::widget::{button, field, focus, page, panel, words};

/// How many services the preview names.
const NAMED: usize = 40;

impl Relief {
    /// The panel.
    pub fn view(&self) -> Element<'_, Message> {
        let head = panel::closable("Discount or move", "", Message::KeepPressed);
        let body = column![self.choose(), self.form()].spacing(gap::M);
        row![
            rule::vertical(1).style(theme::divider),
            container(column![
                head,
                page::scroll(focus::form(container(body).padding(gap::L).width(Fill))),
                self.acts(),
            ])
            .width(width::PANEL_CHART - 1.0)
            .height(Fill)
            .style(theme::ground(|t| t.canvas)),
        ]
        .height(Fill)
        .into()
    }

    fn choose(&self) -> Element<'_, Message> {
        let one = |words, what| choice(words, self.what == what, Message::Chosen(what));
        choices(vec![
            one("Self-pay discount", What::Off(Discount::SelfPay)),
            one("Hardship discount", What::Off(Discount::Hardship)),
            one("Grant hardship help", What::Grant),
            one("Move to another account", What::Move),
        ])
    }

    fn form(&self) -> Element<'_, Message> {
        match self.what {
            What::Off(which) => {
                let preview = self.preview(which).map(|found| self.shown(which, found));
                column![preview, self.text("Why", &self.why, Field::Why).optional()]
                    .spacing(gap::M)
                    .into()
            }
            What::Grant => column![
                row![
                    self.text("People in the household", &self.household, Field::Household),
                    field::money("Income in a year", &self.income, |text| {
                        Message::Typed(Field::Income, text)
                    })
                    .id(id(Field::Income))
                    .error(self.about(Field::Income))
                    .width(Fill),
                ]
                .spacing(gap::S),
                row![
                    self.day("First day of service", &self.from, Field::From),
                    self.day("Last day", &self.to, Field::To),
                ]
                .spacing(gap::S),
                self.text("Why, and by what papers", &self.why, Field::Why),
                words::label("The sliding scale under Settings says how much comes off."),
            ]
            .spacing(gap::M)
            .into(),
            What::Move => column![
                words::body(match self.line {
                    Some(_) =>
                        "What the patient owes on the chosen service goes to another account.",
                    None => "Everything the patient owes here goes to another account.",
                }),
                panel::sums([("Moves", self.moves())]),
                self.text("Account number", &self.account, Field::Account),
                self.text("Why", &self.why, Field::Why),
                words::label("The insurance part stays with the visit. Both cards show the move."),
            ]
            .spacing(gap::M)
            .into(),
        }
    }

    fn shown<'a>(&'a self, which: Discount, found: &'a DiscountPreview) -> Element<'a, Message> {
        if found.lines.is_empty() {
            let grants = self.found.as_ref().map_or(&[][..], |found| &found.grants);
            let words = match which {
                Discount::SelfPay => {
                    "Nothing open here is self-pay: the discount leaves insured services and fees alone."
                }
                Discount::Hardship if grants.iter().any(|one| one.ended.is_none()) => {
                    "Nothing more comes off: what is open was discounted, or lies outside the granted days."
                }
                Discount::Hardship => "No help was granted to this account. Grant it first.",
            };
            return words::muted(words).into();
        }
        let lines = found.lines.iter().take(NAMED).map(|line| {
            let of = column![
                words::body(line.of.description.as_str()),
                words::note(format!(
                    "{}, {}, {}% of {}",
                    show_date(line.of.service_on),
                    line.of.patient_first,
                    line.percent,
                    line.of.owes
                )),
            ]
            .width(Fill);
            row![of, words::money(line.off)].spacing(gap::S).into()
        });
        column![
            column(lines).spacing(gap::S),
            rule::horizontal(1).style(theme::total_rule),
            panel::sums([("Comes off", found.off), ("Left to pay", found.left)]),
        ]
        .spacing(gap::M)
        .into()
    }

    fn text<'a>(&'a self, label: &'a str, typed: &'a str, of: Field) -> field::Field<'a, Message> {
        field::text(label, typed, move |text| Message::Typed(of, text))
            .id(id(of))
            .error(self.about(of))
            .width(Fill)
    }

    fn day<'a>(&'a self, label: &'a str, typed: &'a str, of: Field) -> field::Field<'a, Message> {
        field::date(label, typed, self.today, move |text| {
            Message::Typed(of, text)
        })
        .id(id(of))
        .error(self.about(of))
        .width(Fill)
    }

    fn about(&self, of: Field) -> Option<&'static str> {
        self.wrong
            .filter(|(field, _)| *field == of)
            .map(|(_, words)| words)
    }

    fn acts(&self) -> Element<'_, Message> {
        let words = match self.what {
            What::Off(which) => {
                let off = self
                    .preview(which)
                    .map(|found| found.off)
                    .unwrap_or_default();
                format!("Take {off} off")
            }
            What::Grant => String::from("Grant it"),
            What::Move => format!("Move {}", self.moves()),
        };
        let can = self.found.is_some() && !self.is_saving;
        let save = button::primary(words)
            .icon(icon::CHECK)
            .key("Ctrl Enter")
            .width(Fill)
            .on_press_maybe(can.then_some(Message::SavePressed));
        container(save).padding(gap::L).into()
    }
}
