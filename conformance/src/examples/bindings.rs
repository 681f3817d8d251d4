//! What the documented literals are at this target.

use serde_json::Value;

/// What the documented literals are at this target: ids that it gave, fixtures that it has.
#[derive(Debug, Clone, Default)]
pub(super) struct Bindings {
    pairs: Vec<(Value, Value)>,
}

impl Bindings {
    /// Says that `actual` stands here where the document has `literal`.
    pub(super) fn bind(&mut self, literal: Value, actual: Value) {
        if self.actual(&literal).is_none() {
            self.pairs.push((literal, actual));
        }
    }

    /// What stands here where the document has `literal`, if that is known.
    pub(super) fn actual(&self, literal: &Value) -> Option<&Value> {
        self.pairs
            .iter()
            .find(|(documented, _)| documented == literal)
            .map(|(_, actual)| actual)
    }

    /// `value` with every documented literal replaced, at any depth; long texts also inside others, such
    /// as an id in a URL.
    pub(super) fn replace(&self, value: &Value) -> Value {
        if let Some(actual) = self.actual(value) {
            return actual.clone();
        }
        match value {
            Value::String(text) => Value::String(self.replace_inside(text)),
            Value::Array(items) => items.iter().map(|item| self.replace(item)).collect(),
            Value::Object(members) => members
                .iter()
                .map(|(name, value)| (name.clone(), self.replace(value)))
                .collect::<serde_json::Map<_, _>>()
                .into(),
            value => value.clone(),
        }
    }

    fn replace_inside(&self, text: &str) -> String {
        // Shorter texts may be parts of words that have nothing to do with them.
        const SHORTEST: usize = 8;
        let mut text = text.to_owned();
        for (literal, actual) in &self.pairs {
            if let (Value::String(literal), Value::String(actual)) = (literal, actual)
                && literal.len() >= SHORTEST
            {
                text = text.replace(literal.as_str(), actual);
            }
        }
        text
    }
}
