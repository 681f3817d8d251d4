//! Comparing things, and saying where they differ.

use serde_json::Value;

/// The first difference between two values: its JSON pointer, and both sides. Members named in
/// `aside` are left out at the top.
pub(super) fn difference(left: &Value, right: &Value, aside: &[String]) -> Option<Difference> {
    walk(left, right, aside, String::new())
}

/// Where two values differ.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Difference {
    /// JSON pointer of the place.
    pub(super) pointer: String,
    /// What stands there on the left.
    pub(super) left: String,
    /// What stands there on the right.
    pub(super) right: String,
}

fn walk(left: &Value, right: &Value, aside: &[String], pointer: String) -> Option<Difference> {
    match (left, right) {
        (Value::Object(a), Value::Object(b)) => {
            let names = a
                .keys()
                .chain(b.keys().filter(|name| !a.contains_key(*name)));
            for name in names {
                if pointer.is_empty() && aside.contains(name) {
                    continue;
                }
                let below = format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"));
                match (a.get(name), b.get(name)) {
                    (Some(a), Some(b)) => {
                        if let Some(found) = walk(a, b, aside, below) {
                            return Some(found);
                        }
                    }
                    (a, b) => {
                        return Some(Difference {
                            pointer: below,
                            left: show(a),
                            right: show(b),
                        });
                    }
                }
            }
            None
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => a
            .iter()
            .zip(b)
            .enumerate()
            .find_map(|(index, (a, b))| walk(a, b, aside, format!("{pointer}/{index}"))),
        (a, b) if same_scalar(a, b) => None,
        (a, b) => Some(Difference {
            pointer,
            left: show(Some(a)),
            right: show(Some(b)),
        }),
    }
}

/// `1` and `1.0` are one number (JSON Schema 2020-12 core §4.2.2).
fn same_scalar(a: &Value, b: &Value) -> bool {
    a == b
        || match (a, b) {
            (Value::Number(a), Value::Number(b)) => a.as_f64() == b.as_f64(),
            _ => false,
        }
}

/// Whether two values are the same to a reader: one number and one time may be written in several ways (RFC 3339 §5.6).
pub(super) fn same(left: &Value, right: &Value) -> bool {
    difference(left, right, &[]).is_none()
        || matches!((instant(left), instant(right)), (Some(left), Some(right)) if left == right)
}

/// A text of the server's for a person, such as an id: as it stands in JSON, so that nobody takes it for a word of ours.
pub(super) fn quoted(text: &str) -> String {
    show(Some(&Value::from(text)))
}

/// A number of items, for a person.
pub(super) fn items(count: usize) -> String {
    match count {
        1 => "1 item".to_owned(),
        count => format!("{count} items"),
    }
}

/// How often, for a person.
pub(super) fn times(count: usize) -> String {
    match count {
        0 => "not once".to_owned(),
        1 => "once".to_owned(),
        count => format!("{count} times"),
    }
}

/// What was asked for by the parameters of a query, for a person.
pub(super) fn asked(query: &[(&str, Value)]) -> String {
    let text = |value: &Value| {
        value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned)
    };
    let mut said = Vec::new();
    for (name, value) in query {
        match value {
            Value::Object(bounds) => said.extend(
                bounds
                    .iter()
                    .map(|(bound, value)| format!("`{name}[{bound}]={}`", text(value))),
            ),
            value => said.push(format!("`{name}={}`", text(value))),
        }
    }
    said.join(" and ")
}

/// A value for a person, shortened; `nothing` when there is none.
pub(super) fn show(value: Option<&Value>) -> String {
    const MOST: usize = 160;
    let Some(value) = value else {
        return "nothing".to_owned();
    };
    let text = value.to_string();
    if text.chars().count() <= MOST {
        return text;
    }
    let start: String = text.chars().take(MOST).collect();
    format!("{start}…")
}

/// The time that a text is (RFC 3339). Texts of times do not compare as the times do: one time is written in several
/// ways, and `…:16.001Z` stands before `…:16Z` and is later.
pub(super) fn instant(value: &Value) -> Option<jiff::Timestamp> {
    value.as_str()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    fn instant(text: &str) -> Option<jiff::Timestamp> {
        super::instant(&json!(text))
    }

    #[test]
    fn a_fraction_makes_a_time_later() {
        assert!(instant("2026-11-21T23:02:16.001Z") > instant("2026-11-21T23:02:16Z"));
        assert_eq!(
            instant("2026-11-21T23:02:16+01:00"),
            instant("2026-11-21T22:02:16.000Z")
        );
        assert_eq!(instant("2026-11-21"), None);
        assert_eq!(instant("plot_2"), None);
    }
}
