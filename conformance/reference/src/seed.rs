//! What a server holds before its first request.

use std::sync::Arc;

use bytes::Bytes;

use crate::files::{File, Files};
use crate::ids;
use crate::keys::Mode;
use crate::link::{Link, Position};
use crate::metadata::Metadata;
use crate::refusal::Refusal;
use crate::store::Store;

/// Files and links with ids of somebody's choice. Nothing of it is checked here: whoever reads a seed tells its author
/// what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Seed {
    /// Files, which exist in both modes.
    pub files: Vec<SeedFile>,
    /// Links, the oldest first among those of one second.
    pub links: Vec<SeedLink>,
}

/// A file of a seed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeedFile {
    /// Its id.
    pub id: String,
    /// When it came, in Unix seconds; by default when the server starts.
    pub created: Option<i64>,
    /// What it is for.
    pub purpose: String,
    /// Its name.
    pub filename: Option<String>,
    /// A title for people.
    pub title: Option<String>,
    /// The short word for its type; by default told from its name and content.
    pub kind: Option<String>,
    /// What is in it.
    pub content: Bytes,
}

/// A link of a seed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeedLink {
    /// Its id.
    pub id: String,
    /// The id of its file.
    pub file: String,
    /// Its mode.
    pub mode: Mode,
    /// When it was made, in Unix seconds; by default when the server starts.
    pub created: Option<i64>,
    /// When it expires, in Unix seconds; it may have expired already.
    pub expires_at: Option<i64>,
    /// Its keys and values.
    pub metadata: Metadata,
    /// The last part of its public url; by default one that nobody can guess.
    pub token: Option<String>,
}

impl Seed {
    /// Adds the files, and those links that are not there: a server that is started again on its data keeps what
    /// became of them.
    pub(crate) fn plant(
        &self,
        files: &mut Files,
        store: &dyn Store,
        now: i64,
    ) -> Result<(), Refusal> {
        for file in &self.files {
            let created = file.created.unwrap_or(now);
            let told = crate::files::types::word(&file.content, file.filename.as_deref());
            let known = File {
                filename: file.filename.clone(),
                title: file.title.clone(),
                kind: file.kind.clone().or_else(|| told.map(str::to_owned)),
                ..File::empty(&file.id, created, &file.purpose)
            };
            files.add(known, file.content.clone());
        }
        for link in &self.links {
            store.transaction(link.mode, &mut |transaction| {
                if transaction.get(&link.id)?.is_some() {
                    return Ok(());
                }
                let sequence = transaction.next_sequence()?;
                transaction.put(Arc::new(Link {
                    id: link.id.clone(),
                    position: Position {
                        created: link.created.unwrap_or(now),
                        sequence,
                    },
                    expires_at: link.expires_at,
                    file: link.file.clone(),
                    mode: link.mode,
                    metadata: link.metadata.clone(),
                    token: link.token.clone().unwrap_or_else(ids::token),
                }))
            })?;
        }
        Ok(())
    }
}
