//! Listing what is in the book: one table a kind, a JSON row a line.

use chrono::Local;
use serde_json::{Value, json};

use super::CliError;
use super::answers;
use super::args::Listing;
use super::out::{self, Out};
use super::remittances;
use crate::domain::claim::{ClaimFilter, ClaimRow, State};
use crate::domain::eob::EobRow;
use crate::domain::patient::{PatientRow, account_number, chart_number};
use crate::domain::payment::{ReceiptRow, receipt_number};
use crate::domain::question::QuestionRow;
use crate::domain::typed::show_date;
use crate::office::{BatchRow, Office};

/// How many rows a listing gives at the most.
const MOST: usize = 1_000;

type Row = Vec<String>;

/// Lists what is in the book; of claims only those that stand so, where states are given.
pub fn list(
    out: &Out,
    office: &Office,
    what: Listing,
    text: &str,
    states: &[State],
) -> Result<(), CliError> {
    let rows = rows(office, what, text, states)?;
    let (head, right) = head(what);
    let document = |row: &Row| -> Value {
        let cells = head.iter().zip(row).filter(|(name, _)| !name.is_empty());
        cells
            .map(|(name, cell)| (name.replace(' ', "_").to_lowercase(), json!(cell)))
            .collect::<serde_json::Map<_, _>>()
            .into()
    };
    let documents: Vec<Value> = rows.iter().map(document).collect();
    out.answer(&json!({ "rows": documents }), || {
        out::table(head, right, &rows)
    });
    Ok(())
}

/// The heads of the columns of questions.
const QUESTIONS: &[&str] = &[
    "question", "visit", "patient", "service", "asked", "by", "words",
];

/// The heads of the columns of batches.
const BATCHES: &[&str] = &[
    "batch",
    "file",
    "receiver",
    "control number",
    "claims",
    "total",
];

/// The heads of the columns of files of answers.
const ANSWERS: &[&str] = &[
    "answer",
    "file",
    "kinds",
    "taken in",
    "claims",
    "rejected",
    "not matched",
];

/// The heads of a listing's columns, and which of them are amounts.
const fn head(what: Listing) -> (&'static [&'static str], &'static [usize]) {
    match what {
        Listing::Patients => (
            &[
                "patient",
                "chart",
                "account",
                "name",
                "born",
                "payer",
                "insurance owes",
                "patient owes",
            ],
            &[6, 7],
        ),
        Listing::Claims => (
            &["claim", "patient", "service", "payer", "charged", "state"],
            &[4],
        ),
        Listing::Questions => (QUESTIONS, &[]),
        Listing::Payers => (&["payer", "id", "name", "days to file"], &[3]),
        Listing::Providers => (&["provider", "NPI", "name"], &[]),
        Listing::Batches => (BATCHES, &[4, 5]),
        Listing::Answers => (ANSWERS, &[4, 5, 6]),
        Listing::Rejected => (
            &[
                "claim",
                "payer",
                "charged",
                "code",
                "why",
                "field",
                "since",
                "days left",
            ],
            &[2, 7],
        ),
        Listing::NoAnswer => (
            &["claim", "payer", "charged", "sent", "asked", "days"],
            &[2, 5],
        ),
        Listing::Remittances => remittances::HEAD,
        Listing::Parked => remittances::PARKED,
        Listing::Recoveries => remittances::RECOVERIES,
        Listing::Eobs => (
            &["EOB", "payer", "reference", "paid on", "amount", ""],
            &[4],
        ),
        Listing::Receipts => (&["receipt", "account", "name", "day", "amount", ""], &[4]),
        Listing::PostingRules => (
            &[
                "rule",
                "state",
                "name",
                "says",
                "about",
                "alike",
                "otherwise",
            ],
            &[4, 5, 6],
        ),
        Listing::Rules => (
            &["rule", "state", "name", "says", "caught", "refused", "paid"],
            &[4, 5, 6],
        ),
    }
}

fn rows(
    office: &Office,
    what: Listing,
    text: &str,
    states: &[State],
) -> Result<Vec<Row>, CliError> {
    Ok(match what {
        Listing::Patients => office
            .find_patients(text, MOST)?
            .into_iter()
            .map(patient)
            .collect(),
        Listing::Claims => {
            let filter = ClaimFilter {
                text: text.to_owned(),
                states: states.to_vec(),
                limit: MOST,
                ..ClaimFilter::default()
            };
            office.claims(&filter)?.into_iter().map(claim).collect()
        }
        Listing::Questions => office
            .open_questions(MOST)?
            .into_iter()
            .map(question)
            .collect(),
        Listing::Payers => {
            let payer = |payer: crate::domain::practice::Payer| {
                vec![
                    payer.id.to_string(),
                    payer.what.payer_id.to_string(),
                    payer.what.name,
                    payer.what.timely_days.to_string(),
                ]
            };
            office.payers()?.into_iter().map(payer).collect()
        }
        Listing::Providers => office
            .providers()?
            .into_iter()
            .map(|who| vec![who.id.to_string(), who.who.npi.to_string(), who.listed()])
            .collect(),
        Listing::Batches => office.batches(MOST)?.iter().map(batch).collect(),
        Listing::Answers => answers::rows(office, MOST)?,
        Listing::Rejected => answers::rejected(office)?,
        Listing::NoAnswer => answers::no_answer(office)?,
        Listing::Remittances => remittances::rows(office, text)?,
        Listing::Parked => remittances::parked(office)?,
        Listing::Recoveries => remittances::recoveries(office)?,
        Listing::Eobs => office.eobs(1_000)?.into_iter().map(eob).collect(),
        Listing::Receipts => office.receipts(None, 1_000)?.iter().map(receipt).collect(),
        Listing::PostingRules => office
            .posting_rules()?
            .into_iter()
            .map(|row| super::posting_rules::row(&row))
            .collect(),
        Listing::Rules => office.rules()?.into_iter().map(super::rules::row).collect(),
    })
}

fn patient(row: PatientRow) -> Row {
    vec![
        row.id.to_string(),
        chart_number(row.id),
        account_number(row.guarantor),
        row.name.to_string(),
        show_date(row.born_on),
        row.payer,
        row.insurance_owes.plain(),
        row.patient_owes.plain(),
    ]
}

fn claim(row: ClaimRow) -> Row {
    vec![
        row.number.to_string(),
        row.patient_name.to_string(),
        show_date(row.service_on),
        row.payer_name,
        row.charged.plain(),
        row.state.words().to_owned(),
    ]
}

fn question(row: QuestionRow) -> Row {
    vec![
        row.question.id.to_string(),
        row.question.visit.to_string(),
        row.patient_name.to_string(),
        show_date(row.service_on),
        show_date(row.question.asked_at.with_timezone(&Local).date_naive()),
        row.question.asked_by,
        row.question.words,
    ]
}

fn batch(row: &BatchRow) -> Row {
    vec![
        row.id.to_string(),
        row.file_name.clone(),
        row.receiver_name.clone(),
        row.numbers.interchange.to_string(),
        row.claims.to_string(),
        row.total.plain(),
    ]
}

fn eob(row: EobRow) -> Row {
    vec![
        row.id.to_string(),
        row.payer_name,
        row.reference,
        show_date(row.paid_on),
        row.amount.plain(),
        taken_back(row.is_reversed),
    ]
}

fn receipt(row: &ReceiptRow) -> Row {
    vec![
        receipt_number(row.id),
        account_number(row.guarantor),
        row.name.to_string(),
        show_date(row.accounting_on),
        row.amount.plain(),
        taken_back(row.is_reversed),
    ]
}

fn taken_back(is_reversed: bool) -> String {
    if is_reversed {
        String::from("taken back")
    } else {
        String::new()
    }
}
