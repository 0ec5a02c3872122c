//! Remittances: every sample agrees with its truth to the cent, what is written reads back the same, nothing makes the
//! reader panic, a file cut anywhere is never taken for whole, and another validator finds no fault in ours.

use std::collections::BTreeMap;

use fastrand::Rng;
use pegboard::domain::money::Money;
use pegboard::domain::remit::{Check, RemittanceProof};
use pegboard::edi::finding::Severity;
use pegboard::edi::inspect::{self, TransactionReport};
use pegboard::edi::remit835;
use pegboard::edi::segment::Delimiters;
use pegboard::edi::write::Layout;
use proptest::prelude::*;
use serde_json::Value;

use super::remitted::{RemitMaker, placeless};
use super::{harm, judges, made, samples, suffer};

fn text(seed: u64) -> String {
    let batch = RemitMaker::new(seed).batch();
    remit835::write(&batch, Delimiters::STANDARD).unwrap()
}

proptest! {
    #[test]
    fn a_written_remittance_reads_back_the_same(seed in any::<u64>(), has_line_ends in any::<bool>()) {
        let delimiters = if seed.is_multiple_of(3) { Delimiters::STANDARD } else { made::delimiters(seed) };
        let batch = RemitMaker::new(seed).batch();
        let Ok(text) = remit835::write(&batch, Layout { delimiters, has_line_ends }) else {
            // A delimiter stands in a name.
            return Ok(());
        };
        let (read, findings) = remit835::read(text.as_bytes()).unwrap();
        let odd: Vec<_> = findings.iter().filter(|one| one.severity > Severity::Note).collect();
        prop_assert!(odd.iter().all(|one| one.text.contains("is below zero")), "{:#?}", odd);
        prop_assert_eq!(read.len(), 1);
        for (read, meant) in read[0].transactions.iter().zip(&batch.transactions) {
            prop_assert!(placeless(read.clone()) == *meant);
        }
        prop_assert_eq!(read[0].transactions.len(), batch.transactions.len());
    }

    #[test]
    fn one_cent_too_many_is_found_where_it_is(seed in any::<u64>(), at in any::<prop::sample::Index>(), what in 0_u8..3) {
        let mut remitted = RemitMaker::new(seed).remitted(1);
        if remitted.claims.is_empty() {
            return Ok(());
        }
        let cent = Money::from_cents(1).unwrap();
        let index = at.index(remitted.claims.len());
        let claim = &mut remitted.claims[index];
        let check = match what {
            0 => {
                claim.paid = claim.paid.plus(cent).unwrap();
                Check::ClaimPaid
            }
            1 => {
                claim.lines[0].paid = claim.lines[0].paid.plus(cent).unwrap();
                Check::LinePaid
            }
            _ => {
                remitted.header.paid = remitted.header.paid.plus(cent).unwrap();
                Check::Payment
            }
        };
        let mut proof = RemittanceProof::new(remitted.header.paid, remitted.header.place);
        for one in &remitted.provider_adjustments {
            proof.adjust(one).unwrap();
        }
        for (number, claim) in remitted.claims.iter().enumerate() {
            let off = proof.add(claim).unwrap();
            let checks: Vec<Check> = off.errors().map(|one| one.check).collect();
            let is_here = number == index && check != Check::Payment;
            prop_assert_eq!(checks, if is_here { vec![check] } else { vec![] });
        }
        prop_assert!(!proof.holds());
        prop_assert_eq!(proof.difference().unwrap().is_some(), check != Check::LinePaid);
    }

    #[test]
    fn harmed_remittances_make_nothing_panic(seed in 0_u64..50, harms in prop::collection::vec(harm(), 1..12)) {
        let mut bytes = text(seed).into_bytes();
        for harm in harms {
            suffer(&mut bytes, harm);
        }
        let _ = remit835::read(bytes.as_slice());
        let _ = inspect::file("a.835", bytes.as_slice());
    }

    #[test]
    fn random_bytes_make_nothing_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let mut file = text(1).into_bytes();
        let at = file.iter().position(|byte| *byte == b'L').unwrap();
        drop(file.splice(at.., bytes.iter().copied()));
        let _ = remit835::read(file.as_slice());
        let _ = remit835::read(bytes.as_slice());
    }
}

#[test]
fn a_remittance_cut_anywhere_is_never_taken_for_whole() {
    let whole = text(4);
    let all = inspect::file("whole", whole.as_bytes());
    let claims = |transactions: &[TransactionReport]| -> Vec<String> {
        let remittances = transactions
            .iter()
            .filter_map(|one| one.remittance.as_ref());
        remittances
            .flat_map(|one| &one.claims)
            .map(|claim| serde_json::to_string(claim).unwrap())
            .collect()
    };
    let every = claims(&all.interchanges[0].transactions);
    let mut chance = Rng::with_seed(4);
    let mut places: Vec<usize> = (0..200).map(|_| chance.usize(0..whole.len())).collect();
    places.extend(whole.len() - 60..whole.len());
    for at in places {
        let report = inspect::file("cut", &whole.as_bytes()[..at]);
        let Some(interchange) = report.interchanges.first() else {
            assert!(report.error.is_some(), "cut at byte {at}");
            continue;
        };
        let given = claims(&interchange.transactions);
        assert_eq!(given[..], every[..given.len()], "cut at byte {at}");
        let before = whole[..at].matches("~SE").count();
        let holding = interchange
            .transactions
            .iter()
            .filter_map(|one| one.remittance.as_ref());
        let holding = holding.filter(|one| one.balances).count();
        assert!(holding <= before, "cut at byte {at}");
        let is_told = report.error.is_some()
            || !interchange.findings.is_empty()
            || interchange.transactions.iter().any(|one| {
                one.findings
                    .iter()
                    .any(|finding| finding.severity > Severity::Note)
            });
        assert!(
            is_told || interchange.transactions.is_empty(),
            "cut at byte {at}"
        );
    }
}

#[test]
fn another_validator_finds_no_fault_in_remittances() {
    let folder = tempfile::tempdir().unwrap();
    let mut files = Vec::new();
    for seed in 0..12 {
        let file = folder.path().join(format!("{seed}.835"));
        let delimiters = if seed < 8 {
            Delimiters::STANDARD
        } else {
            Delimiters::new('|', '^', '>', '~').unwrap()
        };
        let batch = RemitMaker::new(seed).batch();
        std::fs::write(&file, remit835::write(&batch, delimiters).unwrap()).unwrap();
        files.push(file);
    }
    judges::first(&files);
}

#[test]
fn every_sample_agrees_with_its_truth_to_the_cent() {
    let Some(folder) = samples::folder("samples") else {
        return;
    };
    let files = samples::files(&folder);
    let mut checked = 0;
    for (_, file) in files.into_iter().filter(|(kind, _)| kind == "835") {
        let truth = std::fs::read_to_string(file.with_extension("truth.json")).unwrap();
        let truth: Value = serde_json::from_str(&truth).unwrap();
        let report = serde_json::to_value(samples::report(&file)).unwrap();
        let name = file.display().to_string();
        let read: Vec<&Value> = report["interchanges"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|interchange| interchange["transactions"].as_array().unwrap())
            .collect();
        let wanted = truth["transactions"].as_array().unwrap();
        assert_eq!(read.len(), wanted.len(), "{name}");
        for (read, want) in read.into_iter().zip(wanted) {
            remittance(read, want, &name);
            checked += 1;
        }
    }
    assert!(checked > 20, "{checked} remittances");
}

fn remittance(read: &Value, want: &Value, name: &str) {
    let remittance = &read["remittance"];
    assert_eq!(read["control_number"], want["st"], "{name}");
    for (ours, theirs) in [
        ("payer", &want["payer"]),
        ("payee", &want["payee"]),
        ("payee_id", &want["payee_id"]),
        ("trace", &want["trn"]),
        ("paid", &want["bpr"]["amount"]),
        ("method", &want["bpr"]["method"]),
        ("handling", &want["bpr"]["handling"]),
        ("flow", &want["bpr"]["cd"]),
        ("charged", &want["charge"]),
        ("claims_paid", &want["paid"]),
        ("patient_share", &want["patient_resp"]),
        ("balances", &want["balances"]),
    ] {
        assert_eq!(&remittance[ours], theirs, "{name}: {ours}");
    }
    let day = want["bpr"]["date"].as_str().unwrap();
    let day = chrono::NaiveDate::parse_from_str(day, "%Y%m%d").ok();
    let ours = remittance["day"].as_str().and_then(|day| day.parse().ok());
    assert_eq!(ours, day, "{name}: day");
    let (claims, wanted) = (list(remittance, "claims"), list(want, "claims"));
    assert_eq!(claims.len(), wanted.len(), "{name}");
    for (claim, want) in claims.iter().zip(wanted) {
        check_claim(claim, want, name);
    }
    let (beside, wanted) = (list(remittance, "provider_adjustments"), list(want, "plb"));
    assert_eq!(beside.len(), wanted.len(), "{name}");
    for (one, want) in beside.iter().zip(wanted) {
        for (ours, theirs) in [
            ("code", "reason"),
            ("reference", "ref"),
            ("amount", "amount"),
            ("provider", "provider"),
        ] {
            assert_eq!(one[ours], want[theirs], "{name}: {ours}");
        }
    }
    problems(read, list(want, "problems"), name);
}

/// Each thing that does not balance is told with the same amounts.
fn problems(read: &Value, wanted: &[Value], name: &str) {
    let told = list(read, "findings").iter().filter(|finding| {
        let text = finding["text"].as_str().unwrap();
        finding["severity"] == "error" && text.contains(": off by ")
    });
    let told: Vec<&str> = told
        .map(|finding| finding["text"].as_str().unwrap())
        .collect();
    assert_eq!(told.len(), wanted.len(), "{name}: {told:#?}");
    for want in wanted {
        let want = want.as_str().unwrap();
        // `… (off 21253.50)`, or for the whole `… = 1224.54 != BPR02 1222.00`.
        let off = if let Some((_, off)) = want.split_once("(off ") {
            off.trim_end_matches(')').parse::<Money>().unwrap()
        } else {
            let (_, sums) = want.split_once(" = ").unwrap();
            let (sum, stated) = sums.split_once(" != BPR02 ").unwrap();
            let (sum, stated): (Money, Money) = (sum.parse().unwrap(), stated.parse().unwrap());
            sum.minus(stated).unwrap()
        };
        let end = format!(": off by {off}");
        assert!(
            told.iter().any(|text| text.ends_with(&end)),
            "{name}: {want}\n{told:#?}"
        );
    }
}

fn check_claim(claim: &Value, want: &Value, name: &str) {
    for (ours, theirs) in [
        ("claim_number", "pcn"),
        ("status", "status"),
        ("charged", "charge"),
        ("paid", "paid"),
        ("patient_share", "patient_resp"),
        ("filing", "filing"),
        ("payer_claim_number", "payer_ccn"),
        ("frequency", "freq"),
        ("balances", "balances"),
    ] {
        assert_eq!(claim[ours], want[theirs], "{name}: {ours}");
    }
    let lines = list(claim, "lines");
    assert_eq!(want["line_count"], lines.len(), "{name}");
    for (ours, theirs) in [("charged", "line_charge"), ("paid", "line_paid")] {
        let sum = Money::sum(lines.iter().map(|line| amount(&line[ours]))).unwrap();
        assert_eq!(sum, amount(&want[theirs]), "{name}: {ours} of lines");
    }
    let of_lines = lines.iter().flat_map(|line| list(line, "adjustments"));
    assert_eq!(by_reason(of_lines), wanted(&want["line_cas"]), "{name}");
    let of_claim = list(claim, "adjustments").iter();
    assert_eq!(by_reason(of_claim), wanted(&want["claim_cas"]), "{name}");
    let remarks: usize = std::iter::once(claim)
        .chain(lines)
        .map(|one| list(one, "remarks").len())
        .sum();
    assert_eq!(remarks, list(want, "remarks").len(), "{name}: remarks");
}

fn list<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    value[name].as_array().map_or(&[], Vec::as_slice)
}

fn amount(value: &Value) -> Money {
    value.as_str().unwrap().parse().unwrap()
}

fn by_reason<'a>(adjustments: impl Iterator<Item = &'a Value>) -> BTreeMap<String, Money> {
    let mut sums = BTreeMap::new();
    for one in adjustments {
        let (group, code) = (
            one["group"].as_str().unwrap(),
            one["code"].as_str().unwrap(),
        );
        let sum = sums.entry(format!("{group}-{code}")).or_insert(Money::ZERO);
        *sum = sum.plus(amount(&one["amount"])).unwrap();
    }
    sums
}

fn wanted(sums: &Value) -> BTreeMap<String, Money> {
    let sums = sums.as_object().unwrap().iter();
    sums.map(|(reason, sum)| (reason.clone(), amount(sum)))
        .collect()
}
