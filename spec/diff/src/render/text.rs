//! For a terminal.

use super::{Group, counts, groups, operations, verdict};
use crate::{Change, Diff, Effect};

/// What a piece of text is, so that a terminal may show it in a colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The heading of a severity.
    Severity(Effect),
    /// A change's kind.
    Code,
    /// What is of less weight.
    Detail,
}

/// How many places of one group, and how many operations, are listed.
const SHOWN: usize = 3;

/// The comparison as plain text, down to changes of severity `least`.
pub fn render(diff: &Diff, least: Effect) -> String {
    render_with(diff, least, &|_, text| text.to_owned())
}

/// The comparison as text; `paint` gives a piece of it its colour.
pub fn render_with(diff: &Diff, least: Effect, paint: &dyn Fn(Part, &str) -> String) -> String {
    let mut out = format!("{} → {}\n", title(&diff.old), title(&diff.new));
    let mut hidden = Vec::new();
    for severity in Effect::ALL {
        let count = diff.count(severity);
        if count == 0 {
            continue;
        }
        if severity < least {
            hidden.push(format!("{count} {}", severity.as_str()));
            continue;
        }
        let heading = paint(Part::Severity(severity), severity.as_str());
        out.push_str(&format!("\n{heading} ({count})\n"));
        for group in groups(&diff.changes, severity) {
            show(&mut out, &group, paint);
        }
    }
    out.push_str(&format!("\n{}\n", counts(diff)));
    if !hidden.is_empty() {
        out.push_str(&format!("not shown: {}\n", hidden.join(", ")));
    }
    out
}

fn title(header: &crate::Header) -> String {
    format!("{} ({} {})", header.file, header.title, header.version)
}

fn show(out: &mut String, group: &Group<'_>, paint: &dyn Fn(Part, &str) -> String) {
    let first = group.first();
    let code = paint(Part::Code, &format!("[{}]", first.code.name));
    out.push_str(&format!(
        "\n  {}: {} {code}\n",
        group.subject(),
        first.message
    ));
    let mut detail = |text: String| {
        out.push_str("    ");
        out.push_str(&paint(Part::Detail, &text));
        out.push('\n');
    };
    detail(verdict(first));
    for note in &first.notes {
        detail(note.clone());
    }
    let many = group.changes.len() > 1;
    for change in group.changes.iter().take(SHOWN) {
        let mut line = format!("{} → {}", change.old, change.new);
        if many {
            line.push_str(&format!("  {}", change.subject));
        }
        detail(line);
    }
    if group.changes.len() > SHOWN {
        detail(format!("and {} more", group.changes.len() - SHOWN));
    }
    let names = touched(&group.changes);
    if let ([name], false) = (names.as_slice(), many)
        && first.subject.contains(name.as_str())
    {
        return;
    }
    if !names.is_empty() {
        detail(operations(&names, SHOWN));
    }
}

/// All operations that a group touches, in document order as far as one change tells it.
fn touched(changes: &[&Change]) -> Vec<String> {
    let mut names = indexmap::IndexSet::new();
    for change in changes {
        names.extend(change.operations.iter().cloned());
    }
    names.into_iter().collect()
}
