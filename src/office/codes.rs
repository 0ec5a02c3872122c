//! The practice's lists of codes: what a new book starts with, public and own lists read from files, and look-ups.
//! One file is one transaction: all of it is taken, but for the lines that are refused with their reason.

use std::io::BufRead;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use super::code_lists::none_newer;
use super::{Go, Office, OfficeError, Progress};
use crate::domain::code::{FilingIndicator, Icd10};
use crate::domain::codebook::{DiagnosisHit, FeeRow, ProcedureHit};
use crate::domain::codeset::{self, fees, hcpcs, icd10, import, payers};
use crate::domain::draft::PayerDraft;
use crate::domain::id::ReceiverId;
use crate::domain::tables::{Kind, Listed, Span};
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
    /// Takes the yearly ICD-10-CM list (`icd10cm_order_YYYY.txt` or `icd10cm_codes_YYYY.txt`) for look-ups only.
    ///
    /// # Errors
    /// [`OfficeError::Import`] when the file is not such a list, [`OfficeError::Stopped`], [`OfficeError::Store`].
    pub fn import_icd10(
        &mut self,
        file: impl BufRead,
        progress: Progress<'_>,
    ) -> Result<Imported, OfficeError> {
        self.import_icd10_from(file, None, progress)
    }

    /// Takes the yearly ICD-10-CM list for look-ups, and to hold claims against from its first day to the end of that
    /// fiscal year.
    ///
    /// # Errors
    /// As [`Office::import_icd10`].
    pub fn import_icd10_from(
        &mut self,
        file: impl BufRead,
        effective_on: Option<NaiveDate>,
        progress: Progress<'_>,
    ) -> Result<Imported, OfficeError> {
        let read = icd10::read(file)?;
        let list = effective_on.map(|from| {
            let mut list = NewList::new(Kind::Diagnoses, from);
            list.fill(&read.rows, |row, block| {
                let (code, is_billable) = (row.code, row.is_billable);
                Listed { code, is_billable }.add_to(block);
            });
            list
        });
        self.import("import diagnoses", read, list, progress, |tx, row| {
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
        let mut list = NewList::new(Kind::LevelTwo, today);
        list.fill(&read.rows, |item, block| {
            if let hcpcs::Code::Procedure(code) = item.code {
                // The day in the file is that of the last change, and a code that was changed counted before.
                let (from, until) = (None, item.ended_on);
                Span { from, until }.add_to(code, block);
            }
        });
        self.import("import services", read, Some(list), progress, |tx, item| {
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
        self.import("import fees", read, None, progress, |tx, row| {
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
        self.import("import payers", read, None, progress, |tx, row| {
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

    /// Runs an import as one verb. `keep` keeps one row, or says why it is refused; `list` is kept beside them, packed.
    pub(super) fn import<T>(
        &mut self,
        verb: &'static str,
        read: import::Imported<T>,
        list: Option<NewList>,
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
        self.write(verb, |tx, at| {
            for (place, row) in read.rows.into_iter().enumerate() {
                if place.is_multiple_of(STEP) && progress(count(place), total) == Go::Stop {
                    return Err(OfficeError::Stopped);
                }
                match keep(tx, row)? {
                    Fate::Taken => outcome.taken = outcome.taken.saturating_add(1),
                    Fate::Refused(line, why) => outcome.refuse(line, why),
                }
            }
            if let Some(list) = list {
                list.keep(tx, at)?;
            }
            outcome.refused.sort_by_key(|(line, _)| *line);
            let _done = progress(total, total);
            Ok((format!("lines:{}", outcome.taken), outcome))
        })
    }
}

/// A list of one file that claims are held against, packed.
pub(super) struct NewList {
    kind: Kind,
    effective_on: NaiveDate,
    block: Vec<u8>,
    records: u32,
}

impl NewList {
    pub(super) const fn new(kind: Kind, effective_on: NaiveDate) -> Self {
        Self {
            kind,
            effective_on,
            block: Vec::new(),
            records: 0,
        }
    }

    /// Packs each row with `add`.
    pub(super) fn fill<T>(&mut self, rows: &[T], add: impl Fn(&T, &mut Vec<u8>)) {
        for row in rows {
            add(row, &mut self.block);
        }
        self.records = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    }

    fn keep(&self, tx: &Tx<'_>, at: DateTime<Utc>) -> Result<(), OfficeError> {
        none_newer(tx, self.kind, self.effective_on)?;
        let list = tx.begin_code_list(self.kind, self.effective_on, "", at)?;
        tx.add_code_block(list, &self.block)?;
        Ok(tx.end_code_list(list, &[], self.records)?)
    }
}

/// What became of a line.
pub(super) enum Fate {
    Taken,
    /// Its number, and why it was not.
    Refused(u64, String),
}

impl Imported {
    /// Adds what was taken from another file.
    pub(super) fn add(&mut self, other: Self) {
        self.taken = self.taken.saturating_add(other.taken);
        self.refused_count = self.refused_count.saturating_add(other.refused_count);
        self.refused.extend(other.refused);
        self.refused.truncate(import::MOST_REFUSED);
    }

    pub(super) fn refuse(&mut self, line: u64, why: String) {
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
