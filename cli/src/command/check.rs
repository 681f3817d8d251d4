//! `trueline check`: what a description says, what is wrong in it, what is not used of it.

use std::io::Write as _;

use trueline_spec::Severity;

use crate::arguments::{Check, MessageFormat};
use crate::document::Document;
use crate::exit::{Exit, Stop};
use crate::render::{self, plural};

/// Runs the command. Errors in the document end it with [`Exit::Usage`], warnings with
/// [`Exit::Broken`] where `--strict` asks for that.
pub(crate) fn run(arguments: &Check) -> Result<Exit, Stop> {
    let document = Document::find(arguments.document.as_deref())?;
    let loaded = document.load();
    let format = arguments.messages.message_format;
    render::diagnostics(&loaded.diagnostics, &loaded.sources, format);
    let worst = loaded.diagnostics.iter().map(|one| one.severity).max();
    if format != MessageFormat::Json {
        let mut out = anstream::stdout().lock();
        if let Some(api) = &loaded.api {
            let titled = format!("{} {}", api.info.title, api.info.version);
            let title = match titled.trim() {
                "" => document.name(),
                title => title.to_owned(),
            };
            let _ = writeln!(
                out,
                "{title}: {}, {}; {}",
                plural(api.operations.len(), "operation"),
                plural(api.components.len(), "component schema"),
                render::count(&loaded.diagnostics),
            );
        } else {
            let _ = writeln!(
                out,
                "{}: {}",
                document.name(),
                render::count(&loaded.diagnostics)
            );
        }
        if arguments.show_ignored {
            for at in &loaded.ignored {
                let span = loaded.sources.span(at);
                let _ = writeln!(
                    out,
                    "{}:{}:{}: not used: {}",
                    loaded.sources.name(at.document),
                    span.line,
                    span.column,
                    at.pointer
                );
            }
        } else if !loaded.ignored.is_empty() {
            let _ = writeln!(
                out,
                "{} not used; list them with --show-ignored",
                plural(loaded.ignored.len(), "place")
            );
        }
    }
    Ok(match worst {
        Some(Severity::Error) => Exit::Usage,
        Some(Severity::Warning) if arguments.strict => Exit::Broken,
        _ => Exit::Held,
    })
}
