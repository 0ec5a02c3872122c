//! The head of a chart: name, birth, phone, today's coverage, what is owed, the tabs. It must not know what the tabs
//! hold.

use chrono::NaiveDate;
use iced::widget::text::Wrapping;
use iced::widget::{column, container, row, rule, space};
use iced::{Bottom, Center, Element, Fill};

use super::Message;
use crate::domain::code::Relation;
use crate::domain::money::Money;
use crate::domain::patient::{account_number, chart_number};
use crate::domain::typed::show_date;
use crate::office::Chart;
use crate::ui::icon;
use crate::ui::place::ChartTab;
use crate::ui::spacing::space as gap;
use crate::ui::theme::{self, Tone, ink};
use crate::ui::widget::figure::{Figure, figure, figures};
use crate::ui::widget::patient_strip::{coverage_line, show_birth};
use crate::ui::widget::tabs::{Tab, tab, tabs};
use crate::ui::widget::{pill, words};

/// Its height without the tabs.
const HEIGHT: f32 = 104.0;

/// Draws the head with the tab at `at` open.
pub(super) fn head(about: &Chart, today: NaiveDate, at: usize) -> Element<'_, Message> {
    let who = column![name(about), reached(about, today), coverage(about, today)].spacing(gap::XS);
    let top = row![who, space::horizontal(), figures(owed(about))]
        .spacing(gap::L)
        .height(HEIGHT)
        .align_y(Center);
    let tabs = tabs(
        ChartTab::ALL.map(|which| named(about, which)),
        at,
        Message::TabPressed,
    );
    column![
        container(column![top, container(tabs).height(36).align_y(Bottom)])
            .padding([0.0, gap::L])
            .width(Fill)
            .style(theme::ground(|t| t.paper)),
        rule::horizontal(1).style(theme::divider),
    ]
    .into()
}

fn name(about: &Chart) -> Element<'_, Message> {
    let account = format!(
        "Chart {}, account {}",
        chart_number(about.patient.id),
        account_number(about.guarantor.id)
    );
    row![
        words::title(about.patient.contact.name.to_string()).wrapping(Wrapping::None),
        words::muted(account).wrapping(Wrapping::None),
    ]
    .spacing(gap::M)
    .align_y(Center)
    .into()
}

fn reached(about: &Chart, today: NaiveDate) -> Element<'_, Message> {
    let patient = &about.patient;
    let phone = patient.contact.phone.map(|phone| {
        row![
            icon::of(icon::PHONE, 14.0).style(ink(|t| t.muted)),
            words::muted(phone.to_string()),
        ]
        .spacing(gap::XS)
        .align_y(Center)
    });
    let died = patient
        .died_on
        .map(|day| words::body(format!("died {}", show_date(day))).style(ink(|t| t.denied.ink)));
    let payor = (patient.guarantor_relation != Relation::Itself).then(|| {
        words::muted(format!("{} pays", about.guarantor.contact.name.natural()))
            .wrapping(Wrapping::None)
    });
    row![
        words::body(show_birth(
            patient.born_on,
            patient.died_on.unwrap_or(today)
        )),
        died,
        words::muted(patient.sex.as_str()),
        phone,
        payor,
    ]
    .spacing(gap::L)
    .align_y(Center)
    .into()
}

fn coverage(about: &Chart, today: NaiveDate) -> Element<'_, Message> {
    let today_first = about
        .policies
        .iter()
        .find(|(policy, _)| Some(policy.id) == about.policy_today);
    let Some((policy, payer)) = today_first else {
        let payor = match about.patient.guarantor_relation {
            Relation::Itself => String::from("the patient"),
            _ => about.guarantor.contact.name.natural(),
        };
        let when = if about.policies.is_empty() {
            ""
        } else {
            " today"
        };
        let words = format!("No coverage{when}, so the bill goes to {payor}");
        return row![
            icon::of(icon::PAYER, 14.0).style(ink(|t| t.muted)),
            words::body(words),
        ]
        .spacing(gap::S)
        .align_y(Center)
        .into();
    };
    let copay = policy.what.copay;
    let terms = if copay.is_zero() {
        String::new()
    } else {
        format!("Copay {copay}")
    };
    coverage_line(
        payer.as_str(),
        policy.what.member_id.to_string(),
        Some(pill::active().says(format!("Active {}", show_date(today)))),
        terms,
    )
}

/// What is owed for the patient; for a family also what is owed on the account.
fn owed(about: &Chart) -> impl Iterator<Item = Figure<'_>> {
    let dollars = words::show_dollars;
    let sums = &about.sums;
    let patient = figure("Patient owes", dollars(sums.patient_owes));
    let family =
        (about.counts.family > 1).then(|| figure("Family owes", dollars(about.guarantor_owes)));
    let own = [
        figure("Insurance owes", dollars(sums.insurance_owes)),
        if sums.patient_owes.is_positive() {
            patient.tone(Tone::Attention)
        } else {
            patient
        },
        figure("Balance", dollars(sums.balance().unwrap_or(Money::ZERO))),
    ];
    let credit = (!about.unapplied.is_zero())
        .then(|| figure("Credit", words::show_money(about.unapplied)).tone(Tone::Attention));
    credit.into_iter().chain(family).chain(own)
}

fn whole(count: u32) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}

fn named(about: &Chart, which: ChartTab) -> Tab<'_> {
    let count = match which {
        ChartTab::Ledger | ChartTab::Details | ChartTab::Notes => 0,
        ChartTab::Coverage => about.policies.len(),
        ChartTab::Visits => whole(about.counts.visits),
        ChartTab::Claims => whole(about.counts.claims),
        ChartTab::Statements => whole(about.counts.statements),
    };
    tab(which.words()).count(count)
}
