//! Comparing everything that is no schema, from the document down.

mod body;
mod document;
mod example;
mod operation;
mod parameter;
mod response;
mod security;
mod server;
mod texts;

use trueline_spec::At;

use crate::Side;
use crate::change::{Change, Direction, Party};
use crate::codes::CodeInfo;
use crate::collect::{Collector, Fact, Stands};
use crate::reach::Graph;
use crate::schema::{Pairs, Shapes};

pub(crate) use texts::Texts;

/// Compares two descriptions; the changes stand in the order in which they are met.
pub(crate) fn compare(old: Side<'_>, new: Side<'_>, parties: &[Party]) -> Vec<Change> {
    let mut graph = Graph::default();
    let nobody = graph.node();
    let mut comparison = Comparison {
        old,
        new,
        left: Shapes::new(&old.api.schemas),
        right: Shapes::new(&new.api.schemas),
        pairs: Pairs::new(old.api.schemas.len() + new.api.schemas.len()),
        graph,
        names: Vec::new(),
        collector: Collector::default(),
        here: nobody,
        everywhere: nobody,
    };
    comparison.document();
    let Comparison {
        graph,
        names,
        collector,
        ..
    } = comparison;
    collector.finish(&graph, &names, old, new, parties)
}

/// A comparison under way.
pub(crate) struct Comparison<'a> {
    pub(crate) old: Side<'a>,
    pub(crate) new: Side<'a>,
    /// Schemas of the old side.
    pub(crate) left: Shapes<'a>,
    /// Schemas of the new side.
    pub(crate) right: Shapes<'a>,
    pub(crate) pairs: Pairs,
    pub(crate) graph: Graph,
    /// Method and path of each operation, by its index in the graph.
    names: Vec<String>,
    collector: Collector,
    /// The node of the graph that is being compared: what is found is laid to it.
    pub(crate) here: u32,
    /// The node that all operations lead to.
    everywhere: u32,
}

impl Comparison<'_> {
    /// A fact with nothing special about it. `places` are those of the old and the new side.
    pub(crate) fn fact(
        &self,
        code: &'static CodeInfo,
        stands: Stands,
        direction: Option<Direction>,
        places: (At, At),
        message: String,
    ) -> Fact {
        Fact {
            code,
            stands,
            old: places.0,
            new: places.1,
            direction,
            message,
            notes: Vec::new(),
            callers: None,
        }
    }

    /// Takes a fact for what is being compared.
    pub(crate) fn take(&mut self, fact: Fact) {
        self.collector.take(self.here, fact);
    }

    /// Something that stands on both sides changed.
    pub(crate) fn changed(
        &mut self,
        code: &'static CodeInfo,
        direction: Option<Direction>,
        old: At,
        new: At,
        message: String,
    ) {
        let fact = self.fact(code, Stands::Both, direction, (old, new), message);
        self.take(fact);
    }

    /// Something came: `new` is where it stands, `old` where it would have stood.
    pub(crate) fn came(
        &mut self,
        code: &'static CodeInfo,
        direction: Option<Direction>,
        old: &At,
        new: &At,
        message: impl Into<String>,
    ) {
        let places = (old.clone(), new.clone());
        let fact = self.fact(code, Stands::New, direction, places, message.into());
        self.take(fact);
    }

    /// Something went: `old` is where it stood, `new` where it would stand.
    pub(crate) fn went(
        &mut self,
        code: &'static CodeInfo,
        direction: Option<Direction>,
        old: &At,
        new: &At,
        message: impl Into<String>,
    ) {
        let places = (old.clone(), new.clone());
        let fact = self.fact(code, Stands::Old, direction, places, message.into());
        self.take(fact);
    }

    /// Does `work` in the name of an operation.
    fn in_operation(&mut self, name: String, work: impl FnOnce(&mut Self)) {
        let (node, _) = self.graph.operation();
        self.names.push(name);
        self.graph.edge(node, self.everywhere);
        let before = std::mem::replace(&mut self.here, node);
        work(self);
        self.here = before;
    }
}
