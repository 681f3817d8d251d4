//! Unions: one of several types.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Cx, by, doc, ident, paths, type_doc};
use crate::plan::{Branch, Kind, Test, TypeDef, Union};

/// A union as the table of its branches, each with the question that it answers.
pub(super) fn emit_union(def: &TypeDef, body: &Union, cx: &Cx<'_>) -> TokenStream {
    let (name, docs) = (ident(&def.name), type_doc(&def.docs, &def.name));
    let expected = &body.expected;
    let tag = body.tag.as_deref().unwrap_or_default();
    let from = (def.usage.request && all_differ(body, cx)).then(|| quote!(, from));
    let mut branches = Vec::new();
    for branch in &body.branches {
        let docs = match (&branch.ty, &branch.test) {
            (None, Test::Constant(value)) => doc(&branch.docs, &[format!("`{value}`")]),
            _ => doc(&branch.docs, &[]),
        };
        let test = emit_test(&branch.test, tag);
        let row = match branch.doubted {
            true => emit_doubted(branch, &test, from.as_ref(), cx),
            false => emit_row(branch, &test, from.as_ref(), cx),
        };
        branches.push(quote!(#docs #row));
    }
    // What the tests speak against may still be what was meant.
    let is_doubted = |branch: &&Branch| branch.doubted || matches!(branch.test, Test::Misses(_));
    let doubted = body.branches.iter().filter(is_doubted);
    let mut again: Vec<TokenStream> = doubted
        .filter(|branch| !is_necessary(&branch.test))
        .map(|branch| emit_doubted(branch, &quote!(is_anything()), None, cx))
        .collect();
    again.extend(body.untagged.iter().filter_map(|(index, test)| {
        let branch = body.branches.get(*index)?;
        let test = emit_test(test, tag);
        let test = match branch.doubted {
            true => test,
            false => quote!(lacks(#tag) and #test),
        };
        Some(emit_row(branch, &test, None, cx))
    }));
    let rest = match again.is_empty() {
        true => quote!(,),
        false => quote!(; #(#again,)*),
    };
    let alone = (def.usage.request && !body.overlaps)
        .then(|| emit_alone(body, cx))
        .flatten();
    quote! {
        crate::one_of! {
            #docs
            pub enum #name: #expected #alone;
            #(#branches),* #rest
        }
    }
}

/// The branches of a `oneOf` that a request must not be several of.
fn emit_alone(body: &Union, cx: &Cx<'_>) -> Option<TokenStream> {
    let rows: Vec<TokenStream> = body
        .branches
        .iter()
        .filter(|branch| branch.own)
        .filter_map(|branch| match (&branch.ty, &branch.test) {
            (Some(ty), Test::Members(names)) if !names.is_empty() => {
                let ty = cx.ty(ty);
                let obeys = branch.rules.and_then(|rules| cx.rules(rules));
                let obeys = obeys.map(|rules| quote!(obeying #rules));
                Some(quote!((#ty, [#(#names),*] #obeys)))
            }
            _ => None,
        })
        .collect();
    (rows.len() > 1).then(|| quote!(, one of #(#rows)*))
}

/// Whether each branch has a type of its own in Rust, so that a value tells by itself which it is.
fn all_differ(body: &Union, cx: &Cx<'_>) -> bool {
    let types: Vec<String> = body
        .branches
        .iter()
        .filter_map(|branch| branch.ty.as_ref())
        .map(|ty| cx.ty(cx.plan.resolve(ty)).to_string())
        .collect();
    (1..types.len()).all(|index| !types[..index].contains(&types[index]))
}

fn emit_row(
    branch: &Branch,
    test: &TokenStream,
    from: Option<&TokenStream>,
    cx: &Cx<'_>,
) -> TokenStream {
    let name = ident(&branch.name);
    match (&branch.ty, &branch.test) {
        (Some(ty), _) => {
            let (ty, rules) = (cx.ty(ty), by(branch.rules, cx));
            quote!(#name(#ty #from) if #test #rules)
        }
        (None, Test::Constant(value)) => quote!(#name = #value),
        // Only constants have no type; were there another, it would be the empty string.
        (None, _) => quote!(#name = ""),
    }
}

/// A branch that is taken where the value can be read as it, constraints and all.
fn emit_doubted(
    branch: &Branch,
    test: &TokenStream,
    from: Option<&TokenStream>,
    cx: &Cx<'_>,
) -> TokenStream {
    let obeys = branch.rules.and_then(|rules| cx.rules(rules));
    let obeys = obeys.map(|rules| quote!(obeying #rules));
    let (name, ty) = (ident(&branch.name), branch.ty.as_ref().map(|ty| cx.ty(ty)));
    match ty {
        Some(ty) => quote!(#name(#ty #from) if #test where reads #obeys),
        None => emit_row(branch, test, from, cx),
    }
}

fn emit_test(test: &Test, tag: &str) -> TokenStream {
    match test {
        Test::Constant(value) => quote!(is_one_of(&[#value])),
        Test::OneOf(values) => quote!(is_one_of(&[#(#values),*])),
        Test::Tag(values) => quote!(is_tagged(#tag, &[#(#values),*])),
        Test::Kinds(kinds) => match kinds.as_slice() {
            [only] => {
                let question = ident(match only {
                    Kind::Boolean => "is_boolean",
                    Kind::Integer => "is_integer",
                    Kind::Number => "is_number",
                    Kind::String => "is_text",
                    Kind::List => "is_list",
                    Kind::Object => "is_object",
                });
                quote!(#question())
            }
            several => {
                let kinds = self::kinds(several);
                quote!(is(#kinds))
            }
        },
        Test::Members(names) => quote!(has_members(&[#(#names),*])),
        Test::Fits(names) => quote!(has_only_members(&[#(#names),*])),
        Test::Misses(lists) => {
            let lists = lists.iter().map(|names| quote!(misses(&[#(#names),*])));
            joined(lists.collect())
        }
        Test::First { tag, test } => {
            let test = emit_item_test(test, tag.as_deref().unwrap_or_default());
            quote!(is_list_of(|item| #test))
        }
        Test::Otherwise => quote!(is_anything()),
    }
}

/// A test of the first item of a list.
fn emit_item_test(test: &Test, tag: &str) -> TokenStream {
    match test {
        Test::Misses(lists) => {
            let each = lists
                .iter()
                .map(|names| quote!(item.misses(&[#(#names),*])));
            quote!(#(#each)&&*)
        }
        test => {
            let test = emit_test(test, tag);
            quote!(item.#test)
        }
    }
}

/// Whether no value of the branch can fail its test.
fn is_necessary(test: &Test) -> bool {
    match test {
        Test::Fits(_) | Test::Misses(_) | Test::First { .. } => false,
        Test::Constant(_)
        | Test::OneOf(_)
        | Test::Tag(_)
        | Test::Kinds(_)
        | Test::Members(_)
        | Test::Otherwise => true,
    }
}

/// All of these questions.
fn joined(mut each: Vec<TokenStream>) -> TokenStream {
    let last = each.pop();
    quote!(#(#each and)* #last)
}

/// A list of JSON types.
pub(super) fn kinds(kinds: &[Kind]) -> TokenStream {
    let path = paths::runtime("Kind");
    let kinds = kinds.iter().map(|kind| ident(kind_word(*kind)));
    quote!(&[#(#path::#kinds),*])
}

fn kind_word(kind: Kind) -> &'static str {
    match kind {
        Kind::Boolean => "Boolean",
        Kind::Integer => "Integer",
        Kind::Number => "Number",
        Kind::String => "Text",
        Kind::List => "List",
        Kind::Object => "Object",
    }
}
