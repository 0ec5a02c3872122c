//! The other payers of a claim in the form of its file: who they are (2320, 2330) and what they decided on each
//! service (2430). It must not judge whether their figures add up.
//!
//! What a payer decided is said line by line, with its day on each line; the level of the claim then carries what it
//! paid in all and nothing else.

use std::collections::BTreeMap;

use super::{address_of, is_dependent, member_number, person_of, plain, some};
use crate::domain::claim::Responsibility;
use crate::domain::cob::{DecidedLine, OtherPayer};
use crate::domain::code;
use crate::edi::claim837::{
    self, Adjudication, Adjustment, Benefits, MedicareSecondary, Name, OtherPayerReference,
    OtherSubscriber, PayerOrder, Release,
};
use crate::store::claim::Papers;

/// In which order a payer is asked.
pub(super) const fn order(responsibility: Responsibility) -> PayerOrder {
    match responsibility {
        Responsibility::Primary => PayerOrder::Primary,
        Responsibility::Secondary => PayerOrder::Secondary,
        Responsibility::Tertiary => PayerOrder::Tertiary,
    }
}

/// Why Medicare is not asked first.
pub(super) fn medicare_secondary(
    reason: Option<code::MedicareSecondary>,
) -> Option<MedicareSecondary> {
    MedicareSecondary::from_code(reason?.as_str())
}

/// The other payers of a claim.
pub(super) fn payers(papers: &Papers) -> Vec<claim837::OtherPayer> {
    let others = papers.other_payers.iter();
    others.map(|other| payer(papers, other)).collect()
}

fn payer(papers: &Papers, other: &OtherPayer) -> claim837::OtherPayer {
    let policy = &other.policy.what;
    let group_number = some(&policy.group_number);
    let decision = other.decision.as_ref();
    let number = decision.and_then(|decision| decision.claim_number.as_ref());
    let number = number.map(|number| (OtherPayerReference::ClaimNumber, number.to_string()));
    let is_medicare = other.payer.what.filing_indicator.is_medicare();
    claim837::OtherPayer {
        group_name: some(&policy.plan_name).filter(|_| group_number.is_none()),
        group_number,
        medicare_secondary: medicare_secondary(policy.medicare_secondary)
            .filter(|_| is_medicare && other.responsibility != Responsibility::Primary),
        filing: Some(other.payer.what.filing_indicator),
        paid: decision.and_then(|decision| decision.paid().ok()),
        benefits: if policy.assigns_benefits {
            Benefits::Assigned
        } else {
            Benefits::NotAssigned
        },
        release: if policy.signature_on_file {
            Release::Signed
        } else {
            Release::Informed
        },
        references: number.into_iter().collect::<BTreeMap<_, _>>(),
        ..claim837::OtherPayer::new(
            order(other.responsibility),
            policy.relation,
            subscriber(papers, other),
            super::payer(&other.payer),
        )
    }
}

fn subscriber(papers: &Papers, other: &OtherPayer) -> OtherSubscriber {
    let policy = &other.policy.what;
    let patient = &papers.patient.contact;
    let holder = policy
        .subscriber
        .as_ref()
        .filter(|_| is_dependent(&other.policy));
    OtherSubscriber {
        name: Name::Person(person_of(holder.map_or(&patient.name, |who| &who.name))),
        member_id: plain(&member_number(&policy.member_id, &other.payer)),
        address: Some(address_of(
            holder.map_or(&patient.address, |who| &who.address),
        )),
        ..OtherSubscriber::default()
    }
}

/// What the payers asked before decided on one service of the claim.
pub(super) fn decisions(
    papers: &Papers,
    line: &crate::domain::visit::Line,
    service: &claim837::Line,
) -> Vec<Adjudication> {
    papers
        .other_payers
        .iter()
        .filter_map(|other| {
            let decided = other.decision.as_ref()?.line(line.id)?;
            Some(decision(other, decided, service))
        })
        .collect()
}

fn decision(other: &OtherPayer, decided: &DecidedLine, service: &claim837::Line) -> Adjudication {
    let adjustments = decided
        .reductions
        .iter()
        .filter(|one| !one.amount.is_zero())
        .map(|one| Adjustment {
            group: one.group,
            reason: one.carc.as_str().to_owned(),
            amount: one.amount,
            quantity: None,
        });
    Adjudication {
        quantity: service.quantity,
        adjustments: adjustments.collect(),
        remaining: decided.patient_share().ok(),
        ..Adjudication::new(
            other.payer.what.payer_id.as_str(),
            service.procedure.clone(),
            decided.paid,
            decided.on,
        )
    }
}
