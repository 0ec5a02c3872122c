//! The window: screens and the parts they are made of. It must not know SQL, X12 text or the inside of a PDF.

pub mod gallery;
pub mod icon;
pub mod spacing;
pub mod theme;
pub mod widget;
