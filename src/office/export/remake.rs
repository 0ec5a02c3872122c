//! A batch by another way: the same claims as they were sent, for another receiver. It must not make anything of the
//! book as it is now.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;
use serde_json::{Value, json};

use super::file::{self, Again, Outgoing, Run, What, set_number};
use super::ids::named_as_usual;
use super::{BatchFile, Folders, put_out};
use crate::domain::claim::{ClaimNumber, State};
use crate::domain::id::{BatchId, ClaimId, ReceiverId};
use crate::domain::money::Money;
use crate::domain::practice::PayerIds;
use crate::edi::claim837::{self, Batch, Submission};
use crate::office::claims::{ClaimRefusal, practice_in};
use crate::office::{Office, OfficeError, Refusal};
use crate::store::Tx;

/// What became of a batch that was made again for another receiver.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Remade {
    /// The files; several when they would be too large for one.
    pub files: Vec<BatchFile>,
    /// Claims that were answered meanwhile, or sent again since: they stay as they are.
    pub left_out: Vec<ClaimNumber>,
    /// Claims that no file to the new receiver can carry.
    pub held: Vec<ClaimNumber>,
}

/// A claim as the book kept it when it left.
struct Kept {
    claim: ClaimId,
    sent: Value,
}

impl Office {
    /// Makes the claims of a batch again for another receiver, as when a clearinghouse is down: as they were sent, with
    /// control numbers of the new receiver, in a batch of its own that names the first. Claims that were answered, or
    /// sent again since, stay out. Writes the files into `dir`, else into the receiver's own folder.
    ///
    /// # Errors
    /// [`ClaimRefusal::SameReceiver`], [`ClaimRefusal::NothingUnanswered`], [`ClaimRefusal::NoFolder`],
    /// [`ClaimRefusal::NoFile`], [`OfficeError::File`] when the folder takes no file, [`Refusal::NotThere`], or what
    /// the book says. Nothing is sent then.
    pub fn remake_batch(
        &mut self,
        batch: BatchId,
        receiver: ReceiverId,
        dir: Option<&Path>,
    ) -> Result<Remade, OfficeError> {
        let folders = dir.map_or(Folders::Own, Folders::One);
        folders.probe()?;
        let (_name, bytes) = self.batch_file(batch)?;
        let mut kept = Vec::new();
        for claim in self.store.claims_of_batch(batch)? {
            let sent = self.sent_claim(batch, claim)?;
            let sent = serde_json::from_str(&sent).map_err(|_| unreadable(batch))?;
            kept.push(Kept { claim, sent });
        }
        let first = self.store.find_batch(batch)?.map(|row| row.receiver);
        let wall = self.clock().wall_time_of(self.clock().now());
        let (mut remade, files) = self.stamped("make a batch again", |tx, stamp| {
            let to = tx.receiver(receiver)?.ok_or(Refusal::NotThere {
                what: "receiver",
                number: receiver.get(),
            })?;
            if first == Some(receiver) {
                return Err(ClaimRefusal::SameReceiver(to.what.name).into());
            }
            let folder = folders.of(&to)?;
            let practice = practice_in(tx)?;
            let mut remade = Remade::default();
            let first = first.map(|first| tx.receiver(first)).transpose()?.flatten();
            let ids = first.map(|first| first.what.profile.payer_ids);
            let from = (bytes.as_slice(), ids.unwrap_or_default());
            let outgoing = outgoing(tx, batch, kept, &from, &mut remade.left_out)?;
            if outgoing.is_empty() {
                return Err(ClaimRefusal::NothingUnanswered(batch).into());
            }
            let run = Run {
                practice: &practice,
                receiver: &to,
                wall,
                stamp,
                remakes: Some(batch),
            };
            let mut held = Vec::new();
            let files = file::keep_all(tx, &run, outgoing, &mut held)?;
            remade.held = held.into_iter().map(|(number, _)| number).collect();
            let files: Vec<_> = files
                .into_iter()
                .map(|kept| (kept, folder.clone()))
                .collect();
            Ok((format!("batch:{batch}"), (remade, files)))
        })?;
        remade.files = put_out(files);
        Ok(remade)
    }
}

fn unreadable(batch: BatchId) -> OfficeError {
    ClaimRefusal::Unreadable(batch).into()
}

/// The claims of the batch that still wait for an answer to it, as they stood in its file, with payers named as usual.
fn outgoing(
    tx: &Tx<'_>,
    batch: BatchId,
    kept: Vec<Kept>,
    (bytes, ids): &(&[u8], PayerIds),
    left_out: &mut Vec<ClaimNumber>,
) -> Result<Vec<Outgoing>, OfficeError> {
    let mut submissions = submissions(bytes).ok_or_else(|| unreadable(batch))?;
    let mut outgoing = Vec::new();
    for Kept { claim, sent } in kept {
        let row = tx.find_claim(claim)?.ok_or_else(|| unreadable(batch))?;
        let number = row.number;
        let is_latest = tx
            .last_batch_of(claim)?
            .is_some_and(|last| last.id == batch);
        if row.state != State::Batched || !is_latest {
            left_out.push(number);
            continue;
        }
        let mut submission = submissions
            .remove(number.as_str())
            .ok_or_else(|| unreadable(batch))?;
        named_as_usual(&mut submission, ids);
        let again = Again {
            claim,
            number,
            charged: charged(&submission),
            submission,
            sent,
        };
        outgoing.push(Outgoing {
            what: What::Again(Box::new(again)),
            sending: tx.sendings(claim)?.saturating_add(1),
        });
    }
    Ok(outgoing)
}

const fn charged(submission: &Submission) -> Money {
    submission.claim.charge
}

/// The claims of a file by number; none when it cannot be read without loss.
fn submissions(bytes: &[u8]) -> Option<BTreeMap<String, Submission>> {
    let (batches, findings) = claim837::read(bytes).ok()?;
    if !findings.is_empty() {
        return None;
    }
    Some(batches.into_iter().flat_map(flat).collect())
}

/// The tree of a file as a list.
fn flat(batch: Batch) -> Vec<(String, Submission)> {
    let mut list = Vec::new();
    let providers = batch.transactions.into_iter().flat_map(|set| set.providers);
    for one in providers {
        for place in one.subscribers {
            let (subscriber, payer) = (place.subscriber, place.payer);
            let own = place.claims.into_iter().map(|claim| (None, claim));
            let others = place.patients.into_iter().flat_map(|others| {
                let patient = others.patient;
                others
                    .claims
                    .into_iter()
                    .map(move |claim| (Some(patient.clone()), claim))
            });
            for (patient, claim) in own.chain(others) {
                let submission = Submission {
                    provider: one.provider.clone(),
                    subscriber: subscriber.clone(),
                    payer: payer.clone(),
                    patient,
                    claim,
                };
                list.push((submission.claim.number.clone(), submission));
            }
        }
    }
    list
}

impl Again {
    /// As it was sent, with the line numbers of this sending.
    pub(super) fn renumbered(&self, sending: u32) -> Submission {
        let mut submission = self.submission.clone();
        for (place, line) in (1..).zip(&mut submission.claim.lines) {
            line.control_number = Some(self.number.line_control(sending, place));
        }
        submission
    }

    /// As the book kept it, with the numbers of this sending.
    pub(super) fn frozen(&self, transaction: u32, sending: u32) -> Value {
        let mut sent = self.sent.clone();
        if let Some(fields) = sent.as_object_mut() {
            let _old = fields.insert("transaction_set".to_owned(), json!(set_number(transaction)));
            let _old = fields.insert("sending".to_owned(), json!(sending));
        }
        let lines = sent.get_mut("lines").and_then(Value::as_array_mut);
        for (place, line) in (1..).zip(lines.into_iter().flatten()) {
            if let Some(fields) = line.as_object_mut() {
                let number = self.number.line_control(sending, place);
                let _old = fields.insert("control_number".to_owned(), json!(number));
            }
        }
        sent
    }
}
