//! What can be said only when all schemas are known: references that say nothing.

use crate::diagnostic::codes;
use crate::lower::context::Lowering;
use crate::source::At;

impl Lowering<'_> {
    pub(super) fn report_self_reference(&mut self, at: &At) {
        let diagnostic = self
            .about(
                codes::REFERENCE_CYCLE,
                at,
                "this schema is a `$ref` to itself",
            )
            .with_note("it is read as a schema that allows anything")
            .with_help("say what it looks like");
        self.report(diagnostic);
    }

    /// References that lead around in a circle, through nothing but references.
    pub(super) fn report_empty_references(&mut self) {
        let arena = &self.schemas.arena;
        let mut circular = Vec::new();
        for (id, schema) in arena.iter() {
            if schema.is_plain_reference() && arena.get(arena.resolve(id)).is_plain_reference() {
                circular.push((id, schema.at.clone()));
            }
        }
        for (id, at) in circular {
            let diagnostic = self
                .about(
                    codes::REFERENCE_CYCLE,
                    &at,
                    "this `$ref` leads back to itself through nothing but references",
                )
                .with_note("it is read as a schema that allows anything")
                .with_help("let one schema of the circle say what it looks like");
            self.report(diagnostic);
            self.schemas.arena.get_mut(id).reference = None;
        }
    }
}
