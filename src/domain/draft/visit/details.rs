//! What a claim says of a visit beside what every claim says, as typed. It must not know which payer wants what.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Context, Field, VisitDraft};
use crate::domain::code::{
    ClaimDay, ConditionCode, DelayReason, EpsdtReferral, NoteTopic, SpecialProgram, SpinalCondition,
};
use crate::domain::draft::checks::Checks;
use crate::domain::draft::shape::Room;
use crate::domain::typed::{self, show_date};
use crate::domain::visit::detail::{CONDITIONS_MAX, Details, NOTE_MOST, NUMBER_MOST, NoteToPayer};

impl Field {
    /// The field of a day.
    pub const fn of_day(day: ClaimDay) -> Self {
        match day {
            ClaimDay::InitialTreatment => Self::InitialTreatmentOn,
            ClaimDay::LastSeen => Self::LastSeenOn,
            ClaimDay::Acute => Self::AcuteOn,
            ClaimDay::LastPeriod => Self::LastPeriodOn,
            ClaimDay::LastXray => Self::LastXrayOn,
            ClaimDay::FirstContact => Self::FirstContactOn,
            ClaimDay::LastWorked => Self::LastWorkedOn,
            ClaimDay::DisabledFrom => Self::DisabledFrom,
            ClaimDay::DisabledUntil => Self::DisabledUntil,
            ClaimDay::ReturnToWork => Self::ReturnToWorkOn,
            ClaimDay::Discharged => Self::DischargedOn,
            ClaimDay::CareAssumed => Self::CareAssumedOn,
            ClaimDay::CareRelinquished => Self::CareRelinquishedOn,
        }
    }
}

impl VisitDraft {
    /// Whether anything is said beside what every claim says.
    pub fn has_details(&self) -> bool {
        let texts = [
            Field::Referral,
            Field::CasualtyClaim,
            Field::Spine,
            Field::Epsdt,
            Field::Delay,
            Field::Program,
            Field::PayerNote,
            Field::Conditions,
        ];
        let days = ClaimDay::ALL.iter().map(|day| Field::of_day(*day));
        self.supervising.is_some()
            || self.ordering.is_some()
            || self.is_homebound
            || texts
                .into_iter()
                .chain(days)
                .any(|field| !self.text(field).trim().is_empty())
    }

    pub(super) fn details(
        &self,
        checks: &mut Checks<Field>,
        service_on: Option<NaiveDate>,
        context: Context,
    ) -> Option<Details> {
        let typed = |field| (field, self.text(field));
        let number = |checks: &mut Checks<Field>, field, what| {
            checks.line_if_given(typed(field), Room::new(what, NUMBER_MOST))
        };
        let referral = number(checks, Field::Referral, "the referral number");
        let casualty_claim = number(checks, Field::CasualtyClaim, "the insurer's case number");
        let days = self.further_days(checks, service_on, context);
        let spine = checks.code_if_given::<SpinalCondition>(typed(Field::Spine));
        let epsdt = checks.code_if_given::<EpsdtReferral>(typed(Field::Epsdt));
        let delay = checks.code_if_given::<DelayReason>(typed(Field::Delay));
        let program = checks.code_if_given::<SpecialProgram>(typed(Field::Program));
        let note = self.note_to_payer(checks);
        let conditions = self.condition_codes(checks);
        Some(Details {
            supervising: self.supervising,
            ordering: self.ordering,
            referral: referral?,
            casualty_claim: casualty_claim?,
            days,
            spine,
            epsdt,
            is_homebound: self.is_homebound,
            delay,
            program,
            note,
            conditions: conditions?,
        })
    }

    fn further_days(
        &self,
        checks: &mut Checks<Field>,
        service_on: Option<NaiveDate>,
        context: Context,
    ) -> BTreeMap<ClaimDay, NaiveDate> {
        let mut days = BTreeMap::new();
        for day in ClaimDay::ALL {
            let field = Field::of_day(*day);
            let text = self.text(field);
            let read = if text.trim().is_empty() {
                None
            } else if day.may_be_to_come() {
                checks.note(field, typed::coming_date(text, context.today))
            } else if day.leads_to_the_visit() {
                self.day_before(checks, field, service_on, context)
            } else {
                let read = checks.day_if_given((field, text), context.today);
                checks.hold(
                    field,
                    read,
                    |on| *on <= context.today,
                    "this day is still to come",
                )
            };
            days.extend(read.map(|on| (*day, on)));
        }
        let [from, until] =
            [ClaimDay::DisabledFrom, ClaimDay::DisabledUntil].map(|day| days.get(&day).copied());
        if let (Some(from), Some(until)) = (from, until)
            && until < from
        {
            checks.complain(
                Field::DisabledUntil,
                "the disability cannot end before it begins",
            );
        }
        days
    }

    fn note_to_payer(&self, checks: &mut Checks<Field>) -> Option<NoteToPayer> {
        if self.payer_note.trim().is_empty() {
            return None;
        }
        let words = checks.line(
            (Field::PayerNote, &self.payer_note),
            Room::new("the note to the payer", NOTE_MOST),
        );
        let topic = checks.choice::<NoteTopic>(
            (Field::NoteTopic, &self.note_topic),
            "choose what the note is about",
        );
        Some(NoteToPayer {
            topic: topic?,
            words: words?,
        })
    }

    fn condition_codes(&self, checks: &mut Checks<Field>) -> Option<Vec<ConditionCode>> {
        let field = Field::Conditions;
        let mut codes = Vec::new();
        let words = self
            .conditions
            .split(|c: char| c.is_whitespace() || matches!(c, ',' | ';'));
        for word in words.filter(|word| !word.is_empty()) {
            let code = checks.code::<ConditionCode>((field, word))?;
            if codes.contains(&code) {
                checks.complain(field, format_args!("condition code {code} is given twice"));
                return None;
            }
            codes.push(code);
        }
        let fits = codes.len() <= CONDITIONS_MAX;
        checks.hold(
            field,
            Some(codes),
            |_| fits,
            "a claim carries at most 12 condition codes",
        )
    }

    /// Fills in what a claim says more.
    pub(super) fn say_more(&mut self, details: &Details) {
        let code = |code: Option<&'static str>| code.unwrap_or_default().to_owned();
        self.supervising = details.supervising;
        self.ordering = details.ordering;
        self.is_homebound = details.is_homebound;
        self.referral.clone_from(&details.referral);
        self.casualty_claim.clone_from(&details.casualty_claim);
        for (day, on) in &details.days {
            if let Some(text) = self.text_mut(Field::of_day(*day)) {
                *text = show_date(*on);
            }
        }
        self.spine = code(details.spine.map(SpinalCondition::as_str));
        self.epsdt = code(details.epsdt.map(EpsdtReferral::as_str));
        self.delay = code(details.delay.map(DelayReason::as_str));
        self.program = code(details.program.map(SpecialProgram::as_str));
        if let Some(note) = &details.note {
            note.topic.as_str().clone_into(&mut self.note_topic);
            self.payer_note.clone_from(&note.words);
        }
        let conditions: Vec<&str> = details.conditions.iter().map(AsRef::as_ref).collect();
        self.conditions = conditions.join(" ");
    }
}
