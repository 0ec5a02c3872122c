//! A claim of an 835 and the segments around it, up to its first line.

use super::super::super::field;
use super::super::super::finding::{Findings, quoted};
use super::super::super::segment::Segment;
use super::{OF_NO_CLAIM, Open, Reader, beyond, misplaced, parts};
use crate::domain::money::Money;
use crate::domain::remit::{ClaimGroup, ClaimStatus, Coded, Place, RemitClaim, RemitLine};

impl Reader {
    /// LX: a group of claims begins.
    pub(super) fn group(&mut self, segment: &Segment<'_>, findings: &mut Findings) {
        beyond(segment, 1, findings);
        self.group = ClaimGroup {
            number: parts::text(segment, 1),
            totals: Vec::new(),
            place: Place::from(segment.position()),
        };
    }

    /// TS2 and TS3: what a group of claims comes to.
    pub(super) fn totals(&mut self, segment: &Segment<'_>, findings: &mut Findings) {
        if self.open != Open::Group {
            misplaced(segment, findings);
            return;
        }
        for element in 1..=segment.len() {
            parts::detail(segment, element, &mut self.group.totals);
        }
    }

    /// CLP: a claim begins.
    pub(super) fn claim(&mut self, segment: &Segment<'_>, findings: &mut Findings) {
        reuse(&mut self.claim, &mut self.spare);
        let claim = &mut self.claim;
        claim.place = Place::from(segment.position());
        claim.number = parts::text(segment, 1);
        if claim.number.is_empty() {
            findings.warning(segment.spot(1), "CLP01 is missing: the claim has no number");
        }
        claim.status = Coded::read(segment.element(2));
        claim.charged = parts::amount(segment, 3, findings);
        claim.paid = parts::amount(segment, 4, findings);
        claim.patient_share = field::optional_amount(segment, 5, findings).unwrap_or(Money::ZERO);
        let filing = segment.element(6);
        claim.filing = (!filing.is_empty()).then(|| Coded::read(filing));
        claim.payer_number = parts::text(segment, 7);
        claim.place_of_service = parts::text(segment, 8);
        claim.frequency = parts::text(segment, 9);
        for element in 10..=segment.len() {
            parts::detail(segment, element, &mut claim.details);
        }
        tell_status(segment, &self.claim, findings);
    }

    /// CAS: why a claim or a line was not paid in full.
    pub(super) fn adjustment(&mut self, segment: &Segment<'_>, findings: &mut Findings) {
        match self.open {
            Open::Claim => parts::adjustments(segment, &mut self.claim.adjustments, findings),
            Open::Line => {
                if let Some(line) = self.claim.lines.last_mut() {
                    parts::adjustments(segment, &mut line.adjustments, findings);
                }
            }
            Open::Header
            | Open::Payer
            | Open::Payee
            | Open::OtherParty
            | Open::Group
            | Open::Provider => {
                let text = format!("this CAS {OF_NO_CLAIM}");
                findings.error(segment.position(), text);
            }
        }
    }

    /// NM1: who has to do with a claim.
    pub(super) fn person(&mut self, segment: &Segment<'_>, findings: &mut Findings) {
        if !matches!(self.open, Open::Claim | Open::Line) {
            misplaced(segment, findings);
            return;
        }
        if self.open == Open::Line {
            let text = "a name stands after a line; it is taken for the claim's";
            findings.warning(segment.position(), text);
        }
        let claim = &mut self.claim;
        let place = match segment.element(1) {
            "QC" => &mut claim.patient,
            "IL" => &mut claim.insured,
            "74" => &mut claim.corrected,
            "82" => &mut claim.rendering,
            "TT" => &mut claim.crossover,
            "PR" => &mut claim.corrected_payer,
            "GB" => &mut claim.other_insured,
            other => {
                let text = format!(
                    "NM1 {} has no place in a claim; it is not kept",
                    quoted(other)
                );
                findings.warning(segment.spot(1), text);
                return;
            }
        };
        if place.is_some() {
            let text = "this name stands twice in the claim; the first is kept";
            findings.warning(segment.position(), text);
            return;
        }
        *place = Some(parts::person(segment, findings));
    }

    /// MIA and MOA: remarks, and what hospitals are told besides.
    pub(super) fn adjudication(&mut self, segment: &Segment<'_>, findings: &mut Findings) {
        if !matches!(self.open, Open::Claim | Open::Line) {
            misplaced(segment, findings);
            return;
        }
        let is_inpatient = segment.id() == "MIA";
        for element in 1..=segment.len() {
            let text = segment.element(element);
            let is_remark = if is_inpatient {
                matches!(element, 5 | 20..=23)
            } else {
                matches!(element, 3..=7)
            };
            if !is_remark {
                parts::detail(segment, element, &mut self.claim.details);
            } else if !text.is_empty() {
                let remark = Coded::read(text);
                if remark.known().is_none() {
                    let text = format!("{} is no remark code", quoted(text));
                    findings.note(segment.spot(element), text);
                }
                self.claim.remarks.push(remark);
            }
        }
    }

    /// DTM: a day of the remittance, a claim or a line.
    pub(super) fn date(&mut self, segment: &Segment<'_>, findings: &mut Findings) {
        let dates = match self.open {
            Open::Line => self.claim.lines.last_mut().map(|line| &mut line.dates),
            Open::Claim => Some(&mut self.claim.dates),
            Open::Header => {
                self.produced(segment, findings);
                return;
            }
            Open::Payer | Open::Payee | Open::OtherParty | Open::Group | Open::Provider => None,
        };
        let Some(dates) = dates else {
            misplaced(segment, findings);
            return;
        };
        dates.extend(parts::dated(segment, findings));
    }

    fn produced(&mut self, segment: &Segment<'_>, findings: &mut Findings) {
        let dated = parts::dated(segment, findings);
        if segment.element(1) == "405" {
            self.header.produced_on = dated.map(|dated| dated.day);
        } else {
            let text = format!("DTM {} is not kept", quoted(segment.element(1)));
            findings.note(segment.position(), text);
        }
    }

    /// REF: a number of the remittance, a party, a claim or a line.
    pub(super) fn reference(&mut self, segment: &Segment<'_>, findings: &mut Findings) {
        let references = match self.open {
            Open::Line => self.claim.lines.last_mut().map(|line| &mut line.references),
            Open::Claim => Some(&mut self.claim.references),
            Open::Header => Some(&mut self.header.references),
            Open::Payer => Some(&mut self.header.payer.references),
            Open::Payee => Some(&mut self.header.payee.references),
            Open::OtherParty | Open::Group | Open::Provider => None,
        };
        let Some(references) = references else {
            misplaced(segment, findings);
            return;
        };
        references.push(parts::reference(segment, findings));
    }

    /// PER: whom to ask.
    pub(super) fn contact(&mut self, segment: &Segment<'_>, findings: &mut Findings) {
        let contacts = match self.open {
            Open::Claim | Open::Line => Some(&mut self.claim.contacts),
            Open::Header
            | Open::Payer
            | Open::Payee
            | Open::OtherParty
            | Open::Group
            | Open::Provider => self.open_party().map(|party| &mut party.contacts),
        };
        let Some(contacts) = contacts else {
            misplaced(segment, findings);
            return;
        };
        contacts.push(parts::contact(segment, findings));
    }

    /// AMT: an amount told beside the payment of a claim or a line.
    pub(super) fn amount(&mut self, segment: &Segment<'_>, findings: &mut Findings) {
        let Some(amounts) = self.of_claim(|claim| &mut claim.amounts, |line| &mut line.amounts)
        else {
            misplaced(segment, findings);
            return;
        };
        amounts.push(parts::supplement(segment, findings));
    }

    /// QTY: a count told beside the payment of a claim or a line.
    pub(super) fn quantity(&mut self, segment: &Segment<'_>, findings: &mut Findings) {
        let Some(counts) =
            self.of_claim(|claim| &mut claim.quantities, |line| &mut line.quantities)
        else {
            misplaced(segment, findings);
            return;
        };
        counts.push(parts::counted(segment, findings));
    }

    /// LQ: a remark on a line.
    pub(super) fn remark(&mut self, segment: &Segment<'_>, findings: &mut Findings) {
        if self.open == Open::Claim {
            let text = "a remark stands before the lines; it is taken for the claim's";
            findings.warning(segment.position(), text);
        }
        let Some(remarks) = self.of_claim(|claim| &mut claim.remarks, |line| &mut line.remarks)
        else {
            misplaced(segment, findings);
            return;
        };
        beyond(segment, 2, findings);
        let code = segment.element(2);
        if segment.element(1) == "HE" {
            let remark = Coded::read(code);
            if remark.known().is_none() {
                let text = format!("{} is no remark code", quoted(code));
                findings.note(segment.spot(2), text);
            }
            remarks.push(remark);
        } else {
            let text = format!("remark {} is from another list than HE", quoted(code));
            findings.note(segment.position(), text);
            remarks.push(Coded::Unknown(parts::text(segment, 2)));
        }
    }

    /// The list of the claim or of the line that is being read.
    fn of_claim<T>(
        &mut self,
        of_claim: impl FnOnce(&mut RemitClaim) -> &mut T,
        of_line: impl FnOnce(&mut RemitLine) -> &mut T,
    ) -> Option<&mut T> {
        match self.open {
            Open::Line => self.claim.lines.last_mut().map(of_line),
            Open::Claim => Some(of_claim(&mut self.claim)),
            Open::Header
            | Open::Payer
            | Open::Payee
            | Open::OtherParty
            | Open::Group
            | Open::Provider => None,
        }
    }
}

/// Says what a biller should know of how a claim was processed.
fn tell_status(segment: &Segment<'_>, claim: &RemitClaim, findings: &mut Findings) {
    let spot = segment.spot(2);
    let status = claim.status.known();
    match status {
        Some(ClaimStatus::Reversal) => {
            let text = "an earlier payment of this claim is taken back";
            findings.note(spot, text);
        }
        Some(ClaimStatus::Forwarded) => {
            findings.note(spot, "the claim is not this payer's and was forwarded");
        }
        Some(ClaimStatus::Predetermination) => {
            findings.note(spot, "an estimate only: nothing was paid");
        }
        Some(
            ClaimStatus::Primary
            | ClaimStatus::Secondary
            | ClaimStatus::Tertiary
            | ClaimStatus::Denied
            | ClaimStatus::PrimaryForwarded
            | ClaimStatus::SecondaryForwarded
            | ClaimStatus::TertiaryForwarded,
        ) => {}
        None => {
            let text = format!(
                "CLP02 {} is no status of a claim",
                quoted(claim.status.as_str())
            );
            findings.warning(spot, text);
        }
    }
    if status == Some(ClaimStatus::Reversal) {
        return;
    }
    for (element, what, amount) in [
        (3, "the charge", claim.charged),
        (4, "what was paid", claim.paid),
        (5, "the patient's share", claim.patient_share),
    ] {
        if amount.is_negative() {
            let text = format!("{what} is below zero, though no payment is taken back");
            findings.warning(segment.spot(element), text);
        }
    }
}

/// Empties a claim and keeps its room. What stands in its CLP is written over anyway.
fn reuse(claim: &mut RemitClaim, spare: &mut Vec<RemitLine>) {
    let RemitClaim {
        number: _,
        status: _,
        charged: _,
        paid: _,
        patient_share: _,
        filing: _,
        payer_number: _,
        place_of_service: _,
        frequency: _,
        adjustments,
        patient,
        insured,
        corrected,
        rendering,
        crossover,
        corrected_payer,
        other_insured,
        remarks,
        details,
        references,
        dates,
        amounts,
        quantities,
        contacts,
        lines,
        faults: _,
        place: _,
        end: _,
    } = claim;
    spare.append(lines);
    adjustments.clear();
    for person in [
        patient,
        insured,
        corrected,
        rendering,
        crossover,
        corrected_payer,
        other_insured,
    ] {
        *person = None;
    }
    remarks.clear();
    details.clear();
    references.clear();
    dates.clear();
    amounts.clear();
    quantities.clear();
    contacts.clear();
}
