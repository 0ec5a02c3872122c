//! The panel that says why a balance is what it is: every amount it is made of, where each comes from, and what can be
//! done. It must not know how it was reckoned.

use iced::widget::{column, container, row, rule, space};
use iced::{Center, Element, Fill};

use super::rows::Key;
use super::table::standing;
use super::{Ledger, Message};
use crate::domain::card::{CardVisit, LedgerCard, Step, Why};
use crate::domain::id::{EobId, RemittanceId};
use crate::domain::ledger::{Effect, Kind};
use crate::domain::money::Money;
use crate::domain::typed::show_date;
use crate::ui::icon::{self, Glyph};
use crate::ui::place::Place;
use crate::ui::spacing::{height, space as gap, width};
use crate::ui::theme;
use crate::ui::widget::pill::{self, Pill};
use crate::ui::widget::source_quote::source_quote;
use crate::ui::widget::why_chain::{Link, link, why_chain};
use crate::ui::widget::{button, panel, words};

impl Ledger {
    pub(super) fn why<'a>(
        &'a self,
        card: &'a LedgerCard,
        why: Option<&'a Why>,
    ) -> Element<'a, Message> {
        let body: Element<'a, Message> = match (self.selected, why) {
            (Some(Key::Visit(visit)), _) => {
                let visit = card.visits.iter().find(|one| one.visit == visit);
                visit.map_or_else(|| space().into(), of_visit)
            }
            (_, Some(why)) => of_service(why),
            (Some(_), None) => space().into(),
            (None, None) => {
                words::muted("Choose a service to see what its balance is made of.").into()
            }
        };
        let head = panel::closable("Why this balance", "", Message::PanelClosed);
        panel::panel(width::PANEL_CHART, head, body)
    }
}

/// A visit's balance by service; each opens what it is made of.
fn of_visit(visit: &CardVisit) -> Element<'_, Message> {
    let balance = visit.sums.balance().unwrap_or(Money::ZERO);
    let lines = visit.lines.iter().map(|line| {
        let owed = line.sums.balance().unwrap_or(Money::ZERO);
        row![
            container(
                button::link(line.description.as_str()).on_press(Message::LinePressed(line.line))
            )
            .width(Fill)
            .clip(true),
            words::money(owed),
        ]
        .spacing(gap::S)
        .height(height::ROW)
        .align_y(Center)
        .into()
    });
    column![
        figure(balance, standing(visit)),
        words::label(format!(
            "Visit of {}, {}",
            show_date(visit.service_on),
            counted(visit.lines.len(), "service")
        )),
        container(column(lines)).padding([gap::M, 0.0]),
        rule::horizontal(1).style(theme::divider),
        container(panel::sums([
            ("Insurance owes", visit.sums.insurance_owes),
            ("Patient owes", visit.sums.patient_owes),
        ]))
        .padding([gap::XS, 0.0]),
    ]
    .into()
}

fn of_service(why: &Why) -> Element<'_, Message> {
    let balance = why.line.sums.balance().unwrap_or(Money::ZERO);
    let counted_steps: Vec<&Step> = why
        .steps
        .iter()
        .filter(|step| step.effect != Effect::Transfer)
        .collect();
    let about = format!(
        "{} on {}, from {}",
        why.line.called(),
        show_date(why.service_on),
        counted(counted_steps.len(), "amount")
    );
    let both = (!why.insurance_owes.is_zero() && !why.patient_owes.is_zero()).then(|| {
        panel::sums([
            ("Insurance owes", why.insurance_owes),
            ("Patient owes", why.patient_owes),
        ])
    });
    let left = if why.because.is_empty() {
        if why.insurance_owes.is_positive() {
            String::from("The payer has not settled it yet.")
        } else {
            String::from("Nothing is owed.")
        }
    } else {
        sentence(&why.because)
    };
    let chain = why_chain(
        counted_steps.into_iter().map(part),
        "Left over",
        left,
        balance,
    );
    column![
        figure(balance, owing(why.insurance_owes, why.patient_owes)),
        words::label(about),
        words::label(billed(why)),
        both,
        container(chain).padding(iced::Padding {
            top: gap::L,
            ..iced::Padding::ZERO
        }),
        source(why),
        acts(!balance.is_zero(), answer_of(why)),
    ]
    .spacing(gap::XS)
    .into()
}

/// When statements asked for it.
fn billed(why: &Why) -> String {
    match &why.line.billed {
        None => String::from("On no statement yet"),
        Some(billed) if billed.times == 1 => {
            format!("On the statement of {}", show_date(billed.first_on))
        }
        Some(billed) => format!(
            "On {} statements, from {} to {}",
            billed.times,
            show_date(billed.first_on),
            show_date(billed.last_on)
        ),
    }
}

/// The balance, large, and who owes it.
fn figure<'a>(balance: Money, pill: Pill) -> Element<'a, Message> {
    row![
        words::large_figure(words::show_dollars(balance)),
        space::horizontal(),
        Element::from(pill),
    ]
    .align_y(Center)
    .into()
}

fn owing(insurance: Money, patient: Money) -> Pill {
    match (insurance.is_positive(), patient.is_positive()) {
        (true, true) => pill::look().says("Both owe"),
        (true, false) => pill::sent().says("Insurance owes"),
        (false, true) => pill::owes(),
        (false, false) if insurance.is_negative() || patient.is_negative() => {
            pill::look().says("Paid too much")
        }
        (false, false) => pill::paid(),
    }
}

fn part(step: &Step) -> Link<'_, Message> {
    let words = if step.effect == Effect::Charge && step.amount.is_positive() {
        step.words.clone()
    } else if step.amount.is_positive() {
        format!("plus {}", lower(&step.words))
    } else {
        format!("less {}", lower(&step.words))
    };
    link(sign(step.effect), words, origin(step), step.amount.abs())
}

/// Where an amount comes from: its paper, or who decided it and why.
fn origin(step: &Step) -> String {
    let day = show_date(step.accounting_on);
    let source = step.source.as_str();
    match step.kind {
        _ if !step.decided.is_empty() => {
            format!("{} {}", sentence(source), sentence(&step.decided))
        }
        Kind::Charge => sentence(source),
        Kind::InsurancePayment | Kind::PatientPayment if source.contains(&day) => sentence(source),
        Kind::InsurancePayment | Kind::PatientPayment => sentence(&format!("{source}, {day}")),
        _ if source.is_empty() => format!("{day} by {}.", step.by),
        _ => format!("{} {day} by {}.", sentence(source), step.by),
    }
}

const fn sign(effect: Effect) -> Glyph {
    match effect {
        Effect::Charge => icon::CLAIM,
        Effect::InsurancePaid => icon::REMITTANCES,
        Effect::Contractual | Effect::Adjustment => icon::WRITE_OFF,
        Effect::PatientPaid => icon::PAYMENT,
        Effect::Transfer | Effect::Agency => icon::GO,
    }
}

/// The paper that the payer's answer came on.
fn source(why: &Why) -> Option<Element<'_, Message>> {
    let answered = |step: &&Step| {
        matches!(step.effect, Effect::InsurancePaid | Effect::Contractual) && !step.is_reversed
    };
    let last = why.steps.iter().rfind(answered)?;
    let is_file = last.key.remittance.is_some();
    let paper = last.source.rsplit_once(", ");
    let paper = paper.map_or(last.source.as_str(), |(paper, _)| paper);
    // What the payer left to the patient changes no sum of the chain; it stands here.
    let shares: Vec<String> = why
        .steps
        .iter()
        .filter(|step| step.source == last.source && step.effect == Effect::Transfer)
        .map(|step| format!("{}: {}", step.words, words::show_money(step.amount.abs())))
        .collect();
    let marked = (!shares.is_empty()).then_some(1);
    let lines = std::iter::once(paper.to_owned()).chain(shares);
    let place = match last.key.segment.filter(|_| is_file) {
        Some(segment) => format!("segment {segment}"),
        None => show_date(last.accounting_on),
    };
    let title = if is_file {
        "Source, 835 file"
    } else {
        "Source, paper EOB"
    };
    let quote = source_quote(title, place, lines, marked);
    Some(
        container(quote)
            .padding(iced::Padding {
                top: gap::L,
                ..iced::Padding::ZERO
            })
            .into(),
    )
}

/// What said what holds of a service now: the segment of a remittance, or an EOB from paper.
pub(super) fn answer_of(why: &Why) -> Option<Place> {
    let is_eob = |step: &&Step| step.key.kind == "eob" && !step.is_reversed;
    let last = why.steps.iter().rfind(is_eob)?;
    match last.key.remittance {
        Some(id) => Some(Place::Remittance(RemittanceId::new(id), last.key.segment)),
        None => last.key.number.map(EobId::new).map(Place::Eob),
    }
}

/// What can be done about it.
fn acts<'a>(is_open: bool, answer: Option<Place>) -> Element<'a, Message> {
    let eob = answer.map(|place| {
        button::quiet(if matches!(place, Place::Remittance(..)) {
            "Open remittance"
        } else {
            "Open EOB"
        })
        .key("E")
        .compact()
        .on_press(Message::EobPressed)
    });
    let pay = is_open.then(|| {
        button::quiet("Take payment")
            .key("P")
            .compact()
            .on_press(Message::PaymentPressed)
    });
    container(
        row![
            button::plain("Adjust")
                .key("A")
                .compact()
                .on_press(Message::AdjustPressed),
            eob,
            pay,
        ]
        .spacing(gap::S),
    )
    .padding(iced::Padding {
        top: gap::L,
        ..iced::Padding::ZERO
    })
    .into()
}

fn counted(count: usize, what: &str) -> String {
    match count {
        1 => format!("1 {what}"),
        count => format!("{count} {what}s"),
    }
}

fn sentence(words: &str) -> String {
    crate::ui::worker::sentence(words)
}

fn lower(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(letters).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_owes_is_said_by_a_pill() {
        let money = |cents| Money::from_cents(cents).unwrap();
        let said = |insurance, patient| format!("{:?}", owing(money(insurance), money(patient)));
        assert!(said(1, 1).contains("Both owe"));
        assert!(said(1, 0).contains("Insurance owes"));
        assert!(said(0, 1).contains("Patient owes"));
        assert!(said(0, -1).contains("Paid too much"));
        assert!(said(0, 0).contains("Paid"));
    }
}
