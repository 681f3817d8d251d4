//! What was counted, and what did not agree.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::round::Subject;

/// What a loop over one description came to.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    /// The description's name.
    pub name: String,
    /// Operations that have a server and a client.
    pub operations: usize,
    /// Those of which no valid request was found, with what was missing.
    pub unasked: Vec<String>,
    /// Valid requests that were sent.
    pub requests: usize,
    /// Valid answers that were given.
    pub answers: usize,
    /// Changed requests that the validator still takes.
    pub changed_valid: usize,
    /// Changed requests that it refuses.
    pub changed_invalid: usize,
    /// Changed answers that the validator still takes.
    pub answers_valid: usize,
    /// Changed answers that it refuses.
    pub answers_invalid: usize,
    /// Of these those that a client reads over: it reads what it can.
    pub read_over: usize,
    /// Of what was changed, that which differs by intent: formats that are text, unions that a discriminator decides.
    pub by_intent: usize,
    /// What should agree and does not.
    pub disagreements: Vec<Disagreement>,
}

/// Something on which two sides do not agree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disagreement {
    /// The operation.
    pub operation: String,
    /// What was asked: `request`, `answer`, `changed request`, `changed answer`.
    pub about: &'static str,
    /// What differs.
    pub detail: String,
}

impl Tally {
    /// Writes down that something does not agree.
    pub(crate) fn disagree(&mut self, subject: Subject<'_>, about: &'static str, detail: String) {
        self.disagreements.push(Disagreement {
            operation: subject.planned.id.clone(),
            about,
            detail,
        });
    }

    /// As one JSON object.
    pub fn to_json(&self) -> Value {
        let disagreements: Vec<Value> = self
            .disagreements
            .iter()
            .map(|it| json!({"operation": it.operation, "about": it.about, "detail": it.detail}))
            .collect();
        json!({
            "name": self.name,
            "operations": self.operations,
            "unasked": self.unasked,
            "requests": self.requests,
            "answers": self.answers,
            "changed_valid": self.changed_valid,
            "changed_invalid": self.changed_invalid,
            "answers_valid": self.answers_valid,
            "answers_invalid": self.answers_invalid,
            "read_over": self.read_over,
            "by_intent": self.by_intent,
            "disagreements": disagreements,
        })
    }
}

/// A Markdown table of lines of JSON, one tally each.
pub fn table(lines: &str) -> String {
    let mut out = String::from(
        "| description | operations | asked | requests | answers | changed requests: valid, not | \
         changed answers: valid, not (read over) | by intent | disagreements |\n\
         |---|---:|---:|---:|---:|---:|---:|---:|---:|\n",
    );
    let mut sums = [0; 11];
    for line in lines.lines() {
        let Ok(one) = serde_json::from_str::<Value>(line) else {
            continue;
        };
        let number = |name: &str| one[name].as_u64().unwrap_or_default();
        let length = |name: &str| one[name].as_array().map_or(0, |it| it.len() as u64);
        let row = [
            number("operations"),
            number("operations") - length("unasked").min(number("operations")),
            number("requests"),
            number("answers"),
            number("changed_valid"),
            number("changed_invalid"),
            number("answers_valid"),
            number("answers_invalid"),
            number("read_over"),
            number("by_intent"),
            length("disagreements"),
        ];
        for (sum, count) in sums.iter_mut().zip(row) {
            *sum += count;
        }
        line_of(&mut out, one["name"].as_str().unwrap_or_default(), &row);
    }
    line_of(&mut out, "all", &sums);
    out
}

fn line_of(out: &mut String, name: &str, row: &[u64; 11]) {
    let [
        operations,
        asked,
        requests,
        answers,
        cv,
        ci,
        av,
        ai,
        over,
        intent,
        wrong,
    ] = row;
    let _ = writeln!(
        out,
        "| {name} | {operations} | {asked} | {requests} | {answers} | {cv}, {ci} | {av}, {ai} ({over}) | {intent} | {wrong} |"
    );
}
