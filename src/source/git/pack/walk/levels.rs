//! The bases on the way down a delta tree, of which only so many bytes are held.

use std::sync::Arc;

/// An object that others are made from.
pub(super) struct Node<S> {
    pub(super) entry: u32,
    /// Its bytes; nothing where they were let go.
    pub(super) bytes: Option<Vec<u8>>,
    pub(super) state: S,
}

impl<S> Node<S> {
    fn size(&self) -> u64 {
        self.bytes.as_ref().map_or(0, |bytes| bytes.len() as u64)
    }
}

/// A base, and which of the entries made from it come next.
pub(super) struct Level<S> {
    pub(super) node: Arc<Node<S>>,
    /// The next one is the last.
    pub(super) entries: Vec<u32>,
}

/// The bases on the way from the root of a tree to where the walk is.
pub(super) struct Levels<S> {
    stack: Vec<Level<S>>,
    /// Bytes that the bases have together.
    held: u64,
    /// As many as they may have, the last base not counted.
    room: u64,
}

impl<S> Levels<S> {
    pub(super) const fn new(room: u64) -> Self {
        Self { stack: Vec::new(), held: 0, room }
    }

    pub(super) fn last(&mut self) -> Option<&mut Level<S>> {
        self.stack.last_mut()
    }

    /// Goes down to a base. Where there is no room any more, those that are come back to last let go of their bytes.
    pub(super) fn push(&mut self, level: Level<S>) {
        let size = level.node.size();
        let mut outer = self.stack.iter_mut();
        while self.held > self.room
            && let Some(level) = outer.next()
        {
            // What another thread makes something from stays.
            if let Some(node) = Arc::get_mut(&mut level.node) {
                self.held -= node.size();
                node.bytes = None;
            }
        }
        self.held += size;
        self.stack.push(level);
    }

    /// Goes up from a base.
    pub(super) fn pop(&mut self) -> Option<Level<S>> {
        let level = self.stack.pop()?;
        self.held -= level.node.size();
        Some(level)
    }

    /// Gives the last base, which had let go of its bytes, those again.
    pub(super) fn put_back(&mut self, bytes: Vec<u8>) {
        let Some(node) = self.stack.last_mut().and_then(|level| Arc::get_mut(&mut level.node)) else { return };
        self.held += bytes.len() as u64;
        node.bytes = Some(bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(entry: u32, size: usize) -> Level<()> {
        Level { node: Arc::new(Node { entry, bytes: Some(vec![7; size]), state: () }), entries: vec![entry] }
    }

    #[test]
    fn outer_bases_let_go_of_their_bytes_first() {
        let mut levels = Levels::new(100);
        for entry in 0..4 {
            levels.push(level(entry, 60));
        }
        let held: Vec<bool> = levels.stack.iter().map(|level| level.node.bytes.is_some()).collect();
        assert_eq!((held, levels.held), (vec![false, false, true, true], 120));
        for _ in 0..3 {
            levels.pop();
        }
        assert_eq!(levels.held, 0);
        levels.put_back(vec![7; 60]);
        assert_eq!((levels.held, levels.last().unwrap().node.size()), (60, 60));
    }

    #[test]
    fn a_base_that_another_thread_has_keeps_its_bytes() {
        let mut levels = Levels::new(10);
        levels.push(level(0, 60));
        let shared = Arc::clone(&levels.last().unwrap().node);
        levels.push(level(1, 60));
        assert!(shared.bytes.is_some());
        drop(shared);
        levels.push(level(2, 60));
        assert!(levels.stack[0].node.bytes.is_none() && levels.stack[1].node.bytes.is_none());
    }
}
