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
