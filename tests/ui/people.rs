//! A practice with a few made-up people in it, written through the verbs of the office: an account with two years of
//! visits, a family on one account, and as many others as a list needs.

use chrono::NaiveDate;
use pegboard::domain::code::{AdjustmentGroup, FilingIndicator};
use pegboard::domain::draft::patient::WhoPays;
use pegboard::domain::draft::policy::Context;
use pegboard::domain::draft::{PatientDraft, PayerDraft, PolicyDraft, ProviderDraft};
use pegboard::domain::eob::{Adjustment, EobLine, Method, NewEob, usual_outcome};
use pegboard::domain::id::{ClaimId, GuarantorId, PatientId, PayerId, ProviderId, VisitId};
use pegboard::domain::money::Money;
use pegboard::domain::payment::{NewReceipt, Placement, Tender};
use pegboard::domain::visit::{Details, LineDetails, NewLine, NewVisit, Notes, Pointer};
use pegboard::office::Office;

use crate::support::today;

pub fn day(month: u32, day: u32, year: i32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

pub fn money(text: &str) -> Money {
    text.parse().unwrap()
}

/// A form with all that must be given, to be changed from there.
pub fn form(last: &str, first: &str, born_on: &str) -> PatientDraft {
    PatientDraft {
        last: last.to_owned(),
        first: first.to_owned(),
        born_on: born_on.to_owned(),
        sex: "F".to_owned(),
        street: "18 Elm Street".to_owned(),
        city: "Fairmont".to_owned(),
        state: "OH".to_owned(),
        zip: "44101".to_owned(),
        ..PatientDraft::default()
    }
}

pub fn register(office: &mut Office, form: &PatientDraft) -> PatientId {
    let patient = form.check(today()).unwrap();
    office.register_patient(&patient).unwrap()
}

/// Somebody with nothing to their name yet.
pub fn someone(office: &mut Office) -> PatientId {
    register(office, &form("Tamsin", "Ruth", "08/30/1951"))
}

/// Clinicians and payers.
pub struct Staff {
    pub hale: ProviderId,
    pub brandt: ProviderId,
    pub meridian: PayerId,
}

pub fn staff(office: &mut Office) -> Staff {
    let clinician = |office: &mut Office, last: &str, first: &str, npi: &str| {
        let draft = ProviderDraft {
            last: last.to_owned(),
            first: first.to_owned(),
            credential: "MD".to_owned(),
            npi: npi.to_owned(),
            ..ProviderDraft::default()
        };
        office.add_provider(&draft.check().unwrap()).unwrap()
    };
    let payer = |office: &mut Office, name: &str, id: &str| {
        let draft = PayerDraft {
            name: name.to_owned(),
            payer_id: id.to_owned(),
            filing_indicator: FilingIndicator::Commercial.as_str().to_owned(),
            timely_days: "180".to_owned(),
            ..PayerDraft::default()
        };
        office.add_payer(&draft.check().unwrap()).unwrap()
    };
    let meridian = payer(office, "Meridian Health PPO", "61101");
    let _ = payer(office, "Corwin Mutual", "61482");
    let _ = payer(office, "Northfield Plan", "70330");
    Staff {
        hale: clinician(office, "Hale", "Simon", "1234567893"),
        brandt: clinician(office, "Brandt", "Elise", "1245319599"),
        meridian,
    }
}

pub fn insure(office: &mut Office, patient: PatientId, payer: PayerId, from: &str) {
    let draft = PolicyDraft {
        payer: Some(payer),
        member_id: "MHP 884201773".to_owned(),
        group_number: "40017".to_owned(),
        effective_on: from.to_owned(),
        copay: "25".to_owned(),
        signature_on_file: true,
        ..PolicyDraft::default()
    };
    let policy = draft
        .check(Context {
            patient,
            policies: &[],
            changing: None,
            today: today(),
        })
        .unwrap();
    let _ = office.add_policy(&policy).unwrap();
}

fn service(code: &str, charge: &str, words: &str) -> NewLine {
    NewLine {
        code: code.parse().unwrap(),
        modifiers: Vec::new(),
        pointers: vec![Pointer::from_index(0).unwrap()],
        units: "1".parse().unwrap(),
        charge: money(charge),
        description: words.to_owned(),
        drug: None,
        details: LineDetails::default(),
    }
}

/// A visit of these services: code, charge, words.
pub fn see(
    office: &mut Office,
    patient: PatientId,
    by: ProviderId,
    on: NaiveDate,
    place: &str,
    services: &[(&str, &str, &str)],
) -> VisitId {
    office
        .enter_visit(&visit(patient, by, on, place, services))
        .unwrap()
}

fn visit(
    patient: PatientId,
    by: ProviderId,
    on: NaiveDate,
    place: &str,
    services: &[(&str, &str, &str)],
) -> NewVisit {
    NewVisit {
        patient,
        service_on: on,
        rendering: by,
        referring: None,
        facility: None,
        place: place.parse().unwrap(),
        notes: Notes {
            reason: "Blood sugar check".to_owned(),
            signed_on: Some(on),
            ..Notes::default()
        },
        authorization: String::new(),
        onset_on: None,
        admitted_on: None,
        accident: None,
        details: Details::default(),
        diagnoses: vec!["E11.65".parse().unwrap()],
        lines: services
            .iter()
            .map(|(code, charge, words)| service(code, charge, words))
            .collect(),
    }
}

/// A visit with neither charges nor a signature.
pub fn unsigned(office: &mut Office, patient: PatientId, by: ProviderId, on: NaiveDate) -> VisitId {
    let visit = NewVisit {
        notes: Notes::default(),
        diagnoses: Vec::new(),
        lines: Vec::new(),
        ..visit(patient, by, on, "11", &[])
    };
    office.enter_visit(&visit).unwrap()
}

/// Takes a copay on the first service of a visit.
pub fn copay(office: &mut Office, guarantor: GuarantorId, visit: VisitId, on: NaiveDate) {
    let line = office.visit(visit).unwrap().lines[0].id;
    let receipt = NewReceipt {
        guarantor,
        accounting_on: on,
        tenders: vec![Tender::Card {
            amount: money("25"),
            reference: "VISA 4417 ok 22071".to_owned(),
        }],
        placed: vec![Placement {
            line,
            amount: money("25"),
        }],
    };
    let _ = office.take_payment(&receipt).unwrap();
}

/// Posts what the payer said of a visit: for each service what it paid, and what the patient is to pay with its reason.
pub fn answer(
    office: &mut Office,
    payer: PayerId,
    visit: VisitId,
    reference: &str,
    on: NaiveDate,
    lines: &[(&str, &[(&str, &str)])],
) {
    let claim = claim_of(office, visit);
    let template = office.eob_template(claim).unwrap();
    let answers: Vec<EobLine> = template
        .iter()
        .zip(lines)
        .map(|(line, (paid, shares))| {
            let adjustment = |group: AdjustmentGroup, carc: &str, amount: Money| {
                let carc = carc.parse().unwrap();
                Adjustment {
                    group,
                    outcome: usual_outcome(group, &carc),
                    carc,
                    amount,
                }
            };
            let shares: Vec<Adjustment> = shares
                .iter()
                .map(|(carc, amount)| adjustment(AdjustmentGroup::Patient, carc, money(amount)))
                .collect();
            let together = Money::sum(shares.iter().map(|share| share.amount)).unwrap();
            let allowed = money(paid).plus(together).unwrap();
            let above = line.charged.minus(allowed).unwrap();
            let contract =
                (!above.is_zero()).then(|| adjustment(AdjustmentGroup::Contractual, "45", above));
            EobLine {
                claim: line.claim,
                line: line.line,
                charged: line.charged,
                allowed,
                paid: money(paid),
                adjustments: contract.into_iter().chain(shares).collect(),
            }
        })
        .collect();
    let eob = NewEob {
        payer,
        method: Method::Check,
        reference: reference.to_owned(),
        paid_on: on,
        accounting_on: on,
        amount: Money::sum(answers.iter().map(|line| line.paid)).unwrap(),
        lines: answers,
    };
    let _ = office.post_eob(&eob).unwrap();
}

pub fn claim_of(office: &Office, visit: VisitId) -> ClaimId {
    let patient = office.visit(visit).unwrap().patient;
    let rows = office.visits(patient).unwrap();
    let row = rows.iter().find(|row| row.id == visit).unwrap();
    row.claim.unwrap().0
}

#[allow(
    clippy::too_many_lines,
    clippy::type_complexity,
    reason = "a card of six visits, one row a visit"
)]
/// Marisol Quintero: two years of visits, the last but one with 43.17 left to her and the last still with the payer.
pub fn quintero(office: &mut Office, staff: &Staff) -> PatientId {
    let form = PatientDraft {
        phone: "(555) 014-7732".to_owned(),
        ..form("Quintero", "Marisol", "04/12/1968")
    };
    let patient = register(office, &form);
    insure(office, patient, staff.meridian, "01/01/2024");
    let account = office.patient(patient).unwrap().guarantor;
    let office_visit = ("99214", "185", "Office visit, established");
    let a1c = ("83036", "42", "Hemoglobin A1c");
    let settled: [(
        NaiveDate,
        ProviderId,
        &str,
        &[(&str, &str, &str)],
        &str,
        &str,
    ); 4] = [
        (
            day(2, 11, 2025),
            staff.hale,
            "10",
            &[("99213", "96", "Office visit, short")],
            "63.15",
            "8790211",
        ),
        (
            day(5, 6, 2025),
            staff.hale,
            "11",
            &[("20610", "160", "Joint injection, large")],
            "108.23",
            "8798830",
        ),
        (
            day(8, 19, 2025),
            staff.brandt,
            "11",
            &[("99215", "279", "Office visit, long")],
            "187.29",
            "8806114",
        ),
        (
            day(11, 4, 2025),
            staff.hale,
            "11",
            &[("99214", "202", "Office visit, established")],
            "134.25",
            "8813377",
        ),
    ];
    for (on, by, place, services, allowed, reference) in settled {
        let visit = see(office, patient, by, on, place, services);
        copay(office, account, visit, on);
        let paid = money(allowed).minus(money("25")).unwrap().to_string();
        let answered = on + chrono::Days::new(18);
        let lines = [(paid.as_str(), [("3", "25")].as_slice())];
        answer(office, staff.meridian, visit, reference, answered, &lines);
    }
    let panel = ("80053", "58", "Metabolic panel");
    let january = day(1, 22, 2026);
    let visit = see(
        office,
        patient,
        staff.hale,
        january,
        "11",
        &[office_visit, panel, a1c],
    );
    copay(office, account, visit, january);
    answer(
        office,
        staff.meridian,
        visit,
        "8821904",
        day(2, 9, 2026),
        &[
            ("74.41", &[("3", "25"), ("1", "43.17")]),
            ("14.49", &[]),
            ("9.71", &[]),
        ],
    );
    let draw = ("36415", "18", "Blood draw");
    let march = day(3, 10, 2026);
    let visit = see(
        office,
        patient,
        staff.hale,
        march,
        "11",
        &[office_visit, draw, a1c],
    );
    copay(office, account, visit, march);
    patient
}

/// Owen Voss; his mother Irene, who is no patient, pays for him and for Linnea, and paid ahead.
pub fn voss(office: &mut Office, staff: &Staff) -> PatientId {
    let other = PatientDraft {
        who_pays: WhoPays::Other,
        payor_relation: "19".to_owned(),
        payor_last: "Voss".to_owned(),
        payor_first: "Irene".to_owned(),
        payor_street: "7 Birch Lane".to_owned(),
        payor_city: "Fairmont".to_owned(),
        payor_state: "OH".to_owned(),
        payor_zip: "44101".to_owned(),
        ..form("Voss", "Owen", "02/14/2017")
    };
    let owen = register(office, &other);
    let account = office.patient(owen).unwrap().guarantor;
    let known = PatientDraft {
        who_pays: WhoPays::Known,
        guarantor: Some(account),
        payor_relation: "19".to_owned(),
        ..form("Voss", "Linnea", "11/03/2019")
    };
    let linnea = register(office, &known);
    let check = [("99393", "140", "Well child visit")];
    let _ = see(office, owen, staff.brandt, day(2, 3, 2026), "11", &check);
    let _ = see(office, linnea, staff.brandt, day(2, 24, 2026), "11", &check);
    let receipt = NewReceipt {
        guarantor: account,
        accounting_on: day(2, 24, 2026),
        tenders: vec![Tender::Check {
            amount: money("100"),
            number: "2217".to_owned(),
        }],
        placed: Vec::new(),
    };
    let _ = office.take_payment(&receipt).unwrap();
    owen
}

/// So many people, so that a list is long.
pub fn crowd(office: &mut Office, count: usize) {
    let lasts = [
        "Abbott",
        "Bakshi",
        "Drummond",
        "Ferreira",
        "Halloran",
        "Marchetti",
        "Okonjo",
        "Pellegrin",
    ];
    let firsts = ["Ada", "Bruno", "Celia", "Devan", "Esther", "Felix", "Greta"];
    office
        .together(|office| {
            for number in 0..count {
                let born = format!(
                    "{:02}/{:02}/19{}",
                    number % 12 + 1,
                    number % 28 + 1,
                    30 + number % 60
                );
                let form = PatientDraft {
                    middle: letters(number),
                    ..form(
                        lasts[number % lasts.len()],
                        firsts[number % firsts.len()],
                        &born,
                    )
                };
                let _ = office.register_patient(&form.check(today()).unwrap())?;
            }
            Ok::<(), pegboard::office::OfficeError>(())
        })
        .unwrap();
}

/// A number in letters, so that names differ.
fn letters(mut number: usize) -> String {
    let mut word = String::new();
    loop {
        word.insert(0, char::from(b'A' + u8::try_from(number % 26).unwrap()));
        number /= 26;
        if number == 0 {
            return word;
        }
    }
}
