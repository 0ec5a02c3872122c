//! Families of the made-up practice: who pays for whom, and who is insured by whom from which day.

use chrono::{Datelike, Days, NaiveDate};
use fastrand::Rng;

use crate::domain::code::{FilingIndicator, MedicareSecondary, MemberId, Relation};
use crate::domain::id::{GuarantorId, PatientId, PayerId};
use crate::domain::money::Money;
use crate::domain::patient::{NewPatient, Payor};
use crate::domain::policy::{NewPolicy, Rank, Subscriber};
use crate::office::Office;

use super::house::{self, Contract, PAYERS};
use super::{DemoError, Size, cast};

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
    /// Which of [`PAYERS`] come after that one, in their order, all the time.
    pub later: Vec<usize>,
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

/// Registers families until there are `wanted` patients.
pub(super) fn register(
    office: &mut Office,
    rng: &mut Rng,
    payers: &[PayerId],
    size: Size,
    (first_day, today): (NaiveDate, NaiveDate),
) -> Result<Vec<Person>, DemoError> {
    let wanted = size.patients();
    let mut people: Vec<Person> = Vec::with_capacity(wanted);
    while people.len() < wanted {
        // A hundred families share one transaction.
        office.together(|office| {
            let mut desk = Desk {
                office,
                rng,
                payers,
                size,
                first_day,
                today,
            };
            for _ in 0..100 {
                let room = wanted.saturating_sub(people.len());
                if room > 0 {
                    people.append(&mut desk.family(room)?);
                }
            }
            Ok::<_, DemoError>(())
        })?;
    }
    Ok(people)
}

/// Where families are registered.
struct Desk<'a> {
    office: &'a mut Office,
    rng: &'a mut Rng,
    payers: &'a [PayerId],
    size: Size,
    first_day: NaiveDate,
    today: NaiveDate,
}

/// How a family is insured at first, and the grown-up it is insured by.
struct Cover {
    payer: Option<usize>,
    member: Option<MemberId>,
    adult: NewPatient,
}

impl Desk<'_> {
    fn family(&mut self, room: usize) -> Result<Vec<Person>, DemoError> {
        let payer = insurer(self.rng);
        let has_children = payer != Some(MEDICARE) && self.rng.u8(0..100) < 30;
        let years = if payer == Some(MEDICARE) {
            self.rng.u64(66..92)
        } else {
            self.rng.u64(20..63)
        };
        let sex = cast::sex(self.rng);
        let adult = NewPatient {
            contact: cast::contact(self.rng, sex).ok_or(DemoError::Unsound)?,
            born_on: cast::birthday(self.rng, self.today, years),
            sex,
            payor: Payor::Patient,
            reason: String::from("Looking for a family doctor"),
            note: String::new(),
            died_on: None,
        };
        let member = payer.and_then(|at| member(self.rng, PAYERS.get(at)?));
        let cover = Cover {
            payer,
            member,
            adult,
        };
        let mut family = Vec::new();
        // Now and then a parent pays who is no patient here.
        let mut pays = Payor::Other(cover.adult.contact.clone(), cast::CHILD);
        if !has_children || self.rng.u8(0..100) >= 15 {
            let parent = self.written_in(&cover.adult)?;
            pays = Payor::Known(parent.guarantor, cast::CHILD);
            family.push(self.insured(&cover, parent, false)?);
        }
        if has_children {
            self.children(&cover, pays, room, &mut family)?;
        }
        Ok(family)
    }

    fn children(
        &mut self,
        cover: &Cover,
        mut pays: Payor,
        room: usize,
        family: &mut Vec<Person>,
    ) -> Result<(), DemoError> {
        let count = self.rng.usize(1..4).min(room.saturating_sub(family.len()));
        for _ in 0..count {
            let sex = cast::sex(self.rng);
            let mut contact = cover.adult.contact.clone();
            contact.name.first = cast::name(self.rng, sex).first;
            contact.name.middle = String::new();
            let years = self.rng.u64(3..17);
            let born_on = cast::birthday(self.rng, self.today, years);
            let child = self.written_in(&NewPatient {
                contact,
                born_on,
                sex,
                payor: pays,
                reason: String::from("Moved from another practice"),
                note: String::new(),
                died_on: None,
            })?;
            pays = Payor::Known(child.guarantor, cast::CHILD);
            family.push(self.insured(cover, child, true)?);
        }
        Ok(())
    }

    fn written_in(&mut self, new: &NewPatient) -> Result<Person, DemoError> {
        let id = self.office.register_patient(new)?;
        let guarantor = self.office.patient(id)?.guarantor;
        Ok(Person {
            id,
            guarantor,
            born_on: new.born_on,
            cover: Vec::new(),
            later: Vec::new(),
        })
    }

    /// Insures somebody; one in twelve changes insurers at the turn of the last year.
    fn insured(
        &mut self,
        cover: &Cover,
        mut person: Person,
        is_child: bool,
    ) -> Result<Person, DemoError> {
        let from = self
            .first_day
            .checked_sub_days(Days::new(self.rng.u64(30..900)))
            .unwrap_or(self.first_day);
        person.cover.push((from, cover.payer));
        let (Some(at), Some(number)) = (cover.payer, cover.member.clone()) else {
            return Ok(person);
        };
        let turn = NaiveDate::from_ymd_opt(self.first_day.year().saturating_add(1), 12, 31);
        let ends_on = if at == MEDICARE || self.rng.u8(0..12) > 0 {
            None
        } else {
            turn
        };
        self.policy(cover, &person, is_child, (at, number), (from, ends_on))?;
        if !is_child && self.size.has_later_payers() {
            person.later = self.insured_further(cover, &person, at, from)?;
        }
        if let Some(next_day) = ends_on.and_then(|day| day.succ_opt()) {
            let next = usize::from(at == 0);
            if let Some(number) = PAYERS.get(next).and_then(|payer| member(self.rng, payer)) {
                self.policy(cover, &person, is_child, (next, number), (next_day, None))?;
                person.cover.push((next_day, Some(next)));
            }
        }
        Ok(person)
    }

    /// Insures every third member of Medicare by a supplement, every sixth by Medicaid too, and a few members of
    /// another plan by Medicare, for a disability. Gives who comes after the first. Draws no chance of the practice's,
    /// so that its first payers stay as they are.
    fn insured_further(
        &mut self,
        cover: &Cover,
        person: &Person,
        first: usize,
        from: NaiveDate,
    ) -> Result<Vec<usize>, DemoError> {
        let every = |n: i64| person.id.get().checked_rem(n) == Some(0);
        let later: Vec<usize> = match first {
            MEDICARE if every(6) => vec![SUPPLEMENT, MEDICAID],
            MEDICARE if every(3) => vec![SUPPLEMENT],
            NORTHFIELD if every(4) => vec![MEDICARE],
            _ => Vec::new(),
        };
        let mut rng = Rng::with_seed(person.id.get().unsigned_abs());
        for (at, rank) in later.iter().zip([Rank::Secondary, Rank::Tertiary]) {
            let number = PAYERS.get(*at).and_then(|payer| member(&mut rng, payer));
            let number = number.ok_or(DemoError::Unsound)?;
            let reason = (*at == MEDICARE).then_some(MedicareSecondary::Disabled);
            let mut what = self.policy_of(cover, person, false, (*at, number), (from, None))?;
            (what.rank, what.medicare_secondary) = (rank, reason);
            let _policy = self.office.add_policy(&what)?;
        }
        Ok(later)
    }

    fn policy(
        &mut self,
        cover: &Cover,
        person: &Person,
        is_child: bool,
        (at, member): (usize, MemberId),
        span: (NaiveDate, Option<NaiveDate>),
    ) -> Result<(), DemoError> {
        let mut what = self.policy_of(cover, person, is_child, (at, member), span)?;
        if !PAYERS.get(at).is_some_and(|payer| payer.kind.is_medicare()) {
            what.group_number = format!("G{:05}", self.rng.u32(10_000..99_999));
        }
        let _policy = self.office.add_policy(&what)?;
        Ok(())
    }

    fn policy_of(
        &self,
        cover: &Cover,
        person: &Person,
        is_child: bool,
        (at, member_id): (usize, MemberId),
        (effective_on, ends_on): (NaiveDate, Option<NaiveDate>),
    ) -> Result<NewPolicy, DemoError> {
        let contract = PAYERS.get(at).ok_or(DemoError::Unsound)?;
        let parent = &cover.adult;
        let (relation, subscriber) = match (is_child, contract.kind) {
            (true, _) => (
                cast::CHILD,
                Some(Subscriber {
                    name: parent.contact.name.clone(),
                    born_on: Some(parent.born_on),
                    sex: parent.sex,
                    address: parent.contact.address.clone(),
                }),
            ),
            (false, FilingIndicator::WorkersCompensation) => {
                (Relation::Employee, house::employer())
            }
            (false, _) => (Relation::Itself, None),
        };
        Ok(NewPolicy {
            patient: person.id,
            payer: *self.payers.get(at).ok_or(DemoError::Unsound)?,
            rank: Rank::Primary,
            member_id,
            group_number: String::new(),
            plan_name: String::new(),
            medicare_secondary: None,
            relation,
            subscriber,
            effective_on,
            ends_on,
            copay: Money::from_cents(contract.copay.saturating_mul(100))?,
            assigns_benefits: true,
            accepts_assignment: true,
            signature_on_file: true,
        })
    }
}

/// Where payers stand among [`PAYERS`].
const SUPPLEMENT: usize = 1;
const NORTHFIELD: usize = 2;
pub(super) const MEDICARE: usize = 3;
const MEDICAID: usize = 4;

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
