//! A small service, written as the generator writes it, and requests to it.

mod api;

use bytes::Bytes;
use http::{Request, StatusCode};
use http_body_util::BodyExt as _;
use tower_service::Service as _;
use trueline_runtime::server::{Body, Response};

use crate::cases::check;

/// Sends a request to a fresh service.
async fn send(request: Request<Body>) -> Response {
    let mut router = api::router(api::Shelf);
    match router.call(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    }
}

async fn text(response: Response) -> String {
    let bytes: Bytes = response
        .into_body()
        .collect()
        .await
        .expect("the body is in memory")
        .to_bytes();
    String::from_utf8(bytes.into()).expect("the body is text")
}

fn run(columns: &[&str]) -> String {
    let [head, headers, body] = columns else {
        panic!("METHOD path | headers | body | outcome")
    };
    let (method, target) = head.split_once(' ').expect("a method and a path");
    let mut request = Request::builder().method(method).uri(target);
    for line in headers.split(" + ").filter(|line| *line != "-") {
        let (name, value) = line.split_once(": ").expect("a name and a value");
        request = request.header(name, value);
    }
    let body = if *body == "-" { "" } else { body };
    let request = request
        .body(Body::from(body.to_owned()))
        .expect("a request");
    tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("a runtime")
        .block_on(async {
            let response = send(request).await;
            let status = response.status();
            let headers = response.headers();
            assert_eq!(headers["x-served-by"], "shelf", "the last hook sees all");
            let mut outcome = status.as_str().to_owned();
            if method == "HEAD" {
                let length = headers["content-length"].to_str().expect("digits");
                outcome.push_str(&format!(" content-length: {length}"));
            }
            for name in ["allow", "www-authenticate", "location", "content-type"] {
                for value in headers.get_all(name) {
                    let value = value.to_str().expect("text");
                    if value != "application/json" && value != "application/problem+json" {
                        outcome.push_str(&format!(" {name}: {value}"));
                    }
                }
            }
            let body = text(response).await;
            if status.is_success() || body.is_empty() {
                outcome.push_str(&format!(" {body}"));
            } else {
                let problem: serde_json::Value = serde_json::from_str(&body).expect("a problem");
                outcome.push_str(&format!(" {}", problem["detail"].as_str().unwrap_or("?")));
            }
            outcome.trim().to_owned()
        })
}

#[test]
fn requests_are_served_or_refused() {
    check("serve.txt", run);
}

#[tokio::test]
async fn a_refusal_is_a_problem_with_its_faults() {
    let request = Request::post("/v1/books")
        .header("authorization", "Bearer good")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from("title=&tags[a][b]=1&shelf=x"))
        .expect("a request");
    let response = send(request).await;
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
    let problem: serde_json::Value = serde_json::from_str(&text(response).await).expect("JSON");
    assert_eq!(
        problem["faults"],
        serde_json::json!([
            {"in": "body", "name": "title", "pointer": "/title", "detail": "must not be empty"},
            {"in": "body", "name": "tags[a]", "pointer": "/tags/a", "detail": "must be a string, not an object"},
            {"in": "body", "name": "shelf", "pointer": "/shelf", "detail": "is not known here"},
        ])
    );
}

#[tokio::test]
async fn a_body_is_read_up_to_its_limit() {
    let body = |length: usize| format!("title={}", "a".repeat(length - 6));
    let request = |body: Body| {
        Request::post("/v1/books")
            .header("authorization", "Bearer good")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body)
            .expect("a request")
    };
    let response = send(request(Body::from(body(api::LIMIT)))).await;
    assert_eq!(response.status(), StatusCode::CREATED);
    let response = send(request(Body::from(body(api::LIMIT + 1)))).await;
    assert_eq!(response.status(), StatusCode::PAYLOAD_TOO_LARGE);
    // Without a length the body itself is counted.
    let pieces = futures_util::stream::iter((0..=api::LIMIT).map(|_| Ok::<_, std::io::Error>("a")));
    let response = send(request(Body::from_stream(pieces))).await;
    assert_eq!(response.status(), StatusCode::PAYLOAD_TOO_LARGE);
    let broken = futures_util::stream::iter([Ok("title="), Err(std::io::Error::other("gone"))]);
    let response = send(request(Body::from_stream(broken))).await;
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_panic_costs_one_answer() {
    let mut router = api::router(api::Shelf);
    for (book, expected) in [
        (13, StatusCode::INTERNAL_SERVER_ERROR),
        (7, StatusCode::OK),
        (13, StatusCode::INTERNAL_SERVER_ERROR),
    ] {
        let request = Request::get(format!("/v1/books/{book}"))
            .header("authorization", "Bearer good")
            .body(Body::empty())
            .expect("a request");
        let Ok(response) = router.call(request).await;
        assert_eq!(response.status(), expected);
        assert_eq!(response.headers()["x-served-by"], "shelf");
        let body = text(response).await;
        assert!(!body.contains("bad luck"), "the caller is not told: {body}");
    }
}

#[tokio::test]
async fn a_router_is_an_axum_router() {
    let mut nested = axum::Router::new().nest("/shop", api::router(api::Shelf));
    let request = Request::get("/shop/v1/books/7")
        .header("authorization", "Bearer good")
        .body(Body::empty())
        .expect("a request");
    let Ok(response) = nested.call(request).await;
    assert_eq!(response.status(), StatusCode::OK);
}
