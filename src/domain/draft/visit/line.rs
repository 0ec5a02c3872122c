//! One service as typed. It must not know its visit but for how many diagnoses that has.

use std::collections::BTreeSet;

use crate::domain::code::{Clia, DrugUnit, Modifier, Ndc, Procedure, ServiceMark, Units};
use crate::domain::draft::Complaint;
use crate::domain::draft::checks::Checks;
use crate::domain::draft::shape::Room;
use crate::domain::id::ProviderId;
use crate::domain::money::Money;
use crate::domain::typed;
use crate::domain::visit::detail::{NOTE_MOST, NUMBER_MOST};
use crate::domain::visit::{Drug, LineDetails, NewLine, Pointer};

form! {
    /// A service as typed.
    LineDraft {
        typed {
            /// CPT or HCPCS code.
            code: Code,
            /// Up to four modifiers, as `25 59`; may be empty.
            modifiers: Modifiers,
            /// Up to four letters of diagnoses, as `A B`.
            pointers: Pointers,
            /// How much.
            units: Units = "1",
            /// For all units.
            charge: Charge,
            /// In the practice's words.
            description: Description,
            /// National drug code of what was given; may be empty.
            ndc: Ndc,
            /// How much of it.
            drug_quantity: DrugQuantity,
            /// Counted in what.
            drug_unit: DrugUnit = "UN",
            /// Note to the payer, one line; may be empty.
            note: Note,
            /// Lot of the vaccine; may be empty.
            lot: Lot,
            /// CLIA number of the laboratory that referred the test; may be empty.
            referring_clia: ReferringClia,
            /// Minutes of a service that is counted by time; may be empty.
            minutes: Minutes,
        }
        chosen {
            /// Whether it was an emergency.
            is_emergency: IsEmergency of bool,
            /// Whether it came of a child's screening.
            is_epsdt: IsEpsdt of bool,
            /// Whether it was family planning.
            is_family_planning: IsFamilyPlanning of bool,
            /// Who rendered it; none when who saw the patient.
            rendering: Rendering of Option<ProviderId>,
        }
    }
}

/// The most modifiers and pointers a service carries (SV101-3 to -6, SV107).
const MOST: usize = 4;

impl LineDraft {
    /// Whether nothing was typed that would be lost.
    pub fn is_blank(&self) -> bool {
        [
            &self.code,
            &self.modifiers,
            &self.charge,
            &self.description,
            &self.ndc,
            &self.drug_quantity,
            &self.note,
            &self.lot,
        ]
        .iter()
        .all(|text| text.trim().is_empty())
    }

    /// Gives the service, or what is wrong; `diagnoses` is how many the visit has.
    ///
    /// # Errors
    /// One complaint or more for each field that cannot be used.
    pub fn check(&self, diagnoses: usize) -> Result<NewLine, Vec<Complaint<Field>>> {
        let typed = |field| (field, self.text(field));
        let mut checks = Checks::new();
        let code = checks.code::<Procedure>(typed(Field::Code));
        let modifiers = self.modifiers(&mut checks);
        let pointers = self.pointers(&mut checks, diagnoses);
        let units = checks.code::<Units>(typed(Field::Units));
        let charge = checks.amount(typed(Field::Charge));
        let description = checks.line(
            typed(Field::Description),
            Room::new("what it was, in words the patient will read,", 80),
        );
        let drug = self.drug(&mut checks);
        let details = self.details(&mut checks);
        checks.finish(|| {
            Some(NewLine {
                code: code?,
                modifiers: modifiers?,
                pointers: pointers?,
                units: units?,
                charge: charge?,
                description: description?,
                drug,
                details: details?,
            })
        })
    }

    /// Whether something is said of it beside what every claim says.
    pub fn has_details(&self) -> bool {
        let is_given = |text: &String| !text.trim().is_empty();
        [&self.note, &self.lot, &self.referring_clia, &self.minutes]
            .into_iter()
            .any(is_given)
            || self.is_emergency
            || self.is_epsdt
            || self.is_family_planning
            || self.rendering.is_some()
    }

    fn details(&self, checks: &mut Checks<Field>) -> Option<LineDetails> {
        let typed = |field| (field, self.text(field));
        let note = checks.line_if_given(
            typed(Field::Note),
            Room::new("the note to the payer", NOTE_MOST),
        );
        let lot = checks.line_if_given(typed(Field::Lot), Room::new("the lot", NUMBER_MOST));
        let referring_clia = checks.code_if_given::<Clia>(typed(Field::ReferringClia));
        let marks = [
            (self.is_emergency, ServiceMark::Emergency),
            (self.is_epsdt, ServiceMark::Epsdt),
            (self.is_family_planning, ServiceMark::FamilyPlanning),
        ];
        let marks: BTreeSet<ServiceMark> = marks
            .into_iter()
            .filter_map(|(is, mark)| is.then_some(mark))
            .collect();
        Some(LineDetails {
            note: note?,
            lot: lot?,
            marks,
            rendering: self.rendering,
            referring_clia,
            minutes: self.minutes(checks),
        })
    }

    /// Minutes of one day; none where none were typed, or they are none.
    fn minutes(&self, checks: &mut Checks<Field>) -> Option<u16> {
        let text = self.minutes.trim();
        if text.is_empty() {
            return None;
        }
        let read = text.parse::<u16>().ok();
        let read = read.filter(|minutes| (1..=1_440).contains(minutes));
        checks.note(
            Field::Minutes,
            read.ok_or("give the minutes as a whole number, up to 1440"),
        )
    }

    /// Whether it is therapy that is counted by time, whose minutes its units are held against.
    pub fn is_timed(&self) -> bool {
        let is_timed = |code: Procedure| code.is_timed_therapy();
        self.code.parse().is_ok_and(is_timed)
    }

    /// Whether a drug is to be named: the code is a drug's, or one was typed.
    pub fn wants_drug(&self) -> bool {
        let is_drug = |code: Procedure| code.is_drug();
        self.code.parse().is_ok_and(is_drug) || self.has_drug()
    }

    /// Whether it is a vaccine, which has a lot.
    pub fn is_vaccine(&self) -> bool {
        let is_vaccine = |code: Procedure| code.is_vaccine();
        self.code.parse().is_ok_and(is_vaccine)
    }

    fn has_drug(&self) -> bool {
        !self.ndc.trim().is_empty() || !self.drug_quantity.trim().is_empty()
    }

    /// The drug, none where none was typed.
    fn drug(&self, checks: &mut Checks<Field>) -> Option<Drug> {
        if !self.has_drug() {
            return None;
        }
        let typed = |field| (field, self.text(field));
        let ndc = checks.code::<Ndc>(typed(Field::Ndc));
        let quantity = checks.code::<Units>(typed(Field::DrugQuantity));
        let unit =
            checks.choice::<DrugUnit>(typed(Field::DrugUnit), "choose what the drug is counted in");
        Some(Drug {
            ndc: ndc?,
            quantity: quantity?,
            unit: unit?,
        })
    }

    /// The charge, when it is an amount.
    pub fn charged(&self) -> Option<Money> {
        typed::amount(&self.charge).ok()
    }

    fn modifiers(&self, checks: &mut Checks<Field>) -> Option<Vec<Modifier>> {
        let field = Field::Modifiers;
        let mut modifiers = Vec::new();
        for text in pairs(&self.modifiers) {
            let modifier = checks.code::<Modifier>((field, &text))?;
            if modifiers.contains(&modifier) {
                checks.complain(field, format_args!("modifier {modifier} is given twice"));
                return None;
            }
            modifiers.push(modifier);
        }
        let fits = modifiers.len() <= MOST;
        checks.hold(
            field,
            Some(modifiers),
            |_| fits,
            "a service has at most four modifiers",
        )
    }

    fn pointers(&self, checks: &mut Checks<Field>, diagnoses: usize) -> Option<Vec<Pointer>> {
        let field = Field::Pointers;
        let mut pointers = Vec::new();
        for letter in self.pointers.chars().filter(|c| !is_gap(*c)) {
            let pointer = checks.note(
                field,
                Pointer::from_letter(letter).ok_or("a pointer is a letter from A to L"),
            )?;
            if pointer.index() >= diagnoses {
                checks.complain(
                    field,
                    format_args!("there is no diagnosis {}", pointer.letter()),
                );
                return None;
            }
            if pointers.contains(&pointer) {
                checks.complain(
                    field,
                    format_args!("diagnosis {} is pointed at twice", pointer.letter()),
                );
                return None;
            }
            pointers.push(pointer);
        }
        let count = pointers.len();
        let pointers = checks.hold(
            field,
            Some(pointers),
            |_| count > 0,
            "point at the diagnosis that explains this service, as A",
        );
        checks.hold(
            field,
            pointers,
            |_| count <= MOST,
            "a service points at most at four diagnoses",
        )
    }
}

/// What people write between modifiers and between pointers.
const fn is_gap(c: char) -> bool {
    c.is_whitespace() || matches!(c, ',' | ';' | ':' | '-' | '/' | '.')
}

/// The modifiers in the text, which may stand apart or be run together two by two.
fn pairs(text: &str) -> Vec<String> {
    let mut pairs = Vec::new();
    for word in text.split(is_gap).filter(|word| !word.is_empty()) {
        let letters: Vec<char> = word.chars().collect();
        pairs.extend(
            letters
                .chunks(2)
                .map(|pair| pair.iter().collect::<String>()),
        );
    }
    pairs
}

impl From<&NewLine> for LineDraft {
    fn from(line: &NewLine) -> Self {
        let modifiers: Vec<&str> = line.modifiers.iter().map(Modifier::as_str).collect();
        let pointers: Vec<String> = line
            .pointers
            .iter()
            .map(|pointer| pointer.letter().to_string())
            .collect();
        Self {
            code: line.code.to_string(),
            modifiers: modifiers.join(" "),
            pointers: pointers.join(" "),
            units: line.units.to_string(),
            charge: line.charge.to_string(),
            description: line.description.clone(),
            ndc: line
                .drug
                .map(|drug| drug.ndc.to_string())
                .unwrap_or_default(),
            drug_quantity: line
                .drug
                .map(|drug| drug.quantity.to_string())
                .unwrap_or_default(),
            drug_unit: line
                .drug
                .map_or(DrugUnit::Unit, |drug| drug.unit)
                .as_str()
                .to_owned(),
            note: line.details.note.clone(),
            lot: line.details.lot.clone(),
            referring_clia: line
                .details
                .referring_clia
                .map(|clia| clia.to_string())
                .unwrap_or_default(),
            minutes: line
                .details
                .minutes
                .map(|minutes| minutes.to_string())
                .unwrap_or_default(),
            is_emergency: line.details.marks.contains(&ServiceMark::Emergency),
            is_epsdt: line.details.marks.contains(&ServiceMark::Epsdt),
            is_family_planning: line.details.marks.contains(&ServiceMark::FamilyPlanning),
            rendering: line.details.rendering,
        }
    }
}
