//! A visit as typed: the day, the notes, the diagnoses and the services. It must not know payers: whether a claim
//! would be clean is the scrubber's business.

use chrono::NaiveDate;

use super::Complaint;
use super::checks::Checks;
use super::shape::{self, Room};
use crate::domain::code::{Icd10, PlaceOfService, State};
use crate::domain::id::{FacilityId, PatientId, ProviderId};
use crate::domain::money::Money;
use crate::domain::typed::show_date;
use crate::domain::visit::{
    Accident, Cause, DIAGNOSES_MAX, LINES_MAX, NewLine, NewVisit, Notes, Pointer, Visit,
};

mod details;
pub mod line;

pub use line::LineDraft;

form! {
    /// A visit as typed.
    VisitDraft {
        typed {
            /// Day of service.
            service_on: ServiceOn,
            /// Place of service.
            place: Place = "11",
            /// Prior authorisation number; may be empty.
            authorization: Authorization,
            /// Why the patient came; may be empty.
            reason: Reason,
            /// What was found; may be empty.
            finding: Finding,
            /// What was done; may be empty.
            treatment: Treatment,
            /// What comes next; may be empty.
            plan: Plan,
            /// What is expected; may be empty.
            prognosis: Prognosis,
            /// The day the documentation was signed; empty until then.
            signed_on: SignedOn,
            /// Onset of the illness; may be empty.
            onset_on: OnsetOn,
            /// Admission to the hospital where the patient was seen; may be empty.
            admitted_on: AdmittedOn,
            /// What an accident was: `auto`, `employment` or `other`; empty for none.
            accident: Accident,
            /// Day of the accident.
            accident_on: AccidentOn,
            /// State of a car accident.
            accident_state: AccidentState,
            /// Referral number; may be empty, as all that follows.
            referral: Referral,
            /// Number of the case with the accident's insurer.
            casualty_claim: CasualtyClaim,
            /// First treatment of this illness.
            initial_treatment_on: InitialTreatmentOn,
            /// Last seen by the clinician who attends to the patient.
            last_seen_on: LastSeenOn,
            /// A chronic condition turned acute.
            acute_on: AcuteOn,
            /// Last menstrual period.
            last_period_on: LastPeriodOn,
            /// Last X-ray.
            last_xray_on: LastXrayOn,
            /// First contact, for an accident's insurer.
            first_contact_on: FirstContactOn,
            /// Last worked.
            last_worked_on: LastWorkedOn,
            /// Disability began.
            disabled_from: DisabledFrom,
            /// Disability ended, or is thought to end.
            disabled_until: DisabledUntil,
            /// Worked again, or is thought to.
            return_to_work_on: ReturnToWorkOn,
            /// Discharged from hospital.
            discharged_on: DischargedOn,
            /// Care taken over from another clinician.
            care_assumed_on: CareAssumedOn,
            /// Care given over to another clinician.
            care_relinquished_on: CareRelinquishedOn,
            /// Condition of the spine, by code or words.
            spine: Spine,
            /// What came of a child's screening, by code or words.
            epsdt: Epsdt,
            /// Why the claim comes late, by code or words.
            delay: Delay,
            /// Special program, by code or words.
            program: Program,
            /// What the note to the payer is about, by code or words.
            note_topic: NoteTopic = "ADD",
            /// Note to the payer, one line.
            payer_note: PayerNote,
            /// Condition codes, as `AD AE`.
            conditions: Conditions,
        }
        chosen {
            /// Who saw the patient.
            rendering: Rendering of Option<ProviderId>,
            /// Who sent the patient; none when nobody did.
            referring: Referring of Option<ProviderId>,
            /// Where; none when at the practice.
            facility: Facility of Option<FacilityId>,
            /// Who supervised; none when nobody did.
            supervising: Supervising of Option<ProviderId>,
            /// Who ordered tests, images or supplies; none when nobody did.
            ordering: Ordering of Option<ProviderId>,
            /// Whether the patient cannot leave home.
            is_homebound: IsHomebound of bool,
        }
        rows {
            /// Diagnoses in order, the first being pointer A; empty ones at the end do not count.
            diagnoses: Diagnosis of String,
            /// Services in order; empty ones do not count.
            lines: Line(line::Field) of LineDraft,
        }
    }
}

/// What a visit is checked against.
#[derive(Clone, Copy, Debug)]
pub struct Context {
    /// Who came.
    pub patient: PatientId,
    /// Their birthday.
    pub born_on: NaiveDate,
    /// Their day of death.
    pub died_on: Option<NaiveDate>,
    /// The day of checking.
    pub today: NaiveDate,
}

impl VisitDraft {
    /// Gives the visit, or what is wrong. Without lines it is a visit still to be coded.
    ///
    /// # Errors
    /// One complaint or more for each field that cannot be used.
    pub fn check(&self, context: Context) -> Result<NewVisit, Vec<Complaint<Field>>> {
        let typed = |field| (field, self.text(field));
        let mut checks = Checks::new();
        let service_on = self.service_day(&mut checks, context);
        let rendering = checks.picked(
            Field::Rendering,
            self.rendering,
            "choose who saw the patient",
        );
        let place = checks.code::<PlaceOfService>(typed(Field::Place));
        let authorization = checks.line_if_given(
            typed(Field::Authorization),
            Room::new("the authorization number", 50),
        );
        let notes = self.notes(&mut checks, service_on, context.today);
        let onset_on = self.day_before(&mut checks, Field::OnsetOn, service_on, context);
        let admitted_on = self.day_before(&mut checks, Field::AdmittedOn, service_on, context);
        let accident = self.accident(&mut checks, service_on, context);
        let details = self.details(&mut checks, service_on, context);
        let diagnoses = self.diagnoses(&mut checks);
        let lines = self.lines(&mut checks);
        checks.finish(|| {
            Some(NewVisit {
                patient: context.patient,
                service_on: service_on?,
                rendering: rendering?,
                referring: self.referring,
                facility: self.facility,
                place: place?,
                notes: notes?,
                authorization: authorization?,
                onset_on,
                admitted_on,
                accident,
                details: details?,
                diagnoses: diagnoses?,
                lines: lines?,
            })
        })
    }

    fn service_day(&self, checks: &mut Checks<Field>, context: Context) -> Option<NaiveDate> {
        let field = Field::ServiceOn;
        let day = checks.recent_day(
            (field, &self.service_on),
            "the day of service",
            context.today,
        );
        let day = checks.hold(
            field,
            day,
            |day| context.born_on <= *day,
            "the day of service is before the patient was born",
        );
        checks.hold(
            field,
            day,
            |day| context.died_on.is_none_or(|died| *day <= died),
            "the day of service is after the patient died",
        )
    }

    /// A day on which what led to the visit happened: in the patient's life, not after the visit.
    fn day_before(
        &self,
        checks: &mut Checks<Field>,
        field: Field,
        service_on: Option<NaiveDate>,
        context: Context,
    ) -> Option<NaiveDate> {
        let day = checks.day_if_given((field, self.text(field)), context.today);
        let day = checks.hold(
            field,
            day,
            |day| *day <= service_on.unwrap_or(context.today),
            "this day cannot be after the visit",
        );
        checks.hold(
            field,
            day,
            |day| context.born_on <= *day,
            "this day is before the patient was born",
        )
    }

    fn notes(
        &self,
        checks: &mut Checks<Field>,
        service_on: Option<NaiveDate>,
        today: NaiveDate,
    ) -> Option<Notes> {
        let typed = |field| (field, self.text(field));
        let room = Room::new("the note", 4_000);
        let reason = checks.words(typed(Field::Reason), room);
        let finding = checks.words(typed(Field::Finding), room);
        let treatment = checks.words(typed(Field::Treatment), room);
        let plan = checks.words(typed(Field::Plan), room);
        let prognosis = checks.words(typed(Field::Prognosis), room);
        let signed_on = checks.day_if_given(typed(Field::SignedOn), today);
        let signed_on = checks.hold(
            Field::SignedOn,
            signed_on,
            |signed| *signed <= today && service_on.is_none_or(|service| service <= *signed),
            "notes are signed on the day of service or later, and not after today",
        );
        Some(Notes {
            reason: reason?,
            finding: finding?,
            treatment: treatment?,
            plan: plan?,
            prognosis: prognosis?,
            signed_on,
        })
    }

    fn accident(
        &self,
        checks: &mut Checks<Field>,
        service_on: Option<NaiveDate>,
        context: Context,
    ) -> Option<Accident> {
        let kind = shape::tidy(&self.accident).to_ascii_lowercase();
        if kind.is_empty() {
            return None;
        }
        let cause = match kind.as_str() {
            "auto" => checks
                .choice::<State>(
                    (Field::AccidentState, &self.accident_state),
                    "choose the state where the car accident was",
                )
                .map(Cause::Auto),
            "employment" => Some(Cause::Employment),
            "other" => Some(Cause::Other),
            _ => {
                checks.complain(
                    Field::Accident,
                    "choose a car accident, one at work, another one, or none",
                );
                None
            }
        };
        if self.accident_on.trim().is_empty() {
            checks.complain(Field::AccidentOn, "the day of the accident is missing");
            return None;
        }
        let on = self.day_before(checks, Field::AccidentOn, service_on, context);
        Some(Accident {
            cause: cause?,
            on: on?,
        })
    }

    fn diagnoses(&self, checks: &mut Checks<Field>) -> Option<Vec<Icd10>> {
        let last = self
            .diagnoses
            .iter()
            .rposition(|text| !text.trim().is_empty());
        let used = last.map_or(0, |last| last.saturating_add(1));
        let mut codes = Vec::new();
        for (place, text) in self.diagnoses.iter().take(used).enumerate() {
            let field = Field::Diagnosis(place);
            if place == DIAGNOSES_MAX {
                checks.complain(field, "a claim carries at most 12 diagnoses");
                return None;
            }
            let code = checks.code::<Icd10>((field, text));
            codes.extend(checks.hold(
                field,
                code,
                |code| !codes.contains(code),
                "this diagnosis is given twice",
            ));
        }
        (codes.len() == used).then_some(codes)
    }

    fn lines(&self, checks: &mut Checks<Field>) -> Option<Vec<NewLine>> {
        let given = |text: &String| !text.trim().is_empty();
        let diagnoses = self.diagnoses.iter().filter(|text| given(text)).count();
        let used: Vec<(usize, &LineDraft)> = self
            .lines
            .iter()
            .enumerate()
            .filter(|(_, line)| !line.is_blank())
            .collect();
        if !used.is_empty() && diagnoses == 0 {
            checks.complain(
                Field::Diagnosis(0),
                "services need at least one diagnosis that explains them",
            );
        }
        if let Some((place, _)) = used.get(LINES_MAX) {
            checks.complain(
                Field::Line(*place, line::Field::Code),
                "a claim carries at most 50 services; enter the rest as a second visit",
            );
            return None;
        }
        let mut lines = Vec::new();
        for (place, draft) in &used {
            match draft.check(diagnoses) {
                Ok(line) => lines.push(line),
                Err(complaints) => {
                    for complaint in complaints {
                        checks.complain(Field::Line(*place, complaint.field), complaint.words);
                    }
                }
            }
        }
        if lines.len() != used.len() {
            return None;
        }
        if Money::sum(lines.iter().map(|line| line.charge)).is_err() {
            let place = used.first().map_or(0, |(place, _)| *place);
            checks.complain(
                Field::Line(place, line::Field::Charge),
                "the charges come to more than a claim can carry",
            );
            return None;
        }
        Some(lines)
    }

    /// Fills in the accident.
    fn happened(&mut self, accident: Option<Accident>) {
        let Some(accident) = accident else { return };
        self.accident_on = show_date(accident.on);
        match accident.cause {
            Cause::Auto(state) => {
                "auto".clone_into(&mut self.accident);
                self.accident_state = state.to_string();
            }
            Cause::Employment => "employment".clone_into(&mut self.accident),
            Cause::Other => "other".clone_into(&mut self.accident),
        }
    }

    fn of_notes(notes: &Notes) -> Self {
        Self {
            reason: notes.reason.clone(),
            finding: notes.finding.clone(),
            treatment: notes.treatment.clone(),
            plan: notes.plan.clone(),
            prognosis: notes.prognosis.clone(),
            signed_on: notes.signed_on.map(show_date).unwrap_or_default(),
            ..Self::default()
        }
    }

    /// The letters that lines may point with.
    pub fn letters(&self) -> impl Iterator<Item = char> {
        (0..self.diagnoses.len().min(DIAGNOSES_MAX))
            .filter_map(Pointer::from_index)
            .map(Pointer::letter)
    }

    /// What all lines come to, those left out whose charge is no amount yet.
    pub fn total(&self) -> Money {
        self.lines
            .iter()
            .filter_map(LineDraft::charged)
            .fold(Money::ZERO, |sum, charge| sum.plus(charge).unwrap_or(sum))
    }
}

impl From<&NewVisit> for VisitDraft {
    fn from(visit: &NewVisit) -> Self {
        let mut draft = Self {
            service_on: show_date(visit.service_on),
            place: visit.place.to_string(),
            authorization: visit.authorization.clone(),
            onset_on: visit.onset_on.map(show_date).unwrap_or_default(),
            admitted_on: visit.admitted_on.map(show_date).unwrap_or_default(),
            rendering: Some(visit.rendering),
            referring: visit.referring,
            facility: visit.facility,
            diagnoses: visit.diagnoses.iter().map(ToString::to_string).collect(),
            lines: visit.lines.iter().map(LineDraft::from).collect(),
            ..Self::of_notes(&visit.notes)
        };
        draft.happened(visit.accident);
        draft.say_more(&visit.details);
        draft
    }
}

/// Lines that were taken back are left out.
impl From<&Visit> for VisitDraft {
    fn from(visit: &Visit) -> Self {
        let standing = visit.lines.iter().filter(|line| !line.is_voided);
        let mut draft = Self {
            service_on: show_date(visit.service_on),
            place: visit.place.to_string(),
            authorization: visit.authorization.clone(),
            onset_on: visit.onset_on.map(show_date).unwrap_or_default(),
            admitted_on: visit.admitted_on.map(show_date).unwrap_or_default(),
            rendering: Some(visit.rendering),
            referring: visit.referring,
            facility: visit.facility,
            diagnoses: visit.diagnoses.iter().map(ToString::to_string).collect(),
            lines: standing.map(|line| LineDraft::from(&line.what)).collect(),
            ..Self::of_notes(&visit.notes)
        };
        draft.happened(visit.accident);
        draft.say_more(&visit.details);
        draft
    }
}
