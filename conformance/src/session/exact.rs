//! The exact transport: one connection per request, the target on the wire as it stands.

use bytes::{Bytes, BytesMut};
use http::Uri;
use http_body_util::{BodyExt as _, Full};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use super::diagnosis;
use crate::exchange::{Answer, Request, TransportError};
use crate::target::Target;

/// Where to connect.
pub(super) struct Exact {
    https: bool,
    host: String,
    port: u16,
    authority: String,
    answer_limit: usize,
}

impl Exact {
    /// Remembers where to connect.
    pub(super) fn open(target: &Target, uri: &Uri) -> Self {
        let https = uri.scheme_str() == Some("https");
        let host = uri.host().unwrap_or_default();
        Self {
            https,
            host: host.trim_matches(['[', ']']).to_owned(),
            port: uri.port_u16().unwrap_or(if https { 443 } else { 80 }),
            authority: uri.authority().map(ToString::to_string).unwrap_or_default(),
            answer_limit: target.answer_limit,
        }
    }

    /// Makes a connection.
    pub(super) async fn connect(&self) -> Result<TcpStream, TransportError> {
        TcpStream::connect((self.host.as_str(), self.port))
            .await
            .map_err(|error| diagnosis::connect(&error, &self.authority))
    }

    /// Sends the request and reads the whole answer.
    pub(super) async fn send(
        &self,
        request: &Request,
        target: &str,
    ) -> Result<Answer, TransportError> {
        let unsendable = |reason: String| TransportError::Unsendable { reason };
        if self.https {
            return Err(unsendable(format!(
                "`{target}` would be rewritten by the HTTPS client"
            )));
        }
        let mut builder = http::Request::builder()
            .method(request.method.as_str())
            .uri(target)
            .header("Host", &self.authority);
        for (name, value) in &request.headers {
            let (name, value) = diagnosis::field(name, value)?;
            builder = builder.header(name, value);
        }
        if request.header_value("accept-encoding").is_none() {
            builder = builder.header(http::header::ACCEPT_ENCODING, super::NO_CODING);
        }
        let body = Full::new(request.body.clone().unwrap_or_default());
        let outgoing: http::Request<Full<Bytes>> = builder
            .body(body)
            .map_err(|error| unsendable(error.to_string()))?;

        let fault = |error: hyper::Error| diagnosis::classify(&error, &self.authority);
        let stream = self.connect().await?;
        let (mut sender, connection) = hyper::client::conn::http1::Builder::new()
            .title_case_headers(true)
            .handshake(TokioIo::new(stream))
            .await
            .map_err(fault)?;
        let driver = tokio::spawn(connection);
        let received = async {
            let response = sender.send_request(outgoing).await.map_err(fault)?;
            let (head, mut incoming) = response.into_parts();
            let mut body = BytesMut::new();
            while let Some(frame) = incoming.frame().await {
                let Ok(data) = frame.map_err(fault)?.into_data() else {
                    continue;
                };
                if body.len() + data.len() > self.answer_limit {
                    return Err(TransportError::TooLarge {
                        limit: self.answer_limit,
                    });
                }
                body.extend_from_slice(&data);
            }
            Ok(Answer {
                status: head.status.as_u16(),
                headers: diagnosis::fields(&head.headers),
                body: body.freeze(),
                version: format!("{:?}", head.version),
                elapsed: std::time::Duration::ZERO,
            })
        }
        .await;
        driver.abort();
        received
    }
}
