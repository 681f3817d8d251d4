//! The operations on files, between the generated types and the rules. A file is always shown with the newest of its
//! links: who made one with the file learns its url at once.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::super::App;
use super::super::call::Call;
use crate::expand::Root;
use crate::fault::Fault;
use crate::files::Download;
use crate::files::query::FileQuery;
use crate::keys::Mode;
use crate::refusal::{Answer, Refusal};
use crate::uploads::NewFile;
use crate::view::FileView;

impl App {
    /// Takes a file in.
    pub(in super::super) fn upload(
        &self,
        mode: Mode,
        new: NewFile,
        expand: &[String],
    ) -> Result<FileView, Answer> {
        let expansion = self.expansion(expand, Root::File)?;
        let file = self.granted(self.links.upload(mode, new, &Call::begin));
        let file = file.map_err(|answer| match answer.param.as_deref() {
            // The rule is the link's; the parameter is that of this request.
            Some("file") => answer.with_param("purpose"),
            Some("purpose") | None => answer,
            Some(param) => {
                let (root, rest) = param.split_once('[').unwrap_or((param, ""));
                let rest = if rest.is_empty() {
                    String::new()
                } else {
                    format!("[{rest}")
                };
                let nested = format!("file_link_data[{root}]{rest}");
                answer.with_param(nested)
            }
        })?;
        self.granted(self.links.file_view(mode, &file, &expansion))
    }

    /// Shows a file.
    pub(in super::super) fn retrieve_file(
        &self,
        mode: Mode,
        id: &str,
        expand: &[String],
    ) -> Result<FileView, Answer> {
        let expansion = self.expansion(expand, Root::File)?;
        let file = self.granted(self.links.file(mode, id))?;
        let file = file.ok_or_else(|| Refusal::FileNotFound { id: id.to_owned() });
        let mut file = self.granted(file)?;
        if self.fault.is(Fault::FileRetitled) && self.expands.swap(true, Ordering::Relaxed) {
            let file = Arc::make_mut(&mut file);
            file.title = Some(format!("Read again as {}", crate::ids::uuid()));
        }
        let is_from_the_start = self.links.files().get(id).is_some();
        if self.fault.is(Fault::FirstFilesLackNames) && is_from_the_start {
            Arc::make_mut(&mut file).filename = None;
        }
        self.granted(self.links.file_view(mode, &file, &expansion))
    }

    /// Shows a page of files, and says whether there are more.
    pub(in super::super) fn list_files(
        &self,
        mode: Mode,
        query: &FileQuery,
        expand: &[String],
    ) -> Result<(Vec<FileView>, bool), Answer> {
        let expansion = self.expansion(expand, Root::Files)?;
        let below = expansion.below("data").cloned().unwrap_or_default();
        let page = self.granted(self.links.list_files(mode, query))?;
        let files = page.files.iter();
        let files = files.map(|file| self.links.file_view(mode, file, &below));
        let files = self.granted(files.collect::<Result<Vec<_>, _>>())?;
        Ok((files, page.has_more))
    }

    /// The content of a file, for those who have a key.
    pub(in super::super) fn contents(&self, mode: Mode, id: &str) -> Result<Download, Answer> {
        let download = self.granted(self.links.download(mode, id))?;
        self.granted(download.ok_or_else(|| Refusal::FileNotFound { id: id.to_owned() }))
    }
}
