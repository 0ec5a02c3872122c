//! Search by the start of a code or of words, as typed. It must not know which list it searches.

use std::ops::Range;

use super::Entry;

/// An entry that matches, and where: byte ranges of the code and of the description, for highlighting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit<'a> {
    /// What matched.
    pub entry: &'a Entry,
    /// The part of `entry.code` that matches, from its start; empty when only words match.
    pub code: Range<usize>,
    /// The parts of `entry.description` that match, in order, none touching another.
    pub description: Vec<Range<usize>>,
}

/// How good a match is; the better is the less.
const EXACT_CODE: usize = 0;
const CODE: usize = 1;
const FIRST_WORD: usize = 2;
const ANY_WORD: usize = 3;

/// Finds the entries for what was typed, at most `limit` of them.
///
/// Every word typed must be the start of the code or of a word of the description, in any order; case, dots and
/// dashes in codes and apostrophes in words do not matter. An exact code comes first, then codes that start so,
/// then descriptions that start so, then the rest, each in the order of the list. Nothing typed finds all.
pub fn search<'a>(
    entries: impl IntoIterator<Item = &'a Entry>,
    query: &str,
    limit: usize,
) -> Vec<Hit<'a>> {
    let typed: Vec<Typed<'_>> = query
        .split_whitespace()
        .map(|text| Typed {
            text,
            parts: words_of(text).map(|(_, word)| word).collect(),
        })
        .collect();
    let mut ranked: [Vec<Hit<'a>>; 4] = [const { Vec::new() }; 4];
    for entry in entries {
        let Some((rank, hit)) = find(entry, &typed) else {
            continue;
        };
        if let Some(found) = ranked.get_mut(rank).filter(|found| found.len() < limit) {
            found.push(hit);
        }
    }
    ranked.into_iter().flatten().take(limit).collect()
}

/// A word as typed, and its parts where dashes and the like divide it.
struct Typed<'q> {
    text: &'q str,
    parts: Vec<&'q str>,
}

fn find<'a>(entry: &'a Entry, typed: &[Typed<'_>]) -> Option<(usize, Hit<'a>)> {
    let mut code = 0;
    let mut rank = ANY_WORD;
    let mut description = Vec::new();
    for (place, typed) in typed.iter().enumerate() {
        let in_code = prefix(&entry.code, typed.text, is_code_mark);
        if let Some(end) = in_code {
            code = end.max(code);
            let whole = entry.code.len() == end;
            rank = rank.min(if whole { EXACT_CODE } else { CODE });
        }
        let found = find_words(&entry.description, &typed.parts);
        if place == 0 && found.iter().any(|range| range.start == 0) {
            rank = rank.min(FIRST_WORD);
        }
        if found.is_empty() && in_code.is_none() {
            return None;
        }
        description.extend(found);
    }
    Some((
        rank,
        Hit {
            entry,
            code: 0..code,
            description: joined(description),
        },
    ))
}

/// Where each of `parts` starts a word of `text`; nothing when one of them does not.
fn find_words(text: &str, parts: &[&str]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for part in parts {
        let before = found.len();
        found.extend(words_of(text).filter_map(|(start, word)| {
            let end = prefix(word, part, |c| c == '\'')?;
            Some(start..start.saturating_add(end))
        }));
        if found.len() == before {
            return Vec::new();
        }
    }
    found
}

/// The words of a text with the byte at which each starts. An apostrophe belongs to its word.
fn words_of(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0_usize;
    text.split(|c: char| !c.is_alphanumeric() && c != '\'')
        .map(move |word| {
            let start = at;
            // Every character that parts words here takes one byte or more; the next word starts after it.
            at = start.saturating_add(word.len());
            at = text
                .get(at..)
                .and_then(|rest| rest.chars().next())
                .map_or(at, |mark| at.saturating_add(mark.len_utf8()));
            (start, word)
        })
        .filter(|(_, word)| !word.is_empty())
}

/// How many bytes of `text` the typed start takes, or nothing when `text` does not start so. Case does not matter,
/// and characters that `skip` names are passed over on both sides.
fn prefix(text: &str, typed: &str, skip: impl Fn(char) -> bool) -> Option<usize> {
    let mut letters = text.char_indices().filter(|(_, c)| !skip(*c));
    let mut end = 0;
    for wanted in typed.chars().filter(|c| !skip(*c)) {
        let (at, letter) = letters.next()?;
        if !letter.eq_ignore_ascii_case(&wanted) {
            return None;
        }
        end = at.saturating_add(letter.len_utf8());
    }
    (end > 0).then_some(end)
}

const fn is_code_mark(c: char) -> bool {
    matches!(c, '.' | '-')
}

/// The ranges in order, those that touch made one.
fn joined(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_unstable_by_key(|range| (range.start, range.end));
    let mut joined: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match joined.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => joined.push(range),
        }
    }
    joined
}
