//! The report as JSON, in the published format.

use super::RunReport;

/// The report as an indented JSON document with a line end.
pub fn render(report: &RunReport) -> String {
    // Nothing in a report can fail to serialise: all keys are texts and all numbers finite.
    let mut text = serde_json::to_string_pretty(report).unwrap_or_default();
    text.push('\n');
    text
}

/// Reads a report.
///
/// # Errors
///
/// When the text is not a report, or one of a later format.
pub fn parse(text: &str) -> Result<RunReport, String> {
    let value: serde_json::Value = serde_json::from_str(text).map_err(|it| it.to_string())?;
    match value.get("format").and_then(serde_json::Value::as_u64) {
        Some(format) if format == u64::from(super::FORMAT) => {}
        Some(format) => {
            return Err(format!(
                "this is a report of format {format}; this version reads format {}",
                super::FORMAT
            ));
        }
        None => return Err("this is no report: it has no `format`".to_owned()),
    }
    serde_json::from_value(value).map_err(|it| it.to_string())
}
