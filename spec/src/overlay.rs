//! Overlays: documents of changes that are made to a description before it is read (Overlay
//! Specification 1.0.0).

use serde_json::Value;
use serde_json_path::JsonPath;

use crate::source::Limits;
use crate::{Severity, Sources};

/// Why an overlay could not be applied. Each names the overlay.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum OverlayError {
    /// The text of a file is neither YAML nor JSON.
    Syntax {
        /// The file.
        file: String,
        /// Why not.
        reason: String,
    },
    /// It is no overlay, or one of another version.
    Shape {
        /// The file.
        file: String,
        /// What is missing or wrong, and where.
        reason: String,
    },
    /// An action whose target is nowhere in the description: it is misspelled, or out of date.
    Nowhere {
        /// The file.
        file: String,
        /// Number of the action, from 0.
        action: usize,
        /// Its target.
        target: String,
    },
}

impl std::fmt::Display for OverlayError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Syntax { file, reason } => write!(f, "cannot read {file}: {reason}"),
            Self::Shape { file, reason } => {
                write!(f, "{file} is no overlay of version 1.0: {reason}")
            }
            Self::Nowhere {
                file,
                action,
                target,
            } => write!(
                f,
                "{file}: actions[{action}] changes nothing: `{target}` is nowhere in the description"
            ),
        }
    }
}

impl std::error::Error for OverlayError {}

/// The description `document`, with the changes of each overlay made in turn, as JSON text. Files are
/// pairs of a name and bytes, YAML or JSON.
///
/// # Errors
///
/// The first thing that is wrong. An action whose target is nowhere is an error here, though the
/// specification would pass it over: a change that is not made is what nobody wants.
pub fn apply(
    document: (&str, &[u8]),
    overlays: &[(String, Vec<u8>)],
) -> Result<Vec<u8>, OverlayError> {
    let mut value = read(document.0, document.1)?;
    for (name, bytes) in overlays {
        apply_one(&mut value, name, &read(name, bytes)?)?;
    }
    let text = serde_json::to_vec_pretty(&value);
    text.map_err(|error| OverlayError::Syntax {
        file: document.0.to_owned(),
        reason: error.to_string(),
    })
}

fn read(name: &str, bytes: &[u8]) -> Result<Value, OverlayError> {
    let mut sources = Sources::default();
    let (id, diagnostics) = sources.add(name, bytes, &Limits::default());
    let error = diagnostics
        .iter()
        .find(|one| one.severity == Severity::Error);
    match (error, sources.document(id).value()) {
        (None, Some(value)) => Ok(value.clone()),
        (error, _) => Err(OverlayError::Syntax {
            file: name.to_owned(),
            reason: error.map_or_else(|| "it is empty".to_owned(), |one| one.message.clone()),
        }),
    }
}

fn apply_one(document: &mut Value, file: &str, overlay: &Value) -> Result<(), OverlayError> {
    let shape = |reason: String| OverlayError::Shape {
        file: file.to_owned(),
        reason,
    };
    match overlay.get("overlay").and_then(Value::as_str) {
        Some(version) if version.starts_with("1.0") => {}
        Some(version) => return Err(shape(format!("its version is {version}"))),
        None => return Err(shape("it has no member `overlay`".to_owned())),
    }
    let actions = overlay.get("actions").and_then(Value::as_array);
    let actions = actions.ok_or_else(|| shape("it has no list `actions`".to_owned()))?;
    for (number, action) in actions.iter().enumerate() {
        let target = action.get("target").and_then(Value::as_str);
        let target =
            target.ok_or_else(|| shape(format!("actions[{number}] has no text `target`")))?;
        let path = JsonPath::parse(target)
            .map_err(|error| shape(format!("actions[{number}].target is no JSONPath: {error}")))?;
        let found = path.query_located(document);
        let mut places: Vec<String> = found
            .locations()
            .map(|location| location.to_json_pointer())
            .collect();
        if places.is_empty() {
            return Err(OverlayError::Nowhere {
                file: file.to_owned(),
                action: number,
                target: target.to_owned(),
            });
        }
        if action.get("remove").and_then(Value::as_bool) == Some(true) {
            // From the last to the first, so that items of a list keep their numbers.
            while let Some(place) = places.pop() {
                remove(document, &place);
            }
        } else if let Some(update) = action.get("update") {
            for place in &places {
                if let Some(node) = document.pointer_mut(place) {
                    change(node, update);
                }
            }
        } else {
            let reason = format!("actions[{number}] has neither `update` nor `remove: true`");
            return Err(shape(reason));
        }
    }
    Ok(())
}

/// The update of a target: an object is merged into an object, and a list takes one more item.
fn change(target: &mut Value, update: &Value) {
    match target {
        Value::Array(items) => items.push(update.clone()),
        target => merge(target, update),
    }
}

/// Members are merged, lists put behind each other, and all else replaced.
fn merge(target: &mut Value, update: &Value) {
    match (target, update) {
        (Value::Object(target), Value::Object(update)) => {
            for (name, value) in update {
                match target.get_mut(name) {
                    Some(there) => merge(there, value),
                    None => {
                        target.insert(name.clone(), value.clone());
                    }
                }
            }
        }
        (Value::Array(target), Value::Array(update)) => target.extend(update.iter().cloned()),
        (target, update) => *target = update.clone(),
    }
}

fn remove(document: &mut Value, place: &str) {
    let Some((parent, last)) = place.rsplit_once('/') else {
        *document = Value::Null;
        return;
    };
    match document.pointer_mut(parent) {
        Some(Value::Object(members)) => {
            members.shift_remove(&last.replace("~1", "/").replace("~0", "~"));
        }
        Some(Value::Array(items)) => {
            if let Some(index) = last.parse().ok().filter(|index| *index < items.len()) {
                items.remove(index);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn applied(actions: &str) -> Result<Value, OverlayError> {
        let document =
            br#"{"info": {"title": "A"}, "tags": [{"name": "a"}, {"name": "b"}, {"name": "c"}],
            "paths": {"/a": {"get": {"x": 1}}, "/b/{id}": {"get": {"x": 2, "tags": ["a"]}}}}"#;
        let overlay =
            format!("overlay: 1.0.0\ninfo: {{title: T, version: '1'}}\nactions:\n{actions}");
        let overlays = [("o.yaml".to_owned(), overlay.into_bytes())];
        let text = apply(("d.json", document), &overlays)?;
        Ok(serde_json::from_slice(&text).expect("what is written is JSON"))
    }

    #[test]
    fn changes_are_made_as_the_specification_says() {
        for (actions, place, due) in [
            (
                "- {target: $.info, update: {title: B, x: {y: 1}}}",
                "/info",
                r#"{"title":"B","x":{"y":1}}"#,
            ),
            (
                "- {target: '$.paths.*.get', update: {x: 9}}",
                "/paths/~1a/get",
                r#"{"x":9}"#,
            ),
            (
                "- {target: '$.paths.*.get', update: {tags: [z]}}",
                "/paths/~1b~1{id}/get/tags",
                r#"["a","z"]"#,
            ),
            (
                "- {target: $.tags, update: {name: d}}",
                "/tags/3",
                r#"{"name":"d"}"#,
            ),
            (
                "- {target: \"$.tags[?@.name != 'b']\", remove: true}",
                "/tags",
                r#"[{"name":"b"}]"#,
            ),
            (
                "- {target: \"$.paths['/b/{id}']\", remove: true}",
                "/paths",
                r#"{"/a":{"get":{"x":1}}}"#,
            ),
        ] {
            let value = applied(actions).expect(actions);
            let found = value.pointer(place).map(Value::to_string);
            assert_eq!(found.as_deref(), Some(due), "{actions}");
        }
    }

    #[test]
    fn what_changes_nothing_is_an_error() {
        let said = applied("- {target: $.gone, remove: true}").unwrap_err();
        assert!(said.to_string().contains("`$.gone` is nowhere"), "{said}");
        for actions in [
            "- {target: $.info}",
            "- {update: {}}",
            "- {target: '$$', remove: true}",
            "- x",
        ] {
            let said = applied(actions).unwrap_err();
            assert!(said.to_string().contains("actions[0]"), "{said}");
        }
    }
}
