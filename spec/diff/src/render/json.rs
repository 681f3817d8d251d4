//! The published format: `docs/guide/diff.schema.json` is its JSON Schema.

use serde_json::{Map, Value, json};

use crate::{Change, Diff, Effect, Header, Party, Place};

/// The comparison as JSON, with a line break at the end.
pub fn render(diff: &Diff) -> String {
    let counts: Map<String, Value> = Effect::ALL
        .into_iter()
        .map(|severity| (severity.as_str().to_owned(), json!(diff.count(severity))))
        .collect();
    let whole = json!({
        "format": 1,
        "old": header(&diff.old),
        "new": header(&diff.new),
        "counts": counts,
        "changes": diff.changes.iter().map(change).collect::<Vec<_>>(),
        "allowed": diff.allowed.iter().map(|allowed| json!({
            "reason": allowed.reason,
            "expires": allowed.expires,
            "change": change(&allowed.change),
        })).collect::<Vec<_>>(),
    });
    // A JSON value can always be written.
    let mut text = serde_json::to_string_pretty(&whole).unwrap_or_default();
    text.push('\n');
    text
}

fn header(header: &Header) -> Value {
    json!({
        "file": header.file,
        "title": header.title,
        "version": header.version,
        "operations": header.operations,
    })
}

fn change(change: &Change) -> Value {
    let effects: Map<String, Value> = Party::ALL
        .into_iter()
        .map(|party| {
            let effect = change.effects.on(party).as_str();
            (party.as_str().to_owned(), json!(effect))
        })
        .collect();
    json!({
        "code": change.code.name,
        "severity": change.severity.as_str(),
        "breaks": change.breaks().iter().map(|party| party.as_str()).collect::<Vec<_>>(),
        "effects": effects,
        "directions": change.directions.iter().map(|it| it.as_str()).collect::<Vec<_>>(),
        "subject": change.subject,
        "message": change.message,
        "notes": change.notes,
        "old": place(&change.old),
        "new": place(&change.new),
        "operations": change.operations,
    })
}

fn place(place: &Place) -> Value {
    json!({
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "pointer": place.pointer,
    })
}
