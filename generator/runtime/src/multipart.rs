//! `multipart/form-data` (RFC 7578) out of a body that is in memory.

use bytes::Bytes;

use super::fault::Fault;
use super::form::{Branches, Entries, FormLimits, insert, split_name, syntax};
use super::json::read_json;
use super::node::Node;
use super::style::{ParameterInfo, Shape, Style};

/// Reads the parts. A part that is declared as bytes is taken as it is. Of the others, a part with a JSON media type is read as JSON, a part with another media type than
/// text or with a file name as bytes, any other as text. Names may have brackets.
///
/// # Errors
///
/// A fault of syntax: parts that are not delimited by `boundary`, a part without a name, text that is
/// not UTF-8, more parts than `limits` allow.
pub fn read_multipart<'a>(
    body: &'a Bytes,
    boundary: &str,
    known: &[ParameterInfo],
    limits: FormLimits,
) -> Result<Entries<'a>, Fault> {
    let mut entries = Entries::new();
    let mut count = 0;
    for part in parts(body, boundary)? {
        count += 1;
        if count > limits.pairs {
            let detail = format!("has more than {} parts", limits.pairs);
            return Err(syntax(None, &detail));
        }
        let part = part?;
        let info = known.iter().find(|info| info.name == part.name);
        let value = part.value(body, info)?;
        let keys = split_name(&part.name).map_err(|detail| syntax(Some(&part.name), detail))?;
        if keys.len() > limits.depth + 1 {
            let detail = format!("has more than {} levels of brackets", limits.depth);
            return Err(syntax(Some(&part.name), &detail));
        }
        let keys = Branches::of(part.name.clone().into(), keys);
        insert(&mut entries, keys, value).map_err(|detail| syntax(Some(&part.name), detail))?;
    }
    for (name, node) in &mut entries {
        let is_list = known
            .iter()
            .any(|info| info.name == *name && info.shape == Shape::List);
        // Brackets have said what it is; a JSON text has not said whether there are more.
        if is_list && !node.is_list() && !matches!(node, Node::Branch(_)) {
            let lone = std::mem::replace(node, Node::Null);
            *node = Node::Repeated(vec![lone]);
        }
    }
    Ok(entries)
}

/// The `boundary` parameter of a content type (RFC 2046 §5.1.1).
pub fn boundary_of(content_type: &str) -> Option<&str> {
    let parameters = content_type.split(';').skip(1);
    for parameter in parameters {
        let (name, value) = parameter.split_once('=')?;
        if name.trim().eq_ignore_ascii_case("boundary") {
            let value = value.trim();
            let value = value
                .strip_prefix('"')
                .and_then(|value| value.strip_suffix('"'))
                .unwrap_or(value);
            return (!value.is_empty() && value.len() <= 70).then_some(value);
        }
    }
    None
}

/// What a part says of itself beside its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartInfo {
    /// The name of the member that it is.
    pub name: String,
    /// The name of the file that it was, as the sender wrote it: not to be trusted as a path.
    pub file_name: Option<String>,
    /// Its media type, lower case, without parameters.
    pub media_type: Option<String>,
}

/// What the parts of a body say of themselves; as far as they can be read.
pub fn read_part_infos(body: &[u8], boundary: &str) -> Vec<PartInfo> {
    let Ok(parts) = parts(body, boundary) else {
        return Vec::new();
    };
    parts
        .map_while(Result::ok)
        .map(|part| PartInfo {
            name: part.name,
            file_name: part.file_name,
            media_type: part.media_type,
        })
        .collect()
}

struct Part<'a> {
    name: String,
    file_name: Option<String>,
    media_type: Option<String>,
    content: &'a [u8],
}

impl<'a> Part<'a> {
    fn value(&self, body: &Bytes, info: Option<&ParameterInfo>) -> Result<Node<'a>, Fault> {
        if info.is_some_and(|info| info.shape == Shape::Bytes) {
            return Ok(Node::Bytes(body.slice_ref(self.content)));
        }
        let media_type = self.media_type.as_deref().unwrap_or("text/plain");
        let is_json = media_type == "application/json" || media_type.ends_with("+json");
        if is_json || info.is_some_and(|info| info.style == Style::Json) {
            return read_json(self.content)
                .map_err(|fault| syntax(Some(&self.name), &fault.kind.to_string()));
        }
        if self.file_name.is_some() || !media_type.starts_with("text/") {
            return Ok(Node::Bytes(body.slice_ref(self.content)));
        }
        match std::str::from_utf8(self.content) {
            Ok(text) => Ok(Node::Raw(text.into())),
            Err(_) => Err(syntax(Some(&self.name), "is not UTF-8")),
        }
    }

    /// Headers, an empty line, the content.
    fn read(bytes: &'a [u8]) -> Result<Self, Fault> {
        let (head, content) = match find(bytes, b"\r\n\r\n") {
            Some(end) => (&bytes[..end], &bytes[end + 4..]),
            None => return Err(syntax(None, "has a part without headers")),
        };
        let head = std::str::from_utf8(head)
            .map_err(|_| syntax(None, "has a part whose headers are not UTF-8"))?;
        let mut name = None;
        let mut file_name = None;
        let mut media_type = None;
        for line in head.split("\r\n") {
            let Some((header, value)) = line.split_once(':') else {
                continue;
            };
            if header.eq_ignore_ascii_case("content-disposition") {
                name = parameter(value, "name");
                file_name = parameter(value, "filename");
            } else if header.eq_ignore_ascii_case("content-type") {
                let value = value.split(';').next().unwrap_or_default();
                media_type = Some(value.trim().to_ascii_lowercase());
            }
        }
        Ok(Self {
            name: name.ok_or_else(|| syntax(None, "has a part without a name"))?,
            file_name,
            media_type,
            content,
        })
    }
}

/// The parts between the delimiters, each still to be read.
fn parts<'a>(
    body: &'a [u8],
    boundary: &str,
) -> Result<impl Iterator<Item = Result<Part<'a>, Fault>>, Fault> {
    let delimiter = format!("\r\n--{boundary}").into_bytes();
    // The first delimiter may stand at the very start, without a line end before it.
    let mut rest = if body.starts_with(&delimiter[2..]) {
        &body[delimiter.len() - 2..]
    } else {
        let start = find(body, &delimiter)
            .ok_or_else(|| syntax(None, "has no part: its boundary does not occur"))?;
        &body[start + delimiter.len()..]
    };
    let mut done = false;
    Ok(std::iter::from_fn(move || {
        if done || rest.starts_with(b"--") {
            return None;
        }
        let padding = rest
            .iter()
            .take_while(|byte| matches!(byte, b' ' | b'\t'))
            .count();
        let Some(end) = find(rest, &delimiter) else {
            done = true;
            return Some(Err(syntax(None, "ends before its last boundary")));
        };
        let Some(part) = rest[padding..].strip_prefix(b"\r\n") else {
            done = true;
            return Some(Err(syntax(None, "has text behind a boundary")));
        };
        let length = (end - padding).saturating_sub(2);
        let part = part.get(..length).unwrap_or_default();
        rest = &rest[end + delimiter.len()..];
        Some(Part::read(part))
    }))
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    let first = *wanted.first()?;
    let mut start = 0;
    while let Some(step) = bytes[start..].iter().position(|byte| *byte == first) {
        let index = start + step;
        if bytes[index..].starts_with(wanted) {
            return Some(index);
        }
        start = index + 1;
    }
    None
}

/// A parameter of a header value: `form-data; name="a"`.
fn parameter(value: &str, wanted: &str) -> Option<String> {
    let mut rest = value.split_once(';')?.1;
    loop {
        let (name, after) = rest.split_once('=')?;
        let name = name.trim();
        let (text, after) = match after.trim_start().strip_prefix('"') {
            Some(quoted) => quoted_text(quoted)?,
            None => {
                let end = after.find(';').unwrap_or(after.len());
                (after[..end].trim().to_owned(), &after[end..])
            }
        };
        if name.eq_ignore_ascii_case(wanted) {
            return Some(text);
        }
        rest = after.split_once(';')?.1;
    }
}

/// The text up to the closing quote, and what follows. Browsers write a quote inside as `%22`.
fn quoted_text(quoted: &str) -> Option<(String, &str)> {
    let mut text = String::new();
    let mut characters = quoted.char_indices();
    while let Some((index, character)) = characters.next() {
        match character {
            '"' => return Some((text.replace("%22", "\""), &quoted[index + 1..])),
            '\\' => text.push(characters.next()?.1),
            other => text.push(other),
        }
    }
    None
}
