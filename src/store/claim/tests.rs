use super::*;
use crate::domain::claim::{Order, Responsibility};
use crate::domain::id::{PayerId, PolicyId, ProviderId};
use crate::store::ledger::tests::{BY, charged, m, now, posted, practice};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn new_claim() -> NewClaim {
    NewClaim {
        visit: VisitId::new(1),
        policy: PolicyId::new(1),
        payer: PayerId::new(1),
        responsibility: Responsibility::Primary,
        filing: Filing::Original,
        replaces: None,
        split: 1,
        charged: m(20_300),
        service_on: day("2026-03-10"),
        counted_from: day("2026-03-10"),
        file_by: day("2026-06-08"),
        lines: vec![ChargeLineId::new(2), ChargeLineId::new(1)],
    }
}

/// One part of the visit.
fn part(split: u32) -> NewClaim {
    NewClaim {
        split,
        ..new_claim()
    }
}

fn add(store: &mut Store, claim: &NewClaim) -> ClaimId {
    store.transact(|tx| tx.add_claim(claim, now())).unwrap()
}

fn note(kind: Happening) -> Note<'static> {
    Note {
        kind,
        source: "",
        words: "it happened",
    }
}

fn move_to(store: &mut Store, claim: ClaimId, to: State, kind: Happening) {
    store
        .transact(|tx| tx.move_claim(claim, to, note(kind), now(), BY))
        .unwrap();
}

#[test]
fn a_claim_reads_back_with_its_number_and_its_services_in_order() {
    let mut store = practice();
    let replaced = NewClaim {
        responsibility: Responsibility::Secondary,
        filing: Filing::Replacement("PX1".parse().unwrap()),
        replaces: Some(ClaimId::new(1)),
        split: 2,
        ..new_claim()
    };
    for new in [new_claim(), replaced] {
        let id = add(&mut store, &new);
        let claim = store.find_claim(id).unwrap().unwrap();
        assert_eq!(claim.number, ClaimNumber::of(id));
        assert_eq!(claim.state, State::Held);
        assert_eq!(claim.lines, new.lines);
        assert_eq!(claim.responsibility, new.responsibility);
        assert_eq!(claim.filing, new.filing);
        assert_eq!((claim.replaces, claim.split), (new.replaces, new.split));
        assert_eq!(claim.counted_from, new.counted_from);
        assert_eq!(store.claim_numbered(&claim.number).unwrap(), Some(id));
    }
    assert_eq!(store.find_claim(ClaimId::new(99)).unwrap(), None);
}

#[test]
fn a_replacement_of_nothing_and_a_51st_service_are_refused() {
    let mut store = practice();
    let unnamed = NewClaim {
        filing: Filing::Replacement("PX1".parse().unwrap()),
        ..new_claim()
    };
    let long = NewClaim {
        lines: vec![ChargeLineId::new(1); 51],
        ..new_claim()
    };
    for claim in [unnamed, long] {
        let refused = store
            .transact(|tx| tx.add_claim(&claim, now()))
            .unwrap_err();
        assert!(matches!(refused, StoreError::Refused { .. }), "{refused}");
    }
    assert_eq!(add(&mut store, &new_claim()), ClaimId::new(1));
}

#[test]
fn of_one_part_of_a_visit_one_claim_counts_for_each_policy() {
    let mut store = practice();
    let first = add(&mut store, &new_claim());
    let again = store.transact(|tx| tx.add_claim(&new_claim(), now()));
    assert!(
        matches!(again, Err(StoreError::Refused { .. })),
        "{again:?}"
    );
    let _other = add(&mut store, &part(2));
    move_to(&mut store, first, State::Void, Happening::Voided);
    let next = add(&mut store, &new_claim());
    move_to(&mut store, next, State::Closed, Happening::Settled);
    let _last = add(&mut store, &new_claim());
}

#[test]
fn a_claim_is_found_by_every_number_it_was_known_by() {
    let mut store = practice();
    let id = add(&mut store, &new_claim());
    let number = ClaimNumber::of(id);
    assert_eq!(store.payer_number(id).unwrap(), None);
    let mut note = |kind, number| {
        store
            .transact(|tx| tx.note_reference(id, kind, number, "batch:1", now()))
            .unwrap()
    };
    assert!(note(ReferenceKind::Clearinghouse, "77001"));
    assert!(note(ReferenceKind::Payer, "26p-1"));
    assert!(note(ReferenceKind::Payer, " 26P-2 "));
    assert!(!note(ReferenceKind::Payer, "26P-1"), "it is known already");
    for (kind, text) in [
        (None, number.as_str()),
        (Some(ReferenceKind::Ours), number.as_str()),
        (Some(ReferenceKind::Payer), "26P-1"),
        (None, "26p-2"),
        (Some(ReferenceKind::Clearinghouse), "77001"),
    ] {
        assert_eq!(
            store.claims_with_reference(kind, text).unwrap(),
            [id],
            "{text}"
        );
    }
    let under_payer = store.claims_with_reference(Some(ReferenceKind::Payer), "77001");
    assert_eq!(under_payer.unwrap(), []);
    let newest = store.payer_number(id).unwrap().unwrap();
    assert_eq!(newest.as_str(), "26P-2");
    assert_eq!(store.references(id).unwrap().len(), 4);
}

#[test]
fn everything_that_happened_is_kept_in_order() {
    let mut store = practice();
    let id = add(&mut store, &new_claim());
    move_to(&mut store, id, State::Held, Happening::Made);
    move_to(&mut store, id, State::Ready, Happening::Ready);
    let events = store.claim_events(id).unwrap();
    let kinds: Vec<_> = events.iter().map(|event| event.kind).collect();
    assert_eq!(kinds, [Happening::Made, Happening::Ready]);
    assert_eq!(events[1].state, State::Ready);
    assert_eq!(events[1].by, "Renata M.");
    assert_eq!(events[1].at, now());
    let claim = store.find_claim(id).unwrap().unwrap();
    assert_eq!(claim.state, State::Ready);
    assert_eq!(store.claims_in(State::Ready).unwrap(), [id]);
}

#[test]
fn a_claim_stopped_by_hand_stays_so_until_it_is_let_go() {
    let mut store = practice();
    let id = add(&mut store, &new_claim());
    let steps = [
        (Happening::Made, false),
        (Happening::Stopped, true),
        (Happening::Held, true),
        (Happening::Released, false),
        (Happening::Ready, false),
    ];
    for (kind, is_stopped) in steps {
        move_to(&mut store, id, State::Held, kind);
        assert_eq!(
            store.is_stopped_by_hand(id).unwrap(),
            is_stopped,
            "{kind:?}"
        );
    }
}

#[test]
fn what_is_let_pass_is_kept_with_its_last_reason() {
    let mut store = practice();
    let id = add(&mut store, &new_claim());
    for reason in ["signed on paper", "signed on paper, seen by Renata"] {
        store
            .transact(|tx| tx.add_waiver(id, "S051", reason, now(), BY))
            .unwrap();
    }
    let waivers = store.waivers(id).unwrap();
    assert_eq!(waivers.len(), 1);
    assert_eq!(waivers[0].reason, "signed on paper, seen by Renata");
    assert_eq!(waivers[0].by, "Renata M.");
    assert!(store.transact(|tx| tx.drop_waiver(id, "S051")).unwrap());
    assert!(!store.transact(|tx| tx.drop_waiver(id, "S051")).unwrap());
    let without = store.transact(|tx| tx.add_waiver(id, "S051", "", now(), BY));
    assert!(matches!(without, Err(StoreError::Refused { .. })));
}

#[test]
fn other_claims_of_the_day_are_found_but_for_void_ones() {
    let mut store = practice();
    let [mine, other, void] = [1, 2, 3].map(|split| add(&mut store, &part(split)));
    move_to(&mut store, void, State::Void, Happening::Voided);
    let (patient, on) = (PatientId::new(1), day("2026-03-10"));
    let others = store.other_claims(patient, on, mine).unwrap();
    assert_eq!(others.len(), 1);
    assert_eq!(others[0].number, ClaimNumber::of(other));
    let codes: Vec<_> = others[0]
        .services
        .iter()
        .map(|line| line.what.code.to_string())
        .collect();
    assert_eq!(codes, ["36415", "99214"]);
    let instead = NewClaim {
        filing: Filing::Replacement("PX1".parse().unwrap()),
        replaces: Some(other),
        ..part(4)
    };
    let instead = add(&mut store, &instead);
    let others = store.other_claims(patient, on, mine).unwrap();
    assert_eq!(others.len(), 1, "what was replaced does not count");
    assert_eq!(others[0].number, ClaimNumber::of(instead));
    let later = store.other_claims(patient, day("2026-03-11"), mine);
    assert_eq!(later.unwrap(), []);
}

#[test]
fn a_list_shows_what_was_asked_for_and_what_needs_somebody_first() {
    let mut store = practice();
    let _entry = posted(&mut store, &charged()).unwrap();
    let states = [State::Ready, State::Denied, State::Held, State::Rejected];
    let mut parts = 1..;
    let ids = states.map(|state| {
        let id = add(&mut store, &part(parts.next().unwrap()));
        move_to(&mut store, id, state, Happening::Made);
        id
    });
    let [ready, denied, held, rejected] = ids;
    let list = |filter: ClaimFilter| {
        let rows = store.claims(&filter).unwrap();
        rows.iter().map(|row| row.id).collect::<Vec<_>>()
    };
    let every = ClaimFilter::default();
    assert_eq!(list(every.clone()), [rejected, held, denied, ready]);
    let newest = ClaimFilter {
        order: Order::Newest,
        limit: 2,
        offset: 1,
        ..every.clone()
    };
    assert_eq!(list(newest), [held, denied]);
    let only = |states: &[State]| ClaimFilter {
        states: states.to_vec(),
        ..ClaimFilter::default()
    };
    assert_eq!(list(only(&[State::Ready, State::Held])), [held, ready]);
    assert_eq!(list(only(&[State::Paid])), []);
    let text = |text: &str| ClaimFilter {
        text: text.to_owned(),
        ..ClaimFilter::default()
    };
    assert_eq!(list(text(" abel, A ")).len(), 4);
    assert_eq!(list(text("MERIDIAN")).len(), 4);
    assert_eq!(list(text("c-20001")), [ready]);
    assert_eq!(list(text("%")), []);
    let of = |payer, provider, patient| ClaimFilter {
        payer,
        provider,
        patient,
        ..ClaimFilter::default()
    };
    assert_eq!(list(of(Some(PayerId::new(1)), None, None)).len(), 4);
    assert_eq!(list(of(Some(PayerId::new(2)), None, None)), []);
    assert_eq!(list(of(None, Some(ProviderId::new(2)), None)), []);
    assert_eq!(list(of(None, None, Some(PatientId::new(2)))), []);
    let row = store.claim_row(held).unwrap().unwrap();
    assert_eq!((row.lines, row.insurance_owes), (2, m(20_300)));
    assert_eq!(row.payer_name, "Meridian Health");
}

#[test]
fn lanes_count_and_add_up() {
    let mut store = practice();
    for (split, state) in (1..).zip([State::Ready, State::Ready, State::Denied]) {
        let id = add(&mut store, &part(split));
        move_to(&mut store, id, state, Happening::Made);
    }
    let lanes = store.lanes().unwrap();
    assert_eq!(lanes.len(), 2);
    assert_eq!(
        (lanes[0].state, lanes[0].count, lanes[0].charged),
        (State::Ready, 2, m(40_600))
    );
}
