//! Families of the made-up practice: who pays for whom, and who is insured by whom from which day.

use chrono::{Datelike, Days, NaiveDate};
use fastrand::Rng;

use crate::domain::code::{MemberId, Relation};
use crate::domain::id::{GuarantorId, PatientId, PayerId};
use crate::domain::money::Money;
use crate::domain::patient::{NewPatient, Payor};
use crate::domain::policy::{NewPolicy, Rank, Subscriber};
use crate::office::Office;

use super::house::{Contract, PAYERS};
use super::{DemoError, cast};

/// Somebody the practice sees.
#[derive(Clone, Debug)]
pub(super) struct Person {
    /// The patient.
    pub id: PatientId,
    /// Who pays the patient's part.
    pub guarantor: GuarantorId,
    /// Birthday.
    pub born_on: NaiveDate,
    /// Which of [`PAYERS`] covers them from which day on; none: nobody.
    cover: Vec<(NaiveDate, Option<usize>)>,
}

impl Person {
    /// Who covers them on that day.
    pub(super) fn payer_on(&self, day: NaiveDate) -> Option<usize> {
        self.cover
            .iter()
            .rev()
            .find(|(from, _)| *from <= day)
            .and_then(|(_, payer)| *payer)
    }

    /// How old they are on that day, in whole years.
    pub(super) fn age_on(&self, day: NaiveDate) -> u64 {
        u64::from(day.years_since(self.born_on).unwrap_or(0))
    }
}

/// Registers families until there are `wanted` patients or more.
pub(super) fn register(
    office: &mut Office,
    rng: &mut Rng,
    payers: &[PayerId],
    wanted: usize,
    first_day: NaiveDate,
    today: NaiveDate,
) -> Result<Vec<Person>, DemoError> {
    let mut people: Vec<Person> = Vec::with_capacity(wanted);
    while people.len() < wanted {
        // A hundred families share one transaction.
        office.together(|office| {
            for _ in 0..100 {
                if people.len() < wanted {
                    let room = wanted.saturating_sub(people.len());
                    people.append(&mut family(office, rng, payers, first_day, today, room)?);
                }
            }
            Ok::<_, DemoError>(())
        })?;
    }
    Ok(people)
}

fn family(
    office: &mut Office,
    rng: &mut Rng,
    payers: &[PayerId],
    first_day: NaiveDate,
    today: NaiveDate,
    room: usize,
) -> Result<Vec<Person>, DemoError> {
    let payer = insurer(rng);
    let has_children = payer.is_none_or(|at| at != MEDICARE) && rng.u8(0..100) < 30;
    let years = if payer == Some(MEDICARE) {
        rng.u64(66..92)
    } else {
        rng.u64(20..63)
    };
    let sex = cast::sex(rng);
    let contact = cast::contact(rng, sex).ok_or(DemoError::Unsound)?;
    let adult = NewPatient {
        contact: contact.clone(),
        born_on: cast::birthday(rng, today, years),
        sex,
        payor: Payor::Patient,
        reason: String::from("Looking for a family doctor"),
        note: String::new(),
        died_on: None,
    };
    let policy = Cover {
        payer,
        first_day,
        member: payer.and_then(|at| member(rng, PAYERS.get(at)?)),
    };
    let mut family = Vec::new();
    // Now and then a parent pays who is no patient here.
    let parent_is_patient = !(has_children && rng.u8(0..100) < 15);
    let guarantor = if parent_is_patient {
        let id = office.register_patient(&adult)?;
        let guarantor = office.patient(id)?.guarantor;
        family.push(insured(
            office,
            rng,
            payers,
            &policy,
            Person {
                id,
                guarantor,
                born_on: adult.born_on,
                cover: Vec::new(),
            },
            None,
        )?);
        Some(guarantor)
    } else {
        None
    };
    if has_children {
        let count = rng.usize(1..4).min(room.saturating_sub(family.len()));
        let mut pays = guarantor.map_or_else(
            || Payor::Other(contact.clone(), cast::CHILD),
            |id| Payor::Known(id, cast::CHILD),
        );
        for _ in 0..count {
            let sex = cast::sex(rng);
            let mut child = contact.clone();
            child.name.first = cast::name(rng, sex).first;
            child.name.middle = String::new();
            let years = rng.u64(3..17);
            let born_on = cast::birthday(rng, today, years);
            let new = NewPatient {
                contact: child,
                born_on,
                sex,
                payor: pays.clone(),
                reason: String::from("Moved from another practice"),
                note: String::new(),
                died_on: None,
            };
            let id = office.register_patient(&new)?;
            let guarantor = office.patient(id)?.guarantor;
            pays = Payor::Known(guarantor, cast::CHILD);
            let parent = Subscriber {
                name: contact.name.clone(),
                born_on: adult.born_on,
                sex: adult.sex,
                address: contact.address.clone(),
            };
            family.push(insured(
                office,
                rng,
                payers,
                &policy,
                Person {
                    id,
                    guarantor,
                    born_on,
                    cover: Vec::new(),
                },
                Some(parent),
            )?);
        }
    }
    Ok(family)
}

/// Where Medicare stands among [`PAYERS`].
const MEDICARE: usize = 3;

/// Chooses an insurer by its share; six in a hundred families have none.
fn insurer(rng: &mut Rng) -> Option<usize> {
    if rng.u32(0..100) < 6 {
        return None;
    }
    let mut left = rng.u32(0..PAYERS.iter().map(|p| p.share).sum());
    PAYERS.iter().position(|payer| {
        let is_this = left < payer.share;
        left = left.saturating_sub(payer.share);
        is_this
    })
}

/// A member number of the payer's shape.
fn member(rng: &mut Rng, payer: &Contract) -> Option<MemberId> {
    if payer.kind.is_medicare() {
        return medicare_number(rng).parse().ok();
    }
    let pattern = if payer.members.is_empty() {
        "999999999"
    } else {
        payer.members
    };
    let text: String = pattern
        .chars()
        .map(|c| match c {
            'A' => char::from(rng.u8(b'A'..=b'Z')),
            '9' | 'X' => char::from(rng.u8(b'0'..=b'9')),
            other => other,
        })
        .collect();
    text.parse().ok()
}

/// A number of the shape Medicare gives: digits and the letters that cannot be mistaken for digits.
fn medicare_number(rng: &mut Rng) -> String {
    let letters = "ACDEFGHJKMNPQRTUVWXY";
    "1AXNAXNAANN"
        .chars()
        .enumerate()
        .map(|(at, c)| match c {
            'A' => letters
                .chars()
                .nth(rng.usize(0..letters.len()))
                .unwrap_or('A'),
            'X' => letters
                .chars()
                .nth(rng.usize(0..letters.len()))
                .unwrap_or('C'),
            'N' => char::from(rng.u8(b'0'..=b'9')),
            _ if at == 0 => char::from(rng.u8(b'1'..=b'9')),
            other => other,
        })
        .collect()
}

/// How a family is insured at first.
struct Cover {
    payer: Option<usize>,
    first_day: NaiveDate,
    member: Option<MemberId>,
}

fn insured(
    office: &mut Office,
    rng: &mut Rng,
    payers: &[PayerId],
    cover: &Cover,
    mut person: Person,
    subscriber: Option<Subscriber>,
) -> Result<Person, DemoError> {
    let from = cover
        .first_day
        .checked_sub_days(Days::new(rng.u64(30..900)))
        .unwrap_or(cover.first_day);
    person.cover.push((from, cover.payer));
    let (Some(at), Some(member)) = (cover.payer, cover.member.clone()) else {
        return Ok(person);
    };
    // One in twelve changes insurers at the turn of the last year.
    let turn = NaiveDate::from_ymd_opt(cover.first_day.year().saturating_add(1), 12, 31);
    let changes = if at == MEDICARE || rng.u8(0..12) > 0 {
        None
    } else {
        turn
    };
    let mut write = |at: usize,
                     member: MemberId,
                     from: NaiveDate,
                     to: Option<NaiveDate>,
                     rng: &mut Rng|
     -> Result<(), DemoError> {
        let contract = PAYERS.get(at).ok_or(DemoError::Unsound)?;
        let new = NewPolicy {
            patient: person.id,
            payer: *payers.get(at).ok_or(DemoError::Unsound)?,
            rank: Rank::Primary,
            member_id: member,
            group_number: if contract.kind.is_medicare() {
                String::new()
            } else {
                format!("G{:05}", rng.u32(10_000..99_999))
            },
            plan_name: String::new(),
            relation: if subscriber.is_some() {
                cast::CHILD
            } else {
                Relation::Itself
            },
            subscriber: subscriber.clone(),
            effective_on: from,
            ends_on: to,
            copay: Money::from_cents(contract.copay.saturating_mul(100))?,
            assigns_benefits: true,
            accepts_assignment: true,
            signature_on_file: true,
        };
        let _policy = office.add_policy(&new)?;
        Ok(())
    };
    write(at, member, from, changes, rng)?;
    if let Some(next_day) = changes.and_then(|day| day.succ_opt()) {
        let next = usize::from(at == 0);
        if let Some(member) = PAYERS.get(next).and_then(|payer| self::member(rng, payer)) {
            write(next, member, next_day, None, rng)?;
            person.cover.push((next_day, Some(next)));
        }
    }
    Ok(person)
}
