//! Servers that are as right as the reference server and answer otherwise: each gives no alarm.
//!
//! A variant is the reference server behind a door that changes every answer in a way that nothing forbids. Adding one is
//! adding a line to [`VARIANTS`].

use std::convert::Infallible;
use std::net::SocketAddr;
use std::time::Duration;

use futures_util::StreamExt as _;
use http::header::{CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, DATE, TRANSFER_ENCODING};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use http_body_util::{BodyExt as _, Full};
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http1 as client;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use serde_json::{Map, Value, json};
use tokio::net::{TcpListener, TcpStream};
use trueline_conformance::report::CaseReport;
use trueline_conformance::{Credential, Outcome, RunOptions, Suite, Target, run};
use trueline_reference::Api;
use trueline_reference::serve::{Options, serve_on_loopback};

use crate::reference::suite;

/// An answer on its way through the door.
struct Answer {
    method: Method,
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

impl Answer {
    /// Changes the answer's JSON, where it has some.
    fn json(&mut self, change: impl FnOnce(&mut Value)) {
        if let Ok(mut value) = serde_json::from_slice(&self.body) {
            change(&mut value);
            self.body = Bytes::from(value.to_string());
        }
    }

    /// Changes each object of the answer, however deep.
    fn objects(&mut self, change: fn(&mut Map<String, Value>)) {
        self.json(|value| each_object(value, change));
    }

    fn header(&mut self, name: HeaderName, value: &'static str) {
        self.headers.insert(name, HeaderValue::from_static(value));
    }
}

fn each_object(value: &mut Value, change: fn(&mut Map<String, Value>)) {
    match value {
        Value::Object(members) => {
            members
                .values_mut()
                .for_each(|member| each_object(member, change));
            change(members);
        }
        Value::Array(items) => items.iter_mut().for_each(|item| each_object(item, change)),
        _ => {}
    }
}

/// What a variant does otherwise, and the change.
type Variant = (&'static str, fn(&mut Answer));

const VARIANTS: &[Variant] = &[
    ("whole numbers are written with a fraction", |answer| {
        answer.objects(|members| {
            for name in ["created", "expires_at", "size"] {
                if let Some(number) = members.get_mut(name)
                    && let Some(float) = number.as_f64()
                {
                    *number = json!(float);
                }
            }
        });
    }),
    ("an expired link has no url (OBJ-11)", |answer| {
        answer.objects(|members| {
            if members.get("expired") == Some(&json!(true)) {
                members.insert("url".to_owned(), Value::Null);
            }
        });
    }),
    ("members stand in another order", |answer| {
        answer.objects(|members| {
            *members = std::mem::take(members).into_iter().rev().collect();
        });
    }),
    ("objects have members that nobody described", |answer| {
        answer.objects(|members| {
            // A map of the caller's own is no place for it, and a list has four members (FL-LIST-01).
            if members.get("object").is_some_and(|it| it != "list") {
                members.insert("beta_flag".to_owned(), json!({"a": [1, null]}));
            }
        });
    }),
    ("errors say more, in other words", |answer| {
        answer.json(|value| {
            if let Some(error) = value.get_mut("error").and_then(Value::as_object_mut) {
                error.insert("message".to_owned(), json!("Nope: \"no\" – sorry."));
                error.insert("doc_url".to_owned(), json!("https://docs.example/errors"));
            }
        });
    }),
    ("JSON is laid out over lines", |answer| {
        if let Ok(value) = serde_json::from_slice::<Value>(&answer.body) {
            let text = serde_json::to_string_pretty(&value).unwrap();
            answer.body = Bytes::from(text + "\n\n");
        }
    }),
    ("JSON is ASCII, slashes are escaped", |answer| {
        let Ok(text) = std::str::from_utf8(&answer.body) else {
            return;
        };
        if serde_json::from_str::<Value>(text).is_err() {
            return;
        }
        let mut out = String::new();
        for letter in text.chars() {
            match letter {
                '/' => out.push_str("\\/"),
                ascii if ascii.is_ascii() => out.push(ascii),
                other => {
                    let mut units = [0; 2];
                    for unit in other.encode_utf16(&mut units) {
                        out.push_str(&format!("\\u{unit:04X}"));
                    }
                }
            }
        }
        answer.body = Bytes::from(out);
    }),
    ("the media type has its parameter", |answer| {
        if let Some(given) = answer.headers.get(CONTENT_TYPE)
            && given == "application/json"
        {
            answer.header(CONTENT_TYPE, "application/json;charset=\"UTF-8\"");
        }
    }),
    ("there are more headers, and no date", |answer| {
        answer.headers.remove(DATE);
        answer.header(HeaderName::from_static("x-served-by"), "cache-1, cache-2");
        answer.header(HeaderName::from_static("vary"), "Origin");
        answer.header(HeaderName::from_static("access-control-allow-origin"), "*");
    }),
    ("each connection carries one answer", |answer| {
        answer.header(CONNECTION, "close");
    }),
    (
        "what is not described is 405 and not 404, and the other way round",
        |answer| {
            let known = [Method::GET, Method::POST];
            answer.status = match answer.status {
                StatusCode::NOT_FOUND if !known.contains(&answer.method) => {
                    StatusCode::METHOD_NOT_ALLOWED
                }
                StatusCode::METHOD_NOT_ALLOWED => StatusCode::NOT_FOUND,
                other => other,
            };
        },
    ),
];

/// Takes requests, hands them on, and changes the answers.
async fn door(behind: SocketAddr, change: fn(&mut Answer)) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let service = service_fn(move |request| async move {
                Ok::<_, Infallible>(pass(behind, request, change).await)
            });
            let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
            tokio::spawn(connection);
        }
    });
    base
}

async fn pass(
    behind: SocketAddr,
    request: http::Request<Incoming>,
    change: fn(&mut Answer),
) -> http::Response<Full<Bytes>> {
    let method = request.method().clone();
    let stream = TcpStream::connect(behind).await.unwrap();
    let (mut client, connection) = client::handshake(TokioIo::new(stream)).await.unwrap();
    tokio::spawn(connection);
    let (parts, body) = client.send_request(request).await.unwrap().into_parts();
    let mut answer = Answer {
        method,
        status: parts.status,
        headers: parts.headers,
        body: body.collect().await.unwrap().to_bytes(),
    };
    answer.headers.remove(CONTENT_LENGTH);
    answer.headers.remove(TRANSFER_ENCODING);
    change(&mut answer);
    let mut response = http::Response::new(Full::new(answer.body));
    *response.status_mut() = answer.status;
    *response.headers_mut() = answer.headers;
    response
}

#[tokio::test(flavor = "multi_thread")]
async fn servers_that_are_right_in_their_own_way_give_no_alarm() {
    let api = Api::StripeFileLinks;
    let suite = suite(api);
    let alarms: Vec<String> = futures_util::stream::iter(VARIANTS)
        .map(|variant| alarms(&suite, api, variant))
        .buffer_unordered(6)
        .concat()
        .await;
    assert!(alarms.is_empty(), "{}", alarms.join("\n"));
}

/// What the suite says against a variant.
async fn alarms(suite: &Suite, api: Api, (what, change): &Variant) -> Vec<String> {
    let server = serve_on_loopback(Options::of(api)).await.unwrap();
    let mut target = Target::new(&door(server.address(), *change).await).unwrap();
    target.credential = Some(Credential::parse(api.credential()).unwrap());
    target.timeout = Duration::from_secs(20);
    for (name, text) in api.further_credentials() {
        let credential = Credential::parse(text).unwrap();
        target.further.insert((*name).to_owned(), credential);
    }
    let mut options = RunOptions {
        jobs: 16,
        ..RunOptions::default()
    };
    let fixtures = api.fixtures().iter();
    options
        .fixtures
        .extend(fixtures.map(|(name, id)| ((*name).to_owned(), (*id).to_owned())));
    let report = run(suite, target, &options, &mut []).await.unwrap();
    let odd = |case: &&CaseReport| !matches!(case.verdict, Outcome::Passed | Outcome::Untested);
    let cases = report.cases.iter().filter(odd);
    cases
        .map(|case| format!("{what}: {}: {:?} {:?}", case.id, case.reason, case.failures))
        .collect()
}
