//! NCCI procedure-to-procedure pairs: which two services are not paid together on one day. It must not know claims.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::packed::{OPEN, Record, day, holds, number, records};
use super::{List, Release};
use crate::domain::code::Procedure;

/// Whether a modifier lets both services of a pair be paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Together {
    /// None does (indicator 0).
    Never,
    /// One of NCCI's modifiers does (indicator 1).
    WithModifier,
    /// The pair says nothing any more (indicator 9).
    NotApplicable,
}

impl Together {
    /// Reads the file's indicator.
    pub const fn from_indicator(indicator: u8) -> Option<Self> {
        match indicator {
            0 => Some(Self::Never),
            1 => Some(Self::WithModifier),
            9 => Some(Self::NotApplicable),
            _ => None,
        }
    }

    const fn indicator(self) -> u8 {
        match self {
            Self::Never => 0,
            Self::WithModifier => 1,
            Self::NotApplicable => 9,
        }
    }
}

/// One line of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Column 1: what is paid.
    pub first: Procedure,
    /// Column 2: what is not paid beside it.
    pub second: Procedure,
    /// First day of service for which it holds.
    pub from: NaiveDate,
    /// Last day of service for which it holds; none while it holds.
    pub until: Option<NaiveDate>,
    /// Whether a modifier helps.
    pub together: Together,
    /// Number of the reason among the words of the release.
    pub why: u8,
}

/// What the list says of two services on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict<'a> {
    /// Whether a modifier helps.
    pub together: Together,
    /// Why they are not paid together, in CMS's few words; may be empty.
    pub why: &'a str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Row {
    second: u32,
    from: u16,
    until: u16,
    indicator: u8,
    why: u8,
}

/// Bytes of a row in a block.
const ROW: usize = 10;

impl Pair {
    /// Begins a block, which holds pairs of one column 1 code.
    pub fn begin(first: Procedure) -> Vec<u8> {
        number(first).to_le_bytes().to_vec()
    }

    /// Adds the pair to a block of its column 1 code.
    pub fn add_to(&self, block: &mut Vec<u8>) {
        block.extend(number(self.second).to_le_bytes());
        block.extend(day(self.from).to_le_bytes());
        block.extend(self.until.map_or(OPEN, day).to_le_bytes());
        block.extend([self.together.indicator(), self.why]);
    }
}

/// Every pair, by its column 1 code. Twelve bytes a pair.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pairs {
    by_first: HashMap<u32, Vec<Row>>,
    words: Vec<String>,
}

impl Pairs {
    /// How many pairs there are.
    pub fn len(&self) -> usize {
        self.by_first
            .values()
            .map(Vec::len)
            .fold(0, usize::saturating_add)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.by_first.is_empty()
    }

    /// What is said of `second` beside `first` on a day of service; none when nothing is.
    pub fn find(&self, first: Procedure, second: Procedure, on: NaiveDate) -> Option<Verdict<'_>> {
        let rows = self.by_first.get(&number(first))?;
        let (second, on) = (number(second), day(on));
        let start = rows.partition_point(|row| row.second < second);
        let row = rows
            .iter()
            .skip(start)
            .take_while(|row| row.second == second)
            .find(|row| holds(on, row.from, row.until))?;
        let why = self.words.get(usize::from(row.why));
        Some(Verdict {
            together: Together::from_indicator(row.indicator)?,
            why: why.map_or("", String::as_str),
        })
    }

    /// The number of a sentence among ours, which come from several files.
    fn word(&mut self, words: &[String], number: u8) -> u8 {
        let Some(word) = words.get(usize::from(number)) else {
            return u8::MAX;
        };
        let known = self.words.iter().position(|one| one == word);
        let at = known.unwrap_or_else(|| {
            self.words.push(word.clone());
            self.words.len().saturating_sub(1)
        });
        u8::try_from(at).unwrap_or(u8::MAX)
    }
}

impl List for Pairs {
    fn take(&mut self, release: &Release, block: &[u8]) -> Option<()> {
        let mut head = Record(block);
        let first = head.long()?;
        // A file has a dozen reasons, so each is looked up once a block.
        let mut known: Vec<(u8, u8)> = Vec::new();
        let mut rows = Vec::with_capacity(head.0.len().checked_div(ROW).unwrap_or(0));
        for mut record in records(head.0, ROW)? {
            let (second, from, until) = (record.long()?, record.short()?, record.short()?);
            let (indicator, said) = (record.byte()?, record.byte()?);
            let why = if let Some((_, ours)) = known.iter().find(|(theirs, _)| *theirs == said) {
                *ours
            } else {
                let ours = self.word(&release.words, said);
                known.push((said, ours));
                ours
            };
            rows.push(Row {
                second,
                from,
                until,
                indicator,
                why,
            });
        }
        let all = self.by_first.entry(first).or_default();
        if all.is_empty() {
            *all = rows;
        } else {
            all.append(&mut rows);
        }
        Some(())
    }

    #[expect(
        clippy::iter_over_hash_type,
        reason = "each code's pairs are put in order by themselves"
    )]
    fn settle(&mut self) {
        for rows in self.by_first.values_mut() {
            rows.sort_unstable();
            rows.dedup();
            rows.shrink_to_fit();
        }
    }
}
