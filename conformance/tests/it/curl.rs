//! Requests as commands.

use trueline_conformance::Credential;
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
    .map(|request| curl(request, "https://host/base/", &[]))
    .collect::<Vec<_>>()
    .join("\n");
    insta::assert_snapshot!(commands);
}

#[test]
fn a_key_that_is_to_be_hidden_is_left_to_a_variable() {
    for (credential, option) in [
        ("basic:key", "-u \"$TRUELINE_KEY:\""),
        ("basic:user:password", "-u \"$TRUELINE_KEY\""),
        ("bearer:key", "-H \"Authorization: Bearer $TRUELINE_KEY\""),
        ("header:X-Key=key", "-H \"X-Key: $TRUELINE_KEY\""),
    ] {
        let credential = Credential::parse(credential).unwrap();
        let (name, value) = credential.header();
        let secrets = [("TRUELINE_KEY".to_owned(), credential.clone())];
        let request = Request::new("GET", "/a").header(name, value);
        let command = curl(&request, "http://host", &secrets);
        assert_eq!(command, format!("curl -i http://host/a {option}"));
        // Another key than the run's own is no secret: the case made it up.
        let other = Request::new("GET", "/a").header("Authorization", "Bearer wrong");
        let command = curl(&other, "http://host", &secrets);
        assert_eq!(
            command,
            "curl -i http://host/a -H 'Authorization: Bearer wrong'"
        );
    }
}
