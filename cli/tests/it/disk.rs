//! A disk that has no more room. Only where a shell can limit the size of files.
#![cfg(unix)]

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Command, Stdio};

use serde_json::Value;

use super::folder;
use super::serve::Served;
use super::wire::Wire;

#[test]
fn without_room_writes_are_refused_and_all_else_goes_on() {
    let folder = folder();
    let data = folder.path().join("links.db");
    let data = data.to_str().expect("the path is UTF-8");
    // Nothing may grow beyond 2 MB; a write that would is an error and no signal.
    let script = "trap '' XFSZ; ulimit -f 4000; exec \"$0\" serve --addr 127.0.0.1:0 --data \"$1\"";
    let mut limited = Command::new("sh")
        .args(["-c", script, env!("CARGO_BIN_EXE_trueline"), data])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the server starts");
    let mut line = String::new();
    let stdout = limited.stdout.take().expect("stdout is piped");
    BufReader::new(stdout)
        .read_line(&mut line)
        .expect("the server says where it listens");
    let base = line.trim().trim_start_matches("listening on ");
    let mut wire = Wire::to(base).expect("the server listens");
    let large = "x".repeat(450);
    let mut made = Vec::new();
    let refused = loop {
        let mut form = "file=file_1Mr23iLkdIwHu7ixQkCV3CBR".to_owned();
        for name in 0..40 {
            form.push_str(&format!("&metadata[{name}]={large}"));
        }
        let answer = wire
            .send("POST", "/v1/file_links", None, &form)
            .expect("an answer");
        if answer.status != 200 {
            break answer;
        }
        let link: Value = serde_json::from_str(&answer.body).expect("JSON");
        made.push(link["id"].as_str().expect("a link has an id").to_owned());
        assert!(made.len() < 1_000, "the disk is never full");
    };
    assert_eq!(refused.status, 500, "{}", refused.body);
    let error: Value = serde_json::from_str(&refused.body).expect("an error is JSON");
    assert_eq!(error["error"]["type"], "api_error");
    for internal in ["links.db", "large", "os error", "redb"] {
        assert!(!refused.body.contains(internal), "{}", refused.body);
    }
    assert!(!made.is_empty());
    for link in &made {
        let found = wire.send("GET", &format!("/v1/file_links/{link}"), None, "");
        assert_eq!(found.expect("an answer").status, 200);
    }
    let list = wire.send("GET", "/v1/file_links?limit=100", None, "");
    let list: Value = serde_json::from_str(&list.expect("an answer").body).expect("JSON");
    assert_eq!(
        list["data"][0]["id"],
        **made.last().expect("there are links")
    );
    limited.kill().expect("the server runs");
    let mut said = String::new();
    let mut stderr = limited.stderr.take().expect("stderr is piped");
    stderr.read_to_string(&mut said).expect("stderr is text");
    limited.wait().expect("the server ends");
    assert!(
        said.contains("error: cannot use ") && said.contains(data),
        "{said}"
    );
    assert!(!said.contains("panicked"), "{said}");
    // With room again, all goes on.
    let served = Served::start(&["--data", data]);
    let mut wire = Wire::to(&served.base).expect("the server listens");
    for link in &made {
        let path = format!("/v1/file_links/{link}");
        let found = wire.send("POST", &path, None, "metadata[0]=");
        assert_eq!(found.expect("an answer").status, 200);
    }
}
