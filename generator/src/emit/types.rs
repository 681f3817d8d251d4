//! The use of a type: what stands right of a colon.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Cx, paths};
use crate::plan::{BytesForm, Field, Presence, Type};

impl Cx<'_> {
    /// The type `ty`.
    pub fn ty(&self, ty: &Type) -> TokenStream {
        match ty {
            Type::Named(id) => self.named(*id),
            Type::String => quote!(String),
            Type::Boolean => quote!(bool),
            Type::Integer => quote!(i64),
            Type::Int32 => quote!(i32),
            Type::Unsigned => quote!(u64),
            Type::Number => quote!(f64),
            Type::UnixTime => paths::runtime("UnixTime"),
            Type::DateTime => paths::runtime("DateTime"),
            Type::Date => paths::runtime("Date"),
            Type::Bytes(BytesForm::Raw) => paths::runtime("Bytes"),
            Type::Bytes(BytesForm::Base64) => paths::runtime("Base64"),
            Type::Any => paths::runtime("Value"),
            Type::Never => paths::runtime("Never"),
            Type::Empty => paths::runtime("Empty"),
            Type::List(inner) => self.of("Vec", inner, false),
            Type::Map(inner) => self.of("Map", inner, true),
            Type::Nullable(inner) => self.of("Option", inner, false),
            Type::Boxed(inner) => self.of("Box", inner, false),
            Type::Clearable(inner) => self.of("Clearable", inner, true),
            Type::Expandable(inner) => self.of("Expandable", inner, true),
        }
    }

    /// The type of a member with what its presence adds.
    pub fn field_ty(&self, field: &Field) -> TokenStream {
        match field.presence {
            Presence::Required => self.ty(&field.ty),
            Presence::Optional | Presence::Nullable => self.of("Option", &field.ty, false),
            Presence::Maybe => self.of("Maybe", &field.ty, true),
        }
    }

    fn of(&self, outer: &str, inner: &Type, of_runtime: bool) -> TokenStream {
        let inner = self.ty(inner);
        let outer = match of_runtime {
            true => paths::runtime(outer),
            false => {
                let name = super::ident(outer);
                quote!(#name)
            }
        };
        quote!(#outer<#inner>)
    }
}
