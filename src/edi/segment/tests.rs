use std::io::Read;

use super::*;

const ISA: &str = "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *240115*0930*^*00501*000000001*0*T*:~";

/// Gives a few bytes at a time, as a slow disk would.
struct Trickle<'a>(&'a [u8], usize);

impl Read for Trickle<'_> {
    fn read(&mut self, room: &mut [u8]) -> std::io::Result<usize> {
        let n = self.1.min(room.len()).min(self.0.len());
        room[..n].copy_from_slice(&self.0[..n]);
        self.0 = &self.0[n..];
        Ok(n)
    }
}

/// Every segment as its elements joined by a bar.
fn read(source: impl Read) -> Result<Vec<String>, ReadError> {
    let mut segments = Segments::new(source);
    let mut all = Vec::new();
    while let Some(segment) = segments.next_segment()? {
        let elements: Vec<&str> = (0..=segment.len()).map(|n| segment.element(n)).collect();
        all.push(elements.join("|"));
    }
    Ok(all)
}

fn delimiters(isa: &str) -> Option<(char, Option<char>, char, char)> {
    let mut segments = Segments::new(isa.as_bytes());
    let segment = segments.next_segment().ok()??;
    let d = segment.delimiters();
    Some((d.element(), d.repetition(), d.component(), d.segment()))
}

#[test]
fn delimiters_are_told_from_the_header() {
    let body = "GS*HC~";
    for (isa, want) in [
        (ISA.to_owned() + body, Some(('*', Some('^'), ':', '~'))),
        (ISA.replace('^', "U") + body, Some(('*', None, ':', '~'))),
        (ISA.replace('^', ":") + body, Some(('*', None, ':', '~'))),
        (
            ISA.replace('*', "|") + "GS|HC~",
            Some(('|', Some('^'), ':', '~')),
        ),
        (
            ISA.replace('~', "\n") + "GS*HC\n",
            Some(('*', Some('^'), ':', '\n')),
        ),
        (
            ISA.replace('~', "\r\n") + "GS*HC\r\n",
            Some(('*', Some('^'), ':', '\r')),
        ),
        (
            ISA.replace(":~", "~") + body,
            Some(('*', Some('^'), ':', '~')),
        ),
        (
            ISA.replace(":~", "~\r\n") + body,
            Some(('*', Some('^'), ':', '~')),
        ),
        (
            ISA.replace(":~", "~\n") + "GS*HC\n",
            Some(('*', Some('^'), '~', '\n')),
        ),
        (
            ISA.replace(":~", ":\n~") + body,
            Some(('*', Some('^'), ':', '~')),
        ),
        (
            ISA.replace(":~", ":  ~") + body,
            Some(('*', Some('^'), ':', '~')),
        ),
        (
            ISA.replace("          ", "") + body,
            Some(('*', Some('^'), ':', '~')),
        ),
        (
            ISA.replace("*0*T*", "*0*\r\nT*") + body,
            Some(('*', Some('^'), ':', '~')),
        ),
        (
            ISA.replace(":~", ">\u{1D}"),
            Some(('*', Some('^'), '>', '\u{1D}')),
        ),
        (ISA.replace(":~", "A~") + body, None),
        (ISA.replace(":~", "::") + body, None),
        (ISA.replace("*0*T", "T") + body, None),
        (ISA.replace(":~", ""), None),
        ("ISA*00*".to_owned(), None),
    ] {
        assert_eq!(delimiters(&isa), want, "{isa:?}");
    }
}

#[test]
fn only_legal_delimiters_can_be_written() {
    assert_eq!(
        Delimiters::new('*', '^', ':', '~'),
        Ok(Delimiters::STANDARD)
    );
    assert!(Delimiters::new('|', '^', '>', '\n').is_ok());
    assert!(Delimiters::new('\u{1D}', '\u{1F}', '\u{1E}', '\u{1C}').is_ok());
    for (set, want) in [
        (['A', '^', ':', '~'], DelimiterError::Data),
        (['*', '^', ' ', '~'], DelimiterError::Data),
        (['*', '7', ':', '~'], DelimiterError::Data),
        (['*', '^', 'é', '~'], DelimiterError::Data),
        (['*', '-', ':', '~'], DelimiterError::InNumbers),
        (['*', '^', ':', '.'], DelimiterError::InNumbers),
        (['*', '*', ':', '~'], DelimiterError::Equal),
        (['*', '^', '~', '~'], DelimiterError::Equal),
        (['\n', '^', ':', '~'], DelimiterError::Unusual),
        (['*', '§', ':', '~'], DelimiterError::Unusual),
        (['*', '^', ':', '\0'], DelimiterError::Unusual),
    ] {
        let [e, r, c, s] = set;
        assert_eq!(Delimiters::new(e, r, c, s), Err(want), "{set:?}");
    }
    assert_eq!(Delimiters::STANDARD.found_in("A: B*"), Some(':'));
    assert_eq!(Delimiters::STANDARD.found_in("A; B"), None);
}

#[test]
fn sloppy_bytes_read_the_same() {
    let want = ["GS|HC|A", "ST|837", "SE|2", "IEA|1"];
    let body = "GS*HC*A~ST*837~SE*2~IEA*1~";
    for text in [
        format!("{ISA}{body}"),
        format!("\u{FEFF}{ISA}{body}"),
        format!("\r\n  {ISA}\n{}", body.replace('~', "~\r\n")),
        format!("{ISA}{}", body.replace('~', " ~\n   ")),
        format!("{ISA}{}\0\0\u{1A}", body.replace("HC", "H\r\nC")),
        format!("{ISA}{}", body.replace("SE", "~~SE")),
        format!("{ISA}{}", body.trim_end_matches('~')),
        format!("Content-Type: text/plain\n\n{ISA}{body}"),
        format!("{ISA}{body}").replace('~', "\n"),
    ] {
        for step in [1, 3, 7, 100_000] {
            let got = read(Trickle(text.as_bytes(), step)).unwrap();
            assert_eq!(got[1..], want, "{text:?} by {step}");
        }
    }
}

#[test]
fn each_flaw_is_marked_where_it_is() {
    let text = format!("\u{FEFF}{ISA}~GS*H\nC~NM1*Jos\u{e9}~ST*1");
    let mut bytes = text.into_bytes();
    let accent = bytes.iter().rposition(|b| *b == 0xC3).unwrap();
    drop(bytes.splice(accent..accent + 2, [0xE9]));
    let mut segments = Segments::new(bytes.as_slice());
    let mut seen = Vec::new();
    while let Some(s) = segments.next_segment().unwrap() {
        seen.push((
            s.id().to_owned(),
            s.element(1).to_owned(),
            s.flaws(),
            s.position(),
        ));
    }
    assert!(seen[0].2.has(Flaw::ByteOrderMark) && !seen[0].2.has(Flaw::AfterJunk));
    assert!(seen[1].2.has(Flaw::AfterEmpty) && seen[1].2.has(Flaw::Wrapped));
    assert!(seen[2].2.has(Flaw::Latin1) && !seen[2].2.has(Flaw::Wrapped));
    assert_eq!((seen[1].1.as_str(), seen[2].1.as_str()), ("HC", "José"));
    assert!(seen[3].2.has(Flaw::Unterminated));
    assert_eq!(
        seen[0].3,
        Position {
            byte: 3,
            segment: 1
        }
    );
    assert_eq!(
        seen[1].3,
        Position {
            byte: 110,
            segment: 2
        }
    );
    assert_eq!(
        seen[3].3,
        Position {
            byte: 126,
            segment: 4
        }
    );
}

#[test]
fn interchanges_may_differ_in_their_delimiters() {
    let other = ISA.replace(['*', ':', '~'], "|");
    assert!(read(other.as_bytes()).is_err());
    let second = ISA.replace('*', "|").replace('~', "!");
    let text = format!("{ISA}IEA*1*2~\n{second}IEA|1|2!");
    let got = read(text.as_bytes()).unwrap();
    assert_eq!(
        (got.len(), got[1].as_str(), got[3].as_str()),
        (4, "IEA|1|2", "IEA|1|2")
    );
}

#[test]
fn what_is_not_x12_is_refused() {
    for text in ["", "I", "ISA", "hello", "ISABELLA*LOPEZ~", "{\"isa\":1}"] {
        assert!(
            matches!(read(text.as_bytes()), Err(ReadError::NoInterchange)),
            "{text}"
        );
    }
    let junk = format!("{}{ISA}", "x".repeat(10_000));
    assert!(matches!(
        read(junk.as_bytes()),
        Err(ReadError::NoInterchange)
    ));
    assert!(matches!(
        read(&b"ISA*00*1"[..]),
        Err(ReadError::Delimiters { .. })
    ));
}

#[test]
fn a_segment_without_end_needs_bounded_memory() {
    let text = format!("{ISA}NTE*ADD*{}~SE*2~", "x".repeat(3_000_000));
    let mut segments = Segments::new(Trickle(text.as_bytes(), 50_000));
    let mut seen = Vec::new();
    while let Some(s) = segments.next_segment().unwrap() {
        seen.push((
            s.id().to_owned(),
            s.raw(2).len(),
            s.flaws(),
            s.position().byte,
        ));
    }
    assert_eq!(seen[1].1, SEGMENT_BYTES_MAX - 8);
    assert!(seen[1].2.has(Flaw::TooLong));
    assert_eq!(
        (seen[2].0.as_str(), seen[2].3),
        ("SE", 106 + 8 + 3_000_000 + 1)
    );
    let endless = format!("{ISA}{}", "x".repeat(500_000));
    assert_eq!(read(endless.as_bytes()).unwrap().len(), 2);
    let many = format!("{ISA}HI{}~SE*1~", "*".repeat(5000));
    let mut segments = Segments::new(many.as_bytes());
    let _ = segments.next_segment().unwrap();
    let hi = segments.next_segment().unwrap().unwrap();
    assert_eq!(hi.len(), ELEMENTS_MAX);
    assert!(hi.flaws().has(Flaw::TooManyElements));
}

#[test]
fn elements_components_and_repetitions_come_apart() {
    let text = format!("{ISA}SV1*HC:99213: 25 *  7.5*A^B~");
    let mut segments = Segments::new(text.as_bytes());
    let _ = segments.next_segment().unwrap();
    let s = segments.next_segment().unwrap().unwrap();
    assert_eq!((s.id(), s.len()), ("SV1", 3));
    assert_eq!(
        (s.component(1, 1), s.component(1, 3), s.component(1, 4)),
        ("HC", "25", "")
    );
    assert_eq!((s.element(2), s.raw(2), s.element(9)), ("7.5", "  7.5", ""));
    assert_eq!(s.repetitions(3).collect::<Vec<_>>(), ["A", "B"]);
    assert_eq!(s.components(9).collect::<Vec<_>>(), [""]);
}

proptest::proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..2000), step in 1_usize..300) {
        let _ = read(Trickle(&bytes, step));
        let mut with_header = ISA.as_bytes().to_vec();
        with_header.extend(bytes);
        let _ = read(Trickle(&with_header, step));
    }
}
