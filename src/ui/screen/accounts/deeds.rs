//! What is done with the chosen account: follow-ups, promises, disputes, notices, the agency, write-offs. It must not know
//! the lanes' looks.

use std::path::PathBuf;

use super::list::{Lane, Row};
use super::{Accounts, total};
use crate::domain::collections::{NewAgency, Step};
use crate::domain::contact::{Ended, FollowUp};
use crate::domain::id::{AgencyId, DisputeId, GuarantorId, NoteId, PromiseId, WriteOffRunId};
use crate::domain::money::Money;
use crate::domain::typed::{coming_date, show_date};
use crate::office::{NoticesMade, Office, OfficeError, Placing, save_file};
use crate::ui::context::Context;
use crate::ui::files::CSV;
use crate::ui::place::{Action, Ask, Place};
use crate::ui::widget::key::{Hint, Press, hint};
use crate::ui::widget::words::show_dollars;
use crate::ui::worker::Failure;
use iced::Task;

/// What the notices' file is called on its way to the viewer; it tells nobody's name.
const NOTICES: &str = "final-notices.pdf";

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// A note or call is to be written.
    NotePressed,
    /// The follow-up of the chosen note was done.
    DonePressed,
    /// With this outcome.
    DoneSaid(NoteId, String),
    /// It is to be put to another day.
    MovePressed,
    /// To this one.
    MoveSaid(NoteId, String),
    /// The chosen promise no longer counts.
    WithdrawPressed,
    /// For this reason.
    WithdrawSaid(PromiseId, String),
    /// The account is disputed.
    DisputePressed,
    /// They say this.
    DisputeSaid(GuarantorId, String),
    /// A dispute is settled.
    SettlePressed(Ended),
    /// With these words.
    SettleSaid(DisputeId, Ended, String),
    /// A final notice is to be written, to the chosen account or to all of the lane.
    NoticePressed(Reach),
    /// Yes, to these.
    NoticesAgreed(Vec<GuarantorId>),
    /// They were made, or not.
    NoticesMade(Result<NoticesMade, Failure>),
    /// The newest notice is wanted again.
    NoticeAgainPressed,
    /// Its pages were read, or not.
    NoticeRead(Result<Vec<u8>, Failure>),
    /// They are being shown, or not.
    Shown(Result<(), Failure>),
    /// The chosen account goes to the agency, or all of the lane.
    GivePressed(Reach),
    /// There is no agency yet; it is called this.
    AgencyNamed(String),
    /// Yes, to this one.
    GiveAgreed(AgencyId, Vec<GuarantorId>),
    /// They went, or not.
    Given(Result<Placing, Failure>),
    /// Where the list goes.
    ListPlaced(Vec<u8>, Option<PathBuf>),
    /// The account is called back.
    RecallPressed,
    /// For this reason.
    RecallSaid(GuarantorId, String),
    /// It is given up as bad debt.
    BadDebtPressed,
    /// For this reason; the agency's part, or ours.
    BadDebtSaid(GuarantorId, Whose, String),
    /// Money for what is at the agency came.
    MoneyPressed,
    /// Small balances are to be written off.
    SmallPressed,
    /// Yes, so much.
    SmallAgreed(Money),
    /// The last run of write-offs is to be taken back.
    UndoPressed,
    /// For this reason.
    UndoSaid(WriteOffRunId, String),
    /// The chart is wanted.
    ChartPressed,
    /// Something was done, or not.
    Done(String, Result<(), Failure>),
    /// The screen was left for that place.
    Left(Place),
}

/// Whether something is done with one account or with all that wait for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// The chosen one.
    One,
    /// All of them.
    All,
}

/// Who has what is given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// We have.
    Ours,
    /// The agency has.
    Agency,
}

/// What the screen must do.
pub enum Outcome {
    /// This.
    Do(Action<Message>),
    /// Say this, and read everything again.
    Changed(String),
    /// Open the form of a note.
    Write,
    /// Open the form for money.
    TakeMoney,
    /// Open the chart.
    Chart,
}

/// A key with what it stands for.
type Key = (&'static str, fn() -> Message);

/// What a key stands for.
pub fn pressed(press: &Press) -> Option<Message> {
    let keys: [Key; 18] = [
        ("N", || Message::NotePressed),
        ("F", || Message::DonePressed),
        ("Z", || Message::MovePressed),
        ("W", || Message::WithdrawPressed),
        ("D", || Message::DisputePressed),
        ("S", || Message::SettlePressed(Ended::Stands)),
        ("T", || Message::SettlePressed(Ended::Mended)),
        ("L", || Message::NoticePressed(Reach::One)),
        ("A", || Message::NoticePressed(Reach::All)),
        ("P", || Message::NoticeAgainPressed),
        ("G", || Message::GivePressed(Reach::One)),
        ("E", || Message::GivePressed(Reach::All)),
        ("R", || Message::RecallPressed),
        ("M", || Message::MoneyPressed),
        ("B", || Message::BadDebtPressed),
        ("X", || Message::SmallPressed),
        ("U", || Message::UndoPressed),
        ("C", || Message::ChartPressed),
    ];
    let found = keys.iter().find(|(cap, _)| press.is(cap));
    found.map(|(_, message)| message())
}

/// The keys that matter in a lane.
pub fn keys(lane: Lane) -> Vec<Hint<'static>> {
    match lane {
        Lane::Calls => vec![hint(&["F"], "followed up"), hint(&["Z"], "another day")],
        Lane::Promises => vec![hint(&["W"], "withdraw")],
        Lane::Disputes => vec![hint(&["S"], "it stands"), hint(&["T"], "put right")],
        Lane::Notice => vec![
            hint(&["L"], "final notice"),
            hint(&["A"], "all notices"),
            hint(&["P"], "print again"),
        ],
        Lane::Ready => vec![
            hint(&["G"], "give to the agency"),
            hint(&["E"], "all of them"),
        ],
        Lane::AtAgency => vec![
            hint(&["M"], "money came"),
            hint(&["R"], "call back"),
            hint(&["P"], "print the notice"),
        ],
        Lane::Small => vec![
            hint(&["X"], "write off all"),
            hint(&["U"], "undo the last run"),
        ],
    }
}

/// Takes in what happened.
pub fn update(screen: &Accounts, context: &Context, message: Message) -> Outcome {
    match message {
        Message::NotePressed if screen.guarantor().is_some() => Outcome::Write,
        Message::MoneyPressed if has_at_agency(screen) => Outcome::TakeMoney,
        Message::ChartPressed => Outcome::Chart,
        Message::NotePressed | Message::MoneyPressed => Outcome::Do(Action::None),
        Message::Left(place) => Outcome::Do(Action::Go(place)),
        Message::Done(words, Ok(())) => Outcome::Changed(words),
        Message::Done(_, Err(failure))
        | Message::NoticesMade(Err(failure))
        | Message::NoticeRead(Err(failure))
        | Message::Given(Err(failure))
        | Message::Shown(Err(failure)) => Outcome::Do(Action::Warn(failure)),
        Message::Shown(Ok(())) => Outcome::Changed(String::from("The notices are shown")),
        Message::NoticesMade(Ok(made)) => Outcome::Do(show(context, made.pages)),
        Message::NoticeRead(Ok(pages)) => Outcome::Do(show(context, pages)),
        Message::Given(Ok(placing)) => Outcome::Do(save_list(context, placing)),
        Message::ListPlaced(list, path) => listed(context, list, path),
        message => Outcome::Do(asked(screen, context, message)),
    }
}

fn has_at_agency(screen: &Accounts) -> bool {
    screen
        .page()
        .is_some_and(|page| page.row.account.at_agency.is_positive())
}

fn show(context: &Context, pages: Vec<u8>) -> Action<Message> {
    let shown = context
        .files
        .view_pages(&context.worker, NOTICES, pages, Message::Shown);
    Action::Run(shown)
}

fn save_list(context: &Context, placing: Placing) -> Action<Message> {
    let name = format!("agency-{}.csv", context.today());
    let list = placing.list;
    let title = "Where should the list for the agency go?";
    Action::Run(context.files.save(title, &name, CSV, move |path| {
        Message::ListPlaced(list, path)
    }))
}

fn listed(context: &Context, list: Vec<u8>, path: Option<PathBuf>) -> Outcome {
    let Some(path) = path else {
        let words = "The accounts are with the agency; the list is kept with them";
        return Outcome::Changed(String::from(words));
    };
    let words = String::from("The accounts are with the agency; the list is saved");
    Outcome::Do(done(context, words, move |_| save_file(&path, &list)))
}

/// What is asked of the one at the keys, and what is done once it was answered.
fn asked(screen: &Accounts, context: &Context, message: Message) -> Action<Message> {
    match message {
        Message::DonePressed => {
            on_note(screen, "Followed up?", "What came of it", Message::DoneSaid)
        }
        Message::MovePressed => on_note(
            screen,
            "Put it to which day?",
            "The day, as 3/20",
            Message::MoveSaid,
        ),
        Message::WithdrawPressed => withdraw(screen),
        Message::DisputePressed => dispute(screen),
        Message::SettlePressed(ended) => settle(screen, ended),
        Message::NoticePressed(reach) => notice(screen, reach),
        Message::NoticeAgainPressed => again(screen, context),
        Message::GivePressed(reach) => give(screen, reach),
        Message::RecallPressed => recall(screen),
        Message::BadDebtPressed => bad_debt(screen),
        Message::SmallPressed => small(screen),
        Message::UndoPressed => undo(screen),
        message => agreed(context, message),
    }
}

fn on_note(
    screen: &Accounts,
    title: &'static str,
    label: &'static str,
    then: fn(NoteId, String) -> Message,
) -> Action<Message> {
    let Some(Row::Note(note)) = screen.chosen() else {
        return no("Choose a note that waits for a day first.");
    };
    let id = note.id;
    let ask = Ask::reason(title, note.words.clone(), "Keep", label, move |said| {
        then(id, said)
    });
    Action::Ask(ask.calm())
}

fn withdraw(screen: &Accounts) -> Action<Message> {
    let Some(Row::Promise(state)) = screen.chosen() else {
        return no("Choose a promise first.");
    };
    let id = state.promise.id;
    let words = format!(
        "{} by {}. It is no longer counted as open or broken.",
        show_dollars(state.promise.amount),
        show_date(state.promise.by_on)
    );
    let then = move |why| Message::WithdrawSaid(id, why);
    Action::Ask(Ask::reason("Withdraw the promise?", words, "Withdraw", "Why", then).calm())
}

fn dispute(screen: &Accounts) -> Action<Message> {
    let Some(guarantor) = screen.guarantor() else {
        return Action::None;
    };
    let words = "No statement goes out and no agency gets it until the dispute is settled. One service alone is disputed from its line on the ledger card.";
    let then = move |said| Message::DisputeSaid(guarantor, said);
    let ask = Ask::reason(
        "Do they dispute the account?",
        words,
        "Hold it",
        "What they say",
        then,
    );
    Action::Ask(ask.calm())
}

fn settle(screen: &Accounts, ended: Ended) -> Action<Message> {
    let Some(Row::Dispute(dispute)) = screen.chosen() else {
        return no("Choose a dispute first.");
    };
    let id = dispute.id;
    let words = format!("Since {}: {}", show_date(dispute.opened_on), dispute.words);
    let title = format!("Settle it: {}?", ended.words());
    let then = move |said| Message::SettleSaid(id, ended, said);
    Action::Ask(Ask::reason(title, words, "Settle", "What was said", then).calm())
}

/// The accounts at a step: the chosen one, or all of them, with what they come to.
fn at_step(screen: &Accounts, reach: Reach, step: &Step) -> (Vec<GuarantorId>, Money) {
    let chosen = screen.guarantor();
    let rows = screen.found.accounts.iter().filter(|row| {
        row.step == *step && (reach == Reach::All || Some(row.account.guarantor) == chosen)
    });
    let rows: Vec<_> = rows.collect();
    let sum = total(rows.iter().map(|row| row.due));
    (rows.iter().map(|row| row.account.guarantor).collect(), sum)
}

fn notice(screen: &Accounts, reach: Reach) -> Action<Message> {
    let (whom, sum) = at_step(screen, reach, &Step::NoticeDue);
    if whom.is_empty() {
        return no("No final notice is due here.");
    }
    let title = match whom.len() {
        1 => String::from("Write a final notice?"),
        count => format!("Write {count} final notices?"),
    };
    let words = format!(
        "{} in all. Each is kept as it was printed; what is not paid by its day may go to the agency.",
        show_dollars(sum)
    );
    Action::Ask(
        Ask::yes(
            title,
            words,
            "Write and print",
            Message::NoticesAgreed(whom),
        )
        .calm(),
    )
}

fn again(screen: &Accounts, context: &Context) -> Action<Message> {
    let notice = screen.page().and_then(|page| page.row.account.notice);
    let Some(notice) = notice else {
        return no("No final notice was written to this account.");
    };
    Action::Run(context.worker.ask(
        move |office| office.notice_pdf(notice.id),
        Message::NoticeRead,
    ))
}

fn give(screen: &Accounts, reach: Reach) -> Action<Message> {
    let (whom, sum) = at_step(screen, reach, &Step::Ready);
    if whom.is_empty() {
        return no("No account here is ready for the agency.");
    }
    let Some(agency) = screen.agency() else {
        let words = "It gets the usual columns and keeps 30 %; the command line changes both.";
        let ask = Ask::reason(
            "Which agency?",
            words,
            "Write it in",
            "Its name",
            Message::AgencyNamed,
        );
        return Action::Ask(ask.calm());
    };
    let title = match whom.len() {
        1 => format!("Give the account to {}?", agency.details.name),
        count => format!("Give {count} accounts to {}?", agency.details.name),
    };
    let words = format!(
        "{} leave what guarantors owe us. No statement asks for them any more; R calls an account back.",
        show_dollars(sum)
    );
    let then = Message::GiveAgreed(agency.id, whom);
    Action::Ask(Ask::yes(title, words, "Give", then))
}

fn recall(screen: &Accounts) -> Action<Message> {
    let Some(page) = screen.page().filter(|_| has_at_agency(screen)) else {
        return no("Nothing of this account is at an agency.");
    };
    let account = &page.row.account;
    let guarantor = account.guarantor;
    let title = format!("Call {} back?", show_dollars(account.at_agency));
    let words = "The guarantor owes it to us again, and statements ask for it.";
    let then = move |why| Message::RecallSaid(guarantor, why);
    Action::Ask(Ask::reason(title, words, "Call back", "Why", then).calm())
}

fn bad_debt(screen: &Accounts) -> Action<Message> {
    let Some(page) = screen.page() else {
        return Action::None;
    };
    let account = &page.row.account;
    let guarantor = account.guarantor;
    let (whose, amount) = if account.at_agency.is_positive() {
        (Whose::Agency, account.at_agency)
    } else {
        (Whose::Ours, account.patient_owes)
    };
    if !amount.is_positive() {
        return no("Nothing is owed on this account.");
    }
    let title = format!("Give {} up as bad debt?", show_dollars(amount));
    let words = match whose {
        Whose::Agency => "The agency did not bring it. Nobody asks for it any more.",
        Whose::Ours => {
            "Everything this guarantor owes and does not dispute. It can be taken back on the ledger."
        }
    };
    let then = move |why| Message::BadDebtSaid(guarantor, whose, why);
    Action::Ask(Ask::reason(title, words, "Give up", "Why", then))
}

fn small(screen: &Accounts) -> Action<Message> {
    let rows = screen
        .found
        .small
        .iter()
        .filter(|row| row.why_not.is_none());
    let rows: Vec<_> = rows.collect();
    if rows.is_empty() {
        return no("No account is small enough to be written off.");
    }
    let sum = total(rows.iter().map(|row| row.amount));
    let title = match rows.len() {
        1 => String::from("Write 1 small balance off?"),
        count => format!("Write {count} small balances off?"),
    };
    let words = format!(
        "{} in all: {}. U takes the whole run back.",
        show_dollars(sum),
        screen.found.small_words
    );
    Action::Ask(Ask::yes(
        title,
        words,
        "Write off",
        Message::SmallAgreed(sum),
    ))
}

fn undo(screen: &Accounts) -> Action<Message> {
    let mut runs = screen.found.runs.iter();
    let Some(run) = runs.find(|run| run.undone.is_none()) else {
        return no("There is no run of write-offs to take back.");
    };
    let id = run.id;
    let title = format!("Take back the write-offs of {}?", show_date(run.on));
    let words = format!(
        "{} of {} accounts is owed again, by reversing entries of today.",
        show_dollars(run.amount),
        run.accounts
    );
    let then = move |why| Message::UndoSaid(id, why);
    Action::Ask(Ask::reason(title, words, "Take back", "Why", then))
}

/// Does what was agreed to.
fn agreed(context: &Context, message: Message) -> Action<Message> {
    match message {
        Message::DoneSaid(note, words) => done(context, "Followed up", move |office| {
            office.finish_follow_up(note, &words)
        }),
        Message::MoveSaid(note, typed) => put_off(context, note, &typed),
        Message::WithdrawSaid(promise, why) => {
            done(context, "The promise is withdrawn", move |office| {
                office.withdraw_promise(promise, &why)
            })
        }
        Message::DisputeSaid(guarantor, words) => {
            done(context, "Disputed: statements are held", move |office| {
                office.open_dispute(guarantor, None, &words).map(drop)
            })
        }
        Message::SettleSaid(dispute, ended, words) => {
            done(context, "The dispute is settled", move |office| {
                office.settle_dispute(dispute, ended, &words)
            })
        }
        Message::NoticesAgreed(whom) => Action::Run(context.worker.ask(
            move |office| office.make_notices(&whom),
            Message::NoticesMade,
        )),
        Message::AgencyNamed(name) => {
            let words = format!("{name} is written in; give it the accounts now");
            done(context, words, move |office| {
                office.save_agency(None, &NewAgency::named(&name)).map(drop)
            })
        }
        Message::GiveAgreed(agency, whom) => Action::Run(context.worker.ask(
            move |office| office.place_accounts(agency, &whom),
            Message::Given,
        )),
        Message::RecallSaid(guarantor, why) => done(context, "Called back", move |office| {
            office.recall_account(guarantor, &why).map(drop)
        }),
        Message::BadDebtSaid(guarantor, whose, why) => {
            done(context, "Given up as bad debt", move |office| {
                match whose {
                    Whose::Agency => office.give_up_at_agency(guarantor, &why),
                    Whose::Ours => office.write_off_bad_debt(guarantor, &why),
                }
                .map(drop)
            })
        }
        Message::SmallAgreed(shown) => {
            let words = format!("Wrote {} off; U takes all of it back", show_dollars(shown));
            done(context, words, move |office| {
                office.write_off_small(Some(shown)).map(drop)
            })
        }
        Message::UndoSaid(run, why) => {
            done(context, "The write-offs are taken back", move |office| {
                office.undo_write_off_run(run, &why).map(drop)
            })
        }
        _ => Action::None,
    }
}

fn put_off(context: &Context, note: NoteId, typed: &str) -> Action<Message> {
    match coming_date(typed, context.today()) {
        Ok(on) => {
            let words = format!("Due {}", show_date(on));
            let to = FollowUp { on, person: None };
            done(context, words, move |office| {
                office.move_follow_up(note, to)
            })
        }
        Err(error) => Action::Warn(Failure::Words(error.to_string())),
    }
}

fn done(
    context: &Context,
    words: impl Into<String>,
    verb: impl FnOnce(&mut Office) -> Result<(), OfficeError> + Send + 'static,
) -> Action<Message> {
    let words = words.into();
    Action::Run(
        context
            .worker
            .ask(verb, move |done| Message::Done(words, done)),
    )
}

/// Says why nothing is done.
fn no(words: &str) -> Action<Message> {
    Action::Say(words.to_owned(), Task::none())
}
