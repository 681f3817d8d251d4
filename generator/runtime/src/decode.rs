//! From a [`Node`] to a typed value, all faults collected.

use std::borrow::Cow;
use std::cell::Cell;

use super::container::{Map, Maybe};
use super::fault::{Fault, FaultKind, Path};
use super::node::Node;
use super::rules::Rules;

/// Which way a value travels. A server reads requests strictly; a client reads responses so that
/// an addition on the other side does not break it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Constraints hold, closed objects refuse unknown members, enums refuse unknown values.
    Request,
    /// Unknown members are skipped or kept, unknown enum values are kept, constraints are not checked.
    Response,
}

/// State of one decoding: the direction, and the faults so far.
#[derive(Debug)]
pub struct Decoder {
    direction: Direction,
    faults: Vec<Fault>,
    /// How many trials this one is in.
    trials: u8,
    /// How many deeper ones may still be made in it.
    deep: Cell<u8>,
}

/// Trials inside trials that are always made: each costs another reading of what is in it.
const MOST_TRIALS: u8 = 2;

/// Trials that are made below these, in all, for each outermost one. What is left after them is told by its members
/// alone.
const MOST_DEEP_TRIALS: u8 = 32;

/// Reads a value as a type where all of it can be read so and obeys `rules`: for a union that has no better way to
/// tell. Where it cannot, nothing is written to `cx`.
pub fn reads<T: Decode>(
    node: &Node<'_>,
    cx: &Decoder,
    at: &Path<'_>,
    rules: &[&Rules],
) -> Option<T> {
    if !rules.iter().all(|rules| rules.allow(node, cx)) {
        return None;
    }
    let deep = match cx.trials {
        0 => MOST_DEEP_TRIALS,
        some if some < MOST_TRIALS => cx.deep.get(),
        _ => cx.deep.get().checked_sub(1)?,
    };
    let mut trial = Decoder {
        trials: cx.trials.saturating_add(1),
        deep: Cell::new(deep),
        ..Decoder::new(cx.direction)
    };
    let value = T::decode(node.clone(), &mut trial, at);
    cx.deep.set(trial.deep.get());
    trial.finish(value).ok()
}

/// The members that only one branch of a union has, and whether a value can be read as that branch.
pub type Own = (&'static [&'static str], fn(&Node<'_>, &Decoder) -> bool);

/// Whether a request has what only one branch has of several of `branches`, and is all of these: under `oneOf` it is then
/// none.
pub fn are_several(node: &Node<'_>, cx: &Decoder, branches: &[Own]) -> bool {
    let has_own = |(names, _): &&Own| node.has_members(names);
    cx.is_strict()
        && branches.iter().filter(has_own).count() > 1
        && branches
            .iter()
            .filter(has_own)
            .filter(|(_, is_branch)| is_branch(node, cx))
            .count()
            > 1
}

/// Writes down that a value is of several branches of which it may be one. Gives `None`.
pub fn refuse_several<T>(cx: &mut Decoder, at: &Path<'_>) -> Option<T> {
    cx.fault(
        at,
        FaultKind::Rule {
            rule: "must satisfy exactly one of the alternatives of the description",
        },
    )
}

impl Decoder {
    /// Starts a decoding.
    pub fn new(direction: Direction) -> Self {
        Self {
            direction,
            faults: Vec::new(),
            trials: 0,
            deep: Cell::new(0),
        }
    }

    /// Whether the value is a request to a server.
    pub fn is_strict(&self) -> bool {
        self.direction == Direction::Request
    }

    /// Writes a fault down. Gives `None`, so that a decoder can end with `cx.fault(…)`.
    pub fn fault<T>(&mut self, at: &Path<'_>, kind: FaultKind) -> Option<T> {
        self.faults.push(Fault {
            path: at.segments(),
            kind,
        });
        None
    }

    /// Writes down that `node` is of the wrong type. Gives `None`.
    pub fn mismatch<T>(
        &mut self,
        at: &Path<'_>,
        expected: &'static str,
        node: &Node<'_>,
    ) -> Option<T> {
        let kind = match node {
            Node::Raw(text) if text.is_empty() => FaultKind::Empty,
            Node::Raw(text) => FaultKind::Type {
                expected,
                found: shorten(text),
            },
            other => FaultKind::Type {
                expected,
                found: other.kind().to_owned(),
            },
        };
        self.fault(at, kind)
    }

    /// The faults so far, in the order in which they were met.
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// Takes the faults out; the next ones are those of another part of the request.
    pub fn take_faults(&mut self) -> Vec<Fault> {
        std::mem::take(&mut self.faults)
    }

    /// Ends a decoding: the value if nothing was wrong, else the faults.
    pub fn finish<T>(self, value: Option<T>) -> Result<T, Vec<Fault>> {
        match value {
            Some(value) if self.faults.is_empty() => Ok(value),
            _ => Err(self.faults),
        }
    }
}

fn shorten(text: &str) -> String {
    const MOST: usize = 60;
    if text.chars().count() <= MOST {
        format!("{text:?}")
    } else {
        let start: String = text.chars().take(MOST).collect();
        format!("{start:?}…")
    }
}

/// A type that can be read from a [`Node`].
pub trait Decode: Sized {
    /// Reads the value, or writes at least one fault to `cx` and gives `None`. A value may come back
    /// although faults were written (a constraint is broken); [`Decoder::finish`] settles it.
    fn decode(node: Node<'_>, cx: &mut Decoder, at: &Path<'_>) -> Option<Self>;
}

/// What to do with members that the description does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unknown {
    /// They mean nothing here.
    Skip,
    /// They are a fault in a request (`additionalProperties: false`) and skipped in a response.
    Refuse,
    /// They were read into a map ([`Members::rest`]).
    Keep,
}

/// An object that is being read member by member.
#[derive(Debug)]
pub struct Members<'n, 'd> {
    entries: Vec<(Cow<'n, str>, Option<Node<'n>>)>,
    cursor: usize,
    cx: &'d mut Decoder,
    at: &'d Path<'d>,
}

impl<'n, 'd> Members<'n, 'd> {
    /// Opens an object; anything else is a fault.
    pub fn open(node: Node<'n>, cx: &'d mut Decoder, at: &'d Path<'d>) -> Option<Self> {
        match node {
            // `a[]=1` is a list, not an object with a nameless member. Below no name there are no brackets.
            branch @ Node::Branch(_) if !branch.is_object() && !at.is_root() => {
                cx.mismatch(at, "an object", &branch)
            }
            Node::Map(entries) | Node::Branch(entries) => Some(Self::from_entries(entries, cx, at)),
            other => cx.mismatch(at, "an object", &other),
        }
    }

    /// The members of an object that was put together elsewhere, such as a set of parameters.
    pub fn from_entries(
        entries: Vec<(Cow<'n, str>, Node<'n>)>,
        cx: &'d mut Decoder,
        at: &'d Path<'d>,
    ) -> Self {
        Self {
            entries: entries
                .into_iter()
                .map(|(name, node)| (name, Some(node)))
                .collect(),
            cursor: 0,
            cx,
            at,
        }
    }

    /// Takes the member `name` out. Members mostly come in the order of the description, so the
    /// search starts behind the last hit.
    pub fn take(&mut self, name: &str) -> Option<Node<'n>> {
        let count = self.entries.len();
        for step in 0..count {
            let index = (self.cursor + step) % count;
            let (key, node) = &mut self.entries[index];
            if node.is_some() && key == name {
                self.cursor = index + 1;
                return node.take();
            }
        }
        None
    }

    /// A member that must be there.
    pub fn required<T: Decode>(&mut self, name: &'static str) -> Option<T> {
        self.required_by(name, &Rules::NONE)
    }

    /// A member that must be there, held to rules.
    pub fn required_by<T: Decode>(&mut self, name: &'static str, rules: &Rules) -> Option<T> {
        match self.take(name) {
            Some(node) => self.read(name, node, rules),
            None => self.cx.fault(&self.at.member(name), FaultKind::Missing),
        }
    }

    /// A member that may be absent (but not null).
    pub fn optional<T: Decode>(&mut self, name: &'static str) -> Option<Option<T>> {
        self.optional_by(name, &Rules::NONE)
    }

    /// A member that may be absent, held to rules.
    pub fn optional_by<T: Decode>(
        &mut self,
        name: &'static str,
        rules: &Rules,
    ) -> Option<Option<T>> {
        match self.take(name) {
            Some(node) => self.read(name, node, rules).map(Some),
            None => Some(None),
        }
    }

    /// A member that must be there and may be null.
    pub fn nullable<T: Decode>(&mut self, name: &'static str) -> Option<Option<T>> {
        self.nullable_by(name, &Rules::NONE)
    }

    /// A member that must be there and may be null, held to rules.
    pub fn nullable_by<T: Decode>(
        &mut self,
        name: &'static str,
        rules: &Rules,
    ) -> Option<Option<T>> {
        match self.take(name) {
            Some(Node::Null) => Some(None),
            Some(node) => self.read(name, node, rules).map(Some),
            None => self.cx.fault(&self.at.member(name), FaultKind::Missing),
        }
    }

    /// A member that may be absent, null or present: three different things.
    pub fn maybe<T: Decode>(&mut self, name: &'static str) -> Option<Maybe<T>> {
        self.maybe_by(name, &Rules::NONE)
    }

    /// A member that may be absent, null or present, held to rules.
    pub fn maybe_by<T: Decode>(&mut self, name: &'static str, rules: &Rules) -> Option<Maybe<T>> {
        match self.take(name) {
            Some(Node::Null) => Some(Maybe::Null),
            Some(node) => self.read(name, node, rules).map(Maybe::Present),
            None => Some(Maybe::Absent),
        }
    }

    /// A required member that has one possible value and therefore no field.
    pub fn constant(
        &mut self,
        name: &'static str,
        value: &'static [&'static str; 1],
    ) -> Option<()> {
        match self.take(name) {
            Some(node) if node.as_text() == Some(value[0]) => Some(()),
            Some(node) => {
                let found = match node.as_text() {
                    Some(text) => shorten(text),
                    None => node.kind().to_owned(),
                };
                self.cx.fault(
                    &self.at.member(name),
                    FaultKind::Value {
                        allowed: value,
                        found,
                    },
                )
            }
            None => self.cx.fault(&self.at.member(name), FaultKind::Missing),
        }
    }

    fn read<T: Decode>(&mut self, name: &str, node: Node<'n>, rules: &Rules) -> Option<T> {
        let at = self.at.member(name);
        rules.check(&node, self.cx, &at);
        T::decode(node, self.cx, &at)
    }

    /// Reads all members not taken so far into a map, each held to rules.
    pub fn rest<T: Decode>(&mut self, rules: &[&Rules]) -> Option<Map<T>> {
        let rules = rules.first().copied().unwrap_or(&Rules::NONE);
        let mut map = Map::new();
        let mut whole = true;
        for (name, node) in std::mem::take(&mut self.entries) {
            let Some(node) = node else { continue };
            match self.read(&name, node, rules) {
                Some(value) => {
                    map.insert(name.into_owned(), value);
                }
                None => whole = false,
            }
        }
        whole.then_some(map)
    }

    /// Ends the object: what was not taken is unknown.
    pub fn finish(self, unknown: Unknown) {
        if unknown != Unknown::Refuse || !self.cx.is_strict() {
            return;
        }
        for (name, node) in &self.entries {
            if node.is_some() {
                self.cx
                    .fault::<()>(&self.at.member(name), FaultKind::Unknown);
            }
        }
    }
}
