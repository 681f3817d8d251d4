// Written by benches/loop. Changes made here are lost.

//! A server that asks a client.

#[allow(unused_imports, reason = "not every description needs all of it")]
use trueline_loop::{Ends, Pass, choose, pass};
use trueline_generated::runtime as runtime;
use runtime::client::{Reply, Request, Response, Transporting};
use trueline_generated::digital_river::file_links::{client, requests, server};

#[derive(Clone)]
struct Upstream(Ends);

impl runtime::client::Transport for Upstream {
    fn send(&self, request: Request) -> Transporting<'_> {
        let url = request.url();
        let target = match url.query() {
            Some(query) => format!("{}?{query}", url.path()),
            None => url.path().to_owned(),
        };
        let mut arrived = http::Request::new(match request.body() {
            Some(body) => body.as_bytes().map(<[u8]>::to_vec).unwrap_or_default(),
            None => Vec::new(),
        });
        *arrived.method_mut() = request.method().clone();
        *arrived.headers_mut() = request.headers().clone();
        match target.parse() {
            Ok(target) => *arrived.uri_mut() = target,
            Err(error) => self.0.lose(format!("{target}: {error}")),
        }
        let answer = Response::from(self.0.answer(arrived));
        Box::pin(std::future::ready(Ok(answer)))
    }
}

/// The service whose every method asks the client.
#[derive(Clone)]
struct Through {
    client: runtime::client::Client,
    ends: Ends,
}

impl runtime::server::Service for Through {
    type Caller = ();

    async fn authenticate(
        &self,
        _: runtime::server::Credentials,
        _: &runtime::server::Context,
    ) -> Result<(), runtime::server::Denied> {
        Ok(())
    }

    fn reject(
        &self,
        rejection: runtime::server::Rejection,
        context: &runtime::server::Context,
    ) -> runtime::server::Response {
        self.ends.refuse(format!("{rejection:?}"));
        rejection.into_problem(context)
    }
}

#[allow(dead_code, reason = "not every description needs all of it")]
impl Through {
    async fn ask<R>(
        &self,
        request: R,
    ) -> Result<Reply<R::Answer, R::Headers>, Box<Reply<R::Refusal>>>
    where
        R: runtime::client::Ask,
        R::Refusal: std::fmt::Debug,
    {
        match runtime::client::Call::new(&self.client, request).reply().await {
            Ok(reply) => Ok(reply),
            Err(runtime::client::Error::Refused(reply)) => Err(reply),
            Err(error) => self.ends.lose(error.to_string()),
        }
    }

    async fn whole(&self, download: runtime::client::Download) -> runtime::server::Content {
        match download.bytes().await {
            Ok(bytes) => bytes.into(),
            Err(error) => self.ends.lose(error.to_string()),
        }
    }

    fn read<T>(&self, header: Result<T, runtime::client::HeaderError>) -> T {
        match header {
            Ok(value) => value,
            Err(error) => self.ends.lose(error.to_string()),
        }
    }

    fn needed<T>(&self, header: Result<Option<T>, runtime::client::HeaderError>) -> T {
        match self.read(header) {
            Some(value) => value,
            None => self.ends.lose("a header is missing".to_owned()),
        }
    }
}

pub fn relay(ends: Ends) -> Pass {
    let config = runtime::client::Config::new()
        .base_url("http://loop.test")
        .retry(runtime::client::Retry::never())
        .transport(Upstream(ends.clone()))
        .credential(client::bearer_auth("relay-key"))
        ;
    let client = runtime::client::Client::connect(config, client::SERVERS).expect("a client");
    let router = server::router(Through { client, ends });
    Box::new(move |request| pass::<_, runtime::server::Body, _>(router.clone(), request))
}

impl server::file_links::FileLinks for Through {
    async fn list_file_links(&self, request: requests::ListFileLinksRequest, (): (), _: &runtime::server::Context) -> server::file_links::ListFileLinksResponse {
        use server::file_links::ListFileLinksResponse as Out;
        match self.ask(request).await {
            Ok(Reply { status, headers, body }) => {
                let _ = (&status, &headers, &body);
                Out::Ok(body)
            }
            Err(reply) => {
                let Reply { status, headers, body } = *reply;
                let _ = (&status, &headers, &body);
                let media_type = headers.get("content-type").map(|it| it.as_bytes().to_vec());
                match choose(&[(400, "application/json"), (401, "application/json"), (403, "application/json"), (405, "application/json"), (406, "application/json"), (408, "application/json"), (429, "application/json"), (500, "application/json"), (502, "application/json"), (503, "application/json"), (504, "application/json")], status.as_u16(), media_type.as_deref()) {
                    Some(0) => Out::BadRequest(body),
                    Some(1) => Out::Unauthorized(body),
                    Some(2) => Out::Forbidden(body),
                    Some(3) => Out::MethodNotAllowed(body),
                    Some(4) => Out::NotAcceptable(body),
                    Some(5) => Out::RequestTimeout(body),
                    Some(6) => Out::TooManyRequests(body),
                    Some(7) => Out::InternalServerError(body),
                    Some(8) => Out::BadGateway(body),
                    Some(9) => Out::ServiceUnavailable(body),
                    Some(10) => Out::GatewayTimeout(body),
                    _ => self.ends.lose("no response fits".to_owned()),
                }
            }
        }
    }
    async fn create_file_links(&self, request: requests::CreateFileLinksRequest, (): (), _: &runtime::server::Context) -> server::file_links::CreateFileLinksResponse {
        use server::file_links::CreateFileLinksResponse as Out;
        match self.ask(request).await {
            Ok(Reply { status, headers, body }) => {
                let _ = (&status, &headers, &body);
                Out::Created(body)
            }
            Err(reply) => {
                let Reply { status, headers, body } = *reply;
                let _ = (&status, &headers, &body);
                let media_type = headers.get("content-type").map(|it| it.as_bytes().to_vec());
                match choose(&[(400, "application/json"), (401, "application/json"), (403, "application/json"), (405, "application/json"), (406, "application/json"), (408, "application/json"), (409, "application/json"), (429, "application/json"), (500, "application/json"), (502, "application/json"), (503, "application/json"), (504, "application/json")], status.as_u16(), media_type.as_deref()) {
                    Some(0) => Out::BadRequest(body),
                    Some(1) => Out::Unauthorized(body),
                    Some(2) => Out::Forbidden(body),
                    Some(3) => Out::MethodNotAllowed(body),
                    Some(4) => Out::NotAcceptable(body),
                    Some(5) => Out::RequestTimeout(body),
                    Some(6) => Out::Conflict(body),
                    Some(7) => Out::TooManyRequests(body),
                    Some(8) => Out::InternalServerError(body),
                    Some(9) => Out::BadGateway(body),
                    Some(10) => Out::ServiceUnavailable(body),
                    Some(11) => Out::GatewayTimeout(body),
                    _ => self.ends.lose("no response fits".to_owned()),
                }
            }
        }
    }
    async fn retrieve_file_links(&self, request: requests::RetrieveFileLinksRequest, (): (), _: &runtime::server::Context) -> server::file_links::RetrieveFileLinksResponse {
        use server::file_links::RetrieveFileLinksResponse as Out;
        match self.ask(request).await {
            Ok(Reply { status, headers, body }) => {
                let _ = (&status, &headers, &body);
                Out::Ok(body)
            }
            Err(reply) => {
                let Reply { status, headers, body } = *reply;
                let _ = (&status, &headers, &body);
                let media_type = headers.get("content-type").map(|it| it.as_bytes().to_vec());
                match choose(&[(400, "application/json"), (401, "application/json"), (403, "application/json"), (404, "application/json"), (405, "application/json"), (406, "application/json"), (408, "application/json"), (429, "application/json"), (500, "application/json"), (502, "application/json"), (503, "application/json"), (504, "application/json")], status.as_u16(), media_type.as_deref()) {
                    Some(0) => Out::BadRequest(body),
                    Some(1) => Out::Unauthorized(body),
                    Some(2) => Out::Forbidden(body),
                    Some(3) => Out::NotFound(body),
                    Some(4) => Out::MethodNotAllowed(body),
                    Some(5) => Out::NotAcceptable(body),
                    Some(6) => Out::RequestTimeout(body),
                    Some(7) => Out::TooManyRequests(body),
                    Some(8) => Out::InternalServerError(body),
                    Some(9) => Out::BadGateway(body),
                    Some(10) => Out::ServiceUnavailable(body),
                    Some(11) => Out::GatewayTimeout(body),
                    _ => self.ends.lose("no response fits".to_owned()),
                }
            }
        }
    }
    async fn update_file_links(&self, request: requests::UpdateFileLinksRequest, (): (), _: &runtime::server::Context) -> server::file_links::UpdateFileLinksResponse {
        use server::file_links::UpdateFileLinksResponse as Out;
        match self.ask(request).await {
            Ok(Reply { status, headers, body }) => {
                let _ = (&status, &headers, &body);
                Out::Ok(body)
            }
            Err(reply) => {
                let Reply { status, headers, body } = *reply;
                let _ = (&status, &headers, &body);
                let media_type = headers.get("content-type").map(|it| it.as_bytes().to_vec());
                match choose(&[(400, "application/json"), (401, "application/json"), (403, "application/json"), (404, "application/json"), (405, "application/json"), (406, "application/json"), (408, "application/json"), (409, "application/json"), (429, "application/json"), (500, "application/json"), (502, "application/json"), (503, "application/json"), (504, "application/json")], status.as_u16(), media_type.as_deref()) {
                    Some(0) => Out::BadRequest(body),
                    Some(1) => Out::Unauthorized(body),
                    Some(2) => Out::Forbidden(body),
                    Some(3) => Out::NotFound(body),
                    Some(4) => Out::MethodNotAllowed(body),
                    Some(5) => Out::NotAcceptable(body),
                    Some(6) => Out::RequestTimeout(body),
                    Some(7) => Out::Conflict(body),
                    Some(8) => Out::TooManyRequests(body),
                    Some(9) => Out::InternalServerError(body),
                    Some(10) => Out::BadGateway(body),
                    Some(11) => Out::ServiceUnavailable(body),
                    Some(12) => Out::GatewayTimeout(body),
                    _ => self.ends.lose("no response fits".to_owned()),
                }
            }
        }
    }
    async fn delete_file_links(&self, request: requests::DeleteFileLinksRequest, (): (), _: &runtime::server::Context) -> server::file_links::DeleteFileLinksResponse {
        use server::file_links::DeleteFileLinksResponse as Out;
        match self.ask(request).await {
            Ok(Reply { status, headers, body }) => {
                let _ = (&status, &headers, &body);
                Out::NoContent
            }
            Err(reply) => {
                let Reply { status, headers, body } = *reply;
                let _ = (&status, &headers, &body);
                let media_type = headers.get("content-type").map(|it| it.as_bytes().to_vec());
                match choose(&[(400, "application/json"), (401, "application/json"), (403, "application/json"), (404, "application/json"), (405, "application/json"), (406, "application/json"), (408, "application/json"), (409, "application/json"), (429, "application/json"), (500, "application/json"), (502, "application/json"), (503, "application/json"), (504, "application/json")], status.as_u16(), media_type.as_deref()) {
                    Some(0) => Out::BadRequest(body),
                    Some(1) => Out::Unauthorized(body),
                    Some(2) => Out::Forbidden(body),
                    Some(3) => Out::NotFound(body),
                    Some(4) => Out::MethodNotAllowed(body),
                    Some(5) => Out::NotAcceptable(body),
                    Some(6) => Out::RequestTimeout(body),
                    Some(7) => Out::Conflict(body),
                    Some(8) => Out::TooManyRequests(body),
                    Some(9) => Out::InternalServerError(body),
                    Some(10) => Out::BadGateway(body),
                    Some(11) => Out::ServiceUnavailable(body),
                    Some(12) => Out::GatewayTimeout(body),
                    _ => self.ends.lose("no response fits".to_owned()),
                }
            }
        }
    }
}
