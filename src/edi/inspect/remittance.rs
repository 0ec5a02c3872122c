//! What a remittance says, summed up for a report in a biller's words. It must not know how it was read.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::Serialize;

use super::super::remit835::{Ending, Item};
use crate::domain::codeset;
use crate::domain::money::Money;
use crate::domain::remit::{
    ClaimProof, Difference, PaymentMethod, ProviderAdjustment, RemitAdjustment, RemitClaim,
    RemitLine, RemitProcedure, Remittance, RemittanceProof,
};
use crate::domain::typed::show_date;

/// What a remittance says.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub struct RemittanceSummary {
    /// Who pays.
    pub payer: String,
    /// The number the payer is known by; empty when none is told.
    pub payer_id: String,
    /// Who is paid.
    pub payee: String,
    /// The number the payee is known by, mostly an NPI; empty when none is told.
    pub payee_id: String,
    /// Number of the check or the transfer (TRN02).
    pub trace: String,
    /// Who gave it that number (TRN03).
    pub origin: String,
    /// What was paid (BPR02).
    pub paid: Money,
    /// How it was paid, as its code (BPR04).
    pub method: String,
    /// What the remittance is for, as its code (BPR01).
    pub handling: String,
    /// Who moves the money, as its code (BPR03).
    pub flow: String,
    /// The day of the payment.
    pub day: Option<NaiveDate>,
    /// The day on which the remittance was made.
    pub produced_on: Option<NaiveDate>,
    /// Whether the whole of it was read and everything in it adds up.
    pub balances: bool,
    /// By how much the payment is off; none when it is what claims and provider adjustments make.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub off_by: Option<Difference>,
    /// What the claims charge.
    pub charged: Money,
    /// What the claims were paid.
    pub claims_paid: Money,
    /// What patients bear.
    pub patient_share: Money,
    /// Its claims.
    pub claims: Vec<RemitClaimSummary>,
    /// Money that moves beside the claims.
    pub provider_adjustments: Vec<ProviderAdjustmentSummary>,
    /// In a sentence.
    pub words: String,
}

/// What a remittance says of a claim.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct RemitClaimSummary {
    /// The practice's number (CLP01).
    pub claim_number: String,
    /// How it was processed, as its code (CLP02).
    pub status: String,
    /// Its charge.
    pub charged: Money,
    /// What was paid.
    pub paid: Money,
    /// What the patient bears.
    pub patient_share: Money,
    /// The payer's number (CLP07).
    pub payer_claim_number: String,
    /// What kind of payer, as its code (CLP06).
    pub filing: String,
    /// New, replacement or void, as its code (CLP09).
    pub frequency: String,
    /// The patient's name as the payer has it.
    pub patient: String,
    /// Whom it was passed on to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub forwarded_to: Option<String>,
    /// Why it as a whole was not paid in full.
    pub adjustments: Vec<AdjustmentSummary>,
    /// Remarks on it.
    pub remarks: Vec<String>,
    /// Its services.
    pub lines: Vec<RemitLineSummary>,
    /// Whether it and its lines add up.
    pub balances: bool,
    /// What differs, and where.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub differences: Vec<Difference>,
    /// Errors that were found in it.
    #[serde(skip_serializing_if = "is_zero")]
    pub faults: u32,
    /// In a sentence.
    pub words: String,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde asks with a reference"
)]
fn is_zero(number: &u32) -> bool {
    *number == 0
}

/// What a remittance says of a service.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct RemitLineSummary {
    /// The code that was paid for.
    pub procedure: String,
    /// Its modifiers.
    pub modifiers: Vec<String>,
    /// The code that was billed, when it is another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub submitted: Option<String>,
    /// The first day of service.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub day: Option<NaiveDate>,
    /// The charge.
    pub charged: Money,
    /// What was paid.
    pub paid: Money,
    /// What the payer allows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allowed: Option<Money>,
    /// The units that were paid for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub units: Option<Decimal>,
    /// The number the line was sent with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub control_number: Option<String>,
    /// Why it was not paid in full.
    pub adjustments: Vec<AdjustmentSummary>,
    /// Remarks on it.
    pub remarks: Vec<String>,
    /// In a sentence.
    pub words: String,
}

/// Why something was not paid in full.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct AdjustmentSummary {
    /// Who bears it.
    pub group: String,
    /// The reason.
    pub code: String,
    /// Positive lowers the payment.
    pub amount: Money,
    /// In words.
    pub words: String,
}

/// Money that moves beside the claims.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct ProviderAdjustmentSummary {
    /// Whose it is.
    pub provider: String,
    /// What it is for.
    pub code: String,
    /// What it refers to.
    pub reference: String,
    /// Positive lowers the payment.
    pub amount: Money,
    /// In words.
    pub words: String,
}

impl RemittanceSummary {
    /// Puts the next part into it.
    pub(super) fn keep(&mut self, item: Item<'_>) {
        match item {
            Item::Header(header) => self.begin(header),
            Item::Group(_) => {}
            Item::Claim(claim, proof) => self.claims.push(summary(claim, proof)),
            Item::Provider(adjustments) => {
                self.provider_adjustments
                    .extend(adjustments.iter().map(provider));
            }
            Item::End(proof, ending) => self.end(proof, ending),
        }
    }

    fn begin(&mut self, header: &Remittance) {
        self.payer = header.payer.name.to_string();
        header.payer.best_id().clone_into(&mut self.payer_id);
        self.payee = header.payee.name.to_string();
        self.payee_id = header.payee.id.to_string();
        self.trace = header.trace.to_string();
        self.origin = header.origin.to_string();
        self.paid = header.paid;
        self.method = header.method.to_string();
        self.handling = header.handling.to_string();
        self.flow = header.flow.to_string();
        self.day = header.paid_on;
        self.produced_on = header.produced_on;
        let Self {
            payer,
            payee,
            trace,
            paid,
            ..
        } = self;
        let on = header
            .paid_on
            .map(|day| format!(" of {}", show_date(day)))
            .unwrap_or_default();
        let how = match header.method.known() {
            Some(PaymentMethod::Check) => "by check",
            Some(PaymentMethod::Ach) => "by electronic transfer",
            Some(PaymentMethod::Wire) => "by wire",
            Some(PaymentMethod::BankChoice) => "through its bank",
            Some(PaymentMethod::None) | None => "under number",
        };
        self.words = if paid.is_zero() {
            format!("{payer} pays {payee} nothing, under number {trace}{on}")
        } else {
            format!("{payer} pays {payee} {paid} {how} {trace}{on}")
        };
    }

    fn end(&mut self, proof: &RemittanceProof, ending: Ending) {
        self.charged = proof.charged;
        self.claims_paid = proof.paid;
        self.patient_share = proof.patient_share;
        self.off_by = proof.difference().unwrap_or_default();
        self.balances = ending == Ending::Whole && proof.holds();
        let claims = match proof.claims {
            1 => "1 claim".to_owned(),
            many => format!("{many} claims"),
        };
        let sums = format!(
            "{claims}, charged {}, paid {}, patients bear {}",
            proof.charged, proof.paid, proof.patient_share
        );
        let verdict = match ending {
            Ending::CutShort => "it breaks off: what is missing nobody can tell",
            Ending::Whole if self.balances => "it balances",
            Ending::Whole => "it does not balance",
        };
        self.words = format!("{}: {sums}; {verdict}", self.words);
    }

    /// Says that the file ends within it.
    pub(super) fn break_off(&mut self) {
        self.balances = false;
        let begun = if self.words.is_empty() {
            "a remittance"
        } else {
            &self.words
        };
        self.words = format!("{begun}: it breaks off and cannot be proved");
    }

    /// Everything in sentences, in the order of the file, deeper parts set in.
    pub(super) fn sentences(&self) -> Vec<&str> {
        let mut said = vec![self.words.as_str()];
        for claim in &self.claims {
            said.push(&claim.words);
            said.extend(claim.adjustments.iter().map(|one| one.words.as_str()));
            for line in &claim.lines {
                said.push(&line.words);
                said.extend(line.adjustments.iter().map(|one| one.words.as_str()));
            }
        }
        let beside = self.provider_adjustments.iter();
        said.extend(beside.map(|one| one.words.as_str()));
        said
    }
}

fn summary(claim: &RemitClaim, proof: Option<&ClaimProof>) -> RemitClaimSummary {
    let patient = claim.patient.as_ref().map(ToString::to_string);
    let forwarded_to = claim.crossover.as_ref().map(ToString::to_string);
    RemitClaimSummary {
        claim_number: claim.number.to_string(),
        status: claim.status.to_string(),
        charged: claim.charged,
        paid: claim.paid,
        patient_share: claim.patient_share,
        payer_claim_number: claim.payer_number.to_string(),
        filing: claim
            .filing
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default(),
        frequency: claim.frequency.to_string(),
        words: claim_words(claim, patient.as_deref(), forwarded_to.as_deref(), proof),
        patient: patient.unwrap_or_default(),
        forwarded_to,
        adjustments: adjustments(&claim.adjustments, "    "),
        remarks: codes(&claim.remarks),
        lines: claim.lines.iter().map(line).collect(),
        balances: proof.is_some_and(ClaimProof::holds),
        differences: proof.map_or_else(Vec::new, |proof| proof.differences.clone()),
        faults: claim.faults,
    }
}

fn codes<T: ToString>(codes: &[T]) -> Vec<String> {
    codes.iter().map(ToString::to_string).collect()
}

fn claim_words(
    claim: &RemitClaim,
    patient: Option<&str>,
    forwarded_to: Option<&str>,
    proof: Option<&ClaimProof>,
) -> String {
    let patient = patient
        .filter(|name| !name.is_empty())
        .map(|name| format!(" of {name}"))
        .unwrap_or_default();
    let status = match claim.status.known() {
        Some(status) => codeset::answers::uncapitalized(status.words()),
        None => format!("status {}", claim.status),
    };
    let onward = forwarded_to
        .map(|next| format!("; forwarded to {next}"))
        .unwrap_or_default();
    let mut words = format!(
        "  claim {}{patient}: {status}; charged {}, paid {}, patient bears {}{onward}",
        claim.number, claim.charged, claim.paid, claim.patient_share
    );
    words.push_str(&remarked(&claim.remarks));
    if !proof.is_some_and(ClaimProof::holds) {
        words.push_str("; does not balance");
    }
    words
}

fn remarked<T: ToString>(remarks: &[T]) -> String {
    if remarks.is_empty() {
        String::new()
    } else {
        format!("; remarks {}", codes(remarks).join(" "))
    }
}

fn line(line: &RemitLine) -> RemitLineSummary {
    let day = line.served_on().map(|(from, _)| from);
    let submitted = line.submitted.as_ref();
    let on = day
        .map(|day| format!(" on {}", show_date(day)))
        .unwrap_or_default();
    let billed = submitted
        .map(|billed| format!(", billed as {}", service(billed)))
        .unwrap_or_default();
    let allowed = line
        .allowed()
        .map(|allowed| format!(", allowed {allowed}"))
        .unwrap_or_default();
    let words = format!(
        "    {}{billed}{on}: charged {}, paid {}{allowed}{}",
        service(&line.procedure),
        line.charged,
        line.paid,
        remarked(&line.remarks)
    );
    RemitLineSummary {
        procedure: line.procedure.code.to_string(),
        modifiers: codes(&line.procedure.modifiers),
        submitted: submitted.map(|billed| billed.code.to_string()),
        day,
        charged: line.charged,
        paid: line.paid,
        allowed: line.allowed(),
        units: line.units_paid,
        control_number: line.control_number().map(str::to_owned),
        adjustments: adjustments(&line.adjustments, "      "),
        remarks: codes(&line.remarks),
        words,
    }
}

/// A service as people write it: `99213-25`.
fn service(procedure: &RemitProcedure) -> String {
    let mut written = procedure.code.to_string();
    for modifier in &procedure.modifiers {
        written.push('-');
        written.push_str(modifier);
    }
    if written.is_empty() {
        "a service without a code".to_owned()
    } else {
        written
    }
}

fn adjustments(adjustments: &[RemitAdjustment], indent: &str) -> Vec<AdjustmentSummary> {
    let one = |adjustment: &RemitAdjustment| {
        let RemitAdjustment {
            group,
            carc,
            amount,
            ..
        } = adjustment;
        let meaning = codeset::adjustment_reasons()
            .get(carc.as_str())
            .map(|entry| format!(": {}", codeset::answers::uncapitalized(&entry.description)))
            .unwrap_or_default();
        AdjustmentSummary {
            group: group.to_string(),
            code: carc.to_string(),
            amount: *amount,
            words: format!("{indent}{group}-{carc} {amount}{meaning}"),
        }
    };
    adjustments.iter().map(one).collect()
}

fn provider(adjustment: &ProviderAdjustment) -> ProviderAdjustmentSummary {
    let ProviderAdjustment {
        provider,
        code,
        reference,
        amount,
        ..
    } = adjustment;
    let meaning = match code.known() {
        Some(reason) => codeset::answers::uncapitalized(reason.words()),
        None => format!("reason {code}"),
    };
    let about = if reference.is_empty() {
        String::new()
    } else {
        format!(" ({reference})")
    };
    let effect = if amount.is_negative() {
        "raises"
    } else {
        "lowers"
    };
    ProviderAdjustmentSummary {
        provider: provider.to_string(),
        code: code.to_string(),
        reference: reference.to_string(),
        amount: *amount,
        words: format!(
            "  beside the claims: {meaning}{about} {effect} the payment by {}",
            amount.abs()
        ),
    }
}
