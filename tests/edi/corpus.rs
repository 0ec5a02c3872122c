//! Other people's claims, read and written again: the same claims come back, and what is left out is known.
//!
//! Files that are no valid claims are left out by name, each with what is wrong with it; no other may be. Nearly all
//! samples name providers by numbers that are no NPI, and some have tax ids and taxonomy codes of a wrong
//! length, or lines without a control number; the writer rightly refuses those. They are mended before, small letters
//! raised and double blanks made one, as all are when they are sent.

use std::path::Path;

use pegboard::domain::code::Npi;
use pegboard::edi::claim837::{self, Batch};
use pegboard::edi::segment::Delimiters;

use super::samples;

/// What is written of a file's batches, and what is read of that again.
enum Outcome {
    /// The same, but for what the findings say is not kept.
    Same(Vec<String>),
    /// The writer refuses it, as a receiver would.
    Refused(String),
    /// Something else comes back, from there on.
    Changed(String),
}

/// The file with numbers that a receiver would take.
fn mended(file: &Path) -> String {
    let bytes = std::fs::read(file).unwrap();
    let text = String::from_utf8_lossy(&bytes);
    let text = text.trim_start_matches('\u{FEFF}');
    let separator = text.chars().nth(3).unwrap();
    let mut elements: Vec<String> = text.split(separator).map(str::to_owned).collect();
    for element in &mut elements {
        while element.trim().contains("  ") {
            *element = element.trim().replace("  ", " ");
        }
    }
    for at in 1..elements.len() - 1 {
        let (before, kind) = (elements[at - 1].clone(), elements[at].clone());
        let value = &mut elements[at + 1];
        match kind.as_str() {
            "XX" => mend(value, |digit| digit.is_ascii_digit(), npi),
            "EI" | "SY" if before.ends_with("REF") => {
                mend(value, |c| c.is_ascii_digit() || c == '-', nine_digits);
            }
            "PXC" => mend(
                value,
                |c| c.is_ascii_alphanumeric(),
                |code| format!("{code:X<10.10}"),
            ),
            _ => {}
        }
    }
    elements.join(&separator.to_string()).to_ascii_uppercase()
}

/// Changes the beginning of an element, as far as it is of some kind.
fn mend(value: &mut String, is_part: impl Fn(char) -> bool, change: impl Fn(&str) -> String) {
    let end = value.find(|c| !is_part(c)).unwrap_or(value.len());
    let changed = change(&value[..end]);
    value.replace_range(..end, &changed);
}

fn nine_digits(number: &str) -> String {
    format!("{:0<9.9}", number.replace('-', ""))
}

fn npi(number: &str) -> String {
    let nine = format!("1{}", &nine_digits(number)[1..]);
    let npi = Npi::from_first_nine(nine.parse().unwrap()).unwrap();
    npi.as_str().to_owned()
}

/// Numbers the lines that have no control number.
fn number_lines(batch: &mut Batch) {
    let providers = batch.transactions.iter_mut().flat_map(|t| &mut t.providers);
    for subscriber in providers.flat_map(|p| &mut p.subscribers) {
        let others = subscriber.patients.iter_mut().flat_map(|p| &mut p.claims);
        for claim in subscriber.claims.iter_mut().chain(others) {
            for (number, line) in (1..).zip(&mut claim.lines) {
                if line.control_number.is_none() {
                    line.control_number = Some(format!("L{number}"));
                }
            }
        }
    }
}

fn outcome(file: &Path) -> Outcome {
    let (batches, findings) = claim837::read(mended(file).as_bytes()).unwrap();
    assert!(!batches.is_empty(), "{}", file.display());
    let mut lost: Vec<String> = findings
        .into_iter()
        .map(|finding| finding.text)
        .filter(|text| text.contains("not kept"))
        .collect();
    lost.sort();
    lost.dedup();
    for mut batch in batches {
        number_lines(&mut batch);
        let text = match claim837::write(&batch, Delimiters::STANDARD) {
            Ok(text) => text,
            Err(error) => return Outcome::Refused(error.to_string()),
        };
        let (again, _) = claim837::read(text.as_bytes()).unwrap();
        let [again] = again.as_slice() else {
            return Outcome::Changed("several batches".to_owned());
        };
        let rewritten = claim837::write(again, Delimiters::STANDARD).unwrap();
        assert!(text == rewritten, "{}", file.display());
        if *again != batch {
            let (before, after) = (format!("{batch:?}"), format!("{again:?}"));
            let same = before
                .bytes()
                .zip(after.bytes())
                .take_while(|(a, b)| a == b);
            let at = same.count().saturating_sub(60);
            let said = |text: &str| text.chars().skip(at).take(120).collect::<String>();
            return Outcome::Changed(format!("{} / {}", said(&before), said(&after)));
        }
    }
    Outcome::Same(lost)
}

/// A file that is no valid claim file, which is why it need not come back.
struct Invalid {
    name: &'static str,
    /// What is wrong with it, by the guide and by the independent validators.
    wrong: &'static str,
    /// What the writer says of it.
    said: &'static str,
}

const COMPONENTS: &str = "its composites are held together by >, but its ISA names :";
const MALFORMED: &str =
    "SE01 is wrong, diagnoses stand apart from their qualifiers, and the patient has no address";

/// The samples that are invalid; every other one must come back.
#[rustfmt::skip]
const INVALID: [Invalid; 15] = [
    invalid("LinuxForHealth-x12__demo.cob.2ndary.example4", COMPONENTS, "frequency must be 1, 7 or 8"),
    invalid("LinuxForHealth-x12__demo.cob.example3.A", "another payer has no name (NM1*PR of loop 2330B)", "other payer: name is missing"),
    invalid("LinuxForHealth-x12__demo.example11", COMPONENTS, "frequency must be 1, 7 or 8"),
    invalid("LinuxForHealth-x12__demo.example12", COMPONENTS, "frequency must be 1, 7 or 8"),
    invalid("LinuxForHealth-x12__demo.example9", COMPONENTS, "frequency must be 1, 7 or 8"),
    invalid("imsweb-x12-parser__x12_complex", MALFORMED, "address is missing"),
    invalid("imsweb-x12-parser__x12_many_claims", MALFORMED, "address is missing"),
    invalid("imsweb-x12-parser__x12_multiple_gs", MALFORMED, "address is missing"),
    invalid("imsweb-x12-parser__x12_multiple_isa", MALFORMED, "address is missing"),
    invalid("imsweb-x12-parser__x12_multiple_st", MALFORMED, "address is missing"),
    invalid("imsweb-x12-parser__x12_multiple_transactions", MALFORMED, "address is missing"),
    invalid("imsweb-x12-parser__x12_no_errors", MALFORMED, "address is missing"),
    invalid("imsweb-x12-parser__x12_valid_different_separators", MALFORMED, "address is missing"),
    invalid("imsweb-x12-parser__x12_writer_test", "SE01 is wrong, and so is the charge", "charge is not the sum of its lines"),
    invalid("nddipiazza-x12-parser__x12_complex", MALFORMED, "address is missing"),
];

const fn invalid(name: &'static str, wrong: &'static str, said: &'static str) -> Invalid {
    Invalid { name, wrong, said }
}

#[test]
#[expect(
    clippy::print_stderr,
    reason = "which files are left out, and why, is part of the answer"
)]
fn claims_of_others_come_back_as_they_were() {
    let Some(folder) = samples::folder("samples") else {
        return;
    };
    let (mut wrong, mut came_back) = (Vec::new(), 0);
    for (_, file) in samples::files(&folder)
        .into_iter()
        .filter(|(kind, _)| kind == "837P")
    {
        let name = file.file_stem().unwrap().to_str().unwrap();
        let (batches, _) = claim837::read(std::fs::File::open(&file).unwrap()).unwrap();
        assert!(!batches.is_empty(), "{name}");
        let excluded = INVALID.iter().find(|one| one.name == name);
        match (outcome(&file), excluded) {
            (Outcome::Same(lost), None) if lost.is_empty() => came_back += 1,
            (Outcome::Refused(why), Some(one)) if why.contains(one.said) => {
                eprintln!("{name}: left out, for {}", one.wrong);
            }
            (Outcome::Same(lost), _) => wrong.push(format!("{name}: same but for {lost:?}")),
            (Outcome::Refused(why), _) => wrong.push(format!("{name}: refused, {why}")),
            (Outcome::Changed(what), _) => wrong.push(format!("{name}: changed, {what}")),
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    eprintln!("{came_back} files came back as they were");
}
