//! Payment plans: listed, agreed, changed, closed, and their agreements printed.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::{Args, Subcommand, ValueEnum};
use serde_json::{Value, json};

use super::CliError;
use super::out::{self, Out};
use crate::domain::id::{ChargeLineId, GuarantorId};
use crate::domain::money::Money;
use crate::domain::patient::account_number;
use crate::domain::pay_plan::{
    Ending, Every, Instalments, MissedRules, NewPlan, PlanNow, PlanNumber, Planned, Scope, Terms,
};
use crate::domain::typed::show_date;
use crate::office::{Office, save_file};

/// What to do about payment plans.
#[derive(Debug, Subcommand)]
pub enum Act {
    /// List the plans: everybody's, or one account's.
    List {
        /// Only this account's.
        #[arg(long)]
        account: Option<i64>,
    },
    /// Show a plan: its schedule with what became of each payment, and its versions.
    Show {
        /// Its number, with or without the P.
        plan: String,
    },
    /// Show what is due on an account's plans.
    Due {
        /// The guarantor's account number.
        account: i64,
        /// On this day; today when left out.
        #[arg(long, value_name = "DAY")]
        on: Option<NaiveDate>,
    },
    /// Agree a plan on what an account owes.
    Make {
        /// The guarantor's account number.
        account: i64,
        /// Amounts and days.
        #[command(flatten)]
        terms: Wanted,
        /// Write the agreement here.
        #[arg(long, value_name = "FILE")]
        pdf: Option<PathBuf>,
    },
    /// Agree a plan anew: what is left of it is paid by new terms.
    Change {
        /// Its number, with or without the P.
        plan: String,
        /// Amounts and days.
        #[command(flatten)]
        terms: Wanted,
        /// Why.
        #[arg(long)]
        why: String,
        /// Write the agreement here.
        #[arg(long, value_name = "FILE")]
        pdf: Option<PathBuf>,
    },
    /// End a plan, as after missed payments: the rest is due.
    End {
        /// Its number, with or without the P.
        plan: String,
        /// Why.
        #[arg(long)]
        why: String,
    },
    /// Call a plan off.
    Cancel {
        /// Its number, with or without the P.
        plan: String,
        /// Why.
        #[arg(long)]
        why: String,
    },
    /// Write the agreement of a plan.
    Agreement {
        /// Its number, with or without the P.
        plan: String,
        /// Write the PDF here.
        file: PathBuf,
        /// Of this version; of the one that holds when left out.
        #[arg(long)]
        version: Option<u32>,
    },
    /// Show what happens when payments are missed, or set it for plans to come.
    Rules {
        /// Days after which a payment is missed.
        #[arg(long)]
        grace: Option<u32>,
        /// Missed payments after which the guarantor is reminded.
        #[arg(long)]
        remind: Option<u32>,
        /// Missed payments after which the plan protects nothing any more.
        #[arg(long)]
        default: Option<u32>,
    },
}

/// Amounts and days of a plan.
#[derive(Debug, Args)]
pub struct Wanted {
    /// The services' numbers; all that is owed for, or all that the plan covers, when left out.
    #[arg(long = "line", value_name = "NUMBER")]
    lines: Vec<i64>,
    /// Paid today.
    #[arg(long, default_value = "0")]
    down: Money,
    /// The amount of an instalment.
    #[arg(long, conflicts_with = "count", required_unless_present = "count")]
    each: Option<Money>,
    /// How many instalments.
    #[arg(long)]
    count: Option<u32>,
    /// How often one is due.
    #[arg(long, value_enum, default_value = "month")]
    every: How,
    /// When the first is due.
    #[arg(long, value_name = "DAY")]
    first: NaiveDate,
    /// Let whatever the account comes to owe join the plan.
    #[arg(long)]
    follow: bool,
    /// Only say what the schedule would be.
    #[arg(long)]
    dry_run: bool,
}

/// How often an instalment is due.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum How {
    /// Each week.
    Week,
    /// Every two weeks.
    TwoWeeks,
    /// Each month.
    Month,
}

impl Wanted {
    fn terms(&self) -> Terms {
        let instalments = match (self.each, self.count) {
            (Some(each), _) => Instalments::Of(each),
            (None, count) => Instalments::In(count.unwrap_or(0)),
        };
        Terms {
            down: self.down,
            instalments,
            every: match self.every {
                How::Week => Every::Week,
                How::TwoWeeks => Every::TwoWeeks,
                How::Month => Every::Month,
            },
            first_on: self.first,
            scope: if self.follow {
                Scope::NewCharges
            } else {
                Scope::Fixed
            },
        }
    }
}

/// Does what was asked about payment plans.
pub fn run(out: &Out, office: &mut Office, act: &Act) -> Result<(), CliError> {
    match act {
        Act::List { account } => {
            let plans = office.plans(account.map(GuarantorId::new))?;
            list(out, &plans);
        }
        Act::Show { plan } => show(out, office, plan)?,
        Act::Due { account, on } => {
            let on = on.unwrap_or_else(|| office.today());
            list(out, &office.plan_due(GuarantorId::new(*account), on)?);
        }
        Act::Make {
            account,
            terms,
            pdf,
        } => make(
            out,
            office,
            GuarantorId::new(*account),
            terms,
            pdf.as_deref(),
        )?,
        Act::Change {
            plan,
            terms,
            why,
            pdf,
        } => change(out, office, plan, (terms, why), pdf.as_deref())?,
        Act::End { plan, why } => close(out, office, plan, Ending::Ended, why)?,
        Act::Cancel { plan, why } => close(out, office, plan, Ending::Cancelled, why)?,
        Act::Agreement {
            plan,
            file,
            version,
        } => {
            let plan = office.plan_numbered(plan)?.plan;
            let version = version.unwrap_or(plan.version.number);
            save_file(file, &office.plan_pdf(plan.id, Some(version))?)?;
            let number = PlanNumber(plan.id).to_string();
            out.answer(
                &json!({ "plan": number, "version": version, "file": file }),
                || vec![format!("{number}, version {version}: {}", file.display())],
            );
        }
        Act::Rules {
            grace,
            remind,
            default,
        } => rules(out, office, (*grace, *remind, *default))?,
    }
    Ok(())
}

fn rules(
    out: &Out,
    office: &mut Office,
    (grace, remind, default): (Option<u32>, Option<u32>, Option<u32>),
) -> Result<(), CliError> {
    let now = office.missed_rules()?;
    let wanted = MissedRules {
        grace_days: grace.unwrap_or(now.grace_days),
        remind_after: remind.unwrap_or(now.remind_after),
        default_after: default.unwrap_or(now.default_after),
    };
    if wanted != now {
        office.set_missed_rules(wanted)?;
    }
    out.answer(&json!(wanted), || {
        vec![format!(
            "A payment is missed {} days after its day; reminded after {}, in default after {}.",
            wanted.grace_days, wanted.remind_after, wanted.default_after
        )]
    });
    Ok(())
}

fn make(
    out: &Out,
    office: &mut Office,
    guarantor: GuarantorId,
    wanted: &Wanted,
    pdf: Option<&Path>,
) -> Result<(), CliError> {
    let lines = if wanted.lines.is_empty() {
        let open = office.open_items(guarantor)?.into_iter();
        open.filter(|item| item.patient_owes.is_positive() && item.plan.is_none())
            .map(|item| item.line)
            .collect()
    } else {
        numbers(&wanted.lines)
    };
    let new = NewPlan {
        lines,
        terms: wanted.terms(),
        why: String::new(),
    };
    if wanted.dry_run {
        let preview = office.preview_plan(guarantor, None, &new)?;
        preview_told(out, preview.balance, &preview.schedule);
        return Ok(());
    }
    let id = office.together(|office| -> Result<_, CliError> {
        let id = office.make_plan(guarantor, &new)?;
        if let Some(file) = pdf {
            save_file(file, &office.plan_pdf(id, None)?)?;
        }
        Ok(id)
    })?;
    let plan = office.plan(id)?;
    agreed(out, &plan, pdf);
    Ok(())
}

fn change(
    out: &Out,
    office: &mut Office,
    plan: &str,
    (wanted, why): (&Wanted, &str),
    pdf: Option<&Path>,
) -> Result<(), CliError> {
    let before = office.plan_numbered(plan)?;
    let id = before.plan.id;
    let lines = if wanted.lines.is_empty() {
        let open = before.now.lines.iter();
        open.filter(|(_, owed)| owed.is_positive())
            .map(|(line, _)| *line)
            .collect()
    } else {
        numbers(&wanted.lines)
    };
    let new = NewPlan {
        lines,
        terms: wanted.terms(),
        why: why.to_owned(),
    };
    if wanted.dry_run {
        let preview = office.preview_plan(before.plan.guarantor, Some(id), &new)?;
        preview_told(out, preview.balance, &preview.schedule);
        return Ok(());
    }
    office.together(|office| -> Result<_, CliError> {
        let _version = office.change_plan(id, &new)?;
        if let Some(file) = pdf {
            save_file(file, &office.plan_pdf(id, None)?)?;
        }
        Ok(())
    })?;
    let plan = office.plan(id)?;
    agreed(out, &plan, pdf);
    Ok(())
}

fn close(
    out: &Out,
    office: &mut Office,
    plan: &str,
    ending: Ending,
    why: &str,
) -> Result<(), CliError> {
    let plan = office.plan_numbered(plan)?;
    office.close_plan(plan.plan.id, ending, why)?;
    let number = PlanNumber(plan.plan.id).to_string();
    out.answer(
        &json!({ "plan": number, "closed": ending, "open": plan.now.open }),
        || {
            vec![format!(
                "{number} is closed; {} is owed as before.",
                plan.now.open
            )]
        },
    );
    Ok(())
}

fn numbers(lines: &[i64]) -> Vec<ChargeLineId> {
    lines.iter().map(|line| ChargeLineId::new(*line)).collect()
}

fn preview_told(out: &Out, balance: Money, schedule: &[Planned]) {
    out.answer(&json!({ "balance": balance, "schedule": schedule }), || {
        let mut left = balance;
        let cells: Vec<Vec<String>> = schedule
            .iter()
            .map(|one| {
                left = left.minus(one.amount).unwrap_or_default();
                vec![
                    place(one.place),
                    show_date(one.on),
                    one.amount.to_string(),
                    left.to_string(),
                ]
            })
            .collect();
        out::table(&["", "due", "amount", "left"], &[2, 3], &cells)
    });
}

fn place(place: u32) -> String {
    if place == 0 {
        String::from("down")
    } else {
        place.to_string()
    }
}

fn agreed(out: &Out, plan: &PlanNow, pdf: Option<&Path>) {
    let mut document = told(plan);
    if let (Some(fields), Some(file)) = (document.as_object_mut(), pdf) {
        let _before = fields.insert(String::from("file"), json!(file));
    }
    out.answer(&document, || {
        vec![format!(
            "{}, version {}: {} in {} payments.",
            PlanNumber(plan.plan.id),
            plan.plan.version.number,
            plan.now.open,
            plan.now.instalments.len()
        )]
    });
}

/// A plan as one document.
fn told(plan: &PlanNow) -> Value {
    let (agreed, now) = (&plan.plan.version, &plan.now);
    json!({
        "plan": PlanNumber(plan.plan.id).to_string(),
        "account": account_number(plan.plan.guarantor),
        "version": agreed.number,
        "agreed_on": agreed.agreed_on,
        "terms": agreed.terms,
        "rules": agreed.rules,
        "covers": agreed.covers,
        "why": agreed.why,
        "closed": plan.plan.closed,
        "now": now,
    })
}

fn list(out: &Out, plans: &[PlanNow]) {
    let documents: Vec<Value> = plans.iter().map(told).collect();
    out.answer(&json!({ "rows": documents }), || {
        let cells: Vec<Vec<String>> = plans
            .iter()
            .map(|plan| {
                let next = plan.now.next;
                vec![
                    PlanNumber(plan.plan.id).to_string(),
                    account_number(plan.plan.guarantor),
                    plan.now.standing.words().to_owned(),
                    plan.now.paid.to_string(),
                    plan.now.open.to_string(),
                    plan.now.due.to_string(),
                    plan.now.missed.to_string(),
                    next.map_or_else(String::new, |(on, amount)| {
                        format!("{amount} on {}", show_date(on))
                    }),
                ]
            })
            .collect();
        let head = [
            "plan", "account", "state", "paid", "open", "due", "missed", "next",
        ];
        out::table(&head, &[3, 4, 5, 6], &cells)
    });
}

fn show(out: &Out, office: &Office, plan: &str) -> Result<(), CliError> {
    let plan = office.plan_numbered(plan)?;
    let versions = office.plan_versions(plan.plan.id)?;
    let mut document = told(&plan);
    if let Some(fields) = document.as_object_mut() {
        let _before = fields.insert(String::from("versions"), json!(versions));
    }
    out.answer(&document, || {
        let mut lines = vec![format!(
            "{}, version {}, account {}: {}. Paid {}, open {}, due {}.",
            PlanNumber(plan.plan.id),
            plan.plan.version.number,
            account_number(plan.plan.guarantor),
            plan.now.standing.words().to_lowercase(),
            plan.now.paid,
            plan.now.open,
            plan.now.due
        )];
        let cells: Vec<Vec<String>> = plan
            .now
            .instalments
            .iter()
            .map(|one| {
                vec![
                    place(one.place),
                    show_date(one.on),
                    one.amount.to_string(),
                    one.left.to_string(),
                    one.paid.to_string(),
                    one.reached.words().to_lowercase(),
                    one.paid_on.map_or_else(String::new, show_date),
                ]
            })
            .collect();
        let head = ["", "due", "amount", "left", "paid", "", "paid on"];
        lines.extend(out::table(&head, &[2, 3, 4], &cells));
        lines.extend(versions.iter().filter(|one| one.number > 1).map(|one| {
            format!(
                "version {} of {} by {}: {}",
                one.number,
                show_date(one.agreed_on),
                one.by,
                one.why
            )
        }));
        lines
    });
    Ok(())
}
