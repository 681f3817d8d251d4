//! Random values of a schema: mostly valid, at its borders, and now and then not valid at all.

use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Number, Value, json};
use trueline_conformance::schema::Direction as Way;
use trueline_spec::ir::{Additional, JsonType, ObjectRules, Schema, SchemaId, Schemas, TypeSet};

/// How values are drawn.
#[derive(Clone, Copy)]
pub(crate) struct Draw<'a> {
    pub(crate) schemas: &'a Schemas,
    /// Of a hundred places, how many hold something that the schema did not ask for.
    pub(crate) nonsense: u32,
    /// Which way the values travel: members of the other are passed over, whatever they are.
    pub(crate) way: Way,
}

/// Objects below this depth have no further objects and lists.
const DEPTH: u32 = 4;

impl Draw<'_> {
    /// Values of the schema `id`.
    pub(crate) fn values(&self, id: SchemaId) -> BoxedStrategy<Value> {
        self.value(id, DEPTH)
    }

    fn value(&self, id: SchemaId, depth: u32) -> BoxedStrategy<Value> {
        let schema = self.schemas.get(self.schemas.resolve(id));
        let near = self.near(schema, depth);
        match self.nonsense {
            0 => near,
            share => prop_oneof![100 - share => near, share => anything()].boxed(),
        }
    }

    fn near(&self, schema: &Schema, depth: u32) -> BoxedStrategy<Value> {
        if let Some(values) = &schema.values {
            let listed = select(values.clone());
            return match self.nonsense {
                0 => listed.boxed(),
                _ => prop_oneof![8 => listed, 1 => word().prop_map(Value::from)].boxed(),
            };
        }
        let branches: Vec<SchemaId> = schema
            .any_of
            .iter()
            .chain(&schema.one_of)
            .copied()
            .collect();
        if !branches.is_empty() {
            let each = branches.iter().map(|id| self.value(*id, depth));
            return any_of(each.collect());
        }
        if !schema.all_of.is_empty() {
            let each: Vec<_> = schema
                .all_of
                .iter()
                .map(|id| self.value(*id, depth))
                .collect();
            return each.prop_map(merge).boxed();
        }
        if schema.types == TypeSet::ALL && schema.object.is_none() {
            return anything();
        }
        let kinds = schema
            .types
            .iter()
            .map(|kind| self.of_kind(schema, kind, depth));
        any_of(kinds.collect())
    }

    fn of_kind(&self, schema: &Schema, kind: JsonType, depth: u32) -> BoxedStrategy<Value> {
        match kind {
            JsonType::Null => Just(Value::Null).boxed(),
            JsonType::Boolean => any::<bool>().prop_map(Value::from).boxed(),
            JsonType::Integer => integer(schema, self.nonsense > 0),
            JsonType::Number => number(schema, self.nonsense > 0),
            JsonType::String => text(schema, self.nonsense > 0),
            JsonType::Array => self.list(schema, depth),
            JsonType::Object => match &schema.object {
                Some(rules) => self.object(rules, depth),
                None => Just(json!({})).boxed(),
            },
        }
    }

    fn list(&self, schema: &Schema, depth: u32) -> BoxedStrategy<Value> {
        let rules = schema.array.as_deref().cloned().unwrap_or_default();
        let (Some(items), 1..) = (rules.items, depth) else {
            return Just(json!([])).boxed();
        };
        let least = rules.min_items.unwrap_or(0) as usize;
        let most = rules
            .max_items
            .map_or(least + 3, |most| most as usize)
            .min(least + 4);
        let around = match self.nonsense {
            0 => least..=most,
            _ => least.saturating_sub(1)..=most + 1,
        };
        let unique = rules.unique && self.nonsense == 0;
        prop::collection::vec(self.value(items, depth - 1), around)
            .prop_map(move |mut items: Vec<Value>| {
                let mut seen: Vec<Value> = Vec::new();
                items.retain(|item| {
                    let is_new = !unique || !seen.contains(item);
                    seen.push(item.clone());
                    is_new
                });
                Value::from(items)
            })
            .boxed()
    }

    fn object(&self, rules: &ObjectRules, depth: u32) -> BoxedStrategy<Value> {
        let depth = depth.saturating_sub(1);
        // So that most objects have no more members than they may.
        let often = rules.max_properties.map_or(0.4, |most| {
            (most as f64 * 0.6 / rules.properties.len().max(1) as f64).min(0.4)
        });
        let mut members: Vec<BoxedStrategy<Option<(String, Value)>>> = Vec::new();
        for (name, id) in &rules.properties {
            // OpenAPI lets a discriminator decide, and says that a validator does not ask it: what it changes is
            // in the literals.
            let schema = self.schemas.get(self.schemas.resolve(*id));
            if schema.discriminator.is_some() {
                continue;
            }
            let is_other = match self.way {
                Way::Request => schema.read_only,
                Way::Response => schema.write_only,
            };
            if is_other {
                continue;
            }
            let is_required = rules.required.contains(name);
            if depth == 0 && !is_required {
                continue;
            }
            let chance = match (is_required, self.nonsense) {
                (true, 0) => 1.0,
                (true, _) => 0.97,
                (false, _) => often,
            };
            let name = name.clone();
            let value = self.value(*id, depth);
            let member = value.prop_map(move |value| (name.clone(), value));
            members.extend(maybe(chance, member));
        }
        let others = match rules.additional {
            Additional::Schema(id) if depth > 0 => Some(self.value(id, depth)),
            Additional::Free => Some(anything()),
            _ if self.nonsense > 0 => Some(anything()),
            _ => None,
        };
        let is_map = matches!(rules.additional, Additional::Schema(_) | Additional::Free);
        if let Some(others) = others {
            let least = rules.min_properties.unwrap_or(0) as usize;
            let most = rules.max_properties.map_or(3, |most| most as usize).min(4);
            for place in 0..=most {
                let chance = match (is_map, place) {
                    (true, place) if place < least => 1.0,
                    (true, place) if place == most && self.nonsense == 0 => 0.0,
                    (true, _) => 0.5,
                    (false, 0) => f64::from(self.nonsense) / 200.0,
                    (false, _) => 0.0,
                };
                let known: Vec<String> = rules.properties.keys().cloned().collect();
                let member = (word(), others.clone()).prop_map(move |(name, value)| {
                    // By place, so that no two are one.
                    (format!("{name}{place}"), value)
                });
                let fresh =
                    member.prop_filter("a name of its own", move |(name, _)| !known.contains(name));
                members.extend(maybe(chance, fresh));
            }
        }
        members
            .prop_map(|members| {
                let members: Map<String, Value> = members.into_iter().flatten().collect();
                Value::Object(members)
            })
            .boxed()
    }
}

/// A member that is there with this chance, 0 to 1; `None` where it never is.
fn maybe(
    chance: f64,
    member: impl Strategy<Value = (String, Value)> + 'static,
) -> Option<BoxedStrategy<Option<(String, Value)>>> {
    if chance >= 1.0 {
        return Some(member.prop_map(Some).boxed());
    }
    (chance > 0.0).then(|| prop::option::weighted(chance, member).boxed())
}

fn any_of(each: Vec<BoxedStrategy<Value>>) -> BoxedStrategy<Value> {
    match each.is_empty() {
        true => anything(),
        false => prop::strategy::Union::new(each).boxed(),
    }
}

/// The members of all, those of later ones on top.
fn merge(parts: Vec<Value>) -> Value {
    let mut whole = Map::new();
    for part in parts {
        match part {
            Value::Object(members) => whole.extend(members),
            other => return other,
        }
    }
    Value::Object(whole)
}

/// Any JSON value, small.
fn anything() -> BoxedStrategy<Value> {
    select(vec![
        json!(null),
        json!(true),
        json!(false),
        json!(0),
        json!(1),
        json!(-1),
        json!(0.5),
        json!(2.0),
        json!(1600000000),
        json!(""),
        json!("a"),
        json!("5"),
        json!("true"),
        json!("null"),
        json!([]),
        json!(["a"]),
        json!([1, null]),
        json!({}),
        json!({"a": 1}),
        json!({"object": "card"}),
        json!([[]]),
    ])
    .boxed()
}

/// Texts that break careless code.
fn word() -> BoxedStrategy<String> {
    const WORDS: &[&str] = &[
        "a", "b", "ab", "abcdefgh", "", " ", "a b", "é", "🍎", "a&b", "a=b", "a+b", "a%20b", "a,b",
        "a|b", "a;b", "a/b", "a.b", "a\"b", "a\\b", "\u{0}", "\r\n", "{}", "null", "5", "-1",
        "true", "+", "%", "#?", "--b", "~", "\u{feff}", "e\u{301}",
    ];
    prop_oneof![
        4 => select(WORDS).prop_map(str::to_owned),
        1 => "\\PC{0,8}",
    ]
    .boxed()
}

fn text(schema: &Schema, nonsense: bool) -> BoxedStrategy<Value> {
    let pool = |valid: &[&str], faulty: &[&str]| {
        let mut all: Vec<Value> = valid.iter().map(|text| Value::from(*text)).collect();
        if nonsense {
            all.extend(faulty.iter().map(|text| Value::from(*text)));
        }
        select(all).boxed()
    };
    match schema.format.as_deref() {
        Some("date") => {
            return pool(
                &["2024-02-29", "1970-01-01", "9999-12-31", "0001-01-01"],
                &["2023-02-29", "2024-1-1", "20240101", "", "2024-04-31"],
            );
        }
        Some("date-time") => {
            return pool(
                &[
                    "2020-09-22T12:09:44Z",
                    "1990-12-31T23:59:60Z",
                    "2020-09-22T12:09:44.123456+02:00",
                ],
                &[
                    "2020-09-22",
                    "2020-09-22T12:09:44",
                    "2020-09-22T24:00:00Z",
                    "",
                    "2020-09-22 12:09:44Z",
                ],
            );
        }
        Some("byte") => {
            return pool(
                &["", "Zg==", "Zm9v", "+/+/"],
                &["Zg", "Z", "-_-_", "Zh==", " "],
            );
        }
        Some("uuid") => return pool(&["2eb8aa08-aa98-11ea-b4aa-73b441d16380"], &[]),
        Some("uri") => return pool(&["https://example.com/a?b=c"], &[]),
        Some("email") => return pool(&["a@example.com"], &[]),
        _ => {}
    }
    let rules = &schema.string;
    if let Some(pattern) = &rules.pattern {
        // The pattern's own language is drawn where proptest reads it.
        let matching = proptest::string::string_regex(pattern.trim_matches(['^', '$']));
        if let Ok(matching) = matching {
            let matching = matching.prop_map(Value::from);
            return match nonsense {
                false => matching.boxed(),
                true => prop_oneof![6 => matching, 1 => word().prop_map(Value::from)].boxed(),
            };
        }
    }
    let least = rules.min_length.unwrap_or(0) as usize;
    let most = rules.max_length.map(|most| most as usize);
    word()
        .prop_flat_map(move |word| {
            let fit = move |length: usize| -> String {
                let filler = if word.is_empty() { "x" } else { &word };
                filler.chars().cycle().take(length).collect()
            };
            let low = if nonsense {
                least.saturating_sub(1)
            } else {
                least
            };
            let high = match most {
                Some(most) if nonsense => most + 1,
                Some(most) => most,
                None => least + 8,
            };
            prop_oneof![
                2 => Just(low),
                2 => low..=high.min(low + 12),
                1 => Just(high),
            ]
            .prop_map(move |length| Value::from(fit(length)))
        })
        .boxed()
}

fn integer(schema: &Schema, nonsense: bool) -> BoxedStrategy<Value> {
    let rules = &schema.number;
    let bound =
        |number: &Option<Number>| number.as_ref().and_then(Number::as_f64).map(|it| it as i64);
    let (hard_low, hard_high) = match schema.format.as_deref() {
        Some("int32") => (i64::from(i32::MIN), i64::from(i32::MAX)),
        _ => (i64::MIN, i64::MAX),
    };
    let low = bound(&rules.minimum)
        .or(bound(&rules.exclusive_minimum).map(|it| it + 1))
        .unwrap_or(hard_low);
    let high = bound(&rules.maximum)
        .or(bound(&rules.exclusive_maximum).map(|it| it - 1))
        .unwrap_or(hard_high);
    let step = bound(&rules.multiple_of)
        .filter(|step| *step > 0)
        .unwrap_or(1);
    let mut pool = vec![low, high];
    pool.extend(
        [0, 1, -1, 7, 9_007_199_254_740_993]
            .iter()
            .filter(|it| (low..=high).contains(*it)),
    );
    if nonsense {
        pool.extend([
            low.saturating_sub(1),
            high.saturating_add(1),
            -1,
            0,
            2_147_483_648,
        ]);
    }
    let pool: Vec<Value> = pool
        .into_iter()
        .map(|it| Value::from(it / step * step))
        .collect();
    if !nonsense {
        return select(pool).boxed();
    }
    // A whole number with a fraction of zero, where a double holds it.
    let spelled = select(vec![json!(2.0), json!(1e3), json!(2.5), json!("2")]);
    prop_oneof![12 => select(pool), 1 => spelled].boxed()
}

fn number(schema: &Schema, nonsense: bool) -> BoxedStrategy<Value> {
    let rules = &schema.number;
    let bound = |number: &Option<Number>| number.as_ref().and_then(Number::as_f64);
    let low = bound(&rules.minimum).or(bound(&rules.exclusive_minimum).map(|it| it + 0.25));
    let high = bound(&rules.maximum).or(bound(&rules.exclusive_maximum).map(|it| it - 0.25));
    let step = bound(&rules.multiple_of);
    let mut pool: Vec<f64> = [low, high].into_iter().flatten().collect();
    let inside =
        |it: &&f64| low.is_none_or(|low| **it >= low) && high.is_none_or(|high| **it <= high);
    const COMMON: &[f64] = &[0.0, 1.0, -1.5, 0.07, 19.99, 100.0, 1e21, -2.5e-7, 0.3];
    pool.extend(COMMON.iter().filter(inside));
    if nonsense {
        pool.extend(rules.exclusive_minimum.as_ref().and_then(Number::as_f64));
        pool.extend(rules.exclusive_maximum.as_ref().and_then(Number::as_f64));
        pool.extend(
            [low, high]
                .into_iter()
                .flatten()
                .flat_map(|it| [it - 1.0, it + 1.0]),
        );
    }
    if let Some(step) = step
        && !nonsense
    {
        pool = vec![0.0, step, step * 7.0];
    }
    select(pool.into_iter().map(Value::from).collect::<Vec<_>>()).boxed()
}
