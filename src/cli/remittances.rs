//! Remittances: taken in, posted, taken back, listed.

use serde_json::{Value, json};

use super::CliError;
use super::out::Out;
use super::sending::numbered;
use crate::domain::id::{PayerId, RemittanceId};
use crate::domain::remittance::{PostOn, RemittanceRow, Standing};
use crate::domain::typed::{counted, show_date};
use crate::office::{
    Office, OfficeError, Posted, Received, ReceivedPart, Refusal, RemittanceFilter, RemittancePage,
    Rest,
};

/// The most rows of a listing.
const MOST: usize = 1_000;

/// The heads of the columns of remittances, and which are amounts.
pub const HEAD: (&[&str], &[usize]) = (
    &[
        "remittance",
        "payer",
        "trace",
        "paid on",
        "amount",
        "claims",
        "needs",
        "parked",
        "state",
    ],
    &[4, 5, 6, 7],
);

/// The heads of the columns of parked money, and which are amounts.
pub const PARKED: (&[&str], &[usize]) = (
    &[
        "remittance",
        "payer",
        "trace",
        "paid on",
        "claim",
        "number",
        "amount",
    ],
    &[6],
);

/// The heads of the columns of what payers took back, and which are amounts.
pub const RECOVERIES: (&[&str], &[usize]) = (
    &[
        "payer",
        "name",
        "since",
        "code",
        "reference",
        "amount",
        "known as",
    ],
    &[5],
);

/// The rows of what payers took back without saying for which claim.
pub fn recoveries(office: &Office) -> Result<Vec<Vec<String>>, OfficeError> {
    let rows = office.recoveries()?.into_iter().map(|one| {
        let known: Vec<String> = one.known.iter().map(ToString::to_string).collect();
        vec![
            one.payer.to_string(),
            one.payer_name,
            show_date(one.since),
            one.code,
            one.reference,
            one.amount.plain(),
            known.join(", "),
        ]
    });
    Ok(rows.collect())
}

/// Says for which claim a payer took money back.
pub fn recovered(
    out: &Out,
    office: &mut Office,
    payer: i64,
    reference: &str,
    claim: &str,
) -> Result<(), CliError> {
    let id = numbered(office, claim)?;
    let eob = office.place_recovery(PayerId::new(payer), reference, id)?;
    out.answer(
        &json!({"payer": payer, "reference": reference, "claim": claim, "eob": eob}),
        || vec![format!("Taken off claim {claim}, as EOB {eob}.")],
    );
    Ok(())
}

/// Lets pass what stands against a remittance as a whole.
pub fn pass(out: &Out, office: &mut Office, remittance: i64, why: &str) -> Result<(), CliError> {
    let id = RemittanceId::new(remittance);
    office.pass_remittance(id, why)?;
    let waits = office.remittance(id)?.row.needs;
    out.answer(
        &json!({"remittance": id, "passed": true, "waits": waits}),
        || {
            vec![format!(
                "Remittance {id} may pass; {waits} things wait for a person."
            )]
        },
    );
    Ok(())
}

/// What was done with a file of remittances.
pub struct Taken {
    /// As a document.
    pub document: Value,
    /// In lines.
    pub lines: Vec<String>,
}

/// Takes a file of remittances in, or reads what it would do.
pub fn take_in(
    out: &Out,
    office: &mut Office,
    name: &str,
    bytes: &[u8],
    is_dry: bool,
) -> Result<Received, OfficeError> {
    let progress = &mut out.progress("remittances");
    if is_dry {
        office.read_remittances(name, bytes, progress)
    } else {
        office.take_remittances(name, bytes, progress)
    }
}

/// Posts what waits for nobody in a file that was taken in, and tells of all of it. Each remittance is a transaction of
/// its own, which must not stand inside another: SQLite keeps for every open savepoint what the pages were before, and
/// goes through that at each statement.
pub fn post_what_can(
    out: &Out,
    office: &mut Office,
    received: &Received,
    is_dry: bool,
) -> Result<Taken, OfficeError> {
    let mut lines = vec![format!("{}: 835", received.name)];
    let mut documents = Vec::with_capacity(received.parts.len());
    for part in &received.parts {
        let posted = if is_dry || part.is_known || part.row.standing != Standing::Read {
            None
        } else {
            let progress = &mut out.progress("claims");
            Some(office.post_remittance(part.row.id, PostOn::Today, Rest::Waits, progress))
        };
        // A day that is closed or an answer that changed since leaves a remittance waiting; the file is taken in.
        let (posted, why) = match posted {
            None => (None, None),
            Some(Ok(posted)) => (Some(posted), None),
            Some(Err(error @ (OfficeError::Remittance(_) | OfficeError::Refused(_)))) => {
                (None, Some(error.to_string()))
            }
            Some(Err(error)) => return Err(error),
        };
        lines.extend(said(part, posted.as_ref(), why.as_deref(), is_dry));
        documents.push(document(part, posted.as_ref(), why.as_deref(), is_dry));
    }
    let document = json!({
        "name": received.name, "sha256": received.sha256, "kinds": ["835"],
        "remittances": documents, "findings": received.findings,
    });
    Ok(Taken { document, lines })
}

fn document(
    part: &ReceivedPart,
    posted: Option<&Posted>,
    why: Option<&str>,
    is_dry: bool,
) -> Value {
    let row = &part.row;
    let page = part.page.as_deref();
    let waits: Vec<Value> = page.map(waits).unwrap_or_default();
    let mut document = json!({
        "id": if is_dry && !part.is_known { Value::Null } else { json!(row.id) },
        "payer": row.payer_name, "trace": row.trace, "amount": row.amount, "paid_on": row.paid_on,
        "claims": row.claims, "difference": row.difference, "problem": row.problem,
        "is_known": part.is_known, "posted_before": row.posted, "needs": row.needs,
        "waits": waits, "posted": posted, "error": why,
        "replaces": row.replaces, "changes": page.map(|page| &page.changes),
    });
    if let (true, Some(page), Some(fields)) = (is_dry, page, document.as_object_mut()) {
        let accounts: Vec<Value> = page
            .claims
            .iter()
            .map(|one| {
                json!({
                    "number": one.filed.number, "paid": one.filed.paid, "stands": one.stands,
                    "matches": one.filed.matches, "plan": one.plan,
                })
            })
            .collect();
        let _before = fields.insert(String::from("plan"), json!(accounts));
    }
    document
}

/// What in a remittance waits for a person.
fn waits(page: &RemittancePage) -> Vec<Value> {
    let claims = page.claims.iter().filter(|one| one.stands.needs_someone());
    claims
        .map(|one| {
            let asked: Vec<&str> = one
                .plan
                .iter()
                .flat_map(|plan| &plan.exceptions)
                .filter(|asked| asked.waits())
                .map(|asked| asked.title.as_str())
                .collect();
            json!({
                "claim": one.filed.id, "number": one.filed.number, "paid": one.filed.paid,
                "label": one.label, "asks": asked,
            })
        })
        .collect()
}

fn said(
    part: &ReceivedPart,
    posted: Option<&Posted>,
    why: Option<&str>,
    is_dry: bool,
) -> Vec<String> {
    let row = &part.row;
    let mut lines = vec![format!(
        "  {} {}, {} of {}, {}",
        row.payer_name,
        row.trace,
        row.amount,
        show_date(row.paid_on),
        counted(row.claims, "claim")
    )];
    if part.is_known {
        lines.push(format!("    {}; nothing was done", known(row)));
        return lines;
    }
    if !row.problem.is_empty() {
        lines.push(format!("    {}", row.problem));
    }
    if !row.difference.is_zero() {
        lines.push(format!("    it is off by {}", row.difference));
    }
    if let Some(before) = row.replaces {
        lines.push(format!("    it comes in the place of remittance {before}"));
    }
    let page = part.page.as_deref();
    let waiting = page.map(|page| page.claims.iter().filter(|one| one.stands.needs_someone()));
    for one in waiting.into_iter().flatten() {
        let number = match one.filed.number.as_str() {
            "" => "a claim without a number",
            number => number,
        };
        lines.push(format!("    {number}: {}", one.label));
    }
    lines.push(match (posted, why) {
        (Some(posted), _) => format!(
            "    posted {} for {}, as remittance {}",
            counted(posted.claims, "claim"),
            posted.amount,
            posted.remittance
        ),
        (None, Some(why)) => format!("    not posted: {why}"),
        (None, None) if is_dry && row.needs == 0 => String::from("    would be posted"),
        (None, None) => format!("    {} waiting for somebody", things(row.needs)),
    });
    lines
}

fn things(count: u32) -> String {
    match count {
        1 => String::from("1 thing is"),
        many => format!("{many} things are"),
    }
}

/// How a remittance that was told before stands.
fn known(row: &RemittanceRow) -> String {
    match (&row.posted, row.standing) {
        (Some((at, by)), Standing::Posted) => format!(
            "already posted on {} by {by} as remittance {}",
            at.format("%m/%d/%Y"),
            row.id
        ),
        (_, standing) => format!(
            "already taken in on {} by {} as remittance {}, {}",
            row.read_at.format("%m/%d/%Y"),
            row.read_by,
            row.id,
            standing.words().to_lowercase()
        ),
    }
}

/// Says which claims of ours a claim of a remittance is.
pub fn match_claims(
    out: &Out,
    office: &mut Office,
    remittance: i64,
    place: u32,
    claims: &[String],
) -> Result<(), CliError> {
    let id = RemittanceId::new(remittance);
    let claims = claims.iter().map(|number| numbered(office, number));
    let claims = claims.collect::<Result<Vec<_>, _>>()?;
    let page = office.remittance(id)?;
    let of_place = page.claims.iter().find(|one| one.filed.place == place);
    let one = of_place.ok_or(OfficeError::from(Refusal::NotThere {
        what: "claim of the remittance",
        number: place.into(),
    }))?;
    office.match_remit_claims(one.filed.id, &claims)?;
    let page = office.remittance(id)?;
    let waits = page.row.needs;
    out.answer(
        &json!({"remittance": id, "place": place, "claims": claims, "waits": waits}),
        || match waits {
            0 => vec![String::from("Matched. Nothing else waits.")],
            many => vec![format!("Matched. {many} things wait for a person.")],
        },
    );
    Ok(())
}

/// Posts a remittance that was taken in.
pub fn post(
    out: &Out,
    office: &mut Office,
    remittance: i64,
    parks: bool,
    on: Option<PostOn>,
) -> Result<(), CliError> {
    let on = on.unwrap_or_default();
    let rest = if parks { Rest::IsParked } else { Rest::Waits };
    let id = RemittanceId::new(remittance);
    let posted = office.post_remittance(id, on, rest, &mut out.progress("claims"))?;
    out.answer(&json!(posted), || {
        let mut lines = vec![format!(
            "Posted {} for {} as EOB {}.",
            counted(posted.claims, "claim"),
            posted.amount,
            posted.eob
        )];
        if posted.parked > 0 {
            let (many, amount) = (posted.parked, posted.parked_amount);
            lines.push(format!("{many} put aside, {amount}."));
        }
        let made = &posted.onward;
        lines.extend(
            made.billed
                .iter()
                .map(|number| format!("Claim {number} was made to the next payer.")),
        );
        lines.extend(made.passed_on.iter().map(|number| {
            format!("Claim {number} waits: the payer passed it on to the next one.")
        }));
        lines
    });
    Ok(())
}

/// Takes a posted remittance back.
pub fn unpost(out: &Out, office: &mut Office, remittance: i64, why: &str) -> Result<(), CliError> {
    let id = RemittanceId::new(remittance);
    office.unpost_remittance(id, why, &mut out.progress("entries"))?;
    out.answer(&json!({ "remittance": id, "is_taken_back": true }), || {
        vec![format!(
            "Remittance {id} was taken back. It can be posted again."
        )]
    });
    Ok(())
}

/// The rows of a list of remittances.
pub fn rows(office: &Office, text: &str) -> Result<Vec<Vec<String>>, CliError> {
    let filter = RemittanceFilter {
        text: text.to_owned(),
        limit: MOST,
        ..RemittanceFilter::default()
    };
    let rows = office.remittances(&filter)?.into_iter().map(|row| {
        vec![
            row.id.to_string(),
            row.payer_name,
            row.trace,
            show_date(row.paid_on),
            row.amount.plain(),
            row.claims.to_string(),
            row.needs.to_string(),
            row.parked.to_string(),
            row.standing.code().to_owned(),
        ]
    });
    Ok(rows.collect())
}

/// The rows of a list of money that was put aside.
pub fn parked(office: &Office) -> Result<Vec<Vec<String>>, CliError> {
    let rows = office.parked_money()?.into_iter().map(|row| {
        vec![
            row.remittance.to_string(),
            row.payer_name,
            row.trace,
            show_date(row.paid_on),
            row.claim.map(|claim| claim.to_string()).unwrap_or_default(),
            row.number,
            row.amount.plain(),
        ]
    });
    Ok(rows.collect())
}
