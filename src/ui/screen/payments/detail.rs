//! What one EOB or receipt is, at the right of the lists. It must not know the lists.

use chrono::{DateTime, Local, Utc};
use iced::Element;
use iced::widget::{column, row, space};

use super::table::{method, reference, tender};
use super::{Message, Payments};
use crate::domain::claim::ClaimRow;
use crate::domain::eob::{EobLine, EobRow, EobScan, Outcome, PostedEob};
use crate::domain::id::{ClaimId, EobId};
use crate::domain::money::Money;
use crate::domain::payment::{ReceiptDetail, ReceiptRow, Tender, receipt_number};
use crate::domain::typed::show_date;
use crate::office::{Office, OfficeError};
use crate::ui::context::Context;
use crate::ui::icon;
use crate::ui::screen::eob::scan;
use crate::ui::screen::placed;
use crate::ui::spacing::{space as gap, width};
use crate::ui::widget::{button, finding, panel, words};

/// How many claims of an EOB the panel lists.
const CLAIMS: usize = 40;

/// A posted EOB with its claims.
#[derive(Clone, Debug)]
pub struct EobDetail {
    posted: PostedEob,
    claims: Vec<ClaimRow>,
    scans: Vec<EobScan>,
}

impl EobDetail {
    /// Reads it.
    ///
    /// # Errors
    /// [`OfficeError`] when the book cannot be read.
    pub fn read(office: &Office, id: EobId) -> Result<Self, OfficeError> {
        let posted = office.eob(id)?;
        let mut ids: Vec<ClaimId> = Vec::new();
        for line in &posted.eob.lines {
            if !ids.contains(&line.claim) {
                ids.push(line.claim);
            }
        }
        let rows = ids
            .into_iter()
            .take(CLAIMS)
            .map(|claim| Ok(office.claim(claim)?.row));
        let claims = rows.collect::<Result<_, OfficeError>>()?;
        let scans = office.eob_scans(id)?;
        Ok(Self {
            posted,
            claims,
            scans,
        })
    }

    /// The first claim it answered.
    pub fn first_claim(&self) -> Option<ClaimId> {
        self.claims.first().map(|row| row.id)
    }
}

impl Payments {
    pub(super) fn panel<'a>(&'a self, _: &'a Context) -> Option<Element<'a, Message>> {
        if let Some(row) = self.eob() {
            return Some(self.eob_panel(row));
        }
        let row = self.receipt()?;
        Some(receipt_panel(row, self.placed.as_ref()))
    }

    fn eob_panel<'a>(&'a self, row: &'a EobRow) -> Element<'a, Message> {
        let head = panel::head(row.payer_name.as_str(), reference(row), space());
        let amount = words::section(words::show_dollars(row.amount));
        let facts = panel::facts(
            96.0,
            [
                ("Paid by", words::dense(method(row.method)).into()),
                ("Check date", words::dense(show_date(row.paid_on)).into()),
                (
                    "Counts for",
                    words::dense(show_date(row.accounting_on)).into(),
                ),
            ],
        );
        let mut parts = column![amount, facts].spacing(gap::M);
        if let Some(detail) = &self.detail {
            let posted = &detail.posted;
            parts = parts.push(by("Posted", posted.posted_at, &posted.posted_by));
            if let Some(back) = &posted.taken_back {
                parts = parts.push(taken_back(back.at, &back.by, &back.why));
            }
            let scans = detail
                .scans
                .iter()
                .map(|one| scan::link(one, Message::ScanPressed(one.id)));
            parts = parts.extend(scans);
            parts = parts.push(panel::section("What it said", ""));
            for claim in &detail.claims {
                let lines = posted
                    .eob
                    .lines
                    .iter()
                    .filter(|line| line.claim == claim.id);
                parts = parts.push(said(claim, lines));
            }
        }
        if row.remittance.is_some() {
            let open = button::plain("Open the remittance")
                .icon(icon::REMITTANCES)
                .key("Enter")
                .on_press(Message::RemittancePressed);
            parts = parts.push(Element::from(open));
        } else if !row.is_reversed {
            parts = parts.push(back_button());
        }
        panel::panel(width::PANEL_REMITTANCE, head, parts)
    }
}

/// What an EOB said of one claim.
fn said<'a>(
    claim: &'a ClaimRow,
    lines: impl Iterator<Item = &'a EobLine> + Clone,
) -> Element<'a, Message> {
    let part = |wanted: fn(Outcome) -> bool| {
        let parts = lines.clone().flat_map(|line| &line.adjustments);
        let parts = parts
            .filter(|part| wanted(part.outcome))
            .map(|part| part.amount);
        Money::sum(parts).unwrap_or_default()
    };
    let written_off = part(|outcome| matches!(outcome, Outcome::WriteOff(_)));
    let patient = part(|outcome| outcome == Outcome::Patient);
    let stays = part(|outcome| outcome == Outcome::Stays);
    let paid = Money::sum(lines.map(|line| line.paid)).unwrap_or_default();
    let title = row![
        words::strong(claim.patient_name.to_string()),
        words::label(claim.number.to_string()),
        space::horizontal(),
        words::label(show_date(claim.service_on)),
    ]
    .spacing(gap::S);
    let list = [
        ("Paid", paid),
        ("Written off", written_off),
        ("Patient’s share", patient),
    ];
    let stays = (!stays.is_zero()).then_some(("Stays with the payer", stays));
    column![title, panel::sums(list.into_iter().chain(stays))].into()
}

fn receipt_panel<'a>(
    row: &'a ReceiptRow,
    detail: Option<&'a ReceiptDetail>,
) -> Element<'a, Message> {
    let head = panel::head(row.name.natural(), receipt_number(row.id), space());
    let taken = row.taken_at.with_timezone(&Local);
    let facts = panel::facts(
        96.0,
        [
            (
                "Taken",
                words::dense(taken.format("%m/%d/%Y %-I:%M %p").to_string()).into(),
            ),
            (
                "Counts for",
                words::dense(show_date(row.accounting_on)).into(),
            ),
        ],
    );
    let tenders = row.tenders.iter().map(|one| (tender(one), one.amount()));
    let change = row.tenders.iter().find_map(|one| match one {
        Tender::Cash { amount, given } => given
            .minus(*amount)
            .ok()
            .filter(|change| change.is_positive()),
        Tender::Check { .. } | Tender::Card { .. } => None,
    });
    let change = change.map(|change| words::label(format!("{change} was given back as change")));
    let back = (!row.is_reversed).then(back_button);
    let state = row.is_reversed.then(|| {
        finding::findings(vec![
            finding::to_look_at("Taken back").note("What it paid is owed again."),
        ])
    });
    let acts = button::plain("Print again")
        .icon(icon::PRINT)
        .key("R")
        .on_press(Message::ReprintPressed);
    let parts = column![
        words::section(words::show_dollars(row.amount)),
        state,
        facts,
        panel::section("Paid with", ""),
        panel::sums(tenders),
        change,
        detail.map(placed::placed),
        row![acts, back].spacing(gap::S),
    ]
    .spacing(gap::M);
    panel::panel(width::PANEL_REMITTANCE, head, parts)
}

fn by<'a>(did: &str, at: DateTime<Utc>, who: &str) -> Element<'a, Message> {
    let at = at.with_timezone(&Local).format("%m/%d/%Y %-I:%M %p");
    words::label(format!("{did} {at} by {who}")).into()
}

fn taken_back<'a>(at: DateTime<Utc>, who: &str, why: &str) -> Element<'a, Message> {
    let at = at.with_timezone(&Local).format("%m/%d/%Y %-I:%M %p");
    finding::findings(vec![
        finding::to_look_at(format!("Taken back {at} by {who}")).note(why.to_owned()),
    ])
}

fn back_button<'a>() -> Element<'a, Message> {
    button::danger("Take back")
        .icon(icon::UNDO)
        .key("U")
        .on_press(Message::BackPressed)
        .into()
}
