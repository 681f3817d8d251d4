//! Work that goes on after a 202 (RFC 9110 §15.3.3).

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::Law;
use super::need::Need;
use super::scene::{Halt, Scene, Thing};
use super::value::show;
use crate::encode::percent_encode;
use crate::exchange::Exchange;
use crate::requirements::LawSettings;
use crate::resource::Job;

pub(super) const LAWS: &[Law] = &[
    Law {
        name: "job-ends",
        title: "a {} that was begun comes to an end in time",
        walks: false,
        needs: &[Need::Job, Need::Retrieve],
        question: |scene| Box::pin(ends(scene)),
    },
    Law {
        name: "job-stays",
        title: "a {} that has ended stays as it ended",
        walks: false,
        needs: &[Need::Job, Need::Retrieve],
        question: |scene| Box::pin(stays(scene)),
    },
    Law {
        name: "job-place",
        title: "the `Location` of a {} that was begun is where to ask for it",
        walks: false,
        needs: &[Need::Job, Need::Retrieve, Need::JobPlace],
        question: |scene| Box::pin(place(scene)),
    },
];

/// Seconds within which a piece of work must end when the API's files do not say.
const PATIENCE: u64 = 30;
/// The first pause between two questions; each is longer than the one before.
const FIRST_PAUSE: Duration = Duration::from_millis(50);
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

async fn ends(scene: &Scene<'_>) -> Result<(), Halt> {
    let job = job(scene)?;
    let (begun, _) = begin(scene, job).await?;
    if let Err(last) = wait(scene, job, &begun.id).await? {
        scene.broken(
            last.exchange,
            format!("an end within {} s: {}", patience(scene), words(job)),
            show(last.member(&job.state)),
        );
    }
    Ok(())
}

async fn stays(scene: &Scene<'_>) -> Result<(), Halt> {
    let job = job(scene)?;
    let (begun, _) = begin(scene, job).await?;
    let Ok(ended) = wait(scene, job, &begun.id).await? else {
        return Err(Halt::Untested("it did not end in time".to_owned()));
    };
    // Uneven pauses: what changes with a beat of its own must not keep time with the questions.
    for pause in [10, 35, 60, 85, 110, 45] {
        tokio::time::sleep(Duration::from_millis(pause)).await;
        let read = scene.retrieve(&begun.id).await?;
        if scene.differ(&ended, &read) {
            scene.same(&ended, &read, "as it ended");
            break;
        }
    }
    Ok(())
}

async fn place(scene: &Scene<'_>) -> Result<(), Halt> {
    let job = job(scene)?;
    let (begun, exchange) = begin(scene, job).await?;
    let answer = exchange.answer();
    let location = answer.and_then(|answer| answer.header_value("location"));
    let Some(location) = location else {
        scene.broken(exchange.index, "a `Location` header", "none");
        return Ok(());
    };
    // Whatever stands before it, the path ends as that of the operation which reads it.
    let reader = scene.operation(scene.resource.retrieve.as_deref())?;
    let due: String = reader
        .path
        .pieces
        .iter()
        .map(|piece| match piece {
            trueline_spec::ir::PathPiece::Literal(text) => text.clone(),
            trueline_spec::ir::PathPiece::Parameter(_) => percent_encode(&begun.id),
        })
        .collect();
    let path = location.split(['?', '#']).next().unwrap_or_default();
    if !path
        .trim_end_matches('/')
        .ends_with(due.trim_end_matches('/'))
    {
        scene.broken(
            exchange.index,
            format!("a `Location` that ends in {due}"),
            location,
        );
    }
    Ok(())
}

fn job<'a>(scene: &Scene<'a>) -> Result<&'a Job, Halt> {
    let job = scene.resource.job.as_ref();
    job.ok_or_else(|| Halt::Untested("nothing begins one".to_owned()))
}

/// Begins a piece of work, on a thing made for it where it needs one.
async fn begin(scene: &Scene<'_>, job: &Job) -> Result<(Thing, std::sync::Arc<Exchange>), Halt> {
    let parent = match &job.parent {
        None => None,
        Some(parent) => {
            let settings = LawSettings::default();
            let stage = Scene::new(scene.cx, parent, &settings);
            let made = stage.create(json!({})).await;
            for failure in stage.into_failures() {
                scene.fail(failure);
            }
            Some(made?)
        }
    };
    let start = scene.operation(Some(&job.start))?;
    let body = match &start.body {
        Some(_) => Some(scene.example_body(start)?),
        None => None,
    };
    let id = parent.as_ref().map(|parent| parent.id.as_str());
    let exchange = scene.send(start, id, &[], body).await?;
    Ok((scene.thing(start, &exchange)?, exchange))
}

/// Asks until it has ended; as `Err` what it showed last when the time was over.
async fn wait(scene: &Scene<'_>, job: &Job, id: &str) -> Result<Result<Thing, Thing>, Halt> {
    let begun = Instant::now();
    let patience = Duration::from_secs(patience(scene));
    let mut pause = FIRST_PAUSE;
    loop {
        let read = scene.retrieve(id).await?;
        if read
            .member(&job.state)
            .is_some_and(|state| job.ends.contains(state))
        {
            return Ok(Ok(read));
        }
        if begun.elapsed() >= patience {
            return Ok(Err(read));
        }
        tokio::time::sleep(pause).await;
        pause = (pause * 3 / 2).min(LONGEST_PAUSE);
    }
}

fn patience(scene: &Scene<'_>) -> u64 {
    let told = scene.settings.job.as_ref().and_then(|job| job.within);
    told.unwrap_or(PATIENCE)
}

fn words(job: &Job) -> String {
    let words: Vec<String> = job.ends.iter().map(Value::to_string).collect();
    format!("`{}` to be {}", job.state, words.join(" or "))
}
