//! Documented headers of answers, read when they are asked for.

use std::fmt;

use http::HeaderValue;

use super::super::decode::{Decode, Decoder, Direction};
use super::super::fault::{Fault, FaultKind, Path};
use super::super::style::{ParameterInfo, read_lines};
use super::HeaderMap;

/// Why a documented header of an answer could not be read.
#[derive(Debug, Clone, PartialEq)]
pub struct HeaderError {
    /// What is wrong with it, below its name.
    pub faults: Vec<Fault>,
}

impl fmt::Display for HeaderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let faults: Vec<String> = self.faults.iter().map(ToString::to_string).collect();
        write!(f, "a header of the answer: {}", faults.join("; "))
    }
}

impl std::error::Error for HeaderError {}

/// A header that every answer has.
///
/// # Errors
///
/// It is not there, or not what the description says.
pub fn required_header<T: Decode>(
    headers: &HeaderMap,
    info: &'static ParameterInfo,
) -> Result<T, HeaderError> {
    match optional_header(headers, info) {
        Ok(Some(value)) => Ok(value),
        Ok(None) => Err(HeaderError {
            faults: vec![Fault {
                path: Path::ROOT.member(info.name).segments(),
                kind: FaultKind::Missing,
            }],
        }),
        Err(error) => Err(error),
    }
}

/// A header that an answer may have.
///
/// # Errors
///
/// It is there and is not what the description says.
pub fn optional_header<T: Decode>(
    headers: &HeaderMap,
    info: &'static ParameterInfo,
) -> Result<Option<T>, HeaderError> {
    let lines = headers.get_all(info.name).iter();
    let node = match read_lines(lines.map(HeaderValue::as_bytes), info) {
        Ok(None) => return Ok(None),
        Ok(Some(node)) => node,
        Err(fault) => {
            let faults = vec![fault];
            return Err(HeaderError { faults });
        }
    };
    let mut decoder = Decoder::new(Direction::Response);
    let value = T::decode(node, &mut decoder, &Path::ROOT.member(info.name));
    let read = decoder.finish(value);
    read.map(Some).map_err(|faults| HeaderError { faults })
}
