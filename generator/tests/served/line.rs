//! Refused requests on a real connection: the answer arrives, whatever the caller was writing, and the connection can be
//! used again unless the answer says that it cannot (RFC 9110 §10.1.1, RFC 9112 §9.3 to §9.6).

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use crate::golden::names;
use crate::runtime::server::router;
use crate::send::Open;

const ROUNDS: usize = 40;

/// More than a body may have, and more than sockets hold on the way.
const LARGE: usize = 1_200_000;

/// Far more than anybody reads for nothing.
const HUGE: usize = 50_000_000;

/// What is refused before its body is read, and how.
const REFUSED: [(&str, u16); 4] = [
    ("POST /a/b/c", 404),
    ("DELETE /service/routes", 405),
    ("GET /service/routes", 401),
    ("POST /service/routes", 413),
];

/// Serves the operations of a description, none of them written.
fn serve() -> SocketAddr {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        let routes = names::server::missing_routes();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        runtime.unwrap().block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener).unwrap();
            axum::serve(listener, router(Open, routes)).await.unwrap();
        });
    });
    address
}

fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(10)))
        .unwrap();
    stream
}

/// The status of an answer, and whether it says that the connection closes. Its content is read, too.
fn answer(stream: &mut TcpStream) -> std::io::Result<(u16, bool)> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte)?;
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).unwrap().to_ascii_lowercase();
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "));
    let mut content = vec![0; length.map_or(0, |length| length.parse().unwrap())];
    stream.read_exact(&mut content)?;
    let closes = head.contains("\r\nconnection: close\r\n");
    Ok((head[9..12].parse().unwrap(), closes))
}

#[test]
fn answers_arrive_while_a_large_body_is_written_and_the_connection_stays() {
    let address = serve();
    let body = vec![b'x'; LARGE];
    for (line, status) in REFUSED {
        let mut stream = connect(address);
        for round in 0..ROUNDS {
            let head = format!("{line} HTTP/1.1\r\nHost: a\r\nContent-Length: {LARGE}\r\n\r\n");
            stream.write_all(head.as_bytes()).unwrap();
            stream.write_all(&body).unwrap();
            let got = answer(&mut stream).unwrap();
            assert_eq!(got, (status, false), "{line}, round {round}");
        }
    }
}

#[test]
fn who_waits_for_leave_gets_the_answer_and_knows_that_the_connection_closes() {
    let address = serve();
    for (line, status) in REFUSED {
        for round in 0..ROUNDS {
            let mut stream = connect(address);
            let head = format!(
                "{line} HTTP/1.1\r\nHost: a\r\nContent-Length: {LARGE}\r\nExpect: 100-continue\r\n\r\n"
            );
            stream.write_all(head.as_bytes()).unwrap();
            let got = answer(&mut stream).unwrap();
            assert_eq!(got, (status, true), "{line}, round {round}");
            let mut rest = Vec::new();
            match stream.read_to_end(&mut rest) {
                Ok(_) => assert!(rest.is_empty(), "{line}"),
                Err(error) => assert_eq!(error.kind(), ErrorKind::ConnectionReset),
            }
        }
    }
}

#[test]
fn what_is_too_large_to_be_thrown_away_closes_the_connection_and_says_so() {
    let address = serve();
    let mut stream = connect(address);
    let head = format!("POST /a/b/c HTTP/1.1\r\nHost: a\r\nContent-Length: {HUGE}\r\n\r\n");
    stream.write_all(head.as_bytes()).unwrap();
    assert_eq!(answer(&mut stream).unwrap(), (404, true));
}
