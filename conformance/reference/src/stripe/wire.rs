//! From what the domain shows to the generated types.

use super::App;

mod objects;

pub(super) use objects::{in_files, in_links};

/// The path of the list of links.
pub(super) const LINKS: &str = "/v1/file_links";
/// The path of the list of files.
pub(super) const FILES: &str = "/v1/files";

impl App {
    /// The public url of a link (URL-01).
    fn url(&self, token: &str) -> String {
        format!("{}/links/{token}", self.base)
    }

    /// Where the content of a file is found, with a key.
    fn contents_url(&self, file: &str) -> String {
        format!("{}{FILES}/{file}/contents", self.base)
    }
}
