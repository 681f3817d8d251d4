//! Where found changes gather: the same change, met on many ways, is one.

use std::collections::HashMap;

use indexmap::IndexSet;
use trueline_spec::At;

use crate::change::{Change, Direction, Effect, Effects, Party};
use crate::codes::CodeInfo;
use crate::reach::Graph;
use crate::{Side, locate};

/// Which side a change is known by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Stands {
    /// It stands in the new description only.
    New,
    /// It stood in the old description only.
    Old,
    /// In both.
    Both,
}

/// A change as one comparison meets it.
#[derive(Debug)]
pub(crate) struct Fact {
    pub(crate) code: &'static CodeInfo,
    pub(crate) stands: Stands,
    pub(crate) old: At,
    pub(crate) new: At,
    /// `None` where nothing travels.
    pub(crate) direction: Option<Direction>,
    pub(crate) message: String,
    pub(crate) notes: Vec<String>,
    /// Where the case at hand is harder or milder than the code usually is: for callers.
    pub(crate) callers: Option<Effect>,
}

/// A change and all the ways that it was met.
#[derive(Debug)]
struct Found {
    fact: Fact,
    directions: Vec<Direction>,
    effects: Effects,
    nodes: IndexSet<u32>,
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Key {
    code: &'static str,
    old: Option<At>,
    new: Option<At>,
    message: String,
}

/// The changes so far.
#[derive(Debug, Default)]
pub(crate) struct Collector {
    found: Vec<Found>,
    by_key: HashMap<Key, usize>,
}

impl Collector {
    /// Takes a change that was met at `node` of the graph.
    pub(crate) fn take(&mut self, node: u32, fact: Fact) {
        let key = Key {
            code: fact.code.name,
            old: (fact.stands != Stands::New).then(|| fact.old.clone()),
            new: (fact.stands != Stands::Old).then(|| fact.new.clone()),
            message: fact.message.clone(),
        };
        let effects = effects(&fact);
        let direction = fact.direction;
        let index = *self.by_key.entry(key).or_insert_with(|| {
            self.found.push(Found {
                fact,
                directions: Vec::new(),
                effects,
                nodes: IndexSet::new(),
            });
            self.found.len() - 1
        });
        let found = &mut self.found[index];
        found.effects = found.effects.or(effects);
        found.nodes.insert(node);
        if let Some(direction) = direction
            && !found.directions.contains(&direction)
        {
            found.directions.push(direction);
        }
    }

    /// The changes, in the order of the new document, what was removed at its place in the old one.
    pub(crate) fn finish(
        self,
        graph: &Graph,
        names: &[String],
        old: Side<'_>,
        new: Side<'_>,
        parties: &[Party],
    ) -> Vec<Change> {
        let reach = graph.reach();
        self.found
            .into_iter()
            .map(|found| {
                let Found {
                    fact,
                    mut directions,
                    effects,
                    nodes,
                } = found;
                directions.sort_unstable();
                let severity = parties
                    .iter()
                    .map(|party| effects.on(*party))
                    .max()
                    .unwrap_or(Effect::Prose);
                let reached = |index: usize| {
                    nodes.iter().any(|node| {
                        reach
                            .get(*node as usize)
                            .is_some_and(|bits| bits[index / 64] >> (index % 64) & 1 == 1)
                    })
                };
                let operations = names
                    .iter()
                    .enumerate()
                    .filter(|(index, _)| reached(*index))
                    .map(|(_, name)| name.clone())
                    .collect();
                let subject = match fact.stands {
                    Stands::Old => locate::subject(old.sources, &fact.old),
                    Stands::New | Stands::Both => locate::subject(new.sources, &fact.new),
                };
                Change {
                    code: fact.code,
                    severity,
                    effects,
                    directions,
                    subject,
                    message: fact.message,
                    notes: fact.notes,
                    old: locate::place(old.sources, &fact.old),
                    new: locate::place(new.sources, &fact.new),
                    operations,
                }
            })
            .collect()
    }
}

fn effects(fact: &Fact) -> Effects {
    let mut effects = match fact.direction {
        None | Some(Direction::Request) => fact.code.request,
        Some(Direction::Response) => fact.code.response,
        Some(Direction::Unused) => fact
            .code
            .request
            .or(fact.code.response)
            .on_the_wire_at_most(Effect::Compatible),
    };
    if let (Some(callers), false) = (fact.callers, fact.direction == Some(Direction::Unused)) {
        effects.callers = callers;
    }
    effects
}
