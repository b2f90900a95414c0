//! Scanning along deltas finds exactly what scanning each object whole finds, and what a scan of plain files finds.

use std::collections::BTreeSet;
use std::fs;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::Value;

use crate::generated::History;
use crate::place::{Place, list};
use crate::repository::{Repository, end, named_clones, program, rounds};

#[test]
fn scanning_along_deltas_is_exact_on_generated_histories() {
    let failures = Mutex::new(Vec::new());
    let next = AtomicU64::new(0);
    let (begin, end) = match std::env::var("CREDLINE_SEED") {
        Ok(seed) => (seed.parse().unwrap(), 1),
        Err(_) => (0, rounds("CREDLINE_HISTORIES", 24)),
    };
    let work = || {
        loop {
            let seed = begin + next.fetch_add(1, Ordering::Relaxed);
            if seed >= begin + end || failures.lock().unwrap().len() > 3 {
                break;
            }
            if let Err(what) = judged(seed) {
                failures.lock().unwrap().push(format!("CREDLINE_SEED={seed}: {what}"));
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(work);
        }
    });
    let failures = failures.into_inner().unwrap();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// Scans the history of a seed in all ways, and says where they differ.
fn judged(seed: u64) -> Result<(), String> {
    let place = Place::new();
    let repository = Repository::new(&place);
    let mut history = History::of(seed, 10 + usize::try_from(seed % 5).unwrap() * 8);
    history.import(&repository);
    let whole = scanned(&place, &repository, &["--jobs=1", "--no-delta-inheritance"]);
    all_agree(&place, &repository, &whole)?;
    let report: Value = serde_json::from_str(&whole).unwrap();
    // Generated configuration need not be well-formed; that is said, and its secrets are looked for all the same.
    let is_left = |skipped: &&Value| skipped["reason"] != "malformed";
    let skipped: Vec<_> = list(&report["coverage"]["skipped"]).iter().filter(is_left).collect();
    if !skipped.is_empty() {
        return Err(format!("skipped: {skipped:?}"));
    }
    let (found, expected) = (credentials(&report), credentials(&scan_of_files(&place, &history)));
    let difference: Vec<_> = found.symmetric_difference(&expected).collect();
    if difference.is_empty() { Ok(()) } else { Err(format!("differs from a scan of all files: {difference:?}")) }
}

/// Scans along deltas, with several threads and with little memory, and compares with what was found without deltas.
fn all_agree(place: &Place, repository: &Repository, whole: &str) -> Result<(), String> {
    for options in [&["--jobs=1"][..], &["--jobs=2", "--memory-limit=64MB"], &["--jobs=2", "--no-delta-inheritance"]] {
        same(whole, &scanned(place, repository, options)).map_err(|what| format!("{options:?}: {what}"))?;
    }
    Ok(())
}

#[test]
fn scanning_along_deltas_is_exact_on_clones_that_were_named() {
    let place = Place::new();
    for repository in named_clones(&place) {
        let whole = scanned(&place, &repository, &["--jobs=2", "--no-delta-inheritance"]);
        all_agree(&place, &repository, &whole).unwrap_or_else(|what| panic!("{:?}: {what}", repository.folder()));
    }
}

/// The JSON report of a scan with these options.
fn scanned(place: &Place, repository: &Repository, options: &[&str]) -> String {
    let report = place.path("report.json");
    let mut process = repository.program(options);
    process.arg("--quiet").arg(format!("--format=json={}", report.display()));
    end(&process.stdin(Stdio::null()).output().unwrap());
    // What the flag itself says of a run may differ; nothing else.
    let text = fs::read_to_string(report).unwrap();
    text.lines().filter(|line| !line.to_lowercase().contains("inheritance")).collect::<Vec<_>>().join("\n")
}

/// The first line in which two reports differ.
fn same(one: &str, other: &str) -> Result<(), String> {
    if one == other {
        return Ok(());
    }
    let differ = one.lines().zip(other.lines()).position(|(one, other)| one != other);
    let at = differ.unwrap_or_else(|| one.lines().count().min(other.lines().count()));
    let around = |text: &str| text.lines().skip(at.saturating_sub(3)).take(7).collect::<Vec<_>>().join("\n");
    Err(format!("line {} differs; whole:\n{}\nhere:\n{}", at + 1, around(one), around(other)))
}

/// The report of a plain scan of a folder with every version of every file, and every message.
fn scan_of_files(place: &Place, history: &History) -> Value {
    for (number, (path, content)) in history.versions().enumerate() {
        place.write(format!("versions/{number}/{path}"), content);
    }
    for (number, message) in history.messages().iter().enumerate() {
        place.write(format!("versions/message-{number}"), message);
    }
    let mut process = Command::new(program());
    place.keep_apart(&mut process);
    let report = place.path("files.json");
    process.args(["scan", "--no-ignore", "--quiet"]).arg(place.path("versions"));
    end(&process.arg(format!("--format=json={}", report.display())).output().unwrap());
    serde_json::from_str(&fs::read_to_string(report).unwrap()).unwrap()
}

/// What was found, whether or not somebody has accepted it.
fn credentials(report: &Value) -> BTreeSet<(bool, String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let of = |name: &str, accepted: bool| {
        let is_secret = |finding: &&Value| finding["rule"].as_str().unwrap().starts_with("secret/");
        let all = list(&report[name]).iter().filter(is_secret);
        all.map(move |finding| (accepted, text(&finding["rule"]), text(&finding["fingerprint"]))).collect::<Vec<_>>()
    };
    // What is open in one version is open, though another one accepts it.
    let open: BTreeSet<_> = of("findings", false).into_iter().collect();
    let accepted = of("accepted", true).into_iter();
    let accepted: Vec<_> =
        accepted.filter(|(_, rule, print)| !open.contains(&(false, rule.clone(), print.clone()))).collect();
    open.into_iter().chain(accepted).collect()
}

#[test]
fn generated_histories_hold_what_they_are_made_for() {
    let (mut octopuses, mut roots, mut deltas, mut found) = (0, 0, 0, BTreeSet::new());
    for seed in 0..4 {
        let place = Place::new();
        let repository = Repository::new(&place);
        let mut history = History::of(seed, 60);
        history.import(&repository);
        let parents = repository.git(["log", "--all", "--format=%P"]);
        let count = |wanted: fn(usize) -> bool| parents.lines().filter(|line| wanted(line.split(' ').count())).count();
        octopuses += count(|parents| parents > 2);
        roots += parents.lines().filter(|line| line.is_empty()).count();
        let pack = &repository.packs("pack")[0];
        let listed = repository.git(["verify-pack", "-v", pack.to_str().unwrap()]);
        deltas += listed.lines().filter(|line| line.contains(" blob ") && line.split_whitespace().count() == 7).count();
        found.extend(credentials(&scan_of_files(&place, &history)));
    }
    assert!(octopuses > 1 && roots > 4, "{octopuses} octopus merges, {roots} roots");
    assert!(deltas > 100, "{deltas} blobs are deltas");
    assert!(found.len() > 100 && found.iter().any(|(accepted, ..)| *accepted), "{} credentials", found.len());
    let rules: BTreeSet<&str> = found.iter().map(|(_, rule, _)| rule.as_str()).collect();
    assert!(rules.len() > 10, "{rules:?}");
}
