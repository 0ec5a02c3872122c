-- Pegboard's book, as it is today. Run as the first migration; a test compares every later step with this page.
--
-- Conventions: `…_cents` whole cents (debits and amounts owed to us positive); `…_on` a day, YYYY-MM-DD; `…_at` an
-- instant in UTC, YYYY-MM-DDTHH:MM:SSZ; ids are never used again; text that may be missing is '' unless null has a
-- meaning of its own, which then stands at the column. What is written once is guarded by triggers at its table.

-- The practice whose book this is: the billing provider of every claim (837P 2010AA). One row.
CREATE TABLE practice (
  id             INTEGER PRIMARY KEY CHECK (id = 1),      -- always 1
  name           TEXT NOT NULL CHECK (name <> ''),        -- its name, as patients know it
  owner_last     TEXT NOT NULL DEFAULT '',                -- family name of the owner who bills as a person, '' when a company bills
  owner_first    TEXT NOT NULL DEFAULT '',                -- given name of that owner
  owner_middle   TEXT NOT NULL DEFAULT '',                -- middle name or letter
  owner_suffix   TEXT NOT NULL DEFAULT '',                -- Jr, III
  npi            TEXT NOT NULL CHECK (length(npi) = 10),  -- billing NPI
  taxonomy       TEXT NOT NULL DEFAULT '',                -- billing taxonomy, '' when payers do not ask for it
  tax_id         TEXT NOT NULL CHECK (length(tax_id) = 9),-- EIN or SSN, digits only
  tax_id_is_ssn  INTEGER NOT NULL DEFAULT 0 CHECK (tax_id_is_ssn IN (0, 1)), -- which of the two it is
  clia           TEXT NOT NULL DEFAULT '',                -- CLIA number of its own laboratory (2300 REF*X4), '' when it has none
  street         TEXT NOT NULL,                           -- service address, never a PO box
  street2        TEXT NOT NULL DEFAULT '',                -- suite or floor
  city           TEXT NOT NULL,                           -- city
  state          TEXT NOT NULL CHECK (length(state) = 2), -- USPS letters
  zip            TEXT NOT NULL,                           -- nine digits for the billing address
  phone          TEXT NOT NULL,                           -- ten digits
  contact        TEXT NOT NULL DEFAULT '',                -- who answers about claims (1000A PER)
  email          TEXT NOT NULL DEFAULT '',                -- of that contact
  pay_street     TEXT NOT NULL DEFAULT '',                -- where payments go, '' when the address above (2010AB)
  pay_street2    TEXT NOT NULL DEFAULT '',                -- second line of it
  pay_city       TEXT NOT NULL DEFAULT '',                -- city of it
  pay_state      TEXT NOT NULL DEFAULT '',                -- state of it
  pay_zip        TEXT NOT NULL DEFAULT '',                -- ZIP of it
  pay_online     TEXT NOT NULL DEFAULT '',                -- where patients pay on line, printed on statements
  office_hours   TEXT NOT NULL DEFAULT '',                -- printed beside the phone number
  statement_note TEXT NOT NULL DEFAULT '',                -- the note at the foot of every statement
  due_days       INTEGER NOT NULL DEFAULT 24 CHECK (due_days BETWEEN 1 AND 120) -- days a guarantor has to pay
) STRICT;

-- Choices of the practice that are not money or people: one JSON value a key.
CREATE TABLE setting (
  key   TEXT PRIMARY KEY,                                 -- name of the choice
  value TEXT NOT NULL                                     -- its value as JSON
) STRICT, WITHOUT ROWID;

-- Who works in the book. Keys and passphrases live in keys.json under the same id.
CREATE TABLE person_at_work (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,             -- also the user's id in keys.json
  name     TEXT NOT NULL CHECK (name <> ''),              -- as shown and audited
  role     TEXT NOT NULL CHECK (role IN ('owner', 'manager', 'biller', 'poster', 'reader', 'auditor')), -- what they may do
  added_at TEXT NOT NULL                                  -- when they were let in
) STRICT;

-- Clinicians: those who render, and those who refer.
CREATE TABLE provider (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,           -- provider
  last_name  TEXT NOT NULL CHECK (last_name <> ''),       -- family name
  first_name TEXT NOT NULL DEFAULT '',                    -- given name
  middle_name TEXT NOT NULL DEFAULT '',                   -- middle name or letter
  suffix     TEXT NOT NULL DEFAULT '',                    -- Jr, III
  credential TEXT NOT NULL DEFAULT '',                    -- MD, NP, …
  npi        TEXT NOT NULL CHECK (length(npi) = 10),      -- individual NPI
  taxonomy   TEXT NOT NULL DEFAULT '',                    -- specialty (2310B PRV)
  renders    INTEGER NOT NULL CHECK (renders IN (0, 1)),  -- sees our patients
  refers     INTEGER NOT NULL CHECK (refers IN (0, 1)),   -- sends us patients
  is_active  INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)), -- offered in lists
  CHECK (renders OR refers),
  UNIQUE (npi)
) STRICT;

-- Places of service other than the practice's own address (837P 2310C).
CREATE TABLE facility (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,            -- facility
  name      TEXT NOT NULL CHECK (name <> ''),             -- its name
  npi       TEXT NOT NULL DEFAULT '',                     -- its NPI, '' when it has none
  clia      TEXT NOT NULL DEFAULT '',                     -- CLIA number of its laboratory, '' when it has none
  place     TEXT NOT NULL CHECK (length(place) = 2),      -- place-of-service code used there
  street    TEXT NOT NULL,                                -- address
  street2   TEXT NOT NULL DEFAULT '',                     -- second line
  city      TEXT NOT NULL,                                -- city
  state     TEXT NOT NULL,                                -- state
  zip       TEXT NOT NULL,                                -- nine digits
  is_active INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)) -- offered in lists
) STRICT;

-- Where claim files go: a clearinghouse or a payer that takes files itself.
CREATE TABLE receiver (
  id                 INTEGER PRIMARY KEY AUTOINCREMENT,   -- receiver
  name               TEXT NOT NULL CHECK (name <> ''),    -- 1000B NM103
  receiver_id        TEXT NOT NULL,                       -- ISA08, GS03, 1000B NM109
  receiver_qualifier TEXT NOT NULL DEFAULT 'ZZ',          -- ISA07
  sender_id          TEXT NOT NULL,                       -- ISA06, GS02, 1000A NM109
  sender_qualifier   TEXT NOT NULL DEFAULT 'ZZ',          -- ISA05
  is_test            INTEGER NOT NULL DEFAULT 0 CHECK (is_test IN (0, 1)), -- ISA15 T when 1, P when 0
  element_separator  TEXT NOT NULL DEFAULT '*',           -- one character
  component_separator TEXT NOT NULL DEFAULT ':',          -- ISA16
  repetition_separator TEXT NOT NULL DEFAULT '^',         -- ISA11
  segment_terminator TEXT NOT NULL DEFAULT '~',           -- one character, may be a line feed
  newline_after_segment INTEGER NOT NULL DEFAULT 1 CHECK (newline_after_segment IN (0, 1)), -- a line feed after each terminator
  file_naming        TEXT NOT NULL DEFAULT '{receiver}-{day}-{control}.837', -- how its files are called; the placeholders are the program's
  most_claims        INTEGER CHECK (most_claims > 0),     -- the most claims of a file; null: any number
  most_bytes         INTEGER CHECK (most_bytes > 0),      -- the most bytes of a file; null: any number
  folder_out         TEXT NOT NULL DEFAULT '',            -- where its files are put to be picked up, '' when asked each time
  folder_in          TEXT NOT NULL DEFAULT '',            -- where its answers arrive, '' when none is watched
  contact            TEXT NOT NULL DEFAULT '',            -- whom it asks about files (1000A PER), '' the practice's
  contact_phone      TEXT NOT NULL DEFAULT '',            -- ten digits, '' with the practice's contact
  contact_email      TEXT NOT NULL DEFAULT '',            -- of that contact, '' when none
  payer_ids          TEXT NOT NULL DEFAULT '',            -- payers' ids with it that are others than usual, as 60054=AETNA, blanks between
  is_active          INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)) -- offered in lists
) STRICT;

-- The last control number given out, per receiver and kind. Only ever rises.
CREATE TABLE control_number (
  receiver_id INTEGER NOT NULL REFERENCES receiver (id),  -- whose sequence
  kind        TEXT NOT NULL CHECK (kind IN ('ISA', 'GS', 'ST')), -- which envelope
  last        INTEGER NOT NULL CHECK (last BETWEEN 0 AND 999999999), -- the last one used
  PRIMARY KEY (receiver_id, kind)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER control_number_rises BEFORE UPDATE ON control_number WHEN NEW.last <= OLD.last
BEGIN SELECT RAISE(ABORT, 'a control number is never used again'); END;
CREATE TRIGGER control_number_stays BEFORE DELETE ON control_number
BEGIN SELECT RAISE(ABORT, 'a control number is never forgotten'); END;

-- Insurance companies and programmes.
CREATE TABLE payer (
  id               INTEGER PRIMARY KEY AUTOINCREMENT,     -- payer
  name             TEXT NOT NULL CHECK (name <> ''),      -- as on claims (2010BB NM103)
  payer_id         TEXT NOT NULL CHECK (payer_id <> ''),  -- electronic payer id (2010BB NM109)
  filing_indicator TEXT NOT NULL,                         -- SBR09
  timely_days      INTEGER NOT NULL CHECK (timely_days BETWEEN 1 AND 1095), -- days from service to file a first claim
  street           TEXT NOT NULL DEFAULT '',              -- claims address
  street2          TEXT NOT NULL DEFAULT '',              -- second line
  city             TEXT NOT NULL DEFAULT '',              -- city
  state            TEXT NOT NULL DEFAULT '',              -- state
  zip              TEXT NOT NULL DEFAULT '',              -- ZIP
  phone            TEXT NOT NULL DEFAULT '',              -- provider line
  receiver_id      INTEGER REFERENCES receiver (id),      -- where its claims go; null: on paper
  member_pattern   TEXT NOT NULL DEFAULT '',              -- shape of its member numbers (A letter, 9 digit, X either), '' any
  answer_days      INTEGER CHECK (answer_days BETWEEN 1 AND 365), -- days after which a claim without an answer is asked after; null: the usual
  corrected_days   INTEGER CHECK (corrected_days BETWEEN 1 AND 1095), -- days from its decision to send a claim in place of it; null: the usual
  appeal_days      INTEGER CHECK (appeal_days BETWEEN 1 AND 1095), -- days from its decision to appeal it; null: the usual
  is_active        INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)) -- offered in lists
) STRICT;
CREATE INDEX payer_name ON payer (name COLLATE NOCASE);

-- Who pays the patient's part: often the patient, sometimes a parent or somebody who is no patient at all.
CREATE TABLE guarantor (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,          -- guarantor; the statement account number is 7 digits of it
  patient_id  INTEGER UNIQUE REFERENCES patient (id) DEFERRABLE INITIALLY DEFERRED, -- the patient this guarantor is; null: no patient
  last_name   TEXT NOT NULL CHECK (last_name <> ''),      -- family name
  first_name  TEXT NOT NULL DEFAULT '',                   -- given name
  middle_name TEXT NOT NULL DEFAULT '',                   -- middle name or letter
  suffix      TEXT NOT NULL DEFAULT '',                   -- Jr, III
  street      TEXT NOT NULL,                              -- where statements go
  street2     TEXT NOT NULL DEFAULT '',                   -- second line
  city        TEXT NOT NULL,                              -- city
  state       TEXT NOT NULL,                              -- state
  zip         TEXT NOT NULL,                              -- five or nine digits
  phone       TEXT NOT NULL DEFAULT '',                   -- ten digits or ''
  email       TEXT NOT NULL DEFAULT '',                   -- address or ''
  hold_statements INTEGER NOT NULL DEFAULT 0 CHECK (hold_statements IN (0, 1)), -- 1: no statements, for a reason somebody gave
  hold_reason TEXT NOT NULL DEFAULT '',                   -- why, in words
  mail_returned_on TEXT                                   -- the day mail came back from this address; null: it arrives, or the address is new
) STRICT;

-- Patients.
CREATE TABLE patient (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,        -- patient; the chart number is this plus 100,000
  guarantor_id  INTEGER NOT NULL REFERENCES guarantor (id), -- who pays the patient's part today
  guarantor_relation TEXT NOT NULL DEFAULT '18',          -- what the patient is to the guarantor (PAT01 codes, 18 self)
  last_name     TEXT NOT NULL CHECK (last_name <> ''),    -- family name
  first_name    TEXT NOT NULL CHECK (first_name <> ''),   -- given name
  middle_name   TEXT NOT NULL DEFAULT '',                 -- middle name or letter
  suffix        TEXT NOT NULL DEFAULT '',                 -- Jr, III
  born_on       TEXT NOT NULL,                            -- birthday
  sex           TEXT NOT NULL CHECK (sex IN ('F', 'M', 'U')), -- as the payer has it
  street        TEXT NOT NULL,                            -- home address
  street2       TEXT NOT NULL DEFAULT '',                 -- second line
  city          TEXT NOT NULL,                            -- city
  state         TEXT NOT NULL,                            -- state
  zip           TEXT NOT NULL,                            -- five or nine digits
  phone         TEXT NOT NULL DEFAULT '',                 -- ten digits or ''
  email         TEXT NOT NULL DEFAULT '',                 -- address or ''
  reason        TEXT NOT NULL DEFAULT '',                 -- why they came to the practice
  note          TEXT NOT NULL DEFAULT '',                 -- what the desk should know
  died_on       TEXT,                                     -- day of death; null while alive
  registered_at TEXT NOT NULL                             -- when they were first written in
) STRICT;
CREATE INDEX patient_name ON patient (last_name COLLATE NOCASE, first_name COLLATE NOCASE, id);
CREATE INDEX patient_birthday ON patient (born_on);
CREATE INDEX patient_guarantor ON patient (guarantor_id);

-- Finds patients by any part of a name, birthday (MM/DD/YYYY), phone, chart number or member id, all in the plain
-- capitals of claims; rowid is the patient. Written with every change of those.
CREATE VIRTUAL TABLE patient_search USING fts5 (words, tokenize = 'trigram', content = '', contentless_delete = 1);

-- Coverage of one patient by one payer for a span of days.
CREATE TABLE policy (
  id             INTEGER PRIMARY KEY AUTOINCREMENT,       -- policy
  patient_id     INTEGER NOT NULL REFERENCES patient (id),-- who is covered
  payer_id       INTEGER NOT NULL REFERENCES payer (id),  -- by whom
  rank           INTEGER NOT NULL CHECK (rank BETWEEN 1 AND 3), -- 1 primary, 2 secondary, 3 tertiary
  member_id      TEXT NOT NULL CHECK (member_id <> ''),   -- subscriber's number (2010BA NM109)
  group_number   TEXT NOT NULL DEFAULT '',                -- SBR03
  plan_name      TEXT NOT NULL DEFAULT '',                -- SBR04
  medicare_secondary TEXT NOT NULL DEFAULT '' CHECK (medicare_secondary IN ('', '12', '13', '14', '15', '16', '41', '42', '43', '47')), -- why Medicare is not first (SBR05), '' when it is or does not pay
  relation       TEXT NOT NULL,                           -- what the patient is to the subscriber (18 self, 01 spouse, 19 child, …)
  subscriber_last   TEXT NOT NULL DEFAULT '',             -- the subscriber, an employer's whole name; '' when the patient
  subscriber_first  TEXT NOT NULL DEFAULT '',             -- given name
  subscriber_middle TEXT NOT NULL DEFAULT '',             -- middle name
  subscriber_suffix TEXT NOT NULL DEFAULT '',             -- Jr, III
  subscriber_born_on TEXT,                                -- birthday; null when the patient or an employer
  subscriber_sex    TEXT NOT NULL DEFAULT '',             -- F, M, U; '' when the patient
  subscriber_street TEXT NOT NULL DEFAULT '',             -- address, '' when the patient
  subscriber_street2 TEXT NOT NULL DEFAULT '',            -- second line
  subscriber_city   TEXT NOT NULL DEFAULT '',             -- city
  subscriber_state  TEXT NOT NULL DEFAULT '',             -- state
  subscriber_zip    TEXT NOT NULL DEFAULT '',             -- ZIP
  effective_on   TEXT NOT NULL,                           -- first day covered
  ends_on        TEXT,                                    -- last day covered; null: open
  copay_cents    INTEGER NOT NULL DEFAULT 0 CHECK (copay_cents >= 0), -- per visit
  assigns_benefits INTEGER NOT NULL DEFAULT 1 CHECK (assigns_benefits IN (0, 1)), -- the payer pays us (CLM08)
  accepts_assignment INTEGER NOT NULL DEFAULT 1 CHECK (accepts_assignment IN (0, 1)), -- we take its fee (CLM07)
  signature_on_file INTEGER NOT NULL DEFAULT 0 CHECK (signature_on_file IN (0, 1)), -- release of information signed (CLM09)
  CHECK (ends_on IS NULL OR ends_on >= effective_on)
) STRICT;
CREATE INDEX policy_patient ON policy (patient_id, rank, effective_on);
CREATE INDEX policy_member ON policy (member_id);
-- Two policies of one rank never cover the same day.
CREATE TRIGGER policy_overlap_insert BEFORE INSERT ON policy
WHEN EXISTS (SELECT 1 FROM policy AS p WHERE p.patient_id = NEW.patient_id AND p.rank = NEW.rank
             AND p.effective_on <= COALESCE(NEW.ends_on, '9999-12-31') AND COALESCE(p.ends_on, '9999-12-31') >= NEW.effective_on)
BEGIN SELECT RAISE(ABORT, 'two policies of one rank cover the same day'); END;
CREATE TRIGGER policy_overlap_update BEFORE UPDATE ON policy
WHEN EXISTS (SELECT 1 FROM policy AS p WHERE p.patient_id = NEW.patient_id AND p.rank = NEW.rank AND p.id <> NEW.id
             AND p.effective_on <= COALESCE(NEW.ends_on, '9999-12-31') AND COALESCE(p.ends_on, '9999-12-31') >= NEW.effective_on)
BEGIN SELECT RAISE(ABORT, 'two policies of one rank cover the same day'); END;

-- One encounter of a patient on one day.
CREATE TABLE visit (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,        -- visit
  patient_id    INTEGER NOT NULL REFERENCES patient (id), -- who came
  guarantor_id  INTEGER NOT NULL REFERENCES guarantor (id), -- who pays the patient's part of this visit, frozen
  service_on    TEXT NOT NULL,                            -- day of service (DOS)
  rendering_id  INTEGER REFERENCES provider (id),         -- who saw the patient; null: nobody, a charge to the account stands here, as a fee, that no claim is made of
  referring_id  INTEGER REFERENCES provider (id),         -- who sent the patient; null: nobody
  facility_id   INTEGER REFERENCES facility (id),         -- where; null: the practice's own address
  place         TEXT NOT NULL,                            -- place of service, two digits; '' for a charge to the account
  reason        TEXT NOT NULL DEFAULT '',                 -- why the patient came
  finding       TEXT NOT NULL DEFAULT '',                 -- what was found
  treatment     TEXT NOT NULL DEFAULT '',                 -- what was done
  plan          TEXT NOT NULL DEFAULT '',                 -- what comes next
  prognosis     TEXT NOT NULL DEFAULT '',                 -- what is expected
  signed_on     TEXT,                                     -- day the documentation was signed; null: not signed
  authorization_number TEXT NOT NULL DEFAULT '',          -- prior authorisation (2300 REF*G1)
  onset_on      TEXT,                                     -- onset of illness (DTP*431); null: not given
  admitted_on   TEXT,                                     -- admission to the hospital of the visit (DTP*435); null: none
  accident      TEXT NOT NULL DEFAULT '' CHECK (accident IN ('', 'auto', 'employment', 'other')), -- CLM11
  accident_on   TEXT,                                     -- day of it (DTP*439); null: no accident
  accident_state TEXT NOT NULL DEFAULT '',                -- state of an auto accident
  entered_at    TEXT NOT NULL,                            -- when it was written
  entered_by    INTEGER NOT NULL REFERENCES person_at_work (id), -- by whom
  is_coded      INTEGER NOT NULL DEFAULT 0 CHECK (is_coded IN (0, 1)), -- 1 while services stand on it; kept by charge_line's triggers
  claim_id      INTEGER REFERENCES claim (id),            -- its newest claim, kept by claim's triggers; null: none
  claim_state   TEXT,                                     -- where that stands, kept likewise; null: none
  CHECK (length(place) = CASE WHEN rendering_id IS NULL THEN 0 ELSE 2 END),
  CHECK (rendering_id IS NOT NULL OR claim_id IS NULL)
) STRICT;
CREATE INDEX visit_patient ON visit (patient_id, service_on);
-- All that a ledger card says of its visits, in one range read: a regular patient's visits lie all over the book.
CREATE INDEX visit_card ON visit (guarantor_id, id, patient_id, service_on, place, rendering_id, claim_id, claim_state);
CREATE INDEX visit_day ON visit (service_on);
CREATE INDEX visit_to_code ON visit (service_on) WHERE is_coded = 0;

-- What a claim says of a visit beside what every claim says: one row a kind, none where there is nothing to say.
CREATE TABLE visit_detail (
  visit_id    INTEGER NOT NULL REFERENCES visit (id),     -- of which visit
  kind        TEXT NOT NULL CHECK (kind IN ('supervising', 'ordering', 'referral', 'casualty_claim', 'initial_treatment_on', 'last_seen_on', 'acute_on', 'last_period_on', 'last_xray_on', 'first_contact_on', 'last_worked_on', 'disabled_from', 'disabled_until', 'return_to_work_on', 'discharged_on', 'care_assumed_on', 'care_relinquished_on', 'spine', 'epsdt', 'homebound', 'delay', 'program', 'note_topic', 'note', 'conditions')), -- what it is
  value       TEXT NOT NULL,                              -- a day, a code, a number or words, as its kind wants; '' for a clinician
  provider_id INTEGER REFERENCES provider (id),           -- which clinician; null for every other kind
  PRIMARY KEY (visit_id, kind),
  CHECK ((kind IN ('supervising', 'ordering')) = (provider_id IS NOT NULL)),
  CHECK ((value = '') = (provider_id IS NOT NULL))
) STRICT, WITHOUT ROWID;

-- Diagnoses of a visit in order: place 1 is pointer A.
CREATE TABLE visit_diagnosis (
  visit_id INTEGER NOT NULL REFERENCES visit (id),        -- of which visit
  place    INTEGER NOT NULL CHECK (place BETWEEN 1 AND 12), -- 1 to 12
  code     TEXT NOT NULL,                                 -- ICD-10-CM without the dot
  PRIMARY KEY (visit_id, place)
) STRICT, WITHOUT ROWID;

-- A question about a visit, to whoever codes or signs it. Written once, then answered or withdrawn once; meanwhile the
-- visit's claims wait.
CREATE TABLE visit_question (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,            -- question
  visit_id  INTEGER NOT NULL REFERENCES visit (id),       -- about which visit
  words     TEXT NOT NULL CHECK (words <> ''),            -- what is asked
  asked_at  TEXT NOT NULL,                                -- when
  asked_by  INTEGER NOT NULL REFERENCES person_at_work (id), -- by whom
  answer    TEXT CHECK (answer <> ''),                    -- what was answered; null: open or withdrawn
  closed_at TEXT,                                         -- when it was answered or withdrawn; null: open
  closed_by INTEGER REFERENCES person_at_work (id),       -- by whom; null: open
  CHECK ((closed_at IS NULL) = (closed_by IS NULL) AND (answer IS NULL OR closed_at IS NOT NULL))
) STRICT;
CREATE INDEX visit_question_visit ON visit_question (visit_id, id);
CREATE INDEX visit_question_open ON visit_question (visit_id) WHERE closed_at IS NULL;
CREATE TRIGGER visit_question_stands BEFORE UPDATE ON visit_question
WHEN NEW.id <> OLD.id OR NEW.visit_id <> OLD.visit_id OR NEW.words <> OLD.words OR NEW.asked_at <> OLD.asked_at
  OR NEW.asked_by <> OLD.asked_by OR OLD.closed_at IS NOT NULL OR NEW.closed_at IS NULL
BEGIN SELECT RAISE(ABORT, 'a question is answered once and never changed'); END;
CREATE TRIGGER visit_question_stays BEFORE DELETE ON visit_question
BEGIN SELECT RAISE(ABORT, 'a question is never deleted'); END;

-- One charged service. Written once: a wrong line is voided (its entry reversed) and written anew.
CREATE TABLE charge_line (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,         -- charge line
  visit_id     INTEGER NOT NULL REFERENCES visit (id),    -- of which visit
  place        INTEGER NOT NULL CHECK (place >= 1),       -- order in the visit, voided ones counted
  code         TEXT NOT NULL,                             -- CPT or HCPCS; '' for a charge to the account
  modifiers    TEXT NOT NULL DEFAULT '',                  -- up to four, two characters each, run together
  pointers     TEXT NOT NULL DEFAULT '',                  -- letters A to L, the first is the reason for the line
  units_thousandths INTEGER NOT NULL CHECK (units_thousandths > 0), -- quantity times 1,000
  charge_cents INTEGER NOT NULL CHECK (charge_cents >= 0),-- for all units
  description  TEXT NOT NULL,                             -- in the practice's words, as the patient will read it
  ndc          TEXT,                                      -- national drug code of what was given (LIN03); null: no drug is named
  drug_thousandths INTEGER CHECK (drug_thousandths > 0),  -- how much of it, times 1,000 (CTP04); null without one
  drug_unit    TEXT,                                      -- counted in what (CTP05); null without one
  voided_at    TEXT,                                      -- when it was taken back; null: stands
  CHECK ((ndc IS NULL) = (drug_thousandths IS NULL) AND (ndc IS NULL) = (drug_unit IS NULL))
) STRICT;
CREATE INDEX charge_line_visit ON charge_line (visit_id, place);
CREATE TRIGGER charge_line_stands BEFORE UPDATE ON charge_line
WHEN NEW.id <> OLD.id OR NEW.visit_id <> OLD.visit_id OR NEW.place <> OLD.place OR NEW.code <> OLD.code
  OR NEW.modifiers <> OLD.modifiers OR NEW.pointers <> OLD.pointers OR NEW.units_thousandths <> OLD.units_thousandths
  OR NEW.charge_cents <> OLD.charge_cents OR NEW.description <> OLD.description OR NEW.ndc IS NOT OLD.ndc
  OR NEW.drug_thousandths IS NOT OLD.drug_thousandths OR NEW.drug_unit IS NOT OLD.drug_unit
  OR OLD.voided_at IS NOT NULL OR NEW.voided_at IS NULL
BEGIN SELECT RAISE(ABORT, 'a charge line is never changed'); END;
CREATE TRIGGER charge_line_stays BEFORE DELETE ON charge_line
BEGIN SELECT RAISE(ABORT, 'a charge line is never deleted'); END;
CREATE TRIGGER charge_line_codes AFTER INSERT ON charge_line
BEGIN UPDATE visit SET is_coded = 1 WHERE id = NEW.visit_id AND is_coded = 0; END;
CREATE TRIGGER charge_line_uncodes AFTER UPDATE OF voided_at ON charge_line
BEGIN UPDATE line_balance SET is_voided = 1 WHERE charge_line_id = NEW.id
  AND guarantor_id = (SELECT guarantor_id FROM visit WHERE id = NEW.visit_id);
  UPDATE visit SET is_coded = 0 WHERE id = NEW.visit_id AND rendering_id IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM charge_line WHERE visit_id = NEW.visit_id AND voided_at IS NULL); END;

-- What a claim says of a service beside what every claim says. It moves no money, so it may change until the claim leaves.
CREATE TABLE charge_line_detail (
  charge_line_id INTEGER NOT NULL REFERENCES charge_line (id), -- of which service
  kind           TEXT NOT NULL CHECK (kind IN ('note', 'lot', 'emergency', 'epsdt', 'family_planning', 'rendering', 'referring_clia', 'minutes')), -- what it is
  value          TEXT NOT NULL,                           -- words, a number or yes, as its kind wants; '' for a clinician
  provider_id    INTEGER REFERENCES provider (id),        -- who rendered it; null for every other kind
  PRIMARY KEY (charge_line_id, kind),
  CHECK ((kind = 'rendering') = (provider_id IS NOT NULL)),
  CHECK ((value = '') = (provider_id IS NOT NULL))
) STRICT, WITHOUT ROWID;

-- A bill to one payer for one visit.
CREATE TABLE claim (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,         -- claim
  number       TEXT NOT NULL UNIQUE,                      -- CLM01: C, sequence, check digit
  visit_id     INTEGER NOT NULL REFERENCES visit (id),    -- what is billed
  policy_id    INTEGER NOT NULL REFERENCES policy (id),   -- whom: in force on the day of service
  payer_id     INTEGER NOT NULL REFERENCES payer (id),    -- the policy's payer, for the lists
  responsibility TEXT NOT NULL DEFAULT 'P' CHECK (responsibility IN ('P', 'S', 'T')), -- asked first, second or third (SBR01)
  split        INTEGER NOT NULL DEFAULT 1 CHECK (split >= 1), -- which part of the visit it bills; 1 when the visit is on one claim
  replaces     INTEGER REFERENCES claim (id),             -- the claim in whose place it stands; null: new
  frequency    TEXT NOT NULL DEFAULT '1' CHECK (frequency IN ('1', '7', '8')), -- CLM05-3
  payer_claim_number TEXT NOT NULL DEFAULT '',            -- the payer's number of the claim replaced or voided (REF*F8)
  state        TEXT NOT NULL CHECK (state IN ('held', 'ready', 'batched', 'accepted', 'rejected', 'paid', 'partly_paid', 'denied', 'in_appeal', 'closed', 'void')), -- last state of its events
  charged_cents INTEGER NOT NULL CHECK (charged_cents >= 0), -- sum of its lines
  service_on   TEXT NOT NULL,                             -- the visit's day, for the lists
  counted_from_on TEXT NOT NULL,                          -- the days to file are counted from here: service, or the earlier payer's decision
  file_by_on   TEXT NOT NULL,                             -- last day to file it
  made_at      TEXT NOT NULL,                             -- when it was made
  CHECK ((frequency = '1') = (payer_claim_number = '')),
  CHECK (frequency = '1' OR replaces IS NOT NULL)
) STRICT;
-- Of one part of a visit only one claim counts for each policy.
CREATE UNIQUE INDEX claim_live ON claim (visit_id, policy_id, split) WHERE state NOT IN ('void', 'closed');
CREATE INDEX claim_replaces ON claim (replaces) WHERE replaces IS NOT NULL;
CREATE INDEX claim_state ON claim (state, service_on, charged_cents);
CREATE INDEX claim_visit ON claim (visit_id);
CREATE INDEX claim_day ON claim (service_on, charged_cents);
CREATE INDEX claim_policy ON claim (policy_id);
CREATE TRIGGER claim_on_card AFTER INSERT ON claim
BEGIN UPDATE visit SET claim_id = NEW.id, claim_state = NEW.state WHERE id = NEW.visit_id AND COALESCE(claim_id, 0) < NEW.id; END;
CREATE TRIGGER claim_moves_on_card AFTER UPDATE OF state ON claim WHEN NEW.state <> OLD.state
BEGIN UPDATE visit SET claim_state = NEW.state WHERE id = NEW.visit_id AND claim_id = NEW.id; END;

-- The charge lines a claim bills.
CREATE TABLE claim_line (
  claim_id       INTEGER NOT NULL REFERENCES claim (id),  -- of which claim
  place          INTEGER NOT NULL CHECK (place BETWEEN 1 AND 50), -- LX01
  charge_line_id INTEGER NOT NULL REFERENCES charge_line (id), -- the service
  PRIMARY KEY (claim_id, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX claim_line_charge ON claim_line (charge_line_id);

-- Every number that a claim is or was known by, so that whatever comes back finds it. Written once.
CREATE TABLE claim_reference (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,             -- order
  claim_id INTEGER NOT NULL REFERENCES claim (id),        -- of which claim
  kind     TEXT NOT NULL CHECK (kind IN ('ours', 'payer', 'clearinghouse', 'inquiry')), -- who gave it: CLM01, the payer's claim number, …
  number   TEXT NOT NULL COLLATE NOCASE CHECK (number <> ''), -- the number
  source   TEXT NOT NULL DEFAULT '',                      -- where it was said: batch:7, …; '' when a person entered it
  at       TEXT NOT NULL,                                 -- when it was written down
  UNIQUE (claim_id, kind, number)
) STRICT;
CREATE INDEX claim_reference_number ON claim_reference (number, kind);
CREATE TRIGGER claim_reference_stands BEFORE UPDATE ON claim_reference BEGIN SELECT RAISE(ABORT, 'a number of a claim is never changed'); END;
CREATE TRIGGER claim_reference_stays BEFORE DELETE ON claim_reference BEGIN SELECT RAISE(ABORT, 'a number of a claim is never forgotten'); END;

-- Everything that happened to a claim, in order.
CREATE TABLE claim_event (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,            -- event
  claim_id  INTEGER NOT NULL REFERENCES claim (id),       -- to which claim
  at        TEXT NOT NULL,                                -- when
  by_id     INTEGER NOT NULL REFERENCES person_at_work (id), -- who
  kind      TEXT NOT NULL,                                -- made, held, ready, batched, paid, …
  state     TEXT NOT NULL,                                -- the claim's state after it
  source    TEXT NOT NULL DEFAULT '',                     -- what it came from: batch:7, eob:3, …
  words     TEXT NOT NULL DEFAULT ''                      -- said to a person; holds no patient's name
) STRICT;
CREATE INDEX claim_event_claim ON claim_event (claim_id, id);
CREATE TRIGGER claim_event_stands BEFORE UPDATE ON claim_event BEGIN SELECT RAISE(ABORT, 'a claim event is never changed'); END;
CREATE TRIGGER claim_event_stays BEFORE DELETE ON claim_event BEGIN SELECT RAISE(ABORT, 'a claim event is never deleted'); END;

-- Findings a person decided to let pass, and why.
CREATE TABLE claim_waiver (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,             -- waiver
  claim_id INTEGER NOT NULL REFERENCES claim (id),        -- on which claim
  edit     TEXT NOT NULL,                                 -- id of the edit let pass
  reason   TEXT NOT NULL CHECK (reason <> ''),            -- in words
  at       TEXT NOT NULL,                                 -- when
  by_id    INTEGER NOT NULL REFERENCES person_at_work (id), -- by whom
  UNIQUE (claim_id, edit)
) STRICT;

-- Papers announced with a claim (2300 PWK). What was announced with a claim that left stays as it was sent.
CREATE TABLE claim_attachment (
  id             INTEGER PRIMARY KEY AUTOINCREMENT,       -- announced paper
  claim_id       INTEGER NOT NULL REFERENCES claim (id),  -- with which claim
  report         TEXT NOT NULL CHECK (length(report) = 2),-- what it is (PWK01)
  transmission   TEXT NOT NULL CHECK (transmission IN ('AA', 'BM', 'EL', 'EM', 'FT', 'FX')), -- how it reaches the payer (PWK02)
  control_number TEXT NOT NULL UNIQUE CHECK (length(control_number) BETWEEN 2 AND 50), -- the number that stands on it (PWK06)
  name           TEXT NOT NULL DEFAULT '',                -- as the file was called, '' when the book has none
  attachment_id  INTEGER REFERENCES attachment (id),      -- the paper, byte for byte; null: on request, or not kept here
  added_at       TEXT NOT NULL,                           -- when
  added_by       INTEGER NOT NULL REFERENCES person_at_work (id) -- by whom
) STRICT;
CREATE INDEX claim_attachment_claim ON claim_attachment (claim_id);
CREATE TRIGGER claim_attachment_in_time BEFORE INSERT ON claim_attachment
WHEN (SELECT state FROM claim WHERE id = NEW.claim_id) NOT IN ('held', 'ready', 'rejected')
BEGIN SELECT RAISE(ABORT, 'a paper is announced before its claim leaves'); END;
CREATE TRIGGER claim_attachment_stands BEFORE UPDATE ON claim_attachment
BEGIN SELECT RAISE(ABORT, 'an announced paper is never changed'); END;
CREATE TRIGGER claim_attachment_stays BEFORE DELETE ON claim_attachment
WHEN (SELECT state FROM claim WHERE id = OLD.claim_id) NOT IN ('held', 'ready', 'rejected')
BEGIN SELECT RAISE(ABORT, 'what was announced with a sent claim stays'); END;

-- What was found in a claim each time that differed from the time before.
CREATE TABLE claim_scrub (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,             -- order
  claim_id INTEGER NOT NULL REFERENCES claim (id),        -- in which claim
  at       TEXT NOT NULL,                                 -- when
  by_id    INTEGER NOT NULL REFERENCES person_at_work (id), -- during whose work
  why      TEXT NOT NULL,                                 -- the verb that had it looked at, as in audit.verb
  findings TEXT NOT NULL CHECK (json_valid(findings))     -- id, title, severity, field and whether let pass, of each; JSON
) STRICT;
CREATE INDEX claim_scrub_claim ON claim_scrub (claim_id, id);
CREATE TRIGGER claim_scrub_stands BEFORE UPDATE ON claim_scrub BEGIN SELECT RAISE(ABORT, 'what was found in a claim is never changed'); END;
CREATE TRIGGER claim_scrub_stays BEFORE DELETE ON claim_scrub BEGIN SELECT RAISE(ABORT, 'what was found in a claim is never deleted'); END;

-- The practice's own rules. What a rule says stands in its versions.
CREATE TABLE rule (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,              -- rule; people write R and this
  version INTEGER NOT NULL CHECK (version >= 1),          -- the version that holds
  is_on   INTEGER NOT NULL DEFAULT 0 CHECK (is_on IN (0, 1)) -- claims are held against it
) STRICT;

-- What a rule says, and said. Written once: a change is a new version, which is off until it was tried.
CREATE TABLE rule_version (
  rule_id   INTEGER NOT NULL REFERENCES rule (id),        -- which rule
  version   INTEGER NOT NULL CHECK (version >= 1),        -- from 1
  name      TEXT NOT NULL CHECK (name <> ''),             -- in a few words
  words     TEXT NOT NULL CHECK (words <> ''),            -- what is wrong, as a finding says it
  fix       TEXT NOT NULL DEFAULT '',                     -- what to do about it
  condition TEXT NOT NULL CHECK (json_valid(condition)),  -- which claims it is about, JSON
  act       TEXT NOT NULL CHECK (json_valid(act)),        -- what happens to them, JSON
  from_on   TEXT,                                         -- first day of service it holds for; null: always held
  until_on  TEXT,                                         -- last day of service; null: holds
  claim_id  INTEGER REFERENCES claim (id),                -- the refused claim it was learned from; null: somebody thought of it
  carc      TEXT NOT NULL DEFAULT '',                     -- why that was refused, '' when it was rejected or nothing was
  at        TEXT NOT NULL,                                -- when
  by_id     INTEGER NOT NULL REFERENCES person_at_work (id), -- by whom
  PRIMARY KEY (rule_id, version)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER rule_version_stands BEFORE UPDATE ON rule_version BEGIN SELECT RAISE(ABORT, 'what a rule said is never changed'); END;
CREATE TRIGGER rule_version_stays BEFORE DELETE ON rule_version BEGIN SELECT RAISE(ABORT, 'what a rule said is never deleted'); END;

-- What was done with a rule: tried on history, switched on, switched off.
CREATE TABLE rule_event (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,         -- order
  rule_id      INTEGER NOT NULL REFERENCES rule (id),     -- with which rule
  version      INTEGER NOT NULL CHECK (version >= 1),     -- in which version
  at           TEXT NOT NULL,                             -- when
  by_id        INTEGER NOT NULL REFERENCES person_at_work (id), -- by whom
  kind         TEXT NOT NULL CHECK (kind IN ('tried', 'on', 'off')), -- what
  months       INTEGER NOT NULL DEFAULT 0,                -- tried on the claims of so many months
  looked_at    INTEGER NOT NULL DEFAULT 0,                -- so many claims
  caught       INTEGER NOT NULL DEFAULT 0,                -- of which it is about so many
  right_claims INTEGER NOT NULL DEFAULT 0,                -- so many of these were refused
  right_cents  INTEGER NOT NULL DEFAULT 0,                -- for so much
  wrong_claims INTEGER NOT NULL DEFAULT 0,                -- so many were paid
  open_claims  INTEGER NOT NULL DEFAULT 0                 -- so many were not answered yet
) STRICT;
CREATE INDEX rule_event_rule ON rule_event (rule_id, id);
CREATE TRIGGER rule_event_stands BEFORE UPDATE ON rule_event BEGIN SELECT RAISE(ABORT, 'what was done with a rule is never changed'); END;
CREATE TRIGGER rule_event_stays BEFORE DELETE ON rule_event BEGIN SELECT RAISE(ABORT, 'what was done with a rule is never deleted'); END;

-- The practice's own rules about what becomes of payers' reasons. What a rule says stands in its versions.
CREATE TABLE posting_rule (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,              -- posting rule; people write P and this
  version INTEGER NOT NULL CHECK (version >= 1),          -- the version that holds
  is_on   INTEGER NOT NULL DEFAULT 0 CHECK (is_on IN (0, 1)) -- answers are posted by it
) STRICT;

-- What a posting rule says, and said. Written once: a change is a new version, which is off until it was tried.
CREATE TABLE posting_rule_version (
  posting_rule_id INTEGER NOT NULL REFERENCES posting_rule (id), -- which rule
  version         INTEGER NOT NULL CHECK (version >= 1),  -- from 1
  name            TEXT NOT NULL CHECK (name <> ''),       -- in a few words
  condition       TEXT NOT NULL CHECK (json_valid(condition)), -- which reasons it is about, JSON
  act             TEXT NOT NULL CHECK (json_valid(act)),  -- what is done with them, JSON
  at              TEXT NOT NULL,                          -- when
  by_id           INTEGER NOT NULL REFERENCES person_at_work (id), -- by whom
  PRIMARY KEY (posting_rule_id, version)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER posting_rule_version_stands BEFORE UPDATE ON posting_rule_version BEGIN SELECT RAISE(ABORT, 'what a posting rule said is never changed'); END;
CREATE TRIGGER posting_rule_version_stays BEFORE DELETE ON posting_rule_version BEGIN SELECT RAISE(ABORT, 'what a posting rule said is never deleted'); END;

-- What was done with a posting rule: tried on history, switched on, switched off.
CREATE TABLE posting_rule_event (
  id              INTEGER PRIMARY KEY AUTOINCREMENT,      -- order
  posting_rule_id INTEGER NOT NULL REFERENCES posting_rule (id), -- with which rule
  version         INTEGER NOT NULL CHECK (version >= 1),  -- in which version
  at              TEXT NOT NULL,                          -- when
  by_id           INTEGER NOT NULL REFERENCES person_at_work (id), -- by whom
  kind            TEXT NOT NULL CHECK (kind IN ('tried', 'on', 'off')), -- what
  months          INTEGER NOT NULL DEFAULT 0,             -- tried on the answers of so many months
  looked_at       INTEGER NOT NULL DEFAULT 0,             -- so many reasons
  about           INTEGER NOT NULL DEFAULT 0,             -- of which it is about so many
  amount_cents    INTEGER NOT NULL DEFAULT 0,             -- for so much, signs aside
  alike           INTEGER NOT NULL DEFAULT 0,             -- with so many it would have done the same
  otherwise       INTEGER NOT NULL DEFAULT 0,             -- with so many something else
  otherwise_cents INTEGER NOT NULL DEFAULT 0,             -- for so much, signs aside
  waits           INTEGER NOT NULL DEFAULT 0              -- so many would have waited for a person
) STRICT;
CREATE INDEX posting_rule_event_rule ON posting_rule_event (posting_rule_id, id);
CREATE TRIGGER posting_rule_event_stands BEFORE UPDATE ON posting_rule_event BEGIN SELECT RAISE(ABORT, 'what was done with a posting rule is never changed'); END;
CREATE TRIGGER posting_rule_event_stays BEFORE DELETE ON posting_rule_event BEGIN SELECT RAISE(ABORT, 'what was done with a posting rule is never deleted'); END;

-- What rules set on a claim beyond what its visit says. Written anew while the claim waits here.
CREATE TABLE claim_setting (
  claim_id INTEGER NOT NULL REFERENCES claim (id),        -- on which claim
  place    INTEGER NOT NULL CHECK (place >= 1),           -- order
  setting  TEXT NOT NULL CHECK (json_valid(setting)),     -- which rule set which field to what, JSON
  PRIMARY KEY (claim_id, place)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER claim_setting_stays BEFORE DELETE ON claim_setting
WHEN (SELECT state FROM claim WHERE id = OLD.claim_id) NOT IN ('held', 'ready')
BEGIN SELECT RAISE(ABORT, 'what rules set on a claim that left stays'); END;
CREATE TRIGGER claim_setting_stands BEFORE UPDATE ON claim_setting
BEGIN SELECT RAISE(ABORT, 'what rules set on a claim is written anew, never changed'); END;

-- Leave of a payer to treat a patient: prior authorizations and referrals.
CREATE TABLE authorization (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,           -- authorization
  patient_id INTEGER NOT NULL REFERENCES patient (id),    -- for whom
  policy_id  INTEGER NOT NULL REFERENCES policy (id),     -- under which policy
  number     TEXT NOT NULL CHECK (number <> ''),          -- the payer's number, which visits carry
  kind       TEXT NOT NULL CHECK (kind IN ('prior', 'referral')), -- REF*G1 or REF*9F
  codes      TEXT NOT NULL DEFAULT '',                    -- services covered, as 97110-97140, 99213; '' any
  limited_by TEXT NOT NULL DEFAULT '' CHECK (limited_by IN ('', 'visits', 'units', 'money')), -- what is counted, '' nothing
  most       INTEGER NOT NULL DEFAULT 0 CHECK (most >= 0),-- visits, whole units, or cents; 0 when nothing is counted
  from_on    TEXT NOT NULL,                               -- first day of service
  until_on   TEXT CHECK (until_on >= from_on),            -- last day of service; null: open
  note       TEXT NOT NULL DEFAULT '',                    -- what else was said
  ended_on   TEXT,                                        -- the day somebody ended it here; null: in use
  CHECK ((limited_by = '') = (most = 0)),
  UNIQUE (policy_id, number)
) STRICT;
CREATE INDEX authorization_patient ON authorization (patient_id, from_on);

-- A file of claims as it left. Written once.
CREATE TABLE batch (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,        -- batch
  receiver_id   INTEGER NOT NULL REFERENCES receiver (id),-- to whom
  interchange   INTEGER NOT NULL,                         -- ISA13
  functional_group INTEGER NOT NULL,                      -- GS06
  transaction_set INTEGER NOT NULL,                       -- ST02 of its first set
  file_name     TEXT NOT NULL,                            -- as it was written out; names no patient
  claims        INTEGER NOT NULL CHECK (claims > 0),      -- how many
  total_cents   INTEGER NOT NULL,                         -- sum of their charges
  attachment_id INTEGER NOT NULL REFERENCES attachment (id), -- the file, byte for byte
  remakes_id    INTEGER REFERENCES batch (id),            -- the batch whose claims it sends by another way; null: none
  made_at       TEXT NOT NULL,                            -- when
  made_by       INTEGER NOT NULL REFERENCES person_at_work (id), -- by whom
  UNIQUE (receiver_id, interchange)
) STRICT;
CREATE TRIGGER batch_stands BEFORE UPDATE ON batch BEGIN SELECT RAISE(ABORT, 'a batch is never changed'); END;
CREATE TRIGGER batch_stays BEFORE DELETE ON batch BEGIN SELECT RAISE(ABORT, 'a batch is never deleted'); END;

-- Which claims went in which batch, frozen as they were sent.
CREATE TABLE batch_claim (
  batch_id INTEGER NOT NULL REFERENCES batch (id),        -- in which batch
  claim_id INTEGER NOT NULL REFERENCES claim (id),        -- which claim
  charged_cents INTEGER NOT NULL,                         -- what it billed then; a rejected claim may bill otherwise when it goes again
  sent     TEXT NOT NULL,                                 -- the claim as it was sent, JSON
  PRIMARY KEY (batch_id, claim_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX batch_claim_claim ON batch_claim (claim_id);
CREATE TRIGGER batch_claim_stands BEFORE UPDATE ON batch_claim BEGIN SELECT RAISE(ABORT, 'a sent claim is never changed'); END;
CREATE TRIGGER batch_claim_stays BEFORE DELETE ON batch_claim BEGIN SELECT RAISE(ABORT, 'a sent claim is never deleted'); END;

-- Claims printed on paper forms, one file a run: printing is sending.
CREATE TABLE paper_batch (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,        -- run
  form          TEXT NOT NULL CHECK (form IN ('red', 'plain')), -- on forms printed in red already, or drawn with them
  printer       TEXT NOT NULL DEFAULT '',                 -- the printer's name, '' when none was chosen
  claims        INTEGER NOT NULL CHECK (claims > 0),      -- how many
  pages         INTEGER NOT NULL CHECK (pages >= claims), -- on how many pages
  total_cents   INTEGER NOT NULL,                         -- sum of their charges
  attachment_id INTEGER NOT NULL REFERENCES attachment (id), -- the PDF, byte for byte
  made_at       TEXT NOT NULL,                            -- when
  made_by       INTEGER NOT NULL REFERENCES person_at_work (id) -- by whom
) STRICT;
CREATE TRIGGER paper_batch_stands BEFORE UPDATE ON paper_batch BEGIN SELECT RAISE(ABORT, 'a paper run is never changed'); END;
CREATE TRIGGER paper_batch_stays BEFORE DELETE ON paper_batch BEGIN SELECT RAISE(ABORT, 'a paper run is never deleted'); END;

-- Which claims were printed in which run, frozen as they were sent.
CREATE TABLE paper_batch_claim (
  paper_batch_id INTEGER NOT NULL REFERENCES paper_batch (id), -- in which run
  claim_id       INTEGER NOT NULL REFERENCES claim (id),  -- which claim
  charged_cents  INTEGER NOT NULL,                        -- what it billed then
  sent           TEXT NOT NULL,                           -- the claim as it was sent, JSON
  PRIMARY KEY (paper_batch_id, claim_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX paper_batch_claim_claim ON paper_batch_claim (claim_id);
CREATE TRIGGER paper_batch_claim_stands BEFORE UPDATE ON paper_batch_claim BEGIN SELECT RAISE(ABORT, 'a printed claim is never changed'); END;
CREATE TRIGGER paper_batch_claim_stays BEFORE DELETE ON paper_batch_claim BEGIN SELECT RAISE(ABORT, 'a printed claim is never deleted'); END;

-- A file of answers to claims as it was taken in: TA1, 999, 277CA, 277. Written once, kept byte for byte.
CREATE TABLE answer_file (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,        -- file
  name          TEXT NOT NULL CHECK (name <> ''),         -- as it was called
  kinds         TEXT NOT NULL,                            -- the kinds of answers in it, with blanks between: TA1 999 277CA 277
  attachment_id INTEGER NOT NULL UNIQUE REFERENCES attachment (id), -- the file, byte for byte: the same bytes are taken in once
  taken_at      TEXT NOT NULL,                            -- when
  taken_by      INTEGER NOT NULL REFERENCES person_at_work (id) -- by whom
) STRICT;
CREATE TRIGGER answer_file_stands BEFORE UPDATE ON answer_file BEGIN SELECT RAISE(ABORT, 'a file of answers is never changed'); END;
CREATE TRIGGER answer_file_stays BEFORE DELETE ON answer_file BEGIN SELECT RAISE(ABORT, 'a file of answers is never deleted'); END;

-- What a file of answers says, part by part, whether or not it fits anything that was sent.
CREATE TABLE answer_part (
  id             INTEGER PRIMARY KEY AUTOINCREMENT,       -- part
  answer_file_id INTEGER NOT NULL REFERENCES answer_file (id), -- of which file
  segment        INTEGER NOT NULL CHECK (segment >= 1),   -- the segment it begins with, from 1 for the first of the file
  kind           TEXT NOT NULL CHECK (kind IN ('TA1', '999', '277CA', '277')), -- what kind of answer
  about          TEXT NOT NULL,                           -- what it answers, as the file names it
  verdict        TEXT NOT NULL CHECK (verdict IN ('read', 'received', 'accepted', 'rejected', 'told')), -- what it says in the large
  words          TEXT NOT NULL,                           -- the same in words; holds no patient's name
  why            TEXT NOT NULL DEFAULT '',                -- why it fits nothing that was sent; '' when it does
  is_of_a_claim  INTEGER NOT NULL CHECK (is_of_a_claim IN (0, 1)), -- it speaks of one claim, so that a person can say which
  UNIQUE (answer_file_id, segment)
) STRICT;
CREATE TRIGGER answer_part_stands BEFORE UPDATE ON answer_part BEGIN SELECT RAISE(ABORT, 'a part of a file of answers is never changed'); END;
CREATE TRIGGER answer_part_stays BEFORE DELETE ON answer_part BEGIN SELECT RAISE(ABORT, 'a part of a file of answers is never deleted'); END;

-- What was answered to a claim. Written once, with the event of the claim that tells of it.
CREATE TABLE claim_answer (
  answer_part_id INTEGER NOT NULL REFERENCES answer_part (id), -- in which part of which file
  claim_id       INTEGER NOT NULL REFERENCES claim (id),  -- to which claim
  batch_id       INTEGER REFERENCES batch (id),           -- the batch of the sending that is answered; null: it left in none
  verdict        TEXT NOT NULL CHECK (verdict IN ('read', 'received', 'accepted', 'rejected', 'told')), -- what is said of this claim
  code           TEXT NOT NULL DEFAULT '',                -- the codes as people quote them
  words          TEXT NOT NULL,                           -- the same in words; holds no patient's name
  message        TEXT NOT NULL DEFAULT '',                -- what the answerer wrote besides
  place          TEXT NOT NULL DEFAULT '',                -- the field to go to, JSON; '' when none is named
  charge_cents   INTEGER,                                 -- the charge it speaks of; null: none is told
  payer_claim_number TEXT NOT NULL DEFAULT '',            -- the payer's number of the claim
  clearinghouse_number TEXT NOT NULL DEFAULT '',          -- the clearinghouse's number of the claim
  has_moved      INTEGER NOT NULL CHECK (has_moved IN (0, 1)), -- the claim stood elsewhere after it
  PRIMARY KEY (answer_part_id, claim_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX claim_answer_claim ON claim_answer (claim_id);
CREATE TRIGGER claim_answer_stands BEFORE UPDATE ON claim_answer BEGIN SELECT RAISE(ABORT, 'an answer to a claim is never changed'); END;
CREATE TRIGGER claim_answer_stays BEFORE DELETE ON claim_answer BEGIN SELECT RAISE(ABORT, 'an answer to a claim is never deleted'); END;

-- A file of questions to payers what became of claims (276), as it left. Written once.
CREATE TABLE inquiry (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,        -- file
  receiver_id   INTEGER NOT NULL REFERENCES receiver (id),-- to whom
  interchange   INTEGER NOT NULL,                         -- ISA13
  functional_group INTEGER NOT NULL,                      -- GS06
  transaction_set INTEGER NOT NULL,                       -- ST02
  file_name     TEXT NOT NULL,                            -- as it was written out; names no patient
  claims        INTEGER NOT NULL CHECK (claims > 0),      -- how many are asked about
  attachment_id INTEGER NOT NULL REFERENCES attachment (id), -- the file, byte for byte
  made_at       TEXT NOT NULL,                            -- when
  made_by       INTEGER NOT NULL REFERENCES person_at_work (id), -- by whom
  UNIQUE (receiver_id, interchange)
) STRICT;
CREATE INDEX inquiry_group ON inquiry (functional_group);
CREATE TRIGGER inquiry_stands BEFORE UPDATE ON inquiry BEGIN SELECT RAISE(ABORT, 'a file of questions is never changed'); END;
CREATE TRIGGER inquiry_stays BEFORE DELETE ON inquiry BEGIN SELECT RAISE(ABORT, 'a file of questions is never deleted'); END;

-- Which claims a file of questions asks about.
CREATE TABLE inquiry_claim (
  inquiry_id INTEGER NOT NULL REFERENCES inquiry (id),    -- in which file
  claim_id   INTEGER NOT NULL REFERENCES claim (id),      -- which claim
  trace      TEXT NOT NULL UNIQUE CHECK (trace <> ''),    -- the number of the question, which the answer repeats (TRN02)
  PRIMARY KEY (inquiry_id, claim_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX inquiry_claim_claim ON inquiry_claim (claim_id);
CREATE TRIGGER inquiry_claim_stands BEFORE UPDATE ON inquiry_claim BEGIN SELECT RAISE(ABORT, 'a question about a claim is never changed'); END;
CREATE TRIGGER inquiry_claim_stays BEFORE DELETE ON inquiry_claim BEGIN SELECT RAISE(ABORT, 'a question about a claim is never deleted'); END;

-- The chart of accounts.
CREATE TABLE account (
  code INTEGER PRIMARY KEY,                               -- as in posting.account
  name TEXT NOT NULL UNIQUE                               -- in words
) STRICT;
INSERT INTO account (code, name) VALUES
  (10, 'insurance receivable'), (20, 'patient receivable'), (30, 'revenue'),
  (40, 'contractual write-off'), (41, 'small balance write-off'), (42, 'charity write-off'), (43, 'timely filing write-off'),
  (44, 'sequestration'), (45, 'courtesy write-off'), (46, 'no authorization write-off'), (47, 'self-pay discount'), (49, 'other write-off'),
  (50, 'bad debt'), (51, 'collections agency'), (60, 'undeposited cash'), (61, 'bank'),
  (70, 'unapplied patient credit'), (71, 'unapplied payer money'), (72, 'owed back to payer'), (73, 'refunds payable'),
  (80, 'interest income'), (81, 'withhold'), (82, 'capitation and incentive'), (90, 'bank and card fees'),
  (91, 'collections agency fees');

-- The journal: one event, written once. Its postings sum to zero and its seal proves it; without a seal the
-- transaction cannot commit, because of the deferred reference.
CREATE TABLE entry (
  id            INTEGER PRIMARY KEY REFERENCES seal (entry_id) DEFERRABLE INITIALLY DEFERRED, -- entry; rises, never used again
  kind          TEXT NOT NULL CHECK (kind IN ('charge', 'insurance_payment', 'provider_adjustment', 'parked', 'patient_payment', 'allocation', 'transfer', 'write_off', 'refund', 'returned_check', 'deposit', 'agency', 'reversal')), -- what happened
  accounting_on TEXT NOT NULL CHECK (length(accounting_on) = 10), -- the day it counts for
  at            TEXT NOT NULL,                            -- when it was written
  by_id         INTEGER NOT NULL REFERENCES person_at_work (id), -- by whom
  why           TEXT NOT NULL,                            -- in words; a reversal's reason
  source        TEXT NOT NULL CHECK (source IN ('visit', 'eob', 'receipt', 'claim', 'deposit', 'refund', 'person')), -- what kind of thing it came from
  source_id     INTEGER,                                  -- which one; null when a person decided it
  reverses      INTEGER UNIQUE REFERENCES entry (id)      -- the entry it takes back; null: none
) STRICT;
CREATE INDEX entry_source ON entry (source, source_id);
CREATE INDEX entry_day ON entry (accounting_on);

-- What an entry did to each account. Debits positive, credits negative.
CREATE TABLE posting (
  entry_id       INTEGER NOT NULL REFERENCES entry (id),  -- of which entry
  place          INTEGER NOT NULL CHECK (place >= 1),     -- order in it
  account        INTEGER NOT NULL REFERENCES account (code), -- which account
  amount_cents   INTEGER NOT NULL CHECK (amount_cents <> 0), -- debit positive, credit negative
  effect         TEXT NOT NULL DEFAULT '' CHECK (effect IN ('', 'charge', 'insurance_paid', 'contractual', 'adjustment', 'patient_paid', 'transfer', 'agency')), -- the ledger card's column for a receivable, 'agency' for what an agency has; '' elsewhere
  charge_line_id INTEGER REFERENCES charge_line (id),     -- which service; null for accounts that belong to none
  policy_id      INTEGER REFERENCES policy (id),          -- whose receivable (10); null elsewhere
  guarantor_id   INTEGER REFERENCES guarantor (id),       -- whose account; on every receivable and on unapplied credit
  payer_id       INTEGER REFERENCES payer (id),           -- whose money, for payer accounts; null elsewhere
  reason         TEXT NOT NULL DEFAULT '',                -- group and CARC as CO-45, PR-1; '' when none was given
  PRIMARY KEY (entry_id, place),
  CHECK ((account IN (10, 20, 51)) = (effect <> '')),
  CHECK ((account = 51) = (effect = 'agency')),
  CHECK (account NOT IN (10, 20, 51) OR (charge_line_id IS NOT NULL AND guarantor_id IS NOT NULL)),
  CHECK ((account = 10) = (policy_id IS NOT NULL)),
  CHECK (account <> 70 OR guarantor_id IS NOT NULL),
  FOREIGN KEY (guarantor_id, charge_line_id) REFERENCES line_balance (guarantor_id, charge_line_id) -- the service stands on the card that is posted to
) STRICT, WITHOUT ROWID;
CREATE INDEX posting_line ON posting (charge_line_id, entry_id) WHERE charge_line_id IS NOT NULL;
CREATE INDEX posting_owed_back ON posting (payer_id, entry_id) WHERE account = 72;
-- What collections agencies have, service by service.
CREATE INDEX posting_agency ON posting (guarantor_id, charge_line_id) WHERE account = 51;
-- What is held for others, found by whose it is; few of the postings are.
CREATE INDEX posting_held ON posting (account, guarantor_id, payer_id) WHERE account BETWEEN 70 AND 82;

-- Proof that an entry is whole. Writing it checks the entry and brings the running balances up to date.
CREATE TABLE seal (
  entry_id INTEGER PRIMARY KEY REFERENCES entry (id)      -- the entry proved
) STRICT;

-- Days that are closed, one row a close: what was owed before, what moved, what is owed after, the drawer, and the seal
-- over the day's entries. Written once. A close stands until it is reopened; nothing is written on or before the last
-- day of those that stand.
CREATE TABLE closing (
  id                INTEGER PRIMARY KEY AUTOINCREMENT,    -- close
  from_on           TEXT NOT NULL CHECK (length(from_on) = 10), -- first day: the one after the close before
  through_on        TEXT NOT NULL CHECK (through_on >= from_on), -- last day, of the same month
  before_id         INTEGER REFERENCES closing (id),      -- the close that it follows; null: the first
  opening_cents     INTEGER NOT NULL,                     -- net receivable before: accounts 10, 20 and 70 to 73
  charges_cents     INTEGER NOT NULL,                     -- charged, less what was taken back: account 30
  payments_cents    INTEGER NOT NULL,                     -- paid, net of refunds and of what was not paid for services
  adjustments_cents INTEGER NOT NULL,                     -- given up or handed to an agency: accounts 40 to 51
  closing_cents     INTEGER NOT NULL,                     -- net receivable after
  entries           INTEGER NOT NULL CHECK (entries >= 0),-- entries of the journal on those days
  float_cents       INTEGER NOT NULL CHECK (float_cents >= 0), -- in the drawer before
  cash_in_cents     INTEGER NOT NULL,                     -- cash taken, less what was given back
  counted_cents     INTEGER CHECK (counted_cents >= 0),   -- in the drawer after, as counted; null: not counted
  to_bank_cents     INTEGER NOT NULL DEFAULT 0,           -- of that, what goes to the bank; the rest stays as the next float
  drawer_words      TEXT NOT NULL DEFAULT '',             -- why more or less was counted than expected, '' when it was not
  sheet             TEXT NOT NULL CHECK (json_valid(sheet)), -- the day sheet as it stood, JSON
  seal              BLOB NOT NULL CHECK (length(seal) = 32), -- SHA-256 over the seal before, the totals and every entry of those days
  attachment_id     INTEGER REFERENCES attachment (id),   -- the printed day sheet; null until printed
  closed_at         TEXT NOT NULL,                        -- when
  closed_by         INTEGER NOT NULL REFERENCES person_at_work (id), -- by whom
  CHECK (opening_cents + charges_cents - payments_cents - adjustments_cents = closing_cents),
  CHECK (substr(from_on, 1, 7) = substr(through_on, 1, 7)),
  CHECK (counted_cents IS NULL OR counted_cents = float_cents + cash_in_cents OR drawer_words <> '')
) STRICT;
CREATE INDEX closing_day ON closing (through_on, id);
CREATE TRIGGER closing_stands BEFORE UPDATE ON closing
WHEN OLD.attachment_id IS NOT NULL OR NEW.attachment_id IS NULL OR NEW.id <> OLD.id OR NEW.from_on <> OLD.from_on
  OR NEW.through_on <> OLD.through_on OR NEW.before_id IS NOT OLD.before_id OR NEW.opening_cents <> OLD.opening_cents
  OR NEW.charges_cents <> OLD.charges_cents OR NEW.payments_cents <> OLD.payments_cents
  OR NEW.adjustments_cents <> OLD.adjustments_cents OR NEW.closing_cents <> OLD.closing_cents OR NEW.entries <> OLD.entries
  OR NEW.float_cents <> OLD.float_cents OR NEW.cash_in_cents <> OLD.cash_in_cents
  OR NEW.counted_cents IS NOT OLD.counted_cents OR NEW.to_bank_cents <> OLD.to_bank_cents
  OR NEW.drawer_words <> OLD.drawer_words OR NEW.sheet <> OLD.sheet OR NEW.seal <> OLD.seal
  OR NEW.closed_at <> OLD.closed_at OR NEW.closed_by <> OLD.closed_by
BEGIN SELECT RAISE(ABORT, 'a close is never changed'); END;
CREATE TRIGGER closing_stays BEFORE DELETE ON closing BEGIN SELECT RAISE(ABORT, 'a close is never deleted'); END;

-- Closes that were opened again: their days may be written on, and are to be closed anew.
CREATE TABLE reopening (
  closing_id INTEGER PRIMARY KEY REFERENCES closing (id), -- which close
  at         TEXT NOT NULL,                               -- when
  by_id      INTEGER NOT NULL REFERENCES person_at_work (id), -- by whom: an owner
  why        TEXT NOT NULL CHECK (why <> '')              -- why, in words
) STRICT;
CREATE TRIGGER reopening_stands BEFORE UPDATE ON reopening BEGIN SELECT RAISE(ABORT, 'a close that was opened again stays so'); END;
CREATE TRIGGER reopening_stays BEFORE DELETE ON reopening BEGIN SELECT RAISE(ABORT, 'a close that was opened again stays so'); END;

-- The last of the closes that stand.
CREATE VIEW last_close AS SELECT c.id, c.through_on, c.closing_cents FROM closing AS c
  WHERE NOT EXISTS (SELECT 1 FROM reopening AS r WHERE r.closing_id = c.id) ORDER BY c.through_on DESC, c.id DESC LIMIT 1;

CREATE TRIGGER reopening_by_owner BEFORE INSERT ON reopening
WHEN (SELECT role FROM person_at_work WHERE id = NEW.by_id) <> 'owner'
BEGIN SELECT RAISE(ABORT, 'only an owner opens closed days again'); END;
CREATE TRIGGER reopening_of_the_last BEFORE INSERT ON reopening
WHEN NEW.closing_id IS NOT (SELECT id FROM last_close) AND NOT EXISTS (SELECT 1 FROM reopening WHERE closing_id = NEW.closing_id)
BEGIN SELECT RAISE(ABORT, 'closed days are opened again from the last one back'); END;
CREATE TRIGGER closing_follows BEFORE INSERT ON closing
WHEN (NEW.before_id IS NOT (SELECT id FROM last_close) OR NEW.from_on <> (SELECT date(through_on, '+1 day') FROM last_close))
  AND NOT EXISTS (SELECT 1 FROM closing WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a close begins on the day after the one before it'); END;
-- What the accounts come to is asked of the sums by day, which the journal's own trigger keeps.
CREATE TRIGGER closing_adds_up BEFORE INSERT ON closing
WHEN NEW.opening_cents <> (SELECT COALESCE(SUM(amount_cents), 0) FROM account_day
    WHERE accounting_on < NEW.from_on AND account IN (10, 20, 70, 71, 72, 73))
  OR NEW.closing_cents <> (SELECT COALESCE(SUM(amount_cents), 0) FROM account_day
    WHERE accounting_on <= NEW.through_on AND account IN (10, 20, 70, 71, 72, 73))
  OR NEW.charges_cents <> (SELECT -COALESCE(SUM(amount_cents), 0) FROM account_day
    WHERE accounting_on BETWEEN NEW.from_on AND NEW.through_on AND account = 30)
  OR NEW.adjustments_cents <> (SELECT COALESCE(SUM(amount_cents), 0) FROM account_day
    WHERE accounting_on BETWEEN NEW.from_on AND NEW.through_on AND account BETWEEN 40 AND 51)
BEGIN SELECT RAISE(ABORT, 'a close says what the journal comes to'); END;

-- What was counted in the drawer when days were closed.
CREATE TABLE drawer_count (
  closing_id         INTEGER NOT NULL REFERENCES closing (id), -- at which close
  denomination_cents INTEGER NOT NULL CHECK (denomination_cents > 0), -- worth of one note or coin
  pieces             INTEGER NOT NULL CHECK (pieces > 0), -- how many
  PRIMARY KEY (closing_id, denomination_cents)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER drawer_count_stands BEFORE UPDATE ON drawer_count BEGIN SELECT RAISE(ABORT, 'what was counted is never changed'); END;
CREATE TRIGGER drawer_count_stays BEFORE DELETE ON drawer_count BEGIN SELECT RAISE(ABORT, 'what was counted is never deleted'); END;

-- Months that are closed. The close of a month stands as long as that of its last day.
CREATE TABLE month_closing (
  id                INTEGER PRIMARY KEY AUTOINCREMENT,    -- close of a month
  month             TEXT NOT NULL CHECK (length(month) = 7), -- YYYY-MM
  closing_id        INTEGER NOT NULL UNIQUE REFERENCES closing (id), -- the close of its last day
  before_id         INTEGER REFERENCES month_closing (id),-- the month's close that it follows; null: none stood
  opening_cents     INTEGER NOT NULL,                     -- as in closing, of the whole month
  charges_cents     INTEGER NOT NULL,                     -- likewise
  payments_cents    INTEGER NOT NULL,                     -- likewise
  adjustments_cents INTEGER NOT NULL,                     -- likewise
  closing_cents     INTEGER NOT NULL,                     -- likewise
  sheet             TEXT NOT NULL CHECK (json_valid(sheet)), -- the month's sheet as it stood, JSON
  seal              BLOB NOT NULL CHECK (length(seal) = 32), -- SHA-256 over the seal before, the totals and the seals of its days
  attachment_id     INTEGER REFERENCES attachment (id),   -- the printed sheet; null until printed
  closed_at         TEXT NOT NULL,                        -- when
  closed_by         INTEGER NOT NULL REFERENCES person_at_work (id), -- by whom
  CHECK (opening_cents + charges_cents - payments_cents - adjustments_cents = closing_cents)
) STRICT;
CREATE TRIGGER month_closing_stands BEFORE UPDATE ON month_closing
WHEN OLD.attachment_id IS NOT NULL OR NEW.attachment_id IS NULL OR NEW.id <> OLD.id OR NEW.month <> OLD.month
  OR NEW.closing_id <> OLD.closing_id OR NEW.before_id IS NOT OLD.before_id OR NEW.opening_cents <> OLD.opening_cents
  OR NEW.charges_cents <> OLD.charges_cents OR NEW.payments_cents <> OLD.payments_cents
  OR NEW.adjustments_cents <> OLD.adjustments_cents OR NEW.closing_cents <> OLD.closing_cents
  OR NEW.sheet <> OLD.sheet OR NEW.seal <> OLD.seal OR NEW.closed_at <> OLD.closed_at OR NEW.closed_by <> OLD.closed_by
BEGIN SELECT RAISE(ABORT, 'the close of a month is never changed'); END;
CREATE TRIGGER month_closing_stays BEFORE DELETE ON month_closing BEGIN SELECT RAISE(ABORT, 'the close of a month is never deleted'); END;
CREATE TRIGGER month_closing_follows BEFORE INSERT ON month_closing
WHEN (NEW.closing_id IS NOT (SELECT id FROM last_close)
  OR (SELECT date(through_on, '+1 day') FROM closing WHERE id = NEW.closing_id) <> date(NEW.month || '-01', '+1 month'))
  AND NOT EXISTS (SELECT 1 FROM month_closing WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a month is closed with its last day'); END;

CREATE TRIGGER entry_in_open_period BEFORE INSERT ON entry WHEN NEW.accounting_on <= (SELECT through_on FROM last_close)
BEGIN SELECT RAISE(ABORT, 'the accounting day is in a closed period'); END;
CREATE TRIGGER entry_stands BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'an entry is never changed'); END;
CREATE TRIGGER entry_stays BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'an entry is never deleted'); END;
CREATE TRIGGER posting_before_seal BEFORE INSERT ON posting
WHEN EXISTS (SELECT 1 FROM seal WHERE entry_id = NEW.entry_id)
BEGIN SELECT RAISE(ABORT, 'a sealed entry takes no more postings'); END;
CREATE TRIGGER posting_stands BEFORE UPDATE ON posting BEGIN SELECT RAISE(ABORT, 'a posting is never changed'); END;
CREATE TRIGGER posting_stays BEFORE DELETE ON posting BEGIN SELECT RAISE(ABORT, 'a posting is never deleted'); END;
CREATE TRIGGER seal_stands BEFORE UPDATE ON seal BEGIN SELECT RAISE(ABORT, 'a seal is never changed'); END;
CREATE TRIGGER seal_stays BEFORE DELETE ON seal BEGIN SELECT RAISE(ABORT, 'a seal is never broken'); END;

-- Running sums of one charge line, clustered by guarantor so that a ledger card is one range read; for the same reason
-- what the card says of the service stands here too. A service whose balance was moved to another account has a second
-- row there: both rows add up by themselves, and together they are the service.
CREATE TABLE line_balance (
  guarantor_id   INTEGER NOT NULL REFERENCES guarantor (id), -- whose card
  charge_line_id INTEGER NOT NULL REFERENCES charge_line (id), -- which service
  patient_id     INTEGER NOT NULL REFERENCES patient (id),-- whose service
  visit_id       INTEGER NOT NULL REFERENCES visit (id),  -- of which visit
  service_on     TEXT NOT NULL,                           -- its day
  code           TEXT NOT NULL,                           -- as the charge line has it
  modifiers      TEXT NOT NULL,                           -- likewise
  description    TEXT NOT NULL,                           -- likewise
  is_voided      INTEGER NOT NULL DEFAULT 0 CHECK (is_voided IN (0, 1)), -- 1 once the line was taken back; kept by charge_line's trigger
  charged_cents        INTEGER NOT NULL DEFAULT 0,        -- charges less reversals
  insurance_paid_cents INTEGER NOT NULL DEFAULT 0,        -- paid by payers, positive
  contractual_cents    INTEGER NOT NULL DEFAULT 0,        -- written off by contract, positive
  adjusted_cents       INTEGER NOT NULL DEFAULT 0,        -- other write-offs, positive
  patient_paid_cents   INTEGER NOT NULL DEFAULT 0,        -- paid by guarantors, positive
  insurance_owes_cents INTEGER NOT NULL DEFAULT 0,        -- balance of account 10
  patient_owes_cents   INTEGER NOT NULL DEFAULT 0,        -- balance of account 20
  PRIMARY KEY (guarantor_id, charge_line_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX line_balance_open ON line_balance (service_on, insurance_owes_cents, patient_owes_cents)
  WHERE insurance_owes_cents <> 0 OR patient_owes_cents <> 0;
CREATE INDEX line_balance_patient ON line_balance (patient_id, visit_id);

-- Running balance of one guarantor.
CREATE TABLE guarantor_balance (
  guarantor_id         INTEGER PRIMARY KEY REFERENCES guarantor (id), -- whose
  insurance_owes_cents INTEGER NOT NULL DEFAULT 0,        -- balance of account 10
  patient_owes_cents   INTEGER NOT NULL DEFAULT 0,        -- balance of account 20
  unapplied_cents      INTEGER NOT NULL DEFAULT 0         -- credit not yet placed (account 70), positive
) STRICT;
CREATE INDEX guarantor_owing ON guarantor_balance (patient_owes_cents) WHERE patient_owes_cents <> 0;
CREATE INDEX guarantor_credit ON guarantor_balance (unapplied_cents) WHERE unapplied_cents <> 0;

-- Running balance of one patient.
CREATE TABLE patient_balance (
  patient_id           INTEGER PRIMARY KEY REFERENCES patient (id), -- whose
  insurance_owes_cents INTEGER NOT NULL DEFAULT 0,        -- balance of account 10
  patient_owes_cents   INTEGER NOT NULL DEFAULT 0         -- balance of account 20
) STRICT;

-- Running balance of one policy.
CREATE TABLE policy_balance (
  policy_id  INTEGER PRIMARY KEY REFERENCES policy (id),  -- whose
  owes_cents INTEGER NOT NULL DEFAULT 0                   -- balance of account 10
) STRICT;

-- What each account moved on each day, by what moved it: the day sheet's figures, cash of insurers and of guarantors apart.
CREATE TABLE account_day (
  accounting_on TEXT NOT NULL,                            -- the day
  account       INTEGER NOT NULL REFERENCES account (code), -- the account
  source        TEXT NOT NULL,                            -- what moved it, as entry.source
  amount_cents  INTEGER NOT NULL,                         -- debits less credits of that day
  PRIMARY KEY (accounting_on, account, source)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER seal_proves BEFORE INSERT ON seal BEGIN
  SELECT RAISE(ABORT, 'the entry has no postings') WHERE NOT EXISTS (SELECT 1 FROM posting WHERE entry_id = NEW.entry_id);
  SELECT RAISE(ABORT, 'the entry does not sum to zero') WHERE (SELECT SUM(amount_cents) FROM posting WHERE entry_id = NEW.entry_id) <> 0;
  SELECT RAISE(ABORT, 'only a reversal takes back an entry')
    WHERE (SELECT (kind = 'reversal') <> (reverses IS NOT NULL) FROM entry WHERE id = NEW.entry_id);
  SELECT RAISE(ABORT, 'a reversal is not taken back')
    WHERE (SELECT o.kind FROM entry AS e JOIN entry AS o ON o.id = e.reverses WHERE e.id = NEW.entry_id) = 'reversal';
  SELECT RAISE(ABORT, 'a reversal is the exact negation of its entry') WHERE EXISTS (
    SELECT 1 FROM entry AS e JOIN posting AS p ON p.entry_id IN (e.id, e.reverses)
    WHERE e.id = NEW.entry_id AND e.reverses IS NOT NULL
    GROUP BY p.account, p.effect, p.charge_line_id, p.policy_id, p.guarantor_id, p.payer_id, p.reason
    HAVING SUM(p.amount_cents) <> 0);
END;
-- An agency never has less than nothing of a service: what it had was brought, called back or given up once.
CREATE TRIGGER seal_holds_agency AFTER INSERT ON seal
WHEN EXISTS (SELECT 1 FROM posting WHERE entry_id = NEW.entry_id AND account = 51) BEGIN
  SELECT RAISE(ABORT, 'less than nothing of a service would be at the agency') WHERE EXISTS (
    SELECT 1 FROM posting AS p WHERE p.entry_id = NEW.entry_id AND p.account = 51
    AND (SELECT SUM(a.amount_cents) FROM posting AS a WHERE a.account = 51 AND a.guarantor_id = p.guarantor_id
      AND a.charge_line_id = p.charge_line_id) < 0);
END;
CREATE TRIGGER seal_carries AFTER INSERT ON seal BEGIN
  UPDATE line_balance SET
    charged_cents = charged_cents + d.charged, insurance_paid_cents = insurance_paid_cents + d.insurance_paid,
    contractual_cents = contractual_cents + d.contractual, adjusted_cents = adjusted_cents + d.adjusted,
    patient_paid_cents = patient_paid_cents + d.patient_paid, insurance_owes_cents = insurance_owes_cents + d.insurance,
    patient_owes_cents = patient_owes_cents + d.patient
  FROM (
    SELECT guarantor_id AS guarantor, charge_line_id AS line,
      SUM(amount_cents * (effect = 'charge')) AS charged, -SUM(amount_cents * (effect = 'insurance_paid')) AS insurance_paid,
      -SUM(amount_cents * (effect = 'contractual')) AS contractual, -SUM(amount_cents * (effect = 'adjustment')) AS adjusted,
      -SUM(amount_cents * (effect = 'patient_paid')) AS patient_paid,
      SUM(amount_cents * (account = 10)) AS insurance, SUM(amount_cents * (account = 20)) AS patient
    FROM posting WHERE entry_id = NEW.entry_id AND account IN (10, 20) GROUP BY guarantor_id, charge_line_id
  ) AS d
  WHERE line_balance.guarantor_id = d.guarantor AND line_balance.charge_line_id = d.line;
  INSERT INTO guarantor_balance (guarantor_id, insurance_owes_cents, patient_owes_cents, unapplied_cents)
    SELECT guarantor_id, SUM(amount_cents * (account = 10)), SUM(amount_cents * (account = 20)), -SUM(amount_cents * (account = 70))
    FROM posting WHERE entry_id = NEW.entry_id AND account IN (10, 20, 70) GROUP BY guarantor_id
    ON CONFLICT (guarantor_id) DO UPDATE SET
      insurance_owes_cents = insurance_owes_cents + excluded.insurance_owes_cents,
      patient_owes_cents = patient_owes_cents + excluded.patient_owes_cents,
      unapplied_cents = unapplied_cents + excluded.unapplied_cents;
  INSERT INTO patient_balance (patient_id, insurance_owes_cents, patient_owes_cents)
    SELECT b.patient_id, SUM(p.amount_cents * (p.account = 10)), SUM(p.amount_cents * (p.account = 20))
    FROM posting AS p JOIN line_balance AS b ON b.guarantor_id = p.guarantor_id AND b.charge_line_id = p.charge_line_id
    WHERE p.entry_id = NEW.entry_id AND p.account IN (10, 20) GROUP BY b.patient_id
    ON CONFLICT (patient_id) DO UPDATE SET
      insurance_owes_cents = insurance_owes_cents + excluded.insurance_owes_cents,
      patient_owes_cents = patient_owes_cents + excluded.patient_owes_cents;
  INSERT INTO policy_balance (policy_id, owes_cents)
    SELECT policy_id, SUM(amount_cents) FROM posting WHERE entry_id = NEW.entry_id AND account = 10 GROUP BY policy_id
    ON CONFLICT (policy_id) DO UPDATE SET owes_cents = owes_cents + excluded.owes_cents;
  INSERT INTO account_day (accounting_on, account, source, amount_cents)
    SELECT e.accounting_on, p.account, e.source, SUM(p.amount_cents)
    FROM entry AS e JOIN posting AS p ON p.entry_id = e.id WHERE e.id = NEW.entry_id GROUP BY p.account
    ON CONFLICT (accounting_on, account, source) DO UPDATE SET amount_cents = amount_cents + excluded.amount_cents;
END;

-- A file of remittances (835) as it was taken in. Written once, kept byte for byte; what it says in full is read from
-- there again.
CREATE TABLE remit_file (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,        -- file
  name          TEXT NOT NULL CHECK (name <> ''),         -- as it was called
  attachment_id INTEGER NOT NULL UNIQUE REFERENCES attachment (id), -- the file, byte for byte: the same bytes are taken in once
  taken_at      TEXT NOT NULL,                            -- when
  taken_by      INTEGER NOT NULL REFERENCES person_at_work (id) -- by whom
) STRICT;
CREATE TRIGGER remit_file_stands BEFORE UPDATE ON remit_file BEGIN SELECT RAISE(ABORT, 'a file of remittances is never changed'); END;
CREATE TRIGGER remit_file_stays BEFORE DELETE ON remit_file BEGIN SELECT RAISE(ABORT, 'a file of remittances is never deleted'); END;

-- One remittance of a file (ST to SE): one payment. What it says is written once; whose it is, where it stands and the
-- day it counts for may change until it is posted.
CREATE TABLE remittance (
  id             INTEGER PRIMARY KEY AUTOINCREMENT,       -- remittance
  remit_file_id  INTEGER NOT NULL REFERENCES remit_file (id), -- in which file
  segment        INTEGER NOT NULL CHECK (segment >= 1),   -- its first segment, from 1 for the first of the file
  payer_id       INTEGER REFERENCES payer (id),           -- who of ours paid; null: nobody that is known here
  trace          TEXT NOT NULL,                           -- check or EFT number (TRN02)
  origin         TEXT NOT NULL,                           -- who gave that number (TRN03)
  payer_name     TEXT NOT NULL,                           -- as the file names the payer
  payee_name     TEXT NOT NULL,                           -- as the file names whom it pays
  payee_id       TEXT NOT NULL,                           -- that one's NPI or tax id
  method         TEXT NOT NULL CHECK (method IN ('check', 'eft', 'card', 'none')), -- how it was paid
  amount_cents   INTEGER NOT NULL,                        -- the payment (BPR02)
  paid_on        TEXT NOT NULL,                           -- the day of the payment (BPR16)
  claims         INTEGER NOT NULL CHECK (claims >= 0),    -- how many claims it answers
  charged_cents  INTEGER NOT NULL,                        -- their charges
  paid_cents     INTEGER NOT NULL,                        -- what it pays on them
  withheld_cents INTEGER NOT NULL,                        -- its provider adjustments as written: positive lowers the payment
  difference_cents INTEGER NOT NULL,                      -- paid less withheld less the payment: zero when it balances
  fingerprint    BLOB NOT NULL CHECK (length(fingerprint) = 32), -- of payer, trace, amount, day and claims: the same payment told again has the same
  problem        TEXT NOT NULL DEFAULT '',                -- why nothing of it is posted by itself, in words; '' when nothing stands against it
  replaces_id    INTEGER REFERENCES remittance (id),      -- the one of the same trace in whose place it came; null: none
  state          TEXT NOT NULL CHECK (state IN ('read', 'waiting', 'posted', 'taken_back', 'replaced')), -- where it stands
  is_passed      INTEGER NOT NULL DEFAULT 0 CHECK (is_passed IN (0, 1)), -- somebody let the problem pass
  needs          INTEGER NOT NULL CHECK (needs >= 0),     -- how much of it waited for a person when it was looked at last
  accounting_on  TEXT,                                    -- the day it counts for; null until it was chosen
  UNIQUE (remit_file_id, segment)
) STRICT;
CREATE INDEX remittance_trace ON remittance (trace COLLATE NOCASE);
CREATE INDEX remittance_fingerprint ON remittance (fingerprint);
CREATE INDEX remittance_replaces ON remittance (replaces_id) WHERE replaces_id IS NOT NULL;
CREATE INDEX remittance_open ON remittance (state, paid_on) WHERE state IN ('read', 'waiting', 'taken_back');
CREATE TRIGGER remittance_stands BEFORE UPDATE OF id, remit_file_id, segment, trace, origin, payer_name, payee_name, payee_id,
  method, amount_cents, paid_on, claims, charged_cents, paid_cents, withheld_cents, difference_cents, fingerprint, problem,
  replaces_id ON remittance
BEGIN SELECT RAISE(ABORT, 'what a remittance says is never changed'); END;
CREATE TRIGGER remittance_stays BEFORE DELETE ON remittance BEGIN SELECT RAISE(ABORT, 'a remittance is never deleted'); END;

-- What happened to a remittance, in order.
CREATE TABLE remittance_event (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,        -- order
  remittance_id INTEGER NOT NULL REFERENCES remittance (id), -- to which
  at            TEXT NOT NULL,                            -- when
  by_id         INTEGER NOT NULL REFERENCES person_at_work (id), -- by whom
  kind          TEXT NOT NULL CHECK (kind IN ('read', 'passed', 'posted', 'taken_back', 'replaced')), -- what
  words         TEXT NOT NULL DEFAULT ''                  -- why, in words; '' when that says enough
) STRICT;
CREATE INDEX remittance_event_remittance ON remittance_event (remittance_id, id);
CREATE TRIGGER remittance_event_stands BEFORE UPDATE ON remittance_event BEGIN SELECT RAISE(ABORT, 'what happened to a remittance is never changed'); END;
CREATE TRIGGER remittance_event_stays BEFORE DELETE ON remittance_event BEGIN SELECT RAISE(ABORT, 'what happened to a remittance is never deleted'); END;

-- A claim as a remittance answers it, and what the biller decided about that. Everything else it says is read from the
-- file by its segment.
CREATE TABLE remit_claim (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,        -- claim of a remittance
  remittance_id INTEGER NOT NULL REFERENCES remittance (id), -- of which
  place         INTEGER NOT NULL CHECK (place >= 1),      -- order in it
  segment       INTEGER NOT NULL CHECK (segment >= 1),    -- its first segment (CLP), from 1 for the first of the file
  number        TEXT NOT NULL COLLATE NOCASE,             -- our number as the payer repeats it (CLP01)
  payer_number  TEXT NOT NULL COLLATE NOCASE,             -- the payer's (CLP07), '' when it gave none
  charged_cents INTEGER NOT NULL,                         -- charged (CLP03)
  paid_cents    INTEGER NOT NULL,                         -- paid (CLP04)
  standing      TEXT NOT NULL DEFAULT 'open' CHECK (standing IN ('open', 'accepted', 'parked')), -- what the biller said of it
  choices       TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(choices)), -- what was chosen for each thing it asks, JSON
  UNIQUE (remittance_id, place)
) STRICT;
CREATE INDEX remit_claim_number ON remit_claim (number);
CREATE INDEX remit_claim_parked ON remit_claim (remittance_id) WHERE standing = 'parked';
CREATE TRIGGER remit_claim_stands BEFORE UPDATE OF id, remittance_id, place, segment, number, payer_number, charged_cents, paid_cents
  ON remit_claim BEGIN SELECT RAISE(ABORT, 'what a remittance says of a claim is never changed'); END;
CREATE TRIGGER remit_claim_stays BEFORE DELETE ON remit_claim BEGIN SELECT RAISE(ABORT, 'what a remittance says of a claim is never deleted'); END;

-- Which of our claims a claim of a remittance is, and how that is known. Written anew while it is not posted.
CREATE TABLE remit_match (
  remit_claim_id INTEGER NOT NULL REFERENCES remit_claim (id), -- which
  claim_id       INTEGER NOT NULL REFERENCES claim (id),  -- is which of ours
  score          INTEGER NOT NULL CHECK (score BETWEEN 0 AND 100), -- how sure that is
  reasons        TEXT NOT NULL CHECK (json_valid(reasons)), -- why, as names of keys, JSON
  by_id          INTEGER REFERENCES person_at_work (id),  -- who said so; null: it was found
  PRIMARY KEY (remit_claim_id, claim_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX remit_match_claim ON remit_match (claim_id);

-- What a remittance adds or takes beside claims (PLB).
CREATE TABLE remit_adjustment (
  remittance_id INTEGER NOT NULL REFERENCES remittance (id), -- in which
  place         INTEGER NOT NULL CHECK (place >= 1),      -- order in it
  segment       INTEGER NOT NULL CHECK (segment >= 1),    -- its segment, from 1 for the first of the file
  code          TEXT NOT NULL,                            -- why (PLB03-1)
  reference     TEXT NOT NULL,                            -- about what (PLB03-2), '' when not said
  amount_cents  INTEGER NOT NULL,                         -- as written: positive lowers the payment
  choices       TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(choices)), -- what was chosen for each thing it asks, JSON
  PRIMARY KEY (remittance_id, place)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER remit_adjustment_stands BEFORE UPDATE OF remittance_id, place, segment, code, reference, amount_cents
  ON remit_adjustment BEGIN SELECT RAISE(ABORT, 'what a remittance adjusts is never changed'); END;
CREATE TRIGGER remit_adjustment_stays BEFORE DELETE ON remit_adjustment BEGIN SELECT RAISE(ABORT, 'what a remittance adjusts is never deleted'); END;

-- How a payer spoils the numbers that it repeats, as billers said when they matched claims by hand.
CREATE TABLE payer_habit (
  payer_id   INTEGER NOT NULL REFERENCES payer (id),      -- who
  habit      TEXT NOT NULL CHECK (json_valid(habit)),     -- does what, JSON
  learned_at TEXT NOT NULL,                               -- when it was learned
  learned_by INTEGER NOT NULL REFERENCES person_at_work (id), -- from whom
  PRIMARY KEY (payer_id, habit)
) STRICT, WITHOUT ROWID;

-- A payer's explanation of benefits as it was posted, keyed from paper or read from a remittance. Written once; taken back by reversing its entries.
CREATE TABLE eob (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,         -- EOB
  payer_id     INTEGER NOT NULL REFERENCES payer (id),    -- who paid
  method       TEXT NOT NULL CHECK (method IN ('check', 'eft', 'card', 'none')), -- how
  reference    TEXT NOT NULL,                             -- check or EFT number
  paid_on      TEXT NOT NULL,                             -- date on the check
  accounting_on TEXT NOT NULL,                            -- the day it counts for
  amount_cents INTEGER NOT NULL CHECK (amount_cents >= 0),-- of the check
  remittance_id INTEGER REFERENCES remittance (id),       -- the remittance it was read from; null: keyed from paper
  posted_at    TEXT NOT NULL,                             -- when
  posted_by    INTEGER NOT NULL REFERENCES person_at_work (id) -- by whom
) STRICT;
CREATE INDEX eob_remittance ON eob (remittance_id) WHERE remittance_id IS NOT NULL;
CREATE INDEX eob_reference ON eob (payer_id, reference COLLATE NOCASE, amount_cents);
CREATE INDEX eob_number ON eob (reference COLLATE NOCASE);
CREATE TRIGGER eob_stands BEFORE UPDATE ON eob BEGIN SELECT RAISE(ABORT, 'a posted EOB is never changed'); END;
CREATE TRIGGER eob_stays BEFORE DELETE ON eob BEGIN SELECT RAISE(ABORT, 'a posted EOB is never deleted'); END;
CREATE TRIGGER eob_in_open_period BEFORE INSERT ON eob WHEN NEW.accounting_on <= (SELECT through_on FROM last_close)
BEGIN SELECT RAISE(ABORT, 'the accounting day is in a closed period'); END;

-- What it said of each service.
CREATE TABLE eob_line (
  id             INTEGER PRIMARY KEY AUTOINCREMENT,       -- line
  eob_id         INTEGER NOT NULL REFERENCES eob (id),    -- of which EOB
  claim_id       INTEGER NOT NULL REFERENCES claim (id),  -- which claim it answers
  charge_line_id INTEGER NOT NULL REFERENCES charge_line (id), -- which service
  entry_id       INTEGER REFERENCES entry (id),           -- the entry that posted it; null: the payer moved nothing
  allowed_cents  INTEGER NOT NULL,                        -- what the payer allows
  paid_cents     INTEGER NOT NULL,                        -- what it paid; negative when it takes back
  remit_claim_id INTEGER REFERENCES remit_claim (id),     -- the claim of the remittance it was read from; null: keyed from paper
  segment        INTEGER,                                 -- the segment of that file that says so (SVC, else CLP); null: keyed from paper
  takes_back_id  INTEGER REFERENCES eob (id),             -- the EOB whose answer the payer takes back with it; null: none
  moves          TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(moves)), -- what was posted of it, who decided that and by which segment, JSON
  status         TEXT NOT NULL DEFAULT '',                -- how the claim was processed (CLP02); '' when keyed from paper
  remarks        TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(remarks)) -- the remark codes of the service and its claim (LQ, MIA, MOA), JSON
) STRICT;
CREATE INDEX eob_line_takes_back ON eob_line (takes_back_id) WHERE takes_back_id IS NOT NULL;
CREATE INDEX eob_line_remit ON eob_line (remit_claim_id) WHERE remit_claim_id IS NOT NULL;
CREATE INDEX eob_line_eob ON eob_line (eob_id);
CREATE INDEX eob_line_charge ON eob_line (charge_line_id);
CREATE INDEX eob_line_claim ON eob_line (claim_id);
CREATE TRIGGER eob_line_stands BEFORE UPDATE ON eob_line BEGIN SELECT RAISE(ABORT, 'a line of a posted EOB is never changed'); END;
CREATE TRIGGER eob_line_stays BEFORE DELETE ON eob_line BEGIN SELECT RAISE(ABORT, 'a line of a posted EOB is never deleted'); END;

-- Why the rest was not paid: group, CARC and amount, whether or not it moved money.
CREATE TABLE eob_adjustment (
  eob_line_id      INTEGER NOT NULL REFERENCES eob_line (id), -- of which line
  place            INTEGER NOT NULL CHECK (place >= 1),   -- order
  adjustment_group TEXT NOT NULL CHECK (adjustment_group IN ('CO', 'PR', 'OA', 'PI', 'CR')), -- who bears it
  carc             TEXT NOT NULL,                         -- claim adjustment reason code
  amount_cents     INTEGER NOT NULL,                      -- positive lowers the payment
  outcome          TEXT NOT NULL CHECK (outcome IN ('patient', 'write_off', 'kept', 'informs', 'stays')), -- what we did with it
  account          INTEGER REFERENCES account (code),     -- where it was written off to, or is kept; null: neither
  segment          INTEGER,                               -- the segment of the remittance's file that says so (CAS); null: keyed from paper
  decided_by       TEXT NOT NULL DEFAULT '{"by":"person"}' CHECK (json_valid(decided_by)), -- who decided what we did: the table, a rule, a person, JSON
  PRIMARY KEY (eob_line_id, place),
  CHECK ((outcome IN ('write_off', 'kept')) = (account IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE TRIGGER eob_adjustment_stands BEFORE UPDATE ON eob_adjustment BEGIN SELECT RAISE(ABORT, 'an adjustment of a posted EOB is never changed'); END;
CREATE TRIGGER eob_adjustment_stays BEFORE DELETE ON eob_adjustment BEGIN SELECT RAISE(ABORT, 'an adjustment of a posted EOB is never deleted'); END;

-- What an EOB paid or took beside services: provider adjustments, money parked until its claim is known, and parked money
-- that found its claim. Its lines and these come to the payment.
CREATE TABLE eob_part (
  eob_id         INTEGER NOT NULL REFERENCES eob (id),    -- of which EOB
  place          INTEGER NOT NULL CHECK (place >= 1),     -- order
  kind           TEXT NOT NULL CHECK (kind IN ('adjustment', 'parked', 'found')), -- what
  amount_cents   INTEGER NOT NULL,                        -- what it adds to the payment: an adjustment with the other sign, found money below zero
  account        INTEGER REFERENCES account (code),       -- where it went; null: nowhere yet
  remit_claim_id INTEGER REFERENCES remit_claim (id),     -- the claim that is parked or was found; null: an adjustment, or a difference
  segment        INTEGER NOT NULL,                        -- the segment of the remittance's file that says so
  code           TEXT NOT NULL DEFAULT '',                -- of an adjustment (PLB03-1), '' else
  reference      TEXT NOT NULL DEFAULT '',                -- of an adjustment (PLB03-2), '' else
  entry_id       INTEGER REFERENCES entry (id),           -- the entry that posted it; null: it moved nothing
  PRIMARY KEY (eob_id, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX eob_part_remit ON eob_part (remit_claim_id) WHERE remit_claim_id IS NOT NULL;
CREATE TRIGGER eob_part_stands BEFORE UPDATE ON eob_part BEGIN SELECT RAISE(ABORT, 'a part of a posted EOB is never changed'); END;
CREATE TRIGGER eob_part_stays BEFORE DELETE ON eob_part BEGIN SELECT RAISE(ABORT, 'a part of a posted EOB is never deleted'); END;

-- Scanned papers of EOBs. One that was kept while the EOB is still being keyed belongs to none yet.
CREATE TABLE eob_scan (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,        -- scan
  eob_id        INTEGER REFERENCES eob (id),              -- of which EOB; null: it is still being keyed
  name          TEXT NOT NULL,                            -- as the file was called
  attachment_id INTEGER NOT NULL REFERENCES attachment (id), -- the paper, byte for byte
  added_at      TEXT NOT NULL,                            -- when
  added_by      INTEGER NOT NULL REFERENCES person_at_work (id) -- by whom
) STRICT;
CREATE INDEX eob_scan_eob ON eob_scan (eob_id);
CREATE TRIGGER eob_scan_stands BEFORE UPDATE ON eob_scan
WHEN OLD.eob_id IS NOT NULL OR NEW.eob_id IS NULL OR NEW.id <> OLD.id OR NEW.name <> OLD.name
  OR NEW.attachment_id <> OLD.attachment_id OR NEW.added_at <> OLD.added_at OR NEW.added_by <> OLD.added_by
BEGIN SELECT RAISE(ABORT, 'a scan of an EOB is never changed'); END;
CREATE TRIGGER eob_scan_stays BEFORE DELETE ON eob_scan WHEN OLD.eob_id IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a scan of a posted EOB is never deleted'); END;

-- Services that payers refused, found by payer and code. Kept beside the adjustments so that a claim is held against
-- them in one indexed read; what an EOB that was taken back said does not count.
CREATE TABLE refusal (
  payer_id    INTEGER NOT NULL REFERENCES payer (id),     -- who refused
  code        TEXT NOT NULL,                              -- which service
  refused_on  TEXT NOT NULL,                              -- date on the check
  eob_line_id INTEGER NOT NULL REFERENCES eob_line (id),  -- in which line
  carc        TEXT NOT NULL,                              -- why
  PRIMARY KEY (payer_id, code, refused_on, eob_line_id, carc)
) STRICT, WITHOUT ROWID;

-- How many lines payers answered, by month: what a refusal is measured by. Answers taken back are counted too.
CREATE TABLE answer_count (
  payer_id INTEGER NOT NULL REFERENCES payer (id),        -- who answered
  code     TEXT NOT NULL,                                 -- which service
  month    TEXT NOT NULL CHECK (length(month) = 7),       -- YYYY-MM of the check
  answers  INTEGER NOT NULL CHECK (answers > 0),          -- how many lines
  PRIMARY KEY (payer_id, code, month)
) STRICT, WITHOUT ROWID;

-- EOBs taken back: their money by reversing entries, their claims waiting again. The same paper can then be posted anew.
CREATE TABLE eob_reversal (
  eob_id INTEGER PRIMARY KEY REFERENCES eob (id),         -- the EOB taken back
  at     TEXT NOT NULL,                                   -- when
  by_id  INTEGER NOT NULL REFERENCES person_at_work (id), -- by whom
  why    TEXT NOT NULL CHECK (why <> '')                  -- why, in words
) STRICT;
CREATE TRIGGER eob_reversal_stands BEFORE UPDATE ON eob_reversal BEGIN SELECT RAISE(ABORT, 'an EOB taken back stays so'); END;
CREATE TRIGGER eob_reversal_stays BEFORE DELETE ON eob_reversal BEGIN SELECT RAISE(ABORT, 'an EOB taken back stays so'); END;

-- What people did about a claim that its payer refused in whole or in part. What is refused is derived from its EOBs.
CREATE TABLE denial_event (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,             -- order
  claim_id INTEGER NOT NULL REFERENCES claim (id),        -- about which claim
  at       TEXT NOT NULL,                                 -- when
  by_id    INTEGER NOT NULL REFERENCES person_at_work (id), -- by whom
  kind     TEXT NOT NULL CHECK (kind IN ('assigned', 'snoozed', 'noted', 'replaced', 'appealed', 'answered', 'to_patient', 'written_off')), -- what
  person_id INTEGER REFERENCES person_at_work (id),       -- who works it from now on; null: nobody, or another kind
  until_on TEXT,                                          -- put aside until this day; null: taken up again, or another kind
  source   TEXT NOT NULL DEFAULT '',                      -- what came of it: claim:8, appeal:3, entry:12; '' nothing
  amount_cents INTEGER NOT NULL DEFAULT 0,                -- how much moved or is asked for
  words    TEXT NOT NULL DEFAULT ''                       -- said to a person; holds no patient's name
) STRICT;
CREATE INDEX denial_event_claim ON denial_event (claim_id, id);
CREATE TRIGGER denial_event_stands BEFORE UPDATE ON denial_event BEGIN SELECT RAISE(ABORT, 'what was done about a denial is never changed'); END;
CREATE TRIGGER denial_event_stays BEFORE DELETE ON denial_event BEGIN SELECT RAISE(ABORT, 'what was done about a denial is never deleted'); END;

-- An appeal as it was sent, with its exact PDF. Written once.
CREATE TABLE appeal (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,        -- appeal; people write A and this
  claim_id      INTEGER NOT NULL REFERENCES claim (id),   -- of which claim
  level         TEXT NOT NULL CHECK (level IN ('first', 'second', 'external', 'further')), -- to whom it goes
  reason        TEXT NOT NULL DEFAULT '',                 -- what is appealed, as CO-50; '' when the payer gave no reason
  amount_cents  INTEGER NOT NULL CHECK (amount_cents > 0),-- how much is asked for
  way           TEXT NOT NULL CHECK (way IN ('mail', 'fax', 'portal')), -- how it goes
  sent_on       TEXT NOT NULL,                            -- the day it goes
  answer_by_on  TEXT NOT NULL,                            -- the day by which the payer has to answer
  after_line_id INTEGER NOT NULL DEFAULT 0,               -- the newest line of an EOB it knew of; what came later answers it
  attachment_id INTEGER NOT NULL REFERENCES attachment (id), -- the PDF, byte for byte
  pages         INTEGER NOT NULL CHECK (pages > 0),       -- on how many pages
  made_at       TEXT NOT NULL,                            -- when
  made_by       INTEGER NOT NULL REFERENCES person_at_work (id) -- by whom
) STRICT;
CREATE INDEX appeal_claim ON appeal (claim_id, id);
CREATE TRIGGER appeal_stands BEFORE UPDATE ON appeal BEGIN SELECT RAISE(ABORT, 'an appeal is never changed'); END;
CREATE TRIGGER appeal_stays BEFORE DELETE ON appeal BEGIN SELECT RAISE(ABORT, 'an appeal is never deleted'); END;

-- What a payer wrote to an appeal. Where it answered with an EOB alone, there is none.
CREATE TABLE appeal_answer (
  appeal_id   INTEGER PRIMARY KEY REFERENCES appeal (id), -- which appeal
  outcome     TEXT NOT NULL CHECK (outcome IN ('won', 'partly_won', 'lost', 'withdrawn')), -- how it ended
  answered_on TEXT NOT NULL,                              -- the day of the letter
  words       TEXT NOT NULL DEFAULT '',                   -- what it says
  at          TEXT NOT NULL,                              -- when it was entered
  by_id       INTEGER NOT NULL REFERENCES person_at_work (id) -- by whom
) STRICT;
CREATE TRIGGER appeal_answer_stands BEFORE UPDATE ON appeal_answer BEGIN SELECT RAISE(ABORT, 'an answer to an appeal is never changed'); END;
CREATE TRIGGER appeal_answer_stays BEFORE DELETE ON appeal_answer BEGIN SELECT RAISE(ABORT, 'an answer to an appeal is never deleted'); END;

-- Money a guarantor handed over. Written once; taken back by reversing its entry.
CREATE TABLE receipt (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,        -- receipt; printed as R- and six digits
  guarantor_id  INTEGER NOT NULL REFERENCES guarantor (id), -- from whom
  accounting_on TEXT NOT NULL,                            -- the day it counts for
  amount_cents  INTEGER NOT NULL CHECK (amount_cents > 0),-- sum of its tenders
  entry_id      INTEGER NOT NULL REFERENCES entry (id),   -- the entry that posted it
  attachment_id INTEGER REFERENCES attachment (id),       -- the printed receipt; null until printed
  taken_at      TEXT NOT NULL,                            -- when
  taken_by      INTEGER NOT NULL REFERENCES person_at_work (id) -- by whom
) STRICT;
CREATE INDEX receipt_guarantor ON receipt (guarantor_id, id);
CREATE TRIGGER receipt_stands BEFORE UPDATE ON receipt
WHEN NEW.id <> OLD.id OR NEW.guarantor_id <> OLD.guarantor_id OR NEW.accounting_on <> OLD.accounting_on
  OR NEW.amount_cents <> OLD.amount_cents OR NEW.entry_id <> OLD.entry_id OR NEW.taken_at <> OLD.taken_at
  OR NEW.taken_by <> OLD.taken_by OR OLD.attachment_id IS NOT NULL OR NEW.attachment_id IS NULL
BEGIN SELECT RAISE(ABORT, 'a receipt is never changed'); END;
CREATE TRIGGER receipt_stays BEFORE DELETE ON receipt BEGIN SELECT RAISE(ABORT, 'a receipt is never deleted'); END;
CREATE TRIGGER receipt_in_open_period BEFORE INSERT ON receipt WHEN NEW.accounting_on <= (SELECT through_on FROM last_close)
BEGIN SELECT RAISE(ABORT, 'the accounting day is in a closed period'); END;

-- How it was paid.
CREATE TABLE receipt_tender (
  receipt_id   INTEGER NOT NULL REFERENCES receipt (id),  -- of which receipt
  place        INTEGER NOT NULL CHECK (place >= 1),       -- order
  method       TEXT NOT NULL CHECK (method IN ('cash', 'check', 'card')), -- how
  reference    TEXT NOT NULL DEFAULT '',                  -- check number, or the card's brand, last four and approval
  amount_cents INTEGER NOT NULL CHECK (amount_cents > 0), -- how much
  given_cents  INTEGER NOT NULL DEFAULT 0,                -- cash handed over, 0 when not cash
  PRIMARY KEY (receipt_id, place),
  -- Thirteen digits in a row could be a card's whole number, which is kept nowhere.
  CHECK (replace(replace(replace(reference, ' ', ''), '-', ''), '.', '')
    NOT GLOB '*[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]*')
) STRICT, WITHOUT ROWID;
CREATE INDEX receipt_tender_number ON receipt_tender (reference COLLATE NOCASE) WHERE reference <> '';
CREATE TRIGGER receipt_tender_stands BEFORE UPDATE ON receipt_tender BEGIN SELECT RAISE(ABORT, 'a tender is never changed'); END;
CREATE TRIGGER receipt_tender_stays BEFORE DELETE ON receipt_tender BEGIN SELECT RAISE(ABORT, 'a tender is never deleted'); END;

-- Payment plans. What a plan says stands in its versions; how it stands is worked out of the journal.
CREATE TABLE pay_plan (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,         -- payment plan; printed as P- and four digits
  guarantor_id INTEGER NOT NULL REFERENCES guarantor (id) -- who pays
) STRICT;
CREATE INDEX pay_plan_guarantor ON pay_plan (guarantor_id);
CREATE TRIGGER pay_plan_stands BEFORE UPDATE ON pay_plan BEGIN SELECT RAISE(ABORT, 'a payment plan stays with its guarantor'); END;
CREATE TRIGGER pay_plan_stays BEFORE DELETE ON pay_plan BEGIN SELECT RAISE(ABORT, 'a payment plan is never deleted'); END;

-- What was agreed, at one time. Written once: a change is a new version, and the newest holds.
CREATE TABLE pay_plan_version (
  plan_id       INTEGER NOT NULL REFERENCES pay_plan (id), -- which plan
  version       INTEGER NOT NULL CHECK (version >= 1),    -- from 1
  agreed_on     TEXT NOT NULL,                            -- the day of the agreement, on which the down payment is due
  down_cents    INTEGER NOT NULL CHECK (down_cents >= 0), -- the down payment
  each_cents    INTEGER CHECK (each_cents > 0),           -- the amount of an instalment; null: so many alike
  instalments   INTEGER CHECK (instalments BETWEEN 1 AND 120), -- how many there are; null: as many as the amount makes
  every         TEXT NOT NULL CHECK (every IN ('week', 'two_weeks', 'month')), -- how often one is due
  first_on      TEXT NOT NULL CHECK (first_on >= agreed_on), -- when the first is due
  follows       INTEGER NOT NULL CHECK (follows IN (0, 1)), -- 1: whatever the guarantor comes to owe joins it
  grace_days    INTEGER NOT NULL CHECK (grace_days BETWEEN 0 AND 90), -- days after which an instalment is missed
  remind_after  INTEGER NOT NULL CHECK (remind_after >= 1), -- missed instalments after which the guarantor is reminded
  default_after INTEGER NOT NULL CHECK (default_after >= remind_after), -- missed instalments after which it protects nothing
  last_entry_id INTEGER NOT NULL,                         -- the newest entry it knew of; what is paid on it comes after
  why           TEXT NOT NULL,                            -- why there is this version; '' for a first one
  at            TEXT NOT NULL,                            -- when
  by_id         INTEGER NOT NULL REFERENCES person_at_work (id), -- by whom
  PRIMARY KEY (plan_id, version),
  CHECK ((each_cents IS NULL) <> (instalments IS NULL)),
  CHECK (version = 1 OR why <> '')
) STRICT, WITHOUT ROWID;
CREATE TRIGGER pay_plan_version_stands BEFORE UPDATE ON pay_plan_version BEGIN SELECT RAISE(ABORT, 'what a payment plan said is never changed'); END;
CREATE TRIGGER pay_plan_version_stays BEFORE DELETE ON pay_plan_version BEGIN SELECT RAISE(ABORT, 'what a payment plan said is never deleted'); END;
CREATE TRIGGER pay_plan_version_while_open BEFORE INSERT ON pay_plan_version
WHEN EXISTS (SELECT 1 FROM pay_plan_event WHERE plan_id = NEW.plan_id)
  AND NOT EXISTS (SELECT 1 FROM pay_plan_version WHERE plan_id = NEW.plan_id AND version = NEW.version)
BEGIN SELECT RAISE(ABORT, 'a closed payment plan is not changed'); END;

-- The services a version covers, and what was owed for each when it was agreed.
CREATE TABLE pay_plan_line (
  plan_id        INTEGER NOT NULL,                        -- of which plan
  version        INTEGER NOT NULL,                        -- of which version
  charge_line_id INTEGER NOT NULL REFERENCES charge_line (id), -- which service
  owed_cents     INTEGER NOT NULL CHECK (owed_cents > 0), -- owed for it then
  PRIMARY KEY (plan_id, version, charge_line_id),
  FOREIGN KEY (plan_id, version) REFERENCES pay_plan_version (plan_id, version)
) STRICT, WITHOUT ROWID;
CREATE INDEX pay_plan_line_charge ON pay_plan_line (charge_line_id);
CREATE TRIGGER pay_plan_line_stands BEFORE UPDATE ON pay_plan_line BEGIN SELECT RAISE(ABORT, 'what a payment plan covers is never changed'); END;
CREATE TRIGGER pay_plan_line_stays BEFORE DELETE ON pay_plan_line BEGIN SELECT RAISE(ABORT, 'what a payment plan covers is never deleted'); END;
CREATE TRIGGER pay_plan_line_once BEFORE INSERT ON pay_plan_line
WHEN EXISTS (SELECT 1 FROM pay_plan_line AS l WHERE l.charge_line_id = NEW.charge_line_id AND l.plan_id <> NEW.plan_id
  AND l.version = (SELECT MAX(v.version) FROM pay_plan_version AS v WHERE v.plan_id = l.plan_id)
  AND NOT EXISTS (SELECT 1 FROM pay_plan_event AS e WHERE e.plan_id = l.plan_id))
BEGIN SELECT RAISE(ABORT, 'a service is on another payment plan'); END;

-- The end of a plan that was not paid off.
CREATE TABLE pay_plan_event (
  plan_id INTEGER PRIMARY KEY REFERENCES pay_plan (id),   -- which plan
  kind    TEXT NOT NULL CHECK (kind IN ('ended', 'cancelled')), -- by the practice, or called off
  on_day  TEXT NOT NULL,                                  -- the day
  why     TEXT NOT NULL CHECK (why <> ''),                -- why
  at      TEXT NOT NULL,                                  -- when it was written
  by_id   INTEGER NOT NULL REFERENCES person_at_work (id) -- by whom
) STRICT;
CREATE TRIGGER pay_plan_event_stands BEFORE UPDATE ON pay_plan_event BEGIN SELECT RAISE(ABORT, 'the end of a payment plan is never changed'); END;
CREATE TRIGGER pay_plan_event_stays BEFORE DELETE ON pay_plan_event BEGIN SELECT RAISE(ABORT, 'the end of a payment plan is never deleted'); END;

-- An agreement as it was printed, once for each version.
CREATE TABLE pay_plan_print (
  plan_id       INTEGER NOT NULL,                         -- of which plan
  version       INTEGER NOT NULL,                         -- of which version
  attachment_id INTEGER NOT NULL REFERENCES attachment (id), -- the PDF, byte for byte
  PRIMARY KEY (plan_id, version),
  FOREIGN KEY (plan_id, version) REFERENCES pay_plan_version (plan_id, version)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER pay_plan_print_stands BEFORE UPDATE ON pay_plan_print BEGIN SELECT RAISE(ABORT, 'a printed agreement is never changed'); END;
CREATE TRIGGER pay_plan_print_stays BEFORE DELETE ON pay_plan_print BEGIN SELECT RAISE(ABORT, 'a printed agreement is never deleted'); END;

-- Estimates of what planned services will come to, as they were given. Written once; a change is a new one.
CREATE TABLE estimate (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,         -- estimate; printed as E- and four digits
  patient_id   INTEGER NOT NULL REFERENCES patient (id),  -- for whom
  policy_id    INTEGER REFERENCES policy (id),            -- under which policy; null: the patient pays alone
  what         TEXT NOT NULL CHECK (what <> ''),          -- what is planned, in plain words
  planned_on   TEXT,                                      -- for which day; null: none is set
  booked_on    TEXT,                                      -- when it was booked; null: it is not
  given_on     TEXT NOT NULL,                             -- the day it was given
  discount_hundredths    INTEGER CHECK (discount_hundredths > 0), -- percent taken off without insurance, times 100; null: none
  deductible_left_cents  INTEGER NOT NULL DEFAULT 0 CHECK (deductible_left_cents >= 0), -- left of the deductible
  coinsurance_hundredths INTEGER CHECK (coinsurance_hundredths > 0), -- the patient's percent of the rest, times 100; null: none
  copay_cents            INTEGER NOT NULL DEFAULT 0 CHECK (copay_cents >= 0), -- once for the visit
  pocket_left_cents      INTEGER CHECK (pocket_left_cents >= 0), -- left of the yearly limit; null: no limit is known
  at           TEXT NOT NULL,                             -- when it was written
  by_id        INTEGER NOT NULL REFERENCES person_at_work (id) -- by whom
) STRICT;
CREATE INDEX estimate_patient ON estimate (patient_id, id);
CREATE TRIGGER estimate_stands BEFORE UPDATE ON estimate BEGIN SELECT RAISE(ABORT, 'an estimate is never changed'); END;
CREATE TRIGGER estimate_stays BEFORE DELETE ON estimate BEGIN SELECT RAISE(ABORT, 'an estimate is never deleted'); END;

-- The planned services of an estimate, with each step from the price to what the patient pays.
CREATE TABLE estimate_line (
  estimate_id  INTEGER NOT NULL REFERENCES estimate (id), -- of which estimate
  place        INTEGER NOT NULL CHECK (place >= 1),       -- order
  code         TEXT NOT NULL,                             -- CPT or HCPCS
  modifiers    TEXT NOT NULL DEFAULT '',                  -- up to four, two characters each, run together
  units_thousandths INTEGER NOT NULL CHECK (units_thousandths > 0), -- quantity times 1,000
  description  TEXT NOT NULL,                             -- in plain words
  diagnosis    TEXT,                                      -- ICD-10-CM without the dot; null: none is known
  biller       TEXT CHECK (json_valid(biller)),           -- who else bills it, JSON; null: the practice does
  typed        TEXT NOT NULL CHECK (json_valid(typed)),   -- the steps that were typed, JSON
  allowed_why  TEXT,                                      -- why so much was expected to be allowed; null: nothing was known
  expected_cents    INTEGER CHECK (expected_cents >= 0),  -- what was expected to be allowed; null: nothing was known
  fee_cents         INTEGER NOT NULL CHECK (fee_cents >= 0), -- the price
  allowed_cents     INTEGER NOT NULL,                     -- what the plan allows
  discount_cents    INTEGER NOT NULL,                     -- what nobody pays
  deductible_cents  INTEGER NOT NULL,                     -- counts to the deductible
  coinsurance_cents INTEGER NOT NULL,                     -- the patient's percent of the rest
  copay_cents       INTEGER NOT NULL,                     -- the copay
  over_limit_cents  INTEGER NOT NULL,                     -- what the yearly limit takes off
  pays_cents        INTEGER NOT NULL,                     -- what the patient pays
  plan_pays_cents   INTEGER NOT NULL,                     -- what the plan pays
  PRIMARY KEY (estimate_id, place),
  CHECK (pays_cents + plan_pays_cents + discount_cents = fee_cents)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER estimate_line_stands BEFORE UPDATE ON estimate_line BEGIN SELECT RAISE(ABORT, 'a line of an estimate is never changed'); END;
CREATE TRIGGER estimate_line_stays BEFORE DELETE ON estimate_line BEGIN SELECT RAISE(ABORT, 'a line of an estimate is never deleted'); END;

-- A good-faith estimate as it was printed, once.
CREATE TABLE estimate_print (
  estimate_id   INTEGER PRIMARY KEY REFERENCES estimate (id), -- which estimate
  attachment_id INTEGER NOT NULL REFERENCES attachment (id) -- the PDF, byte for byte
) STRICT;
CREATE TRIGGER estimate_print_stands BEFORE UPDATE ON estimate_print BEGIN SELECT RAISE(ABORT, 'a printed estimate is never changed'); END;
CREATE TRIGGER estimate_print_stays BEFORE DELETE ON estimate_print BEGIN SELECT RAISE(ABORT, 'a printed estimate is never deleted'); END;

-- Money that a receipt took for a visit before its services were entered. It waits as credit until it is placed there.
CREATE TABLE prepayment (
  receipt_id   INTEGER NOT NULL REFERENCES receipt (id),  -- by which receipt
  visit_id     INTEGER NOT NULL REFERENCES visit (id),    -- for which visit
  amount_cents INTEGER NOT NULL CHECK (amount_cents > 0), -- how much of it
  PRIMARY KEY (receipt_id, visit_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX prepayment_visit ON prepayment (visit_id);
CREATE TRIGGER prepayment_stands BEFORE UPDATE ON prepayment BEGIN SELECT RAISE(ABORT, 'what was paid ahead is never changed'); END;
CREATE TRIGGER prepayment_stays BEFORE DELETE ON prepayment BEGIN SELECT RAISE(ABORT, 'what was paid ahead is never deleted'); END;

-- Checks that guarantors handed over for a day to come; each is held until then. No money yet. Written once; what
-- became of one is in held_check_end.
CREATE TABLE held_check (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,        -- held check
  guarantor_id  INTEGER NOT NULL REFERENCES guarantor (id), -- from whom
  amount_cents  INTEGER NOT NULL CHECK (amount_cents > 0),-- how much
  due_on        TEXT NOT NULL CHECK (length(due_on) = 10),-- the day written on it
  check_number  TEXT NOT NULL CHECK (check_number <> ''), -- its number
  words         TEXT NOT NULL DEFAULT '',                 -- what else was said
  made_at       TEXT NOT NULL,                            -- when it was handed over
  made_by       INTEGER NOT NULL REFERENCES person_at_work (id) -- to whom
) STRICT;
CREATE INDEX held_check_guarantor ON held_check (guarantor_id, id);
CREATE TRIGGER held_check_stands BEFORE UPDATE ON held_check BEGIN SELECT RAISE(ABORT, 'a held check is never changed'); END;
CREATE TRIGGER held_check_stays BEFORE DELETE ON held_check BEGIN SELECT RAISE(ABORT, 'a held check is never deleted'); END;

-- What became of a held check: it was taken in, or given back.
CREATE TABLE held_check_end (
  held_check_id INTEGER PRIMARY KEY REFERENCES held_check (id), -- of which check
  receipt_id   INTEGER REFERENCES receipt (id),           -- the receipt that took it in; null: given back
  why          TEXT NOT NULL DEFAULT '',                  -- why it was given back; '' when it was taken in
  at           TEXT NOT NULL,                             -- when
  by_id        INTEGER NOT NULL REFERENCES person_at_work (id), -- by whom
  CHECK ((receipt_id IS NULL) = (why <> ''))
) STRICT;
CREATE INDEX held_check_end_receipt ON held_check_end (receipt_id) WHERE receipt_id IS NOT NULL;
CREATE TRIGGER held_check_end_stands BEFORE UPDATE ON held_check_end BEGIN SELECT RAISE(ABORT, 'what became of a held check is never changed'); END;
CREATE TRIGGER held_check_end_stays BEFORE DELETE ON held_check_end BEGIN SELECT RAISE(ABORT, 'what became of a held check is never deleted'); END;

-- Checks of guarantors that their bank returned: the payment they made is taken back from wherever it was placed.
CREATE TABLE returned_check (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,         -- which
  receipt_id   INTEGER NOT NULL,                          -- the receipt it came by
  tender_place INTEGER NOT NULL,                          -- which of its tenders
  returned_on  TEXT NOT NULL CHECK (length(returned_on) = 10), -- the day it counts for
  entry_id     INTEGER NOT NULL REFERENCES entry (id),    -- the entry that took the payment back
  fee_line_id  INTEGER UNIQUE REFERENCES charge_line (id),-- the fee that was charged for it; null: none
  why          TEXT NOT NULL CHECK (why <> ''),           -- what the bank said
  at           TEXT NOT NULL,                             -- when
  by_id        INTEGER NOT NULL REFERENCES person_at_work (id), -- by whom
  FOREIGN KEY (receipt_id, tender_place) REFERENCES receipt_tender (receipt_id, place)
) STRICT;
CREATE INDEX returned_check_tender ON returned_check (receipt_id, tender_place);
CREATE TRIGGER returned_check_once BEFORE INSERT ON returned_check
WHEN EXISTS (SELECT 1 FROM returned_check AS c WHERE c.receipt_id = NEW.receipt_id AND c.tender_place = NEW.tender_place AND c.id IS NOT NEW.id
  AND NOT EXISTS (SELECT 1 FROM returned_check_undone AS u WHERE u.returned_check_id = c.id))
BEGIN SELECT RAISE(ABORT, 'this check was returned already'); END;
CREATE TRIGGER returned_check_stands BEFORE UPDATE ON returned_check BEGIN SELECT RAISE(ABORT, 'a returned check is never changed'); END;
CREATE TRIGGER returned_check_stays BEFORE DELETE ON returned_check BEGIN SELECT RAISE(ABORT, 'a returned check is never deleted'); END;

-- Returned checks that were paid after all, or were entered by mistake: their payment holds again.
CREATE TABLE returned_check_undone (
  returned_check_id INTEGER PRIMARY KEY REFERENCES returned_check (id), -- which
  at    TEXT NOT NULL,                                    -- when
  by_id INTEGER NOT NULL REFERENCES person_at_work (id),  -- by whom
  why   TEXT NOT NULL CHECK (why <> '')                   -- why, in words
) STRICT;
CREATE TRIGGER returned_check_undone_stands BEFORE UPDATE ON returned_check_undone BEGIN SELECT RAISE(ABORT, 'a payment that holds again stays so'); END;
CREATE TRIGGER returned_check_undone_stays BEFORE DELETE ON returned_check_undone BEGIN SELECT RAISE(ABORT, 'a payment that holds again stays so'); END;

-- Credit that goes back to a guarantor. Written once when it is asked for; what becomes of it are its events.
CREATE TABLE refund (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,         -- refund; shown as RF- and five digits
  guarantor_id INTEGER NOT NULL REFERENCES guarantor (id),-- to whom
  amount_cents INTEGER NOT NULL CHECK (amount_cents > 0), -- how much
  why          TEXT NOT NULL CHECK (why <> ''),           -- why, in words
  asked_at     TEXT NOT NULL,                             -- when it was asked for
  asked_by     INTEGER NOT NULL REFERENCES person_at_work (id) -- by whom
) STRICT;
CREATE INDEX refund_guarantor ON refund (guarantor_id, id);
CREATE TRIGGER refund_stands BEFORE UPDATE ON refund BEGIN SELECT RAISE(ABORT, 'a refund is never changed'); END;
CREATE TRIGGER refund_stays BEFORE DELETE ON refund BEGIN SELECT RAISE(ABORT, 'a refund is never deleted'); END;

-- What became of refunds, in order: where one stands is its last event.
CREATE TABLE refund_event (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,            -- order
  refund_id INTEGER NOT NULL REFERENCES refund (id),      -- of which refund
  kind      TEXT NOT NULL CHECK (kind IN ('approved', 'declined', 'paid', 'voided', 'cashed')), -- what; a voided check leaves it approved
  on_day    TEXT NOT NULL CHECK (length(on_day) = 10),    -- the day it counts for; the date on the check
  number    TEXT NOT NULL DEFAULT '',                     -- check number; '' where there is no check
  entry_id  INTEGER UNIQUE REFERENCES entry (id),         -- the entry that moved money; null: none moved
  words     TEXT NOT NULL DEFAULT '',                     -- why, where it has to be said
  at        TEXT NOT NULL,                                -- when
  by_id     INTEGER NOT NULL REFERENCES person_at_work (id), -- by whom
  CHECK ((kind IN ('paid', 'voided')) = (number <> ''))
) STRICT;
CREATE INDEX refund_event_refund ON refund_event (refund_id, id);
CREATE INDEX refund_event_number ON refund_event (number COLLATE NOCASE) WHERE kind = 'paid';
CREATE TRIGGER refund_event_stands BEFORE UPDATE ON refund_event BEGIN SELECT RAISE(ABORT, 'what became of a refund is never changed'); END;
CREATE TRIGGER refund_event_stays BEFORE DELETE ON refund_event BEGIN SELECT RAISE(ABORT, 'what became of a refund is never deleted'); END;

-- The practice's sliding scale of help for patients in need, each version as it was decided; the newest one holds.
CREATE TABLE hardship_scale (
  id    INTEGER PRIMARY KEY AUTOINCREMENT,                -- version
  scale TEXT NOT NULL CHECK (json_valid(scale)),          -- the poverty guideline by household and the percent by income, JSON
  why   TEXT NOT NULL CHECK (why <> ''),                  -- why it changed
  at    TEXT NOT NULL,                                    -- when
  by_id INTEGER NOT NULL REFERENCES person_at_work (id)   -- by whom
) STRICT;
CREATE TRIGGER hardship_scale_stands BEFORE UPDATE ON hardship_scale BEGIN SELECT RAISE(ABORT, 'a scale is never changed; write a new one'); END;
CREATE TRIGGER hardship_scale_stays BEFORE DELETE ON hardship_scale BEGIN SELECT RAISE(ABORT, 'a scale is never deleted'); END;

-- Help granted to guarantors: for services of these days, a percent of what they owe.
CREATE TABLE hardship (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,         -- grant
  guarantor_id INTEGER NOT NULL REFERENCES guarantor (id),-- to whom
  scale_id     INTEGER NOT NULL REFERENCES hardship_scale (id), -- by which version of the scale
  household    INTEGER NOT NULL CHECK (household BETWEEN 1 AND 30), -- people in the household
  income_cents INTEGER NOT NULL CHECK (income_cents >= 0),-- its income in a year
  percent      INTEGER NOT NULL CHECK (percent BETWEEN 0 AND 100), -- of what is owed, given up
  from_on      TEXT NOT NULL CHECK (length(from_on) = 10),-- first day of service it holds for
  to_on        TEXT NOT NULL CHECK (length(to_on) = 10),  -- last one
  why          TEXT NOT NULL CHECK (why <> ''),           -- why, and by what papers
  at           TEXT NOT NULL,                             -- when it was granted
  by_id        INTEGER NOT NULL REFERENCES person_at_work (id), -- by whom
  CHECK (to_on >= from_on)
) STRICT;
CREATE INDEX hardship_guarantor ON hardship (guarantor_id, id);
CREATE TRIGGER hardship_stands BEFORE UPDATE ON hardship BEGIN SELECT RAISE(ABORT, 'help that was granted is never changed'); END;
CREATE TRIGGER hardship_stays BEFORE DELETE ON hardship BEGIN SELECT RAISE(ABORT, 'help that was granted is never deleted'); END;

-- Help that ended before its last day.
CREATE TABLE hardship_end (
  hardship_id INTEGER PRIMARY KEY REFERENCES hardship (id), -- which grant
  why   TEXT NOT NULL CHECK (why <> ''),                  -- why
  at    TEXT NOT NULL,                                    -- when
  by_id INTEGER NOT NULL REFERENCES person_at_work (id)   -- by whom
) STRICT;
CREATE TRIGGER hardship_end_stands BEFORE UPDATE ON hardship_end BEGIN SELECT RAISE(ABORT, 'help that ended stays so'); END;
CREATE TRIGGER hardship_end_stays BEFORE DELETE ON hardship_end BEGIN SELECT RAISE(ABORT, 'help that ended stays so'); END;

-- Bank accounts that money is taken to.
CREATE TABLE bank (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,            -- bank account
  name      TEXT NOT NULL CHECK (name <> ''),             -- as the practice calls it, with the bank's name
  last_four TEXT NOT NULL CHECK (length(last_four) = 4),  -- of its number; the rest is never kept
  layout    TEXT NOT NULL DEFAULT '',                     -- how its CSV files read, JSON; '' until one was read
  is_active INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)) -- offered in lists
) STRICT;

-- Money that went from the drawer to a bank account, or came back from it. What is in the drawer is nowhere kept: it is
-- what receipts and EOBs took in, less the parts of deposits that stand. Written once; taken back by reversing its entry.
CREATE TABLE deposit (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,        -- deposit; printed as D- and five digits
  bank_id       INTEGER NOT NULL REFERENCES bank (id),    -- to which account
  kind          TEXT NOT NULL CHECK (kind IN ('slip', 'eft', 'card', 'returned', 'exchange')), -- cash and checks on paper; an EFT; a settled card batch; what the bank gave back; one source in the place of another
  deposited_on  TEXT NOT NULL CHECK (length(deposited_on) = 10), -- the day it counts for
  amount_cents  INTEGER NOT NULL,                         -- sum of its parts
  fee_cents     INTEGER NOT NULL DEFAULT 0 CHECK (fee_cents >= 0), -- kept back by the card processor or the bank
  reference     TEXT NOT NULL DEFAULT '',                 -- trace number, batch number or bag number, '' when none
  entry_id      INTEGER REFERENCES entry (id),            -- the entry that posted it; null: an exchange moves nothing
  attachment_id INTEGER REFERENCES attachment (id),       -- the printed slip; null until printed
  made_at       TEXT NOT NULL,                            -- when
  made_by       INTEGER NOT NULL REFERENCES person_at_work (id), -- by whom
  CHECK ((kind = 'exchange') = (entry_id IS NULL)),
  CHECK ((kind = 'exchange') = (amount_cents = 0)),
  CHECK (kind = 'returned' OR amount_cents >= 0),
  CHECK (fee_cents = 0 OR kind IN ('eft', 'card'))
) STRICT;
CREATE INDEX deposit_day ON deposit (deposited_on);
CREATE TRIGGER deposit_stands BEFORE UPDATE ON deposit
WHEN NEW.id <> OLD.id OR NEW.bank_id <> OLD.bank_id OR NEW.kind <> OLD.kind OR NEW.deposited_on <> OLD.deposited_on
  OR NEW.amount_cents <> OLD.amount_cents OR NEW.fee_cents <> OLD.fee_cents OR NEW.reference <> OLD.reference
  OR NEW.entry_id IS NOT OLD.entry_id OR NEW.made_at <> OLD.made_at OR NEW.made_by <> OLD.made_by
  OR OLD.attachment_id IS NOT NULL OR NEW.attachment_id IS NULL
BEGIN SELECT RAISE(ABORT, 'a deposit is never changed'); END;
CREATE TRIGGER deposit_stays BEFORE DELETE ON deposit BEGIN SELECT RAISE(ABORT, 'a deposit is never deleted'); END;
CREATE TRIGGER deposit_in_open_period BEFORE INSERT ON deposit WHEN NEW.deposited_on <= (SELECT through_on FROM last_close)
BEGIN SELECT RAISE(ABORT, 'the accounting day is in a closed period'); END;

-- What a deposit is made of: tenders of receipts and payments of EOBs, each whole.
CREATE TABLE deposit_part (
  deposit_id   INTEGER NOT NULL REFERENCES deposit (id),  -- of which deposit
  place        INTEGER NOT NULL CHECK (place >= 1),       -- order
  receipt_id   INTEGER,                                   -- the receipt it came by; null: an EOB
  tender_place INTEGER,                                   -- which of its tenders; null: an EOB
  eob_id       INTEGER REFERENCES eob (id),               -- the EOB it came by; null: a receipt
  amount_cents INTEGER NOT NULL CHECK (amount_cents <> 0),-- to the bank positive, back from it negative
  PRIMARY KEY (deposit_id, place),
  CHECK ((receipt_id IS NULL) = (tender_place IS NULL)),
  CHECK ((receipt_id IS NULL) <> (eob_id IS NULL)),
  FOREIGN KEY (receipt_id, tender_place) REFERENCES receipt_tender (receipt_id, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX deposit_part_tender ON deposit_part (receipt_id, tender_place) WHERE receipt_id IS NOT NULL;
CREATE INDEX deposit_part_eob ON deposit_part (eob_id) WHERE eob_id IS NOT NULL;
CREATE TRIGGER deposit_part_stands BEFORE UPDATE ON deposit_part BEGIN SELECT RAISE(ABORT, 'a part of a deposit is never changed'); END;
CREATE TRIGGER deposit_part_stays BEFORE DELETE ON deposit_part BEGIN SELECT RAISE(ABORT, 'a part of a deposit is never deleted'); END;

-- Deposits taken back: what was in them waits in the drawer again.
CREATE TABLE deposit_reversal (
  deposit_id INTEGER PRIMARY KEY REFERENCES deposit (id), -- the deposit taken back
  at         TEXT NOT NULL,                               -- when
  by_id      INTEGER NOT NULL REFERENCES person_at_work (id), -- by whom
  why        TEXT NOT NULL CHECK (why <> '')              -- why, in words
) STRICT;
CREATE TRIGGER deposit_reversal_stands BEFORE UPDATE ON deposit_reversal BEGIN SELECT RAISE(ABORT, 'a deposit taken back stays so'); END;
CREATE TRIGGER deposit_reversal_stays BEFORE DELETE ON deposit_reversal BEGIN SELECT RAISE(ABORT, 'a deposit taken back stays so'); END;

-- Files of a bank that were read.
CREATE TABLE bank_file (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,             -- file
  bank_id  INTEGER NOT NULL REFERENCES bank (id),         -- of which account
  name     TEXT NOT NULL,                                 -- what it was called
  form     TEXT NOT NULL CHECK (form IN ('ofx', 'csv')),  -- how it was written
  taken_at TEXT NOT NULL,                                 -- when it was read
  taken_by INTEGER NOT NULL REFERENCES person_at_work (id) -- by whom
) STRICT;
CREATE INDEX bank_file_bank ON bank_file (bank_id);
CREATE TRIGGER bank_file_stands BEFORE UPDATE ON bank_file BEGIN SELECT RAISE(ABORT, 'a file of a bank is never changed'); END;
CREATE TRIGGER bank_file_stays BEFORE DELETE ON bank_file BEGIN SELECT RAISE(ABORT, 'a file of a bank is never deleted'); END;

-- What a bank says happened on an account, each line once however many files say it.
CREATE TABLE bank_line (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,         -- line
  bank_id      INTEGER NOT NULL REFERENCES bank (id),     -- on which account
  file_id      INTEGER NOT NULL REFERENCES bank_file (id),-- the first file that said so
  file_line    INTEGER NOT NULL CHECK (file_line >= 1),   -- where in it
  key          TEXT NOT NULL CHECK (key <> ''),           -- FITID, or the content and which of those alike
  posted_on    TEXT NOT NULL CHECK (length(posted_on) = 10), -- the bank's day
  amount_cents INTEGER NOT NULL CHECK (amount_cents <> 0),-- into the account positive
  words        TEXT NOT NULL,                             -- name and memo
  reference    TEXT NOT NULL DEFAULT '',                  -- check or reference number, '' when none
  UNIQUE (bank_id, key)
) STRICT;
CREATE INDEX bank_line_file ON bank_line (file_id);
CREATE INDEX bank_line_day ON bank_line (bank_id, posted_on, amount_cents);
CREATE TRIGGER bank_line_stands BEFORE UPDATE ON bank_line BEGIN SELECT RAISE(ABORT, 'what a bank said is never changed'); END;
CREATE TRIGGER bank_line_stays BEFORE DELETE ON bank_line BEGIN SELECT RAISE(ABORT, 'what a bank said is never deleted'); END;

-- What was decided about a line of a bank. An event stands until another undoes it. No money moves by any of them.
CREATE TABLE bank_event (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,         -- event
  bank_line_id INTEGER NOT NULL REFERENCES bank_line (id),-- about which line
  kind         TEXT NOT NULL CHECK (kind IN ('matched', 'set_aside', 'undone')), -- it is this deposit; it is none of ours; an earlier event no longer holds
  deposit_id   INTEGER REFERENCES deposit (id),           -- the deposit it is; null: another kind
  undoes       INTEGER UNIQUE REFERENCES bank_event (id), -- the event that no longer holds; null: another kind
  words        TEXT NOT NULL DEFAULT '',                  -- why
  at           TEXT NOT NULL,                             -- when
  by_id        INTEGER NOT NULL REFERENCES person_at_work (id), -- by whom
  CHECK ((kind = 'matched') = (deposit_id IS NOT NULL)),
  CHECK ((kind = 'undone') = (undoes IS NOT NULL))
) STRICT;
CREATE INDEX bank_event_line ON bank_event (bank_line_id);
CREATE INDEX bank_event_deposit ON bank_event (deposit_id) WHERE deposit_id IS NOT NULL;
CREATE TRIGGER bank_event_stands BEFORE UPDATE ON bank_event BEGIN SELECT RAISE(ABORT, 'what was decided about a bank line is never changed'); END;
CREATE TRIGGER bank_event_stays BEFORE DELETE ON bank_event BEGIN SELECT RAISE(ABORT, 'what was decided about a bank line is never deleted'); END;
CREATE TRIGGER bank_event_once BEFORE INSERT ON bank_event
WHEN NEW.kind = 'matched' AND EXISTS (SELECT 1 FROM bank_event AS e WHERE e.deposit_id = NEW.deposit_id AND e.id IS NOT NEW.id
  AND NOT EXISTS (SELECT 1 FROM bank_event AS u WHERE u.undoes = e.id))
BEGIN SELECT RAISE(ABORT, 'the bank has this deposit already'); END;
CREATE TRIGGER bank_event_of_what_stands BEFORE INSERT ON bank_event
WHEN NEW.kind = 'matched' AND EXISTS (SELECT 1 FROM deposit_reversal WHERE deposit_id = NEW.deposit_id)
BEGIN SELECT RAISE(ABORT, 'a deposit taken back is not at the bank'); END;
CREATE TRIGGER deposit_reversal_not_at_bank BEFORE INSERT ON deposit_reversal
WHEN EXISTS (SELECT 1 FROM bank_event AS e WHERE e.deposit_id = NEW.deposit_id
  AND NOT EXISTS (SELECT 1 FROM bank_event AS u WHERE u.undoes = e.id))
BEGIN SELECT RAISE(ABORT, 'a deposit that the bank has is not taken back'); END;

-- What the practice decided about its statements: who gets one, the reminders, what one costs. Each version stays; the
-- newest holds.
CREATE TABLE statement_rules (
  version INTEGER PRIMARY KEY AUTOINCREMENT,              -- rises by one with each change
  rules   TEXT NOT NULL,                                  -- all of them, JSON
  at      TEXT NOT NULL,                                  -- when
  by_id   INTEGER NOT NULL REFERENCES person_at_work (id),-- by whom
  why     TEXT NOT NULL DEFAULT ''                        -- why, in words; '' when nobody said
) STRICT;
CREATE TRIGGER statement_rules_stand BEFORE UPDATE ON statement_rules BEGIN SELECT RAISE(ABORT, 'what the rules of statements said is never changed'); END;
CREATE TRIGGER statement_rules_stay BEFORE DELETE ON statement_rules BEGIN SELECT RAISE(ABORT, 'what the rules of statements said is never deleted'); END;

-- One run of statements.
CREATE TABLE statement_run (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,            -- run
  as_of_on  TEXT NOT NULL,                                -- the day it looked at the ledger
  rules_version INTEGER REFERENCES statement_rules (version), -- by which rules; null: the usual ones, which nobody had changed
  made_at   TEXT NOT NULL,                                -- when
  made_by   INTEGER NOT NULL REFERENCES person_at_work (id) -- by whom
) STRICT;

-- Runs that were taken back: none of their statements counts any more. Their numbers stay used, and what was printed
-- stays kept.
CREATE TABLE statement_withdrawal (
  run_id INTEGER PRIMARY KEY REFERENCES statement_run (id), -- which run
  at     TEXT NOT NULL,                                   -- when
  by_id  INTEGER NOT NULL REFERENCES person_at_work (id), -- by whom
  why    TEXT NOT NULL CHECK (why <> '')                  -- why, in words
) STRICT;
CREATE TRIGGER statement_withdrawal_stands BEFORE UPDATE ON statement_withdrawal BEGIN SELECT RAISE(ABORT, 'a run taken back stays so'); END;
CREATE TRIGGER statement_withdrawal_stays BEFORE DELETE ON statement_withdrawal BEGIN SELECT RAISE(ABORT, 'a run taken back stays so'); END;
CREATE TRIGGER statement_withdrawal_newest BEFORE INSERT ON statement_withdrawal
WHEN EXISTS (SELECT 1 FROM statement AS s JOIN statement AS t ON t.guarantor_id = s.guarantor_id AND t.id > s.id AND t.run_id <> s.run_id
  WHERE s.run_id = NEW.run_id AND NOT EXISTS (SELECT 1 FROM statement_withdrawal AS w WHERE w.run_id = t.run_id))
BEGIN SELECT RAISE(ABORT, 'a later statement goes on from one of this run'); END;

-- A statement as it was sent. Written once, with its exact PDF.
CREATE TABLE statement (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,        -- statement
  number        TEXT NOT NULL UNIQUE CHECK (length(number) = 8), -- as printed
  run_id        INTEGER NOT NULL REFERENCES statement_run (id), -- in which run
  guarantor_id  INTEGER NOT NULL REFERENCES guarantor (id), -- to whom
  patient_id    INTEGER REFERENCES patient (id),          -- whose services it shows; null: those of everybody on the account
  made_on       TEXT NOT NULL,                            -- statement date
  due_on        TEXT NOT NULL,                            -- pay by
  amount_cents  INTEGER NOT NULL,                         -- amount due
  times         INTEGER NOT NULL DEFAULT 1 CHECK (times >= 1), -- which request it is for what was asked for most often
  cost_cents    INTEGER NOT NULL DEFAULT 0 CHECK (cost_cents >= 0), -- what sending it cost, as the rules of its run said
  attachment_id INTEGER NOT NULL REFERENCES attachment (id), -- the PDF, byte for byte
  last_entry_id INTEGER NOT NULL                          -- the newest entry it knew of
) STRICT;
CREATE INDEX statement_guarantor ON statement (guarantor_id, id);
CREATE INDEX statement_of_run ON statement (run_id);
CREATE TRIGGER statement_stands BEFORE UPDATE ON statement BEGIN SELECT RAISE(ABORT, 'a statement is never changed'); END;
CREATE TRIGGER statement_stays BEFORE DELETE ON statement BEGIN SELECT RAISE(ABORT, 'a statement is never deleted'); END;

-- Which services a statement asked for, and how much.
CREATE TABLE statement_line (
  statement_id   INTEGER NOT NULL REFERENCES statement (id), -- in which statement
  charge_line_id INTEGER NOT NULL REFERENCES charge_line (id), -- which service
  owed_cents     INTEGER NOT NULL,                        -- asked for then
  PRIMARY KEY (statement_id, charge_line_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX statement_line_charge ON statement_line (charge_line_id);
CREATE TRIGGER statement_line_own BEFORE INSERT ON statement_line
WHEN NOT EXISTS (SELECT 1 FROM statement AS s JOIN line_balance AS b
  ON b.guarantor_id = s.guarantor_id AND b.charge_line_id = NEW.charge_line_id
  WHERE s.id = NEW.statement_id AND (s.patient_id IS NULL OR s.patient_id = b.patient_id))
BEGIN SELECT RAISE(ABORT, 'a statement asks nobody for the service of another'); END;
CREATE TRIGGER statement_line_stands BEFORE UPDATE ON statement_line BEGIN SELECT RAISE(ABORT, 'what a statement asked for is never changed'); END;
CREATE TRIGGER statement_line_stays BEFORE DELETE ON statement_line BEGIN SELECT RAISE(ABORT, 'what a statement asked for is never deleted'); END;

-- What was said with or about those who pay: calls, letters, plain notes. Written once; the words are of people, so they
-- stand here and nowhere else.
CREATE TABLE note (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,         -- note
  guarantor_id INTEGER NOT NULL REFERENCES guarantor (id), -- about whose account
  patient_id   INTEGER REFERENCES patient (id),           -- about which patient; null: the account
  claim_id     INTEGER REFERENCES claim (id),             -- about which claim; null: none
  way          TEXT NOT NULL CHECK (way IN ('note', 'call_out', 'call_in', 'letter_out', 'letter_in', 'in_person')), -- how it was said
  spoken_with  TEXT NOT NULL DEFAULT '',                  -- with whom, '' when nobody is named
  words        TEXT NOT NULL CHECK (words <> ''),         -- what was said
  follow_up_on TEXT,                                      -- when it is to be looked at again; null: never
  person_id    INTEGER REFERENCES person_at_work (id),    -- whose work that is; null: anybody's
  at           TEXT NOT NULL,                             -- when it was written
  by_id        INTEGER NOT NULL REFERENCES person_at_work (id), -- by whom
  CHECK (person_id IS NULL OR follow_up_on IS NOT NULL)
) STRICT;
CREATE INDEX note_guarantor ON note (guarantor_id, id);
CREATE INDEX note_patient ON note (patient_id, id) WHERE patient_id IS NOT NULL;
CREATE INDEX note_claim ON note (claim_id, id) WHERE claim_id IS NOT NULL;
CREATE INDEX note_follow_up ON note (follow_up_on) WHERE follow_up_on IS NOT NULL;
CREATE TRIGGER note_stands BEFORE UPDATE ON note BEGIN SELECT RAISE(ABORT, 'a note is never changed'); END;
CREATE TRIGGER note_stays BEFORE DELETE ON note BEGIN SELECT RAISE(ABORT, 'a note is never deleted'); END;

-- What became of a note's follow-up. Written once; the newest says where it stands.
CREATE TABLE note_event (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,            -- order
  note_id   INTEGER NOT NULL REFERENCES note (id),        -- of which note
  kind      TEXT NOT NULL CHECK (kind IN ('done', 'moved')), -- done, or put to another day or person
  until_on  TEXT,                                         -- to which day; null: done
  person_id INTEGER REFERENCES person_at_work (id),       -- whose work it is from now on; null: anybody's, or done
  words     TEXT NOT NULL DEFAULT '',                     -- what came of it
  at        TEXT NOT NULL,                                -- when
  by_id     INTEGER NOT NULL REFERENCES person_at_work (id), -- by whom
  CHECK ((kind = 'moved') = (until_on IS NOT NULL))
) STRICT;
CREATE INDEX note_event_note ON note_event (note_id, id);
CREATE TRIGGER note_event_stands BEFORE UPDATE ON note_event BEGIN SELECT RAISE(ABORT, 'what became of a note is never changed'); END;
CREATE TRIGGER note_event_stays BEFORE DELETE ON note_event BEGIN SELECT RAISE(ABORT, 'what became of a note is never deleted'); END;

-- What a guarantor promised to pay. Whether it was kept is derived from the receipts since.
CREATE TABLE promise (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,         -- promise
  guarantor_id INTEGER NOT NULL REFERENCES guarantor (id), -- whose
  note_id      INTEGER REFERENCES note (id),              -- the note of the call; null: none was written
  amount_cents INTEGER NOT NULL CHECK (amount_cents > 0), -- how much
  by_on        TEXT NOT NULL,                             -- by which day, that day included
  after_receipt INTEGER NOT NULL DEFAULT 0,               -- the newest receipt of all then, 0: none; only those after it count
  at           TEXT NOT NULL,                             -- when it was made
  by_id        INTEGER NOT NULL REFERENCES person_at_work (id) -- who took it down
) STRICT;
CREATE INDEX promise_guarantor ON promise (guarantor_id, id);
CREATE TRIGGER promise_stands BEFORE UPDATE ON promise BEGIN SELECT RAISE(ABORT, 'a promise is never changed'); END;
CREATE TRIGGER promise_stays BEFORE DELETE ON promise BEGIN SELECT RAISE(ABORT, 'a promise is never deleted'); END;

-- Promises that no longer count.
CREATE TABLE promise_withdrawal (
  promise_id INTEGER PRIMARY KEY REFERENCES promise (id), -- which
  words      TEXT NOT NULL CHECK (words <> ''),           -- why
  at         TEXT NOT NULL,                               -- when
  by_id      INTEGER NOT NULL REFERENCES person_at_work (id) -- by whom
) STRICT;
CREATE TRIGGER promise_withdrawal_stands BEFORE UPDATE ON promise_withdrawal BEGIN SELECT RAISE(ABORT, 'a withdrawn promise stays so'); END;
CREATE TRIGGER promise_withdrawal_stays BEFORE DELETE ON promise_withdrawal BEGIN SELECT RAISE(ABORT, 'a withdrawn promise stays so'); END;

-- What a guarantor disputes: a service, or the account as a whole. While it is open it is not asked for by mail.
CREATE TABLE dispute (
  id             INTEGER PRIMARY KEY AUTOINCREMENT,       -- dispute
  guarantor_id   INTEGER NOT NULL REFERENCES guarantor (id), -- whose account
  charge_line_id INTEGER REFERENCES charge_line (id),     -- which service; null: all of it
  opened_on      TEXT NOT NULL,                           -- since when
  words          TEXT NOT NULL CHECK (words <> ''),       -- what they say
  at             TEXT NOT NULL,                           -- when it was written
  by_id          INTEGER NOT NULL REFERENCES person_at_work (id) -- by whom
) STRICT;
CREATE INDEX dispute_guarantor ON dispute (guarantor_id, id);
CREATE TRIGGER dispute_stands BEFORE UPDATE ON dispute BEGIN SELECT RAISE(ABORT, 'a dispute is never changed'); END;
CREATE TRIGGER dispute_stays BEFORE DELETE ON dispute BEGIN SELECT RAISE(ABORT, 'a dispute is never deleted'); END;

-- How disputes ended.
CREATE TABLE dispute_end (
  dispute_id INTEGER PRIMARY KEY REFERENCES dispute (id), -- which
  ended      TEXT NOT NULL CHECK (ended IN ('stands', 'mended', 'withdrawn')), -- how
  ended_on   TEXT NOT NULL,                               -- on which day
  words      TEXT NOT NULL CHECK (words <> ''),           -- what was said
  at         TEXT NOT NULL,                               -- when it was written
  by_id      INTEGER NOT NULL REFERENCES person_at_work (id) -- by whom
) STRICT;
CREATE TRIGGER dispute_end_stands BEFORE UPDATE ON dispute_end BEGIN SELECT RAISE(ABORT, 'a settled dispute stays so'); END;
CREATE TRIGGER dispute_end_stays BEFORE DELETE ON dispute_end BEGIN SELECT RAISE(ABORT, 'a settled dispute stays so'); END;

-- Collections agencies.
CREATE TABLE agency (
  id             INTEGER PRIMARY KEY AUTOINCREMENT,       -- agency
  name           TEXT NOT NULL COLLATE NOCASE UNIQUE CHECK (name <> ''), -- its name
  phone          TEXT NOT NULL DEFAULT '',                -- as it is written, '' when not known
  our_number     TEXT NOT NULL DEFAULT '',                -- what it calls us, '' when nothing
  fee_hundredths INTEGER NOT NULL CHECK (fee_hundredths BETWEEN 0 AND 10000), -- what it keeps of what it brings: 30 % is 3000
  columns        TEXT NOT NULL,                           -- the columns of its list in their order, JSON
  is_active      INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)) -- offered in lists
) STRICT;

-- Final notices as they were sent, each with its exact PDF. Written once.
CREATE TABLE final_notice (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,        -- notice
  guarantor_id  INTEGER NOT NULL REFERENCES guarantor (id), -- to whom
  made_on       TEXT NOT NULL,                            -- its day
  due_on        TEXT NOT NULL,                            -- by which day it is to be paid
  amount_cents  INTEGER NOT NULL CHECK (amount_cents > 0),-- how much it asks for
  attachment_id INTEGER NOT NULL REFERENCES attachment (id), -- the PDF, byte for byte
  made_at       TEXT NOT NULL,                            -- when
  made_by       INTEGER NOT NULL REFERENCES person_at_work (id) -- by whom
) STRICT;
CREATE INDEX final_notice_guarantor ON final_notice (guarantor_id, id);
CREATE TRIGGER final_notice_stands BEFORE UPDATE ON final_notice BEGIN SELECT RAISE(ABORT, 'a final notice is never changed'); END;
CREATE TRIGGER final_notice_stays BEFORE DELETE ON final_notice BEGIN SELECT RAISE(ABORT, 'a final notice is never deleted'); END;

-- Accounts given to an agency. What it has of them now says account 51.
CREATE TABLE placement (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,        -- placement
  agency_id     INTEGER NOT NULL REFERENCES agency (id),  -- to which
  guarantor_id  INTEGER NOT NULL REFERENCES guarantor (id), -- whose
  placed_on     TEXT NOT NULL,                            -- when
  amount_cents  INTEGER NOT NULL CHECK (amount_cents > 0),-- how much
  entry_id      INTEGER NOT NULL REFERENCES entry (id),   -- the entry that moved it
  attachment_id INTEGER NOT NULL REFERENCES attachment (id), -- the list it went on, byte for byte
  made_at       TEXT NOT NULL,                            -- when it was written
  made_by       INTEGER NOT NULL REFERENCES person_at_work (id) -- by whom
) STRICT;
CREATE INDEX placement_guarantor ON placement (guarantor_id, id);
CREATE TRIGGER placement_stands BEFORE UPDATE ON placement BEGIN SELECT RAISE(ABORT, 'what was given to an agency is never changed'); END;
CREATE TRIGGER placement_stays BEFORE DELETE ON placement BEGIN SELECT RAISE(ABORT, 'what was given to an agency is never deleted'); END;

-- Receipts for what was at an agency: what it collected and kept, or what was brought to us.
CREATE TABLE agency_payment (
  receipt_id   INTEGER PRIMARY KEY REFERENCES receipt (id), -- the receipt over what reached us
  placement_id INTEGER NOT NULL REFERENCES placement (id), -- of which placement
  gross_cents  INTEGER NOT NULL CHECK (gross_cents > 0),  -- what the guarantor paid
  fee_cents    INTEGER NOT NULL CHECK (fee_cents BETWEEN 0 AND gross_cents), -- what the agency kept of it
  is_direct    INTEGER NOT NULL CHECK (is_direct IN (0, 1)), -- 1: the guarantor brought it to us
  CHECK (is_direct = 0 OR fee_cents = 0)
) STRICT;
CREATE INDEX agency_payment_placement ON agency_payment (placement_id);
CREATE TRIGGER agency_payment_stands BEFORE UPDATE ON agency_payment BEGIN SELECT RAISE(ABORT, 'what an agency paid is never changed'); END;
CREATE TRIGGER agency_payment_stays BEFORE DELETE ON agency_payment BEGIN SELECT RAISE(ABORT, 'what an agency paid is never deleted'); END;

-- Small balances written off together, by which rule.
CREATE TABLE write_off_run (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,              -- run
  rule    TEXT NOT NULL CHECK (rule <> ''),               -- the rule in words, as it was then
  made_on TEXT NOT NULL,                                  -- the day it counts for
  made_at TEXT NOT NULL,                                  -- when
  made_by INTEGER NOT NULL REFERENCES person_at_work (id) -- by whom
) STRICT;
CREATE TRIGGER write_off_run_stands BEFORE UPDATE ON write_off_run BEGIN SELECT RAISE(ABORT, 'a run of write-offs is never changed'); END;
CREATE TRIGGER write_off_run_stays BEFORE DELETE ON write_off_run BEGIN SELECT RAISE(ABORT, 'a run of write-offs is never deleted'); END;

-- What such a run wrote off, an entry an account.
CREATE TABLE write_off_run_part (
  run_id       INTEGER NOT NULL REFERENCES write_off_run (id), -- in which run
  guarantor_id INTEGER NOT NULL REFERENCES guarantor (id), -- on whose account
  entry_id     INTEGER NOT NULL REFERENCES entry (id),    -- by which entry
  amount_cents INTEGER NOT NULL CHECK (amount_cents > 0), -- how much
  PRIMARY KEY (run_id, guarantor_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX write_off_run_part_guarantor ON write_off_run_part (guarantor_id);
CREATE TRIGGER write_off_run_part_stands BEFORE UPDATE ON write_off_run_part BEGIN SELECT RAISE(ABORT, 'a part of a run of write-offs is never changed'); END;
CREATE TRIGGER write_off_run_part_stays BEFORE DELETE ON write_off_run_part BEGIN SELECT RAISE(ABORT, 'a part of a run of write-offs is never deleted'); END;

-- Runs of write-offs that were taken back as a whole.
CREATE TABLE write_off_run_undo (
  run_id INTEGER PRIMARY KEY REFERENCES write_off_run (id), -- which
  why    TEXT NOT NULL CHECK (why <> ''),                 -- why
  at     TEXT NOT NULL,                                   -- when
  by_id  INTEGER NOT NULL REFERENCES person_at_work (id)  -- by whom
) STRICT;
CREATE TRIGGER write_off_run_undo_stands BEFORE UPDATE ON write_off_run_undo BEGIN SELECT RAISE(ABORT, 'a run of write-offs taken back stays so'); END;
CREATE TRIGGER write_off_run_undo_stays BEFORE DELETE ON write_off_run_undo BEGIN SELECT RAISE(ABORT, 'a run of write-offs taken back stays so'); END;

-- Files kept inside the book: sent batches, statements, receipts. Same content is kept once.
CREATE TABLE attachment (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,          -- attachment
  sha256      BLOB NOT NULL UNIQUE CHECK (length(sha256) = 32), -- of the content
  byte_length INTEGER NOT NULL CHECK (byte_length >= 0),  -- of the content
  deflated    BLOB NOT NULL,                              -- the content, compressed
  made_at     TEXT NOT NULL                               -- when it was kept
) STRICT;
CREATE TRIGGER attachment_stands BEFORE UPDATE ON attachment BEGIN SELECT RAISE(ABORT, 'an attachment is never changed'); END;
CREATE TRIGGER attachment_stays BEFORE DELETE ON attachment BEGIN SELECT RAISE(ABORT, 'an attachment is never deleted'); END;

-- Diagnosis codes the practice knows: the starter set and whatever it imported.
CREATE TABLE diagnosis_code (
  code        TEXT PRIMARY KEY,                           -- ICD-10-CM without the dot
  description TEXT NOT NULL,                              -- in words
  is_billable INTEGER NOT NULL CHECK (is_billable IN (0, 1)) -- 0: a heading, needs more characters
) STRICT, WITHOUT ROWID;

-- Service codes with words of the practice's own or of the public HCPCS file. No CPT text is shipped.
CREATE TABLE procedure_code (
  code        TEXT PRIMARY KEY,                           -- CPT or HCPCS
  description TEXT NOT NULL                               -- in words
) STRICT, WITHOUT ROWID;

-- The fee schedule: what the practice charges from a day on.
CREATE TABLE fee (
  code         TEXT NOT NULL REFERENCES procedure_code (code), -- CPT or HCPCS
  modifier     TEXT NOT NULL DEFAULT '',                  -- '' or one modifier that has its own fee
  effective_on TEXT NOT NULL,                             -- first day it holds
  fee_cents    INTEGER NOT NULL CHECK (fee_cents >= 0),   -- per unit
  PRIMARY KEY (code, modifier, effective_on)
) STRICT, WITHOUT ROWID;

-- Fee schedules of others that contracts are a percent of, as Medicare's for the practice's locality.
CREATE TABLE schedule (
  id   INTEGER PRIMARY KEY AUTOINCREMENT,                 -- schedule
  name TEXT NOT NULL COLLATE NOCASE UNIQUE CHECK (name <> '') -- as the practice calls it
) STRICT;

-- What such a schedule says, from a day on.
CREATE TABLE schedule_fee (
  schedule_id  INTEGER NOT NULL REFERENCES schedule (id), -- of which schedule
  code         TEXT NOT NULL,                             -- CPT or HCPCS
  modifier     TEXT NOT NULL DEFAULT '',                  -- '' or one modifier that has its own amount
  effective_on TEXT NOT NULL,                             -- first day it holds
  fee_cents    INTEGER NOT NULL CHECK (fee_cents >= 0),   -- per unit
  PRIMARY KEY (schedule_id, code, modifier, effective_on)
) STRICT, WITHOUT ROWID;

-- What payers have agreed to pay for one unit of a service, from a day on.
CREATE TABLE contract_fee (
  payer_id      INTEGER NOT NULL REFERENCES payer (id),   -- who agreed
  plan          TEXT NOT NULL DEFAULT '' COLLATE NOCASE,  -- for which of its plans, as policies name it; '' for those with nothing of their own
  code          TEXT NOT NULL,                            -- CPT or HCPCS
  modifier      TEXT NOT NULL DEFAULT '',                 -- '' or one modifier that has its own amount
  effective_on  TEXT NOT NULL,                            -- first day it holds
  allowed_cents INTEGER NOT NULL CHECK (allowed_cents >= 0), -- per unit
  PRIMARY KEY (payer_id, plan, code, modifier, effective_on)
) STRICT, WITHOUT ROWID;

-- What payers have agreed to pay for services without an amount of their own: a percent, from a day on.
CREATE TABLE contract_percent (
  payer_id     INTEGER NOT NULL REFERENCES payer (id),    -- who agreed
  plan         TEXT NOT NULL DEFAULT '' COLLATE NOCASE,   -- for which of its plans, as in contract_fee
  effective_on TEXT NOT NULL,                             -- first day it holds
  percent_hundredths INTEGER NOT NULL CHECK (percent_hundredths BETWEEN 1 AND 100000), -- 110 % is 11000
  schedule_id  INTEGER REFERENCES schedule (id),          -- of which schedule; null: of what is charged
  PRIMARY KEY (payer_id, plan, effective_on)
) STRICT, WITHOUT ROWID;

-- Every change of a contract or of a schedule. Written once.
CREATE TABLE contract_change (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,         -- order
  at           TEXT NOT NULL,                             -- when
  by_id        INTEGER NOT NULL REFERENCES person_at_work (id), -- by whom
  payer_id     INTEGER REFERENCES payer (id),             -- whose contract; null: a schedule
  schedule_id  INTEGER REFERENCES schedule (id),          -- which schedule; null: a contract
  plan         TEXT NOT NULL DEFAULT '',                  -- of which plan, as in contract_fee
  code         TEXT NOT NULL DEFAULT '',                  -- which service; '' for a percent
  modifier     TEXT NOT NULL DEFAULT '',                  -- with which modifier
  effective_on TEXT NOT NULL,                             -- from which day it holds
  was          TEXT NOT NULL DEFAULT '',                  -- what held from that day before, as 98.40; '' nothing did
  became       TEXT NOT NULL CHECK (became <> ''),        -- what holds
  why          TEXT NOT NULL CHECK (why <> ''),           -- why, in words
  CHECK ((payer_id IS NULL) <> (schedule_id IS NULL))
) STRICT;
CREATE INDEX contract_change_payer ON contract_change (payer_id, id);
CREATE TRIGGER contract_change_stands BEFORE UPDATE ON contract_change BEGIN SELECT RAISE(ABORT, 'what changed in a contract is never changed'); END;
CREATE TRIGGER contract_change_stays BEFORE DELETE ON contract_change BEGIN SELECT RAISE(ABORT, 'what changed in a contract is never deleted'); END;

-- What each payer that was asked first allowed for a service, line by line: from it is learned what it will allow. Kept
-- by triggers; an EOB taken back takes its lines along.
CREATE TABLE allowed_seen (
  payer_id      INTEGER NOT NULL REFERENCES payer (id),   -- who allowed it
  code          TEXT NOT NULL,                            -- CPT or HCPCS
  modifiers     TEXT NOT NULL,                            -- as on the charge line
  place         TEXT NOT NULL,                            -- place of service
  year          INTEGER NOT NULL,                         -- of the service
  plan          TEXT NOT NULL COLLATE NOCASE,             -- the policy's plan when the EOB was posted, '' when it named none
  eob_line_id   INTEGER NOT NULL REFERENCES eob_line (id),-- by which line of an EOB
  units_thousandths INTEGER NOT NULL,                     -- quantity times 1,000
  allowed_cents INTEGER NOT NULL CHECK (allowed_cents > 0), -- for all units
  PRIMARY KEY (payer_id, code, modifiers, place, year, plan, eob_line_id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER eob_line_seen AFTER INSERT ON eob_line WHEN NEW.allowed_cents > 0 AND NEW.takes_back_id IS NULL
BEGIN
  INSERT INTO allowed_seen (payer_id, code, modifiers, place, year, plan, eob_line_id, units_thousandths, allowed_cents)
    SELECT k.payer_id, c.code, c.modifiers, v.place, CAST(substr(v.service_on, 1, 4) AS INTEGER), y.plan_name, NEW.id,
      c.units_thousandths, NEW.allowed_cents
    FROM claim AS k JOIN policy AS y ON y.id = k.policy_id JOIN charge_line AS c ON c.id = NEW.charge_line_id
    JOIN visit AS v ON v.id = c.visit_id WHERE k.id = NEW.claim_id AND k.responsibility = 'P';
END;
-- What the payer itself takes back with a later answer is forgotten too, and remembered again when that answer is taken back.
CREATE TRIGGER eob_line_unseen AFTER INSERT ON eob_line WHEN NEW.takes_back_id IS NOT NULL
BEGIN
  DELETE FROM allowed_seen WHERE payer_id = (SELECT payer_id FROM claim WHERE id = NEW.claim_id)
    AND eob_line_id IN (SELECT id FROM eob_line WHERE eob_id = NEW.takes_back_id AND charge_line_id = NEW.charge_line_id);
END;
CREATE TRIGGER eob_reversal_unseen AFTER INSERT ON eob_reversal
BEGIN
  DELETE FROM allowed_seen WHERE payer_id IN (SELECT k.payer_id FROM eob_line AS l JOIN claim AS k ON k.id = l.claim_id
      WHERE l.eob_id = NEW.eob_id)
    AND eob_line_id IN (SELECT id FROM eob_line WHERE eob_id = NEW.eob_id);
  INSERT OR IGNORE INTO allowed_seen (payer_id, code, modifiers, place, year, plan, eob_line_id, units_thousandths, allowed_cents)
    SELECT k.payer_id, c.code, c.modifiers, v.place, CAST(substr(v.service_on, 1, 4) AS INTEGER), y.plan_name, o.id,
      c.units_thousandths, o.allowed_cents
    FROM eob_line AS n JOIN eob_line AS o ON o.eob_id = n.takes_back_id AND o.charge_line_id = n.charge_line_id
    JOIN claim AS k ON k.id = o.claim_id JOIN policy AS y ON y.id = k.policy_id
    JOIN charge_line AS c ON c.id = o.charge_line_id JOIN visit AS v ON v.id = c.visit_id
    WHERE n.eob_id = NEW.eob_id AND o.allowed_cents > 0 AND o.takes_back_id IS NULL AND k.responsibility = 'P'
      AND NOT EXISTS (SELECT 1 FROM eob_reversal AS r WHERE r.eob_id = o.eob_id);
END;

-- What was done about a service that a payer allowed too little for. Written once; the newest says where it stands.
CREATE TABLE underpayment_event (
  id             INTEGER PRIMARY KEY AUTOINCREMENT,       -- order
  charge_line_id INTEGER NOT NULL REFERENCES charge_line (id), -- for which service
  payer_id       INTEGER NOT NULL REFERENCES payer (id),  -- who allowed too little
  at             TEXT NOT NULL,                           -- when
  by_id          INTEGER NOT NULL REFERENCES person_at_work (id), -- by whom
  state          TEXT NOT NULL CHECK (state IN ('open', 'disputed', 'paid', 'accepted')), -- where it stands after it
  expected_cents INTEGER NOT NULL,                        -- what was expected then
  allowed_cents  INTEGER NOT NULL,                        -- what was allowed then
  basis          TEXT NOT NULL,                           -- why that was expected, in words
  words          TEXT NOT NULL DEFAULT ''                 -- what was said; holds no patient's name
) STRICT;
CREATE INDEX underpayment_event_line ON underpayment_event (charge_line_id, payer_id, id);
CREATE TRIGGER underpayment_event_stands BEFORE UPDATE ON underpayment_event BEGIN SELECT RAISE(ABORT, 'what was done about an underpayment is never changed'); END;
CREATE TRIGGER underpayment_event_stays BEFORE DELETE ON underpayment_event BEGIN SELECT RAISE(ABORT, 'what was done about an underpayment is never deleted'); END;

-- What each payer allowed last for a service, kept by eob_line's trigger. An EOB taken back takes its rows along.
CREATE TABLE payer_allowed (
  payer_id      INTEGER NOT NULL REFERENCES payer (id),   -- who allowed it
  code          TEXT NOT NULL,                            -- CPT or HCPCS
  modifiers     TEXT NOT NULL,                            -- as on the charge line
  eob_id        INTEGER NOT NULL REFERENCES eob (id),     -- by which EOB
  allowed_cents INTEGER NOT NULL CHECK (allowed_cents > 0), -- for all units
  charge_cents  INTEGER NOT NULL,                         -- what was charged for them
  units_thousandths INTEGER NOT NULL,                     -- quantity times 1,000
  PRIMARY KEY (payer_id, code, modifiers)
) STRICT, WITHOUT ROWID;
CREATE INDEX payer_allowed_eob ON payer_allowed (eob_id);
CREATE TRIGGER eob_line_allows AFTER INSERT ON eob_line WHEN NEW.allowed_cents > 0
BEGIN
  INSERT INTO payer_allowed (payer_id, code, modifiers, eob_id, allowed_cents, charge_cents, units_thousandths)
    SELECT k.payer_id, c.code, c.modifiers, NEW.eob_id, NEW.allowed_cents, c.charge_cents, c.units_thousandths
    FROM claim AS k JOIN charge_line AS c ON c.id = NEW.charge_line_id WHERE k.id = NEW.claim_id
    ON CONFLICT (payer_id, code, modifiers) DO UPDATE SET eob_id = excluded.eob_id, allowed_cents = excluded.allowed_cents,
      charge_cents = excluded.charge_cents, units_thousandths = excluded.units_thousandths;
END;
CREATE TRIGGER eob_reversal_unallows AFTER INSERT ON eob_reversal
BEGIN DELETE FROM payer_allowed WHERE eob_id = NEW.eob_id; END;

-- Public lists that claims are held against, one row a file of a release. A list brought in again is written anew.
CREATE TABLE code_list (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,         -- list
  kind         TEXT NOT NULL CHECK (kind IN ('ptp', 'mue', 'add_on', 'services', 'icd10', 'hcpcs')), -- which
  effective_on TEXT NOT NULL,                             -- first day the release holds
  part         TEXT NOT NULL DEFAULT '',                  -- which file of a release that comes in several, as f1; '' when it is one
  words        TEXT NOT NULL DEFAULT '',                  -- sentences its records point at by number, one a line
  records      INTEGER NOT NULL DEFAULT 0 CHECK (records >= 0), -- how many
  taken_at     TEXT NOT NULL,                             -- when it was brought in
  UNIQUE (kind, effective_on, part)
) STRICT;

-- The records of a list, packed: only read as a whole.
CREATE TABLE code_list_block (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,              -- block; in the order of the file
  list_id INTEGER NOT NULL REFERENCES code_list (id),     -- of which list
  packed  BLOB NOT NULL                                   -- records of one length, as domain::tables writes them
) STRICT;
CREATE INDEX code_list_block_list ON code_list_block (list_id);

-- What a screen had typed when it was left, so that nothing typed is lost.
CREATE TABLE draft (
  place    TEXT PRIMARY KEY,                              -- which form, as visit:12
  typed    TEXT NOT NULL,                                 -- its fields, JSON
  saved_at TEXT NOT NULL                                  -- when
) STRICT, WITHOUT ROWID;

-- What was done by whom, one line a verb, in the verb's own transaction. Holds ids, never names.
CREATE TABLE audit (
  id     INTEGER PRIMARY KEY AUTOINCREMENT,               -- order
  at     TEXT NOT NULL,                                   -- when
  by_id  INTEGER NOT NULL,                                -- who; 0 before the first user exists
  verb   TEXT NOT NULL,                                   -- what
  object TEXT NOT NULL DEFAULT ''                         -- on what: kind and id
) STRICT;
CREATE TRIGGER audit_stands BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is never changed'); END;
CREATE TRIGGER audit_stays BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is never deleted'); END;
