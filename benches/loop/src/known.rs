//! Where the validator and generated code differ by intent; the README says why.

use std::collections::BTreeSet;

use trueline_conformance::schema::Violation;
use trueline_spec::ir::{Api, SchemaId, Schemas, TypeSet};

/// Formats that generated code checks.
const CHECKED: &[&str] = &["byte", "date", "date-time"];

/// The description without the formats that generated code takes as text: where these decide which branch of a union
/// holds, no complaint names them.
pub(crate) fn without_unchecked_formats(api: &Api) -> Api {
    let mut api = api.clone();
    let all: Vec<SchemaId> = api.schemas.iter().map(|(id, _)| id).collect();
    for id in all {
        let schema = api.schemas.get_mut(id);
        schema.format = schema
            .format
            .take()
            .filter(|format| CHECKED.contains(&format.as_str()));
    }
    api
}

/// Whether all that the validator complains of is formats that generated code takes as text.
pub(crate) fn is_unchecked_format(
    schemas: &Schemas,
    violations: &[Violation],
    is_typed: bool,
) -> bool {
    !violations.is_empty()
        && violations.iter().all(|it| {
            let format = it.schema.and_then(|id| schemas.get(id).format.as_deref());
            let is_checked = format.is_some_and(|format| CHECKED.contains(&format))
                && (is_typed || format != Some("byte"));
            it.keyword == "format" && !is_checked
        })
}

/// Whether all that the validator complains of is values of enums that the requirements leave open: a client that is
/// newer than its server may send them.
pub(crate) fn is_open_enum(
    schemas: &Schemas,
    violations: &[Violation],
    markers: &[String],
) -> bool {
    !violations.is_empty()
        && violations.iter().all(|it| {
            let Some(id) = it.schema else {
                return false;
            };
            let extensions = &schemas.get(id).extensions;
            it.keyword == "enum" && markers.iter().any(|it| extensions.contains_key(it))
        })
}

/// What generated code reads into a description that a validator does not.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Intent {
    /// A discriminator decides something, which a validator does not ask.
    pub(crate) discriminator: bool,
    /// Members are stated and no type: it is an object.
    object: bool,
    /// Items are stated and no type: it is a list.
    list: bool,
    /// `contentEncoding`, which is a note, says base64: it is bytes.
    bytes: bool,
}

impl Intent {
    /// What is read into the schema or anything below it.
    pub(crate) fn of(schemas: &Schemas, root: SchemaId) -> Self {
        let mut found = Self::default();
        let mut met = BTreeSet::from([root]);
        let mut waiting = vec![root];
        while let Some(id) = waiting.pop() {
            let schema = schemas.get(id);
            let has_no_type = schema.types == TypeSet::ALL;
            found.discriminator |= schema.discriminator.is_some();
            found.object |= has_no_type && schema.object.is_some();
            found.list |= has_no_type && schema.array.is_some();
            found.bytes |= schema.string.content_encoding.is_some();
            for inner in schema.subschemas().into_iter().chain(schema.reference) {
                if met.insert(inner) {
                    waiting.push(inner);
                }
            }
        }
        found
    }

    /// Whether it explains why what a validator takes was not read.
    pub(crate) fn explains(self, refusal: &str) -> bool {
        self.discriminator
            || (self.object && refusal.contains("an object"))
            || (self.list && refusal.contains("an array"))
            || (self.bytes && refusal.contains("base64"))
    }
}
