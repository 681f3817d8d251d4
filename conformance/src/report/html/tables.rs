//! The tables: what became of the requirements and of the cases, and how long things took.

use std::fmt::Write as _;

use indexmap::IndexMap;

use super::finding::links;
use super::text::Text;
use crate::case::{Level, Phase};
use crate::report::plain::beginning;
use crate::report::{CaseReport, RunReport};
use crate::verdict::Outcome;

/// The columns of the matrices: how they are called, and which verdicts they hold.
const COLUMNS: [(&str, &str, &[Outcome]); 4] = [
    ("held", "passed", &[Outcome::Passed]),
    ("broken", "broken", &[Outcome::Failed, Outcome::Warning]),
    ("not found out", "error", &[Outcome::Error]),
    ("untested", "untested", &[Outcome::Untested]),
];

/// Writes how many requirements of each level, and cases of each phase, ended how.
pub(super) fn matrices(out: &mut String, report: &RunReport) {
    out.push_str("<section id=\"summary\" class=\"matrices\">");
    if !report.requirements.is_empty() {
        let rows = [Level::Must, Level::Should, Level::May].map(|level| {
            let of_level = report.requirements.iter();
            let of_level = of_level.filter(move |it| it.level == level);
            let verdicts: Vec<Outcome> = of_level.map(|it| it.verdict).collect();
            (level.as_str(), verdicts)
        });
        matrix(out, "Requirements", "requirements", "level", &rows);
    }
    let rows = Phase::ALL.map(|phase| {
        let of_phase = report.cases.iter().filter(move |it| it.phase == phase);
        let verdicts: Vec<Outcome> = of_phase.map(|it| it.verdict).collect();
        (phase.as_str(), verdicts)
    });
    matrix(out, "Cases", "cases", "phase", &rows);
    out.push_str("</section>\n");
}

fn matrix(out: &mut String, title: &str, table: &str, by: &str, rows: &[(&str, Vec<Outcome>)]) {
    let _ = write!(
        out,
        "<div><h2>{title}</h2><table class=\"matrix\"><thead><tr><th scope=\"col\">{by}</th>"
    );
    for (name, _, _) in COLUMNS {
        let _ = write!(out, "<th scope=\"col\">{name}</th>");
    }
    out.push_str("</tr></thead><tbody>");
    for (row, verdicts) in rows.iter().filter(|(_, verdicts)| !verdicts.is_empty()) {
        let _ = write!(out, "<tr><th scope=\"row\">{row}</th>");
        for (_, class, outcomes) in COLUMNS {
            let count = verdicts.iter().filter(|it| outcomes.contains(it)).count();
            if count == 0 {
                out.push_str("<td class=\"zero\">0</td>");
            } else {
                let _ = write!(
                    out,
                    "<td class=\"{class}\"><a href=\"#{table}\" data-set=\"{row} {class}\">{count}</a></td>"
                );
            }
        }
        out.push_str("</tr>");
    }
    out.push_str("</tbody></table></div>\n");
}

/// Writes every requirement and what became of it.
pub(super) fn requirements(out: &mut String, report: &RunReport) {
    if report.requirements.is_empty() {
        return;
    }
    let _ = writeln!(
        out,
        "<section id=\"requirements\"><h2>Requirements <small>{}</small></h2><table class=\"list\"><thead><tr>\
         <th scope=\"col\">id</th><th scope=\"col\">level</th><th scope=\"col\">verdict</th>\
         <th scope=\"col\">what must hold</th><th scope=\"col\">cases</th></tr></thead><tbody>",
        report.requirements.len()
    );
    for requirement in &report.requirements {
        let verdict = requirement.verdict.as_str();
        let _ = write!(
            out,
            "<tr class=\"item\" id=\"req-{0}\" data-verdict=\"{verdict}\" data-group=\"{1} {2}\"><th scope=\"row\">{0}</th>\
             <td>{1}</td><td>{3}</td><td>{4}",
            Text(&requirement.id),
            requirement.level,
            column(requirement.verdict),
            tag(requirement.verdict),
            Text(&requirement.text),
        );
        if let Some(reason) = &requirement.reason {
            let _ = write!(out, "<br><small>{}</small>", Text(reason));
        }
        let _ = writeln!(out, "</td><td>{}</td></tr>", requirement.cases.len());
    }
    out.push_str("</tbody></table></section>\n");
}

/// Writes every case and how it ended.
pub(super) fn cases(out: &mut String, report: &RunReport) {
    let _ = writeln!(
        out,
        "<section id=\"cases\"><h2>Cases <small>{}</small></h2><table class=\"list\"><thead><tr>\
         <th scope=\"col\">case</th><th scope=\"col\">verdict</th><th scope=\"col\">requirements</th>\
         <th scope=\"col\">ms</th></tr></thead><tbody>",
        report.cases.len()
    );
    for case in &report.cases {
        let _ = write!(
            out,
            "<tr class=\"item\" data-verdict=\"{}\" data-group=\"{} {}\"><td><code>{}</code><br><small>{}</small>",
            case.verdict.as_str(),
            case.phase,
            column(case.verdict),
            Text(&case.id),
            Text(&case.title),
        );
        if let Some(reason) = &case.reason {
            let _ = write!(out, "<br><small>{}</small>", Text(&beginning(reason, 300)));
        }
        let _ = writeln!(
            out,
            "</td><td>{}</td><td>{}</td><td class=\"number\">{}</td></tr>",
            tag(case.verdict),
            links(&case.requirements),
            case.duration_ms
        );
    }
    out.push_str("</tbody></table></section>\n");
}

/// The slowest cases that are listed.
const SLOWEST: usize = 10;

/// Writes how long answers took, by operation, and the slowest cases.
pub(super) fn timings(out: &mut String, report: &RunReport) {
    let mut by_operation: IndexMap<&str, Vec<f64>> = IndexMap::new();
    for case in &report.cases {
        let operation = case.operation.as_deref().unwrap_or("several operations");
        let answers = case.exchanges.iter().filter_map(|it| it.response.as_ref());
        let times = by_operation.entry(operation).or_default();
        times.extend(answers.map(|answer| answer.duration_ms));
    }
    by_operation.retain(|_, times| !times.is_empty());
    if by_operation.is_empty() {
        return;
    }
    out.push_str(
        "<section id=\"timings\"><h2>Timings</h2><table class=\"list\"><thead><tr><th scope=\"col\">operation of the case</th>\
         <th scope=\"col\">answers</th><th scope=\"col\">median ms</th><th scope=\"col\">95 % below</th>\
         <th scope=\"col\">longest</th><th scope=\"col\" class=\"wide\"></th></tr></thead><tbody>\n",
    );
    let longest = by_operation.values().flatten().copied().fold(0.0, f64::max);
    for (operation, times) in &mut by_operation {
        times.sort_by(f64::total_cmp);
        let most = quantile(times, 1.0);
        let _ = writeln!(
            out,
            "<tr><td>{}</td><td class=\"number\">{}</td><td class=\"number\">{:.1}</td><td class=\"number\">{:.1}</td>\
             <td class=\"number\">{most:.1}</td><td class=\"wide\"><meter min=\"0\" max=\"{longest:.1}\" value=\"{most:.1}\"></meter></td></tr>",
            Text(operation),
            times.len(),
            quantile(times, 0.5),
            quantile(times, 0.95),
        );
    }
    out.push_str("</tbody></table><h3>Slowest cases</h3><ol>");
    let mut slowest: Vec<&CaseReport> = report.cases.iter().collect();
    slowest.sort_by_key(|case| std::cmp::Reverse(case.duration_ms));
    for case in slowest.into_iter().take(SLOWEST) {
        let _ = write!(
            out,
            "<li><code>{}</code> {}</li>",
            Text(&case.id),
            match case.duration_ms {
                short @ ..1_000 => format!("{short} ms"),
                long => format!("{:.1} s", long as f64 / 1_000.0),
            }
        );
    }
    out.push_str("</ol></section>\n");
}

/// The value below which `share` of the sorted values lie (nearest rank).
fn quantile(sorted: &[f64], share: f64) -> f64 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a rank among the values of one report"
    )]
    let rank = (sorted.len() as f64 * share).ceil() as usize;
    sorted.get(rank.saturating_sub(1)).copied().unwrap_or(0.0)
}

fn tag(outcome: Outcome) -> String {
    let word = outcome.as_str();
    format!("<span class=\"tag {word}\">{word}</span>")
}

/// The column of the matrix that a verdict is counted in.
fn column(outcome: Outcome) -> &'static str {
    let found = COLUMNS
        .iter()
        .find(|(_, _, outcomes)| outcomes.contains(&outcome));
    found.map_or("", |(_, class, _)| class)
}
