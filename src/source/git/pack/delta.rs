//! How one version of an object is made from another: stretches copied from the base, and new bytes.

use super::PackError;

/// A delta that has been inflated; its sizes are read and bounded, its instructions are not checked yet.
#[derive(Clone, Copy, Debug)]
pub struct Delta<'a> {
    /// Bytes of the base.
    pub base_size: u64,
    /// Bytes of the result.
    pub result_size: u64,
    instructions: &'a [u8],
}

/// One step in making the result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step<'a> {
    /// Bytes of the base from an offset.
    Copy {
        /// Where in the base.
        from: usize,
        /// How many bytes.
        length: usize,
    },
    /// New bytes.
    Insert(&'a [u8]),
}

impl<'a> Delta<'a> {
    /// Reads the sizes in front of the instructions.
    ///
    /// # Errors
    /// Where the bytes end in them.
    pub fn read(bytes: &'a [u8]) -> Result<Self, PackError> {
        let (base_size, rest) = size(bytes)?;
        let (result_size, instructions) = size(rest)?;
        Ok(Self { base_size, result_size, instructions })
    }

    /// The steps, each of them an error where it is cut off or reserved.
    pub fn steps(&self) -> Steps<'a> {
        Steps { rest: self.instructions }
    }

    /// Makes the result from the base, at the end of `out`, which grows by what the steps really bring.
    ///
    /// # Errors
    /// Where a step leaves the base, or the sizes do not hold.
    pub fn apply(&self, base: &[u8], out: &mut Vec<u8>) -> Result<(), PackError> {
        if self.base_size != base.len() as u64 {
            return Err(PackError::BadDelta("it is for a base of another size"));
        }
        let start = out.len();
        let size = usize::try_from(self.result_size).map_err(|_| PackError::TooLarge(self.result_size))?;
        // A lying size costs no more than what the steps can bring: each needs a byte, and brings its base at most.
        let likely = size.min(self.instructions.len().saturating_mul(base.len().clamp(1, 0x00ff_ffff)));
        out.try_reserve(likely).map_err(|_| PackError::TooLarge(self.result_size))?;
        for step in self.steps() {
            match step? {
                Step::Copy { from, length } => {
                    let bytes = base.get(from..).and_then(|rest| rest.get(..length));
                    out.extend_from_slice(bytes.ok_or(PackError::BadDelta("it copies from outside its base"))?);
                }
                Step::Insert(bytes) => out.extend_from_slice(bytes),
            }
            if out.len() - start > size {
                return Err(PackError::BadDelta("it makes more bytes than it says"));
            }
        }
        if out.len() - start < size { Err(PackError::BadDelta("it makes fewer bytes than it says")) } else { Ok(()) }
    }
}

/// The steps of a delta.
#[derive(Clone, Debug)]
pub struct Steps<'a> {
    rest: &'a [u8],
}

impl<'a> Iterator for Steps<'a> {
    type Item = Result<Step<'a>, PackError>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let (&code, rest) = self.rest.split_first()?;
        let step = match code {
            0 => Err(PackError::BadDelta("it has a reserved instruction")),
            1..=0x7f => {
                let split = rest.split_at_checked(usize::from(code));
                split.map(|(bytes, rest)| (Step::Insert(bytes), rest)).ok_or(PackError::Truncated)
            }
            _ => copy(code, rest),
        };
        Some(match step {
            Ok((step, rest)) => {
                self.rest = rest;
                Ok(step)
            }
            Err(error) => {
                self.rest = &[];
                Err(error)
            }
        })
    }
}

#[inline]
fn copy(code: u8, mut rest: &[u8]) -> Result<(Step<'_>, &[u8]), PackError> {
    let mut number = |bits: u8, count: u32| {
        let mut value = 0_usize;
        for place in 0..count {
            if bits >> place & 1 == 1 {
                let (&byte, behind) = rest.split_first().ok_or(PackError::Truncated)?;
                value |= usize::from(byte) << (8 * place);
                rest = behind;
            }
        }
        Ok::<usize, PackError>(value)
    };
    let from = number(code & 0x0f, 4)?;
    let length = number(code >> 4 & 0x07, 3)?;
    Ok((Step::Copy { from, length: if length == 0 { 0x1_0000 } else { length } }, rest))
}

fn size(bytes: &[u8]) -> Result<(u64, &[u8]), PackError> {
    let mut value = 0_u64;
    for (place, &byte) in bytes.iter().enumerate().take(10) {
        let shift = 7 * u32::try_from(place).expect("at most ten");
        let part = u64::from(byte & 0x7f);
        if part << shift >> shift != part {
            break;
        }
        value |= part << shift;
        if byte & 0x80 == 0 {
            return Ok((value, &bytes[place + 1..]));
        }
    }
    Err(PackError::BadDelta("its sizes are cut off or of more than 64 bits"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn applied(delta: &[u8], base: &[u8]) -> Result<Vec<u8>, PackError> {
        let mut out = Vec::new();
        Delta::read(delta)?.apply(base, &mut out).map(|()| out)
    }

    #[test]
    fn copies_and_inserts_make_the_result() {
        let delta = [6, 7, 0x91, 2, 3, 2, b'x', b'y', 0x90, 2];
        assert_eq!(applied(&delta, b"abcdef").unwrap(), b"cdexyab");
    }

    #[test]
    fn a_length_of_nothing_is_64_kib() {
        let base = vec![7; 0x1_0000];
        assert_eq!(applied(&[0x80, 0x80, 4, 0x80, 0x80, 4, 0x80], &base).unwrap(), base);
    }

    #[test]
    fn what_does_not_fit_is_an_error() {
        for delta in [
            &[][..],
            &[6],
            &[5, 1, 1, b'a'],
            &[6, 1, 0],
            &[6, 2, 1, b'a'],
            &[6, 1, 2, b'a'],
            &[6, 1, 2, b'a', b'b'],
            &[6, 9, 0x91, 3, 9],
            &[6, 9, 0x91],
            &[0xff; 20],
        ] {
            assert!(applied(delta, b"abcdef").is_err(), "{delta:?}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(delta in prop::collection::vec(any::<u8>(), 0..60)) {
            let _ = applied(&delta, b"abcdef");
        }
    }
}
