//! A made-up clearinghouse: says of each batch that it could be read, and some days later of each claim whether it was
//! taken in. It must not know what a payer pays.

use std::collections::BTreeSet;
use std::fmt::Write;

use chrono::{Days, NaiveDate};
use fastrand::Rng;

use crate::domain::claim::{ClaimRow, State};
use crate::domain::id::ClaimId;
use crate::office::{BatchRow, Office, quietly};

use super::DemoError;
use super::years::Years;

/// One claim in so many is refused, and one in so many is forgotten.
const REFUSED: u32 = 40;
const FORGOTTEN: u32 = 90;

/// Why claims are refused: category, status and entity.
const REASONS: [&str; 6] = [
    "A7:164:IL",
    "A7:562:82",
    "A3:97:PR",
    "A7:158:QC",
    "A8:255",
    "A6:477",
];

/// So many days before today the answers still lie on the desk: what was refused then nobody has mended.
const LATELY: i64 = 11;

/// Batches that are still to be answered, and claims that are to be mended.
#[derive(Debug, Default)]
pub(super) struct Clearinghouse {
    read_on: Vec<(NaiveDate, BatchRow)>,
    answered_on: Vec<(NaiveDate, BatchRow)>,
    mended_on: Vec<(NaiveDate, ClaimId)>,
    refused: BTreeSet<ClaimId>,
    /// The number of the last file of answers.
    files: u32,
    /// Whether something lies on the desk of today.
    has_lately: bool,
}

/// What is answered to a claim.
enum Fate {
    Taken,
    Refused { mended_after: u64 },
    Forgotten,
}

impl Clearinghouse {
    /// Takes batches in: each is read by the next working day and answered two days after that.
    pub(super) fn sent(&mut self, day: NaiveDate, batches: Vec<BatchRow>) {
        let after = |days| day.checked_add_days(Days::new(days)).unwrap_or(day);
        for batch in batches {
            self.read_on.push((after(3), batch.clone()));
            self.answered_on.push((after(5), batch));
        }
    }

    /// Whether a claim was refused once, so that it is on its way a second time or will be.
    pub(super) fn was_refused(&self, claim: ClaimId) -> bool {
        self.refused.contains(&claim)
    }

    fn next_file(&mut self) -> u32 {
        self.files = self.files.saturating_add(1);
        self.files
    }

    /// What becomes of a claim: the same for the same claim. A claim that was refused once is mended for good.
    fn fate(&mut self, claim: &ClaimRow, days_ago: i64) -> Fate {
        let mut chance = Rng::with_seed(claim.id.get().unsigned_abs());
        let is_new = claim.state == State::Batched && !self.was_refused(claim.id);
        if !is_new {
            return Fate::Taken;
        }
        if days_ago <= LATELY && !self.has_lately {
            self.has_lately = true;
            return Fate::Refused { mended_after: 60 };
        }
        if chance.u32(0..REFUSED) == 0 {
            let mended_after = chance.u64(2..9);
            return Fate::Refused { mended_after };
        }
        if chance.u32(0..FORGOTTEN) == 0 {
            return Fate::Forgotten;
        }
        Fate::Taken
    }
}

fn due<T>(from: &mut Vec<(NaiveDate, T)>, day: NaiveDate) -> Vec<T> {
    let (due, later): (Vec<_>, Vec<_>) = std::mem::take(from)
        .into_iter()
        .partition(|(on, _)| *on <= day);
    *from = later;
    due.into_iter().map(|(_, what)| what).collect()
}

impl Years {
    /// Takes in what the clearinghouse answers on a day, and lets go again what the biller mended.
    pub(super) fn hear(&mut self, office: &mut Office, day: NaiveDate) -> Result<(), DemoError> {
        for batch in due(&mut self.clearinghouse.read_on, day) {
            let (group, set) = (batch.numbers.group, batch.numbers.set);
            let body = [
                format!("AK1*HC*{group}*005010X222A1"),
                format!("AK2*837*{set:04}*005010X222A1"),
                String::from("IK5*A"),
                String::from("AK9*A*1*1*1"),
            ];
            let kind = ("FA", "999", "005010X231A1");
            self.take_in(office, &batch, day, kind, &body)?;
        }
        for batch in due(&mut self.clearinghouse.answered_on, day) {
            let claims = office.claims_of_batch(batch.id)?;
            let body = self.judged(&batch, &claims, day);
            let kind = ("HN", "277", "005010X214");
            self.take_in(office, &batch, day, kind, &body)?;
        }
        for claim in due(&mut self.clearinghouse.mended_on, day) {
            if office.claim_state(claim)? == State::Rejected {
                let _findings = office.release(claim)?;
            }
        }
        Ok(())
    }

    /// Puts a transaction in its envelopes and takes the file in.
    fn take_in(
        &mut self,
        office: &mut Office,
        batch: &BatchRow,
        day: NaiveDate,
        (code, set, guide): (&str, &str, &str),
        body: &[String],
    ) -> Result<(), DemoError> {
        let receivers = office.receivers()?;
        let receiver = receivers.iter().find(|one| one.id == batch.receiver);
        let what = &receiver.ok_or(DemoError::Unsound)?.what;
        let (from, to) = (&what.receiver_id, &what.sender_id);
        let number = self.clearinghouse.next_file();
        let (short, long) = (day.format("%y%m%d"), ymd(day));
        let count = body.len().saturating_add(2);
        let mut text = format!(
            "ISA*00*          *00*          *ZZ*{from:<15}*ZZ*{to:<15}*{short}*0610*^*00501*{number:09}*0*T*:~\n\
             GS*{code}*{from}*{to}*{long}*0610*{number}*X*{guide}~\nST*{set}*0001*{guide}~\n"
        );
        for segment in body {
            let _infallible = writeln!(text, "{segment}~");
        }
        let _infallible = writeln!(text, "SE*{count}*0001~\nGE*1*{number}~\nIEA*1*{number:09}~");
        let name = format!("{long}-{number:04}.{set}");
        let _plan = office.take_answers(&name, text.as_bytes(), &mut quietly)?;
        Ok(())
    }

    /// What a 277CA says of the claims of a batch.
    fn judged(&mut self, batch: &BatchRow, claims: &[ClaimRow], day: NaiveDate) -> Vec<String> {
        let on = ymd(day);
        let mut body = vec![
            format!("BHT*0085*08*{}*{on}*0610*TH", batch.file_name),
            String::from("HL*1**20*1"),
            String::from("NM1*AY*2*TOLLGATE CLEARING*****46*TOLLGATE01"),
            String::from("TRN*1*1"),
            format!("DTP*050*D8*{on}"),
            format!("DTP*009*D8*{on}"),
            String::from("HL*2*1*21*1"),
            String::from("NM1*41*2*LINDEN*****46*LINDEN0417"),
            format!(
                "TRN*2*{}-{:04}",
                batch.numbers.interchange, batch.numbers.set
            ),
            format!("STC*A1:19*{on}*WQ*{}", batch.total.plain()),
            String::from("HL*3*2*19*1"),
            String::from("NM1*85*2*LINDEN*****XX*1234567893"),
        ];
        let mut level = 3_u32;
        for claim in claims {
            let (status, action) = match self.clearinghouse.fate(claim, self.days_ago(day)) {
                Fate::Forgotten => {
                    self.forget(claim.id);
                    continue;
                }
                Fate::Taken => (String::from("A2:20:PR"), "WQ"),
                Fate::Refused { mended_after } => {
                    let _is_new = self.clearinghouse.refused.insert(claim.id);
                    let mended = day.checked_add_days(Days::new(mended_after));
                    self.clearinghouse
                        .mended_on
                        .push((mended.unwrap_or(day), claim.id));
                    let mut chance = Rng::with_seed(claim.id.get().unsigned_abs());
                    let reason = chance.choice(REASONS).unwrap_or(REASONS[0]);
                    (reason.to_owned(), "U")
                }
            };
            level = level.saturating_add(1);
            body.push(format!("HL*{level}*3*PT"));
            body.push(format!(
                "NM1*QC*1*{}*{}",
                plain(&claim.patient_name.last),
                plain(&claim.patient_name.first)
            ));
            body.push(format!("TRN*2*{}", claim.number));
            body.push(format!(
                "STC*{status}*{on}*{action}*{}",
                claim.charged.plain()
            ));
            if action == "WQ" {
                body.push(format!("REF*1K*26{:08}", claim.id.get()));
            }
            body.push(format!("DTP*472*D8*{}", ymd(claim.service_on)));
        }
        body
    }
}

fn ymd(day: NaiveDate) -> String {
    day.format("%Y%m%d").to_string()
}

/// A name as files have it.
fn plain(name: &str) -> String {
    crate::domain::charset::fold(name)
        .unwrap_or_default()
        .to_ascii_uppercase()
}
