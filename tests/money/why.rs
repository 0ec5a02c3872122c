//! Every balance explains itself: whichever account is asked about, its parts sum to it and each names a record that the
//! book has.

use std::collections::BTreeSet;

use pegboard::demo;
use pegboard::domain::claim::ClaimFilter;
use pegboard::domain::id::{ChargeLineId, GuarantorId, PatientId, PolicyId};
use pegboard::domain::money::Money;
use pegboard::domain::why::{Asked, Explained};
use pegboard::office::{Clock, Office, quietly};

use super::practice::{Bench, day, m};
use crate::support;

/// Explains an account, and sums its parts again.
fn explained(office: &Office, asked: &Asked) -> Explained {
    let explained = office.explain(asked).unwrap();
    let parts = Money::sum(explained.parts().map(|(_, part)| part.amount));
    assert_eq!(parts.unwrap(), explained.balance, "{asked}");
    for (section, part) in explained.parts() {
        assert!(part.source.is_there, "{asked}: {}", section.of);
        let is_named = !part.words.is_empty() && !part.from.is_empty() && !part.by.is_empty();
        assert!(is_named, "{asked}: {part:?}");
        assert_eq!(part.source.kind == "person", part.source.number.is_none());
    }
    explained
}

/// Every account of a book: of its people, their policies, claims and services, its payers, and those of the chart.
fn every_account(office: &Office) -> Vec<Asked> {
    let patients: Vec<PatientId> = office
        .patients_page(0, usize::MAX)
        .unwrap()
        .iter()
        .map(|row| row.id)
        .collect();
    let mut guarantors = BTreeSet::new();
    let mut policies = BTreeSet::new();
    for patient in &patients {
        let chart = office.chart(*patient).unwrap();
        let _new = guarantors.insert(chart.guarantor.id);
        policies.extend(chart.policies.iter().map(|(policy, _)| policy.id));
    }
    let lines: Vec<ChargeLineId> = guarantors
        .iter()
        .flat_map(|guarantor| office.ledger_card(*guarantor, None).unwrap().visits)
        .flat_map(|visit| visit.lines)
        .map(|line| line.line)
        .collect();
    let every = ClaimFilter {
        limit: usize::MAX,
        ..ClaimFilter::default()
    };
    let claims = office.claims(&every).unwrap();
    let payers = office.payers().unwrap();
    let accounts = office.account_codes().unwrap();
    guarantors
        .into_iter()
        .map(Asked::Guarantor)
        .chain(patients.into_iter().map(Asked::Patient))
        .chain(policies.into_iter().map(Asked::Policy))
        .chain(lines.into_iter().map(Asked::Line))
        .chain(claims.into_iter().map(|row| Asked::Claim(row.number)))
        .chain(payers.into_iter().map(|payer| Asked::Payer(payer.id)))
        .chain(accounts.into_iter().map(Asked::Account))
        .collect()
}

fn demo_explains(size: demo::Size) {
    let above = tempfile::tempdir().unwrap();
    let folder = above.path().join("practice");
    let made = demo::make(&folder, size, 1, support::today(), &mut quietly).unwrap();
    let clock = Clock::stopped(support::now());
    let office = Office::open(&made.book, demo::PASSPHRASE, clock).unwrap();
    let asked = every_account(&office);
    assert!(asked.len() > 100, "{}", asked.len());
    let mut chart = Money::ZERO;
    for one in &asked {
        let whole = explained(&office, one);
        if matches!(one, Asked::Account(_)) {
            chart = chart.plus(whole.balance).unwrap();
        }
    }
    assert_eq!(chart, Money::ZERO, "the whole chart is in balance");
}

#[test]
fn every_account_of_the_tiny_demo_explains_itself() {
    demo_explains(demo::Size::Tiny);
}

#[test]
#[ignore = "two thousand visits take minutes in a debug build; run it with --ignored"]
fn every_account_of_the_small_demo_explains_itself() {
    demo_explains(demo::Size::Small);
}

#[test]
fn a_balance_names_what_it_is_made_of() {
    let mut bench = Bench::open();
    let dana = bench.patient("Dana", Some(bench.meridian));
    let seen = bench.visit(dana, day(3, 10), &["185.00"]);
    let _ahead = bench.pay(dana, "20.00", &[]).unwrap();
    let line = Bench::says(&seen, 0, "185", "74.41", &["CO-45 42.42", "PR-1 68.17"]);
    let eob = bench.post("8821904", vec![line]);
    let whole = explained(&bench.office, &Asked::Guarantor(dana.guarantor));
    assert_eq!(whole.balance, m("48.17"));
    let told: Vec<String> = whole
        .parts()
        .map(|(section, part)| {
            format!(
                "{} | {} {} | {}",
                section.of, part.words, part.amount, part.from
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            "03/10/2026 99214 Office visit | Charge 185.00 | visit of 03/10/2026",
            "03/10/2026 99214 Office visit | Paid by Meridian Health -74.41 | EOB 8821904 of Meridian Health, 03/20/2026",
            "03/10/2026 99214 Office visit | Contract write-off, CO-45 -42.42 | EOB 8821904 of Meridian Health, 03/20/2026",
            "paid ahead and not placed | Paid ahead, unapplied patient credit -20.00 | receipt R-000001, cash",
        ]
    );
    let paid = whole.parts().nth(1).unwrap().1;
    assert_eq!(paid.source.kind, "eob");
    assert_eq!(paid.source.number, Some(eob.get()));
    assert!(whole.sections[0].because.starts_with("PR-1, deductible"));
    let nobody = Asked::Guarantor(GuarantorId::new(77));
    let refused = bench.office.explain(&nobody).unwrap_err().to_string();
    assert_eq!(refused, "there is no guarantor 77");
    let no_policy = Asked::Policy(PolicyId::new(77));
    assert!(bench.office.explain(&no_policy).is_err());
}
