//! Forms and queries: text to pairs to a tree of brackets.
//!
//! `application/x-www-form-urlencoded` (WHATWG URL §5.1) with the conventions that APIs put on top:
//! `a[b]=1`, `a[]=1`, `a[0]=1`, repeated keys, and the styles of OpenAPI for what is declared with one.

mod percent;
mod tree;

use std::borrow::Cow;

use super::fault::{Fault, FaultKind, Segment};
use super::json::read_json;
use super::node::Node;
use super::style::{ParameterInfo, Shape, Style};

pub(super) use percent::decode;
pub(super) use tree::{Branches, insert, split_name};

/// The names of a form with their values, in order of first appearance.
pub type Entries<'a> = Vec<(Cow<'a, str>, Node<'a>)>;

/// How much a form may have. What exceeds it is refused before it costs anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FormLimits {
    /// Pairs at most.
    pub pairs: usize,
    /// Pairs of brackets at most, in one name.
    pub depth: usize,
}

impl Default for FormLimits {
    fn default() -> Self {
        Self {
            pairs: 1000,
            depth: 8,
        }
    }
}

/// Reads a form or query. `known` are the names that are declared, with their styles; any other name
/// is read by its brackets.
///
/// # Errors
///
/// The first [`FaultKind::Syntax`]: a bad percent escape, bytes that are no UTF-8, brackets that do not
/// match, a name that is both a value and an object, more than `limits` allow.
pub fn read_form<'a>(
    text: &'a [u8],
    known: &[ParameterInfo],
    limits: FormLimits,
) -> Result<Entries<'a>, Fault> {
    let text = std::str::from_utf8(text).map_err(|_| syntax(None, "is not UTF-8"))?;
    let mut entries = Entries::new();
    let mut count = 0;
    for pair in text.split('&').filter(|pair| !pair.is_empty()) {
        count += 1;
        if count > limits.pairs {
            return Err(syntax(
                None,
                &format!("has more than {} pairs", limits.pairs),
            ));
        }
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let name = decode(name, true).map_err(|detail| syntax(Some(name), detail))?;
        let info = known.iter().find(|info| info.name == name);
        let value = read_pair(&name, value, info)?;
        let keys = split_name(&name).map_err(|detail| syntax(Some(&name), detail))?;
        if is_json(&name, &keys, known) {
            return Err(syntax(Some(&name), "is written as JSON, not with brackets"));
        }
        if keys.len() > limits.depth + 1 {
            let detail = format!("has more than {} levels of brackets", limits.depth);
            return Err(syntax(Some(&name), &detail));
        }
        let keys = Branches::of(name.clone(), keys);
        insert(&mut entries, keys, value).map_err(|detail| syntax(Some(&name), detail))?;
    }
    for info in known {
        settle(&mut entries, info);
    }
    spread(&mut entries, known);
    Ok(entries)
}

/// Whether brackets stand behind the name of a value that is written as JSON (OpenAPI 3.0.4 §4.12.2.3): text in
/// brackets has no types, and JSON has.
fn is_json(name: &str, keys: &[std::ops::Range<usize>], known: &[ParameterInfo]) -> bool {
    let [first, _, ..] = keys else { return false };
    let first = name.get(first.clone());
    known
        .iter()
        .any(|info| info.style == Style::Json && !info.explode && Some(info.name) == first)
}

/// The value of one pair, split where its style says so before it is decoded.
fn read_pair<'a>(
    name: &str,
    value: &'a str,
    info: Option<&ParameterInfo>,
) -> Result<Node<'a>, Fault> {
    let plain = |text: &'a str| {
        decode(text, true)
            .map(Node::Raw)
            .map_err(|detail| syntax(Some(name), detail))
    };
    let Some(info) = info else {
        return plain(value);
    };
    if info.style == Style::Json {
        let text = decode(value, true).map_err(|detail| syntax(Some(name), detail))?;
        // What may be text is JSON where it can be an object alone.
        if info.may_be_text() && (!text.starts_with('{') || read_json(text.as_bytes()).is_err()) {
            return Ok(Node::Raw(text));
        }
        return read_json(text.as_bytes())
            .map(Node::into_owned)
            .map_err(|mut fault| {
                fault.path.insert(0, Segment::Member(name.to_owned()));
                fault
            });
    }
    if info.explode || matches!(info.shape, Shape::Scalar) {
        return plain(value);
    }
    let delimiters: &[&str] = match info.style {
        Style::SpaceDelimited => &["%20", "+", " "],
        Style::PipeDelimited => &["|", "%7C", "%7c"],
        Style::Form => &[","],
        _ => return plain(value),
    };
    let pieces = split_any(value, delimiters);
    if info.shape == Shape::List {
        return pieces
            .into_iter()
            .map(plain)
            .collect::<Result<_, _>>()
            .map(Node::Repeated);
    }
    let mut members = Entries::new();
    for pair in pieces.chunks(2) {
        let [member, text] = *pair else {
            return Err(syntax(Some(name), "has a member without a value"));
        };
        let member = decode(member, true).map_err(|detail| syntax(Some(name), detail))?;
        members.push((member, plain(text)?));
    }
    Ok(Node::Branch(members))
}

/// Splits at each of several delimiters.
fn split_any<'a>(text: &'a str, delimiters: &[&str]) -> Vec<&'a str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut index = 0;
    while index < text.len() {
        match delimiters
            .iter()
            .find(|delimiter| text[index..].starts_with(**delimiter))
        {
            Some(delimiter) => {
                pieces.push(&text[start..index]);
                index += delimiter.len();
                start = index;
            }
            None => index += text[index..].chars().next().map_or(1, char::len_utf8),
        }
    }
    pieces.push(&text[start..]);
    pieces
}

/// Makes of a lone or repeated value what the style of its name says: with `form` a list of one is
/// written like a scalar (OpenAPI 3.0.4 §4.12.4), with `deepObject` a list always has brackets (D20).
fn settle(entries: &mut Entries<'_>, info: &ParameterInfo) {
    if info.shape != Shape::List {
        return;
    }
    let Some((_, node)) = entries.iter_mut().find(|(name, _)| name == info.name) else {
        return;
    };
    let whole = std::mem::replace(node, Node::Null);
    *node = match (whole, info.style) {
        (repeated @ Node::Repeated(_), Style::DeepObject) => repeated.single(),
        (raw @ Node::Raw(_), Style::DeepObject) => raw,
        (raw @ Node::Raw(_), _) => Node::Repeated(vec![raw]),
        (Node::Repeated(nodes), _) => Node::Repeated(flatten(nodes)),
        // A JSON text for each item, and here there is one item.
        (item @ Node::Map(_), Style::Json) if info.explode => Node::Repeated(vec![item]),
        (other, _) => other,
    };
}

/// `ids=a,b&ids=c` is one list of three.
fn flatten(nodes: Vec<Node<'_>>) -> Vec<Node<'_>> {
    let mut flat = Vec::with_capacity(nodes.len());
    for node in nodes {
        match node {
            Node::Repeated(inner) => flat.extend(inner),
            other => flat.push(other),
        }
    }
    flat
}

/// An object of style `form` with explode has no name of its own on the wire: its members stand among
/// the other names. They are put together here.
fn spread(entries: &mut Entries<'_>, known: &[ParameterInfo]) {
    for info in known {
        if info.style != Style::Form || !info.explode {
            continue;
        }
        let belongs = |name: &str| match info.shape {
            Shape::Object(members) => members.contains(&name),
            Shape::Map => !known.iter().any(|other| other.name == name),
            Shape::Scalar | Shape::List | Shape::Bytes => false,
        };
        if entries.iter().any(|(name, _)| name == info.name) {
            continue;
        }
        let (members, rest) = std::mem::take(entries)
            .into_iter()
            .partition(|(name, _)| belongs(name));
        *entries = rest;
        if !Entries::is_empty(&members) {
            entries.push((Cow::Borrowed(info.name), Node::Branch(members)));
        }
    }
}

/// A fault of syntax, at a name if there is one.
pub(super) fn syntax(name: Option<&str>, detail: &str) -> Fault {
    Fault {
        path: name
            .map(|name| Segment::Member(name.to_owned()))
            .into_iter()
            .collect(),
        kind: FaultKind::Syntax {
            detail: detail.to_owned(),
        },
    }
}
