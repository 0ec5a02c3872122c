//! The sheet that carries a recovery key into an envelope, as a PDF. The key is lent and kept nowhere.

use chrono::NaiveDate;

use super::{OfficeError, RecoveryKey};
use crate::pdf::font::Fonts;
use crate::pdf::recovery::{RecoverySheet, sheet};
use crate::pdf::write::{Title, document};

/// Makes the sheet for `key`, which opens the book the practice calls `book`.
///
/// # Errors
/// [`OfficeError::File`] when the page cannot be made.
pub fn recovery_sheet(
    book: &str,
    key: &RecoveryKey,
    made_on: NaiveDate,
) -> Result<Vec<u8>, OfficeError> {
    let groups = key.groups();
    let recovery = RecoverySheet {
        book,
        made_on,
        groups: &groups,
    };
    let fonts = Fonts::load().map_err(failed)?;
    document(
        &fonts,
        Title::RecoveryKey,
        made_on,
        &[sheet(&recovery, &fonts)],
    )
    .map_err(failed)
}

fn failed(error: impl std::error::Error + Send + Sync + 'static) -> OfficeError {
    OfficeError::File {
        task: "draw the recovery key",
        source: std::io::Error::other(error),
    }
}
