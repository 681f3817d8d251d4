//! Tokens: one function for each construct, which says how it looks in Rust and decides nothing else.
//!
//! Generated code names the prelude's types without a path, the runtime's as `runtime::…` and the
//! API's own models through [`Cx::ty`], so a name of the document never hides one that code needs.

mod alias;
pub mod client;
mod docs;
mod enumeration;
mod info;
pub mod paths;
mod requests;
mod rules;
pub mod server;
mod structure;
mod tuple;
mod types;
mod union;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::plan::{Group, Plan, RulesId, TypeDef, TypeId, TypeKind};

pub use docs::doc;
use docs::type_doc;
pub use info::emit_security;
pub use requests::emit_requests;
pub use rules::emit_rules;

/// What emitters need to know of their surroundings.
#[derive(Debug, Clone, Copy)]
pub struct Cx<'a> {
    /// The plan, for names.
    pub plan: &'a Plan,
    /// How models are named from here.
    pub models: ModelPath,
    /// Whether a client is generated, too.
    pub client: bool,
    /// Whether each tag has a cargo feature.
    pub tag_features: bool,
}

/// How models are named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ModelPath {
    /// By their bare names: the file imports them.
    Bare,
    /// As `models::FileLink`: the file imports the module.
    Qualified,
}

impl Cx<'_> {
    /// The cargo feature without which a group's operations are not compiled, where there are such features. What
    /// the API sends has none: it is few, and has a router for itself.
    pub fn feature_of(&self, group: &Group) -> Option<String> {
        (self.tag_features && !group.is_received).then(|| tag_feature(group))
    }

    /// As [`Self::feature_of`], as an attribute.
    pub fn gate_of(&self, group: &Group) -> Option<TokenStream> {
        let feature = self.feature_of(group)?;
        Some(quote!(#[cfg(feature = #feature)]))
    }

    /// The path of a named type.
    pub fn named(&self, id: TypeId) -> TokenStream {
        let name = ident(&self.plan.get(id).name);
        match self.models {
            ModelPath::Bare => quote!(#name),
            ModelPath::Qualified => quote!(models::#name),
        }
    }

    /// The static with these constraints: `rules::MAX_LENGTH_5000`.
    pub fn rules(&self, id: RulesId) -> Option<TokenStream> {
        let (_, name) = self.plan.rules(id)?;
        let name = ident(name);
        Some(quote!(rules::#name))
    }
}

/// The item or items of a type: definition, decoding, encoding.
pub fn emit_type(def: &TypeDef, cx: &Cx<'_>) -> TokenStream {
    match &def.kind {
        TypeKind::Struct(body) => structure::emit_struct(def, body, cx),
        TypeKind::StringEnum(body) => enumeration::emit_string_enum(def, body),
        TypeKind::IntegerEnum(body) => enumeration::emit_integer_enum(def, body),
        TypeKind::Union(body) => union::emit_union(def, body, cx),
        TypeKind::Tuple(body) => tuple::emit_tuple(def, body, cx),
        TypeKind::Alias(target) => alias::emit_alias(def, target, cx),
        TypeKind::Newtype(target) => alias::emit_newtype(def, target, cx),
        TypeKind::Foreign(path) => alias::emit_foreign(def, path),
    }
}

/// An identifier of a name that the naming pass gave, raw where it says so.
///
/// That pass gives identifiers only. Were one none, the code should say so where it stands rather than
/// end the tool.
pub fn ident(name: &str) -> Ident {
    let (word, is_raw) = match name.strip_prefix("r#") {
        Some(word) => (word, true),
        None => (name, false),
    };
    let mut chars = word.chars();
    let starts = |c: char| c == '_' || unicode_ident::is_xid_start(c);
    let fits = chars.next().is_some_and(starts) && chars.all(unicode_ident::is_xid_continue);
    match (fits, is_raw) {
        (true, true) => Ident::new_raw(word, Span::call_site()),
        (true, false) => Ident::new(word, Span::call_site()),
        (false, _) => Ident::new("not_a_name", Span::call_site()),
    }
}

/// `by rules::X`, what a member or branch is held to.
fn by(rules: Option<RulesId>, cx: &Cx<'_>) -> Option<TokenStream> {
    let rules = cx.rules(rules?)?;
    Some(quote!(by #rules))
}

/// The cargo feature of a group. No other feature starts like it, and modules have different names.
pub fn tag_feature(group: &Group) -> String {
    let name = group.module.replace('_', "-");
    format!("tag-{}", name.trim_end_matches('-'))
}
