//! Edits on who is billed for: the patient and the subscriber.

use super::case::Case;
use super::place::{AddressPart, NamePart, PatientField, Place, PolicyField};
use super::{Edit, Hits};
use crate::domain::code::{FilingIndicator, Relation, Sex};
use crate::domain::policy::Subscriber;

const MEDICARE: &[FilingIndicator] = &[
    FilingIndicator::MedicarePartA,
    FilingIndicator::MedicarePartB,
];

pub(super) const EDITS: &[Edit] = &[
    Edit::block("S001", "Patient without a full name", name).never_waived(),
    Edit::block("S002", "Patient without an address", address).never_waived(),
    Edit::block("S003", "Impossible birthday", birthday).never_waived(),
    Edit::warn("S004", "Sex unknown", sex),
    Edit::block("S005", "Service before birth", before_birth).never_waived(),
    Edit::block("S006", "Service after death", after_death),
    Edit::block("S007", "Subscriber missing", subscriber_missing).never_waived(),
    Edit::block(
        "S008",
        "Two answers to who the subscriber is",
        subscriber_extra,
    )
    .never_waived(),
    Edit::block("S009", "Subscriber without a full name", subscriber_name).never_waived(),
    Edit::warn("S010", "Child older than the subscriber", older_child),
    Edit::block("S011", "Dependent under Medicare", medicare_dependent).filed_as(MEDICARE),
];

fn name(case: &Case<'_>, hits: &mut Hits) {
    if let Some(part) = NamePart::missing(&case.patient.contact.name) {
        hits.add(
            Place::Patient(PatientField::Name(part)),
            "The patient's first or last name is missing.",
            "Type the name as it stands on the insurance card.",
        );
    }
}

fn address(case: &Case<'_>, hits: &mut Hits) {
    if let Some(part) = AddressPart::missing(&case.patient.contact.address) {
        hits.add(
            Place::Patient(PatientField::Address(part)),
            "The patient's street or city is missing.",
            "Type the home address.",
        );
    }
}

fn birthday(case: &Case<'_>, hits: &mut Hits) {
    let born = case.patient.born_on;
    let is_too_old = case
        .today
        .years_since(born)
        .is_some_and(|years| years > 130);
    if born > case.today || is_too_old {
        hits.add(
            Place::Patient(PatientField::BornOn),
            format!("The patient cannot be born on {}.", born.format("%m/%d/%Y")),
            "Check the birthday.",
        );
    }
}

fn sex(case: &Case<'_>, hits: &mut Hits) {
    hits.add_if(
        case.patient.sex == Sex::Unknown,
        Place::Patient(PatientField::Sex),
        "The patient's sex is unknown; many payers refuse that.",
        "Choose the sex that the payer has on record.",
    );
}

fn before_birth(case: &Case<'_>, hits: &mut Hits) {
    let born = case.patient.born_on;
    if case.visit.service_on < born && born <= case.today {
        hits.add(
            Place::Patient(PatientField::BornOn),
            format!(
                "The visit is before the patient was born, on {}.",
                born.format("%m/%d/%Y")
            ),
            "Check the birthday and the day of service.",
        );
    }
}

fn after_death(case: &Case<'_>, hits: &mut Hits) {
    if let Some(died) = case
        .patient
        .died_on
        .filter(|died| case.visit.service_on > *died)
    {
        hits.add(
            Place::Patient(PatientField::DiedOn),
            format!(
                "The visit is after the patient's death, on {}.",
                died.format("%m/%d/%Y")
            ),
            "Check the day of death and the day of service.",
        );
    }
}

fn subscriber_missing(case: &Case<'_>, hits: &mut Hits) {
    hits.add_if(
        case.is_dependent() && case.policy.what.subscriber.is_none(),
        Place::Policy(PolicyField::Subscriber(NamePart::Last)),
        "The patient is insured through somebody else, and the policy does not say whom.",
        "Type the subscriber's name, birthday and sex, or set the relation to self.",
    );
}

fn subscriber_extra(case: &Case<'_>, hits: &mut Hits) {
    hits.add_if(
        !case.is_dependent() && case.policy.what.subscriber.is_some(),
        Place::Policy(PolicyField::Relation),
        "The policy says that the patient is the subscriber, and names another person as well.",
        "Choose what the patient is to the subscriber.",
    );
}

fn subscriber_name(case: &Case<'_>, hits: &mut Hits) {
    let subscriber = case.policy.what.subscriber.as_ref();
    let is_employer =
        |one: &Subscriber| one.is_employer() && case.policy.what.relation == Relation::Employee;
    let subscriber = subscriber.filter(|one| case.is_dependent() && !is_employer(one));
    if let Some(part) = subscriber.and_then(|one| NamePart::missing(&one.name)) {
        hits.add(
            Place::Policy(PolicyField::Subscriber(part)),
            "The subscriber's first or last name is missing.",
            "Type the name as it stands on the insurance card.",
        );
    }
}

fn older_child(case: &Case<'_>, hits: &mut Hits) {
    let subscriber = case.policy.what.subscriber.as_ref();
    hits.add_if(
        case.policy.what.relation == Relation::Child
            && subscriber
                .and_then(|subscriber| subscriber.born_on)
                .is_some_and(|born_on| born_on >= case.patient.born_on),
        Place::Policy(PolicyField::SubscriberBornOn),
        "The patient is the subscriber's child, and not younger than the subscriber.",
        "Check both birthdays and the relation.",
    );
}

fn medicare_dependent(case: &Case<'_>, hits: &mut Hits) {
    hits.add_if(
        case.is_dependent(),
        Place::Policy(PolicyField::Relation),
        "Medicare insures nobody through somebody else.",
        "Set the relation to self and type the patient's own Medicare number.",
    );
}
