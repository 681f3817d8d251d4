//! Connections: taken up to a limit, served, and let go of.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, HttpBody as _};
use axum::response::Response;
use http::{Method, Request};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};

use super::control::Control;
use super::door::Door;
use super::latency::Latency;
use super::log::Entry;
use super::socket::Socket;
use super::turn::{Length, Turn};
use super::voice::Voice;
use crate::limits::Limits;

/// Turned-away connections that are waited for at a time, so that they can read why; more are cut.
const TURNED_AWAY: usize = 64;
/// How long a turned-away connection may take to go.
const TO_GO: Duration = Duration::from_secs(1);

/// Headers that the HTTP library takes when it is not told how many.
const HEADERS_BY_DEFAULT: usize = 100;

/// What all connections share.
#[derive(Debug)]
pub(super) struct House {
    pub(super) door: Door,
    pub(super) control: Control,
    pub(super) limits: Limits,
    pub(super) latency: Latency,
    pub(super) voice: Arc<Voice>,
}

/// Takes connections until `stop` says so, then waits until those that are being answered have come to their end.
pub(super) async fn listen(
    listener: TcpListener,
    house: Arc<House>,
    mut stop: watch::Receiver<bool>,
) {
    let seats = Arc::new(Semaphore::new(house.limits.connections));
    let hallway = Arc::new(Semaphore::new(TURNED_AWAY));
    loop {
        let stream = tokio::select! {
            // An error means that the server was dropped, which is a reason to stop as well.
            _ = stop.changed() => break,
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => stream,
                Err(_) => {
                    // A connection that was gone before it was taken, or no more file descriptors: it may pass.
                    tokio::time::sleep(Duration::from_millis(20)).await;
                    continue;
                }
            },
        };
        // Answers are written whole; to wait for more would only delay them.
        stream.set_nodelay(true).unwrap_or(());
        match Arc::clone(&seats).try_acquire_owned() {
            Ok(seat) => {
                let connection = serve(stream, Arc::clone(&house), stop.clone());
                tokio::spawn(async move {
                    connection.await;
                    drop(seat);
                });
            }
            Err(_) => {
                if let Ok(place) = Arc::clone(&hallway).try_acquire_owned() {
                    let leaving = turn_away(stream, Arc::clone(&house.voice));
                    tokio::spawn(async move {
                        // Whether it went by itself or not does not matter.
                        tokio::time::timeout(TO_GO, leaving).await.unwrap_or(());
                        drop(place);
                    });
                }
            }
        }
    }
    drop(listener);
    let all = u32::try_from(house.limits.connections).unwrap_or(u32::MAX);
    // The semaphore is never closed.
    drop(seats.acquire_many(all).await);
}

/// Tells a connection beyond the limit why it is not served.
async fn turn_away(mut stream: TcpStream, voice: Arc<Voice>) {
    let words = voice.refuse(
        503,
        "The server has as many connections as it can serve. Try again in a moment.",
    );
    if stream.write_all(&words).await.is_ok() && stream.shutdown().await.is_ok() {
        let mut rest = [0; 4096];
        while stream.read(&mut rest).await.is_ok_and(|count| count > 0) {}
    }
}

/// Serves one connection to its end.
async fn serve(stream: TcpStream, house: Arc<House>, mut stop: watch::Receiver<bool>) {
    let turn = Arc::new(Turn::new());
    let socket = Socket::new(
        stream,
        Arc::clone(&turn),
        Arc::clone(&house.voice),
        house.limits,
    );
    let limits = house.limits;
    let service = service_fn(move |request| {
        let (house, turn) = (Arc::clone(&house), Arc::clone(&turn));
        async move { Ok::<_, Infallible>(house.answer(request, &turn).await) }
    });
    let mut http = http1::Builder::new();
    http.max_header_size(limits.head)
        .max_buf_size(limits.head.max(64 << 10));
    // Asked for its own number, the HTTP library would take memory from the heap for every request.
    if limits.headers != HEADERS_BY_DEFAULT {
        http.max_headers(limits.headers);
    }
    let connection = http.serve_connection(TokioIo::new(socket), service);
    let mut connection = std::pin::pin!(connection);
    // What went wrong with a connection is the client's to know; it has been told as far as there was a way.
    tokio::select! {
        ended = connection.as_mut() => return ended.unwrap_or(()),
        _ = stop.changed() => connection.as_mut().graceful_shutdown(),
    }
    connection.await.unwrap_or(());
}

impl House {
    async fn answer(&self, request: Request<Incoming>, turn: &Turn) -> Response {
        let start = turn.asked();
        let is_head = request.method() == Method::HEAD;
        let line = self.voice.log.as_ref().map(|_| {
            let path = request.uri().path().to_owned();
            (request.method().clone(), path)
        });
        let request = request.map(Body::new);
        let response = match self.control.ask(request.uri().path()) {
            Some(ask) => self.control.answer(ask, request).await,
            None => {
                self.latency.pass().await;
                self.door.answer(request).await
            }
        };
        if let (Some(log), Some((method, path))) = (&self.voice.log, line) {
            log.write(&Entry::of(
                Some((method, &path)),
                &response,
                start.elapsed(),
            ));
        }
        turn.answered(length(&response, is_head));
        response
    }
}

/// The length of a response's body on the wire (RFC 9110 sections 9.3.2 and 15.3.5).
fn length(response: &Response, is_head: bool) -> Length {
    let status = response.status().as_u16();
    if is_head || [204, 304].contains(&status) {
        return Length::Bytes(0);
    }
    let exact = response.body().size_hint().exact();
    exact.map_or(Length::Unknown, Length::Bytes)
}
