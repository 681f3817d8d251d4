//! What can happen on the way to a server.

use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use trueline_conformance::{
    Credential, Request, RunError, RunOptions, Session, Suite, Target, TransportError, run,
};

use crate::{contract, notes_server};

/// A server that answers each connection's first request with 200 and the request's first line.
async fn echo() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut buffer = vec![0; 4096];
            let length = stream.read(&mut buffer).await.unwrap_or(0);
            let text = String::from_utf8_lossy(&buffer[..length]).into_owned();
            let line = text.lines().next().unwrap_or_default();
            let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n", line.len());
            let reply = format!("{head}Connection: close\r\n\r\n{line}");
            let _ = stream.write_all(reply.as_bytes()).await;
        }
    });
    base
}

#[tokio::test]
async fn targets_arrive_as_they_were_sent() {
    let base = echo().await;
    let session = Session::open(Target::new(&format!("{base}/prefix/")).unwrap()).unwrap();
    for target in [
        "/plain",
        "/a?expand[]=b&metadata%5Bk%5D=v",
        "/a/../b",
        "/a/./b?x='y'",
        "/%7e%2F%2f",
        "/a?b=c%20d+e",
        "//double",
        "/?",
    ] {
        let answer = session.send(&Request::new("GET", target)).await.unwrap();
        assert_eq!(answer.text(), format!("GET /prefix{target} HTTP/1.1"));
    }
}

#[tokio::test]
async fn nobody_there_is_no_failure_of_the_server() {
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let authority = free.local_addr().unwrap().to_string();
    drop(free);
    let target = Target::new(&format!("http://{authority}")).unwrap();
    let suite = Suite::new(contract("notes"));
    let error = run(&suite, target.clone(), &RunOptions::default(), &mut []).await;
    let cause = TransportError::Refused { authority };
    let expected = RunError::Unreachable {
        target: target.base.clone(),
        cause: cause.clone(),
    };
    assert_eq!(error.unwrap_err(), expected);
    let session = Session::open(target).unwrap();
    let refused = session.send(&Request::new("GET", "/")).await.unwrap_err();
    assert_eq!(refused, cause);
}

#[tokio::test]
async fn a_name_without_an_address_is_said() {
    let session = Session::open(Target::new("http://nowhere.invalid").unwrap()).unwrap();
    for target in ["/", "/a/../b"] {
        let error = session
            .send(&Request::new("GET", target))
            .await
            .unwrap_err();
        assert_eq!(error.kind(), "unknown-host", "{error}");
    }
}

#[tokio::test]
async fn tls_to_a_plain_server_is_said() {
    let base = echo().await.replace("http://", "https://");
    let session = Session::open(Target::new(&base).unwrap()).unwrap();
    let error = session.send(&Request::new("GET", "/")).await.unwrap_err();
    assert!(error.is_unreachable(), "{error:?}");
    assert_eq!(error.kind(), "tls", "{error:?}");
}

#[tokio::test]
async fn a_rate_is_kept() {
    let base = echo().await;
    let mut target = Target::new(&base).unwrap();
    target.rate = Some(50.0);
    let session = Session::open(target).unwrap();
    let started = Instant::now();
    for _ in 0..6 {
        session.send(&Request::new("GET", "/")).await.unwrap();
    }
    assert!(started.elapsed() >= Duration::from_millis(100));
}

#[tokio::test]
async fn credentials_are_added_unless_the_request_has_its_own() {
    let server = notes_server::start("").await;
    let mut target = Target::new(&server.base).unwrap();
    target.credential = Some(Credential::parse("basic:key").unwrap());
    let session = Session::open(target).unwrap();
    let request = session.with_credentials(Request::new("GET", "/"));
    assert_eq!(
        request.header_value("authorization"),
        Some("Basic a2V5Og==")
    );
    let own = Request::new("GET", "/").header("authorization", "Bearer other");
    assert_eq!(session.with_credentials(own.clone()), own);
}

#[test]
fn only_base_urls_are_targets() {
    for base in [
        "",
        "host",
        "/path",
        "ftp://host",
        "http://",
        "http://h?q",
        "http://h/#f",
        "http://u:p@h",
    ] {
        assert!(Target::new(base).is_err(), "{base}");
    }
    assert_eq!(Target::new("http://h:1/p/").unwrap().base, "http://h:1/p");
}
