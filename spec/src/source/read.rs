//! Bytes to a [`SourceText`]: encoding, choice of language, limits, and the words for what is wrong.

use std::ops::Range;

use super::index::{Duplicate, SpanIndex};
use super::lines::LineTable;
use super::{DocumentId, Format, Limits, SourceText, Span, json, yaml};
use crate::diagnostic::{Code, codes};
use crate::{Diagnostic, Severity};

/// Reads one document. What comes back has no value when the bytes are not text, not well-formed or
/// beyond the limits; there is then at least one error among the diagnostics.
pub(crate) fn read(
    id: DocumentId,
    name: &str,
    bytes: &[u8],
    limits: &Limits,
) -> (SourceText, Vec<Diagnostic>) {
    let mut document = SourceText {
        name: name.to_owned(),
        ..SourceText::empty()
    };
    let cap = limits.bytes.min(u32::MAX as usize - 1);
    if bytes.len() > cap {
        let diagnostic = Diagnostic::new(
            codes::TOO_LARGE,
            format!(
                "the document has {} bytes; at most {cap} are read",
                bytes.len()
            ),
        )
        .with_label(Span {
            document: id,
            line: 1,
            column: 1,
            start: 0,
            end: 0,
        })
        .with_help("raise the limit, or split the document into several files");
        return (document, vec![diagnostic]);
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            document.text = String::from_utf8_lossy(bytes).into_owned();
            document.lines = LineTable::new(&document.text);
            // Up to the fault both texts are the same bytes.
            let at = error.valid_up_to();
            let mut report = Reporter::new(id, &document.text, &document.lines);
            report.not_utf8(at, bytes);
            let diagnostics = report.diagnostics;
            return (document, diagnostics);
        }
    };
    document.lines = LineTable::new(text);
    document.text = text.to_owned();
    let mut report = Reporter::new(id, &document.text, &document.lines);
    let looks_like_json = matches!(text.trim_start().as_bytes().first(), Some(b'{' | b'['));
    let (format, value, index) = if looks_like_json {
        let (value, index) = json::read(&mut report, limits);
        if value.is_some() || !report.is_flow_yaml() {
            (Format::Json, value, index)
        } else {
            retry_as_yaml(&mut report, limits, index)
        }
    } else {
        let (value, index) = yaml::read(&mut report, limits);
        (Format::Yaml, value, index)
    };
    let diagnostics = report.diagnostics;
    document.format = format;
    document.value = value;
    document.index = index;
    (document, diagnostics)
}

/// A text that begins with `{` and is not JSON may be YAML in flow style. It is taken for that only
/// if it is faultless; otherwise what was said about it as JSON stands.
fn retry_as_yaml(
    report: &mut Reporter<'_>,
    limits: &Limits,
    json_index: SpanIndex,
) -> (Format, Option<serde_json::Value>, SpanIndex) {
    let mut second = Reporter::new(report.document, report.text, report.lines);
    let (value, index) = yaml::read(&mut second, limits);
    if value.is_some() {
        report.diagnostics = second.diagnostics;
        (Format::Yaml, value, index)
    } else {
        (Format::Json, None, json_index)
    }
}

/// Collects what is to be said about one text.
pub(crate) struct Reporter<'t> {
    pub(crate) document: DocumentId,
    pub(crate) text: &'t str,
    pub(crate) lines: &'t LineTable,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Diagnostics of one kind in one document, beyond which no more are listed.
const ENOUGH: usize = 1000;

impl<'t> Reporter<'t> {
    fn new(document: DocumentId, text: &'t str, lines: &'t LineTable) -> Self {
        Self {
            document,
            text,
            lines,
            diagnostics: Vec::new(),
        }
    }

    fn span(&self, bytes: Range<usize>) -> Span {
        self.lines.span(self.text, self.document, bytes)
    }

    /// Adds a diagnostic with the code's own severity.
    pub(crate) fn add(
        &mut self,
        code: Code,
        bytes: Range<usize>,
        message: String,
        help: Option<&str>,
    ) {
        if self.diagnostics.len() >= ENOUGH {
            return;
        }
        let mut diagnostic = Diagnostic::new(code, message).with_label(self.span(bytes));
        diagnostic.help = help.map(str::to_owned);
        self.diagnostics.push(diagnostic);
    }

    pub(crate) fn syntax(&mut self, at: usize, message: String) {
        let end = self
            .text
            .get(at..)
            .and_then(|rest| rest.chars().next())
            .map_or(at, |found| at + found.len_utf8());
        self.add(codes::SYNTAX, at..end, message, None);
    }

    pub(crate) fn duplicate_key(&mut self, duplicate: &Duplicate) {
        if self.diagnostics.len() >= ENOUGH {
            return;
        }
        let first = self.span(duplicate.first.clone());
        let diagnostic = Diagnostic::new(
            codes::DUPLICATE_KEY,
            format!("the key `{}` stands twice in this object", duplicate.key),
        )
        .with_label(self.span(duplicate.second.clone()))
        .with_labelled(first, "it stands here first, and that value is dropped")
        .with_help("remove one of the two, or rename it");
        self.diagnostics.push(diagnostic);
    }

    pub(crate) fn too_little_indented(&mut self, first: usize, lines: usize) {
        let message = match lines {
            1 => "this line is indented too little for the brackets or quotes around it".to_owned(),
            _ => format!(
                "this line and {} more are indented too little for the brackets or quotes around \
                 them",
                lines - 1
            ),
        };
        self.add(
            codes::INDENTATION,
            first..first,
            message,
            Some("indent them deeper than the key that holds them: strict readers refuse this"),
        );
    }

    /// A fault that keeps the document from being read, unlike others of its code.
    pub(crate) fn key_is_no_text(&mut self, place: Range<usize>, message: &str) {
        let diagnostic = Diagnostic::new(codes::NOT_JSON, message)
            .with_severity(Severity::Error)
            .with_label(self.span(place))
            .with_help("OpenAPI documents must be expressible as JSON: write a plain key");
        self.diagnostics.push(diagnostic);
    }

    pub(crate) fn rounded_number(&mut self, place: Range<usize>) {
        let written = self.text.get(place.clone()).unwrap_or_default();
        let message = format!(
            "the integer {} is outside of 64 bits and is kept as a floating-point number",
            shortened(written)
        );
        let help = Some("write a number of at most 15 digits, or one that fits into 64 bits");
        self.add(codes::NUMBER_ROUNDED, place, message, help);
    }

    pub(crate) fn number_beyond_double(&mut self, place: Range<usize>) {
        let written = self.text.get(place.clone()).unwrap_or_default();
        let message = format!(
            "the number {} is beyond what a double can hold and is read as 1e308",
            shortened(written)
        );
        let help = Some("write a number of at most 15 digits, or one that fits into 64 bits");
        self.add(codes::NUMBER_ROUNDED, place, message, help);
    }

    pub(crate) fn too_deep(&mut self, at: usize, limit: u32) {
        self.add(
            codes::TOO_LARGE,
            at..at,
            format!("objects and lists are nested more than {limit} deep"),
            Some("move inner parts to `components` and refer to them"),
        );
    }

    pub(crate) fn too_many_nodes(&mut self, at: usize, limit: u64) {
        self.add(
            codes::TOO_LARGE,
            at..at,
            format!("the document has more than {limit} nodes, aliases expanded"),
            Some("raise the limit, or split the document into several files"),
        );
    }

    fn not_utf8(&mut self, at: usize, bytes: &[u8]) {
        let help = if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
            "this looks like UTF-16: save the document as UTF-8"
        } else {
            "save the document as UTF-8"
        };
        let byte = bytes.get(at).copied().unwrap_or_default();
        self.add(
            codes::NOT_UTF8,
            at..at,
            format!("the byte 0x{byte:02X} here is not UTF-8"),
            Some(help),
        );
    }

    /// Whether what the JSON scanner said is only that the syntax is wrong.
    fn is_flow_yaml(&self) -> bool {
        self.diagnostics
            .iter()
            .any(|diagnostic| diagnostic.code == codes::SYNTAX)
    }
}

/// A number's text, cut where it is too long for a message.
fn shortened(text: &str) -> String {
    match text.char_indices().nth(30) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}
