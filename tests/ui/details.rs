//! What a claim says beside what every claim says, worked by keys; how files go to a receiver; a batch by another way;
//! a claim's papers.

use pegboard::domain::attachment::ClaimAttachment;
use pegboard::domain::claim::State;
use pegboard::domain::code::{ClaimDay, ReportKind, ServiceMark, Transmission};
use pegboard::domain::id::{ClaimAttachmentId, ClaimId};
use pegboard::office::Which;
use pegboard::ui::context::Context;
use pegboard::ui::files::Files;
use pegboard::ui::look::Look;
use pegboard::ui::place::{Place, Section};
use pegboard::ui::screen::claims::papers::{ClaimPapers, Message};
use pegboard::ui::theme;
use pegboard::ui::worker::Worker;

use super::harness::Window;
use super::visit::{book, day, only_visit, set_up};
use crate::kit::hand::Hand;
use crate::support;

/// A visit with a diagnosis and a service, not saved yet.
fn typed(window: &mut Window) {
    window.press("Ctrl N");
    window.types("quin");
    window.press("Enter");
    window.press("Alt D");
    window.types("I10");
    window.press("Enter");
    window.press("Alt L");
    window.types("99213");
    window.press("Enter");
}

/// Adds a field by the letters its name begins with.
fn add(window: &mut Window, letters: &str) {
    window.press("Enter");
    window.types(letters);
    window.press("Enter");
}

#[test]
fn a_claim_says_more_by_keys_and_the_sheet_shows_only_what_it_says() {
    let mut window = book();
    typed(&mut window);
    assert!(!window.sees("First treatment"));
    window.press("Alt E");
    window.picture("visit-more-empty");
    add(&mut window, "first t");
    window.types("02/01/2026");
    window.press("Tab");
    assert!(window.sees("First treatment"));
    assert!(!window.sees("Last X-ray"));
    window.press("Alt E");
    assert!(
        window.sees("First treatment"),
        "what is said shows while folded"
    );
    window.press("Alt E");
    add(&mut window, "note");
    window.types("Walks without a cane");
    window.press("Alt E");
    window.press("Alt E");
    add(&mut window, "case");
    window.types("WC 2026-118");
    window.press("Alt E");
    window.press("Alt E");
    add(&mut window, "spine");
    window.picture("visit-more");
    window.press("Alt S");
    window.press("Ctrl Enter");
    let visit = only_visit(&window);
    let details = &visit.details;
    assert_eq!(
        details.day(ClaimDay::InitialTreatment),
        Some(day(2026, 2, 1))
    );
    assert_eq!(details.casualty_claim, "WC 2026-118");
    assert_eq!(details.note.as_ref().unwrap().words, "Walks without a cane");
}

#[test]
fn more_is_said_of_the_line_with_the_focus() {
    let mut window = book();
    typed(&mut window);
    assert!(!window.sees("Lot of the vaccine"));
    window.press("F7");
    window.types("U7712AA");
    window.press("Tab");
    window.types("Left arm");
    window.click("EPSDT");
    window.picture("visit-more-line");
    window.press("Alt S");
    window.press("Ctrl Enter");
    let said = only_visit(&window).lines[0].what.details.clone();
    assert_eq!(
        (said.lot.as_str(), said.note.as_str()),
        ("U7712AA", "Left arm")
    );
    assert!(said.marks.contains(&ServiceMark::Epsdt));
}

#[test]
fn what_cannot_be_sent_is_said_under_its_field() {
    let mut window = book();
    typed(&mut window);
    window.press("Alt E");
    add(&mut window, "first t");
    window.types("04/01/2030");
    window.press("Ctrl Enter");
    assert!(window.sees("This day cannot be after the visit."));
    window.picture("visit-more-wrong");
}

#[test]
fn a_receiver_says_how_files_go_to_it() {
    let mut window = Window::in_book(set_up);
    window.press("Alt 9");
    window.press("5");
    assert_eq!(*window.place(), Place::Settings(Section::Receivers));
    window.press("Down");
    window.press("Enter");
    window.picture("settings-receiver-files");
    assert!(window.reads("Folder out"));
}

#[test]
fn a_batch_goes_another_way_by_a_key() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().to_owned();
    let mut window = book();
    typed(&mut window);
    window.press("Alt S");
    window.press("Ctrl Enter");
    let into = out.clone();
    window.office(move |office| {
        let mut other = office.receivers().unwrap()[0].what.clone();
        "Tollgate".clone_into(&mut other.name);
        let _receiver = office.add_receiver(&other).unwrap();
        let sent = office
            .export(&into, Which::Ready, &mut pegboard::office::quietly)
            .unwrap();
        assert_eq!(sent.files.len(), 1);
    });
    window.press("Ctrl K");
    window.types("claim files");
    window.press("Enter");
    window.press("R");
    window.picture("batch-another-way");
    assert!(window.sees("Send what is not answered yet to"));
    window.files.give(out);
    window.click("Make its files");
    assert!(window.reads("1 claim sent another way"));
    let rows = window.office(|office| office.batches(5).unwrap());
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0].remakes, Some(rows[1].id));
    window.picture("batch-in-place-of");
}

/// A claim's papers as a page would hang them up.
struct Page {
    papers: ClaimPapers,
    list: Vec<ClaimAttachment>,
    context: Context,
}

fn page() -> Page {
    let paper = |id, report, transmission, name: &str, bytes| ClaimAttachment {
        id: ClaimAttachmentId::new(id),
        report,
        transmission,
        control_number: format!("C200014A{id}"),
        name: name.to_owned(),
        bytes,
        at: chrono::DateTime::UNIX_EPOCH,
        by: "Ruth".to_owned(),
    };
    Page {
        papers: ClaimPapers::default(),
        list: vec![
            paper(
                1,
                ReportKind::OperativeNote,
                Transmission::Fax,
                "knee.pdf",
                Some(48_211),
            ),
            paper(
                2,
                ReportKind::RadiologyReport,
                Transmission::OnRequest,
                "",
                None,
            ),
        ],
        context: Context {
            worker: Worker::here(None),
            clock: support::clock(),
            files: Files::given([]),
            practice: String::new(),
            user: String::new(),
            book: std::path::PathBuf::new(),
            look: Look::default(),
        },
    }
}

fn panel(page: &Page) -> iced::Element<'_, Message> {
    page.papers.view(ClaimId::new(1), State::Held, &page.list)
}

#[test]
fn a_claims_papers_are_listed_and_one_more_is_announced() {
    let size = iced::Size::new(360.0, 420.0);
    let mut hand = Hand::sized(
        page(),
        panel,
        |page, message| {
            let context = page.context.clone();
            let _outcome = page.papers.update(&context, message);
        },
        size,
    );
    assert!(hand.sees("Operative note, by fax"));
    let _pixels = hand.picture("claim-papers", &theme::light());
    hand.click("Announce a paper");
    assert!(hand.sees("Choose its file"));
    let _pixels = hand.picture("claim-papers-add", &theme::light());
    let _pixels = hand.picture("claim-papers-add-dark", &theme::dark());
    hand.click("Not now");
    assert!(!hand.sees("Choose its file"));
}
