//! The generated server reads what a literal says, and refuses what it refuses, for the reason that it gives.

use http::Request;
use tower_service::Service as _;
use trueline_spec::ir::{Api, Operation, PathPiece};
use trueline_spec::{LoadOptions, load_file};

use crate::conclude;
use crate::echo::{Echo, Kept, router};
use crate::literals::{self, Literal, Meaning, Place, Wire, same};
use crate::runtime::server::{Body, Router};

#[test]
fn the_server_reads_and_refuses_what_the_literals_say() {
    let loaded = load_file(
        &literals::folder().join("openapi.yaml"),
        &LoadOptions::default(),
    );
    let api = loaded.api.unwrap();
    let echo = Echo::default();
    let router = router(&echo);
    let (mut checked, mut wrong) = (0, Vec::new());
    for literal in literals::all() {
        if !literal.is_read() || matches!(literal.place, Place::Answer(_) | Place::AnswerHeader(..))
        {
            continue;
        }
        checked += 1;
        let (status, kept) = send(&router, &echo, request(&api, &literal));
        if let Some(found) = disagreement(&literal, status, &kept) {
            wrong.push(format!("{}: {found}", literal.at));
        }
    }
    conclude(checked, LEAST, &wrong);
}

/// What no name in brackets can hold.
pub(crate) const MISPLACED: [char; 2] = ['[', ']'];

/// As many as there were when this line was last written: fewer is a suite that shrank.
const LEAST: usize = 1020;

/// What came instead of what the literal says; `None` where it is the same.
fn disagreement(literal: &Literal, status: u16, kept: &Kept) -> Option<String> {
    let (place, name) = match &literal.place {
        Place::Path(name) => ("path", name.as_str()),
        Place::Query(name) => ("query", name.as_str()),
        Place::Header(name) => ("header", name.as_str()),
        Place::Cookie(name) => ("cookie", name.as_str()),
        _ => ("body", ""),
    };
    let argument = if place == "body" { "body" } else { name };
    let found = kept.arguments.as_ref().map(|all| all.get(argument));
    let came = match found {
        Some(Some(value)) => format!("{value}"),
        Some(None) => "absent".to_owned(),
        None => format!("{status} {:?}", kept.faults),
    };
    let shown = literal.wire.text();
    match &literal.meaning {
        Meaning::Absent if found == Some(None) => None,
        Meaning::Absent => Some(format!("`{shown}` must be read as absent, and is: {came}")),
        Meaning::Value(value) if matches!(found, Some(Some(found)) if same(found, value)) => None,
        Meaning::Value(value) => Some(format!("`{shown}` must be read as {value}, and is: {came}")),
        Meaning::Status(due) if *due == status => None,
        Meaning::Status(due) => Some(format!("`{shown}` must be refused with {due}: {came}")),
        Meaning::Faults(places) => {
            // The pointer begins with the parameter's name; a body has none.
            let due: Vec<String> = places
                .iter()
                .map(|pointer| match place {
                    "body" => format!("{place} {pointer}"),
                    _ => format!("{place} /{name}{pointer}"),
                })
                .collect();
            let mut faults = kept.faults.clone();
            faults.sort();
            faults.dedup();
            (status != 400 || faults != due)
                .then(|| format!("`{shown}` must be refused at {due:?}: {came}"))
        }
    }
}

/// The request that a literal is, or `None` where no HTTP message can be it.
fn request(api: &Api, literal: &Literal) -> Option<Request<Body>> {
    let operation = api
        .operations
        .iter()
        .find(|operation| operation.id == literal.operation)
        .unwrap_or_else(|| panic!("{}: no operation `{}`", literal.at, literal.operation));
    let bytes = literal.wire.bytes();
    let text = literal.wire.text();
    let mut target = String::new();
    for piece in &operation.path.pieces {
        match piece {
            PathPiece::Literal(literal) => target.push_str(literal),
            PathPiece::Parameter(_) => target.push_str(&text),
        }
    }
    let mut body = Body::empty();
    let mut headers = Vec::new();
    match &literal.place {
        Place::Query(_) if literal.wire != Wire::Nothing => {
            target.push('?');
            target.push_str(&text);
        }
        Place::Header(name) => match &literal.wire {
            Wire::Nothing => {}
            Wire::Bytes(_) => headers.push((name.clone(), bytes.clone())),
            Wire::Lines(lines) => headers.extend(
                lines
                    .iter()
                    .map(|line| (name.clone(), line.clone().into_bytes())),
            ),
        },
        Place::Cookie(_) if literal.wire != Wire::Nothing => {
            headers.push(("cookie".to_owned(), bytes.clone()));
        }
        Place::Body if literal.wire != Wire::Nothing => {
            let kind = literal.media_type.clone().or_else(|| documented(operation));
            headers.extend(kind.map(|kind| ("content-type".to_owned(), kind.into_bytes())));
            body = Body::from(bytes);
        }
        _ => {}
    }
    let mut request = Request::builder()
        .method(operation.method.as_str())
        .uri(target);
    for (name, value) in headers {
        request = request.header(name, value);
    }
    request.body(body).ok()
}

/// The first media type of an operation's body; a literal of parts has the boundary `b`.
fn documented(operation: &Operation) -> Option<String> {
    let name = &operation.body.as_ref()?.content.first()?.name;
    Some(match name.starts_with("multipart/") {
        true => format!("{name}; boundary=b"),
        false => name.clone(),
    })
}

/// The status, and what was kept. What is no HTTP message is refused before the server sees it.
pub(crate) fn send(router: &Router, echo: &Echo, request: Option<Request<Body>>) -> (u16, Kept) {
    *echo.0.lock().unwrap() = Kept::default();
    let Some(request) = request else {
        return (400, Kept::default());
    };
    let status = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap()
        .block_on(async {
            let Ok(response) = router.clone().call(request).await;
            response.status().as_u16()
        });
    (status, std::mem::take(&mut *echo.0.lock().unwrap()))
}
