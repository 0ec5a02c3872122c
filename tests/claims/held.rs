//! Claims held against lists that the practice brought in, and against what came before: files on the disk, a real
//! book, findings on real claims. Every pair and limit is made up.

use std::fs;

use pegboard::domain::tables::Kind;
use pegboard::office::{Go, Imported, ListFile, OfficeError, Refusal, quietly};

use super::practice::{Desk, cents, day, line};

const PAIRS: &str = "Made-up pairs in the published layout\n\
    Column 1\tColumn 2\t*\tEffective Date\tDeletion Date\tModifier\tRationale\n\
    99213\t36415\t\t20200101\t*\t1\tMade-up reason\n\
    99213\t20610\t\t20200101\t20251231\t0\tMade-up reason\n\
    not a pair\n";

fn file<'a>(name: &str, text: &'a str) -> Vec<ListFile<&'a [u8]>> {
    vec![ListFile {
        name: name.to_owned(),
        bytes: u64::try_from(text.len()).unwrap(),
        input: text.as_bytes(),
    }]
}

fn take(desk: &mut Desk, kind: Kind, name: &str, text: &str) -> Imported {
    let files = file(name, text);
    desk.office
        .import_code_list(kind, files, None, &mut quietly)
        .unwrap()
}

#[test]
fn a_release_of_pairs_is_taken_with_all_its_files_and_holds_claims() {
    let mut desk = Desk::open();
    let claim = desk.claim_of(&desk.visit());
    assert_eq!(desk.findings(claim), [""; 0]);
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    put("ccipra-v320r0-f1.TXT", PAIRS);
    put(
        "ccipra-v320r0-f2.TXT",
        "A\tB\tC\tD\tE\tF\n99214\t36415\t\t20200101\t*\t0\tMade-up reason\n",
    );
    put("ccipra-v313r0-f2.TXT", "another release\n");
    let first = folder.path().join("ccipra-v320r0-f1.TXT");
    let files = ListFile::open_all(Kind::Pairs, &first).unwrap();
    assert_eq!(files.len(), 2);
    let taken = desk
        .office
        .import_code_list(Kind::Pairs, files, None, &mut quietly)
        .unwrap();
    assert_eq!((taken.taken, taken.refused_count), (3, 1));
    assert_eq!(taken.refused[0].0, 5);
    assert!(taken.refused[0].1.contains("f1.TXT"), "{:?}", taken.refused);
    assert_eq!(desk.findings(claim), ["C002"]);
    let lists = desk.office.code_lists().unwrap();
    let parts: Vec<_> = lists
        .iter()
        .map(|row| (row.part.as_str(), row.records))
        .collect();
    assert_eq!(parts, [("f1", 2), ("f2", 1)]);
    assert!(
        lists
            .iter()
            .all(|row| row.effective_on == day("2026-01-01"))
    );
    // The next quarter stands in for this one, and an older one is refused.
    let none = "A\tB\tC\tD\tE\tF\n11111\t22222\t\t20200101\t*\t0\tMade-up reason\n";
    let _taken = take(&mut desk, Kind::Pairs, "ccipra-v321r0-f1.TXT", none);
    assert_eq!(desk.findings(claim), [""; 0]);
    let old = desk.office.import_code_list(
        Kind::Pairs,
        file("ccipra-v320r0-f1.TXT", PAIRS),
        None,
        &mut quietly,
    );
    assert!(matches!(
        old,
        Err(OfficeError::Refused(Refusal::OlderList(_)))
    ));
}

#[test]
fn a_list_that_is_stopped_or_unreadable_leaves_nothing() {
    let mut desk = Desk::open();
    let many = format!(
        "{PAIRS}{}",
        "99213\t36415\t\t20200101\t*\t1\tMade-up reason\n".repeat(5_000)
    );
    let stopped = desk.office.import_code_list(
        Kind::Pairs,
        file("ccipra-v320r0-f1.TXT", &many),
        None,
        &mut |_, _| Go::Stop,
    );
    assert!(matches!(stopped, Err(OfficeError::Stopped)));
    let nameless =
        desk.office
            .import_code_list(Kind::Pairs, file("pairs.txt", PAIRS), None, &mut quietly);
    assert!(matches!(
        nameless,
        Err(OfficeError::Refused(Refusal::ListDay))
    ));
    for kind in [Kind::Pairs, Kind::Limits, Kind::AddOns, Kind::Services] {
        let files = file("list.csv", "a letter to nobody\n");
        let from = Some(day("2026-01-01"));
        let wrong = desk
            .office
            .import_code_list(kind, files, from, &mut quietly);
        assert!(matches!(wrong, Err(OfficeError::Import(_))), "{kind:?}");
    }
    assert_eq!(desk.office.code_lists().unwrap(), []);
}

#[test]
fn each_list_holds_a_claim_by_its_day_of_service() {
    let mut desk = Desk::open();
    let mut visit = desk.visit();
    visit.lines.push(line("20610", "A", 20_000));
    visit.lines[1].units = "3".parse().unwrap();
    let claim = desk.claim_of(&visit);
    assert_eq!(desk.findings(claim), [""; 0]);
    let _mue = take(
        &mut desk,
        Kind::Limits,
        "MCR_MUE_PractitionerServices_Eff_01-01-2026.csv",
        "Notice\nHCPCS/CPT Code,Practitioner Services MUE Values,MUE Adjudication Indicator,MUE Rationale\n\
         36415,2,3 Date of Service Edit: Clinical,Made-up\n",
    );
    assert_eq!(desk.findings(claim), ["C006"]);
    let _later = take(
        &mut desk,
        Kind::Limits,
        "MCR_MUE_PractitionerServices_Eff_04-01-2026.csv",
        "HCPCS/CPT Code,Practitioner Services MUE Values,MUE Adjudication Indicator,MUE Rationale\n\
         36415,9,3 Date of Service Edit: Clinical,Made-up\n",
    );
    assert_eq!(desk.findings(claim), ["C006"]);
    let _schedule = take(
        &mut desk,
        Kind::Services,
        "PPRRVU2026_Jan_nonQPP.csv",
        "HCPCS,MOD,D,C,P,W,F,I,F,I,M,T,T,IND,DAYS,O,O,O,P,B,A,C,T,E,F\n\
         20610,,Made-up,A,,0,0,,0,,0,0,0,0,000,0,0,0,0,1,1,0,0,,33.4\n",
    );
    assert_eq!(desk.findings(claim), ["C010", "C006"]);
    let _add_ons = take(
        &mut desk,
        Kind::AddOns,
        "AOC_V2026Q1-MCR.txt",
        "Add_On_Code\tPrimary_Code\tAOC_Edit_Type\tAOC_Edit_Eff_Dt\tAOC_Edit_Del_Dt\n\
         36415\t11111\t1\t2013001\t\n",
    );
    assert_eq!(desk.findings(claim), ["C007", "C010", "C006"]);
    let order = format!(
        "00001 E11     0 {:60} Made up\n00002 I10     1 {:60} Made up\n",
        "M", "M"
    );
    let from = Some(day("2025-10-01"));
    let taken = desk
        .office
        .import_icd10_from(order.as_bytes(), from, &mut quietly);
    assert_eq!(taken.unwrap().taken, 2);
    assert_eq!(desk.findings(claim), ["C007", "C010", "C022", "C006"]);
}

#[test]
fn a_known_patient_is_not_new_and_a_second_check_up_is_told() {
    let mut desk = Desk::open();
    let mut first = desk.visit();
    first.service_on = day("2025-06-02");
    first.notes.signed_on = Some(first.service_on);
    first.lines = vec![line("99396", "A", 21_000)];
    let _first = desk.claim_of(&first);
    let mut visit = desk.visit();
    visit.lines[0].code = "99203".parse().unwrap();
    let claim = desk.claim_of(&visit);
    assert_eq!(desk.findings(claim), ["C020"]);
    let mut checkup = desk.visit();
    checkup.service_on = day("2026-03-04");
    checkup.notes.signed_on = Some(checkup.service_on);
    checkup.lines = vec![line("99396", "A", 21_000)];
    let claim = desk.claim_of(&checkup);
    assert_eq!(desk.findings(claim), ["H001"]);
}

#[test]
fn a_charge_is_held_against_what_the_payer_agreed_to_pay() {
    let mut desk = Desk::open();
    let claim = desk.claim_of(&desk.visit());
    let fees = "payer,code,modifier,effective,allowed\n\
        Meridian Health,99213,,2026-01-01,140.00\n\
        60054,36415,,,9.00\n\
        Nobody,99213,,,1.00\n";
    let taken = desk
        .office
        .import_contract_fees(fees.as_bytes(), &mut quietly)
        .unwrap();
    assert_eq!((taken.taken, taken.refused_count), (2, 1));
    assert_eq!(taken.refused[0].0, 4);
    assert_eq!(desk.findings(claim), ["H004"]);
    let words = &desk.office.claim(claim).unwrap().findings[0].words;
    assert!(words.contains("140.00"), "{words}");
}

#[test]
fn what_a_payer_allowed_in_full_is_a_sign_of_a_low_fee() {
    use pegboard::domain::eob::{EobLine, Method, NewEob};
    let mut desk = Desk::open();
    let first = desk.claim_of(&desk.visit());
    let _sent = desk.export();
    let lines = desk.office.claim(first).unwrap().lines;
    let eob = NewEob {
        payer: desk.known.meridian,
        method: Method::Check,
        reference: "88120".to_owned(),
        paid_on: day("2026-03-04"),
        accounting_on: day("2026-03-05"),
        amount: cents(14_500),
        lines: lines
            .iter()
            .map(|line| EobLine {
                claim: first,
                line: line.id,
                charged: line.what.charge,
                allowed: line.what.charge,
                paid: line.what.charge,
                adjustments: Vec::new(),
            })
            .collect(),
    };
    let posted = desk.office.post_eob(&eob).unwrap();
    let mut visit = desk.visit();
    visit.service_on = day("2026-03-04");
    visit.notes.signed_on = Some(visit.service_on);
    let next = desk.claim_of(&visit);
    assert_eq!(desk.findings(next), ["H005", "H005"]);
    desk.office.unpost_eob(posted, "a slip").unwrap();
    assert_eq!(desk.findings(next), [""; 0]);
}
