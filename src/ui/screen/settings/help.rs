//! The practice's terms for patients' money: the self-pay discount, what a returned check costs, when unclaimed money
//! goes to the state, and the sliding scale in its versions. It must not know an account.

use iced::widget::{column, container, row, space};
use iced::{Center, Element, Fill, Task};

use crate::domain::discount::{Band, KeptScale, PatientTerms, Scale};
use crate::domain::money::Money;
use crate::domain::typed::{self, show_date};
use crate::ui::context::Context;
use crate::ui::place::Action;
use crate::ui::spacing::space as gap;
use crate::ui::widget::data_table::{Column, cell, data_table};
use crate::ui::widget::key::Press;
use crate::ui::widget::{button, field, focus, page, panel, words};
use crate::ui::worker::Failure;

/// How many steps a scale may have here.
const STEPS: usize = 6;
/// The households whose incomes are shown.
const HOUSEHOLDS: [u32; 6] = [1, 2, 3, 4, 5, 6];
const TABLE: &str = "sliding scale";

/// A field of the section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// What comes off for those who pay for themselves.
    SelfPay,
    /// What a returned check costs.
    Fee,
    /// Months until unclaimed money goes to the state.
    Escheat,
    /// The guideline of one person.
    First,
    /// What each further person adds.
    EachMore,
    /// How far a step goes.
    UpTo(usize),
    /// What comes off at it.
    Percent(usize),
    /// Why the scale changes.
    Why,
}

/// What the section remembers.
#[derive(Default)]
pub struct Help {
    versions: Vec<KeptScale>,
    self_pay: String,
    fee: String,
    escheat: String,
    first: String,
    each_more: String,
    steps: [(String, String); STEPS],
    why: String,
    terms_changed: bool,
    scale_changed: bool,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// The terms and the versions were read.
    Read(Result<(PatientTerms, Vec<KeptScale>), Failure>),
    /// Something was typed.
    Typed(Field, String),
    /// It is to be kept.
    SavePressed,
    /// It was kept, or not.
    Saved(Result<(), Failure>),
}

impl Help {
    /// Opens the section.
    pub fn open(context: &Context) -> (Self, Task<Message>) {
        (Self::default(), read(context))
    }

    /// Takes in what happened.
    pub fn update(&mut self, context: &Context, message: Message) -> Action<Message> {
        match message {
            Message::Read(Ok((terms, versions))) => {
                self.show(terms, versions);
                Action::Run(focus::on(id(Field::SelfPay)))
            }
            Message::Typed(field, text) => {
                match field {
                    Field::SelfPay | Field::Fee | Field::Escheat => self.terms_changed = true,
                    Field::First
                    | Field::EachMore
                    | Field::UpTo(_)
                    | Field::Percent(_)
                    | Field::Why => self.scale_changed = true,
                }
                if let Some(typed) = self.typed(field) {
                    *typed = text;
                }
                Action::None
            }
            Message::SavePressed => self.save(context),
            Message::Saved(Ok(())) => Action::Say(
                String::from("The terms for patients’ money are kept"),
                read(context),
            ),
            Message::Read(Err(failure)) | Message::Saved(Err(failure)) => Action::Warn(failure),
        }
    }

    fn show(&mut self, terms: PatientTerms, versions: Vec<KeptScale>) {
        let scale = versions
            .first()
            .map_or_else(Scale::usual, |kept| kept.scale.clone());
        let mut steps: [(String, String); STEPS] = Default::default();
        for (step, band) in steps.iter_mut().zip(&scale.bands) {
            *step = (band.up_to.to_string(), band.percent.to_string());
        }
        *self = Self {
            versions,
            self_pay: terms.self_pay_percent.to_string(),
            fee: terms.returned_check_fee.plain(),
            escheat: terms.escheat_months.to_string(),
            first: scale.first.plain(),
            each_more: scale.each_more.plain(),
            steps,
            why: String::new(),
            terms_changed: false,
            scale_changed: false,
        };
    }

    fn typed(&mut self, field: Field) -> Option<&mut String> {
        Some(match field {
            Field::SelfPay => &mut self.self_pay,
            Field::Fee => &mut self.fee,
            Field::Escheat => &mut self.escheat,
            Field::First => &mut self.first,
            Field::EachMore => &mut self.each_more,
            Field::UpTo(at) => &mut self.steps.get_mut(at)?.0,
            Field::Percent(at) => &mut self.steps.get_mut(at)?.1,
            Field::Why => &mut self.why,
        })
    }

    fn terms(&self) -> Option<PatientTerms> {
        Some(PatientTerms {
            self_pay_percent: self.self_pay.trim().trim_end_matches('%').parse().ok()?,
            returned_check_fee: typed::amount(&self.fee).ok()?,
            escheat_months: self.escheat.trim().parse().ok()?,
        })
    }

    /// The scale as it is typed; steps that are empty are left out.
    fn scale(&self) -> Option<Scale> {
        let number = |text: &str| text.trim().trim_end_matches('%').parse::<u32>().ok();
        let mut bands = Vec::new();
        for (up_to, percent) in &self.steps {
            if up_to.trim().is_empty() && percent.trim().is_empty() {
                continue;
            }
            bands.push(Band {
                up_to: number(up_to)?,
                percent: number(percent)?,
            });
        }
        Some(Scale {
            first: typed::amount(&self.first).ok()?,
            each_more: typed::amount(&self.each_more).ok()?,
            bands,
        })
    }

    /// What is wrong, in a sentence; none when it can be kept.
    fn wrong(&self) -> Option<String> {
        let Some(terms) = self.terms() else {
            return Some(String::from(
                "Give whole percents and months, and the fee as an amount.",
            ));
        };
        if let Err(words) = terms.check() {
            return Some(words.to_owned());
        }
        if !self.scale_changed {
            return None;
        }
        let Some(scale) = self.scale() else {
            return Some(String::from(
                "Give incomes as amounts, and whole percents for each step.",
            ));
        };
        if let Err(error) = scale.check() {
            return Some(crate::ui::worker::sentence(&error.to_string()));
        }
        let is_silent = self.why.trim().is_empty();
        is_silent.then(|| String::from("Say why the scale changes; it is kept with the version."))
    }

    fn save(&self, context: &Context) -> Action<Message> {
        if let Some(words) = self.wrong() {
            return Action::Warn(Failure::Words(words));
        }
        let (Some(terms), scale) = (self.terms(), self.scale()) else {
            return Action::None;
        };
        let scale = scale.filter(|_| self.scale_changed);
        let why = self.why.clone();
        Action::Run(context.worker.ask(
            move |office| {
                office.together(|office| {
                    office.set_patient_terms(&terms)?;
                    if let Some(scale) = scale {
                        let _version = office.set_scale(&scale, &why)?;
                    }
                    Ok::<_, crate::office::OfficeError>(())
                })
            },
            Message::Saved,
        ))
    }

    /// A key nothing in the view had a use for.
    pub fn pressed(&mut self, context: &Context, press: &Press) -> Option<Action<Message>> {
        press
            .is("Ctrl S")
            .then(|| self.update(context, Message::SavePressed))
    }

    /// Whether going away would lose something.
    pub const fn is_changed(&self) -> bool {
        self.terms_changed || self.scale_changed
    }

    /// The terms, the scale, and what it comes to.
    pub fn view(&self) -> Element<'_, Message> {
        let can = self.is_changed() && self.wrong().is_none();
        let save = button::primary("Save")
            .key("Ctrl S")
            .on_press_maybe(can.then_some(Message::SavePressed));
        let wrong = self.wrong().filter(|_| self.is_changed()).map(field::error);
        let body = column![
            row![words::section("Patients’ money"), space::horizontal(), save].align_y(Center),
            row![
                text("Self-pay discount, percent", &self.self_pay, Field::SelfPay),
                text("Fee of a returned check", &self.fee, Field::Fee),
                text("Months until the state’s", &self.escheat, Field::Escheat),
            ]
            .spacing(gap::M),
            panel::section("Sliding scale", self.version()),
            words::label(
                "Income as a percent of the poverty guideline says how much comes off. Look the year’s guideline up at HHS."
            ),
            row![
                text("Guideline of one person", &self.first, Field::First),
                text("Each further person", &self.each_more, Field::EachMore),
                space().width(Fill),
            ]
            .spacing(gap::M),
            self.steps(),
            text("Why it changes", &self.why, Field::Why),
            wrong,
            panel::section("The most income in a year for each step", "by people in the household"),
            self.table(),
        ]
        .spacing(gap::M)
        .max_width(860.0);
        page::scroll(focus::form(container(body).padding(gap::L).width(Fill)))
    }

    fn version(&self) -> String {
        match self.versions.first() {
            Some(kept) => format!(
                "version {} of {}: {}",
                kept.id,
                show_date(kept.at.date_naive()),
                kept.why
            ),
            None => String::from("proposed; no help is granted before it is saved"),
        }
    }

    fn steps(&self) -> Element<'_, Message> {
        let steps = self.steps.iter().enumerate().map(|(at, (up_to, percent))| {
            column![
                text("Up to %", up_to, Field::UpTo(at)),
                text("Off %", percent, Field::Percent(at)),
            ]
            .spacing(gap::XS)
            .width(Fill)
            .into()
        });
        iced::widget::row(steps).spacing(gap::S).into()
    }

    /// The most income of each household for each step, worked out from what is typed.
    fn table(&self) -> Element<'_, Message> {
        let scale = self.scale().unwrap_or_else(Scale::usual);
        let mut columns = vec![Column::fill("People")];
        columns.extend(
            scale
                .bands
                .iter()
                .map(|band| Column::fixed(format!("{}% off", band.percent), 112.0).right()),
        );
        data_table(columns, HOUSEHOLDS.len(), move |at| {
            let household = HOUSEHOLDS.get(at).copied().unwrap_or(1);
            let limits = scale.bands.iter().map(|band| {
                let limit = scale.limit(*band, household).unwrap_or(Money::ZERO);
                cell::money(limit)
            });
            std::iter::once(cell::text(household.to_string()))
                .chain(limits)
                .collect()
        })
        .id(TABLE)
        .height(264.0)
        .into()
    }
}

fn text<'a>(label: &'a str, typed: &'a str, of: Field) -> field::Field<'a, Message> {
    field::text(label, typed, move |text| Message::Typed(of, text))
        .id(id(of))
        .width(Fill)
}

fn read(context: &Context) -> Task<Message> {
    context.worker.ask(
        |office| Ok((office.patient_terms()?, office.scales()?)),
        Message::Read,
    )
}

fn id(field: Field) -> String {
    format!("patient money {field:?}")
}
