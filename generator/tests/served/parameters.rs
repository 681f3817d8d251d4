//! Parameters of every place, style and shape.

use std::sync::Mutex;

use crate::golden::parameters::{requests, server};
use crate::runtime::server::{Context, Credentials, Denied, Service};
use crate::send::send;

/// Keeps what it was asked.
struct Echo(&'static Mutex<String>);

impl Service for Echo {
    type Caller = ();

    async fn authenticate(&self, _: Credentials, _: &Context) -> Result<(), Denied> {
        Ok(())
    }
}

impl Echo {
    fn keep(&self, request: &dyn std::fmt::Debug) {
        *self.0.lock().unwrap() = format!("{request:?}");
    }
}

impl server::Things for Echo {
    async fn get_thing(
        &self,
        request: requests::GetThingRequest,
        (): (),
        _: &Context,
    ) -> server::things::GetThingResponse {
        self.keep(&request);
        server::things::GetThingResponse::NoContent
    }

    async fn act_on_thing(
        &self,
        request: requests::ActOnThingRequest,
        (): (),
        _: &Context,
    ) -> server::things::ActOnThingResponse {
        self.keep(&request);
        server::things::ActOnThingResponse::NoContent
    }
}

impl server::Closed for Echo {
    async fn get_closed(
        &self,
        request: requests::GetClosedRequest,
        (): (),
        _: &Context,
    ) -> server::closed::GetClosedResponse {
        self.keep(&request);
        server::closed::GetClosedResponse::NoContent
    }

    async fn delete_open(
        &self,
        request: requests::DeleteOpenRequest,
        (): (),
        _: &Context,
    ) -> server::closed::DeleteOpenResponse {
        self.keep(&request);
        server::closed::DeleteOpenResponse::NoContent
    }
}

fn asked(line: &str, headers: &[(&str, &str)]) -> String {
    let kept: &'static Mutex<String> = Box::leak(Box::default());
    let router = server::router(Echo(kept));
    let outcome = send(&router, line, headers, "", &[]);
    match outcome.as_str() {
        "204" => kept.lock().unwrap().clone(),
        _ => outcome,
    }
}

#[test]
fn parameters_reach_their_fields() {
    let trace = ("x-trace", "t");
    for (line, headers, expected) in [
        (
            "GET /v1/things/7.json?tags=a&tags=b&sizes=1,2&words=x|y&created=5&filter=%7B%22on%22:true%7D",
            &[trace, ("cookie", "theme=dark")][..],
            "GetThingRequest { id: 7, tags: Some([\"a\", \"b\"]), sizes: Some([1, 2]), words: Some([\"x\", \
             \"y\"]), created: Some(Integer(5)), filter: Some(GetThingFilter {\"on\":true}), x_trace: \
             \"t\", theme: Some(Dark) }",
        ),
        (
            "GET /v1/things/7.json?tags=a&created%5Bgte%5D=5",
            &[trace],
            "GetThingRequest { id: 7, tags: Some([\"a\"]), sizes: None, words: None, created: \
             Some(Object(GetThingCreatedObject {\"gte\":5})), filter: None, x_trace: \"t\", \
             theme: None }",
        ),
        (
            "GET /v1/things/0.json?tags=abcd&other=1&created[x]=1",
            &[("cookie", "theme=blue")],
            "400 id: must be at least 1; tags[0]: must have at most 3 characters; created[x]: is not known \
             here; other: is not known here; X-Trace: is required; theme: must be one of dark, light, not \
             blue.",
        ),
        (
            "GET /v1/things/7.xml",
            &[trace],
            "404 No operation has this path.",
        ),
        (
            "GET /v1/things/.a,b:go?input=1&m=2&other=3",
            &[],
            "ActOnThingRequest { verb: \"go\", id: [\"a\", \"b\"], input: Some(\"1\"), m: Some(\"2\") }",
        ),
        ("GET /v1/closed", &[], "GetClosedRequest"),
        ("GET /v1/closed?a=1", &[], "400 a: is not known here."),
        ("DELETE /v1/closed?a=1", &[], "DeleteOpenRequest"),
    ] {
        assert_eq!(asked(line, headers), expected, "{line}");
    }
}
