//! A paper EOB: the check, the claims it answers, what it says of each service, and the proof, which is always in view.
//! It is posted only when it proves. It must not know how anything is booked.

mod cell;
mod effect;
mod entry;
mod ghost;
pub mod grid;
mod head;
pub mod scan;
mod side;

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use iced::widget::{column, container, row, rule};
use iced::{Element, Fill, Task};

use self::entry::{Answered, Entry};
use crate::domain::claim::ClaimRow;
use crate::domain::code::AdjustmentGroup;
use crate::domain::draft::eob::{EobLineDraft, Field, line};
use crate::domain::draft::{Complaint, EobDraft};
use crate::domain::eob::{EobScan, Method, Outcome};
use crate::domain::id::{ClaimId, EobId, EobScanId, PayerId};
use crate::domain::money::Money;
use crate::domain::practice::Payer;
use crate::domain::typed::show_date;
use crate::office::{Office, OfficeError};
use crate::ui::context::Context;
use crate::ui::icon;
use crate::ui::place::Action;
use crate::ui::rest;
use crate::ui::theme;
use crate::ui::widget::field::Left;
use crate::ui::widget::key::{Hint, Press, hint};
use crate::ui::widget::{button, focus, words};
use crate::ui::worker::Failure;

/// Under which name the paper is put aside.
const DRAFT: &str = "eob/new";
/// How many rows a look-up shows.
const HITS: usize = 8;

/// Ids of the look-ups.
const PAYER: &str = "eob payer";
const FIND: &str = "eob find";

/// What the screen remembers.
pub struct Eob {
    payers: Vec<Payer>,
    payer_typed: String,
    entry: Entry,
    find: Find,
    complaints: Vec<Complaint<Field>>,
    left: Left<String>,
    /// The line that has the focus, or had it last, and the cell in it.
    at: usize,
    cell: line::Field,
    /// Whether the text of that cell is as it was when the focus came: then an operator is a command, not part of a sum.
    is_fresh: bool,
    /// Counts the changes, so that the paper is put aside once typing rests.
    edits: u64,
    kept: Option<Kept>,
    is_posting: bool,
}

/// The look-up of claims.
#[derive(Default)]
struct Find {
    typed: String,
    rows: Vec<ClaimRow>,
}

/// Since when what is typed is safe.
enum Kept {
    /// It was put aside then and taken up again.
    Resumed(DateTime<Utc>),
    /// It was put aside then.
    At(DateTime<Utc>),
}

/// What the book says when the screen opens.
#[derive(Clone, Debug)]
pub struct Opening {
    payers: Vec<Payer>,
    put_aside: Option<(EobDraft, Vec<Answered>, DateTime<Utc>)>,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// The book was read.
    Opened(Option<PayerId>, Result<Box<Opening>, Failure>),
    /// A payer is looked for.
    PayerTyped(String),
    /// That payer was taken.
    PayerTaken(PayerId),
    /// How it was paid.
    MethodChosen(Method),
    /// Something was typed.
    Typed(Field, String),
    /// The focus came to a cell of a line.
    Entered(usize, line::Field),
    /// To the same cell of another line, or another cell of the line.
    Moved(usize, line::Field),
    /// The line says what is expected of it.
    AsExpected(usize),
    /// Nothing was paid of the line.
    Denied(usize),
    /// The line is done: on to the next, or to the next claim.
    LineDone(usize),
    /// Another claim is to be added.
    FinderPressed,
    /// The scan is to be chosen.
    ScanPressed,
    /// That file, or none.
    ScanChosen(Option<PathBuf>),
    /// It was kept in the book, or not.
    ScanKept(Result<EobScan, Failure>),
    /// A scan is to be looked at.
    ScanShown(EobScanId),
    /// It was handed to the viewer, or not.
    ScanSeen(Result<(), Failure>),
    /// A scan is to go.
    ScanRemoved(EobScanId),
    /// It went, or not.
    ScanGone(Result<(), Failure>),
    /// The focus left a field.
    FieldLeft(Field),
    /// A claim is looked for.
    FindTyped(String),
    /// These were found.
    Found(String, Result<Vec<ClaimRow>, Failure>),
    /// That claim was taken.
    ClaimTaken(ClaimId),
    /// Its services were read.
    ClaimRead(Result<Box<Answered>, Failure>),
    /// A claim is to go.
    ClaimRemoved(usize),
    /// Another adjustment of a line is wanted.
    AdjustmentWanted(usize),
    /// An adjustment is to go.
    AdjustmentRemoved(usize, usize),
    /// Who bears an adjustment.
    GroupChosen(usize, usize, AdjustmentGroup),
    /// What becomes of an adjustment.
    OutcomeChosen(usize, usize, Outcome),
    /// Typing rests.
    Rested(u64),
    /// The paper was put aside, or not.
    PutAside(DateTime<Utc>, Result<(), Failure>),
    /// The paper is to be keyed anew.
    AnewPressed,
    /// What was put aside is gone, or not.
    Dropped(Result<(), Failure>),
    /// It is to be posted.
    PostPressed,
    /// It was, or not.
    Posted(Result<EobId, Failure>),
}

impl Eob {
    /// Opens an empty paper, of that payer if one is known, or the one that was put aside.
    pub fn open(context: &Context, payer: Option<PayerId>) -> (Self, Task<Message>) {
        let screen = Self {
            payers: Vec::new(),
            payer_typed: String::new(),
            entry: Entry::default(),
            find: Find::default(),
            complaints: Vec::new(),
            left: Left::default(),
            at: 0,
            cell: line::Field::Allowed,
            is_fresh: true,
            edits: 0,
            kept: None,
            is_posting: false,
        };
        let read = context.worker.ask(
            |office| read(office).map(Box::new),
            move |opening| Message::Opened(payer, opening),
        );
        (screen, Task::batch([read, focus::on(PAYER)]))
    }

    /// Takes in what happened.
    pub fn update(&mut self, context: &Context, message: Message) -> Action<Message> {
        match message {
            Message::Opened(payer, Ok(opening)) => self.opened(context, payer, *opening),
            Message::PayerTyped(text) => {
                self.payer_typed = text;
                self.entry.draft.payer = None;
                self.changed(context)
            }
            Message::PayerTaken(payer) => self.payer_taken(context, payer),
            Message::MethodChosen(method) => {
                method.code().clone_into(&mut self.entry.draft.method);
                self.changed(context)
            }
            Message::Typed(field, text) => {
                if let Some(old) = self.entry.text_mut(field) {
                    *old = text;
                }
                self.is_fresh = false;
                self.changed(context)
            }
            Message::Entered(line, cell) => {
                (self.at, self.cell, self.is_fresh) = (line, cell, true);
                Action::None
            }
            Message::FieldLeft(field) => {
                self.left.leave(field.to_string());
                Action::None
            }
            Message::FindTyped(text) => self.look_for(context, text),
            Message::Found(text, Ok(rows)) => {
                if text == self.find.typed {
                    self.find.rows = rows;
                }
                Action::None
            }
            Message::ClaimTaken(claim) => self.claim_taken(context, claim),
            Message::ClaimRead(Ok(claim)) => self.claim_read(context, *claim),
            Message::Rested(edits) => self.rested(context, edits),
            Message::PutAside(at, Ok(())) => {
                self.kept = Some(Kept::At(at));
                Action::None
            }
            Message::AnewPressed => self.start_anew(context),
            Message::Dropped(Ok(())) => Action::None,
            Message::PostPressed => self.post(context),
            Message::Posted(Ok(_)) => Action::SayAndLeave(self.posted_words()),
            Message::Posted(Err(failure)) => {
                self.is_posting = false;
                Action::Warn(failure)
            }
            Message::Opened(_, Err(failure))
            | Message::Found(_, Err(failure))
            | Message::ClaimRead(Err(failure))
            | Message::PutAside(_, Err(failure))
            | Message::Dropped(Err(failure)) => Action::Warn(failure),
            Message::ScanPressed
            | Message::ScanChosen(_)
            | Message::ScanKept(_)
            | Message::ScanShown(_)
            | Message::ScanSeen(_)
            | Message::ScanRemoved(_)
            | Message::ScanGone(_) => self.scanned(context, message),
            Message::Moved(..) | Message::LineDone(_) | Message::FinderPressed => {
                self.moved(&message)
            }
            message => self.arranged(context, &message),
        }
    }

    /// The focus goes from cell to cell.
    fn moved(&mut self, message: &Message) -> Action<Message> {
        match *message {
            Message::Moved(line, cell) if self.line(line).is_some() => {
                Action::Run(self.go_to(line, cell))
            }
            Message::LineDone(line) => Action::Run(self.after(line)),
            Message::FinderPressed => Action::Run(focus::on(FIND)),
            _ => Action::None,
        }
    }

    /// Opens the claim of a line, and goes to one of its cells.
    fn go_to(&mut self, line: usize, cell: line::Field) -> Task<Message> {
        (self.at, self.cell, self.is_fresh) = (line, cell, true);
        focus::on(id(Field::Line(line, cell)))
    }

    /// Goes on after a line: to the next of its claim, else to the next claim.
    fn after(&mut self, line: usize) -> Task<Message> {
        let next = line.saturating_add(1);
        if self.line(next).is_some() {
            self.go_to(next, line::Field::Allowed)
        } else {
            focus::on(FIND)
        }
    }

    /// Claims and adjustments come and go.
    fn arranged(&mut self, context: &Context, message: &Message) -> Action<Message> {
        let next = match *message {
            Message::ClaimRemoved(at) => {
                self.entry.remove(at);
                self.left.clear();
                focus::on(FIND)
            }
            Message::AdjustmentWanted(line) => match self.entry.add_adjustment(line) {
                Some(field) => focus::on(id(field)),
                None => return Action::None,
            },
            Message::AsExpected(line) => {
                self.entry.take_expected(line, (self.at, self.cell));
                self.after(line)
            }
            Message::Denied(line) => match self.entry.deny(line) {
                Some(field) => {
                    self.at = line;
                    focus::on(id(field))
                }
                None => return Action::None,
            },
            Message::AdjustmentRemoved(line, at) => {
                self.entry.remove_adjustment(line, at);
                focus::on(id(Field::Line(line, line::Field::Paid)))
            }
            Message::GroupChosen(line, at, group) => {
                if let Some(part) = self.entry.adjustment_mut(line, at) {
                    group.as_str().clone_into(&mut part.group);
                    part.outcome = None;
                }
                Task::none()
            }
            Message::OutcomeChosen(line, at, outcome) => {
                if let Some(part) = self.entry.adjustment_mut(line, at) {
                    part.outcome = Some(outcome);
                }
                Task::none()
            }
            _ => return Action::None,
        };
        match self.changed(context) {
            Action::Run(task) => Action::Run(Task::batch([next, task])),
            action => action,
        }
    }

    fn opened(
        &mut self,
        context: &Context,
        payer: Option<PayerId>,
        opening: Opening,
    ) -> Action<Message> {
        self.payers = opening.payers;
        let today = show_date(context.today());
        if let Some((draft, claims, at)) = opening.put_aside {
            self.entry = Entry::resume(draft, claims);
            self.kept = Some(Kept::Resumed(at));
        } else {
            self.entry.draft.accounting_on = today;
            self.entry.draft.payer = payer;
        }
        self.payer_typed = self.payer_name().to_owned();
        self.check(context);
        let first = match self.entry.draft.payer {
            None => focus::on(PAYER),
            Some(_) if self.entry.draft.reference.is_empty() => focus::on(id(Field::Reference)),
            Some(_) => focus::on(FIND),
        };
        Action::Run(Task::batch([first, self.find_claims(context)]))
    }

    fn payer_taken(&mut self, context: &Context, payer: PayerId) -> Action<Message> {
        self.entry.draft.payer = Some(payer);
        self.payer_typed = self.payer_name().to_owned();
        self.find = Find::default();
        let tasks = [
            focus::on(id(Field::Reference)),
            self.find_claims(context),
            self.counted(context),
        ];
        Action::Run(Task::batch(tasks))
    }

    /// The name of the payer that is chosen; nothing while none is.
    fn payer_name(&self) -> &str {
        let chosen = self.entry.draft.payer;
        self.payers
            .iter()
            .find(|payer| Some(payer.id) == chosen)
            .map_or("", |payer| payer.what.name.as_str())
    }

    fn look_for(&mut self, context: &Context, text: String) -> Action<Message> {
        self.find.typed = text;
        Action::Run(self.find_claims(context))
    }

    fn find_claims(&self, context: &Context) -> Task<Message> {
        let Some(payer) = self.entry.draft.payer else {
            return Task::none();
        };
        let (text, asked) = (self.find.typed.clone(), self.find.typed.clone());
        context.worker.ask(
            move |office| office.open_claims_of(payer, &asked),
            move |rows| Message::Found(text, rows),
        )
    }

    fn claim_taken(&mut self, context: &Context, claim: ClaimId) -> Action<Message> {
        let Some(row) = self.find.rows.iter().find(|row| row.id == claim).cloned() else {
            return Action::None;
        };
        self.find.typed.clear();
        let read = context.worker.ask(
            move |office| {
                let services = office.eob_template(claim)?;
                Ok(Box::new(Answered { row, services }))
            },
            Message::ClaimRead,
        );
        Action::Run(Task::batch([read, self.find_claims(context)]))
    }

    fn claim_read(&mut self, context: &Context, claim: Answered) -> Action<Message> {
        let Some(first) = self.entry.add(claim) else {
            return Action::None;
        };
        let next = self.go_to(first, line::Field::Allowed);
        Action::Run(Task::batch([next, self.counted(context)]))
    }

    /// Looks again at what is wrong, and puts the paper aside once typing rests.
    fn changed(&mut self, context: &Context) -> Action<Message> {
        Action::Run(self.counted(context))
    }

    fn counted(&mut self, context: &Context) -> Task<Message> {
        self.check(context);
        self.edits = self.edits.wrapping_add(1);
        rest::rested(&context.clock, Message::Rested(self.edits))
    }

    fn check(&mut self, context: &Context) {
        let checked = self.entry.draft.check(context.today());
        self.complaints = checked.err().unwrap_or_default();
    }

    fn rested(&mut self, context: &Context, edits: u64) -> Action<Message> {
        match self.text().filter(|_| edits == self.edits) {
            Some(typed) => {
                let at = context.clock.now();
                Action::Run(context.worker.ask(
                    move |office| office.keep_draft(DRAFT, &typed),
                    move |kept| Message::PutAside(at, kept),
                ))
            }
            None => Action::None,
        }
    }

    /// What is put aside; none while nothing is typed or it is being posted.
    fn text(&self) -> Option<String> {
        let draft = &self.entry.draft;
        let header = [&draft.reference, &draft.paid_on, &draft.amount];
        let is_worth_it = !self.entry.claims.is_empty()
            || !draft.scans.is_empty()
            || header.iter().any(|text| !text.is_empty());
        (is_worth_it && !self.is_posting)
            .then(|| serde_json::to_string(draft).ok())
            .flatten()
    }

    fn start_anew(&mut self, context: &Context) -> Action<Message> {
        let payers = std::mem::take(&mut self.payers);
        let (fresh, _) = Self::open(context, None);
        *self = Self { payers, ..fresh };
        self.entry.draft.accounting_on = show_date(context.today());
        let drop = context
            .worker
            .ask(|office| office.drop_draft(DRAFT), Message::Dropped);
        Action::Run(Task::batch([drop, focus::on(PAYER)]))
    }

    fn post(&mut self, context: &Context) -> Action<Message> {
        if self.is_posting {
            return Action::None;
        }
        match self.entry.finish(context.today()) {
            Ok(eob) => {
                self.is_posting = true;
                let scans: Vec<_> = self.entry.draft.scans.iter().map(|scan| scan.id).collect();
                Action::Run(context.worker.ask(
                    move |office| {
                        let id = office.post_scanned_eob(&eob, &scans)?;
                        // It is posted, whether the draft goes or not; the book refuses the same paper twice.
                        let _ = office.drop_draft(DRAFT);
                        Ok(id)
                    },
                    Message::Posted,
                ))
            }
            Err((_, complaints)) => {
                self.left.leave_all();
                let off =
                    || (0..self.entry.draft.lines.len()).find(|at| self.entry.off(*at).is_some());
                let first = match complaints.first() {
                    Some(first) => Some(id(first.field)),
                    None if self.entry.claims.is_empty() => Some(FIND.to_owned()),
                    None => off().map(|at| id(Field::Line(at, line::Field::Paid))),
                };
                self.complaints = complaints;
                first.map_or(Action::None, |field| Action::Run(focus::on(field)))
            }
        }
    }

    fn posted_words(&self) -> String {
        let check = self.entry.proof().check;
        let claims = match self.entry.claims.len() {
            1 => String::from("1 claim"),
            more => format!("{more} claims"),
        };
        format!(
            "Posted {} from {}, {claims}.",
            words::show_dollars(check),
            self.payer_name()
        )
    }

    /// What is wrong with a field, once it may be said.
    fn complaint(&self, field: Field) -> Option<&str> {
        let wrong = self.complaints.iter().find(|one| one.field == field);
        self.left
            .show(&field.to_string(), wrong.map(|one| one.words.as_str()))
    }

    fn line(&self, at: usize) -> Option<&EobLineDraft> {
        self.entry.draft.lines.get(at)
    }

    /// The check as far as it can be read.
    fn amount(&self) -> Money {
        entry::amount(&self.entry.draft.amount)
    }

    /// A key that nothing in the view had a use for.
    pub fn pressed(&mut self, context: &Context, press: &Press) -> Option<Action<Message>> {
        if press.is("Ctrl Enter") {
            Some(self.post(context))
        } else if press.is("Alt C") {
            Some(Action::Run(focus::on(FIND)))
        } else if press.is("Alt S") {
            Some(self.update(context, Message::ScanPressed))
        } else if press.is("Alt A") {
            Some(self.update(context, Message::AdjustmentWanted(self.at)))
        } else if press.is("Alt R") {
            let claim = self.entry.claim_of(self.at)?;
            Some(self.update(context, Message::ClaimRemoved(claim)))
        } else if press.is("Esc") {
            if let Some(typed) = self.text() {
                // The records thread has the work already; nobody is left to hear what became of it.
                drop(
                    context
                        .worker
                        .run(move |office| office.keep_draft(DRAFT, &typed)),
                );
            }
            Some(Action::Leave)
        } else {
            None
        }
    }

    /// What the keys do.
    pub fn keys(&self) -> Vec<Hint<'static>> {
        vec![
            hint(&["Enter"], "next"),
            hint(&["+"], "as expected"),
            hint(&["-"], "denied"),
            hint(&["/"], "other adjustment"),
            hint(&["*"], "next claim, then post"),
            hint(&["Esc"], "leave, kept as a draft"),
            hint(&["Up", "Down"], "line above, line below"),
            hint(&["Left", "Right"], "cell before, cell after"),
            hint(&["Shift Enter"], "back"),
            hint(&["Alt C"], "add a claim"),
            hint(&["Alt A"], "other adjustment"),
            hint(&["Alt R"], "take the claim out"),
            hint(&["Alt S"], "attach the scan"),
            hint(&["Ctrl Enter"], "post"),
        ]
    }

    /// What stands at the right end of the top bar.
    pub fn actions<'a>(&'a self, context: &'a Context) -> Vec<Element<'a, Message>> {
        let why_not = if self.is_posting {
            Some(String::from("Posting"))
        } else {
            self.entry.finish(context.today()).err().map(|(why, _)| why)
        };
        let label = format!("Post {}", words::show_dollars(self.amount()));
        let post = match why_not {
            None => button::primary(label).on_press(Message::PostPressed),
            Some(why) => button::plain(label).disabled(why),
        };
        vec![post.icon(icon::POST).key("Ctrl Enter").into()]
    }

    /// The work area.
    pub fn view<'a>(&'a self, context: &'a Context) -> Element<'a, Message> {
        let paper = container(column![
            self.head(context),
            rule::horizontal(1).style(theme::divider),
            row![self.claims(), self.side()].height(Fill),
        ])
        .style(theme::ground(|t| t.paper));
        focus::form(paper).into()
    }
}

/// Reads the payers and the paper that was put aside.
fn read(office: &Office) -> Result<Opening, OfficeError> {
    let mut put_aside = None;
    if let Some((typed, at)) = office.draft(DRAFT)?
        && let Ok(draft) = serde_json::from_str::<EobDraft>(&typed)
    {
        let mut claims: Vec<ClaimId> = draft.lines.iter().filter_map(|line| line.claim).collect();
        claims.dedup();
        // A claim that is gone since is left out; the rest of the paper is still good.
        let answered = |claim: ClaimId| -> Result<Answered, OfficeError> {
            Ok(Answered {
                row: office.claim(claim)?.row,
                services: office.eob_template(claim)?,
            })
        };
        let claims = claims.into_iter().filter_map(|claim| answered(claim).ok());
        put_aside = Some((draft, claims.collect(), at));
    }
    Ok(Opening {
        payers: office.payers()?,
        put_aside,
    })
}

/// The id of a field.
fn id(field: Field) -> String {
    match field {
        Field::Payer => PAYER.to_owned(),
        field => format!("eob {field}"),
    }
}
