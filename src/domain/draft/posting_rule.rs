//! A posting rule as typed. It must not know the reasons it is about.

use std::str::FromStr;

use super::Complaint;
use super::checks::{Checks, Typed};
use super::shape::Room;
use crate::domain::claim::Responsibility;
use crate::domain::code::{AdjustmentGroup, Carc, ClaimStatus, CodeError, Rarc};
use crate::domain::id::PayerId;
use crate::domain::ledger::WriteOff;
use crate::domain::money::Money;
use crate::domain::posting::{NewPostingRule, PostingAct, When};

form! {
    /// A posting rule as typed. Several codes stand with commas between them.
    PostingRuleDraft {
        typed {
            /// Its name.
            name: Name,
            /// `P`, `S` or `T` for first, second or third; any when empty.
            rank: Rank,
            /// How the claim was processed (CLP02); any when empty.
            statuses: Statuses,
            /// `CO`, `PR`, `OA`, `PI` or `CR`; any when empty.
            group: Group,
            /// Reasons; any when empty.
            carcs: Carcs,
            /// Remarks; any when empty.
            rarcs: Rarcs,
            /// How much at least; may be empty.
            at_least: AtLeast,
            /// How much at most; may be empty.
            at_most: AtMost,
            /// What happens: one of the words of [`ACTS`].
            act: Act = "post",
        }
        chosen {
            /// The payer; none for all.
            payer: Payer of Option<PayerId>,
        }
    }
}

/// What can happen: its word in the draft, what it is, and in words for people.
pub const ACTS: [(&str, PostingAct, &str); 15] = [
    ("post", PostingAct::Post, "Post it without asking"),
    (
        "task",
        PostingAct::PostAndTask,
        "Post it, and look at it after",
    ),
    ("hold_line", PostingAct::HoldLine, "Hold the line"),
    ("hold_claim", PostingAct::HoldClaim, "Hold the claim"),
    ("to_patient", PostingAct::ToPatient, "Bill the patient"),
    ("ignore", PostingAct::Ignore, "Ignore it"),
    (
        "write_off_contract",
        PostingAct::WriteOff(WriteOff::Contractual),
        "Write off: contract",
    ),
    (
        "write_off_authorization",
        PostingAct::WriteOff(WriteOff::NoAuthorization),
        "Write off: no authorization",
    ),
    (
        "write_off_filing",
        PostingAct::WriteOff(WriteOff::TimelyFiling),
        "Write off: filed too late",
    ),
    (
        "write_off_sequestration",
        PostingAct::WriteOff(WriteOff::Sequestration),
        "Write off: sequestration",
    ),
    (
        "write_off_small",
        PostingAct::WriteOff(WriteOff::SmallBalance),
        "Write off: small balance",
    ),
    (
        "write_off_courtesy",
        PostingAct::WriteOff(WriteOff::Courtesy),
        "Write off: courtesy",
    ),
    (
        "write_off_charity",
        PostingAct::WriteOff(WriteOff::Charity),
        "Write off: charity",
    ),
    (
        "write_off_bad_debt",
        PostingAct::WriteOff(WriteOff::BadDebt),
        "Write off: bad debt",
    ),
    (
        "write_off_other",
        PostingAct::WriteOff(WriteOff::Other),
        "Write off: other",
    ),
];

impl PostingRuleDraft {
    /// Gives the rule, or what is wrong.
    ///
    /// # Errors
    /// One complaint or more for each field that cannot be used.
    pub fn check(&self) -> Result<NewPostingRule, Vec<Complaint<Field>>> {
        let typed = |field| (field, self.text(field));
        let mut checks = Checks::new();
        let name = checks.line(typed(Field::Name), Room::new("the rule's name", 60));
        let when = self.when(&mut checks);
        let word = self.act.trim();
        let act = ACTS.iter().find(|(act, _, _)| *act == word);
        let then = checks.picked(
            Field::Act,
            act.map(|(_, act, _)| *act),
            "choose what happens with the reasons it is about",
        );
        let group = when.as_ref().and_then(|when| when.group);
        if then == Some(PostingAct::ToPatient) && group == Some(AdjustmentGroup::Contractual) {
            checks.complain(
                Field::Act,
                "what the contract takes off (CO) is never the patient's",
            );
        }
        checks.finish(|| {
            Some(NewPostingRule {
                name: name?,
                when: when?,
                then: then?,
            })
        })
    }

    fn when(&self, checks: &mut Checks<Field>) -> Option<When> {
        let typed = |field| (field, self.text(field));
        let rank = self.rank(checks)?;
        let statuses: Vec<ClaimStatus> = list(checks, typed(Field::Statuses))?;
        let group = match self.group.trim() {
            "" => None,
            _ => Some(checks.choice::<AdjustmentGroup>(
                typed(Field::Group),
                "the group is CO, PR, OA, PI or CR, or any",
            )?),
        };
        let when = When {
            payer: self.payer,
            rank,
            statuses: statuses.iter().map(|one| one.as_str().to_owned()).collect(),
            group,
            carcs: list::<Carc>(checks, typed(Field::Carcs))?,
            rarcs: list::<Rarc>(checks, typed(Field::Rarcs))?,
            at_least: amount(checks, typed(Field::AtLeast))?,
            at_most: amount(checks, typed(Field::AtMost))?,
        };
        if let (Some(least), Some(most)) = (when.at_least, when.at_most)
            && most < least
        {
            checks.complain(Field::AtMost, "the most is less than the least");
            return None;
        }
        if when.is_empty() {
            checks.complain(
                Field::Carcs,
                "a posting rule needs a condition: a CARC, a group, a payer, or anything else",
            );
            return None;
        }
        Some(when)
    }

    #[allow(
        clippy::option_option,
        reason = "wrong, not given and given are three things"
    )]
    fn rank(&self, checks: &mut Checks<Field>) -> Option<Option<Responsibility>> {
        let letter = self.rank.trim().to_ascii_uppercase();
        if letter.is_empty() {
            return Some(None);
        }
        let read = Responsibility::from_code(&letter);
        checks
            .picked(Field::Rank, read, "P, S or T: first, second or third")
            .map(Some)
    }
}

/// Codes with commas or blanks between them.
fn list<T>(checks: &mut Checks<Field>, (field, text): Typed<'_, Field>) -> Option<Vec<T>>
where
    T: FromStr<Err = CodeError>,
{
    let parts = text.split([',', ';', ' ']).map(str::trim);
    let codes: Result<Vec<T>, CodeError> = parts
        .filter(|part| !part.is_empty())
        .map(str::parse)
        .collect();
    checks.note(field, codes)
}

#[allow(
    clippy::option_option,
    reason = "wrong, not given and given are three things"
)]
fn amount(checks: &mut Checks<Field>, typed: Typed<'_, Field>) -> Option<Option<Money>> {
    if typed.1.trim().is_empty() {
        return Some(None);
    }
    checks.amount(typed).map(Some)
}

impl From<&NewPostingRule> for PostingRuleDraft {
    fn from(what: &NewPostingRule) -> Self {
        let when = &what.when;
        let act = ACTS.iter().find(|(_, act, _)| *act == what.then);
        let shown = |amount: Option<Money>| amount.map(|sum| sum.to_string()).unwrap_or_default();
        Self {
            name: what.name.clone(),
            rank: when
                .rank
                .map(|rank| rank.code().to_owned())
                .unwrap_or_default(),
            statuses: when.statuses.join(", "),
            group: when
                .group
                .map(|group| group.as_str().to_owned())
                .unwrap_or_default(),
            carcs: listed(&when.carcs),
            rarcs: listed(&when.rarcs),
            at_least: shown(when.at_least),
            at_most: shown(when.at_most),
            act: act.map_or("post", |(act, _, _)| act).to_owned(),
            payer: when.payer,
        }
    }
}

fn listed<T: ToString>(all: &[T]) -> String {
    let all: Vec<String> = all.iter().map(T::to_string).collect();
    all.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn good() -> PostingRuleDraft {
        PostingRuleDraft {
            name: "Bundled services".to_owned(),
            rank: "P".to_owned(),
            statuses: "1, 19".to_owned(),
            group: "CO".to_owned(),
            carcs: "97, B15".to_owned(),
            rarcs: "N20".to_owned(),
            at_least: "1.00".to_owned(),
            at_most: "500.00".to_owned(),
            act: "write_off_other".to_owned(),
            payer: Some(PayerId::new(1)),
        }
    }

    #[test]
    fn a_posting_rule_reads_back_as_it_is_shown() {
        let draft = good();
        let rule = draft.check().unwrap();
        assert_eq!(PostingRuleDraft::from(&rule), draft);
        for (word, act, _) in ACTS {
            let rule = NewPostingRule {
                then: act,
                ..rule.clone()
            };
            assert_eq!(PostingRuleDraft::from(&rule).act, word);
        }
    }

    type Spoil = fn(&mut PostingRuleDraft);

    #[test]
    fn every_field_says_what_is_wrong_with_it() {
        let wrong: [(Field, Spoil); 9] = [
            (Field::Name, |d| d.name.clear()),
            (Field::Rank, |d| d.rank = "Q".to_owned()),
            (Field::Statuses, |d| d.statuses = "77".to_owned()),
            (Field::Group, |d| d.group = "XX".to_owned()),
            (Field::Carcs, |d| d.carcs = "9999".to_owned()),
            (Field::Rarcs, |d| d.rarcs = "20".to_owned()),
            (Field::AtMost, |d| d.at_most = "0.50".to_owned()),
            (Field::Act, |d| d.act = "shout".to_owned()),
            (Field::Act, |d| d.act = "to_patient".to_owned()),
        ];
        for (field, spoil) in wrong {
            let mut draft = good();
            spoil(&mut draft);
            let complaints = draft.check().unwrap_err();
            assert_eq!(complaints[0].field, field);
        }
    }

    #[test]
    fn a_posting_rule_about_every_reason_is_none() {
        let draft = PostingRuleDraft {
            name: "All".to_owned(),
            ..PostingRuleDraft::default()
        };
        assert_eq!(draft.check().unwrap_err()[0].field, Field::Carcs);
    }
}
