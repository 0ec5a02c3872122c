//! Why a claim is posted as it is: what the payer said of each service, what becomes of it and who decided that, and the
//! segments that say so. It must not know the rules.

use iced::Element;
use iced::widget::{Column, column, row, space};

use super::{Message, Remittance};
use crate::domain::posting::{PlannedLine, Said};
use crate::office::{DeskClaim, RemittancePage};
use crate::ui::screen::eob::grid::outcome_words;
use crate::ui::spacing::space as gap;
use crate::ui::widget::source_quote::source_quote;
use crate::ui::widget::{button, panel, words};

impl Remittance {
    pub(super) fn why<'a>(
        &'a self,
        page: &'a RemittancePage,
        claim: &'a DeskClaim,
    ) -> Element<'a, Message> {
        let plan = self.shown_plan(claim);
        let lines = plan.map_or(&[][..], |plan| plan.lines.as_slice());
        let said = lines.iter().map(line);
        let none = lines
            .is_empty()
            .then(|| words::muted("Nothing is planned for it. Below is what the payer said."));
        let off = claim
            .off
            .iter()
            .map(|one| words::label(one.as_str()).into());
        let back = button::quiet("Back to it")
            .key("W")
            .on_press(Message::WhyPressed);
        Column::new()
            .push(none)
            .extend(said)
            .extend(off)
            .push(self.source(page, claim))
            .push(Element::from(back))
            .spacing(gap::M)
            .into()
    }

    /// The segments of a claim as they came, the one marked that the shown exception is about.
    pub(super) fn source<'a>(
        &'a self,
        page: &'a RemittancePage,
        claim: &'a DeskClaim,
    ) -> Option<Element<'a, Message>> {
        let (_, segments) = self
            .quote
            .as_ref()
            .filter(|(of, _)| *of == claim.filed.id)?;
        let first = claim.read.place.segment;
        let about = self.exception(page).and_then(|one| one.key.line);
        let lines = claim.plan.as_ref().map(|plan| plan.lines.as_slice());
        let line = about.and_then(|place| lines?.iter().find(|line| line.place == place));
        let marked = line
            .map_or(first, |line| line.segment)
            .checked_sub(first)
            .and_then(|at| usize::try_from(at).ok());
        Some(source_quote(
            page.row.file_name.as_str(),
            format!("from segment {first}"),
            segments.iter().map(String::as_str),
            marked,
        ))
    }
}

fn line(line: &PlannedLine) -> Element<'_, Message> {
    let paid = format!(
        "Line {}: {} paid of {}",
        line.place, line.paid, line.charged
    );
    let reasons = line.said.iter().map(reason);
    column![panel::section(paid, format!("segment {}", line.segment))]
        .extend(reasons)
        .spacing(gap::XS)
        .into()
}

fn reason(said: &Said) -> Element<'_, Message> {
    let what = row![
        words::dense(format!("{}-{}", said.group, said.carc)),
        words::label(outcome_words(said.outcome)),
        space::horizontal(),
        words::money(said.amount),
    ]
    .spacing(gap::S);
    column![what, words::note(said.by.words())].into()
}
