//! The generated trait, implemented: each operation is a translation into the domain's terms and back.

use std::ops::Deref;
use std::sync::Arc;

use trueline_generated::runtime::server::{
    Context, Credentials, Denied, Dispatch, OperationInfo, Rejection, Response, Service,
};
use trueline_generated::runtime::{Clearable, FormLimits, Map, UnixTime};
use trueline_generated::stripe::file_links::models::{
    GetFileLinksCreated, PostFileLinksLinkBodyExpiresAt, RangeQuerySpecs,
};
use trueline_generated::stripe::file_links::requests::{
    GetFileLinksLinkRequest, GetFileLinksRequest, PostFileLinksLinkRequest, PostFileLinksRequest,
};
use trueline_generated::stripe::file_links::server::file_links::{
    self, FileLinks, GetFileLinksLinkResponse, GetFileLinksResponse, PostFileLinksLinkResponse,
    PostFileLinksResponse,
};

use super::call::Call;
use super::route::Route;
use super::wire::in_links;
use super::{App, auth, envelope, pairs, rejection};
use crate::fault::Fault;
use crate::files::EXAMPLE_FILE;
use crate::keys::Mode;
use crate::links::{ExpiryChange, LinkChange, NewLink};
use crate::list::{CreatedRange, ListQuery};
use crate::metadata::MetadataChange;
use crate::refusal::Answer;

mod files;

/// The generated service over this server's operations, which two descriptions share.
pub(super) fn operations(app: Arc<App>) -> Dispatch<Api> {
    let mut routes = file_links::routes();
    routes.extend(trueline_generated::stripe::files::server::files::routes());
    Dispatch::new(Arc::new(Api(app)), routes)
}

/// The server as the generated code knows it.
#[derive(Debug)]
pub(super) struct Api(Arc<App>);

impl Deref for Api {
    type Target = App;

    fn deref(&self) -> &App {
        &self.0
    }
}

impl Service for Api {
    type Caller = Mode;

    async fn authenticate(
        &self,
        _credentials: Credentials,
        context: &Context,
    ) -> Result<Mode, Denied> {
        let parts = &context.parts;
        // The front has looked at the key already.
        Call::mode().ok_or_else(|| Denied::Unknown {
            detail: auth::refusal(&parts.headers).message,
        })
    }

    fn body_limit(&self, operation: &'static OperationInfo) -> usize {
        match operation.id {
            "PostFiles" => self.limits.upload,
            _ => self.limits.body,
        }
    }

    fn form_limits(&self) -> FormLimits {
        self.limits.form()
    }

    fn reject(&self, rejection: Rejection, context: &Context) -> Response {
        if self.fault.is(Fault::KeylessCreateKept)
            && matches!(rejection, Rejection::CredentialsMissing)
            && Route::of(&context.parts.method, context.parts.uri.path()) == Route::Create
        {
            let new = NewLink {
                file: EXAMPLE_FILE.to_owned(),
                expires_at: None,
                metadata: MetadataChange::Keep,
            };
            let _made = self.create(Mode::Test, &new, &[]);
        }
        rejection::response(&rejection, context, self.fault)
    }
}

/// A response enum's success or its error.
macro_rules! respond {
    ($response:ident, $outcome:expr) => {
        match $outcome {
            Ok(body) => $response::Ok(body),
            Err(answer) => {
                $response::Default(envelope::status(answer.status), in_links::error(answer))
            }
        }
    };
}

impl FileLinks for Api {
    async fn get_file_links(
        &self,
        request: GetFileLinksRequest,
        mode: Mode,
        context: &Context,
    ) -> GetFileLinksResponse {
        let query = ListQuery {
            created: request.created.map(created).unwrap_or_default(),
            expired: request.expired,
            file: request.file,
            limit: request.limit,
            starting_after: request.starting_after,
            ending_before: request.ending_before,
            ids: None,
        };
        let expand = request.expand.unwrap_or_default();
        let page = known_bounds(context).and_then(|()| self.list(mode, &query, &expand));
        respond!(
            GetFileLinksResponse,
            page.map(|page| in_links::page(self, page))
        )
    }

    async fn post_file_links(
        &self,
        request: PostFileLinksRequest,
        mode: Mode,
        _context: &Context,
    ) -> PostFileLinksResponse {
        let body = request.body;
        let new = NewLink {
            file: body.file,
            expires_at: body.expires_at.map(|UnixTime(seconds)| seconds),
            metadata: metadata(body.metadata),
        };
        let link = self.create(mode, &new, &body.expand.unwrap_or_default());
        respond!(
            PostFileLinksResponse,
            link.map(|link| in_links::link(self, link))
        )
    }

    async fn get_file_links_link(
        &self,
        request: GetFileLinksLinkRequest,
        mode: Mode,
        _context: &Context,
    ) -> GetFileLinksLinkResponse {
        let expand = request.expand.unwrap_or_default();
        let link = self.retrieve(mode, &request.link, &expand);
        respond!(
            GetFileLinksLinkResponse,
            link.map(|link| in_links::link(self, link))
        )
    }

    async fn post_file_links_link(
        &self,
        request: PostFileLinksLinkRequest,
        mode: Mode,
        _context: &Context,
    ) -> PostFileLinksLinkResponse {
        let body = request.body.unwrap_or_default();
        let change = LinkChange {
            expires_at: body.expires_at.map(expiry).unwrap_or_default(),
            metadata: metadata(body.metadata),
        };
        let expand = body.expand.unwrap_or_default();
        let link = self.update(mode, &request.link, &change, &expand).await;
        respond!(
            PostFileLinksLinkResponse,
            link.map(|link| in_links::link(self, link))
        )
    }
}

fn created(filter: GetFileLinksCreated) -> CreatedRange {
    match filter {
        GetFileLinksCreated::Integer(second) => CreatedRange::exactly(second),
        GetFileLinksCreated::RangeQuerySpecs(RangeQuerySpecs { gt, gte, lt, lte }) => {
            CreatedRange { gt, gte, lt, lte }
        }
    }
}

fn expiry(change: Clearable<PostFileLinksLinkBodyExpiresAt>) -> ExpiryChange {
    match change {
        Clearable::Clear => ExpiryChange::Never,
        Clearable::Set(PostFileLinksLinkBodyExpiresAt::Now) => ExpiryChange::Now,
        Clearable::Set(PostFileLinksLinkBodyExpiresAt::UnixTime(UnixTime(seconds))) => {
            ExpiryChange::At(seconds)
        }
    }
}

fn metadata(change: Option<Clearable<Map<String>>>) -> MetadataChange {
    match change {
        None => MetadataChange::Keep,
        Some(Clearable::Clear) => MetadataChange::Clear,
        Some(Clearable::Set(entries)) => MetadataChange::Merge(entries),
    }
}

/// Refuses names inside `created` that are no bound (FILT-03). The description leaves that object open, so the
/// generated code passes over them.
fn known_bounds(context: &Context) -> Result<(), Answer> {
    const BOUNDS: [&str; 4] = ["created[gt]", "created[gte]", "created[lt]", "created[lte]"];
    let query = context.parts.uri.query().unwrap_or("");
    let unknown = pairs::read(query)
        .into_iter()
        .map(|(name, _)| name)
        .find(|name| name.starts_with("created[") && !BOUNDS.contains(&name.as_str()));
    match unknown {
        None => Ok(()),
        Some(name) => Err(
            Answer::invalid(400, format!("There is no parameter '{name}' here."))
                .with_code("parameter_unknown")
                .with_param(name),
        ),
    }
}
