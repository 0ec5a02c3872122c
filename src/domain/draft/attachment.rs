//! A paper announced with a claim, as typed. It must not know files.

use super::Complaint;
use super::checks::Checks;
use super::shape::Room;
use crate::domain::attachment::NewClaimAttachment;
use crate::domain::code::{ReportKind, Transmission};

form! {
    /// A paper announced with a claim, as typed.
    AttachmentDraft {
        typed {
            /// What it is, by code or words.
            report: Report = "OZ",
            /// How it reaches the payer, by code or words.
            transmission: Transmission = "FX",
            /// The number that stands on it; may be empty, the book gives one then.
            control_number: ControlNumber,
        }
    }
}

impl AttachmentDraft {
    /// Gives the paper, or what is wrong.
    ///
    /// # Errors
    /// One complaint or more for each field that cannot be used.
    pub fn check(&self) -> Result<NewClaimAttachment, Vec<Complaint<Field>>> {
        let typed = |field| (field, self.text(field));
        let mut checks = Checks::new();
        let report = checks.choice::<ReportKind>(typed(Field::Report), "choose what it is");
        let transmission = checks.choice::<Transmission>(
            typed(Field::Transmission),
            "choose how it reaches the payer",
        );
        let room = Room {
            least: 2,
            ..Room::new("the number on the paper", 50)
        };
        let control_number = checks.line_if_given(typed(Field::ControlNumber), room);
        checks.finish(|| {
            Some(NewClaimAttachment {
                report: report?,
                transmission: transmission?,
                control_number: control_number?,
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paper_needs_a_kind_and_a_way_and_no_number() {
        let draft = AttachmentDraft::default();
        let paper = draft.check().unwrap();
        assert_eq!(paper.report, ReportKind::Support);
        assert!(paper.control_number.is_empty());
        for (field, text) in [
            (Field::Report, "77"),
            (Field::Transmission, "pigeon"),
            (Field::ControlNumber, "7"),
        ] {
            let mut draft = AttachmentDraft::default();
            text.clone_into(draft.text_mut(field).unwrap());
            let complaints = draft.check().unwrap_err();
            assert_eq!(complaints[0].field, field, "{field}");
        }
    }
}
