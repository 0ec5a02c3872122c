//! The agreement about a payment plan and the good-faith estimate, of the invented people of the page pictures.

use pegboard::domain::code::Units;
use pegboard::domain::estimate::{
    Biller, Cover, EstimateNumber, GoodFaith, GoodFaithParts, Service, Typed, reckon,
};
use pegboard::domain::id::{EstimateId, PlanId};
use pegboard::domain::money::Money;
use pegboard::domain::pay_plan::{
    Agreement, AgreementParts, CoveredVisit, Every, Instalments, MissedRules, PlanNumber, Scope,
    Terms,
};
use pegboard::domain::statement::AccountNumber;
use pegboard::pdf::font::Fonts;
use pegboard::pdf::sheet::Sheet;
use pegboard::pdf::{estimate, plan};

use super::whitlock::{day, money, practice};

fn visit(month: u32, on: u32, services: &str, owed: &str) -> CoveredVisit {
    CoveredVisit {
        on: day(month, on),
        services: services.into(),
        owed: money(owed),
    }
}

pub fn agreement(instalments: Instalments, every: Every, visits: usize) -> Agreement {
    let three = [
        visit(7, 9, "Emergency follow-up, X-ray of the wrist", "412.75"),
        visit(8, 21, "Wrist cast and fitting", "556.30"),
        visit(9, 15, "Cast removal, visit, X-ray", "290.95"),
    ];
    let covers: Vec<CoveredVisit> = three.into_iter().cycle().take(visits).collect();
    let terms = Terms {
        down: money("180"),
        instalments,
        every,
        first_on: day(12, 15),
        scope: Scope::Fixed,
    };
    let covered = Money::sum(covers.iter().map(|visit| visit.owed)).unwrap();
    let parts = AgreementParts {
        practice: practice(),
        plan: PlanNumber(PlanId::new(218)),
        version: 1,
        agreed_on: day(11, 20),
        guarantor: "Teodor Brandvold".into(),
        address: "9 Mill Race Road, Fairhollow, OH 43099".into(),
        account: AccountNumber::new(10_981).unwrap(),
        patients: vec!["Teodor Brandvold".into()],
        covers,
        schedule: terms.schedule(covered, day(11, 20)).unwrap(),
        terms,
        rules: MissedRules::USUAL,
        why: String::new(),
        signer: "Renata Moravec".into(),
    };
    Agreement::build(parts).unwrap()
}

pub fn plan_pages() -> Vec<Sheet> {
    let agreement = agreement(Instalments::Of(money("120")), Every::Month, 3);
    plan::sheets(&agreement, &Fonts::load().unwrap())
}

pub fn long_plan_pages() -> Vec<Sheet> {
    let agreement = agreement(Instalments::In(104), Every::Week, 20);
    plan::sheets(&agreement, &Fonts::load().unwrap())
}

fn service(code: &str, description: &str, count: u32, fee: &str) -> Service {
    Service {
        code: code.parse().unwrap(),
        modifiers: vec![],
        units: Units::from_count(count).unwrap(),
        description: description.into(),
        diagnosis: Some("D22.61".parse().unwrap()),
        biller: None,
        fee: money(fee),
        expected: None,
        typed: Typed::default(),
    }
}

pub fn good_faith(more: usize) -> GoodFaith {
    let mut lab = service("88305", "Lab examination of the tissue", 1, "140");
    lab.biller = Some(Biller {
        name: "Bluegate Pathology".into(),
        place: "Fairhollow, OH 43099".into(),
        npi: "1999999984".into(),
        tax_id: "00-7654321".into(),
    });
    let mut services = vec![
        service("99213", "Office visit, about 20 minutes", 1, "130"),
        service(
            "11301",
            "Skin growth removed, right arm, up to 1 cm",
            1,
            "210",
        ),
        service("A6402", "Dressings to take home", 4, "10"),
        lab,
    ];
    services
        .extend((0..more).map(|_| service("99213", "Office visit, about 20 minutes", 1, "130")));
    let cover = Cover::SelfPay {
        discount: Some("20".parse().unwrap()),
    };
    let parts = GoodFaithParts {
        practice: practice(),
        npi: "1234567893".into(),
        number: EstimateNumber(EstimateId::new(347)),
        given_on: day(11, 20),
        patient: "Ines Marchetti".into(),
        born_on: "1988-04-22".parse().unwrap(),
        address: "118 Tannery Street, Fairhollow, OH 43099".into(),
        what: "removal of a skin growth on the right arm, with lab examination".into(),
        planned_on: Some(day(12, 8)),
        booked_on: Some(day(11, 19)),
        provider: "Priya Anand, MD".into(),
        lines: reckon(services, &cover).unwrap().lines,
        prepared_by: "Renata Moravec".into(),
    };
    GoodFaith::build(parts).unwrap()
}

pub fn estimate_pages(more: usize) -> Vec<Sheet> {
    estimate::sheets(&good_faith(more), &Fonts::load().unwrap())
}

fn told(pages: &[Sheet]) -> String {
    pages.iter().map(Sheet::to_string).collect()
}

#[test]
fn the_agreement_proves_its_figures_on_one_page() {
    let pages = plan_pages();
    assert_eq!(pages.len(), 1);
    let text = told(&pages);
    for words in [
        "$1,260.00",
        "$180.00",
        "9 times, on the 15th",
        "paid off 08/15/2027",
        "0.00%",
        "Plan P-0218, version 1",
        "Control: covered 1,260.00 = today 180.00 + 9 × 120.00",
    ] {
        assert!(text.contains(words), "{words} is not in\n{text}");
    }
    let made = agreement(Instalments::Of(money("120")), Every::Month, 3);
    let balances = made.balances();
    assert_eq!(
        balances.first().unwrap().0.place,
        0,
        "the down payment comes first"
    );
    assert_eq!(balances.last().unwrap().1, Money::ZERO);
}

#[test]
fn a_long_plan_goes_on_after_its_first_page_and_leaves_nothing_out() {
    let text = told(&long_plan_pages());
    for place in 1..=104 {
        assert!(
            text.contains(&format!("\"{place} of 104\""))
                || text.contains(&format!("{place} of 104")),
            "{place}"
        );
    }
    assert_eq!(text.matches("Wrist cast and fitting").count(), 7);
    assert!(text.contains("Page 3 of"));
}

#[test]
fn the_estimate_is_grouped_by_who_bills_and_says_what_can_be_disputed() {
    let pages = estimate_pages(0);
    assert_eq!(pages.len(), 1);
    let text = told(&pages);
    for words in [
        "$420.00",
        "$280.00",
        "$140.00",
        "$680.00",
        "$540.00",
        "120 days",
        "Control: price 490.00 − discount 70.00 = 420.00 = 280.00 + 140.00.",
    ] {
        assert!(text.contains(words), "{words} is not in\n{text}");
    }
    let long = estimate_pages(40);
    assert!(long.len() > 1);
    assert_eq!(told(&long).matches("99213").count(), 41);
}
