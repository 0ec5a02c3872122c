use super::*;
use crate::domain::claim::{Filing, Responsibility};
use crate::domain::code::{FilingIndicator, ServiceMark, Taxonomy};
use crate::domain::scrub::tests::papers::{Papers, cents, clean, day, drug, facility, line, paper};

fn form(papers: &Papers) -> Form {
    fill(&bill(papers)).unwrap()
}

pub(crate) fn bill(papers: &Papers) -> Bill<'_> {
    Bill {
        practice: &papers.practice,
        claim: &papers.claim,
        patient: &papers.patient,
        policy: &papers.policies[0],
        payer: &papers.payer,
        visit: &papers.visit,
        lines: &papers.visit.lines,
        rendering: &papers.rendering,
        referring: papers.referring.as_ref(),
        people: &papers.people,
        facility: papers.facility.as_ref(),
        other_payers: &papers.other_payers,
        attachments: &papers.attachments,
        signed_on: papers.today,
    }
}

/// What a page says of the claim.
fn said(page: &Page, field: Field) -> &str {
    page.words(field, 0).unwrap_or_default()
}

/// A claim of so many services of ten dollars, one more each.
fn of_services(count: i64) -> Papers {
    let mut papers = clean();
    papers.visit.lines = (1..=count)
        .map(|id| line(id, "99213", 'A', 1_000 * id))
        .collect();
    papers.recharge();
    papers
}

#[test]
fn a_plain_claim_is_filled_in_as_the_manual_wants_it() {
    let mut papers = clean();
    papers.patient.contact.name.last = "O’Brien-Núñez".to_owned();
    papers.patient.contact.name.first = "Dana".to_owned();
    papers.patient.contact.name.middle = "Quinn".to_owned();
    papers.patient.contact.address.street = "12 N. Main St., #4".to_owned();
    papers.visit.diagnoses = ["E11.9", "I10"].map(|code| code.parse().unwrap()).to_vec();
    papers.visit.lines[0].what.charge = cents(123_450);
    papers.recharge();
    let form = form(&papers);
    assert_eq!(form.pages.len(), 1);
    assert_eq!(form.warnings, []);
    let page = &form.pages[0];
    for (field, words) in [
        (Field::Patient, "OBRIEN-NUNEZ, DANA, Q"),
        (Field::PatientStreet, "12 N MAIN ST 4"),
        (Field::DiagnosisA, "E119"),
        (Field::DiagnosisB, "I10"),
        (Field::IcdKind, "0"),
        (Field::Charge, "1234 50"),
        (Field::FromMonth, "03"),
        (Field::ToYear, "26"),
        (Field::Pointers, "A"),
        (Field::PatientSigned, "SIGNATURE ON FILE"),
        (Field::EmploymentNo, "X"),
        (Field::OtherPlanNo, "X"),
        (Field::TaxIdEin, "X"),
        (Field::Account, papers.claim.number.as_str()),
    ] {
        assert_eq!(said(page, field), words, "{field:?}");
    }
    assert_eq!(page.words(Field::Facility, 0), None);
    assert_eq!(page.words(Field::Resubmission, 0), None);
}

#[test]
fn six_services_fill_a_page_and_each_page_has_its_own_total() {
    for (count, pages) in [(6, 1), (7, 2), (13, 3)] {
        let papers = of_services(count);
        let form = form(&papers);
        assert_eq!(form.pages.len(), pages);
        let mut next = 1;
        for page in &form.pages {
            let rows = (0..field::ROWS).filter(|row| page.words(Field::Charge, *row).is_some());
            let charges: i64 = rows.map(|row| i64::from(row) + next).sum();
            assert_eq!(said(page, Field::Total), format!("{} 00", charges * 10));
            assert_eq!(
                said(page, Field::Patient),
                said(&form.pages[0], Field::Patient)
            );
            next += i64::from(field::ROWS);
        }
    }
}

#[test]
fn the_second_payer_is_told_of_the_first_and_of_what_it_paid() {
    let mut papers = of_services(7);
    let _first = papers.second();
    let form = form(&papers);
    let page = &form.pages[0];
    assert_eq!(said(page, Field::OtherPlanYes), "X");
    assert_eq!(said(page, Field::Other), said(page, Field::Patient));
    assert!(!said(page, Field::OtherNumber).is_empty());
    assert!(!said(page, Field::OtherPlan).is_empty());
    assert_eq!(said(page, Field::Paid), "180 00");
    assert_eq!(said(&form.pages[1], Field::Paid), "65 00");
}

#[test]
fn medicare_first_says_none_and_names_the_place() {
    let mut papers = clean();
    papers.medicare();
    let page = &form(&papers).pages[0];
    assert_eq!(said(page, Field::Medicare), "X");
    assert_eq!(said(page, Field::GroupNumber), "NONE");
    assert_eq!(said(page, Field::InsuredId), "1EG4TE5MK73");
    for field in [
        Field::Insured,
        Field::InsuredStreet,
        Field::OtherPlanNo,
        Field::RenderingId,
    ] {
        assert_eq!(page.words(field, 0), None, "{field:?}");
    }
    assert!(!said(page, Field::Facility).is_empty());
    papers.visit.place = "12".parse().unwrap();
    assert_eq!(form(&papers).pages[0].words(Field::Facility, 0), None);
}

#[test]
fn a_medigap_policy_after_medicare_is_named_in_the_nine_series() {
    let mut papers = clean();
    let _first = papers.second();
    papers.medicare();
    papers.claim.responsibility = Responsibility::Primary;
    for (id, plan) in [("55123", Some("55123")), ("60054", None)] {
        papers.other_payers[0].payer.what.payer_id = id.parse().unwrap();
        let page = &form(&papers).pages[0];
        assert_eq!(page.words(Field::OtherPlan, 0), plan);
        assert_eq!(page.words(Field::Other, 0), plan.map(|_| "SAME"));
        let number = page.words(Field::OtherNumber, 0);
        assert_eq!(
            number.is_some_and(|words| words.starts_with("MEDIGAP ")),
            plan.is_some()
        );
        assert_eq!(page.words(Field::OtherPlanNo, 0), None);
    }
    papers.policies[0].what.accepts_assignment = false;
    papers.other_payers[0].payer.what.payer_id = "55123".parse().unwrap();
    assert_eq!(form(&papers).pages[0].words(Field::Other, 0), None);
}

#[test]
fn a_trial_fills_every_place_to_its_last_character() {
    let form = Form::trial();
    assert_eq!((form.pages.len(), form.warnings.len()), (1, 0));
    for field in Field::ALL {
        let words = said(&form.pages[0], *field);
        assert_eq!(words.len(), usize::from(field.place().width), "{field:?}");
    }
    assert!(form.pages[0].words(Field::Charge, 5).is_some());
}

#[test]
fn medicare_second_speaks_of_whoever_was_asked_first() {
    let mut papers = clean();
    let _first = papers.second();
    papers.payer.what.filing_indicator = FilingIndicator::MedicarePartB;
    papers.other_payers[0].policy.what.group_number = "G-44 7".to_owned();
    assert_eq!(papers.claim.responsibility, Responsibility::Secondary);
    let page = &form(&papers).pages[0];
    assert_eq!(said(page, Field::GroupNumber), "G447");
    assert_eq!(said(page, Field::IsSelf), "X");
    assert_eq!(page.words(Field::Other, 0), None);
    assert_eq!(page.words(Field::Paid, 0), None);
}

#[test]
fn what_stands_in_for_another_claim_carries_the_payers_number() {
    let mut papers = clean();
    papers.claim.filing = Filing::Replacement("2026060001".parse().unwrap());
    let page = &form(&papers).pages[0];
    assert_eq!(said(page, Field::Resubmission), "7");
    assert_eq!(said(page, Field::OriginalNumber), "2026060001");
}

#[test]
fn the_shaded_line_names_the_drug() {
    let mut papers = clean();
    papers.visit.lines[0].what.drug = Some(drug());
    papers.visit.lines[0].what.details.note = "Given in two parts.".to_owned();
    let taxonomy: Taxonomy = "207Q00000X".parse().unwrap();
    papers.rendering.who.taxonomy = Some(taxonomy);
    let _new = papers.visit.lines[0]
        .what
        .details
        .marks
        .insert(ServiceMark::Emergency);
    let page = &form(&papers).pages[0];
    let words = said(page, Field::Supplement);
    assert!(
        words.starts_with(&format!("N4{} ", drug().ndc.as_str())),
        "{words}"
    );
    assert!(words.ends_with("   ZZGIVEN IN TWO PARTS"), "{words}");
    assert_eq!(said(page, Field::RenderingIdKind), "ZZ");
    assert_eq!(said(page, Field::RenderingId), "207Q00000X");
    assert_eq!(said(page, Field::Emergency), "Y");
}

#[test]
fn what_does_not_fit_is_told_and_a_figure_is_never_cut() {
    let mut papers = clean();
    papers.patient.contact.name.last = "Featherstonehaugh-Cholmondeley-Smythe".to_owned();
    papers.visit.lines[0].what.units = "12.5".parse().unwrap();
    papers.facility = Some(facility("22"));
    let form = form(&papers);
    let page = &form.pages[0];
    assert_eq!(said(page, Field::Patient).len(), 28);
    assert_eq!(page.words(Field::Units, 0), None);
    let told: Vec<String> = form.warnings.iter().map(ToString::to_string).collect();
    assert!(
        told.iter()
            .any(|one| one.starts_with("Page 1, box 2: the last")),
        "{told:?}"
    );
    assert!(
        told.contains(
            &"Page 1, box 24G, service 1: the figure does not fit and is left out".to_owned()
        ),
        "{told:?}"
    );
    assert!(
        !told
            .iter()
            .any(|one| one.to_uppercase().contains("FEATHER")),
        "{told:?}"
    );
}

#[test]
fn papers_and_days_stand_in_their_boxes() {
    let mut papers = clean();
    papers.attachments = vec![paper(crate::domain::code::Transmission::Mail)];
    papers.visit.onset_on = Some(day(2026, 2, 7));
    let page = &form(&papers).pages[0];
    assert!(said(page, Field::More).starts_with("PWK"));
    assert_eq!(said(page, Field::OnsetMonth), "02");
    assert_eq!(said(page, Field::OnsetYear), "2026");
    assert_eq!(said(page, Field::OnsetKind), "431");
}
