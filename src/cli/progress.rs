//! Progress on standard error, while a scan runs and only where a person sees it.

use std::io::IsTerminal as _;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use indicatif::{DecimalBytes, HumanCount, ProgressBar, ProgressStyle};

use crate::scan::{Phase, Progress};

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
    let mut shown = None;
    while !done.load(Ordering::Relaxed) {
        let line = Line::of(progress);
        if shown != Some((line.phase, line.form)) {
            shown = Some((line.phase, line.form));
            // Rate and time left are those of the phase.
            bar.reset();
            bar.set_prefix(line.phase.describe());
            if let Ok(style) = ProgressStyle::with_template(line.form.template()) {
                bar.set_style(style);
            }
        }
        bar.set_length(line.total);
        bar.set_position(line.done);
        bar.set_message(line.message);
        bar.tick();
        thread::park_timeout(TICK);
    }
    bar.finish_and_clear();
}

/// What the progress line says at a moment.
#[derive(Debug, PartialEq, Eq)]
struct Line {
    phase: Phase,
    form: Form,
    done: u64,
    total: u64,
    message: String,
}

/// What is known of how much there is to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// Nothing.
    Open,
    /// The objects.
    Objects,
    /// The bytes too.
    Bytes,
}

impl Form {
    const fn template(self) -> &'static str {
        match self {
            Self::Open => "{spinner} {prefix}: {msg} in {elapsed}",
            Self::Objects => "{spinner} {prefix} {percent}% {wide_bar} {msg}, {eta} left",
            Self::Bytes => {
                // The bar is what gives way on a narrow terminal.
                "{spinner} {prefix} {percent}% {wide_bar} {decimal_bytes}/{decimal_total_bytes}, {msg}, \
                 {decimal_bytes_per_sec}, {eta} left"
            }
        }
    }
}

impl Line {
    fn of(progress: &Progress) -> Self {
        let now = |count: &AtomicU64| count.load(Ordering::Relaxed);
        let phase = progress.phase();
        let (bytes, total_bytes) = (now(&progress.bytes), now(&progress.total_bytes));
        let (objects, total_objects) = (now(&progress.objects), now(&progress.total_objects));
        let of_total = || format!("{}/{} objects", HumanCount(objects.min(total_objects)), HumanCount(total_objects));
        let (form, done, total, message) = match (total_bytes, total_objects) {
            (0, 0) => (Form::Open, 0, 0, open(progress, phase)),
            (0, _) => (Form::Objects, objects, total_objects, of_total()),
            (_, _) => (Form::Bytes, bytes, total_bytes, of_total()),
        };
        Self { phase, form, done: done.min(total), total, message }
    }
}

/// What is done, where nobody knows of how much.
fn open(progress: &Progress, phase: Phase) -> String {
    let count = |count: &AtomicU64| HumanCount(count.load(Ordering::Relaxed));
    let bytes = DecimalBytes(progress.bytes.load(Ordering::Relaxed));
    match phase {
        Phase::Files => {
            format!("{} files, {bytes}, {} findings", count(&progress.files), count(&progress.findings))
        }
        _ => format!("{} objects", count(&progress.objects)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(progress: &Progress) -> (Form, u64, u64, String) {
        let Line { form, done, total, message, .. } = Line::of(progress);
        (form, done, total, message)
    }

    #[test]
    fn files_are_counted_without_an_end() {
        let progress = Progress::default();
        progress.files.store(11_052, Ordering::Relaxed);
        progress.bytes.store(70_213_456, Ordering::Relaxed);
        assert_eq!(line(&progress), (Form::Open, 0, 0, "11,052 files, 70.21 MB, 0 findings".to_owned()));
    }

    #[test]
    fn a_history_shows_how_much_of_it_is_done() {
        let progress = Progress::default();
        progress.begin(Phase::Opening, 0, 0);
        assert_eq!(line(&progress), (Form::Open, 0, 0, "0 objects".to_owned()));
        progress.begin(Phase::Trees, 401_233, 0);
        progress.advance(1_000, 0);
        assert_eq!(line(&progress), (Form::Objects, 1_000, 401_233, "1,000/401,233 objects".to_owned()));
        progress.begin(Phase::Objects, 274_657, 12_000_000_000);
        progress.advance(2_000, 4_000_000);
        assert_eq!(line(&progress), (Form::Bytes, 4_000_000, 12_000_000_000, "2,000/274,657 objects".to_owned()));
        progress.advance(300_000, 13_000_000_000);
        let over = (Form::Bytes, 12_000_000_000, 12_000_000_000, "274,657/274,657 objects".to_owned());
        assert_eq!(line(&progress), over, "never more than there is");
    }

    #[test]
    fn every_template_is_understood() {
        for form in [Form::Open, Form::Objects, Form::Bytes] {
            assert!(ProgressStyle::with_template(form.template()).is_ok(), "{form:?}");
        }
    }
}
