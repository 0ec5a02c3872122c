//! What each screen asks of the book, beside one frame: the first time on a book just opened, and again. A worker asks,
//! and the window goes on meanwhile, so what takes longer is told and fails nothing.

use std::time::Duration;

use chrono::{Days, NaiveDate};
use pegboard::domain::claim::{ClaimFilter, State};
use pegboard::domain::id::{ChargeLineId, ClaimId, GuarantorId, PatientId, PayerId};
use pegboard::office::Office;

use super::measure::{Timed, Verdict, shown, time};
use super::{books, key};

/// How long a window may take for one picture.
const FRAME: Duration = Duration::from_millis(16);
const REPETITIONS: usize = 9;

/// Who and what is looked at.
struct Looked {
    today: NaiveDate,
    patient: PatientId,
    guarantor: GuarantorId,
    line: ChargeLineId,
    claim: ClaimId,
    payer: PayerId,
}

/// What a screen reads, and how many rows came.
type Read = fn(&Office, &Looked) -> usize;

const SCREENS: [(&str, Read); 26] = [
    ("Today: the board", |office, _| {
        office.board().unwrap().queues.len()
    }),
    ("Patients: how many", |office, _| {
        office.patient_count().unwrap()
    }),
    ("Patients: first page", |office, _| {
        office.patients_page(0, 100).unwrap().len()
    }),
    ("Patients: last pages", |office, _| {
        let all = office.patient_count().unwrap();
        office
            .patients_page(all.saturating_sub(100), 100)
            .unwrap()
            .len()
    }),
    ("Patients: one letter", |office, _| {
        office.find_patients("s", 201).unwrap().len()
    }),
    ("Patients: three letters", |office, _| {
        office.find_patients("ver", 201).unwrap().len()
    }),
    ("Patients: family and given name", |office, _| {
        office.find_patients("ber an", 201).unwrap().len()
    }),
    ("Patients: a birthday", |office, _| {
        office.find_patients("04/12/19", 201).unwrap().len()
    }),
    ("Search everywhere: a number", |office, _| {
        office.search("1042", 6).unwrap().len()
    }),
    ("Chart: its head", |office, on| {
        office.chart(on.patient).unwrap().policies.len()
    }),
    ("Chart: ledger card, an ordinary one", |office, on| {
        office.ledger_card(on.guarantor, None).unwrap().visits.len()
    }),
    ("Chart: visits", |office, on| {
        office.visits(on.patient).unwrap().len()
    }),
    ("Chart: claims", |office, on| {
        let filter = ClaimFilter {
            patient: Some(on.patient),
            ..ClaimFilter::default()
        };
        office.claims(&filter).unwrap().len()
    }),
    ("Chart: why a balance is what it is", |office, on| {
        office.why(on.line).unwrap().steps.len()
    }),
    ("Visits: the newest 2,000", |office, _| {
        office.recent_visits(2_000).unwrap().len()
    }),
    ("Visits: to code", |office, _| {
        office.visits_to_code().unwrap().len()
    }),
    ("Claims: lanes", |office, _| office.lanes().unwrap().len()),
    ("Claims: held", |office, _| {
        claims(office, &[State::Held, State::Rejected], "")
    }),
    ("Claims: waiting, 5,000 rows", |office, _| {
        claims(office, &[State::Batched, State::Accepted], "")
    }),
    ("Claims: waiting, by a name", |office, _| {
        claims(office, &[State::Batched, State::Accepted], "ver")
    }),
    ("Claims: one of them", |office, on| {
        office.claim(on.claim).unwrap().lines.len()
    }),
    ("Payments: EOBs, 5,000 rows", |office, _| {
        office.eobs(5_000).unwrap().len()
    }),
    ("Payments: receipts, 5,000 rows", |office, _| {
        office.receipts(None, 5_000).unwrap().len()
    }),
    ("EOB: claims of a payer", |office, on| {
        office.open_claims_of(on.payer, "").unwrap().len()
    }),
    ("EOB: the services of a claim", |office, on| {
        office.eob_template(on.claim).unwrap().len()
    }),
    ("Statements: who is due one", |office, on| {
        let in_a_month = on.today + Days::new(35);
        office.statements_due(in_a_month).unwrap().len()
    }),
];

pub fn run() -> Verdict {
    let (name, size) = books::size();
    let (_above, book) = books::copied(&books::kept(name, size));
    let looked = looked(&book);
    println!("a {name} book; first on a book just opened, then the median of {REPETITIONS}");
    for (screen, read) in SCREENS {
        let office = books::open(&book);
        let mut rows = 0;
        let first = time(|| rows = read(&office, &looked));
        let mut again = Timed::new(screen);
        for _ in 0..REPETITIONS {
            again.add(time(|| read(&office, &looked)));
        }
        let median = again.median();
        let words = if median < FRAME {
            ""
        } else {
            "  more than a frame"
        };
        println!(
            "  {screen:<38} {rows:>7} rows, first {}, then {}{words}",
            shown(first),
            shown(median)
        );
    }
    Verdict::Held
}

fn claims(office: &Office, states: &[State], text: &str) -> usize {
    let filter = ClaimFilter {
        states: states.to_vec(),
        text: text.to_owned(),
        limit: 5_000,
        ..ClaimFilter::default()
    };
    office.claims(&filter).unwrap().len()
}

/// Somebody in the middle of the book with a claim that waits.
fn looked(book: &std::path::Path) -> Looked {
    let bare = key::bare(book, pegboard::demo::PASSPHRASE);
    let (patient, guarantor, line, claim, payer) = bare
        .query_row(
            "SELECT v.patient_id, v.guarantor_id, l.charge_line_id, k.id, k.payer_id FROM claim AS k \
             JOIN visit AS v ON v.id = k.visit_id JOIN claim_line AS l ON l.claim_id = k.id \
             WHERE k.state = 'batched' ORDER BY k.id LIMIT 1 OFFSET 20",
            [],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)),
        )
        .unwrap();
    Looked {
        today: books::today(),
        patient: PatientId::new(patient),
        guarantor: GuarantorId::new(guarantor),
        line: ChargeLineId::new(line),
        claim: ClaimId::new(claim),
        payer: PayerId::new(payer),
    }
}
