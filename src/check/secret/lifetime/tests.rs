//! Every kind of credential with the end that it names, made at run time from parts, and everything that is none.

mod borders;
mod keys;
mod make;
mod prefixes;
mod tokens;
mod urls;

use super::{Reader, Validity, read};

/// 2024-05-01T12:00:00Z.
const MADE: i64 = 1_714_564_800;

/// 2024-07-30T12:00:00Z, ninety days later.
const ENDS: i64 = MADE + 90 * 86_400;

/// What a credential is expected to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Says {
    Until(Option<i64>, i64),
    Never(Option<i64>),
    Hours(i64),
    Open(Option<i64>),
    Nothing,
}

use Says::{Hours, Never, Nothing, Open, Until};

impl Says {
    fn of(validity: Option<&Validity>) -> Self {
        let Some(validity) = validity else { return Nothing };
        match (validity.never, validity.expires, validity.longest) {
            (true, None, None) => Never(validity.issued),
            (false, Some(end), None) => Until(validity.issued, end),
            (false, None, Some(seconds)) if validity.issued.is_none() => Hours(seconds / 3600),
            (false, None, None) => Open(validity.issued),
            _ => panic!("more than one end: {validity:?}"),
        }
    }
}

/// A kind: its name, its reader, the credential, what stands around it, what it says.
type Kind<'k> = (&'k str, Reader, String, String, Says);

fn alone(name: &str, reader: Reader, secret: impl Into<String>, says: Says) -> Kind<'_> {
    (name, reader, secret.into(), String::new(), says)
}

/// Holds each kind against what it says, and the rules for evidence: one sentence without the credential.
fn hold(kinds: &[Kind<'_>]) {
    for (name, reader, secret, around, says) in kinds {
        let validity = read(*reader, secret.as_bytes(), around.as_bytes());
        assert_eq!(Says::of(validity.as_ref()), *says, "{name}: {validity:?}");
        let Some(validity) = validity else { continue };
        assert!(validity.evidence.len() > 12 && !validity.evidence.contains('\n'), "{name}: {validity:?}");
        for window in secret.as_bytes().windows(24) {
            let window = String::from_utf8_lossy(window);
            assert!(!validity.evidence.contains(&*window), "{name}: {validity:?}");
        }
    }
}

#[test]
fn evidence_names_the_field_the_date_and_the_length() {
    let said = |reader, secret: &str| read(reader, secret.as_bytes(), b"").map(|validity| validity.evidence);
    let token = make::jwt(&serde_json::json!({"exp": ENDS, "iat": MADE}));
    let cases = [
        (Reader::Jwt, token.as_str(), "its `exp` claim is 2024-07-30T12:00:00Z, 90 days after it began"),
        (Reader::AwsKeyId, "AKIA...", "an access key with the prefix AKIA has no end"),
        (Reader::AzureSas, "se=2024-07-30&sig=s", "its expiry, `se`, is 2024-07-30T00:00:00Z"),
    ];
    for (reader, secret, evidence) in cases {
        assert_eq!(said(reader, secret).as_deref(), Some(evidence));
    }
}

#[test]
fn every_reader_has_a_name_of_its_own() {
    let mut names: Vec<&str> = Reader::ALL.iter().map(|reader| reader.name()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), Reader::ALL.len());
    assert!(names.iter().all(|name| name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')));
}
