//! Benchmarks, each beside a named baseline from the same run: what counts is the ratio, which does not depend on the
//! machine. `cargo bench` runs all of them, `cargo bench -- card` one. A ratio that is not met ends the run with
//! status 1.
//!
//! They work on demo books, which are made when they are first needed and kept under `target/bench-books`. The book is
//! a medium one unless `PEGBOARD_BENCH_SIZE` says `small` or `large`; making a large one takes a good while.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a benchmark prints what it measured"
)]

mod books;
mod card;
mod claims;
mod key;
mod measure;
mod payer;
mod posting;
mod reading;
mod remitting;
mod screens;
mod scrubbing;
mod statements;

use std::process::ExitCode;

use measure::Verdict;

/// A benchmark's name and what runs it.
type Benchmark = (&'static str, fn() -> Verdict);

const ALL: [Benchmark; 8] = [
    ("posting", posting::run),
    ("remitting", remitting::run),
    ("card", card::run),
    ("statements", statements::run),
    ("screens", screens::run),
    ("scrubbing", scrubbing::run),
    ("claims", claims::run),
    ("reading", reading::run),
];

fn main() -> ExitCode {
    let named: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with("--"))
        .collect();
    if let [child, folder] = named.as_slice()
        && let Some(way) = statements::Way::named(child)
    {
        statements::work(way, folder.as_ref());
        return ExitCode::SUCCESS;
    }
    if let [child, file] = named.as_slice()
        && child == reading::CHILD
    {
        reading::work(file.as_ref());
        return ExitCode::SUCCESS;
    }
    let mut verdict = Verdict::Held;
    for (name, run) in ALL {
        if named.is_empty() || named.iter().any(|wanted| wanted == name) {
            println!("== {name}");
            verdict = verdict.and(run());
            println!();
        }
    }
    match verdict {
        Verdict::Held => ExitCode::SUCCESS,
        Verdict::Missed => ExitCode::FAILURE,
    }
}
