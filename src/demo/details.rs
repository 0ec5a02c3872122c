//! What the claims of the made-up practice say beside what every claim says: cases of workers' compensation, backs and
//! knees under treatment, visits by video, lots of vaccines, screenings, a paper. It must not draw lots: what is said
//! follows from the visit.

use chrono::{Days, NaiveDate};

use crate::domain::attachment::NewClaimAttachment;
use crate::domain::claim::{ClaimFilter, State};
use crate::domain::code::{
    ClaimDay, EpsdtReferral, FilingIndicator, ReportKind, ServiceMark, SpinalCondition,
    Transmission,
};
use crate::domain::id::ProviderId;
use crate::domain::visit::{NewLine, NewVisit};
use crate::office::Office;

use super::DemoError;
use super::house::PAYERS;

/// Clinicians who see patients for one thing only.
#[derive(Clone, Copy, Debug)]
pub(super) struct Specialists {
    /// Treats backs.
    pub(super) chiropractor: ProviderId,
    /// Treats knees.
    pub(super) therapist: ProviderId,
    /// Sends patients to both.
    pub(super) referrer: ProviderId,
}

/// The lot of every vaccine of a year.
fn lot(day: NaiveDate) -> String {
    day.format("FV%y07A").to_string()
}

/// Says on a visit what its claim says more.
pub(super) fn add(visit: &mut NewVisit, payer: Option<usize>, specialists: Specialists) {
    let kind = payer
        .and_then(|at| PAYERS.get(at))
        .map(|contract| contract.kind);
    by_video(visit);
    backs_and_knees(visit, specialists);
    let day = visit.service_on;
    for line in &mut visit.lines {
        if line.code.is_vaccine() {
            line.details.lot = lot(day);
        }
    }
    if kind == Some(FilingIndicator::Medicaid) {
        screening(visit);
    }
    if let Some(accident) = visit.accident {
        visit.details.casualty_claim =
            format!("TWT-{}-{:04}", accident.on.format("%y%m%d"), visit.patient);
        let _none = visit
            .details
            .days
            .insert(ClaimDay::FirstContact, accident.on);
    }
}

fn has_modifier(line: &NewLine, modifier: &str) -> bool {
    line.modifiers.iter().any(|one| one.as_str() == modifier)
}

/// A visit by video is at the patient's home.
fn by_video(visit: &mut NewVisit) {
    if visit.lines.iter().any(|line| has_modifier(line, "95"))
        && let Ok(home) = "10".parse()
    {
        visit.place = home;
        visit.facility = None;
    }
}

fn backs_and_knees(visit: &mut NewVisit, specialists: Specialists) {
    let is = |line: &NewLine, code: &str| line.code.as_str() == code;
    if visit.lines.iter().any(|line| is(line, "98940")) {
        visit.rendering = specialists.chiropractor;
        visit.details.spine = Some(SpinalCondition::Chronic);
        begun(visit, ClaimDay::InitialTreatment);
    }
    if visit.lines.iter().any(|line| is(line, "97110")) {
        visit.rendering = specialists.therapist;
        visit.referring = Some(specialists.referrer);
        begun(visit, ClaimDay::InitialTreatment);
    }
}

/// Treatment began a fortnight before.
fn begun(visit: &mut NewVisit, day: ClaimDay) {
    let on = visit.service_on.checked_sub_days(Days::new(14));
    visit.details.days.extend(on.map(|on| (day, on)));
}

fn screening(visit: &mut NewVisit) {
    const CHECK_UPS: [&str; 4] = ["99391", "99392", "99393", "99394"];
    for line in &mut visit.lines {
        if CHECK_UPS.contains(&line.code.as_str()) {
            let _new = line.details.marks.insert(ServiceMark::Epsdt);
            visit.details.epsdt = Some(EpsdtReferral::None);
        }
    }
}

/// How many claims are looked through for one.
const LOOKED_AT: usize = 50;

/// Announces the note of a knee injection, or else of whatever is ready, with its claim.
pub(super) fn announce(office: &mut Office) -> Result<(), DemoError> {
    let filter = ClaimFilter {
        states: vec![State::Ready],
        ..ClaimFilter::default()
    };
    let ready = office.claims(&filter)?;
    let mut chosen = ready.first().map(|row| row.id);
    for row in ready.iter().take(LOOKED_AT) {
        let page = office.claim(row.id)?;
        if page
            .lines
            .iter()
            .any(|line| line.what.code.as_str() == "20610")
        {
            chosen = Some(row.id);
            break;
        }
    }
    let Some(claim) = chosen else {
        return Ok(());
    };
    let paper = NewClaimAttachment {
        report: ReportKind::OperativeNote,
        transmission: Transmission::Fax,
        control_number: String::new(),
    };
    let words: &[u8] = b"PROCEDURE NOTE (made up)\n\nThe joint was cleaned and injected. No fluid was drawn. The patient \
        walked out and was told to rest for two days.\n";
    let _paper = office.announce_attachment(claim, &paper, Some(("procedure-note.txt", words)))?;
    Ok(())
}
