//! From flags and configuration to one plan: what is scanned, by which rules, and how it is reported.

mod history;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::args::{ReadingArgs, ReportArgs, ScanArgs};
use super::exit::Failure;
use super::reports::{self, Destination};
use super::verdict::Verdict;
use crate::check::Check;
use crate::check::fact::{FactCheck, Prepared};
use crate::check::secret::{LifetimeLimits, SecretCheck, Settings};
use crate::config::{self, Config};
use crate::document::RelPath;
use crate::finding::Reveal;
use crate::report::Demand;
use crate::rule::strict::nearest;
use crate::rule::{self, Catalogue, Confidence, Family, Severity, span};
use crate::scan::Thresholds;
use crate::source::container::Limits;
use crate::source::stdin::Stdin;
use crate::source::worktree::{Exclude, Worktree};
use crate::source::{SkipReason, Source, Texts};

pub use history::{History, of_history};

/// What every run needs, wherever its texts come from, settled.
pub struct Plan {
    /// What was named on the command line, for the report.
    pub targets: Vec<String>,
    /// The rules in use.
    pub catalogue: Catalogue,
    /// The literals of the first pass.
    pub literals: Vec<String>,
    /// What is looked for.
    pub checks: Vec<Arc<dyn Check>>,
    /// What is left out of the report.
    pub thresholds: Thresholds,
    /// Whether progress may be shown.
    pub progress: bool,
    /// Where the reports go.
    pub destinations: Vec<Destination>,
    /// When the exit code is not 0.
    pub verdict: Verdict,
}

/// How texts are come by, settled.
pub struct Reading {
    /// What the user leaves out.
    pub exclude: Exclude,
    /// Larger files are left out.
    pub max_file_size: Option<u64>,
    /// Threads to use; 0 is one for each processor.
    pub threads: usize,
    /// How deep containers are looked into.
    pub limits: Limits,
}

/// Settles a scan, and where its texts come from.
pub fn of_scan(args: &ScanArgs, stop: &Arc<AtomicBool>) -> Result<(Plan, Box<dyn Source>), Failure> {
    let config = configuration(&args.report, args.paths.first().map(PathBuf::as_path))?;
    let targets = args.paths.iter().map(|path| path.display().to_string()).collect();
    let plan = of(&args.report, &args.reading, &config, targets, Demand::Failures)?;
    Ok((plan, source(args, &config, stop)?))
}

/// Settles what all runs share; `demand` is what the command wants of its coverage unless the user wants more.
pub fn of(
    report: &ReportArgs,
    reading: &ReadingArgs,
    config: &Config,
    targets: Vec<String>,
    demand: Demand,
) -> Result<Plan, Failure> {
    let reveal = if report.show_secrets { Reveal::Everything } else { Reveal::Never };
    let destinations = reports::destinations(report, reveal)?;
    let all = every_rule(config)?;
    let catalogue = in_use(&all, config, &report.rule)?;
    let now = now();
    let settings = Settings {
        reveal,
        decode_depth: reading.max_decode_depth.into(),
        now,
        limits: limits_of_life(config, &report.max_lifetime, &catalogue)?,
        ..Settings::default()
    };
    // Both take about as long, and everything waits for them.
    let (secrets, rules) = std::thread::scope(|scope| {
        let rules = scope.spawn(|| Prepared::new(&catalogue));
        (SecretCheck::new(&catalogue, settings.clone()), rules.join())
    });
    let secrets = Arc::new(secrets.map_err(Failure::usage)?);
    // A credential stays hidden even where nobody asks for it.
    let hides_all = all
        .iter()
        .filter(|rule| rule.id.family() == Family::Secret)
        .all(|rule| catalogue.get(rule.id.as_str()).is_some());
    let hiding = if hides_all {
        Arc::clone(&secrets)
    } else {
        Arc::new(SecretCheck::new(&all, settings).map_err(Failure::usage)?)
    };
    let rules = rules.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
    let facts = FactCheck::new(rules, hiding, reveal, now);
    Ok(Plan {
        targets,
        literals: secrets.keywords().to_vec(),
        catalogue,
        checks: vec![secrets, Arc::new(facts)],
        thresholds: Thresholds {
            severity: report.min_severity.or(config.min_severity).unwrap_or(Severity::Note),
            confidence: report.min_confidence.or(config.min_confidence).unwrap_or(Confidence::Low),
        },
        progress: !report.no_progress && !report.quiet,
        destinations,
        verdict: Verdict {
            fail_on: report.fail_on.or(config.fail_on).unwrap_or(Severity::Warning),
            code: report.exit_code,
            demand: if report.require_complete { Demand::Everything } else { demand },
            allowed: report.allow_incomplete.iter().map(|name| skip_reason(name)).collect::<Result<_, _>>()?,
        },
    })
}

/// Seconds since 1970; `SOURCE_DATE_EPOCH` holds the clock, so that a run can be repeated.
fn now() -> i64 {
    let held = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|seconds| seconds.parse().ok());
    held.unwrap_or_else(|| {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
    })
}

/// How long credentials may live: by the configuration, then by the flags, of which the last one that fits holds.
fn limits_of_life(config: &Config, flags: &[String], catalogue: &Catalogue) -> Result<LifetimeLimits, Failure> {
    let mut limits = config.max_lifetime.clone();
    for flag in flags {
        let (selector, text) = flag.split_once('=').unwrap_or(("*", flag));
        let seconds = span::whole_seconds(text).ok_or_else(|| {
            Failure::Usage(format!(
                "bad time span `{text}` for --max-lifetime: write it with its unit, as `90d` or `12h`"
            ))
        })?;
        limits.push((selector.to_owned(), seconds));
    }
    for (selector, _) in &limits {
        known(selector, catalogue)?;
    }
    Ok(LifetimeLimits::new(limits))
}

/// Settles how texts are come by.
pub fn reading(args: &ReadingArgs, config: &Config) -> Result<Reading, Failure> {
    let mut exclude = config.exclude.clone();
    exclude.extend(args.exclude.iter().cloned());
    Ok(Reading {
        exclude: Exclude::of(&exclude).map_err(Failure::usage)?,
        max_file_size: size(args.max_file_size.as_deref())?.or(config.max_file_size),
        threads: args.jobs.unwrap_or(0).into(),
        limits: limits(args),
    })
}

/// The same for texts that come from the objects of a repository, with the number of threads.
pub fn texts(args: &ReadingArgs, config: &Config) -> Result<(Texts, usize), Failure> {
    let Reading { exclude, max_file_size, threads, limits } = reading(args, config)?;
    Ok((Texts { exclude, max_file_size, limits }, threads))
}

fn limits(args: &ReadingArgs) -> Limits {
    Limits { depth: args.max_archive_depth.into(), archives: !args.no_archives, ..Limits::default() }
}

/// A size as the user writes it, in bytes.
pub fn size(text: Option<&str>) -> Result<Option<u64>, Failure> {
    text.map(config::parse_size).transpose().map_err(Failure::Usage)
}

/// The rules that a `rules` command works with, when no files are named.
pub fn rules_of(config: Option<&Path>) -> Result<Catalogue, Failure> {
    let config = configured(config, None)?;
    in_use(&every_rule(&config)?, &config, &[])
}

/// The configuration of a run: the one named, or the one in the root of the repository that holds the first path.
pub fn configuration(args: &ReportArgs, first: Option<&Path>) -> Result<Config, Failure> {
    configured(args.config.as_deref(), first)
}

fn configured(named: Option<&Path>, first: Option<&Path>) -> Result<Config, Failure> {
    let path = match named {
        Some(path) => Some(path.to_owned()),
        None => config::find(&root_above(first.unwrap_or(Path::new(".")))),
    };
    path.map_or_else(|| Ok(Config::default()), |path| config::load(&path).map_err(Failure::usage))
}

/// The root of the work tree that a path lies in; the path's own folder where it lies in none.
fn root_above(path: &Path) -> PathBuf {
    let full = path.canonicalize().or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.to_owned());
    let folder = if full.is_dir() { full.as_path() } else { full.parent().unwrap_or(&full) };
    folder.ancestors().find(|folder| folder.join(".git").exists()).unwrap_or(folder).to_owned()
}

/// The built-in rules, and those of the configuration.
fn every_rule(config: &Config) -> Result<Catalogue, Failure> {
    let mut catalogue = rule::builtin();
    catalogue.add(config.rules.clone()).map_err(Failure::usage)?;
    Ok(catalogue)
}

/// The rules that the configuration and the flags leave in use.
fn in_use(all: &Catalogue, config: &Config, only: &[String]) -> Result<Catalogue, Failure> {
    let mut catalogue = all.clone();
    let only: Vec<&String> = if only.is_empty() { config.only.iter().collect() } else { only.iter().collect() };
    for selector in only.iter().copied().chain(&config.disable).chain(config.severity.keys()) {
        known(selector, &catalogue)?;
    }
    catalogue.retain(|rule| only.is_empty() || only.iter().any(|selector| selects(selector, rule.id.as_str())));
    catalogue.retain(|rule| !config.disable.iter().any(|selector| selects(selector, rule.id.as_str())));
    for (selector, &severity) in &config.severity {
        catalogue.set_severity(|rule| selects(selector, rule.id.as_str()), severity);
    }
    Ok(catalogue)
}

fn selects(selector: &str, id: &str) -> bool {
    selector.strip_suffix('*').map_or(selector == id, |family| id.starts_with(family))
}

fn known(selector: &str, catalogue: &Catalogue) -> Result<(), Failure> {
    if catalogue.iter().any(|rule| selects(selector, rule.id.as_str())) {
        return Ok(());
    }
    Err(no_such_rule(selector, catalogue))
}

/// Says that no rule is called so, and which one was probably meant.
pub fn no_such_rule(id: &str, catalogue: &Catalogue) -> Failure {
    let ids: Vec<&str> = catalogue.iter().map(|rule| rule.id.as_str()).collect();
    let hint = nearest(id, &ids).map(|near| format!(": did you mean `{near}`?")).unwrap_or_default();
    Failure::Usage(format!("no rule is called `{id}`{hint} (`credline rules list` names them all)"))
}

fn source(args: &ScanArgs, config: &Config, stop: &Arc<AtomicBool>) -> Result<Box<dyn Source>, Failure> {
    if args.paths.iter().any(|path| path.as_os_str() == "-") {
        if args.paths.len() > 1 {
            return Err(Failure::Usage(
                "`-` (standard input) cannot be scanned together with other paths: run twice".to_owned(),
            ));
        }
        let name = RelPath::new(&args.stdin_path);
        return Ok(Box::new(Stdin::new(Some(name), limits(&args.reading), Arc::clone(stop))));
    }
    let Reading { exclude, max_file_size, threads, limits } = reading(&args.reading, config)?;
    let worktree =
        Worktree { paths: args.paths.clone(), no_ignore: args.no_ignore, exclude, max_file_size, threads, limits };
    worktree.check().map_err(Failure::usage)?;
    Ok(Box::new(worktree))
}

fn skip_reason(name: &str) -> Result<SkipReason, Failure> {
    let names: Vec<&str> = SkipReason::ALL.iter().map(|reason| reason.name()).collect();
    SkipReason::ALL.into_iter().find(|reason| reason.name() == name).ok_or_else(|| {
        Failure::Usage(format!("unknown reason `{name}` for --allow-incomplete: use one of {}", names.join(", ")))
    })
}
