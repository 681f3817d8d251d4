//! `trueline serve`, as a server that `trueline test --target` is pointed at.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, Command, Stdio};

/// A running `trueline serve`, killed when dropped.
pub(super) struct Served {
    child: Child,
    pub(super) base: String,
}

impl Served {
    pub(super) fn start(arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_trueline"))
            .args(["serve", "--addr", "127.0.0.1:0"])
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the server starts");
        let mut line = String::new();
        let stdout = child.stdout.take().expect("stdout is piped");
        BufReader::new(stdout)
            .read_line(&mut line)
            .expect("the server says where it listens");
        let base = line
            .trim()
            .strip_prefix("listening on ")
            .expect("an address")
            .to_owned();
        Self { child, base }
    }
}

#[cfg(unix)]
impl Served {
    /// Sends a signal: `TERM`, `INT`, `KILL`.
    pub(super) fn signal(&self, name: &str) {
        let sent = Command::new("kill")
            .args([format!("-{name}"), self.child.id().to_string()])
            .status()
            .expect("kill runs");
        assert!(sent.success());
    }

    /// The exit code, within ten seconds.
    fn ended(&mut self) -> Option<i32> {
        for _ in 0..500 {
            if let Some(status) = self.child.try_wait().expect("the child is ours") {
                return status.code();
            }
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        None
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn faults_are_listed_with_the_requirements_that_they_break() {
    let call = super::trueline(&["serve", "--list-faults"]).expect(0);
    assert!(call.stdout.lines().count() >= 20, "{}", call.stdout);
    let call = super::trueline(&["serve", "--fault", "no-such-fault"]).expect(2);
    assert!(call.stderr.contains("no-such-fault"), "{}", call.stderr);
}

#[test]
fn what_was_acknowledged_is_there_after_a_kill() {
    let folder = super::folder();
    let data = folder.path().join("links.db");
    let data = data.to_str().expect("the path is UTF-8");
    let create = [
        "test",
        "--auth",
        "basic:sk_test_123",
        "--filter",
        "examples/PostFileLinks/create",
    ];
    let served = Served::start(&["--data", data]);
    super::trueline(&[&create[..], &["--target", &served.base]].concat()).expect(0);
    let list = get(&served.base, "/v1/file_links");
    // Dropping it kills it, without a word.
    drop(served);
    let start = list.find("link_").expect("the link is in the list");
    let id: String = list[start..]
        .chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect();
    let served = Served::start(&["--data", data]);
    let answer = get(&served.base, &format!("/v1/file_links/{id}"));
    assert!(
        answer.starts_with("HTTP/1.1 200") && answer.contains(&id),
        "{answer}"
    );
    let call = super::trueline(&["serve", "--addr", "127.0.0.1:0", "--data", data]).expect(2);
    assert!(call.stderr.contains("links.db"), "{}", call.stderr);
    super::trueline(&[&create[..], &["--target", &served.base]].concat()).expect(0);
}

/// A request by hand, with the key `sk_test_123`.
fn get(base: &str, path: &str) -> String {
    let address = base.trim_start_matches("http://");
    let mut stream = std::net::TcpStream::connect(address).expect("the server listens");
    let request = format!(
        "GET {path} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer sk_test_123\r\nConnection: close\r\n\r\n"
    );
    stream
        .write_all(request.as_bytes())
        .expect("the server reads");
    let mut answer = String::new();
    stream
        .read_to_string(&mut answer)
        .expect("the server answers");
    answer
}

#[test]
fn an_address_that_cannot_be_had_is_a_wrong_call() {
    let served = Served::start(&[]);
    let taken = served.base.trim_start_matches("http://").to_owned();
    let call = super::trueline(&["serve", "--addr", &taken]).expect(2);
    assert!(call.stderr.contains(&taken), "{}", call.stderr);
}

#[cfg(unix)]
#[test]
fn a_signal_stops_it_when_what_runs_is_done_and_a_second_one_at_once() {
    let list = |base: String| std::thread::spawn(move || get(&base, "/v1/file_links"));
    for name in ["TERM", "INT"] {
        let mut served = Served::start(&["--latency", "700"]);
        let running = list(served.base.clone());
        std::thread::sleep(std::time::Duration::from_millis(300));
        served.signal(name);
        assert_eq!(served.ended(), Some(0), "{name}");
        let answer = running.join().expect("the client ends");
        assert!(answer.starts_with("HTTP/1.1 200"), "{name}: {answer}");
    }
    let mut served = Served::start(&["--latency", "60000"]);
    let address = served.base.trim_start_matches("http://").to_owned();
    let mut stream = std::net::TcpStream::connect(address).expect("the server listens");
    stream
        .write_all(b"GET /v1/file_links HTTP/1.1\r\nHost: a\r\n\r\n")
        .expect("the server reads");
    std::thread::sleep(std::time::Duration::from_millis(300));
    served.signal("TERM");
    std::thread::sleep(std::time::Duration::from_millis(300));
    assert_eq!(served.child.try_wait().expect("ours"), None);
    served.signal("TERM");
    assert_eq!(served.ended(), Some(1));
}

#[test]
fn wrong_limits_clocks_and_latencies_are_wrong_calls() {
    for arguments in [
        ["--max-body", "lots"],
        ["--max-head", "1K"],
        ["--max-connections", "0"],
        ["--idle-timeout", "0"],
        ["--clock", "tomorrow"],
        ["--latency", "80..20"],
        ["--log", "xml"],
    ] {
        let call = super::trueline(&[&["serve"], &arguments[..]].concat()).expect(2);
        assert!(call.stderr.contains(arguments[0]), "{}", call.stderr);
    }
}

#[test]
fn a_line_a_request_on_stderr() {
    let mut served = Command::new(env!("CARGO_BIN_EXE_trueline"))
        .args(["serve", "--addr", "127.0.0.1:0", "--log", "json"])
        .args(["--clock", "1700000000"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the server starts");
    let mut line = String::new();
    let stdout = served.stdout.take().expect("stdout is piped");
    let mut stdout = BufReader::new(stdout);
    stdout.read_line(&mut line).expect("an address");
    let base = line.trim().trim_start_matches("listening on ").to_owned();
    let clock = get(&base, "/_trueline/clock");
    assert!(clock.ends_with(r#"{"now":1700000000}"#), "{clock}");
    let answer = get(&base, "/v1/file_links?file=file_secret");
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    served.kill().expect("the server runs");
    let output = served.wait_with_output().expect("the server ends");
    let stderr = String::from_utf8_lossy(&output.stderr);
    let lines: Vec<serde_json::Value> = stderr
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    assert_eq!(lines.len(), 2, "{stderr}");
    assert_eq!(lines[1]["path"], "/v1/file_links");
    assert_eq!(lines[1]["status"], 200);
    let id = lines[1]["request_id"].as_str().expect("an id");
    assert!(answer.contains(id), "{answer}");
    assert!(!stderr.contains("secret") && !stderr.contains("sk_test"));
}

#[test]
fn a_seed_is_planted_or_its_faults_are_told() {
    let folder = super::folder();
    let seed = folder.path().join("seed.yaml");
    std::fs::write(folder.path().join("note.txt"), "a note").expect("the folder is ours");
    let text = "format: 1\n\
        files:\n\
        - {id: file_note, purpose: dispute_evidence, content_path: note.txt, filename: note.txt}\n\
        links:\n\
        - {id: link_note, file: file_note, token: note, metadata: {order_id: '6735'}}\n";
    std::fs::write(&seed, text).expect("the folder is ours");
    let path = seed.to_str().expect("the path is UTF-8");
    let data = folder.path().join("links.db");
    let data = data.to_str().expect("the path is UTF-8");
    for _ in 0..2 {
        let served = Served::start(&["--seed", path, "--data", data]);
        let link = get(&served.base, "/v1/file_links/link_note");
        assert!(link.contains(r#""order_id":"6735""#), "{link}");
        let note = get(&served.base, "/links/note");
        assert!(note.ends_with("\r\n\r\na note"), "{note}");
        let list = get(&served.base, "/v1/file_links");
        assert_eq!(list.matches("link_note").count(), 1, "{list}");
    }
    std::fs::write(&seed, text.replace("file: file_note", "file: file_nota")).expect("ours");
    let call = super::trueline(&["serve", "--seed", path]).expect(2);
    for said in ["R0001", "file_nota", "seed.yaml:5:"] {
        assert!(call.stderr.contains(said), "{said:?}: {}", call.stderr);
    }
    let call = super::trueline(&["explain", "R0001"]).expect(0);
    assert!(call.stdout.contains("--seed"), "{}", call.stdout);
}
