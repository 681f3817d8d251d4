//! Members of objects, by type, with the faults that can be in any of them.

use serde_json::{Map, Value};
use trueline_spec::At;
use trueline_spec::diagnostic::codes;

use super::{Reader, closest};

impl Reader<'_> {
    /// The object, its unknown members reported. `ours` are the extensions that mean something here;
    /// others are allowed (Arazzo 1.0.1 §4.8) but said to be unused, for one may be misspelt.
    pub(super) fn object<'v>(
        &mut self,
        value: &'v Value,
        at: &At,
        what: &str,
        known: &[&str],
        ours: &[&str],
    ) -> Option<&'v Map<String, Value>> {
        let Value::Object(map) = value else {
            self.wrong_type(at, "an object", value);
            return None;
        };
        for name in map.keys() {
            let name = name.as_str();
            if known.contains(&name) || ours.contains(&name) {
                continue;
            }
            let at = at.child(name);
            let all = known.iter().chain(ours).copied();
            let help = closest(name, all);
            if name.starts_with("x-") {
                let message = format!("`{name}` of {what} is not used");
                self.fault(codes::ARAZZO_UNUSED, &at, message).help = help;
            } else {
                let message = format!("`{name}` is no member of {what}");
                let help = help.unwrap_or_else(|| format!("the members are {}", known.join(", ")));
                self.fault(codes::ARAZZO_UNKNOWN, &at, message).help = Some(help);
            }
        }
        Some(map)
    }

    pub(super) fn wrong_type(&mut self, at: &At, expected: &str, value: &Value) {
        let is = match value {
            Value::Null => "null".to_owned(),
            Value::Bool(_) | Value::Number(_) => format!("`{value}`"),
            Value::String(_) => "text".to_owned(),
            Value::Array(_) => "a list".to_owned(),
            Value::Object(_) => "an object".to_owned(),
        };
        let name = at.pointer.last().unwrap_or_default();
        let message = format!("`{name}` must be {expected}, and is {is}");
        self.fault(codes::ARAZZO_VALUE, at, message);
    }

    pub(super) fn required<'v>(
        &mut self,
        map: &'v Map<String, Value>,
        at: &At,
        name: &str,
    ) -> Option<&'v Value> {
        let value = map.get(name);
        if value.is_none() {
            let message = format!("`{name}` is missing");
            self.fault(codes::ARAZZO_MISSING, at, message);
        }
        value
    }

    pub(super) fn text(&mut self, map: &Map<String, Value>, at: &At, name: &str) -> Option<String> {
        match map.get(name)? {
            Value::String(text) => Some(text.clone()),
            other => {
                self.wrong_type(&at.child(name), "text", other);
                None
            }
        }
    }

    pub(super) fn required_text(
        &mut self,
        map: &Map<String, Value>,
        at: &At,
        name: &str,
    ) -> Option<String> {
        self.required(map, at, name)?;
        let text = self.text(map, at, name)?;
        if text.is_empty() {
            let message = format!("`{name}` is empty");
            self.fault(codes::ARAZZO_VALUE, &at.child(name), message);
            return None;
        }
        Some(text)
    }

    pub(super) fn flag(&mut self, map: &Map<String, Value>, at: &At, name: &str) -> bool {
        match map.get(name) {
            None => false,
            Some(Value::Bool(flag)) => *flag,
            Some(other) => {
                self.wrong_type(&at.child(name), "true or false", other);
                false
            }
        }
    }

    /// The items of a list with their places; empty when there is none.
    pub(super) fn list<'v>(
        &mut self,
        map: &'v Map<String, Value>,
        at: &At,
        name: &str,
    ) -> Vec<(&'v Value, At)> {
        let at = at.child(name);
        match map.get(name) {
            None => Vec::new(),
            Some(Value::Array(items)) => items
                .iter()
                .enumerate()
                .map(|(index, item)| (item, at.index(index)))
                .collect(),
            Some(other) => {
                self.wrong_type(&at, "a list", other);
                Vec::new()
            }
        }
    }

    /// A non-negative number.
    pub(super) fn number(&mut self, map: &Map<String, Value>, at: &At, name: &str) -> Option<f64> {
        let value = map.get(name)?;
        let number = value.as_f64().filter(|it| it.is_finite() && *it >= 0.0);
        if number.is_none() {
            self.wrong_type(&at.child(name), "a number that is not negative", value);
        }
        number
    }

    /// A non-negative whole number.
    pub(super) fn count(&mut self, map: &Map<String, Value>, at: &At, name: &str) -> Option<u64> {
        let value = map.get(name)?;
        if value.as_u64().is_none() {
            self.wrong_type(
                &at.child(name),
                "a whole number that is not negative",
                value,
            );
        }
        value.as_u64()
    }

    /// `x-requirement`: ids that the requirements file must have.
    pub(super) fn requirement_ids(&mut self, map: &Map<String, Value>, at: &At) -> Vec<String> {
        let mut ids = Vec::new();
        for (value, at) in self.list(map, at, "x-requirement") {
            let Value::String(id) = value else {
                self.wrong_type(&at, "the id of a requirement", value);
                continue;
            };
            if self.requirements.requirement(id).is_none() {
                let all = &self.requirements.requirements;
                let help = closest(id, all.iter().map(|it| it.id.as_str()));
                let message = format!("there is no requirement `{id}`");
                self.fault(codes::ARAZZO_UNRESOLVED, &at, message).help = help;
                continue;
            }
            ids.push(id.clone());
        }
        ids
    }
}
