//! `trueline replay`: one case again, with the whole exchange shown.

use std::io::Write as _;

use trueline_conformance::report::{BodyReport, CaseReport, ExchangeReport};
use trueline_conformance::{Conclusion, RunOptions};

use crate::arguments::{MessageFormat, Replay};
use crate::document::Document;
use crate::exit::{Exit, Stop};
use crate::{report, run, suite, target};

/// Runs the command.
pub(crate) fn run(arguments: &Replay) -> Result<Exit, Stop> {
    let document = Document::find(arguments.document.as_deref())?;
    let Token { id, seed, plan } = token(&arguments.token)?;
    let mut suite = suite::whole(&document, &arguments.side, MessageFormat::Human)?;
    // A random case exists as soon as somebody asks for its number.
    if let Some(number) = id
        .strip_prefix("random/")
        .and_then(|it| it.rsplit('/').next())
    {
        suite = suite.with_random_cases(number.parse().unwrap_or(0).min(MOST));
    }
    suite.retain(|meta| meta.id == id);
    if suite.cases().is_empty() {
        return Err(
            Stop::usage(format!("there is no case `{id}` in {}", document.name()))
                .help("list the cases with `trueline list`"),
        );
    }
    let options = RunOptions {
        jobs: 1,
        seed,
        plan: plan.map(str::to_owned),
        fixtures: target::fixtures(&arguments.target, suite.contract())?,
        ..RunOptions::default()
    };
    let found = run::run(
        &suite,
        &document,
        &arguments.target,
        &options,
        &mut run::Quiet,
    )?;
    for case in &found.cases {
        show(case);
    }
    report::console(&found);
    Ok(match found.conclusion() {
        Conclusion::Held => Exit::Held,
        Conclusion::Broken => Exit::Broken,
        Conclusion::Unknown => Exit::Unreachable,
    })
}

/// The largest number of a random case that is made to be replayed.
const MOST: usize = 1_000_000;

/// What stands in a replay token.
struct Token<'a> {
    id: &'a str,
    seed: u64,
    /// The calls of a random case, where they are not those that the seed gives.
    plan: Option<&'a str>,
}

/// `CASE@SEED`, `CASE@SEED:PLAN`, or a case id alone.
fn token(text: &str) -> Result<Token<'_>, Stop> {
    let Some((id, rest)) = text.rsplit_once('@') else {
        return Ok(Token {
            id: text,
            seed: 1,
            plan: None,
        });
    };
    let (seed, plan) = match rest.split_once(':') {
        Some((seed, plan)) => (seed, Some(plan)),
        None => (rest, None),
    };
    match seed.parse() {
        Ok(seed) => Ok(Token { id, seed, plan }),
        Err(_) => Err(Stop::usage(format!("`{text}` is no replay token"))
            .help("take the token from a report, or give a case id")),
    }
}

fn show(case: &CaseReport) {
    let mut out = anstream::stdout().lock();
    let _ = writeln!(out, "{}: {}\n", case.id, case.title);
    for exchange in &case.exchanges {
        let _ = writeln!(out, "{}", exchange_text(exchange));
    }
}

fn exchange_text(exchange: &ExchangeReport) -> String {
    let mut text = format!(
        "> {} {}\n",
        exchange.request.method, exchange.request.target
    );
    for (name, value) in &exchange.request.headers {
        text.push_str(&format!("> {name}: {value}\n"));
    }
    text.push_str(&body_text(">", exchange.request.body.as_ref()));
    match &exchange.response {
        Some(response) => {
            text.push_str(&format!("< {}\n", response.status));
            for (name, value) in &response.headers {
                text.push_str(&format!("< {name}: {value}\n"));
            }
            text.push_str(&body_text("<", response.body.as_ref()));
        }
        None => {
            let reason = exchange.error.as_deref().unwrap_or("no answer");
            text.push_str(&format!("! {reason}\n"));
        }
    }
    text
}

fn body_text(mark: &str, body: Option<&BodyReport>) -> String {
    let Some(body) = body else {
        return String::new();
    };
    let mut text = format!("{mark}\n");
    let shown = body.text.as_deref().or(body.base64.as_deref());
    for line in shown.unwrap_or_default().lines() {
        text.push_str(&format!("{mark} {line}\n"));
    }
    text
}
