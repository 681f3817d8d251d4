// Written by benches/loop. Changes made here are lost.

//! A server that asks a client.

#[allow(unused_imports, reason = "not every description needs all of it")]
use trueline_loop::{Ends, Pass, choose, pass};
use crate::runtime as runtime;
use runtime::client::{Reply, Request, Response, Transporting};
use crate::golden::responses::{client, requests, server};

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
        ;
    let client = runtime::client::Client::connect(config, client::SERVERS).expect("a client");
    let router = server::router(Through { client, ends });
    Box::new(move |request| pass::<_, runtime::server::Body, _>(router.clone(), request))
}

impl server::answers::Answers for Through {
    async fn get_answer(&self, request: requests::GetAnswerRequest, (): (), _: &runtime::server::Context) -> server::answers::GetAnswerResponse {
        use server::answers::GetAnswerResponse as Out;
        match self.ask(request).await {
            Ok(Reply { status, headers, body }) => {
                let _ = (&status, &headers, &body);
                match body {
                    requests::GetAnswerAnswer::OkJson(body) => Out::OkJson { body, x_count: self.needed(headers.x_count()), x_tags: self.read(headers.x_tags()), response: self.read(headers.response()) },
                    requests::GetAnswerAnswer::OkPlain(body) => Out::OkPlain { body, x_count: self.needed(headers.x_count()), x_tags: self.read(headers.x_tags()), response: self.read(headers.response()) },
                    requests::GetAnswerAnswer::Accepted => Out::Accepted,
                    requests::GetAnswerAnswer::PartialContent(body) => Out::PartialContent(body.into()),
                    requests::GetAnswerAnswer::Status299(body) => Out::Status299(body),
                }
            }
            Err(reply) => {
                let Reply { status, headers, body } = *reply;
                let _ = (&status, &headers, &body);
                let headers = requests::GetAnswerRefusalHeaders::from(headers);
                match body {
                    requests::GetAnswerRefusal::SeeOther => Out::SeeOther { location: self.needed(headers.location()) },
                    requests::GetAnswerRefusal::ClientError(body) => Out::ClientError(status, body),
                    requests::GetAnswerRefusal::Default => Out::Default(status),
                }
            }
        }
    }
    async fn head_answer(&self, request: requests::HeadAnswerRequest, (): (), _: &runtime::server::Context) -> server::answers::HeadAnswerResponse {
        use server::answers::HeadAnswerResponse as Out;
        match self.ask(request).await {
            Ok(Reply { status, headers, body }) => {
                let _ = (&status, &headers, &body);
                let media_type = headers.get("content-type").map(|it| it.as_bytes().to_vec());
                match choose(&[(200, ""), (204, "")], status.as_u16(), media_type.as_deref()) {
                    Some(0) => Out::Ok { x_count: self.needed(headers.x_count()) },
                    Some(1) => Out::NoContent,
                    _ => self.ends.lose("no response fits".to_owned()),
                }
            }
            Err(reply) => {
                match reply.body {}
            }
        }
    }
    async fn delete_answer(&self, request: requests::DeleteAnswerRequest, (): (), _: &runtime::server::Context) -> server::answers::DeleteAnswerResponse {
        use server::answers::DeleteAnswerResponse as Out;
        match self.ask(request).await {
            Ok(Reply { status, headers, body }) => {
                let _ = (&status, &headers, &body);
                match body {
                    requests::DeleteAnswerAnswer::Ok(body) => Out::Ok { body, location: self.read(headers.location()) },
                    requests::DeleteAnswerAnswer::NoContent => Out::NoContent,
                }
            }
            Err(reply) => {
                let Reply { status, headers, body } = *reply;
                let _ = (&status, &headers, &body);
                match body {
                    requests::DeleteAnswerRefusal::NotFound(body) => Out::NotFound(body),
                    requests::DeleteAnswerRefusal::NotModified => Out::NotModified,
                }
            }
        }
    }
}
