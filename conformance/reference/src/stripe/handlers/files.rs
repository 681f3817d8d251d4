//! The operations on files.

use trueline_generated::runtime::UnixTime;
use trueline_generated::runtime::server::Context;
use trueline_generated::stripe::files::models;
use trueline_generated::stripe::files::requests::{
    GetFilesFileRequest, GetFilesRequest, PostFilesRequest,
};
use trueline_generated::stripe::files::server::files::{
    Files, GetFilesFileResponse, GetFilesResponse, PostFilesResponse,
};

use super::super::envelope;
use super::super::wire::{self, in_files};
use super::{Api, known_bounds, metadata};
use crate::files::query::FileQuery;
use crate::keys::Mode;
use crate::list::CreatedRange;
use crate::refusal::Answer;
use crate::uploads::{NewFile, NewFileLink};

/// Answers with a response enum's success or its error.
macro_rules! respond {
    ($response:ident, $outcome:expr) => {
        return match $outcome {
            Ok(body) => $response::Ok(body),
            Err(answer) => {
                $response::Default(envelope::status(answer.status), in_files::error(answer))
            }
        }
    };
}

impl Files for Api {
    async fn get_files(
        &self,
        request: GetFilesRequest,
        mode: Mode,
        context: &Context,
    ) -> GetFilesResponse {
        let purpose = match request.purpose {
            Some(models::GetFilesPurpose::Other(purpose)) => {
                respond!(GetFilesResponse, Err(no_such_purpose(&purpose)))
            }
            purpose => purpose.map(|purpose| purpose.as_str().to_owned()),
        };
        let query = FileQuery {
            created: request.created.map(created).unwrap_or_default(),
            purpose,
            limit: request.limit,
            starting_after: request.starting_after,
            ending_before: request.ending_before,
        };
        let expand = request.expand.unwrap_or_default();
        let page = known_bounds(context).and_then(|()| self.list_files(mode, &query, &expand));
        let page = page.map(|(files, has_more)| models::FileResourceFileList {
            data: files
                .into_iter()
                .map(|file| in_files::file(self, file))
                .collect(),
            has_more,
            url: wire::FILES.to_owned(),
        });
        respond!(GetFilesResponse, page)
    }

    async fn post_files(
        &self,
        request: PostFilesRequest,
        mode: Mode,
        context: &Context,
    ) -> PostFilesResponse {
        let body = request.body;
        if let models::PostFilesBodyPurpose::Other(purpose) = &body.purpose {
            respond!(PostFilesResponse, Err(no_such_purpose(purpose)));
        }
        let link = body.file_link_data.filter(|link| link.create);
        let new = NewFile {
            content: body.file,
            filename: context.part("file").and_then(|part| part.file_name.clone()),
            purpose: body.purpose.as_str().to_owned(),
            link: link.map(|link| NewFileLink {
                expires_at: link.expires_at.map(|UnixTime(seconds)| seconds),
                metadata: metadata(link.metadata),
            }),
        };
        let file = self.upload(mode, new, &body.expand.unwrap_or_default());
        respond!(
            PostFilesResponse,
            file.map(|file| in_files::file(self, file))
        )
    }

    async fn get_files_file(
        &self,
        request: GetFilesFileRequest,
        mode: Mode,
        _context: &Context,
    ) -> GetFilesFileResponse {
        let expand = request.expand.unwrap_or_default();
        let file = self.retrieve_file(mode, &request.file, &expand);
        respond!(
            GetFilesFileResponse,
            file.map(|file| in_files::file(self, file))
        )
    }
}

/// The refusal of a purpose that the description does not list. Types made from it keep such a value, because lists
/// grow; a server knows what it takes.
fn no_such_purpose(purpose: &str) -> Answer {
    let message = if purpose.is_empty() {
        "The purpose must not be empty."
    } else {
        "There is no such purpose, or files of this purpose are not for callers to bring along."
    };
    Answer::invalid(400, message).with_param("purpose")
}

fn created(filter: models::GetFilesCreated) -> CreatedRange {
    match filter {
        models::GetFilesCreated::Integer(second) => CreatedRange::exactly(second),
        models::GetFilesCreated::RangeQuerySpecs(models::RangeQuerySpecs { gt, gte, lt, lte }) => {
            CreatedRange { gt, gte, lt, lte }
        }
    }
}
