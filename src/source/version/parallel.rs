//! Works through a list from several threads, each with its own handle on the repository.

use std::ops::ControlFlow;
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
    let worth = items.len() / WORTH;
    let wanted = match threads {
        // Asking for the number of processors costs as much as reading a small file.
        0 if worth > 1 => thread::available_parallelism().map_or(1, usize::from),
        threads => threads,
    };
    crate::source::parallel::each(items, wanted.min(worth), &|| repository.to_thread_local(), work)
}
