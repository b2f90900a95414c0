//! The file of packed references, a line each.

use super::id_of_line;
use crate::document::ObjectId;
use crate::source::git::object::HashKind;

/// A packed reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Packed<'a> {
    /// Its full name.
    pub name: &'a [u8],
    /// What it leads to.
    pub id: ObjectId,
}

/// A line that holds no reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the line holds no reference")]
pub struct BadLine;

/// The references of the file with the numbers of their lines; what tags lead to in turn is left out.
pub fn lines(text: &[u8], hash: HashKind) -> impl Iterator<Item = (usize, Result<Packed<'_>, BadLine>)> {
    let lines = text.split(|&byte| byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    (1..).zip(lines).filter_map(move |(number, line)| match line.first() {
        None | Some(b'#') => None,
        Some(b'^') if id_of_line(&line[1..], hash).is_some() => None,
        Some(_) => Some((number, packed(line, hash))),
    })
}

fn packed(line: &[u8], hash: HashKind) -> Result<Packed<'_>, BadLine> {
    let id = id_of_line(line, hash).ok_or(BadLine)?;
    let name = line[hash.length() * 2..].strip_prefix(b" ").filter(|name| !name.is_empty()).ok_or(BadLine)?;
    Ok(Packed { name, id })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_read_and_bad_lines_are_named() {
        let id = "0123456789abcdef0123456789abcdef01234567";
        let text = format!(
            "# pack-refs with: peeled\n{id} refs/heads/a\r\n{id} refs/tags/b c\n^{id}\n^xyz\n{id}\n{} refs/x\n\n{id} ",
            "0".repeat(40)
        );
        let read: Vec<_> = lines(text.as_bytes(), HashKind::Sha1).collect();
        let names: Vec<_> = read.iter().filter_map(|(_, line)| line.ok().map(|line| line.name)).collect();
        assert_eq!(names, [&b"refs/heads/a"[..], b"refs/tags/b c"]);
        let bad: Vec<_> = read.iter().filter(|(_, line)| line.is_err()).map(|(number, _)| *number).collect();
        assert_eq!(bad, [5, 6, 7, 9]);
    }
}
