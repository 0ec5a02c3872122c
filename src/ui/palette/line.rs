//! The lines of the palette: what was found, in groups, with what taking each does. It must not know how they look.

use crate::domain::claim::State;
use crate::domain::eob::Method;
use crate::domain::find::{FoundBatch, FoundClaim, FoundEob, FoundReceipt, FoundRemittance, Hit};
use crate::domain::money::Money;
use crate::domain::patient::{PatientRow, chart_number};
use crate::domain::payment::receipt_number;
use crate::domain::statement::ScanLine;
use crate::domain::typed::{counted, show_date};
use crate::ui::icon::{self, Glyph};
use crate::ui::look::Look;
use crate::ui::place::{ChartTab, Place};
use crate::ui::widget::palette as kit;

/// How many commands show beside what was found.
const FEW: usize = 6;

/// What kind of thing a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// People.
    Patients,
    /// Claims, and the files they went in.
    Claims,
    /// Receipts and EOBs.
    Payments,
    /// Commands.
    Do,
}

impl Kind {
    const ALL: [Self; 4] = [Self::Patients, Self::Claims, Self::Payments, Self::Do];

    const fn words(self) -> &'static str {
        match self {
            Self::Patients => "Patients",
            Self::Claims => "Claims",
            Self::Payments => "Payments",
            Self::Do => "Do",
        }
    }
}

/// What taking a line does.
#[derive(Clone, Debug, PartialEq)]
pub enum Does {
    /// Goes there.
    Go(Place),
    /// Locks the book.
    Lock,
    /// Shows all keys.
    Keys,
    /// Looks another way.
    Prefer(Look),
}

/// A line of the list.
#[derive(Clone, Debug)]
pub enum Line {
    /// The name of a kind.
    Group(&'static str),
    /// Something to take.
    Item(Item),
}

/// Something to take.
#[derive(Clone, Debug)]
pub struct Item {
    pub kind: Kind,
    pub glyph: Glyph,
    pub words: String,
    pub note: String,
    pub amount: Option<Money>,
    pub keys: &'static str,
    pub does: Does,
}

impl Line {
    /// Whether it can be taken.
    pub const fn is_item(&self) -> bool {
        matches!(self, Self::Item(_))
    }

    /// Its kind.
    pub const fn kind(&self) -> Option<Kind> {
        match self {
            Self::Group(_) => None,
            Self::Item(item) => Some(item.kind),
        }
    }

    /// What taking it does.
    pub const fn does(&self) -> Option<&Does> {
        match self {
            Self::Group(_) => None,
            Self::Item(item) => Some(&item.does),
        }
    }

    /// As the kit draws it.
    pub fn view(&self) -> kit::Line<'_> {
        let item = match self {
            Self::Group(words) => return kit::group(*words),
            Self::Item(item) => item,
        };
        let mut line = kit::item(item.glyph, item.words.as_str());
        if !item.note.is_empty() {
            line = line.note(item.note.as_str());
        }
        if let Some(amount) = item.amount {
            line = line.amount(amount);
        }
        if !item.keys.is_empty() {
            line = line.key(item.keys);
        }
        line.into()
    }
}

/// Lays out what was found for `text`, and the commands that fit it; only one kind, if so wished.
pub fn lay(hits: &[Hit], commands: &[Line], text: &str, only: Option<Kind>) -> Vec<Line> {
    let mut items: Vec<Item> = hits.iter().map(found).collect();
    items.extend(for_patient(hits));
    items.extend(scanned(text));
    let most = if text.is_empty() || only == Some(Kind::Do) {
        usize::MAX
    } else {
        FEW
    };
    items.extend(
        commands
            .iter()
            .filter_map(|line| fitting(line, text))
            .take(most),
    );
    let mut lines = Vec::new();
    for kind in Kind::ALL {
        if only.is_some_and(|only| only != kind) {
            continue;
        }
        let of_kind: Vec<Line> = items
            .iter()
            .filter(|item| item.kind == kind)
            .cloned()
            .map(Line::Item)
            .collect();
        if !of_kind.is_empty() {
            lines.push(Line::Group(kind.words()));
            lines.extend(of_kind);
        }
    }
    lines
}

/// The command, if each word of the text is in its words.
fn fitting(line: &Line, text: &str) -> Option<Item> {
    let Line::Item(item) = line else { return None };
    let words = item.words.to_lowercase();
    text.split_whitespace()
        .all(|word| words.contains(&word.to_lowercase()))
        .then(|| item.clone())
}

fn found(hit: &Hit) -> Item {
    match hit {
        Hit::Patient(patient) => patient_line(patient),
        Hit::Claim(claim) => claim_line(claim),
        Hit::Receipt(receipt) => receipt_line(receipt),
        Hit::Remittance(remittance) => remittance_line(remittance),
        Hit::Eob(eob) => eob_line(eob),
        Hit::Batch(batch) => batch_line(batch),
    }
}

fn patient_line(patient: &PatientRow) -> Item {
    let number = chart_number(patient.id);
    let born = show_date(patient.born_on);
    Item {
        kind: Kind::Patients,
        glyph: icon::PATIENT,
        words: patient.name.to_string(),
        note: format!("{number}, DOB {born}"),
        amount: patient.insurance_owes.plus(patient.patient_owes).ok(),
        keys: "",
        does: Does::Go(Place::Chart(patient.id, ChartTab::default())),
    }
}

fn claim_line(claim: &FoundClaim) -> Item {
    let (number, name) = (&claim.number, &claim.patient_name);
    let state = match claim.state {
        State::Ready => "Ready to send",
        other => other.words(),
    };
    let day = show_date(claim.service_on);
    Item {
        kind: Kind::Claims,
        glyph: icon::CLAIM,
        words: format!("{number} {name}"),
        note: format!("{state}, service {day}, {}", claim.payer_name),
        amount: Some(claim.charged),
        keys: "",
        does: Does::Go(Place::Claim(claim.id)),
    }
}

fn receipt_line(receipt: &FoundReceipt) -> Item {
    let number = receipt_number(receipt.id);
    let day = show_date(receipt.accounting_on);
    let note = if receipt.references.is_empty() {
        day
    } else {
        format!("{day}, {}", receipt.references)
    };
    Item {
        kind: Kind::Payments,
        glyph: icon::RECEIPT,
        words: format!("{number} {}", receipt.name),
        note,
        amount: Some(receipt.amount),
        keys: "",
        does: Does::Go(Place::Receipt(receipt.id)),
    }
}

fn remittance_line(remittance: &FoundRemittance) -> Item {
    let day = show_date(remittance.paid_on);
    let standing = remittance.standing.words();
    Item {
        kind: Kind::Payments,
        glyph: icon::REMITTANCES,
        words: format!("{} {}", paid_by(remittance.method), remittance.trace),
        note: format!(
            "{}, {day}, {}",
            remittance.payer_name,
            standing.to_lowercase()
        ),
        amount: Some(remittance.amount),
        keys: "",
        does: Does::Go(Place::Remittance(remittance.id, None)),
    }
}

const fn paid_by(method: Method) -> &'static str {
    match method {
        Method::Check => "Check",
        Method::Eft => "EFT",
        Method::Card => "Card",
        Method::None => "No payment",
    }
}

fn eob_line(eob: &FoundEob) -> Item {
    let method = paid_by(eob.method);
    Item {
        kind: Kind::Payments,
        glyph: icon::PAYMENT,
        words: format!("{method} {}", eob.reference),
        note: format!("{}, {}", eob.payer_name, show_date(eob.paid_on)),
        amount: Some(eob.amount),
        keys: "",
        does: Does::Go(Place::Eob(eob.id)),
    }
}

fn batch_line(batch: &FoundBatch) -> Item {
    let day = show_date(batch.made_at.date_naive());
    Item {
        kind: Kind::Claims,
        glyph: icon::SENT,
        words: batch.file_name.clone(),
        note: format!(
            "{} to {}, {day}",
            counted(batch.claims, "claim"),
            batch.receiver_name
        ),
        amount: Some(batch.total),
        keys: "",
        does: Does::Go(Place::Batches(Some(batch.id))),
    }
}

/// What can be done for the first patient found.
/// The payment of a statement whose scan line was read into the search.
fn scanned(text: &str) -> Option<Item> {
    let scan = ScanLine::read(text).ok()?;
    Some(Item {
        kind: Kind::Payments,
        glyph: icon::STATEMENTS,
        words: format!("Take the payment of statement {}", scan.statement().code()),
        note: format!("account {}", scan.account()),
        amount: Some(scan.amount()),
        keys: "",
        does: Does::Go(Place::PayStatement(scan)),
    })
}

fn for_patient(hits: &[Hit]) -> Vec<Item> {
    let Some(Hit::Patient(patient)) = hits.first() else {
        return Vec::new();
    };
    let name = &patient.name;
    let line = |glyph, words, place| Item {
        kind: Kind::Do,
        glyph,
        words,
        note: String::new(),
        amount: None,
        keys: "",
        does: Does::Go(place),
    };
    vec![
        line(
            icon::PAYMENTS,
            format!("Take payment from {name}"),
            Place::TakePayment(Some(patient.guarantor)),
        ),
        line(
            icon::ADD,
            format!("New visit for {name}"),
            Place::NewVisit(Some(patient.id)),
        ),
        line(
            icon::STATEMENTS,
            format!("Statements of {name}"),
            Place::Chart(patient.id, ChartTab::Statements),
        ),
    ]
}
