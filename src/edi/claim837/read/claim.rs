//! One claim as it is read: its segments, its providers and its service lines, and whether they agree. It must not
//! know whose claim it is.

use rust_decimal::Decimal;

use super::super::super::field;
use super::super::super::finding::{Findings, Position, quoted};
use super::super::super::segment::Segment;
use super::super::loops::{Level, Loop};
use super::super::{
    Assignment, Attachment, AttachmentKind, Benefits, Cause, Claim, ClaimDate, ClaimReference,
    CodeSet, DIAGNOSES_MAX, Delay, Delivery, Drug, DrugUnit, Facility, Frequency, Icd, LINES_MAX,
    Line, LineFlag, LineReference, Measure, Note, NoteKind, OtherPayerRole, POINTERS_MAX, Period,
    Procedure, Program, Provider, Release,
};
use super::Item;
use super::{coordination, parties};
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
            self.claim.lines.push(blank_line());
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
                let line = claim.lines.last_mut();
                return line.is_some_and(|line| in_line(line, number, at, segment, findings));
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
            (Loop::Facility, _) => return of_facility(&mut claim.facility, segment, findings),
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

fn blank_line() -> Line {
    Line {
        service: None,
        quantity: Decimal::ZERO,
        ..Line::new(Procedure::hcpcs(""), Money::ZERO, chrono::NaiveDate::MIN)
    }
}

/// Keeps a segment of a line or of what hangs on it.
fn in_line(
    line: &mut Line,
    number: usize,
    at: Loop,
    segment: &Segment<'_>,
    findings: &mut Findings,
) -> bool {
    if at == Loop::Drug {
        return of_drug(&mut line.drug, segment, findings);
    }
    if at == Loop::LineRendering {
        return of_provider(&mut line.rendering, segment, findings);
    }
    if at == Loop::Adjudication {
        let one = line.adjudications.last_mut();
        return one.is_some_and(|one| coordination::of_adjudication(one, segment, findings));
    }
    of_line(line, number, segment, findings)
}

fn of_claim(claim: &mut Claim, segment: &Segment<'_>, findings: &mut Findings) -> bool {
    match segment.id() {
        "CLM" => head(claim, segment, findings),
        "DTP" => date(claim, segment, findings),
        "AMT" if segment.element(1) == "F5" => {
            claim.patient_paid = field::amount(segment, 2, findings);
        }
        "PWK" => attachment(&mut claim.attachments, segment, findings),
        "REF" => reference(claim, segment, findings),
        "NTE" => claim.note = note(segment, findings),
        "HI" => return diagnoses(claim, segment, findings),
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
            (_, _) => findings.note(segment.spot(11), "the country of the accident is not kept"),
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

/// A PWK.
fn attachment(all: &mut Vec<Attachment>, segment: &Segment<'_>, findings: &mut Findings) {
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

fn note(segment: &Segment<'_>, findings: &mut Findings) -> Option<Note> {
    let what = "a kind of note";
    let kind = field::required_code(segment, 1, NoteKind::from_code, what, findings)?;
    let text = field::required(segment, 2, findings);
    Some(Note { kind, text })
}

/// Takes the HI that holds diagnoses. The others hold what is not kept.
fn diagnoses(claim: &mut Claim, segment: &Segment<'_>, findings: &mut Findings) -> bool {
    match segment.component(1, 1) {
        "BP" | "BO" | "BG" => return false,
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
    }
    true
}

fn of_provider(
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

fn of_facility(
    place: &mut Option<Facility>,
    segment: &Segment<'_>,
    findings: &mut Findings,
) -> bool {
    let facility = place.get_or_insert_default();
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

fn of_line(line: &mut Line, number: usize, segment: &Segment<'_>, findings: &mut Findings) -> bool {
    match segment.id() {
        "LX" => {
            if segment.element(1).parse() != Ok(number) {
                let says = quoted(segment.element(1));
                findings.warning(
                    segment.spot(1),
                    format!("LX01 is {says}, this is line {number} of the claim"),
                );
            }
        }
        "SV1" => service(line, segment, findings),
        "PWK" => attachment(&mut line.attachments, segment, findings),
        "DTP" if segment.element(1) == "472" => {
            let period = field::period(segment, 3, findings);
            line.service = period.map(|(from, through)| Period { from, through });
        }
        "REF" => return line_reference(line, segment, findings),
        "NTE" if line.note.is_none() => line.note = note(segment, findings),
        _ => return false,
    }
    true
}

/// Takes a drug by its national drug code. Devices and other products are not kept.
fn of_drug(drug: &mut Option<Drug>, segment: &Segment<'_>, findings: &mut Findings) -> bool {
    match (segment.id(), drug) {
        ("LIN", drug) if segment.element(2) == "N4" => {
            *drug = Some(Drug {
                code: field::required(segment, 3, findings),
                quantity: Decimal::ZERO,
                unit: DrugUnit::Unit,
            });
            field::not_kept(segment, &[2, 3], findings);
        }
        ("CTP", Some(drug)) => {
            drug.quantity = field::quantity(segment, 4, findings).unwrap_or(Decimal::ZERO);
            let unit = segment.component(5, 1);
            match DrugUnit::from_code(unit) {
                Some(unit) => drug.unit = unit,
                None => findings.error(
                    segment.spot(5),
                    format!("CTP05-1 {} is not UN, ML, GR, ME or F2", quoted(unit)),
                ),
            }
            field::not_kept(segment, &[4, 5], findings);
        }
        (_, _) => return false,
    }
    true
}

fn service(line: &mut Line, segment: &Segment<'_>, findings: &mut Findings) {
    procedure(&mut line.procedure, Composite::Billed, segment, findings);
    line.charge = field::amount(segment, 2, findings).unwrap_or(Money::ZERO);
    let measure = field::required_code(segment, 3, Measure::from_code, "UN or MJ", findings);
    line.measure = measure.unwrap_or(Measure::Units);
    line.quantity = field::quantity(segment, 4, findings).unwrap_or(Decimal::ZERO);
    line.place_of_service = field::text(segment, 5);
    pointers(line, segment, findings);
    let answer = |code: &str| match code {
        "Y" => Some(true),
        "N" => Some(false),
        _ => None,
    };
    for (element, flag) in [
        (9, LineFlag::Emergency),
        (11, LineFlag::Epsdt),
        (12, LineFlag::FamilyPlanning),
    ] {
        if field::code(segment, element, answer, "Y", findings) == Some(true) {
            let _ = line.flags.insert(flag);
        }
    }
    let exempt = |code: &str| (code == "0").then_some(LineFlag::CopayExempt);
    let exempt = field::code(segment, 15, exempt, "0", findings);
    line.flags.extend(exempt);
    field::not_kept(segment, &[1, 2, 3, 4, 5, 7, 9, 11, 12, 15], findings);
}

/// Which element a procedure stands in.
#[derive(Clone, Copy)]
pub(super) enum Composite {
    /// SV101, what was billed.
    Billed,
    /// SVD03, what another payer decided on.
    Decided,
}

impl Composite {
    const fn place(self) -> (usize, &'static str) {
        match self {
            Self::Billed => (1, "SV101"),
            Self::Decided => (3, "SVD03"),
        }
    }
}

/// A procedure out of a composite element.
pub(super) fn procedure(
    procedure: &mut Procedure,
    composite: Composite,
    segment: &Segment<'_>,
    findings: &mut Findings,
) {
    let (element, name) = composite.place();
    let spot = segment.spot(element);
    let mut parts = segment.components(element).map(str::to_owned);
    let code_set = parts.next().unwrap_or_default();
    procedure.code_set = CodeSet::from_code(&code_set).unwrap_or_else(|| {
        let says = quoted(&code_set);
        findings.error(spot, format!("{name}-1 {says} is not HC, ER, IV or WK"));
        CodeSet::Hcpcs
    });
    procedure.code = parts.next().unwrap_or_default();
    if procedure.code.is_empty() {
        findings.error(spot, format!("{name}-2, the procedure code, is missing"));
    }
    let modifiers = parts.by_ref().take(4).filter(|part| !part.is_empty());
    procedure.modifiers = modifiers.collect();
    procedure.description = parts.next().filter(|part| !part.is_empty());
    if parts.any(|part| !part.is_empty()) {
        findings.note(spot, format!("{name}-8 is not kept"));
    }
}

fn pointers(line: &mut Line, segment: &Segment<'_>, findings: &mut Findings) {
    if segment.element(7).is_empty() {
        field::missing(segment, 7, findings);
        return;
    }
    for part in segment.components(7).filter(|part| !part.is_empty()) {
        match part.parse() {
            Ok(pointer) => line.pointers.push(pointer),
            Err(_) => findings.error(
                segment.spot(7),
                format!("SV107 {} does not point at a diagnosis", quoted(part)),
            ),
        }
    }
    if line.pointers.len() > POINTERS_MAX {
        findings.error(
            segment.spot(7),
            format!("a line points at no more than {POINTERS_MAX} diagnoses"),
        );
    }
}

fn line_reference(line: &mut Line, segment: &Segment<'_>, findings: &mut Findings) -> bool {
    let code = segment.element(1);
    if code == "6R" {
        if line.control_number.is_some() {
            findings.error(segment.position(), "REF*6R stands twice in this line");
        }
        line.control_number = field::text(segment, 2);
        return true;
    }
    let what = "a number that a line has";
    let kind = field::required_code(segment, 1, LineReference::from_code, what, findings);
    let Some(kind) = kind else {
        return true;
    };
    let number = field::required(segment, 2, findings);
    field::not_kept(segment, &[1, 2], findings);
    if line.references.contains_key(&kind) {
        return false;
    }
    if !number.is_empty() {
        let _ = line.references.insert(kind, number);
    }
    true
}
