use super::matching::{Booked, SURE, What, suggest};
use super::*;
use crate::domain::deposit::Kind;

const SGML: &str = "OFXHEADER:100\r\nDATA:OFXSGML\r\nVERSION:102\r\n\r\n<OFX>\r\n<BANKMSGSRSV1><STMTTRNRS><STMTRS>\r\n\
<BANKACCTFROM><BANKID>071000013<ACCTID>000123454417<ACCTTYPE>CHECKING</BANKACCTFROM>\r\n\
<BANKTRANLIST><DTSTART>20261101<DTEND>20261130\r\n\
<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20261103120000[-5:EST]<TRNAMT>1284.17<FITID>A1<NAME>PORTAGE HCCLAIMPMT<MEMO>TRN*1*88120431*1391234567~</STMTTRN>\r\n\
<STMTTRN>\r\n<TRNTYPE>DEBIT\r\n<DTPOSTED>20261104\r\n<TRNAMT>-35.00\r\n<FITID>A2\r\n<NAME>RETURNED ITEM &amp; FEE\r\n\
</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\r\n";

const XML: &str = "<?xml version=\"1.0\"?>\n<?OFX OFXHEADER=\"200\" VERSION=\"220\"?>\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS>\n\
<BANKACCTFROM><BANKID>071000013</BANKID><ACCTID>000123454417</ACCTID></BANKACCTFROM><BANKTRANLIST>\n\
<STMTTRN><TRNTYPE>CREDIT</TRNTYPE><DTPOSTED>20261103</DTPOSTED><TRNAMT>+1,284.170</TRNAMT><FITID>A1</FITID>\
<NAME><![CDATA[PORTAGE <HCCLAIMPMT>]]></NAME><MEMO>TRN*1*88120431*1391234567~</MEMO></STMTTRN>\n\
<STMTTRN><DTPOSTED>2026</DTPOSTED><TRNAMT>5</TRNAMT></STMTTRN>\n\
</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>";

fn money(text: &str) -> Money {
    text.parse().unwrap()
}

fn day(on: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, on).unwrap()
}

fn read_it(text: &str) -> BankFile {
    read(text.as_bytes(), None).unwrap().0
}

#[test]
fn both_kinds_of_ofx_say_the_same() {
    let old = read_it(SGML);
    let new = read_it(XML);
    assert_eq!((old.form, new.form), (Form::Ofx, Form::Ofx));
    let line = &old.lines.rows[0];
    assert_eq!((line.on, line.amount), (day(3), money("1284.17")));
    assert_eq!(line.account.as_deref(), Some("4417"));
    assert_eq!(line.words, "PORTAGE HCCLAIMPMT TRN*1*88120431*1391234567~");
    assert_eq!((line.line, line.key.as_str()), (9, "id:A1"));
    assert_eq!(old.lines.rows[1].words, "RETURNED ITEM & FEE");
    assert_eq!(old.lines.rows[1].amount, money("-35"));
    assert_eq!(new.lines.rows.len(), 1);
    assert_eq!(new.lines.rows[0].amount, line.amount);
    assert_eq!(new.lines.rows[0].key, line.key);
    assert_eq!(new.lines.refused[0].line, 6);
}

#[test]
fn a_file_that_is_cut_off_is_refused_with_its_line() {
    for cut in [SGML.len() - 10, SGML.len() - 120, SGML.len() - 190] {
        let refused = read(&SGML.as_bytes()[..cut], None);
        assert!(
            matches!(refused, Err(BankFileError::Cut(_))),
            "{cut}: {refused:?}"
        );
    }
    assert!(matches!(
        read(b"<OFX><SIGNONMSGSRSV1></SIGNONMSGSRSV1></OFX>", None),
        Err(BankFileError::NoLines)
    ));
}

#[test]
fn csv_of_many_shapes_says_the_same() {
    let shapes = [
        "Date,Description,Amount\n11/03/2026,PORTAGE,1284.17\n11/04/2026,RETURNED,-35.00\n",
        "Account 4417\n\n\"Posting Date\";\"Details\";\"Credit\";\"Debit\"\n2026-11-03;PORTAGE;1.284,17;\n2026-11-04;RETURNED;;35,00\n",
        "Transaction Date\tPosted Date\tDescription\tDebit\tCredit\n11/02/2026\t11/03/2026\tPORTAGE\t\t1,284.17\n11/03/2026\t11/04/2026\tRETURNED\t$35.00\t\nTotal\t\t\t35.00\t1,284.17\n",
        "Date,Amount,Dr/Cr,Narrative\n03-Nov-2026,1284.17,CR,PORTAGE\n04-Nov-2026,35.00,DR,RETURNED\n",
        "20261103,PORTAGE,1284.17\n20261104,RETURNED,-35.00\n",
        "Date,Description,Amount\n11/3/26,\"PORTAGE\",\"$1,284.17\"\n11/4/26,RETURNED,($35.00)\n",
    ];
    for shape in shapes {
        let (file, layout) = read(shape.as_bytes(), None).unwrap();
        let said: Vec<_> = file
            .lines
            .rows
            .iter()
            .map(|line| (line.on, line.amount, line.words.as_str()))
            .collect();
        assert_eq!(
            said,
            [
                (day(3), money("1284.17"), "PORTAGE"),
                (day(4), money("-35"), "RETURNED")
            ],
            "{shape}{layout:?}"
        );
        let again = read(shape.as_bytes(), layout.as_ref()).unwrap().0;
        assert_eq!(again, file);
    }
}

#[test]
fn two_equal_payments_of_a_day_stay_two_and_the_same_file_is_the_same() {
    let file = read_it("Date,Description,Amount\n11/03/2026,COPAY,25.00\n11/03/2026,COPAY,25.00\n");
    let [one, other] = file.lines.rows.as_slice() else {
        panic!("{file:?}")
    };
    assert_ne!(one.key, other.key);
}

#[test]
fn what_cannot_be_read_says_why_and_where() {
    let file = read_it(
        "Date,Description,Amount\n11/03/2026,A,12.3.4\n02/30/2026,B,5.00\n11/05/2026,C,0.00\n11/06/2026,D,7\n",
    );
    let said: Vec<String> = file
        .lines
        .refused
        .iter()
        .map(|refused| format!("{}: {}", refused.line, refused.why))
        .collect();
    assert_eq!(
        said,
        [
            "2: an amount has only digits and a point, as 43.17",
            "3: the day is not a day, as 1/31/2026",
            "4: the amount must be more than zero",
        ]
    );
    assert_eq!(file.lines.rows.len(), 1);
    for (bytes, words) in [
        (b"".as_slice(), "cannot be told"),
        (b"hello", "cannot be told"),
        (b"\xff\xfeD\0a\0", "Unicode text"),
        (b"PK\x03\x04", "workbook"),
        (b"%PDF-1.7", "PDF"),
    ] {
        let refused = read(bytes, None).unwrap_err().to_string();
        assert!(refused.contains(words), "{refused}");
    }
}

#[test]
fn no_bytes_make_the_reader_fall_over() {
    let mut seed = 7_u64;
    let mut next = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        seed >> 33
    };
    for base in [
        SGML.as_bytes(),
        XML.as_bytes(),
        b"Date,Description,Amount\n11/03/2026,A,1.00\n",
    ] {
        for round in 0..400 {
            let mut bytes = base.to_vec();
            for _ in 0..=(round % 9) {
                let at = usize::try_from(next()).unwrap() % bytes.len();
                match next() % 3 {
                    0 => bytes[at] = u8::try_from(next() % 256).unwrap(),
                    1 => bytes.truncate(at.max(1)),
                    _ => bytes.insert(at, b"<>\",\n&"[usize::try_from(next() % 6).unwrap()]),
                }
            }
            let _read = read(&bytes, None);
        }
    }
}

fn line(id: i64, on: u32, amount: &str, words: &str) -> BankLine {
    BankLine {
        id: BankLineId::new(id),
        bank: BankId::new(1),
        on: day(on),
        amount: money(amount),
        words: words.to_owned(),
        reference: String::new(),
        file: String::new(),
        file_line: 1,
        standing: Standing::Open,
    }
}

fn booked(id: i64, kind: Kind, on: u32, amount: &str, trace: &str) -> Booked {
    Booked {
        what: What::Deposit(DepositId::new(id)),
        bank: Some(BankId::new(1)),
        kind,
        on: day(on),
        amount: money(amount),
        traces: vec![trace.to_owned()],
        from: vec![String::from("Portage Mutual")],
    }
}

#[test]
fn a_trace_number_and_the_amount_are_sure_whatever_stands_around_them() {
    for memo in [
        "PORTAGE HCCLAIMPMT TRN*1*88120431*1391234567~",
        "ACH CREDIT TRN\\1\\00088120431\\1391234567",
        "eft 88120431",
    ] {
        let lines = [line(1, 9, "1284.17", memo)];
        let book = [
            booked(4, Kind::Eft, 3, "1284.17", "88120431"),
            booked(5, Kind::Eft, 9, "1284.17", "88120999"),
        ];
        let found = suggest(&lines, &book).unwrap();
        assert_eq!(found[0].what, What::Deposit(DepositId::new(4)), "{memo}");
        assert!(found[0].is_sure(), "{memo}: {:?}", found[0]);
        assert_eq!(
            found[0].reasons[0],
            "trace number 88120431 stands in the bank’s memo"
        );
    }
}

#[test]
fn equal_amounts_alone_are_never_sure_when_there_are_two() {
    let lines = [line(1, 4, "50.00", "DEPOSIT")];
    let one = booked(4, Kind::Slip, 4, "50.00", "");
    let two = [one.clone(), booked(5, Kind::Slip, 3, "50.00", "")];
    assert!(suggest(&lines, &[one]).unwrap()[0].is_sure());
    let found = suggest(&lines, &two).unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(
        found[0].what,
        What::Deposit(DepositId::new(4)),
        "the nearer day"
    );
    assert!(found[0].score < SURE, "{:?}", found[0]);
}

#[test]
fn a_trace_with_another_amount_is_shown_with_the_difference_and_never_sure() {
    let lines = [line(1, 4, "1274.17", "TRN*1*88120431*1")];
    let book = [booked(4, Kind::Eft, 3, "1284.17", "88120431")];
    let found = suggest(&lines, &book).unwrap();
    assert_eq!(found[0].difference, money("-10.00"));
    assert!(!found[0].is_sure());
    assert!(
        found[0]
            .reasons
            .contains(&String::from("the amounts differ by 10.00"))
    );
}

#[test]
fn nothing_far_away_or_of_another_account_is_suggested() {
    let lines = [line(1, 25, "50.00", "DEPOSIT")];
    let far = booked(4, Kind::Slip, 3, "50.00", "");
    let other = Booked {
        bank: Some(BankId::new(2)),
        ..booked(5, Kind::Slip, 25, "50.00", "")
    };
    assert_eq!(suggest(&lines, &[far, other]).unwrap(), []);
}
