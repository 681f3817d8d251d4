//! The verdict as a small picture (SVG) for a README.

use super::{Conclusion, RunReport};
use crate::verdict::Outcome;

/// The badge: a flat one of 20 pixels, with a title for those who cannot see it.
pub fn render(report: &RunReport) -> String {
    let counts = &report.run.counts;
    let findings = report.findings.len();
    let open = report.requirements.iter();
    let held = open.clone().filter(|it| it.verdict == Outcome::Passed);
    let (held, all) = (held.count(), open.count());
    let (words, colour) = match report.conclusion() {
        // What holds is best said in requirements, where there are any.
        Conclusion::Held if all > 0 => (format!("{held} of {all} requirements"), "#2e7d32"),
        Conclusion::Held => (format!("{} cases hold", counts.passed), "#2e7d32"),
        Conclusion::Broken if findings == 1 => ("1 finding".to_owned(), "#b3261e"),
        Conclusion::Broken => (format!("{findings} findings"), "#b3261e"),
        Conclusion::Unknown => ("not found out".to_owned(), "#8a6100"),
    };
    draw("conformance", &words, colour)
}

/// Two fields of ASCII text beside each other.
fn draw(left: &str, right: &str, colour: &str) -> String {
    let (first, second) = (width(left), width(right));
    let whole = first + second;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{whole}\" height=\"20\" role=\"img\" \
         aria-label=\"{left}: {right}\">\n\
         <title>{left}: {right}</title>\n\
         <clipPath id=\"r\"><rect width=\"{whole}\" height=\"20\" rx=\"3\"/></clipPath>\n\
         <g clip-path=\"url(#r)\"><rect width=\"{first}\" height=\"20\" fill=\"#444\"/>\
         <rect x=\"{first}\" width=\"{second}\" height=\"20\" fill=\"{colour}\"/></g>\n\
         <g fill=\"#fff\" text-anchor=\"middle\" font-family=\"Verdana,DejaVu Sans,sans-serif\" font-size=\"11\">\
         <text x=\"{}\" y=\"14\" textLength=\"{}\">{left}</text>\
         <text x=\"{}\" y=\"14\" textLength=\"{}\">{right}</text></g>\n\
         </svg>\n",
        first / 2,
        first - 12,
        first + second / 2,
        second - 12,
    )
}

/// The width of a field in pixels: 6.5 a letter and some air. `textLength` makes fonts agree with it.
fn width(text: &str) -> usize {
    text.len() * 13 / 2 + 12
}
