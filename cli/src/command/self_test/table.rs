//! The table of faults and what found them.

use std::fmt::Write as _;
use std::io::Write as _;

use indexmap::IndexMap;
use trueline_conformance::Phase;
use trueline_reference::Api;
use trueline_reference::fault::FaultInfo;

use super::checks::Tripped;

/// A fault and the cases that found it.
pub(crate) struct Row {
    pub(crate) api: Api,
    pub(crate) info: FaultInfo,
    /// The cases that failed for the requirement that it breaks.
    pub(crate) found: Vec<String>,
    /// The checks that failed, for whatever requirement.
    pub(crate) tripped: Tripped,
}

impl Row {
    /// The phases that found it, in the order in which they run.
    fn phases(&self) -> Vec<&'static str> {
        let found = |phase: &Phase| {
            let prefix = format!("{}/", phase.as_str());
            self.found.iter().any(|case| case.starts_with(&prefix))
        };
        let phases = Phase::ALL.into_iter().filter(found);
        phases.map(Phase::as_str).collect()
    }

    fn by(&self) -> String {
        if self.found.is_empty() {
            "missed".to_owned()
        } else {
            self.phases().join(", ")
        }
    }
}

/// Prints the table and the totals.
pub(crate) fn print(rows: &[Row]) {
    let mut out = anstream::stdout().lock();
    let width = rows
        .iter()
        .map(|row| row.info.name.len())
        .max()
        .unwrap_or(0);
    for row in rows {
        let _ = writeln!(
            out,
            "{:width$}  {:14}  {}",
            row.info.name,
            row.info.requirement,
            row.by()
        );
    }
    let _ = writeln!(out);
    for (group, (found, all)) in totals(rows) {
        let _ = writeln!(out, "{group:16} {found} of {all}");
    }
}

/// Found and planted by group, and of all.
fn totals(rows: &[Row]) -> IndexMap<&'static str, (usize, usize)> {
    let mut totals: IndexMap<&'static str, (usize, usize)> = IndexMap::new();
    for row in rows {
        for group in [row.info.group.name(), "all"] {
            let total = totals.entry(group).or_default();
            total.0 += usize::from(!row.found.is_empty());
            total.1 += 1;
        }
    }
    // The sum stands last.
    if let Some(all) = totals.shift_remove("all") {
        totals.insert("all", all);
    }
    totals
}

/// The table as Markdown.
pub(crate) fn markdown(rows: &[Row]) -> String {
    let mut text = String::from(
        "# Planted faults, and what finds them\n\n\
         The reference servers can be started with any one of these faults (`trueline serve --fault NAME`). For each, \
         the cases that speak of the requirement that it breaks are run against it; the fault is found when one of \
         them fails for that requirement.\n\n\
         This page is written by `trueline self-test --markdown docs/faults.md`.\n\n\
         | Group | Found | Planted |\n|---|---|---|\n",
    );
    for (group, (found, all)) in totals(rows) {
        let _ = writeln!(text, "| {group} | {found} | {all} |");
    }
    for api in Api::ALL {
        let own = || rows.iter().filter(|row| row.api == api);
        if own().next().is_none() {
            continue;
        }
        let _ = write!(
            text,
            "\n## {}\n\n| Fault | What the server does wrong | Requirement | Found by |\n|---|---|---|---|\n",
            api.name()
        );
        for row in own() {
            let what = row.info.what.replace('|', "\\|");
            let _ = writeln!(
                text,
                "| `{}` | {what} | {} | {} |",
                row.info.name,
                row.info.requirement,
                row.by()
            );
        }
    }
    let missed = rows.iter().filter(|row| row.found.is_empty());
    for (place, row) in missed.enumerate() {
        if place == 0 {
            text.push_str("\n## Missed\n\n");
        }
        let reason = row.info.fault.missed_because().unwrap_or("not known yet");
        let _ = writeln!(text, "- `{}`: {reason}.", row.info.name);
    }
    text
}
