//! Whether a value is valid by a schema of the description, judged by an independent validator.

mod lower;
mod many;
mod roots;
mod validator;
mod violation;

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::Value;
use trueline_spec::ir::{Api, SchemaId, Schemas};

use crate::requirements::Requirements;
use roots::Roots;
use validator::Compiled;

pub use lower::{Lowering, lower};
pub use violation::Violation;
pub(crate) use violation::{MISSING, shown};

/// Which way a value travels: `readOnly` members are not demanded of requests, `writeOnly` ones not of
/// responses (OpenAPI 3.0.4 §4.24.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Direction {
    /// To the server.
    Request,
    /// From the server.
    Response,
}

/// Judges values by the schemas of one API. Validators are compiled when first asked for and kept: those
/// of all documented answers together, because they share most of what they reach, likewise those of all
/// documented requests, and any other on its own.
pub struct SchemaJudge {
    open_enums: Vec<String>,
    null_as_absent: Vec<String>,
    roots: Roots,
    compiled: Mutex<HashMap<Key, Arc<Compiled>>>,
}

/// A schema compiled on its own, or `None` for all documented ones together.
type Key = (Option<SchemaId>, Direction);

impl SchemaJudge {
    /// A judge for `api` that reads it as `requirements` says: which enums are open, and where null may stand for
    /// absence.
    pub fn new(api: &Api, requirements: &Requirements) -> Self {
        Self {
            open_enums: requirements.open_enums.clone(),
            null_as_absent: requirements.null_as_absent.clone(),
            roots: Roots::of(api),
            compiled: Mutex::new(HashMap::new()),
        }
    }

    /// What is wrong with `value` by the schema `id`; empty when it is valid. The order is that of the
    /// schema's keywords. Where it is wrong in many places in the same way, a few stand for all.
    pub fn violations(
        &self,
        schemas: &Schemas,
        id: SchemaId,
        direction: Direction,
        value: Value,
    ) -> Vec<Violation> {
        let id = schemas.resolve(id);
        self.compiled(schemas, id, direction)
            .violations(schemas, id, value)
    }

    /// Whether `value` is valid by the schema `id`.
    pub fn is_valid(
        &self,
        schemas: &Schemas,
        id: SchemaId,
        direction: Direction,
        value: &Value,
    ) -> bool {
        let id = schemas.resolve(id);
        self.compiled(schemas, id, direction).is_valid(id, value)
    }

    /// What could not be used of the schema `id`, or of those that are compiled together with it, each
    /// with its reason: patterns that no engine takes, contradictions in the schema's own terms.
    pub fn unusable(&self, schemas: &Schemas, id: SchemaId, direction: Direction) -> Vec<String> {
        let id = schemas.resolve(id);
        self.compiled(schemas, id, direction).unusable.clone()
    }

    /// The validator of `id`, which must be resolved: plain references share their target's.
    fn compiled(&self, schemas: &Schemas, id: SchemaId, direction: Direction) -> Arc<Compiled> {
        let lowering = Lowering {
            schemas,
            direction,
            open_enums: &self.open_enums,
            null_as_absent: &self.null_as_absent,
        };
        let mut compiled = self.compiled.lock().unwrap_or_else(PoisonError::into_inner);
        let together = self.roots.documented(direction);
        if together.contains(&id) {
            let shared = compiled
                .entry((None, direction))
                .or_insert_with(|| Arc::new(Compiled::new(&lowering, together)));
            // One schema that the library refuses must not silence all the others.
            if shared.is_usable() {
                return Arc::clone(shared);
            }
        }
        let own = compiled
            .entry((Some(id), direction))
            .or_insert_with(|| Arc::new(Compiled::new(&lowering, &BTreeSet::from([id]))));
        Arc::clone(own)
    }
}
