//! What only a validator can judge, as static data.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::super::union::kinds;
use super::super::{ident, paths};
use super::emit_value;
use crate::plan::{Logic, Rules};

/// The members that say something, over those that do not.
pub(super) fn emit(logic: &Logic) -> TokenStream {
    let path = paths::runtime("Logic");
    let mut members = Vec::new();
    let mut say = |name: &str, value: Option<TokenStream>| {
        if let Some(value) = value {
            let name = ident(name);
            members.push(quote!(#name: #value));
        }
    };
    say("never", logic.never.then(|| quote!(true)));
    say(
        "kinds",
        (!logic.kinds.is_empty()).then(|| kinds(&logic.kinds)),
    );
    say("null", logic.null.then(|| quote!(true)));
    say("values", texts(&logic.values));
    say("required", texts(&logic.required));
    say("members", named(&logic.members));
    say("patterns", named(&logic.patterns));
    say("others", some(logic.others.as_ref()));
    say("names", some(logic.names.as_ref()));
    say("first", list(&logic.first));
    say("further", some(logic.further.as_ref()));
    say("all", list(&logic.all));
    say("any", list(&logic.any));
    say("one", list(&logic.one));
    say("not", some(logic.not.as_ref()));
    say("condition", some(logic.condition.as_ref()));
    say("then", some(logic.then.as_ref()));
    say("otherwise", some(logic.otherwise.as_ref()));
    say("contains", some(logic.contains.as_ref()));
    say("min_contains", count(logic.min_contains));
    say("max_contains", count(logic.max_contains));
    let together = logic
        .together
        .iter()
        .map(|(name, others)| quote!((#name, &[#(#others),*])));
    let together = quote!(&[#(#together),*]);
    say("together", (!logic.together.is_empty()).then_some(together));
    say("with", named(&logic.with));
    say("unevaluated", some(logic.unevaluated.as_ref()));
    say("unevaluated_items", some(logic.unevaluated_items.as_ref()));
    quote!(#path { #(#members,)* ..#path::NONE })
}

fn texts(texts: &[String]) -> Option<TokenStream> {
    (!texts.is_empty()).then(|| quote!(&[#(#texts),*]))
}

fn some(rules: Option<&Rules>) -> Option<TokenStream> {
    let value = emit_value(rules?);
    Some(quote!(Some(&#value)))
}

fn list(rules: &[Rules]) -> Option<TokenStream> {
    let values = rules.iter().map(emit_value);
    (!rules.is_empty()).then(|| quote!(&[#(&#values),*]))
}

fn named(rules: &[(String, Rules)]) -> Option<TokenStream> {
    let values = rules.iter().map(|(name, rules)| {
        let value = emit_value(rules);
        quote!((#name, &#value))
    });
    (!rules.is_empty()).then(|| quote!(&[#(#values),*]))
}

fn count(count: Option<u64>) -> Option<TokenStream> {
    let literal = Literal::u64_unsuffixed(count?);
    Some(quote!(Some(#literal)))
}
