//! The claims desk. It must not know any screen.

use iced::widget::{column, container, row, rule, space};
use iced::{Center, Element, Fill, Shrink};

use super::{Message, date, money, move_and_open, reasons, window};
use crate::ui::icon::{self, Glyph};
use crate::ui::spacing::{space as gap, width};
use crate::ui::theme::{self, Tone, ink};
use crate::ui::widget::data_table::{Column, cell, data_table};
use crate::ui::widget::lane::{lane, lanes};
use crate::ui::widget::{button, field, key, page, panel, pill, queue, words};

/// The claims desk: lanes, the claims of one, and one claim.
pub fn claims<'a>() -> Element<'a, Message> {
    let suggestion = container(queue::suggestion(
        "3 held claims want the same fix:",
        "modifier 25 on the visit code",
        button::plain("Fix 3 together")
            .key("Shift F")
            .on_press(Message::Pressed),
    ))
    .padding(gap::L);
    let desk = container(column![toolbar(), worklist(), suggestion])
        .height(Fill)
        .style(theme::ground(|t| t.paper));
    let body = column![
        container(states())
            .padding([gap::M, gap::L])
            .style(theme::ground(|t| t.paper)),
        rule::horizontal(1).style(theme::divider),
        row![desk, panel::panel(width::PANEL_CLAIM, column![], claim())],
    ];
    let send = button::primary("Send 23 ready")
        .icon(icon::SENT)
        .key("Ctrl Enter")
        .on_press(Message::Pressed);
    window(3, vec![send.into()], move_and_open(), body)
}

/// A lane: sign, tone, name, count, cents.
const LANES: [(Glyph, Option<Tone>, &str, usize, i64); 7] = [
    (icon::OWES, None, "Needs you", 14, 435_400),
    (icon::HELD, Some(Tone::Attention), "Held", 5, 111_800),
    (icon::REJECTED, Some(Tone::Bad), "Rejected", 3, 128_400),
    (icon::DENIED, Some(Tone::Bad), "Denied", 6, 195_200),
    (
        icon::OVERDUE,
        Some(Tone::Attention),
        "No answer",
        11,
        320_750,
    ),
    (icon::SENT, Some(Tone::Sent), "Ready to send", 23, 486_200),
    (icon::WAITING, None, "Waiting", 64, 1_438_215),
];

fn states<'a>() -> Element<'a, Message> {
    let list = LANES
        .into_iter()
        .enumerate()
        .map(|(at, (glyph, tone, words, count, cents))| {
            let lane = lane(glyph, words, count, money(cents), Message::Took(at)).active(at == 0);
            match tone {
                Some(tone) => lane.tone(tone),
                None => lane,
            }
        });
    lanes(list.collect())
}

fn toolbar<'a>() -> Element<'a, Message> {
    let filter = |words: &'static str, glyph| {
        field::select("", [words], Some(&words), |_| Message::Pressed)
            .icon(glyph)
            .compact()
            .width(Shrink)
            .into()
    };
    let search = field::search("Filter these 14", "", Message::Typed)
        .trailing(key::key_hint("/"), 18.0)
        .compact()
        .width(220);
    page::filter_bar(
        [
            search.into(),
            filter("All providers", icon::PATIENT),
            filter("All payers", icon::PAYER),
        ],
        [button::quiet("Export")
            .icon(icon::EXPORT)
            .compact()
            .on_press(Message::Pressed)
            .into()],
    )
}

fn worklist<'a>() -> Element<'a, Message> {
    let columns = [
        Column::fixed("Claim", 84.0),
        Column::fixed("Patient", 148.0),
        Column::fixed("Service", 96.0),
        Column::fill("Payer"),
        Column::fixed("Charge", 88.0).right(),
        Column::fixed("Days", 60.0).right(),
        Column::fixed("State", 112.0),
    ];
    let names = [
        "Ferreira, Joana",
        "Abbott-Lindqvist, Persephone",
        "Okonjo, Bisi",
        "Tamsin, Ruth",
        "Bakshi, Devan",
    ];
    data_table(columns, names.len(), move |at| {
        let state = match at {
            0..=2 => pill::rejected(),
            3 => pill::held(),
            _ => pill::denied(),
        };
        vec![
            cell::code(format!("C-204{}", at.saturating_add(17))),
            cell::text(names.get(at).copied().unwrap_or_default()),
            cell::date(date(2026, 2, 18)),
            cell::text("Corwin Mutual"),
            cell::money(money(51_200)),
            cell::count(27),
            cell::pill(state),
        ]
    })
    .edge_to_edge()
    .selected(Some(0))
    .on_select(Message::Took)
    .total(vec![
        cell::text("5 claims"),
        cell::empty(),
        cell::empty(),
        cell::empty(),
        cell::dollars(money(256_000)),
        cell::empty(),
        cell::empty(),
    ])
    .into()
}

fn claim<'a>() -> Element<'a, Message> {
    column![
        row![
            words::section("C-20417"),
            Element::from(pill::rejected()),
            space::horizontal(),
            words::section("$512.00"),
        ]
        .spacing(gap::S)
        .align_y(Center),
        panel::facts(
            96.0,
            [
                ("Payer", words::dense("Corwin Mutual, ID 61482").into()),
                (
                    "Service",
                    words::dense("02/18/2026, Dr. Brandt, 3 lines").into()
                ),
                (
                    "File before",
                    words::dense("04/20/2026, 34 days left")
                        .font(theme::SEMIBOLD)
                        .style(ink(|t| t.attention.ink))
                        .into(),
                ),
            ],
        ),
        panel::section("Findings", "1 to fix, 1 to look at"),
        reasons::found(),
        panel::section("Timeline", ""),
        reasons::happened(),
    ]
    .spacing(gap::M)
    .into()
}
