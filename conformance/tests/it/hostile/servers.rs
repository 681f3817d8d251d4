//! Hostile servers on bare sockets: each reads a request and then misbehaves in its own way.

use std::time::Duration;

use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::sleep;

use super::TIMEOUT;
use crate::data;

/// All of them.
pub(super) const NAMES: [&str; 33] = [
    "closes-at-once",
    "resets-at-once",
    "closes-after-the-request",
    "closes-in-the-status-line",
    "closes-in-the-head",
    "closes-in-the-body",
    "never-answers",
    "answers-after-the-timeout",
    "drips",
    "hundred-megabytes",
    "endless-chunks",
    "length-too-large",
    "length-too-small",
    "length-no-number",
    "two-lengths",
    "chunk-without-a-size",
    "chunk-cut-off",
    "bad-utf8",
    "gzip-bomb",
    "redirects-to-itself",
    "informational-flood",
    "html-error",
    "html-success",
    "no-content-with-content",
    "endless-headers",
    "many-headers",
    "headers-with-nul",
    "not-http",
    "status-of-two-digits",
    "switches-protocols",
    "deep-json",
    "huge-number",
    "answers-twice",
];

/// Starts a server that misbehaves so; it ends with the test's runtime.
pub(super) async fn start(name: &str) -> String {
    assert!(NAMES.contains(&name), "{name}");
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let name = name.to_owned();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let name = name.clone();
            tokio::spawn(async move { serve(&name, stream).await });
        }
    });
    base
}

async fn serve(name: &str, stream: TcpStream) -> Option<()> {
    match name {
        "closes-at-once" => return None,
        "resets-at-once" => {
            stream.set_zero_linger().ok()?;
            return None;
        }
        _ => {}
    }
    let mut stream = BufReader::new(stream);
    loop {
        read(&mut stream).await?;
        answer(name, stream.get_mut()).await?;
    }
}

/// Reads a request to its end.
async fn read(stream: &mut BufReader<TcpStream>) -> Option<()> {
    let mut length = 0;
    let mut line = String::new();
    loop {
        line.clear();
        if stream.read_line(&mut line).await.ok()? == 0 {
            return None;
        }
        let lower = line.trim().to_ascii_lowercase();
        if let Some(text) = lower.strip_prefix("content-length:") {
            length = text.trim().parse().ok()?;
        }
        if lower.is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await.ok()?;
    Some(())
}

/// Misbehaves once; `None` closes the connection.
async fn answer(name: &str, stream: &mut TcpStream) -> Option<()> {
    let json = |length: &str, body: &str| {
        format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n{length}\r\n{body}")
    };
    let whole = |status: &str, kind: &str, body: &str| {
        let length = body.len();
        format!(
            "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\r\n{body}"
        )
    };
    let chunked = "Transfer-Encoding: chunked\r\n";
    let text = match name {
        "closes-after-the-request" => return None,
        "closes-in-the-status-line" => "HTTP/1.1 2".to_owned(),
        "closes-in-the-head" => "HTTP/1.1 200 OK\r\nContent-".to_owned(),
        "closes-in-the-body" => json("Content-Length: 100\r\n", "{\"id\":"),
        "never-answers" => std::future::pending().await,
        "answers-after-the-timeout" => {
            sleep(TIMEOUT * 2).await;
            whole("200 OK", "application/json", "{}")
        }
        "drips" => {
            for byte in json("", "{}").bytes().cycle() {
                stream.write_all(&[byte]).await.ok()?;
                sleep(Duration::from_millis(50)).await;
            }
            return None;
        }
        "hundred-megabytes" => {
            let head = json("Content-Length: 104857600\r\n", "");
            stream.write_all(head.as_bytes()).await.ok()?;
            let piece = vec![b' '; 1 << 20];
            for _ in 0..100 {
                stream.write_all(&piece).await.ok()?;
            }
            return Some(());
        }
        "endless-chunks" => {
            stream.write_all(json(chunked, "").as_bytes()).await.ok()?;
            loop {
                let chunk = format!("400\r\n{}\r\n", " ".repeat(0x400));
                stream.write_all(chunk.as_bytes()).await.ok()?;
            }
        }
        "length-too-large" => json("Content-Length: 1000\r\n", "{}"),
        "length-too-small" => json("Content-Length: 5\r\n", "{\"id\": \"note_0001\"}"),
        "length-no-number" => json("Content-Length: many\r\n", "{}"),
        "two-lengths" => json("Content-Length: 2\r\nContent-Length: 3\r\n", "{} "),
        "chunk-without-a-size" => json(chunked, "zz\r\n{}\r\n0\r\n\r\n"),
        "chunk-cut-off" => json(chunked, "5\r\n{\"i"),
        "bad-utf8" => {
            let head = json("Content-Length: 11\r\n", "");
            stream.write_all(head.as_bytes()).await.ok()?;
            stream.write_all(b"{\"id\":\"\xff\xfe\"}").await.ok()?;
            return Some(());
        }
        "gzip-bomb" => {
            let bomb = std::fs::read(data("hostile/bomb.gz")).unwrap();
            let length = format!(
                "Content-Encoding: gzip\r\nContent-Length: {}\r\n",
                bomb.len()
            );
            stream.write_all(json(&length, "").as_bytes()).await.ok()?;
            stream.write_all(&bomb).await.ok()?;
            return Some(());
        }
        "redirects-to-itself" => {
            "HTTP/1.1 302 Found\r\nLocation: /notes\r\nContent-Length: 0\r\n\r\n".to_owned()
        }
        "informational-flood" => loop {
            stream
                .write_all(b"HTTP/1.1 102 Processing\r\n\r\n")
                .await
                .ok()?;
        },
        "html-error" => whole("500 Oh", "text/html", "<h1>Oh</h1>"),
        "html-success" => whole("200 OK", "text/html; charset=utf-8", "<h1>Hello</h1>"),
        "no-content-with-content" => whole("204 No Content", "application/json", "{\"id\": 1}"),
        "endless-headers" => {
            stream.write_all(b"HTTP/1.1 200 OK\r\n").await.ok()?;
            loop {
                stream
                    .write_all(b"X-More: and more and more\r\n")
                    .await
                    .ok()?;
            }
        }
        "many-headers" => json(&"X-More: and more\r\n".repeat(5_000), "{}"),
        "headers-with-nul" => json("X-Nul: a\0b\r\nContent-Length: 2\r\n", "{}"),
        "not-http" => "SSH-2.0-OpenSSH_9.6\r\n".to_owned(),
        "status-of-two-digits" => "HTTP/1.1 20 OK\r\nContent-Length: 0\r\n\r\n".to_owned(),
        "switches-protocols" => {
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n"
                .to_owned()
        }
        "deep-json" => whole("200 OK", "application/json", &"[".repeat(200_000)),
        "huge-number" => whole("200 OK", "application/json", "{\"id\": 1e999999}"),
        "answers-twice" => whole("200 OK", "application/json", "{}").repeat(2),
        other => unreachable!("{other}"),
    };
    stream.write_all(text.as_bytes()).await.ok()?;
    let closes = name.starts_with("closes-") || name.ends_with("cut-off") || name == "not-http";
    (!closes).then_some(())
}
