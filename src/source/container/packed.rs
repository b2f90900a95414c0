//! A single compressed stream: the file inside it, or the members of the tar archive inside it.

use std::cell::Cell;
use std::io::Read;
use std::ops::ControlFlow;

use crate::document::Origin;

use super::budget::{Packed, Unpacked};
use super::input::{Replay, fill};
use super::nest::{Ended, Nest};
use super::sniff::{self, HEAD};
use super::unpack::{self, Packing};
use super::{sniff::ends_with, tar};

/// Suffixes of compressed files, and what stands in their place when they are unpacked.
const SUFFIXES: [(&str, &str); 16] = [
    (".tgz", ".tar"),
    (".taz", ".tar"),
    (".tbz2", ".tar"),
    (".tbz", ".tar"),
    (".tb2", ".tar"),
    (".txz", ".tar"),
    (".tzst", ".tar"),
    (".tlz", ".tar"),
    (".svgz", ".svg"),
    (".gz", ""),
    (".gzip", ""),
    (".bz2", ""),
    (".bz", ""),
    (".xz", ""),
    (".zst", ""),
    (".lzma", ""),
];

/// Shows what is packed in a stream.
pub(super) fn show(
    nest: &dyn Nest,
    origin: &Origin,
    packing: Packing,
    input: &mut dyn Read,
    depth: usize,
) -> ControlFlow<(), Ended> {
    let taken = Cell::new(0);
    let packed = Packed { inner: input, taken: &taken, budget: nest.budget() };
    let inner = match unpack::stream(packing, packed) {
        Ok(inner) => inner,
        Err(error) => {
            nest.broke(origin, &error)?;
            return ControlFlow::Continue(Ended::Broken);
        }
    };
    let mut unpacked = Unpacked { inner, made: 0, taken: &taken, budget: nest.budget() };
    let mut head = [0; HEAD];
    let (filled, error) = fill(&mut unpacked, &mut head);
    let head = &head[..filled];
    if let (0, Some(error)) = (filled, &error) {
        nest.broke(origin, error)?;
        return ControlFlow::Continue(Ended::Broken);
    }
    let mut whole = Replay { head, error, rest: &mut unpacked };
    if sniff::is_tar(head) {
        tar::show(nest, origin, &mut whole, depth)
    } else {
        nest.member(&origin.inside(&unpacked_name(&origin.name())), &mut whole, depth + 1)
    }
}

/// The name of a file without the suffix of its compression.
fn unpacked_name(name: &str) -> String {
    let name = name.rsplit('/').next().unwrap_or(name);
    match SUFFIXES.into_iter().find(|(suffix, _)| name.len() > suffix.len() && ends_with(name, suffix)) {
        Some((suffix, instead)) => format!("{}{instead}", &name[..name.len() - suffix.len()]),
        None => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_packed_file_is_named_without_its_suffix() {
        for (packed, unpacked) in
            [("a/b.env.gz", "b.env"), ("x.TGZ", "x.tar"), ("é.xz", "é"), (".gz", ".gz"), ("blob", "blob"), ("ä", "ä")]
        {
            assert_eq!(unpacked_name(packed), unpacked);
        }
    }
}
