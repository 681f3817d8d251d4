//! Header values, written in style `simple` (OpenAPI 3.0.4 §4.21).

use std::fmt::Write as _;

use http::{HeaderName, HeaderValue};

use super::super::super::encode::{Encode, Sink, to_json, write_header};
use super::super::super::style::{ParameterInfo, Shape, Style};
use super::Response;

/// Sets a header. Lists and objects are written with commas, the members of an object with `=` where
/// `explode` says so. Control characters, which no header may have, are percent-encoded.
pub fn set_header(response: &mut Response, name: &'static str, value: &dyn Encode, explode: bool) {
    let info = ParameterInfo::new(name, Style::Simple, explode, Shape::Scalar);
    let written = write_header(value, &info);
    let mut text = String::with_capacity(written.len());
    for character in written.chars() {
        if character.is_ascii_control() && character != '\t' {
            // Writing to a String cannot fail.
            let _ = write!(text, "%{:02X}", character as u32);
        } else {
            text.push(character);
        }
    }
    if let (Ok(name), Ok(value)) = (
        HeaderName::from_bytes(name.as_bytes()),
        HeaderValue::from_bytes(text.as_bytes()),
    ) {
        response.headers_mut().insert(name, value);
    }
}

/// The response with these headers: name, value, and whether members are written with `=`. A value
/// that is absent gives none.
pub fn with_headers(
    mut response: Response,
    headers: &[(&'static str, &dyn Encode, bool)],
) -> Response {
    for (name, value, explode) in headers {
        if !value.is_absent() {
            set_header(&mut response, name, *value, *explode);
        }
    }
    response
}

/// A value whose JSON is the text of a header (`content` with a JSON media type).
#[derive(Debug)]
pub struct JsonText<T>(pub T);

impl<T: Encode> Encode for JsonText<T> {
    fn encode(&self, out: &mut dyn Sink) {
        out.text(&String::from_utf8_lossy(&to_json(&self.0)));
    }

    fn is_absent(&self) -> bool {
        self.0.is_absent()
    }
}
