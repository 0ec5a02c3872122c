//! Money that moves beside the claims.

use super::super::super::envelope;
use super::super::super::finding::{Findings, quoted};
use super::super::super::segment::Segment;
use super::{Reader, parts};
use crate::domain::remit::{Coded, Place, ProviderAdjustment, Text};

impl Reader {
    /// PLB: up to six reasons with their amounts, and more if somebody wrote more.
    pub(super) fn provider(&mut self, segment: &Segment<'_>, findings: &mut Findings) {
        self.provider.clear();
        let place = Place::from(segment.position());
        let provider = parts::text(segment, 1);
        let fiscal_period_end = envelope::day(segment.element(2));
        if fiscal_period_end.is_none() {
            let text = format!("PLB02 {} is not a date", quoted(segment.element(2)));
            findings.warning(segment.spot(2), text);
        }
        let mut element = 3_usize;
        while element <= segment.len() {
            let (reason, money) = (element, element.saturating_add(1));
            element = element.saturating_add(2);
            if segment.element(reason).is_empty() && segment.element(money).is_empty() {
                continue;
            }
            let adjustment = ProviderAdjustment {
                provider: provider.clone(),
                fiscal_period_end,
                code: Coded::read(segment.component(reason, 1)),
                reference: Text::from(segment.component(reason, 2)),
                amount: parts::amount(segment, money, findings),
                place,
            };
            self.take_adjustment(adjustment, reason, segment, findings);
        }
        if self.provider.is_empty() {
            findings.warning(segment.position(), "this PLB has no adjustment in it");
        }
    }

    fn take_adjustment(
        &mut self,
        adjustment: ProviderAdjustment,
        element: usize,
        segment: &Segment<'_>,
        findings: &mut Findings,
    ) {
        if adjustment.code.known().is_none() {
            let text = format!(
                "{} is no reason of a provider adjustment",
                quoted(adjustment.code.as_str())
            );
            findings.warning(segment.spot(element), text);
        }
        if segment
            .components(element)
            .skip(2)
            .any(|part| !part.is_empty())
        {
            findings.note(segment.spot(element), "more than two parts are not kept");
        }
        if self.proof.adjust(&adjustment).is_err() {
            let text = "the provider adjustments are too large to be added";
            findings.error(segment.position(), text);
        }
        self.provider.push(adjustment);
    }
}
