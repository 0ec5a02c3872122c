//! What the biller of the made-up practice does besides posting checks: gives up what payers refuse for good, and finds
//! on the desk of this morning what billers find there. It must not know how a payer decides.

use chrono::{Days, NaiveDate};

use crate::domain::eob::EobLine;
use crate::domain::id::{ChargeLineId, GuarantorId};
use crate::domain::ledger::{Owner, WriteOff};
use crate::office::Office;

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
        if let Some(on) = day.checked_add_days(Days::new(self.rng.u64(30..80))) {
            self.refused.push(Refused {
                on,
                guarantor: waiting.guarantor,
                services,
            });
        }
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
