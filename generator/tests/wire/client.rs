//! The generated client writes what a literal says, and reads answers as it says. Nothing is sent: what the client
//! would send is kept, and it is answered with what the literal has.

use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use trueline_runtime::{Decode, Encode, Operation, to_value};

use crate::answers::of;
use crate::conclude;
use crate::echo::each_operation;
use crate::golden::wire::{client, models, requests};
use crate::literals::{self, Literal, Meaning, Place, same};
use crate::runtime::client::{
    Ask, Call, Client, Config, Error, Request, Response, Retry, Transport, Transporting,
};

/// As many as there were when these lines were last written: fewer is a suite that shrank.
const LEAST_WRITTEN: usize = 400;
const LEAST_READ: usize = 60;

/// Keeps what is sent, and answers with what it was given.
#[derive(Clone, Default)]
pub(crate) struct Wire(pub(crate) Arc<Mutex<Ends>>);

/// What was sent, and what is answered.
#[derive(Default)]
pub(crate) struct Ends {
    pub(crate) sent: Option<Request>,
    pub(crate) status: u16,
    pub(crate) media_type: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) content: Vec<u8>,
}

impl Transport for Wire {
    fn send(&self, request: Request) -> Transporting<'_> {
        let mut ends = self.0.lock().unwrap();
        ends.sent = Some(request);
        let mut answer = http::Response::builder()
            .status(ends.status)
            .header("content-type", &ends.media_type);
        for (name, value) in &ends.headers {
            answer = answer.header(name, value);
        }
        let answer = answer.body(ends.content.clone()).unwrap();
        Box::pin(std::future::ready(Ok(Response::from(answer))))
    }
}

/// A client of the wire document that sends nothing.
pub(crate) fn connect(wire: &Wire) -> Client {
    let config = Config::new()
        .base_url("http://wire.test")
        .retry(Retry::never())
        .transport(wire.clone());
    Client::connect(config, client::SERVERS).unwrap()
}

#[test]
fn the_client_writes_what_the_literals_say() {
    let wire = Wire::default();
    let client = connect(&wire);
    let (mut checked, mut wrong) = (0, Vec::new());
    for literal in literals::all() {
        let name = match &literal.place {
            Place::Path(name) | Place::Query(name) | Place::Header(name) | Place::Cookie(name) => {
                name
            }
            // A client of several media types of one shape speaks the first.
            Place::Body if literal.media_type.is_none() => "body",
            _ => continue,
        };
        if !literal.is_written() {
            continue;
        }
        checked += 1;
        *wire.0.lock().unwrap() = Ends {
            status: 204,
            ..Ends::default()
        };
        let value = match &literal.meaning {
            Meaning::Value(value) => Some(value),
            _ => None,
        };
        let asked = ask(&client, &literal.operation, name, value);
        let written = match (wire.0.lock().unwrap().sent.take(), asked) {
            (Some(request), _) => part(&literal, &request),
            (None, Some(said)) => said.into_bytes(),
            (None, None) => panic!("{}: no operation `{}`", literal.at, literal.operation),
        };
        // A segment of one dot is resolved before it is sent (RFC 3986 §5.2.4), so a client must not try.
        if literal.wire.text() == "." && matches!(literal.place, Place::Path(_)) {
            if !String::from_utf8_lossy(&written).contains("not sent") {
                wrong.push(format!("{}: a segment of one dot was sent", literal.at));
            }
            continue;
        }
        if !literal.may_be_written(&written) {
            wrong.push(format!(
                "{}: {} must be written as `{}`, and is: `{}`",
                literal.at,
                value.map_or("nothing".to_owned(), Value::to_string),
                literal.wire.text(),
                String::from_utf8_lossy(&written)
            ));
        }
    }
    conclude(checked, LEAST_WRITTEN, &wrong);
}

#[test]
fn the_client_reads_answers_as_the_literals_say() {
    let wire = Wire::default();
    let client = connect(&wire);
    let (mut checked, mut wrong) = (0, Vec::new());
    for literal in literals::all() {
        let Place::Answer(status) = literal.place else {
            continue;
        };
        if !literal.is_read() {
            continue;
        }
        checked += 1;
        let documented = match (literal.operation.as_str(), status) {
            ("answerKinds", 200) => "text/plain",
            ("answerKinds", 201) => "application/vnd.color+json",
            ("answerKinds", 400..=499) => "application/problem+json",
            _ => "application/json",
        };
        *wire.0.lock().unwrap() = Ends {
            status,
            media_type: literal.media_type.clone().unwrap_or(documented.to_owned()),
            content: literal.wire.bytes(),
            ..Ends::default()
        };
        let read = read(&client, &literal.operation);
        let holds = match (&read, &literal.meaning) {
            (Ok(found), Meaning::Value(value)) => same(found, value),
            (Err(found), Meaning::Faults(places)) => found == places,
            _ => false,
        };
        if !holds {
            let (text, due) = (literal.wire.text(), &literal.meaning);
            wrong.push(format!(
                "{}: `{text}` means {due:?}, and is read as {read:?}",
                literal.at
            ));
        }
    }
    conclude(checked, LEAST_READ, &wrong);
}

macro_rules! asks {
    ($($service:ident in $module:ident {
        $($method:ident($request:ident { $($field:ident = $name:literal),* }) -> $response:ident $answer:tt;)*
    })*) => {
        /// Calls an operation with one argument; gives what went wrong, if anything did.
        pub(crate) fn ask(
            client: &Client,
            operation: &str,
            name: &str,
            value: Option<&Value>,
        ) -> Option<String> {
            $($(
                if <requests::$request as Operation>::info().id == operation {
                    let request = requests::$request {
                        $($field: argument(value.filter(|_| name == $name))),*
                    };
                    let outcome = wait(Call::new(client, request).answer());
                    return Some(outcome.err().map(|error| error.to_string()).unwrap_or_default());
                }
            )*)*
            None
        }
    };
}

each_operation!(asks);

/// The argument, or for one that is not there what an optional one is without it.
fn argument<T: Decode>(value: Option<&Value>) -> T {
    of(value.unwrap_or(&Value::Null))
}

/// The part of a request that the literal is about.
fn part(literal: &Literal, request: &Request) -> Vec<u8> {
    let header = |name: &str| {
        let value = request.headers().get(name);
        value
            .map(|value| value.as_bytes().to_vec())
            .unwrap_or_default()
    };
    match &literal.place {
        Place::Path(_) => {
            let path = request.url().path();
            let segment = path.rsplit('/').next().unwrap_or_default();
            segment
                .strip_suffix(".json")
                .filter(|_| literal.operation == "pathSuffixed")
                .unwrap_or(segment)
                .into()
        }
        Place::Query(_) => request.url().query().unwrap_or_default().into(),
        Place::Header(name) => header(name),
        Place::Cookie(_) => header("cookie"),
        Place::Body => {
            let body = request
                .body()
                .and_then(|body| body.as_bytes())
                .unwrap_or_default();
            let kind = String::from_utf8(header("content-type")).unwrap();
            match kind.split_once("boundary=") {
                Some((_, boundary)) => String::from_utf8_lossy(body)
                    .replace(&format!("--{boundary}"), "--b")
                    .into_bytes(),
                None => body.to_vec(),
            }
        }
        Place::Answer(_) | Place::AnswerHeader(..) => Vec::new(),
    }
}

/// What the client makes of the answer: a success or a documented refusal as a value, or the places of its faults.
pub(crate) fn read(client: &Client, operation: &str) -> Result<Value, Vec<String>> {
    macro_rules! body {
        ($request:ident, $answer:ident, $least:expr) => {
            outcome(
                client,
                requests::$request { body: of(&$least) },
                |answer| match answer {
                    requests::$answer::Ok(body) => Some(to_value(&body)),
                    requests::$answer::NoContent => None,
                },
            )
        };
    }
    match operation {
        "jsonScalars" => body!(JsonScalarsRequest, JsonScalarsAnswer, json!({})),
        "jsonStructures" => body!(JsonStructuresRequest, JsonStructuresAnswer, json!({})),
        "jsonUnions" => body!(JsonUnionsRequest, JsonUnionsAnswer, json!({})),
        "jsonRules" => body!(JsonRulesRequest, JsonRulesAnswer, json!({})),
        "jsonPresence" => {
            let least = json!({"given": "", "given_or_null": null});
            body!(JsonPresenceRequest, JsonPresenceAnswer, least)
        }
        "jsonAny" => body!(JsonAnyRequest, JsonAnyAnswer, Value::Null),
        "jsonList" => body!(JsonListRequest, JsonListAnswer, Value::Null),
        "answerKinds" => {
            outcome(
                client,
                requests::AnswerKindsRequest::default(),
                |answer| match answer {
                    requests::AnswerKindsAnswer::Ok(text) => Some(text.into()),
                    requests::AnswerKindsAnswer::Created(color) => Some(to_value(&color)),
                    requests::AnswerKindsAnswer::NoContent => None,
                },
            )
        }
        _ => panic!("no answer of `{operation}` has content"),
    }
}

fn outcome<R: Ask>(
    client: &Client,
    request: R,
    value: impl FnOnce(R::Answer) -> Option<Value>,
) -> Result<Value, Vec<String>>
where
    R::Refusal: Shown,
{
    match wait(Call::new(client, request).answer()) {
        Ok(answer) => value(answer).ok_or_else(|| vec!["nothing".to_owned()]),
        Err(Error::Refused(reply)) => Ok(reply.body.shown()),
        Err(Error::Unreadable { faults, .. }) => {
            let mut places: Vec<String> = faults.iter().map(|fault| fault.pointer()).collect();
            places.sort();
            Err(places)
        }
        Err(_) => Err(vec!["another error".to_owned()]),
    }
}

/// A refusal as a value.
trait Shown {
    fn shown(&self) -> Value;
}

impl Shown for models::Problem {
    fn shown(&self) -> Value {
        to_value(self as &dyn Encode)
    }
}

impl Shown for crate::runtime::client::Refusal {
    fn shown(&self) -> Value {
        match *self {}
    }
}

pub(crate) fn wait<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .unwrap()
        .block_on(future)
}
