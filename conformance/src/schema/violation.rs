//! One way in which a value is not valid.

use serde_json::Value;
use trueline_spec::At;
use trueline_spec::ir::SchemaId;

/// One way in which a value is not valid by a schema.
#[derive(Debug, Clone, PartialEq)]
pub struct Violation {
    /// The JSON Schema keyword that it breaks: `required`, `type`, `maxLength` …
    pub keyword: String,
    /// JSON pointer into the value.
    pub pointer: String,
    /// The schema whose keyword it is.
    pub schema: Option<SchemaId>,
    /// Where that schema stands in the description.
    pub at: Option<At>,
    /// What had to be there, for a person.
    pub expected: String,
    /// What was there, for a person.
    pub received: String,
    /// How many of its kind it stands for: more than one where a value is wrong in very many places. Of a very large
    /// value not all are counted, so there may be more.
    pub times: usize,
}

/// What is received where a member is missing.
pub(crate) const MISSING: &str = "no such member";

/// A value for a person: as JSON, cut where it is long.
pub(crate) fn shown(value: &Value) -> String {
    const LONGEST: usize = 160;
    let text = value.to_string();
    match text.char_indices().nth(LONGEST) {
        None => text,
        Some((end, _)) => format!(
            "{}… ({} bytes)",
            text.get(..end).unwrap_or_default(),
            text.len()
        ),
    }
}
