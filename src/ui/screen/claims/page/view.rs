//! How a claim's page is drawn: whose claim it is on top, then three columns side by side. It must not know what can be
//! done.

use chrono::NaiveDate;
use iced::widget::text::Wrapping;
use iced::widget::{Column, column, container, responsive, row, rule, space};
use iced::{Center, Element, Fill, FillPortion, Right, Top};

use super::{Message, Page, Side, act, files};
use crate::domain::answer::Unanswered;
use crate::domain::id::BatchId;
use crate::domain::patient::account_number;
use crate::domain::typed::show_date;
use crate::office::{ClaimPage, Section};
use crate::ui::icon;
use crate::ui::place::{ChartTab, Place};
use crate::ui::screen::claims::{decide, found, history, lane, one};
use crate::ui::spacing::{height, space as gap, width};
use crate::ui::theme::{self, ink, tokens};
use crate::ui::widget::acts::acts;
use crate::ui::widget::{button, empty_state, key, page, panel, words};

/// From which width on the claim's sections stand in two columns.
const WIDE: f32 = 560.0;

/// The whole page.
pub fn view(this: &Page, today: NaiveDate) -> Element<'_, Message> {
    let Some(page) = this.about.as_deref() else {
        return match &this.failure {
            None => page::inset(space()),
            Some(failure) => page::inset(empty_state::empty_state(
                icon::CLAIM,
                "The claim could not be opened",
                failure.words(),
                None,
            )),
        };
    };
    let story = column![
        history::history(page),
        files::files(page),
        this.papers
            .view(page.row.id, page.row.state, &page.attachments)
            .map(Message::Papers),
        files::numbers(page),
    ]
    .push(files::checks(&this.runs))
    .spacing(gap::XL);
    let body = row![
        side(this, Side::Form, "", form(this, page)),
        rule::vertical(1).style(theme::divider),
        side(this, Side::Story, "What happened", story.into()),
        rule::vertical(1).style(theme::divider),
        container(side(this, Side::Acts, "What to do", todo(this, page)))
            .width(width::PANEL_CLAIM)
            .style(theme::ground(|t| t.canvas)),
    ]
    .height(Fill);
    container(column![strip(page, this.silence.as_ref(), today), body])
        .width(Fill)
        .height(Fill)
        .style(theme::ground(|t| t.paper))
        .into()
}

/// A column with its head; the one that the arrow keys scroll is marked.
fn side<'a>(
    this: &'a Page,
    of: Side,
    title: &'a str,
    content: Element<'a, Message>,
) -> Element<'a, Message> {
    let is_chosen = this.side == of;
    let title = match (&this.segments, of) {
        (Some((batch, _)), Side::Form) => format!("As it was sent in batch {batch}"),
        (None, Side::Form) => String::from("As the payer sees it"),
        _ => title.to_owned(),
    };
    let words = if is_chosen {
        words::strong(title)
    } else {
        words::body(title).style(ink(|t| t.muted))
    };
    let turn = (of == Side::Form && this.newest().is_some()).then(|| {
        row![
            key::key_hint("V"),
            words::note(if this.segments.is_some() {
                "next"
            } else {
                "as sent"
            })
        ]
        .spacing(gap::XS)
        .align_y(Center)
    });
    let line = container(space())
        .width(Fill)
        .height(2)
        .style(move |theme| {
            let tokens = tokens(theme);
            container::Style::default().background(if is_chosen {
                tokens.accent
            } else {
                tokens.divider
            })
        });
    let head = column![
        row![words, space::horizontal(), turn]
            .padding([0.0, gap::L])
            .height(height::PANEL_HEAD - 2.0)
            .align_y(Center),
        line,
    ];
    let body = page::scroll_as(of.id(), container(content).padding(gap::L).width(Fill));
    column![head, body]
        .width(FillPortion(1))
        .height(Fill)
        .into()
}

/// Whose claim it is: number, state, patient, payer, day, last day to file, dollars.
fn strip<'a>(
    page: &'a ClaimPage,
    silent: Option<&'a Unanswered>,
    today: NaiveDate,
) -> Element<'a, Message> {
    let row_of = &page.row;
    let chart = Place::Chart(row_of.patient, ChartTab::Claims);
    let number = row![
        words::section(row_of.number.to_string()).wrapping(Wrapping::None),
        Element::from(lane::state(row_of.state)),
    ]
    .spacing(gap::S)
    .align_y(Center);
    let who = column![
        button::link(row_of.patient_name.to_string()).on_press(Message::PlacePressed(chart)),
        words::label(format!("Account {}", account_number(page.visit.guarantor))),
    ];
    let payer = column![
        words::body(row_of.payer_name.as_str()).wrapping(Wrapping::None),
        words::label(format!(
            "{}, {}",
            page.policy.what.member_id,
            page.policy.what.rank.words()
        )),
    ];
    let service = column![
        words::body(show_date(row_of.service_on)).wrapping(Wrapping::None),
        words::label(row_of.rendering.as_str()).wrapping(Wrapping::None),
    ];
    // Once it left, what matters is how long nobody answered.
    let deadline = match silent {
        Some(silent) => column![words::label("Silent"), one::silence(silent)],
        None => column![words::label("File before"), one::deadline(page, today)],
    };
    let amount = column![
        words::section(words::show_dollars(row_of.charged)).wrapping(Wrapping::None),
        (!row_of.insurance_owes.is_zero()).then(|| words::label(format!(
            "{} open",
            words::show_dollars(row_of.insurance_owes)
        ))),
    ]
    .align_x(Right);
    let bar = || container(rule::vertical(1).style(theme::divider)).height(32);
    column![
        container(
            row![
                number,
                bar(),
                who,
                bar(),
                payer,
                bar(),
                service,
                bar(),
                deadline,
                space::horizontal(),
                amount
            ]
            .spacing(gap::L)
            .height(Fill)
            .align_y(Center),
        )
        .padding([0.0, gap::L])
        .width(Fill)
        .height(height::PATIENT_STRIP - 1.0)
        .style(theme::ground(|t| t.canvas)),
        rule::horizontal(1).style(theme::divider),
    ]
    .into()
}

fn form<'a>(this: &'a Page, page: &'a ClaimPage) -> Element<'a, Message> {
    match &this.segments {
        Some((batch, segments)) => sent(*batch, segments),
        None => responsive(move |size| sections(&page.preview, size.width >= WIDE))
            .height(iced::Shrink)
            .into(),
    }
}

/// The claim's own segments as they left, byte for byte.
fn sent(batch: BatchId, segments: &[String]) -> Element<'_, Message> {
    if segments.is_empty() {
        return words::muted(format!(
            "The file of batch {batch} does not hold this claim."
        ))
        .into();
    }
    let lines = segments
        .iter()
        .map(|segment| words::dense(segment.as_str()).width(Fill).into());
    Column::with_children(lines).spacing(2).into()
}

/// The claim in words, in one column or two.
fn sections(list: &[Section], is_wide: bool) -> Element<'_, Message> {
    if !is_wide {
        let all = list.iter().map(section);
        return Column::with_children(all).spacing(gap::L).into();
    }
    // The longer half is the services; they come last and get a column of their own.
    let rows: usize = list
        .iter()
        .map(|one| one.rows.len().saturating_add(2))
        .sum();
    let half = rows.div_ceil(2);
    let (mut left, mut right) = (Column::new(), Column::new());
    let mut seen = 0_usize;
    for one in list {
        if seen < half {
            left = left.push(section(one));
        } else {
            right = right.push(section(one));
        }
        seen = seen.saturating_add(one.rows.len()).saturating_add(2);
    }
    row![
        left.spacing(gap::L).width(Fill),
        right.spacing(gap::L).width(Fill)
    ]
    .spacing(gap::XL)
    .align_y(Top)
    .into()
}

fn section(one: &Section) -> Element<'_, Message> {
    let rows = one.rows.iter().map(|(what, value)| {
        let value: Element<'_, Message> = words::dense(value.as_str()).width(Fill).into();
        (what.as_str(), value)
    });
    column![
        panel::section(one.title.as_str(), ""),
        panel::facts(104.0, rows)
    ]
    .spacing(gap::XS)
    .into()
}

/// What is wrong, and everything that can be done.
fn todo<'a>(this: &'a Page, page: &'a ClaimPage) -> Element<'a, Message> {
    let rejected = this.rejected.as_ref();
    let can_fix = found::place(page, rejected, 0).is_some();
    let keys = ["F", "2", "3", "4", "5", "6", "7", "8", "9"];
    let found = found::view(page, rejected, &keys, |what| match what {
        found::Do::Fix(at) => Message::FixPressed(at),
        found::Do::Pass(at) => Message::Decided(decide::Message::WaivePressed(at)),
    });
    let all =
        column![panel::section("Actions", ""), acts(act::all(page, can_fix))].spacing(gap::XS);
    column![found, all].spacing(gap::L).into()
}
