//! Parameters whose style cannot carry what they are.

use trueline_spec::ir::Style;

use crate::plan::{Parameter, Plan, Rest, Type, TypeKind, ValueForm};
use crate::refusal::{Refusal, RefusalKind};

/// The parameters of the plan that have members inside members in a style without brackets (OpenAPI
/// 3.0.4 §4.12.3 leaves open how they are written).
pub(super) fn unwritable(plan: &Plan) -> Vec<Refusal> {
    plan.operations
        .iter()
        .flat_map(|operation| &operation.parameters)
        .filter(|parameter| is_unwritable(plan, parameter))
        .map(|parameter| Refusal {
            kind: RefusalKind::Parameter,
            at: parameter.field.at.clone(),
            message: format!(
                "the style of `{}` has no way to write members inside members",
                parameter.field.wire
            ),
        })
        .collect()
}

fn is_unwritable(plan: &Plan, parameter: &Parameter) -> bool {
    let ValueForm::Style { style, .. } = &parameter.form else {
        return false;
    };
    *style != Style::DeepObject
        && inside(plan, &parameter.field.ty)
            .iter()
            .any(|ty| has_inside(plan, ty))
}

/// The types of items, values and members.
fn inside<'a>(plan: &'a Plan, ty: &'a Type) -> Vec<&'a Type> {
    match plan.resolve(ty) {
        Type::List(inner) | Type::Map(inner) => vec![inner],
        Type::Nullable(inner) | Type::Clearable(inner) => inside(plan, inner),
        Type::Named(id) => match &plan.get(*id).kind {
            TypeKind::Struct(body) => {
                let rest = match &body.rest {
                    Rest::Keep { ty, .. } => Some(ty),
                    _ => None,
                };
                body.fields
                    .iter()
                    .map(|field| &field.ty)
                    .chain(rest)
                    .collect()
            }
            TypeKind::Newtype(inner) => vec![inner],
            TypeKind::Tuple(tuple) => tuple.items.iter().chain(&tuple.others).collect(),
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

fn has_inside(plan: &Plan, ty: &Type) -> bool {
    !inside(plan, ty).is_empty()
}
