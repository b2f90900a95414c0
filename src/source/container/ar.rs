//! Members of `ar` archives: Debian packages and static libraries.

use std::io::Read;
use std::ops::ControlFlow;

use crate::document::{Origin, RelPath};
use crate::source::SkipReason;

use super::input::{fill, skip};
use super::nest::{Ended, Nest};

const MAGIC: u64 = 8;
const HEADER: usize = 60;

/// Shows the members of an archive.
pub(super) fn show(nest: &dyn Nest, origin: &Origin, input: &mut dyn Read, depth: usize) -> ControlFlow<(), Ended> {
    if let Err(error) = skip(input, MAGIC) {
        nest.broke(origin, &error)?;
        return ControlFlow::Continue(Ended::Broken);
    }
    loop {
        let mut header = [0; HEADER];
        let (filled, error) = fill(input, &mut header);
        if let Some(error) = error {
            nest.broke(origin, &error)?;
            return ControlFlow::Continue(Ended::Broken);
        }
        if filled == 0 {
            return ControlFlow::Continue(Ended::Whole);
        }
        let (Some(size), true) = (size_of(&header), header.ends_with(b"`\n")) else {
            nest.skipped(origin, SkipReason::Damaged, "holds bytes that are no header".to_owned())?;
            return ControlFlow::Continue(Ended::Broken);
        };
        let member = origin.inside(&name_of(&header));
        let mut data = input.take(size);
        if nest.member(&member, &mut data, depth + 1)? == Ended::Broken {
            return ControlFlow::Continue(Ended::Broken);
        }
        let left = data.limit();
        let passed = skip(input, left);
        if passed.is_ok_and(|passed| passed < left) {
            nest.skipped(&member, SkipReason::Damaged, "the archive ends within it".to_owned())?;
            return ControlFlow::Continue(Ended::Broken);
        }
        // An odd length is padded; where the pad is missing the next header is too.
        let _ = skip(input, size % 2);
    }
}

fn size_of(header: &[u8; HEADER]) -> Option<u64> {
    std::str::from_utf8(&header[48..58]).ok()?.trim_ascii_end().parse().ok()
}

fn name_of(header: &[u8; HEADER]) -> String {
    let name = header[..16].trim_ascii_end();
    RelPath::new(name.strip_suffix(b"/").filter(|name| !name.is_empty()).unwrap_or(name)).display().into_owned()
}
