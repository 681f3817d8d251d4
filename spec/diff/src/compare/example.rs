//! Documented examples, by name.

use trueline_spec::At;
use trueline_spec::ir::Example;

use super::{Comparison, Texts};
use crate::codes;

impl Comparison<'_> {
    /// Compares the examples of two things that stand at these addresses.
    pub(super) fn examples(&mut self, at: (&At, &At), old: &[Example], new: &[Example]) {
        let title = |example: &Example| match example.name.as_str() {
            "" => "the example".to_owned(),
            name => format!("the example `{name}`"),
        };
        for before in old {
            let Some(after) = new.iter().find(|it| it.name == before.name) else {
                let message = format!("{} was removed", title(before));
                self.went(&codes::EXAMPLE_REMOVED, None, &before.at, at.1, message);
                continue;
            };
            if (&before.value, &before.external_value) != (&after.value, &after.external_value) {
                let message = format!("{} differs", title(before));
                let places = (before.at.clone(), after.at.clone());
                self.changed(&codes::EXAMPLE_CHANGED, None, places.0, places.1, message);
            }
            for (keyword, from, to) in [
                ("summary", &before.summary, &after.summary),
                ("description", &before.description, &after.description),
            ] {
                let texts = Texts::plain(keyword, from.as_deref(), to.as_deref());
                self.text(None, &before.at, &after.at, &texts);
            }
        }
        for after in new {
            if !old.iter().any(|it| it.name == after.name) {
                let message = format!("{} was added", title(after));
                self.came(&codes::EXAMPLE_ADDED, None, at.0, &after.at, message);
            }
        }
    }
}
