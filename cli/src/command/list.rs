//! `trueline list`: every case, and the requirements that it answers.

use std::io::Write as _;

use serde_json::json;
use trueline_conformance::Suite;
use trueline_conformance::requirements::RequirementAnswer;

use crate::arguments::{List, MessageFormat};
use crate::document::Document;
use crate::exit::{Exit, Stop};
use crate::suite;

/// Runs the command.
pub(crate) fn run(arguments: &List) -> Result<Exit, Stop> {
    if arguments.bundled {
        return super::laws::table();
    }
    let document = Document::find(arguments.document.as_deref())?;
    let mut suite = suite::whole(&document, &arguments.side, MessageFormat::Human)?;
    suite::filter(&mut suite, &arguments.filter)?;
    if arguments.laws {
        super::laws::list(suite.contract(), arguments.json);
        return Ok(Exit::Held);
    }
    match (arguments.by_requirement, arguments.json) {
        (false, false) => cases(&suite),
        (false, true) => print_json(&cases_json(&suite)),
        (true, false) => requirements(&suite),
        (true, true) => print_json(&requirements_json(&suite)),
    }
    Ok(Exit::Held)
}

/// Writes the cases to stdout, one a line: id, title, requirements.
pub(crate) fn cases(suite: &Suite) {
    let mut out = anstream::stdout().lock();
    for case in suite.cases() {
        let meta = case.meta();
        let answers = answers(suite, &meta.id, &meta.requirements);
        let answers = if answers.is_empty() {
            String::new()
        } else {
            format!("  [{}]", answers.join(" "))
        };
        let _ = writeln!(out, "{}  {}{answers}", meta.id, meta.title);
    }
}

/// The ids of the requirements that a case answers.
pub(super) fn answers(suite: &Suite, id: &str, own: &[String]) -> Vec<String> {
    let mut answers = suite.contract().requirements.answered_by(id);
    for requirement in own {
        if !answers.contains(requirement) {
            answers.push(requirement.clone());
        }
    }
    answers
}

fn cases_json(suite: &Suite) -> serde_json::Value {
    suite
        .cases()
        .iter()
        .map(|case| {
            let meta = case.meta();
            json!({
                "id": meta.id,
                "phase": meta.phase,
                "operation": meta.operation,
                "title": meta.title,
                "requirements": answers(suite, &meta.id, &meta.requirements),
            })
        })
        .collect()
}

fn requirements(suite: &Suite) {
    let mut out = anstream::stdout().lock();
    for requirement in &suite.contract().requirements.requirements {
        let _ = writeln!(
            out,
            "{} {}  {}",
            requirement.id, requirement.level, requirement.text
        );
        match &requirement.answer {
            RequirementAnswer::Untested(reason) => {
                let _ = writeln!(out, "    untested: {reason}");
            }
            RequirementAnswer::Cases(_) => {
                for id in answering(suite, &requirement.id) {
                    let _ = writeln!(out, "    {id}");
                }
            }
        }
    }
}

/// The ids of the cases that answer a requirement.
pub(super) fn answering<'a>(suite: &'a Suite, requirement: &str) -> Vec<&'a str> {
    suite
        .cases()
        .iter()
        .map(|case| case.meta())
        .filter(|meta| {
            answers(suite, &meta.id, &meta.requirements)
                .iter()
                .any(|id| id == requirement)
        })
        .map(|meta| meta.id.as_str())
        .collect()
}

fn requirements_json(suite: &Suite) -> serde_json::Value {
    suite
        .contract()
        .requirements
        .requirements
        .iter()
        .map(|requirement| {
            let untested = match &requirement.answer {
                RequirementAnswer::Untested(reason) => Some(reason),
                RequirementAnswer::Cases(_) => None,
            };
            json!({
                "id": requirement.id,
                "level": requirement.level,
                "text": requirement.text,
                "source": requirement.source,
                "cases": answering(suite, &requirement.id),
                "untested": untested,
            })
        })
        .collect()
}

fn print_json(value: &serde_json::Value) {
    let _ = writeln!(std::io::stdout(), "{value:#}");
}
