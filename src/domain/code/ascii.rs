//! A short text kept in place, so that codes can be copied like numbers. It must not know what the text means.

/// ASCII text of at most `N` bytes. Unused bytes are zero, so the order is that of the text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Ascii<const N: usize> {
    bytes: [u8; N],
    len: u8,
}

impl<const N: usize> Ascii<N> {
    /// Keeps `text`, or gives nothing when it is longer or not ASCII.
    pub(super) fn new(text: &str) -> Option<Self> {
        let mut bytes = [0; N];
        bytes
            .get_mut(..text.len())?
            .copy_from_slice(text.as_bytes());
        let len = u8::try_from(text.len()).ok()?;
        text.is_ascii().then_some(Self { bytes, len })
    }

    /// Keeps `text` in capitals, or gives nothing when it is longer or not ASCII.
    pub(super) fn capital(text: &str) -> Option<Self> {
        let mut kept = Self::new(text)?;
        kept.bytes.make_ascii_uppercase();
        Some(kept)
    }

    /// The text.
    pub(super) fn as_str(&self) -> &str {
        self.bytes
            .get(..usize::from(self.len))
            .and_then(|bytes| std::str::from_utf8(bytes).ok())
            .unwrap_or_default()
    }
}
