//! Made-up answers of every shape (TA1, 999, 277CA, 277), the same for the same seed. Nobody in them exists.

use chrono::{Days, NaiveDate, NaiveDateTime};
use fastrand::Rng;
use pegboard::domain::money::Money;
use pegboard::edi::ack999::{
    self, Context, ElementFault, GroupAnswer, Outcome, Place, SegmentFault, SetAnswer,
};
use pegboard::edi::batch::Batch;
use pegboard::edi::claim837::{Name, Person};
use pegboard::edi::envelope::{Group, Interchange, Party, Usage};
use pegboard::edi::status277::{
    self, Action, Claim, Entity, Guide, Header, Level, LevelClaims, LevelKind, Line, Reference,
    Status, StatusCode, Trace,
};
use pegboard::edi::ta1;
use rust_decimal::Decimal;

/// Makes answers out of chance.
pub struct Maker(pub Rng);

impl Maker {
    pub fn of(seed: u64) -> Self {
        Self(Rng::with_seed(seed))
    }

    pub fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.0.usize(..of.len())]
    }

    pub fn number(&mut self, prefix: &str) -> String {
        format!("{prefix}{}", self.0.u32(1000..1_000_000))
    }

    pub fn maybe<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        self.0.bool().then(|| make(self))
    }

    pub fn some<T>(&mut self, most: usize, mut make: impl FnMut(&mut Self) -> T) -> Vec<T> {
        (0..self.0.usize(0..=most)).map(|_| make(self)).collect()
    }

    pub fn day(&mut self) -> NaiveDate {
        let first = NaiveDate::from_ymd_opt(2023, 1, 1).unwrap();
        first + Days::new(self.0.u64(0..1000))
    }

    pub fn minute(&mut self) -> Option<NaiveDateTime> {
        let (hour, minute) = (self.0.u32(0..24), self.0.u32(0..60));
        self.day().and_hms_opt(hour, minute, 0)
    }

    pub fn amount(&mut self) -> Money {
        Money::from_cents(self.0.i64(0..1_000_000)).unwrap()
    }

    pub fn interchange(&mut self) -> Interchange {
        let party = |id: &str| Party {
            qualifier: "ZZ".to_owned(),
            id: id.to_owned(),
        };
        Interchange {
            authorization: None,
            security: None,
            sender: party("CLEARING"),
            receiver: party("ELMSTREET"),
            created: self.minute(),
            control_number: self.0.u32(1..1_000_000_000),
            wants_acknowledgement: self.0.bool(),
            usage: Usage::Test,
        }
    }

    pub fn batch<T>(&mut self, mut make: impl FnMut(&mut Self, String) -> T) -> Batch<T> {
        Batch {
            interchange: self.interchange(),
            group: Group {
                sender: "CLEARING".to_owned(),
                receiver: "ELMSTREET".to_owned(),
                created: self.minute(),
                control_number: self.0.u32(1..1_000_000_000),
            },
            transactions: (1..=self.0.usize(1..=3))
                .map(|number| make(self, format!("{number:04}")))
                .collect(),
        }
    }

    pub fn answers(&mut self) -> ta1::Answers {
        let interchange = self.interchange();
        let answers = (0..self.0.usize(1..4)).map(|_| {
            let (outcome, note) = match self.0.u8(0..3) {
                0 => (ta1::Outcome::Accepted, "000"),
                1 => (ta1::Outcome::AcceptedWithErrors, "014"),
                _ => (ta1::Outcome::Rejected, "025"),
            };
            ta1::Answer {
                control_number: format!("{:09}", self.0.u32(1..1_000_000_000)),
                created: self.minute(),
                outcome: Some(outcome),
                note: note.to_owned(),
            }
        });
        ta1::Answers {
            answers: answers.collect(),
            interchange,
        }
    }

    pub fn place(&mut self) -> Place {
        let component = self.maybe(|make| make.0.u64(1..8));
        Place {
            element: Some(self.0.u64(1..20)),
            component,
            repetition: component.and_then(|_| self.maybe(|make| make.0.u64(1..8))),
        }
    }

    pub fn trigger(&mut self) -> Context {
        Context::Trigger {
            segment: self.one(&["CLM", "NM1", "SV1"]).to_owned(),
            position: Some(self.0.u64(1..900)),
            loop_id: self.maybe(|make| make.one(&["2300", "2400"]).to_owned()),
            place: self.maybe(Self::place).unwrap_or_default(),
            reference: self.maybe(|make| make.0.u32(1..2000).to_string()),
        }
    }

    pub fn element_fault(&mut self) -> ElementFault {
        ElementFault {
            place: self.place(),
            reference: self.maybe(|make| make.0.u32(1..2000).to_string()),
            code: self.one(&["1", "7", "I12"]).to_owned(),
            value: self.maybe(|make| make.number("V")),
            contexts: self.some(1, Self::trigger),
        }
    }

    pub fn segment_fault(&mut self) -> SegmentFault {
        let contexts = if self.0.bool() {
            self.some(2, Self::trigger)
        } else {
            vec![Context::Unit {
                element: "CLM01".to_owned(),
                value: self.number("C"),
            }]
        };
        SegmentFault {
            segment: self.one(&["NM1", "REF", "CLM", "N4"]).to_owned(),
            position: Some(self.0.u64(1..900)),
            loop_id: self.maybe(|make| make.one(&["2300", "2010"]).to_owned()),
            code: self.maybe(|make| make.one(&["1", "8", "I6"]).to_owned()),
            contexts,
            elements: self.some(3, Self::element_fault),
        }
    }

    pub fn set(&mut self) -> SetAnswer {
        let is_rejected = self.0.bool();
        SetAnswer {
            set: "837".to_owned(),
            control_number: self.number(""),
            implementation: self.maybe(|_| "005010X222A1".to_owned()),
            faults: if is_rejected {
                self.some(3, Self::segment_fault)
            } else {
                Vec::new()
            },
            outcome: Some(if is_rejected {
                Outcome::Rejected
            } else {
                Outcome::Accepted
            }),
            reasons: if is_rejected {
                vec!["5".to_owned()]
            } else {
                Vec::new()
            },
        }
    }

    pub fn acknowledgements(&mut self) -> ack999::Batch {
        self.batch(|make, control_number| {
            let sets = make.some(5, Self::set);
            let count = u64::try_from(sets.len()).unwrap();
            let taken = sets
                .iter()
                .filter(|set| set.outcome == Some(Outcome::Accepted))
                .count();
            let taken = u64::try_from(taken).unwrap();
            let outcome = if taken == count {
                Outcome::Accepted
            } else if taken == 0 {
                Outcome::Rejected
            } else {
                Outcome::PartlyAccepted
            };
            ack999::Transaction {
                control_number,
                group: GroupAnswer {
                    group: "HC".to_owned(),
                    control_number: make.number(""),
                    implementation: Some("005010X222A1".to_owned()),
                    outcome: Some(outcome),
                    included: Some(count),
                    received: Some(count),
                    accepted: Some(taken),
                    reasons: Vec::new(),
                },
                sets,
            }
        })
    }

    pub fn code(&mut self) -> StatusCode {
        StatusCode {
            category: self
                .one(&["A1", "A2", "A3", "A6", "A7", "F1", "P3", "R4"])
                .to_owned(),
            status: self.one(&["20", "33", "562", "158", "9999"]).to_owned(),
            entity: self.maybe(|make| make.one(&["85", "IL", "QC"]).to_owned()),
            list: self.maybe(|_| "RX".to_owned()),
        }
    }

    pub fn status(&mut self) -> Status {
        let mut codes = vec![self.code()];
        codes.extend(self.some(2, Self::code));
        Status {
            codes,
            day: Some(self.day()),
            // What is accepted and rejected at once would be a finding.
            action: self.maybe(|_| Action::Reject),
            charge: self.maybe(Self::amount),
            paid: self.maybe(Self::amount),
            decided: self.maybe(Self::day),
            method: self.maybe(|make| make.one(&["CHK", "ACH"]).to_owned()),
            check_day: self.maybe(Self::day),
            check_number: self.maybe(|make| make.number("")),
            message: self.maybe(|_| "NOT ON FILE (SEE PORTAL)".to_owned()),
        }
    }

    pub fn statuses(&mut self) -> Vec<Status> {
        let mut statuses = vec![self.status()];
        statuses.extend(self.some(2, Self::status));
        statuses
    }

    pub fn service(&mut self) -> Option<(NaiveDate, NaiveDate)> {
        self.maybe(|make| {
            let first = make.day();
            (first, first + Days::new(make.0.u64(0..3)))
        })
    }

    pub fn reference(&mut self) -> Reference {
        Reference {
            qualifier: self.one(&["1K", "D9", "BLT", "EJ"]).to_owned(),
            value: self.number("N"),
        }
    }

    pub fn line(&mut self) -> Line {
        Line {
            qualifier: "HC".to_owned(),
            code: self.one(&["99213", "87880", "J1100"]).to_owned(),
            modifiers: self.some(4, |make| make.one(&["25", "59", "LT"]).to_owned()),
            charge: self.maybe(Self::amount),
            paid: self.maybe(Self::amount),
            revenue_code: self.maybe(|_| "0450".to_owned()),
            units: self.maybe(|make| Decimal::new(make.0.i64(1..100), 1).normalize()),
            statuses: self.some(2, Self::status),
            references: self.some(2, Self::reference),
            service: self.service(),
        }
    }

    pub fn claim(&mut self) -> Claim {
        Claim {
            trace: self.number("C"),
            statuses: self.statuses(),
            references: self.some(3, Self::reference),
            service: self.service(),
            lines: self.some(3, Self::line),
        }
    }

    pub fn entity(&mut self, code: &str) -> Entity {
        let name = if self.0.bool() {
            Name::Organization(self.one(&["OLD MILL HEALTH", "ELM STREET"]).to_owned())
        } else {
            Name::Person(Person {
                last: self.one(&["BROOKS", "O'DOWD"]).to_owned(),
                first: self.maybe(|make| make.one(&["ADA", "CLEO"]).to_owned()),
                middle: self.maybe(|_| "Q".to_owned()),
                suffix: self.maybe(|_| "JR".to_owned()),
            })
        };
        let id = self.maybe(|make| make.number("M"));
        Entity {
            code: code.to_owned(),
            name,
            id_kind: id.as_ref().map(|_| "MI".to_owned()),
            id,
        }
    }

    /// A level whose totals are never below what it holds.
    pub fn level(&mut self, kind: LevelKind) -> LevelClaims {
        let holds_claims = kind.holds_claims();
        let mut level = Level::new(kind);
        level.entities = vec![self.entity(if holds_claims { "QC" } else { "41" })];
        level.references = self.some(1, Self::reference);
        if !holds_claims {
            level.trace = self.maybe(|make| Trace {
                kind: make.one(&["1", "2"]).to_owned(),
                number: make.number("B"),
            });
            level.statuses = self.some(1, Self::status);
            level.received = self.maybe(Self::day);
            level.processed = self.maybe(Self::day);
            let totals = self.maybe(|_| (Some(1000), Some(1000)));
            (level.accepted_claims, level.rejected_claims) = totals.unwrap_or_default();
            level.accepted_charge = self.maybe(Self::amount);
            level.rejected_charge = self.maybe(Self::amount);
        }
        let claims = if holds_claims {
            self.some(3, Self::claim)
        } else {
            Vec::new()
        };
        LevelClaims { level, claims }
    }

    pub fn levels(&mut self, guide: Guide) -> Vec<LevelClaims> {
        let mut levels = vec![
            self.level(LevelKind::Source),
            self.level(LevelKind::Receiver),
        ];
        for _ in 0..self.0.usize(0..3) {
            levels.push(self.level(LevelKind::Provider));
            for _ in 0..self.0.usize(0..3) {
                match guide {
                    Guide::ClaimAcknowledgement => levels.push(self.level(LevelKind::Patient)),
                    Guide::StatusResponse => {
                        levels.push(self.level(LevelKind::Subscriber));
                        levels.extend(self.maybe(|make| make.level(LevelKind::Dependent)));
                    }
                }
            }
        }
        levels
    }

    pub fn statuses_of_claims(&mut self) -> status277::Batch {
        let guide = if self.0.bool() {
            Guide::ClaimAcknowledgement
        } else {
            Guide::StatusResponse
        };
        self.batch(|make, control_number| status277::Transaction {
            control_number,
            header: Header {
                guide,
                reference: make.number("R"),
                created: make.minute(),
            },
            levels: make.levels(guide),
        })
    }
}
