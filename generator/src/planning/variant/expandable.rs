//! Ids that may be replaced by the object they name.

use serde_json::Value;

use super::super::draft::{Place, Planned};
use super::super::planner::Planner;
use super::super::shape::Shape;
use super::Candidate;
use crate::plan::{Kind, Type};

impl<'a> Planner<'a> {
    /// `anyOf [string, $ref…]` where an extension lists the same references under `oneOf`: the
    /// convention for members that a request can ask to see in full.
    pub(super) fn plan_expandable(
        &mut self,
        shape: &Shape<'a>,
        candidates: &[Candidate],
        place: &Place,
    ) -> Option<Planned> {
        let (ids, objects): (Vec<_>, Vec<_>) = candidates
            .iter()
            .partition(|c| c.facts.kinds == [Kind::String] && c.facts.values.is_none());
        let [id] = ids.as_slice() else { return None };
        if objects.is_empty() || objects.iter().any(|c| c.facts.kinds != [Kind::Object]) {
            return None;
        }
        let owner = shape.alternatives.first()?.owner;
        let listed = self
            .schema(owner)
            .extensions
            .values()
            .find_map(listed_references)?;
        let same = objects.len() == listed.len()
            && objects.iter().all(|object| {
                object.parts.first().is_some_and(|part| {
                    let at = &self.schema(part.id).at.pointer;
                    listed.iter().any(|fragment| *fragment == at.as_str())
                })
            });
        if !same {
            return None;
        }
        let rules = self.plan_type(&id.parts, place).rules;
        let object = match objects.as_slice() {
            [only] => self.plan_type(&only.parts, place).ty,
            _ => {
                let objects = objects
                    .into_iter()
                    .map(|object| Candidate {
                        parts: object.parts.clone(),
                        facts: object.facts.clone(),
                    })
                    .collect();
                self.plan_inner_union(shape, objects, place).ty
            }
        };
        Some(Planned {
            ty: Type::Expandable(Box::new(object)),
            nullable: false,
            rules,
        })
    }
}

/// The pointers of the references that an extension lists.
fn listed_references(extension: &Value) -> Option<Vec<&str>> {
    extension
        .get("oneOf")?
        .as_array()?
        .iter()
        .map(|entry| entry.get("$ref")?.as_str()?.strip_prefix('#'))
        .collect()
}
