//! Components that are other types by another name.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Cx, decode_impl, encode_impl, ident, paths, type_doc};
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

/// `pub struct A(pub B);`, for a type that contains itself.
pub(super) fn emit_newtype(def: &TypeDef, target: &Type, cx: &Cx<'_>) -> TokenStream {
    let (name, docs, target) = (
        ident(&def.name),
        type_doc(&def.docs, &def.name),
        cx.ty(target),
    );
    let (read, write) = (paths::runtime("Decode"), paths::runtime("Encode"));
    let decode = decode_impl(&name, &quote!(#read::decode(node, cx, at).map(Self)));
    let encode = encode_impl(&name, &quote!(#write::encode(&self.0, out);));
    quote! {
        #docs
        #[derive(Debug, Clone, PartialEq)]
        pub struct #name(pub #target);
        #decode
        #encode
    }
}
