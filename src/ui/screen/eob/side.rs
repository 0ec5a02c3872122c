//! What posting a paper EOB would change: for the claim being keyed, and for the whole check. It must not know how.

use iced::Element;
use iced::widget::{column, space};

use super::effect::Effect;
use super::{Eob, Message};
use crate::ui::spacing::space as gap;
use crate::ui::widget::before_after::{Change, before_after};
use crate::ui::widget::{panel, words};

/// How wide the panel is: the grid beside it needs its eight columns.
const WIDTH: f32 = 312.0;

impl Eob {
    pub(super) fn side(&self) -> Element<'_, Message> {
        let count = self.entry.claims.len();
        let Some(at) = self
            .entry
            .claim_of(self.at)
            .or_else(|| count.checked_sub(1))
        else {
            let head = panel::head("If you post", "", space());
            let body = words::muted(
                "What the EOB changes shows here, claim by claim, before it is posted.",
            );
            return panel::panel(WIDTH, head, body);
        };
        let Some(claim) = self.entry.claims.get(at) else {
            return space().into();
        };
        let place = format!("{} of {count}", at.saturating_add(1));
        let head = panel::head(
            claim.row.patient_name.to_string(),
            claim.row.number.to_string(),
            words::label(place),
        );
        let of_claim = Effect::of_lines(&self.entry, self.entry.lines_of(at));
        let all = Effect::of_lines(&self.entry, 0..self.entry.draft.lines.len());
        let mut parts = column![].spacing(gap::L);
        if let Ok(effect) = of_claim {
            parts = parts.push(changes(&effect));
        }
        let usual = self.entry.service(self.at).and_then(|service| {
            let expected = service.expected.as_ref()?;
            Some(format!(
                "{} is expected for {}: {}.",
                expected.amount,
                service.code,
                expected.words()
            ))
        });
        parts = parts.push(usual.map(words::muted));
        if let (Ok(all), true) = (all, count > 1) {
            parts = parts.push(panel::section("The whole check", format!("{count} claims")));
            parts = parts.push(panel::sums([
                ("Paid", all.paid),
                ("Written off", all.written_off),
                (
                    "To patients",
                    all.patient.1.minus(all.patient.0).unwrap_or_default(),
                ),
                ("Stays with the payer", all.insurer.1),
            ]));
        }
        panel::panel(WIDTH, head, parts)
    }
}

fn changes<'a>(effect: &Effect) -> Element<'a, Message> {
    let zero = crate::domain::money::Money::ZERO;
    let change = |words: String, before, after| Change {
        words: words.into(),
        before,
        after,
    };
    let mut changes = vec![
        change(
            String::from("Payer owes"),
            effect.insurer.0,
            effect.insurer.1,
        ),
        change(
            String::from("Patient’s share"),
            effect.patient.0,
            effect.patient.1,
        ),
        change(String::from("Written off"), zero, effect.written_off),
        change(String::from("Paid by this EOB"), zero, effect.paid),
    ];
    if !effect.settled.is_zero() {
        changes.push(change(
            String::from("Settled before"),
            effect.settled,
            effect.settled,
        ));
    }
    let total = change(String::from("Charge"), effect.charged, effect.charged);
    before_after("If you post", changes, Some(total))
}
