//! The forms of the patients' side: a note or call with its promise, and money for what is at the agency. They must not know
//! the lanes.

use chrono::NaiveDate;
use iced::Element;
use iced::widget::{column, row};

use super::{Accounts, Message as Screen};
use crate::domain::contact::Way;
use crate::domain::draft::agency_money::{AgencyMoney, Brought, Field as MoneyField};
use crate::domain::draft::note::Field;
use crate::domain::draft::{AgencyMoneyDraft, NoteDraft};
use crate::domain::id::{GuarantorId, UserId};
use crate::domain::payment::{NewReceipt, Tender};
use crate::domain::typed::show_date;
use crate::office::{FromAgency, Office, OfficeError};
use crate::ui::context::Context;
use crate::ui::form::{Edit, Form};
use crate::ui::place::Action;
use crate::ui::spacing::space as gap;
use crate::ui::widget::key::Press;
use crate::ui::widget::{button, field, words};
use crate::ui::worker::Failure;

/// Which form is open.
pub enum Open {
    /// None.
    Nothing,
    /// A note about an account.
    Note(Form<NoteDraft>),
    /// Money for an account at the agency.
    Money(GuarantorId, Form<AgencyMoneyDraft>),
}

impl Open {
    /// Whether one is.
    pub const fn is_open(&self) -> bool {
        !matches!(self, Self::Nothing)
    }
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// Something of the note was typed.
    Note(Edit<Field>),
    /// How it was said was chosen.
    WayChosen(Way),
    /// Whose work the follow-up is was chosen.
    PersonChosen(Option<UserId>),
    /// Something of the money was typed.
    Money(Edit<MoneyField>),
    /// Who brought it was chosen.
    BroughtChosen(Brought),
    /// It is to be kept.
    SavePressed,
    /// It was, or not.
    Saved(&'static str, Result<(), Failure>),
    /// All stays as it is.
    KeepPressed,
}

/// What a key stands for while a form is open.
pub fn pressed(press: &Press) -> Option<Message> {
    if press.is("Ctrl Enter") {
        Some(Message::SavePressed)
    } else if press.is("Esc") {
        Some(Message::KeepPressed)
    } else {
        None
    }
}

/// How something was said, as a list shows it.
#[derive(Clone, Copy, PartialEq)]
struct Said(Way);

impl std::fmt::Display for Said {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0.words())
    }
}

/// Whose work something is, as a list shows it.
#[derive(Clone, PartialEq)]
struct Person(Option<UserId>, String);

impl std::fmt::Display for Person {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.1)
    }
}

/// Who brought money, as a list shows it.
#[derive(Clone, Copy, PartialEq)]
struct By(Brought);

impl std::fmt::Display for By {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self.0 {
            Brought::Agency => "The agency, less its fee",
            Brought::Check => "The guarantor, by check",
            Brought::Cash => "The guarantor, in cash",
        })
    }
}

impl Accounts {
    /// Opens the form of a note about the chosen account.
    pub(super) fn open_note(&mut self, context: &Context) -> Action<Screen> {
        let Some(guarantor) = self.guarantor() else {
            return Action::None;
        };
        let lent = (guarantor.get(), context.today());
        let form = Form::lent("note", NoteDraft::default(), lent);
        let start = form.start();
        self.form = Open::Note(form);
        Action::Run(start)
    }

    /// Opens the form for money for what is at the agency.
    pub(super) fn open_money(&mut self, context: &Context) -> Action<Screen> {
        let Some(guarantor) = self.guarantor() else {
            return Action::None;
        };
        let draft = AgencyMoneyDraft {
            on: show_date(context.today()),
            ..AgencyMoneyDraft::default()
        };
        let form = Form::lent("agency money", draft, context.today());
        let start = form.start();
        self.form = Open::Money(guarantor, form);
        Action::Run(start)
    }

    /// Takes in what happened to the open form.
    pub(super) fn formed(&mut self, context: &Context, message: Message) -> Action<Screen> {
        match (message, &mut self.form) {
            (Message::Note(edit), Open::Note(form)) => form.take(edit),
            (Message::WayChosen(way), Open::Note(form)) => form.choose(|draft| draft.way = way),
            (Message::PersonChosen(person), Open::Note(form)) => {
                form.choose(|draft| draft.person = person);
            }
            (Message::Money(edit), Open::Money(_, form)) => form.take(edit),
            (Message::BroughtChosen(from), Open::Money(_, form)) => {
                form.choose(|draft| draft.from = from);
            }
            (Message::SavePressed, _) => return self.save(context),
            (Message::Saved(words, Ok(())), _) => {
                return self.changed(context, words.to_owned());
            }
            (Message::Saved(_, Err(failure)), _) => return Action::Warn(failure),
            (Message::KeepPressed, _) => self.form = Open::Nothing,
            (
                Message::Note(_)
                | Message::WayChosen(_)
                | Message::PersonChosen(_)
                | Message::Money(_)
                | Message::BroughtChosen(_),
                _,
            ) => {}
        }
        Action::None
    }

    fn save(&mut self, context: &Context) -> Action<Screen> {
        let saved = |words| move |done| Screen::Form(Message::Saved(words, done));
        match &mut self.form {
            Open::Nothing => Action::None,
            Open::Note(form) => match form.finish() {
                Ok(mut note) => {
                    note.about.patient = None;
                    Action::Run(context.worker.ask(
                        move |office| office.add_note(&note).map(drop),
                        saved("The note is kept"),
                    ))
                }
                Err(to_field) => Action::Run(to_field),
            },
            Open::Money(guarantor, form) => {
                let guarantor = *guarantor;
                match form.finish() {
                    Ok(money) => Action::Run(context.worker.ask(
                        move |office| take(office, guarantor, &money),
                        saved("The money is posted"),
                    )),
                    Err(to_field) => Action::Run(to_field),
                }
            }
        }
    }
}

fn take(
    office: &mut Office,
    guarantor: GuarantorId,
    money: &AgencyMoney,
) -> Result<(), OfficeError> {
    let tender = match money.from {
        Brought::Agency => {
            let fee = match money.fee {
                Some(fee) => fee,
                None => office.usual_agency_fee(guarantor, money.amount)?,
            };
            return office
                .post_agency_payment(&FromAgency {
                    guarantor,
                    gross: money.amount,
                    fee,
                    on: money.on,
                    check: money.check.clone(),
                })
                .map(drop);
        }
        Brought::Check => Tender::Check {
            amount: money.amount,
            number: money.check.clone(),
        },
        Brought::Cash => Tender::Cash {
            amount: money.amount,
            given: money.amount,
        },
    };
    office
        .take_direct_payment(&NewReceipt {
            guarantor,
            accounting_on: money.on,
            tenders: vec![tender],
            placed: Vec::new(),
        })
        .map(drop)
}

/// The open form; nothing while none is.
pub fn view<'a>(screen: &'a Accounts, context: &Context) -> Option<Element<'a, Screen>> {
    match &screen.form {
        Open::Nothing => None,
        Open::Note(form) => Some(note(screen, form, context)),
        Open::Money(_, form) => Some(money(form, context)),
    }
}

fn note<'a>(
    screen: &'a Accounts,
    form: &'a Form<NoteDraft>,
    context: &Context,
) -> Element<'a, Screen> {
    let says = Says {
        edit: |edit| Screen::Form(Message::Note(edit)),
        way: |way| Screen::Form(Message::WayChosen(way)),
        person: |person| Screen::Form(Message::PersonChosen(person)),
    };
    let fields = note_fields(form, &screen.found.people, context.today(), &says);
    column![fields, acts("Keep the note")]
        .spacing(gap::M)
        .into()
}

/// What the fields of a note say to their screen.
#[derive(Clone, Copy)]
pub struct Says<M> {
    /// Something was typed.
    pub edit: fn(Edit<Field>) -> M,
    /// How it was said was chosen.
    pub way: fn(Way) -> M,
    /// Whose work the follow-up is was chosen.
    pub person: fn(Option<UserId>) -> M,
}

/// The fields of a note, for whichever screen it is written on.
pub fn note_fields<'a, M: Clone + 'static>(
    form: &'a Form<NoteDraft>,
    people: &'a [(UserId, String)],
    today: NaiveDate,
    says: &Says<M>,
) -> Element<'a, M> {
    let Says {
        edit: say,
        way: way_chosen,
        person: person_chosen,
    } = *says;
    let draft = form.draft();
    let day = |label: &'static str, of: Field, value: &'a str| {
        let typed =
            field::coming_date(label, value, today, move |text| say(Edit::Edited(of, text)));
        form.dress(typed, of, say).optional()
    };
    let way = field::select(
        "How",
        Way::ALL.map(Said),
        Some(&Said(draft.way)),
        move |way: Said| way_chosen(way.0),
    );
    let people: Vec<Person> = std::iter::once(Person(None, String::from("Anybody")))
        .chain(
            people
                .iter()
                .map(|(id, name)| Person(Some(*id), name.clone())),
        )
        .collect();
    let at = people.iter().find(|one| one.0 == draft.person).cloned();
    let person = field::select("For whom", people, at.as_ref(), move |one: Person| {
        person_chosen(one.0)
    });
    let promised = field::money("Promised", &draft.promised, move |text| {
        say(Edit::Edited(Field::Promised, text))
    });
    column![
        words::section("Note or call"),
        form.text("What was said", Field::Words, say),
        way,
        form.text("With whom", Field::With, say).optional(),
        row![
            day("Look at it again", Field::FollowUp, &draft.follow_up),
            person
        ]
        .spacing(gap::M),
        row![
            form.dress(promised, Field::Promised, say).optional(),
            day("By", Field::By, &draft.by),
        ]
        .spacing(gap::M),
    ]
    .spacing(gap::M)
    .into()
}

fn money<'a>(form: &'a Form<AgencyMoneyDraft>, context: &Context) -> Element<'a, Screen> {
    let say: fn(Edit<MoneyField>) -> Screen = |edit| Screen::Form(Message::Money(edit));
    let draft = form.draft();
    let all = [Brought::Agency, Brought::Check, Brought::Cash].map(By);
    let from = field::select("Who brought it", all, Some(&By(draft.from)), |by: By| {
        Screen::Form(Message::BroughtChosen(by.0))
    });
    let amount = |label: &'static str, of: MoneyField, value: &'a str| {
        let typed = field::money(label, value, move |text| say(Edit::Edited(of, text)));
        form.dress(typed, of, say)
    };
    let fee = (draft.from == Brought::Agency).then(|| {
        amount("It kept", MoneyField::Fee, &draft.fee)
            .optional()
            .helper("Left out: its usual part")
    });
    let number = (draft.from != Brought::Cash)
        .then(|| form.text("Number of the check", MoneyField::CheckNumber, say));
    let on = field::date("Counts for", &draft.on, context.today(), move |text| {
        say(Edit::Edited(MoneyField::On, text))
    });
    column![
        words::section("Money for what is at the agency"),
        from,
        amount("What the guarantor paid", MoneyField::Amount, &draft.amount),
        fee,
        number,
        form.dress(on, MoneyField::On, say),
        acts("Post it"),
    ]
    .spacing(gap::M)
    .into()
}

fn acts<'a>(words: &'static str) -> Element<'a, Screen> {
    row![
        button::primary(words)
            .key("Ctrl Enter")
            .on_press(Screen::Form(Message::SavePressed)),
        button::quiet("Not now").on_press(Screen::Form(Message::KeepPressed)),
    ]
    .spacing(gap::S)
    .into()
}
