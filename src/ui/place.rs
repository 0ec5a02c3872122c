//! Where the window can go, and what a screen may ask of its parent.

mod on_desk;

use iced::Task;

pub use self::on_desk::{DeskAt, Lane, Round};

use crate::domain::claim::State;
use crate::domain::draft::{facility, patient, payer, policy, practice, provider, receiver};
use crate::domain::id::{
    BatchId, ClaimId, EobId, FacilityId, GuarantorId, PaperBatchId, PatientId, PayerId, PlanId,
    PolicyId, ProviderId, ReceiptId, ReceiverId, RemittanceId, VisitId,
};
use crate::domain::report::Wanted;
use crate::domain::statement::ScanLine;
use crate::ui::look::Look;
use crate::ui::worker::Failure;

/// A screen, with what it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// Queues, what is owed, cash.
    Today,
    /// The list of patients, with what was typed to find one.
    Patients(String),
    /// A new patient.
    NewPatient,
    /// One patient's chart.
    Chart(PatientId, ChartTab),
    /// Visits: to code, and recent ones.
    Visits,
    /// Visits with a question that is not answered.
    Asked,
    /// A new visit of a patient, or the patient still to be chosen.
    NewVisit(Option<PatientId>),
    /// A visit that is there: to code, correct or sign, and which field to go to.
    Visit(VisitId, Option<String>),
    /// The claims desk, on these states (none: whatever needs someone).
    Claims(Vec<State>),
    /// The claims desk as it was left.
    Desk(DeskAt),
    /// A claim's page.
    Claim(ClaimId),
    /// The batches that were sent, with one chosen.
    Batches(Option<BatchId>),
    /// The same, with a paper run chosen.
    PaperRun(PaperBatchId),
    /// What came back to claims before the money.
    Answers,
    /// What payers sent.
    Remittances,
    /// One remittance, at the claim that has a segment of its file if one is given.
    Remittance(RemittanceId, Option<u64>),
    /// EOBs and receipts.
    Payments,
    /// The same, with the receipts open.
    Receipts,
    /// What was agreed to be paid later.
    PaidLater,
    /// Credit that nobody placed.
    Credit,
    /// Money to the bank: the drawer, the bank's lines, or a month.
    Deposits(DepositsTab),
    /// A paper EOB to key, of that payer if known.
    NewEob(Option<PayerId>),
    /// A posted EOB.
    Eob(EobId),
    /// A receipt that was given.
    Receipt(ReceiptId),
    /// A payment of a guarantor, or the guarantor still to be found.
    TakePayment(Option<GuarantorId>),
    /// A payment of the statement whose scan line was read.
    PayStatement(ScanLine),
    /// The payment plans, with one chosen.
    Plans(Option<PlanId>),
    /// A new payment plan of a guarantor.
    NewPlan(GuarantorId),
    /// A payment plan to be agreed anew.
    ChangePlan(PlanId),
    /// The estimates of a patient, and a new one.
    Estimates(PatientId),
    /// The statement run.
    Statements,
    /// The list of reports.
    Reports,
    /// A report.
    Report(Wanted),
    /// The close of days.
    Closing,
    /// What payers refused, on a claim or on the first.
    FollowUp(Option<ClaimId>),
    /// Accounts to call about, promises, disputes, collections: on one account or on the first.
    Accounts(Option<GuarantorId>),
    /// The appeal of a refused claim, to be written and sent.
    Appeal(ClaimId),
    /// What payers allowed too little for.
    Underpaid,
    /// What payers agreed to pay.
    Contracts,
    /// Choices of the practice.
    Settings(Section),
    /// A new rule, as a refused claim proposes it.
    ProposedRule(ClaimId),
    /// A field of a form that is not the visit's, with what is wrong with it.
    Field(FieldOf, String),
}

/// A field of what claims draw on, with whose it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldOf {
    /// Of a patient.
    Patient(PatientId, patient::Field),
    /// Of a patient's policy.
    Policy(PatientId, PolicyId, policy::Field),
    /// Of the practice.
    Practice(practice::Field),
    /// Of a clinician.
    Provider(ProviderId, provider::Field),
    /// Of a place of service.
    Facility(FacilityId, facility::Field),
    /// Of a payer.
    Payer(PayerId, payer::Field),
    /// Of a receiver; none: whether lists offer it.
    Receiver(ReceiverId, Option<receiver::Field>),
}

impl Place {
    /// The place of the rail that this one belongs to.
    #[must_use]
    pub fn home(&self) -> Self {
        match self {
            Self::Today => Self::Today,
            Self::Patients(_)
            | Self::NewPatient
            | Self::Chart(..)
            | Self::Estimates(_)
            | Self::Field(FieldOf::Patient(..) | FieldOf::Policy(..), _) => {
                Self::Patients(String::new())
            }
            Self::Visits | Self::Asked | Self::NewVisit(_) | Self::Visit(..) => Self::Visits,
            Self::Claims(_)
            | Self::Desk(_)
            | Self::Claim(_)
            | Self::Batches(_)
            | Self::PaperRun(_)
            | Self::Answers => Self::Claims(Vec::new()),
            Self::Remittances | Self::Remittance(..) => Self::Remittances,
            Self::Payments
            | Self::Receipts
            | Self::PaidLater
            | Self::Credit
            | Self::Deposits(_)
            | Self::NewEob(_)
            | Self::Eob(_)
            | Self::Receipt(_)
            | Self::Plans(_)
            | Self::NewPlan(_)
            | Self::ChangePlan(_)
            | Self::TakePayment(_)
            | Self::PayStatement(_) => Self::Payments,
            Self::Statements => Self::Statements,
            Self::Reports | Self::Report(_) | Self::Closing => Self::Reports,
            Self::FollowUp(_)
            | Self::Accounts(_)
            | Self::Appeal(_)
            | Self::Underpaid
            | Self::Contracts => Self::FollowUp(None),
            Self::Settings(_) | Self::ProposedRule(_) | Self::Field(..) => {
                Self::Settings(Section::Practice)
            }
        }
    }

    /// The place of a new visit, of the patient this place is about.
    #[must_use]
    pub const fn new_visit(&self) -> Self {
        match self {
            Self::Chart(patient, _)
            | Self::Estimates(patient)
            | Self::Field(FieldOf::Patient(patient, _) | FieldOf::Policy(patient, ..), _) => {
                Self::NewVisit(Some(*patient))
            }
            _ => Self::NewVisit(None),
        }
    }
}

/// The tabs beside the payments.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DepositsTab {
    /// What waits in the drawer, and the deposits.
    #[default]
    Drawer,
    /// The bank's lines.
    Bank,
    /// A month reconciled.
    Month,
    /// Refunds, credit, returned checks, help.
    Refunds,
}

/// The tabs of a chart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ChartTab {
    /// The ledger card.
    #[default]
    Ledger,
    /// Name, address, guarantor.
    Details,
    /// Policies.
    Coverage,
    /// Visits.
    Visits,
    /// Claims.
    Claims,
    /// Statements and receipts.
    Statements,
    /// Notes and calls, promises, disputes.
    Notes,
}

impl ChartTab {
    /// In the order they stand.
    pub const ALL: [Self; 7] = [
        Self::Ledger,
        Self::Details,
        Self::Coverage,
        Self::Visits,
        Self::Claims,
        Self::Statements,
        Self::Notes,
    ];

    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Ledger => "Ledger",
            Self::Details => "Details",
            Self::Coverage => "Coverage",
            Self::Visits => "Visits",
            Self::Claims => "Claims",
            Self::Statements => "Statements",
            Self::Notes => "Notes",
        }
    }
}

/// The parts of the settings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Section {
    /// Name, address, tax id.
    #[default]
    Practice,
    /// Clinicians.
    Providers,
    /// Places of service.
    Facilities,
    /// Payers.
    Payers,
    /// Where claim files go.
    Receivers,
    /// Fee schedule and code sets.
    Fees,
    /// Theme and zoom.
    Appearance,
    /// The book: verify, passphrase, recovery key.
    Book,
    /// The practice's own rules.
    Rules,
    /// The practice's rules about what becomes of payers' reasons.
    Posting,
    /// Printers for paper claims.
    Printers,
    /// The texts of appeal letters.
    Letters,
    /// Discounts, fees and the sliding scale.
    Help,
}

impl Section {
    /// In the order they stand.
    pub const ALL: [Self; 13] = [
        Self::Practice,
        Self::Providers,
        Self::Facilities,
        Self::Payers,
        Self::Receivers,
        Self::Fees,
        Self::Appearance,
        Self::Book,
        Self::Rules,
        Self::Posting,
        Self::Printers,
        Self::Letters,
        Self::Help,
    ];

    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Practice => "Practice",
            Self::Providers => "Providers",
            Self::Facilities => "Facilities",
            Self::Payers => "Payers",
            Self::Receivers => "Receivers",
            Self::Fees => "Fees and codes",
            Self::Appearance => "Appearance",
            Self::Book => "Book",
            Self::Rules => "Rules",
            Self::Posting => "Posting",
            Self::Printers => "Printers",
            Self::Letters => "Letters",
            Self::Help => "Patients’ money",
        }
    }
}

/// What the parent must do: only what a screen cannot do itself.
#[derive(Debug)]
pub enum Action<M> {
    /// Nothing.
    None,
    /// Run this and tell me.
    Run(Task<M>),
    /// Go there.
    Go(Place),
    /// Go back to where I was opened from.
    Leave,
    /// I show that place now, as when a tab is turned: remember it for the way back, and run this.
    Moved(Place, Task<M>),
    /// Say in passing that this was done, and run this.
    Say(String, Task<M>),
    /// Say that this was done, and go there; the way back does not lead here again.
    SayAndGo(String, Place),
    /// Say that this was done, and go back to where I was opened from.
    SayAndLeave(String),
    /// Say that this failed.
    Warn(Failure),
    /// Ask before it is done.
    Ask(Ask<M>),
    /// Look, or lock, in another way from now on.
    Prefer(Look),
    /// Close the book and go back to the door.
    Lock,
}

impl<M: Send + 'static> Action<M> {
    /// Wraps the messages of a child.
    pub fn map<N: Send + 'static>(
        self,
        wrap: impl Fn(M) -> N + Clone + Send + 'static,
    ) -> Action<N> {
        match self {
            Self::None => Action::None,
            Self::Run(task) => Action::Run(task.map(wrap)),
            Self::Go(place) => Action::Go(place),
            Self::Leave => Action::Leave,
            Self::Moved(place, task) => Action::Moved(place, task.map(wrap)),
            Self::Say(words, task) => Action::Say(words, task.map(wrap)),
            Self::SayAndGo(words, place) => Action::SayAndGo(words, place),
            Self::SayAndLeave(words) => Action::SayAndLeave(words),
            Self::Warn(failure) => Action::Warn(failure),
            Self::Ask(ask) => Action::Ask(ask.map(wrap)),
            Self::Prefer(look) => Action::Prefer(look),
            Self::Lock => Action::Lock,
        }
    }
}

/// How grave what is asked is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// It goes on with the work, as sending or holding does.
    Calm,
    /// It takes something back or away.
    Danger,
}

/// A question before something is done that cannot be undone by the same key: what will happen, in numbers, and what
/// to say when the answer is yes.
pub struct Ask<M> {
    /// What is asked, as “Take the receipt back?”.
    pub title: String,
    /// What will happen.
    pub words: String,
    /// The word on the button that does it.
    pub act: String,
    /// The label of the reason, where one must be given.
    pub reason: Option<String>,
    /// Whether it takes something back or away, so that its button warns.
    pub weight: Weight,
    then: Box<dyn FnOnce(String) -> M + Send>,
}

impl<M: Send + 'static> Ask<M> {
    /// Asks for a yes.
    pub fn yes(
        title: impl Into<String>,
        words: impl Into<String>,
        act: impl Into<String>,
        then: M,
    ) -> Self {
        Self {
            title: title.into(),
            words: words.into(),
            act: act.into(),
            reason: None,
            weight: Weight::Danger,
            then: Box::new(move |_| then),
        }
    }

    /// Asks for a reason, which is kept with what is done.
    pub fn reason(
        title: impl Into<String>,
        words: impl Into<String>,
        act: impl Into<String>,
        label: impl Into<String>,
        then: impl FnOnce(String) -> M + Send + 'static,
    ) -> Self {
        Self {
            title: title.into(),
            words: words.into(),
            act: act.into(),
            reason: Some(label.into()),
            weight: Weight::Danger,
            then: Box::new(then),
        }
    }

    /// What is done takes nothing away: its button does not warn.
    #[must_use]
    pub fn calm(mut self) -> Self {
        self.weight = Weight::Calm;
        self
    }

    /// What to say now that the answer is yes, for that reason.
    pub fn done(self, reason: String) -> M {
        (self.then)(reason)
    }

    fn map<N: Send + 'static>(self, wrap: impl Fn(M) -> N + Send + 'static) -> Ask<N> {
        let then = self.then;
        Ask {
            title: self.title,
            words: self.words,
            act: self.act,
            reason: self.reason,
            weight: self.weight,
            then: Box::new(move |reason| wrap(then(reason))),
        }
    }
}

impl<M> std::fmt::Debug for Ask<M> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Ask").field(&self.title).finish()
    }
}
