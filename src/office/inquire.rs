//! Questions to payers what became of claims: one file a receiver, kept in the book like batches, then written out. It
//! must not know how segments look.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::{NaiveDate, NaiveDateTime};
use serde::Serialize;

use super::claims::{ClaimRefusal, practice_in};
use super::export::ids::named_there;
use super::export::{Folders, Numbers, form, out};
use super::progress::{Go, Progress};
use super::visits::Stamp;
use super::{Office, OfficeError, Refusal};
use crate::domain::claim::{ClaimNumber, ClaimRow, Happening, ReferenceKind};
use crate::domain::id::{ClaimId, InquiryId, ReceiverId};
use crate::domain::practice::{Named, Practice, Receiver};
use crate::edi::claim837::Period;
use crate::edi::envelope::{Group, Interchange, Party, Usage};
use crate::edi::inquiry276::{
    self, Asker, Batch, Dependent, Inquiry, InquiryReference, Payer, Provider, ProviderIdKind,
    Question, Subscriber, SubscriberIdKind, Transaction, arrange,
};
use crate::edi::write::Layout;
use crate::store::Tx;
use crate::store::batch::Envelope;
use crate::store::claim::{Note, Papers};
use crate::store::inquiry::NewInquiry;

pub use crate::store::inquiry::InquiryRow;

/// A claim without an answer is not asked about again for so many days.
const DAYS_BETWEEN: i64 = 7;

/// Which claims are asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked<'a> {
    /// Those that nobody answered in time and that were not asked about in the last days.
    NoAnswer,
    /// These, each of which was sent and waits.
    These(&'a [ClaimId]),
}

/// A file of questions that is in the book.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InquiryFile {
    /// The file's id.
    pub inquiry: InquiryId,
    /// Where it was written, or in words why it was not: it is safe in the book and can be written again.
    pub file: Result<PathBuf, String>,
    /// To whom.
    pub receiver: String,
    /// How many claims are asked about.
    pub claims: u32,
}

/// What became of the claims that were to be asked about.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Inquired {
    /// The files, one a receiver.
    pub files: Vec<InquiryFile>,
    /// Claims whose payer has no receiver: somebody has to call.
    pub on_paper: Vec<ClaimNumber>,
}

/// A file that is in the book and not written out yet.
struct Kept {
    file: InquiryFile,
    name: String,
    bytes: Vec<u8>,
}

/// What all files of one run share.
struct Run<'a> {
    practice: &'a Practice,
    receiver: &'a Receiver,
    wall: NaiveDateTime,
    stamp: Stamp,
}

impl Office {
    /// Asks payers what became of claims: writes one file of questions a receiver into `dir`. Each file is in the book
    /// before it is written out; one that could not be written says why and can be written again.
    ///
    /// # Errors
    /// [`OfficeError::File`] when `dir` takes no file, [`ClaimRefusal::NotWaiting`] for a
    /// claim named that does not wait for an answer, [`ClaimRefusal::NoFile`] when a receiver's file cannot be made,
    /// [`OfficeError::Stopped`] when `progress` says so, or what the book says. Nothing is asked then.
    pub fn inquire(
        &mut self,
        dir: &Path,
        which: Asked<'_>,
        progress: Progress<'_>,
    ) -> Result<Inquired, OfficeError> {
        out::probe(dir).map_err(|source| OfficeError::File {
            task: "write questions into that folder",
            source,
        })?;
        self.inquire_into(Folders::One(dir), which, progress)
    }

    /// Does what [`Office::inquire`] does, and puts the files where `folders` says.
    ///
    /// # Errors
    /// As [`Office::inquire`]; [`ClaimRefusal::NoFolder`] for a receiver without a folder where each has its own.
    pub fn inquire_into(
        &mut self,
        folders: Folders<'_>,
        which: Asked<'_>,
        progress: Progress<'_>,
    ) -> Result<Inquired, OfficeError> {
        folders.probe()?;
        let claims = self.asked(which)?;
        let wall = self.clock().wall_time_of(self.clock().now());
        let (mut inquired, kept) = self.stamped("ask about claims", |tx, stamp| {
            let practice = practice_in(tx)?;
            let (by_receiver, on_paper) = sorted(tx, &claims, progress)?;
            let mut kept = Vec::new();
            for (receiver, papers) in by_receiver.into_values() {
                let run = Run {
                    practice: &practice,
                    receiver: &receiver,
                    wall,
                    stamp,
                };
                kept.push((run.keep(tx, &papers)?, folders.of(&receiver)?));
            }
            let inquired = Inquired {
                files: Vec::new(),
                on_paper,
            };
            let object: Vec<String> = kept
                .iter()
                .map(|(one, _): &(Kept, PathBuf)| format!("inquiry:{}", one.file.inquiry))
                .collect();
            Ok((object.join(" "), (inquired, kept)))
        })?;
        for (Kept { file, name, bytes }, dir) in kept {
            let written = out::write(&dir, &name, &bytes).map_err(|error| error.to_string());
            inquired.files.push(InquiryFile {
                file: written,
                ..file
            });
        }
        Ok(inquired)
    }

    /// Lists the claims that are asked about when all without an answer are: not those asked about in the last days.
    ///
    /// # Errors
    /// What the book says.
    pub fn to_ask_about(&self) -> Result<Vec<ClaimRow>, OfficeError> {
        let today = self.today();
        let is_lately = |on: NaiveDate| today.signed_duration_since(on).num_days() < DAYS_BETWEEN;
        let silent = self.no_answer()?.into_iter();
        // What the payer before passed on never left from here: nobody can ask about it.
        let silent = silent.filter(|quiet| !quiet.is_passed_on);
        let silent = silent.filter(|quiet| !quiet.asked_on.is_some_and(is_lately));
        Ok(silent.map(|quiet| quiet.row).collect())
    }

    /// The claims to ask about.
    fn asked(&self, which: Asked<'_>) -> Result<Vec<ClaimId>, OfficeError> {
        let these = match which {
            Asked::These(these) => these,
            Asked::NoAnswer => {
                let silent = self.to_ask_about()?.into_iter();
                return Ok(silent.map(|row| row.id).collect());
            }
        };
        let mut claims = these.to_vec();
        claims.sort_unstable();
        claims.dedup();
        for id in &claims {
            let row = self.store.claim_row(*id)?.ok_or(Refusal::NotThere {
                what: "claim",
                number: id.get(),
            })?;
            if !row.state.is_waiting() {
                return Err(ClaimRefusal::NotWaiting {
                    number: row.number,
                    state: row.state,
                }
                .into());
            }
        }
        Ok(claims)
    }

    /// Lists the newest files of questions.
    ///
    /// # Errors
    /// What the book says.
    pub fn inquiries(&self, limit: usize) -> Result<Vec<InquiryRow>, OfficeError> {
        Ok(self.store.inquiries(limit)?)
    }

    /// Writes a file of questions out again, exactly as it was, and gives where it is.
    ///
    /// # Errors
    /// [`OfficeError::File`] when `dir` takes no file, [`Refusal::NotThere`], or what the book says.
    pub fn write_inquiry_again(
        &mut self,
        id: InquiryId,
        dir: &Path,
    ) -> Result<PathBuf, OfficeError> {
        let (name, bytes) = self.store.inquiry_file(id)?.ok_or(Refusal::NotThere {
            what: "file of questions",
            number: id.get(),
        })?;
        let written = out::write(dir, &name, &bytes).map_err(|source| OfficeError::File {
            task: "write the file of questions",
            source,
        })?;
        self.write("write questions out again", |_, _| {
            Ok((format!("inquiry:{id}"), ()))
        })?;
        Ok(written)
    }
}

type Sorted = (
    BTreeMap<ReceiverId, (Receiver, Vec<Papers>)>,
    Vec<ClaimNumber>,
);

/// Sorts claims by where their files go.
fn sorted(tx: &Tx<'_>, claims: &[ClaimId], progress: Progress<'_>) -> Result<Sorted, OfficeError> {
    let mut by_receiver: BTreeMap<ReceiverId, (Receiver, Vec<Papers>)> = BTreeMap::new();
    let mut on_paper = Vec::new();
    let total = u64::try_from(claims.len()).unwrap_or(u64::MAX);
    for (done, id) in (1..).zip(claims) {
        if let Some(papers) = tx.papers(*id)? {
            match papers.receiver.clone() {
                None => on_paper.push(papers.claim.number),
                Some(receiver) => by_receiver
                    .entry(receiver.id)
                    .or_insert_with(|| (receiver, Vec::new()))
                    .1
                    .push(papers),
            }
        }
        if progress(done, total) == Go::Stop {
            return Err(OfficeError::Stopped);
        }
    }
    // Questions to one payer about one policy stand together.
    for (_, papers) in by_receiver.values_mut() {
        papers.sort_by_key(|one| (one.payer.id, one.policy.id, one.claim.id));
    }
    Ok((by_receiver, on_paper))
}

impl Run<'_> {
    fn refuse(&self, problem: &dyn std::fmt::Display) -> OfficeError {
        ClaimRefusal::NoFile {
            receiver: self.receiver.what.name.clone(),
            problem: problem.to_string(),
        }
        .into()
    }

    /// Makes the file and keeps it in the book, with an event on each claim.
    fn keep(&self, tx: &Tx<'_>, papers: &[Papers]) -> Result<Kept, OfficeError> {
        let Stamp { at, by, .. } = self.stamp;
        let receiver = self.receiver.id;
        let numbers = Numbers {
            interchange: tx.take_control_numbers(receiver, Envelope::Interchange, 1)?,
            group: tx.take_control_numbers(receiver, Envelope::Group, 1)?,
            set: tx.take_control_numbers(receiver, Envelope::Set, 1)?,
        };
        let mut traces = Vec::with_capacity(papers.len());
        let mut questions = Vec::with_capacity(papers.len());
        for one in papers {
            let asked = tx.times_asked(one.claim.id)?.saturating_add(1);
            let trace = format!("{}Q{asked}", one.claim.number);
            questions.push(self.question(tx, one, &trace)?);
            traces.push(trace);
        }
        let text = self.write(numbers, questions)?;
        let name = self.file_name(numbers);
        let claims = u32::try_from(papers.len()).unwrap_or(u32::MAX);
        let bytes = text.into_bytes();
        let inquiry = NewInquiry {
            receiver,
            numbers,
            file_name: &name,
            claims,
            file: tx.attach(&bytes, at)?,
        };
        let id = tx.add_inquiry(&inquiry, at, by)?;
        let source = format!("inquiry:{id}");
        let words = format!(
            "Asked {} what became of it, file {name}",
            self.receiver.what.name
        );
        for (one, trace) in papers.iter().zip(&traces) {
            let claim = one.claim.id;
            tx.add_inquiry_claim(id, claim, trace)?;
            let _is_new = tx.note_reference(claim, ReferenceKind::Inquiry, trace, &source, at)?;
            let note = Note {
                kind: Happening::Numbered,
                source: &source,
                words: &words,
            };
            tx.move_claim(claim, one.claim.state, note, at, by)?;
        }
        Ok(Kept {
            file: InquiryFile {
                inquiry: id,
                file: Err(String::new()),
                receiver: self.receiver.what.name.clone(),
                claims,
            },
            name,
            bytes,
        })
    }

    fn write(&self, numbers: Numbers, questions: Vec<Question>) -> Result<String, OfficeError> {
        let what = &self.receiver.what;
        let layout = Layout::try_from(what.separators).map_err(|error| self.refuse(&error))?;
        let party = |qualifier: &str, id: &str| Party {
            qualifier: qualifier.to_owned(),
            id: id.to_owned(),
        };
        let set = format!("{:04}", numbers.set);
        let batch = Batch {
            interchange: Interchange {
                authorization: None,
                security: None,
                sender: party(&what.sender_qualifier, &what.sender_id),
                receiver: party(&what.receiver_qualifier, &what.receiver_id),
                created: Some(self.wall),
                control_number: numbers.interchange,
                wants_acknowledgement: true,
                usage: if what.is_test {
                    Usage::Test
                } else {
                    Usage::Production
                },
            },
            group: Group {
                sender: what.sender_id.clone(),
                receiver: what.receiver_id.clone(),
                created: Some(self.wall),
                control_number: numbers.group,
            },
            transactions: vec![Transaction {
                reference: format!("{}-{set}", numbers.interchange),
                control_number: set,
                created: Some(self.wall),
                payers: arrange(questions),
            }],
        };
        inquiry276::write(&batch, layout).map_err(|error| self.refuse(&error))
    }

    /// How the file is called: as the receiver's claim files, with an ending of its own. It names no patient.
    fn file_name(&self, numbers: Numbers) -> String {
        let what = &self.receiver.what;
        let name = what.profile.naming.fill(Named {
            receiver: &what.name,
            receiver_id: &what.receiver_id,
            sender_id: &what.sender_id,
            at: self.stamp.today.and_time(self.wall.time()),
            control: numbers.interchange,
            is_test: what.is_test,
        });
        match name.rsplit_once('.') {
            Some((stem, "837")) => format!("{stem}.276"),
            _ => name,
        }
    }

    /// The question about a claim, with everyone as its file named them.
    fn question(&self, tx: &Tx<'_>, papers: &Papers, trace: &str) -> Result<Question, OfficeError> {
        let mut sent = form::submission(self.practice, papers, 1);
        named_there(&mut sent, &self.receiver.what.profile.payer_ids);
        let claim = &papers.claim;
        let mut references = BTreeMap::from([(
            InquiryReference::PatientControlNumber,
            claim.number.to_string(),
        )]);
        if let Some(number) = tx.payer_number(claim.id)? {
            let _none = references.insert(InquiryReference::PayerClaimNumber, number.to_string());
        }
        let is_self = sent.patient.is_none();
        Ok(Question {
            payer: Payer {
                name: sent.payer.name,
                id_kind: sent.payer.id_kind,
                id: sent.payer.id,
            },
            asker: Asker {
                name: sent.provider.name.clone(),
                id: self.receiver.what.sender_id.clone(),
            },
            provider: Provider {
                name: sent.provider.name,
                id_kind: ProviderIdKind::Npi,
                id: self.practice.npi.as_str().to_owned(),
            },
            subscriber: Subscriber {
                name: sent.subscriber.name,
                id_kind: SubscriberIdKind::Member,
                id: sent.subscriber.member_id,
                birth: sent.subscriber.birth.filter(|_| is_self),
            },
            dependent: sent.patient.map(|patient| Dependent {
                name: patient.name,
                birth: patient.birth,
            }),
            inquiry: Inquiry {
                trace: trace.to_owned(),
                references,
                charge: Some(claim.charged),
                service: Some(Period {
                    from: claim.service_on,
                    through: claim.service_on,
                }),
                lines: Vec::new(),
            },
        })
    }
}
