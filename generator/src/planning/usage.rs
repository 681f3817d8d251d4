//! In which directions each type travels, and what follows from it.

use std::collections::HashSet;

use crate::plan::{Operation, Presence, Rest, Type, TypeDef, TypeId, TypeKind, Usage};

/// Marks every type with the directions in which operations use it. A type that no operation
/// reaches may be used for anything: [`mark_unreached`].
pub(super) fn mark(
    types: &mut [TypeDef],
    operations: &[Operation],
    is_received: impl Fn(&Operation) -> bool,
) {
    let mut requests = Vec::new();
    let mut responses = Vec::new();
    for operation in operations {
        // What the API sends, it writes as it writes answers; what it is answered is read like a request.
        let (requests, responses) = match is_received(operation) {
            true => (&mut responses, &mut requests),
            false => (&mut requests, &mut responses),
        };
        for parameter in &operation.parameters {
            named_in(&parameter.field.ty, requests);
        }
        for media in operation.body.iter().flat_map(|body| &body.media) {
            named_in(&media.ty, requests);
        }
        for response in &operation.responses {
            for header in &response.headers {
                named_in(&header.field.ty, responses);
            }
            for media in &response.media {
                named_in(&media.ty, responses);
            }
        }
    }
    let settled = &HashSet::new();
    spread(types, requests, settled, |usage| &mut usage.request);
    spread(types, responses, settled, |usage| &mut usage.response);
}

/// Marks every type that no operation reaches with both directions, and all that it is made of but what is
/// `settled`.
pub(super) fn mark_unreached(types: &mut [TypeDef], settled: &HashSet<TypeId>) {
    let unused: Vec<TypeId> = types
        .iter()
        .enumerate()
        .filter(|(_, def)| def.usage == Usage::default())
        .map(|(index, _)| TypeId(index as u32))
        .collect();
    spread(types, unused.clone(), settled, |usage| &mut usage.request);
    spread(types, unused, settled, |usage| &mut usage.response);
}

fn spread(
    types: &mut [TypeDef],
    mut todo: Vec<TypeId>,
    settled: &HashSet<TypeId>,
    flag: fn(&mut Usage) -> &mut bool,
) {
    while let Some(id) = todo.pop() {
        if settled.contains(&id) {
            continue;
        }
        let Some(def) = types.get_mut(id.0 as usize) else {
            continue;
        };
        if !std::mem::replace(flag(&mut def.usage), true) {
            each_type(&def.kind, &mut |ty| named_in(ty, &mut todo));
        }
    }
}

/// Draws the consequences: constraints only where requests reach, enums closed where only requests
/// do, members of one direction optional in types of both.
pub(super) fn apply(def: &mut TypeDef) {
    let usage = def.usage;
    match &mut def.kind {
        TypeKind::Struct(body) => {
            for field in &mut body.fields {
                if !usage.request {
                    field.rules = None;
                }
                // Of one direction there are only those left that tell branches apart.
                let one_way =
                    (field.read_only && usage.request) || (field.write_only && usage.response);
                if one_way {
                    field.presence = match field.presence {
                        Presence::Required | Presence::Optional => Presence::Optional,
                        Presence::Nullable | Presence::Maybe => Presence::Maybe,
                    };
                }
            }
            if let Rest::Keep { rules, .. } = &mut body.rest
                && !usage.request
            {
                *rules = None;
            }
        }
        TypeKind::Union(union) if !usage.request => {
            for branch in &mut union.branches {
                branch.rules = None;
            }
        }
        TypeKind::StringEnum(body) => {
            // The name is given with the others; what matters here is whether there is one.
            let open = body.extensible || usage.response;
            body.other = open.then(String::new);
        }
        TypeKind::IntegerEnum(body) => {
            let open = body.extensible || usage.response;
            body.other = open.then(String::new);
        }
        _ => {}
    }
}

/// Calls `with` for every type that a definition is made of.
pub(super) fn each_type(kind: &TypeKind, with: &mut impl FnMut(&Type)) {
    match kind {
        TypeKind::Struct(body) => {
            for field in &body.fields {
                with(&field.ty);
            }
            if let Rest::Keep { ty, .. } = &body.rest {
                with(ty);
            }
        }
        TypeKind::Union(union) => {
            for ty in union
                .branches
                .iter()
                .filter_map(|branch| branch.ty.as_ref())
            {
                with(ty);
            }
        }
        TypeKind::Tuple(tuple) => tuple.items.iter().chain(&tuple.others).for_each(with),
        TypeKind::Alias(ty) | TypeKind::Newtype(ty) => with(ty),
        TypeKind::StringEnum(_) | TypeKind::IntegerEnum(_) | TypeKind::Foreign(_) => {}
    }
}

/// Calls `with` for every type that a definition is made of, to be changed.
pub(super) fn each_type_mut(kind: &mut TypeKind, with: &mut impl FnMut(&mut Type)) {
    match kind {
        TypeKind::Struct(body) => {
            for field in &mut body.fields {
                with(&mut field.ty);
            }
            if let Rest::Keep { ty, .. } = &mut body.rest {
                with(ty);
            }
        }
        TypeKind::Union(union) => {
            for ty in union
                .branches
                .iter_mut()
                .filter_map(|branch| branch.ty.as_mut())
            {
                with(ty);
            }
        }
        TypeKind::Tuple(tuple) => {
            let others = tuple.others.iter_mut();
            tuple.items.iter_mut().chain(others).for_each(with);
        }
        TypeKind::Alias(ty) | TypeKind::Newtype(ty) => with(ty),
        TypeKind::StringEnum(_) | TypeKind::IntegerEnum(_) | TypeKind::Foreign(_) => {}
    }
}

/// The named types that a definition is made of, as often as it names them.
pub(crate) fn named_in_kind(kind: &TypeKind, into: &mut Vec<TypeId>) {
    each_type(kind, &mut |ty| named_in(ty, into));
}

/// The named types in a use.
pub(super) fn named_in(ty: &Type, into: &mut Vec<TypeId>) {
    match ty {
        Type::Named(id) => into.push(*id),
        Type::List(inner)
        | Type::Map(inner)
        | Type::Nullable(inner)
        | Type::Boxed(inner)
        | Type::Clearable(inner)
        | Type::Expandable(inner) => named_in(inner, into),
        _ => {}
    }
}
