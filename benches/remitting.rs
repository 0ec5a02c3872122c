//! Posting a remittance of ten thousand claims through the office against the very same rows inserted by bare SQL.
//!
//! The office reads the file again, plans every claim on its account, checks that each cent is placed, posts and proves
//! the whole, in one transaction with its commit. The rows it wrote are then read back and inserted into a copy of the
//! book as it was before, table by table, with prepared statements and nothing looked up, as in the `posting` benchmark.
//! Taking the file in, which finds and plans the claims a first time, is told beside it.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use pegboard::domain::claim::{ClaimFilter, ClaimRow, State};
use pegboard::domain::money::Money;
use pegboard::domain::practice::Payer;
use pegboard::domain::remittance::{PostOn, Standing};
use pegboard::office::{Office, Rest, quietly};
use rusqlite::Connection;

use super::measure::{Timed, Verdict, time};
use super::posting::{Rows, insert_rows, rows_of};
use super::{books, key, statements};

const ROUNDS: usize = 3;
const CLAIMS: usize = 10_000;
/// The most the office may take, in times of bare SQL.
const BAR: f64 = 2.0;

/// A table that posting a remittance writes into, and the column by which its new rows are found.
const WRITTEN: [(&str, &str); 11] = [
    ("eob", "id"),
    ("entry", "id"),
    ("posting", "entry_id"),
    ("seal", "entry_id"),
    ("eob_line", "id"),
    ("eob_adjustment", "eob_line_id"),
    ("eob_part", "eob_id"),
    ("claim_event", "id"),
    ("claim_reference", "id"),
    ("remittance_event", "id"),
    ("audit", "id"),
];

pub fn run() -> Verdict {
    let (name, size) = books::size();
    let kept = waiting(&books::kept(name, size));
    let (mut took, mut bare, mut taking) = (
        Timed::new("the office: plan, prove and post"),
        Timed::new("bare SQL, same rows, same schema"),
        Timed::new("taking the file in: read, match and plan"),
    );
    let (mut claims, mut rows) = (0, 0);
    for _ in 0..ROUNDS {
        let (_above, through_office) = books::copied(&kept);
        let mut office = books::open(&through_office);
        let file;
        (claims, file) = remittance(&office);
        let mut received = None;
        taking.add(time(|| {
            received = Some(
                office
                    .take_remittances("large.835", &file, &mut quietly)
                    .unwrap(),
            );
        }));
        let row = received.unwrap().parts.remove(0).row;
        assert_eq!(row.standing, Standing::Read, "{} wait", row.needs);
        office.close().unwrap();
        let (_other, by_sql) = books::copied(&through_office);
        let mut office = books::open(&through_office);
        let reader = key::bare(&through_office, pegboard::demo::PASSPHRASE);
        let mut writer = key::bare(&by_sql, pegboard::demo::PASSPHRASE);
        let before = heads(&reader);
        took.add(time(|| {
            let _posted = office
                .post_remittance(row.id, PostOn::Today, Rest::Waits, &mut quietly)
                .unwrap();
        }));
        let written: Vec<Rows> = WRITTEN
            .iter()
            .zip(&before)
            .map(|((table, key), head)| {
                rows_of(
                    &reader,
                    table,
                    &format!("WHERE {key} > {head} ORDER BY {key}"),
                )
            })
            .collect();
        rows = written.iter().map(Rows::count).sum();
        bare.add(time(|| insert_rows(&mut writer, &written)));
    }
    println!(
        "{ROUNDS} rounds on a {name} book; a remittance of {claims} claims leaves {rows} rows"
    );
    taking.print();
    took.against(&bare, Some(BAR))
}

/// A copy of the book in which ten thousand claims wait for the largest payer, which nobody writes into. Made when it
/// is not there.
fn waiting(kept: &Path) -> PathBuf {
    let folder = kept.parent().unwrap().with_extension("waiting");
    let book = folder.join("book.pegboard");
    if !book.exists() {
        eprintln!("entering {CLAIMS} visits in {}", folder.display());
        let (above, copy) = books::copied(kept);
        let mut office = books::open(&copy);
        let payer = largest_payer(&office);
        statements::wait_for(&mut office, payer.id, CLAIMS);
        office.close().unwrap();
        let _none = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        fs::rename(copy, &book).unwrap();
        drop(above);
    }
    book
}

/// The payer that most claims wait for.
fn largest_payer(office: &Office) -> Payer {
    let waiting = claims_waiting(office);
    let count = |payer: &Payer| waiting.iter().filter(|row| row.payer == payer.id).count();
    let payers = office.payers().unwrap().into_iter();
    payers.max_by_key(count).unwrap()
}

fn claims_waiting(office: &Office) -> Vec<ClaimRow> {
    office
        .claims(&ClaimFilter {
            states: vec![State::Batched, State::Accepted, State::Ready],
            limit: 50_000,
            ..ClaimFilter::default()
        })
        .unwrap()
}

/// A remittance for up to ten thousand claims that wait for one payer and of which nothing was answered yet: each service
/// is paid six tenths, and the rest is given up by contract.
fn remittance(office: &Office) -> (usize, Vec<u8>) {
    let (waiting, largest) = (claims_waiting(office), largest_payer(office));
    let practice = office.practice().unwrap();
    let (mut body, mut many, mut sum) = (String::new(), 0, Money::ZERO);
    let mut segments = 9;
    for row in waiting.iter().filter(|row| row.payer == largest.id) {
        let services = office.eob_template(row.id).unwrap();
        if many == CLAIMS || services.iter().any(|one| one.insurance_owes != one.charged) {
            continue;
        }
        let (mut lines, mut paid) = (String::new(), Money::ZERO);
        for one in &services {
            let part = Money::from_cents(one.charged.cents() * 6 / 10).unwrap();
            let rest = one.charged.minus(part).unwrap();
            write!(
                lines,
                "SVC*HC:{}*{}*{}~DTM*472*{}~CAS*CO*45*{}~",
                one.code,
                one.charged.plain(),
                part.plain(),
                one.service_on.format("%Y%m%d"),
                rest.plain()
            )
            .unwrap();
            paid = paid.plus(part).unwrap();
            segments += 3;
        }
        write!(
            body,
            "CLP*{0}*1*{1}*{2}*0*12*I{0}*11*1~{lines}",
            row.number,
            row.charged.plain(),
            paid.plain()
        )
        .unwrap();
        segments += 1;
        many += 1;
        sum = sum.plus(paid).unwrap();
    }
    let day = office.today().format("%Y%m%d").to_string();
    let file = format!(
        "ISA*00*          *00*          *ZZ*PAYER          *ZZ*PRACTICE       *260318*0900*^*00501*000000001*0*P*:~\
         GS*HP*PAYER*PRACTICE*{day}*0900*1*X*005010X221A1~ST*835*0001~BPR*I*{}*C*ACH************{day}~\
         TRN*1*BENCH1*1330000001~DTM*405*{day}~N1*PR*{}*XV*{}~N3*1 CLAIM WAY~N4*FAIRHOLLOW*OH*43099~\
         N1*PE*PRACTICE*XX*{}~LX*1~{body}SE*{}*0001~GE*1*1~IEA*1*000000001~",
        sum.plain(),
        largest.what.name.to_ascii_uppercase(),
        largest.what.payer_id,
        practice.npi,
        segments + 1
    );
    (many, file.into_bytes())
}

/// The newest row of each table.
fn heads(book: &Connection) -> Vec<i64> {
    WRITTEN
        .iter()
        .map(|(table, key)| {
            let sql = format!("SELECT COALESCE(MAX({key}), 0) FROM {table}");
            book.query_row(&sql, [], |row| row.get(0)).unwrap()
        })
        .collect()
}
