//! Other payers and what they decided, made so that every figure adds up.

use std::collections::BTreeMap;

use pegboard::domain::code::{AdjustmentGroup, FilingIndicator, Relation};
use pegboard::domain::money::Money;
use pegboard::edi::claim837::{
    Adjudication, Adjustment, Attachment, AttachmentKind, Benefits, Claim, Delivery, EntityKind,
    MedicareSecondary, MemberIdKind, OtherPayer, OtherPayerProvider, OtherPayerReference,
    OtherPayerRole, OtherSubscriber, Outpatient, PayerOrder, ProviderIdKind, Release,
};
use rust_decimal::Decimal;

use super::Maker;

const REASONS: [&str; 6] = ["45", "1", "2", "3", "253", "A1"];

impl Maker {
    /// Gives a claim to the payer of this order other payers, of whom some have decided on it.
    pub fn coordinate(&mut self, claim: &mut Claim, order: PayerOrder) {
        let count = if self.is_tame || self.chance.u8(0..3) > 0 {
            0
        } else {
            self.chance.usize(1..=2)
        };
        let orders: Vec<PayerOrder> = self
            .orders()
            .iter()
            .copied()
            .filter(|other| *other != order && *other != PayerOrder::Unknown)
            .take(count)
            .collect();
        for other in orders {
            let other = self.other_payer(other);
            match self.chance.u8(0..3) {
                0 => claim.other_payers.push(other),
                1 => self.decide_whole(claim, other),
                _ => self.decide_lines(claim, other),
            }
        }
    }

    /// Another payer that has decided nothing yet.
    pub fn other_payer(&mut self, order: PayerOrder) -> OtherPayer {
        let subscriber = OtherSubscriber {
            name: self.name(),
            member_id_kind: *self.one_of(MemberIdKind::ALL),
            member_id: self.text("M", 10),
            address: self.maybe(Self::address),
            social_security: self.maybe(|m| m.digits(9)),
        };
        let mut payer = self.payer();
        payer.id = self.text("Q", 8);
        payer.biller_ids.clear();
        while payer.ids.len() > 2 {
            let _first = payer.ids.pop_first();
        }
        let mut other = OtherPayer::new(order, *self.one_of(Relation::ALL), subscriber, payer);
        other.group_number = self.maybe(|m| m.text("G", 8));
        other.group_name = self.maybe(Self::organization);
        other.medicare_secondary = self.maybe(|m| *m.one_of(MedicareSecondary::ALL));
        other.filing = Some(FilingIndicator::Commercial);
        if !self.is_tame {
            other.filing = Some(*self.one_of(FilingIndicator::ALL));
            other.benefits = *self.one_of(Benefits::ALL);
        }
        other.release = *self.one_of(Release::ALL);
        other.provider_signed_for_patient = self.chance.bool();
        other.references = self.some_of(OtherPayerReference::ALL, |m| m.text("N", 9));
        if let Some(sign) = other.references.get_mut(&OtherPayerReference::Adjusted) {
            "Y".clone_into(sign);
        }
        if !self.is_tame {
            other.providers = self.known_providers();
        }
        other
    }

    fn known_providers(&mut self) -> BTreeMap<OtherPayerRole, OtherPayerProvider> {
        let mut providers = self.some_of(OtherPayerRole::ALL, |m| OtherPayerProvider {
            entity: EntityKind::Person,
            ids: vec![m.provider_id(&[ProviderIdKind::Commercial])],
        });
        if let Some(place) = providers.get_mut(&OtherPayerRole::Facility) {
            place.entity = EntityKind::Organization;
        }
        providers
    }

    /// Lets a payer decide on the claim as a whole.
    pub fn decide_whole(&mut self, claim: &mut Claim, mut other: OtherPayer) {
        let (paid, adjustments) = self.decision(claim.charge);
        other.paid = Some(paid);
        other.adjustments = adjustments;
        other.decided_on = Some(self.day());
        other.remaining = self.maybe(Self::money);
        other.non_covered = self.maybe(Self::money);
        other.outpatient = self.maybe(|m| Box::new(m.outpatient()));
        claim.other_payers.push(other);
    }

    /// Lets a payer decide on each line, and take something off the whole too.
    pub fn decide_lines(&mut self, claim: &mut Claim, mut other: OtherPayer) {
        let day = self.day();
        let mut paid = Money::ZERO;
        for line in &mut claim.lines {
            let (amount, adjustments) = self.decision(line.charge);
            let mut one =
                Adjudication::new(other.payer.id.clone(), line.procedure.clone(), amount, day);
            one.adjustments = adjustments;
            one.quantity = line.quantity;
            one.bundled_into = self.maybe(|_| 1);
            one.remaining = self.maybe(Self::money);
            line.adjudications.push(one);
            paid = paid.plus(amount).unwrap();
        }
        other.paid = Some(paid);
        other.remaining = self.maybe(Self::money);
        claim.other_payers.push(other);
    }

    /// Splits a charge into what is paid and why not more.
    fn decision(&mut self, charge: Money) -> (Money, Vec<Adjustment>) {
        let mut left = charge.cents();
        let count = self.chance.usize(0..=8);
        let mut adjustments = Vec::new();
        let groups = [AdjustmentGroup::Contractual, AdjustmentGroup::Patient];
        for number in 0..count {
            let amount = self.chance.i64(0..=left);
            left -= amount;
            adjustments.push(Adjustment {
                group: groups[number * 2 / 9],
                reason: (*self.one_of(&REASONS)).to_owned(),
                amount: Money::from_cents(amount).unwrap(),
                quantity: self.maybe_always(|m| Decimal::from(m.chance.i64(1..=3))),
            });
        }
        (Money::from_cents(left).unwrap(), adjustments)
    }

    /// One or none, and always one for less complete validators.
    fn maybe_always<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        (self.is_tame || self.chance.bool()).then(|| make(self))
    }

    fn outpatient(&mut self) -> Outpatient {
        let remarks = ["MA01", "N1", "M15", "MA130", "N381"];
        let count = self.chance.usize(0..=5);
        Outpatient {
            rate: self.maybe(|m| Decimal::new(m.chance.i64(1..=100), 2)),
            payable: Some(self.money()),
            remarks: remarks
                .iter()
                .take(count)
                .map(ToString::to_string)
                .collect(),
            renal: self.maybe(Self::money),
            professional: self.maybe(Self::money),
        }
    }

    pub fn attachments(&mut self) -> Vec<Attachment> {
        let count = self.chance.usize(0..=2);
        (0..count).map(|_| self.attachment()).collect()
    }

    pub fn attachment(&mut self) -> Attachment {
        let delivery = *self.one_of(Delivery::ALL);
        let is_named = delivery != Delivery::OnRequest || self.chance.bool();
        Attachment {
            kind: *self.one_of(AttachmentKind::ALL),
            delivery,
            number: is_named.then(|| self.text("ACN", 9)),
        }
    }
}
