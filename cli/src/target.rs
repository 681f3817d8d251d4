//! The server under test: one at a URL, or the embedded reference server.

use std::time::Duration;

use indexmap::IndexMap;
use trueline_conformance::{Contract, Credential, Target};

use crate::arguments::TargetArguments;
use crate::exit::Stop;

/// The target at `base` as the options say; credentials that are not given are those of `fallback`.
pub(crate) fn at(
    base: &str,
    arguments: &TargetArguments,
    fallback: Option<&str>,
) -> Result<Target, Stop> {
    let stop = |error: trueline_conformance::TargetError| Stop::usage(error.to_string());
    let mut target = Target::new(base).map_err(stop)?;
    target.credential = arguments
        .auth
        .as_deref()
        .or(fallback)
        .map(Credential::parse)
        .transpose()
        .map_err(stop)?;
    for credential in &arguments.credentials {
        let Some((name, text)) = credential.split_once('=') else {
            return Err(Stop::usage("a further credential has no name")
                .help("write NAME=basic:KEY, NAME=bearer:KEY or NAME=header:NAME=VALUE"));
        };
        let credential = Credential::parse(text).map_err(stop)?;
        target.further.insert(name.to_owned(), credential);
    }
    target.timeout = arguments.timeout.max(Duration::from_millis(1));
    target.answer_limit = (arguments.answer_limit as usize) << 20;
    target.rate = arguments.rate.map(f64::from);
    for header in &arguments.headers {
        let Some((name, value)) = header.split_once(':') else {
            return Err(Stop::usage(format!("`{header}` is no header")).help("write 'NAME: VALUE'"));
        };
        target
            .headers
            .push((name.trim().to_owned(), value.trim().to_owned()));
    }
    Ok(target)
}

/// The fixtures given on the command line.
pub(crate) fn fixtures(
    arguments: &TargetArguments,
    contract: &Contract,
) -> Result<IndexMap<String, String>, Stop> {
    let mut fixtures = IndexMap::new();
    for fixture in &arguments.fixtures {
        let Some((name, value)) = fixture.split_once('=') else {
            return Err(Stop::usage(format!("`{fixture}` is no fixture")).help("write NAME=ID"));
        };
        if !contract.requirements.fixtures.contains_key(name) {
            let known: Vec<&str> = contract
                .requirements
                .fixtures
                .keys()
                .map(String::as_str)
                .collect();
            let help = if known.is_empty() {
                "the API has no requirements file that names fixtures".to_owned()
            } else {
                format!("fixtures of this API: {}", known.join(", "))
            };
            return Err(Stop::usage(format!("there is no fixture `{name}`")).help(help));
        }
        fixtures.insert(name.to_owned(), value.to_owned());
    }
    Ok(fixtures)
}
