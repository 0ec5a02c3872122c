//! A claim as it left, read back from what was frozen when it was sent. It must not know what rules make of it.

use chrono::NaiveDate;
use serde::Deserialize;

use crate::domain::code::{Icd10, PlaceOfService, Sex};
use crate::domain::id::{ChargeLineId, ClaimId, PayerId, ProviderId};
use crate::domain::money::Money;
use crate::domain::rule::trial::{Past, PastLine};
use crate::domain::visit::NewLine;
use crate::office::OfficeError;
use crate::store::past::Refused;
use crate::store::{Store, StoreError};

/// As much of a frozen claim as rules look at.
#[derive(Deserialize)]
struct Sent {
    claim: Head,
    patient: Person,
    rendering: Clinician,
    service_on: NaiveDate,
    place: PlaceOfService,
    diagnoses: Vec<Icd10>,
    #[serde(default)]
    authorization: String,
    lines: Vec<SentLine>,
}

#[derive(Deserialize)]
struct Head {
    payer: PayerId,
    charged: Money,
}

#[derive(Deserialize)]
struct Person {
    born_on: NaiveDate,
    sex: Sex,
}

#[derive(Deserialize)]
struct Clinician {
    id: ProviderId,
}

#[derive(Deserialize)]
struct SentLine {
    id: ChargeLineId,
    #[serde(flatten)]
    what: NewLine,
}

/// Reads a claim as it was last sent, or where it went on paper, as the book has it now; and what became of it.
pub(super) fn read(store: &Store, id: ClaimId) -> Result<Option<Past>, OfficeError> {
    let Some(left) = store.claim_that_left(id)? else {
        return Ok(None);
    };
    let refused = store.refused_of(id)?;
    let sent = match &left.sent {
        Some(text) => serde_json::from_str(text).map_err(|_| StoreError::BadRow {
            table: "batch_claim",
            row: id.get(),
            reason: "a claim as it was sent cannot be read".to_owned(),
        })?,
        None => match on_paper(store, id)? {
            Some(sent) => sent,
            None => return Ok(None),
        },
    };
    Ok(Some(Past {
        claim: left.claim,
        number: left.number,
        payer: sent.claim.payer,
        rendering: sent.rendering.id,
        place: sent.place,
        service_on: sent.service_on,
        charged: sent.claim.charged,
        born_on: sent.patient.born_on,
        sex: sent.patient.sex,
        authorization: sent.authorization,
        diagnoses: sent.diagnoses,
        lines: sent
            .lines
            .into_iter()
            .map(|line| past_line(line, &refused))
            .collect(),
        ending: left.ending,
    }))
}

fn past_line(line: SentLine, refused: &Refused) -> PastLine {
    PastLine {
        what: line.what,
        refused: refused.get(&line.id).cloned().unwrap_or_default(),
    }
}

fn on_paper(store: &Store, id: ClaimId) -> Result<Option<Sent>, OfficeError> {
    let papers = store.papers(id)?;
    Ok(papers.map(|papers| Sent {
        claim: Head {
            payer: papers.claim.payer,
            charged: papers.claim.charged,
        },
        patient: Person {
            born_on: papers.patient.born_on,
            sex: papers.patient.sex,
        },
        rendering: Clinician {
            id: papers.rendering.id,
        },
        service_on: papers.visit.service_on,
        place: papers.visit.place,
        diagnoses: papers.visit.diagnoses,
        authorization: papers.visit.authorization,
        lines: papers
            .lines
            .into_iter()
            .map(|line| SentLine {
                id: line.id,
                what: line.what,
            })
            .collect(),
    }))
}
