//! The names that people want to be known by: `.mailmap`.

use gix::bstr::ByteSlice;

use super::Graph;
use super::entry::Entries;
use crate::finding::Person;

/// The largest `.mailmap` that is read, in bytes.
const LARGEST: usize = 16 << 20;

/// Who is who.
#[derive(Clone, Debug, Default)]
pub struct Mailmap(gix::mailmap::Snapshot);

impl Mailmap {
    /// Reads the texts of `.mailmap` files; where they differ the later one holds. Lines that mean nothing are left out, as git
    /// does.
    #[must_use]
    pub fn of(texts: &[&[u8]]) -> Self {
        let mut all = gix::mailmap::Snapshot::default();
        for text in texts.iter().filter(|text| text.len() <= LARGEST) {
            all.merge(gix::mailmap::parse_ignore_errors(text));
        }
        Self(all)
    }

    /// The text of the `.mailmap` that a root tree holds, if it holds one that is a file.
    #[must_use]
    pub fn in_tree(graph: &dyn Graph, root: u32) -> Option<Vec<u8>> {
        let raw = graph.read(root)?;
        let hash = graph.id_of(root).as_bytes().len();
        // As git does, a symbolic link is not followed.
        let file = Entries::of(&raw, hash).find(|entry| entry.name == b".mailmap" && entry.is_file())?;
        graph.read(graph.index_of(file.id)?)
    }

    /// A person as the commit names one, under the name and address that the map has for them.
    #[must_use]
    pub fn person(&self, name: &[u8], email: &[u8]) -> Person {
        let raw = gix::actor::SignatureRef { name: name.as_bstr(), email: email.as_bstr(), time: "" };
        let known = self.0.try_resolve_ref(raw);
        let (new_name, new_email) = known.map_or((None, None), |known| (known.name, known.email));
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Person { name: text(new_name.map_or(name, |new| new)), email: text(new_email.map_or(email, |new| new)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_known_by_the_name_they_want() {
        let map = Mailmap::of(&[
            b"# people\nAda L. <ada@new.example> <ada@old.example>\nbroken <\n<bob@new.example> Bob <bob@old.example>\n",
            b"Ada Lovelace <ada@new.example> <ada@old.example>\n",
        ]);
        let person = |name: &str, email: &str| {
            let person = map.person(name.as_bytes(), email.as_bytes());
            format!("{} <{}>", person.name, person.email)
        };
        assert_eq!(person("ada", "ada@old.example"), "Ada Lovelace <ada@new.example>");
        assert_eq!(person("Bob", "BOB@old.example"), "Bob <bob@new.example>");
        assert_eq!(person("Rob", "bob@old.example"), "Rob <bob@old.example>");
        assert_eq!(map.person(b"\xff", b"x@example").name, "\u{fffd}");
    }
}
