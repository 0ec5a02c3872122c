//! What is refused: in words that name the field, with exit status 1, and with nothing changed.

use serde_json::{Value, json};

use super::{Desk, files};
use crate::support;
use pegboard::domain::draft::{
    PatientDraft, PolicyDraft, PracticeDraft, ProviderDraft, ReceiptDraft, VisitDraft,
};
use pegboard::office::Office;

/// A book with a payer, a clinician and an insured patient, and a desk beside it.
fn desk() -> Desk {
    let made = support::Book::new();
    let mut desk = Desk::new(support::PASSPHRASE);
    let place = desk.at("Larkspur.pegboard");
    std::fs::create_dir(&place).unwrap();
    for (name, bytes) in made.files() {
        std::fs::write(place.join(name), bytes).unwrap();
    }
    desk.book = Some(place);
    let mut office = open(&desk);
    let payer = office.add_payer(&support::payer("Meridian Health PPO", "60054"));
    let _hale = office
        .add_provider(&support::clinician("Hale", 133_333_333))
        .unwrap();
    let dana = support::person("Whitlock", "Dana", "07/09/1984");
    let dana = office.register_patient(&dana).unwrap();
    let policy = support::own_policy(dana, payer.unwrap(), "01/01/2025");
    let _policy = office.add_policy(&policy).unwrap();
    office.close().unwrap();
    desk
}

fn open(desk: &Desk) -> Office {
    Office::open(
        desk.book.as_ref().unwrap(),
        support::PASSPHRASE,
        support::clock(),
    )
    .unwrap()
}

/// Everything that a command could have left behind.
fn picture(desk: &Desk) -> String {
    let office = open(desk);
    let rows = office.patients_page(0, 1_000).unwrap();
    let people: Vec<_> = rows
        .iter()
        .map(|row| {
            let patient = office.patient(row.id).unwrap();
            let policies = office.policies(row.id).unwrap();
            let visits = office.visits(row.id).unwrap();
            format!("{patient:?} {policies:?} {visits:?}")
        })
        .collect();
    let picture = format!(
        "{people:?} {:?} {:?} {:?} {:?} {:?} {:?}",
        office.practice().unwrap(),
        office.payers().unwrap(),
        office.providers().unwrap(),
        office.receipts(None, 1_000).unwrap(),
        office.eobs(1_000).unwrap(),
        office.book_figures().unwrap(),
    );
    office.close().unwrap();
    picture
}

fn changed(document: &impl serde::Serialize, fields: &[(&str, Value)]) -> Value {
    let mut document = serde_json::to_value(document).unwrap();
    super::fill(&mut document, fields);
    document
}

fn patient(fields: &[(&str, Value)]) -> Value {
    changed(&support::typed("Quintero", "Marisol", "04/12/1968"), fields)
}

fn policy(fields: &[(&str, Value)]) -> Value {
    let draft = PolicyDraft {
        member_id: "MHP884201773".to_owned(),
        effective_on: "01/01/2020".to_owned(),
        ends_on: "12/31/2020".to_owned(),
        ..PolicyDraft::default()
    };
    let payer = [("payer", json!(1))];
    changed(&draft, &[payer.as_slice(), fields].concat())
}

fn visit(fields: &[(&str, Value)], line: &[(&str, Value)]) -> Value {
    let mut services = json!({ "code": "99213", "pointers": "A", "units": "1", "charge": "125.00", "modifiers": "", "description": "Office visit" });
    super::fill(&mut services, line);
    let usual = [
        ("service_on", json!("03/02/2026")),
        ("rendering", json!(1)),
        ("diagnoses", json!(["J06.9"])),
        ("lines", json!([services])),
    ];
    let draft = VisitDraft::default();
    changed(&draft, &[usual.as_slice(), fields].concat())
}

/// The kind, the document, more arguments, and the field that the complaint must name.
type Case = (&'static str, Value, &'static [&'static str], &'static str);

const DANA: &[&str] = &["--patient", "1"];

fn of_patients() -> Vec<Case> {
    let empty = changed(&PatientDraft::default(), &[]);
    let mut cases: Vec<Case> = vec![("patient", empty, &[], "last: ")];
    for (field, typed) in [
        ("last", "   "),
        ("last", &"Q".repeat(300)),
        ("first", "Mari🌻"),
        ("born_on", "02/30/1990"),
        ("born_on", "01/01/0001"),
        ("born_on", "01/01/2999"),
        ("zip", "ABCDE"),
        ("phone", "555"),
    ] {
        cases.push(("patient", patient(&[(field, json!(typed))]), &[], field));
    }
    cases
}

fn of_policies() -> Vec<Case> {
    let open = policy(&[("ends_on", json!(""))]);
    let mut cases: Vec<Case> = vec![("policy", open, DANA, "effective_on: ")];
    for (field, typed) in [
        ("copay", "twenty"),
        ("copay", "-5.00"),
        ("member_id", ""),
        ("ends_on", "01/01/2019"),
    ] {
        cases.push(("policy", policy(&[(field, json!(typed))]), DANA, field));
    }
    cases
}

fn of_visits() -> Vec<Case> {
    let on = |day: &str| visit(&[("service_on", json!(day))], &[]);
    let service = |field: &str, typed: &str| visit(&[], &[(field, json!(typed))]);
    let nobody = visit(&[("rendering", Value::Null)], &[]);
    vec![
        ("visit", on("07/08/1984"), DANA, "service_on: "),
        ("visit", on("01/01/9999"), DANA, "service_on: "),
        ("visit", nobody, DANA, "rendering: "),
        ("visit", service("charge", "1e9"), DANA, "lines 1 charge: "),
        (
            "visit",
            service("charge", "12.345"),
            DANA,
            "lines 1 charge: ",
        ),
        ("visit", service("code", "💊"), DANA, "lines 1 code: "),
        ("visit", service("units", "0"), DANA, "lines 1 units: "),
    ]
}

fn of_clinicians() -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for npi in ["1234567890", "123456789", "12345678９3"] {
        let named = [
            ("last", json!("Brandt")),
            ("first", json!("Ada")),
            ("npi", json!(npi)),
        ];
        let document = changed(&ProviderDraft::default(), &named);
        cases.push(("provider", document, &[], "npi: "));
    }
    cases
}

#[test]
fn what_cannot_be_used_is_named_and_nothing_is_saved() {
    let desk = desk();
    let before = picture(&desk);
    let cases = [of_patients(), of_policies(), of_visits(), of_clinicians()].concat();
    for (number, (kind, document, more, field)) in cases.into_iter().enumerate() {
        let file = desk.write(&format!("{number}.json"), &document);
        let said = desk.json(&[&["add", kind, &file], more].concat());
        assert_eq!(
            said.refused(),
            "nothing was written",
            "{kind} {number}: {said:?}"
        );
        let first = said.err.lines().next().unwrap();
        assert!(first.starts_with(field), "{kind} {number}: {first}");
        assert!(first.ends_with('.'), "{kind} {number}: {first}");
    }
    assert_eq!(picture(&desk), before);
}

/// Holds that each command is refused in one sentence that begins with those words, and that nothing is changed.
fn each_is_refused(desk: &Desk, cases: &[(&[&str], &str)]) {
    let before = picture(desk);
    for (args, words) in cases {
        let sentence = desk.json(args).one_sentence();
        assert!(sentence.starts_with(words), "{args:?}: {sentence}");
        let ends_well = !sentence.is_empty() && !sentence.ends_with('.');
        assert!(ends_well, "{args:?}: {sentence}");
    }
    assert_eq!(picture(desk), before);
}

#[test]
fn what_is_no_document_of_that_kind_is_said_in_one_sentence() {
    let desk = desk();
    std::fs::write(desk.at("torn.json"), r#"{"last": "Quintero", "#).unwrap();
    std::fs::write(desk.at("list.json"), "[]").unwrap();
    std::fs::write(desk.at("latin.json"), b"{\"last\": \"Qu\xedntero\"}").unwrap();
    let name = desk.write("name.json", &json!({ "lastname": "Quintero" }));
    let service = json!({ "lines": [{ "code": "99213", "price": "125.00" }] });
    let price = desk.write("price.json", &service);
    let unreadable = "the document cannot be read: line 1, column ";
    let misspelt = "the document has a field that is not known: ";
    let new = [
        "new",
        "a.pegboard",
        "--owner",
        "A",
        "--practice",
        "list.json",
    ];
    each_is_refused(
        &desk,
        &[
            (&["add", "patient", "torn.json"], unreadable),
            (&["add", "patient", "list.json"], unreadable),
            (&["pay", "list.json", "--account", "1"], unreadable),
            (&["post-eob", "list.json"], unreadable),
            (&new, unreadable),
            (&["add", "patient", "latin.json"], "latin.json: "),
            (&["add", "patient", "none.json"], "none.json: "),
            (&["import", "fees", "none.csv"], "none.csv: "),
            (&["edi", "none.837"], "none.837: "),
            (&["add", "patient", &name], misspelt),
            (&["add", "visit", &price, "--patient", "1"], misspelt),
        ],
    );
}

#[test]
fn what_is_not_there_is_said_in_one_sentence() {
    let desk = desk();
    let policy = desk.write("policy.json", &policy(&[]));
    let visit = desk.write("visit.json", &visit(&[], &[]));
    let tender =
        json!([{ "method": "card", "amount": "4.00", "given": "", "reference": "Visa 4402" }]);
    let payment = [
        ("amount", json!("4.00")),
        ("accounting_on", json!("03/02/2026")),
        ("tenders", tender),
    ];
    let payment = changed(&ReceiptDraft::default(), &payment);
    let payment = desk.write("payment.json", &payment);
    let no_claim = "there is no claim ";
    // A folder that cannot be made: a file is in its place.
    let no_folder = format!("{payment}: ");
    let unnamed = "there is no patient named with --patient";
    each_is_refused(
        &desk,
        &[
            (&["add", "policy", &policy], unnamed),
            (
                &["add", "policy", &policy, "--patient", "77"],
                "there is no patient 77",
            ),
            (
                &["add", "visit", &visit, "--patient", "77"],
                "there is no patient 77",
            ),
            (&["add", "payment", &visit], "there is no such kind to add"),
            (&["sign", "77"], "there is no visit 77"),
            (&["scrub", "--claim", "Z1"], no_claim),
            (&["waive", "C200188", "S051", "why not"], no_claim),
            (&["template", "eob", "--claim", "C200188"], no_claim),
            (
                &["template", "visit", "--claim", "C200188"],
                "--claim goes with ",
            ),
            (
                &["unpost-eob", "77", "--why", "a slip"],
                "there is no EOB 77",
            ),
            (&["why", "77"], "there is no guarantor 77"),
            (
                &["pay", &payment, "--account", "77"],
                "there is no guarantor 77",
            ),
            (&["export", &payment], &no_folder),
        ],
    );
}

#[test]
fn bad_usage_ends_with_two() {
    let desk = Desk::new("");
    for args in [
        &["frobnicate"][..],
        &["add"],
        &["add", "spaceship", "a.json"],
        &["new", "a.pegboard"],
        &["sign", "one"],
        &["report", "ageing", "--as-of", "31/12/2026"],
        &["pay", "a.json"],
        &["demo", "--size", "colossal"],
        &["verify", "--loudly"],
    ] {
        let said = desk.json(args);
        assert_eq!((said.status, said.out.as_str()), (2, ""), "{args:?}");
        assert!(said.err.starts_with("error: "), "{args:?}: {}", said.err);
    }
    for args in [&["--help"][..], &["--version"], &["help", "add"]] {
        let said = desk.run(args);
        assert_eq!((said.status, said.err.as_str()), (0, ""), "{args:?}");
        assert!(!said.out.is_empty());
    }
}

#[test]
fn a_wrong_passphrase_leaves_every_file_as_it_is() {
    let desk = desk();
    let book = desk.book.clone().unwrap();
    let before = files(&book);
    let dana = desk.write("patient.json", &patient(&[]));
    for args in [
        &["verify"][..],
        &["verify", "--json"],
        &["add", "patient", &dana],
        &["list", "patients", "--json"],
    ] {
        for passphrase in ["copper lantern drifts moon", "", " "] {
            let said = desk.run_with(passphrase, args);
            assert_eq!(
                said.one_sentence(),
                "this passphrase does not open the book",
                "{args:?}"
            );
            assert!(files(&book) == before, "{args:?} changed a file");
        }
    }
}

#[test]
fn a_book_that_cannot_be_made_or_opened_is_said_in_one_sentence() {
    let mut desk = Desk::new(support::PASSPHRASE);
    let unnamed = desk.json(&["verify"]).one_sentence();
    assert_eq!(
        unnamed,
        "name a book with --book FOLDER; none was used before"
    );
    desk.book = Some(desk.at("none.pegboard"));
    let gone = desk.json(&["verify"]).one_sentence();
    assert!(gone.starts_with("there is no book at "), "{gone}");
    desk.book = None;
    let practice = PracticeDraft::from(&support::practice());
    let file = desk.write("practice.json", &changed(&practice, &[]));
    let new = |desk: &Desk, passphrase: &str, folder: &str| {
        let args = [
            "new",
            folder,
            "--owner",
            "Nadia Orsolek",
            "--practice",
            &file,
        ];
        desk.run_with(passphrase, &args).one_sentence()
    };
    let misnamed = new(&desk, support::PASSPHRASE, "linden");
    assert!(
        misnamed.starts_with("a book's folder is called NAME.pegboard"),
        "{misnamed}"
    );
    for easy in ["", "linden", "password1234"] {
        let words = new(&desk, easy, "linden.pegboard");
        assert!(!words.is_empty());
        assert!(!desk.at("linden.pegboard").exists(), "{easy}");
    }
}
