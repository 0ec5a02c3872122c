//! Values and rules of billing. Pure: the same input gives the same output. It must not know SQL, files, the
//! clock, X12 text or widgets.
#![deny(
    missing_docs,
    clippy::float_arithmetic,
    clippy::as_conversions,
    clippy::wildcard_enum_match_arm
)]

pub mod aged;
pub mod answer;
pub mod attachment;
pub mod authorization;
pub mod bank;
pub mod card;
pub mod charset;
pub mod claim;
pub mod close;
pub mod cms1500;
pub mod cob;
pub mod code;
pub mod codebook;
pub mod codeset;
pub mod collections;
pub mod contact;
pub mod contract;
pub mod denial;
pub mod deposit;
pub mod desk;
pub mod discount;
pub mod draft;
pub mod eob;
pub mod estimate;
pub mod expected;
pub mod find;
pub mod id;
pub mod ledger;
pub mod letterhead;
pub mod mailing;
pub mod matching;
pub mod money;
pub mod owner;
pub mod page;
pub mod passphrase;
pub mod patient;
pub mod pay_later;
pub mod pay_plan;
pub mod payment;
pub mod person;
pub mod policy;
pub mod posting;
pub mod practice;
pub mod question;
pub mod receipt;
pub mod reconcile;
pub mod refund;
pub mod remit;
pub mod remittance;
pub mod report;
pub mod returned;
pub mod rule;
pub mod scrub;
pub mod statement;
pub mod tables;
pub mod timely;
pub mod today;
pub mod typed;
pub mod underpaid;
pub mod visit;
pub mod why;
