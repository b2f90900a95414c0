//! Input made to break the program: it ends in time, within its memory, and without a panic.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod archives;
mod noise;
mod texts;

#[path = "../support/place.rs"]
mod place;

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use place::{Outcome, Place};

/// KiB of address space, code and stacks of all threads included.
const MEMORY: u64 = 2_000_000;

/// How long one adversarial text may take in a debug build on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// Scans the folder within the bounds of memory, and checks that the end is a regular one.
fn survive(place: &Place) -> Outcome {
    let start = Instant::now();
    let program = assert_cmd::cargo::cargo_bin!("credline");
    let script = format!("ulimit -v {MEMORY}; exec timeout -s KILL {} \"$0\" \"$@\"", 2 * PATIENCE.as_secs());
    let mut shell = Command::new("sh");
    shell.args(["-c", &script]).arg(program).args(["scan", "--format", "json", "--jobs", "2"]);
    place.keep_apart(&mut shell);
    let output = shell.stdin(Stdio::null()).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let outcome =
        Outcome { code: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) };
    assert!(matches!(outcome.code, 0 | 1 | 3), "{}: {} after {:?}", outcome.code, outcome.err, start.elapsed());
    assert_eq!(outcome.err, "", "nothing panicked, nothing went wrong unsaid");
    assert!(!outcome.out.contains("\"crashed\""), "a check failed: {}", outcome.out);
    outcome
}

/// Scans one adversarial text, which has to end in time; gives the time it took.
fn survive_text(name: &str, text: &[u8]) -> Duration {
    let place = Place::with(name, text);
    let start = Instant::now();
    survive(&place);
    let took = start.elapsed();
    eprintln!("{name}: {} bytes in {took:?}", text.len());
    assert!(took < PATIENCE, "{name} took {took:?}");
    took
}

/// Noise that is the same each time.
struct Noise(u64);

impl Noise {
    fn byte(&mut self) -> u8 {
        // An xorshift generator: <https://www.jstatsoft.org/article/view/v008i14>
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.to_be_bytes()[3]
    }

    fn bytes(&mut self, count: usize) -> Vec<u8> {
        (0..count).map(|_| self.byte()).collect()
    }

    fn below(&mut self, bound: usize) -> usize {
        (usize::from(self.byte()) << 16 | usize::from(self.byte()) << 8 | usize::from(self.byte())) % bound.max(1)
    }
}
