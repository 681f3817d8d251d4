//! A server on a free port, and a client that sends what it is told.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::{Arc, LazyLock};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use tokio::runtime::Runtime;
use trueline_reference::clock::Clock;
use trueline_reference::fault::Fault;
use trueline_reference::files::EXAMPLE_FILE;
use trueline_reference::serve::{Options, Server, serve_on_loopback};

use crate::stores::Fresh;

/// When the clocks of tests start.
pub(crate) const START: i64 = 1_700_000_000;
/// The path of the list.
pub(crate) const LINKS: &str = "/v1/file_links";

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().unwrap());

/// A server and its clock.
pub(crate) struct Site {
    server: Option<Server>,
    pub(crate) address: SocketAddr,
    pub(crate) clock: Clock,
    _fresh: Option<Fresh>,
}

impl Site {
    pub(crate) fn new() -> Self {
        Self::with(Options::default())
    }

    pub(crate) fn with_fault(fault: Fault) -> Self {
        Self::with(Options {
            fault: Some(fault),
            ..Options::default()
        })
    }

    /// A server with these options, on a store of its own.
    pub(crate) fn with(options: Options) -> Self {
        let fresh = Fresh::new();
        let options = Options {
            store: Arc::clone(&fresh.store),
            ..options
        };
        let site = Self::on(options);
        Self {
            _fresh: Some(fresh),
            ..site
        }
    }

    /// A server with these options, on the store that they name.
    pub(crate) fn on(options: Options) -> Self {
        let clock = Clock::at(START);
        let options = Options {
            clock: clock.clone(),
            ..options
        };
        let server = RUNTIME.block_on(serve_on_loopback(options)).unwrap();
        Self {
            address: server.address(),
            server: Some(server),
            clock,
            _fresh: None,
        }
    }

    /// Stops the server and waits until it has let go of everything. Clients must be gone by then.
    pub(crate) fn stop(mut self) {
        if let Some(server) = self.server.take() {
            RUNTIME.block_on(server.stop()).unwrap();
        }
    }

    /// A client with the key for test data.
    pub(crate) fn client(&self) -> Client {
        self.client_with(&basic("sk_test_123"))
    }

    /// A client that authenticates with this header value, or not at all if it is empty.
    pub(crate) fn client_with(&self, authorization: &str) -> Client {
        let mut headers = Vec::new();
        if !authorization.is_empty() {
            headers.push(("Authorization".to_owned(), authorization.to_owned()));
        }
        Client {
            stream: BufReader::new(TcpStream::connect(self.address).unwrap()),
            headers,
        }
    }
}

/// The value of `Authorization` for a key as a user name.
pub(crate) fn basic(key: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("{key}:")))
}

/// A connection.
pub(crate) struct Client {
    stream: BufReader<TcpStream>,
    headers: Vec<(String, String)>,
}

impl Client {
    /// The same connection with one more header on every request.
    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn get(&mut self, path: &str) -> Reply {
        self.send("GET", path, &[], b"")
    }

    pub(crate) fn list(&mut self, query: &str) -> Reply {
        self.get(&format!("{LINKS}?{query}"))
    }

    pub(crate) fn post(&mut self, path: &str, form: &str) -> Reply {
        let form_type = [("Content-Type", "application/x-www-form-urlencoded")];
        self.send("POST", path, &form_type, form.as_bytes())
    }

    pub(crate) fn post_with(&mut self, path: &str, header: (&str, &str), form: &str) -> Reply {
        let headers = [
            ("Content-Type", "application/x-www-form-urlencoded"),
            header,
        ];
        self.send("POST", path, &headers, form.as_bytes())
    }

    pub(crate) fn create(&mut self, form: &str) -> Reply {
        self.post(LINKS, form)
    }

    /// A new link to the documented file, with these further parameters.
    pub(crate) fn made(&mut self, form: &str) -> Value {
        let reply = self.create(&format!("file={EXAMPLE_FILE}&{form}"));
        assert_eq!(reply.status, 200, "{}", reply.text());
        reply.json()
    }

    pub(crate) fn update(&mut self, link: &Value, form: &str) -> Reply {
        self.post(&path(link), form)
    }

    pub(crate) fn read(&mut self, link: &Value) -> Value {
        let reply = self.get(&path(link));
        assert_eq!(reply.status, 200, "{}", reply.text());
        reply.json()
    }

    pub(crate) fn send(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Reply {
        let mut request = format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\n");
        let own = self.headers.iter();
        let own = own.map(|(name, value)| (name.as_str(), value.as_str()));
        for (name, value) in own.chain(headers.iter().copied()) {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        if !body.is_empty() {
            request.push_str(&format!("Content-Length: {}\r\n", body.len()));
        }
        request.push_str("\r\n");
        let stream = self.stream.get_mut();
        let mut bytes = request.into_bytes();
        bytes.extend_from_slice(body);
        stream.write_all(&bytes).unwrap();
        self.reply()
    }

    fn reply(&mut self) -> Reply {
        let mut line = String::new();
        self.stream.read_line(&mut line).unwrap();
        let status = line.split(' ').nth(1).unwrap().parse().unwrap();
        let mut headers = Vec::new();
        loop {
            let mut line = String::new();
            self.stream.read_line(&mut line).unwrap();
            let Some((name, value)) = line.trim_end().split_once(':') else {
                break;
            };
            headers.push((name.to_lowercase(), value.trim().to_owned()));
        }
        let mut reply = Reply {
            status,
            headers,
            body: Vec::new(),
        };
        let length = reply
            .header("content-length")
            .map_or(0, |length| length.parse().unwrap());
        reply.body = vec![0; length];
        self.stream.read_exact(&mut reply.body).unwrap();
        reply
    }
}

/// The path of a link.
pub(crate) fn path(link: &Value) -> String {
    format!("{LINKS}/{}", link["id"].as_str().unwrap())
}

/// An answer.
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(other, _)| other == name);
        found.map(|(_, value)| value.as_str())
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("no JSON: {}", self.text()))
    }

    /// The error object; its type is checked.
    #[track_caller]
    pub(crate) fn refused(&self, status: u16, code: Option<&str>, param: Option<&str>) -> Value {
        assert_eq!(self.status, status, "{}", self.text());
        let error = self.json()["error"].take();
        assert_eq!(error["type"], "invalid_request_error", "{error}");
        assert_eq!(error["code"].as_str(), code, "{error}");
        assert_eq!(error["param"].as_str(), param, "{error}");
        assert!(error["message"].is_string(), "{error}");
        error
    }

    /// The ids of a list's links.
    pub(crate) fn ids(&self) -> Vec<String> {
        assert_eq!(self.status, 200, "{}", self.text());
        let list = self.json();
        let data = list["data"].as_array().unwrap();
        data.iter()
            .map(|link| link["id"].as_str().unwrap().to_owned())
            .collect()
    }
}
