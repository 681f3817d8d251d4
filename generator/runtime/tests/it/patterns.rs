//! ECMA-262 patterns.

use std::collections::HashSet;
use std::sync::Mutex;

use trueline_runtime::{Direction, Node, Rules, is_pattern_checked};

use crate::cases::check;
use crate::types::read;

/// Rules hold patterns for ever; the few of a table may as well.
fn lasting(pattern: &str) -> &'static str {
    static ALL: Mutex<Option<HashSet<&'static str>>> = Mutex::new(None);
    let mut all = ALL.lock().expect("no test panics in here");
    let all = all.get_or_insert_default();
    match all.get(pattern) {
        Some(known) => known,
        None => {
            let lasting: &'static str = Box::leak(pattern.to_owned().into_boxed_str());
            all.insert(lasting);
            lasting
        }
    }
}

#[test]
fn patterns_match_as_in_ecmascript() {
    check("patterns.txt", |columns| {
        let [pattern, json] = columns else {
            panic!("pattern | JSON string | outcome")
        };
        if !is_pattern_checked(pattern) {
            return "not checked".to_owned();
        }
        let text: String = serde_json::from_str(json).expect("a JSON string");
        let rules = Rules {
            pattern: Some(lasting(pattern)),
            ..Rules::NONE
        };
        let outcome = read(
            "string",
            Node::Text(text.into()),
            Direction::Request,
            &rules,
        );
        if outcome.starts_with('!') {
            "no"
        } else {
            "yes"
        }
        .to_owned()
    });
}
