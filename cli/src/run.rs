//! A run of a suite, against a URL or the embedded reference server.

use tokio::runtime::Builder;
use trueline_conformance::{Credential, Event, Listener, RunError, RunOptions, RunReport, Suite};

use crate::arguments::TargetArguments;
use crate::document::Document;
use crate::embedded::Embedded;
use crate::exit::{Exit, Stop};
use crate::target;

/// Runs the suite against the target that the arguments name; without one, against the embedded
/// reference server of the API, started for this run on a free loopback port.
pub(crate) fn run(
    suite: &Suite,
    document: &Document,
    arguments: &TargetArguments,
    options: &RunOptions,
    listener: &mut dyn Listener,
) -> Result<RunReport, Stop> {
    event_loop()?.block_on(async {
        if let Some(url) = &arguments.target {
            let target = target::at(url, arguments, None)?;
            return trueline_conformance::run(suite, target, options, &mut [listener])
                .await
                .map_err(begin);
        }
        let embedded = Embedded::start(document, arguments.fault.as_deref()).await?;
        let known = suite.contract().requirements.example_credentials.as_deref();
        let known = known.unwrap_or(embedded.credential());
        let mut target = target::at(embedded.base(), arguments, Some(known))?;
        for (name, text) in embedded.further_credentials() {
            let credential = Credential::parse(text);
            let credential = credential.map_err(|error| Stop::usage(error.to_string()))?;
            target
                .further
                .entry((*name).to_owned())
                .or_insert(credential);
        }
        let mut options = options.clone();
        // Its key is known to everyone, so there is nothing to hide.
        options.redact = arguments.auth.is_some() || !arguments.credentials.is_empty();
        for (name, value) in embedded.fixtures() {
            options.fixtures.entry(name).or_insert(value);
        }
        let ended = trueline_conformance::run(suite, target, &options, &mut [listener]).await;
        embedded.stop().await;
        ended.map_err(begin)
    })
}

/// What asynchronous commands run on.
pub(crate) fn event_loop() -> Result<tokio::runtime::Runtime, Stop> {
    let built = Builder::new_multi_thread().enable_all().build();
    built.map_err(|error| Stop {
        message: format!("cannot start the event loop: {error}"),
        help: None,
        exit: Exit::Unreachable,
    })
}

/// Why a run did not begin, for the user.
fn begin(error: RunError) -> Stop {
    match error {
        RunError::Unreachable { .. } => Stop {
            message: error.to_string(),
            help: Some("is the server running, and is the URL right?".to_owned()),
            exit: Exit::Unreachable,
        },
        error => Stop::usage(error.to_string()),
    }
}

/// Takes no note of anything.
pub(crate) struct Quiet;

impl Listener for Quiet {
    fn on(&mut self, _: &Event<'_>) {}
}
