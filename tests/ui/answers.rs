//! Files of answers in the window: shown before anything is done, taken in, and matched by hand where they fit nothing.

use pegboard::domain::claim::State;
use pegboard::domain::id::ClaimId;
use pegboard::ui::place::Place;

use super::claims::desk;
use super::harness::Window;
use crate::claims::clearinghouse::Reply;

/// Two claims sent, and a file that accepts one, rejects the other and speaks of a third.
fn answered() -> (Window, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let mut window = desk();
    window.press("Ctrl Enter");
    window.files.give(folder.path());
    window.click("Choose a folder and send");
    window.press("Esc");
    let numbers = window.office(|office| {
        [2, 3].map(|id| {
            let claim = office.claim(ClaimId::new(id)).unwrap();
            claim.row.number.to_string()
        })
    });
    let taken: &[&str] = &["STC*A2:20:PR*20260317*WQ*185", "REF*1K*M26000417"];
    let refused: &[&str] = &["STC*A7:164:IL*20260317*U*185"];
    let reply = Reply::on("20260317").claims(
        "99-0001",
        "",
        &[
            (&numbers[0], taken),
            (&numbers[1], refused),
            ("OLD-4471", refused),
        ],
    );
    let path = folder.path().join("20260317-0004.277");
    std::fs::write(&path, reply.file()).unwrap();
    window.files.give(&path);
    window.press("B");
    window.press("A");
    assert_eq!(*window.place(), Place::Answers);
    (window, folder)
}

fn state(window: &Window, id: i64) -> State {
    window.office(move |office| office.claim(ClaimId::new(id)).unwrap().row.state)
}

#[test]
fn a_file_shows_what_it_would_do_and_does_it_when_told() {
    let (mut window, _folder) = answered();
    assert!(window.sees("Nothing has come back yet"));
    window.picture("answers-none");
    window.press("O");
    assert!(window.reads("2 claims would move, 1 answer fits nothing"));
    window.picture("answers-plan");
    assert_eq!(state(&window, 2), State::Batched);
    window.press("Esc");
    assert_eq!(*window.place(), Place::Answers);
    assert!(window.sees("Nothing has come back yet"));
}

#[test]
fn what_fits_nothing_is_matched_by_number() {
    let (mut window, folder) = answered();
    window.press("O");
    window.press("Ctrl Enter");
    assert_eq!(
        [state(&window, 2), state(&window, 3)],
        [State::Accepted, State::Rejected]
    );
    assert!(window.sees("1 answer fits nothing that was sent"));
    window.picture("answers");
    window.press("M");
    assert!(window.sees("Which claim is this about?"));
    window.picture("answers-match");
    let number = window.office(|office| {
        let claim = office.claim(ClaimId::new(2)).unwrap();
        claim.row.number.to_string()
    });
    window.types(&number);
    window.press("Enter");
    assert!(window.sees("everything fits"));
    assert_eq!(state(&window, 2), State::Rejected);
    window.picture("answers-matched");

    // The same file again does nothing.
    window.files.give(folder.path().join("20260317-0004.277"));
    window.press("O");
    assert!(window.reads("was taken in before"));
    window.press("Tab");
    window.press("Enter");
    assert!(
        matches!(window.place(), Place::Claim(_)),
        "{:?}",
        window.place()
    );
}

#[test]
fn a_file_that_is_cut_off_is_refused_in_words() {
    let (mut window, folder) = answered();
    window.press("O");
    window.press("Esc");
    let path = folder.path().join("cut.277");
    std::fs::write(
        &path,
        &Reply::on("20260317").status(&[("A", &[])]).file()[..300],
    )
    .unwrap();
    window.files.give(&path);
    window.press("O");
    assert!(window.reads("nothing of the file was taken in"));
    assert_eq!(
        window.office(|office| office.answer_files(9).unwrap().len()),
        0
    );
}

#[test]
fn files_that_came_by_themselves_are_shown_and_taken_in_by_a_key() {
    let (mut window, folder) = answered();
    let into = folder.path().join("in");
    std::fs::create_dir(&into).unwrap();
    let came = into.clone();
    let numbers = window.office(move |office| {
        let one = office.receivers().unwrap().remove(0);
        let mut what = one.what;
        what.profile.folder_in = came.display().to_string();
        office.change_receiver(one.id, &what, true).unwrap();
        [2, 3].map(|id| {
            let claim = office.claim(ClaimId::new(id)).unwrap();
            claim.row.number.to_string()
        })
    });
    let taken: &[&str] = &["STC*A2:20:PR*20260317*WQ*185"];
    for (number, name) in numbers.iter().zip(["0001.277", "0002.277"]) {
        let reply = Reply::on("20260317").claims(name, "", &[(number, taken)]);
        std::fs::write(into.join(name), reply.file()).unwrap();
    }
    std::fs::write(into.join("0003.txt"), "Thank you for your files.").unwrap();
    window.click("Today");
    assert!(window.sees("2 files came back and are not taken in yet."));
    window.picture("today-came");
    window.press("T");
    assert_eq!(*window.place(), Place::Answers);
    assert!(window.sees("2 files came and are not taken in yet."));
    assert!(window.reads("0003.txt is left alone"));
    window.picture("answers-came");
    window.press("T");
    assert!(window.reads("2 claims would move"));
    window.picture("answers-came-plan");
    assert_eq!(state(&window, 2), State::Batched);
    window.press("Ctrl Enter");
    assert_eq!(
        [state(&window, 2), state(&window, 3)],
        [State::Accepted, State::Accepted]
    );
    assert!(!window.sees("2 files came and are not taken in yet."));
    window.press("T");
    assert_eq!(*window.place(), Place::Answers);
}
