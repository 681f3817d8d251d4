//! Servers: for each group a trait and what leads a request to its methods; for the whole API a router.

mod response;

use proc_macro2::TokenStream;
use quote::quote;

use super::paths::server;
use super::{Cx, doc, ident};
use crate::plan::{Docs, Group, Operation};

/// A group's trait, responses, table of operations and the functions behind it.
pub fn emit_group(group: &Group, cx: &Cx<'_>) -> TokenStream {
    let operations: Vec<&Operation> = group
        .operations
        .iter()
        .filter_map(|index| cx.plan.operations.get(*index))
        .collect();
    let service = emit_trait(group, &operations);
    let responses = operations
        .iter()
        .map(|operation| response::emit_response(operation, cx));
    let routes = emit_routes(group, &operations);
    quote! {
        #service
        #(#responses)*
        #routes
    }
}

/// The router over all groups.
pub fn emit_router(cx: &Cx<'_>) -> TokenStream {
    let plan = cx.plan;
    let (router, make) = (server("Router"), server("router"));
    let bounds: Vec<TokenStream> = plan
        .served()
        .map(|group| {
            let (module, name) = (ident(&group.module), ident(&group.trait_name));
            match cx.tag_features {
                true => quote!(needs::#name),
                false => quote!(#module::#name),
            }
        })
        .collect();
    let routes = plan.served().map(|group| {
        let (gate, module) = (cx.gate_of(group), ident(&group.module));
        quote!(#gate routes.extend(#module::routes());)
    });
    let missing = plan.served().map(|group| {
        let (gate, module) = (cx.gate_of(group), ident(&group.module));
        quote!(#gate routes.extend(#module::missing_routes());)
    });
    let service = server("Service");
    let route = server("Route");
    let needs = cx.tag_features.then(|| emit_needs(cx));
    // Without any feature no bound says so, and nothing is pushed.
    let (own, mutable) = match cx.tag_features {
        true => (
            Some(quote!(#service +)),
            quote!(#[allow(unused_mut, reason = "a tag without its feature has no routes")]),
        ),
        false => (None, quote!()),
    };
    quote! {
        #needs

        #[doc = " The routes of a service that has none of the operations yet: each reads its request, refuses"]
        #[doc = " what it must, and says then that it is not there (501). Put the routes that are there before"]
        #[doc = " them, and every operation is answered: of two routes for one operation the first counts."]
        pub fn missing_routes<S: #service>() -> Vec<#route<S>> {
            #mutable
            let mut routes = Vec::new();
            #(#missing)*
            routes
        }

        #[doc = " An axum router that serves the whole API: every operation has its route, everything"]
        #[doc = " else is refused through the service."]
        pub fn router<S: #own #(#bounds)+*>(service: S) -> #router {
            #mutable
            let mut routes = Vec::new();
            #(#routes)*
            #make(service, routes)
        }
    }
}

/// What a router asks of its service for each group: the group's trait with its feature, and nothing without it.
fn emit_needs(cx: &Cx<'_>) -> TokenStream {
    let rows = cx.plan.served().filter_map(|group| {
        let (module, name) = (ident(&group.module), ident(&group.trait_name));
        let feature = cx.feature_of(group)?;
        Some(quote!(#name: super::#module::#name => #feature;))
    });
    quote! {
        mod needs {
            use super::runtime;

            crate::needs! { #(#rows)* }
        }
    }
}

/// What receives the requests of a group that the API sends: as [`emit_group`], with a router of its own.
pub fn emit_receiver(group: &Group, cx: &Cx<'_>) -> TokenStream {
    let served = emit_group(group, cx);
    let (router, make) = (server("Router"), server("router"));
    let name = ident(&group.trait_name);
    quote! {
        #served

        #[doc = " An axum router that receives these requests, each below `/` at the path that its method has"]
        #[doc = " in its documentation. Nest it where the API was told to send them."]
        pub fn router<S: #name>(service: S) -> #router {
            #make(service, routes())
        }
    }
}

fn emit_trait(group: &Group, operations: &[&Operation]) -> TokenStream {
    let name = ident(&group.trait_name);
    let what = match group.is_received {
        true => format!("The {} of the API, to be received.", group.tag),
        false => format!("The operations of “{}”, to be served.", group.tag),
    };
    let docs = doc(
        &Docs {
            summary: Some(what),
            description: group.description.clone(),
            deprecated: false,
        },
        &[],
    );
    let (service, context) = (server("Service"), server("Context"));
    let methods = operations.iter().map(|operation| {
        let method = ident(&operation.names.method);
        let (request, response) = (
            ident(&operation.names.request),
            ident(&operation.names.response),
        );
        let line = format!("`{} {}`", operation.method, operation.path.text);
        let docs = doc(&operation.docs, &[line]);
        quote! {
            #docs
            fn #method(
                &self,
                request: requests::#request,
                caller: Self::Caller,
                context: &#context,
            ) -> impl Future<Output = #response> + Send;
        }
    });
    quote! {
        #docs
        pub trait #name: #service {
            #(#methods)*
        }
    }
}

fn emit_routes(group: &Group, operations: &[&Operation]) -> TokenStream {
    let name = ident(&group.trait_name);
    let routes = operations.iter().map(|operation| {
        let (method, request) = (
            ident(&operation.names.method),
            ident(&operation.names.request),
        );
        quote!(#method(requests::#request),)
    });
    let docs = format!(
        " The routes of “{}”, for a router over several groups.",
        group.tag
    );
    quote! {
        crate::operations! {
            #[doc = #docs]
            for #name;
            #(#routes)*
        }
    }
}
