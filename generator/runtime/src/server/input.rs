//! The values of a request, place by place, on their way to a typed request.

use std::borrow::Cow;

use http::HeaderValue;

use super::super::decode::{Decode, Decoder, Direction, Members};
use super::super::fault::{Fault, FaultKind, Path};
use super::super::form::{Entries, read_form, syntax};
use super::super::json::read_json;
use super::super::multipart::{boundary_of, read_multipart};
use super::super::node::Node;
use super::super::operation::{MediaInfo, MediaKind, OperationInfo, SchemeKind};
use super::super::rules::Rules;
use super::super::style::{read_lines, read_value};
use super::describe::Choice;
use super::exchange::Exchange;
use super::rejection::{Located, Place, Rejection};

/// The values of a request. Each place is asked for at most once; all faults are kept with their place.
#[derive(Debug)]
pub struct Input<'r> {
    exchange: &'r Exchange,
    decoder: Decoder,
    place: Place,
    faults: Vec<Located>,
}

impl<'r> Input<'r> {
    pub(super) fn new(exchange: &'r Exchange) -> Self {
        let operation = exchange.context.operation;
        let direction = match operation.is_some_and(|operation| operation.is_received) {
            true => Direction::Response,
            false => Direction::Request,
        };
        Self {
            exchange,
            decoder: Decoder::new(direction),
            place: Place::Path,
            faults: Vec::new(),
        }
    }

    /// The path parameters. `None` where one cannot be read: then the request is refused.
    pub fn path(&mut self) -> Option<Members<'r, '_>> {
        self.turn_to(Place::Path);
        let mut entries = Entries::new();
        for (index, info) in self.operation().path.iter().enumerate() {
            if let Some(text) = self.exchange.context.path_value(index) {
                let node = read_value(text, info, true);
                entries.push((Cow::Borrowed(info.name), self.keep(node)?));
            }
        }
        Some(self.members(entries))
    }

    /// The query parameters, unknown ones included; API keys are not among them.
    pub fn query(&mut self) -> Option<Members<'r, '_>> {
        self.turn_to(Place::Query);
        let query = self.exchange.context.parts.uri.query().unwrap_or_default();
        let operation = self.operation();
        let entries = read_form(query.as_bytes(), operation.query, self.exchange.limits);
        let mut entries = self.keep(entries)?;
        for asked in operation.security.iter().copied().flatten() {
            if let SchemeKind::Query(key) = asked.scheme.kind {
                entries.retain(|(name, _)| name != key);
            }
        }
        Some(self.members(entries))
    }

    /// The header parameters. The lines of one name are one value (RFC 9110 §5.3).
    pub fn headers(&mut self) -> Option<Members<'r, '_>> {
        self.turn_to(Place::Header);
        let mut entries = Entries::new();
        for info in self.operation().headers {
            let values = self.exchange.context.parts.headers.get_all(info.name);
            let lines = values.iter().map(HeaderValue::as_bytes);
            if let Some(node) = self.keep(read_lines(lines, info))? {
                entries.push((Cow::Borrowed(info.name), node));
            }
        }
        Some(self.members(entries))
    }

    /// The cookie parameters.
    pub fn cookies(&mut self) -> Option<Members<'r, '_>> {
        self.turn_to(Place::Cookie);
        let mut entries = Entries::new();
        for info in self.operation().cookies {
            if let Some(text) = self.exchange.context.cookie(info.name) {
                let node = read_value(text, info, true);
                entries.push((Cow::Borrowed(info.name), self.keep(node)?));
            }
        }
        Some(self.members(entries))
    }

    /// Index of the body's media type among those of the operation; `None` without a body.
    pub fn media(&self) -> Option<usize> {
        self.exchange.received.as_ref().map(|body| body.media)
    }

    /// The body, which must be there, held to rules.
    pub fn required_body<T: Decode>(&mut self, rules: &[&Rules]) -> Option<T> {
        match self.optional_body(rules)? {
            Some(body) => Some(body),
            None => self.missing_body(),
        }
    }

    /// The body, which may be absent, held to rules.
    pub fn optional_body<T: Decode>(&mut self, rules: &[&Rules]) -> Option<Option<T>> {
        self.turn_to(Place::Body);
        let Some(node) = self.body() else {
            return Some(None);
        };
        let node = self.keep(node)?;
        for rules in rules {
            rules.check(&node, &mut self.decoder, &Path::ROOT);
        }
        T::decode(node, &mut self.decoder, &Path::ROOT).map(Some)
    }

    /// The body, which must be there and is one of several. The rules are those of its branches.
    pub fn required_choice<T: Choice>(&mut self, rules: &[&Rules]) -> Option<T> {
        match self.optional_choice(rules)? {
            Some(body) => Some(body),
            None => self.missing_body(),
        }
    }

    /// The body, which may be absent and is one of several. The rules are those of its branches.
    pub fn optional_choice<T: Choice>(&mut self, _: &[&Rules]) -> Option<Option<T>> {
        match self.media() {
            Some(media) => T::read(media, self).map(Some),
            None => Some(None),
        }
    }

    /// The exchange refuses a missing body before it comes to this.
    fn missing_body<T>(&mut self) -> Option<T> {
        self.turn_to(Place::Body);
        self.decoder.fault(&Path::ROOT, FaultKind::Missing)
    }

    pub(super) fn finish<R>(mut self, request: Option<R>) -> Result<R, Rejection> {
        self.turn_to(Place::Body);
        match request {
            Some(request) if self.faults.is_empty() => Ok(request),
            _ => Err(Rejection::of_faults(self.faults)),
        }
    }

    fn operation(&self) -> &'static OperationInfo {
        self.exchange
            .context
            .operation
            .unwrap_or(&OperationInfo::NONE)
    }

    fn members<'s>(&'s mut self, entries: Entries<'r>) -> Members<'r, 's> {
        Members::from_entries(entries, &mut self.decoder, &Path::ROOT)
    }

    /// Goes on with another place: the faults so far belong to the one before.
    fn turn_to(&mut self, place: Place) {
        let before = self.place;
        let faults = self.decoder.take_faults();
        self.faults.extend(faults.into_iter().map(|fault| Located {
            place: before,
            fault,
        }));
        self.place = place;
    }

    fn keep<T>(&mut self, read: Result<T, Fault>) -> Option<T> {
        match read {
            Ok(value) => Some(value),
            Err(fault) => {
                self.faults.push(Located {
                    place: self.place,
                    fault,
                });
                None
            }
        }
    }

    fn body(&self) -> Option<Result<Node<'r>, Fault>> {
        let received = self.exchange.received.as_ref()?;
        let info: &MediaInfo = self.operation().body?.media.get(received.media)?;
        let bytes = &received.bytes;
        Some(match info.kind {
            MediaKind::Json => read_json(bytes),
            MediaKind::Form => {
                read_form(bytes, info.members, self.exchange.limits).map(Node::Branch)
            }
            MediaKind::Multipart => {
                let content_type = self.exchange.context.header("content-type");
                match content_type.and_then(boundary_of) {
                    Some(boundary) => {
                        read_multipart(bytes, boundary, info.members, self.exchange.limits)
                            .map(Node::Branch)
                    }
                    None => Err(syntax(None, "has a content type without a boundary")),
                }
            }
            MediaKind::Text => match std::str::from_utf8(bytes) {
                Ok(text) => Ok(Node::Raw(Cow::Borrowed(text))),
                Err(_) => Err(syntax(None, "is not UTF-8")),
            },
            MediaKind::Bytes => Ok(Node::Bytes(bytes.clone())),
            MediaKind::JsonLines => bytes
                .split(|byte| matches!(byte, b'\n' | 0x1E))
                .filter(|line| !line.trim_ascii().is_empty())
                .map(read_json)
                .collect::<Result<_, _>>()
                .map(Node::List),
        })
    }
}
