//! Unions: `anyOf`, `oneOf`, and lists of types.
//!
//! First the alternatives are reduced to what they mean: null is a presence, `""` beside something
//! else is a way to clear it, an id beside the object it names is an expandable. What is left with more
//! than one branch is a union, and [`distinguish`] finds out how its branches are told apart.

mod distinguish;
mod expandable;
mod facts;
mod lists;
mod objects;
mod reduce;
mod words;

use serde_json::Value;
use trueline_spec::ir::{JsonType, TypeSet};

use super::draft::{Place, Planned};
use super::enumeration;
use super::key::Key;
use super::planner::{Planner, docs_of};
use super::scalar;
use super::shape::{Part, Shape};
use crate::plan::{Branch, Kind, Logic, Rules, StringEnum, Test, Type, TypeKind, Union};
use crate::refusal::RefusalKind;

use facts::Facts;
use reduce::Reduced;

/// A branch before it has a type.
struct Candidate {
    parts: Vec<Part>,
    facts: Facts,
}

impl<'a> Planner<'a> {
    /// The type of a shape with alternatives; `None` when it has none that matter.
    pub(super) fn plan_alternatives(
        &mut self,
        shape: &Shape<'a>,
        key: Key,
        place: &Place,
    ) -> Option<Planned> {
        let Reduced {
            candidates,
            nullable,
            clearable,
        } = self.reduce(shape)?;
        let nullable = nullable || shape.allows_null();
        let wrapped = clearable && !candidates.is_empty();
        let planned = if candidates.is_empty() {
            Planned::plain(Type::Any)
        } else if let [only] = candidates.as_slice() {
            self.plan_type(&only.parts, place)
        } else if let Some(planned) = self.plan_expandable(shape, &candidates, place) {
            planned
        } else {
            match wrapped {
                true => self.plan_inner_union(shape, candidates, place),
                false => self.plan_union(shape, candidates, key, place),
            }
        };
        let nullable = nullable || planned.nullable;
        Some(match wrapped {
            // Constraints of the value would also hold `""` to them; it is a branch of its own.
            true => Planned {
                ty: Type::Clearable(Box::new(planned.ty)),
                nullable,
                rules: planned.rules,
            },
            false => Planned {
                nullable,
                ..planned
            },
        })
    }

    /// A shape with several JSON types: a union with one branch for each.
    pub(super) fn plan_type_list(&mut self, shape: &Shape<'a>, key: Key, place: &Place) -> Planned {
        let nullable = shape.allows_null();
        let mut types = shape.types.without(JsonType::Null);
        if types.has(JsonType::Number) {
            types = types.without(JsonType::Integer);
        }
        if let Some(only) = types.single()
            && scalar::is_scalar_set(types)
        {
            return Planned {
                nullable,
                ..scalar::plan(shape, only)
            };
        }
        let id = self.reserve_for(key, shape.title, place);
        let mut branches = Vec::new();
        for one in distinguish::IN_ORDER {
            let Some(json_type) = distinguish::json_type(one).filter(|t| types.has(*t)) else {
                continue;
            };
            let planned = match json_type {
                JsonType::Object => match shape.describes_object() {
                    true => self.plan_member_object(shape, id, place),
                    false => Planned::plain(Type::Map(Box::new(Type::Any))),
                },
                JsonType::Array => {
                    let key = self.synthetic_key(shape, "list");
                    self.plan_list(shape, key, &place.inside(id, "List"))
                }
                scalar => scalar::plan(shape, scalar),
            };
            branches.push(Branch {
                name: String::new(),
                ty: Some(planned.ty),
                test: Test::Kinds(vec![one]),
                doubted: false,
                own: false,
                rules: self.intern_rules(planned.rules),
                docs: Default::default(),
            });
        }
        let expected = words::expected(&branches, None);
        self.define(
            id,
            shape,
            place,
            TypeKind::Union(Union {
                tag: None,
                branches,
                overlaps: false,
                untagged: Vec::new(),
                expected,
            }),
        );
        Planned {
            nullable,
            ..Planned::plain(Type::Named(id))
        }
    }

    /// The object branch of a list of types: the same shape, as a type of its own.
    fn plan_member_object(
        &mut self,
        shape: &Shape<'a>,
        owner: crate::plan::TypeId,
        place: &Place,
    ) -> Planned {
        let place = place.inside(owner, "Object");
        let key = self.synthetic_key(shape, "object");
        let planned = self.plan_object(shape, key, &place);
        Planned {
            nullable: false,
            ..planned
        }
    }

    /// A union that stands inside another type of the same place, and so has no schema of its own.
    fn plan_inner_union(
        &mut self,
        shape: &Shape<'a>,
        candidates: Vec<Candidate>,
        place: &Place,
    ) -> Planned {
        let keys: Vec<Key> = candidates
            .iter()
            .map(|candidate| self.key_of(&candidate.parts))
            .collect();
        let by = shape
            .alternatives
            .first()
            .and_then(|alternatives| alternatives.discriminator)
            .map(|discriminator| discriminator.property.as_str());
        let key = self.union_key(&keys, by);
        let inner = match place.tail.is_empty() {
            true => place.then("Value"),
            false => place.clone(),
        };
        if let Some(planned) = self.known(key, &inner) {
            return planned;
        }
        let planned = self.plan_union(shape, candidates, key, &inner);
        self.remember(key, &planned);
        planned
    }

    /// A union with a type of its own. `key` is its place.
    fn plan_union(
        &mut self,
        shape: &Shape<'a>,
        candidates: Vec<Candidate>,
        key: Key,
        place: &Place,
    ) -> Planned {
        if let Some(planned) = self.plan_open_enum(shape, &candidates, key, place) {
            return planned;
        }
        let told = distinguish::tell_apart(self.api, Some(shape), &candidates);
        if let Some(what) = &told.ambiguity {
            self.refuse(RefusalKind::AmbiguousUnion, shape.at, what.clone());
        }
        if let [only] = told.order.as_slice() {
            // Branches that cannot be told apart and have the same type are one.
            return self.plan_merged(only.0, &told.merged, &candidates, place);
        }
        let id = self.reserve_for(key, shape.title, place);
        let mut nullable = false;
        let mut branches = Vec::new();
        let places: Vec<usize> = told.order.iter().map(|(index, _)| *index).collect();
        let untagged = told
            .untagged
            .into_iter()
            .filter_map(|(index, test)| {
                Some((places.iter().position(|place| *place == index)?, test))
            })
            .collect();
        for (index, test) in told.order {
            let candidate = &candidates[index];
            let is_constant = matches!(test, Test::Constant(_));
            let member = Shape::of(self.api, &candidate.parts);
            let mut docs = docs_of(&member);
            let planned = match is_constant {
                true => None,
                false => {
                    let word = distinguish::word_for(&candidate.facts, &test);
                    let inside = place.inside(id, &word);
                    let planned = self.plan_merged(index, &told.merged, &candidates, &inside);
                    nullable |= planned.nullable;
                    // A named type says it all at its own place.
                    if matches!(planned.ty, Type::Named(_)) {
                        docs = Default::default();
                    }
                    Some(planned)
                }
            };
            let (ty, rules) = match planned {
                Some(planned) => (Some(planned.ty), self.intern_rules(planned.rules)),
                None => (None, None),
            };
            branches.push(Branch {
                name: String::new(),
                ty,
                test,
                doubted: told.doubted.contains(&index),
                own: told.own.contains(&index),
                rules,
                docs,
            });
        }
        let expected = words::expected(&branches, told.tag.as_deref());
        self.define(
            id,
            shape,
            place,
            TypeKind::Union(Union {
                tag: told.tag,
                branches,
                overlaps: self.may_overlap(shape),
                untagged,
                expected,
            }),
        );
        Planned {
            nullable,
            ..Planned::plain(Type::Named(id))
        }
    }

    /// Whether a value may be of several alternatives at once.
    fn may_overlap(&self, shape: &Shape<'a>) -> bool {
        shape
            .alternatives
            .iter()
            .any(|alternatives| self.schema(alternatives.owner).any_of == alternatives.branches)
    }

    /// A candidate together with those that are the same to whoever reads: a type that holds them all, and what one
    /// of them allows.
    fn plan_merged(
        &mut self,
        index: usize,
        merged: &[(usize, usize)],
        candidates: &[Candidate],
        place: &Place,
    ) -> Planned {
        let mut planned = self.plan_type(&candidates[index].parts, place);
        let mut each = vec![std::mem::take(&mut planned.rules)];
        for (_, other) in merged.iter().filter(|(kept, _)| *kept == index) {
            let mut other = self.plan_type(&candidates[*other].parts, place);
            each.push(std::mem::take(&mut other.rules));
            planned.nullable |= other.nullable;
            if planned.ty != other.ty {
                planned.ty = wider(&candidates[index].facts.kinds);
            }
        }
        planned.rules = any_of(each);
        planned
    }

    /// `anyOf [string, enum …]`: strings of which some are known.
    fn plan_open_enum(
        &mut self,
        shape: &Shape<'a>,
        candidates: &[Candidate],
        key: Key,
        place: &Place,
    ) -> Option<Planned> {
        let mut values = Vec::new();
        let mut plain = Vec::new();
        if candidates
            .iter()
            .any(|one| one.facts.kinds != [Kind::String])
        {
            return None;
        }
        for candidate in candidates {
            match &candidate.facts.values {
                Some(list) => values.extend(list.iter().cloned()),
                None => plain.push(self.plan_type(&candidate.parts, place).rules),
            }
        }
        if plain.is_empty() || values.is_empty() {
            return None;
        }
        let listed = Logic {
            values: values
                .iter()
                .map(|value| Value::from(value.as_str()).to_string())
                .collect(),
            ..Logic::default()
        };
        plain.push(Rules {
            logic: Some(Box::new(listed)),
            ..Rules::default()
        });
        let rules = any_of(plain);
        let id = self.reserve_for(key, shape.title, place);
        self.define(
            id,
            shape,
            place,
            TypeKind::StringEnum(StringEnum {
                variants: enumeration::variants(values),
                other: None,
                extensible: true,
            }),
        );
        Some(Planned {
            rules,
            ..Planned::plain(Type::Named(id))
        })
    }

    /// Whether one of the alternatives is null.
    pub(super) fn has_null_branch(&self, shape: &Shape<'a>) -> bool {
        shape.alternatives.iter().any(|alternatives| {
            alternatives.branches.iter().any(|id| {
                let branch = self.schema(self.api.schemas.resolve(*id));
                branch.types == TypeSet::only(JsonType::Null)
                    || matches!(branch.constant(), Some(value) if value.is_null())
            })
        })
    }
}

/// What one of these allows.
fn any_of(mut each: Vec<Rules>) -> Rules {
    if each.len() == 1 || each.iter().any(Rules::is_none) {
        let only = (each.len() == 1).then(|| each.pop()).flatten();
        return only.unwrap_or_default();
    }
    each.dedup();
    match each.len() {
        1 => each.pop().unwrap_or_default(),
        _ => Rules {
            logic: Some(Box::new(Logic {
                any: each,
                ..Logic::default()
            })),
            ..Rules::default()
        },
    }
}

/// The type of all values of one JSON type.
fn wider(kinds: &[Kind]) -> Type {
    match kinds {
        [Kind::Boolean] => Type::Boolean,
        [Kind::Integer] => Type::Integer,
        [Kind::Number] => Type::Number,
        [Kind::String] => Type::String,
        _ => Type::Any,
    }
}
