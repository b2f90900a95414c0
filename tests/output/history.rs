//! A report of a history: since when, by whom, where it still is, and what of the repository is missing.

use std::collections::BTreeMap;

use credline::document::{ObjectId, Origin, RelPath};
use credline::finding::{Commit, Finding, Moment, Person, Provenance, Reach};
use credline::output::{Format, Style};
use credline::report::{Coverage, Demand, Objects, Report};
use credline::rule;
use credline::source::{SkipReason, Skipped};
use serde_json::Value;

use super::{plain, sample, sarif, unversioned, written};

fn id(digit: u8) -> ObjectId {
    ObjectId::new(&[digit; 20]).unwrap()
}

/// Days after the first of April 2023, a little after noon in Berlin.
fn day(day: i64) -> Moment {
    Moment { seconds: 1_680_345_000 + day * 86_400, offset_minutes: 120 }
}

fn of(path: &str, commit: Option<u8>, object: u8) -> Origin {
    Origin { commit: commit.map(id), object: Some(id(object)), ..sample::file(path) }
}

fn first(commit: u8, name: &str, on: i64) -> Commit {
    let author = Person { name: name.to_owned(), email: "ada@example.org".to_owned() };
    Commit { id: id(commit), author, authored: day(on), committed: day(on + 2) }
}

/// A token that differs by its number.
fn token(number: u8, origin: Origin, provenance: Provenance) -> Finding {
    let secret = rule::expand("{{xmpl_|alnum:36}}", &format!("history {number}")).unwrap();
    Finding { provenance: Some(provenance), ..sample::token(&secret, origin, usize::from(number)) }
}

fn findings() -> Vec<Finding> {
    let known = Provenance {
        first: Some(first(0x1a, "Ada Lovelace \x1b[31m\u{202e}", 0)),
        refs: ["HEAD", "refs/heads/main", "refs/remotes/origin/main", "refs/tags/v1", "refs/tags/v2", "refs/x/y"]
            .map(str::to_owned)
            .to_vec(),
        refs_total: 1_204,
        reach: Reach::Reference,
        in_head: true,
        last_held: Some(day(412)),
    };
    let removed = Provenance {
        first: Some(first(0x2b, "", 10)),
        refs: vec!["HEAD".to_owned(), "refs/heads/main".to_owned()],
        refs_total: 2,
        in_head: false,
        last_held: Some(day(30)),
        ..known.clone()
    };
    let nowhere = |first, reach| Provenance {
        first,
        refs: Vec::new(),
        refs_total: 0,
        reach,
        in_head: false,
        last_held: Some(day(30)),
    };
    let mut still_there = token(1, of("deploy/app.env", Some(0x1a), 0xa1), known);
    still_there.related = vec![
        sample::location(of("deploy/app.env", Some(0x1c), 0xa2), 4, 7, 41),
        sample::location(of("lib/app.jar", Some(0x1d), 0xa3).inside("etc/app.env"), 5, 7, 41),
        sample::location(of("lost", None, 0xa4), 6, 7, 41),
    ];
    vec![
        still_there,
        token(2, of("deploy/app.env", Some(0x2b), 0xb1), removed),
        token(
            3,
            of("lib/app.jar", Some(0x3c), 0xc1).inside("a.env"),
            nowhere(Some(first(0x3c, "Ada", 11)), Reach::Log),
        ),
        token(4, of("lost", None, 0xd1), nowhere(None, Reach::Nothing)),
    ]
}

fn skipped() -> Vec<Skipped> {
    let skip = |origin, reason, detail: &str| Skipped { origin, reason, detail: detail.to_owned() };
    let at = |path: &str| sample::file(path);
    let pack = ".git/objects/pack/pack-5e.pack";
    let mut skipped = vec![
        skip(at(".git/shallow"), SkipReason::Shallow, "3 commits without their parents; `git fetch --unshallow`"),
        skip(at(".gitmodules"), SkipReason::Submodule, "`vendor/shop`; `git submodule update --init`"),
        skip(at("."), SkipReason::Narrowed, "`--since v1`: 300 commits"),
        skip(of("old.bin", None, 0xe1), SkipReason::TooLarge, "1.2 GB"),
        skip(of(pack, None, 0xe2), SkipReason::Missing, "base of 2 objects"),
    ];
    let corrupt = |number: u32| {
        let mut bytes = [0xcc; 20];
        bytes[..4].copy_from_slice(&number.to_be_bytes());
        let origin = Origin { object: ObjectId::new(&bytes), ..sample::file(pack) };
        skip(origin, SkipReason::Corrupt, &format!("damaged at byte {number}"))
    };
    skipped.extend((0..4_000).map(corrupt));
    skipped.sort();
    skipped
}

/// A history in which much was found, and much could not be looked at.
pub fn report() -> Report {
    let objects = Objects {
        commits: 79_697,
        tags: 12,
        trees: 401_233,
        blobs: 274_657,
        blob_bytes: 12_003_456_789,
        packs: 3,
        loose: 120,
        unreachable: 15,
    };
    Report {
        kind: "history",
        findings: findings(),
        artifacts: BTreeMap::new(),
        accepted: Vec::new(),
        newest: Some(day(414)),
        coverage: Coverage {
            objects: Some(objects),
            members: 130,
            member_bytes: 1_048_576,
            skipped: skipped(),
            demand: Demand::Limits,
            ..Coverage::default()
        },
        ..sample::report()
    }
}

fn complete() -> Report {
    let mut report = report();
    report.coverage.skipped.clear();
    report
}

#[test]
fn text_of_a_history() {
    insta::assert_snapshot!(plain(Format::Text, &report()));
}

#[test]
fn json_of_a_history() {
    insta::assert_snapshot!(unversioned(&plain(Format::Json, &complete())));
}

#[test]
fn sarif_of_a_history() {
    let mut log = sarif(&complete());
    let run = &mut log["runs"][0];
    run["tool"].take();
    run["taxonomies"].take();
    insta::assert_snapshot!(serde_json::to_string_pretty(run).unwrap());
}

#[test]
fn a_staged_file_is_called_by_its_path_alone() {
    let mut report = complete();
    report.findings = vec![Finding {
        provenance: None,
        ..token(1, of("app.env", None, 0xa1), findings().remove(0).provenance.unwrap())
    }];
    let text = plain(Format::Text, &report);
    assert!(text.contains(" at app.env:1:7\n"), "{text}");
    assert!(plain(Format::Json, &report).contains(&id(0xa1).to_string()));
}

#[test]
fn findings_and_what_is_missing_are_both_in_the_last_line() {
    let mut report = report();
    let last = |report: &Report| plain(Format::Text, report).lines().last().unwrap().to_owned();
    insta::assert_snapshot!(last(&report), @"4 errors in 79,697 commits, 274,657 blobs (12.0 GB); the scan is incomplete: 4,004 pieces could not be looked at");
    report.coverage.skipped.retain(|skipped| skipped.reason == SkipReason::Shallow);
    insta::assert_snapshot!(last(&report), @"4 errors in 79,697 commits, 274,657 blobs (12.0 GB); the scan is incomplete: 1 piece could not be looked at");
    report.coverage.allowed = vec![SkipReason::Shallow];
    insta::assert_snapshot!(last(&report), @"4 errors in 79,697 commits, 274,657 blobs (12.0 GB); incomplete as allowed: 1 piece could not be looked at");
    report.coverage.skipped = skipped().into_iter().filter(|it| it.reason == SkipReason::Narrowed).collect();
    insta::assert_snapshot!(last(&report), @"4 errors in 79,697 commits, 274,657 blobs (12.0 GB)");
}

#[test]
fn a_clone_without_its_past_is_never_clean() {
    let mut report = report();
    report.findings.clear();
    report.coverage.skipped.retain(|skipped| skipped.reason == SkipReason::Shallow);
    let json: Value = serde_json::from_str(&plain(Format::Json, &report)).unwrap();
    assert_eq!((&json["coverage"]["complete"], &json["summary"]["complete"]), (&false.into(), &false.into()));
    let invocation = &sarif(&report)["runs"][0]["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    assert_eq!(invocation["toolExecutionNotifications"][0]["level"], "warning");
}

#[test]
fn every_object_of_a_damaged_pack_is_named_to_those_who_want_everything() {
    let verbose = written(Format::Text, &report(), Style { verbose: true, ..Style::default() });
    assert_eq!(verbose.matches("damaged at byte").count(), 4_000);
    assert_eq!(plain(Format::Text, &report()).matches("damaged at byte").count(), 1);
}

#[test]
fn only_what_head_holds_is_followed_by_its_line() {
    let results = sarif(&report())["runs"][0]["results"].clone();
    let followed = |index: usize| results[index]["partialFingerprints"].get("primaryLocationLineHash").is_some();
    assert!(followed(0));
    assert!(!followed(1) && !followed(3));
}

#[test]
fn a_name_that_holds_a_secret_is_shown_masked_everywhere() {
    let secret = sample::secret();
    let mut report = complete();
    let path = RelPath::new(format!("keys/{secret}.txt"));
    let masked = RelPath::new("keys/xmpl….txt");
    report.findings[0].at.origin.path = path.clone();
    report.findings[1].related = vec![sample::location(Origin::file(path.clone()).inside(&secret), 1, 1, 4)];
    let provenance = report.findings[0].provenance.as_mut().unwrap();
    provenance.first.as_mut().unwrap().author = Person { name: secret.clone(), email: secret.clone() };
    provenance.refs[0].clone_from(&secret);
    let facts = sample::report().artifacts.into_values().next().unwrap();
    report.artifacts = [(path.clone(), credline::source::Artifact { path: path.clone(), ..facts })].into();
    report.coverage.skipped = vec![Skipped {
        origin: Origin::file(path.clone()),
        reason: SkipReason::TooLarge,
        detail: format!("`{}` has 1 GB", path.display()),
    }];
    report.mask_paths(&[(path, masked.clone())].into());
    report.mask_texts(&[(secret.clone(), "xmpl…".to_owned())].into());
    assert!(report.artifacts.contains_key(&masked));
    for format in Format::ALL {
        let text = written(format, &report, Style { verbose: true, ..Style::default() });
        assert!(!text.contains(&secret[5..30]), "{text}");
        assert!(text.contains("xmpl…") || text.contains("xmpl%E2%80%A6"), "{}", format.name());
    }
}
