//! For build servers: each change a test, which fails when its severity is not accepted.

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use super::verdict;
use crate::{Diff, Effect};

/// The comparison as JUnit XML. Changes of severity `failing` and above are failures; what an allow
/// list accepts is skipped, with its reason.
pub fn render(diff: &Diff, failing: Option<Effect>) -> String {
    let mut report = Report::new("trueline diff");
    let mut suites: Vec<TestSuite> = Vec::new();
    for severity in Effect::ALL {
        let mut suite = TestSuite::new(severity.as_str());
        for change in diff.changes.iter().filter(|it| it.severity == severity) {
            let fails = failing.is_some_and(|failing| severity >= failing);
            let mut status = if fails {
                TestCaseStatus::non_success(NonSuccessKind::Failure)
            } else {
                TestCaseStatus::success()
            };
            if fails {
                status.set_type(change.code.name);
                status.set_message(change.message.as_str());
                let mut lines = vec![verdict(change)];
                lines.extend(change.notes.iter().cloned());
                lines.push(format!("{} → {}", change.old, change.new));
                lines.extend(change.operations.iter().cloned());
                status.set_description(lines.join("\n"));
            }
            let name = format!("{}: {}", change.subject, change.message);
            let mut test = TestCase::new(name, status);
            test.set_classname(change.code.name);
            suite.add_test_case(test);
        }
        for allowed in diff
            .allowed
            .iter()
            .filter(|it| it.change.severity == severity)
        {
            let change = &allowed.change;
            let mut status = TestCaseStatus::skipped();
            status.set_message(format!(
                "allowed until {}: {}",
                allowed.expires, allowed.reason
            ));
            let name = format!("{}: {}", change.subject, change.message);
            let mut test = TestCase::new(name, status);
            test.set_classname(change.code.name);
            suite.add_test_case(test);
        }
        suites.push(suite);
    }
    report.add_test_suites(suites);
    // It writes to memory; there is nothing to fail.
    report.to_string().unwrap_or_default()
}
