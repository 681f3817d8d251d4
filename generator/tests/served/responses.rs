//! Responses by status, class and default, with headers, in several media types.

use crate::golden::responses::server::answers::{
    DeleteAnswerResponse, GetAnswerResponse, HeadAnswerResponse,
};
use crate::golden::responses::{models, requests, server};
use crate::runtime::server::{Content, Context, StatusCode};
use crate::send::{Open, send};

impl server::Answers for Open {
    async fn get_answer(
        &self,
        request: requests::GetAnswerRequest,
        _: String,
        _: &Context,
    ) -> GetAnswerResponse {
        match request.kind.as_str() {
            "json" => GetAnswerResponse::OkJson {
                body: models::GetAnswerOkBody { a: Some(5) },
                x_count: 7,
                x_tags: Some(vec!["a".to_owned(), "b".to_owned()]),
                response: None,
            },
            "text" => GetAnswerResponse::OkPlain {
                body: "hi".to_owned(),
                x_count: 7,
                x_tags: None,
                response: Some("r".to_owned()),
            },
            "later" => GetAnswerResponse::Accepted,
            "elsewhere" => GetAnswerResponse::SeeOther {
                location: "/there".to_owned(),
            },
            "bytes" => GetAnswerResponse::PartialContent(Content::from(vec![b'a', b'b'])),
            "form" => GetAnswerResponse::Status299(models::GetAnswerStatus299Body {
                a: Some(vec!["x y".to_owned()]),
            }),
            "yours" => GetAnswerResponse::ClientError(
                StatusCode::GONE,
                models::GetAnswerClientErrorBody {
                    why: Some("gone".to_owned()),
                },
            ),
            _ => GetAnswerResponse::Default(StatusCode::BAD_GATEWAY),
        }
    }

    async fn head_answer(
        &self,
        _: requests::HeadAnswerRequest,
        _: String,
        _: &Context,
    ) -> HeadAnswerResponse {
        HeadAnswerResponse::Ok { x_count: 7 }
    }

    async fn delete_answer(
        &self,
        _: requests::DeleteAnswerRequest,
        _: String,
        _: &Context,
    ) -> DeleteAnswerResponse {
        DeleteAnswerResponse::NoContent
    }
}

#[test]
fn responses_are_written() {
    let router = server::router(Open);
    let shown = ["content-type", "x-count", "x-tags", "response", "location"];
    for (kind, expected) in [
        (
            "json",
            r#"200 content-type: application/json; x-count: 7; x-tags: a,b; {"a":5}"#,
        ),
        (
            "text",
            "200 content-type: text/plain; x-count: 7; response: r; hi",
        ),
        ("later", "202"),
        ("elsewhere", "303 location: /there;"),
        ("bytes", "206 content-type: application/octet-stream; ab"),
        (
            "form",
            "299 content-type: application/x-www-form-urlencoded; a=x+y",
        ),
        (
            "yours",
            r#"410 content-type: application/problem+json; {"why":"gone"}"#,
        ),
        ("ours", "502"),
    ] {
        let outcome = send(
            &router,
            &format!("GET /answers?kind={kind}"),
            &[],
            "",
            &shown,
        );
        assert_eq!(outcome, expected, "{kind}");
    }
}
