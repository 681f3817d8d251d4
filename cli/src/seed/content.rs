//! What is in a file of a seed: a text, bytes as base64, or another file.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use trueline_spec::At;

use super::{Members, Reader};

impl Reader<'_> {
    /// The content, by the one member that gives it.
    pub(super) fn content(&mut self, members: &Members, at: &At) -> Option<Bytes> {
        let ways = ["content", "content_base64", "content_path"];
        let mut given = ways.iter().filter(|name| members.contains_key(**name));
        let (Some(way), None) = (given.next(), given.next()) else {
            let message = "give one of `content`, `content_base64` and `content_path`";
            self.fault(at, message);
            return None;
        };
        let text = self.text(members, at, way)?;
        let read = match *way {
            "content" => return Some(Bytes::from(text)),
            "content_base64" => STANDARD
                .decode(&text)
                .map_err(|error| format!("this is no base64: {error}")),
            _ => std::fs::read(self.folder.join(&text))
                .map_err(|error| format!("cannot read `{text}`: {error}")),
        };
        match read {
            Ok(bytes) => Some(Bytes::from(bytes)),
            Err(message) => {
                self.fault(&at.child(way), message);
                None
            }
        }
    }
}
