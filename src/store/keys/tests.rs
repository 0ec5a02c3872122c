use std::sync::LazyLock;

use super::*;

const PASSPHRASE: &str = "copper lantern drifts noon";

struct Made {
    keys: Keys,
    key: BookKey,
    recovery: RecoveryKey,
}

/// Made once: each passphrase costs a third of a second on purpose.
static MADE: LazyLock<Made> = LazyLock::new(|| {
    let (keys, key, recovery) = Keys::create("Ana Ruiz", PASSPHRASE, Cost::FLOOR).unwrap();
    Made {
        keys,
        key,
        recovery,
    }
});

fn text() -> String {
    String::from_utf8(MADE.keys.write().unwrap()).unwrap()
}

/// The same file with its checksum made to fit again, as somebody would who means harm.
fn forged(change: impl Fn(&mut Header)) -> Keys {
    let mut header = MADE.keys.header.clone();
    change(&mut header);
    let mac = MADE.keys.mac;
    Keys::read(&header::write(&header, mac).unwrap()).unwrap()
}

#[test]
fn what_is_written_is_read_back_and_opens() {
    let keys = Keys::read(text().as_bytes()).unwrap();
    assert_eq!(keys, MADE.keys);
    let key = keys.unlock(UserId::OWNER, PASSPHRASE).unwrap();
    assert_eq!(key.bytes(), MADE.key.bytes());
    assert_eq!(
        keys.users(),
        [User {
            id: UserId::OWNER,
            name: "Ana Ruiz".to_owned(),
            role: Role::Owner
        }]
    );
}

#[test]
fn a_wrong_passphrase_and_a_stranger_are_told_apart() {
    let error = MADE
        .keys
        .unlock(UserId::OWNER, "copper lantern")
        .unwrap_err();
    assert!(matches!(error, StoreError::WrongPassphrase));
    let error = MADE.keys.unlock(UserId(2), PASSPHRASE).unwrap_err();
    assert!(matches!(error, StoreError::NoSuchUser));
}

#[test]
fn the_file_holds_no_secret_in_the_clear() {
    let text = text();
    let hex = Hex(*MADE.key.bytes()).to_string();
    assert!(!text.contains(&hex) && !text.contains(PASSPHRASE));
    assert!(!text.contains(&MADE.recovery.groups().concat()));
    assert!(!format!("{:?} {:?}", MADE.keys, MADE.key).contains(&hex));
}

#[test]
fn a_changed_passphrase_opens_and_the_old_one_does_not() {
    let changed = MADE
        .keys
        .with_passphrase_changed(UserId::OWNER, PASSPHRASE, "willow", Cost::FLOOR)
        .unwrap();
    let key = changed.unlock(UserId::OWNER, "willow").unwrap();
    assert_eq!(key.bytes(), MADE.key.bytes());
    assert!(changed.unlock(UserId::OWNER, PASSPHRASE).is_err());
    assert!(changed.unlock_with_recovery(&MADE.recovery).is_ok());
    assert_eq!(changed.header.counter, MADE.keys.header.counter + 1);
    let refused = MADE
        .keys
        .with_passphrase_changed(UserId::OWNER, "wrong", "willow", Cost::FLOOR);
    assert!(matches!(refused, Err(StoreError::WrongPassphrase)));
}

#[test]
fn recovery_gives_the_same_book_a_new_passphrase_and_a_new_recovery_key() {
    let typed = MADE.recovery.groups().join("-").to_lowercase();
    let typed = RecoveryKey::parse(&typed).unwrap();
    let key = MADE.keys.unlock_with_recovery(&typed).unwrap();
    assert_eq!(key.bytes(), MADE.key.bytes());
    let (keys, recovery) = MADE.keys.recovered(&key, "willow", Cost::FLOOR).unwrap();
    assert_eq!(keys.users(), MADE.keys.users());
    assert!(keys.unlock(UserId::OWNER, "willow").is_ok());
    assert!(keys.unlock(UserId::OWNER, PASSPHRASE).is_err());
    assert!(keys.unlock_with_recovery(&recovery).is_ok());
    assert!(matches!(
        keys.unlock_with_recovery(&MADE.recovery),
        Err(StoreError::WrongRecoveryKey)
    ));
}

#[test]
fn a_renewed_recovery_key_replaces_the_old_one() {
    let (keys, recovery) = MADE.keys.with_recovery_renewed(&MADE.key).unwrap();
    assert!(keys.unlock_with_recovery(&recovery).is_ok());
    assert!(keys.unlock_with_recovery(&MADE.recovery).is_err());
}

#[test]
fn nothing_and_a_nameless_owner_are_refused() {
    let nothing = Keys::create("Ana Ruiz", "", Cost::FLOOR);
    assert!(matches!(nothing, Err(StoreError::NoPassphrase)));
    for name in ["", "  ", &"n".repeat(201)] {
        let nameless = Keys::create(name, PASSPHRASE, Cost::FLOOR);
        assert!(matches!(nameless, Err(StoreError::BadName)));
    }
}

#[test]
fn every_flipped_bit_of_the_file_is_noticed() {
    let whole = text().into_bytes();
    for at in 0..whole.len() {
        for bit in 0..8 {
            let mut bytes = whole.clone();
            bytes[at] ^= 1 << bit;
            assert!(
                matches!(
                    Keys::read(&bytes),
                    Err(StoreError::KeysDamaged { .. } | StoreError::KeysTooNew { .. })
                ),
                "bit {bit} of byte {at}"
            );
        }
    }
}

#[test]
fn a_file_cut_short_is_noticed() {
    let whole = text().into_bytes();
    for length in 0..whole.len() - 1 {
        assert!(Keys::read(&whole[..length]).is_err(), "{length} bytes");
    }
    assert!(Keys::read(&whole[..whole.len() - 1]).is_ok(), "a line end");
}

#[test]
fn a_forged_file_is_noticed_once_it_is_opened() {
    let promoted = forged(|header| header.users[0].role = Role::Auditor);
    let error = promoted.unlock(UserId::OWNER, PASSPHRASE).unwrap_err();
    assert!(matches!(error, StoreError::KeysDamaged { .. }));
    let rolled_back = forged(|header| header.counter += 7);
    let error = rolled_back
        .unlock_with_recovery(&MADE.recovery)
        .unwrap_err();
    assert!(matches!(error, StoreError::KeysDamaged { .. }));
}

#[test]
fn a_slot_fits_no_other_book_and_no_other_user() {
    let moved = forged(|header| header.book = Hex([9; 16]));
    let error = moved.unlock(UserId::OWNER, PASSPHRASE).unwrap_err();
    assert!(matches!(error, StoreError::WrongPassphrase));
    assert!(moved.unlock_with_recovery(&MADE.recovery).is_err());
    let renumbered = forged(|header| header.users[0].id = UserId(2));
    let error = renumbered.unlock(UserId(2), PASSPHRASE).unwrap_err();
    assert!(matches!(error, StoreError::WrongPassphrase));
}

#[test]
fn a_newer_file_is_refused_as_newer_even_when_its_shape_is_unknown() {
    let error = Keys::read(br#"{"format":"pegboard keys","version":2,"more":[]}"#).unwrap_err();
    assert!(matches!(
        error,
        StoreError::KeysTooNew { found: 2, known: 1 }
    ));
}

#[test]
fn a_cheap_or_monstrous_cost_in_the_file_is_refused_before_it_is_run() {
    let text = text();
    for (right, wrong) in [
        ("65536", "1024"),
        ("65536", "4294967295"),
        ("\"passes\": 3", "\"passes\": 1"),
    ] {
        assert!(text.contains(right));
        assert!(Keys::read(text.replace(right, wrong).as_bytes()).is_err());
    }
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(200))]

    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(0u8.., 0..400)) {
        let _ = Keys::read(&bytes);
    }

    #[test]
    fn no_mangled_file_makes_it_panic(
        from in 0usize..1500,
        length in 0usize..40,
        with in proptest::collection::vec(0u8.., 0..40),
    ) {
        let mut bytes = text().into_bytes();
        let end = (from + length).min(bytes.len());
        let start = from.min(end);
        let _: Vec<u8> = bytes.splice(start..end, with).collect();
        let _ = Keys::read(&bytes);
    }
}
