//! Reads the literals beside this file, in the format of `README.md`. The tests of the generator and those of the
//! tester include it: it knows neither of them, and what it reads is data.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value};
use trueline_spec::source::Limits;
use trueline_spec::{At, Sources};

/// What stands on the wire, and what it means.
#[derive(Debug, Clone)]
pub(crate) struct Literal {
    /// File and line, for whoever reads a failure: `spec/wire/query.yaml:12`.
    pub(crate) at: String,
    /// The `operationId`.
    pub(crate) operation: String,
    /// Which part of the exchange it is.
    pub(crate) place: Place,
    /// The content type, where it is not the first that the description has.
    pub(crate) media_type: Option<String>,
    /// The bytes.
    pub(crate) wire: Wire,
    /// Other bytes that a writer may choose in their place.
    pub(crate) or: Vec<String>,
    /// What they mean, or why they mean nothing.
    pub(crate) meaning: Meaning,
    /// Whether the bytes are read, and whether they are what is written.
    pub(crate) only: Option<Way>,
    /// Where the tester sees something else than the generated code: the places that it complains of.
    pub(crate) judged: Option<Vec<String>>,
    /// Where the truth of it stands.
    pub(crate) source: String,
}

/// A part of an exchange.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Place {
    Path(String),
    Query(String),
    Header(String),
    Cookie(String),
    Body,
    Answer(u16),
    AnswerHeader(u16, String),
}

/// Bytes as they travel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Wire {
    /// Nothing at all.
    Nothing,
    /// A query string, a piece of a path, content.
    Bytes(Vec<u8>),
    /// The lines of one header.
    Lines(Vec<String>),
}

/// What bytes mean.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Meaning {
    /// The argument is not there.
    Absent,
    /// This value.
    Value(Value),
    /// None: refused with this status.
    Status(u16),
    /// None: refused for what stands at these places.
    Faults(Vec<String>),
}

/// A direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// From bytes to the value.
    Decode,
    /// From the value to bytes.
    Encode,
}

impl Literal {
    /// Whether the bytes are to be read.
    pub(crate) fn is_read(&self) -> bool {
        self.only != Some(Way::Encode)
    }

    /// Whether the bytes are to be written.
    pub(crate) fn is_written(&self) -> bool {
        self.only != Some(Way::Decode)
            && matches!(self.meaning, Meaning::Value(_) | Meaning::Absent)
    }
}

impl Literal {
    /// Whether a writer may write this.
    pub(crate) fn may_be_written(&self, bytes: &[u8]) -> bool {
        self.wire.bytes() == bytes || self.or.iter().any(|other| other.as_bytes() == bytes)
    }
}

impl Wire {
    /// The bytes; the lines of a header as one value (RFC 9110 §5.3).
    pub(crate) fn bytes(&self) -> Vec<u8> {
        match self {
            Wire::Nothing => Vec::new(),
            Wire::Bytes(bytes) => bytes.clone(),
            Wire::Lines(lines) => lines.join(", ").into_bytes(),
        }
    }

    /// The bytes as text, faulty UTF-8 replaced.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes()).into_owned()
    }
}

/// `spec/wire`.
pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/wire")
}

/// All literals, in order of files and lines.
///
/// # Panics
///
/// When a file is not of the format: a literal that nobody understands must not count as one that holds.
pub(crate) fn all() -> Vec<Literal> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|kind| kind == "yaml"))
        .filter(|path| path.file_stem().is_some_and(|stem| stem != "openapi"))
        .collect();
    paths.sort();
    paths.iter().flat_map(|path| file(path)).collect()
}

fn file(path: &Path) -> Vec<Literal> {
    let name = format!("spec/wire/{}", path.file_name().unwrap().to_string_lossy());
    let mut sources = Sources::default();
    let (id, diagnostics) = sources.add(&name, &std::fs::read(path).unwrap(), &Limits::default());
    assert!(diagnostics.is_empty(), "{name}: {diagnostics:?}");
    let root = At::root(id);
    let groups = sources.value(&root).and_then(Value::as_object);
    let groups = groups.unwrap_or_else(|| panic!("{name}: must be an object of lists"));
    let mut literals = Vec::new();
    for (key, group) in groups {
        let at = root.child(key);
        let line = sources.line_of(&at);
        let (operation, place) =
            subject(key).unwrap_or_else(|| panic!("{name}:{line}: `{key}` names no part"));
        let entries = group.as_array();
        let entries = entries.unwrap_or_else(|| panic!("{name}:{line}: must be a list"));
        for (index, entry) in entries.iter().enumerate() {
            let line = sources.span(&at.index(index)).line;
            let at = format!("{name}:{line}");
            literals.push(literal(&at, operation.clone(), place.clone(), entry));
        }
    }
    literals
}

/// `listThings query tags`, `putThing body`, `getThing answer 200`, `getThing answer 200 X-Count`.
fn subject(key: &str) -> Option<(String, Place)> {
    let (operation, part) = key.split_once(' ')?;
    let (kind, rest) = part.split_once(' ').unwrap_or((part, ""));
    let named = || rest.to_owned();
    let place = match kind {
        "path" => Place::Path(named()),
        "query" => Place::Query(named()),
        "header" => Place::Header(named()),
        "cookie" => Place::Cookie(named()),
        "body" => Place::Body,
        "answer" => match rest.split_once(' ') {
            Some((status, name)) => Place::AnswerHeader(status.parse().ok()?, name.to_owned()),
            None => Place::Answer(rest.parse().ok()?),
        },
        _ => return None,
    };
    Some((operation.to_owned(), place))
}

fn literal(at: &str, operation: String, place: Place, entry: &Value) -> Literal {
    const MEMBERS: [&str; 10] = [
        "wire", "or", "bytes", "type", "value", "absent", "refuse", "only", "judged", "source",
    ];
    let members = entry.as_object();
    let members = members.unwrap_or_else(|| panic!("{at}: must be an object"));
    let unknown = members.keys().find(|key| !MEMBERS.contains(&key.as_str()));
    assert!(unknown.is_none(), "{at}: `{unknown:?}` means nothing");
    let text = |name: &str| members.get(name).and_then(Value::as_str).map(str::to_owned);
    Literal {
        at: at.to_owned(),
        operation,
        place,
        media_type: text("type"),
        wire: wire(at, members),
        or: match members.get("or") {
            None => Vec::new(),
            Some(Value::String(text)) => vec![text.clone()],
            Some(_) => panic!("{at}: `or` is a text"),
        },
        meaning: meaning(at, members),
        only: text("only").map(|way| match way.as_str() {
            "decode" => Way::Decode,
            "encode" => Way::Encode,
            other => panic!("{at}: `only` is `decode` or `encode`, not `{other}`"),
        }),
        judged: members.get("judged").map(|value| places(at, value)),
        source: text("source")
            .filter(|source| !source.is_empty())
            .unwrap_or_else(|| panic!("{at}: has no `source`")),
    }
}

fn wire(at: &str, members: &Map<String, Value>) -> Wire {
    if let Some(hex) = members.get("bytes") {
        let hex = hex
            .as_str()
            .unwrap_or_else(|| panic!("{at}: `bytes` is text"));
        let byte = |pair: &str| u8::from_str_radix(pair, 16).ok();
        let bytes: Option<Vec<u8>> = hex.split_whitespace().map(byte).collect();
        return Wire::Bytes(bytes.unwrap_or_else(|| panic!("{at}: `bytes` is not hexadecimal")));
    }
    match members.get("wire") {
        None => Wire::Nothing,
        Some(Value::String(text)) => Wire::Bytes(text.clone().into_bytes()),
        Some(Value::Array(lines)) => {
            let line = |line: &Value| line.as_str().map(str::to_owned);
            let lines: Option<Vec<String>> = lines.iter().map(line).collect();
            Wire::Lines(lines.unwrap_or_else(|| panic!("{at}: the lines of `wire` are texts")))
        }
        Some(_) => panic!("{at}: `wire` is a text or a list of lines"),
    }
}

fn meaning(at: &str, members: &Map<String, Value>) -> Meaning {
    match (
        members.get("value"),
        members.get("absent"),
        members.get("refuse"),
    ) {
        (Some(value), None, None) => Meaning::Value(value.clone()),
        (None, Some(Value::Bool(true)), None) => Meaning::Absent,
        (None, None, Some(Value::Number(status))) => Meaning::Status(
            status
                .as_u64()
                .and_then(|status| u16::try_from(status).ok())
                .unwrap_or_else(|| panic!("{at}: `refuse` is no status")),
        ),
        (None, None, Some(refused)) => Meaning::Faults(places(at, refused)),
        _ => panic!("{at}: must have one of `value`, `absent: true` and `refuse`"),
    }
}

/// JSON pointers: one, or a list, in alphabetical order.
fn places(at: &str, value: &Value) -> Vec<String> {
    let one = |value: &Value| {
        let text = value
            .as_str()
            .filter(|text| text.is_empty() || text.starts_with('/'));
        text.unwrap_or_else(|| panic!("{at}: {value} is no JSON pointer"))
            .to_owned()
    };
    let mut places: Vec<String> = match value {
        Value::Array(items) => items.iter().map(one).collect(),
        value => vec![one(value)],
    };
    places.sort();
    places
}

/// Whether two values are the same: numbers by what they are, not by how they are spelled (JSON Schema 2020-12 core
/// §4.2.2), objects without their order.
pub(crate) fn same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => {
            left == right
                || match (left.as_i128(), right.as_i128()) {
                    (Some(left), Some(right)) => left == right,
                    _ => left.as_f64() == right.as_f64(),
                }
        }
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len()
                && left
                    .iter()
                    .zip(right)
                    .all(|(left, right)| same(left, right))
        }
        (Value::Object(left), Value::Object(right)) => {
            left.len() == right.len()
                && left
                    .iter()
                    .all(|(name, value)| right.get(name).is_some_and(|other| same(value, other)))
        }
        (left, right) => left == right,
    }
}
