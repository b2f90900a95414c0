//! Validators, the placeholder test and entropy on arbitrary bytes: they never panic.
#![no_main]

use credline::check::secret::entropy::shannon;
use credline::check::secret::placeholder::is_placeholder;
use credline::check::secret::validate::{aws_account, validate};
use credline::rule::Validator;
use libfuzzer_sys::fuzz_target;

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

fuzz_target!(|bytes: &[u8]| {
    for validator in ALL {
        let _ = validate(validator, bytes);
    }
    let _ = (is_placeholder(bytes), aws_account(bytes));
    assert!((0.0..=8.0).contains(&shannon(bytes)));
});
