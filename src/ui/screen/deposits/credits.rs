//! Refunds and credit: what goes back to guarantors, whose each credit is, checks that came back, and help that was
//! granted. It must not know how any of it is booked.

mod view;

use std::path::PathBuf;

use chrono::NaiveDate;
use iced::Task;

use crate::domain::discount::{Hardship, PatientTerms};
use crate::domain::id::{GuarantorId, PatientId, PayerId, RefundId};
use crate::domain::money::Money;
use crate::domain::owner::CreditReplay;
use crate::domain::refund::{Credit, Deed, Refund, Standing, refund_number, register_csv};
use crate::domain::returned::ReturnedCheck;
use crate::office::{OfficeError, save_file};
use crate::ui::context::Context;
use crate::ui::files::CSV;
use crate::ui::place::{Action, Ask, ChartTab, Place};
use crate::ui::widget::key::{Hint, Press, hint};
use crate::ui::widget::{focus, words};
use crate::ui::worker::Failure;

const TABLE: &str = "refunds and credit";
/// How many of each are read.
const MOST: usize = 2_000;

/// Which list is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum List {
    /// The register of refunds.
    #[default]
    Refunds,
    /// Credit that is not placed.
    Credit,
    /// Checks that came back.
    Returned,
    /// Help for those in need.
    Help,
}

impl List {
    const ALL: [Self; 4] = [Self::Refunds, Self::Credit, Self::Returned, Self::Help];

    const fn words(self) -> &'static str {
        match self {
            Self::Refunds => "Refunds",
            Self::Credit => "Credit",
            Self::Returned => "Returned checks",
            Self::Help => "Hardship",
        }
    }
}

/// Everything that the lists show.
#[derive(Clone, Debug)]
pub struct Found {
    refunds: Vec<Refund>,
    credits: Vec<Credit>,
    returned: Vec<ReturnedCheck>,
    help: Vec<Hardship>,
    terms: PatientTerms,
}

/// What the tab remembers.
pub struct Credits {
    today: NaiveDate,
    list: List,
    found: Option<Found>,
    selected: Option<usize>,
    /// Whose the chosen credit is.
    replay: Option<(GuarantorId, CreditReplay)>,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// The lists were read.
    Read(Result<Box<Found>, Failure>),
    /// Whose a credit is was read.
    ReplayRead(GuarantorId, Result<Box<CreditReplay>, Failure>),
    /// Another list is wanted.
    ListChosen(List),
    /// A row was chosen.
    RowChosen(usize),
    /// A row was opened.
    RowOpened(usize),
    /// The chart of its account is open for the asking.
    ChartFound(Result<Option<PatientId>, Failure>),
    /// Something is to be done about the chosen refund.
    DeedPressed(Deed),
    /// It is to be done, with this check number or reason.
    DeedAgreed(RefundId, Deed, String),
    /// The guarantor's part of the chosen credit is to go back to them.
    RefundPressed,
    /// So much, for this reason.
    RefundAgreed(GuarantorId, Money, String),
    /// A payer's part of it is to go back to the payer.
    ToPayerPressed,
    /// So much, for this reason.
    ToPayerAgreed(GuarantorId, PayerId, Money, String),
    /// The chosen returned check was paid after all, or the chosen help is to end.
    UndoPressed,
    /// It is, for this reason.
    UndoAgreed(Undo, String),
    /// It was done, or not.
    Done(String, Result<(), Failure>),
    /// The register is to be saved.
    ExportPressed,
    /// There.
    PlaceChosen(Option<PathBuf>),
    /// It was, or not.
    Saved(Result<(), Failure>),
}

/// What is taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undo {
    /// A returned check.
    Returned(crate::domain::id::ReturnedCheckId),
    /// Help that was granted.
    Help(crate::domain::id::HardshipId),
}

impl Credits {
    /// Opens the lists.
    pub fn open(context: &Context) -> (Self, Task<Message>) {
        let tab = Self {
            today: context.today(),
            list: List::default(),
            found: None,
            selected: None,
            replay: None,
        };
        (tab, Task::batch([read(context), focus::on(TABLE)]))
    }

    /// Takes in what happened.
    pub fn update(&mut self, context: &Context, message: Message) -> Action<Message> {
        match message {
            Message::Read(Ok(found)) => {
                self.found = Some(*found);
                self.choose(context, self.selected.unwrap_or(0))
            }
            Message::ReplayRead(guarantor, Ok(replay)) => {
                if self.credit().is_some_and(|row| row.guarantor == guarantor) {
                    self.replay = Some((guarantor, *replay));
                }
                Action::None
            }
            Message::ListChosen(list) => {
                self.list = list;
                self.choose(context, 0)
            }
            Message::RowChosen(at) => self.choose(context, at),
            Message::RowOpened(at) => {
                let _chosen = self.choose(context, at);
                self.open_chart(context)
            }
            Message::ChartFound(Ok(Some(patient))) => {
                Action::Go(Place::Chart(patient, ChartTab::Ledger))
            }
            Message::ChartFound(Ok(None)) | Message::PlaceChosen(None) => Action::None,
            Message::DeedPressed(deed) => self.ask_deed(deed),
            Message::DeedAgreed(id, deed, said) => self.do_deed(context, (id, deed), said),
            Message::RefundPressed => self.ask_refund(),
            Message::RefundAgreed(guarantor, amount, why) => {
                let done = format!("{} asked for; it waits for approval", dollars(amount));
                ask(context, done, move |office| {
                    office.ask_refund(guarantor, amount, &why).map(drop)
                })
            }
            Message::ToPayerPressed => self.ask_to_payer(),
            Message::ToPayerAgreed(guarantor, payer, amount, why) => {
                let done = format!("{} is owed back to the payer now", dollars(amount));
                ask(context, done, move |office| {
                    office
                        .give_to_payer(guarantor, payer, amount, &why)
                        .map(drop)
                })
            }
            Message::UndoPressed => self.ask_undo(),
            Message::UndoAgreed(what, why) => undo(context, what, why),
            Message::Done(words, Ok(())) => Action::Say(words, read(context)),
            Message::ExportPressed => Action::Run(context.files.save(
                "Where should the register go?",
                "refunds.csv",
                CSV,
                Message::PlaceChosen,
            )),
            Message::PlaceChosen(Some(path)) => self.save(context, path),
            Message::Saved(Ok(())) => {
                Action::Say(String::from("The register is saved"), Task::none())
            }
            Message::Read(Err(failure))
            | Message::ReplayRead(_, Err(failure))
            | Message::ChartFound(Err(failure))
            | Message::Done(_, Err(failure))
            | Message::Saved(Err(failure)) => Action::Warn(failure),
        }
    }

    fn rows(&self) -> usize {
        self.found.as_ref().map_or(0, |found| match self.list {
            List::Refunds => found.refunds.len(),
            List::Credit => found.credits.len(),
            List::Returned => found.returned.len(),
            List::Help => found.help.len(),
        })
    }

    fn choose(&mut self, context: &Context, at: usize) -> Action<Message> {
        self.selected = self.rows().checked_sub(1).map(|last| at.min(last));
        self.replay = None;
        let Some(guarantor) = self.credit().map(|row| row.guarantor) else {
            return Action::None;
        };
        Action::Run(context.worker.ask(
            move |office| office.credit_owner(guarantor).map(Box::new),
            move |replay| Message::ReplayRead(guarantor, replay),
        ))
    }

    fn chosen<'a, T>(&'a self, list: List, of: impl FnOnce(&'a Found) -> &'a [T]) -> Option<&'a T> {
        if self.list != list {
            return None;
        }
        of(self.found.as_ref()?).get(self.selected?)
    }

    fn refund(&self) -> Option<&Refund> {
        self.chosen(List::Refunds, |found| &found.refunds)
    }

    fn credit(&self) -> Option<&Credit> {
        self.chosen(List::Credit, |found| &found.credits)
    }

    fn returned(&self) -> Option<&ReturnedCheck> {
        self.chosen(List::Returned, |found| &found.returned)
    }

    fn help(&self) -> Option<&Hardship> {
        self.chosen(List::Help, |found| &found.help)
    }

    /// Opens the chart of the chosen row's account, at its first patient.
    fn open_chart(&self, context: &Context) -> Action<Message> {
        let guarantor = self
            .refund()
            .map(|one| one.guarantor)
            .or_else(|| self.credit().map(|one| one.guarantor))
            .or_else(|| self.returned().map(|one| one.guarantor))
            .or_else(|| self.help().map(|one| one.what.guarantor));
        let Some(guarantor) = guarantor else {
            return Action::None;
        };
        Action::Run(context.worker.ask(
            move |office| {
                let family = office.family(guarantor)?;
                Ok(family.first().map(|row| row.id))
            },
            Message::ChartFound,
        ))
    }

    fn ask_deed(&self, deed: Deed) -> Action<Message> {
        let Some(one) = self.refund() else {
            return Action::None;
        };
        if one.standing().after(deed).is_none() {
            let words = format!(
                "The refund is {}; it cannot be {}",
                one.standing().words(),
                deed.words()
            );
            return Action::Warn(Failure::Words(words));
        }
        let id = one.id;
        let of = format!(
            "{} to {}, {}.",
            dollars(one.amount),
            one.name.natural(),
            refund_number(id)
        );
        let then = move |said| Message::DeedAgreed(id, deed, said);
        Action::Ask(match deed {
            Deed::Approved => Ask::yes(
                "Approve this refund?",
                format!("{of} The credit is set aside for its check."),
                "Approve",
                Message::DeedAgreed(id, deed, String::new()),
            )
            .calm(),
            Deed::Declined => Ask::reason(
                "Decline this refund?",
                format!("{of} The credit stays with the account."),
                "Decline",
                "Why",
                then,
            ),
            Deed::Paid => Ask::reason(
                "Pay this refund by check?",
                format!("{of} It leaves the bank with today’s date."),
                "Pay",
                "Check number",
                then,
            )
            .calm(),
            Deed::Voided => Ask::reason(
                "Void its check?",
                format!("{of} The refund is then to be paid again, or declined."),
                "Void the check",
                "Why",
                then,
            ),
            Deed::Cashed => Ask::yes(
                "Did the bank cash its check?",
                format!("{of} Nothing of it goes to the state then."),
                "Cashed",
                Message::DeedAgreed(id, deed, String::new()),
            )
            .calm(),
        })
    }

    fn do_deed(
        &self,
        context: &Context,
        (id, deed): (RefundId, Deed),
        said: String,
    ) -> Action<Message> {
        let today = self.today;
        let words = format!("Refund {}: {}", refund_number(id), deed.words());
        ask(context, words, move |office| match deed {
            Deed::Approved => office.approve_refund(id),
            Deed::Declined => office.decline_refund(id, &said),
            Deed::Paid => office.pay_refund(id, &said, today),
            Deed::Voided => office.void_refund_check(id, &said),
            Deed::Cashed => office.cash_refund(id, today),
        })
    }

    /// What of the chosen credit is the guarantor's.
    fn own(&self) -> Money {
        let replay = self.replay.as_ref().map(|(_, replay)| replay);
        replay
            .and_then(|replay| replay.guarantors().ok())
            .unwrap_or_default()
    }

    fn ask_refund(&self) -> Action<Message> {
        let Some(row) = self.credit() else {
            return Action::None;
        };
        let own = self.own();
        if !own.is_positive() {
            let words = String::from("Nothing of this credit is the guarantor’s");
            return Action::Warn(Failure::Words(words));
        }
        let guarantor = row.guarantor;
        let words = format!(
            "{} is theirs. Somebody approves it before a check is written.",
            dollars(own)
        );
        let title = format!("Ask for a refund to {}?", row.name.natural());
        let then = move |why| Message::RefundAgreed(guarantor, own, why);
        Action::Ask(Ask::reason(title, words, "Ask for it", "Why", then).calm())
    }

    fn ask_to_payer(&self) -> Action<Message> {
        let (Some(row), Some((_, replay))) = (self.credit(), &self.replay) else {
            return Action::None;
        };
        let payers = replay.payers().unwrap_or_default();
        let Some((payer, name, amount)) = payers.into_iter().next() else {
            let words = String::from("Nothing of this credit is a payer’s");
            return Action::Warn(Failure::Words(words));
        };
        let guarantor = row.guarantor;
        let words = format!("{} of it is money of {name}.", dollars(amount));
        let title = format!("Give it back to {name}?");
        let then = move |why| Message::ToPayerAgreed(guarantor, payer, amount, why);
        Action::Ask(Ask::reason(title, words, "Owe it back", "Why", then).calm())
    }

    fn ask_undo(&self) -> Action<Message> {
        if let Some(one) = self.returned().filter(|one| one.undone.is_none()) {
            let what = Undo::Returned(one.id);
            let words = format!(
                "Check {} of {}: its payment holds again and waits for the bank. The fee is taken back.",
                one.number,
                dollars(one.amount)
            );
            let then = move |why| Message::UndoAgreed(what, why);
            return Action::Ask(Ask::reason(
                "Was it paid after all?",
                words,
                "Holds again",
                "Why",
                then,
            ));
        }
        if let Some(one) = self.help().filter(|one| one.ended.is_none()) {
            let what = Undo::Help(one.id);
            let words = format!(
                "{}% for {}. What came off stays off.",
                one.percent,
                one.name.natural()
            );
            let then = move |why| Message::UndoAgreed(what, why);
            return Action::Ask(Ask::reason("End this help?", words, "End it", "Why", then));
        }
        Action::None
    }

    fn save(&self, context: &Context, path: PathBuf) -> Action<Message> {
        let Some(found) = &self.found else {
            return Action::None;
        };
        let text = register_csv(&found.refunds, found.terms.escheat_months);
        Action::Run(
            context
                .worker
                .ask(move |_| save_file(&path, text.as_bytes()), Message::Saved),
        )
    }

    /// A key that nothing in the view had a use for.
    pub fn pressed(&mut self, context: &Context, press: &Press) -> Option<Action<Message>> {
        let at = List::ALL.iter().position(|list| *list == self.list);
        let turned = |at: Option<usize>| {
            let list = at.and_then(|at| List::ALL.get(at)).copied();
            list.map(Message::ListChosen)
        };
        let message = if press.is("Right") {
            turned(at.map(|at| at.saturating_add(1)))?
        } else if press.is("Left") {
            turned(at.and_then(|at| at.checked_sub(1)))?
        } else if press.is("X") {
            Message::ExportPressed
        } else {
            match self.list {
                List::Refunds => Message::DeedPressed(deed_of(press)?),
                List::Credit if press.is("R") => Message::RefundPressed,
                List::Credit if press.is("B") => Message::ToPayerPressed,
                List::Returned | List::Help if press.is("U") => Message::UndoPressed,
                List::Credit | List::Returned | List::Help => return None,
            }
        };
        Some(self.update(context, message))
    }

    /// What the keys do.
    pub fn keys(&self) -> Vec<Hint<'static>> {
        let mut keys = vec![
            hint(&["Left", "Right"], "list"),
            hint(&["Up", "Down"], "move"),
            hint(&["Enter"], "its chart"),
        ];
        keys.extend(match self.list {
            List::Refunds => vec![
                hint(&["A"], "approve"),
                hint(&["P"], "pay"),
                hint(&["D"], "decline"),
                hint(&["V"], "void the check"),
                hint(&["C"], "cashed"),
                hint(&["X"], "save as CSV"),
            ],
            List::Credit => vec![
                hint(&["R"], "ask for a refund"),
                hint(&["B"], "back to the payer"),
            ],
            List::Returned => vec![hint(&["U"], "paid after all")],
            List::Help => vec![hint(&["U"], "end it")],
        });
        keys
    }
}

fn deed_of(press: &Press) -> Option<Deed> {
    [
        ("A", Deed::Approved),
        ("P", Deed::Paid),
        ("D", Deed::Declined),
        ("V", Deed::Voided),
        ("C", Deed::Cashed),
    ]
    .into_iter()
    .find(|(key, _)| press.is(key))
    .map(|(_, deed)| deed)
}

fn read(context: &Context) -> Task<Message> {
    context.worker.ask(
        |office| {
            Ok(Box::new(Found {
                refunds: office.refunds(None, MOST)?,
                credits: office.open_credit(MOST)?,
                returned: office.returned_checks(None, MOST)?,
                help: office.hardships(None, MOST)?,
                terms: office.patient_terms()?,
            }))
        },
        Message::Read,
    )
}

/// Lets the office do something, and says that it was done.
fn ask(
    context: &Context,
    done: String,
    act: impl FnOnce(&mut crate::office::Office) -> Result<(), OfficeError> + Send + 'static,
) -> Action<Message> {
    Action::Run(
        context
            .worker
            .ask(act, move |outcome| Message::Done(done, outcome)),
    )
}

fn undo(context: &Context, what: Undo, why: String) -> Action<Message> {
    match what {
        Undo::Returned(id) => ask(
            context,
            String::from("Its payment holds again"),
            move |office| office.undo_returned_check(id, &why),
        ),
        Undo::Help(id) => ask(context, String::from("The help ended"), move |office| {
            office.end_hardship(id, &why)
        }),
    }
}

fn dollars(amount: Money) -> String {
    words::show_dollars(amount)
}

/// How a refund stands, in the look of its state.
fn standing(of: Standing) -> crate::ui::widget::pill::Pill {
    use crate::ui::widget::pill;
    match of {
        Standing::Asked => pill::look().says("To approve"),
        Standing::Approved => pill::held().says("To pay"),
        Standing::Paid => pill::sent().says("Check is out"),
        Standing::Cashed => pill::paid().says("Cashed"),
        Standing::Declined => pill::voided().says("Declined"),
    }
}
