//! What is known of a branch without planning it: enough to tell it from its neighbours.

use indexmap::IndexMap;
use trueline_spec::ir::{Api, JsonType, TypeSet};

use super::super::enumeration;
use super::super::shape::{Part, Shape};
use crate::plan::Kind;

/// How deep unions of unions are looked into; a cycle of them ends here.
const DEEPEST: usize = 8;

/// What is known of a branch.
#[derive(Debug, Clone, Default)]
pub(super) struct Facts {
    /// The JSON kinds that it may have, without null, in the order of [`Kind`].
    pub(super) kinds: Vec<Kind>,
    /// The strings that it may be, where it is a string out of a list.
    pub(super) values: Option<Vec<String>>,
    /// Members that an object of this branch must have.
    pub(super) required: Vec<String>,
    /// Members that it may have.
    pub(super) known: Vec<String>,
    /// Required members that have one of few strings.
    pub(super) constants: IndexMap<String, Vec<String>>,
    /// Members that have one of few strings where they are there, and need not be.
    pub(super) may_be: IndexMap<String, Vec<String>>,
    /// Whether other members may come and mean something.
    pub(super) open: bool,
    /// Whether no other members may come.
    pub(super) closed: bool,
    /// The name of its component, or its title.
    pub(super) name: Option<String>,
}

impl Facts {
    /// The facts of a place.
    pub(super) fn of(api: &Api, parts: &[Part]) -> Self {
        Self::down(api, parts, 0)
    }

    fn down(api: &Api, parts: &[Part], depth: usize) -> Self {
        let shape = Shape::of(api, parts);
        let mut facts = Self::of_shape(api, &shape);
        if let [part] = parts {
            let schema = api.schemas.get(api.schemas.resolve(part.id));
            facts.name = schema.component.clone();
        }
        facts.name = facts.name.or_else(|| shape.title.map(str::to_owned));
        if depth == DEEPEST {
            return facts;
        }
        for alternatives in &shape.alternatives {
            let branches: Vec<Facts> = alternatives
                .branches
                .iter()
                .map(|id| Self::down(api, &[Part::from(*id)], depth + 1))
                .filter(|branch| !branch.kinds.is_empty())
                .collect();
            facts.narrow(&branches);
        }
        facts
    }

    fn of_shape(api: &Api, shape: &Shape<'_>) -> Self {
        let mut types = shape.types.without(JsonType::Null);
        if types.has(JsonType::Number) && types != TypeSet::ALL.without(JsonType::Null) {
            types = types.without(JsonType::Integer);
        }
        let untyped = shape.types == TypeSet::ALL;
        if untyped && shape.describes_object() {
            types = TypeSet::only(JsonType::Object);
        } else if untyped && !(shape.items.is_empty() && shape.prefix_items.is_empty()) {
            types = TypeSet::only(JsonType::Array);
        }
        let mut values = None;
        if let Some(list) = &shape.values {
            let mut of_values = TypeSet::NONE;
            for value in list {
                of_values = of_values.with(enumeration::type_of(value));
            }
            types = types.and(of_values).without(JsonType::Null);
            if types == TypeSet::only(JsonType::String) {
                values = Some(
                    list.iter()
                        .filter_map(|v| v.as_str().map(str::to_owned))
                        .collect(),
                );
            }
        }
        let (mut constants, mut may_be) = (IndexMap::new(), IndexMap::new());
        for (name, parts) in &shape.properties {
            if let Some(values) = strings_of(api, parts) {
                let list = match shape.required.contains(name) {
                    true => &mut constants,
                    false => &mut may_be,
                };
                list.insert((*name).to_owned(), values);
            }
        }
        Self {
            kinds: super::distinguish::kinds_of(types),
            values,
            required: shape
                .required
                .iter()
                .map(|name| (*name).to_owned())
                .collect(),
            known: shape
                .properties
                .keys()
                .chain(shape.required.iter())
                .map(|name| (*name).to_owned())
                .collect(),
            constants,
            may_be,
            open: matches!(
                shape.rest,
                super::super::shape::Rest::Free | super::super::shape::Rest::Schema(_)
            ),
            closed: matches!(shape.rest, super::super::shape::Rest::Closed),
            name: None,
        }
    }

    /// Takes in that one of `branches` holds too.
    fn narrow(&mut self, branches: &[Facts]) {
        if branches.is_empty() {
            return;
        }
        self.kinds
            .retain(|kind| branches.iter().any(|branch| branch.kinds.contains(kind)));
        let all_strings: Option<Vec<String>> = branches
            .iter()
            .map(|branch| branch.values.clone())
            .collect::<Option<Vec<_>>>()
            .map(|lists| lists.concat());
        self.values = self.values.take().or(all_strings);
        for branch in branches {
            for name in &branch.known {
                if !self.known.contains(name) {
                    self.known.push(name.clone());
                }
            }
            self.open |= branch.open;
        }
        if let Some((first, rest)) = branches.split_first() {
            for name in &first.required {
                if rest.iter().all(|other| other.required.contains(name))
                    && !self.required.contains(name)
                {
                    self.required.push(name.clone());
                }
            }
            for (name, values) in &first.constants {
                let others: Option<Vec<&Vec<String>>> =
                    rest.iter().map(|other| other.constants.get(name)).collect();
                if let Some(others) = others {
                    let mut all = values.clone();
                    all.extend(others.into_iter().flatten().cloned());
                    self.constants.entry(name.clone()).or_insert(all);
                }
            }
        }
    }
}

/// The strings that a member may be, where it is one out of a list.
fn strings_of(api: &Api, parts: &[Part]) -> Option<Vec<String>> {
    let member = Shape::of(api, parts);
    let strings: Vec<String> = member
        .values?
        .iter()
        .filter(|value| !value.is_null())
        .map(|value| value.as_str().map(str::to_owned))
        .collect::<Option<_>>()?;
    (!strings.is_empty()).then_some(strings)
}
