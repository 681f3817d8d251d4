//! A shape: what all the schemas of one place say together.
//!
//! A place is described by one schema, or by several that all hold: `allOf`, a `$ref` with siblings,
//! a member declared in two parts of an `allOf`. [`Part`]s name them, [`Shape`] is their sum.

use indexmap::{IndexMap, IndexSet};
use serde_json::{Number, Value};
use trueline_spec::At;
use trueline_spec::ir::{
    Additional, Api, Discriminator, JsonType, NumberRules, Schema, SchemaId, StringRules, TypeSet,
};

use super::unevaluated::{self, Unevaluated};

/// A schema that holds in some place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Part {
    /// The schema.
    pub(super) id: SchemaId,
    /// Whether its `anyOf` and `oneOf` are left out of account: they were dealt with by the caller.
    pub(super) bare: bool,
}

impl From<SchemaId> for Part {
    fn from(id: SchemaId) -> Self {
        Self { id, bare: false }
    }
}

/// A set of alternatives of which a value satisfies at least one.
#[derive(Debug, Clone)]
pub(super) struct Alternatives<'a> {
    /// The schema that has them.
    pub(super) owner: SchemaId,
    /// The branches in document order.
    pub(super) branches: &'a [SchemaId],
    /// Its discriminator.
    pub(super) discriminator: Option<&'a Discriminator>,
}

/// What is said about members that are not declared.
#[derive(Debug, Clone, Default)]
pub(super) enum Rest {
    #[default]
    Unstated,
    Closed,
    Free,
    Schema(Vec<Part>),
}

/// The sum of all parts of a place.
#[derive(Debug)]
pub(super) struct Shape<'a> {
    /// Where the first part stands.
    pub(super) at: &'a At,
    /// All schemas that were summed up, `$ref` and `allOf` followed.
    pub(super) parts: Vec<Part>,
    pub(super) title: Option<&'a str>,
    pub(super) description: Option<&'a str>,
    pub(super) deprecated: bool,
    pub(super) default: Option<&'a Value>,
    pub(super) types: TypeSet,
    pub(super) values: Option<Vec<&'a Value>>,
    pub(super) format: Option<&'a str>,
    pub(super) string: StringRules,
    pub(super) number: NumberRules,
    pub(super) prefix_items: &'a [SchemaId],
    pub(super) items: Vec<Part>,
    pub(super) min_items: Option<u64>,
    pub(super) max_items: Option<u64>,
    pub(super) unique: bool,
    pub(super) properties: IndexMap<&'a str, Vec<Part>>,
    pub(super) required: IndexSet<&'a str>,
    pub(super) rest: Rest,
    pub(super) pattern_properties: Vec<Part>,
    pub(super) min_properties: Option<u64>,
    pub(super) max_properties: Option<u64>,
    pub(super) alternatives: Vec<Alternatives<'a>>,
    pub(super) read_only: bool,
    pub(super) write_only: bool,
    /// The parts with keywords that only a validator can judge.
    pub(super) logical: Vec<SchemaId>,
    /// Those of them whose `unevaluatedProperties` stands in `rest`.
    pub(super) settled: Vec<SchemaId>,
    /// Patterns beside the one in `string`: all of them hold.
    pub(super) more_patterns: Vec<&'a str>,
    /// Divisors beside the one in `number`.
    pub(super) more_multiples: Vec<&'a Number>,
}

impl<'a> Shape<'a> {
    /// Sums `parts` up.
    pub(super) fn of(api: &'a Api, parts: &[Part]) -> Self {
        let flat = flatten(api, parts);
        let first = parts.first().map_or(SchemaId(0), |part| part.id);
        let mut shape = Self {
            at: &api.schemas.get(first).at,
            parts: flat.clone(),
            title: None,
            description: None,
            deprecated: false,
            default: None,
            types: TypeSet::ALL,
            values: None,
            format: None,
            string: StringRules::default(),
            number: NumberRules::default(),
            prefix_items: &[],
            items: Vec::new(),
            min_items: None,
            max_items: None,
            unique: false,
            properties: IndexMap::new(),
            required: IndexSet::new(),
            rest: Rest::Unstated,
            pattern_properties: Vec::new(),
            min_properties: None,
            max_properties: None,
            alternatives: Vec::new(),
            read_only: false,
            write_only: false,
            logical: Vec::new(),
            settled: Vec::new(),
            more_patterns: Vec::new(),
            more_multiples: Vec::new(),
        };
        for part in flat {
            shape.add(api, part);
        }
        shape.settle_unevaluated(api);
        shape
    }

    /// Where `unevaluatedProperties` is about all members that are not declared here, it is `rest`.
    fn settle_unevaluated(&mut self, api: &Api) {
        for id in self.logical.clone() {
            let Some(Unevaluated::AreUndeclared { names, rest }) = unevaluated::of(api, id) else {
                continue;
            };
            let names: IndexSet<String> = names.collect();
            if !self.properties.keys().all(|name| names.contains(*name)) {
                continue;
            }
            let takes_none = api.schemas.get(rest).types == TypeSet::NONE;
            self.rest = match (std::mem::take(&mut self.rest), takes_none) {
                (Rest::Closed, _) | (_, true) => Rest::Closed,
                (Rest::Schema(mut parts), false) => {
                    parts.push(rest.into());
                    Rest::Schema(parts)
                }
                (Rest::Unstated | Rest::Free, false) => Rest::Schema(vec![rest.into()]),
            };
            self.settled.push(id);
        }
    }

    fn add(&mut self, api: &'a Api, part: Part) {
        let schema = api.schemas.get(part.id);
        self.add_prose(schema);
        self.types = self.types.and(schema.types);
        if let Some(values) = &schema.values {
            self.values = Some(match self.values.take() {
                None => values.iter().collect(),
                Some(old) => old.into_iter().filter(|v| values.contains(v)).collect(),
            });
        }
        self.format = self.format.or(schema.format.as_deref());
        self.add_strings(&schema.string);
        self.add_numbers(&schema.number);
        self.add_array(schema);
        self.add_object(schema);
        if !part.bare {
            for branches in [&schema.any_of, &schema.one_of] {
                if !branches.is_empty() {
                    self.alternatives.push(Alternatives {
                        owner: part.id,
                        branches,
                        discriminator: schema.discriminator.as_ref(),
                    });
                }
            }
        }
        if !part.bare && has_logic(schema) {
            self.logical.push(part.id);
        }
    }

    fn add_prose(&mut self, schema: &'a Schema) {
        let prose = &schema.prose;
        self.title = self.title.or(prose.title.as_deref());
        self.description = self.description.or(prose.description.as_deref());
        self.deprecated |= prose.deprecated;
        self.default = self.default.or(prose.default.as_ref());
        self.read_only |= schema.read_only;
        self.write_only |= schema.write_only;
    }

    fn add_strings(&mut self, rules: &'a StringRules) {
        let mine = &mut self.string;
        mine.min_length = mine.min_length.max(rules.min_length);
        mine.max_length = least(mine.max_length, rules.max_length);
        match (&mine.pattern, &rules.pattern) {
            (Some(known), Some(more)) if known != more => self.more_patterns.push(more),
            (Some(_), _) => {}
            (None, pattern) => mine.pattern.clone_from(pattern),
        }
        if mine.content_encoding.is_none() {
            mine.content_encoding.clone_from(&rules.content_encoding);
        }
        if mine.content_media_type.is_none() {
            mine.content_media_type
                .clone_from(&rules.content_media_type);
        }
    }

    fn add_numbers(&mut self, rules: &'a NumberRules) {
        let mine = &mut self.number;
        tighten(&mut mine.minimum, &rules.minimum, f64::max);
        tighten(
            &mut mine.exclusive_minimum,
            &rules.exclusive_minimum,
            f64::max,
        );
        tighten(&mut mine.maximum, &rules.maximum, f64::min);
        tighten(
            &mut mine.exclusive_maximum,
            &rules.exclusive_maximum,
            f64::min,
        );
        match (&mine.multiple_of, &rules.multiple_of) {
            (Some(known), Some(more)) if known != more => self.more_multiples.push(more),
            (Some(_), _) => {}
            (None, divisor) => mine.multiple_of.clone_from(divisor),
        }
    }

    fn add_array(&mut self, schema: &'a Schema) {
        let Some(rules) = schema.array.as_deref() else {
            return;
        };
        if self.prefix_items.is_empty() {
            self.prefix_items = &rules.prefix_items;
        }
        self.items.extend(rules.items.map(Part::from));
        self.min_items = self.min_items.max(rules.min_items);
        self.max_items = least(self.max_items, rules.max_items);
        self.unique |= rules.unique;
    }

    fn add_object(&mut self, schema: &'a Schema) {
        let Some(rules) = schema.object.as_deref() else {
            return;
        };
        for (name, id) in &rules.properties {
            let parts = self.properties.entry(name).or_default();
            if !parts.contains(&Part::from(*id)) {
                parts.push(Part::from(*id));
            }
        }
        self.required
            .extend(rules.required.iter().map(String::as_str));
        self.rest = match (std::mem::take(&mut self.rest), rules.additional) {
            (Rest::Closed, _) | (_, Additional::Closed) => Rest::Closed,
            (Rest::Schema(mut parts), Additional::Schema(id)) => {
                parts.push(id.into());
                Rest::Schema(parts)
            }
            (Rest::Schema(parts), _) => Rest::Schema(parts),
            (_, Additional::Schema(id)) => Rest::Schema(vec![id.into()]),
            (Rest::Free, _) | (_, Additional::Free) => Rest::Free,
            (Rest::Unstated, Additional::Unstated) => Rest::Unstated,
        };
        self.pattern_properties
            .extend(rules.pattern_properties.values().map(|id| Part::from(*id)));
        self.min_properties = self.min_properties.max(rules.min_properties);
        self.max_properties = least(self.max_properties, rules.max_properties);
    }

    /// Whether `null` is said to be allowed: it stands in a stated type set, or in the enum where no
    /// types are stated.
    pub(super) fn allows_null(&self) -> bool {
        let typed = self.types != TypeSet::ALL && self.types.has(JsonType::Null);
        match &self.values {
            Some(values) => {
                values.iter().any(|value| value.is_null()) && self.types.has(JsonType::Null)
            }
            None => typed,
        }
    }

    /// Whether it says anything of objects.
    pub(super) fn describes_object(&self) -> bool {
        !self.properties.is_empty()
            || !self.required.is_empty()
            || !matches!(self.rest, Rest::Unstated)
            || !self.pattern_properties.is_empty()
    }
}

/// Follows `$ref` and `allOf`: all schemas that hold, the document's order kept, each once.
pub(super) fn flatten(api: &Api, parts: &[Part]) -> Vec<Part> {
    let mut flat = Vec::new();
    for part in parts {
        visit(api, *part, &mut flat);
    }
    flat
}

fn visit(api: &Api, part: Part, flat: &mut Vec<Part>) {
    if flat.contains(&part) {
        return;
    }
    // Its own place comes before what it builds on, so that its own prose wins.
    flat.push(part);
    let schema = api.schemas.get(part.id);
    for id in schema.reference.iter().chain(&schema.all_of) {
        visit(api, Part::from(*id), flat);
    }
}

/// Whether a schema has keywords that only a validator can judge.
pub(super) fn has_logic(schema: &Schema) -> bool {
    let rules_names = schema.object.as_ref().is_some_and(|object| {
        object.property_names.is_some() || !object.pattern_properties.is_empty()
    });
    schema.logic.is_some() || rules_names
}

/// Whether a schema says anything beyond prose.
pub(super) fn speaks(schema: &Schema) -> bool {
    schema.reference.is_some()
        || !schema.all_of.is_empty()
        || !schema.any_of.is_empty()
        || !schema.one_of.is_empty()
        || speaks_itself(schema)
}

/// Whether a schema says anything beyond prose by keywords of its own: not through references,
/// `allOf`, `anyOf`, `oneOf`.
pub(super) fn speaks_itself(schema: &Schema) -> bool {
    schema.types != TypeSet::ALL
        || schema.values.is_some()
        || schema.format.is_some()
        || schema.string != StringRules::default()
        || schema.number != NumberRules::default()
        || schema.array.is_some()
        || schema.object.is_some()
}

fn least(a: Option<u64>, b: Option<u64>) -> Option<u64> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

fn tighten(mine: &mut Option<Number>, other: &Option<Number>, pick: fn(f64, f64) -> f64) {
    let Some(new) = other else { return };
    let keep = match (mine.as_ref().and_then(Number::as_f64), new.as_f64()) {
        (Some(a), Some(b)) => pick(a, b) == a,
        _ => false,
    };
    if !keep {
        *mine = Some(new.clone());
    }
}
