//! Proof that a claim was filed in time, as data: when it left in which file, what came back, and the last day it could
//! be filed. It must not know paper.

use chrono::{NaiveDate, NaiveDateTime};

use crate::domain::letterhead::Letterhead;
use crate::domain::money::Money;

/// The proof for one claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// Whose claim.
    pub practice: Letterhead,
    /// The practice's NPI.
    pub npi: String,
    /// The day it is printed.
    pub printed_on: NaiveDate,
    /// The claim's number (CLM01).
    pub claim: String,
    /// The patient.
    pub patient: String,
    /// The member number.
    pub member: String,
    /// The payer.
    pub payer: String,
    /// Its electronic id.
    pub payer_id: String,
    /// Day of service.
    pub service_on: NaiveDate,
    /// What was charged.
    pub charged: Money,
    /// The last day it could be filed.
    pub file_by: NaiveDate,
    /// The files it left in, the oldest first.
    pub sendings: Vec<Sending>,
    /// The paper runs it was printed in, the oldest first.
    pub printed: Vec<Printed>,
}

/// One printing on paper, which sends a claim by mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Printed {
    /// When it was printed, on the wall.
    pub made_at: NaiveDateTime,
    /// The number of its run.
    pub run: u64,
    /// How many claims the run has, and on how many pages.
    pub claims: u32,
    /// On how many pages.
    pub pages: u32,
    /// The SHA-256 of the run's pages in hexadecimal digits.
    pub sha256: String,
    /// How many bytes.
    pub bytes: u64,
}

/// One sending, with what came back to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sending {
    /// When its file was made, on the wall.
    pub made_at: NaiveDateTime,
    /// To whom.
    pub receiver: String,
    /// How the file is called.
    pub file: String,
    /// Its SHA-256 in hexadecimal digits.
    pub sha256: String,
    /// How many bytes.
    pub bytes: u64,
    /// The numbers on its envelopes: interchange, group, transaction.
    pub numbers: [String; 3],
    /// The number of the claim's first segment within the transaction.
    pub first: u64,
    /// The claim's own segments as they were sent.
    pub segments: Vec<String>,
    /// What came back, the oldest first.
    pub replies: Vec<Reply>,
}

/// Something that came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// Its kind: `999`, `277CA`.
    pub kind: String,
    /// The day it came in.
    pub came_on: NaiveDate,
    /// What it says, in words.
    pub words: String,
    /// Whether it says that the payer took the claim.
    pub is_acceptance: bool,
    /// How its file is called.
    pub file: String,
    /// The file's SHA-256 in hexadecimal digits.
    pub sha256: String,
    /// The number of the first segment quoted.
    pub segment: u64,
    /// Its segments, as far as they speak of this claim.
    pub segments: Vec<String>,
}

impl Proof {
    /// The day of the first sending, in a file or on paper; none when it never left.
    pub fn filed_on(&self) -> Option<NaiveDate> {
        let files = self.sendings.iter().map(|sending| sending.made_at);
        let papers = self.printed.iter().map(|run| run.made_at);
        files.chain(papers).min().map(|made_at| made_at.date())
    }

    /// How many days before the last day it was filed, below zero when after it.
    pub fn days_to_spare(&self) -> Option<i64> {
        let filed = self.filed_on()?;
        Some(self.file_by.signed_duration_since(filed).num_days())
    }

    /// The first answer by which the payer took the claim.
    pub fn accepted(&self) -> Option<&Reply> {
        let replies = self.sendings.iter().flat_map(|sending| &sending.replies);
        replies.into_iter().find(|reply| reply.is_acceptance)
    }

    /// What it proves, in a sentence or two.
    pub fn said(&self) -> String {
        let day = |on: NaiveDate| on.format("%m/%d/%Y").to_string();
        let filed = match (self.filed_on(), self.days_to_spare()) {
            (Some(on), Some(0)) => format!(
                "The claim was filed on {}, the last day of the filing limit.",
                day(on)
            ),
            (Some(on), Some(days @ 1..)) => format!(
                "The claim was filed on {}, {} before the filing limit ended on {}.",
                day(on),
                counted(days),
                day(self.file_by)
            ),
            (Some(on), Some(days)) => format!(
                "The claim was filed on {}, {} after the filing limit ended on {}.",
                day(on),
                counted(days.saturating_abs()),
                day(self.file_by)
            ),
            (_, _) => String::from("The claim has not been filed."),
        };
        match self.accepted() {
            Some(reply) => format!(
                "{filed} The payer took it into processing, as its answer of {} says.",
                day(reply.came_on)
            ),
            None => filed,
        }
    }
}

fn counted(days: i64) -> String {
    match days {
        1 => String::from("1 day"),
        more => format!("{more} days"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn proof(filed: &[&str]) -> Proof {
        Proof {
            practice: Letterhead::default(),
            npi: String::new(),
            printed_on: day("2026-06-01"),
            claim: "C200018".to_owned(),
            patient: String::new(),
            member: String::new(),
            payer: String::new(),
            payer_id: String::new(),
            service_on: day("2026-03-02"),
            charged: Money::ZERO,
            file_by: day("2026-05-31"),
            sendings: filed
                .iter()
                .map(|on| Sending {
                    made_at: day(on).and_hms_opt(12, 0, 0).unwrap(),
                    receiver: String::new(),
                    file: String::new(),
                    sha256: String::new(),
                    bytes: 0,
                    numbers: Default::default(),
                    first: 1,
                    segments: Vec::new(),
                    replies: Vec::new(),
                })
                .collect(),
            printed: Vec::new(),
        }
    }

    #[test]
    fn a_printing_on_paper_files_a_claim_too() {
        let mut proof = proof(&["2026-05-20"]);
        proof.printed = vec![Printed {
            made_at: day("2026-05-01").and_hms_opt(12, 0, 0).unwrap(),
            run: 1,
            claims: 1,
            pages: 1,
            sha256: String::new(),
            bytes: 0,
        }];
        assert_eq!(proof.days_to_spare(), Some(30));
        proof.sendings.clear();
        assert!(proof.said().contains("filed on 05/01/2026"));
    }

    #[test]
    fn the_first_sending_counts() {
        let cases: [(&[&str], &str); 4] = [
            (&["2026-03-02", "2026-06-01"], "90 days before"),
            (&["2026-05-31"], "the last day"),
            (&["2026-06-01"], "1 day after"),
            (&[], "has not been filed"),
        ];
        for (filed, said) in cases {
            assert!(
                proof(filed).said().contains(said),
                "{}",
                proof(filed).said()
            );
        }
    }
}
