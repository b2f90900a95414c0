//! The names of the ways to read a credential's life from the credential.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A way to read when a credential was made and when it ends; a rule names the one for its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum LifetimeReader {
    /// Whatever its form says it is: for rules that know a credential by its name only.
    Any,
    /// AWS access keys: the kind stands in the first four letters of the id, which may stand beside the secret.
    AwsKeyId,
    /// Azure shared access signatures: the parameters `se`, `st`, `ske` and `si`.
    AzureSas,
    /// A user name and password in base64, or a Docker configuration of several.
    BasicAuth,
    /// Fly.io's macaroons.
    FlyMacaroon,
    /// GitHub tokens, by prefix.
    GithubToken,
    /// Google's tokens, API keys and service account keys.
    GoogleToken,
    /// `JFrog` reference tokens.
    JfrogReference,
    /// JSON web tokens, signed and encrypted.
    Jwt,
    /// Bearer tokens of Kubernetes: of service accounts, and of EKS.
    KubernetesToken,
    /// Macaroons with caveats in JSON or plain words, `PyPI`'s among them.
    Macaroon,
    /// Seeds of NATS, by the user JWT beside them.
    NatsCredentials,
    /// PASETO tokens with a public purpose.
    Paseto,
    /// Private keys in PEM, by the certificates beside them.
    Pem,
    /// `OpenPGP` keys.
    Pgp,
    /// SAML assertions and responses.
    Saml,
    /// Sentry's organization tokens.
    SentryToken,
    /// Signed URLs of AWS, Google and others that name their end.
    SignedUrl,
    /// Slack tokens, by prefix.
    SlackToken,
    /// Certificates of OpenSSH.
    SshCertificate,
    /// Tokens of Vault and `OpenBao`, by prefix.
    Vault,
}

impl LifetimeReader {
    /// Every reader.
    pub const ALL: [Self; 21] = [
        Self::Any,
        Self::AwsKeyId,
        Self::AzureSas,
        Self::BasicAuth,
        Self::FlyMacaroon,
        Self::GithubToken,
        Self::GoogleToken,
        Self::JfrogReference,
        Self::Jwt,
        Self::KubernetesToken,
        Self::Macaroon,
        Self::NatsCredentials,
        Self::Paseto,
        Self::Pem,
        Self::Pgp,
        Self::Saml,
        Self::SentryToken,
        Self::SignedUrl,
        Self::SlackToken,
        Self::SshCertificate,
        Self::Vault,
    ];

    /// The reader's name in a rule.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::AwsKeyId => "aws-key-id",
            Self::AzureSas => "azure-sas",
            Self::BasicAuth => "basic-auth",
            Self::FlyMacaroon => "fly-macaroon",
            Self::GithubToken => "github-token",
            Self::GoogleToken => "google-token",
            Self::JfrogReference => "jfrog-reference",
            Self::Jwt => "jwt",
            Self::KubernetesToken => "kubernetes-token",
            Self::Macaroon => "macaroon",
            Self::NatsCredentials => "nats-credentials",
            Self::Paseto => "paseto",
            Self::Pem => "pem",
            Self::Pgp => "pgp",
            Self::Saml => "saml",
            Self::SentryToken => "sentry-token",
            Self::SignedUrl => "signed-url",
            Self::SlackToken => "slack-token",
            Self::SshCertificate => "ssh-certificate",
            Self::Vault => "vault",
        }
    }
}
