//! The exceptions and notices of a plan in a biller's words: what is wrong, why, and what each way out would do. It must
//! not know how a plan is worked out.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::account::{AccountLine, ClaimAccount, EarlierAnswer};
use super::exception::{Choice, Compared, Exception, Key, Problem, Resolution};
use super::lay::Stated;
use super::rule::{PostingNumber, PostingRule};
use super::table::{Whom, write_off_of};
use super::work::{Judged, Work};
use crate::domain::code::{AdjustmentGroup, Carc, ClaimStatus};
use crate::domain::codeset;
use crate::domain::codeset::answers::uncapitalized;
use crate::domain::ledger::{PayerAccount, WriteOff};
use crate::domain::money::{Money, MoneyError};
use crate::domain::remit::{ProviderAdjustment, RemitClaim};
use crate::domain::typed::show_date;

fn choice(does: Resolution, words: &str, effect: String) -> Choice {
    Choice {
        does,
        words: words.to_owned(),
        effect,
        is_allowed: true,
    }
}

fn forbidden(does: Resolution, words: &str, why: &str) -> Choice {
    Choice {
        is_allowed: false,
        ..choice(does, words, format!("Not allowed: {why}"))
    }
}

fn park(amount: Money) -> Choice {
    let effect = format!("{amount} to the payer’s unapplied money, nothing else moves");
    choice(Resolution::Park, "Put it aside", effect)
}

fn exception(
    problem: Problem,
    line: Option<u32>,
    title: String,
    cause: String,
    amount: Money,
    choices: Vec<Choice>,
) -> Exception {
    Exception {
        key: Key { problem, line },
        title,
        cause,
        amount,
        choices,
        decided: None,
        compared: Vec::new(),
    }
}

/// A reason in words: `CO-197, no authorization before the service`.
fn reason(group: AdjustmentGroup, carc: Carc) -> String {
    let known = codeset::adjustment_reasons().get(carc.as_str());
    match known {
        Some(known) => format!(
            "{}-{carc}, {}",
            group.as_str(),
            uncapitalized(&known.description)
        ),
        None => format!("{}-{carc}", group.as_str()),
    }
}

fn reasons(asked: &[&Judged]) -> String {
    let mut all: Vec<String> = Vec::new();
    for one in asked {
        let words = reason(one.stated.group, one.stated.carc);
        if !all.contains(&words) {
            all.push(words);
        }
    }
    all.join("; ")
}

pub(super) fn unread(claim: &RemitClaim, what: &str) -> Exception {
    exception(
        Problem::Unread,
        None,
        "The answer cannot be read".to_owned(),
        format!("In segment {}, {what}.", claim.place.segment),
        claim.paid,
        vec![park(claim.paid)],
    )
}

pub(super) fn out_of_balance(claim: &RemitClaim, off: &str) -> Exception {
    let mut cause = format!("{off}.");
    if let Some(interest) = claim.interest().filter(|one| !one.is_zero()) {
        cause = format!("{cause} Interest of {interest} is told with it.");
    }
    exception(
        Problem::OutOfBalance,
        None,
        "The answer does not balance".to_owned(),
        cause,
        claim.paid,
        vec![park(claim.paid)],
    )
}

pub(super) fn unexpected_money(claim: &RemitClaim) -> Exception {
    exception(
        Problem::UnexpectedMoney,
        None,
        format!("{} came where nothing should", claim.paid),
        "A claim that was passed on, or an estimate, pays nothing.".to_owned(),
        claim.paid,
        vec![park(claim.paid)],
    )
}

pub(super) fn not_answerable(claim: &RemitClaim, account: &ClaimAccount) -> Exception {
    exception(
        Problem::NotAnswerable,
        None,
        format!("Claim {} was taken back", account.number),
        "It does not count any more, so that nothing can be posted on it. Match another claim, or put the \
         payment aside."
            .to_owned(),
        claim.paid,
        vec![park(claim.paid)],
    )
}

pub(super) fn taken_without_reversal(claim: &RemitClaim, account: &ClaimAccount) -> Exception {
    let back = claim.paid.negated();
    exception(
        Problem::UnexpectedMoney,
        None,
        format!("{back} is taken back without taking an answer back"),
        format!(
            "{} pays less than nothing and does not say that it takes an earlier answer back (status 22).",
            account.payer_name
        ),
        claim.paid,
        vec![
            choice(
                Resolution::AsSaid,
                "Post it as it stands",
                format!("{back} is owed by {} again", account.payer_name),
            ),
            park(claim.paid),
        ],
    )
}

pub(super) fn claim_held(claim: &RemitClaim, rule: &PostingRule, stated: &Stated) -> Exception {
    exception(
        Problem::HeldByRule,
        None,
        format!("Held by {}: {}", PostingNumber(rule.id), rule.what.name),
        format!("{}, {}.", reason(stated.group, stated.carc), stated.amount),
        stated.amount,
        vec![
            choice(
                Resolution::AsSaid,
                "Post it",
                "As such reasons are always posted".to_owned(),
            ),
            park(claim.paid),
        ],
    )
}

/// The ways out of an amount that nobody has placed: with the payer, given up, or the patient's.
fn ways(work: &Work<'_>, asked: &[&Judged], amount: Money, leads: Resolution) -> Vec<Choice> {
    let payer = &work.account.payer_name;
    let carc = asked.first().map(|one| one.stated.carc);
    let kind = carc.map_or(WriteOff::Other, write_off_of);
    let is_denial = asked
        .iter()
        .all(|one| one.stated.group == AdjustmentGroup::Contractual);
    let work_it = choice(
        Resolution::Work,
        if is_denial {
            "Work the denial"
        } else {
            "Work it"
        },
        format!("Keeps {amount} with {payer}"),
    );
    let given_up = choice(
        Resolution::WriteOff(kind),
        "Write it off",
        format!("{amount} to “{}”", kind.words()),
    );
    let billed = to_patient(work, asked, amount);
    let informs = choice(
        Resolution::Inform,
        "Let it only inform",
        "Nothing moves, and nothing is worked".to_owned(),
    );
    let mut all = vec![work_it, given_up, billed];
    if !is_denial {
        all.push(informs);
    }
    all.sort_by_key(|one| one.does != leads);
    all
}

fn to_patient(work: &Work<'_>, asked: &[&Judged], amount: Money) -> Choice {
    const WORDS: &str = "Bill the patient";
    let does = Resolution::ToPatient;
    let group = |wanted| asked.iter().any(|one| one.stated.group == wanted);
    if Whom::of(work.account).owes_nothing_more() {
        return forbidden(
            does,
            WORDS,
            "Medicaid pays last and leaves nothing to its patient",
        );
    }
    if group(AdjustmentGroup::Contractual) {
        return forbidden(does, WORDS, "group code CO");
    }
    if group(AdjustmentGroup::PayerInitiated) {
        return forbidden(does, WORDS, "group code PI");
    }
    if group(AdjustmentGroup::Correction) {
        return forbidden(does, WORDS, "group code CR");
    }
    choice(does, WORDS, format!("{amount} to the patient"))
}

fn sum(asked: &[&Judged]) -> Result<Money, MoneyError> {
    Money::sum(asked.iter().map(|one| one.stated.amount))
}

/// What the payer says of the patient, by the group codes.
fn may_bill(asked: &[&Judged]) -> &'static str {
    let all = |group| asked.iter().all(|one| one.stated.group == group);
    if all(AdjustmentGroup::Contractual) {
        " The payer says the patient may not be billed."
    } else if all(AdjustmentGroup::Patient) {
        " The payer makes it the patient’s."
    } else {
        ""
    }
}

pub(super) fn claim_denied(work: &Work<'_>, asked: &[&Judged]) -> Result<Exception, MoneyError> {
    let amount = sum(asked)?;
    let hint = asked
        .first()
        .and_then(|one| codeset::adjustment_reasons().get(one.stated.carc.as_str()))
        .and_then(|known| known.hint.as_deref());
    let hint = hint.map(|hint| format!(" {hint}.")).unwrap_or_default();
    Ok(exception(
        Problem::ClaimDenied,
        None,
        format!("The claim was denied: {amount}"),
        format!("{}.{}{hint}", reasons(asked), may_bill(asked)),
        amount,
        ways(work, asked, amount, Resolution::Work),
    ))
}

pub(super) fn about_line(
    work: &Work<'_>,
    problem: Problem,
    line: &AccountLine,
    asked: &[&Judged],
) -> Result<Exception, MoneyError> {
    let amount = sum(asked)?;
    let (place, code) = (line.place, line.code);
    let title = match problem {
        Problem::LineDenied => format!("Line {place} was denied: {code}, {amount}"),
        Problem::LineReduced => format!("{amount} of line {place} was refused: {code}"),
        Problem::ConfirmPatient => {
            format!("May the patient be billed {amount}? Line {place}, {code}")
        }
        Problem::HeldByRule => format!("Line {place} is held by a rule: {code}, {amount}"),
        Problem::Review
        | Problem::OutOfBalance
        | Problem::Unread
        | Problem::NotAnswerable
        | Problem::ChargeDiffers
        | Problem::NotOnClaim
        | Problem::ClaimDenied
        | Problem::Overpaid
        | Problem::MoreThanOwed
        | Problem::AnsweredBefore
        | Problem::ReversalDiffers
        | Problem::NothingToReverse
        | Problem::ShareMovedOn
        | Problem::UnexpectedMoney
        | Problem::RecoveryUnexplained => {
            format!("Line {place} has a reason to review: {code}, {amount}")
        }
    };
    let leads = if problem == Problem::ConfirmPatient {
        Resolution::ToPatient
    } else {
        Resolution::Work
    };
    let mut choices = ways(work, asked, amount, leads);
    if problem == Problem::HeldByRule {
        let post = choice(
            Resolution::AsSaid,
            "Post it",
            "As such reasons are always posted".to_owned(),
        );
        choices.insert(0, post);
    }
    Ok(exception(
        problem,
        Some(place),
        title,
        format!("{}.{}", reasons(asked), may_bill(asked)),
        amount,
        choices,
    ))
}

pub(super) fn not_on_claim(
    claim: &RemitClaim,
    strangers: &[usize],
) -> Result<Exception, MoneyError> {
    let lines: Vec<_> = strangers
        .iter()
        .filter_map(|at| claim.lines.get(*at))
        .collect();
    let codes: Vec<String> = lines
        .iter()
        .map(|line| line.procedure.code.to_string())
        .collect();
    let paid = Money::sum(lines.iter().map(|line| line.paid))?;
    Ok(exception(
        Problem::NotOnClaim,
        None,
        format!("Not on the claim: {}", codes.join(", ")),
        format!("The payer answers a service that was not billed, and paid {paid} for it."),
        paid,
        vec![
            choice(
                Resolution::ByTotal,
                "Post it by total",
                "On the services of the claim, in their order".to_owned(),
            ),
            park(claim.paid),
        ],
    ))
}

pub(super) fn charge_differs(said: Money, ours: Money, line: Option<u32>) -> Exception {
    let what = line.map_or_else(|| "the claim".to_owned(), |line| format!("line {line}"));
    exception(
        Problem::ChargeDiffers,
        line,
        format!("Another charge for {what}: {said}"),
        format!("{ours} was billed. What the answer leaves of it stays with the payer."),
        said,
        vec![
            choice(
                Resolution::AsSaid,
                "Post what it says",
                "The difference stays with the payer".to_owned(),
            ),
            Choice {
                effect: "The whole payment to the payer’s unapplied money".to_owned(),
                ..park(said)
            },
        ],
    )
}

pub(super) fn more_than_owed(line: &AccountLine, amount: Money) -> Exception {
    let place = line.place;
    exception(
        Problem::MoreThanOwed,
        Some(place),
        format!("{amount} too much on line {place}"),
        format!(
            "More is written off or made the patient’s than the {} that is owed.",
            line.owed
        ),
        amount,
        vec![
            choice(
                Resolution::UpToOwed,
                "Post up to what is owed",
                format!("{amount} only informs"),
            ),
            Choice {
                effect: "The whole payment to the payer’s unapplied money".to_owned(),
                ..park(amount)
            },
        ],
    )
}

fn whose(account: &ClaimAccount, line: &AccountLine, over: Money) -> Vec<Choice> {
    let owed_back = choice(
        Resolution::OweBack,
        "Owe it back",
        format!("{over} to {}", account.payer_name),
    );
    let credit = if line.sums.patient_paid.is_positive() {
        choice(
            Resolution::Credit,
            "Credit the patient",
            format!("{over} to the patient, who paid {}", line.sums.patient_paid),
        )
    } else {
        forbidden(
            Resolution::Credit,
            "Credit the patient",
            "the patient paid nothing for it",
        )
    };
    let aside = Choice {
        effect: "The whole payment to the payer’s unapplied money".to_owned(),
        ..park(over)
    };
    if line.sums.patient_paid >= over {
        vec![credit, owed_back, aside]
    } else {
        vec![owed_back, credit, aside]
    }
}

pub(super) fn overpaid(account: &ClaimAccount, line: &AccountLine, over: Money) -> Exception {
    exception(
        Problem::Overpaid,
        Some(line.place),
        format!(
            "{over} more than owed on line {}: {}",
            line.place, line.code
        ),
        format!(
            "{} owed {} on it. Whose is the rest?",
            account.payer_name, line.owed
        ),
        over,
        whose(account, line, over),
    )
}

pub(super) fn answered_before(
    account: &ClaimAccount,
    line: &AccountLine,
    over: Money,
) -> Exception {
    let last = account.earlier.last();
    let when = last.map_or_else(String::new, |last| {
        format!(" on {} (EOB {})", show_date(last.paid_on), last.eob)
    });
    let mut choices = whose(account, line, over);
    choices.sort_by_key(|one| one.does != Resolution::Park);
    exception(
        Problem::AnsweredBefore,
        Some(line.place),
        format!("Answered before{when}: line {}", line.place),
        format!(
            "That answer stands, and it pays {over} more than {} owes. It may be the same payment twice.",
            account.payer_name
        ),
        over,
        choices,
    )
}

pub(super) fn nothing_to_reverse(claim: &RemitClaim) -> Exception {
    let back = claim.paid.negated();
    exception(
        Problem::NothingToReverse,
        None,
        format!("{back} is taken back that was never posted"),
        "No answer of this payer to the claim stands.".to_owned(),
        claim.paid,
        vec![
            park(claim.paid),
            choice(
                Resolution::AsSaid,
                "Post it as it stands",
                "The claim is owed again as the payer says".to_owned(),
            ),
        ],
    )
}

pub(super) fn reversal_differs(
    claim: &RemitClaim,
    earlier: &EarlierAnswer,
    compared: Vec<Compared>,
) -> Exception {
    let off = compared.iter().filter(|one| !one.is_equal()).count();
    let base = exception(
        Problem::ReversalDiffers,
        None,
        "Another sum is taken back than was posted".to_owned(),
        format!(
            "EOB {} of {} differs in {off} figure{}.",
            earlier.eob,
            show_date(earlier.paid_on),
            if off == 1 { "" } else { "s" }
        ),
        claim.paid,
        vec![
            choice(
                Resolution::AsPosted,
                "Take back what was posted",
                "A difference goes on the payer’s account".to_owned(),
            ),
            choice(
                Resolution::AsSaid,
                "Take back what the payer says",
                "The rest of what was posted stays".to_owned(),
            ),
            park(claim.paid),
        ],
    );
    Exception { compared, ..base }
}

pub(super) fn share_moved_on(
    account: &ClaimAccount,
    line: &AccountLine,
    amount: Money,
) -> Exception {
    exception(
        Problem::ShareMovedOn,
        Some(line.place),
        format!("The patient’s share of line {} went on", line.place),
        format!(
            "{amount} of what {} made the patient’s was billed to the next payer since.",
            account.payer_name
        ),
        amount,
        vec![
            choice(
                Resolution::UpToOwed,
                "Leave it there",
                format!("{amount} stays with the next payer"),
            ),
            Choice {
                effect: "What is taken back to the payer’s unapplied money".to_owned(),
                ..park(amount)
            },
        ],
    )
}

pub(super) fn recovery(reference: &str, amount: Money) -> Exception {
    exception(
        Problem::RecoveryUnexplained,
        None,
        format!("{amount} taken back, and no claim says why"),
        format!("The payer names {reference:?}. Nothing open on its account has that reference."),
        amount,
        vec![choice(
            Resolution::AsSaid,
            "Keep it open",
            "On the payer’s account, until its claim is found".to_owned(),
        )],
    )
}

/// Whether the payer passed the claim on to the next one.
pub(super) fn is_forwarded(claim: &RemitClaim) -> bool {
    claim.crossover.is_some()
        || claim.status.known().is_some_and(ClaimStatus::is_forwarded)
        || claim
            .remarks
            .iter()
            .any(|one| matches!(one.as_str(), "MA18" | "N89"))
}

pub(super) fn forwarded(claim: &RemitClaim) -> String {
    match claim.crossover.as_ref().filter(|to| !to.last.is_empty()) {
        Some(to) => format!("The payer passed the claim on to {}.", to.last),
        None => "The payer passed the claim on to the next one.".to_owned(),
    }
}

pub(super) fn said_twice() -> String {
    "What the earlier payer did is said of the claim and of its lines; it counts once.".to_owned()
}

pub(super) fn interest(amount: Money) -> String {
    format!("Interest of {amount} is told with it: income, no payment for the claim.")
}

pub(super) fn corrects() -> String {
    "It comes in the place of the answer that was taken back.".to_owned()
}

pub(super) fn adds(before: NaiveDate) -> String {
    format!("It adds to the answer of {}.", show_date(before))
}

pub(super) fn estimate(claim: &RemitClaim) -> String {
    format!(
        "An estimate: the patient would bear {}.",
        claim.patient_share
    )
}

pub(super) fn task(rule: &PostingRule, stated: &Stated) -> String {
    format!(
        "{} wants a look at {} of {}.",
        PostingNumber(rule.id),
        stated.amount,
        reason(stated.group, stated.carc)
    )
}

pub(super) fn by_total() -> String {
    "What was said of the claim as a whole lies on its services in their order.".to_owned()
}

pub(super) fn not_answered(claim: &RemitClaim, line: &AccountLine) -> String {
    let is_split = claim.remarks.iter().any(|one| one.as_str() == "MA15");
    if is_split {
        format!(
            "The payer split the claim: line {} is still to come.",
            line.place
        )
    } else {
        format!(
            "Nothing is said of line {}, {}; {} stays with the payer.",
            line.place, line.code, line.owed
        )
    }
}

pub(super) fn unbundled(line: &AccountLine, parts: usize) -> String {
    format!("Line {} was answered in {parts} parts.", line.place)
}

pub(super) fn paid_as(line: &AccountLine, code: &str) -> String {
    format!("Line {}: {} paid as {code}.", line.place, line.code)
}

pub(super) fn units_differ(line: &AccountLine, paid: Decimal, billed: Decimal) -> String {
    format!(
        "Line {}: {} of {} units paid.",
        line.place,
        paid.normalize(),
        billed.normalize()
    )
}

pub(super) fn fee_below_contract(line: &AccountLine) -> String {
    format!(
        "Line {}: the payer allows more than was charged; the fee for {} is below the contract.",
        line.place, line.code
    )
}

pub(super) fn patient_credit(amount: Money) -> String {
    format!("The patient paid {amount} more than the payer leaves; it becomes a credit.")
}

pub(super) fn repeats(account: &ClaimAccount, amount: Money) -> String {
    if account.is_later_payer() {
        format!("The payer repeats the primary’s write-off ({amount}).")
    } else {
        format!("The payer repeats what was written off before ({amount}).")
    }
}

pub(super) fn medicaid_rest(amount: Money) -> String {
    format!("Medicaid pays last: {amount} is given up, and the patient owes nothing of it.")
}

pub(super) fn taken_back(earlier: &EarlierAnswer) -> String {
    format!(
        "It takes back exactly what was posted as EOB {} of {}.",
        earlier.eob,
        show_date(earlier.paid_on)
    )
}

pub(super) fn adjusted(one: &ProviderAdjustment, account: PayerAccount) -> String {
    let what = match one.code.known() {
        Some(known) => known.words().to_owned(),
        None => format!("Reason {}, which is on no list", one.code),
    };
    let about = if one.reference.is_empty() {
        String::new()
    } else {
        format!(" ({})", one.reference)
    };
    let how = if one.amount.is_negative() {
        "adds"
    } else {
        "takes"
    };
    format!(
        "{what}{about}: {how} {}, {}",
        one.amount.abs(),
        account.words()
    )
}
