// Written by benches/loop. Changes made here are lost.

//! A server that asks a client.

#[allow(unused_imports, reason = "not every description needs all of it")]
use trueline_loop::{Ends, Pass, choose, pass};
use crate::runtime as runtime;
use runtime::client::{Reply, Request, Response, Transporting};
use crate::golden::wire::{client, requests, server};

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

impl server::queries::Queries for Through {
    async fn query_scalars(&self, request: requests::QueryScalarsRequest, (): (), _: &runtime::server::Context) -> server::queries::QueryScalarsResponse {
        use server::queries::QueryScalarsResponse as Out;
        match self.ask(request).await {
            Ok(Reply { status, headers, body }) => {
                let _ = (&status, &headers, &body);
                Out::NoContent
            }
            Err(reply) => {
                match reply.body {}
            }
        }
    }
    async fn query_lists(&self, request: requests::QueryListsRequest, (): (), _: &runtime::server::Context) -> server::queries::QueryListsResponse {
        use server::queries::QueryListsResponse as Out;
        match self.ask(request).await {
            Ok(Reply { status, headers, body }) => {
                let _ = (&status, &headers, &body);
                Out::NoContent
            }
            Err(reply) => {
                match reply.body {}
            }
        }
    }
    async fn query_objects(&self, request: requests::QueryObjectsRequest, (): (), _: &runtime::server::Context) -> server::queries::QueryObjectsResponse {
        use server::queries::QueryObjectsResponse as Out;
        match self.ask(request).await {
            Ok(Reply { status, headers, body }) => {
                let _ = (&status, &headers, &body);
                Out::NoContent
            }
            Err(reply) => {
                match reply.body {}
            }
        }
    }
    async fn query_map(&self, request: requests::QueryMapRequest, (): (), _: &runtime::server::Context) -> server::queries::QueryMapResponse {
        use server::queries::QueryMapResponse as Out;
        match self.ask(request).await {
            Ok(Reply { status, headers, body }) => {
                let _ = (&status, &headers, &body);
                Out::NoContent
            }
            Err(reply) => {
                match reply.body {}
            }
        }
    }
    async fn query_brackets(&self, request: requests::QueryBracketsRequest, (): (), _: &runtime::server::Context) -> server::queries::QueryBracketsResponse {
        use server::queries::QueryBracketsResponse as Out;
        match self.ask(request).await {
            Ok(Reply { status, headers, body }) => {
                let _ = (&status, &headers, &body);
                Out::NoContent
            }
            Err(reply) => {
                match reply.body {}
            }
        }
    }
    async fn query_closed(&self, request: requests::QueryClosedRequest, (): (), _: &runtime::server::Context) -> server::queries::QueryClosedResponse {
        use server::queries::QueryClosedResponse as Out;
        match self.ask(request).await {
            Ok(Reply { status, headers, body }) => {
                let _ = (&status, &headers, &body);
                Out::NoContent
            }
            Err(reply) => {
                match reply.body {}
            }
        }
    }
    async fn query_required(&self, request: requests::QueryRequiredRequest, (): (), _: &runtime::server::Context) -> server::queries::QueryRequiredResponse {
        use server::queries::QueryRequiredResponse as Out;
        match self.ask(request).await {
            Ok(Reply { status, headers, body }) => {
                let _ = (&status, &headers, &body);
                Out::NoContent
            }
            Err(reply) => {
                match reply.body {}
            }
        }
    }
}

impl server::paths::Paths for Through {
    async fn path_text(&self, request: requests::PathTextRequest, (): (), _: &runtime::server::Context) -> server::paths::PathTextResponse {
        use server::paths::PathTextResponse as Out;
        match self.ask(request).await {
            Ok(Reply { status, headers, body }) => {
                let _ = (&status, &headers, &body);
                Out::NoContent
            }
            Err(reply) => {
                match reply.body {}
            }
        }
    }
    async fn path_whole(&self, request: requests::PathWholeRequest, (): (), _: &runtime::server::Context) -> server::paths::PathWholeResponse {
        use server::paths::PathWholeResponse as Out;
        match self.ask(request).await {
            Ok(Reply { status, headers, body }) => {
                let _ = (&status, &headers, &body);
                Out::NoContent
            }
            Err(reply) => {
                match reply.body {}
            }
        }
    }
    async fn path_simple_list(&self, request: requests::PathSimpleListRequest, (): (), _: &runtime::server::Context) -> server::paths::PathSimpleListResponse {
        use server::paths::PathSimpleListResponse as Out;
        match self.ask(request).await {
            Ok(Reply { status, headers, body }) => {
                let _ = (&status, &headers, &body);
                Out::NoContent
            }
            Err(reply) => {
                match reply.body {}
            }
        }
    }
    async fn path_simple_object(&self, request: requests::PathSimpleObjectRequest, (): (), _: &runtime::server::Context) -> server::paths::PathSimpleObjectResponse {
        use server::paths::PathSimpleObjectResponse as Out;
        match self.ask(request).await {
            Ok(Reply { status, headers, body }) => {
                let _ = (&status, &headers, &body);
                Out::NoContent
            }
            Err(reply) => {
                match reply.body {}
            }
        }
    }
    async fn path_simple_exploded(&self, request: requests::PathSimpleExplodedRequest, (): (), _: &runtime::server::Context) -> server::paths::PathSimpleExplodedResponse {
        use server::paths::PathSimpleExplodedResponse as Out;
        match self.ask(request).await {
            Ok(Reply { status, headers, body }) => {
                let _ = (&status, &headers, &body);
                Out::NoContent
            }
            Err(reply) => {
                match reply.body {}
            }
        }
    }
    async fn path_label_text(&self, request: requests::PathLabelTextRequest, (): (), _: &runtime::server::Context) -> server::paths::PathLabelTextResponse {
        use server::paths::PathLabelTextResponse as Out;
        match self.ask(request).await {
            Ok(Reply { status, headers, body }) => {
                let _ = (&status, &headers, &body);
                Out::NoContent
            }
            Err(reply) => {
                match reply.body {}
            }
        }
    }
    async fn path_label_list(&self, request: requests::PathLabelListRequest, (): (), _: &runtime::server::Context) -> server::paths::PathLabelListResponse {
        use server::paths::PathLabelListResponse as Out;
        match self.ask(request).await {
            Ok(Reply { status, headers, body }) => {
                let _ = (&status, &headers, &body);
                Out::NoContent
            }
            Err(reply) => {
                match reply.body {}
            }
        }
    }
    async fn path_label_exploded(&self, request: requests::PathLabelExplodedRequest, (): (), _: &runtime::server::Context) -> server::paths::PathLabelExplodedResponse {
        use server::paths::PathLabelExplodedResponse as Out;
        match self.ask(request).await {
            Ok(Reply { status, headers, body }) => {
                let _ = (&status, &headers, &body);
                Out::NoContent
            }
            Err(reply) => {
                match reply.body {}
            }
        }
    }
    async fn path_label_object(&self, request: requests::PathLabelObjectRequest, (): (), _: &runtime::server::Context) -> server::paths::PathLabelObjectResponse {
        use server::paths::PathLabelObjectResponse as Out;
        match self.ask(request).await {
            Ok(Reply { status, headers, body }) => {
                let _ = (&status, &headers, &body);
                Out::NoContent
            }
            Err(reply) => {
                match reply.body {}
            }
        }
    }
    async fn path_label_members(&self, request: requests::PathLabelMembersRequest, (): (), _: &runtime::server::Context) -> server::paths::PathLabelMembersResponse {
        use server::paths::PathLabelMembersResponse as Out;
        match self.ask(request).await {
            Ok(Reply { status, headers, body }) => {
                let _ = (&status, &headers, &body);
                Out::NoContent
            }
            Err(reply) => {
                match reply.body {}
            }
        }
    }
    async fn path_matrix_text(&self, request: requests::PathMatrixTextRequest, (): (), _: &runtime::server::Context) -> server::paths::PathMatrixTextResponse {
        use server::paths::PathMatrixTextResponse as Out;
        match self.ask(request).await {
            Ok(Reply { status, headers, body }) => {
                let _ = (&status, &headers, &body);
                Out::NoContent
            }
            Err(reply) => {
                match reply.body {}
            }
        }
    }
    async fn path_matrix_list(&self, request: requests::PathMatrixListRequest, (): (), _: &runtime::server::Context) -> server::paths::PathMatrixListResponse {
        use server::paths::PathMatrixListResponse as Out;
        match self.ask(request).await {
            Ok(Reply { status, headers, body }) => {
                let _ = (&status, &headers, &body);
                Out::NoContent
            }
            Err(reply) => {
                match reply.body {}
            }
        }
    }
    async fn path_matrix_exploded(&self, request: requests::PathMatrixExplodedRequest, (): (), _: &runtime::server::Context) -> server::paths::PathMatrixExplodedResponse {
        use server::paths::PathMatrixExplodedResponse as Out;
        match self.ask(request).await {
            Ok(Reply { status, headers, body }) => {
                let _ = (&status, &headers, &body);
                Out::NoContent
            }
            Err(reply) => {
                match reply.body {}
            }
        }
    }
    async fn path_matrix_object(&self, request: requests::PathMatrixObjectRequest, (): (), _: &runtime::server::Context) -> server::paths::PathMatrixObjectResponse {
        use server::paths::PathMatrixObjectResponse as Out;
        match self.ask(request).await {
            Ok(Reply { status, headers, body }) => {
                let _ = (&status, &headers, &body);
                Out::NoContent
            }
            Err(reply) => {
                match reply.body {}
            }
        }
    }
    async fn path_matrix_members(&self, request: requests::PathMatrixMembersRequest, (): (), _: &runtime::server::Context) -> server::paths::PathMatrixMembersResponse {
        use server::paths::PathMatrixMembersResponse as Out;
        match self.ask(request).await {
            Ok(Reply { status, headers, body }) => {
                let _ = (&status, &headers, &body);
                Out::NoContent
            }
            Err(reply) => {
                match reply.body {}
            }
        }
    }
    async fn path_suffixed(&self, request: requests::PathSuffixedRequest, (): (), _: &runtime::server::Context) -> server::paths::PathSuffixedResponse {
        use server::paths::PathSuffixedResponse as Out;
        match self.ask(request).await {
            Ok(Reply { status, headers, body }) => {
                let _ = (&status, &headers, &body);
                Out::NoContent
            }
            Err(reply) => {
                match reply.body {}
            }
        }
    }
}

impl server::headers::Headers for Through {
    async fn headers(&self, request: requests::HeadersRequest, (): (), _: &runtime::server::Context) -> server::headers::HeadersResponse {
        use server::headers::HeadersResponse as Out;
        match self.ask(request).await {
            Ok(Reply { status, headers, body }) => {
                let _ = (&status, &headers, &body);
                Out::NoContent
            }
            Err(reply) => {
                match reply.body {}
            }
        }
    }
}

impl server::cookies::Cookies for Through {
    async fn cookies(&self, request: requests::CookiesRequest, (): (), _: &runtime::server::Context) -> server::cookies::CookiesResponse {
        use server::cookies::CookiesResponse as Out;
        match self.ask(request).await {
            Ok(Reply { status, headers, body }) => {
                let _ = (&status, &headers, &body);
                Out::NoContent
            }
            Err(reply) => {
                match reply.body {}
            }
        }
    }
}

impl server::forms::Forms for Through {
    async fn form_plain(&self, request: requests::FormPlainRequest, (): (), _: &runtime::server::Context) -> server::forms::FormPlainResponse {
        use server::forms::FormPlainResponse as Out;
        match self.ask(request).await {
            Ok(Reply { status, headers, body }) => {
                let _ = (&status, &headers, &body);
                Out::NoContent
            }
            Err(reply) => {
                match reply.body {}
            }
        }
    }
    async fn form_brackets(&self, request: requests::FormBracketsRequest, (): (), _: &runtime::server::Context) -> server::forms::FormBracketsResponse {
        use server::forms::FormBracketsResponse as Out;
        match self.ask(request).await {
            Ok(Reply { status, headers, body }) => {
                let _ = (&status, &headers, &body);
                Out::NoContent
            }
            Err(reply) => {
                match reply.body {}
            }
        }
    }
    async fn form_styles(&self, request: requests::FormStylesRequest, (): (), _: &runtime::server::Context) -> server::forms::FormStylesResponse {
        use server::forms::FormStylesResponse as Out;
        match self.ask(request).await {
            Ok(Reply { status, headers, body }) => {
                let _ = (&status, &headers, &body);
                Out::NoContent
            }
            Err(reply) => {
                match reply.body {}
            }
        }
    }
}

impl server::json::Json for Through {
    async fn json_scalars(&self, request: requests::JsonScalarsRequest, (): (), _: &runtime::server::Context) -> server::json::JsonScalarsResponse {
        use server::json::JsonScalarsResponse as Out;
        match self.ask(request).await {
            Ok(Reply { status, headers, body }) => {
                let _ = (&status, &headers, &body);
                match body {
                    requests::JsonScalarsAnswer::Ok(body) => Out::Ok(body),
                    requests::JsonScalarsAnswer::NoContent => Out::NoContent,
                }
            }
            Err(reply) => {
                match reply.body {}
            }
        }
    }
    async fn json_structures(&self, request: requests::JsonStructuresRequest, (): (), _: &runtime::server::Context) -> server::json::JsonStructuresResponse {
        use server::json::JsonStructuresResponse as Out;
        match self.ask(request).await {
            Ok(Reply { status, headers, body }) => {
                let _ = (&status, &headers, &body);
                match body {
                    requests::JsonStructuresAnswer::Ok(body) => Out::Ok(body),
                    requests::JsonStructuresAnswer::NoContent => Out::NoContent,
                }
            }
            Err(reply) => {
                match reply.body {}
            }
        }
    }
    async fn json_unions(&self, request: requests::JsonUnionsRequest, (): (), _: &runtime::server::Context) -> server::json::JsonUnionsResponse {
        use server::json::JsonUnionsResponse as Out;
        match self.ask(request).await {
            Ok(Reply { status, headers, body }) => {
                let _ = (&status, &headers, &body);
                match body {
                    requests::JsonUnionsAnswer::Ok(body) => Out::Ok(body),
                    requests::JsonUnionsAnswer::NoContent => Out::NoContent,
                }
            }
            Err(reply) => {
                match reply.body {}
            }
        }
    }
    async fn json_rules(&self, request: requests::JsonRulesRequest, (): (), _: &runtime::server::Context) -> server::json::JsonRulesResponse {
        use server::json::JsonRulesResponse as Out;
        match self.ask(request).await {
            Ok(Reply { status, headers, body }) => {
                let _ = (&status, &headers, &body);
                match body {
                    requests::JsonRulesAnswer::Ok(body) => Out::Ok(body),
                    requests::JsonRulesAnswer::NoContent => Out::NoContent,
                }
            }
            Err(reply) => {
                match reply.body {}
            }
        }
    }
    async fn json_presence(&self, request: requests::JsonPresenceRequest, (): (), _: &runtime::server::Context) -> server::json::JsonPresenceResponse {
        use server::json::JsonPresenceResponse as Out;
        match self.ask(request).await {
            Ok(Reply { status, headers, body }) => {
                let _ = (&status, &headers, &body);
                match body {
                    requests::JsonPresenceAnswer::Ok(body) => Out::Ok(body),
                    requests::JsonPresenceAnswer::NoContent => Out::NoContent,
                }
            }
            Err(reply) => {
                match reply.body {}
            }
        }
    }
    async fn json_any(&self, request: requests::JsonAnyRequest, (): (), _: &runtime::server::Context) -> server::json::JsonAnyResponse {
        use server::json::JsonAnyResponse as Out;
        match self.ask(request).await {
            Ok(Reply { status, headers, body }) => {
                let _ = (&status, &headers, &body);
                match body {
                    requests::JsonAnyAnswer::Ok(body) => Out::Ok(body),
                    requests::JsonAnyAnswer::NoContent => Out::NoContent,
                }
            }
            Err(reply) => {
                match reply.body {}
            }
        }
    }
    async fn json_list(&self, request: requests::JsonListRequest, (): (), _: &runtime::server::Context) -> server::json::JsonListResponse {
        use server::json::JsonListResponse as Out;
        match self.ask(request).await {
            Ok(Reply { status, headers, body }) => {
                let _ = (&status, &headers, &body);
                match body {
                    requests::JsonListAnswer::Ok(body) => Out::Ok(body),
                    requests::JsonListAnswer::NoContent => Out::NoContent,
                }
            }
            Err(reply) => {
                match reply.body {}
            }
        }
    }
}

impl server::parts::Parts for Through {
    async fn parts(&self, request: requests::PartsRequest, (): (), _: &runtime::server::Context) -> server::parts::PartsResponse {
        use server::parts::PartsResponse as Out;
        match self.ask(request).await {
            Ok(Reply { status, headers, body }) => {
                let _ = (&status, &headers, &body);
                Out::NoContent
            }
            Err(reply) => {
                match reply.body {}
            }
        }
    }
}

impl server::bodies::Bodies for Through {
    async fn body_text(&self, request: requests::BodyTextRequest, (): (), _: &runtime::server::Context) -> server::bodies::BodyTextResponse {
        use server::bodies::BodyTextResponse as Out;
        match self.ask(request).await {
            Ok(Reply { status, headers, body }) => {
                let _ = (&status, &headers, &body);
                Out::NoContent
            }
            Err(reply) => {
                match reply.body {}
            }
        }
    }
    async fn body_bytes(&self, request: requests::BodyBytesRequest, (): (), _: &runtime::server::Context) -> server::bodies::BodyBytesResponse {
        use server::bodies::BodyBytesResponse as Out;
        match self.ask(request).await {
            Ok(Reply { status, headers, body }) => {
                let _ = (&status, &headers, &body);
                Out::NoContent
            }
            Err(reply) => {
                match reply.body {}
            }
        }
    }
    async fn body_several(&self, request: requests::BodySeveralRequest, (): (), _: &runtime::server::Context) -> server::bodies::BodySeveralResponse {
        use server::bodies::BodySeveralResponse as Out;
        match self.ask(request).await {
            Ok(Reply { status, headers, body }) => {
                let _ = (&status, &headers, &body);
                Out::NoContent
            }
            Err(reply) => {
                match reply.body {}
            }
        }
    }
}

impl server::answers::Answers for Through {
    async fn answer_headers(&self, request: requests::AnswerHeadersRequest, (): (), _: &runtime::server::Context) -> server::answers::AnswerHeadersResponse {
        use server::answers::AnswerHeadersResponse as Out;
        match self.ask(request).await {
            Ok(Reply { status, headers, body }) => {
                let _ = (&status, &headers, &body);
                Out::NoContent { x_text: self.read(headers.x_text()), x_whole: self.read(headers.x_whole()), x_ratio: self.read(headers.x_ratio()), x_flag: self.read(headers.x_flag()), x_moment: self.read(headers.x_moment()), x_choice: self.read(headers.x_choice()), x_list: self.read(headers.x_list()), x_numbers: self.read(headers.x_numbers()), x_color: self.read(headers.x_color()), x_members: self.read(headers.x_members()), x_json: self.read(headers.x_json()) }
            }
            Err(reply) => {
                match reply.body {}
            }
        }
    }
    async fn answer_kinds(&self, request: requests::AnswerKindsRequest, (): (), _: &runtime::server::Context) -> server::answers::AnswerKindsResponse {
        use server::answers::AnswerKindsResponse as Out;
        match self.ask(request).await {
            Ok(Reply { status, headers, body }) => {
                let _ = (&status, &headers, &body);
                match body {
                    requests::AnswerKindsAnswer::Ok(body) => Out::Ok(body),
                    requests::AnswerKindsAnswer::Created(body) => Out::Created(body),
                    requests::AnswerKindsAnswer::NoContent => Out::NoContent,
                }
            }
            Err(reply) => {
                let Reply { status, headers, body } = *reply;
                let _ = (&status, &headers, &body);
                let media_type = headers.get("content-type").map(|it| it.as_bytes().to_vec());
                match choose(&[(4, "application/problem+json"), (0, "application/json")], status.as_u16(), media_type.as_deref()) {
                    Some(0) => Out::ClientError(status, body),
                    Some(1) => Out::Default(status, body),
                    _ => self.ends.lose("no response fits".to_owned()),
                }
            }
        }
    }
}
