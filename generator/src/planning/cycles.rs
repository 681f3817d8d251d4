//! Cycles: types that contain themselves by value, and the boxes that break them.

use crate::plan::{Type, TypeDef, TypeId, TypeKind};

/// Boxes members and branches, as few as are needed, so that every type has a size. Lists, maps and
/// expandables are on the heap already.
pub(super) fn break_up(types: &mut [TypeDef]) {
    let component = components(types);
    for index in 0..types.len() {
        let mine = component[index];
        let mut boxes = Vec::new();
        for (slot, ty) in slots(&types[index].kind).into_iter().enumerate() {
            let closes = by_value(ty).is_some_and(|target| {
                component[target.0 as usize] == mine && reaches(types, &component, target, index)
            });
            if closes {
                boxes.push(slot);
            }
            // Another slot of the same type may still need its box, so look at the next one.
        }
        let mut place = 0;
        each_slot(&mut types[index].kind, &mut |ty| {
            if boxes.contains(&place) {
                wrap(ty);
            }
            place += 1;
        });
    }
}

/// Whether `from` contains the type with index `to` by value, within its own component.
fn reaches(types: &[TypeDef], component: &[usize], from: TypeId, to: usize) -> bool {
    let mut seen = vec![from];
    let mut todo = vec![from];
    while let Some(id) = todo.pop() {
        if id.0 as usize == to {
            return true;
        }
        for next in slots(&types[id.0 as usize].kind)
            .into_iter()
            .filter_map(by_value)
        {
            if component[next.0 as usize] == component[to] && !seen.contains(&next) {
                seen.push(next);
                todo.push(next);
            }
        }
    }
    false
}

/// The named type that a use contains by value.
fn by_value(ty: &Type) -> Option<TypeId> {
    match ty {
        Type::Named(id) => Some(*id),
        Type::Nullable(inner) | Type::Clearable(inner) => by_value(inner),
        _ => None,
    }
}

/// Puts the named type inside a use on the heap.
fn wrap(ty: &mut Type) {
    match ty {
        Type::Nullable(inner) | Type::Clearable(inner) => wrap(inner),
        other => {
            let inner = std::mem::replace(other, Type::Any);
            *other = Type::Boxed(Box::new(inner));
        }
    }
}

/// The uses that a definition contains by value.
fn slots(kind: &TypeKind) -> Vec<&Type> {
    match kind {
        TypeKind::Struct(body) => body.fields.iter().map(|field| &field.ty).collect(),
        TypeKind::Union(union) => union
            .branches
            .iter()
            .filter_map(|branch| branch.ty.as_ref())
            .collect(),
        // Further items are on the heap.
        TypeKind::Tuple(tuple) => tuple.items.iter().collect(),
        TypeKind::Alias(ty) | TypeKind::Newtype(ty) => vec![ty],
        TypeKind::StringEnum(_) | TypeKind::IntegerEnum(_) | TypeKind::Foreign(_) => Vec::new(),
    }
}

fn each_slot(kind: &mut TypeKind, with: &mut impl FnMut(&mut Type)) {
    match kind {
        TypeKind::Struct(body) => body.fields.iter_mut().for_each(|field| with(&mut field.ty)),
        TypeKind::Union(union) => union
            .branches
            .iter_mut()
            .filter_map(|branch| branch.ty.as_mut())
            .for_each(with),
        TypeKind::Tuple(tuple) => tuple.items.iter_mut().for_each(with),
        TypeKind::Alias(ty) | TypeKind::Newtype(ty) => with(ty),
        TypeKind::StringEnum(_) | TypeKind::IntegerEnum(_) | TypeKind::Foreign(_) => {}
    }
}

/// Strongly connected components (Tarjan, without recursion): two types have the same number when
/// each contains the other.
fn components(types: &[TypeDef]) -> Vec<usize> {
    let edges: Vec<Vec<usize>> = types
        .iter()
        .map(|def| {
            slots(&def.kind)
                .into_iter()
                .filter_map(by_value)
                .map(|id| id.0 as usize)
                .collect()
        })
        .collect();
    let unseen = usize::MAX;
    let count = types.len();
    let (mut order, mut low, mut component) =
        (vec![unseen; count], vec![0; count], vec![unseen; count]);
    let mut stack = Vec::new();
    let (mut clock, mut found) = (0, 0);
    for root in 0..count {
        if order[root] != unseen {
            continue;
        }
        let mut walk = vec![(root, 0)];
        while let Some((node, edge)) = walk.pop() {
            if edge == 0 {
                order[node] = clock;
                low[node] = clock;
                clock += 1;
                stack.push(node);
            }
            if let Some(next) = edges[node].get(edge).copied() {
                walk.push((node, edge + 1));
                if order[next] == unseen {
                    walk.push((next, 0));
                } else if component[next] == unseen {
                    low[node] = low[node].min(order[next]);
                }
                continue;
            }
            if let Some((parent, _)) = walk.last() {
                low[*parent] = low[*parent].min(low[node]);
            }
            if low[node] == order[node] {
                while let Some(member) = stack.pop() {
                    component[member] = found;
                    if member == node {
                        break;
                    }
                }
                found += 1;
            }
        }
    }
    component
}
