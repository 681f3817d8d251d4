//! The manifest of a generated crate: what the runtime depends on, and nothing else.

use std::fmt::Write as _;

use super::header;
use super::runtime::Parts;
use crate::emit::tag_feature;
use crate::generate::Options;
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
    (
        "reqwest",
        r#"{ version = "0.13.5", default-features = false, features = ["http2", "rustls-no-provider", "stream"] }"#,
    ),
    (
        "rustls",
        r#"{ version = "0.23", default-features = false, features = ["ring", "std", "tls12"] }"#,
    ),
    ("serde", r#"{ version = "1", features = ["derive"] }"#),
    (
        "serde_json",
        r#"{ version = "1", features = ["float_roundtrip", "preserve_order"] }"#,
    ),
    (
        "tokio",
        r#"{ version = "1.54", default-features = false, features = ["time"] }"#,
    ),
    ("tower-service", r#""0.3""#),
];

/// `Cargo.toml` of a crate called `name` with these parts of the runtime. Each part is a feature; what only parts
/// depend on comes with them. A server is there unless it is not wanted, a client where it is wanted, or where there
/// is no server.
pub(super) fn text(name: &str, plan: &Plan, parts: Parts, options: &Options) -> String {
    let sources: Vec<(&str, String)> = parts.sources().collect();
    let of_part = |part: &str| -> Vec<(&str, String)> {
        sources
            .iter()
            .filter(|(path, _)| Parts::part_of(path) == part)
            .cloned()
            .collect()
    };
    let base = of_part("");
    let mut dependencies = String::new();
    for (krate, line) in CRATES.iter().filter(|(krate, _)| is_used(krate, &sources)) {
        let line = match is_used(krate, &base) {
            true => (*line).to_owned(),
            false => optional(line),
        };
        let _ = writeln!(dependencies, "{krate} = {line}");
    }
    for (package, line) in &options.choices.dependencies {
        let _ = writeln!(dependencies, "{package} = {line}");
    }
    let mut features = String::new();
    for part in parts.names() {
        let own = of_part(part);
        let crates: Vec<String> = CRATES
            .iter()
            .filter(|(krate, _)| is_used(krate, &own) && !is_used(krate, &base))
            .map(|(krate, _)| format!("\"dep:{krate}\""))
            .collect();
        let _ = writeln!(features, "{part} = [{}]", crates.join(", "));
    }
    let tags: Vec<String> = match options.tag_features {
        true => plan.served().map(tag_feature).collect(),
        false => Vec::new(),
    };
    if let Some(default) = parts.names().last() {
        let default = match tags.as_slice() {
            [] => format!("\"{default}\""),
            _ => format!("\"all-tags\", \"{default}\""),
        };
        if !tags.is_empty() {
            features.push_str("# The operations of a tag each.\nall-tags = [\n");
            for tag in &tags {
                let _ = writeln!(features, "    \"{tag}\",");
            }
            features.push_str("]\n");
            for tag in &tags {
                let _ = writeln!(features, "{tag} = []");
            }
        }
        features = format!("[features]\ndefault = [{default}]\n{features}\n");
    }
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
         [lints.rust]\n\
         # Parts that were not generated have no feature.\n\
         unexpected_cfgs = {{ level = \"warn\", check-cfg = ['cfg(feature, values(\"client\", \"server\"))'] }}\n\n\
         {features}\
         [dependencies]\n\
         {dependencies}",
        marker = header::MANIFEST_MARKER,
        name = quoted(name),
        description = quoted(&description),
    )
}

/// A dependency that is there only with a feature.
fn optional(line: &str) -> String {
    match line.strip_suffix(" }") {
        Some(table) => format!("{table}, optional = true }}"),
        None => format!("{{ version = {line}, optional = true }}"),
    }
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
