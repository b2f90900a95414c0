//! Reads from a credential itself when it was made and when it ends, without asking anybody.

mod any;
mod azure_sas;
mod basic_auth;
mod date;
mod der;
mod fly;
mod forms;
mod jwt;
mod kubernetes;
mod labelled;
mod macaroon;
mod parameters;
mod paseto;
mod pem;
mod pgp;
mod saml;
mod signed_url;
mod ssh;
mod stamp;
mod x509;

use date::HOUR;
use stamp::Stamp;

pub use crate::rule::LifetimeReader as Reader;
pub use date::{parse as parse_date, show as show_date};

/// What a credential says about its own life. At most one of `expires`, `longest` and `never` is set; where none is, it
/// is known what the credential is, but not when it ends: what the rule says of its kind holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Validity {
    /// When it was made or began to hold, in seconds since 1970.
    pub issued: Option<i64>,
    /// When it ends or ended, in seconds since 1970.
    pub expires: Option<i64>,
    /// How many seconds it can live at the most, where no date but its form tells; they count from when it was made.
    pub longest: Option<i64>,
    /// It has no end of its own: it is good until somebody withdraws it.
    pub never: bool,
    /// One sentence that says where this comes from; dates and names of fields, but no byte of the secret part.
    pub evidence: String,
}

/// Reads a credential. `around` is the text it stands in, itself included, up to some thousand bytes on both sides: the
/// other parameters of its URL, the certificates beside a key. `None` where the reader does not know the form.
#[must_use]
pub fn read(reader: Reader, secret: &[u8], around: &[u8]) -> Option<Validity> {
    match reader {
        Reader::Any => any::read(secret, around),
        Reader::AwsKeyId => forms::aws(secret, around),
        Reader::AzureSas => azure_sas::read(secret, around),
        Reader::BasicAuth => basic_auth::read(secret),
        Reader::FlyMacaroon => fly::read(secret),
        Reader::GithubToken => forms::github(secret),
        Reader::GoogleToken => forms::google(secret),
        Reader::JfrogReference => labelled::jfrog(secret),
        Reader::Jwt => jwt::read(secret),
        Reader::KubernetesToken => kubernetes::read(secret),
        Reader::Macaroon => macaroon::read(secret),
        Reader::NatsCredentials => jwt::beside(around, b"NATS USER JWT"),
        Reader::Paseto => paseto::read(secret),
        Reader::Pem => pem::read(secret, around),
        Reader::Pgp => pgp::armoured(secret),
        Reader::Saml => saml::read(secret, around),
        Reader::SentryToken => labelled::sentry(secret),
        Reader::SignedUrl => signed_url::read(secret, around),
        Reader::SlackToken => forms::slack(secret),
        Reader::SshCertificate => ssh::read(secret, around),
        Reader::Vault => forms::vault(secret),
    }
}

impl Validity {
    /// It ends at a point in time that `what` names.
    fn until(end: Stamp, issued: Option<i64>, what: &str) -> Self {
        let Stamp::At(expires) = end else {
            return Self::never(issued, format!("{what} lies beyond the year 9999"));
        };
        let mut evidence = format!("{what} is {}", date::show(expires));
        let life = issued.and_then(|issued| expires.checked_sub(issued)).filter(|life| *life > 0);
        if let Some(life) = life {
            evidence = format!("{evidence}, {} after it began", date::words(life));
        }
        Self { issued, expires: Some(expires), longest: None, never: false, evidence }
    }

    /// Nothing in it ends it.
    fn never(issued: Option<i64>, evidence: impl Into<String>) -> Self {
        Self { issued, expires: None, longest: None, never: true, evidence: evidence.into() }
    }

    /// Its form is given to credentials of a few hours or months.
    fn within(hours: i64, evidence: &str) -> Self {
        Self { issued: None, expires: None, longest: Some(hours * HOUR), never: false, evidence: evidence.to_owned() }
    }

    /// It is known what it is, but not when it ends.
    fn open(issued: Option<i64>, evidence: impl Into<String>) -> Self {
        Self { issued, expires: None, longest: None, never: false, evidence: evidence.into() }
    }

    /// Orders credentials by how long they stay dangerous.
    fn danger(&self) -> (bool, Option<i64>, Option<i64>) {
        (self.never, self.expires, self.longest)
    }
}

#[cfg(test)]
mod tests;
