//! Who is let in.

use indexmap::{IndexMap, IndexSet};
use serde_json::Value;
use trueline_spec::ir::{Operation, SecurityRequirement, SecurityScheme};
use trueline_spec::{Api, At, DocumentId};

use super::{Comparison, Texts};
use crate::change::Direction;
use crate::codes;

/// One way to be let in: what each scheme is known by on both sides, and the scopes that it needs.
type Way = IndexMap<String, Vec<String>>;

impl Comparison<'_> {
    pub(super) fn security(&mut self, old: &Operation, new: &Operation) {
        let (before, after) = (self.ways(self.old.api, old), self.ways(self.new.api, new));
        let (old_at, new_at) = (place(old), place(new));
        self.schemes(self.old.api, old, new);
        let travels = Some(Direction::Request);
        for way in &before {
            if after.iter().any(|other| suffices(way, other)) {
                continue;
            }
            if let Some(missing) = scopes_more(way, &after) {
                let message = format!("{} needs the further scope {missing}", title(way));
                let code = &codes::SECURITY_SCOPE_ADDED;
                self.changed(code, travels, old_at.clone(), new_at.clone(), message);
            } else {
                let message = format!("{} no longer suffices", title(way));
                let code = &codes::SECURITY_ALTERNATIVE_REMOVED;
                self.changed(code, travels, old_at.clone(), new_at.clone(), message);
            }
        }
        for way in &after {
            if before.iter().any(|other| suffices(way, other)) {
                continue;
            }
            if let Some(less) = scopes_more(way, &before) {
                let message = format!("{} no longer needs the scope {less}", title(way));
                let code = &codes::SECURITY_SCOPE_REMOVED;
                self.changed(code, travels, old_at.clone(), new_at.clone(), message);
            } else {
                let message = format!("{} suffices now", title(way));
                let code = &codes::SECURITY_ALTERNATIVE_ADDED;
                self.changed(code, travels, old_at.clone(), new_at.clone(), message);
            }
        }
    }

    /// The ways to be let in. None at all is one: anonymously.
    fn ways(&self, api: &Api, operation: &Operation) -> Vec<Way> {
        let listed = api.security_of(operation);
        if listed.is_empty() {
            return vec![Way::new()];
        }
        listed.iter().map(|one| self.way(api, one)).collect()
    }

    fn way(&self, api: &Api, requirement: &SecurityRequirement) -> Way {
        let known = |name: &str| {
            let both = self.old.api.security_schemes.contains_key(name)
                && self.new.api.security_schemes.contains_key(name);
            match api.security_schemes.get(name) {
                // A scheme that only took another name is the same.
                Some(scheme) if !both => format!("{:?}", scheme.kind),
                _ => name.to_owned(),
            }
        };
        requirement
            .schemes
            .iter()
            .map(|(name, scopes)| (known(name), scopes.clone()))
            .collect()
    }

    /// OAuth flows, which say nothing of what stands in a request, but of how to come by it.
    fn flows(&mut self, old: &SecurityScheme, new: &SecurityScheme) {
        let (old_at, new_at) = (old.at.child("flows"), new.at.child("flows"));
        let before = self.old.sources.value(&old_at);
        let after = self.new.sources.value(&new_at);
        if before == after {
            return;
        }
        let (had, has) = (scopes(before), scopes(after));
        let words = |some: &IndexSet<&str>, others: &IndexSet<&str>| {
            let words = some.difference(others).map(|it| format!("`{it}`"));
            words.collect::<Vec<_>>().join(", ")
        };
        let (came, went) = (words(&has, &had), words(&had, &has));
        let message = match (came.is_empty(), went.is_empty()) {
            (true, true) => "the flows differ".to_owned(),
            (false, true) => format!("the flows also offer the scope {came}"),
            (true, false) => format!("the flows no longer offer the scope {went}"),
            (false, false) => format!("the flows offer the scope {came} and no longer {went}"),
        };
        let code = &codes::SECURITY_FLOWS_CHANGED;
        let travels = Some(Direction::Request);
        self.changed(code, travels, old_at, new_at, message);
    }

    /// Schemes that both sides have under one name, as far as this operation uses them.
    fn schemes(&mut self, api: &Api, old: &Operation, new: &Operation) {
        let names = api.security_of(old).iter().flat_map(|it| it.schemes.keys());
        let names: Vec<String> = names.cloned().collect();
        for name in names {
            let used = self.new.api.security_of(new).iter();
            let (Some(before), Some(after), true) = (
                self.old.api.security_schemes.get(&name),
                self.new.api.security_schemes.get(&name),
                used.into_iter().any(|it| it.schemes.contains_key(&name)),
            ) else {
                continue;
            };
            if before.kind != after.kind {
                let message = format!("asked for {:?}, asks for {:?}", before.kind, after.kind);
                let places = (before.at.clone(), after.at.clone());
                let travels = Some(Direction::Request);
                let code = &codes::SECURITY_SCHEME_CHANGED;
                self.changed(code, travels, places.0, places.1, message);
            }
            self.flows(before, after);
            let texts = Texts::plain(
                "description",
                before.description.as_deref(),
                after.description.as_deref(),
            );
            self.text(None, &before.at, &after.at, &texts);
        }
    }
}

/// The scopes that the flows of a scheme offer.
fn scopes(flows: Option<&Value>) -> IndexSet<&str> {
    let flows = flows.and_then(Value::as_object).into_iter().flatten();
    flows
        .filter_map(|(_, flow)| flow.get("scopes")?.as_object())
        .flat_map(|scopes| scopes.keys().map(String::as_str))
        .collect()
}

/// Where the security of an operation is stated.
fn place(operation: &Operation) -> At {
    match operation.security {
        Some(_) => operation.at.child("security"),
        None => At::root(DocumentId::default()).child("security"),
    }
}

/// Whether who satisfies `has` satisfies `asked`, too.
fn suffices(has: &Way, asked: &Way) -> bool {
    asked.iter().all(|(scheme, scopes)| {
        has.get(scheme)
            .is_some_and(|held| scopes.iter().all(|scope| held.contains(scope)))
    })
}

/// The scopes that the other side asks for besides, where it has a way with the same schemes.
fn scopes_more(way: &Way, others: &[Way]) -> Option<String> {
    let same = others.iter().find(|other| {
        !way.is_empty() && other.len() == way.len() && other.keys().all(|it| way.contains_key(it))
    })?;
    let more = same.iter().flat_map(|(scheme, scopes)| {
        let held = way.get(scheme);
        scopes
            .iter()
            .filter(move |scope| held.is_none_or(|held| !held.contains(scope)))
    });
    let words: Vec<String> = more.map(|scope| format!("`{scope}`")).collect();
    Some(words.join(", "))
}

/// `no credentials`, `api_key`, `api_key and session`.
fn title(way: &Way) -> String {
    if way.is_empty() {
        return "a call without credentials".to_owned();
    }
    let names: Vec<String> = way.keys().map(|name| format!("`{name}`")).collect();
    names.join(" and ")
}
