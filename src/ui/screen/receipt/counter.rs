//! The counter: whose account it is, how money is handed over, what is open and what goes where, and what becomes of the
//! account. It must not know how it is taken.

use iced::widget::text::Wrapping;
use iced::widget::{column, container, row, rule, space};
use iced::{Center, Element, Fill, Padding, Right, Top};

use super::till::{Placing, Purpose, Till, placed};
use super::{Message, Receipt, id, later};
use crate::domain::desk::{AheadVisit, Asked};
use crate::domain::draft::receipt::{Field, TenderDraft, tender};
use crate::domain::id::VisitId;
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

/// What stands under the field in which a whole card number was typed.
const CARD_REFUSED: &str =
    "A whole card number was typed and not kept. Give brand, last four digits and approval.";

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
                till.account.desk.credit
            ))
            .into(),
        };
        let later = (till.purpose == Purpose::Take).then(|| self.later(context, till));
        let body = column![tenders, self.open_services(till)]
            .push(later)
            .spacing(gap::XL);
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
                words::show_money(till.account.due())
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
                let reference = self.dress(reference, at, tender::Field::Reference, 240.0);
                row![if till.refused_card == Some(at) {
                    reference.error(Some(CARD_REFUSED))
                } else {
                    reference
                }]
            }
        }
    }

    fn open_services<'a>(&'a self, till: &'a Till) -> Element<'a, Message> {
        let desk = &till.account.desk;
        let remark = match desk.waiting {
            0 => String::new(),
            1 => String::from("1 more service waits for insurance"),
            more => format!("{more} more services wait for insurance"),
        };
        let order =
            (desk.visits().len() > 1 || till.placing == Placing::ByHand).then(|| order(till));
        let head = row![
            words::section("What it pays for"),
            words::muted(remark),
            space::horizontal()
        ]
        .push(order)
        .spacing(gap::M)
        .height(height::CONTROL)
        .align_y(Center);
        if desk.services.is_empty() && desk.ahead.is_empty() {
            let empty = empty_state::empty_state(
                icon::PAID,
                "Nothing is open",
                "What is taken now stays as credit until something is.",
                None,
            );
            return column![head, card::card(empty)].spacing(gap::S).into();
        }
        let mut parts = column![service_head()];
        for (at, asked) in desk.services.iter().enumerate() {
            parts = parts
                .push(rule::horizontal(1).style(theme::divider))
                .push(self.service(till, at, asked));
        }
        for (at, visit) in (desk.services.len()..).zip(&desk.ahead) {
            parts = parts
                .push(rule::horizontal(1).style(theme::divider))
                .push(self.ahead(till, at, visit));
        }
        parts = parts
            .push(rule::horizontal(1).style(theme::total_rule))
            .push(total(till));
        column![head, card::bare(container(parts).padding(1)).width(Fill)]
            .spacing(gap::S)
            .into()
    }

    fn service<'a>(&'a self, till: &'a Till, at: usize, asked: &'a Asked) -> Element<'a, Message> {
        let note = if asked.copay.is_positive() {
            Some(format!("copay {}", asked.copay))
        } else if asked.paid_ahead.is_positive() {
            Some(format!("{} was paid ahead", asked.paid_ahead))
        } else {
            asked.is_on_plan.then(|| String::from("on a plan"))
        };
        let what = row![Element::from(fitted(
            asked.item.description.as_str(),
            Type::BODY
        ))]
        .push(note.map(|note| words::note(note).wrapping(Wrapping::None)))
        .spacing(gap::S)
        .align_y(Center);
        let is_first = till.placing == Placing::Visit(asked.item.visit);
        self.line(
            till,
            at,
            Line {
                day: show_date(asked.item.service_on),
                who: asked.item.patient_first.as_str(),
                what: what.into(),
                owed: till.room(asked),
                is_first,
            },
        )
    }

    /// A visit whose services are not entered yet.
    fn ahead<'a>(
        &'a self,
        till: &'a Till,
        at: usize,
        visit: &'a AheadVisit,
    ) -> Element<'a, Message> {
        let what = row![
            words::body("Copay for the visit").wrapping(Wrapping::None),
            words::note("taken ahead, services are not entered yet").wrapping(Wrapping::None),
        ]
        .spacing(gap::S)
        .align_y(Center);
        self.line(
            till,
            at,
            Line {
                day: show_date(visit.service_on),
                who: visit.patient_first.as_str(),
                what: what.into(),
                owed: visit.copay,
                is_first: till.placing == Placing::Visit(visit.visit),
            },
        )
    }

    fn line<'a>(&'a self, till: &'a Till, at: usize, line: Line<'a>) -> Element<'a, Message> {
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
        let day = if line.is_first {
            words::strong(line.day)
        } else {
            words::body(line.day)
        };
        let shown = row![
            container(day).width(DAY),
            container(Element::from(fitted(line.who, Type::BODY))).width(WHO),
            container(line.what).width(Fill).clip(true),
            container(words::money(line.owed))
                .width(OWED)
                .align_x(Right)
                .padding([0.0, gap::S]),
            container(pays).width(PAYS),
        ]
        .padding(INSET)
        .height(height::VISIT_ROW)
        .align_y(Center);
        let is_first = line.is_first;
        let shown = container(shown).style(move |theme| {
            let style = container::Style::default();
            if is_first {
                style.background(tokens(theme).selected)
            } else {
                style
            }
        });
        let below = wrong.map(|wrong| {
            container(field::error(wrong))
                .padding([0.0, gap::M])
                .width(Fill)
        });
        column![shown].push(below).into()
    }
}

/// A row of what is open.
struct Line<'a> {
    day: String,
    who: &'a str,
    what: Element<'a, Message>,
    owed: Money,
    /// Whether its visit is the one that is paid first.
    is_first: bool,
}

/// The room left and right in a row.
const INSET: Padding = Padding {
    left: gap::M,
    right: gap::XS,
    ..Padding::ZERO
};

/// How the money goes, for the list to choose from.
#[derive(Clone, PartialEq)]
struct Goes(Placing, String);

impl std::fmt::Display for Goes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.1)
    }
}

/// Which is paid first: the oldest, one visit, or as somebody types it.
fn order<'a>(till: &Till) -> Element<'a, Message> {
    let desk = &till.account.desk;
    let visits = desk.visits().into_iter();
    let visits = visits.map(|visit| Goes(Placing::Visit(visit), visit_words(till, visit)));
    let mut ways = vec![Goes(Placing::OldestFirst, String::from("Oldest first"))];
    ways.extend(visits);
    if till.placing == Placing::ByHand {
        ways.push(Goes(Placing::ByHand, String::from("By hand")));
    }
    let chosen = ways.iter().find(|way| way.0 == till.placing).cloned();
    let list = field::select("", ways, chosen.as_ref(), |way: Goes| {
        Message::PlacingChosen(way.0)
    })
    .id("goes first")
    .width(224.0);
    row![
        words::muted("Goes to"),
        list,
        button::quiet("Next visit")
            .key("Alt V")
            .compact()
            .on_press(Message::NextVisitPressed)
    ]
    .spacing(gap::S)
    .align_y(Center)
    .into()
}

/// A visit as the list calls it: its day and whose it is.
fn visit_words(till: &Till, visit: VisitId) -> String {
    let desk = &till.account.desk;
    let service = desk.services.iter().find(|asked| asked.item.visit == visit);
    let service = service.map(|asked| (asked.item.service_on, asked.item.patient_first.as_str()));
    let ahead = desk.ahead.iter().find(|ahead| ahead.visit == visit);
    let ahead = ahead.map(|ahead| (ahead.service_on, ahead.patient_first.as_str()));
    service.or(ahead).map_or_else(String::new, |(day, who)| {
        format!("{} {who}", show_date(day))
    })
}

fn total<'a>(till: &Till) -> Element<'a, Message> {
    let desk = &till.account.desk;
    let services = desk.services.iter().map(|asked| till.room(asked));
    let ahead = desk.ahead.iter().map(|visit| visit.copay);
    let owed = Money::sum(services.chain(ahead)).unwrap_or_default();
    row![
        words::strong("Placed"),
        space::horizontal(),
        container(words::strong(owed.to_string()))
            .width(OWED)
            .align_x(Right)
            .padding([0.0, gap::S]),
        container(words::strong(words::show_dollars(till.placed())))
            .width(PAYS)
            .align_x(Right)
            .padding([0.0, gap::S]),
    ]
    .padding(INSET)
    .height(height::TOTAL_ROW)
    .align_y(Center)
    .into()
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
    let desk = &account.desk;
    let parts = [
        ("Copay today", account.copay()),
        ("Instalment", desk.instalment),
        ("From before", desk.old().unwrap_or_default()),
    ];
    let parts = parts.into_iter().filter(|(_, amount)| amount.is_positive());
    let mut list: Vec<_> = parts
        .map(|(name, amount)| figure(name, words::show_money(amount)))
        .collect();
    list.push(figure("Due today", words::show_dollars(account.due())));
    if desk.credit.is_positive() {
        list.push(figure("Credit", words::show_money(desk.credit)).tone(Tone::Attention));
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
    let desk = &till.account.desk;
    let credit = (till.purpose == Purpose::Take && desk.credit.is_positive()).then(|| {
        column![
            rule::horizontal(1).style(theme::divider),
            words::body(format!(
                "{} was paid before and waits as credit.",
                desk.credit
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
    let body = column![scanned(till), panel::sums(sums), says, promised(till)]
        .push(before_after(title, changes, None))
        .push(credit)
        .push(back)
        .spacing(gap::L);
    panel::panel(width::PANEL_CHART, panel::head(about, "", space()), body)
}

/// What the statement that was scanned asked for, and whether that still holds.
fn scanned<'a>(till: &Till) -> Option<Element<'a, Message>> {
    let scanned = till.account.scanned.as_ref()?;
    let statement = &scanned.statement;
    let said = format!(
        "Statement {} of {} asked for {}",
        statement.number,
        show_date(statement.made_on),
        words::show_dollars(statement.amount)
    );
    let owed = till.account.owed();
    let mut found = vec![finding::check(said, Tone::Quiet)];
    if owed < statement.amount {
        let words = format!("Only {owed} is owed now; what is over waits as credit");
        found.push(finding::check(words, Tone::Attention));
    } else if scanned.is_outdated {
        let words = String::from("A later statement was sent since");
        found.push(finding::check(words, Tone::Attention));
    }
    Some(column(found).spacing(gap::XS).into())
}

/// What is paid later: what was agreed before, and what is being agreed.
fn promised<'a>(till: &Till) -> Option<Element<'a, Message>> {
    let open = &till.account.desk.later;
    if open.is_empty() {
        return None;
    }
    let rows = open.iter().map(|row| {
        let tone = if row.standing.is_pressing() {
            Tone::Attention
        } else {
            Tone::Quiet
        };
        finding::check(later::standing(row), tone)
    });
    Some(column(rows).spacing(gap::XS).into())
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
