//! One receiver's claims to one file: numbers, envelopes, bytes, and the batch in the book. It must not know the disk.

use std::collections::VecDeque;
use std::fmt;

use chrono::NaiveDateTime;

use super::form::{self, billing_name};
use super::ids::named_there;
use super::sent::Sent;
use super::{BatchFile, Kept, Numbers, Stamp};
use crate::domain::claim::{ClaimNumber, Happening, State};
use crate::domain::id::{BatchId, ClaimId};
use crate::domain::money::Money;
use crate::domain::practice::{Named, Practice, Receiver};
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

/// The largest control number (ISA13, GS06, ST02).
const LARGEST_NUMBER: u32 = 999_999_999;

/// What all files of one export to one receiver share.
pub(super) struct Run<'a> {
    pub(super) practice: &'a Practice,
    pub(super) receiver: &'a Receiver,
    /// Day and time on the wall, which the envelopes carry.
    pub(super) wall: NaiveDateTime,
    pub(super) stamp: Stamp,
    /// The batch whose claims go by another way; none when they leave for the first time.
    pub(super) remakes: Option<BatchId>,
}

/// A claim with the number of its sending, from 1.
pub(super) struct Outgoing {
    pub(super) what: What,
    pub(super) sending: u32,
}

/// What a claim is written from.
pub(super) enum What {
    /// The book as it is now.
    Papers(Box<Papers>),
    /// What was sent before.
    Again(Box<Again>),
}

/// A claim as it was sent before.
pub(super) struct Again {
    pub(super) claim: ClaimId,
    pub(super) number: ClaimNumber,
    pub(super) charged: Money,
    /// As it stood in the file.
    pub(super) submission: Submission,
    /// As the book kept it.
    pub(super) sent: serde_json::Value,
}

impl Outgoing {
    fn claim(&self) -> ClaimId {
        match &self.what {
            What::Papers(papers) => papers.claim.id,
            What::Again(again) => again.claim,
        }
    }

    fn number(&self) -> &ClaimNumber {
        match &self.what {
            What::Papers(papers) => &papers.claim.number,
            What::Again(again) => &again.number,
        }
    }

    fn charged(&self) -> Money {
        match &self.what {
            What::Papers(papers) => papers.claim.charged,
            What::Again(again) => again.charged,
        }
    }

    fn submission(&self, practice: &Practice) -> Submission {
        match &self.what {
            What::Papers(papers) => form::submission(practice, papers, self.sending),
            What::Again(again) => again.renumbered(self.sending),
        }
    }

    /// The claim as it is sent now, for the book.
    fn frozen(&self, practice: &Practice, set: u32) -> serde_json::Result<String> {
        match &self.what {
            What::Papers(papers) => {
                serde_json::to_string(&Sent::of(practice, papers, set, self.sending))
            }
            What::Again(again) => serde_json::to_string(&again.frozen(set, self.sending)),
        }
    }
}

/// Makes the files of a receiver's claims, one unless they are more than it takes in one, and keeps them in the book
/// with all that belongs to them. A claim that the writer refuses after all is held, and the file is made without it.
pub(super) fn keep(
    tx: &Tx<'_>,
    run: &Run<'_>,
    papers: Vec<Papers>,
    held: &mut Vec<(ClaimNumber, Vec<Finding>)>,
) -> Result<Vec<Kept>, OfficeError> {
    let mut outgoing = Vec::with_capacity(papers.len());
    for papers in papers {
        let sending = tx.sendings(papers.claim.id)?.saturating_add(1);
        let what = What::Papers(Box::new(papers));
        outgoing.push(Outgoing { what, sending });
    }
    keep_all(tx, run, outgoing, held)
}

/// Does what [`keep`] does for claims from anywhere.
pub(super) fn keep_all(
    tx: &Tx<'_>,
    run: &Run<'_>,
    outgoing: Vec<Outgoing>,
    held: &mut Vec<(ClaimNumber, Vec<Finding>)>,
) -> Result<Vec<Kept>, OfficeError> {
    let mut files = Vec::new();
    let mut parts = VecDeque::from(in_parts(outgoing, run.receiver.what.profile.most_claims));
    while let Some(mut part) = parts.pop_front() {
        match run.fits(&mut part, tx, held)? {
            Fit::Whole => files.extend(keep_part(tx, run, part, held)?),
            Fit::TooLarge => {
                let rest = part.split_off(part.len().div_ceil(2));
                parts.push_front(rest);
                parts.push_front(part);
            }
        }
    }
    Ok(files)
}

/// The claims in files of at most so many.
fn in_parts(mut outgoing: Vec<Outgoing>, most: Option<u32>) -> Vec<Vec<Outgoing>> {
    let most = most.and_then(|most| usize::try_from(most).ok());
    let most = most.unwrap_or(usize::MAX).max(1);
    let mut parts = Vec::new();
    while outgoing.len() > most {
        let rest = outgoing.split_off(most);
        parts.push(std::mem::replace(&mut outgoing, rest));
    }
    parts.push(outgoing);
    parts
}

/// Whether a file is one that its receiver takes.
enum Fit {
    Whole,
    TooLarge,
}

/// Makes one file and keeps it. Gives nothing when no claim is left.
fn keep_part(
    tx: &Tx<'_>,
    run: &Run<'_>,
    mut outgoing: Vec<Outgoing>,
    held: &mut Vec<(ClaimNumber, Vec<Finding>)>,
) -> Result<Option<Kept>, OfficeError> {
    if outgoing.is_empty() {
        return Ok(None);
    }
    let sets = run.sets(&outgoing)?;
    let numbers = Numbers {
        interchange: tx.take_control_numbers(run.receiver.id, Envelope::Interchange, 1)?,
        group: tx.take_control_numbers(run.receiver.id, Envelope::Group, 1)?,
        set: tx.take_control_numbers(run.receiver.id, Envelope::Set, sets)?,
    };
    match run.written(numbers, &mut outgoing, tx, held)? {
        Some(text) => keep_batch(tx, run, numbers, &outgoing, text.into_bytes()).map(Some),
        None => Ok(None),
    }
}

/// Holds a claim that the writer refuses, in the writer's words, which name fields and never their values.
fn hold(
    tx: &Tx<'_>,
    run: &Run<'_>,
    refused: &Outgoing,
    words: &str,
) -> Result<(ClaimNumber, Vec<Finding>), OfficeError> {
    let note = Note {
        kind: Happening::Stopped,
        source: "",
        words,
    };
    // What went out before stays out; only another way is closed to it.
    if matches!(refused.what, What::Papers(_)) {
        tx.move_claim(
            refused.claim(),
            State::Held,
            note,
            run.stamp.at,
            run.stamp.by,
        )?;
    }
    Ok((refused.number().clone(), Vec::new()))
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
            .position(|one| Some(one.number().as_str()) == number);
        match place {
            Some(place) => Ok(outgoing.remove(place)),
            None => Err(self.refuse(error)),
        }
    }

    /// How many transaction sets so many claims need.
    fn sets(&self, outgoing: &[Outgoing]) -> Result<u32, OfficeError> {
        let sets = outgoing.len().div_ceil(TRANSACTION_CLAIMS_MAX);
        u32::try_from(sets.max(1))
            .map_err(|_| self.refuse(&"there are too many claims for one file"))
    }

    /// Writes a file. A claim that the writer refuses is taken out and held. Gives nothing when no claim is left.
    fn written(
        &self,
        numbers: Numbers,
        outgoing: &mut Vec<Outgoing>,
        tx: &Tx<'_>,
        held: &mut Vec<(ClaimNumber, Vec<Finding>)>,
    ) -> Result<Option<String>, OfficeError> {
        let layout = self.layout()?;
        while !outgoing.is_empty() {
            match self.write(numbers, layout, outgoing) {
                Ok(text) => return Ok(Some(text)),
                Err(error) => {
                    let refused = self.take_out(outgoing, &error)?;
                    held.push(hold(tx, self, &refused, &error.to_string())?);
                }
            }
        }
        Ok(None)
    }

    /// Whether a file of these claims is as small as its receiver wants it. One claim that alone is larger is held.
    fn fits(
        &self,
        outgoing: &mut Vec<Outgoing>,
        tx: &Tx<'_>,
        held: &mut Vec<(ClaimNumber, Vec<Finding>)>,
    ) -> Result<Fit, OfficeError> {
        let Some(most) = self.receiver.what.profile.most_bytes else {
            return Ok(Fit::Whole);
        };
        // No real number is longer than these, so the file becomes no larger than this one.
        let numbers = Numbers {
            interchange: LARGEST_NUMBER,
            group: LARGEST_NUMBER,
            set: LARGEST_NUMBER.saturating_sub(self.sets(outgoing)?),
        };
        let Some(text) = self.written(numbers, outgoing, tx, held)? else {
            return Ok(Fit::Whole);
        };
        if u64::try_from(text.len()).is_ok_and(|bytes| bytes <= most) {
            return Ok(Fit::Whole);
        }
        if outgoing.len() > 1 {
            return Ok(Fit::TooLarge);
        }
        for alone in outgoing.drain(..) {
            let words = "The claim alone is larger than a file its receiver takes";
            held.push(hold(tx, self, &alone, words)?);
        }
        Ok(Fit::Whole)
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
            .map(|papers| Outgoing {
                what: What::Papers(Box::new(papers)),
                sending: 1,
            })
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
        let ids = &self.receiver.what.profile.payer_ids;
        let submissions = claims.iter().map(|one| {
            let mut submission = one.submission(self.practice);
            named_there(&mut submission, ids);
            submission
        });
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
        Submitter {
            name: billing_name(self.practice),
            id: self.receiver.what.sender_id.clone(),
            contacts: vec![self.contact()],
        }
    }

    /// Whom the receiver asks: its own contact, else the practice's.
    fn contact(&self) -> Contact {
        let practice = self.practice;
        let (name, phone, email) = match &self.receiver.what.profile.contact {
            Some(own) => (own.name.trim(), &own.phone, own.email.as_ref()),
            None => (
                practice.contact.trim(),
                &practice.phone,
                practice.email.as_ref(),
            ),
        };
        Contact {
            name: (!name.is_empty()).then(|| name.to_owned()),
            phone: Some(phone.as_str().to_owned()),
            email: email.map(|email| email.as_str().to_owned()),
            ..Contact::default()
        }
    }

    /// How the file is called. It names no patient.
    fn file_name(&self, numbers: Numbers) -> String {
        let what = &self.receiver.what;
        what.profile.naming.fill(Named {
            receiver: &what.name,
            receiver_id: &what.receiver_id,
            sender_id: &what.sender_id,
            at: self.stamp.today.and_time(self.wall.time()),
            control: numbers.interchange,
            is_test: what.is_test,
        })
    }

    /// What is said on the timeline of each claim.
    fn told(&self, batch: BatchId, name: &str) -> String {
        let receiver = &self.receiver.what.name;
        match self.remakes {
            None => format!("Sent to {receiver} in batch {batch}, file {name}"),
            Some(first) => format!(
                "Sent to {receiver} in batch {batch}, file {name}, in place of batch {first}"
            ),
        }
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
    let total = Money::sum(outgoing.iter().map(Outgoing::charged))?;
    let claims = u32::try_from(outgoing.len()).unwrap_or(u32::MAX);
    let batch = NewBatch {
        receiver: run.receiver.id,
        numbers,
        file_name: &name,
        claims,
        total,
        file: tx.attach(&bytes, at)?,
        remakes: run.remakes,
    };
    let id = tx.add_batch(&batch, at, by)?;
    let words = run.told(id, &name);
    let source = format!("batch:{id}");
    let note = Note {
        kind: Happening::Batched,
        source: &source,
        words: &words,
    };
    for (set, claims) in (numbers.set..).zip(outgoing.chunks(TRANSACTION_CLAIMS_MAX)) {
        for one in claims {
            let json = one
                .frozen(run.practice, set)
                .map_err(|error| run.refuse(&error))?;
            tx.add_batch_claim(id, one.claim(), &json)?;
            tx.move_claim(one.claim(), State::Batched, note, at, by)?;
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
