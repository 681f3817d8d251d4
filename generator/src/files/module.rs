//! Modules: tokens with a place.

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;

use super::{format, header};
use crate::emit::{doc, ident};
use crate::generate::GenerateError;
use crate::plan::{Docs, Plan};

/// A module of an API. Its file imports `runtime`, `models` and `rules` when its tokens name them, and
/// declares the modules below it.
#[derive(Debug, Clone)]
pub struct Module {
    /// The way from the API's module: `["models", "file_link"]`.
    pub path: Vec<String>,
    /// The cargo feature without which it is not compiled, beside those of the parts.
    pub feature: Option<String>,
    /// Who may name it; what another module re-exports of it is public anyway.
    pub visibility: Visibility,
    /// Module documentation, CommonMark.
    pub docs: String,
    /// Inner attributes: `#![…]`.
    pub attributes: TokenStream,
    /// Names of models that the tokens use without a path.
    pub imports: Vec<String>,
    /// Its items.
    pub tokens: TokenStream,
}

/// Who may name a module.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Visibility {
    /// Only the module that declares it.
    Private,
    /// The module above that one too.
    Above,
    /// Everyone.
    Public,
}

/// The text of a module's file. `all` are the modules of the API, `root` its path.
pub(super) fn text(
    module: &Module,
    all: &[Module],
    root: &TokenStream,
    path: &str,
) -> Result<String, GenerateError> {
    let docs = inner_docs(&module.docs);
    let declarations = declarations(&module.path, all);
    let mut imports = Vec::new();
    let named = Named::of(&module.tokens);
    // The macros of the runtime know it by this name.
    if named.has("runtime") || named.has("crate") {
        imports.push(quote!(
            use crate::runtime;
        ));
    }
    // Nothing of an API's own stands in a module of this name next to code that serves.
    if named.has("server") {
        imports.push(quote!(
            use crate::runtime::server;
        ));
    }
    for name in ["models", "requests", "rules"] {
        if named.has(name) {
            // Requests are held to rules by servers only.
            let only_served =
                name == "rules" && module.path.first().is_some_and(|top| top == "requests");
            let gate = only_served.then(|| quote!(#[cfg(feature = "server")]));
            // What comes back is named with what is asked, and a server does not see it there.
            let only_called =
                name == "models" && module.path.first().is_some_and(|top| top == "requests");
            let gate = only_called
                .then(|| quote!(#[cfg_attr(not(feature = "client"), allow(unused_imports))]))
                .or(gate);
            let name = ident(name);
            imports.push(quote!(#gate use #root::#name;));
        }
    }
    if !module.imports.is_empty() {
        let names = braced(&module.imports);
        imports.push(quote!(use #root::models::#names;));
    }
    let (attributes, items) = (&module.attributes, &module.tokens);
    let tokens = quote!(#docs #attributes #(#declarations)* #(#imports)* #items);
    format::file(path, header::MARKER, tokens)
}

/// `{A, B}`, or the one name as it is.
pub(super) fn braced<T: AsRef<str>>(names: &[T]) -> TokenStream {
    let idents = names.iter().map(|name| ident(name.as_ref()));
    match names.len() {
        1 => quote!(#(#idents)*),
        _ => quote!({#(#idents),*}),
    }
}

/// The tokens of the API's own module.
pub(super) fn root_module(plan: &Plan, all: &[Module], is_crate: bool) -> TokenStream {
    let docs = Docs {
        summary: Some(format!("{} {}.", plan.title.trim(), plan.version.trim())),
        description: plan.description.clone(),
        deprecated: false,
    };
    let docs = inner(&doc(&docs, &[]));
    let declarations = declarations(&[], all);
    let runtime = is_crate.then(|| {
        quote!(
            pub mod runtime;
        )
    });
    quote! {
        #docs
        #![allow(
            missing_docs,
            rustdoc::all,
            clippy::doc_lazy_continuation,
            clippy::enum_variant_names,
            clippy::large_enum_variant,
            clippy::module_inception,
            clippy::too_many_arguments,
            clippy::upper_case_acronyms,
            reason = "names, shapes and prose are those of the description"
        )]
        #(#declarations)*
        #runtime
    }
}

fn declarations(parent: &[String], all: &[Module]) -> Vec<TokenStream> {
    all.iter()
        .filter_map(|module| match module.path.split_last() {
            Some((last, above)) if above == parent => Some((module, last)),
            _ => None,
        })
        .map(|(module, last)| {
            let name = ident(last);
            let visibility = match module.visibility {
                Visibility::Private => quote!(),
                Visibility::Above => quote!(pub(super)),
                Visibility::Public => quote!(pub),
            };
            let is_received =
                parent == ["requests"] && all.iter().any(|m| m.path == ["receiver", last]);
            let feature = match (parent, last.as_str()) {
                ([], "client") => Some("client"),
                ([], "server" | "receiver") => Some("server"),
                _ if is_received => Some("server"),
                _ => None,
            };
            let gates = feature
                .into_iter()
                .chain(module.feature.as_deref())
                .map(|feature| quote!(#[cfg(feature = #feature)]));
            quote!(#(#gates)* #visibility mod #name;)
        })
        .collect()
}

fn inner_docs(text: &str) -> TokenStream {
    let docs = Docs {
        description: Some(text.to_owned()),
        ..Docs::default()
    };
    inner(&doc(&docs, &[]))
}

/// Outer attributes made inner ones: `#[…]` to `#![…]`.
fn inner(attributes: &TokenStream) -> TokenStream {
    attributes
        .clone()
        .into_iter()
        .map(|token| match &token {
            TokenTree::Group(_) => quote!(! #token),
            _ => quote!(#token),
        })
        .collect()
}

/// Which of the modules that a file may import its tokens name: what a path starts with.
#[derive(Default)]
struct Named([bool; Self::NAMES.len()]);

impl Named {
    const NAMES: [&str; 6] = ["crate", "models", "requests", "rules", "runtime", "server"];

    fn of(tokens: &TokenStream) -> Self {
        let mut named = Self::default();
        named.look(tokens.clone());
        named
    }

    fn has(&self, name: &str) -> bool {
        let known = Self::NAMES.iter().zip(self.0);
        known.into_iter().any(|(one, named)| *one == name && named)
    }

    fn look(&mut self, tokens: TokenStream) {
        // Of a path `a::b`, only `a` is followed by two colons and not preceded by them.
        let mut start: Option<usize> = None;
        let mut colons = 0;
        for tree in tokens {
            match tree {
                TokenTree::Punct(punct) if punct.as_char() == ':' => {
                    colons += 1;
                    if let (2, Some(name)) = (colons, start) {
                        self.0[name] = true;
                    }
                    continue;
                }
                TokenTree::Ident(ident) => {
                    start = if colons < 2 {
                        Self::NAMES.iter().position(|name| ident == name)
                    } else {
                        None
                    };
                }
                TokenTree::Group(group) => {
                    start = None;
                    self.look(group.stream());
                }
                _ => start = None,
            }
            colons = 0;
        }
    }
}
