//! How values of the domain stand in columns: ids and cents as numbers, codes and words as text, days as
//! `YYYY-MM-DD`, instants as `YYYY-MM-DDTHH:MM:SSZ`. It must not know the tables.
//!
//! What a column holds is checked by the value's own type when it is read: a row never becomes a value that breaks
//! a rule.

use chrono::{DateTime, SecondsFormat, Utc};
use rusqlite::Row;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, Type, ValueRef};

use crate::domain::answer::{Kind as AnswerKind, Verdict};
use crate::domain::claim::{
    ClaimNumber, Frequency, Happening, PayerClaimNumber, ReferenceKind, Responsibility, State,
};
use crate::domain::code::{
    AdjustmentGroup, Carc, Clia, DrugUnit, Ein, Email, FilingIndicator, Icd10, MemberId, Modifier,
    Ndc, Npi, PayerId as ElectronicPayerId, Phone, PlaceOfService, Procedure, Relation, ReportKind,
    Sex, Ssn, State as PostalState, Taxonomy, Transmission, Zip,
};
use crate::domain::contact::{Ended, Way};
use crate::domain::denial::{Deed, Level, Outcome, SendingWay};
use crate::domain::deposit::Kind as DepositKind;
use crate::domain::eob::Method;
use crate::domain::id::{
    AgencyId, AnswerFileId, AnswerPartId, AppealId, AttachmentId, AuthorizationId, BankEventId,
    BankFileId, BankId, BankLineId, BatchId, ChargeLineId, ClaimAttachmentId, ClaimId, ClosingId,
    DepositId, DisputeId, EntryId, EobId, EobScanId, EstimateId, FacilityId, GuarantorId,
    HardshipId, HeldCheckId, InquiryId, MonthClosingId, NoteId, NoticeId, PaperBatchId, PatientId,
    PayerId, PlacementId, PlanId, PolicyId, PostingRuleId, PromiseId, ProviderId, QuestionId,
    ReceiptId, ReceiverId, RefundId, RemitClaimId, RemitFileId, RemittanceId, ReturnedCheckId,
    RuleId, RunId, ScaleId, StatementId, UserId, VisitId, WriteOffRunId,
};
use crate::domain::ledger::{Effect, Kind};
use crate::domain::money::Money;
use crate::domain::pay_plan::{Ending, Every};
use crate::domain::remittance::{Said, Standing, Turn};

/// Writes an instant as the book keeps it.
pub(in crate::store) fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// Reads up to four modifiers, which stand run together in one column.
pub(in crate::store) fn modifiers(row: &Row<'_>, at: usize) -> rusqlite::Result<Vec<Modifier>> {
    let text = row.get_ref(at)?.as_str()?;
    let mut rest = text;
    let mut found = Vec::new();
    while let Some((first, after)) = rest.split_at_checked(2) {
        let modifier = first.parse().map_err(|_| {
            rusqlite::Error::InvalidColumnType(at, String::from("modifiers"), Type::Text)
        })?;
        found.push(modifier);
        rest = after;
    }
    Ok(found)
}

/// Reads the code of a service from `code`; none where a charge to the account stands there.
pub(in crate::store) fn coded(row: &Row<'_>) -> rusqlite::Result<Option<Procedure>> {
    coded_at(row, row.as_ref().column_index("code")?)
}

/// The same from a column that was found before.
pub(in crate::store) fn coded_at(row: &Row<'_>, at: usize) -> rusqlite::Result<Option<Procedure>> {
    if row.get_ref(at)?.as_str()?.is_empty() {
        return Ok(None);
    }
    row.get(at).map(Some)
}

/// Reads a count.
pub(in crate::store) fn count<N: TryFrom<i64>>(row: &Row<'_>, column: &str) -> rusqlite::Result<N> {
    let at = row.as_ref().column_index(column)?;
    let number: i64 = row.get(at)?;
    N::try_from(number).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(at, number))
}

/// A limit or an offset as SQLite takes it.
pub(in crate::store) fn bound(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// The text with what LIKE takes for more than itself made plain, for `LIKE … ESCAPE '\\'`.
pub(in crate::store) fn like(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace('%', "\\%")
        .replace('_', "\\_")
}

/// What comes after everything that starts so.
pub(in crate::store) fn end_of(start: &str) -> String {
    format!("{start}{}", char::MAX)
}

/// Ids stand as their number.
macro_rules! numbers {
    ($($id:ident),+ $(,)?) => { $(
        impl ToSql for $id {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(ToSqlOutput::from(self.get()))
            }
        }
        impl FromSql for $id {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                value.as_i64().map(Self::new)
            }
        }
    )+ };
}
numbers!(
    AgencyId,
    AnswerFileId,
    AnswerPartId,
    AppealId,
    AttachmentId,
    AuthorizationId,
    BankEventId,
    BankFileId,
    BankId,
    BankLineId,
    BatchId,
    ChargeLineId,
    ClaimAttachmentId,
    EobScanId,
    ClaimId,
    ClosingId,
    DepositId,
    DisputeId,
    EntryId,
    EobId,
    EstimateId,
    FacilityId,
    GuarantorId,
    HardshipId,
    InquiryId,
    NoteId,
    NoticeId,
    MonthClosingId,
    PaperBatchId,
    PatientId,
    HeldCheckId,
    PayerId,
    PlanId,
    PlacementId,
    PolicyId,
    PostingRuleId,
    PromiseId,
    ProviderId,
    QuestionId,
    ReceiptId,
    RefundId,
    ReturnedCheckId,
    ScaleId,
    ReceiverId,
    RemitClaimId,
    RemitFileId,
    RemittanceId,
    RuleId,
    RunId,
    StatementId,
    UserId,
    VisitId,
    WriteOffRunId,
);

/// Checked codes stand as their plain text.
macro_rules! codes {
    ($($code:ident),+ $(,)?) => { $(
        impl ToSql for $code {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(ToSqlOutput::from(self.as_str()))
            }
        }
        impl FromSql for $code {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                value.as_str()?.parse().map_err(|_| FromSqlError::InvalidType)
            }
        }
    )+ };
}
codes!(
    AdjustmentGroup,
    Carc,
    ClaimNumber,
    Clia,
    DrugUnit,
    Ein,
    ElectronicPayerId,
    Email,
    FilingIndicator,
    Icd10,
    MemberId,
    Modifier,
    Ndc,
    Npi,
    PayerClaimNumber,
    Phone,
    PlaceOfService,
    PostalState,
    Procedure,
    Relation,
    ReportKind,
    Sex,
    Ssn,
    Taxonomy,
    Transmission,
    Zip,
);

/// Reads what a column holds as JSON.
pub(in crate::store) fn json<T: serde::de::DeserializeOwned>(
    row: &Row<'_>,
    column: &str,
) -> rusqlite::Result<T> {
    let at = row.as_ref().column_index(column)?;
    let text = row.get_ref(at)?.as_str()?;
    serde_json::from_str(text)
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(at, Type::Text, Box::new(error)))
}

/// Our own closed lists stand as their words.
macro_rules! words {
    ($($word:ident),+ $(,)?) => { $(
        impl ToSql for $word {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(ToSqlOutput::from(self.code()))
            }
        }
        impl FromSql for $word {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                Self::from_code(value.as_str()?).ok_or(FromSqlError::InvalidType)
            }
        }
    )+ };
}
words!(
    AnswerKind,
    DepositKind,
    Deed,
    Effect,
    Ending,
    Every,
    Ended,
    Frequency,
    Happening,
    Kind,
    Level,
    Method,
    Outcome,
    ReferenceKind,
    Responsibility,
    Said,
    Standing,
    SendingWay,
    State,
    Turn,
    Verdict,
    Way,
);

/// Whole cents.
impl ToSql for Money {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(self.cents()))
    }
}

impl FromSql for Money {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let cents = value.as_i64()?;
        Self::from_cents(cents).map_err(|_| FromSqlError::OutOfRange(cents))
    }
}
