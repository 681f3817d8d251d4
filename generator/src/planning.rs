//! From an [`Api`] to a [`Plan`]: which type each schema gets, and what each operation needs.
//!
//! Three passes over plain data. The first walks schemas and operations and drafts types with hints
//! of names; the second settles what needs the whole picture (directions, boxes, closed enums, unused
//! constraints); the third gives every name, once.

mod array;
mod chosen;
mod classify;
mod conflict;
mod cycles;
mod draft;
mod enumeration;
mod finish;
mod headers;
mod kept;
mod key;
mod logic;
mod naming;
mod object;
mod operations;
mod outcome;
mod paging;
mod parameters;
mod planner;
mod scalar;
mod shape;
mod shown;
mod unevaluated;
mod usage;
mod variant;
mod views;

use trueline_spec::Api;

use crate::choices::Choices;
use crate::plan::Plan;
use crate::refusal::Refusal;
pub use operations::Selection;
pub(crate) use usage::named_in_kind;

/// What to plan and how to read what descriptions leave open.
#[derive(Debug, Clone, Default)]
pub struct PlanOptions {
    /// Which operations.
    pub selection: Selection,
    /// Names of extensions that mark an enum, when `true`, as one whose values may grow without
    /// notice, so that requests may have values outside it. `x-extensible-enum` always does.
    pub extensible_markers: Vec<String>,
    /// Names and types that are not the description's.
    pub choices: Choices,
}

/// Plans the Rust of `api`. What cannot be expressed comes back as refusals; everything else is in the
/// plan.
pub fn plan(api: &Api, options: &PlanOptions) -> (Plan, Vec<Refusal>) {
    let shown = shown::with_shown_types(api);
    let mut planner = planner::Planner::new(shown.as_ref().unwrap_or(api), options);
    planner.check_choices();
    let wanted = planner.select();
    planner.plan_components(&wanted);
    let operations = planner.plan_operations(&wanted);
    planner.finish(operations)
}
