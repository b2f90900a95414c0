//! Finds a configuration, reads it with all that it builds on, and checks every value.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use toml::Spanned;

use super::{ConfigFile, Size};
use crate::rule::strict::{Problem, Problems, Text};
use crate::rule::{Confidence, Rule, RuleFile, Severity, Shared, from_entries, load as load_rules, span};

/// The name under which a configuration is found in the root of a repository.
const NAME: &str = "credline.toml";

/// How many files may build on one another.
const DEEPEST: usize = 8;

/// A configuration, read with everything that it builds on.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// The file it was read from.
    pub path: Option<PathBuf>,
    /// The lowest severity that makes the exit code 1.
    pub fail_on: Option<Severity>,
    /// The lowest severity that is reported.
    pub min_severity: Option<Severity>,
    /// The lowest confidence that is reported.
    pub min_confidence: Option<Confidence>,
    /// Files larger than this many bytes are left out.
    pub max_file_size: Option<u64>,
    /// Globs of paths that are left out.
    pub exclude: Vec<String>,
    /// Rules, or families as `family/*`, that do not run.
    pub disable: Vec<String>,
    /// Only these run, where there are any.
    pub only: Vec<String>,
    /// Other severities for single rules.
    pub severity: BTreeMap<String, Severity>,
    /// How many seconds credentials may live, by rule or family; of several that fit, the last one holds.
    pub max_lifetime: Vec<(String, i64)>,
    /// Rules of the user.
    pub rules: Vec<Rule>,
}

/// Why there is no configuration to work with.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("cannot read `{}`", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The file says something that cannot be meant.
    #[error(transparent)]
    Wrong(#[from] Problems),
}

/// The configuration in a folder, where there is one.
#[must_use]
pub fn find(folder: &Path) -> Option<PathBuf> {
    Some(folder.join(NAME)).filter(|path| path.is_file())
}

/// Reads a configuration and all that it builds on.
///
/// # Errors
/// Where a file cannot be read, or says something that cannot be meant.
pub fn load(path: &Path) -> Result<Config, ConfigError> {
    let mut config = Config { path: Some(path.to_owned()), ..Config::default() };
    read_into(&mut config, path, DEEPEST)?;
    Ok(config)
}

fn read_into(config: &mut Config, path: &Path, depth: usize) -> Result<(), ConfigError> {
    let content =
        std::fs::read_to_string(path).map_err(|source| ConfigError::Unreadable { path: path.to_owned(), source })?;
    let shown = path.display().to_string();
    let text = Text { file: &shown, text: &content };
    let file: ConfigFile = text.read().map_err(one)?;
    let folder = path.parent().unwrap_or(Path::new(""));
    for base in &file.extend {
        if depth == 0 {
            return Err(one(text
                .problem(&base.span(), format!("more than {DEEPEST} files build on one another: is this a circle?")))
            .into());
        }
        let base_path = folder.join(base.get_ref());
        if !base_path.is_file() {
            return Err(one(
                text.problem(&base.span(), format!("no such file: `{}` (relative to this file)", base_path.display()))
            )
            .into());
        }
        read_into(config, &base_path, depth - 1)?;
    }
    merge(config, file, text, folder)
}

fn merge(config: &mut Config, file: ConfigFile, text: Text<'_>, folder: &Path) -> Result<(), ConfigError> {
    config.fail_on = file.fail_on.or(config.fail_on);
    config.min_severity = file.min_severity.or(config.min_severity);
    config.min_confidence = file.min_confidence.or(config.min_confidence);
    if let Some(size) = &file.max_file_size {
        let parsed = match size.get_ref() {
            Size::Bytes(bytes) => Ok(*bytes),
            Size::Text(text) => parse_size(text),
        };
        config.max_file_size = Some(parsed.map_err(|message| one(text.problem(&size.span(), message)))?);
    }
    for glob in file.exclude {
        if let Err(error) = globset::Glob::new(glob.get_ref()) {
            return Err(one(text.problem(&glob.span(), format!("bad glob: {}", error.kind()))).into());
        }
        config.exclude.push(glob.into_inner());
    }
    config.disable.extend(selectors(file.rules.disable, text)?);
    config.only.extend(selectors(file.rules.only, text)?);
    for (id, severity) in file.severity {
        config.severity.insert(selectors(vec![id], text)?.remove(0), severity);
    }
    let mut limits = Vec::new();
    for (selector, text_of_span) in file.max_lifetime {
        let seconds = span::whole_seconds(text_of_span.get_ref()).ok_or_else(|| {
            let message =
                format!("bad time span `{}`: write it with its unit, as `90d` or `12h`", text_of_span.get_ref());
            one(text.problem(&text_of_span.span(), message))
        })?;
        let selector =
            if selector.get_ref() == "*" { selector.into_inner() } else { selectors(vec![selector], text)?.remove(0) };
        limits.push((selector, seconds));
    }
    // What is said of one rule holds over what is said of many.
    limits.sort_by_key(|(selector, _)| (!selector.ends_with('*'), selector.len()));
    config.max_lifetime.extend(limits);
    for rules in &file.rules.files {
        let path = folder.join(rules.get_ref());
        let content = std::fs::read_to_string(&path)
            .map_err(|error| one(text.problem(&rules.span(), format!("cannot read `{}`: {error}", path.display()))))?;
        config.rules.extend(load_rules(&path.display().to_string(), &content, false)?);
    }
    config.rules.extend(from_entries(
        text,
        RuleFile { service: None, shared: Shared::default(), rule: file.rule, check: file.check },
        false,
    )?);
    Ok(())
}

/// Checks that each text is a rule id or `family/*`.
fn selectors(ids: Vec<Spanned<String>>, text: Text<'_>) -> Result<Vec<String>, Problems> {
    let check = |id: Spanned<String>| {
        let plain = id.get_ref().replace("/*", "/all");
        match plain.parse::<crate::rule::RuleId>() {
            Ok(_) => Ok(id.into_inner()),
            Err(error) => Err(one(text.problem(&id.span(), error.to_string()))),
        }
    };
    ids.into_iter().map(check).collect()
}

/// Reads a size: bytes, or a number with `kB`, `KiB`, `MB`, `MiB`, `GB`, `GiB`.
///
/// # Errors
/// What is wrong and what to write.
pub fn parse_size(size: &str) -> Result<u64, String> {
    let digits = size.trim().trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == ' ');
    let factor = match size.trim()[digits.len()..].trim().to_ascii_lowercase().as_str() {
        "" | "b" => 1,
        "k" | "kb" => 1_000,
        "kib" => 1 << 10,
        "m" | "mb" => 1_000_000,
        "mib" => 1 << 20,
        "g" | "gb" => 1_000_000_000,
        "gib" => 1 << 30,
        _ => 0,
    };
    let number = digits.parse::<u64>().ok().filter(|_| factor > 0).and_then(|number| number.checked_mul(factor));
    number.ok_or_else(|| format!("bad size `{size}`: write bytes, or a number with kB, MB, GB, KiB, MiB or GiB"))
}

fn one(problem: Problem) -> Problems {
    Problems(vec![problem])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(text: &str) -> String {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("credline.toml");
        std::fs::write(&path, text).unwrap();
        load(&path).unwrap_err().to_string().replace(&folder.path().display().to_string(), "")
    }

    #[test]
    fn mistakes_are_named_with_their_place_and_the_way_out() {
        assert!(
            wrong("fail-onn = 'error'").contains("/credline.toml:1:1: unknown key `fail-onn`: did you mean `fail-on`?")
        );
        assert!(wrong("fail-on = 'eror'").contains("1:11: unknown value `eror`: did you mean `error`?"));
        assert!(wrong("\nmax-file-size = '10XB'").contains("2:17: bad size `10XB`"));
        assert!(wrong("exclude = ['a[']").contains("1:12: bad glob"));
        assert!(wrong("[rules]\ndisable = ['jwt']").contains("2:12: rule id `jwt` has no family"));
        assert!(wrong("extend = ['nowhere.toml']").contains("1:11: no such file"));
        assert!(wrong("extend = ['credline.toml']").contains("is this a circle?"));
    }

    #[test]
    fn what_stands_later_wins_over_what_it_builds_on() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("base.toml"), "fail-on = 'note'\nexclude = ['a/**']\n").unwrap();
        let path = folder.path().join("credline.toml");
        std::fs::write(&path, "extend = ['base.toml']\nfail-on = 'error'\nexclude = ['b/**']\n").unwrap();
        let config = load(&path).unwrap();
        assert_eq!(config.fail_on, Some(Severity::Error));
        assert_eq!(config.exclude, ["a/**", "b/**"]);
    }

    #[test]
    fn sizes_are_read_with_their_units() {
        assert_eq!(parse_size("10MB"), Ok(10_000_000));
        assert_eq!(parse_size("2 GiB"), Ok(2 << 30));
        assert_eq!(parse_size("12"), Ok(12));
        for bad in ["", "MB", "-1", "1.5MB", "10 parsecs", "99999999999GB"] {
            assert!(parse_size(bad).is_err(), "{bad}");
        }
    }
}
