//! The form at the left and the schedule that follows at the right. It must not know how either is kept.

use iced::widget::{column, container, row, rule, space};
use iced::{Center, Element, Fill, Right};

use super::{About, Message, Of, PlanForm};
use crate::domain::draft::pay_plan::Field;
use crate::domain::money::Money;
use crate::domain::patient::account_number;
use crate::domain::pay_plan::{Every, PlanNumber, Planned, Scope};
use crate::domain::typed::show_date;
use crate::ui::context::Context;
use crate::ui::form::Edit;
use crate::ui::icon;
use crate::ui::spacing::{height, space as gap, width};
use crate::ui::theme::{self, Tone};
use crate::ui::widget::check_box::check_box;
use crate::ui::widget::empty_state::empty_state;
use crate::ui::widget::figure::{figure, figures};
use crate::ui::widget::{button, card, field, finding, focus, page, panel, words};

/// A step between instalments as a list shows it.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Named(Every);

impl std::fmt::Display for Named {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self.0 {
            Every::Week => "Each week",
            Every::TwoWeeks => "Every two weeks",
            Every::Month => "Each month",
        })
    }
}

impl PlanForm {
    /// The work area.
    pub fn view<'a>(&'a self, context: &'a Context) -> Element<'a, Message> {
        let Some(about) = &self.about else {
            return space().width(Fill).height(Fill).into();
        };
        let body = column![self.terms(context), self.services(about)].spacing(gap::XL);
        let left = column![
            self.strip(about),
            rule::horizontal(1).style(theme::divider),
            page::scroll(container(focus::form(body)).padding(gap::L)),
        ];
        let left = container(left)
            .width(Fill)
            .style(theme::ground(|t| t.paper));
        row![left, self.follows(context)].height(Fill).into()
    }

    fn strip<'a>(&'a self, about: &'a About) -> Element<'a, Message> {
        let what = match self.of {
            Of::New(_) => String::from("New payment plan"),
            Of::Change(id) => format!("Plan {} anew", PlanNumber(id)),
        };
        let who = column![
            words::title(about.guarantor.contact.name.natural()),
            words::muted(format!(
                "{what}, account {}",
                account_number(about.guarantor.id)
            )),
        ];
        let covered = figure("Covered", words::show_dollars(self.balance()));
        container(row![who, space::horizontal(), figures([covered])].align_y(Center))
            .padding([gap::M, gap::L])
            .into()
    }

    fn terms<'a>(&'a self, context: &'a Context) -> Element<'a, Message> {
        let draft = self.form.draft();
        let money = |label: &'static str, of: Field| {
            let value = draft.text(of);
            let typed = move |text| Message::Form(Edit::Edited(of, text));
            let control = field::money(label, value, typed);
            self.form.dress(control, of, Message::Form).width(136.0)
        };
        let count = self
            .form
            .text("or how many", Field::Count, Message::Form)
            .width(104.0);
        let every = field::select(
            "How often",
            Every::ALL.map(Named),
            Some(Named(draft.every)).as_ref(),
            |named: Named| Message::EveryChosen(named.0),
        )
        .width(168.0);
        let first = field::coming_date(
            "First instalment",
            &draft.first_on,
            context.today(),
            |text| Message::Form(Edit::Edited(Field::FirstOn, text)),
        );
        let first = self
            .form
            .dress(first, Field::FirstOn, Message::Form)
            .width(144.0);
        let follow = check_box(
            "New charges join the plan",
            draft.scope == Scope::NewCharges,
            Message::ScopeTurned,
        );
        let why = matches!(self.of, Of::Change(_)).then(|| {
            self.form
                .text("Why it is changed", Field::Why, Message::Form)
        });
        column![
            words::section("How it is paid"),
            row![
                money("Paid today", Field::Down).placeholder("0.00"),
                money("Each instalment", Field::Amount),
                count,
            ]
            .spacing(gap::M),
            row![first, every].spacing(gap::M),
            follow,
            why.map(Element::from),
        ]
        .spacing(gap::M)
        .into()
    }

    fn services<'a>(&'a self, about: &'a About) -> Element<'a, Message> {
        let remark = match about.elsewhere {
            0 => String::new(),
            1 => String::from("1 more service is on another plan"),
            more => format!("{more} more services are on other plans"),
        };
        let head = row![
            words::section("What it covers"),
            words::muted(remark),
            space::horizontal(),
            button::quiet("All or none")
                .key("Alt A")
                .compact()
                .on_press(Message::AllPressed),
        ]
        .spacing(gap::M)
        .height(height::CONTROL_COMPACT)
        .align_y(Center);
        if about.items.is_empty() {
            let empty = empty_state(
                icon::PAID,
                "Nothing is owed",
                "A plan covers what the guarantor owes; insurers’ parts are not theirs yet.",
                None,
            );
            return column![head, card::card(empty)].spacing(gap::S).into();
        }
        let rows = about.items.iter().zip(&self.covered).enumerate();
        let mut list = column![];
        for (at, (item, covered)) in rows {
            if at > 0 {
                list = list.push(rule::horizontal(1).style(theme::divider));
            }
            let what = format!("{}, {}", show_date(item.service_on), item.description);
            let line = row![
                check_box(what, *covered, move |is| Message::Covered(at, is)).width(Fill),
                words::muted(item.patient_first.as_str()).width(104.0),
                container(words::money(item.patient_owes))
                    .width(96.0)
                    .align_x(Right),
            ]
            .padding([0.0, gap::M])
            .height(height::VISIT_ROW)
            .align_y(Center);
            list = list.push(line);
        }
        column![head, card::bare(container(list).padding(1)).width(Fill)]
            .spacing(gap::S)
            .into()
    }

    /// The schedule that follows.
    fn follows<'a>(&'a self, context: &'a Context) -> Element<'a, Message> {
        let body: Element<'a, Message> = match self.schedule(context) {
            Some(schedule) => scheduled(&schedule, self.balance()),
            None => finding::check(
                "Type what is paid today, how much each time, and when the first is due.",
                Tone::Quiet,
            ),
        };
        let head = panel::head("The schedule", "down payment first", space());
        panel::panel(width::PANEL_CHART, head, body)
    }
}

fn scheduled<'a>(schedule: &[Planned], balance: Money) -> Element<'a, Message> {
    let mut left = balance;
    let head = line(
        words::label("").into(),
        words::label("Due").into(),
        words::label("Amount").into(),
        words::label("Left").into(),
    );
    let mut list = column![head, rule::horizontal(1).style(theme::divider)];
    for one in schedule {
        left = left.minus(one.amount).unwrap_or_default();
        let name = if one.place == 0 {
            String::from("Today")
        } else {
            one.place.to_string()
        };
        list = list.push(line(
            words::label(name).into(),
            words::dense(show_date(one.on)).into(),
            words::dense(one.amount.to_string()).into(),
            words::dense(left.to_string()).into(),
        ));
    }
    let ends = schedule
        .last()
        .map(|one| show_date(one.on))
        .unwrap_or_default();
    let says = format!("Paid off on {ends}. No interest, no fee.");
    column![finding::check(says, Tone::Good), list]
        .spacing(gap::M)
        .into()
}

fn line<'a>(
    name: Element<'a, Message>,
    due: Element<'a, Message>,
    amount: Element<'a, Message>,
    left: Element<'a, Message>,
) -> Element<'a, Message> {
    row![
        container(name).width(48.0),
        container(due).width(Fill),
        container(amount).width(80.0).align_x(Right),
        container(left).width(80.0).align_x(Right),
    ]
    .height(height::ENTRY_ROW)
    .align_y(Center)
    .into()
}
