//! Papers of others behind pages of ours: the pages of a PDF as they are, and pictures as pages of their own, in one
//! document. It must not know what any of them shows.
//!
//! Nothing of a picture is thrown away and drawn again: what a JPEG or a plain PNG holds goes into the document as it
//! stands, only its transparency, which paper has not, is laid on white.

mod picture;

use lopdf::{Document, Object, ObjectId, dictionary};

use super::write::PdfError;

/// Why a paper cannot stand among the pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAPaper {
    /// Neither a PDF nor a picture that is known here.
    #[error("it is no PDF, JPEG or PNG")]
    Kind,
    /// Nobody but who has its password may read it.
    #[error("it is locked with a password")]
    Locked,
    /// It cannot be read.
    #[error("it cannot be read")]
    Damaged,
    /// It is a PNG of a rare form.
    #[error("its picture is of a form that cannot be put on a page")]
    Form,
}

/// Pages with papers behind them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    /// The document.
    pub bytes: Vec<u8>,
    /// How many pages it has.
    pub pages: u32,
}

/// Says how many pages a paper would be.
///
/// # Errors
/// [`NotAPaper`] when it cannot stand among pages.
pub fn pages_of(paper: &[u8]) -> Result<u32, NotAPaper> {
    let pages = match Kind::of(paper)? {
        Kind::Pdf => pdf(paper)?.get_pages().len(),
        Kind::Jpeg => picture::jpeg(paper).map(|_| 1)?,
        Kind::Png => picture::png(paper).map(|_| 1)?,
    };
    u32::try_from(pages).map_err(|_| NotAPaper::Damaged)
}

/// Puts papers behind the pages of a document, in their order. One that cannot stand there is left out, as
/// [`pages_of`] said it would be.
///
/// # Errors
/// [`PdfError::Assembly`] when the document is none of ours, [`PdfError::Write`] when it cannot be put together.
pub fn merge(first: &[u8], papers: &[Vec<u8>]) -> Result<Merged, PdfError> {
    let mut whole = Document::load_mem(first).map_err(|_| PdfError::Assembly)?;
    let root = whole
        .catalog()
        .and_then(|catalog| catalog.get(b"Pages"))
        .and_then(Object::as_reference)
        .map_err(|_| PdfError::Assembly)?;
    let mut added = Vec::new();
    for paper in papers {
        added.extend(
            match Kind::of(paper) {
                Ok(Kind::Pdf) => pdf(paper).map(|other| take_in(&mut whole, other, root)),
                Ok(Kind::Jpeg) => picture::jpeg(paper).map(|one| vec![one.page(&mut whole, root)]),
                Ok(Kind::Png) => picture::png(paper).map(|one| vec![one.page(&mut whole, root)]),
                Err(not) => Err(not),
            }
            .unwrap_or_default(),
        );
    }
    hang(&mut whole, root, added)?;
    let pages = u32::try_from(whole.get_pages().len()).unwrap_or(u32::MAX);
    let mut bytes = Vec::new();
    whole.save_to(&mut bytes)?;
    Ok(Merged { bytes, pages })
}

#[derive(Clone, Copy)]
enum Kind {
    Pdf,
    Jpeg,
    Png,
}

impl Kind {
    /// What a file says of itself in its first bytes.
    fn of(paper: &[u8]) -> Result<Self, NotAPaper> {
        let start = paper.get(..1024).unwrap_or(paper);
        if start.windows(5).any(|bytes| bytes == b"%PDF-") {
            Ok(Self::Pdf)
        } else if paper.starts_with(&[0xff, 0xd8, 0xff]) {
            Ok(Self::Jpeg)
        } else if paper.starts_with(b"\x89PNG\r\n\x1a\n") {
            Ok(Self::Png)
        } else {
            Err(NotAPaper::Kind)
        }
    }
}

fn pdf(paper: &[u8]) -> Result<Document, NotAPaper> {
    let other = Document::load_mem(paper).map_err(|error| {
        if matches!(error, lopdf::Error::Decryption(_)) {
            NotAPaper::Locked
        } else {
            NotAPaper::Damaged
        }
    })?;
    if other.is_encrypted() {
        return Err(NotAPaper::Locked);
    }
    if other.get_pages().is_empty() {
        return Err(NotAPaper::Damaged);
    }
    Ok(other)
}

/// What a page has from what it hangs on, where it does not say it itself (ISO 32000-1, 7.7.3.4).
const INHERITED: [&[u8]; 4] = [b"Resources", b"MediaBox", b"CropBox", b"Rotate"];
/// How deep a tree of pages may be.
const DEPTH: usize = 64;

/// Takes the pages of another document in, each with everything it needs.
fn take_in(whole: &mut Document, mut other: Document, root: ObjectId) -> Vec<ObjectId> {
    other.renumber_objects_with(whole.max_id.saturating_add(1));
    let pages: Vec<ObjectId> = other.get_pages().into_values().collect();
    for page in &pages {
        let found: Vec<(&[u8], Object)> = INHERITED
            .into_iter()
            .filter_map(|key| Some((key, inherited(&other, *page, key)?)))
            .collect();
        if let Ok(page) = other.get_dictionary_mut(*page) {
            for (key, value) in found {
                page.set(key, value);
            }
            page.set("Parent", root);
        }
    }
    whole.max_id = other.max_id.max(whole.max_id);
    whole.objects.extend(other.objects);
    pages
}

fn inherited(other: &Document, page: ObjectId, key: &[u8]) -> Option<Object> {
    let mut here = other.get_dictionary(page).ok()?;
    for _ in 0..DEPTH {
        if let Ok(value) = here.get(key) {
            return Some(value.clone());
        }
        let above = here.get(b"Parent").and_then(Object::as_reference).ok()?;
        here = other.get_dictionary(above).ok()?;
    }
    None
}

/// Hangs pages on the root, behind those that are there.
fn hang(whole: &mut Document, root: ObjectId, added: Vec<ObjectId>) -> Result<(), PdfError> {
    let pages = whole
        .get_dictionary_mut(root)
        .map_err(|_| PdfError::Assembly)?;
    let count = pages.get(b"Count").and_then(Object::as_i64);
    let count = count.map_err(|_| PdfError::Assembly)?;
    let more = i64::try_from(added.len()).map_err(|_| PdfError::Assembly)?;
    pages.set("Count", count.saturating_add(more));
    let kids = pages
        .get_mut(b"Kids")
        .and_then(Object::as_array_mut)
        .map_err(|_| PdfError::Assembly)?;
    kids.extend(added.into_iter().map(Object::Reference));
    Ok(())
}

/// A page of letter paper with something on it.
fn page(whole: &mut Document, root: ObjectId, content: String, image: ObjectId) -> ObjectId {
    let content = lopdf::Stream::new(dictionary! {}, content.into_bytes());
    let content = whole.add_object(content);
    whole.add_object(dictionary! {
        "Type" => "Page",
        "Parent" => root,
        "MediaBox" => vec![0.into(), 0.into(), 612.into(), 792.into()],
        "Resources" => dictionary! { "XObject" => dictionary! { "Paper" => image } },
        "Contents" => content,
    })
}

#[cfg(test)]
mod tests;
