//! What is refused of the constructs, and what is not.

use trueline_generator::plan::Plan;
use trueline_generator::planning::{PlanOptions, plan};
use trueline_generator::refusal::Refusal;

use crate::constructs::{all, construct, folder};

pub(crate) fn planned(text: &str) -> (Plan, Vec<Refusal>) {
    let construct = construct("construct", text);
    plan(&construct.loaded.api.unwrap(), &PlanOptions::default())
}

/// Each refusal as `code pointer: message`.
pub(crate) fn refusals(text: &str) -> String {
    let (_, refusals) = planned(text);
    refusals
        .iter()
        .map(|refusal| {
            format!(
                "{} {}: {}\n",
                refusal.kind.code().0,
                refusal.at.pointer,
                refusal.message
            )
        })
        .collect()
}

#[test]
fn what_cannot_be_expressed_is_said() {
    let text = std::fs::read_to_string(folder("constructs").join("refused.yaml")).unwrap();
    insta::assert_snapshot!(refusals(&text));
}

#[test]
fn ambiguous_branches_are_said() {
    let text = std::fs::read_to_string(folder("constructs").join("union_members.yaml")).unwrap();
    insta::assert_snapshot!(refusals(&text));
}

#[test]
fn branches_that_only_reading_tells_apart_are_said() {
    let text = std::fs::read_to_string(folder("constructs").join("union_many.yaml")).unwrap();
    insta::assert_snapshot!(refusals(&text));
}

/// Nothing is refused of the constructs that can be expressed.
#[test]
fn everything_else_is_expressed() {
    for construct in all("constructs") {
        if matches!(
            construct.name.as_str(),
            "logic" | "refused" | "union_many" | "union_members"
        ) {
            continue;
        }
        let (_, refusals) = plan(&construct.loaded.api.unwrap(), &PlanOptions::default());
        assert_eq!(refusals, [], "{}", construct.name);
    }
}
