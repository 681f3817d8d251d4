//! The files that links can point at. They are given at the start; there is no upload.

use std::collections::HashMap;
use std::sync::Arc;

use bytes::Bytes;

use crate::purposes::Purposes;

/// A file that exists on the server, in both modes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its id: `file_…`.
    pub id: String,
    /// When it came, in Unix seconds.
    pub created: i64,
    /// What it is for; decides whether it may be linked (PURP-01).
    pub purpose: String,
    /// Its name, if it has one.
    pub filename: Option<String>,
    /// A title for people.
    pub title: Option<String>,
    /// The short word for its type: `pdf`.
    pub kind: Option<String>,
    /// What a link gives access to (URL-03).
    pub content: Bytes,
}

impl File {
    /// The media type under which the content is served.
    pub fn media_type(&self) -> &'static str {
        match self.kind.as_deref() {
            Some("pdf") => "application/pdf",
            Some("csv") => "text/csv",
            Some("jpg") => "image/jpeg",
            Some("png") => "image/png",
            _ => "application/octet-stream",
        }
    }
}

/// The files that exist, and which of them may be linked.
#[derive(Debug, Clone)]
pub struct Files {
    by_id: HashMap<String, Arc<File>>,
    purposes: Purposes,
}

/// The documented example's file (EX-08). This and the next two are in `data/stripe_files.json`.
pub const EXAMPLE_FILE: &str = "file_1Mr23iLkdIwHu7ixQkCV3CBR";
/// A second file that may be linked.
pub const OTHER_FILE: &str = "file_1Mr240LkdIwHu7ixReference2";
/// A file whose purpose forbids links (PURP-03).
pub const UNLINKABLE_FILE: &str = "file_1Mr241LkdIwHu7ixReference3";

const STRIPE: &str = include_str!("../data/stripe_files.json");
const DIGITAL_RIVER: &str = include_str!("../data/digital_river_files.json");

impl Default for Files {
    /// The files of `data/stripe_files.json`.
    fn default() -> Self {
        Self::new(read_all(STRIPE))
    }
}

impl Files {
    /// The files of `data/digital_river_files.json`, all of which may be linked.
    pub fn digital_river() -> Self {
        Self {
            purposes: Purposes::any(),
            ..Self::new(read_all(DIGITAL_RIVER))
        }
    }

    /// Exactly these files.
    pub fn new(files: impl IntoIterator<Item = File>) -> Self {
        Self {
            by_id: files
                .into_iter()
                .map(|file| (file.id.clone(), Arc::new(file)))
                .collect(),
            purposes: Purposes::default(),
        }
    }

    /// One more file; it takes the place of one with the same id.
    pub fn add(&mut self, file: File) {
        self.by_id.insert(file.id.clone(), Arc::new(file));
    }

    /// The file with this id.
    pub fn get(&self, id: &str) -> Option<&Arc<File>> {
        self.by_id.get(id)
    }

    /// The purposes that may be linked.
    pub fn purposes(&self) -> &Purposes {
        &self.purposes
    }
}

fn read_all(text: &str) -> Vec<File> {
    let value: serde_json::Value = serde_json::from_str(text).unwrap_or_default();
    let entries = value.as_array().map_or(&[][..], Vec::as_slice);
    entries.iter().filter_map(read).collect()
}

fn read(entry: &serde_json::Value) -> Option<File> {
    let text = |name: &str| entry[name].as_str().map(str::to_owned);
    Some(File {
        id: text("id")?,
        created: entry["created"].as_i64()?,
        purpose: text("purpose")?,
        filename: text("filename"),
        title: text("title"),
        kind: text("type"),
        content: Bytes::from(text("content")?),
    })
}

#[cfg(test)]
mod tests {
    use super::{EXAMPLE_FILE, Files, OTHER_FILE, UNLINKABLE_FILE};

    #[test]
    fn ex_08_the_example_file_is_there_and_may_be_linked() {
        let files = Files::default();
        let linkable = |id: &str| files.purposes().allow(&files.get(id).unwrap().purpose);
        assert!(linkable(EXAMPLE_FILE));
        assert!(linkable(OTHER_FILE));
        assert!(!linkable(UNLINKABLE_FILE));
    }
}
