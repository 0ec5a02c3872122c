//! Forms as they are being filled in: plain text in every field, and the check that turns it into a value of the
//! practice or says under each field what is wrong. It must not know widgets, files or the book.
//!
//! The window, the import of files and the demo practice all enter people through these drafts, so that one rule
//! holds for all of them. A draft keeps whatever was typed and can be put aside as JSON; `Default` is the form as it
//! opens; `From` fills it with what exists already. `Debug` shows none of it.

use std::fmt;

/// What is wrong with one field, in a sentence that stands under it and repeats nothing of what was typed but single
/// characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint<F> {
    /// The field to go to.
    pub field: F,
    /// The sentence.
    pub words: String,
}

/// `born_on: The birthday is missing.`, as a list of refused rows shows it.
impl<F: fmt::Display> fmt::Display for Complaint<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.field, self.words)
    }
}

/// Declares a form: the draft with its fields, the `Field` that complaints name, and how to reach the text by field.
///
/// `typed` fields hold text, `chosen` ones what was picked, `rows` a list whose place stands in the field.
macro_rules! form {
    (
        $(#[$about:meta])*
        $draft:ident {
            typed { $($(#[$text_about:meta])* $text:ident: $Text:ident $(= $text_start:literal)?,)* }
            $(chosen { $($(#[$choice_about:meta])* $choice:ident: $Choice:ident of $choice_type:ty $(= $choice_start:expr)?,)* })?
            $(rows { $($(#[$row_about:meta])* $row:ident: $Row:ident $(($row_field:ty))? of $row_type:ty,)* })?
        }
    ) => {
        $(#[$about])*
        #[derive(Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[serde(default)]
        pub struct $draft {
            $($(#[$text_about])* pub $text: String,)*
            $($($(#[$choice_about])* pub $choice: $choice_type,)*)?
            $($($(#[$row_about])* pub $row: Vec<$row_type>,)*)?
        }

        impl Default for $draft {
            fn default() -> Self {
                Self {
                    $($text: form!(@start $($text_start.to_owned())?),)*
                    $($($choice: form!(@start $($choice_start)?),)*)?
                    $($($row: Vec::new(),)*)?
                }
            }
        }

        impl std::fmt::Debug for $draft {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($draft), "(…)"))
            }
        }

        /// A field of the form.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Field {
            $($(#[$text_about])* $Text,)*
            $($($(#[$choice_about])* $Choice,)*)?
            $($($(#[$row_about])* $Row(usize $(, $row_field)?),)*)?
        }

        impl Field {
            /// The fields that are typed into, in the order of the form.
            pub const TYPED: &'static [Self] = &[$(Self::$Text),*];
        }

        /// The field's name as files and JSON write it.
        impl std::fmt::Display for Field {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                match self {
                    $(Self::$Text => f.write_str(stringify!($text)),)*
                    $($(Self::$Choice => f.write_str(stringify!($choice)),)*)?
                    $($(form!(@row place field $Row $($row_field)?) => {
                        write!(f, "{} {}", stringify!($row), place.saturating_add(1))
                        $(?; let _: &$row_field = field; write!(f, " {field}"))?
                    })*)?
                }
            }
        }

        impl $draft {
            /// What stands in a typed field; nothing for one that is chosen or a row.
            #[allow(clippy::match_same_arms, reason = "the arms come from two lists")]
            pub fn text(&self, field: Field) -> &str {
                match field {
                    $(Field::$Text => &self.$text,)*
                    $($(Field::$Choice => "",)*)?
                    $($(Field::$Row(..) => "",)*)?
                }
            }

            /// The text of a typed field, to be changed; none for one that is chosen or a row.
            #[allow(clippy::match_same_arms, reason = "the arms come from two lists")]
            pub fn text_mut(&mut self, field: Field) -> Option<&mut String> {
                match field {
                    $(Field::$Text => Some(&mut self.$text),)*
                    $($(Field::$Choice => None,)*)?
                    $($(Field::$Row(..) => None,)*)?
                }
            }
        }
    };
    (@start $start:expr) => { $start };
    (@start) => { Default::default() };
    (@row $place:ident $field:ident $Row:ident) => { Self::$Row($place) };
    (@row $place:ident $field:ident $Row:ident $row_field:ty) => { Self::$Row($place, $field) };
}

pub mod adjust;
pub mod agency_money;
pub mod attachment;
pub mod authorization;
mod checks;
pub mod credit;
pub mod eob;
pub mod estimate;
pub mod facility;
pub mod fee;
pub mod guarantor;
pub mod later;
pub mod missed;
pub mod note;
pub mod patient;
pub mod pay_plan;
pub mod payer;
pub mod policy;
pub mod posting_rule;
pub mod practice;
pub mod printer;
pub mod provider;
pub mod receipt;
pub mod receiver;
pub mod rule;
mod shape;
pub mod statement_rules;
pub mod term;
pub mod visit;

#[cfg(test)]
mod tests;

pub use adjust::AdjustDraft;
pub use agency_money::AgencyMoneyDraft;
pub use attachment::AttachmentDraft;
pub use authorization::AuthorizationDraft;
pub use credit::CreditDraft;
pub use eob::EobDraft;
pub use estimate::EstimateDraft;
pub use facility::FacilityDraft;
pub use fee::FeeDraft;
pub use guarantor::GuarantorDraft;
pub use later::LaterDraft;
pub use missed::MissedDraft;
pub use note::NoteDraft;
pub use patient::PatientDraft;
pub use pay_plan::PlanDraft;
pub use payer::PayerDraft;
pub use policy::PolicyDraft;
pub use posting_rule::PostingRuleDraft;
pub use practice::PracticeDraft;
pub use printer::PrinterDraft;
pub use provider::ProviderDraft;
pub use receipt::ReceiptDraft;
pub use receiver::ReceiverDraft;
pub use rule::RuleDraft;
pub use statement_rules::StatementRulesDraft;
pub use term::TermDraft;
pub use visit::{LineDraft, VisitDraft};
