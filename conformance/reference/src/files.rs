//! The files that links can point at. Those that the server starts with are here; uploaded ones live in the store.

use std::sync::Arc;

use bytes::Bytes;
use indexmap::IndexMap;

use crate::link::Position;
use crate::purposes::Purposes;

pub mod query;
pub(crate) mod types;

/// What is known of a file, without its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its id: `file_…`.
    pub id: String,
    /// When it came, and which place it has in lists: newest first, as with links.
    pub position: Position,
    /// What it is for; decides whether it may be linked (PURP-01).
    pub purpose: String,
    /// Its name, if it has one.
    pub filename: Option<String>,
    /// A title for people.
    pub title: Option<String>,
    /// The short word for its type: `pdf`.
    pub kind: Option<String>,
    /// Length of the content in bytes.
    pub size: u64,
}

/// A file with what a link gives access to (URL-03).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Download {
    /// The file.
    pub file: Arc<File>,
    /// Its content.
    pub content: Bytes,
}

impl File {
    /// A file of this purpose that came at `created`, without a name and with nothing in it.
    pub fn empty(id: impl Into<String>, created: i64, purpose: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            position: Position {
                created,
                sequence: 0,
            },
            purpose: purpose.into(),
            filename: None,
            title: None,
            kind: None,
            size: 0,
        }
    }

    /// The media type under which the content is served.
    pub fn media_type(&self) -> &'static str {
        types::media_type(self.kind.as_deref())
    }
}

/// The files that a server starts with, which exist in both modes, and which files may be linked.
#[derive(Debug, Clone)]
pub struct Files {
    by_id: IndexMap<String, Download>,
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
    pub fn new(files: impl IntoIterator<Item = (File, Bytes)>) -> Self {
        let mut all = Self {
            by_id: IndexMap::new(),
            purposes: Purposes::default(),
        };
        for (file, content) in files {
            all.add(file, content);
        }
        all
    }

    /// One more file, whose size becomes that of its content; it takes the place of one with the same id. In lists it
    /// comes before all that was uploaded in the same second, so that no two files have one place.
    pub fn add(&mut self, mut file: File, content: Bytes) {
        file.position.sequence = u64::MAX - 1 - self.by_id.len() as u64;
        file.size = content.len() as u64;
        let id = file.id.clone();
        let file = Arc::new(file);
        self.by_id.insert(id, Download { file, content });
    }

    /// The file with this id.
    pub fn get(&self, id: &str) -> Option<&Arc<File>> {
        self.by_id.get(id).map(|download| &download.file)
    }

    /// The file with this id, and its content.
    pub fn download(&self, id: &str) -> Option<Download> {
        self.by_id.get(id).cloned()
    }

    /// All of them, in the order in which they were added.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<File>> {
        self.by_id.values().map(|download| &download.file)
    }

    /// The purposes that may be linked.
    pub fn purposes(&self) -> &Purposes {
        &self.purposes
    }
}

fn read_all(text: &str) -> Vec<(File, Bytes)> {
    let value: serde_json::Value = serde_json::from_str(text).unwrap_or_default();
    let entries = value.as_array().map_or(&[][..], Vec::as_slice);
    entries.iter().filter_map(read).collect()
}

fn read(entry: &serde_json::Value) -> Option<(File, Bytes)> {
    let text = |name: &str| entry[name].as_str().map(str::to_owned);
    let file = File {
        filename: text("filename"),
        title: text("title"),
        kind: text("type"),
        ..File::empty(text("id")?, entry["created"].as_i64()?, text("purpose")?)
    };
    Some((file, Bytes::from(text("content")?)))
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
