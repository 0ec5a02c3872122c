//! Files of answers that lie in a receiver's folder: found, tried and taken in together, each once.

use std::fs;

use pegboard::domain::claim::State;
use pegboard::office::quietly;

use super::clearinghouse::Reply;
use super::practice::Desk;

const ACCEPTED: &[&str] = &["STC*A2:20:PR*20260305*WQ*145"];

/// A desk whose receiver's answers arrive in a folder.
fn watched() -> (Desk, std::path::PathBuf) {
    let mut desk = Desk::open();
    let folder = desk.out().join("in");
    fs::create_dir(&folder).unwrap();
    let receivers = desk.office.receivers().unwrap();
    let mut portage = receivers
        .into_iter()
        .find(|one| one.id == desk.known.portage)
        .unwrap();
    portage.what.profile.folder_in = folder.display().to_string();
    desk.office
        .change_receiver(portage.id, &portage.what, true)
        .unwrap();
    (desk, folder)
}

#[test]
fn what_lies_there_is_taken_in_once_however_it_is_called() {
    let (mut desk, folder) = watched();
    let claim = desk.claim_of(&desk.visit());
    let _files = desk.export();
    assert!(desk.office.waiting_answers().unwrap().files.is_empty());
    let number = desk.office.claim(claim).unwrap().row.number.to_string();
    let yes = Reply::on("20260305").claims("none", "", &[(&number, ACCEPTED)]);
    let other = Reply::on("20260306").claims("none", "", &[("ELSE", ACCEPTED)]);
    fs::write(folder.join("a.277"), yes.file()).unwrap();
    fs::write(folder.join("b.277"), other.file()).unwrap();
    fs::write(folder.join("again.277"), yes.file()).unwrap();
    fs::write(folder.join(".b.277.part"), b"ISA").unwrap();
    fs::write(folder.join("cut.277"), &yes.file()[..300]).unwrap();
    fs::create_dir(folder.join("done")).unwrap();

    let waiting = desk.office.waiting_answers().unwrap();
    let ready = waiting.ready();
    assert_eq!(ready.len(), 2, "{waiting:?}");
    let problems = waiting.problems();
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].0, "cut.277");
    assert!(problems[0].1.contains("cut off"), "{problems:?}");

    let tried = desk.office.read_answer_files(&ready, &mut quietly).unwrap();
    let moved: usize = tried.iter().map(pegboard::office::AnswerPlan::moved).sum();
    assert_eq!(moved, 1);
    assert!(tried.iter().all(|plan| plan.file.is_none()));
    assert_eq!(desk.office.claim(claim).unwrap().row.state, State::Batched);
    assert_eq!(desk.office.answer_files(9).unwrap().len(), 0);

    let taken = desk.office.take_answer_files(&ready, &mut quietly).unwrap();
    for (tried, taken) in tried.iter().zip(&taken) {
        assert_eq!(tried.parts, taken.parts, "a trial run tells the truth");
    }
    assert_eq!(desk.office.claim(claim).unwrap().row.state, State::Accepted);
    assert_eq!(desk.office.answer_files(9).unwrap().len(), 2);
    fs::rename(folder.join("b.277"), folder.join("c.277")).unwrap();
    assert!(desk.office.waiting_answers().unwrap().ready().is_empty());
}

#[test]
fn a_folder_that_is_gone_is_told_and_the_work_goes_on() {
    let (mut desk, folder) = watched();
    fs::remove_dir(&folder).unwrap();
    let waiting = desk.office.waiting_answers().unwrap();
    assert!(waiting.files.is_empty());
    assert_eq!(waiting.unread.len(), 1);
}
