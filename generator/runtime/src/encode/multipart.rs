//! `multipart/form-data` (RFC 7578): the parts of a value.

use std::fmt::Write as _;

use bytes::Bytes;

use super::super::style::{ParameterInfo, Style};
use super::brackets::Brackets;
use super::{Encode, JsonSink, Sink};

/// A part.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Name of the outermost member that it comes from.
    pub member: String,
    /// Its own name, with brackets where it lies deeper.
    pub name: String,
    /// Its media type, where the description names one.
    pub media_type: Option<&'static str>,
    /// What it carries.
    pub content: PartContent,
}

/// What a part carries.
#[derive(Debug, Clone, PartialEq)]
pub enum PartContent {
    /// Text: a scalar.
    Text(String),
    /// A JSON text: an object of which nothing else is said (OpenAPI 3.0.4 §4.15.1).
    Json(Vec<u8>),
    /// Bytes as they are.
    Bytes(Bytes),
}

/// The parts of an object, in order. `members` are those with a style of their own. A list is one part for each
/// item; an object is a JSON text, or brackets where its style is `deepObject`.
pub fn to_parts(value: &dyn Encode, members: &'static [ParameterInfo]) -> Vec<Part> {
    let mut sink = PartSink {
        members,
        ..PartSink::default()
    };
    value.encode(&mut sink);
    sink.parts
}

#[derive(Default)]
struct PartSink {
    members: &'static [ParameterInfo],
    parts: Vec<Part>,
    member: String,
    media_type: Option<&'static str>,
    way: Way,
    /// The bracketed name of the value that comes next.
    key: Brackets,
    /// A JSON text that is being written, and how deep it stands.
    json: Option<(JsonSink, usize)>,
}

/// How the values of a member are written.
#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// Items one by one, objects as JSON.
    #[default]
    Each,
    /// With brackets.
    Brackets,
    /// All of it as JSON.
    Json,
}

impl PartSink {
    fn put(&mut self, content: PartContent) {
        self.open();
        self.parts.push(Part {
            member: self.member.clone(),
            name: self.key.name().to_owned(),
            media_type: self.media_type,
            content,
        });
    }

    /// Completes the key of an item, where a list is open.
    fn open(&mut self) {
        let has_brackets = self.way == Way::Brackets;
        self.key.next_item(|key, index| {
            if has_brackets {
                // Writing to a String cannot fail.
                let _ = write!(key, "[{index}]");
            }
        });
    }

    fn scalar(&mut self, text: String, write: impl Fn(&mut JsonSink)) {
        match &mut self.json {
            Some((json, _)) => write(json),
            None if self.way == Way::Json && self.key.depth() > 0 => {
                let mut json = JsonSink::default();
                write(&mut json);
                self.put(PartContent::Json(json.into_bytes()));
            }
            None => self.put(PartContent::Text(text)),
        }
    }

    /// Whether an object or list that begins here is a JSON text.
    fn starts_json(&self, is_object: bool) -> bool {
        match self.way {
            // The outermost object is the body itself.
            _ if self.key.depth() == 0 => false,
            Way::Each => is_object || self.key.depth() > 1,
            Way::Brackets => false,
            Way::Json => true,
        }
    }

    fn begin_any(&mut self, is_object: bool) {
        if self.json.is_none() && self.starts_json(is_object) {
            self.json = Some((JsonSink::default(), 0));
        }
        match &mut self.json {
            Some((json, depth)) => {
                *depth += 1;
                match is_object {
                    true => json.begin_object(),
                    false => json.begin_array(),
                }
            }
            None => {
                self.open();
                self.key.begin(!is_object);
            }
        }
    }

    fn end_any(&mut self, is_object: bool) {
        let Some((json, depth)) = &mut self.json else {
            return self.key.end();
        };
        match is_object {
            true => json.end_object(),
            false => json.end_array(),
        }
        *depth -= 1;
        if *depth == 0
            && let Some((json, _)) = self.json.take()
        {
            self.put(PartContent::Json(json.into_bytes()));
        }
    }
}

impl Sink for PartSink {
    fn null(&mut self) {
        self.scalar(String::new(), |json| json.null());
    }

    fn boolean(&mut self, value: bool) {
        self.scalar(value.to_string(), |json| json.boolean(value));
    }

    fn integer(&mut self, value: i64) {
        self.scalar(value.to_string(), |json| json.integer(value));
    }

    fn unsigned(&mut self, value: u64) {
        self.scalar(value.to_string(), |json| json.unsigned(value));
    }

    fn float(&mut self, value: f64) {
        self.scalar(value.to_string(), |json| json.float(value));
    }

    fn text(&mut self, value: &str) {
        self.scalar(value.to_owned(), |json| json.text(value));
    }

    fn bytes(&mut self, value: &[u8]) {
        match &mut self.json {
            Some((json, _)) => json.bytes(value),
            None => self.put(PartContent::Bytes(Bytes::copy_from_slice(value))),
        }
    }

    fn begin_array(&mut self) {
        self.begin_any(false);
    }

    fn end_array(&mut self) {
        self.end_any(false);
    }

    fn begin_object(&mut self) {
        self.begin_any(true);
    }

    fn name(&mut self, name: &str) {
        if let Some((json, _)) = &mut self.json {
            return json.name(name);
        }
        if self.key.depth() != 1 {
            return self.key.member(|key| {
                // Writing to a String cannot fail.
                let _ = write!(key, "[{name}]");
            });
        }
        self.key.member(|key| key.push_str(name));
        name.clone_into(&mut self.member);
        let info = self.members.iter().find(|info| info.name == name);
        self.media_type = info.and_then(|info| info.media_type);
        self.way = match info.map(|info| info.style) {
            Some(Style::Json) => Way::Json,
            Some(Style::DeepObject) => Way::Brackets,
            _ => Way::Each,
        };
    }

    fn end_object(&mut self) {
        self.end_any(true);
    }
}
