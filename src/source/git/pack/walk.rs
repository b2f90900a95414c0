//! Makes every object of delta trees once: down each tree, the base of an object at hand when it is made.

mod levels;

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use crate::document::ObjectId;

use super::{Delta, Form, Pack, PackError, Root, Stream, inflate};
use levels::{Level, Levels, Node};

/// Shown the objects of delta trees.
pub trait Visit: Sync {
    /// What is kept of an object for those that are made from it.
    type State: Send + Sync;

    /// An object that lies whole, or whose base lies outside the pack.
    fn whole(&self, entry: u32, bytes: &[u8]) -> Self::State;

    /// An object that is made from a base.
    fn derived(&self, entry: u32, bytes: &[u8], delta: &Delta<'_>, base: &Base<'_, Self::State>) -> Self::State;

    /// An object that lies whole, has more bytes than are [`held_whole`](Self::held_whole), and that nothing is made from.
    fn long(&self, entry: u32, stream: Stream<'_>) {
        let _ = (entry, stream);
    }

    /// Longer objects are shown as they are inflated, where nothing is made from them.
    fn held_whole(&self) -> u64 {
        u64::MAX
    }

    /// An object that cannot be made, and with it all that are made from it.
    fn lost(&self, entry: u32, error: &PackError);

    /// The object of another pack, or of a file of its own, that the root of a tree is a delta to.
    ///
    /// # Errors
    /// Where it is not there.
    fn outside(&self, id: &ObjectId) -> Result<Vec<u8>, PackError>;

    /// Objects that would take more bytes than this are lost.
    fn limit(&self) -> Option<u64> {
        None
    }

    /// Bytes of bases that each thread holds, beside those that it works on; what does not fit is made again.
    fn room(&self) -> u64 {
        ROOM
    }

    /// Whether to go no further.
    fn stopped(&self) -> bool;
}

/// Bytes of bases that each thread holds, unless told.
pub const ROOM: u64 = 32 << 20;

/// What an object is made from.
pub struct Base<'a, S> {
    /// Its bytes.
    pub bytes: &'a [u8],
    /// What was kept of it.
    pub state: &'a S,
}

/// Entries made from the same base, to be visited by whichever thread is free.
struct Task<S> {
    base: Arc<Node<S>>,
    entries: Vec<u32>,
}

struct Shared<S> {
    tasks: VecDeque<Task<S>>,
    /// Threads that may still bring tasks.
    busy: usize,
}

/// A walk over some of the trees of a pack.
struct Walk<'w, V: Visit> {
    pack: &'w Pack,
    visit: &'w V,
    roots: &'w [Root],
    next_root: AtomicUsize,
    idle: AtomicUsize,
    shared: Mutex<Shared<V::State>>,
    changed: Condvar,
    /// A tree of more compressed bytes than this is shared between threads.
    heavy: u64,
}

/// Visits all objects of the trees below `roots`, from so many threads.
pub fn walk<V: Visit>(pack: &Pack, roots: &[Root], threads: usize, visit: &V) {
    let threads = threads.max(1);
    let total: u64 = roots.iter().map(|root| pack.weight(root.entry)).sum();
    let walk = Walk {
        pack,
        visit,
        roots,
        next_root: AtomicUsize::new(0),
        idle: AtomicUsize::new(0),
        shared: Mutex::new(Shared { tasks: VecDeque::new(), busy: threads }),
        changed: Condvar::new(),
        heavy: total / (threads as u64 * 16) + 1,
    };
    if threads == 1 {
        Worker::new(&walk).run();
        return;
    }
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| Worker::new(&walk).run());
        }
    });
}

/// One thread of a walk, with the buffers that it uses again and again.
struct Worker<'w, V: Visit> {
    walk: &'w Walk<'w, V>,
    delta: Vec<u8>,
    spare: Vec<Vec<u8>>,
}

/// Roots that a thread takes at once.
const HANDFUL: usize = 32;

/// Buffers kept for use again, and the size above which none is kept.
const SPARE: usize = 8;
const LARGEST_SPARE: usize = 2 << 20;

impl<'w, V: Visit> Worker<'w, V> {
    const fn new(walk: &'w Walk<'w, V>) -> Self {
        Self { walk, delta: Vec::new(), spare: Vec::new() }
    }

    fn run(&mut self) {
        let roots = self.walk.roots;
        loop {
            let start = self.walk.next_root.fetch_add(HANDFUL, Ordering::Relaxed);
            if start >= roots.len() || self.walk.visit.stopped() {
                break;
            }
            for &root in &roots[start..roots.len().min(start + HANDFUL)] {
                self.tree(root);
            }
        }
        while let Some(task) = self.walk.next_task() {
            self.descend(task.base, task.entries);
        }
    }

    fn tree(&mut self, root: Root) {
        let entries = self.walk.pack.children(root.entry).to_vec();
        match self.root(root, entries.is_empty()) {
            Ok(Some(node)) => self.descend(Arc::new(node), entries),
            Ok(None) => {}
            Err(error) => self.lose(root.entry, &error),
        }
    }

    /// Makes the root of a tree and shows it; what is kept of it only where something is made from it.
    fn root(&mut self, root: Root, is_leaf: bool) -> Result<Option<Node<V::State>>, PackError> {
        let (header, compressed) = self.walk.pack.entry(root.entry)?;
        if is_leaf && !root.is_outside && header.size > self.walk.visit.held_whole() {
            self.walk.visit.long(root.entry, Stream::new(compressed, header.size)?);
            return Ok(None);
        }
        self.bounded(header.size)?;
        let mut bytes = self.buffer(header.size);
        if let Form::NameDelta(base) = header.form {
            let base = self.walk.visit.outside(&base)?;
            inflate(compressed, header.size, &mut self.delta)?;
            bytes.clear();
            let delta = Delta::read(&self.delta)?;
            self.bounded(delta.result_size)?;
            delta.apply(&base, &mut bytes)?;
        } else {
            inflate(compressed, header.size, &mut bytes)?;
        }
        let state = self.walk.visit.whole(root.entry, &bytes);
        Ok(self.kept(root.entry, bytes, state, is_leaf))
    }

    /// Visits the entries made from a base, and those made from them.
    fn descend(&mut self, node: Arc<Node<V::State>>, mut entries: Vec<u32>) {
        let mut levels = Levels::new(self.walk.visit.room());
        // The lightest first, so that the heaviest finds its base's buffer no longer needed by anybody else.
        entries.reverse();
        levels.push(Level { node, entries });
        while let Some(level) = levels.last() {
            let Some(entry) = level.entries.pop() else {
                let level = levels.pop().expect("there is a last one");
                self.recycle(level.node);
                continue;
            };
            if self.walk.visit.stopped() {
                return;
            }
            if level.node.bytes.is_none() {
                match self.again(level.node.entry) {
                    Ok(bytes) => levels.put_back(bytes),
                    Err(error) => {
                        self.lose(entry, &error);
                        continue;
                    }
                }
            }
            let level = levels.last().expect("it was there before");
            let children = self.walk.pack.children(entry);
            let base = Arc::clone(&level.node);
            let is_last = level.entries.is_empty();
            let made = self.made(entry, &base, children.is_empty());
            if is_last {
                levels.pop();
            }
            self.recycle(base);
            match made {
                Ok(Some(node)) => {
                    let mut entries = children.to_vec();
                    entries.reverse();
                    let node = Arc::new(node);
                    self.walk.share(&node, &mut entries);
                    levels.push(Level { node, entries });
                }
                Ok(None) => {}
                Err(error) => self.lose(entry, &error),
            }
        }
    }

    /// Makes an object and shows it; what is kept of it only where something is made from it.
    fn made(&mut self, entry: u32, base: &Node<V::State>, is_leaf: bool) -> Result<Option<Node<V::State>>, PackError> {
        let (header, compressed) = self.walk.pack.entry(entry)?;
        inflate(compressed, header.size, &mut self.delta)?;
        let size = Delta::read(&self.delta)?.result_size;
        self.bounded(size)?;
        let mut bytes = self.buffer(size);
        bytes.clear();
        let delta = Delta::read(&self.delta)?;
        let from = Base { bytes: base.bytes.as_deref().unwrap_or_default(), state: &base.state };
        delta.apply(from.bytes, &mut bytes)?;
        let state = self.walk.visit.derived(entry, &bytes, &delta, &from);
        Ok(self.kept(entry, bytes, state, is_leaf))
    }

    fn kept(&mut self, entry: u32, bytes: Vec<u8>, state: V::State, is_leaf: bool) -> Option<Node<V::State>> {
        if is_leaf {
            self.keep(bytes);
            return None;
        }
        Some(Node { entry, bytes: Some(bytes), state })
    }

    /// Makes the bytes of an object again, from the root of its tree on.
    fn again(&mut self, entry: u32) -> Result<Vec<u8>, PackError> {
        let pack = self.walk.pack;
        let mut deltas: Vec<Vec<u8>> = Vec::new();
        let mut at = entry;
        let mut bytes = loop {
            let (header, compressed) = pack.entry(at)?;
            let mut inflated = Vec::new();
            inflate(compressed, header.size, &mut inflated)?;
            let base = match header.form {
                Form::Whole(_) => break inflated,
                Form::OffsetDelta(distance) => pack.before(at, distance).ok_or(PackError::Truncated)?,
                Form::NameDelta(id) => {
                    let Some(base) = pack.entry_of(&id) else {
                        deltas.push(inflated);
                        break self.walk.visit.outside(&id)?;
                    };
                    base
                }
            };
            deltas.push(inflated);
            at = base;
        };
        for delta in deltas.iter().rev() {
            let delta = Delta::read(delta)?;
            let mut made = self.buffer(delta.result_size);
            made.clear();
            delta.apply(&bytes, &mut made)?;
            self.keep(std::mem::replace(&mut bytes, made));
        }
        Ok(bytes)
    }

    fn bounded(&self, size: u64) -> Result<(), PackError> {
        let is_too_large = self.walk.visit.limit().is_some_and(|most| size > most);
        if is_too_large { Err(PackError::TooLarge(size)) } else { Ok(()) }
    }

    /// Takes the buffer of a base that nobody needs any more.
    fn recycle(&mut self, node: Arc<Node<V::State>>) {
        if let Some(bytes) = Arc::into_inner(node).and_then(|node| node.bytes) {
            self.keep(bytes);
        }
    }

    /// A spare buffer for so many bytes. One that is too small is given back: to grow it would copy what it held.
    fn buffer(&mut self, size: u64) -> Vec<u8> {
        if let Some(fitting) = self.spare.iter().rposition(|buffer| buffer.capacity() as u64 >= size) {
            return self.spare.swap_remove(fitting);
        }
        self.spare.pop();
        Vec::new()
    }

    fn keep(&mut self, buffer: Vec<u8>) {
        if self.spare.len() < SPARE && buffer.capacity() <= LARGEST_SPARE {
            self.spare.push(buffer);
        }
    }

    /// Names an entry that cannot be made, and all that are made from it.
    fn lose(&self, entry: u32, error: &PackError) {
        let mut entries = vec![(entry, true)];
        while let Some((entry, is_first)) = entries.pop() {
            match error {
                _ if is_first => self.walk.visit.lost(entry, error),
                PackError::TooLarge(size) => self.walk.visit.lost(entry, &PackError::LargeBase(*size)),
                _ => self.walk.visit.lost(entry, &PackError::NoBase("it is damaged itself".to_owned())),
            }
            entries.extend(self.walk.pack.children(entry).iter().map(|child| (*child, false)));
        }
    }
}

impl<V: Visit> Walk<'_, V> {
    fn lock(&self) -> MutexGuard<'_, Shared<V::State>> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives away part of what is made from a base, where that is much and somebody waits.
    fn share(&self, node: &Arc<Node<V::State>>, entries: &mut Vec<u32>) {
        if entries.len() < 2 || self.idle.load(Ordering::Relaxed) == 0 {
            return;
        }
        let weight: u64 = entries.iter().map(|entry| self.pack.weight(*entry)).sum();
        if weight < self.heavy {
            return;
        }
        // The heaviest stands first and stays here, where it comes last.
        let half: Vec<u32> = entries.split_off(entries.len().div_ceil(2));
        self.lock().tasks.push_back(Task { base: Arc::clone(node), entries: half });
        self.changed.notify_one();
    }

    /// The next task; `None` when nobody can bring one any more.
    fn next_task(&self) -> Option<Task<V::State>> {
        let mut shared = self.lock();
        shared.busy -= 1;
        self.idle.fetch_add(1, Ordering::Relaxed);
        loop {
            if let Some(task) = shared.tasks.pop_front() {
                shared.busy += 1;
                self.idle.fetch_sub(1, Ordering::Relaxed);
                return Some(task);
            }
            if shared.busy == 0 {
                self.changed.notify_all();
                return None;
            }
            shared = self.changed.wait(shared).unwrap_or_else(PoisonError::into_inner);
        }
    }
}
