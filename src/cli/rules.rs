//! Rules of the practice's own: listed, tried on earlier claims, switched on and off.

use serde_json::{Value, json};

use super::CliError;
use super::args::RulesAct;
use super::out::{self, Out};
use crate::domain::rule::Number;
use crate::domain::typed::show_date;
use crate::office::{Office, RuleRow};

/// Does to a rule what was asked.
pub fn rules(out: &Out, office: &mut Office, act: &RulesAct) -> Result<(), CliError> {
    match act {
        RulesAct::Test { rule, months } => test(out, office, rule, *months),
        RulesAct::On { rule } => switch(out, office, rule, true),
        RulesAct::Off { rule } => switch(out, office, rule, false),
    }
}

fn switch(out: &Out, office: &mut Office, rule: &str, is_on: bool) -> Result<(), CliError> {
    let id = office.rule_numbered(rule)?.rule.id;
    office.switch_rule(id, is_on)?;
    let state = if is_on { "on" } else { "off" };
    out.answer(
        &json!({ "rule": Number(id).to_string(), "on": is_on }),
        || vec![format!("{} is {state}.", Number(id))],
    );
    Ok(())
}

fn test(out: &Out, office: &mut Office, rule: &str, months: u32) -> Result<(), CliError> {
    let id = office.rule_numbered(rule)?.rule.id;
    let trial = office.try_rule(id, months, &mut out.progress("try the rule"))?;
    let score = trial.score;
    let claims: Vec<Value> = trial
        .claims
        .iter()
        .map(|one| json!({ "claim_number": one.number, "service_on": one.service_on, "charged": one.charged, "verdict": one.verdict, "reasons": one.reasons }))
        .collect();
    let document = json!({ "rule": Number(id).to_string(), "months": months, "looked_at": score.looked_at, "caught": score.caught, "refused": score.right, "refused_amount": score.right_amount, "paid": score.wrong, "not_answered": score.open, "claims": claims });
    out.answer(&document, || {
        let rows: Vec<Vec<String>> = trial
            .claims
            .iter()
            .map(|one| {
                vec![
                    one.number.to_string(),
                    show_date(one.service_on),
                    one.charged.plain(),
                    one.verdict.words().to_owned(),
                    one.reasons
                        .iter()
                        .map(ToString::to_string)
                        .collect::<Vec<_>>()
                        .join(" "),
                ]
            })
            .collect();
        let mut lines = out::table(
            &["claim", "service", "charged", "became", "CARC"],
            &[2],
            &rows,
        );
        lines.push(score.words());
        lines
    });
    Ok(())
}

/// A rule as a listing shows it.
pub fn row(row: RuleRow) -> Vec<String> {
    let (caught, right, wrong) = match row.tried {
        Some((_, score)) => (
            score.caught.to_string(),
            score.right.to_string(),
            score.wrong.to_string(),
        ),
        None => (String::new(), String::new(), String::new()),
    };
    vec![
        Number(row.rule.id).to_string(),
        if row.rule.is_on { "on" } else { "off" }.to_owned(),
        row.rule.what.name,
        format!("when {}, {}", row.says, row.rule.what.then.words()),
        caught,
        right,
        wrong,
    ]
}
