//! An estimate as typed: what is planned, who pays and what a policy leaves to the patient. It must not know fees and
//! contracts.

pub mod service;

use chrono::NaiveDate;

use self::service::ServiceDraft;
use super::Complaint;
use super::checks::Checks;
use super::shape::Room;
use crate::domain::estimate::{Benefits, Cover, NewEstimate};
use crate::domain::expected::Percent;
use crate::domain::id::{PatientId, PolicyId};
use crate::domain::money::Money;

form! {
    /// An estimate as typed.
    EstimateDraft {
        typed {
            /// What is planned, in plain words.
            what: What,
            /// For which day; may be empty.
            planned_on: PlannedOn,
            /// When it was booked; may be empty.
            booked_on: BookedOn,
            /// Percent taken off without insurance; may be empty.
            discount: Discount,
            /// What is left of the deductible; nothing when empty.
            deductible_left: DeductibleLeft,
            /// The patient's percent of the rest; none when empty.
            coinsurance: Coinsurance,
            /// Paid once for the visit; nothing when empty.
            copay: Copay,
            /// What the patient may still have to pay this year; no limit when empty.
            pocket_left: PocketLeft,
        }
        chosen {
            /// Under which policy; none when the patient pays alone.
            policy: Policy of Option<PolicyId>,
        }
        rows {
            /// The services; empty ones do not count.
            services: Service(service::Field) of ServiceDraft,
        }
    }
}

impl EstimateDraft {
    /// Gives what is asked for, or what is wrong.
    ///
    /// # Errors
    /// One complaint or more for each field that cannot be used.
    pub fn check(
        &self,
        patient: PatientId,
        today: NaiveDate,
    ) -> Result<NewEstimate, Vec<Complaint<Field>>> {
        let typed = |field| (field, self.text(field));
        let mut checks = Checks::new();
        let room = Room::new("what is planned, in plain words,", 160);
        let what = checks.line(typed(Field::What), room);
        let planned_on = checks.day_if_given(typed(Field::PlannedOn), today);
        let booked_on = checks.day_if_given(typed(Field::BookedOn), today);
        let cover = self.cover(&mut checks);
        let mut services = Vec::new();
        for (place, draft) in self.services.iter().enumerate() {
            if draft.is_blank() {
                continue;
            }
            match draft.check() {
                Ok(service) => services.push(service),
                Err(complaints) => {
                    for complaint in complaints {
                        checks.complain(Field::Service(place, complaint.field), complaint.words);
                    }
                }
            }
        }
        let is_any = self.services.iter().any(|draft| !draft.is_blank());
        if !is_any {
            let first = Field::Service(0, service::Field::Code);
            checks.complain(first, "an estimate needs at least one service");
        }
        checks.finish(|| {
            Some(NewEstimate {
                patient,
                cover: cover?,
                what: what?,
                planned_on,
                booked_on,
                services,
            })
        })
    }

    fn cover(&self, checks: &mut Checks<Field>) -> Option<Cover> {
        let typed = |field| (field, self.text(field));
        let Some(policy) = self.policy else {
            let discount = percent(checks, typed(Field::Discount))?;
            return Some(Cover::SelfPay { discount });
        };
        let deductible_left = checks.amount_if_given(typed(Field::DeductibleLeft));
        let coinsurance = percent(checks, typed(Field::Coinsurance));
        let copay = checks.amount_if_given(typed(Field::Copay));
        let pocket_left = if self.pocket_left.trim().is_empty() {
            Some(None)
        } else {
            checks.amount(typed(Field::PocketLeft)).map(Some)
        };
        Some(Cover::Insured {
            policy,
            benefits: Benefits {
                deductible_left: deductible_left?,
                coinsurance: coinsurance?,
                copay: copay?,
                pocket_left: pocket_left?,
            },
        })
    }

    /// Fills in what is known of what a policy leaves to the patient.
    pub fn know(&mut self, policy: PolicyId, copay: Money) {
        self.policy = Some(policy);
        self.copay = if copay.is_zero() {
            String::new()
        } else {
            copay.to_string()
        };
    }
}

/// A percent of at most a hundred; none, or nothing, takes no part.
#[expect(
    clippy::option_option,
    reason = "the outer one is none when it cannot be read, the inner one when nothing was typed"
)]
fn percent(checks: &mut Checks<Field>, (field, text): (Field, &str)) -> Option<Option<Percent>> {
    let number = text.trim().trim_end_matches('%').trim();
    if number.is_empty() || number.trim_matches(['0', '.']).is_empty() {
        return Some(None);
    }
    let percent = checks.code::<Percent>((field, text));
    let percent = checks.hold(
        field,
        percent,
        |percent| percent.hundredths() <= 10_000,
        "that is more than all of it",
    );
    percent.map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> EstimateDraft {
        let service = ServiceDraft {
            code: String::from("99213"),
            diagnosis: String::from("D22.61"),
            ..ServiceDraft::default()
        };
        EstimateDraft {
            what: String::from("removal of a skin growth"),
            services: vec![service, ServiceDraft::default()],
            ..EstimateDraft::default()
        }
    }

    fn check(draft: &EstimateDraft) -> Result<NewEstimate, Vec<Field>> {
        let today = "2026-11-20".parse().unwrap();
        let checked = draft.check(PatientId::new(7), today);
        checked.map_err(|found| found.into_iter().map(|one| one.field).collect())
    }

    #[test]
    fn a_policy_is_asked_for_what_it_leaves_and_self_pay_for_its_discount() {
        let mut typed = draft();
        typed.discount = String::from("20 %");
        let new = check(&typed).unwrap();
        assert_eq!(new.services.len(), 1);
        let Cover::SelfPay {
            discount: Some(discount),
        } = new.cover
        else {
            panic!("{:?}", new.cover);
        };
        assert_eq!(discount.hundredths(), 2_000);
        typed.know(PolicyId::new(3), "25".parse().unwrap());
        typed.coinsurance = String::from("0");
        let Cover::Insured { benefits, .. } = check(&typed).unwrap().cover else {
            panic!("a policy was chosen");
        };
        assert_eq!(
            (benefits.copay, benefits.coinsurance),
            ("25".parse().unwrap(), None)
        );
        assert_eq!(benefits.pocket_left, None);
    }

    #[test]
    fn what_cannot_be_used_is_said_at_its_field() {
        assert_eq!(
            check(&EstimateDraft::default()),
            Err(vec![Field::What, Field::Service(0, service::Field::Code)])
        );
        let mut typed = draft();
        typed.discount = String::from("120");
        typed.services[0].fee = String::from("12.345");
        let wrong = check(&typed).unwrap_err();
        assert_eq!(
            wrong,
            [Field::Discount, Field::Service(0, service::Field::Fee)]
        );
    }
}
