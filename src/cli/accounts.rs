//! Accounts that somebody has to call or write about: notes, promises, disputes.

use chrono::NaiveDate;
use clap::{Args, Subcommand, ValueEnum};
use serde_json::{Value, json};

use super::CliError;
use super::collections::{self, CollectionsAct, Small};
use super::out::{self, Out};
use super::sending::numbered;
use crate::domain::contact::{
    About, Dispute, Ended, FollowUp, HoldCause, NewNote, Note, PromiseState, Way,
};
use crate::domain::id::{
    ChargeLineId, DisputeId, GuarantorId, NoteId, PatientId, PromiseId, UserId,
};
use crate::domain::money::Money;
use crate::domain::patient::account_number;
use crate::domain::typed::show_date;
use crate::office::Office;

/// What is done about accounts.
#[derive(Debug, Subcommand)]
pub enum OfAccounts {
    /// Notes and calls about an account, with the day to follow up.
    Note {
        /// What to do.
        #[command(subcommand)]
        act: NoteAct,
    },
    /// What was promised, and whether it was kept; or take a promise down.
    Promises {
        /// What to do; without, they are listed.
        #[command(subcommand)]
        act: Option<PromisesAct>,
        /// Of this account only.
        #[arg(long)]
        account: Option<i64>,
    },
    /// What is disputed and so not asked for by mail; or open or settle a dispute.
    Disputes {
        /// What to do; without, they are listed.
        #[command(subcommand)]
        act: Option<DisputesAct>,
        /// Of this account only, settled ones too.
        #[arg(long)]
        account: Option<i64>,
    },
    /// What holds statements: held accounts, disputed accounts and services.
    Holds {
        /// Of this account only.
        #[arg(long)]
        account: Option<i64>,
    },
    /// Accounts that statements did not bring in: final notices, the agency and back, bad debt.
    Collections {
        /// What to do; without, the accounts are listed with what comes next for each.
        #[command(subcommand)]
        act: Option<CollectionsAct>,
    },
    /// Write balances off that are too small to ask for, or take such a run back.
    WriteOffSmall(Small),
}

/// What to do with notes.
#[derive(Debug, Subcommand)]
pub enum NoteAct {
    /// Write one.
    Add(NewNoteArgs),
    /// List them: of one account, or whatever is still to be followed up.
    List {
        /// Of this account.
        #[arg(long)]
        account: Option<i64>,
        /// Only what is due.
        #[arg(long)]
        due: bool,
    },
    /// Say that a note was followed up.
    Done {
        /// The note's number.
        note: i64,
        /// What came of it.
        #[arg(default_value = "")]
        words: String,
    },
    /// Put the follow-up to another day, or to somebody else.
    Move {
        /// The note's number.
        note: i64,
        /// To which day.
        to: NaiveDate,
        /// Whose work it is: the person's number in the book.
        #[arg(long = "for", value_name = "PERSON")]
        person: Option<i64>,
    },
}

/// A note about to be written.
#[derive(Debug, Args)]
pub struct NewNoteArgs {
    /// About which account.
    account: i64,
    /// What was said.
    words: String,
    /// How.
    #[arg(long, value_enum, default_value_t = HowSaid::Note)]
    way: HowSaid,
    /// With whom.
    #[arg(long, default_value = "")]
    with: String,
    /// About which patient: the number in the book.
    #[arg(long)]
    patient: Option<i64>,
    /// About which claim, by number.
    #[arg(long, value_name = "NUMBER")]
    claim: Option<String>,
    /// The day to follow up.
    #[arg(long, value_name = "DAY")]
    follow_up: Option<NaiveDate>,
    /// Whose work that is: the person's number in the book.
    #[arg(long = "for", value_name = "PERSON", requires = "follow_up")]
    person: Option<i64>,
    /// What was promised.
    #[arg(long, value_name = "AMOUNT", requires = "by")]
    promised: Option<Money>,
    /// By which day.
    #[arg(long, value_name = "DAY", requires = "promised")]
    by: Option<NaiveDate>,
}

/// How something was said.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum HowSaid {
    /// Nothing was said; somebody wants it remembered.
    Note,
    /// We called.
    CallOut,
    /// They called.
    CallIn,
    /// We wrote.
    LetterOut,
    /// They wrote.
    LetterIn,
    /// At the desk.
    InPerson,
}

impl HowSaid {
    const fn way(self) -> Way {
        match self {
            Self::Note => Way::Note,
            Self::CallOut => Way::CallOut,
            Self::CallIn => Way::CallIn,
            Self::LetterOut => Way::LetterOut,
            Self::LetterIn => Way::LetterIn,
            Self::InPerson => Way::InPerson,
        }
    }
}

/// What to do with promises.
#[derive(Debug, Subcommand)]
pub enum PromisesAct {
    /// Take one down.
    Add {
        /// Of which account.
        account: i64,
        /// How much.
        amount: Money,
        /// By which day.
        by: NaiveDate,
    },
    /// Say that one no longer counts.
    Withdraw {
        /// Its number.
        promise: i64,
        /// Why.
        #[arg(long)]
        why: String,
    },
}

/// What to do with disputes.
#[derive(Debug, Subcommand)]
pub enum DisputesAct {
    /// Open one: what is disputed is not asked for by mail.
    Open {
        /// Of which account.
        account: i64,
        /// What they say.
        words: String,
        /// Which service, by its number in the book; the whole account when left out.
        #[arg(long)]
        line: Option<i64>,
    },
    /// Settle one.
    Settle {
        /// Its number.
        dispute: i64,
        /// How it ended.
        #[arg(value_enum)]
        ended: HowEnded,
        /// What was said.
        #[arg(long)]
        words: String,
    },
}

/// How a dispute ended.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum HowEnded {
    /// What was charged stands.
    Stands,
    /// The account was put right.
    Mended,
    /// They took it back.
    Withdrawn,
}

impl HowEnded {
    const fn ended(self) -> Ended {
        match self {
            Self::Stands => Ended::Stands,
            Self::Mended => Ended::Mended,
            Self::Withdrawn => Ended::Withdrawn,
        }
    }
}

/// Does what is done about accounts.
pub fn run(out: &Out, office: &mut Office, what: &OfAccounts) -> Result<(), CliError> {
    match what {
        OfAccounts::Note { act } => note(out, office, act),
        OfAccounts::Promises { act: None, account } => promises(out, office, *account),
        OfAccounts::Promises { act: Some(act), .. } => promise(out, office, act),
        OfAccounts::Disputes { act: None, account } => disputes(out, office, *account),
        OfAccounts::Disputes { act: Some(act), .. } => dispute(out, office, act),
        OfAccounts::Holds { account } => holds(out, office, *account),
        OfAccounts::Collections { act } => collections::run(out, office, act.as_ref()),
        OfAccounts::WriteOffSmall(small) => collections::small(out, office, small),
    }
}

fn note(out: &Out, office: &mut Office, act: &NoteAct) -> Result<(), CliError> {
    match act {
        NoteAct::Add(new) => add(out, office, new),
        NoteAct::List { account, due } => {
            let notes = match account {
                Some(account) => office.notes_of_account(GuarantorId::new(*account))?,
                None => office.follow_ups(*due)?,
            };
            list(out, &notes);
            Ok(())
        }
        NoteAct::Done { note, words } => {
            office.finish_follow_up(NoteId::new(*note), words)?;
            out.answer(&json!({ "note": note, "done": true }), || {
                vec![format!("Note {note} was followed up.")]
            });
            Ok(())
        }
        NoteAct::Move { note, to, person } => {
            let follow_up = FollowUp {
                on: *to,
                person: person.map(UserId::new),
            };
            office.move_follow_up(NoteId::new(*note), follow_up)?;
            out.answer(&json!({ "note": note, "follow_up_on": to }), || {
                vec![format!("Note {note} is due {}.", show_date(*to))]
            });
            Ok(())
        }
    }
}

fn add(out: &Out, office: &mut Office, new: &NewNoteArgs) -> Result<(), CliError> {
    let claim = new.claim.as_deref();
    let claim = claim.map(|typed| numbered(office, typed)).transpose()?;
    let note = NewNote {
        about: About {
            guarantor: GuarantorId::new(new.account),
            patient: new.patient.map(PatientId::new),
            claim,
        },
        way: new.way.way(),
        with: new.with.clone(),
        words: new.words.clone(),
        follow_up: new.follow_up.map(|on| FollowUp {
            on,
            person: new.person.map(UserId::new),
        }),
        promised: new.promised.zip(new.by),
    };
    let (id, promise) = office.add_note(&note)?;
    out.answer(&json!({ "note": id, "promise": promise }), || {
        vec![format!("Note {id}.")]
    });
    Ok(())
}

fn list(out: &Out, notes: &[Note]) {
    let rows: Vec<Value> = notes
        .iter()
        .map(|note| {
            json!({
                "note": note.id, "account": account_number(note.about.guarantor), "patient": note.about.patient,
                "claim": note.about.claim, "way": note.way, "with": note.with, "words": note.words, "at": note.at,
                "by": note.by, "follow_up_on": note.follow_up.map(|one| one.on), "for": note.follow_up_name,
                "done": note.done.as_ref().map(|done| done.words.clone()),
            })
        })
        .collect();
    out.answer(&json!({ "notes": rows }), || {
        let cells: Vec<Vec<String>> = notes
            .iter()
            .map(|note| {
                let due = note.follow_up.map(|one| show_date(one.on));
                vec![
                    note.id.to_string(),
                    account_number(note.about.guarantor),
                    note.way.words().to_owned(),
                    note.words.clone(),
                    due.unwrap_or_default(),
                ]
            })
            .collect();
        out::table(
            &["Note", "Account", "How", "What was said", "Follow up"],
            &[],
            &cells,
        )
    });
}

fn promise(out: &Out, office: &mut Office, act: &PromisesAct) -> Result<(), CliError> {
    let done = match act {
        PromisesAct::Add {
            account,
            amount,
            by,
        } => {
            let id = office.add_promise(GuarantorId::new(*account), *amount, *by)?;
            json!({ "promise": id, "amount": amount, "by_on": by })
        }
        PromisesAct::Withdraw { promise, why } => {
            office.withdraw_promise(PromiseId::new(*promise), why)?;
            json!({ "promise": promise, "withdrawn": true })
        }
    };
    out.answer(&done, || collections::told(&done));
    Ok(())
}

fn promises(out: &Out, office: &Office, account: Option<i64>) -> Result<(), CliError> {
    let states = office.promises(account.map(GuarantorId::new))?;
    let row = |state: &PromiseState| {
        let promise = &state.promise;
        json!({
            "promise": promise.id, "account": account_number(promise.guarantor), "amount": promise.amount,
            "by_on": promise.by_on, "made_at": promise.at, "paid": state.paid, "state": state.kept,
        })
    };
    let rows: Vec<Value> = states.iter().map(row).collect();
    out.answer(&json!({ "promises": rows }), || {
        let cells: Vec<Vec<String>> = states
            .iter()
            .map(|state| {
                vec![
                    state.promise.id.to_string(),
                    account_number(state.promise.guarantor),
                    state.promise.amount.plain(),
                    show_date(state.promise.by_on),
                    state.paid.plain(),
                    state.kept.words().to_owned(),
                ]
            })
            .collect();
        out::table(
            &["Promise", "Account", "Amount", "By", "Paid", ""],
            &[2, 4],
            &cells,
        )
    });
    Ok(())
}

fn dispute(out: &Out, office: &mut Office, act: &DisputesAct) -> Result<(), CliError> {
    let done = match act {
        DisputesAct::Open {
            account,
            words,
            line,
        } => {
            let line = line.map(ChargeLineId::new);
            let id = office.open_dispute(GuarantorId::new(*account), line, words)?;
            json!({ "dispute": id, "open": true })
        }
        DisputesAct::Settle {
            dispute,
            ended,
            words,
        } => {
            office.settle_dispute(DisputeId::new(*dispute), ended.ended(), words)?;
            json!({ "dispute": dispute, "open": false })
        }
    };
    out.answer(&done, || collections::told(&done));
    Ok(())
}

fn disputes(out: &Out, office: &Office, account: Option<i64>) -> Result<(), CliError> {
    let found = office.disputes(account.map(GuarantorId::new))?;
    let row = |one: &Dispute| {
        json!({
            "dispute": one.id, "account": account_number(one.guarantor),
            "line": one.line.as_ref().map(|line| line.line), "service_on": one.line.as_ref().map(|line| line.service_on),
            "opened_on": one.opened_on, "words": one.words, "ended": one.end.as_ref().map(|end| end.ended),
            "ended_on": one.end.as_ref().map(|end| end.on),
        })
    };
    let rows: Vec<Value> = found.iter().map(row).collect();
    out.answer(&json!({ "disputes": rows }), || {
        let cells: Vec<Vec<String>> = found
            .iter()
            .map(|one| {
                let what = one.line.as_ref().map(|line| line.description.clone());
                let end = one.end.as_ref().map(|end| end.ended.words().to_owned());
                vec![
                    one.id.to_string(),
                    account_number(one.guarantor),
                    what.unwrap_or_else(|| String::from("all of it")),
                    show_date(one.opened_on),
                    one.words.clone(),
                    end.unwrap_or_else(|| String::from("open")),
                ]
            })
            .collect();
        out::table(
            &["Dispute", "Account", "What", "Since", "They say", ""],
            &[],
            &cells,
        )
    });
    Ok(())
}

fn holds(out: &Out, office: &Office, account: Option<i64>) -> Result<(), CliError> {
    let holds = office.holds(account.map(GuarantorId::new))?;
    let rows: Vec<Value> = holds
        .iter()
        .map(|hold| {
            let dispute = match hold.cause {
                HoldCause::Account(_) => None,
                HoldCause::Disputed(dispute, _) => Some(dispute),
            };
            json!({ "account": account_number(hold.guarantor), "line": hold.line, "why": hold.cause.words(), "dispute": dispute })
        })
        .collect();
    out.answer(&json!({ "holds": rows }), || {
        holds
            .iter()
            .map(|hold| format!("{}  {}", account_number(hold.guarantor), hold.cause.words()))
            .collect()
    });
    Ok(())
}
