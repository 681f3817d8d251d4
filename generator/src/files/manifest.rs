//! The manifest of a generated crate: what the runtime depends on, and nothing else.

use super::header;
use super::runtime::Parts;
use crate::plan::Plan;

/// Crates that the runtime may use, as they stand in a manifest. Those that its sources do not name
/// are left out; a test holds versions and features to the workspace's.
pub(crate) const CRATES: &[(&str, &str)] = &[
    (
        "axum",
        r#"{ version = "0.8.9", default-features = false, features = ["http1", "tokio"] }"#,
    ),
    ("base64", r#""0.22""#),
    ("bytes", r#""1""#),
    (
        "futures-util",
        r#"{ version = "0.3", default-features = false, features = ["std"] }"#,
    ),
    ("http", r#""1""#),
    ("http-body-util", r#""0.1""#),
    (
        "indexmap",
        r#"{ version = "2.14.2", features = ["serde"] }"#,
    ),
    ("percent-encoding", r#""2""#),
    (
        "regex",
        r#"{ version = "1", default-features = false, features = ["perf-backtrack", "perf-onepass", "std", "unicode-gencat", "unicode-script"] }"#,
    ),
    ("serde", r#"{ version = "1", features = ["derive"] }"#),
    (
        "serde_json",
        r#"{ version = "1", features = ["float_roundtrip", "preserve_order"] }"#,
    ),
    ("tower-service", r#""0.3""#),
];

/// `Cargo.toml` of a crate called `name` with these parts of the runtime.
pub(super) fn text(name: &str, plan: &Plan, parts: Parts) -> String {
    let sources: Vec<(&str, String)> = parts.sources().collect();
    let dependencies: String = CRATES
        .iter()
        .filter(|(krate, _)| is_used(krate, &sources))
        .map(|(krate, line)| format!("{krate} = {line}\n"))
        .collect();
    let description = format!("{} {}, generated.", plan.title.trim(), plan.version.trim());
    format!(
        "{marker}\n\n\
         [package]\n\
         name = {name}\n\
         version = \"0.1.0\"\n\
         edition = \"2024\"\n\
         description = {description}\n\
         publish = false\n\n\
         [lib]\n\
         # Code in descriptions is not Rust.\n\
         doctest = false\n\n\
         [dependencies]\n\
         {dependencies}",
        marker = header::MANIFEST_MARKER,
        name = quoted(name),
        description = quoted(&description),
    )
}

/// Whether the runtime names a crate in a path.
fn is_used(krate: &str, sources: &[(&str, String)]) -> bool {
    let word = format!("{}::", krate.replace('-', "_"));
    sources.iter().any(|(_, text)| {
        text.match_indices(&word).any(|(start, _)| {
            let before = text[..start].chars().next_back();
            !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':')
                || text[..start].ends_with(" ::")
        })
    })
}

/// A TOML basic string.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
