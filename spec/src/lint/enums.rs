//! `enum`s that allow nothing, or say something twice.

use super::Lint;
use crate::diagnostic::codes;

impl Lint<'_> {
    pub(super) fn enums(&mut self) {
        for (_, schema) in self.api.schemas.iter() {
            let Some(values) = &schema.values else {
                continue;
            };
            let place = schema.at.child("enum");
            if values.is_empty() {
                let diagnostic = self
                    .about(
                        codes::EMPTY_ENUM,
                        &place,
                        "no value is allowed here".to_owned(),
                    )
                    .with_help("list the values, or remove the `enum`");
                self.found.push(diagnostic);
            }
            for (index, value) in values.iter().enumerate() {
                if values.iter().take(index).any(|earlier| earlier == value) {
                    let diagnostic = self
                        .about(
                            codes::ENUM_TWICE,
                            &place.index(index),
                            format!("the value {value} stands twice in this `enum`"),
                        )
                        .with_help("remove one, or mend it if another value was meant");
                    self.found.push(diagnostic);
                }
            }
        }
    }
}
