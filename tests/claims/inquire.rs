//! Questions to payers what became of claims, and the answers to them.

use std::fs;

use pegboard::domain::claim::{Happening, State};
use pegboard::edi::inspect;
use pegboard::office::{Asked, Folders, quietly};

use super::clearinghouse::Reply;
use super::practice::{Desk, after};
use crate::edi::judges;

#[test]
fn a_silent_claim_is_asked_about_and_the_answer_finds_it() {
    let mut desk = Desk::open();
    let claim = desk.claim_of(&desk.visit());
    let other = desk.claim_of(&desk.visit_of(desk.known.otis));
    let _files = desk.export();
    let out = desk.out();
    desk.on(&after(30));
    let asked = desk
        .office
        .inquire(&out, Asked::NoAnswer, &mut quietly)
        .unwrap();
    assert_eq!(asked.files.len(), 2, "one file a receiver");
    let paths: Vec<_> = asked
        .files
        .iter()
        .map(|file| file.file.clone().unwrap())
        .collect();
    for path in &paths {
        let bytes = fs::read(path).unwrap();
        assert!(inspect::file("a.276", bytes.as_slice()).is_sound());
    }
    judges::second(&paths);
    let number = desk.office.claim(claim).unwrap().row.number.to_string();
    let text = fs::read_to_string(&paths[0]).unwrap();
    for part in [format!("TRN*1*{number}Q1"), format!("REF*EJ*{number}")] {
        assert!(text.contains(&part), "{part} is not in {text}");
    }
    let events = desk.office.claim(claim).unwrap().events;
    let last = events.last().unwrap();
    assert_eq!(
        (last.kind, last.state),
        (Happening::Numbered, State::Batched)
    );
    assert_eq!(last.source, format!("inquiry:{}", asked.files[0].inquiry));

    let again = desk
        .office
        .inquire(&out, Asked::NoAnswer, &mut quietly)
        .unwrap();
    assert!(again.files.is_empty(), "nobody is asked twice in a week");
    let named = desk
        .office
        .inquire(&out, Asked::These(&[claim]), &mut quietly);
    assert_eq!(named.unwrap().files.len(), 1);

    // The answer names nothing but the question, and its group is known.
    let row = desk.office.inquiries(9).unwrap().pop().unwrap();
    let trace = format!("{number}Q1");
    let pending: &[&str] = &["STC*P1:40*20260402**145*0"];
    let reply = Reply::on("20260402").status(&[(&trace, pending)]);
    let plan = desk
        .office
        .take_answers("a.277", &reply.file(), &mut quietly)
        .unwrap();
    assert_eq!(plan.parts[0].effects[0].claim, claim);
    let group = row.numbers.group;
    let silent = desk.office.no_answer().unwrap();
    assert!(silent.iter().all(|one| one.row.id == other));
    let read = String::from_utf8(reply.file()).unwrap();
    let read = read.split("GS*").next().unwrap().to_owned()
        + &format!(
            "GS*FA*PORTAGECLEARING*FAIRLAWN01*20260402*1015*1*X*005010X231A1~ST*999*0001*005010X231A1~\
             AK1*HR*{group}*005010X212~AK9*A*1*1*1~SE*4*0001~GE*1*1~IEA*1*000000031~"
        );
    let plan = desk
        .office
        .read_answers("a.999", read.as_bytes(), &mut quietly)
        .unwrap();
    assert_eq!(plan.unmatched(), 0, "{:?}", plan.parts);
}

#[test]
fn a_file_of_questions_can_be_written_again() {
    let mut desk = Desk::open();
    let claim = desk.claim_of(&desk.visit());
    let held = desk
        .office
        .inquire(&desk.out(), Asked::These(&[claim]), &mut quietly);
    let refused = held.unwrap_err().to_string();
    assert!(refused.contains("can be asked about"), "{refused}");
    let _files = desk.export();
    let out = desk.out();
    let asked = desk
        .office
        .inquire(&out, Asked::These(&[claim]), &mut quietly)
        .unwrap();
    let path = asked.files[0].file.clone().unwrap();
    let bytes = fs::read(&path).unwrap();
    fs::remove_file(&path).unwrap();
    let again = desk
        .office
        .write_inquiry_again(asked.files[0].inquiry, &out)
        .unwrap();
    assert_eq!((again.clone(), fs::read(again).unwrap()), (path, bytes));
}

#[test]
fn questions_are_named_and_placed_as_batches_are() {
    let mut desk = Desk::open();
    let claim = desk.claim_of(&desk.visit());
    let _files = desk.export();
    let out = desk.out();
    let asked = desk
        .office
        .inquire(&out, Asked::These(&[claim]), &mut quietly)
        .unwrap();
    let path = asked.files[0].file.clone().unwrap();
    assert!(
        path.ends_with("portage-clearing-2026-03-05-000000002.276"),
        "{path:?}"
    );

    let own = out.join("own");
    fs::create_dir(&own).unwrap();
    let receivers = desk.office.receivers().unwrap();
    let mut portage = receivers
        .into_iter()
        .find(|one| one.id == desk.known.portage)
        .unwrap();
    portage.what.profile.naming = "{sender_id}_{control}.clm".parse().unwrap();
    portage.what.profile.folder_out = own.display().to_string();
    desk.office
        .change_receiver(portage.id, &portage.what, true)
        .unwrap();
    let asked = desk
        .office
        .inquire_into(Folders::OwnOr(&out), Asked::These(&[claim]), &mut quietly)
        .unwrap();
    let path = asked.files[0].file.clone().unwrap();
    assert_eq!(path, own.join("FAIRLAWN01_000000003.clm"));
}
