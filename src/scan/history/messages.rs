//! Commits and annotated tags: what they say, and how they lead to each other.

use std::sync::Mutex;

use super::{Found, Run, is_wanted};
use crate::document::{Document, ObjectId, Origin};
use crate::finding::{Finding, Moment};
use crate::scan::{inspect_lines, into_inner, push};
use crate::source::SkipReason;
use crate::source::git::Kind;
use crate::source::git::object::commit::Commit;
use crate::source::git::object::tag::Tag;
use crate::source::history::database::message_path;
use crate::source::history::provenance::{Bits, Commits, CommitsBuilder, Graph as _};

/// The commits and tags of a repository.
pub struct Past {
    /// The commits.
    pub commits: Commits,
    /// The index of each annotated tag, and of what it names.
    pub tags: Vec<(u32, u32)>,
    /// What commits and tags name and the repository lacks, each with one that does.
    pub missing: Vec<(ObjectId, u32)>,
    /// The committer date of the newest commit.
    pub newest: Option<Moment>,
    /// What was found in messages, with the object.
    found: Vec<(u32, Finding)>,
}

/// A commit as it is read.
struct Read {
    index: u32,
    tree: Option<u32>,
    parents: Vec<u32>,
    committed: i64,
    offset: i32,
}

/// Reads all commits and tags from so many threads, and looks at their messages.
pub fn read(run: &Run<'_>, threads: usize) -> Past {
    let (found, missing) = (Mutex::new(Vec::new()), Mutex::new(Vec::new()));
    let commits = Mutex::new(Vec::new());
    let index_of = |id: ObjectId, by: u32| {
        let index = run.database.index_of(id.as_bytes());
        if index.is_none() {
            push(&missing, [(id, by)]);
        }
        index
    };
    let lose = |line| run.lose(line);
    let stopped = || run.is_stopped();
    let commit = |object: u32, bytes: &[u8]| {
        run.scan.progress.advance(1, 0);
        let commit = Commit::parse(bytes);
        if let Some(problem) = &commit.problem {
            run.lose_object(SkipReason::Corrupt, format!("commit {}: {problem}", run.database.objects.id(object)));
        }
        let when = commit.committer.as_ref().map_or((0, 0), |committer| (committer.seconds, committer.offset_minutes));
        push(
            &commits,
            [Read {
                index: object,
                tree: commit.tree.and_then(|tree| index_of(tree, object)),
                parents: commit.parents().filter_map(|parent| index_of(parent, object)).collect(),
                committed: when.0,
                offset: when.1,
            }],
        );
        look(run, object, Kind::Commit, &bytes[commit.message], &found);
    };
    run.database.each(Kind::Commit, threads, &commit, &lose, &stopped);
    let tags = Mutex::new(Vec::new());
    let tag = |object: u32, bytes: &[u8]| {
        run.scan.progress.advance(1, 0);
        let tag = Tag::parse(bytes);
        if let Some(problem) = &tag.problem {
            run.lose_object(SkipReason::Corrupt, format!("tag {}: {problem}", run.database.objects.id(object)));
        }
        let target = tag.target.and_then(|target| index_of(target, object));
        push(&tags, target.map(|target| (object, target)));
        look(run, object, Kind::Tag, &bytes[tag.message], &found);
    };
    run.database.each(Kind::Tag, 1, &tag, &lose, &stopped);
    let mut read = into_inner(commits);
    read.sort_unstable_by_key(|commit| commit.index);
    let newest = read.iter().max_by_key(|commit| (commit.committed, commit.index));
    let newest = newest.map(|commit| Moment { seconds: commit.committed, offset_minutes: commit.offset });
    let mut builder = CommitsBuilder::default();
    for commit in read {
        builder.push(commit.index, commit.tree, &commit.parents, commit.committed);
    }
    let mut tags = into_inner(tags);
    tags.sort_unstable();
    let mut missing = into_inner(missing);
    missing.sort_unstable();
    missing.dedup_by_key(|(id, _)| *id);
    Past { commits: builder.build(), tags, missing, newest, found: into_inner(found) }
}

fn look(run: &Run<'_>, object: u32, kind: Kind, message: &[u8], found: &Mutex<Vec<(u32, Finding)>>) {
    if message.is_empty() {
        return;
    }
    let id = run.database.objects.id(object);
    let path = run.below(&message_path(kind));
    let commit = (kind == Kind::Commit).then_some(id);
    let origin = Origin { object: Some(id), commit, ..Origin::file(path) };
    let (findings, failures) = inspect_lines(run.scan.checks, &Document::whole(&origin, message));
    push(found, findings.into_iter().map(|finding| (object, finding)));
    push(run.skipped, failures);
}

/// What was found in the messages that are wanted.
pub fn scan(_: &Run<'_>, past: &Past, wanted: Option<&Bits>) -> Found {
    let kept = past.found.iter().filter(|(object, _)| is_wanted(wanted, *object));
    Found { pairs: Vec::new(), whole: kept.cloned().collect() }
}
