//! The first screen of the day. It must not know any screen.

use iced::widget::{column, row};
use iced::{Center, Element};

use super::{Message, money, move_and_open, reasons, window};
use crate::ui::icon::{self, Glyph};
use crate::ui::spacing::space as gap;
use crate::ui::theme::Tone;
use crate::ui::widget::data_table::{Kind, data_table};
use crate::ui::widget::queue::{self, do_next, next_row, queue};
use crate::ui::widget::{button, page, words};

/// The first screen of the day: what to do next, the queues, what is owed, what came in.
pub fn today<'a>() -> Element<'a, Message> {
    let rows = queues();
    let kinds: Vec<Kind> = rows.iter().map(queue::Row::kind).collect();
    let table = data_table(queue::columns(), rows.len(), move |at| {
        rows.get(at)
            .cloned()
            .map(queue::Row::cells)
            .unwrap_or_default()
    })
    .kinds(move |at| kinds.get(at).copied().unwrap_or_default())
    .selected(Some(5))
    .on_select(Message::Took);
    let right = row![
        words::label("Day sheet is in balance"),
        icon::of(icon::PAID, 16.0).style(Tone::Good.ink()),
    ]
    .spacing(gap::S)
    .align_y(Center);
    let body = column![
        page::head(
            "Tuesday, March 17",
            "26 visits yesterday, all but 2 coded",
            right
        ),
        row![
            column![next(), table].spacing(gap::L),
            column![reasons::owed(), reasons::cash()]
                .spacing(gap::L)
                .width(364),
        ]
        .spacing(gap::L),
    ]
    .spacing(gap::L);
    let new = button::plain("New visit")
        .icon(icon::ADD)
        .key("Ctrl N")
        .on_press(Message::Pressed);
    window(0, vec![new.into()], move_and_open(), page::inset(body))
}

fn next<'a>() -> Element<'a, Message> {
    do_next(
        "Fix 3 rejected claims, worth $1,284.00",
        "Never reached the payer. C-20417 must be filed by 04/20/2026.",
        button::primary("Fix rejected")
            .key("Enter")
            .on_press(Message::Pressed),
        [
            next_row(
                2,
                "Post remittance 8830217, ready but for 3 claims",
                Some(money(314_034)),
                Message::Pressed,
            ),
            next_row(
                3,
                "Send 23 clean claims before today’s 4:00 PM cut-off",
                Some(money(486_200)),
                Message::Pressed,
            ),
        ],
    )
}

/// A queue: sign, tone, name, remark, count, cents.
type Waiting = (Glyph, Tone, &'static str, &'static str, usize, i64);

const CHARGES: [Waiting; 3] = [
    (
        icon::TO_CODE,
        Tone::Quiet,
        "Visits to code",
        "Oldest 03/12/2026, Dr. Hale",
        7,
        146_500,
    ),
    (
        icon::HELD,
        Tone::Attention,
        "Claims held",
        "5 findings, 3 fixed the same way",
        5,
        111_800,
    ),
    (
        icon::SENT,
        Tone::Sent,
        "Ready to send",
        "Clean; one batch",
        23,
        486_200,
    ),
];
const ANSWERS: [Waiting; 4] = [
    (
        icon::REJECTED,
        Tone::Bad,
        "Rejected",
        "Oldest 12 days, not yet on file with payer",
        3,
        128_400,
    ),
    (
        icon::OVERDUE,
        Tone::Attention,
        "No answer",
        "Sent more than 30 days ago",
        11,
        320_750,
    ),
    (
        icon::REMITTANCES,
        Tone::Sent,
        "Remittances to post",
        "1 ready, 1 needs you",
        2,
        641_832,
    ),
    (
        icon::DENIED,
        Tone::Bad,
        "Denials",
        "2 can still be appealed this week",
        6,
        195_200,
    ),
];
const PATIENTS: [Waiting; 2] = [
    (
        icon::STATEMENTS,
        Tone::Quiet,
        "Statements due",
        "38 by mail, 3 held for a bad address",
        41,
        573_018,
    ),
    (
        icon::PROMISES,
        Tone::Attention,
        "Promises due",
        "2 today, 2 overdue",
        4,
        61_500,
    ),
];

fn queues<'a>() -> Vec<queue::Row<'a>> {
    let groups: [(&str, &[Waiting]); 3] = [
        ("Charges", &CHARGES),
        ("Answers", &ANSWERS),
        ("Patients", &PATIENTS),
    ];
    let mut rows = Vec::new();
    let mut key = 0_u32;
    for (name, list) in groups {
        rows.push(queue::group(name));
        for (glyph, tone, name, remark, count, cents) in list {
            key = key.saturating_add(1);
            rows.push(
                queue(
                    *glyph,
                    *name,
                    *remark,
                    *count,
                    money(*cents),
                    key.to_string(),
                )
                .tone(*tone)
                .into(),
            );
        }
    }
    rows
}
