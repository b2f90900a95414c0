//! Bearer tokens of Kubernetes: legacy and bound ones of service accounts, and EKS's signed requests.

use super::{Validity, jwt, signed_url};

/// A token without `exp` lives as long as the secret object that holds it; a bound one ends with its pod, too.
pub fn read(secret: &[u8]) -> Option<Validity> {
    if signed_url::is_eks(secret) {
        return signed_url::read(secret, b"");
    }
    let claims = jwt::claims(secret)?;
    let mut validity = jwt::of_claims(&claims)?;
    let legacy = claims.contains_key("kubernetes.io/serviceaccount/secret.name")
        || claims.get("iss").is_some_and(|issuer| issuer == "kubernetes/serviceaccount");
    if legacy && validity.never {
        validity.evidence = "a legacy service account token: no `exp`, it lives as long as its secret object".into();
    } else if validity.expires.is_some() && claims.contains_key("kubernetes.io") {
        validity.evidence = format!("a bound service account token: {}", validity.evidence);
    }
    Some(validity)
}
