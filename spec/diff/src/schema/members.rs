//! Members of objects, and items of lists.

use trueline_spec::At;
use trueline_spec::ir::SchemaId;

use super::pair::Position;
use super::shape::{Member, Shape};
use crate::change::{Direction, Effect};
use crate::codes::{self, CodeInfo};
use crate::collect::Stands;
use crate::compare::Comparison;

impl Comparison<'_> {
    pub(super) fn members(&mut self, old: &Shape, new: &Shape, position: Position) {
        for (name, before) in &old.members {
            match new.members.get(name) {
                Some(after) => self.member(old, new, name, (before, after), position),
                None => self.member_gone(old, new, name, before, position),
            }
        }
        for (name, after) in &new.members {
            if !old.members.contains_key(name) {
                self.member_came(old, new, name, after, position);
            }
        }
        self.undeclared(old, new, position);
        self.additional(old, new, position);
        self.patterned(old, new, position);
    }

    fn member(
        &mut self,
        old: &Shape,
        new: &Shape,
        name: &str,
        (before, after): (&Member, &Member),
        position: Position,
    ) {
        let hidden = self.hides(true, before, position) && self.hides(false, after, position);
        if hidden {
            return;
        }
        let (was, is) = (old.required.get(name), new.required.get(name));
        if was.is_some() != is.is_some() {
            let (old_at, new_at) = (self.at(true, before), self.at(false, after));
            self.requirement(is.is_some(), old_at, new_at, name, position);
        }
        self.schema(&before.schemas, &after.schemas, position);
    }

    fn requirement(&mut self, is: bool, old_at: At, new_at: At, _: &str, position: Position) {
        let (code, message) = if is {
            (&codes::MEMBER_BECAME_REQUIRED, "must be there from now on")
        } else {
            (&codes::MEMBER_BECAME_OPTIONAL, "may be missing from now on")
        };
        self.changed(
            code,
            Some(position.direction),
            old_at,
            new_at,
            message.to_owned(),
        );
    }

    /// Whether the member does not travel this way: `readOnly` in requests, `writeOnly` in responses.
    fn hides(&self, old: bool, member: &Member, position: Position) -> bool {
        let shapes = if old { &self.left } else { &self.right };
        member.schemas.iter().any(|id| {
            let here = shapes.get(*id);
            let target = shapes.get(shapes.schemas.resolve(*id));
            match position.direction {
                Direction::Request => here.read_only || target.read_only,
                Direction::Response => here.write_only || target.write_only,
                Direction::Unused => false,
            }
        })
    }

    /// Where the member is declared.
    fn at(&self, old: bool, member: &Member) -> At {
        let shapes = if old { &self.left } else { &self.right };
        let id = member.schemas.first().copied().unwrap_or(SchemaId(0));
        shapes.get(id).at.clone()
    }

    fn member_gone(
        &mut self,
        old: &Shape,
        new: &Shape,
        name: &str,
        member: &Member,
        position: Position,
    ) {
        if self.hides(true, member, position) {
            return;
        }
        let required = old.required.contains_key(name);
        let code: &'static CodeInfo = if required {
            &codes::REQUIRED_MEMBER_REMOVED
        } else {
            &codes::OPTIONAL_MEMBER_REMOVED
        };
        let closed = new.closed.is_some() && position.direction == Direction::Request;
        let (_, twin) = self.sides(old, new, Some(member.from), None);
        let new_at = self.right.get(twin).at.clone();
        let mut fact = self.fact(
            code,
            Stands::Old,
            Some(position.direction),
            (self.at(true, member), new_at),
            "was removed".to_owned(),
        );
        if closed {
            fact.callers = Some(Effect::Breaking);
            fact.notes
                .push("no further member is allowed: a request that has it is refused".to_owned());
        }
        self.take(fact);
    }

    fn member_came(
        &mut self,
        old: &Shape,
        new: &Shape,
        name: &str,
        member: &Member,
        position: Position,
    ) {
        if self.hides(false, member, position) {
            return;
        }
        let code: &'static CodeInfo = if new.required.contains_key(name) {
            &codes::REQUIRED_MEMBER_ADDED
        } else {
            &codes::OPTIONAL_MEMBER_ADDED
        };
        let (twin, _) = self.sides(old, new, None, Some(member.from));
        let old_at = self.left.get(twin).at.clone();
        let message = if new.required.contains_key(name) {
            "was added and must be there"
        } else {
            "was added"
        };
        let mut fact = self.fact(
            code,
            Stands::New,
            Some(position.direction),
            (old_at, self.at(false, member)),
            message.to_owned(),
        );
        if old.closed.is_some() && position.direction == Direction::Response {
            fact.callers = Some(Effect::Risky);
            fact.notes
                .push("the old description said that no further member comes".to_owned());
        }
        self.take(fact);
    }

    /// Names in `required` that no side declares.
    fn undeclared(&mut self, old: &Shape, new: &Shape, position: Position) {
        let names = old.required.iter().chain(&new.required);
        let mut done: Vec<&str> = Vec::new();
        for (name, _) in names {
            let declared = old.members.contains_key(name) || new.members.contains_key(name);
            let (was, is) = (old.required.get(name), new.required.get(name));
            if declared || was.is_some() == is.is_some() || done.contains(&name.as_str()) {
                continue;
            }
            done.push(name);
            let sides = self.sides(old, new, was.copied(), is.copied());
            let keyword = |stated: Option<_>| stated.map(|_: &SchemaId| "required");
            let (old_at, new_at) = self.places(sides, keyword(was), keyword(is));
            let (code, message) = if is.is_some() {
                (
                    &codes::MEMBER_BECAME_REQUIRED,
                    format!("`{name}`, which is not declared, must be there from now on"),
                )
            } else {
                (
                    &codes::MEMBER_BECAME_OPTIONAL,
                    format!("`{name}`, which is not declared, may be missing from now on"),
                )
            };
            self.changed(code, Some(position.direction), old_at, new_at, message);
        }
    }

    fn additional(&mut self, old: &Shape, new: &Shape, position: Position) {
        let direction = Some(position.direction);
        let from = |shape: &Shape| {
            shape
                .closed
                .or(shape.additional.first().map(|_| shape.main))
        };
        let sides = self.sides(old, new, from(old), from(new));
        let keyword = |shape: &Shape| from(shape).map(|_| "additionalProperties");
        let (old_at, new_at) = self.places(sides, keyword(old), keyword(new));
        match (old.closed.is_some(), new.closed.is_some()) {
            (false, true) => {
                let message = "only declared members are allowed".to_owned();
                self.changed(&codes::MEMBERS_CLOSED, direction, old_at, new_at, message);
                return;
            }
            (true, false) => {
                let message = "members that are not declared are allowed".to_owned();
                self.changed(&codes::MEMBERS_OPENED, direction, old_at, new_at, message);
                return;
            }
            (true, true) => return,
            (false, false) => {}
        }
        match (old.additional.is_empty(), new.additional.is_empty()) {
            (true, true) => {}
            (false, false) => self.schema(&old.additional, &new.additional, position),
            (true, false) => {
                let message = "members that are not declared must satisfy a schema".to_owned();
                self.changed(
                    &codes::ADDITIONAL_NARROWED,
                    direction,
                    old_at,
                    new_at,
                    message,
                );
            }
            (false, true) => {
                let message = "members that are not declared may be anything".to_owned();
                self.changed(
                    &codes::ADDITIONAL_WIDENED,
                    direction,
                    old_at,
                    new_at,
                    message,
                );
            }
        }
    }

    fn patterned(&mut self, old: &Shape, new: &Shape, position: Position) {
        let direction = Some(position.direction);
        for (pattern, before) in &old.patterned {
            if let Some(after) = new.patterned.get(pattern) {
                self.schema(&before.schemas, &after.schemas, position);
                continue;
            }
            let (_, twin) = self.sides(old, new, Some(before.from), None);
            let places = (self.at(true, before), self.right.get(twin).at.clone());
            let message = format!("members that match `{pattern}` may be anything");
            let code = &codes::MEMBER_PATTERN_REMOVED;
            let fact = self.fact(code, Stands::Old, direction, places, message);
            self.take(fact);
        }
        for (pattern, after) in &new.patterned {
            if old.patterned.contains_key(pattern) {
                continue;
            }
            let (twin, _) = self.sides(old, new, None, Some(after.from));
            let places = (self.left.get(twin).at.clone(), self.at(false, after));
            let message = format!("members that match `{pattern}` must satisfy a schema");
            let code = &codes::MEMBER_PATTERN_ADDED;
            let fact = self.fact(code, Stands::New, direction, places, message);
            self.take(fact);
        }
    }

    /// `prefixItems` and `items`.
    pub(super) fn lists(&mut self, old: &Shape, new: &Shape, position: Position) {
        let direction = Some(position.direction);
        for (before, after) in old.first_items.iter().zip(&new.first_items) {
            self.schema(&[*before], &[*after], position);
        }
        let sides = (old.main, new.main);
        if old.first_items.len() != new.first_items.len() {
            let keyword = |ids: &[SchemaId]| (!ids.is_empty()).then_some("prefixItems");
            let (old_at, new_at) =
                self.places(sides, keyword(&old.first_items), keyword(&new.first_items));
            let message = format!(
                "{} of the first items had schemas of their own, {} have",
                old.first_items.len(),
                new.first_items.len()
            );
            self.changed(&codes::TUPLE_CHANGED, direction, old_at, new_at, message);
        }
        let keyword = |ids: &[SchemaId]| (!ids.is_empty()).then_some("items");
        let (old_at, new_at) = self.places(sides, keyword(&old.items), keyword(&new.items));
        match (old.items.is_empty(), new.items.is_empty()) {
            (true, true) => {}
            (false, false) => self.schema(&old.items, &new.items, position),
            (true, false) => {
                let message = "items must satisfy a schema".to_owned();
                self.changed(&codes::ITEMS_STATED, direction, old_at, new_at, message);
            }
            (false, true) => {
                let message = "items may be anything".to_owned();
                self.changed(&codes::ITEMS_DROPPED, direction, old_at, new_at, message);
            }
        }
    }
}
