//! Proof of timely filing, read back as another program sees it.

use pegboard::domain::claim::State;
use pegboard::office::{Paper, Which, quietly};

use super::clearinghouse::{Reply, reference};
use super::practice::Desk;
use crate::pages::reading;

fn take(desk: &mut Desk, reply: &Reply) {
    let name = format!("{}.answer", desk.office.answer_files(9).unwrap().len() + 1);
    let taken = desk.office.take_answers(&name, &reply.file(), &mut quietly);
    assert_eq!(taken.unwrap().unmatched(), 0);
}

/// The text without its line ends and doubled blanks.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_proof_has_every_sending_and_what_came_back_to_it() {
    let mut desk = Desk::open();
    let claim = desk.claim_of(&desk.visit());
    let number = desk.office.claim(claim).unwrap().row.number.to_string();
    let _files = desk.export();
    let first = desk.office.batches(1).unwrap().remove(0);
    desk.on("2026-03-06");
    take(
        &mut desk,
        &Reply::on("20260306").ack(&first, &["IK5*A"], "A"),
    );
    let no: &[&str] = &["STC*A7:164:IL*20260306*U*145"];
    let refused = Reply::on("20260306").claims(&reference(&first), "", &[(&number, no)]);
    take(&mut desk, &refused);
    let _findings = desk.office.release(claim).unwrap();
    desk.on("2026-03-09");
    let _files = desk.export();
    let second = desk.office.batches(1).unwrap().remove(0);
    desk.on("2026-03-10");
    take(
        &mut desk,
        &Reply::on("20260310").ack(&second, &["IK5*A"], "A"),
    );
    let yes: &[&str] = &["STC*A2:20:PR*20260310*WQ*145", "REF*1K*MERI77001"];
    take(
        &mut desk,
        &Reply::on("20260310").claims(&reference(&second), "", &[(&number, yes)]),
    );
    assert_eq!(desk.state(claim), State::Accepted);

    let proof = desk.office.timely_proof(claim).unwrap();
    assert_eq!(proof.sendings.len(), 2);
    assert_eq!(proof.sendings[0].replies.len(), 2);
    assert_eq!(proof.days_to_spare(), Some(87));
    let pdf = desk.office.timely_proof_pdf(claim).unwrap();
    reading::check(&pdf);
    if std::env::var_os("KEEP").is_some() {
        std::fs::create_dir_all("target/kept").unwrap();
        std::fs::write("target/kept/timely.pdf", &pdf).unwrap();
    }
    let Some(text) = reading::text_of(&pdf) else {
        return;
    };
    let text = flat(&text);
    let files = desk.office.answer_files(9).unwrap();
    assert_eq!(files.len(), 4);
    let mut wanted = vec![
        number.clone(),
        String::from(
            "The claim was filed on 03/05/2026, 87 days before the filing limit ended on 05/31/2026.",
        ),
        String::from("The payer took it into processing, as its answer of 03/10/2026 says."),
        format!("CLM*{number}*145"),
        String::from("STC*A2:20:PR*20260310*WQ*145"),
        String::from("REF*1K*MERI77001"),
        String::from("IK5*A"),
        first.file_name.clone(),
        second.file_name.clone(),
        format!("interchange {:09}", second.numbers.interchange),
    ];
    wanted.extend(files.iter().map(|file| file.sha256.clone()));
    wanted.extend(proof.sendings.iter().map(|sending| sending.sha256.clone()));
    for words in wanted {
        assert!(text.contains(&words), "{words} is not in {text}");
    }
}

#[test]
fn a_claim_that_never_left_says_so() {
    let mut desk = Desk::open();
    let claim = desk.claim_of(&desk.visit());
    let pdf = desk.office.timely_proof_pdf(claim).unwrap();
    if let Some(text) = reading::text_of(&pdf) {
        assert!(flat(&text).contains("The claim has not been filed."));
    }
}

#[test]
fn a_claim_that_went_on_paper_was_filed_too() {
    let mut desk = Desk::open();
    let visit = desk.visit_of(desk.known.ida);
    let claim = desk.claim_of(&visit);
    let printed = desk
        .office
        .print_paper_claims(Which::These(&[claim]), Paper::Red, None, &mut quietly)
        .unwrap();
    let proof = desk.office.timely_proof(claim).unwrap();
    assert!(proof.sendings.is_empty());
    assert_eq!(proof.printed.len(), 1);
    assert_eq!(proof.filed_on(), Some("2026-03-05".parse().unwrap()));
    let page = desk.office.claim(claim).unwrap();
    assert_eq!(page.printed.len(), 1);
    let run = printed.batch.unwrap();
    let rows = desk.office.claims_of_paper_batch(run).unwrap();
    assert_eq!(rows.len(), 1);
    let pdf = desk.office.timely_proof_pdf(claim).unwrap();
    if let Some(text) = reading::text_of(&pdf) {
        let text = flat(&text);
        assert!(text.contains("on paper to"), "{text}");
        assert!(text.contains(&proof.printed[0].sha256), "{text}");
    }
}
