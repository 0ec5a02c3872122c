//! Held claims that want the same fix: the card that says so, and going through them one after the other. Each is
//! mended in its own form; coming back from it leads to the next. It must not know how a claim is mended.

use iced::Element;

use super::{Claims, Message};
use crate::office::{ClaimPage, Office, OfficeError, SameFix};
use crate::ui::context::Context;
use crate::ui::place::{Action, Round};
use crate::ui::screen::mend;
use crate::ui::theme::Tone;
use crate::ui::widget::{button, notice, queue};

/// Where a round stands now, and the claim to mend next; none when all are mended.
pub type Stand = (Round, Option<Box<ClaimPage>>);

/// Begins with the claims of a fix.
pub fn begun(same: &SameFix) -> Round {
    Round {
        edit: same.edit.clone(),
        title: same.title.clone(),
        claims: same.claims.clone(),
        at: 0,
        mended: 0,
    }
}

/// Passes by the claims that the edit stops no more.
pub fn stand(office: &Office, mut round: Round) -> Result<Stand, OfficeError> {
    while let Some(claim) = round.claims.get(round.at) {
        let page = office.claim(*claim)?;
        let wants = page
            .findings
            .iter()
            .any(|finding| finding.stops() && finding.edit.id == round.edit);
        if wants {
            return Ok((round, Some(Box::new(page))));
        }
        round.at = round.at.saturating_add(1);
        round.mended = round.mended.saturating_add(1);
    }
    Ok((round, None))
}

impl Claims {
    /// Looks where the round stands; `goes` says whether its next claim is opened even if it was open before.
    pub(super) fn read_round(&self, context: &Context, goes: bool) -> iced::Task<Message> {
        let Some(round) = self.at.round.clone() else {
            return iced::Task::none();
        };
        let before = round.at;
        context.worker.ask(
            move |office| stand(office, round),
            move |stand| Message::RoundRead(before, goes, stand),
        )
    }

    /// The round was looked at: the next claim's field is opened, or the desk says how far it is.
    pub(super) fn round_read(
        &mut self,
        context: &Context,
        before: usize,
        goes: bool,
        (round, next): Stand,
    ) -> Action<Message> {
        let moved = round.at != before;
        let Some(page) = next else {
            let words = match round.mended {
                1 => String::from("1 claim is mended"),
                more => format!("All {more} claims are mended"),
            };
            self.at.round = None;
            return Action::Say(words, self.list_all(context));
        };
        let place = page
            .findings
            .iter()
            .find(|finding| finding.stops() && finding.edit.id == round.edit)
            .map(|finding| mend::Drawn::of(&page).place(finding.place, &finding.words));
        self.at.claim = Some(page.row.id);
        self.at.round = Some(round);
        self.page = Some(page);
        self.rejected = None;
        self.silence = None;
        match place {
            Some(place) if goes || moved => self.leave_for(place),
            _ => Action::None,
        }
    }

    /// Passes the claim of the round by.
    pub(super) fn round_skipped(&mut self, context: &Context) -> Action<Message> {
        let Some(round) = &mut self.at.round else {
            return Action::None;
        };
        round.at = round.at.saturating_add(1);
        if round.at < round.claims.len() {
            return Action::Run(self.read_round(context, true));
        }
        self.round_over(context)
    }

    /// Ends the round where it is.
    pub(super) fn round_over(&mut self, context: &Context) -> Action<Message> {
        let mended = self.at.round.take().map_or(0, |round| round.mended);
        let words = match mended {
            0 => String::from("None was mended"),
            1 => String::from("1 claim was mended"),
            more => format!("{more} claims were mended"),
        };
        Action::Say(words, self.list_all(context))
    }

    /// The card under the list: the round that is going on, or the fix that most held claims share.
    pub(super) fn round_card(&self) -> Option<Element<'_, Message>> {
        if let Some(round) = &self.at.round {
            return Some(going(round));
        }
        let same = self.same.first()?;
        let count = same.claims.len();
        let go = button::plain(format!("Fix {count} together"))
            .key("Shift F")
            .on_press(Message::RoundPressed);
        Some(queue::suggestion(
            format!("{count} held claims want the same fix:"),
            same.title.to_lowercase(),
            go,
        ))
    }
}

fn going(round: &Round) -> Element<'_, Message> {
    let words = format!(
        "{}: {} of {}, {} mended",
        round.title,
        round.at.saturating_add(1),
        round.claims.len(),
        round.mended
    );
    notice::with_actions(
        Tone::Attention,
        words,
        [
            button::plain("Go on")
                .key("Shift F")
                .on_press(Message::RoundPressed),
            button::quiet("Skip it")
                .key("N")
                .on_press(Message::RoundSkipped),
            button::quiet("Stop")
                .key("Esc")
                .on_press(Message::RoundStopped),
        ],
    )
}
