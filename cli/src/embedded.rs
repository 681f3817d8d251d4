//! The reference server inside the command, for a run without a target.

use trueline_reference::Api;
use trueline_reference::fault::Fault;
use trueline_reference::serve::{Options, Server, serve_on_loopback};

use crate::document::Document;
use crate::exit::{Exit, Stop};

/// A reference server on a free loopback port.
pub(crate) struct Embedded {
    server: Server,
    base: String,
    api: Api,
}

impl Embedded {
    /// Starts the reference server of a bundled API, correct or with one named fault.
    pub(crate) async fn start(document: &Document, fault: Option<&str>) -> Result<Self, Stop> {
        let name = document.bundled().map(|bundled| bundled.name);
        let Some(api) = name.and_then(Api::named) else {
            return Err(Stop::usage(format!(
                "there is no reference server for {}",
                document.name()
            ))
            .help("name the server to test with --target URL"));
        };
        let options = Options {
            fault: fault.map(named).transpose()?,
            ..Options::of(api)
        };
        let server = serve_on_loopback(options).await.map_err(|error| Stop {
            message: format!("the reference server cannot start: {error}"),
            help: None,
            exit: Exit::Unreachable,
        })?;
        let base = server.base_url();
        Ok(Self { server, base, api })
    }

    /// The things that it starts with, by the names of the fixtures that they are.
    pub(crate) fn fixtures(&self) -> impl Iterator<Item = (String, String)> {
        let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        self.api.fixtures().iter().map(own)
    }

    /// A credential that it accepts.
    pub(crate) fn credential(&self) -> &'static str {
        self.api.credential()
    }

    /// Further credentials that it accepts, by name.
    pub(crate) fn further_credentials(&self) -> &'static [(&'static str, &'static str)] {
        self.api.further_credentials()
    }

    /// Its base URL.
    pub(crate) fn base(&self) -> &str {
        &self.base
    }

    /// Stops it.
    pub(crate) async fn stop(self) {
        // What the run found stands, however the server ends.
        let _ = self.server.stop().await;
    }
}

/// The fault of this name.
pub(crate) fn named(name: &str) -> Result<Fault, Stop> {
    name.parse()
        .map_err(|error: trueline_reference::fault::UnknownFault| {
            Stop::usage(error.to_string())
                .help("list the faults with `trueline serve --list-faults`")
        })
}
