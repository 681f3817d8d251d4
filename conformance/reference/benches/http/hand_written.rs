//! The same three operations, written by hand on axum as one would without a generator: extractors, serde, a map
//! and a list behind one lock. It does what the reference server does for these requests (keys, versions, request
//! ids, unknown parameters, purposes, metadata limits) and nothing of what it does for others.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Bound;
use std::sync::{Arc, RwLock};
use std::time::{SystemTime, UNIX_EPOCH};

use axum::Router;
use axum::extract::{Path, RawForm, RawQuery, Request, State};
use axum::http::header::{AUTHORIZATION, CACHE_CONTROL, WWW_AUTHENTICATE};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use indexmap::IndexMap;
use rand::distr::{Alphanumeric, SampleString};
use serde::Serialize;
use tokio::net::TcpListener;
use trueline_reference::files::EXAMPLE_FILE;

use super::{KEY, VERSION};

#[derive(Clone)]
struct Link {
    id: String,
    created: i64,
    expires_at: Option<i64>,
    file: String,
    metadata: IndexMap<String, String>,
    token: String,
}

#[derive(Serialize)]
struct LinkBody<'a> {
    id: &'a str,
    object: &'static str,
    created: i64,
    expired: bool,
    expires_at: Option<i64>,
    file: &'a str,
    livemode: bool,
    metadata: &'a IndexMap<String, String>,
    url: String,
}

#[derive(Serialize)]
struct PageBody<'a> {
    object: &'static str,
    data: Vec<LinkBody<'a>>,
    has_more: bool,
    url: &'static str,
}

#[derive(Serialize)]
struct ErrorBody {
    error: ErrorObject,
}

#[derive(Serialize)]
struct ErrorObject {
    r#type: &'static str,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    param: Option<String>,
}

/// A refusal: the status, the words, the parameter.
struct Refused(StatusCode, String, Option<String>);

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let Refused(status, message, param) = self;
        let r#type = "invalid_request_error";
        let error = ErrorObject {
            r#type,
            message,
            param,
        };
        let mut response = (status, axum::Json(ErrorBody { error })).into_response();
        if status == StatusCode::UNAUTHORIZED {
            let challenge = HeaderValue::from_static("Basic realm=\"Stripe\"");
            response.headers_mut().insert(WWW_AUTHENTICATE, challenge);
        }
        response
    }
}

fn bad(message: impl Into<String>, param: &str) -> Refused {
    Refused(
        StatusCode::BAD_REQUEST,
        message.into(),
        Some(param.to_owned()),
    )
}

#[derive(Default)]
struct Rows {
    by_id: HashMap<String, (u64, Arc<Link>)>,
    in_order: BTreeMap<u64, Arc<Link>>,
    /// For the filter by file, for the one by expiry, and for the public urls: kept, though nobody asks here.
    by_file: HashMap<String, BTreeSet<u64>>,
    by_expiry: BTreeSet<(i64, u64)>,
    by_token: HashMap<String, String>,
    last: u64,
}

#[derive(Clone)]
struct App {
    rows: Arc<RwLock<Rows>>,
    base: Arc<str>,
}

/// Serves on `listener` with so many links in it, until the process ends.
pub(crate) async fn serve(listener: TcpListener, links: u64) {
    let base = format!("http://{}", listener.local_addr().unwrap());
    let app = App {
        rows: Arc::default(),
        base: base.into(),
    };
    for _ in 0..links {
        app.keep(EXAMPLE_FILE.to_owned(), None, IndexMap::new());
    }
    let router = Router::new()
        .route("/v1/file_links", get(list).post(create))
        .route("/v1/file_links/{link}", get(retrieve))
        .layer(from_fn_with_state(app.clone(), authenticated))
        .layer(from_fn(signed))
        .with_state(app);
    axum::serve(listener, router).await.unwrap();
}

impl App {
    fn keep(
        &self,
        file: String,
        expires_at: Option<i64>,
        metadata: IndexMap<String, String>,
    ) -> Arc<Link> {
        let link = Arc::new(Link {
            id: format!("link_{}", Alphanumeric.sample_string(&mut rand::rng(), 24)),
            created: now(),
            expires_at,
            file,
            metadata,
            token: Alphanumeric.sample_string(&mut rand::rng(), 43),
        });
        let mut rows = self.rows.write().unwrap();
        rows.last += 1;
        let place = rows.last;
        rows.by_id
            .insert(link.id.clone(), (place, Arc::clone(&link)));
        rows.in_order.insert(place, Arc::clone(&link));
        rows.by_file
            .entry(link.file.clone())
            .or_default()
            .insert(place);
        rows.by_token.insert(link.token.clone(), link.id.clone());
        if let Some(expiry) = link.expires_at {
            rows.by_expiry.insert((expiry, place));
        }
        link
    }

    fn body<'a>(&self, link: &'a Link, now: i64) -> LinkBody<'a> {
        LinkBody {
            id: &link.id,
            object: "file_link",
            created: link.created,
            expired: link.expires_at.is_some_and(|expiry| expiry <= now),
            expires_at: link.expires_at,
            file: &link.file,
            livemode: false,
            metadata: &link.metadata,
            url: format!("{}/links/{}", self.base, link.token),
        }
    }
}

fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    i64::try_from(since.as_secs()).unwrap()
}

/// What every answer says.
async fn signed(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let id = format!("req_{}", Alphanumeric.sample_string(&mut rand::rng(), 14));
    let headers = response.headers_mut();
    headers.insert(
        HeaderName::from_static("request-id"),
        HeaderValue::from_str(&id).unwrap(),
    );
    headers.insert(
        CACHE_CONTROL,
        HeaderValue::from_static("no-cache, no-store"),
    );
    response
}

/// Only who has the key, and asks for a version that there is.
async fn authenticated(State(_): State<App>, request: Request, next: Next) -> Response {
    let given = request.headers().get(AUTHORIZATION);
    let given = given.and_then(|value| value.to_str().ok()).unwrap_or("");
    let is_known = match given.split_once(' ') {
        Some((scheme, key)) if scheme.eq_ignore_ascii_case("bearer") => key == KEY,
        Some((scheme, pair)) if scheme.eq_ignore_ascii_case("basic") => BASE64_STANDARD
            .decode(pair)
            .ok()
            .and_then(|pair| String::from_utf8(pair).ok())
            .is_some_and(|pair| pair.split(':').next() == Some(KEY)),
        _ => false,
    };
    if !is_known {
        let message = "You did not provide a valid API key.".to_owned();
        return Refused(StatusCode::UNAUTHORIZED, message, None).into_response();
    }
    const NAME: HeaderName = HeaderName::from_static("stripe-version");
    let version = request.headers().get(&NAME).cloned();
    if version.as_ref().is_some_and(|version| version != VERSION) {
        let message = "Invalid Stripe API version.".to_owned();
        return Refused(StatusCode::BAD_REQUEST, message, None).into_response();
    }
    let mut response = next.run(request).await;
    let version = version.unwrap_or(HeaderValue::from_static(VERSION));
    response.headers_mut().insert(NAME, version);
    response
}

async fn retrieve(
    State(app): State<App>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Refused> {
    if let Some((name, _)) = pairs(query.as_deref().unwrap_or("").as_bytes()).next() {
        return Err(bad(format!("Received unknown parameter: {name}"), &name));
    }
    let found = app.rows.read().unwrap().by_id.get(&id).cloned();
    let Some((_, link)) = found else {
        let message = format!("No such file link: '{id}'");
        let param = Some("id".to_owned());
        return Err(Refused(StatusCode::NOT_FOUND, message, param));
    };
    Ok(axum::Json(app.body(&link, now())).into_response())
}

async fn list(State(app): State<App>, RawQuery(query): RawQuery) -> Result<Response, Refused> {
    let (mut limit, mut after) = (10, None);
    for (name, value) in pairs(query.as_deref().unwrap_or("").as_bytes()) {
        match name.as_str() {
            "limit" => {
                let number = value.parse().ok();
                let known = number.filter(|number| (1..=100).contains(number));
                limit = known.ok_or_else(|| bad("limit is 1 to 100", "limit"))?;
            }
            "starting_after" => after = Some(value),
            _ => return Err(bad(format!("Received unknown parameter: {name}"), &name)),
        }
    }
    let rows = app.rows.read().unwrap();
    let below = match after {
        None => Bound::Unbounded,
        Some(id) => match rows.by_id.get(&id) {
            Some((place, _)) => Bound::Excluded(*place),
            None => return Err(bad("No such file link", "starting_after")),
        },
    };
    let range = rows.in_order.range((Bound::Unbounded, below)).rev();
    let mut links: Vec<Arc<Link>> = range
        .take(limit + 1)
        .map(|(_, link)| Arc::clone(link))
        .collect();
    drop(rows);
    let has_more = links.len() > limit;
    links.truncate(limit);
    let now = now();
    let page = PageBody {
        object: "list",
        data: links.iter().map(|link| app.body(link, now)).collect(),
        has_more,
        url: "/v1/file_links",
    };
    Ok(axum::Json(page).into_response())
}

async fn create(State(app): State<App>, RawForm(body): RawForm) -> Result<Response, Refused> {
    let (mut file, mut expires_at, mut metadata) = (None, None, IndexMap::new());
    for (name, value) in pairs(&body) {
        match name.as_str() {
            "file" => file = Some(value),
            "expires_at" => {
                let second: Option<i64> = value.parse().ok();
                let future = second.filter(|second| *second > now());
                expires_at = Some(future.ok_or_else(|| bad("must be in the future", &name))?);
            }
            _ => {
                let key = name
                    .strip_prefix("metadata[")
                    .and_then(|rest| rest.strip_suffix(']'));
                let Some(key) = key else {
                    return Err(bad(format!("Received unknown parameter: {name}"), &name));
                };
                if key.chars().count() > 40 || value.chars().count() > 500 {
                    return Err(bad("metadata is too long", &name));
                }
                metadata.insert(key.to_owned(), value);
            }
        }
    }
    if metadata.len() > 50 {
        return Err(bad("at most 50 keys", "metadata"));
    }
    let file = file.ok_or_else(|| bad("Missing required param: file.", "file"))?;
    if file != EXAMPLE_FILE {
        return Err(bad(format!("No such file: {file}"), "file"));
    }
    let link = app.keep(file, expires_at, metadata);
    Ok(axum::Json(app.body(&link, now())).into_response())
}

fn pairs(text: &[u8]) -> impl Iterator<Item = (String, String)> {
    form_urlencoded::parse(text).map(|(name, value)| (name.into_owned(), value.into_owned()))
}
