//! What the biller of the made-up practice does besides posting checks: gives up what payers refuse for good, and finds
//! on the desk of this morning what billers find there. It must not know how a payer decides.

use chrono::{Days, NaiveDate};

use crate::domain::denial::{NewAppeal, Outcome, SendingWay};
use crate::domain::eob::EobLine;
use crate::domain::id::{AppealId, ChargeLineId, ClaimId, GuarantorId};
use crate::domain::ledger::{Owner, WriteOff};
use crate::office::{Office, OfficeError};

use super::DemoError;
use super::years::{Notes, Waiting, Years};

/// How a refusal ended that no appeal moved.
const ENDS: [(WriteOff, &str); 3] = [
    (
        WriteOff::NoAuthorization,
        "The plan wanted an approval that nobody asked for",
    ),
    (
        WriteOff::Other,
        "Appealed twice; the payer stands by its denial",
    ),
    (
        WriteOff::Other,
        "Not worth an appeal; the contract forbids asking the patient",
    ),
];

/// How far the visits of this morning are: signed and coded, coded only, or neither.
const MORNING: [Notes; 7] = [
    Notes::Done,
    Notes::Done,
    Notes::Unsigned,
    Notes::Done,
    Notes::ToCode,
    Notes::Unsigned,
    Notes::ToCode,
];

/// Services that a payer refused.
#[derive(Debug)]
pub(super) struct Refused {
    /// The day the last appeal is lost.
    on: NaiveDate,
    guarantor: GuarantorId,
    services: Vec<ChargeLineId>,
}

/// A claim that the biller appeals, and how that went so far.
#[derive(Debug)]
pub(super) struct Appealed {
    claim: ClaimId,
    /// The day of the next step: the letter, then the payer's answer.
    on: NaiveDate,
    /// The appeal, once it was sent.
    sent: Option<AppealId>,
}

/// So many days before today the biller began to appeal.
const APPEALS_FOR: u64 = 120;
/// Of so many refused claims one is appealed, and so many at most.
const APPEALED: i64 = 3;
const APPEALS_MAX: usize = 8;
/// How many days the letter takes, and the payer's answer to it.
const LETTER_AFTER: u64 = 6;
const ANSWER_AFTER: u64 = 34;

/// How payers answered appeals, one after the other.
const ANSWERS: [(Outcome, &str); 3] = [
    (Outcome::Lost, "The records do not show why it was needed"),
    (Outcome::Won, "Will be paid with the next remittance"),
    (Outcome::Lost, "Filed after the last day"),
];

impl Refused {
    /// Whether a service is among those refused.
    pub(super) fn names(&self, line: ChargeLineId) -> bool {
        self.services.contains(&line)
    }
}

impl Years {
    /// Remembers what a payer refused in its answer to a claim.
    pub(super) fn will_appeal(&mut self, waiting: &Waiting, answer: &[EobLine], day: NaiveDate) {
        let services: Vec<ChargeLineId> = answer
            .iter()
            .filter(|line| line.allowed.is_zero())
            .map(|line| line.line)
            .collect();
        if services.is_empty() {
            return;
        }
        let given_up = day.checked_add_days(Days::new(self.rng.u64(30..80)));
        let began = self.today.checked_sub_days(Days::new(APPEALS_FOR));
        let is_appealed = began.is_some_and(|began| day >= began)
            && self.size.has_later_payers()
            && self.appeals.len() < APPEALS_MAX
            && waiting.claim.get().checked_rem(APPEALED) == Some(0);
        if is_appealed && let Some(on) = day.checked_add_days(Days::new(LETTER_AFTER)) {
            self.appeals.push(Appealed {
                claim: waiting.claim,
                on,
                sent: None,
            });
            return;
        }
        if let Some(on) = given_up {
            self.refused.push(Refused {
                on,
                guarantor: waiting.guarantor,
                services,
            });
        }
    }

    /// Sends the letters of the day, and enters what payers wrote to earlier ones.
    pub(super) fn appeal(&mut self, office: &mut Office, day: NaiveDate) -> Result<(), DemoError> {
        let (due, mut open): (Vec<Appealed>, Vec<Appealed>) = std::mem::take(&mut self.appeals)
            .into_iter()
            .partition(|one| one.on <= day);
        for one in due {
            let next = day.checked_add_days(Days::new(ANSWER_AFTER));
            match (one.sent, next) {
                (None, Some(on)) => {
                    if let Some(sent) = send(office, one.claim)? {
                        open.push(Appealed {
                            on,
                            sent: Some(sent),
                            ..one
                        });
                    }
                }
                (Some(id), _) => {
                    let nth = usize::try_from(id.get()).unwrap_or(0);
                    let (outcome, words) = ANSWERS
                        .get(nth.checked_rem(ANSWERS.len()).unwrap_or(0))
                        .copied()
                        .unwrap_or(ANSWERS[0]);
                    office.answer_appeal(id, outcome, day, words)?;
                }
                (None, None) => {}
            }
        }
        self.appeals = open;
        Ok(())
    }

    /// Gives up what was refused and appealed in vain.
    pub(super) fn give_up(&mut self, office: &mut Office, day: NaiveDate) -> Result<(), DemoError> {
        let (lost, open): (Vec<Refused>, Vec<Refused>) = std::mem::take(&mut self.refused)
            .into_iter()
            .partition(|refused| refused.on <= day);
        self.refused = open;
        for refused in lost {
            let (kind, why) = self.rng.choice(ENDS).unwrap_or(ENDS[0]);
            for item in office.open_items(refused.guarantor)? {
                if let Some((policy, owed)) = item.insurer
                    && refused.services.contains(&item.line)
                    && owed.is_positive()
                {
                    let insurer = Owner::Insurer(policy);
                    let _entry = office.write_off(item.line, insurer, kind, owed, why)?;
                }
            }
        }
        Ok(())
    }

    /// Sees the patients of this morning, whose visits are still being worked on.
    pub(super) fn this_morning(&mut self, office: &mut Office) -> Result<(), DemoError> {
        let today = self.today;
        self.seen_today.clear();
        for notes in MORNING {
            if let Some(person) = self.somebody() {
                self.see(office, &person, today, notes)?;
            }
        }
        Ok(())
    }
}

/// Sends an appeal of a claim that is still refused, by the practice's own letter.
fn send(office: &mut Office, claim: ClaimId) -> Result<Option<AppealId>, DemoError> {
    let draft = match office.appeal_draft(claim) {
        Ok(draft) => draft,
        // It was put right, taken back or paid meanwhile.
        Err(OfficeError::Refused(_)) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let new = NewAppeal {
        level: draft.level,
        way: SendingWay::Fax,
        letter: draft.letter.replace("Add here", "The record shows"),
        encloses: draft.encloses,
    };
    let (id, _pages) = office.appeal_denial(claim, &new)?;
    Ok(Some(id))
}
