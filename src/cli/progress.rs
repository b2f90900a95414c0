//! Progress on standard error, while a scan runs and only where a person sees it.

use std::io::IsTerminal as _;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use indicatif::{HumanBytes, HumanCount, ProgressBar, ProgressStyle};

use crate::scan::Progress;

/// How long a scan runs before anything is shown.
const PATIENCE: Duration = Duration::from_millis(400);

/// How often the line is drawn anew.
const TICK: Duration = Duration::from_millis(100);

/// Does `work` and shows how far it is, where `wanted` and standard error is a terminal.
pub fn show<T>(wanted: bool, progress: &Progress, work: impl FnOnce() -> T) -> T {
    if !wanted || !std::io::stderr().is_terminal() {
        return work();
    }
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        let painter = scope.spawn(|| paint(progress, &done));
        let result = work();
        done.store(true, Ordering::Relaxed);
        painter.thread().unpark();
        result
    })
}

fn paint(progress: &Progress, done: &AtomicBool) {
    thread::park_timeout(PATIENCE);
    if done.load(Ordering::Relaxed) {
        return;
    }
    let bar = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} in {elapsed}") {
        bar.set_style(style);
    }
    while !done.load(Ordering::Relaxed) {
        let files = HumanCount(progress.files.load(Ordering::Relaxed));
        let bytes = HumanBytes(progress.bytes.load(Ordering::Relaxed));
        let findings = HumanCount(progress.findings.load(Ordering::Relaxed));
        bar.set_message(format!("{files} files, {bytes}, {findings} findings"));
        bar.tick();
        thread::park_timeout(TICK);
    }
    bar.finish_and_clear();
}
