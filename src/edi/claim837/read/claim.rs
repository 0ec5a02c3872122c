//! One claim as it is read: its segments, its providers and its service lines, and whether they agree. It must not
//! know whose claim it is.

use super::super::super::field;
use super::super::super::finding::{Findings, Position, quoted};
use super::super::super::segment::Segment;
use super::super::loops::{Level, Loop};
use super::super::{
    Assignment, Attachment, AttachmentKind, Benefits, Cause, Claim, ClaimDate, ClaimReference,
    DIAGNOSES_MAX, Delay, Delivery, Facility, Frequency, Icd, LINES_MAX, Note, NoteKind,
    OtherPayerRole, Program, Provider, Release,
};
use super::Item;
use super::{coordination, line, medical, parties, terms};
use crate::domain::money::Money;

/// A claim and where its parts stand.
#[derive(Debug)]
pub(super) struct OpenClaim {
    claim: Claim,
    position: Position,
    /// The part that the last name (NM1) gave somebody, where a loop holds several.
    role: Option<OtherPayerRole>,
    /// Where each line begins.
    lines: Vec<Position>,
}

impl OpenClaim {
    pub(super) fn new(position: Position) -> Self {
        Self {
            claim: Claim::new("", ""),
            position,
            role: None,
            lines: Vec::new(),
        }
    }

    /// Makes room for what a loop holds.
    pub(super) fn enter(&mut self, at: Loop, segment: &Segment<'_>) {
        if segment.id() == "NM1" {
            self.role = OtherPayerRole::from_code(segment.element(1));
        }
        if at == Loop::OtherPayerLevel {
            let other = coordination::blank_other_payer();
            self.claim.other_payers.push(other);
        }
        if at == Loop::Line {
            self.claim.lines.push(line::blank());
            self.lines.push(segment.position());
        }
        if at == Loop::Adjudication
            && let Some(line) = self.claim.lines.last_mut()
        {
            line.adjudications.push(coordination::blank_adjudication());
        }
    }

    /// Keeps what a segment says. Gives whether there is a field for it.
    pub(super) fn take(
        &mut self,
        at: Loop,
        segment: &Segment<'_>,
        findings: &mut Findings,
    ) -> bool {
        let claim = &mut self.claim;
        let is_primary_care = self.role == Some(OtherPayerRole::PrimaryCare);
        match at.facts().level {
            Level::OtherPayer => {
                let (other, role) = (claim.other_payers.last_mut(), self.role);
                return other.is_some_and(|other| {
                    coordination::of_other_payer(other, at, role, segment, findings)
                });
            }
            Level::Line => {
                let number = claim.lines.len();
                let one = claim.lines.last_mut();
                return one.is_some_and(|one| {
                    line::take(one, number, at, is_primary_care, segment, findings)
                });
            }
            Level::Header
            | Level::Provider
            | Level::Subscriber
            | Level::Patient
            | Level::Claim
            | Level::Nobody => {}
        }
        let provider = match (at, is_primary_care) {
            (Loop::Referring, true) => &mut claim.primary_care,
            (Loop::Referring, false) => &mut claim.referring,
            (Loop::Rendering, _) => &mut claim.rendering,
            (Loop::Supervising, _) => &mut claim.supervising,
            (Loop::Facility, _) => {
                let place = claim.facility.get_or_insert_default();
                return of_facility(place, segment, findings);
            }
            (Loop::PickUp, _) => return medical::pick_up(&mut claim.pick_up, segment, findings),
            (Loop::DropOff, _) => return medical::drop_off(&mut claim.drop_off, segment, findings),
            (_, _) => return of_claim(claim, segment, findings),
        };
        of_provider(provider, segment, findings)
    }

    /// Checks that the parts of the claim agree, and gives it.
    pub(super) fn close(self, findings: &mut Findings) -> Item {
        self.check_head(findings);
        self.check_lines(findings);
        coordination::check(&self.claim, self.position, &self.lines, findings);
        Item::Claim(Box::new(self.claim))
    }

    fn check_head(&self, findings: &mut Findings) {
        let (claim, at) = (&self.claim, self.position);
        let has_earlier = claim
            .references
            .contains_key(&ClaimReference::PayerClaimNumber);
        if claim.frequency.changes_a_claim() && !has_earlier {
            findings.error(
                at,
                "a replacement or a void does not say which claim it is for (REF*F8)",
            );
        }
        let has = |cause| claim.causes.contains(&cause);
        let is_accident = has(Cause::Automobile) || has(Cause::OtherAccident);
        if is_accident && !claim.dates.contains_key(&ClaimDate::Accident) {
            findings.warning(at, "an accident has no day (DTP*439)");
        }
        if has(Cause::Automobile) && claim.accident_state.is_none() {
            findings.warning(at, "an automobile accident has no state (CLM11-4)");
        }
        if claim.diagnoses.is_empty() {
            findings.error(at, "no diagnosis of this claim can be read (HI)");
        }
        if claim.diagnoses.len() > DIAGNOSES_MAX {
            findings.error(
                at,
                format!("the claim has more than {DIAGNOSES_MAX} diagnoses"),
            );
        }
    }

    fn check_lines(&self, findings: &mut Findings) {
        let (claim, at) = (&self.claim, self.position);
        if claim.lines.is_empty() {
            findings.error(at, "the claim has no service line");
            return;
        }
        if claim.lines.len() > LINES_MAX {
            findings.error(
                at,
                format!("the claim has more than {LINES_MAX} service lines"),
            );
        }
        let sum = Money::sum(claim.lines.iter().map(|line| line.charge));
        if sum != Ok(claim.charge) {
            let sum = sum.map_or_else(|error| error.to_string(), Money::plain);
            let charge = claim.charge.plain();
            findings.error(
                at,
                format!("the claim's charge is {charge}, its lines add up to {sum}"),
            );
        }
        let mut numbers = Vec::new();
        for (line, at) in claim.lines.iter().zip(&self.lines) {
            if line.service.is_none() {
                findings.error(*at, "no day of service of this line can be read (DTP*472)");
            }
            let reach =
                |pointer: &&u8| !(1..=claim.diagnoses.len()).contains(&usize::from(**pointer));
            for pointer in line.pointers.iter().filter(reach) {
                findings.error(
                    *at,
                    format!("the line points at diagnosis {pointer}, which is not there"),
                );
            }
            if let Some(number) = line.control_number.as_deref() {
                if numbers.contains(&number) {
                    findings.warning(
                        *at,
                        "the line's control number (REF*6R) was used before in this claim",
                    );
                }
                numbers.push(number);
            }
        }
    }
}

fn of_claim(claim: &mut Claim, segment: &Segment<'_>, findings: &mut Findings) -> bool {
    match segment.id() {
        "CLM" => head(claim, segment, findings),
        "DTP" => date(claim, segment, findings),
        "PWK" => attachment(&mut claim.attachments, segment, findings),
        "CN1" if claim.contract.is_none() => {
            claim.contract = terms::contract(segment, findings);
        }
        "AMT" if segment.element(1) == "F5" => {
            claim.patient_paid = field::amount(segment, 2, findings);
        }
        "REF" => reference(claim, segment, findings),
        "K3" => claim.file_information.extend(field::text(segment, 1)),
        "NTE" if claim.note.is_none() => claim.note = note(segment, findings),
        "CR1" => claim.transport = medical::transport(segment, findings),
        "CR2" => claim.manipulation = medical::manipulation(segment, findings),
        "CRC" => medical::certification(&mut claim.certifications, segment, findings),
        "HI" => return codes(claim, segment, findings),
        "HCP" => claim.pricing = terms::pricing(segment, findings),
        _ => return false,
    }
    true
}

fn head(claim: &mut Claim, segment: &Segment<'_>, findings: &mut Findings) {
    claim.number = field::required(segment, 1, findings);
    claim.charge = field::amount(segment, 2, findings).unwrap_or(Money::ZERO);
    place_and_frequency(claim, segment, findings);
    claim.provider_signed = field::yes_or_no(segment, 6, findings);
    let assignment = field::required_code(segment, 7, Assignment::from_code, "A, B or C", findings);
    claim.assignment = assignment.unwrap_or(Assignment::Assigned);
    let benefits = field::required_code(segment, 8, Benefits::from_code, "Y, N or W", findings);
    claim.benefits = benefits.unwrap_or(Benefits::NotAssigned);
    let release = field::required_code(segment, 9, Release::from_code, "Y or I", findings);
    claim.release = release.unwrap_or(Release::Informed);
    let signed = |code: &str| (code == "P").then_some(());
    claim.provider_signed_for_patient = field::code(segment, 10, signed, "P", findings).is_some();
    causes(claim, segment, findings);
    claim.program = field::code(
        segment,
        12,
        Program::from_code,
        "a special program",
        findings,
    );
    claim.delay = field::code(
        segment,
        20,
        Delay::from_code,
        "a reason for delay",
        findings,
    );
    field::not_kept(segment, &[1, 2, 5, 6, 7, 8, 9, 10, 11, 12, 20], findings);
}

fn place_and_frequency(claim: &mut Claim, segment: &Segment<'_>, findings: &mut Findings) {
    let (place, qualifier) = (segment.component(5, 1), segment.component(5, 2));
    let frequency = segment.component(5, 3);
    place.clone_into(&mut claim.place_of_service);
    claim.frequency = Frequency::from_code(frequency);
    if segment.element(5).is_empty() {
        field::missing(segment, 5, findings);
        return;
    }
    if place.len() != 2 || !place.bytes().all(|byte| byte.is_ascii_digit()) {
        findings.error(
            segment.spot(5),
            format!("CLM05-1 {} is not a place of service", quoted(place)),
        );
    }
    if qualifier != "B" {
        findings.error(
            segment.spot(5),
            format!("CLM05-2 is {}, not B", quoted(qualifier)),
        );
    }
    if let Frequency::Other(code) = &claim.frequency {
        findings.error(
            segment.spot(5),
            format!("CLM05-3 {} is not 1, 7 or 8", quoted(code)),
        );
    }
}

fn causes(claim: &mut Claim, segment: &Segment<'_>, findings: &mut Findings) {
    for (index, part) in segment.components(11).enumerate() {
        match (index, part) {
            (_, "") => {}
            (0..=2, code) => match Cause::from_code(code) {
                Some(cause) => claim.causes.push(cause),
                None => findings.error(
                    segment.spot(11),
                    format!("CLM11 {} is not AA, EM or OA", quoted(code)),
                ),
            },
            (3, state) => claim.accident_state = Some(state.to_owned()),
            (4, country) => claim.accident_country = Some(country.to_owned()),
            (_, _) => findings.note(segment.spot(11), "more of CLM11 is not kept"),
        }
    }
}

fn date(claim: &mut Claim, segment: &Segment<'_>, findings: &mut Findings) {
    if segment.element(1) == "314" {
        if let Some((from, through)) = field::period(segment, 3, findings) {
            let _ = claim.dates.insert(ClaimDate::DisabilityBegan, from);
            let _ = claim.dates.insert(ClaimDate::DisabilityEnded, through);
        }
        return;
    }
    let what = "a day that a claim has";
    let kind = field::required_code(segment, 1, ClaimDate::from_code, what, findings);
    if let Some(kind) = kind
        && let Some(day) = field::day(segment, 3, findings)
        && claim.dates.insert(kind, day).is_some()
    {
        let code = kind.code();
        findings.error(
            segment.position(),
            format!("DTP*{code} stands twice in this claim"),
        );
    }
}

fn reference(claim: &mut Claim, segment: &Segment<'_>, findings: &mut Findings) {
    let what = "a number that a claim has";
    let kind = field::required_code(segment, 1, ClaimReference::from_code, what, findings);
    let number = field::required(segment, 2, findings);
    field::not_kept(segment, &[1, 2], findings);
    if let Some(kind) = kind.filter(|_| !number.is_empty())
        && claim.references.insert(kind, number).is_some()
    {
        let code = kind.code();
        findings.error(
            segment.position(),
            format!("REF*{code} stands twice in this claim"),
        );
    }
}

/// A PWK, but for the one that tells of a certificate of medical necessity.
pub(super) fn attachment(
    all: &mut Vec<Attachment>,
    segment: &Segment<'_>,
    findings: &mut Findings,
) {
    let what = "a kind of attachment";
    let kind = field::required_code(segment, 1, AttachmentKind::from_code, what, findings);
    let what = "AA, BM, EL, EM, FT or FX";
    let delivery = field::required_code(segment, 2, Delivery::from_code, what, findings);
    let number = field::text(segment, 6);
    if number.is_none() && delivery.is_some_and(|way| way != Delivery::OnRequest) {
        field::missing(segment, 6, findings);
    }
    field::not_kept(segment, &[1, 2, 5, 6], findings);
    if let (Some(kind), Some(delivery)) = (kind, delivery) {
        all.push(Attachment {
            kind,
            delivery,
            number,
        });
    }
}

/// An NTE.
pub(super) fn note(segment: &Segment<'_>, findings: &mut Findings) -> Option<Note> {
    let what = "a kind of note";
    let kind = field::required_code(segment, 1, NoteKind::from_code, what, findings)?;
    let text = field::required(segment, 2, findings);
    Some(Note { kind, text })
}

/// Takes an HI: diagnoses, or what anesthesia was for, or condition codes.
fn codes(claim: &mut Claim, segment: &Segment<'_>, findings: &mut Findings) -> bool {
    let kept = match segment.component(1, 1) {
        "BP" | "BO" => &mut claim.anesthesia_for,
        "BG" => &mut claim.condition_codes,
        _ => {
            diagnoses(claim, segment, findings);
            return true;
        }
    };
    for element in 1..=segment.len() {
        let code = segment.component(element, 2);
        if !code.is_empty() {
            kept.push(code.to_owned());
        }
        rest_of_code(segment, element, findings);
    }
    true
}

/// Notes that the parts of a code beside its list and itself are not kept.
fn rest_of_code(segment: &Segment<'_>, element: usize, findings: &mut Findings) {
    if segment
        .components(element)
        .skip(2)
        .any(|part| !part.is_empty())
    {
        let text = format!("HI{element:02}-3 and what follows it are not kept");
        findings.note(segment.spot(element), text);
    }
}

fn diagnoses(claim: &mut Claim, segment: &Segment<'_>, findings: &mut Findings) {
    match segment.component(1, 1) {
        "BK" => claim.icd = Icd::Nine,
        "ABK" => claim.icd = Icd::Ten,
        _ => {}
    }
    let [principal, other] = claim.icd.qualifiers();
    for element in 1..=segment.len() {
        let (qualifier, code) = (segment.component(element, 1), segment.component(element, 2));
        let wanted = if element == 1 { principal } else { other };
        if segment.element(element).is_empty() {
            continue;
        }
        if qualifier != wanted || code.is_empty() {
            let shown = quoted(segment.element(element));
            findings.error(
                segment.spot(element),
                format!("HI{element:02} {shown} is not a diagnosis, as {wanted} and its code"),
            );
        }
        if [principal, other].contains(&qualifier) && !code.is_empty() {
            claim.diagnoses.push(code.to_owned());
        }
        rest_of_code(segment, element, findings);
    }
}

/// Keeps a segment of a provider.
pub(super) fn of_provider(
    place: &mut Option<Provider>,
    segment: &Segment<'_>,
    findings: &mut Findings,
) -> bool {
    match segment.id() {
        "NM1" => {
            *place = Some(Provider {
                name: parties::name(segment, findings),
                npi: parties::npi(segment, findings),
                taxonomy: None,
                ids: Vec::new(),
            });
            let is_person = segment.element(2) == "1";
            if !is_person && segment.element(1) != "82" {
                findings.error(segment.spot(2), "this provider is a person, NM102 is 1");
            }
        }
        "PRV" => {
            if let Some(provider) = place {
                provider.taxonomy = parties::taxonomy(segment, "PE", findings);
            }
        }
        "REF" => {
            if let Some(provider) = place {
                parties::provider_id(&mut provider.ids, segment, findings);
            }
        }
        _ => return false,
    }
    true
}

/// Keeps a segment of a place of service.
pub(super) fn of_facility(
    facility: &mut Facility,
    segment: &Segment<'_>,
    findings: &mut Findings,
) -> bool {
    match segment.id() {
        "NM1" => {
            facility.name = parties::organization(segment, findings);
            facility.npi = parties::npi(segment, findings);
        }
        "N3" | "N4" => parties::address(&mut facility.address, segment, findings),
        "REF" => parties::provider_id(&mut facility.ids, segment, findings),
        "PER" => facility.contact = Some(parties::contact(segment, findings)),
        _ => return false,
    }
    true
}
