//! Other people's files: every sample is read and agrees with its truth, and what is wrong with every malformed one
//! is said.

use std::path::{Path, PathBuf};

use pegboard::edi::finding::Severity;
use pegboard::edi::inspect::{self, ClaimSummary, FileReport};
use serde_json::Value;

/// The folder of samples beside the checkout, if it is there.
pub fn folder(name: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared/x12")
        .join(name);
    if folder.is_dir() {
        return Some(folder);
    }
    super::skipped(&format!("no folder {}", folder.display()));
    None
}

/// Every X12 file of a folder's folders, with the name of its folder.
pub fn files(folder: &Path) -> Vec<(String, PathBuf)> {
    let mut files = Vec::new();
    for kind in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let name = kind.file_name().into_string().unwrap();
        for file in std::fs::read_dir(kind.path()).unwrap().map(Result::unwrap) {
            if file
                .path()
                .extension()
                .is_some_and(|extension| extension == "edi")
            {
                files.push((name.clone(), file.path()));
            }
        }
    }
    files.sort();
    files
}

pub fn report(file: &Path) -> FileReport {
    inspect::file(
        file.display().to_string(),
        std::fs::File::open(file).unwrap(),
    )
}

#[test]
fn every_sample_is_read_as_what_it_is() {
    let Some(folder) = folder("samples") else {
        return;
    };
    for (kind, file) in files(&folder) {
        let report = report(&file);
        assert_eq!(report.error, None, "{}", report.file);
        let transactions: Vec<_> = report
            .interchanges
            .iter()
            .flat_map(|i| &i.transactions)
            .collect();
        let met = transactions
            .iter()
            .filter(|t| t.kind.name() == kind)
            .count();
        let answers = transactions
            .iter()
            .filter(|t| t.kind.name() == "TA1")
            .count();
        assert!(
            met > 0 && met + answers == transactions.len(),
            "{}",
            report.file
        );
    }
}

#[test]
fn claims_of_samples_agree_with_their_truth() {
    let Some(folder) = folder("samples") else {
        return;
    };
    for (_, file) in files(&folder)
        .into_iter()
        .filter(|(kind, _)| kind == "837P")
    {
        let truth = std::fs::read_to_string(file.with_extension("truth.json")).unwrap();
        let truth: Value = serde_json::from_str(&truth).unwrap();
        let component = char::from(std::fs::read(&file).unwrap()[104]);
        let report = report(&file);
        let transactions: Vec<_> = report
            .interchanges
            .iter()
            .flat_map(|i| &i.transactions)
            .collect();
        let claims: Vec<_> = transactions
            .iter()
            .filter_map(|t| t.claims.as_ref())
            .flatten()
            .collect();
        let wanted = truth["claims"].as_array().unwrap();
        assert_eq!(truth["transactions"], transactions.len(), "{}", report.file);
        assert_eq!(wanted.len(), claims.len(), "{}", report.file);
        for (claim, want) in claims.into_iter().zip(wanted) {
            check(claim, want, component, &report.file);
        }
    }
}

fn check(claim: &ClaimSummary, want: &Value, component: char, file: &str) {
    let number = &claim.claim_number;
    let text = |name: &str| want[name].as_str().unwrap();
    assert_eq!(number, text("pcn"), "{file}");
    assert_eq!(claim.charged.plain(), text("charge"), "{file} {number}");
    assert_eq!(want["lines"], claim.lines, "{file} {number}");
    assert_eq!(claim.frequency, text("freq"), "{file} {number}");
    assert_eq!(want["other_payers"], claim.other_payers, "{file} {number}");
    assert_eq!(
        claim.payer_claim_number.as_deref().unwrap_or_default(),
        text("f8"),
        "{file} {number}"
    );
    assert_eq!(
        claim.authorization.as_deref().unwrap_or_default(),
        text("g1"),
        "{file} {number}"
    );
    // The truth keeps elements that are not put together as diagnoses are; those are findings here.
    let diagnoses: Vec<&str> = want["dx"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|dx| dx.as_str().unwrap().split_once(component))
        .map(|(_, code)| code)
        .collect();
    assert_eq!(claim.diagnoses, diagnoses, "{file} {number}");
}

/// What is wrong with each malformed file, as part of an error's text. Faults that only a reader of that transaction
/// can see have none until there is one.
const FAULTS: [(&str, &[&str]); 17] = [
    (
        "imsweb-x12-parser__x12_ambiguous_loop",
        &[
            "the line points at diagnosis 2, which is not there",
            "the claim's charge is 500.00",
        ],
    ),
    (
        "imsweb-x12-parser__x12_bad_first_line",
        &["the claim's charge is 500.00"],
    ),
    (
        "imsweb-x12-parser__x12_bad_segment_identifier",
        &[
            "'Nd4' is not the name of a segment",
            "'NM31' is not the name of a segment",
            "'' is not the name of a segment",
            "N4 is missing in loop 2010AA",
            "PER is missing in loop 1000A",
            "loop 2010BA (subscriber) is missing",
        ],
    ),
    (
        "imsweb-x12-parser__x12_bad_valid_code",
        &[
            "NM1*'117' has no place here",
            "loop 2010AA (billing provider) is missing",
        ],
    ),
    (
        "imsweb-x12-parser__x12_loop_errors1_exceeds_max_1_parent",
        &["loop 2010AA (billing provider) stands once too often"],
    ),
    (
        "imsweb-x12-parser__x12_loop_errors2_exceeds_max_repeats_multiple_parents",
        &["loop 2010AA (billing provider) stands once too often"],
    ),
    (
        "imsweb-x12-parser__x12_loop_errors3_missing_loops",
        &["loop 2010AA (billing provider) is missing"],
    ),
    (
        "imsweb-x12-parser__x12_missing_elements",
        &["NM102 is missing", "CLM05 is missing"],
    ),
    (
        "imsweb-x12-parser__x12_missing_required_loop_in_one_repeat",
        &[
            "loop 2010BA (subscriber) is missing",
            "HL02 is '3', the billing provider above is '1'",
        ],
    ),
    (
        "imsweb-x12-parser__x12_missing_required_loops_mult_repeats",
        &[
            "'SV1' has no place in loop 2300",
            "the claim has no service line",
        ],
    ),
    (
        "imsweb-x12-parser__x12_segment_errors",
        &[
            "N3 is missing in loop 2010AA",
            "no diagnosis of this claim can be read (HI)",
            "the billing provider has more than one tax id",
        ],
    ),
    (
        "imsweb-x12-parser__x12_segments_out_of_order",
        &["N4 is out of order", "N3 is out of order"],
    ),
    (
        "xlate-staedi__837-header-ref-only",
        &[
            "BHT01 is 'DATA', not 0019",
            "'REF' has no place in the transaction's header",
            "loop 1000A (submitter) is missing",
            "the transaction has no billing provider and no claims",
        ],
    ),
    (
        "gunajii-EDI-parser-and-validator__invalid_837",
        &[
            "PER is missing in loop 1000A",
            "LX*'1' has no place here",
            "no claim stands under this subscriber",
        ],
    ),
    (
        "xlate-staedi__invalid999",
        &[
            "999 begins with 'IK5', not with AK1",
            "IK5 answers no transaction and is not kept",
            "IK501 'Q' is not A, E, P, R, M, W or X",
        ],
    ),
    (
        "git-albertomarin-badX12__unknown_segment_error",
        &["a segment 'HL' stands outside any transaction"],
    ),
    // NM102 is 9: no reader of 270 yet.
    (
        "Kartik-Hirijaganer-X12-Parser-Encoder__batch_with_one_bad_transaction",
        &[],
    ),
];

#[test]
fn what_is_wrong_with_malformed_files_is_said() {
    let Some(folder) = folder("negative") else {
        return;
    };
    let files = files(&folder);
    assert_eq!(files.len(), FAULTS.len());
    for (_, file) in files {
        let name = file.file_stem().unwrap().to_str().unwrap();
        let (_, wanted) = FAULTS.iter().find(|(known, _)| *known == name).unwrap();
        let report = report(&file);
        let errors: Vec<&str> = report
            .interchanges
            .iter()
            .flat_map(|i| {
                i.findings
                    .iter()
                    .chain(i.transactions.iter().flat_map(|t| &t.findings))
            })
            .filter(|finding| finding.severity == Severity::Error)
            .map(|finding| finding.text.as_str())
            .collect();
        for text in *wanted {
            assert!(
                errors.iter().any(|error| error.contains(text)),
                "{name}: {text}\n{errors:#?}"
            );
        }
    }
}

/// A file that only its ISA's width is wrong with is read, with a warning.
#[test]
fn an_unpadded_header_is_a_warning() {
    let Some(folder) = folder("negative") else {
        return;
    };
    let report = report(&folder.join("837P/imsweb-x12-parser__x12_bad_first_line.edi"));
    let first = &report.interchanges[0].transactions[0].findings[0];
    assert_eq!(first.severity, Severity::Warning);
    assert_eq!(first.text, "not of the standard's fixed width: ISA02");
}
