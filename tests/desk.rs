//! The front desk from end to end: set-up, registration, search and code lists; and what a fault in the middle leaves.

use pegboard::domain::code::{MemberId, Relation};
use pegboard::domain::codebook::FeeRow;
use pegboard::domain::draft::{PatientDraft, PolicyDraft, patient, policy};
use pegboard::domain::find::Hit;
use pegboard::domain::id::{GuarantorId, PatientId, PayerId, PolicyId, ProviderId};
use pegboard::domain::money::Money;
use pegboard::domain::patient::{NewPatient, Payor};
use pegboard::domain::policy::NewPolicy;
use pegboard::office::{Go, Office, OfficeError, Refusal, StoreError, quietly};

use crate::support::{
    Book, child_of, clinician, day, office, own_policy, payer, person, practice, today, typed,
};

fn names(office: &Office, query: &str) -> Vec<String> {
    office
        .find_patients(query, 20)
        .unwrap()
        .iter()
        .map(|row| row.name.to_string())
        .collect()
}

fn refusal<T: std::fmt::Debug>(outcome: Result<T, OfficeError>) -> Refusal {
    match outcome {
        Err(OfficeError::Refused(refusal)) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

/// Everything of the desk that a verb could have left behind.
fn picture(office: &Office) -> String {
    let rows = office.patients_page(0, 1_000).unwrap();
    let people: Vec<_> = rows
        .iter()
        .map(|row| {
            let patient = office.patient(row.id).unwrap();
            let guarantor = office.guarantor(patient.guarantor).unwrap();
            let names = [
                patient.contact.name.to_string(),
                guarantor.contact.name.to_string(),
            ];
            let words = names
                .iter()
                .map(|name| office.find_patients(name, 9).unwrap().len());
            let policies = office.policies(row.id).unwrap();
            format!(
                "{patient:?} {guarantor:?} {names:?} {:?} {policies:?}",
                words.collect::<Vec<_>>()
            )
        })
        .collect();
    let guarantors: Vec<_> = (1..9)
        .map(|id| office.guarantor(GuarantorId::new(id)).is_ok())
        .collect();
    let payers = office.payers().unwrap().len();
    let fees = office.fees(today()).unwrap();
    let codes = office.look_up_procedure("", today(), 999).unwrap().len();
    format!("{people:?} {guarantors:?} {payers} {fees:?} {codes}")
}

/// Runs a verb that must fail, and holds that nothing of it was kept.
#[track_caller]
fn leaves_nothing<T: std::fmt::Debug>(
    office: &mut Office,
    verb: impl FnOnce(&mut Office) -> Result<T, OfficeError>,
) {
    let before = picture(office);
    let error = verb(office).unwrap_err();
    assert_eq!(picture(office), before, "{error}");
}

#[test]
fn a_patient_is_registered_found_changed_and_insured_in_a_real_book() {
    let book = Book::new();
    let mut office = book.open();
    let payer = office
        .add_payer(&payer("Meridian Health PPO", "60054"))
        .unwrap();
    let id = office
        .register_patient(&person("Macquinley", "Rosa", "04/12/1968"))
        .unwrap();
    let policy = office
        .add_policy(&own_policy(id, payer, "01/01/2026"))
        .unwrap();
    for query in [
        "quin",
        "rosa mac",
        "4/12/1968",
        "555-0177",
        "100001",
        "MHP8842",
    ] {
        assert_eq!(names(&office, query), ["Macquinley, Rosa"], "{query}");
    }
    office.close().unwrap();

    let mut office = book.open();
    let patient = office.patient(id).unwrap();
    let draft = PatientDraft {
        last: "Whitlock".to_owned(),
        street: "9 Oak Row".to_owned(),
        ..PatientDraft::from(&patient)
    };
    office
        .change_patient(id, &draft.check(today()).unwrap())
        .unwrap();
    assert_eq!(names(&office, "quinley"), [""; 0]);
    let chart = office.chart(id).unwrap();
    assert_eq!(chart.patient.contact.name.last, "Whitlock");
    assert_eq!(chart.guarantor.contact.name.last, "Whitlock");
    assert_eq!(chart.guarantor.contact.address.street, "9 Oak Row");
    assert_eq!(chart.policy_today, Some(policy));
    assert_eq!(chart.policies[0].1, "Meridian Health PPO");
    assert_eq!((chart.counts.family, chart.counts.visits), (1, 0));
    assert_eq!(
        office.find_patients("whit", 5).unwrap()[0].payer,
        "Meridian Health PPO"
    );
    office.close().unwrap();

    for (name, bytes) in book.files() {
        for secret in [
            "Macquinley",
            "MACQUINLEY",
            "Whitlock",
            "Oak Row",
            "MHP884201773",
            "6145550177",
        ] {
            let found = bytes
                .windows(secret.len())
                .any(|part| part == secret.as_bytes());
            assert!(!found, "{secret} in {name}");
        }
    }
}

#[test]
fn an_overlapping_policy_is_refused_with_the_other_ones_days() {
    let mut office = office();
    let payer = office
        .add_payer(&payer("Meridian Health PPO", "60054"))
        .unwrap();
    let id = office
        .register_patient(&person("Quintero", "Marisol", "04/12/1968"))
        .unwrap();
    let first = office
        .add_policy(&own_policy(id, payer, "01/01/2026"))
        .unwrap();
    let again = refusal(office.add_policy(&own_policy(id, payer, "03/01/2026")));
    assert!(again.to_string().contains("from 01/01/2026 on"), "{again}");

    // The form says so before anything is asked of the book.
    let policies: Vec<_> = office
        .policies(id)
        .unwrap()
        .into_iter()
        .map(|(p, _)| p)
        .collect();
    let context = policy::Context {
        patient: id,
        policies: &policies,
        changing: None,
        today: today(),
    };
    let draft = PolicyDraft::from(&own_policy(id, payer, "03/01/2026"));
    let complaints = draft.check(context).unwrap_err();
    assert_eq!(complaints[0].field, policy::Field::EffectiveOn);

    let ended = NewPolicy {
        ends_on: Some(day("2026-02-28")),
        ..own_policy(id, payer, "01/01/2026")
    };
    office.change_policy(first, &ended).unwrap();
    let second = office
        .add_policy(&own_policy(id, payer, "03/01/2026"))
        .unwrap();
    assert_eq!(office.policy_on(id, today()).unwrap().unwrap().0.id, second);
    assert_eq!(
        office
            .policy_on(id, day("2026-02-28"))
            .unwrap()
            .unwrap()
            .0
            .id,
        first
    );
    let open = NewPolicy {
        ends_on: None,
        ..ended
    };
    assert!(matches!(
        refusal(office.change_policy(first, &open)),
        Refusal::Overlap(_)
    ));
    let other = office
        .register_patient(&person("Abel", "Ann", "05/05/1990"))
        .unwrap();
    let moved = own_policy(other, payer, "01/01/2020");
    assert_eq!(
        refusal(office.change_policy(first, &moved)),
        Refusal::PolicyOfAnother
    );
}

#[test]
fn one_guarantor_pays_for_two_children() {
    let mut office = office();
    let parent = office
        .register_patient(&person("Quintero", "Marisol", "04/12/1968"))
        .unwrap();
    let guarantor = office.patient(parent).unwrap().guarantor;
    let first = child_of(guarantor, "Quintero", "Noa", "06/01/2015");
    let first = office.register_patient(&first).unwrap();
    let _second = office
        .register_patient(&child_of(guarantor, "Quintero", "Ilan", "08/09/2018"))
        .unwrap();
    let family: Vec<_> = office
        .family(guarantor)
        .unwrap()
        .into_iter()
        .map(|row| row.name.first)
        .collect();
    assert_eq!(family, ["Marisol", "Noa", "Ilan"]);
    assert_eq!(office.chart(first).unwrap().counts.family, 3);

    // The guarantor moves: the patient they are moves with them, the children stay where they are.
    let mut contact = office.guarantor(guarantor).unwrap().contact;
    contact.address.street = "9 Oak Row".to_owned();
    office.change_guarantor(guarantor, &contact).unwrap();
    assert_eq!(office.patient(parent).unwrap().contact, contact);
    assert_eq!(
        office.patient(first).unwrap().contact.address.street,
        "4 Elm Court"
    );

    // A child comes of age and pays for themselves.
    let grown = NewPatient {
        payor: Payor::Patient,
        ..child_of(guarantor, "Quintero", "Noa", "06/01/2015")
    };
    office.change_patient(first, &grown).unwrap();
    let own = office.patient(first).unwrap();
    assert_ne!(own.guarantor, guarantor);
    assert_eq!(own.guarantor_relation, Relation::Itself);
    assert_eq!(
        office.guarantor(own.guarantor).unwrap().patient,
        Some(first)
    );
    assert_eq!(office.family(guarantor).unwrap().len(), 2);

    // And back again: the guarantor they became is kept for the visits it has.
    let back = child_of(guarantor, "Quintero", "Noa", "06/01/2015");
    office.change_patient(first, &back).unwrap();
    office.change_patient(first, &grown).unwrap();
    assert_eq!(office.patient(first).unwrap().guarantor, own.guarantor);
}

#[test]
fn somebody_who_is_no_patient_can_pay() {
    let mut office = office();
    let draft = PatientDraft {
        who_pays: patient::WhoPays::Other,
        payor_relation: "G8".to_owned(),
        payor_last: "Aldous".to_owned(),
        payor_first: "Peter".to_owned(),
        payor_suffix: "Jr".to_owned(),
        payor_street: "PO Box 3".to_owned(),
        payor_city: "Dublin".to_owned(),
        payor_state: "Ohio".to_owned(),
        payor_zip: "43016".to_owned(),
        ..typed("Quintero", "Noa", "06/01/2015")
    };
    let id = office
        .register_patient(&draft.check(today()).unwrap())
        .unwrap();
    let guarantor = office
        .guarantor(office.patient(id).unwrap().guarantor)
        .unwrap();
    assert_eq!(guarantor.contact.name.to_string(), "Aldous Jr, Peter");
    assert_eq!(guarantor.patient, None);
    assert_eq!(guarantor.held, None);

    office
        .hold_statements(guarantor.id, Some("mail came back"))
        .unwrap();
    let held = office.guarantor(guarantor.id).unwrap().held;
    assert_eq!(held.as_deref(), Some("mail came back"));
    assert_eq!(
        refusal(office.hold_statements(guarantor.id, Some("  "))),
        Refusal::Missing("the reason")
    );
    office.hold_statements(guarantor.id, None).unwrap();
    assert_eq!(office.guarantor(guarantor.id).unwrap().held, None);
}

#[test]
fn a_likely_duplicate_is_shown_before_it_is_made() {
    let mut office = office();
    let id = office
        .register_patient(&person("Quintero", "Marisol", "04/12/1968"))
        .unwrap();
    let payer = office
        .add_payer(&payer("Meridian Health PPO", "60054"))
        .unwrap();
    let _policy = office
        .add_policy(&own_policy(id, payer, "01/01/2026"))
        .unwrap();
    let likely = |new: &NewPatient, member: Option<&str>| {
        let member: Option<MemberId> = member.map(|m| m.parse().unwrap());
        office
            .likely_duplicates(new, member.as_ref())
            .unwrap()
            .len()
    };
    assert_eq!(
        likely(&person("Quintera", "Marisol", "04/12/1968"), None),
        1
    );
    assert_eq!(
        likely(&person("Quintero", "Marisol", "12/04/1968"), None),
        0
    );
    assert_eq!(
        likely(
            &person("Soto", "Marisol", "12/04/1968"),
            Some("mhp884201773")
        ),
        1
    );
    assert_eq!(
        likely(
            &person("Quintero", "Noa", "06/01/2015"),
            Some("mhp884201773")
        ),
        0
    );
}

#[test]
fn the_practice_and_its_lists_are_set_up() {
    let mut office = office();
    assert_eq!(office.practice().unwrap(), practice());
    let mut changed = practice();
    changed.pay_to = None;
    changed.due_days = 30;
    office.save_practice(&changed).unwrap();
    assert_eq!(office.practice().unwrap(), changed);

    let hale = office
        .add_provider(&clinician("Hale", 123_456_789))
        .unwrap();
    let taken = refusal(office.add_provider(&clinician("Moreno", 123_456_789)));
    assert_eq!(taken.to_string(), "Hale, Simon MD has this NPI already");
    let moreno = office
        .add_provider(&clinician("Abbott", 123_456_788))
        .unwrap();
    office
        .change_provider(hale, &clinician("Hale", 123_456_789), false)
        .unwrap();
    let listed: Vec<_> = office.providers().unwrap().iter().map(|p| p.id).collect();
    assert_eq!(listed, [moreno, hale], "those no longer offered come last");
    let missing = office.change_provider(ProviderId::new(9), &clinician("X", 123_456_700), true);
    assert_eq!(refusal(missing).to_string(), "there is no clinician 9");

    assert_eq!(office.setting::<u16>("no_answer_days").unwrap(), None);
    office.set_setting("no_answer_days", &21_u16).unwrap();
    assert_eq!(office.setting::<u16>("no_answer_days").unwrap(), Some(21));
    assert!(matches!(
        office.setting::<String>("no_answer_days"),
        Err(OfficeError::Refused(Refusal::Setting(_)))
    ));

    office
        .keep_draft("visit:1", "{\"reason\":\"cough\"}")
        .unwrap();
    office.keep_draft("visit:1", "{}").unwrap();
    let (kept, at) = office.draft("visit:1").unwrap().unwrap();
    assert_eq!((kept.as_str(), at), ("{}", crate::support::now()));
    office.drop_draft("visit:1").unwrap();
    assert_eq!(office.draft("visit:1").unwrap(), None);
}

#[test]
fn a_fee_schedule_is_taken_line_by_line() {
    let mut office = office();
    let fees = "Code,Modifier,Description,Fee,Effective\n\
                99214,,\"Office visit, established\",185.00,1/1/2026\n\
                83036,QW,Hemoglobin A1c,42,\n\
                9921,,Broken,10,\n\
                99213,,Office visit,ten,\n";
    let outcome = office.import_fees(fees.as_bytes(), &mut quietly).unwrap();
    assert_eq!(outcome.taken, 2);
    let lines: Vec<_> = outcome.refused.iter().map(|(line, _)| *line).collect();
    assert_eq!(lines, [4, 5]);
    assert_eq!(outcome.refused[0].1.split(' ').next(), Some("a"));
    let fee = |office: &Office, code: &str, on: &str| {
        let qw = ["QW".parse().unwrap()];
        office
            .fee_for(code.parse().unwrap(), &qw, day(on))
            .unwrap()
            .map(Money::cents)
    };
    assert_eq!(fee(&office, "99214", "2025-12-31"), None);
    assert_eq!(fee(&office, "99214", "2026-01-01"), Some(18_500));
    assert_eq!(fee(&office, "83036", "2019-01-01"), Some(4_200));
    // Next year's list has no days: the old fee stays for the old days.
    let dearer = "code,mod,desc,charge\n83036,QW,Hemoglobin A1c,45\n";
    let _outcome = office.import_fees(dearer.as_bytes(), &mut quietly).unwrap();
    assert_eq!(fee(&office, "83036", "2026-03-16"), Some(4_200));
    assert_eq!(fee(&office, "83036", "2026-03-17"), Some(4_500));
}

#[test]
fn a_list_of_payers_is_taken_once() {
    let mut office = office();
    let payers = "Payer Name,Payer ID,Type,Timely Filing Days\n\
                  Meridian Health,60054,CI,180 days\n\
                  Plain Mutual,,,\n\
                  Meridian Health,60054,CI,180\n";
    let outcome = office
        .import_payers(payers.as_bytes(), &mut quietly)
        .unwrap();
    assert_eq!((outcome.taken, outcome.refused_count), (1, 2));
    assert!(
        outcome
            .refused
            .iter()
            .any(|(_, why)| why.contains("payer id is missing"))
    );
    let again = office
        .import_payers(payers.as_bytes(), &mut quietly)
        .unwrap();
    assert_eq!(again.taken, 0);
    assert!(
        again
            .refused
            .iter()
            .any(|(_, why)| why.contains("has this payer already"))
    );
}

#[test]
fn a_new_book_knows_common_diagnoses_and_takes_the_yearly_list() {
    let mut office = office();
    let known = office.look_up_diagnosis("e11.65", 5).unwrap();
    assert_eq!(known[0].code.to_string(), "E11.65");

    let order = format!(
        "00001 A00     0 {:60} Cholera\n00002 A000    1 {:60} Cholera due to Vibrio cholerae 01\n",
        "Cholera", "Cholera due to Vibrio cholerae 01"
    );
    let outcome = office.import_icd10(order.as_bytes(), &mut quietly).unwrap();
    assert_eq!(outcome.taken, 2);
    let found = office.look_up_diagnosis("vibrio", 5).unwrap();
    assert_eq!(
        (found[0].code.to_string().as_str(), found[0].is_billable),
        ("A00.0", true)
    );
    assert!(
        !office
            .diagnosis("A00".parse().unwrap())
            .unwrap()
            .unwrap()
            .is_billable
    );
    let pdf = office.import_icd10(&b"%PDF-1.7 not a list"[..], &mut quietly);
    assert!(matches!(pdf, Err(OfficeError::Import(_))));
}

#[test]
fn search_finds_people_first_and_papers_by_number() {
    let mut office = office();
    let _id = office
        .register_patient(&person("Quintero", "Marisol", "04/12/1968"))
        .unwrap();
    let hits = office.search("quin", 5).unwrap();
    assert!(matches!(hits.as_slice(), [Hit::Patient(row)] if row.name.last == "Quintero"));
    assert_eq!(office.search("", 5).unwrap(), []);
    assert_eq!(office.search("R-000001", 5).unwrap(), []);
}

#[test]
fn a_verb_that_fails_half_way_leaves_nothing() {
    let mut office = office();
    let payer = office
        .add_payer(&payer("Meridian Health PPO", "60054"))
        .unwrap();
    let id = office
        .register_patient(&person("Quintero", "Marisol", "04/12/1968"))
        .unwrap();
    let guarantor = office.patient(id).unwrap().guarantor;
    let policy = office
        .add_policy(&own_policy(id, payer, "01/01/2026"))
        .unwrap();

    // The book refuses a patient without a given name only after the guarantor was written.
    let mut nameless = person("Abel", "Ann", "05/05/1990");
    nameless.contact.name.first.clear();
    leaves_nothing(&mut office, |o| o.register_patient(&nameless));
    leaves_nothing(&mut office, |o| o.change_patient(id, &nameless));
    leaves_nothing(&mut office, |o| {
        o.change_guarantor(guarantor, &nameless.contact)
    });
    let other = NewPatient {
        payor: Payor::Other(
            person("Aldous", "Peter", "05/05/1960").contact,
            Relation::Child,
        ),
        ..nameless.clone()
    };
    leaves_nothing(&mut office, |o| o.register_patient(&other));
    leaves_nothing(&mut office, |o| o.change_patient(id, &other));
    let unknown = child_of(GuarantorId::new(77), "Abel", "Ann", "05/05/2016");
    leaves_nothing(&mut office, |o| o.register_patient(&unknown));
    leaves_nothing(&mut office, |o| o.change_patient(id, &unknown));
    let nobody = PatientId::new(77);
    leaves_nothing(&mut office, |o| {
        o.change_patient(nobody, &person("A", "B", "05/05/1990"))
    });

    leaves_nothing(&mut office, |o| {
        o.add_policy(&own_policy(id, PayerId::new(77), "01/01/2020"))
    });
    leaves_nothing(&mut office, |o| {
        o.add_policy(&own_policy(nobody, payer, "01/01/2020"))
    });
    let backwards = NewPolicy {
        ends_on: Some(day("2019-01-01")),
        ..own_policy(id, payer, "01/01/2020")
    };
    leaves_nothing(&mut office, |o| o.change_policy(policy, &backwards));
    leaves_nothing(&mut office, |o| {
        o.change_policy(PolicyId::new(77), &backwards)
    });

    // The words of a service are written before its fee, which the book refuses here.
    let owed = FeeRow {
        code: "99214".parse().unwrap(),
        modifier: None,
        description: "Office visit".to_owned(),
        fee: Money::from_cents(-1).unwrap(),
        effective_on: today(),
    };
    leaves_nothing(&mut office, |o| o.set_fee(&owed));
    let error = office.set_fee(&owed).unwrap_err();
    assert!(matches!(
        error,
        OfficeError::Store(StoreError::Refused { .. })
    ));
}

#[test]
fn a_stopped_import_leaves_nothing() {
    let mut office = office();
    let lines = (0..1_200).map(|n| format!("{},Service {n},10", 10_004 + n));
    let fees: Vec<String> = std::iter::once("code,description,fee".to_owned())
        .chain(lines)
        .collect();
    let fees = fees.join("\n");
    let mut told = Vec::new();
    leaves_nothing(&mut office, |office| {
        office.import_fees(fees.as_bytes(), &mut |done, total| {
            told.push((done, total));
            if done >= 1_000 { Go::Stop } else { Go::On }
        })
    });
    assert_eq!(told, [(0, 1_200), (500, 1_200), (1_000, 1_200)]);
    assert_eq!(
        office
            .import_fees(fees.as_bytes(), &mut quietly)
            .unwrap()
            .taken,
        1_200
    );
}

#[test]
fn verbs_done_together_are_kept_together_or_not_at_all() {
    let mut office = office();
    leaves_nothing(&mut office, |office| {
        office.together(|office| {
            let payer = office.add_payer(&payer("Meridian Health PPO", "60054"))?;
            let id = office.register_patient(&person("Quintero", "Marisol", "04/12/1968"))?;
            let _policy = office.add_policy(&own_policy(id, payer, "01/01/2026"))?;
            office.add_policy(&own_policy(id, payer, "02/01/2026"))
        })
    });
}

#[test]
fn bad_input_gets_words_under_its_fields() {
    let mut draft = typed("Quintero", "Marisol", "04/12/1968");
    draft.last = "x".repeat(300);
    draft.first = "Mari😀".to_owned();
    draft.born_on = "03/18/2026".to_owned();
    let fields: Vec<_> = draft
        .check(today())
        .unwrap_err()
        .into_iter()
        .map(|complaint| complaint.field)
        .collect();
    let wanted = [
        patient::Field::Last,
        patient::Field::First,
        patient::Field::BornOn,
    ];
    assert_eq!(fields, wanted);
}
