//! Undoing zlib step by step, so that the end of the data is known exactly.

use std::io::BufRead;

use flate2::{Decompress, FlushDecompress, Status};

use super::ObjectError;

/// A stream of zlib that is undone as it is read.
pub struct Inflate<R> {
    input: R,
    state: Decompress,
    ended: bool,
}

impl<R: BufRead> Inflate<R> {
    pub fn new(input: R) -> Self {
        Self { input, state: Decompress::new(true), ended: false }
    }

    /// Whether the compressed data has come to its proper end, its checksum included.
    pub const fn ended(&self) -> bool {
        self.ended
    }

    /// The next bytes; 0 where there are none, be it for a proper end or for want of input.
    pub fn read(&mut self, out: &mut [u8]) -> Result<usize, ObjectError> {
        while !self.ended && !out.is_empty() {
            let input = self.input.fill_buf().map_err(ObjectError::Unreadable)?;
            let dry = input.is_empty();
            let (consumed, given) = (self.state.total_in(), self.state.total_out());
            let status =
                self.state.decompress(input, out, FlushDecompress::None).map_err(|_| ObjectError::Compression)?;
            let consumed = usize::try_from(self.state.total_in() - consumed).map_err(|_| ObjectError::Compression)?;
            let given = usize::try_from(self.state.total_out() - given).map_err(|_| ObjectError::Compression)?;
            self.input.consume(consumed);
            self.ended = matches!(status, Status::StreamEnd);
            if given > 0 || (dry && !self.ended) {
                return Ok(given);
            }
            if consumed == 0 && !self.ended {
                return Err(ObjectError::Compression);
            }
        }
        Ok(0)
    }

    /// Whether bytes follow the compressed data.
    pub fn has_more_input(&mut self) -> Result<bool, ObjectError> {
        self.input.fill_buf().map(|rest| !rest.is_empty()).map_err(ObjectError::Unreadable)
    }
}
