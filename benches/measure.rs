//! Times, their medians, and ratios with the bar they must stay under.

use std::time::{Duration, Instant};

/// Whether every bar was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Verdict {
    /// Each of them.
    Held,
    /// One was missed.
    Missed,
}

impl Verdict {
    pub fn of(is_held: bool) -> Self {
        if is_held { Self::Held } else { Self::Missed }
    }

    pub fn and(self, other: Self) -> Self {
        Self::of(self == Self::Held && other == Self::Held)
    }
}

/// How long one way of doing something took, repetition by repetition.
#[derive(Debug)]
pub struct Timed {
    name: &'static str,
    times: Vec<Duration>,
}

impl Timed {
    pub fn new(name: &'static str) -> Self {
        Self {
            name,
            times: Vec::new(),
        }
    }

    pub fn add(&mut self, time: Duration) {
        self.times.push(time);
    }

    pub fn median(&self) -> Duration {
        let mut times = self.times.clone();
        times.sort_unstable();
        times[times.len() / 2]
    }

    pub fn print(&self) {
        println!(
            "  {:<44} {}  (median of {}; {} to {})",
            self.name,
            shown(self.median()),
            self.times.len(),
            shown(*self.times.iter().min().unwrap()).trim(),
            shown(*self.times.iter().max().unwrap()).trim(),
        );
    }

    /// Prints both and how many times as long as `baseline` this took; says whether it is at most `bar` times.
    pub fn against(&self, baseline: &Self, bar: Option<f64>) -> Verdict {
        baseline.print();
        self.print();
        let ratio = self.median().as_secs_f64() / baseline.median().as_secs_f64();
        let (words, verdict) = judged(bar.map(|bar| (ratio <= bar, format!("{bar:.2}"))));
        println!("  ratio {ratio:.2}{words}");
        verdict
    }

    /// Says whether the median stays under a time that a person feels.
    pub fn under(&self, bar: Duration) -> Verdict {
        let is_held = self.median() < bar;
        let (words, verdict) = judged(Some((is_held, shown(bar).trim().to_owned())));
        println!("  {} is {}{words}", self.name, shown(self.median()).trim());
        verdict
    }
}

fn judged(bar: Option<(bool, String)>) -> (String, Verdict) {
    match bar {
        None => (String::new(), Verdict::Held),
        Some((true, bar)) => (format!(", at most {bar}: holds"), Verdict::Held),
        Some((false, bar)) => (format!(", at most {bar}: MISSED"), Verdict::Missed),
    }
}

/// How long `work` takes. What it gives is dropped after the clock has stopped.
pub fn time<T>(work: impl FnOnce() -> T) -> Duration {
    let begun = Instant::now();
    let made = std::hint::black_box(work());
    let took = begun.elapsed();
    drop(made);
    took
}

pub fn shown(time: Duration) -> String {
    format!("{:9.3} ms", time.as_secs_f64() * 1000.0)
}
