//! What the place of a file says about what is found in it.

use crate::document::Origin;

/// Words of a path that say that its credentials are made up, and how to put it.
const TEST_WORDS: &[&str] = &[
    "test",
    "tests",
    "testing",
    "testdata",
    "spec",
    "specs",
    "fixture",
    "fixtures",
    "mock",
    "mocks",
    "__tests__",
    "e2e",
    "cypress",
    "stub",
    "stubs",
    "testutil",
    "testutils",
    "testcases",
    "unittest",
    "unittests",
    "integrationtest",
    "integration",
    "fake",
    "fakes",
];
const EXAMPLE_WORDS: &[&str] = &[
    "example",
    "examples",
    "sample",
    "samples",
    "demo",
    "demos",
    "doc",
    "docs",
    "documentation",
    "tutorial",
    "tutorials",
    "quickstart",
    "template",
    "templates",
    "cookbook",
    "readme",
    "changelog",
];
const VENDORED_FOLDERS: &[&str] =
    &["vendor", "node_modules", "third_party", "thirdparty", "bower_components", "site-packages"];

/// Why findings at this place weigh less, where they do.
#[must_use]
pub fn of(origin: &Origin) -> Option<&'static str> {
    let path = origin.display().to_lowercase();
    let words = path.split(['/', '\\', '!', '.', '_', '-', ' ']);
    let camel = test_class(&origin.display());
    if camel || words.clone().any(is_test_word) {
        Some("in a test or fixture path")
    } else if words.clone().any(|word| EXAMPLE_WORDS.contains(&word)) {
        Some("in a documentation or example path")
    } else if path.split(['/', '\\', '!']).any(|folder| VENDORED_FOLDERS.contains(&folder)) {
        Some("in third-party code")
    } else {
        None
    }
}

/// `tests`, `testlib`, `caddytest`; but not `latest` or `contest`.
fn is_test_word(word: &str) -> bool {
    const OTHERS: &[&str] = &["attest", "contest", "detest", "fastest", "greatest", "latest", "protest", "shortest"];
    let glued = word.starts_with("test") || word.ends_with("test") || word.ends_with("tests");
    TEST_WORDS.contains(&word) || glued && !OTHERS.contains(&word) && !word.starts_with("testimon")
}

/// `UserServiceTest.java`, `LoginTests.cs`, `AuthSpec.scala`.
fn test_class(path: &str) -> bool {
    let name = path.rsplit(['/', '!']).next().unwrap_or(path);
    let stem = name.split('.').next().unwrap_or(name);
    ["Test", "Tests", "Spec", "IT", "TestCase"].iter().any(|end| stem.len() > end.len() && stem.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::RelPath;

    #[test]
    fn paths_of_tests_docs_and_vendored_code_are_known() {
        let of = |path: &str| of(&Origin::file(RelPath::new(path)));
        for path in [
            "tests/a.py",
            "src/user_test.go",
            "src/a.spec.ts",
            "src/UserTest.java",
            "x/testdata/k.pem",
            "caddytest/a.key",
        ] {
            assert_eq!(of(path), Some("in a test or fixture path"), "{path}");
        }
        for path in ["docs/install.md", "README.md", "examples/app.env", ".env.example"] {
            assert_eq!(of(path), Some("in a documentation or example path"), "{path}");
        }
        for path in ["src/main.rs", "config/production.yml", "contest/entry.py", "deploy/attest.sh", "latest/key.pem"] {
            assert_eq!(of(path), None, "{path}");
        }
    }
}
