//! Components that nothing uses.

use super::{Lint, reach};
use crate::diagnostic::codes;
use crate::ir::Method;
use crate::source::At;

impl Lint<'_> {
    /// Schemas that no operation leads to, and other components that nothing refers to. A description
    /// without operations is there to be referred to by others, and what an operation that was left
    /// out refers to is not known.
    pub(super) fn unused(&mut self, ignored: &[At]) {
        let has_operations = !self.api.operations.is_empty() || !self.api.webhooks.is_empty();
        let root = self.api.info.at.document;
        if !has_operations || ignored.iter().any(is_operation) {
            return;
        }
        let reached = reach::schemas(self.api);
        for (name, id) in &self.api.components {
            if !reached.get(id.0 as usize).copied().unwrap_or(true) {
                let at = self.api.schemas.get(*id).at.clone();
                self.unused_component("schema", name, &at);
            }
        }
        for at in ignored.iter().filter(|at| at.document == root) {
            let tokens: Vec<String> = at.pointer.tokens().collect();
            if let [components, kind, name] = tokens.as_slice()
                && components == "components"
                && let Some(kind) = kind_name(kind)
            {
                self.unused_component(kind, name, at);
            }
        }
    }

    fn unused_component(&mut self, kind: &str, name: &str, at: &At) {
        let diagnostic = crate::Diagnostic::new(
            codes::UNUSED_COMPONENT,
            format!("no operation uses the {kind} `{name}`"),
        )
        .with_label(self.name_span(at))
        .with_help("remove it, or refer to it where it was meant");
        self.found.push(diagnostic);
    }
}

/// Whether an operation of a path stands there.
fn is_operation(at: &At) -> bool {
    let tokens: Vec<String> = at.pointer.tokens().collect();
    match tokens.as_slice() {
        [holder, _, method] => {
            ["paths", "webhooks"].contains(&holder.as_str())
                && Method::ALL.iter().any(|one| one.member() == method)
        }
        _ => false,
    }
}

/// What the components in this member of `components` are called. Schemas are found by reach, and
/// security schemes are always read.
fn kind_name(member: &str) -> Option<&'static str> {
    Some(match member {
        "responses" => "response",
        "parameters" => "parameter",
        "examples" => "example",
        "requestBodies" => "request body",
        "headers" => "header",
        "links" => "link",
        "callbacks" => "callback",
        "pathItems" => "path item",
        _ => return None,
    })
}
