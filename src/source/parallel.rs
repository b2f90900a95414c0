//! Works through a list from several threads.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

/// Calls `work` for each item, with what `handle` gives each thread, until one says `Break`. The calling thread is one of
/// the threads.
pub fn each<T: Sync, H>(
    items: &[T],
    threads: usize,
    handle: &(dyn Fn() -> H + Sync),
    work: &(dyn Fn(&H, &T) -> ControlFlow<()> + Sync),
) -> ControlFlow<()> {
    let (next, stopped) = (AtomicUsize::new(0), AtomicBool::new(false));
    let run = || {
        let handle = handle();
        while !stopped.load(Ordering::Relaxed) {
            let Some(item) = items.get(next.fetch_add(1, Ordering::Relaxed)) else { return };
            if work(&handle, item).is_break() {
                stopped.store(true, Ordering::Relaxed);
            }
        }
    };
    thread::scope(|scope| {
        for _ in 1..threads.min(items.len()) {
            scope.spawn(run);
        }
        run();
    });
    if stopped.into_inner() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
}
