//! What happens in the made-up practice: why patients come, what is found, what is charged.

use fastrand::Rng;

use crate::domain::code::{DrugUnit, Icd10, Procedure, Units};
use crate::domain::visit::{Drug, LineDetails, NewLine, Notes, Pointer};

use super::house;

/// A kind of visit: whom it happens to, what is found, what is charged.
#[derive(Clone, Copy, Debug)]
pub(super) struct Case {
    ages: (u64, u64),
    reason: &'static str,
    finding: &'static str,
    treatment: &'static str,
    plan: &'static str,
    diagnoses: &'static [&'static str],
    /// Code, modifiers, which diagnoses by letter, units.
    lines: &'static [(&'static str, &'static str, &'static str, u32)],
}

const CASES: &[Case] = &[
    Case {
        ages: (35, 95),
        reason: "Blood pressure check",
        finding: "Pressure above goal",
        treatment: "Dose raised",
        plan: "Back in six weeks",
        diagnoses: &["I10"],
        lines: &[("99213", "", "A", 1)],
    },
    Case {
        ages: (35, 95),
        reason: "Diabetes follow-up",
        finding: "Sugar above goal",
        treatment: "Diet and dose reviewed",
        plan: "Blood test in three months",
        diagnoses: &["E11.65", "I10"],
        lines: &[
            ("99214", "", "AB", 1),
            ("83036", "", "A", 1),
            ("36415", "", "A", 1),
        ],
    },
    Case {
        ages: (40, 95),
        reason: "Diabetes and knee pain",
        finding: "Sugar above goal, knee swollen",
        treatment: "Knee injected",
        plan: "Rest, back in a month",
        diagnoses: &["E11.65", "I10", "M25.561"],
        lines: &[
            ("99214", "25", "AB", 1),
            ("20610", "RT", "C", 1),
            ("83036", "", "A", 1),
        ],
    },
    Case {
        ages: (18, 95),
        reason: "Cough and fever",
        finding: "Bronchitis",
        treatment: "Inhaler shown",
        plan: "Rest and fluids",
        diagnoses: &["J20.9"],
        lines: &[("99213", "25", "A", 1), ("94640", "", "A", 1)],
    },
    Case {
        ages: (3, 40),
        reason: "Sore throat",
        finding: "Throat red",
        treatment: "Antibiotic",
        plan: "Back if no better",
        diagnoses: &["J02.0"],
        lines: &[("99213", "", "A", 1), ("87880", "", "A", 1)],
    },
    Case {
        ages: (1, 60),
        reason: "Fever and aches",
        finding: "Flu",
        treatment: "Antiviral",
        plan: "Stay home five days",
        diagnoses: &["J10.1"],
        lines: &[("99213", "", "A", 1), ("87804", "", "A", 1)],
    },
    Case {
        ages: (18, 39),
        reason: "Yearly check-up",
        finding: "Well",
        treatment: "None needed",
        plan: "Next year",
        diagnoses: &["Z00.00"],
        lines: &[
            ("99395", "", "A", 1),
            ("80061", "", "A", 1),
            ("36415", "", "A", 1),
        ],
    },
    Case {
        ages: (40, 64),
        reason: "Yearly check-up",
        finding: "Cholesterol a little high",
        treatment: "Diet advice",
        plan: "Next year",
        diagnoses: &["Z00.01", "E78.5"],
        lines: &[
            ("99396", "", "A", 1),
            ("80061", "", "AB", 1),
            ("80053", "", "A", 1),
            ("36415", "", "A", 1),
        ],
    },
    Case {
        ages: (65, 95),
        reason: "Yearly check-up",
        finding: "Stable",
        treatment: "Medicines reviewed",
        plan: "Next year",
        diagnoses: &["Z00.00", "I10"],
        lines: &[
            ("99397", "", "A", 1),
            ("80053", "", "B", 1),
            ("93000", "", "B", 1),
            ("36415", "", "B", 1),
        ],
    },
    Case {
        ages: (1, 4),
        reason: "Well child visit",
        finding: "Growing well",
        treatment: "Vaccine",
        plan: "Next at the birthday",
        diagnoses: &["Z00.129", "Z23"],
        lines: &[
            ("99392", "25", "A", 1),
            ("90471", "", "B", 1),
            ("90686", "", "B", 1),
        ],
    },
    Case {
        ages: (5, 11),
        reason: "Well child visit",
        finding: "Growing well",
        treatment: "Vaccine",
        plan: "Next year",
        diagnoses: &["Z00.129", "Z23"],
        lines: &[
            ("99393", "25", "A", 1),
            ("90471", "", "B", 1),
            ("90686", "", "B", 1),
        ],
    },
    Case {
        ages: (12, 17),
        reason: "Teen check-up",
        finding: "Well",
        treatment: "Questions answered",
        plan: "Next year",
        diagnoses: &["Z00.129"],
        lines: &[("99394", "", "A", 1), ("96127", "", "A", 1)],
    },
    Case {
        ages: (18, 95),
        reason: "Low mood",
        finding: "Depression, moderate",
        treatment: "Medicine begun",
        plan: "Back in four weeks",
        diagnoses: &["F32.1"],
        lines: &[("99214", "", "A", 1), ("96127", "", "A", 1)],
    },
    Case {
        ages: (18, 95),
        reason: "Ear blocked",
        finding: "Wax in the right ear",
        treatment: "Wax removed",
        plan: "None",
        diagnoses: &["H61.21"],
        lines: &[("69210", "", "A", 1)],
    },
    Case {
        ages: (18, 80),
        reason: "Low back pain",
        finding: "Muscle strain",
        treatment: "Exercises shown",
        plan: "Back in three weeks",
        diagnoses: &["M54.50"],
        lines: &[("99213", "", "A", 1)],
    },
    Case {
        ages: (18, 95),
        reason: "Always tired",
        finding: "Thyroid low",
        treatment: "Medicine begun",
        plan: "Blood test in two months",
        diagnoses: &["E03.9", "R53.83"],
        lines: &[
            ("99214", "", "AB", 1),
            ("84443", "", "A", 1),
            ("85025", "", "B", 1),
            ("36415", "", "A", 1),
        ],
    },
    Case {
        ages: (6, 60),
        reason: "Warts on the hand",
        finding: "Two warts",
        treatment: "Frozen off",
        plan: "Back in three weeks",
        diagnoses: &["B07.8"],
        lines: &[("17110", "", "A", 1)],
    },
    Case {
        ages: (18, 95),
        reason: "Burning when passing water",
        finding: "Bladder infection",
        treatment: "Antibiotic",
        plan: "Call if no better",
        diagnoses: &["N39.0"],
        lines: &[("99213", "", "A", 1), ("81002", "", "A", 1)],
    },
    Case {
        ages: (18, 95),
        reason: "Low back, under treatment",
        finding: "Stiff, less than before",
        treatment: "Back adjusted",
        plan: "Twice a week",
        diagnoses: &["M99.03", "M54.50"],
        lines: &[("98940", "AT", "AB", 1)],
    },
    Case {
        ages: (18, 95),
        reason: "Knee, under treatment",
        finding: "Bends further than before",
        treatment: "Exercises under guidance",
        plan: "Twice a week",
        diagnoses: &["M25.561"],
        lines: &[("97110", "GP", "A", 2)],
    },
    Case {
        ages: (18, 64),
        reason: "Low mood, by video",
        finding: "Sleeping better",
        treatment: "Medicine kept",
        plan: "Back in six weeks",
        diagnoses: &["F32.1"],
        lines: &[("99213", "95", "A", 1)],
    },
    Case {
        ages: (0, 0),
        reason: "Well baby visit",
        finding: "Growing well",
        treatment: "None needed",
        plan: "In two months",
        diagnoses: &["Z00.129"],
        lines: &[("99391", "", "A", 1)],
    },
];

/// What a visit found and what it charges.
pub(super) struct Seen {
    /// The clinician's notes, not yet signed.
    pub notes: Notes,
    /// Diagnoses in order.
    pub diagnoses: Vec<Icd10>,
    /// Services.
    pub lines: Vec<NewLine>,
}

/// Sees a patient of that age.
pub(super) fn see(rng: &mut Rng, age: u64) -> Option<Seen> {
    let fitting: Vec<&Case> = CASES
        .iter()
        .filter(|case| (case.ages.0..=case.ages.1).contains(&age))
        .collect();
    let case = rng.choice(&fitting).copied()?;
    let notes = Notes {
        reason: case.reason.to_owned(),
        finding: case.finding.to_owned(),
        treatment: case.treatment.to_owned(),
        plan: case.plan.to_owned(),
        prognosis: String::from("Good"),
        signed_on: None,
    };
    let diagnoses = case
        .diagnoses
        .iter()
        .filter_map(|code| code.parse().ok())
        .collect();
    let lines = case
        .lines
        .iter()
        .filter_map(|(code, modifier, letters, count)| {
            let (code, words, fee) = house::fee(code)?;
            let units = Units::from_count(*count).ok()?;
            Some(NewLine {
                code,
                modifiers: modifier.parse().into_iter().collect(),
                pointers: letters.chars().filter_map(Pointer::from_letter).collect(),
                units,
                charge: units.charge(fee).ok()?,
                description: words.to_owned(),
                drug: drug(code),
                details: LineDetails::default(),
            })
        });
    Some(Seen {
        notes,
        diagnoses,
        lines: lines.collect(),
    })
}

/// The drug behind a code, as its vial names it.
fn drug(code: Procedure) -> Option<Drug> {
    let (ndc, quantity) = match code.as_str() {
        "J1100" => ("00641-0367-21", 1),
        _ => return None,
    };
    Some(Drug {
        ndc: ndc.parse().ok()?,
        quantity: Units::from_count(quantity).ok()?,
        unit: DrugUnit::Milliliter,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_case_reads_whole() {
        for case in CASES {
            let mut rng = Rng::with_seed(1);
            for age in case.ages.0..=case.ages.1 {
                let seen = see(&mut rng, age).unwrap();
                assert!(!seen.lines.is_empty() && !seen.diagnoses.is_empty());
            }
            assert!(
                case.diagnoses
                    .iter()
                    .all(|code| code.parse::<Icd10>().is_ok()),
                "{}",
                case.reason
            );
            assert!(
                case.lines
                    .iter()
                    .all(|(code, ..)| house::fee(code).is_some()),
                "{}",
                case.reason
            );
        }
    }
}
