//! A server that answers from a script, whatever it is asked, and keeps what it was asked.

use std::sync::{Arc, Mutex};

use regex::Regex;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use trueline_conformance::Verdict;

/// A verdict as the scripts write it.
pub(crate) fn said(verdict: &Verdict) -> Value {
    match verdict {
        Verdict::Passed => json!("passed"),
        Verdict::Error(reason) => json!({"error": reason}),
        Verdict::Untested(reason) => json!({"untested": reason}),
        Verdict::Failed(failures) | Verdict::Warning(failures) => json!(
            failures
                .iter()
                .map(|it| {
                    let requirements = it.requirements.join(" ");
                    format!(
                        "{} [{requirements}] exchange {:?}: {} | {}",
                        it.check, it.exchange, it.expected, it.received
                    )
                })
                .collect::<Vec<_>>()
        ),
    }
}

pub(crate) type Log = Arc<Mutex<Vec<String>>>;

/// Starts a server that gives these answers in order and then closes every connection.
pub(crate) async fn serve(answers: Vec<Value>) -> (String, Log) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let log = Log::default();
    let answers: Vec<Value> = answers
        .into_iter()
        .flat_map(|answer| {
            let times = 1 + answer["again"].as_u64().unwrap_or_default();
            std::iter::repeat_n(answer, usize::try_from(times).unwrap())
        })
        .collect();
    let answers = Arc::new(Mutex::new(answers.into_iter()));
    let lines = Arc::clone(&log);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(connection(stream, Arc::clone(&answers), Arc::clone(&lines)));
        }
    });
    (base, log)
}

async fn connection(
    stream: TcpStream,
    answers: Arc<Mutex<std::vec::IntoIter<Value>>>,
    log: Log,
) -> Option<()> {
    let mut stream = BufReader::new(stream);
    loop {
        let line = request(&mut stream).await?;
        log.lock().unwrap().push(line);
        let answer = answers.lock().unwrap().next()?;
        stream.write_all(&bytes(&answer)).await.ok()?;
    }
}

/// Starts a server that gives each request the answer of the first rule whose pattern its line matches.
pub(crate) async fn serve_by_rules(rules: Vec<(Regex, Value)>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let rules = Arc::new(rules);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let rules = Arc::clone(&rules);
            tokio::spawn(async move {
                let mut stream = BufReader::new(stream);
                while let Some(line) = request(&mut stream).await {
                    let rule = rules.iter().find(|(asked, _)| asked.is_match(&line));
                    let (_, answer) = rule.unwrap_or_else(|| panic!("no rule for {line}"));
                    if stream.write_all(&bytes(answer)).await.is_err() {
                        return;
                    }
                }
            });
        }
    });
    base
}

/// An answer as it stands in a script, on the wire.
fn bytes(answer: &Value) -> Vec<u8> {
    let body = match &answer["body"] {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let mut head = format!("HTTP/1.1 {} X\r\n", answer["status"]);
    let headers = answer["headers"].as_object().cloned().unwrap_or_default();
    if !headers.contains_key("Content-Type") && !body.is_empty() {
        head.push_str("Content-Type: application/json\r\n");
    }
    for (name, value) in headers {
        head.push_str(&format!("{name}: {}\r\n", value.as_str().unwrap()));
    }
    head.push_str(&format!("Content-Length: {}\r\n\r\n{body}", body.len()));
    head.into_bytes()
}

/// One request as a line: method, target, telling headers, content.
async fn request(stream: &mut BufReader<TcpStream>) -> Option<String> {
    let mut line = String::new();
    stream.read_line(&mut line).await.ok()?;
    let mut said = line.strip_suffix(" HTTP/1.1\r\n")?.to_owned();
    let mut length = 0;
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).await.ok()?;
        let line = line.trim_end();
        if line.is_empty() {
            break;
        }
        let (name, value) = line.split_once(": ")?;
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.parse().ok()?,
            "authorization" | "content-type" | "cookie" => said.push_str(&format!(" <{value}>")),
            name if name.starts_with("x-") => said.push_str(&format!(" <{name}: {value}>")),
            _ => {}
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await.ok()?;
    if !body.is_empty() {
        said.push_str(&format!(" {}", String::from_utf8(body).unwrap()));
    }
    Some(said)
}
