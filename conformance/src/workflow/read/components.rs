//! `components` and the references into it (Arazzo 1.0.1 §4.6.9, §4.6.10).

use serde_json::{Map, Value};
use trueline_spec::At;
use trueline_spec::diagnostic::codes;

use super::{Reader, closest};
use crate::workflow::expression::{self, Root};

impl Reader<'_> {
    /// Keeps the components at hand, and reads each once for its faults even where nothing uses it.
    pub(super) fn components(&mut self, file: &Map<String, Value>, at: &At) {
        let Some(value) = file.get("components") else {
            return;
        };
        let at = at.child("components");
        let known = ["inputs", "parameters", "successActions", "failureActions"];
        let Some(components) = self.object(value, &at, "`components`", &known, &[]) else {
            return;
        };
        self.components = components.clone();
        for kind in known {
            let at = at.child(kind);
            match components.get(kind) {
                None => {}
                Some(Value::Object(members)) => {
                    for name in members.keys() {
                        let allowed =
                            |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
                        if !name.chars().all(allowed) {
                            let message = format!("`{name}` cannot be the name of a component");
                            self.fault(codes::ARAZZO_VALUE, &at.child(name), message)
                                .help = Some("use letters, digits, `.`, `-` and `_`".to_owned());
                        }
                    }
                }
                Some(other) => self.wrong_type(&at, "a map from name to component", other),
            }
        }
    }

    /// What stands in a list: the object itself, or the component of `kind` that a Reusable Object
    /// refers to, with the value that it gives a parameter.
    pub(super) fn reusable(
        &mut self,
        value: &Value,
        at: &At,
        kind: &str,
    ) -> Option<(Value, At, Option<Value>)> {
        let Some(reference) = value.get("reference") else {
            return Some((value.clone(), at.clone(), None));
        };
        let reference_at = at.child("reference");
        let Value::String(text) = reference else {
            self.wrong_type(&reference_at, "a runtime expression", reference);
            return None;
        };
        let expression = match expression::parse(text) {
            Ok(expression) => expression,
            Err(fault) => {
                self.text_fault(codes::ARAZZO_EXPRESSION, &reference_at, text, fault);
                return None;
            }
        };
        let name = match &expression.root {
            Root::Component { kind: found, name } if found == kind => name.clone(),
            _ => {
                let message = format!("`{text}` cannot stand here");
                self.fault(codes::ARAZZO_UNRESOLVED, &reference_at, message)
                    .help = Some(format!("refer to `$components.{kind}.<name>`"));
                return None;
            }
        };
        let overridden = value.get("value").cloned();
        if overridden.is_some() && kind != "parameters" {
            self.fault(
                codes::ARAZZO_VALUE,
                &at.child("value"),
                "only a reference to a parameter can give a value",
            );
        }
        let component = self.component(kind, &name);
        let Some((component, component_at)) = component else {
            let names: Vec<String> = self.component_names(kind);
            let help = closest(&name, names.iter().map(String::as_str));
            let message = format!("there is no component `{kind}/{name}`");
            self.fault(codes::ARAZZO_UNRESOLVED, &reference_at, message)
                .help = help;
            return None;
        };
        // Faults in the value that was given here are shown here.
        let at = match overridden {
            Some(_) => at.clone(),
            None => component_at,
        };
        Some((component, at, overridden))
    }

    /// The component and its place.
    pub(super) fn component(&self, kind: &str, name: &str) -> Option<(Value, At)> {
        let value = self.components.get(kind)?.get(name)?.clone();
        Some((value, self.components_at.child(kind).child(name)))
    }

    fn component_names(&self, kind: &str) -> Vec<String> {
        self.components
            .get(kind)
            .and_then(Value::as_object)
            .map(|members| members.keys().cloned().collect())
            .unwrap_or_default()
    }
}
