//! A temporary folder to scan with the real program, and what the program has to say about it.

#![allow(dead_code, reason = "each test binary uses its own part")]

#[path = "packed.rs"]
pub mod packed;

use std::cell::RefCell;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

/// The rule that finds the tokens of [`token`].
pub const RULE: &str = "secret/github-personal-access-token";

/// No run takes longer; a hanging program fails its test instead of stopping all of them.
const PATIENCE: Duration = Duration::from_secs(120);

thread_local! {
    /// The tokens of the running test: none of them may ever be seen in an output.
    static TOKENS: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// A token of a known kind with a valid checksum; the same seed gives the same token.
pub fn token(seed: &str) -> String {
    let token = credline::rule::expand("{{ghp_|alnum:30|crc32-base62}}", seed).unwrap();
    TOKENS.with_borrow_mut(|tokens| tokens.push(token.clone()));
    token
}

/// A line that assigns the token of a seed.
pub fn line(seed: &str) -> String {
    format!("GITHUB_TOKEN={}\n", token(seed))
}

/// A folder that goes away with the test, with a home of its own beside it.
pub struct Place {
    folder: TempDir,
    home: TempDir,
}

impl Place {
    /// An empty folder that is no repository.
    pub fn new() -> Self {
        let new = || tempfile::Builder::new().prefix("place").tempdir().unwrap();
        Self { folder: new(), home: new() }
    }

    /// A folder with one file.
    pub fn with(name: impl AsRef<Path>, content: impl AsRef<[u8]>) -> Self {
        let place = Self::new();
        place.write(name, content);
        place
    }

    /// A folder with one token in `app.env`.
    pub fn leaky() -> Self {
        Self::with("app.env", line("leaky"))
    }

    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    pub fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.root().join(name)
    }

    /// Writes a file, and the folders above it.
    pub fn write(&self, name: impl AsRef<Path>, content: impl AsRef<[u8]>) -> &Self {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
        self
    }

    pub fn read(&self, name: impl AsRef<Path>) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// The program in this folder, kept from the settings of whoever runs the tests.
    pub fn command<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>) -> Command {
        let mut command = Command::from_std(self.process(args));
        command.timeout(PATIENCE);
        command
    }

    /// As [`command`](Self::command), for tests that hold the process while it runs.
    pub fn process<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>) -> std::process::Command {
        let mut process = std::process::Command::new(assert_cmd::cargo::cargo_bin!("credline"));
        process.args(args);
        self.keep_apart(&mut process);
        process
    }

    /// Lets a process run in this folder, without the settings of whoever runs the tests.
    pub fn keep_apart(&self, process: &mut std::process::Command) {
        let of_git = ["GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_OBJECT_DIRECTORY"];
        for name in ["CREDLINE_CONFIG", "NO_COLOR", "TERM", "XDG_CONFIG_HOME"].into_iter().chain(of_git) {
            process.env_remove(name);
        }
        process.current_dir(self.root()).env("HOME", self.home.path());
    }

    /// Runs the program with these arguments.
    pub fn run<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>) -> Outcome {
        self.outcome(&mut self.command(args))
    }

    /// Runs the program in this folder with these arguments and this standard input.
    pub fn run_with_input<S: AsRef<OsStr>>(
        &self,
        args: impl IntoIterator<Item = S>,
        input: impl Into<Vec<u8>>,
    ) -> Outcome {
        self.outcome(self.command(args).write_stdin(input))
    }

    /// Runs a scan of the folder with these arguments, and gives the report as JSON.
    pub fn scan<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>) -> Seen {
        self.run(scan_as_json(args)).seen()
    }

    /// As [`scan`](Self::scan), of standard input.
    pub fn scan_input(&self, input: impl Into<Vec<u8>>) -> Seen {
        self.run_with_input(scan_as_json(["-"]), input).seen()
    }

    /// Runs a command; whatever it is, it does not panic and shows no secret.
    pub fn outcome(&self, command: &mut Command) -> Outcome {
        let output = command.output().unwrap();
        let text = |bytes: Vec<u8>| self.scrubbed(&String::from_utf8(bytes).unwrap());
        let outcome = Outcome {
            code: output
                .status
                .code()
                .unwrap_or_else(|| panic!("ended by a signal or for its time: {}", output.status)),
            out: text(output.stdout),
            err: text(output.stderr),
        };
        assert!(!outcome.err.contains("internal error"), "{}", outcome.err);
        if !command.get_args().any(|arg| arg == "--show-secrets") {
            shows_no_token(&outcome.out);
            shows_no_token(&outcome.err);
        }
        outcome
    }

    /// A text without the name of this folder, which is another one each time.
    pub fn scrubbed(&self, text: &str) -> String {
        let real = self.root().canonicalize().unwrap();
        text.replace(&real.display().to_string(), "[place]").replace(&self.root().display().to_string(), "[place]")
    }
}

fn scan_as_json<S: AsRef<OsStr>>(args: impl IntoIterator<Item = S>) -> Vec<std::ffi::OsString> {
    let head = ["scan", "--format", "json"].map(Into::into);
    head.into_iter().chain(args.into_iter().map(|arg| arg.as_ref().to_owned())).collect()
}

/// Fails where a text shows a token of this test, or a long part of one.
pub fn shows_no_token(text: &str) {
    TOKENS.with_borrow(|tokens| {
        for token in tokens {
            assert!(!text.contains(token) && !text.contains(&token[8..32]), "a secret is shown in: {text}");
        }
    });
}

/// How a run went.
#[derive(Debug)]
pub struct Outcome {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Outcome {
    /// What the JSON report on standard output says.
    pub fn seen(self) -> Seen {
        let report = serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"));
        Seen { code: self.code, report }
    }
}

/// A report, read from JSON.
#[derive(Debug)]
pub struct Seen {
    pub code: i32,
    pub report: Value,
}

impl Seen {
    /// `path!member:line:column` of every finding.
    pub fn places(&self) -> Vec<String> {
        list(&self.report["findings"]).iter().map(|finding| place(&finding["location"])).collect()
    }

    /// `path!member` of every finding, sorted.
    pub fn files(&self) -> Vec<String> {
        let mut files: Vec<String> =
            list(&self.report["findings"]).iter().map(|finding| file(&finding["location"])).collect();
        files.sort();
        files
    }

    /// The rule of every finding.
    pub fn rules(&self) -> Vec<&str> {
        list(&self.report["findings"]).iter().map(|finding| finding["rule"].as_str().unwrap()).collect()
    }

    /// `path!member: reason` of every piece that was not looked at.
    pub fn skipped(&self) -> Vec<String> {
        let name = |skipped: &Value| format!("{}: {}", file(skipped), skipped["reason"].as_str().unwrap());
        list(&self.report["coverage"]["skipped"]).iter().map(name).collect()
    }

    pub fn findings(&self) -> &[Value] {
        list(&self.report["findings"])
    }
}

/// An array of a report.
pub fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn file(place: &Value) -> String {
    let path = place["path"].as_str().unwrap();
    place["member"].as_str().map_or_else(|| path.to_owned(), |member| format!("{path}!{member}"))
}

/// `path!member:line:column` of a location.
pub fn place(location: &Value) -> String {
    format!("{}:{}:{}", file(location), location["startLine"], location["startColumn"])
}
