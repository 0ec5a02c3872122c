//! What comes back: files of answers led back to what was sent, taken in whole or not at all.

use std::fs;

use pegboard::domain::answer::{Kind, Verdict};
use pegboard::domain::claim::{Happening, State};
use pegboard::domain::id::ClaimId;
use pegboard::domain::scrub::{LineField, Place, PolicyField, PracticeField, ProviderField};
use pegboard::office::{AnswerPlan, AnswerRefusal, BatchRow, Go, OfficeError, quietly};

use super::clearinghouse::{Reply, reference};
use super::practice::{Desk, after, cents};
use crate::edi::samples;

const ACCEPTED: &[&str] = &["STC*A2:20:PR*20260305*WQ*145"];
const UNKNOWN_MEMBER: &[&str] = &["STC*A7:164:IL*20260305*U*145", "REF*1K*MERI900"];

impl Desk {
    fn take(&mut self, reply: &Reply) -> AnswerPlan {
        let bytes = reply.file();
        let planned = self
            .office
            .read_answers("a.277", &bytes, &mut quietly)
            .unwrap();
        let taken = self
            .office
            .take_answers("a.277", &bytes, &mut quietly)
            .unwrap();
        assert_eq!(planned.parts, taken.parts, "a trial run tells the truth");
        assert_eq!(planned.file, None);
        taken
    }

    fn batch(&self) -> BatchRow {
        self.office.batches(1).unwrap().remove(0)
    }

    fn number(&self, claim: ClaimId) -> String {
        self.office.claim(claim).unwrap().row.number.to_string()
    }

    /// Two claims of Dana's in one batch.
    fn two_sent(&mut self) -> [ClaimId; 2] {
        let first = self.claim_of(&self.visit());
        let mut other = self.visit();
        other.service_on = "2026-03-01".parse().unwrap();
        let second = self.claim_of(&other);
        let _files = self.export();
        [first, second]
    }

    /// Holds that a claim stands where its last event says.
    fn folds(&self, claim: ClaimId) -> State {
        let page = self.office.claim(claim).unwrap();
        let last = page.events.last().unwrap();
        assert_eq!(page.row.state, last.state);
        for pair in page.events.windows(2) {
            let (from, to) = (pair[0].state, pair[1].state);
            assert!(from == to || from.may_become(to), "{from:?} to {to:?}");
        }
        page.row.state
    }
}

#[test]
fn an_accepted_claim_has_its_file_and_its_acceptance_on_record() {
    let mut desk = Desk::open();
    let [claim, _] = desk.two_sent();
    let (batch, number) = (desk.batch(), desk.number(claim));
    let read = desk.take(&Reply::on("20260303").ack(&batch, &["IK5*A"], "A"));
    assert_eq!((read.moved(), read.unmatched()), (0, 0));
    assert_eq!(desk.state(claim), State::Batched, "a 999 accepts no claim");

    let reply = Reply::on("20260305").claims(&reference(&batch), "", &[(&number, ACCEPTED)]);
    let plan = desk.take(&reply);
    assert_eq!(
        (plan.moved(), plan.kinds.as_slice()),
        (1, [Kind::Claim].as_slice())
    );
    assert_eq!(desk.folds(claim), State::Accepted);
    let answers = desk.office.answers_to(claim).unwrap();
    let verdicts: Vec<Verdict> = answers.iter().map(|one| one.verdict).collect();
    assert_eq!(verdicts, [Verdict::Read, Verdict::Accepted]);
    assert!(answers.iter().all(|one| one.batch == Some(batch.id)));
    let events = desk.office.claim(claim).unwrap().events;
    let last = events.last().unwrap();
    assert_eq!(last.kind, Happening::Answered);
    assert_eq!(last.source, format!("answer:2:{}", answers[1].segment));
    assert!(
        last.words.starts_with("Accepted by the payer"),
        "{}",
        last.words
    );

    let again = desk
        .office
        .take_answers("b.277", &reply.file(), &mut quietly)
        .unwrap();
    assert_eq!(again.earlier.unwrap().name, "a.277");
    assert!(again.parts.is_empty() && again.file.is_none());
    assert_eq!(desk.office.claim(claim).unwrap().events.len(), events.len());
    let (name, bytes) = desk.office.answer_file(plan.file.unwrap()).unwrap();
    assert_eq!((name.as_str(), bytes), ("a.277", reply.file()));
}

#[test]
fn a_rejected_claim_says_why_and_where_to_mend_it() {
    let mut desk = Desk::open();
    let [claim, other] = desk.two_sent();
    let (batch, number, second) = (desk.batch(), desk.number(claim), desk.number(other));
    let npi: &[&str] = &["STC*A7:562:82*20260305*U*145"];
    let _plan = desk.take(&Reply::on("20260305").claims(
        &reference(&batch),
        "",
        &[(&number, UNKNOWN_MEMBER), (&second, npi)],
    ));
    desk.on("2026-03-12");
    let rejected = desk.office.rejected().unwrap();
    assert_eq!(rejected.len(), 2);
    let of = |id: ClaimId| rejected.iter().find(|one| one.row.id == id).unwrap();
    assert_eq!(of(claim).place, Some(Place::Policy(PolicyField::MemberId)));
    assert_eq!(of(claim).code, "A7 164 IL");
    assert!(of(claim).words.ends_with("the member id of the subscriber"));
    assert_eq!(
        of(claim).days_left,
        80,
        "ninety days from service, ten gone"
    );
    let rendering = Place::Provider(desk.known.hale, ProviderField::Npi);
    assert_eq!(of(other).place, Some(rendering));
    assert_eq!(desk.folds(claim), State::Rejected);

    // A later answer may name the claim by the payer's number alone.
    let unknown: &[&str] = &["STC*A4:35*20260306*U*145", "REF*1K*MERI900"];
    let plan = desk.take(&Reply::on("20260306").claims("9-0001", "", &[("NOTOURS", unknown)]));
    assert_eq!(plan.parts[0].effects[0].claim, claim);
    assert_eq!(desk.office.rejected().unwrap().len(), 2);
}

#[test]
fn a_service_that_is_refused_leads_to_that_service() {
    let mut desk = Desk::open();
    let [claim, _] = desk.two_sent();
    let (batch, number) = (desk.batch(), desk.number(claim));
    let line = format!("REF*FJ*{number}S1L2");
    let segments = [
        "STC*A7:21*20260305*U*145",
        "SVC*HC:36415*15*0",
        "STC*A7:453*20260305*U*15",
        line.as_str(),
    ];
    let _plan =
        desk.take(&Reply::on("20260305").claims(&reference(&batch), "", &[(&number, &segments)]));
    let because = desk.office.rejected_because(claim).unwrap().unwrap();
    assert_eq!(because.place, Some(Place::Line(2, LineField::Modifiers)));
    assert!(because.words.contains("service 36415"), "{}", because.words);
}

#[test]
fn a_file_that_is_refused_refuses_all_its_claims() {
    let refused_by: [fn(&BatchRow) -> Reply; 3] = [
        |batch| Reply::on("20260303").ta1(batch, "R", "025"),
        |batch| Reply::on("20260303").ack(batch, &[], "R*1"),
        |batch| {
            let of_file = "STC*A3:24:41*20260303*U*290";
            Reply::on("20260303").claims(&reference(batch), of_file, &[])
        },
    ];
    for refused in refused_by {
        let mut desk = Desk::open();
        let claims = desk.two_sent();
        let plan = desk.take(&refused(&desk.batch()));
        assert_eq!(plan.moved(), 2, "{:?}", plan.parts);
        for claim in claims {
            assert_eq!(desk.folds(claim), State::Rejected);
        }
    }
}

#[test]
fn a_999_leads_to_the_claim_and_the_field_by_name_or_by_place() {
    let mut desk = Desk::open();
    let [claim, other] = desk.two_sent();
    let (batch, number) = (desk.batch(), desk.number(claim));
    let unit = format!("CTX*CLM01:{number}");
    let faults = ["IK3*SV1*30*2400*8", &unit, "IK4*1:3*234*7*ZZ", "IK5*R*5"];
    let plan = desk.take(&Reply::on("20260303").ack(&batch, &faults, "R"));
    assert_eq!(plan.parts[0].verdict, Verdict::Rejected);
    let because = |id| desk.office.rejected_because(id).unwrap().unwrap();
    assert!(
        because(claim)
            .words
            .contains("A service: element 1-3: the code is not valid")
    );
    assert!(
        !because(claim).words.contains("ZZ"),
        "what was found is nobody's business"
    );
    assert!(
        because(other)
            .words
            .contains("nothing is said against this claim")
    );
    assert_eq!(because(other).place, None);

    // By its place in the file that was sent alone.
    let mut desk = Desk::open();
    let [claim, _] = desk.two_sent();
    let batch = desk.batch();
    let (_, bytes) = desk.office.batch_file(batch.id).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let number = desk.number(claim);
    let from = text.find("ST*837").unwrap();
    let clm = text[from..].find(&format!("CLM*{number}")).unwrap() + from;
    let lx = text[clm..].find("LX*2").unwrap() + clm;
    let at = text[from..lx].matches('~').count() + 2;
    let fault = format!("IK3*SV1*{at}*2400*8");
    let faults = [fault.as_str(), "IK4*7*1328*1", "IK5*R*5"];
    let _plan = desk.take(&Reply::on("20260303").ack(&batch, &faults, "R"));
    let because = desk.office.rejected_because(claim).unwrap().unwrap();
    assert_eq!(because.place, Some(Place::Line(2, LineField::Pointers)));

    // What all claims share is the fault of all of them.
    let mut desk = Desk::open();
    let claims = desk.two_sent();
    let batch = desk.batch();
    let faults = ["IK3*N4*9*2010AA*8", "IK4*3*116*4", "IK5*R*5"];
    let _plan = desk.take(&Reply::on("20260303").ack(&batch, &faults, "R"));
    for claim in claims {
        let because = desk.office.rejected_because(claim).unwrap().unwrap();
        assert_eq!(because.place, Some(Place::Practice(PracticeField::Zip)));
    }
}

#[test]
fn an_answer_to_an_earlier_sending_moves_nothing() {
    let mut desk = Desk::open();
    let claim = desk.claim_of(&desk.visit());
    let _first = desk.export();
    let (first, number) = (desk.batch(), desk.number(claim));
    desk.on("2026-03-06");
    let _no = desk.take(&Reply::on("20260306").claims(
        &reference(&first),
        "",
        &[(&number, UNKNOWN_MEMBER)],
    ));
    let _findings = desk.office.release(claim).unwrap();
    desk.on("2026-03-08");
    let _second = desk.export();
    desk.on("2026-03-10");
    let late: &[&str] = &["STC*A3:21*20260303*U*145"];
    let by_reference = Reply::on("20260310").claims(&reference(&first), "", &[(&number, late)]);
    let by_day = Reply::on("20260307").claims("none", "", &[(&number, late)]);
    let by_line = format!("REF*FJ*{number}S1L1");
    let segments = [
        late[0],
        "SVC*HC:99213*130*0",
        "STC*A3:21*20260303*U",
        &by_line,
    ];
    let by_line = Reply::on("20260310").claims("none", "", &[(&number, &segments)]);
    for reply in [by_reference, by_day, by_line] {
        let plan = desk.take(&reply);
        assert_eq!(plan.moved(), 0);
        assert_eq!(desk.folds(claim), State::Batched);
        let events = desk.office.claim(claim).unwrap().events;
        let words = &events.last().unwrap().words;
        assert!(words.starts_with("To an earlier sending: "), "{words}");
    }
    let second = desk.batch();
    let _yes =
        desk.take(&Reply::on("20260306").claims(&reference(&second), "", &[(&number, ACCEPTED)]));
    assert_eq!(desk.folds(claim), State::Accepted);
}

#[test]
fn what_fits_nothing_stays_visible_until_a_person_says_what_it_is() {
    let mut desk = Desk::open();
    let [claim, other] = desk.two_sent();
    let plan = desk.take(&Reply::on("20260305").claims("77-0001", "", &[("X-77", UNKNOWN_MEMBER)]));
    assert_eq!(plan.unmatched(), 1);
    let open = desk.office.unmatched_answers(10).unwrap();
    assert_eq!(open[0].why, "no claim has the number X-77");
    assert_eq!(desk.state(claim), State::Batched);
    desk.on("2026-03-09");
    desk.office.match_answer(open[0].id, claim).unwrap();
    assert_eq!(desk.folds(claim), State::Rejected);
    let because = desk.office.rejected_because(claim).unwrap().unwrap();
    assert_eq!(because.place, Some(Place::Policy(PolicyField::MemberId)));
    assert!(desk.office.unmatched_answers(10).unwrap().is_empty());
    let again = desk.office.match_answer(open[0].id, other).unwrap_err();
    let is_matched = |error: &OfficeError| matches!(error, OfficeError::Answers(why) if **why == AnswerRefusal::Matched);
    assert!(is_matched(&again), "{again}");

    // The same number from another receiver's file is another file.
    let batch = desk.batch();
    let plan = desk.take(&Reply::on("20260303").from("SUMMIT").ta1(&batch, "R", "025"));
    assert_eq!(plan.unmatched(), 1);
    assert_eq!(desk.state(other), State::Batched);
    let open = desk.office.unmatched_answers(10).unwrap();
    let whole = desk.office.match_answer(open[0].id, other).unwrap_err();
    assert_eq!(
        whole.to_string(),
        "this answer is about a whole file, not about one claim"
    );

    // A person knows better.
    let part = open[0].id;
    let claims = desk.office.match_answer_to_batch(part, batch.id).unwrap();
    assert!(claims > 0);
    assert_eq!(desk.folds(other), State::Rejected);
    assert!(desk.office.unmatched_answers(10).unwrap().is_empty());
    let again = desk.office.match_answer_to_batch(part, batch.id);
    assert!(is_matched(&again.unwrap_err()));
}

#[test]
fn the_order_in_which_answers_come_does_not_matter() {
    let codes = ["A1:19", "A2:20:PR", "A7:164:IL", "A0:16:PR"];
    let mut ends = Vec::new();
    for seed in 0..8 {
        let mut chance = fastrand::Rng::with_seed(seed);
        let mut desk = Desk::open();
        let claim = desk.claim_of(&desk.visit());
        let _files = desk.export();
        let (batch, number) = (desk.batch(), desk.number(claim));
        let mut order: Vec<usize> = (0..=codes.len()).collect();
        chance.shuffle(&mut order);
        for at in order {
            let reply = match codes.get(at) {
                Some(code) => {
                    let status = format!("STC*{code}*20260305*WQ*145");
                    let said = [status.as_str()];
                    Reply::on("20260305").claims(&reference(&batch), "", &[(&number, &said)])
                }
                None => Reply::on("20260303").ack(&batch, &["IK5*A"], "A"),
            };
            let _plan = desk.take(&reply);
            let _state = desk.folds(claim);
        }
        ends.push(desk.folds(claim));
    }
    assert!(ends.iter().all(|end| *end == State::Rejected), "{ends:?}");
}

#[test]
fn whatever_is_sent_and_answered_a_claim_has_one_truth() {
    let codes = ["A1:19", "A2:20:PR", "A7:164:IL", "A3:21", "P1:40", "F1:65"];
    for seed in 0..12 {
        let mut chance = fastrand::Rng::with_seed(seed);
        let mut desk = Desk::open();
        let claim = desk.claim_of(&desk.visit());
        let _files = desk.export();
        let number = desk.number(claim);
        for step in 1..20_u64 {
            desk.on(&after(step));
            let batches = desk.office.batches(50).unwrap();
            let batch = chance.choice(&batches).unwrap();
            let day = after(step).replace('-', "");
            let code = chance.choice(codes).unwrap();
            let status = format!("STC*{code}*{day}*WQ*{step}");
            let said = [status.as_str()];
            let before = desk.state(claim);
            match chance.u8(0..5) {
                0 if before == State::Rejected => drop(desk.office.release(claim).unwrap()),
                1 => drop(desk.export()),
                2 => {
                    let outcome = *chance.choice(&["A", "R"]).unwrap();
                    let set = format!("IK5*{outcome}");
                    drop(desk.take(&Reply::on(&day).ack(batch, &[&set], outcome)));
                }
                3 => drop(desk.take(&Reply::on(&day).status(&[(&number, &said)]))),
                _ => drop(desk.take(&Reply::on(&day).claims(
                    &reference(batch),
                    "",
                    &[(&number, &said)],
                ))),
            }
            let _state = desk.folds(claim);
        }
        assert!(desk.office.verify(&mut quietly).unwrap().holds);
    }
}

#[test]
fn a_file_that_is_cut_anywhere_does_nothing() {
    let mut desk = Desk::open();
    let [claim, _] = desk.two_sent();
    let (batch, number) = (desk.batch(), desk.number(claim));
    let reply = Reply::on("20260305")
        .ta1(&batch, "A", "000")
        .ack(&batch, &["IK5*A"], "A")
        .claims(&reference(&batch), "", &[(&number, UNKNOWN_MEMBER)]);
    let bytes = reply.file();
    for at in 0..bytes.len() - 1 {
        let refused = desk.office.take_answers("cut", &bytes[..at], &mut quietly);
        let error = refused.unwrap_err();
        assert!(
            matches!(&error, OfficeError::Answers(why) if matches!(**why, AnswerRefusal::Unsound { .. })),
            "cut at {at}: {error}"
        );
    }
    assert!(desk.office.answer_files(10).unwrap().is_empty());
    assert_eq!(desk.state(claim), State::Batched);
    assert_eq!(desk.take(&reply).moved(), 1);
}

#[test]
fn what_is_stopped_or_fails_in_the_middle_leaves_nothing() {
    let mut desk = Desk::open();
    let [claim, other] = desk.two_sent();
    let (batch, number, second) = (desk.batch(), desk.number(claim), desk.number(other));
    let reply = Reply::on("20260305").claims(
        &reference(&batch),
        "",
        &[(&number, ACCEPTED), (&second, ACCEPTED)],
    );
    let mut stop = |done, _| if done == 2 { Go::Stop } else { Go::On };
    let stopped = desk.office.take_answers("a", &reply.file(), &mut stop);
    assert!(matches!(stopped, Err(OfficeError::Stopped)));
    assert!(desk.office.answer_files(10).unwrap().is_empty());
    assert_eq!(desk.state(claim), State::Batched);
    assert!(desk.office.answers_to(claim).unwrap().is_empty());
    assert_eq!(desk.take(&reply).moved(), 2);
}

#[test]
fn a_claim_that_nobody_answers_shows_up_by_itself() {
    let mut desk = Desk::open();
    let claim = desk.claim_of(&desk.visit());
    let _files = desk.export();
    let (batch, number) = (desk.batch(), desk.number(claim));
    let _yes =
        desk.take(&Reply::on("20260305").claims(&reference(&batch), "", &[(&number, ACCEPTED)]));
    desk.on(&after(23));
    assert!(desk.office.no_answer().unwrap().is_empty());
    desk.on(&after(24));
    let silent = desk.office.no_answer().unwrap();
    assert_eq!((silent[0].row.id, silent[0].days), (claim, 21));
    let pile = desk.office.no_answer_piles().unwrap().0;
    assert_eq!((pile.count, pile.amount), (1, cents(14_500)));

    // Who says that it is being worked on has spoken.
    let pending: &[&str] = &["STC*P1:40*20260326**145*0", &format!("REF*EJ*{number}")];
    let plan = desk.take(&Reply::on("20260326").status(&[("ASKED1", pending)]));
    assert_eq!((plan.moved(), plan.unmatched()), (0, 0));
    assert!(desk.office.no_answer().unwrap().is_empty());
    assert_eq!(desk.folds(claim), State::Accepted);
    desk.on(&after(45));
    assert_eq!(desk.office.no_answer().unwrap()[0].days, 21);

    // A payer may be given other days.
    let payer = desk.office.claim(claim).unwrap().payer;
    let mut what = payer.what.clone();
    what.answer_days = Some(60);
    desk.office.change_payer(payer.id, &what, true).unwrap();
    assert!(desk.office.no_answer().unwrap().is_empty());
}

#[test]
fn every_sample_is_planned_and_nothing_malformed_is_taken_in() {
    let Some(folder) = samples::folder("samples") else {
        return;
    };
    let mut desk = Desk::open();
    let mut planned = 0;
    for (kind, file) in samples::files(&folder) {
        let bytes = fs::read(&file).unwrap();
        let plan = desk.office.read_answers("sample", &bytes, &mut quietly);
        if matches!(kind.as_str(), "999" | "277CA" | "277") {
            let plan = plan.unwrap();
            assert!(!plan.parts.is_empty(), "{}", file.display());
            assert!(plan.parts.iter().all(|part| part.effects.is_empty()));
            planned += 1;
        } else {
            assert!(plan.is_err(), "{}", file.display());
        }
    }
    assert!(planned > 14, "{planned}");
    let folder = samples::folder("negative").unwrap();
    for (_, file) in samples::files(&folder) {
        let bytes = fs::read(&file).unwrap();
        let taken = desk.office.take_answers("bad", &bytes, &mut quietly);
        assert!(taken.is_err(), "{}", file.display());
    }
    assert!(desk.office.answer_files(1).unwrap().is_empty());
}
