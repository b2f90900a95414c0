//! Archives and compressed files, one in the other.

use crate::place::Place;
use crate::place::packed::{ar, bzip2, gzip, lzma, tar, utf16, xz, zip, zip_by, zstd};
use crate::{found, text};

#[test]
fn zip_archives_under_any_name() {
    let text = text();
    let members: &[(&str, &[u8])] = &[("README", b"nothing\n"), ("conf/app.env", text.as_bytes())];
    for name in ["a.zip", "a.jar", "a.docx", "a.whl", "a.apk", "a.nupkg", "a.xpi", "noextension"] {
        assert_eq!(found(name, zip(members)), format!("{name}!conf/app.env:2:14"));
    }
}

#[test]
fn zip_archives_by_every_method() {
    use zip::CompressionMethod as Method;
    let text = text();
    for method in [Method::Stored, Method::Deflated, Method::Bzip2, Method::Xz] {
        let archive = zip_by(method, &[("app.env", text.as_bytes())]);
        assert_eq!(found("a.zip", archive), "a.zip!app.env:2:14", "{method:?}");
    }
}

#[test]
fn a_zip_archive_behind_a_program() {
    let archive = zip(&[("app.env", text().as_bytes())]);
    assert_eq!(found("a.jar", [b"#!/bin/sh\nexec java -jar $0\n", archive.as_slice()].concat()), "a.jar!app.env:2:14");
}

#[test]
fn tar_archives() {
    let text = text();
    let members: &[(&str, &[u8])] = &[("README", b"nothing\n"), ("conf/app.env", text.as_bytes())];
    assert_eq!(found("a.tar", tar(members)), "a.tar!conf/app.env:2:14");
    for (name, packed) in [
        ("a.tar.gz", gzip(&tar(members))),
        ("a.tgz", gzip(&tar(members))),
        ("a.tar.bz2", bzip2(&tar(members))),
        ("a.tar.xz", xz(&tar(members))),
        ("a.tar.zst", zstd(&tar(members))),
    ] {
        assert_eq!(found(name, packed), format!("{name}!conf/app.env:2:14"));
    }
}

#[test]
fn compressed_files() {
    let text = text();
    for (suffix, packed) in [
        ("gz", gzip(text.as_bytes())),
        ("bz2", bzip2(text.as_bytes())),
        ("xz", xz(text.as_bytes())),
        ("zst", zstd(text.as_bytes())),
        ("lzma", lzma(text.as_bytes())),
    ] {
        assert_eq!(found(&format!("app.env.{suffix}"), &packed), format!("app.env.{suffix}!app.env:2:14"));
        assert_eq!(found("blob", packed), "blob!blob:2:14", "{suffix} is known by its first bytes");
    }
}

#[test]
fn a_compressed_file_of_several_streams() {
    let text = text();
    let (first, second) = text.split_at(text.len() / 2);
    assert_eq!(found("a.gz", [gzip(first.as_bytes()), gzip(second.as_bytes())].concat()), "a.gz!a:2:14");
    assert_eq!(found("a.bz2", [bzip2(first.as_bytes()), bzip2(second.as_bytes())].concat()), "a.bz2!a:2:14");
    assert_eq!(found("a.xz", [xz(first.as_bytes()), xz(second.as_bytes())].concat()), "a.xz!a:2:14");
    assert_eq!(found("a.zst", [zstd(first.as_bytes()), zstd(second.as_bytes())].concat()), "a.zst!a:2:14");
}

#[test]
fn archives_in_archives() {
    let inner = zip(&[("app.env", text().as_bytes())]);
    assert_eq!(found("a.tar.gz", gzip(&tar(&[("b.zip", &inner)]))), "a.tar.gz!b.zip!app.env:2:14");
    let outer = zip(&[("lib/c.jar", &zip(&[("d.tgz", &gzip(&tar(&[("app.env", text().as_bytes())])))]))]);
    assert_eq!(found("a.war", outer), "a.war!lib/c.jar!d.tgz!app.env:2:14");
}

#[test]
fn archives_nested_up_to_the_limit_and_one_more() {
    let mut bytes = text().into_bytes();
    for _ in 0..8 {
        bytes = gzip(&bytes);
    }
    assert_eq!(found("x", &bytes), format!("x{}:2:14", "!x".repeat(8)));
    let place = Place::with("x", gzip(&bytes));
    let seen = place.scan([""; 0]);
    assert_eq!((seen.code, seen.skipped()), (0, vec![format!("x{}: too-deep", "!x".repeat(8))]));
    assert_eq!(place.scan(["--max-archive-depth", "9"]).code, 1);
    assert_eq!(place.scan(["--no-archives"]).code, 0);
    assert_eq!(place.scan(["--require-complete"]).code, 3);
}

#[test]
fn a_package_of_debian() {
    let data = xz(&tar(&[("etc/app.env", text().as_bytes())]));
    let package = ar(&[("debian-binary", b"2.0\n"), ("data.tar.xz", &data)]);
    assert_eq!(found("p.deb", package), "p.deb!data.tar.xz!etc/app.env:2:14");
}

#[test]
fn a_member_in_another_encoding() {
    let member = utf16(&format!("\u{feff}{}", text()), false);
    assert_eq!(found("a.zip", zip(&[("app.reg", &member)])), "a.zip!app.reg:2:14");
}

#[test]
fn the_same_text_in_two_members_is_one_finding() {
    let archive = zip(&[("a.env", text().as_bytes()), ("b.env", text().as_bytes())]);
    let seen = Place::with("a.zip", archive).scan([""; 0]);
    assert_eq!(seen.places(), ["a.zip!a.env:2:14"]);
    let related = crate::list(&seen.findings()[0]["related"]);
    assert_eq!(related.iter().map(crate::place::place).collect::<Vec<_>>(), ["a.zip!b.env:2:14"]);
}
