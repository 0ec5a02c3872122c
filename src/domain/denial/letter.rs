//! The letters of appeals: the practice's own texts by what a refusal is about, with fields that are filled in. It must
//! not know paper.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Kind;

/// How our texts ask for what only a person knows.
const ADD: &str = "Add here";
/// The longest a letter may be, in characters.
const MOST: usize = 8_000;

/// Declares the fields with their names in a text and what they stand for.
macro_rules! fields {
    ($($(#[$doc:meta])* $one:ident $name:literal $words:literal,)+) => {
        /// What stands between braces in a text, filled in for a claim.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum LetterField { $($(#[$doc])* $one,)+ }

        impl LetterField {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$one,)+];

            /// Its name between the braces.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$one => $name,)+ }
            }

            /// What it stands for.
            pub const fn words(self) -> &'static str {
                match self { $(Self::$one => $words,)+ }
            }
        }
    };
}

fields! {
    /// The practice.
    Practice "practice" "the practice",
    /// The payer.
    Payer "payer" "the payer",
    /// The patient's name.
    Patient "patient" "the patient’s name",
    /// The claim's number.
    Claim "claim" "our number of the claim",
    /// The payer's number of it.
    PayerClaim "payer_claim" "the payer’s number of the claim",
    /// Day of service.
    ServiceDay "service_day" "the day of service",
    /// Who saw the patient.
    Provider "provider" "who saw the patient",
    /// The services in question.
    Codes "codes" "the services in question",
    /// The diagnoses.
    Diagnoses "diagnoses" "the diagnoses of the visit",
    /// What is asked for.
    Amount "amount" "what is asked for",
    /// Group and CARC.
    Code "code" "group and code of the refusal",
    /// What they mean.
    Reason "reason" "the refusal in words",
    /// The day of the decision.
    Decided "decided" "the day of the payer’s decision",
    /// The day it was filed first.
    Filed "filed" "the day the claim was first filed",
    /// The last day to file it.
    FileBy "file_by" "the last day to file it",
}

/// What the fields stand for in one letter.
pub type Filled = BTreeMap<LetterField, String>;

/// Why a text cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LetterError {
    /// Nothing was written.
    #[error("the letter says nothing")]
    Empty,
    /// It still says what to add.
    #[error("the letter still says “{ADD}”: write what belongs there, or strike it out")]
    Unfinished,
    /// It is too long.
    #[error("a letter has at most {MOST} characters")]
    TooLong,
    /// A field that stands for nothing.
    #[error("there is no field {{{0}}}")]
    Unknown(String),
    /// A brace without its other.
    #[error("a field stands between braces, as {{claim}}")]
    Braces,
}

/// The practice's texts; where it has none, ours.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letters {
    #[serde(default)]
    own: BTreeMap<Kind, String>,
}

impl Letters {
    /// The text for a kind of refusal.
    pub fn text(&self, kind: Kind) -> &str {
        self.own
            .get(&kind)
            .map_or_else(|| usual(kind), String::as_str)
    }

    /// Whether the practice wrote its own.
    pub fn is_own(&self, kind: Kind) -> bool {
        self.own.contains_key(&kind)
    }

    /// Keeps a text of the practice; the same as ours, or nothing, takes it back.
    ///
    /// # Errors
    /// [`LetterError`] when it is too long or names a field that stands for nothing.
    pub fn set(&mut self, kind: Kind, text: &str) -> Result<(), LetterError> {
        let text = text.trim();
        if text.is_empty() || text == usual(kind) {
            let _before = self.own.remove(&kind);
            return Ok(());
        }
        let _filled = fill(text, &Filled::new())?;
        let _before = self.own.insert(kind, text.to_owned());
        Ok(())
    }

    /// The letter for a claim.
    ///
    /// # Errors
    /// [`LetterError`].
    pub fn write(&self, kind: Kind, filled: &Filled) -> Result<String, LetterError> {
        fill(self.text(kind), filled)
    }
}

/// Puts what the fields stand for in their place; one that is not known for this claim stays blank.
fn fill(text: &str, filled: &Filled) -> Result<String, LetterError> {
    if text.chars().count() > MOST {
        return Err(LetterError::TooLong);
    }
    let mut letter = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        if before.contains('}') {
            return Err(LetterError::Braces);
        }
        let (name, after) = after.split_once('}').ok_or(LetterError::Braces)?;
        let field = LetterField::ALL.iter().find(|field| field.name() == name);
        let field = field.ok_or_else(|| LetterError::Unknown(name.to_owned()))?;
        letter.push_str(before);
        letter.push_str(filled.get(field).map_or("", String::as_str));
        rest = after;
    }
    if rest.contains('}') {
        return Err(LetterError::Braces);
    }
    letter.push_str(rest);
    Ok(letter)
}

/// Checks a letter as it is to be sent.
///
/// # Errors
/// [`LetterError::Empty`], [`LetterError::TooLong`], [`LetterError::Unfinished`].
pub(super) fn check(letter: &str) -> Result<(), LetterError> {
    if letter.trim().is_empty() {
        Err(LetterError::Empty)
    } else if letter.chars().count() > MOST {
        Err(LetterError::TooLong)
    } else if letter.contains(ADD) {
        Err(LetterError::Unfinished)
    } else {
        Ok(())
    }
}

impl super::NewAppeal {
    /// Checks what its letter says.
    ///
    /// # Errors
    /// [`LetterError::Empty`], [`LetterError::TooLong`], [`LetterError::Unfinished`].
    pub fn check(&self) -> Result<(), LetterError> {
        check(&self.letter)
    }
}

/// Our text for a kind of refusal.
const fn usual(kind: Kind) -> &'static str {
    match kind {
        Kind::TimelyFiling => TIMELY,
        Kind::MedicalNecessity => NECESSITY,
        Kind::Authorization => AUTHORIZATION,
        Kind::Coding => CODING,
        Kind::Duplicate => DUPLICATE,
        Kind::Registration | Kind::Coordination => COVERAGE,
        Kind::Contract => CONTRACT,
        Kind::Documentation => PAPERS,
        Kind::Coverage | Kind::Other => PLAIN,
    }
}

const TIMELY: &str = "We ask {payer} to decide anew on the claim named above. On {decided} it was refused as filed too \
late ({code}: {reason}).

The service was on {service_day}, and the claim had to be filed by {file_by}. It was filed on {filed}. The enclosed proof \
shows the file as it left us, its control numbers, and what was answered to it.

Because the claim was filed in time, we ask you to process it and to pay {amount} for {codes}.";

const NECESSITY: &str = "We ask {payer} to decide anew on the claim named above. On {decided} the services {codes} were \
refused ({code}: {reason}).

{provider} saw the patient on {service_day} for {diagnoses}. Add here why the service was needed on that day: what the \
patient complained of, what was found, what had been tried before, and which guideline or policy of yours it meets.

The record of the visit supports the service. We ask you to have it read by a clinician of the same specialty and to pay \
{amount}.";

const AUTHORIZATION: &str = "We ask {payer} to decide anew on the claim named above. On {decided} the services {codes} \
were refused ({code}: {reason}).

Add here what was asked for and when, the number you gave, or why there was no time to ask before the service on \
{service_day}.

The service was covered and needed, and nothing else about the claim is in doubt. We ask you to take the authorization as \
given and to pay {amount}.";

const CODING: &str = "We ask {payer} to decide anew on the claim named above. On {decided} the services {codes} were \
refused ({code}: {reason}).

The claim is coded as the record of {service_day} shows. Add here what sets the services apart, or why code, modifier and \
diagnosis fit.

We ask you to process the services as they were billed and to pay {amount}.";

const DUPLICATE: &str = "We ask {payer} to decide anew on the claim named above. On {decided} the services {codes} were \
refused as billed before ({code}: {reason}).

They were not. Add here how this service differs from the other: another time of the day, another side, another clinician.

We ask you to process the services as they were billed and to pay {amount}.";

const COVERAGE: &str = "We ask {payer} to decide anew on the claim named above. On {decided} it was refused ({code}: \
{reason}).

The patient was covered by you on {service_day} under the member number named above. Add here what was asked about the \
coverage and when, and what the answer was.

We ask you to correct your records, to process the claim and to pay {amount}.";

const CONTRACT: &str = "We ask {payer} to look again at what was paid for the claim named above. On {decided} it was \
answered with {code}: {reason}.

For {codes} our agreement sets a higher amount than was allowed. Add here the amount agreed on, and where it stands.

We ask you to pay what is missing, {amount}.";

const PAPERS: &str = "We ask {payer} to decide anew on the claim named above. On {decided} it was refused because papers \
were missing ({code}: {reason}).

They are enclosed. Add here which they are, and when they were first sent.

We ask you to process the claim and to pay {amount} for {codes}.";

const PLAIN: &str = "We ask {payer} to decide anew on the claim named above. On {decided} the services {codes} were \
refused ({code}: {reason}).

Add here why this is not right.

We ask you to process the services of {service_day} as they were billed and to pay {amount}.";

#[cfg(test)]
mod tests {
    use super::*;

    fn filled() -> Filled {
        LetterField::ALL
            .iter()
            .map(|field| (*field, format!("<{}>", field.name())))
            .collect()
    }

    #[test]
    fn every_text_of_ours_fills_in() {
        let letters = Letters::default();
        for kind in Kind::ALL {
            let letter = letters.write(kind, &filled()).unwrap();
            assert!(
                letter.contains("<payer>") && letter.contains("<amount>"),
                "{kind:?}"
            );
            assert!(!letter.contains('{'), "{kind:?}");
        }
    }

    #[test]
    fn a_text_of_the_practice_goes_first_and_a_field_that_is_none_is_refused() {
        let mut letters = Letters::default();
        letters.set(Kind::Other, "About {claim}: no.").unwrap();
        assert_eq!(
            letters.write(Kind::Other, &filled()).unwrap(),
            "About <claim>: no."
        );
        assert!(letters.is_own(Kind::Other));
        let wrong = [
            ("{nobody}", LetterError::Unknown(String::from("nobody"))),
            ("{claim", LetterError::Braces),
            ("a } b", LetterError::Braces),
            ("} {claim}", LetterError::Braces),
        ];
        for (text, why) in wrong {
            assert_eq!(letters.set(Kind::Other, text), Err(why), "{text}");
        }
        letters.set(Kind::Other, " ").unwrap();
        assert!(!letters.is_own(Kind::Other));
    }

    #[test]
    fn texts_survive_the_book() {
        let mut letters = Letters::default();
        letters.set(Kind::Coding, "{codes} stand apart.").unwrap();
        let json = serde_json::to_string(&letters).unwrap();
        assert_eq!(serde_json::from_str::<Letters>(&json).unwrap(), letters);
    }
}
