//! Constraints, on requests only.

use trueline_runtime::{Direction, FormLimits, Node, Rules, read_form, read_json};

use crate::cases::check;
use crate::types::read;

static THREE: Rules = Rules {
    max_length: Some(3),
    ..Rules::NONE
};

/// The rules that the table names.
fn rules(name: &str) -> Rules {
    let mut rules = Rules::NONE;
    for rule in name.split_whitespace() {
        let (key, value) = rule.split_once('=').unwrap_or((rule, "0"));
        let number = || value.parse::<f64>().expect("a number");
        let count = || value.parse::<u64>().expect("a count");
        match key {
            "minLength" => rules.min_length = Some(count()),
            "maxLength" => rules.max_length = Some(count()),
            "minimum" => rules.minimum = Some(number()),
            "maximum" => rules.maximum = Some(number()),
            "exclusiveMinimum" => rules.exclusive_minimum = Some(number()),
            "exclusiveMaximum" => rules.exclusive_maximum = Some(number()),
            "multipleOf" => rules.multiple_of = Some(number()),
            "minItems" => rules.min_items = Some(count()),
            "maxItems" => rules.max_items = Some(count()),
            "uniqueItems" => rules.unique_items = true,
            "minProperties" => rules.min_properties = Some(count()),
            "maxProperties" => rules.max_properties = Some(count()),
            "letters" => rules.pattern = Some("^[a-z]+$"),
            "itemsOfThree" => rules.items = Some(&THREE),
            "valuesOfThree" => rules.values = Some(&THREE),
            other => panic!("no rule is called {other}"),
        }
    }
    rules
}

#[test]
fn rules_hold() {
    check("rules.txt", |columns| {
        let [name, rule, text] = columns else {
            panic!("type | rules | JSON, or form after x= | outcome")
        };
        let rules = rules(rule);
        if text.starts_with('x') {
            let mut entries =
                read_form(text.as_bytes(), &[], FormLimits::default()).expect("a form");
            return read(name, entries.remove(0).1, Direction::Request, &rules);
        }
        let node = read_json(text.as_bytes()).expect("JSON");
        read(name, node, Direction::Request, &rules)
    });
}

#[test]
fn a_response_is_not_held_to_rules() {
    let rules = rules("maxLength=1 letters");
    let node = Node::Text("123".into());
    assert_eq!(
        read("string", node.clone(), Direction::Response, &rules),
        "\"123\""
    );
    assert_eq!(
        read("string", node, Direction::Request, &rules),
        "! must have at most 1 characters ! must match ^[a-z]+$"
    );
}

#[test]
fn many_items_are_compared_fast() {
    let items: Vec<String> = (0..100_000).map(|item| item.to_string()).collect();
    let text = format!("[{}]", items.join(","));
    let node = read_json(text.as_bytes()).expect("JSON");
    let outcome = read("integers", node, Direction::Request, &rules("uniqueItems"));
    assert_eq!(outcome.len(), text.len());
}
