//! What is wrong in a form, and which of it may be said already. It must not know the form.

use std::fmt::Display;

use crate::domain::draft::Complaint;
use crate::ui::widget::field::Left;

/// The complaints about a form.
pub struct Complaints<F> {
    left: Left<String>,
    found: Vec<Complaint<F>>,
    /// What somebody else finds wrong with a field, until it is changed.
    told: Option<Complaint<F>>,
}

impl<F> Default for Complaints<F> {
    fn default() -> Self {
        Self {
            left: Left::default(),
            found: Vec::new(),
            told: None,
        }
    }
}

impl<F: Copy + Display + PartialEq> Complaints<F> {
    /// A field was left: from now on it may say what is wrong with it.
    pub fn leave(&mut self, field: F) {
        self.left.leave(field.to_string());
    }

    /// Says what somebody else finds wrong with a field, until it is changed.
    pub fn tell(&mut self, field: F, words: String) {
        self.told = Some(Complaint { field, words });
    }

    /// A field was changed: what somebody else found wrong with it may be mended.
    pub fn changed(&mut self, field: F) {
        self.told = self.told.take().filter(|told| told.field != field);
    }

    /// Something was chosen that may have mended whatever somebody else found.
    pub fn untell(&mut self) {
        self.told = None;
    }

    /// Keeps what a check found.
    pub fn note<T>(&mut self, checked: Result<T, Vec<Complaint<F>>>) {
        self.found = checked.err().unwrap_or_default();
    }

    /// Saving was tried: every field may say what is wrong with it. Gives the first to go to.
    pub fn insist(&mut self, found: Vec<Complaint<F>>) -> Option<F> {
        self.left.leave_all();
        self.found = found;
        self.found.first().map(|complaint| complaint.field)
    }

    /// What is wrong with a field, once it may be said.
    pub fn about(&self, field: F) -> Option<&str> {
        let first = self.found.iter().find(|complaint| complaint.field == field);
        let own = self
            .left
            .show(&field.to_string(), first.map(|first| first.words.as_str()));
        let told = self.told.as_ref().filter(|told| told.field == field);
        own.or(told.map(|told| told.words.as_str()))
    }

    /// Whether a field that `is_meant` has something wrong with it, said or not.
    pub fn any(&self, is_meant: impl Fn(F) -> bool) -> bool {
        self.found.iter().any(|complaint| is_meant(complaint.field))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn missing(field: &'static str) -> Complaint<&'static str> {
        Complaint {
            field,
            words: format!("The {field} is missing."),
        }
    }

    #[test]
    fn a_field_complains_once_it_was_left_and_all_do_once_saving_was_tried() {
        let mut complaints = Complaints::default();
        complaints.note::<()>(Err(vec![missing("name"), missing("day")]));
        assert_eq!(complaints.about("name"), None);
        assert!(complaints.any(|field| field == "name"));
        complaints.leave("name");
        assert_eq!(complaints.about("name"), Some("The name is missing."));
        assert_eq!(complaints.about("day"), None);
        assert_eq!(complaints.insist(vec![missing("day")]), Some("day"));
        assert_eq!(complaints.about("day"), Some("The day is missing."));
        complaints.note(Ok(()));
        assert_eq!(complaints.about("day"), None);
    }

    #[test]
    fn what_somebody_else_finds_is_said_until_the_field_is_changed() {
        let mut complaints = Complaints::default();
        complaints.tell("name", String::from("Too long for a claim."));
        assert_eq!(complaints.about("name"), Some("Too long for a claim."));
        complaints.changed("day");
        assert_eq!(complaints.about("name"), Some("Too long for a claim."));
        complaints.changed("name");
        assert_eq!(complaints.about("name"), None);
    }
}
