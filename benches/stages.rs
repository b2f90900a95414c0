//! How long the stages of a scan take on generated text: the rules, the undoing of encodings, the writing of SARIF; and
//! those of a history: the making of an object, a look at a version of a text.

#![allow(clippy::unwrap_used, missing_docs, reason = "a benchmark stops at what it did not expect")]

use std::hint::black_box;
use std::io::Write as _;
use std::sync::Arc;

use credline::check::Check as _;
use credline::check::secret::decode::{DecodeLimits, decoded_views};
use credline::check::secret::versions::Copied;
use credline::check::secret::{SecretCheck, Settings};
use credline::document::{Document, Origin, RelPath};
use credline::finding::Finding;
use credline::output::{self, Format, Style};
use credline::report::Report;
use credline::rule::{Catalogue, builtin, expand};
use credline::source::git::pack::{Delta, inflate};
use criterion::{Criterion, Throughput};
use flate2::Compression;
use flate2::write::ZlibEncoder;

/// Bytes of each generated text.
const LENGTH: usize = 1 << 20;

/// Findings of the report that is written.
const FINDINGS: usize = 1_000;

/// A stretch of source code as most files hold it: identifiers, strings, a hash, nothing to find.
const CODE: &str = r#"
/// Returns the {{lower:6}} of a {{lower:9}}, or what stands in for it.
pub fn {{lower:8}}_{{lower:5}}({{lower:4}}: &str, limit: usize) -> Option<usize> {
    let {{lower:7}} = {{lower:4}}.split_once(',').map_or({{digits:3}}, |(first, _)| first.len());
    if {{lower:7}} > limit || limit == {{digits:2}} {
        return None;
    }
    log::debug!("{{lower:5}} {{lower:8}} at revision {{hex:40}}");
    Some({{lower:7}} * 0x{{hex:4}})
}
"#;

/// A line that holds a credential.
const SECRET: &str = "GITHUB_TOKEN={{ghp_|alnum:30|crc32-base62}}\n";

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    let catalogue = builtin();
    let code = generated(CODE, LENGTH);
    rules(&mut criterion, &catalogue, &code);
    decoding(&mut criterion, &code);
    objects(&mut criterion, &code);
    versions(&mut criterion, &catalogue, &code);
    writing(&mut criterion, &catalogue);
    criterion.final_summary();
}

/// The first pass and the patterns: without anything to find, and with a credential in every few lines.
fn rules(criterion: &mut Criterion, catalogue: &Catalogue, code: &str) {
    let check = prepared(catalogue, Settings { decode_depth: 0, ..Settings::default() });
    let leaky = generated(&format!("{CODE}{SECRET}"), LENGTH);
    let mut group = criterion.benchmark_group("rules");
    for (name, text) in [("code", code), ("code with credentials", leaky.as_str())] {
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(name, |bencher| bencher.iter(|| findings(&check, black_box(text))));
    }
    group.finish();
}

/// The search for encoded stretches and their decoding, without the rules.
fn decoding(criterion: &mut Criterion, code: &str) {
    let base64: String =
        code.lines().map(|line| format!("data: {}\n", data_encoding::BASE64.encode(line.as_bytes()))).collect();
    let percent = code.replace(' ', "%20");
    let mut group = criterion.benchmark_group("decoding");
    for (name, text) in [("code", code), ("base64", base64.as_str()), ("percent", percent.as_str())] {
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(name, |bencher| bencher.iter(|| decoded(black_box(text))));
    }
    group.finish();
}

/// The making of an object: what is compressed is inflated, a delta is applied to its base.
fn objects(criterion: &mut Criterion, code: &str) {
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::default());
    packed.write_all(code.as_bytes()).expect("a vector takes every byte");
    let packed = packed.finish().expect("a vector takes every byte");
    let delta = delta(code.len(), LENGTH / 100);
    let mut out = Vec::new();
    let mut group = criterion.benchmark_group("objects");
    group.throughput(Throughput::Bytes(code.len() as u64));
    group.bench_function("inflate", |bencher| {
        bencher.iter(|| inflate(black_box(&packed), code.len() as u64, &mut out).expect("as it was written"));
    });
    group.bench_function("delta", |bencher| {
        bencher.iter(|| {
            out.clear();
            let delta = Delta::read(black_box(&delta)).expect("as it was written");
            delta.apply(code.as_bytes(), &mut out).expect("as it was written");
        });
    });
    group.finish();
}

/// A look at a text, and one at a version of it of which one line in the middle is new.
fn versions(criterion: &mut Criterion, catalogue: &Catalogue, code: &str) {
    let check = prepared(catalogue, Settings::default());
    let base = check.first_version(code.as_bytes());
    let line = "    let other = \"a line that was not there before\";\n";
    let at = code[..code.len() / 2].rfind('\n').map_or(0, |end| end + 1);
    let text = [&code[..at], line, &code[at..]].concat();
    let behind = Copied { from: at, to: at + line.len(), length: code.len() - at };
    let copied = [Copied { from: 0, to: 0, length: at }, behind];
    let mut group = criterion.benchmark_group("versions");
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("whole", |bencher| bencher.iter(|| check.first_version(black_box(text.as_bytes()))));
    group.bench_function("changed in one line", |bencher| {
        bencher.iter(|| check.next_version(black_box(text.as_bytes()), &base, &copied));
    });
    group.finish();
}

/// A report of many findings as SARIF.
fn writing(criterion: &mut Criterion, catalogue: &Catalogue) {
    let report = report(catalogue);
    let mut log = Vec::new();
    let mut group = criterion.benchmark_group("writing");
    group.throughput(Throughput::Elements(report.findings.len() as u64));
    group.bench_function("sarif", |bencher| {
        bencher.iter(|| {
            log.clear();
            output::write(Format::Sarif, black_box(&report), &Style::default(), &mut log)
                .expect("a vector takes every byte");
            log.len()
        });
    });
    group.finish();
}

/// Text of at least `length` bytes: the template again and again, each time with other random parts.
fn generated(template: &str, length: usize) -> String {
    let mut text = String::with_capacity(length + template.len() * 2);
    for seed in 0_u64.. {
        if text.len() >= length {
            break;
        }
        text.push_str(&expand(template, &seed.to_string()).expect("the templates of this file are well-formed"));
    }
    text
}

/// A delta that copies all of a base, so many bytes at a time.
fn delta(length: usize, step: usize) -> Vec<u8> {
    let size = |mut rest: usize| {
        let mut bytes = Vec::new();
        while rest > 0x7f {
            bytes.push(rest.to_le_bytes()[0] | 0x80);
            rest >>= 7;
        }
        bytes.push(rest.to_le_bytes()[0]);
        bytes
    };
    let copies = (0..length).step_by(step).flat_map(|from| {
        let count = step.min(length - from);
        [&[0xff][..], &from.to_le_bytes()[..4], &count.to_le_bytes()[..3]].concat()
    });
    [size(length), size(length), copies.collect()].concat()
}

fn prepared(catalogue: &Catalogue, settings: Settings) -> SecretCheck {
    SecretCheck::new(catalogue, settings).expect("built-in patterns compile")
}

fn findings(check: &SecretCheck, text: &str) -> Vec<Finding> {
    let origin = Origin::file(RelPath::new("src/generated.rs"));
    let mut found = Vec::new();
    check.inspect(&Document::whole(&origin, text.as_bytes()), &mut found).expect("fewer findings than the limit");
    found
}

/// Bytes of everything that stretches of a text stand for.
fn decoded(text: &str) -> usize {
    let origin = Origin::file(RelPath::new("src/generated.rs"));
    let mut bytes = 0;
    decoded_views(&Document::whole(&origin, text.as_bytes()), &DecodeLimits::default(), &mut |view| {
        bytes += view.bytes.len();
    });
    bytes
}

fn report(catalogue: &Catalogue) -> Report {
    let line = expand(SECRET, "length").expect("the template is well-formed").len();
    let text = generated(SECRET, line * FINDINGS);
    let findings = findings(&prepared(catalogue, Settings::default()), &text);
    let rules = findings.iter().filter_map(|finding| catalogue.get(finding.rule.as_str()));
    let rules = rules.map(|rule| (rule.id.clone(), Arc::clone(rule))).collect();
    Report { kind: "scan", findings, rules, rules_tried: catalogue.len(), ..Report::default() }
}
