//! Opening a book for a command, making one, and checking it.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::args::Args;
use super::out::{self, Out};
use super::{CliError, documents};
use crate::domain::draft::PracticeDraft;
use crate::office::{Clock, Office, Shelf};

/// Opens the book that was named, or the one used last, does the work, and closes it.
pub fn with<T>(
    args: &Args,
    work: impl FnOnce(&mut Office) -> Result<T, CliError>,
) -> Result<T, CliError> {
    let folder = args
        .book
        .clone()
        .or_else(last_book)
        .ok_or(CliError::NoBook)?;
    let mut office = Office::open(&folder, &passphrase("Passphrase: ")?, Clock::System)?;
    let done = work(&mut office)?;
    office.close()?;
    Ok(done)
}

/// Asks for a passphrase, or takes it from the environment. Never from the arguments, where others could read it.
fn passphrase(prompt: &str) -> Result<String, CliError> {
    match std::env::var("PEGBOARD_PASSPHRASE") {
        Ok(given) => Ok(given),
        Err(_) => rpassword::prompt_password(prompt).map_err(|_| CliError::NoPassphrase),
    }
}

/// Makes a book and gives its recovery key.
pub fn new(out: &Out, folder: &Path, owner: &str, practice: &Path) -> Result<(), CliError> {
    let draft: PracticeDraft = documents::read(practice)?;
    let practice = draft
        .check()
        .map_err(|complaints| documents::complain(out, &complaints))?;
    let (office, recovery) = Office::create(
        folder,
        owner,
        &passphrase("Choose a passphrase: ")?,
        &practice,
        Clock::System,
    )?;
    let groups = recovery.groups();
    out.answer(&json!({ "book": folder, "recovery_key": groups.join("-") }), || {
        vec![
            format!("Made {}.", folder.display()),
            String::from("Its recovery key opens it if the passphrase is forgotten. It is shown this once; write it down and keep it away from this computer:"),
            format!("  {}", groups.join("-")),
        ]
    });
    office.close()?;
    if let Some(place) = Shelf::place() {
        let mut shelf = Shelf::read(&place);
        shelf.put_first(folder);
        // The book is made; that it is not remembered is no reason to call that refused.
        if let Err(error) = shelf.write(&place) {
            out.say(&error.to_string());
        }
    }
    Ok(())
}

/// Checks every invariant of the book.
pub fn verify(out: &Out, office: &mut Office) -> Result<(), CliError> {
    let verification = office.verify(&mut out.progress("verify"))?;
    let checks: Vec<_> = verification
        .checks
        .iter()
        .map(|check| json!({ "name": check.name, "holds": check.holds, "detail": check.detail }))
        .collect();
    out.answer(
        &json!({ "holds": verification.holds, "checks": checks }),
        || {
            let rows: Vec<Vec<String>> = verification
                .checks
                .iter()
                .map(|check| {
                    vec![
                        if check.holds { "holds" } else { "WRONG" }.to_owned(),
                        check.name.to_string(),
                        check.detail.clone(),
                    ]
                })
                .collect();
            out::table(&["", "check", "detail"], &[], &rows)
        },
    );
    if verification.holds {
        Ok(())
    } else {
        Err(CliError::FoundWrong)
    }
}

/// The book that was used last on this computer.
fn last_book() -> Option<PathBuf> {
    Shelf::read(&Shelf::place()?).books.into_iter().next()
}
