//! From what came to a typed request.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;
use trueline_spec::ir::ParameterLocation;

use super::super::paths::{runtime, server};
use super::super::{Cx, ident};
use crate::plan::{Body, Field, Media, Operation, Presence};

/// Name of an operation's reading function.
pub(super) fn name(operation: &Operation) -> Ident {
    let method = &operation.names.method;
    ident(&format!("read_{}", method.trim_start_matches("r#")))
}

/// The function that reads an operation's request.
pub(super) fn emit_read(operation: &Operation, cx: &Cx<'_>) -> TokenStream {
    let fields: Vec<&Field> = operation
        .parameters
        .iter()
        .map(|parameter| &parameter.field)
        .collect();
    let locals = Locals {
        input: free("input", &fields),
        members: free("m", &fields),
    };
    let places = [
        (ParameterLocation::Path, "path"),
        (ParameterLocation::Query, "query"),
        (ParameterLocation::Header, "headers"),
        (ParameterLocation::Cookie, "cookies"),
    ];
    let steps = places.iter().map(|(location, place)| {
        let fields: Vec<&Field> = operation
            .parameters
            .iter()
            .filter(|parameter| parameter.location == *location)
            .map(|parameter| &parameter.field)
            .collect();
        let refuses = *location == ParameterLocation::Query && operation.refuses_unknown_query;
        emit_place(&fields, place, refuses, &locals, cx)
    });
    let body = operation.body.as_ref().map(|body| {
        let read = emit_body(operation, body, &locals, cx);
        quote!(let body = #read;)
    });
    let slots = fields.iter().map(|field| {
        let name = ident(&field.name);
        quote!(#name: #name?,)
    });
    let body_slot = operation.body.as_ref().map(|_| quote!(body: body?,));
    let (name, request, input_ty) = (
        name(operation),
        ident(&operation.names.request),
        server("Input"),
    );
    let reads_nothing =
        fields.is_empty() && operation.body.is_none() && !operation.refuses_unknown_query;
    let input = match reads_nothing {
        true => ident("_"),
        false => locals.input.clone(),
    };
    quote! {
        fn #name(#input: &mut #input_ty<'_>) -> Option<requests::#request> {
            #(#steps)*
            #body
            Some(requests::#request { #(#slots)* #body_slot })
        }
    }
}

/// Names of locals that no parameter hides.
struct Locals {
    input: Ident,
    members: Ident,
}

fn free(wanted: &str, fields: &[&Field]) -> Ident {
    let mut name = wanted.to_owned();
    while fields.iter().any(|field| field.name == name) {
        name.push('_');
    }
    ident(&name)
}

fn emit_place(
    fields: &[&Field],
    place: &str,
    refuses: bool,
    locals: &Locals,
    cx: &Cx<'_>,
) -> TokenStream {
    let (input, members) = (&locals.input, &locals.members);
    let (place, unknown) = (ident(place), runtime("Unknown"));
    if fields.is_empty() {
        return match refuses {
            true => quote!(#input.#place()?.finish(#unknown::Refuse);),
            false => quote!(),
        };
    }
    let steps = fields.iter().map(|field| {
        let (name, wire) = (ident(&field.name), &field.wire);
        let rules = field.rules.and_then(|id| cx.rules(id));
        let read = match field.presence {
            Presence::Required => "required",
            Presence::Optional => "optional",
            Presence::Nullable => "nullable",
            Presence::Maybe => "maybe",
        };
        match rules {
            Some(rules) => {
                let read = ident(&format!("{read}_by"));
                quote!(let #name = #members.#read(#wire, #rules);)
            }
            None => {
                let read = ident(read);
                quote!(let #name = #members.#read(#wire);)
            }
        }
    });
    let rest = match refuses {
        true => quote!(#unknown::Refuse),
        false => quote!(#unknown::Skip),
    };
    quote! {
        let mut #members = #input.#place()?;
        #(#steps)*
        #members.finish(#rest);
    }
}

fn emit_body(operation: &Operation, body: &Body, locals: &Locals, cx: &Cx<'_>) -> TokenStream {
    let input = &locals.input;
    if body.uniform {
        let rules = body.media.first().map(|media| rules_of(media, cx));
        return match body.required {
            true => quote!(#input.required_body(#rules)),
            false => quote!(#input.optional_body(#rules)),
        };
    }
    let content = ident(&operation.names.body);
    let wrap = |media: &Media| {
        let (variant, rules) = (ident(&media.variant), rules_of(media, cx));
        let variant = quote!(requests::#content::#variant);
        match body.required {
            true => quote!(#input.required_body(#rules).map(#variant)),
            false => quote!(#input.required_body(#rules).map(#variant).map(Some)),
        }
    };
    let arms = body.media.iter().enumerate().map(|(index, media)| {
        let read = wrap(media);
        // The last one takes what is left: the exchange has chosen among these.
        match index + 1 == body.media.len() {
            true => quote!(Some(_) => #read,),
            false => {
                let index = Literal::usize_unsuffixed(index);
                quote!(Some(#index) => #read,)
            }
        }
    });
    let none = match (body.required, body.media.first()) {
        (true, Some(media)) => wrap(media),
        _ => quote!(Some(None)),
    };
    quote! {
        match #input.media() {
            None => #none,
            #(#arms)*
        }
    }
}

fn rules_of(media: &Media, cx: &Cx<'_>) -> TokenStream {
    match media.rules.and_then(|id| cx.rules(id)) {
        Some(rules) => rules,
        None => {
            let rules = runtime("Rules");
            quote!(&#rules::NONE)
        }
    }
}
