//! Whole windows made of the parts, each as its picture. It must not know any screen.

use iced::widget::{column, container, row, space};
use iced::{Center, Element, Fill};

use super::{Message, date, money, reasons, this_day};
use crate::ui::icon;
use crate::ui::spacing::{space as gap, width};
use crate::ui::theme::{self, Tone, ink};
use crate::ui::widget::data_table::{Cell, Column, Kind, cell, data_table};
use crate::ui::widget::field::look_up::row_of;
use crate::ui::widget::figure::{figure, figures};
use crate::ui::widget::key::{Hint, hint, key_bar, standing};
use crate::ui::widget::lane::{lane, lanes};
use crate::ui::widget::palette::{self, group, item};
use crate::ui::widget::patient_strip::{coverage_line, patient_strip, show_birth};
use crate::ui::widget::queue::{self, do_next, next_row, queue};
use crate::ui::widget::rail::{self, rail};
use crate::ui::widget::{button, field, focus, page, panel, pill, tabs, top_bar, words};

/// A window with its rail, its top bar and its key bar round `body`.
fn window<'a>(
    place: usize,
    actions: Vec<Element<'a, Message>>,
    keys: Vec<Hint<'a>>,
    body: impl Into<Element<'a, Message>>,
) -> Element<'a, Message> {
    let places = [
        (icon::TODAY, "Today", 0),
        (icon::PATIENTS, "Patients", 0),
        (icon::VISITS, "Visits", 7),
        (icon::CLAIMS, "Claims", 14),
        (icon::REMITTANCES, "Remittances", 2),
        (icon::PAYMENTS, "Payments", 0),
        (icon::STATEMENTS, "Statements", 41),
        (icon::FOLLOW_UP, "Follow-up", 15),
        (icon::REPORTS, "Reports", 0),
    ];
    let items = places
        .into_iter()
        .enumerate()
        .map(|(at, (glyph, name, count))| {
            rail::item(glyph, name, Message::Took(at))
                .count(count)
                .active(at == place)
        });
    let user = rail::User {
        name: "Nadia Orsolek",
        role: "Biller",
        on_press: Message::Pressed,
    };
    let search = top_bar::search_box(
        "Find a patient, claim, check, code or command",
        "Ctrl K",
        Message::Pressed,
    );
    let state = row![
        standing(icon::LOCK, "Book saved", Tone::Quiet),
        standing(icon::BACKUP, "Backup verified 6:00 AM", Tone::Good),
    ]
    .spacing(gap::L);
    focus::scope(row![
        rail(
            "Linden Family Med.",
            items.collect(),
            vec![rail::item(icon::SETTINGS, "Settings", Message::Pressed)],
            Some(user),
        ),
        column![
            top_bar::top_bar(search, actions),
            container(body).width(Fill).height(Fill),
            iced::widget::rule::horizontal(1).style(theme::divider),
            key_bar(keys, state),
        ],
    ])
    .into()
}

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
    let next = do_next(
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
    );
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
            column![next, table].spacing(gap::L),
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

fn move_and_open<'a>() -> Vec<Hint<'a>> {
    vec![
        hint(&["Up", "Down"], "move"),
        hint(&["Enter"], "open"),
        hint(&["?"], "all keys"),
    ]
}

fn queues<'a>() -> Vec<queue::Row<'a>> {
    vec![
        queue::group("Charges"),
        queue(
            icon::TO_CODE,
            "Visits to code",
            "Oldest 03/12/2026, Dr. Hale",
            7,
            money(146_500),
            "1",
        )
        .into(),
        queue(
            icon::HELD,
            "Claims held",
            "5 findings, 3 fixed the same way",
            5,
            money(111_800),
            "2",
        )
        .tone(Tone::Attention)
        .into(),
        queue(
            icon::SENT,
            "Ready to send",
            "Clean; one batch",
            23,
            money(486_200),
            "3",
        )
        .tone(Tone::Sent)
        .into(),
        queue::group("Answers"),
        queue(
            icon::REJECTED,
            "Rejected",
            "Oldest 12 days, not yet on file with payer",
            3,
            money(128_400),
            "4",
        )
        .tone(Tone::Bad)
        .into(),
        queue(
            icon::OVERDUE,
            "No answer",
            "Sent more than 30 days ago",
            11,
            money(320_750),
            "5",
        )
        .tone(Tone::Attention)
        .into(),
        queue(
            icon::DENIED,
            "Denials",
            "2 can still be appealed this week",
            6,
            money(195_200),
            "7",
        )
        .tone(Tone::Bad)
        .into(),
        queue::group("Patients"),
        queue(
            icon::STATEMENTS,
            "Statements due",
            "38 by mail, 3 held for a bad address",
            41,
            money(573_018),
            "8",
        )
        .into(),
    ]
}

/// A chart: its head, its tabs, the ledger, and why a balance is what it is.
pub fn chart<'a>() -> Element<'a, Message> {
    let name = row![
        words::title("Quintero, Marisol"),
        words::muted("Account 100482")
    ]
    .spacing(gap::M)
    .align_y(iced::Bottom);
    let birth = show_birth(date(1968, 4, 12), this_day());
    let who = column![
        name,
        row![
            words::dense(birth),
            words::label("F"),
            words::label("(555) 014-7732")
        ]
        .spacing(gap::L),
        coverage_line(
            "Meridian Health PPO",
            "MHP 884201773",
            Some(pill::active().says("Active 03/10/2026")),
            "Copay 25.00",
        ),
    ]
    .spacing(gap::XS);
    let owed = figures([
        figure("Insurance owes", "$220.00"),
        figure("Patient owes", "$43.17").tone(Tone::Attention),
        figure("Balance", "$263.17"),
    ]);
    let open = tabs::tabs(
        [
            tabs::tab("Ledger"),
            tabs::tab("Visits"),
            tabs::tab("Claims").count(6),
            tabs::tab("Coverage"),
            tabs::tab("Statements"),
            tabs::tab("Notes").count(2),
            tabs::tab("History"),
        ],
        0,
        Message::Took,
    );
    let head =
        container(column![row![who, space::horizontal(), owed].height(88), open,].spacing(gap::M))
            .padding(iced::Padding {
                top: gap::M,
                left: gap::L,
                right: gap::L,
                bottom: 0.0,
            })
            .style(theme::ground(|t| t.paper));
    let toolbar = page::toolbar(
        [
            words::dense("Ledger card").font(theme::SEMIBOLD).into(),
            words::label("newest first").into(),
        ],
        [
            button::quiet("Open balances only")
                .icon(icon::FILTER)
                .compact()
                .on_press(Message::Pressed)
                .into(),
            button::quiet("Print")
                .icon(icon::PRINT)
                .compact()
                .on_press(Message::Pressed)
                .into(),
        ],
    );
    let why = panel::panel(
        width::PANEL_CHART,
        panel::closable("Why this balance", "", Message::Pressed),
        column![
            row![
                words::large_figure("$43.17"),
                space::horizontal(),
                Element::from(pill::owes())
            ]
            .align_y(Center),
            words::label("99214 on 01/22/2026, from 4 entries"),
            space().height(gap::XS),
            reasons::why(),
        ]
        .spacing(gap::XS),
    );
    let actions = vec![
        button::plain("Take payment")
            .icon(icon::PAYMENTS)
            .key("P")
            .on_press(Message::Pressed)
            .into(),
        button::primary("New visit")
            .icon(icon::ADD)
            .key("Ctrl N")
            .on_press(Message::Pressed)
            .into(),
    ];
    let body = column![
        head,
        iced::widget::rule::horizontal(1).style(theme::divider),
        row![column![toolbar, ledger()], why],
    ];
    window(1, actions, move_and_open(), body)
}

fn ledger<'a>() -> Element<'a, Message> {
    let columns = [
        Column::fixed("", 28.0),
        Column::fixed("Date", 84.0),
        Column::fill("Description"),
        Column::fixed("Charge", 80.0).right(),
        Column::fixed("Ins. paid", 84.0).right(),
        Column::fixed("Adjusted", 76.0).right(),
        Column::fixed("Pt. paid", 80.0).right(),
        Column::fixed("Balance", 84.0).right(),
    ];
    let visit = |open: bool, day, what, state, sums: [i64; 5]| {
        let mut cells = vec![
            cell::fold(open),
            cell::date(day).strong(),
            cell::text_and_pill(what, state),
        ];
        cells.extend(amounts(sums));
        (Kind::Parent, cells)
    };
    let line = |code: &'static str, what: &'static str, sums: [i64; 5]| {
        let mut cells = vec![cell::empty(), cell::code(code), cell::text(what)];
        cells.extend(amounts(sums));
        (Kind::Line, cells)
    };
    let entry = |day, what: &'static str, sums: [Option<i64>; 4]| {
        let mut cells = vec![cell::empty(), cell::date(day), cell::text(what)];
        cells.extend(sums.map(|cents| cell::money_maybe(cents.map(money))));
        (Kind::Entry, cells)
    };
    let (march, january, february) = (date(2026, 3, 10), date(2026, 1, 22), date(2026, 2, 9));
    let rows = move |at: usize| match at {
        0 => visit(
            true,
            march,
            "Dr. Hale, office",
            pill::sent(),
            [24_500, 0, 0, 2_500, 22_000],
        ),
        1 => line(
            "99214",
            "Office visit, established",
            [18_500, 0, 0, 2_500, 16_000],
        ),
        2 => line("36415", "Blood draw", [1_800, 0, 0, 0, 1_800]),
        3 => visit(
            true,
            january,
            "Dr. Hale, office",
            pill::owes(),
            [28_500, 9_861, 11_822, 2_500, 4_317],
        ),
        4 => line(
            "99214",
            "Office visit, established",
            [18_500, 7_441, 4_242, 2_500, 4_317],
        ),
        5 => entry(
            january,
            "Copay, card, receipt R-20418",
            [None, None, None, Some(2_500)],
        ),
        6 => entry(
            february,
            "Paid, remittance 8821904",
            [None, Some(7_441), None, None],
        ),
        7 => entry(
            february,
            "Contract write-off, CO-45",
            [None, None, Some(4_242), None],
        ),
        8 => line("80053", "Metabolic panel", [5_800, 1_449, 4_351, 0, 0]),
        _ => visit(
            false,
            date(2025, 11, 4),
            "Dr. Hale, office",
            pill::paid(),
            [20_200, 10_925, 6_775, 2_500, 0],
        ),
    };
    let mut total = vec![
        cell::empty(),
        cell::text("Total"),
        cell::empty(),
        cell::dollars(money(126_700)),
    ];
    total.extend([49_153, 38_730, 12_500].map(|cents| cell::money(money(cents))));
    total.push(cell::dollars(money(26_317)));
    data_table(columns, 10, move |at| rows(at).1)
        .kinds(move |at| rows(at).0)
        .edge_to_edge()
        .selected(Some(4))
        .on_select(Message::Took)
        .total(total)
        .height(Fill)
        .into()
}

fn amounts<'a>(sums: [i64; 5]) -> Vec<Cell<'a, Message>> {
    let last = sums.len().saturating_sub(1);
    let cell = |(at, cents): (usize, i64)| {
        let cell = cell::money(money(cents));
        if at == last { cell.strong() } else { cell }
    };
    sums.into_iter().enumerate().map(cell).collect()
}

/// The claims desk: lanes, the claims of one, and one claim.
pub fn claims<'a>() -> Element<'a, Message> {
    let list = vec![
        lane(
            icon::OWES,
            "Needs you",
            14,
            money(435_400),
            Message::Took(0),
        )
        .active(true),
        lane(icon::HELD, "Held", 5, money(111_800), Message::Took(1)).tone(Tone::Attention),
        lane(
            icon::REJECTED,
            "Rejected",
            3,
            money(128_400),
            Message::Took(2),
        )
        .tone(Tone::Bad),
        lane(icon::DENIED, "Denied", 6, money(195_200), Message::Took(3)).tone(Tone::Bad),
        lane(
            icon::OVERDUE,
            "No answer",
            11,
            money(320_750),
            Message::Took(4),
        )
        .tone(Tone::Attention),
        lane(
            icon::SENT,
            "Ready to send",
            23,
            money(486_200),
            Message::Took(5),
        )
        .tone(Tone::Sent),
        lane(
            icon::WAITING,
            "Waiting",
            64,
            money(1_438_215),
            Message::Took(6),
        ),
    ];
    let toolbar = page::toolbar(
        [
            field::search("Filter these 14", "", Message::Typed)
                .trailing(crate::ui::widget::key::key_hint("/"), 18.0)
                .compact()
                .width(220)
                .into(),
            field::select("", ["All providers"], Some(&"All providers"), |_| {
                Message::Pressed
            })
            .icon(icon::PATIENT)
            .compact()
            .width(124)
            .into(),
            field::select("", ["All payers"], Some(&"All payers"), |_| {
                Message::Pressed
            })
            .icon(icon::PAYER)
            .compact()
            .width(108)
            .into(),
        ],
        [button::quiet("Export")
            .icon(icon::EXPORT)
            .compact()
            .on_press(Message::Pressed)
            .into()],
    );
    let one = panel::panel(width::PANEL_CLAIM, column![], claim());
    let suggestion = container(queue::suggestion(
        "3 held claims want the same fix:",
        "modifier 25 on the visit code",
        button::plain("Fix 3 together")
            .key("Shift F")
            .on_press(Message::Pressed),
    ))
    .padding(gap::L);
    let body = column![
        container(lanes(list))
            .padding(gap::L)
            .style(theme::ground(|t| t.paper)),
        iced::widget::rule::horizontal(1).style(theme::divider),
        row![
            container(column![toolbar, worklist(), suggestion])
                .height(Fill)
                .style(theme::ground(|t| t.paper)),
            one,
        ],
    ];
    let send = button::primary("Send 23 ready")
        .icon(icon::SENT)
        .key("Ctrl Enter")
        .on_press(Message::Pressed);
    window(3, vec![send.into()], move_and_open(), body)
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

/// A visit being entered, its code look-up found four.
pub fn charge<'a>() -> Element<'a, Message> {
    let strip = patient_strip("Quintero, Marisol", "100482")
        .born(date(1968, 4, 12), this_day())
        .coverage(
            "Meridian Health PPO",
            Some(pill::active().says("Active today")),
            "MHP 884201773, copay 25.00",
        )
        .balance(money(26_317));
    let fields = row![
        field::date("Date of service", "03/17/2026", this_day(), Message::Typed).width(128),
        field::select(
            "Provider",
            ["Hale, Simon MD"],
            Some(&"Hale, Simon MD"),
            |_| Message::Pressed
        )
        .width(168),
        field::text("Referring NPI", "145208871", Message::Typed)
            .error(Some("An NPI has 10 digits; this one has 9."))
            .width(220),
    ]
    .spacing(gap::M);
    let columns = [
        Column::fixed("", 36.0),
        Column::fixed("Code", 88.0),
        Column::fill("What"),
        Column::fixed("Units", 64.0).right(),
        Column::fixed("Amount", 96.0).right(),
    ];
    let lines = data_table(columns, 4, |at| match at {
        0 => charge_line(
            "1",
            cell::code("99214").strong(),
            "Office visit, established",
            18_500,
        ),
        1 => charge_line(
            "2",
            cell::code("20610").strong(),
            "Joint injection, large",
            16_000,
        ),
        2 => charge_line("3", cell::editor(code_editor()), "Choose a code", 0),
        _ => vec![cell::text("4")],
    })
    .total(vec![
        cell::empty(),
        cell::empty(),
        cell::empty(),
        cell::empty(),
        cell::dollars(money(34_500)),
    ]);
    let body = column![
        Element::from(strip),
        container(
            column![
                page::head("New visit", "Draft kept 9:41 AM", space()),
                fields,
                page::section("Charges", Some("Alt L"), words::label("Fee list 2026")),
                lines,
            ]
            .spacing(gap::L),
        )
        .padding(gap::L)
        .width(Fill)
        .height(Fill)
        .style(theme::ground(|t| t.paper)),
    ];
    let back = button::quiet("Day’s visits")
        .icon(icon::BACK)
        .key("Esc")
        .on_press(Message::Pressed);
    window(2, vec![back.into()], move_and_open(), body)
}

fn charge_line<'a>(
    number: &'a str,
    code: Cell<'a, Message>,
    what: &'a str,
    cents: i64,
) -> Vec<Cell<'a, Message>> {
    vec![
        cell::text(number),
        code,
        cell::text(what),
        cell::count(1),
        cell::money(money(cents)),
    ]
}

fn code_editor<'a>() -> field::Field<'a, Message> {
    let rows = vec![
        row_of("83036", "Hemoglobin A1c")
            .note("with E11.65 last time")
            .amount(money(4_200)),
        row_of("83037", "Hemoglobin A1c, home device").amount(money(4_600)),
        row_of("83030", "Hemoglobin F, chemical").amount(money(3_900)),
        row_of("83033", "Hemoglobin F, qualitative").amount(money(3_100)),
    ];
    field::look_up("", "8303", Message::Typed, rows, Message::Took)
        .id("code")
        .compact()
}

/// The palette over the chart.
pub fn finder<'a>() -> Element<'a, Message> {
    let lines = vec![
        group("Patients"),
        item(icon::PATIENT, "Quintero, Marisol")
            .note("100482, DOB 04/12/1968")
            .amount(money(26_317))
            .into(),
        item(icon::PATIENT, "Quinlan, Oswin")
            .note("100117, DOB 09/30/1949")
            .amount(money(0))
            .into(),
        item(icon::PATIENT, "Macquinley, Bea")
            .note("100604, DOB 01/17/2011")
            .amount(money(8_850))
            .into(),
        group("Claims"),
        item(icon::CLAIM, "C-20455 Quintero, Marisol")
            .note("Sent 03/11/2026, Meridian Health")
            .amount(money(24_500))
            .into(),
        group("Do"),
        item(icon::PAYMENTS, "Take payment from Quintero, Marisol")
            .key("P")
            .into(),
        item(icon::ADD, "New visit for Quintero, Marisol")
            .key("Ctrl N")
            .into(),
    ];
    let open = palette::palette("quin", lines, Some(1), Message::Typed, Message::Pressed)
        .on_choose(Message::Took)
        .on_take(Message::Took)
        .on_tab(Message::Pressed)
        .hints([
            hint(&["#"], "claims"),
            hint(&["$"], "checks"),
            hint(&[">"], "commands"),
        ]);
    palette::over(chart(), Some(open))
}
