//! Statements led back to what was sent, by numbers only, and what they do written down. A name, a day and a charge alone
//! never match anything: a person says which claim is meant then.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::said::{Answerer, Group, Source, Stated, What};
use super::verdict::{self, Judgement};
use crate::domain::answer::{Effect, Kind, Part, Sending, Verdict};
use crate::domain::claim::{ClaimNumber, Happening, ReferenceKind};
use crate::domain::id::{AnswerFileId, AnswerPartId, ClaimId};
use crate::domain::practice::Receiver;
use crate::edi::ack999::{GroupAnswer, SegmentFault, SetAnswer};
use crate::edi::excerpt::{self, Located};
use crate::edi::status277::{Claim, Guide, Level};
use crate::office::claims::claim_in;
use crate::office::visits::Stamp;
use crate::office::{Clock, OfficeError};
use crate::store::Tx;
use crate::store::answer::SentBatch;
use crate::store::batch::Envelope;
use crate::store::claim::Note;

/// The code of a group of claims (GS01).
const CLAIMS: &str = "HC";
/// The code of a group of inquiries.
const INQUIRIES: &str = "HR";

/// A transaction of a batch that was sent.
struct Set {
    batch: SentBatch,
    /// ST02; none when the whole batch is meant.
    number: Option<String>,
}

/// What is needed to lead statements back.
pub(super) struct Desk<'a> {
    tx: &'a Tx<'a>,
    clock: &'a Clock,
    receivers: Vec<Receiver>,
    /// The batch that a person says is answered, whatever the numbers are.
    meant: Option<SentBatch>,
}

/// What was found, or why nothing was.
type Found<T> = Result<T, String>;

impl<'a> Desk<'a> {
    pub(super) fn new(tx: &'a Tx<'a>, clock: &'a Clock) -> Result<Self, OfficeError> {
        let receivers = tx.receivers()?;
        Ok(Self {
            tx,
            clock,
            receivers,
            meant: None,
        })
    }

    /// Leads everything back to one batch, because a person says so.
    pub(super) fn meaning(self, batch: SentBatch) -> Self {
        Self {
            meant: Some(batch),
            ..self
        }
    }

    /// Says what a statement does; none when it says nothing that matters.
    pub(super) fn part(&self, stated: &Stated) -> Result<Option<Part>, OfficeError> {
        Ok(match &stated.what {
            What::File(answer) => {
                let judged = verdict::of_file(answer);
                let created = answer.created.map(|at| at.date());
                let found = self.batch(
                    Envelope::Interchange,
                    &answer.control_number,
                    &stated.by,
                    created,
                )?;
                let about = format!("interchange {}", answer.control_number);
                // That a file could be read is said of its claims by the 999.
                let is_told = judged.verdict == Some(Verdict::Rejected);
                let found = found.map(|batch| Set {
                    batch,
                    number: None,
                });
                Some(self.of_all(stated, about, &judged, found, is_told)?)
            }
            What::Set { group, answer } => Some(self.set(stated, group, answer)?),
            What::Group { answer, listed } => Some(self.group(stated, answer, listed)?),
            What::Level { of, level } => self.level(stated, of, level)?,
            What::Claim { of, claim } => Some(self.claim(stated, of, claim)?),
        })
    }

    /// What a statement about one claim does to the claim that a person says it is about; none when it is about a whole
    /// file.
    pub(super) fn by_hand(
        &self,
        stated: &Stated,
        id: ClaimId,
    ) -> Result<Option<Effect>, OfficeError> {
        let _there = claim_in(self.tx, id)?;
        let What::Claim { of, claim } = &stated.what else {
            return Ok(None);
        };
        let judged = verdict::of_claim(claim, of.guide, of.entity.as_deref());
        let batch = self.sending(id, of, claim, &stated.by)?;
        Ok(Some(self.effect(
            id,
            &judged,
            batch.as_ref(),
            Some(claim),
        )?))
    }

    /// The batch with a number on its envelope. Receivers count each for themselves, so whoever answers must be the one
    /// it was sent to; an answerer that nobody knows under that name is believed when only one batch has the number, it
    /// went out under the name that is answered, and the day, where one is told, is right.
    fn batch(
        &self,
        envelope: Envelope,
        number: &str,
        by: &Answerer,
        created: Option<NaiveDate>,
    ) -> Result<Found<SentBatch>, OfficeError> {
        if let Some(meant) = &self.meant {
            return Ok(Ok(meant.clone()));
        }
        let what = if envelope == Envelope::Interchange {
            "interchange"
        } else {
            "group"
        };
        let Ok(wanted) = number.trim().parse::<u32>() else {
            return Ok(Err(format!("the number of the {what} is none of ours")));
        };
        let mut all = self.tx.batches_numbered(envelope, wanted)?;
        let same = |one: &str, other: &str| one.trim().eq_ignore_ascii_case(other.trim());
        if let Some(at) = all.iter().rposition(|one| same(&one.receiver, &by.sender)) {
            return Ok(Ok(all.swap_remove(at)));
        }
        let is_known = self
            .receivers
            .iter()
            .any(|one| same(&one.what.receiver_id, &by.sender));
        let is_of_day = |batch: &SentBatch| {
            created.is_none_or(|day| {
                let sent = self.clock.wall_time_of(batch.made_at).date();
                sent.signed_duration_since(day).num_days().abs() <= 1
            })
        };
        if !is_known
            && all.len() == 1
            && let Some(only) = all.pop()
            && same(&only.sender, &by.receiver)
            && is_of_day(&only)
        {
            return Ok(Ok(only));
        }
        let to = if by.sender.is_empty() {
            "whoever answers"
        } else {
            by.sender.as_str()
        };
        Ok(Err(format!("no {what} {wanted} was sent to {to}")))
    }

    /// A part that is about all claims of a batch or of one of its transactions.
    fn of_all(
        &self,
        stated: &Stated,
        about: String,
        judged: &Judgement,
        found: Found<Set>,
        is_told: bool,
    ) -> Result<Part, OfficeError> {
        let mut part = blank(stated, about, judged);
        match found {
            Err(why) => part.why = why,
            Ok(_) if !is_told => {}
            Ok(set) => {
                let claims = self
                    .tx
                    .claims_sent_in(set.batch.id, set.number.as_deref())?;
                for id in claims {
                    part.effects
                        .push(self.effect(id, judged, Some(&set.batch), None)?);
                }
            }
        }
        Ok(part)
    }

    fn set(&self, stated: &Stated, group: &Group, answer: &SetAnswer) -> Result<Part, OfficeError> {
        let about = format!(
            "group {}, transaction {}",
            group.number, answer.control_number
        );
        let of_all = verdict::of_set(answer, &[]);
        let mut part = blank(stated, about, &of_all);
        if group.code != CLAIMS {
            part.why = self.other_group(&group.code, &group.number, &stated.by)?;
            return Ok(part);
        }
        let found = self.batch(Envelope::Group, &group.number, &stated.by, None)?;
        let batch = match found {
            Ok(batch) => batch,
            Err(why) => {
                part.why = why;
                return Ok(part);
            }
        };
        let mut claims = self
            .tx
            .claims_sent_in(batch.id, Some(&answer.control_number))?;
        // Whoever says which batch is meant need not have a transaction of that number in it.
        if claims.is_empty() && self.meant.is_some() {
            claims = self.tx.claims_sent_in(batch.id, None)?;
        }
        if claims.is_empty() {
            part.why = format!(
                "group {} was sent without a transaction {}",
                group.number, answer.control_number
            );
            return Ok(part);
        }
        let located = self.located(&batch, answer)?;
        for id in claims {
            let number = claim_in(self.tx, id)?.number;
            let against = complaints(answer, &located, &number);
            let judged = verdict::of_set(answer, &against);
            part.effects
                .push(self.effect(id, &judged, Some(&batch), None)?);
        }
        if let [fault, ..] = answer.faults.as_slice() {
            let at = fault.position.and_then(|at| located.get(&at));
            let qualifier = at.map_or("", |at| at.qualifier.as_str());
            let told = crate::edi::ack999::complaint::told(fault, qualifier);
            part.words = match answer.faults.len() {
                1 => format!("{}. {told}", of_all_words(of_all.verdict)),
                more => format!(
                    "{}. {told}; {} more faults",
                    of_all_words(of_all.verdict),
                    more.saturating_sub(1)
                ),
            };
        }
        Ok(part)
    }

    /// Why a group that is none of claims fits nothing; empty when it is one of our questions.
    fn other_group(&self, code: &str, number: &str, by: &Answerer) -> Result<String, OfficeError> {
        if code != INQUIRIES {
            return Ok(format!("it answers a file of another kind, {code}"));
        }
        let sent = match number.trim().parse() {
            Ok(number) => self.tx.inquiries_in_group(number)?,
            Err(_) => Vec::new(),
        };
        let is_ours = sent.iter().any(|one| {
            one.receiver_code
                .trim()
                .eq_ignore_ascii_case(by.sender.trim())
        });
        Ok(if is_ours {
            String::new()
        } else {
            format!(
                "no questions in a group {number} were sent to {}",
                by.sender
            )
        })
    }

    /// Whose segments the complaints of a transaction are, by the file as it was sent.
    fn located(
        &self,
        batch: &SentBatch,
        answer: &SetAnswer,
    ) -> Result<BTreeMap<u64, Located>, OfficeError> {
        let wanted: Vec<u64> = answer
            .faults
            .iter()
            .filter_map(|one| one.position)
            .collect();
        if wanted.is_empty() {
            return Ok(BTreeMap::new());
        }
        let bytes = self.tx.attachment(batch.file)?;
        // What we sent ourselves is X12; were it not, complaints are told without their place.
        Ok(excerpt::locate(&bytes, &answer.control_number, &wanted).unwrap_or_default())
    }

    fn group(
        &self,
        stated: &Stated,
        answer: &GroupAnswer,
        listed: &[String],
    ) -> Result<Part, OfficeError> {
        let judged = verdict::of_group(answer);
        let about = format!("group {}", answer.control_number);
        let mut part = blank(stated, about, &judged);
        if answer.group != CLAIMS {
            part.why = self.other_group(&answer.group, &answer.control_number, &stated.by)?;
            return Ok(part);
        }
        let batch = match self.batch(Envelope::Group, &answer.control_number, &stated.by, None)? {
            Ok(batch) => batch,
            Err(why) => {
                part.why = why;
                return Ok(part);
            }
        };
        if judged.verdict == Some(Verdict::Told) {
            return Ok(part);
        }
        // What was said of a transaction by itself is not said again, unless the group falls with it.
        let mut told = Vec::new();
        for set in listed {
            told.extend(self.tx.claims_sent_in(batch.id, Some(set))?);
        }
        let is_refused = judged.verdict == Some(Verdict::Rejected);
        for id in self.tx.claims_sent_in(batch.id, None)? {
            let stands = claim_in(self.tx, id)?.state;
            if !told.contains(&id) || (is_refused && stands.is_waiting()) {
                part.effects
                    .push(self.effect(id, &judged, Some(&batch), None)?);
            }
        }
        Ok(part)
    }

    /// What is said of everything below a level. Only a refusal does anything; it refuses what is not listed too.
    fn level(
        &self,
        stated: &Stated,
        of: &Source,
        level: &Level,
    ) -> Result<Option<Part>, OfficeError> {
        if of.guide == Guide::StatusResponse || level.statuses.is_empty() {
            return Ok(None);
        }
        let judged = verdict::of_level(level, of.entity.as_deref());
        let is_refused = judged.verdict == Some(Verdict::Rejected);
        let found = self.referred(of, &stated.by)?;
        if found.is_err() && !is_refused {
            return Ok(None);
        }
        let about = format!(
            "file {}",
            of.reference.as_deref().unwrap_or("without a number")
        );
        self.of_all(stated, about, &judged, found, is_refused)
            .map(Some)
    }

    /// The transaction by the reference that we gave it: its interchange and its number.
    fn referred(&self, of: &Source, by: &Answerer) -> Result<Found<Set>, OfficeError> {
        if let Some(meant) = &self.meant {
            return Ok(Ok(Set {
                batch: meant.clone(),
                number: None,
            }));
        }
        let Some(reference) = of.reference.as_deref() else {
            return Ok(Err(String::from("it names no file that was sent")));
        };
        let Some((interchange, number)) = reference.split_once('-') else {
            return Ok(Err(format!("no file {reference} was sent")));
        };
        let found = self.batch(Envelope::Interchange, interchange, by, None)?;
        Ok(found.map(|batch| Set {
            batch,
            number: Some(number.to_owned()),
        }))
    }

    fn claim(&self, stated: &Stated, of: &Source, claim: &Claim) -> Result<Part, OfficeError> {
        let judged = verdict::of_claim(claim, of.guide, of.entity.as_deref());
        let number = claim.number(of.guide).unwrap_or(&claim.trace).trim();
        let about = if number.is_empty() {
            String::from("a claim without a number")
        } else {
            format!("claim {number}")
        };
        let mut part = blank(stated, about, &judged);
        part.is_of_a_claim = true;
        match self.claim_meant(of, claim)? {
            Err(why) => part.why = why,
            Ok(id) => {
                let batch = self.sending(id, of, claim, &stated.by)?;
                part.effects
                    .push(self.effect(id, &judged, batch.as_ref(), Some(claim))?);
            }
        }
        Ok(part)
    }

    /// The claim by our own number, by that of our inquiry, or by any number that the payer or the clearinghouse ever
    /// gave it.
    fn claim_meant(&self, of: &Source, claim: &Claim) -> Result<Found<ClaimId>, OfficeError> {
        let own = claim.number(of.guide).unwrap_or_default().trim();
        if let Ok(number) = own.parse::<ClaimNumber>()
            && let Some(id) = self.tx.claim_numbered(&number)?
        {
            return Ok(Ok(id));
        }
        let others = [
            (ReferenceKind::Ours, Some(own)),
            (ReferenceKind::Inquiry, Some(claim.trace.as_str())),
            (ReferenceKind::Payer, claim.payer_claim_number()),
            (ReferenceKind::Clearinghouse, claim.clearinghouse_number()),
        ];
        for (kind, number) in others {
            let Some(number) = number.map(str::trim).filter(|number| !number.is_empty()) else {
                continue;
            };
            match self
                .tx
                .claims_with_reference(Some(kind), number)?
                .as_slice()
            {
                [] => {}
                [only] => return Ok(Ok(*only)),
                several => {
                    let many = several.len();
                    return Ok(Err(format!("{many} claims are known by its number")));
                }
            }
        }
        Ok(Err(match own {
            "" => String::from("it names no claim of ours"),
            own => format!("no claim has the number {own}"),
        }))
    }

    /// The sending that is answered: by the file's reference, by the numbers of its services, by the day, or else the
    /// last one.
    fn sending(
        &self,
        id: ClaimId,
        of: &Source,
        claim: &Claim,
        by: &Answerer,
    ) -> Result<Option<SentBatch>, OfficeError> {
        let mut all = self.tx.sendings_of(id)?;
        if all.len() > 1 {
            if let Ok(set) = self.referred(of, by)?
                && all.iter().any(|one| one.id == set.batch.id)
            {
                return Ok(Some(set.batch));
            }
            if let Some(number) = verdict::sending_number(claim)
                && let Some(at) = number.checked_sub(1)
                && at < all.len()
            {
                return Ok(Some(all.swap_remove(at)));
            }
            if let Some(day) = by.day {
                let was_out = |one: &SentBatch| self.clock.wall_time_of(one.made_at).date() <= day;
                // Whoever answers before anything left has a clock that is behind: the first is nearest.
                let at = all.iter().rposition(was_out).unwrap_or(0);
                return Ok(Some(all.swap_remove(at)));
            }
        }
        Ok(all.pop())
    }

    fn effect(
        &self,
        id: ClaimId,
        judged: &Judgement,
        batch: Option<&SentBatch>,
        claim: Option<&Claim>,
    ) -> Result<Effect, OfficeError> {
        let stands = claim_in(self.tx, id)?;
        let last = self.tx.sendings_of(id)?.pop();
        let sending = match (batch, last) {
            (Some(answered), Some(last)) if answered.id != last.id => Sending::Earlier,
            _ => Sending::Last,
        };
        let verdict = judged.verdict.unwrap_or(Verdict::Told);
        let place = match (&judged.subject, verdict) {
            (Some((subject, line)), Verdict::Rejected) => {
                let parties = self.tx.parties_to(id)?;
                parties.map(|parties| subject.place(&parties, *line))
            }
            (Some(_) | None, _) => None,
        };
        let mut words = judged.words.clone();
        if let Some(charge) = judged.charge.filter(|charge| *charge != stands.charged) {
            words = format!(
                "{words} (it speaks of a charge of {charge}, ours is {})",
                stands.charged
            );
        }
        let given = |number: Option<&str>| number.unwrap_or_default().trim().to_owned();
        Ok(Effect {
            claim: id,
            number: stands.number,
            from: stands.state,
            to: verdict.leads(stands.state, sending),
            verdict,
            code: judged.code.clone(),
            words,
            message: judged.message.clone(),
            place,
            charge: judged.charge,
            payer_claim_number: given(claim.and_then(Claim::payer_claim_number)),
            clearinghouse_number: given(claim.and_then(Claim::clearinghouse_number)),
            batch: batch.map(|batch| batch.id),
            sending,
        })
    }
}

fn of_all_words(verdict: Option<Verdict>) -> &'static str {
    if verdict == Some(Verdict::Rejected) {
        "The file was rejected"
    } else {
        "The claims of the file could be read, though"
    }
}

fn blank(stated: &Stated, about: String, judged: &Judgement) -> Part {
    Part {
        segment: stated.segment,
        kind: stated.what.kind(),
        about,
        verdict: judged.verdict.unwrap_or(Verdict::Told),
        words: judged.words.clone(),
        why: String::new(),
        is_of_a_claim: false,
        effects: Vec::new(),
    }
}

/// The complaints against a claim: those that name it, those that stand in its segments, and those against what it
/// shares with others.
fn complaints<'f>(
    answer: &'f SetAnswer,
    located: &BTreeMap<u64, Located>,
    claim: &ClaimNumber,
) -> Vec<(&'f SegmentFault, String, Option<u32>)> {
    let mut against = Vec::new();
    for fault in &answer.faults {
        let at = fault.position.and_then(|at| located.get(&at));
        // A missing segment is counted where it should stand, so what stands there may be another.
        let at = at.filter(|at| at.segment == fault.segment || fault.elements.is_empty());
        let named = fault
            .claim_number()
            .or_else(|| at.and_then(|at| at.claim.as_deref()));
        if named.is_none_or(|named| named.trim() == claim.as_str()) {
            let qualifier = at.map_or_else(String::new, |at| at.qualifier.clone());
            against.push((fault, qualifier, at.and_then(|at| at.line)));
        }
    }
    against
}

/// Writes down what an answer does to a claim: the answer, the event, and the numbers it came to be known by.
pub(super) fn apply(
    tx: &Tx<'_>,
    (file, part, segment): (AnswerFileId, AnswerPartId, u64),
    kind: Kind,
    effect: &Effect,
    stamp: Stamp,
) -> Result<(), OfficeError> {
    tx.add_claim_answer(part, effect)?;
    let source = format!("answer:{file}:{segment}");
    let late = match effect.sending {
        Sending::Last => "",
        Sending::Earlier => "To an earlier sending: ",
    };
    let told = [kind.code(), effect.code.as_str()].join(" ");
    let words = format!("{late}{} ({})", effect.words, told.trim_end());
    let note = Note {
        kind: Happening::Answered,
        source: &source,
        words: &words,
    };
    tx.move_claim(effect.claim, effect.to, note, stamp.at, stamp.by)?;
    let numbers = [
        (ReferenceKind::Payer, &effect.payer_claim_number),
        (ReferenceKind::Clearinghouse, &effect.clearinghouse_number),
    ];
    for (kind, number) in numbers {
        if !number.is_empty() {
            let _is_new = tx.note_reference(effect.claim, kind, number, &source, stamp.at)?;
        }
    }
    Ok(())
}
