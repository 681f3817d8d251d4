//! From a description and the files beside it to the cases that will run.

use std::path::Path;
use std::sync::Arc;

use trueline_conformance::requirements::{self, CaseGlob, Requirements};
use trueline_conformance::{Case, CaseMeta, Contract, Suite, workflow};
use trueline_spec::{Api, Sources};

use crate::arguments::{MessageFormat, SideFiles};
use crate::document::{self, Document, Side};
use crate::exit::Stop;
use crate::render;

/// The whole suite of a description.
pub(crate) fn whole(
    document: &Document,
    side: &SideFiles,
    format: MessageFormat,
) -> Result<Suite, Stop> {
    let requirements = requirements(document, side.requirements.as_deref())?;
    let workflows = document.workflows(side.workflows.as_deref())?;
    let (api, mut loaded) = document::usable(document, format)?;
    let cases = match &workflows {
        Some(file) => read_workflows(file, &api, &requirements, &mut loaded.sources, format)?,
        None => Vec::new(),
    };
    let mut suite = Suite::new(Contract::new(api, loaded.sources, requirements));
    suite.extend(cases);
    Ok(suite)
}

fn read_workflows(
    file: &Side,
    api: &Api,
    requirements: &Requirements,
    sources: &mut Sources,
    format: MessageFormat,
) -> Result<Vec<Arc<dyn Case>>, Stop> {
    let (read, diagnostics) = workflow::read(sources, &file.name, &file.bytes, api, requirements);
    render::diagnostics(&diagnostics, sources, format);
    match read {
        Some(workflows) => Ok(workflow::cases(&Arc::new(workflows))),
        None => Err(Stop::usage(format!(
            "{} has {}",
            file.name,
            render::count(&diagnostics)
        ))),
    }
}

/// Keeps the cases that one of the expressions names: a glob over the whole id, or a part of it.
pub(crate) fn filter(suite: &mut Suite, expressions: &[String]) -> Result<(), Stop> {
    if expressions.is_empty() {
        return Ok(());
    }
    let wanted = |meta: &CaseMeta| {
        expressions.iter().any(|expression| {
            if expression.contains(['*', '?']) {
                CaseGlob::new(expression).matches_case(&meta.id)
            } else {
                meta.id.contains(expression.as_str())
            }
        })
    };
    suite.retain(wanted);
    if suite.cases().is_empty() {
        return Err(
            Stop::usage(format!("no case matches {}", expressions.join(", ")))
                .help("list the cases with `trueline list`"),
        );
    }
    Ok(())
}

/// The requirements file of a description, read; the default where there is none.
pub(crate) fn requirements(
    document: &Document,
    named: Option<&Path>,
) -> Result<Requirements, Stop> {
    let Some(Side { name, bytes }) = document.requirements(named)? else {
        return Ok(Requirements::default());
    };
    let text = String::from_utf8_lossy(&bytes);
    requirements::read(&name, &text).map_err(|error| Stop::usage(error.to_string()))
}
