//! The counter: whose account it is, how money is handed over, what is open and what goes where, and what becomes of the
//! account. It must not know how it is taken.

use iced::widget::text::Wrapping;
use iced::widget::{column, container, row, rule, space};
use iced::{Center, Element, Fill, Padding, Right, Top};

use super::till::{Open, Purpose, Till, placed};
use super::{Message, Receipt, id};
use crate::domain::draft::receipt::{Field, TenderDraft, tender};
use crate::domain::money::Money;
use crate::domain::patient::account_number;
use crate::domain::typed::show_date;
use crate::ui::context::Context;
use crate::ui::icon;
use crate::ui::spacing::{Type, height, space as gap, width};
use crate::ui::theme::{self, Tone, ink, tokens};
use crate::ui::widget::before_after::{Change, before_after};
use crate::ui::widget::by_mouse::by_mouse;
use crate::ui::widget::figure::{figure, figures};
use crate::ui::widget::fitted::fitted;
use crate::ui::widget::{button, card, empty_state, field, finding, page, panel, words};

/// How money is handed over: the draft's word, and what people say.
const METHODS: [(&str, &str); 3] = [("card", "Card"), ("cash", "Cash"), ("check", "Check")];

/// A method, for the list to choose from.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Way(&'static str, &'static str);

impl std::fmt::Display for Way {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.1)
    }
}

const DAY: f32 = 96.0;
const WHO: f32 = 104.0;
const OWED: f32 = 96.0;
const PAYS: f32 = 104.0;

impl Receipt {
    pub(super) fn counter<'a>(
        &'a self,
        context: &'a Context,
        till: &'a Till,
    ) -> Element<'a, Message> {
        let tenders = match till.purpose {
            Purpose::Take => self.tenders(context, till),
            Purpose::PlaceCredit => words::muted(format!(
                "{} was paid before and waits as credit. Say where it goes.",
                till.account.credit
            ))
            .into(),
        };
        let body = column![tenders, self.open_services(till)].spacing(gap::XL);
        let left = column![
            strip(till),
            rule::horizontal(1).style(theme::divider),
            page::scroll(container(body).padding(gap::L)),
        ];
        let left = container(left)
            .width(Fill)
            .style(theme::ground(|t| t.paper));
        row![left, side(till)].height(Fill).into()
    }

    fn tenders<'a>(&'a self, context: &'a Context, till: &'a Till) -> Element<'a, Message> {
        let rows = till.draft.tenders.iter().enumerate();
        let is_only = till.draft.tenders.len() == 1;
        let rows = rows.map(|(at, one)| self.tender(till, at, one, is_only));
        let day = field::date(
            "Counts for",
            &till.draft.accounting_on,
            context.today(),
            |text| Message::Typed(Field::AccountingOn, text),
        )
        .id(id(Field::AccountingOn))
        .error(self.complaint(Field::AccountingOn))
        .on_leave(Message::FieldLeft(Field::AccountingOn))
        .width(136.0);
        let wrong = self.complaint(Field::Amount).map(field::error);
        let acts = row![
            button::quiet("One more way to pay")
                .icon(icon::ADD)
                .key("Alt T")
                .compact()
                .on_press(Message::TenderAdded),
            button::quiet("Pay in full")
                .key("Alt F")
                .compact()
                .on_press(Message::FullPressed),
        ]
        .spacing(gap::S);
        column![
            words::section("Paid with"),
            row![column(rows).spacing(gap::S), space::horizontal(), day].align_y(Top),
            wrong,
            acts,
        ]
        .spacing(gap::S)
        .into()
    }

    fn tender<'a>(
        &'a self,
        till: &'a Till,
        at: usize,
        one: &'a TenderDraft,
        is_only: bool,
    ) -> Element<'a, Message> {
        let say = move |field| move |text| Message::Typed(Field::Tender(at, field), text);
        let ways = METHODS.map(|(code, words)| Way(code, words));
        let way = ways.into_iter().find(|way| way.0 == one.method);
        let method = field::select("How", ways, way.as_ref(), move |way| {
            Message::MethodChosen(at, way.0)
        });
        let amount = field::money("Amount", &one.amount, say(tender::Field::Amount)).placeholder(
            if at == 0 {
                words::show_money(till.account.owed())
            } else {
                String::new()
            },
        );
        let remove = (!is_only).then(|| {
            container(by_mouse(
                icon::CLOSE,
                "Take it out",
                Message::TenderRemoved(at),
            ))
            .padding(Padding {
                top: 20.0,
                ..Padding::ZERO
            })
        });
        row![
            self.dress(method, at, tender::Field::Method, 112.0),
            self.dress(amount, at, tender::Field::Amount, 128.0),
            self.manner(till, at, one),
        ]
        .push(remove)
        .spacing(gap::M)
        .align_y(Top)
        .into()
    }

    /// Gives a field of a tender its id, its error and its width.
    fn dress<'a>(
        &'a self,
        control: field::Field<'a, Message>,
        at: usize,
        field: tender::Field,
        wide: f32,
    ) -> field::Field<'a, Message> {
        let field = Field::Tender(at, field);
        control
            .id(id(field))
            .error(self.complaint(field))
            .on_leave(Message::FieldLeft(field))
            .width(wide)
    }

    /// What is asked of cash, of a check, of a card.
    fn manner<'a>(
        &'a self,
        till: &'a Till,
        at: usize,
        one: &'a TenderDraft,
    ) -> iced::widget::Row<'a, Message> {
        let say = move |field| move |text| Message::Typed(Field::Tender(at, field), text);
        match one.method.as_str() {
            "cash" => {
                let given = field::money("Given", &one.given, say(tender::Field::Given))
                    .placeholder("exact");
                let change = till.change();
                let change = (at == 0 && change.is_positive())
                    .then_some(change)
                    .map(|change| {
                        column![
                            words::note("Change to hand back"),
                            container(words::section(words::show_dollars(change)))
                                .height(height::CONTROL)
                                .align_y(Center),
                        ]
                        .spacing(gap::XS)
                    });
                row![self.dress(given, at, tender::Field::Given, 112.0)]
                    .push(change)
                    .spacing(gap::L)
            }
            "check" => {
                let number = field::text(
                    "Check number",
                    &one.reference,
                    say(tender::Field::Reference),
                );
                row![self.dress(number, at, tender::Field::Reference, 160.0)]
            }
            _ => {
                let reference = field::text(
                    "Card, last four, approval",
                    &one.reference,
                    say(tender::Field::Reference),
                )
                .placeholder("Visa 4417 062915");
                row![self.dress(reference, at, tender::Field::Reference, 240.0)]
            }
        }
    }

    fn open_services<'a>(&'a self, till: &'a Till) -> Element<'a, Message> {
        let anew = till.is_by_hand.then(|| {
            button::quiet("Place it oldest first")
                .key("Alt O")
                .compact()
                .on_press(Message::PlaceAnewPressed)
        });
        let remark = match till.account.waiting {
            0 => String::new(),
            1 => String::from("1 more service waits for insurance"),
            more => format!("{more} more services wait for insurance"),
        };
        let head = row![
            words::section("What it pays for"),
            words::muted(remark),
            space::horizontal()
        ]
        .push(anew)
        .spacing(gap::M)
        .height(height::CONTROL_COMPACT)
        .align_y(Center);
        if till.account.open.is_empty() {
            let empty = empty_state::empty_state(
                icon::PAID,
                "Nothing is open",
                "What is taken now stays as credit until something is.",
                None,
            );
            return column![head, card::card(empty)].spacing(gap::S).into();
        }
        let mut parts = column![service_head()];
        for (at, open) in till.account.open.iter().enumerate() {
            parts = parts
                .push(rule::horizontal(1).style(theme::divider))
                .push(self.service(till, at, open));
        }
        let total = row![
            words::strong("Placed"),
            space::horizontal(),
            container(words::strong(till.account.owed().to_string()))
                .width(OWED)
                .align_x(Right)
                .padding([0.0, gap::S]),
            container(words::strong(words::show_dollars(till.placed())))
                .width(PAYS)
                .align_x(Right)
                .padding([0.0, gap::S]),
        ]
        .padding(Padding {
            left: gap::M,
            right: gap::XS,
            ..Padding::ZERO
        })
        .height(height::TOTAL_ROW)
        .align_y(Center);
        parts = parts
            .push(rule::horizontal(1).style(theme::total_rule))
            .push(total);
        column![head, card::bare(container(parts).padding(1)).width(Fill)]
            .spacing(gap::S)
            .into()
    }

    fn service<'a>(&'a self, till: &'a Till, at: usize, open: &'a Open) -> Element<'a, Message> {
        let field = placed(at);
        let typed = till
            .draft
            .placed
            .get(at)
            .map_or("", |one| one.amount.as_str());
        let wrong = self.complaint(field);
        let pays = field::money("", typed, move |text| Message::Typed(placed(at), text))
            .in_cell()
            .wrong(wrong.is_some())
            .placeholder("–")
            .id(id(field))
            .on_leave(Message::FieldLeft(field));
        let copay = open
            .copay
            .is_positive()
            .then(|| words::note(format!("copay {}", open.copay)).wrapping(Wrapping::None));
        let description = fitted(open.item.description.as_str(), Type::BODY);
        let what = row![Element::from(description)]
            .push(copay)
            .spacing(gap::S)
            .align_y(Center);
        let line = row![
            container(words::body(show_date(open.item.service_on))).width(DAY),
            container(Element::from(fitted(
                open.item.patient_first.as_str(),
                Type::BODY
            )))
            .width(WHO),
            container(what).width(Fill).clip(true),
            container(words::money(open.owed()))
                .width(OWED)
                .align_x(Right)
                .padding([0.0, gap::S]),
            container(pays).width(PAYS),
        ]
        .padding(Padding {
            left: gap::M,
            right: gap::XS,
            ..Padding::ZERO
        })
        .height(height::VISIT_ROW)
        .align_y(Center);
        let below = wrong.map(|wrong| {
            container(field::error(wrong))
                .padding([0.0, gap::M])
                .width(Fill)
        });
        column![line].push(below).into()
    }
}

/// Whose account it is, and what is owed.
fn strip(till: &Till) -> Element<'_, Message> {
    let account = &till.account;
    let family: Vec<&str> = account
        .family
        .iter()
        .map(|row| row.name.first.as_str())
        .collect();
    let remark = format!(
        "Account {}, for {}",
        account_number(account.guarantor.id),
        family.join(", ")
    );
    let who = column![
        words::title(account.guarantor.contact.name.natural()),
        words::muted(remark),
    ];
    let mut list = vec![figure("Owes", words::show_dollars(account.owed()))];
    if account.copay().is_positive() {
        list.push(figure("Copay today", words::show_money(account.copay())));
    }
    if account.credit.is_positive() {
        list.push(figure("Credit", words::show_money(account.credit)).tone(Tone::Attention));
    }
    container(row![who, space::horizontal(), figures(list)].align_y(Center))
        .padding([gap::M, gap::L])
        .into()
}

/// What becomes of the account.
fn side(till: &Till) -> Element<'_, Message> {
    let [owes, credit] = till.changes();
    let change = |words: &'static str, (before, after): (Money, Money)| Change {
        words: words.into(),
        before,
        after,
    };
    let mut changes = vec![change("Owes", owes)];
    if !credit.0.is_zero() || !credit.1.is_zero() {
        changes.push(change("Credit", credit));
    }
    let left = till.left();
    let says: Element<'_, Message> = if left.is_negative() {
        finding::check(
            format!("{} more is placed than there is", left.negated()),
            Tone::Bad,
        )
    } else if till.amount().is_zero() {
        finding::check("Nothing is handed over yet", Tone::Quiet)
    } else if left.is_zero() {
        finding::check("All of it is placed", Tone::Good)
    } else {
        finding::check(
            format!("{left} is placed nowhere and stays as credit"),
            Tone::Attention,
        )
    };
    let (about, title, sums) = match till.purpose {
        Purpose::Take => (
            "This payment",
            "If you take it",
            [("Handed over", till.amount()), ("Placed", till.placed())],
        ),
        Purpose::PlaceCredit => (
            "This credit",
            "If you place it",
            [("Credit", till.amount()), ("Placed", till.placed())],
        ),
    };
    let credit = (till.purpose == Purpose::Take && till.account.credit.is_positive()).then(|| {
        column![
            rule::horizontal(1).style(theme::divider),
            words::body(format!(
                "{} was paid before and waits as credit.",
                till.account.credit
            )),
            button::plain("Place the credit")
                .key("Alt K")
                .compact()
                .on_press(Message::Turned(Purpose::PlaceCredit)),
        ]
        .spacing(gap::M)
    });
    let back = (till.purpose == Purpose::PlaceCredit).then(|| {
        button::quiet("Take a payment instead")
            .key("Esc")
            .compact()
            .on_press(Message::Turned(Purpose::Take))
    });
    let body = column![panel::sums(sums), says, before_after(title, changes, None)]
        .push(credit)
        .push(back)
        .spacing(gap::L);
    panel::panel(width::PANEL_CHART, panel::head(about, "", space()), body)
}

fn service_head<'a>() -> Element<'a, Message> {
    let label = |text: &'static str| {
        words::dense(text)
            .font(theme::SEMIBOLD)
            .style(ink(|t| t.muted))
            .wrapping(Wrapping::None)
    };
    let line = row![
        container(label("Service")).width(DAY),
        container(label("Patient")).width(WHO),
        container(label("What")).width(Fill),
        container(label("Owed"))
            .width(OWED)
            .align_x(Right)
            .padding([0.0, gap::S]),
        container(label("Pays"))
            .width(PAYS)
            .align_x(Right)
            .padding([0.0, gap::S]),
    ]
    .padding(Padding {
        left: gap::M,
        right: gap::XS,
        ..Padding::ZERO
    })
    .height(height::TABLE_HEAD)
    .align_y(Center);
    container(line)
        .style(|theme| {
            container::Style::default()
                .background(tokens(theme).canvas)
                .border(iced::border::rounded(iced::border::top(
                    crate::ui::spacing::radius::CARD,
                )))
        })
        .into()
}
