//! Works through a list from several threads, each with its own handle on the repository.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

/// Fewer items than this for each thread are not worth a thread.
const WORTH: usize = 4;

/// Calls `work` for each item until one says `Break`; `threads` 0 is one for each processor.
pub fn each<T: Sync>(
    repository: &gix::ThreadSafeRepository,
    items: &[T],
    threads: usize,
    work: &(dyn Fn(&gix::Repository, &T) -> ControlFlow<()> + Sync),
) -> ControlFlow<()> {
    let (next, stopped) = (AtomicUsize::new(0), AtomicBool::new(false));
    let run = || {
        let repository = repository.to_thread_local();
        while !stopped.load(Ordering::Relaxed) {
            let Some(item) = items.get(next.fetch_add(1, Ordering::Relaxed)) else { return };
            if work(&repository, item).is_break() {
                stopped.store(true, Ordering::Relaxed);
            }
        }
    };
    let worth = items.len() / WORTH;
    let wanted = match threads {
        // Asking for the number of processors costs as much as reading a small file.
        0 if worth > 1 => thread::available_parallelism().map_or(1, usize::from),
        threads => threads,
    };
    let others = wanted.min(worth).saturating_sub(1);
    thread::scope(|scope| {
        for _ in 0..others {
            scope.spawn(run);
        }
        run();
    });
    if stopped.into_inner() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
}
