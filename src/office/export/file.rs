//! One receiver's claims to one file: numbers, envelopes, bytes, and the batch in the book. It must not know the disk.

use std::fmt;

use chrono::NaiveDateTime;

use super::form::{self, billing_name};
use super::sent::Sent;
use super::{BatchFile, Kept, Numbers, Stamp};
use crate::domain::charset;
use crate::domain::claim::{ClaimNumber, Happening, State};
use crate::domain::id::ClaimId;
use crate::domain::money::Money;
use crate::domain::practice::{Practice, Receiver};
use crate::domain::scrub::Finding;
use crate::edi::claim837::{
    self, Batch, Contact, Content, Header, Purpose, Submission, Submitter, TRANSACTION_CLAIMS_MAX,
    Transaction, arrange,
};
use crate::edi::envelope::{Group, Interchange, Party, Usage};
use crate::edi::write::{Layout, WriteError};
use crate::office::OfficeError;
use crate::office::claims::ClaimRefusal;
use crate::store::Tx;
use crate::store::batch::{Envelope, NewBatch};
use crate::store::claim::{Note, Papers};

/// What all files of one export to one receiver share.
pub(super) struct Run<'a> {
    pub(super) practice: &'a Practice,
    pub(super) receiver: &'a Receiver,
    /// Day and time on the wall, which the envelopes carry.
    pub(super) wall: NaiveDateTime,
    pub(super) stamp: Stamp,
}

/// A claim with the number of its sending, from 1.
struct Outgoing {
    papers: Papers,
    sending: u32,
}

/// Makes the file of a receiver's claims and keeps it in the book with all that belongs to it. A claim that the writer
/// refuses after all is held, and the file is made without it. Gives nothing when no claim is left.
pub(super) fn keep(
    tx: &Tx<'_>,
    run: &Run<'_>,
    papers: Vec<Papers>,
    held: &mut Vec<(ClaimNumber, Vec<Finding>)>,
) -> Result<Option<Kept>, OfficeError> {
    let layout = run.layout()?;
    let mut outgoing = Vec::with_capacity(papers.len());
    for papers in papers {
        let sending = tx.sendings(papers.claim.id)?.saturating_add(1);
        outgoing.push(Outgoing { papers, sending });
    }
    let sets = outgoing.len().div_ceil(TRANSACTION_CLAIMS_MAX);
    let Ok(sets) = u32::try_from(sets.max(1)) else {
        return Err(run.refuse(&"there are too many claims for one file"));
    };
    let numbers = Numbers {
        interchange: tx.take_control_numbers(run.receiver.id, Envelope::Interchange, 1)?,
        group: tx.take_control_numbers(run.receiver.id, Envelope::Group, 1)?,
        set: tx.take_control_numbers(run.receiver.id, Envelope::Set, sets)?,
    };
    while !outgoing.is_empty() {
        match run.write(numbers, layout, &outgoing) {
            Ok(text) => {
                return keep_batch(tx, run, numbers, &outgoing, text.into_bytes()).map(Some);
            }
            Err(error) => {
                let refused = run.take_out(&mut outgoing, &error)?;
                held.push(hold(tx, run, refused, &error)?);
            }
        }
    }
    Ok(None)
}

/// Holds a claim that the writer refuses, in the writer's words, which name fields and never their values.
fn hold(
    tx: &Tx<'_>,
    run: &Run<'_>,
    refused: Outgoing,
    error: &WriteError,
) -> Result<(ClaimNumber, Vec<Finding>), OfficeError> {
    let claim = refused.papers.claim;
    let note = Note {
        kind: Happening::Stopped,
        source: "",
        words: &error.to_string(),
    };
    tx.move_claim(claim.id, State::Held, note, run.stamp.at, run.stamp.by)?;
    Ok((claim.number, Vec::new()))
}

impl Run<'_> {
    fn refuse(&self, problem: &dyn fmt::Display) -> OfficeError {
        ClaimRefusal::NoFile {
            receiver: self.receiver.what.name.clone(),
            problem: problem.to_string(),
        }
        .into()
    }

    /// Takes out the claim that an error is about. An error of the envelopes refuses the whole file.
    fn take_out(
        &self,
        outgoing: &mut Vec<Outgoing>,
        error: &WriteError,
    ) -> Result<Outgoing, OfficeError> {
        let number = error.claim.as_deref();
        let place = outgoing
            .iter()
            .position(|one| Some(one.papers.claim.number.as_str()) == number);
        match place {
            Some(place) => Ok(outgoing.remove(place)),
            None => Err(self.refuse(error)),
        }
    }

    fn layout(&self) -> Result<Layout, OfficeError> {
        Layout::try_from(self.receiver.what.separators).map_err(|error| self.refuse(&error))
    }

    fn write(
        &self,
        numbers: Numbers,
        layout: Layout,
        outgoing: &[Outgoing],
    ) -> Result<String, WriteError> {
        claim837::write(&self.batch(numbers, outgoing), layout)
    }

    /// Writes claims without keeping anything.
    #[cfg(test)]
    pub(super) fn trial(&self, papers: Vec<Papers>) -> String {
        let numbers = Numbers {
            interchange: 3,
            group: 5,
            set: 7,
        };
        let outgoing: Vec<Outgoing> = papers
            .into_iter()
            .map(|papers| Outgoing { papers, sending: 1 })
            .collect();
        let layout = self.layout().unwrap();
        self.write(numbers, layout, &outgoing).unwrap()
    }

    fn batch(&self, numbers: Numbers, outgoing: &[Outgoing]) -> Batch {
        let what = &self.receiver.what;
        let party = |qualifier: &str, id: &str| Party {
            qualifier: qualifier.to_owned(),
            id: id.to_owned(),
        };
        Batch {
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
            transactions: (numbers.set..)
                .zip(outgoing.chunks(TRANSACTION_CLAIMS_MAX))
                .map(|(set, claims)| self.transaction(numbers, set, claims))
                .collect(),
        }
    }

    fn transaction(&self, numbers: Numbers, set: u32, claims: &[Outgoing]) -> Transaction {
        let submissions = claims
            .iter()
            .map(|one| form::submission(self.practice, &one.papers, one.sending));
        Transaction {
            control_number: set_number(set),
            header: Header {
                purpose: Purpose::Original,
                reference: format!("{}-{}", numbers.interchange, set_number(set)),
                created: Some(self.wall),
                content: Content::Claims,
                submitter: self.submitter(),
                receiver: claim837::Receiver {
                    name: self.receiver.what.name.clone(),
                    id: self.receiver.what.receiver_id.clone(),
                },
            },
            providers: arrange(submissions.collect::<Vec<Submission>>()),
        }
    }

    fn submitter(&self) -> Submitter {
        let practice = self.practice;
        let contact = practice.contact.trim();
        Submitter {
            name: billing_name(practice),
            id: self.receiver.what.sender_id.clone(),
            contacts: vec![Contact {
                name: (!contact.is_empty()).then(|| contact.to_owned()),
                phone: Some(practice.phone.as_str().to_owned()),
                email: practice
                    .email
                    .as_ref()
                    .map(|email| email.as_str().to_owned()),
                ..Contact::default()
            }],
        }
    }

    /// How the file is called: receiver, day, interchange. It names no patient.
    fn file_name(&self, numbers: Numbers) -> String {
        let name = charset::fold(&self.receiver.what.name).unwrap_or_default();
        let mut slug = String::new();
        for letter in name.chars() {
            if letter.is_ascii_alphanumeric() {
                slug.push(letter.to_ascii_lowercase());
            } else if !slug.is_empty() && !slug.ends_with('-') {
                slug.push('-');
            }
        }
        let slug = slug.trim_end_matches('-');
        let slug = if slug.is_empty() { "claims" } else { slug };
        let day = self.stamp.today.format("%Y-%m-%d");
        format!("{slug}-{day}-{:09}.837", numbers.interchange)
    }
}

/// ST02 has at least four characters.
pub(super) fn set_number(set: u32) -> String {
    format!("{set:04}")
}

/// Keeps the file, the batch and each claim as it was sent, and lets the claims stand as sent.
fn keep_batch(
    tx: &Tx<'_>,
    run: &Run<'_>,
    numbers: Numbers,
    outgoing: &[Outgoing],
    bytes: Vec<u8>,
) -> Result<Kept, OfficeError> {
    let Stamp { at, by, .. } = run.stamp;
    let name = run.file_name(numbers);
    let total = Money::sum(outgoing.iter().map(|one| one.papers.claim.charged))?;
    let claims = u32::try_from(outgoing.len()).unwrap_or(u32::MAX);
    let batch = NewBatch {
        receiver: run.receiver.id,
        numbers,
        file_name: &name,
        claims,
        total,
        file: tx.attach(&bytes, at)?,
    };
    let id = tx.add_batch(&batch, at, by)?;
    let words = format!(
        "Sent to {} in batch {id}, file {name}",
        run.receiver.what.name
    );
    let source = format!("batch:{id}");
    let note = Note {
        kind: Happening::Batched,
        source: &source,
        words: &words,
    };
    for (set, claims) in (numbers.set..).zip(outgoing.chunks(TRANSACTION_CLAIMS_MAX)) {
        for Outgoing { papers, sending } in claims {
            let claim: ClaimId = papers.claim.id;
            let sent = Sent::of(run.practice, papers, set, *sending);
            let json = serde_json::to_string(&sent).map_err(|error| run.refuse(&error))?;
            tx.add_batch_claim(id, claim, &json)?;
            tx.move_claim(claim, State::Batched, note, at, by)?;
        }
    }
    Ok(Kept {
        batch: BatchFile {
            batch: id,
            file: Err(String::new()),
            receiver: run.receiver.what.name.clone(),
            claims,
            total,
        },
        name,
        bytes,
    })
}
