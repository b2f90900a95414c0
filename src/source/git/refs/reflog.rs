//! The logs of what references led to before.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use super::id_of_line;
use crate::document::ObjectId;
use crate::source::git::object::HashKind;

/// The most bytes of a line that are kept: two names of objects; the rest, who and why, is passed over.
const KEPT: u64 = 130;

/// A line of a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moved {
    /// What the reference led to before; none at its birth.
    pub old: Option<ObjectId>,
    /// What it led to from then on; none at its end.
    pub new: Option<ObjectId>,
}

/// The lines of a log, oldest first; `None` for each that cannot be read.
pub fn read(path: &Path, hash: HashKind) -> io::Result<Vec<Option<Moved>>> {
    if !path.metadata()?.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a regular file"));
    }
    lines(BufReader::new(File::open(path)?), hash)
}

/// The same from any input.
pub fn lines(mut input: impl BufRead, hash: HashKind) -> io::Result<Vec<Option<Moved>>> {
    let mut moves = Vec::new();
    let mut line = Vec::new();
    loop {
        line.clear();
        if input.by_ref().take(KEPT).read_until(b'\n', &mut line)? == 0 {
            return Ok(moves);
        }
        if line.last() != Some(&b'\n') {
            input.skip_until(b'\n')?;
        }
        moves.push(moved(&line, hash));
    }
}

fn moved(line: &[u8], hash: HashKind) -> Option<Moved> {
    let digits = hash.length() * 2;
    let (old, new) = (line.get(..digits)?, line.get(digits..)?.strip_prefix(b" ")?);
    let old = if is_nothing(old, hash) { None } else { Some(id_of_line(old, hash)?) };
    let new = if is_nothing(new, hash) { None } else { Some(id_of_line(new, hash)?) };
    Some(Moved { old, new })
}

/// Whether a line begins with the name of nothing.
fn is_nothing(line: &[u8], hash: HashKind) -> bool {
    line.get(..hash.length() * 2).is_some_and(|digits| digits.iter().all(|&byte| byte == b'0'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_any_length_are_read() {
        let (zero, one, two) = ("0".repeat(40), "1".repeat(40), "2".repeat(40));
        let text = format!(
            "{zero} {one} A <a@example.com> 1 +0000\tfirst\n{one} {two} {}\nrubbish\n\n{one} {two}3\n{two} {zero}",
            "x".repeat(5000)
        );
        let id = |digits: &str| Some(digits.parse().unwrap());
        assert_eq!(
            lines(text.as_bytes(), HashKind::Sha1).unwrap(),
            [
                Some(Moved { old: None, new: id(&one) }),
                Some(Moved { old: id(&one), new: id(&two) }),
                None,
                None,
                None,
                Some(Moved { old: id(&two), new: None }),
            ]
        );
    }
}
