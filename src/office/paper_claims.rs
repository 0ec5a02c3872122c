//! Claims on paper: the CMS-1500 of a claim, printing as a way of sending, and the printers' settings. It must not know
//! where anything stands on the form.
//!
//! The book comes first, as with claim files: one transaction keeps the PDF byte for byte and lets the claims stand as
//! sent. The same PDF is given again by [`Office::paper_batch_file`].

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use super::claims::{Ground, Say, papers_now, settle_with};
use super::export::sent::Sent;
use super::export::{Which, wanted};
use super::progress::{Go, Progress};
use super::visits::Stamp;
use super::{Office, OfficeError, Refusal};
use crate::domain::claim::{ClaimNumber, Happening, State};
use crate::domain::cms1500::printer::{Printer, PrinterError};
use crate::domain::cms1500::{Bill, Form, Warning, fill};
use crate::domain::id::{ClaimId, PaperBatchId};
use crate::domain::money::Money;
use crate::domain::page::Page;
use crate::domain::practice::Practice;
use crate::domain::scrub::Finding;
use crate::pdf::cms1500::{Paper, calibration, sheets};
use crate::pdf::font::Fonts;
use crate::pdf::page::page;
use crate::pdf::write::{Printer as Document, Title, document};
use crate::store::Tx;
use crate::store::claim::{Note, Papers};
use crate::store::paper_batch::{NewPaperBatch, PaperBatchRow};

/// Where the printers are kept among the choices of the practice.
const PRINTERS: &str = "paper printers";

/// What is not on the forms of claims as it stands in the book.
type Warnings = Vec<(ClaimNumber, Warning)>;

/// Why claims cannot be printed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PaperRefusal {
    /// No printer goes by that name.
    #[error("no printer is called {0}; set one first")]
    NoPrinter(String),
    /// Its settings are none.
    #[error(transparent)]
    Printer(#[from] PrinterError),
    /// No claim is left to print.
    #[error("no claim is ready to go on paper")]
    Nothing,
    /// A claim cannot be kept as it was sent.
    #[error("claim {0} cannot be kept as it was printed")]
    Unkept(ClaimNumber),
}

/// Claims that were printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PrintedClaims {
    /// The run; its PDF is in the book. None when every claim is held.
    pub batch: Option<PaperBatchId>,
    /// The PDF.
    #[serde(skip)]
    pub pdf: Vec<u8>,
    /// The claims, in the order of the pages.
    pub claims: Vec<ClaimNumber>,
    /// On how many pages.
    pub pages: u32,
    /// Their charges added up.
    pub total: Money,
    /// What is not on a form as it stands in the book.
    pub warnings: Warnings,
    /// Claims that stay here because something is wrong with them after all, and what.
    pub held: Vec<(ClaimNumber, Vec<Finding>)>,
}

impl Office {
    /// Fills in the form of a claim as it would leave today.
    ///
    /// # Errors
    /// [`Refusal::NotThere`], or what the book says.
    pub fn paper_claim(&self, id: ClaimId) -> Result<Form, OfficeError> {
        let not_there = Refusal::NotThere {
            what: "claim",
            number: id.get(),
        };
        let papers = self.store.papers(id)?.ok_or(not_there)?;
        form_of(&self.practice()?, &papers, self.today())
    }

    /// The form of a claim on plain paper as pages to be drawn. Nothing is sent.
    ///
    /// # Errors
    /// As [`Office::paper_claim`].
    pub fn paper_claim_pages(&self, id: ClaimId) -> Result<Vec<Page>, OfficeError> {
        let form = self.paper_claim(id)?;
        let drawn = sheets(&form, Paper::Plain, &Printer::default(), &Fonts::load()?);
        Ok(drawn.into_iter().map(page).collect())
    }

    /// The forms of claims as one PDF, to look at. Nothing is sent, wherever the claims stand.
    ///
    /// # Errors
    /// As [`Office::paper_claim`]; [`PaperRefusal::NoPrinter`], [`OfficeError::Print`].
    pub fn preview_paper_claims(
        &mut self,
        claims: &[ClaimId],
        paper: Paper,
        printer: Option<&str>,
    ) -> Result<(Vec<u8>, Warnings), OfficeError> {
        let (_, settings) = self.printer_named(printer)?;
        let fonts = Fonts::load()?;
        let mut printing = Document::new(&fonts, Title::PaperClaims, self.today());
        let mut warnings = Vec::new();
        for id in claims {
            let form = self.paper_claim(*id)?;
            printing.add(&sheets(&form, paper, &settings, &fonts))?;
            let number = ClaimNumber::of(*id);
            warnings.extend(form.warnings.into_iter().map(|one| (number.clone(), one)));
        }
        let mut pdf = Vec::new();
        printing.finish(&mut pdf)?;
        let object: Vec<String> = claims.iter().map(|id| format!("claim:{id}")).collect();
        self.write("look at claims on paper", |_, _| Ok((object.join(" "), ())))?;
        Ok((pdf, warnings))
    }

    /// Prints claims on paper, which sends them: those named, or every one that is ready and whose payer takes no
    /// files. The PDF is in the book before it is given.
    ///
    /// # Errors
    /// [`PaperRefusal`], what [`Office::export`] says of claims that are not ready or left already,
    /// [`OfficeError::Print`], [`OfficeError::Stopped`], or what the book says. Nothing is sent then.
    pub fn print_paper_claims(
        &mut self,
        which: Which<'_>,
        paper: Paper,
        printer: Option<&str>,
        progress: Progress<'_>,
    ) -> Result<PrintedClaims, OfficeError> {
        let (name, settings) = self.printer_named(printer)?;
        let fonts = Fonts::load()?;
        self.stamped("print claims on paper", |tx, stamp| {
            let ground = Ground::of(tx)?;
            let (going, held) = sort_out(tx, &ground, which, stamp, progress)?;
            if going.is_empty() && held.is_empty() {
                return Err(PaperRefusal::Nothing.into());
            }
            let run = Run {
                practice: &ground.practice,
                paper,
                name: &name,
                settings: &settings,
                fonts: &fonts,
                stamp,
            };
            let done = run.print(tx, &going, held)?;
            let object = done.batch.map(|batch| format!("paper:{batch}"));
            Ok((object.unwrap_or_default(), done))
        })
    }

    /// Lists the newest runs of paper claims.
    ///
    /// # Errors
    /// What the book says.
    pub fn paper_batches(&self, limit: usize) -> Result<Vec<PaperBatchRow>, OfficeError> {
        Ok(self.store.paper_batches(limit)?)
    }

    /// Gives the PDF of a run exactly as it was printed, to be printed again. Nothing is sent anew.
    ///
    /// # Errors
    /// [`Refusal::NotThere`], or what the book says.
    pub fn paper_batch_file(&mut self, id: PaperBatchId) -> Result<Vec<u8>, OfficeError> {
        let pdf = self.store.paper_batch_file(id)?.ok_or(Refusal::NotThere {
            what: "paper run",
            number: id.get(),
        })?;
        self.write("print claims on paper again", |_, _| {
            Ok((format!("paper:{id}"), ()))
        })?;
        Ok(pdf)
    }

    /// Gives the printers that paper claims are set to, by name.
    ///
    /// # Errors
    /// What the book says.
    pub fn paper_printers(&self) -> Result<BTreeMap<String, Printer>, OfficeError> {
        Ok(self.setting(PRINTERS)?.unwrap_or_default())
    }

    /// Sets a printer.
    ///
    /// # Errors
    /// [`PaperRefusal::Printer`], or what the book says.
    pub fn set_paper_printer(&mut self, name: &str, printer: Printer) -> Result<(), OfficeError> {
        let name = name.trim();
        if name.is_empty() {
            return Err(PaperRefusal::from(PrinterError::Name).into());
        }
        printer.check().map_err(PaperRefusal::from)?;
        let mut printers = self.paper_printers()?;
        let _before = printers.insert(name.to_owned(), printer);
        self.set_setting(PRINTERS, &printers)
    }

    /// Forgets a printer.
    ///
    /// # Errors
    /// [`PaperRefusal::NoPrinter`], or what the book says.
    pub fn remove_paper_printer(&mut self, name: &str) -> Result<(), OfficeError> {
        let mut printers = self.paper_printers()?;
        if printers.remove(name).is_none() {
            return Err(PaperRefusal::NoPrinter(name.to_owned()).into());
        }
        self.set_setting(PRINTERS, &printers)
    }

    /// The page by which a printer is set, as a PDF.
    ///
    /// # Errors
    /// [`PaperRefusal::NoPrinter`], [`OfficeError::Print`], or what the book says.
    pub fn calibration_page(&self, printer: Option<&str>) -> Result<Vec<u8>, OfficeError> {
        let (name, settings) = self.printer_named(printer)?;
        let name = if name.is_empty() { "not named" } else { &name };
        let fonts = Fonts::load()?;
        let sheet = calibration(name, &settings, &fonts);
        Ok(document(
            &fonts,
            Title::PrinterSetting,
            self.today(),
            &[sheet],
        )?)
    }

    /// A page with every place of the form filled to its last character, to be printed on a red form as a printer is
    /// set. Nothing is sent.
    ///
    /// # Errors
    /// As [`Office::calibration_page`].
    pub fn trial_page(&self, printer: Option<&str>) -> Result<Vec<u8>, OfficeError> {
        let (_, settings) = self.printer_named(printer)?;
        let fonts = Fonts::load()?;
        let pages = sheets(&Form::trial(), Paper::Red, &settings, &fonts);
        let title = Title::PrinterSetting;
        Ok(document(&fonts, title, self.today(), &pages)?)
    }

    fn printer_named(&self, name: Option<&str>) -> Result<(String, Printer), OfficeError> {
        let Some(name) = name else {
            return Ok((String::new(), Printer::default()));
        };
        let found = self.paper_printers()?.remove(name.trim());
        let found = found.ok_or_else(|| PaperRefusal::NoPrinter(name.to_owned()))?;
        Ok((name.trim().to_owned(), found))
    }
}

/// Fills in the form of a claim, signed on a day.
pub(in crate::office) fn form_of(
    practice: &Practice,
    papers: &Papers,
    today: NaiveDate,
) -> Result<Form, OfficeError> {
    Ok(fill(&Bill {
        practice,
        claim: &papers.claim,
        patient: &papers.patient,
        policy: &papers.policy,
        payer: &papers.payer,
        visit: &papers.visit,
        lines: &papers.lines,
        rendering: &papers.rendering,
        referring: papers.referring.as_ref(),
        people: &papers.people,
        facility: papers.facility.as_ref(),
        other_payers: &papers.other_payers,
        attachments: &papers.attachments,
        signed_on: today,
    })?)
}

/// What goes, and what stays here with what is wrong with it.
type Sorted = (Vec<Papers>, Vec<(ClaimNumber, Vec<Finding>)>);

/// Looks at each claim once more. Of all that are ready only those go whose payers take no files.
fn sort_out(
    tx: &Tx<'_>,
    ground: &Ground,
    which: Which<'_>,
    stamp: Stamp,
    progress: Progress<'_>,
) -> Result<Sorted, OfficeError> {
    let claims = wanted(tx, which)?;
    let total = u64::try_from(claims.len()).unwrap_or(u64::MAX);
    let (mut going, mut held) = (Vec::new(), Vec::new());
    for (done, id) in (1..).zip(claims) {
        let Some(papers) = papers_now(tx, ground, id, stamp)? else {
            continue;
        };
        if which != Which::Ready || papers.receiver.is_none() {
            let findings = ground.scrub(&papers, stamp);
            let state = settle_with(tx, &papers.claim, &findings, Say::Changes, stamp)?;
            if state == State::Ready {
                going.push(papers);
            } else {
                held.push((papers.claim.number, findings));
            }
        }
        if progress(done, total) == Go::Stop {
            return Err(OfficeError::Stopped);
        }
    }
    Ok((going, held))
}

/// What is the same for every claim of a run.
struct Run<'a> {
    practice: &'a Practice,
    paper: Paper,
    name: &'a str,
    settings: &'a Printer,
    fonts: &'a Fonts,
    stamp: Stamp,
}

impl Run<'_> {
    fn print(
        &self,
        tx: &Tx<'_>,
        going: &[Papers],
        held: Vec<(ClaimNumber, Vec<Finding>)>,
    ) -> Result<PrintedClaims, OfficeError> {
        let mut printed = PrintedClaims {
            batch: None,
            pdf: Vec::new(),
            claims: Vec::new(),
            pages: 0,
            total: Money::sum(going.iter().map(|papers| papers.claim.charged))?,
            warnings: Vec::new(),
            held,
        };
        if going.is_empty() {
            return Ok(printed);
        }
        let mut printing = Document::new(self.fonts, Title::PaperClaims, self.stamp.today);
        for papers in going {
            let form = form_of(self.practice, papers, self.stamp.today)?;
            printing.add(&sheets(&form, self.paper, self.settings, self.fonts))?;
            let number = &papers.claim.number;
            let warnings = form.warnings.into_iter();
            printed
                .warnings
                .extend(warnings.map(|one| (number.clone(), one)));
            printed.claims.push(number.clone());
        }
        printed.pages = u32::try_from(printing.page_count()).unwrap_or(u32::MAX);
        printing.finish(&mut printed.pdf)?;
        printed.batch = Some(self.keep(tx, going, &printed)?);
        Ok(printed)
    }

    /// Keeps the PDF and each claim as it was sent, and lets the claims stand as sent.
    fn keep(
        &self,
        tx: &Tx<'_>,
        going: &[Papers],
        printed: &PrintedClaims,
    ) -> Result<PaperBatchId, OfficeError> {
        let Stamp { at, by, .. } = self.stamp;
        let batch = NewPaperBatch {
            form: match self.paper {
                Paper::Red => "red",
                Paper::Plain => "plain",
            },
            printer: self.name,
            claims: u32::try_from(going.len()).unwrap_or(u32::MAX),
            pages: printed.pages,
            total: printed.total,
            file: tx.attach(&printed.pdf, at)?,
        };
        let id = tx.add_paper_batch(&batch, at, by)?;
        let (source, words) = (format!("paper:{id}"), format!("Printed on paper, run {id}"));
        let note = Note {
            kind: Happening::Batched,
            source: &source,
            words: &words,
        };
        for papers in going {
            let sending = tx.sendings(papers.claim.id)?.saturating_add(1);
            let sent = Sent::of(self.practice, papers, 0, sending);
            let json = serde_json::to_string(&sent)
                .map_err(|_| PaperRefusal::Unkept(papers.claim.number.clone()))?;
            tx.add_paper_batch_claim(id, papers.claim.id, &json)?;
            tx.move_claim(papers.claim.id, State::Batched, note, at, by)?;
        }
        Ok(id)
    }
}
