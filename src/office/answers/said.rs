//! A file to what it says, one statement after another, each with who says it and where it stands. It must not know what
//! was sent.

use chrono::NaiveDate;

use super::AnswerRefusal;
use crate::domain::answer::Kind;
use crate::edi::ack999::{self, GroupAnswer, SetAnswer};
use crate::edi::finding::{Finding, Position};
use crate::edi::replies::{self, Part};
use crate::edi::status277::{Claim, Entity, Guide, Item, Level, LevelKind};
use crate::edi::ta1;

/// Who answers, to whom, and when.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Answerer {
    /// What the answerer is called on the envelope (ISA06).
    pub(super) sender: String,
    /// What we are called there (ISA08).
    pub(super) receiver: String,
    /// The day of the answer.
    pub(super) day: Option<NaiveDate>,
}

/// Something a file says.
#[derive(Clone, Debug)]
pub(super) struct Stated {
    /// The segment it begins with.
    pub(super) segment: u64,
    pub(super) by: Answerer,
    pub(super) what: What,
}

/// What is said.
#[derive(Clone, Debug)]
pub(super) enum What {
    /// Whether an interchange could be read.
    File(ta1::Answer),
    /// Whether a transaction of a group could be read.
    Set { group: Group, answer: SetAnswer },
    /// Whether a group could be read, and of which of its transactions more was said.
    Group {
        answer: GroupAnswer,
        listed: Vec<String>,
    },
    /// What is said of all claims of a file at once.
    Level { of: Source, level: Level },
    /// What is said of one claim.
    Claim { of: Source, claim: Claim },
}

/// The group that a 999 answers.
#[derive(Clone, Debug, Default)]
pub(super) struct Group {
    /// What is in it (GS01).
    pub(super) code: String,
    /// Its number (GS06).
    pub(super) number: String,
}

/// Who says what stands in a 277, and of which file.
#[derive(Clone, Debug)]
pub(super) struct Source {
    pub(super) guide: Guide,
    /// The answerer by its entity code.
    pub(super) entity: Option<String>,
    /// The reference of the file that is answered (BHT03), as the receiver level repeats it.
    pub(super) reference: Option<String>,
}

impl What {
    pub(super) const fn kind(&self) -> Kind {
        match self {
            Self::File(_) => Kind::File,
            Self::Set { .. } | Self::Group { .. } => Kind::Group,
            Self::Level { of, .. } | Self::Claim { of, .. } => match of.guide {
                Guide::ClaimAcknowledgement => Kind::Claim,
                Guide::StatusResponse => Kind::Status,
            },
        }
    }
}

/// The kinds of answers among statements.
pub(super) fn kinds(stated: &[Stated]) -> Vec<Kind> {
    let mut kinds: Vec<Kind> = stated.iter().map(|one| one.what.kind()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

/// Reads a file to its end.
pub(super) fn read(bytes: &[u8]) -> Result<(Vec<Stated>, Vec<Finding>), AnswerRefusal> {
    let mut gather = Gather::default();
    match replies::stream(bytes, |part| gather.take(part)) {
        Ok(findings) => Ok((gather.stated, findings)),
        Err(error) => Err(AnswerRefusal::Unsound {
            problem: error.to_string(),
            findings: Vec::new(),
        }),
    }
}

#[derive(Default)]
struct Gather {
    stated: Vec<Stated>,
    by: Answerer,
    source: Option<Source>,
    /// Transactions of a group whose number comes after them.
    sets: Vec<(SetAnswer, Position)>,
}

impl Gather {
    fn take(&mut self, part: Part) {
        match part {
            Part::Interchange(says) => {
                self.by = Answerer {
                    sender: says.sender.id,
                    receiver: says.receiver.id,
                    day: says.created.map(|at| at.date()),
                };
            }
            Part::Answer(answer, at) => self.push(at, What::File(answer)),
            Part::Transaction(_) => self.source = None,
            Part::Acknowledgement(ack999::Item::Set(answer, at)) => self.sets.push((answer, at)),
            Part::Acknowledgement(ack999::Item::Group(answer, at)) => self.group(answer, at),
            Part::Status(Item::Header(header, _)) => {
                self.source = Some(Source {
                    guide: header.guide,
                    entity: None,
                    reference: None,
                });
                if let Some(created) = header.created {
                    self.by.day = Some(created.date());
                }
            }
            Part::Status(Item::Level(level, at)) => self.level(level, at),
            Part::Status(Item::Claim(claim, at)) => {
                if let Some(of) = self.source.clone() {
                    self.push(at, What::Claim { of, claim });
                }
            }
        }
    }

    fn group(&mut self, answer: GroupAnswer, at: Position) {
        let group = Group {
            code: answer.group.clone(),
            number: answer.control_number.clone(),
        };
        let sets = std::mem::take(&mut self.sets);
        let listed = sets.iter().map(|(set, _)| set.control_number.clone());
        let listed = listed.collect();
        for (answer, at) in sets {
            let group = group.clone();
            self.push(at, What::Set { group, answer });
        }
        self.push(at, What::Group { answer, listed });
    }

    fn level(&mut self, level: Level, at: Position) {
        let Some(source) = &mut self.source else {
            return;
        };
        let code = |entity: &Entity| entity.code.clone();
        match level.kind {
            LevelKind::Source => {
                source.entity = level.entities.first().map(code);
                source.reference = None;
            }
            LevelKind::Receiver => {
                source.reference = level.trace.as_ref().map(|trace| trace.number.clone());
            }
            LevelKind::Provider
            | LevelKind::Subscriber
            | LevelKind::Dependent
            | LevelKind::Patient => {}
        }
        let of = source.clone();
        if matches!(level.kind, LevelKind::Receiver | LevelKind::Provider) {
            self.push(at, What::Level { of, level });
        }
    }

    fn push(&mut self, at: Position, what: What) {
        self.stated.push(Stated {
            segment: at.segment,
            by: self.by.clone(),
            what,
        });
    }
}
