//! The same work as the window for scripts: one command is one verb, `--json` prints one document. It must not know
//! SQL, segments, PDFs or widgets.
//!
//! Exit status: 0 done; 1 refused or found wrong, and the work is as it was before; 2 bad usage. Messages go to
//! standard error; standard output carries the answer and nothing else.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "this is the room that talks to a terminal"
)]

mod accounts;
mod answers;
mod args;
mod book;
mod claim;
mod closing;
mod collections;
mod contracts;
mod counter;
mod credits;
mod denials;
mod deposits;
mod desk;
mod documents;
mod edi;
mod estimates;
mod listing;
mod made;
mod money;
mod out;
mod papers;
mod plans;
mod posting_rules;
mod printing;
mod relief;
mod remittances;
mod rules;
mod sending;
mod statements;
mod underpaid;
mod why;

use std::process::ExitCode;

use clap::Parser;

use self::args::{Args, Command, InBook};
use self::out::Out;
use crate::office::Office;

/// Why a command ended badly.
#[derive(Debug, thiserror::Error)]
enum CliError {
    /// The office said no.
    #[error(transparent)]
    Office(#[from] crate::office::OfficeError),
    /// The demo practice could not be made.
    #[error(transparent)]
    Demo(#[from] crate::demo::DemoError),
    /// A file could not be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// Which.
        path: std::path::PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A document is not JSON of the right shape.
    #[error("the document cannot be read: line {line}, column {column}")]
    Document {
        /// Where.
        line: usize,
        /// Where in it.
        column: usize,
    },
    /// A document has a field that its form has not.
    #[error(
        "the document has a field that is not known: {0}; `pegboard template` prints those that are"
    )]
    UnknownField(String),
    /// What a document says cannot be used; each sentence was said already.
    #[error("nothing was written")]
    Complaints,
    /// No book was named and none is remembered.
    #[error("name a book with --book FOLDER; none was used before")]
    NoBook,
    /// The passphrase could not be asked for.
    #[error("the passphrase is missing: set PEGBOARD_PASSPHRASE, or run where it can be typed")]
    NoPassphrase,
    /// Something that was named is not there.
    #[error("there is no {0}")]
    NotThere(String),
    /// Only an EOB answers claims.
    #[error("--claim goes with the template of an EOB only")]
    AnswersNoClaim,
    /// The window could not be opened.
    #[error("{0}")]
    Window(String),
    /// A check found something wrong; the answer says what.
    #[error("not everything holds")]
    FoundWrong,
}

/// Does what was asked, and says how it went. Opens the window when no command was given.
pub fn run() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
            // Help and version are answers, anything else is bad usage.
            let is_answer = !error.use_stderr();
            let _shown = error.print();
            return if is_answer {
                ExitCode::SUCCESS
            } else {
                ExitCode::from(2)
            };
        }
    };
    let mut out = Out::new(args.json);
    match dispatch(&args, &mut out) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            out.complain(&error.to_string());
            ExitCode::FAILURE
        }
    }
}

fn dispatch(args: &Args, out: &mut Out) -> Result<(), CliError> {
    let Some(command) = &args.command else {
        return made::window(args.book.clone());
    };
    match command {
        Command::Demo {
            folder,
            size,
            seed,
            no_window,
        } => made::demo(out, folder, *size, *seed, *no_window),
        Command::New {
            folder,
            owner,
            practice,
        } => book::new(out, folder, owner, practice),
        Command::Template { kind, claims } if claims.is_empty() => {
            documents::template(out, *kind);
            Ok(())
        }
        Command::Template { kind, claims } => book::with(args, |office| {
            money::template_for(out, office, *kind, claims)
        }),
        Command::Edi { files } => edi::show(out, files),
        Command::InBook(command) => book::with(args, |office| in_a_book(office, command, out)),
    }
}

/// Does what needs a book open.
#[allow(
    clippy::too_many_lines,
    reason = "one line a command, and there are many"
)]
fn in_a_book(office: &mut Office, command: &InBook, out: &Out) -> Result<(), CliError> {
    match command {
        InBook::Add {
            kind,
            file,
            patient,
        } => desk::add(out, office, *kind, file, *patient),
        InBook::List { what, text, state } => {
            let text = text.as_deref().unwrap_or_default();
            listing::list(out, office, *what, text, state)
        }
        InBook::Sign { visit, on } => desk::sign(out, office, *visit, *on),
        InBook::Question(what) => desk::question(out, office, what),
        InBook::Import {
            kind: args::Import::Bank,
            file,
            bank,
            columns,
            ..
        } => deposits::import(out, office, file, *bank, columns.as_deref()),
        InBook::Import {
            kind,
            file,
            effective,
            ..
        } => desk::import(out, office, *kind, file, *effective),
        InBook::Scrub { claim } => sending::scrub(out, office, claim.as_deref()),
        InBook::Waive {
            claim,
            edit,
            reason,
        } => sending::waive(out, office, claim, edit, reason),
        InBook::Rules { act } => rules::rules(out, office, act),
        InBook::PostingRules { act } => posting_rules::rules(out, office, act),
        InBook::Claim { deed } => claim::run(out, office, deed),
        InBook::Denials { act } => denials::denials(out, office, act.as_ref()),
        InBook::Accounts(what) => accounts::run(out, office, what),
        InBook::Appeal { act } => denials::appeal(out, office, act),
        InBook::Receive { files, dry_run, .. } => answers::receive(out, office, files, *dry_run),
        InBook::Unpost { remittance, why } => remittances::unpost(out, office, *remittance, why),
        InBook::Post {
            remittance,
            park,
            on,
        } => remittances::post(out, office, *remittance, *park, *on),
        InBook::Recovered {
            payer,
            reference,
            claim,
        } => remittances::recovered(out, office, *payer, reference, claim),
        InBook::Pass { remittance, why } => remittances::pass(out, office, *remittance, why),
        InBook::Match {
            remittance,
            place,
            claims,
        } => remittances::match_claims(out, office, *remittance, *place, claims),
        InBook::Inquire { folder, claims } => {
            answers::inquire(out, office, folder.as_deref(), claims)
        }
        InBook::Proof { claim, file } => answers::proof(out, office, claim, file),
        InBook::Export { folder, inquire } => {
            sending::export(out, office, folder.as_deref(), *inquire)
        }
        InBook::PrintClaims(wanted) => printing::print(out, office, wanted),
        InBook::Printer { act } => printing::printer(out, office, act),
        InBook::Remake {
            batch,
            receiver,
            folder,
        } => papers::remake(out, office, *batch, *receiver, folder.as_deref()),
        InBook::Attach(wanted) => papers::attach(out, office, wanted),
        InBook::Detach { paper } => papers::detach(out, office, *paper),
        InBook::Papers { claim, save } => papers::papers(out, office, claim, save),
        InBook::PostEob { file, dry_run } => money::post_eob(out, office, file, *dry_run),
        InBook::UnpostEob { eob, why } => money::unpost_eob(out, office, *eob, why),
        InBook::Estimate { act } => estimates::run(out, office, act),
        InBook::Plan { act } => plans::run(out, office, act),
        InBook::Counter(what) => counter::run(out, office, what),
        InBook::Money(what) => deposits::run(out, office, what),
        InBook::Statements(wanted) => statements::run(out, office, wanted),
        InBook::StatementRules { file, why } => {
            statements::rules(out, office, file.as_deref(), why)
        }
        InBook::MailReturned {
            account,
            on,
            arrives,
        } => statements::returned(out, office, *account, *on, *arrives),
        InBook::OnAccount(what) => credits::run(out, office, what),
        InBook::Report(wanted) => closing::report(out, office, wanted),
        InBook::Close(wanted) => closing::close(out, office, wanted),
        InBook::Reopen(wanted) => closing::reopen(out, office, wanted),
        InBook::Closes => closing::closes(out, office),
        InBook::Why { account } => why::why(out, office, account),
        InBook::Contracts { deed } => contracts::run(out, office, deed.as_ref()),
        InBook::Underpaid(wanted) => underpaid::run(out, office, wanted),
        InBook::Verify => book::verify(out, office),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn commands_that_need_a_book_stand_beside_those_that_do_not() {
        Args::command().debug_assert();
        let read = |line: &str| Args::try_parse_from(line.split(' ')).unwrap().command;
        assert!(matches!(
            read("pegboard statements out --account 7 --dry-run"),
            Some(Command::InBook(InBook::Statements(args::Statements {
                account: Some(7),
                dry_run: true,
                ..
            })))
        ));
        assert!(matches!(
            read("pegboard edi a.edi"),
            Some(Command::Edi { .. })
        ));
    }
}
