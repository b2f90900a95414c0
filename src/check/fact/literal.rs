//! Whether a text is a value itself, rather than a name for one that is filled in or fetched later.

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
    let is_variable = text.strip_prefix('$').is_some_and(|name| {
        !name.is_empty() && name.bytes().all(|byte| byte == b'_' || byte == b':' || byte.is_ascii_alphanumeric())
    });
    let is_percent = text.len() > 2
        && text.starts_with('%')
        && text.ends_with('%')
        && text.bytes().all(|byte| matches!(byte, b'%' | b'_' | b'.') || byte.is_ascii_alphanumeric());
    let is_angled = text.starts_with('<') && text.ends_with('>');
    !is_variable
        && !is_percent
        && !is_angled
        && !MARKS.iter().any(|mark| text.contains(mark))
        && !KEPT_ELSEWHERE.iter().any(|start| text.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::is_literal;

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
