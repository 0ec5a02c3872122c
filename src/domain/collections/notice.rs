//! The final notice: the practice's words with what they are about filled in, as a page shows it. It must not know
//! pages.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::letterhead::Letterhead;
use crate::domain::money::Money;

/// The longest text of a notice.
const MOST: usize = 3_000;

/// What a notice says unless the practice has words of its own.
pub const NOTICE: &str = "This is our last letter about your account. We sent you {statements} statements since {since}, and {amount} is still unpaid.\n\n\
Please pay {amount} by {due}. If you cannot pay all of it at once, call us before that day: we can spread it over monthly payments, and our financial help may lower what you owe.\n\n\
If we have not heard from you by {due}, we will give this account to a collections agency, which may add to what it costs you and may report it.\n\n\
If you think this bill is wrong, or that your insurance should have paid it, tell us. We will look into it, and nothing will be sent on while we do.";

/// Why a text cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoticeError {
    /// It is too long.
    #[error("a notice has at most {MOST} characters")]
    TooLong,
    /// A field that stands for nothing.
    #[error("there is no field {{{0}}}; a notice knows amount, due, since and statements")]
    Unknown(String),
    /// A brace without its other.
    #[error("a field stands between braces, as {{amount}}")]
    Braces,
}

/// The practice's own words, where it has any.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeText {
    own: String,
}

impl NoticeText {
    /// Takes the practice's words; nothing, or ours, takes them back.
    ///
    /// # Errors
    /// [`NoticeError`].
    pub fn of(text: &str) -> Result<Self, NoticeError> {
        let text = text.trim();
        let _tried = fill(text, |_| Some(String::new()))?;
        Ok(Self {
            own: if text == NOTICE {
                String::new()
            } else {
                text.to_owned()
            },
        })
    }

    /// The words in use.
    pub fn text(&self) -> &str {
        if self.own.is_empty() {
            NOTICE
        } else {
            &self.own
        }
    }
}

/// A final notice, as its page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// From whom.
    pub practice: Letterhead,
    /// The lines of the address that show through the envelope's window.
    pub to: Vec<String>,
    /// How they are addressed, as `Dana Whitlock`.
    pub name: String,
    /// The account's number.
    pub account: String,
    /// Its day.
    pub on: NaiveDate,
    /// By which day it is to be paid.
    pub due_on: NaiveDate,
    /// How much.
    pub amount: Money,
    /// How many statements asked for it.
    pub statements: u32,
    /// Since when.
    pub since: Option<NaiveDate>,
    /// What is owed, service by service: its day, what it was, whose, how much.
    pub services: Vec<(NaiveDate, String, String, Money)>,
    /// The words, filled in.
    pub words: String,
}

impl Notice {
    /// Writes the words.
    ///
    /// # Errors
    /// [`NoticeError`].
    pub fn write(mut self, text: &NoticeText) -> Result<Self, NoticeError> {
        let long = |on: NaiveDate| on.format("%B %-d, %Y").to_string();
        self.words = fill(text.text(), |field| {
            Some(match field {
                "amount" => format!("${}", self.amount),
                "due" => long(self.due_on),
                "since" => self.since.map_or_else(|| String::from("then"), long),
                "statements" => self.statements.to_string(),
                _ => return None,
            })
        })?;
        Ok(self)
    }
}

/// Fills the fields of a text in.
fn fill(text: &str, of: impl Fn(&str) -> Option<String>) -> Result<String, NoticeError> {
    const FIELDS: [&str; 4] = ["amount", "due", "since", "statements"];
    if text.chars().count() > MOST {
        return Err(NoticeError::TooLong);
    }
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        if before.contains('}') {
            return Err(NoticeError::Braces);
        }
        let (name, after) = after.split_once('}').ok_or(NoticeError::Braces)?;
        let value = of(name).filter(|_| FIELDS.contains(&name));
        filled.push_str(before);
        filled.push_str(&value.ok_or_else(|| NoticeError::Unknown(name.to_owned()))?);
        rest = after;
    }
    if rest.contains('}') {
        return Err(NoticeError::Braces);
    }
    filled.push_str(rest);
    Ok(filled)
}
