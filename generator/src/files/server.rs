//! The modules of a server: what operations are asked with, one file for each group with its trait, and
//! the router over all of them.

use quote::quote;

use super::{Module, Visibility};
use crate::emit::server::{emit_group, emit_receiver, emit_router};
use crate::emit::{Cx, emit_requests, emit_security};

/// The module of request types, which clients use too; what the API sends only where it can be received.
pub(super) fn requests(cx: &Cx<'_>, receives: bool) -> Vec<Module> {
    let groups = || {
        let groups = cx.plan.groups.iter();
        groups.filter(move |group| receives || !group.is_received)
    };
    let mut modules: Vec<Module> = groups()
        .map(|group| Module {
            path: vec!["requests".to_owned(), group.module.clone()],
            feature: cx.feature_of(group),
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
    let exports = groups().map(|group| {
        let module = crate::emit::ident(&group.module);
        let gate = group
            .is_received
            .then(|| quote!(#[cfg(feature = "server")]))
            .or_else(|| cx.gate_of(group));
        quote!(#gate pub use self::#module::*;)
    });
    let schemes = emit_security(cx.plan);
    modules.push(Module {
        path: vec!["requests".to_owned()],
        feature: None,
        visibility: Visibility::Public,
        docs: "What operations are asked with: parameters and body.".to_owned(),
        attributes: match cx.tag_features {
            true => quote! {
                #![allow(dead_code, reason = "operations of a tag without its feature use none of it")]
            },
            false => quote!(),
        },
        imports: Vec::new(),
        tokens: quote!(#(#exports)* #schemes),
    });
    modules
}

/// The modules of a receiver of what the API sends.
pub(super) fn receiver(cx: &Cx<'_>) -> Vec<Module> {
    let mut modules: Vec<Module> = cx
        .plan
        .received()
        .map(|group| Module {
            path: vec!["receiver".to_owned(), group.module.clone()],
            feature: None,
            visibility: Visibility::Public,
            docs: format!("Receives the {} of the API.", group.tag),
            attributes: quote!(),
            imports: Vec::new(),
            tokens: emit_receiver(group, cx),
        })
        .collect();
    if modules.is_empty() {
        return modules;
    }
    let exports = cx.plan.received().map(|group| {
        let (module, name) = (
            crate::emit::ident(&group.module),
            crate::emit::ident(&group.trait_name),
        );
        quote!(pub use self::#module::#name;)
    });
    modules.push(Module {
        path: vec!["receiver".to_owned()],
        feature: None,
        visibility: Visibility::Public,
        docs: "Receives what the API sends to its users.".to_owned(),
        attributes: quote!(),
        imports: Vec::new(),
        tokens: quote!(#(#exports)*),
    });
    modules
}

/// The modules of the server.
pub(super) fn server(cx: &Cx<'_>) -> Vec<Module> {
    let mut modules: Vec<Module> = cx
        .plan
        .served()
        .map(|group| Module {
            path: vec!["server".to_owned(), group.module.clone()],
            feature: cx.feature_of(group),
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
    let router = emit_router(cx);
    let exports = cx.plan.served().map(|group| {
        let gate = cx.gate_of(group);
        let (module, name) = (
            crate::emit::ident(&group.module),
            crate::emit::ident(&group.trait_name),
        );
        quote!(#gate pub use self::#module::#name;)
    });
    modules.push(Module {
        path: vec!["server".to_owned()],
        feature: None,
        visibility: Visibility::Public,
        docs: "Serves the API: a trait for each tag, and a router over them.".to_owned(),
        attributes: quote!(),
        imports: Vec::new(),
        tokens: quote!(#(#exports)* #router),
    });
    modules
}
