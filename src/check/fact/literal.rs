//! Whether a text is a value itself, rather than a name for one that is filled in or fetched later, or words in its place.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

/// Marks that tools put around what they fill in.
const MARKS: &[&str] = &["${", "$(", "{{", "<%", "#{", "%(", "%env(", "%{", "$[["];

/// Beginnings of texts that say where a value is kept.
const KEPT_ELSEWHERE: &[&str] = &[
    "!vault",
    "@Microsoft.KeyVault",
    "ENC[",
    "arn:aws",
    "projects/",
    "ref+",
    "secretref:",
    "vault:",
    "op://",
    "env:",
    "file:",
    "sm://",
    "ssm:",
    "awssm://",
    "gcpsm://",
    "azurekv://",
];

/// Whether a text stands for itself: no template, no variable of a shell, no place where the value is kept.
pub fn is_literal(text: &str) -> bool {
    let text = text.trim();
    // Most texts have none of the characters that marks are made of.
    let is_marked = text.bytes().any(|byte| matches!(byte, b'$' | b'{' | b'<' | b'#' | b'%'));
    let is_variable = text.strip_prefix('$').is_some_and(|name| {
        !name.is_empty() && name.bytes().all(|byte| byte == b'_' || byte == b':' || byte.is_ascii_alphanumeric())
    });
    let is_percent = text.len() > 2
        && text.starts_with('%')
        && text.ends_with('%')
        && text.bytes().all(|byte| matches!(byte, b'%' | b'_' | b'.') || byte.is_ascii_alphanumeric());
    let is_angled = text.starts_with('<') && text.ends_with('>');
    !(is_variable
        || is_percent
        || is_angled
        || is_marked && MARKS.iter().any(|mark| text.contains(mark))
        || KEPT_ELSEWHERE.iter().any(|start| text.starts_with(start)))
}

/// Texts that people write where nothing is meant to be.
const NOTHINGS: &[&str] =
    &["bar", "client-secret", "dummy", "example", "fake", "foo", "test", "tbd", "todo", "token", "xxx"];

/// Words by which a text says that somebody has to fill it in.
const TO_FILL: &[&str] = &[
    "...",
    "***",
    "**sops**",
    "xxxx",
    "your-",
    "your_",
    "-here",
    "_here",
    "insert-",
    "insert_",
    "placeholder",
    "redacted",
    "replace-",
    "replace_",
    "replaceme",
    "fill-in",
    "fill_in",
];

/// What is somebody's in `my-password` and `your-api-key`.
const BELONGINGS: &[&str] = &[
    "access", "api", "app", "bearer", "client", "db", "key", "passwd", "password", "private", "secret", "token", "xxx",
];

/// Whether a text stands in for a value that somebody has to fill in: `your-api-key`, `INSERT_TOKEN`, `my-password`.
pub fn is_stand_in(text: &str) -> bool {
    let text = text.trim();
    let start = text.get(..4).unwrap_or_default();
    let is_mine = || {
        let rest = text[2..].trim_start_matches(['-', '_']);
        let is_known = |word: &str| BELONGINGS.iter().any(|known| known.eq_ignore_ascii_case(word));
        rest.len() < text.len() - 2 && rest.split(['-', '_']).filter(|word| !word.is_empty()).all(is_known)
    };
    start.get(..2).is_some_and(|my| my.eq_ignore_ascii_case("my")) && is_mine()
        || start.eq_ignore_ascii_case("your")
        || NOTHINGS.iter().any(|nothing| nothing.eq_ignore_ascii_case(text))
        || FILLED.is_match(text)
}

/// Finds words by which a text says that somebody has to fill it in.
static FILLED: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let words = AhoCorasick::builder().ascii_case_insensitive(true).build(TO_FILL);
    words.expect("some short texts")
});

#[cfg(test)]
mod tests {
    use super::{is_literal, is_stand_in};

    #[test]
    fn words_in_the_place_of_a_value_are_told_from_a_value() {
        for text in [
            "my-password",
            "my_api_key",
            "yourpassword",
            "YOUR-TWILIO-AUTH-TOKEN-HERE",
            "INSERT_TOKEN",
            "AIzaXXXX",
            "**SOPS**",
            "foo",
            "Test",
            "-----BEGIN KEY-----\n...\n",
        ] {
            assert!(is_stand_in(text), "{text}");
        }
        for text in ["changeme", "hunter2", "supersecret", "password", "abc123", "myPassword", "my-0rders", "guest"] {
            assert!(!is_stand_in(text), "{text}");
        }
    }

    #[test]
    fn a_value_is_told_from_a_name_for_one() {
        for text in ["example-of-a-password", "pa$$word!", "100%", "a<b", "12", "S3cr%t", "$"] {
            assert!(is_literal(text), "{text}");
        }
        for text in [
            "$DB_PASSWORD",
            "${DB_PASSWORD}",
            "postgres://app:${PASSWORD}@db/app",
            "$(cat /run/secrets/db)",
            "{{ .Values.password }}",
            "<%= password %>",
            "%DB_PASSWORD%",
            "%env(DB_PASSWORD)%",
            "<your password>",
            "@Microsoft.KeyVault(SecretUri=https://acme.vault.azure.net/secrets/db)",
            "vault:secret/data/db#password",
            "op://vault/db/password",
            "$[[ inputs.password ]]",
        ] {
            assert!(!is_literal(text), "{text}");
        }
    }
}
