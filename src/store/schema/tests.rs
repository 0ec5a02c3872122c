use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::store::ledger::tests::{charged, posted, practice};
use crate::store::{Cost, NewBook, Store};

mod refused;
mod shape;

const SCHEMA: &str = include_str!("../../../schema.sql");

fn connection() -> Connection {
    Store::in_memory().unwrap().connection
}

fn texts(connection: &Connection, sql: &str, of: &str) -> Vec<String> {
    let mut statement = connection.prepare(sql).unwrap();
    let rows = statement.query_map([of], |row| row.get(0)).unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}

/// The tables of ours; those in which the full-text index keeps its own things are not.
fn tables(connection: &Connection) -> Vec<String> {
    let sql = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = ?1
        AND name NOT LIKE 'sqlite_%' ORDER BY name";
    texts(connection, sql, "table")
}

fn columns(connection: &Connection, table: &str) -> Vec<String> {
    texts(connection, "SELECT name FROM pragma_table_info(?1)", table)
}

/// One row in each table that is written once, beside a charge that was posted.
const WRITTEN_ONCE: &str = "
    INSERT INTO attachment (sha256, byte_length, deflated, made_at) VALUES (zeroblob(32), 0, x'', '2026-03-10T12:00:00Z');
    INSERT INTO receiver (name, receiver_id, sender_id) VALUES ('Portage', 'PORTAGE', 'LARKSPUR');
    INSERT INTO control_number (receiver_id, kind, last) VALUES (1, 'ISA', 7);
    INSERT INTO claim (number, visit_id, policy_id, payer_id, state, charged_cents, service_on, counted_from_on, file_by_on,
        made_at)
      VALUES ('C000018', 1, 1, 1, 'batched', 20300, '2026-03-10', '2026-03-10', '2026-06-08', '2026-03-10T12:00:00Z');
    INSERT INTO claim_reference (claim_id, kind, number, at) VALUES (1, 'ours', 'C000018', '2026-03-10T12:00:00Z');
    INSERT INTO claim_event (claim_id, at, by_id, kind, state) VALUES (1, '2026-03-10T12:00:00Z', 1, 'made', 'held');
    INSERT INTO claim_scrub (claim_id, at, by_id, why, findings) VALUES (1, '2026-03-10T12:00:00Z', 1, 'test', '[]');
    INSERT INTO rule (version) VALUES (1);
    INSERT INTO rule_version (rule_id, version, name, words, condition, act, at, by_id)
      VALUES (1, 1, 'Large', 'It is large.', '{}', '{}', '2026-03-10T12:00:00Z', 1);
    INSERT INTO rule_event (rule_id, version, at, by_id, kind) VALUES (1, 1, '2026-03-10T12:00:00Z', 1, 'on');
    INSERT INTO posting_rule (version) VALUES (1);
    INSERT INTO posting_rule_version (posting_rule_id, version, name, condition, act, at, by_id)
      VALUES (1, 1, 'Bundled', '{}', '{}', '2026-03-10T12:00:00Z', 1);
    INSERT INTO posting_rule_event (posting_rule_id, version, at, by_id, kind)
      VALUES (1, 1, '2026-03-10T12:00:00Z', 1, 'on');
    INSERT INTO claim_setting (claim_id, place, setting) VALUES (1, 1, '{}');
    INSERT INTO visit_question (visit_id, words, asked_at, asked_by, answer, closed_at, closed_by)
      VALUES (1, 'Which knee?', '2026-03-10T12:00:00Z', 1, 'The left', '2026-03-10T12:00:00Z', 1);
    INSERT INTO batch (receiver_id, interchange, functional_group, transaction_set, file_name, claims, total_cents,
        attachment_id, made_at, made_by)
      VALUES (1, 7, 7, 1, 'a.837', 1, 20300, 1, '2026-03-10T12:00:00Z', 1);
    INSERT INTO batch_claim (batch_id, claim_id, charged_cents, sent) VALUES (1, 1, 20300, '{}');
    INSERT INTO paper_batch (form, claims, pages, total_cents, attachment_id, made_at, made_by)
      VALUES ('red', 1, 1, 20300, 1, '2026-03-10T12:00:00Z', 1);
    INSERT INTO paper_batch_claim (paper_batch_id, claim_id, charged_cents, sent) VALUES (1, 1, 20300, '{}');
    INSERT INTO answer_file (name, kinds, attachment_id, taken_at, taken_by)
      VALUES ('a.277', '277CA', 1, '2026-03-10T12:00:00Z', 1);
    INSERT INTO answer_part (answer_file_id, segment, kind, about, verdict, words, is_of_a_claim)
      VALUES (1, 9, '277CA', 'claim C000018', 'accepted', 'Accepted', 1);
    INSERT INTO claim_answer (answer_part_id, claim_id, verdict, words, has_moved) VALUES (1, 1, 'accepted', 'Accepted', 1);
    INSERT INTO inquiry (receiver_id, interchange, functional_group, transaction_set, file_name, claims, attachment_id,
        made_at, made_by)
      VALUES (1, 8, 8, 2, 'a.276', 1, 1, '2026-03-10T12:00:00Z', 1);
    INSERT INTO inquiry_claim (inquiry_id, claim_id, trace) VALUES (1, 1, 'C000018Q1');
    INSERT INTO eob (payer_id, method, reference, paid_on, accounting_on, amount_cents, posted_at, posted_by)
      VALUES (1, 'check', '88120', '2026-03-10', '2026-03-10', 0, '2026-03-10T12:00:00Z', 1);
    INSERT INTO eob_line (eob_id, claim_id, charge_line_id, allowed_cents, paid_cents) VALUES (1, 1, 1, 0, 0);
    INSERT INTO eob_adjustment (eob_line_id, place, adjustment_group, carc, amount_cents, outcome)
      VALUES (1, 1, 'CO', '16', 18500, 'stays');
    INSERT INTO eob_scan (eob_id, name, attachment_id, added_at, added_by) VALUES (1, 'eob.pdf', 1, '2026-03-10T12:00:00Z', 1);
    INSERT INTO eob_reversal (eob_id, at, by_id, why) VALUES (1, '2026-03-10T12:00:00Z', 1, 'a slip');
    INSERT INTO remit_file (name, attachment_id, taken_at, taken_by) VALUES ('a.835', 1, '2026-03-10T12:00:00Z', 1);
    INSERT INTO remittance (remit_file_id, segment, trace, origin, payer_name, payee_name, payee_id, method, amount_cents,
        paid_on, claims, charged_cents, paid_cents, withheld_cents, difference_cents, fingerprint, state, needs)
      VALUES (1, 3, '88120', '1', 'Meridian', 'Larkspur', '1', 'eft', 0, '2026-03-10', 1, 0, 0, 0, 0, zeroblob(32), 'read', 0);
    INSERT INTO remittance_event (remittance_id, at, by_id, kind) VALUES (1, '2026-03-10T12:00:00Z', 1, 'read');
    INSERT INTO remit_claim (remittance_id, place, segment, number, payer_number, charged_cents, paid_cents)
      VALUES (1, 1, 9, 'C000018', '', 0, 0);
    INSERT INTO remit_adjustment (remittance_id, place, segment, code, reference, amount_cents) VALUES (1, 1, 12, 'L6', '', 0);
    INSERT INTO eob_part (eob_id, place, kind, amount_cents, segment) VALUES (1, 1, 'adjustment', 0, 12);
    INSERT INTO denial_event (claim_id, at, by_id, kind) VALUES (1, '2026-03-10T12:00:00Z', 1, 'noted');
    INSERT INTO appeal (claim_id, level, amount_cents, way, sent_on, answer_by_on, attachment_id, pages, made_at, made_by)
      VALUES (1, 'first', 18500, 'mail', '2026-03-10', '2026-05-09', 1, 3, '2026-03-10T12:00:00Z', 1);
    INSERT INTO appeal_answer (appeal_id, outcome, answered_on, at, by_id)
      VALUES (1, 'lost', '2026-03-10', '2026-03-10T12:00:00Z', 1);
    INSERT INTO contract_change (at, by_id, payer_id, effective_on, became, why)
      VALUES ('2026-03-10T12:00:00Z', 1, 1, '2026-01-01', '110 %', 'renewed');
    INSERT INTO underpayment_event (charge_line_id, payer_id, at, by_id, state, expected_cents, allowed_cents, basis)
      VALUES (1, 1, '2026-03-10T12:00:00Z', 1, 'disputed', 9840, 9000, 'contract');
    INSERT INTO receipt (guarantor_id, accounting_on, amount_cents, entry_id, attachment_id, taken_at, taken_by)
      VALUES (1, '2026-03-10', 500, 1, 1, '2026-03-10T12:00:00Z', 1);
    INSERT INTO receipt_tender (receipt_id, place, method, amount_cents) VALUES (1, 1, 'card', 500), (1, 2, 'check', 500);
    INSERT INTO returned_check (receipt_id, tender_place, returned_on, entry_id, why, at, by_id)
      VALUES (1, 1, '2026-03-10', 1, 'no funds', '2026-03-10T12:00:00Z', 1), (1, 2, '2026-03-10', 1, 'no funds', '2026-03-10T12:00:00Z', 1);
    INSERT INTO returned_check_undone (returned_check_id, at, by_id, why) VALUES (1, '2026-03-10T12:00:00Z', 1, 'a slip');
    INSERT INTO refund (guarantor_id, amount_cents, why, asked_at, asked_by)
      VALUES (1, 500, 'paid twice', '2026-03-10T12:00:00Z', 1);
    INSERT INTO refund_event (refund_id, kind, on_day, at, by_id) VALUES (1, 'declined', '2026-03-10', '2026-03-10T12:00:00Z', 1);
    INSERT INTO hardship_scale (scale, why, at, by_id) VALUES ('{}', 'the first one', '2026-03-10T12:00:00Z', 1);
    INSERT INTO hardship (guarantor_id, scale_id, household, income_cents, percent, from_on, to_on, why, at, by_id)
      VALUES (1, 1, 2, 1000000, 75, '2026-01-01', '2026-12-31', 'pay slips', '2026-03-10T12:00:00Z', 1);
    INSERT INTO hardship_end (hardship_id, why, at, by_id) VALUES (1, 'moved away', '2026-03-10T12:00:00Z', 1);
    INSERT INTO prepayment (receipt_id, visit_id, amount_cents) VALUES (1, 1, 500);
    INSERT INTO held_check (guarantor_id, amount_cents, due_on, check_number, made_at, made_by)
      VALUES (1, 500, '2026-03-20', '1044', '2026-03-10T12:00:00Z', 1);
    INSERT INTO held_check_end (held_check_id, receipt_id, at, by_id) VALUES (1, 1, '2026-03-10T12:00:00Z', 1);
    INSERT INTO pay_plan (guarantor_id) VALUES (1), (1);
    INSERT INTO pay_plan_version (plan_id, version, agreed_on, down_cents, instalments, every, first_on, follows,
        grace_days, remind_after, default_after, last_entry_id, why, at, by_id)
      VALUES (1, 1, '2026-03-10', 0, 3, 'month', '2026-04-01', 0, 10, 1, 2, 1, '', '2026-03-10T12:00:00Z', 1),
        (2, 1, '2026-03-10', 0, 3, 'month', '2026-04-01', 0, 10, 1, 2, 1, '', '2026-03-10T12:00:00Z', 1);
    INSERT INTO pay_plan_line (plan_id, version, charge_line_id, owed_cents) VALUES (2, 1, 1, 500);
    INSERT INTO pay_plan_event (plan_id, kind, on_day, why, at, by_id)
      VALUES (1, 'ended', '2026-03-10', 'nothing came', '2026-03-10T12:00:00Z', 1);
    INSERT INTO pay_plan_print (plan_id, version, attachment_id) VALUES (1, 1, 1);
    INSERT INTO estimate (patient_id, what, given_on, at, by_id)
      VALUES (1, 'a visit', '2026-03-10', '2026-03-10T12:00:00Z', 1);
    INSERT INTO estimate_line (estimate_id, place, code, units_thousandths, description, typed, fee_cents, allowed_cents,
        discount_cents, deductible_cents, coinsurance_cents, copay_cents, over_limit_cents, pays_cents, plan_pays_cents)
      VALUES (1, 1, '99213', 1000, 'Office visit', '{}', 500, 500, 0, 0, 0, 0, 0, 500, 0);
    INSERT INTO estimate_print (estimate_id, attachment_id) VALUES (1, 1);
    INSERT INTO statement_rules (rules, at, by_id) VALUES ('{}', '2026-03-10T12:00:00Z', 1);
    INSERT INTO statement_run (as_of_on, made_at, made_by)
      VALUES ('2026-03-10', '2026-03-10T12:00:00Z', 1), ('2026-03-10', '2026-03-10T12:00:00Z', 1),
        ('2026-03-10', '2026-03-10T12:00:00Z', 1);
    INSERT INTO statement_withdrawal (run_id, at, by_id, why) VALUES (3, '2026-03-10T12:00:00Z', 1, 'the wrong day');
    INSERT INTO bank (name, last_four) VALUES ('Operating', '4417');
    INSERT INTO deposit (bank_id, kind, deposited_on, amount_cents, entry_id, attachment_id, made_at, made_by)
      VALUES (1, 'slip', '2026-03-10', 500, 1, 1, '2026-03-10T12:00:00Z', 1), (1, 'slip', '2026-03-10', 500, 1, 1, '2026-03-10T12:00:00Z', 1);
    INSERT INTO deposit_part (deposit_id, place, receipt_id, tender_place, amount_cents) VALUES (1, 1, 1, 1, 500);
    INSERT INTO deposit_reversal (deposit_id, at, by_id, why) VALUES (1, '2026-03-10T12:00:00Z', 1, 'x');
    INSERT INTO bank_file (bank_id, name, form, taken_at, taken_by) VALUES (1, 'march.ofx', 'ofx', '2026-03-10T12:00:00Z', 1);
    INSERT INTO bank_line (bank_id, file_id, file_line, key, posted_on, amount_cents, words) VALUES (1, 1, 9, 'a', '2026-03-11', 500, 'DEPOSIT');
    INSERT INTO bank_event (bank_line_id, kind, deposit_id, at, by_id) VALUES (1, 'matched', 2, '2026-03-10T12:00:00Z', 1);
    INSERT INTO statement (number, run_id, guarantor_id, made_on, due_on, amount_cents, attachment_id, last_entry_id)
      VALUES ('26030001', 1, 1, '2026-03-10', '2026-04-03', 500, 1, 1), ('26030002', 2, 1, '2026-03-10', '2026-04-03', 500, 1, 1);
    INSERT INTO statement_line (statement_id, charge_line_id, owed_cents) VALUES (1, 1, 500);
    INSERT INTO note (guarantor_id, way, words, at, by_id) VALUES (1, 'call_in', 'Asked', '2026-03-10T12:00:00Z', 1);
    INSERT INTO note_event (note_id, kind, at, by_id) VALUES (1, 'done', '2026-03-10T12:00:00Z', 1);
    INSERT INTO promise (guarantor_id, amount_cents, by_on, at, by_id)
      VALUES (1, 500, '2026-03-20', '2026-03-10T12:00:00Z', 1);
    INSERT INTO promise_withdrawal (promise_id, words, at, by_id) VALUES (1, 'a slip', '2026-03-10T12:00:00Z', 1);
    INSERT INTO dispute (guarantor_id, opened_on, words, at, by_id)
      VALUES (1, '2026-03-10', 'Was never seen', '2026-03-10T12:00:00Z', 1);
    INSERT INTO dispute_end (dispute_id, ended, ended_on, words, at, by_id)
      VALUES (1, 'stands', '2026-03-10', 'Was seen', '2026-03-10T12:00:00Z', 1);
    INSERT INTO agency (name, fee_hundredths, columns) VALUES ('Northway', 3000, '[]');
    INSERT INTO final_notice (guarantor_id, made_on, due_on, amount_cents, attachment_id, made_at, made_by)
      VALUES (1, '2026-03-10', '2026-04-09', 500, 1, '2026-03-10T12:00:00Z', 1);
    INSERT INTO placement (agency_id, guarantor_id, placed_on, amount_cents, entry_id, attachment_id, made_at, made_by)
      VALUES (1, 1, '2026-03-10', 500, 1, 1, '2026-03-10T12:00:00Z', 1);
    INSERT INTO agency_payment (receipt_id, placement_id, gross_cents, fee_cents, is_direct) VALUES (1, 1, 700, 200, 0);
    INSERT INTO write_off_run (rule, made_on, made_at, made_by) VALUES ('small', '2026-03-10', '2026-03-10T12:00:00Z', 1);
    INSERT INTO write_off_run_part (run_id, guarantor_id, entry_id, amount_cents) VALUES (1, 1, 1, 500);
    INSERT INTO write_off_run_undo (run_id, why, at, by_id) VALUES (1, 'a slip', '2026-03-10T12:00:00Z', 1);
    INSERT INTO closing (from_on, through_on, opening_cents, charges_cents, payments_cents, adjustments_cents, closing_cents,
        entries, float_cents, cash_in_cents, sheet, seal, attachment_id, closed_at, closed_by)
      VALUES ('2026-02-27', '2026-02-28', 0, 0, 0, 0, 0, 0, 0, 0, '{}', zeroblob(32), 1, '2026-03-10T12:00:00Z', 1);
    INSERT INTO month_closing (month, closing_id, opening_cents, charges_cents, payments_cents, adjustments_cents,
        closing_cents, sheet, seal, closed_at, closed_by)
      VALUES ('2026-02', 1, 0, 0, 0, 0, 0, '{}', zeroblob(32), '2026-03-10T12:00:00Z', 1);
    INSERT INTO closing (from_on, through_on, before_id, opening_cents, charges_cents, payments_cents, adjustments_cents,
        closing_cents, entries, float_cents, cash_in_cents, sheet, seal, closed_at, closed_by)
      VALUES ('2026-03-01', '2026-03-09', 1, 0, 0, 0, 0, 0, 0, 0, 0, '{}', zeroblob(32), '2026-03-10T12:00:00Z', 1);
    INSERT INTO reopening (closing_id, at, by_id, why) VALUES (2, '2026-03-10T12:00:00Z', 1, 'x');
    INSERT INTO closing (from_on, through_on, before_id, opening_cents, charges_cents, payments_cents, adjustments_cents,
        closing_cents, entries, float_cents, cash_in_cents, sheet, seal, closed_at, closed_by)
      VALUES ('2026-03-01', '2026-03-09', 1, 0, 0, 0, 0, 0, 0, 0, 0, '{}', zeroblob(32), '2026-03-10T12:00:00Z', 1);
    INSERT INTO drawer_count (closing_id, denomination_cents, pieces) VALUES (1, 2000, 4);
    INSERT INTO audit (at, by_id, verb) VALUES ('2026-03-10T12:00:00Z', 1, 'test');";

/// What is written once, and the rule that says so for a change and for a deletion. The journal has tests of its own.
const RULES: [(&str, &str, &str); 78] = [
    (
        "returned_check",
        "a returned check is never changed",
        "a returned check is never deleted",
    ),
    (
        "returned_check_undone",
        "a payment that holds again stays so",
        "a payment that holds again stays so",
    ),
    (
        "refund",
        "a refund is never changed",
        "a refund is never deleted",
    ),
    (
        "refund_event",
        "what became of a refund is never changed",
        "what became of a refund is never deleted",
    ),
    (
        "hardship_scale",
        "a scale is never changed; write a new one",
        "a scale is never deleted",
    ),
    (
        "hardship",
        "help that was granted is never changed",
        "help that was granted is never deleted",
    ),
    (
        "hardship_end",
        "help that ended stays so",
        "help that ended stays so",
    ),
    (
        "final_notice",
        "a final notice is never changed",
        "a final notice is never deleted",
    ),
    (
        "placement",
        "what was given to an agency is never changed",
        "what was given to an agency is never deleted",
    ),
    (
        "agency_payment",
        "what an agency paid is never changed",
        "what an agency paid is never deleted",
    ),
    (
        "write_off_run",
        "a run of write-offs is never changed",
        "a run of write-offs is never deleted",
    ),
    (
        "write_off_run_part",
        "a part of a run of write-offs is never changed",
        "a part of a run of write-offs is never deleted",
    ),
    (
        "write_off_run_undo",
        "a run of write-offs taken back stays so",
        "a run of write-offs taken back stays so",
    ),
    ("note", "a note is never changed", "a note is never deleted"),
    (
        "note_event",
        "what became of a note is never changed",
        "what became of a note is never deleted",
    ),
    (
        "promise",
        "a promise is never changed",
        "a promise is never deleted",
    ),
    (
        "promise_withdrawal",
        "a withdrawn promise stays so",
        "a withdrawn promise stays so",
    ),
    (
        "dispute",
        "a dispute is never changed",
        "a dispute is never deleted",
    ),
    (
        "dispute_end",
        "a settled dispute stays so",
        "a settled dispute stays so",
    ),
    (
        "bank_event",
        "what was decided about a bank line is never changed",
        "what was decided about a bank line is never deleted",
    ),
    (
        "bank_file",
        "a file of a bank is never changed",
        "a file of a bank is never deleted",
    ),
    (
        "bank_line",
        "what a bank said is never changed",
        "what a bank said is never deleted",
    ),
    (
        "deposit",
        "a deposit is never changed",
        "a deposit is never deleted",
    ),
    (
        "deposit_part",
        "a part of a deposit is never changed",
        "a part of a deposit is never deleted",
    ),
    (
        "deposit_reversal",
        "a deposit taken back stays so",
        "a deposit taken back stays so",
    ),
    (
        "remit_file",
        "a file of remittances is never changed",
        "a file of remittances is never deleted",
    ),
    (
        "remittance_event",
        "what happened to a remittance is never changed",
        "what happened to a remittance is never deleted",
    ),
    (
        "eob_part",
        "a part of a posted EOB is never changed",
        "a part of a posted EOB is never deleted",
    ),
    (
        "denial_event",
        "what was done about a denial is never changed",
        "what was done about a denial is never deleted",
    ),
    (
        "appeal",
        "an appeal is never changed",
        "an appeal is never deleted",
    ),
    (
        "appeal_answer",
        "an answer to an appeal is never changed",
        "an answer to an appeal is never deleted",
    ),
    (
        "inquiry",
        "a file of questions is never changed",
        "a file of questions is never deleted",
    ),
    (
        "inquiry_claim",
        "a question about a claim is never changed",
        "a question about a claim is never deleted",
    ),
    (
        "claim_reference",
        "a number of a claim is never changed",
        "a number of a claim is never forgotten",
    ),
    (
        "answer_file",
        "a file of answers is never changed",
        "a file of answers is never deleted",
    ),
    (
        "answer_part",
        "a part of a file of answers is never changed",
        "a part of a file of answers is never deleted",
    ),
    (
        "claim_answer",
        "an answer to a claim is never changed",
        "an answer to a claim is never deleted",
    ),
    (
        "attachment",
        "an attachment is never changed",
        "an attachment is never deleted",
    ),
    (
        "audit",
        "the audit is never changed",
        "the audit is never deleted",
    ),
    (
        "batch",
        "a batch is never changed",
        "a batch is never deleted",
    ),
    (
        "paper_batch",
        "a paper run is never changed",
        "a paper run is never deleted",
    ),
    (
        "paper_batch_claim",
        "a printed claim is never changed",
        "a printed claim is never deleted",
    ),
    (
        "batch_claim",
        "a sent claim is never changed",
        "a sent claim is never deleted",
    ),
    (
        "charge_line",
        "a charge line is never changed",
        "a charge line is never deleted",
    ),
    (
        "claim_event",
        "a claim event is never changed",
        "a claim event is never deleted",
    ),
    (
        "claim_scrub",
        "what was found in a claim is never changed",
        "what was found in a claim is never deleted",
    ),
    (
        "closing",
        "a close is never changed",
        "a close is never deleted",
    ),
    (
        "drawer_count",
        "what was counted is never changed",
        "what was counted is never deleted",
    ),
    (
        "month_closing",
        "the close of a month is never changed",
        "the close of a month is never deleted",
    ),
    (
        "reopening",
        "a close that was opened again stays so",
        "a close that was opened again stays so",
    ),
    (
        "contract_change",
        "what changed in a contract is never changed",
        "what changed in a contract is never deleted",
    ),
    (
        "underpayment_event",
        "what was done about an underpayment is never changed",
        "what was done about an underpayment is never deleted",
    ),
    (
        "eob",
        "a posted EOB is never changed",
        "a posted EOB is never deleted",
    ),
    (
        "eob_adjustment",
        "an adjustment of a posted EOB is never changed",
        "an adjustment of a posted EOB is never deleted",
    ),
    (
        "eob_line",
        "a line of a posted EOB is never changed",
        "a line of a posted EOB is never deleted",
    ),
    (
        "eob_reversal",
        "an EOB taken back stays so",
        "an EOB taken back stays so",
    ),
    (
        "eob_scan",
        "a scan of an EOB is never changed",
        "a scan of a posted EOB is never deleted",
    ),
    (
        "receipt",
        "a receipt is never changed",
        "a receipt is never deleted",
    ),
    (
        "receipt_tender",
        "a tender is never changed",
        "a tender is never deleted",
    ),
    (
        "estimate",
        "an estimate is never changed",
        "an estimate is never deleted",
    ),
    (
        "estimate_line",
        "a line of an estimate is never changed",
        "a line of an estimate is never deleted",
    ),
    (
        "estimate_print",
        "a printed estimate is never changed",
        "a printed estimate is never deleted",
    ),
    (
        "pay_plan",
        "a payment plan stays with its guarantor",
        "a payment plan is never deleted",
    ),
    (
        "pay_plan_event",
        "the end of a payment plan is never changed",
        "the end of a payment plan is never deleted",
    ),
    (
        "pay_plan_line",
        "what a payment plan covers is never changed",
        "what a payment plan covers is never deleted",
    ),
    (
        "pay_plan_print",
        "a printed agreement is never changed",
        "a printed agreement is never deleted",
    ),
    (
        "pay_plan_version",
        "what a payment plan said is never changed",
        "what a payment plan said is never deleted",
    ),
    (
        "prepayment",
        "what was paid ahead is never changed",
        "what was paid ahead is never deleted",
    ),
    (
        "held_check",
        "a held check is never changed",
        "a held check is never deleted",
    ),
    (
        "held_check_end",
        "what became of a held check is never changed",
        "what became of a held check is never deleted",
    ),
    (
        "posting_rule_event",
        "what was done with a posting rule is never changed",
        "what was done with a posting rule is never deleted",
    ),
    (
        "posting_rule_version",
        "what a posting rule said is never changed",
        "what a posting rule said is never deleted",
    ),
    (
        "rule_event",
        "what was done with a rule is never changed",
        "what was done with a rule is never deleted",
    ),
    (
        "rule_version",
        "what a rule said is never changed",
        "what a rule said is never deleted",
    ),
    (
        "statement",
        "a statement is never changed",
        "a statement is never deleted",
    ),
    (
        "statement_rules",
        "what the rules of statements said is never changed",
        "what the rules of statements said is never deleted",
    ),
    (
        "statement_withdrawal",
        "a run taken back stays so",
        "a run taken back stays so",
    ),
    (
        "visit_question",
        "a question is answered once and never changed",
        "a question is never deleted",
    ),
];

/// The rules that stand for one act only.
const ACTS: [(&str, &str); 36] = [
    (
        "INSERT INTO pay_plan_version (plan_id, version, agreed_on, down_cents, instalments, every, first_on, follows,
           grace_days, remind_after, default_after, last_entry_id, why, at, by_id)
           VALUES (1, 2, '2026-03-10', 0, 3, 'month', '2026-04-01', 0, 10, 1, 2, 1, 'x', '2026-03-10T12:00:00Z', 1)",
        "a closed payment plan is not changed",
    ),
    (
        "INSERT INTO pay_plan (guarantor_id) VALUES (1);
         INSERT INTO pay_plan_version (plan_id, version, agreed_on, down_cents, instalments, every, first_on, follows,
           grace_days, remind_after, default_after, last_entry_id, why, at, by_id)
           VALUES (3, 1, '2026-03-10', 0, 3, 'month', '2026-04-01', 0, 10, 1, 2, 1, '', '2026-03-10T12:00:00Z', 1);
         INSERT INTO pay_plan_line (plan_id, version, charge_line_id, owed_cents) VALUES (3, 1, 1, 500)",
        "a service is on another payment plan",
    ),
    (
        "INSERT INTO returned_check (receipt_id, tender_place, returned_on, entry_id, why, at, by_id)
           VALUES (1, 2, '2026-03-10', 1, 'x', '2026-03-10T12:00:00Z', 1)",
        "this check was returned already",
    ),
    (
        "INSERT INTO bank_event (bank_line_id, kind, deposit_id, at, by_id)
           VALUES (1, 'matched', 2, '2026-03-10T12:00:00Z', 1)",
        "the bank has this deposit already",
    ),
    (
        "INSERT INTO bank_event (bank_line_id, kind, deposit_id, at, by_id)
           VALUES (1, 'matched', 1, '2026-03-10T12:00:00Z', 1)",
        "a deposit taken back is not at the bank",
    ),
    (
        "INSERT INTO deposit_reversal (deposit_id, at, by_id, why) VALUES (2, '2026-03-10T12:00:00Z', 1, 'x')",
        "a deposit that the bank has is not taken back",
    ),
    (
        "UPDATE remittance SET amount_cents = 1",
        "what a remittance says is never changed",
    ),
    ("DELETE FROM remittance", "a remittance is never deleted"),
    (
        "UPDATE remit_claim SET paid_cents = 1",
        "what a remittance says of a claim is never changed",
    ),
    (
        "DELETE FROM remit_claim",
        "what a remittance says of a claim is never deleted",
    ),
    (
        "UPDATE remit_adjustment SET amount_cents = 1",
        "what a remittance adjusts is never changed",
    ),
    (
        "DELETE FROM remit_adjustment",
        "what a remittance adjusts is never deleted",
    ),
    (
        "UPDATE claim_setting SET place = 2",
        "what rules set on a claim is written anew, never changed",
    ),
    (
        "DELETE FROM claim_setting",
        "what rules set on a claim that left stays",
    ),
    (
        "INSERT INTO statement_withdrawal (run_id, at, by_id, why) VALUES (1, '2026-03-10T12:00:00Z', 1, 'x')",
        "a later statement goes on from one of this run",
    ),
    (
        "INSERT INTO guarantor (last_name, street, city, state, zip) VALUES ('Other', '1 Elm', 'Linden', 'OH', '43001');
         INSERT INTO statement (number, run_id, guarantor_id, made_on, due_on, amount_cents, attachment_id, last_entry_id)
           VALUES ('26030003', 1, last_insert_rowid(), '2026-03-10', '2026-04-03', 500, 1, 1);
         INSERT INTO statement_line (statement_id, charge_line_id, owed_cents) VALUES (3, 1, 500)",
        "a statement asks nobody for the service of another",
    ),
    (
        "UPDATE statement_line SET owed_cents = 1",
        "what a statement asked for is never changed",
    ),
    (
        "DELETE FROM statement_line",
        "what a statement asked for is never deleted",
    ),
    (
        "UPDATE control_number SET last = 7",
        "a control number is never used again",
    ),
    (
        "DELETE FROM control_number",
        "a control number is never forgotten",
    ),
    (
        "INSERT OR REPLACE INTO control_number (receiver_id, kind, last) VALUES (1, 'ISA', 3)",
        "a control number is never forgotten",
    ),
    (
        "INSERT INTO claim_attachment (claim_id, report, transmission, control_number, added_at, added_by)
           VALUES (1, 'OB', 'AA', 'A1', '2026-03-10T12:00:00Z', 1)",
        "a paper is announced before its claim leaves",
    ),
    (
        "UPDATE claim SET state = 'held';
         INSERT INTO claim_attachment (claim_id, report, transmission, control_number, added_at, added_by)
           VALUES (1, 'OB', 'AA', 'A1', '2026-03-10T12:00:00Z', 1);
         UPDATE claim_attachment SET name = 'x'",
        "an announced paper is never changed",
    ),
    (
        "UPDATE claim SET state = 'held';
         INSERT INTO claim_attachment (claim_id, report, transmission, control_number, added_at, added_by)
           VALUES (1, 'OB', 'AA', 'A1', '2026-03-10T12:00:00Z', 1);
         UPDATE claim SET state = 'batched'; DELETE FROM claim_attachment",
        "what was announced with a sent claim stays",
    ),
    (
        "INSERT INTO entry (kind, accounting_on, at, by_id, why, source)
           VALUES ('transfer', '2026-03-09', '2026-03-10T12:00:00Z', 1, 'x', 'person')",
        "the accounting day is in a closed period",
    ),
    (
        "INSERT INTO receipt (guarantor_id, accounting_on, amount_cents, entry_id, taken_at, taken_by)
           VALUES (1, '2026-03-09', 500, 1, '2026-03-10T12:00:00Z', 1)",
        "the accounting day is in a closed period",
    ),
    (
        "INSERT INTO eob (payer_id, method, reference, paid_on, accounting_on, amount_cents, posted_at, posted_by)
           VALUES (1, 'none', '88121', '2026-03-09', '2026-03-09', 0, '2026-03-10T12:00:00Z', 1)",
        "the accounting day is in a closed period",
    ),
    (
        "INSERT INTO deposit (bank_id, kind, deposited_on, amount_cents, made_at, made_by)
           VALUES (1, 'exchange', '2026-03-09', 0, '2026-03-10T12:00:00Z', 1)",
        "the accounting day is in a closed period",
    ),
    (
        "INSERT INTO closing (from_on, through_on, before_id, opening_cents, charges_cents, payments_cents,
             adjustments_cents, closing_cents, entries, float_cents, cash_in_cents, sheet, seal, closed_at, closed_by)
           VALUES ('2026-03-10', '2026-03-10', 1, 0, 20300, 0, 0, 20300, 1, 0, 0, '{}', zeroblob(32), '2026-03-10T12:00:00Z', 1)",
        "a close begins on the day after the one before it",
    ),
    (
        "INSERT INTO closing (from_on, through_on, before_id, opening_cents, charges_cents, payments_cents,
             adjustments_cents, closing_cents, entries, float_cents, cash_in_cents, sheet, seal, closed_at, closed_by)
           VALUES ('2026-03-10', '2026-03-10', 3, 0, 500, 0, 0, 500, 1, 0, 0, '{}', zeroblob(32), '2026-03-10T12:00:00Z', 1)",
        "a close says what the journal comes to",
    ),
    (
        "INSERT INTO person_at_work (id, name, role, added_at) VALUES (9, 'Bert', 'biller', '2026-01-01T08:00:00Z');
         INSERT INTO reopening (closing_id, at, by_id, why) VALUES (3, '2026-03-10T12:00:00Z', 9, 'x')",
        "only an owner opens closed days again",
    ),
    (
        "INSERT INTO reopening (closing_id, at, by_id, why) VALUES (1, '2026-03-10T12:00:00Z', 1, 'x')",
        "closed days are opened again from the last one back",
    ),
    (
        "INSERT INTO month_closing (month, closing_id, opening_cents, charges_cents, payments_cents, adjustments_cents,
             closing_cents, sheet, seal, closed_at, closed_by)
           VALUES ('2026-03', 3, 0, 0, 0, 0, 0, '{}', zeroblob(32), '2026-03-10T12:00:00Z', 1)",
        "a month is closed with its last day",
    ),
    (
        "INSERT INTO policy (patient_id, payer_id, rank, member_id, relation, effective_on)
           VALUES (1, 1, 1, 'M2', '18', '2027-01-01')",
        "two policies of one rank cover the same day",
    ),
    (
        "INSERT INTO policy (patient_id, payer_id, rank, member_id, relation, effective_on)
           VALUES (1, 1, 2, 'M2', '18', '2027-01-01');
         UPDATE policy SET rank = 1 WHERE member_id = 'M2'",
        "two policies of one rank cover the same day",
    ),
    (
        "UPDATE charge_line SET voided_at = '2026-03-10T12:00:00Z' WHERE id = 1;
         UPDATE charge_line SET voided_at = NULL WHERE id = 1",
        "a charge line is never changed",
    ),
];
