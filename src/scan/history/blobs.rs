//! Looks at every blob once: a text by what changed since the version that it is made from, everything else whole.

use std::collections::BTreeSet;
use std::io::Read;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use super::{Found, Phase, Run, Sum, is_wanted};
use crate::check::Check;
use crate::check::secret::SecretCheck;
use crate::check::secret::versions::{Copied, Memory};
use crate::document::{Document, ObjectId, Origin, RelPath};
use crate::fact;
use crate::finding::Fingerprint;
use crate::scan::{inspect_lines, into_inner, push, suspect};
use crate::source::container;
use crate::source::git::Kind;
use crate::source::git::pack::{self, Base, Delta, Pack, PackError, Step, Stream, Visit};
use crate::source::git::tips::{TipKind, Tips};
use crate::source::history::database::{Seen, corrupt};
use crate::source::history::names::Names;
use crate::source::history::provenance::Bits;
use crate::source::text;
use crate::source::{SkipReason, Skipped, Visited, Visitor, parallel};

/// Which blobs are looked at; all, where nothing is said.
#[derive(Clone, Copy)]
pub struct Wanted<'w> {
    /// What the user narrows the history to.
    pub narrowed: Option<&'w Bits>,
    /// Those whose facts count.
    pub facts: Option<&'w Bits>,
}

/// Looks at all blobs that are wanted; says how many there were, and how many bytes.
pub fn scan(run: &Run<'_>, names: &Names, tips: &Tips, wanted: &Wanted<'_>, found: &mut Found) -> (u64, u64) {
    let (count, bytes) = run.database.weight_of(Kind::Blob);
    run.scan.progress.begin(Phase::Objects, count, bytes);
    let secrets = run.scan.checks.iter().find_map(|check| check.as_secrets());
    let others = run.scan.checks.iter().filter(|check| check.as_secrets().is_none()).map(Arc::clone);
    let blobs = Blobs {
        run,
        names,
        tips,
        wanted,
        secrets,
        others: others.collect(),
        closed: closed_names(names, secrets),
        seen: Seen::of(run.database.objects.count()),
        pairs: Mutex::new(Vec::new()),
        count: AtomicU64::new(0),
        bytes: AtomicU64::new(0),
    };
    for (number, pack) in run.database.objects.packs().iter().enumerate() {
        let roots = run.database.roots(pack, Kind::Blob);
        pack::walk(pack, &roots, run.scan.threads, &OfPack { blobs: &blobs, number, pack });
    }
    let loose: Vec<usize> = run.database.loose_of(Kind::Blob).collect();
    let _ = parallel::each(&loose, run.scan.threads, &|| (), &|(), &number| {
        if run.is_stopped() {
            return ControlFlow::Break(());
        }
        blobs.loose(number);
        ControlFlow::Continue(())
    });
    found.pairs.extend(into_inner(blobs.pairs));
    (blobs.count.into_inner(), blobs.bytes.into_inner())
}

/// Names by which a file is read in another way than as the text that it is.
fn closed_names(names: &Names, secrets: Option<&SecretCheck>) -> Bits {
    let all = || (0_u32..).zip(names.all());
    let mut closed = Bits::none(u32::try_from(all().count()).unwrap_or(u32::MAX));
    for (number, name) in all() {
        let text = String::from_utf8_lossy(name);
        if container::reads_by_name(&text) || secrets.is_none_or(|secrets| secrets.looks_at_whole(&text)) {
            closed.insert(number);
        }
    }
    closed
}

/// Content of Git LFS that lies beside the objects.
pub fn lfs(run: &Run<'_>, sum: &mut Sum) {
    for object in run.database.repository.lfs_objects() {
        if run.is_stopped() {
            return;
        }
        let mut origin = run.database.repository.origin(&object.path);
        origin.path = run.below(&origin.path);
        let file = match std::fs::File::open(&object.path) {
            Ok(file) => file,
            Err(error) => {
                push(run.skipped, [Skipped { origin, reason: SkipReason::Unreadable, detail: error.to_string() }]);
                continue;
            }
        };
        let findings = Mutex::new(Vec::new());
        let _ = container::show_file(&origin, file, object.size, run.scan.limits, &|visited| {
            show(run, visited, true, inspect_lines, &findings)
        });
        sum.files = (sum.files.0 + 1, sum.files.1 + object.size);
        sum.findings.extend(into_inner(findings));
    }
}

/// Looks at a document with all checks.
pub type Look<F> = fn(&[Arc<dyn Check>], &Document<'_>) -> (Vec<F>, Vec<Skipped>);

/// Looks at what a container shows, and notes what is found.
pub fn show<F>(
    run: &Run<'_>,
    visited: Visited<'_>,
    counts: bool,
    look: Look<F>,
    found: &Mutex<Vec<F>>,
) -> ControlFlow<()> {
    match visited {
        Visited::Opened(origin, bytes) if counts && origin.member.is_some() => run.scan.progress.opened(origin, bytes),
        Visited::Skipped(skipped) if counts => push(run.skipped, [skipped]),
        Visited::Opened(..) | Visited::Skipped(_) => {}
        Visited::Document(document) => {
            let (new, failures) = look(run.scan.checks, &document);
            push(found, new);
            if counts {
                push(run.skipped, failures);
            }
        }
    }
    if run.is_stopped() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
}

/// One path of an object, good enough to read it by; its id where no tree and no index names it.
pub fn some_path(run: &Run<'_>, names: &Names, tips: &Tips, object: u32) -> RelPath {
    let of_index = || {
        let id = run.database.objects.id(object);
        tips.tips.iter().find(|tip| tip.kind == TipKind::Index && tip.id == id).and_then(|tip| tip.path.clone())
    };
    names.path(object).or_else(of_index).unwrap_or_else(|| RelPath::new(run.database.objects.id(object).to_string()))
}

/// What all blobs have in common on their way.
struct Blobs<'b> {
    run: &'b Run<'b>,
    names: &'b Names,
    tips: &'b Tips,
    wanted: &'b Wanted<'b>,
    secrets: Option<&'b SecretCheck>,
    /// The checks that look at a text whole.
    others: Vec<Arc<dyn Check>>,
    closed: Bits,
    seen: Seen,
    pairs: Mutex<Vec<(u32, Fingerprint)>>,
    count: AtomicU64,
    bytes: AtomicU64,
}

impl Blobs<'_> {
    /// Looks at a blob in a file of its own.
    fn loose(&self, number: usize) {
        let database = self.run.database;
        let object = database.objects.of_loose(number);
        self.run.scan.progress.advance(1, 0);
        if let Some(stream) = database.stream_loose(number, self.run.scan.memory.held_whole) {
            self.streamed(object, stream);
            return;
        }
        match database.read_loose(number) {
            Ok(bytes) => drop(self.whole(object, &bytes)),
            Err(error) => {
                let path = &database.objects.loose()[number].1;
                self.run.lose(corrupt(&database.repository, path, error.to_string()));
            }
        }
    }

    /// Looks at a blob that is made from no other, or as if it were not.
    fn whole(&self, object: u32, bytes: &[u8]) -> Option<Memory> {
        let is_text = self.is_open(object) && container::is_plain_text(bytes);
        if let Some(secrets) = self.secrets.filter(|_| is_text && !self.is_too_large(bytes.len() as u64)) {
            return self.noted(object, bytes, || secrets.first_version(text::behind_mark(bytes)));
        }
        if self.counted(object, bytes.len() as u64) {
            self.opened(object, bytes);
        }
        None
    }

    /// Looks at a blob that is too long to be held.
    fn streamed(&self, object: u32, (size, mut stream): (u64, impl Read)) {
        if !self.counted(object, size) {
            return;
        }
        if self.is_too_large(size) {
            self.skip(object, SkipReason::TooLarge, format!("{size} bytes"));
            return;
        }
        let origin = self.origin(object);
        let (held_whole, limits) = (self.run.scan.memory.held_whole, self.run.scan.limits);
        self.visited(object, &mut |visit| {
            let _ = container::show_stream(&origin, &mut stream, held_whole, limits, visit);
        });
    }

    /// Looks at a blob by what changed.
    fn derived(&self, object: u32, bytes: &[u8], delta: &Delta<'_>, base: &Base<'_, Option<Memory>>) -> Option<Memory> {
        let known = base.state.as_ref()?;
        let is_wanted = self.run.scan.inherit && self.is_open(object) && !self.is_too_large(bytes.len() as u64);
        let secrets = self.secrets.filter(|_| is_wanted)?;
        let text = text::behind_mark(bytes);
        let marks = [base.bytes, bytes].map(|bytes| bytes.len() - text::behind_mark(bytes).len());
        let (mut copied, mut at) = (Vec::new(), 0);
        for step in delta.steps().map_while(Result::ok) {
            match step {
                Step::Copy { from, length } => {
                    copied.extend(between_texts(from, at, length, marks));
                    at += length;
                }
                Step::Insert(new) => {
                    if memchr::memchr(0, new).is_some() {
                        return None;
                    }
                    at += new.len();
                }
            }
        }
        if !container::begins_as_text(bytes) {
            return None;
        }
        self.noted(object, bytes, || secrets.next_version(text, known, &copied))
    }

    /// Notes what a text holds; a check that panics loses this text only.
    fn noted(&self, object: u32, bytes: &[u8], look: impl FnOnce() -> Memory) -> Option<Memory> {
        let Ok(memory) = catch_unwind(AssertUnwindSafe(look)) else {
            self.skip(object, SkipReason::Crashed, String::new());
            return None;
        };
        if self.counted(object, bytes.len() as u64) {
            if memory.is_full() {
                self.skip(object, SkipReason::TooManyFindings, String::new());
            }
            let found = memory.fingerprints();
            self.run.scan.progress.findings.fetch_add(found.len() as u64, Ordering::Relaxed);
            push(&self.pairs, found.into_iter().map(|fingerprint| (object, fingerprint)));
            self.said(object, bytes);
        }
        Some(memory)
    }

    /// Notes what a text says that is read whole, where that is wanted: of old versions of configuration it is not.
    fn said(&self, object: u32, bytes: &[u8]) {
        let mut names = self.names.of(object).map(|name| String::from_utf8_lossy(self.names.name(name)));
        if !is_wanted(self.wanted.facts, object) || !names.any(|name| fact::kind_of(&name).is_some()) {
            return;
        }
        let origin = self.origin(object);
        let (found, failures) = suspect(&self.others, &Document::whole(&origin, text::behind_mark(bytes)));
        push(&self.pairs, found.into_iter().map(|fingerprint| (object, fingerprint)));
        push(self.run.skipped, failures);
    }

    /// Counts a blob; says whether it is to be looked at: it is wanted, and new.
    fn counted(&self, object: u32, size: u64) -> bool {
        let is_new = self.seen.insert(object) && is_wanted(self.wanted.narrowed, object);
        if is_new {
            self.count.fetch_add(1, Ordering::Relaxed);
            self.bytes.fetch_add(size, Ordering::Relaxed);
        }
        is_new
    }

    /// Opens a blob that is no plain text: a container, another encoding.
    fn opened(&self, object: u32, bytes: &[u8]) {
        if self.is_too_large(bytes.len() as u64) {
            self.skip(object, SkipReason::TooLarge, format!("{} bytes", bytes.len()));
            return;
        }
        for origin in self.readings(object) {
            self.visited(object, &mut |visit| {
                let _ = container::show(&origin, bytes, self.run.scan.limits, visit);
            });
        }
    }

    /// The origins of an object under the names by which it is read in different ways.
    fn readings(&self, object: u32) -> Vec<Origin> {
        let origin = self.origin(object);
        let name = origin.name();
        let others = self.names.of(object).map(|name| String::from_utf8_lossy(self.names.name(name)).into_owned());
        let (ways, plain): (BTreeSet<String>, BTreeSet<String>) =
            others.filter(|other| *other != name).partition(|name| container::reads_by_name(name));
        let mut names: Vec<String> = ways.into_iter().collect();
        if container::reads_by_name(&name) {
            names.extend(plain.into_iter().next());
        }
        let renamed = names.into_iter().map(|name| Origin { path: origin.path.beside(&name), ..origin.clone() });
        std::iter::once(origin.clone()).chain(renamed).collect()
    }

    /// Notes what may be found in all that a container shows; the paths at which it is are looked at later.
    fn visited(&self, object: u32, walk: &mut dyn FnMut(&Visitor<'_>)) {
        let found = Mutex::new(Vec::new());
        walk(&|visited| show(self.run, visited, true, suspect, &found));
        push(&self.pairs, into_inner(found).into_iter().map(|fingerprint| (object, fingerprint)));
    }

    fn is_open(&self, object: u32) -> bool {
        !self.names.of(object).any(|name| self.closed.has(name))
    }

    fn is_too_large(&self, size: u64) -> bool {
        self.run.scan.max_size.is_some_and(|most| size > most)
    }

    fn origin(&self, object: u32) -> Origin {
        let path = some_path(self.run, self.names, self.tips, object);
        Origin { object: Some(self.run.database.objects.id(object)), ..Origin::file(self.run.below(&path)) }
    }

    fn skip(&self, object: u32, reason: SkipReason, detail: String) {
        push(self.run.skipped, [Skipped { origin: self.origin(object), reason, detail }]);
    }
}

/// What a copy brings from one text to another, both without marks of so many bytes; nothing where it is all of a mark.
fn between_texts(from: usize, to: usize, length: usize, [base, version]: [usize; 2]) -> Option<Copied> {
    let cut = base.saturating_sub(from).max(version.saturating_sub(to));
    (length > cut).then(|| Copied { from: from + cut - base, to: to + cut - version, length: length - cut })
}

/// The blobs of one pack.
struct OfPack<'o> {
    blobs: &'o Blobs<'o>,
    number: usize,
    pack: &'o Pack,
}

impl OfPack<'_> {
    fn object(&self, entry: u32) -> u32 {
        self.blobs.run.scan.progress.advance(1, self.pack.size_of(entry));
        self.blobs.run.database.objects.of_pack(self.number, self.pack.place(entry))
    }
}

impl Visit for OfPack<'_> {
    /// What is known of a text; nothing of what was opened.
    type State = Option<Memory>;

    fn whole(&self, entry: u32, bytes: &[u8]) -> Option<Memory> {
        self.blobs.whole(self.object(entry), bytes)
    }

    fn derived(&self, entry: u32, bytes: &[u8], delta: &Delta<'_>, base: &Base<'_, Self::State>) -> Option<Memory> {
        let object = self.object(entry);
        self.blobs.derived(object, bytes, delta, base).or_else(|| self.blobs.whole(object, bytes))
    }

    fn lost(&self, entry: u32, error: &PackError) {
        self.blobs.run.lose(self.blobs.run.database.lost_entry(self.pack, entry, error));
    }

    fn outside(&self, id: &ObjectId) -> Result<Vec<u8>, PackError> {
        self.blobs.run.database.outside(id)
    }

    fn long(&self, entry: u32, stream: Stream<'_>) {
        self.blobs.streamed(self.object(entry), (stream.size, stream));
    }

    fn held_whole(&self) -> u64 {
        self.blobs.run.scan.memory.held_whole
    }

    fn limit(&self) -> Option<u64> {
        self.blobs.run.scan.memory.object
    }

    fn room(&self) -> u64 {
        self.blobs.run.scan.memory.room.unwrap_or(pack::ROOM)
    }

    fn stopped(&self) -> bool {
        self.blobs.run.is_stopped()
    }
}
