//! Unions: one of several types.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{Cx, decode_impl, doc, encode_impl, ident, paths, type_doc};
use crate::plan::{Branch, Kind, Test, TypeDef, Union};

/// A union with its decoding, which asks the value which branch it is, and its encoding.
pub(super) fn emit_union(def: &TypeDef, body: &Union, cx: &Cx<'_>) -> TokenStream {
    let name = ident(&def.name);
    let docs = type_doc(&def.docs, &def.name);
    let variants = body.branches.iter().map(|branch| {
        let variant = ident(&branch.name);
        match &branch.ty {
            Some(ty) => {
                let (ty, docs) = (cx.ty(ty), doc(&branch.docs, &[]));
                quote!(#docs #variant(#ty),)
            }
            None => {
                let docs = doc(&branch.docs, &[constant_fact(branch)]);
                quote!(#docs #variant,)
            }
        }
    });
    let decode = decode_impl(&name, &emit_decode(body, cx));
    let encode = encode_impl(&name, &emit_encode(body));
    quote! {
        #docs
        #[derive(Debug, Clone, PartialEq)]
        pub enum #name {
            #(#variants)*
        }
        #decode
        #encode
    }
}

fn constant_fact(branch: &Branch) -> String {
    match &branch.test {
        Test::Constant(value) => format!("`{value}`"),
        _ => String::new(),
    }
}

/// A chain of tests. Tests by the tag stand together in one `match`.
fn emit_decode(body: &Union, cx: &Cx<'_>) -> TokenStream {
    let mut steps = Vec::new();
    let mut tagged = Vec::new();
    for branch in &body.branches {
        let take = emit_take(branch, cx);
        match &branch.test {
            Test::Tag(values) => tagged.push((values, take)),
            Test::Otherwise => {
                steps.extend(emit_tagged(body, &mut tagged));
                // What stands behind it is never asked for.
                return quote!(#(#steps)* #take);
            }
            test => {
                steps.extend(emit_tagged(body, &mut tagged));
                let test = emit_test(test);
                steps.push(quote!(if #test { return #take; }));
            }
        }
    }
    steps.extend(emit_tagged(body, &mut tagged));
    steps.extend(emit_untagged(body, cx));
    let (kind, expected) = (paths::runtime("FaultKind"), &body.expected);
    quote! {
        #(#steps)*
        cx.fault(at, #kind::NoBranch { expected: #expected })
    }
}

/// The branches that are told by the tag, in one `match` where there are several.
fn emit_tagged(body: &Union, tagged: &mut Vec<(&Vec<String>, TokenStream)>) -> Option<TokenStream> {
    let tag = body.tag.as_ref()?;
    let arms = std::mem::take(tagged);
    Some(match arms.as_slice() {
        [] => return None,
        [(values, take)] => match values.as_slice() {
            [value] => quote!(if node.tag(#tag) == Some(#value) { return #take; }),
            values => quote!(if matches!(node.tag(#tag), #(Some(#values))|*) { return #take; }),
        },
        arms => {
            let arms = arms
                .iter()
                .map(|(values, take)| quote!(#(Some(#values))|* => return #take,));
            quote!(match node.tag(#tag) { #(#arms)* _ => {} })
        }
    })
}

/// The branches for objects without the tag, where it need not be there.
fn emit_untagged(body: &Union, cx: &Cx<'_>) -> Option<TokenStream> {
    let tag = body.tag.as_ref().filter(|_| !body.untagged.is_empty())?;
    let steps: Vec<(TokenStream, TokenStream)> = body
        .untagged
        .iter()
        .filter_map(|(index, test)| {
            let take = emit_take(body.branches.get(*index)?, cx);
            Some((emit_test(test), take))
        })
        .collect();
    Some(match steps.as_slice() {
        [(test, take)] => quote!(if node.tag(#tag).is_none() && #test { return #take; }),
        steps => {
            let steps = steps
                .iter()
                .map(|(test, take)| quote!(if #test { return #take; }));
            quote!(if node.tag(#tag).is_none() { #(#steps)* })
        }
    })
}

/// Reads the branch: an `Option` of the union.
fn emit_take(branch: &Branch, cx: &Cx<'_>) -> TokenStream {
    let variant = ident(&branch.name);
    let Some(_) = &branch.ty else {
        return quote!(Some(Self::#variant));
    };
    let decode = paths::runtime("Decode");
    let take = quote!(#decode::decode(node, cx, at).map(Self::#variant));
    match branch.rules.and_then(|id| rules_path(id, cx)) {
        Some(rules) => quote!({ #rules.check(&node, cx, at); #take }),
        None => take,
    }
}

fn rules_path(id: crate::plan::RulesId, cx: &Cx<'_>) -> Option<TokenStream> {
    let (_, name) = cx.plan.rules(id)?;
    let name = ident(name);
    Some(quote!(rules::#name))
}

fn emit_test(test: &Test) -> TokenStream {
    match test {
        Test::Constant(value) => quote!(node.as_text() == Some(#value)),
        Test::OneOf(values) => quote!(matches!(node.as_text(), #(Some(#values))|*)),
        Test::Kinds(kinds) => {
            let tests = kinds.iter().map(|kind| kind_test(*kind));
            quote!(#(node.#tests())||*)
        }
        Test::Members(names) => quote!(node.has_members(&[#(#names),*])),
        Test::Fits(names) => quote!(node.has_only_members(&[#(#names),*])),
        Test::Tag(_) | Test::Otherwise => quote!(true),
    }
}

fn kind_test(kind: Kind) -> Ident {
    ident(match kind {
        Kind::Boolean => "is_boolean",
        Kind::Integer => "is_integer",
        Kind::Number => "is_number",
        Kind::String => "is_text",
        Kind::List => "is_list",
        Kind::Object => "is_object",
    })
}

fn emit_encode(body: &Union) -> TokenStream {
    let encode = paths::runtime("Encode");
    let arms = body.branches.iter().map(|branch| {
        let variant = ident(&branch.name);
        match (&branch.ty, &branch.test) {
            (None, Test::Constant(value)) => quote!(Self::#variant => out.text(#value),),
            (None, _) => quote!(Self::#variant => out.null(),),
            (Some(_), _) => quote!(Self::#variant(value) => #encode::encode(value, out),),
        }
    });
    quote!(match self { #(#arms)* })
}
