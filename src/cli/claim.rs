//! One claim: what it is, and what is done with it at its payers. It must not know how it is sent.

use clap::Subcommand;
use serde_json::{Value, json};

use super::CliError;
use super::out::Out;
use super::sending::numbered;
use crate::domain::claim::ReferenceKind;
use crate::domain::id::{ChargeLineId, ClaimId};
use crate::office::{ClaimPage, Office};

/// What to do with a claim.
#[derive(Debug, Subcommand)]
pub enum Deed {
    /// Show it: who is asked, whose place it takes, its numbers, and what can be done with it.
    Show {
        /// The claim's number.
        claim: String,
    },
    /// Make the claim to the payer that comes after, for what this one left.
    BillNext {
        /// The claim's number.
        claim: String,
    },
    /// Put another claim in its place at the payer; correct its visit then to bill otherwise.
    Replace {
        /// The claim's number.
        claim: String,
        /// The payer's number of it, unless it is known.
        #[arg(long, value_name = "NUMBER")]
        payer_number: Option<String>,
    },
    /// Take it back at the payer.
    Void {
        /// The claim's number.
        claim: String,
        /// The payer's number of it, unless it is known.
        #[arg(long, value_name = "NUMBER")]
        payer_number: Option<String>,
    },
    /// Take back a claim that is here and never counted: to a later payer, or in the place of another.
    TakeBack {
        /// The claim's number.
        claim: String,
        /// Why.
        #[arg(long)]
        why: String,
    },
    /// Close a claim that took another back, once the payer has taken it in.
    Close {
        /// The claim's number.
        claim: String,
    },
    /// Take services off it, which has not left, to a claim of their own.
    Split {
        /// The claim's number.
        claim: String,
        /// The services, by their place on the claim, from 1.
        #[arg(required = true)]
        services: Vec<usize>,
    },
    /// Put the services of another part of its visit back on it.
    Join {
        /// The claim's number.
        claim: String,
        /// The other claim's number, which is voided.
        other: String,
    },
    /// Let it go on that somebody stopped, or send it again that was rejected and mended.
    Release {
        /// The claim's number.
        claim: String,
    },
    /// Write down the payer's number of it, as the payer's answer gives it.
    Number {
        /// The claim's number.
        claim: String,
        /// The payer's number.
        number: String,
    },
}

/// Does it.
pub fn run(out: &Out, office: &mut Office, deed: &Deed) -> Result<(), CliError> {
    let id = match deed {
        Deed::Show { claim } => numbered(office, claim)?,
        Deed::BillNext { claim } => {
            let id = numbered(office, claim)?;
            office.bill_next(id)?
        }
        Deed::Replace {
            claim,
            payer_number,
        } => {
            let id = numbered(office, claim)?;
            office.replace_claim(id, payer_number.as_deref())?
        }
        Deed::Void {
            claim,
            payer_number,
        } => {
            let id = numbered(office, claim)?;
            office.void_at_payer(id, payer_number.as_deref())?
        }
        Deed::TakeBack { claim, why } => {
            let id = numbered(office, claim)?;
            office.take_back_claim(id, why)?;
            id
        }
        Deed::Close { claim } => {
            let id = numbered(office, claim)?;
            office.close_claim(id)?;
            id
        }
        Deed::Split { claim, services } => {
            let id = numbered(office, claim)?;
            let lines = services_at(office, id, services)?;
            office.split_claim(id, &lines)?
        }
        Deed::Join { claim, other } => {
            let (id, other) = (numbered(office, claim)?, numbered(office, other)?);
            office.join_claims(id, other)?;
            id
        }
        Deed::Release { claim } => {
            let id = numbered(office, claim)?;
            let _findings = office.release(id)?;
            id
        }
        Deed::Number { claim, number } => {
            let id = numbered(office, claim)?;
            office.note_reference(id, ReferenceKind::Payer, number)?;
            id
        }
    };
    let page = office.claim(id)?;
    out.answer(&told(&page), || lines(&page));
    Ok(())
}

/// The services at those places of a claim.
fn services_at(
    office: &Office,
    claim: ClaimId,
    places: &[usize],
) -> Result<Vec<ChargeLineId>, CliError> {
    let lines = office.claim(claim)?.claim.lines;
    let at = |place: &usize| {
        let line = place.checked_sub(1).and_then(|at| lines.get(at));
        line.copied()
            .ok_or_else(|| CliError::NotThere(format!("service {place} on the claim")))
    };
    places.iter().map(at).collect()
}

fn told(page: &ClaimPage) -> Value {
    json!({
        "claim": page.claim,
        "payer": page.row.payer_name,
        "left_with_payer": page.row.insurance_owes,
        "references": page.references,
        "other_payers": page.other_payers.iter().map(|other| json!({ "responsibility": other.responsibility, "payer": other.payer.what.name, "decision": other.decision })).collect::<Vec<_>>(),
        "findings": page.findings.iter().map(|found| json!({ "edit": found.edit.id, "text": found.words, "fix": found.fix })).collect::<Vec<_>>(),
        "acts": page.acts,
        "events": page.events,
    })
}

fn lines(page: &ClaimPage) -> Vec<String> {
    let claim = &page.claim;
    let mut lines = vec![format!(
        "{}  {}  {}  {}, {}, to {}",
        claim.number,
        claim.state.words(),
        claim.charged,
        claim.responsibility.words(),
        claim.filing.frequency().words(),
        page.row.payer_name
    )];
    for reference in &page.references {
        lines.push(format!(
            "  {}: {}",
            reference.kind.words(),
            reference.number
        ));
    }
    for offer in &page.acts {
        lines.push(match &offer.refusal {
            None => format!("  can: {}", offer.act.words()),
            Some(why) => format!("  cannot: {} ({why})", offer.act.words()),
        });
    }
    lines
}
