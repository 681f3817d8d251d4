//! One change to a valid value, after which it may be none.

use serde_json::{Value, json};

use crate::dice::Dice;

/// What was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Spoiled {
    /// JSON pointer of the place.
    pub(crate) pointer: String,
    /// Whether there is a member now that nobody may know: types pass over such a one.
    pub(crate) adds_member: bool,
}

/// Changes the value in one place. `untyped` leaves out what a wire without types cannot say: there a list of one is a
/// scalar.
pub(crate) fn spoil(value: &mut Value, untyped: bool, dice: &mut Dice) -> Option<Spoiled> {
    let mut places = Vec::new();
    collect(value, String::new(), &mut places);
    let pointer = dice.pick(&places)?.clone();
    let mut adds_member = false;
    let is_changed = match value.pointer_mut(&pointer)? {
        Value::Object(members) if untyped || dice.chance(70) => {
            let names: Vec<String> = members.keys().cloned().collect();
            match dice.pick(&names) {
                Some(name) if dice.chance(70) => members.shift_remove(name).is_some(),
                _ => {
                    members.insert("zz_other".to_owned(), json!("a"));
                    adds_member = true;
                    true
                }
            }
        }
        Value::Array(items) if untyped || dice.chance(60) => match items.first().cloned() {
            Some(first) if dice.chance(50) => {
                items.push(first);
                true
            }
            Some(_) => items.pop().is_some(),
            None => {
                items.push(json!("a"));
                true
            }
        },
        place => {
            let new = other(place, untyped, dice)?;
            let is_changed = *place != new;
            adds_member = new.is_object();
            *place = new;
            is_changed
        }
    };
    is_changed.then_some(Spoiled {
        pointer,
        adds_member,
    })
}

fn other(value: &Value, untyped: bool, dice: &mut Dice) -> Option<Value> {
    const TYPED: usize = 5;
    let mut pool = vec![
        json!("zz"),
        json!("2.5"),
        json!("1"),
        json!("true"),
        json!(-1),
        json!(""),
        json!(null),
        json!([]),
        json!({}),
        json!(["zz"]),
        json!(2.5),
        json!(2.0),
        json!(true),
        json!(0),
        json!({ "zz": "a" }),
    ];
    if untyped {
        pool.truncate(TYPED);
    }
    match value {
        Value::String(text) => {
            pool.push(Value::from(format!("{text}{text}x")));
            pool.push(Value::from(format!("{text}{}", "x".repeat(5_001))));
            let shorter: String = text.chars().skip(1).collect();
            if !(untyped && shorter.is_empty()) {
                pool.push(Value::from(shorter));
            }
            pool.push(Value::from(text.to_uppercase()));
        }
        Value::Number(number) => {
            if let Some(whole) = number.as_i64() {
                pool.push(Value::from(whole.wrapping_add(1)));
                pool.push(Value::from(whole.wrapping_sub(1)));
            }
            pool.push(json!(2_147_483_648_i64));
        }
        _ => {}
    }
    dice.pick(&pool).cloned()
}

fn collect(value: &Value, pointer: String, places: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                let name = name.replace('~', "~0").replace('/', "~1");
                collect(value, format!("{pointer}/{name}"), places);
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                collect(value, format!("{pointer}/{index}"), places);
            }
        }
        _ => {}
    }
    places.push(pointer);
}

/// What the text of a scalar may be taken for where a wire has no types.
pub(crate) fn readings(value: &Value) -> Vec<Value> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(_) | Value::Bool(_) => value.to_string(),
        other => return vec![other.clone()],
    };
    let mut all = vec![Value::from(text.clone())];
    if let Ok(whole) = text.parse::<i64>() {
        all.push(Value::from(whole));
    } else if let Ok(number) = text.parse::<f64>()
        && number.is_finite()
    {
        all.push(Value::from(number));
    }
    match text.as_str() {
        "true" => all.push(json!(true)),
        "false" => all.push(json!(false)),
        _ => {}
    }
    all
}
