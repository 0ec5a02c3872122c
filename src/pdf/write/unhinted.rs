//! Takes out of a cut TrueType face what only coarse screens need: the programs that fit its outlines to pixels. They
//! are a quarter of a statement's file and no printer runs them. It must not know what the face is for.
//!
//! Source: OpenType 1.9, tables `glyf`, `loca`, `head`; composite glyph flags.

/// Tables of the pixel-fitting machine.
const HINTS: [&[u8; 4]; 3] = [b"cvt ", b"fpgm", b"prep"];
/// Composite glyph flags: words instead of bytes, more components, one, two or four scales, a program follows.
const WORDS: u16 = 0x0001;
const SCALE: u16 = 0x0008;
const MORE: u16 = 0x0020;
const TWO_SCALES: u16 = 0x0040;
const FOUR_SCALES: u16 = 0x0080;
const PROGRAM: u16 = 0x0100;

/// Gives the face without its programs; none when it is not a TrueType face this can read.
pub(super) fn unhinted(face: &[u8]) -> Option<Vec<u8>> {
    let mut tables = tables(face)?;
    let find = |tag: &[u8; 4]| {
        tables
            .iter()
            .find(|(name, _)| name == tag)
            .map(|(_, bytes)| bytes.clone())
    };
    let (mut head, old) = (find(b"head")?, find(b"glyf")?);
    let ends = ends(&find(b"loca")?, word(&head, 50)?)?;
    let mut glyphs = Vec::with_capacity(old.len());
    let mut places = Vec::with_capacity(ends.len().saturating_mul(4));
    places.extend(0_u32.to_be_bytes());
    for pair in ends.windows(2) {
        let [start, end] = *pair else { return None };
        glyphs.extend(outline(old.get(start..end)?)?);
        glyphs.resize(glyphs.len().next_multiple_of(4), 0);
        places.extend(u32::try_from(glyphs.len()).ok()?.to_be_bytes());
    }
    head.get_mut(50..52)?.copy_from_slice(&1_u16.to_be_bytes());
    tables.retain(|(name, _)| !HINTS.contains(&name));
    for (name, bytes) in &mut tables {
        match &*name {
            b"head" => bytes.clone_from(&head),
            b"glyf" => bytes.clone_from(&glyphs),
            b"loca" => bytes.clone_from(&places),
            _ => {}
        }
    }
    written(face.get(..4)?, &tables)
}

/// A glyph without its program.
fn outline(glyph: &[u8]) -> Option<Vec<u8>> {
    if glyph.is_empty() {
        return Some(Vec::new());
    }
    let contours = word(glyph, 0)?;
    if i16::from_be_bytes(contours.to_be_bytes()) < 0 {
        return composite(glyph);
    }
    let program = usize::from(contours).checked_mul(2)?.checked_add(10)?;
    let length = usize::from(word(glyph, program)?);
    let points = program.checked_add(2)?.checked_add(length)?;
    let mut bare = glyph.get(..program)?.to_vec();
    bare.extend([0, 0]);
    bare.extend(glyph.get(points..)?);
    Some(bare)
}

/// A glyph made of others, without its program.
fn composite(glyph: &[u8]) -> Option<Vec<u8>> {
    let mut bare = glyph.to_vec();
    let mut at = 10_usize;
    loop {
        let flags = word(glyph, at)?;
        bare.get_mut(at..at.checked_add(2)?)?
            .copy_from_slice(&(flags & !PROGRAM).to_be_bytes());
        let size = [(WORDS, 2), (SCALE, 2), (TWO_SCALES, 4), (FOUR_SCALES, 8)]
            .into_iter()
            .filter(|(flag, _)| flags & flag != 0)
            .fold(6_usize, |size, (_, more)| size.saturating_add(more));
        at = at.checked_add(size)?;
        if flags & MORE == 0 {
            bare.truncate(at);
            return Some(bare);
        }
    }
}

/// Where each glyph ends; the first figure is where the first one starts.
fn ends(loca: &[u8], format: u16) -> Option<Vec<usize>> {
    match format {
        0 => loca
            .chunks_exact(2)
            .map(|two| usize::from(word(two, 0)?).checked_mul(2))
            .collect(),
        _ => loca
            .chunks_exact(4)
            .map(|four| usize::try_from(long(four, 0)?).ok())
            .collect(),
    }
}

fn tables(face: &[u8]) -> Option<Vec<([u8; 4], Vec<u8>)>> {
    let count = usize::from(word(face, 4)?);
    let directory = face.get(12..)?.chunks_exact(16).take(count);
    directory
        .map(|entry| {
            let name = entry.first_chunk::<4>()?;
            let start = usize::try_from(long(entry, 8)?).ok()?;
            let end = start.checked_add(usize::try_from(long(entry, 12)?).ok()?)?;
            Some((*name, face.get(start..end)?.to_vec()))
        })
        .collect()
}

/// A face of these tables.
fn written(version: &[u8], tables: &[([u8; 4], Vec<u8>)]) -> Option<Vec<u8>> {
    let count = u16::try_from(tables.len()).ok()?;
    let power = count.checked_ilog2()?;
    let range = 16_u16.checked_shl(power)?;
    let mut face = version.to_vec();
    for figure in [
        count,
        range,
        u16::try_from(power).ok()?,
        count.checked_mul(16)?.checked_sub(range)?,
    ] {
        face.extend(figure.to_be_bytes());
    }
    let mut start = tables.len().checked_mul(16)?.checked_add(12)?;
    for (name, bytes) in tables {
        face.extend(name);
        face.extend(sum(bytes).to_be_bytes());
        face.extend(u32::try_from(start).ok()?.to_be_bytes());
        face.extend(u32::try_from(bytes.len()).ok()?.to_be_bytes());
        start = start.checked_add(bytes.len().next_multiple_of(4))?;
    }
    for (_, bytes) in tables {
        face.extend(bytes);
        face.resize(face.len().next_multiple_of(4), 0);
    }
    Some(face)
}

/// The table's checksum: its long words added up.
fn sum(bytes: &[u8]) -> u32 {
    bytes.chunks(4).fold(0_u32, |sum, four| {
        let mut whole = [0; 4];
        for (to, from) in whole.iter_mut().zip(four) {
            *to = *from;
        }
        sum.wrapping_add(u32::from_be_bytes(whole))
    })
}

fn word(bytes: &[u8], at: usize) -> Option<u16> {
    let two = bytes.get(at..)?.first_chunk::<2>()?;
    Some(u16::from_be_bytes(*two))
}

fn long(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..)?.first_chunk::<4>()?;
    Some(u32::from_be_bytes(*four))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt::Write;
    use ttf_parser::{Face, GlyphId, OutlineBuilder};

    /// An outline as text.
    #[derive(Default, PartialEq, Debug)]
    struct Drawn(String);

    impl Drawn {
        fn add(&mut self, step: char, points: &[f32]) {
            write!(self.0, "{step} {points:?} ").unwrap();
        }
    }

    impl OutlineBuilder for Drawn {
        fn move_to(&mut self, x: f32, y: f32) {
            self.add('m', &[x, y]);
        }
        fn line_to(&mut self, x: f32, y: f32) {
            self.add('l', &[x, y]);
        }
        fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
            self.add('q', &[x1, y1, x, y]);
        }
        fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
            self.add('c', &[x1, y1, x2, y2, x, y]);
        }
        fn close(&mut self) {
            self.add('z', &[]);
        }
    }

    #[test]
    fn outlines_stay_as_they_were() {
        for bytes in [
            include_bytes!("../../../assets/fonts/SourceSans3-Regular.ttf").as_slice(),
            include_bytes!("../../../assets/fonts/OCRA.ttf").as_slice(),
        ] {
            let bare = unhinted(bytes).unwrap();
            let (before, after) = (
                Face::parse(bytes, 0).unwrap(),
                Face::parse(&bare, 0).unwrap(),
            );
            assert_eq!(before.number_of_glyphs(), after.number_of_glyphs());
            for glyph in (0..before.number_of_glyphs()).map(GlyphId) {
                let drawn = |face: &Face<'_>| {
                    let mut drawn = Drawn::default();
                    (face.outline_glyph(glyph, &mut drawn), drawn)
                };
                assert_eq!(drawn(&before), drawn(&after), "{glyph:?}");
                assert_eq!(
                    before.glyph_hor_advance(glyph),
                    after.glyph_hor_advance(glyph)
                );
            }
            assert!(HINTS.iter().all(|tag| {
                after
                    .raw_face()
                    .table(ttf_parser::Tag::from_bytes(tag))
                    .is_none()
            }));
        }
    }

    proptest::proptest! {
        #[test]
        fn damaged_faces_are_left_alone(cut in 0_usize..400, at in 0_usize..400, byte: u8) {
            let mut bytes = include_bytes!("../../../assets/fonts/OCRA.ttf").to_vec();
            bytes[at] = byte;
            bytes.truncate(bytes.len() - cut);
            let _ = unhinted(&bytes);
        }
    }
}
