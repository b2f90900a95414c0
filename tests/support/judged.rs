//! Scans of histories by the real program, and what their reports say.

use std::ffi::OsStr;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use credline::finding::Fingerprint;
use serde_json::Value;

use super::{Repository, apart};
use crate::place::{RULE, Seen, list, shows_no_token};

impl Repository<'_> {
    /// Scans the history with these arguments; the end is a regular one, and no report shows a token.
    pub fn history<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>) -> Seen {
        self.judge(self.program(args))
    }

    /// As [`history`](Self::history), of a history that can be looked at wholly.
    pub fn whole_history(&self) -> Seen {
        let seen = self.history([""; 0]);
        let mut skipped = seen.skipped();
        // Generated configuration need not be well-formed.
        skipped.retain(|line| !line.ends_with(": malformed"));
        assert_eq!(skipped, [""; 0], "a whole history");
        seen
    }

    /// The program on this repository, not yet run.
    pub fn program<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>) -> Command {
        let mut process = Command::new(program());
        process.arg("history").arg(&self.folder).args(args);
        self.place.keep_apart(&mut process);
        apart(&mut process);
        process
    }

    /// The program in this folder, which names no repository.
    pub fn program_here(&self) -> Command {
        let mut process = Command::new(program());
        self.place.keep_apart(&mut process);
        apart(&mut process);
        process.arg("history").current_dir(&self.folder);
        process
    }

    /// Runs a command of [`program`](Self::program) and reads its reports.
    pub fn judge(&self, mut process: Command) -> Seen {
        let formats = ["text", "json", "sarif"].map(|format| (format, self.place.path(format!("report.{format}"))));
        for (format, path) in &formats {
            process.arg(format!("--format={format}={}", path.display()));
        }
        let output = process.arg("--quiet").stdin(Stdio::null()).output().unwrap();
        let code = end(&output);
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        let read =
            |(format, path)| fs::read_to_string(path).unwrap_or_else(|error| panic!("{format}: {error}: {errors}"));
        let [text, json, sarif] = formats.map(read);
        for shown in [&text, &json, &sarif, &errors] {
            shows_no_token(shown);
        }
        Seen { code, report: serde_json::from_str(&json).unwrap() }
    }
}

/// The program: the one of this build, or that of the variable `CREDLINE`, such as a release build for long runs.
pub fn program() -> PathBuf {
    std::env::var_os("CREDLINE").map_or_else(|| assert_cmd::cargo::cargo_bin!("credline").to_owned(), PathBuf::from)
}

/// The code of a regular end.
pub fn end(output: &Output) -> i32 {
    let errors = String::from_utf8_lossy(&output.stderr);
    let code = output.status.code().unwrap_or_else(|| panic!("ended by {}: {errors}", output.status));
    assert!(matches!(code, 0 | 1 | 3), "{code}: {errors}");
    assert!(!errors.contains("panicked") && !errors.contains("internal error"), "{errors}");
    code
}

/// The finding of a token; there is one and no other of the same credential.
pub fn finding<'s>(seen: &'s Seen, token: &str) -> &'s Value {
    let name = Fingerprint::of(&RULE.parse().unwrap(), token.as_bytes()).to_string();
    let found: Vec<&Value> = seen.findings().iter().filter(|finding| finding["fingerprint"] == name.as_str()).collect();
    let [finding] = found[..] else { panic!("{} findings instead of one in {:#}", found.len(), seen.report) };
    finding
}

/// Whether a token is among the findings.
pub fn is_found(seen: &Seen, token: &str) -> bool {
    let name = Fingerprint::of(&RULE.parse().unwrap(), token.as_bytes()).to_string();
    seen.findings().iter().any(|finding| finding["fingerprint"] == name.as_str())
}

/// `reason` of every line of the receipt, with what it says, sorted.
pub fn receipt(seen: &Seen) -> Vec<(String, String)> {
    let text = |line: &Value, name: &str| line[name].as_str().unwrap_or_default().to_owned();
    let line = |line: &Value| (text(line, "reason"), format!("{}: {}", text(line, "path"), text(line, "detail")));
    let mut lines: Vec<_> = list(&seen.report["coverage"]["skipped"]).iter().map(line).collect();
    lines.sort();
    lines
}
