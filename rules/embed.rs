//! Build script: checks every rule file below `rules/` and packs the rules, so that the binary starts without parsing.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs, io};

/// The part of the library's `rule` module that reads rule files.
#[allow(dead_code, unused_imports, reason = "the library uses what the build script does not")]
#[path = "../src/rule"]
mod rule {
    mod anchor;
    mod checks;
    mod file;
    mod head;
    mod id;
    mod level;
    pub mod like;
    mod load;
    mod model;
    pub mod pattern;
    mod query;
    mod reader;
    mod shape;
    pub mod span;
    pub mod strict;
    mod tail;
    mod template;
    mod way;

    pub use anchor::{Anchor, anchors};
    pub use file::{
        Allow, Assignment, CharacterClass, CheckEntry, Entry, Example, Examples, FileExample, PartEntry, Paths,
        RuleFile, Service, Shared, Validator,
    };
    pub use head::Head;
    pub use id::{Family, RuleId, RuleIdError};
    pub use level::{Confidence, LifetimeClass, LifetimeFact, Severity};
    pub use load::load;
    pub use model::{Detect, ExampleText, ExampleTexts, Frameworks, Rule};
    pub use pattern::Format;
    pub use query::{Condition, Query, Unit};
    pub use reader::LifetimeReader;
    pub use shape::Shape;
    pub use tail::{tail, tail_from_start};
    pub use template::expand;
    pub use way::Way;
}

fn main() -> ExitCode {
    match pack() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            println!("cargo::error=cannot pack the rules: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Packs all rules; `false` where one of them is wrong, which has been said then.
fn pack() -> io::Result<bool> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let mut files = Vec::new();
    collect(&root.join("rules"), &mut files)?;
    files.sort();
    println!("cargo::rerun-if-changed=rules");
    println!("cargo::rerun-if-changed=src/rule");
    let mut rules: Vec<rule::Rule> = Vec::new();
    let mut sound = true;
    for file in &files {
        let name = file.strip_prefix(&root).expect("a file below the root").to_string_lossy().replace('\\', "/");
        match rule::load(&name, &fs::read_to_string(file)?, true) {
            Ok(loaded) => rules.extend(loaded),
            Err(problems) => {
                sound = false;
                problems.0.iter().for_each(|problem| println!("cargo::error={problem}"));
            }
        }
    }
    rules.sort_by(|a, b| a.id.cmp(&b.id));
    for pair in rules.windows(2).filter(|pair| pair[0].id == pair[1].id) {
        sound = false;
        let ((file, line), (other, other_line)) = (&pair[0].defined_at, &pair[1].defined_at);
        println!("cargo::error={file}:{line}: rule `{}` stands at {other}:{other_line} too", pair[0].id);
    }
    let packed = postcard::to_stdvec(&rules).map_err(io::Error::other)?;
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    fs::write(out.join("rules.postcard"), packed)?;
    Ok(sound)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            files.push(path);
        }
    }
    Ok(())
}
