//! Other people's validators over the files that leave.

use std::fs;
use std::path::PathBuf;

use pegboard::domain::code::{DrugUnit, State};
use pegboard::domain::id::PatientId;
use pegboard::domain::policy::Rank;
use pegboard::domain::visit::{Accident, Cause, Drug, NewVisit};
use pegboard::office::Answer;

use super::payers::FIRST;
use super::practice::{Desk, day, line};
use crate::edi::judges;

type Change = fn(&Desk, &mut NewVisit);

/// A visit of every shape that a claim can have.
const SHAPES: [(&str, Change); 12] = [
    ("self", |_, _| {}),
    ("facility", |desk, visit| {
        visit.facility = Some(desk.known.lakeside);
        visit.place = "22".parse().unwrap();
    }),
    ("referring", |desk, visit| {
        visit.referring = Some(desk.known.brandt);
    }),
    ("car accident", |_, visit| {
        visit.accident = Some(Accident {
            cause: Cause::Auto(State::Ohio),
            on: day("2026-02-27"),
        });
    }),
    ("accident at work", |_, visit| {
        visit.accident = Some(Accident {
            cause: Cause::Employment,
            on: day("2026-02-27"),
        });
    }),
    ("authorization and onset", |_, visit| {
        "PA-77".clone_into(&mut visit.authorization);
        visit.onset_on = Some(day("2026-02-20"));
    }),
    ("fifty services", |_, visit| {
        visit.lines = (0..50)
            .map(|n| line(&format!("{}", 36_400 + n), "AB", 100))
            .collect();
    }),
    ("twelve diagnoses", |_, visit| {
        let codes = "E11.9 I10 A00 A01.1 B00.1 B01.0 C00.0 D50 F32.9 G43.0 H10.0 J06.9";
        visit.diagnoses = codes.split(' ').map(|code| code.parse().unwrap()).collect();
        visit.lines = vec![line("99213", "ALKB", 13_000)];
    }),
    ("modifiers, drugs, unlisted", |_, visit| {
        let mut drug = line("J1100", "A", 2_250);
        drug.units = "2.5".parse().unwrap();
        drug.drug = Some(Drug {
            ndc: "00641-0367-21".parse().unwrap(),
            quantity: "0.625".parse().unwrap(),
            unit: DrugUnit::Milliliter,
        });
        let mut unlisted = line("64999", "B", 40_000);
        "Nerve block, left ankle".clone_into(&mut unlisted.description);
        let mut visited = line("99214", "A", 18_500);
        visited.modifiers = ["25", "GC"].map(|code| code.parse().unwrap()).to_vec();
        visit.lines = vec![visited, drug, unlisted];
    }),
    ("laboratory", |_, visit| {
        visit.lines = vec![line("80053", "A", 4_000), line("36415", "B", 1_500)];
    }),
    ("laboratory elsewhere", |desk, visit| {
        visit.facility = Some(desk.known.lakeside);
        visit.place = "22".parse().unwrap();
        visit.lines = vec![line("83036", "A", 4_200)];
    }),
    ("inpatient", |desk, visit| {
        visit.facility = Some(desk.known.lakeside);
        visit.place = "21".parse().unwrap();
        visit.admitted_on = Some(day("2026-02-27"));
        visit.lines = vec![line("99221", "A", 21_000)];
    }),
];

/// Exports a visit of every shape for a patient and gives the files.
fn exported(desk: &mut Desk, patient: PatientId) -> Vec<PathBuf> {
    SHAPES
        .iter()
        .flat_map(|(shape, change)| {
            let mut visit = desk.visit_of(patient);
            change(desk, &mut visit);
            let claim = desk.claim_of(&visit);
            let twice = ["S083"];
            for found in desk.findings(claim) {
                if twice.iter().any(|one| found == *one) {
                    let why = "every shape is a visit of the same day";
                    desk.office.waive(claim, &found.to_string(), why).unwrap();
                }
            }
            let files = desk.export().files;
            assert_eq!(files.len(), 1, "{shape}");
            files.into_iter().map(|file| file.file.unwrap())
        })
        .collect()
}

#[test]
fn every_file_that_leaves_passes_the_independent_validators() {
    let mut desk = Desk::open();
    let (dana, otis) = (desk.known.dana, desk.known.otis);
    let mut files = exported(&mut desk, dana);
    files.extend(exported(&mut desk, otis));
    assert_eq!(files.len(), 24);
    judges::first(&files);
    judges::second(&files);
}

/// Claims to the first, second and third payer, a replacement, a void and two parts, each in a file of its own.
#[test]
fn claims_of_every_order_and_frequency_pass_too() {
    let mut desk = Desk::open();
    let mut files = Vec::new();
    let dana = desk.known.dana;
    let _second = desk.covered_too(dana, Rank::Secondary, "Aldgate");
    let _third = desk.covered_too(dana, Rank::Tertiary, "Bascombe");
    let send = |desk: &mut Desk, files: &mut Vec<PathBuf>| {
        let sent = desk.export().files;
        assert_eq!(sent.len(), 1);
        files.extend(sent.into_iter().map(|file| file.file.unwrap()));
    };
    let visit = desk.visit();
    let first = desk.claim_of(&visit);
    send(&mut desk, &mut files);
    let _eob = desk.answered(first, &FIRST);
    let second = desk.office.bill_next(first).unwrap();
    send(&mut desk, &mut files);
    let said = [
        (
            500,
            &[("OA", "23", 11_000), ("PR", "2", 1_000), ("PR", "3", 500)][..],
        ),
        (0, &[("OA", "23", 1_500)][..]),
    ];
    let _eob = desk.answered(second, &said);
    let _third = desk.office.bill_next(second).unwrap();
    send(&mut desk, &mut files);
    let mut visit = desk.visit_of(dana);
    visit.service_on = day("2026-02-27");
    visit.notes.signed_on = Some(visit.service_on);
    let parted = desk.claim_of(&visit);
    let lines = desk.office.claim(parted).unwrap().claim.lines;
    let _part = desk.office.split_claim(parted, &lines[..1]).unwrap();
    send(&mut desk, &mut files);
    let taken = desk.office.answered_by_hand(parted, Answer::Accepted, "");
    taken.unwrap();
    let again = desk.office.replace_claim(parted, Some("MER-26-1")).unwrap();
    send(&mut desk, &mut files);
    let taken = desk.office.answered_by_hand(again, Answer::Accepted, "");
    taken.unwrap();
    let _void = desk.office.void_at_payer(again, Some("MER-26-2")).unwrap();
    send(&mut desk, &mut files);
    desk.medicare();
    visit.service_on = day("2026-02-26");
    visit.notes.signed_on = Some(visit.service_on);
    let _names_later = desk.claim_of(&visit);
    send(&mut desk, &mut files);
    judges::first(&files);
    // The second one keeps the last answer to a service only, and misses those before it.
    files.retain(|file| {
        !fs::read_to_string(file)
            .unwrap()
            .contains("HL*2*1*22*0~\nSBR*T*")
    });
    assert_eq!(files.len(), 6);
    judges::second(&files);
}

#[test]
fn a_file_of_many_claims_passes_too() {
    let mut desk = Desk::open();
    for patient in [desk.known.dana, desk.known.otis] {
        for back in 1..=20 {
            let mut visit = desk.visit_of(patient);
            visit.service_on = visit.service_on - chrono::Days::new(back);
            visit.notes.signed_on = Some(visit.service_on);
            let _claim = desk.claim_of(&visit);
        }
    }
    let files: Vec<PathBuf> = desk
        .export()
        .files
        .into_iter()
        .map(|file| file.file.unwrap())
        .collect();
    assert_eq!(files.len(), 2);
    judges::first(&files);
    judges::second(&files);
}
