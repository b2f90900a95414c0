//! The value of a `Basic` header: base64 of user and password.

use super::Verdict;
use crate::check::secret::decode::alphabet::decode_base64;
use crate::check::secret::placeholder::is_placeholder;

/// Words that stand for a user or a password in texts that explain.
const EXPLAINING: [&str; 12] =
    ["username", "user", "login", "pass", "password", "passwd", "pwd", "pw", "secret", "token", "key", "credentials"];

/// Base64 of printable `user:password`, neither of which only stands for one.
pub fn credentials(secret: &[u8]) -> Verdict {
    let decoded = decode_base64(secret, false).and_then(|bytes| String::from_utf8(bytes).ok());
    let Some(decoded) = decoded.filter(|text| !text.chars().any(char::is_control)) else { return Verdict::Impossible };
    let Some((user, password)) = decoded.split_once(':') else { return Verdict::Impossible };
    let explains =
        |text: &str| EXPLAINING.iter().any(|word| text.eq_ignore_ascii_case(word)) || is_placeholder(text.as_bytes());
    let fits = match (user, password) {
        ("", key) | (key, "") => key.len() >= 8 && !explains(key),
        _ => !explains(password) && !is_placeholder_user(user),
    };
    if fits { Verdict::Plausible } else { Verdict::Impossible }
}

/// A user is often a common word; only a template is none at all.
fn is_placeholder_user(user: &str) -> bool {
    crate::check::secret::placeholder::is_template(user.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use data_encoding::BASE64;

    #[test]
    fn user_and_password_have_to_be_real() {
        let cases = [
            ("admin:hunter2", true),
            ("deploy@acme.dev:Tr0ub4dor&3", true),
            ("8c2fb1d09ae34f57:", true),
            (":8c2fb1d09ae34f57", true),
            ("user:Winter2024!", true),
            ("admin:admin", true),
            ("user:password", false),
            ("username:password", false),
            ("user:${PASSWORD}", false),
            ("${USER}:hunter2", false),
            ("<user>:<password>", false),
            ("admin:changeme", false),
            (":", false),
            ("no colon here", false),
            ("bin\u{1}ary:x", false),
        ];
        for (plain, expected) in cases {
            let verdict = credentials(BASE64.encode(plain.as_bytes()).as_bytes());
            assert_eq!(verdict == Verdict::Plausible, expected, "{plain}");
        }
        assert_eq!(credentials(b"not base64!"), Verdict::Impossible);
    }
}
