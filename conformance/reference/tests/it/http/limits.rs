//! What goes beyond the limits, and what is no request at all: answered in the API's own error shape where HTTP leaves
//! room for an answer (FORM-12, ERR-01, ERR-09), and never at the cost of the next request.

use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::{Duration, Instant};

use serde_json::Value;
use trueline_reference::fault::Fault;
use trueline_reference::files::EXAMPLE_FILE;
use trueline_reference::limits::Limits;
use trueline_reference::serve::Options;

use crate::site::{LINKS, Site};

const SHORT: Duration = Duration::from_millis(150);

fn limited(limits: Limits) -> Site {
    Site::with(Options {
        limits,
        ..Options::default()
    })
}

/// Sends these bytes and reads until the server closes the connection.
fn last_words(site: &Site, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(site.address).unwrap();
    stream.write_all(bytes).unwrap();
    read_all(stream)
}

fn read_all(mut stream: TcpStream) -> String {
    let ten = Some(Duration::from_secs(10));
    stream.set_read_timeout(ten).unwrap();
    let mut answer = Vec::new();
    match stream.read_to_end(&mut answer) {
        Ok(_) => {}
        Err(error) => assert_eq!(error.kind(), ErrorKind::ConnectionReset, "{error}"),
    }
    String::from_utf8_lossy(&answer).into_owned()
}

/// That this is one refusal in the API's error shape, with the headers that every answer has.
#[track_caller]
fn refused(answer: &str, status: u16) {
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((answer, ""));
    let head = head.to_lowercase();
    assert!(head.starts_with(&format!("http/1.1 {status} ")), "{answer}");
    for header in [
        "\r\nrequest-id: req_",
        "\r\nstripe-version: 2026-01-28.clover",
        "\r\ncontent-type: application/json",
        "\r\ncontent-length: ",
    ] {
        assert!(head.contains(header), "{header:?} is missing: {answer}");
    }
    let body: Value = serde_json::from_str(body).unwrap_or_else(|_| panic!("{answer}"));
    assert_eq!(body["error"]["type"], "invalid_request_error");
    assert!(body["error"]["message"].is_string());
}

#[test]
fn err_09_what_is_no_request_is_refused_in_the_shape_of_errors() {
    let site = Site::new();
    for garbage in [
        &b"garbage\r\n\r\n"[..],
        b"GET /\xff HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET / HTTP/9.9\r\nHost: a\r\n\r\n",
        b"GET /v1/file_links HTTP/1.1\r\nHo st: a\r\n\r\n",
        b"GET /v1/file_links HTTP/1.1\r\nContent-Length: x\r\n\r\n",
        b"POST /v1/file_links HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ] {
        let answer = last_words(&site, garbage);
        refused(&answer, 400);
    }
    let mut stream = TcpStream::connect(site.address).unwrap();
    stream.write_all(b"GET / HTTP/1.1\r\nHo").unwrap();
    stream.shutdown(Shutdown::Write).unwrap();
    refused(&read_all(stream), 400);
    assert_eq!(site.client().get(LINKS).status, 200);
}

#[test]
fn err_09_a_garbled_request_after_good_ones_is_refused_too() {
    let site = Site::new();
    let good = "GET /links/none HTTP/1.1\r\nHost: a\r\n\r\n";
    let answer = last_words(&site, format!("{good}{good}garbage\r\n\r\n").as_bytes());
    let answers: Vec<&str> = answer.split("HTTP/1.1 ").skip(1).collect();
    assert_eq!(answers.len(), 3, "{answer}");
    assert!(answers[0].starts_with("404") && answers[1].starts_with("404"));
    refused(&format!("HTTP/1.1 {}", answers[2]), 400);
}

#[test]
fn what_a_file_holds_is_not_mistaken_for_words_of_the_server() {
    let content = "HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n";
    let site = Site::new();
    let mut client = site.client();
    let body = format!(
        "--x\r\nContent-Disposition: form-data; name=purpose\r\n\r\npci_document\r\n\
         --x\r\nContent-Disposition: form-data; name=file\r\n\r\n{content}\r\n--x--"
    );
    let media_type = [("Content-Type", "multipart/form-data; boundary=x")];
    let file = client.send("POST", "/v1/files", &media_type, body.as_bytes());
    let file = file.json();
    let path = format!("/v1/files/{}/contents", file["id"].as_str().unwrap());
    for _ in 0..3 {
        assert_eq!(client.get(&path).text(), content);
    }
}

#[test]
fn form_12_headers_beyond_the_limits_are_431() {
    let site = limited(Limits {
        headers: 20,
        head: 8 << 10,
        ..Limits::default()
    });
    let many: String = (0..30).map(|number| format!("x-{number}: 1\r\n")).collect();
    let request = format!("GET {LINKS} HTTP/1.1\r\n{many}\r\n");
    refused(&last_words(&site, request.as_bytes()), 431);
    let long = "a".repeat(9 << 10);
    let request = format!("GET {LINKS} HTTP/1.1\r\nx: {long}\r\n\r\n");
    refused(&last_words(&site, request.as_bytes()), 431);
    assert_eq!(site.client().get(LINKS).status, 200);
}

#[test]
fn form_12_parameters_beyond_the_limits_are_400() {
    let site = limited(Limits {
        parameters: 30,
        depth: 3,
        ..Limits::default()
    });
    let mut client = site.client();
    let many: String = (0..40)
        .map(|number| format!("&metadata[k{number}]=v"))
        .collect();
    let form = format!("file={EXAMPLE_FILE}{many}");
    client.create(&form).refused(400, None, None);
    client.list(&form).refused(400, None, None);
    let deep = client.create(&format!("file={EXAMPLE_FILE}&a[b][c][d][e]=1"));
    assert_eq!(deep.status, 400, "{}", deep.text());
    assert_eq!(deep.json()["error"]["type"], "invalid_request_error");
    assert_eq!(client.get(LINKS).ids().len(), 0);
}

#[test]
fn a_client_that_is_slow_with_the_head_is_told_and_left() {
    let site = limited(Limits {
        head_time: SHORT,
        ..Limits::default()
    });
    refused(
        &last_words(&site, b"GET /v1/file_links HTTP/1.1\r\nHo"),
        408,
    );
    // A byte now and then does not buy more time.
    let mut stream = TcpStream::connect(site.address).unwrap();
    let start = Instant::now();
    while start.elapsed() < SHORT * 4 && stream.write_all(b"G").is_ok() {
        std::thread::sleep(Duration::from_millis(20));
    }
    assert!(start.elapsed() < SHORT * 4);
}

#[test]
fn a_client_that_is_slow_with_the_body_is_told() {
    let site = limited(Limits {
        body_time: SHORT,
        ..Limits::default()
    });
    let head = format!(
        "POST {LINKS} HTTP/1.1\r\nAuthorization: Bearer sk_test_123\r\nContent-Length: 9\r\nConnection: close\r\n\r\nfile"
    );
    refused(&last_words(&site, head.as_bytes()), 408);
}

#[test]
fn hdr_01_and_ver_03_a_body_that_breaks_off_is_refused_with_the_headers_of_all_answers() {
    let site = Site::new();
    let mut stream = TcpStream::connect(site.address).unwrap();
    let head = format!(
        "POST {LINKS} HTTP/1.1\r\nAuthorization: Bearer sk_test_123\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nfile\r\nzz\r\n"
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream.shutdown(Shutdown::Write).unwrap();
    refused(&read_all(stream), 400);
}

#[test]
fn an_idle_connection_is_closed_without_a_word() {
    let site = limited(Limits {
        idle_time: SHORT,
        ..Limits::default()
    });
    assert_eq!(last_words(&site, b""), "");
    let answer = last_words(&site, b"GET /links/none HTTP/1.1\r\nHost: a\r\n\r\n");
    assert_eq!(answer.matches("HTTP/1.1 404").count(), 1, "{answer}");
    // Whoever asks in time is not idle.
    let mut client = site.client();
    for _ in 0..6 {
        assert_eq!(client.get(LINKS).status, 200);
        std::thread::sleep(SHORT / 3);
    }
}

#[test]
fn a_connection_too_many_is_told_so_and_one_that_goes_makes_room() {
    let site = limited(Limits {
        connections: 2,
        ..Limits::default()
    });
    let (mut first, mut second) = (site.client(), site.client());
    assert_eq!(first.get(LINKS).status, 200);
    assert_eq!(second.get(LINKS).status, 200);
    let request = b"GET /links/none HTTP/1.1\r\nHost: a\r\n\r\n";
    refused(&last_words(&site, request), 503);
    assert_eq!(first.get(LINKS).status, 200);
    drop(second);
    let start = Instant::now();
    loop {
        let answer = last_words(
            &site,
            b"GET /links/none HTTP/1.1\r\nConnection: close\r\n\r\n",
        );
        if answer.starts_with("HTTP/1.1 404") {
            break;
        }
        assert!(start.elapsed() < Duration::from_secs(5), "{answer}");
    }
}

#[test]
fn err_01_a_handler_that_panics_is_500_and_the_next_request_is_answered() {
    let site = Site::with_fault(Fault::EmptyUpdatePanics);
    let mut client = site.client();
    let link = client.made("");
    for key in ["", "k"] {
        let reply = match key {
            "" => client.update(&link, ""),
            key => client.post_with(&crate::site::path(&link), ("Idempotency-Key", key), ""),
        };
        assert_eq!(reply.status, 500, "{}", reply.text());
        assert_eq!(reply.json()["error"]["type"], "api_error");
        assert!(reply.header("request-id").is_some());
        assert_eq!(client.read(&link), link);
    }
}
