//! Requests by hand, whose answers may never come.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

/// A connection to a server that may be killed at any time.
pub(super) struct Wire {
    stream: BufReader<TcpStream>,
}

/// An answer that came as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) replayed: bool,
    pub(super) body: String,
}

impl Wire {
    /// Connects to a server by its base URL.
    pub(super) fn to(base: &str) -> io::Result<Self> {
        let stream = TcpStream::connect(base.trim_start_matches("http://"))?;
        stream.set_read_timeout(Some(Duration::from_secs(60)))?;
        Ok(Self {
            stream: BufReader::new(stream),
        })
    }

    /// Sends a form, or nothing, with the key `sk_test_123`.
    pub(super) fn send(
        &mut self,
        method: &str,
        path: &str,
        key: Option<&str>,
        form: &str,
    ) -> io::Result<Answer> {
        let mut request = format!(
            "{method} {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer sk_test_123\r\n"
        );
        if let Some(key) = key {
            request.push_str(&format!("Idempotency-Key: {key}\r\n"));
        }
        if method == "POST" {
            request.push_str(&format!(
                "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n",
                form.len()
            ));
        }
        request.push_str("\r\n");
        request.push_str(form);
        self.stream.get_mut().write_all(request.as_bytes())?;
        let mut answer = Answer {
            status: 0,
            replayed: false,
            body: String::new(),
        };
        let mut length = 0;
        loop {
            let mut line = String::new();
            if self.stream.read_line(&mut line)? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            let line = line.trim_end().to_ascii_lowercase();
            if line.is_empty() {
                break;
            } else if let Some(status) = line.strip_prefix("http/1.1 ") {
                answer.status = status[..3].parse().map_err(io::Error::other)?;
            } else if let Some(bytes) = line.strip_prefix("content-length: ") {
                length = bytes.parse().map_err(io::Error::other)?;
            } else if line == "idempotent-replayed: true" {
                answer.replayed = true;
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        answer.body = String::from_utf8(body).map_err(io::Error::other)?;
        Ok(answer)
    }
}
