//! A test binary with one test for each case.

use std::collections::HashMap;
use std::process::ExitCode;

use libtest_mimic::{Arguments, Conclusion, Failed, Trial};

use super::{Conforms, ConformsError};
use crate::report::{CaseReport, RunReport, console};
use crate::verdict::Outcome;

impl Conforms {
    /// The `main` of a test binary without the usual harness: one test for each case, under its id, with the arguments
    /// that `cargo test` passes (a filter, `--list`, `--exact`, `--skip`). A finding is one failure, in the case that
    /// shows it best; other cases that it breaks are ignored, and say so.
    pub fn tests(self) -> ExitCode {
        let arguments = Arguments::from_args();
        match self.trials(&arguments) {
            Ok(trials) => conclude(&libtest_mimic::run(&arguments, trials)),
            Err(error) => {
                let trial = Trial::test("suite", move || Err(Failed::from(error.to_string())));
                conclude(&libtest_mimic::run(&Arguments::default(), vec![trial]))
            }
        }
    }

    fn trials(self, arguments: &Arguments) -> Result<Vec<Trial>, ConformsError> {
        if arguments.list {
            let suite = self.suite()?;
            let cases = suite.cases().iter();
            return Ok(cases
                .map(|case| Trial::test(case.meta().id.clone(), || Ok(())))
                .collect());
        }
        let wanted = |id: &str| {
            let filter = arguments.filter.as_deref();
            let is_named = |name: &str| {
                if arguments.exact {
                    id == name
                } else {
                    id.contains(name)
                }
            };
            filter.is_none_or(is_named) && !arguments.skip.iter().any(|skip| is_named(skip))
        };
        let report = self.run_those(|meta| wanted(&meta.id))?;
        Ok(trials(&report))
    }
}

/// The tests of a report: each case, and whatever is wrong with a baseline.
fn trials(report: &RunReport) -> Vec<Trial> {
    let mut shown: HashMap<&str, Vec<String>> = HashMap::new();
    for finding in &report.findings {
        let text = console::finding(finding);
        if report.accepted(&finding.id).is_none() && finding.level == crate::Level::Must {
            shown.entry(&finding.example).or_default().push(text);
        }
    }
    let mut trials = Vec::new();
    for case in &report.cases {
        // Each finding is a failure of its own, two in one case as well.
        let mut texts = shown
            .remove(case.id.as_str())
            .unwrap_or_default()
            .into_iter();
        match texts.next() {
            Some(text) => trials.push(failing(case.id.clone(), text)),
            None => trials.push(other(case)),
        }
        for (number, text) in (2..).zip(texts) {
            trials.push(failing(format!("{} ({number})", case.id), text));
        }
    }
    for fault in report.baseline.iter().flat_map(|it| &it.faults) {
        trials.push(failing("baseline".to_owned(), fault.clone()));
    }
    trials
}

fn failing(name: String, text: String) -> Trial {
    Trial::test(name, move || Err(Failed::from(text)))
}

/// A case that no finding is shown by.
fn other(case: &CaseReport) -> Trial {
    let reason = case.reason.clone().unwrap_or_default();
    match case.verdict {
        Outcome::Error => failing(case.id.clone(), format!("could not be found out: {reason}")),
        Outcome::Failed => Trial::test(case.id.clone(), || Ok(()))
            .with_kind("same cause as another, or accepted")
            .with_ignored_flag(true),
        Outcome::Untested => Trial::test(case.id.clone(), || Ok(()))
            .with_kind("untested")
            .with_ignored_flag(true),
        Outcome::Passed | Outcome::Warning => Trial::test(case.id.clone(), || Ok(())),
    }
}

fn conclude(conclusion: &Conclusion) -> ExitCode {
    conclusion.exit_code()
}
