//! The generated client and the generated server: what one writes, the other reads; and no answer, whatever its bytes,
//! makes the client panic.

use std::sync::{Arc, Mutex};

use proptest::prelude::*;
use trueline_runtime::Bytes;
use trueline_runtime::client::{Config, Error, Request, Response, Retry, Transport, Transporting};

use crate::golden::{bodies, names, parameters, responses};

/// Answers everything alike, and keeps what was asked.
#[derive(Clone, Default)]
struct Fixed {
    status: u16,
    media_type: String,
    body: Bytes,
    headers: Vec<(&'static str, &'static str)>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Transport for Fixed {
    fn send(&self, request: Request) -> Transporting<'_> {
        let body = request.body().and_then(|body| body.as_bytes());
        let body = String::from_utf8_lossy(body.unwrap_or_default()).into_owned();
        let asked = format!("{} {} {body}", request.method(), request.url());
        self.asked.lock().unwrap().push(asked);
        let mut answer = http::Response::builder().status(self.status);
        if !self.media_type.is_empty() {
            answer = answer.header("content-type", &self.media_type);
        }
        for (name, value) in &self.headers {
            answer = answer.header(*name, *value);
        }
        let answer = answer.body(self.body.clone()).unwrap();
        Box::pin(async move { Ok(Response::from(answer)) })
    }
}

fn config(transport: &Fixed) -> Config {
    Config::new()
        .base_url("http://things.test/base/")
        .retry(Retry::never())
        .transport(transport.clone())
}

fn run<T>(call: impl IntoFuture<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(call.into_future())
}

#[test]
fn several_answers_are_told_apart_by_status_and_media_type() {
    use responses::requests::{GetAnswerAnswer as Answer, GetAnswerRefusal as Refusal};
    let answered = |status, media_type: &str, body: &'static str| {
        let transport = Fixed {
            status,
            media_type: media_type.to_owned(),
            body: body.into(),
            ..Fixed::default()
        };
        let client = responses::client::connect(config(&transport)).unwrap();
        run(client.answers().get_answer("any"))
    };
    assert!(matches!(
        answered(200, "application/json; charset=utf-8", r#"{"a":1}"#),
        Ok(Answer::OkJson(body)) if body.a == Some(1)
    ));
    let text = answered(200, "text/plain", "as it is");
    assert!(matches!(text, Ok(Answer::OkPlain(body)) if body == "as it is"));
    assert!(matches!(answered(202, "", ""), Ok(Answer::Accepted)));
    let refused = answered(418, "application/problem+json", r#"{"why":"tea"}"#);
    let Err(Error::Refused(reply)) = refused else {
        panic!("{refused:?}");
    };
    assert!(matches!(reply.body, Refusal::ClientError(body) if body.why.as_deref() == Some("tea")));
    assert!(matches!(
        answered(500, "text/html", "<html>"),
        Err(Error::Refused(_))
    ));
    let broken = answered(200, "application/json", r#"{"a":"#);
    assert!(
        matches!(broken, Err(Error::Unreadable { .. })),
        "{broken:?}"
    );
}

#[test]
fn documented_headers_are_typed_and_read_when_they_are_asked_for() {
    let reply = |status, headers: &[(&'static str, &'static str)]| {
        let transport = Fixed {
            status,
            headers: headers.to_vec(),
            ..Fixed::default()
        };
        let client = responses::client::connect(config(&transport)).unwrap();
        run(client.answers().get_answer("any").reply())
    };
    let told = [
        ("x-count", "many"),
        ("X-Tags", "a,b"),
        ("x-tags", "c"),
        ("server", "any"),
    ];
    let reply_202 = reply(202, &told).unwrap();
    let headers = &reply_202.headers;
    assert_eq!(
        headers.x_tags().unwrap().unwrap(),
        ["a", "b", "c"].map(str::to_owned)
    );
    assert_eq!(headers.response(), Ok(None));
    assert_eq!(headers.get("server").unwrap(), "any");
    assert_eq!(
        headers.x_count().unwrap_err().to_string(),
        "a header of the answer: X-Count: must be an integer, not \"many\""
    );
    let refused = reply(303, &[("location", "/there")]).unwrap_err();
    let headers: responses::requests::GetAnswerRefusalHeaders = refused.headers_as().unwrap();
    assert_eq!(headers.location(), Ok(Some("/there".to_owned())));
    // What has the same headers has them by a name of its own.
    let same: responses::requests::DeleteAnswerHeaders = headers;
    assert_eq!(same.location(), Ok(Some("/there".to_owned())));
}

#[test]
fn parameters_stand_in_their_places() {
    let transport = Fixed {
        status: 204,
        ..Fixed::default()
    };
    let client = parameters::client::connect(config(&transport)).unwrap();
    run(client
        .things()
        .get_thing(7, "t")
        .tags(["a", "b c"])
        .sizes([1, 2])
        .created(5))
    .unwrap();
    assert_eq!(
        transport.asked.lock().unwrap().pop().unwrap(),
        "GET http://things.test/base/v1/things/7.json?tags=a&tags=b%20c&sizes=1,2&created=5 "
    );
    let body = bodies::models::Thing::new("n").expand(["x"]).sizes([1, 2]);
    let transport = Fixed {
        status: 200,
        media_type: "application/json".to_owned(),
        body: r#"{"name":"n"}"#.into(),
        ..Fixed::default()
    };
    let client = bodies::client::connect(config(&transport)).unwrap();
    assert_eq!(run(client.forms().post_form(body)).unwrap().name, "n");
    assert_eq!(
        transport.asked.lock().unwrap().pop().unwrap(),
        "POST http://things.test/base/forms name=n&expand%5B0%5D=x&sizes=1,2"
    );
}

#[test]
fn the_first_alternative_that_is_complete_is_shown() {
    let transport = Fixed {
        status: 204,
        ..Fixed::default()
    };
    let config = config(&transport).credential(names::client::key("k"));
    let client = names::client::connect(config).unwrap();
    // `key` alone is half of an alternative.
    let refused = run(client.service().routes());
    assert!(matches!(refused, Err(Error::Request(_))), "{refused:?}");
    assert!(transport.asked.lock().unwrap().is_empty());
}

proptest! {
    #[test]
    fn no_answer_makes_the_client_panic(
        status in 100_u16..1000,
        media_type in prop::sample::select(vec![
            "", "application/json", "text/plain", "application/x-www-form-urlencoded", "image/png",
            "application/problem+json", "multipart/form-data; boundary=b", ";;", "text/",
        ]),
        body in prop_oneof![
            prop::collection::vec(any::<u8>(), 0..200),
            r#"[\[\]{}",:a0-9ntru\\-]{0,60}"#.prop_map(String::into_bytes),
            "([a\\[\\]%=&+;,]|%[0-9A-Z]{0,2}){0,40}".prop_map(String::into_bytes),
        ],
    ) {
        // hyper keeps the other 1xx statuses to itself.
        let status = if status < 200 { status + 100 } else { status };
        let transport = Fixed { status, media_type: media_type.to_owned(), body: body.into(), ..Fixed::default() };
        let answers = responses::client::connect(config(&transport)).unwrap().answers();
        let things = bodies::client::connect(config(&transport)).unwrap();
        let shown = format!("{:?}", run(answers.get_answer("a")));
        prop_assert!(!shown.is_empty());
        if let Err(error) = run(things.forms().post_form(bodies::models::Thing::new("n"))) {
            prop_assert!(!error.to_string().is_empty());
        }
        let _ = run(things.uploads().put_upload());
    }
}
