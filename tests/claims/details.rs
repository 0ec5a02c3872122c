//! What a claim says beside what every claim says, its papers, its receiver's files, and batches by another way.

use std::fs;
use std::path::PathBuf;

use pegboard::domain::attachment::NewClaimAttachment;
use pegboard::domain::claim::{ClaimNumber, Happening, State};
use pegboard::domain::code::{
    ClaimDay, EpsdtReferral, FilingIndicator, NoteTopic, Relation, ReportKind, ServiceMark, Sex,
    SpinalCondition, State as Postal, Transmission,
};
use pegboard::domain::id::{ClaimId, PatientId, ReceiverId};
use pegboard::domain::person::Name;
use pegboard::domain::policy::Subscriber;
use pegboard::domain::practice::{Profile, SubmitterContact};
use pegboard::domain::visit::{Accident, Cause, NewVisit, NoteToPayer};
use pegboard::edi::claim837;
use pegboard::office::{Answer, AttachmentRefusal, ClaimRefusal, OfficeError, Which, quietly};

use super::practice::{Desk, cents, day, files, line, policy};
use crate::edi::judges;

fn text(path: &PathBuf) -> String {
    fs::read_to_string(path).unwrap()
}

/// Sends everything and gives the only file.
fn only_file(desk: &mut Desk) -> PathBuf {
    let mut files = desk.export().files;
    assert_eq!(files.len(), 1);
    files.remove(0).file.unwrap()
}

/// A paper of a kind, to be had in some way.
fn paper(report: ReportKind, transmission: Transmission) -> NewClaimAttachment {
    NewClaimAttachment {
        report,
        transmission,
        control_number: String::new(),
    }
}

/// A receiver like Portage under another name, with a profile.
fn receiver(desk: &mut Desk, profile: Profile) -> ReceiverId {
    let portage = desk.office.receivers().unwrap().into_iter();
    let mut other = portage
        .clone()
        .find(|one| one.id == desk.known.portage)
        .unwrap()
        .what;
    "Tollgate".clone_into(&mut other.name);
    "TOLLGATE".clone_into(&mut other.receiver_id);
    other.separators.element = '|';
    other.profile = profile;
    desk.office.add_receiver(&other).unwrap()
}

/// Changes how files go to Portage.
fn portage(desk: &mut Desk, profile: Profile) {
    let receivers = desk.office.receivers().unwrap();
    let mut what = receivers
        .into_iter()
        .find(|one| one.id == desk.known.portage)
        .unwrap()
        .what;
    what.profile = profile;
    desk.office
        .change_receiver(desk.known.portage, &what, true)
        .unwrap();
}

/// Ready claims of so many days.
fn claims(desk: &mut Desk, many: u64) -> Vec<ClaimId> {
    (0..many)
        .map(|back| {
            let mut visit = desk.visit();
            visit.service_on = visit.service_on - chrono::Days::new(back);
            visit.notes.signed_on = Some(visit.service_on);
            desk.claim_of(&visit)
        })
        .collect()
}

#[test]
fn everything_a_visit_says_more_stands_in_its_file() {
    let mut desk = Desk::open();
    let mut visit = desk.visit();
    let details = &mut visit.details;
    details.supervising = Some(desk.known.brandt);
    details.ordering = Some(desk.known.brandt);
    details.spine = Some(SpinalCondition::Chronic);
    details.epsdt = Some(EpsdtReferral::None);
    details.is_homebound = true;
    details.conditions = vec!["AD".parse().unwrap(), "AE".parse().unwrap()];
    "RF-77".clone_into(&mut details.referral);
    for (kind, on) in [
        (ClaimDay::InitialTreatment, "2026-02-01"),
        (ClaimDay::LastXray, "2026-02-02"),
        (ClaimDay::DisabledFrom, "2026-02-03"),
        (ClaimDay::DisabledUntil, "2026-04-01"),
        (ClaimDay::ReturnToWork, "2026-04-02"),
    ] {
        let _none = details.days.insert(kind, day(on));
    }
    details.note = Some(NoteToPayer {
        topic: NoteTopic::Plans,
        words: "Walks without a cane".to_owned(),
    });
    let said = &mut visit.lines[0].details;
    "Second dose".clone_into(&mut said.note);
    "U7712AA".clone_into(&mut said.lot);
    let _new = said.marks.insert(ServiceMark::Emergency);
    said.rendering = Some(desk.known.brandt);
    let _claim = desk.claim_of(&visit);
    let file = only_file(&mut desk);
    let found = text(&file);
    for segment in [
        "DTP*454*D8*20260201~",
        "CR2********C~",
        "CRC*ZZ*N*NU~",
        "CRC*75*Y*IH~",
        "HI*BG:AD*BG:AE~",
        "NM1*DK*1*BRANDT*SIMON",
        "DTP*455*D8*20260202~",
        "DTP*314*RD8*20260203-20260401~",
        "DTP*296*D8*20260402~",
        "REF*9F*RF-77~",
        "NTE*DCP*WALKS WITHOUT A CANE~",
        "NM1*DQ*1*BRANDT*SIMON",
        "REF*BT*U7712AA~",
        "NTE*ADD*SECOND DOSE~",
        "NM1*82*1*BRANDT*SIMON",
    ] {
        assert!(found.contains(segment), "{segment}\n{found}");
    }
    judges::first(std::slice::from_ref(&file));
    judges::second(&[file]);
}

/// Lets a workers' compensation insurer pay for Dana from March on.
fn insured_by_work(desk: &mut Desk) -> PatientId {
    let payers = desk.office.payers().unwrap();
    let mut what = payers
        .into_iter()
        .find(|one| one.id == desk.known.meridian)
        .unwrap()
        .what;
    "Tannery Workers Trust".clone_into(&mut what.name);
    what.payer_id = "TWT01".parse().unwrap();
    what.filing_indicator = FilingIndicator::WorkersCompensation;
    let trust = desk.office.add_payer(&what).unwrap();
    let mut ends = policy(desk.known.dana, desk.known.meridian);
    ends.ends_on = Some(day("2026-02-28"));
    desk.office.change_policy(desk.known.danas, &ends).unwrap();
    let mut new = policy(desk.known.dana, trust);
    new.effective_on = day("2026-03-01");
    // The employer holds the policy.
    let who = desk.office.patient(desk.known.dana).unwrap();
    new.relation = Relation::Employee;
    new.subscriber = Some(Subscriber {
        name: Name {
            last: "Tannery Works".to_owned(),
            ..Name::default()
        },
        born_on: None,
        sex: Sex::Unknown,
        address: who.contact.address,
    });
    let _policy = desk.office.add_policy(&new).unwrap();
    desk.known.dana
}

#[test]
fn the_case_of_an_accident_is_told_to_its_insurer_alone() {
    let mut desk = Desk::open();
    let accident = Some(Accident {
        cause: Cause::Other,
        on: day("2026-02-27"),
    });
    let said = |visit: NewVisit| {
        let mut visit = NewVisit { accident, ..visit };
        "WC 2026-118".clone_into(&mut visit.details.casualty_claim);
        visit
    };
    let to_health = said(desk.visit());
    let _claim = desk.claim_of(&to_health);
    assert!(!text(&only_file(&mut desk)).contains("REF*Y4"));
    let dana = insured_by_work(&mut desk);
    let mut bare = desk.visit_of(dana);
    bare.service_on = day("2026-03-03");
    bare.notes.signed_on = Some(bare.service_on);
    bare.accident = accident;
    let claim = desk.claim_of(&bare);
    assert_eq!(desk.findings(claim), ["S156"]);
    let row = desk.office.claim(claim).unwrap().row;
    let case = said(bare);
    desk.office.correct_visit(row.visit, &case, "").unwrap();
    assert_eq!(desk.findings(claim), [""; 0]);
    let found = text(&only_file(&mut desk));
    assert!(found.contains("REF*Y4*WC 2026-118~"));
    assert!(found.contains("NM1*IL*2*TANNERY WORKS*"), "{found}");
    assert!(found.contains("PAT*20~"));
}

#[test]
fn what_is_said_more_changes_without_charging_anew_until_the_claim_left() {
    let mut desk = Desk::open();
    let visit = desk.visit();
    let claim = desk.claim_of(&visit);
    let row = desk.office.claim(claim).unwrap().row;
    let before = desk.office.visit(row.visit).unwrap();
    let mut corrected = visit.clone();
    "U7712AA".clone_into(&mut corrected.lines[1].details.lot);
    "RF-1".clone_into(&mut corrected.details.referral);
    let correct =
        |desk: &mut Desk, visit: &NewVisit| desk.office.correct_visit(row.visit, visit, "");
    correct(&mut desk, &corrected).unwrap();
    let after = desk.office.visit(row.visit).unwrap();
    let ids = |visit: &pegboard::domain::visit::Visit| {
        visit.standing().map(|line| line.id).collect::<Vec<_>>()
    };
    assert_eq!(ids(&after), ids(&before));
    assert_eq!(after.lines[1].what.details.lot, "U7712AA");
    assert_eq!(desk.office.claim(claim).unwrap().row.id, claim);
    let _file = only_file(&mut desk);
    assert!(matches!(
        correct(&mut desk, &visit),
        Err(OfficeError::Visit(_))
    ));
}

#[test]
fn a_paper_is_announced_kept_and_frozen_with_its_claim() {
    let mut desk = Desk::open();
    let visit = desk.visit();
    let claim = desk.claim_of(&visit);
    let note = paper(ReportKind::OperativeNote, Transmission::Fax);
    let office = &mut desk.office;
    let missing = office.announce_attachment(claim, &note, None).unwrap();
    assert_eq!(desk.findings(claim), ["S164"]);
    let office = &mut desk.office;
    office.withdraw_attachment(missing).unwrap();
    let bytes: &[u8] = b"%PDF-1.7 a scanned note";
    let kept = office
        .announce_attachment(claim, &note, Some(("note.pdf", bytes)))
        .unwrap();
    let request = paper(ReportKind::RadiologyReport, Transmission::OnRequest);
    let _second = office.announce_attachment(claim, &request, None).unwrap();
    let (name, found) = office.attachment_file(kept).unwrap();
    assert_eq!((name.as_str(), found.as_slice()), ("note.pdf", bytes));
    let papers = office.attachments_of(claim).unwrap();
    assert_eq!(papers[0].control_number, "C200014A2");
    assert_eq!(desk.findings(claim), [""; 0]);
    let file = only_file(&mut desk);
    let found = text(&file);
    assert!(found.contains("PWK*OB*FX***AC*C200014A2~"), "{found}");
    assert!(found.contains("PWK*RR*AA"), "{found}");
    let office = &mut desk.office;
    for refused in [
        office.withdraw_attachment(kept).unwrap_err(),
        office.announce_attachment(claim, &note, None).unwrap_err(),
    ] {
        assert!(
            matches!(
                refused,
                OfficeError::Attachment(AttachmentRefusal::Sent { .. })
            ),
            "{refused}"
        );
    }
    let batch = office.batches(1).unwrap()[0].id;
    let sent = office.sent_claim(batch, claim).unwrap();
    assert!(sent.contains("C200014A2"));
}

#[test]
fn a_number_stands_on_one_paper_and_a_claim_takes_ten() {
    let mut desk = Desk::open();
    let visit = desk.visit();
    let claim = desk.claim_of(&visit);
    let mut own = paper(ReportKind::Consent, Transmission::OnRequest);
    "CONSENT-1".clone_into(&mut own.control_number);
    let office = &mut desk.office;
    let _first = office.announce_attachment(claim, &own, None).unwrap();
    let twice = office.announce_attachment(claim, &own, None).unwrap_err();
    assert!(matches!(
        twice,
        OfficeError::Attachment(AttachmentRefusal::NumberTaken(_))
    ));
    own.control_number.clear();
    for _more in 0..9 {
        let _paper = office.announce_attachment(claim, &own, None).unwrap();
    }
    let eleventh = office.announce_attachment(claim, &own, None).unwrap_err();
    assert!(matches!(
        eleventh,
        OfficeError::Attachment(AttachmentRefusal::TooMany)
    ));
    let empty = office.announce_attachment(claim, &own, Some(("a.pdf", b"")));
    assert!(matches!(
        empty,
        Err(OfficeError::Attachment(AttachmentRefusal::Empty))
    ));
}

#[test]
fn files_go_to_the_folder_and_under_the_name_of_their_receiver() {
    let mut desk = Desk::open();
    let _claims = claims(&mut desk, 1);
    let nowhere = desk
        .office
        .export_to_own_folders(Which::Ready, &mut quietly)
        .unwrap_err();
    assert!(matches!(
        nowhere,
        OfficeError::Claim(ClaimRefusal::NoFolder(_))
    ));
    let own = desk.out().join("portage");
    fs::create_dir(&own).unwrap();
    let profile = Profile {
        naming: "{sender_id}_{date}_{usage}{control}.clm".parse().unwrap(),
        folder_out: own.display().to_string(),
        contact: Some(SubmitterContact {
            name: "Ines Duarte".to_owned(),
            phone: "330 555 0177".parse().unwrap(),
            email: None,
        }),
        ..Profile::default()
    };
    portage(&mut desk, profile);
    let exported = desk
        .office
        .export_to_own_folders(Which::Ready, &mut quietly)
        .unwrap();
    assert_eq!(exported.files.len(), 1);
    assert_eq!(files(&own), ["FAIRLAWN01_20260305_P000000001.clm"]);
    let found = text(&own.join("FAIRLAWN01_20260305_P000000001.clm"));
    assert!(
        found.contains("PER*IC*INES DUARTE*TE*3305550177~"),
        "{found}"
    );
}

#[test]
fn a_receiver_may_know_payers_by_ids_of_its_own() {
    let mut desk = Desk::open();
    let _claims = claims(&mut desk, 1);
    portage(
        &mut desk,
        Profile {
            payer_ids: "60054=MERI1".parse().unwrap(),
            ..Profile::default()
        },
    );
    let exported = desk.export();
    let found = text(exported.files[0].file.as_ref().unwrap());
    assert!(found.contains("*PI*MERI1~"), "{found}");
    assert!(!found.contains("60054"), "{found}");
}

#[test]
fn no_file_is_larger_than_its_receiver_takes() {
    let mut desk = Desk::open();
    let _claims = claims(&mut desk, 7);
    portage(
        &mut desk,
        Profile {
            most_claims: Some(3),
            ..Profile::default()
        },
    );
    let by_claims: Vec<u32> = desk.export().files.iter().map(|file| file.claims).collect();
    assert_eq!(by_claims, [3, 3, 1]);
    let mut desk = Desk::open();
    let all = claims(&mut desk, 7);
    let most = 2_500;
    portage(
        &mut desk,
        Profile {
            most_bytes: Some(most),
            ..Profile::default()
        },
    );
    let exported = desk.export();
    assert!(exported.files.len() > 1);
    let mut seen = 0;
    for file in &exported.files {
        let bytes = fs::metadata(file.file.as_ref().unwrap()).unwrap().len();
        assert!(bytes <= most, "{bytes}");
        seen += usize::try_from(file.claims).unwrap();
    }
    assert_eq!(seen, all.len());
    assert!(all.iter().all(|claim| desk.state(*claim) == State::Batched));
    let numbers: Vec<u32> = desk
        .office
        .batches(20)
        .unwrap()
        .iter()
        .map(|row| row.numbers.interchange)
        .rev()
        .collect();
    let expected: Vec<u32> = (1..).take(numbers.len()).collect();
    assert_eq!(numbers, expected, "no number is left out");
}

#[test]
fn a_claim_that_alone_is_too_large_is_held_and_says_so() {
    let mut desk = Desk::open();
    let mut visit = desk.visit();
    visit.lines = (0..50)
        .map(|n| line(&format!("{}", 36_400 + n), "AB", 100))
        .collect();
    let claim = desk.claim_of(&visit);
    portage(
        &mut desk,
        Profile {
            most_bytes: Some(2_000),
            ..Profile::default()
        },
    );
    let exported = desk.export();
    assert!(exported.files.is_empty());
    assert_eq!(exported.held.len(), 1);
    let page = desk.office.claim(claim).unwrap();
    assert_eq!(page.row.state, State::Held);
    assert!(page.events.last().unwrap().words.contains("larger"));
}

#[test]
fn a_batch_is_made_again_for_another_receiver_as_it_was_sent() {
    let mut desk = Desk::open();
    let all = claims(&mut desk, 3);
    let first = desk.export().files.remove(0);
    let first_text = text(first.file.as_ref().unwrap());
    desk.office
        .answered_by_hand(all[0], Answer::Accepted, "taken in")
        .unwrap();
    // What the book says changes; what was sent does not.
    let who = desk.office.patient(desk.known.dana).unwrap();
    let mut moved = pegboard::domain::patient::NewPatient {
        contact: who.contact,
        born_on: who.born_on,
        sex: who.sex,
        payor: pegboard::domain::patient::Payor::Patient,
        reason: who.reason,
        note: who.note,
        died_on: None,
    };
    "99 Changed Road".clone_into(&mut moved.contact.address.street);
    desk.office.change_patient(desk.known.dana, &moved).unwrap();
    let tollgate = receiver(&mut desk, Profile::default());
    let out = desk.out();
    let remade = desk
        .office
        .remake_batch(first.batch, tollgate, Some(&out))
        .unwrap();
    assert_eq!(remade.left_out, [ClaimNumber::of(all[0])]);
    assert_eq!(remade.files.len(), 1);
    let file = &remade.files[0];
    assert_eq!((file.claims, file.total), (2, cents(29_000)));
    let path = file.file.clone().unwrap();
    let (batches, findings) = claim837::read(fs::read(&path).unwrap().as_slice()).unwrap();
    assert_eq!(findings, []);
    let header = &batches[0].transactions[0].header;
    assert_eq!(header.receiver.id, "TOLLGATE");
    let found = text(&path);
    assert!(found.contains("12 JUNIPER WAY") && !found.contains("CHANGED"));
    assert!(found.starts_with("ISA|"));
    assert!(found.contains("S2L1") && !found.contains("S1L1"));
    assert!(first_text.contains("S1L1"));
    let row = &desk.office.batches(1).unwrap()[0];
    assert_eq!((row.remakes, row.receiver), (Some(first.batch), tollgate));
    for claim in &all[1..] {
        let page = desk.office.claim(*claim).unwrap();
        let last = page.events.last().unwrap();
        assert_eq!(last.kind, Happening::Batched);
        assert!(last.words.contains("in place of batch 1"), "{}", last.words);
        let sent = desk.office.sent_claim(row.id, *claim).unwrap();
        let sent: serde_json::Value = serde_json::from_str(&sent).unwrap();
        assert_eq!(sent["sending"], 2);
        assert_eq!(sent["patient"]["address"]["street"], "12 Juniper Way");
    }
    judges::first(std::slice::from_ref(&path));
    judges::second(&[path]);
    let again = desk
        .office
        .remake_batch(first.batch, tollgate, Some(&out))
        .unwrap_err();
    assert!(matches!(
        again,
        OfficeError::Claim(ClaimRefusal::NothingUnanswered(_))
    ));
    let same = desk
        .office
        .remake_batch(row_id(&desk), tollgate, Some(&out))
        .unwrap_err();
    assert!(matches!(
        same,
        OfficeError::Claim(ClaimRefusal::SameReceiver(_))
    ));
}

fn row_id(desk: &Desk) -> pegboard::domain::id::BatchId {
    desk.office.batches(1).unwrap()[0].id
}

#[test]
fn files_with_all_of_it_pass_the_independent_validators() {
    let mut desk = Desk::open();
    let mut made = Vec::new();
    let mut visit = desk.visit();
    for kind in ClaimDay::ALL {
        let _none = visit.details.days.insert(*kind, day("2026-02-20"));
    }
    visit.accident = Some(Accident {
        cause: Cause::Auto(Postal::Ohio),
        on: day("2026-02-20"),
    });
    "RF-77".clone_into(&mut visit.details.referral);
    visit.details.supervising = Some(desk.known.brandt);
    visit.details.ordering = Some(desk.known.brandt);
    visit.details.spine = Some(SpinalCondition::AcuteManifestation);
    visit.details.epsdt = Some(EpsdtReferral::Referred);
    visit.details.is_homebound = true;
    visit.details.conditions = vec!["AD".parse().unwrap(), "02".parse().unwrap()];
    visit.details.program = Some(pegboard::domain::code::SpecialProgram::Disability);
    visit.details.delay = Some(pegboard::domain::code::DelayReason::Litigation);
    visit.details.note = Some(NoteToPayer {
        topic: NoteTopic::Certification,
        words: "As agreed on the phone".to_owned(),
    });
    for said in visit.lines.iter_mut().map(|line| &mut line.details) {
        "Left arm".clone_into(&mut said.note);
        "U7712AA".clone_into(&mut said.lot);
        said.marks = ServiceMark::ALL.iter().copied().collect();
        said.rendering = Some(desk.known.brandt);
        said.referring_clia = Some("36D1122334".parse().unwrap());
    }
    let claim = desk.claim_of(&visit);
    for transmission in Transmission::ALL {
        let new = paper(ReportKind::ProgressReport, *transmission);
        let file: Option<(&str, &[u8])> = Some(("a.pdf", b"%PDF"));
        let _paper = desk.office.announce_attachment(claim, &new, file).unwrap();
    }
    made.push(only_file(&mut desk));
    let dana = insured_by_work(&mut desk);
    for topic in NoteTopic::ALL {
        let mut visit = desk.visit_of(dana);
        visit.service_on = day("2026-03-03");
        visit.notes.signed_on = Some(visit.service_on);
        visit.accident = Some(Accident {
            cause: Cause::Employment,
            on: day("2026-02-27"),
        });
        "WC 2026-118".clone_into(&mut visit.details.casualty_claim);
        let contact = visit
            .details
            .days
            .insert(ClaimDay::FirstContact, day("2026-02-28"));
        assert!(contact.is_none());
        visit.details.note = Some(NoteToPayer {
            topic: *topic,
            words: "Lifted a crate".to_owned(),
        });
        let claim = desk.claim_of(&visit);
        for found in desk.findings(claim) {
            if found == "S083" {
                let why = "each note is a visit of the same day";
                desk.office.waive(claim, &found.to_string(), why).unwrap();
            }
        }
        made.push(only_file(&mut desk));
    }
    judges::first(&made);
    judges::second(&made);
}
