//! A payer as typed. It must not know policies.

use super::Complaint;
use super::checks::Checks;
use super::shape::Room;
use crate::domain::code::{FilingIndicator, PayerId, Phone};
use crate::domain::id::ReceiverId;
use crate::domain::person::Address;
use crate::domain::practice::{NewPayer, Windows};

form! {
    /// An insurance company or programme as typed.
    PayerDraft {
        typed {
            /// Its name as on claims.
            name: Name,
            /// Its electronic id.
            payer_id: PayerId,
            /// What kind of payer it is (SBR09), by code or words.
            filing_indicator: FilingIndicator,
            /// Days from service to file a first claim.
            timely_days: TimelyDays,
            /// Street of the claims address; all of these may be empty.
            street: Street,
            /// Second line.
            street2: Street2,
            /// City.
            city: City,
            /// State.
            state: State,
            /// ZIP.
            zip: Zip,
            /// Provider line; may be empty.
            phone: Phone,
            /// Shape of its member numbers: `A` a letter, `9` a digit, `X` either; empty for any.
            member_pattern: MemberPattern,
            /// Days after which a claim without an answer is asked after; empty for the usual.
            answer_days: AnswerDays,
            /// Days from its decision to send a corrected claim; empty for the usual.
            corrected_days: CorrectedDays,
            /// Days from its decision to appeal; empty for the usual.
            appeal_days: AppealDays,
        }
        chosen {
            /// Where its claims go; none means on paper.
            receiver: Receiver of Option<ReceiverId>,
        }
    }
}

const ADDRESS: [Field; 5] = [
    Field::Street,
    Field::Street2,
    Field::City,
    Field::State,
    Field::Zip,
];

impl PayerDraft {
    /// Gives the payer, or what is wrong.
    ///
    /// # Errors
    /// One complaint or more for each field that cannot be used.
    pub fn check(&self) -> Result<NewPayer, Vec<Complaint<Field>>> {
        let typed = |field| (field, self.text(field));
        let mut checks = Checks::new();
        let name = checks.line(typed(Field::Name), Room::new("the payer's name", 60));
        let payer_id = checks.code::<PayerId>(typed(Field::PayerId));
        let filing_indicator = checks.choice::<FilingIndicator>(
            typed(Field::FilingIndicator),
            "choose what kind of payer it is",
        );
        let timely_days = checks.note(Field::TimelyDays, timely_days(&self.timely_days));
        let address = checks.address_if_given(ADDRESS.map(typed));
        let phone = checks.code_if_given::<Phone>(typed(Field::Phone));
        let answer_days = checks.note(Field::AnswerDays, answer_days(&self.answer_days));
        let corrected_days = checks.note(Field::CorrectedDays, window(&self.corrected_days));
        let appeal_days = checks.note(Field::AppealDays, window(&self.appeal_days));
        let member_pattern = checks.line_if_given(
            typed(Field::MemberPattern),
            Room::new("the shape of member numbers", 80),
        );
        checks.finish(|| {
            Some(NewPayer {
                name: name?,
                payer_id: payer_id?,
                filing_indicator: filing_indicator?,
                timely_days: timely_days?,
                address,
                phone,
                receiver: self.receiver,
                member_pattern: member_pattern?.to_uppercase(),
                answer_days: answer_days?,
                windows: Windows {
                    corrected_days: corrected_days?,
                    appeal_days: appeal_days?,
                },
            })
        })
    }
}

fn timely_days(text: &str) -> Result<u16, &'static str> {
    match text.trim().parse() {
        Ok(days @ 1..=1095) => Ok(days),
        _ => Err(
            "give the days from service to file a claim, from 1 to 1095, as in the payer's contract",
        ),
    }
}

fn window(text: &str) -> Result<Option<u16>, &'static str> {
    match text.trim() {
        "" => Ok(None),
        text => match text.parse() {
            Ok(days @ 1..=1095) => Ok(Some(days)),
            _ => Err("give the days from the payer's decision, from 1 to 1095, or leave it empty"),
        },
    }
}

fn answer_days(text: &str) -> Result<Option<u16>, &'static str> {
    match text.trim() {
        "" => Ok(None),
        text => match text.parse() {
            Ok(days @ 1..=365) => Ok(Some(days)),
            _ => Err("give the days to wait for an answer, from 1 to 365, or leave it empty"),
        },
    }
}

impl From<&NewPayer> for PayerDraft {
    fn from(what: &NewPayer) -> Self {
        let part =
            |part: fn(&Address) -> String| what.address.as_ref().map(part).unwrap_or_default();
        Self {
            name: what.name.clone(),
            payer_id: what.payer_id.to_string(),
            filing_indicator: what.filing_indicator.as_str().to_owned(),
            timely_days: what.timely_days.to_string(),
            street: part(|a| a.street.clone()),
            street2: part(|a| a.street2.clone()),
            city: part(|a| a.city.clone()),
            state: part(|a| a.state.to_string()),
            zip: part(|a| a.zip.to_string()),
            phone: what.phone.map(|p| p.to_string()).unwrap_or_default(),
            member_pattern: what.member_pattern.clone(),
            answer_days: days(what.answer_days),
            corrected_days: days(what.windows.corrected_days),
            appeal_days: days(what.windows.appeal_days),
            receiver: what.receiver,
        }
    }
}

fn days(days: Option<u16>) -> String {
    days.map(|days| days.to_string()).unwrap_or_default()
}
