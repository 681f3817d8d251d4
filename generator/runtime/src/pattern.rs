//! Patterns of descriptions, which are ECMA-262's, on Rust's regular expressions.

mod around;
mod translate;

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use regex::{Regex, RegexBuilder};

/// Whether `text` matches `pattern` (ECMA-262, not anchored). A pattern that cannot be expressed here
/// (a look-around within it or a back reference) is not checked: every text matches it.
///
/// Each pattern is compiled once for the process, when it is first needed.
pub(super) fn matches(pattern: &'static str, text: &str) -> bool {
    static COMPILED: RwLock<Option<HashMap<&'static str, Option<Pattern>>>> = RwLock::new(None);

    // Nothing in here panics halfway through a change, so a poisoned lock still guards a whole map.
    let known = COMPILED.read().unwrap_or_else(PoisonError::into_inner);
    if let Some(regex) = known.as_ref().and_then(|known| known.get(pattern)) {
        return regex.as_ref().is_none_or(|regex| regex.matches(text));
    }
    drop(known);
    let regex = compile(pattern);
    let matches = regex.as_ref().is_none_or(|regex| regex.matches(text));
    COMPILED
        .write()
        .unwrap_or_else(PoisonError::into_inner)
        .get_or_insert_default()
        .insert(pattern, regex);
    matches
}

/// Whether a pattern is checked: whether it can be expressed in Rust's regular expressions.
pub fn is_pattern_checked(pattern: &str) -> bool {
    compile(pattern).is_some()
}

/// A compiled pattern: all of it holds for the same text.
struct Pattern {
    conditions: Vec<(bool, Regex)>,
    rest: Regex,
}

impl Pattern {
    fn matches(&self, text: &str) -> bool {
        self.rest.is_match(text)
            && self
                .conditions
                .iter()
                .all(|(holds, condition)| condition.is_match(text) == *holds)
    }
}

fn compile(pattern: &str) -> Option<Pattern> {
    let parts = around::parts(pattern);
    let conditions = parts.conditions.iter();
    Some(Pattern {
        conditions: conditions
            .map(|(holds, condition)| Some((*holds, regex(condition)?)))
            .collect::<Option<_>>()?,
        rest: regex(&parts.rest)?,
    })
}

fn regex(pattern: &str) -> Option<Regex> {
    let translated = translate::to_rust(pattern)?;
    RegexBuilder::new(&translated).build().ok()
}
