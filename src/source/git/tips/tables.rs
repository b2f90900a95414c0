//! What references and logs that are kept in tables lead to.

use std::collections::HashSet;

use super::logs::add_moves;
use super::{TipKind, Tips, WorkTree};
use crate::source::git::refs::Refs;
use crate::source::git::reftable::Stack;
use crate::source::git::repository::Repository;

impl Repository {
    /// Adds the references and logs of all work trees' tables.
    pub(super) fn add_tables(&self, work_trees: &[WorkTree], found: &mut Tips) {
        let folders: Vec<_> = work_trees.iter().map(|tree| tree.git_dir.join("reftable")).collect();
        let mut stacks: Vec<_> = folders.iter().map(|folder| Stack::of(self, folder)).collect();
        for stack in &mut stacks {
            found.skipped.append(&mut stack.skipped);
        }
        let main = work_trees.iter().position(|tree| tree.is_main);
        let shared = main.map(|at| stacks[at].refs.clone()).unwrap_or_default();
        let shared = Refs { values: shared, ..Refs::default() };
        for is_head in [true, false] {
            for ((tree, stack), folder) in work_trees.iter().zip(&stacks).zip(&folders) {
                let chosen = |name: &[u8]| (name == b"HEAD") == is_head;
                for (name, value) in stack.refs.iter().filter(|(name, _)| chosen(name)) {
                    let name = String::from_utf8_lossy(name);
                    let named = (tree.full_name(&name), kind_of(&name));
                    self.add_resolved(&shared, value, named, folder, found);
                }
            }
        }
        let mut seen = HashSet::new();
        for (tree, stack) in work_trees.iter().zip(&stacks) {
            for (name, log) in &stack.logs {
                let lines: Vec<_> = log.values().copied().map(Some).collect();
                add_moves(&tree.full_name(&String::from_utf8_lossy(name)), &lines, &mut seen, found);
            }
        }
    }
}

fn kind_of(name: &str) -> TipKind {
    match name {
        "HEAD" => TipKind::Head,
        _ if name.starts_with("refs/") => TipKind::of_ref(name),
        _ => TipKind::Pseudo,
    }
}
