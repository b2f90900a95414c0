//! Ctrl-C and panics: a clean stop, and no secret in a message.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Sets the returned flag on Ctrl-C or a termination signal; the second one ends the process at once.
pub fn watch() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&stop);
    // Without a handler Ctrl-C ends the process at once, which is the next best thing.
    let _ = ctrlc::set_handler(move || {
        if flag.swap(true, Ordering::Relaxed) {
            std::process::exit(3);
        }
    });
    stop
}

/// Keeps the payload of a panic, which may quote the text under scan, off the terminal: only its place is shown.
pub fn silence_panics() {
    std::panic::set_hook(Box::new(|panic| {
        use std::io::Write as _;
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        let _ = writeln!(std::io::stderr(), "credline: internal error at {place}; please report it with this line");
    }));
}
