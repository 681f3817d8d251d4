//! The code that the generator would write for a shelf of books, and a service behind it.

use std::future::Future;

use bytes::Bytes;
use trueline_runtime as runtime;
use trueline_runtime::server::{
    BodyInfo, Content, Context, Credential, Credentials, Denied, Input, MediaInfo, MediaKind,
    OperationInfo, Rejection, Respond, Response, Route, Scheme, SchemeKind, SchemeUse, Service,
    content, empty, json, set_header,
};
use trueline_runtime::{
    Decode, Decoder, Map, Members, Node, ParameterInfo, Path, Rules, Shape, Style, Unknown, Value,
};

use crate::types::Created;

pub(crate) const LIMIT: usize = 200;

pub(crate) struct NewBook {
    title: String,
    tags: Option<Map<String>>,
}

static TITLE: Rules = Rules {
    min_length: Some(1),
    ..Rules::NONE
};

impl Decode for NewBook {
    fn decode(node: Node<'_>, cx: &mut Decoder, at: &Path<'_>) -> Option<Self> {
        let mut members = Members::open(node, cx, at)?;
        let title = members.required_by("title", &TITLE);
        let tags = members.optional("tags");
        members.finish(Unknown::Refuse);
        Some(NewBook {
            title: title?,
            tags: tags?,
        })
    }
}

pub(crate) struct ListBooks {
    created: Option<Created>,
    ids: Option<Vec<String>>,
    trace: Option<i64>,
    theme: Option<String>,
}

pub(crate) struct CreateBook {
    body: NewBook,
}

pub(crate) struct GetBook {
    id: i64,
}

pub(crate) struct ReplaceBook {
    id: i64,
    body: Option<ReplaceBookBody>,
}

pub(crate) enum ReplaceBookBody {
    Json(Value),
    Text(String),
    Image(Bytes),
}

pub(crate) enum Reply {
    Ok(Value),
    Created { location: String, body: Value },
    Stream(Content),
    NoContent,
}

impl Respond for Reply {
    fn respond(self) -> Response {
        match self {
            Reply::Ok(body) => json(200, "application/json", &body),
            Reply::Created { location, body } => {
                let mut response = json(201, "application/json", &body);
                set_header(&mut response, "location", &location, false);
                response
            }
            Reply::Stream(body) => content(200, "text/plain", body),
            Reply::NoContent => empty(204),
        }
    }
}

pub(crate) trait Books: Service {
    fn list_books(
        &self,
        request: ListBooks,
        caller: Self::Caller,
        context: &Context,
    ) -> impl Future<Output = Reply> + Send;

    fn create_book(
        &self,
        request: CreateBook,
        caller: Self::Caller,
        context: &Context,
    ) -> impl Future<Output = Reply> + Send;

    fn get_book(
        &self,
        request: GetBook,
        caller: Self::Caller,
        context: &Context,
    ) -> impl Future<Output = Reply> + Send;

    fn replace_book(
        &self,
        request: ReplaceBook,
        caller: Self::Caller,
        context: &Context,
    ) -> impl Future<Output = Reply> + Send;

    fn export_book(
        &self,
        request: GetBook,
        caller: Self::Caller,
        context: &Context,
    ) -> impl Future<Output = Reply> + Send;
}

static BASIC: Scheme = Scheme {
    name: "basic",
    kind: SchemeKind::Basic,
};
static BEARER: Scheme = Scheme {
    name: "bearer",
    kind: SchemeKind::Bearer,
};
static KEY: Scheme = Scheme {
    name: "key",
    kind: SchemeKind::Query("key"),
};

const SECURITY: &[&[SchemeUse]] = &[
    &[SchemeUse {
        scheme: &BASIC,
        scopes: &[],
    }],
    &[SchemeUse {
        scheme: &BEARER,
        scopes: &[],
    }],
    &[SchemeUse {
        scheme: &KEY,
        scopes: &["read"],
    }],
];

static LIST_BOOKS: OperationInfo = OperationInfo {
    id: "ListBooks",
    template: "/v1/books",
    query: &[
        ParameterInfo::new("created", Style::DeepObject, true, Shape::Scalar),
        ParameterInfo::new("ids", Style::Form, true, Shape::List),
    ],
    headers: &[ParameterInfo::new(
        "X-Trace",
        Style::Simple,
        false,
        Shape::Scalar,
    )],
    cookies: &[ParameterInfo::new(
        "theme",
        Style::Form,
        true,
        Shape::Scalar,
    )],
    security: SECURITY,
    ..OperationInfo::NONE
};

static CREATE_BOOK: OperationInfo = OperationInfo {
    id: "CreateBook",
    method: "POST",
    template: "/v1/books",
    body: Some(&BodyInfo {
        required: true,
        media: &[MediaInfo {
            range: "application/x-www-form-urlencoded",
            kind: MediaKind::Form,
            members: &[],
        }],
    }),
    security: SECURITY,
    ..OperationInfo::NONE
};

const ID: &[ParameterInfo] = &[ParameterInfo::new(
    "id",
    Style::Simple,
    false,
    Shape::Scalar,
)];

static GET_BOOK: OperationInfo = OperationInfo {
    id: "GetBook",
    template: "/v1/books/{id}",
    path: ID,
    security: SECURITY,
    ..OperationInfo::NONE
};

static REPLACE_BOOK: OperationInfo = OperationInfo {
    id: "ReplaceBook",
    method: "PUT",
    template: "/v1/books/{id}",
    path: ID,
    body: Some(&BodyInfo {
        required: false,
        media: &[
            MediaInfo {
                range: "application/json",
                kind: MediaKind::Json,
                members: &[],
            },
            MediaInfo {
                range: "text/*",
                kind: MediaKind::Text,
                members: &[],
            },
            MediaInfo {
                range: "image/png",
                kind: MediaKind::Bytes,
                members: &[],
            },
        ],
    }),
    security: &[],
    ..OperationInfo::NONE
};

static EXPORT_BOOK: OperationInfo = OperationInfo {
    id: "ExportBook",
    template: "/v1/books/{id}.txt",
    path: ID,
    security: &[
        &[],
        &[SchemeUse {
            scheme: &BEARER,
            scopes: &[],
        }],
    ],
    ..OperationInfo::NONE
};

fn read_list_books(input: &mut Input<'_>) -> Option<ListBooks> {
    let mut query = input.query()?;
    let created = query.optional("created");
    let ids = query.optional("ids");
    query.finish(Unknown::Refuse);
    let mut headers = input.headers()?;
    let trace = headers.optional("X-Trace");
    headers.finish(Unknown::Skip);
    let mut cookies = input.cookies()?;
    let theme = cookies.optional("theme");
    cookies.finish(Unknown::Skip);
    Some(ListBooks {
        created: created?,
        ids: ids?,
        trace: trace?,
        theme: theme?,
    })
}

fn read_create_book(input: &mut Input<'_>) -> Option<CreateBook> {
    let body = input.required_body(&[]);
    Some(CreateBook { body: body? })
}

fn read_get_book(input: &mut Input<'_>) -> Option<GetBook> {
    let mut path = input.path()?;
    let id = path.required("id");
    path.finish(Unknown::Skip);
    Some(GetBook { id: id? })
}

fn read_replace_book(input: &mut Input<'_>) -> Option<ReplaceBook> {
    let mut path = input.path()?;
    let id = path.required("id");
    path.finish(Unknown::Skip);
    let body = match input.media() {
        None => Some(None),
        Some(0) => input
            .required_body(&[])
            .map(|body| Some(ReplaceBookBody::Json(body))),
        Some(1) => input
            .required_body(&[])
            .map(|body| Some(ReplaceBookBody::Text(body))),
        Some(_) => input
            .required_body(&[])
            .map(|body| Some(ReplaceBookBody::Image(body))),
    };
    Some(ReplaceBook {
        id: id?,
        body: body?,
    })
}

trueline_runtime::serve_operation!(serve_list_books = Books::list_books, read_list_books);
trueline_runtime::serve_operation!(serve_create_book = Books::create_book, read_create_book);
trueline_runtime::serve_operation!(serve_get_book = Books::get_book, read_get_book);
trueline_runtime::serve_operation!(serve_replace_book = Books::replace_book, read_replace_book);
trueline_runtime::serve_operation!(serve_export_book = Books::export_book, read_get_book);

pub(crate) fn router<S: Books>(service: S) -> axum::Router {
    let routes = vec![
        Route::new(&LIST_BOOKS, serve_list_books::<S>),
        Route::new(&CREATE_BOOK, serve_create_book::<S>),
        Route::new(&GET_BOOK, serve_get_book::<S>),
        Route::new(&REPLACE_BOOK, serve_replace_book::<S>),
        Route::new(&EXPORT_BOOK, serve_export_book::<S>),
    ];
    trueline_runtime::server::router(service, routes)
}

/// The service: it answers with what it was asked.
pub(crate) struct Shelf;

impl Service for Shelf {
    type Caller = String;

    async fn authenticate(&self, credentials: Credentials, _: &Context) -> Result<String, Denied> {
        if credentials.is_empty() {
            return Ok("nobody".to_owned());
        }
        for presented in credentials.iter() {
            let known = match &presented.credential {
                Credential::Basic { user, password } => user == "good" && password.is_empty(),
                Credential::Token(token) => token == "good" || token == "poor",
                Credential::Key(key) => key == "good" && presented.scopes == ["read"],
                _ => false,
            };
            if !known {
                return Err(Denied::Unknown {
                    detail: "Nobody has this key.".to_owned(),
                });
            }
        }
        if credentials.secret() == Some("poor") {
            return Err(Denied::Forbidden {
                detail: "You may not do this.".to_owned(),
            });
        }
        Ok(format!("{credentials:?}"))
    }

    fn reject(&self, rejection: Rejection, context: &Context) -> Response {
        rejection.into_problem(context)
    }

    fn finish(&self, mut response: Response, _: &Context) -> Response {
        set_header(&mut response, "x-served-by", &"shelf", false);
        response
    }

    fn body_limit(&self, _: &'static OperationInfo) -> usize {
        LIMIT
    }
}

impl Books for Shelf {
    async fn list_books(&self, request: ListBooks, caller: String, _: &Context) -> Reply {
        assert!(!caller.contains("good"), "secrets are not shown: {caller}");
        let created = request.created.map(|created| match created {
            Created::At(moment) => format!("at {moment}"),
            Created::Within(range) => format!("{range:?}"),
        });
        Reply::Ok(serde_json::json!({
            "created": created, "ids": request.ids, "trace": request.trace, "theme": request.theme,
        }))
    }

    async fn create_book(&self, request: CreateBook, _: String, _: &Context) -> Reply {
        let NewBook { title, tags } = request.body;
        Reply::Created {
            location: format!("/v1/books/{title}"),
            body: serde_json::json!({"title": title, "tags": tags}),
        }
    }

    async fn get_book(&self, request: GetBook, _: String, context: &Context) -> Reply {
        let operation = context.operation().map(|operation| operation.id);
        assert_ne!(request.id, 13, "this book is bad luck");
        Reply::Ok(serde_json::json!({"id": request.id, "operation": operation}))
    }

    async fn replace_book(&self, request: ReplaceBook, caller: String, _: &Context) -> Reply {
        assert_eq!(caller, "nobody");
        match request.body {
            None => Reply::NoContent,
            Some(ReplaceBookBody::Json(value)) => {
                Reply::Ok(serde_json::json!({"id": request.id, "json": value}))
            }
            Some(ReplaceBookBody::Text(text)) => Reply::Ok(serde_json::json!({"text": text})),
            Some(ReplaceBookBody::Image(bytes)) => {
                Reply::Ok(serde_json::json!({"bytes": bytes.len()}))
            }
        }
    }

    async fn export_book(&self, request: GetBook, _: String, _: &Context) -> Reply {
        let pieces = [
            Ok::<_, std::io::Error>(Bytes::from_static(b"book ")),
            Ok(request.id.to_string().into()),
        ];
        Reply::Stream(Content::stream(futures_util::stream::iter(pieces)))
    }
}
