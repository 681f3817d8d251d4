//! The lines of a journal.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use serde_json::{Value, json};

use crate::files::File;
use crate::idempotency::{Claim, Fingerprint, Saved};
use crate::keys::Mode;
use crate::link::{Link, Position};
use crate::store::{MemoryStore, Store};

/// A change, as it is written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Record {
    /// A new link, or a changed one.
    Put(Link),
    /// A link was taken away.
    Remove {
        /// Its mode.
        mode: Mode,
        /// Its id.
        id: String,
    },
    /// A new file.
    File {
        /// Its mode.
        mode: Mode,
        /// The file.
        file: File,
        /// Its content.
        content: Bytes,
    },
    /// The answer that belongs to an idempotency key.
    Answer {
        /// The key's mode.
        mode: Mode,
        /// The key.
        key: String,
        /// What it was used for.
        fingerprint: Fingerprint,
        /// When, in Unix seconds.
        since: i64,
        /// The answer.
        answer: Saved,
    },
}

impl Record {
    /// The record as one line, without its end.
    pub(super) fn write(&self) -> String {
        match self {
            Record::Put(link) => json!({"put": {
                "id": link.id,
                "created": link.position.created,
                "sequence": link.position.sequence,
                "expires_at": link.expires_at,
                "file": link.file,
                "mode": link.mode.word(),
                "metadata": link.metadata,
                "token": link.token,
            }}),
            Record::Remove { mode, id } => json!({"remove": {"mode": mode.word(), "id": id}}),
            Record::File {
                mode,
                file,
                content,
            } => json!({"file": {
                "id": file.id,
                "created": file.position.created,
                "sequence": file.position.sequence,
                "purpose": file.purpose,
                "filename": file.filename,
                "title": file.title,
                "type": file.kind,
                "mode": mode.word(),
                "content": STANDARD.encode(content),
            }}),
            Record::Answer {
                mode,
                key,
                fingerprint,
                since,
                answer,
            } => json!({"answer": {
                "mode": mode.word(),
                "key": key,
                "fingerprint": fingerprint.as_str(),
                "since": since,
                "status": answer.status,
                "body": String::from_utf8_lossy(&answer.body),
            }}),
        }
        .to_string()
    }

    /// The record of a line.
    pub(super) fn read(line: &[u8]) -> Option<Self> {
        let value: Value = serde_json::from_slice(line).ok()?;
        let (kind, fields) = value.as_object()?.iter().next()?;
        let text = |name: &str| fields[name].as_str().map(str::to_owned);
        let mode = Mode::of_word(fields["mode"].as_str()?)?;
        Some(match kind.as_str() {
            "put" => Record::Put(Link {
                id: text("id")?,
                position: Position {
                    created: fields["created"].as_i64()?,
                    sequence: fields["sequence"].as_u64()?,
                },
                expires_at: match &fields["expires_at"] {
                    Value::Null => None,
                    seconds => Some(seconds.as_i64()?),
                },
                file: text("file")?,
                mode,
                metadata: fields["metadata"]
                    .as_object()?
                    .iter()
                    .map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned())))
                    .collect::<Option<_>>()?,
                token: text("token")?,
            }),
            "file" => {
                let content = Bytes::from(STANDARD.decode(fields["content"].as_str()?).ok()?);
                Record::File {
                    mode,
                    file: File {
                        id: text("id")?,
                        position: Position {
                            created: fields["created"].as_i64()?,
                            sequence: fields["sequence"].as_u64()?,
                        },
                        purpose: text("purpose")?,
                        filename: text("filename"),
                        title: text("title"),
                        kind: text("type"),
                        size: content.len() as u64,
                    },
                    content,
                }
            }
            "remove" => Record::Remove {
                mode,
                id: text("id")?,
            },
            "answer" => Record::Answer {
                mode,
                key: text("key")?,
                fingerprint: Fingerprint::from_text(text("fingerprint")?),
                since: fields["since"].as_i64()?,
                answer: Saved {
                    status: u16::try_from(fields["status"].as_u64()?).ok()?,
                    body: Bytes::from(text("body")?),
                },
            },
            _ => return None,
        })
    }

    /// Does to a store what was done when the record was written.
    pub(super) fn replay(self, store: &MemoryStore) {
        match self {
            Record::Put(link) => store.restore(link),
            Record::File {
                mode,
                file,
                content,
            } => store.restore_file(mode, file, content),
            Record::Remove { mode, id } => {
                let removed = store.transaction(mode, &mut |transaction| {
                    transaction.remove(&id)?;
                    Ok(())
                });
                // Memory does not refuse what its transaction wants.
                removed.unwrap_or(());
            }
            Record::Answer {
                mode,
                key,
                fingerprint,
                since,
                answer,
            } => {
                if let Ok(Claim::New(hold)) = store.claim(mode, &key, &fingerprint, since) {
                    // Memory keeps every answer.
                    store.settle(&hold, Some(answer)).unwrap_or(());
                }
            }
        }
    }
}
