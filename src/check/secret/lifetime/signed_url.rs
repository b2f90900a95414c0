//! Signed URLs and tokens made of them: AWS (both versions, `CloudFront`, EKS, Bedrock), Google Cloud and others.

use memchr::memmem;
use serde_json::Value;

use super::parameters::{Parameters, ask};
use super::stamp::Stamp;
use super::{Validity, azure_sas, date};
use crate::check::secret::decode::alphabet::decode_base64;

/// Tokens that are a signed URL in base64, and how long the service takes them, in seconds, where it is not the URL that
/// tells. Sources: <https://docs.aws.amazon.com/eks/latest/userguide/cluster-auth.html>,
/// <https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html>
const WRAPPED: [(&[u8], Option<i64>); 2] = [(EKS, Some(15 * 60)), (b"bedrock-api-key-", None)];

const EKS: &[u8] = b"k8s-aws-v1.";

/// Parameters of a moment and of the seconds from it on that a URL is good for.
const DATED: [(&str, &str); 3] =
    [("X-Amz-Date", "X-Amz-Expires"), ("X-Goog-Date", "X-Goog-Expires"), ("x-oss-date", "x-oss-expires")];

/// Before 1980 no URL was signed: smaller numbers are seconds from a moment that is not told.
const EARLIEST: i64 = 315_532_800;

/// Whether the text is a token made of a signed URL, or a query string with a signature.
pub fn is_signed(text: &[u8]) -> bool {
    WRAPPED.iter().any(|(start, _)| text.starts_with(start)) || memmem::find(text, b"ignature=").is_some()
}

/// Whether the text is a token of EKS.
pub fn is_eks(text: &[u8]) -> bool {
    text.starts_with(EKS)
}

/// The end that the URL around a signature names.
pub fn read(secret: &[u8], around: &[u8]) -> Option<Validity> {
    for (start, life) in WRAPPED {
        if let Some(body) = secret.trim_ascii().strip_prefix(start) {
            let url = decode_base64(body, false)?;
            return of_parameters(&Parameters::of(&url), life);
        }
    }
    ask(secret, around, |parameters| of_parameters(parameters, None))
}

fn of_parameters(parameters: &Parameters<'_>, life: Option<i64>) -> Option<Validity> {
    let dated = DATED.iter().find_map(|(moment, seconds)| {
        let issued = date::parse(&parameters.get(moment)?)?;
        let named = parameters.get(seconds).and_then(|text| text.parse::<u32>().ok()).map(i64::from);
        Some((issued, life.or(named)?))
    });
    if let Some((issued, seconds)) = dated {
        return Some(Validity::until(Stamp::At(issued + seconds), Some(issued), "the end of the signed URL"));
    }
    parameters.get("Policy").and_then(|policy| of_policy(&policy)).or_else(|| of_expires(parameters)).or_else(|| {
        let has_signature = parameters.get("sig").is_some();
        azure_sas::of_parameters(parameters).filter(|_| has_signature)
    })
}

/// `Expires` as AWS's version 2, `CloudFront` and Google's version 2 write it: seconds since 1970.
fn of_expires(parameters: &Parameters<'_>) -> Option<Validity> {
    let end = ["Expires", "expiry", "expire"].iter().find_map(|name| parameters.get(name))?;
    let end = Stamp::of_text(&end).filter(|end| *end >= Stamp::At(EARLIEST))?;
    Some(Validity::until(end, None, "the signed URL's `Expires`"))
}

/// A policy in base64: `CloudFront`'s, in which `-_~` stand for `+=/`, or that of a form that uploads to S3 or Google.
fn of_policy(policy: &str) -> Option<Validity> {
    let usual: String = policy.chars().map(|c| if c == '~' { '/' } else { c }).collect();
    let usual = usual.trim_end_matches(['_', '=']);
    let document: Value = serde_json::from_slice(&decode_base64(usual.as_bytes(), false)?).ok()?;
    let end = document.get("expiration").or_else(|| {
        let condition = document.get("Statement")?.get(0)?.get("Condition")?;
        condition.get("DateLessThan")?.get("AWS:EpochTime")
    })?;
    Some(Validity::until(Stamp::of_json(end)?, None, "the end in its policy"))
}
