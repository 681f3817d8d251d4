//! A request that is being written.

use std::fmt::Write as _;

use bytes::{BufMut, Bytes, BytesMut};
use http::header::{COOKIE, HeaderName, HeaderValue};

use super::super::encode::{
    Encode, Part, PartContent, to_form, to_json, to_parts, write_cookie, write_header, write_path,
    write_query,
};
use super::super::multipart::PartInfo;
use super::super::operation::{MediaInfo, MediaKind, OperationInfo};
use super::super::style::ParameterInfo;
use super::HeaderMap;
use super::call::WriteChoice;
use super::clock::random;
use super::error::RequestError;

/// A request that is being written: its parameters by name, and its body.
#[derive(Debug)]
pub struct Outgoing {
    pub(super) info: &'static OperationInfo,
    path: Vec<(&'static str, String)>,
    pub(super) query: String,
    pub(super) headers: HeaderMap,
    cookies: String,
    pub(super) body: Option<Payload>,
    /// The first thing that went wrong.
    fault: Option<RequestError>,
}

/// A body, before options have had their say.
#[derive(Debug)]
pub(super) enum Payload {
    /// All of it.
    Whole(&'static str, Bytes),
    /// Parts.
    Parts(Vec<Part>),
}

impl Outgoing {
    pub(super) fn new(info: &'static OperationInfo) -> Self {
        Self {
            info,
            path: Vec::new(),
            query: String::new(),
            headers: HeaderMap::new(),
            cookies: String::new(),
            body: None,
            fault: None,
        }
    }

    /// A path parameter.
    pub fn path(&mut self, name: &'static str, value: &dyn Encode) {
        if let Some(info) = find(self.info.path, name) {
            self.path.push((name, write_path(value, info)));
        }
    }

    /// A query parameter, if it is there.
    pub fn query(&mut self, name: &'static str, value: &dyn Encode) {
        if let Some(info) = find(self.info.query, name)
            && !value.is_absent()
        {
            write_query(&mut self.query, value, info);
        }
    }

    /// A header parameter, if it is there.
    pub fn headers(&mut self, name: &'static str, value: &dyn Encode) {
        if let Some(info) = find(self.info.headers, name)
            && !value.is_absent()
        {
            let text = write_header(value, info);
            let set = set(&mut self.headers, name, &text, false);
            self.keep(set);
        }
    }

    /// A cookie parameter, if it is there.
    pub fn cookies(&mut self, name: &'static str, value: &dyn Encode) {
        if let Some(info) = find(self.info.cookies, name)
            && !value.is_absent()
        {
            let text = write_cookie(value, info);
            self.add_cookie(name, &text);
        }
    }

    /// The body, in the first of its media types.
    pub fn required_body<T: Encode>(&mut self, value: &T) {
        self.write_body(0, value);
    }

    /// The body, if it is there, in the first of its media types.
    pub fn optional_body<T: Encode>(&mut self, value: &Option<T>) {
        if let Some(value) = value {
            self.write_body(0, value);
        }
    }

    /// The body, in the media type of its branch.
    pub fn required_choice<T: WriteChoice>(&mut self, value: &T) {
        let (media, value) = value.chosen();
        self.write_body(media, value);
    }

    /// The body, if it is there, in the media type of its branch.
    pub fn optional_choice<T: WriteChoice>(&mut self, value: &Option<T>) {
        if let Some(value) = value {
            self.required_choice(value);
        }
    }

    fn write_body(&mut self, media: usize, value: &dyn Encode) {
        let media = self.info.body.and_then(|body| body.media.get(media));
        self.body = media.map(|media| payload(media, value));
    }

    /// A header that nobody should see in a log.
    pub(super) fn secret(&mut self, name: &str, value: &str) -> Result<(), RequestError> {
        set(&mut self.headers, name, value, true)
    }

    pub(super) fn add_query(&mut self, name: &'static str, value: &str) {
        write_query(&mut self.query, &value, &ParameterInfo::form(name));
    }

    pub(super) fn add_cookie(&mut self, name: &'static str, value: &str) {
        let separator = if self.cookies.is_empty() { "" } else { "; " };
        // Writing to a String cannot fail.
        let _ = write!(self.cookies, "{separator}{name}={value}");
    }

    fn keep(&mut self, result: Result<(), RequestError>) {
        if let Err(fault) = result {
            self.fault.get_or_insert(fault);
        }
    }

    /// Path and query, and all headers in place.
    pub(super) fn finish(&mut self) -> Result<String, RequestError> {
        if let Some(fault) = self.fault.take() {
            return Err(fault);
        }
        let cookies = std::mem::take(&mut self.cookies);
        if !cookies.is_empty() {
            set(&mut self.headers, COOKIE.as_str(), &cookies, true)?;
        }
        let mut target = fill(self.info.template, &self.path)?;
        if !self.query.is_empty() {
            target.push('?');
            target.push_str(&self.query);
        }
        Ok(target)
    }
}

fn find(known: &'static [ParameterInfo], name: &str) -> Option<&'static ParameterInfo> {
    known.iter().find(|info| info.name == name)
}

/// The template with its values.
fn fill(template: &'static str, values: &[(&'static str, String)]) -> Result<String, RequestError> {
    let fault = |detail: String| RequestError::Path { template, detail };
    let mut path = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some((literal, after)) = rest.split_once('{') {
        let Some((name, behind)) = after.split_once('}') else {
            break;
        };
        path.push_str(literal);
        let value = values.iter().find(|(known, _)| *known == name);
        match value {
            Some((_, value)) if !value.is_empty() => path.push_str(value),
            Some(_) => return Err(fault(format!("`{name}` is empty"))),
            None => return Err(fault(format!("`{name}` is not described as a parameter"))),
        }
        rest = behind;
    }
    path.push_str(rest);
    // The URL standard resolves these segments wherever they stand, and the path would be another one.
    if values.iter().any(|(_, value)| value.starts_with('.')) {
        let lost = path
            .split('/')
            .find(|segment| matches!(*segment, "." | ".."));
        if let Some(segment) = lost {
            return Err(fault(format!("a segment would be `{segment}`")));
        }
    }
    Ok(path)
}

/// Sets a header.
pub(super) fn set(
    headers: &mut HeaderMap,
    name: &str,
    value: &str,
    is_secret: bool,
) -> Result<(), RequestError> {
    let fault = || RequestError::Header {
        name: name.to_owned(),
    };
    let key = HeaderName::from_bytes(name.as_bytes()).map_err(|_| fault())?;
    let mut value = HeaderValue::from_bytes(value.as_bytes()).map_err(|_| fault())?;
    value.set_sensitive(is_secret);
    headers.insert(key, value);
    Ok(())
}

fn payload(media: &'static MediaInfo, value: &dyn Encode) -> Payload {
    let whole = |bytes: Vec<u8>| Payload::Whole(content_type(media), bytes.into());
    match media.kind {
        MediaKind::Json => whole(to_json(value)),
        MediaKind::Form => whole(to_form(value, media.members).into_bytes()),
        MediaKind::Multipart => Payload::Parts(to_parts(value, media.members)),
        MediaKind::Text => whole(write_header(value, &ParameterInfo::simple("")).into_bytes()),
        MediaKind::Bytes => whole(bytes_of(value)),
        MediaKind::JsonLines => whole(to_lines(value)),
    }
}

/// What `Content-Type` says. A range is none, so its commonest member stands for it.
fn content_type(media: &'static MediaInfo) -> &'static str {
    match media.kind {
        _ if !media.range.contains('*') && media.range.contains('/') => media.range,
        MediaKind::Json => "application/json",
        MediaKind::Text => "text/plain",
        _ => "application/octet-stream",
    }
}

/// Bytes as they are; what is no bytes by its type is text or JSON.
fn bytes_of(value: &dyn Encode) -> Vec<u8> {
    let parts = to_parts(&Lone(value), &[]);
    match parts.into_iter().next().map(|part| part.content) {
        Some(PartContent::Bytes(bytes)) => bytes.into(),
        Some(PartContent::Text(text)) => text.into_bytes(),
        Some(PartContent::Json(json)) => json,
        None => to_json(value),
    }
}

/// A value as the only member of an object.
struct Lone<'v>(&'v dyn Encode);

impl Encode for Lone<'_> {
    fn encode(&self, out: &mut dyn super::super::encode::Sink) {
        out.begin_object();
        out.name("");
        self.0.encode(out);
        out.end_object();
    }
}

/// The items of a list, one JSON text a line.
fn to_lines(value: &dyn Encode) -> Vec<u8> {
    let mut out = Vec::new();
    match super::super::encode::to_value(value) {
        serde_json::Value::Array(items) => {
            for item in &items {
                out.extend_from_slice(&to_json(item));
                out.push(b'\n');
            }
        }
        other => out.extend_from_slice(&to_json(&other)),
    }
    out
}

/// A multipart body: its content type, and its pieces in order. Content that comes bit by bit stands between them
/// as `None`, in the order of `streamed`.
pub(super) struct Multipart {
    pub(super) content_type: String,
    pub(super) pieces: Vec<Option<Bytes>>,
}

impl Multipart {
    /// Puts parts together. `infos` say more of some of them, and `streamed` are those whose content is elsewhere.
    ///
    /// # Errors
    ///
    /// [`RequestError::Part`]: more is said of a part that is not there.
    pub(super) fn of(
        parts: &[Part],
        infos: &[PartInfo],
        streamed: &[&str],
    ) -> Result<Self, RequestError> {
        let named = infos.iter().map(|info| info.name.as_str());
        for name in named.chain(streamed.iter().copied()) {
            if !parts.iter().any(|part| part.name == name) {
                return Err(RequestError::Part {
                    name: name.to_owned(),
                });
            }
        }
        let boundary = format!("{:016x}{:016x}", random(), random());
        let mut pieces = Vec::new();
        let mut text = BytesMut::new();
        for part in parts {
            let info = infos.iter().find(|info| info.name == part.name);
            text.put_slice(head(part, info, &boundary).as_bytes());
            match &part.content {
                _ if streamed.contains(&part.name.as_str()) => {
                    pieces.push(Some(text.split().freeze()));
                    pieces.push(None);
                }
                PartContent::Text(content) => text.put_slice(content.as_bytes()),
                PartContent::Json(content) => text.put_slice(content),
                PartContent::Bytes(content) => {
                    pieces.push(Some(text.split().freeze()));
                    pieces.push(Some(content.clone()));
                }
            }
            text.put_slice(b"\r\n");
        }
        text.put_slice(format!("--{boundary}--\r\n").as_bytes());
        pieces.push(Some(text.freeze()));
        Ok(Self {
            content_type: format!("multipart/form-data; boundary={boundary}"),
            pieces,
        })
    }

    /// All of it, where nothing comes bit by bit.
    pub(super) fn into_bytes(self) -> Bytes {
        let mut whole = BytesMut::new();
        for piece in self.pieces.into_iter().flatten() {
            whole.put_slice(&piece);
        }
        whole.freeze()
    }
}

/// The lines before the content of a part (RFC 7578 §4.2). Bytes are a file: without a name of its own it has that of
/// its member.
fn head(part: &Part, info: Option<&PartInfo>, boundary: &str) -> String {
    let name = quoted(&part.name);
    let mut head = format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"");
    let is_bytes = matches!(part.content, PartContent::Bytes(_));
    let file_name = info
        .and_then(|info| info.file_name.as_deref())
        .or(is_bytes.then_some(part.name.as_str()));
    if let Some(file_name) = file_name {
        // Writing to a String cannot fail.
        let _ = write!(head, "; filename=\"{}\"", quoted(file_name));
    }
    let media_type = info
        .and_then(|info| info.media_type.as_deref())
        .or(part.media_type)
        .or(match part.content {
            PartContent::Text(_) => None,
            PartContent::Json(_) => Some("application/json"),
            PartContent::Bytes(_) => Some("application/octet-stream"),
        });
    if let Some(media_type) = media_type {
        let plain = media_type.replace(|c: char| c.is_control(), "");
        let _ = write!(head, "\r\nContent-Type: {plain}");
    }
    head.push_str("\r\n\r\n");
    head
}

/// As forms in browsers write names (WHATWG HTML §4.10.21.8).
fn quoted(text: &str) -> String {
    text.replace('"', "%22")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}
