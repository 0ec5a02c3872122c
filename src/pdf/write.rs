//! Sheets → PDF bytes, through printpdf. It must not know what the pages say.
//!
//! printpdf holds every operation of a document until it is saved, which costs a run of a thousand statements
//! hundreds of megabytes. So a [`Printer`] turns each handful of sheets into a small document of its own, keeps only
//! its compressed page contents, and at the end hangs them into one document of empty pages. The faces are cut to the
//! letters that were used, in the order they were first used, so that contents written early stay right.

mod draw;
mod unhinted;

use std::collections::BTreeMap;
use std::io::Write;

use chrono::{NaiveDate, NaiveTime};
use printpdf::{
    FontId, Mm, OffsetDateTime, Op, ParsedFont, PdfDocument, PdfDocumentInfo, PdfFont, PdfPage,
    PdfSaveOptions, TextItem,
};
use sha2::{Digest, Sha256};
use subsetter::GlyphRemapper;

use super::font::{Face, FontError, Fonts};
use super::sheet::{Mark, Sheet};

/// What a file holds, as its title says it. Titles, like file names, are read by people who should not learn who a
/// patient is, so there is no other way to set one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Title {
    /// One statement.
    Statement,
    /// A run of statements.
    Statements,
    /// A receipt.
    Receipt,
    /// What planned services will come to without insurance.
    Estimate,
    /// An agreement about a payment plan.
    PaymentPlan,
    /// What went to the bank on paper.
    DepositSlip,
    /// What days that were closed come to.
    DaySheet,
    /// What a closed month comes to.
    MonthSheet,
    /// A report.
    Report,
    /// Proof that a claim was filed in time.
    TimelyFiling,
    /// What a payer allowed too little for.
    Underpaid,
    /// A letter to a payer with what goes with it.
    Appeal,
    /// A last letter before an account goes to a collections agency.
    FinalNotice,
    /// The key that opens a book when its passphrase is lost.
    RecoveryKey,
    /// Claims on paper forms.
    PaperClaims,
    /// Marks by which a printer is set to the form.
    PrinterSetting,
}

/// Why pages could not be written.
#[derive(Debug, thiserror::Error)]
pub enum PdfError {
    /// A face is damaged.
    #[error(transparent)]
    Font(#[from] FontError),
    /// A face could not be cut to the letters used.
    #[error("the typeface {face} could not be cut: {source}")]
    Cut {
        /// Which.
        face: &'static str,
        /// Why.
        source: subsetter::Error,
    },
    /// The PDF library did not make of a document what was asked of it.
    #[error("the pages could not be put together")]
    Assembly,
    /// The file could not be written.
    #[error("the pages could not be written: {0}")]
    Write(#[from] std::io::Error),
}

/// Puts sheets into one PDF, part by part, in little memory.
pub struct Printer<'fonts> {
    fonts: &'fonts Fonts,
    title: Title,
    made_on: NaiveDate,
    cuts: BTreeMap<Face, Cut>,
    has_type: bool,
    pages: Vec<Page>,
}

/// The letters of one face that were used, and the places they get in the cut face.
#[derive(Default)]
struct Cut {
    remapper: GlyphRemapper,
    places: BTreeMap<u32, u16>,
}

/// A page that is drawn.
struct Page {
    width: f32,
    height: f32,
    content: Vec<u8>,
    is_compressed: bool,
}

/// Gives one document of these sheets.
///
/// # Errors
/// As [`Printer::add`] and [`Printer::finish`].
pub fn document(
    fonts: &Fonts,
    title: Title,
    made_on: NaiveDate,
    sheets: &[Sheet],
) -> Result<Vec<u8>, PdfError> {
    let mut printer = Printer::new(fonts, title, made_on);
    printer.add(sheets)?;
    let mut bytes = Vec::new();
    printer.finish(&mut bytes)?;
    Ok(bytes)
}

impl<'fonts> Printer<'fonts> {
    /// Starts an empty document.
    pub const fn new(fonts: &'fonts Fonts, title: Title, made_on: NaiveDate) -> Self {
        Self {
            fonts,
            title,
            made_on,
            cuts: BTreeMap::new(),
            has_type: false,
            pages: Vec::new(),
        }
    }

    /// How many pages it has so far.
    pub const fn page_count(&self) -> usize {
        self.pages.len()
    }

    /// Adds sheets at the end. What they need of memory is given back, but for a few kilobytes a page.
    ///
    /// # Errors
    /// [`PdfError::Assembly`] when the library loses a page.
    pub fn add(&mut self, sheets: &[Sheet]) -> Result<(), PdfError> {
        self.note_letters(sheets);
        let mut part = PdfDocument::new("");
        for (face, cut) in &self.cuts {
            let font = PdfFont::new(cut.stand_in());
            let _ = part.resources.fonts.map.insert(font_id(*face), font);
        }
        part.pages = sheets
            .iter()
            .map(|sheet| {
                page(
                    sheet.width,
                    sheet.height,
                    draw::operations(self.fonts, sheet),
                )
            })
            .collect();
        let mut drawn = part.to_lopdf_document(&PdfSaveOptions::default(), &mut Vec::new());
        drawn.compress();
        let ids = drawn.get_pages();
        if ids.len() != sheets.len() {
            return Err(PdfError::Assembly);
        }
        for (sheet, page) in sheets.iter().zip(ids.into_values()) {
            let [content] = drawn.get_page_contents(page)[..] else {
                return Err(PdfError::Assembly);
            };
            let content = drawn
                .get_object(content)
                .and_then(|object| object.as_stream())
                .map_err(|_| PdfError::Assembly)?;
            self.pages.push(Page {
                width: sheet.width,
                height: sheet.height,
                content: content.content.clone(),
                is_compressed: content.dict.has(b"Filter"),
            });
        }
        Ok(())
    }

    /// Adds an empty page where the back of the last one is free, so that what follows starts on a fresh piece of
    /// paper when both sides are printed.
    ///
    /// # Errors
    /// As [`add`](Self::add).
    pub fn turn_to_front(&mut self) -> Result<(), PdfError> {
        match self.pages.last() {
            Some(last) if !self.pages.len().is_multiple_of(2) => {
                let back = Sheet::new((last.width, last.height));
                self.add(&[back])
            }
            _ => Ok(()),
        }
    }

    /// Writes the document.
    ///
    /// # Errors
    /// [`PdfError::Cut`] when a face cannot be cut, [`PdfError::Assembly`] when the library loses a page,
    /// [`PdfError::Write`] when `to` fails.
    pub fn finish<W: Write>(self, to: &mut W) -> Result<(), PdfError> {
        let mut whole = PdfDocument::new("");
        whole.metadata.info = about(self.title, self.made_on);
        for (face, cut) in &self.cuts {
            let font = PdfFont::new(cut.cut(self.fonts, *face)?);
            let _ = whole.resources.fonts.map.insert(font_id(*face), font);
        }
        whole.pages = self
            .pages
            .iter()
            .map(|drawn| page(drawn.width, drawn.height, Vec::new()))
            .collect();
        if let Some(first) = whole.pages.first_mut() {
            first.ops = self.every_letter();
        }
        let id = self.digest();
        let mut file = whole.to_lopdf_document(&PdfSaveOptions::default(), &mut Vec::new());
        let ids = file.get_pages();
        if ids.len() != self.pages.len() {
            return Err(PdfError::Assembly);
        }
        for (drawn, page) in self.pages.into_iter().zip(ids.into_values()) {
            let [content] = file.get_page_contents(page)[..] else {
                return Err(PdfError::Assembly);
            };
            let stream = file
                .get_object_mut(content)
                .and_then(|object| object.as_stream_mut())
                .map_err(|_| PdfError::Assembly)?;
            stream.set_content(drawn.content);
            if drawn.is_compressed {
                stream.dict.set("Filter", "FlateDecode");
            }
        }
        // The same pages give the same bytes: the library's random identifier gives way to a digest.
        if let Ok(ids) = file
            .trailer
            .get_mut(b"ID")
            .and_then(|ids| ids.as_array_mut())
        {
            for part in ids {
                if let Ok(text) = part.as_str_mut() {
                    text.clone_from(&id);
                }
            }
        }
        file.compress();
        file.save_to(to)?;
        Ok(())
    }

    /// Gives every letter of these sheets its place in the cut faces.
    fn note_letters(&mut self, sheets: &[Sheet]) {
        for mark in sheets.iter().flat_map(|sheet| &sheet.marks) {
            self.has_type |= matches!(mark, Mark::Typed(_));
            let Mark::Text(text) = mark else { continue };
            let face = self.fonts.face(text.face);
            let cut = self.cuts.entry(text.face).or_default();
            for c in text.words.chars() {
                let _ = cut
                    .places
                    .entry(u32::from(c))
                    .or_insert_with(|| cut.remapper.remap(face.glyph(c)));
            }
        }
    }

    /// Operations that show every letter used once. They never reach a page; from them the library learns which
    /// widths and characters to list.
    fn every_letter(&self) -> Vec<Op> {
        let shown = self.cuts.iter().flat_map(|(face, cut)| {
            let letters = cut.places.keys().filter_map(|c| char::from_u32(*c));
            [
                draw::set_font(*face, 9.0),
                Op::ShowText {
                    items: vec![TextItem::Text(letters.collect())],
                },
            ]
        });
        std::iter::once(Op::StartTextSection)
            .chain(self.has_type.then(draw::set_type))
            .chain(shown)
            .chain(std::iter::once(Op::EndTextSection))
            .collect()
    }

    /// Thirty-two letters that depend on the pages and nothing else.
    fn digest(&self) -> Vec<u8> {
        let mut digest = Sha256::new();
        for page in &self.pages {
            digest.update(&page.content);
        }
        let digest = digest.finalize();
        digest
            .iter()
            .take(16)
            .flat_map(|byte| format!("{byte:02x}").into_bytes())
            .collect()
    }
}

impl Title {
    const fn words(self) -> &'static str {
        match self {
            Self::Statement => "Statement",
            Self::Statements => "Statements",
            Self::Receipt => "Receipt",
            Self::Estimate => "Good-faith estimate",
            Self::PaymentPlan => "Payment plan agreement",
            Self::DepositSlip => "Deposit slip",
            Self::DaySheet => "Day sheet",
            Self::MonthSheet => "Month’s sheet",
            Self::Report => "Report",
            Self::TimelyFiling => "Proof of timely filing",
            Self::Underpaid => "Underpaid services",
            Self::Appeal => "Appeal",
            Self::FinalNotice => "Final notice",
            Self::RecoveryKey => "Recovery key",
            Self::PaperClaims => "Paper claims",
            Self::PrinterSetting => "Printer setting",
        }
    }
}

impl Cut {
    /// The cut face without its outlines: enough to write text with.
    fn stand_in(&self) -> ParsedFont {
        ParsedFont::with_glyph_data(
            vec![0],
            0,
            None,
            self.places.clone(),
            BTreeMap::new(),
            1000,
            printpdf::FontMetrics {
                ascent: 0,
                descent: 0,
            },
        )
    }

    /// The cut face.
    fn cut(&self, fonts: &Fonts, face: Face) -> Result<ParsedFont, PdfError> {
        let bytes =
            subsetter::subset(fonts.face(face).bytes(), 0, &self.remapper).map_err(|source| {
                PdfError::Cut {
                    face: face.name(),
                    source,
                }
            })?;
        let bytes = unhinted::unhinted(&bytes).unwrap_or(bytes);
        let mut font =
            ParsedFont::from_bytes(&bytes, 0, &mut Vec::new()).ok_or(FontError(face.name()))?;
        font.codepoint_to_glyph.clone_from(&self.places);
        // Six letters and a plus say that the face is not whole (ISO 32000-1, 9.6.4).
        font.font_name = Some(format!("PEGBRD+{}", face.name()));
        Ok(font)
    }
}

/// What a file says of itself: never more than its kind, its maker and its day.
fn about(title: Title, made_on: NaiveDate) -> PdfDocumentInfo {
    let midnight = made_on.and_time(NaiveTime::MIN).and_utc().timestamp();
    let mut info = PdfDocumentInfo {
        document_title: title.words().to_owned(),
        creator: "Pegboard".to_owned(),
        producer: "Pegboard".to_owned(),
        ..PdfDocumentInfo::default()
    };
    if let Ok(day) = OffsetDateTime::from_unix_timestamp(midnight) {
        info.creation_date = day;
        info.modification_date = day;
        info.metadata_date = day;
    }
    info
}

fn font_id(face: Face) -> FontId {
    FontId(face.name().to_owned())
}

fn page(width: f32, height: f32, operations: Vec<Op>) -> PdfPage {
    PdfPage::new(Mm(width), Mm(height), operations)
}
