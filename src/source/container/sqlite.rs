//! The values of a SQLite database, page by page, without trusting a number in it.

mod page;
mod record;

use crate::source::text::{Decoded, Encoding};

use page::{Cells, Database, Payload};

/// How every database begins.
pub(super) const MAGIC: &[u8] = b"SQLite format 3\0";
/// Bytes of payloads that are put together at most, as a multiple of the file: overflow chains can be shared.
const MOST: usize = 4;

/// Every text and blob value, one a line.
pub(super) fn values(file: &[u8]) -> Decoded {
    let mut decoded = Decoded::new(file.len());
    let Some(database) = Database::of(file) else { return decoded };
    let mut left = file.len().saturating_mul(MOST);
    for cell in (0..database.pages()).flat_map(|number| Cells::of(&database, number)) {
        let payload = database.payload(&cell);
        for value in record::values(&payload.bytes) {
            emit(&mut decoded, &payload, value, database.encoding);
        }
        let Some(rest) = left.checked_sub(payload.bytes.len()) else { break };
        left = rest;
    }
    decoded
}

fn emit(decoded: &mut Decoded, payload: &Payload<'_>, value: record::Value, encoding: Option<Encoding>) {
    let bytes = &payload.bytes[value.range.clone()];
    match encoding.filter(|_| value.is_text) {
        Some(encoding) => decoded.whole(&encoding.decode(bytes), payload.place(&value.range)),
        None if value.range.end <= payload.local => decoded.linear(bytes, payload.at + value.range.start),
        None => decoded.whole(bytes, payload.place(&value.range)),
    }
    decoded.end_line();
}
