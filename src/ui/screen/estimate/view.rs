//! The form: what is planned, who pays, and the services, each with its steps. It must not know what they come to.

use iced::widget::{column, container, row, rule, space};
use iced::{Center, Element, Fill, Right, Top};

use super::{About, Message, Screen, id};
use crate::domain::draft::estimate::service::ServiceDraft;
use crate::domain::draft::estimate::{Field, service};
use crate::domain::estimate::Line;
use crate::domain::id::PolicyId;
use crate::domain::money::Money;
use crate::domain::typed::show_date;
use crate::ui::context::Context;
use crate::ui::icon;
use crate::ui::spacing::{height, space as gap};
use crate::ui::theme;
use crate::ui::widget::by_mouse::by_mouse;
use crate::ui::widget::{button, card, field, focus, page, words};

/// Who pays, as a list shows it.
#[derive(Clone, PartialEq, Eq)]
struct Payer(Option<PolicyId>, String);

impl std::fmt::Display for Payer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.1)
    }
}

/// How wide an amount is.
const AMOUNT: f32 = 112.0;
/// Wide enough for the longest of what a policy leaves to the patient, and that it need not be given.
const SHARE: f32 = 144.0;

impl Screen {
    /// The work area.
    pub fn view<'a>(&'a self, context: &'a Context) -> Element<'a, Message> {
        let Some(about) = &self.about else {
            return space().width(Fill).height(Fill).into();
        };
        let body = column![self.planned(context), self.cover(about), self.services()];
        let left = column![
            strip(about),
            rule::horizontal(1).style(theme::divider),
            page::scroll(container(focus::form(body.spacing(gap::XL))).padding(gap::L)),
        ];
        let left = container(left)
            .width(Fill)
            .style(theme::ground(|t| t.paper));
        row![left, self.side(about)].height(Fill).into()
    }

    /// Gives a field its id, its error and what is said when it is left.
    fn dress<'a>(
        &'a self,
        control: field::Field<'a, Message>,
        of: Field,
    ) -> field::Field<'a, Message> {
        control
            .id(id(of))
            .error(self.complaints.about(of))
            .on_leave(Message::FieldLeft(of))
    }

    fn planned<'a>(&'a self, context: &'a Context) -> Element<'a, Message> {
        let text = |label: &'static str, of: Field| {
            let typed = move |text| Message::Typed(of, text);
            self.dress(field::text(label, self.draft.text(of), typed), of)
        };
        let day = |label: &'static str, of: Field, is_coming: bool| {
            let typed = move |text| Message::Typed(of, text);
            let value = self.draft.text(of);
            let control = if is_coming {
                field::coming_date(label, value, context.today(), typed)
            } else {
                field::date(label, value, context.today(), typed)
            };
            self.dress(control, of).width(144.0).optional()
        };
        column![
            words::section("What is planned"),
            text("In plain words", Field::What),
            row![
                day("For which day", Field::PlannedOn, true),
                day("Booked on", Field::BookedOn, false)
            ]
            .spacing(gap::M),
        ]
        .spacing(gap::M)
        .into()
    }

    fn cover<'a>(&'a self, about: &'a About) -> Element<'a, Message> {
        let alone = Payer(None, String::from("The patient alone"));
        let policies = about.policies.iter().map(|(policy, payer)| {
            Payer(
                Some(policy.id),
                format!("{payer}, {}", policy.what.member_id),
            )
        });
        let options: Vec<Payer> = std::iter::once(alone).chain(policies).collect();
        let chosen = options
            .iter()
            .find(|one| one.0 == self.draft.policy)
            .cloned();
        let payer = field::select("Who pays", options, chosen.as_ref(), |payer: Payer| {
            Message::CoverChosen(payer.0)
        })
        .width(280.0);
        let amount = |label: &'static str, of: Field| {
            let typed = move |text| Message::Typed(of, text);
            let control = field::money(label, self.draft.text(of), typed);
            self.dress(control, of).width(SHARE)
        };
        let percent = |label: &'static str, of: Field| {
            let typed = move |text| Message::Typed(of, text);
            let control = field::text(label, self.draft.text(of), typed);
            self.dress(control, of).width(SHARE)
        };
        let left = if self.draft.policy.is_none() {
            row![percent("Discount, %", Field::Discount)]
        } else {
            row![
                amount("Deductible left", Field::DeductibleLeft),
                percent("Coinsurance, %", Field::Coinsurance),
                amount("Copay", Field::Copay),
                amount("Yearly limit left", Field::PocketLeft),
            ]
        };
        column![
            words::section("Who pays"),
            payer,
            left.spacing(gap::M).align_y(Top)
        ]
        .spacing(gap::M)
        .into()
    }

    fn services(&self) -> Element<'_, Message> {
        let head = row![
            words::section("Services"),
            words::muted("what is left empty is worked out"),
            space::horizontal(),
            button::quiet("One more")
                .icon(icon::ADD)
                .key("Alt S")
                .compact()
                .on_press(Message::ServiceAdded),
        ]
        .spacing(gap::M)
        .height(height::CONTROL_COMPACT)
        .align_y(Center);
        // Blank rows come to nothing, so the lines stand for the others in turn.
        let lines = self
            .reckoned
            .as_ref()
            .and_then(|reckoned| reckoned.as_ref().ok());
        let mut lines = lines
            .map(|reckoned| reckoned.lines.iter())
            .into_iter()
            .flatten();
        let rows = self.draft.services.iter().enumerate().map(|(at, draft)| {
            let line = if draft.is_blank() { None } else { lines.next() };
            self.service(at, draft, line)
        });
        column![head].extend(rows).spacing(gap::M).into()
    }

    fn service<'a>(
        &'a self,
        at: usize,
        draft: &'a ServiceDraft,
        line: Option<&'a Line>,
    ) -> Element<'a, Message> {
        use service::Field as Of;
        let text = |label: &'static str, of: Of| {
            let typed = move |text| Message::Typed(Field::Service(at, of), text);
            let control = field::text(label, draft.text(of), typed).compact();
            self.dress(control, Field::Service(at, of))
        };
        let money = |label: &'static str, of: Of, worked_out: Option<Money>| {
            let typed = move |text| Message::Typed(Field::Service(at, of), text);
            let shown = worked_out.map(words::show_money).unwrap_or_default();
            let control = field::money(label, draft.text(of), typed)
                .compact()
                .placeholder(shown);
            self.dress(control, Field::Service(at, of)).width(AMOUNT)
        };
        let steps = line.map(|line| line.steps);
        let service = line.map(|line| &line.service);
        let said = service.map_or("", |service| service.description.as_str());
        let remove = (self.draft.services.len() > 1)
            .then(|| by_mouse(icon::CLOSE, "Take it out", Message::ServiceRemoved(at)));
        let first = row![
            text("Code", Of::Code).width(88.0),
            text("Modifiers", Of::Modifiers).width(88.0),
            text("Units", Of::Units).width(64.0),
            text("Diagnosis", Of::Diagnosis).width(96.0),
            text("In plain words", Of::Description).placeholder(said),
            money("Price", Of::Fee, steps.map(|steps| steps.fee)),
        ]
        .push(remove)
        .spacing(gap::S)
        .align_y(Top);
        let pays = pays(steps.map(|steps| steps.pays));
        let second = if self.draft.policy.is_none() {
            row![
                money("Discount", Of::Discount, steps.map(|steps| steps.discount)),
                text("Billed by another", Of::Biller),
                text("Where", Of::BillerPlace),
                text("Its NPI", Of::BillerNpi).width(112.0),
                text("Its tax ID", Of::BillerTaxId).width(104.0),
                pays,
            ]
        } else {
            row![
                money("Allowed", Of::Allowed, steps.map(|steps| steps.allowed)),
                money(
                    "Deductible",
                    Of::Deductible,
                    steps.map(|steps| steps.deductible)
                ),
                money(
                    "Coinsurance",
                    Of::Coinsurance,
                    steps.map(|steps| steps.coinsurance)
                ),
                money("Copay", Of::Copay, steps.map(|steps| steps.copay)),
                space::horizontal(),
                pays,
            ]
        };
        let why = line
            .filter(|_| self.draft.policy.is_some())
            .map(|line| words::note(format!("Allowed: {}", line.allowed_why())));
        card::card(
            column![first, second.spacing(gap::S).align_y(Top)]
                .push(why)
                .spacing(gap::S),
        )
        .width(Fill)
        .into()
    }
}

/// For whom.
fn strip(about: &About) -> Element<'_, Message> {
    let who = column![
        words::title(about.patient.contact.name.natural()),
        words::muted(format!(
            "Born {}, estimate",
            show_date(about.patient.born_on)
        )),
    ];
    container(row![who].align_y(Center))
        .padding([gap::M, gap::L])
        .into()
}

/// What a service leaves to the patient.
fn pays<'a>(amount: Option<Money>) -> Element<'a, Message> {
    let shown = amount.map(words::show_dollars).unwrap_or_default();
    column![words::note("Patient pays"), words::figure(shown)]
        .align_x(Right)
        .into()
}
