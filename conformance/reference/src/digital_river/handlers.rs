//! The generated trait, implemented: each operation is a translation into the domain's terms and back.

use std::ops::Deref;
use std::sync::Arc;

use http::header::ALLOW;
use http::{HeaderMap, HeaderName, HeaderValue};
use trueline_generated::digital_river::file_links::requests::{
    CreateFileLinksRequest, DeleteFileLinksRequest, ListFileLinksRequest, RetrieveFileLinksRequest,
    UpdateFileLinksRequest,
};
use trueline_generated::digital_river::file_links::server::file_links::{
    CreateFileLinksResponse, DeleteFileLinksResponse, FileLinks, ListFileLinksResponse,
    RetrieveFileLinksResponse, UpdateFileLinksResponse,
};
use trueline_generated::runtime::FormLimits;
use trueline_generated::runtime::server::{
    Context, Credentials, Denied, OperationInfo, Rejection, Response, Service,
};

use super::App;
use super::errors::Refused;
use super::times::{created, down};
use crate::fault::Fault;
use crate::ids;
use crate::keys::Mode;
use crate::links::{ExpiryChange, LinkChange, NewLink};
use crate::list::ListQuery;
use crate::metadata::MetadataChange;
use crate::refusal::Refusal;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-dr-requestid");

/// The server as the generated code knows it.
#[derive(Debug)]
pub(super) struct Operations(pub(super) Arc<App>);

impl Deref for Operations {
    type Target = App;

    fn deref(&self) -> &App {
        &self.0
    }
}

impl Service for Operations {
    type Caller = Mode;

    async fn authenticate(
        &self,
        credentials: Credentials,
        _context: &Context,
    ) -> Result<Mode, Denied> {
        let mode = credentials.secret().and_then(|key| self.keys.mode(key));
        mode.ok_or_else(|| Denied::Unknown {
            detail: "This API key is not valid.".to_owned(),
        })
    }

    fn body_limit(&self, _operation: &'static OperationInfo) -> usize {
        self.limits.body
    }

    fn form_limits(&self) -> FormLimits {
        self.limits.form()
    }

    fn reject(&self, rejection: Rejection, _context: &Context) -> Response {
        let mut response = Refused::of_rejection(&rejection).response();
        if let Rejection::MethodNotAllowed { allowed } = rejection {
            let names: Vec<&str> = allowed.iter().map(http::Method::as_str).collect();
            if let Ok(allowed) = HeaderValue::try_from(names.join(", ")) {
                response.headers_mut().insert(ALLOW, allowed);
            }
        }
        response
    }

    fn finish(&self, mut response: Response, _context: &Context) -> Response {
        if !self.links.fault().is(Fault::RequestIdMissing) {
            sign(response.headers_mut());
        }
        response
    }
}

/// What every answer has: an id of its own (DR-HDR-01).
pub(super) fn sign(headers: &mut HeaderMap) {
    if let Ok(id) = HeaderValue::try_from(ids::uuid()) {
        headers.insert(REQUEST_ID, id);
    }
}

/// A response enum's success, or the variant of the refusal's status.
macro_rules! respond {
    ($fault:expr, $response:ident, $outcome:expr, { $($status:literal => $variant:ident),* }) => {
        match $outcome {
            Ok(success) => success,
            Err(refusal) => {
                let refused = Refused::of(&refusal);
                let status = refused.status;
                let mut body = refused.into_body();
                if $fault.is(Fault::ErrorsWithoutType) {
                    body.r#type = None;
                }
                match status {
                    $($status => $response::$variant(body),)*
                    400 => $response::BadRequest(body),
                    _ => $response::InternalServerError(body),
                }
            }
        }
    };
}

impl FileLinks for Operations {
    async fn list_file_links(
        &self,
        request: ListFileLinksRequest,
        mode: Mode,
        _context: &Context,
    ) -> ListFileLinksResponse {
        let query = ListQuery {
            created: request
                .created_time
                .as_ref()
                .map(created)
                .unwrap_or_default(),
            expired: request.expired,
            file: request.file_id,
            ids: request.ids,
            limit: request.limit,
            // Of two cursors this one counts (DR-Q-07).
            starting_after: match &request.ending_before {
                Some(_) => None,
                None => request.starting_after.clone(),
            },
            ending_before: request.ending_before,
        };
        let query = match request.starting_after {
            Some(after) if self.links.fault().is(Fault::StartingAfterWins) => ListQuery {
                starting_after: Some(after),
                ending_before: None,
                ..query
            },
            _ => query,
        };
        let page = self.links.list(mode, &query);
        let page = page
            .and_then(|page| self.page(&page))
            .map(ListFileLinksResponse::Ok);
        respond!(self.links.fault(), ListFileLinksResponse, page, {})
    }

    async fn create_file_links(
        &self,
        request: CreateFileLinksRequest,
        mode: Mode,
        _context: &Context,
    ) -> CreateFileLinksResponse {
        let new = NewLink {
            file: request.body.file_id,
            expires_at: Some(down(&request.body.expires_time)),
            metadata: MetadataChange::Keep,
        };
        let link = self.links.create(mode, &new, &|| None);
        let link = link
            .and_then(|link| self.link(&link))
            .map(CreateFileLinksResponse::Created);
        respond!(self.links.fault(), CreateFileLinksResponse, link, {})
    }

    async fn retrieve_file_links(
        &self,
        request: RetrieveFileLinksRequest,
        mode: Mode,
        _context: &Context,
    ) -> RetrieveFileLinksResponse {
        let link = self.links.retrieve(mode, &request.id);
        let link = link
            .and_then(|link| self.link(&link))
            .map(RetrieveFileLinksResponse::Ok);
        respond!(self.links.fault(), RetrieveFileLinksResponse, link, { 404 => NotFound })
    }

    async fn update_file_links(
        &self,
        request: UpdateFileLinksRequest,
        mode: Mode,
        _context: &Context,
    ) -> UpdateFileLinksResponse {
        let change = LinkChange {
            expires_at: ExpiryChange::At(down(&request.body.expires_time)),
            metadata: MetadataChange::Keep,
        };
        let link = self.links.update(mode, &request.id, &change, &|| None);
        let link = link
            .and_then(|link| self.link(&link))
            .map(UpdateFileLinksResponse::Ok);
        respond!(self.links.fault(), UpdateFileLinksResponse, link, { 404 => NotFound, 409 => Conflict })
    }

    async fn delete_file_links(
        &self,
        request: DeleteFileLinksRequest,
        mode: Mode,
        _context: &Context,
    ) -> DeleteFileLinksResponse {
        let gone: Result<(), Refusal> = self.links.delete(mode, &request.id);
        let gone = gone.map(|()| DeleteFileLinksResponse::NoContent);
        respond!(self.links.fault(), DeleteFileLinksResponse, gone, { 404 => NotFound })
    }
}
