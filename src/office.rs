//! The practice's work: one verb is one transaction and one audit line. Joins store, X12 and paper; both the window
//! and the command line call it, so whatever one can do the other can. It must not know widgets.
//!
//! Reads take `&self`. Verbs that change something take `&mut self` and go through [`Office::write`], the only way to
//! a transaction of an open book, so that none escapes the audit.
#![deny(
    missing_docs,
    clippy::float_arithmetic,
    clippy::as_conversions,
    clippy::wildcard_enum_match_arm
)]

use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDate, Utc};

use crate::domain::id::UserId;
use crate::domain::practice::Practice;
use crate::store::{self, Cost, NewBook, Store, Tx};

mod answers;
mod attachments;
mod authorizations;
mod bank;
mod batch;
mod board;
mod claims;
mod clock;
mod closing;
mod code_lists;
mod codes;
mod collections;
mod contacts;
mod contracts;
mod denials;
mod deposits;
mod error;
mod estimates;
mod exchange;
mod export;
mod inquire;
mod key_sheet;
mod money;
mod paper;
mod paper_claims;
mod plans;
mod posting_rules;
mod progress;
mod registration;
mod remittances;
mod reports;
mod rules;
mod save;
mod search;
mod setup;
mod shelf;
mod spool;
mod standing;
mod statements;
mod timely;
mod underpaid;
mod verify;
mod visits;

pub use self::answers::{AnswerFile, AnswerPlan, AnswerRefusal, WaitingAnswers, WaitingFile};
pub use self::attachments::AttachmentRefusal;
pub use self::bank::{
    BankBoard, BankBytes, BankImported, BankPreview, BankRefusal, read_bank_bytes,
};
pub use self::claims::{
    Act, Answer, ClaimPage, ClaimRefusal, DeskLanes, LookedAt, Offer, SameFix, Section, Waiting,
};
pub use self::clock::Clock;
pub use self::closing::Closed;
pub use self::code_lists::ListFile;
pub use self::codes::Imported;
pub use self::collections::{
    CollectionPage, CollectionRefusal, CollectionRow, FromAgency, NoticesMade, Placing,
    SmallPreview,
};
pub use self::contacts::ContactRefusal;
pub use self::contracts::ContractRefusal;
pub use self::denials::{AppealDraft, DenialPage, DenialRefusal, DenialRow, WayOffer};
pub use self::deposits::DepositRefusal;
pub use self::error::{OfficeError, Refusal};
pub use self::estimates::EstimateRefusal;
pub use self::exchange::{X12Finding, X12Report, read_x12};
pub use self::export::{BatchFile, BatchRow, Exported, Folders, Numbers, Remade, Which};
pub use self::inquire::{Asked, Inquired, InquiryFile, InquiryRow};
pub use self::key_sheet::recovery_sheet;
pub use self::money::{CreditRefusal, MoneyRefusal, PlacedCredit, Scanned};
pub use self::paper_claims::{PaperRefusal, PrintedClaims};
pub use self::plans::{PlanPreview, PlanRefusal};
pub use self::posting_rules::PostingRuleRow;
pub use self::progress::{Go, Progress, quietly};
pub use self::registration::Chart;
pub use self::remittances::{
    DeskAdjustment, DeskClaim, DeskFigures, OfferedClaim, OnDesk, Onward, Posted, PostingDay,
    Received, ReceivedPart, Recovery, RemitRefusal, RemittanceFilter, RemittancePage, Rest,
    holds_remittances,
};
pub use self::rules::{MONTHS_MAX, MONTHS_USUAL, RuleRefusal, RuleRow};
pub use self::save::save_file;
pub use self::shelf::{Drawing, Shelf};
pub use self::spool::Spool;
pub use self::statements::{RulesVersion, RunOutcome, Simulation};
pub use self::underpaid::UnderpaidRefusal;
pub use self::verify::Verification;
pub use self::visits::VisitRefusal;
pub use crate::pdf::cms1500::Paper;
pub use crate::store::balance::GuarantorBalance;
pub use crate::store::closing::{ClosingRow, KeptClosing, KeptMonth, MonthRow};
pub use crate::store::collections::OwedService;
pub use crate::store::ledger::Figures;
pub use crate::store::paper_batch::PaperBatchRow;
pub use crate::store::table::CodeListRow;
pub use crate::store::{Check, RecoveryKey, RecoveryKeyError, Role, StoreError};

/// Who is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// Id.
    pub id: UserId,
    /// As shown and audited.
    pub name: String,
    /// What they may do.
    pub role: Role,
}

/// An open book, a clock, and who is signed in.
pub struct Office {
    store: Store,
    clock: Clock,
    user: User,
    folder: PathBuf,
    looked: answers::Looked,
    desk: remittances::Kept,
}

impl Office {
    /// Makes a book and opens it as its owner. The recovery key is given this once and kept nowhere.
    ///
    /// # Errors
    /// [`Refusal::Passphrase`] when the passphrase is too easy; [`OfficeError::Store`] when the folder cannot be made,
    /// is there already, or is one that another program copies about.
    pub fn create(
        folder: &Path,
        owner: &str,
        passphrase: &str,
        practice: &Practice,
        clock: Clock,
    ) -> Result<(Self, RecoveryKey), OfficeError> {
        crate::domain::passphrase::check(passphrase, &[owner, &practice.name])
            .map_err(Refusal::Passphrase)?;
        Self::make(
            folder,
            owner,
            passphrase,
            practice,
            clock,
            Cost::calibrated()?,
        )
    }

    /// Makes the demo practice's book, whose passphrase everybody knows: no rule for it, and the least a guess may cost.
    ///
    /// # Errors
    /// As [`Office::create`], less the passphrase.
    pub fn create_open_to_all(
        folder: &Path,
        owner: &str,
        passphrase: &str,
        practice: &Practice,
        clock: Clock,
    ) -> Result<(Self, RecoveryKey), OfficeError> {
        Self::make(folder, owner, passphrase, practice, clock, Cost::FLOOR)
    }

    fn make(
        folder: &Path,
        owner: &str,
        passphrase: &str,
        practice: &Practice,
        clock: Clock,
        cost: Cost,
    ) -> Result<(Self, RecoveryKey), OfficeError> {
        let owner = owner.trim();
        let new = NewBook {
            folder,
            owner,
            passphrase,
            cost,
            now: clock.now(),
        };
        let (store, recovery) = Store::create(new, |tx| begin(tx, owner, practice, clock.now()))?;
        Ok((Self::of_owner(store, folder, owner, clock), recovery))
    }

    /// Makes a book that lives in memory and is gone when dropped, for trial runs and tests.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn in_memory(owner: &str, practice: &Practice, clock: Clock) -> Result<Self, OfficeError> {
        let owner = owner.trim();
        let mut store = Store::in_memory()?;
        store.transact(|tx| begin(tx, owner, practice, clock.now()))?;
        Ok(Self::of_owner(store, Path::new(""), owner, clock))
    }

    fn of_owner(store: Store, folder: &Path, owner: &str, clock: Clock) -> Self {
        let user = User {
            id: OWNER,
            name: owner.to_owned(),
            role: Role::Owner,
        };
        Self {
            store,
            clock,
            user,
            folder: folder.to_owned(),
            looked: answers::Looked::default(),
            desk: remittances::Kept::default(),
        }
    }

    /// Opens a book as its owner.
    ///
    /// # Errors
    /// [`OfficeError::Store`]: a wrong passphrase, a book that is open elsewhere, newer, or damaged. Nothing is changed
    /// then.
    pub fn open(folder: &Path, passphrase: &str, clock: Clock) -> Result<Self, OfficeError> {
        let store = Store::open(folder, store::UserId::OWNER, passphrase, clock.now())?;
        Self::sign_in(store, folder, clock)
    }

    /// Opens a book with its recovery key, sets a new passphrase, and gives a new recovery key.
    ///
    /// # Errors
    /// [`Refusal::RecoveryKey`] when what was typed is no recovery key, [`Refusal::Passphrase`] when the new passphrase
    /// is too easy, else as [`Office::open`].
    pub fn recover(
        folder: &Path,
        typed: &str,
        passphrase: &str,
        clock: Clock,
    ) -> Result<(Self, RecoveryKey), OfficeError> {
        let key = RecoveryKey::parse(typed).map_err(Refusal::RecoveryKey)?;
        crate::domain::passphrase::check(passphrase, &[]).map_err(Refusal::Passphrase)?;
        let (store, renewed) =
            Store::recover(folder, &key, passphrase, Cost::calibrated()?, clock.now())?;
        let mut office = Self::sign_in(store, folder, clock)?;
        office.write("open with the recovery key", |_, _| Ok((String::new(), ())))?;
        Ok((office, renewed))
    }

    fn sign_in(store: Store, folder: &Path, clock: Clock) -> Result<Self, OfficeError> {
        let id = UserId::new(i64::from(store.user().number()));
        let name = store.person_at_work(id)?;
        let mut office = Self {
            store,
            clock,
            user: User {
                id,
                name,
                role: Role::Owner,
            },
            folder: folder.to_owned(),
            looked: answers::Looked::default(),
            desk: remittances::Kept::default(),
        };
        office.write("open the book", |_, _| Ok((String::new(), ())))?;
        Ok(office)
    }

    /// Changes the passphrase of whoever is signed in.
    ///
    /// # Errors
    /// [`Refusal::Passphrase`] when the new one is too easy, [`OfficeError::Store`] when the old one does not fit.
    pub fn change_passphrase(&mut self, old: &str, new: &str) -> Result<(), OfficeError> {
        crate::domain::passphrase::check(new, &[&self.user.name]).map_err(Refusal::Passphrase)?;
        self.store
            .change_passphrase(old, new, Cost::calibrated()?)?;
        self.write("change the passphrase", |_, _| Ok((String::new(), ())))
    }

    /// Makes a new recovery key; the old one opens nothing any more.
    ///
    /// # Errors
    /// [`OfficeError::Store`] when the keys cannot be saved.
    pub fn renew_recovery_key(&mut self) -> Result<RecoveryKey, OfficeError> {
        let key = self.store.renew_recovery_key()?;
        self.write("renew the recovery key", |_, _| Ok((String::new(), ())))?;
        Ok(key)
    }

    /// Closes the book.
    ///
    /// # Errors
    /// [`OfficeError::Store`] when the disk fails; what was acknowledged is safe all the same.
    pub fn close(self) -> Result<(), OfficeError> {
        Ok(self.store.close()?)
    }

    /// Who is signed in.
    pub const fn user(&self) -> &User {
        &self.user
    }

    /// The book's folder; empty for one in memory.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The office's clock.
    pub const fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Today where the computer stands.
    pub fn today(&self) -> NaiveDate {
        self.clock.today()
    }

    /// Runs several verbs as one: all of them are kept, or none. Each still writes its own audit line.
    ///
    /// # Errors
    /// What `work` gives; nothing is kept then.
    pub fn together<T, E: From<OfficeError>>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<T, E>,
    ) -> Result<T, E> {
        let gathering = self.store.begin_together().map_err(OfficeError::from)?;
        match work(self) {
            Ok(done) => {
                self.store
                    .keep_together(gathering)
                    .map_err(OfficeError::from)?;
                Ok(done)
            }
            Err(error) => {
                self.store.drop_together(gathering);
                self.desk.clear();
                Err(error)
            }
        }
    }

    /// Runs one verb: one transaction, one audit line. `work` gets the transaction and this instant, and gives what
    /// the verb was done to (kind and id, as `patient:7`; never a name) with its result.
    fn write<T>(
        &mut self,
        verb: &'static str,
        work: impl FnOnce(&Tx<'_>, DateTime<Utc>) -> Result<(String, T), OfficeError>,
    ) -> Result<T, OfficeError> {
        let (at, by) = (self.clock.now(), self.user.id);
        let outcome = self.store.transact(|tx| {
            let (object, done) = work(tx, at)?;
            tx.audit(at, by, verb, &object)?;
            Ok(done)
        });
        outcome.map_err(|error| self.closed_day(error))
    }

    /// Says in a sentence of ours what the journal's lock says in its own words.
    fn closed_day(&self, error: OfficeError) -> OfficeError {
        match (&error, self.store.last_close()) {
            (OfficeError::Store(refused), Ok(Some(last))) if refused.is_of_closed_day() => {
                Refusal::DayClosed(last.through).into()
            }
            _ => error,
        }
    }
}

/// The id of whoever makes a book.
const OWNER: UserId = UserId::new(1);

/// Writes what no book is without: its owner, its practice and the starter codes. A book that is being made has this
/// before anybody sees it, so that a program that is stopped leaves a whole book or none.
fn begin(
    tx: &Tx<'_>,
    owner: &str,
    practice: &Practice,
    at: DateTime<Utc>,
) -> Result<(), OfficeError> {
    tx.let_in(OWNER, owner, at)?;
    tx.save_practice(practice)?;
    codes::start_with_codes(tx)?;
    Ok(tx.audit(at, OWNER, "make the book", "")?)
}

/// Whether a folder is a book.
pub fn is_book(folder: &Path) -> bool {
    store::is_book(folder)
}

/// Says whether a new book can be made in that folder, without making it.
///
/// # Errors
/// [`OfficeError::Store`] says why not.
pub fn try_place(folder: &Path) -> Result<(), OfficeError> {
    Ok(store::try_place(folder)?)
}
