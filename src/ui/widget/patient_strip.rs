//! The strip that says whose account one works on: name, birth, coverage, balance. It must not know where it stands.

use chrono::NaiveDate;
use iced::widget::text::{Fragment, IntoFragment, Wrapping};
use iced::widget::{column, container, row, rule, space};
use iced::{Center, Element, Fill, Right};

use super::pill::Pill;
use super::words;
use crate::domain::money::Money;
use crate::domain::typed;
use crate::ui::icon;
use crate::ui::spacing::{height, space as gap};
use crate::ui::theme::{self, Tone, ink};

/// Whose strip it is; see [`patient_strip`].
#[must_use]
pub struct PatientStrip<'a> {
    name: Fragment<'a>,
    account: Fragment<'a>,
    birth: Option<Fragment<'a>>,
    coverage: Option<(Fragment<'a>, Option<Pill>, Fragment<'a>)>,
    balance: Option<Money>,
    credit: Option<Money>,
}

/// A strip for a patient by name and account.
pub fn patient_strip<'a>(
    name: impl IntoFragment<'a>,
    account: impl IntoFragment<'a>,
) -> PatientStrip<'a> {
    PatientStrip {
        name: name.into_fragment(),
        account: account.into_fragment(),
        birth: None,
        coverage: None,
        balance: None,
        credit: None,
    }
}

/// `DOB 04/12/1968, age 57`.
pub fn show_birth(born: NaiveDate, today: NaiveDate) -> String {
    let shown = typed::show_date(born);
    match typed::age(born, today) {
        Some(age) => format!("DOB {shown}, age {age}"),
        None => format!("DOB {shown}"),
    }
}

impl<'a> PatientStrip<'a> {
    pub fn born(mut self, born: NaiveDate, today: NaiveDate) -> Self {
        self.birth = Some(show_birth(born, today).into());
        self
    }

    /// The plan, whether it is active, and the member's number and terms.
    pub fn coverage(
        mut self,
        plan: impl IntoFragment<'a>,
        state: Option<Pill>,
        terms: impl IntoFragment<'a>,
    ) -> Self {
        self.coverage = Some((plan.into_fragment(), state, terms.into_fragment()));
        self
    }

    pub fn balance(mut self, balance: Money) -> Self {
        self.balance = Some(balance);
        self
    }

    /// What was paid and pays for nothing yet; none shows nothing.
    pub fn credit(mut self, credit: Money) -> Self {
        self.credit = credit.is_positive().then_some(credit);
        self
    }
}

impl<'a, Message: 'a> From<PatientStrip<'a>> for Element<'a, Message> {
    fn from(strip: PatientStrip<'a>) -> Self {
        let who = column![
            row![words::strong(strip.name), words::muted(strip.account)].spacing(gap::S),
            strip
                .birth
                .map(|birth| words::dense(birth).style(ink(|t| t.muted))),
        ];
        let coverage = strip.coverage.map(|(plan, state, terms)| {
            row![
                container(rule::vertical(1).style(theme::divider)).height(32),
                column![
                    row![words::body(plan), state.map(Element::from)]
                        .spacing(gap::S)
                        .align_y(Center),
                    words::dense(terms).style(ink(|t| t.muted)),
                ],
            ]
            .spacing(gap::L)
            .align_y(Center)
        });
        let balance = strip.balance.map(|balance| {
            column![
                words::label("Balance"),
                words::strong(words::show_dollars(balance)).wrapping(Wrapping::None),
            ]
            .align_x(Right)
        });
        let credit = strip.credit.map(|credit| {
            let amount = words::strong(words::show_dollars(credit)).wrapping(Wrapping::None);
            column![words::label("Credit"), amount.style(Tone::Attention.ink())].align_x(Right)
        });
        column![
            container(
                row![who, coverage, space::horizontal(), credit, balance]
                    .spacing(gap::L)
                    .height(Fill)
                    .align_y(Center),
            )
            .padding([0.0, gap::L])
            .width(Fill)
            .height(height::PATIENT_STRIP - 1.0)
            .style(theme::ground(|t| t.canvas)),
            rule::horizontal(1).style(theme::divider),
        ]
        .into()
    }
}

/// The plan on a line of a chart's head: shield, name, number, state.
pub fn coverage_line<'a, Message: 'a>(
    plan: impl IntoFragment<'a>,
    member: impl IntoFragment<'a>,
    state: Option<Pill>,
    terms: impl IntoFragment<'a>,
) -> Element<'a, Message> {
    row![
        icon::of(icon::PAYER, 14.0).style(ink(|t| t.muted)),
        words::body(plan),
        words::muted(member),
        state.map(Element::from),
        words::muted(terms),
    ]
    .spacing(gap::S)
    .align_y(Center)
    .into()
}
