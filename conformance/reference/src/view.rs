//! Links and files as a response shows them, before they get their names on the wire.

use std::sync::Arc;

use crate::files::File;
use crate::metadata::Metadata;

/// A link as of the time of a request.
#[derive(Debug, Clone, PartialEq)]
pub struct LinkView {
    /// Its id.
    pub id: String,
    /// When it was made, in Unix seconds.
    pub created: i64,
    /// Whether it has expired by now.
    pub expired: bool,
    /// When it expires, in Unix seconds.
    pub expires_at: Option<i64>,
    /// Its file.
    pub file: FileField,
    /// Whether it is live data.
    pub livemode: bool,
    /// The caller's keys and values.
    pub metadata: Metadata,
    /// The unguessable part of its public url.
    pub token: String,
}

/// A link's file: by id, or in full if the request asked for it (EXP-03).
#[derive(Debug, Clone, PartialEq)]
pub enum FileField {
    /// Its id.
    Id(String),
    /// The file.
    Object(Box<FileView>),
}

/// A file in full.
#[derive(Debug, Clone, PartialEq)]
pub struct FileView {
    /// The file.
    pub file: Arc<File>,
    /// Its newest links, if the request asked for them (EXP-11).
    pub links: Option<PageView>,
}

/// A page of links.
#[derive(Debug, Clone, PartialEq)]
pub struct PageView {
    /// The file whose links they are, where the list hangs below a file (FL-LIST-04).
    pub file: Option<String>,
    /// Whether there are more.
    pub has_more: bool,
    /// The links, newest first.
    pub data: Vec<LinkView>,
}
