//! A printer's setting for paper forms as typed. It must not know forms.

use super::Complaint;
use super::checks::Checks;
use super::shape::Room;
use crate::domain::cms1500::printer::{Named, Printer, PrinterError, Shift};

form! {
    /// How a printer sets type on paper forms, as typed.
    PrinterDraft {
        typed {
            /// What people call it.
            name: Name,
            /// By how many hundredths of an inch everything moves to the right.
            right: Right = "0",
            /// By how many hundredths of an inch everything moves down.
            down: Down = "0",
            /// Single boxes that move besides: box, right and down, as `24F:1:0`, with blanks between them.
            nudges: Nudges,
        }
    }
}

impl PrinterDraft {
    /// Gives the printer, or what is wrong.
    ///
    /// # Errors
    /// One complaint or more for each field that cannot be used.
    pub fn check(&self) -> Result<Named, Vec<Complaint<Field>>> {
        let mut checks = Checks::new();
        let typed = |field| (field, self.text(field));
        let name = checks.line(typed(Field::Name), Room::new("the name", 40));
        let mut moved = |field| {
            let by = Shift::read(self.text(field));
            checks.note(field, by)
        };
        let (x, y) = (moved(Field::Right), moved(Field::Down));
        let mut printer = Printer::default();
        let nudged = self
            .nudges
            .split_whitespace()
            .try_for_each(|nudge| printer.nudge(nudge));
        let nudged = checks.note(Field::Nudges, nudged);
        checks.finish(|| {
            printer.offset = Shift { x: x?, y: y? };
            nudged.and(name).map(|name| Named { name, printer })
        })
    }
}

impl From<&Named> for PrinterDraft {
    fn from(named: &Named) -> Self {
        let nudges = named.printer.nudges.iter();
        let nudges: Vec<String> = nudges
            .map(|(of_box, by)| format!("{of_box}:{}:{}", by.x, by.y))
            .collect();
        Self {
            name: named.name.clone(),
            right: named.printer.offset.x.to_string(),
            down: named.printer.offset.y.to_string(),
            nudges: nudges.join(" "),
        }
    }
}

impl Shift {
    /// Reads hundredths of an inch; nothing typed is none.
    fn read(text: &str) -> Result<i16, PrinterError> {
        let text = text.trim().trim_start_matches('+');
        if text.is_empty() {
            return Ok(0);
        }
        let by = text
            .parse()
            .map_err(|_| PrinterError::NoNumber(text.to_owned()))?;
        Self { x: by, y: 0 }.check()?;
        Ok(by)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_printer_is_typed_and_comes_back_as_it_was() {
        let draft = PrinterDraft {
            name: " Front desk ".to_owned(),
            right: "+3".to_owned(),
            down: "-2".to_owned(),
            nudges: "24f:1:0  33:0:-2".to_owned(),
        };
        let named = draft.check().unwrap();
        assert_eq!(named.name, "Front desk");
        assert_eq!(named.printer.offset, Shift { x: 3, y: -2 });
        assert_eq!(named.printer.nudges.len(), 2);
        let again = PrinterDraft::from(&named);
        assert_eq!(again.nudges, "24F:1:0 33:0:-2");
        assert_eq!(again.check().unwrap(), named);
    }

    #[test]
    fn what_is_wrong_stands_under_its_field() {
        let draft = PrinterDraft {
            name: String::new(),
            right: "a bit".to_owned(),
            down: "101".to_owned(),
            nudges: "99:1:1".to_owned(),
        };
        let wrong = draft.check().unwrap_err();
        let fields: Vec<Field> = wrong.iter().map(|one| one.field).collect();
        assert_eq!(
            fields,
            [Field::Name, Field::Right, Field::Down, Field::Nudges]
        );
    }
}
