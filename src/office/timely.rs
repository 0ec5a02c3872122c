//! Proof of timely filing: put together from the files as they left and came back, and printed. It must not know pages.

use super::answers::sha256;
use super::{Office, OfficeError, Refusal, paper};
use crate::domain::answer::{ClaimAnswer, Kind, Verdict};
use crate::domain::claim::ClaimNumber;
use crate::domain::id::ClaimId;
use crate::domain::page::Page;
use crate::domain::timely::{Printed, Proof, Reply, Sending};
use crate::edi::excerpt;
use crate::pdf::font::Fonts;
use crate::pdf::page::page;
use crate::pdf::timely::sheets;
use crate::pdf::write::{Title, document};
use crate::store::batch::BatchRow;
use crate::store::paper_batch::PaperBatchRow;

impl Office {
    /// Gathers what proves that a claim was filed, and when.
    ///
    /// # Errors
    /// [`Refusal::NotThere`], or what the book says.
    pub fn timely_proof(&self, id: ClaimId) -> Result<Proof, OfficeError> {
        let not_there = Refusal::NotThere {
            what: "claim",
            number: id.get(),
        };
        let papers = self.store.papers(id)?.ok_or(not_there)?;
        let practice = self.practice()?;
        let answers = self.store.answers_to(id)?;
        let mut sendings = Vec::new();
        for batch in self.store.batches_of_claim(id)? {
            if let Some(row) = self.store.find_batch(batch)? {
                sendings.push(self.sending(&papers.claim.number, &row, &answers)?);
            }
        }
        let mut printed = Vec::new();
        for run in self.store.paper_batches_of(id)? {
            printed.push(self.printed(&run)?);
        }
        Ok(Proof {
            npi: practice.npi.to_string(),
            practice: paper::letterhead(&practice),
            printed_on: self.today(),
            claim: papers.claim.number.to_string(),
            patient: papers.patient.contact.name.natural(),
            member: papers.policy.what.member_id.to_string(),
            payer: papers.payer.what.name.clone(),
            payer_id: papers.payer.what.payer_id.to_string(),
            service_on: papers.claim.service_on,
            charged: papers.claim.charged,
            file_by: papers.claim.file_by,
            sendings,
            printed,
        })
    }

    fn printed(&self, run: &PaperBatchRow) -> Result<Printed, OfficeError> {
        let pages = self.store.paper_batch_file(run.id)?.unwrap_or_default();
        Ok(Printed {
            made_at: self.clock.wall_time_of(run.made_at),
            run: u64::try_from(run.id.get()).unwrap_or(0),
            claims: run.claims,
            pages: run.pages,
            sha256: sha256(&pages),
            bytes: u64::try_from(pages.len()).unwrap_or(u64::MAX),
        })
    }

    fn sending(
        &self,
        number: &ClaimNumber,
        row: &BatchRow,
        answers: &[ClaimAnswer],
    ) -> Result<Sending, OfficeError> {
        let bytes = self.store.batch_file(row.id)?.unwrap_or_default();
        let excerpt = excerpt::of_claim(&bytes, number.as_str()).ok().flatten();
        let (set, first, segments) = match excerpt {
            Some(found) => (found.set, found.first, found.segments),
            None => (format!("{:04}", row.numbers.set), 0, Vec::new()),
        };
        let mut replies = Vec::new();
        let of_this = answers.iter().filter(|one| one.batch == Some(row.id));
        for answer in of_this.filter(|one| one.kind != Kind::Status) {
            replies.push(self.reply(answer)?);
        }
        Ok(Sending {
            made_at: self.clock.wall_time_of(row.made_at),
            receiver: row.receiver_name.clone(),
            file: row.file_name.clone(),
            sha256: sha256(&bytes),
            bytes: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
            numbers: [
                format!("{:09}", row.numbers.interchange),
                row.numbers.group.to_string(),
                set,
            ],
            first,
            segments,
            replies,
        })
    }

    fn reply(&self, answer: &ClaimAnswer) -> Result<Reply, OfficeError> {
        let bytes = self
            .store
            .answer_file_bytes(answer.file)?
            .unwrap_or_default();
        Ok(Reply {
            kind: answer.kind.code().to_owned(),
            came_on: self.clock.wall_time_of(answer.at).date(),
            words: answer.words.clone(),
            is_acceptance: answer.verdict == Verdict::Accepted,
            file: answer.file_name.clone(),
            sha256: sha256(&bytes),
            segment: answer.segment,
            segments: excerpt::of_answer(&bytes, answer.segment).unwrap_or_default(),
        })
    }

    /// Prints the proof that a claim was filed in time, as a PDF.
    ///
    /// # Errors
    /// [`Refusal::NotThere`], [`OfficeError::Print`], or what the book says.
    pub fn timely_proof_pdf(&mut self, id: ClaimId) -> Result<Vec<u8>, OfficeError> {
        let proof = self.timely_proof(id)?;
        let fonts = Fonts::load()?;
        let pages = sheets(&proof, &fonts);
        let bytes = document(&fonts, Title::TimelyFiling, proof.printed_on, &pages)?;
        self.write("print a proof of timely filing", |_, _| {
            Ok((format!("claim:{id}"), ()))
        })?;
        Ok(bytes)
    }

    /// The proof as pages to be drawn.
    ///
    /// # Errors
    /// As [`Office::timely_proof_pdf`].
    pub fn timely_proof_pages(&self, id: ClaimId) -> Result<Vec<Page>, OfficeError> {
        let proof = self.timely_proof(id)?;
        let sheets = sheets(&proof, &Fonts::load()?);
        Ok(sheets.into_iter().map(page).collect())
    }
}
