//! The planner's state, and the walk from a place to its type.

use std::collections::{HashMap, HashSet};

use indexmap::{IndexMap, IndexSet};
use trueline_spec::ir::{Api, SchemaId, TypeSet};
use trueline_spec::{At, ir};

use super::PlanOptions;
use super::conflict;
use super::draft::{Hint, Owner, Place, Planned};
use super::key::{Key, Keys};
use super::scalar;
use super::shape::{self, Part, Shape};
use crate::files::OPERATIONS;
use crate::names;
use crate::plan::{Docs, Home, Rules, RulesId, Type, TypeDef, TypeId, TypeKind, Usage};
use crate::refusal::{Refusal, RefusalKind};

/// The state of a planning.
pub(super) struct Planner<'a> {
    pub(super) api: &'a Api,
    pub(super) options: &'a PlanOptions,
    keys: Keys,
    states: HashMap<Key, State>,
    /// The places that are being planned, outermost first.
    walk: Vec<Vec<Part>>,
    pub(super) types: Vec<Option<TypeDef>>,
    pub(super) hints: Vec<Hint>,
    pub(super) rules: IndexMap<Rules, String>,
    pub(super) refusals: Vec<Refusal>,
    /// Components in whose place the user has types.
    foreign: HashMap<SchemaId, TypeId>,
    /// Module names of components, given at once because types have their home in them.
    component_modules: HashMap<SchemaId, String>,
    /// Whether any schema has keywords that only a validator can judge.
    has_logic: bool,
    /// Media types of which it was said that they are bytes.
    pub(super) said_to_be_bytes: HashSet<String>,
    /// The schemas that state members or items and no type, and became objects or lists.
    pub(super) untyped: IndexSet<SchemaId>,
}

/// How far a place's type has come.
#[derive(Debug, Clone)]
enum State {
    /// It is being planned; whoever comes back to it by a cycle gets the reserved id.
    Open { id: Option<TypeId>, nullable: bool },
    /// It is planned.
    Done(Box<Planned>),
}

impl<'a> Planner<'a> {
    pub(super) fn new(api: &'a Api, options: &'a PlanOptions) -> Self {
        let mut scope = names::Scope::with([OPERATIONS]);
        let component_modules = api
            .components
            .iter()
            .map(|(name, id)| {
                let name = options.choices.schemas.get(name).unwrap_or(name);
                (*id, scope.claim(names::module_case(name)))
            })
            .collect();
        Self {
            api,
            options,
            keys: Keys::default(),
            states: HashMap::new(),
            walk: Vec::new(),
            types: Vec::new(),
            hints: Vec::new(),
            rules: IndexMap::new(),
            refusals: Vec::new(),
            foreign: HashMap::new(),
            component_modules,
            has_logic: api
                .schemas
                .iter()
                .any(|(_, schema)| shape::has_logic(schema)),
            said_to_be_bytes: HashSet::new(),
            untyped: IndexSet::new(),
        }
    }

    /// Plans the components among `wanted`, in document order.
    pub(super) fn plan_components(&mut self, wanted: &super::operations::Wanted) {
        for (name, id) in &self.api.components {
            if wanted.has_component(*id) {
                let place = self.component_place(name, *id);
                self.plan_type(&[Part::from(*id)], &place);
            }
        }
    }

    fn component_place(&self, name: &str, id: SchemaId) -> Place {
        let module = match self.component_modules.get(&id) {
            Some(module) => module.clone(),
            None => names::module_case(name),
        };
        Place {
            owner: Owner::Component(name.to_owned()),
            tail: Vec::new(),
            home: Home::Component(module),
        }
    }

    /// The type of a place. Called again for the same or an equal place, it gives the same type.
    pub(super) fn plan_type(&mut self, parts: &[Part], place: &Place) -> Planned {
        let sole = self.sole(parts);
        let passed_by = self.has_logic && sole != parts;
        let said = match passed_by {
            true => self.logic_between(parts, &sole),
            false => None,
        };
        let mut planned = self.plan_sole(sole, place);
        planned.rules.add_logic(said);
        planned
    }

    fn plan_sole(&mut self, parts: Vec<Part>, place: &Place) -> Planned {
        let key = self.keys.of_parts(self.api, &parts);
        let component = match parts.as_slice() {
            [Part { id, bare: false }] => self
                .api
                .schemas
                .get(*id)
                .component
                .as_deref()
                .map(|name| (name, *id)),
            _ => None,
        };
        let place = match component {
            Some((name, id)) => self.component_place(name, id),
            None => place.clone(),
        };
        if let Some((name, id)) = component
            && let Some(path) = self.options.choices.replaced.get(name)
        {
            return self.plan_foreign(id, &place, path);
        }
        match self.states.get(&key) {
            Some(State::Done(planned)) => {
                let mut planned = (**planned).clone();
                planned.nullable |= Shape::of(self.api, &parts).allows_null();
                return planned;
            }
            Some(State::Open { id, nullable }) => {
                let (id, nullable) = (*id, *nullable);
                // An equal schema elsewhere is only opened out again: by then what closes the cycle
                // has its id. The very same schema needs one.
                if id.is_some() || component.is_some() || self.walk.contains(&parts) {
                    let id = id.unwrap_or_else(|| self.reserve_for(key, None, &place));
                    return Planned {
                        nullable,
                        ..Planned::plain(Type::Named(id))
                    };
                }
            }
            None => {}
        }
        let shape = Shape::of(self.api, &parts);
        let nullable = shape.allows_null() || self.has_null_branch(&shape);
        self.states
            .entry(key)
            .or_insert(State::Open { id: None, nullable });
        self.walk.push(parts.clone());
        self.note_what_is_not_checked(&shape);
        let planned = match self.pointed_to(&parts) {
            Some(target) => {
                let mut planned = self.plan_type(&[target], &place);
                if self.has_logic {
                    let said = self.logic_between(&parts, &[target]);
                    planned.rules.add_logic(said);
                }
                planned
            }
            None => {
                let logic = self.plan_logic(&shape);
                let mut planned = self.plan_shape(&shape, key, &place);
                planned.rules.add_logic(logic);
                planned
            }
        };
        self.walk.pop();
        let planned = self.settle(planned, key, &shape, component.is_some(), &place);
        // Null that the place allows is not the type's, and asked for again at every place.
        let kept = Planned {
            nullable: match shape.allows_null() {
                true => self.has_null_branch(&shape),
                false => planned.nullable,
            },
            ..planned.clone()
        };
        self.states.insert(key, State::Done(Box::new(kept)));
        planned
    }

    /// A component in whose place the user has a type.
    fn plan_foreign(&mut self, schema: SchemaId, place: &Place, path: &str) -> Planned {
        let id = match self.foreign.get(&schema) {
            Some(id) => *id,
            None => {
                let shape = Shape::of(self.api, &[Part::from(schema)]);
                let id = self.reserve(shape.title, place);
                self.define(id, &shape, place, TypeKind::Foreign(path.to_owned()));
                self.foreign.insert(schema, id);
                id
            }
        };
        Planned {
            nullable: Shape::of(self.api, &[Part::from(schema)]).allows_null(),
            ..Planned::plain(Type::Named(id))
        }
    }

    fn note_what_is_not_checked(&mut self, shape: &Shape<'a>) {
        for what in conflict::of(self.api, shape) {
            self.refuse(RefusalKind::Contradiction, shape.at, what);
        }
        if let Some(pattern) = &shape.string.pattern
            && scalar::is_beyond_regular(pattern)
        {
            self.refuse(
                RefusalKind::Pattern,
                shape.at,
                format!("the pattern `{pattern}` is not checked"),
            );
        }
    }

    /// Gives a component its alias, and a type that contains itself its newtype.
    fn settle(
        &mut self,
        planned: Planned,
        key: Key,
        shape: &Shape<'a>,
        is_component: bool,
        place: &Place,
    ) -> Planned {
        let opened = match self.states.get(&key) {
            Some(State::Open { id, .. }) => *id,
            _ => None,
        };
        let id = match opened {
            // A struct, enum or union that has already been defined.
            Some(id) if self.types[id.0 as usize].is_some() => return planned,
            Some(id) => id,
            None if is_component => self.reserve_for(key, shape.title, place),
            None => return planned,
        };
        let Planned {
            ty,
            nullable,
            rules,
        } = planned;
        let kind = match opened {
            Some(_) => TypeKind::Newtype(ty),
            None => TypeKind::Alias(ty),
        };
        self.define(id, shape, place, kind);
        Planned {
            ty: Type::Named(id),
            nullable,
            rules,
        }
    }

    /// Follows references and lone `allOf`s down to the parts that say something, and stops at a
    /// component, which is a type of its own.
    pub(super) fn sole(&self, parts: &[Part]) -> Vec<Part> {
        let schemas = &self.api.schemas;
        let mut current = parts.to_vec();
        // Each step goes one reference down; more steps than schemas is a cycle of references.
        for _ in 0..=schemas.len() {
            if current.len() > 1 {
                let mut seen = Vec::new();
                for part in &current {
                    let resolved = Part {
                        id: schemas.resolve(part.id),
                        bare: part.bare,
                    };
                    if shape::speaks(schemas.get(resolved.id)) && !seen.contains(&resolved) {
                        seen.push(resolved);
                    }
                }
                match seen.len() {
                    0 => current.truncate(1),
                    _ => current = seen,
                }
            }
            let [Part { id, bare: false }] = current[..] else {
                return current;
            };
            let schema = schemas.get(id);
            if schema.component.is_some() {
                return current;
            }
            match self.pointed_to(&current) {
                Some(inner) => current = vec![inner],
                None => return current,
            }
        }
        current
    }

    /// The schema that a component merely points to.
    fn pointed_to(&self, parts: &[Part]) -> Option<Part> {
        let [Part { id, bare: false }] = parts else {
            return None;
        };
        let schema = self.schema(*id);
        if shape::speaks_itself(schema) || !schema.any_of.is_empty() || !schema.one_of.is_empty() {
            return None;
        }
        // Members beside those that are declared there have their place in a type of its own.
        let further = schema
            .logic
            .as_ref()
            .and_then(|logic| logic.unevaluated_properties);
        if further.is_some_and(|id| self.schema(id).types != TypeSet::NONE) {
            return None;
        }
        let mut inner = schema
            .reference
            .iter()
            .chain(&schema.all_of)
            .filter(|id| shape::speaks(self.schema(**id)));
        match (inner.next(), inner.next()) {
            (Some(only), None) => Some(Part::from(*only)),
            _ => None,
        }
    }

    /// A new type id.
    pub(super) fn reserve(&mut self, title: Option<&str>, place: &Place) -> TypeId {
        let id = TypeId(u32::try_from(self.types.len()).unwrap_or(u32::MAX));
        self.types.push(None);
        self.hints.push(Hint {
            title: title.map(str::to_owned),
            place: place.clone(),
        });
        id
    }

    /// The type id of the place `key`, reserved so that cycles find it.
    pub(super) fn reserve_for(&mut self, key: Key, title: Option<&str>, place: &Place) -> TypeId {
        if let Some(State::Open { id: Some(id), .. }) = self.states.get(&key) {
            return *id;
        }
        let reserved = self.reserve(title, place);
        if let Some(State::Open { id, .. }) = self.states.get_mut(&key) {
            *id = Some(reserved);
        }
        reserved
    }

    /// Says what the reserved type `id` is.
    pub(super) fn define(&mut self, id: TypeId, shape: &Shape<'a>, place: &Place, kind: TypeKind) {
        self.types[id.0 as usize] = Some(TypeDef {
            at: shape.at.clone(),
            name: String::new(),
            home: place.home.clone(),
            docs: docs_of(shape),
            usage: Usage::default(),
            kind,
            view_of: None,
        });
    }

    /// The id of a set of constraints; `None` for no constraint.
    pub(super) fn intern_rules(&mut self, rules: Rules) -> Option<RulesId> {
        if rules.is_none() {
            return None;
        }
        let (index, _) = self.rules.insert_full(rules, String::new());
        u32::try_from(index).ok().map(RulesId)
    }

    /// The key of a place: equal keys are the same type.
    pub(super) fn key_of(&mut self, parts: &[Part]) -> Key {
        self.keys.of_parts(self.api, parts)
    }

    /// The key of a union that has no schema of its own.
    pub(super) fn union_key(&mut self, branches: &[Key], by: Option<&str>) -> Key {
        self.keys.union(branches, by)
    }

    /// What is planned for `key`, or is being planned; `None` opens it.
    pub(super) fn known(&mut self, key: Key, place: &Place) -> Option<Planned> {
        match self.states.get(&key) {
            Some(State::Done(planned)) => Some((**planned).clone()),
            Some(State::Open { .. }) => {
                let id = self.reserve_for(key, None, place);
                Some(Planned::plain(Type::Named(id)))
            }
            None => {
                let open = State::Open {
                    id: None,
                    nullable: false,
                };
                self.states.insert(key, open);
                None
            }
        }
    }

    /// Keeps what was planned for a key that [`Self::known`] opened.
    pub(super) fn remember(&mut self, key: Key, planned: &Planned) {
        self.states
            .insert(key, State::Done(Box::new(planned.clone())));
    }

    /// A key for a part of a shape that has no schema of its own.
    pub(super) fn synthetic_key(&mut self, shape: &Shape<'a>, what: &str) -> Key {
        let key = self.keys.of_parts(self.api, &shape.parts);
        let key = self.keys.derived(key, what);
        self.states.entry(key).or_insert(State::Open {
            id: None,
            nullable: false,
        });
        key
    }

    pub(super) fn refuse(&mut self, kind: RefusalKind, at: &At, message: String) {
        let refusal = Refusal {
            kind,
            at: at.clone(),
            message,
        };
        if !self.refusals.contains(&refusal) {
            self.refusals.push(refusal);
        }
    }

    pub(super) fn schema(&self, id: SchemaId) -> &'a ir::Schema {
        self.api.schemas.get(id)
    }
}

/// What to say about a type: its own prose.
pub(super) fn docs_of(shape: &Shape<'_>) -> Docs {
    Docs {
        summary: shape.title.map(str::to_owned),
        description: shape.description.map(str::to_owned),
        deprecated: shape.deprecated,
    }
}
