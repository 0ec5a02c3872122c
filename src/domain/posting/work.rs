//! How a plan is worked out: what stops an answer, what becomes of each reason, and what each service then bears. It must
//! not know the words of a plan's exceptions.

use super::account::ClaimAccount;
use super::exception::{Decisions, Exception, Key, Problem, Resolution};
use super::lay::{Laid, Laying, Stated, lay};
use super::plan::{
    Answers, DecidedBy, Lane, Notice, NoticeKind, PlannedClaim, PlannedLine, Treatment,
};
use super::rule::{Answered, PostingAct, PostingRule, deciding};
use super::table::{Verdict, Whom, verdict};
use super::{lines, reversal, words};
use crate::domain::claim::State;
use crate::domain::code::{AdjustmentGroup, ClaimStatus, Rarc};
use crate::domain::eob::Outcome;
use crate::domain::id::EobId;
use crate::domain::ledger::Move;
use crate::domain::money::{Money, MoneyError};
use crate::domain::remit::{Check, ClaimProof, Coded, RemitClaim};

/// What else the same remittance says of the same claim.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Position {
    /// Nothing.
    #[default]
    Alone,
    /// It is a payment taken back, and a new answer comes in its place.
    BeforeCorrection,
    /// A payment was taken back before, and this comes in its place.
    AfterReversal,
}

/// Plans what is posted of one claim of a remittance: on the account as it stands, by the rules that are on, with what
/// somebody decided so far. Within one remittance payments taken back are planned first, and each plan stands on the
/// account that those before it leave ([`ClaimAccount::after_plan`]).
///
/// # Errors
/// [`MoneyError::OutOfRange`] when amounts are too large to be added.
pub fn plan(
    claim: &RemitClaim,
    account: &ClaimAccount,
    rules: &[PostingRule],
    decisions: &Decisions,
    position: Position,
) -> Result<PlannedClaim, MoneyError> {
    Work {
        claim,
        account,
        rules,
        decisions,
        position,
        exceptions: Vec::new(),
        notices: Vec::new(),
    }
    .plan()
}

/// A plan in the making.
pub(super) struct Work<'a> {
    pub claim: &'a RemitClaim,
    pub account: &'a ClaimAccount,
    pub rules: &'a [PostingRule],
    pub decisions: &'a Decisions,
    pub position: Position,
    pub exceptions: Vec<Exception>,
    pub notices: Vec<Notice>,
}

/// A reason and what becomes of it.
#[derive(Clone, Debug)]
pub(super) struct Judged {
    pub stated: Stated,
    pub outcome: Outcome,
    pub by: DecidedBy,
    /// What has to be asked first; the outcome is then the one without an answer.
    asks: Option<Problem>,
}

/// What is said of a service, with what becomes of it.
pub(super) struct Service {
    pub laid: Laid,
    pub reasons: Vec<Judged>,
}

impl Work<'_> {
    fn plan(mut self) -> Result<PlannedClaim, MoneyError> {
        let status = self.claim.status.known();
        let mut takes_back = None;
        let lines = match status {
            _ if self.is_stopped()? => Vec::new(),
            Some(ClaimStatus::Forwarded | ClaimStatus::Predetermination) => {
                self.tell_estimate();
                Vec::new()
            }
            Some(ClaimStatus::Reversal) => {
                let back = reversal::take_back(&mut self)?;
                takes_back = back.eob;
                back.lines
            }
            Some(
                ClaimStatus::Primary
                | ClaimStatus::Secondary
                | ClaimStatus::Tertiary
                | ClaimStatus::Denied
                | ClaimStatus::PrimaryForwarded
                | ClaimStatus::SecondaryForwarded
                | ClaimStatus::TertiaryForwarded,
            )
            | None => self.answer()?,
        };
        self.finish(lines, takes_back)
    }

    /// Asks about a problem. What was decided counts while it is among the ways out; until then the usual one is shown.
    pub fn ask(&mut self, mut exception: Exception) -> Option<Resolution> {
        if let Some(same) = self.exceptions.iter().find(|one| one.key == exception.key) {
            return same.decided.or_else(|| same.usual());
        }
        exception.decided = self.decisions.of(exception.key).filter(|decided| {
            exception
                .choices
                .iter()
                .any(|choice| choice.is_allowed && choice.does == *decided)
        });
        let taken = exception.decided.or_else(|| exception.usual());
        self.exceptions.push(exception);
        taken
    }

    /// Who decided a problem.
    pub fn decider(&self, key: Key) -> DecidedBy {
        let decided = self.exceptions.iter().find(|one| one.key == key);
        match decided.and_then(|one| one.decided) {
            Some(_) => DecidedBy::Person,
            None => DecidedBy::Table,
        }
    }

    pub fn tell(&mut self, kind: NoticeKind, line: Option<u32>, words: String) {
        let notice = Notice { kind, line, words };
        if !self.notices.contains(&notice) {
            self.notices.push(notice);
        }
    }

    /// Whether something is wrong of which nothing but the payment can be placed.
    fn is_stopped(&mut self) -> Result<bool, MoneyError> {
        if let Some(what) = unread(self.claim) {
            let _park = self.ask(words::unread(self.claim, &what));
            return Ok(true);
        }
        let status = self.claim.status.known();
        let moves_nothing = matches!(
            status,
            Some(ClaimStatus::Forwarded | ClaimStatus::Predetermination)
        );
        if moves_nothing {
            if !self.claim.paid.is_zero() {
                let _park = self.ask(words::unexpected_money(self.claim));
                return Ok(true);
            }
            return Ok(false);
        }
        if let Some(off) = self.off()? {
            let _park = self.ask(words::out_of_balance(self.claim, &off));
            return Ok(true);
        }
        let with = self.account.with.iter().map(|one| one.state);
        if with
            .chain([self.account.state])
            .any(|one| one == State::Void)
        {
            let _park = self.ask(words::not_answerable(self.claim, self.account));
            return Ok(true);
        }
        if self.claim.paid.is_negative() && status != Some(ClaimStatus::Reversal) {
            let taken = self.ask(words::taken_without_reversal(self.claim, self.account));
            return Ok(taken == Some(Resolution::Park));
        }
        Ok(false)
    }

    /// What does not balance, in words; none when the claim and its lines do.
    fn off(&self) -> Result<Option<String>, MoneyError> {
        let proof = ClaimProof::of(self.claim)?;
        let skips = self.says_earlier_payer_twice()?;
        for difference in proof.errors() {
            if skips && difference.check == Check::ClaimPaid {
                continue;
            }
            return Ok(Some(match difference.line {
                Some(line) => format!("Line {}: {}", line.saturating_add(1), difference.words()),
                None => difference.words(),
            }));
        }
        if self.claim.lines.is_empty() {
            return Ok(None);
        }
        let lines = Money::sum(self.claim.lines.iter().map(|line| line.paid))?;
        let of_claim = self.claim.adjustments.iter();
        let of_claim = of_claim.filter(|one| !(skips && one.carc.as_str() == "23"));
        let left = lines.minus(Money::sum(of_claim.map(|one| one.amount))?)?;
        let off = left.minus(self.claim.paid)?;
        Ok((!off.is_zero()).then(|| {
            format!(
                "its lines come to {left} and the claim was paid {}: off by {off}",
                self.claim.paid
            )
        }))
    }

    /// Whether what an earlier payer did is said of the claim and once more of its lines.
    fn says_earlier_payer_twice(&self) -> Result<bool, MoneyError> {
        let mut of_claim = Money::ZERO;
        let mut of_lines = Money::ZERO;
        for (line, one) in self.claim.all_adjustments() {
            if one.carc.as_str() == "23" {
                let sum = if line.is_some() {
                    &mut of_lines
                } else {
                    &mut of_claim
                };
                *sum = sum.plus(one.amount)?;
            }
        }
        if of_claim.is_zero() || of_claim != of_lines {
            return Ok(false);
        }
        let proof = ClaimProof::of(self.claim)?;
        let mut errors = proof.errors();
        Ok(errors.any(|one| one.check == Check::ClaimPaid && one.difference == of_claim.negated()))
    }

    fn answer(&mut self) -> Result<Vec<PlannedLine>, MoneyError> {
        let skips = self.says_earlier_payer_twice()?;
        if skips {
            self.tell(NoticeKind::EarlierPayerTwice, None, words::said_twice());
        }
        let laying = lay(self.claim, self.account, skips)?;
        lines::look(self, &laying)?;
        self.hear_of_claim();
        let mut services = self.judged(laying);
        self.ask_about(&mut services)?;
        let mut planned = Vec::with_capacity(services.len());
        for service in services {
            planned.extend(lines::settle(self, service)?);
        }
        Ok(planned)
    }

    /// What stands in the claim besides its money.
    fn hear_of_claim(&mut self) {
        if let Some(interest) = self.claim.interest().filter(|one| !one.is_zero()) {
            self.tell(NoticeKind::Interest, None, words::interest(interest));
        }
        match self.position {
            Position::AfterReversal => {
                self.tell(NoticeKind::Corrects, None, words::corrects());
            }
            Position::Alone | Position::BeforeCorrection => {
                if let Some(last) = self.account.earlier.last() {
                    let words = words::adds(last.paid_on);
                    self.tell(NoticeKind::Adds, None, words);
                }
            }
        }
    }

    fn tell_estimate(&mut self) {
        if self.claim.status.known() == Some(ClaimStatus::Predetermination) {
            self.tell(NoticeKind::Estimate, None, words::estimate(self.claim));
        }
    }

    pub fn judged(&mut self, laying: Laying) -> Vec<Service> {
        let mut services = Vec::with_capacity(laying.lines.len());
        for laid in laying.lines {
            let remarks = self.remarks_of(&laid);
            let stated: Vec<Stated> = laid.stated.clone();
            let reasons = stated
                .into_iter()
                .map(|one| self.judge(one, &laid, &remarks))
                .collect();
            services.push(Service { laid, reasons });
        }
        services
    }

    /// The remarks of a service and of the claim, each once.
    pub fn remarks_of(&self, laid: &Laid) -> Vec<Rarc> {
        let mut remarks = laid.remarks.clone();
        for one in self.claim.remarks.iter().filter_map(Coded::known) {
            if !remarks.contains(&one) {
                remarks.push(one);
            }
        }
        remarks
    }

    /// What becomes of a reason: by a rule of the practice, else by the table.
    fn judge(&mut self, stated: Stated, laid: &Laid, remarks: &[Rarc]) -> Judged {
        let whom = Whom::of(self.account);
        let mut table = verdict(&stated, whom);
        let is_denied = self.claim.status.known() == Some(ClaimStatus::Denied);
        if is_denied && table != Verdict::Does(Outcome::Informs) {
            table = Verdict::Denies;
        }
        let answered = Answered {
            payer: self.account.payer,
            rank: self.account.rank,
            status: self.claim.status.as_str(),
            group: stated.group,
            carc: stated.carc,
            remarks,
            amount: stated.amount,
        };
        let line = self.account.lines.get(laid.at).map(|line| line.place);
        let Some(rule) = deciding(self.rules, &answered) else {
            return of_table(stated, table);
        };
        let by = DecidedBy::Rule(rule.id, rule.version);
        let does = |outcome| Judged {
            stated: stated.clone(),
            outcome,
            by,
            asks: None,
        };
        let holds = || Judged {
            asks: Some(Problem::HeldByRule),
            ..does(table.unasked())
        };
        match rule.what.then {
            PostingAct::Post => does(table.unasked()),
            PostingAct::PostAndTask => {
                let words = words::task(rule, &stated);
                let judged = does(table.unasked());
                self.tell(NoticeKind::Task, line, words);
                judged
            }
            PostingAct::HoldLine => holds(),
            PostingAct::HoldClaim => {
                let judged = does(table.unasked());
                let _park = self.ask(words::claim_held(self.claim, rule, &stated));
                judged
            }
            PostingAct::ToPatient
                if stated.group == AdjustmentGroup::Contractual || whom.owes_nothing_more() =>
            {
                holds()
            }
            PostingAct::ToPatient => does(Outcome::Patient),
            PostingAct::WriteOff(kind) => does(Outcome::WriteOff(kind)),
            PostingAct::Ignore => does(Outcome::Informs),
        }
    }

    /// Asks about everything of the services that neither the table nor a rule decides, and puts the answers in.
    fn ask_about(&mut self, services: &mut [Service]) -> Result<(), MoneyError> {
        if Self::is_denied_whole(services)? {
            let asked: Vec<&Judged> = services.iter().flat_map(Service::denials).collect();
            let exception = words::claim_denied(self, &asked)?;
            let key = exception.key;
            let taken = self.ask(exception);
            for service in services.iter_mut() {
                service.resolve(Problem::LineDenied, taken, self.decider(key));
            }
        }
        for service in services.iter_mut() {
            let Some(line) = self.account.lines.get(service.laid.at) else {
                continue;
            };
            for problem in [
                Problem::LineDenied,
                Problem::Review,
                Problem::ConfirmPatient,
                Problem::HeldByRule,
            ] {
                let asked: Vec<&Judged> = service.asked(problem).collect();
                if asked.is_empty() {
                    continue;
                }
                let is_reduced = problem == Problem::LineDenied && !service.is_unpaid();
                let problem_shown = if is_reduced {
                    Problem::LineReduced
                } else {
                    problem
                };
                let exception = words::about_line(self, problem_shown, line, &asked)?;
                let key = exception.key;
                let taken = self.ask(exception);
                service.resolve(problem, taken, self.decider(key));
            }
        }
        Ok(())
    }

    /// Whether every service that is answered was refused for reasons to be worked, and nothing was paid or made the
    /// patient's.
    fn is_denied_whole(services: &[Service]) -> Result<bool, MoneyError> {
        let paid = Money::sum(services.iter().map(|one| one.laid.paid.abs()))?;
        Ok(paid.is_zero()
            && !services.is_empty()
            && services
                .iter()
                .all(|one| one.denials().next().is_some() && one.is_unpaid()))
    }

    fn finish(
        mut self,
        lines: Vec<PlannedLine>,
        takes_back: Option<EobId>,
    ) -> Result<PlannedClaim, MoneyError> {
        let is_forwarded = words::is_forwarded(self.claim);
        if is_forwarded {
            let words = words::forwarded(self.claim);
            self.tell(NoticeKind::Forwarded, None, words);
        }
        let taken = |one: &Exception| one.decided.or_else(|| one.usual());
        let is_parked = self
            .exceptions
            .iter()
            .any(|one| taken(one) == Some(Resolution::Park));
        let waits = self.exceptions.iter().any(Exception::waits);
        let treatment = self.treatment();
        let mut plan = PlannedClaim {
            claim: self.account.claim,
            status: self.claim.status.as_str().to_owned(),
            treatment,
            lane: match treatment {
                _ if waits => Lane::Person,
                Treatment::Forwarded | Treatment::Estimate => Lane::Information,
                Treatment::Payment
                | Treatment::Denial
                | Treatment::Reversal
                | Treatment::Correction => Lane::Ready,
            },
            is_parked,
            paid: self.claim.paid,
            exceptions: self.exceptions,
            notices: self.notices,
            lines: if is_parked { Vec::new() } else { lines },
            before: self.account.figures()?,
            after: self.account.figures()?,
            becomes: None,
            with: self
                .account
                .with
                .iter()
                .map(|one| Answers {
                    claim: one.claim,
                    number: one.number.clone(),
                    becomes: None,
                })
                .collect(),
            takes_back: takes_back.filter(|_| !is_parked),
            is_forwarded,
        };
        let after = self.account.after(&plan.answered())?;
        plan.after = after.figures()?;
        if plan.lane != Lane::Information && !is_parked {
            let before = self.account.clone().parts();
            let states = before
                .iter()
                .zip(after.parts())
                .map(|(before, after)| stands(&plan, before, &after, self.position))
                .collect::<Result<Vec<_>, _>>()?;
            let mut states = states.into_iter();
            plan.becomes = states.next().flatten();
            for (one, becomes) in plan.with.iter_mut().zip(states) {
                one.becomes = becomes;
            }
        }
        Ok(plan)
    }

    fn treatment(&self) -> Treatment {
        let is_denied = self
            .exceptions
            .iter()
            .any(|one| one.key.problem == Problem::ClaimDenied);
        match self.claim.status.known() {
            Some(ClaimStatus::Forwarded) => Treatment::Forwarded,
            Some(ClaimStatus::Predetermination) => Treatment::Estimate,
            Some(ClaimStatus::Reversal) => Treatment::Reversal,
            Some(ClaimStatus::Denied) => Treatment::Denial,
            _ if is_denied => Treatment::Denial,
            _ if self.position == Position::AfterReversal => Treatment::Correction,
            _ => Treatment::Payment,
        }
    }
}

fn of_table(stated: Stated, verdict: Verdict) -> Judged {
    Judged {
        asks: match verdict {
            Verdict::Does(_) => None,
            Verdict::Denies => Some(Problem::LineDenied),
            Verdict::Reviews => Some(Problem::Review),
            Verdict::Confirms => Some(Problem::ConfirmPatient),
        },
        outcome: verdict.unasked(),
        by: DecidedBy::Table,
        stated,
    }
}

impl Service {
    fn asked(&self, problem: Problem) -> impl Iterator<Item = &Judged> {
        let reasons = self.reasons.iter();
        reasons.filter(move |one| one.asks == Some(problem))
    }

    fn denials(&self) -> impl Iterator<Item = &Judged> {
        self.asked(Problem::LineDenied)
    }

    /// Whether nothing was paid for it, nor made the patient's.
    fn is_unpaid(&self) -> bool {
        self.laid.paid.is_zero()
            && !self.reasons.iter().any(|one| {
                one.asks.is_none()
                    && one.outcome == Outcome::Patient
                    && !one.stated.amount.is_zero()
            })
    }

    /// Puts the answer in.
    fn resolve(&mut self, problem: Problem, taken: Option<Resolution>, by: DecidedBy) {
        for one in &mut self.reasons {
            if one.asks != Some(problem) {
                continue;
            }
            one.asks = None;
            let outcome = match taken {
                Some(Resolution::Work) => Outcome::Stays,
                Some(Resolution::WriteOff(kind)) => Outcome::WriteOff(kind),
                Some(Resolution::ToPatient) => Outcome::Patient,
                Some(Resolution::Inform) => Outcome::Informs,
                Some(
                    Resolution::AsSaid
                    | Resolution::UpToOwed
                    | Resolution::ByTotal
                    | Resolution::AsPosted
                    | Resolution::OweBack
                    | Resolution::Credit
                    | Resolution::Park,
                )
                | None => one.outcome,
            };
            one.outcome = outcome;
            if by == DecidedBy::Person {
                one.by = by;
            }
        }
    }
}

/// Where the claim stands afterwards; none when that is where it stands.
fn stands(
    plan: &PlannedClaim,
    before: &ClaimAccount,
    after: &ClaimAccount,
    position: Position,
) -> Result<Option<State>, MoneyError> {
    let left = after.owed()?;
    let stays_paid = before.state == State::PartlyPaid;
    let to = if plan.treatment == Treatment::Reversal {
        if position == Position::BeforeCorrection {
            return Ok(None);
        }
        let paid = Money::sum(after.lines.iter().map(|line| line.paid))?;
        if paid.is_positive() || !left.is_positive() {
            State::PartlyPaid
        } else {
            State::Denied
        }
    } else if !left.is_positive() {
        State::Paid
    } else if is_unpaid(plan, before)? && !stays_paid {
        State::Denied
    } else {
        State::PartlyPaid
    };
    let is_same = to == before.state && !before.state.may_become(to);
    Ok((!is_same && before.state.may_become(to)).then_some(to))
}

/// Whether nothing is paid for a claim's services, nor made the patient's.
fn is_unpaid(plan: &PlannedClaim, claim: &ClaimAccount) -> Result<bool, MoneyError> {
    if plan.with.is_empty() {
        return Ok(plan.paid.is_zero() && plan.to_patient()?.is_zero());
    }
    let of_claim = plan.lines.iter().filter(|line| line.claim == claim.claim);
    let moves = of_claim.flat_map(|line| &line.moves);
    let gets_something = moves.into_iter().any(|one| match &one.what {
        Move::Paid(amount) | Move::ToPatient(_, amount) => !amount.is_zero(),
        Move::WrittenOff(..) | Move::Kept(..) | Move::OwedBack(_) | Move::Credited(_) => false,
    });
    Ok(!gets_something)
}

/// What of the claim cannot be read, in words; none when all of it can.
fn unread(claim: &RemitClaim) -> Option<String> {
    if claim.faults > 0 {
        return Some(String::from("parts of it cannot be read for certain"));
    }
    if claim.status.known().is_none() {
        return Some(format!("status {} is on no list", claim.status));
    }
    let (_, strange) = claim
        .all_adjustments()
        .find(|(_, one)| one.group.known().is_none() || one.carc.known().is_none())?;
    Some(format!(
        "reason {}-{} is on no list",
        strange.group, strange.carc
    ))
}
