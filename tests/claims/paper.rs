//! Claims on paper: printing is sending, once.

use pegboard::domain::claim::{Happening, State};
use pegboard::domain::cms1500::printer::{Printer, Shift};
use pegboard::domain::id::ClaimId;
use pegboard::office::{Paper, Which, quietly};

use super::practice::Desk;

/// Ida's claim, whose payer takes no files.
fn idas(desk: &mut Desk) -> ClaimId {
    let visit = desk.visit_of(desk.known.ida);
    desk.claim_of(&visit)
}

#[test]
fn printing_sends_the_claims_whose_payers_take_no_files_and_keeps_the_pages() {
    let mut desk = Desk::open();
    let (ida, visit) = (idas(&mut desk), desk.visit());
    let dana = desk.claim_of(&visit);
    let printed = desk
        .office
        .print_paper_claims(Which::Ready, Paper::Red, None, &mut quietly)
        .unwrap();
    let number = desk.office.claim(ida).unwrap().claim.number;
    assert_eq!(printed.claims, [number]);
    assert_eq!((printed.pages, printed.held.len()), (1, 0));
    assert_eq!(
        (desk.state(ida), desk.state(dana)),
        (State::Batched, State::Ready)
    );
    let page = desk.office.claim(ida).unwrap();
    let last = page.events.last().unwrap();
    assert_eq!(
        (last.kind, last.source.as_str(), last.words.as_str()),
        (Happening::Batched, "paper:1", "Printed on paper, run 1")
    );
    let run = printed.batch.unwrap();
    assert_eq!(desk.office.paper_batch_file(run).unwrap(), printed.pdf);
    assert_eq!(desk.office.paper_batches(9).unwrap().len(), 1);
    assert!(desk.export().on_paper.is_empty());
}

#[test]
fn a_printed_claim_is_not_printed_as_new_again_and_a_look_sends_nothing() {
    let mut desk = Desk::open();
    let ida = idas(&mut desk);
    let (pdf, warnings) = desk
        .office
        .preview_paper_claims(&[ida], Paper::Plain, None)
        .unwrap();
    assert!(pdf.starts_with(b"%PDF") && warnings.is_empty());
    assert_eq!(desk.state(ida), State::Ready);
    assert_eq!(desk.office.paper_claim_pages(ida).unwrap().len(), 1);
    let these = Which::These(&[ida]);
    let _first = desk
        .office
        .print_paper_claims(these, Paper::Red, None, &mut quietly)
        .unwrap();
    let again = desk
        .office
        .print_paper_claims(these, Paper::Red, None, &mut quietly);
    assert_eq!(
        again.unwrap_err().to_string(),
        "claim C200014 was printed on paper already, in run 1 on 03/05/2026"
    );
    let rest = desk
        .office
        .print_paper_claims(Which::Ready, Paper::Red, None, &mut quietly);
    assert_eq!(
        rest.unwrap_err().to_string(),
        "no claim is ready to go on paper"
    );
    assert_eq!(desk.office.paper_batches(9).unwrap().len(), 1);
}

#[test]
fn printers_are_set_by_name() {
    let mut desk = Desk::open();
    let printer = Printer {
        offset: Shift { x: 3, y: -2 },
        ..Printer::default()
    };
    desk.office
        .set_paper_printer(" Front ", printer.clone())
        .unwrap();
    assert_eq!(desk.office.paper_printers().unwrap()["Front"], printer);
    assert!(
        desk.office
            .calibration_page(Some("Front"))
            .unwrap()
            .starts_with(b"%PDF")
    );
    let unknown = desk.office.calibration_page(Some("Back")).unwrap_err();
    assert_eq!(
        unknown.to_string(),
        "no printer is called Back; set one first"
    );
    let far = Printer {
        offset: Shift { x: 101, y: 0 },
        ..Printer::default()
    };
    assert!(desk.office.set_paper_printer("Front", far).is_err());
    desk.office.remove_paper_printer("Front").unwrap();
    assert!(desk.office.paper_printers().unwrap().is_empty());
}
