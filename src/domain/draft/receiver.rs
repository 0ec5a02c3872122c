//! A receiver of claim files as typed. It must not know the files.

use super::Complaint;
use super::checks::Checks;
use super::shape::Room;
use crate::domain::practice::{NewReceiver, Separators};

mod profile;

form! {
    /// A receiver of claim files as typed.
    ReceiverDraft {
        typed {
            /// Its name.
            name: Name,
            /// Its id.
            receiver_id: ReceiverId,
            /// What kind of id that is (ISA07).
            receiver_qualifier: ReceiverQualifier = "ZZ",
            /// Our id with it.
            sender_id: SenderId,
            /// What kind of id that is (ISA05).
            sender_qualifier: SenderQualifier = "ZZ",
            /// Between elements.
            element_separator: ElementSeparator = "*",
            /// Between components.
            component_separator: ComponentSeparator = ":",
            /// Between repetitions.
            repetition_separator: RepetitionSeparator = "^",
            /// After each segment; a line feed is written `LF`.
            segment_terminator: SegmentTerminator = "~",
            /// How its files are called, with placeholders.
            file_naming: FileNaming = "{receiver}-{day}-{control}.837",
            /// The most claims of one file; empty for any number.
            most_claims: MostClaims,
            /// The most bytes of one file, as `10 MB`; empty for any number.
            most_bytes: MostBytes,
            /// Where files are put to be picked up; empty when asked each time.
            folder_out: FolderOut,
            /// Where answers arrive; empty when none is watched.
            folder_in: FolderIn,
            /// Whom it asks about files; empty for the practice's contact, as all that follows.
            contact_name: ContactName,
            /// Their phone.
            contact_phone: ContactPhone,
            /// Their e-mail; may be empty.
            contact_email: ContactEmail,
            /// Payers' ids with it that are others than usual, as `60054=AETNA`, blanks between; may be empty.
            payer_ids: PayerIds,
        }
        chosen {
            /// Whether files are marked as a test.
            is_test: IsTest of bool,
            /// Whether a line feed follows each segment.
            newline: Newline of bool = true,
        }
    }
}

/// The kinds of id that ISA05 and ISA07 know.
const QUALIFIERS: [&str; 10] = ["01", "14", "20", "27", "28", "29", "30", "33", "ZZ", "12"];

/// How a line feed is written in a field of one line.
const LINE_FEED: &str = "LF";

impl ReceiverDraft {
    /// Gives the receiver, or what is wrong.
    ///
    /// # Errors
    /// One complaint or more for each field that cannot be used.
    pub fn check(&self) -> Result<NewReceiver, Vec<Complaint<Field>>> {
        let typed = |field| (field, self.text(field));
        let mut checks = Checks::new();
        let name = checks.line(typed(Field::Name), Room::new("the name", 60));
        let receiver_id = id(&mut checks, typed(Field::ReceiverId), "the receiver's id");
        let receiver_qualifier = checks.note(
            Field::ReceiverQualifier,
            qualifier(&self.receiver_qualifier),
        );
        let sender_id = id(&mut checks, typed(Field::SenderId), "our id");
        let sender_qualifier =
            checks.note(Field::SenderQualifier, qualifier(&self.sender_qualifier));
        let separators = self.separators(&mut checks);
        let profile = self.profile(&mut checks);
        checks.finish(|| {
            Some(NewReceiver {
                name: name?,
                receiver_id: receiver_id?,
                receiver_qualifier: receiver_qualifier?,
                sender_id: sender_id?,
                sender_qualifier: sender_qualifier?,
                is_test: self.is_test,
                separators: separators?,
                profile: profile?,
            })
        })
    }

    fn separators(&self, checks: &mut Checks<Field>) -> Option<Separators> {
        let fields = [
            Field::ElementSeparator,
            Field::ComponentSeparator,
            Field::RepetitionSeparator,
            Field::SegmentTerminator,
        ];
        let mut taken = Vec::new();
        for field in fields {
            let read = separator(self.text(field), field == Field::SegmentTerminator);
            let read = checks.note(field, read);
            let other = checks.hold(
                field,
                read,
                |mark| !taken.contains(mark),
                "the four separators must differ",
            );
            taken.extend(other);
        }
        let [element, component, repetition, segment] = taken.try_into().ok()?;
        Some(Separators {
            element,
            component,
            repetition,
            segment,
            newline: self.newline,
        })
    }
}

fn id(checks: &mut Checks<Field>, typed: (Field, &str), what: &'static str) -> Option<String> {
    let id = checks.line(typed, Room::new(what, 15))?;
    Some(id.to_uppercase())
}

fn qualifier(text: &str) -> Result<String, &'static str> {
    let text = text.trim().to_ascii_uppercase();
    if QUALIFIERS.contains(&text.as_str()) {
        Ok(text)
    } else {
        Err(
            "the kind of id is ZZ for one both sides agreed on, 30 for a tax id, 01 or 14 for DUNS, or 12, 20, 27, 28, 29, 33",
        )
    }
}

fn separator(text: &str, ends_segments: bool) -> Result<char, &'static str> {
    const MARK: &str = "a separator is one plain mark such as * : ^ ~ and never a letter, a digit, a space, a point or a hyphen";
    let text = if text.contains('\n') {
        LINE_FEED
    } else {
        text.trim()
    };
    if ends_segments && text.eq_ignore_ascii_case(LINE_FEED) {
        return Ok('\n');
    }
    let mut letters = text.chars();
    match (letters.next(), letters.next()) {
        (Some(mark), None) if mark.is_ascii_punctuation() && mark != '.' && mark != '-' => Ok(mark),
        _ => Err(MARK),
    }
}

impl From<&NewReceiver> for ReceiverDraft {
    fn from(what: &NewReceiver) -> Self {
        let separators = &what.separators;
        Self {
            name: what.name.clone(),
            receiver_id: what.receiver_id.clone(),
            receiver_qualifier: what.receiver_qualifier.clone(),
            sender_id: what.sender_id.clone(),
            sender_qualifier: what.sender_qualifier.clone(),
            element_separator: separators.element.to_string(),
            component_separator: separators.component.to_string(),
            repetition_separator: separators.repetition.to_string(),
            segment_terminator: match separators.segment {
                '\n' => LINE_FEED.to_owned(),
                mark => mark.to_string(),
            },
            is_test: what.is_test,
            newline: separators.newline,
            ..Self::of_profile(&what.profile)
        }
    }
}
