//! The suite as a part of your own tests: against a server in the same process, or at a URL.
//!
//! ```no_run
//! use trueline_conformance::Conforms;
//!
//! # fn app() -> u8 { 0 }
//! # async fn serve(_: tokio::net::TcpListener, _: u8) -> std::io::Result<()> { Ok(()) }
//! # if false {
//! // In a `#[test]`: one failure, with all findings in its text.
//! let report = Conforms::to("openapi.yaml")
//!     .served_by(|listener| serve(listener, app())) // such as axum::serve(listener, router)
//!     .run()
//!     .expect("the suite runs");
//! report.assert_held();
//! # }
//! ```
//!
//! With the feature `libtest` and `harness = false`, `Conforms::tests` is the `main` of a test binary with one test for
//! each case, and one failure for each finding.

#[cfg(feature = "libtest")]
mod libtest;

use std::future::Future;
use std::path::PathBuf;

use futures_util::future::BoxFuture;
use thiserror::Error;
use tokio::net::TcpListener;

use crate::baseline::Baseline;
use crate::case::CaseMeta;
use crate::report::{Conclusion, RunReport, console};
use crate::run::{RunError, RunOptions, run};
use crate::suite::{Suite, SuiteError};
use crate::target::{Credential, Target, TargetError};

/// A description, and the server that is held to it.
#[must_use]
pub struct Conforms {
    description: PathBuf,
    server: Server,
    credential: Option<String>,
    further: Vec<(String, String)>,
    baseline: Option<PathBuf>,
    random_cases: Option<usize>,
    options: RunOptions,
}

enum Server {
    None,
    At(String),
    Here(Serve),
}

type Serve = Box<dyn FnOnce(TcpListener) -> BoxFuture<'static, std::io::Result<()>> + Send>;

/// Why the suite did not run.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ConformsError {
    /// Neither [`Conforms::at`] nor [`Conforms::served_by`] was called.
    #[error("no server was named: say `at` or `served_by`")]
    NoServer,
    /// There is no suite for the description.
    #[error(transparent)]
    Suite(#[from] SuiteError),
    /// The target is not usable as it was given.
    #[error(transparent)]
    Target(#[from] TargetError),
    /// The run did not begin.
    #[error(transparent)]
    Run(#[from] RunError),
    /// The baseline cannot be used.
    #[error("{0}")]
    Baseline(String),
    /// No port on this machine, or no event loop.
    #[error("cannot serve on this machine: {0}")]
    Local(#[from] std::io::Error),
}

impl Conforms {
    /// A server that is held to the description in this file, and to the requirements and workflows beside it.
    pub fn to(description: impl Into<PathBuf>) -> Self {
        Self {
            description: description.into(),
            server: Server::None,
            credential: None,
            further: Vec::new(),
            baseline: None,
            random_cases: None,
            options: RunOptions {
                seed: 1,
                ..RunOptions::default()
            },
        }
    }

    /// The server runs elsewhere, at this base URL.
    pub fn at(mut self, url: impl Into<String>) -> Self {
        self.server = Server::At(url.into());
        self
    }

    /// The server is what `serve` makes of a listener on a free port of this machine; it ends with the run. With axum:
    /// `|listener| axum::serve(listener, router).into_future()`.
    pub fn served_by<F, S>(mut self, serve: S) -> Self
    where
        S: FnOnce(TcpListener) -> F + Send + 'static,
        F: Future<Output = std::io::Result<()>> + Send + 'static,
    {
        self.server = Server::Here(Box::new(move |listener| Box::pin(serve(listener))));
        self
    }

    /// The credential of all requests: `basic:KEY`, `bearer:KEY` or `header:NAME=VALUE`.
    pub fn auth(mut self, credential: impl Into<String>) -> Self {
        self.credential = Some(credential.into());
        self
    }

    /// A further credential, by the name under which the requirements file speaks of it.
    pub fn credential(mut self, name: impl Into<String>, credential: impl Into<String>) -> Self {
        self.further.push((name.into(), credential.into()));
        self
    }

    /// Something that the server already has, by the name under which the requirements file speaks of it.
    pub fn fixture(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.options.fixtures.insert(name.into(), value.into());
        self
    }

    /// Sequences of calls drawn at random, for each resource.
    pub fn random_cases(mut self, count: usize) -> Self {
        self.random_cases = Some(count);
        self
    }

    /// Cases at once, seed and the like.
    pub fn options(mut self, change: impl FnOnce(&mut RunOptions)) -> Self {
        change(&mut self.options);
        self
    }

    /// Accepts what this file lists, see [`Baseline`].
    pub fn baseline(mut self, file: impl Into<PathBuf>) -> Self {
        self.baseline = Some(file.into());
        self
    }

    /// The cases that will run.
    ///
    /// # Errors
    ///
    /// When the files cannot be read, or have errors.
    pub fn suite(&self) -> Result<Suite, ConformsError> {
        let suite = Suite::of_file(&self.description)?;
        Ok(match self.random_cases {
            Some(count) => suite.with_random_cases(count),
            None => suite,
        })
    }

    /// Runs the suite, on an event loop of its own: not from within another.
    ///
    /// # Errors
    ///
    /// When the run cannot begin. What the server does wrong stands in the report.
    pub fn run(self) -> Result<RunReport, ConformsError> {
        self.run_those(|_| true)
    }

    /// Runs the cases that are wanted.
    fn run_those(self, wanted: impl FnMut(&CaseMeta) -> bool) -> Result<RunReport, ConformsError> {
        let mut suite = self.suite()?;
        let all = suite.cases().len();
        suite.retain(wanted);
        let is_whole = suite.cases().len() == all;
        let baseline = self.baseline.as_ref().map(known).transpose()?;
        let event_loop = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()?;
        let mut report = event_loop.block_on(async {
            let base = match self.server {
                Server::None => return Err(ConformsError::NoServer),
                Server::At(url) => url,
                Server::Here(serve) => {
                    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
                    let base = format!("http://{}", listener.local_addr()?);
                    tokio::spawn(serve(listener));
                    base
                }
            };
            let mut target = Target::new(&base)?;
            if let Some(credential) = &self.credential {
                target.credential = Some(Credential::parse(credential)?);
            }
            for (name, credential) in &self.further {
                let credential = Credential::parse(credential)?;
                target.further.insert(name.clone(), credential);
            }
            Ok(run(&suite, target, &self.options, &mut []).await?)
        })?;
        // A server that does not end by itself ends with the event loop.
        event_loop.shutdown_background();
        if let Some(baseline) = baseline {
            let today = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC);
            baseline.apply(&mut report, &today.date().to_string(), is_whole);
        }
        Ok(report)
    }
}

fn known(path: &PathBuf) -> Result<Baseline, ConformsError> {
    let name = path.display().to_string();
    let bytes = std::fs::read(path)
        .map_err(|error| ConformsError::Baseline(format!("cannot read {name}: {error}")))?;
    Baseline::read(&name, &bytes).map_err(|faults| ConformsError::Baseline(faults.join("\n")))
}

impl RunReport {
    /// Does nothing when all held.
    ///
    /// # Panics
    ///
    /// When something did not hold or could not be found out, with all findings: it is meant for tests.
    #[track_caller]
    pub fn assert_held(&self) {
        assert!(
            self.conclusion() == Conclusion::Held,
            "the server does not conform\n\n{}",
            console::render(self)
        );
    }
}
