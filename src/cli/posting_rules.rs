//! The practice's posting rules: tried on what payers answered, switched on and off.

use serde_json::{Value, json};

use super::CliError;
use super::args::PostingRulesAct;
use super::out::{self, Out};
use crate::domain::posting::PostingNumber;
use crate::domain::typed::show_date;
use crate::office::{Office, PostingRuleRow};

/// Does to a posting rule what was asked.
pub fn rules(out: &Out, office: &mut Office, act: &PostingRulesAct) -> Result<(), CliError> {
    match act {
        PostingRulesAct::Test { rule, months } => test(out, office, rule, *months),
        PostingRulesAct::On { rule } => switch(out, office, rule, true),
        PostingRulesAct::Off { rule } => switch(out, office, rule, false),
    }
}

fn switch(out: &Out, office: &mut Office, rule: &str, is_on: bool) -> Result<(), CliError> {
    let id = office.posting_rule_numbered(rule)?.rule.id;
    office.switch_posting_rule(id, is_on)?;
    let state = if is_on { "on" } else { "off" };
    let number = PostingNumber(id).to_string();
    out.answer(&json!({ "rule": number, "on": is_on }), || {
        vec![format!("{number} is {state}.")]
    });
    Ok(())
}

fn test(out: &Out, office: &mut Office, rule: &str, months: u32) -> Result<(), CliError> {
    let id = office.posting_rule_numbered(rule)?.rule.id;
    let mut progress = out.progress("try the posting rule");
    let trial = office.try_posting_rule(id, months, &mut progress)?;
    let score = trial.score;
    let reasons: Vec<Value> = trial
        .reasons
        .iter()
        .map(|one| {
            json!({ "claim_number": one.number, "paid_on": one.paid_on, "code": one.code,
                "group": one.group, "carc": one.carc, "amount": one.amount, "was": one.was,
                "would_be": one.would_be })
        })
        .collect();
    let document = json!({ "rule": PostingNumber(id).to_string(), "months": months, "score": score, "reasons": reasons });
    out.answer(&document, || {
        let rows: Vec<Vec<String>> = trial
            .reasons
            .iter()
            .map(|one| {
                vec![
                    one.number.to_string(),
                    show_date(one.paid_on),
                    one.code.to_string(),
                    format!("{}-{}", one.group.as_str(), one.carc),
                    one.amount.plain(),
                    one.was.words(),
                    one.would_be.words(),
                ]
            })
            .collect();
        let head = [
            "claim", "paid", "code", "reason", "amount", "was", "would be",
        ];
        let mut lines = out::table(&head, &[4], &rows);
        lines.push(score.words());
        lines
    });
    Ok(())
}

/// A posting rule as a listing shows it.
pub fn row(row: &PostingRuleRow) -> Vec<String> {
    let tried = |of: fn(&crate::domain::posting::PostingScore) -> u32| {
        row.tried
            .as_ref()
            .map(|(_, score)| of(score).to_string())
            .unwrap_or_default()
    };
    vec![
        PostingNumber(row.rule.id).to_string(),
        if row.rule.is_on { "on" } else { "off" }.to_owned(),
        row.rule.what.name.clone(),
        format!("when {}, {}", row.says, row.rule.what.then.words()),
        tried(|score| score.about),
        tried(|score| score.alike),
        tried(|score| score.otherwise),
    ]
}
