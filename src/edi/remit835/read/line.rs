//! A service line of an 835.

use super::super::super::field;
use super::super::super::finding::Findings;
use super::super::super::segment::Segment;
use super::{OF_NO_CLAIM, Open, Reader, beyond, parts};
use crate::domain::remit::{Place, RemitLine, RemitProcedure};

impl Reader {
    /// SVC: a line begins.
    pub(super) fn line(&mut self, segment: &Segment<'_>, findings: &mut Findings) {
        if !matches!(self.open, Open::Claim | Open::Line) {
            let text = format!("this SVC {OF_NO_CLAIM}");
            findings.error(segment.position(), text);
            return;
        }
        beyond(segment, 7, findings);
        self.open = Open::Line;
        let mut line = self.spare.pop().unwrap_or_default();
        reuse(&mut line);
        line.place = Place::from(segment.position());
        parts::procedure(segment, 1, &mut line.procedure, findings);
        line.charged = parts::amount(segment, 2, findings);
        line.paid = parts::amount(segment, 3, findings);
        line.revenue_code = parts::text(segment, 4);
        line.units_paid = field::optional_quantity(segment, 5, findings);
        line.submitted = (!segment.element(6).is_empty()).then(|| {
            let mut submitted = RemitProcedure::default();
            parts::procedure(segment, 6, &mut submitted, findings);
            submitted
        });
        line.units_submitted = field::optional_quantity(segment, 7, findings);
        self.claim.lines.push(line);
    }
}

/// Empties a line and keeps its room. What stands in its SVC is written over anyway.
fn reuse(line: &mut RemitLine) {
    let RemitLine {
        procedure: _,
        submitted: _,
        charged: _,
        paid: _,
        revenue_code: _,
        units_paid: _,
        units_submitted: _,
        dates,
        adjustments,
        references,
        amounts,
        quantities,
        remarks,
        place: _,
    } = line;
    dates.clear();
    adjustments.clear();
    references.clear();
    amounts.clear();
    quantities.clear();
    remarks.clear();
}
