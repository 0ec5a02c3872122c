//! How the form of a policy looks. It must not know what is done with what it holds.

use chrono::NaiveDate;
use iced::widget::{column, container, row, rule, space};
use iced::{Center, Element, Fill, Length};

use super::{FOUND_MOST, Field, Message, Named, PolicyForm, Reason, id};
use crate::domain::code::{MedicareSecondary, Relation, Sex};
use crate::domain::policy::Rank;
use crate::domain::practice::Payer;
use crate::ui::icon;
use crate::ui::spacing::{space as gap, width};
use crate::ui::theme::{self, Tone};
use crate::ui::widget::check_box::check_box;
use crate::ui::widget::field::look_up::row_of;
use crate::ui::widget::finding::check;
use crate::ui::widget::{button, field, focus, page, panel, words};

/// So wide a form stays easy to read.
const WIDEST: f32 = 832.0;

impl PolicyForm {
    /// The payers that what was typed finds, by name or electronic id.
    pub(super) fn found(&self) -> impl Iterator<Item = &Payer> {
        let typed = self.payer_typed.trim().to_lowercase();
        let is_sought = self.draft.payer.is_none() && !typed.is_empty();
        self.payers
            .iter()
            .filter(move |payer| {
                is_sought
                    && (payer.what.name.to_lowercase().contains(&typed)
                        || payer
                            .what
                            .payer_id
                            .as_str()
                            .to_lowercase()
                            .starts_with(&typed))
            })
            .take(FOUND_MOST)
    }

    /// The form and what stands beside it.
    pub fn view(&self, today: NaiveDate) -> Element<'_, Message> {
        let title = match self.changing {
            None => "New policy",
            Some(_) => "Policy",
        };
        let is_other = self
            .relation()
            .is_some_and(|relation| relation != Relation::Itself);
        let form = column![
            words::title(title),
            self.payer_line(),
            self.number_line(),
            self.days_line(today),
            container(page::section("Who is insured", None, space())).padding(above()),
            self.relation_line(is_other),
            is_other.then(|| self.subscriber(today)),
            container(page::section("What was signed", None, space())).padding(above()),
            self.signed(),
        ]
        .spacing(gap::M)
        .padding(gap::L)
        .max_width(WIDEST);
        let form = container(page::scroll(focus::form(form)))
            .width(Fill)
            .height(Fill)
            .style(theme::ground(|t| t.paper));
        row![form, self.side(is_other)].into()
    }

    fn relation(&self) -> Option<Relation> {
        self.draft.relation.parse().ok()
    }

    fn text(&self, name: Field, label: &'static str) -> field::Field<'_, Message> {
        let text = field::text(label, self.draft.text(name), move |text| {
            Message::Typed(name, text)
        });
        self.watched(name, text)
    }

    fn watched<'a>(
        &'a self,
        name: Field,
        control: field::Field<'a, Message>,
    ) -> field::Field<'a, Message> {
        control
            .id(id(name))
            .error(self.complaints.about(name))
            .on_leave(Message::FieldLeft(name))
    }

    fn payer_line(&self) -> Element<'_, Message> {
        let rows = self.found().map(|payer| {
            row_of(payer.what.payer_id.to_string(), payer.what.name.as_str()).code_width(80.0)
        });
        let payer = field::look_up(
            "Payer",
            &self.payer_typed,
            Message::PayerTyped,
            rows.collect(),
            Message::PayerTaken,
        )
        .icon(icon::SEARCH)
        .placeholder("Name or electronic ID")
        .nothing_found("No payer matches; payers are added in Settings")
        .list_width(width::LOOK_UP);
        let rank: Option<Rank> = Rank::ALL
            .into_iter()
            .find(|rank| rank.words() == self.draft.rank.to_lowercase());
        let rank = field::select(
            "Billed",
            Rank::ALL.map(Named),
            rank.map(Named).as_ref(),
            |named: Named| Message::RankChosen(named.0),
        );
        row![
            self.watched(Field::Payer, payer),
            self.watched(Field::Rank, rank).width(136.0),
            self.text(Field::PlanName, "Plan").optional().width(200.0),
        ]
        .spacing(gap::M)
        .into()
    }

    fn number_line(&self) -> Element<'_, Message> {
        let copay = field::money("Copay a visit", &self.draft.copay, |text| {
            Message::Typed(Field::Copay, text)
        });
        row![
            self.text(Field::MemberId, "Member ID"),
            self.text(Field::GroupNumber, "Group number").optional(),
            self.watched(Field::Copay, copay).optional().width(160.0),
        ]
        .spacing(gap::M)
        .into()
    }

    fn days_line(&self, today: NaiveDate) -> Element<'_, Message> {
        let first = field::date(
            "First day covered",
            &self.draft.effective_on,
            today,
            |text| Message::Typed(Field::EffectiveOn, text),
        )
        .placeholder("MM/DD/YYYY");
        let last = field::coming_date("Last day covered", &self.draft.ends_on, today, |text| {
            Message::Typed(Field::EndsOn, text)
        })
        .placeholder("open")
        .optional();
        row![
            self.watched(Field::EffectiveOn, first)
                .width(Length::FillPortion(1)),
            self.watched(Field::EndsOn, last)
                .width(Length::FillPortion(1)),
            self.medicare(),
        ]
        .spacing(gap::M)
        .into()
    }

    /// Why Medicare is not asked first: asked for only where it is not.
    fn medicare(&self) -> Element<'_, Message> {
        let is_first = self.draft.rank.eq_ignore_ascii_case(Rank::Primary.words());
        let reason: Option<MedicareSecondary> = self.draft.medicare_secondary.parse().ok();
        if is_first && reason.is_none() {
            return space::horizontal().width(Length::FillPortion(2)).into();
        }
        let reasons = MedicareSecondary::ALL.iter().copied().map(Some);
        let reason = field::select(
            "Why Medicare is not first",
            std::iter::once(None).chain(reasons).map(Reason),
            Some(&Reason(reason)),
            |reason: Reason| Message::MedicareChosen(reason.0),
        );
        self.watched(Field::MedicareSecondary, reason)
            .optional()
            .width(Length::FillPortion(2))
            .into()
    }

    fn relation_line(&self, is_other: bool) -> Element<'_, Message> {
        let relation = field::select(
            "The patient is the subscriber’s",
            Relation::ALL.iter().copied(),
            self.relation().as_ref(),
            Message::RelationChosen,
        );
        let copy = is_other.then(|| {
            button::quiet("Same address as the patient")
                .icon(icon::COPY)
                .compact()
                .on_press(Message::AddressCopied)
        });
        row![
            self.watched(Field::Relation, relation).width(200.0),
            space::horizontal(),
            copy,
        ]
        .align_y(Center)
        .into()
    }

    fn subscriber(&self, today: NaiveDate) -> Element<'_, Message> {
        let born_on =
            field::birth_date("Birthday", &self.draft.subscriber_born_on, today, |text| {
                Message::Typed(Field::SubscriberBornOn, text)
            })
            .placeholder("MM/DD/YYYY");
        let sex: Option<Sex> = self.draft.subscriber_sex.parse().ok();
        let sex = field::select(
            "Sex",
            Sex::ALL.iter().copied(),
            sex.as_ref(),
            Message::SexChosen,
        );
        let share = Length::FillPortion;
        // An employer who holds the policy has a name and no birthday.
        let last = if self.relation() == Some(Relation::Employee) {
            "Employer, or last name"
        } else {
            "Last name"
        };
        column![
            row![
                self.text(Field::SubscriberLast, last).width(share(5)),
                self.text(Field::SubscriberFirst, "First name")
                    .width(share(5)),
                self.text(Field::SubscriberMiddle, "Middle")
                    .optional()
                    .width(share(3)),
                self.text(Field::SubscriberSuffix, "Suffix")
                    .optional()
                    .width(share(2)),
            ]
            .spacing(gap::M),
            row![
                self.watched(Field::SubscriberBornOn, born_on).width(136.0),
                self.watched(Field::SubscriberSex, sex).width(136.0),
                self.text(Field::SubscriberStreet, "Street"),
                self.text(Field::SubscriberStreet2, "Apartment")
                    .optional()
                    .width(160.0),
            ]
            .spacing(gap::M),
            row![
                self.text(Field::SubscriberCity, "City").width(share(6)),
                self.text(Field::SubscriberState, "State").width(share(1)),
                self.text(Field::SubscriberZip, "ZIP").width(share(2)),
            ]
            .spacing(gap::M),
        ]
        .spacing(gap::M)
        .into()
    }

    fn signed(&self) -> Element<'_, Message> {
        let turn = |field| move |holds| Message::Turned(field, holds);
        column![
            check_box(
                "The patient signed the release of information",
                self.draft.signature_on_file,
                turn(Field::SignatureOnFile),
            )
            .id(id(Field::SignatureOnFile)),
            self.complaints
                .about(Field::SignatureOnFile)
                .map(field::error),
            check_box(
                "The payer pays us, not the patient",
                self.draft.assigns_benefits,
                turn(Field::AssignsBenefits),
            ),
            check_box(
                "We take the payer’s fee as full payment",
                self.draft.accepts_assignment,
                turn(Field::AcceptsAssignment),
            ),
        ]
        .spacing(gap::S)
        .into()
    }

    fn side(&self, is_other: bool) -> Element<'_, Message> {
        let line = |is_whole: bool, words: &'static str| {
            check(words, if is_whole { Tone::Good } else { Tone::Quiet })
        };
        let subscriber = is_other.then(|| {
            let is_whole = !self
                .complaints
                .any(|field| field.to_string().starts_with("subscriber"));
            line(
                is_whole && self.draft != self.before,
                "The subscriber is known",
            )
        });
        let release = (!self.draft.signature_on_file).then(|| {
            check(
                "Without a signed release, claims of this policy are held",
                Tone::Attention,
            )
        });
        let checks = column![
            line(self.draft.payer.is_some(), "Payer"),
            line(
                !self.draft.member_id.trim().is_empty(),
                "Member ID, as on the card"
            ),
            line(
                !self.draft.effective_on.trim().is_empty(),
                "First day covered"
            ),
            subscriber,
            release,
        ]
        .spacing(gap::S);
        let save = button::primary("Save policy")
            .icon(icon::CHECK)
            .key("Ctrl Enter")
            .width(Fill)
            .on_press_maybe((!self.is_saving).then_some(Message::SavePressed));
        row![
            rule::vertical(1).style(theme::divider),
            container(column![
                panel::head("Before it is saved", "", space()),
                page::scroll(container(checks).padding(gap::L).width(Fill)),
                container(save).padding(gap::L),
            ])
            .width(width::PANEL_VISIT - 1.0)
            .height(Fill)
            .style(theme::ground(|t| t.canvas)),
        ]
        .height(Fill)
        .into()
    }
}

fn above() -> iced::Padding {
    iced::Padding {
        top: gap::M,
        ..iced::Padding::ZERO
    }
}
