//! Two years of the made-up practice, lived day by day: visits, copays, claims, checks from payers, patients who pay,
//! and some who do not.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use chrono::{Datelike, Days, NaiveDate, Weekday};
use fastrand::Rng;

use crate::domain::code::FilingIndicator;
use crate::domain::desk::Ahead;
use crate::domain::eob::{EobLine, Method, NewEob};
use crate::domain::id::{
    ClaimId, FacilityId, GuarantorId, PatientId, PayerId, ProviderId, ReceiverId,
};
use crate::domain::money::Money;
use crate::domain::pay_later::{Means, NewPayLater};
use crate::domain::payment::{NewReceipt, Placement, Tender, oldest_first};
use crate::domain::visit::{Accident, Cause, Details, NewVisit, Visit};
use crate::office::{Clock, Go, Office, OfficeError, Progress, Which, quietly};

use super::bank;
use super::clearinghouse::Clearinghouse;
use super::desk::{Appealed, Refused};
use super::details::{self, Specialists};
use super::house::{self, PAYERS};
use super::mail::Mail;
use super::onward::later_answer;
use super::payer::{Billed, Deductibles, answer};
use super::people::{self, Person};
use super::plans;
use super::remits::Sender;
use super::rules::{self, Referral};
use super::{DemoError, Size, at, clinic};

/// The most claims a payer answers with one check.
const CLAIMS_A_CHECK: usize = 60;

/// The plan that wants a referral, among the payers.
const REFERS: usize = 2;

/// How much longer a payer takes for a claim that it had to be asked about.
const DAYS_MORE: u64 = 55;

/// How much longer it takes for a claim that was refused at first.
const DAYS_TO_SEND_AGAIN: u64 = 25;

/// How far a visit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Notes {
    /// Signed and coded.
    Done,
    /// Coded, and not signed.
    Unsigned,
    /// Signed, and not coded.
    ToCode,
}

/// A claim that a payer will answer.
#[derive(Clone, Debug)]
pub(super) struct Waiting {
    pub(super) claim: ClaimId,
    pub(super) billed: Vec<Billed>,
    pub(super) patient: PatientId,
    pub(super) guarantor: GuarantorId,
    pub(super) payer: usize,
    /// Who comes after that payer.
    pub(super) later: Vec<usize>,
    /// Whether that payer is asked first.
    pub(super) is_first: bool,
    /// The day the check is written.
    pub(super) due_on: NaiveDate,
    pub(super) service_on: NaiveDate,
}

/// The practice as it lives.
pub(super) struct Years {
    pub(super) rng: Rng,
    pub(super) size: Size,
    first_day: NaiveDate,
    pub(super) today: NaiveDate,
    pub(super) people: Vec<Person>,
    /// Who pays by the month; none before they were sought.
    pub(super) plans: Option<Vec<plans::Payer>>,
    /// Who was here already today.
    pub(super) seen_today: BTreeSet<PatientId>,
    clinicians: Vec<ProviderId>,
    referrers: Vec<ProviderId>,
    specialists: Specialists,
    facility: FacilityId,
    pub(super) payers: Vec<PayerId>,
    pub(super) waiting: Vec<Waiting>,
    /// Claims that take others back, and the day on which the payer says that it did.
    pub(super) voids: Vec<(NaiveDate, ClaimId)>,
    /// What payers refused and the biller appeals.
    pub(super) refused: Vec<Refused>,
    /// What was appealed lately, and the day of the next step.
    pub(super) appeals: Vec<Appealed>,
    /// Who will look at a bill, and when.
    bills: Vec<(NaiveDate, GuarantorId)>,
    deductibles: Deductibles,
    pub(super) checks: u64,
    pub(super) clearinghouse: Clearinghouse,
    /// What visits of the plan that wants it carry.
    referrals: Vec<Referral>,
    /// Where the claim files of earlier weeks go.
    sent: PathBuf,
    /// What writes the payers' files, and where these lie.
    pub(super) sender: Sender,
    pub(super) remittances: PathBuf,
}

impl Years {
    /// Sets the practice up and registers everybody it will see.
    pub(super) fn begin(
        office: &mut Office,
        size: Size,
        seed: u64,
        (first_day, today): (NaiveDate, NaiveDate),
        (sent, remittances): (&Path, &Path),
    ) -> Result<Self, DemoError> {
        let mut rng = Rng::with_seed(seed);
        let (mut clinicians, mut referrers) = (Vec::new(), Vec::new());
        let (mut chiropractor, mut therapist) = (None, None);
        for new in house::providers() {
            let (duty, credential) = (new.duty, new.credential.clone());
            let id = office.add_provider(&new)?;
            if credential == house::CHIROPRACTOR {
                chiropractor = Some(id);
            } else if credential == house::THERAPIST {
                therapist = Some(id);
            } else if duty.renders() {
                clinicians.push(id);
            } else {
                referrers.push(id);
            }
        }
        let specialists = Specialists {
            chiropractor: chiropractor.ok_or(DemoError::Unsound)?,
            therapist: therapist.ok_or(DemoError::Unsound)?,
            referrer: referrers.first().copied().ok_or(DemoError::Unsound)?,
        };
        let facility = office.add_facility(&house::facility().ok_or(DemoError::Unsound)?)?;
        let receivers = house::receivers()
            .into_iter()
            .map(|new| office.add_receiver(&new))
            .collect::<Result<Vec<ReceiverId>, OfficeError>>()?;
        let mut payers = Vec::new();
        for contract in &PAYERS {
            payers.push(office.add_payer(&contract.payer(&receivers).ok_or(DemoError::Unsound)?)?);
        }
        for fee in house::fees(first_day) {
            office.set_fee(&fee)?;
        }
        if size.has_later_payers() {
            house::agree(office, &payers, first_day)?;
        }
        let people = people::register(office, &mut rng, &payers, size, (first_day, today))?;
        let mut referrals = Vec::new();
        if let Some(payer) = payers.get(REFERS) {
            referrals = rules::refer(office, &people, (REFERS, *payer), today)?;
        }
        Ok(Self {
            referrals,
            rng,
            size,
            first_day,
            today,
            people,
            plans: None,
            seen_today: BTreeSet::new(),
            clinicians,
            referrers,
            specialists,
            facility,
            payers,
            waiting: Vec::new(),
            voids: Vec::new(),
            refused: Vec::new(),
            appeals: Vec::new(),
            bills: Vec::new(),
            deductibles: Deductibles::default(),
            checks: 0,
            clearinghouse: Clearinghouse::default(),
            sent: sent.to_owned(),
            sender: Sender::default(),
            remittances: remittances.to_owned(),
        })
    }

    /// Lives every working day up to the one before today.
    pub(super) fn live(
        &mut self,
        office: &mut Office,
        clock: &Clock,
        progress: Progress<'_>,
    ) -> Result<(), DemoError> {
        let days: Vec<NaiveDate> = self
            .first_day
            .iter_days()
            .take_while(|day| *day < self.today)
            .filter(|day| is_working_day(*day))
            .collect();
        let total = u64::try_from(days.len()).unwrap_or(u64::MAX);
        let mut seen = 0;
        for (day, number) in days.into_iter().zip(1..) {
            clock.set(at(day));
            let by_now = self
                .size
                .visits()
                .saturating_mul(number)
                .checked_div(total)
                .unwrap_or(0);
            let many = by_now.saturating_sub(seen);
            seen = by_now;
            office.together(|office| self.live_day(office, day, many))?;
            if progress(number, total) == Go::Stop {
                return Err(OfficeError::Stopped.into());
            }
        }
        Ok(())
    }

    fn live_day(
        &mut self,
        office: &mut Office,
        day: NaiveDate,
        visits: u64,
    ) -> Result<(), DemoError> {
        self.seen_today.clear();
        for number in 0..visits {
            let regular = if number == 0 { self.regular() } else { None };
            if let Some(person) = regular.or_else(|| self.somebody()) {
                let notes = self.notes(day);
                self.see(office, &person, day, notes)?;
            }
        }
        if day.weekday() == Weekday::Fri {
            self.send(office, day)?;
        }
        self.hear(office, day)?;
        self.open_the_mail(office, day)?;
        self.voids_were_taken(office, day)?;
        self.appeal(office, day)?;
        self.give_up(office, day)?;
        self.patients_pay(office, day)?;
        self.agree_plans(office, day)?;
        self.pay_plans(office, day)?;
        bank::to_the_bank(office, day)?;
        // The bills of the last weeks wait for the run of today.
        if self.size.bills_monthly()
            && self.days_ago(day) > 45
            && day.day() <= 7
            && day.weekday() == Weekday::Tue
        {
            let _run = office.run_statements(None, day, &mut quietly)?;
        }
        Ok(())
    }

    /// Some weeks after the day, the guarantor looks at what they owe.
    fn will_look_at_a_bill(&mut self, day: NaiveDate, guarantor: GuarantorId) {
        if let Some(on) = day.checked_add_days(Days::new(self.rng.u64(12..75))) {
            self.bills.push((on, guarantor));
        }
    }

    pub(super) fn days_ago(&self, day: NaiveDate) -> i64 {
        self.today.signed_duration_since(day).num_days()
    }

    /// Who comes next: nobody twice a day.
    pub(super) fn somebody(&mut self) -> Option<Person> {
        const TRIES: usize = 8;
        let found = (0..TRIES)
            .filter_map(|_| self.rng.choice(&self.people))
            .find(|person| !self.seen_today.contains(&person.id));
        found.cloned()
    }

    /// Who comes nearly every working day, as for dressings; theirs is the longest card of a practice of some size.
    fn regular(&mut self) -> Option<Person> {
        if !self.size.has_regular() || self.rng.u8(0..50) == 0 {
            return None;
        }
        let insured = |day: NaiveDate| move |person: &&Person| person.payer_on(day) == Some(0);
        let mut loyal = self.people.iter().filter(insured(self.first_day));
        loyal.find(insured(self.today)).cloned()
    }

    /// How far a visit of that day is by now: the last days are still being worked on.
    fn notes(&mut self, day: NaiveDate) -> Notes {
        let days_ago = self.days_ago(day);
        if days_ago <= 4 && self.rng.u8(0..4) == 0 {
            Notes::Unsigned
        } else if days_ago <= 3 && self.rng.u8(0..5) == 0 {
            Notes::ToCode
        } else {
            Notes::Done
        }
    }

    pub(super) fn see(
        &mut self,
        office: &mut Office,
        person: &Person,
        day: NaiveDate,
        notes: Notes,
    ) -> Result<(), DemoError> {
        let _is_new = self.seen_today.insert(person.id);
        let Some(mut seen) = clinic::see(&mut self.rng, person.age_on(day)) else {
            return Ok(());
        };
        let rendering = self
            .rng
            .choice(&self.clinicians)
            .copied()
            .ok_or(DemoError::Unsound)?;
        let referring = if self.rng.u8(0..12) == 0 {
            self.rng.choice(&self.referrers).copied()
        } else {
            None
        };
        let is_coded = notes != Notes::ToCode;
        seen.notes.signed_on = (notes != Notes::Unsigned).then_some(day);
        let payer = person.payer_on(day);
        let at_care_center = person.age_on(day) > 80 && self.rng.u8(0..6) == 0;
        let place = if at_care_center { "31" } else { "11" };
        let mut visit = NewVisit {
            patient: person.id,
            service_on: day,
            rendering,
            referring,
            facility: at_care_center.then_some(self.facility),
            place: place.parse().map_err(|_| DemoError::Unsound)?,
            notes: seen.notes,
            authorization: self.referral(person, day),
            onset_on: None,
            admitted_on: None,
            accident: self.accident(payer, day),
            details: Details::default(),
            diagnoses: if is_coded { seen.diagnoses } else { Vec::new() },
            lines: if is_coded { seen.lines } else { Vec::new() },
        };
        details::add(&mut visit, payer, self.specialists);
        let visit = office.enter_visit(&visit)?;
        if !is_coded {
            return Ok(());
        }
        if let (Some(payer), Some((claim, _))) = (payer, office.claims_of(visit)?.first().copied())
        {
            let wait = PAYERS
                .get(payer)
                .map_or(21, |contract| contract.days_to_pay);
            let due_on = day
                .checked_add_days(Days::new(wait.saturating_add(self.rng.u64(3..9))))
                .unwrap_or(day);
            let waiting = Waiting {
                claim,
                billed: billed(&office.visit(visit)?),
                patient: person.id,
                guarantor: person.guarantor,
                payer,
                later: person.later.clone(),
                is_first: true,
                due_on,
                service_on: day,
            };
            self.bill_in_parts(office, waiting)?;
        }
        if payer.is_none() {
            self.will_look_at_a_bill(day, person.guarantor);
        }
        self.take_copay(office, person, payer, day)
    }

    /// The number of the referral that a visit carries, if any.
    fn referral(&self, person: &Person, day: NaiveDate) -> String {
        let referral = self.referrals.iter().find(|one| one.covers(person, day));
        referral.map(Referral::number).unwrap_or_default()
    }

    /// What brings those whose employer insures them: something that happened at work.
    fn accident(&mut self, payer: Option<usize>, day: NaiveDate) -> Option<Accident> {
        let contract = PAYERS.get(payer?)?;
        let on = day.checked_sub_days(Days::new(self.rng.u64(0..9)))?;
        (contract.kind == FilingIndicator::WorkersCompensation).then_some(Accident {
            cause: Cause::Employment,
            on,
        })
    }

    /// Four in five pay their copay at the desk; who has no insurance pays a part of the visit.
    fn take_copay(
        &mut self,
        office: &mut Office,
        person: &Person,
        payer: Option<usize>,
        day: NaiveDate,
    ) -> Result<(), DemoError> {
        if self.rng.u8(0..5) == 0 {
            return Ok(());
        }
        let open = office.open_items(person.guarantor)?;
        let wanted = match payer.and_then(|at| PAYERS.get(at)) {
            Some(contract) => Money::from_cents(contract.copay.saturating_mul(100))?,
            None => Money::from_cents(4_000)?,
        };
        let todays = open
            .iter()
            .find(|item| item.patient == person.id && item.service_on == day);
        let Some((item, amount)) = todays.map(|item| {
            (
                item,
                wanted.min(
                    item.patient_owes
                        .plus(item.insurer.map_or(Money::ZERO, |i| i.1))
                        .unwrap_or(wanted),
                ),
            )
        }) else {
            return copay_ahead(office, person, day);
        };
        if amount.is_positive() {
            let placed = vec![Placement {
                line: item.line,
                amount,
            }];
            let _receipt = office.take_payment(&NewReceipt {
                guarantor: person.guarantor,
                accounting_on: day,
                tenders: vec![self.tender(amount)],
                placed,
            })?;
        }
        Ok(())
    }

    fn tender(&mut self, amount: Money) -> Tender {
        match self.rng.u8(0..10) {
            0..6 => Tender::Card {
                amount,
                reference: format!(
                    "Visa 44{:02}, approval {:06}",
                    self.rng.u8(0..100),
                    self.rng.u32(0..1_000_000)
                ),
            },
            6..8 => Tender::Check {
                amount,
                number: self.rng.u16(1_000..9_999).to_string(),
            },
            _ => Tender::Cash {
                amount,
                given: amount,
            },
        }
    }

    /// Sends what is ready.
    fn send(&mut self, office: &mut Office, day: NaiveDate) -> Result<(), DemoError> {
        // What is ready in the last fortnight waits for the batch of today.
        if self.days_ago(day) >= 14 {
            let exported = office.export(&self.sent, Which::Ready, &mut quietly)?;
            if self.days_ago(day) <= self.size.keeps_answers_for() {
                let mut sent = office.batches(exported.files.len())?;
                sent.reverse();
                self.clearinghouse.sent(day, sent);
            }
        }
        Ok(())
    }

    /// Posts the checks that payers wrote for claims that are due, oldest first, one check a payer.
    fn open_the_mail(&mut self, office: &mut Office, day: NaiveDate) -> Result<(), DemoError> {
        let (mut due, later): (Vec<Waiting>, Vec<Waiting>) = std::mem::take(&mut self.waiting)
            .into_iter()
            .partition(|claim| claim.due_on <= day);
        self.waiting = later;
        for payer in 0..PAYERS.len() {
            let (mine, others): (Vec<Waiting>, Vec<Waiting>) =
                due.into_iter().partition(|claim| claim.payer == payer);
            due = others;
            let mut checks: Vec<&[Waiting]> = mine.chunks(CLAIMS_A_CHECK).collect();
            // What is taken back comes with a check, if need be with one of its own.
            if checks.is_empty() && self.sender.has_due(payer, day) {
                checks.push(&[]);
            }
            for check in checks {
                self.post_check(office, payer, check, day)?;
            }
        }
        Ok(())
    }

    fn post_check(
        &mut self,
        office: &mut Office,
        payer: usize,
        claims: &[Waiting],
        day: NaiveDate,
    ) -> Result<(), DemoError> {
        let answers = self.decide(office, payer, claims, day)?;
        if self.days_ago(day) <= self.size.has_remittances_for() {
            return self.receive(office, payer, &answers, day, Mail::Worked);
        }
        if answers.is_empty() {
            return Ok(());
        }
        let lines: Vec<EobLine> = answers
            .iter()
            .flat_map(|(_, lines)| lines.clone())
            .collect();
        let amount = Money::sum(lines.iter().map(|line| line.paid))?;
        let method = if amount.is_zero() {
            Method::None
        } else {
            Method::Eft
        };
        let reference = self.next_check().to_string();
        let payer = *self.payers.get(payer).ok_or(DemoError::Unsound)?;
        let _eob = office.post_eob(&NewEob {
            payer,
            method,
            reference,
            paid_on: day,
            accounting_on: day,
            amount,
            lines,
        })?;
        let answered: Vec<&Waiting> = answers.iter().map(|(waiting, _)| *waiting).collect();
        self.go_on(office, &answered, None, day)
    }

    /// The number of the next check.
    pub(super) fn next_check(&mut self) -> u64 {
        self.checks = self.checks.saturating_add(1);
        self.checks.saturating_add(8_800_000)
    }

    /// What a payer decides on claims, those that it answers today.
    pub(super) fn decide<'w>(
        &mut self,
        office: &Office,
        payer: usize,
        claims: &'w [Waiting],
        day: NaiveDate,
    ) -> Result<Vec<(&'w Waiting, Vec<EobLine>)>, DemoError> {
        let contract = PAYERS.get(payer).ok_or(DemoError::Unsound)?;
        let mut answers = Vec::new();
        for waiting in claims {
            // A claim that did not leave cannot be answered.
            if !office.claim_state(waiting.claim)?.is_waiting() {
                // One that is refused is mended and goes out again.
                if self.clearinghouse.was_refused(waiting.claim) {
                    self.put_off(waiting, DAYS_TO_SEND_AGAIN);
                }
                continue;
            }
            if self.rng.u8(0..40) == 0 {
                self.put_off(waiting, DAYS_MORE);
                continue;
            }
            if !waiting.is_first {
                answers.push((waiting, later_answer(office, waiting.claim)?));
                continue;
            }
            let answer = answer(
                &mut self.rng,
                contract,
                &mut self.deductibles,
                (waiting.patient, waiting.service_on.year()),
                waiting.claim,
                &waiting.billed,
            )?;
            self.will_appeal(waiting, &answer, day);
            self.will_look_at_a_bill(day, waiting.guarantor);
            answers.push((waiting, answer));
        }
        Ok(answers)
    }

    /// A claim that the payer lost is answered once somebody asked after it.
    pub(super) fn forget(&mut self, claim: ClaimId) {
        for waiting in &mut self.waiting {
            if waiting.claim == claim
                && let Some(due_on) = waiting.due_on.checked_add_days(Days::new(DAYS_MORE))
            {
                waiting.due_on = due_on;
            }
        }
    }

    fn put_off(&mut self, waiting: &Waiting, days: u64) {
        if let Some(due_on) = waiting.due_on.checked_add_days(Days::new(days)) {
            self.waiting.push(Waiting {
                due_on,
                ..waiting.clone()
            });
        }
    }

    /// Three in four who look at a bill pay it, some only a part; a few pay too much.
    fn patients_pay(&mut self, office: &mut Office, day: NaiveDate) -> Result<(), DemoError> {
        let (mut due, later): (Vec<_>, Vec<_>) = std::mem::take(&mut self.bills)
            .into_iter()
            .partition(|(on, _)| *on <= day);
        self.bills = later;
        due.sort_unstable();
        due.dedup_by_key(|(_, guarantor)| *guarantor);
        for (_, guarantor) in due {
            if self.rng.u8(0..4) == 0 {
                continue;
            }
            let open = office.open_items(guarantor)?;
            let owed = Money::sum(
                open.iter()
                    .map(|item| item.patient_owes)
                    .filter(|owes| owes.is_positive()),
            )?;
            let paid = match self.rng.u8(0..20) {
                0..3 => owed.split(2).last().copied().unwrap_or(owed),
                3 => owed.plus(Money::from_cents(500)?)?,
                _ => owed,
            };
            if !paid.is_positive() || !owed.is_positive() {
                continue;
            }
            let (placed, _credit) = oldest_first(&open, paid)?;
            let _receipt = office.take_payment(&NewReceipt {
                guarantor,
                accounting_on: day,
                tenders: vec![self.tender(paid)],
                placed,
            })?;
            let rest = owed.minus(paid)?;
            if rest.is_positive() && self.today.signed_duration_since(day).num_days() <= AGREED {
                pay_later(office, guarantor, rest, day)?;
            }
        }
        Ok(())
    }
}

/// How many days back what guarantors agreed to pay later is still told.
const AGREED: i64 = 40;

/// Who pays a part of a bill promises the rest, or leaves a check for later.
fn pay_later(
    office: &mut Office,
    guarantor: GuarantorId,
    rest: Money,
    day: NaiveDate,
) -> Result<(), DemoError> {
    let means = if guarantor.get().rem_euclid(2) == 0 {
        Means::Promise
    } else {
        Means::HeldCheck {
            number: guarantor
                .get()
                .rem_euclid(900)
                .saturating_add(2_000)
                .to_string(),
        }
    };
    let _agreed = office.agree_to_pay_later(&NewPayLater {
        guarantor,
        means,
        amount: rest,
        due_on: day.checked_add_days(Days::new(21)).unwrap_or(day),
        words: String::new(),
    })?;
    Ok(())
}

/// Before the services are entered, the copay is taken ahead.
fn copay_ahead(office: &mut Office, person: &Person, day: NaiveDate) -> Result<(), DemoError> {
    let desk = office.desk(person.guarantor)?;
    let Some(visit) = desk.ahead.iter().find(|visit| visit.patient == person.id) else {
        return Ok(());
    };
    let receipt = NewReceipt {
        guarantor: person.guarantor,
        accounting_on: day,
        tenders: vec![Tender::Cash {
            amount: visit.copay,
            given: visit.copay,
        }],
        placed: Vec::new(),
    };
    let ahead = [Ahead {
        visit: visit.visit,
        amount: visit.copay,
    }];
    let _receipt = office.take_payment_ahead(&receipt, &ahead)?;
    Ok(())
}

/// What a visit is billed for, as its payer sees it.
fn billed(visit: &Visit) -> Vec<Billed> {
    let standing = visit.standing().enumerate();
    standing
        .map(|(place, line)| Billed {
            line: line.id,
            charged: line.what.charge,
            is_visit: place == 0,
        })
        .collect()
}

fn is_working_day(day: NaiveDate) -> bool {
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}
