//! The keywords of both dialects.

use super::table::{DISCRIMINATOR, EXTERNAL_DOCS, XML};
use crate::check::table::Kind;

/// A keyword, who knows it, and what stands under it.
pub(super) struct Keyword {
    pub(super) name: &'static str,
    pub(super) dialect: Dialect,
    pub(super) form: Form,
}

/// Which dialects know a keyword.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    Both,
    Only30,
    From31,
}

/// What stands under a keyword.
pub(super) enum Form {
    Kind(Kind),
    /// A whole number, zero or more.
    Count,
    Number,
    /// A number greater than zero.
    Positive,
    /// A boolean in 3.0, a number from 3.1 on.
    ExclusiveBound,
    SchemaOrBool,
    /// A list of at least one schema.
    Schemas,
    SchemaMap,
    /// One schema, not a list as in older drafts.
    Items,
    /// A list of names.
    Names,
    /// Lists of names under names.
    NameLists,
    Type,
}

/// A list of texts.
pub(super) static TEXTS: Kind = Kind::List(&Kind::Text);

const fn both(name: &'static str, form: Form) -> Keyword {
    Keyword {
        name,
        dialect: Dialect::Both,
        form,
    }
}

const fn from31(name: &'static str, form: Form) -> Keyword {
    Keyword {
        name,
        dialect: Dialect::From31,
        form,
    }
}

/// All keywords.
pub(super) static KEYWORDS: &[Keyword] = &[
    both("$ref", Form::Kind(Kind::Text)),
    both("type", Form::Type),
    both("format", Form::Kind(Kind::Text)),
    both("title", Form::Kind(Kind::Text)),
    both("description", Form::Kind(Kind::Text)),
    both("properties", Form::SchemaMap),
    both("required", Form::Names),
    both("items", Form::Items),
    both("enum", Form::Kind(Kind::List(&Kind::Any))),
    both("default", Form::Kind(Kind::Any)),
    both("example", Form::Kind(Kind::Any)),
    both("allOf", Form::Schemas),
    both("anyOf", Form::Schemas),
    both("oneOf", Form::Schemas),
    both("not", Form::Kind(Kind::Schema)),
    both("additionalProperties", Form::SchemaOrBool),
    both("maximum", Form::Number),
    both("minimum", Form::Number),
    both("exclusiveMaximum", Form::ExclusiveBound),
    both("exclusiveMinimum", Form::ExclusiveBound),
    both("multipleOf", Form::Positive),
    both("maxLength", Form::Count),
    both("minLength", Form::Count),
    both("pattern", Form::Kind(Kind::Text)),
    both("maxItems", Form::Count),
    both("minItems", Form::Count),
    both("uniqueItems", Form::Kind(Kind::Bool)),
    both("maxProperties", Form::Count),
    both("minProperties", Form::Count),
    both("readOnly", Form::Kind(Kind::Bool)),
    both("writeOnly", Form::Kind(Kind::Bool)),
    both("deprecated", Form::Kind(Kind::Bool)),
    both("discriminator", Form::Kind(Kind::Object(&DISCRIMINATOR))),
    both("xml", Form::Kind(Kind::Object(&XML))),
    both("externalDocs", Form::Kind(Kind::Object(&EXTERNAL_DOCS))),
    Keyword {
        name: "nullable",
        dialect: Dialect::Only30,
        form: Form::Kind(Kind::Bool),
    },
    from31("const", Form::Kind(Kind::Any)),
    from31("examples", Form::Kind(Kind::List(&Kind::Any))),
    from31("if", Form::Kind(Kind::Schema)),
    from31("then", Form::Kind(Kind::Schema)),
    from31("else", Form::Kind(Kind::Schema)),
    from31("prefixItems", Form::Schemas),
    from31("contains", Form::Kind(Kind::Schema)),
    from31("minContains", Form::Count),
    from31("maxContains", Form::Count),
    from31("patternProperties", Form::SchemaMap),
    from31("propertyNames", Form::Kind(Kind::Schema)),
    from31("dependentRequired", Form::NameLists),
    from31("dependentSchemas", Form::SchemaMap),
    from31("unevaluatedItems", Form::Kind(Kind::Schema)),
    from31("unevaluatedProperties", Form::Kind(Kind::Schema)),
    from31("contentEncoding", Form::Kind(Kind::Text)),
    from31("contentMediaType", Form::Kind(Kind::Text)),
    from31("contentSchema", Form::Kind(Kind::Schema)),
    from31("$schema", Form::Kind(Kind::Text)),
    from31("$vocabulary", Form::Kind(Kind::Any)),
    from31("$id", Form::Kind(Kind::Text)),
    from31("$anchor", Form::Kind(Kind::Text)),
    from31("$dynamicRef", Form::Kind(Kind::Text)),
    from31("$dynamicAnchor", Form::Kind(Kind::Text)),
    from31("$defs", Form::SchemaMap),
    from31("$comment", Form::Kind(Kind::Text)),
];
