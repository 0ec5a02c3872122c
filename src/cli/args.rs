//! What may be typed after `pegboard`, and the words its help says.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Parser, Subcommand, ValueEnum};

use super::accounts::OfAccounts;
use super::claim::Deed;
use super::closing::{Close, Reopen, ReportArgs};
use super::counter::AtTheCounter;
use super::credits::OnAccount;
use super::denials::{AppealAct, DenialsAct};
use super::deposits::ToTheBank;
use super::{contracts, estimates, plans, underpaid};
use crate::domain::claim::State;
use crate::domain::remittance::PostOn;
use crate::domain::why::Asked;

/// Offline billing for small medical practices. Without a command, opens the window.
#[derive(Debug, Parser)]
#[command(name = "pegboard", version, about, max_term_width = 100)]
pub struct Args {
    /// The book to work in (a folder NAME.pegboard); else the one used last. The passphrase is asked for, or taken
    /// from the environment variable `PEGBOARD_PASSPHRASE`.
    #[arg(long, global = true, value_name = "FOLDER")]
    pub book: Option<PathBuf>,
    /// Print one JSON document on standard output, and nothing else there.
    #[arg(long, global = true)]
    pub json: bool,
    /// What to do.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a made-up practice, run the whole cycle on it for real, print what was made, and open the window on it.
    Demo {
        /// Where to make it.
        #[arg(default_value = "pegboard-demo")]
        folder: PathBuf,
        /// How much of it.
        #[arg(long, value_enum, default_value_t = DemoSize::Tiny)]
        size: DemoSize,
        /// Another seed makes another practice; the same makes the same.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Do not open the window on it.
        #[arg(long)]
        no_window: bool,
    },
    /// Make a book. Prints its recovery key, once.
    New {
        /// Its folder, NAME.pegboard.
        folder: PathBuf,
        /// Its owner's name.
        #[arg(long)]
        owner: String,
        /// The practice, as a JSON document (see `pegboard template practice`).
        #[arg(long, value_name = "FILE")]
        practice: PathBuf,
    },
    /// Print an empty JSON document of a kind, to be filled in for `add`, `post-eob`, `pay` or `new`.
    Template {
        /// Of which kind.
        kind: Kind,
        /// Of an EOB: begin it with the services of this claim, by number. May be given several times; needs the book.
        #[arg(long = "claim", value_name = "NUMBER")]
        claims: Vec<String>,
    },
    /// Read X12 files: what they are, whether they are sound, every finding with its place. Needs no book.
    Edi {
        /// The files.
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// What needs a book open.
    #[command(flatten)]
    InBook(InBook),
}

/// What to do in a book.
#[derive(Debug, Subcommand)]
pub enum InBook {
    /// Write something in, from a JSON document (`-` reads standard input).
    Add {
        /// What it is.
        kind: Kind,
        /// The document.
        file: PathBuf,
        /// Whose: the patient's number, for a policy or a visit.
        #[arg(long)]
        patient: Option<i64>,
    },
    /// List what is in the book.
    List {
        /// What to list.
        what: Listing,
        /// Only those with this in their name or number.
        text: Option<String>,
        /// Only claims that stand so; may be given several times.
        #[arg(long, value_parser = state)]
        state: Vec<State>,
    },
    /// Say that a visit's documentation was signed.
    Sign {
        /// The visit's number.
        visit: i64,
        /// On which day; today when left out.
        #[arg(long)]
        on: Option<NaiveDate>,
    },
    /// About a question.
    #[command(flatten)]
    Question(Question),
    /// Run the edits over what is ready or held.
    Scrub {
        /// Only this claim, by number.
        #[arg(long)]
        claim: Option<String>,
    },
    /// Let one finding of a claim pass, with a reason that is kept.
    Waive {
        /// The claim's number.
        claim: String,
        /// The edit's id.
        edit: String,
        /// Why.
        reason: String,
    },
    /// The practice's own rules: try one on earlier claims, switch it on or off. See `list rules` and `add rule`.
    Rules {
        /// What to do.
        #[command(subcommand)]
        act: RulesAct,
    },
    /// The practice's posting rules: try one on earlier answers, switch it on or off. See `list posting-rules` and
    /// `add posting-rule`.
    PostingRules {
        /// What to do.
        #[command(subcommand)]
        act: PostingRulesAct,
    },
    /// Show one claim, or work it: bill the next payer, replace, void, take back, split.
    Claim {
        /// What to do with it.
        #[command(subcommand)]
        deed: Deed,
    },
    /// What payers refused, what promises most in a minute first; or work one of them.
    Denials {
        /// What to do; without, they are listed.
        #[command(subcommand)]
        act: Option<DenialsAct>,
    },
    /// What is done about accounts that owe.
    #[command(flatten)]
    Accounts(OfAccounts),
    /// Appeals of refused claims: written, sent, answered.
    Appeal {
        /// What to do.
        #[command(subcommand)]
        act: AppealAct,
    },
    /// Write the claim batches: 837P, one file a receiver.
    Export {
        /// Into this folder; when left out, each file into the folder of its receiver.
        folder: Option<PathBuf>,
        /// Write questions about the claims that nobody answered in time instead, as `inquire` does.
        #[arg(long)]
        inquire: bool,
    },
    /// Print claims on paper, CMS-1500 (02/12), which sends them: every one that is ready and whose payer takes no files,
    /// or those named.
    PrintClaims(PrintClaims),
    /// Set printers to the red claim form: offsets and nudges in hundredths of an inch.
    Printer {
        /// What to do.
        #[command(subcommand)]
        act: PrinterAct,
    },
    /// Make the claims of a batch that still wait for an answer again for another receiver, as when a clearinghouse is
    /// down: as they were sent, with new control numbers.
    Remake {
        /// The batch's number.
        batch: i64,
        /// The other receiver's number.
        #[arg(long)]
        receiver: i64,
        /// Into this folder; when left out, into the receiver's own.
        folder: Option<PathBuf>,
    },
    /// Announce a paper with a claim that has not left, and keep its file in the book.
    Attach(Attach),
    /// Take an announced paper back, while its claim has not left.
    Detach {
        /// The paper's number.
        paper: i64,
    },
    /// List the papers announced with a claim.
    Papers {
        /// The claim's number.
        claim: String,
        /// Write one of them into a file.
        #[arg(long, num_args = 2, value_names = ["PAPER", "FILE"])]
        save: Vec<String>,
    },
    /// Take in what comes back: files of TA1, 999, 277CA, 277 and 835. All of them or none; the same file again does nothing.
    /// A remittance (835) of which nothing waits for a person is posted.
    Receive {
        /// The files.
        #[arg(required_unless_present = "waiting")]
        files: Vec<PathBuf>,
        /// Those in the receivers' folders that were not taken in yet.
        #[arg(long, conflicts_with = "files")]
        waiting: bool,
        /// Only say what they would do.
        #[arg(long)]
        dry_run: bool,
    },
    /// Take a posted remittance back by reversing entries. It can be posted again.
    Unpost {
        /// The remittance's number.
        remittance: i64,
        /// Why, in words.
        #[arg(long, default_value = "posted by mistake")]
        why: String,
    },
    /// Post a remittance that was taken in.
    Post {
        /// The remittance's number.
        remittance: i64,
        /// Put aside what waits for a person, so that the payment is placed whole.
        #[arg(long)]
        park: bool,
        /// The day it counts for: today, payment, deposit, or a day; today when left out.
        #[arg(long, value_name = "DAY")]
        on: Option<PostOn>,
    },
    /// Say for which claim a payer took money back that its remittance did not name. See `list recoveries`.
    Recovered {
        /// The payer's number in the book.
        payer: i64,
        /// What the payer calls it (PLB03-2).
        reference: String,
        /// Our claim, by number.
        claim: String,
    },
    /// Let pass what stands against a remittance as a whole.
    Pass {
        /// The remittance's number.
        remittance: i64,
        /// Why.
        why: String,
    },
    /// Say which claim of ours a claim of a remittance is; several when the payer joined them.
    Match {
        /// The remittance's number.
        remittance: i64,
        /// Which claim of it, counted from 1.
        place: u32,
        /// Our claims, by number.
        #[arg(required = true, value_name = "CLAIM")]
        claims: Vec<String>,
    },
    /// Ask payers what became of claims: 276, one file a receiver. The answers come back as 277.
    Inquire {
        /// Into this folder; when left out, each file into the folder of its receiver.
        folder: Option<PathBuf>,
        /// Ask about this claim, by number, instead of those that nobody answered in time. May be given several times.
        #[arg(long = "claim", value_name = "NUMBER")]
        claims: Vec<String>,
    },
    /// Print the proof that a claim was filed in time: its files with their hashes, and what came back.
    Proof {
        /// The claim's number.
        claim: String,
        /// Write the PDF here.
        file: PathBuf,
    },
    /// Post a payer's paper explanation of benefits from a JSON document; it must prove.
    PostEob {
        /// The document.
        file: PathBuf,
        /// Only say whether it proves.
        #[arg(long)]
        dry_run: bool,
    },
    /// Take a posted EOB back; it can be posted again.
    UnpostEob {
        /// The EOB's number.
        eob: i64,
        /// Why.
        #[arg(long)]
        why: String,
    },
    /// About guarantors at the counter.
    #[command(flatten)]
    Counter(AtTheCounter),
    /// Estimates of what planned services will come to, and what the patient will pay.
    Estimate {
        /// What to do.
        #[command(subcommand)]
        act: estimates::Act,
    },
    /// Payment plans: agreed, changed, closed, and how each stands.
    Plan {
        /// What to do.
        #[command(subcommand)]
        act: plans::Act,
    },
    /// About money to the bank.
    #[command(flatten)]
    Money(ToTheBank),
    /// About guarantors' money beside their payments.
    #[command(flatten)]
    OnAccount(OnAccount),
    /// Run the statements: who gets one, who does not and why, and the PDFs.
    Statements(Statements),
    /// Show the rules for statements, or keep others from a JSON document; what it does not name is as usual.
    StatementRules {
        /// The document; shows the rules when left out.
        file: Option<PathBuf>,
        /// Why they change.
        #[arg(long, default_value = "")]
        why: String,
    },
    /// Keep that mail came back from an account's address: no statement is mailed there until the address is changed.
    MailReturned {
        /// The guarantor's account number.
        account: i64,
        /// The day it came back; today when left out.
        #[arg(long)]
        on: Option<NaiveDate>,
        /// It arrives after all.
        #[arg(long, conflicts_with = "on")]
        arrives: bool,
    },
    /// Print a report; without a name, list them.
    Report(ReportArgs),
    /// Close days: prove what they come to, seal and lock them.
    Close(Close),
    /// Open closed days again, and whatever was closed after them. Only an owner may.
    Reopen(Reopen),
    /// List the closes of days.
    Closes,
    /// Explain a balance to the cent: what it is made of, and where each part comes from.
    Why {
        /// Whose: guarantor:12 (or the number alone), patient:3, policy:5, claim:C200188, line:40, payer:2, or
        /// account:72, a whole account of the chart.
        account: Asked,
    },
    /// What payers agreed to pay: listed, loaded, changed, and what changed.
    Contracts {
        /// What to do; lists them when left out.
        #[command(subcommand)]
        deed: Option<contracts::Deed>,
    },
    /// The services that payers allowed less for than was expected.
    Underpaid(underpaid::Wanted),
    /// Take in a file: says what was taken and what was refused, line by line.
    Import {
        /// What it holds.
        kind: Import,
        /// The file. Of NCCI's pairs any of its parts: the others beside it are taken too.
        file: PathBuf,
        /// From which day a public list holds, when the file's name does not tell.
        #[arg(long, value_name = "DAY")]
        effective: Option<NaiveDate>,
        /// Of a bank's file: of which account, by number; the only one when left out.
        #[arg(long)]
        bank: Option<i64>,
        /// Of a bank's CSV file whose columns cannot be told: `day=1,amount=3,words=2+4`, or `credit=` and `debit=`,
        /// with `order=mdy|dmy|ymd`, `skip=` rows, `separator=comma|tab|semicolon|bar`, `reference=`. Kept for the account.
        #[arg(long)]
        columns: Option<String>,
    },
    /// Check every invariant of the book.
    Verify,
}

/// What to do with a posting rule.
#[derive(Debug, Subcommand)]
pub enum PostingRulesAct {
    /// Try it on what payers answered in the last months: how much it would have posted otherwise.
    Test {
        /// Its number, with or without the P.
        rule: String,
        /// On the answers of so many months.
        #[arg(long, default_value_t = crate::office::MONTHS_USUAL)]
        months: u32,
    },
    /// Switch it on; it must have been tried as it stands.
    On {
        /// Its number, with or without the P.
        rule: String,
    },
    /// Switch it off.
    Off {
        /// Its number, with or without the P.
        rule: String,
    },
}

/// A paper to be announced with a claim.
#[derive(Debug, clap::Args)]
pub struct Attach {
    /// The claim's number.
    pub claim: String,
    /// What it is: a PWK code as OB, or its words.
    #[arg(long)]
    pub report: String,
    /// How it reaches the payer: AA on request, BM mail, EL electronically, EM e-mail, FT file transfer, FX fax.
    #[arg(long)]
    pub by: String,
    /// The number that stands on it; the book gives one when left out.
    #[arg(long)]
    pub number: Option<String>,
    /// The paper itself.
    #[arg(long)]
    pub file: Option<PathBuf>,
}

/// What to do with a rule.
#[derive(Debug, Subcommand)]
pub enum RulesAct {
    /// Try it on the claims of the last months: how many it would have caught, and what became of them.
    Test {
        /// Its number, with or without the R.
        rule: String,
        /// On the claims of so many months.
        #[arg(long, default_value_t = crate::office::MONTHS_USUAL)]
        months: u32,
    },
    /// Switch it on; it must have been tried as it stands.
    On {
        /// Its number, with or without the R.
        rule: String,
    },
    /// Switch it off.
    Off {
        /// Its number, with or without the R.
        rule: String,
    },
}

/// What to do about a question.
#[derive(Debug, Subcommand)]
pub enum Question {
    /// Ask whoever codes or signs a visit; its claims wait for the answer.
    Ask {
        /// The visit's number.
        visit: i64,
        /// What is asked.
        words: String,
    },
    /// Answer a question about a visit.
    Answer {
        /// The question's number.
        question: i64,
        /// What is answered.
        words: String,
    },
    /// Take back a question that needs no answer any more.
    Withdraw {
        /// The question's number.
        question: i64,
    },
}

/// Which statements, and where to.
#[derive(Debug, clap::Args)]
pub struct Statements {
    /// Into this folder.
    #[arg(required_unless_present_any = ["runs", "undo", "dry_run"])]
    pub folder: Option<PathBuf>,
    /// Only say who would get one, who would not, and why.
    #[arg(long)]
    pub dry_run: bool,
    /// As if it were this day.
    #[arg(long)]
    pub as_of: Option<NaiveDate>,
    /// Only for this account, now, however little is owed and however lately one was sent.
    #[arg(long)]
    pub account: Option<i64>,
    /// Write the statement of this number again, exactly as it was sent.
    #[arg(long, value_name = "NUMBER", conflicts_with_all = ["dry_run", "account"])]
    pub reprint: Option<u32>,
    /// List the runs.
    #[arg(long, conflicts_with_all = ["dry_run", "account", "reprint"])]
    pub runs: bool,
    /// Take a whole run back: what it asked for counts as not asked for.
    #[arg(long, value_name = "RUN", requires = "why", conflicts_with_all = ["dry_run", "account", "reprint", "runs"])]
    pub undo: Option<i64>,
    /// Why the run is taken back.
    #[arg(long, requires = "undo")]
    pub why: Option<String>,
}

/// How big a demo practice is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DemoSize {
    /// 20 patients.
    Tiny,
    /// 400 patients.
    Small,
    /// 5,000 patients.
    Medium,
    /// 100,000 patients, 500,000 visits, over 6 million postings. Takes a while.
    Large,
}

/// Kinds of documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// The practice.
    Practice,
    /// A clinician.
    Provider,
    /// A place of service.
    Facility,
    /// Where claim files go.
    Receiver,
    /// An insurance company.
    Payer,
    /// A patient, with who pays.
    Patient,
    /// Coverage of a patient.
    Policy,
    /// A visit with its charges.
    Visit,
    /// Leave of a payer to treat a patient: a prior authorization or a referral.
    Authorization,
    /// A rule of the practice's own.
    Rule,
    /// A rule about what becomes of payers' reasons.
    PostingRule,
    /// A payer's paper explanation of benefits.
    Eob,
    /// A guarantor's payment.
    Payment,
    /// What is planned for a patient, to be estimated.
    Estimate,
}

/// Reads how a claim stands: `held`, `in-appeal`.
fn state(text: &str) -> Result<State, String> {
    let words = State::ALL.map(|one| one.code().replace('_', "-"));
    State::from_code(&text.replace('-', "_"))
        .ok_or_else(|| format!("claims stand as one of {}", words.join(", ")))
}

/// What can be listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Listing {
    /// Patients.
    Patients,
    /// Claims.
    Claims,
    /// Questions about visits that are not answered.
    Questions,
    /// Payers.
    Payers,
    /// Clinicians.
    Providers,
    /// Batches that were sent.
    Batches,
    /// Files of answers that were taken in.
    Answers,
    /// Claims that were rejected, and why.
    Rejected,
    /// Claims that were sent and that nobody answered in time.
    NoAnswer,
    /// Remittances, what waits first.
    Remittances,
    /// What payers took back without saying for which claim.
    Recoveries,
    /// Money of payers that was put aside until its claim is known.
    Parked,
    /// Posted EOBs.
    Eobs,
    /// Receipts.
    Receipts,
    /// Rules of the practice's own.
    Rules,
    /// Rules about what becomes of payers' reasons.
    PostingRules,
}

/// Files that can be taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Import {
    /// CMS's ICD-10-CM order file.
    Icd10,
    /// CMS's HCPCS file, or a CSV of codes and words.
    Hcpcs,
    /// The practice's fee schedule, CSV.
    Fees,
    /// Payers, CSV.
    Payers,
    /// What payers agreed to pay, CSV: payer, code, modifier, effective, allowed.
    Contracts,
    /// CMS's NCCI procedure-to-procedure pairs for practitioners.
    Ncci,
    /// CMS's medically unlikely edits for practitioners.
    Mue,
    /// CMS's NCCI add-on codes.
    AddOns,
    /// What a bank says happened on an account: OFX, QFX, or CSV of any shape.
    Bank,
    /// CMS's physician fee schedule (PPRRVU): days of surgery, parts, sides.
    Schedule,
}

/// What paper claims are printed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PaperForm {
    /// Forms printed in red already.
    Red,
    /// Plain paper; the form is drawn.
    Plain,
}

/// What to do with printers of paper claims.
#[derive(Clone, Debug, Subcommand)]
pub enum PrinterAct {
    /// Write a page with rulers and marks, and what to do with what is measured on it.
    Calibrate {
        /// Write the PDF here.
        file: PathBuf,
        /// As this printer is set.
        #[arg(long, value_name = "NAME")]
        printer: Option<String>,
    },
    /// Write a page with every place of the form filled, to be printed on a red form.
    Try {
        /// Write the PDF here.
        file: PathBuf,
        /// As this printer is set.
        #[arg(long, value_name = "NAME")]
        printer: Option<String>,
    },
    /// Set a printer, a new one too.
    Set {
        /// What it is called.
        name: String,
        /// To the right, in hundredths of an inch; below zero to the left.
        #[arg(long, allow_hyphen_values = true)]
        x: Option<i16>,
        /// Down, in hundredths of an inch; below zero up.
        #[arg(long, allow_hyphen_values = true)]
        y: Option<i16>,
        /// One box besides, as 24F:1:0: box, right, down. Of nothing to take it back. May be given several times.
        #[arg(long, value_name = "BOX:X:Y")]
        nudge: Vec<String>,
    },
    /// Forget a printer.
    Remove {
        /// What it is called.
        name: String,
    },
    /// List the printers.
    List,
}

/// Which claims are printed on paper, and how.
#[derive(Clone, Debug, clap::Args)]
pub struct PrintClaims {
    /// Write the PDF here.
    pub file: PathBuf,
    /// Print this claim, by number. May be given several times.
    #[arg(long = "claim", value_name = "NUMBER")]
    pub claims: Vec<String>,
    /// On forms printed in red already, or on plain paper with the form drawn.
    #[arg(long, default_value = "red")]
    pub form: PaperForm,
    /// The printer the page is set to; see `printer`.
    #[arg(long, value_name = "NAME")]
    pub printer: Option<String>,
    /// Only look: nothing is sent.
    #[arg(long, requires = "claims")]
    pub preview: bool,
    /// Write the PDF of this earlier run again instead.
    #[arg(long, value_name = "RUN", conflicts_with_all = ["claims", "preview", "printer"])]
    pub again: Option<i64>,
}
