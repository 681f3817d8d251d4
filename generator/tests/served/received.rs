//! What the API sends reaches its receiver.

use crate::golden::received::{models, receiver, requests};
use crate::runtime::server::{Context, StatusCode};
use crate::send::{Open, send};

impl receiver::Webhooks for Open {
    async fn link_expired(
        &self,
        request: requests::LinkExpiredRequest,
        _: String,
        _: &Context,
    ) -> receiver::webhooks::LinkExpiredResponse {
        let models::Expired { link, cause } = request.body;
        match request.signature == format!("{link}/{}", cause.as_str()) {
            true => receiver::webhooks::LinkExpiredResponse::Ok(models::LinkExpiredOkBody {
                again: Some(false),
            }),
            false => receiver::webhooks::LinkExpiredResponse::Default(StatusCode::FORBIDDEN),
        }
    }

    async fn webhooks_put_a_link_changed(
        &self,
        _: requests::WebhooksPutALinkChangedRequest,
        _: String,
        _: &Context,
    ) -> receiver::webhooks::WebhooksPutALinkChangedResponse {
        receiver::webhooks::WebhooksPutALinkChangedResponse::NoContent
    }
}

const JSON: (&str, &str) = ("content-type", "application/json");

#[test]
fn webhooks_are_received() {
    let router = receiver::webhooks::router(Open);
    let from = |signature: &'static str| [JSON, ("signature", signature)];
    for (line, headers, body, expected) in [
        (
            "POST /link.expired",
            &from("l/time")[..],
            r#"{"link":"l","cause":"time"}"#,
            r#"200 {"again":false}"#,
        ),
        // The API may grow: a value and a member that this description does not have are no faults.
        (
            "POST /link.expired",
            &from("l/later")[..],
            r#"{"link":"l","cause":"later","since":5}"#,
            r#"200 {"again":false}"#,
        ),
        (
            "POST /link.expired",
            &from("forged")[..],
            r#"{"link":"l","cause":"hand"}"#,
            "403",
        ),
        (
            "POST /link.expired",
            &[JSON][..],
            r#"{"cause":"hand"}"#,
            "400 Signature: is required; link: is required.",
        ),
        ("PUT /a_link_changed", &[][..], "", "204"),
        ("GET /link.expired", &[][..], "", "405"),
    ] {
        let outcome = send(&router, line, headers, body, &[]);
        assert!(outcome.starts_with(expected), "{line} {body}: {outcome}");
    }
}

struct Export;

impl crate::runtime::server::Service for Export {
    type Caller = ();

    async fn authenticate(
        &self,
        _: crate::runtime::server::Credentials,
        _: &Context,
    ) -> Result<(), crate::runtime::server::Denied> {
        Ok(())
    }
}

impl receiver::Callbacks for Export {
    async fn export_done(
        &self,
        request: requests::ExportDoneRequest,
        (): (),
        _: &Context,
    ) -> receiver::callbacks::ExportDoneResponse {
        assert_eq!(request.body.id, "export_1");
        receiver::callbacks::ExportDoneResponse::NoContent
    }

    async fn start_export_done_post_request_body_tell_again(
        &self,
        _: requests::StartExportDonePostRequestBodyTellAgainRequest,
        (): (),
        _: &Context,
    ) -> receiver::callbacks::StartExportDonePostRequestBodyTellAgainResponse {
        receiver::callbacks::StartExportDonePostRequestBodyTellAgainResponse::NoContent
    }
}

#[test]
fn callbacks_are_received() {
    let router = receiver::callbacks::router(Export);
    let body = r#"{"id":"export_1"}"#;
    assert_eq!(
        send(&router, "POST /startExport/done", &[JSON], body, &[]),
        "204"
    );
}
