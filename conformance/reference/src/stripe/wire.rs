//! From what the domain shows to the generated types.

use trueline_generated::runtime::{Expandable, Maybe, UnixTime};
use trueline_generated::stripe::file_links::models;

use super::App;
use super::route::PATH;
use crate::files::File;
use crate::view::{FileField, FileView, LinkView, PageView};

impl App {
    /// A link.
    pub(super) fn link(&self, view: LinkView) -> models::FileLink {
        models::FileLink {
            created: UnixTime(view.created),
            expired: view.expired,
            expires_at: view.expires_at.map(UnixTime),
            file: match view.file {
                FileField::Id(id) => Expandable::Id(id),
                FileField::Object(file) => Expandable::Object(Box::new(self.file(*file))),
            },
            id: view.id,
            livemode: view.livemode,
            metadata: view.metadata,
            url: Some(self.url(&view.token)),
        }
    }

    /// A page of the list of all links.
    pub(super) fn page(&self, view: PageView) -> models::FileResourceFileLinkList {
        models::FileResourceFileLinkList {
            data: self.links_of(view.data),
            has_more: view.has_more,
            url: PATH.to_owned(),
        }
    }

    fn links_of(&self, views: Vec<LinkView>) -> Vec<models::FileLink> {
        views.into_iter().map(|view| self.link(view)).collect()
    }

    fn file(&self, view: FileView) -> models::File {
        let File {
            id,
            position,
            purpose,
            filename,
            title,
            kind,
            size,
        } = view.file.as_ref();
        models::File {
            created: UnixTime(position.created),
            // The files of this server stay for good, and have no address that needs a key.
            expires_at: Maybe::Null,
            url: Maybe::Null,
            filename: nullable(filename),
            id: id.clone(),
            links: match view.links {
                // Who did not ask for the links is not told that there are none.
                None => Maybe::Absent,
                Some(page) => Maybe::Present(models::FileResourceFileLinkList {
                    url: format!("{PATH}?file={id}"),
                    has_more: page.has_more,
                    data: self.links_of(page.data),
                }),
            },
            purpose: models::FilePurpose::from(purpose.as_str()),
            size: i64::try_from(*size).unwrap_or(i64::MAX),
            title: nullable(title),
            r#type: nullable(kind),
        }
    }
}

fn nullable(value: &Option<String>) -> Maybe<String> {
    match value {
        None => Maybe::Null,
        Some(value) => Maybe::Present(value.clone()),
    }
}
