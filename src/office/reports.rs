//! Reports on any days, past or present: each ties to what the days were closed with, because both come from the same
//! entries. Reading only; nothing here is written.

use super::closing::month_span;
use super::{Office, OfficeError, Refusal, paper};
use crate::domain::close::{DaySheet, Span};
use crate::domain::id::{GuarantorId, PatientId};
use crate::domain::money::Money;
use crate::domain::page::Page;
use crate::domain::report::{Cell, Column, Drill, Name, Report, Row, Wanted};
use crate::pdf::font::Fonts;
use crate::pdf::page::page;
use crate::pdf::report::{Printed, sheets};
use crate::pdf::write::{Title, document};

mod ageing;
mod kpi;

impl Office {
    /// Makes a report.
    ///
    /// # Errors
    /// [`Refusal::Days`] when the last day comes before the first; [`OfficeError::Store`].
    pub fn report(&self, wanted: Wanted) -> Result<Report, OfficeError> {
        if !wanted.name.is_of_one_day() && wanted.from > wanted.to {
            return Err(Refusal::Days.into());
        }
        match wanted.name {
            Name::Ageing => self.ageing_report(wanted),
            Name::Day => Ok(day(wanted, &self.sheet_of(span(wanted))?)?),
            Name::Month => self.month_report(wanted),
            Name::Payments => Ok(payments(wanted, &self.sheet_of(span(wanted))?)?),
            Name::Adjustments => self.adjustments_report(wanted),
            Name::Charges => self.charges_report(wanted),
            Name::Credits => self.credits_report(wanted),
            Name::Kpi => self.kpi_report(wanted),
        }
    }

    /// Gives a report as a PDF.
    ///
    /// # Errors
    /// As [`Office::report`]; [`OfficeError::Print`].
    pub fn report_pdf(&self, wanted: Wanted) -> Result<Vec<u8>, OfficeError> {
        let fonts = Fonts::load()?;
        let printed = self.printed_report(wanted)?;
        Ok(document(
            &fonts,
            Title::Report,
            wanted.to,
            &sheets(&printed, &fonts),
        )?)
    }

    /// Gives a report as pages to be drawn.
    ///
    /// # Errors
    /// As [`Office::report`]; [`OfficeError::Print`].
    pub fn report_pages(&self, wanted: Wanted) -> Result<Vec<Page>, OfficeError> {
        let sheets = sheets(&self.printed_report(wanted)?, &Fonts::load()?);
        Ok(sheets.into_iter().map(page).collect())
    }

    fn printed_report(&self, wanted: Wanted) -> Result<Printed, OfficeError> {
        Ok(Printed {
            practice: paper::letterhead(&self.practice()?),
            report: self.report(wanted)?,
            made_at: self.clock.wall_time_of(self.clock.now()),
        })
    }

    /// Finds a patient of an account, the guarantor before others; none for an account without patients.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn patient_of_account(
        &self,
        guarantor: GuarantorId,
    ) -> Result<Option<PatientId>, OfficeError> {
        Ok(self.store.patient_of_account(guarantor)?)
    }

    fn month_report(&self, wanted: Wanted) -> Result<Report, OfficeError> {
        let whole = wanted.from == month_span(wanted.from).from
            && wanted.to == month_span(wanted.from).through;
        let sheet = self.rolled_sheet(span(wanted))?;
        let mut rows = Vec::new();
        for (part, of) in [
            ("By clinician", &sheet.providers),
            ("By who owes", &sheet.payers),
        ] {
            rows.push(Row::part(part));
            rows.extend(
                of.iter()
                    .map(|row| Row::plain(rolled(&row.who, &row.control, row.moved))),
            );
            rows.push(Row::total(rolled("Together", &sheet.control, Money::ZERO)));
        }
        let mut notes = vec![
            String::from(
                "Opening + charges − payments − adjustments + moved over = closing, in every row and in the whole.",
            ),
            String::from(
                "Moved over is what went from a payer to patients or another payer, and back. Credit held for others is \
                 money that was paid and stands on no service.",
            ),
        ];
        if !whole {
            notes.push(String::from("The days are not a whole month."));
        }
        Ok(Report {
            wanted,
            whose: None,
            columns: ROLLED.to_vec(),
            rows,
            total: sheet.control.closing,
            facts: control_facts(&sheet.control),
            notes,
        })
    }

    fn adjustments_report(&self, wanted: Wanted) -> Result<Report, OfficeError> {
        let given = self.store.given_up(span(wanted))?;
        let total = Money::sum(given.iter().map(|one| one.amount))?;
        let mut rows = Vec::new();
        for same in given.chunk_by(|one, next| one.account == next.account) {
            let Some(first) = same.first() else { continue };
            let kind = super::closing::adjustment_words(first.account);
            rows.extend(same.iter().map(|one| {
                let reason = if one.reason.is_empty() {
                    String::from("none given")
                } else {
                    one.reason.clone()
                };
                Row::plain(vec![
                    Cell::Words(kind.clone()),
                    Cell::Words(reason),
                    Cell::Count(one.count),
                    Cell::Money(one.amount),
                ])
            }));
            rows.push(Row::total(vec![
                Cell::Words(kind),
                Cell::Blank,
                Cell::Count(
                    same.iter()
                        .map(|one| one.count)
                        .fold(0, u64::saturating_add),
                ),
                Cell::Money(Money::sum(same.iter().map(|one| one.amount))?),
            ]));
        }
        Ok(Report {
            wanted,
            whose: None,
            columns: vec![
                Column::words("kind", "Kind"),
                Column::words("reason", "Reason"),
                Column::figures("count", "Count"),
                Column::figures("amount", "Amount"),
            ],
            rows,
            total,
            facts: Vec::new(),
            notes: vec![String::from(
                "The total is the adjustments of the roll-forward. The reason is the payer’s group and CARC; what the \
                 practice decided itself has none.",
            )],
        })
    }

    fn charges_report(&self, wanted: Wanted) -> Result<Report, OfficeError> {
        let charged = self.store.charged_by_code(span(wanted))?;
        let total = Money::sum(charged.iter().map(|one| one.amount))?;
        let mut rows = Vec::new();
        for same in charged.chunk_by(|one, next| one.provider == next.provider) {
            let Some(first) = same.first() else { continue };
            rows.push(Row::part(&first.provider));
            for one in same {
                rows.push(Row::plain(vec![
                    Cell::Words(one.code.clone()),
                    Cell::Words(one.description.clone()),
                    Cell::Number(one.lines.into()),
                    Cell::Money(one.amount),
                ]));
            }
            let lines = same
                .iter()
                .map(|one| one.lines)
                .fold(0, i64::saturating_add);
            rows.push(Row::total(vec![
                Cell::Words(first.provider.clone()),
                Cell::Blank,
                Cell::Number(lines.into()),
                Cell::Money(Money::sum(same.iter().map(|one| one.amount))?),
            ]));
        }
        Ok(Report {
            wanted,
            whose: None,
            columns: vec![
                Column::words("code", "Code"),
                Column::words("service", "Service"),
                Column::figures("lines", "Lines"),
                Column::figures("amount", "Amount"),
            ],
            rows,
            total,
            facts: Vec::new(),
            notes: vec![String::from(
                "The total is the charges of the roll-forward. What was taken back is taken off on the day on which it was \
                 taken back.",
            )],
        })
    }

    fn credits_report(&self, wanted: Wanted) -> Result<Report, OfficeError> {
        let held = self.store.held_as_of(wanted.to)?;
        let total = Money::sum(held.iter().map(|one| one.amount))?;
        let mut rows = Vec::new();
        for same in held.chunk_by(|one, next| one.account == next.account) {
            let Some(first) = same.first() else { continue };
            let part = match first.account {
                70 => "Guarantors’ credit, not placed",
                71 => "Payers’ money, not placed",
                72 => "Owed back to payers",
                _ => "Refunds to be paid",
            };
            rows.push(Row::part(part));
            for one in same {
                let row = Row::plain(vec![
                    Cell::Words(one.who.clone()),
                    Cell::Words(
                        one.guarantor
                            .map(crate::domain::patient::account_number)
                            .unwrap_or_default(),
                    ),
                    Cell::Money(one.amount),
                ]);
                rows.push(match one.guarantor {
                    Some(guarantor) => row.to(Drill::Account(guarantor)),
                    None => row,
                });
            }
            rows.push(Row::total(vec![
                Cell::Words(part.to_owned()),
                Cell::Blank,
                Cell::Money(Money::sum(same.iter().map(|one| one.amount))?),
            ]));
        }
        Ok(Report {
            wanted,
            whose: None,
            columns: vec![
                Column::words("who", "Whose"),
                Column::words("account", "Account"),
                Column::figures("amount", "Held"),
            ],
            rows,
            total,
            facts: Vec::new(),
            notes: vec![String::from(
                "Held money is taken off what is owed to give the receivable of the day’s close.",
            )],
        })
    }
}

const ROLLED: [Column; 7] = [
    Column::words("who", "Who"),
    Column::figures("opening", "Opening"),
    Column::figures("charges", "Charges"),
    Column::figures("payments", "Payments"),
    Column::figures("adjustments", "Adjustments"),
    Column::figures("moved", "Moved over"),
    Column::figures("closing", "Closing"),
];

fn rolled(who: &str, control: &crate::domain::close::Control, moved: Money) -> Vec<Cell> {
    vec![
        Cell::Words(who.to_owned()),
        Cell::Money(control.opening),
        Cell::Money(control.charges),
        Cell::Money(control.payments),
        Cell::Money(control.adjustments),
        Cell::Money(moved),
        Cell::Money(control.closing),
    ]
}

fn control_facts(
    control: &crate::domain::close::Control,
) -> Vec<(&'static str, &'static str, Money)> {
    vec![
        ("opening", "Opening receivable", control.opening),
        ("charges", "Charges", control.charges),
        ("payments", "Payments, net", control.payments),
        ("adjustments", "Adjustments", control.adjustments),
        ("closing", "Closing receivable", control.closing),
    ]
}

const fn span(wanted: Wanted) -> Span {
    Span {
        from: wanted.from,
        through: wanted.to,
    }
}

/// The sheet of days as one list.
fn day(wanted: Wanted, sheet: &DaySheet) -> Result<Report, OfficeError> {
    let mut rows = vec![Row::part("Charges")];
    for row in &sheet.charges {
        rows.push(Row::plain(vec![
            Cell::Words(row.who.clone()),
            Cell::Count(row.lines.into()),
            Cell::Money(row.amount),
        ]));
    }
    rows.push(total("Charges", sheet.control.charges));
    rows.extend(paid_rows(sheet)?);
    rows.push(Row::part("Adjustments"));
    for row in &sheet.adjustments {
        rows.push(Row::plain(vec![
            Cell::Words(row.what.clone()),
            Cell::Blank,
            Cell::Money(row.amount),
        ]));
    }
    rows.push(total("Adjustments", sheet.control.adjustments));
    rows.push(Row::part("Who owes the closing receivable"));
    let strip = &sheet.strip;
    for (what, amount) in [
        ("Insurance", strip.insurance),
        ("Patients", strip.patients),
        ("Unapplied", strip.unapplied),
        ("Owed back", strip.owed_back),
    ] {
        rows.push(Row::plain(vec![
            Cell::Words(what.to_owned()),
            Cell::Blank,
            Cell::Money(amount),
        ]));
    }
    rows.push(total("Closing receivable", sheet.control.closing));
    Ok(Report {
        wanted,
        whose: None,
        columns: PAID.to_vec(),
        rows,
        total: sheet.control.closing,
        facts: control_facts(&sheet.control),
        notes: vec![format!(
            "{} + {} − {} − {} = {}: opening + charges − payments − adjustments = closing receivable.",
            sheet.control.opening,
            sheet.control.charges,
            sheet.control.payments,
            sheet.control.adjustments,
            sheet.control.closing
        )],
    })
}

const PAID: [Column; 3] = [
    Column::words("what", "What"),
    Column::figures("count", "Count"),
    Column::figures("amount", "Amount"),
];

fn total(words: &str, amount: Money) -> Row {
    Row::total(vec![
        Cell::Words(words.to_owned()),
        Cell::Blank,
        Cell::Money(amount),
    ])
}

fn paid_rows(sheet: &DaySheet) -> Result<Vec<Row>, OfficeError> {
    let shown = |row: &crate::domain::close::PaidRow| {
        Row::plain(vec![
            Cell::Words(row.what.clone()),
            row.count
                .map_or(Cell::Blank, |count| Cell::Count(count.into())),
            Cell::Money(row.amount),
        ])
    };
    let mut rows = vec![Row::part("Payments")];
    rows.extend(sheet.received.iter().map(shown));
    rows.push(total("Received", sheet.received()?));
    rows.extend(sheet.less.iter().map(shown));
    rows.push(total("Payments, net", sheet.control.payments));
    Ok(rows)
}

fn payments(wanted: Wanted, sheet: &DaySheet) -> Result<Report, OfficeError> {
    Ok(Report {
        wanted,
        whose: None,
        columns: PAID.to_vec(),
        rows: paid_rows(sheet)?,
        total: sheet.control.payments,
        facts: vec![("received", "Received", sheet.received()?)],
        notes: vec![String::from(
            "Received is money that came in. Net of what was taken back, refunded, or paid for something else than services, \
             it is the payments of the roll-forward.",
        )],
    })
}
