//! Standard input, read to its end as one file.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

use crate::document::{Origin, RelPath};
use crate::source::container::{HELD_WHOLE, Limits, show_stream};
use crate::source::{Source, SourceError, Visitor};

/// How standard input is called where the user gives it no name.
pub const NAME: &str = "<stdin>";

/// Bytes that are read at once.
const CHUNK: usize = 256 * 1024;

/// How long nobody looks whether the scan is to stop.
const PATIENCE: Duration = Duration::from_millis(50);

/// Standard input under a name.
#[derive(Clone, Debug)]
pub struct Stdin {
    name: RelPath,
    limits: Limits,
    stop: Arc<AtomicBool>,
}

impl Stdin {
    /// Standard input as a file of this name, `<stdin>` by default; the name can decide how it is read.
    ///
    /// Once `stop` is set, nothing more is waited for.
    #[must_use]
    pub fn new(name: Option<RelPath>, limits: Limits, stop: Arc<AtomicBool>) -> Self {
        Self { name: name.unwrap_or_else(|| RelPath::new(NAME)), limits, stop }
    }

    fn visit_reader(&self, reader: &mut dyn Read, visit: &Visitor<'_>) {
        // A visitor that has seen enough is no failure of the source.
        let _ = show_stream(&Origin::file(self.name.clone()), reader, HELD_WHOLE, &self.limits, visit);
    }
}

impl Source for Stdin {
    fn visit(&self, visit: &Visitor<'_>) -> Result<(), SourceError> {
        let (sender, chunks) = sync_channel(2);
        // Never joined: it may wait for input for ever.
        thread::spawn(move || pass_on(&mut io::stdin().lock(), &sender));
        let mut input = Awaited { chunks, chunk: Vec::new(), taken: 0, stop: &self.stop };
        self.visit_reader(&mut input, visit);
        Ok(())
    }
}

/// Reads to the end, an error, or the loss of whoever listens.
fn pass_on(reader: &mut dyn Read, sender: &SyncSender<io::Result<Vec<u8>>>) {
    loop {
        let mut chunk = vec![0; CHUNK];
        let read = match reader.read(&mut chunk) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            read => read,
        };
        let is_last = !matches!(read, Ok(1..));
        let passed = read.map(|count| {
            chunk.truncate(count);
            chunk
        });
        if sender.send(passed).is_err() || is_last {
            return;
        }
    }
}

/// What another thread reads, for as long as nobody says stop; then it ends.
struct Awaited<'s> {
    chunks: Receiver<io::Result<Vec<u8>>>,
    chunk: Vec<u8>,
    taken: usize,
    stop: &'s AtomicBool,
}

impl Awaited<'_> {
    /// The next chunk; empty at the end, and when nothing more is wanted.
    fn next_chunk(&self) -> io::Result<Vec<u8>> {
        loop {
            match self.chunks.recv_timeout(PATIENCE) {
                Ok(read) => return read,
                Err(RecvTimeoutError::Disconnected) => return Ok(Vec::new()),
                Err(RecvTimeoutError::Timeout) if self.stop.load(Ordering::Relaxed) => return Ok(Vec::new()),
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
    }
}

impl Read for Awaited<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.taken == self.chunk.len() {
            self.chunk = self.next_chunk()?;
            self.taken = 0;
        }
        let count = buffer.len().min(self.chunk.len() - self.taken);
        buffer[..count].copy_from_slice(&self.chunk[self.taken..self.taken + count]);
        self.taken += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;
    use std::sync::Mutex;

    use super::*;
    use crate::source::Visited;

    fn origins(name: Option<&str>, input: &[u8]) -> Vec<String> {
        let origins = Mutex::new(Vec::new());
        let stdin = Stdin::new(name.map(RelPath::new), Limits::default(), Arc::default());
        stdin.visit_reader(&mut &*input, &|visited: Visited<'_>| {
            if let Visited::Document(document) = visited {
                origins.lock().unwrap().push(document.origin.display().into_owned());
            }
            ControlFlow::Continue(())
        });
        origins.into_inner().unwrap()
    }

    #[test]
    fn what_comes_in_is_called_by_its_given_name() {
        assert_eq!(origins(None, b"a text\n"), ["<stdin>"]);
        assert_eq!(origins(Some("a.ipynb"), b"[\"a text\"]"), ["a.ipynb", "a.ipynb"]);
    }

    #[test]
    fn what_is_passed_on_arrives_whole_and_ends_when_nothing_more_is_wanted() {
        let text = b"a text\n".repeat(CHUNK / 3);
        let (sender, chunks) = sync_channel(8);
        pass_on(&mut text.as_slice(), &sender);
        let stop = AtomicBool::new(false);
        let mut input = Awaited { chunks, chunk: Vec::new(), taken: 0, stop: &stop };
        let mut read = Vec::new();
        input.read_to_end(&mut read).unwrap();
        assert!(read == text);
        stop.store(true, Ordering::Relaxed);
        assert_eq!(input.read(&mut [0; 8]).unwrap(), 0, "the sender is still there, but silent");
    }
}
