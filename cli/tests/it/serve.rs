//! `trueline serve`, as a server that `trueline test --target` is pointed at.

use std::io::{BufRead as _, BufReader};
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
fn an_address_that_cannot_be_had_is_a_wrong_call() {
    let served = Served::start(&[]);
    let taken = served.base.trim_start_matches("http://").to_owned();
    let call = super::trueline(&["serve", "--addr", &taken]).expect(2);
    assert!(call.stderr.contains(&taken), "{}", call.stderr);
}
