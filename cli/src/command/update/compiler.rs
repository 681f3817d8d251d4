//! The compiler's view of hand-written code.

use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::exit::Stop;

/// What `cargo check` said.
pub(super) struct Checked {
    /// Errors in the code, in the order in which they were said, each once.
    pub(super) errors: Vec<CompileError>,
    /// Whether everything compiled.
    pub(super) compiled: bool,
    /// What cargo said of itself.
    pub(super) stderr: String,
}

/// One error of the compiler.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CompileError {
    /// Such as `E0046`; empty where it has none.
    pub(super) code: String,
    /// In one line.
    pub(super) message: String,
    /// `src/main.rs:12:5`; empty where it has none.
    pub(super) place: String,
    /// What it says of the places that it is about.
    pub(super) labels: Vec<String>,
    /// The lines of source that it is about.
    pub(super) lines: Vec<String>,
}

impl CompileError {
    /// For people: as the compiler says it, in short.
    pub(super) fn show(&self) -> String {
        let code = match self.code.as_str() {
            "" => String::new(),
            code => format!("[{code}]"),
        };
        let mut text = format!("error{code}: {}\n", self.message);
        if !self.place.is_empty() {
            text.push_str(&format!("  at       {}\n", self.place));
        }
        if let Some(line) = self.lines.first() {
            text.push_str(&format!("  source   {}\n", line.trim()));
        }
        text
    }
}

/// Runs `cargo check` in a folder. The environment's `CARGO` names another cargo.
pub(super) fn check(folder: &Path) -> Result<Checked, Stop> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let output = Command::new(&cargo)
        .args(["check", "--message-format", "json", "--all-targets"])
        .current_dir(folder)
        .output()
        .map_err(|error| {
            Stop::usage(format!("cannot start {}: {error}", cargo.to_string_lossy()))
                .help("the code was generated; compile yours with `cargo check`")
        })?;
    let stdout = String::from_utf8_lossy(&output.stdout);
    let mut errors: Vec<CompileError> = Vec::new();
    for line in stdout.lines() {
        // Build scripts may print anything.
        if let Ok(message) = serde_json::from_str::<Value>(line)
            && let Some(error) = read(&message)
            // The same file is compiled for more than one target.
            && !errors.contains(&error)
        {
            errors.push(error);
        }
    }
    Ok(Checked {
        errors,
        compiled: output.status.success(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    })
}

/// An error, from a message of cargo's; `None` for everything else.
pub(super) fn read(message: &Value) -> Option<CompileError> {
    if message["reason"] != "compiler-message" {
        return None;
    }
    let said = &message["message"];
    if said["level"] != "error" {
        return None;
    }
    let text = said["message"].as_str()?.to_owned();
    let code = said["code"]["code"].as_str().unwrap_or_default().to_owned();
    let spans: Vec<&Value> = said["spans"].as_array().into_iter().flatten().collect();
    if code.is_empty() && spans.is_empty() {
        // “aborting due to …”: a count of what was said.
        return None;
    }
    let primary = spans
        .iter()
        .copied()
        .filter(|span| span["is_primary"] == true);
    let place = primary.clone().next().map_or_else(String::new, |span| {
        format!(
            "{}:{}:{}",
            span["file_name"].as_str().unwrap_or_default(),
            span["line_start"],
            span["column_start"]
        )
    });
    let strings = |values: Vec<Option<&str>>| -> Vec<String> {
        values.into_iter().flatten().map(str::to_owned).collect()
    };
    let mut labels = strings(spans.iter().map(|span| span["label"].as_str()).collect());
    let children = said["children"].as_array().into_iter().flatten();
    labels.extend(strings(
        children.map(|child| child["message"].as_str()).collect(),
    ));
    let lines = strings(
        primary
            .flat_map(|span| span["text"].as_array().into_iter().flatten())
            .map(|line| line["text"].as_str())
            .collect(),
    );
    Some(CompileError {
        code,
        message: text,
        place,
        labels,
        lines,
    })
}
