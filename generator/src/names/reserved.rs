//! Names that generated code cannot take.

/// Keywords of the 2024 edition, strict and reserved (Rust reference, "Keywords").
const KEYWORDS: [&str; 52] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate",
    "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl",
    "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref",
    "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield", "union",
];

/// Types, traits and variants of the prelude that generated code names without a path. The runtime's
/// own are always written `runtime::…`, so that an API may have a `Request`, a `Path` and a `Value`.
const TYPES: [&str; 25] = [
    "Self",
    "Option",
    "Some",
    "None",
    "Result",
    "Ok",
    "Err",
    "String",
    "Vec",
    "Box",
    "Default",
    "Clone",
    "Debug",
    "PartialEq",
    "From",
    "Into",
    "Send",
    "Sync",
    "Future",
    "Iterator",
    "Drop",
    "Fn",
    "Copy",
    "Sized",
    "ToOwned",
];

/// Whether `word` is a keyword.
pub(super) fn is_keyword(word: &str) -> bool {
    // `union` is a keyword only where an item may stand; as a field it needs no escape.
    word != "union" && KEYWORDS.contains(&word)
}

/// Whether generated code needs the type name `word` for something else.
pub(super) fn is_type(word: &str) -> bool {
    TYPES.contains(&word)
}
