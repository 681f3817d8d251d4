//! What an operation is asked with: one struct of parameters and body, for servers and clients alike.

use proc_macro2::TokenStream;
use quote::quote;
use trueline_spec::ir::ParameterLocation;

use super::structure::{emit_member, facts, may_be_left_out};
use super::{Cx, by, client, doc, ident, info};
use crate::plan::{Body, Docs, Group, Media, MediaKind, Operation};

/// The request types of a group's operations.
pub fn emit_requests(group: &Group, cx: &Cx<'_>) -> TokenStream {
    group
        .operations
        .iter()
        .filter_map(|index| cx.plan.operations.get(*index))
        .map(|operation| emit_request(operation, cx))
        .collect()
}

/// The places of parameters, in the order in which members stand, with their names in the runtime.
pub(super) const PLACES: [(ParameterLocation, &str); 4] = [
    (ParameterLocation::Path, "path"),
    (ParameterLocation::Query, "query"),
    (ParameterLocation::Header, "headers"),
    (ParameterLocation::Cookie, "cookies"),
];

fn emit_request(operation: &Operation, cx: &Cx<'_>) -> TokenStream {
    let name = ident(&operation.names.request);
    let (id, verb, template) = (
        &operation.id,
        operation.method.as_str(),
        &operation.path.text,
    );
    let info = info::members(operation, cx);
    let docs = format!(" What `{}` is asked with.", operation.id);
    let places = PLACES.into_iter().filter_map(|(location, place)| {
        let mut fields = operation
            .parameters
            .iter()
            .filter(|parameter| parameter.location == location)
            .map(|parameter| &parameter.field)
            .peekable();
        let refuses = location == ParameterLocation::Query && operation.refuses_unknown_query;
        if fields.peek().is_none() && !refuses {
            return None;
        }
        let unknown = ident(if refuses { "Refuse" } else { "Skip" });
        let place = ident(place);
        let members = fields.map(|field| {
            let docs = doc(&field.docs, &facts(field));
            let member = emit_member(field, cx);
            quote!(#docs #member,)
        });
        Some(quote!(in #place: #unknown { #(#members)* };))
    });
    let body = operation.body.as_ref().map(|body| {
        let docs = doc(
            &Docs {
                description: body.description.clone(),
                ..Docs::default()
            },
            &[],
        );
        let ty = body_ty(operation, body, cx);
        let presence = if body.required {
            "required"
        } else {
            "optional"
        };
        let what = if body.uniform { "body" } else { "choice" };
        let read = ident(&format!("{presence}_{what}"));
        let presence = ident(presence);
        let rules = match body.uniform {
            true => body.media.first().and_then(|media| by(media.rules, cx)),
            false => None,
        };
        quote!(#docs then #presence body: #ty = #read #rules;)
    });
    let all_optional = operation
        .parameters
        .iter()
        .all(|parameter| may_be_left_out(&parameter.field))
        && operation.body.as_ref().is_none_or(|body| !body.required);
    let extra = all_optional.then(|| quote!(+ Default));
    let content = operation
        .body
        .as_ref()
        .filter(|body| !body.uniform)
        .map(|body| emit_content(operation, body, cx));
    let (asks, answers) = match cx.client && !cx.plan.is_received(operation) {
        true => client::emit_ask(operation, cx),
        false => (quote!(), quote!()),
    };
    quote! {
        crate::request! {
            #[doc = #docs]
            pub struct #name #extra = #id: #verb #template { #(#info,)* };
            #asks
            #(#places)*
            #body
        }
        #content
        #answers
    }
}

/// The type of a body, without what its being optional adds.
pub(super) fn body_ty(operation: &Operation, body: &Body, cx: &Cx<'_>) -> TokenStream {
    match body.media.first() {
        Some(media) if body.uniform => media_ty(media, cx),
        _ => {
            let name = ident(&operation.names.body);
            quote!(#name)
        }
    }
}

/// The type of what a media type carries in a request.
pub(super) fn media_ty(media: &Media, cx: &Cx<'_>) -> TokenStream {
    match media.kind {
        MediaKind::EventStream => quote!(String),
        _ => cx.ty(&media.ty),
    }
}

/// The enum of bodies, where media types differ in what they carry.
fn emit_content(operation: &Operation, body: &Body, cx: &Cx<'_>) -> TokenStream {
    let name = ident(&operation.names.body);
    let docs = format!(" The body of `{}`, by media type.", operation.id);
    let branches = body.media.iter().map(|media| {
        let (branch, ty) = (ident(&media.variant), media_ty(media, cx));
        let (name, rules) = (&media.name, by(media.rules, cx));
        quote!(#branch(#ty) = #name #rules,)
    });
    quote! {
        crate::content! {
            #[doc = #docs]
            pub enum #name;
            #(#branches)*
        }
    }
}
