//! The files and paper runs a claim left in, the numbers it is known by, and what checks found in it over time. They must not know what stands in a file.

use chrono::Local;
use iced::Element;
use iced::widget::text::IntoFragment;
use iced::widget::{Column, Row, column, container, row, space};
use iced::{Center, Fill};

use super::{Message, later};
use crate::domain::scrub::Run;
use crate::office::{BatchRow, ClaimPage, PaperBatchRow};
use crate::ui::icon;
use crate::ui::spacing::space as gap;
use crate::ui::widget::{button, card, panel, words};

/// Each sending with its file, the newest first.
pub fn files(page: &ClaimPage) -> Element<'_, Message> {
    let newest = page.batches.last().map(|batch| batch.id);
    let files = page.batches.iter().map(|batch| {
        let shown = file(batch, Some(batch.id) == newest);
        (batch.made_at, shown)
    });
    let papers = page.printed.iter().map(|run| (run.made_at, paper(run)));
    let mut rows: Vec<_> = files.chain(papers).collect();
    rows.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    let list: Element<'_, Message> = if rows.is_empty() {
        words::muted("It was never sent.").into()
    } else {
        let rows = rows.into_iter().map(|(_, shown)| shown);
        Column::with_children(rows).spacing(gap::S).into()
    };
    column![panel::section("Files", ""), list]
        .spacing(gap::S)
        .into()
}

fn file(batch: &BatchRow, is_newest: bool) -> Element<'_, Message> {
    let when = batch
        .made_at
        .with_timezone(&Local)
        .format("%m/%d/%Y %-I:%M %p");
    let see = button::quiet("Segments")
        .icon(icon::SHOW)
        .compact()
        .on_press(Message::SegmentsOf(batch.id));
    let save = button::quiet("Save")
        .icon(icon::SAVE)
        .compact()
        .on_press(Message::SaveOf(batch.id));
    let (see, save) = if is_newest {
        (see.key("V"), save.key("S"))
    } else {
        (see, save)
    };
    let told = format!(
        "{when} to {}, {}",
        batch.receiver_name,
        super::lane::counted(usize::try_from(batch.claims).unwrap_or(0))
    );
    let buttons = row![Element::from(see), Element::from(save)];
    sending(batch.file_name.as_str(), told, buttons)
}

fn paper(run: &PaperBatchRow) -> Element<'_, Message> {
    let when = run
        .made_at
        .with_timezone(&Local)
        .format("%m/%d/%Y %-I:%M %p");
    let see = button::quiet("Pages")
        .icon(icon::SHOW)
        .compact()
        .on_press(Message::Later(later::Message::PrintedPressed(run.id)));
    let told = format!(
        "{when} by {}, {}",
        run.made_by,
        super::lane::counted(usize::try_from(run.claims).unwrap_or(0))
    );
    sending(
        format!("On paper, run {}", run.id),
        told,
        row![Element::from(see)],
    )
}

fn sending<'a>(
    name: impl IntoFragment<'a>,
    told: String,
    buttons: Row<'a, Message>,
) -> Element<'a, Message> {
    let face = column![
        words::strong(name),
        words::label(told),
        buttons
            .push(space::horizontal())
            .spacing(gap::XS)
            .align_y(Center),
    ]
    .spacing(gap::XS);
    card::bare(
        container(face)
            .padding(iced::Padding {
                left: gap::M,
                right: gap::M,
                top: gap::S,
                bottom: gap::XS,
            })
            .width(Fill),
    )
    .into()
}

/// Every number it is known by: ours, the files', the payer's.
pub fn numbers(page: &ClaimPage) -> Element<'_, Message> {
    let fact = |words: String| -> Element<'_, Message> { words::dense(words).width(Fill).into() };
    let known = page.references.iter().map(|reference| {
        let kind = String::from(reference.kind.words());
        (kind, fact(reference.number.clone()))
    });
    let mut list: Vec<_> = known.collect();
    list.extend([
        (String::from("Visit"), fact(page.row.visit.to_string())),
        (
            String::from("Member"),
            fact(page.policy.what.member_id.to_string()),
        ),
    ]);
    if !page.visit.authorization.is_empty() {
        list.push((
            String::from("Authorisation"),
            fact(page.visit.authorization.clone()),
        ));
    }
    for batch in page.batches.iter().rev() {
        let numbers = &batch.numbers;
        list.push((
            format!("Batch {}", batch.id),
            fact(format!(
                "interchange {:09}, group {}",
                numbers.interchange, numbers.group
            )),
        ));
    }
    column![panel::section("Numbers", ""), panel::facts(148.0, list)]
        .spacing(gap::S)
        .into()
}

/// What each check found that differed from the one before, the newest first; nothing where it was never checked.
pub fn checks(runs: &[Run]) -> Option<Element<'_, Message>> {
    let rows = runs.iter().rev().map(|run| {
        let when = run.at.with_timezone(&Local).format("%m/%d/%Y %-I:%M %p");
        let found: Vec<String> = run
            .findings
            .iter()
            .map(|found| format!("{} ({})", found.title, found.edit))
            .collect();
        let found = if found.is_empty() {
            String::from("Nothing was wrong")
        } else {
            found.join("; ")
        };
        column![
            words::dense(found),
            words::note(format!("{when}, {}, to {}", run.by, run.why))
        ]
        .into()
    });
    (!runs.is_empty()).then(|| {
        column![
            panel::section("Checks", ""),
            Column::with_children(rows).spacing(gap::S)
        ]
        .spacing(gap::S)
        .into()
    })
}
