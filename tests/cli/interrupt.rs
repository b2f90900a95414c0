//! Ctrl-C: the report still comes, and says that it is incomplete.
#![cfg(target_os = "linux")]

use std::io::Write as _;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::place::{Outcome, Place, line};

fn start(place: &Place, args: &[&str]) -> Child {
    place.process(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

/// Waits until the program listens for Ctrl-C, then sends it.
fn interrupt(child: &Child) {
    let patience = Instant::now() + Duration::from_secs(60);
    while !listens(child) {
        assert!(Instant::now() < patience, "the program never listened for Ctrl-C");
        sleep(Duration::from_millis(2));
    }
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
}

/// Whether SIGINT, the second signal, is among those that the process catches.
fn listens(child: &Child) -> bool {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
    let caught = status.lines().find_map(|line| line.strip_prefix("SigCgt:")).unwrap().trim();
    u64::from_str_radix(caught, 16).unwrap() & 0b10 != 0
}

fn end(child: Child) -> Outcome {
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Outcome { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}

/// A tree that takes long enough to be interrupted.
fn large() -> Place {
    let place = Place::new();
    let text = format!("{}{}", "password = os.environ['NAME'] # eyJhbGciOi\n".repeat(20_000), line("large"));
    for number in 0..60 {
        place.write(format!("{number}.py"), &text);
    }
    place
}

#[test]
fn an_interrupted_scan_reports_that_it_is_incomplete() {
    let place = large();
    for format in ["text", "json"] {
        let child = start(&place, &["scan", "--jobs", "1", "--format", format]);
        interrupt(&child);
        let outcome = end(child);
        assert_eq!((outcome.code, outcome.err.as_str()), (3, ""), "{}", outcome.out);
        if format == "text" {
            assert!(outcome.out.ends_with("the scan is incomplete: it was stopped\n"), "{}", outcome.out);
        } else {
            let seen = outcome.seen();
            assert_eq!(seen.report["summary"]["complete"], false);
            assert!(seen.skipped().contains(&".: interrupted".to_owned()), "{:?}", seen.skipped());
        }
    }
}

#[test]
fn an_interruption_can_be_allowed() {
    let place = large();
    let child = start(&place, &["scan", "--jobs", "1", "--allow-incomplete", "interrupted", "--exit-code", "0"]);
    interrupt(&child);
    assert_eq!(end(child).code, 0);
}

#[test]
fn a_scan_that_waits_for_standard_input_ends_on_ctrl_c() {
    let place = Place::new();
    let mut child = start(&place, &["scan", "-"]);
    child.stdin.as_mut().unwrap().write_all(line("waits").as_bytes()).unwrap();
    let kept_open = child.stdin.take();
    interrupt(&child);
    let patience = Instant::now() + Duration::from_secs(20);
    while child.try_wait().unwrap().is_none() {
        if Instant::now() > patience {
            child.kill().unwrap();
            panic!("the scan still waits for more input");
        }
        sleep(Duration::from_millis(10));
    }
    drop(kept_open);
    let outcome = end(child);
    assert_eq!(outcome.code, 3);
    assert!(outcome.out.ends_with("the scan is incomplete: it was stopped\n"), "{}", outcome.out);
}
