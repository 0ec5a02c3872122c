use super::*;

const NAME: Field = field("name", 2, 10);

fn writer() -> Writer {
    Writer::new(Delimiters::STANDARD.into())
}

#[test]
fn empty_elements_at_the_end_are_not_written() {
    let mut w = writer();
    w.begin("NM1");
    w.code("IL");
    w.skip(2);
    w.text(NAME, " José ").unwrap();
    w.optional(NAME, None).unwrap();
    w.composite(&["HC", "", "25", ""]);
    w.skip(1);
    w.composite::<&str>(&[]);
    w.end();
    assert_eq!(w.take_count(), 1);
    assert_eq!(w.into_text(), "NM1*IL***JOSE**HC::25~");
}

#[test]
fn a_text_goes_as_it_is_only_when_folding_changes_nothing() {
    let mut w = writer();
    for text in [
        "",
        " ",
        "A",
        " A",
        "A ",
        "A B",
        "A  B",
        "a",
        "É",
        "A*B",
        "A~",
        "A:B",
        "ABCDEFGHIJK",
        "O'DOWD-LEE",
        "A\tB",
        "0",
        "A`B",
        "#1 @ [X]",
    ] {
        let sent = w.checked(field("f", 1, 10), text);
        let is_same = sent.as_deref() == Ok(text);
        let before = w.out.len();
        assert_eq!(w.copied(field("f", 1, 10), text), is_same, "{text:?}");
        let more = if is_same { text } else { "" };
        assert_eq!(&w.out[before..], more.as_bytes());
    }
}

#[test]
fn what_was_written_elsewhere_is_joined_and_counted() {
    let mut w = writer();
    for id in ["A", "B"] {
        w.begin(id);
        w.skip(3);
        w.end();
    }
    let mut further = w.further(10);
    further.begin("C");
    further.end();
    w.join(&further);
    assert_eq!(w.take_count(), 3);
    assert_eq!(w.into_text(), "A~B~C~");
}

#[test]
fn days_and_amounts_below_zero_are_written_in_full() {
    let mut w = writer();
    w.begin("N");
    for cents in [-1, -10, -100, -1205] {
        w.signed_amount("a", Money::from_cents(cents).unwrap())
            .unwrap();
    }
    let day = |text: &str| text.parse().unwrap();
    w.day("d", day("1999-01-02")).unwrap();
    w.days("d", day("2024-02-29"), day("2024-12-31")).unwrap();
    w.number("n", Decimal::new(-150, 2)).unwrap();
    w.number("n", Decimal::ZERO).unwrap();
    w.compose();
    w.part_code("");
    w.part_whole(12);
    w.part_code("");
    assert_eq!(
        w.into_text(),
        "N*-0.01*-0.1*-1*-12.05*19990102*20240229-20241231*-1.5*0*:12"
    );
}

#[test]
fn a_layout_comes_from_what_a_receiver_wants() {
    let usual = Layout::try_from(Separators::default()).unwrap();
    assert_eq!(usual.delimiters, Delimiters::STANDARD);
    let equal = Separators {
        component: '*',
        ..Separators::default()
    };
    assert_eq!(Layout::try_from(equal), Err(DelimiterError::Equal));
    for (segment, want) in [('~', "IEA*1~\n"), ('\n', "IEA*1\n")] {
        let separators = Separators {
            segment,
            ..Separators::default()
        };
        let mut w = Writer::new(separators.try_into().unwrap());
        w.begin("IEA");
        w.code("1");
        w.end();
        assert_eq!(w.into_text(), want);
    }
}

#[test]
fn numbers_are_written_without_needless_digits() {
    let mut w = writer();
    w.begin("N");
    for cents in [0, 100, 1250, 1205, 9_999_999_999] {
        w.amount("a", Money::from_cents(cents).unwrap()).unwrap();
    }
    for (units, scale) in [(10, 1), (15, 1), (12_345_678, 3), (100, 0)] {
        w.quantity("q", Decimal::new(units, scale)).unwrap();
    }
    assert_eq!(
        w.into_text(),
        "N*0*1*12.5*12.05*99999999.99*1*1.5*12345.678*100"
    );
}

#[test]
fn what_cannot_be_sent_is_refused_with_its_name() {
    let mut w = writer();
    w.claim(Some("A1"));
    w.line(Some(2));
    w.part("patient");
    for (text, want) in [
        ("", "claim A1, line 2, patient: name is missing"),
        (
            "a",
            "claim A1, line 2, patient: name must have at least 2 characters",
        ),
        (
            "abcdefghijk",
            "claim A1, line 2, patient: name must have at most 10 characters",
        ),
        (
            "ab 😀",
            "claim A1, line 2, patient: name cannot be sent as it is: the character '😀' (number 4) cannot be sent on a claim",
        ),
        (
            "a:b",
            "claim A1, line 2, patient: name has the character :, which separates the parts of this receiver's files",
        ),
    ] {
        assert_eq!(w.text(NAME, text).unwrap_err().to_string(), want);
    }
    for cents in [-1, 10_000_000_000] {
        let amount = Money::from_cents(cents).unwrap();
        assert_eq!(
            w.amount("charge", amount).unwrap_err().problem,
            Problem::Amount
        );
    }
    for (units, scale) in [(0, 0), (-1, 0), (1, 4), (123_456_789, 0)] {
        let units = Decimal::new(units, scale);
        assert_eq!(
            w.quantity("units", units).unwrap_err().problem,
            Problem::Quantity
        );
    }
    let early = NaiveDate::from_ymd_opt(1799, 1, 1).unwrap();
    assert_eq!(w.day("day", early).unwrap_err().problem, Problem::Day);
}
