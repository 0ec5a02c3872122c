//! What few claims and lines have, in its order, and what is refused of it.

use rust_decimal::Decimal;

use super::super::super::segment::Delimiters;
use super::super::{
    Address, Certification, CertificationKind, Contact, Contract, ContractKind, DropOff, Equipment,
    EquipmentCertification, EquipmentCertificationKind, Form, FormAnswer, FormList, FormReply,
    LineDate, LineQuantity, Manipulation, Measurement, Name, Note, NoteKind, OrderingProvider,
    OtherNumber, OtherNumberKind, PatientFacts, Pricing, PricingMethod, Provider, ProviderId,
    ProviderIdKind, Purchase, PurchasedFrom, Rental, RentalPeriod, SpinalCondition, Submission,
    TestKind, TestSource, Transport, TransportReason, read, write,
};
use super::{address, batch, between, cents, day, person, submission, written};
use crate::edi::claim837::EntityKind;

fn clinician(last: &str) -> Provider {
    Provider {
        name: Name::Person(person(last, "CLEO")),
        npi: Some("1245319599".to_owned()),
        ids: vec![ProviderId {
            kind: ProviderIdKind::Commercial,
            number: "K7".to_owned(),
            payer: None,
        }],
        ..Provider::default()
    }
}

fn certification(kind: CertificationKind, code: &str) -> Certification {
    Certification {
        kind,
        applies: true,
        conditions: vec![code.to_owned()],
    }
}

fn pricing() -> Pricing {
    Pricing {
        method: PricingMethod::StandardFee,
        allowed: cents(12000),
        saved: None,
        organization: Some("R1".to_owned()),
        rate: None,
        group: None,
        group_amount: None,
        procedure: None,
        quantity: None,
        rejection: None,
        compliance: None,
        exception: None,
    }
}

fn equipment() -> Equipment {
    Equipment {
        rental: Some(Rental {
            code: "E0601".to_owned(),
            days: Decimal::new(30, 0),
            rental: cents(5000),
            purchase: cents(70000),
            period: RentalPeriod::Month,
        }),
        certificate: Some(super::super::CertificateDelivery::SentBefore),
        certification: Some(EquipmentCertification {
            kind: EquipmentCertificationKind::Initial,
            months: Decimal::new(12, 0),
        }),
    }
}

/// Writes the claim, holds that it reads back the same, and gives its text.
fn sound(one: Submission) -> String {
    let batch = batch(vec![one]);
    let text = written(&batch);
    let (batches, findings) = read(text.as_bytes()).unwrap();
    assert_eq!(findings, []);
    assert!(batches == [batch]);
    text
}

#[test]
fn the_rest_of_a_claim_stands_in_its_order() {
    let mut one = submission("C1");
    one.subscriber.facts = PatientFacts {
        died_on: Some(day("2024-03-04")),
        weight: Some(Decimal::new(1505, 1)),
        is_pregnant: true,
    };
    one.subscriber.contact = Some(Contact {
        phone: Some("2175550100".to_owned()),
        ..Contact::default()
    });
    let claim = &mut one.claim;
    claim.contract = Some(Box::new(Contract {
        kind: ContractKind::Percent,
        amount: None,
        percent: Some(Decimal::new(805, 1)),
        code: Some("K1".to_owned()),
        discount_percent: None,
        version: None,
    }));
    claim.file_information = vec!["STATE DATA".to_owned()];
    claim.transport = Some(Box::new(Transport {
        weight: None,
        reason: TransportReason::Nearest,
        miles: Decimal::new(12, 0),
        round_trip: None,
        stretcher: Some("COULD NOT SIT".to_owned()),
    }));
    claim.manipulation = Some(Box::new(Manipulation {
        condition: SpinalCondition::AcuteOfChronic,
        description: Some("LOWER BACK".to_owned()),
        more: None,
    }));
    claim.certifications = vec![
        certification(CertificationKind::Homebound, "IH"),
        certification(CertificationKind::Screening, "ST"),
    ];
    claim.anesthesia_for = vec!["44950".to_owned(), "44960".to_owned()];
    claim.condition_codes = vec!["AA".to_owned(); 13];
    claim.pricing = Some(Box::new(pricing()));
    claim.referring = Some(clinician("FENN"));
    claim.pick_up = Some(Box::new(address()));
    claim.drop_off = Some(Box::new(DropOff {
        name: Some("NORTHSIDE".to_owned()),
        address: address(),
    }));
    let text = sound(one);
    assert_eq!(
        between(&text, "SBR", "NM1*IL"),
        "SBR*P*18*G77******CI~\nPAT*****D8*20240304*01*150.5*Y~\n"
    );
    assert_eq!(
        between(&text, "CN1", "LX*1"),
        "CN1*06**80.5*K1~\nK3*STATE DATA~\nCR1****A*DH*12****COULD NOT SIT~\nCR2********M**LOWER BACK~\n\
         CRC*75*Y*IH~\nCRC*ZZ*Y*ST~\nHI*ABK:J069*ABF:R51~\nHI*BP:44950*BO:44960~\n\
         HI*BG:AA*BG:AA*BG:AA*BG:AA*BG:AA*BG:AA*BG:AA*BG:AA*BG:AA*BG:AA*BG:AA*BG:AA~\nHI*BG:AA~\n\
         HCP*02*120**R1~\nNM1*DN*1*FENN*CLEO****XX*1245319599~\nREF*G2*K7~\n\
         NM1*PW*2~\nN3*12 ELM ST~\nN4*SPRINGFIELD*IL*627010001~\n\
         NM1*45*2*NORTHSIDE~\nN3*12 ELM ST~\nN4*SPRINGFIELD*IL*627010001~\n"
    );
}

#[test]
fn the_rest_of_a_line_stands_in_its_order() {
    let mut one = submission("C1");
    let line = &mut one.claim.lines[0];
    line.equipment = Some(Box::new(equipment()));
    line.certifications = vec![certification(CertificationKind::Equipment, "38")];
    line.dates = [
        (LineDate::LastSeen, day("2024-02-01")),
        (LineDate::TherapyBegan, day("2024-01-01")),
    ]
    .into();
    line.quantities = [(LineQuantity::ObstetricUnits, Decimal::new(3, 0))].into();
    line.measurements = vec![Measurement {
        source: TestSource::Result,
        kind: TestKind::Hematocrit,
        value: Decimal::new(355, 1),
    }];
    line.other_numbers = vec![OtherNumber {
        kind: OtherNumberKind::PriorAuthorization,
        number: "AUTH9".to_owned(),
        payer: "11111".to_owned(),
    }];
    line.sales_tax = Some(cents(120));
    line.postage = Some(cents(50));
    line.note = Some(Note {
        kind: NoteKind::Additional,
        text: "SEE CHART".to_owned(),
    });
    line.third_party_note = Some("REPRICED".to_owned());
    line.purchase = Some(Box::new(Purchase {
        provider_id: "S1".to_owned(),
        charge: cents(9000),
    }));
    line.purchased_from = Some(Box::new(PurchasedFrom {
        entity: EntityKind::Organization,
        npi: Some("1245319599".to_owned()),
        ids: Vec::new(),
    }));
    let mut of_other_payer = clinician("WEST");
    of_other_payer.ids[0].payer = Some("11111".to_owned());
    line.supervising = Some(Box::new(of_other_payer));
    line.ordering = Some(Box::new(OrderingProvider {
        provider: clinician("STONE"),
        address: Some(address()),
        contact: Some(Contact {
            fax: Some("2175550101".to_owned()),
            ..Contact::default()
        }),
    }));
    line.forms = vec![Form {
        list: FormList::MedicalNecessity,
        id: "484.3".to_owned(),
        answers: vec![FormAnswer {
            question: "1A".to_owned(),
            reply: Some(FormReply::Yes),
            percent: Some(Decimal::new(88, 0)),
            ..FormAnswer::default()
        }],
    }];
    assert_eq!(
        between(&sound(one), "SV5", "LX*2"),
        "SV5*HC:E0601*DA*30*50*700*4~\nPWK*CT*AB~\nCR3*I*MO*12~\nCRC*09*Y*38~\nDTP*472*D8*20240301~\n\
         DTP*463*D8*20240101~\nDTP*304*D8*20240201~\nQTY*FL*3~\nMEA*TR*R2*35.5~\nREF*6R*L1~\n\
         REF*G1*AUTH9**2U:11111~\nAMT*T*1.2~\nAMT*F4*0.5~\nNTE*ADD*SEE CHART~\nNTE*TPO*REPRICED~\nPS1*S1*90~\n\
         NM1*QB*2******XX*1245319599~\nNM1*DQ*1*WEST*CLEO****XX*1245319599~\nREF*G2*K7**2U:11111~\n\
         NM1*DK*1*STONE*CLEO****XX*1245319599~\nN3*12 ELM ST~\nN4*SPRINGFIELD*IL*627010001~\nREF*G2*K7~\n\
         PER*IC**FX*2175550101~\nLQ*UT*484.3~\nFRM*1A*Y***88~\n"
    );
}

#[test]
fn what_has_no_place_is_refused() {
    let refuse = |want: &str, change: &dyn Fn(&mut Submission)| {
        let mut one = submission("C1");
        change(&mut one);
        let error = write(&batch(vec![one]), Delimiters::STANDARD).unwrap_err();
        assert_eq!(error.to_string(), want);
    };
    refuse("claim C1, certification: kind has no place here", &|one| {
        one.claim.certifications = vec![certification(CertificationKind::Hospice, "65")];
    });
    refuse(
        "claim C1, certification: conditions must be of those that the certification knows",
        &|one| one.claim.certifications = vec![certification(CertificationKind::Screening, "38")],
    );
    refuse(
        "claim C1, condition codes has more than 24 entries",
        &|one| {
            one.claim.condition_codes = vec!["AA".to_owned(); 25];
        },
    );
    refuse(
        "claim C1, rendering provider: other number names a payer, which only a line's may",
        &|one| {
            let mut provider = clinician("WEST");
            provider.ids[0].payer = Some("11111".to_owned());
            one.claim.rendering = Some(provider);
        },
    );
    refuse(
        "claim C1, line 1, note is of a kind that only a whole claim can have",
        &|one| {
            one.claim.lines[0].note = Some(Note {
                kind: NoteKind::Diagnosis,
                text: "X".to_owned(),
            });
        },
    );
    refuse(
        "subscriber: contact must be a phone, with an extension or without",
        &|one| {
            one.subscriber.contact = Some(Contact {
                email: Some("A@EXAMPLE.COM".to_owned()),
                ..Contact::default()
            });
        },
    );
    refuse("claim C1, pick-up: street is missing", &|one| {
        one.claim.pick_up = Some(Box::new(Address::default()));
    });
}

#[test]
fn a_payer_may_be_known_by_its_city_alone() {
    let mut one = submission("C1");
    one.payer.address = Some(Address {
        line: String::new(),
        ..address()
    });
    let all = batch(vec![one]);
    let text = written(&all);
    assert!(text.contains("NM1*PR*2*OLD MILL HEALTH*****PI*60054~N4*SPRINGFIELD*IL*627010001~CLM"));
    let (again, findings) = read(text.as_bytes()).unwrap();
    assert!(findings.is_empty(), "{findings:?}");
    assert!(again == [all]);
}
