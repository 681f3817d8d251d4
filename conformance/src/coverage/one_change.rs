//! Whether a value makes the valid request invalid in one place alone.

use trueline_spec::ir::ParameterForm;

use super::border::Border;
use super::place::{Argument, Key, Place};
use super::value::Candidate;
use crate::examples::ExampleRequest;
use crate::schema::{Direction, Violation};

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

    /// Whether the valid request is still valid without what stands at the place.
    pub(super) fn is_valid_without(&self, place: &Place) -> bool {
        if place.path.is_empty() {
            return !place.required;
        }
        let mut changed = self.documented.clone();
        place.remove(&mut changed);
        self.faults(place, &changed)
            .is_some_and(|faults| faults.is_empty())
    }

    /// What is invalid in the argument that holds the place once it has this value; `None` where the
    /// argument was not valid before.
    fn pointers_at_fault(&self, place: &Place, candidate: &Candidate) -> Option<Vec<Violation>> {
        if place.path.is_empty() {
            return Some(Vec::new());
        }
        if !self.faults(place, &self.documented)?.is_empty() {
            return None;
        }
        let mut changed = self.documented.clone();
        place.put(&mut changed, candidate.value.clone());
        self.faults(place, &changed)
    }

    /// What is invalid in the argument that holds the place.
    fn faults(&self, place: &Place, request: &ExampleRequest) -> Option<Vec<Violation>> {
        let schema = match place.argument {
            Argument::Body(index) => self.operation.body.as_ref()?.content.get(index)?.schema?,
            Argument::Parameter(index) => match &self.operation.parameters.get(index)?.form {
                ParameterForm::Style { schema, .. } => *schema,
                ParameterForm::Content(_) => return None,
            },
        };
        let whole = Place {
            path: Vec::new(),
            ..place.clone()
        };
        let Some(value) = whole.get(request) else {
            return Some(Vec::new());
        };
        let schemas = &self.contract.api.schemas;
        let judge = &self.contract.judge;
        let violations = judge.violations(schemas, schema, Direction::Request, value.clone());
        Some(violations)
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

/// Whether the fault is at the place or inside it, or is that no branch of a union around it holds: a
/// validator cannot always tell which branch was meant.
fn within(fault: &Violation, place: &str) -> bool {
    let deeper = |outer: &str, inner: &str| {
        inner
            .strip_prefix(outer)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let of_union = ["anyOf", "oneOf"].contains(&fault.keyword.as_str());
    deeper(place, &fault.pointer) || (of_union && deeper(&fault.pointer, place))
}
