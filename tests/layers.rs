//! The order of the house: a module imports only from modules that stand before it in this table.

#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use std::fs;
use std::path::{Path, PathBuf};

/// From the ground up; modules of one floor may lean on the ones to their left.
const FLOORS: &[&[&str]] = &[
    &["document", "rule", "config", "policy"],
    &["finding", "fact", "source"],
    &["check", "suppress", "report"],
    &["scan", "output"],
    &["cli"],
];

/// Third-party names and the only places that may use them.
const DOORS: &[(&str, &[&str])] = &[
    ("gix", &["source/"]),
    ("ignore", &["source/"]),
    ("serde_sarif", &["output/sarif"]),
    ("clap", &["cli/"]),
    ("clap_complete", &["cli/"]),
    ("clap_mangen", &["cli/"]),
    ("indicatif", &["cli/"]),
    ("ctrlc", &["cli/"]),
    ("rayon", &["scan/"]),
    ("jiff", &["finding/"]),
];

fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path: PathBuf = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
                files.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    files.sort();
    files
}

fn module_of(file: &str) -> &str {
    file.split(['/', '.']).next().unwrap()
}

/// The first names behind `crate::` in a text, comments and test modules left out.
fn imports(text: &str) -> Vec<String> {
    let code = text.split("#[cfg(test)]\nmod tests").next().unwrap();
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    let mut found = Vec::new();
    for line in lines {
        for rest in line.split("crate::").skip(1) {
            found.push(rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect());
        }
    }
    found
}

#[test]
fn a_module_imports_only_from_below() {
    let order: Vec<&str> = FLOORS.iter().flat_map(|floor| floor.iter().copied()).collect();
    let rank = |module: &str| order.iter().position(|known| *known == module);
    for (file, text) in sources() {
        let module = module_of(&file);
        if matches!(module, "main" | "lib") {
            continue;
        }
        let own = rank(module).unwrap_or_else(|| panic!("src/{file}: module `{module}` has no floor"));
        for import in imports(&text).iter().filter(|import| *import != module) {
            let other =
                rank(import).unwrap_or_else(|| panic!("src/{file}: `crate::{import}` is no module of the table"));
            assert!(other < own, "src/{file} imports `{import}`, which stands above `{module}`");
        }
    }
}

#[test]
fn third_party_types_stop_at_the_door_of_their_room() {
    for (file, text) in sources() {
        for (name, rooms) in DOORS {
            if rooms.iter().any(|room| file.starts_with(room)) {
                continue;
            }
            let used = text.contains(&format!("use {name}::")) || text.contains(&format!(" {name}::"));
            assert!(!used, "src/{file} uses `{name}`, which belongs to {}", rooms.join(", "));
        }
    }
}

#[test]
fn every_file_begins_with_one_sentence_on_what_it_is_for() {
    for (file, text) in sources() {
        let first = text.lines().next().unwrap_or_default();
        assert!(first.starts_with("//! "), "src/{file} has no first sentence");
    }
}
