//! The bytes of a description and where each of its nodes stands in them.

mod index;
mod json;
mod limits;
mod lines;
mod read;
mod yaml;

use std::sync::Arc;

use serde_json::Value;

pub use limits::Limits;

use crate::{Diagnostic, Pointer};
use index::SpanIndex;
use lines::LineTable;

/// Which of the loaded documents: 0 is the one that was asked for, others were reached by `$ref`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct DocumentId(pub u32);

/// The address of a node: a document and a JSON pointer into it. Every IR node has one.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct At {
    /// The document.
    pub document: DocumentId,
    /// The node in it.
    pub pointer: Pointer,
}

impl At {
    /// The root of `document`.
    pub fn root(document: DocumentId) -> Self {
        Self {
            document,
            pointer: Pointer::root(),
        }
    }

    /// The member or index `token` (unescaped) of this node.
    pub fn child(&self, token: &str) -> Self {
        Self {
            document: self.document,
            pointer: self.pointer.child(token),
        }
    }

    /// Item `index` of this list.
    pub fn index(&self, index: usize) -> Self {
        Self {
            document: self.document,
            pointer: self.pointer.index(index),
        }
    }

    /// The node that holds this one, or `None` at the root.
    pub fn parent(&self) -> Option<Self> {
        Some(Self {
            document: self.document,
            pointer: self.pointer.parent()?,
        })
    }
}

/// A stretch of a document's text. Lines and columns count from 1, columns in characters;
/// `start..end` are byte offsets into [`SourceText::text`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Span {
    /// Which document.
    pub document: DocumentId,
    /// 1-based line of the first character.
    pub line: u32,
    /// 1-based column, in characters, of the first character.
    pub column: u32,
    /// Byte offset of the first character.
    pub start: usize,
    /// Byte offset after the last character.
    pub end: usize,
}

/// The language that a document is written in, told from its content and not from its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// YAML 1.2 (OpenAPI 3.0.4 §4.3 recommends it over 1.1).
    Yaml,
    /// JSON (RFC 8259).
    Json,
}

/// The loaded documents: their names, texts, raw values and spans.
#[derive(Debug, Default)]
pub struct Sources {
    documents: Vec<Arc<SourceText>>,
}

impl Sources {
    /// Reads `bytes` as a further document shown under `name`.
    ///
    /// The document is kept even when it cannot be read ([`SourceText::value`] is then `None`), so
    /// that the diagnostics' spans can be shown. Nothing is assumed of what the document means.
    pub fn add(
        &mut self,
        name: &str,
        bytes: &[u8],
        limits: &Limits,
    ) -> (DocumentId, Vec<Diagnostic>) {
        let id = DocumentId(u32::try_from(self.documents.len()).unwrap_or(u32::MAX));
        let (document, diagnostics) = read::read(id, name, bytes, limits);
        self.documents.push(Arc::new(document));
        (id, diagnostics)
    }

    /// The document with this id, or `None` when there is none (ids of other `Sources`).
    pub fn get(&self, id: DocumentId) -> Option<&Arc<SourceText>> {
        self.documents.get(id.0 as usize)
    }

    /// The document with this id. An id that [`Sources::add`] of another collection gave finds an
    /// empty document.
    pub fn document(&self, id: DocumentId) -> &SourceText {
        static NONE: std::sync::LazyLock<SourceText> = std::sync::LazyLock::new(SourceText::empty);
        self.get(id).map_or(&*NONE, |document| document)
    }

    /// All documents, in the order in which they were added.
    pub fn documents(&self) -> impl Iterator<Item = (DocumentId, &Arc<SourceText>)> {
        (0..).map(DocumentId).zip(&self.documents)
    }

    /// The document that was added under exactly this name.
    pub fn named(&self, name: &str) -> Option<DocumentId> {
        self.documents()
            .find(|(_, document)| document.name == name)
            .map(|(id, _)| id)
    }

    /// The raw value of the node, or `None` when the document has no such node.
    pub fn value(&self, at: &At) -> Option<&Value> {
        self.document(at.document)
            .value()?
            .pointer(at.pointer.as_str())
    }

    /// Where the node's value stands; for a node that does not exist, its nearest ancestor.
    pub fn span(&self, at: &At) -> Span {
        self.document(at.document).span(at.document, &at.pointer)
    }

    /// Where the node's key stands, when it is a member of an object.
    pub fn key_span(&self, at: &At) -> Option<Span> {
        self.document(at.document)
            .key_span(at.document, &at.pointer)
    }

    /// The name that the document is shown under.
    pub fn name(&self, id: DocumentId) -> &str {
        &self.document(id).name
    }

    /// The 1-based line on which the node begins: the line of its key where it has one.
    pub fn line_of(&self, at: &At) -> u32 {
        self.key_span(at).unwrap_or_else(|| self.span(at)).line
    }
}

/// One loaded document.
#[derive(Debug)]
pub struct SourceText {
    /// The name it is shown under: the path as the user wrote it.
    pub name: String,
    /// The text, without a byte order mark.
    pub text: String,
    format: Format,
    value: Option<Value>,
    index: SpanIndex,
    lines: LineTable,
}

impl SourceText {
    /// The language that it is written in.
    pub fn format(&self) -> Format {
        self.format
    }

    /// The raw value, or `None` when the text is not well-formed. YAML merge keys are applied.
    pub fn value(&self) -> Option<&Value> {
        self.value.as_ref()
    }

    /// The span of a stretch of bytes of the text.
    pub fn span_of_bytes(&self, document: DocumentId, bytes: std::ops::Range<usize>) -> Span {
        self.lines.span(&self.text, document, bytes)
    }

    /// The pointers of all nodes, sorted. As many as the document has nodes: for tests and reports.
    pub fn pointers(&self) -> Vec<Pointer> {
        self.index.pointers()
    }

    fn span(&self, document: DocumentId, pointer: &Pointer) -> Span {
        self.span_of_bytes(document, self.index.nearest(pointer))
    }

    fn key_span(&self, document: DocumentId, pointer: &Pointer) -> Option<Span> {
        Some(self.span_of_bytes(document, self.index.key(pointer)?))
    }

    fn empty() -> Self {
        Self {
            name: String::new(),
            text: String::new(),
            format: Format::Yaml,
            value: None,
            index: SpanIndex::default(),
            lines: LineTable::new(""),
        }
    }
}
