//! Looks for what must not be found: texts in files, whichever case and whichever encoding they were written in.

use std::path::Path;

/// Texts to look for.
pub struct Canaries {
    /// In lower case, each as UTF-8 and as UTF-16 of both orders, with the text it stands for.
    needles: Vec<(Vec<u8>, String)>,
    /// Whether any needle begins with these two bytes.
    begins: Vec<bool>,
}

impl Canaries {
    /// Six letters or digits are the least: fewer would be found by chance in a few megabytes of noise.
    const SHORTEST: usize = 6;

    pub fn new(texts: impl IntoIterator<Item = String>) -> Self {
        let mut texts: Vec<String> = texts
            .into_iter()
            .map(|text| text.trim().to_lowercase())
            .filter(|text| text.chars().filter(|c| c.is_alphanumeric()).count() >= Self::SHORTEST)
            .collect();
        texts.sort();
        texts.dedup();
        let mut needles = Vec::new();
        for text in texts {
            let wide = |order: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(order).collect();
            for bytes in [
                text.clone().into_bytes(),
                wide(u16::to_le_bytes),
                wide(u16::to_be_bytes),
            ] {
                needles.push((bytes, text.clone()));
            }
        }
        let mut begins = vec![false; 1 << 16];
        for (bytes, _) in &needles {
            begins[pair(bytes[0], bytes[1])] = true;
        }
        Self { needles, begins }
    }

    /// How many texts are looked for.
    pub fn count(&self) -> usize {
        self.needles.len() / 3
    }

    /// The first of them that is in these bytes.
    pub fn found(&self, bytes: &[u8]) -> Option<&str> {
        let lower = bytes.to_ascii_lowercase();
        lower
            .windows(2)
            .enumerate()
            .filter(|(_, two)| self.begins[pair(two[0], two[1])])
            .find_map(|(at, _)| {
                let mut needles = self.needles.iter();
                needles.find(|(needle, _)| lower[at..].starts_with(needle))
            })
            .map(|(_, text)| text.as_str())
    }

    /// Asserts that none is in any file of a folder.
    #[track_caller]
    pub fn assert_none_in(&self, folder: &Path) {
        for (name, bytes) in super::files(folder) {
            assert_eq!(self.found(&bytes), None, "in {name}");
            assert_eq!(self.found(name.as_bytes()), None, "in the name {name}");
        }
    }
}

fn pair(first: u8, second: u8) -> usize {
    usize::from(first) << 8 | usize::from(second)
}

#[test]
fn a_canary_is_found_in_any_case_and_encoding() {
    let canaries = Canaries::new(["Zebedee Quill".to_owned(), "Ida".to_owned()]);
    assert_eq!(canaries.count(), 1);
    let wide = |order: fn(u16) -> [u8; 2]| -> Vec<u8> {
        "..zebedee QUILL..".encode_utf16().flat_map(order).collect()
    };
    for bytes in [
        b"..ZEBEDEE quill..".to_vec(),
        wide(u16::to_le_bytes),
        wide(u16::to_be_bytes),
    ] {
        assert_eq!(canaries.found(&bytes), Some("zebedee quill"));
    }
    assert_eq!(canaries.found(b"..zebedee quil.ida."), None);
}
