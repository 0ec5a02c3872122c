//! The head of a remittance and the table of its claims. It must not know what is decided about one.

use chrono::Local;
use iced::widget::{column, container, row, rule, space};
use iced::{Center, Element, Fill};

use super::sheet::{self, Line};
use super::{Message, Remittance, TABLE};
use crate::domain::ledger::PayerAccount;
use crate::domain::typed::show_date;
use crate::office::{DeskAdjustment, DeskClaim, OnDesk, RemittancePage};
use crate::ui::context::Context;
use crate::ui::icon;
use crate::ui::screen::payments::table::method;
use crate::ui::spacing::space as gap;
use crate::ui::theme::{self, Tone};
use crate::ui::widget::data_table::{Cell, Column, Kind, cell, data_table};
use crate::ui::widget::figure::{figure, figures};
use crate::ui::widget::pill::{self, Pill};
use crate::ui::widget::{button, empty_state, page, words};

/// How high the head is.
const HEAD: f32 = 104.0;

impl Remittance {
    pub(super) fn head<'a>(context: &'a Context, page: &'a RemittancePage) -> Element<'a, Message> {
        let row_of = &page.row;
        let read = row_of.read_at.with_timezone(&Local);
        let read = if read.date_naive() == context.today() {
            read.format("%-I:%M %p").to_string()
        } else {
            read.format("%m/%d/%Y").to_string()
        };
        let claims = match row_of.claims {
            1 => String::from("1 claim"),
            more => format!("{more} claims"),
        };
        let paid = row![
            words::strong(row_of.payer_name.as_str()),
            words::body(format!(
                "paid by {} {}",
                method(row_of.method).to_lowercase().replace("eft", "EFT"),
                show_date(row_of.paid_on)
            )),
        ]
        .spacing(gap::XS);
        let words = column![
            words::title(format!("Remittance {}", row_of.trace)),
            paid,
            words::label(format!("{}, read {read}, {claims}", row_of.file_name)),
        ];
        let head = row![words, space::horizontal(), figures_of(page)]
            .align_y(Center)
            .padding([0.0, gap::L])
            .height(HEAD - 1.0);
        column![head, rule::horizontal(1).style(theme::divider)].into()
    }

    pub(super) fn list<'a>(&'a self, page: &'a RemittancePage) -> Element<'a, Message> {
        let narrow = if self.only_needs {
            "All of it"
        } else {
            "Only what needs me"
        };
        let days = self.days(page).into_iter();
        let acts: [Element<'a, Message>; 2] = [
            button::quiet(narrow)
                .icon(icon::FILTER)
                .compact()
                .on_press(Message::NarrowPressed)
                .into(),
            button::quiet("Paper view")
                .icon(icon::CLAIM)
                .compact()
                .on_press(Message::PaperPressed)
                .into(),
        ];
        let bar = page::toolbar(
            [words::dense("Claims in this remittance")
                .font(theme::SEMIBOLD)
                .into()],
            days.chain(acts),
        );
        column![bar, self.going(), Self::odd(page), self.table(page)].into()
    }

    fn table<'a>(&'a self, page: &'a RemittancePage) -> Element<'a, Message> {
        let columns = [
            Column::fill("Patient"),
            Column::fixed("Service", 92.0),
            Column::fixed("Charge", 80.0).right(),
            Column::fixed("Allowed", 76.0).right(),
            Column::fixed("Paid", 84.0).right(),
            Column::fixed("Adjusted", 76.0).right(),
            Column::fixed("Patient", 72.0).right(),
            Column::fixed("State", 122.0),
        ];
        let selected = self.at;
        let is_odd = move |at: usize| {
            let line = self.lines.get(at);
            line.is_some_and(|line| sheet::waits(page, *line))
        };
        let empty = empty_state::empty_state(
            icon::PAID,
            "Nothing needs you",
            "Everything in it is decided. Ctrl Enter posts it.",
            None,
        );
        let tally = &self.tally;
        data_table(columns, self.lines.len(), move |at| {
            let Some(line) = self.lines.get(at).copied() else {
                return Vec::new();
            };
            let on_paper = is_odd(at) && at != selected;
            match line {
                Line::Claim(place) => page
                    .claims
                    .get(place)
                    .map(|claim| claim_cells(claim, on_paper)),
                Line::Adjustment(place) => page
                    .adjustments
                    .get(place)
                    .map(|one| adjustment_cells(one, on_paper)),
            }
            .unwrap_or_default()
        })
        .kinds(move |at| {
            if is_odd(at) && at != selected {
                Kind::Attention
            } else {
                Kind::Line
            }
        })
        .id(TABLE)
        .edge_to_edge()
        .selected(Some(selected))
        .on_select(Message::RowSelected)
        .on_open(|_| Message::ClaimPressed)
        .height(Fill)
        .total(vec![
            cell::text(total_words(page)),
            cell::empty(),
            cell::money(tally.charged),
            cell::money(tally.allowed),
            cell::dollars(tally.paid),
            cell::money(tally.adjusted),
            cell::money(tally.patient),
        ])
        .empty(container(empty).padding(gap::XL))
        .into()
    }
}

fn figures_of(page: &RemittancePage) -> Element<'_, Message> {
    let sums = &page.figures;
    let mut list = vec![
        figure("Check total", words::show_dollars(sums.payment)),
        figure(
            format!("Matched, {}", sums.matched),
            words::show_money(sums.matched_paid),
        ),
    ];
    if sums.needs > 0 {
        let label = format!("Needs you, {}", sums.needs);
        list.push(figure(label, words::show_money(sums.needs_paid)).tone(Tone::Attention));
    }
    if sums.parked > 0 {
        list.push(figure(
            format!("Parked, {}", sums.parked),
            words::show_money(sums.parked_paid),
        ));
    }
    if !page.adjustments.is_empty() {
        let name = if page.adjustments.iter().all(is_interest) {
            "Interest"
        } else {
            "Beside claims"
        };
        list.push(figure(name, words::show_money(sums.adjustments)));
    }
    let off = sums.left;
    list.push(if off.is_zero() {
        figure("Proof", "0.00").tone(Tone::Good).icon(icon::PAID)
    } else {
        figure("Proof", words::show_money(off))
            .tone(Tone::Bad)
            .icon(icon::REJECTED)
    });
    figures(list)
}

fn is_interest(one: &DeskAdjustment) -> bool {
    one.plan.account == PayerAccount::Interest
}

fn total_words(page: &RemittancePage) -> String {
    let claims = match page.claims.len() {
        1 => String::from("1 claim"),
        more => format!("{more} claims"),
    };
    match page.adjustments.len() {
        0 => claims,
        _ if page.adjustments.iter().all(is_interest) => format!("{claims}, interest"),
        1 => format!("{claims}, 1 more"),
        more => format!("{claims}, {more} more"),
    }
}

/// Where a claim stands, as its pill.
fn stands(claim: &DeskClaim) -> Pill {
    let pill = match claim.stands {
        OnDesk::Matched | OnDesk::Posted => pill::matched(),
        OnDesk::Needs => pill::look(),
        OnDesk::Takeback => pill::takeback(),
        OnDesk::NoMatch => pill::no_match(),
        OnDesk::Accepted => pill::well(),
        OnDesk::Parked => pill::held(),
        OnDesk::Information => pill::waiting(),
    };
    pill.says(claim.label.as_str())
}

fn on_paper(pill: Pill, is_on_paper: bool) -> Pill {
    if is_on_paper { pill.on_paper() } else { pill }
}

fn claim_cells<'a>(claim: &DeskClaim, is_on_paper: bool) -> Vec<Cell<'a, Message>> {
    let served_on = claim.read.served_on().map(|days| days.0);
    vec![
        cell::text(sheet::patient(claim)),
        served_on.map_or_else(cell::empty, cell::date),
        cell::money(claim.read.charged),
        cell::money(claim.allowed),
        cell::money(claim.read.paid).strong(),
        cell::money(claim.adjusted),
        cell::money(claim.patient),
        cell::pill(on_paper(stands(claim), is_on_paper)),
    ]
}

fn adjustment_cells<'a>(one: &DeskAdjustment, is_on_paper: bool) -> Vec<Cell<'a, Message>> {
    let name = if is_interest(one) {
        format!("Interest, PLB {}", one.filed.code)
    } else {
        format!("PLB {} {}", one.filed.code, one.filed.reference)
    };
    let pill = match sheet::waits_for(one) {
        Some(problem) => pill::look().says(problem.words()),
        None if one.plan.exceptions.is_empty() => pill::well().says("Known"),
        None => pill::well().says("Decided"),
    };
    vec![
        cell::text(name).tone(|t| t.muted),
        cell::empty(),
        cell::empty(),
        cell::empty(),
        cell::money(one.filed.amount.negated()).strong(),
        cell::empty(),
        cell::empty(),
        cell::pill(on_paper(pill, is_on_paper)),
    ]
}
