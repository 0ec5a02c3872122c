//! A service by its CPT or HCPCS code, and its modifiers. It must not know descriptions or prices: CPT text is
//! licensed, and fees are the practice's own.

use std::str::FromStr;

use super::ascii::Ascii;
use super::{CodeError, is_alphanumeric, upper_of};

/// A procedure: a CPT code (five digits, or four and `A`, `F`, `M`, `T` or `U`) or a HCPCS level II code (a letter
/// from `A` to `V` and four digits). X12 SV101-2, CMS-1500 box 24D.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Procedure(Ascii<5>);

text_form!(Procedure);
shown_plain!(Procedure);
debug_shown!(Procedure);

impl Procedure {
    /// Whether it is from the AMA's CPT list, by its shape.
    pub fn is_cpt(&self) -> bool {
        self.as_str().starts_with(|c: char| c.is_ascii_digit())
    }

    /// Whether it is from the HCPCS level II list, by its shape.
    pub fn is_hcpcs(&self) -> bool {
        !self.is_cpt()
    }

    /// Whether it stands in CPT's section of visits (99202–99499), where modifiers 24, 25 and 57 belong.
    pub fn is_evaluation_and_management(&self) -> bool {
        matches!(self.number(), Some(99202..=99499))
    }

    /// Whether it is an eye doctor's visit (92002, 92004, 92012, 92014), which takes the same modifiers.
    pub fn is_eye_visit(&self) -> bool {
        matches!(self.number(), Some(92002 | 92004 | 92012 | 92014))
    }

    /// Whether it may be billed only for a patient not seen by the group in three years: new-patient visits in the
    /// office, at home, preventive and for the eyes.
    pub fn is_new_patient_visit(&self) -> bool {
        matches!(
            self.number(),
            Some(99202..=99205 | 99341..=99345 | 99381..=99387 | 92002 | 92004)
        )
    }

    /// Whether it is a check-up that payers pay once a year or once a life: preventive visits (99381–99397) and
    /// Medicare's (G0402, G0438, G0439).
    pub fn is_checkup(&self) -> bool {
        matches!(self.number(), Some(99381..=99397))
            || matches!(self.as_str(), "G0402" | "G0438" | "G0439")
    }

    /// Whether a clinician meets the patient for it: no test, image, shot, drug, blood draw, anesthesia or report.
    pub fn is_meeting(&self) -> bool {
        match self.number() {
            Some(number) => !matches!(
                number,
                36415 | 36416 | 70010..=79999 | 80047..=89398 | 90460..=90474 | 90476..=90759 | 100..=1999
            ),
            None => matches!(self.as_str(), "G0402" | "G0438" | "G0439"),
        }
    }

    /// Whether it stands in CPT's section of anesthesia (00100–01999), which is counted in minutes.
    pub fn is_anesthesia(&self) -> bool {
        matches!(self.number(), Some(100..=1999))
    }

    /// Whether it stands in CPT's section of surgery (10004–69990).
    pub fn is_surgery(&self) -> bool {
        matches!(self.number(), Some(10004..=69990))
    }

    /// Whether it stands in CPT's section of imaging (70010–79999).
    pub fn is_radiology(&self) -> bool {
        matches!(self.number(), Some(70010..=79999))
    }

    /// Whether it stands in CPT's section of the laboratory (80047–89398).
    pub fn is_laboratory(&self) -> bool {
        matches!(self.number(), Some(80047..=89398))
    }

    /// Whether it stands in CPT's section of vaccines, whose lot payers and registries may want.
    pub fn is_vaccine(&self) -> bool {
        matches!(self.number(), Some(90476..=90759 | 91300..=91399))
    }

    /// Whether it is therapy of which every 15 minutes with the patient are a unit (CMS Pub. 100-04 chapter 5 §20.2).
    pub fn is_timed_therapy(&self) -> bool {
        matches!(
            self.number(),
            Some(
                97032
                    ..=97036
                        | 97039
                        | 97110
                        | 97112
                        | 97113
                        | 97116
                        | 97124
                        | 97139
                        | 97140
                        | 97530
                        | 97533
                        | 97535
                        | 97537
                        | 97542
                        | 97750
                        | 97755
                        | 97760
                        | 97761
                        | 97763
            )
        )
    }

    /// Whether it reports quality and is not paid (CPT category II).
    pub fn is_quality_report(&self) -> bool {
        self.as_str().ends_with('F')
    }

    /// Whether it is a code for something new (CPT category III), which many payers do not cover.
    pub fn is_emerging_technology(&self) -> bool {
        self.as_str().ends_with('T')
    }

    /// Whether it is a dentist's code (HCPCS `D`), which does not go on a professional claim.
    pub fn is_dental(&self) -> bool {
        self.as_str().starts_with('D')
    }

    /// Whether it is a drug given by the practice (HCPCS `J`), for which payers may want the NDC.
    pub fn is_drug(&self) -> bool {
        self.as_str().starts_with('J')
    }

    /// Whether it stands for a service that has no code of its own, so that a claim must describe it (SV101-7).
    pub fn is_unlisted(&self) -> bool {
        let code = self.as_str();
        code.ends_with("99") || matches!(code, "J3490" | "J3590")
    }

    /// The number that five digits make.
    fn number(self) -> Option<u32> {
        self.as_str().parse().ok()
    }
}

impl FromStr for Procedure {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        let code = upper_of(text, "a procedure code")?;
        let fits = match code.as_bytes() {
            [first, middle @ .., last] if middle.len() == 3 => {
                let digits = middle.iter().all(u8::is_ascii_digit);
                let cpt = first.is_ascii_digit()
                    && (last.is_ascii_digit() || matches!(last, b'A' | b'F' | b'M' | b'T' | b'U'));
                let hcpcs = matches!(first, b'A'..=b'V') && last.is_ascii_digit();
                digits && (cpt || hcpcs)
            }
            _ => false,
        };
        Ascii::new(&code)
            .filter(|_| fits)
            .map(Self)
            .ok_or(CodeError::ProcedureShape)
    }
}

/// A modifier of a procedure: two letters or digits. X12 SV101-3 to -6, CMS-1500 box 24D.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Modifier(Ascii<2>);

text_form!(Modifier);
shown_plain!(Modifier);
debug_shown!(Modifier);

impl FromStr for Modifier {
    type Err = CodeError;

    /// Takes a dash in front, as in `-25`.
    fn from_str(text: &str) -> Result<Self, CodeError> {
        let typed = upper_of(text, "a modifier")?;
        let code = typed.strip_prefix('-').unwrap_or(&typed);
        if code.len() != 2 || !code.bytes().all(is_alphanumeric) {
            return Err(CodeError::ModifierShape);
        }
        Ascii::new(code).map(Self).ok_or(CodeError::ModifierShape)
    }
}
