//! Remittances taken in, decided on, posted and taken back by keys alone.

use std::fmt::Write as _;
use std::path::PathBuf;

use pegboard::domain::claim::ClaimFilter;
use pegboard::domain::money::Money;
use pegboard::domain::remittance::Standing;
use pegboard::office::{Office, RemittanceFilter};
use pegboard::ui::place::Place;
use tempfile::TempDir;

use super::accounts::{self, Known, fill};
use super::harness::Window;
use crate::support;

/// One claim as a payer answers it.
pub(super) struct Answer {
    pub(super) number: String,
    pub(super) name: (&'static str, &'static str),
    /// Services with charge, paid, and adjustments as `CO*45*42.42`.
    pub(super) lines: Vec<(&'static str, i64, i64, Vec<String>)>,
    pub(super) day: &'static str,
}

fn money(cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", cents.abs() / 100, cents.abs() % 100)
}

/// A remittance of these answers, balanced, from Meridian Health.
pub(super) fn remittance(trace: &str, answers: &[Answer], interest: i64) -> String {
    let paid: i64 = answers
        .iter()
        .flat_map(|answer| &answer.lines)
        .map(|line| line.2)
        .sum();
    let mut body: Vec<String> = vec![
        "ST*835*0001".to_owned(),
        format!(
            "BPR*I*{}*C*ACH*CCP*01*999999992*DA*123456*1512345678**01*999988880*DA*98765*20260316",
            money(paid + interest)
        ),
        format!("TRN*1*{trace}*1512345678"),
        "DTM*405*20260316".to_owned(),
        "N1*PR*Meridian Health*XV*60054".to_owned(),
        "N3*1 Payer Plaza".to_owned(),
        "N4*Columbus*OH*43215".to_owned(),
        format!(
            "N1*PE*Larkspur Family Medicine*XX*{}",
            support::npi(145_208_871)
        ),
        "LX*1".to_owned(),
    ];
    for answer in answers {
        let charged: i64 = answer.lines.iter().map(|line| line.1).sum();
        let paid: i64 = answer.lines.iter().map(|line| line.2).sum();
        let share: i64 = answer
            .lines
            .iter()
            .flat_map(|line| &line.3)
            .filter_map(|cas| cas.strip_prefix("PR*"))
            .filter_map(|rest| rest.split('*').nth(1))
            .map(|amount| amount.parse::<Money>().unwrap().cents())
            .sum();
        let status = if paid == 0 && share == 0 { "4" } else { "1" };
        body.push(format!(
            "CLP*{}*{status}*{}*{}*{}*CI*ICN{}*11*1",
            answer.number,
            money(charged),
            money(paid),
            money(share),
            answer.number
        ));
        body.push(format!(
            "NM1*QC*1*{}*{}****MI*MER4471902",
            answer.name.0.to_uppercase(),
            answer.name.1.to_uppercase()
        ));
        for (code, charge, paid, adjustments) in &answer.lines {
            body.push(format!("SVC*HC:{code}*{}*{}", money(*charge), money(*paid)));
            body.push(format!("DTM*472*{}", answer.day));
            body.extend(adjustments.iter().map(|cas| format!("CAS*{cas}")));
        }
    }
    if interest != 0 {
        body.push(format!(
            "PLB*{}*20261231*L6*{}",
            support::npi(145_208_871),
            money(-interest)
        ));
    }
    body.push(format!("SE*{}*0001", body.len() + 1));
    let mut file = String::from(
        "ISA*00*          *00*          *ZZ*MERIDIAN       *ZZ*LARKSPUR       *260316*1200*^*00501*000000001*0*P*:~\
         GS*HP*MERIDIAN*LARKSPUR*20260316*1200*1*X*005010X221A1~",
    );
    for segment in body {
        let _ = write!(file, "{segment}~");
    }
    file.push_str("GE*1*1~IEA*1*000000001~");
    file
}

const PEOPLE: [(&str, &str); 8] = [
    ("Arden", "Piotr"),
    ("Bellwether", "June"),
    ("Castellan", "Remy"),
    ("Dvorsky", "Milan"),
    ("Eversole", "Kit"),
    ("Fairbourne", "Odile"),
    ("Grantham", "Silas"),
    ("Hollis", "Maren"),
];

/// Enters so many visits of eight people, and gives their claims' numbers in order.
pub(super) fn many_claims(
    office: &mut Office,
    known: &Known,
    count: usize,
) -> Vec<(String, usize)> {
    let people: Vec<_> = PEOPLE
        .iter()
        .map(|(last, first)| accounts::insured(office, last, first))
        .collect();
    let mut claims = Vec::new();
    for nth in 0..count {
        let who = nth % people.len();
        let lines: &[(&str, &str, i64)] = &[("99214", "Office visit", 18_500)];
        let day = format!("2026-02-{:02}", 1 + (nth / people.len()) % 27);
        let claim = accounts::visit(office, known, people[who], &day, lines).unwrap();
        let row = office.claim(claim).unwrap().row;
        claims.push((row.number.to_string(), nth));
    }
    claims
}

pub(super) fn paid_in_full(number: &str, nth: usize) -> Answer {
    Answer {
        number: number.to_owned(),
        name: PEOPLE[nth % PEOPLE.len()],
        lines: vec![(
            "99214",
            18_500,
            11_758,
            vec!["CO*45*42.42".to_owned(), "PR*3*25".to_owned()],
        )],
        day: DAYS[(nth / PEOPLE.len()) % 27],
    }
}

const DAYS: [&str; 27] = [
    "20260201", "20260202", "20260203", "20260204", "20260205", "20260206", "20260207", "20260208",
    "20260209", "20260210", "20260211", "20260212", "20260213", "20260214", "20260215", "20260216",
    "20260217", "20260218", "20260219", "20260220", "20260221", "20260222", "20260223", "20260224",
    "20260225", "20260226", "20260227",
];

pub(super) struct Desk {
    pub(super) window: Window,
    _folder: TempDir,
    pub(super) file: PathBuf,
}

/// A window over a book of so many claims, and a file that answers all of them: one is denied, one has a number of which
/// nobody knows anything, one was billed otherwise.
pub(super) fn desk(count: usize, interest: i64) -> Desk {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("meridian_0316.835");
    let path = file.clone();
    let window = Window::in_book(move |office| {
        let known = fill(office);
        let claims = many_claims(office, &known, count);
        let mut answers: Vec<Answer> = claims
            .iter()
            .map(|(number, nth)| paid_in_full(number, *nth))
            .collect();
        answers[2].lines = vec![("99214", 18_500, 0, vec!["CO*197*185".to_owned()])];
        "ZZ99".clone_into(&mut answers[5].number);
        answers[5].name = ("Nobody", "Known");
        answers[7].lines = vec![(
            "99214",
            18_500,
            10_000,
            vec!["CO*45*42.42".to_owned(), "OA*18*42.58".to_owned()],
        )];
        std::fs::write(&path, remittance("8830217", &answers, interest)).unwrap();
    });
    window.files.give(&file);
    Desk {
        window,
        _folder: folder,
        file,
    }
}

pub(super) fn standing(window: &Window) -> Standing {
    window.office(|office| {
        let rows = office.remittances(&RemittanceFilter::default()).unwrap();
        rows[0].standing
    })
}

#[test]
fn an_empty_list_says_what_to_do() {
    let mut window = Window::in_book(|_| {});
    window.press("Alt 5");
    assert_eq!(*window.place(), Place::Remittances);
    assert!(window.sees("No remittance came yet"));
    window.picture("remittances-empty");
}

#[test]
fn a_remittance_is_taken_in_decided_posted_and_taken_back_by_keys_alone() {
    let mut desk = desk(15, 185);
    let window = &mut desk.window;
    window.press("Alt 5");
    window.press("O");
    assert!(matches!(window.place(), Place::Remittance(..)));
    assert!(window.sees("Remittance 8830217"));
    assert!(window.reads("Post opens when nothing needs you"));
    window.picture("remittance");
    window.press("Ctrl Enter");
    assert_eq!(standing(window), Standing::Waiting);
    // The denial: the second way out is looked at, the first is taken.
    window.press("2");
    window.picture("remittance-other-way");
    window.press("W");
    window.picture("remittance-why");
    window.press("W");
    window.press("1");
    window.press("A");
    // The claim that nobody knows.
    window.picture("remittance-no-match");
    window.press("M");
    window.types("fairb");
    window.picture("remittance-by-hand");
    window.press("Esc");
    window.press("K");
    // What nobody in particular bears.
    window.picture("remittance-third");
    window.press("A");
    assert!(!window.reads("Post opens when nothing needs you"));
    window.picture("remittance-ready");
    window.press("V");
    window.picture("remittance-paper");
    window.press("V");
    window.press("Ctrl Enter");
    assert_eq!(standing(window), Standing::Posted);
    window.picture("remittance-posted");
    window.press("U");
    window.types("posted to the wrong day");
    window.press("Enter");
    assert_eq!(standing(window), Standing::TakenBack);
    assert!(window.office(|office| office.claims(&ClaimFilter::default()).unwrap().len()) >= 15);
}

#[test]
fn two_hundred_claims_with_three_exceptions_are_posted_without_the_mouse() {
    let mut desk = desk(200, 0);
    let window = &mut desk.window;
    window.press("Alt 5");
    window.press("O");
    for key in ["A", "K", "A", "Ctrl Enter"] {
        window.press(key);
    }
    assert_eq!(standing(window), Standing::Posted);
    let posted = window.office(|office| office.eobs(1).unwrap().remove(0));
    assert!(posted.remittance.is_some());
    assert_eq!(posted.claims, 199);
    window.picture("remittance-200");
}

#[test]
fn only_what_waits_is_shown_when_that_is_wished_and_the_rest_can_be_parked() {
    let mut desk = desk(15, 0);
    let window = &mut desk.window;
    window.press("Alt 5");
    window.press("O");
    window.press("F");
    assert!(!window.sees("Arden, Piotr"));
    assert!(window.sees("Castellan, Remy"));
    window.press("P");
    window.press("Enter");
    assert_eq!(
        standing(window),
        Standing::Waiting,
        "the first answer keeps all as it is"
    );
}

#[test]
fn a_file_let_fall_on_the_list_is_taken_in_once() {
    let mut desk = desk(15, 0);
    let window = &mut desk.window;
    window.press("Alt 5");
    let path = desk.file.clone();
    window.say(pegboard::ui::app::Message::Dropped(path.clone()));
    assert!(window.sees("Remittance 8830217"));
    window.press("Alt 5");
    window.say(pegboard::ui::app::Message::Dropped(path));
    assert!(window.reads("was taken in before"));
    window.press("Alt 5");
    window.picture("remittances");
    let rows = window.office(|office| office.remittances(&RemittanceFilter::default()).unwrap());
    assert_eq!(rows.len(), 1);
}

#[test]
fn the_palette_and_today_lead_to_a_remittance() {
    let mut desk = desk(15, 0);
    let window = &mut desk.window;
    window.press("Alt 5");
    window.press("O");
    window.press("Alt 1");
    assert!(window.sees("Remittances to post"));
    window.press("Ctrl K");
    window.types("8830217");
    window.picture("remittance-found");
    window.press("Enter");
    assert!(matches!(window.place(), Place::Remittance(..)));
}
