//! The requirements file to start from.

use std::fmt::Write as _;

use indexmap::IndexMap;
use serde_json::Value;
use trueline_spec::ir::{ApiKeyLocation, Operation, ParameterLocation, SecurityKind};

use super::Start;
use super::workflows::{Life, lives};
use super::write::{comment, list, one_line, quoted, word};
use crate::law::{Reason, Standing, survey};
use crate::requirements::CaseGlob;
use crate::resource::{Resource, infer, unset_members};

/// The requirements file to start from, as YAML: what was inferred as entries, what could not be as
/// questions in comments that begin with `#?`.
pub fn requirements(start: Start<'_>) -> String {
    let api = &start.contract.api;
    let resources = infer(api);
    let mut out = String::new();
    let title = one_line(&api.info.title);
    let head = format!(
        "What a server of {title} must do. `trueline init` read this off {}; from here on it is yours. \
         Lines that begin with `#?` ask what the description does not say: answer them, or take them out. \
         docs/guide/describe-your-api.md explains every member.",
        start.document
    );
    out.push_str(&comment(0, "#", &head));
    out.push_str("format: 1\n\n");
    let draft = "While this stands, examples are held to their schemas and not to their values, and what the \
                 target may lack is left untested. Take it out when `fixtures` and `varying` are right.";
    out.push_str(&comment(0, "#", draft));
    out.push_str("draft: true\n");
    fixtures(&mut out, start, &resources);
    credentials(&mut out, start);
    varying(&mut out, start);
    laws(&mut out, start, &resources);
    rows(&mut out, start, &resources);
    out
}

/// Path parameters that no create of the API fills: the target must have something there.
fn fixtures(out: &mut String, start: Start<'_>, resources: &[Resource]) {
    let made: Vec<&str> = resources
        .iter()
        .filter(|resource| resource.create.is_some() || resource.job.is_some())
        .filter_map(|resource| resource.parameter.as_deref())
        .collect();
    let shown = answered(start);
    let mut needed: IndexMap<&str, (&Operation, Option<&Value>)> = IndexMap::new();
    for operation in &start.contract.api.operations {
        for parameter in &operation.parameters {
            let example = parameter.examples.iter().find_map(|it| it.value.as_ref());
            let is_scalar =
                example.is_some_and(|it| !it.is_object() && !it.is_array() && !it.is_null());
            // What an example's answer shows is made by that example.
            if example.is_some_and(|example| shown.contains(&example)) {
                continue;
            }
            if parameter.location == ParameterLocation::Path
                && !made.contains(&parameter.name.as_str())
            {
                let entry = needed.entry(&parameter.name).or_insert((operation, None));
                if is_scalar && entry.1.is_none() {
                    entry.1 = example;
                }
            }
        }
    }
    out.push('\n');
    if needed.is_empty() {
        let text = "Must the target already have something, because no operation makes it? Name it here, \
                    with the literal that stands for it in the examples.";
        out.push_str(&comment(0, "#?", text));
        out.push_str("# fixtures:\n#   NAME: {description: What it is., example: the literal}\n");
        return;
    }
    let text = "Things that the target must already have, because no operation here makes them: \
                `--fixture NAME=VALUE` says what they are there.";
    out.push_str(&comment(0, "#", text));
    if needed.values().any(|(_, example)| example.is_some()) {
        out.push_str("fixtures:\n");
    } else {
        out.push_str("# fixtures:\n");
    }
    for (name, (operation, example)) in needed {
        let description = format!(
            "What {{{name}}} may be in {} {}.",
            operation.method, operation.path.text
        );
        match example {
            Some(example) => {
                let _ = writeln!(out, "  {}:", quoted(name));
                let _ = writeln!(out, "    description: {}", quoted(&description));
                let _ = writeln!(out, "    example: {example}");
            }
            None => {
                let text = format!("{name}: {description} The description has no example of it.");
                out.push_str(&comment(2, "#?", &text));
            }
        }
    }
}

/// The scalars of all documented answers.
fn answered(start: Start<'_>) -> Vec<&Value> {
    let mut found = Vec::new();
    let mut open: Vec<&Value> = start
        .contract
        .api
        .operations
        .iter()
        .flat_map(|operation| &operation.responses)
        .flat_map(|response| &response.content)
        .flat_map(|media| &media.examples)
        .filter_map(|example| example.value.as_ref())
        .collect();
    while let Some(value) = open.pop() {
        match value {
            Value::Array(items) => open.extend(items),
            Value::Object(members) => open.extend(members.values()),
            Value::Null | Value::Bool(_) => {}
            scalar => found.push(scalar),
        }
    }
    found
}

fn credentials(out: &mut String, start: Start<'_>) {
    let mut ways: Vec<String> = Vec::new();
    for (name, scheme) in &start.contract.api.security_schemes {
        let way = match &scheme.kind {
            SecurityKind::Basic => "--auth basic:USER".to_owned(),
            SecurityKind::ApiKey {
                name,
                location: ApiKeyLocation::Header,
            } => format!("--auth header:{name}=KEY"),
            SecurityKind::ApiKey { name, .. } => {
                format!("`{name}` outside the headers, which `--auth` cannot say")
            }
            SecurityKind::OtherHttp(scheme) => {
                format!("--header 'Authorization: {scheme} …'")
            }
            SecurityKind::MutualTls => "a client certificate, which cannot be given".to_owned(),
            SecurityKind::Bearer { .. }
            | SecurityKind::OAuth2
            | SecurityKind::OpenIdConnect { .. } => "--auth bearer:TOKEN".to_owned(),
        };
        ways.push(format!("{name}: {way}"));
    }
    if !ways.is_empty() {
        out.push('\n');
        let text = format!("Credentials are given with each run: {}.", ways.join("; "));
        out.push_str(&comment(0, "#", &text));
    }
}

/// Members that no request sets: they differ from server to server.
fn varying(out: &mut String, start: Start<'_>) {
    let entries = unset_members(&start.contract.api);
    out.push('\n');
    let text = "Members that differ from one server to the next; all others are as in the examples. These are \
                those that no request sets.";
    out.push_str(&comment(0, "#", text));
    out.push_str("#? Which of them must be as in the examples all the same? Take them out.\n");
    if entries.is_empty() {
        out.push_str("varying: []\n");
        return;
    }
    out.push_str("varying:\n");
    for (schema, names) in entries {
        let _ = writeln!(
            out,
            "  - {{schema: {}, members: {}}}",
            quoted(&schema),
            list(&names)
        );
    }
}

fn laws(out: &mut String, start: Start<'_>, resources: &[Resource]) {
    if resources.is_empty() {
        out.push('\n');
        let text = "No resource was found: no operation on `/things` and `/things/{id}` that answers with a \
                    component schema which has an id. Rules between calls go into workflows.";
        out.push_str(&comment(0, "#?", text));
        return;
    }
    out.push('\n');
    let text = "What the laws ask of each resource, and what they would have to be told to ask more \
                (`trueline list --laws` shows the same).";
    out.push_str(&comment(0, "#", text));
    out.push_str("laws:\n");
    let standings = survey(start.contract);
    let mut named: Vec<&str> = Vec::new();
    for resource in resources {
        if named.contains(&resource.name.as_str()) {
            continue;
        }
        named.push(&resource.name);
        let of = |standing: &&Standing| standing.resource == resource.name;
        let own: Vec<&Standing> = standings.iter().filter(of).collect();
        let _ = writeln!(out, "  {}:", quoted(&resource.name));
        let (mut asked, mut facts, mut questions) = (Vec::new(), Vec::new(), Vec::new());
        for standing in own {
            match &standing.reason {
                Reason::Applies { because, .. } => {
                    asked.push(standing.law);
                    because.iter().for_each(|fact| add(&mut facts, fact));
                }
                // A law that lacks nothing but an answer.
                Reason::Lacks(lacks) if lacks.iter().all(|lack| lack.contains("(say it")) => {
                    lacks.iter().for_each(|lack| add(&mut questions, lack));
                }
                Reason::Lacks(_) | Reason::Skipped => {}
            }
        }
        if !asked.is_empty() {
            out.push_str(&comment(4, "#", &format!("Asked: {}.", asked.join(", "))));
            out.push_str(&comment(
                4,
                "#",
                &format!("Known by: {}.", facts.join("; ")),
            ));
        }
        for question in questions {
            out.push_str(&comment(4, "#?", question));
        }
        let text = "computed: which members may change without a request?";
        out.push_str(&comment(4, "#?", text));
        out.push_str("    skip: []\n");
    }
}

fn rows(out: &mut String, start: Start<'_>, resources: &[Resource]) {
    out.push('\n');
    out.push_str(&comment(
        0,
        "#",
        "What must hold, and which cases answer it. Put the rules of your API here, in your words; a rule that \
         no law states gets a workflow.",
    ));
    let mut rows = String::new();
    for operation in &start.contract.api.operations {
        let id = operation.id.replace('/', "~1").replace('#', "*");
        let globs = ["examples", "coverage"].map(|phase| format!("{phase}/{id}/*"));
        let summary = operation.summary.as_deref().unwrap_or_default();
        let text = format!("{} {}. {summary}", operation.method, operation.path.text);
        let none =
            "The description has no example to start from, and the operation needs arguments.";
        row(
            &mut rows,
            start,
            &operation.id,
            text.trim_end(),
            &globs,
            none,
        );
    }
    let mut named: Vec<&str> = Vec::new();
    for resource in resources {
        if named.contains(&resource.name.as_str()) {
            continue;
        }
        named.push(&resource.name);
        let globs = [format!("laws/*/{}", resource.name.replace('/', "~1"))];
        let id = format!("laws-of-{}", word(&resource.name));
        let text = format!(
            "What one call says of a {}, every other says, too.",
            resource.name
        );
        let none = "The description does not say how one is made and read.";
        row(&mut rows, start, &id, &text, &globs, none);
    }
    for Life { id, title, .. } in lives(start) {
        let _ = writeln!(rows, "  - id: {}", quoted(&id));
        let _ = writeln!(rows, "    level: MUST\n    text: {}", quoted(&title));
        let _ = writeln!(rows, "    cases: [{}]", quoted(&format!("workflows/{id}")));
    }
    if rows.is_empty() {
        out.push_str("requirements: []\n");
    } else {
        out.push_str("requirements:\n");
        out.push_str(&rows);
    }
}

fn row(out: &mut String, start: Start<'_>, id: &str, text: &str, globs: &[String], none: &str) {
    let answers: Vec<&String> = globs
        .iter()
        .filter(|glob| {
            let glob = CaseGlob::new(glob);
            start.cases.iter().any(|case| glob.matches_case(case))
        })
        .collect();
    let _ = writeln!(out, "  - id: {}", quoted(id));
    let _ = writeln!(out, "    level: MUST\n    text: {}", quoted(text));
    let _ = writeln!(out, "    source: {}", quoted(start.document));
    if answers.is_empty() {
        let _ = writeln!(out, "    untested: {}", quoted(none));
    } else {
        let _ = writeln!(out, "    cases: {}", list(&answers));
    }
}

fn add<'t>(list: &mut Vec<&'t str>, text: &'t str) {
    if !list.contains(&text) {
        list.push(text);
    }
}
