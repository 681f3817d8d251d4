//! What no type can say: `not`, `if`, `contains`, `dependent…`, `propertyNames`, `patternProperties` and
//! alternatives that only say which members go together. They become constraints as data, which servers hold
//! requests to.

use trueline_spec::ir::{Additional, JsonType, Schema, SchemaId, TypeSet};

use super::planner::Planner;
use super::scalar;
use super::shape::{Alternatives, Part, Shape};
use super::unevaluated::{self, Unevaluated};
use crate::plan::{Kind, Logic, Rules};
use crate::refusal::RefusalKind;

/// So many schemas may stand in the constraints of one place; more would be code, not a constraint.
const MOST: usize = 400;

impl<'a> Planner<'a> {
    /// What only a validator can judge of a shape.
    pub(super) fn plan_logic(&mut self, shape: &Shape<'a>) -> Option<Logic> {
        let mut each = Vec::new();
        for id in &shape.logical {
            each.extend(self.logic_of(*id, shape.settled.contains(id)));
        }
        for alternatives in self.checked_alternatives(shape) {
            each.extend(self.requirements(alternatives));
        }
        let more_patterns = shape.more_patterns.iter().map(|pattern| Rules {
            pattern: Some((*pattern).to_owned()),
            ..Rules::default()
        });
        let more_multiples = shape.more_multiples.iter().map(|number| Rules {
            multiple_of: Some((*number).clone()),
            ..Rules::default()
        });
        let all: Vec<Rules> = more_patterns.chain(more_multiples).collect();
        if !all.is_empty() {
            each.push(Logic {
                all,
                ..Logic::default()
            });
        }
        joined(each)
    }

    /// What holds for `outer` and is not said of `inner`, which `outer` builds on.
    pub(super) fn logic_between(&mut self, outer: &[Part], inner: &[Part]) -> Option<Logic> {
        let inner = Shape::of(self.api, inner);
        let outer = Shape::of(self.api, outer);
        let beyond: Vec<SchemaId> = outer
            .logical
            .iter()
            .filter(|id| !inner.logical.contains(id))
            .copied()
            .collect();
        let each = beyond.into_iter().filter_map(|id| self.logic_of(id, false));
        let each: Vec<Logic> = each.collect();
        joined(each)
    }

    /// What only a validator can judge of a schema. Where `is_settled`, the type holds what is said of members that
    /// nothing evaluates.
    fn logic_of(&mut self, id: SchemaId, is_settled: bool) -> Option<Logic> {
        let schema = self.schema(id);
        let mut maker = Maker::new(self);
        let made = match unevaluated::needs_all(self.api, id) {
            true => {
                maker.evaluates = true;
                let whole = maker.whole(id);
                whole.map(|rules| Logic {
                    all: vec![rules],
                    ..Logic::default()
                })
            }
            false => maker.partial(id, schema, is_settled),
        };
        self.said(id, made)
    }

    fn requirements(&mut self, alternatives: &Alternatives<'a>) -> Option<Logic> {
        let owner = self.schema(alternatives.owner);
        let mut maker = Maker::new(self);
        let each: Result<Vec<Rules>, _> = alternatives
            .branches
            .iter()
            .map(|id| maker.whole(*id))
            .collect();
        let made = each.map(|branches| match owner.one_of == alternatives.branches {
            true => Logic {
                one: branches,
                ..Logic::default()
            },
            false => Logic {
                any: branches,
                ..Logic::default()
            },
        });
        self.said(alternatives.owner, made)
    }

    fn said(&mut self, id: SchemaId, made: Result<Logic, Beyond>) -> Option<Logic> {
        match made {
            Ok(logic) => Some(logic).filter(|logic| !logic.is_none()),
            Err(Beyond(what)) => {
                let at = &self.schema(id).at;
                self.refuse(RefusalKind::Logic, at, what.to_owned());
                None
            }
        }
    }
}

/// All of these at once.
fn joined(mut each: Vec<Logic>) -> Option<Logic> {
    match each.len() {
        0 | 1 => each.pop(),
        _ => Some(Logic {
            all: each
                .into_iter()
                .map(|logic| Rules {
                    logic: Some(Box::new(logic)),
                    ..Rules::default()
                })
                .collect(),
            ..Logic::default()
        }),
    }
}

impl Rules {
    /// Adds what only a validator can judge.
    pub(super) fn add_logic(&mut self, more: Option<Logic>) {
        let Some(more) = more else { return };
        let own = self.logic.take().map(|own| *own);
        self.logic = joined(own.into_iter().chain([more]).collect()).map(Box::new);
    }
}

/// Why something is not said: in one sentence without a full stop.
struct Beyond(&'static str);

/// Turns schemas into constraints.
struct Maker<'p, 'a> {
    planner: &'p Planner<'a>,
    /// The schemas that are being turned, outermost first.
    walk: Vec<SchemaId>,
    count: usize,
    /// Whether it matters which members are evaluated.
    evaluates: bool,
}

impl<'p, 'a> Maker<'p, 'a> {
    fn new(planner: &'p Planner<'a>) -> Self {
        Self {
            planner,
            walk: Vec::new(),
            count: 0,
            evaluates: false,
        }
    }

    /// All that a schema says, formats left out: they are no constraint (JSON Schema 2020-12 validation §7.2.1).
    fn whole(&mut self, id: SchemaId) -> Result<Rules, Beyond> {
        if self.walk.contains(&id) {
            return Err(Beyond(
                "a rule that builds on itself is not checked by generated code",
            ));
        }
        self.count += 1;
        if self.count > MOST {
            return Err(Beyond(
                "a rule of this size is not checked by generated code",
            ));
        }
        self.walk.push(id);
        let made = self.whole_of(id, self.planner.schema(id));
        self.walk.pop();
        made
    }

    fn whole_of(&mut self, id: SchemaId, schema: &Schema) -> Result<Rules, Beyond> {
        if let Some(pattern) = &schema.string.pattern {
            expressible(pattern)?;
        }
        let mut logic = self.partial(id, schema, false)?;
        self.add_types(schema, &mut logic);
        if let Some(object) = &schema.object {
            logic.required.clone_from(&object.required);
            for (name, id) in &object.properties {
                let rules = self.whole(*id)?;
                match logic.members.iter_mut().find(|(known, _)| known == name) {
                    Some((_, known)) => *known = rules,
                    None => logic.members.push((name.clone(), rules)),
                }
            }
            if object.additional != Additional::Unstated {
                logic.others = self.others(object.additional)?;
            }
        }
        let mut rules = Rules {
            min_length: schema.string.min_length,
            max_length: schema.string.max_length,
            pattern: schema.string.pattern.clone(),
            minimum: schema.number.minimum.clone(),
            maximum: schema.number.maximum.clone(),
            exclusive_minimum: schema.number.exclusive_minimum.clone(),
            exclusive_maximum: schema.number.exclusive_maximum.clone(),
            multiple_of: schema.number.multiple_of.clone(),
            ..Rules::default()
        };
        if let Some(object) = &schema.object {
            rules.min_properties = object.min_properties;
            rules.max_properties = object.max_properties;
        }
        if let Some(array) = &schema.array {
            rules.min_items = array.min_items;
            rules.max_items = array.max_items;
            rules.unique_items = array.unique;
            for id in &array.prefix_items {
                logic.first.push(self.whole(*id)?);
            }
            logic.further = array.items.map(|id| self.whole(id)).transpose()?;
        }
        for id in schema.reference.iter().chain(&schema.all_of) {
            logic.all.push(self.whole(*id)?);
        }
        for id in &schema.any_of {
            logic.any.push(self.whole(*id)?);
        }
        for id in &schema.one_of {
            logic.one.push(self.whole(*id)?);
        }
        // What says nothing holds of everything.
        if !logic.is_none() {
            rules.logic = Some(Box::new(logic));
        }
        Ok(rules)
    }

    fn add_types(&self, schema: &Schema, logic: &mut Logic) {
        if schema.types == TypeSet::NONE {
            logic.never = true;
        } else if schema.types != TypeSet::ALL {
            logic.null = schema.types.has(JsonType::Null);
            logic.kinds = schema.types.iter().filter_map(kind).collect();
            // Of null alone there is no kind, and no kind would be any.
            if logic.kinds.is_empty() {
                logic.values = vec!["null".to_owned()];
            }
        }
        if let Some(values) = &schema.values {
            logic.values = values.iter().map(ToString::to_string).collect();
        }
    }

    /// Only what the type of a place cannot say of it.
    fn partial(
        &mut self,
        id: SchemaId,
        schema: &Schema,
        is_settled: bool,
    ) -> Result<Logic, Beyond> {
        let mut logic = Logic::default();
        if let Some(object) = &schema.object {
            logic.names = self.maybe(object.property_names)?;
            if !object.pattern_properties.is_empty() {
                for (pattern, id) in &object.pattern_properties {
                    expressible(pattern)?;
                    logic.patterns.push((pattern.clone(), self.whole(*id)?));
                }
                // What is declared is none of the others.
                for name in object.properties.keys() {
                    logic.members.push((name.clone(), Rules::default()));
                }
                logic.others = self.others(object.additional)?;
            }
        }
        let Some(said) = &schema.logic else {
            return Ok(logic);
        };
        match (unevaluated::of(self.planner.api, id), is_settled) {
            (None, _) | (_, true) => {}
            (Some(Unevaluated::AreUndeclared { names, rest }), _) => {
                logic
                    .members
                    .extend(names.map(|name| (name, Rules::default())));
                logic.others = Some(self.whole(rest)?);
            }
            (Some(Unevaluated::AreNone), _) => {}
            (Some(Unevaluated::DependOnTheValue), _) => {
                logic.unevaluated = self.maybe(said.unevaluated_properties)?;
            }
        }
        logic.unevaluated_items = self.maybe(said.unevaluated_items)?;
        logic.not = self.maybe(said.not)?;
        logic.condition = self.maybe(said.condition)?;
        logic.then = self.maybe(said.then)?;
        logic.otherwise = self.maybe(said.otherwise)?;
        logic.contains = self.maybe(said.contains)?;
        logic.min_contains = said.min_contains;
        logic.max_contains = said.max_contains;
        for (name, others) in &said.dependent_required {
            logic.together.push((name.clone(), others.clone()));
        }
        for (name, id) in &said.dependent_schemas {
            logic.with.push((name.clone(), self.whole(*id)?));
        }
        Ok(logic)
    }

    fn maybe(&mut self, id: Option<SchemaId>) -> Result<Option<Rules>, Beyond> {
        id.map(|id| self.whole(id)).transpose()
    }

    fn others(&mut self, additional: Additional) -> Result<Option<Rules>, Beyond> {
        match additional {
            Additional::Schema(id) => Ok(Some(self.whole(id)?)),
            Additional::Free if self.evaluates => Ok(Some(Rules::default())),
            Additional::Unstated | Additional::Free => Ok(None),
            Additional::Closed => Ok(Some(Rules {
                logic: Some(Box::new(Logic {
                    never: true,
                    ..Logic::default()
                })),
                ..Rules::default()
            })),
        }
    }
}

fn expressible(pattern: &str) -> Result<(), Beyond> {
    match scalar::is_beyond_regular(pattern) {
        true => Err(Beyond(
            "a rule with a pattern that is not checked is not checked either",
        )),
        false => Ok(()),
    }
}

fn kind(one: JsonType) -> Option<Kind> {
    Some(match one {
        JsonType::Null => return None,
        JsonType::Boolean => Kind::Boolean,
        JsonType::Integer => Kind::Integer,
        JsonType::Number => Kind::Number,
        JsonType::String => Kind::String,
        JsonType::Array => Kind::List,
        JsonType::Object => Kind::Object,
    })
}
