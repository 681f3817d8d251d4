//! Objects: structs, maps, and the object without members.

use super::draft::{Place, Planned};
use super::key::Key;
use super::planner::{Planner, docs_of};
use super::shape::{Part, Rest as ShapeRest, Shape};
use crate::plan::{Constant, Docs, Field, Presence, Rest, Rules, Struct, Type, TypeId, TypeKind};
use crate::refusal::RefusalKind;
use indexmap::IndexSet;
use trueline_spec::ir::{JsonType, TypeSet};

impl<'a> Planner<'a> {
    /// What an object shape is.
    pub(super) fn plan_object(&mut self, shape: &Shape<'a>, key: Key, place: &Place) -> Planned {
        let nullable = shape.allows_null();
        if shape.properties.is_empty() && shape.required.is_empty() {
            let planned = self.plan_map(shape, place);
            return Planned {
                nullable,
                ..planned
            };
        }
        let id = self.reserve_for(key, shape.title, place);
        let kind = TypeKind::Struct(self.plan_struct(shape, id, place));
        self.define(id, shape, place, kind);
        Planned {
            ty: Type::Named(id),
            nullable,
            rules: member_counts(shape),
        }
    }

    /// An object without declared members.
    fn plan_map(&mut self, shape: &Shape<'a>, place: &Place) -> Planned {
        let mut value = Planned::plain(Type::Any);
        if !shape.pattern_properties.is_empty() {
            value = self.plan_patterns(shape, &place.then("Value"));
        } else if let ShapeRest::Schema(parts) = &shape.rest {
            value = self.plan_type(parts, &place.then("Value"));
        } else if matches!(shape.rest, ShapeRest::Closed) {
            return Planned::plain(Type::Empty);
        }
        let values = std::mem::take(&mut value.rules);
        Planned {
            ty: Type::Map(Box::new(value.whole())),
            nullable: false,
            rules: Rules {
                values: (!values.is_none()).then(|| Box::new(values)),
                ..member_counts(shape)
            },
        }
    }

    /// The type of members that go by patterns of their names, and of those that no pattern matches: one type
    /// where all agree, else any value. Each is held to its own schema ([`super::logic`]).
    fn plan_patterns(&mut self, shape: &Shape<'a>, place: &Place) -> Planned {
        let mut each: Vec<Vec<Part>> = shape
            .pattern_properties
            .iter()
            .map(|part| vec![*part])
            .collect();
        match &shape.rest {
            ShapeRest::Schema(parts) => each.push(parts.clone()),
            ShapeRest::Closed => {}
            // Other names may come with anything.
            ShapeRest::Unstated | ShapeRest::Free => return Planned::plain(Type::Any),
        }
        let mut types = each
            .iter()
            .map(|parts| self.plan_type(parts, place))
            .collect::<Vec<_>>()
            .into_iter()
            .map(Planned::whole);
        let first = types.next().unwrap_or(Type::Any);
        if types.all(|other| other == first) {
            return Planned::plain(first);
        }
        self.refuse(
            RefusalKind::PatternProperties,
            shape.at,
            "the members of these patterns have no type in common: they are any values".to_owned(),
        );
        Planned::plain(Type::Any)
    }

    fn plan_struct(&mut self, shape: &Shape<'a>, id: TypeId, place: &Place) -> Struct {
        let mut fields = Vec::new();
        let mut constants = Vec::new();
        for (name, parts) in &shape.properties {
            let required = shape.required.contains(name);
            let member = Shape::of(self.api, parts);
            if member.types == TypeSet::NONE {
                // `false` says that the member must not come; other schemas should not say it.
                let is_false = |part: &Part| self.schema(part.id).types == TypeSet::NONE;
                if !parts.iter().any(is_false) {
                    self.refuse(
                        RefusalKind::Contradiction,
                        member.at,
                        format!("no value of `{name}` satisfies this schema"),
                    );
                }
                continue;
            }
            // What comes in one direction only is no constant of both.
            let one_way = member.read_only || member.write_only;
            if required
                && !one_way
                && let Some(value) = constant_text(&member)
            {
                constants.push(Constant {
                    wire: (*name).to_owned(),
                    value,
                    name: String::new(),
                    before: fields.len(),
                });
                continue;
            }
            let planned = self.plan_type(parts, &place.inside(id, name));
            fields.push(self.field(name, &member, planned, required));
        }
        for name in &shape.required {
            if !shape.properties.contains_key(name) {
                fields.push(self.undeclared(name, shape, id, place));
            }
        }
        for name in self.named_by_requirements(shape) {
            fields.push(self.undeclared(name, shape, id, place));
            if let Some(field) = fields.last_mut() {
                field.presence = Presence::Optional;
            }
        }
        let rest = self.plan_rest(shape, id, place);
        Struct {
            fields,
            constants,
            left_out: Vec::new(),
            rest,
        }
    }

    /// A member with a field. `member` is its shape, for its prose.
    pub(super) fn field(
        &mut self,
        name: &str,
        member: &Shape<'a>,
        planned: Planned,
        required: bool,
    ) -> Field {
        let presence = match (required, planned.nullable) {
            (true, false) => Presence::Required,
            (true, true) => Presence::Nullable,
            (false, false) => Presence::Optional,
            (false, true) => Presence::Maybe,
        };
        Field {
            at: member.at.clone(),
            wire: name.to_owned(),
            name: String::new(),
            ty: planned.ty,
            presence,
            rules: self.intern_rules(planned.rules),
            default: member.default.cloned(),
            read_only: member.read_only,
            write_only: member.write_only,
            docs: Docs {
                // A title speaks of the type; it says something of the member only when nothing else does.
                summary: member
                    .title
                    .map(str::to_owned)
                    .filter(|_| member.description.is_none()),
                ..docs_of(member)
            },
            clear: None,
        }
    }

    /// A member that is required and not declared.
    fn undeclared(&mut self, name: &str, shape: &Shape<'a>, id: TypeId, place: &Place) -> Field {
        let parts: &[Part] = match &shape.rest {
            ShapeRest::Schema(parts) => parts,
            _ => &[],
        };
        if parts.is_empty() {
            let planned = Planned::plain(Type::Any);
            let mut field = self.field(name, shape, planned, true);
            field.docs = Default::default();
            field.default = None;
            return field;
        }
        let member = Shape::of(self.api, parts);
        let planned = self.plan_type(parts, &place.inside(id, name));
        self.field(name, &member, planned, true)
    }

    /// The members that nothing but alternatives which only say what must come names (`anyOf` of `required`).
    fn named_by_requirements(&self, shape: &Shape<'a>) -> IndexSet<&'a str> {
        if !matches!(shape.rest, ShapeRest::Unstated) || !shape.pattern_properties.is_empty() {
            return IndexSet::new();
        }
        let mut names = IndexSet::new();
        for alternatives in self.checked_alternatives(shape) {
            for id in alternatives.branches {
                let schema = self.schema(self.api.schemas.resolve(*id));
                let required = schema.object.iter().flat_map(|object| &object.required);
                names.extend(required.map(String::as_str));
            }
        }
        names.retain(|name| !shape.properties.contains_key(name) && !shape.required.contains(name));
        names
    }

    fn plan_rest(&mut self, shape: &Shape<'a>, id: TypeId, place: &Place) -> Rest {
        let value = match &shape.rest {
            _ if !shape.pattern_properties.is_empty() => {
                self.plan_patterns(shape, &place.inside(id, "Rest"))
            }
            ShapeRest::Schema(parts) => self.plan_type(parts, &place.inside(id, "Rest")),
            ShapeRest::Free => Planned::plain(Type::Any),
            ShapeRest::Closed => return Rest::Refuse,
            ShapeRest::Unstated => return Rest::Skip,
        };
        let rules = self.intern_rules(value.rules.clone());
        Rest::Keep {
            name: String::new(),
            ty: value.whole(),
            rules,
        }
    }
}

/// The text that a member always has.
pub(super) fn constant_text(member: &Shape<'_>) -> Option<String> {
    match member.values.as_deref() {
        Some([only]) if member.types.has(JsonType::String) => only.as_str().map(str::to_owned),
        _ => None,
    }
}

fn member_counts(shape: &Shape<'_>) -> Rules {
    Rules {
        min_properties: shape.min_properties.filter(|least| *least > 0),
        max_properties: shape.max_properties,
        ..Rules::default()
    }
}
