//! The practice's lists of codes: what a new book starts with, public and own lists read from files, and look-ups.
//! One file is one transaction: all of it is taken, but for the lines that are refused with their reason.

use std::io::BufRead;

use chrono::NaiveDate;
use serde::Serialize;

use super::{Go, Office, OfficeError, Progress};
use crate::domain::code::{FilingIndicator, Icd10};
use crate::domain::codebook::{DiagnosisHit, FeeRow, ProcedureHit};
use crate::domain::codeset::{self, fees, hcpcs, icd10, import, payers};
use crate::domain::draft::PayerDraft;
use crate::domain::id::ReceiverId;
use crate::domain::typed::show_date;
use crate::store::{StoreError, Tx};

/// What was taken from a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Imported {
    /// How many lines.
    pub taken: u32,
    /// The lines that were not, by their number, each with its reason; the first thousand.
    pub refused: Vec<(u64, String)>,
    /// How many were not in all.
    pub refused_count: u64,
}

/// After how many lines the watcher is told.
const STEP: usize = 500;
/// How long a description can be that a statement still shows whole.
const SHOWN: usize = 80;
/// Where a list of payers does not say when claims are due: the shortest time that is usual.
const USUAL_TIMELY_DAYS: u16 = 90;

impl Office {
    /// Takes the yearly ICD-10-CM list (`icd10cm_order_YYYY.txt` or `icd10cm_codes_YYYY.txt`).
    ///
    /// # Errors
    /// [`OfficeError::Import`] when the file is not such a list, [`OfficeError::Stopped`], [`OfficeError::Store`].
    pub fn import_icd10(
        &mut self,
        file: impl BufRead,
        progress: Progress<'_>,
    ) -> Result<Imported, OfficeError> {
        let read = icd10::read(file)?;
        self.import("import diagnoses", read, progress, |tx, row| {
            tx.keep_diagnosis(&DiagnosisHit {
                code: row.code,
                description: row.long,
                is_billable: row.is_billable,
            })?;
            Ok(Fate::Taken)
        })
    }

    /// Takes the quarterly HCPCS level II list. A service for which the practice has a fee keeps the practice's words.
    ///
    /// # Errors
    /// As [`Office::import_icd10`].
    pub fn import_hcpcs(
        &mut self,
        file: impl BufRead,
        progress: Progress<'_>,
    ) -> Result<Imported, OfficeError> {
        let today = self.today();
        let read = hcpcs::read(file)?;
        self.import("import services", read, progress, |tx, item| {
            let hcpcs::Code::Procedure(code) = item.code else {
                return Ok(Fate::Refused(
                    item.line,
                    String::from("a modifier, not a service"),
                ));
            };
            if let Some(ended) = item.ended_on.filter(|ended| *ended < today) {
                return Ok(Fate::Refused(
                    item.line,
                    format!("ended on {}", show_date(ended)),
                ));
            }
            tx.know_procedure(code, &shown(item.long, item.short))?;
            Ok(Fate::Taken)
        })
    }

    /// Takes a fee schedule from a CSV. A fee without a day holds from the start when the service had none, else from
    /// today.
    ///
    /// # Errors
    /// As [`Office::import_icd10`].
    pub fn import_fees(
        &mut self,
        file: impl BufRead,
        progress: Progress<'_>,
    ) -> Result<Imported, OfficeError> {
        let today = self.today();
        let start = NaiveDate::from_ymd_opt(2000, 1, 1).unwrap_or(today);
        let read = fees::read(file)?;
        self.import("import fees", read, progress, |tx, row| {
            let effective_on = match row.effective_on {
                Some(day) => day,
                None if tx.fee(row.code, row.modifier.as_slice(), today)?.is_some() => today,
                None => start,
            };
            tx.set_fee(&FeeRow {
                code: row.code,
                modifier: row.modifier,
                description: shown(row.description, String::new()),
                fee: row.fee,
                effective_on,
            })?;
            Ok(Fate::Taken)
        })
    }

    /// Takes a list of payers from a CSV. Where it does not say, a payer is commercial, wants claims within 90 days,
    /// and gets them through the practice's receiver when there is only one.
    ///
    /// # Errors
    /// As [`Office::import_icd10`].
    pub fn import_payers(
        &mut self,
        file: impl BufRead,
        progress: Progress<'_>,
    ) -> Result<Imported, OfficeError> {
        let mut active = self.store.receivers()?.into_iter().filter(|r| r.is_active);
        let receiver = match (active.next(), active.next()) {
            (Some(only), None) => Some(only.id),
            _ => None,
        };
        let read = payers::read(file)?;
        self.import("import payers", read, progress, |tx, row| {
            let line = row.line;
            match payer_draft(row, receiver).check() {
                Ok(what) if tx.has_payer(&what)? => Ok(Fate::Refused(
                    line,
                    String::from("the book has this payer already"),
                )),
                Ok(what) => {
                    let _id = tx.add_payer(&what)?;
                    Ok(Fate::Taken)
                }
                Err(complaints) => {
                    let words: Vec<String> = complaints
                        .into_iter()
                        .map(|complaint| complaint.words)
                        .collect();
                    Ok(Fate::Refused(line, words.join(" ")))
                }
            }
        })
    }

    /// Finds diagnoses by the start of a code or by words.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn look_up_diagnosis(
        &self,
        query: &str,
        limit: usize,
    ) -> Result<Vec<DiagnosisHit>, OfficeError> {
        Ok(self.store.find_diagnoses(query, limit)?)
    }

    /// Gives what a diagnosis is in words; none when the practice's list does not have it.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn diagnosis(&self, code: Icd10) -> Result<Option<DiagnosisHit>, OfficeError> {
        Ok(self.store.diagnosis(code)?)
    }

    /// Finds services by the start of a code or by words, with their fee on that day.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn look_up_procedure(
        &self,
        query: &str,
        on: NaiveDate,
        limit: usize,
    ) -> Result<Vec<ProcedureHit>, OfficeError> {
        Ok(self.store.find_procedures(query, on, limit)?)
    }

    /// Runs an import as one verb. `keep` keeps one row, or says why it is refused.
    fn import<T>(
        &mut self,
        verb: &'static str,
        read: import::Imported<T>,
        progress: Progress<'_>,
        mut keep: impl FnMut(&Tx<'_>, T) -> Result<Fate, OfficeError>,
    ) -> Result<Imported, OfficeError> {
        let mut outcome = Imported {
            taken: 0,
            refused: read
                .refused
                .into_iter()
                .map(|refused| (refused.line, refused.why.to_string()))
                .collect(),
            refused_count: read.refused_count,
        };
        let total = count(read.rows.len());
        self.write(verb, |tx, _| {
            for (place, row) in read.rows.into_iter().enumerate() {
                if place.is_multiple_of(STEP) && progress(count(place), total) == Go::Stop {
                    return Err(OfficeError::Stopped);
                }
                match keep(tx, row)? {
                    Fate::Taken => outcome.taken = outcome.taken.saturating_add(1),
                    Fate::Refused(line, why) => outcome.refuse(line, why),
                }
            }
            outcome.refused.sort_by_key(|(line, _)| *line);
            let _done = progress(total, total);
            Ok((format!("lines:{}", outcome.taken), outcome))
        })
    }
}

/// What became of a line.
enum Fate {
    Taken,
    /// Its number, and why it was not.
    Refused(u64, String),
}

impl Imported {
    fn refuse(&mut self, line: u64, why: String) {
        self.refused_count = self.refused_count.saturating_add(1);
        if self.refused.len() < import::MOST_REFUSED {
            self.refused.push((line, why));
        }
    }
}

/// Puts the starter lists into a new book.
pub(super) fn start_with_codes(tx: &Tx<'_>) -> Result<(), StoreError> {
    for entry in codeset::diagnoses() {
        if let Ok(code) = entry.code.parse() {
            tx.keep_diagnosis(&DiagnosisHit {
                code,
                description: entry.description.clone(),
                is_billable: true,
            })?;
        }
    }
    Ok(())
}

fn count(rows: usize) -> u64 {
    u64::try_from(rows).unwrap_or(u64::MAX)
}

/// The longer description where a statement can show it, else the shorter, else the start of the longer.
fn shown(long: String, short: String) -> String {
    if long.chars().count() <= SHOWN {
        return long;
    }
    if !short.is_empty() {
        return short;
    }
    let start: String = long.chars().take(SHOWN).collect();
    match start.rsplit_once(' ') {
        Some((words, _cut)) => words.to_owned(),
        None => start,
    }
}

/// A line of a list of payers as it would be typed.
fn payer_draft(row: payers::Payer, receiver: Option<ReceiverId>) -> PayerDraft {
    let filing = row.filing.unwrap_or(FilingIndicator::Commercial);
    let days = row.timely_filing_days.unwrap_or(USUAL_TIMELY_DAYS);
    let mut draft = PayerDraft {
        name: row.name,
        payer_id: row.payer_id.map(|id| id.to_string()).unwrap_or_default(),
        filing_indicator: filing.as_str().to_owned(),
        timely_days: days.to_string(),
        phone: row.phone.map(|phone| phone.to_string()).unwrap_or_default(),
        receiver,
        ..PayerDraft::default()
    };
    if let (Some(street), Some(city), Some(state), Some(zip)) =
        (row.street, row.city, row.state, row.zip)
    {
        draft.street = street;
        draft.city = city;
        draft.state = state.to_string();
        draft.zip = zip.to_string();
    }
    draft
}
