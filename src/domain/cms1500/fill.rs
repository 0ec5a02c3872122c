//! A claim → its form, box by box. Who is asked, and the book, are its caller's business.

use chrono::{Datelike, NaiveDate};

use super::field::{Field, ROWS};
use super::{Form, Loss, bare, columns};
use crate::domain::attachment::ClaimAttachment;
use crate::domain::claim::{Claim, Responsibility};
use crate::domain::cob::OtherPayer;
use crate::domain::code::{
    ClaimDay, ConditionCode, FilingIndicator, Icd10, Phone, Relation, ServiceMark, Sex, TaxId,
};
use crate::domain::id::ProviderId;
use crate::domain::money::{Money, MoneyError};
use crate::domain::patient::Patient;
use crate::domain::person::{Address, Name};
use crate::domain::policy::Policy;
use crate::domain::practice::{Facility, Payer, Practice, Provider};
use crate::domain::visit::{Cause, Line, Visit};

mod services;

/// What stands where a signature is on file.
const SIGNED: &str = "SIGNATURE ON FILE";
/// How the manual keeps several things in one box apart.
const APART: &str = "   ";

/// A claim with everything its form says.
#[derive(Clone, Copy, Debug)]
pub struct Bill<'a> {
    /// Who bills.
    pub practice: &'a Practice,
    /// The claim.
    pub claim: &'a Claim,
    /// Who was seen.
    pub patient: &'a Patient,
    /// What pays.
    pub policy: &'a Policy,
    /// Who pays.
    pub payer: &'a Payer,
    /// What is billed.
    pub visit: &'a Visit,
    /// The services, in order.
    pub lines: &'a [Line],
    /// Who saw the patient.
    pub rendering: &'a Provider,
    /// Who sent the patient.
    pub referring: Option<&'a Provider>,
    /// Whoever else had a part.
    pub people: &'a [Provider],
    /// Where, when not at the practice.
    pub facility: Option<&'a Facility>,
    /// Who else pays.
    pub other_payers: &'a [OtherPayer],
    /// Papers that go with it.
    pub attachments: &'a [ClaimAttachment],
    /// The day of the signature.
    pub signed_on: NaiveDate,
}

/// Whose insurance boxes 4, 7 and 11 speak of.
struct Holder<'a> {
    name: &'a Name,
    address: &'a Address,
    phone: Option<&'a Phone>,
    born_on: Option<NaiveDate>,
    sex: Sex,
}

/// Fills in the form of a claim, on as many pages as its services need, each with its own total.
///
/// # Errors
/// [`MoneyError::OutOfRange`].
pub fn fill(bill: &Bill<'_>) -> Result<Form, MoneyError> {
    let mut form = Form::default();
    for services in bill.lines.chunks(usize::from(ROWS)) {
        form.turn();
        bill.payer(&mut form);
        bill.patient(&mut form);
        bill.insured(&mut form);
        bill.other_insured(&mut form);
        bill.causes(&mut form);
        bill.days(&mut form);
        bill.source(&mut form);
        bill.remarks(&mut form);
        bill.numbers(&mut form);
        for (row, line) in (0..ROWS).zip(services) {
            bill.service(&mut form, row, line);
        }
        bill.totals(&mut form, services)?;
        bill.providers(&mut form);
    }
    Ok(form)
}

impl<'a> Bill<'a> {
    const fn kind(&self) -> FilingIndicator {
        self.payer.what.filing_indicator
    }

    /// Whether it goes to a Medicare contractor, whose form has rules of its own.
    const fn is_medicare(&self) -> bool {
        matches!(
            self.kind(),
            FilingIndicator::MedicarePartA | FilingIndicator::MedicarePartB
        )
    }

    /// The policy that boxes 4, 7 and 11 speak of: its own, but to Medicare the one that was asked first; none where
    /// Medicare is asked first itself.
    fn insurance(&self) -> Option<(&'a Policy, &'a Payer)> {
        if !self.is_medicare() {
            return Some((self.policy, self.payer));
        }
        if self.claim.responsibility == Responsibility::Primary {
            return None;
        }
        let first = self
            .other_payers
            .iter()
            .min_by_key(|one| one.responsibility);
        first.map(|one| (&one.policy, &one.payer))
    }

    fn holder(&self, policy: &'a Policy) -> Holder<'a> {
        let other = policy.what.subscriber.as_ref();
        match other.filter(|_| policy.what.relation != Relation::Itself) {
            Some(other) => Holder {
                name: &other.name,
                address: &other.address,
                phone: None,
                born_on: other.born_on,
                sex: other.sex,
            },
            None => Holder {
                name: &self.patient.contact.name,
                address: &self.patient.contact.address,
                phone: self.patient.contact.phone.as_ref(),
                born_on: Some(self.patient.born_on),
                sex: self.patient.sex,
            },
        }
    }

    fn payer(&self, form: &mut Form) {
        form.text(Field::Payer, 0, &self.payer.what.name);
        if let Some(address) = &self.payer.what.address {
            form.text(Field::PayerStreet, 0, &address.street);
            form.text(Field::PayerStreet2, 0, &address.street2);
            form.text(Field::PayerCity, 0, &address.last_line());
        }
        form.mark(self.coverage());
        form.put(
            Field::InsuredId,
            0,
            &bare(self.policy.what.member_id.as_str()),
        );
    }

    fn coverage(&self) -> Field {
        match self.kind() {
            FilingIndicator::MedicarePartA | FilingIndicator::MedicarePartB => Field::Medicare,
            FilingIndicator::Medicaid => Field::Medicaid,
            FilingIndicator::Champus => Field::Tricare,
            FilingIndicator::VeteransAffairs => Field::Champva,
            FilingIndicator::Commercial
            | FilingIndicator::BlueCross
            | FilingIndicator::PreferredProvider
            | FilingIndicator::HealthMaintenance
            | FilingIndicator::PointOfService
            | FilingIndicator::ExclusiveProvider
            | FilingIndicator::Indemnity
            | FilingIndicator::FederalEmployees
                if !self.policy.what.group_number.trim().is_empty() =>
            {
                Field::Group
            }
            FilingIndicator::Commercial
            | FilingIndicator::BlueCross
            | FilingIndicator::PreferredProvider
            | FilingIndicator::HealthMaintenance
            | FilingIndicator::PointOfService
            | FilingIndicator::ExclusiveProvider
            | FilingIndicator::Indemnity
            | FilingIndicator::FederalEmployees
            | FilingIndicator::MedicareAdvantage
            | FilingIndicator::OtherFederal
            | FilingIndicator::OtherNonFederal
            | FilingIndicator::TitleFive
            | FilingIndicator::WorkersCompensation
            | FilingIndicator::Automobile
            | FilingIndicator::Liability
            | FilingIndicator::Disability
            | FilingIndicator::DentalMaintenance
            | FilingIndicator::Unknown => Field::OtherKind,
        }
    }

    fn patient(&self, form: &mut Form) {
        let contact = &self.patient.contact;
        name(form, Field::Patient, &contact.name);
        let born = [Field::BornMonth, Field::BornDay, Field::BornYear];
        date(form, born, self.patient.born_on);
        sex(form, [Field::Male, Field::Female], self.patient.sex);
        form.text(Field::PatientStreet, 0, &street(&contact.address));
        form.text(Field::PatientCity, 0, &contact.address.city);
        form.put(Field::PatientState, 0, contact.address.state.as_str());
        form.text(Field::PatientZip, 0, &zip(&contact.address));
        let phone = [Field::PatientArea, Field::PatientPhone];
        telephone(form, phone, contact.phone.as_ref());
    }

    fn insured(&self, form: &mut Form) {
        let signs = self.policy.what.signature_on_file;
        form.put(Field::PatientSigned, 0, if signs { SIGNED } else { "" });
        let assigns = self.policy.what.assigns_benefits;
        form.put(Field::InsuredSigned, 0, if assigns { SIGNED } else { "" });
        let Some((policy, payer)) = self.insurance() else {
            return form.put(Field::GroupNumber, 0, "NONE");
        };
        form.mark(match policy.what.relation {
            Relation::Itself => Field::IsSelf,
            Relation::Spouse => Field::IsSpouse,
            Relation::Child => Field::IsChild,
            Relation::LifePartner
            | Relation::Employee
            | Relation::OrganDonor
            | Relation::CadaverDonor
            | Relation::Other
            | Relation::Unknown => Field::IsOther,
        });
        let holder = self.holder(policy);
        name(form, Field::Insured, holder.name);
        form.text(Field::InsuredStreet, 0, &street(holder.address));
        form.text(Field::InsuredCity, 0, &holder.address.city);
        form.put(Field::InsuredState, 0, holder.address.state.as_str());
        form.text(Field::InsuredZip, 0, &zip(holder.address));
        let phone = [Field::InsuredArea, Field::InsuredPhone];
        telephone(form, phone, holder.phone);
        let own = bare(&policy.what.group_number);
        let number = if self.is_medicare() && own.is_empty() {
            bare(policy.what.member_id.as_str())
        } else {
            own
        };
        form.put(Field::GroupNumber, 0, &number);
        if let Some(born_on) = holder.born_on {
            let born = [
                Field::InsuredBornMonth,
                Field::InsuredBornDay,
                Field::InsuredBornYear,
            ];
            date(form, born, born_on);
            sex(form, [Field::InsuredMale, Field::InsuredFemale], holder.sex);
        }
        form.text(Field::Plan, 0, plan(policy, payer));
        let case = bare(&self.visit.details.casualty_claim);
        if self.kind().is_property_and_casualty() && !case.is_empty() {
            form.put(Field::CaseKind, 0, "Y4");
            form.put(Field::CaseNumber, 0, &case);
        }
    }

    /// Boxes 9 and 11d: the policy beside this one. Medicare wants neither, but for a Medigap policy.
    fn other_insured(&self, form: &mut Form) {
        if self.is_medicare() {
            return self.medigap(form);
        }
        let Some(other) = self.other_payers.first() else {
            return form.mark(Field::OtherPlanNo);
        };
        form.mark(Field::OtherPlanYes);
        name(form, Field::Other, self.holder(&other.policy).name);
        let group = bare(&other.policy.what.group_number);
        let member = bare(other.policy.what.member_id.as_str());
        let number = if group.is_empty() { &member } else { &group };
        form.put(Field::OtherNumber, 0, number);
        form.text(Field::OtherPlan, 0, plan(&other.policy, &other.payer));
        if self.other_payers.len() > 1 {
            form.warn(Field::Other, 0, Loss::NoRoom("a third insurer"));
        }
    }

    /// The 9-series for Medicare: the Medigap policy to which a participating clinician's claim goes on, told by the
    /// identifier that Medicare gave its insurer (CMS Pub. 100-04 chapter 26 §10.2, items 9 to 9d; chapter 28 §70.6).
    fn medigap(&self, form: &mut Form) {
        let accepts = self.policy.what.accepts_assignment && self.policy.what.assigns_benefits;
        let is_first = self.claim.responsibility == Responsibility::Primary;
        let mut gaps = self.other_payers.iter();
        let found = gaps.find(|other| other.payer.what.payer_id.is_medigap());
        let Some(other) = found.filter(|_| accepts && is_first) else {
            return;
        };
        if other.policy.what.relation == Relation::Itself {
            form.put(Field::Other, 0, "SAME");
        } else {
            name(form, Field::Other, self.holder(&other.policy).name);
        }
        let member = bare(other.policy.what.member_id.as_str());
        form.put(Field::OtherNumber, 0, &format!("MEDIGAP {member}"));
        let insurer = other.payer.what.payer_id.as_str();
        form.put(Field::OtherPlan, 0, insurer);
    }

    fn causes(&self, form: &mut Form) {
        let cause = self.visit.accident.map(|accident| accident.cause);
        let employment = matches!(cause, Some(Cause::Employment));
        let auto = matches!(cause, Some(Cause::Auto(_)));
        let other = matches!(cause, Some(Cause::Other));
        for (is_so, yes, no) in [
            (employment, Field::EmploymentYes, Field::EmploymentNo),
            (auto, Field::AutoYes, Field::AutoNo),
            (other, Field::AccidentYes, Field::AccidentNo),
        ] {
            form.mark(if is_so { yes } else { no });
        }
        if let Some(Cause::Auto(state)) = cause {
            form.put(Field::AutoState, 0, state.as_str());
        }
        let codes = &self.visit.details.conditions;
        let codes: Vec<&str> = codes.iter().map(ConditionCode::as_str).collect();
        form.put(Field::ClaimCodes, 0, &codes.join(APART));
    }

    fn days(&self, form: &mut Form) {
        let (visit, details) = (self.visit, &self.visit.details);
        let began = [
            (visit.onset_on, "431"),
            (details.day(ClaimDay::LastPeriod), "484"),
            (visit.accident.map(|accident| accident.on), "431"),
        ];
        let began = began.into_iter().find_map(|(day, kind)| Some((day?, kind)));
        if let Some((day, kind)) = began {
            date(
                form,
                [Field::OnsetMonth, Field::OnsetDay, Field::OnsetYear],
                day,
            );
            form.put(Field::OnsetKind, 0, kind);
        }
        self.other_day(form);
        for (day, fields) in [
            (
                details.day(ClaimDay::DisabledFrom),
                [
                    Field::UnableFromMonth,
                    Field::UnableFromDay,
                    Field::UnableFromYear,
                ],
            ),
            (
                details.day(ClaimDay::DisabledUntil),
                [
                    Field::UnableToMonth,
                    Field::UnableToDay,
                    Field::UnableToYear,
                ],
            ),
            (
                visit.admitted_on,
                [
                    Field::StayFromMonth,
                    Field::StayFromDay,
                    Field::StayFromYear,
                ],
            ),
            (
                details.day(ClaimDay::Discharged),
                [Field::StayToMonth, Field::StayToDay, Field::StayToYear],
            ),
        ] {
            if let Some(day) = day {
                date(form, fields, day);
            }
        }
    }

    /// Box 15 takes one day.
    fn other_day(&self, form: &mut Form) {
        let details = &self.visit.details;
        let mut days = [
            (self.visit.accident.map(|accident| accident.on), "439"),
            (details.day(ClaimDay::InitialTreatment), "454"),
            (details.day(ClaimDay::LastSeen), "304"),
            (details.day(ClaimDay::Acute), "453"),
            (details.day(ClaimDay::LastXray), "455"),
            (details.day(ClaimDay::CareAssumed), "090"),
            (details.day(ClaimDay::CareRelinquished), "091"),
            (details.day(ClaimDay::FirstContact), "444"),
        ]
        .into_iter()
        .filter_map(|(day, kind)| Some((day?, kind)));
        if let Some((day, kind)) = days.next() {
            form.put(Field::OtherDateKind, 0, kind);
            date(
                form,
                [Field::OtherMonth, Field::OtherDay, Field::OtherYear],
                day,
            );
        }
        if days.next().is_some() {
            form.warn(Field::OtherDateKind, 0, Loss::NoRoom("a further date"));
        }
        let worked = [ClaimDay::LastWorked, ClaimDay::ReturnToWork];
        if worked.into_iter().any(|day| details.day(day).is_some()) {
            let what = "the days of last and first work";
            form.warn(Field::UnableFromMonth, 0, Loss::NoRoom(what));
        }
    }

    /// Box 17 takes one clinician: who referred, else who ordered, else who supervised.
    fn source(&self, form: &mut Form) {
        let details = &self.visit.details;
        let mut sources = [
            ("DN", self.referring),
            ("DK", details.ordering.and_then(|who| self.clinician(who))),
            (
                "DQ",
                details.supervising.and_then(|who| self.clinician(who)),
            ),
        ]
        .into_iter()
        .filter_map(|(kind, who)| Some((kind, who?)));
        if let Some((kind, who)) = sources.next() {
            form.put(Field::SourceKind, 0, kind);
            form.text(Field::Source, 0, &who.signed());
            form.put(Field::SourceNpi, 0, who.who.npi.as_str());
        }
        if sources.next().is_some() {
            form.warn(Field::Source, 0, Loss::NoRoom("a further clinician"));
        }
    }

    fn clinician(&self, who: ProviderId) -> Option<&'a Provider> {
        let known = std::iter::once(self.rendering).chain(self.people);
        known.into_iter().find(|one| one.id == who)
    }

    /// Box 19: what is said to the payer, and the papers that come apart from the claim.
    fn remarks(&self, form: &mut Form) {
        let details = &self.visit.details;
        let homebound =
            (self.is_medicare() && details.is_homebound).then(|| "HOMEBOUND".to_owned());
        let note = details.note.as_ref().map(|note| note.words.clone());
        let papers = self.attachments.iter().map(|paper| {
            format!(
                "PWK{}{}{}",
                paper.report.as_str(),
                paper.transmission.as_str(),
                bare(&paper.control_number)
            )
        });
        let said: Vec<String> = homebound
            .into_iter()
            .chain(note)
            .map(|words| super::plain(&crate::domain::charset::fold_what_goes(&words).0))
            .chain(papers)
            .collect();
        form.put(Field::More, 0, &said.join(APART));
        form.mark(Field::OutsideLabNo);
    }

    /// Boxes 21 to 23.
    fn numbers(&self, form: &mut Form) {
        form.put(Field::IcdKind, 0, "0");
        for (field, code) in Field::DIAGNOSES.into_iter().zip(&self.visit.diagnoses) {
            form.put(field, 0, &bare(Icd10::as_str(code)));
        }
        if let Some(number) = self.claim.filing.payer_number() {
            form.put(Field::Resubmission, 0, self.claim.filing.frequency().code());
            let number = number.as_str().to_ascii_uppercase();
            form.put(Field::OriginalNumber, 0, &number);
        }
        let has_tests = self.lines.iter().any(|line| line.what.code.is_laboratory());
        let there = self.facility.map(|facility| facility.what.clia);
        let clia = there.unwrap_or(self.practice.clia).filter(|_| has_tests);
        let clia = clia
            .map(|clia| clia.as_str().to_owned())
            .unwrap_or_default();
        let leave = [&self.visit.authorization, &self.visit.details.referral].map(|one| bare(one));
        let [prior, referral] = leave;
        // A Medicare contractor returns tests without the laboratory's certificate.
        let in_order = if self.is_medicare() {
            [clia, prior, referral]
        } else {
            [prior, referral, clia]
        };
        let mut given = in_order.iter().filter(|number| !number.is_empty());
        if let Some(number) = given.next() {
            form.put(Field::Authorization, 0, number);
        }
        if given.next().is_some() {
            form.warn(Field::Authorization, 0, Loss::NoRoom("a further number"));
        }
    }

    /// Boxes 25 to 29 for the services of one page.
    fn totals(&self, form: &mut Form, services: &[Line]) -> Result<(), MoneyError> {
        form.put(Field::TaxId, 0, self.practice.tax_id.as_str());
        form.mark(match self.practice.tax_id {
            TaxId::Ssn(_) => Field::TaxIdSsn,
            TaxId::Ein(_) => Field::TaxIdEin,
        });
        form.put(Field::Account, 0, self.claim.number.as_str());
        form.mark(if self.policy.what.accepts_assignment {
            Field::AssignmentYes
        } else {
            Field::AssignmentNo
        });
        let total = Money::sum(services.iter().map(|line| line.what.charge))?;
        form.put(Field::Total, 0, &columns(total));
        let decisions = self
            .other_payers
            .iter()
            .filter_map(|one| one.decision.as_ref());
        let decisions: Vec<_> = decisions.collect();
        // Medicare has the earlier payer's own explanation, and wants here what the patient paid.
        if !self.is_medicare() && !decisions.is_empty() {
            let paid = decisions.iter().flat_map(|decision| {
                let of_page = services.iter().filter_map(|line| decision.line(line.id));
                of_page.map(|line| line.paid)
            });
            form.put(Field::Paid, 0, &columns(Money::sum(paid)?));
        }
        Ok(())
    }

    /// Boxes 31 to 33.
    fn providers(&self, form: &mut Form) {
        form.put(Field::Signature, 0, SIGNED);
        let signed = self.signed_on.format("%m %d %y").to_string();
        form.put(Field::SignedOn, 0, &signed);
        self.place(form);
        let practice = self.practice;
        let owner = practice.owner.as_ref().map(Name::natural);
        form.text(Field::Billing, 0, owner.as_ref().unwrap_or(&practice.name));
        form.text(Field::BillingStreet, 0, &street(&practice.address));
        form.text(Field::BillingCity, 0, &practice.address.last_line());
        let phone = [Field::BillingArea, Field::BillingPhone];
        telephone(form, phone, Some(&practice.phone));
        form.put(Field::BillingNpi, 0, practice.npi.as_str());
        if let Some(taxonomy) = practice.taxonomy.filter(|_| !self.is_medicare()) {
            form.put(Field::BillingIdKind, 0, "ZZ");
            form.put(Field::BillingId, 0, taxonomy.as_str());
        }
    }

    /// Box 32: only another place than box 33's; to Medicare always, but for a home.
    fn place(&self, form: &mut Form) {
        let (name, address, npi) = match self.facility {
            Some(there) if self.is_medicare() || there.what.address != self.practice.address => {
                let npi = there.what.npi;
                (&there.what.name, &there.what.address, npi)
            }
            None if self.is_medicare() && self.visit.place.as_str() != "12" => {
                let here = self.practice;
                (&here.name, &here.address, Some(here.npi))
            }
            Some(_) | None => return,
        };
        form.text(Field::Facility, 0, name);
        form.text(Field::FacilityStreet, 0, &street(address));
        form.text(Field::FacilityCity, 0, &address.last_line());
        if let Some(npi) = npi {
            form.put(Field::FacilityNpi, 0, npi.as_str());
        }
    }

    fn is_marked(line: &Line, mark: ServiceMark) -> bool {
        line.what.details.marks.contains(&mark)
    }
}

/// Family name, given name, middle letter, with commas between, as boxes 2, 4 and 9 want it.
fn name(form: &mut Form, field: Field, name: &Name) {
    let whole = [&name.last, &name.suffix, &name.first, &name.middle];
    let mut gone = 0_usize;
    let [family, suffix, given, middle] = whole.map(|part| {
        let (folded, more) = crate::domain::charset::fold_what_goes(part);
        gone = gone.saturating_add(more);
        super::plain(&folded)
    });
    if gone > 0 {
        form.warn(field, 0, Loss::Characters(gone));
    }
    let family = [family, suffix].join(" ");
    let middle: String = middle.chars().take(1).collect();
    let parts = [family.trim().to_owned(), given, middle];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    form.put(field, 0, &parts.join(", "));
}

fn date(form: &mut Form, [month, day, year]: [Field; 3], on: NaiveDate) {
    form.put(month, 0, &format!("{:02}", on.month()));
    form.put(day, 0, &format!("{:02}", on.day()));
    form.put(year, 0, &format!("{:04}", on.year()));
}

fn sex(form: &mut Form, [male, female]: [Field; 2], sex: Sex) {
    match sex {
        Sex::Male => form.mark(male),
        Sex::Female => form.mark(female),
        Sex::Unknown => {}
    }
}

fn telephone(form: &mut Form, [area, rest]: [Field; 2], phone: Option<&Phone>) {
    let Some((code, number)) = phone.and_then(|phone| phone.as_str().split_at_checked(3)) else {
        return;
    };
    form.put(area, 0, code);
    form.put(rest, 0, number);
}

fn street(address: &Address) -> String {
    format!("{} {}", address.street, address.street2)
}

/// The ZIP code, with its dash when it has nine digits.
fn zip(address: &Address) -> String {
    address.zip.to_string()
}

/// The name of a plan, else of who runs it.
fn plan<'a>(policy: &'a Policy, payer: &'a Payer) -> &'a str {
    let plan = policy.what.plan_name.trim();
    if plan.is_empty() {
        &payer.what.name
    } else {
        plan
    }
}
