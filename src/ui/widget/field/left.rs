//! Which fields of a form were left, so that errors show neither too early nor too late. It must not know the form.

use std::collections::BTreeSet;

/// The fields that may show what is wrong with them.
#[derive(Clone, Debug)]
pub struct Left<Name> {
    left: BTreeSet<Name>,
    all: bool,
}

impl<Name> Default for Left<Name> {
    fn default() -> Self {
        Self {
            left: BTreeSet::new(),
            all: false,
        }
    }
}

impl<Name: Ord> Left<Name> {
    /// A field was left: from now on its errors show.
    pub fn leave(&mut self, field: Name) {
        let _ = self.left.insert(field);
    }

    /// Saving was tried: from now on all errors show.
    pub fn leave_all(&mut self) {
        self.all = true;
    }

    /// A new form.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Gives the error back if the field may show it.
    pub fn show<E>(&self, field: &Name, error: Option<E>) -> Option<E> {
        error.filter(|_| self.all || self.left.contains(field))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_show_once_a_field_was_left_or_saving_was_tried() {
        let mut left = Left::default();
        assert_eq!(left.show(&"name", Some("missing")), None);
        left.leave("name");
        assert_eq!(left.show(&"name", Some("missing")), Some("missing"));
        assert_eq!(left.show(&"npi", Some("missing")), None);
        left.leave_all();
        assert_eq!(left.show(&"npi", Some("missing")), Some("missing"));
        left.clear();
        assert_eq!(left.show(&"npi", Some("missing")), None);
    }
}
