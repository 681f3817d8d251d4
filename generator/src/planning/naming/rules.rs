//! Names of constraints.

use crate::names::Scope;
use crate::plan::{Plan, Rules};

/// Names the statics of constraints after what they say, as far as that is short.
pub(super) fn name_rules(plan: &mut Plan) {
    let mut scope = Scope::default();
    for (rules, name) in &mut plan.rules {
        let mut word = rules_word(rules);
        if word.len() > 48 {
            word = "RULES".to_owned();
        }
        *name = scope.claim(word);
    }
}

fn rules_word(rules: &Rules) -> String {
    let mut words = Vec::new();
    let counts = [
        ("MIN_LENGTH", rules.min_length),
        ("MAX_LENGTH", rules.max_length),
        ("MIN_ITEMS", rules.min_items),
        ("MAX_ITEMS", rules.max_items),
        ("MIN_MEMBERS", rules.min_properties),
        ("MAX_MEMBERS", rules.max_properties),
    ];
    for (word, count) in counts {
        words.extend(count.map(|count| format!("{word}_{count}")));
    }
    let bounds = [
        ("MIN", &rules.minimum),
        ("MAX", &rules.maximum),
        ("ABOVE", &rules.exclusive_minimum),
        ("BELOW", &rules.exclusive_maximum),
        ("MULTIPLE_OF", &rules.multiple_of),
    ];
    for (word, bound) in bounds {
        words.extend(bound.as_ref().map(|bound| {
            let number = bound.to_string().replace('-', "MINUS_");
            format!("{word}_{}", number.replace(['.', '+'], "_").to_uppercase())
        }));
    }
    if rules.pattern.is_some() {
        words.push("PATTERN".to_owned());
    }
    if rules.unique_items {
        words.push("UNIQUE".to_owned());
    }
    words.extend(
        rules
            .items
            .as_ref()
            .map(|inner| format!("EACH_{}", rules_word(inner))),
    );
    words.extend(
        rules
            .values
            .as_ref()
            .map(|inner| format!("VALUES_{}", rules_word(inner))),
    );
    if rules.logic.is_some() {
        words.push("LOGIC".to_owned());
    }
    words.join("_")
}
