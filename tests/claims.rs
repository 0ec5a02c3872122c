//! From a visit to a file that left: claims over a real book, end to end.

mod again;
mod correct;
mod export;
mod judges;
mod life;
mod practice;
