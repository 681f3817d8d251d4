//! Whether a value is valid by a schema of the description, judged by an independent validator.

mod lower;
mod validator;
mod violation;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::Value;
use trueline_spec::ir::{SchemaId, Schemas};

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

/// Judges values by the schemas of one API. Validators are compiled when first asked for and kept.
pub struct SchemaJudge {
    open_enums: Vec<String>,
    compiled: Mutex<HashMap<(SchemaId, Direction), Arc<Compiled>>>,
}

impl SchemaJudge {
    /// A judge that leaves enums open where a schema has one of these extensions.
    pub fn new(open_enums: Vec<String>) -> Self {
        Self {
            open_enums,
            compiled: Mutex::new(HashMap::new()),
        }
    }

    /// What is wrong with `value` by the schema `id`; empty when it is valid. The order is that of the
    /// schema's keywords.
    pub fn violations(
        &self,
        schemas: &Schemas,
        id: SchemaId,
        direction: Direction,
        value: &Value,
    ) -> Vec<Violation> {
        self.compiled(schemas, id, direction)
            .violations(schemas, value)
    }

    /// Whether `value` is valid by the schema `id`.
    pub fn is_valid(
        &self,
        schemas: &Schemas,
        id: SchemaId,
        direction: Direction,
        value: &Value,
    ) -> bool {
        self.compiled(schemas, id, direction).is_valid(value)
    }

    /// What of the schema `id` could not be used for judging, each with its reason: patterns that no
    /// engine takes, contradictions in the schema's own terms.
    pub fn unusable(&self, schemas: &Schemas, id: SchemaId, direction: Direction) -> Vec<String> {
        self.compiled(schemas, id, direction).unusable.clone()
    }

    fn compiled(&self, schemas: &Schemas, id: SchemaId, direction: Direction) -> Arc<Compiled> {
        // Plain references share their target's validator.
        let id = schemas.resolve(id);
        let mut compiled = self.compiled.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = compiled.entry((id, direction)).or_insert_with(|| {
            let lowering = Lowering {
                schemas,
                direction,
                open_enums: &self.open_enums,
            };
            Arc::new(Compiled::new(&lowering, id))
        });
        Arc::clone(entry)
    }
}
