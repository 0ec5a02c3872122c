//! The chosen remittance beside the list: what it comes to, where it stands, and the way into it. It must not know its
//! claims.

use chrono::Local;
use iced::Element;
use iced::widget::{column, row, space};

use super::{Message, Remittances, standing};
use crate::domain::remittance::RemittanceRow;
use crate::domain::typed::show_date;
use crate::ui::screen::payments::table::method;
use crate::ui::spacing::space as gap;
use crate::ui::theme::Tone;
use crate::ui::widget::{button, notice, panel, words};

impl Remittances {
    pub(super) fn one(&self) -> Element<'_, Message> {
        let Some((at, remittance)) = self.row().and_then(|at| Some((at, self.rows.get(at)?)))
        else {
            return words::muted("Choose a remittance to see what it comes to.").into();
        };
        let title = row![
            words::section(words::show_dollars(remittance.amount)),
            space::horizontal(),
            Element::from(standing(remittance)),
        ]
        .align_y(iced::Center);
        let sums = panel::sums([
            ("Charged", remittance.charged),
            ("Paid on claims", remittance.paid),
            ("Beside claims", remittance.withheld.negated()),
            ("Off by", remittance.difference),
        ]);
        let problem = (!remittance.problem.is_empty()).then(|| {
            notice::notice(
                Tone::Attention,
                remittance.problem.as_str(),
                None::<button::Button<'_, Message>>,
            )
        });
        let open = button::primary(if remittance.standing.is_open() {
            "Look and post"
        } else {
            "Open"
        })
        .key("Enter")
        .on_press(Message::RowOpened(at));
        column![
            title,
            facts(remittance),
            problem,
            sums,
            row![Element::from(open)]
        ]
        .spacing(gap::M)
        .into()
    }
}

fn facts(remittance: &RemittanceRow) -> Element<'_, Message> {
    let read = remittance
        .read_at
        .with_timezone(&Local)
        .format("%m/%d/%Y %-I:%M %p");
    let paid = format!(
        "{} {}, {}",
        method(remittance.method),
        remittance.trace,
        show_date(remittance.paid_on)
    );
    let posted = remittance.posted.as_ref().map(|(at, by)| {
        let at = at.with_timezone(&Local).format("%m/%d/%Y %-I:%M %p");
        ("Posted", words::dense(format!("{at}, {by}")).into())
    });
    let parked = (remittance.parked > 0).then(|| {
        let claims = match remittance.parked {
            1 => String::from("1 claim"),
            more => format!("{more} claims"),
        };
        ("Parked", words::dense(claims).into())
    });
    let facts = [
        ("Payer", words::dense(remittance.payer_name.as_str()).into()),
        ("Paid", words::dense(paid).into()),
        ("To", words::dense(remittance.payee_name.as_str()).into()),
        ("File", words::dense(remittance.file_name.as_str()).into()),
        (
            "Read",
            words::dense(format!("{read}, {}", remittance.read_by)).into(),
        ),
    ];
    panel::facts(72.0, facts.into_iter().chain(posted).chain(parked))
}
