//! The invented household of the page pictures: Dana Whitlock pays for herself and Owen; three October visits, one
//! still open from August, two that wait for insurance.

use chrono::NaiveDate;
use pegboard::domain::letterhead::{Address, Letterhead};
use pegboard::domain::money::Money;
use pegboard::domain::receipt::{How, Item, Order, Taking, Tender};
use pegboard::domain::statement::{
    Account, AccountNumber, Guarantor, Line, Note, Patient, Payment, Pending, Previous, Rate,
    Reason, ReasonKind, StatementNumber,
};
use rust_decimal::Decimal;

pub fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).unwrap()
}

pub fn money(text: &str) -> Money {
    text.parse().unwrap()
}

/// The household's account.
pub fn number() -> AccountNumber {
    AccountNumber::new(10_447).unwrap()
}

fn dana() -> Patient {
    patient(1, "Dana")
}

fn owen() -> Patient {
    patient(2, "Owen")
}

fn patient(id: i64, given: &str) -> Patient {
    Patient {
        id,
        given: given.into(),
        family: "Whitlock".into(),
    }
}

pub fn practice() -> Letterhead {
    let fairhollow = |street: &str, second: &str, zip: &str| Address {
        street: street.into(),
        second: second.into(),
        city: "Fairhollow".into(),
        state: "OH".into(),
        zip: zip.into(),
    };
    Letterhead {
        name: "Larkspur Family Medicine".into(),
        address: fairhollow("410 Alder Street", "Suite 2", "43099"),
        pay_to: fairhollow("PO Box 8810", "", "430988810"),
        phone: "(614) 555-0142".into(),
        hours: Some("Mon–Fri 8 am–5 pm".into()),
        pay_url: Some("pay.larkspur.example".into()),
        tax_id: "00-1234567".into(),
        plan_offer: Some("Too much at once? Call us: monthly plans cost nothing extra.".into()),
        help_offer: Some(
            "We lower bills by income and household size. Ask for our short form.".into(),
        ),
    }
}

fn coinsurance(of: &str) -> ReasonKind {
    ReasonKind::Coinsurance(Some(Rate {
        percent: Decimal::from(20),
        of: money(of),
    }))
}

fn reason((kind, amount): (ReasonKind, &str)) -> Reason {
    Reason {
        kind,
        amount: money(amount),
    }
}

struct Seen {
    patient: Patient,
    visit: i64,
    on: NaiveDate,
    provider: &'static str,
    answered: Option<NaiveDate>,
    billed: Option<NaiveDate>,
}

impl Seen {
    fn line(&self, words: &str, columns: [&str; 5], reasons: Vec<(ReasonKind, &str)>) -> Line {
        let [charge, insurance_paid, discount, patient_paid, owed] = columns.map(money);
        Line {
            account: number(),
            patient: self.patient.clone(),
            visit: self.visit,
            visit_on: self.on,
            provider: self.provider.into(),
            answered_on: self.answered,
            description: words.into(),
            charge,
            insurance_paid,
            discount,
            patient_paid,
            owed,
            reasons: reasons.into_iter().map(reason).collect(),
            first_billed_on: self.billed,
        }
    }
}

/// Nine lines, not in the order they are printed.
fn lines() -> Vec<Line> {
    let mut lines = owens();
    lines.extend(danas());
    lines
}

fn danas() -> Vec<Line> {
    let early = Seen {
        patient: dana(),
        visit: 101,
        on: day(10, 6),
        provider: "Priya Anand, MD",
        answered: Some(day(10, 28)),
        billed: None,
    };
    let late = Seen {
        patient: dana(),
        visit: 103,
        on: day(10, 27),
        answered: Some(day(11, 13)),
        ..early
    };
    vec![
        late.line(
            "Removal of a skin growth, left arm",
            ["240.00", "68.80", "92.00", "0", "79.20"],
            vec![
                (ReasonKind::Deductible, "62.00"),
                (coinsurance("86.00"), "17.20"),
            ],
        ),
        late.line(
            "Preparing the sample for the lab",
            ["30.00", "12.00", "15.00", "0", "3.00"],
            vec![(coinsurance("15.00"), "3.00")],
        ),
        early.line(
            "Office visit, about 30 minutes",
            ["210.00", "98.40", "81.60", "30.00", "0"],
            vec![(ReasonKind::Copay, "30.00")],
        ),
        early.line(
            "Cholesterol blood test",
            ["62.00", "0", "24.00", "0", "38.00"],
            vec![(ReasonKind::Deductible, "38.00")],
        ),
        early.line(
            "Drawing blood",
            ["18.00", "0", "9.00", "0", "9.00"],
            vec![(ReasonKind::Deductible, "9.00")],
        ),
    ]
}

fn owens() -> Vec<Line> {
    let august = Seen {
        patient: owen(),
        visit: 88,
        on: day(8, 19),
        provider: "Samuel Okafor, NP",
        answered: Some(day(9, 30)),
        billed: Some(day(10, 20)),
    };
    let october = Seen {
        patient: owen(),
        visit: 102,
        on: day(10, 14),
        answered: Some(day(11, 6)),
        billed: None,
        ..august
    };
    vec![
        october.line(
            "Sick visit, about 20 minutes",
            ["145.00", "62.00", "53.00", "0", "30.00"],
            vec![(ReasonKind::Copay, "30.00")],
        ),
        october.line(
            "Rapid strep throat test",
            ["35.00", "13.60", "18.00", "0", "3.40"],
            vec![(coinsurance("17.00"), "3.40")],
        ),
        october.line(
            "School sports form",
            ["25.00", "0", "0", "0", "25.00"],
            vec![(ReasonKind::NotCovered, "25.00")],
        ),
        august.line(
            "Asthma check-up, 30 minutes",
            ["160.00", "0", "75.00", "45.00", "40.00"],
            vec![(ReasonKind::Deductible, "85.00")],
        ),
    ]
}

fn pending() -> Vec<Pending> {
    [
        (
            dana(),
            day(11, 12),
            "Yearly check-up",
            day(11, 14),
            "265.00",
        ),
        (owen(), day(11, 17), "Flu shot", day(11, 18), "58.00"),
    ]
    .into_iter()
    .map(|(patient, visit_on, service, sent_on, open)| Pending {
        account: number(),
        patient,
        visit_on,
        service: service.into(),
        sent_on: Some(sent_on),
        payer: "Northfield Mutual".into(),
        open: money(open),
    })
    .collect()
}

pub fn account() -> Account {
    Account {
        practice: practice(),
        guarantor: Guarantor {
            given: "Dana".into(),
            family: "Whitlock".into(),
            address: Address {
                street: "27 Quarry Lane".into(),
                second: "Apt 3".into(),
                city: "Fairhollow".into(),
                state: "OH".into(),
                zip: "430991127".into(),
            },
        },
        number: number(),
        statement: StatementNumber::new(26_112_003).unwrap(),
        made_on: day(11, 20),
        due_on: day(12, 14),
        previous: Some(Previous {
            made_on: day(10, 20),
            amount: money("85.00"),
            credit_used: Money::ZERO,
            changed: Money::ZERO,
        }),
        lines: lines(),
        pending: pending(),
        payments: vec![
            Payment {
                paid_on: day(10, 6),
                how: "Card, copay".into(),
                visit: 101,
                amount: money("30.00"),
                is_since_previous: false,
            },
            Payment {
                paid_on: day(11, 2),
                how: "Check 1187".into(),
                visit: 88,
                amount: money("45.00"),
                is_since_previous: true,
            },
        ],
        unapplied: Money::ZERO,
        planned: Money::ZERO,
        ledger: money("550.60"),
        reminder: String::new(),
        note: Some(Note {
            words: "Dear Dana, thank you for your payment in November. $40.00 of Owen’s August visit is still \
                    open; the rest of this bill is new. If money is tight, please call before December 14. We can \
                    spread the bill over months without interest."
                .into(),
            signed: "Renata, billing office, (614) 555-0142".into(),
        }),
    }
}

/// What Dana pays at the desk on the day of Owen's next visit.
pub fn taking() -> Taking {
    let item = |on, patient, what: &str, owed, paid| Item {
        on,
        patient,
        what: what.into(),
        owed: money(owed),
        paid: money(paid),
    };
    Taking {
        practice: practice(),
        number: 4812,
        taken_at: day(12, 3).and_hms_opt(10, 42, 0).unwrap(),
        taken_by: "Renata M.".into(),
        entry: 119_548,
        given: "Dana".into(),
        family: "Whitlock".into(),
        account: AccountNumber::new(10_447).unwrap(),
        tenders: vec![
            Tender {
                how: How::Card {
                    brand: "Visa".into(),
                    ending: "4417".into(),
                    approval: "062915".into(),
                },
                amount: money("145.40"),
            },
            Tender {
                how: How::Cash {
                    given: money("40.00"),
                },
                amount: money("30.00"),
            },
        ],
        items: vec![
            item(
                day(12, 3),
                owen(),
                "Today: copay for the visit",
                "30.00",
                "30.00",
            ),
            item(day(8, 19), owen(), "Asthma check-up", "40.00", "40.00"),
            item(day(10, 6), dana(), "Visit and blood test", "47.00", "47.00"),
            item(
                day(10, 14),
                owen(),
                "Sick visit, strep test, form",
                "58.40",
                "58.40",
            ),
            item(day(10, 27), dana(), "Skin growth removal", "82.20", "0"),
        ],
        order: Order::CopayThenOldest,
        unapplied: Money::ZERO,
        pay_by: Some(day(12, 14)),
        pending: vec![("Northfield Mutual".into(), money("323.00"))],
    }
}
