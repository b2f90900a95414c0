//! Files that only Unix has: links, pipes, permissions, names that are no text.

use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::process::Command;

use crate::place::{Place, line, token};

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_not_utf8_is_escaped() {
    let place = Place::new();
    place.write(std::ffi::OsStr::from_bytes(b"caf\xe9.env"), line("latin"));
    let seen = place.scan([""; 0]);
    assert_eq!(seen.files(), ["caf\\xe9.env"]);
    assert_eq!(seen.findings()[0]["location"]["uri"], "caf%E9.env");
    let named = place.scan([std::ffi::OsStr::from_bytes(b"caf\xe9.env")]);
    assert_eq!(named.files(), ["caf\\xe9.env"]);
}

#[test]
fn control_characters_of_a_name_do_not_reach_the_terminal() {
    let place = Place::with("a\x1b[31m\n.env", line("escape"));
    let text = place.run(["scan"]).out;
    assert!(!text.contains('\x1b') && !text.contains("31m\n"), "{text:?}");
}

#[test]
fn a_loop_of_links_is_no_failure() {
    let place = Place::with("dir/a.env", line("loop"));
    symlink("..", place.path("dir/up")).unwrap();
    symlink("self", place.path("self")).unwrap();
    symlink("nowhere", place.path("dangling")).unwrap();
    let seen = place.scan([""; 0]);
    assert_eq!((seen.files(), seen.skipped()), (vec!["dir/a.env".to_owned()], vec![]));
}

#[test]
fn a_link_to_a_file_outside_is_not_followed() {
    let outside = Place::with("secret.env", line("outside"));
    let place = Place::with("a.txt", "nothing\n");
    symlink(outside.path("secret.env"), place.path("link.env")).unwrap();
    symlink(outside.root(), place.path("folder")).unwrap();
    let seen = place.scan([""; 0]);
    assert_eq!((seen.code, seen.files()), (0, vec![]));
    assert_eq!(place.scan(["link.env"]).files(), ["link.env"], "but followed where it is named");
    assert_eq!(place.scan(["folder"]).files(), ["secret.env"]);
}

#[test]
fn the_target_of_a_link_is_committed_and_so_looked_at() {
    let place = Place::new();
    symlink(format!("https://x:{}@github.com/", token("target")), place.path("link")).unwrap();
    assert_eq!(place.scan([""; 0]).files(), ["link"]);
}

#[test]
fn a_pipe_is_noted_and_not_waited_for() {
    let place = Place::leaky();
    assert!(Command::new("mkfifo").arg(place.path("pipe")).status().unwrap().success());
    let seen = place.scan([""; 0]);
    assert_eq!((seen.code, seen.skipped()), (1, vec!["pipe: not-a-file".to_owned()]));
    let named = place.scan(["pipe"]);
    assert_eq!((named.code, named.skipped()), (0, vec!["pipe: not-a-file".to_owned()]));
}

#[test]
fn a_socket_is_noted() {
    let place = Place::new();
    let _socket = std::os::unix::net::UnixListener::bind(place.path("socket")).unwrap();
    assert_eq!(place.scan([""; 0]).skipped(), ["socket: not-a-file"]);
}

#[test]
fn a_file_and_a_folder_that_may_not_be_read_make_the_scan_incomplete() {
    let place = Place::leaky();
    place.write("closed.env", line("closed")).write("folder/a.env", line("folder"));
    let close = |mode| {
        for name in ["closed.env", "folder"] {
            fs::set_permissions(place.path(name), fs::Permissions::from_mode(mode)).unwrap();
        }
    };
    close(0o000);
    let all_is_open = fs::read(place.path("closed.env")).is_ok();
    let seen = place.scan([""; 0]);
    close(0o755);
    if all_is_open {
        // The superuser reads everything.
        assert_eq!((seen.code, seen.skipped()), (1, vec![]));
    } else {
        assert_eq!(seen.skipped(), ["closed.env: unreadable", "folder: unreadable"]);
        assert_eq!((seen.code, seen.files()), (3, vec!["app.env".to_owned()]));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_that_does_not_know_its_length_is_read_to_its_end() {
    let seen = Place::new().scan(["/proc/self/status"]);
    assert_eq!((seen.code, seen.skipped()), (0, vec![]));
    assert!(seen.report["coverage"]["files"] == 1);
}
