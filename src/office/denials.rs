//! What payers refused: the queue by what it is worth to work it, the four ways out, who works it and until when. It
//! must not know how an answer was posted, nor how a letter looks.

use chrono::{Months, NaiveDate};
use serde::Serialize;

use super::claims::Act;
use super::{Office, OfficeError, Refusal};
use crate::domain::claim::{ClaimNumber, State};
use crate::domain::denial::{
    Clock, Deed, Denial, DenialEvent, Figures, Record, Reminder, WayOut, Worth,
};
use crate::domain::id::{ChargeLineId, ClaimId, UserId};
use crate::domain::ledger::{Owner, WriteOff};
use crate::domain::money::{Money, MoneyError};
use crate::store::board::Pile;
use crate::store::denial::NewEvent;

mod appeal;
mod refusal;

pub use self::appeal::AppealDraft;
pub use self::refusal::DenialRefusal;

/// The states of claims that are followed up.
const STATES: [State; 3] = [State::Denied, State::PartlyPaid, State::InAppeal];
/// How many months of answers the odds rest on.
const MONTHS: u32 = 24;

/// A refused claim in the queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DenialRow {
    /// What was refused.
    #[serde(flatten)]
    pub denial: Denial,
    /// What it is worth to work it.
    pub worth: Worth,
    /// Until when what can be done.
    pub clock: Clock,
    /// How pressing that is.
    pub reminder: Option<Reminder>,
}

/// A way out, how much it is about, and why it cannot be gone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WayOffer {
    /// Which.
    pub way: WayOut,
    /// How much.
    pub amount: Money,
    /// Why not; none when it can be gone.
    pub refusal: Option<String>,
}

/// A refused claim as a person works it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DenialPage {
    /// As the queue shows it.
    #[serde(flatten)]
    pub row: DenialRow,
    /// What people did about it, the oldest first.
    pub events: Vec<DenialEvent>,
    /// The four ways out.
    pub ways: Vec<WayOffer>,
    /// What the payer calls the claim; empty when it gave no number.
    pub payer_number: String,
}

impl Office {
    /// Lists the refused claims with what is left of them, what promises most in a minute first.
    ///
    /// # Errors
    /// What the book says.
    pub fn denials(&self) -> Result<Vec<DenialRow>, OfficeError> {
        let record = self.denial_record()?;
        let today = self.today();
        let mut rows = Vec::new();
        for denial in self.store.denials(&STATES, None)? {
            rows.push(row(denial, &record, today)?);
        }
        rows.sort_by_key(|row| {
            let worth = std::cmp::Reverse((row.worth.per_minute, row.worth.at_stake));
            (worth, row.denial.claim)
        });
        Ok(rows)
    }

    /// Gives one refused claim with everything about it.
    ///
    /// # Errors
    /// [`DenialRefusal::NotDenied`], [`Refusal::NotThere`], or what the book says.
    pub fn denial(&self, claim: ClaimId) -> Result<DenialPage, OfficeError> {
        let denial = self.denied(claim)?;
        let ways = self.ways(&denial)?;
        let number = self.store.payer_number(claim)?;
        Ok(DenialPage {
            row: row(denial, &self.denial_record()?, self.today())?,
            events: self.store.denial_events(claim)?,
            ways,
            payer_number: number.map(|one| one.to_string()).unwrap_or_default(),
        })
    }

    fn denied(&self, claim: ClaimId) -> Result<Denial, OfficeError> {
        let found = self.store.denials(&STATES, Some(claim))?.pop();
        let number = ClaimNumber::of(claim);
        Ok(found.ok_or_else(|| Refusal::from(DenialRefusal::NotDenied(number)))?)
    }

    fn ways(&self, denial: &Denial) -> Result<Vec<WayOffer>, OfficeError> {
        let all = denial.at_stake()?;
        let theirs = patients(denial);
        let acts = self.claim_acts(denial.claim)?;
        let replace = acts.into_iter().find(|offer| offer.act == Act::Replace);
        let ways = WayOut::ALL.map(|way| match way {
            WayOut::Correct => WayOffer {
                way,
                amount: all,
                refusal: replace.as_ref().and_then(|offer| offer.refusal.clone()),
            },
            WayOut::Appeal => WayOffer {
                way,
                amount: all,
                refusal: in_appeal(denial).map(|why| why.to_string()),
            },
            WayOut::Patient => WayOffer {
                way,
                amount: Money::sum(theirs.iter().map(|(_, left)| *left)).unwrap_or(all),
                refusal: theirs
                    .is_empty()
                    .then(|| why_not_patient(denial).to_string()),
            },
            WayOut::WriteOff => WayOffer {
                way,
                amount: all,
                refusal: None,
            },
        });
        Ok(ways.into())
    }

    fn denial_record(&self) -> Result<Record, OfficeError> {
        let tries = self.store.denial_tries(self.figures_since())?;
        Ok(tries.into_iter().collect())
    }

    fn figures_since(&self) -> NaiveDate {
        let today = self.today();
        today
            .checked_sub_months(Months::new(MONTHS))
            .unwrap_or(today)
    }

    /// Adds up two years of refusals: how much of what was answered was refused, by whom and why, how often that was
    /// overturned, and what it brought.
    ///
    /// # Errors
    /// What the book says.
    pub fn denial_figures(&self) -> Result<Figures, OfficeError> {
        let since = self.figures_since();
        Ok(Figures {
            since,
            answered: self.store.answered_services(since)?,
            rows: self.store.denial_figures(since)?,
        })
    }

    /// Counts the refused claims a person is reminded of today: what is due in fourteen days, seven, one, or over.
    pub(in crate::office) fn deadlines_pile(&self) -> Result<Pile, OfficeError> {
        let today = self.today();
        let mut pile = Pile::default();
        for denial in self.store.denials(&STATES, None)? {
            let due = denial.clock().due;
            if due.reminder(today).is_some() {
                pile.count = pile.count.saturating_add(1);
                pile.amount = pile.amount.plus(denial.at_stake()?)?;
                pile.oldest = pile.oldest.into_iter().chain([due.on]).min();
            }
        }
        Ok(pile)
    }

    /// Lists who works in the book, for naming who works a denial.
    ///
    /// # Errors
    /// What the book says.
    pub fn people_at_work(&self) -> Result<Vec<(UserId, String)>, OfficeError> {
        Ok(self.store.people_at_work()?)
    }

    /// Names who works a refused claim from now on, or nobody.
    ///
    /// # Errors
    /// [`DenialRefusal::NotDenied`], or what the book says.
    pub fn assign_denial(
        &mut self,
        claim: ClaimId,
        person: Option<UserId>,
    ) -> Result<(), OfficeError> {
        let _denial = self.denied(claim)?;
        self.tell_denial(
            "assign a denial",
            NewEvent {
                person,
                ..NewEvent::of(claim, Deed::Assigned, "")
            },
        )
    }

    /// Puts a refused claim aside until a day, or takes it up again.
    ///
    /// # Errors
    /// [`DenialRefusal::NotDenied`], [`DenialRefusal::DayOver`], or what the book says.
    pub fn snooze_denial(
        &mut self,
        claim: ClaimId,
        until: Option<NaiveDate>,
        why: &str,
    ) -> Result<(), OfficeError> {
        let _denial = self.denied(claim)?;
        if until.is_some_and(|until| until <= self.today()) {
            return Err(Refusal::from(DenialRefusal::DayOver).into());
        }
        self.tell_denial(
            "put a denial aside",
            NewEvent {
                until,
                ..NewEvent::of(claim, Deed::Snoozed, why.trim())
            },
        )
    }

    /// Notes something about a refused claim, as what the payer said on the telephone.
    ///
    /// # Errors
    /// [`Refusal::Missing`] without words, [`DenialRefusal::NotDenied`], or what the book says.
    pub fn note_denial(&mut self, claim: ClaimId, words: &str) -> Result<(), OfficeError> {
        let words = words.trim();
        if words.is_empty() {
            return Err(Refusal::Missing("the note").into());
        }
        let _denial = self.denied(claim)?;
        self.tell_denial(
            "note something about a denial",
            NewEvent::of(claim, Deed::Noted, words),
        )
    }

    fn tell_denial(&mut self, verb: &'static str, event: NewEvent<'_>) -> Result<(), OfficeError> {
        self.stamped(verb, |tx, stamp| {
            tx.add_denial_event(event, stamp.at, stamp.by)?;
            Ok((format!("claim:{}", event.claim), ()))
        })
    }

    /// First way out: makes the claim that takes the place of the refused one, under the payer's number of it, to be
    /// corrected and sent. Gives the new claim.
    ///
    /// # Errors
    /// As [`Office::replace_claim`]; [`DenialRefusal::NotDenied`].
    pub fn correct_denial(
        &mut self,
        claim: ClaimId,
        payer_number: Option<&str>,
    ) -> Result<ClaimId, OfficeError> {
        let amount = self.denied(claim)?.at_stake()?;
        self.together(|office| {
            let made = office.replace_claim(claim, payer_number)?;
            office.tell_denial(
                "correct a denied claim",
                NewEvent {
                    source: &format!("claim:{made}"),
                    amount,
                    ..NewEvent::of(claim, Deed::Replaced, "")
                },
            )?;
            Ok(made)
        })
    }

    /// Third way out: makes what is left of services the patient's, where the payer's group code allows it: of these
    /// services, or of all that allow it when none is named. Gives how much moved.
    ///
    /// # Errors
    /// [`DenialRefusal::NotThePatients`] with the reason, [`DenialRefusal::NotDenied`], [`DenialRefusal::NoSuchLines`],
    /// or what [`Office::transfer`] says.
    pub fn bill_denial_to_patient(
        &mut self,
        claim: ClaimId,
        lines: &[ChargeLineId],
        why: &str,
    ) -> Result<Money, OfficeError> {
        let denial = self.denied(claim)?;
        let named = named(&denial, lines)?;
        let theirs: Vec<_> = patients(&denial)
            .into_iter()
            .filter(|(line, _)| named.iter().any(|(one, _)| one == line))
            .collect();
        let is_short = !lines.is_empty() && theirs.len() < named.len();
        if theirs.is_empty() || is_short {
            return Err(Refusal::from(why_not_patient(&denial)).into());
        }
        let said = worded(why, &denial);
        let from = Owner::Insurer(denial.policy);
        self.settled(
            claim,
            Deed::ToPatient,
            &said,
            &theirs,
            |office, line, left| {
                let _entry = office.transfer(line, from, Owner::Guarantor, left, &said)?;
                Ok(())
            },
        )
    }

    /// Fourth way out: gives up what is left of services: of these, or of all when none is named. Gives how much.
    ///
    /// # Errors
    /// [`Refusal::Missing`] without a reason, [`DenialRefusal::NotDenied`], [`DenialRefusal::NoSuchLines`], or what
    /// [`Office::write_off`] says.
    pub fn write_off_denial(
        &mut self,
        claim: ClaimId,
        lines: &[ChargeLineId],
        kind: WriteOff,
        why: &str,
    ) -> Result<Money, OfficeError> {
        let denial = self.denied(claim)?;
        let named = named(&denial, lines)?;
        let why = why.trim();
        if why.is_empty() {
            return Err(Refusal::Missing("the reason").into());
        }
        let from = Owner::Insurer(denial.policy);
        let said = format!("{}: {why}", kind.words());
        self.settled(
            claim,
            Deed::WrittenOff,
            &said,
            &named,
            |office, line, left| {
                let _entry = office.write_off(line, from, kind, left, why)?;
                Ok(())
            },
        )
    }

    /// Moves money off each service and writes down that it was done, all or nothing.
    fn settled(
        &mut self,
        claim: ClaimId,
        deed: Deed,
        words: &str,
        parts: &[(ChargeLineId, Money)],
        mut each: impl FnMut(&mut Self, ChargeLineId, Money) -> Result<(), OfficeError>,
    ) -> Result<Money, OfficeError> {
        let amount = Money::sum(parts.iter().map(|(_, left)| *left))?;
        self.together(|office| {
            for (line, left) in parts {
                each(office, *line, *left)?;
            }
            let event = NewEvent {
                amount,
                ..NewEvent::of(claim, deed, words)
            };
            office.tell_denial("settle a denial", event)?;
            Ok(amount)
        })
    }
}

fn row(denial: Denial, record: &Record, today: NaiveDate) -> Result<DenialRow, MoneyError> {
    let clock = denial.clock();
    let reason = denial.leading().map(|reason| reason.carc);
    let odds = record.odds(denial.payer, reason);
    let way = denial.advice().way;
    Ok(DenialRow {
        worth: Worth::of(denial.at_stake()?, odds, way, clock.is_over(today))?,
        reminder: clock.due.reminder(today),
        clock,
        denial,
    })
}

/// The services whose rest may become the patient's, with what is left.
fn patients(denial: &Denial) -> Vec<(ChargeLineId, Money)> {
    let lines = denial.lines.iter();
    lines
        .filter(|line| line.why_not_patient(denial.indicator).is_none())
        .map(|line| (line.line, line.left))
        .collect()
}

fn why_not_patient(denial: &Denial) -> DenialRefusal {
    let mut whys = denial
        .lines
        .iter()
        .filter_map(|line| line.why_not_patient(denial.indicator));
    DenialRefusal::NotThePatients(whys.next().unwrap_or("nothing is left"))
}

/// These services with what is left of each; all of them when none is named.
fn named(
    denial: &Denial,
    lines: &[ChargeLineId],
) -> Result<Vec<(ChargeLineId, Money)>, OfficeError> {
    let named: Vec<_> = denial
        .lines
        .iter()
        .filter(|line| lines.is_empty() || lines.contains(&line.line))
        .map(|line| (line.line, line.left))
        .collect();
    if named.is_empty() || (!lines.is_empty() && named.len() < lines.len()) {
        return Err(Refusal::from(DenialRefusal::NoSuchLines).into());
    }
    Ok(named)
}

fn in_appeal(denial: &Denial) -> Option<DenialRefusal> {
    denial.open_appeal().map(|appeal| DenialRefusal::InAppeal {
        number: denial.number.clone(),
        sent_on: appeal.sent_on,
    })
}

/// The reason that was given, or the payer's own.
fn worded(why: &str, denial: &Denial) -> String {
    match (why.trim(), denial.leading()) {
        ("", Some(reason)) => format!("{}: {}", reason.code(), reason.words()),
        ("", None) => String::from("refused by the payer"),
        (why, _) => why.to_owned(),
    }
}
