//! A visit that is still being typed, looked at as if it were entered. It must not keep anything.

use chrono::{Days, NaiveDate};

use crate::domain::attachment::ClaimAttachment;
use crate::domain::claim::{Claim, ClaimNumber, Filing, Responsibility, State};
use crate::domain::id::{ChargeLineId, ClaimId, GuarantorId, ProviderId, VisitId};
use crate::domain::money::Money;
use crate::domain::policy::Policy;
use crate::domain::practice::Payer;
use crate::domain::scrub::{Finding, scrub};
use crate::domain::visit::{LINES_MAX, Line, NewVisit, Visit};
use crate::office::{OfficeError, Refusal};
use crate::store::Store;
use crate::store::claim::{Asked, Papers, people_of};

/// What stands for the number that the book has not given yet.
const UNNUMBERED: i64 = 0;

/// Scrubs the claim that the visit would make.
pub(super) fn findings(
    store: &Store,
    new: &NewVisit,
    instead_of: Option<VisitId>,
    today: NaiveDate,
) -> Result<Vec<Finding>, OfficeError> {
    let Some((policy, payer)) = store.policy_on(new.patient, new.service_on)? else {
        return Ok(Vec::new());
    };
    let practice = store.practice()?.ok_or(Refusal::Missing("the practice"))?;
    let rules = store.rules_on()?;
    let mut papers = papers(store, new, instead_of, (policy, payer))?;
    papers.set(&rules);
    Ok(scrub(
        &papers.case(&practice, &rules, today),
        &papers.waivers,
    ))
}

fn papers(
    store: &Store,
    new: &NewVisit,
    instead_of: Option<VisitId>,
    (policy, payer): (Policy, Payer),
) -> Result<Papers, OfficeError> {
    let missing = |what, number| Refusal::NotThere { what, number };
    let patient = store.patient(new.patient)?;
    let patient = patient.ok_or(missing("patient", new.patient.get()))?;
    let clinician = |id: ProviderId| -> Result<_, OfficeError> {
        let found = store.provider(id)?;
        Ok(found.ok_or(missing("clinician", id.get()))?)
    };
    let facility = match new.facility {
        Some(id) => Some(store.facility(id)?.ok_or(missing("facility", id.get()))?),
        None => None,
    };
    let mut others = store.other_claims(patient.id, new.service_on, ClaimId::new(UNNUMBERED))?;
    others.retain(|other| Some(other.visit) != instead_of);
    let visit = visit_of(new, instead_of, patient.guarantor);
    let named = store.policies(patient.id)?;
    let rendering = clinician(new.rendering)?;
    let history = store.history(&Asked {
        patient: patient.id,
        visit: visit.id,
        on: visit.service_on,
        rendering: &rendering,
        payer: payer.id,
        plan: &policy.what.plan_name,
        place: visit.place,
        lines: &visit.lines,
    })?;
    Ok(Papers {
        claim: claim_of(&visit, &policy, &payer)?,
        lines: visit.lines.clone(),
        receiver: payer
            .what
            .receiver
            .map_or(Ok(None), |id| store.receiver(id))?,
        rendering,
        tables: store.tables()?,
        history,
        referring: new.referring.map(clinician).transpose()?,
        people: people_of(&visit)
            .into_iter()
            .map(clinician)
            .collect::<Result<_, _>>()?,
        policies: named.into_iter().map(|(policy, _)| policy).collect(),
        // A new visit is billed to its first payer; who comes after says nothing yet.
        other_payers: Vec::new(),
        questions: instead_of.map_or(Ok(Vec::new()), |id| store.open_questions_of(id))?,
        waivers: Vec::new(),
        attachments: match instead_of {
            Some(visit) => of_visit(store, visit)?,
            None => Vec::new(),
        },
        authorizations: store.authorizations(patient.id, instead_of)?,
        refusals: store.refusals_of(payer.id, &visit.lines, new.service_on)?,
        settings: Vec::new(),
        facility,
        others,
        patient,
        policy,
        payer,
        visit,
    })
}

/// The papers announced with the newest claim of a visit.
fn of_visit(store: &Store, visit: VisitId) -> Result<Vec<ClaimAttachment>, OfficeError> {
    match store.claims_of_visit(visit)?.last() {
        Some((claim, _)) => Ok(store.announced(*claim)?),
        None => Ok(Vec::new()),
    }
}

fn visit_of(new: &NewVisit, instead_of: Option<VisitId>, guarantor: GuarantorId) -> Visit {
    Visit {
        id: instead_of.unwrap_or(VisitId::new(UNNUMBERED)),
        patient: new.patient,
        guarantor,
        service_on: new.service_on,
        rendering: new.rendering,
        referring: new.referring,
        facility: new.facility,
        place: new.place,
        notes: new.notes.clone(),
        authorization: new.authorization.clone(),
        onset_on: new.onset_on,
        admitted_on: new.admitted_on,
        accident: new.accident,
        details: new.details.clone(),
        diagnoses: new.diagnoses.clone(),
        // A visit with more services gets several claims; the first shows what there is to find.
        lines: (1..)
            .zip(new.lines.iter().take(LINES_MAX))
            .map(|(place, what)| Line {
                id: ChargeLineId::new(i64::from(place).saturating_neg()),
                place,
                what: what.clone(),
                is_voided: false,
            })
            .collect(),
    }
}

fn claim_of(visit: &Visit, policy: &Policy, payer: &Payer) -> Result<Claim, OfficeError> {
    let id = ClaimId::new(UNNUMBERED);
    let days = Days::new(payer.what.timely_days.into());
    let file_by = visit.service_on.checked_add_days(days);
    Ok(Claim {
        id,
        number: ClaimNumber::of(id),
        visit: visit.id,
        policy: policy.id,
        payer: payer.id,
        responsibility: Responsibility::Primary,
        filing: Filing::Original,
        replaces: None,
        split: 1,
        state: State::Held,
        charged: Money::sum(visit.lines.iter().map(|line| line.what.charge))?,
        service_on: visit.service_on,
        counted_from: visit.service_on,
        file_by: file_by.unwrap_or(visit.service_on),
        lines: visit.lines.iter().map(|line| line.id).collect(),
    })
}
