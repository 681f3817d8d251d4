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
