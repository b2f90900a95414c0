//! Tokens that hold their dates in JSON, XML or `MessagePack`.

use serde_json::json;

use super::make::{b64, b64url, fly, jwt, macaroon, macaroon_of_lines, noise, paseto, window};
use super::{ENDS, Hours, MADE, Never, Nothing, Open, Reader, Until, alone, hold};

#[test]
fn json_web_tokens_name_their_end() {
    let both = Until(Some(MADE), ENDS);
    let adobe = |made: &str, life: &str| jwt(&json!({"created_at": made, "expires_in": life}));
    let encrypted = |header: &str| format!("{}.a2V5.bm9uY2U.dGV4dA.dGFn", b64url(header));
    hold(&[
        alone("JWT", Reader::Jwt, jwt(&json!({"sub": "a", "iat": MADE, "exp": ENDS})), both),
        alone("JWT in milliseconds", Reader::Jwt, jwt(&json!({"iat": MADE * 1000, "exp": ENDS * 1000})), both),
        alone("JWT in floats", Reader::Jwt, jwt(&json!({"iat": 1_714_564_800.5, "exp": 1_722_340_800.9})), both),
        alone(
            "JWT in texts",
            Reader::Jwt,
            jwt(&json!({"iat": "1714564800", "exp": "2024-07-30T14:00:00+02:00"})),
            both,
        ),
        alone("JWT with nbf", Reader::Jwt, jwt(&json!({"nbf": MADE, "exp": ENDS})), both),
        alone("JWT without dates", Reader::Jwt, jwt(&json!({"sub": "robot"})), Never(None)),
        alone("JWT without an end", Reader::Jwt, jwt(&json!({"iat": MADE})), Never(Some(MADE))),
        alone(
            "JWT of the year 9999",
            Reader::Jwt,
            jwt(&json!({"exp": 253_402_300_799_i64})),
            Until(None, 253_402_300_799),
        ),
        alone("JWT beyond all years", Reader::Jwt, jwt(&json!({"exp": i64::MAX})), Never(None)),
        alone("JWT of 1e30", Reader::Jwt, jwt(&json!({"exp": 1e30})), Never(None)),
        alone("JWT before 1970", Reader::Jwt, jwt(&json!({"exp": -1})), Until(None, -1)),
        alone("JWT with a false end", Reader::Jwt, jwt(&json!({"iat": MADE, "exp": "soon"})), Nothing),
        alone("JWT with null", Reader::Jwt, jwt(&json!({"exp": null})), Nothing),
        alone("JWT with a list", Reader::Jwt, jwt(&json!({"exp": [ENDS]})), Nothing),
        alone("GitLab job token", Reader::Jwt, format!("glcbt-{}", jwt(&json!({"exp": ENDS}))), Until(None, ENDS)),
        alone(
            "temporary Mapbox token",
            Reader::Jwt,
            format!("tk.{}.c2ln", b64url(r#"{"u":"a","exp":1722340800}"#)),
            Until(None, ENDS),
        ),
        alone("JWE with exp", Reader::Jwt, encrypted(r#"{"alg":"dir","exp":1722340800}"#), Until(None, ENDS)),
        alone("JWE without", Reader::Jwt, encrypted(r#"{"alg":"dir"}"#), Nothing),
        alone("Adobe", Reader::Jwt, adobe("1714564800000", "7776000000"), both),
        alone("Adobe, garbage", Reader::Jwt, adobe("1714564800000", "9223372036854775807"), Nothing),
        alone("two parts", Reader::Jwt, "eyJhIjoxfQ.c2ln", Nothing),
        alone("no JSON", Reader::Jwt, format!("a.{}.c", b64url("text")), Nothing),
        alone(
            "Kubernetes bound",
            Reader::KubernetesToken,
            jwt(&json!({"iat": MADE, "exp": ENDS, "kubernetes.io": {}})),
            both,
        ),
        alone(
            "Kubernetes legacy",
            Reader::KubernetesToken,
            jwt(&json!({"iss": "kubernetes/serviceaccount", "kubernetes.io/serviceaccount/secret.name": "s"})),
            Never(None),
        ),
        alone("Kubernetes static", Reader::KubernetesToken, "31ada4fd-adec-460c", Nothing),
    ]);
}

#[test]
fn other_tokens_name_their_end() {
    let claims = json!({"iat": "2024-05-01T12:00:00Z", "exp": "2024-07-30T08:00:00-04:00"});
    let both = Until(Some(MADE), ENDS);
    let local = format!("v4.local.{}", b64url(noise(1, 90)));
    let sentry = |json: &str| format!("sntrys_{}_{}", b64(json), b64(noise(2, 32)).trim_end_matches('='));
    let reference = |end: &str| b64(format!("reftkn:01:{end}:{}", "Example".repeat(5)));
    hold(&[
        alone("PASETO v1", Reader::Paseto, paseto("v1", 256, &claims), both),
        alone("PASETO v2", Reader::Paseto, paseto("v2", 64, &claims), both),
        alone("PASETO v3", Reader::Paseto, paseto("v3", 96, &claims), both),
        alone("PASETO v4", Reader::Paseto, paseto("v4", 64, &claims) + ".Zm9vdGVy", both),
        alone("PASETO without exp", Reader::Paseto, paseto("v4", 64, &json!({"sub": "a"})), Never(None)),
        alone("PASETO local", Reader::Paseto, local, Nothing),
        alone("PASETO cut", Reader::Paseto, "v4.public.e30", Nothing),
        alone("JFrog reference", Reader::JfrogReference, reference("1722340800"), Until(None, ENDS)),
        alone("JFrog reference forever", Reader::JfrogReference, reference("0000000000"), Never(None)),
        alone("JFrog reference, garbage", Reader::JfrogReference, reference("2024-05-01"), Nothing),
        alone("Sentry", Reader::SentryToken, sentry(r#"{"iat":1714564800.4,"org":"a"}"#), Never(Some(MADE))),
        alone("Sentry without iat", Reader::SentryToken, sentry(r#"{"org":"a"}"#), Never(None)),
    ]);
}

#[test]
fn macaroons_end_by_their_caveats() {
    let pypi = |caveats: &[&str]| format!("pypi-{}", macaroon("pypi.org", caveats));
    let array = format!("[0, {ENDS}, {MADE}]");
    let object = format!(r#"{{"nbf": {MADE}, "exp": {ENDS}}}"#);
    let other = r#"{"version": 1, "permissions": "user"}"#;
    let both = Until(Some(MADE), ENDS);
    let plain = |caveat: &str| macaroon("host", &["account = 7", caveat]);
    let (wide, narrow) = (window(0, ENDS + 1), window(MADE, ENDS));
    let nested: &[u8] = &[0x82, 0xa1, b'a', 0x92, 1, 2, 3, 0xc0];
    hold(&[
        alone("PyPI", Reader::Macaroon, pypi(&[other, r#"[3, "user"]"#]), Never(None)),
        alone("PyPI trusted publisher", Reader::Macaroon, pypi(&[r#"[1, ["app"]]"#, &array]), both),
        alone("PyPI, caveat of the older form", Reader::Macaroon, pypi(&[&object]), both),
        alone("PyPI, two ends", Reader::Macaroon, pypi(&["[0, 9999999999, 0]", &array]), both),
        alone("PyPI, false end", Reader::Macaroon, pypi(&[r#"[0, "soon", 0]"#, "[]", "[0]", "1"]), Never(None)),
        alone("macaroon with a time", Reader::Macaroon, plain("time < 2024-07-30T12:00:00Z"), Until(None, ENDS)),
        alone("macaroon, time-before", Reader::Macaroon, plain("time-before 2024-07-30T12:00:00Z"), Until(None, ENDS)),
        alone("macaroon, before", Reader::Macaroon, plain("before:2024-07-30T12:00:00.5Z"), Until(None, ENDS)),
        alone("macaroon of lines", Reader::Macaroon, macaroon_of_lines(&["time < 1722340800"]), Until(None, ENDS)),
        alone("macaroon without", Reader::Macaroon, plain("ip = 10.0.0.1"), Nothing),
        alone("Fly.io", Reader::FlyMacaroon, fly(&[(0, nested), (4, &wide), (4, &narrow)]), both),
        alone(
            "Fly.io, two tokens",
            Reader::FlyMacaroon,
            format!("FlyV1 {},{}", fly(&[(4, &wide)]), fly(&[(4, &narrow)])),
            both,
        ),
        alone("Fly.io without", Reader::FlyMacaroon, fly(&[(0, nested)]), Nothing),
    ]);
}

#[test]
fn assertions_end_by_their_conditions() {
    let xml = r#"<Response IssueInstant="2024-05-01T12:00:00Z"><Data NotOnOrAfter="2024-05-01T12:05:00Z"/>
        <Conditions NotBefore="2024-05-01T12:00:00Z" NotOnOrAfter='2024-07-30T12:00:00.000Z'/>
        <AuthnStatement SessionNotOnOrAfter="2030-01-01T00:00:00Z"/></Response>"#;
    let both = Until(Some(MADE), ENDS);
    hold(&[
        alone("SAML", Reader::Saml, xml, both),
        alone("SAML in base64", Reader::Saml, b64(xml), both),
        alone("SAML in a URL", Reader::Saml, b64(xml).replace('=', "%3D").replace('+', "%2B"), both),
        ("SAML around", Reader::Saml, "signature".into(), xml.into(), both),
        alone("SAML without conditions", Reader::Saml, r#"<a NotOnOrAfter="2024-07-30T12:00:00Z">"#, Until(None, ENDS)),
        alone("SAML, garbage", Reader::Saml, r#"<Conditions NotOnOrAfter="never">"#, Nothing),
    ]);
}

#[test]
fn basic_credentials_are_what_their_password_is() {
    let auth = |text: &str| b64(text);
    let ecr = b64(r#"{"payload":"x","type":"DATA_KEY","expiration":1722340800}"#);
    let google = ["ya29", ".example"].concat();
    let of_github = format!("robot:{}{}", "gho_", "EXAMPLE");
    let file = json!({"auths": {"a": {"auth": auth(&of_github)}, "b": {"auth": auth(&format!("AWS:{ecr}"))}, "c": {}}});
    hold(&[
        alone("ECR", Reader::BasicAuth, auth(&format!("AWS:{ecr}")), Until(None, ENDS)),
        alone("ECR without an end", Reader::BasicAuth, auth("AWS:password"), Hours(12)),
        alone("GCR", Reader::BasicAuth, auth(&format!("oauth2accesstoken:{google}")), Hours(12)),
        alone("GCR key", Reader::BasicAuth, auth("_json_key:{}"), Never(None)),
        alone("ACR", Reader::BasicAuth, auth(&format!("0-0:{}", jwt(&json!({"exp": ENDS})))), Until(None, ENDS)),
        alone("GHCR", Reader::BasicAuth, auth(&of_github.replace("gho", "ghp")), Open(None)),
        alone("configuration", Reader::BasicAuth, b64(file.to_string()), Never(None)),
        alone("password", Reader::BasicAuth, auth("robot:EXAMPLE"), Nothing),
    ]);
}
