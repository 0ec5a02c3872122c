//! The pages of a long list that were read: a bounded number of them, those around what is looked at. It must not know
//! where pages come from.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::patient::PatientRow;

/// Pages kept at most; with more, the one farthest from the newest goes.
const MOST: usize = 40;

/// The pages that were read, and those that are being read.
#[derive(Default)]
pub(super) struct Pages {
    read: BTreeMap<usize, Vec<PatientRow>>,
    asked: BTreeSet<usize>,
}

impl Pages {
    /// Rows on a page.
    pub const SIZE: usize = 100;

    /// The place in the list at which a page begins.
    pub const fn offset(page: usize) -> usize {
        page.saturating_mul(Self::SIZE)
    }

    /// The row at a place in the list, if its page was read.
    pub fn row(&self, at: usize) -> Option<&PatientRow> {
        let page = at.checked_div(Self::SIZE)?;
        self.read
            .get(&page)?
            .get(at.checked_sub(Self::offset(page))?)
    }

    /// The page to read for a row that is missing, unless it is being read already.
    pub fn wanted(&mut self, at: usize) -> Option<usize> {
        let page = at.checked_div(Self::SIZE)?;
        (!self.read.contains_key(&page) && self.asked.insert(page)).then_some(page)
    }

    /// Keeps a page, and lets the farthest go when there are too many.
    pub fn keep(&mut self, page: usize, rows: Vec<PatientRow>) {
        self.give_up(page);
        let _before = self.read.insert(page, rows);
        let farthest = self
            .read
            .keys()
            .copied()
            .max_by_key(|kept| kept.abs_diff(page))
            .filter(|_| self.read.len() > MOST);
        if let Some(farthest) = farthest {
            let _gone = self.read.remove(&farthest);
        }
    }

    /// The page could not be read; it may be asked for again.
    pub fn give_up(&mut self, page: usize) {
        let _was_asked = self.asked.remove(&page);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_asked_for_once() {
        let mut pages = Pages::default();
        assert_eq!(pages.wanted(250), Some(2));
        assert_eq!(pages.wanted(299), None);
        pages.keep(2, Vec::new());
        assert_eq!(pages.wanted(250), None);
        assert_eq!(pages.wanted(300), Some(3));
        pages.give_up(3);
        assert_eq!(pages.wanted(300), Some(3));
    }

    #[test]
    fn the_farthest_page_is_let_go() {
        let mut pages = Pages::default();
        for page in 0..=MOST {
            let _ = pages.wanted(Pages::offset(page));
            pages.keep(page, Vec::new());
        }
        assert_eq!(pages.read.len(), MOST);
        assert!(!pages.read.contains_key(&0) && pages.read.contains_key(&MOST));
        assert_eq!(pages.wanted(0), Some(0), "it may be read again");
    }
}
