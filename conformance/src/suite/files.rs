//! A suite from the files that describe an API.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use thiserror::Error;
use trueline_spec::{Diagnostic, LoadOptions, Severity, Sources, load_file};

use super::Suite;
use crate::contract::Contract;
use crate::requirements::{self, Requirements, RequirementsError};
use crate::workflow;

/// Why there is no suite for a description.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum SuiteError {
    /// The description or the workflows have errors, one on each line.
    #[error("{}", .0.join("\n"))]
    Faults(Vec<String>),
    /// The requirements file has errors.
    #[error(transparent)]
    Requirements(#[from] RequirementsError),
    /// A file is there and cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// What the file system said.
        source: std::io::Error,
    },
}

impl Suite {
    /// The suite of a description in a file, with the requirements and workflows that stand beside it
    /// (`NAME.requirements.yaml`, `NAME.arazzo.yaml`).
    ///
    /// # Errors
    ///
    /// When one of the files cannot be read, or has errors.
    pub fn of_file(description: &Path) -> Result<Self, SuiteError> {
        let mut loaded = load_file(description, &LoadOptions::default());
        refuse(&loaded.diagnostics, &loaded.sources)?;
        let Some(api) = loaded.api.take() else {
            let name = description.display();
            return Err(SuiteError::Faults(vec![format!(
                "{name} is no OpenAPI description"
            )]));
        };
        let requirements = match beside(description, "requirements.yaml")? {
            Some((name, bytes)) => requirements::read(&name, &String::from_utf8_lossy(&bytes))?,
            None => Requirements::default(),
        };
        let mut cases = Vec::new();
        if let Some((name, bytes)) = beside(description, "arazzo.yaml")? {
            let sources = &mut loaded.sources;
            let (read, diagnostics) = workflow::read(sources, &name, &bytes, &api, &requirements);
            refuse(&diagnostics, sources)?;
            cases.extend(
                read.into_iter()
                    .flat_map(|it| workflow::cases(&Arc::new(it))),
            );
        }
        let mut suite = Self::new(Contract::new(api, loaded.sources, requirements));
        suite.extend(cases);
        Ok(suite)
    }
}

/// Refuses a document with errors.
fn refuse(diagnostics: &[Diagnostic], sources: &Sources) -> Result<(), SuiteError> {
    let errors = diagnostics
        .iter()
        .filter(|it| it.severity == Severity::Error);
    let faults: Vec<String> = errors
        .map(|error| match error.span() {
            Some(span) => format!(
                "{}:{}:{}: [{}] {}",
                sources.name(span.document),
                span.line,
                span.column,
                error.code.0,
                error.message
            ),
            None => format!("[{}] {}", error.code.0, error.message),
        })
        .collect();
    if faults.is_empty() {
        Ok(())
    } else {
        Err(SuiteError::Faults(faults))
    }
}

/// The file `NAME.EXTENSION` beside the description, if there is one: its name and what is in it.
fn beside(description: &Path, extension: &str) -> Result<Option<(String, Vec<u8>)>, SuiteError> {
    let stem = description.file_stem().unwrap_or_default();
    let path = description.with_file_name(format!("{}.{extension}", stem.to_string_lossy()));
    match std::fs::read(&path) {
        Ok(bytes) => Ok(Some((path.display().to_string(), bytes))),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(SuiteError::Unreadable { path, source }),
    }
}
