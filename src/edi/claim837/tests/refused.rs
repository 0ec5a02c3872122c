//! What the writer refuses.

use rust_decimal::Decimal;

use super::super::super::segment::Delimiters;
use super::super::{
    Batch, Cause, ClaimReference, Contact, Frequency, Name, Note, NoteKind, Patient, PatientClaims,
    Period, Provider, Submission, write,
};
use super::{batch, cents, day, submission};
use crate::domain::code::Relation;

/// Refuses a claim that a change has spoilt, and says this.
fn refuse(want: &str, change: impl Fn(&mut Submission)) {
    let mut one = submission("C1");
    change(&mut one);
    let error = write(&batch(vec![one]), Delimiters::STANDARD).unwrap_err();
    assert_eq!(error.to_string(), want);
}

/// Refuses a file that a change has spoilt, and says this.
fn refuse_file(want: &str, change: impl Fn(&mut Batch)) {
    let mut batch = batch(vec![submission("C1")]);
    change(&mut batch);
    let error = write(&batch, Delimiters::STANDARD).unwrap_err();
    assert_eq!(error.to_string(), want);
}

fn note(kind: NoteKind, text: &str) -> Note {
    Note {
        kind,
        text: text.to_owned(),
    }
}

fn organization(npi: Option<&str>) -> Provider {
    Provider {
        name: Name::Organization("X".to_owned()),
        npi: npi.map(str::to_owned),
        ..Provider::default()
    }
}

#[test]
fn claims_that_do_not_agree_with_themselves_are_refused() {
    refuse("claim C1, charge is not the sum of its lines", |s| {
        s.claim.charge = cents(1);
    });
    refuse("claim C1, lines are missing", |s| s.claim.lines.clear());
    refuse("claim C1, lines has more than 50 entries", |s| {
        s.claim.lines = vec![s.claim.lines[0].clone(); 51];
    });
    refuse(
        "claim C1, line control number is used twice in the claim",
        |s| s.claim.lines[1].control_number = Some("L1".to_owned()),
    );
    let together = "claim C1, payer's claim number must go with a replacement or a void, and with nothing else";
    refuse(together, |s| s.claim.frequency = Frequency::Void);
    refuse(together, |s| {
        let number = "X".to_owned();
        let _ = s
            .claim
            .references
            .insert(ClaimReference::PayerClaimNumber, number);
    });
    refuse("claim C1, frequency must be 1, 7 or 8", |s| {
        s.claim.frequency = Frequency::Other("3".to_owned());
    });
    refuse("claim C1, accident needs its day", |s| {
        s.claim.causes = vec![Cause::OtherAccident];
    });
    refuse(
        "claim C1, state of the accident must go with an automobile accident, and with nothing else",
        |s| s.claim.accident_state = Some("IL".to_owned()),
    );
}

#[test]
fn claims_out_of_their_lists_and_widths_are_refused() {
    refuse(
        "claim CCCCCCCCCCCCCCCCCCCCC, claim number must have at most 20 characters",
        |s| s.claim.number = "C".repeat(21),
    );
    refuse(
        "claim C1, place of service must have at least 2 characters",
        |s| {
            s.claim.place_of_service = "1".to_owned();
        },
    );
    refuse("claim C1, diagnoses are missing", |s| {
        s.claim.diagnoses.clear();
    });
    refuse("claim C1, diagnoses has more than 12 entries", |s| {
        s.claim.diagnoses = vec!["R51".to_owned(); 13];
    });
    refuse(
        "claim C1, diagnosis must be letters and digits, without a point",
        |s| s.claim.diagnoses[0] = "J06.9".to_owned(),
    );
    refuse(
        "claim C1, amount the patient paid must be between 0.00 and 99,999,999.99",
        |s| s.claim.patient_paid = Some(cents(-1)),
    );
    refuse(
        "claim C1, note has the character :, which separates the parts of this receiver's files",
        |s| s.claim.note = Some(note(NoteKind::Additional, "RATIO 1:2")),
    );
    refuse(
        "claim C1, referring provider: name must be a person's",
        |s| {
            s.claim.referring = Some(organization(None));
        },
    );
    refuse(
        "claim C1, rendering provider: NPI is not one: ten digits that pass their check",
        |s| s.claim.rendering = Some(organization(Some("1234567890"))),
    );
}

#[test]
fn lines_out_of_their_lists_and_widths_are_refused() {
    refuse("claim C1, line 2, day of service is missing", |s| {
        s.claim.lines[1].service = None;
    });
    refuse("claim C1, line 2, line control number is missing", |s| {
        s.claim.lines[1].control_number = None;
    });
    refuse(
        "claim C1, line 1, diagnosis pointers must point at a diagnosis of the claim",
        |s| s.claim.lines[0].pointers = vec![3],
    );
    refuse("claim C1, line 1, diagnosis pointers are missing", |s| {
        s.claim.lines[0].pointers.clear();
    });
    refuse(
        "claim C1, line 1, diagnosis pointers has more than 4 entries",
        |s| {
            s.claim.lines[0].pointers = vec![1; 5];
        },
    );
    refuse("claim C1, line 1, modifiers has more than 4 entries", |s| {
        s.claim.lines[0].procedure.modifiers = vec!["25".to_owned(); 5];
    });
    refuse(
        "claim C1, line 1, quantity must be above zero with at most eight digits, three of them after the point",
        |s| s.claim.lines[0].quantity = Decimal::ZERO,
    );
    refuse(
        "claim C1, line 1, note is of a kind that only a whole claim can have",
        |s| s.claim.lines[0].note = Some(note(NoteKind::Diagnosis, "X")),
    );
    refuse("claim C1, line 1, period ends before it begins", |s| {
        s.claim.lines[0].service = Some(Period {
            from: day("2024-03-02"),
            through: day("2024-03-01"),
        });
    });
}

#[test]
fn billing_providers_that_cannot_be_paid_are_refused() {
    refuse("billing provider: city is missing", |s| {
        s.provider.address.city = String::new();
    });
    refuse(
        "billing provider: ZIP code must have nothing but digits",
        |s| {
            s.provider.address.zip = Some("6270O".to_owned());
        },
    );
    refuse("billing provider: state is missing", |s| {
        s.provider.address.state = None;
    });
    refuse(
        "billing provider: street must have at most 55 characters",
        |s| {
            s.provider.address.line = "X".repeat(56);
        },
    );
    refuse("billing provider: tax id is missing", |s| {
        s.provider.tax_id = None;
    });
    refuse(
        "billing provider: NPI is not one: ten digits that pass their check",
        |s| s.provider.npi = Some("12".to_owned()),
    );
    refuse("billing provider: extension needs a phone", |s| {
        s.provider.contacts = vec![Contact {
            extension: Some("1".to_owned()),
            fax: Some("2175550100".to_owned()),
            ..Contact::default()
        }];
    });
    refuse(
        "billing provider: contact needs a phone, a fax or a mail address",
        |s| s.provider.contacts = vec![Contact::default()],
    );
}

#[test]
fn policies_and_patients_that_cannot_be_told_are_refused() {
    refuse("subscriber: address is missing", |s| {
        s.subscriber.address = None;
    });
    refuse("subscriber: day of birth is missing", |s| {
        s.subscriber.birth = None;
    });
    refuse("subscriber: claim filing indicator is missing", |s| {
        s.subscriber.filing = None;
    });
    refuse(
        "subscriber: id cannot be sent as it is: the character '李' (number 1) cannot be sent on a claim",
        |s| s.subscriber.member_id = "李1".to_owned(),
    );
    refuse("payer: name is missing", |s| s.payer.name = " ".to_owned());
    refuse(
        "patient: relation must be that of another than the subscriber",
        |s| {
            s.patient = Some(patient(Relation::Itself));
        },
    );
    refuse("patient: last name is missing", |s| {
        s.patient = Some(patient(Relation::Child));
    });
}

fn patient(relation: Relation) -> Patient {
    Patient {
        relation,
        ..Patient::default()
    }
}

#[test]
fn envelopes_that_a_receiver_cannot_read_are_refused() {
    refuse_file(
        "interchange: control number must be between 1 and 999999999",
        |b| {
            b.interchange.control_number = 0;
        },
    );
    refuse_file(
        "interchange sender: kind of id is not one that an ISA can name",
        |b| b.interchange.sender.qualifier = "X".to_owned(),
    );
    refuse_file("interchange receiver: id is missing", |b| {
        b.interchange.receiver.id = String::new();
    });
    refuse_file("interchange: day and time is missing", |b| {
        b.interchange.created = None;
    });
    refuse_file(
        "group sender: group id must have at least 2 characters",
        |b| {
            b.group.sender = "A".to_owned();
        },
    );
}

#[test]
fn transactions_out_of_form_are_refused() {
    refuse_file("batch: transactions are missing", |b| {
        b.transactions.clear();
    });
    refuse_file(
        "transaction: control number is used twice in the batch",
        |b| {
            b.transactions.push(b.transactions[0].clone());
        },
    );
    refuse_file(
        "transaction: control number must have at least 4 characters",
        |b| {
            b.transactions[0].control_number = "1".to_owned();
        },
    );
    refuse_file("transaction: claims are missing", |b| {
        b.transactions[0].providers.clear();
    });
    refuse_file("submitter: contact is missing", |b| {
        b.transactions[0].header.submitter.contacts.clear();
    });
    refuse_file(
        "subscriber: claims must be either the subscriber's own or those of other patients",
        |b| {
            let place = &mut b.transactions[0].providers[0].subscribers[0];
            place.patients.push(PatientClaims {
                patient: patient(Relation::Child),
                claims: Vec::new(),
            });
        },
    );
}
