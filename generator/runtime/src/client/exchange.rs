//! From a written request to an answer, tried again where that is due.

use bytes::{Bytes, BytesMut};
use futures_util::StreamExt as _;
use http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use reqwest::Url;

use super::clock::random_uuid;
use super::connect::{Client, Inner};
use super::credential::show;
use super::error::{Failed, RequestError, Transported};
use super::incoming::Incoming;
use super::options::{Options, Upload};
use super::outgoing::{Multipart, Outgoing, Payload, set};
use super::transport::transported;
use super::{Method, Request, Response};

/// The names under which descriptions declare idempotency keys.
const KEY_NAMES: [&str; 2] = ["idempotency-key", "x-idempotency-key"];

/// Sends a request and receives the answer; the body of a success is left unread where it is wanted so.
pub(super) async fn exchange(
    client: Client,
    out: Outgoing,
    options: Options,
    streamed: bool,
) -> Result<Incoming, Failed> {
    let inner = &*client.0;
    let retry = options.retry.clone().unwrap_or_else(|| inner.retry.clone());
    let limit = options.timeout.or(inner.timeout);
    let (mut request, may_repeat) = made(inner, out, options).map_err(Failed::Request)?;
    *request.timeout_mut() = limit;
    let mut attempts = 0;
    loop {
        attempts += 1;
        // A body that comes bit by bit gives no copy.
        let again = match may_repeat && retry.is_any() {
            true => request.try_clone(),
            false => None,
        };
        let outcome = attempt(inner, request, limit, streamed).await;
        let Some(next) = again else {
            return outcome;
        };
        let Some(wait) = retry.next(attempts, &outcome) else {
            return outcome;
        };
        drop(outcome);
        tokio::time::sleep(wait).await;
        request = next;
    }
}

async fn attempt(
    inner: &Inner,
    request: Request,
    limit: Option<std::time::Duration>,
    streamed: bool,
) -> Result<Incoming, Failed> {
    let failed = |error| match transported(error, limit) {
        (error, true) => Failed::Timeout(error),
        (error, false) => Failed::Transport(error),
    };
    let mut response = inner.transport.send(request).await.map_err(failed)?;
    let status = response.status();
    let headers = std::mem::take(response.headers_mut());
    let mut incoming = Incoming {
        status,
        headers,
        body: Bytes::new(),
        unread: None,
    };
    if streamed && status.is_success() {
        incoming.unread = Some(response);
        return Ok(incoming);
    }
    incoming.body = receive(response, inner.answer_limit)
        .await
        .map_err(|error| match error {
            Received::Failed(error) => failed(error.into()),
            Received::TooLarge => Failed::Transport(Transported {
                source: format!("the answer has more than {} bytes", inner.answer_limit).into(),
                is_connect: false,
                waited: None,
            }),
        })?;
    Ok(incoming)
}

enum Received {
    Failed(reqwest::Error),
    TooLarge,
}

async fn receive(mut response: Response, limit: usize) -> Result<Bytes, Received> {
    // Most answers come in one piece, which need not be copied.
    let Some(first) = response.chunk().await.map_err(Received::Failed)? else {
        return Ok(Bytes::new());
    };
    let mut length = first.len();
    let mut whole: Option<BytesMut> = None;
    while length <= limit {
        let Some(piece) = response.chunk().await.map_err(Received::Failed)? else {
            return Ok(whole.map_or(first, BytesMut::freeze));
        };
        length += piece.len();
        whole
            .get_or_insert_with(|| BytesMut::from(&first[..]))
            .extend_from_slice(&piece);
    }
    Err(Received::TooLarge)
}

/// The request, and whether it may be sent twice.
fn made(
    inner: &Inner,
    mut out: Outgoing,
    options: Options,
) -> Result<(Request, bool), RequestError> {
    show(&inner.credentials, &mut out)?;
    let target = out.finish()?;
    let info = out.info;
    let url = match info.server {
        Some(own) if !inner.is_told => {
            Url::parse(&format!("{}{target}", own.trim_end_matches('/'))).map_err(|error| {
                RequestError::Url {
                    detail: error.to_string(),
                }
            })?
        }
        _ => at(&inner.base, &target),
    };
    let method = Method::from_bytes(info.method.as_bytes()).unwrap_or_default();
    let mut request = Request::new(method.clone(), url);
    let mut headers = out.headers;
    for (name, value) in &options.headers {
        set(&mut headers, name, value.reveal(), true)?;
    }
    for (name, value) in &inner.headers {
        if !headers.contains_key(name) {
            headers.insert(name.clone(), value.clone());
        }
    }
    let has_key = put_key(inner, info, &method, &options, &mut headers)?;
    let (content_type, body) = body_of(out.body, options)?;
    if let Some(content_type) = content_type {
        headers.entry(CONTENT_TYPE).or_insert(content_type);
    }
    *request.headers_mut() = headers;
    *request.body_mut() = body;
    let idempotent = matches!(
        method,
        Method::GET | Method::HEAD | Method::PUT | Method::DELETE | Method::OPTIONS | Method::TRACE
    );
    Ok((request, idempotent || has_key))
}

/// A path and query behind a base. To read scheme and host again for each request takes longer than all the rest of it.
fn at(base: &Url, target: &str) -> Url {
    let mut url = base.clone();
    let (path, query) = match target.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (target, None),
    };
    // Some templates go on behind a `#`, which is no part of what is sent.
    let path = path.split('#').next().unwrap_or_default();
    match base.path() {
        "/" => url.set_path(path),
        prefix => url.set_path(&format!("{prefix}{path}")),
    }
    url.set_query(query);
    url
}

/// Sets the idempotency key, where there is one or POST should have one. Whether there is one.
fn put_key(
    inner: &Inner,
    info: &super::super::operation::OperationInfo,
    method: &Method,
    options: &Options,
    headers: &mut super::HeaderMap,
) -> Result<bool, RequestError> {
    let mut declared = info.headers.iter().map(|header| header.name);
    let is_key = |name: &&str| {
        KEY_NAMES
            .iter()
            .any(|known| name.eq_ignore_ascii_case(known))
    };
    let declared = declared.find(is_key);
    let told = inner.idempotency_header.as_deref();
    let Some(name) = declared.or(told) else {
        return match &options.idempotency_key {
            Some(key) => set(headers, KEY_NAMES[0], key, false).map(|()| true),
            None => Ok(false),
        };
    };
    if let Some(key) = &options.idempotency_key {
        set(headers, name, key, false)?;
    }
    let there =
        HeaderName::from_bytes(name.as_bytes()).is_ok_and(|name| headers.contains_key(name));
    if !there && *method == Method::POST {
        set(headers, name, &random_uuid(), false)?;
        return Ok(true);
    }
    Ok(there)
}

fn body_of(
    payload: Option<Payload>,
    options: Options,
) -> Result<(Option<HeaderValue>, Option<reqwest::Body>), RequestError> {
    let mut whole = None;
    let mut streams: Vec<(String, Upload)> = Vec::new();
    for (name, upload) in options.uploads {
        match name {
            Some(name) => streams.push((name, upload)),
            None => whole = Some(upload),
        }
    }
    match payload {
        None | Some(Payload::Whole(..)) if !streams.is_empty() || !options.parts.is_empty() => {
            let streamed = streams.into_iter().map(|(name, _)| name);
            let named = options.parts.into_iter().map(|part| part.name);
            let name = streamed.chain(named).next().unwrap_or_default();
            Err(RequestError::Part { name })
        }
        None => Ok((None, whole.map(|upload| upload.body))),
        Some(Payload::Whole(content_type, bytes)) => Ok((
            Some(HeaderValue::from_static(content_type)),
            Some(whole.map_or_else(|| bytes.into(), |upload| upload.body)),
        )),
        Some(Payload::Parts(parts)) => {
            let names: Vec<&str> = streams.iter().map(|(name, _)| name.as_str()).collect();
            let multipart = Multipart::of(&parts, &options.parts, &names)?;
            let content_type = HeaderValue::from_str(&multipart.content_type).ok();
            if streams.is_empty() {
                return Ok((content_type, Some(multipart.into_bytes().into())));
            }
            // Streams stand in the order of the parts, which may be another than that of the options.
            let mut ordered = Vec::new();
            for part in &parts {
                if let Some(at) = streams.iter().position(|(name, _)| *name == part.name) {
                    ordered.push(streams.swap_remove(at).1);
                }
            }
            Ok((content_type, Some(joined(multipart.pieces, ordered))))
        }
    }
}

/// Pieces and streams, one behind the other.
fn joined(pieces: Vec<Option<Bytes>>, streams: Vec<Upload>) -> reqwest::Body {
    use http_body_util::BodyExt;
    let mut streams = streams.into_iter();
    let bodies: Vec<reqwest::Body> = pieces
        .into_iter()
        .map(|piece| match piece {
            Some(bytes) => bytes.into(),
            None => streams
                .next()
                .map_or_else(reqwest::Body::default, |upload| upload.body),
        })
        .collect();
    let stream = futures_util::stream::iter(bodies).flat_map(BodyExt::into_data_stream);
    reqwest::Body::wrap_stream(stream)
}
