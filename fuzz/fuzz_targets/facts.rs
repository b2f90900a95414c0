//! Arbitrary texts under names that decide what they are read as: all checks on their facts end, and point into the text.
#![no_main]

use std::sync::{Arc, LazyLock};

use credline::check::Check;
use credline::check::fact::{FactCheck, Prepared};
use credline::check::secret::{SecretCheck, Settings};
use credline::document::{Document, Origin, RelPath};
use credline::finding::Reveal;
use credline::rule::builtin;
use libfuzzer_sys::fuzz_target;

const NAMES: [&str; 14] = [
    "main.tf",
    "main.tf.json",
    "template.yaml",
    "azuredeploy.json",
    "policy.json",
    ".github/workflows/ci.yml",
    ".gitlab-ci.yml",
    "docker-compose.yml",
    "Dockerfile",
    "deploy.sh",
    "Pulumi.yaml",
    "serverless.yml",
    "kustomization.yaml",
    ".mcp.json",
];

static CHECK: LazyLock<FactCheck> = LazyLock::new(|| {
    let catalogue = builtin();
    let secrets = Arc::new(SecretCheck::new(&catalogue, Settings::default()).expect("the built-in rules compile"));
    FactCheck::new(Prepared::new(&catalogue), secrets, Reveal::Never, 1_780_272_000)
});

fuzz_target!(|data: &[u8]| {
    let Some((&first, bytes)) = data.split_first() else { return };
    let origin = Origin::file(RelPath::new(NAMES[usize::from(first) % NAMES.len()]));
    let mut found = Vec::new();
    let _ = CHECK.inspect(&Document::whole(&origin, bytes), &mut found);
    assert!(found.iter().all(|finding| finding.at.start.line >= 1));
});
