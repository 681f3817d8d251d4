//! Schemas: one dialect, JSON Schema 2020-12 semantics, in an arena.

use indexmap::IndexMap;
use serde_json::{Number, Value};

use super::Extensions;
use crate::source::At;

/// Index of a schema in [`Schemas`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SchemaId(pub u32);

/// All schemas of an API. A schema is in here once per place where it is written; a `$ref` is a
/// schema of its own whose [`Schema::reference`] leads to the target, so cycles need no care.
#[derive(Debug, Clone, Default)]
pub struct Schemas {
    schemas: Vec<Schema>,
}

impl Schemas {
    /// Adds a schema.
    pub fn push(&mut self, schema: Schema) -> SchemaId {
        let id = SchemaId(u32::try_from(self.schemas.len()).unwrap_or(u32::MAX));
        self.schemas.push(schema);
        id
    }

    /// The schema `id`. Ids come from this arena's own `push` and are never removed.
    pub fn get(&self, id: SchemaId) -> &Schema {
        &self.schemas[id.0 as usize]
    }

    /// The schema `id`, to be completed (lowering reserves a place before it descends).
    pub fn get_mut(&mut self, id: SchemaId) -> &mut Schema {
        &mut self.schemas[id.0 as usize]
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.schemas.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.schemas.is_empty()
    }

    /// All of them with their ids, in the order in which they were met.
    pub fn iter(&self) -> impl Iterator<Item = (SchemaId, &Schema)> {
        self.schemas
            .iter()
            .enumerate()
            .map(|(index, schema)| (SchemaId(index as u32), schema))
    }

    /// Follows plain references (`$ref` without siblings that constrain) to the schema that says
    /// something. Stops at a cycle of references and gives the last one met.
    pub fn resolve(&self, id: SchemaId) -> SchemaId {
        let mut current = id;
        for _ in 0..self.schemas.len() {
            let schema = self.get(current);
            match schema.reference {
                Some(target) if schema.is_plain_reference() => current = target,
                _ => return current,
            }
        }
        current
    }
}

/// A schema. Keywords that the document does not state are `None` or empty.
///
/// `true` (and `{}`) is a schema that states nothing; `false` has an empty [`Schema::types`].
#[derive(Debug, Clone)]
pub struct Schema {
    /// Where it stands.
    pub at: At,
    /// Its name when it stands directly under `components.schemas`.
    pub component: Option<String>,
    /// Titles, descriptions, examples, default.
    pub prose: Prose,
    /// `$ref`, resolved. In 3.1 the other keywords hold beside it; in 3.0 there are none.
    pub reference: Option<SchemaId>,
    /// The JSON types that an instance may have; all of them when the document does not say.
    pub types: TypeSet,
    /// `enum`, or `const` as a list of one.
    pub values: Option<Vec<Value>>,
    /// `format`.
    pub format: Option<String>,
    /// Rules for strings.
    pub string: StringRules,
    /// Rules for numbers.
    pub number: NumberRules,
    /// Rules for arrays; boxed because few schemas have any.
    pub array: Option<Box<ArrayRules>>,
    /// Rules for objects.
    pub object: Option<Box<ObjectRules>>,
    /// `allOf`.
    pub all_of: Vec<SchemaId>,
    /// `anyOf`.
    pub any_of: Vec<SchemaId>,
    /// `oneOf`.
    pub one_of: Vec<SchemaId>,
    /// `discriminator`.
    pub discriminator: Option<Discriminator>,
    /// `not`, `if`/`then`/`else` and other keywords that only a validator can use.
    pub logic: Option<Box<Logic>>,
    /// `readOnly`: in responses only.
    pub read_only: bool,
    /// `writeOnly`: in requests only.
    pub write_only: bool,
    /// Extensions of the schema.
    pub extensions: Extensions,
}

impl Schema {
    /// A schema at `at` that states nothing: every instance is valid.
    pub fn anything(at: At) -> Self {
        Self {
            at,
            component: None,
            prose: Prose::default(),
            reference: None,
            types: TypeSet::ALL,
            values: None,
            format: None,
            string: StringRules::default(),
            number: NumberRules::default(),
            array: None,
            object: None,
            all_of: Vec::new(),
            any_of: Vec::new(),
            one_of: Vec::new(),
            discriminator: None,
            logic: None,
            read_only: false,
            write_only: false,
            extensions: Extensions::new(),
        }
    }

    /// Whether it is a `$ref` and nothing beside it constrains an instance.
    pub fn is_plain_reference(&self) -> bool {
        self.reference.is_some()
            && self.types == TypeSet::ALL
            && self.values.is_none()
            && self.format.is_none()
            && self.string == StringRules::default()
            && self.number == NumberRules::default()
            && self.array.is_none()
            && self.object.is_none()
            && self.all_of.is_empty()
            && self.any_of.is_empty()
            && self.one_of.is_empty()
            && self.logic.is_none()
    }

    /// The schemas written inside this one, in the order of the fields. What its `$ref` and its
    /// discriminator's mapping lead to is not inside it.
    pub fn subschemas(&self) -> Vec<SchemaId> {
        let mut inner = Vec::new();
        if let Some(array) = &self.array {
            inner.extend(&array.prefix_items);
            inner.extend(array.items);
        }
        if let Some(object) = &self.object {
            inner.extend(object.properties.values());
            inner.extend(object.pattern_properties.values());
            inner.extend(object.property_names);
            if let Additional::Schema(id) = object.additional {
                inner.push(id);
            }
        }
        for branches in [&self.all_of, &self.any_of, &self.one_of] {
            inner.extend(branches);
        }
        if let Some(logic) = &self.logic {
            inner.extend(logic.not);
            inner.extend(logic.condition);
            inner.extend(logic.then);
            inner.extend(logic.otherwise);
            inner.extend(logic.contains);
            inner.extend(logic.dependent_schemas.values());
            inner.extend(logic.unevaluated_properties);
            inner.extend(logic.unevaluated_items);
        }
        inner
    }

    /// The only value that is allowed, where `enum` has one element or `const` stands.
    pub fn constant(&self) -> Option<&Value> {
        match self.values.as_deref() {
            Some([only]) => Some(only),
            _ => None,
        }
    }
}

/// What a schema says to people.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Prose {
    /// `title`.
    pub title: Option<String>,
    /// `description`, CommonMark. Beside a `$ref` it describes this use.
    pub description: Option<String>,
    /// `deprecated`.
    pub deprecated: bool,
    /// `default`.
    pub default: Option<Value>,
    /// `examples`, or `example` as a list of one.
    pub examples: Vec<Value>,
}

/// A set of JSON types. `integer` is its own member: `number` contains it on the wire, so a set with
/// `number` need not have `integer`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TypeSet(u8);

/// A JSON type (JSON Schema 2020-12 validation §6.1.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the variants are the values of `type`")]
pub enum JsonType {
    Null,
    Boolean,
    Integer,
    Number,
    String,
    Array,
    Object,
}

impl JsonType {
    /// All types.
    pub const ALL: [JsonType; 7] = [
        JsonType::Null,
        JsonType::Boolean,
        JsonType::Integer,
        JsonType::Number,
        JsonType::String,
        JsonType::Array,
        JsonType::Object,
    ];

    /// The word in a document.
    pub fn as_str(self) -> &'static str {
        match self {
            JsonType::Null => "null",
            JsonType::Boolean => "boolean",
            JsonType::Integer => "integer",
            JsonType::Number => "number",
            JsonType::String => "string",
            JsonType::Array => "array",
            JsonType::Object => "object",
        }
    }
}

impl TypeSet {
    /// No type: the schema `false`.
    pub const NONE: TypeSet = TypeSet(0);
    /// Every type: nothing is stated.
    pub const ALL: TypeSet = TypeSet(0b111_1111);

    /// The set of one type.
    pub const fn only(one: JsonType) -> TypeSet {
        TypeSet(1 << one as u8)
    }

    /// This set and one more.
    #[must_use]
    pub const fn with(self, one: JsonType) -> TypeSet {
        TypeSet(self.0 | 1 << one as u8)
    }

    /// This set less one.
    #[must_use]
    pub const fn without(self, one: JsonType) -> TypeSet {
        TypeSet(self.0 & !(1 << one as u8))
    }

    /// What both sets have. `number` and `integer` meet in `integer`.
    #[must_use]
    pub fn and(self, other: TypeSet) -> TypeSet {
        let widen = |set: TypeSet| {
            if set.has(JsonType::Number) {
                set.with(JsonType::Integer)
            } else {
                set
            }
        };
        TypeSet(widen(self).0 & widen(other).0)
    }

    /// Whether `one` is in it.
    pub const fn has(self, one: JsonType) -> bool {
        self.0 & (1 << one as u8) != 0
    }

    /// Whether it is the set of just this type.
    pub fn is(self, one: JsonType) -> bool {
        self == TypeSet::only(one)
    }

    /// The types in it, in the order of [`JsonType::ALL`].
    pub fn iter(self) -> impl Iterator<Item = JsonType> {
        JsonType::ALL.into_iter().filter(move |one| self.has(*one))
    }

    /// The one type that it has beside `null`, if there is exactly one.
    pub fn single(self) -> Option<JsonType> {
        let mut rest = self.without(JsonType::Null).iter();
        match (rest.next(), rest.next()) {
            (Some(one), None) => Some(one),
            _ => None,
        }
    }
}

/// Rules for strings (JSON Schema 2020-12 validation §6.3, §8).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct StringRules {
    /// Characters at least.
    pub min_length: Option<u64>,
    /// Characters at most.
    pub max_length: Option<u64>,
    /// An ECMA-262 pattern, unanchored.
    pub pattern: Option<String>,
    /// `contentEncoding` (3.1), such as `base64`.
    pub content_encoding: Option<String>,
    /// `contentMediaType` (3.1).
    pub content_media_type: Option<String>,
}

/// Rules for numbers (JSON Schema 2020-12 validation §6.2).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct NumberRules {
    /// Inclusive lower bound.
    pub minimum: Option<Number>,
    /// Exclusive lower bound.
    pub exclusive_minimum: Option<Number>,
    /// Inclusive upper bound.
    pub maximum: Option<Number>,
    /// Exclusive upper bound.
    pub exclusive_maximum: Option<Number>,
    /// Greater than zero.
    pub multiple_of: Option<Number>,
}

/// Rules for arrays (JSON Schema 2020-12 validation §6.4 and core §10.3.1).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ArrayRules {
    /// `prefixItems`: the first items, each by its own schema.
    pub prefix_items: Vec<SchemaId>,
    /// `items`: every (further) item.
    pub items: Option<SchemaId>,
    /// Items at least.
    pub min_items: Option<u64>,
    /// Items at most.
    pub max_items: Option<u64>,
    /// Whether items must differ.
    pub unique: bool,
}

/// Rules for objects (JSON Schema 2020-12 validation §6.5 and core §10.3.2).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ObjectRules {
    /// Members in document order.
    pub properties: IndexMap<String, SchemaId>,
    /// Names of members that must be there, in document order, without repeats; they need not be in
    /// `properties`.
    pub required: Vec<String>,
    /// What about members not in `properties` and not matched by `pattern_properties`.
    pub additional: Additional,
    /// Pattern (ECMA-262) → schema.
    pub pattern_properties: IndexMap<String, SchemaId>,
    /// `propertyNames`.
    pub property_names: Option<SchemaId>,
    /// Members at least.
    pub min_properties: Option<u64>,
    /// Members at most.
    pub max_properties: Option<u64>,
}

/// What about members that are not declared.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Additional {
    /// The document does not say: any member may come.
    #[default]
    Unstated,
    /// `additionalProperties: false`, or `unevaluatedProperties: false` where nothing but this schema's
    /// own `properties` could evaluate a member: none may come.
    Closed,
    /// `additionalProperties: true`: any member may come, and they matter.
    Free,
    /// They must be valid by this schema.
    Schema(SchemaId),
}

/// `discriminator` (OpenAPI 3.0.4 §4.25).
#[derive(Debug, Clone, PartialEq)]
pub struct Discriminator {
    /// Where it stands.
    pub at: At,
    /// The member that tells the branches apart.
    pub property: String,
    /// Value → schema, explicit mappings first, then the implicit ones of branches without any.
    pub mapping: IndexMap<String, SchemaId>,
}

/// Keywords that a generated type cannot express and only a validator can judge.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Logic {
    /// `not`.
    pub not: Option<SchemaId>,
    /// `if`.
    pub condition: Option<SchemaId>,
    /// `then`.
    pub then: Option<SchemaId>,
    /// `else`.
    pub otherwise: Option<SchemaId>,
    /// `contains`.
    pub contains: Option<SchemaId>,
    /// `minContains`.
    pub min_contains: Option<u64>,
    /// `maxContains`.
    pub max_contains: Option<u64>,
    /// `dependentRequired`.
    pub dependent_required: IndexMap<String, Vec<String>>,
    /// `dependentSchemas`.
    pub dependent_schemas: IndexMap<String, SchemaId>,
    /// `unevaluatedProperties`, where other keywords of the same schema may evaluate members; where
    /// only `properties` can, it became [`ObjectRules::additional`].
    pub unevaluated_properties: Option<SchemaId>,
    /// `unevaluatedItems`.
    pub unevaluated_items: Option<SchemaId>,
}
