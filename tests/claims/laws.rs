//! What holds whatever is done to claims in whatever order: of one part of a visit one claim counts for each policy,
//! frequency and payer's number agree, no number is used twice, and the money proves.

use std::collections::BTreeSet;

use pegboard::domain::claim::{ClaimRow, Frequency};
use pegboard::domain::id::ClaimId;
use pegboard::domain::money::Money;
use pegboard::domain::policy::Rank;
use pegboard::office::{Answer, OfficeError, Which, quietly};
use proptest::prelude::*;

use super::payers::{Said, reason};
use super::practice::{Desk, cents, line};

/// Something that a biller or a payer does.
#[derive(Clone, Copy, Debug)]
enum Deed {
    Send,
    SendOne,
    Accept,
    Reject,
    Release,
    Adjudicate,
    TakeAnswerBack,
    BillNext,
    Replace,
    Void,
    TakeBack,
    Close,
    Split,
    Join,
    Correct,
    BillAgain,
}

const DEEDS: [Deed; 16] = [
    Deed::Send,
    Deed::SendOne,
    Deed::Accept,
    Deed::Reject,
    Deed::Release,
    Deed::Adjudicate,
    Deed::TakeAnswerBack,
    Deed::BillNext,
    Deed::Replace,
    Deed::Void,
    Deed::TakeBack,
    Deed::Close,
    Deed::Split,
    Deed::Join,
    Deed::Correct,
    Deed::BillAgain,
];

/// What a payer may say of one service of 130.00 or 15.00 or any other: everything is reasons, so that it proves.
const DENIED: &str = "16";

impl Deed {
    /// Does it to the claim that `pick` falls on. What is refused changes nothing, and is as good as done.
    fn done(self, desk: &mut Desk, pick: usize) {
        let rows = desk.all();
        let row = &rows[pick % rows.len()];
        let (claim, visit) = (row.id, row.visit);
        let out = desk.out();
        let number = Some(format!("26PX-{claim}"));
        let number = number.as_deref().filter(|_| pick.is_multiple_of(2));
        let office = &mut desk.office;
        let outcome: Result<(), OfficeError> = match self {
            Self::Send => office.export(&out, Which::Ready, &mut quietly).map(drop),
            Self::SendOne => office
                .export(&out, Which::These(&[claim]), &mut quietly)
                .map(drop),
            Self::Accept => office.answered_by_hand(claim, Answer::Accepted, ""),
            Self::Reject => office.answered_by_hand(claim, Answer::Rejected, ""),
            Self::Release => office.release(claim).map(drop),
            Self::Adjudicate => return adjudicate(desk, claim, pick),
            Self::TakeAnswerBack => match office.eobs(50).unwrap().get(pick % 5) {
                Some(eob) => office.unpost_eob(eob.id, "to see"),
                None => Ok(()),
            },
            Self::BillNext => office.bill_next(claim).map(drop),
            Self::Replace => office.replace_claim(claim, number).map(drop),
            Self::Void => office.void_at_payer(claim, number).map(drop),
            Self::TakeBack => office.take_back_claim(claim, "to see"),
            Self::Close => office.close_claim(claim),
            Self::Split => {
                let lines = office.claim(claim).unwrap().claim.lines;
                office.split_claim(claim, &lines[..1]).map(drop)
            }
            Self::Join => {
                let of_visit = |one: &&ClaimRow| one.visit == visit && one.id != claim;
                match rows.iter().find(of_visit) {
                    Some(other) => office.join_claims(claim, other.id),
                    None => Ok(()),
                }
            }
            Self::Correct => {
                let mut right = desk.visit();
                let drawn = 1_000 + i64::try_from(pick % 50).unwrap();
                right.lines = vec![line("99213", "A", 13_000), line("36415", "BA", drawn)];
                desk.office.correct_visit(visit, &right, "to see")
            }
            Self::BillAgain => office.bill_again(visit, "to see"),
        };
        if let Err(OfficeError::Store(error)) = outcome {
            panic!("{self:?} of {claim}: {error}");
        }
    }
}

/// A payer pays half, writes nothing off and makes the rest the patient's; or denies all.
fn adjudicate(desk: &mut Desk, claim: ClaimId, pick: usize) {
    let template = desk.office.eob_template(claim).unwrap();
    let said: Vec<Said> = template.iter().map(|_| (0, &[][..])).collect();
    let mut eob = desk.eob(claim, &said);
    for (line, now) in eob.lines.iter_mut().zip(&template) {
        let owed = now.insurance_owes.max(Money::ZERO);
        let half = cents(owed.cents() / 2);
        let before = now.charged.minus(owed).unwrap();
        let (paid, mut reasons) = if pick.is_multiple_of(3) {
            (cents(0), vec![("CO", DENIED, now.charged)])
        } else {
            let share = owed.minus(half).unwrap();
            (half, vec![("PR", "2", share), ("OA", "23", before)])
        };
        reasons.retain(|(_, _, amount)| !amount.is_zero());
        line.paid = paid;
        line.adjustments = reasons
            .into_iter()
            .map(|(group, carc, amount)| reason(group, carc, amount))
            .collect();
    }
    let paid = eob.lines.iter().map(|line| line.paid);
    eob.amount = Money::sum(paid).unwrap();
    eob.reference = format!("CK-{claim}-{pick}");
    match desk.office.post_eob(&eob) {
        Err(OfficeError::Store(error)) => panic!("{error}"),
        _done => {}
    }
}

/// What must hold after every deed.
fn check(desk: &Desk) {
    let mut live = BTreeSet::new();
    for row in desk.all() {
        let claim = desk.office.claim(row.id).unwrap().claim;
        let is_first = claim.state.is_live();
        let part = (claim.visit, claim.policy, claim.split);
        assert!(!is_first || live.insert(part), "two claims of {part:?}");
        assert_eq!(
            claim.filing.frequency() == Frequency::Original,
            claim.filing.payer_number().is_none()
        );
        assert_eq!(claim.filing.is_original(), claim.replaces.is_none());
    }
}

/// What every file that left says of each claim: frequency and payer's number go together, and no control number
/// stands twice.
fn check_files(desk: &Desk) {
    let (mut interchanges, mut lines) = (BTreeSet::new(), BTreeSet::new());
    for batch in desk.office.batches(500).unwrap() {
        let numbers = batch.numbers;
        assert!(interchanges.insert((batch.receiver, numbers.interchange)));
        let (_, bytes) = desk.office.batch_file(batch.id).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let mut claim: Option<(String, bool)> = None;
        for segment in text.split('~').map(str::trim) {
            if let Some(number) = segment.strip_prefix("REF*6R*") {
                assert!(lines.insert(number.to_owned()), "{number} twice");
            } else if segment.starts_with("CLM*") {
                claim = Some((segment.to_owned(), false));
            } else if segment.starts_with("REF*F8*")
                && let Some((_, has_number)) = &mut claim
            {
                *has_number = true;
            } else if (segment.starts_with("NM1*")
                || segment.starts_with("SBR*")
                || segment.starts_with("LX*"))
                && let Some((head, has_number)) = claim.take()
            {
                assert_eq!(!head.contains(":B:1*"), has_number, "{head}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_done_one_claim_counts_and_no_number_is_used_twice(
        deeds in prop::collection::vec((0..DEEDS.len(), 0_usize..60), 10..40),
    ) {
        let mut desk = Desk::open();
        let dana = desk.known.dana;
        let _second = desk.covered_too(dana, Rank::Secondary, "Aldgate");
        let _third = desk.covered_too(dana, Rank::Tertiary, "Bascombe");
        let visit = desk.visit();
        let _claim = desk.claim_of(&visit);
        for (deed, pick) in deeds {
            DEEDS[deed].done(&mut desk, pick);
            check(&desk);
        }
        check_files(&desk);
        desk.proves();
    }
}

/// A life in which everything happens that may, so that the laws are known to be tried.
#[test]
fn a_long_life_keeps_the_laws() {
    let mut desk = Desk::open();
    let dana = desk.known.dana;
    let _second = desk.covered_too(dana, Rank::Secondary, "Aldgate");
    let _third = desk.covered_too(dana, Rank::Tertiary, "Bascombe");
    let visit = desk.visit();
    let _claim = desk.claim_of(&visit);
    for deed in [
        Deed::Split,
        Deed::Send,
        Deed::Reject,
        Deed::Release,
        Deed::Correct,
        Deed::Send,
        Deed::Accept,
        Deed::Replace,
        Deed::Correct,
        Deed::Send,
        Deed::Adjudicate,
        Deed::BillNext,
        Deed::Send,
        Deed::Adjudicate,
        Deed::BillNext,
        Deed::Send,
        Deed::Void,
        Deed::TakeBack,
        Deed::Close,
        Deed::BillAgain,
    ] {
        for pick in [1, 2, 4, 8] {
            deed.done(&mut desk, pick);
            check(&desk);
        }
    }
    check_files(&desk);
    desk.proves();
    assert!(desk.all().len() > 4, "{}", desk.all().len());
}
