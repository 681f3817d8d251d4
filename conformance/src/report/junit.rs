//! The report as JUnit XML, for build servers.

use std::time::Duration;

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use super::finding::cause;
use super::{AcceptedReport, CaseReport, FailureReport, RunReport, unknown};
use crate::verdict::Outcome;

/// The report as JUnit XML: a suite per phase, failures and errors told apart, untested cases skipped.
pub fn render(report: &RunReport) -> String {
    let mut junit = Report::new("trueline");
    junit.set_time(Duration::from_millis(report.run.duration_ms));
    let mut suites: indexmap::IndexMap<&str, TestSuite> = indexmap::IndexMap::new();
    for case in &report.cases {
        let name = case.phase.as_str();
        suites
            .entry(name)
            .or_insert_with(|| TestSuite::new(name))
            .add_test_case(test_case(report, case));
    }
    junit.add_test_suites(suites.into_values());
    // It writes to memory; there is nothing to fail. These two are no characters of XML (XML 1.0 §2.2).
    let text = junit.to_string().unwrap_or_default();
    let text = text.replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}");
    without_sum_of_skipped(text)
}

/// The schemas by which build servers read the format have no `skipped` on the outermost element.
fn without_sum_of_skipped(mut text: String) -> String {
    const NAME: &str = " skipped=\"";
    let outermost = text.find("<testsuites").unwrap_or(0);
    let end = text[outermost..].find('>').map_or(0, |at| outermost + at);
    if let Some(start) = text[outermost..end].find(NAME).map(|at| outermost + at)
        && let Some(length) = text[start + NAME.len()..end].find('"')
    {
        text.replace_range(start..=start + NAME.len() + length, "");
    }
    text
}

/// What a baseline says of a case where it accepts all that is wrong with it.
fn accepted<'a>(report: &'a RunReport, case: &CaseReport) -> Option<&'a AcceptedReport> {
    match case.verdict {
        Outcome::Failed => {
            let mut all = case
                .failures
                .iter()
                .map(|it| report.accepted(&cause(case, it)));
            let first = all.next()??;
            all.all(|it| it.is_some()).then_some(first)
        }
        Outcome::Error => {
            let reason = case.reason.as_deref().unwrap_or_default();
            report.accepted(&unknown::id(reason))
        }
        Outcome::Passed | Outcome::Warning | Outcome::Untested => None,
    }
}

fn test_case(report: &RunReport, case: &CaseReport) -> TestCase {
    if let Some(accepted) = accepted(report, case) {
        let mut status = TestCaseStatus::skipped();
        let (reason, expires) = (&accepted.reason, &accepted.expires);
        status.set_message(format!("accepted until {expires}: {reason}"));
        return named(case, status);
    }
    let mut status = match case.verdict {
        Outcome::Passed | Outcome::Warning => TestCaseStatus::success(),
        Outcome::Failed => TestCaseStatus::non_success(NonSuccessKind::Failure),
        Outcome::Error => TestCaseStatus::non_success(NonSuccessKind::Error),
        Outcome::Untested => TestCaseStatus::skipped(),
    };
    let first = case.failures.first();
    match case.verdict {
        Outcome::Failed => {
            if let Some(failure) = first {
                status.set_type(failure.check.as_str());
                status.set_message(summary(failure));
            }
            status.set_description(details(case));
        }
        Outcome::Error | Outcome::Untested => {
            status.set_message(case.reason.clone().unwrap_or_default());
        }
        Outcome::Passed | Outcome::Warning => {}
    }
    let mut test = named(case, status);
    if case.verdict == Outcome::Warning {
        test.set_system_out(details(case));
    }
    test
}

fn named(case: &CaseReport, status: TestCaseStatus) -> TestCase {
    let mut test = TestCase::new(case.id.as_str(), status);
    test.set_classname(
        case.operation
            .clone()
            .unwrap_or_else(|| case.phase.to_string()),
    );
    test.set_time(Duration::from_millis(case.duration_ms));
    test
}

fn summary(failure: &FailureReport) -> String {
    format!(
        "expected {}, received {}",
        failure.expected, failure.received
    )
}

fn details(case: &CaseReport) -> String {
    let mut lines = Vec::new();
    for failure in &case.failures {
        lines.push(format!("{}: {}", failure.check, summary(failure)));
        if let Some(pointer) = &failure.pointer {
            lines.push(format!("  at `{pointer}` of the answer"));
        }
        if let Some(place) = &failure.place {
            lines.push(format!("  promised in {place}"));
        }
        if !failure.requirements.is_empty() {
            lines.push(format!("  breaks {}", failure.requirements.join(", ")));
        }
    }
    lines.extend(case.curl.clone());
    lines.join("\n")
}
