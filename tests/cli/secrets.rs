//! No output shows a secret, unless it is asked for where nobody else can read it.

use std::fs;

use crate::place::{Place, line, shows_no_token, token};

const FORMATS: [&str; 4] = ["text", "json", "jsonl", "sarif"];

/// A folder with secrets in every kind of place.
fn full_of_secrets() -> Place {
    let place = Place::new();
    place.write("app.env", line("plain"));
    place.write("two.env", format!("a={} b={}\n", token("first"), token("second")));
    place.write("long.js", format!("{}var t='{}';{}\n", "x;".repeat(5000), token("long"), "y;".repeat(5000)));
    place.write("encoded.txt", data_encoding::BASE64.encode(line("encoded").as_bytes()));
    place.write("accepted.env", format!("{} # credline:allow {}\n", token("accepted"), token("reason")));
    place.write("before.yml", format!("nosemgrep: known, key: {}\n", token("behind its mark")));
    place.write("url.txt", format!("https://x:{}@github.com/acme/site\n", token("url")));
    place.write("multi.json", format!("{{\"a\":\"{}\",\n\"b\":\"{}\"}}", token("json"), token("json too")));
    place
}

#[test]
fn no_format_shows_a_secret() {
    // `Place::run` refuses any output with a token in it.
    let place = full_of_secrets();
    for format in FORMATS {
        for more in [&[][..], &["--verbose"], &["--color", "always"], &["--jobs", "1"]] {
            let outcome = place.run(["scan", "--format", format].iter().chain(more));
            assert_eq!(outcome.code, 1, "{format}");
            assert!(outcome.out.contains("ghp_…"), "{format} masks");
        }
    }
}

#[test]
fn no_report_file_shows_a_secret() {
    let place = full_of_secrets();
    let wanted = FORMATS.map(|format| format!("--format={format}=out.{format}"));
    assert_eq!(place.run(["scan".to_owned()].iter().chain(&wanted)).code, 1);
    for format in FORMATS {
        shows_no_token(&place.read(format!("out.{format}")));
    }
}

#[test]
fn secrets_are_shown_where_only_the_asker_sees_them() {
    let place = Place::leaky();
    let secret = token("leaky");
    for format in FORMATS {
        let outcome = place.run(["scan", "--show-secrets", "--format", format]);
        assert_eq!(outcome.code, 1);
        assert!(outcome.out.contains(&secret), "{format}: {}", outcome.out);
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_others_can_read_is_refused_for_secrets() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = Place::leaky();
    place.write("report.txt", "an earlier report\n");
    for mode in [0o644, 0o640, 0o604] {
        fs::set_permissions(place.path("report.txt"), fs::Permissions::from_mode(mode)).unwrap();
        let outcome = place.run(["scan", "--show-secrets", "--output", "report.txt"]);
        assert_eq!(outcome.code, 2, "{mode:o}");
        insta::allow_duplicates! { insta::assert_snapshot!(outcome.err, @"credline: error: `--show-secrets` would write secrets to report.txt, which others can read: restrict it first (chmod 600), or leave the flag out"); }
        assert_eq!(place.read("report.txt"), "an earlier report\n");
    }
}

#[cfg(unix)]
#[test]
fn a_report_with_secrets_is_made_for_the_asker_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = Place::leaky();
    place.write("old.txt", "an earlier report\n");
    fs::set_permissions(place.path("old.txt"), fs::Permissions::from_mode(0o600)).unwrap();
    for name in ["new.txt", "old.txt"] {
        assert_eq!(place.run(["scan", "app.env", "--show-secrets", "--output", name]).code, 1);
        assert!(place.read(name).contains(&token("leaky")));
        assert_eq!(fs::metadata(place.path(name)).unwrap().permissions().mode() & 0o777, 0o600, "{name}");
    }
}

#[cfg(unix)]
#[test]
fn standard_output_into_a_file_that_others_can_read_is_refused_for_secrets() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = Place::leaky();
    for (mode, code) in [(0o644, 2), (0o600, 1)] {
        place.write("out.txt", "");
        fs::set_permissions(place.path("out.txt"), fs::Permissions::from_mode(mode)).unwrap();
        let file = fs::File::create(place.path("out.txt")).unwrap();
        let status = place.process(["scan", "app.env", "--show-secrets"]).stdout(file).status();
        assert_eq!(status.unwrap().code(), Some(code));
        assert_eq!(place.read("out.txt").contains(&token("leaky")), code == 1);
    }
}
