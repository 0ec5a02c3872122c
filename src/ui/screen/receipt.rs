//! Taking a payment: who pays, what is due today, how it is handed over and where it goes, what is paid later; then the
//! receipt. Credit that was paid before is placed here too. It must not know how money is booked.

mod counter;
mod find;
mod later;
mod till;

use iced::widget::{column, container, row, rule, space};
use iced::{Center, Element, Fill, Task};

use self::find::Find;
use self::till::{Account, Placing, Purpose, Till};
use crate::domain::draft::Complaint;
use crate::domain::draft::later::Field as LaterField;
use crate::domain::draft::receipt::{Field, TenderDraft, tender};
use crate::domain::id::{GuarantorId, ReceiptId};
use crate::domain::money::Money;
use crate::domain::page::Page;
use crate::domain::patient::PatientRow;
use crate::domain::payment::receipt_number;
use crate::domain::statement::ScanLine;
use crate::office::OfficeError;
use crate::ui::context::Context;
use crate::ui::icon;
use crate::ui::place::{Action, Place};
use crate::ui::spacing::space as gap;
use crate::ui::theme::{self, Tone};
use crate::ui::widget::field::Left;
use crate::ui::widget::key::{Hint, Press, hint};
use crate::ui::widget::{button, focus, paper, words};
use crate::ui::worker::Failure;

/// What a receipt's file is called on its way to the viewer; it tells nobody's name.
const FILE: &str = "receipt.pdf";

/// What the screen remembers.
pub struct Receipt {
    stage: Stage,
    complaints: Vec<Complaint<Field>>,
    complaints_later: Vec<Complaint<LaterField>>,
    left: Left<String>,
    is_busy: bool,
}

/// How far it is.
enum Stage {
    /// Who pays is still to be found.
    Finding(Find),
    /// The account is being read.
    Reading,
    /// At the counter.
    Open(Box<Till>),
    /// The money was taken.
    Done(Taken),
}

/// A payment that was taken, or agreed for later, or both.
#[derive(Clone, Debug)]
pub struct Taken {
    /// The receipt; none when all of it is paid later.
    id: Option<ReceiptId>,
    guarantor: GuarantorId,
    from: String,
    amount: Money,
    change: Money,
    credit: Money,
    /// What was agreed for later, in words; empty for nothing.
    later: String,
    /// The receipt as it will be printed.
    pages: Vec<Page>,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// In the look-up of who pays.
    Find(find::Message),
    /// The account was read.
    AccountRead(Result<Box<Account>, Failure>),
    /// Something was typed.
    Typed(Field, String),
    /// The focus left a field.
    FieldLeft(Field),
    /// How a part is handed over.
    MethodChosen(usize, &'static str),
    /// One more way to pay.
    TenderAdded,
    /// A way to pay is to go.
    TenderRemoved(usize),
    /// What is owed is paid in full.
    FullPressed,
    /// It is said how the money is to go.
    PlacingChosen(Placing),
    /// The next visit is to be paid first.
    NextVisitPressed,
    /// Something is to be paid later, or nothing after all.
    LaterPressed,
    /// What is owed is to be paid by a plan.
    PlanPressed,
    /// Something was typed about what is paid later.
    LaterTyped(LaterField, String),
    /// The focus left a field of it.
    LaterLeft(LaterField),
    /// Credit is to be placed, or money to be taken.
    Turned(Purpose),
    /// It is to be taken, or placed.
    TakePressed,
    /// It was taken, or not.
    Taken(Result<Box<Taken>, Failure>),
    /// Credit was placed, or not.
    CreditPlaced(Money, Result<(), Failure>),
    /// The receipt is to be shown.
    PrintPressed,
    /// Its pages were made.
    PagesRead(Result<Vec<u8>, Failure>),
    /// They were handed to the viewer, or not.
    Shown(Result<(), Failure>),
    /// Another payment is to be taken.
    AnotherPressed,
    /// Back to where it was opened from.
    LeavePressed,
}

impl Receipt {
    /// Opens the counter for a guarantor, or the look-up of one.
    pub fn open(context: &Context, guarantor: Option<GuarantorId>) -> (Self, Task<Message>) {
        let (stage, task) = if let Some(guarantor) = guarantor {
            (Stage::Reading, read(context, guarantor))
        } else {
            let (find, task) = Find::open(context);
            (Stage::Finding(find), task.map(Message::Find))
        };
        (Self::at(stage), task)
    }

    /// Opens the counter for the account of a statement that was scanned.
    pub fn open_scan(context: &Context, scan: ScanLine) -> (Self, Task<Message>) {
        let read = context.worker.ask(
            move |office| Account::scanned(office, scan).map(Box::new),
            Message::AccountRead,
        );
        (Self::at(Stage::Reading), read)
    }

    fn at(stage: Stage) -> Self {
        Self {
            stage,
            complaints: Vec::new(),
            complaints_later: Vec::new(),
            left: Left::default(),
            is_busy: false,
        }
    }

    /// Takes in what happened.
    pub fn update(&mut self, context: &Context, message: Message) -> Action<Message> {
        match message {
            Message::Find(message) => self.finding(context, message),
            Message::AccountRead(Ok(account)) => {
                self.stage = Stage::Open(Box::new(Till::open(*account, context.today())));
                self.left.clear();
                self.check(context);
                Action::Run(focus::on(id(Field::Tender(0, tender::Field::Amount))))
            }
            Message::TakePressed => self.take(context),
            Message::Taken(Ok(taken)) => {
                self.is_busy = false;
                let said = done_words(&taken);
                self.stage = Stage::Done(*taken);
                Action::Say(said, Task::none())
            }
            Message::CreditPlaced(amount, Ok(())) => {
                self.is_busy = false;
                let said = format!("Placed {} of credit.", words::show_dollars(amount));
                let again = self.guarantor().map(|guarantor| read(context, guarantor));
                Action::Say(said, again.unwrap_or_else(Task::none))
            }
            Message::PrintPressed => self.print(context),
            Message::PagesRead(Ok(pages)) => Action::Run(context.files.view_pages(
                &context.worker,
                FILE,
                pages,
                Message::Shown,
            )),
            Message::Shown(Ok(())) => Action::None,
            Message::AnotherPressed => Action::Go(Place::TakePayment(None)),
            Message::PlanPressed => self.guarantor().map_or(Action::None, |guarantor| {
                Action::Go(Place::NewPlan(guarantor))
            }),
            Message::LeavePressed => Action::Leave,
            Message::AccountRead(Err(failure))
            | Message::Taken(Err(failure))
            | Message::CreditPlaced(_, Err(failure))
            | Message::PagesRead(Err(failure))
            | Message::Shown(Err(failure)) => {
                self.is_busy = false;
                Action::Warn(failure)
            }
            message => self.typed(context, message),
        }
    }

    fn finding(&mut self, context: &Context, message: find::Message) -> Action<Message> {
        let Stage::Finding(find) = &mut self.stage else {
            return Action::None;
        };
        match find.update(context, message) {
            find::Outcome::Found(guarantor) => {
                self.stage = Stage::Reading;
                let place = Place::TakePayment(Some(guarantor));
                Action::Moved(place, read(context, guarantor))
            }
            find::Outcome::Scanned(scan) => Action::Go(Place::PayStatement(scan)),
            find::Outcome::Do(action) => action.map(Message::Find),
        }
    }

    /// What is typed and chosen at the counter.
    fn typed(&mut self, context: &Context, message: Message) -> Action<Message> {
        let Stage::Open(till) = &mut self.stage else {
            return Action::None;
        };
        let mut next = Task::none();
        match message {
            Message::Typed(field, text) => till.type_into(field, text),
            Message::FieldLeft(field) => self.left.leave(field.to_string()),
            Message::MethodChosen(at, method) => {
                if let Some(one) = till.draft.tenders.get_mut(at) {
                    method.clone_into(&mut one.method);
                    one.given.clear();
                    one.reference.clear();
                }
            }
            Message::TenderAdded => {
                let at = till.draft.tenders.len();
                till.draft.tenders.push(TenderDraft::default());
                next = focus::on(id(Field::Tender(at, tender::Field::Method)));
            }
            Message::TenderRemoved(at) => till.remove_tender(at),
            Message::FullPressed => till.pay_in_full(),
            Message::PlacingChosen(placing) => till.place_as(placing),
            Message::NextVisitPressed => till.next_visit(),
            Message::LaterPressed if till.later.is_some() => till.later = None,
            Message::LaterPressed => {
                till.begin_later();
                next = focus::on(later::id(LaterField::Kind));
            }
            Message::LaterTyped(field, text) => {
                if let Some(old) = till.later.as_mut().and_then(|later| later.text_mut(field)) {
                    *old = text;
                }
            }
            Message::LaterLeft(field) => self.left.leave(later::id(field)),
            Message::Turned(purpose) => {
                till.turn(purpose);
                self.left.clear();
                let field = match purpose {
                    Purpose::Take => Field::Tender(0, tender::Field::Amount),
                    Purpose::PlaceCredit => till::placed(0),
                };
                next = focus::on(id(field));
            }
            _ => {}
        }
        self.check(context);
        Action::Run(next)
    }

    fn check(&mut self, context: &Context) {
        if let Stage::Open(till) = &self.stage {
            let today = context.today();
            self.complaints = till.check(today).err().unwrap_or_default();
            self.complaints_later = till.check_later(today).err().unwrap_or_default();
        }
    }

    fn take(&mut self, context: &Context) -> Action<Message> {
        let Stage::Open(till) = &self.stage else {
            return Action::None;
        };
        if self.is_busy {
            return Action::None;
        }
        let today = context.today();
        if till.why_not(today).is_some() {
            self.left.leave_all();
            let is_taking = till.is_taking();
            self.check(context);
            let money = self.complaints.first().map(|first| id(first.field));
            let later = self.complaints_later.first();
            let first = money
                .filter(|_| is_taking)
                .or_else(|| later.map(|first| later::id(first.field)));
            return first.map_or(Action::None, |field| Action::Run(focus::on(field)));
        }
        let guarantor = till.account.guarantor.id;
        let paid = till.check(today).ok().filter(|_| till.is_taking());
        if till.purpose == Purpose::PlaceCredit {
            let (Some(paid), amount) = (paid, till.placed()) else {
                return Action::None;
            };
            self.is_busy = true;
            return Action::Run(context.worker.ask(
                move |office| office.place_credit(guarantor, &paid.placed).map(drop),
                move |outcome| Message::CreditPlaced(amount, outcome),
            ));
        }
        let Ok(later) = till.check_later(today) else {
            return Action::None;
        };
        let taken = Taken {
            id: None,
            guarantor,
            from: till.account.guarantor.contact.name.natural(),
            amount: till.amount(),
            change: till.change(),
            credit: till.left().max(Money::ZERO),
            later: later.as_ref().map(later::told).unwrap_or_default(),
            pages: Vec::new(),
        };
        let ahead = till.draft.aheads();
        self.is_busy = true;
        Action::Run(context.worker.ask(
            move |office| {
                let id = office.together(|office| {
                    let id = match &paid {
                        Some(paid) => Some(office.take_payment_ahead(paid, &ahead)?),
                        None => None,
                    };
                    if let Some(later) = &later {
                        let _agreed = office.agree_to_pay_later(later)?;
                    }
                    Ok::<_, OfficeError>(id)
                })?;
                // The money is taken, whether the receipt can be shown or not.
                let pages = id.map(|id| office.receipt_pages(id).unwrap_or_default());
                Ok(Box::new(Taken {
                    id,
                    pages: pages.unwrap_or_default(),
                    ..taken
                }))
            },
            Message::Taken,
        ))
    }

    fn print(&self, context: &Context) -> Action<Message> {
        let Stage::Done(taken) = &self.stage else {
            return Action::None;
        };
        let Some(id) = taken.id else {
            return Action::None;
        };
        Action::Run(
            context
                .worker
                .ask(move |office| office.receipt_pdf(id), Message::PagesRead),
        )
    }

    fn guarantor(&self) -> Option<GuarantorId> {
        match &self.stage {
            Stage::Open(till) => Some(till.account.guarantor.id),
            Stage::Done(taken) => Some(taken.guarantor),
            Stage::Finding(_) | Stage::Reading => None,
        }
    }

    /// What is wrong with a field, once it may be said.
    fn complaint(&self, field: Field) -> Option<&str> {
        // With something agreed for later, that no money is handed over is no fault.
        if matches!(&self.stage, Stage::Open(till) if !till.is_taking()) {
            return None;
        }
        let wrong = self.complaints.iter().find(|one| one.field == field);
        self.left
            .show(&field.to_string(), wrong.map(|one| one.words.as_str()))
    }

    /// What is wrong with a field of what is paid later, once it may be said.
    fn complaint_later(&self, field: LaterField) -> Option<&str> {
        let wrong = self.complaints_later.iter().find(|one| one.field == field);
        self.left
            .show(&later::id(field), wrong.map(|one| one.words.as_str()))
    }

    /// A key that nothing in the view had a use for.
    pub fn pressed(&mut self, context: &Context, press: &Press) -> Option<Action<Message>> {
        let message = match &mut self.stage {
            Stage::Finding(find) => {
                return find.pressed(press).map(|action| action.map(Message::Find));
            }
            Stage::Reading => return None,
            Stage::Open(till) => {
                let has_credit = till.account.desk.credit.is_positive();
                if press.is("Ctrl Enter") {
                    Message::TakePressed
                } else if press.is("Alt F") {
                    Message::FullPressed
                } else if press.is("Alt T") {
                    Message::TenderAdded
                } else if press.is("Alt O") {
                    Message::PlacingChosen(Placing::OldestFirst)
                } else if press.is("Alt V") {
                    Message::NextVisitPressed
                } else if press.is("Alt L") && till.purpose == Purpose::Take {
                    Message::LaterPressed
                } else if press.is("Alt A") && till.purpose == Purpose::Take {
                    Message::PlanPressed
                } else if press.is("Alt K") && has_credit {
                    Message::Turned(Purpose::PlaceCredit)
                } else if press.is("Esc") && till.purpose == Purpose::PlaceCredit {
                    Message::Turned(Purpose::Take)
                } else {
                    return None;
                }
            }
            Stage::Done(_) => {
                if press.is("R") {
                    Message::PrintPressed
                } else if press.is("P") {
                    Message::AnotherPressed
                } else {
                    return None;
                }
            }
        };
        Some(self.update(context, message))
    }

    /// What the keys do.
    pub fn keys(&self) -> Vec<Hint<'static>> {
        match &self.stage {
            Stage::Finding(_) => vec![hint(&["Up", "Down"], "move"), hint(&["Enter"], "take")],
            Stage::Reading => Vec::new(),
            Stage::Open(till) => {
                let mut keys = vec![
                    hint(&["Enter"], "next"),
                    hint(&["Ctrl Enter"], "take"),
                    hint(&["Alt F"], "pay in full"),
                    hint(&["Alt T"], "one more way to pay"),
                ];
                if till.account.desk.credit.is_positive() {
                    keys.push(hint(&["Alt K"], "place credit"));
                }
                keys.push(hint(&["Alt L"], "pay later"));
                keys.push(hint(&["Alt A"], "payment plan"));
                keys.push(hint(&["Alt V"], "next visit first"));
                keys.push(hint(&["Alt O"], "oldest first"));
                keys
            }
            Stage::Done(taken) => {
                let print = taken.id.map(|_| hint(&["R"], "print the receipt"));
                let rest = [hint(&["P"], "take another"), hint(&["Esc"], "done")];
                print.into_iter().chain(rest).collect()
            }
        }
    }

    /// What stands at the right end of the top bar.
    pub fn actions<'a>(&'a self, context: &'a Context) -> Vec<Element<'a, Message>> {
        let Stage::Open(till) = &self.stage else {
            return Vec::new();
        };
        let (label, glyph) = match till.purpose {
            Purpose::Take if !till.is_taking() => (String::from("Keep the agreement"), icon::CHECK),
            Purpose::Take => (
                format!("Take {}", words::show_dollars(till.amount())),
                icon::CASH,
            ),
            Purpose::PlaceCredit => (
                format!("Place {}", words::show_dollars(till.placed())),
                icon::CHECK,
            ),
        };
        let button = match till.why_not(context.today()) {
            None => button::primary(label).on_press(Message::TakePressed),
            Some(why) => button::plain(label).disabled(why),
        };
        vec![button.icon(glyph).key("Ctrl Enter").into()]
    }

    /// The work area.
    pub fn view<'a>(&'a self, context: &'a Context) -> Element<'a, Message> {
        match &self.stage {
            Stage::Finding(find) => find.view().map(Message::Find),
            Stage::Reading => space().into(),
            Stage::Open(till) => focus::form(self.counter(context, till)).into(),
            Stage::Done(taken) => done(taken),
        }
    }
}

/// What is said in passing.
fn done_words(taken: &Taken) -> String {
    match (taken.id, taken.later.as_str()) {
        (Some(_), _) => format!("Took {}.", words::show_dollars(taken.amount)),
        (None, later) => format!("{later}."),
    }
}

/// What is shown once the money was taken.
fn done(taken: &Taken) -> Element<'_, Message> {
    let change = taken.change.is_positive().then(|| {
        column![
            words::label("Change to hand back"),
            words::large_figure(words::show_dollars(taken.change)),
        ]
    });
    let credit = taken.credit.is_positive().then(|| {
        words::muted(format!(
            "{} of it is placed nowhere yet and waits as credit.",
            taken.credit
        ))
    });
    let title = match taken.id {
        Some(id) => format!("Receipt {}", receipt_number(id)),
        None => String::from("Agreed"),
    };
    let head = row![
        icon::of(icon::PAID, 20.0).style(Tone::Good.ink()),
        words::title(title),
    ]
    .spacing(gap::S)
    .align_y(Center);
    let print = taken.id.map(|_| {
        button::primary("Print the receipt")
            .icon(icon::PRINT)
            .key("R")
            .on_press(Message::PrintPressed)
    });
    let acts = row![]
        .push(print)
        .push(
            button::plain("Take another")
                .key("P")
                .on_press(Message::AnotherPressed),
        )
        .push(
            button::quiet("Done")
                .key("Esc")
                .on_press(Message::LeavePressed),
        )
        .spacing(gap::S);
    let from = match taken.id {
        Some(_) => format!("{} from {}", words::show_dollars(taken.amount), taken.from),
        None => taken.from.clone(),
    };
    let later = (!taken.later.is_empty()).then(|| words::body(format!("{}.", taken.later)));
    let body = column![head, words::body(from), change, credit, later, acts].spacing(gap::L);
    let facts = container(body)
        .padding(gap::XL)
        .width(488)
        .height(Fill)
        .style(theme::ground(|t| t.paper));
    let page = taken.pages.first().map(paper::paper);
    row![facts, rule::vertical(1).style(theme::divider)]
        .push(page)
        .height(Fill)
        .into()
}

fn read(context: &Context, guarantor: GuarantorId) -> Task<Message> {
    context.worker.ask(
        move |office| Account::read(office, guarantor).map(Box::new),
        Message::AccountRead,
    )
}

/// Who a patient's payments come from.
const fn payer_of(row: &PatientRow) -> GuarantorId {
    row.guarantor
}

/// The id of a field.
fn id(field: Field) -> String {
    format!("receipt {field}")
}
