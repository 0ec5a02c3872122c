//! Reads pages back, as another program sees them.

use std::io::Write;
use std::process::{Command, Stdio};

use pegboard::domain::money::Money;

/// The text of a PDF as `pdftotext -layout` lays it out, pages divided by form feeds; none where it is not installed.
pub fn text_of(pdf: &[u8]) -> Option<String> {
    let file = tempfile::NamedTempFile::new().unwrap();
    file.as_file().write_all(pdf).unwrap();
    let run = Command::new("pdftotext")
        .args(["-layout", "-enc", "UTF-8"])
        .arg(file.path())
        .arg("-")
        .stderr(Stdio::inherit())
        .output();
    let Ok(output) = run else {
        skipped("pdftotext is not installed");
        return None;
    };
    assert!(output.status.success(), "pdftotext cannot read the pages");
    Some(String::from_utf8(output.stdout).unwrap())
}

/// Asserts that `qpdf` finds nothing wrong with a PDF, where it is installed.
pub fn check(pdf: &[u8]) {
    let file = tempfile::NamedTempFile::new().unwrap();
    file.as_file().write_all(pdf).unwrap();
    let Ok(output) = Command::new("qpdf")
        .arg("--check")
        .arg(file.path())
        .output()
    else {
        skipped("qpdf is not installed");
        return;
    };
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && !said.contains("WARNING"),
        "{said}"
    );
}

#[expect(clippy::print_stderr, reason = "a test that could not run must say so")]
fn skipped(why: &str) {
    eprintln!("skipped: {why}");
}

/// One printed row of the table of services: what stands before its amounts, the five amounts, what follows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub label: String,
    pub amounts: [Money; 5],
    pub why: String,
}

impl Row {
    /// The amounts as they belong together: three of the four that are taken off are printed in parentheses.
    pub fn holds(&self) -> bool {
        let [charge, rest @ .., owed] = self.amounts;
        Money::sum([charge].into_iter().chain(rest)) == Ok(owed)
    }

    pub fn is_service(&self) -> bool {
        !["Visit total", "Total", "Carried to", "Brought from"]
            .iter()
            .any(|label| self.label.starts_with(label))
    }
}

/// Every row of the table of services in a page's text.
pub fn rows(text: &str) -> Vec<Row> {
    text.lines().filter_map(row).collect()
}

fn row(line: &str) -> Option<Row> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let start = words
        .windows(5)
        .position(|five| five.iter().all(|word| printed(word).is_some()))
        // The ageing strip has amounts alone.
        .filter(|start| *start > 0)?;
    let mut amounts = [Money::ZERO; 5];
    for (amount, word) in amounts.iter_mut().zip(&words[start..]) {
        *amount = printed(word)?;
    }
    Some(Row {
        label: words[..start].join(" "),
        amounts,
        why: words[start + 5..].join(" "),
    })
}

/// A printed amount: `–`, `1,284.00`, `(45.00)`, `$227.60`.
pub fn printed(word: &str) -> Option<Money> {
    if word == "–" {
        return Some(Money::ZERO);
    }
    let digits = word.trim_start_matches(['(', '$']).trim_end_matches(')');
    let (_, cents) = digits.split_once('.')?;
    (cents.len() == 2).then(|| word.parse().ok()).flatten()
}
