//! The objects that both descriptions know, links, files and errors, in the types of each.

/// The conversions, into the types of one generated module.
macro_rules! conversions {
    ($module:ident, $models:path) => {
        pub(in super::super) mod $module {
            use trueline_generated::runtime::{Expandable, Maybe, UnixTime};
            use $models as models;

            use super::super::super::App;
            use super::super::LINKS;
            use crate::files::File;
            use crate::refusal::{Answer, ErrorKind};
            use crate::view::{FileField, FileView, LinkView, PageView};

            /// A link.
            pub(in super::super::super) fn link(app: &App, view: LinkView) -> models::FileLink {
                models::FileLink {
                    created: UnixTime(view.created),
                    expired: view.expired,
                    expires_at: view.expires_at.map(UnixTime),
                    file: match view.file {
                        FileField::Id(id) => Expandable::Id(id),
                        FileField::Object(view) => Expandable::Object(Box::new(file(app, *view))),
                    },
                    id: view.id,
                    livemode: view.livemode,
                    metadata: view.metadata,
                    url: Some(app.url(&view.token)),
                }
            }

            /// A page of links: of all, or of one file's (FL-LIST-04).
            pub(in super::super::super) fn page(
                app: &App,
                view: PageView,
            ) -> models::FileResourceFileLinkList {
                models::FileResourceFileLinkList {
                    url: match view.file {
                        None => LINKS.to_owned(),
                        Some(id) => format!("{LINKS}?file={id}"),
                    },
                    has_more: view.has_more,
                    data: view.data.into_iter().map(|view| link(app, view)).collect(),
                }
            }

            /// A file.
            pub(in super::super::super) fn file(app: &App, view: FileView) -> models::File {
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
                    // The files of this server stay for good.
                    expires_at: Maybe::Null,
                    filename: nullable(filename),
                    id: id.clone(),
                    links: match view.links {
                        // Who did not ask for the links is not told that there are none.
                        None => Maybe::Absent,
                        Some(view) => Maybe::Present(page(app, view)),
                    },
                    purpose: models::FilePurpose::from(purpose.as_str()),
                    size: i64::try_from(*size).unwrap_or(i64::MAX),
                    title: nullable(title),
                    r#type: nullable(kind),
                    url: Maybe::Present(app.contents_url(id)),
                }
            }

            /// An error. Members that do not apply are left out (ERR-03).
            pub(in super::super::super) fn error(answer: Answer) -> models::Error {
                let kind = match answer.kind {
                    ErrorKind::Api => models::ApiErrorsType::ApiError,
                    ErrorKind::Idempotency => models::ApiErrorsType::IdempotencyError,
                    ErrorKind::InvalidRequest => models::ApiErrorsType::InvalidRequestError,
                };
                models::Error {
                    error: models::ApiErrors {
                        code: answer.code.map(str::to_owned),
                        message: Some(answer.message),
                        param: answer.param,
                        ..models::ApiErrors::new(kind)
                    },
                }
            }

            fn nullable(value: &Option<String>) -> Maybe<String> {
                match value {
                    None => Maybe::Null,
                    Some(value) => Maybe::Present(value.clone()),
                }
            }
        }
    };
}

conversions!(in_links, trueline_generated::stripe::file_links::models);
conversions!(in_files, trueline_generated::stripe::files::models);
