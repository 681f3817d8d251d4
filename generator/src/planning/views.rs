//! Two views of one schema: what of it goes in requests, and what comes in responses.
//!
//! A member that is `readOnly` stands in responses alone and one that is `writeOnly` in requests alone
//! (OpenAPI 3.0.4 §4.24.1, JSON Schema 2020-12 validation §9.4). A type that travels in both directions and
//! has such members, or is made of a type that has, becomes two: the type keeps its name and is what
//! responses have, and beside it stands what requests have.

use std::collections::{HashMap, HashSet};

use super::draft::{Hint, Owner, Place};
use super::usage::{each_type, each_type_mut, named_in};
use crate::plan::{Operation, Struct, Test, Type, TypeDef, TypeId, TypeKind, Usage};

/// What the name of a type's view in requests ends in.
const INPUT: &str = "Input";

/// Splits what differs by direction and leads each operation's request to the view for requests. `types` are
/// marked with the directions in which operations use them. Gives the types that are what responses have.
pub(super) fn split(
    types: &mut Vec<TypeDef>,
    hints: &mut Vec<Hint>,
    operations: &mut [Operation],
    is_received: impl Fn(&Operation) -> bool,
) -> HashSet<TypeId> {
    let differing = differing(types);
    let mut views: HashMap<TypeId, TypeId> = HashMap::new();
    let mut in_order: Vec<TypeId> = differing.iter().copied().collect();
    in_order.sort();
    for id in &in_order {
        views.insert(*id, TypeId((types.len() + views.len()) as u32));
    }
    let usage = Usage {
        request: true,
        response: false,
    };
    for id in in_order {
        let Some(def) = types.get_mut(id.0 as usize) else {
            continue;
        };
        def.usage = Usage {
            request: false,
            response: true,
        };
        let mut view = def.clone();
        view.usage = usage;
        view.view_of = Some(id);
        view.docs.description = Some(match view.docs.description {
            Some(said) => format!("{said}\n\n{}", in_requests(&view.kind)),
            None => in_requests(&view.kind).to_owned(),
        });
        let home = view.home.clone();
        types.push(view);
        hints.push(Hint {
            title: None,
            place: match hints.get(id.0 as usize).map(|hint| &hint.place) {
                Some(Place {
                    owner: owner @ Owner::Component(_),
                    tail,
                    home,
                }) if tail.is_empty() => Place {
                    owner: owner.clone(),
                    tail: vec![INPUT.to_owned()],
                    home: home.clone(),
                },
                _ => Place {
                    owner: Owner::Type(id),
                    tail: vec![INPUT.to_owned()],
                    home,
                },
            },
        });
    }
    let lead = |ty: &mut Type| lead(ty, &views);
    for def in types.iter_mut().filter(|def| def.usage == usage) {
        each_type_mut(&mut def.kind, &mut { lead });
    }
    for operation in operations {
        if is_received(operation) {
            let media = operation.responses.iter_mut().flat_map(|r| &mut r.media);
            media.for_each(|media| lead(&mut media.ty));
            continue;
        }
        for parameter in &mut operation.parameters {
            lead(&mut parameter.field.ty);
        }
        for media in operation.body.iter_mut().flat_map(|body| &mut body.media) {
            lead(&mut media.ty);
        }
    }
    differing
}

fn in_requests(kind: &TypeKind) -> &'static str {
    match kind {
        TypeKind::Struct(_) => "This is what requests have of it.",
        _ => "This is what stands in requests.",
    }
}

/// The types of both directions that differ by direction, by themselves or by what they are made of.
fn differing(types: &[TypeDef]) -> HashSet<TypeId> {
    let mut made_into: Vec<Vec<TypeId>> = vec![Vec::new(); types.len()];
    let mut todo = Vec::new();
    for (index, def) in types.iter().enumerate() {
        let id = TypeId(index as u32);
        if !(def.usage.request && def.usage.response) {
            continue;
        }
        let mut parts = Vec::new();
        each_type(&def.kind, &mut |ty| named_in(ty, &mut parts));
        for part in parts {
            if let Some(into) = made_into.get_mut(part.0 as usize) {
                into.push(id);
            }
        }
        if let TypeKind::Struct(body) = &def.kind
            && body.fields.iter().any(|f| f.read_only || f.write_only)
        {
            todo.push(id);
        }
    }
    let mut differing = HashSet::new();
    while let Some(id) = todo.pop() {
        if differing.insert(id) {
            todo.extend(made_into.get(id.0 as usize).into_iter().flatten());
        }
    }
    differing
}

/// Puts views in the place of what they are views of.
fn lead(ty: &mut Type, views: &HashMap<TypeId, TypeId>) {
    match ty {
        Type::Named(id) => {
            if let Some(view) = views.get(id) {
                *id = *view;
            }
        }
        Type::List(inner)
        | Type::Map(inner)
        | Type::Nullable(inner)
        | Type::Boxed(inner)
        | Type::Clearable(inner)
        | Type::Expandable(inner) => lead(inner, views),
        _ => {}
    }
}

/// Takes the members of the other direction out of the types of one. A member that tells the branches of a
/// union apart stays and need not come.
pub(super) fn leave_out(types: &mut [TypeDef]) {
    let tags = tags(types);
    let mut absent: HashMap<TypeId, Vec<String>> = HashMap::new();
    for (index, def) in types.iter_mut().enumerate() {
        let id = TypeId(index as u32);
        let usage = def.usage;
        let TypeKind::Struct(body) = &mut def.kind else {
            continue;
        };
        let gone = leave_out_of(body, usage, tags.get(&id));
        if !gone.is_empty() {
            absent.insert(id, gone);
        }
    }
    if absent.is_empty() {
        return;
    }
    let resolved: Vec<Option<TypeId>> = (0..types.len())
        .map(|index| told_by(types, &Type::Named(TypeId(index as u32))))
        .collect();
    for def in types.iter_mut() {
        let TypeKind::Union(union) = &mut def.kind else {
            continue;
        };
        let branch_of: Vec<Option<TypeId>> = union
            .branches
            .iter()
            .map(|branch| match innermost(branch.ty.as_ref()?) {
                Type::Named(id) => resolved.get(id.0 as usize).copied().flatten(),
                _ => None,
            })
            .collect();
        let absent_of = |index: usize| absent.get(&branch_of.get(index).copied().flatten()?);
        for (index, branch) in union.branches.iter_mut().enumerate() {
            do_not_ask_for(&mut branch.test, absent_of(index));
        }
        for (index, test) in &mut union.untagged {
            do_not_ask_for(test, absent_of(*index));
        }
    }
}

/// Gives the names of what is left out.
fn leave_out_of(body: &mut Struct, usage: Usage, tags: Option<&HashSet<String>>) -> Vec<String> {
    let mut gone = Vec::new();
    let mut place = 0;
    let constants = &mut body.constants;
    body.fields.retain(|field| {
        let leaves = match (usage.request, usage.response) {
            (true, false) => field.read_only,
            (false, true) => field.write_only,
            _ => false,
        };
        let leaves = leaves && !tags.is_some_and(|tags| tags.contains(&field.wire));
        if leaves {
            gone.push(field.wire.clone());
            for constant in constants.iter_mut().filter(|one| one.before > place) {
                constant.before -= 1;
            }
        } else {
            place += 1;
        }
        !leaves
    });
    body.left_out.extend(gone.iter().cloned());
    gone
}

/// A branch is not known by members that cannot come.
fn do_not_ask_for(test: &mut Test, absent: Option<&Vec<String>>) {
    match (test, absent) {
        (Test::Members(names), Some(absent)) => names.retain(|name| !absent.contains(name)),
        (Test::First { test, .. }, absent) => do_not_ask_for(test, absent),
        _ => {}
    }
}

/// The members by which unions tell their branches apart, by the struct that has them.
fn tags(types: &[TypeDef]) -> HashMap<TypeId, HashSet<String>> {
    let mut tags: HashMap<TypeId, HashSet<String>> = HashMap::new();
    for def in types {
        let TypeKind::Union(union) = &def.kind else {
            continue;
        };
        let Some(tag) = &union.tag else { continue };
        for ty in union.branches.iter().filter_map(|b| b.ty.as_ref()) {
            if let Some(id) = struct_of(types, ty) {
                tags.entry(id).or_default().insert(tag.clone());
            }
        }
    }
    tags
}

/// What lists are lists of.
fn innermost(ty: &Type) -> &Type {
    match ty {
        Type::List(inner) | Type::Boxed(inner) | Type::Nullable(inner) => innermost(inner),
        other => other,
    }
}

/// The struct by whose members a branch is known: its own, or that of its items.
fn told_by(types: &[TypeDef], ty: &Type) -> Option<TypeId> {
    let mut current = ty;
    for _ in 0..=types.len() {
        match innermost(current) {
            Type::Named(id) => match &types.get(id.0 as usize)?.kind {
                TypeKind::Alias(target) | TypeKind::Newtype(target) => current = target,
                TypeKind::Struct(_) => return Some(*id),
                _ => return None,
            },
            _ => return None,
        }
    }
    None
}

/// The struct that a type is, seen through aliases.
fn struct_of(types: &[TypeDef], ty: &Type) -> Option<TypeId> {
    let mut current = ty;
    for _ in 0..=types.len() {
        match current {
            Type::Boxed(inner) | Type::Nullable(inner) => current = inner,
            Type::Named(id) => match &types.get(id.0 as usize)?.kind {
                TypeKind::Alias(target) | TypeKind::Newtype(target) => current = target,
                TypeKind::Struct(_) => return Some(*id),
                _ => return None,
            },
            _ => return None,
        }
    }
    None
}
