//! Structs: objects with known members.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Cx, decode_impl, doc, encode_impl, ident, paths, type_doc};
use crate::plan::{Constant, Field, Presence, Rest, Struct, TypeDef};

/// A struct with its constants, constructor, decoding and encoding.
pub(super) fn emit_struct(def: &TypeDef, body: &Struct, cx: &Cx<'_>) -> TokenStream {
    let name = ident(&def.name);
    let docs = type_doc(&def.docs, &def.name);
    let derives = match has_default(body) {
        true => quote!(#[derive(Debug, Clone, PartialEq, Default)]),
        false => quote!(#[derive(Debug, Clone, PartialEq)]),
    };
    let fields = body.fields.iter().map(|field| emit_field(field, cx));
    let rest = match &body.rest {
        Rest::Keep { name, ty, .. } => {
            let (name, ty) = (ident(name), cx.ty(ty));
            let map = paths::runtime("Map");
            quote!(#[doc = " Members that are not declared."] pub #name: #map<#ty>,)
        }
        _ => quote!(),
    };
    let inherent = emit_inherent(def, body, cx);
    let decode = decode_impl(&name, &emit_decode(body, cx));
    let encode = encode_impl(&name, &emit_encode(body));
    quote! {
        #docs
        #derives
        pub struct #name {
            #(#fields)*
            #rest
        }
        #inherent
        #decode
        #encode
    }
}

fn emit_field(field: &Field, cx: &Cx<'_>) -> TokenStream {
    let (name, ty) = (ident(&field.name), cx.field_ty(field));
    let docs = doc(&field.docs, &facts(field));
    quote!(#docs pub #name: #ty,)
}

/// What the type of a member does not say.
pub(super) fn facts(field: &Field) -> Vec<String> {
    let mut facts = Vec::new();
    if let Some(default) = &field.default {
        facts.push(format!("Default: `{default}`."));
    }
    if field.read_only {
        facts.push("In responses only.".to_owned());
    }
    if field.write_only {
        facts.push("In requests only.".to_owned());
    }
    facts
}

/// Whether nothing has to be given.
fn has_default(body: &Struct) -> bool {
    body.fields.iter().all(may_be_left_out)
}

pub(super) fn may_be_left_out(field: &Field) -> bool {
    matches!(field.presence, Presence::Optional | Presence::Maybe)
}

/// Associated constants, and `new` where it saves writing: some members must be given, others not.
fn emit_inherent(def: &TypeDef, body: &Struct, cx: &Cx<'_>) -> TokenStream {
    let constants: Vec<TokenStream> = body.constants.iter().map(emit_constant).collect();
    let keeps = matches!(body.rest, Rest::Keep { .. });
    let some_optional = keeps || body.fields.iter().any(may_be_left_out);
    let new = match some_optional && !has_default(body) {
        true => emit_new(body, cx),
        false => quote!(),
    };
    if constants.is_empty() && new.is_empty() {
        return quote!();
    }
    let name = ident(&def.name);
    quote! {
        impl #name {
            #(#constants)*
            #new
        }
    }
}

fn emit_constant(constant: &Constant) -> TokenStream {
    let (name, value) = (ident(&constant.name), &constant.value);
    let docs = format!(" Always the value of `{}`.", constant.wire);
    quote!(#[doc = #docs] pub const #name: &'static str = #value;)
}

fn emit_new(body: &Struct, cx: &Cx<'_>) -> TokenStream {
    let (given, left_out): (Vec<&Field>, Vec<&Field>) = body
        .fields
        .iter()
        .partition(|field| !may_be_left_out(field));
    let parameters = given.iter().map(|field| {
        let (name, ty) = (ident(&field.name), cx.field_ty(field));
        quote!(#name: #ty)
    });
    let given = given.iter().map(|field| ident(&field.name));
    let left_out = left_out.iter().map(|field| {
        let name = ident(&field.name);
        match field.presence {
            Presence::Maybe => {
                let maybe = paths::runtime("Maybe");
                quote!(#name: #maybe::Absent)
            }
            _ => quote!(#name: None),
        }
    });
    let rest = match &body.rest {
        Rest::Keep { name, .. } => {
            let (name, map) = (ident(name), paths::runtime("Map"));
            quote!(#name: #map::new(),)
        }
        _ => quote!(),
    };
    quote! {
        #[doc = " With all that must be there, and nothing that need not."]
        pub fn new(#(#parameters),*) -> Self {
            Self { #(#given,)* #(#left_out,)* #rest }
        }
    }
}

/// Steps of a struct in the order of the document: constants stand between fields.
fn in_order<'a>(
    body: &'a Struct,
    constant: impl Fn(&'a Constant) -> TokenStream,
    field: impl Fn(&'a Field) -> TokenStream,
) -> Vec<TokenStream> {
    let mut steps = Vec::with_capacity(body.fields.len() + body.constants.len());
    let mut constants = body.constants.iter().peekable();
    for (index, one) in body.fields.iter().enumerate() {
        while let Some(due) = constants.next_if(|due| due.before <= index) {
            steps.push(constant(due));
        }
        steps.push(field(one));
    }
    steps.extend(constants.map(constant));
    steps
}

fn emit_decode(body: &Struct, cx: &Cx<'_>) -> TokenStream {
    // A local that no member hides.
    let members = ["m", "members", "m_"]
        .into_iter()
        .find(|name| body.fields.iter().all(|field| field.name != *name))
        .map_or_else(|| ident("m__"), ident);
    let steps = in_order(
        body,
        |constant| {
            let (wire, value) = (&constant.wire, &constant.value);
            quote!(#members.constant(#wire, &[#value]);)
        },
        |field| {
            let (name, wire) = (ident(&field.name), &field.wire);
            let rules = field.rules.and_then(|id| cx.rules(id));
            let read = match (field.presence, rules) {
                (Presence::Required, None) => quote!(required(#wire)),
                (Presence::Required, Some(rules)) => quote!(required_by(#wire, #rules)),
                (Presence::Optional, None) => quote!(optional(#wire)),
                (Presence::Optional, Some(rules)) => quote!(optional_by(#wire, #rules)),
                (Presence::Nullable, None) => quote!(nullable(#wire)),
                (Presence::Nullable, Some(rules)) => quote!(nullable_by(#wire, #rules)),
                (Presence::Maybe, None) => quote!(maybe(#wire)),
                (Presence::Maybe, Some(rules)) => quote!(maybe_by(#wire, #rules)),
            };
            quote!(let #name = #members.#read;)
        },
    );
    let (open, unknown) = (paths::runtime("Members"), paths::runtime("Unknown"));
    let (end, rest) = match &body.rest {
        Rest::Skip => (quote!(#members.finish(#unknown::Skip);), quote!()),
        Rest::Refuse => (quote!(#members.finish(#unknown::Refuse);), quote!()),
        Rest::Keep { name, rules, .. } => {
            let name = ident(name);
            let rules = match rules.and_then(|id| cx.rules(id)) {
                Some(rules) => rules,
                None => {
                    let rules = paths::runtime("Rules");
                    quote!(&#rules::NONE)
                }
            };
            (
                quote!(let #name = #members.rest_by(#rules);),
                quote!(#name: #name?,),
            )
        }
    };
    let slots = body.fields.iter().map(|field| {
        let name = ident(&field.name);
        quote!(#name: #name?,)
    });
    let mutable = match steps.is_empty() && matches!(body.rest, Rest::Skip | Rest::Refuse) {
        true => quote!(),
        false => quote!(mut),
    };
    quote! {
        let #mutable #members = #open::open(node, cx, at)?;
        #(#steps)*
        #end
        Some(Self { #(#slots)* #rest })
    }
}

fn emit_encode(body: &Struct) -> TokenStream {
    let (member, optional, nullable) = (
        paths::runtime("member"),
        paths::runtime("optional_member"),
        paths::runtime("nullable_member"),
    );
    let steps = in_order(
        body,
        |constant| {
            let (wire, value) = (&constant.wire, &constant.value);
            quote!(#member(out, #wire, #value);)
        },
        |field| {
            let (name, wire) = (ident(&field.name), &field.wire);
            match field.presence {
                Presence::Required | Presence::Nullable => {
                    quote!(#member(out, #wire, &self.#name);)
                }
                Presence::Optional => quote!(#optional(out, #wire, &self.#name);),
                Presence::Maybe => quote!(#nullable(out, #wire, &self.#name);),
            }
        },
    );
    let rest = match &body.rest {
        Rest::Keep { name, .. } => {
            let name = ident(name);
            quote!(for (name, value) in &self.#name { #member(out, name, value); })
        }
        _ => quote!(),
    };
    quote! {
        out.begin_object();
        #(#steps)*
        #rest
        out.end_object();
    }
}
