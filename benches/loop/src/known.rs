//! Where the validator and generated code differ by intent; `spec/wire/README.md` says why.

use std::collections::BTreeSet;

use trueline_conformance::schema::Violation;
use trueline_spec::ir::{SchemaId, Schemas};

/// Formats that generated code checks.
const CHECKED: &[&str] = &["byte", "date", "date-time"];

/// Whether all that the validator complains of is formats that generated code takes as text.
pub(crate) fn is_unchecked_format(schemas: &Schemas, violations: &[Violation]) -> bool {
    !violations.is_empty()
        && violations.iter().all(|it| {
            let format = it.schema.and_then(|id| schemas.get(id).format.as_deref());
            it.keyword == "format" && !format.is_some_and(|format| CHECKED.contains(&format))
        })
}

/// Whether a discriminator decides something of the schema, which a validator does not ask.
pub(crate) fn has_discriminator(schemas: &Schemas, root: SchemaId) -> bool {
    let mut met = BTreeSet::from([root]);
    let mut waiting = vec![root];
    while let Some(id) = waiting.pop() {
        let schema = schemas.get(id);
        if schema.discriminator.is_some() {
            return true;
        }
        for inner in schema.subschemas().into_iter().chain(schema.reference) {
            if met.insert(inner) {
                waiting.push(inner);
            }
        }
    }
    false
}
