//! The list an agency gets: columns chosen for it, in its order, as CSV. It must not know which accounts are on it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::money::Money;
use crate::domain::person::{Address, Name};

/// What an agency is told of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Referral {
    /// The account's number, as statements show it.
    pub account: String,
    /// Who owes.
    pub name: Name,
    /// Where they live.
    pub address: Address,
    /// As it is written; may be empty.
    pub phone: String,
    /// May be empty.
    pub email: String,
    /// Their birthday, where they are a patient.
    pub born_on: Option<NaiveDate>,
    /// The patients whose services are owed for.
    pub patients: String,
    /// How much.
    pub balance: Money,
    /// The oldest day of service.
    pub first_service_on: Option<NaiveDate>,
    /// The newest.
    pub last_service_on: Option<NaiveDate>,
    /// The day of the newest receipt.
    pub last_paid_on: Option<NaiveDate>,
    /// The day of the first statement.
    pub first_asked_on: Option<NaiveDate>,
    /// How many statements.
    pub statements: u32,
    /// The day of the final notice.
    pub notice_on: Option<NaiveDate>,
    /// What the agency calls us.
    pub our_number: String,
    /// The day of the list.
    pub placed_on: NaiveDate,
}

/// Declares the columns: what each is called in the book and at the head of the list, and what it holds.
macro_rules! columns {
    ($($(#[$doc:meta])* $name:ident $code:literal $head:literal $cell:expr;)+) => {
        /// A column of an agency's list.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Column { $($(#[$doc])* $name),+ }

        impl Column {
            /// All of them, in the usual order.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The word the book and the command line know it by.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }

            /// What stands at its head.
            pub const fn words(self) -> &'static str {
                match self { $(Self::$name => $head),+ }
            }

            fn cell(self, of: &Referral) -> String {
                let cell: fn(&Referral) -> String = match self { $(Self::$name => $cell),+ };
                cell(of)
            }
        }
    };
}

columns! {
    /// The account's number.
    Account "account" "Account" |of| of.account.clone();
    /// Family name.
    LastName "last_name" "Last name" |of| of.name.last.clone();
    /// Given name.
    FirstName "first_name" "First name" |of| of.name.first.clone();
    /// Middle name.
    MiddleName "middle_name" "Middle name" |of| of.name.middle.clone();
    /// Jr, III.
    Suffix "suffix" "Suffix" |of| of.name.suffix.clone();
    /// Number and street.
    Street "street" "Address" |of| of.address.street.clone();
    /// Apartment.
    Street2 "street2" "Address 2" |of| of.address.street2.clone();
    /// Town.
    City "city" "City" |of| of.address.city.clone();
    /// State.
    State "state" "State" |of| of.address.state.as_str().to_owned();
    /// ZIP.
    Zip "zip" "ZIP" |of| of.address.zip.as_str().to_owned();
    /// Telephone.
    Phone "phone" "Phone" |of| of.phone.clone();
    /// E-mail.
    Email "email" "E-mail" |of| of.email.clone();
    /// Birthday.
    BornOn "born_on" "Date of birth" |of| day(of.born_on);
    /// Whose services.
    Patients "patients" "Patients" |of| of.patients.clone();
    /// How much.
    Balance "balance" "Balance" |of| of.balance.plain();
    /// Oldest service.
    FirstService "first_service" "First service" |of| day(of.first_service_on);
    /// Newest service.
    LastService "last_service" "Last service" |of| day(of.last_service_on);
    /// Newest payment.
    LastPaid "last_paid" "Last payment" |of| day(of.last_paid_on);
    /// First statement.
    FirstStatement "first_statement" "First statement" |of| day(of.first_asked_on);
    /// How many statements.
    Statements "statements" "Statements" |of| of.statements.to_string();
    /// Final notice.
    NoticeOn "notice" "Final notice" |of| day(of.notice_on);
    /// What the agency calls us.
    OurNumber "our_number" "Client" |of| of.our_number.clone();
    /// The day of the list.
    PlacedOn "placed" "Placed" |of| day(Some(of.placed_on));
}

impl Column {
    /// What most agencies ask for, and no more of a patient than they need.
    pub const USUAL: [Self; 14] = [
        Self::OurNumber,
        Self::Account,
        Self::LastName,
        Self::FirstName,
        Self::Street,
        Self::Street2,
        Self::City,
        Self::State,
        Self::Zip,
        Self::Phone,
        Self::BornOn,
        Self::Balance,
        Self::FirstService,
        Self::LastPaid,
    ];

    /// Reads the book's word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|column| column.code() == code)
    }
}

/// The list: a head, then a row an account.
pub fn csv(columns: &[Column], rows: &[Referral]) -> String {
    let mut text = line(columns.iter().map(|column| column.words().to_owned()));
    for row in rows {
        text.push_str(&line(columns.iter().map(|column| column.cell(row))));
    }
    text
}

fn line(cells: impl Iterator<Item = String>) -> String {
    let cells: Vec<String> = cells.map(|cell| quoted(&cell)).collect();
    format!("{}\r\n", cells.join(","))
}

/// A cell; one that a spreadsheet would run as a formula is kept from it.
fn quoted(cell: &str) -> String {
    let is_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let cell = if is_formula {
        format!("'{cell}")
    } else {
        cell.to_owned()
    };
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell
    }
}

fn day(on: Option<NaiveDate>) -> String {
    on.map_or_else(String::new, |on| on.format("%m/%d/%Y").to_string())
}
