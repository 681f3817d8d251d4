//! Members of a seed's objects, each of its kind.

use serde_json::{Map, Value};
use trueline_spec::At;

use super::Reader;

/// An object of the seed.
pub(super) type Members = Map<String, Value>;

impl Reader<'_> {
    /// The members of an object that has only these.
    pub(super) fn members<'v>(
        &mut self,
        value: &'v Value,
        at: &At,
        what: &str,
        known: &[&str],
    ) -> Option<&'v Members> {
        let Value::Object(members) = value else {
            self.fault(at, format!("{what} must be a map"));
            return None;
        };
        for name in members
            .keys()
            .filter(|name| !known.contains(&name.as_str()))
        {
            let at = at.child(name);
            let key = self.sources.key_span(&at);
            let span = key.unwrap_or_else(|| self.sources.span(&at));
            self.fault_in(span, format!("{what} has no member `{name}`"));
        }
        Some(members)
    }

    /// The items of a list, with their places; none where there is no list.
    pub(super) fn items<'v>(
        &mut self,
        members: &'v Members,
        at: &At,
        name: &str,
    ) -> Vec<(&'v Value, At)> {
        let at = at.child(name);
        match members.get(name) {
            None => Vec::new(),
            Some(Value::Array(items)) => {
                let places = (0..items.len()).map(|index| at.index(index));
                items.iter().zip(places).collect()
            }
            Some(_) => {
                self.fault(&at, format!("`{name}` must be a list"));
                Vec::new()
            }
        }
    }

    /// A text that need not be there.
    pub(super) fn text(&mut self, members: &Members, at: &At, name: &str) -> Option<String> {
        match members.get(name)? {
            Value::String(text) => Some(text.clone()),
            Value::Null => None,
            _ => {
                self.fault(&at.child(name), format!("`{name}` must be a text"));
                None
            }
        }
    }

    /// A text that must be there.
    pub(super) fn required(&mut self, members: &Members, at: &At, name: &str) -> Option<String> {
        if !members.contains_key(name) {
            self.fault(at, format!("`{name}` is missing"));
        }
        self.text(members, at, name)
    }

    /// A moment that need not be there.
    pub(super) fn seconds(&mut self, members: &Members, at: &At, name: &str) -> Option<i64> {
        match members.get(name)? {
            Value::Null => None,
            value => {
                let seconds = value.as_i64();
                if seconds.is_none() {
                    let message = format!("`{name}` must be a number of Unix seconds");
                    self.fault(&at.child(name), message);
                }
                seconds
            }
        }
    }

    /// The id of a thing.
    pub(super) fn id(&mut self, members: &Members, at: &At) -> Option<String> {
        if !members.contains_key("id") {
            self.fault(at, "`id` is missing");
        }
        self.opaque(members, at, "id")
    }

    /// A text that stands in paths.
    pub(super) fn opaque(&mut self, members: &Members, at: &At, name: &str) -> Option<String> {
        let text = self.text(members, at, name)?;
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_-".contains(&byte);
        if !(1..=255).contains(&text.len()) || !text.bytes().all(plain) {
            let article = if name == "id" { "an" } else { "a" };
            let message =
                format!("{article} {name} has from 1 to 255 letters, digits, `_` and `-`");
            self.fault(&at.child(name), message);
            return None;
        }
        Some(text)
    }
}
