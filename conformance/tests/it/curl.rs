//! Requests as commands.

use trueline_conformance::exchange::{Request, curl};

#[test]
fn what_is_special_is_quoted() {
    let commands = [
        Request::new("GET", "/v1/a"),
        Request::new("GET", "/a?expand[]=b&c=d"),
        Request::new("GET", "/a/../b"),
        Request::new("DELETE", "/a").header("X-Empty", ""),
        Request::new("HEAD", "/a").header("Authorization", "Basic a2V5Og=="),
        Request::new("POST", "/a").content("application/json", r#"{"it's": "$HOME"}"#),
        Request::new("PUT", "/a").content("text/plain", "@file"),
        Request::new("POST", "/a").content("application/octet-stream", vec![0, 255, b'\'']),
        Request::new("GET", "/a").header("Authorization", "Basic !!"),
        Request {
            body: Some("a=b".into()),
            ..Request::new("POST", "/a")
        },
    ]
    .iter()
    .map(|request| curl(request, "https://host/base/"))
    .collect::<Vec<_>>()
    .join("\n");
    insta::assert_snapshot!(commands);
}
