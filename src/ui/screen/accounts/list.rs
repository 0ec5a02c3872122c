//! The lanes of the patients' side and the table of one of them. They must not know what is done with a row.

use chrono::NaiveDate;
use iced::widget::{container, space};
use iced::{Element, Fill};

use super::{Accounts, Found, Message, TABLE, total};
use crate::domain::collections::{NotSmall, SmallRow, Step};
use crate::domain::contact::{Dispute, Kept, Note, PromiseState};
use crate::domain::id::GuarantorId;
use crate::domain::money::Money;
use crate::domain::person::Name;
use crate::office::CollectionRow;
use crate::ui::icon::{self, Glyph};
use crate::ui::spacing::space as gap;
use crate::ui::theme::Tone;
use crate::ui::widget::data_table::{Cell, Column, cell, data_table};
use crate::ui::widget::empty_state::empty_state;
use crate::ui::widget::lane;
use crate::ui::widget::words;

/// What a lane holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lane {
    /// Notes to be looked at again.
    #[default]
    Calls,
    /// Promises that are open, or were not kept.
    Promises,
    /// Open disputes.
    Disputes,
    /// Accounts to which a final notice is due, or runs.
    Notice,
    /// Accounts that are ready for an agency.
    Ready,
    /// Accounts that are at one.
    AtAgency,
    /// Balances too small to ask for.
    Small,
}

impl Lane {
    /// In the order they stand.
    pub const ALL: [Self; 7] = [
        Self::Calls,
        Self::Promises,
        Self::Disputes,
        Self::Notice,
        Self::Ready,
        Self::AtAgency,
        Self::Small,
    ];

    /// The lane so many further on, round and round.
    pub fn turned(self, by: usize) -> Self {
        let at = Self::ALL.iter().position(|lane| *lane == self);
        let mut round = Self::ALL.iter().cycle();
        let lane = round.nth(at.unwrap_or(0).saturating_add(by));
        lane.copied().unwrap_or_default()
    }

    const fn face(self) -> (Glyph, Tone, &'static str) {
        match self {
            Self::Calls => (icon::PHONE, Tone::Attention, "To call"),
            Self::Promises => (icon::PROMISES, Tone::Sent, "Promises"),
            Self::Disputes => (icon::APPEAL, Tone::Attention, "Disputes"),
            Self::Notice => (icon::STATEMENTS, Tone::Attention, "Final notice"),
            Self::Ready => (icon::SENT, Tone::Bad, "For the agency"),
            Self::AtAgency => (icon::PRACTICE, Tone::Quiet, "At the agency"),
            Self::Small => (icon::WRITE_OFF, Tone::Quiet, "Small balances"),
        }
    }

    const fn empty(self) -> &'static str {
        match self {
            Self::Calls => "No note waits for a day. N on any account writes one with its day.",
            Self::Promises => "Nobody’s promise is open or was broken.",
            Self::Disputes => "Nobody disputes anything.",
            Self::Notice => "No account was asked for often and long enough.",
            Self::Ready => "No final notice has run out.",
            Self::AtAgency => "Nothing is at an agency.",
            Self::Small => "No account owes as little as the rule says.",
        }
    }
}

/// A row of a lane.
#[derive(Clone, Copy, Debug)]
pub enum Row<'a> {
    /// Something to look at again.
    Note(&'a Note),
    /// A promise.
    Promise(&'a PromiseState),
    /// A dispute.
    Dispute(&'a Dispute),
    /// An account that statements did not bring in.
    Account(&'a CollectionRow),
    /// A balance too small to ask for.
    Small(&'a SmallRow),
}

impl Row<'_> {
    /// Whose account.
    pub const fn guarantor(&self) -> GuarantorId {
        match self {
            Self::Note(note) => note.about.guarantor,
            Self::Promise(state) => state.promise.guarantor,
            Self::Dispute(dispute) => dispute.guarantor,
            Self::Account(row) => row.account.guarantor,
            Self::Small(row) => row.guarantor,
        }
    }

    /// Their name.
    pub const fn name(&self) -> &Name {
        match self {
            Self::Note(note) => &note.guarantor_name,
            Self::Promise(state) => &state.promise.guarantor_name,
            Self::Dispute(dispute) => &dispute.guarantor_name,
            Self::Account(row) => &row.account.name,
            Self::Small(row) => &row.name,
        }
    }

    /// What it is worth.
    pub fn amount(&self) -> Option<Money> {
        match self {
            Self::Note(_) | Self::Dispute(_) => None,
            Self::Promise(state) => state.promise.amount.minus(state.paid).ok(),
            Self::Account(row) if row.step == Step::AtAgency => Some(row.account.at_agency),
            Self::Account(row) => Some(row.due),
            Self::Small(row) => Some(row.amount),
        }
    }

    /// The day it is about.
    fn day(&self) -> Option<NaiveDate> {
        match self {
            Self::Note(note) => note.follow_up.map(|one| one.on),
            Self::Promise(state) => Some(state.promise.by_on),
            Self::Dispute(dispute) => Some(dispute.opened_on),
            Self::Account(row) => match &row.step {
                Step::NoticeRuns(on) => Some(*on),
                Step::AtAgency => row.account.placed.as_ref().map(|placed| placed.on),
                _ => row.account.first_asked_on,
            },
            Self::Small(_) => None,
        }
    }

    /// What is to be done, in a line.
    fn what(&self) -> String {
        match self {
            Self::Note(note) => match &note.follow_up_name {
                Some(name) => format!("{}, for {name}", note.words),
                None => note.words.clone(),
            },
            Self::Promise(state) if state.paid.is_positive() => {
                format!("{}, {} paid", state.kept.words(), state.paid)
            }
            Self::Promise(state) => state.kept.words().to_owned(),
            Self::Dispute(dispute) => match &dispute.line {
                Some(line) => format!("{}: {}", line.description, dispute.words),
                None => dispute.words.clone(),
            },
            Self::Account(row) => match (&row.step, &row.account.placed) {
                (Step::AtAgency, Some(placed)) => placed.agency_name.clone(),
                (step, _) => crate::ui::worker::sentence(&step.words()).replace('.', ""),
            },
            Self::Small(row) => row
                .why_not
                .map_or_else(|| String::from("would be written off"), NotSmall::words),
        }
    }

    /// Whether somebody should look at it now.
    fn is_due(&self, today: NaiveDate) -> bool {
        match self {
            Self::Note(note) => note.is_due(today),
            Self::Promise(state) => state.kept.wants_a_call(),
            Self::Account(row) => matches!(row.step, Step::NoticeDue | Step::Ready),
            Self::Dispute(_) => false,
            Self::Small(row) => row.why_not.is_none(),
        }
    }
}

/// The rows of a lane.
pub fn rows(found: &Found, lane: Lane) -> Vec<Row<'_>> {
    let accounts = |is_here: fn(&Step) -> bool| {
        let rows = found.accounts.iter().filter(move |row| is_here(&row.step));
        rows.map(Row::Account).collect()
    };
    match lane {
        Lane::Calls => found.notes.iter().map(Row::Note).collect(),
        Lane::Promises => {
            let waits =
                |state: &&PromiseState| state.kept == Kept::Open || state.kept.wants_a_call();
            let mut rows: Vec<_> = found.promises.iter().filter(waits).collect();
            rows.sort_by_key(|state| (state.promise.by_on, state.promise.id));
            rows.into_iter().map(Row::Promise).collect()
        }
        Lane::Disputes => found.disputes.iter().map(Row::Dispute).collect(),
        Lane::Notice => accounts(|step| matches!(step, Step::NoticeDue | Step::NoticeRuns(_))),
        Lane::Ready => accounts(|step| *step == Step::Ready),
        Lane::AtAgency => accounts(|step| *step == Step::AtAgency),
        Lane::Small => found.small.iter().map(Row::Small).collect(),
    }
}

/// The lanes with what they hold.
pub fn lanes<'a>(screen: &Accounts, today: NaiveDate) -> Vec<lane::Lane<'a, Message>> {
    let shown = |one: Lane| {
        let rows = rows(&screen.found, one);
        let (glyph, tone, name) = one.face();
        let amount = total(rows.iter().filter_map(Row::amount));
        let list = lane::lane(glyph, name, rows.len(), amount, Message::LanePressed(one));
        let list = match one {
            Lane::Calls => {
                let due = rows.iter().filter(|row| row.is_due(today)).count();
                list.counting(format!("{due} due"))
            }
            Lane::Disputes => list.counting("held"),
            Lane::Promises | Lane::Notice | Lane::Ready | Lane::AtAgency | Lane::Small => list,
        };
        let list = list.active(screen.lane == one);
        if tone == Tone::Quiet {
            list
        } else {
            list.tone(tone)
        }
    };
    Lane::ALL.into_iter().map(shown).collect()
}

/// The table of the lane.
pub fn table(screen: &Accounts, today: NaiveDate) -> Element<'_, Message> {
    let rows = screen.rows();
    let count = rows.len();
    let sum = total(rows.iter().filter_map(Row::amount));
    let day = match screen.lane {
        Lane::Calls => "Due",
        Lane::Promises => "By",
        Lane::Disputes => "Since",
        Lane::Notice | Lane::Ready => "Asked since",
        Lane::AtAgency => "Given",
        Lane::Small => "",
    };
    let columns = [
        Column::fixed("Account", 84.0),
        Column::portion("Who pays", 3),
        Column::portion("What", 5),
        Column::fixed(day, 96.0),
        Column::fixed("Amount", 96.0).right(),
    ];
    let empty: Element<'_, Message> = if screen.is_read {
        container(empty_state(
            icon::FOLLOW_UP,
            "Nothing here",
            screen.lane.empty(),
            None,
        ))
        .padding([gap::XXXL, gap::XL])
        .into()
    } else {
        space().into()
    };
    let table = data_table(columns, count, move |at| {
        rows.get(at)
            .map(|row| cells(row, today))
            .unwrap_or_default()
    })
    .id(TABLE)
    .edge_to_edge()
    .selected((count > 0).then_some(screen.at))
    .on_select(Message::RowSelected)
    .on_open(Message::RowOpened)
    .height(Fill)
    .empty(empty);
    if count == 0 {
        return table.into();
    }
    let counted = match count {
        1 => String::from("1 account"),
        count => format!("{count} accounts"),
    };
    table
        .total(vec![
            cell::empty(),
            cell::text(counted),
            cell::empty(),
            cell::empty(),
            cell::text(if sum.is_zero() {
                String::new()
            } else {
                words::show_dollars(sum)
            }),
        ])
        .into()
}

fn cells<'a>(row: &Row<'_>, today: NaiveDate) -> Vec<Cell<'a, Message>> {
    let day = cell::date_maybe(row.day());
    let day = if row.is_due(today) {
        day.tone(|t| t.attention.ink).strong()
    } else {
        day
    };
    vec![
        cell::code(crate::domain::patient::account_number(row.guarantor())),
        cell::text(row.name().to_string()),
        cell::text(row.what()),
        day,
        cell::money_maybe(row.amount()),
    ]
}
