//! Constraints, as statics: data compiles faster than code.

mod logic;

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Number;

use super::{ident, paths};
use crate::plan::{Plan, Rules};

/// All constraints of the plan, each once.
pub fn emit_rules(plan: &Plan) -> TokenStream {
    let path = paths::runtime("Rules");
    let statics = plan.rules.iter().map(|(rules, name)| {
        let (name, value) = (ident(name), emit_value(rules));
        quote!(pub(crate) static #name: #path = #value;)
    });
    quote!(#(#statics)*)
}

fn emit_value(rules: &Rules) -> TokenStream {
    let path = paths::runtime("Rules");
    let mut members = Vec::new();
    let mut say = |name: &str, value: Option<TokenStream>| {
        if let Some(value) = value {
            let name = ident(name);
            members.push(quote!(#name: Some(#value)));
        }
    };
    let count = |count: Option<u64>| {
        count.map(|count| {
            let literal = proc_macro2::Literal::u64_unsuffixed(count);
            quote!(#literal)
        })
    };
    say("min_length", count(rules.min_length));
    say("max_length", count(rules.max_length));
    say("pattern", rules.pattern.as_ref().map(|text| quote!(#text)));
    say("minimum", bound(&rules.minimum));
    say("maximum", bound(&rules.maximum));
    say("exclusive_minimum", bound(&rules.exclusive_minimum));
    say("exclusive_maximum", bound(&rules.exclusive_maximum));
    say("multiple_of", bound(&rules.multiple_of));
    say("min_items", count(rules.min_items));
    say("max_items", count(rules.max_items));
    say("min_properties", count(rules.min_properties));
    say("max_properties", count(rules.max_properties));
    let inner = |inner: &Option<Box<Rules>>| {
        inner.as_deref().map(|inner| {
            let value = emit_value(inner);
            quote!(&#value)
        })
    };
    say("items", inner(&rules.items));
    say("values", inner(&rules.values));
    if let Some(logic) = &rules.logic {
        let value = logic::emit(logic);
        members.push(quote!(logic: Some(&#value)));
    }
    if rules.unique_items {
        members.push(quote!(unique_items: true));
    }
    quote!(#path { #(#members,)* ..#path::NONE })
}

fn bound(number: &Option<Number>) -> Option<TokenStream> {
    let value = number.as_ref()?.as_f64()?;
    value.is_finite().then(|| {
        let literal = proc_macro2::Literal::f64_unsuffixed(value.abs());
        match value.is_sign_negative() {
            true => quote!(-#literal),
            false => quote!(#literal),
        }
    })
}
