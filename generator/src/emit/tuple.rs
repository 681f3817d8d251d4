//! Lists in which each place has a type of its own.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{Cx, ident, type_doc};
use crate::plan::{Tuple, TypeDef};

/// A tuple as the table of its places.
pub(super) fn emit_tuple(def: &TypeDef, body: &Tuple, cx: &Cx<'_>) -> TokenStream {
    let (name, docs) = (ident(&def.name), type_doc(&def.docs, &def.name));
    let places = body.items.iter().enumerate().map(|(index, item)| {
        let (place, ty) = (ident(&format!("item_{index}")), cx.ty(item));
        let presence = ident(match index < body.required {
            true => "required",
            false => "optional",
        });
        let number = Literal::usize_unsuffixed(index);
        quote!(#presence #place: #ty = #number,)
    });
    let others = body.others.as_ref().map(|others| {
        let ty = cx.ty(others);
        quote!(then others: #ty,)
    });
    quote! {
        crate::tuple! {
            #docs
            pub struct #name;
            #(#places)*
            #others
        }
    }
}
