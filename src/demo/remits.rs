//! What simulated payers send: an 835 a check, with what real ones bring: services bundled or paid as smaller ones,
//! payments taken back over two files, interest, money withheld, second payers that repeat the first one's write-off, and
//! claims of somebody unknown. It must not know how any of it is posted.

use chrono::{Datelike, Days, NaiveDate};

use crate::domain::charset;
use crate::domain::code::{AdjustmentGroup, FilingIndicator};
use crate::domain::eob::EobLine;
use crate::domain::id::ClaimId;
use crate::domain::money::{Money, MoneyError};
use crate::domain::person::Name;
use crate::domain::practice::Practice;
use crate::domain::remit::{
    BankAccount, ClaimStatus, Coded, Contact, Dated, Flow, Handling, Party as Paying,
    PaymentMethod, Place, ProviderAdjustment, ProviderReason, Reference, RemitAdjustment,
    RemitClaim, RemitLine, RemitPerson, RemitProcedure, Remittance, Supplement, Text,
};
use crate::domain::visit::Line;
use crate::edi::envelope::{Group, Interchange, Party, Usage};
use crate::edi::remit835::{self, Batch, Remitted};
use crate::edi::segment::Delimiters;
use crate::office::ClaimPage;

use super::DemoError;
use super::house::Contract;

/// Of so many claims, one has a visit paid as a shorter one, and one is taken back weeks later.
const DOWN_CODED: i64 = 31;
const TAKEN_BACK: i64 = 43;
/// Of so many claims to second payers, one repeats what the first one's contract gave up.
const REPEATED: i64 = 3;
/// Of so many checks, one brings interest, and one a claim of somebody unknown.
const WITH_INTEREST: u64 = 7;
const WITH_A_STRANGER: u64 = 11;
/// So many days after a payment it is taken back.
const TAKEN_BACK_AFTER: u64 = 19;

/// Visits, each with the shorter one as which a payer may pay it.
const SHORTER: [(&str, &str); 4] = [
    ("99215", "99214"),
    ("99214", "99213"),
    ("99213", "99212"),
    ("99204", "99203"),
];

/// A claim and what its payer decided.
pub(super) struct Decided<'a> {
    pub(super) page: &'a ClaimPage,
    pub(super) lines: Vec<EobLine>,
    /// Whether no other payer was asked before, and whether one comes after.
    pub(super) is_first: bool,
    pub(super) has_later: bool,
}

/// The payers' side of what they send.
#[derive(Debug, Default)]
pub(super) struct Sender {
    /// The number of the last file.
    files: u64,
    /// What will be taken back, and when.
    takebacks: Vec<(NaiveDate, usize, RemitClaim)>,
    /// What was taken back in the file before and is kept of the next check.
    owed: Vec<(usize, Text, Money)>,
}

/// A file as it comes.
pub(super) struct Sent {
    pub(super) name: String,
    pub(super) text: String,
}

fn falls_on(claim: ClaimId, every: i64) -> bool {
    claim.get().checked_rem(every) == Some(0)
}

impl Sender {
    /// Writes the file of one check.
    pub(super) fn send(
        &mut self,
        practice: &Practice,
        (at, contract): (usize, &Contract),
        decided: &[Decided<'_>],
        (day, trace): (NaiveDate, u64),
    ) -> Result<Sent, DemoError> {
        self.files = self.files.saturating_add(1);
        let mut beside = Vec::new();
        let mut claims = self.takebacks_of(practice, at, day, &mut beside)?;
        for one in decided {
            let claim = answered(contract, one)?;
            if one.is_first && !one.has_later && falls_on(one.page.row.id, TAKEN_BACK) {
                self.will_take_back(at, day, &claim);
            }
            claims.push(claim);
        }
        if trace.is_multiple_of(WITH_A_STRANGER) {
            claims.push(stranger(contract, day, trace)?);
        }
        let paid = Money::sum(claims.iter().map(|claim| claim.paid))?;
        if trace.is_multiple_of(WITH_INTEREST) && paid.is_positive() {
            let interest = Money::from_cents(137)?.negated();
            let on = Text::from(format!("{}", day.year()));
            beside.push(besides(
                practice,
                day,
                (ProviderReason::InterestOwed, on, interest),
            ));
        }
        if contract.kind == FilingIndicator::HealthMaintenance && paid.is_positive() {
            let withheld = paid.percent(2.into())?;
            let reason = (ProviderReason::Withhold, Text::default(), withheld);
            beside.extend((!withheld.is_zero()).then(|| besides(practice, day, reason)));
        }
        let remitted = remitted(practice, contract, (claims, beside), (day, trace))?;
        self.file(contract, remitted, day)
    }

    /// Whether something of a payer is due that no claim has to wait for.
    pub(super) fn has_due(&self, payer: usize, day: NaiveDate) -> bool {
        let mut takebacks = self.takebacks.iter();
        takebacks.any(|(on, of, _)| *of == payer && *on <= day)
    }

    fn will_take_back(&mut self, payer: usize, day: NaiveDate, claim: &RemitClaim) {
        let on = day.checked_add_days(Days::new(TAKEN_BACK_AFTER));
        if let (Some(on), true) = (on, claim.paid.cents() > 2_000) {
            self.takebacks.push((on, payer, claim.clone()));
        }
    }

    /// What a payer takes back in this file: the payment with the other sign, and a smaller one in its place. The
    /// difference is not kept of this check but of the next, as it was announced.
    fn takebacks_of(
        &mut self,
        practice: &Practice,
        payer: usize,
        day: NaiveDate,
        beside: &mut Vec<ProviderAdjustment>,
    ) -> Result<Vec<RemitClaim>, MoneyError> {
        let reason = ProviderReason::OverpaymentRecovery;
        let (due, open): (Vec<_>, Vec<_>) = std::mem::take(&mut self.owed)
            .into_iter()
            .partition(|(of, ..)| *of == payer);
        self.owed = open;
        for (_, number, amount) in due {
            beside.push(besides(practice, day, (reason, number, amount)));
        }
        let (due, open): (Vec<_>, Vec<_>) = std::mem::take(&mut self.takebacks)
            .into_iter()
            .partition(|(on, of, _)| *of == payer && *on <= day);
        self.takebacks = open;
        let mut claims = Vec::new();
        for (_, _, claim) in due {
            let smaller = less(&claim)?;
            let difference = claim.paid.minus(smaller.paid)?;
            let number = claim.payer_number.clone();
            beside.push(besides(
                practice,
                day,
                (reason, number.clone(), difference.negated()),
            ));
            self.owed.push((payer, number, difference));
            claims.push(negated(claim));
            claims.push(smaller);
        }
        Ok(claims)
    }

    fn file(
        &self,
        contract: &Contract,
        remitted: Remitted,
        day: NaiveDate,
    ) -> Result<Sent, DemoError> {
        let party = |id: &str| Party {
            qualifier: String::from("ZZ"),
            id: id.to_owned(),
        };
        let number = u32::try_from(self.files).map_err(|_| DemoError::Unsound)?;
        let created = day.and_hms_opt(5, 40, 0);
        let batch = Batch {
            interchange: Interchange {
                authorization: None,
                security: None,
                sender: party(contract.id),
                receiver: party("LINDEN0417"),
                created,
                control_number: number,
                wants_acknowledgement: false,
                usage: Usage::Production,
            },
            group: Group {
                sender: contract.id.to_owned(),
                receiver: String::from("LINDEN0417"),
                created,
                control_number: number,
            },
            transactions: vec![remitted],
        };
        Ok(Sent {
            name: format!("{}-{}-{number:04}.835", day.format("%Y%m%d"), contract.id),
            text: remit835::write(&batch, Delimiters::STANDARD).map_err(|_| DemoError::Unsound)?,
        })
    }
}

fn besides(
    practice: &Practice,
    day: NaiveDate,
    (code, reference, amount): (ProviderReason, Text, Money),
) -> ProviderAdjustment {
    ProviderAdjustment {
        provider: practice.npi.as_str().into(),
        fiscal_period_end: NaiveDate::from_ymd_opt(day.year(), 12, 31),
        code: Coded::Known(code),
        reference,
        amount,
        place: Place::default(),
    }
}

/// The envelope of a check: who pays whom how much, and how. What claims and provider adjustments would make negative is
/// carried to a later file.
fn remitted(
    practice: &Practice,
    contract: &Contract,
    (claims, mut beside): (Vec<RemitClaim>, Vec<ProviderAdjustment>),
    (day, trace): (NaiveDate, u64),
) -> Result<Remitted, MoneyError> {
    let paid = Money::sum(claims.iter().map(|claim| claim.paid))?;
    let mut left = paid.minus(Money::sum(beside.iter().map(|one| one.amount))?)?;
    if left.is_negative() {
        let carried = (ProviderReason::ForwardingBalance, Text::default(), left);
        beside.push(besides(practice, day, carried));
        left = Money::ZERO;
    }
    let account = |bank: &str, number: &str| BankAccount {
        bank_qualifier: "01".into(),
        bank: bank.into(),
        kind: "DA".into(),
        number: number.into(),
    };
    let moves = left.is_positive();
    let method = if moves {
        PaymentMethod::Ach
    } else {
        PaymentMethod::None
    };
    let handling = if moves {
        Handling::Remittance
    } else {
        Handling::Notice
    };
    Ok(Remitted {
        header: Remittance {
            control_number: "0001".into(),
            handling: Coded::Known(handling),
            paid: left,
            flow: Coded::Known(Flow::Credit),
            method: Coded::Known(method),
            format: if moves { "CCP" } else { "" }.into(),
            from_account: moves.then(|| account("071000013", "4400190")),
            to_account: moves.then(|| account("021000021", "8810142")),
            paid_on: Some(day),
            trace: trace.to_string().into(),
            origin: origin(contract).into(),
            produced_on: Some(day),
            payer: payer(contract),
            payee: payee(practice),
            ..Remittance::default()
        },
        claims,
        provider_adjustments: beside,
        ..Remitted::default()
    })
}

/// The payer's tax id behind a 1, ten characters: made up from its id.
fn origin(contract: &Contract) -> String {
    let digits: u64 = contract.id.bytes().fold(7, |sum, byte| {
        sum.wrapping_mul(31).wrapping_add(byte.into())
    });
    format!("1{:09}", digits % 1_000_000_000)
}

fn payer(contract: &Contract) -> Paying {
    Paying {
        name: capitals(contract.name).into(),
        id_qualifier: "XV".into(),
        id: contract.id.into(),
        street: vec!["PO BOX 4400".into()],
        city: "MARROW BRIDGE".into(),
        state: "OH".into(),
        zip: "430974400".into(),
        references: vec![reference("2U", contract.id)],
        contacts: vec![Contact {
            function: "BL".into(),
            name: "PROVIDER SERVICE".into(),
            ways: vec![("TE".into(), "6145550190".into())],
        }],
        ..Paying::default()
    }
}

fn payee(practice: &Practice) -> Paying {
    let tax_id: String = practice
        .tax_id
        .as_str()
        .chars()
        .filter(char::is_ascii_digit)
        .collect();
    Paying {
        name: capitals(&practice.name).into(),
        id_qualifier: "XX".into(),
        id: practice.npi.as_str().into(),
        references: vec![reference("TJ", &tax_id)],
        ..Paying::default()
    }
}

fn reference(qualifier: &str, value: &str) -> Reference {
    Reference {
        qualifier: qualifier.into(),
        value: value.into(),
        description: Text::default(),
    }
}

fn capitals(text: &str) -> String {
    charset::fold(text).unwrap_or_default().to_ascii_uppercase()
}

fn person(name: &Name) -> RemitPerson {
    RemitPerson {
        last: capitals(&name.last).into(),
        first: capitals(&name.first).into(),
        ..RemitPerson::default()
    }
}

/// A claim as its payer answers it.
fn answered(contract: &Contract, decided: &Decided<'_>) -> Result<RemitClaim, MoneyError> {
    let page = decided.page;
    let id = page.row.id;
    let services: Vec<&Line> = page.lines.iter().collect();
    let mut lines = Vec::new();
    for said in &decided.lines {
        let found = services
            .iter()
            .enumerate()
            .find(|(_, line)| line.id == said.line);
        if let Some((at, service)) = found {
            let control = page
                .row
                .number
                .line_control(1, u32::try_from(at).unwrap_or(0).saturating_add(1));
            lines.push(line(page, service, said, &control));
        }
    }
    bundle(&mut lines);
    if decided.is_first && falls_on(id, DOWN_CODED) {
        for line in &mut lines {
            pay_as_shorter(line)?;
        }
    }
    if !decided.is_first && falls_on(id, REPEATED) {
        for line in &mut lines {
            repeat_write_off(line)?;
        }
    }
    let share = |line: &RemitLine| {
        let of_patient = line
            .adjustments
            .iter()
            .filter(|one| one.group == Coded::Known(AdjustmentGroup::Patient));
        Money::sum(of_patient.map(|one| one.amount))
    };
    let shares: Result<Vec<Money>, MoneyError> = lines.iter().map(share).collect();
    Ok(RemitClaim {
        number: page.row.number.to_string().into(),
        status: Coded::Known(if decided.is_first {
            ClaimStatus::Primary
        } else {
            ClaimStatus::Secondary
        }),
        charged: Money::sum(lines.iter().map(|line| line.charged))?,
        paid: Money::sum(lines.iter().map(|line| line.paid))?,
        patient_share: Money::sum(shares?)?,
        filing: Some(Coded::Known(filing(contract.kind))),
        payer_number: format!("26{:08}", id.get()).into(),
        place_of_service: page.row.place.as_str().into(),
        frequency: "1".into(),
        patient: Some(RemitPerson {
            id_qualifier: "MI".into(),
            id: page.policy.what.member_id.as_str().into(),
            ..person(&page.row.patient_name)
        }),
        dates: vec![dated("232", page.row.service_on)],
        lines,
        ..RemitClaim::default()
    })
}

/// What kind of payer a remittance calls it: it knows fewer than a claim does.
const fn filing(kind: FilingIndicator) -> FilingIndicator {
    match kind {
        FilingIndicator::Commercial
        | FilingIndicator::BlueCross
        | FilingIndicator::FederalEmployees
        | FilingIndicator::OtherNonFederal => FilingIndicator::Indemnity,
        FilingIndicator::MedicarePartB
        | FilingIndicator::MedicarePartA
        | FilingIndicator::MedicareAdvantage
        | FilingIndicator::Medicaid
        | FilingIndicator::PreferredProvider
        | FilingIndicator::HealthMaintenance
        | FilingIndicator::PointOfService
        | FilingIndicator::ExclusiveProvider
        | FilingIndicator::Indemnity
        | FilingIndicator::Champus
        | FilingIndicator::VeteransAffairs
        | FilingIndicator::OtherFederal
        | FilingIndicator::TitleFive
        | FilingIndicator::WorkersCompensation
        | FilingIndicator::Automobile
        | FilingIndicator::Liability
        | FilingIndicator::Disability
        | FilingIndicator::DentalMaintenance
        | FilingIndicator::Unknown => kind,
    }
}

fn dated(qualifier: &str, day: NaiveDate) -> Dated {
    Dated {
        qualifier: qualifier.into(),
        day,
    }
}

fn adjustment(group: AdjustmentGroup, carc: &str, amount: Money) -> RemitAdjustment {
    RemitAdjustment {
        group: Coded::Known(group),
        carc: Coded::read(carc),
        amount,
        quantity: None,
        place: Place::default(),
    }
}

fn line(page: &ClaimPage, service: &Line, said: &EobLine, control: &str) -> RemitLine {
    let adjustments = said.adjustments.iter().map(|one| RemitAdjustment {
        carc: Coded::Known(one.carc),
        ..adjustment(one.group, "", one.amount)
    });
    RemitLine {
        procedure: RemitProcedure {
            qualifier: "HC".into(),
            code: service.what.code.as_str().into(),
            modifiers: service
                .what
                .modifiers
                .iter()
                .map(|one| one.as_str().into())
                .collect(),
            description: Text::default(),
        },
        charged: said.charged,
        paid: said.paid,
        units_paid: Some(service.what.units.to_decimal()),
        dates: vec![dated("472", page.row.service_on)],
        adjustments: adjustments.collect(),
        references: vec![reference("6R", control)],
        amounts: if said.allowed.is_positive() {
            vec![allowed(said.allowed)]
        } else {
            Vec::new()
        },
        ..RemitLine::default()
    }
}

fn allowed(amount: Money) -> Supplement {
    Supplement {
        qualifier: "B6".into(),
        amount,
    }
}

/// A service that is not paid because it belongs to another comes back under the code of that one.
fn bundle(lines: &mut [RemitLine]) {
    let Some((first, others)) = lines.split_first_mut() else {
        return;
    };
    for line in others {
        let is_bundled = line.adjustments.iter().any(|one| one.carc.as_str() == "97");
        if is_bundled && first.paid.is_positive() {
            let main = RemitProcedure {
                modifiers: Vec::new(),
                ..first.procedure.clone()
            };
            line.submitted = Some(std::mem::replace(&mut line.procedure, main));
            line.remarks.push(Coded::read("N19"));
        }
    }
}

/// A visit that is paid as a shorter one: a fifth less.
fn pay_as_shorter(line: &mut RemitLine) -> Result<(), MoneyError> {
    let billed = line.procedure.code.as_str();
    let Some((_, shorter)) = SHORTER.iter().find(|(code, _)| *code == billed) else {
        return Ok(());
    };
    let less = line.paid.percent(20.into())?;
    if less.is_zero() || line.adjustments.is_empty() {
        return Ok(());
    }
    let paid_as = RemitProcedure {
        code: (*shorter).into(),
        ..line.procedure.clone()
    };
    line.submitted = Some(std::mem::replace(&mut line.procedure, paid_as));
    line.remarks.push(Coded::read("N22"));
    give_up_more(line, less)
}

/// Pays so much less, which the contract gives up.
fn give_up_more(line: &mut RemitLine, less: Money) -> Result<(), MoneyError> {
    line.paid = line.paid.minus(less)?;
    for amount in &mut line.amounts {
        amount.amount = amount.amount.minus(less)?;
    }
    let contractual = |one: &&mut RemitAdjustment| one.carc.as_str() == "45";
    match line.adjustments.iter_mut().find(contractual) {
        Some(one) => one.amount = one.amount.plus(less)?,
        None => line
            .adjustments
            .push(adjustment(AdjustmentGroup::Contractual, "45", less)),
    }
    Ok(())
}

/// A second payer that knows nothing of what was given up before says it all again as its own.
fn repeat_write_off(line: &mut RemitLine) -> Result<(), MoneyError> {
    let Some(before) = line
        .adjustments
        .iter()
        .position(|one| one.carc.as_str() == "23")
    else {
        return Ok(());
    };
    let amount = line.adjustments.remove(before).amount;
    give_up_more(line, Money::ZERO)?;
    let contractual = |one: &&mut RemitAdjustment| one.carc.as_str() == "45";
    if let Some(one) = line.adjustments.iter_mut().find(contractual) {
        one.amount = one.amount.plus(amount)?;
    }
    Ok(())
}

/// The same claim with every amount the other way.
fn negated(mut claim: RemitClaim) -> RemitClaim {
    let turn = |all: &mut Vec<RemitAdjustment>| {
        for one in all {
            one.amount = one.amount.negated();
        }
    };
    claim.status = Coded::Known(ClaimStatus::Reversal);
    claim.charged = claim.charged.negated();
    claim.paid = claim.paid.negated();
    claim.patient_share = Money::ZERO;
    turn(&mut claim.adjustments);
    for line in &mut claim.lines {
        line.charged = line.charged.negated();
        line.paid = line.paid.negated();
        line.amounts.clear();
        turn(&mut line.adjustments);
    }
    claim
}

/// The claim decided again, a fifth less paid on the first service that was paid.
fn less(claim: &RemitClaim) -> Result<RemitClaim, MoneyError> {
    let mut claim = claim.clone();
    claim.payer_number = format!("{}R", claim.payer_number).into();
    if let Some(line) = claim.lines.iter_mut().find(|line| line.paid.is_positive()) {
        let less = line.paid.percent(20.into())?;
        give_up_more(line, less)?;
        claim.paid = claim.paid.minus(less)?;
    }
    Ok(claim)
}

/// A claim of somebody who was never here.
fn stranger(contract: &Contract, day: NaiveDate, trace: u64) -> Result<RemitClaim, MoneyError> {
    let service_on = day.checked_sub_days(Days::new(23)).unwrap_or(day);
    let (charged, paid) = (Money::from_cents(12_000)?, Money::from_cents(8_420)?);
    let off = charged.minus(paid)?;
    Ok(RemitClaim {
        number: format!("LF{trace}").into(),
        status: Coded::Known(ClaimStatus::Primary),
        charged,
        paid,
        filing: Some(Coded::Known(filing(contract.kind))),
        payer_number: format!("77{trace}").into(),
        place_of_service: "11".into(),
        frequency: "1".into(),
        patient: Some(RemitPerson {
            last: "STRANGEWAYS".into(),
            first: "ODALYS".into(),
            ..RemitPerson::default()
        }),
        lines: vec![RemitLine {
            procedure: RemitProcedure {
                qualifier: "HC".into(),
                code: "92014".into(),
                ..RemitProcedure::default()
            },
            charged,
            paid,
            units_paid: Some(1.into()),
            dates: vec![dated("472", service_on)],
            adjustments: vec![adjustment(AdjustmentGroup::Contractual, "45", off)],
            ..RemitLine::default()
        }],
        ..RemitClaim::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::remit::ClaimProof;

    fn money(text: &str) -> Money {
        text.parse().unwrap()
    }

    /// A visit of 185.00 that is allowed 140.60, with a blood draw that is a part of it.
    fn claim() -> RemitClaim {
        let line =
            |code: &str, charged: &str, paid: &str, reasons: &[(&str, &str, &str)]| RemitLine {
                procedure: RemitProcedure {
                    qualifier: "HC".into(),
                    code: code.into(),
                    ..RemitProcedure::default()
                },
                charged: money(charged),
                paid: money(paid),
                adjustments: reasons
                    .iter()
                    .map(|(group, carc, amount)| {
                        adjustment(group.parse().unwrap(), carc, money(amount))
                    })
                    .collect(),
                ..RemitLine::default()
            };
        RemitClaim {
            status: Coded::Known(ClaimStatus::Primary),
            charged: money("203"),
            paid: money("115.60"),
            patient_share: money("25"),
            payer_number: "2600000007".into(),
            lines: vec![
                line(
                    "99214",
                    "185",
                    "115.60",
                    &[("CO", "45", "44.40"), ("PR", "3", "25")],
                ),
                line("36415", "18", "0", &[("CO", "97", "18")]),
            ],
            ..RemitClaim::default()
        }
    }

    fn proves(claim: &RemitClaim) {
        assert_eq!(ClaimProof::of(claim), Ok(ClaimProof::default()));
    }

    #[test]
    fn what_is_taken_back_and_decided_again_adds_up() {
        proves(&claim());
        proves(&negated(claim()));
        let smaller = less(&claim()).unwrap();
        proves(&smaller);
        assert_eq!(smaller.paid, money("92.48"));
    }

    #[test]
    fn a_visit_paid_as_a_shorter_one_adds_up() {
        let mut claim = claim();
        let line = &mut claim.lines[0];
        pay_as_shorter(line).unwrap();
        assert_eq!(line.procedure.code, *"99213");
        assert_eq!(line.billed().code, *"99214");
        claim.paid = claim.lines[0].paid;
        proves(&claim);
    }

    #[test]
    fn a_service_that_belongs_to_another_comes_back_under_its_code() {
        let mut claim = claim();
        bundle(&mut claim.lines);
        assert_eq!(claim.lines[1].procedure.code, *"99214");
        assert_eq!(claim.lines[1].billed().code, *"36415");
        proves(&claim);
    }

    #[test]
    fn a_second_payer_that_repeats_the_write_off_still_adds_up() {
        let mut claim = claim();
        claim.lines[0].adjustments = vec![adjustment(AdjustmentGroup::Other, "23", money("69.40"))];
        repeat_write_off(&mut claim.lines[0]).unwrap();
        let reasons: Vec<&str> = claim.lines[0]
            .adjustments
            .iter()
            .map(|one| one.carc.as_str())
            .collect();
        assert_eq!(reasons, ["45"]);
        claim.patient_share = Money::ZERO;
        proves(&claim);
    }
}
