//! Pictures as objects of a PDF: what a JPEG or a PNG holds, with its size and its colours. It must not know what is on
//! them.

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

use super::NotAPaper;

/// A picture larger than this is none that a scanner makes.
const WIDEST: u32 = 30_000;
/// The most bytes a picture may have once it is unpacked.
const LARGEST: u64 = 512 * 1024 * 1024;
/// The margin of the page, in points.
const MARGIN: f64 = 36.0;
/// Letter paper, in points.
const PAPER: (f64, f64) = (612.0, 792.0);

/// A picture.
pub struct Picture {
    width: u32,
    height: u32,
    facts: Dictionary,
    content: Vec<u8>,
}

impl Picture {
    fn new(
        width: u32,
        height: u32,
        facts: Dictionary,
        content: Vec<u8>,
    ) -> Result<Self, NotAPaper> {
        let fits = (1..=WIDEST).contains(&width) && (1..=WIDEST).contains(&height);
        fits.then_some(Self {
            width,
            height,
            facts,
            content,
        })
        .ok_or(NotAPaper::Form)
    }

    /// Puts it on a page of its own, as large as it fits, upright.
    pub fn page(self, whole: &mut Document, root: ObjectId) -> ObjectId {
        let mut facts = self.facts;
        facts.set("Type", "XObject");
        facts.set("Subtype", "Image");
        facts.set("Width", self.width);
        facts.set("Height", self.height);
        let stream = Stream::new(facts, self.content).with_compression(false);
        let image = whole.add_object(stream);
        let (width, height) = (f64::from(self.width), f64::from(self.height));
        let area = (PAPER.0 - 2.0 * MARGIN, PAPER.1 - 2.0 * MARGIN);
        let scale = (area.0 / width).min(area.1 / height);
        let (wide, high) = (width * scale, height * scale);
        let (left, low) = ((PAPER.0 - wide) / 2.0, PAPER.1 - MARGIN - high);
        let drawn = format!("q {wide:.2} 0 0 {high:.2} {left:.2} {low:.2} cm /Paper Do Q");
        super::page(whole, root, drawn, image)
    }
}

/// Reads what a JPEG says of itself; its content stays as it is (DCTDecode).
pub fn jpeg(bytes: &[u8]) -> Result<Picture, NotAPaper> {
    let mut rest = bytes.get(2..).ok_or(NotAPaper::Damaged)?;
    loop {
        // What fills the room before a marker is passed over.
        let at = rest.iter().position(|byte| *byte == 0xff);
        rest = rest
            .get(at.ok_or(NotAPaper::Damaged)?..)
            .unwrap_or_default();
        let (marker, behind) = match rest {
            [0xff, 0xff, ..] => {
                rest = rest.get(1..).unwrap_or_default();
                continue;
            }
            [0xff, marker, behind @ ..] => (*marker, behind),
            _ => return Err(NotAPaper::Damaged),
        };
        if matches!(marker, 0x01 | 0xd0..=0xd7) {
            rest = behind;
            continue;
        }
        let length = usize::from(word(behind, 0)?);
        let is_frame = matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc);
        if is_frame {
            return frame(behind, bytes);
        }
        if matches!(marker, 0xd9 | 0xda) || length < 2 {
            return Err(NotAPaper::Damaged);
        }
        rest = behind.get(length..).ok_or(NotAPaper::Damaged)?;
    }
}

/// Reads the frame of a JPEG: precision, height, width, components.
fn frame(behind: &[u8], bytes: &[u8]) -> Result<Picture, NotAPaper> {
    let bits = *behind.get(2).ok_or(NotAPaper::Damaged)?;
    let (height, width) = (word(behind, 3)?, word(behind, 5)?);
    let colours = match behind.get(7) {
        Some(1) => "DeviceGray",
        Some(3) => "DeviceRGB",
        Some(4) => "DeviceCMYK",
        _ => return Err(NotAPaper::Form),
    };
    let mut facts = dictionary! {
        "ColorSpace" => colours,
        "BitsPerComponent" => i64::from(bits),
        "Filter" => "DCTDecode",
    };
    if colours == "DeviceCMYK" {
        // Four colours come from programs that write them the other way round.
        let decode: Vec<Object> = [1, 0, 1, 0, 1, 0, 1, 0].map(Object::from).to_vec();
        facts.set("Decode", decode);
    }
    Picture::new(width.into(), height.into(), facts, bytes.to_vec())
}

fn word(bytes: &[u8], at: usize) -> Result<u16, NotAPaper> {
    let both = bytes.get(at..).and_then(|rest| rest.first_chunk::<2>());
    both.map(|both| u16::from_be_bytes(*both))
        .ok_or(NotAPaper::Damaged)
}

fn long(bytes: &[u8], at: usize) -> Result<u32, NotAPaper> {
    let four = bytes.get(at..).and_then(|rest| rest.first_chunk::<4>());
    four.map(|four| u32::from_be_bytes(*four))
        .ok_or(NotAPaper::Damaged)
}

/// A PNG taken apart.
struct Png {
    width: u32,
    height: u32,
    bits: u8,
    colour: u8,
    palette: Vec<u8>,
    data: Vec<u8>,
}

/// Reads a PNG. What it holds stays as it is, unless it lets something shine through.
pub fn png(bytes: &[u8]) -> Result<Picture, NotAPaper> {
    let png = apart(bytes)?;
    let bits = i64::from(png.bits);
    let (space, samples): (Object, u8) = match png.colour {
        0 => ("DeviceGray".into(), 1),
        2 => ("DeviceRGB".into(), 3),
        3 => (palette(&png)?, 1),
        4 | 6 if png.bits == 8 => return opaque(&png),
        _ => return Err(NotAPaper::Form),
    };
    let facts = dictionary! {
        "ColorSpace" => space,
        "BitsPerComponent" => bits,
        "Filter" => "FlateDecode",
        "DecodeParms" => dictionary! {
            "Predictor" => 15,
            "Colors" => i64::from(samples),
            "BitsPerComponent" => bits,
            "Columns" => i64::from(png.width),
        },
    };
    Picture::new(png.width, png.height, facts, png.data)
}

fn palette(png: &Png) -> Result<Object, NotAPaper> {
    let colours = i64::try_from(png.palette.len() / 3).map_err(|_| NotAPaper::Damaged)?;
    let last = colours
        .checked_sub(1)
        .filter(|last| (0..256).contains(last));
    let last = last.ok_or(NotAPaper::Damaged)?;
    let table = Object::String(png.palette.clone(), lopdf::StringFormat::Hexadecimal);
    Ok(Object::Array(vec![
        "Indexed".into(),
        "DeviceRGB".into(),
        last.into(),
        table,
    ]))
}

fn apart(bytes: &[u8]) -> Result<Png, NotAPaper> {
    let mut rest = bytes.get(8..).ok_or(NotAPaper::Damaged)?;
    let mut png: Option<Png> = None;
    loop {
        let length = usize::try_from(long(rest, 0)?).map_err(|_| NotAPaper::Damaged)?;
        let name = rest.get(4..8).ok_or(NotAPaper::Damaged)?;
        let body = rest.get(8..).and_then(|body| body.get(..length));
        let body = body.ok_or(NotAPaper::Damaged)?;
        match (name, &mut png) {
            (b"IHDR", None) => png = Some(header(body)?),
            (b"PLTE", Some(png)) => png.palette = body.to_vec(),
            (b"IDAT", Some(png)) => png.data.extend_from_slice(body),
            (b"IEND", _) => break,
            _ => {}
        }
        let chunk = length.checked_add(12).ok_or(NotAPaper::Damaged)?;
        rest = rest.get(chunk..).ok_or(NotAPaper::Damaged)?;
    }
    png.filter(|png| !png.data.is_empty())
        .ok_or(NotAPaper::Damaged)
}

fn header(body: &[u8]) -> Result<Png, NotAPaper> {
    let [bits, colour, 0, 0, 0] = *body
        .get(8..)
        .and_then(|rest| rest.first_chunk())
        .ok_or(NotAPaper::Damaged)?
    else {
        // Woven, or packed in a way that nobody uses.
        return Err(NotAPaper::Form);
    };
    Ok(Png {
        width: long(body, 0)?,
        height: long(body, 4)?,
        bits,
        colour,
        palette: Vec::new(),
        data: Vec::new(),
    })
}

/// Lays a picture that lets something shine through on white.
fn opaque(png: &Png) -> Result<Picture, NotAPaper> {
    let samples: usize = if png.colour == 4 { 2 } else { 4 };
    let colours = samples.saturating_sub(1);
    let width = usize::try_from(png.width).map_err(|_| NotAPaper::Form)?;
    let row = width.checked_mul(samples).ok_or(NotAPaper::Form)?;
    let mut packed = ZlibDecoder::new(png.data.as_slice()).take(LARGEST);
    let mut above = vec![0_u8; row];
    let mut line = vec![0_u8; row];
    let mut laid = ZlibEncoder::new(Vec::new(), Compression::default());
    for _ in 0..png.height {
        let mut filter = [0_u8];
        packed
            .read_exact(&mut filter)
            .and_then(|()| packed.read_exact(&mut line))
            .map_err(|_| NotAPaper::Damaged)?;
        unfilter(filter, &mut line, &above, samples)?;
        let on_white: Vec<u8> = line
            .chunks_exact(samples)
            .flat_map(|pixel| {
                let (colour, alpha) = pixel.split_at(colours);
                let alpha = alpha.first().copied().unwrap_or(u8::MAX);
                colour.iter().map(move |one| over_white(*one, alpha))
            })
            .collect();
        laid.write_all(&on_white).map_err(|_| NotAPaper::Damaged)?;
        std::mem::swap(&mut above, &mut line);
    }
    let content = laid.finish().map_err(|_| NotAPaper::Damaged)?;
    let space = if colours == 1 {
        "DeviceGray"
    } else {
        "DeviceRGB"
    };
    let facts = dictionary! {
        "ColorSpace" => space,
        "BitsPerComponent" => 8,
        "Filter" => "FlateDecode",
    };
    Picture::new(png.width, png.height, facts, content)
}

fn over_white(colour: u8, alpha: u8) -> u8 {
    let (colour, alpha) = (u32::from(colour), u32::from(alpha));
    let through = 255_u32.saturating_sub(alpha).saturating_mul(255);
    let mixed = colour.saturating_mul(alpha).saturating_add(through);
    u8::try_from(mixed / 255).unwrap_or(u8::MAX)
}

/// Takes the filter off a line (PNG, 9.2).
fn unfilter(
    [filter]: [u8; 1],
    line: &mut [u8],
    above: &[u8],
    samples: usize,
) -> Result<(), NotAPaper> {
    for at in 0..line.len() {
        let before = at.checked_sub(samples);
        let left = before.and_then(|at| line.get(at)).copied().unwrap_or(0);
        let over = above.get(at).copied().unwrap_or(0);
        let corner = before.and_then(|at| above.get(at)).copied().unwrap_or(0);
        let guess = match filter {
            0 => 0,
            1 => left,
            2 => over,
            3 => left.midpoint(over),
            4 => paeth(left, over, corner),
            _ => return Err(NotAPaper::Damaged),
        };
        if let Some(byte) = line.get_mut(at) {
            *byte = byte.wrapping_add(guess);
        }
    }
    Ok(())
}

fn paeth(left: u8, over: u8, corner: u8) -> u8 {
    let (a, b, c) = (i32::from(left), i32::from(over), i32::from(corner));
    let guess = a.saturating_add(b).saturating_sub(c);
    let far = |from: i32| guess.abs_diff(from);
    if far(a) <= far(b) && far(a) <= far(c) {
        left
    } else if far(b) <= far(c) {
        over
    } else {
        corner
    }
}
