//! What a guarantor is asked for at the desk: copays of today's visits, the instalment of a plan, what is owed from
//! before; and where an amount goes by itself. It must not know how anything is posted.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::id::{ChargeLineId, GuarantorId, PatientId, VisitId};
use crate::domain::money::{Money, MoneyError};
use crate::domain::pay_later::PayLaterRow;
use crate::domain::payment::{OpenItem, Placement};
use crate::domain::person::Name;

/// What an account is asked for on one day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Desk {
    /// Who pays.
    pub guarantor: GuarantorId,
    /// The day.
    pub on: NaiveDate,
    /// The services that may be paid for, the oldest first.
    pub services: Vec<Asked>,
    /// Visits of the day with a copay and no services yet.
    pub ahead: Vec<AheadVisit>,
    /// What was paid ahead for visits and waits as credit; it goes to them first.
    pub prepaid: Vec<Ahead>,
    /// What is due of payment plans.
    pub instalment: Money,
    /// How many services wait for an insurer only.
    pub waiting: u32,
    /// Paid before and not placed.
    pub credit: Money,
    /// What was agreed to be paid later and is still open, by its day.
    pub later: Vec<PayLaterRow>,
}

/// A service that may be paid for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Asked {
    /// The service; what the guarantor owes is in it.
    #[serde(flatten)]
    pub item: OpenItem,
    /// What is asked for it today as a copay, on top.
    pub copay: Money,
    /// What of its copay was paid ahead and waits as credit: only credit goes there.
    pub paid_ahead: Money,
    /// Whether a payment plan spreads what is owed for it.
    pub is_on_plan: bool,
}

/// A visit whose services are not entered yet; its copay is taken ahead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AheadVisit {
    /// The visit.
    pub visit: VisitId,
    /// Whose.
    pub patient: PatientId,
    /// The patient's given name.
    pub patient_first: String,
    /// Its day.
    pub service_on: NaiveDate,
    /// What is asked for it.
    pub copay: Money,
}

/// What of a payment goes, or went, to a visit whose services are not entered yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ahead {
    /// The visit.
    pub visit: VisitId,
    /// How much.
    pub amount: Money,
}

/// How an amount goes to what is open when nobody says it service by service.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Copays of today, the instalment of a plan, then the oldest day.
    #[default]
    OldestFirst,
    /// This visit first, the rest as above.
    VisitFirst(VisitId),
}

/// Where an amount goes: a part for each service and for each visit ahead, in their order, and what is left over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spread {
    /// For each service.
    pub services: Vec<Money>,
    /// For each visit whose services are not entered yet.
    pub ahead: Vec<Money>,
    /// Not placed.
    pub left: Money,
}

/// One account in the list of a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DeskRow {
    /// Who pays.
    pub guarantor: GuarantorId,
    /// Their name.
    pub name: Name,
    /// Who is seen today, by given name.
    pub patients: Vec<String>,
    /// Copays of today still to be taken.
    pub copay: Money,
    /// What is due of payment plans.
    pub instalment: Money,
    /// Owed from before, plans apart.
    pub old: Money,
    /// Paid before and not placed.
    pub credit: Money,
    /// Taken today already.
    pub paid: Money,
}

/// An account with credit that nobody placed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CreditRow {
    /// Whose.
    pub guarantor: GuarantorId,
    /// Their name.
    pub name: Name,
    /// Paid and not placed.
    pub credit: Money,
    /// What they owe now.
    pub owes: Money,
    /// The newest payment that left some of it; none when it came another way.
    pub since: Option<NaiveDate>,
}

impl CreditRow {
    /// How much of it can be placed now.
    pub fn placeable(&self) -> Money {
        self.credit.min(self.owes).max(Money::ZERO)
    }
}

impl DeskRow {
    /// What is due today in all.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn due(&self) -> Result<Money, MoneyError> {
        Money::sum([self.copay, self.instalment, self.old])
    }
}

impl Asked {
    /// What the guarantor owes for it without a copay, never below zero.
    pub fn own(&self) -> Money {
        self.item.patient_owes.max(Money::ZERO)
    }

    /// What may be paid for it.
    pub fn owed(&self) -> Money {
        self.own().plus(self.copay).unwrap_or(self.own())
    }

    /// What credit may be placed on it.
    pub fn takes_credit(&self) -> Money {
        self.owed().plus(self.paid_ahead).unwrap_or(self.owed())
    }
}

impl Desk {
    /// What is asked for as copays of the day.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn copay(&self) -> Result<Money, MoneyError> {
        let services = self.services.iter().map(|asked| asked.copay);
        Money::sum(services.chain(self.ahead.iter().map(|visit| visit.copay)))
    }

    /// What is owed and on no plan.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn old(&self) -> Result<Money, MoneyError> {
        let plain = self.services.iter().filter(|asked| !asked.is_on_plan);
        Money::sum(plain.map(Asked::own))
    }

    /// What is due today in all: copays, the instalment, and what is owed on no plan.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn due(&self) -> Result<Money, MoneyError> {
        Money::sum([self.copay()?, self.instalment, self.old()?])
    }

    /// Everything that could be paid now, plans as a whole.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn owed(&self) -> Result<Money, MoneyError> {
        let services = self.services.iter().map(Asked::owed);
        Money::sum(services.chain(self.ahead.iter().map(|visit| visit.copay)))
    }

    /// The visits that something is open on, in the order they stand.
    pub fn visits(&self) -> Vec<VisitId> {
        let mut visits: Vec<VisitId> = Vec::new();
        let services = self.services.iter().map(|asked| asked.item.visit);
        for visit in services.chain(self.ahead.iter().map(|ahead| ahead.visit)) {
            if !visits.contains(&visit) {
                visits.push(visit);
            }
        }
        visits
    }

    /// Says where an amount goes by itself. What a plan spreads takes the instalment, and the rest only when nothing
    /// else is open.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn spread(&self, amount: Money, order: Order) -> Result<Spread, MoneyError> {
        let mut spread = Spreading::begin(self, amount);
        if let Order::VisitFirst(visit) = order {
            spread.give(amount, |asked| {
                if_so(asked.item.visit == visit, asked.owed())
            })?;
            spread.give_ahead(|ahead| ahead.visit == visit)?;
        }
        spread.give(amount, |asked| asked.copay)?;
        spread.give_ahead(|_| true)?;
        spread.give(self.instalment, |asked| {
            if_so(asked.is_on_plan, asked.owed())
        })?;
        spread.give(amount, |asked| if_so(!asked.is_on_plan, asked.owed()))?;
        spread.give(amount, Asked::owed)?;
        Ok(spread.done)
    }

    /// Says where the credit goes by itself: to the visits it was paid ahead for, then as any money.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn spread_credit(&self) -> Result<Spread, MoneyError> {
        let credit = self.credit;
        let mut spread = Spreading::begin(self, credit);
        for paid in &self.prepaid {
            spread.give(paid.amount, |asked| {
                if_so(asked.item.visit == paid.visit, asked.takes_credit())
            })?;
        }
        spread.give(credit, |asked| asked.copay)?;
        spread.give(credit, |asked| if_so(!asked.is_on_plan, asked.owed()))?;
        spread.give(credit, Asked::owed)?;
        Ok(spread.done)
    }

    /// The placements of a spread, those left out that are nothing.
    pub fn placements(&self, spread: &Spread) -> Vec<Placement> {
        let parts = self.services.iter().zip(&spread.services);
        parts
            .filter(|(_, part)| part.is_positive())
            .map(|(asked, part)| Placement {
                line: asked.item.line,
                amount: *part,
            })
            .collect()
    }

    /// What of a spread goes to visits without services, those left out that get nothing.
    pub fn aheads(&self, spread: &Spread) -> Vec<Ahead> {
        let parts = self.ahead.iter().zip(&spread.ahead);
        parts
            .filter(|(_, part)| part.is_positive())
            .map(|(visit, part)| Ahead {
                visit: visit.visit,
                amount: *part,
            })
            .collect()
    }

    /// The service of a line.
    pub fn service(&self, line: ChargeLineId) -> Option<&Asked> {
        self.services.iter().find(|asked| asked.item.line == line)
    }
}

/// An amount being spread over a desk.
struct Spreading<'a> {
    desk: &'a Desk,
    done: Spread,
}

impl<'a> Spreading<'a> {
    fn begin(desk: &'a Desk, amount: Money) -> Self {
        Self {
            desk,
            done: Spread {
                services: vec![Money::ZERO; desk.services.len()],
                ahead: vec![Money::ZERO; desk.ahead.len()],
                left: amount.max(Money::ZERO),
            },
        }
    }

    /// Fills each service, the oldest first, up to what `wanted` says of it, with `most` in all.
    fn give(&mut self, most: Money, wanted: impl Fn(&Asked) -> Money) -> Result<(), MoneyError> {
        let mut most = most;
        for (asked, part) in self.desk.services.iter().zip(&mut self.done.services) {
            let room = wanted(asked).minus(*part)?.max(Money::ZERO);
            let more = room.min(self.done.left).min(most);
            *part = part.plus(more)?;
            most = most.minus(more)?;
            self.done.left = self.done.left.minus(more)?;
        }
        Ok(())
    }

    fn give_ahead(&mut self, wanted: impl Fn(&AheadVisit) -> bool) -> Result<(), MoneyError> {
        for (visit, part) in self.desk.ahead.iter().zip(&mut self.done.ahead) {
            if wanted(visit) {
                let more = visit.copay.minus(*part)?.min(self.done.left);
                *part = part.plus(more)?;
                self.done.left = self.done.left.minus(more)?;
            }
        }
        Ok(())
    }
}

/// The amount where it counts, nothing elsewhere.
fn if_so(counts: bool, amount: Money) -> Money {
    if counts { amount } else { Money::ZERO }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(text: &str) -> Money {
        text.parse().unwrap()
    }

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 12, day).unwrap()
    }

    fn asked(line: i64, on: u32, owes: &str, copay: &str) -> Asked {
        Asked {
            item: OpenItem {
                line: ChargeLineId::new(line),
                visit: VisitId::new(line),
                patient: PatientId::new(1),
                patient_first: String::from("Owen"),
                service_on: day(on),
                description: String::from("Visit"),
                patient_owes: money(owes),
                insurer: None,
                plan: None,
            },
            copay: money(copay),
            paid_ahead: Money::ZERO,
            is_on_plan: false,
        }
    }

    /// Two old visits, one of today with its copay, and one of today that has no services yet.
    fn desk() -> Desk {
        Desk {
            guarantor: GuarantorId::new(1),
            on: day(3),
            services: vec![
                asked(1, 1, "40", "0"),
                asked(2, 2, "47", "0"),
                asked(3, 3, "0", "30"),
            ],
            ahead: vec![AheadVisit {
                visit: VisitId::new(9),
                patient: PatientId::new(2),
                patient_first: String::from("Dana"),
                service_on: day(3),
                copay: money("20"),
            }],
            prepaid: Vec::new(),
            instalment: Money::ZERO,
            waiting: 0,
            credit: Money::ZERO,
            later: Vec::new(),
        }
    }

    fn told(desk: &Desk, amount: &str, order: Order) -> (Vec<String>, Vec<String>, String) {
        let spread = desk.spread(money(amount), order).unwrap();
        let show = |parts: &[Money]| parts.iter().map(Money::to_string).collect();
        (
            show(&spread.services),
            show(&spread.ahead),
            spread.left.to_string(),
        )
    }

    fn parts(services: [&str; 3], ahead: &str, left: &str) -> (Vec<String>, Vec<String>, String) {
        (
            services.map(String::from).to_vec(),
            vec![ahead.to_owned()],
            left.to_owned(),
        )
    }

    #[test]
    fn copays_of_today_come_first_then_the_oldest_day() {
        let desk = desk();
        let by = |amount| told(&desk, amount, Order::OldestFirst);
        assert_eq!(by("30"), parts(["0.00", "0.00", "30.00"], "0.00", "0.00"));
        assert_eq!(
            by("100"),
            parts(["40.00", "10.00", "30.00"], "20.00", "0.00")
        );
        assert_eq!(
            by("150"),
            parts(["40.00", "47.00", "30.00"], "20.00", "13.00")
        );
        assert_eq!(desk.due(), Ok(money("137")));
        assert_eq!(desk.copay(), Ok(money("50")));
    }

    #[test]
    fn a_visit_can_be_asked_to_come_first() {
        let desk = desk();
        let second = Order::VisitFirst(VisitId::new(2));
        assert_eq!(
            told(&desk, "60", second),
            parts(["0.00", "47.00", "13.00"], "0.00", "0.00")
        );
        let today = Order::VisitFirst(VisitId::new(9));
        assert_eq!(
            told(&desk, "25", today),
            parts(["0.00", "0.00", "5.00"], "20.00", "0.00")
        );
        let visits: Vec<_> = desk.visits().iter().map(|visit| visit.get()).collect();
        assert_eq!(visits, [1, 2, 3, 9]);
    }

    #[test]
    fn a_plan_takes_its_instalment_and_the_rest_when_nothing_else_is_open() {
        let mut desk = desk();
        desk.services[0].is_on_plan = true;
        desk.instalment = money("10");
        let by = |amount| told(&desk, amount, Order::OldestFirst);
        assert_eq!(by("65"), parts(["10.00", "5.00", "30.00"], "20.00", "0.00"));
        assert_eq!(
            by("137"),
            parts(["40.00", "47.00", "30.00"], "20.00", "0.00")
        );
        assert_eq!(desk.old(), Ok(money("47")));
        assert_eq!(desk.due(), Ok(money("107")));
        assert_eq!(desk.owed(), Ok(money("137")));
    }

    #[test]
    fn credit_goes_first_to_the_visit_it_was_paid_for() {
        let mut desk = desk();
        desk.services[2].copay = Money::ZERO;
        desk.services[2].paid_ahead = money("30");
        desk.credit = money("45");
        desk.prepaid = vec![Ahead {
            visit: VisitId::new(3),
            amount: money("30"),
        }];
        let spread = desk.spread_credit().unwrap();
        let placed = desk.placements(&spread);
        let told: Vec<_> = placed
            .iter()
            .map(|one| (one.line.get(), one.amount.to_string()))
            .collect();
        assert_eq!(
            told,
            [(1, String::from("15.00")), (3, String::from("30.00"))]
        );
        let money_in = desk.spread(money("87"), Order::OldestFirst).unwrap();
        assert!(money_in.services[2].is_zero(), "it is paid for already");
    }

    #[test]
    fn a_spread_adds_up_to_the_amount() {
        let desk = desk();
        for cents in (0..16_000).step_by(377) {
            let amount = Money::from_cents(cents).unwrap();
            for order in desk.visits().into_iter().map(Order::VisitFirst) {
                let spread = desk.spread(amount, order).unwrap();
                let parts = spread.services.iter().chain(&spread.ahead).copied();
                let sum = Money::sum(parts.chain([spread.left])).unwrap();
                assert_eq!(sum, amount);
                let placed = Money::sum(desk.placements(&spread).iter().map(|one| one.amount));
                let ahead = Money::sum(desk.aheads(&spread).iter().map(|one| one.amount));
                let used = placed.unwrap().plus(ahead.unwrap()).unwrap();
                assert_eq!(used.plus(spread.left), Ok(amount));
            }
        }
    }
}
