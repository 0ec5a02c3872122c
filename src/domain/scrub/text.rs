//! Edits on every text that a claim file carries: its characters and its length.

use super::case::Case;
use super::place::{
    AddressPart, ClaimField, FacilityField, LineField, NamePart, PatientField, PayerField, Place,
    PolicyField, PracticeField, ProviderField, ReceiverField, VisitField,
};
use super::{Edit, Hits};
use crate::domain::charset;
use crate::domain::code::Email;
use crate::domain::person::{Address, Name};
use crate::domain::practice::Separators;
use crate::domain::visit::detail::{NOTE_MOST, NUMBER_MOST};

pub(super) const EDITS: &[Edit] = &[
    Edit::block("S110", "Character that no claim carries", characters).never_waived(),
    Edit::block("S111", "Text too long for a claim", too_long).never_waived(),
    Edit::block("S112", "Text too short for a claim", too_short).never_waived(),
    Edit::block("S113", "Character that separates", separators).never_waived(),
];

/// One text of a claim file: where it is typed, how it is called, and how long its element may be.
#[derive(Clone, Copy)]
struct Text<'a> {
    place: Place,
    what: &'static str,
    value: &'a str,
    least: usize,
    most: usize,
}

/// Collects the texts of a claim for one look at each.
struct Texts<'f, 'a>(&'f mut dyn FnMut(Text<'a>));

impl<'a> Texts<'_, 'a> {
    fn text(&mut self, place: Place, what: &'static str, value: &'a str, most: usize) {
        self.sized(place, what, value, (1, most));
    }

    fn sized(&mut self, place: Place, what: &'static str, value: &'a str, size: (usize, usize)) {
        let (least, most) = size;
        (self.0)(Text {
            place,
            what,
            value,
            least,
            most,
        });
    }

    fn name(&mut self, place: impl Fn(NamePart) -> Place, name: &'a Name) {
        for part in NamePart::ALL {
            let (what, value, most) = match part {
                NamePart::Last => ("the last name", &name.last, 60),
                NamePart::First => ("the first name", &name.first, 35),
                NamePart::Middle => ("the middle name", &name.middle, 25),
                NamePart::Suffix => ("the suffix", &name.suffix, 10),
            };
            self.text(place(part), what, value, most);
        }
    }

    fn address(&mut self, place: impl Fn(AddressPart) -> Place, address: &'a Address) {
        for part in AddressPart::ALL {
            let (what, value, size) = match part {
                AddressPart::Street => ("the street", &address.street, (1, 55)),
                AddressPart::Street2 => {
                    ("the second line of the address", &address.street2, (1, 55))
                }
                AddressPart::City => ("the city", &address.city, (2, 30)),
            };
            self.sized(place(part), what, value, size);
        }
    }

    fn practice(&mut self, case: &Case<'a>) {
        use PracticeField::{Address, Contact, Email as Mail, Name, Owner, PayTo};
        let practice = case.practice;
        match &practice.owner {
            Some(owner) => self.name(|part| Place::Practice(Owner(part)), owner),
            None => self.text(
                Place::Practice(Name),
                "the practice's name",
                &practice.name,
                60,
            ),
        }
        self.text(
            Place::Practice(Contact),
            "the contact's name",
            &practice.contact,
            60,
        );
        let mail = practice.email.as_ref().map_or("", Email::as_str);
        self.text(Place::Practice(Mail), "the contact's e-mail", mail, 256);
        self.address(|part| Place::Practice(Address(part)), &practice.address);
        if let Some(pay_to) = &practice.pay_to {
            self.address(|part| Place::Practice(PayTo(part)), pay_to);
        }
    }

    fn payer(&mut self, case: &Case<'a>) {
        let (payer, policy) = (&case.payer.what, &case.policy.what);
        self.text(
            Place::Payer(PayerField::Name),
            "the payer's name",
            &payer.name,
            60,
        );
        if let Some(address) = &payer.address {
            self.address(|part| Place::Payer(PayerField::Address(part)), address);
        }
        if let Some(receiver) = case.receiver {
            let what = &receiver.what;
            let place = Place::Receiver;
            self.text(
                place(ReceiverField::Name),
                "the receiver's name",
                &what.name,
                60,
            );
            self.sized(
                place(ReceiverField::ReceiverId),
                "the receiver's id",
                &what.receiver_id,
                (2, 15),
            );
            self.sized(
                place(ReceiverField::SenderId),
                "our id with the receiver",
                &what.sender_id,
                (2, 15),
            );
        }
        let place = Place::Policy;
        self.sized(
            place(PolicyField::MemberId),
            "the member number",
            policy.member_id.as_str(),
            (2, 80),
        );
        self.text(
            place(PolicyField::Group),
            "the group number",
            &policy.group_number,
            50,
        );
        self.text(
            place(PolicyField::Plan),
            "the plan's name",
            &policy.plan_name,
            60,
        );
        if let Some(subscriber) = policy.subscriber.as_ref().filter(|_| case.is_dependent()) {
            self.name(
                |part| place(PolicyField::Subscriber(part)),
                &subscriber.name,
            );
        }
    }

    fn visit(&mut self, case: &Case<'a>) {
        for provider in case.clinicians() {
            let place = |part| Place::Provider(provider.id, ProviderField::Name(part));
            self.name(place, &provider.who.name);
        }
        if let Some(facility) = case.facility {
            let place = |field| Place::Facility(facility.id, field);
            self.text(
                place(FacilityField::Name),
                "the facility's name",
                &facility.what.name,
                60,
            );
            self.address(
                |part| place(FacilityField::Address(part)),
                &facility.what.address,
            );
        }
        let authorization = Place::Visit(VisitField::Authorization);
        self.text(
            authorization,
            "the authorization number",
            &case.visit.authorization,
            50,
        );
        self.details(case);
        for (number, line) in case
            .numbered()
            .filter(|(_, line)| line.what.code.is_unlisted())
        {
            let place = Place::Line(number, LineField::Description);
            self.text(place, "the description", &line.what.description, 80);
        }
    }
}

impl<'a> Texts<'_, 'a> {
    /// What the visit and its services say more.
    fn details(&mut self, case: &Case<'a>) {
        let details = &case.visit.details;
        let place = Place::Visit;
        self.text(
            place(VisitField::Referral),
            "the referral number",
            &details.referral,
            NUMBER_MOST,
        );
        self.text(
            place(VisitField::CasualtyClaim),
            "the insurer's case number",
            &details.casualty_claim,
            NUMBER_MOST,
        );
        let note = details.note.as_ref().map_or("", |note| &note.words);
        self.text(
            place(VisitField::Note),
            "the note to the payer",
            note,
            NOTE_MOST,
        );
        for (number, line) in case.numbered() {
            let (place, said) = (|field| Place::Line(number, field), &line.what.details);
            self.text(
                place(LineField::Note),
                "the note to the payer",
                &said.note,
                NOTE_MOST,
            );
            self.text(place(LineField::Lot), "the lot", &said.lot, NUMBER_MOST);
        }
        for paper in case.attachments {
            self.sized(
                Place::Claim(ClaimField::Attachments),
                "the number on a paper",
                &paper.control_number,
                (2, 50),
            );
        }
        if let Some(contact) = case
            .receiver
            .and_then(|receiver| receiver.what.profile.contact.as_ref())
        {
            let place = Place::Receiver(ReceiverField::Contact);
            self.text(place, "the contact's name", &contact.name, 60);
            let mail = contact.email.as_ref().map_or("", Email::as_str);
            self.text(place, "the contact's e-mail", mail, 256);
        }
    }
}

/// Shows every text that the claim's file carries.
fn each_text<'a>(case: &Case<'a>, each: &mut dyn FnMut(Text<'a>)) {
    let mut texts = Texts(each);
    texts.practice(case);
    texts.payer(case);
    let patient = &case.patient.contact;
    texts.name(
        |part| Place::Patient(PatientField::Name(part)),
        &patient.name,
    );
    texts.address(
        |part| Place::Patient(PatientField::Address(part)),
        &patient.address,
    );
    texts.visit(case);
}

/// Whether a text leaves as it stands, but for small letters: nearly all do, and they need no copy.
fn is_plain(text: &str) -> bool {
    text.chars()
        .all(|c| charset::is_plain(c.to_ascii_uppercase()))
}

/// How long a text is when it leaves; none when it cannot. Folding may write one letter as two, as Æ.
fn sent_length(text: &str) -> Option<usize> {
    if is_plain(text) {
        Some(text.trim().len())
    } else {
        charset::fold(text).ok().map(|folded| folded.len())
    }
}

fn characters(case: &Case<'_>, hits: &mut Hits) {
    each_text(case, &mut |text| {
        if is_plain(text.value) {
            return;
        }
        if let Err(unsendable) = charset::fold(text.value) {
            hits.add(
                text.place,
                format!("In {}, {unsendable}.", text.what),
                "Write it with plain letters, digits and punctuation.",
            );
        }
    });
}

fn too_long(case: &Case<'_>, hits: &mut Hits) {
    each_text(case, &mut |text| {
        if let Some(length) = sent_length(text.value).filter(|length| *length > text.most) {
            hits.add(
                text.place,
                format!(
                    "A claim carries {} characters of {}; it has {length}.",
                    text.most, text.what
                ),
                "Shorten it.",
            );
        }
    });
}

fn too_short(case: &Case<'_>, hits: &mut Hits) {
    each_text(case, &mut |text| {
        if sent_length(text.value).is_some_and(|length| length > 0 && length < text.least) {
            hits.add(
                text.place,
                format!(
                    "A claim carries {} with at least {} characters.",
                    text.what, text.least
                ),
                "Write it in full.",
            );
        }
    });
}

fn separators(case: &Case<'_>, hits: &mut Hits) {
    let Some(receiver) = case.receiver else {
        return;
    };
    let Separators {
        element,
        component,
        repetition,
        segment,
        newline: _,
    } = receiver.what.separators;
    let used = [element, component, repetition, segment];
    each_text(case, &mut |text| {
        if let Some(found) = text.value.chars().find(|c| used.contains(c)) {
            hits.add(
                text.place,
                format!(
                    "In {}, {found} stands, which separates the parts of a file to {}.",
                    text.what, receiver.what.name
                ),
                "Write it another way, or choose other separators for the receiver.",
            );
        }
    });
}
