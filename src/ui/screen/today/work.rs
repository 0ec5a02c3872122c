//! The queues of Today in a biller's words: what each is, where it is worked, and which of them comes first. It must
//! not know how they look.

use chrono::NaiveDate;

use crate::domain::claim::State;
use crate::domain::money::Money;
use crate::domain::today::{Board, Queue, QueueRow};
use crate::domain::typed::{counted, show_date};
use crate::ui::icon::{self, Glyph};
use crate::ui::place::{DeskAt, Lane, Place};
use crate::ui::theme::Tone;
use crate::ui::widget::queue as kit;
use crate::ui::widget::words::show_dollars;

/// Everything that waits.
pub struct Work {
    /// In the order of the keys.
    pub queues: Vec<Pile>,
    /// What to do first, first.
    pub next: Vec<Step>,
}

/// One queue.
pub struct Pile {
    group: &'static str,
    glyph: Glyph,
    tone: Option<Tone>,
    name: &'static str,
    remark: String,
    count: usize,
    amount: Money,
    /// Where it is worked.
    pub place: Place,
}

/// Something to do.
pub struct Step {
    /// What, and what it is worth.
    pub title: String,
    /// Why it comes first.
    pub why: String,
    /// What, in a row of others.
    pub brief: String,
    /// The word on its button.
    pub act: &'static str,
    /// What it is worth.
    pub amount: Money,
    /// Where it is done.
    pub place: Place,
}

/// What is done first: what never reached a payer, then what money is sitting in, then what can wait.
const ORDER: [Queue; 14] = [
    Queue::Deadlines,
    Queue::Rejected,
    Queue::Held,
    Queue::Remittances,
    Queue::Ready,
    Queue::Denied,
    Queue::Asked,
    Queue::ToCode,
    Queue::NoAnswer,
    Queue::HeldChecks,
    Queue::FollowUps,
    Queue::CreditToPlace,
    Queue::StatementsDue,
    Queue::Collections,
];

impl Work {
    /// What a board says.
    pub fn of(board: &Board) -> Self {
        // A reminder stands there only while there is something to be reminded of.
        let standing = board
            .queues
            .iter()
            .filter(|row| !is_reminder(row.queue) || row.count > 0);
        let queues = standing.map(|row| pile(row, board.today));
        let next = ORDER
            .into_iter()
            .filter_map(|queue| board.queues.iter().find(|row| row.queue == queue))
            .filter(|row| row.count > 0)
            .map(|row| step(row, board.today));
        Self {
            queues: queues.collect(),
            next: next.collect(),
        }
    }

    /// The rows of the table: groups with their queues.
    pub fn rows(&self) -> Vec<kit::Row<'static>> {
        let mut rows = Vec::new();
        let mut group = "";
        for (pile, key) in self.queues.iter().zip(1_u32..) {
            if pile.group != group {
                group = pile.group;
                rows.push(kit::group(group));
            }
            rows.push(pile.row(key));
        }
        rows
    }

    /// Where the queue of a row of the table is worked.
    pub fn place_of(&self, at: usize) -> Option<Place> {
        self.placed()
            .find(|(row, _)| *row == at)
            .map(|(_, pile)| pile.place.clone())
    }

    /// The row of what is done first.
    pub fn first_row(&self) -> Option<usize> {
        let place = &self.next.first()?.place;
        self.placed()
            .find(|(_, pile)| pile.place == *place)
            .map(|(row, _)| row)
    }

    /// The queue below a row, or the first.
    pub fn row_below(&self, at: Option<usize>) -> Option<usize> {
        let mut rows = self.placed().map(|(row, _)| row);
        rows.find(|row| at.is_none_or(|at| *row > at))
    }

    /// The queue above a row, or the last.
    pub fn row_above(&self, at: Option<usize>) -> Option<usize> {
        let rows = self.placed().map(|(row, _)| row);
        rows.filter(|row| at.is_none_or(|at| *row < at)).last()
    }

    /// Each queue with its row in the table, where groups have rows as well.
    fn placed(&self) -> impl Iterator<Item = (usize, &Pile)> {
        let mut group = "";
        let mut row = 0_usize;
        self.queues.iter().map(move |pile| {
            if pile.group != group {
                group = pile.group;
                row = row.saturating_add(1);
            }
            let here = row;
            row = row.saturating_add(1);
            (here, pile)
        })
    }
}

impl Pile {
    fn row(&self, key: u32) -> kit::Row<'static> {
        let queue = kit::queue(
            self.glyph,
            self.name,
            self.remark.clone(),
            self.count,
            self.amount,
            // There are nine digits to press, and a nought.
            match key {
                1..=9 => key.to_string(),
                10 => String::from("0"),
                _ => String::new(),
            },
        );
        match self.tone {
            Some(tone) if self.count > 0 => queue.tone(tone).into(),
            _ => queue.into(),
        }
    }
}

/// Whether a queue only reminds of something, and so stands there only while there is something to be reminded of.
const fn is_reminder(queue: Queue) -> bool {
    matches!(
        queue,
        Queue::Deadlines | Queue::HeldChecks | Queue::FollowUps | Queue::Collections
    )
}

fn pile(row: &QueueRow, today: NaiveDate) -> Pile {
    let (group, glyph, tone, name) = match row.queue {
        Queue::ToCode => ("Charges", icon::TO_CODE, None, "Visits to code"),
        Queue::Asked => ("Charges", icon::ASK, Some(Tone::Attention), "Questions"),
        Queue::Held => ("Charges", icon::HELD, Some(Tone::Attention), "Claims held"),
        Queue::Ready => ("Charges", icon::SENT, Some(Tone::Sent), "Ready to send"),
        Queue::Rejected => ("Answers", icon::REJECTED, Some(Tone::Bad), "Rejected"),
        Queue::NoAnswer => ("Answers", icon::OVERDUE, Some(Tone::Attention), "No answer"),
        Queue::Remittances => (
            "Answers",
            icon::REMITTANCES,
            Some(Tone::Sent),
            "Remittances to post",
        ),
        Queue::Denied => ("Answers", icon::DENIED, Some(Tone::Bad), "Denials"),
        Queue::Deadlines => (
            "Answers",
            icon::OVERDUE,
            Some(Tone::Attention),
            "Last days to appeal",
        ),
        Queue::StatementsDue => ("Patients", icon::STATEMENTS, None, "Statements due"),
        Queue::CreditToPlace => (
            "Patients",
            icon::CASH,
            Some(Tone::Attention),
            "Credit to place",
        ),
        Queue::HeldChecks => (
            "Patients",
            icon::CALENDAR,
            Some(Tone::Attention),
            "Held checks",
        ),
        Queue::FollowUps => (
            "Patients",
            icon::FOLLOW_UP,
            Some(Tone::Attention),
            "Accounts to call about",
        ),
        Queue::Collections => (
            "Patients",
            icon::STATEMENTS,
            Some(Tone::Attention),
            "For collections",
        ),
    };
    Pile {
        group,
        glyph,
        tone,
        name,
        remark: remark(row, today),
        count: usize::try_from(row.count).unwrap_or(usize::MAX),
        amount: row.amount,
        place: place(row.queue),
    }
}

fn remark(row: &QueueRow, today: NaiveDate) -> String {
    if row.count == 0 {
        return String::from("None");
    }
    let oldest = row.oldest;
    let since = |words: &str| match oldest {
        Some(day) => format!("Oldest {}, {words}", age(day, today)),
        None => words.to_owned(),
    };
    match row.queue {
        Queue::ToCode => {
            oldest.map_or_else(String::new, |day| format!("Oldest {}", show_date(day)))
        }
        Queue::Asked => since("each holds its claim"),
        Queue::Held => since("a finding stops each"),
        Queue::Ready => since("clean"),
        Queue::Rejected => since("not on file with the payer"),
        Queue::NoAnswer => since("sent and not heard of"),
        Queue::Remittances => since("read and not posted"),
        Queue::Denied => since("to correct or appeal"),
        Queue::Deadlines => oldest.map_or_else(String::new, |day| due(day, today)),
        Queue::StatementsDue => String::from("A run would send them today"),
        Queue::CreditToPlace => String::from("Paid, not yet put on a service"),
        Queue::HeldChecks => since("good now, to be taken in"),
        Queue::FollowUps => since("a day that was set, or a promise"),
        Queue::Collections => String::from("A final notice, or the agency, is next"),
    }
}

fn place(queue: Queue) -> Place {
    match queue {
        Queue::ToCode => Place::Visits,
        Queue::Asked => Place::Asked,
        Queue::Held => Place::Claims(vec![State::Held]),
        Queue::Ready => Place::Claims(vec![State::Ready]),
        Queue::Rejected => Place::Claims(vec![State::Rejected]),
        Queue::NoAnswer => Place::Desk(DeskAt::lane(Lane::NoAnswer)),
        Queue::Remittances => Place::Remittances,
        Queue::Denied | Queue::Deadlines => Place::FollowUp(None),
        Queue::StatementsDue => Place::Statements,
        Queue::CreditToPlace => Place::Credit,
        Queue::HeldChecks => Place::PaidLater,
        Queue::FollowUps | Queue::Collections => Place::Accounts(None),
    }
}

fn step(row: &QueueRow, today: NaiveDate) -> Step {
    let (act, brief, why) = said(row, today);
    Step {
        title: format!("{brief}, worth {}", show_dollars(row.amount)),
        why,
        brief,
        act,
        amount: row.amount,
        place: place(row.queue),
    }
}

/// What a button, a line and its reason say of a queue.
fn said(row: &QueueRow, today: NaiveDate) -> (&'static str, String, String) {
    let many = |one: &str, more: &str| match row.count {
        1 => format!("1 {one}"),
        count => format!("{count} {more}"),
    };
    let claims = |what: &str| many(&format!("{what} claim"), &format!("{what} claims"));
    let oldest = row
        .oldest
        .map(|day| format!(" The oldest is {}.", age(day, today)))
        .unwrap_or_default();
    match row.queue {
        Queue::Rejected => (
            "Fix rejected",
            format!("Fix {}", claims("rejected")),
            format!("Never reached the payer.{oldest}"),
        ),
        Queue::Held => (
            "Clear held",
            format!("Clear {}", claims("held")),
            format!("A finding stops each from being sent.{oldest}"),
        ),
        Queue::Ready => (
            "Send claims",
            format!("Send {}", claims("clean")),
            format!("Nothing stops them.{oldest}"),
        ),
        Queue::Remittances => (
            "Post",
            format!("Post {}", many("remittance", "remittances")),
            format!("The money is here and on no account yet.{oldest}"),
        ),
        Queue::Denied => (
            "Work denials",
            format!("Work {}", claims("denied")),
            format!("Correct or appeal each before its time is up.{oldest}"),
        ),
        Queue::Deadlines => (
            "Keep the days",
            many("denial is running out", "denials are running out"),
            first_due(row, today),
        ),
        Queue::ToCode => (
            "Code visits",
            format!("Code {}", many("visit", "visits")),
            format!("No claim can be made before.{oldest}"),
        ),
        Queue::Asked => (
            "Answer questions",
            format!("Answer questions about {}", many("visit", "visits")),
            format!("Their claims wait for the answer.{oldest}"),
        ),
        Queue::NoAnswer => (
            "Look into them",
            format!("Ask after {}", claims("unanswered")),
            format!("Sent, and nobody has answered.{oldest}"),
        ),
        Queue::CreditToPlace
        | Queue::HeldChecks
        | Queue::FollowUps
        | Queue::Collections
        | Queue::StatementsDue => said_of_patients(row, &oldest),
    }
}

/// What they say of a queue of what guarantors owe.
fn said_of_patients(row: &QueueRow, oldest: &str) -> (&'static str, String, String) {
    let many = |one: &str| counted(row.count, one);
    match row.queue {
        Queue::CreditToPlace => (
            "Place credit",
            format!("Place the credit of {}", many("guarantor")),
            String::from("Money is here that pays for nothing yet."),
        ),
        Queue::HeldChecks => (
            "Take checks in",
            format!("Take {} in", many("held check")),
            format!("The day they were held for has come.{oldest}"),
        ),
        Queue::FollowUps => (
            "Call them",
            format!("Call about {}", many("account")),
            format!("A day that was set has come, or a promise was not kept.{oldest}"),
        ),
        Queue::Collections => (
            "Work collections",
            format!("Work {} in collections", many("account")),
            format!("Statements did not bring them in.{oldest}"),
        ),
        _ => (
            "Run statements",
            format!("Send {}", many("statement")),
            String::from("A run today would send them."),
        ),
    }
}

fn first_due(row: &QueueRow, today: NaiveDate) -> String {
    let told = row.oldest.map(|day| format!("{}.", due(day, today)));
    told.unwrap_or_default()
}

/// When the first last day is, or was.
fn due(day: NaiveDate, today: NaiveDate) -> String {
    match day.signed_duration_since(today).num_days() {
        i64::MIN..0 => format!("The first was due {}", show_date(day)),
        0 => String::from("The first is due today"),
        1 => String::from("The first is due tomorrow"),
        days => format!("The first is due in {days} days"),
    }
}

/// How old something of that day is.
fn age(day: NaiveDate, today: NaiveDate) -> String {
    match today.signed_duration_since(day).num_days() {
        i64::MIN..=0 => String::from("from today"),
        1 => String::from("1 day"),
        days => format!("{days} days"),
    }
}

/// The visits of the last working day, and how many of them are still to be coded.
pub fn before((visits, to_code): (u32, u32)) -> String {
    let visits_words = match visits {
        0 => return String::new(),
        1 => String::from("1 visit last working day"),
        count => format!("{count} visits last working day"),
    };
    match to_code {
        0 => format!("{visits_words}, all coded"),
        left if left == visits => format!("{visits_words}, none coded"),
        left => format!("{visits_words}, all but {left} coded"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ledger::Ageing;

    fn board(counts: [u32; 11]) -> Board {
        let today = NaiveDate::from_ymd_opt(2026, 3, 17).unwrap();
        let queues = [
            Queue::ToCode,
            Queue::Asked,
            Queue::Held,
            Queue::Ready,
            Queue::Rejected,
            Queue::NoAnswer,
            Queue::Remittances,
            Queue::Denied,
            Queue::Deadlines,
            Queue::StatementsDue,
            Queue::CreditToPlace,
        ];
        let rows = queues
            .into_iter()
            .zip(counts)
            .map(|(queue, count)| QueueRow {
                queue,
                count,
                amount: Money::from_cents(i64::from(count) * 10_000).unwrap(),
                oldest: (count > 0).then(|| NaiveDate::from_ymd_opt(2026, 3, 5).unwrap()),
            });
        Board {
            today,
            queues: rows.collect(),
            ageing: Ageing::default(),
            cash: Vec::new(),
            last_month_so_far: Money::ZERO,
            visits_before: (0, 0),
            is_in_balance: true,
        }
    }

    #[test]
    fn what_never_reached_a_payer_comes_first() {
        let work = Work::of(&board([7, 2, 5, 23, 3, 11, 2, 6, 0, 41, 4]));
        let briefs: Vec<&str> = work.next.iter().map(|step| step.brief.as_str()).collect();
        assert_eq!(
            briefs[..3],
            [
                "Fix 3 rejected claims",
                "Clear 5 held claims",
                "Post 2 remittances"
            ]
        );
        assert_eq!(work.next[0].title, "Fix 3 rejected claims, worth $300.00");
        assert_eq!(
            work.next[0].why,
            "Never reached the payer. The oldest is 12 days."
        );
    }

    #[test]
    fn nothing_is_to_be_done_when_nothing_waits() {
        assert!(Work::of(&board([0; 11])).next.is_empty());
    }

    #[test]
    fn every_row_of_the_table_opens_its_own_queue() {
        let work = Work::of(&board([1; 11]));
        let places: Vec<Option<Place>> = (0..15).map(|row| work.place_of(row)).collect();
        assert_eq!(places[0], None, "a group");
        assert_eq!(places[1], Some(Place::Visits));
        assert_eq!(places[2], Some(Place::Asked));
        assert_eq!(places[6], Some(Place::Claims(vec![State::Rejected])));
        assert_eq!(places[8], Some(Place::Remittances));
        assert_eq!(places[13], Some(Place::Credit));
        assert_eq!(places[14], None);
        assert_eq!(work.rows().len(), 14);
        assert_eq!(work.first_row(), Some(9));
        assert_eq!(work.row_below(Some(4)), Some(6), "past the group");
        assert_eq!(work.row_above(Some(6)), Some(4));
        assert_eq!(work.row_above(Some(1)), None);
    }

    #[test]
    fn yesterday_is_told_in_words() {
        assert_eq!(before((0, 0)), "");
        assert_eq!(before((1, 0)), "1 visit last working day, all coded");
        assert_eq!(
            before((26, 2)),
            "26 visits last working day, all but 2 coded"
        );
        assert_eq!(before((3, 3)), "3 visits last working day, none coded");
    }
}
