//! Structs: objects with known members.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{Cx, by, doc, ident, type_doc};
use crate::plan::{Constant, Field, Presence, Rest, Struct, TypeDef};

/// A struct as the table of its members.
pub(super) fn emit_struct(def: &TypeDef, body: &Struct, cx: &Cx<'_>) -> TokenStream {
    let name = ident(&def.name);
    let docs = type_doc(&def.docs, &def.name);
    let rest = match &body.rest {
        Rest::Skip => quote!(Skip),
        Rest::Refuse => quote!(Refuse),
        Rest::Keep { name, ty, rules } => {
            let (name, ty) = (ident(name), cx.ty(ty));
            let rules = rules
                .and_then(|id| cx.rules(id))
                .map(|rules| quote!(, #rules));
            quote!(Keep(#name: #ty #rules))
        }
    };
    let keeps = matches!(body.rest, Rest::Keep { .. });
    let some_optional = keeps || body.fields.iter().any(may_be_left_out);
    let extra = match (has_default(body), some_optional) {
        (true, _) => quote!(+ Default),
        // It saves writing where some members must be given and others not.
        (false, true) => quote!(+ new),
        (false, false) => quote!(+ given),
    };
    let set = def.usage.request.then(|| quote!(+ set));
    // Where other members are skipped, these are, too.
    let left_out = body
        .left_out
        .iter()
        .filter(|_| body.rest != Rest::Skip)
        .map(|wire| quote!(pass over #wire;));
    let constants = body.constants.iter().map(emit_constant);
    let fields = body.fields.iter().map(|field| {
        let docs = doc(&field.docs, &facts(field));
        let member = emit_member(field, cx);
        let clear = field.clear.as_deref().map(|name| {
            let name = ident(name);
            quote!(or #name)
        });
        quote!(#docs #member #clear,)
    });
    quote! {
        crate::object! {
            #docs
            pub struct #name: #rest #extra #set;
            #(#constants)*
            #(#left_out)*
            #(#fields)*
        }
    }
}

/// A member with a field, without its documentation.
pub(super) fn emit_member(field: &Field, cx: &Cx<'_>) -> TokenStream {
    let (name, ty, wire) = (ident(&field.name), cx.field_ty(field), &field.wire);
    let presence = ident(match field.presence {
        Presence::Required => "required",
        Presence::Nullable => "nullable",
        Presence::Optional => "optional",
        Presence::Maybe => "maybe",
    });
    let rules = by(field.rules, cx);
    quote!(#presence #name: #ty = #wire #rules)
}

fn emit_constant(constant: &Constant) -> TokenStream {
    let (name, wire, value) = (ident(&constant.name), &constant.wire, &constant.value);
    let place = Literal::usize_unsuffixed(constant.before);
    quote!(const #name = #wire is #value at #place;)
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
