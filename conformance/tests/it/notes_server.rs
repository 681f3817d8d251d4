//! A server of `notes.yaml` that can be told to make one fault. Hand-written on a bare socket, so that
//! it can break HTTP itself.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// A running server; it ends with the test's runtime.
pub(crate) struct NotesServer {
    pub(crate) base: String,
    pub(crate) log: Arc<Mutex<Vec<String>>>,
}

#[derive(Default)]
struct State {
    notes: HashMap<String, Value>,
    requests: u64,
}

/// Starts a server with this fault; `""` for none.
pub(crate) async fn start(fault: &'static str) -> NotesServer {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let state = Arc::new(Mutex::new(State::default()));
    let log = Arc::new(Mutex::new(Vec::new()));
    let lines = Arc::clone(&log);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(serve(stream, fault, Arc::clone(&state), Arc::clone(&lines)));
        }
    });
    NotesServer { base, log }
}

async fn serve(
    stream: TcpStream,
    fault: &'static str,
    state: Arc<Mutex<State>>,
    log: Arc<Mutex<Vec<String>>>,
) {
    let mut stream = BufReader::new(stream);
    while let Some(request) = read(&mut stream).await {
        log.lock()
            .unwrap()
            .push(format!("{} {}", request.method, request.target));
        let answer = answer(fault, &request, &mut state.lock().unwrap());
        match answer {
            Some(bytes) => stream.write_all(&bytes).await.unwrap(),
            None if fault == "hangs" => std::future::pending().await,
            None => return,
        }
    }
}

struct Received {
    method: String,
    target: String,
    authorized: bool,
    body: Value,
}

async fn read(stream: &mut BufReader<TcpStream>) -> Option<Received> {
    let mut line = String::new();
    stream.read_line(&mut line).await.ok()?;
    let mut words = line.split(' ');
    let (method, target) = (words.next()?.to_owned(), words.next()?.to_owned());
    let (mut length, mut authorized) = (0, false);
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).await.ok()?;
        let line = line.trim_end();
        if line.is_empty() {
            break;
        }
        let (name, value) = line.split_once(':')?;
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.trim().parse().ok()?,
            "authorization" => authorized = value.trim() == "Bearer secret-of-the-tests",
            _ => {}
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await.ok()?;
    let body = serde_json::from_slice(&body).unwrap_or(Value::Null);
    Some(Received {
        method,
        target,
        authorized,
        body,
    })
}

/// The bytes of an answer; `None` to close the connection or to hang.
fn answer(fault: &str, request: &Received, state: &mut State) -> Option<Vec<u8>> {
    state.requests += 1;
    let path = request.target.split('?').next().unwrap_or_default();
    if !request.authorized {
        return Some(reply(
            401,
            JSON,
            "",
            &json!({"error": "who are you?"}).to_string(),
        ));
    }
    match (request.method.as_str(), path.strip_prefix("/notes/")) {
        ("POST", None) => Some(create(fault, request, state)),
        ("GET", None) => list(fault, state),
        ("GET", Some(id)) => Some(match state.notes.get(id) {
            Some(note) => {
                let mut note = note.clone();
                if fault == "another-note-answered" {
                    note["id"] = json!("note_another");
                }
                reply(200, JSON, "", &note.to_string())
            }
            None => missing(),
        }),
        ("PATCH", Some(id)) => Some(update(fault, id, request, state)),
        _ => Some(missing()),
    }
}

fn create(fault: &str, request: &Received, state: &mut State) -> Vec<u8> {
    let id = format!("note_{:08}", 90_000_000 + state.requests);
    if request.body["author"] != "user_bob_0002" {
        return reply(
            422,
            JSON,
            "",
            &json!({"error": "no such author"}).to_string(),
        );
    }
    let note = json!({
        "id": id, "text": request.body["text"], "author": request.body["author"], "state": "open",
        "weight": 1, "created": 1_750_000_000 + state.requests, "tags": [], "unforeseen": true,
    });
    state.notes.insert(id, note.clone());
    let (status, header) = match fault {
        "create-answers-200" => (200, "X-Request-Number: 7\r\n"),
        "create-answers-server-error" => (500, ""),
        "header-missing" => (201, ""),
        "header-of-wrong-type" => (201, "X-Request-Number: seven\r\n"),
        _ => (201, "X-Request-Number: 7\r\n"),
    };
    reply(status, JSON, header, &note.to_string())
}

fn list(fault: &str, state: &State) -> Option<Vec<u8>> {
    let notes: Vec<_> = state.notes.values().take(2).collect();
    let page = json!({"data": notes, "more": false, "kind": "list"}).to_string();
    Some(match fault {
        "html-in-place-of-json" => reply(200, "Content-Type: text/html\r\n", "", "<p>hello</p>"),
        "no-media-type" => reply(200, "", "", &page),
        "json-cut-short" => reply(200, JSON, "", &page[..page.len() - 1]),
        "closes-early" | "hangs" => return None,
        "answer-too-large" => reply(200, JSON, "", &" ".repeat(2_000_000)),
        "not-http" => b"HELLO\r\n\r\n".to_vec(),
        _ => reply(200, JSON, "", &page),
    })
}

fn update(fault: &str, id: &str, request: &Received, state: &mut State) -> Vec<u8> {
    let Some(note) = state.notes.get_mut(id) else {
        return missing();
    };
    if fault != "update-changes-nothing" {
        note["text"] = request.body["text"].clone();
    }
    let mut note = note.clone();
    match fault {
        "member-missing" => {
            note.as_object_mut().unwrap().remove("created");
        }
        "member-of-wrong-type" => note["created"] = json!("yesterday"),
        "unknown-enum-value" => note["state"] = json!("lost"),
        _ => {}
    }
    reply(200, JSON, "", &note.to_string())
}

fn missing() -> Vec<u8> {
    reply(404, JSON, "", &json!({"error": "no such note"}).to_string())
}

const JSON: &str = "Content-Type: application/json; charset=utf-8\r\n";

fn reply(status: u16, media_type: &str, header: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!("HTTP/1.1 {status} X\r\n{media_type}{header}Content-Length: {length}\r\n\r\n{body}")
        .into_bytes()
}
