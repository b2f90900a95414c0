//! Credentials whose first letters tell the kind, and the kind the life.

use memchr::memmem;

use super::{Validity, jwt};

/// What the vendor says of a kind.
#[derive(Clone, Copy)]
enum Life {
    /// Until somebody withdraws it.
    Never,
    /// So many hours at the most.
    Hours(i64),
    /// Its maker chose; the credential does not tell.
    Chosen,
}

use Life::{Chosen, Hours, Never};

/// A beginning, the life of what begins so, and the sentence that says it.
type Form = (&'static [u8], Life, &'static str);

/// Source: <https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app>
const GITHUB: [Form; 6] = [
    (b"ghp_", Chosen, "a classic personal token ends on the day its maker chose, or never"),
    (b"github_pat_", Chosen, "a fine-grained token ends within 366 days unless the organisation allows more"),
    (b"gho_", Never, "an OAuth token lives until it is revoked or a year unused"),
    (b"ghu_", Chosen, "a user token of a GitHub App lives eight hours unless its owner switched expiry off"),
    (b"ghs_", Hours(24), "an installation token lives one hour, a job's token as long as the job"),
    (b"ghr_", Hours(184 * 24), "a refresh token of a GitHub App lives six months"),
];

/// Source: <https://docs.slack.dev/authentication/tokens> and `using-token-rotation` there.
const SLACK: [Form; 11] = [
    (b"xoxe.xox", Hours(12), "a rotating token lives twelve hours"),
    (b"xoxe-", Never, "a refresh token has no end of its own; it is good for one exchange"),
    (b"xoxb-", Never, "a bot token without rotation has no end"),
    (b"xoxp-", Never, "a user token without rotation has no end"),
    (b"xapp-", Never, "an app-level token has no end"),
    (b"xoxa-", Chosen, "a token of a workspace app ends after hours where the app refreshes it, else never"),
    (b"xoxr-", Never, "a refresh token has no end of its own"),
    (b"xoxo-", Never, "a legacy token has no end"),
    (b"xoxc-", Chosen, "a browser token ends with the session it belongs to"),
    (b"xoxd-", Chosen, "a browser cookie ends with the session it belongs to"),
    (b"xoxs-", Chosen, "a browser token ends with the session it belongs to"),
];

/// Source: <https://cloud.google.com/docs/authentication/token-types>
const GOOGLE: [Form; 5] = [
    (b"ya29.", Hours(12), "an access token lives one hour, twelve where the organisation allows it"),
    (b"1//", Never, "a refresh token lives until it is revoked or six months unused"),
    (b"1/", Never, "a refresh token lives until it is revoked or six months unused"),
    (b"AIza", Never, "an API key has no end"),
    (b"GOCSPX-", Never, "an OAuth client secret has no end"),
];

const SERVICE: &str = "a service token ends at its TTL, 768 hours by default, unless it is renewed; a root token never";

/// Source: <https://developer.hashicorp.com/vault/docs/concepts/tokens>
const VAULT: [Form; 6] = [
    (b"hvs.", Chosen, SERVICE),
    (b"hvb.", Chosen, "a batch token ends at its TTL and cannot be renewed"),
    (b"hvr.", Chosen, "a recovery token ends when the server leaves recovery mode"),
    (b"s.", Chosen, SERVICE),
    (b"b.", Chosen, "a batch token ends at its TTL and cannot be renewed"),
    (b"r.", Chosen, "a recovery token ends when the server leaves recovery mode"),
];

/// Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html>
const AWS: [Form; 3] = [
    (b"AKIA", Never, "an access key with the prefix AKIA has no end"),
    (b"ASIA", Hours(36), "an access key with the prefix ASIA is temporary: 36 hours at the most"),
    (b"ABSK", Chosen, "a long-term Bedrock key ends on the day its maker chose, or never"),
];

/// The number of letters in an access key id.
const KEY_ID: usize = 20;

fn of_form(forms: &[Form], secret: &[u8]) -> Option<Validity> {
    let (_, life, sentence) = forms.iter().find(|(start, ..)| secret.starts_with(start))?;
    Some(match life {
        Never => Validity::never(None, *sentence),
        Hours(hours) => Validity::within(*hours, sentence),
        Chosen => Validity::open(None, *sentence),
    })
}

/// A GitHub token; a stateless one carries a JWT.
pub fn github(secret: &[u8]) -> Option<Validity> {
    let secret = secret.trim_ascii();
    let form = of_form(&GITHUB, secret)?;
    Some(jwt::read(secret).unwrap_or(form))
}

/// A Slack token.
pub fn slack(secret: &[u8]) -> Option<Validity> {
    of_form(&SLACK, secret.trim_ascii())
}

/// A token or key of Google's, or the private key of a service account's key file.
pub fn google(secret: &[u8]) -> Option<Validity> {
    if memmem::find(secret, b"PRIVATE KEY-----").is_some() {
        let sentence = "a service account key has no end unless an organisation policy sets one; the file does not say";
        return Some(Validity::never(None, sentence));
    }
    of_form(&GOOGLE, secret.trim_ascii())
}

/// A token of Vault or `OpenBao`.
pub fn vault(secret: &[u8]) -> Option<Validity> {
    of_form(&VAULT, secret.trim_ascii())
}

/// An access key by its id, which may be the secret or stand beside it; of ids of several kinds none is believed.
pub fn aws(secret: &[u8], around: &[u8]) -> Option<Validity> {
    if let Some(validity) = of_form(&AWS, secret.trim_ascii()) {
        return Some(validity);
    }
    let mut kinds = AWS[..2].iter().filter(|(start, ..)| memmem::find_iter(around, start).any(|at| is_id(around, at)));
    match (kinds.next(), kinds.next()) {
        (Some((start, ..)), None) => of_form(&AWS, start),
        _ => None,
    }
}

/// Whether a key id stands there, and nothing longer.
fn is_id(text: &[u8], at: usize) -> bool {
    let digits = text[at..].iter().take(KEY_ID + 1).take_while(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    let alone = at.checked_sub(1).is_none_or(|before| !text[before].is_ascii_alphanumeric());
    digits.count() == KEY_ID && alone
}
