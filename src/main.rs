//! Arguments to the command line or the window; nothing else.

use std::io::Write;
use std::process::ExitCode;

fn main() -> ExitCode {
    tell_only_the_place_of_a_panic();
    pegboard::cli::run()
}

/// The words of a panic may quote what was typed, so only its place in the source is told.
fn tell_only_the_place_of_a_panic() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic
            .location()
            .map(|place| format!(" at {}:{}", place.file(), place.line()))
            .unwrap_or_default();
        let _ = writeln!(
            std::io::stderr(),
            "Pegboard made a mistake{place} and stopped; what was saved is safe."
        );
    }));
}
