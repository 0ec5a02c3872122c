use super::super::envelope::{Party, Usage};
use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::super::segment::Delimiters;
use super::*;
use crate::domain::code::{FilingIndicator, Relation, Sex};
use crate::domain::money::Money;

mod coordination;
mod faults;
mod many;
mod refused;
mod rest;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn minute() -> Option<NaiveDateTime> {
    day("2024-03-05").and_hms_opt(9, 30, 0)
}

fn cents(cents: i64) -> Money {
    Money::from_cents(cents).unwrap()
}

fn person(last: &str, first: &str) -> Person {
    Person {
        last: last.to_owned(),
        first: Some(first.to_owned()),
        ..Person::default()
    }
}

fn address() -> Address {
    Address {
        line: "12 ELM ST".to_owned(),
        second_line: None,
        city: "SPRINGFIELD".to_owned(),
        state: Some("IL".to_owned()),
        zip: Some("627010001".to_owned()),
        country: None,
    }
}

fn line(code: &str, charge: i64, number: &str) -> Line {
    Line {
        pointers: vec![1],
        control_number: Some(number.to_owned()),
        ..Line::new(Procedure::hcpcs(code), cents(charge), day("2024-03-01"))
    }
}

fn claim(number: &str) -> Claim {
    Claim {
        charge: cents(16550),
        diagnoses: vec!["J069".to_owned(), "R51".to_owned()],
        lines: vec![line("99213", 15000, "L1"), line("87880", 1550, "L2")],
        ..Claim::new(number, "11")
    }
}

fn submission(number: &str) -> Submission {
    Submission {
        provider: BillingProvider {
            name: Name::Organization("ELM STREET FAMILY MEDICINE".to_owned()),
            npi: Some("1234567893".to_owned()),
            taxonomy: Some("207Q00000X".to_owned()),
            tax_id: Some(TaxId {
                kind: TaxIdKind::Employer,
                number: "123456789".to_owned(),
            }),
            address: address(),
            ..BillingProvider::default()
        },
        subscriber: Subscriber {
            order: PayerOrder::Primary,
            group_number: Some("G77".to_owned()),
            filing: Some(FilingIndicator::Commercial),
            name: Name::Person(person("BROOKS", "ADA")),
            member_id: "M100".to_owned(),
            address: Some(address()),
            birth: Some(Birth {
                day: day("1980-02-29"),
                sex: Sex::Female,
            }),
            ..Subscriber::default()
        },
        payer: Payer {
            name: "OLD MILL HEALTH".to_owned(),
            id_kind: PayerIdKind::Payer,
            id: "60054".to_owned(),
            ..Payer::default()
        },
        patient: None,
        claim: claim(number),
    }
}

fn batch(submissions: Vec<Submission>) -> Batch {
    let party = |id: &str| Party {
        qualifier: "ZZ".to_owned(),
        id: id.to_owned(),
    };
    Batch {
        interchange: Interchange {
            authorization: None,
            security: None,
            sender: party("ELMSTREET"),
            receiver: party("CLEARING"),
            created: minute(),
            control_number: 905,
            wants_acknowledgement: true,
            usage: Usage::Production,
        },
        group: Group {
            sender: "ELMSTREET".to_owned(),
            receiver: "CLEARING".to_owned(),
            created: minute(),
            control_number: 17,
        },
        transactions: vec![Transaction {
            control_number: "0001".to_owned(),
            header: Header {
                purpose: Purpose::Original,
                reference: "B12".to_owned(),
                created: minute(),
                content: Content::Claims,
                submitter: Submitter {
                    name: Name::Organization("ELM STREET FAMILY MEDICINE".to_owned()),
                    id: "S1001".to_owned(),
                    contacts: vec![Contact {
                        name: Some("DESK".to_owned()),
                        phone: Some("2175550100".to_owned()),
                        email: Some("DESK@EXAMPLE.COM".to_owned()),
                        ..Contact::default()
                    }],
                },
                receiver: Receiver {
                    name: "CLEARING HOUSE".to_owned(),
                    id: "R2002".to_owned(),
                },
            },
            providers: arrange(submissions),
        }],
    }
}

const PLAIN: &str = "\
ISA*00*          *00*          *ZZ*ELMSTREET      *ZZ*CLEARING       *240305*0930*^*00501*000000905*1*P*:~
GS*HC*ELMSTREET*CLEARING*20240305*0930*17*X*005010X222A1~
ST*837*0001*005010X222A1~
BHT*0019*00*B12*20240305*0930*CH~
NM1*41*2*ELM STREET FAMILY MEDICINE*****46*S1001~
PER*IC*DESK*TE*2175550100*EM*DESK@EXAMPLE.COM~
NM1*40*2*CLEARING HOUSE*****46*R2002~
HL*1**20*1~
PRV*BI*PXC*207Q00000X~
NM1*85*2*ELM STREET FAMILY MEDICINE*****XX*1234567893~
N3*12 ELM ST~
N4*SPRINGFIELD*IL*627010001~
REF*EI*123456789~
HL*2*1*22*0~
SBR*P*18*G77******CI~
NM1*IL*1*BROOKS*ADA****MI*M100~
N3*12 ELM ST~
N4*SPRINGFIELD*IL*627010001~
DMG*D8*19800229*F~
NM1*PR*2*OLD MILL HEALTH*****PI*60054~
CLM*C1*165.5***11:B:1*Y*A*Y*Y~
HI*ABK:J069*ABF:R51~
LX*1~
SV1*HC:99213*150*UN*1***1~
DTP*472*D8*20240301~
REF*6R*L1~
LX*2~
SV1*HC:87880*15.5*UN*1***1~
DTP*472*D8*20240301~
REF*6R*L2~
SE*29*0001~
GE*1*17~
IEA*1*000000905~
";

fn written(batch: &Batch) -> String {
    write(batch, Delimiters::STANDARD).unwrap()
}

/// The written segments between those that begin with two texts, the second not included.
fn between(text: &str, from: &str, to: &str) -> String {
    let text = text.replace('~', "~\n");
    let start = text.find(from).unwrap();
    let end = text[start..].find(to).unwrap();
    text[start..start + end].to_owned()
}

#[test]
fn a_plain_claim_is_written_as_the_guide_has_it() {
    let text = written(&batch(vec![submission("C1")]));
    assert_eq!(text.replace('~', "~\n"), PLAIN);
}

#[test]
fn a_dependent_hangs_under_the_subscriber() {
    let mut one = submission("C1");
    one.subscriber.address = None;
    one.subscriber.birth = None;
    one.patient = Some(Patient {
        relation: Relation::Child,
        name: person("BROOKS", "BORIS"),
        address: address(),
        birth: one.subscriber.birth.or(Some(Birth {
            day: day("2015-07-04"),
            sex: Sex::Male,
        })),
        casualty_claim: Some("PC9".to_owned()),
        ..Patient::default()
    });
    assert_eq!(
        between(&written(&batch(vec![one])), "HL*2", "CLM"),
        "HL*2*1*22*1~\nSBR*P**G77******CI~\nNM1*IL*1*BROOKS*ADA****MI*M100~\n\
         NM1*PR*2*OLD MILL HEALTH*****PI*60054~\nHL*3*2*23*0~\nPAT*19~\n\
         NM1*QC*1*BROOKS*BORIS~\nN3*12 ELM ST~\nN4*SPRINGFIELD*IL*627010001~\n\
         DMG*D8*20150704*M~\nREF*Y4*PC9~\n"
    );
}

#[test]
fn everything_a_claim_can_have_stands_in_its_order() {
    let mut one = submission("C1");
    let clinician = |last: &str| Provider {
        name: Name::Person(person(last, "CLEO")),
        npi: Some("1245319599".to_owned()),
        ..Provider::default()
    };
    let claim = &mut one.claim;
    claim.frequency = Frequency::Replacement;
    claim.provider_signed_for_patient = true;
    claim.causes = vec![Cause::Automobile, Cause::Employment];
    claim.accident_state = Some("VT".to_owned());
    claim.delay = Some(Delay::ThirdParty);
    claim.dates = BTreeMap::from([
        (ClaimDate::Accident, day("2024-02-01")),
        (ClaimDate::Onset, day("2024-02-02")),
        (ClaimDate::DisabilityBegan, day("2024-02-03")),
        (ClaimDate::DisabilityEnded, day("2024-02-09")),
    ]);
    claim.references = BTreeMap::from([
        (ClaimReference::PayerClaimNumber, "ICN7".to_owned()),
        (ClaimReference::PriorAuthorization, "AUTH1".to_owned()),
    ]);
    claim.patient_paid = Some(cents(2500));
    claim.note = Some(Note {
        kind: NoteKind::Additional,
        text: "Señora’s note".to_owned(),
    });
    claim.referring = Some(clinician("FENN"));
    claim.primary_care = Some(clinician("HUI"));
    claim.rendering = Some(Provider {
        taxonomy: Some("363LF0000X".to_owned()),
        ..clinician("ROSS")
    });
    claim.facility = Some(Facility {
        name: "NORTHSIDE".to_owned(),
        npi: None,
        address: address(),
        ..Facility::default()
    });
    claim.supervising = Some(clinician("STONE"));
    claim.lines.truncate(1);
    claim.charge = cents(15000);
    let line = &mut claim.lines[0];
    line.procedure.modifiers = vec!["25".to_owned(), "GP".to_owned()];
    line.procedure.description = Some("UNLISTED".to_owned());
    line.quantity = Decimal::new(150, 2);
    line.measure = Measure::Minutes;
    line.place_of_service = Some("22".to_owned());
    line.pointers = vec![2, 1];
    line.flags = BTreeSet::from([LineFlag::Emergency, LineFlag::Epsdt]);
    line.service = Some(Period {
        from: day("2024-03-01"),
        through: day("2024-03-03"),
    });
    line.references = BTreeMap::from([(LineReference::PriorAuthorization, "LA1".to_owned())]);
    line.rendering = Some(clinician("WEST"));
    assert_eq!(
        between(&written(&batch(vec![one])), "CLM", "SE*"),
        "CLM*C1*150***11:B:7*Y*A*Y*Y*P*AA:EM::VT*********7~\n\
         DTP*314*RD8*20240203-20240209~\nDTP*431*D8*20240202~\nDTP*439*D8*20240201~\n\
         AMT*F5*25~\nREF*G1*AUTH1~\nREF*F8*ICN7~\nNTE*ADD*SENORA'S NOTE~\nHI*ABK:J069*ABF:R51~\n\
         NM1*DN*1*FENN*CLEO****XX*1245319599~\nNM1*P3*1*HUI*CLEO****XX*1245319599~\n\
         NM1*82*1*ROSS*CLEO****XX*1245319599~\nPRV*PE*PXC*363LF0000X~\n\
         NM1*77*2*NORTHSIDE~\nN3*12 ELM ST~\nN4*SPRINGFIELD*IL*627010001~\n\
         NM1*DQ*1*STONE*CLEO****XX*1245319599~\n\
         LX*1~\nSV1*HC:99213:25:GP:::UNLISTED*150*MJ*1.5*22**2:1**Y**Y~\n\
         DTP*472*RD8*20240301-20240303~\nREF*6R*L1~\nREF*G1*LA1~\n\
         NM1*82*1*WEST*CLEO****XX*1245319599~\n"
    );
}

#[test]
fn arranging_keeps_the_order_in_which_groups_came() {
    let child = Patient {
        relation: Relation::Child,
        name: person("BROOKS", "BORIS"),
        address: address(),
        ..Patient::default()
    };
    let mut all: Vec<Submission> = ["1", "2", "3", "4", "5"].map(submission).to_vec();
    all[1].provider.npi = None;
    all[2].patient = Some(child.clone());
    all[3].patient = Some(child);
    let providers = arrange(all);
    let numbers = |claims: &[Claim]| claims.iter().map(|c| c.number.clone()).collect::<Vec<_>>();
    assert_eq!(providers.len(), 2);
    let [own, others] = &providers[0].subscribers[..] else {
        panic!("{providers:?}")
    };
    assert_eq!(numbers(&own.claims), ["1", "5"]);
    assert!(own.patients.is_empty() && others.claims.is_empty());
    assert_eq!(numbers(&others.patients[0].claims), ["3", "4"]);
    assert_eq!(numbers(&providers[1].subscribers[0].claims), ["2"]);
}

#[test]
fn a_patient_with_many_claims_gets_several_places() {
    let providers = arrange((0..250).map(|n| submission(&n.to_string())));
    let counts: Vec<usize> = providers[0]
        .subscribers
        .iter()
        .map(|s| s.claims.len())
        .collect();
    assert_eq!(counts, [100, 100, 50]);
}

#[test]
fn every_code_means_what_it_says() {
    for date in ClaimDate::ALL {
        assert_eq!(ClaimDate::from_code(date.code()), Some(*date));
    }
    for reference in ClaimReference::ALL {
        assert_eq!(
            ClaimReference::from_code(reference.code()),
            Some(*reference)
        );
    }
    assert_eq!(ClaimDate::from_code("472"), None);
}
