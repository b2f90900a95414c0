//! Secrets that are ones only under one of the paths of what holds them.

use crate::place::packed::utf16;
use crate::place::{Place, list};
use crate::repository::Repository;

#[test]
fn a_key_that_only_its_path_gives_away_is_found() {
    let place = Place::new();
    let repository = Repository::new(&place);
    let key = "0f2b7c91d4e85a6037bc1fe2984d6a5c";
    repository.commit_file("checksums/of.txt", key);
    let first = repository.commit_file("config/master.key", key);
    repository.commit_file("config/master.key", "nothing\n");
    let seen = repository.whole_history();
    let found = list(&seen.report["findings"]);
    assert_eq!((seen.code, found.len()), (1, 1), "{:#}", seen.report);
    assert_eq!(found[0]["rule"], "secret/rails-master-key-file");
    let location = &found[0]["location"];
    assert_eq!((&location["path"], &location["commit"]), (&"config/master.key".into(), &first.as_str().into()));
}

#[test]
fn a_password_that_is_one_only_under_the_second_name_of_a_file_is_found() {
    let place = Place::new();
    let repository = Repository::new(&place);
    for (number, password) in ["vS+zoS3K-S%.k6m7", "qT-9fW_x3L.r8Zc2"].iter().enumerate() {
        let text = format!("services:\n  db:\n    environment:\n      db_password: {password}\n");
        let content = if number == 0 { text.into_bytes() } else { utf16(&text, false) };
        assert_eq!(scan_of(&place, &format!("{number}/docker-compose.yml"), &content), 1, "the fixture");
        for copy in 0..6 {
            repository.commit_file(&format!("a{number}/notes-{copy}.py"), &content);
        }
        let path = format!("b{number}/docker-compose.yml");
        repository.commit_file(&path, &content);
        let seen = repository.whole_history();
        let found = list(&seen.report["findings"]).iter();
        assert!(found.into_iter().any(|found| found["location"]["path"] == path), "{number}: {:#}", seen.report);
    }
}

/// How many findings a scan of one file has.
fn scan_of(place: &Place, name: &str, content: &[u8]) -> usize {
    place.write(format!("plain/{name}"), content);
    let mut process = place.process(["scan", "--no-ignore", "--quiet", "--format=json", "--rule=secret/*"]);
    let output = process.arg(place.path("plain").join(name)).output().unwrap();
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    list(&report["findings"]).len()
}
