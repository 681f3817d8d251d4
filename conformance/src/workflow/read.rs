//! From text to a [`Document`]: every fault in one run, each with its place.

mod action;
mod closest;
mod components;
mod criterion;
mod fields;
mod input;
mod references;
mod step;
mod workflow;

use indexmap::{IndexMap, IndexSet};
use serde_json::{Map, Value};
use trueline_spec::diagnostic::{self, codes};
use trueline_spec::source::Limits;
use trueline_spec::{Api, At, Code, Diagnostic, Severity, Sources};

use super::document::Document;
use super::expression::{self, Expression, ExpressionFault};
use crate::requirements::Requirements;
use closest::closest;

/// Reads an Arazzo document (YAML or JSON) into `sources`, for an API and its requirements.
///
/// The document is given only when nothing is wrong with it: a workflow that was read in part could
/// pass without asking its question. Warnings and notes do not count.
pub fn read(
    sources: &mut Sources,
    name: &str,
    bytes: &[u8],
    api: &Api,
    requirements: &Requirements,
) -> (Option<Document>, Vec<Diagnostic>) {
    let (id, diagnostics) = sources.add(name, bytes, &Limits::default());
    let root = At::root(id);
    let mut reader = Reader {
        sources,
        api,
        requirements,
        diagnostics,
        names: IndexMap::new(),
        workflows: IndexSet::new(),
        components: Map::new(),
        components_at: root.child("components"),
    };
    let value = reader.sources.value(&root).cloned();
    let document = value.and_then(|value| reader.document(&value, &root));
    let mut diagnostics = reader.diagnostics;
    diagnostic::sort(&mut diagnostics);
    let faulty = diagnostics
        .iter()
        .any(|diagnostic| diagnostic.severity == Severity::Error);
    (document.filter(|_| !faulty), diagnostics)
}

struct Reader<'a> {
    sources: &'a Sources,
    api: &'a Api,
    requirements: &'a Requirements,
    diagnostics: Vec<Diagnostic>,
    /// Source descriptions: name → address.
    names: IndexMap<String, String>,
    /// Ids of all workflows, known before the first is read.
    workflows: IndexSet<String>,
    components: Map<String, Value>,
    components_at: At,
}

impl Reader<'_> {
    fn fault(&mut self, code: Code, at: &At, message: impl Into<String>) -> &mut Diagnostic {
        let diagnostic = Diagnostic::new(code, message).with_label(self.sources.span(at));
        self.diagnostics.push(diagnostic);
        let last = self.diagnostics.len() - 1;
        &mut self.diagnostics[last]
    }

    /// A fault inside a string: its place is narrowed down where the text stands there verbatim.
    fn text_fault(&mut self, code: Code, at: &At, text: &str, fault: ExpressionFault) {
        let mut span = self.sources.span(at);
        let document = self.sources.document(at.document);
        let written = document.text.get(span.start..span.end).unwrap_or_default();
        if let Some(start) = written.find(text) {
            let start = span.start + start;
            span = document.span_of_bytes(
                at.document,
                start + fault.range.start..start + fault.range.end.max(fault.range.start),
            );
        }
        let mut diagnostic = Diagnostic::new(code, fault.message).with_label(span);
        diagnostic.help = fault.help;
        self.diagnostics.push(diagnostic);
    }

    fn document(&mut self, value: &Value, at: &At) -> Option<Document> {
        let Value::Object(file) = value else {
            self.fault(codes::NOT_ARAZZO, at, "an Arazzo document is an object");
            return None;
        };
        let version = match file.get("arazzo") {
            Some(Value::String(version)) => version.clone(),
            Some(other) => {
                let message = format!("`arazzo` must be a version in quotes, not {other}");
                self.fault(codes::NOT_ARAZZO, &at.child("arazzo"), message)
                    .help = Some("write `arazzo: 1.0.1`".to_owned());
                return None;
            }
            None => {
                self.fault(codes::NOT_ARAZZO, at, "`arazzo` is missing at the top")
                    .help = Some("write `arazzo: 1.0.1`".to_owned());
                return None;
            }
        };
        if !version.starts_with("1.0.") {
            let message = format!("Arazzo {version} is not read, only 1.0");
            self.fault(codes::NOT_ARAZZO, &at.child("arazzo"), message);
            return None;
        }
        let known = [
            "arazzo",
            "info",
            "sourceDescriptions",
            "workflows",
            "components",
        ];
        let file = self.object(value, at, "an Arazzo document", &known, &[])?;
        self.components(file, at);
        let info_at = at.child("info");
        let mut title = String::new();
        let mut document_version = String::new();
        if let Some(info) = self.required(file, at, "info") {
            let known = ["title", "summary", "description", "version"];
            if let Some(info) = self.object(info, &info_at, "`info`", &known, &[]) {
                title = self
                    .required_text(info, &info_at, "title")
                    .unwrap_or_default();
                document_version = self
                    .required_text(info, &info_at, "version")
                    .unwrap_or_default();
            }
        }
        self.source_descriptions(file, at);
        let workflows = self.list(file, at, "workflows");
        if workflows.is_empty() {
            self.fault(codes::ARAZZO_MISSING, at, "there are no `workflows`");
        }
        for (workflow, at) in &workflows {
            let Some(Value::String(id)) = workflow.get("workflowId") else {
                continue;
            };
            if !self.workflows.insert(id.clone()) {
                let message = format!("a workflow `{id}` stands here twice");
                self.fault(codes::ARAZZO_DUPLICATE, &at.child("workflowId"), message);
            }
        }
        let workflows = workflows
            .into_iter()
            .filter_map(|(value, at)| self.workflow(value, &at))
            .collect();
        let document = Document {
            title,
            version: document_version,
            sources: self.names.clone(),
            workflows,
        };
        self.references(&document);
        Some(document)
    }

    fn source_descriptions(&mut self, file: &Map<String, Value>, at: &At) {
        let list = self.list(file, at, "sourceDescriptions");
        if list.is_empty() {
            self.fault(
                codes::ARAZZO_MISSING,
                at,
                "there are no `sourceDescriptions`",
            )
            .help = Some(
                "name the description: `- {name: api, url: ./api.yaml, type: openapi}`".into(),
            );
        }
        for (value, at) in list {
            let known = ["name", "url", "type"];
            let Some(source) = self.object(value, &at, "a source description", &known, &[]) else {
                continue;
            };
            let name = self.required_text(source, &at, "name");
            let url = self.required_text(source, &at, "url");
            match self.text(source, &at, "type").as_deref() {
                None | Some("openapi") => {}
                Some("arazzo") => {
                    self.fault(
                        codes::ARAZZO_UNSUPPORTED,
                        &at.child("type"),
                        "workflows of other Arazzo documents cannot be called",
                    )
                    .help = Some("put the workflows into one document".to_owned());
                }
                Some(other) => {
                    let message = format!("`{other}` is no type of a source description");
                    self.fault(codes::ARAZZO_VALUE, &at.child("type"), message)
                        .help = Some("use openapi".to_owned());
                }
            }
            let (Some(name), Some(url)) = (name, url) else {
                continue;
            };
            if self.names.insert(name.clone(), url).is_some() {
                let message = format!("a source description `{name}` stands here twice");
                self.fault(codes::ARAZZO_DUPLICATE, &at.child("name"), message);
            }
        }
    }

    fn expression(&mut self, text: &str, at: &At) -> Option<Expression> {
        match expression::parse(text) {
            Ok(expression) => Some(expression),
            Err(fault) => {
                self.text_fault(codes::ARAZZO_EXPRESSION, at, text, fault);
                None
            }
        }
    }
}
