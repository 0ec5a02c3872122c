//! The practice at the head of its letter pages: mark, name, address and how it is reached. It must not know what the page
//! is about.

use crate::domain::letterhead::Letterhead;

use super::pen::Pen;
use super::style::{HEADING, LEFT, SMALL};

/// Where the words beside the mark begin, and how wide they may be.
const BESIDE: f32 = 32.0;
const ROOM: f32 = 96.0;

/// Draws it at the top left.
pub(super) fn letterhead(page: &mut Pen<'_>, practice: &Letterhead) {
    page.mark((LEFT, 12.7), 13.0, &practice.name);
    let name = HEADING.sized(13.0);
    let _ = page.fit(BESIDE, 16.7, name, ROOM, &practice.name);
    let address = practice.address.lines().join(" · ");
    let _ = page.fit(BESIDE, 20.7, SMALL.muted(), ROOM, &address);
    let reach = match practice.pay_page() {
        Some(url) => format!("{} · {url}", practice.phone),
        None => practice.phone.clone(),
    };
    let _ = page.fit(BESIDE, 24.7, SMALL.muted(), ROOM, &reach);
}
