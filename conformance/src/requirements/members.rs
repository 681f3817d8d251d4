//! What no schema says of a member: how it merges, what takes it away, where its limits are.

use indexmap::IndexMap;
use serde_json::{Map, Value};
use trueline_spec::At;

use super::read::Reader;

/// What is promised of a member, under `members` of a resource's law settings.
///
/// ```yaml
/// members:
///   metadata:
///     kind: map           # texts under names; an update keeps those that it does not name
///     unset: ''           # the value that takes one of them away
///     clear: ''           # what takes all of them away, in place of the map
///     entries: 50         # how many there may be
///     name: 40            # characters of a name
///     value: 500          # characters of a value
///     requirements: {kept: META-01, merged: META-02, entries: META-05}
///   expires_at:
///     kind: time          # a time that lies ahead; one that is past is refused
///     unset: ''           # what an update takes it away with, so that it is null
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct MemberRule {
    /// What it is.
    pub kind: MemberKind,
    /// For a map, the value that takes one entry away; for a time, what takes it away.
    pub unset: Option<Value>,
    /// What takes all entries of a map away.
    pub clear: Option<Value>,
    /// How many entries a map may have.
    pub entries: Option<usize>,
    /// How many characters the name of an entry may have.
    pub name: Option<usize>,
    /// How many characters the value of an entry may have.
    pub value: Option<usize>,
    /// Which requirement each promise answers: `kept`, `merged`, `unset`, `clear`, `entries`, `name`, `value`
    /// and `ahead`.
    pub requirements: IndexMap<String, String>,
}

/// What a member is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MemberKind {
    /// Texts under names, merged by updates.
    Map,
    /// A time that lies ahead.
    Time,
}

/// The promises that a rule can make, each of which may name its requirement.
const PROMISES: [&str; 8] = [
    "kept", "merged", "unset", "clear", "entries", "name", "value", "ahead",
];

impl MemberRule {
    /// The requirement that a promise answers, as a list of one or none.
    pub(crate) fn answers(&self, promise: &str) -> Vec<String> {
        self.requirements
            .get(promise)
            .cloned()
            .into_iter()
            .collect()
    }
}

impl Reader<'_> {
    pub(super) fn member_rules(&mut self, value: &Value, at: &At) -> IndexMap<String, MemberRule> {
        let mut rules = IndexMap::new();
        let Value::Object(members) = value else {
            self.fault(
                at,
                "`members` must be a map from member to what is promised of it",
            );
            return rules;
        };
        for (name, value) in members {
            if let Some(rule) = self.member_rule(value, &at.child(name)) {
                rules.insert(name.clone(), rule);
            }
        }
        rules
    }

    fn member_rule(&mut self, value: &Value, at: &At) -> Option<MemberRule> {
        let known = [
            "kind",
            "unset",
            "clear",
            "entries",
            "name",
            "value",
            "requirements",
        ];
        let members = self.object(value, at, "the rule of a member", &known)?;
        let kind = match self.string(members, at, "kind")?.as_str() {
            "map" => MemberKind::Map,
            "time" => MemberKind::Time,
            _ => {
                let message = "`kind` is `map` (texts under names) or `time` (one that lies ahead)";
                self.fault(&at.child("kind"), message);
                return None;
            }
        };
        Some(MemberRule {
            kind,
            unset: members.get("unset").cloned(),
            clear: members.get("clear").cloned(),
            entries: self.count(members, at, "entries"),
            name: self.count(members, at, "name"),
            value: self.count(members, at, "value"),
            requirements: self.promises(members, at),
        })
    }

    fn promises(&mut self, members: &Map<String, Value>, at: &At) -> IndexMap<String, String> {
        let mut found = IndexMap::new();
        let Some(value) = members.get("requirements") else {
            return found;
        };
        let at = at.child("requirements");
        let what = "the requirements of a member";
        if let Some(named) = self.object(value, &at, what, &PROMISES) {
            for promise in named.keys() {
                if let Some(id) = self.string(named, &at, promise) {
                    found.insert(promise.clone(), id);
                }
            }
        }
        found
    }
}
