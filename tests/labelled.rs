//! Labelled files of configuration: how many of what is wrong is found, and how much of what is right is left alone.

#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use credline::check::Check;
use credline::check::fact::examples::EXAMPLE_TIME;
use credline::check::fact::{FactCheck, Prepared};
use credline::check::secret::{SecretCheck, Settings};
use credline::document::{Document, Origin, RelPath};
use credline::finding::{Finding, Reveal};
use credline::rule::{Severity, builtin};

/// What is wrong has to be found as more than a note; where nothing is wrong, a note is one finding too many.
///
/// The least share of what is wrong that has to be found, and the greatest share of what is right that may be reported.
const RECALL: f64 = 0.95;
const FALSE_ALARMS: f64 = 0.03;

/// A labelled file.
struct Case {
    title: String,
    at: (String, usize),
    /// A family, and the lines at which a finding of it is fair; none where nothing is wrong.
    expected: Vec<(String, RangeInclusive<usize>)>,
    path: String,
    text: String,
}

/// How the files of one page came out.
#[derive(Default)]
struct Score {
    fails: usize,
    found: usize,
    passes: usize,
    alarms: usize,
}

fn pages() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/labelled");
    let mut pages: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .filter(|path| path.file_name().is_some_and(|name| name != "README.md"))
        .collect();
    pages.sort();
    pages
}

/// The cases of a page: a heading, a verdict, and a file between fences.
fn cases(page: &Path) -> Vec<Case> {
    let text = fs::read_to_string(page).unwrap();
    let name = page.file_name().unwrap().to_string_lossy().into_owned();
    let mut cases = Vec::new();
    let mut lines = text.lines().enumerate().peekable();
    let mut title = (String::new(), 0);
    let mut verdict = None;
    while let Some((number, line)) = lines.next() {
        if let Some(heading) = line.strip_prefix("## ") {
            title = (heading.to_owned(), number + 1);
            verdict = None;
        } else if line == "pass" {
            verdict = Some(Vec::new());
        } else if let Some(rest) = line.strip_prefix("fail ") {
            verdict = Some(rest.split(',').map(|part| expectation(part, &name, number + 1)).collect());
        } else if let Some(fence) = line.strip_prefix("~~~").filter(|rest| rest.contains("path=")) {
            let path = fence.split("path=").nth(1).unwrap().trim().to_owned();
            let mut body = String::new();
            for (_, line) in lines.by_ref() {
                if line == "~~~" {
                    break;
                }
                body.push_str(line);
                body.push('\n');
            }
            let expected = verdict.take().unwrap_or_else(|| panic!("{name}:{}: `{}` has no verdict", title.1, title.0));
            cases.push(Case { title: title.0.clone(), at: (name.clone(), title.1), expected, path, text: body });
        }
    }
    cases
}

fn expectation(text: &str, page: &str, line: usize) -> (String, RangeInclusive<usize>) {
    let mut words = text.split_whitespace();
    let (family, lines) = (words.next().unwrap().to_owned(), words.next().unwrap_or_else(|| panic!("{page}:{line}")));
    let number = |text: &str| text.parse::<usize>().unwrap_or_else(|_| panic!("{page}:{line}: `{text}` is no line"));
    let (first, last) = lines.split_once('-').unwrap_or((lines, lines));
    (family, number(first)..=number(last))
}

/// What the checks say of a file.
fn findings(check: &FactCheck, case: &Case) -> Vec<Finding> {
    let origin = Origin::file(RelPath::new(&case.path));
    let mut found = Vec::new();
    let _ = check.inspect(&Document::whole(&origin, case.text.as_bytes()), &mut found);
    found
}

fn is_at(finding: &Finding, family: &str, lines: &RangeInclusive<usize>) -> bool {
    finding.severity > Severity::Note
        && finding.rule.family().name() == family
        && lines.contains(&finding.at.start.line)
}

#[test]
fn what_is_wrong_is_found_and_what_is_right_is_left_alone() {
    let catalogue = builtin();
    let secrets = Arc::new(SecretCheck::new(&catalogue, Settings::default()).unwrap());
    let check = FactCheck::new(Prepared::new(&catalogue), secrets, Reveal::Never, EXAMPLE_TIME);
    let mut scores: BTreeMap<String, Score> = BTreeMap::new();
    let mut wrong = String::new();
    for case in pages().iter().flat_map(|page| cases(page)) {
        let score = scores.entry(case.at.0.clone()).or_default();
        let found = findings(&check, &case);
        let said: Vec<String> =
            found.iter().map(|finding| format!("{}:{}", finding.rule, finding.at.start.line)).collect();
        let place = format!("{}:{}: {}", case.at.0, case.at.1, case.title);
        if case.expected.is_empty() {
            score.passes += 1;
            if !found.is_empty() {
                score.alarms += 1;
                writeln!(wrong, "ALARM  {place}: {}", said.join(" ")).unwrap();
            }
        } else {
            score.fails += 1;
            if case.expected.iter().all(|(family, lines)| found.iter().any(|finding| is_at(finding, family, lines))) {
                score.found += 1;
            } else {
                writeln!(wrong, "MISSED {place}: wanted {:?}, said {}", case.expected, said.join(" ")).unwrap();
            }
        }
    }
    let sum = |count: fn(&Score) -> usize| scores.values().map(count).sum::<usize>();
    let (fails, found, passes, alarms) = (sum(|s| s.fails), sum(|s| s.found), sum(|s| s.passes), sum(|s| s.alarms));
    let page = report(&scores, (fails, found, passes, alarms));
    is_current("testdata/labelled/README.md", &page);
    #[allow(clippy::cast_precision_loss, reason = "some hundred files")]
    let (recall, false_alarms) = (found as f64 / fails as f64, alarms as f64 / passes as f64);
    println!("{wrong}{found} of {fails} found, {alarms} of {passes} alarms");
    assert!(
        recall >= RECALL && false_alarms <= FALSE_ALARMS,
        "\n{wrong}recall {recall:.3}, false alarms {false_alarms:.3}"
    );
}

/// The page that keeps the score.
fn report(scores: &BTreeMap<String, Score>, sum: (usize, usize, usize, usize)) -> String {
    let mut out = String::from(
        "# Labelled files\n\nFiles of configuration with what is wrong in them, written from the vendors' documentation: each case is a heading, a verdict\n\
         (`fail FAMILY LINE` or `pass`) and the file. `cargo test --test labelled` holds the checks of the families `scope` and `lifetime`\n\
         against them. A finding at `note` is none of what is wrong, but one too many where nothing is. This page is generated by it (`CREDLINE_BLESS=1`).\n\n\
         | page | wrong | found | right | reported all the same |\n|---|---|---|---|---|\n",
    );
    for (page, score) in scores {
        writeln!(out, "| {page} | {} | {} | {} | {} |", score.fails, score.found, score.passes, score.alarms).unwrap();
    }
    writeln!(out, "| all | {} | {} | {} | {} |", sum.0, sum.1, sum.2, sum.3).unwrap();
    out
}

/// Set `CREDLINE_BLESS=1` to write the generated page anew instead of comparing it.
fn is_current(file: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    if std::env::var_os("CREDLINE_BLESS").is_some() {
        fs::write(&path, text).unwrap();
    }
    let current = fs::read_to_string(&path).unwrap_or_default();
    assert!(current == text, "{file} is stale: run `CREDLINE_BLESS=1 cargo test --test labelled`\n{text}");
}
