//! Other payers of a claim and what they decided, as segments, and whether their figures come to the charge. It must
//! not know the rest of the claim.

use std::collections::HashSet;

use super::super::super::write::{Field, Problem, WriteError, Writer, field};
use super::super::{
    ADJUDICATIONS_MAX, Adjudication, Adjustment, Claim, EntityKind, Line, OTHER_PAYERS_MAX,
    OtherPayer, OtherPayerProvider, OtherPayerReference, OtherPayerRole, OtherSubscriber,
    Outpatient, PayerOrder, ProviderIdKind,
};
use super::line::{amount_of, procedure};
use super::people::{self, Id, Numbers, Scope};
use crate::domain::money::{Money, MoneyError};

const REASON: Field = field("adjustment reason", 1, 5);
const REMARK: Field = field("remark code", 1, 50);
/// The most CAS segments in a row, and the most reasons in one.
const SEGMENTS_MAX: usize = 5;
const REASONS_MAX: usize = 6;
const REMARKS_MAX: usize = 5;

const OTHER_PAYER: &str = "other payer";

/// Refuses other payers that cannot be told apart, and figures that do not come to the charge.
pub(super) fn check(w: &mut Writer, claim: &Claim, order: PayerOrder) -> Result<(), WriteError> {
    w.at_most("other payers", claim.other_payers.len(), OTHER_PAYERS_MAX)?;
    if claim.other_payers.is_empty() {
        return no_answers(w, claim);
    }
    w.part(OTHER_PAYER);
    let mut orders = HashSet::from([order]);
    let mut ids = HashSet::new();
    for other in &claim.other_payers {
        let is_new = other.order == PayerOrder::Unknown || orders.insert(other.order);
        w.rule("order", is_new, "is that of another payer of the claim too")?;
        let is_new = ids.insert(other.payer.id.as_str());
        w.rule("id", is_new, "is that of another payer of the claim too")?;
    }
    w.part("");
    for (line, number) in claim.lines.iter().zip(1..) {
        w.line(Some(number));
        w.at_most("decisions", line.adjudications.len(), ADJUDICATIONS_MAX)?;
        let is_known = |one: &Adjudication| ids.contains(one.payer_id.as_str());
        let holds = line.adjudications.iter().all(is_known);
        w.rule(
            "decision",
            holds,
            "is of a payer that the claim does not name",
        )?;
    }
    w.line(None);
    claim
        .other_payers
        .iter()
        .try_for_each(|other| balance(w, claim, other))
}

/// A claim without other payers has nothing of theirs on its lines.
fn no_answers(w: &mut Writer, claim: &Claim) -> Result<(), WriteError> {
    for (line, number) in claim.lines.iter().zip(1..) {
        if !line.adjudications.is_empty() {
            w.line(Some(number));
            return w.rule(
                "decision",
                false,
                "is of a payer that the claim does not name",
            );
        }
    }
    Ok(())
}

/// Refuses a payer's decision that does not add up: each line's charge is what was paid for it and its adjustments;
/// what was paid of the claim is what was paid of its lines without the adjustments of the whole claim; and the
/// claim's charge is what was paid and all adjustments.
fn balance(w: &mut Writer, claim: &Claim, other: &OtherPayer) -> Result<(), WriteError> {
    let mut lines = Decided::default();
    for (line, number) in claim.lines.iter().zip(1..) {
        w.line(Some(number));
        if let Some(one) = decided(w, line, &other.payer.id)? {
            w.rule(
                "charge",
                one.paid.plus(one.adjusted) == Ok(line.charge),
                "is not what another payer paid for the line and its adjustments",
            )?;
            lines = Decided {
                is_there: true,
                paid: amount(w, lines.paid.plus(one.paid))?,
                adjusted: amount(w, lines.adjusted.plus(one.adjusted))?,
            };
        }
    }
    w.line(None);
    w.part(OTHER_PAYER);
    let Some(paid) = other.paid else {
        let is_open = !lines.is_there && other.adjustments.is_empty() && other.decided_on.is_none();
        w.rule("paid amount", is_open, "must go with a decision")?;
        w.part("");
        return Ok(());
    };
    let sum = Money::sum(other.adjustments.iter().map(|one| one.amount));
    let adjusted = amount(w, sum)?;
    w.rule(
        "paid amount",
        !lines.is_there || lines.paid.minus(adjusted) == Ok(paid),
        "is not what was paid for the lines without the adjustments of the claim",
    )?;
    let all = [paid, adjusted, lines.adjusted];
    w.rule(
        "paid amount",
        Money::sum(all) == Ok(claim.charge),
        "does not come to the claim's charge with all adjustments",
    )?;
    w.rule(
        "day of decision",
        other.decided_on.is_some() != lines.is_there,
        "must stand on the payer, or else on each line that it decided on",
    )?;
    w.part("");
    Ok(())
}

/// What a payer decided on lines.
#[derive(Clone, Copy)]
struct Decided {
    is_there: bool,
    paid: Money,
    adjusted: Money,
}

impl Default for Decided {
    fn default() -> Self {
        Self {
            is_there: false,
            paid: Money::ZERO,
            adjusted: Money::ZERO,
        }
    }
}

/// What a payer paid for a line and what it adjusted, where it decided on it. A line that it took apart has several
/// decisions.
fn decided(w: &Writer, line: &Line, payer: &str) -> Result<Option<Decided>, WriteError> {
    let of_payer = || {
        line.adjudications
            .iter()
            .filter(|one| one.payer_id == payer)
    };
    if of_payer().next().is_none() {
        return Ok(None);
    }
    let adjustments = of_payer().flat_map(|one| &one.adjustments);
    Ok(Some(Decided {
        is_there: true,
        paid: amount(w, Money::sum(of_payer().map(|one| one.paid)))?,
        adjusted: amount(w, Money::sum(adjustments.map(|one| one.amount)))?,
    }))
}

/// A sum, unless it is beyond all bounds.
fn amount(w: &Writer, sum: Result<Money, MoneyError>) -> Result<Money, WriteError> {
    sum.map_err(|_beyond| w.error("sum of amounts", Problem::SignedAmount))
}

/// Writes another payer (loops 2320 and 2330).
pub(super) fn other_payer(w: &mut Writer, other: &OtherPayer) -> Result<(), WriteError> {
    w.part(OTHER_PAYER);
    policy(w, other)?;
    adjustments(w, &other.adjustments)?;
    for (qualifier, what, amount) in [
        ("D", "paid amount", other.paid),
        ("A8", "amount not covered", other.non_covered),
        ("EAF", "amount the patient owes", other.remaining),
    ] {
        amount_of(w, qualifier, what, amount)?;
    }
    w.begin("OI");
    w.skip(2);
    w.code(other.benefits.code());
    w.code(if other.provider_signed_for_patient {
        "P"
    } else {
        ""
    });
    w.skip(1);
    w.code(other.release.code());
    w.end();
    if let Some(outpatient) = &other.outpatient {
        remarks(w, outpatient)?;
    }
    subscriber(w, &other.subscriber)?;
    payer(w, other)?;
    for (role, provider) in &other.providers {
        known_as(w, *role, provider)?;
    }
    w.part("");
    Ok(())
}

fn policy(w: &mut Writer, other: &OtherPayer) -> Result<(), WriteError> {
    w.begin("SBR");
    w.code(other.order.code());
    w.code(other.relation.as_str());
    w.optional(people::GROUP_NUMBER, other.group_number.as_deref())?;
    w.optional(people::GROUP_NAME, other.group_name.as_deref())?;
    w.code(other.medicare_secondary.map_or("", |code| code.code()));
    w.skip(3);
    let filing = w.required("claim filing indicator", other.filing)?;
    w.code(filing.as_str());
    w.end();
    Ok(())
}

fn subscriber(w: &mut Writer, one: &OtherSubscriber) -> Result<(), WriteError> {
    w.part("other subscriber");
    let member = Id::Required(one.member_id_kind.code(), &one.member_id);
    people::name(w, "IL", &one.name, member)?;
    if let Some(address) = &one.address {
        people::address(w, address)?;
    }
    if let Some(number) = &one.social_security {
        people::nine_digits(w, "social security number", number)?;
        people::reference(w, "SY", people::NINE_DIGITS, number)?;
    }
    Ok(())
}

fn payer(w: &mut Writer, other: &OtherPayer) -> Result<(), WriteError> {
    w.part(OTHER_PAYER);
    let has_none = other.payer.biller_ids.is_empty();
    w.rule(
        "numbers of the billing provider",
        has_none,
        "belong with the other payer's providers",
    )?;
    people::payer(w, &other.payer)?;
    if let Some(day) = other.decided_on {
        w.begin("DTP");
        w.code("573");
        w.code("D8");
        w.day("day of decision", day)?;
        w.end();
    }
    people::payer_ids(w, &other.payer, 2)?;
    for (kind, number) in &other.references {
        let holds = *kind != OtherPayerReference::Adjusted || number == "Y";
        w.rule("sign of an adjusted decision", holds, "must be Y")?;
        people::reference(w, kind.code(), people::OTHER_NUMBER, number)?;
    }
    Ok(())
}

/// A provider by the numbers of another payer.
fn known_as(
    w: &mut Writer,
    role: OtherPayerRole,
    provider: &OtherPayerProvider,
) -> Result<(), WriteError> {
    use EntityKind::{Organization, Person};
    use ProviderIdKind::{Commercial, License, Location, Upin};
    let (entities, kinds, most): (&[EntityKind], &'static [ProviderIdKind], usize) = match role {
        OtherPayerRole::Referring | OtherPayerRole::PrimaryCare => {
            (&[Person], &[License, Upin, Commercial], 3)
        }
        OtherPayerRole::Rendering => (
            &[Person, Organization],
            &[License, Upin, Commercial, Location],
            3,
        ),
        OtherPayerRole::Facility => (&[Organization], &[License, Commercial, Location], 3),
        OtherPayerRole::Supervising => (&[Person], &[License, Upin, Commercial, Location], 3),
        OtherPayerRole::Billing => (&[Person, Organization], &[Commercial, Location], 2),
    };
    w.part("other payer's provider");
    let holds = entities.contains(&provider.entity);
    w.rule("kind", holds, "does not fit what the provider did")?;
    people::nameless(w, role.code(), provider.entity, Id::None)?;
    w.rule("other numbers", !provider.ids.is_empty(), "are missing")?;
    people::ids(w, &provider.ids, Numbers { kinds, most }, Scope::Claim)
}

/// Writes what another payer decided on a line (loop 2430).
pub(super) fn adjudication(w: &mut Writer, one: &Adjudication) -> Result<(), WriteError> {
    w.part("decision");
    w.begin("SVD");
    w.text(people::ID, &one.payer_id)?;
    w.amount("paid amount", one.paid)?;
    procedure(w, &one.procedure)?;
    w.skip(1);
    w.number("paid units", one.quantity)?;
    if let Some(line) = one.bundled_into {
        w.rule(
            "line",
            (1..=999_999).contains(&line),
            "is not one of a claim",
        )?;
        w.whole(line.into());
    }
    w.end();
    adjustments(w, &one.adjustments)?;
    w.begin("DTP");
    w.code("573");
    w.code("D8");
    let day = w.required("day of decision", one.decided_on)?;
    w.day("day of decision", day)?;
    w.end();
    amount_of(w, "EAF", "amount the patient owes", one.remaining)?;
    w.part("");
    Ok(())
}

/// Writes adjustments: those that follow each other in one group stand in one CAS, up to six.
fn adjustments(w: &mut Writer, all: &[Adjustment]) -> Result<(), WriteError> {
    let mut segments = 0_usize;
    for group in all.chunk_by(|one, next| one.group == next.group) {
        for reasons in group.chunks(REASONS_MAX) {
            segments = segments.saturating_add(1);
            w.begin("CAS");
            w.code(reasons.first().map_or("", |one| one.group.as_str()));
            for one in reasons {
                w.text(REASON, &one.reason)?;
                w.signed_amount("adjustment", one.amount)?;
                w.optional_number("adjusted units", one.quantity)?;
            }
            w.end();
        }
    }
    w.at_most("adjustment groups", segments, SEGMENTS_MAX)
}

/// Writes what Medicare says beside the adjustments (MOA).
fn remarks(w: &mut Writer, one: &Outpatient) -> Result<(), WriteError> {
    w.begin("MOA");
    w.optional_number("reimbursement rate", one.rate)?;
    w.optional_amount("payable amount", one.payable)?;
    w.at_most("remark codes", one.remarks.len(), REMARKS_MAX)?;
    for remark in &one.remarks {
        w.text(REMARK, remark)?;
    }
    w.skip(REMARKS_MAX.saturating_sub(one.remarks.len()));
    w.optional_amount("renal payment", one.renal)?;
    w.optional_amount("professional component", one.professional)?;
    w.end();
    Ok(())
}
