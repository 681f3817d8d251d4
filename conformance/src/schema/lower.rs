//! From the IR's schemas to one JSON Schema 2020-12 document.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};
use trueline_spec::ir::{
    Additional, ArrayRules, JsonType, Logic, NumberRules, ObjectRules, Schema, SchemaId, Schemas,
    TypeSet,
};

use super::Direction;

/// How schemas are to be read.
pub struct Lowering<'a> {
    /// The schemas of the API.
    pub schemas: &'a Schemas,
    /// Which way the value travels.
    pub direction: Direction,
    /// Extensions that leave an `enum` open.
    pub open_enums: &'a [String],
    /// Components whose optional members may be null where they could be absent.
    pub null_as_absent: &'a [String],
}

/// The schemas `roots` and all that they reach as one JSON Schema 2020-12 document: each under `$defs` by
/// its id (`s12`), with references between them, so that the place of an error names the schema.
///
/// The document itself describes an object: its member `s12` must be valid by the schema 12. So one
/// document, compiled once, serves for many roots that share most of what they reach.
///
/// A pattern that `usable` refuses is left out.
pub fn lower(
    lowering: &Lowering<'_>,
    roots: &BTreeSet<SchemaId>,
    usable: &mut dyn FnMut(SchemaId, &str) -> bool,
) -> Value {
    let mut definitions = Map::new();
    let mut met = roots.clone();
    let mut waiting: Vec<SchemaId> = roots.iter().copied().collect();
    while let Some(id) = waiting.pop() {
        let mut one = One {
            lowering,
            id,
            met: &mut met,
            waiting: &mut waiting,
        };
        let lowered = one.schema(lowering.schemas.get(id), usable);
        definitions.insert(name(id), lowered);
    }
    let members: Map<String, Value> = roots
        .iter()
        .map(|id| (name(*id), json!({ "$ref": reference(*id) })))
        .collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "properties": members,
        "$defs": definitions,
    })
}

/// The schema that a `$defs` name stands for.
pub(super) fn named(name: &str) -> Option<SchemaId> {
    name.strip_prefix('s')?.parse().ok().map(SchemaId)
}

/// The `$defs` name of a schema.
pub(super) fn name(id: SchemaId) -> String {
    format!("s{}", id.0)
}

fn reference(id: SchemaId) -> String {
    format!("#/$defs/s{}", id.0)
}

/// The lowering of one schema; notes the schemas that it refers to.
struct One<'a, 'b> {
    lowering: &'a Lowering<'a>,
    id: SchemaId,
    met: &'b mut BTreeSet<SchemaId>,
    waiting: &'b mut Vec<SchemaId>,
}

impl One<'_, '_> {
    fn refer(&mut self, id: SchemaId) -> Value {
        if self.met.insert(id) {
            self.waiting.push(id);
        }
        json!({ "$ref": reference(id) })
    }

    fn refer_all(&mut self, ids: &[SchemaId]) -> Value {
        ids.iter().map(|id| self.refer(*id)).collect()
    }

    fn schema(&mut self, schema: &Schema, usable: &mut dyn FnMut(SchemaId, &str) -> bool) -> Value {
        if schema.types == TypeSet::NONE {
            return Value::Bool(false);
        }
        let mut out = Map::new();
        if let Some(target) = schema.reference
            && let Value::Object(members) = self.refer(target)
        {
            out.extend(members);
        }
        if schema.types != TypeSet::ALL {
            let types: Vec<_> = schema.types.iter().map(JsonType::as_str).collect();
            out.insert("type".to_owned(), json!(types));
        }
        if let Some(values) = &schema.values
            && !self.is_open(schema)
        {
            out.insert("enum".to_owned(), json!(values));
        }
        self.strings(schema, usable, &mut out);
        numbers(&schema.number, schema.format.as_deref(), &mut out);
        if let Some(rules) = &schema.array {
            self.array(rules, &mut out);
        }
        if let Some(rules) = &schema.object {
            self.object(rules, usable, &mut out);
            if self.takes_nulls(schema) {
                allow_nulls(rules, &mut out);
            }
        }
        for (keyword, ids) in [
            ("allOf", &schema.all_of),
            ("anyOf", &schema.any_of),
            ("oneOf", &schema.one_of),
        ] {
            if !ids.is_empty() {
                out.insert(keyword.to_owned(), self.refer_all(ids));
            }
        }
        if let Some(logic) = &schema.logic {
            self.logic(logic, &mut out);
        }
        Value::Object(out)
    }

    /// Whether further values of the enum may come unannounced: only a server may send them.
    fn is_open(&self, schema: &Schema) -> bool {
        self.lowering.direction == Direction::Response
            && self
                .lowering
                .open_enums
                .iter()
                .any(|name| match schema.extensions.get(name) {
                    None | Some(Value::Bool(false) | Value::Null) => false,
                    Some(_) => true,
                })
    }

    /// Whether null stands for absence in this component: only a server may write it so.
    fn takes_nulls(&self, schema: &Schema) -> bool {
        self.lowering.direction == Direction::Response
            && schema
                .component
                .as_ref()
                .is_some_and(|name| self.lowering.null_as_absent.contains(name))
    }

    fn strings(
        &mut self,
        schema: &Schema,
        usable: &mut dyn FnMut(SchemaId, &str) -> bool,
        out: &mut Map<String, Value>,
    ) {
        let rules = &schema.string;
        let mut put = |keyword: &str, value: Value| out.insert(keyword.to_owned(), value);
        if let Some(format) = &schema.format {
            put("format", json!(format));
        }
        if let Some(length) = rules.min_length {
            put("minLength", json!(length));
        }
        if let Some(length) = rules.max_length {
            put("maxLength", json!(length));
        }
        if let Some(pattern) = &rules.pattern
            && usable(self.id, pattern)
        {
            put("pattern", json!(as_ecma(pattern)));
        }
    }

    fn array(&mut self, rules: &ArrayRules, out: &mut Map<String, Value>) {
        if !rules.prefix_items.is_empty() {
            let items = self.refer_all(&rules.prefix_items);
            out.insert("prefixItems".to_owned(), items);
        }
        if let Some(items) = rules.items {
            let items = self.refer(items);
            out.insert("items".to_owned(), items);
        }
        if let Some(count) = rules.min_items {
            out.insert("minItems".to_owned(), json!(count));
        }
        if let Some(count) = rules.max_items {
            out.insert("maxItems".to_owned(), json!(count));
        }
        if rules.unique {
            out.insert("uniqueItems".to_owned(), json!(true));
        }
    }

    fn object(
        &mut self,
        rules: &ObjectRules,
        usable: &mut dyn FnMut(SchemaId, &str) -> bool,
        out: &mut Map<String, Value>,
    ) {
        if !rules.properties.is_empty() {
            let properties: Map<String, Value> = rules
                .properties
                .iter()
                .map(|(name, id)| (name.clone(), self.refer(*id)))
                .collect();
            out.insert("properties".to_owned(), Value::Object(properties));
        }
        let required: Vec<&String> = rules
            .required
            .iter()
            .filter(|name| !self.travels_the_other_way(rules, name))
            .collect();
        if !required.is_empty() {
            out.insert("required".to_owned(), json!(required));
        }
        match rules.additional {
            Additional::Unstated | Additional::Free => {}
            Additional::Closed => {
                out.insert("additionalProperties".to_owned(), json!(false));
            }
            Additional::Schema(id) => {
                let schema = self.refer(id);
                out.insert("additionalProperties".to_owned(), schema);
            }
        }
        let mut patterns = Map::new();
        for (pattern, id) in &rules.pattern_properties {
            if usable(self.id, pattern) {
                patterns.insert(as_ecma(pattern), self.refer(*id));
            }
        }
        if !patterns.is_empty() {
            out.insert("patternProperties".to_owned(), Value::Object(patterns));
        }
        if let Some(id) = rules.property_names {
            let schema = self.refer(id);
            out.insert("propertyNames".to_owned(), schema);
        }
        if let Some(count) = rules.min_properties {
            out.insert("minProperties".to_owned(), json!(count));
        }
        if let Some(count) = rules.max_properties {
            out.insert("maxProperties".to_owned(), json!(count));
        }
    }

    fn travels_the_other_way(&self, rules: &ObjectRules, name: &str) -> bool {
        let Some(&id) = rules.properties.get(name) else {
            return false;
        };
        let schemas = self.lowering.schemas;
        [id, schemas.resolve(id)].into_iter().any(|id| {
            let schema = schemas.get(id);
            match self.lowering.direction {
                Direction::Request => schema.read_only,
                Direction::Response => schema.write_only,
            }
        })
    }

    fn logic(&mut self, logic: &Logic, out: &mut Map<String, Value>) {
        for (keyword, id) in [
            ("not", logic.not),
            ("if", logic.condition),
            ("then", logic.then),
            ("else", logic.otherwise),
            ("contains", logic.contains),
        ] {
            if let Some(id) = id {
                let schema = self.refer(id);
                out.insert(keyword.to_owned(), schema);
            }
        }
        for (keyword, count) in [
            ("minContains", logic.min_contains),
            ("maxContains", logic.max_contains),
        ] {
            if let Some(count) = count {
                out.insert(keyword.to_owned(), json!(count));
            }
        }
        if !logic.dependent_required.is_empty() {
            let required = json!(logic.dependent_required);
            out.insert("dependentRequired".to_owned(), required);
        }
        if !logic.dependent_schemas.is_empty() {
            let schemas: Map<String, Value> = logic
                .dependent_schemas
                .iter()
                .map(|(name, id)| (name.clone(), self.refer(*id)))
                .collect();
            out.insert("dependentSchemas".to_owned(), Value::Object(schemas));
        }
    }
}

/// The pattern with its dots spelled out: in ECMA-262 (§22.2.2.7) a dot is no line terminator, of which there are four; the
/// engine knows one.
pub(super) fn as_ecma(pattern: &str) -> String {
    let mut out = String::new();
    let (mut is_escaped, mut is_in_class) = (false, false);
    for letter in pattern.chars() {
        match letter {
            '.' if !is_escaped && !is_in_class => {
                out.push_str(r"[^\n\r\u{2028}\u{2029}]");
                continue;
            }
            '[' if !is_escaped => is_in_class = true,
            ']' if !is_escaped => is_in_class = false,
            _ => {}
        }
        is_escaped = letter == '\\' && !is_escaped;
        out.push(letter);
    }
    out
}

/// Lets each optional property be null. As a condition, so that what is wrong with another value is said by
/// its own schema and not by a choice between two.
fn allow_nulls(rules: &ObjectRules, out: &mut Map<String, Value>) {
    let Some(Value::Object(properties)) = out.get_mut("properties") else {
        return;
    };
    for (name, schema) in properties {
        if !rules.required.contains(name) {
            *schema = json!({ "if": { "type": "null" }, "else": schema.take() });
        }
    }
}

/// Number rules; `int32` and `int64` (OpenAPI format registry) are bounds where none are stated.
fn numbers(rules: &NumberRules, format: Option<&str>, out: &mut Map<String, Value>) {
    let (low, high) = match format {
        Some("int32") => (json!(i32::MIN), json!(i32::MAX)),
        Some("int64") => (json!(i64::MIN), json!(i64::MAX)),
        _ => (Value::Null, Value::Null),
    };
    let stated = |number: &Option<serde_json::Number>| number.clone().map(Value::Number);
    let bounded_below = rules.minimum.is_some() || rules.exclusive_minimum.is_some();
    let bounded_above = rules.maximum.is_some() || rules.exclusive_maximum.is_some();
    for (keyword, value) in [
        ("minimum", stated(&rules.minimum)),
        ("minimum", (!bounded_below).then_some(low)),
        ("exclusiveMinimum", stated(&rules.exclusive_minimum)),
        ("maximum", stated(&rules.maximum)),
        ("maximum", (!bounded_above).then_some(high)),
        ("exclusiveMaximum", stated(&rules.exclusive_maximum)),
        ("multipleOf", stated(&rules.multiple_of)),
    ] {
        if let Some(value) = value
            && !value.is_null()
        {
            out.insert(keyword.to_owned(), value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::as_ecma;

    #[test]
    fn a_dot_is_no_line_terminator() {
        const DOT: &str = r"[^\n\r\u{2028}\u{2029}]";
        assert_eq!(as_ecma("^.+$"), format!("^{DOT}+$"));
        // Escaped, or one of a class, it is a full stop.
        assert_eq!(as_ecma(r"a\.[.\]].\\."), format!(r"a\.[.\]]{DOT}\\{DOT}"));
    }
}
