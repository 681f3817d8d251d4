//! The bytes of a description and where each of its nodes stands in them.

use std::sync::Arc;

use crate::Pointer;

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

/// The loaded documents: their names, texts, raw values and spans.
#[derive(Debug, Default)]
pub struct Sources {
    documents: Vec<Arc<SourceText>>,
}

/// One loaded document.
#[derive(Debug)]
pub struct SourceText {
    /// The name it is shown under: the path as the user wrote it.
    pub name: String,
    /// The text, without a byte order mark.
    pub text: String,
}
