//! Allow lists: changes that somebody accepted, why, and until when.
//!
//! ```yaml
//! format: 1
//! allow:
//!   - code: optional-member-removed
//!     at: /components/schemas/file/*
//!     reason: nobody reads it; agreed with the mobile team
//!     expires: 2027-03-01
//! ```
//!
//! `code` and `at` are patterns in which `*` stands for any text; `at` is held against the JSON
//! pointers of the change in both descriptions. Either may be left out, but not both.

use serde_json::Value;
use trueline_spec::source::Limits;
use trueline_spec::{At, DocumentId, Sources};

use crate::{Change, Diff};

/// A change that an entry accepts.
#[derive(Debug, Clone)]
pub struct Allowed {
    /// The change.
    pub change: Change,
    /// Why it is accepted.
    pub reason: String,
    /// The last day on which it is: `2027-03-01`.
    pub expires: String,
}

/// An allow list, read.
#[derive(Debug)]
pub struct AllowList {
    entries: Vec<Entry>,
}

#[derive(Debug)]
struct Entry {
    code: Option<String>,
    at: Option<String>,
    reason: String,
    expires: String,
    /// `allow.yaml:3:5`
    place: String,
}

impl AllowList {
    /// Reads a list, YAML or JSON. `name` is what its file is called.
    ///
    /// # Errors
    ///
    /// One sentence for each fault, beginning with file, line and column.
    pub fn read(name: &str, bytes: &[u8]) -> Result<Self, Vec<String>> {
        let mut sources = Sources::default();
        let (id, diagnostics) = sources.add(name, bytes, &Limits::default());
        let mut faults: Vec<String> = diagnostics
            .iter()
            .filter(|it| it.severity == trueline_spec::Severity::Error)
            .map(|it| match it.span() {
                Some(span) => format!("{name}:{}:{}: {}", span.line, span.column, it.message),
                None => format!("{name}: {}", it.message),
            })
            .collect();
        if !faults.is_empty() {
            return Err(faults);
        }
        let reader = Reader { sources: &sources };
        let entries = reader.whole(id, &mut faults);
        if faults.is_empty() {
            Ok(Self { entries })
        } else {
            Err(faults)
        }
    }

    /// Takes what the list accepts out of the changes.
    ///
    /// `today` is written as in the list: `2026-11-21`.
    ///
    /// # Errors
    ///
    /// One sentence for each entry that is out of date or accepts nothing.
    pub fn apply(&self, diff: &mut Diff, today: &str) -> Result<(), Vec<String>> {
        let mut used = vec![false; self.entries.len()];
        let mut rest = Vec::new();
        for change in diff.changes.drain(..) {
            let mut accepted = None;
            for (index, entry) in self.entries.iter().enumerate() {
                if entry.accepts(&change) {
                    used[index] = true;
                    accepted = accepted.or(Some(entry));
                }
            }
            match accepted {
                Some(entry) => diff.allowed.push(Allowed {
                    change,
                    reason: entry.reason.clone(),
                    expires: entry.expires.clone(),
                }),
                None => rest.push(change),
            }
        }
        diff.changes = rest;
        let mut faults = Vec::new();
        for (entry, used) in self.entries.iter().zip(used) {
            if entry.expires.as_str() < today {
                faults.push(format!(
                    "{}: this entry expired on {}: decide anew, and give it another date or take it out",
                    entry.place, entry.expires
                ));
            } else if !used {
                faults.push(format!(
                    "{}: this entry accepts no change: take it out",
                    entry.place
                ));
            }
        }
        if faults.is_empty() {
            Ok(())
        } else {
            Err(faults)
        }
    }
}

impl Entry {
    fn accepts(&self, change: &Change) -> bool {
        let code = self.code.as_deref();
        let at = self.at.as_deref();
        code.is_none_or(|code| matches(code, change.code.name))
            && at.is_none_or(|at| {
                matches(at, &change.old.pointer) || matches(at, &change.new.pointer)
            })
    }
}

/// Whether `text` is what the pattern says; `*` stands for any text. Takes time in the product of both
/// lengths at most.
fn matches(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else {
        return false;
    };
    let mut last = None;
    for part in parts {
        if let Some(part) = last.replace(part) {
            match rest.find(part) {
                Some(at) => rest = &rest[at + part.len()..],
                None => return false,
            }
        }
    }
    match last {
        None => rest.is_empty(),
        Some(last) => rest.ends_with(last),
    }
}

struct Reader<'a> {
    sources: &'a Sources,
}

impl Reader<'_> {
    fn whole(&self, id: DocumentId, faults: &mut Vec<String>) -> Vec<Entry> {
        let root = At::root(id);
        if self.sources.value(&root.child("format")) != Some(&Value::from(1)) {
            faults.push(format!(
                "{}: the list must begin with `format: 1`",
                self.place(&root)
            ));
        }
        self.members(&root, &["format", "allow"], faults);
        let list = root.child("allow");
        let Some(Value::Array(items)) = self.sources.value(&list) else {
            faults.push(format!(
                "{}: `allow` must be a list of entries",
                self.place(&list)
            ));
            return Vec::new();
        };
        (0..items.len())
            .filter_map(|index| self.entry(&list.index(index), faults))
            .collect()
    }

    fn entry(&self, at: &At, faults: &mut Vec<String>) -> Option<Entry> {
        self.members(at, &["code", "at", "reason", "expires"], faults);
        let (code, pointer) = (self.text(at, "code", faults), self.text(at, "at", faults));
        if code.is_none() && pointer.is_none() {
            let place = self.place(at);
            faults.push(format!("{place}: give a `code`, an `at`, or both"));
        }
        if let Some(code) = &code
            && !crate::CODES.iter().any(|info| matches(code, info.name))
        {
            let place = self.place(&at.child("code"));
            faults.push(format!(
                "{place}: no kind of change is called `{code}`; `trueline explain CODE` knows them"
            ));
        }
        let reason = self.text(at, "reason", faults);
        if reason.as_deref().is_none_or(|it| it.trim().is_empty()) {
            let place = self.place(at);
            faults.push(format!("{place}: say why in `reason`"));
        }
        let expires = self.text(at, "expires", faults);
        let dated = expires.as_deref().is_some_and(is_date);
        if !dated {
            let place = self.place(at);
            faults.push(format!(
                "{place}: say until when in `expires`, as in `expires: 2027-03-01`"
            ));
        }
        Some(Entry {
            code,
            at: pointer,
            reason: reason?,
            expires: expires?,
            place: self.place(at),
        })
    }

    fn text(&self, at: &At, name: &str, faults: &mut Vec<String>) -> Option<String> {
        let at = at.child(name);
        match self.sources.value(&at) {
            None => None,
            Some(Value::String(text)) => Some(text.clone()),
            Some(_) => {
                faults.push(format!("{}: `{name}` must be text", self.place(&at)));
                None
            }
        }
    }

    fn members(&self, at: &At, known: &[&str], faults: &mut Vec<String>) {
        match self.sources.value(at) {
            Some(Value::Object(members)) => {
                for name in members
                    .keys()
                    .filter(|name| !known.contains(&name.as_str()))
                {
                    let place = self.place(&at.child(name));
                    faults.push(format!(
                        "{place}: nothing here is called `{name}`; there are {}",
                        known.join(", ")
                    ));
                }
            }
            _ => faults.push(format!("{}: this must be an object", self.place(at))),
        }
    }

    fn place(&self, at: &At) -> String {
        let place = crate::locate::place(self.sources, at);
        place.to_string()
    }
}

/// Whether this is a date: four digits, two, two, in the ranges of a calendar.
fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else {
        return false;
    };
    let number = |text: &str, digits: usize| {
        (text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| text.parse::<u32>().ok())
            .flatten()
    };
    let (Some(_), Some(month), Some(day)) = (number(year, 4), number(month, 2), number(day, 2))
    else {
        return false;
    };
    (1..=12).contains(&month) && (1..=31).contains(&day)
}

#[cfg(test)]
mod tests {
    use super::{is_date, matches};

    #[test]
    fn a_star_stands_for_any_text() {
        for (pattern, text, fits) in [
            ("a", "a", true),
            ("a", "ab", false),
            ("a*", "ab", true),
            ("*b", "ab", true),
            ("a*c*e", "abcde", true),
            ("a*c*e", "abcd", false),
            ("*", "", true),
            ("a*a", "a", false),
        ] {
            assert_eq!(matches(pattern, text), fits, "{pattern} {text}");
        }
    }

    #[test]
    fn dates_are_dates() {
        assert!(is_date("2027-03-01"));
        for wrong in ["2027-3-1", "2027-13-01", "tomorrow", "2027-03-32", ""] {
            assert!(!is_date(wrong), "{wrong}");
        }
    }
}
