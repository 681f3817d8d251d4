//! What no type can say: keywords that a validator judges, as static data beside the other constraints.

use super::super::decode::{Decoder, Direction};
use super::super::fault::{FaultKind, Path};
use super::super::items::peek_items;
use super::super::json::read_json;
use super::super::node::{Kind, Node};
use super::super::pattern;
use super::{Rules, check_count, distinct, evaluated};

/// Keywords of one place that only a validator can judge (JSON Schema 2020-12 core §10, validation §6), and,
/// for what stands inside them, all others. Empty lists and `None` say nothing.
#[derive(Debug, Clone, Copy)]
pub struct Logic {
    /// Whether nothing is valid: the schema `false`.
    pub never: bool,
    /// The JSON types beside null; none for any.
    pub kinds: &'static [Kind],
    /// Whether null is one of the types, where there are some.
    pub null: bool,
    /// The values allowed, as JSON texts.
    pub values: &'static [&'static str],
    /// Members that must be there.
    pub required: &'static [&'static str],
    /// Members by name.
    pub members: &'static [(&'static str, &'static Rules)],
    /// Members by patterns of their names.
    pub patterns: &'static [(&'static str, &'static Rules)],
    /// Members that are neither.
    pub others: Option<&'static Rules>,
    /// Names of members, as texts.
    pub names: Option<&'static Rules>,
    /// The first items, each by its own rules.
    pub first: &'static [&'static Rules],
    /// The items behind those.
    pub further: Option<&'static Rules>,
    /// All of these hold.
    pub all: &'static [&'static Rules],
    /// At least one of these holds.
    pub any: &'static [&'static Rules],
    /// Exactly one of these holds.
    pub one: &'static [&'static Rules],
    /// This does not hold.
    pub not: Option<&'static Rules>,
    /// Where this holds, `then` does, else `otherwise`.
    pub condition: Option<&'static Rules>,
    /// See `condition`.
    pub then: Option<&'static Rules>,
    /// See `condition`.
    pub otherwise: Option<&'static Rules>,
    /// So many items are of these rules.
    pub contains: Option<&'static Rules>,
    /// Items that `contains` counts, at least; one where nothing is said.
    pub min_contains: Option<u64>,
    /// Items that `contains` counts, at most.
    pub max_contains: Option<u64>,
    /// Where the member is there, these must be, too.
    pub together: &'static [(&'static str, &'static [&'static str])],
    /// Where the member is there, the object is of these rules.
    pub with: &'static [(&'static str, &'static Rules)],
    /// Members that no schema of this place evaluates (core §11.3).
    pub unevaluated: Option<&'static Rules>,
    /// Items that no schema of this place evaluates (core §11.2).
    pub unevaluated_items: Option<&'static Rules>,
}

impl Logic {
    /// Nothing is said; the base of every generated static.
    pub const NONE: Logic = Logic {
        never: false,
        kinds: &[],
        null: false,
        values: &[],
        required: &[],
        members: &[],
        patterns: &[],
        others: None,
        names: None,
        first: &[],
        further: None,
        all: &[],
        any: &[],
        one: &[],
        not: None,
        condition: None,
        then: None,
        otherwise: None,
        contains: None,
        min_contains: None,
        max_contains: None,
        together: &[],
        with: &[],
        unevaluated: None,
        unevaluated_items: None,
    };

    pub(super) fn check(&self, node: &Node<'_>, cx: &mut Decoder, at: &Path<'_>) {
        let mut broken = |rule: &'static str| {
            cx.fault::<()>(at, FaultKind::Rule { rule });
        };
        if self.never {
            broken("must not be there");
        }
        let is_kind = node.is(self.kinds) || (self.null && node.is_null());
        if !self.kinds.is_empty() && !is_kind {
            broken("must be of another type");
        }
        if !self.values.is_empty() && !self.values.iter().any(|value| is(node, value)) {
            let found = match node.as_text() {
                Some(text) => format!("{text:?}"),
                None => node.kind().to_owned(),
            };
            let allowed = self.values;
            cx.fault::<()>(at, FaultKind::Value { allowed, found });
        }
        self.check_alternatives(node, cx, at);
        match node {
            Node::Map(entries) | Node::Branch(entries) if node.is_object() || at.is_root() => {
                self.check_members(node, entries, cx, at);
                if let Some(rules) = self.unevaluated {
                    for (name, value) in evaluated::members_left(self, node, entries) {
                        rules.check_other(name, value, cx, at);
                    }
                }
            }
            _ => {}
        }
        if let Some(rules) = self.unevaluated_items
            && let Some(items) = peek_items(node)
        {
            for (index, item) in evaluated::items_left(self, node, &items) {
                rules.check_strictly(item, cx, &at.index(index));
            }
        }
        if (!self.first.is_empty() || self.further.is_some() || self.contains.is_some())
            && let Some(items) = peek_items(node)
        {
            self.check_items(&items, cx, at);
        }
    }

    fn check_alternatives(&self, node: &Node<'_>, cx: &mut Decoder, at: &Path<'_>) {
        for rules in self.all {
            rules.check_strictly(node, cx, at);
        }
        let mut broken = |rule: &'static str| {
            cx.fault::<()>(at, FaultKind::Rule { rule });
        };
        if !self.any.is_empty() && !self.any.iter().any(|rules| rules.hold(node)) {
            broken("must satisfy one of the alternatives of the description");
        }
        if !self.one.is_empty() {
            match self.one.iter().filter(|rules| rules.hold(node)).count() {
                0 => broken("must satisfy one of the alternatives of the description"),
                1 => {}
                _ => broken("must satisfy no more than one of the alternatives of the description"),
            }
        }
        if self.not.is_some_and(|rules| rules.hold(node)) {
            broken("must not be what the description excludes by `not`");
        }
        if let Some(condition) = self.condition {
            let follows = match condition.hold(node) {
                true => self.then,
                false => self.otherwise,
            };
            if let Some(rules) = follows {
                rules.check_strictly(node, cx, at);
            }
        }
    }

    fn check_members(
        &self,
        node: &Node<'_>,
        entries: &[(std::borrow::Cow<'_, str>, Node<'_>)],
        cx: &mut Decoder,
        at: &Path<'_>,
    ) {
        let demand = |name: &str, cx: &mut Decoder| {
            if node.member(name).is_none() {
                cx.fault::<()>(&at.member(name), FaultKind::Missing);
            }
        };
        for name in self.required {
            demand(name, cx);
        }
        for (name, others) in self.together {
            if node.member(name).is_some() {
                others.iter().for_each(|other| demand(other, cx));
            }
        }
        for (name, rules) in self.with {
            if node.member(name).is_some() {
                rules.check_strictly(node, cx, at);
            }
        }
        for (name, value) in entries {
            let mut is_declared = false;
            for (declared, rules) in self.members {
                if declared == name {
                    is_declared = true;
                    rules.check_strictly(value, cx, &at.member(name));
                }
            }
            for (pattern, rules) in self.patterns {
                if pattern::matches(pattern, name) {
                    is_declared = true;
                    rules.check_strictly(value, cx, &at.member(name));
                }
            }
            if let (false, Some(rules)) = (is_declared, self.others) {
                rules.check_other(name, value, cx, at);
            }
            if let Some(rules) = self.names
                && !rules.hold(&Node::Text(name.clone()))
            {
                let rule = "has a name that the description excludes";
                cx.fault::<()>(&at.member(name), FaultKind::Rule { rule });
            }
        }
    }

    fn check_items(&self, items: &[&Node<'_>], cx: &mut Decoder, at: &Path<'_>) {
        for (index, item) in items.iter().enumerate() {
            if let Some(rules) = self.first.get(index).copied().or(self.further) {
                rules.check_strictly(item, cx, &at.index(index));
            }
        }
        if let Some(rules) = self.contains {
            let count = items.iter().filter(|item| rules.hold(item)).count() as u64;
            let least = Some(self.min_contains.unwrap_or(1));
            let what = "items of the kind that the description asks for";
            check_count(count, least, self.max_contains, what, cx, at);
        }
    }
}

impl Rules {
    /// Checks a member that is not declared: where none is allowed, it is unknown.
    fn check_other(&self, name: &str, value: &Node<'_>, cx: &mut Decoder, at: &Path<'_>) {
        match self.logic {
            Some(logic) if logic.never => {
                cx.fault::<()>(&at.member(name), FaultKind::Unknown);
            }
            _ => self.check_strictly(value, cx, &at.member(name)),
        }
    }

    /// Whether `node` is what these rules ask for.
    pub(super) fn hold(&self, node: &Node<'_>) -> bool {
        let mut cx = Decoder::new(Direction::Request);
        self.check_strictly(node, &mut cx, &Path::ROOT);
        cx.faults().is_empty()
    }
}

/// Whether a node is the value that a JSON text spells. Form text is whatever it spells.
fn is(node: &Node<'_>, value: &str) -> bool {
    let Ok(value_node) = read_json(value.as_bytes()) else {
        return false;
    };
    match (node, &value_node) {
        (Node::Raw(text), Node::Text(value)) => text == value,
        (Node::Raw(text), _) => text == value,
        (Node::Repeated(nodes), _) => nodes.last().is_some_and(|node| is(node, value)),
        _ => distinct::key(node) == distinct::key(&value_node),
    }
}
