//! What a claim says of a visit beside the day, the diagnoses and the services: who else had a part, further days, the
//! case of an accident's insurer, programmes, words to the payer. It must not know which payer wants what.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::code::{
    ClaimDay, Clia, ConditionCode, DelayReason, EpsdtReferral, NoteTopic, ServiceMark,
    SpecialProgram, SpinalCondition,
};
use crate::domain::id::ProviderId;

/// The most characters of a note to a payer (NTE02).
pub const NOTE_MOST: usize = 80;
/// The most characters of a number that somebody else gave (REF02).
pub const NUMBER_MOST: usize = 50;
/// The most condition codes of a professional claim (2300 HI*BG).
pub const CONDITIONS_MAX: usize = 12;

/// Words to the payer (2300 NTE).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteToPayer {
    /// What they are about.
    pub topic: NoteTopic,
    /// One line, up to [`NOTE_MOST`] characters.
    pub words: String,
}

/// What a claim says of a visit beside what every claim says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Details {
    /// Who supervised, or attends to the patient where Medicare asks for that (2310D).
    pub supervising: Option<ProviderId>,
    /// Who ordered tests, images or supplies (2420E).
    pub ordering: Option<ProviderId>,
    /// Referral number (REF*9F), may be empty.
    pub referral: String,
    /// The number of the case with the accident's insurer (REF*Y4), may be empty.
    pub casualty_claim: String,
    /// Further days.
    pub days: BTreeMap<ClaimDay, NaiveDate>,
    /// Condition of the spine under chiropractic care (CR208).
    pub spine: Option<SpinalCondition>,
    /// What came of a child's screening.
    pub epsdt: Option<EpsdtReferral>,
    /// Whether the patient cannot leave home (2300 CRC*75).
    pub is_homebound: bool,
    /// Why the claim comes late.
    pub delay: Option<DelayReason>,
    /// Special program.
    pub program: Option<SpecialProgram>,
    /// Words to the payer.
    pub note: Option<NoteToPayer>,
    /// Condition codes, up to [`CONDITIONS_MAX`].
    pub conditions: Vec<ConditionCode>,
}

impl Details {
    /// A further day.
    pub fn day(&self, day: ClaimDay) -> Option<NaiveDate> {
        self.days.get(&day).copied()
    }

    /// The clinicians it names.
    pub fn clinicians(&self) -> impl Iterator<Item = ProviderId> {
        [self.supervising, self.ordering].into_iter().flatten()
    }

    /// Whether there is nothing more to say.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What a claim says of one service beside what every claim says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LineDetails {
    /// Words to the payer (2400 NTE*ADD), up to [`NOTE_MOST`] characters; may be empty.
    pub note: String,
    /// Lot of the vaccine that was given (REF*BT), may be empty.
    pub lot: String,
    /// What is true of it.
    pub marks: BTreeSet<ServiceMark>,
    /// Who rendered it, when not who saw the patient (2420A).
    pub rendering: Option<ProviderId>,
    /// CLIA number of the laboratory that referred the test here (REF*F4).
    pub referring_clia: Option<Clia>,
    /// Minutes of a service that is counted by time; on no claim, but what its units are held against.
    pub minutes: Option<u16>,
}

impl LineDetails {
    /// Whether there is nothing more to say.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
