//! A whole history → report: every object once, blobs by what changed, and the past of what was found.

mod blobs;
mod messages;
mod places;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use super::{Phase, Progress, Thresholds, gather, interrupted, into_inner, push};
use crate::check::Check;
use crate::document::{Origin, RelPath};
use crate::finding::{Finding, Fingerprint, Moment, Reach};
use crate::report::{Coverage, Objects, Report};
use crate::source::container::{HELD_WHOLE, Limits};
use crate::source::git::repository::Environment;
use crate::source::git::tips::{TipKind, Tips};
use crate::source::git::{Kind, Repository};
use crate::source::history::current;
use crate::source::history::database::Database;
use crate::source::history::names::Names;
use crate::source::history::narrow::{NarrowError, Narrowing, Selection};
use crate::source::history::provenance::{Bits, Graph, History, Tip};
use crate::source::worktree::Exclude;
use crate::source::{SkipReason, Skipped};

/// How deeply submodules are followed into submodules.
const DEEPEST_SUBMODULE: usize = 16;

/// What a scan of a history needs to know.
pub struct HistoryScan<'a> {
    /// What is looked for.
    pub checks: &'a [Arc<dyn Check>],
    /// Findings below these are left out of the report.
    pub thresholds: Thresholds,
    /// Set from outside to stop early.
    pub stop: &'a AtomicBool,
    /// Counted while the scan runs.
    pub progress: &'a Progress,
    /// What of the history is looked at.
    pub narrowing: &'a Narrowing,
    /// The time in seconds since 1970, from which ages are counted.
    pub now: i64,
    /// Paths that are left out.
    pub exclude: &'a Exclude,
    /// Objects larger than this many bytes are left out.
    pub max_size: Option<u64>,
    /// How much memory to use.
    pub memory: Memory,
    /// What is done inside containers.
    pub limits: &'a Limits,
    /// Threads to use.
    pub threads: usize,
    /// Whether a version is looked at by what changed; otherwise whole.
    pub inherit: bool,
    /// Whether what old versions of configuration say is a finding; otherwise only what the tree of HEAD says.
    pub old_facts: bool,
}

/// How much memory a scan uses for the objects of a repository, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Memory {
    /// Objects that are longer are left out, unless they can be read as a stream.
    pub object: Option<u64>,
    /// Objects that are longer are read as a stream, where they lie whole and no other is made from them.
    pub held_whole: u64,
    /// What each thread holds of the versions that others are made from; `None` for as much as is usual.
    pub room: Option<u64>,
}

impl Memory {
    /// Shares out what there is among so many threads.
    pub fn of(limit: Option<u64>, threads: usize) -> Self {
        let part = |parts: u64| limit.map(|limit| limit / parts);
        Self {
            object: part(4),
            held_whole: part(8).unwrap_or(u64::MAX).min(HELD_WHOLE),
            room: part(4).map(|part| part / threads.max(1) as u64),
        }
    }
}

/// Scans everything that a repository holds, and its submodules.
///
/// # Errors
/// Where the user narrows to what the repository does not have.
pub fn run(scan: &HistoryScan<'_>, repository: Repository) -> Result<Report, NarrowError> {
    let skipped = Mutex::new(Vec::new());
    let mut sum = Sum::default();
    let revision = repository.revision();
    one(scan, repository, &RelPath::new(""), 0, &skipped, &mut sum)?;
    let mut skipped = into_inner(skipped);
    if scan.stop.load(Ordering::Relaxed) {
        skipped.push(interrupted());
    }
    skipped.sort();
    skipped.dedup();
    let coverage = Coverage {
        objects: Some(sum.objects),
        files: sum.files.0,
        bytes: sum.files.1,
        members: scan.progress.members.load(Ordering::Relaxed),
        member_bytes: scan.progress.member_bytes.load(Ordering::Relaxed),
        skipped,
        ..Coverage::default()
    };
    let ages = sum.ages;
    let turn = |origin: &Origin| ages.get(origin).copied().unwrap_or(usize::MAX);
    let mut report = gather::report(sum.findings, coverage, scan.thresholds, gather::Lead::First(&turn));
    report.newest = sum.newest;
    report.revision = revision;
    report.mask_paths(&sum.masks);
    report.mask_texts(&sum.masked_texts);
    Ok(report)
}

/// What several repositories bring together.
#[derive(Default)]
struct Sum {
    findings: Vec<Finding>,
    ages: BTreeMap<Origin, usize>,
    objects: Objects,
    files: (u64, u64),
    newest: Option<Moment>,
    /// Paths that hold a secret, and how they are shown.
    masks: BTreeMap<RelPath, RelPath>,
    /// Names of references and people that hold a secret, and how they are shown.
    masked_texts: BTreeMap<String, String>,
}

/// One repository on its way through the phases.
struct Run<'r> {
    scan: &'r HistoryScan<'r>,
    database: &'r Database,
    skipped: &'r Mutex<Vec<Skipped>>,
    /// Where the repository lies in the one that was named, for a submodule.
    prefix: &'r RelPath,
}

impl Run<'_> {
    fn lose(&self, skipped: Skipped) {
        push(self.skipped, [self.prefixed(skipped)]);
    }

    fn prefixed(&self, mut skipped: Skipped) -> Skipped {
        skipped.origin.path = self.below(&skipped.origin.path);
        skipped
    }

    /// A path of this repository as the whole report names it.
    fn below(&self, path: &RelPath) -> RelPath {
        if self.prefix.as_bytes().is_empty() {
            return path.clone();
        }
        RelPath::new([self.prefix.as_bytes(), b"/", path.as_bytes()].concat())
    }

    fn is_stopped(&self) -> bool {
        self.scan.stop.load(Ordering::Relaxed)
    }
}

fn one(
    scan: &HistoryScan<'_>,
    repository: Repository,
    prefix: &RelPath,
    depth: usize,
    skipped: &Mutex<Vec<Skipped>>,
    sum: &mut Sum,
) -> Result<(), NarrowError> {
    scan.progress.begin(Phase::Opening, 0, 0);
    let add = |mut line: Skipped| {
        if !prefix.as_bytes().is_empty() {
            line.origin.path = RelPath::new([prefix.as_bytes(), b"/", line.origin.path.as_bytes()].concat());
        }
        push(skipped, [line]);
    };
    let limits = repository.limits();
    let is_cut = limits.iter().any(|line| matches!(line.reason, SkipReason::Shallow | SkipReason::Partial));
    limits.into_iter().for_each(add);
    let database = Database::open(repository, &add);
    database.lost_roots(&add);
    let run = Run { scan, database: &database, skipped, prefix };
    let tips = database.repository.tips();
    tips.skipped.iter().cloned().for_each(|line| run.lose(line));
    let (past, names) = run.past_and_names();
    run.note_missing(&past, &names, is_cut);
    run.note_missing_tips(&tips, is_cut);
    let ends = ends(&tips, &database);
    let head = tips.head().and_then(|id| database.index_of(id.as_bytes()));
    let history = History { commits: &past.commits, tags: &past.tags, tips: &ends, head };
    let selection = run.narrowed(&history, prefix)?;
    let wanted = selection.as_ref().map(|selection| &selection.objects);
    let mut found = messages::scan(&run, &past, wanted);
    let current = (!scan.old_facts).then(|| current::blobs(&database, head));
    let of_blobs = blobs::Wanted { narrowed: wanted, facts: current.as_ref() };
    let count = blobs::scan(&run, &names, &tips, &of_blobs, &mut found);
    if !run.is_stopped() || !found.is_empty() {
        scan.progress.begin(Phase::Provenance, 0, 0);
        places::settle(&run, &names, &tips, &history, found, sum);
    }
    sum.objects.commits += u64::from(past.commits.len());
    sum.objects.tags += past.tags.len() as u64;
    sum.objects.trees += database.weight_of(Kind::Tree).0;
    sum.objects.blobs += count.0;
    sum.objects.blob_bytes += count.1;
    sum.objects.packs += database.objects.packs().len() as u64;
    sum.objects.loose += database.objects.loose().len() as u64;
    if depth == 0 {
        sum.newest = past.newest;
    }
    blobs::lfs(&run, sum);
    submodules(scan, &database.repository, prefix, depth, skipped, sum)
}

impl Run<'_> {
    /// What commits and tags say, and the names of all objects: two passes that know nothing of each other.
    fn past_and_names(&self) -> (messages::Past, Names) {
        let count = |kind| self.database.weight_of(kind).0;
        self.scan.progress.begin(Phase::Trees, [Kind::Commit, Kind::Tag, Kind::Tree].map(count).iter().sum(), 0);
        if self.scan.threads == 1 {
            return (messages::read(self, 1), self.names());
        }
        std::thread::scope(|scope| {
            let names = scope.spawn(|| self.names());
            let past = messages::read(self, self.scan.threads - 1);
            (past, names.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
        })
    }

    fn names(&self) -> Names {
        let mut names =
            Names::read(self.database, &|line| self.lose(line), &|| self.scan.progress.advance(1, 0), &|| {
                self.is_stopped()
            });
        names.settle();
        names
    }

    /// Tells what trees and commits name and the repository lacks.
    fn note_missing(&self, past: &messages::Past, names: &Names, is_cut: bool) {
        let trees = names.missing.iter().map(|missing| ("tree", missing));
        let commits = past.missing.iter().map(|missing| ("commit", missing));
        for (kind, (id, by)) in trees.chain(commits).filter(|_| !is_cut) {
            let detail = format!("object {id}, which {kind} {} names", self.database.objects.id(*by));
            self.lose_object(SkipReason::Missing, detail);
        }
    }

    fn note_missing_tips(&self, tips: &Tips, is_cut: bool) {
        // Old lines of reflogs outlive what they name.
        let kept = |kind: TipKind| kind.is_reference() || kind == TipKind::Index || kind == TipKind::Stash;
        for tip in tips.tips.iter().filter(|tip| kept(tip.kind) && !is_cut && !tip.id.is_null()) {
            if self.database.index_of(tip.id.as_bytes()).is_none() {
                self.lose_object(SkipReason::Missing, format!("object {}, which `{}` names", tip.id, tip.name));
            }
        }
    }

    fn lose_object(&self, reason: SkipReason, detail: String) {
        let origin = self.database.repository.origin(&self.database.repository.objects());
        self.lose(Skipped { origin, reason, detail });
    }

    /// What the user narrows the history to; nothing where all of it is looked at.
    fn narrowed(&self, history: &History<'_>, prefix: &RelPath) -> Result<Option<Selection>, NarrowError> {
        let narrowing = self.scan.narrowing;
        // A submodule does not have the revisions of the repository that holds it.
        if narrowing.is_none() || !prefix.as_bytes().is_empty() {
            return Ok(None);
        }
        let resolve = |name: &str| {
            let id = self.database.repository.resolve(name)?;
            self.database.index_of(id.as_bytes()).ok_or_else(|| format!("the repository lacks its object {id}"))
        };
        let selection = narrowing.select(self.database, history, self.scan.now, &resolve)?;
        let left_out = u64::from(self.database.count()).saturating_sub(selection.objects.count());
        self.lose_object(SkipReason::Narrowed, format!("{left_out} objects, of {}", self.database.count()));
        Ok(Some(selection))
    }
}

/// Whether an object is looked at.
fn is_wanted(wanted: Option<&Bits>, object: u32) -> bool {
    wanted.is_none_or(|wanted| wanted.has(object))
}

/// What leads into the history, by what it counts as.
fn ends(tips: &Tips, database: &Database) -> Vec<Tip> {
    let reach = |kind: TipKind| match kind {
        TipKind::Stash | TipKind::Reflog | TipKind::Index | TipKind::Pseudo => Reach::Log,
        _ => Reach::Reference,
    };
    let tip = |tip: &crate::source::git::tips::Tip| {
        let index = database.index_of(tip.id.as_bytes())?;
        Some(Tip { name: tip.name.clone(), index, reach: reach(tip.kind) })
    };
    tips.tips.iter().filter_map(tip).collect()
}

fn submodules(
    scan: &HistoryScan<'_>,
    repository: &Repository,
    prefix: &RelPath,
    depth: usize,
    skipped: &Mutex<Vec<Skipped>>,
    sum: &mut Sum,
) -> Result<(), NarrowError> {
    for submodule in repository.submodules() {
        let Some(git_dir) = &submodule.git_dir else { continue };
        let name = submodule.path.clone().unwrap_or_else(|| RelPath::new(&submodule.name));
        let path = if prefix.as_bytes().is_empty() {
            name
        } else {
            RelPath::new([prefix.as_bytes(), b"/", name.as_bytes()].concat())
        };
        let line = |reason, detail| Skipped { origin: Origin::file(path.clone()), reason, detail };
        if scan.stop.load(Ordering::Relaxed) {
            break;
        }
        if depth >= DEEPEST_SUBMODULE {
            push(skipped, [line(SkipReason::TooDeep, "a submodule in too many others".to_owned())]);
            continue;
        }
        match Repository::open_in(git_dir, Environment::default()) {
            Ok(inner) => one(scan, inner, &path, depth + 1, skipped, sum)?,
            Err(error) => push(skipped, [line(SkipReason::Unreadable, error.to_string())]),
        }
    }
    Ok(())
}

/// What was found so far: objects, and what they hold.
#[derive(Default)]
struct Found {
    /// Which object holds which credential.
    pairs: Vec<(u32, Fingerprint)>,
    /// Findings that are complete but for their past, with the object that holds them: messages, members of archives.
    whole: Vec<(u32, Finding)>,
}

impl Found {
    fn is_empty(&self) -> bool {
        self.pairs.is_empty() && self.whole.is_empty()
    }
}
