//! Types on the way to the plan: what they are, and what they might be called.

use crate::plan::{Home, Rules, Type, TypeId};

/// What a place became.
#[derive(Debug, Clone)]
pub(super) struct Planned {
    /// Its type, null left out.
    pub(super) ty: Type,
    /// Whether null is allowed too.
    pub(super) nullable: bool,
    /// Constraints that hold where the type is used.
    pub(super) rules: Rules,
}

impl Planned {
    /// A type that is never null and has no constraints.
    pub(super) fn plain(ty: Type) -> Self {
        Self {
            ty,
            nullable: false,
            rules: Rules::default(),
        }
    }

    /// The type with its null, for places that have no presence: items, values, branches.
    pub(super) fn whole(self) -> Type {
        match self.nullable {
            true => Type::Nullable(Box::new(self.ty)),
            false => self.ty,
        }
    }
}

/// Where a type is met, as far as its name and its file depend on it.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// What it hangs from.
    pub(super) owner: Owner,
    /// The way from there, outermost first: member names, `Item`, `Value`.
    pub(super) tail: Vec<String>,
    /// Where its code stands.
    pub(super) home: Home,
}

/// What an inline type hangs from.
#[derive(Debug, Clone)]
pub(super) enum Owner {
    /// A component, by its name in the document.
    Component(String),
    /// Another type.
    Type(TypeId),
    /// An operation, by its id.
    Operation(String),
}

impl Place {
    /// The place of something inside the thing that stands here.
    pub(super) fn then(&self, word: &str) -> Self {
        let mut place = self.clone();
        place.tail.push(word.to_owned());
        place
    }

    /// The place of something inside the type `id` that stands here.
    pub(super) fn inside(&self, id: TypeId, word: &str) -> Self {
        Self {
            owner: Owner::Type(id),
            tail: vec![word.to_owned()],
            home: self.home.clone(),
        }
    }
}

/// What a type might be called.
#[derive(Debug, Clone)]
pub(super) struct Hint {
    /// Its title, for inline types.
    pub(super) title: Option<String>,
    /// Where it was first met.
    pub(super) place: Place,
}
