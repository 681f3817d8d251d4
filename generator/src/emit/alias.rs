//! Components that are other types by another name.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Cx, ident, type_doc};
use crate::plan::{Type, TypeDef};

/// `pub type A = B;`
pub(super) fn emit_alias(def: &TypeDef, target: &Type, cx: &Cx<'_>) -> TokenStream {
    let (name, docs, target) = (
        ident(&def.name),
        type_doc(&def.docs, &def.name),
        cx.ty(target),
    );
    quote!(#docs pub type #name = #target;)
}

/// A struct around another type, for a type that contains itself.
pub(super) fn emit_newtype(def: &TypeDef, target: &Type, cx: &Cx<'_>) -> TokenStream {
    let (name, docs, target) = (
        ident(&def.name),
        type_doc(&def.docs, &def.name),
        cx.ty(target),
    );
    quote! {
        crate::newtype! {
            #docs
            pub struct #name = #target;
        }
    }
}

/// `pub type A = Foreign<path>;`
pub(super) fn emit_foreign(def: &TypeDef, path: &str) -> TokenStream {
    let (name, docs) = (ident(&def.name), type_doc(&def.docs, &def.name));
    // A choice that is no path was refused when it was made.
    let path: TokenStream = path.parse().unwrap_or_default();
    quote!(#docs pub type #name = runtime::Foreign<#path>;)
}
