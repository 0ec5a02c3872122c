use super::*;

fn m(cents: i64) -> Money {
    Money::from_cents(cents).unwrap()
}

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).unwrap()
}

#[test]
fn no_close_covers_days_of_two_months() {
    let spans = Span::by_month(day(10, 31), day(12, 2));
    let shown: Vec<_> = spans.iter().map(|s| (s.from, s.through)).collect();
    assert_eq!(
        shown,
        [
            (day(10, 31), day(10, 31)),
            (day(11, 1), day(11, 30)),
            (day(12, 1), day(12, 2))
        ]
    );
    assert!(Span::by_month(day(3, 2), day(3, 1)).is_empty());
}

#[test]
fn what_sums_to_zero_rolls_forward() {
    // A charge, a payment with a write-off, an EFT with interest and a withheld part, and a deposit with its fee.
    let moved = [
        (10, 438_500),
        (30, -438_500),
        (60, 371_350),
        (10, -371_350 - 129_558),
        (40, 129_558),
        (60, 900),
        (80, -1_000),
        (81, 100),
        (60, -5_000),
        (61, 4_970),
        (90, 30),
    ];
    assert_eq!(moved.iter().map(|(_, cents)| cents).sum::<i64>(), 0);
    let mut sums: std::collections::BTreeMap<i64, i64> = std::collections::BTreeMap::new();
    for (account, cents) in moved {
        *sums.entry(account).or_default() += cents;
    }
    let sums = Sums::new(sums.into_iter().map(|(a, c)| (a, m(c))).collect());
    let before = Sums::new(vec![(10, m(4_000_000)), (20, m(900_000)), (70, m(-41_500))]);
    let control = Control::of(&before, &sums).unwrap();
    assert_eq!(control.opening, m(4_858_500));
    assert_eq!(control.charges, m(438_500));
    assert_eq!(control.payments, m(371_350));
    assert_eq!(control.adjustments, m(129_558));
    assert!(control.proves());
    let off = Control {
        closing: m(1),
        ..control
    };
    assert!(!off.proves());
}

#[test]
fn a_drawer_is_counted_by_its_pieces() {
    let count = Count::parse("4x20, 1x10 3x0.25 1x20").unwrap();
    assert_eq!(count.total().unwrap(), m(11_075));
    assert_eq!(count.to_string(), "5 × 20, 1 × 10, 3 × 0.25");
    assert_eq!(Count::parse("20"), Err(DrawerError::Spelling));
    assert_eq!(Count::parse("1x3"), Err(DrawerError::Worth));
    let drawer = Drawer {
        float: m(15_000),
        cash_in: m(9_000),
        count: Some(Count::parse("2x100 2x20").unwrap()),
        to_bank: m(9_000),
        words: String::new(),
    };
    assert_eq!(drawer.check(), Ok(()));
    assert_eq!(drawer.difference(), Ok(Some(Money::ZERO)));
    assert_eq!(drawer.stays(), Ok(m(15_000)));
    let short = Drawer {
        count: Some(Count::parse("2x100").unwrap()),
        ..drawer.clone()
    };
    assert!(matches!(
        short.check(),
        Err(DrawerError::Unexplained { .. })
    ));
    let said = Drawer {
        words: String::from("change given wrong"),
        ..short
    };
    assert_eq!(said.check(), Ok(()));
    let all = Drawer {
        to_bank: m(24_001),
        ..drawer
    };
    assert!(matches!(
        all.check(),
        Err(DrawerError::TooMuchToBank { .. })
    ));
}

#[test]
fn the_text_of_a_seal_tells_apart_what_differs() {
    let control = Control::default();
    let text = |words: &str| {
        let mut text = String::new();
        let head = seal::Head {
            span: Span {
                from: day(11, 20),
                through: day(11, 20),
            },
            before: &seal::NONE,
            control: &control,
            entries: 1,
            drawer: (15_000, 9_000, None, 9_000),
            words,
            at: "2026-11-20T22:26:00Z",
            by: 1,
        };
        head.write(&mut text);
        text
    };
    assert!(
        text("x")
            .ends_with("drawer 15000 9000 - 9000 1:x\nclosed 2026-11-20T22:26:00Z 1\nentries 1\n")
    );
    // Words that look like the lines after them give another text.
    assert_ne!(text("x\nclosed"), text("x"));
    assert_eq!(seal::grouped(&[0xab; 32]).len(), 71);
    assert_eq!(seal::hex(&seal::NONE), "0".repeat(64));
}
