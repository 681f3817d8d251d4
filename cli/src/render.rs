//! Diagnostics for people and for tools, on stderr.

mod excerpt;

use std::io::Write as _;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer};
use serde_json::json;
use trueline_spec::{Diagnostic, Severity, Sources};

use crate::arguments::MessageFormat;
use crate::exit::Stop;
use crate::render::excerpt::Places;

/// Writes the diagnostics in the form that was asked for.
pub(crate) fn diagnostics(diagnostics: &[Diagnostic], sources: &Sources, format: MessageFormat) {
    let mut out = anstream::stderr().lock();
    let renderer = Renderer::styled();
    for diagnostic in diagnostics {
        let text = match format {
            MessageFormat::Human => human(&renderer, diagnostic, sources) + "\n",
            MessageFormat::Short => short(diagnostic, sources),
            MessageFormat::Json => json(diagnostic, sources).to_string(),
        };
        // Nobody is left to tell when stderr is closed.
        let _ = writeln!(out, "{text}");
    }
}

/// Says why a command stopped.
pub(crate) fn stop(stop: &Stop) {
    let mut group = Group::with_title(Level::ERROR.primary_title(stop.message.as_str()));
    if let Some(help) = &stop.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    let _ = writeln!(
        anstream::stderr(),
        "{}",
        Renderer::styled().render(&[group])
    );
}

/// `2 errors, 1 warning`.
pub(crate) fn count(diagnostics: &[Diagnostic]) -> String {
    let parts: Vec<String> = [
        (Severity::Error, "error"),
        (Severity::Warning, "warning"),
        (Severity::Note, "note"),
    ]
    .into_iter()
    .filter_map(|(severity, word)| {
        let count = diagnostics
            .iter()
            .filter(|one| one.severity == severity)
            .count();
        (count > 0).then(|| plural(count, word))
    })
    .collect();
    if parts.is_empty() {
        "no diagnostics".to_owned()
    } else {
        parts.join(", ")
    }
}

/// `1 case`, `2 cases`.
pub(crate) fn plural(count: usize, word: &str) -> String {
    let s = if count == 1 { "" } else { "s" };
    format!("{count} {word}{s}")
}

fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

fn human(renderer: &Renderer, diagnostic: &Diagnostic, sources: &Sources) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let mut group = Group::with_title(
        level
            .primary_title(diagnostic.message.as_str())
            .id(diagnostic.code.0),
    );
    let mut places = Places::default();
    for (index, label) in diagnostic.labels.iter().enumerate() {
        let kind = if index == 0 {
            AnnotationKind::Primary
        } else {
            AnnotationKind::Context
        };
        group = places.show(group, label, kind, sources);
    }
    for note in &diagnostic.notes {
        group = group.element(Level::NOTE.message(note.as_str()));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    places.put_right(renderer.render(&[group]))
}

fn short(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let place = diagnostic.labels.first().map_or_else(String::new, |label| {
        let span = label.span;
        format!(
            "{}:{}:{}: ",
            sources.name(span.document),
            span.line,
            span.column
        )
    });
    format!(
        "{place}{}[{}]: {}",
        word(diagnostic.severity),
        diagnostic.code.0,
        diagnostic.message
    )
}

/// One diagnostic as JSON: `code`, `severity`, `message`, `labels` (file, line, column, byte offsets,
/// text), `notes` and `help`.
pub(crate) fn json(diagnostic: &Diagnostic, sources: &Sources) -> serde_json::Value {
    json!({
        "code": diagnostic.code.0,
        "severity": word(diagnostic.severity),
        "message": diagnostic.message,
        "labels": diagnostic.labels.iter().map(|label| json!({
            "file": sources.name(label.span.document),
            "line": label.span.line,
            "column": label.span.column,
            "start": label.span.start,
            "end": label.span.end,
            "text": label.text,
        })).collect::<Vec<_>>(),
        "notes": diagnostic.notes,
        "help": diagnostic.help,
    })
}
