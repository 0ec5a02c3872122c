//! The loops of an 837P: which segments each holds, in which order, how many, and which must be there. It must not
//! know what segments say: where only a segment with a certain qualifier will do, the reader of that loop looks.
//!
//! The source is guide 005010X222A1, section 2.3 (implementation table).

/// A loop. `Nobody` is a name that no loop is known by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Loop {
    Header,
    Submitter,
    Receiver,
    BillingLevel,
    BillingProvider,
    PayToAddress,
    PayToPlan,
    SubscriberLevel,
    Subscriber,
    Payer,
    PatientLevel,
    Patient,
    Claim,
    Referring,
    Rendering,
    Facility,
    Supervising,
    PickUp,
    DropOff,
    OtherPayerLevel,
    OtherSubscriber,
    OtherPayer,
    OtherReferring,
    OtherRendering,
    OtherFacility,
    OtherSupervising,
    OtherBilling,
    Line,
    Drug,
    LineRendering,
    LinePurchased,
    LineFacility,
    LineSupervising,
    LineOrdering,
    LineReferring,
    LinePickUp,
    LineDropOff,
    Adjudication,
    Form,
    Nobody,
}

/// What a loop belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Level {
    Header,
    Provider,
    Subscriber,
    Patient,
    Claim,
    OtherPayer,
    Line,
    Nobody,
}

/// One kind of segment in a loop.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rule {
    pub(super) id: &'static str,
    pub(super) is_required: bool,
    pub(super) most: u16,
}

const fn must(id: &'static str) -> Rule {
    Rule {
        id,
        is_required: true,
        most: 1,
    }
}

const fn may(id: &'static str, most: u16) -> Rule {
    Rule {
        id,
        is_required: false,
        most,
    }
}

const HEADER: &[Rule] = &[must("BHT")];
const SUBMITTER: &[Rule] = &[
    must("NM1"),
    Rule {
        most: 2,
        ..must("PER")
    },
];
const NAME: &[Rule] = &[must("NM1")];
const NAME_AND_NUMBERS: &[Rule] = &[must("NM1"), may("REF", 20)];
const NAME_AND_ADDRESS: &[Rule] = &[must("NM1"), must("N3"), must("N4")];
const RENDERING: &[Rule] = &[must("NM1"), may("PRV", 1), may("REF", 20)];
const FACILITY: &[Rule] = &[
    must("NM1"),
    must("N3"),
    must("N4"),
    may("REF", 3),
    may("PER", 1),
];
const BILLING_LEVEL: &[Rule] = &[must("HL"), may("PRV", 1), may("CUR", 1)];
const BILLING_PROVIDER: &[Rule] = &[
    must("NM1"),
    must("N3"),
    must("N4"),
    may("REF", 3),
    may("PER", 2),
];
const PAY_TO_PLAN: &[Rule] = &[
    must("NM1"),
    must("N3"),
    must("N4"),
    Rule {
        most: 2,
        ..must("REF")
    },
];
const SUBSCRIBER_LEVEL: &[Rule] = &[must("HL"), must("SBR"), may("PAT", 1)];
const SUBSCRIBER: &[Rule] = &[
    must("NM1"),
    may("N3", 1),
    may("N4", 1),
    may("DMG", 1),
    may("REF", 2),
    may("PER", 1),
];
const PAYER: &[Rule] = &[must("NM1"), may("N3", 1), may("N4", 1), may("REF", 5)];
const PATIENT_LEVEL: &[Rule] = &[must("HL"), must("PAT")];
const PATIENT: &[Rule] = &[
    must("NM1"),
    must("N3"),
    must("N4"),
    must("DMG"),
    may("REF", 2),
    may("PER", 1),
];
const CLAIM: &[Rule] = &[
    must("CLM"),
    may("DTP", 18),
    may("PWK", 10),
    may("CN1", 1),
    may("AMT", 1),
    may("REF", 14),
    may("K3", 10),
    may("NTE", 1),
    may("CR1", 1),
    may("CR2", 1),
    may("CRC", 8),
    may("HI", 4),
    may("HCP", 1),
];
const OTHER_PAYER_LEVEL: &[Rule] = &[
    must("SBR"),
    may("CAS", 5),
    may("AMT", 3),
    must("OI"),
    may("MOA", 1),
];
const OTHER_SUBSCRIBER: &[Rule] = &[must("NM1"), may("N3", 1), may("N4", 1), may("REF", 1)];
const OTHER_PAYER: &[Rule] = &[
    must("NM1"),
    may("N3", 1),
    may("N4", 1),
    may("DTP", 1),
    may("REF", 6),
];
const LINE: &[Rule] = &[
    must("LX"),
    must("SV1"),
    may("SV5", 1),
    may("PWK", 11),
    may("CR1", 1),
    may("CR3", 1),
    may("CRC", 5),
    may("DTP", 11),
    may("QTY", 2),
    may("MEA", 5),
    may("CN1", 1),
    may("REF", 17),
    may("AMT", 2),
    may("K3", 10),
    may("NTE", 2),
    may("PS1", 1),
    may("HCP", 1),
];
const DRUG: &[Rule] = &[must("LIN"), must("CTP"), may("REF", 1)];
const ORDERING: &[Rule] = &[
    must("NM1"),
    may("N3", 1),
    may("N4", 1),
    may("REF", 20),
    may("PER", 1),
];
const ADJUDICATION: &[Rule] = &[must("SVD"), may("CAS", 5), must("DTP"), may("AMT", 1)];
const FORM: &[Rule] = &[
    must("LQ"),
    Rule {
        most: 99,
        ..must("FRM")
    },
];

/// What is known of a loop.
#[derive(Clone, Copy, Debug)]
pub(super) struct Facts {
    /// Its number in the guide and what it is, as findings name it.
    pub(super) name: &'static str,
    /// Its segments in their order; none where anything may stand.
    pub(super) rules: &'static [Rule],
    /// What it belongs to.
    pub(super) level: Level,
    /// Whether its content has a field in the typed values.
    pub(super) is_kept: bool,
    /// How often it may stand within what it belongs to.
    pub(super) most: usize,
}

impl Facts {
    const fn up_to(self, most: usize) -> Self {
        Self { most, ..self }
    }
}

const fn kept(name: &'static str, rules: &'static [Rule], level: Level) -> Facts {
    Facts {
        name,
        rules,
        level,
        is_kept: true,
        most: 1,
    }
}

const fn noted(name: &'static str, rules: &'static [Rule], level: Level) -> Facts {
    Facts {
        is_kept: false,
        ..kept(name, rules, level)
    }
}

impl Loop {
    /// What is known of it.
    #[rustfmt::skip]
    pub(super) const fn facts(self) -> Facts {
        match self {
            Self::Header => kept("the transaction's header", HEADER, Level::Header),
            Self::Submitter => kept("loop 1000A (submitter)", SUBMITTER, Level::Header),
            Self::Receiver => kept("loop 1000B (receiver)", NAME, Level::Header),
            Self::BillingLevel => kept("loop 2000A (billing provider level)", BILLING_LEVEL, Level::Provider),
            Self::BillingProvider => kept("loop 2010AA (billing provider)", BILLING_PROVIDER, Level::Provider),
            Self::PayToAddress => kept("loop 2010AB (pay-to address)", NAME_AND_ADDRESS, Level::Provider),
            Self::PayToPlan => kept("loop 2010AC (pay-to plan)", PAY_TO_PLAN, Level::Provider),
            Self::SubscriberLevel => kept("loop 2000B (subscriber level)", SUBSCRIBER_LEVEL, Level::Subscriber),
            Self::Subscriber => kept("loop 2010BA (subscriber)", SUBSCRIBER, Level::Subscriber),
            Self::Payer => kept("loop 2010BB (payer)", PAYER, Level::Subscriber),
            Self::PatientLevel => kept("loop 2000C (patient level)", PATIENT_LEVEL, Level::Patient),
            Self::Patient => kept("loop 2010CA (patient)", PATIENT, Level::Patient),
            Self::Claim => kept("loop 2300 (claim)", CLAIM, Level::Claim),
            Self::Referring => kept("loop 2310A (referring provider)", NAME_AND_NUMBERS, Level::Claim).up_to(2),
            Self::Rendering => kept("loop 2310B (rendering provider)", RENDERING, Level::Claim),
            Self::Facility => kept("loop 2310C (service facility)", FACILITY, Level::Claim),
            Self::Supervising => kept("loop 2310D (supervising provider)", NAME_AND_NUMBERS, Level::Claim),
            Self::PickUp => kept("loop 2310E (ambulance pick-up)", NAME_AND_ADDRESS, Level::Claim),
            Self::DropOff => kept("loop 2310F (ambulance drop-off)", NAME_AND_ADDRESS, Level::Claim),
            Self::OtherPayerLevel => kept("loop 2320 (another payer)", OTHER_PAYER_LEVEL, Level::OtherPayer),
            Self::OtherSubscriber => kept("loop 2330A (other subscriber)", OTHER_SUBSCRIBER, Level::OtherPayer),
            Self::OtherPayer => kept("loop 2330B (other payer's name)", OTHER_PAYER, Level::OtherPayer),
            Self::OtherReferring => kept("loop 2330C (other payer's referring provider)", NAME_AND_NUMBERS, Level::OtherPayer).up_to(2),
            Self::OtherRendering => kept("loop 2330D (other payer's rendering provider)", NAME_AND_NUMBERS, Level::OtherPayer),
            Self::OtherFacility => kept("loop 2330E (other payer's facility)", NAME_AND_NUMBERS, Level::OtherPayer),
            Self::OtherSupervising => kept("loop 2330F (other payer's supervising provider)", NAME_AND_NUMBERS, Level::OtherPayer),
            Self::OtherBilling => kept("loop 2330G (other payer's billing provider)", NAME_AND_NUMBERS, Level::OtherPayer),
            Self::Line => kept("loop 2400 (service line)", LINE, Level::Line),
            Self::Drug => kept("loop 2410 (drug)", DRUG, Level::Line),
            Self::LineRendering => kept("loop 2420A (line's rendering provider)", RENDERING, Level::Line),
            Self::LinePurchased => kept("loop 2420B (purchased service)", NAME_AND_NUMBERS, Level::Line),
            Self::LineFacility => kept("loop 2420C (line's facility)", FACILITY, Level::Line),
            Self::LineSupervising => kept("loop 2420D (line's supervising provider)", NAME_AND_NUMBERS, Level::Line),
            Self::LineOrdering => kept("loop 2420E (ordering provider)", ORDERING, Level::Line),
            Self::LineReferring => kept("loop 2420F (line's referring provider)", NAME_AND_NUMBERS, Level::Line).up_to(2),
            Self::LinePickUp => kept("loop 2420G (line's pick-up)", NAME_AND_ADDRESS, Level::Line),
            Self::LineDropOff => kept("loop 2420H (line's drop-off)", NAME_AND_ADDRESS, Level::Line),
            Self::Adjudication => kept("loop 2430 (another payer's answer to the line)", ADJUDICATION, Level::Line).up_to(15),
            Self::Form => kept("loop 2440 (form)", FORM, Level::Line).up_to(usize::MAX),
            Self::Nobody => noted("an unknown loop", &[], Level::Nobody),
        }
    }
}

impl Level {
    /// The loop that a name (NM1) of this kind opens here.
    pub(super) fn named(self, entity: &str) -> Loop {
        match (self, entity) {
            (Self::Header, "41") => Loop::Submitter,
            (Self::Header, "40") => Loop::Receiver,
            (Self::Provider, "85") => Loop::BillingProvider,
            (Self::Provider, "87") => Loop::PayToAddress,
            (Self::Provider, "PE") => Loop::PayToPlan,
            (Self::Subscriber, "IL") => Loop::Subscriber,
            (Self::Subscriber, "PR") => Loop::Payer,
            (Self::Patient, "QC") => Loop::Patient,
            (Self::Claim, "DN" | "P3") => Loop::Referring,
            (Self::Claim, "82") => Loop::Rendering,
            (Self::Claim, "77") => Loop::Facility,
            (Self::Claim, "DQ") => Loop::Supervising,
            (Self::Claim, "PW") => Loop::PickUp,
            (Self::Claim, "45") => Loop::DropOff,
            (Self::OtherPayer, "IL") => Loop::OtherSubscriber,
            (Self::OtherPayer, "PR") => Loop::OtherPayer,
            (Self::OtherPayer, "DN" | "P3") => Loop::OtherReferring,
            (Self::OtherPayer, "82") => Loop::OtherRendering,
            (Self::OtherPayer, "77") => Loop::OtherFacility,
            (Self::OtherPayer, "DQ") => Loop::OtherSupervising,
            (Self::OtherPayer, "85") => Loop::OtherBilling,
            (Self::Line, "82") => Loop::LineRendering,
            (Self::Line, "QB") => Loop::LinePurchased,
            (Self::Line, "77") => Loop::LineFacility,
            (Self::Line, "DQ") => Loop::LineSupervising,
            (Self::Line, "DK") => Loop::LineOrdering,
            (Self::Line, "DN" | "P3") => Loop::LineReferring,
            (Self::Line, "PW") => Loop::LinePickUp,
            (Self::Line, "45") => Loop::LineDropOff,
            _ => Loop::Nobody,
        }
    }

    /// The loops that must stand here.
    pub(super) const fn required(self) -> &'static [Loop] {
        match self {
            Self::Header => &[Loop::Submitter, Loop::Receiver],
            Self::Provider => &[Loop::BillingProvider],
            Self::Subscriber => &[Loop::Subscriber, Loop::Payer],
            Self::Patient => &[Loop::Patient],
            Self::OtherPayer => &[Loop::OtherSubscriber, Loop::OtherPayer],
            Self::Claim | Self::Line | Self::Nobody => &[],
        }
    }
}
