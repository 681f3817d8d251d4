//! One key, one effect, even when the requests that carry it meet.

use std::sync::Arc;

use futures_util::future::join_all;
use serde_json::{Value, json};
use trueline_spec::ir::{Api, ParameterLocation};

use super::Law;
use super::body::merge;
use super::marker::Marker;
use super::need::Need;
use super::scene::{Halt, Scene};
use crate::exchange::Exchange;
use crate::requirements::LawSettings;
use crate::resource::Resource;

pub(super) const LAWS: &[Law] = &[Law {
    name: "one-key-at-once",
    title: "a create of a {} that is sent several times at once with one key happens once",
    walks: false,
    needs: &[Need::Create, Need::Walk, Need::Marker, Need::IdempotencyKey],
    question: |scene| Box::pin(one_key_at_once(scene)),
}];

/// What is still running is a conflict; to be asked to come later is as good.
const LATER: [u16; 4] = [409, 425, 429, 503];

/// Requests that carry one key.
const SENDERS: usize = 4;

/// Times that the question is asked: the first opens connections, which takes each request another while, so
/// that they may well not meet.
const ROUNDS: usize = 4;

async fn one_key_at_once(scene: &Scene<'_>) -> Result<(), Halt> {
    let api = &scene.cx.contract().api;
    let Some(header) = header(api, scene.resource, scene.settings) else {
        return Err(Halt::Untested(
            "nothing says which header carries a key".to_owned(),
        ));
    };
    let Some(marker) = scene.marker() else {
        return Err(Halt::Untested(
            "nothing in it takes a mark to find it by".to_owned(),
        ));
    };
    for _ in 0..ROUNDS {
        if !round(scene, &header, &marker).await? {
            break;
        }
    }
    Ok(())
}

/// Sends one create several times at once. Says whether all was well.
async fn round(scene: &Scene<'_>, header: &str, marker: &Marker) -> Result<bool, Halt> {
    let before = scene.create(json!({})).await?;
    // A key that a run before this one used would give that run's answer.
    let moment = scene.cx.now().as_nanosecond();
    let key = format!("trueline-{moment:x}-{}", scene.tag());
    let mark = format!("{}-{moment:x}", scene.tag());
    let create = scene.operation(scene.resource.create.as_deref())?;
    let mut body = scene.example_body(create)?;
    merge(&mut body, marker.body(&mark));
    let request = scene.request(create, None, &[], Some(body))?;
    let request = request.header(header, key);
    let answers = join_all((0..SENDERS).map(|_| scene.deliver(request.clone()))).await;
    let answers: Vec<Arc<Exchange>> = answers.into_iter().collect::<Result<_, Halt>>()?;
    let refusal = |it: &Arc<Exchange>| {
        it.answer()
            .map(|it| it.status)
            .filter(|it| (400..500).contains(it) && !LATER.contains(it))
    };
    if let Some(status) = answers.first().and_then(refusal)
        && answers.iter().all(|it| refusal(it) == Some(status))
    {
        let reason = format!("each of the requests with one key was refused with status {status}");
        return Err(Halt::Untested(reason));
    }
    let mut made: Vec<String> = Vec::new();
    let mut well = true;
    for exchange in answers {
        let Some(answer) = exchange.answer() else {
            scene.fail_documented(create, &exchange);
            continue;
        };
        match answer.status {
            200..=299 => {
                scene.fail_documented(create, &exchange);
                let body = answer.json();
                let id = body.as_ref().and_then(|body| body.get(&scene.resource.id));
                let id = id.map(Value::to_string).unwrap_or_default();
                if made.first().is_some_and(|first| *first != id) {
                    well = false;
                    scene.broken(
                        exchange.index,
                        format!("{} again, or a conflict: the key is the same", made[0]),
                        id.clone(),
                    );
                }
                made.push(id);
            }
            status if LATER.contains(&status) => {}
            status => {
                well = false;
                let due = "the answer of the first request again, or 409 while it is running";
                scene.broken(exchange.index, due, format!("status {status}"));
            }
        }
    }
    let newer = scene.newer_than(&before.id).await?;
    let effects = newer.iter().filter(|it| marker.is_on(it, &mark)).count();
    if !made.is_empty() && effects > 1 {
        well = false;
        scene.broken(
            scene.last_exchange(),
            "one thing from the requests with one key",
            format!("{effects} things"),
        );
    }
    Ok(well)
}

/// The header that carries a key: the one that the API's files name, else the usual one where create
/// declares it (draft-ietf-httpapi-idempotency-key-header).
pub(super) fn header(api: &Api, resource: &Resource, settings: &LawSettings) -> Option<String> {
    const USUAL: &str = "Idempotency-Key";
    settings.idempotency_key.clone().or_else(|| {
        let create = api.operation(resource.create.as_deref()?)?;
        let declares = create.parameters.iter().any(|parameter| {
            parameter.location == ParameterLocation::Header
                && parameter.name.eq_ignore_ascii_case(USUAL)
        });
        declares.then(|| USUAL.to_owned())
    })
}
