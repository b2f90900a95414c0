//! The values of a `SQLite` database, page by page, without trusting a number in it.

mod page;
mod record;

use std::ops::ControlFlow;

use crate::source::text::{Decoded, Encoding};

use page::{Cells, Database, Payload};

/// How every database begins.
pub(super) const MAGIC: &[u8] = b"SQLite format 3\0";
/// Bytes of payloads that are put together at most, as a multiple of the file: overflow chains can be shared.
const MOST: usize = 4;
/// Bytes of the shortest blob that can be a container.
const SHORTEST_CONTAINER: usize = 18;

/// Every text and blob value, one a line.
pub(super) fn values(file: &[u8]) -> Decoded {
    let mut decoded = Decoded::new(file.len());
    let Some(database) = Database::of(file) else { return decoded };
    for payload in payloads(&database) {
        for value in record::values(&payload.bytes) {
            emit(&mut decoded, &payload, &value, database.encoding);
        }
    }
    decoded
}

/// Shows each blob that may be a container, with its number among all texts and blobs.
pub(super) fn blobs(file: &[u8], mut show: impl FnMut(usize, &[u8]) -> ControlFlow<()>) -> ControlFlow<()> {
    let Some(database) = Database::of(file) else { return ControlFlow::Continue(()) };
    let mut number = 0;
    for payload in payloads(&database) {
        for value in record::values(&payload.bytes) {
            number += 1;
            if !value.is_text && value.range.len() >= SHORTEST_CONTAINER {
                show(number, &payload.bytes[value.range])?;
            }
        }
    }
    ControlFlow::Continue(())
}

/// The payloads of all cells, until they are too many bytes.
fn payloads<'f>(database: &'f Database<'f>) -> impl Iterator<Item = Payload<'f>> {
    let mut left = database.length().saturating_mul(MOST);
    let cells = (0..database.pages()).flat_map(|number| Cells::of(database, number));
    cells.map_while(move |cell| {
        let payload = database.payload(&cell);
        left = left.checked_sub(payload.bytes.len())?;
        Some(payload)
    })
}

fn emit(decoded: &mut Decoded, payload: &Payload<'_>, value: &record::Value, encoding: Option<Encoding>) {
    let bytes = &payload.bytes[value.range.clone()];
    match encoding.filter(|_| value.is_text) {
        Some(encoding) => decoded.whole(&encoding.decode(bytes), payload.place(&value.range)),
        None if value.range.end <= payload.local => decoded.linear(bytes, payload.at + value.range.start),
        None => decoded.whole(bytes, payload.place(&value.range)),
    }
    decoded.end_line();
}
