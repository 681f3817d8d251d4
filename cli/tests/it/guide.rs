//! The guide is true: its commands are run, and what they say is what stands there.
//!
//! A page with the comment `<!-- run in FOLDER -->` is run in a copy of that folder, from top to bottom. In a block of
//! `console`, a line `$ COMMAND` is run by a shell, the lines below it are what it says (`[..]` stands for any text in a
//! line, a line `...` for any lines), and a line `? N` is its exit code where that is not 0. A command that ends in ` &`
//! goes on in the background until the page ends, or until `$ kill %1`. A block of another language whose info string
//! has a second word, such as `yaml openapi.arazzo.yaml`, is a file that is written. Port 8080 is a free one in truth.
#![cfg(unix)]
#![expect(
    clippy::unwrap_used,
    reason = "Clippy spares test functions and not the functions that they share"
)]

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::folder;

/// A step of a page.
enum Step {
    Run {
        command: String,
        says: String,
        code: i32,
    },
    Write {
        file: String,
        text: String,
    },
}

#[test]
fn its_commands_say_what_it_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut pages: Vec<_> = fs::read_dir(root.join("docs/guide"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|it| it == "md"))
        .collect();
    pages.sort();
    let (mut commands, mut wrong) = (0, Vec::new());
    for page in pages {
        let name = page.file_name().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(&page).unwrap();
        let Some((_, rest)) = text.split_once("<!-- run in ") else {
            continue;
        };
        let place = root.join(rest.split(" -->").next().unwrap());
        if let Some(missing) = ["python3", "node"].iter().find(|it| !can_run(it))
            && text.contains(&format!("$ {missing} "))
        {
            println!("skipped: {name}, because there is no {missing} here");
            continue;
        }
        commands += run(&name, &steps(&text), &place, &mut wrong);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    assert!(commands > 0);
}

fn can_run(program: &str) -> bool {
    let called = Command::new(program).arg("--version").output();
    called.is_ok_and(|it| it.status.success())
}

/// The steps of a page, in order.
fn steps(page: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        let Some(info) = line.strip_prefix("```") else {
            continue;
        };
        let block: Vec<&str> = lines
            .by_ref()
            .take_while(|line| !line.starts_with("```"))
            .collect();
        match info.split_once(' ') {
            Some((_, file)) => steps.push(Step::Write {
                file: file.to_owned(),
                text: block.join("\n") + "\n",
            }),
            None if info == "console" => steps.extend(commands(&block)),
            None => {}
        }
    }
    steps
}

fn commands(block: &[&str]) -> Vec<Step> {
    let mut found: Vec<Step> = Vec::new();
    for line in block {
        if let Some(given) = line.strip_prefix("$ ") {
            found.push(Step::Run {
                command: given.to_owned(),
                says: String::new(),
                code: 0,
            });
            continue;
        }
        let Some(Step::Run {
            command,
            says,
            code,
        }) = found.last_mut()
        else {
            continue;
        };
        if let Some(more) = line.strip_prefix("> ")
            && says.is_empty()
        {
            command.push('\n');
            command.push_str(more);
        } else if let Some(number) = line.strip_prefix("? ") {
            *code = number.trim().parse().unwrap();
        } else {
            says.push_str(line);
            says.push('\n');
        }
    }
    found
}

/// Servers of a page; they end with it.
#[derive(Default)]
struct Background(Vec<Child>);

impl Background {
    fn end(&mut self) {
        for mut child in self.0.drain(..) {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        self.end();
    }
}

/// Runs a page in a copy of `place`; gives the number of commands.
fn run(page: &str, steps: &[Step], place: &Path, wrong: &mut Vec<String>) -> usize {
    let folder = folder();
    copy(place, folder.path());
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let port = port.to_string();
    let mut background = Background::default();
    let mut count = 0;
    for step in steps {
        let (command, says, due) = match step {
            Step::Write { file, text } => {
                fs::write(folder.path().join(file), text).unwrap();
                continue;
            }
            Step::Run {
                command,
                says,
                code,
            } => (command, says, *code),
        };
        count += 1;
        if command == "kill %1" {
            background.end();
            continue;
        }
        let typed = command.replace("8080", &port);
        if let Some(server) = typed.strip_suffix(" &") {
            // `exec`, so that it is the server that is ended and not the shell around it.
            let child = shell(folder.path(), &format!("exec {server}"))
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            background.0.push(child);
            wait_for(&port);
            continue;
        }
        let output = shell(folder.path(), &format!("{{ {typed}\n}} 2>&1"))
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stdout).replace(&port, "8080");
        let code = output.status.code();
        if code != Some(due) || !matches(says, &said) {
            wrong.push(format!(
                "{page}: $ {command}\nends with {code:?} and says\n{said}"
            ));
        }
    }
    count
}

fn shell(folder: &Path, script: &str) -> Command {
    let ours = Path::new(env!("CARGO_BIN_EXE_trueline")).parent().unwrap();
    let path = std::env::var("PATH").unwrap_or_default();
    let mut command = Command::new("sh");
    command
        .args(["-c", script])
        .current_dir(folder)
        .env("PATH", format!("{}:{path}", ours.display()))
        .env_remove("TRUELINE_AUTH")
        .env_remove("GITHUB_ACTIONS")
        .env_remove("GITHUB_STEP_SUMMARY");
    command
}

/// Waits until somebody listens.
fn wait_for(port: &str) {
    let started = Instant::now();
    while TcpStream::connect(format!("127.0.0.1:{port}")).is_err() {
        assert!(
            started.elapsed() < Duration::from_secs(20),
            "no server on {port}"
        );
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
        }
    }
}

/// Whether `said` is what `due` says; nothing is due of a command without lines below it.
fn matches(due: &str, said: &str) -> bool {
    let due: Vec<&str> = due.trim().lines().collect();
    let said: Vec<&str> = said.trim().lines().collect();
    due.is_empty() || lines_match(&due, &said)
}

fn lines_match(due: &[&str], said: &[&str]) -> bool {
    match due.split_first() {
        None => said.is_empty(),
        Some((first, rest)) if first.trim() == "..." => {
            (0..=said.len()).any(|skipped| lines_match(rest, &said[skipped..]))
        }
        Some((first, rest)) => said
            .split_first()
            .is_some_and(|(line, more)| line_matches(first, line) && lines_match(rest, more)),
    }
}

fn line_matches(due: &str, said: &str) -> bool {
    let mut parts = due.trim_end().split("[..]");
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = said.trim_end().strip_prefix(first) else {
        return false;
    };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else {
        return rest.is_empty();
    };
    for part in middle {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[test]
fn a_line_that_is_not_said_is_noticed() {
    assert!(matches("a\n...\nd [..] f\n", "a\nb\nc\nd e f\n"));
    assert!(!matches("a\n...\nd [..] g\n", "a\nb\nc\nd e f\n"));
    assert!(!matches("a\n", "a\nb\n"));
    assert!(!matches("a [..]b\n", "a c\n"));
}
