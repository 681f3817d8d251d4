//! Alternatives, reduced: null, `""`, repeats and nested unions taken out.

use trueline_spec::ir::{JsonType, Schema, SchemaId, TypeSet};

use super::super::planner::Planner;
use super::super::shape::{self, Alternatives, Part, Rest, Shape};
use super::Candidate;
use super::facts::Facts;
use crate::refusal::RefusalKind;

/// What is left of alternatives.
pub(super) struct Reduced {
    /// The branches, in document order, each once.
    pub(super) candidates: Vec<Candidate>,
    /// Null was among them.
    pub(super) nullable: bool,
    /// `""` was among them, beside something else.
    pub(super) clearable: bool,
}

/// What alternatives are for.
enum Meaning {
    /// They describe types.
    Types,
    /// One of them leads here: a base whose `oneOf` lists its heirs, seen from an heir.
    Heirs,
    /// They say which members must come together and describe no type.
    Requirements,
}

impl<'a> Planner<'a> {
    /// Reduces the alternatives of a shape; `None` where there are none, or where they constrain
    /// members without describing a type of their own.
    pub(super) fn reduce(&mut self, shape: &Shape<'a>) -> Option<Reduced> {
        let mut meant = Vec::new();
        for alternatives in &shape.alternatives {
            match self.meaning(shape, alternatives) {
                Meaning::Types => meant.push(alternatives),
                Meaning::Heirs | Meaning::Requirements => {}
            }
        }
        let (alternatives, more) = meant.split_first()?;
        if !more.is_empty() {
            self.refuse(
                RefusalKind::AmbiguousUnion,
                shape.at,
                "several sets of alternatives hold here at once: the first is a type, the others are checked"
                    .to_owned(),
            );
        }
        let base = self.base_of(shape, alternatives);
        let mut reduced = Reduced {
            candidates: Vec::new(),
            nullable: false,
            clearable: false,
        };
        let mut branches = Vec::new();
        self.expand(alternatives.branches, 0, &mut branches);
        for id in branches {
            let schema = self.schema(self.api.schemas.resolve(id));
            if is_null(schema) {
                reduced.nullable = true;
            } else if is_empty_text(schema) && alternatives.branches.len() > 1 {
                reduced.clearable = true;
            } else {
                let parts = self.with_base(id, alternatives.owner, &base);
                let parts = self.sole(&parts);
                if reduced.candidates.iter().all(|other| other.parts != parts) {
                    let facts = Facts::of(self.api, &parts);
                    reduced.candidates.push(Candidate { parts, facts });
                }
            }
        }
        self.drop_equal(&mut reduced.candidates);
        Some(reduced)
    }

    /// Branches, with inline unions among them replaced by their own branches.
    fn expand(&self, ids: &[SchemaId], depth: usize, into: &mut Vec<SchemaId>) {
        for id in ids {
            let schema = self.schema(*id);
            let nested = match (schema.any_of.as_slice(), schema.one_of.as_slice()) {
                (nested, []) | ([], nested) => nested,
                _ => &[],
            };
            let only_nests = schema.component.is_none()
                && schema.reference.is_none()
                && schema.all_of.is_empty()
                && schema.discriminator.is_none()
                && !shape::speaks_itself(schema);
            if only_nests && !nested.is_empty() && depth < 8 {
                self.expand(nested, depth + 1, into);
            } else {
                into.push(*id);
            }
        }
    }

    /// The alternatives that are no type: those that only say which members go together, and all that describe
    /// types but the first.
    pub(in super::super) fn checked_alternatives<'s>(
        &self,
        shape: &'s Shape<'a>,
    ) -> Vec<&'s Alternatives<'a>> {
        let mut is_typed = false;
        let mut checked = Vec::new();
        for alternatives in &shape.alternatives {
            match self.meaning(shape, alternatives) {
                Meaning::Types if !is_typed => is_typed = true,
                Meaning::Types | Meaning::Requirements => checked.push(alternatives),
                Meaning::Heirs => {}
            }
        }
        checked
    }

    fn meaning(&self, shape: &Shape<'a>, alternatives: &Alternatives<'a>) -> Meaning {
        let leads_here = alternatives.branches.iter().any(|id| {
            let resolved = self.api.schemas.resolve(*id);
            shape.parts.iter().any(|part| {
                part.id != alternatives.owner && self.api.schemas.resolve(part.id) == resolved
            })
        });
        let mut branches = alternatives.branches.iter();
        if leads_here {
            Meaning::Heirs
        } else if branches.any(|id| self.describes_type(*id, 0)) {
            Meaning::Types
        } else {
            Meaning::Requirements
        }
    }

    fn describes_type(&self, id: SchemaId, depth: usize) -> bool {
        let schema = self.schema(self.api.schemas.resolve(id));
        let requires_only = schema.object.as_ref().is_some_and(|object| {
            object.properties.is_empty()
                && object.additional == trueline_spec::ir::Additional::Unstated
                && object.pattern_properties.is_empty()
        });
        if schema.component.is_some() {
            return true;
        }
        let nested = || {
            schema
                .reference
                .iter()
                .chain(&schema.all_of)
                .chain(&schema.any_of)
                .chain(&schema.one_of)
                .any(|inner| depth < 8 && self.describes_type(*inner, depth + 1))
        };
        let own = match requires_only {
            // `{type: object, required: […]}` and `{required: […]}` say nothing of a type.
            true => !(schema.types == TypeSet::ALL || schema.types.is(JsonType::Object)),
            false => shape::speaks_itself(schema),
        };
        own || nested()
    }

    /// What holds beside the alternatives and is more than their type.
    fn base_of(&self, shape: &Shape<'a>, alternatives: &Alternatives<'a>) -> Vec<Part> {
        let base: Vec<Part> = shape
            .parts
            .iter()
            .map(|part| match part.id == alternatives.owner {
                true => Part {
                    bare: true,
                    ..*part
                },
                false => *part,
            })
            .collect();
        let says_more = !shape.properties.is_empty()
            || !shape.required.is_empty()
            || !matches!(shape.rest, Rest::Unstated | Rest::Free)
            || !shape.items.is_empty()
            || shape.string != Default::default()
            || shape.number != Default::default();
        match says_more {
            true => base,
            false => Vec::new(),
        }
    }

    /// A branch together with what holds beside it, unless it already builds on that.
    fn with_base(&self, id: SchemaId, owner: SchemaId, base: &[Part]) -> Vec<Part> {
        let own = vec![Part::from(id)];
        let shape = Shape::of(self.api, &own);
        if base.is_empty() || shape.parts.iter().any(|part| part.id == owner) {
            return own;
        }
        own.into_iter().chain(base.iter().copied()).collect()
    }

    /// Drops branches that are the same type as one before.
    fn drop_equal(&mut self, candidates: &mut Vec<Candidate>) {
        let mut seen = Vec::new();
        candidates.retain(|candidate| {
            let key = self.key_of(&candidate.parts);
            let new = !seen.contains(&key);
            seen.push(key);
            new
        });
    }
}

fn is_null(schema: &Schema) -> bool {
    schema.types == TypeSet::only(JsonType::Null)
        || matches!(schema.constant(), Some(value) if value.is_null())
}

fn is_empty_text(schema: &Schema) -> bool {
    schema.types.has(JsonType::String) && schema.constant().and_then(|v| v.as_str()) == Some("")
}
