//! The models' modules: one file for each component with the inline types that were first met in it,
//! one for the inline types of each group of operations, and `models` itself which has them all.

use indexmap::IndexMap;
use proc_macro2::TokenStream;
use quote::quote;

use super::module::braced;
use super::{Module, Visibility};
use crate::emit::{Cx, emit_rules, emit_type, ident};
use crate::plan::{Home, TypeDef, TypeId};
use crate::planning::named_in_kind;

/// The modules with types and their constraints.
pub(super) fn modules(cx: &Cx<'_>) -> Vec<Module> {
    let mut homes: IndexMap<&Home, Vec<&TypeDef>> = IndexMap::new();
    for def in &cx.plan.types {
        homes.entry(&def.home).or_default().push(def);
    }
    let mut modules = Vec::new();
    let mut exports = Vec::new();
    let mut has_operations = false;
    for (home, types) in homes {
        let (path, docs) = match home {
            Home::Component(name) => (
                vec!["models".to_owned(), name.clone()],
                format!("`{}` and what only it is made of.", types_name(&types)),
            ),
            Home::Group(index) => {
                has_operations = true;
                let group = cx.plan.groups.get(*index);
                let module = group.map_or("operations", |group| group.module.as_str());
                let tag = group.map_or("", |group| group.tag.as_str());
                (
                    vec![
                        "models".to_owned(),
                        OPERATIONS.to_owned(),
                        module.to_owned(),
                    ],
                    format!("What only operations of “{tag}” are made of."),
                )
            }
        };
        exports.push(export(&path, &types));
        modules.push(Module {
            path,
            feature: None,
            visibility: match home {
                Home::Component(_) => Visibility::Private,
                Home::Group(_) => Visibility::Above,
            },
            docs,
            attributes: quote!(),
            imports: imports(&types, cx),
            tokens: items(&types, cx),
        });
    }
    if has_operations {
        modules.push(Module {
            path: vec!["models".to_owned(), OPERATIONS.to_owned()],
            feature: None,
            visibility: Visibility::Private,
            docs: "Types that stand inside operations, by tag.".to_owned(),
            attributes: quote!(),
            imports: Vec::new(),
            tokens: quote!(),
        });
    }
    modules.push(Module {
        path: vec!["models".to_owned()],
        feature: None,
        visibility: Visibility::Public,
        docs: "The types of the API, all under one roof.".to_owned(),
        attributes: quote!(),
        imports: Vec::new(),
        tokens: quote!(#(#exports)*),
    });
    if !cx.plan.rules.is_empty() {
        modules.push(Module {
            path: vec!["rules".to_owned()],
            feature: None,
            visibility: Visibility::Private,
            docs: "Constraints, each distinct set once. Requests are held to them.".to_owned(),
            attributes: quote! {
                #![allow(dead_code, reason = "constraints of parameters are used by servers only")]
            },
            imports: Vec::new(),
            tokens: emit_rules(cx.plan),
        });
    }
    modules
}

/// The folder of types that stand inside operations; no component's module can be called so.
pub(crate) const OPERATIONS: &str = "operations";

fn types_name<'a>(types: &[&'a TypeDef]) -> &'a str {
    types.first().map_or("", |def| def.name.as_str())
}

fn export(path: &[String], types: &[&TypeDef]) -> TokenStream {
    let steps = path.iter().skip(1).map(|step| ident(step));
    let names: Vec<&str> = types.iter().map(|def| def.name.as_str()).collect();
    let names = braced(&names);
    quote!(pub use self #(:: #steps)* ::#names;)
}

/// The names of types that stand in other files, in order.
fn imports(types: &[&TypeDef], cx: &Cx<'_>) -> Vec<String> {
    let mut used: Vec<TypeId> = Vec::new();
    for def in types {
        named_in_kind(&def.kind, &mut used);
    }
    let mut names: Vec<String> = used
        .into_iter()
        .map(|id| cx.plan.get(id).name.clone())
        .filter(|name| types.iter().all(|def| def.name != *name))
        .collect();
    names.sort();
    names.dedup();
    names
}

fn items(types: &[&TypeDef], cx: &Cx<'_>) -> TokenStream {
    types.iter().map(|def| emit_type(def, cx)).collect()
}
