//! A server in a process of its own.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use tokio::net::TcpListener;
use trueline_reference::clock::Clock;
use trueline_reference::fault::Planted;
use trueline_reference::files::{EXAMPLE_FILE, Files};
use trueline_reference::keys::Mode;
use trueline_reference::links::{Links, NewLink};
use trueline_reference::serve::{self, Options};
use trueline_reference::store::{MemoryStore, Store};

use super::{KEY, hand_written};

/// The first argument of a process that serves.
pub(crate) const ROLE: &str = "serve";

/// Serves until standard input ends.
pub(crate) fn serve(name: &str, links: u64) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let server = match name {
            "generated" => Some(serve::serve(listener, generated(links)).await.unwrap()),
            _ => {
                tokio::spawn(hand_written::serve(listener, links));
                None
            }
        };
        println!("{address}");
        let ended = tokio::task::spawn_blocking(|| std::io::stdin().read_to_end(&mut Vec::new()));
        let _ = ended.await;
        drop(server);
        std::process::exit(0);
    });
}

fn generated(links: u64) -> Options {
    let store: Arc<dyn Store> = Arc::new(MemoryStore::default());
    let all = Links::new(
        Arc::clone(&store),
        Arc::new(Files::default()),
        Clock::system(),
        Planted(None),
    );
    let new = NewLink {
        file: EXAMPLE_FILE.to_owned(),
        ..NewLink::default()
    };
    for _ in 0..links {
        all.create(Mode::Test, &new, &|| None).unwrap();
    }
    Options {
        store,
        ..Options::default()
    }
}

/// A server that runs as long as this lives.
pub(crate) struct Process {
    pub(crate) address: String,
    child: Child,
}

impl Process {
    pub(crate) fn start(name: &'static str, links: u64) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([ROLE, name, &links.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut address = String::new();
        let mut said = BufReader::new(child.stdout.take().unwrap());
        said.read_line(&mut address).unwrap();
        Self {
            address: address.trim().to_owned(),
            child,
        }
    }

    /// Bytes of memory that it holds now.
    pub(crate) fn resident(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmRSS:"));
        let kib = line.and_then(|line| line.split_whitespace().nth(1));
        kib.unwrap().parse::<u64>().unwrap() * 1024
    }

    /// Seconds of processor time that it has used so far, to a hundredth.
    pub(crate) fn processor(&self) -> f64 {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap();
        // The name in parentheses may hold anything; what follows begins with the third field.
        let fields: Vec<&str> = stat
            .rsplit(')')
            .next()
            .unwrap()
            .split_whitespace()
            .collect();
        let ticks = |field: usize| fields[field - 3].parse::<f64>().unwrap();
        (ticks(14) + ticks(15)) / 100.0
    }

    /// The ids of its newest links.
    pub(crate) fn ids(&self) -> Vec<String> {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(
            stream,
            "GET /v1/file_links?limit=100 HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {KEY}\r\n\
             Connection: close\r\n\r\n",
            self.address
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let parts = answer.split("\"id\":\"").skip(1);
        let ids: Vec<String> = parts
            .filter_map(|part| part.split('"').next().map(str::to_owned))
            .collect();
        assert!(!ids.is_empty(), "{answer}");
        ids
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
