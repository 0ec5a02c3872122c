//! Printed pages, read back: what is on the paper is what is in the book, to the cent and to the millimetre.

mod whitlock;

use pegboard::domain::statement::Statement;
use pegboard::pdf::font::Fonts;
use pegboard::pdf::statement::{Sides, sheets};
use pegboard::pdf::write::{Title, document};

#[test]
fn look() {
    let statement = Statement::build(whitlock::account()).unwrap();
    let fonts = Fonts::load().unwrap();
    let pages = sheets(&statement, &fonts, Sides::Both);
    let bytes = document(&fonts, Title::Statement, whitlock::day(11, 20), &pages).unwrap();
    std::fs::write("/tmp/wt/pages/target/look.pdf", bytes).unwrap();
}
