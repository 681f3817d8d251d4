//! What is to be generated, as plain data: types, their names, and the operations that use them.
//!
//! A [`Plan`] has no tokens in it and an emitter decides nothing that stands here: every Rust name
//! was given once ([`crate::names`]), every schema has its type, every constraint its static.

mod client;
mod operation;
mod rules;
mod types;

use indexmap::IndexMap;
use trueline_spec::ir::SecurityKind;

pub use client::*;
pub use operation::*;
pub use rules::*;
pub use types::*;

/// Everything that emitters need to write the Rust of one API.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// `info.title`.
    pub title: String,
    /// `info.version`.
    pub version: String,
    /// `info.description`, CommonMark.
    pub description: Option<String>,
    /// All named types; a [`TypeId`] is an index into it. Components first, in document order, then
    /// inline schemas in the order in which they were met.
    pub types: Vec<TypeDef>,
    /// All distinct constraints with the name of the static that holds them; a [`RulesId`] is an
    /// index into it.
    pub rules: IndexMap<Rules, String>,
    /// Operations put together by tag, in document order: one trait, one module each.
    pub groups: Vec<Group>,
    /// All operations that are generated, in document order.
    pub operations: Vec<Operation>,
    /// Security schemes in document order; operations name them by index.
    pub security_schemes: Vec<SecurityScheme>,
    /// The servers of the document.
    pub servers: Vec<Server>,
}

/// Index of a type in [`Plan::types`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypeId(pub u32);

/// Index of constraints in [`Plan::rules`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RulesId(pub u32);

impl Plan {
    /// The groups whose operations the API serves.
    pub fn served(&self) -> impl Iterator<Item = &Group> {
        self.groups.iter().filter(|group| !group.is_received)
    }

    /// The groups whose operations a receiver serves.
    pub fn received(&self) -> impl Iterator<Item = &Group> {
        self.groups.iter().filter(|group| group.is_received)
    }

    /// Whether the API sends this request.
    pub fn is_received(&self, operation: &Operation) -> bool {
        let group = self.groups.get(operation.group);
        group.is_some_and(|group| group.is_received)
    }

    /// The type `id`. Ids come from this plan.
    pub fn get(&self, id: TypeId) -> &TypeDef {
        &self.types[id.0 as usize]
    }

    /// The constraints `id` and the name of their static.
    pub fn rules(&self, id: RulesId) -> Option<(&Rules, &str)> {
        self.rules
            .get_index(id.0 as usize)
            .map(|(rules, name)| (rules, name.as_str()))
    }

    /// Follows aliases (`pub type A = B`) and boxes to a type that is neither.
    pub fn resolve<'a>(&'a self, ty: &'a Type) -> &'a Type {
        let mut current = ty;
        for _ in 0..=self.types.len() {
            match current {
                Type::Boxed(inner) => current = inner,
                Type::Named(id) => match &self.get(*id).kind {
                    TypeKind::Alias(target) => current = target,
                    _ => return current,
                },
                _ => return current,
            }
        }
        current
    }

    /// The struct that `ty` is, seen through aliases and boxes.
    pub fn as_struct<'a>(&'a self, ty: &'a Type) -> Option<&'a Struct> {
        match self.resolve(ty) {
            Type::Named(id) => match &self.get(*id).kind {
                TypeKind::Struct(body) => Some(body),
                _ => None,
            },
            _ => None,
        }
    }
}

impl Plan {
    /// The structs that a value may be: the one that it is, or those among the branches of a union.
    pub fn structs_of<'a>(&'a self, ty: &'a Type) -> Vec<&'a Struct> {
        let mut structs = Vec::new();
        self.collect_structs(ty, 0, &mut structs);
        structs
    }

    fn collect_structs<'a>(&'a self, ty: &'a Type, depth: usize, into: &mut Vec<&'a Struct>) {
        /// A cycle of unions ends here.
        const DEEPEST: usize = 8;
        if depth == DEEPEST {
            return;
        }
        match self.resolve(ty) {
            Type::Nullable(inner) | Type::Boxed(inner) | Type::Clearable(inner) => {
                self.collect_structs(inner, depth + 1, into);
            }
            Type::Named(id) => match &self.get(*id).kind {
                TypeKind::Struct(body) => into.push(body),
                TypeKind::Union(union) => {
                    for ty in union.branches.iter().filter_map(|b| b.ty.as_ref()) {
                        self.collect_structs(ty, depth + 1, into);
                    }
                }
                _ => {}
            },
            _ => {}
        }
    }
}

/// What a person should read about an item.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Docs {
    /// Title or summary, one line.
    pub summary: Option<String>,
    /// Description, CommonMark.
    pub description: Option<String>,
    /// Whether it is marked deprecated.
    pub deprecated: bool,
}

/// Operations of one tag. Operations without a tag are put together by the first segment of their
/// path that is not a version.
#[derive(Debug, Clone)]
pub struct Group {
    /// The tag, or the path segment.
    pub tag: String,
    /// Its description, where the document declares the tag.
    pub description: Option<String>,
    /// Name of its module, snake case.
    pub module: String,
    /// Name of its server trait.
    pub trait_name: String,
    /// Its operations, as indexes into [`Plan::operations`].
    pub operations: Vec<usize>,
    /// Whether the API sends these requests (webhooks and callbacks), to a receiver that users write.
    pub is_received: bool,
}

/// A security scheme.
#[derive(Debug, Clone)]
pub struct SecurityScheme {
    /// Its name in the document.
    pub name: String,
    /// Its name as an enum variant.
    pub variant: String,
    /// Name of the function that makes a credential for it.
    pub function: String,
    /// What it asks of a request.
    pub kind: SecurityKind,
}
