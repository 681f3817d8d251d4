//! Objects of which a value may be several at once: what is read as one of them keeps what only the others declare.
//!
//! Under `anyOf` an object may be of several branches, and a union in Rust is one of them. A member that the chosen
//! branch does not declare, and another does, was meant: such a branch keeps what it does not declare, as an object with
//! `additionalProperties` does. So does one that was chosen in doubt, which may have been the wrong one.

use std::collections::HashSet;

use crate::plan::{Branch, Rest, Test, Type, TypeDef, TypeId, TypeKind, Union};

/// Makes the structs that may lose members to another branch keep what they do not declare.
pub(super) fn keep_what_others_declare(types: &mut [TypeDef]) {
    let mut pairs = Pairs {
        types,
        seen: HashSet::new(),
        seen_with_maps: HashSet::new(),
        keeping: Vec::new(),
    };
    for def in pairs.types {
        if let TypeKind::Union(union) = &def.kind {
            pairs.visit(union);
        }
    }
    for id in pairs.keeping {
        if let Some(TypeKind::Struct(body)) = types.get_mut(id.0 as usize).map(|def| &mut def.kind)
        {
            body.rest = Rest::Keep {
                name: String::new(),
                ty: Type::Any,
                rules: None,
            };
        }
    }
}

/// The pairs of types of which a value may be both.
struct Pairs<'p> {
    types: &'p [TypeDef],
    seen: HashSet<(TypeId, TypeId)>,
    /// What was compared with a map.
    seen_with_maps: HashSet<TypeId>,
    /// The structs that do not declare what another one does.
    keeping: Vec<TypeId>,
}

impl<'p> Pairs<'p> {
    fn visit(&mut self, union: &'p Union) {
        for (place, chosen) in union.branches.iter().enumerate() {
            for (other_place, other) in union.branches.iter().enumerate() {
                let may_be_both = match union.overlaps {
                    true => !is_out(chosen, other, other_place < place),
                    false => is_guessed(chosen) && is_guessed(other),
                };
                if other_place != place
                    && may_be_both
                    && let (Some(chosen), Some(other)) = (&chosen.ty, &other.ty)
                {
                    self.compare(chosen, other);
                }
            }
        }
    }

    /// Compares what is read with what it may be, too.
    fn compare(&mut self, chosen: &'p Type, other: &'p Type) {
        match (self.inside(chosen), self.inside(other)) {
            (Type::List(chosen), Type::List(other)) | (Type::Map(chosen), Type::Map(other)) => {
                self.compare(chosen, other);
            }
            (Type::Named(chosen), Type::Named(other)) => self.compare_named(*chosen, *other),
            (Type::Named(chosen), Type::Map(values)) => self.compare_with_map(*chosen, values),
            _ => {}
        }
    }

    fn compare_named(&mut self, chosen: TypeId, other: TypeId) {
        if chosen == other || !self.seen.insert((chosen, other)) {
            return;
        }
        match (self.kind(chosen), self.kind(other)) {
            (Some(TypeKind::Struct(mine)), Some(TypeKind::Struct(theirs))) => {
                let mut lacks = matches!(theirs.rest, Rest::Keep { .. });
                for field in &theirs.fields {
                    match mine.fields.iter().find(|known| known.wire == field.wire) {
                        Some(known) => self.compare(&known.ty, &field.ty),
                        None => lacks |= mine.constants.iter().all(|one| one.wire != field.wire),
                    }
                }
                lacks |= theirs.constants.iter().any(|theirs| {
                    mine.constants.iter().all(|one| one.wire != theirs.wire)
                        && mine.fields.iter().all(|field| field.wire != theirs.wire)
                });
                if lacks && mine.rest == Rest::Skip {
                    self.keeping.push(chosen);
                }
            }
            (Some(TypeKind::Union(union)), _) => {
                for ty in union.branches.iter().filter_map(|one| one.ty.as_ref()) {
                    self.compare_named_with(ty, other);
                }
            }
            (_, Some(TypeKind::Union(union))) => {
                for ty in union.branches.iter().filter_map(|one| one.ty.as_ref()) {
                    match self.inside(ty) {
                        Type::Named(other) => self.compare_named(chosen, *other),
                        Type::Map(values) => self.compare_with_map(chosen, values),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }

    fn compare_named_with(&mut self, chosen: &'p Type, other: TypeId) {
        if let Type::Named(chosen) = self.inside(chosen) {
            self.compare_named(*chosen, other);
        }
    }

    /// An object beside a map, which has members of any name.
    fn compare_with_map(&mut self, chosen: TypeId, values: &'p Type) {
        if !self.seen_with_maps.insert(chosen) {
            return;
        }
        match self.kind(chosen) {
            Some(TypeKind::Struct(mine)) if mine.rest == Rest::Skip => {
                self.keeping.push(chosen);
                for field in &mine.fields {
                    self.compare(&field.ty, values);
                }
            }
            Some(TypeKind::Union(union)) => {
                for ty in union.branches.iter().filter_map(|one| one.ty.as_ref()) {
                    if let Type::Named(inner) = self.inside(ty) {
                        self.compare_with_map(*inner, values);
                    }
                }
            }
            _ => {}
        }
    }

    fn kind(&self, id: TypeId) -> Option<&'p TypeKind> {
        self.types.get(id.0 as usize).map(|def| &def.kind)
    }

    /// A type, seen through aliases and what only says that it may be null, or stands elsewhere.
    fn inside(&self, ty: &'p Type) -> &'p Type {
        let mut current = ty;
        for _ in 0..=self.types.len() {
            match current {
                Type::Boxed(inner)
                | Type::Nullable(inner)
                | Type::Clearable(inner)
                | Type::Expandable(inner) => current = inner,
                Type::Named(id) => match self.kind(*id) {
                    Some(TypeKind::Alias(target) | TypeKind::Newtype(target)) => current = target,
                    _ => return current,
                },
                _ => return current,
            }
        }
        current
    }
}

/// Whether a value that was read as `chosen` cannot be of the other branch: it was asked for before, or a constant
/// tells the two apart.
fn is_out(chosen: &Branch, other: &Branch, is_before: bool) -> bool {
    match (&chosen.test, &other.test) {
        (Test::Tag(_), Test::Tag(_)) => true,
        (_, Test::Tag(_) | Test::Members(_)) => is_before,
        _ => false,
    }
}

/// Whether a branch was taken because nothing spoke against it.
fn is_guessed(branch: &Branch) -> bool {
    branch.doubted
        && matches!(
            branch.test,
            Test::Fits(_) | Test::Kinds(_) | Test::First { .. }
        )
}
