//! What an operation is asked with: one struct of parameters and body, for servers and clients alike.

use proc_macro2::TokenStream;
use quote::quote;
use trueline_spec::ir::ParameterLocation;

use super::structure::{facts, may_be_left_out};
use super::{Cx, doc, ident};
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

fn emit_request(operation: &Operation, cx: &Cx<'_>) -> TokenStream {
    let name = ident(&operation.names.request);
    let docs = doc(
        &Docs {
            summary: Some(format!("What `{}` is asked with.", operation.id)),
            ..Docs::default()
        },
        &[],
    );
    let fields = operation.parameters.iter().map(|parameter| {
        let field = &parameter.field;
        let place = match parameter.location {
            ParameterLocation::Path => "In the path.",
            ParameterLocation::Query => "In the query.",
            ParameterLocation::Header => "In a header.",
            ParameterLocation::Cookie => "In a cookie.",
        };
        let mut facts = facts(field);
        facts.push(place.to_owned());
        let (name, docs, ty) = (
            ident(&field.name),
            doc(&field.docs, &facts),
            cx.field_ty(field),
        );
        quote!(#docs pub #name: #ty,)
    });
    let body = operation.body.as_ref().map(|body| {
        let docs = doc(
            &Docs {
                description: body.description.clone(),
                ..Docs::default()
            },
            &["The body.".to_owned()],
        );
        let ty = body_ty(operation, body, cx);
        match body.required {
            true => quote!(#docs pub body: #ty,),
            false => quote!(#docs pub body: Option<#ty>,),
        }
    });
    let all_optional = operation
        .parameters
        .iter()
        .all(|parameter| may_be_left_out(&parameter.field))
        && operation.body.as_ref().is_none_or(|body| !body.required);
    let derives = match all_optional {
        true => quote!(#[derive(Debug, Clone, PartialEq, Default)]),
        false => quote!(#[derive(Debug, Clone, PartialEq)]),
    };
    let content = operation
        .body
        .as_ref()
        .filter(|body| !body.uniform)
        .map(|body| emit_content(operation, body, cx));
    quote! {
        #docs
        #derives
        pub struct #name {
            #(#fields)*
            #body
        }
        #content
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
    let variants = body.media.iter().map(|media| {
        let (variant, ty) = (ident(&media.variant), media_ty(media, cx));
        let docs = format!(" `{}`.", media.name);
        quote!(#[doc = #docs] #variant(#ty),)
    });
    quote! {
        #[doc = #docs]
        #[derive(Debug, Clone, PartialEq)]
        pub enum #name {
            #(#variants)*
        }
    }
}
