//! Appeals: the letter written from the practice's texts, put together with its evidence into one PDF that is kept byte
//! for byte, and what was answered. It must not know where anything stands on a page.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use serde::Serialize;

use super::{DenialRefusal, in_appeal};
use crate::domain::claim::{Claim, Happening, State};
use crate::domain::cms1500::printer::Printer;
use crate::domain::cob::DecidedLine;
use crate::domain::code::Icd10;
use crate::domain::denial::{
    Deed, Denial, DeniedLine, Enclosure, Evidence, Filled, Kind, LetterField, LetterPaper, Letters,
    Level, NewAppeal, Outcome, Reason, RemittanceLine, RemittancePaper, SendingWay, answer_days,
    appeal_number, written,
};
use crate::domain::eob::PostedEob;
use crate::domain::id::{AppealId, ClaimId};
use crate::domain::money::Money;
use crate::domain::page::Page;
use crate::domain::practice::Practice;
use crate::domain::timely::Proof;
use crate::domain::typed::show_date;
use crate::office::claims::{claim_in, say};
use crate::office::paper::{address, letterhead};
use crate::office::paper_claims::form_of;
use crate::office::{Office, OfficeError, Refusal};
use crate::pdf::cms1500::{Paper, sheets as form_sheets};
use crate::pdf::font::Fonts;
use crate::pdf::merge::{NotAPaper, merge, pages_of};
use crate::pdf::page::page;
use crate::pdf::sheet::Sheet;
use crate::pdf::write::{Title, document};
use crate::pdf::{appeal, timely};
use crate::store::Tx;
use crate::store::claim::Papers;
use crate::store::denial::{NewAppealRow, NewEvent};

/// Where the texts of letters are kept among the choices of the practice.
const LETTERS: &str = "appeal letters";

/// An appeal as it would go today, to be read and changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AppealDraft {
    /// Of which claim.
    pub claim: ClaimId,
    /// To whom.
    pub level: Level,
    /// What the refusal is about.
    pub kind: Kind,
    /// What is appealed, as `CO-50`; may be empty.
    pub reason: String,
    /// How much is asked for.
    pub amount: Money,
    /// The last day for it.
    pub by: NaiveDate,
    /// The letter, with its fields filled in.
    pub letter: String,
    /// What goes with it.
    pub encloses: BTreeSet<Enclosure>,
    /// What else helps and has to be added by hand.
    pub wants: Vec<Evidence>,
    /// Papers announced with the claim that the book keeps: how many pages each is, or why it is to be added by hand.
    pub papers: Vec<String>,
}

/// Everything the pages of an appeal are made of.
struct Case {
    denial: Denial,
    practice: Practice,
    papers: Papers,
    proof: Proof,
    payer_number: String,
    /// Papers announced with the claim that the book keeps.
    kept: Vec<KeptPaper>,
}

/// A paper that goes with an appeal.
struct KeptPaper {
    /// What it is and how it is called.
    words: String,
    bytes: Vec<u8>,
    /// How many pages it is behind the letter, or why it goes beside it.
    pages: Result<u32, NotAPaper>,
}

impl KeptPaper {
    /// As the letter lists it.
    fn listed(&self) -> String {
        match &self.pages {
            Ok(1) => format!("{}, 1 page", self.words),
            Ok(pages) => format!("{}, {pages} pages", self.words),
            Err(_) => format!("{}, beside this letter", self.words),
        }
    }

    /// As whoever sends it is told.
    fn told(&self) -> String {
        match &self.pages {
            Ok(_) => self.listed(),
            Err(why) => format!("{}: add it by hand, {why}", self.words),
        }
    }
}

impl Office {
    /// The practice's texts of appeal letters.
    ///
    /// # Errors
    /// What the book says.
    pub fn appeal_letters(&self) -> Result<Letters, OfficeError> {
        Ok(self.setting(LETTERS)?.unwrap_or_default())
    }

    /// Keeps a text for a kind of refusal; nothing, or ours, takes the practice's own back.
    ///
    /// # Errors
    /// [`DenialRefusal::Letter`], or what the book says.
    pub fn set_appeal_letter(&mut self, kind: Kind, text: &str) -> Result<(), OfficeError> {
        let mut letters = self.appeal_letters()?;
        letters
            .set(kind, text)
            .map_err(|error| Refusal::from(DenialRefusal::Letter(error)))?;
        self.set_setting(LETTERS, &letters)
    }

    /// Writes an appeal of a refused claim from the practice's text for what it is about. Nothing is sent or kept.
    ///
    /// # Errors
    /// [`DenialRefusal::InAppeal`], [`DenialRefusal::NotDenied`], or what the book says.
    pub fn appeal_draft(&self, claim: ClaimId) -> Result<AppealDraft, OfficeError> {
        let case = self.case(claim)?;
        if let Some(open) = in_appeal(&case.denial) {
            return Err(Refusal::from(open).into());
        }
        let advice = case.denial.advice();
        let letters = self.appeal_letters()?;
        let letter = letters
            .write(advice.kind, &case.filled()?)
            .map_err(|error| Refusal::from(DenialRefusal::Letter(error)))?;
        let mut encloses = BTreeSet::from([Enclosure::Claim, Enclosure::Remittance]);
        if !case.proof.sendings.is_empty() {
            let _new = encloses.insert(Enclosure::TimelyProof);
        }
        let level = case.denial.next_level().unwrap_or(Level::First);
        let clock = case.denial.clock();
        let wants = advice.evidence.iter().copied();
        Ok(AppealDraft {
            claim,
            level,
            kind: advice.kind,
            reason: case.reason(),
            amount: case.denial.at_stake()?,
            by: clock.appeal_by.map_or(clock.due.on, |(_, by)| by),
            letter,
            encloses,
            wants: wants.filter(|one| *one != Evidence::TimelyProof).collect(),
            papers: case.kept.iter().map(KeptPaper::told).collect(),
        })
    }

    /// The pages of an appeal as it would go, to be looked at.
    ///
    /// # Errors
    /// [`DenialRefusal`], or what the book says.
    pub fn appeal_pages(&self, claim: ClaimId, new: &NewAppeal) -> Result<Vec<Page>, OfficeError> {
        let sheets = self.appeal_sheets(&self.case(claim)?, new, &Fonts::load()?)?;
        Ok(sheets.into_iter().map(page).collect())
    }

    /// Second way out: sends an appeal. Its PDF is in the book before it is given, the claim stands in appeal, and the
    /// day by which the payer has to answer is watched.
    ///
    /// # Errors
    /// [`DenialRefusal`], [`OfficeError::Print`], or what the book says. Nothing is kept then.
    pub fn appeal_denial(
        &mut self,
        claim: ClaimId,
        new: &NewAppeal,
    ) -> Result<(AppealId, Vec<u8>), OfficeError> {
        new.check()
            .map_err(|error| Refusal::from(DenialRefusal::Letter(error)))?;
        let case = self.case(claim)?;
        if let Some(open) = in_appeal(&case.denial) {
            return Err(Refusal::from(open).into());
        }
        let fonts = Fonts::load()?;
        let sheets = self.appeal_sheets(&case, new, &fonts)?;
        let pdf = document(&fonts, Title::Appeal, self.today(), &sheets)?;
        let papers = case.kept.iter().filter(|paper| paper.pages.is_ok());
        let papers: Vec<Vec<u8>> = papers.map(|paper| paper.bytes.clone()).collect();
        let (pdf, pages) = if papers.is_empty() {
            (pdf, u32::try_from(sheets.len()).unwrap_or(u32::MAX))
        } else {
            let merged = merge(&pdf, &papers)?;
            (merged.bytes, merged.pages)
        };
        let (amount, reason) = (case.denial.at_stake()?, case.reason());
        let id = self.stamped("appeal a denial", |tx, stamp| {
            let in_days = Days::new(u64::from(answer_days()));
            let answer_by = stamp.today.checked_add_days(in_days).unwrap_or(stamp.today);
            let row = NewAppealRow {
                claim,
                level: new.level,
                reason: &reason,
                amount,
                way: new.way,
                sent_on: stamp.today,
                answer_by,
                print: tx.attach(&pdf, stamp.at)?,
                pages,
            };
            let id = tx.add_appeal(row, stamp.at, stamp.by)?;
            let source = format!("appeal:{id}");
            let event = NewEvent {
                source: &source,
                amount,
                ..NewEvent::of(claim, Deed::Appealed, new.level.words())
            };
            tx.add_denial_event(event, stamp.at, stamp.by)?;
            let words = format!("{}, {amount} asked for", new.level.words());
            say(
                tx,
                claim,
                State::InAppeal,
                Happening::Appealed,
                &words,
                stamp,
            )?;
            Ok((format!("claim:{claim} {source}"), id))
        })?;
        Ok((id, pdf))
    }

    /// Writes down what a payer wrote to an appeal. Lost or withdrawn, the claim is to be worked again; won, its money
    /// is awaited.
    ///
    /// # Errors
    /// [`DenialRefusal::Answered`], [`Refusal::NotThere`], or what the book says.
    pub fn answer_appeal(
        &mut self,
        id: AppealId,
        outcome: Outcome,
        on: NaiveDate,
        words: &str,
    ) -> Result<(), OfficeError> {
        let words = words.trim();
        self.stamped("enter the answer to an appeal", |tx, stamp| {
            let claim = tx.claim_of_appeal(id)?.ok_or(not_there(id))?;
            let appeals = tx.appeals_of(claim)?;
            let appeal = appeals.iter().find(|appeal| appeal.id == id);
            if appeal.is_none_or(|appeal| appeal.end.is_some()) {
                return Err(Refusal::from(DenialRefusal::Answered(id.get())).into());
            }
            tx.answer_appeal(id, (outcome, on), words, stamp.at, stamp.by)?;
            let told = format!("{}: {}", appeal_number(id), outcome.words());
            let said = if words.is_empty() {
                told.clone()
            } else {
                format!("{told}. {words}")
            };
            let event = NewEvent {
                source: &format!("appeal:{id}"),
                ..NewEvent::of(claim, Deed::Answered, &said)
            };
            tx.add_denial_event(event, stamp.at, stamp.by)?;
            let found = claim_in(tx, claim)?;
            let is_over = matches!(outcome, Outcome::Lost | Outcome::Withdrawn);
            let to = if is_over && found.state == State::InAppeal {
                before(tx, &found)?
            } else {
                found.state
            };
            say(tx, claim, to, Happening::Appealed, &told, stamp)?;
            Ok((format!("claim:{claim} appeal:{id}"), ()))
        })
    }

    /// Gives the PDF of an appeal exactly as it was sent.
    ///
    /// # Errors
    /// [`Refusal::NotThere`], or what the book says.
    pub fn appeal_file(&mut self, id: AppealId) -> Result<Vec<u8>, OfficeError> {
        let pdf = self.store.appeal_file(id)?.ok_or(not_there(id))?;
        self.write("print an appeal again", |_, _| {
            Ok((format!("appeal:{id}"), ()))
        })?;
        Ok(pdf)
    }

    fn case(&self, claim: ClaimId) -> Result<Case, OfficeError> {
        let number = self.store.payer_number(claim)?;
        let papers = self.store.papers(claim)?.ok_or(Refusal::NotThere {
            what: "claim",
            number: claim.get(),
        })?;
        let mut kept = Vec::new();
        for paper in papers.attachments.iter().filter(|one| one.bytes.is_some()) {
            if let Some((name, bytes)) = self.store.announced_file(paper.id)? {
                kept.push(KeptPaper {
                    words: format!("{}, {name}", paper.report.words()),
                    pages: pages_of(&bytes),
                    bytes,
                });
            }
        }
        Ok(Case {
            denial: self.denied(claim)?,
            practice: self.practice()?,
            papers,
            kept,
            proof: self.timely_proof(claim)?,
            payer_number: number.map(|one| one.to_string()).unwrap_or_default(),
        })
    }

    fn appeal_sheets(
        &self,
        case: &Case,
        new: &NewAppeal,
        fonts: &Fonts,
    ) -> Result<Vec<Sheet>, OfficeError> {
        let letter = case.letter(new, &self.user.name, self.today())?;
        let mut sheets = appeal::letter(&letter, fonts);
        for enclosure in &new.encloses {
            match enclosure {
                Enclosure::Claim => {
                    let signed = case.proof.filed_on().unwrap_or_else(|| self.today());
                    let form = form_of(&case.practice, &case.papers, signed)?;
                    sheets.extend(form_sheets(&form, Paper::Plain, &Printer::default(), fonts));
                }
                Enclosure::Remittance => {
                    for paper in self.refusing_answers(case)? {
                        sheets.extend(appeal::remittance(&paper, fonts));
                    }
                }
                Enclosure::TimelyProof => sheets.extend(timely::sheets(&case.proof, fonts)),
            }
        }
        Ok(sheets)
    }

    /// The answers that refused what is left, each once.
    fn refusing_answers(&self, case: &Case) -> Result<Vec<RemittancePaper>, OfficeError> {
        let eobs: BTreeSet<_> = case.denial.lines.iter().map(|line| line.eob).collect();
        let mut papers = Vec::new();
        for eob in eobs {
            if let Some(posted) = self.store.eob(eob)? {
                papers.push(case.remittance(&posted, self.today()));
            }
        }
        Ok(papers)
    }
}

impl Case {
    fn reason(&self) -> String {
        self.denial.leading().map(Reason::code).unwrap_or_default()
    }

    fn codes(&self) -> String {
        let codes: Vec<String> = self.denial.lines.iter().map(DeniedLine::service).collect();
        codes.join(", ")
    }

    fn filled(&self) -> Result<Filled, OfficeError> {
        let denial = &self.denial;
        let reason = denial.leading();
        let diagnoses: Vec<String> = self
            .papers
            .visit
            .diagnoses
            .iter()
            .map(Icd10::to_string)
            .collect();
        let filed = self.proof.filed_on();
        LetterField::ALL
            .iter()
            .map(|field| {
                let said = match field {
                    LetterField::Practice => self.practice.name.clone(),
                    LetterField::Payer => denial.payer_name.clone(),
                    LetterField::Patient => denial.patient_name.natural(),
                    LetterField::Claim => denial.number.to_string(),
                    LetterField::PayerClaim => self.payer_number.clone(),
                    LetterField::ServiceDay => show_date(denial.service_on),
                    LetterField::Provider => self.papers.rendering.signed(),
                    LetterField::Codes => self.codes(),
                    LetterField::Diagnoses => diagnoses.join(", "),
                    LetterField::Amount => format!("${}", denial.at_stake()?),
                    LetterField::Code => self.reason(),
                    LetterField::Reason => {
                        reason.map_or_else(String::new, |one| one.words().to_owned())
                    }
                    LetterField::Decided => show_date(denial.decided_on()),
                    LetterField::Filed => {
                        filed.map_or_else(|| String::from("a day that is to be shown"), show_date)
                    }
                    LetterField::FileBy => show_date(self.papers.claim.file_by),
                };
                Ok((*field, said))
            })
            .collect()
    }

    fn letter(
        &self,
        new: &NewAppeal,
        signed: &str,
        on: NaiveDate,
    ) -> Result<LetterPaper, OfficeError> {
        let denial = &self.denial;
        let payer = &self.papers.payer.what;
        let mut to = vec![payer.name.clone()];
        if let Some(place) = &payer.address {
            to.extend(address(place).lines());
        }
        let mut facts = vec![
            ("Patient", denial.patient_name.natural()),
            (
                "Member number",
                self.papers.policy.what.member_id.to_string(),
            ),
            ("Our claim", denial.number.to_string()),
        ];
        if !self.payer_number.is_empty() {
            facts.push(("Your claim", self.payer_number.clone()));
        }
        facts.extend([
            ("Day of service", show_date(denial.service_on)),
            ("Services", self.codes()),
            ("Charge", format!("${}", denial.charged)),
            ("Decided", show_date(denial.decided_on())),
        ]);
        if let Some(reason) = denial.leading() {
            facts.push(("Reason", format!("{}, {}", reason.code(), reason.words())));
        }
        let remarks = denial.remarks();
        if !remarks.is_empty() {
            facts.push(("Remarks", remarks.join(", ")));
        }
        facts.push(("Asked for", format!("${}", denial.at_stake()?)));
        let sent = match new.way {
            SendingWay::Mail => None,
            SendingWay::Fax => Some("By fax"),
            SendingWay::Portal => Some("Sent on your portal"),
        };
        to.extend(sent.map(str::to_owned));
        Ok(LetterPaper {
            practice: letterhead(&self.practice),
            npi: self.practice.npi.to_string(),
            on,
            to,
            title: format!("{} appeal", new.level.words().trim_end_matches(" level")),
            facts,
            letter: new.letter.clone(),
            signed: format!("{signed}, {}", self.practice.name),
            encloses: new
                .encloses
                .iter()
                .map(|one| one.words().to_owned())
                .chain(self.kept.iter().map(KeptPaper::listed))
                .collect(),
        })
    }

    fn remittance(&self, posted: &PostedEob, printed_on: NaiveDate) -> RemittancePaper {
        let eob = &posted.eob;
        let mut facts = vec![
            ("Payer", self.denial.payer_name.clone()),
            ("Patient", self.denial.patient_name.natural()),
            (
                "Member number",
                self.papers.policy.what.member_id.to_string(),
            ),
            ("Day of service", show_date(self.denial.service_on)),
        ];
        if !self.payer_number.is_empty() {
            facts.push(("Payer’s claim", self.payer_number.clone()));
        }
        facts.push(("Dated", show_date(eob.paid_on)));
        if !eob.reference.is_empty() {
            facts.push(("Check or EFT", eob.reference.clone()));
        }
        let remarks = self.denial.remarks();
        if !remarks.is_empty() {
            facts.push(("Remarks", remarks.join(", ")));
        }
        let of_claim = eob
            .lines
            .iter()
            .filter(|line| line.claim == self.denial.claim);
        let lines = of_claim.map(|line| {
            let billed = self.papers.lines.iter().find(|one| one.id == line.line);
            RemittanceLine {
                service: billed.map_or_else(String::new, |one| {
                    let what = &one.what;
                    let service = written(what.code, &what.modifiers);
                    format!("{service}  {}", what.description)
                }),
                charged: line.charged,
                allowed: line.allowed,
                paid: line.paid,
                reasons: line
                    .adjustments
                    .iter()
                    .map(|one| {
                        let reason = Reason {
                            group: one.group,
                            carc: one.carc,
                            amount: one.amount,
                        };
                        (reason.code(), reason.words().to_owned(), one.amount)
                    })
                    .collect(),
            }
        });
        RemittancePaper {
            practice: letterhead(&self.practice),
            claim: self.denial.number.to_string(),
            facts,
            lines: lines.collect(),
            printed_on,
        }
    }
}

/// Where a claim stands by its payer's answers alone: denied when nothing was paid and nobody else was made to pay.
fn before(tx: &Tx<'_>, claim: &Claim) -> Result<State, OfficeError> {
    let Some(decision) = tx.decision(claim.policy, &claim.lines)? else {
        return Ok(State::Denied);
    };
    let shares = decision.lines.iter().map(DecidedLine::patient_share);
    let mut settled = decision.paid()?;
    for share in shares {
        settled = settled.plus(share?)?;
    }
    Ok(if settled.is_zero() {
        State::Denied
    } else {
        State::PartlyPaid
    })
}

const fn not_there(id: AppealId) -> Refusal {
    Refusal::NotThere {
        what: "appeal",
        number: id.get(),
    }
}
