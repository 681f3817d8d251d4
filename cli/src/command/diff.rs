//! `trueline diff`: what changed between two descriptions, and for whom it breaks.

use std::io::Write as _;
use std::path::Path;

use anstyle::{AnsiColor, Style};
use trueline_diff::allow::AllowList;
use trueline_diff::render::{json, junit, markdown, text};
use trueline_diff::{Effect, Party, Side};
use trueline_spec::{Api, Loaded, Severity};

use crate::arguments::{Diff, DiffFormat, EffectArgument, FailOn, PartyArgument};
use crate::document::Document;
use crate::exit::{Exit, Stop};
use crate::render;

/// Runs the command.
pub(crate) fn run(arguments: &Diff) -> Result<Exit, Stop> {
    let (old_api, old) = read(&arguments.old)?;
    let (new_api, new) = read(&arguments.new)?;
    let mut diff = trueline_diff::diff(
        Side {
            api: &old_api,
            sources: &old.sources,
        },
        Side {
            api: &new_api,
            sources: &new.sources,
        },
        &parties(&arguments.parties),
    );
    let mut wrong_list = None;
    if let Some(path) = &arguments.allow {
        let list = allow_list(path)?;
        wrong_list = list.apply(&mut diff, &today()).err();
    }
    let failing = match arguments.fail_on {
        FailOn::Breaking => Some(Effect::Breaking),
        FailOn::Risky => Some(Effect::Risky),
        FailOn::Any => Some(Effect::Prose),
        FailOn::None => None,
    };
    let least = effect(arguments.show);
    let shown = match arguments.format {
        DiffFormat::Text => text::render_with(&diff, least, &paint),
        DiffFormat::Json => json::render(&diff),
        DiffFormat::Markdown => markdown::render(&diff, least),
        DiffFormat::Junit => junit::render(&diff, failing),
    };
    // Nobody is left to tell when stdout is closed.
    let _ = anstream::stdout().write_all(shown.as_bytes());
    if let (Some(faults), Some(path)) = (wrong_list, &arguments.allow) {
        return Err(wrong(path, &faults));
    }
    let fails = failing.is_some_and(|failing| diff.worst().is_some_and(|worst| worst >= failing));
    Ok(if fails { Exit::Broken } else { Exit::Held })
}

/// The effect that an argument names.
pub(crate) fn effect(argument: EffectArgument) -> Effect {
    match argument {
        EffectArgument::Breaking => Effect::Breaking,
        EffectArgument::Risky => Effect::Risky,
        EffectArgument::Compatible => Effect::Compatible,
        EffectArgument::Prose => Effect::Prose,
    }
}

/// The parties that were asked for; callers when none was.
fn parties(asked: &[PartyArgument]) -> Vec<Party> {
    if asked.is_empty() {
        return vec![Party::Callers];
    }
    asked
        .iter()
        .map(|party| match party {
            PartyArgument::Callers => Party::Callers,
            PartyArgument::Servers => Party::Servers,
            PartyArgument::Rust => Party::Rust,
        })
        .collect()
}

/// Reads a description, whatever is wrong in it: one that was published cannot be mended any more.
pub(crate) fn read(name: &str) -> Result<(Api, Loaded), Stop> {
    let document = Document::find(Some(name))?;
    let mut loaded = document.load();
    let errors = loaded.diagnostics.iter();
    let errors = errors.filter(|it| it.severity == Severity::Error).count();
    let Some(api) = loaded.api.take() else {
        return Err(Stop::usage(format!("{name} is no OpenAPI description"))
            .help(format!("see what is wrong with `trueline check {name}`")));
    };
    if errors > 0 {
        let _ = writeln!(
            anstream::stderr(),
            "{name} has {}; what could be read of it is compared (see `trueline check {name}`)",
            render::plural(errors, "error")
        );
    }
    Ok((api, loaded))
}

fn allow_list(path: &Path) -> Result<AllowList, Stop> {
    let bytes = std::fs::read(path)
        .map_err(|error| Stop::usage(format!("cannot read {}: {error}", path.display())))?;
    AllowList::read(&path.display().to_string(), &bytes).map_err(|faults| wrong(path, &faults))
}

fn wrong(path: &Path, faults: &[String]) -> Stop {
    for fault in faults {
        let _ = writeln!(anstream::stderr(), "{fault}");
    }
    let count = render::plural(faults.len(), "fault");
    Stop::usage(format!("the allow list {} has {count}", path.display()))
}

/// The date in UTC, as allow lists write it.
fn today() -> String {
    jiff::Timestamp::now()
        .to_zoned(jiff::tz::TimeZone::UTC)
        .date()
        .to_string()
}

/// The colours of a comparison.
pub(crate) fn paint(part: text::Part, words: &str) -> String {
    let style = match part {
        text::Part::Severity(Effect::Breaking) => AnsiColor::Red.on_default().bold(),
        text::Part::Severity(Effect::Risky) => AnsiColor::Yellow.on_default().bold(),
        text::Part::Severity(Effect::Compatible) => AnsiColor::Green.on_default().bold(),
        text::Part::Severity(Effect::Prose) => Style::new().bold(),
        text::Part::Code => AnsiColor::Cyan.on_default(),
        text::Part::Detail => Style::new().dimmed(),
    };
    format!("{style}{words}{style:#}")
}
