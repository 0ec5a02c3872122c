//! Payers that come after, and what payers answer.

use pegboard::domain::code::{AdjustmentGroup, FilingIndicator};
use pegboard::domain::eob::{Adjustment, EobLine, Method, NewEob, usual_outcome};
use pegboard::domain::id::{ClaimId, EobId, PatientId, PayerId, PolicyId, VisitId};
use pegboard::domain::money::Money;
use pegboard::domain::policy::Rank;
use pegboard::office::quietly;

use super::practice::{Desk, cents, policy};

/// What a payer says of one service: paid, and the rest by group and CARC.
pub type Said = (i64, &'static [(&'static str, &'static str, i64)]);

impl Desk {
    /// Gives a patient one more policy, of another payer whose claims go through Portage.
    pub fn covered_too(&mut self, patient: PatientId, rank: Rank, name: &str) -> PolicyId {
        let payer = self.another_payer(name);
        let mut more = policy(patient, payer);
        more.rank = rank;
        more.member_id = format!("{}77001", &name[..3]).parse().unwrap();
        self.office.add_policy(&more).unwrap()
    }

    fn another_payer(&mut self, name: &str) -> PayerId {
        let mut payer = self.office.payer(self.known.meridian).unwrap().what;
        name.clone_into(&mut payer.name);
        payer.payer_id = name[..5].to_ascii_uppercase().parse().unwrap();
        self.office.add_payer(&payer).unwrap()
    }

    /// Lets Meridian be Medicare, which Dana has the number for.
    pub fn medicare(&mut self) {
        let mut payer = self.office.payer(self.known.meridian).unwrap().what;
        payer.filing_indicator = FilingIndicator::MedicarePartB;
        self.office
            .change_payer(self.known.meridian, &payer, true)
            .unwrap();
        let mut danas = self.office.policy(self.known.danas).unwrap().what;
        danas.member_id = "1EG4-TE5-MK73".parse().unwrap();
        self.office.change_policy(self.known.danas, &danas).unwrap();
    }

    /// Posts a payer's answer to a claim, one saying for each of its services.
    pub fn answered(&mut self, claim: ClaimId, said: &[Said]) -> EobId {
        let eob = self.eob(claim, said);
        self.office.post_eob(&eob).unwrap()
    }

    /// A payer's answer to a claim.
    pub fn eob(&mut self, claim: ClaimId, said: &[Said]) -> NewEob {
        let template = self.office.eob_template(claim).unwrap();
        assert_eq!(template.len(), said.len());
        let lines: Vec<EobLine> = template
            .iter()
            .zip(said)
            .map(|(line, (paid, reasons))| EobLine {
                claim,
                line: line.line,
                charged: line.charged,
                allowed: line.charged,
                paid: cents(*paid),
                adjustments: reasons.iter().map(adjustment).collect(),
            })
            .collect();
        let page = self.office.claim(claim).unwrap();
        let today = self.clock.today();
        NewEob {
            payer: page.claim.payer,
            method: Method::Check,
            reference: format!("CK-{claim}-{today}"),
            paid_on: today,
            accounting_on: today,
            amount: Money::sum(lines.iter().map(|line| line.paid)).unwrap(),
            lines,
        }
    }

    /// What insurers and the patient owe for a visit.
    pub fn owe(&self, visit: VisitId) -> (Money, Money) {
        let guarantor = self.office.visit(visit).unwrap().guarantor;
        let sums = self.office.ledger_card(guarantor, None).unwrap().sums;
        (sums.insurance_owes, sums.patient_owes)
    }

    /// The visit of a claim.
    pub fn visit_of_claim(&self, claim: ClaimId) -> VisitId {
        self.office.claim(claim).unwrap().row.visit
    }

    /// The whole book proves.
    pub fn proves(&self) {
        let verified = self.office.verify(&mut quietly).unwrap();
        assert!(verified.holds, "{verified:?}");
    }
}

fn adjustment((group, carc, amount): &(&str, &str, i64)) -> Adjustment {
    reason(group, carc, cents(*amount))
}

/// Why a payer paid less, with what usually becomes of it.
pub fn reason(group: &str, carc: &str, amount: Money) -> Adjustment {
    let group: AdjustmentGroup = group.parse().unwrap();
    let carc = carc.parse().unwrap();
    Adjustment {
        outcome: usual_outcome(group, &carc),
        group,
        carc,
        amount,
    }
}

/// The first payer pays for 99213 and 36415, writes off by contract, and makes a part the patient's.
pub const FIRST: [Said; 2] = [
    (8_000, &[("CO", "45", 3_000), ("PR", "2", 2_000)]),
    (1_000, &[("CO", "45", 500)]),
];
