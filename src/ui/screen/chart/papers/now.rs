//! A statement made because somebody asks for it: looked at as the page itself, then kept. It must not know the rules
//! of a run.

use iced::Element;
use iced::widget::column;

use super::{Message, Papers, TABLE};
use crate::domain::mailing::SentStatement;
use crate::domain::typed::show_date;
use crate::office::{Chart, MoneyRefusal};
use crate::ui::context::Context;
use crate::ui::icon;
use crate::ui::place::Action;
use crate::ui::screen::pages::Pages;
use crate::ui::widget::key::{Hint, Press, hint};
use crate::ui::widget::{button, focus, page, words};

impl Papers {
    /// What has to do with making a statement.
    pub(super) fn making(
        &mut self,
        context: &Context,
        about: &Chart,
        message: Message,
    ) -> Action<Message> {
        match message {
            Message::MakePressed => self.look(context, about),
            Message::Looked(pages) => {
                if self.now.is_some() {
                    self.now = Some(Pages::of(pages));
                }
                Action::None
            }
            Message::PageTurned(by) => {
                if let Some(pages) = &mut self.now {
                    pages.turn(by);
                }
                Action::None
            }
            Message::MakeMeant => self.make(context, about),
            Message::Made(Ok(sent)) => self.made(context, &sent),
            Message::Made(Err(failure)) => Action::Warn(failure),
            Message::MakeLeft => {
                self.now = None;
                Action::Run(focus::on(TABLE))
            }
            _ => Action::None,
        }
    }

    /// Makes the pages to look at.
    fn look(&mut self, context: &Context, about: &Chart) -> Action<Message> {
        self.now = Some(Pages::Reading);
        let (guarantor, today) = (about.guarantor.id, context.today());
        Action::Run(context.worker.ask(
            move |office| {
                let _row = office.statement_on_request(guarantor, today)?;
                office.statement_pages(guarantor, today)
            },
            Message::Looked,
        ))
    }

    /// Keeps what is looked at.
    fn make(&self, context: &Context, about: &Chart) -> Action<Message> {
        if !self.now.as_ref().is_some_and(Pages::are_made) {
            return Action::None;
        }
        let (guarantor, today) = (about.guarantor.id, context.today());
        Action::Run(context.worker.ask(
            move |office| {
                let made = office.make_statement(guarantor, None, today)?;
                let mut rows = made.rows.into_iter();
                let sent = rows.find_map(|row| row.statements.into_iter().next());
                let sent = sent.ok_or(MoneyRefusal::NoStatement(String::from("nothing owed")));
                Ok(sent?)
            },
            Message::Made,
        ))
    }

    /// A statement was kept: shows it where it can be printed.
    fn made(&mut self, context: &Context, sent: &SentStatement) -> Action<Message> {
        self.now = None;
        // The newest statement stands first, below the head of its group.
        self.selected = Some(1);
        let paper = super::Paper::Statement(sent.id);
        let open = context.worker.ask(
            move |office| paper.pages(office).map(super::Pdf),
            move |pages| Message::PagesRead(paper, pages),
        );
        let words = format!(
            "Statement {} is made; it asks for {}",
            sent.number,
            words::show_dollars(sent.amount)
        );
        Action::Say(words, open)
    }

    /// A key while a statement is looked at.
    pub(super) fn pressed_now(
        &mut self,
        context: &Context,
        about: &Chart,
        press: &Press,
    ) -> Option<Action<Message>> {
        let message = if press.is("Ctrl Enter") {
            Message::MakeMeant
        } else if press.is("Esc") {
            Message::MakeLeft
        } else if press.is("Right") || press.is("PgDn") {
            Message::PageTurned(1)
        } else if press.is("Left") || press.is("PgUp") {
            Message::PageTurned(-1)
        } else {
            return None;
        };
        Some(self.update(context, about, message))
    }

    /// What the keys do while a statement is looked at.
    pub(super) fn keys_now() -> Vec<Hint<'static>> {
        vec![
            hint(&["Ctrl Enter"], "make it"),
            hint(&["Left", "Right"], "turn the page"),
            hint(&["Esc"], "leave it"),
        ]
    }
}

/// The pages, and what to do with them.
pub(super) fn view<'a>(
    context: &Context,
    about: &'a Chart,
    pages: &'a Pages,
) -> Element<'a, Message> {
    let make = button::primary("Make the statement")
        .icon(icon::PRINT)
        .key("Ctrl Enter")
        .compact()
        .on_press_maybe(pages.are_made().then_some(Message::MakeMeant));
    let leave = button::quiet("Leave it")
        .key("Esc")
        .compact()
        .on_press(Message::MakeLeft);
    let mut acts: Vec<Element<'a, Message>> = Vec::new();
    acts.extend(pages.turner(Message::PageTurned));
    acts.push(leave.into());
    acts.push(make.into());
    let guarantor = about.guarantor.contact.name.natural();
    let bar = page::toolbar(
        [
            words::strong(format!("Statement as of {}", show_date(context.today()))).into(),
            words::muted(format!("for {guarantor}; nothing is kept yet")).into(),
        ],
        acts,
    );
    column![bar, pages.view("No statement can be made")].into()
}
