//! Services that payers allowed too little for: listed with what is at stake, worked, and printed as evidence. It must
//! not know pages.

use std::collections::HashMap;

use chrono::{Datelike, NaiveDate};

use super::{Office, OfficeError, Refusal, paper};
use crate::domain::code::{Modifier, PlaceOfService, Procedure, Units};
use crate::domain::expected::{Agreed, Expected, Learned, Service};
use crate::domain::id::{ChargeLineId, PayerId};
use crate::domain::money::Money;
use crate::domain::page::Page;
use crate::domain::underpaid::{
    Answer, Event, Evidence, Filter, Standing, USUAL_TOLERANCE, Underpaid,
};
use crate::pdf::font::Fonts;
use crate::pdf::page::page;
use crate::pdf::underpaid::sheets;
use crate::pdf::write::{Title, document};

/// Under which key the tolerance is kept, in cents.
const TOLERANCE: &str = "underpaid tolerance";
/// The most words that are kept with what was done.
const LONGEST: usize = 500;

/// Why nothing is done about an underpayment.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnderpaidRefusal {
    /// The payer did not allow too little.
    #[error("service {0} was not allowed too little for")]
    NotShort(ChargeLineId),
    /// Nothing to ask for.
    #[error("no service of this payer is short in these days; there is nothing to print")]
    NoEvidence,
    /// A tolerance below nothing.
    #[error("the tolerance is an amount of nothing or more")]
    Tolerance,
}

/// A kind of service at a payer's plan.
type Sort = (PayerId, String, Procedure, Vec<Modifier>);

/// What expectations were worked out already, so that many services of few kinds cost few reads.
#[derive(Default)]
struct Known {
    agreed: HashMap<(Sort, NaiveDate), Option<Agreed>>,
    learned: HashMap<(Sort, PlaceOfService, i32, Units), Option<Learned>>,
}

impl Office {
    /// Lists the services that payers allowed less for than was expected, by payer, code and day, with those that were
    /// paid after all.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn underpaid(&self, filter: &Filter) -> Result<Vec<Underpaid>, OfficeError> {
        let tolerance = self.underpaid_tolerance()?;
        let mut known = Known::default();
        let mut found = Vec::new();
        for answer in self.store.first_answers(filter)? {
            let expected = self.expected_of(&answer, &mut known)?;
            let judged = Underpaid::judge(answer, expected.as_ref(), tolerance)?;
            found.extend(judged.filter(|one| filter.standing.is_none_or(|at| at == one.standing)));
        }
        Ok(found)
    }

    fn expected_of(
        &self,
        answer: &Answer,
        known: &mut Known,
    ) -> Result<Option<Expected>, OfficeError> {
        let service = Service {
            payer: answer.payer,
            plan: &answer.plan,
            code: answer.code,
            modifiers: &answer.modifiers,
            place: answer.place,
            on: answer.service_on,
            units: answer.units,
            charge: answer.charged,
        };
        let sort: Sort = (
            answer.payer,
            answer.plan.clone(),
            answer.code,
            answer.modifiers.clone(),
        );
        let key = (sort.clone(), answer.service_on);
        let agreed = if let Some(agreed) = known.agreed.get(&key) {
            agreed.clone()
        } else {
            let agreed = self.store.agreed(&service)?;
            let _new = known.agreed.insert(key, agreed.clone());
            agreed
        };
        if agreed.is_some() {
            return Ok(Expected::of(agreed, None, answer.units, answer.charged)?);
        }
        let key = (sort, answer.place, answer.service_on.year(), answer.units);
        let learned = if let Some(learned) = known.learned.get(&key) {
            learned.clone()
        } else {
            let learned = self.store.learned(&service)?;
            let _new = known.learned.insert(key, learned.clone());
            learned
        };
        Ok(Expected::of(None, learned, answer.units, answer.charged)?)
    }

    /// The difference that is let pass.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn underpaid_tolerance(&self) -> Result<Money, OfficeError> {
        let kept = self.store.setting(TOLERANCE)?;
        let cents = kept.and_then(|text| text.parse::<i64>().ok());
        Ok(match cents {
            Some(cents) => Money::from_cents(cents)?,
            None => USUAL_TOLERANCE,
        })
    }

    /// Sets the difference that is let pass.
    ///
    /// # Errors
    /// [`UnderpaidRefusal::Tolerance`], [`OfficeError::Store`].
    pub fn set_underpaid_tolerance(&mut self, tolerance: Money) -> Result<(), OfficeError> {
        if tolerance.is_negative() {
            return Err(Refusal::from(UnderpaidRefusal::Tolerance).into());
        }
        self.write("set the tolerance for underpayments", |tx, _| {
            tx.set_setting(TOLERANCE, &tolerance.cents().to_string())?;
            Ok((String::new(), ()))
        })
    }

    /// Writes down what was done about underpaid services: disputed, paid after all, accepted, or open again. All of
    /// them or none.
    ///
    /// # Errors
    /// [`UnderpaidRefusal::NotShort`] for one that was allowed as expected, [`OfficeError::Store`].
    pub fn mark_underpaid(
        &mut self,
        services: &[(ChargeLineId, PayerId)],
        to: Standing,
        words: &str,
    ) -> Result<(), OfficeError> {
        let tolerance = self.underpaid_tolerance()?;
        let mut known = Known::default();
        let mut about = Vec::with_capacity(services.len());
        for (line, payer) in services {
            let not_short = || Refusal::from(UnderpaidRefusal::NotShort(*line));
            let answer = self
                .store
                .first_answer(*line, *payer)?
                .ok_or_else(not_short)?;
            let expected = self.expected_of(&answer, &mut known)?;
            let judged = Underpaid::judge(answer, expected.as_ref(), tolerance)?;
            about.push(judged.ok_or_else(not_short)?);
        }
        let words: String = words.trim().chars().take(LONGEST).collect();
        self.stamped("work underpayments", |tx, stamp| {
            for one in &about {
                tx.add_underpayment_event(one, to, &words, stamp.at, stamp.by)?;
            }
            Ok((format!("services:{}", about.len()), ()))
        })
    }

    /// Lists what was done about an underpaid service, the oldest first.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn underpayment_events(
        &self,
        line: ChargeLineId,
        payer: PayerId,
    ) -> Result<Vec<Event>, OfficeError> {
        Ok(self.store.underpayment_events(line, payer)?)
    }

    /// Gathers the evidence against one payer: the services of the filter that money is still asked for.
    ///
    /// # Errors
    /// [`Refusal::NotThere`], [`UnderpaidRefusal::NoEvidence`], [`OfficeError::Store`].
    pub fn underpaid_evidence(
        &self,
        payer: PayerId,
        filter: &Filter,
    ) -> Result<Evidence, OfficeError> {
        let name = self.payer(payer)?.what.name;
        let filter = Filter {
            payer: Some(payer),
            ..filter.clone()
        };
        let lines = self.underpaid(&filter)?;
        let practice = self.practice()?;
        let evidence = Evidence::of(
            (paper::letterhead(&practice), practice.npi.to_string()),
            (name, self.today()),
            (filter.from, filter.until),
            lines,
        )?;
        if evidence.lines.is_empty() {
            return Err(Refusal::from(UnderpaidRefusal::NoEvidence).into());
        }
        Ok(evidence)
    }

    /// Prints the evidence against a payer, as a PDF.
    ///
    /// # Errors
    /// As [`Office::underpaid_evidence`], and [`OfficeError::Print`].
    pub fn underpaid_report(
        &mut self,
        payer: PayerId,
        filter: &Filter,
    ) -> Result<Vec<u8>, OfficeError> {
        let evidence = self.underpaid_evidence(payer, filter)?;
        let fonts = Fonts::load()?;
        let pages = sheets(&evidence, &fonts);
        let bytes = document(&fonts, Title::Underpaid, evidence.printed_on, &pages)?;
        self.write("print an underpayment report", |_, _| {
            Ok((format!("payer:{payer}"), ()))
        })?;
        Ok(bytes)
    }

    /// The evidence as pages to be drawn.
    ///
    /// # Errors
    /// As [`Office::underpaid_report`].
    pub fn underpaid_pages(
        &self,
        payer: PayerId,
        filter: &Filter,
    ) -> Result<Vec<Page>, OfficeError> {
        let evidence = self.underpaid_evidence(payer, filter)?;
        let sheets = sheets(&evidence, &Fonts::load()?);
        Ok(sheets.into_iter().map(page).collect())
    }
}
