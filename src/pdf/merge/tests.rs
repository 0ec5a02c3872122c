use std::io::Write;

use chrono::NaiveDate;
use flate2::Compression;
use flate2::write::ZlibEncoder;

use super::*;
use crate::pdf::font::Fonts;
use crate::pdf::sheet::Sheet;
use crate::pdf::write::{Title, document};

fn ours(pages: usize) -> Vec<u8> {
    let fonts = Fonts::load().unwrap();
    let day = NaiveDate::from_ymd_opt(2026, 3, 10).unwrap();
    let sheets: Vec<Sheet> = (0..pages).map(|_| Sheet::new((215.9, 279.4))).collect();
    document(&fonts, Title::Appeal, day, &sheets).unwrap()
}

/// A PNG of two by two points with this colour type and these rows, each with the byte of its filter.
fn png(colour: u8, rows: &[&[u8]]) -> Vec<u8> {
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::default());
    for row in rows {
        packed.write_all(row).unwrap();
    }
    let packed = packed.finish().unwrap();
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut chunk = |name: &[u8], body: &[u8]| {
        png.extend(u32::try_from(body.len()).unwrap().to_be_bytes());
        png.extend(name);
        png.extend(body);
        png.extend([0; 4]);
    };
    chunk(b"IHDR", &[0, 0, 0, 2, 0, 0, 0, 2, 8, colour, 0, 0, 0]);
    chunk(b"PLTE", &[255, 0, 0, 0, 255, 0]);
    chunk(b"IDAT", &packed);
    chunk(b"IEND", &[]);
    png
}

/// The beginning of a JPEG, as far as its frame.
fn jpeg(components: u8) -> Vec<u8> {
    let mut jpeg = vec![0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xc0, 0, 17, 8];
    jpeg.extend([0, 30, 0, 20, components]);
    jpeg.extend([0; 9]);
    jpeg
}

#[test]
fn papers_stand_behind_our_pages_in_their_order() {
    let papers = [
        ours(2),
        jpeg(3),
        png(0, &[&[0, 1, 2], &[1, 3, 4]]),
        png(3, &[&[0, 0, 1], &[0, 1, 0]]),
        png(
            6,
            &[&[0, 9, 9, 9, 0, 9, 9, 9, 255], &[2, 0, 0, 0, 0, 0, 0, 0, 0]],
        ),
    ];
    let counts: Vec<u32> = papers.iter().map(|one| pages_of(one).unwrap()).collect();
    assert_eq!(counts, [2, 1, 1, 1, 1]);
    let merged = merge(&ours(3), &papers).unwrap();
    assert_eq!(merged.pages, 9);
    let read = Document::load_mem(&merged.bytes).unwrap();
    assert_eq!(read.get_pages().len(), 9);
    for page in read.get_pages().into_values() {
        let page = read.get_dictionary(page).unwrap();
        assert!(page.has(b"MediaBox") && page.has(b"Resources"), "{page:?}");
    }
    // What was merged can be merged again.
    assert_eq!(merge(&merged.bytes, &[ours(1)]).unwrap().pages, 10);
}

#[test]
fn what_shines_through_is_laid_on_white() {
    let clear = picture::png(&png(4, &[&[0, 7, 0, 7, 255], &[0, 100, 128, 0, 0]])).unwrap();
    let mut whole = Document::load_mem(&ours(1)).unwrap();
    let root = whole.catalog().unwrap().get(b"Pages").unwrap();
    let root = root.as_reference().unwrap();
    let page = clear.page(&mut whole, root);
    let page = whole.get_dictionary(page).unwrap();
    let resources = page.get(b"Resources").unwrap().as_dict().unwrap();
    let images = resources.get(b"XObject").unwrap().as_dict().unwrap();
    let image = images.get(b"Paper").unwrap().as_reference().unwrap();
    let image = whole.get_object(image).unwrap().as_stream().unwrap();
    assert_eq!(image.decompressed_content().unwrap(), [255, 7, 177, 255]);
}

#[test]
fn what_is_no_paper_is_left_out_and_said() {
    assert_eq!(pages_of(b"a fax, typed"), Err(NotAPaper::Kind));
    assert_eq!(pages_of(b"%PDF-1.7 and nothing"), Err(NotAPaper::Damaged));
    assert_eq!(pages_of(&jpeg(2)), Err(NotAPaper::Form));
    assert_eq!(pages_of(&[0xff, 0xd8, 0xff]), Err(NotAPaper::Damaged));
    assert_eq!(pages_of(b"\x89PNG\r\n\x1a\nxx"), Err(NotAPaper::Damaged));
    let merged = merge(&ours(1), &[b"a fax, typed".to_vec(), jpeg(1)]).unwrap();
    assert_eq!(merged.pages, 2);
}

#[test]
fn a_cut_paper_is_refused_and_never_a_panic() {
    for whole in [ours(1), jpeg(3), png(6, &[&[0; 9], &[4; 9]])] {
        for end in 0..whole.len().min(400) {
            let _outcome = pages_of(&whole[..end]);
        }
    }
}
