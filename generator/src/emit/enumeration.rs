//! Enums: strings or integers out of a list.

use proc_macro2::TokenStream;
use quote::quote;

use super::{decode_impl, encode_impl, ident, paths, type_doc};
use crate::plan::{IntegerEnum, StringEnum, TypeDef};

/// Strings out of a list.
pub(super) fn emit_string_enum(def: &TypeDef, body: &StringEnum) -> TokenStream {
    let name = ident(&def.name);
    let docs = type_doc(&def.docs, &def.name);
    let variants: Vec<_> = body.variants.iter().map(|v| ident(&v.name)).collect();
    let values: Vec<&str> = body.variants.iter().map(|v| v.value.as_str()).collect();
    let variant_docs = values.iter().map(|value| format!(" `{value}`"));
    let listing = listing(body.other.is_some(), body.extensible);
    let other = body.other.as_deref().map(ident);
    let (other_variant, other_str, read) = match &other {
        Some(other) => (
            quote!(#[doc = " A value that the description does not list."] #other(String),),
            quote!(Self::#other(value) => value,),
            quote!(Some(Self::from(&*runtime::listed(node, cx, at, Self::VALUES, #listing)?))),
        ),
        None => (
            quote!(),
            quote!(),
            quote!(Self::find(&runtime::listed(node, cx, at, Self::VALUES, #listing)?)),
        ),
    };
    let find = match &other {
        Some(other) => quote! {
            impl From<&str> for #name {
                fn from(value: &str) -> Self {
                    match value {
                        #(#values => Self::#variants,)*
                        other => Self::#other(other.to_owned()),
                    }
                }
            }
        },
        None => quote! {
            impl #name {
                #[doc = " The variant of a value, if the description lists it."]
                pub fn find(value: &str) -> Option<Self> {
                    Some(match value {
                        #(#values => Self::#variants,)*
                        _ => return None,
                    })
                }
            }
        },
    };
    let decode = decode_impl(&name, &read);
    let encode = encode_impl(&name, &quote!(out.text(self.as_str());));
    quote! {
        #docs
        #[derive(Debug, Clone, PartialEq)]
        pub enum #name {
            #(#[doc = #variant_docs] #variants,)*
            #other_variant
        }
        impl #name {
            #[doc = " The values that the description lists."]
            pub const VALUES: &'static [&'static str] = &[#(#values),*];
            #[doc = " The value on the wire."]
            pub fn as_str(&self) -> &str {
                match self {
                    #(Self::#variants => #values,)*
                    #other_str
                }
            }
        }
        #find
        #decode
        #encode
    }
}

/// Integers out of a list.
pub(super) fn emit_integer_enum(def: &TypeDef, body: &IntegerEnum) -> TokenStream {
    let name = ident(&def.name);
    let docs = type_doc(&def.docs, &def.name);
    let variants: Vec<_> = body.variants.iter().map(|v| ident(&v.name)).collect();
    let values: Vec<_> = body
        .variants
        .iter()
        .map(|v| proc_macro2::Literal::i64_unsuffixed(v.value))
        .collect();
    let texts: Vec<String> = body.variants.iter().map(|v| v.value.to_string()).collect();
    let variant_docs = texts.iter().map(|value| format!(" `{value}`"));
    let listing = listing(body.other.is_some(), body.extensible);
    let other = body.other.as_deref().map(ident);
    let (other_variant, other_value, other_read) = match &other {
        Some(other) => (
            quote!(#[doc = " A value that the description does not list."] #other(i64),),
            quote!(Self::#other(value) => *value,),
            quote!(other => Self::#other(other)),
        ),
        None => (quote!(), quote!(), quote!(_ => return None)),
    };
    let integer = paths::runtime("listed_integer");
    let read = quote! {
        Some(match #integer(node, cx, at, Self::VALUES, #listing)? {
            #(#values => Self::#variants,)*
            #other_read
        })
    };
    let decode = decode_impl(&name, &read);
    let encode = encode_impl(&name, &quote!(out.integer(self.value());));
    quote! {
        #docs
        #[derive(Debug, Clone, PartialEq)]
        pub enum #name {
            #(#[doc = #variant_docs] #variants,)*
            #other_variant
        }
        impl #name {
            #[doc = " The values that the description lists."]
            pub const VALUES: &'static [&'static str] = &[#(#texts),*];
            #[doc = " The value on the wire."]
            pub fn value(&self) -> i64 {
                match self {
                    #(Self::#variants => #values,)*
                    #other_value
                }
            }
        }
        #decode
        #encode
    }
}

/// What happens to a value that is not in the list.
fn listing(keeps_others: bool, extensible: bool) -> TokenStream {
    let unlisted = paths::runtime("Unlisted");
    match (keeps_others, extensible) {
        (true, true) => quote!(#unlisted::Keep),
        (true, false) => quote!(#unlisted::KeepInResponses),
        (false, _) => quote!(#unlisted::Refuse),
    }
}
