//! Whether a value makes the valid request invalid in one place alone.

use trueline_spec::ir::ParameterForm;

use super::border::Border;
use super::place::{Argument, Key, Place};
use super::value::Candidate;
use crate::examples::ExampleRequest;
use crate::schema::Direction;

impl Border<'_> {
    pub(super) fn has(&self, place: &Place) -> bool {
        place.get(&self.documented).is_some()
    }

    /// Whether the value makes the valid request invalid in this one place and nowhere else.
    pub(super) fn breaks_only(&self, place: &Place, candidate: &Candidate) -> bool {
        self.pointers_at_fault(place, candidate)
            .is_some_and(|faults| {
                let pointer = pointer(place);
                // Another branch of a union around the place may take the value after all.
                let is_whole = place.path.is_empty();
                (is_whole || !faults.is_empty())
                    && faults.iter().all(|fault| within(fault, &pointer))
            })
    }

    pub(super) fn breaks_nothing(&self, place: &Place, candidate: &Candidate) -> bool {
        self.pointers_at_fault(place, candidate)
            .is_some_and(|faults| faults.is_empty())
    }

    /// What is invalid in the argument that holds the place once it has this value; `None` where the
    /// argument was not valid before.
    fn pointers_at_fault(&self, place: &Place, candidate: &Candidate) -> Option<Vec<String>> {
        let schema = match place.argument {
            Argument::Body(index) => self.operation.body.as_ref()?.content.get(index)?.schema?,
            Argument::Parameter(_) if place.path.is_empty() => return Some(Vec::new()),
            Argument::Parameter(index) => {
                let parameter = self.operation.parameters.get(index)?;
                match &parameter.form {
                    ParameterForm::Style { schema, .. } => *schema,
                    ParameterForm::Content(_) => return None,
                }
            }
        };
        let whole = Place {
            path: Vec::new(),
            ..place.clone()
        };
        let faults = |request: &ExampleRequest| -> Vec<String> {
            let Some(value) = whole.get(request) else {
                return Vec::new();
            };
            let schemas = &self.contract.api.schemas;
            let judge = &self.contract.judge;
            judge
                .violations(schemas, schema, Direction::Request, value)
                .into_iter()
                .map(|violation| violation.pointer)
                .collect()
        };
        if !faults(&self.documented).is_empty() {
            return None;
        }
        let mut changed = self.documented.clone();
        place.put(&mut changed, candidate.value.clone());
        Some(faults(&changed))
    }
}

/// The JSON pointer of a place in its argument.
fn pointer(place: &Place) -> String {
    place
        .path
        .iter()
        .map(|key| match key {
            Key::Member(name) => format!("/{}", name.replace('~', "~0").replace('/', "~1")),
            Key::Item => "/0".to_owned(),
        })
        .collect()
}

/// Whether the fault `pointer` is at the place or inside it, or at a union around it: a validator cannot
/// always tell which branch was meant.
fn within(fault: &str, place: &str) -> bool {
    let deeper = |outer: &str, inner: &str| {
        inner
            .strip_prefix(outer)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    deeper(place, fault) || (!fault.is_empty() && deeper(fault, place))
}
