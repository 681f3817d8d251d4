//! Requests to a router, and what came back as a line of text.

use http::Request;
use http_body_util::BodyExt as _;
use tower_service::Service as _;

use crate::runtime::server::{Body, Context, Credentials, Denied, Router, Service};

/// A service that lets everyone in.
pub(crate) struct Open;

impl Service for Open {
    type Caller = String;

    async fn authenticate(&self, credentials: Credentials, _: &Context) -> Result<String, Denied> {
        let shown: Vec<String> = credentials
            .iter()
            .map(|one| format!("{} {:?} {:?}", one.scheme, one.scopes, one.credential))
            .collect();
        Ok(shown.join(", "))
    }
}

/// Sends `METHOD target`, headers and body; gives status, the headers named, and the body. Of a refusal
/// the body is its `detail`.
pub(crate) fn send(
    router: &Router,
    line: &str,
    headers: &[(&str, &str)],
    body: impl Into<Body>,
    shown: &[&str],
) -> String {
    let (method, target) = line.split_once(' ').unwrap();
    let mut request = Request::builder().method(method).uri(target);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(body.into()).unwrap();
    tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap()
        .block_on(async {
            let Ok(response) = router.clone().call(request).await;
            let mut outcome = response.status().as_str().to_owned();
            for name in shown {
                for value in response.headers().get_all(*name) {
                    let value = value.to_str().unwrap();
                    outcome.push_str(&format!(" {name}: {value};"));
                }
            }
            let is_problem = response
                .headers()
                .get("content-type")
                .is_some_and(|kind| kind == "application/problem+json");
            let bytes = response.into_body().collect().await.unwrap().to_bytes();
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let problem: Option<serde_json::Value> = serde_json::from_str(&text).ok();
            match problem.filter(|_| is_problem) {
                Some(problem) if problem["detail"].is_string() => {
                    outcome.push_str(&format!(" {}", problem["detail"].as_str().unwrap()));
                }
                _ if text.is_empty() => {}
                _ => outcome.push_str(&format!(" {text}")),
            }
            outcome
        })
}
