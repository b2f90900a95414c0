//! Secrets that are ones only under one of the paths of what holds them.

use crate::place::packed::utf16;
use crate::place::{Place, line, list, token};
use crate::repository::{Repository, is_found};

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
    let text = "services:\n  db:\n    environment:\n      db_password: vS+zoS3K-S%.k6m7\n";
    for (number, content) in [text.as_bytes().to_vec(), utf16(text, false)].iter().enumerate() {
        let plain = scan_of(&place, &format!("{number}/docker-compose.yml"), content);
        for copy in 0..6 {
            repository.commit_file(&format!("a{number}/notes-{copy}.txt"), content);
        }
        repository.commit_file(&format!("b{number}/docker-compose.yml"), content);
        let found = repository.whole_history();
        let at: Vec<&str> =
            list(&found.report["findings"]).iter().filter_map(|at| at["location"]["path"].as_str()).collect();
        assert!(plain > 0 && !at.is_empty(), "{number}: {plain} in a scan, {at:?} in the history");
    }
}

#[test]
fn a_notebook_is_read_as_one_where_its_content_has_another_name_too() {
    let place = Place::new();
    let repository = Repository::new(&place);
    let cell = line("cell").replace('"', "\\\"");
    let (start, end) = cell.trim_end().split_at(12);
    let notebook = format!(
        "{{\"cells\": [{{\"cell_type\": \"code\", \"source\": [\"{start}\", \"{end}\"], \"outputs\": []}}], \"nbformat\": 4}}"
    );
    for copy in 0..6 {
        repository.commit_file(&format!("{copy}.txt"), &notebook);
    }
    repository.commit_file("b.ipynb", &notebook);
    assert!(is_found(&repository.whole_history(), &token("cell")));
}

/// How many findings a scan of one file has.
fn scan_of(place: &Place, name: &str, content: &[u8]) -> usize {
    place.write(format!("plain/{name}"), content);
    let mut process = place.process(["scan", "--no-ignore", "--quiet", "--format=json"]);
    let output = process.arg(place.path("plain").join(name)).output().unwrap();
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    list(&report["findings"]).len()
}
