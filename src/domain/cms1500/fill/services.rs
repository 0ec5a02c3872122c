//! A service on its row of box 24: the plain line and the shaded one above it.

use super::{APART, Bill};
use crate::domain::charset;
use crate::domain::cms1500::field::Field;
use crate::domain::cms1500::{Form, Loss, columns, plain};
use crate::domain::code::ServiceMark;
use crate::domain::visit::Line;

impl Bill<'_> {
    pub(super) fn service(&self, form: &mut Form, row: u8, line: &Line) {
        let what = &line.what;
        let on = self.visit.service_on.format("%m %d %y").to_string();
        let parts: Vec<&str> = on.split(' ').collect();
        for fields in [
            [Field::FromMonth, Field::FromDay, Field::FromYear],
            [Field::ToMonth, Field::ToDay, Field::ToYear],
        ] {
            for (field, part) in fields.into_iter().zip(&parts) {
                form.put(field, row, part);
            }
        }
        form.put(Field::PlaceOfService, row, self.visit.place.as_str());
        if Self::is_marked(line, ServiceMark::Emergency) {
            form.put(Field::Emergency, row, "Y");
        }
        form.put(Field::Service, row, what.code.as_str());
        for (field, modifier) in Field::MODIFIERS.into_iter().zip(&what.modifiers) {
            form.put(field, row, modifier.as_str());
        }
        let pointers: String = what.pointers.iter().map(|one| one.letter()).collect();
        form.put(Field::Pointers, row, &pointers);
        form.put(Field::Charge, row, &columns(what.charge));
        Self::units(form, row, line);
        self.screening(form, row, line);
        self.renderer(form, row, line);
        Self::supplement(form, row, line);
    }

    /// A figure that is too wide is left out, as a cut one is another figure.
    fn units(form: &mut Form, row: u8, line: &Line) {
        let units = line.what.units.to_string();
        if units.len() > usize::from(Field::Units.place().width) {
            form.warn(Field::Units, row, Loss::Figure);
        } else {
            form.put(Field::Units, row, &units);
        }
    }

    fn screening(&self, form: &mut Form, row: u8, line: &Line) {
        let is_screening = Self::is_marked(line, ServiceMark::Epsdt);
        let referral = self.visit.details.epsdt.filter(|_| is_screening);
        if let Some(code) = referral {
            form.put(Field::ScreeningCode, row, code.as_str());
        }
        let is_planning = Self::is_marked(line, ServiceMark::FamilyPlanning);
        if is_planning || (is_screening && referral.is_none()) {
            form.put(Field::Screening, row, "Y");
        }
    }

    fn renderer(&self, form: &mut Form, row: u8, line: &Line) {
        let other = line
            .what
            .details
            .rendering
            .and_then(|who| self.clinician(who));
        let who = other.unwrap_or(self.rendering);
        form.put(Field::RenderingNpi, row, who.who.npi.as_str());
        if let Some(taxonomy) = who.who.taxonomy.filter(|_| !self.is_medicare()) {
            form.put(Field::RenderingIdKind, row, "ZZ");
            form.put(Field::RenderingId, row, taxonomy.as_str());
        }
    }

    /// The shaded line: the drug, and what the service is in words where its code does not say it.
    fn supplement(form: &mut Form, row: u8, line: &Line) {
        let what = &line.what;
        let drug = what.drug.map(|drug| {
            let (ndc, unit) = (drug.ndc.as_str(), drug.unit.as_str());
            format!("N4{ndc} {unit}{}", drug.quantity)
        });
        let described = Some(&what.description).filter(|_| what.code.is_unlisted());
        let said = described.into_iter().chain([&what.details.note]);
        let said = said.map(|words| plain(&charset::fold_what_goes(words).0));
        let said: Vec<String> = said.filter(|words| !words.is_empty()).collect();
        let words = (!said.is_empty()).then(|| format!("ZZ{}", said.join(" ")));
        let parts: Vec<String> = drug.into_iter().chain(words).collect();
        form.put(Field::Supplement, row, &parts.join(APART));
        if !what.details.lot.trim().is_empty() {
            form.warn(Field::Supplement, row, Loss::NoRoom("the vaccine's lot"));
        }
        if what.details.referring_clia.is_some() {
            let lab = "the referring laboratory's CLIA number";
            form.warn(Field::Supplement, row, Loss::NoRoom(lab));
        }
    }
}
