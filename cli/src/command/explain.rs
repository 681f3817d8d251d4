//! `trueline explain`: a diagnostic, a requirement or a case, explained.

use std::io::Write as _;

use trueline_conformance::Suite;
use trueline_conformance::requirements::RequirementAnswer;
use trueline_generator::refusal;
use trueline_spec::diagnostic::codes;

use super::list;
use crate::arguments::{Explain, MessageFormat, SideFiles};
use crate::document::Document;
use crate::exit::{Exit, Stop};
use crate::suite;

/// Runs the command.
pub(crate) fn run(arguments: &Explain) -> Result<Exit, Stop> {
    let code = arguments.code.to_ascii_uppercase();
    if let Some(page) = codes::explain(&code).or_else(|| refusal::explain(&code)) {
        let _ = write!(anstream::stdout(), "{page}");
        return Ok(Exit::Held);
    }
    if let Some(page) = trueline_diff::explain(&arguments.code) {
        let _ = write!(anstream::stdout(), "{page}");
        return Ok(Exit::Held);
    }
    let document = Document::find(arguments.document.as_deref())?;
    let side = SideFiles {
        requirements: None,
        workflows: None,
    };
    let suite = suite::whole(&document, &side, MessageFormat::Human)?;
    if requirement(&suite, &arguments.code) || case(&suite, &arguments.code) {
        return Ok(Exit::Held);
    }
    let message = format!("nothing is called `{}`", arguments.code);
    Err(Stop::usage(message).help(format!(
        "give the code of a diagnostic, or the id of a requirement or case of {}",
        document.name()
    )))
}

/// A requirement: its level, text and source, and what answers it.
fn requirement(suite: &Suite, id: &str) -> bool {
    let requirements = &suite.contract().requirements.requirements;
    let Some(found) = requirements
        .iter()
        .find(|one| one.id.eq_ignore_ascii_case(id))
    else {
        return false;
    };
    let mut out = anstream::stdout().lock();
    let _ = writeln!(out, "{} ({})\n\n{}", found.id, found.level, found.text);
    if let Some(source) = &found.source {
        let _ = writeln!(out, "\nSource: {source}");
    }
    match &found.answer {
        RequirementAnswer::Untested(reason) => {
            let _ = writeln!(out, "\nUntested: {reason}");
        }
        RequirementAnswer::Cases(_) => {
            let _ = writeln!(out, "\nAnswered by:");
            for case in list::answering(suite, &found.id) {
                let _ = writeln!(out, "  {case}");
            }
        }
    }
    true
}

/// A case: what it asks, and the requirements that it answers.
fn case(suite: &Suite, id: &str) -> bool {
    let Some(case) = suite.cases().iter().find(|case| case.meta().id == id) else {
        return false;
    };
    let meta = case.meta();
    let mut out = anstream::stdout().lock();
    let _ = writeln!(out, "{}\n\n{}", meta.id, meta.title);
    if let Some(operation) = &meta.operation {
        let _ = writeln!(out, "\nOperation: {operation}");
    }
    let answers = list::answers(suite, &meta.id, &meta.requirements);
    if !answers.is_empty() {
        let _ = writeln!(out, "Requirements: {}", answers.join(", "));
    }
    true
}
