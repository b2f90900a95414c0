//! Looks at the inside of a candidate: checksums, structure, and whether a person would use it as a password.

mod aws;
mod basic_auth;
mod checksum;
mod der;
mod encoded;
mod jwt;
mod password;
mod password_words;
pub(super) mod pem;
mod pgp;
mod private_key;
mod pypi;

use crate::rule::Validator;

pub use aws::aws_account;
pub use password::is_encoded_words;

/// What a validator says of a candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing speaks against it, nothing proves it.
    Plausible,
    /// A checksum holds, or something as unlikely to hold by chance; the note says which.
    Proven(&'static str),
    /// A checksum fails, or the credential is of little use alone; the note says why.
    Doubtful(&'static str),
    /// It cannot be a credential of the kind.
    Impossible,
}

impl Verdict {
    /// The note for the report, where there is one.
    #[must_use]
    pub const fn note(self) -> Option<&'static str> {
        match self {
            Self::Proven(note) | Self::Doubtful(note) => Some(note),
            Self::Plausible | Self::Impossible => None,
        }
    }
}

/// Asks one validator about a candidate.
#[must_use]
pub fn validate(validator: Validator, secret: &[u8]) -> Verdict {
    match validator {
        Validator::Crc32Base62 => checksum::crc32_base62(secret),
        Validator::Crc32Hex => checksum::crc32_hex(secret),
        Validator::PypiMacaroon => pypi::macaroon(secret),
        Validator::AwsAccount => aws::key_id(secret),
        Validator::Jwt => jwt::token(secret),
        Validator::PrivateKey => private_key::block(secret),
        Validator::BasicAuth => basic_auth::credentials(secret),
        Validator::Base64Json => encoded::base64_json(secret),
        Validator::Base64 => encoded::base64(secret),
        Validator::Luhn => checksum::luhn(secret),
        Validator::PlausiblePassword => password::plausible(secret),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ALL: [Validator; 11] = [
        Validator::Crc32Base62,
        Validator::Crc32Hex,
        Validator::PypiMacaroon,
        Validator::AwsAccount,
        Validator::Jwt,
        Validator::PrivateKey,
        Validator::BasicAuth,
        Validator::Base64Json,
        Validator::Base64,
        Validator::Luhn,
        Validator::PlausiblePassword,
    ];

    proptest! {
        #[test]
        fn no_bytes_make_a_validator_panic(bytes in prop::collection::vec(any::<u8>(), 0..400), text in ".{0,200}") {
            for validator in ALL {
                let _ = validate(validator, &bytes);
                let _ = validate(validator, text.as_bytes());
            }
        }
    }
}
