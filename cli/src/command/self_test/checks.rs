//! The table of checks: what each finds, and what only it finds.

use std::fmt::Write as _;
use std::io::Write as _;
use std::sync::Arc;

use indexmap::{IndexMap, IndexSet};
use trueline_conformance::check::{self, of_case};
use trueline_conformance::{Outcome, Phase, RunReport, Suite};
use trueline_reference::Api;

use super::stays;
use super::table::Row;

/// Faults that are named; of more there is the number.
const NAMED: usize = 3;

/// The checks that one fault tripped.
#[derive(Default)]
pub(crate) struct Tripped {
    /// What was asked: a law, a workflow, an example, a rule of coverage.
    asked: IndexSet<String>,
    /// What was wrong with an answer: its status, its content.
    looked_at: IndexSet<String>,
}

impl Tripped {
    /// The checks that failed in a run.
    pub(super) fn of(report: &RunReport) -> Self {
        let mut tripped = Self::default();
        let failed = report
            .cases
            .iter()
            .filter(|case| matches!(case.verdict, Outcome::Failed | Outcome::Warning));
        for case in failed {
            tripped.asked.insert(of_case(&case.id));
            let looked_at = case.failures.iter().map(|it| it.check.clone());
            tripped.looked_at.extend(looked_at);
        }
        tripped
    }
}

/// What a check found.
#[derive(Default)]
struct Found {
    /// Faults that it found.
    all: usize,
    /// Names of those that no other check found.
    alone: Vec<&'static str>,
    /// Ids of the requirements that its cases answer.
    requirements: IndexSet<String>,
    /// The fault that fewest others found, and who these are.
    rarest: Option<(&'static str, Vec<String>)>,
}

impl Found {
    /// Takes note of a fault that it found, as these others did.
    fn count(&mut self, fault: &'static str, others: Vec<String>) {
        self.all += 1;
        if others.is_empty() {
            self.alone.push(fault);
        }
        let rarest = self.rarest.as_ref();
        if rarest.is_none_or(|(_, rarest)| others.len() < rarest.len()) {
            self.rarest = Some((fault, others));
        }
    }
}

/// All checks, by the heading under which they stand.
pub(super) struct Checks {
    sections: IndexMap<String, IndexMap<String, Found>>,
}

impl Checks {
    /// The checks of these suites, and what they found in the faulty servers.
    pub(super) fn new(suites: &[(Api, Arc<Suite>)], rows: &[Row]) -> Self {
        let mut sections: IndexMap<String, IndexMap<String, Found>> = IndexMap::new();
        let looks = sections.entry(LOOKED_AT.to_owned()).or_default();
        for name in check::ALL {
            looks.insert(name.to_owned(), Found::default());
        }
        // What all APIs share comes first.
        let shared = [Phase::Laws, Phase::Coverage, Phase::Random];
        for phase in shared {
            sections.entry(heading(phase, "")).or_default();
        }
        for (api, suite) in suites {
            for case in suite.cases() {
                let meta = case.meta();
                let section = sections.entry(heading(meta.phase, api.name())).or_default();
                let found = section.entry(of_case(&meta.id)).or_default();
                let answered = suite.contract().requirements.answered_by(&meta.id);
                found.requirements.extend(answered);
                found.requirements.extend(meta.requirements.iter().cloned());
            }
        }
        for row in rows {
            let fault = row.info.name;
            let Tripped { asked, looked_at } = &row.tripped;
            for name in looked_at {
                let found = sections.get_mut(LOOKED_AT).and_then(|it| it.get_mut(name));
                if let Some(found) = found {
                    found.count(fault, beside(looked_at, name));
                }
            }
            for name in asked {
                let phase = Phase::ALL.into_iter();
                let mut phase = phase.filter(|it| name.starts_with(it.as_str()));
                let heading = phase.next().map(|it| heading(it, row.api.name()));
                let section = heading.and_then(|it| sections.get_mut(&it));
                if let Some(found) = section.and_then(|it| it.get_mut(name)) {
                    found.count(fault, beside(asked, name));
                }
            }
        }
        sections.retain(|_, checks| !checks.is_empty());
        Self { sections }
    }

    /// Whether each check finds a fault alone, or stays for a reason.
    pub(super) fn hold(&self) -> bool {
        self.all().all(|(name, found)| found.is_wanted(name))
    }

    fn all(&self) -> impl Iterator<Item = (&String, &Found)> {
        self.sections.values().flatten()
    }

    /// Prints the checks that nothing speaks for, and how many there are.
    pub(super) fn print(&self) {
        let mut out = anstream::stdout().lock();
        let _ = writeln!(out);
        for (name, found) in self.all().filter(|(name, found)| !found.is_wanted(name)) {
            let _ = match found.all {
                0 => writeln!(out, "{name} finds nothing"),
                _ if !found.alone.is_empty() => {
                    writeln!(
                        out,
                        "{name} finds {} alone, and needs no reason to stay",
                        found.alone[0]
                    )
                }
                all => writeln!(out, "{name} finds {all}, and none alone"),
            };
        }
        let alone = self.all().filter(|(_, found)| !found.alone.is_empty());
        let (alone, all) = (alone.count(), self.all().count());
        let _ = writeln!(out, "{alone} of {all} checks find a fault alone");
    }

    /// The table as Markdown.
    pub(super) fn markdown(&self) -> String {
        let mut text = String::from(
            "# Checks, and what they find\n\n\
             All cases are run against each [planted fault](faults.md), one after the other. A check finds a fault when \
             one of its cases fails, for whatever requirement; it finds it *alone* when no other check of the same kind \
             does. What is asked (a law, a rule of coverage, a workflow, a documented example) is one kind, what an \
             answer is looked at for the other. Random sequences ask anything, so they are not held against the rest: \
             they find alone what nothing else finds. A check that finds nothing alone says why it stays.\n\n\
             This page is written by `trueline self-test --checks docs/checks.md`.\n\n\
             | Kind | Checks | Find a fault | Find one alone |\n|---|---|---|---|\n",
        );
        for (heading, checks) in &self.sections {
            let count = |keep: fn(&Found) -> bool| checks.values().filter(|it| keep(it)).count();
            let _ = writeln!(
                text,
                "| {heading} | {} | {} | {} |",
                checks.len(),
                count(|it| it.all > 0),
                count(|it| !it.alone.is_empty())
            );
        }
        for (heading, checks) in &self.sections {
            let _ = write!(
                text,
                "\n## {heading}\n\n| Check | Finds | Alone | Only it finds |\n|---|---|---|---|\n"
            );
            for (name, found) in checks {
                let _ = writeln!(
                    text,
                    "| `{name}` | {} | {} | {} |",
                    found.all,
                    found.alone.len(),
                    found.words(name)
                );
            }
        }
        text
    }
}

impl Found {
    /// Whether it finds something alone or else stays for a reason, and not both.
    fn is_wanted(&self, name: &str) -> bool {
        match stays::because(name) {
            Some(_) => self.alone.is_empty(),
            None => !self.alone.is_empty() || self.is_due(name),
        }
    }

    /// Whether an API's own files ask for it, and it finds something.
    fn is_due(&self, name: &str) -> bool {
        let own = [Phase::Workflows, Phase::Examples];
        let is_own = own.iter().any(|it| name.starts_with(it.as_str()));
        is_own && self.all > 0 && !self.requirements.is_empty()
    }

    /// What only it finds, or why it stays.
    fn words(&self, name: &str) -> String {
        if !self.alone.is_empty() {
            let named = self.alone.iter().map(|it| format!("`{it}`"));
            return some(named, NAMED);
        }
        if let Some(reason) = stays::because(name) {
            return format!("stays: {reason}");
        }
        match &self.rarest {
            Some((fault, others)) if self.is_due(name) => {
                let requirements = some(self.requirements.iter().cloned(), NAMED);
                let others = some(others.iter().map(|it| format!("`{it}`")), 1);
                format!("stays for {requirements}; `{fault}` is found by {others} as well")
            }
            _ => "not known yet".to_owned(),
        }
    }
}

/// The first few of some words, and how many more there are.
fn some(words: impl ExactSizeIterator<Item = String>, most: usize) -> String {
    let more = words.len().saturating_sub(most);
    let named: Vec<String> = words.take(most).collect();
    let named = named.join(", ");
    match more {
        0 => named,
        _ => format!("{named} and {more} more"),
    }
}

/// The checks that found a fault beside one of them. The random sequences draw whatever they draw: they stand behind
/// all others, and are not held against them.
fn beside(found: &IndexSet<String>, name: &str) -> Vec<String> {
    let others = found
        .iter()
        .filter(|other| *other != name && *other != Phase::Random.as_str());
    others.cloned().collect()
}

/// The heading of what answers are looked at for.
const LOOKED_AT: &str = "What answers are looked at for";

/// The heading of a phase: laws and rules are the same for all APIs, workflows and examples are an API's own.
fn heading(phase: Phase, api: &str) -> String {
    match phase {
        Phase::Laws => "Laws".to_owned(),
        Phase::Coverage => "Rules of coverage".to_owned(),
        Phase::Random => "Random sequences".to_owned(),
        Phase::Examples => format!("Examples of {api}"),
        Phase::Workflows => format!("Workflows of {api}"),
    }
}
