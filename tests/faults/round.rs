//! One round of the office's verbs, from a new patient to money taken back, and what each leaves in the book for good.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use pegboard::domain::claim::{ClaimFilter, ClaimNumber, State};
use pegboard::domain::code::Units;
use pegboard::domain::draft::ReceiverDraft;
use pegboard::domain::eob::{Adjustment, EobLine, Method, NewEob, usual_outcome};
use pegboard::domain::id::{
    AnswerFileId, ClaimId, EobId, GuarantorId, PatientId, ReceiptId, VisitId,
};
use pegboard::domain::money::Money;
use pegboard::domain::payment::{NewReceipt, Tender, oldest_first};
use pegboard::domain::policy::NewPolicy;
use pegboard::domain::practice::NewPayer;
use pegboard::domain::visit::{Details, LineDetails, NewLine, NewVisit, Notes, Pointer};
use pegboard::office::{Exported, Office, OfficeError, RunOutcome, Which, quietly};

use crate::claims::clearinghouse::Reply;
use crate::support;

/// The verbs of a round, in order.
pub const VERBS: [&str; 13] = [
    "register",
    "insure",
    "enter",
    "sign",
    "scrub",
    "export",
    "hear",
    "post",
    "pay",
    "bill",
    "give back",
    "unpost",
    "renew the key",
];

/// Takes the lines that a round says: `does VERB`, then `kept FACT` for each fact that was acknowledged.
pub type Say<'a> = &'a mut dyn FnMut(String);

/// A claim that left, and whose it is.
#[derive(Clone, Copy, Debug)]
pub struct Sent {
    pub guarantor: GuarantorId,
    pub claim: ClaimId,
}

/// Whom the practice sends to, and who works there.
pub fn furnish(office: &mut Office) {
    let receiver = ReceiverDraft {
        name: "Portage Clearing".to_owned(),
        receiver_id: "PORTAGE".to_owned(),
        sender_id: "LARKSPUR".to_owned(),
        ..ReceiverDraft::default()
    };
    let receiver = office.add_receiver(&receiver.check().unwrap()).unwrap();
    let payer = NewPayer {
        receiver: Some(receiver),
        ..support::payer("Meridian Health PPO", "60054")
    };
    let _payer = office.add_payer(&payer).unwrap();
    let _clinician = office
        .add_provider(&support::clinician("Hale", 133_333_333))
        .unwrap();
}

fn step<T>(
    say: Say<'_>,
    verb: &str,
    work: impl FnOnce() -> Result<T, OfficeError>,
    facts: impl FnOnce(&T) -> Vec<String>,
) -> Result<T, OfficeError> {
    say(format!("does {verb}"));
    let done = work()?;
    for fact in facts(&done) {
        say(format!("kept {fact}"));
    }
    Ok(done)
}

/// A whole round, on a new patient of that given name.
pub fn whole(
    office: &mut Office,
    papers: &Path,
    name: &str,
    say: Say<'_>,
) -> Result<(), OfficeError> {
    let sent = until_sent(office, papers, name, say)?;
    let reply = reply(office, sent.claim)?;
    let _plan = step(
        say,
        "hear",
        || office.take_answers("answer.277", &reply, &mut quietly),
        |plan| {
            assert_eq!(plan.moved(), 1);
            vec![heard(plan.file.unwrap(), &plan.sha256)]
        },
    )?;
    let eob = eob(office, sent.claim)?;
    let eob = step(
        say,
        "post",
        || office.post_eob(&eob),
        |id| vec![posted(*id, eob.amount)],
    )?;
    let receipt = payment(office, sent.guarantor, 1_200)?;
    let receipt = step(
        say,
        "pay",
        || office.take_payment(&receipt),
        |id| vec![paid(*id, sent.guarantor, cents(1_200))],
    )?;
    let today = office.today();
    let _run = step(
        say,
        "bill",
        || office.run_statements(Some(papers), today, &mut quietly),
        billed,
    )?;
    step(
        say,
        "give back",
        || office.take_back_receipt(receipt, "the check bounced"),
        |()| vec![given_back(receipt)],
    )?;
    step(
        say,
        "unpost",
        || office.unpost_eob(eob, "the wrong patient"),
        |()| vec![unposted(eob)],
    )?;
    // The one verb that writes another file than the book; that one proves itself when the book is opened.
    let _key = step(
        say,
        "renew the key",
        || office.renew_recovery_key(),
        |_| Vec::new(),
    )?;
    Ok(())
}

/// The part of a round until the claim has left.
pub fn until_sent(
    office: &mut Office,
    papers: &Path,
    name: &str,
    say: Say<'_>,
) -> Result<Sent, OfficeError> {
    let person = support::person("Quillon", name, "04/12/1968");
    let patient = step(
        say,
        "register",
        || office.register_patient(&person),
        |id| vec![registered(*id, name)],
    )?;
    let payer = office.payers()?[0].id;
    let policy = support::own_policy(patient, payer, "01/01/2026");
    let _policy = step(
        say,
        "insure",
        || office.add_policy(&policy),
        |id| vec![insured(id.get(), &policy)],
    )?;
    let visit = visit(office, patient)?;
    let visit = step(
        say,
        "enter",
        || office.enter_visit(&visit),
        |id| vec![entered(*id, patient, cents(12_000))],
    )?;
    let today = office.today();
    step(
        say,
        "sign",
        || office.sign_visit(visit, today),
        |()| vec![signed(visit)],
    )?;
    let claim = office.claims_of(visit)?[0].0;
    let _found = step(
        say,
        "scrub",
        || office.scrub(Some(claim), &mut quietly),
        |_| vec![clean(claim)],
    )?;
    let _exported = step(
        say,
        "export",
        || office.export(papers, Which::These(&[claim]), &mut quietly),
        |exported| {
            let mut facts = exported_facts(exported);
            facts.push(left(claim));
            facts
        },
    )?;
    Ok(Sent {
        guarantor: office.patient(patient)?.guarantor,
        claim,
    })
}

fn visit(office: &Office, patient: PatientId) -> Result<NewVisit, OfficeError> {
    Ok(NewVisit {
        patient,
        service_on: office.today(),
        rendering: office.providers()?[0].id,
        referring: None,
        facility: None,
        place: "11".parse().unwrap(),
        notes: Notes::default(),
        authorization: String::new(),
        onset_on: None,
        accident: None,
        details: Details::default(),
        admitted_on: None,
        diagnoses: vec!["J069".parse().unwrap()],
        lines: vec![NewLine {
            code: "99213".parse().unwrap(),
            modifiers: Vec::new(),
            pointers: vec![Pointer::from_index(0).unwrap()],
            units: Units::ONE,
            charge: cents(12_000),
            description: "Office visit".to_owned(),
            drug: None,
            details: LineDetails::default(),
        }],
    })
}

/// Enters so many visits of one patient, and gives the numbers of their claims.
pub fn visits(office: &mut Office, many: usize) -> Result<Vec<ClaimNumber>, OfficeError> {
    let person = support::person("Quillon", "Zoe", "04/12/1968");
    let patient = office.register_patient(&person)?;
    let payer = office.payers()?[0].id;
    let _policy = office.add_policy(&support::own_policy(patient, payer, "01/01/2026"))?;
    let visit = visit(office, patient)?;
    let mut numbers = Vec::with_capacity(many);
    for _ in 0..many {
        let id = office.enter_visit(&visit)?;
        numbers.push(ClaimNumber::of(office.claims_of(id)?[0].0));
    }
    Ok(numbers)
}

/// A remittance for these claims of 120.00: each is paid 70.00, the patient owes 20.00, the rest is given up.
pub fn remittance(office: &Office, claims: &[ClaimNumber]) -> Vec<u8> {
    let day = office.today().format("%Y%m%d");
    let paid = cents(7_000)
        .times(u32::try_from(claims.len()).unwrap())
        .unwrap();
    let mut body = vec![
        "ST*835*0001".to_owned(),
        format!("BPR*I*{}*C*ACH************{day}", paid.plain()),
        "TRN*1*77001*1330000001".to_owned(),
        format!("DTM*405*{day}"),
        "N1*PR*MERIDIAN HEALTH PPO*XV*60054".to_owned(),
        "N3*1 CLAIM WAY".to_owned(),
        "N4*FAIRHOLLOW*OH*43099".to_owned(),
        format!("N1*PE*LARKSPUR*XX*{}", support::practice().npi),
        "LX*1".to_owned(),
    ];
    for number in claims {
        body.extend([
            format!("CLP*{number}*1*120*70*20*12*I{number}*11*1"),
            "NM1*QC*1*QUILLON*ZOE".to_owned(),
            "SVC*HC:99213*120*70".to_owned(),
            format!("DTM*472*{day}"),
            "CAS*CO*45*30".to_owned(),
            "CAS*PR*1*20".to_owned(),
        ]);
    }
    body.push(format!("SE*{}*0001", body.len() + 1));
    let mut text = format!(
        "ISA*00*          *00*          *ZZ*60054          *ZZ*LARKSPUR       *260318*0900*^*00501*000000001*0*P*:~\n\
         GS*HP*60054*LARKSPUR*{day}*0900*1*X*005010X221A1~\n"
    );
    for segment in body {
        text.push_str(&segment);
        text.push_str("~\n");
    }
    text.push_str("GE*1*1~\nIEA*1*000000001~\n");
    text.into_bytes()
}

/// What the payer says of a claim of 120.00: it pays 70.00, the patient owes 20.00, the rest is given up.
pub fn eob(office: &Office, claim: ClaimId) -> Result<NewEob, OfficeError> {
    let adjustment = |group: &str, carc: &str, amount: i64| {
        let (group, carc) = (group.parse().unwrap(), carc.parse().unwrap());
        Adjustment {
            group,
            outcome: usual_outcome(group, &carc),
            carc,
            amount: cents(amount),
        }
    };
    let lines = office.eob_template(claim)?.into_iter().map(|line| EobLine {
        claim,
        line: line.line,
        charged: line.charged,
        allowed: cents(9_000),
        paid: cents(7_000),
        adjustments: vec![adjustment("CO", "45", 3_000), adjustment("PR", "1", 2_000)],
    });
    Ok(NewEob {
        payer: office.payers()?[0].id,
        method: Method::Check,
        reference: format!("4410{claim}"),
        paid_on: office.today(),
        accounting_on: office.today(),
        amount: cents(7_000),
        lines: lines.collect(),
    })
}

/// A check of a guarantor, on what is open the longest; what is over stays as credit.
pub fn payment(
    office: &Office,
    guarantor: GuarantorId,
    amount: i64,
) -> Result<NewReceipt, OfficeError> {
    let amount = cents(amount);
    let open = office.open_items(guarantor)?;
    Ok(NewReceipt {
        guarantor,
        accounting_on: office.today(),
        tenders: vec![Tender::Check {
            amount,
            number: "1041".to_owned(),
        }],
        placed: oldest_first(&open, amount)?.0,
    })
}

/// What the clearinghouse says of a claim: the payer took it.
fn reply(office: &Office, claim: ClaimId) -> Result<Vec<u8>, OfficeError> {
    let number = office.claim(claim)?.row.number.to_string();
    let taken: &[&str] = &["STC*A2:20:PR*20260317*WQ"];
    Ok(Reply::on("20260317")
        .claims("none", "", &[(&number, taken)])
        .file())
}

fn cents(cents: i64) -> Money {
    Money::from_cents(cents).unwrap()
}

fn registered(id: PatientId, first: &str) -> String {
    format!("patient {id} {first}")
}

fn insured(id: i64, policy: &NewPolicy) -> String {
    format!("policy {id} of {} {}", policy.patient, policy.member_id)
}

fn entered(id: VisitId, patient: PatientId, charged: Money) -> String {
    format!("visit {id} of {patient} {charged}")
}

fn signed(id: VisitId) -> String {
    format!("visit {id} signed")
}

fn clean(id: ClaimId) -> String {
    format!("claim {id} clean")
}

fn left(id: ClaimId) -> String {
    format!("claim {id} left")
}

fn exported_facts(exported: &Exported) -> Vec<String> {
    let files = exported.files.iter();
    files
        .flat_map(|batch| {
            let whose = batch.file.as_ref().unwrap();
            let name = whose.file_name().unwrap().to_string_lossy();
            [
                format!("batch {} {name} {}", batch.batch, batch.total),
                format!("batch {} written", batch.batch),
            ]
        })
        .collect()
}

pub fn posted(id: EobId, amount: Money) -> String {
    format!("eob {id} {amount}")
}

fn heard(id: AnswerFileId, sha256: &str) -> String {
    format!("answer {id} {sha256}")
}

fn unposted(id: EobId) -> String {
    format!("eob {id} taken back")
}

pub fn paid(id: ReceiptId, guarantor: GuarantorId, amount: Money) -> String {
    format!("receipt {id} of {guarantor} {amount}")
}

fn given_back(id: ReceiptId) -> String {
    format!("receipt {id} taken back")
}

fn billed(run: &RunOutcome) -> Vec<String> {
    assert!(run.sent() > 0, "nobody was billed");
    let sent = run.rows.iter().filter_map(|row| row.statements.first());
    sent.flat_map(|sent| {
        [
            format!("statement {} {}", sent.number, sent.amount),
            format!("statement {} written", sent.number),
        ]
    })
    .collect()
}

/// Everything of this kind that the book says, in the same words.
pub fn facts(office: &Office, papers: &Path) -> BTreeSet<String> {
    let mut facts = BTreeSet::new();
    for row in office.patients_page(0, 100_000).unwrap() {
        let mut say = |fact: String| assert!(facts.insert(fact), "said twice");
        say(registered(row.id, &row.name.first));
        for (policy, _) in office.policies(row.id).unwrap() {
            say(insured(policy.id.get(), &policy.what));
        }
        for visit in office.visits(row.id).unwrap() {
            say(entered(visit.id, row.id, visit.charged));
            if visit.is_signed {
                say(signed(visit.id));
            }
        }
        for sent in office.statements(row.guarantor).unwrap() {
            let print = office.statement_pdf(sent.id).unwrap();
            assert!(print.starts_with(b"%PDF") && print.trim_ascii_end().ends_with(b"%%EOF"));
            say(format!("statement {} {}", sent.number, sent.amount));
            let file = papers.join(format!("statement-{}.pdf", sent.number));
            if fs::read(file).is_ok_and(|bytes| bytes == print) {
                say(format!("statement {} written", sent.number));
            }
        }
    }
    facts.extend(claims(office));
    facts.extend(batches(office, papers));
    for file in office.answer_files(100_000).unwrap() {
        let _bytes = office.answer_file(file.id).unwrap();
        let _new = facts.insert(heard(file.id, &file.sha256));
    }
    for eob in office.eobs(100_000).unwrap() {
        let _new = facts.insert(posted(eob.id, eob.amount));
        if eob.is_reversed {
            let _new = facts.insert(unposted(eob.id));
        }
    }
    for receipt in office.receipts(None, 100_000).unwrap() {
        let _new = facts.insert(paid(receipt.id, receipt.guarantor, receipt.amount));
        if receipt.is_reversed {
            let _new = facts.insert(given_back(receipt.id));
        }
    }
    facts
}

fn claims(office: &Office) -> Vec<String> {
    let filter = ClaimFilter {
        limit: 100_000,
        ..ClaimFilter::default()
    };
    let mut facts = Vec::new();
    for row in office.claims(&filter).unwrap() {
        if row.state != State::Held {
            facts.push(clean(row.id));
            if row.state != State::Ready {
                facts.push(left(row.id));
            }
        }
    }
    facts
}

fn batches(office: &Office, papers: &Path) -> Vec<String> {
    let mut facts = Vec::new();
    for batch in office.batches(100_000).unwrap() {
        let (name, bytes) = office.batch_file(batch.id).unwrap();
        assert!(bytes.starts_with(b"ISA"));
        facts.push(format!("batch {} {name} {}", batch.id, batch.total));
        if fs::read(papers.join(&name)).is_ok_and(|file| file == bytes) {
            facts.push(format!("batch {} written", batch.id));
        }
    }
    facts
}

/// The claim that waits for its payer since the practice was made.
pub fn waiting(office: &Office) -> Sent {
    let filter = ClaimFilter {
        states: vec![State::Batched],
        text: "Dora".to_owned(),
        ..ClaimFilter::default()
    };
    let row = &office.claims(&filter).unwrap()[0];
    Sent {
        guarantor: office.patient(row.patient).unwrap().guarantor,
        claim: row.id,
    }
}
