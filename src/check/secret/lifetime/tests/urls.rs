//! Signed URLs, whose signature is the credential and whose end stands beside it.

use super::make::{b64, b64url};
use super::{ENDS, Kind, MADE, Never, Nothing, Open, Reader, Says, Until, alone, hold};

const SIGNATURE: &str = "EXAMPLEsignatureEXAMPLE";

/// A signature inside a URL inside a text.
fn within<'k>(name: &'k str, reader: Reader, url: &str, says: Says) -> Kind<'k> {
    let text = format!("see https://a.example/?se=2001-01-01&Expires=1&sig=other\ncurl '{url}' -o file\n");
    (name, reader, SIGNATURE.into(), text.replace("SIG", SIGNATURE), says)
}

fn aws(name: &str, parameters: &str, says: Says) -> Kind<'static> {
    let url = format!("https://b.example/k?X-Amz-Algorithm=AWS4&{parameters}&X-Amz-Signature=SIG");
    let (_, reader, secret, text, says) = within("", Reader::SignedUrl, &url, says);
    (name.to_owned().leak(), reader, secret, text, says)
}

#[test]
fn signed_urls_name_their_end() {
    let hour = Until(Some(MADE), MADE + 3600);
    let url = |name, text: &str, says| within(name, Reader::SignedUrl, text, says);
    let policy = r#"{"Statement":[{"Resource":"*","Condition":{"DateLessThan":{"AWS:EpochTime":1722340800}}}]}"#;
    let policy = b64(policy).replace('+', "-").replace('=', "_").replace('/', "~");
    let upload = b64(r#"{"expiration":"2024-07-30T12:00:00.000Z","conditions":[]}"#);
    let eks =
        "https://sts.example/?Action=GetCallerIdentity&X-Amz-Date=20240501T120000Z&X-Amz-Expires=60&X-Amz-Signature=s";
    let bedrock = "bedrock.amazonaws.com/?X-Amz-Date=20240501T120000Z&X-Amz-Expires=43200&X-Amz-Signature=s";
    hold(&[
        aws("S3", "X-Amz-Date=20240501T120000Z&X-Amz-Expires=3600", hour),
        aws("S3 in XML", "X-Amz-Date=20240501T120000Z&amp;X-Amz-Expires=3600", hour),
        aws("S3 in JSON", "X-Amz-Date=20240501T120000Z\\u0026X-Amz-Expires=3600", hour),
        aws("S3 in another case", "x-amz-date=20240501T120000Z&x-amz-expires=3600", hour),
        aws("S3, a week", "X-Amz-Expires=604800&X-Amz-Date=20240501T120000Z", Until(Some(MADE), MADE + 604_800)),
        aws("S3 without a date", "X-Amz-Expires=3600", Nothing),
        aws("S3, garbage", "X-Amz-Date=now&X-Amz-Expires=99999999999999999999", Nothing),
        url(
            "S3 version 2",
            "https://b.example/k?AWSAccessKeyId=id&Expires=1722340800&Signature=SIG",
            Until(None, ENDS),
        ),
        url("CloudFront", "https://d.example/k?Expires=1722340800&Signature=SIG&Key-Pair-Id=K", Until(None, ENDS)),
        url("CloudFront policy", &format!("https://d.example/k?Policy={policy}&Signature=SIG"), Until(None, ENDS)),
        url("upload policy", &format!("policy={upload}&x-amz-signature=SIG"), Until(None, ENDS)),
        url(
            "Google Cloud Storage",
            "https://g.example/o?X-Goog-Date=20240501T120000Z&X-Goog-Expires=3600&X-Goog-Signature=SIG",
            hour,
        ),
        url(
            "Google version 2",
            "https://g.example/o?GoogleAccessId=a&Expires=1722340800&Signature=SIG",
            Until(None, ENDS),
        ),
        url(
            "Alibaba OSS",
            "https://o.example/o?x-oss-date=20240501T120000Z&x-oss-expires=3600&x-oss-signature=SIG",
            hour,
        ),
        url(
            "a date as Expires",
            "https://c.example/?expires=2024-07-30T12%3A00%3A00Z&signature=SIG",
            Until(None, ENDS),
        ),
        url("seconds from nothing", "https://c.example/?Expires=3600&Signature=SIG", Nothing),
        url("no end", "https://c.example/?Signature=SIG", Nothing),
        alone("a URL alone", Reader::SignedUrl, "https://c.example/?Expires=1722340800&Signature=s", Until(None, ENDS)),
        alone("EKS", Reader::KubernetesToken, format!("k8s-aws-v1.{}", b64url(eks)), Until(Some(MADE), MADE + 900)),
        alone(
            "Bedrock",
            Reader::SignedUrl,
            format!("bedrock-api-key-{}", b64(bedrock)),
            Until(Some(MADE), MADE + 43_200),
        ),
        alone("Bedrock, cut", Reader::SignedUrl, "bedrock-api-key-AAAA", Nothing),
    ]);
}

#[test]
fn azure_signatures_name_their_end() {
    let sas = |name, text: &str, says| within(name, Reader::AzureSas, text, says);
    let midnight = Until(None, ENDS - 43_200);
    let both = Until(Some(MADE), ENDS);
    hold(&[
        sas("SAS", "https://a.example/c?sv=1&st=2024-05-01T12:00:00Z&se=2024-07-30T12:00:00Z&sig=SIG", both),
        sas("SAS, escaped", "sv=1&sig=SIG&st=2024-05-01T12%3A00%3A00Z&se=2024-07-30T12%3A00%3A00Z", both),
        sas("SAS, escaped twice", "sig=SIG&se=2024-07-30T12%253A00%253A00Z", Until(None, ENDS)),
        sas("SAS in XML", "st=2024-05-01T12:00Z&amp;se=2024-07-30T12:00Z&amp;sig=SIG", both),
        sas("SAS in JSON", r"se=2024-07-30T12:00:00Z\u0026sig=SIG", Until(None, ENDS)),
        sas("SAS by the day", "se=2024-07-30&sp=r&sig=SIG", midnight),
        sas("SAS of a time zone", "se=2024-07-30T14:00:00%2B02:00&sig=SIG", Until(None, ENDS)),
        sas("SAS with fractions", "se=2024-07-30T12:00:00.0000000Z&sig=SIG", Until(None, ENDS)),
        sas(
            "SAS in a connection string",
            "BlobEndpoint=https://a.example/;SharedAccessSignature=se=2024-07-30&sig=SIG",
            midnight,
        ),
        sas("delegated SAS", "se=2030-01-01&skt=2024-05-01T12:00:00Z&ske=2024-07-30T12:00:00Z&sig=SIG", both),
        sas("delegated SAS that ends before its key", "se=2024-07-30&ske=2024-08-01&sig=SIG", midnight),
        sas("SAS of the year 9999", "se=9999-12-31T23:59:59Z&sig=SIG", Until(None, 253_402_300_799)),
        sas("SAS with a stored policy", "si=readers&sr=c&sig=SIG", Open(None)),
        sas("SAS with a false date", "se=2024-02-30&si=readers&sig=SIG", Nothing),
        sas("SAS without", "sp=r&sv=1&sig=SIG", Nothing),
        sas("Service Bus", "SharedAccessSignature sr=ns.example&sig=SIG&se=1722340800&skn=Root", Until(None, ENDS)),
        (
            "SAS across quotes",
            Reader::AzureSas,
            SIGNATURE.into(),
            format!("a = 'sig={SIGNATURE}', 'se=2024-07-30'\nb = 'se=2001-01-01'"),
            midnight,
        ),
        (
            "SAS without, beside one with",
            Reader::AzureSas,
            SIGNATURE.into(),
            format!(
                r#"{{"a":"https://a.example/?sp=r&sig={SIGNATURE}","b":"https://b.example/?se=2024-07-30&sig=s"}}"#
            ),
            Nothing,
        ),
        alone("SAS alone", Reader::AzureSas, "se=2024-07-30&sig=s", midnight),
        alone("SAS by any reader", Reader::SignedUrl, "https://a.example/?se=2024-07-30&sig=s", midnight),
        alone("no end by any reader", Reader::SignedUrl, "https://a.example/?se=2024-07-30", Nothing),
        alone("a JWT is no SAS", Reader::AzureSas, "a.b.c", Nothing),
        alone("JWT without a clock", Reader::Any, "a.e30.c", Never(None)),
    ]);
}
