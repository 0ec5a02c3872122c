//! The sheet of everything that says why. It must not know any screen.

use iced::Element;
use iced::widget::{column, row};

use super::{Message, money, part};
use crate::ui::icon;
use crate::ui::spacing::space as gap;
use crate::ui::theme::Tone;
use crate::ui::widget::bars::{ageing_bars, bar, cash_bars, legend};
use crate::ui::widget::before_after::{Change, before_after};
use crate::ui::widget::finding::{findings, to_fix, to_look_at};
use crate::ui::widget::source_quote::source_quote;
use crate::ui::widget::timeline::{event, timeline};
use crate::ui::widget::why_chain::{link, why_chain};
use crate::ui::widget::{button, card, words};

pub(super) fn list<'a>() -> Vec<Element<'a, Message>> {
    let left = column![
        part("findings", found()),
        part("timeline", happened()),
        part("ageing bars", owed()),
    ];
    let right = column![
        part("why chain, source quote", why()),
        part("before and after", changes()),
        part("cash bars", cash()),
    ];
    vec![
        row![
            left.spacing(gap::M).width(290),
            right.spacing(gap::M).width(290)
        ]
        .spacing(gap::M)
        .into(),
    ]
}

pub(super) fn found<'a>() -> Element<'a, Message> {
    findings([
        to_fix("The payer does not know this subscriber")
            .note("Sent CWM 4471O82. The card of 02/18/2026 reads CWM 4471082: letter O for zero.")
            .action(button::primary("Fix").key("F").on_press(Message::Pressed))
            .action(
                button::quiet("See the card")
                    .key("V")
                    .on_press(Message::Pressed),
            ),
        to_look_at("Group number is empty, optional")
            .action(button::quiet("Fix").key("G").on_press(Message::Pressed)),
    ])
}

pub(super) fn happened<'a>() -> Element<'a, Message> {
    timeline([
        event(
            icon::CLAIM,
            Tone::Quiet,
            "Claim made from visit 02/18/2026",
            "03/02/2026",
        ),
        event(
            icon::SENT,
            Tone::Sent,
            "Sent in batch 0412, 31 claims",
            "03/03/2026 4:02 PM. File 0412.837, control no. 000000412",
        ),
        event(
            icon::CHECK,
            Tone::Good,
            "File taken (999 A)",
            "03/03/2026 4:09 PM. Clearinghouse",
        ),
        event(
            icon::CLOSE,
            Tone::Bad,
            "Rejected by payer (277CA A7)",
            "03/05/2026 6:40 AM. Not on file, so not denied",
        )
        .strong(),
        event(
            icon::MEND,
            Tone::Attention,
            "Fix and send again as a new claim",
            "Now",
        )
        .strong(),
    ])
}

pub(super) fn why<'a>() -> Element<'a, Message> {
    column![
        why_chain(
            [
                link(
                    icon::CLAIM,
                    "Charge",
                    "Visit 01/22/2026, fee list 2026",
                    money(18_500)
                ),
                link(
                    icon::WRITE_OFF,
                    "less contract write-off",
                    "CO-45, remittance 8821904 line 14",
                    money(4_242)
                ),
                link(
                    icon::REMITTANCES,
                    "less paid by Meridian",
                    "Posted 02/09/2026 by N. Orsolek",
                    money(7_441)
                ),
                link(
                    icon::PAYMENT,
                    "less copay",
                    "Receipt R-20418, card",
                    money(2_500)
                )
                .on_press(Message::Pressed),
            ],
            "Left over",
            "PR-1, yearly deductible. Meridian allowed 142.58.",
            money(4_317),
        ),
        source_quote(
            "Source, 835 file of 02/08/2026",
            "segment 212",
            ["CAS*CO*45*42.42~", "CAS*PR*1*43.17**3*25~"],
            Some(1),
        ),
    ]
    .spacing(gap::L)
    .into()
}

pub(super) fn changes<'a>() -> Element<'a, Message> {
    let change = |words: &'static str, before: i64, after: i64| Change {
        words: words.into(),
        before: money(before),
        after: money(after),
    };
    before_after(
        "If you accept",
        [
            change("Meridian owes", 34_500, 16_000),
            change("Patient owes", 0, 4_000),
            change("Contract write-off", 0, 4_242),
        ],
        Some(change("Charge", 34_500, 34_500)),
    )
}

pub(super) fn owed<'a>() -> Element<'a, Message> {
    card::card(
        column![
            card::title("Money owed to us", "by days since service"),
            words::large_figure("$43,456.73"),
            legend(money(3_174_150), money(1_171_523)),
            ageing_bars(vec![
                bar("0–30", money(1_850_068), money(423_000)),
                bar("31–60", money(720_140), money(250_000)),
                bar("61–90", money(350_700), money(156_600)),
                bar("91–120", money(170_800), money(105_000)),
                bar("Over 120", money(90_000), money(229_365)),
            ]),
        ]
        .spacing(gap::S),
    )
    .into()
}

pub(super) fn cash<'a>() -> Element<'a, Message> {
    let days = [
        ("2", 90, 40),
        ("3", 220, 35),
        ("4", 150, 50),
        ("5", 290, 25),
        ("6", 78, 56),
        ("9", 210, 40),
        ("10", 138, 38),
        ("11", 0, 32),
        ("12", 386, 42),
        ("13", 112, 54),
        ("16", 310, 34),
        ("17", 0, 8),
    ];
    let bars = days
        .into_iter()
        .map(|(day, insurance, patient)| bar(day, money(insurance), money(patient)))
        .collect();
    card::card(
        column![
            card::title("Cash in March", "03/01 – 03/17"),
            cash_bars(bars, 150.0),
            legend(money(2_138_466), money(490_735)),
        ]
        .spacing(gap::S),
    )
    .into()
}
