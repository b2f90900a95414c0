//! Secrets in files of every form, in commits that are no longer checked out.

use data_encoding::BASE64;

use super::{belongs_to, only, planted};
use crate::place::packed::{gzip, tar, utf16, zip};
use crate::place::{Place, line, list, token};
use crate::repository::{Repository, receipt};

/// Commits these bytes under this name, and then something else instead; gives the commit.
fn once(repository: &Repository, name: &str, bytes: &[u8]) -> String {
    repository.commit_file("README", "nothing\n");
    let first = repository.commit_file(name, bytes);
    repository.commit_file(name, "something else\n");
    first
}

/// Whether a report shows a token behind an encoding that anybody can undo.
fn shows_encoded(repository: &Repository, token: &str) -> bool {
    let forms = (0..3).map(|shift| BASE64.encode(format!("{}{token}", &"xyz"[..shift]).as_bytes())[8..40].to_owned());
    let forms: Vec<String> = forms.collect();
    ["text", "json", "sarif"].iter().any(|format| {
        let report = std::fs::read_to_string(repository.path(format!("../report.{format}"))).unwrap();
        forms.iter().any(|form| report.contains(form))
    })
}

#[test]
fn a_token_in_utf16_is_found() {
    let place = Place::new();
    let repository = Repository::new(&place);
    let text = format!("\u{feff}first line\r\n{}", line("wide"));
    let first = once(&repository, "wide.reg", &utf16(&text, false));
    let found = planted(&repository, &token("wide"), "wide.reg", &first, "reference");
    assert_eq!(found["location"]["startLine"], 2);
}

#[test]
fn a_token_in_utf16_without_its_mark_is_found() {
    let place = Place::new();
    let repository = Repository::new(&place);
    let first = once(&repository, "wide.txt", &utf16(&format!("first line\n{}", line("wide")), true));
    planted(&repository, &token("wide"), "wide.txt", &first, "reference");
}

#[test]
fn a_token_in_a_file_marked_binary_is_found() {
    let place = Place::new();
    let repository = Repository::new(&place);
    repository.commit_file(".gitattributes", "*.pem binary\n*.env -diff -text\n");
    let first = once(&repository, "server.pem", line("marked").as_bytes());
    planted(&repository, &token("marked"), "server.pem", &first, "reference");
}

#[test]
fn a_token_in_a_file_with_nul_bytes_is_found() {
    let place = Place::new();
    let repository = Repository::new(&place);
    let first = once(&repository, "core", &[b"\0\0\x01\xff", line("binary").as_bytes(), b"\0\0"].concat());
    planted(&repository, &token("binary"), "core", &first, "reference");
}

#[test]
fn a_token_in_a_zip_archive_of_an_old_commit_is_found() {
    let place = Place::new();
    let repository = Repository::new(&place);
    let archive = zip(&[("README", b"nothing\n"), ("conf/app.env", line("zip").as_bytes())]);
    let first = once(&repository, "release.zip", &archive);
    let found = planted(&repository, &token("zip"), "release.zip", &first, "reference");
    assert_eq!(found["location"]["member"], "conf/app.env");
}

#[test]
fn a_token_in_an_archive_in_an_archive_is_found() {
    let place = Place::new();
    let repository = Repository::new(&place);
    let inner = zip(&[("app.env", line("nested").as_bytes())]);
    let first = once(&repository, "image.tgz", &gzip(&tar(&[("lib/inner.jar", &inner)])));
    let found = planted(&repository, &token("nested"), "image.tgz", &first, "reference");
    assert_eq!(found["location"]["member"], "lib/inner.jar!app.env");
}

#[test]
fn a_token_in_base64_of_an_old_commit_is_found() {
    let place = Place::new();
    let repository = Repository::new(&place);
    let text = format!("data: {}\n", BASE64.encode(line("base64").as_bytes()));
    let first = once(&repository, "secret.yml", text.as_bytes());
    let found = planted(&repository, &token("base64"), "secret.yml", &first, "reference");
    assert_eq!(found["decodings"], serde_json::json!(["base64"]));
    assert!(!shows_encoded(&repository, &token("base64")), "{found:#}");
}

#[test]
fn a_token_in_a_line_of_a_large_file_is_found() {
    let place = Place::new();
    let repository = Repository::new(&place);
    let filler = "a line of a long file without any credential in it\n".repeat(40_000);
    let first = once(&repository, "dump.sql", format!("{filler}{}{filler}", line("large")).as_bytes());
    let found = planted(&repository, &token("large"), "dump.sql", &first, "reference");
    assert_eq!(found["location"]["startLine"], 40_001);
}

#[test]
fn a_token_in_the_target_of_a_symbolic_link_is_found() {
    let place = Place::new();
    let repository = Repository::new(&place);
    repository.commit_file("README", "nothing\n");
    let blob = repository.blob(format!("https://x:{}@github.com/acme/site.git", token("link")));
    repository.next_day();
    repository.git(["update-index", "--add", "--cacheinfo", &format!("120000,{blob},link")]);
    repository.git(["commit", "--quiet", "--message", "a link"]);
    let first = repository.id("HEAD");
    planted(&repository, &token("link"), "link", &first, "reference");
}

#[test]
fn a_renamed_file_is_one_finding_that_names_both_paths() {
    let place = Place::new();
    let repository = Repository::new(&place);
    let first = repository.commit_file("old/name.env", line("renamed"));
    repository.next_day();
    repository.git(["mv", "old/name.env", "name.env"]);
    let moved = repository.commit("rename");
    let found = planted(&repository, &token("renamed"), "old/name.env", &first, "reference");
    let related = list(&found["related"]);
    assert_eq!((related.len(), &related[0]["path"]), (1, &"name.env".into()));
    assert_eq!(related[0]["commit"], moved.as_str());
}

#[test]
fn the_same_token_in_many_versions_of_a_file_is_one_finding() {
    let place = Place::new();
    let repository = Repository::new(&place);
    let first = repository.commit_file("a.env", line("versions"));
    for number in 0..10 {
        repository.commit_file("a.env", format!("# version {number}\n{}", line("versions")));
    }
    repository.commit_removal("a.env");
    planted(&repository, &token("versions"), "a.env", &first, "reference");
}

#[test]
fn a_token_in_the_name_of_a_file_is_found_and_not_shown() {
    let place = Place::new();
    let repository = Repository::new(&place);
    repository.commit_file("README", "nothing\n");
    let name = format!("dumps/{}.txt", token("name"));
    let first = repository.commit_file(&name, "nothing in it\n");
    repository.commit_removal(&name);
    let found = only(&repository.whole_history(), &token("name"));
    assert_eq!(found["provenance"]["firstCommit"], first.as_str());
    let path = found["location"]["path"].as_str().unwrap();
    assert!(path.starts_with("dumps/"), "{path}");
}

#[test]
fn a_token_in_the_name_of_a_folder_is_found_and_not_shown() {
    let place = Place::new();
    let repository = Repository::new(&place);
    let first = repository.commit_file(&format!("{}/a/b.txt", token("folder")), "nothing in it\n");
    let found = only(&repository.whole_history(), &token("folder"));
    assert_eq!(found["provenance"]["firstCommit"], first.as_str());
}

#[test]
fn a_token_in_a_file_whose_name_holds_another_is_found_without_showing_either() {
    let place = Place::new();
    let repository = Repository::new(&place);
    let name = format!("{}.env", token("outside"));
    let first = repository.commit_file(&name, line("inside"));
    let seen = repository.whole_history();
    assert_eq!(seen.findings().len(), 2);
    for secret in ["inside", "outside"] {
        let found = crate::repository::finding(&seen, &token(secret));
        assert_eq!(found["provenance"]["firstCommit"], first.as_str(), "{secret}");
    }
    let inside = crate::repository::finding(&seen, &token("inside"));
    belongs_to(&repository, inside, &first, "reference");
}

/// Three megabytes of lines, the token's among the last.
fn long_text(seed: &str) -> String {
    let filler: String = (0..100_000).map(|number| format!("a line of its own, {number:09}\n")).collect();
    format!("{filler}{}{}", line(seed), &filler[..4000])
}

#[test]
fn a_token_in_a_file_that_is_too_long_to_be_held_is_found() {
    let place = Place::new();
    let repository = Repository::new(&place);
    let first = once(&repository, "long.log", long_text("long").as_bytes());
    for way in ["loose", "packed"] {
        if way == "packed" {
            repository.git(["repack", "-a", "-d", "-q"]);
        }
        let found = only(&repository.history(["--memory-limit=8MB"]), &token("long"));
        assert_eq!(
            (&found["location"]["startLine"], &found["location"]["commit"]),
            (&100_001.into(), &first.as_str().into())
        );
        belongs_to(&repository, &found, &first, "reference");
    }
}

#[test]
fn versions_that_do_not_fit_into_the_memory_are_named() {
    let place = Place::new();
    let repository = Repository::new(&place);
    let text = long_text("many");
    for version in 0..4 {
        repository.commit_file("long.log", format!("{text}{version}\n"));
    }
    repository.git(["repack", "-a", "-d", "-q"]);
    let seen = repository.history(["--memory-limit=8MB"]);
    let lines = receipt(&seen);
    assert_eq!((seen.code, lines.len()), (3, 4), "{lines:?}");
    assert!(lines.iter().all(|(reason, _)| reason == "too-large"), "{lines:?}");
    only(&repository.history(["--memory-limit=1GB"]), &token("many"));
}
