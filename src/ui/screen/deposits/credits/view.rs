//! How refunds, credit, returned checks and help look. It must not know what is done about one.

use chrono::Local;
use iced::widget::{column, container, space};
use iced::{Element, Fill};

use super::{Credits, Found, List, Message, TABLE, dollars, standing};
use crate::domain::discount::Hardship;
use crate::domain::money::Money;
use crate::domain::owner::CreditReplay;
use crate::domain::payment::receipt_number;
use crate::domain::refund::{Credit, Deed, Refund, Standing, escheats_on, refund_number};
use crate::domain::returned::ReturnedCheck;
use crate::domain::typed::show_date;
use crate::ui::icon::{self, Glyph};
use crate::ui::spacing::{space as gap, width};
use crate::ui::theme::Tone;
use crate::ui::widget::data_table::{Cell, Column, cell, data_table};
use crate::ui::widget::empty_state::empty_state;
use crate::ui::widget::timeline::{event, timeline};
use crate::ui::widget::{button, chip, panel, pill, words};
use crate::ui::worker::sentence;

impl Credits {
    /// What stands at the right end of the top bar.
    pub fn actions(&self) -> Vec<Element<'_, Message>> {
        match self.list {
            List::Refunds => vec![
                button::plain("Save as CSV")
                    .icon(icon::EXPORT)
                    .key("X")
                    .on_press_maybe(self.found.is_some().then_some(Message::ExportPressed))
                    .into(),
            ],
            List::Credit => vec![
                button::primary("Ask for a refund")
                    .icon(icon::UNDO)
                    .key("R")
                    .on_press_maybe(self.own().is_positive().then_some(Message::RefundPressed))
                    .into(),
            ],
            List::Returned | List::Help => vec![],
        }
    }

    /// The lists to choose among.
    fn lists(&self) -> Element<'_, Message> {
        let one = |list: List| {
            let glyph = match list {
                List::Refunds => icon::UNDO,
                List::Credit => icon::PAYMENT,
                List::Returned => icon::WARNING,
                List::Help => icon::PATIENTS,
            };
            chip::toggle(
                glyph,
                list.words(),
                self.list == list,
                Message::ListChosen(list),
            )
        };
        let chips = iced::widget::row(List::ALL.map(one)).spacing(gap::S).wrap();
        container(chips).padding([gap::S, gap::L]).into()
    }

    /// The open list.
    pub fn list(&self) -> Element<'_, Message> {
        let table = data_table(columns(self.list), self.rows(), |at| self.cells(at))
            .edge_to_edge()
            .id(TABLE)
            .height(Fill)
            .selected(self.selected)
            .on_select(Message::RowChosen)
            .on_open(Message::RowOpened)
            .empty(self.empty());
        column![self.lists(), table].into()
    }

    fn cells(&self, at: usize) -> Vec<Cell<'_, Message>> {
        let Some(found) = &self.found else {
            return Vec::new();
        };
        let cells = match self.list {
            List::Refunds => found.refunds.get(at).map(refund_cells),
            List::Credit => found.credits.get(at).map(|one| credit_cells(one, found)),
            List::Returned => found.returned.get(at).map(returned_cells),
            List::Help => found.help.get(at).map(|one| self.help_cells(one)),
        };
        cells.unwrap_or_default()
    }

    fn help_cells<'a>(&self, one: &'a Hardship) -> Vec<Cell<'a, Message>> {
        let standing = if one.ended.is_some() {
            pill::voided().says("Ended")
        } else if one.holds_on(self.today) {
            pill::active().says("Holds")
        } else {
            pill::waiting().says("Other days")
        };
        vec![
            cell::text(one.name.to_string()),
            cell::text(format!("{}%", one.percent)).strong(),
            cell::date(one.what.from),
            cell::date(one.what.to),
            cell::text(one.what.household.to_string()),
            cell::money(one.what.income),
            cell::pill(standing),
        ]
    }

    fn empty(&self) -> Element<'_, Message> {
        if self.found.is_none() {
            return space().into();
        }
        let (title, why) = match self.list {
            List::Refunds => (
                "No refunds yet",
                "Credit that is a guarantor’s is asked back under Credit; each refund is approved before it is paid.",
            ),
            List::Credit => (
                "No credit waits",
                "What is paid beyond what is owed waits here until it is placed or paid back.",
            ),
            List::Returned => (
                "No check came back",
                "A check that the bank returned is entered at its receipt.",
            ),
            List::Help => (
                "Nobody was granted help",
                "Help is granted on a patient’s ledger card, by the sliding scale under Settings.",
            ),
        };
        container(empty_state(icon::CHECK, title, why, None))
            .padding([gap::XXXL, 0.0])
            .into()
    }

    /// The panel of what is chosen.
    pub fn panel(&self) -> Element<'_, Message> {
        let wide = width::PANEL_REMITTANCE;
        if let Some(one) = self.refund() {
            return panel::panel(wide, head(refund_number(one.id)), self.of_refund(one));
        }
        if let Some(one) = self.credit() {
            let of = self.replay.as_ref().filter(|(of, _)| *of == one.guarantor);
            let body = of.map(|(_, replay)| whose(one, replay));
            return panel::panel(wide, head("Whose is it?"), column![body]);
        }
        if let Some(one) = self.returned() {
            return panel::panel(wide, head("Returned check"), of_returned(one));
        }
        if let Some(one) = self.help() {
            return panel::panel(wide, head("Hardship"), of_help(one));
        }
        panel::panel(wide, head(self.list.words()), space())
    }

    fn of_refund<'a>(&'a self, one: &'a Refund) -> Element<'a, Message> {
        let months = self
            .found
            .as_ref()
            .map_or(0, |found| found.terms.escheat_months);
        let asked = event(
            icon::UNDO,
            Tone::Attention,
            format!("Asked for: {}", one.why),
            when(one.asked_at, &one.asked_by),
        );
        let events = one.events.iter().map(|done| {
            let (glyph, tone) = sign(done.deed);
            let number = if done.number.is_empty() {
                String::new()
            } else {
                format!(" {}", done.number)
            };
            let words = if done.words.is_empty() {
                String::new()
            } else {
                format!(": {}", done.words)
            };
            event(
                glyph,
                tone,
                sentence(&format!("{}{number}{words}", done.deed.words())),
                when(done.at, &done.by),
            )
        });
        let escheat = one.escheats_on(months).map(|day| {
            words::label(format!(
                "If nobody cashes it, it goes to the state on {}.",
                show_date(day)
            ))
        });
        column![
            words::large_figure(dollars(one.amount)),
            Element::from(standing(one.standing())),
            words::body(one.name.natural()),
            panel::section("What was done", ""),
            timeline(std::iter::once(asked).chain(events)),
            escheat,
            deeds(one.standing()),
        ]
        .spacing(gap::S)
        .into()
    }
}

fn head<'a>(title: impl Into<String>) -> Element<'a, Message> {
    panel::head(title.into(), "", space())
}

fn columns(list: List) -> Vec<Column<'static>> {
    match list {
        List::Refunds => vec![
            Column::fixed("Refund", 92.0),
            Column::fill("To"),
            Column::fixed("Asked", 96.0),
            Column::fixed("Check", 84.0),
            Column::fixed("Amount", 96.0).right(),
            Column::fixed("", 124.0),
        ],
        List::Credit => vec![
            Column::fill("Account"),
            Column::fixed("Last moved", 104.0),
            Column::fixed("To the state", 104.0),
            Column::fixed("Credit", 104.0).right(),
        ],
        List::Returned => vec![
            Column::fixed("Day", 96.0),
            Column::fill("From"),
            Column::fixed("Check", 84.0),
            Column::fixed("Receipt", 92.0),
            Column::fixed("Amount", 96.0).right(),
            Column::fixed("Fee", 72.0).right(),
            Column::fixed("", 112.0),
        ],
        List::Help => vec![
            Column::fill("Account"),
            Column::fixed("Off", 56.0),
            Column::fixed("From", 96.0),
            Column::fixed("To", 96.0),
            Column::fixed("People", 64.0),
            Column::fixed("Income", 104.0).right(),
            Column::fixed("", 104.0),
        ],
    }
}

fn refund_cells(one: &Refund) -> Vec<Cell<'_, Message>> {
    let check = one.check().map_or("", |event| event.number.as_str());
    vec![
        cell::code(refund_number(one.id)),
        cell::text(one.name.to_string()),
        cell::date(one.asked_at.date_naive()),
        cell::code(check),
        cell::money(one.amount).strong(),
        cell::pill(standing(one.standing())),
    ]
}

fn credit_cells<'a>(one: &'a Credit, found: &Found) -> Vec<Cell<'a, Message>> {
    vec![
        cell::text(one.name.to_string()),
        cell::date(one.last_on),
        cell::date_maybe(escheats_on(one.last_on, found.terms.escheat_months)),
        cell::money(one.amount).strong(),
    ]
}

fn returned_cells(one: &ReturnedCheck) -> Vec<Cell<'_, Message>> {
    let standing = match one.undone {
        Some(_) => pill::voided().says("Holds again"),
        None => pill::rejected().says("Returned"),
    };
    vec![
        cell::date(one.on),
        cell::text(one.name.to_string()),
        cell::code(one.number.as_str()),
        cell::code(receipt_number(one.receipt)),
        cell::money(one.amount).strong(),
        cell::money_maybe(one.fee.map(|(_, fee)| fee)),
        cell::pill(standing),
    ]
}

/// Whose a credit is, and the steps that made it so.
fn whose<'a>(one: &Credit, replay: &'a CreditReplay) -> Element<'a, Message> {
    let own = replay.guarantors().unwrap_or_default();
    let theirs = replay.payers().unwrap_or_default();
    let owners = std::iter::once((String::from("The guarantor’s"), own))
        .chain(theirs.into_iter().map(|(_, name, amount)| (name, amount)))
        .filter(|(_, amount)| amount.is_positive());
    let steps = replay.steps.iter().rev().map(|step| {
        let (glyph, tone) = if step.amount.is_positive() {
            (icon::PAYMENT, Tone::Good)
        } else {
            (icon::GO, Tone::Quiet)
        };
        let of_payers = if step.payers.is_zero() {
            String::new()
        } else {
            format!(", {} of it payers’", dollars(step.payers))
        };
        event(
            glyph,
            tone,
            step.words.clone(),
            format!(
                "{}, {}: {} left{of_payers}",
                show_date(step.on),
                signed(step.amount),
                dollars(step.left)
            ),
        )
    });
    column![
        words::large_figure(dollars(one.amount)),
        words::body(one.name.natural()),
        panel::sums(owners),
        panel::section("Told again, the newest first", ""),
        timeline(steps),
    ]
    .spacing(gap::S)
    .into()
}

fn signed(amount: Money) -> String {
    if amount.is_positive() {
        format!("+{}", dollars(amount))
    } else {
        format!("−{}", dollars(amount.abs()))
    }
}

fn of_returned(one: &ReturnedCheck) -> Element<'_, Message> {
    let undo = one.undone.is_none().then(|| {
        button::plain("Paid after all")
            .key("U")
            .compact()
            .on_press(Message::UndoPressed)
    });
    let undone = one
        .undone
        .as_ref()
        .map(|why| words::body(format!("Its payment holds again: {why}")));
    column![
        words::large_figure(dollars(one.amount)),
        words::body(one.name.natural()),
        words::body(sentence(&one.why)),
        words::label(when(one.at, &one.by)),
        undone,
        undo,
    ]
    .spacing(gap::S)
    .into()
}

fn of_help(one: &Hardship) -> Element<'_, Message> {
    let end = one.ended.is_none().then(|| {
        button::plain("End it")
            .key("U")
            .compact()
            .on_press(Message::UndoPressed)
    });
    let ended = one
        .ended
        .as_ref()
        .map(|why| words::body(format!("Ended: {why}")));
    column![
        words::large_figure(format!("{}%", one.percent)),
        words::body(one.name.natural()),
        words::body(sentence(&one.what.why)),
        words::label(when(one.at, &one.by)),
        ended,
        end,
    ]
    .spacing(gap::S)
    .into()
}

/// What can be done about a refund.
fn deeds<'a>(at: Standing) -> Element<'a, Message> {
    let acts = [
        ("Approve", "A", Deed::Approved),
        ("Pay", "P", Deed::Paid),
        ("Cashed", "C", Deed::Cashed),
        ("Void the check", "V", Deed::Voided),
        ("Decline", "D", Deed::Declined),
    ];
    let can = acts
        .into_iter()
        .filter(|(_, _, deed)| at.after(*deed).is_some());
    let buttons = can.map(|(words, key, deed)| {
        button::plain(words)
            .key(key)
            .compact()
            .on_press(Message::DeedPressed(deed))
            .into()
    });
    container(iced::widget::row(buttons).spacing(gap::S).wrap())
        .padding([gap::S, 0.0])
        .into()
}

const fn sign(deed: Deed) -> (Glyph, Tone) {
    match deed {
        Deed::Approved => (icon::CHECK, Tone::Good),
        Deed::Declined => (icon::UNDO, Tone::Quiet),
        Deed::Paid => (icon::SENT, Tone::Sent),
        Deed::Voided => (icon::UNDO, Tone::Attention),
        Deed::Cashed => (icon::PAID, Tone::Good),
    }
}

fn when(at: chrono::DateTime<chrono::Utc>, by: &str) -> String {
    let at = at.with_timezone(&Local).format("%m/%d/%Y %-I:%M %p");
    format!("{at}, {by}")
}
