//! A JSON value in memory: what serde's traits are bridged through.

use serde_json::{Map, Value};

use super::{Encode, Sink};

/// Builds a [`Value`].
#[derive(Debug, Default)]
pub struct TreeSink {
    done: Option<Value>,
    open: Vec<Open>,
    /// Whether bytes that are no text stay apart from each other.
    exact: bool,
}

#[derive(Debug)]
enum Open {
    Array(Vec<Value>),
    Object(Map<String, Value>, String),
}

impl TreeSink {
    /// The value; null if nothing was written.
    pub fn into_value(self) -> Value {
        self.done.unwrap_or(Value::Null)
    }

    /// The value of `value`, in which everything that differs is written differently.
    pub(crate) fn exact(value: &dyn Encode) -> Value {
        let mut sink = Self {
            exact: true,
            ..Self::default()
        };
        value.encode(&mut sink);
        sink.into_value()
    }

    fn put(&mut self, value: Value) {
        match self.open.last_mut() {
            Some(Open::Array(items)) => items.push(value),
            Some(Open::Object(members, name)) => {
                members.insert(std::mem::take(name), value);
            }
            None => self.done = Some(value),
        }
    }

    fn close(&mut self) {
        match self.open.pop() {
            Some(Open::Array(items)) => self.put(Value::Array(items)),
            Some(Open::Object(members, _)) => self.put(Value::Object(members)),
            None => {}
        }
    }
}

impl Sink for TreeSink {
    fn null(&mut self) {
        self.put(Value::Null);
    }

    fn boolean(&mut self, value: bool) {
        self.put(Value::Bool(value));
    }

    fn integer(&mut self, value: i64) {
        self.put(Value::from(value));
    }

    fn unsigned(&mut self, value: u64) {
        self.put(Value::from(value));
    }

    fn float(&mut self, value: f64) {
        self.put(Value::from(value));
    }

    fn text(&mut self, value: &str) {
        self.put(Value::from(value));
    }

    fn bytes(&mut self, value: &[u8]) {
        match self.exact {
            true => self.put(value.iter().copied().map(Value::from).collect()),
            false => self.text(&String::from_utf8_lossy(value)),
        }
    }

    fn begin_array(&mut self) {
        self.open.push(Open::Array(Vec::new()));
    }

    fn end_array(&mut self) {
        self.close();
    }

    fn begin_object(&mut self) {
        self.open.push(Open::Object(Map::new(), String::new()));
    }

    fn name(&mut self, name: &str) {
        if let Some(Open::Object(_, next)) = self.open.last_mut() {
            name.clone_into(next);
        }
    }

    fn end_object(&mut self) {
        self.close();
    }
}
