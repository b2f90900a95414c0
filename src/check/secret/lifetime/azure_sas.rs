//! Azure shared access signatures: of storage, Service Bus, Event Hubs and devices.
//! Source: <https://learn.microsoft.com/rest/api/storageservices/create-service-sas>

use super::Validity;
use super::parameters::{Parameters, ask};
use super::stamp::Stamp;

/// The signature's end is `se`, or that of the user delegation key (`ske`) where it comes first.
pub fn read(secret: &[u8], around: &[u8]) -> Option<Validity> {
    ask(secret, around, of_parameters)
}

/// The end that the parameters of a signature name.
pub fn of_parameters(parameters: &Parameters<'_>) -> Option<Validity> {
    let stamp = |name: &str| parameters.get(name).and_then(|text| Stamp::of_text(&text));
    let issued = stamp("st").or_else(|| stamp("skt")).and_then(Stamp::at);
    match (stamp("se"), stamp("ske")) {
        (Some(end), Some(key)) if key < end => {
            Some(Validity::until(key, issued, "the end of its delegation key, `ske`,"))
        }
        (Some(end), _) => Some(Validity::until(end, issued, "its expiry, `se`,")),
        (None, Some(key)) => Some(Validity::until(key, issued, "the end of its delegation key, `ske`,")),
        (None, None) if parameters.get("se").is_some() => None,
        (None, None) => {
            parameters.get("si")?;
            Some(Validity::open(issued, "a stored access policy holds its expiry, and can be changed or removed there"))
        }
    }
}
