//! `trueline list --laws`: which law is asked of which resource, and how that is known.

use std::fmt::Write as _;
use std::io::Write as _;

use serde_json::json;
use trueline_conformance::Contract;
use trueline_conformance::law::{Reason, Standing, survey};

use crate::arguments::{MessageFormat, SideFiles};
use crate::bundled::BUNDLED;
use crate::document::Document;
use crate::exit::{Exit, Stop};
use crate::suite;

/// Writes the laws of one API to stdout: for a person, or as JSON.
pub(crate) fn list(contract: &Contract, as_json: bool) {
    let standings = survey(contract);
    let mut out = anstream::stdout().lock();
    if as_json {
        let rows: Vec<serde_json::Value> = standings.iter().map(row).collect();
        let _ = writeln!(out, "{:#}", serde_json::Value::Array(rows));
        return;
    }
    if standings.is_empty() {
        let _ = writeln!(
            out,
            "no resource was found: no operations on `/things` and `/things/{{id}}` that answer with a \
             component schema which has an id"
        );
    }
    let mut resource = "";
    for standing in &standings {
        if standing.resource != resource {
            let _ = writeln!(out, "{}", standing.resource);
            resource = &standing.resource;
        }
        let (mark, said) = match &standing.reason {
            Reason::Applies { because, .. } => ("+", because.join("; ")),
            Reason::Lacks(lacks) => ("-", lacks.join("; ")),
            Reason::Skipped => ("-", "told: `skip`".to_owned()),
        };
        let _ = writeln!(out, "  {mark} {:18} {said}", standing.law);
    }
}

fn row(standing: &Standing) -> serde_json::Value {
    let (case, because, lacks) = match &standing.reason {
        Reason::Applies { case, because } => (Some(case), because.clone(), Vec::new()),
        Reason::Lacks(lacks) => (None, Vec::new(), lacks.clone()),
        Reason::Skipped => (None, Vec::new(), vec!["told: `skip`".to_owned()]),
    };
    json!({
        "law": standing.law,
        "title": standing.title,
        "resource": standing.resource,
        "case": case,
        "because": because,
        "lacks": lacks,
    })
}

/// Writes the table of `docs/guide/laws.md`: every law and every resource of the bundled APIs.
pub(crate) fn table() -> Result<Exit, Stop> {
    let side = SideFiles {
        requirements: None,
        workflows: None,
    };
    let mut columns: Vec<(String, Vec<Standing>)> = Vec::new();
    for bundled in BUNDLED {
        let document = Document::Bundled(bundled);
        let suite = suite::whole(&document, &side, MessageFormat::Human)?;
        let mut standings = survey(suite.contract());
        while let Some(first) = standings.first() {
            let name = first.resource.clone();
            let (own, rest) = standings
                .into_iter()
                .partition(|standing| standing.resource == name);
            columns.push((format!("{} `{name}`", bundled.name), own));
            standings = rest;
        }
    }
    let _ = write!(std::io::stdout(), "{}", page(&columns));
    Ok(Exit::Held)
}

fn page(columns: &[(String, Vec<Standing>)]) -> String {
    let mut out = String::from(HEAD);
    let Some((_, laws)) = columns.first() else {
        return out;
    };
    out.push_str("| Law |");
    for (name, _) in columns {
        let _ = write!(out, " {name} |");
    }
    let _ = writeln!(out, "\n|---|{}", "---|".repeat(columns.len()));
    for law in laws {
        let _ = write!(out, "| `{}` |", law.law);
        for (_, standings) in columns {
            let mark = standings
                .iter()
                .find(|standing| standing.law == law.law)
                .map_or("", |standing| match standing.reason {
                    Reason::Applies { .. } => "asked",
                    Reason::Skipped => "skipped",
                    Reason::Lacks(_) => "—",
                });
            let _ = write!(out, " {mark} |");
        }
        out.push('\n');
    }
    out.push_str("| cases |");
    for (_, standings) in columns {
        let asked = standings
            .iter()
            .filter(|standing| matches!(standing.reason, Reason::Applies { .. }));
        let _ = write!(out, " {} |", asked.count());
    }
    out.push('\n');
    for (name, standings) in columns {
        let _ = writeln!(
            out,
            "\n## {name}\n\n| Law | What must hold | How that is known, or what is missing |\n|---|---|---|"
        );
        for standing in standings {
            let said = match &standing.reason {
                Reason::Applies { because, .. } => because.join("; "),
                Reason::Lacks(lacks) => format!("not asked: {}", lacks.join("; ")),
                Reason::Skipped => "not asked: told `skip`".to_owned(),
            };
            let said = said.replace('|', "\\|");
            let _ = writeln!(out, "| `{}` | {} | {said} |", standing.law, standing.title);
        }
    }
    out
}

const HEAD: &str = "\
# Laws

What must hold between calls of any API that keeps things. Which law is asked of which resource is read off \
the description; what that cannot say stands in the requirements file \
([Describe your API](describe-your-api.md#laws)). `trueline list --laws DOC` shows the same for your API. \
This page is written by `trueline list --laws --bundled`, and a test keeps it fresh.

Each law that is asked is one case, `laws/LAW/RESOURCE`.

";
