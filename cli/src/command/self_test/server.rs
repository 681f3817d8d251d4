//! A run against a reference server that is started for it.

use indexmap::IndexMap;
use trueline_conformance::{Credential, RunOptions, RunReport, Suite, Target};
use trueline_reference::Api;
use trueline_reference::fault::Fault;
use trueline_reference::serve::{Options, serve_on_loopback};

/// What a suite reports of a server of this API that has a fault, with so many cases at once.
///
/// # Errors
///
/// Why the server could not be started or tested.
pub(super) async fn report(
    api: Api,
    fault: Fault,
    suite: &Suite,
    jobs: usize,
) -> Result<RunReport, String> {
    let server = serve_on_loopback(Options {
        fault: Some(fault),
        ..Options::of(api)
    });
    let server = server.await.map_err(|error| error.to_string())?;
    let credential = |text: &str| Credential::parse(text).map_err(|error| error.to_string());
    let mut target = Target::new(&server.base_url()).map_err(|error| error.to_string())?;
    target.credential = Some(credential(api.credential())?);
    for (name, text) in api.further_credentials() {
        target.further.insert((*name).to_owned(), credential(text)?);
    }
    let fixtures = api.fixtures().iter();
    let fixtures: IndexMap<String, String> = fixtures
        .map(|(name, id)| ((*name).to_owned(), (*id).to_owned()))
        .collect();
    let options = RunOptions {
        jobs,
        seed: 1,
        fixtures,
        ..RunOptions::default()
    };
    let ended = trueline_conformance::run(suite, target, &options, &mut []).await;
    // What the run found stands, however the server ends.
    let _ = server.stop().await;
    ended.map_err(|error| error.to_string())
}
