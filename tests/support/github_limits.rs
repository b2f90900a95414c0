//! What GitHub's code scanning accepts of a SARIF log, as a list of everything that breaks it.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;

const RESULTS: usize = 25_000;
const RULES: usize = 25_000;
const RUNS: usize = 20;
const TAGS: usize = 20;
const RELATED: usize = 100;
const COMPRESSED_BYTES: usize = 10_000_000;

/// Everything in a log that GitHub would refuse, cut or show wrongly; empty for a good one.
pub fn check_github_limits(sarif_json: &Value) -> Vec<String> {
    let mut problems = Vec::new();
    if sarif_json["version"] != "2.1.0" {
        problems.push("the version is not 2.1.0".to_owned());
    }
    let runs = list(&sarif_json["runs"]);
    if runs.is_empty() || runs.len() > RUNS {
        problems.push(format!("{} runs", runs.len()));
    }
    for run in runs {
        check_run(run, &mut problems);
    }
    empty_strings(sarif_json, "", &mut problems);
    let size = compressed(sarif_json);
    if size > COMPRESSED_BYTES {
        problems.push(format!("{size} bytes when compressed"));
    }
    problems
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn check_run(run: &Value, problems: &mut Vec<String>) {
    let (rules, results) = (list(&run["tool"]["driver"]["rules"]), list(&run["results"]));
    if rules.len() > RULES {
        problems.push(format!("{} rules", rules.len()));
    }
    if results.len() > RESULTS {
        problems.push(format!("{} results", results.len()));
    }
    let id = run["automationDetails"]["id"].as_str().unwrap_or_default();
    if !id.ends_with('/') {
        problems.push(format!("the run's id `{id}` names no category"));
    }
    for rule in rules {
        check_rule(rule, problems);
    }
    let with_suppressions = results.iter().filter(|result| result.get("suppressions").is_some()).count();
    if with_suppressions != 0 && with_suppressions != results.len() {
        problems.push("some results have a list of suppressions and some have none".to_owned());
    }
    for (at, result) in results.iter().enumerate() {
        let mut found = Vec::new();
        check_result(result, run, &mut found);
        problems.extend(found.into_iter().map(|problem| format!("result {at}: {problem}")));
    }
}

fn check_rule(rule: &Value, problems: &mut Vec<String>) {
    let id = rule["id"].as_str().unwrap_or_default();
    let mut expect = |holds: bool, what: &str| {
        if !holds {
            problems.push(format!("rule `{id}`: {what}"));
        }
    };
    expect(rule["shortDescription"]["text"].is_string(), "no short description");
    expect(rule["fullDescription"]["text"].is_string(), "no full description");
    for name in ["shortDescription", "fullDescription"] {
        expect(
            rule[name]["text"].as_str().is_none_or(|text| text.chars().count() <= 1024),
            "a description is too long",
        );
    }
    expect(rule["help"]["text"].is_string() && rule["help"]["markdown"].is_string(), "no help");
    let properties = &rule["properties"];
    let score: Option<f64> = properties["security-severity"].as_str().and_then(|score| score.parse().ok());
    expect(score.is_some_and(|score| score > 0.0 && score <= 10.0), "no security severity between 0 and 10");
    let precision = properties["precision"].as_str().unwrap_or_default();
    expect(["very-high", "high", "medium", "low"].contains(&precision), "an unknown precision");
    let tags = list(&properties["tags"]);
    expect(tags.iter().any(|tag| tag == "security"), "not tagged `security`");
    expect(tags.len() <= TAGS, "too many tags");
}

fn check_result(result: &Value, run: &Value, problems: &mut Vec<String>) {
    let mut expect = |holds: bool, what: &str| {
        if !holds {
            problems.push(what.to_owned());
        }
    };
    let index = result["ruleIndex"].as_u64().and_then(|index| usize::try_from(index).ok());
    let rule = index.and_then(|index| run["tool"]["driver"]["rules"].get(index));
    expect(rule.is_some_and(|rule| rule["id"] == result["ruleId"]), "its rule is not where it says");
    let level = result["level"].as_str().unwrap_or_default();
    expect(["error", "warning", "note", "none"].contains(&level), "an unknown level");
    expect(result["message"]["text"].is_string(), "no message");
    expect(list(&result["locations"]).len() == 1, "not one location");
    expect(list(&result["relatedLocations"]).len() <= RELATED, "too many related locations");
    let hash = &result["partialFingerprints"]["primaryLocationLineHash"];
    expect(hash.is_null() || hash.as_str().is_some_and(is_line_hash), "a line hash of the wrong form");
    expect(result["partialFingerprints"]["credline/v1"].is_string(), "no fingerprint of ours");
    for location in list(&result["locations"]).iter().chain(list(&result["relatedLocations"])) {
        check_location(&location["physicalLocation"], run, problems);
    }
}

fn check_location(physical: &Value, run: &Value, problems: &mut Vec<String>) {
    let uri = physical["artifactLocation"]["uri"].as_str().unwrap_or_default();
    let plain = uri.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~/%".contains(&byte));
    if uri.is_empty() || uri.starts_with('/') || uri.split('/').any(|part| part == "..") || !plain {
        problems.push(format!("`{uri}` is not relative to the root of the repository"));
    }
    let index = physical["artifactLocation"]["index"].as_u64().and_then(|index| usize::try_from(index).ok());
    if index.is_some_and(|index| run["artifacts"][index]["location"]["uri"] != uri) {
        problems.push(format!("the artifact of `{uri}` is not where it says"));
    }
    let field = |name: &str| physical["region"][name].as_u64().filter(|number| *number >= 1);
    match (field("startLine"), field("startColumn"), field("endLine"), field("endColumn")) {
        (Some(line), Some(column), Some(end_line), Some(end_column)) if (line, column) < (end_line, end_column) => {}
        _ => problems.push(format!("a region without its four fields, empty or backwards: {}", physical["region"])),
    }
}

fn is_line_hash(hash: &str) -> bool {
    let hexadecimal = |text: &str| !text.is_empty() && text.bytes().all(|byte| b"0123456789abcdef".contains(&byte));
    hash.split_once(':').is_some_and(|(hash, count)| {
        hexadecimal(hash) && hash.len() <= 16 && count.parse().is_ok_and(|count: usize| count > 0)
    })
}

fn empty_strings(value: &Value, path: &str, problems: &mut Vec<String>) {
    match value {
        Value::String(text) if text.is_empty() => problems.push(format!("an empty string at {path}")),
        Value::String(text) if text.contains('\0') => problems.push(format!("a null character at {path}")),
        Value::Array(values) => {
            for (index, value) in values.iter().enumerate() {
                empty_strings(value, &format!("{path}/{index}"), problems);
            }
        }
        Value::Object(values) => {
            for (name, value) in values {
                empty_strings(value, &format!("{path}/{name}"), problems);
            }
        }
        _ => {}
    }
}

fn compressed(value: &Value) -> usize {
    // The fastest level compresses least: what passes here passes everywhere.
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(value.to_string().as_bytes()).expect("writing to memory");
    encoder.finish().expect("writing to memory").len()
}
