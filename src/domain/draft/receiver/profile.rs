//! How files go to a receiver and answers come back, as typed. It must not know files.

use super::{Field, ReceiverDraft};
use crate::domain::code::{Email, Phone};
use crate::domain::draft::checks::Checks;
use crate::domain::draft::shape::Room;
use crate::domain::practice::{FileNaming, PayerIds, Profile, SubmitterContact};

const KILOBYTE: u64 = 1_000;
const MEGABYTE: u64 = 1_000_000;
/// Below this no file holds a claim.
const LEAST_BYTES: u64 = 2_000;

impl ReceiverDraft {
    pub(super) fn profile(&self, checks: &mut Checks<Field>) -> Option<Profile> {
        let typed = |field| (field, self.text(field));
        let naming = checks.code::<FileNaming>(typed(Field::FileNaming));
        let most_claims = read(checks, typed(Field::MostClaims), claims);
        let most_bytes = read(checks, typed(Field::MostBytes), bytes);
        let folder_out = folder(checks, typed(Field::FolderOut));
        let folder_in = folder(checks, typed(Field::FolderIn));
        let contact = self.contact(checks);
        let payer_ids = checks.code::<PayerIds>(typed(Field::PayerIds));
        Some(Profile {
            naming: naming?,
            most_claims,
            most_bytes,
            folder_out: folder_out?,
            folder_in: folder_in?,
            contact,
            payer_ids: payer_ids?,
        })
    }

    /// The contact, none where nothing of one was typed.
    fn contact(&self, checks: &mut Checks<Field>) -> Option<SubmitterContact> {
        let fields = [Field::ContactName, Field::ContactPhone, Field::ContactEmail];
        let typed = |field| (field, self.text(field));
        if fields
            .iter()
            .all(|field| self.text(*field).trim().is_empty())
        {
            return None;
        }
        let name = checks.line(
            typed(Field::ContactName),
            Room::new("the contact's name", 60),
        );
        let phone = checks.code::<Phone>(typed(Field::ContactPhone));
        let email = checks.code_if_given::<Email>(typed(Field::ContactEmail));
        Some(SubmitterContact {
            name: name?,
            phone: phone?,
            email,
        })
    }

    pub(super) fn of_profile(profile: &Profile) -> Self {
        let contact = profile.contact.as_ref();
        Self {
            file_naming: profile.naming.as_str().to_owned(),
            most_claims: profile
                .most_claims
                .map(|most| most.to_string())
                .unwrap_or_default(),
            most_bytes: profile.most_bytes.map(shown).unwrap_or_default(),
            folder_out: profile.folder_out.clone(),
            folder_in: profile.folder_in.clone(),
            contact_name: contact.map(|one| one.name.clone()).unwrap_or_default(),
            contact_phone: contact.map(|one| one.phone.to_string()).unwrap_or_default(),
            contact_email: contact
                .and_then(|one| one.email.as_ref())
                .map(ToString::to_string)
                .unwrap_or_default(),
            payer_ids: profile.payer_ids.to_string(),
            ..Self::default()
        }
    }
}

fn read<T>(
    checks: &mut Checks<Field>,
    (field, text): (Field, &str),
    read: fn(&str) -> Result<T, &'static str>,
) -> Option<T> {
    if text.trim().is_empty() {
        return None;
    }
    checks.note(field, read(text.trim()))
}

fn claims(text: &str) -> Result<u32, &'static str> {
    text.replace(',', "")
        .parse()
        .ok()
        .filter(|most| (1..=1_000_000).contains(most))
        .ok_or("how many claims a file holds is a whole number, as 5000")
}

/// Bytes, or thousands or millions of them: `500 KB`, `10 MB`.
fn bytes(text: &str) -> Result<u64, &'static str> {
    const WORDS: &str = "how large a file may be is a whole number with KB or MB, as 10 MB";
    let upper = text.replace(',', "").to_ascii_uppercase();
    let (number, times) = if let Some(number) = upper.strip_suffix("MB") {
        (number, MEGABYTE)
    } else if let Some(number) = upper.strip_suffix("KB") {
        (number, KILOBYTE)
    } else {
        (upper.as_str(), 1)
    };
    let number: u64 = number.trim().parse().map_err(|_| WORDS)?;
    let most = number.checked_mul(times).ok_or(WORDS)?;
    if (LEAST_BYTES..=1_000 * MEGABYTE).contains(&most) {
        Ok(most)
    } else {
        Err("a file is at least 2 KB and at most 1,000 MB large")
    }
}

/// As it is typed again.
fn shown(bytes: u64) -> String {
    match (bytes.checked_rem(MEGABYTE), bytes.checked_rem(KILOBYTE)) {
        (Some(0), _) => format!("{} MB", bytes.div_euclid(MEGABYTE)),
        (_, Some(0)) => format!("{} KB", bytes.div_euclid(KILOBYTE)),
        _ => bytes.to_string(),
    }
}

/// A folder by its whole path; where the program was started must not decide where claims go.
fn folder(checks: &mut Checks<Field>, (field, text): (Field, &str)) -> Option<String> {
    let text = text.trim();
    let is_whole = text.starts_with('/')
        || text.starts_with("\\\\")
        || text
            .split_once(':')
            .is_some_and(|(drive, path)| drive.len() == 1 && path.starts_with(['\\', '/']));
    if !text.is_empty() && !is_whole {
        checks.complain(
            field,
            "give the whole path of the folder, from the drive or the root on",
        );
        return None;
    }
    checks.words((field, text), Room::new("the folder", 400))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_as_they_are_shown() {
        for (text, bytes_of) in [("10 MB", 10_000_000), ("500kb", 500_000), ("2,048", 2_048)] {
            assert_eq!(bytes(text), Ok(bytes_of), "{text}");
            assert_eq!(bytes(&shown(bytes_of)), Ok(bytes_of), "{text}");
        }
        for text in ["", "x", "1", "99999999999999999999 MB", "-5 MB", "2000 MB"] {
            assert!(bytes(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_folder_is_a_whole_path() {
        for (path, fits) in [
            ("", true),
            ("/srv/claims", true),
            ("C:\\claims\\out", true),
            ("\\\\server\\claims", true),
            ("claims", false),
            ("../claims", false),
            ("C:claims", false),
        ] {
            let mut checks = Checks::new();
            let read = folder(&mut checks, (Field::FolderOut, path));
            assert_eq!(read.is_some(), fits, "{path}");
        }
    }
}
