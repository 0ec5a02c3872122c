//! What a refusal is about and what usually works, by CARC: our own table, in a biller's words. It must not know the
//! claim.

use serde::Serialize;

use super::{Evidence, Kind, WayOut};
use crate::domain::code::Carc;

/// What a refusal is about and what usually works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Advice {
    /// What it is about.
    pub kind: Kind,
    /// What usually works first.
    pub way: WayOut,
    /// What to do, in a sentence or two.
    pub words: &'static str,
    /// What an appeal needs beside the claim and the payer's answer.
    pub evidence: &'static [Evidence],
}

/// Codes that are about the same thing, and what is known of them.
type Row = (&'static [&'static str], Advice);

const fn advice(
    kind: Kind,
    way: WayOut,
    words: &'static str,
    evidence: &'static [Evidence],
) -> Advice {
    Advice {
        kind,
        way,
        words,
        evidence,
    }
}

/// What is said of a code that the table does not know, or where the payer gave none.
const UNKNOWN: Advice = advice(
    Kind::Other,
    WayOut::Appeal,
    "Read the remark codes, or call and ask what is missing; then correct or appeal.",
    &[],
);

const TABLE: &[Row] = &[
    (
        &["31", "32", "33", "34", "140", "177", "178", "179", "180"],
        advice(
            Kind::Registration,
            WayOut::Correct,
            "Compare name, birthday and member number with the card and ask the payer; mend the policy, then send the \
             claim again. Nobody covered: it is the patient's where the payer says so.",
            &[Evidence::Eligibility],
        ),
    ),
    (
        &["26", "27", "200", "238", "239", "257", "258", "277"],
        advice(
            Kind::Registration,
            WayOut::Correct,
            "Check the days of coverage; bill the policy that was in force on the day of service, or ask the patient for \
             it.",
            &[Evidence::Eligibility],
        ),
    ),
    (
        &["15", "165", "198", "302"],
        advice(
            Kind::Authorization,
            WayOut::Correct,
            "Find the authorization or referral that covers the day and the units, put its number on the visit and send a \
             corrected claim.",
            &[Evidence::Authorization],
        ),
    ),
    (
        &["39", "197", "210", "243", "61"],
        advice(
            Kind::Authorization,
            WayOut::Appeal,
            "Ask for a late authorization first. Without one, appeal with what was asked for and the record that shows why \
             it could not wait.",
            &[Evidence::Authorization, Evidence::Record],
        ),
    ),
    (
        &["4", "5", "6", "7", "58", "181", "182", "189", "199", "B16"],
        advice(
            Kind::Coding,
            WayOut::Correct,
            "Compare code, modifier and place with the chart; correct what is wrong and send the claim in place of this \
             one.",
            &[],
        ),
    ),
    (
        &["9", "10", "11", "12", "146", "167", "B22", "49"],
        advice(
            Kind::Coding,
            WayOut::Correct,
            "Look at the diagnosis the line points at: often another diagnosis of the same visit supports the service.",
            &[Evidence::Record],
        ),
    ),
    (
        &["59", "97", "231", "234", "236", "B10", "B15", "P14"],
        advice(
            Kind::Coding,
            WayOut::Correct,
            "Bundled into another service of the day. Where the chart shows a separate service, add the modifier that says \
             so (25, 59, XE, XP, XS, XU) and send a corrected claim; otherwise write it off.",
            &[Evidence::Record],
        ),
    ),
    (
        &["16", "125", "206", "207", "208", "B23", "129"],
        advice(
            Kind::Coding,
            WayOut::Correct,
            "Something is missing or wrong on the claim: the remark code says what. Mend it and send a corrected claim; an \
             appeal is not needed.",
            &[],
        ),
    ),
    (
        &["8", "170", "171", "172", "183", "184", "185", "B7"],
        advice(
            Kind::Coding,
            WayOut::Correct,
            "The payer's file on the clinician does not fit: check NPI, taxonomy and enrollment on that day, then send the \
             claim again.",
            &[Evidence::Contract],
        ),
    ),
    (
        &["29", "B4", "164"],
        advice(
            Kind::TimelyFiling,
            WayOut::Appeal,
            "Appeal with the proof of timely filing: the file as it left and the acceptance that came back. Without proof \
             it is the practice's loss, never the patient's.",
            &[Evidence::TimelyProof],
        ),
    ),
    (
        &[
            "50", "55", "56", "114", "150", "151", "152", "153", "154", "186", "188", "261", "272",
            "273", "B8", "B12", "P15", "P31",
        ],
        advice(
            Kind::MedicalNecessity,
            WayOut::Appeal,
            "Appeal with the record: why the patient needed it, what was tried before, and the payer's own policy. Look at \
             the diagnosis first, a better one may be in the chart.",
            &[Evidence::Record, Evidence::Policy],
        ),
    ),
    (
        &["40", "54", "60", "216", "249", "269"],
        advice(
            Kind::MedicalNecessity,
            WayOut::Appeal,
            "Appeal with the record of that day; for surgery with the operative note.",
            &[Evidence::Record],
        ),
    ),
    (
        &["18", "B13", "B14", "B20"],
        advice(
            Kind::Duplicate,
            WayOut::Correct,
            "Look for the first claim and its payment before anything else. Where it was a second service, say so with \
             modifier 76, 77, 59 or 25 on a corrected claim.",
            &[Evidence::FirstClaim, Evidence::Record],
        ),
    ),
    (
        &[
            "19", "20", "21", "22", "107", "109", "136", "148", "B9", "B11", "P2", "P4", "P21",
            "P27", "209",
        ],
        advice(
            Kind::Coordination,
            WayOut::Correct,
            "Somebody else pays first: ask the patient, mend the policies and bill them in the right order, with the first \
             payer's answer.",
            &[Evidence::OtherPayer],
        ),
    ),
    (
        &["163", "226", "227", "228", "250", "251", "252", "P30"],
        advice(
            Kind::Documentation,
            WayOut::Correct,
            "Send what was asked for, with the number the payer gave, and note the day: the clock runs.",
            &[Evidence::Record],
        ),
    ),
    (
        &[
            "24", "44", "45", "94", "131", "144", "147", "222", "242", "256", "P5", "P12", "P24",
            "P25", "P26",
        ],
        advice(
            Kind::Contract,
            WayOut::Appeal,
            "Compare with the contract: ask provider relations for the rate, and appeal where it pays less than agreed.",
            &[Evidence::Contract],
        ),
    ),
    (
        &[
            "35", "119", "149", "96", "204", "202", "B1", "51", "53", "160", "166", "276",
        ],
        advice(
            Kind::Coverage,
            WayOut::Patient,
            "The plan does not pay for it. Read the remark; bill the next payer, or the patient where the payer's group \
             code allows it.",
            &[Evidence::Policy],
        ),
    ),
    (
        &["116"],
        advice(
            Kind::Coverage,
            WayOut::Appeal,
            "Appeal with the signed notice (ABN) when it names this service and this day; otherwise write it off.",
            &[Evidence::Notice],
        ),
    ),
    (
        &["133", "143", "P8", "P10", "P11"],
        advice(
            Kind::Other,
            WayOut::Appeal,
            "Not decided yet. Put it aside for two weeks, then ask what became of it.",
            &[],
        ),
    ),
    (
        &["138", "193"],
        advice(
            Kind::Other,
            WayOut::Appeal,
            "The payer stands by its decision: go to the next level before its days are over, with what was missing.",
            &[Evidence::Record],
        ),
    ),
];

/// What is known of a CARC; of none, what helps when the payer gave no reason.
pub fn advice_on(carc: Option<Carc>) -> Advice {
    let Some(carc) = carc else {
        return UNKNOWN;
    };
    TABLE
        .iter()
        .find(|(codes, _)| codes.contains(&carc.as_str()))
        .map_or(UNKNOWN, |(_, advice)| *advice)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::domain::codeset;

    #[test]
    fn every_code_stands_once_and_is_a_code() {
        let mut seen = BTreeSet::new();
        for code in TABLE.iter().flat_map(|(codes, _)| *codes) {
            assert!(seen.insert(*code), "{code} stands twice");
            assert!(
                codeset::adjustment_reasons().get(code).is_some(),
                "{code} is no CARC"
            );
        }
        assert!(seen.len() > 100, "{}", seen.len());
    }

    #[test]
    fn a_code_that_is_not_known_says_to_ask() {
        assert_eq!(advice_on(None), UNKNOWN);
        assert_eq!(advice_on("29".parse().ok()).kind, Kind::TimelyFiling);
        assert_eq!(advice_on("85".parse().ok()), UNKNOWN);
    }
}
