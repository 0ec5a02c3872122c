//! Claims to files: what leaves, what stays, and what is left when something goes wrong on the way.

use std::collections::BTreeSet;
use std::fs;

use pegboard::domain::claim::{Happening, State};
use pegboard::domain::code::DrugUnit;
use pegboard::domain::id::{BatchId, ClaimId};
use pegboard::domain::money::Money;
use pegboard::domain::visit::{Drug, NewVisit};
use pegboard::edi::claim837::{self, Batch, ClaimReference, PatientClaims, ProviderClaims};
use pegboard::office::{ClaimRefusal, Exported, Go, OfficeError, Which, quietly};

use super::practice::{Desk, cents, day, files, line};

/// Dana's claim, through Portage.
fn danas(desk: &mut Desk) -> ClaimId {
    let visit = desk.visit();
    desk.claim_of(&visit)
}

/// Otis's claim, through Summit.
fn otis(desk: &mut Desk) -> ClaimId {
    let visit = desk.visit_of(desk.known.otis);
    desk.claim_of(&visit)
}

/// Reads a file that was written, which must be flawless.
fn read(exported: &Exported, file: usize) -> Batch {
    let path = exported.files[file].file.as_ref().unwrap();
    let (mut batches, findings) = claim837::read(fs::read(path).unwrap().as_slice()).unwrap();
    assert_eq!(findings, []);
    assert_eq!(batches.len(), 1);
    batches.remove(0)
}

/// The claims in a file.
fn claims_in(batch: &Batch) -> Vec<&claim837::Claim> {
    let providers = batch.transactions.iter().flat_map(|set| &set.providers);
    providers.flat_map(claims_of).collect()
}

fn claims_of(provider: &ProviderClaims) -> Vec<&claim837::Claim> {
    let mut claims = Vec::new();
    for place in &provider.subscribers {
        claims.extend(&place.claims);
        let others = place.patients.iter();
        claims.extend(others.flat_map(|PatientClaims { claims, .. }| claims));
    }
    claims
}

#[test]
fn a_ready_claim_leaves_in_a_file_that_reads_back() {
    let mut desk = Desk::open();
    let claim = danas(&mut desk);
    let exported = desk.export();
    assert_eq!(exported.files.len(), 1);
    let file = &exported.files[0];
    assert_eq!(file.receiver, "Portage Clearing");
    assert_eq!((file.claims, file.total), (1, cents(14_500)));
    let batch = read(&exported, 0);
    let total = Money::sum(claims_in(&batch).iter().map(|claim| claim.charge));
    assert_eq!(total, Ok(file.total));
    let sent = claims_in(&batch)[0];
    assert_eq!(sent.number, "C200014");
    let numbers: Vec<_> = sent
        .lines
        .iter()
        .map(|line| line.control_number.as_deref().unwrap())
        .collect();
    assert_eq!(numbers, ["C200014S1L1", "C200014S1L2"]);
    let page = desk.office.claim(claim).unwrap();
    assert_eq!(page.row.state, State::Batched);
    let last = page.events.last().unwrap();
    assert_eq!(
        (last.kind, last.source.as_str()),
        (Happening::Batched, "batch:1")
    );
    let name = "portage-clearing-2026-03-05-000000001.837";
    assert_eq!(files(&desk.out()), [name]);
    assert_eq!(page.batches[0].file_name, name);
}

#[test]
fn the_book_keeps_the_file_byte_for_byte_and_each_claim_as_it_was_sent() {
    let mut desk = Desk::open();
    let claim = danas(&mut desk);
    let exported = desk.export();
    let (batch, path) = (
        exported.files[0].batch,
        exported.files[0].file.clone().unwrap(),
    );
    let (name, bytes) = desk.office.batch_file(batch).unwrap();
    assert_eq!(path, desk.out().join(name));
    assert_eq!(fs::read(path).unwrap(), bytes);
    let sent = desk.office.sent_claim(batch, claim).unwrap();
    let sent: serde_json::Value = serde_json::from_str(&sent).unwrap();
    assert_eq!(sent["claim"]["number"], "C200014");
    assert_eq!(sent["sending"], 1);
    assert_eq!(sent["transaction_set"], "0001");
    assert_eq!(sent["lines"][1]["control_number"], "C200014S1L2");
    assert_eq!(sent["lines"][1]["charge"], "15.00");
    assert_eq!(sent["patient"]["name"]["last"], "Whitlock");
    assert_eq!(sent["payer"]["payer_id"], "60054");
    assert!(sent.get("reason").is_none(), "notes were never sent");
}

#[test]
fn each_receiver_gets_one_file_with_its_own_separators() {
    let mut desk = Desk::open();
    let _dana = danas(&mut desk);
    let _otis = otis(&mut desk);
    let mut second = desk.visit();
    second.service_on = day("2026-03-01");
    second.notes.signed_on = Some(second.service_on);
    let _second = desk.claim_of(&second);
    let exported = desk.export();
    let made: Vec<_> = exported
        .files
        .iter()
        .map(|file| (file.receiver.as_str(), file.claims))
        .collect();
    assert_eq!(made, [("Portage Clearing", 2), ("Summit", 1)]);
    let text =
        |file: usize| fs::read_to_string(exported.files[file].file.as_ref().unwrap()).unwrap();
    assert!(text(0).starts_with("ISA*00*"));
    assert!(text(0).contains("~\nGS*HC*"));
    assert!(text(1).starts_with("ISA|00|"));
    assert!(text(1).contains("HC>99213|"), "{}", text(1));
    assert_eq!(claims_in(&read(&exported, 0)).len(), 2);
    let summit = read(&exported, 1);
    let place = &summit.transactions[0].providers[0].subscribers[0];
    assert_eq!(
        place.patients[0].patient.name.first.as_deref(),
        Some("OTIS")
    );
    assert_eq!(place.subscriber.birth, None);
}

#[test]
fn nothing_is_sent_twice() {
    let mut desk = Desk::open();
    let claim = danas(&mut desk);
    assert_eq!(desk.export().files.len(), 1);
    assert_eq!(desk.export(), Exported::default());
    let out = desk.out();
    let again = desk
        .office
        .export(&out, Which::These(&[claim]), &mut quietly)
        .unwrap_err();
    assert_eq!(
        again.to_string(),
        "claim C200014 was sent already, to Portage Clearing in batch 1 on 03/05/2026"
    );
    assert_eq!(desk.office.batches(10).unwrap().len(), 1);
}

#[test]
fn what_is_wrong_stays_and_what_goes_on_paper_is_named() {
    let mut desk = Desk::open();
    let mut unsigned = desk.visit();
    unsigned.notes.signed_on = None;
    let held = desk.claim_of(&unsigned);
    let paper = desk.visit_of(desk.known.ida);
    let paper = desk.claim_of(&paper);
    let exported = desk.export();
    assert_eq!(exported.files, []);
    let number = |claim| desk.office.claim(claim).unwrap().claim.number;
    assert_eq!(exported.on_paper, [number(paper)]);
    assert_eq!(exported.held, []);
    assert_eq!(desk.state(held), State::Held);
    assert_eq!(desk.state(paper), State::Ready);
    assert_eq!(files(&desk.out()), Vec::<String>::new());
}

#[test]
fn a_claim_is_looked_at_once_more_before_it_leaves() {
    let mut desk = Desk::open();
    let claim = danas(&mut desk);
    // Nothing was changed; only the days to file ran out.
    desk.on("2026-08-01");
    assert_eq!(desk.state(claim), State::Ready);
    let exported = desk.export();
    assert_eq!(exported.files, []);
    let (number, findings) = &exported.held[0];
    assert_eq!(number.as_str(), "C200014");
    assert_eq!(findings[0].edit.id, "S100");
    assert_eq!(desk.state(claim), State::Held);
}

#[test]
fn only_the_claims_named_are_sent() {
    let mut desk = Desk::open();
    let dana = danas(&mut desk);
    let other = otis(&mut desk);
    let out = desk.out();
    let exported = desk
        .office
        .export(&out, Which::These(&[other, other]), &mut quietly)
        .unwrap();
    assert_eq!((exported.files.len(), exported.files[0].claims), (1, 1));
    assert_eq!(desk.state(dana), State::Ready);
    let nobody = [ClaimId::new(99)];
    let unknown = desk
        .office
        .export(&out, Which::These(&nobody), &mut quietly)
        .unwrap_err();
    assert_eq!(unknown.to_string(), "there is no claim 99");
}

#[test]
fn control_numbers_only_ever_rise() {
    let mut desk = Desk::open();
    for round in 1..=3 {
        for code in ["99212", "99213", "99214"]
            .into_iter()
            .skip(round - 1)
            .take(1)
        {
            for patient in [desk.known.dana, desk.known.otis] {
                let visit = NewVisit {
                    lines: vec![line(code, "A", 9_000)],
                    ..desk.visit_of(patient)
                };
                let _claim = desk.claim_of(&visit);
            }
        }
        let stopped = desk
            .office
            .export(&desk.out(), Which::Ready, &mut |_, _| Go::Stop);
        assert!(matches!(stopped, Err(OfficeError::Stopped)));
        let exported = desk.export();
        assert_eq!(exported.files.len(), 2);
        for file in 0..2 {
            let batch = read(&exported, file);
            let want = u32::try_from(round).unwrap();
            assert_eq!(batch.interchange.control_number, want);
            assert_eq!(batch.group.control_number, want);
            assert_eq!(batch.transactions[0].control_number, format!("{want:04}"));
        }
    }
    let given: BTreeSet<_> = desk
        .office
        .batches(10)
        .unwrap()
        .iter()
        .map(|row| (row.receiver, row.numbers.interchange))
        .collect();
    assert_eq!(given.len(), 6);
}

#[test]
fn a_stop_on_the_way_leaves_no_batch_and_no_file() {
    let mut desk = Desk::open();
    let claims = [danas(&mut desk), otis(&mut desk)];
    let out = desk.out();
    let stopped = desk
        .office
        .export(&out, Which::Ready, &mut |done, total| {
            if done == total { Go::Stop } else { Go::On }
        })
        .unwrap_err();
    assert_eq!(stopped.to_string(), "stopped; nothing was changed");
    assert_eq!(desk.office.batches(10).unwrap(), []);
    assert_eq!(files(&out), Vec::<String>::new());
    for claim in claims {
        let page = desk.office.claim(claim).unwrap();
        assert_eq!((page.row.state, page.events.len()), (State::Ready, 2));
    }
}

#[test]
fn a_folder_that_takes_no_file_is_found_out_before_anything_is_sent() {
    let mut desk = Desk::open();
    let claim = danas(&mut desk);
    let nowhere = desk.out().join("gone");
    let refused = desk
        .office
        .export(&nowhere, Which::Ready, &mut quietly)
        .unwrap_err();
    assert!(
        refused
            .to_string()
            .starts_with("could not write claim files into that folder"),
        "{refused}"
    );
    assert_eq!(desk.state(claim), State::Ready);
}

#[test]
fn a_file_lost_between_book_and_disk_is_written_again_from_the_book() {
    let mut desk = Desk::open();
    let claim = danas(&mut desk);
    let out = desk.out();
    // The folder goes away after it was tried and before the file is written.
    let exported = desk
        .office
        .export(&out, Which::Ready, &mut |_, _| {
            fs::remove_dir_all(&out).unwrap();
            Go::On
        })
        .unwrap();
    let file = &exported.files[0];
    assert!(file.file.is_err());
    assert_eq!(desk.state(claim), State::Batched);
    fs::create_dir(&out).unwrap();
    let path = desk.office.write_batch_again(file.batch, &out).unwrap();
    let (_, bytes) = desk.office.batch_file(file.batch).unwrap();
    assert_eq!(fs::read(&path).unwrap(), bytes);
    let again = desk.office.write_batch_again(file.batch, &out).unwrap();
    assert_eq!(again, path);
    assert_eq!(files(&out).len(), 1);
    assert!(
        desk.office
            .write_batch_again(BatchId::new(9), &out)
            .is_err()
    );
}

#[test]
fn a_receiver_that_no_file_can_be_made_for_is_named_and_nothing_is_sent() {
    let mut desk = Desk::open();
    let claim = danas(&mut desk);
    let receivers = desk.office.receivers().unwrap();
    let portage = receivers.iter().find(|one| one.id == desk.known.portage);
    let mut what = portage.unwrap().what.clone();
    what.separators.component = what.separators.element;
    desk.office
        .change_receiver(desk.known.portage, &what, true)
        .unwrap();
    let out = desk.out();
    let refused = desk
        .office
        .export(&out, Which::Ready, &mut quietly)
        .unwrap_err();
    assert!(
        matches!(&refused, OfficeError::Claim(ClaimRefusal::NoFile { receiver, .. }) if receiver == "Portage Clearing"),
        "{refused}"
    );
    assert_eq!(desk.office.batches(10).unwrap(), []);
    assert_eq!(desk.state(claim), State::Ready);
}

#[test]
fn a_claim_says_all_that_the_visit_does() {
    let mut desk = Desk::open();
    let visit = NewVisit {
        referring: Some(desk.known.brandt),
        facility: Some(desk.known.lakeside),
        place: "22".parse().unwrap(),
        authorization: "PA-77".to_owned(),
        onset_on: Some(day("2026-02-20")),
        ..desk.visit()
    };
    let _claim = desk.claim_of(&visit);
    let exported = desk.export();
    let batch = read(&exported, 0);
    let sent = claims_in(&batch)[0];
    assert_eq!(sent.place_of_service, "22");
    assert_eq!(
        sent.references[&ClaimReference::PriorAuthorization],
        "PA-77"
    );
    assert_eq!(sent.dates[&claim837::ClaimDate::Onset], day("2026-02-20"));
    assert_eq!(sent.diagnoses, ["E119", "I10"]);
    assert!(sent.referring.is_some() && sent.rendering.is_some());
    assert_eq!(sent.facility.as_ref().unwrap().name, "LAKESIDE HOSPITAL");
    assert_eq!(sent.lines[1].pointers, [2, 1]);
}

#[test]
fn a_hospital_a_laboratory_and_a_drug_are_named() {
    let mut desk = Desk::open();
    let mut given = line("J1100", "A", 2_250);
    given.drug = Some(Drug {
        ndc: "0641-0367-21".parse().unwrap(),
        quantity: "2.5".parse().unwrap(),
        unit: DrugUnit::Milliliter,
    });
    let visit = NewVisit {
        facility: Some(desk.known.lakeside),
        place: "21".parse().unwrap(),
        admitted_on: Some(day("2026-02-27")),
        lines: vec![line("80053", "A", 4_000), given],
        ..desk.visit()
    };
    let claim = desk.claim_of(&visit);
    let preview = desk.office.claim(claim).unwrap().preview;
    let said: Vec<(&str, &str)> = preview
        .iter()
        .flat_map(|part| &part.rows)
        .map(|(label, value)| (label.as_str(), value.as_str()))
        .collect();
    for row in [("CLIA number", "36D1122334"), ("Admission", "02/27/2026")] {
        assert!(said.contains(&row), "{row:?}");
    }
    let exported = desk.export();
    let batch = read(&exported, 0);
    let sent = claims_in(&batch)[0];
    assert_eq!(sent.references[&ClaimReference::Clia], "36D1122334");
    let admission = sent.dates[&claim837::ClaimDate::Admission];
    assert_eq!(admission, day("2026-02-27"));
    let drug = sent.lines[1].drug.as_ref().unwrap();
    assert_eq!(drug.code, "00641036721");
    assert_eq!(drug.quantity, rust_decimal::Decimal::new(25, 1));
    assert_eq!(drug.unit, claim837::DrugUnit::Milliliter);
    assert_eq!(sent.lines[0].drug, None);
}

#[test]
fn only_a_claim_with_tests_names_the_laboratory() {
    let mut desk = Desk::open();
    let plain = desk.visit();
    let _claim = desk.claim_of(&plain);
    let mut tested = desk.visit_of(desk.known.otis);
    tested.lines = vec![line("80053", "A", 4_000)];
    let _claim = desk.claim_of(&tested);
    let exported = desk.export();
    let numbers: Vec<Option<String>> = (0..2)
        .map(|file| {
            let batch = read(&exported, file);
            let claims = claims_in(&batch);
            claims[0].references.get(&ClaimReference::Clia).cloned()
        })
        .collect();
    assert_eq!(numbers, [None, Some("36D0987654".to_owned())]);
}

#[test]
fn the_largest_claim_is_scrubbed_well_within_a_keystroke() {
    let mut desk = Desk::open();
    let lines = (0..50)
        .map(|n| line(&format!("{}", 36_400 + n), "ABBA", 100))
        .collect();
    let visit = NewVisit {
        lines,
        ..desk.visit()
    };
    let claim = desk.claim_of(&visit);
    let quickest = (0..5)
        .map(|_| {
            let begun = std::time::Instant::now();
            let _findings = desk.findings(claim);
            begun.elapsed()
        })
        .min();
    assert!(quickest.unwrap().as_millis() < 50, "{quickest:?}");
}
