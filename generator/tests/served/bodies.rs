//! Bodies in every media type.

use crate::golden::bodies::{models, requests, server};
use crate::runtime::server::Context;
use crate::send::{Open, send};

impl server::Forms for Open {
    async fn post_form(
        &self,
        request: requests::PostFormRequest,
        _: String,
        _: &Context,
    ) -> server::forms::PostFormResponse {
        server::forms::PostFormResponse::Ok(request.body)
    }

    async fn put_either(
        &self,
        request: requests::PutEitherRequest,
        _: String,
        _: &Context,
    ) -> server::forms::PutEitherResponse {
        match request.body {
            Some(body) => server::forms::PutEitherResponse::Ok(body),
            None => server::forms::PutEitherResponse::NoContent,
        }
    }
}

impl server::Uploads for Open {
    async fn post_upload(
        &self,
        request: requests::PostUploadRequest,
        _: String,
        context: &Context,
    ) -> server::uploads::PostUploadResponse {
        let models::PostUploadBody { file, tags, note } = request.body;
        let name = context
            .part("file")
            .and_then(|part| part.file_name.as_deref());
        server::uploads::PostUploadResponse::Ok(format!("{name:?} {file:?} {tags:?} {note:?}"))
    }

    async fn put_upload(
        &self,
        request: requests::PutUploadRequest,
        _: String,
        _: &Context,
    ) -> server::uploads::PutUploadResponse {
        server::uploads::PutUploadResponse::Ok(format!("{:?}", request.body))
    }

    async fn post_any(
        &self,
        request: requests::PostAnyRequest,
        _: String,
        _: &Context,
    ) -> server::uploads::PostAnyResponse {
        server::uploads::PostAnyResponse::Ok(format!("{:?}", request.body))
    }

    async fn put_any(
        &self,
        request: requests::PutAnyRequest,
        _: String,
        _: &Context,
    ) -> server::uploads::PutAnyResponse {
        server::uploads::PutAnyResponse::Ok(format!("{:?}", request.body))
    }

    async fn patch_upload(
        &self,
        request: requests::PatchUploadRequest,
        _: String,
        _: &Context,
    ) -> server::uploads::PatchUploadResponse {
        server::uploads::PatchUploadResponse::Ok(format!("{:?}", request.body))
    }
}

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
const JSON: (&str, &str) = ("content-type", "application/json; charset=utf-8");

#[test]
fn bodies_reach_their_types() {
    let router = server::router(Open);
    for (line, kind, body, expected) in [
        (
            "POST /forms",
            FORM,
            "name=a&expand[]=x&sizes=1,2&tags=t&detail=%7B%22deep%22:true%7D&metadata[k]=v",
            r#"200 {"name":"a","expand":["x"],"sizes":[1,2],"tags":["t"],"detail":{"deep":true},"metadata":{"k":"v"}}"#,
        ),
        (
            "POST /forms",
            FORM,
            "name=a&expand=x",
            "400 expand: must be an array, not \"x\".",
        ),
        (
            "POST /forms",
            FORM,
            "name=&metadata=&x[y]=1",
            "400 name: must not be empty; x: is not known here.",
        ),
        (
            "POST /forms",
            FORM,
            "name=a&metadata=",
            r#"200 {"name":"a","metadata":""}"#,
        ),
        ("POST /forms", FORM, "", "400 name: is required."),
        (
            "POST /forms",
            JSON,
            "{}",
            "415 The media type of the body must be application/x-www-form-urlencoded, not application/json; charset=utf-8.",
        ),
        (
            "PUT /forms",
            JSON,
            r#"{"name":"a","tags":["t"]}"#,
            r#"200 {"name":"a","tags":["t"]}"#,
        ),
        (
            "PUT /forms",
            JSON,
            r#"{"name":"a","tags":"t"}"#,
            "400 tags: must be an array, not a string.",
        ),
        (
            "PUT /forms",
            FORM,
            "name=a&tags=t",
            r#"200 {"name":"a","tags":["t"]}"#,
        ),
        ("PUT /forms", JSON, "", "204"),
        (
            "PUT /uploads",
            JSON,
            r#"{"name":"a"}"#,
            "200 Some(Json(Thing {\"name\":\"a\"}))",
        ),
        (
            "PUT /uploads",
            ("content-type", "text/csv"),
            "a,b",
            "200 Some(Other(\"a,b\"))",
        ),
        (
            "PUT /uploads",
            ("content-type", "text/csv"),
            "a,b,c,d",
            "400 the body must have at most 5 characters.",
        ),
        (
            "PUT /uploads",
            ("content-type", "image/png"),
            "\u{1}",
            "200 Some(Png(b\"\\x01\"))",
        ),
        (
            "PUT /uploads",
            ("content-type", "image/gif"),
            "\u{1}",
            "415 The media type of the body must be application/json or text/* or image/png, not image/gif.",
        ),
        ("PUT /uploads", JSON, "", "200 None"),
        (
            "PATCH /uploads",
            ("content-type", "text/plain"),
            "a",
            "200 Plain(\"a\")",
        ),
        (
            "PATCH /uploads",
            JSON,
            "",
            "400 This operation needs a body.",
        ),
    ] {
        let outcome = send(&router, line, &[kind], body, &[]);
        assert_eq!(outcome, expected, "{line} {body}");
    }
}

#[test]
fn parts_reach_their_members() {
    let router = server::router(Open);
    let body = "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\nhi\r\n\
                --B\r\nContent-Disposition: form-data; name=\"tags\"\r\n\r\nt\r\n\
                --B\r\nContent-Disposition: form-data; name=\"note[k]\"\r\n\r\nv\r\n--B--\r\n";
    let kind = ("content-type", "multipart/form-data; boundary=B");
    assert_eq!(
        send(&router, "POST /uploads", &[kind], body, &[]),
        "200 Some(\"a.txt\") b\"hi\" Some([\"t\"]) Some({\"k\": \"v\"})"
    );
    let either = "--B\r\nContent-Disposition: form-data; name=\"tags\"\r\n\r\nt\r\n";
    let file = "--B\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\n1\r\n--B--\r\n";
    let link = "--B\r\nContent-Disposition: form-data; name=\"url\"\r\n\r\n1\r\n--B--\r\n";
    let uploaded = r#"200 Uploaded(Uploaded {"file":"1","tags":["t"]})"#;
    let linked = r#"200 Linked(Linked {"url":"1","tags":["t"]})"#;
    for (rest, expected) in [(file, uploaded), (link, linked)] {
        let body = format!("{either}{rest}");
        let outcome = send(&router, "POST /uploads/any", &[kind], body.clone(), &[]);
        assert_eq!(outcome, expected, "{body}");
    }
    // Where no schema has members, the body is what it is.
    let outcome = send(&router, "PUT /uploads/any", &[kind], "--B--", &[]);
    assert_eq!(outcome, "200 b\"--B--\"");
    let plain = ("content-type", "multipart/form-data");
    assert_eq!(
        send(&router, "POST /uploads", &[plain], body, &[]),
        "400 the body has a content type without a boundary."
    );
}
