//! Enums: strings or integers out of a list.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{ident, type_doc};
use crate::plan::{IntegerEnum, StringEnum, TypeDef};

/// Strings out of a list.
pub(super) fn emit_string_enum(def: &TypeDef, body: &StringEnum) -> TokenStream {
    let (name, docs) = (ident(&def.name), type_doc(&def.docs, &def.name));
    let listing = listing(body.other.as_deref(), body.extensible);
    let variants = body.variants.iter().map(|variant| {
        let (name, value) = (ident(&variant.name), &variant.value);
        quote!(#name = #value,)
    });
    quote! {
        crate::strings! {
            #docs
            pub enum #name: #listing;
            #(#variants)*
        }
    }
}

/// Integers out of a list.
pub(super) fn emit_integer_enum(def: &TypeDef, body: &IntegerEnum) -> TokenStream {
    let (name, docs) = (ident(&def.name), type_doc(&def.docs, &def.name));
    let listing = listing(body.other.as_deref(), body.extensible);
    let variants = body.variants.iter().map(|variant| {
        let (name, value) = (ident(&variant.name), Literal::i64_unsuffixed(variant.value));
        quote!(#name = #value,)
    });
    quote! {
        crate::integers! {
            #docs
            pub enum #name: #listing;
            #(#variants)*
        }
    }
}

/// What happens to a value that is not in the list.
fn listing(other: Option<&str>, extensible: bool) -> TokenStream {
    match (other.map(ident), extensible) {
        (Some(other), true) => quote!(Keep(#other)),
        (Some(other), false) => quote!(KeepInResponses(#other)),
        (None, _) => quote!(Refuse),
    }
}
