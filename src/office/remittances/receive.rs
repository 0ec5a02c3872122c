//! A file of remittances taken in: read to its end and found whole, each payment in it known or new, its claims led back to
//! ours. It must not know what posting does.

use std::collections::BTreeSet;

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::decide::as_match;
use super::find::{Finder, payer_of};
use super::laid::Laid;
use super::page::page;
use super::{RemitRefusal, RemittancePage};
use crate::domain::code::{Flow, Handling, PaymentMethod};
use crate::domain::eob::Method;
use crate::domain::id::{PayerId, RemitFileId, RemittanceId};
use crate::domain::money::{Money, MoneyError};
use crate::domain::practice::Practice;
use crate::domain::remit::{Coded, Fingerprint, RemitClaim, Remittance};
use crate::domain::remittance::{FiledAdjustment, NewRemittance, RemittanceRow, Standing, Turn};
use crate::edi::envelope::is_miscount;
use crate::edi::finding::Severity;
use crate::edi::remit835::{self, Ending, Remitted};
use crate::edi::replies;
use crate::office::answers::sha256;
use crate::office::progress::{Go, Progress};
use crate::office::visits::Stamp;
use crate::office::{Office, OfficeError, X12Finding};
use crate::store::remittance::NewMatch;
use crate::store::{StoreError, Tx};

/// What a file of remittances is, or was found to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Received {
    /// How the file is called.
    pub name: String,
    /// Its SHA-256 in hexadecimal digits.
    pub sha256: String,
    /// The remittances in it, in order.
    pub parts: Vec<ReceivedPart>,
    /// What is odd about it.
    pub findings: Vec<X12Finding>,
    /// The file in the book; none when this was a trial run or the same bytes were taken in
    /// before.
    pub file: Option<RemitFileId>,
}

/// A remittance of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReceivedPart {
    /// Whether it was told before: then it is the one in the book, and nothing was done.
    pub is_known: bool,
    /// Its own row, or that of the one told before. In a trial run its id is none that will be.
    pub row: RemittanceRow,
    /// With everything that would be posted; none when it was told before.
    pub page: Option<Box<RemittancePage>>,
}

/// What ends a trial run: its result, which is no failure, or one.
enum Trial {
    Read(Box<Received>),
    Failed(OfficeError),
}

impl From<OfficeError> for Trial {
    fn from(error: OfficeError) -> Self {
        Self::Failed(error)
    }
}

impl From<StoreError> for Trial {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.into())
    }
}

impl Office {
    /// Says what a file of remittances holds and what would be posted of it, and does nothing.
    ///
    /// # Errors
    /// [`RemitRefusal::Unsound`] when it is cut or was changed on its way, [`RemitRefusal::NoRemittance`],
    /// [`OfficeError::Stopped`] when `progress` says so, or what the book says.
    pub fn read_remittances(
        &mut self,
        name: &str,
        bytes: &[u8],
        progress: Progress<'_>,
    ) -> Result<Received, OfficeError> {
        let whole = read(bytes)?;
        let (by, at, today) = (self.user.id, self.clock.now(), self.today());
        let stamp = Stamp {
            verb: "read a file of remittances",
            at,
            by,
            today,
        };
        let outcome = self.store.transact(|tx| {
            let received = take(tx, (name, bytes), whole, stamp, progress)?;
            let received = Received {
                file: None,
                ..received
            };
            Err::<(), _>(Trial::Read(Box::new(received)))
        });
        match outcome {
            Err(Trial::Read(received)) => Ok(*received),
            Err(Trial::Failed(error)) => Err(error),
            Ok(()) => Err(OfficeError::Stopped),
        }
    }

    /// Takes a file of remittances in: keeps it byte for byte and finds its claims. Nothing is posted. A remittance that
    /// was told before is not taken in again; one of the same trace that says something else comes in its place.
    ///
    /// # Errors
    /// As [`Office::read_remittances`].
    pub fn take_remittances(
        &mut self,
        name: &str,
        bytes: &[u8],
        progress: Progress<'_>,
    ) -> Result<Received, OfficeError> {
        let whole = read(bytes)?;
        self.stamped("take remittances in", |tx, stamp| {
            let received = take(tx, (name, bytes), whole, stamp, progress)?;
            let object = received.file.map(|file| format!("remit_file:{file}"));
            Ok((object.unwrap_or_default(), received))
        })
    }
}

/// Whether a file holds remittances, as far as its first transactions tell.
pub fn holds_remittances(bytes: &[u8]) -> bool {
    let mut found = false;
    // A file that cannot be read holds none that could be taken in.
    let _outcome = remit835::stream(bytes, |part| {
        found |= matches!(part, remit835::Part::Item(_));
    });
    found
}

/// A file that was read to its end and is whole.
struct Whole {
    remitted: Vec<Remitted>,
    findings: Vec<X12Finding>,
    /// Why it may not be what was written: its envelope counts otherwise, or segments stand out of order. None when
    /// nothing says so.
    doubt: Option<String>,
}

fn read(bytes: &[u8]) -> Result<Whole, RemitRefusal> {
    let unsound = |problem: String, findings| RemitRefusal::Unsound { problem, findings };
    let cut = |error: crate::edi::segment::ReadError| unsound(error.to_string(), Vec::new());
    // What holds the file together comes first: its counts and numbers tell whether all of it arrived.
    let envelope = replies::stream(bytes, |_| ()).map_err(cut)?;
    let worst = envelope.iter().find(|one| one.severity == Severity::Error);
    if let Some(finding) = worst {
        let problem = format!(
            "segment {}, byte {}: {}",
            finding.position.segment, finding.position.byte, finding.text
        );
        return Err(unsound(problem, envelope));
    }
    let (batches, findings) = remit835::read(bytes).map_err(cut)?;
    let remitted: Vec<Remitted> = batches
        .into_iter()
        .flat_map(|batch| batch.transactions)
        .collect();
    if remitted.iter().any(|one| one.ending == Ending::CutShort) {
        return Err(unsound(
            String::from("a remittance in it has no end"),
            findings,
        ));
    }
    if remitted.is_empty() {
        return Err(RemitRefusal::NoRemittance);
    }
    let miscount = envelope.iter().find(|one| is_miscount(one));
    let miscount = miscount.map(|one| format!("something may be missing: {}", one.text));
    let stray = findings.iter().find(|one| remit835::is_out_of_place(one));
    let stray = stray.map(|one| {
        let at = one.position.segment;
        format!(
            "its segments may be out of order: segment {at}, {}",
            one.text
        )
    });
    Ok(Whole {
        doubt: miscount.or(stray),
        remitted,
        findings,
    })
}

fn take(
    tx: &Tx<'_>,
    (name, bytes): (&str, &[u8]),
    whole: Whole,
    stamp: Stamp,
    progress: Progress<'_>,
) -> Result<Received, OfficeError> {
    let mut received = Received {
        name: name.to_owned(),
        sha256: sha256(bytes),
        parts: Vec::new(),
        findings: whole.findings,
        file: None,
    };
    let practice = tx.practice()?;
    let kept = tx.attach(bytes, stamp.at)?;
    let is_new = tx.remit_file_of(kept)?.is_none();
    if is_new {
        let name = name.trim();
        let name = if name.is_empty() { "remittances" } else { name };
        received.file = Some(tx.add_remit_file(name, kept, stamp.at, stamp.by)?);
    }
    let total = u64::try_from(whole.remitted.len()).unwrap_or(u64::MAX);
    for (done, remitted) in (1..).zip(whole.remitted) {
        let fingerprint = fingerprint(&remitted);
        match (known(tx, fingerprint, is_new)?, received.file) {
            (Some(row), _) => received.parts.push(ReceivedPart {
                is_known: true,
                row,
                page: None,
            }),
            (None, Some(file)) => {
                let bears = (practice.as_ref(), whole.doubt.clone());
                let part = one(tx, file, remitted, fingerprint, bears, stamp)?;
                received.parts.push(part);
            }
            // Whatever a file holds that was taken in is known.
            (None, None) => {}
        }
        if progress(done, total) == Go::Stop {
            return Err(OfficeError::Stopped);
        }
    }
    Ok(received)
}

/// The remittance that says the same, if one does; a posted one first. One that is not posted because something stands
/// against it gives way to another file of the same.
fn known(
    tx: &Tx<'_>,
    fingerprint: [u8; 32],
    is_new_file: bool,
) -> Result<Option<RemittanceRow>, OfficeError> {
    let mut same = tx.same_remittances(fingerprint)?;
    let gives_way = |row: &RemittanceRow| is_new_file && !row.problem.is_empty();
    same.retain(|row| row.standing == Standing::Posted || !gives_way(row));
    same.sort_by_key(|row| row.standing != Standing::Posted);
    Ok(same.into_iter().next())
}

/// Takes one remittance in.
fn one(
    tx: &Tx<'_>,
    file: RemitFileId,
    remitted: Remitted,
    fingerprint: [u8; 32],
    (practice, doubt): (Option<&Practice>, Option<String>),
    stamp: Stamp,
) -> Result<ReceivedPart, OfficeError> {
    let all: Vec<&RemitClaim> = remitted.claims.iter().collect();
    let mut finder = Finder::new(tx, &all)?;
    let payer = payer_of(tx, &remitted.header, &remitted.claims, &mut finder)?;
    let replaces = replaced(tx, file, &remitted)?;
    let new = NewRemittance {
        payer,
        fingerprint,
        problem: problem(tx, &remitted.header, practice)?
            .or(doubt)
            .unwrap_or_default(),
        replaces: replaces.as_ref().map(|row| row.id),
        ..new(file, &remitted, stamp)?
    };
    let id = tx.add_remittance(&new)?;
    tx.note_remittance(id, Turn::Read, "", stamp.at, stamp.by)?;
    add_parts(tx, id, &remitted, payer, &mut finder)?;
    if let Some(before) = replaces.filter(|row| row.standing.is_open()) {
        replace(tx, before.id, id, stamp)?;
    }
    let row = tx.remittance(id)?.ok_or(super::not_there(id))?;
    let mut laid = Laid::of(tx, row, remitted)?;
    let ground = laid.ground(tx)?;
    let plans = laid.plan(tx, &ground, stamp.today)?;
    laid.row.needs = laid.needs(&plans);
    if laid.row.needs > 0 {
        laid.row.standing = Standing::Waiting;
    }
    tx.stand_remittance(id, laid.row.standing, laid.row.needs)?;
    let row = laid.row.clone();
    Ok(ReceivedPart {
        is_known: false,
        row,
        page: Some(Box::new(page(tx, &laid, &plans, stamp.today)?)),
    })
}

/// Lets another remittance take the place of one.
pub(super) fn replace(
    tx: &Tx<'_>,
    before: RemittanceId,
    by: RemittanceId,
    stamp: Stamp,
) -> Result<(), OfficeError> {
    tx.stand_remittance(before, Standing::Replaced, 0)?;
    let words = format!("remittance {by} came in its place");
    Ok(tx.note_remittance(before, Turn::Replaced, &words, stamp.at, stamp.by)?)
}

/// Keeps the claims of a remittance, those that are known beyond doubt with which of ours they are, and what stands
/// beside them.
fn add_parts(
    tx: &Tx<'_>,
    id: RemittanceId,
    remitted: &Remitted,
    payer: Option<PayerId>,
    finder: &mut Finder<'_>,
) -> Result<(), OfficeError> {
    let habits = payer.map_or(Ok(Vec::new()), |payer| tx.habits_of(payer))?;
    for (place, claim) in (1..).zip(&remitted.claims) {
        let filed = tx.add_remit_claim(id, place, claim)?;
        let found = finder.find_all(claim, payer, &habits)?;
        let found: Vec<NewMatch> = found.into_iter().map(as_match).collect();
        tx.match_remit_claim(filed, &found)?;
    }
    for (place, one) in (1..).zip(&remitted.provider_adjustments) {
        let adjustment = FiledAdjustment {
            place,
            segment: one.place.segment,
            code: one.code.as_str().to_owned(),
            reference: one.reference.to_string(),
            amount: one.amount,
            decisions: crate::domain::posting::Decisions::default(),
        };
        tx.add_remit_adjustment(id, &adjustment)?;
    }
    Ok(())
}

fn new(file: RemitFileId, remitted: &Remitted, stamp: Stamp) -> Result<NewRemittance, MoneyError> {
    let header = &remitted.header;
    let paid = Money::sum(remitted.claims.iter().map(|claim| claim.paid))?;
    let withheld = Money::sum(remitted.provider_adjustments.iter().map(|one| one.amount))?;
    let day = header.paid_on.or(header.produced_on);
    let payee = &header.payee;
    Ok(NewRemittance {
        file,
        segment: header.place.segment,
        payer: None,
        trace: header.trace.to_string(),
        origin: header.payer_key().to_owned(),
        payer_name: header.payer.name.to_string(),
        payee_name: payee.name.to_string(),
        payee_id: payee.best_id().to_owned(),
        method: method(header),
        amount: header.paid,
        paid_on: day.unwrap_or(stamp.today),
        claims: u32::try_from(remitted.claims.len()).unwrap_or(u32::MAX),
        charged: Money::sum(remitted.claims.iter().map(|claim| claim.charged))?,
        paid,
        withheld,
        difference: paid.minus(withheld)?.minus(header.paid)?,
        fingerprint: [0; 32],
        problem: String::new(),
        replaces: None,
        standing: Standing::Read,
        needs: 0,
    })
}

const fn method(header: &Remittance) -> Method {
    match header.method {
        Coded::Known(PaymentMethod::Check) => Method::Check,
        Coded::Known(PaymentMethod::Ach | PaymentMethod::Wire | PaymentMethod::BankChoice) => {
            Method::Eft
        }
        Coded::Known(PaymentMethod::None) => Method::None,
        Coded::Unknown(_) => {
            if header.paid.is_zero() {
                Method::None
            } else {
                Method::Eft
            }
        }
    }
}

fn fingerprint(remitted: &Remitted) -> [u8; 32] {
    let mut print = Fingerprint::new(&remitted.header);
    for claim in &remitted.claims {
        print.add(claim);
    }
    Sha256::digest(print.text().as_bytes()).into()
}

/// The remittance in whose place this one comes: of the same trace, from another file, about one of the same claims. One
/// payment may be told in several remittances of one file.
fn replaced(
    tx: &Tx<'_>,
    file: RemitFileId,
    remitted: &Remitted,
) -> Result<Option<RemittanceRow>, OfficeError> {
    let header = &remitted.header;
    if header.trace.is_empty() {
        return Ok(None);
    }
    let numbers: BTreeSet<String> = remitted
        .claims
        .iter()
        .map(|claim| claim.number.to_ascii_uppercase())
        .collect();
    for row in tx.remittances_traced(&header.trace, header.payer_key())? {
        if row.file == file {
            continue;
        }
        let claims = tx.remit_claims(row.id)?;
        let shares = |claim: &crate::domain::remittance::FiledClaim| {
            numbers.contains(&claim.number.to_ascii_uppercase())
        };
        if claims.iter().any(shares) || (claims.is_empty() && numbers.is_empty()) {
            return Ok(Some(row));
        }
    }
    Ok(None)
}

/// Why a remittance as a whole cannot be posted by itself.
fn problem(
    tx: &Tx<'_>,
    header: &Remittance,
    practice: Option<&Practice>,
) -> Result<Option<String>, OfficeError> {
    if let Some(problem) = unpostable(header) {
        return Ok(Some(problem));
    }
    // The payer's account is debited at our instruction (BPR03 = D): no money moves before that.
    if header.flow == Coded::Known(Flow::Debit) && !header.paid.is_zero() {
        return Ok(Some(String::from(
            "the money does not come by itself: draw it from the payer's account first",
        )));
    }
    if header.faults > 0 {
        return Ok(Some(String::from(
            "what stands before its claims cannot be read for certain",
        )));
    }
    if header.trace.is_empty() && !header.paid.is_zero() {
        return Ok(Some(String::from("it has no check or EFT number")));
    }
    if is_ours(tx, header, practice)? {
        return Ok(None);
    }
    let whom = [header.payee.name.as_str(), header.payee.best_id()];
    Ok(Some(format!(
        "it pays {}, which is not known here",
        whom.join(" ").trim()
    )))
}

/// Why a remittance moves no money to the practice, whatever anybody says.
pub(super) fn unpostable(header: &Remittance) -> Option<String> {
    let is_something = !header.paid.is_zero();
    let why = match (&header.handling, &header.method) {
        (Coded::Known(Handling::Notice | Handling::Prenote), _) => {
            "it only tells of a payment; no money comes with it"
        }
        (_, Coded::Known(PaymentMethod::None)) => {
            "it names an amount and says that nothing is paid"
        }
        _ => return None,
    };
    is_something.then(|| why.to_owned())
}

fn is_ours(
    tx: &Tx<'_>,
    header: &Remittance,
    practice: Option<&Practice>,
) -> Result<bool, OfficeError> {
    let payee = &header.payee;
    let (npi, tax_id) = (payee.npi(), payee.tax_id());
    if npi.is_none() && tax_id.is_none() {
        return Ok(true);
    }
    let digits = |text: &str| -> String { text.chars().filter(char::is_ascii_digit).collect() };
    let is_practice = practice.is_some_and(|practice| {
        npi == Some(practice.npi.as_str())
            || tax_id.is_some_and(|id| digits(id) == digits(practice.tax_id.as_str()))
    });
    if is_practice {
        return Ok(true);
    }
    let providers = tx.providers()?;
    Ok(npi.is_some_and(|npi| {
        let mut all = providers.iter();
        all.any(|provider| provider.who.npi.as_str() == npi)
    }))
}
