//! The operations and their trait, by hand until the generator writes them.

use std::future::Future;
use std::sync::Arc;

use trueline_generated::runtime::server::{
    Answer, BodyInfo, Context, Exchange, Input, MediaInfo, MediaKind, OperationInfo, Respond,
    Response, Route, Scheme, SchemeKind, SchemeUse, Service, StatusCode, json_response,
};
use trueline_generated::runtime::{self, ParameterInfo, Rules, Shape, Style, Unknown};
use trueline_generated::stripe::file_links::models::*;

mod rules {
    use super::Rules;
    pub(super) static MAX_LENGTH_5000: Rules = Rules {
        max_length: Some(5000),
        ..Rules::NONE
    };
    pub(super) static EACH_MAX_LENGTH_5000: Rules = Rules {
        items: Some(&MAX_LENGTH_5000),
        ..Rules::NONE
    };
}

static BASIC: Scheme = Scheme {
    name: "basicAuth",
    kind: SchemeKind::Basic,
};
static BEARER: Scheme = Scheme {
    name: "bearerAuth",
    kind: SchemeKind::Bearer,
};
static SECURITY: &[&[SchemeUse]] = &[
    &[SchemeUse {
        scheme: &BASIC,
        scopes: &[],
    }],
    &[SchemeUse {
        scheme: &BEARER,
        scopes: &[],
    }],
];
static LISTQ: &[ParameterInfo] = &[
    ParameterInfo::new(
        "created",
        Style::DeepObject,
        true,
        Shape::Object(&["gt", "gte", "lt", "lte"]),
    ),
    ParameterInfo::new("expand", Style::DeepObject, true, Shape::List),
];
static EXQ: &[ParameterInfo] = &[ParameterInfo::new(
    "expand",
    Style::DeepObject,
    true,
    Shape::List,
)];
static LINKP: &[ParameterInfo] = &[ParameterInfo::new(
    "link",
    Style::Simple,
    false,
    Shape::Scalar,
)];
static FORM: &[MediaInfo] = &[MediaInfo {
    range: "application/x-www-form-urlencoded",
    kind: MediaKind::Form,
    members: &[
        ParameterInfo::new("expand", Style::DeepObject, true, Shape::List),
        ParameterInfo::new("metadata", Style::DeepObject, true, Shape::Map),
    ],
}];
static BODY: BodyInfo = BodyInfo {
    required: true,
    media: FORM,
};
static OBODY: BodyInfo = BodyInfo {
    required: false,
    media: FORM,
};
static LIST: OperationInfo = OperationInfo {
    id: "GetFileLinks",
    method: "GET",
    template: "/v1/file_links",
    query: LISTQ,
    security: SECURITY,
    ..OperationInfo::NONE
};
static CREATE: OperationInfo = OperationInfo {
    id: "PostFileLinks",
    method: "POST",
    template: "/v1/file_links",
    body: Some(&BODY),
    security: SECURITY,
    ..OperationInfo::NONE
};
static GET: OperationInfo = OperationInfo {
    id: "GetFileLinksLink",
    method: "GET",
    template: "/v1/file_links/{link}",
    path: LINKP,
    query: EXQ,
    security: SECURITY,
    ..OperationInfo::NONE
};
static UPDATE: OperationInfo = OperationInfo {
    id: "PostFileLinksLink",
    method: "POST",
    template: "/v1/file_links/{link}",
    path: LINKP,
    body: Some(&OBODY),
    security: SECURITY,
    ..OperationInfo::NONE
};

#[derive(Debug)]
pub(super) struct GetFileLinksRequest {
    pub(super) created: Option<GetFileLinksCreated>,
    pub(super) ending_before: Option<String>,
    pub(super) expand: Option<Vec<String>>,
    pub(super) expired: Option<bool>,
    pub(super) file: Option<String>,
    pub(super) limit: Option<i64>,
    pub(super) starting_after: Option<String>,
}
#[derive(Debug)]
pub(super) struct PostFileLinksRequest {
    pub(super) body: PostFileLinksBody,
}
#[derive(Debug)]
pub(super) struct GetFileLinksLinkRequest {
    pub(super) expand: Option<Vec<String>>,
    pub(super) link: String,
}
#[derive(Debug)]
pub(super) struct PostFileLinksLinkRequest {
    pub(super) link: String,
    pub(super) body: Option<PostFileLinksLinkBody>,
}
macro_rules! resp {
    ($n:ident, $b:ty) => {
        #[derive(Debug)]
        pub(super) enum $n {
            Ok($b),
            Default {
                status: StatusCode,
                body: Box<Error>,
            },
        }
        impl Respond for $n {
            fn respond(self) -> Response {
                match self {
                    Self::Ok(b) => json_response(StatusCode::OK, "application/json", &b),
                    Self::Default { status, body } => {
                        json_response(status, "application/json", &*body)
                    }
                }
            }
        }
    };
}
resp!(GetFileLinksResponse, FileResourceFileLinkList);
resp!(PostFileLinksResponse, FileLink);
resp!(GetFileLinksLinkResponse, FileLink);
resp!(PostFileLinksLinkResponse, FileLink);

pub(super) trait FileLinksApi: Service {
    fn get_file_links(
        &self,
        request: GetFileLinksRequest,
        caller: Self::Caller,
        context: &Context,
    ) -> impl Future<Output = GetFileLinksResponse> + Send;
    fn post_file_links(
        &self,
        request: PostFileLinksRequest,
        caller: Self::Caller,
        context: &Context,
    ) -> impl Future<Output = PostFileLinksResponse> + Send;
    fn get_file_links_link(
        &self,
        request: GetFileLinksLinkRequest,
        caller: Self::Caller,
        context: &Context,
    ) -> impl Future<Output = GetFileLinksLinkResponse> + Send;
    fn post_file_links_link(
        &self,
        request: PostFileLinksLinkRequest,
        caller: Self::Caller,
        context: &Context,
    ) -> impl Future<Output = PostFileLinksLinkResponse> + Send;
}
fn read_list(i: &mut Input<'_>) -> Option<GetFileLinksRequest> {
    let mut m = i.query()?;
    let r = (
        m.optional("created"),
        m.optional("ending_before"),
        m.optional_by("expand", &rules::EACH_MAX_LENGTH_5000),
        m.optional("expired"),
        m.optional_by("file", &rules::MAX_LENGTH_5000),
        m.optional("limit"),
        m.optional("starting_after"),
    );
    m.finish(Unknown::Refuse);
    Some(GetFileLinksRequest {
        created: r.0?,
        ending_before: r.1?,
        expand: r.2?,
        expired: r.3?,
        file: r.4?,
        limit: r.5?,
        starting_after: r.6?,
    })
}
fn read_create(i: &mut Input<'_>) -> Option<PostFileLinksRequest> {
    i.query()?.finish(Unknown::Refuse);
    Some(PostFileLinksRequest {
        body: i.required_body(&Rules::NONE)?,
    })
}
fn read_get(i: &mut Input<'_>) -> Option<GetFileLinksLinkRequest> {
    let link = i.path()?.required("link");
    let mut m = i.query()?;
    let expand = m.optional_by("expand", &rules::EACH_MAX_LENGTH_5000);
    m.finish(Unknown::Refuse);
    Some(GetFileLinksLinkRequest {
        expand: expand?,
        link: link?,
    })
}
fn read_update(i: &mut Input<'_>) -> Option<PostFileLinksLinkRequest> {
    let link = i.path()?.required("link");
    i.query()?.finish(Unknown::Refuse);
    let body = i.optional_body(&Rules::NONE);
    Some(PostFileLinksLinkRequest {
        link: link?,
        body: body?,
    })
}
macro_rules! handler {
    ($n:ident, $read:ident, $m:ident) => {
        fn $n<S: FileLinksApi>(service: Arc<S>, mut exchange: Exchange) -> Answer {
            Box::pin(async move {
                let outcome = async {
                    let caller = exchange.admit(&*service).await?;
                    let request = exchange.read($read)?;
                    Ok(service
                        .$m(request, caller, &exchange.context)
                        .await
                        .respond())
                }
                .await;
                exchange.finish(&*service, outcome)
            })
        }
    };
}
handler!(h_list, read_list, get_file_links);
handler!(h_create, read_create, post_file_links);
handler!(h_get, read_get, get_file_links_link);
handler!(h_update, read_update, post_file_links_link);
pub(super) fn router<S: FileLinksApi>(service: S) -> axum::Router {
    runtime::server::router(
        service,
        vec![
            Route {
                operation: &LIST,
                handler: h_list::<S>,
            },
            Route {
                operation: &CREATE,
                handler: h_create::<S>,
            },
            Route {
                operation: &GET,
                handler: h_get::<S>,
            },
            Route {
                operation: &UPDATE,
                handler: h_update::<S>,
            },
        ],
    )
}
