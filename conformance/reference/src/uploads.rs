//! Files that callers bring along.

use std::sync::Arc;

use bytes::Bytes;

use crate::fault::Fault;
use crate::files::{Download, File, types};
use crate::ids;
use crate::keys::Mode;
use crate::link::Link;
use crate::links::{Begin, Links};
use crate::metadata::{Metadata, MetadataChange};
use crate::refusal::Refusal;
use crate::store::{Direction, FileScan};

/// Characters of a file's name at most; the rest is cut off.
const MOST_NAME: usize = 255;

/// A file to be taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFile {
    /// What is in it.
    pub content: Bytes,
    /// Its name, as the caller wrote it.
    pub filename: Option<String>,
    /// What it is for.
    pub purpose: String,
    /// A link to be made with it (FL-CREATE-14).
    pub link: Option<NewFileLink>,
}

/// A link that comes with a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewFileLink {
    /// When it shall expire, in Unix seconds.
    pub expires_at: Option<i64>,
    /// Its first metadata.
    pub metadata: MetadataChange,
}

impl Links {
    /// Takes a file in, and makes a link to it where that is asked: both or neither.
    ///
    /// # Errors
    ///
    /// The link's expiry is not in the future, its metadata breaks a limit, or the purpose does not allow links.
    pub fn upload(&self, mode: Mode, new: NewFile, begin: Begin<'_>) -> Result<Arc<File>, Refusal> {
        let now = self.now();
        let fault = self.fault();
        let mut metadata = Metadata::new();
        if let Some(link) = &new.link {
            if let Some(expiry) = link.expires_at {
                self.check_expiry(expiry, now)?;
            }
            link.metadata.check(fault).map_err(Refusal::Metadata)?;
            metadata = link
                .metadata
                .apply(&Metadata::new(), fault)
                .map_err(Refusal::Metadata)?;
            if !self.files().purposes().allow(&new.purpose) {
                return Err(Refusal::NotLinkable {
                    purpose: new.purpose,
                });
            }
        }
        let hold = begin();
        if let Some(id) = hold.as_deref().and_then(|hold| hold.outcome.as_deref())
            && let Some(file) = self.file(mode, id)?
        {
            return Ok(file);
        }
        let filename = new.filename.as_deref().and_then(bare_name);
        let kind = types::word(&new.content, filename.as_deref());
        let last = self.last_upload(mode)?;
        let mut taken = None;
        self.store().transaction(mode, &mut |transaction| {
            let file = File {
                id: match fault.is(Fault::UploadIdOfContent) {
                    true => format!("file_{:024}", new.content.len()),
                    false => ids::file(),
                },
                position: self.next_position(transaction)?,
                purpose: new.purpose.clone(),
                filename: filename.clone(),
                title: None,
                kind: kind.map(str::to_owned),
                size: new.content.len() as u64,
            };
            if let Some(link) = &new.link
                && !fault.is(Fault::UploadLinkNotMade)
            {
                let position = self.next_position(transaction)?;
                transaction.put(Arc::new(Link {
                    id: self.new_link_id(),
                    position,
                    expires_at: match fault.is(Fault::UploadLinkExpiryIgnored) {
                        true => None,
                        false => link.expires_at,
                    },
                    file: file.id.clone(),
                    mode,
                    metadata: metadata.clone(),
                    token: ids::token(),
                }))?;
            }
            let mut shown = file.clone();
            if fault.is(Fault::UploadAnswersNoName) {
                shown.filename = None;
            }
            taken = Some(Arc::new(shown));
            if let Some(hold) = &hold {
                transaction.note(hold, &file.id)?;
            }
            if fault.is(Fault::UploadNotStored) {
                return Ok(());
            }
            let mut kept = file;
            if fault.is(Fault::UploadPurposeLost) {
                kept.purpose = "tax_document_user_upload".to_owned();
            }
            let mut content = new.content.clone();
            if fault.is(Fault::UploadContentCut) {
                content.truncate(content.len() / 2);
            }
            if let Some(Download { file, content }) = &last {
                let mut nameless = File::clone(file);
                nameless.filename = None;
                transaction.put_file(nameless, content.clone())?;
            }
            if fault.is(Fault::UploadStoresTwo) {
                let mut twin = kept.clone();
                twin.id = ids::file();
                twin.position = self.next_position(transaction)?;
                transaction.put_file(twin, content.clone())?;
            }
            transaction.put_file(kept, content)
        })?;
        taken.ok_or(Refusal::Storage)
    }

    /// The file that was uploaded last, where a planted fault changes it.
    fn last_upload(&self, mode: Mode) -> Result<Option<Download>, Refusal> {
        if !self.fault().is(Fault::UploadRenamesTheLast) {
            return Ok(None);
        }
        let newest = FileScan {
            purpose: None,
            from: None,
            until: None,
            direction: Direction::NewestFirst,
            most: 1,
        };
        match self.store().scan_files(mode, &newest)?.first() {
            Some(file) => self.download(mode, &file.id),
            None => Ok(None),
        }
    }
}

/// The name without folders and without characters that do not show: fit for saving a file under it.
fn bare_name(name: &str) -> Option<String> {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let shown = last.chars().filter(|character| !character.is_control());
    let bare: String = shown.take(MOST_NAME).collect();
    let bare = bare.trim().to_owned();
    (!bare.is_empty() && bare != "." && bare != "..").then_some(bare)
}

#[cfg(test)]
mod tests {
    use super::bare_name;

    #[test]
    fn a_name_has_no_folders_and_nothing_hidden() {
        let of = |name: &str| bare_name(name);
        assert_eq!(of("proof.pdf").as_deref(), Some("proof.pdf"));
        assert_eq!(of("../../etc/passwd").as_deref(), Some("passwd"));
        assert_eq!(of(r"C:\Users\me\proof.pdf").as_deref(), Some("proof.pdf"));
        assert_eq!(of("a\r\nb\0.pdf").as_deref(), Some("ab.pdf"));
        for nothing in ["", "  ", "a/", "..", "/"] {
            assert_eq!(of(nothing), None, "{nothing:?}");
        }
        assert_eq!(of(&"é".repeat(300)).unwrap().chars().count(), 255);
    }
}
