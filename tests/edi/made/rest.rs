//! What few claims and lines have: rides, certifications, contracts, equipment, forms and more.

use pegboard::edi::claim837::{
    Certification, CertificationKind, Claim, CodeSet, Contract, ContractKind, DropOff, EntityKind,
    Equipment, EquipmentCertification, EquipmentCertificationKind, Form, FormAnswer, FormList,
    FormReply, Line, LineDate, LineQuantity, Manipulation, Measure, Measurement, OrderingProvider,
    OtherNumber, OtherNumberKind, PolicyCompliance, Pricing, PricingException, PricingMethod,
    PricingRejection, ProviderIdKind, Purchase, PurchasedFrom, Rental, RentalPeriod,
    SpinalCondition, TestKind, TestSource, Transport, TransportReason,
};
use rust_decimal::Decimal;

use super::Maker;

impl Maker {
    /// Gives a claim of the rest what chance wants.
    pub fn dress_claim(&mut self, claim: &mut Claim) {
        claim.contract = self.rarely(|m| Box::new(m.contract()));
        claim.file_information = self.rarely(Self::texts).unwrap_or_default();
        claim.transport = self.rarely(|m| Box::new(m.transport()));
        claim.manipulation = self.rarely(|m| Box::new(m.manipulation()));
        claim.certifications = self.rarely(Self::of_claim).unwrap_or_default();
        claim.anesthesia_for = self
            .rarely(|m| vec![m.text("4", 4), m.text("5", 4)])
            .unwrap_or_default();
        claim.condition_codes = self
            .rarely(|m| {
                (0..m.chance.usize(1..=24))
                    .map(|_| m.text("A", 1))
                    .collect()
            })
            .unwrap_or_default();
        claim.pricing = self.rarely(|m| Box::new(m.pricing(false)));
        claim.pick_up = self.rarely(|m| Box::new(m.address()));
        claim.drop_off = self.rarely(|m| Box::new(m.drop_off()));
    }

    /// Gives a line of the rest what chance wants.
    pub fn dress_line(&mut self, line: &mut Line) {
        line.dates = self.some_of(LineDate::ALL, Self::day);
        line.quantities = self.some_of(LineQuantity::ALL, |m| Decimal::from(m.chance.i64(1..=9)));
        line.measurements = self
            .rarely(|m| vec![m.measurement(), m.measurement()])
            .unwrap_or_default();
        line.contract = self.rarely(|m| Box::new(m.contract()));
        line.other_numbers = self
            .rarely(|m| (0..4).map(|_| m.other_number()).collect())
            .unwrap_or_default();
        line.sales_tax = self.rarely(Self::money);
        line.postage = self.rarely(Self::money);
        line.file_information = self.rarely(Self::texts).unwrap_or_default();
        line.third_party_note = self.rarely(|m| m.clean("TO THE REPRICER"));
        line.purchase = self.rarely(|m| Box::new(m.purchase()));
        line.pricing = self.rarely(|m| Box::new(m.pricing(true)));
        line.transport = self.rarely(|m| Box::new(m.transport()));
        line.certifications = self.rarely(Self::of_line).unwrap_or_default();
        line.equipment = self.rarely(|m| Box::new(m.equipment()));
        line.forms = self
            .rarely(|m| vec![m.form(), m.form()])
            .unwrap_or_default();
        self.dress_providers(line);
    }

    fn dress_providers(&mut self, line: &mut Line) {
        line.purchased_from = self.rarely(|m| Box::new(m.purchased_from()));
        line.facility = self.rarely(|m| {
            let mut place = m.facility();
            place.contact = None;
            place.ids.retain(|id| id.kind != ProviderIdKind::License);
            Box::new(place)
        });
        line.supervising = self.rarely(|m| Box::new(m.individual()));
        line.ordering = self.rarely(|m| Box::new(m.ordering()));
        line.referring = self.rarely(|m| Box::new(m.individual()));
        if line.referring.is_some() {
            line.primary_care = self.rarely(|m| Box::new(m.individual()));
        }
        line.pick_up = self.rarely(|m| Box::new(m.address()));
        line.drop_off = self.rarely(|m| Box::new(m.drop_off()));
    }

    fn texts(&mut self) -> Vec<String> {
        vec![self.text("STATE", 6), self.text("DATA", 9)]
    }

    pub fn contract(&mut self) -> Contract {
        Contract {
            kind: *self.one_of(ContractKind::ALL),
            amount: self.maybe(Self::money),
            percent: self.maybe(|m| Decimal::new(m.chance.i64(1..=9999), 2).normalize()),
            code: self.maybe(|m| m.text("C", 6)),
            discount_percent: self.maybe(|m| Decimal::from(m.chance.i64(1..=99))),
            version: self.maybe(|m| m.text("V", 3)),
        }
    }

    pub fn transport(&mut self) -> Transport {
        Transport {
            weight: self.maybe(|m| Decimal::from(m.chance.i64(1..=400))),
            reason: *self.one_of(TransportReason::ALL),
            miles: Decimal::new(self.chance.i64(0..=999), 1).normalize(),
            round_trip: self.maybe(|m| m.clean("PATIENT WANTED TO GO HOME")),
            stretcher: self.maybe(|m| m.clean("COULD NOT SIT")),
        }
    }

    pub fn manipulation(&mut self) -> Manipulation {
        Manipulation {
            condition: *self.one_of(SpinalCondition::ALL),
            description: self.maybe(|m| m.clean("PAIN OF THE LOWER BACK")),
            more: self.maybe(|m| m.clean("SINCE MARCH")),
        }
    }

    /// What may be certified of a claim, one of each.
    pub fn of_claim(&mut self) -> Vec<Certification> {
        [
            CertificationKind::Ambulance,
            CertificationKind::ContactLenses,
            CertificationKind::Homebound,
            CertificationKind::Screening,
        ]
        .map(|kind| self.certification(kind))
        .to_vec()
    }

    fn of_line(&mut self) -> Vec<Certification> {
        [
            CertificationKind::Ambulance,
            CertificationKind::Hospice,
            CertificationKind::Equipment,
        ]
        .map(|kind| self.certification(kind))
        .to_vec()
    }

    fn certification(&mut self, kind: CertificationKind) -> Certification {
        let known = kind.conditions();
        Certification {
            kind,
            applies: kind == CertificationKind::Homebound || self.chance.bool(),
            conditions: vec![self.one_of(known).to_string()],
        }
    }

    fn measurement(&mut self) -> Measurement {
        Measurement {
            source: *self.one_of(TestSource::ALL),
            kind: *self.one_of(TestKind::ALL),
            value: Decimal::new(self.chance.i64(1..=999), 1).normalize(),
        }
    }

    fn other_number(&mut self) -> OtherNumber {
        OtherNumber {
            kind: *self.one_of(OtherNumberKind::ALL),
            number: self.text("N", 8),
            payer: self.text("Q", 5),
        }
    }

    fn purchase(&mut self) -> Purchase {
        Purchase {
            provider_id: self.text("S", 8),
            charge: self.money(),
        }
    }

    fn purchased_from(&mut self) -> PurchasedFrom {
        PurchasedFrom {
            entity: *self.one_of(EntityKind::ALL),
            npi: self.maybe_npi(),
            ids: vec![self.provider_id(&[ProviderIdKind::Upin])],
        }
    }

    pub fn ordering(&mut self) -> OrderingProvider {
        OrderingProvider {
            provider: self.individual(),
            address: self.maybe(Self::address),
            contact: self.maybe(Self::contact),
        }
    }

    fn drop_off(&mut self) -> DropOff {
        DropOff {
            name: self.maybe(Self::organization),
            address: self.address(),
        }
    }

    fn pricing(&mut self, of_line: bool) -> Pricing {
        Pricing {
            method: *self.one_of(PricingMethod::ALL),
            allowed: self.money(),
            saved: self.maybe(Self::money),
            organization: self.maybe(|m| m.text("R", 8)),
            rate: self.maybe(|m| Decimal::new(m.chance.i64(1..=9999), 2).normalize()),
            group: self.maybe(|m| m.text("G", 3)),
            group_amount: self.maybe(Self::money),
            procedure: self
                .maybe(|m| (CodeSet::Hcpcs, m.text("9", 4)))
                .filter(|_| of_line),
            quantity: self
                .maybe(|m| (Measure::Units, Decimal::from(m.chance.i64(1..=9))))
                .filter(|_| of_line),
            rejection: self.maybe(|m| *m.one_of(PricingRejection::ALL)),
            compliance: self.maybe(|m| *m.one_of(PolicyCompliance::ALL)),
            exception: self.maybe(|m| *m.one_of(PricingException::ALL)),
        }
    }

    pub fn equipment(&mut self) -> Equipment {
        Equipment {
            rental: Some(Rental {
                code: self.text("E", 4),
                days: Decimal::from(self.chance.i64(1..=99)),
                rental: self.money(),
                purchase: self.money(),
                period: *self.one_of(RentalPeriod::ALL),
            }),
            // A validator takes the segment for an attachment.
            certificate: None,
            certification: self.maybe(|m| EquipmentCertification {
                kind: *m.one_of(EquipmentCertificationKind::ALL),
                months: Decimal::from(m.chance.i64(1..=99)),
            }),
        }
    }

    fn form(&mut self) -> Form {
        let count = self.chance.usize(1..=4);
        Form {
            list: *self.one_of(FormList::ALL),
            id: self.text("F", 4),
            answers: (1..=count).map(|number| self.answer(number)).collect(),
        }
    }

    fn answer(&mut self, number: usize) -> FormAnswer {
        FormAnswer {
            question: number.to_string(),
            reply: Some(*self.one_of(FormReply::ALL)),
            text: self.maybe(|m| m.clean("SEE CHART")),
            day: self.maybe(Self::day),
            percent: self.maybe(|m| Decimal::from(m.chance.i64(1..=99))),
        }
    }
}
