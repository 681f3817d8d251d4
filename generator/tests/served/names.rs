//! Names that something else has already, and security.

use crate::golden::names::{requests, server};
use crate::runtime::server::{Context, StatusCode};
use crate::send::{Open, send};

impl server::Service for Open {
    async fn routes(
        &self,
        _: requests::RoutesRequest,
        _: String,
        _: &Context,
    ) -> server::service::RoutesResponse {
        server::service::RoutesResponse::NoContent
    }

    async fn authenticate(
        &self,
        _: requests::AuthenticateRequest,
        _: String,
        _: &Context,
    ) -> server::service::AuthenticateResponse {
        server::service::AuthenticateResponse::NoContent
    }

    async fn finish(
        &self,
        _: requests::FinishRequest,
        _: String,
        _: &Context,
    ) -> server::service::FinishResponse {
        server::service::FinishResponse::NoContent
    }
}

impl server::Type for Open {
    async fn r#type(
        &self,
        request: requests::TypeRequest,
        caller: String,
        _: &Context,
    ) -> server::type_::TypeResponse {
        assert_eq!(request.self_, "x");
        assert_eq!(request.query.as_deref(), Some("1"));
        assert_eq!(
            caller,
            "key [] Key(…), other [\"read\", \"write\"] Other(…)"
        );
        server::type_::TypeResponse::Default(StatusCode::IM_A_TEAPOT)
    }
}

impl server::Default_ for Open {
    async fn any(
        &self,
        _: requests::AnyRequest,
        _: String,
        _: &Context,
    ) -> server::default::AnyResponse {
        server::default::AnyResponse::Default(StatusCode::OK)
    }
}

#[test]
fn names_do_not_get_in_each_others_way() {
    let router = server::router(Open);
    let both = [("x-key", "k"), ("authorization", "HOBA h")];
    for (line, headers, expected) in [
        ("GET /service/routes", &both[..], "204"),
        (
            "GET /service/routes",
            &both[..1],
            "401 This operation needs credentials.",
        ),
        (
            "GET /service/routes",
            &[("authorization", "Basic YTo=")],
            "204",
        ),
        ("POST /service/routes", &[], "204"),
        (
            "POST /service/routes",
            &[("authorization", "Bearer a")],
            "204",
        ),
        (
            "POST /service/routes",
            &[("authorization", "Bearer a b")],
            "401 The credentials cannot be read: the token has white space in it.",
        ),
        ("PUT /service/routes", &[], "204"),
        ("GET /v1/type/x?query=1&body=2", &both, "418"),
    ] {
        assert_eq!(send(&router, line, headers, "", &[]), expected, "{line}");
    }
}
