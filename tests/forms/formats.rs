//! Files of other programs: notebooks, databases, compiled code, binaries, pointers.

use crate::place::packed::{pyc, sqlite, utf16};
use crate::place::{Place, token};
use crate::{found, text};

#[test]
fn a_line_of_a_notebook() {
    let json =
        format!("{{\"cells\": [\n {{\"source\": [\n  \"import os\\n\",\n  \"key = '{}'\\n\"]}}]}}\n", token("forms"));
    assert_eq!(found("n.ipynb", json), "n.ipynb:4:11");
}

#[test]
fn a_notebook_whose_quotes_hide_the_secret_from_the_raw_text() {
    let json =
        format!("{{\"source\": [\n \"key = \\\"{}\\\"\\n\"]}}\n", token("forms").replacen("ghp_", "gh\\u0070_", 1));
    assert!(found("n.ipynb", json).starts_with("n.ipynb:2:11 "));
}

#[test]
fn a_value_of_a_database() {
    assert!(found("d.sqlite", sqlite(text().as_bytes(), 1)).starts_with("d.sqlite:"));
    let seen = found("d.db", sqlite(&utf16(&token("forms"), false), 2));
    assert!(seen.starts_with("d.db:"), "{seen}");
    let seen = found("noextension", sqlite(&utf16(&token("forms"), true), 3));
    assert!(seen.starts_with("noextension:"), "{seen}");
}

#[test]
fn a_real_database_that_sqlite_wrote() {
    // Where the shell of SQLite is not there, the databases by hand above have to do.
    let place = Place::new();
    let sql = format!("create table t(a, b); insert into t values (1, '{}');", token("forms"));
    match std::process::Command::new("sqlite3").arg(place.path("d.db")).arg(&sql).status() {
        Ok(status) if status.success() => {
            let seen = place.scan([""; 0]);
            assert_eq!((seen.files(), seen.skipped()), (vec!["d.db".to_owned()], vec![]));
        }
        _ => eprintln!("no sqlite3 here: only databases by hand are tested"),
    }
}

#[test]
fn a_constant_of_compiled_python() {
    let seen = found("__pycache__/m.cpython-313.pyc", pyc(&token("forms")));
    assert!(seen.starts_with("__pycache__/m.cpython-313.pyc:"), "{seen}");
}

#[test]
fn a_string_of_a_binary() {
    let binary = [&b"\x7fELF\0\x01\x02\0\0\0"[..], token("forms").as_bytes(), b"\0\0other\0\xff\xfe\0"].concat();
    assert_eq!(found("program", binary), "program:1:11");
}

#[test]
fn a_wide_string_of_a_binary() {
    let wide = utf16(&token("forms"), false);
    for (before, behind) in [(&b"MZ\x90\0\x03\0\x01"[..], &b"\0\0\x01\xff"[..]), (b"MZ\x90\0\x03\0\x01\0", b"\0\0")] {
        let seen = found("program.exe", [before, &wide, behind].concat());
        assert!(seen.starts_with("program.exe:1:") && seen.ends_with(" utf-16"), "{seen}");
    }
}

#[test]
fn a_pointer_of_git_lfs_is_noted() {
    let pointer = format!("version https://git-lfs.github.com/spec/v1\noid sha256:{}\nsize 12345\n", "0a".repeat(32));
    let place = Place::with("model.bin", pointer);
    let seen = place.scan([""; 0]);
    assert_eq!((seen.code, seen.skipped()), (0, vec!["model.bin: lfs-pointer".to_owned()]));
    assert_eq!(seen.report["coverage"]["skipped"][0]["detail"], "12345 bytes");
    assert_eq!(place.run(["scan", "--require-complete"]).code, 3);
}
