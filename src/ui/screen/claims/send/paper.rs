//! Claims for payers that take no files, printed where the rest is sent: which they are, on which form, through which
//! printer, and what came of it. It must not know how a form is filled in.

use std::fmt;

use iced::widget::{Column, column, container, row, rule, space};
use iced::{Center, Element, Fill, Task};

use super::numbers::OnPaper;
use super::{Asking, Doing, Message, Sending};
use crate::domain::id::ClaimId;
use crate::domain::money::Money;
use crate::domain::scrub::Finding;
use crate::office::{Paper, PrintedClaims, Which};
use crate::ui::context::Context;
use crate::ui::icon;
use crate::ui::screen::claims::lane::counted;
use crate::ui::spacing::space as gap;
use crate::ui::theme;
use crate::ui::widget::finding::{findings, is_right, to_fix, to_look_at};
use crate::ui::widget::words::show_dollars;
use crate::ui::widget::{button, dialog, field, words};

/// So many claims are named before the rest is counted.
const NAMED: usize = 6;

/// On what they are printed, and through which printer.
#[derive(Clone, Debug)]
pub struct Choice {
    form: Paper,
    printer: Option<String>,
}

impl Choice {
    /// Red forms, set to the only printer there is.
    pub(super) fn first(printers: &[String]) -> Self {
        Self {
            form: Paper::Red,
            printer: match printers {
                [only] => Some(only.clone()),
                _ => None,
            },
        }
    }

    pub(super) const fn put_form(&mut self, form: Paper) {
        self.form = form;
    }

    pub(super) fn put_printer(&mut self, printer: Option<String>) {
        self.printer = printer;
    }
}

/// A form to choose.
#[derive(Clone, PartialEq)]
struct Form(Paper);

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Paper::Red => "Red forms",
            Paper::Plain => "Plain paper",
        })
    }
}

/// A printer to choose.
#[derive(Clone, PartialEq)]
struct Printer(Option<String>);

impl fmt::Display for Printer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_deref().unwrap_or("As the form has it"))
    }
}

/// The part of the dialog that prints them; none when there are none.
pub(super) fn part<'a, M: Clone + 'a>(
    asking: &'a Asking,
    say: fn(Message) -> M,
) -> Option<Element<'a, M>> {
    let numbers = &asking.numbers;
    let all = &numbers.on_paper;
    if all.is_empty() || !numbers.is_of_claims() {
        return None;
    }
    let total = Money::sum(all.iter().map(|one| one.charged)).unwrap_or_default();
    // Where files leave too, what goes on paper stands apart.
    let is_all = numbers.receivers.is_empty();
    let line = (!is_all).then(|| rule::horizontal(1).style(theme::divider));
    let head = row![
        (!is_all).then(|| words::strong("On paper")),
        space::horizontal(),
        words::label(format!(
            "{} for {}",
            counted(all.len()),
            show_dollars(total)
        )),
    ]
    .align_y(Center);
    let named = all.iter().take(NAMED).map(slip);
    let more = all.len().saturating_sub(NAMED);
    let more = (more > 0).then(|| words::note(format!("and {more} more")));
    let print = (!is_all).then(|| row![space::horizontal(), Element::from(button(asking, say))]);
    let part = column![
        line,
        head,
        Column::with_children(named).spacing(gap::XS),
        more,
        words::note("Their payers have no receiver. Once printed they stand as sent."),
        choices(asking, say),
        print,
    ];
    Some(part.spacing(gap::S).into())
}

/// The button that prints them: the main one where no file leaves.
pub(super) fn button<'a, M: Clone + 'a>(
    asking: &'a Asking,
    say: fn(Message) -> M,
) -> button::Button<'a, M> {
    let label = format!("Print {}", asking.numbers.on_paper.len());
    let print = if asking.numbers.receivers.is_empty() {
        button::primary(label)
    } else {
        button::plain(label)
    };
    print.icon(icon::PRINT).on_press(say(Message::PrintPressed))
}

fn slip<'a, M: 'a>(one: &'a OnPaper) -> Element<'a, M> {
    row![
        words::dense(one.number.as_str()).width(84),
        words::dense(one.patient.as_str()).width(Fill),
        words::money(one.charged),
    ]
    .spacing(gap::S)
    .align_y(Center)
    .into()
}

fn choices<'a, M: Clone + 'a>(asking: &'a Asking, say: fn(Message) -> M) -> Element<'a, M> {
    let chosen = Form(asking.paper.form);
    let forms = [Form(Paper::Red), Form(Paper::Plain)];
    let form = field::select("Printed on", forms, Some(&chosen), move |Form(form)| {
        say(Message::FormChosen(form))
    });
    // What a printer is off counts on red forms alone.
    let printers = &asking.numbers.printers;
    let printer = (asking.paper.form == Paper::Red && !printers.is_empty()).then(|| {
        let all = printers.iter().map(|name| Printer(Some(name.clone())));
        let chosen = Printer(asking.paper.printer.clone());
        field::select(
            "Set to the printer",
            all.chain([Printer(None)]),
            Some(&chosen),
            move |Printer(name)| say(Message::PrinterChosen(name)),
        )
        .width(Fill)
    });
    row![form.width(Fill), printer.map(Element::from)]
        .spacing(gap::S)
        .into()
}

/// Prints what was asked about, which sends it.
pub(super) fn print(sending: &mut Option<Sending>, context: &Context) -> Task<Message> {
    let asking = match sending.take() {
        Some(Sending::Asking(asking)) if !asking.numbers.on_paper.is_empty() => asking,
        other => {
            *sending = other;
            return Task::none();
        }
    };
    let these: Vec<ClaimId> = asking.numbers.on_paper.iter().map(|one| one.id).collect();
    let Choice { form, printer } = asking.paper.clone();
    let (task, cancel) = context.worker.ask_long(
        move |office, progress| {
            let these = Which::These(&these);
            let printed = office.print_paper_claims(these, form, printer.as_deref(), progress)?;
            Ok(Box::new(printed))
        },
        Message::Printing,
    );
    *sending = Some(Sending::Working {
        doing: Doing::Printing,
        done: 0,
        total: 0,
        cancel,
        asking,
    });
    task
}

/// What was printed, and what stayed.
#[derive(Debug)]
pub struct Printed {
    /// Each claim with whose it is.
    claims: Vec<(String, String)>,
    pages: u32,
    /// What has no room on a form, by claim.
    lost: Vec<(String, String)>,
    /// Claims that stayed, each with why.
    held: Vec<(String, String)>,
    pdf: Vec<u8>,
}

impl Printed {
    pub(super) fn of(printed: PrintedClaims, asked: &[OnPaper]) -> Self {
        let patient = |number: &str| {
            let found = asked.iter().find(|one| one.number == number);
            found.map(|one| one.patient.clone()).unwrap_or_default()
        };
        let claims = printed.claims.iter().map(|number| {
            let number = number.to_string();
            let whose = patient(&number);
            (number, whose)
        });
        let held = printed.held.iter().map(|(number, found)| {
            let why = found.iter().find(|finding| Finding::stops(finding));
            let why = why.map(|finding| finding.words.clone());
            (number.to_string(), why.unwrap_or_default())
        });
        let lost = printed.warnings.iter();
        Self {
            claims: claims.collect(),
            held: held.collect(),
            lost: lost
                .map(|(number, warning)| (number.to_string(), warning.to_string()))
                .collect(),
            pages: printed.pages,
            pdf: printed.pdf,
        }
    }

    /// Shows the printed pages, if there are any.
    pub(super) fn show(&self, context: &Context) -> Task<Message> {
        if self.claims.is_empty() {
            return Task::none();
        }
        let (name, pdf) = ("paper-claims.pdf", self.pdf.clone());
        context
            .files
            .view_pages(&context.worker, name, pdf, Message::Shown)
    }

    /// The dialog that says so.
    pub(super) fn dialog<'a, M: Clone + 'a>(
        &'a self,
        say: fn(Message) -> M,
    ) -> dialog::Dialog<'a, M> {
        let mut list = Vec::new();
        for (number, whose) in self.claims.iter().take(NAMED) {
            list.push(is_right(format!("Claim {number}, {whose}")));
        }
        let more = self.claims.len().saturating_sub(NAMED);
        if more > 0 {
            list.push(is_right(format!("and {more} more")));
        }
        for of_claim in self.lost.chunk_by(|one, next| one.0 == next.0) {
            let Some((number, _)) = of_claim.first() else {
                continue;
            };
            let missing: Vec<&str> = of_claim.iter().map(|(_, what)| what.as_str()).collect();
            let told = to_look_at(format!("Claim {number} does not fit its form"));
            list.push(told.note(missing.join("; ")));
        }
        for (number, why) in &self.held {
            list.push(to_fix(format!("Claim {number} is held")).note(why.as_str()));
        }
        let (title, told) = match self.claims.len() {
            0 => (String::from("Nothing was printed"), String::new()),
            many => (
                format!("{} printed", counted(many)),
                match self.pages {
                    1 => String::from("On one page. It stands as sent."),
                    more => format!("On {more} pages. They stand as sent."),
                },
            ),
        };
        let shown = dialog::dialog(title, told, say(Message::Closed))
            .content(container(findings(list)).width(Fill))
            .answer(
                button::primary("Done")
                    .key("Esc")
                    .on_press(say(Message::Closed)),
            )
            .width(520.0);
        if self.claims.is_empty() {
            return shown;
        }
        shown.answer(
            button::quiet("Show the pages")
                .icon(icon::PRINT)
                .on_press(say(Message::ShowPressed)),
        )
    }
}
