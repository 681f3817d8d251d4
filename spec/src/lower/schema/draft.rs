//! A schema while it is read: keywords whose meaning depends on others wait here.

use serde_json::Value;

use crate::ir::{Additional, ArrayRules, JsonType, Logic, ObjectRules, Schema, SchemaId, TypeSet};
use crate::lower::context::Lowering;
use crate::lower::node::Node;

/// A schema that is being read.
#[derive(Debug)]
pub(super) struct Draft {
    /// What was read so far.
    pub(super) schema: Schema,
    /// Whether `type` stands in it.
    pub(super) has_type: bool,
    /// Where `nullable: true` (3.0) stands.
    pub(super) nullable: Option<crate::source::At>,
    /// `exclusiveMinimum: true` (3.0): the minimum itself is not allowed.
    pub(super) minimum_is_exclusive: bool,
    /// `exclusiveMaximum: true` (3.0).
    pub(super) maximum_is_exclusive: bool,
    /// `const` (3.1).
    pub(super) constant: Option<Value>,
    /// `discriminator`; its mapping is resolved when all schemas are known.
    pub(super) discriminator: Option<String>,
    /// `unevaluatedProperties` (3.1).
    pub(super) unevaluated_properties: Option<SchemaId>,
    /// Whether `unevaluatedProperties` is `false`.
    pub(super) unevaluated_closed: bool,
}

impl Draft {
    pub(super) fn new(schema: Schema) -> Self {
        Self {
            schema,
            has_type: false,
            nullable: None,
            minimum_is_exclusive: false,
            maximum_is_exclusive: false,
            constant: None,
            discriminator: None,
            unevaluated_properties: None,
            unevaluated_closed: false,
        }
    }

    pub(super) fn array(&mut self) -> &mut ArrayRules {
        self.schema.array.get_or_insert_default()
    }

    pub(super) fn object(&mut self) -> &mut ObjectRules {
        self.schema.object.get_or_insert_default()
    }

    pub(super) fn logic(&mut self) -> &mut Logic {
        self.schema.logic.get_or_insert_default()
    }

    /// Reads a keyword that speaks to people. Whether it was one, of the right kind.
    pub(super) fn prose(&mut self, name: &str, node: &Node<'_>) -> bool {
        let prose = &mut self.schema.prose;
        match (name, node.value) {
            ("title", Value::String(text)) => prose.title = Some(text.clone()),
            ("description", Value::String(text)) => prose.description = Some(text.clone()),
            ("deprecated", Value::Bool(flag)) => prose.deprecated = *flag,
            ("default", value) => prose.default = Some(value.clone()),
            ("example", value) => prose.examples.insert(0, value.clone()),
            ("examples", Value::Array(values)) => prose.examples.extend(values.iter().cloned()),
            ("readOnly", Value::Bool(flag)) => self.schema.read_only = *flag,
            ("writeOnly", Value::Bool(flag)) => self.schema.write_only = *flag,
            // Names that references use.
            ("$id" | "$anchor" | "$dynamicAnchor" | "$schema", Value::String(_)) => {}
            _ => return false,
        }
        true
    }

    /// Reads a keyword that means different things in the two dialects.
    pub(super) fn dialect(&mut self, name: &str, node: &Node<'_>, is_30: bool) -> bool {
        match (name, node.value) {
            ("nullable", Value::Bool(flag)) if is_30 => {
                self.nullable = flag.then(|| node.at.clone());
            }
            // Told by kind and not by version: a slip between the dialects is understood.
            ("exclusiveMinimum", Value::Bool(flag)) => self.minimum_is_exclusive = *flag,
            ("exclusiveMaximum", Value::Bool(flag)) => self.maximum_is_exclusive = *flag,
            ("exclusiveMinimum", Value::Number(number)) => {
                self.schema.number.exclusive_minimum = Some(number.clone());
            }
            ("exclusiveMaximum", Value::Number(number)) => {
                self.schema.number.exclusive_maximum = Some(number.clone());
            }
            ("const", value) if !is_30 => self.constant = Some(value.clone()),
            _ => return false,
        }
        true
    }

    /// Settles what had to wait for the other keywords.
    pub(super) fn finish(mut self, lowering: &mut Lowering<'_>) -> Schema {
        self.settle_bounds();
        self.settle_constant();
        self.settle_unevaluated();
        self.settle_null(lowering);
        self.schema
    }

    fn settle_bounds(&mut self) {
        let number = &mut self.schema.number;
        if self.minimum_is_exclusive {
            number.exclusive_minimum = number.minimum.take();
        }
        if self.maximum_is_exclusive {
            number.exclusive_maximum = number.maximum.take();
        }
    }

    /// `const` beside an `enum` that lacks it leaves nothing that is valid.
    fn settle_constant(&mut self) {
        let Some(constant) = self.constant.take() else {
            return;
        };
        let allowed = self
            .schema
            .values
            .as_ref()
            .is_none_or(|values| values.contains(&constant));
        self.schema.values = Some(if allowed { vec![constant] } else { Vec::new() });
    }

    /// Where nothing but `properties` could evaluate a member, `unevaluatedProperties: false` is
    /// `additionalProperties: false`; elsewhere only a validator can judge it.
    fn settle_unevaluated(&mut self) {
        let Some(id) = self.unevaluated_properties else {
            return;
        };
        let schema = &self.schema;
        let alone = schema.reference.is_none()
            && schema.all_of.is_empty()
            && schema.any_of.is_empty()
            && schema.one_of.is_empty()
            && schema.logic.is_none();
        let additional = schema.object.as_ref().map(|object| object.additional);
        let unstated = additional.is_none_or(|additional| additional == Additional::Unstated);
        if alone && unstated {
            self.object().additional = if self.unevaluated_closed {
                Additional::Closed
            } else {
                Additional::Schema(id)
            };
        } else {
            self.logic().unevaluated_properties = Some(id);
        }
    }

    /// `nullable: true` of 3.0: `null` joins the types and the `enum`.
    ///
    /// By the letter (3.0.4 §4.24.2) it says something only beside a `type`. Real documents put it
    /// beside `anyOf` and `allOf` too, and servers then send `null`: there it becomes one more branch,
    /// as one would write it in 3.1.
    fn settle_null(&mut self, lowering: &mut Lowering<'_>) {
        let Some(at) = self.nullable.take() else {
            return;
        };
        if let Some(values) = &mut self.schema.values
            && !values.contains(&Value::Null)
        {
            values.push(Value::Null);
        }
        if self.has_type {
            self.schema.types = self.schema.types.with(JsonType::Null);
        } else if let Some(types) = self.implied_types() {
            self.schema.types = types.with(JsonType::Null);
        }
        let mut null = Schema::anything(at);
        null.types = TypeSet::only(JsonType::Null);
        if !self.schema.any_of.is_empty() {
            self.schema.any_of.push(lowering.schemas.add(null));
        } else if !self.schema.one_of.is_empty() {
            self.schema.one_of.push(lowering.schemas.add(null));
        } else if !self.schema.all_of.is_empty() {
            let all = std::mem::take(&mut self.schema.all_of);
            let branch = match all.as_slice() {
                [only] => *only,
                _ => {
                    let mut inner = Schema::anything(self.schema.at.child("allOf"));
                    inner.all_of = all;
                    lowering.schemas.add(inner)
                }
            };
            self.schema.any_of = vec![branch, lowering.schemas.add(null)];
        }
    }

    /// The one type that the keywords speak of, where they speak of one and there are no branches.
    fn implied_types(&self) -> Option<TypeSet> {
        let schema = &self.schema;
        let branches = [&schema.all_of, &schema.any_of, &schema.one_of];
        if branches.iter().any(|branch| !branch.is_empty()) || schema.values.is_some() {
            return None;
        }
        match (&schema.object, &schema.array) {
            (Some(_), None) => Some(TypeSet::only(JsonType::Object)),
            (None, Some(_)) => Some(TypeSet::only(JsonType::Array)),
            _ => None,
        }
    }
}
