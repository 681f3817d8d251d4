//! The modules of a client: one for each group with its calls, and the way to all of them.

use quote::quote;

use super::{Module, Visibility};
use crate::emit::Cx;
use crate::emit::client::{emit_group, emit_root};

/// The modules of the client.
pub(super) fn client(cx: &Cx<'_>) -> Vec<Module> {
    let mut modules: Vec<Module> = cx
        .plan
        .served()
        .map(|group| Module {
            path: vec!["client".to_owned(), group.module.clone()],
            feature: cx.feature_of(group),
            visibility: Visibility::Public,
            docs: format!("Calls “{}”.", group.tag),
            attributes: quote!(),
            imports: Vec::new(),
            tokens: emit_group(group, cx),
        })
        .collect();
    if modules.is_empty() {
        return modules;
    }
    modules.push(Module {
        path: vec!["client".to_owned()],
        feature: None,
        visibility: Visibility::Public,
        docs: "Calls the API: its operations by tag, and what is needed to reach it.".to_owned(),
        attributes: quote!(),
        imports: Vec::new(),
        tokens: emit_root(cx),
    });
    modules
}
