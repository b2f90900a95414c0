//! What is read of objects: well-formed ones wholly, malformed ones as far as they go.

use proptest::prelude::*;

use super::commit::CommitProblem;
use super::tag::TagProblem;
use super::tree::{Entries, TreeError};
use super::*;

const TREE: &str = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";
const OTHER: &str = "0123456789abcdef0123456789abcdef01234567";

fn commit_text(author: &str) -> String {
    format!(
        "tree {TREE}\nparent {OTHER}\nparent {TREE}\nauthor {author}\ncommitter C <c@example.com> 1700000001 -0130\n\
         encoding ISO-8859-1\ngpgsig -----BEGIN\n more\n author X <x> 1 +0000\n -----END\n\nsubject\n\nbody\n"
    )
}

#[test]
fn a_commit_is_read_wholly() {
    let text = commit_text("A B <a@example.com> 1700000000 +0530");
    let commit = Commit::parse(text.as_bytes());
    assert_eq!(commit.problem, None);
    assert_eq!(commit.tree.unwrap().to_string(), TREE);
    assert_eq!(commit.parents().map(|id| id.to_string()).collect::<Vec<_>>(), [OTHER, TREE]);
    let author = commit.author.unwrap();
    assert_eq!((author.name, author.email), (&b"A B"[..], &b"a@example.com"[..]));
    assert_eq!((author.seconds, author.offset_minutes), (1_700_000_000, 330));
    assert_eq!(commit.committer.unwrap().offset_minutes, -90);
    assert_eq!(commit.encoding, Some(&b"ISO-8859-1"[..]));
    assert_eq!(&text[commit.message], "subject\n\nbody\n");
}

#[test]
fn a_malformed_commit_gives_what_can_be_read() {
    let text = commit_text("nobody");
    let commit = Commit::parse(text.as_bytes());
    assert_eq!(commit.problem, Some(CommitProblem::Author));
    assert_eq!(commit.author.unwrap().name, b"nobody");
    assert!(commit.committer.unwrap().whole);
    assert_eq!(&text[commit.message], "subject\n\nbody\n");

    let text = format!("parent {OTHER}\n\nmessage");
    let commit = Commit::parse(text.as_bytes());
    assert_eq!((commit.tree, commit.problem), (None, Some(CommitProblem::Tree)));
    assert_eq!(commit.parents().count(), 1);
    assert_eq!(&text[commit.message], "message");

    let text = format!("tree {TREE}\nparent xyz\nparent {OTHER}\n");
    let commit = Commit::parse(text.as_bytes());
    assert_eq!(commit.problem, Some(CommitProblem::Parent));
    assert_eq!(commit.parents().count(), 1);
    assert!(commit.message.is_empty());
}

#[test]
fn times_are_read_as_git_reads_them() {
    let of = |line: &'static str| {
        let signature = Signature::of(line.as_bytes());
        (signature.seconds, signature.offset_minutes, signature.whole)
    };
    assert_eq!(of("a <b> 12 +0000"), (12, 0, true));
    assert_eq!(of("a <b>> c> 12 -0100"), (12, -60, true));
    assert_eq!(of("a <b> 12"), (12, 0, false));
    assert_eq!(of("a <b> 12 +051800"), (12, 0, false));
    assert_eq!(of("a <b> 99999999999999999999 +0000"), (0, 0, false));
    assert_eq!(of("a <b 12 +0000"), (0, 0, false));
    assert_eq!(of(""), (0, 0, false));
}

#[test]
fn a_tag_is_read() {
    let text = format!("object {OTHER}\ntype commit\ntag v1\ntagger T <t@example.com> 5 +0000\n\nthe message\n");
    let tag = Tag::parse(text.as_bytes());
    assert_eq!((tag.problem, tag.kind, tag.name), (None, Some(Kind::Commit), Some(&b"v1"[..])));
    assert_eq!(tag.target.unwrap().to_string(), OTHER);
    assert_eq!(&text[tag.message], "the message\n");

    let early = format!("object {OTHER}\ntype commit\ntag v0\n\nearly");
    assert_eq!(Tag::parse(early.as_bytes()).problem, None, "early tags have no tagger");
    let odd = format!("object {OTHER}\ntype thing\ntag v0\n\nodd");
    let tag = Tag::parse(odd.as_bytes());
    assert_eq!(tag.problem, Some(TagProblem::Kind));
    assert_eq!(&odd[tag.message], "odd");
}

fn tree_of(entries: &[(&str, &str)], hash: HashKind) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (mode, name) in entries {
        bytes.extend_from_slice(format!("{mode} {name}\0").as_bytes());
        bytes.extend(std::iter::repeat_n(7, hash.length()));
    }
    bytes
}

#[test]
fn a_tree_is_read_with_both_lengths_of_names() {
    for hash in [HashKind::Sha1, HashKind::Sha256] {
        let bytes = tree_of(&[("100644", "a b"), ("40000", "dir"), ("160000", "sub"), ("120000", "link")], hash);
        let entries: Vec<_> = Entries::of(&bytes, hash).map(Result::unwrap).collect();
        assert_eq!(entries.iter().map(|entry| entry.name).collect::<Vec<_>>(), [&b"a b"[..], b"dir", b"sub", b"link"]);
        assert_eq!(entries[0].mode, 0o100_644);
        assert!(entries[1].is_tree() && entries[2].is_submodule() && entries[3].is_link());
        assert_eq!(entries[0].object().as_bytes(), vec![7; hash.length()]);
        let cut: Vec<_> = Entries::of(&bytes[..bytes.len() - 1], hash).collect();
        assert_eq!((cut.len(), cut[3]), (4, Err(TreeError::Truncated)));
    }
    let odd = tree_of(&[("100644", "a"), ("1x", "b"), ("100644", "c")], HashKind::Sha1);
    let read: Vec<_> = Entries::of(&odd, HashKind::Sha1).collect();
    assert_eq!((read.len(), read[1]), (2, Err(TreeError::Mode)));
}

proptest! {
    #[test]
    fn nothing_panics_on_any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        look(&bytes);
    }

    #[test]
    fn nothing_panics_on_damaged_objects(at in 0_usize..400, byte in any::<u8>(), cut in 0_usize..400) {
        for text in [
            commit_text("A <a@example.com> 1 +0000").into_bytes(),
            tree_of(&[("100644", "a"), ("40000", "b")], HashKind::Sha256),
        ] {
            let mut text = text;
            let place = at % text.len();
            text[place] = byte;
            look(&text);
            look(&text[..cut % text.len()]);
        }
    }
}

fn look(bytes: &[u8]) {
    let commit = Commit::parse(bytes);
    assert!(commit.message.start <= commit.message.end && commit.message.end <= bytes.len());
    assert!(commit.parents().count() <= bytes.len() / 40);
    let tag = Tag::parse(bytes);
    assert!(tag.message.start <= tag.message.end && tag.message.end <= bytes.len());
    for hash in [HashKind::Sha1, HashKind::Sha256] {
        assert!(Entries::of(bytes, hash).count() <= bytes.len() + 1);
    }
}
