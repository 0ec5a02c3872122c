//! A flat list of claims to the tree of a transaction. It must not know segments.

use std::collections::HashMap;
use std::hash::Hash;

use super::{
    BillingProvider, Claim, PATIENT_CLAIMS_MAX, Patient, PatientClaims, Payer, ProviderClaims,
    Subscriber, SubscriberClaims,
};

/// One claim with everyone it concerns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submission {
    /// Who bills.
    pub provider: BillingProvider,
    /// Who holds the policy.
    pub subscriber: Subscriber,
    /// Who is to pay.
    pub payer: Payer,
    /// Who was treated, when not the subscriber.
    pub patient: Option<Patient>,
    /// The claim.
    pub claim: Claim,
}

/// Groups claims by billing provider, then by policy, then by patient; each group stands where its first claim stood,
/// and within it claims keep their order. A subscriber who is a patient too gets a place of its own beside that of
/// the others under the policy, and a patient with more than a hundred claims gets several.
pub fn arrange(submissions: impl IntoIterator<Item = Submission>) -> Vec<ProviderClaims> {
    let mut providers = Grouped::default();
    for submission in submissions {
        let Submission {
            provider,
            subscriber,
            payer,
            patient,
            claim,
        } = submission;
        let policies: &mut Grouped<_, Policy> = providers.group(provider);
        match patient {
            None => policies
                .group((subscriber, payer, Whose::Own))
                .own
                .push(claim),
            Some(patient) => policies
                .group((subscriber, payer, Whose::Others))
                .others
                .group(patient)
                .push(claim),
        }
    }
    providers
        .into_groups()
        .map(|(provider, policies)| ProviderClaims {
            provider,
            subscribers: policies.into_groups().flat_map(subscribers).collect(),
        })
        .collect()
}

/// Whose claims a subscriber's place holds.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Whose {
    Own,
    Others,
}

/// The claims under one policy.
#[derive(Default)]
struct Policy {
    own: Vec<Claim>,
    others: Grouped<Patient, Vec<Claim>>,
}

fn subscribers(
    ((subscriber, payer, _), policy): ((Subscriber, Payer, Whose), Policy),
) -> Vec<SubscriberClaims> {
    let patients: Vec<PatientClaims> = policy
        .others
        .into_groups()
        .flat_map(|(patient, claims)| {
            in_hundreds(claims)
                .into_iter()
                .map(move |claims| PatientClaims {
                    patient: patient.clone(),
                    claims,
                })
        })
        .collect();
    let mut places: Vec<SubscriberClaims> = in_hundreds(policy.own)
        .into_iter()
        .map(|claims| SubscriberClaims {
            subscriber: subscriber.clone(),
            payer: payer.clone(),
            claims,
            patients: Vec::new(),
        })
        .collect();
    if !patients.is_empty() {
        places.push(SubscriberClaims {
            subscriber,
            payer,
            claims: Vec::new(),
            patients,
        });
    }
    places
}

fn in_hundreds(mut claims: Vec<Claim>) -> Vec<Vec<Claim>> {
    let mut hundreds = Vec::new();
    while claims.len() > PATIENT_CLAIMS_MAX {
        let rest = claims.split_off(PATIENT_CLAIMS_MAX);
        hundreds.push(std::mem::replace(&mut claims, rest));
    }
    if !claims.is_empty() {
        hundreds.push(claims);
    }
    hundreds
}

/// Groups by key, in the order the keys came.
struct Grouped<K, V>(HashMap<K, (usize, V)>);

impl<K, V> Default for Grouped<K, V> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<K: Eq + Hash, V: Default> Grouped<K, V> {
    /// The group of a key, made when it is new.
    fn group(&mut self, key: K) -> &mut V {
        let place = self.0.len();
        &mut self.0.entry(key).or_insert_with(|| (place, V::default())).1
    }

    fn into_groups(self) -> impl Iterator<Item = (K, V)> {
        let mut groups: Vec<(K, (usize, V))> = self.0.into_iter().collect();
        groups.sort_by_key(|(_, (place, _))| *place);
        groups.into_iter().map(|(key, (_, group))| (key, group))
    }
}
