//! Credentials whose prefix tells their kind.

use super::make::{b64url, jwt, pem};
use super::{ENDS, Hours, Kind, Never, Nothing, Open, Reader, Says, Until, alone, hold};

/// A prefix with nothing real behind it.
fn of(prefix: &'static str, reader: Reader, says: Says) -> Kind<'static> {
    alone(prefix, reader, format!("{prefix}EXAMPLE"), says)
}

#[test]
fn a_prefix_tells_the_kind() {
    hold(&[
        of("ghp_", Reader::GithubToken, Open(None)),
        of("github_pat_", Reader::GithubToken, Open(None)),
        of("gho_", Reader::GithubToken, Never(None)),
        of("ghu_", Reader::GithubToken, Open(None)),
        of("ghs_", Reader::GithubToken, Hours(24)),
        of("ghr_", Reader::GithubToken, Hours(184 * 24)),
        of("xoxb-", Reader::SlackToken, Never(None)),
        of("xoxp-", Reader::SlackToken, Never(None)),
        of("xoxe.xoxb-", Reader::SlackToken, Hours(12)),
        of("xoxe.xoxp-", Reader::SlackToken, Hours(12)),
        of("xoxe-1-", Reader::SlackToken, Never(None)),
        of("xoxa-2-", Reader::SlackToken, Open(None)),
        of("xoxr-", Reader::SlackToken, Never(None)),
        of("xoxc-", Reader::SlackToken, Open(None)),
        of("xapp-", Reader::SlackToken, Never(None)),
        of("ya29.", Reader::GoogleToken, Hours(12)),
        of("1//", Reader::GoogleToken, Never(None)),
        of("AIza", Reader::GoogleToken, Never(None)),
        of("GOCSPX-", Reader::GoogleToken, Never(None)),
        of("hvs.", Reader::Vault, Open(None)),
        of("hvb.", Reader::Vault, Open(None)),
        of("hvr.", Reader::Vault, Open(None)),
        of("s.", Reader::Vault, Open(None)),
        of("AKIA", Reader::AwsKeyId, Never(None)),
        of("ASIA", Reader::AwsKeyId, Hours(36)),
        of("ABSK", Reader::AwsKeyId, Open(None)),
        of("AROA", Reader::AwsKeyId, Nothing),
        of("zzz", Reader::GithubToken, Nothing),
        of("zzz", Reader::SlackToken, Nothing),
        of("zzz", Reader::GoogleToken, Nothing),
        of("zzz", Reader::Vault, Nothing),
    ]);
    let stateless = format!("ghs_12_{}", jwt(&serde_json::json!({"exp": ENDS})));
    let key = pem("PRIVATE KEY", &[48; 60]);
    hold(&[
        alone("stateless token of a GitHub App", Reader::GithubToken, stateless, Until(None, ENDS)),
        alone("service account key", Reader::GoogleToken, key, Never(None)),
    ]);
}

#[test]
fn a_secret_access_key_is_what_the_id_beside_it_is() {
    let (lasting, passing) = (["AK", "IA"].concat(), ["AS", "IA"].concat());
    let id = "EXAMPLEEXAMPLE22";
    let beside = |name: &'static str, text: String, says| (name, Reader::AwsKeyId, "secret".to_owned(), text, says);
    hold(&[
        beside("lasting", format!("id = {lasting}{id}\nkey = secret"), Never(None)),
        beside("passing", format!("key = 'secret'\nid = '{passing}{id}'"), Hours(36)),
        beside("the same twice", format!("{lasting}{id} secret {lasting}{id}"), Never(None)),
        beside("both", format!("{lasting}{id} secret {passing}{id}"), Nothing),
        beside("longer", format!("{lasting}{id}AB secret"), Nothing),
        beside("inside", format!("X{lasting}{id} secret"), Nothing),
        beside("none", "secret".into(), Nothing),
    ]);
}

#[test]
fn a_credential_without_a_rule_of_its_own_is_known_by_its_form() {
    let token = jwt(&serde_json::json!({"exp": ENDS}));
    let sas = "https://b.example/?X-Amz-Date=20240501T120000Z&X-Amz-Expires=60&X-Amz-Signature=s";
    hold(&[
        of("gho_", Reader::Any, Never(None)),
        of("xoxb-", Reader::Any, Never(None)),
        of("ya29.", Reader::Any, Hours(12)),
        of("hvb.", Reader::Any, Open(None)),
        of("ASIA", Reader::Any, Hours(36)),
        alone("JWT", Reader::Any, token, Until(None, ENDS)),
        alone("EKS", Reader::Any, format!("k8s-aws-v1.{}", b64url(sas)), Until(Some(super::MADE), super::MADE + 900)),
        alone("key", Reader::Any, pem("PRIVATE KEY", &[48; 60]), Never(None)),
        ("signature", Reader::Any, "EXAMPLE".into(), "x?Expires=1722340800&sig=EXAMPLE".into(), Until(None, ENDS)),
        ("another parameter", Reader::Any, "EXAMPLE".into(), "x?Expires=1722340800&id=EXAMPLE".into(), Nothing),
        alone("password", Reader::Any, "EXAMPLE-not-a-secret", Nothing),
        alone("nothing", Reader::Any, "", Nothing),
    ]);
}
