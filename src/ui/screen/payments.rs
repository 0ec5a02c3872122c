//! Payments: the EOBs and the receipts of the book, what each was, and how one is taken back. It must not know how money
//! is booked.

mod detail;
pub mod table;

use iced::keyboard::Modifiers;
use iced::widget::{column, row};
use iced::{Element, Fill, Task};

use self::detail::EobDetail;
use crate::domain::eob::EobRow;
use crate::domain::id::{EobId, EobScanId, ReceiptId, RemittanceId};
use crate::domain::payment::{ReceiptDetail, ReceiptRow, Tender, receipt_number};
use crate::domain::returned::NewReturn;
use crate::domain::statement::ScanLine;
use crate::ui::context::Context;
use crate::ui::icon;
use crate::ui::place::{Action, Ask, Place};
use crate::ui::screen::{deposits, eob};
use crate::ui::widget::key::{Hint, Press, hint};
use crate::ui::widget::{button, focus, tabs, words};
use crate::ui::worker::{Failure, sentence};

/// How many of the newest are read.
const MOST: u32 = 5_000;
const TABLE: &str = "payments";
const SEARCH: &str = "find a payment";
/// What a receipt's file is called on its way to the viewer; it tells nobody's name.
const FILE: &str = "receipt.pdf";

/// The two lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    /// From payers.
    #[default]
    Eobs,
    /// From guarantors.
    Receipts,
}

/// One payment that was found elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// From a payer.
    Eob(EobId),
    /// From a guarantor.
    Receipt(ReceiptId),
}

/// What the screen remembers.
pub struct Payments {
    tab: Tab,
    /// The one to choose as soon as its list is read.
    wanted: Option<Wanted>,
    query: String,
    eobs: Option<Vec<EobRow>>,
    receipts: Option<Vec<ReceiptRow>>,
    /// Which rows of the open list match the query.
    shown: Vec<usize>,
    selected: Option<usize>,
    /// What the chosen EOB says.
    detail: Option<EobDetail>,
    /// What the chosen receipt was placed on.
    placed: Option<ReceiptDetail>,
    /// Digits that a scanner types while the list has the focus; it begins with a nought, which is no key of ours.
    scanning: Option<String>,
    /// Why what was scanned leads nowhere.
    misread: Option<String>,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// The EOBs were read.
    EobsRead(Result<Vec<EobRow>, Failure>),
    /// The receipts were read.
    ReceiptsRead(Result<Vec<ReceiptRow>, Failure>),
    /// The other list is wanted.
    TabTurned(Tab),
    /// Another tab beside them is wanted.
    OtherTab(usize),
    /// Something is looked for.
    QueryEdited(String),
    /// Enter was pressed in the search.
    QueryEntered,
    /// A row was chosen.
    RowChosen(usize),
    /// A row was opened.
    RowOpened(usize),
    /// What an EOB says was read.
    DetailRead(EobId, Result<Box<EobDetail>, Failure>),
    /// It was read what the chosen receipt was placed on.
    PlacedRead(ReceiptId, Result<Box<ReceiptDetail>, Failure>),
    /// A paper EOB is to be keyed.
    NewEobPressed,
    /// A payment is to be taken.
    TakePressed,
    /// The chosen receipt is to be shown again.
    ReprintPressed,
    /// Its pages were read.
    PagesRead(Result<Vec<u8>, Failure>),
    /// A scan of the chosen EOB is to be looked at.
    ScanPressed(EobScanId),
    /// They were handed to the viewer, or not.
    Shown(Result<(), Failure>),
    /// The remittance of the chosen EOB is to be opened.
    RemittancePressed,
    /// The chosen one is to be taken back.
    BackPressed,
    /// An EOB is to be taken back for that reason.
    Unpost(EobId, String),
    /// A receipt is to be taken back for that reason.
    TakeBack(ReceiptId, String),
    /// The check of the chosen receipt came back.
    BouncePressed,
    /// It did, with what the bank said; which tender it was.
    Bounce(ReceiptId, u32, String),
    /// It was taken back, or not.
    TakenBack(String, Result<(), Failure>),
}

impl Payments {
    /// Opens the lists.
    pub fn open(context: &Context) -> (Self, Task<Message>) {
        Self::open_at(context, Tab::default(), None)
    }

    /// Opens the receipts.
    pub fn open_receipts(context: &Context) -> (Self, Task<Message>) {
        Self::open_at(context, Tab::Receipts, None)
    }

    /// Opens the list of one payment, with it chosen.
    pub fn open_on(context: &Context, wanted: Wanted) -> (Self, Task<Message>) {
        let tab = match wanted {
            Wanted::Eob(_) => Tab::Eobs,
            Wanted::Receipt(_) => Tab::Receipts,
        };
        Self::open_at(context, tab, Some(wanted))
    }

    fn open_at(context: &Context, tab: Tab, wanted: Option<Wanted>) -> (Self, Task<Message>) {
        let screen = Self {
            tab,
            wanted,
            query: String::new(),
            eobs: None,
            receipts: None,
            shown: Vec::new(),
            selected: None,
            detail: None,
            placed: None,
            scanning: None,
            misread: None,
        };
        (screen, Task::batch([read(context), focus::on(TABLE)]))
    }

    /// Takes in what happened.
    pub fn update(&mut self, context: &Context, message: Message) -> Action<Message> {
        match message {
            Message::EobsRead(Ok(rows)) => {
                self.eobs = Some(rows);
                self.narrow(context)
            }
            Message::ReceiptsRead(Ok(rows)) => {
                self.receipts = Some(rows);
                self.narrow(context)
            }
            Message::TabTurned(tab) => self.turn(context, tab),
            Message::OtherTab(at) => deposits::tab_place(at).map_or(Action::None, Action::Go),
            Message::QueryEdited(query) => {
                self.query = query;
                self.misread = None;
                self.selected = None;
                self.narrow(context)
            }
            Message::RowChosen(at) => self.chosen(context, at),
            Message::RowOpened(at) => match self.take_scan() {
                Some(action) => action,
                None => self.opened(context, at),
            },
            Message::QueryEntered => self.take_scan().unwrap_or(Action::None),
            Message::DetailRead(id, Ok(detail)) => {
                if self.eob().is_some_and(|row| row.id == id) {
                    self.detail = Some(*detail);
                }
                Action::None
            }
            Message::PlacedRead(id, Ok(placed)) => {
                if self.receipt().is_some_and(|row| row.id == id) {
                    self.placed = Some(*placed);
                }
                Action::None
            }
            Message::NewEobPressed => Action::Go(Place::NewEob(None)),
            Message::TakePressed => Action::Go(Place::TakePayment(None)),
            Message::ReprintPressed => self.reprint(context),
            Message::PagesRead(Ok(pages)) => Action::Run(context.files.view_pages(
                &context.worker,
                FILE,
                pages,
                Message::Shown,
            )),
            Message::ScanPressed(scan) => {
                Action::Run(eob::scan::show(context, scan, Message::Shown))
            }
            Message::Shown(Ok(())) => Action::None,
            Message::BackPressed => self.ask(),
            Message::RemittancePressed => self.open_remittance(),
            Message::Unpost(id, why) => unpost(context, id, why),
            Message::BouncePressed => self.ask_bounce(),
            Message::Bounce(id, tender, why) => bounce(context, (id, tender), why),
            Message::TakeBack(id, why) => {
                let said = format!("Receipt {} was taken back.", receipt_number(id));
                Action::Run(context.worker.ask(
                    move |office| office.take_back_receipt(id, &why),
                    move |outcome| Message::TakenBack(said, outcome),
                ))
            }
            Message::TakenBack(said, Ok(())) => Action::Say(said, read(context)),
            Message::EobsRead(Err(failure))
            | Message::ReceiptsRead(Err(failure))
            | Message::DetailRead(_, Err(failure))
            | Message::PlacedRead(_, Err(failure))
            | Message::PagesRead(Err(failure))
            | Message::Shown(Err(failure))
            | Message::TakenBack(_, Err(failure)) => Action::Warn(failure),
        }
    }

    /// Goes to the counter when a scan line stands in the search or was just scanned; none when nothing of the kind is
    /// there.
    fn take_scan(&mut self) -> Option<Action<Message>> {
        let text = match self.scanning.take() {
            Some(scanned) => scanned,
            None if ScanLine::is_meant(&self.query) => self.query.clone(),
            None => return None,
        };
        Some(match ScanLine::read(&text) {
            Ok(scan) => {
                self.query.clear();
                Action::Go(Place::PayStatement(scan))
            }
            Err(fault) => {
                self.misread = Some(sentence(&fault.to_string()));
                Action::None
            }
        })
    }

    /// Takes a digit of a scan line; whether it did. A nought begins one.
    fn take_digit(&mut self, press: &Press) -> bool {
        let digit = press.digit(Modifiers::empty());
        match (&mut self.scanning, digit) {
            (Some(digits), Some(digit)) => {
                digits.push_str(&digit.to_string());
                true
            }
            (None, Some(0)) => {
                self.misread = None;
                self.scanning = Some(String::from("0"));
                true
            }
            (Some(_), None) => {
                // Anything but a digit, a space or Enter means that it was none.
                if !press.is("Space") {
                    self.scanning = None;
                }
                false
            }
            (None, _) => false,
        }
    }

    fn turn(&mut self, context: &Context, tab: Tab) -> Action<Message> {
        self.tab = tab;
        self.selected = None;
        self.narrow(context)
    }

    /// Shows what matches the query, the first of them chosen.
    fn narrow(&mut self, context: &Context) -> Action<Message> {
        let query = self.query.trim().to_lowercase();
        self.shown = match self.tab {
            Tab::Eobs => matching(self.eobs.as_deref(), &query, table::eob_words),
            Tab::Receipts => matching(self.receipts.as_deref(), &query, table::receipt_words),
        };
        if let Some(at) = self.wanted_row() {
            self.wanted = None;
            return self.chosen(context, at);
        }
        if let Some(last) = self.shown.len().checked_sub(1) {
            return self.chosen(context, self.selected.unwrap_or(0).min(last));
        }
        self.selected = None;
        self.detail = None;
        Action::None
    }

    /// Where the wanted payment stands among the shown.
    fn wanted_row(&self) -> Option<usize> {
        let wanted = self.wanted?;
        self.shown.iter().position(|at| match (self.tab, wanted) {
            (Tab::Eobs, Wanted::Eob(id)) => {
                let row = self.eobs.as_ref().and_then(|rows| rows.get(*at));
                row.is_some_and(|row| row.id == id)
            }
            (Tab::Receipts, Wanted::Receipt(id)) => {
                let row = self.receipts.as_ref().and_then(|rows| rows.get(*at));
                row.is_some_and(|row| row.id == id)
            }
            (Tab::Eobs, Wanted::Receipt(_)) | (Tab::Receipts, Wanted::Eob(_)) => false,
        })
    }

    fn chosen(&mut self, context: &Context, at: usize) -> Action<Message> {
        self.selected = Some(at);
        self.detail = None;
        self.placed = None;
        if let Some(id) = self.receipt().map(|row| row.id) {
            return Action::Run(context.worker.ask(
                move |office| office.receipt(id).map(Box::new),
                move |placed| Message::PlacedRead(id, placed),
            ));
        }
        let Some(id) = self.eob().map(|row| row.id) else {
            return Action::None;
        };
        Action::Run(context.worker.ask(
            move |office| EobDetail::read(office, id).map(Box::new),
            move |detail| Message::DetailRead(id, detail),
        ))
    }

    fn opened(&mut self, context: &Context, at: usize) -> Action<Message> {
        self.selected = Some(at);
        match self.tab {
            Tab::Receipts => self.reprint(context),
            Tab::Eobs if self.remittance().is_some() => self.open_remittance(),
            Tab::Eobs => match self.detail.as_ref().and_then(EobDetail::first_claim) {
                Some(claim) => Action::Go(Place::Claim(claim)),
                None => Action::None,
            },
        }
    }

    /// The remittance that the chosen EOB was read from.
    fn remittance(&self) -> Option<RemittanceId> {
        self.eob()?.remittance
    }

    fn open_remittance(&self) -> Action<Message> {
        self.remittance().map_or(Action::None, |remittance| {
            Action::Go(Place::Remittance(remittance, None))
        })
    }

    const fn tab_at(&self) -> usize {
        match self.tab {
            Tab::Eobs => 0,
            Tab::Receipts => 1,
        }
    }

    /// The chosen EOB.
    fn eob(&self) -> Option<&EobRow> {
        let at = *self.shown.get(self.selected?)?;
        match self.tab {
            Tab::Eobs => self.eobs.as_ref()?.get(at),
            Tab::Receipts => None,
        }
    }

    /// The chosen receipt.
    fn receipt(&self) -> Option<&ReceiptRow> {
        let at = *self.shown.get(self.selected?)?;
        match self.tab {
            Tab::Eobs => None,
            Tab::Receipts => self.receipts.as_ref()?.get(at),
        }
    }

    fn reprint(&self, context: &Context) -> Action<Message> {
        match self.receipt().map(|row| row.id) {
            Some(id) => Action::Run(
                context
                    .worker
                    .ask(move |office| office.receipt_pdf(id), Message::PagesRead),
            ),
            None => Action::None,
        }
    }

    /// Asks before the chosen one is taken back, in numbers.
    fn ask(&self) -> Action<Message> {
        // A remittance is taken back as a whole, on its own page.
        if self.remittance().is_some() {
            return self.open_remittance();
        }
        if let Some(row) = self.eob().filter(|row| !row.is_reversed) {
            let id = row.id;
            let claims = counted(row.claims, "claim", "claims");
            let words = format!(
                "Takes back {} from {} on {claims}. They wait for an answer again, and the paper can be keyed anew.",
                words::show_dollars(row.amount),
                row.payer_name
            );
            let title = format!("Take back EOB {}?", table::reference(row));
            return Action::Ask(Ask::reason(title, words, "Take back", "Why", move |why| {
                Message::Unpost(id, why)
            }));
        }
        if let Some(row) = self.receipt().filter(|row| !row.is_reversed) {
            let id = row.id;
            let number = receipt_number(id);
            let words = format!(
                "Takes back {} from {}. What it paid is owed again.",
                words::show_dollars(row.amount),
                row.name.natural()
            );
            let title = format!("Take back receipt {number}?");
            return Action::Ask(Ask::reason(title, words, "Take back", "Why", move |why| {
                Message::TakeBack(id, why)
            }));
        }
        Action::None
    }

    /// Asks what the bank said of the check that the chosen receipt was paid with.
    fn ask_bounce(&self) -> Action<Message> {
        let checks = self
            .receipt()
            .filter(|row| !row.is_reversed)
            .and_then(|row| {
                let is_check = |tender: &Tender| matches!(tender, Tender::Check { .. });
                let at = row.tenders.iter().position(is_check)?;
                Some((row, at, row.tenders.get(at)?.amount()))
            });
        let Some((row, at, amount)) = checks else {
            let words = String::from("Choose a receipt that was paid by check");
            return Action::Warn(Failure::Words(words));
        };
        let id = row.id;
        let place = u32::try_from(at.saturating_add(1)).unwrap_or(1);
        let words = format!(
            "{} of {} is owed again, and the practice’s fee is charged to the account.",
            words::show_dollars(amount),
            row.name.natural()
        );
        let then = move |why| Message::Bounce(id, place, why);
        let title = "Did the bank return this check?";
        Action::Ask(Ask::reason(
            title,
            words,
            "Take it back",
            "What the bank said",
            then,
        ))
    }

    /// A key that nothing in the view had a use for.
    pub fn pressed(&mut self, context: &Context, press: &Press) -> Option<Action<Message>> {
        if press.is("Enter") && self.scanning.is_some() {
            return self.take_scan();
        }
        if self.take_digit(press) {
            return Some(Action::None);
        }
        let message = if press.is("E") {
            Message::NewEobPressed
        } else if press.is("P") {
            Message::TakePressed
        } else if press.is("R") {
            Message::ReprintPressed
        } else if press.is("B") {
            Message::BouncePressed
        } else if press.is("U") {
            Message::BackPressed
        } else if let Some(to) = tabs::turned(press, self.tab_at(), deposits::TABS.len()) {
            table::turn(to)
        } else if press.is("/") {
            return Some(Action::Run(focus::on(SEARCH)));
        } else {
            return None;
        };
        Some(self.update(context, message))
    }

    /// What the keys do.
    pub fn keys(&self) -> Vec<Hint<'static>> {
        let mut keys = vec![
            hint(&["Up", "Down"], "move"),
            hint(&["E"], "paper EOB"),
            hint(&["P"], "take a payment"),
        ];
        keys.extend(match self.tab {
            Tab::Eobs => vec![
                hint(&["Enter"], "its first claim"),
                hint(&["U"], "take back"),
                hint(&["2"], "receipts"),
            ],
            Tab::Receipts => vec![
                hint(&["R"], "print again"),
                hint(&["B"], "check came back"),
                hint(&["U"], "take back"),
                hint(&["1"], "EOBs"),
            ],
        });
        keys.push(hint(&["3"], "deposits"));
        keys.push(hint(&["/"], "find or scan"));
        keys
    }

    /// What stands at the right end of the top bar.
    pub fn actions<'a>(&'a self, _: &'a Context) -> Vec<Element<'a, Message>> {
        vec![
            button::plain("Take payment")
                .icon(icon::CASH)
                .key("P")
                .on_press(Message::TakePressed)
                .into(),
            button::primary("Paper EOB")
                .icon(icon::ADD)
                .key("E")
                .on_press(Message::NewEobPressed)
                .into(),
        ]
    }

    /// The work area.
    pub fn view<'a>(&'a self, context: &'a Context) -> Element<'a, Message> {
        let left = column![self.bar(), self.misread(), self.table()].width(Fill);
        row![left].push(self.panel(context)).into()
    }
}

/// Takes a check back that the bank returned, with the practice's fee.
fn bounce(context: &Context, (receipt, tender): (ReceiptId, u32), why: String) -> Action<Message> {
    let done = format!("The check of {} is owed again", receipt_number(receipt));
    let on = context.today();
    Action::Run(context.worker.ask(
        move |office| {
            let fee = office.patient_terms()?.returned_check_fee;
            let new = NewReturn {
                receipt,
                tender,
                on,
                fee,
                why,
            };
            office.return_check(&new).map(drop)
        },
        move |outcome| Message::TakenBack(done, outcome),
    ))
}

/// Reads both lists.
fn read(context: &Context) -> Task<Message> {
    Task::batch([
        context
            .worker
            .ask(|office| office.eobs(MOST), Message::EobsRead),
        context
            .worker
            .ask(|office| office.receipts(None, MOST), Message::ReceiptsRead),
    ])
}

/// The places of the rows in whose words the query stands.
fn matching<T>(rows: Option<&[T]>, query: &str, words: impl Fn(&T) -> String) -> Vec<usize> {
    let rows = rows.unwrap_or_default().iter().enumerate();
    rows.filter(|(_, row)| query.is_empty() || words(row).to_lowercase().contains(query))
        .map(|(at, _)| at)
        .collect()
}

/// `1 claim`, `3 claims`.
fn counted(count: u32, one: &str, more: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { more })
}

/// Takes an EOB back.
fn unpost(context: &Context, id: EobId, why: String) -> Action<Message> {
    let said = String::from("The EOB was taken back; its claims wait again.");
    Action::Run(context.worker.ask(
        move |office| office.unpost_eob(id, &why),
        move |outcome| Message::TakenBack(said, outcome),
    ))
}
