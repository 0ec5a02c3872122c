//! Coverage as typed. It must not know the book: the patient's other policies come in.

use chrono::NaiveDate;

use super::Complaint;
use super::checks::Checks;
use super::shape::Room;
use crate::domain::code::{MedicareSecondary, MemberId, Relation, Sex};
use crate::domain::id::{PatientId, PayerId, PolicyId};
use crate::domain::person::{Address, Name};
use crate::domain::policy::{NewPolicy, Policy, Rank, Subscriber};
use crate::domain::typed::{self, show_date};

form! {
    /// A policy as typed.
    PolicyDraft {
        typed {
            /// In which order it is billed, in words: `primary`.
            rank: Rank = "primary",
            /// The subscriber's number.
            member_id: MemberId,
            /// Group number; may be empty.
            group_number: GroupNumber,
            /// Plan name; may be empty.
            plan_name: PlanName,
            /// Why Medicare is not asked first, by code or words; empty when it is, or does not pay.
            medicare_secondary: MedicareSecondary,
            /// What the patient is to the subscriber, by code or words.
            relation: Relation = "18",
            /// The subscriber's family name, when not the patient; so with all that follows.
            subscriber_last: SubscriberLast,
            /// Given name.
            subscriber_first: SubscriberFirst,
            /// Middle name; may be empty.
            subscriber_middle: SubscriberMiddle,
            /// Suffix; may be empty.
            subscriber_suffix: SubscriberSuffix,
            /// Birthday.
            subscriber_born_on: SubscriberBornOn,
            /// Sex, by code or word.
            subscriber_sex: SubscriberSex,
            /// Street.
            subscriber_street: SubscriberStreet,
            /// Second line.
            subscriber_street2: SubscriberStreet2,
            /// City.
            subscriber_city: SubscriberCity,
            /// State.
            subscriber_state: SubscriberState,
            /// ZIP.
            subscriber_zip: SubscriberZip,
            /// First day covered.
            effective_on: EffectiveOn,
            /// Last day covered; empty while open.
            ends_on: EndsOn,
            /// Copay for a visit; empty for none.
            copay: Copay,
        }
        chosen {
            /// The payer.
            payer: Payer of Option<PayerId>,
            /// Whether the payer pays us.
            assigns_benefits: AssignsBenefits of bool = true,
            /// Whether we take its fee as full.
            accepts_assignment: AcceptsAssignment of bool = true,
            /// Whether the patient signed the release of information.
            signature_on_file: SignatureOnFile of bool,
        }
    }
}

/// What a policy is checked against.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// Who is covered.
    pub patient: PatientId,
    /// All policies of that patient.
    pub policies: &'a [Policy],
    /// The one that is being changed; none for a new one.
    pub changing: Option<PolicyId>,
    /// The day of checking.
    pub today: NaiveDate,
}

const NAME: [Field; 4] = [
    Field::SubscriberLast,
    Field::SubscriberFirst,
    Field::SubscriberMiddle,
    Field::SubscriberSuffix,
];
const ADDRESS: [Field; 5] = [
    Field::SubscriberStreet,
    Field::SubscriberStreet2,
    Field::SubscriberCity,
    Field::SubscriberState,
    Field::SubscriberZip,
];

impl PolicyDraft {
    /// Gives the policy, or what is wrong.
    ///
    /// # Errors
    /// One complaint or more for each field that cannot be used; an overlap with another policy of the same rank is
    /// one about the first day.
    pub fn check(&self, context: Context<'_>) -> Result<NewPolicy, Vec<Complaint<Field>>> {
        let typed = |field| (field, self.text(field));
        let mut checks = Checks::new();
        let payer = checks.picked(Field::Payer, self.payer, "choose the payer");
        let rank = checks.note(Field::Rank, rank(&self.rank));
        let member_id = checks.code::<MemberId>(typed(Field::MemberId));
        let group_number =
            checks.line_if_given(typed(Field::GroupNumber), Room::new("the group number", 50));
        let plan_name =
            checks.line_if_given(typed(Field::PlanName), Room::new("the plan's name", 60));
        let medicare_secondary = if self.medicare_secondary.trim().is_empty() {
            Some(None)
        } else {
            let typed = typed(Field::MedicareSecondary);
            checks
                .choice::<MedicareSecondary>(typed, "choose why Medicare is not first")
                .map(Some)
        };
        let relation = checks.choice::<Relation>(
            typed(Field::Relation),
            "choose what the patient is to the subscriber",
        );
        let subscriber = match relation {
            None | Some(Relation::Itself) => Some(None),
            Some(Relation::Employee) if self.names_an_employer() => {
                self.employer(&mut checks).map(Some)
            }
            Some(_) => self.subscriber(&mut checks, context.today).map(Some),
        };
        let span = self.span(&mut checks, context.today);
        let copay = checks.amount_if_given(typed(Field::Copay));
        if let (Some(rank), Some(span)) = (rank, span)
            && let Some(other) = overlapped(&context, rank, span)
        {
            checks.complain(Field::EffectiveOn, overlap_words(&other.what));
        }
        checks.finish(|| {
            let (effective_on, ends_on) = span?;
            Some(NewPolicy {
                patient: context.patient,
                payer: payer?,
                rank: rank?,
                member_id: member_id?,
                group_number: group_number?,
                plan_name: plan_name?,
                medicare_secondary: medicare_secondary?,
                relation: relation?,
                subscriber: subscriber?,
                effective_on,
                ends_on,
                copay: copay?,
                assigns_benefits: self.assigns_benefits,
                accepts_assignment: self.accepts_assignment,
                signature_on_file: self.signature_on_file,
            })
        })
    }

    /// Whether the subscriber is typed as an employer: a name and an address, and nothing that only people have.
    fn names_an_employer(&self) -> bool {
        [
            &self.subscriber_first,
            &self.subscriber_middle,
            &self.subscriber_suffix,
            &self.subscriber_born_on,
        ]
        .iter()
        .all(|text| text.trim().is_empty())
    }

    /// The employer who holds the policy, as for workers' compensation.
    fn employer(&self, checks: &mut Checks<Field>) -> Option<Subscriber> {
        let typed = |field| (field, self.text(field));
        let name = checks.line(
            typed(Field::SubscriberLast),
            Room::new("the employer's name", 60),
        );
        let address = checks.address(ADDRESS.map(typed));
        Some(Subscriber {
            name: Name {
                last: name?,
                ..Name::default()
            },
            born_on: None,
            sex: Sex::Unknown,
            address: address?,
        })
    }

    fn subscriber(&self, checks: &mut Checks<Field>, today: NaiveDate) -> Option<Subscriber> {
        let typed = |field| (field, self.text(field));
        let name = checks.person(NAME.map(typed));
        let born_on = checks.birthday(typed(Field::SubscriberBornOn), today);
        let sex = checks.choice::<Sex>(
            typed(Field::SubscriberSex),
            "choose the sex on the payer's record",
        );
        let address = checks.address(ADDRESS.map(typed));
        Some(Subscriber {
            name: name?,
            born_on: Some(born_on?),
            sex: sex?,
            address: address?,
        })
    }

    /// The first and the last day. A short last day lies ahead: `1231` is the coming end of a year.
    fn span(&self, checks: &mut Checks<Field>, today: NaiveDate) -> Option<Span> {
        let typed = (Field::EffectiveOn, self.effective_on.as_str());
        let from = checks.day(typed, "the first day covered", today);
        if self.ends_on.trim().is_empty() {
            return Some((from?, None));
        }
        let end = checks.note(Field::EndsOn, typed::coming_date(&self.ends_on, today));
        let end = checks.hold(
            Field::EndsOn,
            end,
            |end| from.is_none_or(|from| from <= *end),
            "the last day cannot be before the first",
        );
        Some((from?, Some(end?)))
    }
}

/// The first day covered, and the last unless it is open.
type Span = (NaiveDate, Option<NaiveDate>);

fn rank(text: &str) -> Result<Rank, &'static str> {
    let text = text.trim();
    Rank::ALL
        .into_iter()
        .find(|rank| rank.words().eq_ignore_ascii_case(text) || rank.number().to_string() == text)
        .ok_or("choose primary, secondary or tertiary")
}

/// The policy of the same rank that covers one of these days too.
fn overlapped<'a>(context: &Context<'a>, rank: Rank, (from, to): Span) -> Option<&'a Policy> {
    context
        .policies
        .iter()
        .filter(|other| context.changing != Some(other.id) && other.what.rank == rank)
        .find(|other| {
            to.is_none_or(|end| other.what.effective_on <= end)
                && other.what.ends_on.is_none_or(|end| from <= end)
        })
}

/// Says which days the other policy covers.
pub fn overlap_words(other: &NewPolicy) -> String {
    let rank = other.rank.words();
    let from = show_date(other.effective_on);
    other.ends_on.map_or_else(
        || format!("another {rank} policy covers every day from {from} on; give that one a last day first"),
        |end| format!("another {rank} policy covers {from} to {}; change these days or those", show_date(end)),
    )
}

impl From<&NewPolicy> for PolicyDraft {
    fn from(what: &NewPolicy) -> Self {
        let subscriber = what.subscriber.as_ref();
        let part = |part: fn(&Subscriber) -> String| subscriber.map(part).unwrap_or_default();
        let address =
            |part: fn(&Address) -> String| subscriber.map(|s| part(&s.address)).unwrap_or_default();
        Self {
            rank: what.rank.words().to_owned(),
            member_id: what.member_id.to_string(),
            group_number: what.group_number.clone(),
            plan_name: what.plan_name.clone(),
            medicare_secondary: what
                .medicare_secondary
                .map_or("", MedicareSecondary::as_str)
                .to_owned(),
            relation: what.relation.as_str().to_owned(),
            subscriber_last: part(|s| s.name.last.clone()),
            subscriber_first: part(|s| s.name.first.clone()),
            subscriber_middle: part(|s| s.name.middle.clone()),
            subscriber_suffix: part(|s| s.name.suffix.clone()),
            subscriber_born_on: part(|s| s.born_on.map(show_date).unwrap_or_default()),
            subscriber_sex: part(|s| s.sex.as_str().to_owned()),
            subscriber_street: address(|a| a.street.clone()),
            subscriber_street2: address(|a| a.street2.clone()),
            subscriber_city: address(|a| a.city.clone()),
            subscriber_state: address(|a| a.state.to_string()),
            subscriber_zip: address(|a| a.zip.to_string()),
            effective_on: show_date(what.effective_on),
            ends_on: what.ends_on.map(show_date).unwrap_or_default(),
            copay: what.copay.to_string(),
            payer: Some(what.payer),
            assigns_benefits: what.assigns_benefits,
            accepts_assignment: what.accepts_assignment,
            signature_on_file: what.signature_on_file,
        }
    }
}
