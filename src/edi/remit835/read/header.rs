//! What stands before the claims: the payment, its trace, payer and payee.

use super::super::super::field;
use super::super::super::finding::{Findings, Position, quoted};
use super::super::super::segment::Segment;
use super::{Open, Reader, beyond, misplaced, parts};
use crate::domain::remit::{
    BankAccount, Coded, Flow, Handling, Party, PaymentMethod, Place, RemittanceProof, Text,
};

impl Reader {
    /// BPR: what is paid, and how.
    pub(super) fn payment(&mut self, segment: &Segment<'_>, findings: &mut Findings) {
        if self.payment.is_some() || self.is_header_given {
            let text = "a second BPR stands in this remittance and is not kept";
            findings.error(segment.position(), text);
            return;
        }
        beyond(segment, 16, findings);
        self.payment = Some(segment.position());
        let header = &mut self.header;
        header.handling = Coded::read(segment.element(1));
        header.paid = parts::amount(segment, 2, findings);
        header.flow = Coded::read(segment.element(3));
        header.method = Coded::read(segment.element(4));
        header.format = parts::text(segment, 5);
        header.from_account = account(segment, 6);
        header.origin = parts::text(segment, 10);
        header.origin_supplement = parts::text(segment, 11);
        header.to_account = account(segment, 12);
        header.paid_on = field::plain_day(segment, 16, findings);
        self.proof = RemittanceProof::new(header.paid, Place::from(segment.position()));
        tell_handling(segment, &self.header.handling, findings);
        tell_deposit(segment, self, findings);
    }

    /// TRN: the number of the check or the transfer.
    pub(super) fn trace(&mut self, segment: &Segment<'_>, findings: &mut Findings) {
        if self.trace.is_some() || self.open != Open::Header {
            let text = "a second TRN, or one after the payer, is not kept";
            findings.warning(segment.position(), text);
            return;
        }
        beyond(segment, 4, findings);
        self.trace = Some(segment.position());
        self.header.trace = Text::from(field::required(segment, 2, findings));
        let origin = parts::text(segment, 3);
        if origin.is_empty() {
            let text = "TRN03 is missing: the trace does not say whose it is";
            findings.warning(segment.spot(3), text);
        } else {
            self.header.origin = origin;
        }
        if !segment.element(4).is_empty() {
            self.header.origin_supplement = parts::text(segment, 4);
        }
    }

    /// CUR: the currency, which should be the dollar.
    pub(super) fn currency(&mut self, segment: &Segment<'_>, findings: &mut Findings) {
        if self.open != Open::Header {
            misplaced(segment, findings);
            return;
        }
        if segment.len() > 2 {
            field::not_kept(segment, &[1, 2], findings);
        }
        self.header.currency = parts::text(segment, 2);
        if self.header.currency != *"USD" {
            let text = format!(
                "the amounts are in {}, not in US dollars",
                quoted(&self.header.currency)
            );
            findings.error(segment.spot(2), text);
        }
    }

    /// N1: payer or payee begins.
    pub(super) fn party(&mut self, segment: &Segment<'_>, findings: &mut Findings) {
        if self.is_header_given {
            misplaced(segment, findings);
            return;
        }
        beyond(segment, 4, findings);
        let (open, party) = match segment.element(1) {
            "PR" => (Open::Payer, &mut self.header.payer),
            "PE" => (Open::Payee, &mut self.header.payee),
            other => {
                self.open = Open::OtherParty;
                let text = format!(
                    "N1 {} is neither payer nor payee; it is not kept",
                    quoted(other)
                );
                findings.warning(segment.spot(1), text);
                return;
            }
        };
        if *party != Party::default() {
            self.open = Open::OtherParty;
            let text = "this party stands twice; the first is kept";
            findings.error(segment.position(), text);
            return;
        }
        self.open = open;
        party.name = parts::text(segment, 2);
        party.id_qualifier = parts::text(segment, 3);
        party.id = parts::text(segment, 4);
        if party.name.is_empty() && party.id.is_empty() {
            findings.warning(segment.position(), "this party has neither name nor number");
        }
    }

    /// The party that is being read.
    pub(super) fn open_party(&mut self) -> Option<&mut Party> {
        match self.open {
            Open::Payer => Some(&mut self.header.payer),
            Open::Payee => Some(&mut self.header.payee),
            Open::Header
            | Open::OtherParty
            | Open::Group
            | Open::Claim
            | Open::Line
            | Open::Provider => None,
        }
    }

    /// N3 and N4: where a party is.
    pub(super) fn address(&mut self, segment: &Segment<'_>, findings: &mut Findings) {
        let Some(party) = self.open_party() else {
            misplaced(segment, findings);
            return;
        };
        if segment.id() == "N3" {
            beyond(segment, 2, findings);
            let lines = (1..=2).map(|element| parts::text(segment, element));
            party.street.extend(lines.filter(|line| !line.is_empty()));
        } else {
            beyond(segment, 4, findings);
            party.city = parts::text(segment, 1);
            party.state = parts::text(segment, 2);
            party.zip = parts::text(segment, 3);
            party.country = parts::text(segment, 4);
        }
    }

    /// Says what is missing before the claims.
    pub(super) fn check_header(&self, findings: &mut Findings) {
        let began = Position::from(self.header.place);
        if self.payment.is_none() {
            findings.error(began, "the remittance does not say what was paid: no BPR");
        }
        if self.trace.is_none() {
            let text = "the remittance has no number of a check or a transfer: no TRN";
            findings.error(began, text);
        }
        for (party, what) in [
            (
                &self.header.payer,
                "the remittance does not say who paid: no N1*PR",
            ),
            (
                &self.header.payee,
                "the remittance does not say who was paid: no N1*PE",
            ),
        ] {
            if *party == Party::default() {
                findings.error(began, what);
            }
        }
    }
}

/// A bank account whose four elements begin here; none when all are empty.
fn account(segment: &Segment<'_>, first: usize) -> Option<BankAccount> {
    let at = |step: usize| parts::text(segment, first.saturating_add(step));
    let account = BankAccount {
        bank_qualifier: at(0),
        bank: at(1),
        kind: at(2),
        number: at(3),
    };
    (account != BankAccount::default()).then_some(account)
}

/// Says what is unusual about how the remittance is to be handled.
fn tell_handling(segment: &Segment<'_>, handling: &Coded<Handling>, findings: &mut Findings) {
    let spot = segment.spot(1);
    match handling.known() {
        Some(Handling::Remittance | Handling::Accompanies) => {}
        Some(Handling::Notice) => findings.note(spot, "a notice only: no money comes with it"),
        Some(Handling::Prenote) => {
            findings.warning(spot, "a trial of the bank account: no money comes with it");
        }
        Some(Handling::PaymentOnly) => {
            let text = "payment only: the claims it pays are told elsewhere";
            findings.warning(spot, text);
        }
        Some(Handling::Split | Handling::Either) => {
            let text =
                "payment and remittance come apart: look for the money in the bank by its trace";
            findings.note(spot, text);
        }
        None => {
            let text = format!("BPR01 {} is no way of handling", quoted(handling.as_str()));
            findings.warning(spot, text);
        }
    }
}

/// Says what is unusual about how the money comes.
fn tell_deposit(segment: &Segment<'_>, reader: &Reader, findings: &mut Findings) {
    let header = &reader.header;
    if header.paid.is_negative() {
        let text = "the payment is below zero, which no bank can move: the payer wants money back";
        findings.warning(segment.spot(2), text);
    }
    match header.flow.known() {
        Some(Flow::Credit) => {}
        Some(Flow::Debit) => {
            let text = "the money does not come by itself: the practice has to draw it from the payer's account";
            findings.warning(segment.spot(3), text);
        }
        None => {
            let text = format!("BPR03 {} is neither C nor D", quoted(header.flow.as_str()));
            findings.warning(segment.spot(3), text);
        }
    }
    match header.method.known() {
        Some(PaymentMethod::None) if header.paid.is_zero() => {
            findings.note(segment.spot(4), "nothing was paid, so no deposit will come");
        }
        Some(PaymentMethod::None) => {
            let text = "an amount is told, but also that nothing was paid";
            findings.warning(segment.spot(4), text);
        }
        Some(_) => {}
        None => {
            let text = format!(
                "BPR04 {} is no way of paying",
                quoted(header.method.as_str())
            );
            findings.warning(segment.spot(4), text);
        }
    }
    if segment.element(16).is_empty() {
        findings.warning(segment.spot(16), "the day of the payment is missing");
    }
}
