//! The modules of a server: what operations are asked with, one file for each group with its trait, and
//! the router over all of them.

use quote::quote;

use super::{Module, Visibility};
use crate::emit::server::{emit_group, emit_router};
use crate::emit::{Cx, emit_requests, emit_security};

/// The module of request types, which clients use too.
pub(super) fn requests(cx: &Cx<'_>) -> Vec<Module> {
    let mut modules: Vec<Module> = cx
        .plan
        .groups
        .iter()
        .map(|group| Module {
            path: vec!["requests".to_owned(), group.module.clone()],
            visibility: Visibility::Private,
            docs: format!("What operations of “{}” are asked with.", group.tag),
            attributes: quote!(),
            imports: Vec::new(),
            tokens: emit_requests(group, cx),
        })
        .collect();
    if modules.is_empty() {
        return modules;
    }
    let exports = cx.plan.groups.iter().map(|group| {
        let module = crate::emit::ident(&group.module);
        quote!(pub use self::#module::*;)
    });
    let schemes = emit_security(cx.plan);
    modules.push(Module {
        path: vec!["requests".to_owned()],
        visibility: Visibility::Public,
        docs: "What operations are asked with: parameters and body.".to_owned(),
        attributes: quote!(),
        imports: Vec::new(),
        tokens: quote!(#(#exports)* #schemes),
    });
    modules
}

/// The modules of the server.
pub(super) fn server(cx: &Cx<'_>) -> Vec<Module> {
    let mut modules: Vec<Module> = cx
        .plan
        .groups
        .iter()
        .map(|group| Module {
            path: vec!["server".to_owned(), group.module.clone()],
            visibility: Visibility::Public,
            docs: format!("Serves “{}”.", group.tag),
            attributes: quote!(),
            imports: Vec::new(),
            tokens: emit_group(group, cx),
        })
        .collect();
    if modules.is_empty() {
        return modules;
    }
    let router = emit_router(cx.plan);
    let exports = cx.plan.groups.iter().map(|group| {
        let (module, name) = (
            crate::emit::ident(&group.module),
            crate::emit::ident(&group.trait_name),
        );
        quote!(pub use self::#module::#name;)
    });
    modules.push(Module {
        path: vec!["server".to_owned()],
        visibility: Visibility::Public,
        docs: "Serves the API: a trait for each tag, and a router over them.".to_owned(),
        attributes: quote!(),
        imports: Vec::new(),
        tokens: quote!(#(#exports)* #router),
    });
    modules
}
