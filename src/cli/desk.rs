//! The front desk: writing things in from documents, listing them, signing visits, taking files in.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::args::{Import, Kind, Question};
use super::out::Out;
use super::{CliError, documents};
use crate::domain::codeset::release;
use crate::domain::draft::{
    AuthorizationDraft, FacilityDraft, PatientDraft, PayerDraft, PolicyDraft, PostingRuleDraft,
    PracticeDraft, ProviderDraft, ReceiverDraft, RuleDraft, VisitDraft, policy, visit,
};
use crate::domain::id::{PatientId, QuestionId, VisitId};
use crate::domain::patient::{account_number, chart_number};
use crate::domain::posting::PostingNumber;
use crate::domain::rule::Number;
use crate::domain::tables;
use crate::domain::typed::show_date;
use crate::office::{Imported, ListFile, Office};

/// Writes one thing in.
pub fn add(
    out: &Out,
    office: &mut Office,
    kind: Kind,
    file: &Path,
    patient: Option<i64>,
) -> Result<(), CliError> {
    let today = office.today();
    let whose = || {
        patient
            .map(PatientId::new)
            .ok_or_else(|| CliError::NotThere(String::from("patient named with --patient")))
    };
    let answer = match kind {
        Kind::Practice => {
            let draft: PracticeDraft = documents::read(file)?;
            office.save_practice(&draft.check().map_err(|c| documents::complain(out, &c))?)?;
            json!({ "practice": true })
        }
        Kind::Provider => {
            let draft: ProviderDraft = documents::read(file)?;
            json!({ "provider": office.add_provider(&draft.check().map_err(|c| documents::complain(out, &c))?)? })
        }
        Kind::Facility => {
            let draft: FacilityDraft = documents::read(file)?;
            json!({ "facility": office.add_facility(&draft.check().map_err(|c| documents::complain(out, &c))?)? })
        }
        Kind::Receiver => {
            let draft: ReceiverDraft = documents::read(file)?;
            json!({ "receiver": office.add_receiver(&draft.check().map_err(|c| documents::complain(out, &c))?)? })
        }
        Kind::Payer => {
            let draft: PayerDraft = documents::read(file)?;
            json!({ "payer": office.add_payer(&draft.check().map_err(|c| documents::complain(out, &c))?)? })
        }
        Kind::Patient => {
            let draft: PatientDraft = documents::read(file)?;
            let id = office.register_patient(
                &draft
                    .check(today)
                    .map_err(|c| documents::complain(out, &c))?,
            )?;
            json!({ "patient": id, "chart": chart_number(id), "account": account_number(office.patient(id)?.guarantor) })
        }
        Kind::Policy => add_policy(out, office, file, whose()?)?,
        Kind::Visit => add_visit(out, office, file, whose()?)?,
        Kind::Authorization => add_authorization(out, office, file, whose()?)?,
        Kind::Rule => add_rule(out, office, file)?,
        Kind::PostingRule => add_posting_rule(out, office, file)?,
        Kind::Eob | Kind::Payment | Kind::Estimate => {
            return Err(CliError::NotThere(String::from(
                "such kind to add: see post-eob and pay",
            )));
        }
    };
    out.answer(&answer, || {
        answer
            .as_object()
            .into_iter()
            .flatten()
            .map(|(name, value)| format!("{name} {}", shown(value)))
            .collect()
    });
    Ok(())
}

fn add_policy(
    out: &Out,
    office: &mut Office,
    file: &Path,
    patient: PatientId,
) -> Result<Value, CliError> {
    let draft: PolicyDraft = documents::read(file)?;
    let policies: Vec<_> = office
        .policies(patient)?
        .into_iter()
        .map(|(policy, _)| policy)
        .collect();
    let context = policy::Context {
        patient,
        policies: &policies,
        changing: None,
        today: office.today(),
    };
    let policy = draft
        .check(context)
        .map_err(|c| documents::complain(out, &c))?;
    Ok(json!({ "policy": office.add_policy(&policy)? }))
}

fn add_rule(out: &Out, office: &mut Office, file: &Path) -> Result<Value, CliError> {
    let draft: RuleDraft = documents::read(file)?;
    let rule = draft
        .check(office.today())
        .map_err(|c| documents::complain(out, &c))?;
    Ok(json!({ "rule": Number(office.add_rule(&rule)?).to_string(), "on": false }))
}

fn add_posting_rule(out: &Out, office: &mut Office, file: &Path) -> Result<Value, CliError> {
    let draft: PostingRuleDraft = documents::read(file)?;
    let rule = draft.check().map_err(|c| documents::complain(out, &c))?;
    let number = PostingNumber(office.add_posting_rule(&rule)?);
    Ok(json!({ "rule": number.to_string(), "on": false }))
}

/// Writes in what a payer allowed; where no policy is named, for the one that is billed first today.
fn add_authorization(
    out: &Out,
    office: &mut Office,
    file: &Path,
    patient: PatientId,
) -> Result<Value, CliError> {
    let mut draft: AuthorizationDraft = documents::read(file)?;
    if draft.policy.is_none() {
        let today = office.policy_on(patient, office.today())?;
        draft.policy = today.map(|(policy, _)| policy.id);
    }
    let what = draft
        .check(patient, office.today())
        .map_err(|c| documents::complain(out, &c))?;
    Ok(json!({ "authorization": office.add_authorization(&what)? }))
}

fn add_visit(
    out: &Out,
    office: &mut Office,
    file: &Path,
    patient: PatientId,
) -> Result<Value, CliError> {
    let draft: VisitDraft = documents::read(file)?;
    let who = office.patient(patient)?;
    let context = visit::Context {
        patient,
        born_on: who.born_on,
        died_on: who.died_on,
        today: office.today(),
    };
    let id = office.enter_visit(
        &draft
            .check(context)
            .map_err(|c| documents::complain(out, &c))?,
    )?;
    Ok(match office.claims_of(id)?.first() {
        Some((claim, _)) => {
            let row = office.claim(*claim)?.row;
            json!({ "visit": id, "claim_number": row.number, "state": row.state, "charged": row.charged })
        }
        None => json!({ "visit": id }),
    })
}

fn shown(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

/// Says that a visit's documentation was signed.
pub fn sign(
    out: &Out,
    office: &mut Office,
    visit: i64,
    on: Option<NaiveDate>,
) -> Result<(), CliError> {
    let on = on.unwrap_or_else(|| office.today());
    office.sign_visit(VisitId::new(visit), on)?;
    out.answer(&json!({ "visit": visit, "signed_on": on }), || {
        vec![format!("Visit {visit} was signed on {}.", show_date(on))]
    });
    Ok(())
}

/// Asks about a visit, answers, or takes the question back.
pub fn question(out: &Out, office: &mut Office, what: &Question) -> Result<(), CliError> {
    match what {
        Question::Ask { visit, words } => ask(out, office, *visit, words),
        Question::Answer { question, words } => answer(out, office, *question, words),
        Question::Withdraw { question } => withdraw(out, office, *question),
    }
}

/// Asks about a visit.
fn ask(out: &Out, office: &mut Office, visit: i64, words: &str) -> Result<(), CliError> {
    let question = office.ask_about_visit(VisitId::new(visit), words)?;
    out.answer(&json!({ "question": question, "visit": visit }), || {
        vec![format!(
            "Question {question} about visit {visit} waits for its answer."
        )]
    });
    Ok(())
}

/// Answers a question about a visit.
fn answer(out: &Out, office: &mut Office, question: i64, words: &str) -> Result<(), CliError> {
    let visit = office.answer_question(QuestionId::new(question), words)?;
    out.answer(&json!({ "question": question, "visit": visit }), || {
        vec![format!(
            "Question {question} about visit {visit} is answered."
        )]
    });
    Ok(())
}

/// Takes a question about a visit back.
fn withdraw(out: &Out, office: &mut Office, question: i64) -> Result<(), CliError> {
    let visit = office.withdraw_question(QuestionId::new(question))?;
    out.answer(&json!({ "question": question, "visit": visit }), || {
        vec![format!(
            "Question {question} about visit {visit} is withdrawn."
        )]
    });
    Ok(())
}

/// Takes a file in and says what was refused, line by line.
pub fn import(
    out: &Out,
    office: &mut Office,
    kind: Import,
    path: &Path,
    effective: Option<NaiveDate>,
) -> Result<(), CliError> {
    let file = BufReader::new(File::open(path).map_err(|source| CliError::File {
        path: path.to_owned(),
        source,
    })?);
    let mut progress = out.progress("import");
    let mut list = |office: &mut Office, kind| {
        let files = ListFile::open_all(kind, path)?;
        office.import_code_list(kind, files, effective, &mut progress)
    };
    let imported = match kind {
        Import::Ncci => list(office, tables::Kind::Pairs)?,
        Import::Mue => list(office, tables::Kind::Limits)?,
        Import::AddOns => list(office, tables::Kind::AddOns)?,
        Import::Schedule => list(office, tables::Kind::Services)?,
        Import::Icd10 => {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let from = effective.or_else(|| release::day_of(tables::Kind::Diagnoses, &name));
            office.import_icd10_from(file, from, &mut progress)?
        }
        Import::Hcpcs => office.import_hcpcs(file, &mut progress)?,
        Import::Fees => office.import_fees(file, &mut progress)?,
        Import::Payers => office.import_payers(file, &mut progress)?,
        Import::Contracts => office.import_contract_fees(file, &mut progress)?,
        Import::Bank => {
            return Err(CliError::NotThere(String::from("list of that kind")));
        }
    };
    took(out, &imported)
}

/// Says what was taken in and what was refused, line by line.
pub fn took(out: &Out, imported: &Imported) -> Result<(), CliError> {
    let refused: Vec<Value> = imported
        .refused
        .iter()
        .map(|row| json!({ "line": row.0, "why": row.1 }))
        .collect();
    out.answer(&json!({ "taken": imported.taken, "refused_count": imported.refused_count, "refused": refused }), || {
        let mut lines: Vec<String> = imported.refused.iter().map(|row| format!("line {}: {}", row.0, row.1)).collect();
        lines.push(format!("{} taken, {} refused", imported.taken, imported.refused_count));
        lines
    });
    if imported.refused_count == 0 {
        Ok(())
    } else {
        Err(CliError::FoundWrong)
    }
}
