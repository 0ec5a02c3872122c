//! Calls, promises and disputes: what was said is kept, what was promised is held against receipts, and what is disputed is
//! not asked for.

use pegboard::domain::contact::{About, Ended, FollowUp, HoldCause, Kept, NewNote, Way};
use pegboard::domain::id::{ChargeLineId, DisputeId, GuarantorId, PromiseId, UserId};
use pegboard::domain::money::Money;
use pegboard::domain::today::Queue;
use pegboard::office::{ContactRefusal, OfficeError, Refusal};

use super::practice::{Bench, Person, day, m};

fn note(who: Person, words: &str) -> NewNote {
    NewNote {
        about: About::account(who.guarantor),
        way: Way::CallOut,
        with: String::from("Otis"),
        words: String::from(words),
        follow_up: None,
        promised: None,
    }
}

fn refused(error: &OfficeError) -> ContactRefusal {
    match error {
        OfficeError::Refused(Refusal::Contact(refusal)) => *refusal,
        other => panic!("{other:?}"),
    }
}

fn kept(bench: &Bench, who: Person) -> Vec<(Kept, Money)> {
    let states = bench.office.promises(Some(who.guarantor)).unwrap();
    states.iter().map(|one| (one.kept, one.paid)).collect()
}

fn waiting(bench: &Bench) -> u32 {
    let queues = bench.office.board().unwrap().queues;
    let found = queues.iter().find(|row| row.queue == Queue::FollowUps);
    found.unwrap().count
}

#[test]
fn a_call_is_followed_up_on_its_day_by_whoever_it_was_given_to() {
    let mut bench = Bench::open();
    let otis = bench.patient("Otis", None);
    let me = bench.office.user().id;
    let mut call = note(otis, "Asked for an itemized bill");
    call.follow_up = Some(FollowUp {
        on: day(3, 25),
        person: Some(me),
    });
    let (id, promise) = bench.office.add_note(&call).unwrap();
    assert_eq!(promise, None);
    assert_eq!(bench.office.follow_ups(true).unwrap().len(), 0);
    assert_eq!(
        (
            bench.office.follow_ups(false).unwrap().len(),
            waiting(&bench)
        ),
        (1, 0)
    );

    bench.go_to(day(3, 25));
    let due = bench.office.follow_ups(true).unwrap();
    assert_eq!(
        (due[0].id, due[0].words.as_str()),
        (id, "Asked for an itemized bill")
    );
    assert_eq!(
        (due[0].follow_up_name.as_deref(), waiting(&bench)),
        (Some("Renata M."), 1)
    );

    let later = FollowUp {
        on: day(3, 28),
        person: None,
    };
    bench.office.move_follow_up(id, later).unwrap();
    assert_eq!(waiting(&bench), 0);
    bench.go_to(day(3, 29));
    assert_eq!(waiting(&bench), 1);
    bench.office.finish_follow_up(id, "Sent it").unwrap();
    assert_eq!(
        (
            bench.office.follow_ups(false).unwrap().len(),
            waiting(&bench)
        ),
        (0, 0)
    );
    let kept = &bench.office.notes_of_account(otis.guarantor).unwrap()[0];
    assert_eq!(kept.done.as_ref().unwrap().words, "Sent it");
    let twice = bench.office.finish_follow_up(id, "").unwrap_err();
    assert_eq!(refused(&twice), ContactRefusal::NothingLeft);
}

#[test]
fn a_note_is_of_one_account_and_of_somebody_who_works_here() {
    let mut bench = Bench::open();
    let otis = bench.patient("Otis", None);
    let mara = bench.patient("Mara", None);
    let mut other = note(otis, "About the other");
    other.about.patient = Some(mara.patient);
    let error = bench.office.add_note(&other).unwrap_err();
    assert_eq!(refused(&error), ContactRefusal::OtherAccount);
    let mut nobody = note(otis, "For nobody");
    nobody.follow_up = Some(FollowUp {
        on: day(3, 25),
        person: Some(UserId::new(99)),
    });
    let error = bench.office.add_note(&nobody).unwrap_err();
    assert_eq!(refused(&error), ContactRefusal::Nobody);
    let mut over = note(otis, "Yesterday");
    over.follow_up = Some(FollowUp {
        on: day(3, 19),
        person: None,
    });
    let error = bench.office.add_note(&over).unwrap_err();
    assert_eq!(refused(&error), ContactRefusal::DayOver);
    assert!(bench.office.add_note(&note(otis, "  ")).is_err());
    let stranger = Person {
        guarantor: GuarantorId::new(404),
        ..otis
    };
    assert!(bench.office.add_note(&note(stranger, "Who?")).is_err());
    let mut own = note(otis, "About the patient");
    own.about.patient = Some(otis.patient);
    let _kept = bench.office.add_note(&own).unwrap();
    assert_eq!(
        bench.office.notes_of_patient(otis.patient).unwrap().len(),
        1
    );
    assert_eq!(
        bench.office.notes_of_account(mara.guarantor).unwrap().len(),
        0
    );
}

#[test]
fn receipts_alone_say_whether_a_promise_was_kept() {
    let mut bench = Bench::open();
    let otis = bench.patient("Otis", None);
    let seen = bench.visit(otis, day(3, 2), &["90.00"]);
    let mut call = note(otis, "Pays 60 by the end of the month");
    call.promised = Some((m("60"), day(3, 31)));
    let (_, promise) = bench.office.add_note(&call).unwrap();
    assert_eq!(kept(&bench, otis), [(Kept::Open, m("0"))]);
    bench.go_to(day(3, 30));
    let part = bench.pay(otis, "20", &[(seen.lines[0], "20")]).unwrap();
    assert_eq!(kept(&bench, otis), [(Kept::Open, m("20"))]);
    bench.go_to(day(4, 1));
    assert_eq!(kept(&bench, otis), [(Kept::Part, m("20"))]);
    assert_eq!(waiting(&bench), 1, "somebody has to call again");
    bench.office.take_back_receipt(part, "bounced").unwrap();
    assert_eq!(kept(&bench, otis), [(Kept::Broken, m("0"))]);
    let _called = bench.office.add_note(&note(otis, "Called again")).unwrap();
    assert_eq!(waiting(&bench), 0, "somebody did");
    bench
        .office
        .withdraw_promise(promise.unwrap(), "moved away")
        .unwrap();
    assert_eq!(kept(&bench, otis), [(Kept::Withdrawn, m("0"))]);
    let twice = bench
        .office
        .withdraw_promise(promise.unwrap(), "again")
        .unwrap_err();
    assert_eq!(refused(&twice), ContactRefusal::NoPromise);
    let none = bench
        .office
        .withdraw_promise(PromiseId::new(9), "x")
        .unwrap_err();
    assert_eq!(refused(&none), ContactRefusal::NoPromise);
    let late = bench
        .office
        .add_promise(otis.guarantor, m("5"), day(3, 1))
        .unwrap_err();
    assert_eq!(refused(&late), ContactRefusal::DayOver);
}

#[test]
#[expect(clippy::too_many_lines, reason = "it is one story, told in order")]
fn what_is_disputed_is_held_until_it_is_settled_with_words() {
    let mut bench = Bench::open();
    let otis = bench.patient("Otis", None);
    let mara = bench.patient("Mara", None);
    let seen = bench.visit(otis, day(3, 2), &["90.00", "30.00"]);
    let line = Some(seen.lines[1]);
    let on_line = bench
        .office
        .open_dispute(otis.guarantor, line, "No blood was drawn")
        .unwrap();
    let again = bench
        .office
        .open_dispute(otis.guarantor, line, "Again")
        .unwrap_err();
    assert_eq!(refused(&again), ContactRefusal::DisputedAlready);
    let stray = bench
        .office
        .open_dispute(mara.guarantor, line, "Not mine")
        .unwrap_err();
    assert_eq!(refused(&stray), ContactRefusal::OtherAccount);
    let no_line = Some(ChargeLineId::new(404));
    assert!(
        bench
            .office
            .open_dispute(otis.guarantor, no_line, "?")
            .is_err()
    );
    let whole = bench
        .office
        .open_dispute(otis.guarantor, None, "All of it")
        .unwrap();
    let holds = bench.office.holds(Some(otis.guarantor)).unwrap();
    let found: Vec<_> = holds
        .iter()
        .map(|hold| (hold.line, hold.cause.clone()))
        .collect();
    assert_eq!(
        found,
        [
            (line, HoldCause::Disputed(on_line, day(3, 20))),
            (None, HoldCause::Disputed(whole, day(3, 20))),
        ]
    );
    assert_eq!(found[1].1.words(), "disputed since 03/20/2026");
    assert!(
        bench
            .office
            .settle_dispute(whole, Ended::Stands, " ")
            .is_err()
    );
    bench
        .office
        .settle_dispute(whole, Ended::Stands, "Explained")
        .unwrap();
    bench
        .office
        .hold_statements(mara.guarantor, Some("mail came back"))
        .unwrap();
    let all = bench.office.holds(None).unwrap();
    assert_eq!(all.len(), 2);
    assert!(
        all.iter()
            .any(|hold| hold.cause == HoldCause::Account("mail came back".into()))
    );
    let twice = bench
        .office
        .settle_dispute(whole, Ended::Stands, "Again")
        .unwrap_err();
    assert_eq!(refused(&twice), ContactRefusal::NoDispute);
    let none = bench
        .office
        .settle_dispute(DisputeId::new(9), Ended::Mended, "x")
        .unwrap_err();
    assert_eq!(refused(&none), ContactRefusal::NoDispute);
    let of = bench.office.disputes(Some(otis.guarantor)).unwrap();
    assert_eq!(of[1].end.as_ref().unwrap().words, "Explained");
    assert_eq!(bench.office.disputes(None).unwrap().len(), 1);
    bench.must_hold();
}
