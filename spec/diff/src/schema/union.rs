//! Unions: which branch of the one side is which of the other.

use std::collections::HashMap;

use serde_json::Value;
use trueline_spec::At;
use trueline_spec::ir::SchemaId;

use super::facets;
use super::pair::Position;
use super::shape::{Shape, Shapes, Union};
use crate::codes;
use crate::collect::Stands;
use crate::compare::Comparison;

impl Comparison<'_> {
    /// Compares two schemas of which at least one says nothing but that one of several branches holds.
    /// One that is no union is taken for one of a single branch.
    pub(super) fn branches(&mut self, old: &Shape, new: &Shape, position: Position) {
        let (before, after) = (old.branches(), new.branches());
        let labels = (
            labels(&self.left, old.discriminator),
            labels(&self.right, new.discriminator),
        );
        self.matched(
            (old.main, new.main),
            (&before, &after),
            (&labels.0, &labels.1),
            position,
        );
        self.discriminator(old, new, position);
        if let ([from], [to]) = (old.unions.as_slice(), new.unions.as_slice()) {
            self.union_kind(from, to, position);
        }
    }

    /// Unions beside other rules: those of both sides in order, and those of one side alone.
    pub(super) fn further_unions(&mut self, old: &Shape, new: &Shape, position: Position) {
        let direction = Some(position.direction);
        let both = old.unions.len().min(new.unions.len());
        for (from, to) in old.unions.iter().zip(&new.unions) {
            let labels = (
                labels(&self.left, old.discriminator),
                labels(&self.right, new.discriminator),
            );
            self.matched(
                (from.from, to.from),
                (&from.branches, &to.branches),
                (&labels.0, &labels.1),
                position,
            );
            self.union_kind(from, to, position);
        }
        self.discriminator(old, new, position);
        for from in &old.unions[both..] {
            let sides = self.sides(old, new, Some(from.from), None);
            let (old_at, new_at) = self.places(sides, Some(from.keyword), None);
            let message = format!("`{}` beside other rules is gone", from.keyword);
            let code = &codes::ALTERNATIVES_DROPPED;
            self.changed(code, direction, old_at, new_at, message);
        }
        for to in &new.unions[both..] {
            let sides = self.sides(old, new, None, Some(to.from));
            let (old_at, new_at) = self.places(sides, None, Some(to.keyword));
            let message = format!("`{}` was added beside other rules", to.keyword);
            let code = &codes::ALTERNATIVES_STATED;
            self.changed(code, direction, old_at, new_at, message);
        }
    }

    fn union_kind(&mut self, from: &Union, to: &Union, position: Position) {
        if from.keyword == to.keyword {
            return;
        }
        let (old_at, new_at) =
            self.places((from.from, to.from), Some(from.keyword), Some(to.keyword));
        let message = format!("`{}` became `{}`", from.keyword, to.keyword);
        self.changed(
            &codes::UNION_KIND_CHANGED,
            Some(position.direction),
            old_at,
            new_at,
            message,
        );
    }

    fn matched(
        &mut self,
        holders: (SchemaId, SchemaId),
        (before, after): (&[SchemaId], &[SchemaId]),
        labels: (&HashMap<SchemaId, String>, &HashMap<SchemaId, String>),
        position: Position,
    ) {
        let old = faces(&mut self.left, before, labels.0);
        let new = faces(&mut self.right, after, labels.1);
        let found = pairs(&old, &new);
        let direction = Some(position.direction);
        for (index, id) in before.iter().enumerate() {
            match found.get(index).copied().flatten() {
                Some(other) => self.schema(&[*id], &[after[other]], position),
                None => {
                    let places = (
                        self.left.get(*id).at.clone(),
                        self.right.get(holders.1).at.clone(),
                    );
                    let message = format!("no longer may be {}", old[index].title);
                    let code = &codes::BRANCH_REMOVED;
                    let fact = self.fact(code, Stands::Old, direction, places, message);
                    self.take(fact);
                }
            }
        }
        for (index, id) in after.iter().enumerate() {
            if found.contains(&Some(index)) {
                continue;
            }
            let places = (
                self.left.get(holders.0).at.clone(),
                self.right.get(*id).at.clone(),
            );
            let message = format!("also may be {}", new[index].title);
            let code = &codes::BRANCH_ADDED;
            let fact = self.fact(code, Stands::New, direction, places, message);
            self.take(fact);
        }
    }

    fn discriminator(&mut self, old: &Shape, new: &Shape, position: Position) {
        let from = old
            .discriminator
            .and_then(|id| self.left.get(id).discriminator.as_ref());
        let to = new
            .discriminator
            .and_then(|id| self.right.get(id).discriminator.as_ref());
        let message = match (from, to) {
            (None, None) => return,
            (None, Some(to)) => format!("the member `{}` tells the branches apart", to.property),
            (Some(from), None) => {
                format!(
                    "the member `{}` no longer tells the branches apart",
                    from.property
                )
            }
            (Some(from), Some(to)) if from.property != to.property => format!(
                "the member that tells the branches apart was `{}`, is `{}`",
                from.property, to.property
            ),
            (Some(from), Some(to)) => match self.remapped(&from.mapping, &to.mapping) {
                Some(message) => message,
                None => return,
            },
        };
        let sides = self.sides(old, new, old.discriminator, new.discriminator);
        let keyword = |is: bool| is.then_some("discriminator");
        let keywords = (keyword(from.is_some()), keyword(to.is_some()));
        let (old_at, new_at): (At, At) = self.places(sides, keywords.0, keywords.1);
        self.changed(
            &codes::DISCRIMINATOR_CHANGED,
            Some(position.direction),
            old_at,
            new_at,
            message,
        );
    }

    /// Values of a discriminator that lead elsewhere, or that came or went for a branch that stands on
    /// both sides. What comes or goes with its branch is said of the branch.
    fn remapped(&self, from: &Mapping, to: &Mapping) -> Option<String> {
        let old_name = |id: &SchemaId| self.left.component(*id);
        let new_name = |id: &SchemaId| self.right.component(*id);
        let before: Vec<&str> = from.values().filter_map(old_name).collect();
        let after: Vec<&str> = to.values().filter_map(new_name).collect();
        let mut words = Vec::new();
        for (value, id) in from {
            let Some(name) = old_name(id).filter(|name| after.contains(name)) else {
                continue;
            };
            match to.get(value).and_then(new_name) {
                None => words.push(format!("`{value}` no longer leads to `{name}`")),
                Some(other) if other != name && before.contains(&other) => {
                    words.push(format!("`{value}` led to `{name}`, leads to `{other}`"));
                }
                Some(_) => {}
            }
        }
        for (value, id) in to {
            if let Some(name) = new_name(id).filter(|name| before.contains(name))
                && !from.contains_key(value)
            {
                words.push(format!("`{value}` also leads to `{name}`"));
            }
        }
        (!words.is_empty()).then(|| words.join("; "))
    }
}

/// Value → branch, as a discriminator has it.
type Mapping = indexmap::IndexMap<String, SchemaId>;

/// What a branch is known by, the surest first; and what to call it.
struct Face {
    marks: [Option<String>; 6],
    title: String,
}

/// The values that a discriminator gives to branches.
fn labels(shapes: &Shapes<'_>, holder: Option<SchemaId>) -> HashMap<SchemaId, String> {
    let discriminator = holder.and_then(|id| shapes.get(id).discriminator.as_ref());
    let mapping = discriminator.into_iter().flat_map(|it| &it.mapping);
    mapping
        .map(|(value, id)| (shapes.schemas.resolve(*id), value.clone()))
        .collect()
}

fn faces(
    shapes: &mut Shapes<'_>,
    branches: &[SchemaId],
    labels: &HashMap<SchemaId, String>,
) -> Vec<Face> {
    branches
        .iter()
        .map(|id| {
            let shape = shapes.shape_of(&[*id]);
            let component = shapes.component(*id).map(str::to_owned);
            let label = labels.get(&shapes.schemas.resolve(*id)).cloned();
            let title = shapes.get(shape.main).prose.title.clone();
            let constants = constants(shapes, &shape);
            let types = format!("{:?}", shape.types);
            let values = shape
                .values
                .as_ref()
                .map(|it| Value::from(it.value.clone()));
            let mut names: Vec<&str> = shape.members.keys().map(String::as_str).collect();
            names.sort_unstable();
            let whole = format!(
                "{types} {:?} {:?} {}",
                shape.format.as_ref().map(|it| &it.value),
                values.as_ref().map(Value::to_string),
                names.join(",")
            );
            let named = match (&component, &values) {
                (Some(name), _) => format!("`{name}`"),
                (None, Some(values)) => format!("one of {values}"),
                (None, None) => match &title {
                    Some(title) => format!("“{title}”"),
                    None => facets::words(shape.types),
                },
            };
            Face {
                marks: [component, label, constants, Some(whole), title, Some(types)],
                title: named,
            }
        })
        .collect()
}

/// Members that can have one value only, and the value: `object` is `"file"`.
fn constants(shapes: &mut Shapes<'_>, shape: &Shape) -> Option<String> {
    let mut found = Vec::new();
    for (name, member) in &shape.members {
        let inner = shapes.shape_of(&member.schemas);
        if let Some(values) = &inner.values
            && let [only] = values.value.as_slice()
        {
            found.push(format!("{name}={only}"));
        }
    }
    found.sort_unstable();
    (!found.is_empty()).then(|| found.join("&"))
}

/// For each old branch the new one that it became. By each mark in turn, those that have it in common
/// with exactly one other.
fn pairs(old: &[Face], new: &[Face]) -> Vec<Option<usize>> {
    let mut found: Vec<Option<usize>> = vec![None; old.len()];
    let mut taken = vec![false; new.len()];
    let marks = old.first().map_or(0, |face| face.marks.len());
    for mark in 0..marks {
        let mut by_mark: HashMap<&str, (Vec<usize>, Vec<usize>)> = HashMap::new();
        for (index, face) in old.iter().enumerate() {
            if let (Some(text), None) = (&face.marks[mark], found[index]) {
                by_mark.entry(text).or_default().0.push(index);
            }
        }
        for (index, face) in new.iter().enumerate() {
            if let (Some(text), false) = (&face.marks[mark], taken[index]) {
                by_mark.entry(text).or_default().1.push(index);
            }
        }
        for (before, after) in by_mark.values() {
            // Branches that look the same from outside go in order where there are as many of them.
            let alike = mark >= 2 && before.len() == after.len();
            let single = before.len() == 1 && after.len() == 1;
            if single || alike && mark + 1 < marks {
                for (from, to) in before.iter().zip(after) {
                    // Two components of one type are two things, not one that was renamed.
                    let named = |face: &Face| face.marks[0].is_some();
                    if mark + 1 == marks && named(&old[*from]) && named(&new[*to]) {
                        continue;
                    }
                    found[*from] = Some(*to);
                    taken[*to] = true;
                }
            }
        }
    }
    found
}
