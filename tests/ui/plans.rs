//! Payment plans and estimates in the window, by keys: agreed from the chart, missed, agreed anew, ended; worked out and
//! given.

use pegboard::domain::money::Money;
use pegboard::domain::pay_plan::Standing;
use pegboard::domain::payment::{NewReceipt, Tender, oldest_first};
use pegboard::office::Office;
use pegboard::ui::place::{ChartTab, Place};

use super::accounts::{self, Known, cents, fill, guarantor, patient, visit};
use super::harness::Window;

/// A window over a book in which Dana is insured and Wren owes 275.00 herself.
fn window() -> (Window, Known) {
    let mut known = None;
    let window = Window::in_book(|office| known = Some(prepared(office)));
    (window, known.unwrap())
}

fn prepared(office: &mut Office) -> Known {
    let known = fill(office);
    let wren = patient(office, "Abernathy", "Wren");
    let old = [("99213", "Office visit", 13_000)];
    let _old = visit(office, &known, wren, "2026-01-08", &old);
    let new = [
        ("36415", "Blood draw", 1_500),
        ("99213", "Office visit", 13_000),
    ];
    let _new = visit(office, &known, wren, "2026-02-19", &new);
    known
}

fn open(window: &mut Window, name: &str) {
    window.press("Alt 2");
    window.types(name);
    window.press("Enter");
    assert!(matches!(window.place(), Place::Chart(_, ChartTab::Ledger)));
}

fn tab(window: &mut Window, times: usize) {
    for _ in 0..times {
        window.press("Tab");
    }
}

fn go(window: &mut Window, words: &str) {
    window.press("Ctrl K");
    window.types(words);
    window.press("Enter");
}

/// Takes so much from Wren, the way a payment goes by itself.
fn pays(office: &mut Office, amount: i64) {
    let rows = office.find_patients("abern", 1).unwrap();
    let who = guarantor(office, rows[0].id);
    let open = office.open_items(who).unwrap();
    let receipt = NewReceipt {
        guarantor: who,
        accounting_on: office.today(),
        tenders: vec![Tender::Check {
            amount: cents(amount),
            number: "1044".to_owned(),
        }],
        placed: oldest_first(&open, cents(amount)).unwrap().0,
    };
    let _receipt = office.take_payment(&receipt).unwrap();
}

#[test]
fn a_plan_is_agreed_missed_agreed_anew_and_ended_by_keys() {
    let (mut window, _) = window();
    open(&mut window, "abern");
    window.press("L");
    assert!(matches!(window.place(), Place::NewPlan(_)));
    window.types("35");
    tab(&mut window, 1);
    window.types("40");
    tab(&mut window, 2);
    window.types("04/15/2026");
    window.press("Tab");
    assert!(window.sees("Paid off on 09/15/2026. No interest, no fee."));
    window.picture("plan-new");
    window.press("Ctrl Enter");
    assert!(matches!(window.place(), Place::Plans(Some(_))));
    assert!(window.sees("P-0001") && window.sees("On time"));
    window.picture("plans");

    window.office(|office| pays(office, 3_500));
    let later = accounts::day("2026-04-27").and_hms_opt(15, 0, 0).unwrap();
    window.clock.set(later.and_utc());
    go(&mut window, "payment plans");
    window.press("2");
    assert!(window.sees("1 payment was missed, $40.00. Call or write."));
    window.picture("plans-missed");
    window.press("Enter");
    assert!(window.reads("Payment plan P-0001: to remind, $40.00 is due now"));
    window.picture("plan-on-chart");
    window.press("L");
    assert!(matches!(window.place(), Place::Plans(Some(_))));

    window.press("C");
    assert!(window.sees("Plan P-0001 anew, account 0000003") || window.reads("Plan P-0001 anew"));
    tab(&mut window, 1);
    window.press("Ctrl a");
    window.types("30");
    window.press("Ctrl Enter");
    assert!(window.sees("Say why it is changed; the new agreement names it."));
    window.types("fewer hours");
    window.picture("plan-anew");
    window.press("Ctrl Enter");
    assert!(window.reads("version 2 of 04/27/2026"));
    assert!(window.reads("fewer hours"));
    window.picture("plans-changed");
    let plan = window.office(|office| office.plans(None).unwrap().remove(0));
    assert_eq!(plan.plan.version.number, 2);
    assert_eq!(plan.now.open, cents(24_000));
    assert_eq!(plan.now.standing, Standing::OnTime);

    window.press("M");
    window.press("Ctrl a");
    window.types("15");
    window.picture("plans-rules");
    window.press("Ctrl S");
    let rules = window.office(|office| office.missed_rules().unwrap());
    assert_eq!((rules.grace_days, rules.default_after), (15, 2));

    window.press("E");
    window.types("nothing came");
    window.press("Enter");
    assert!(window.sees("Nobody is on a payment plan"));
    window.press("4");
    assert!(window.reads("Ended on 04/27/2026 by"));
    window.picture("plans-over");
}

#[test]
fn a_service_can_be_left_out_of_a_plan() {
    let (mut window, _) = window();
    open(&mut window, "abern");
    window.press("L");
    tab(&mut window, 2);
    window.types("3");
    tab(&mut window, 1);
    window.types("04/15/2026");
    // The step, new charges, all or none, then the services.
    tab(&mut window, 4);
    window.press("Space");
    assert!(window.sees("$145.00"));
    window.press("Alt A");
    assert!(window.sees("$275.00"));
    window.press("Alt A");
    window.press("Ctrl Enter");
    assert!(window.reads("Choose at least one service"));
}

#[test]
fn an_estimate_is_worked_out_as_it_is_typed() {
    let (mut window, known) = window();
    open(&mut window, "whit");
    window.press("Q");
    assert_eq!(*window.place(), Place::Estimates(known.dana));
    window.types("a check-up with bloods");
    tab(&mut window, 4);
    window.types("30");
    tab(&mut window, 1);
    window.types("20");
    tab(&mut window, 4);
    window.types("99214");
    tab(&mut window, 4);
    window.types("Office visit");
    tab(&mut window, 1);
    window.types("185");
    assert!(window.sees("$86.00"), "30.00 + 20 % of 155.00 + 25.00");
    window.press("Alt S");
    window.types("36415");
    tab(&mut window, 5);
    window.types("15");
    window.picture("estimate-insured");
    window.press("Ctrl Enter");
    assert!(window.sees("E-0001"));
    let kept = window.office(|office| office.estimates(None, 5).unwrap().remove(0));
    let pays = Money::sum([cents(8_600), cents(300)]).unwrap();
    assert_eq!(kept.reckoned.sums.pays, pays);
}

#[test]
fn a_good_faith_estimate_is_given_and_printed() {
    let (mut window, _) = window();
    open(&mut window, "abern");
    window.press("Q");
    window.press("Ctrl Enter");
    assert!(window.reads("What is planned, in plain words, is missing."));
    window.types("removal of a skin growth");
    tab(&mut window, 4);
    window.types("20");
    tab(&mut window, 2);
    window.types("11301");
    tab(&mut window, 4);
    window.types("Skin growth removed");
    tab(&mut window, 1);
    window.types("210");
    assert!(window.sees("$168.00"));
    window.picture("estimate-self-pay");
    window.press("Ctrl Enter");
    assert!(window.sees("E-0001"));
    window.picture("estimate-given");
    let id = window.office(|office| office.estimates(None, 5).unwrap()[0].id);
    let pdf = window.office(move |office| office.estimate_pdf(id).unwrap());
    assert!(pdf.starts_with(b"%PDF"));
}
