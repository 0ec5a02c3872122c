//! Arguments to the command line or the window; nothing else.

fn main() {}
