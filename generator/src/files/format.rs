//! Tokens to text: formatted, with blank lines between items.

mod table;

use proc_macro2::TokenStream;
use syn::Item;

use crate::generate::GenerateError;

/// The text of a file: `header` as it is, then the items.
pub(super) fn file(path: &str, header: &str, tokens: TokenStream) -> Result<String, GenerateError> {
    let file: syn::File = syn::parse2(tokens).map_err(|error| GenerateError::Format {
        path: path.to_owned(),
        detail: error.to_string(),
    })?;
    let mut text = header.trim_end().to_owned();
    text.push_str("\n\n");
    if !file.attrs.is_empty() {
        text.push_str(&one(file.attrs, Vec::new()));
        text.push('\n');
    }
    let mut before: Option<Kind> = None;
    for item in file.items {
        let kind = Kind::of(&item);
        // Declarations and imports stand in blocks; everything else has room around it.
        if before.is_some_and(|before| before != kind || kind == Kind::Other) {
            text.push('\n');
        }
        before = Some(kind);
        match &item {
            Item::Macro(item) => text.push_str(&table::item(item)),
            Item::Use(item) => text.push_str(&table::import(item)),
            Item::Impl(_) | Item::Trait(_) => {
                text.push_str(&with_room(&one(Vec::new(), vec![item])));
            }
            _ => text.push_str(&one(Vec::new(), vec![item])),
        }
    }
    Ok(text.trim_end().to_owned() + "\n")
}

/// An impl or trait with a blank line before each function that follows something.
fn with_room(item: &str) -> String {
    let mut text = String::with_capacity(item.len());
    let mut ended = false;
    for line in item.lines() {
        let member = line
            .strip_prefix("    ")
            .filter(|rest| !rest.starts_with(' '));
        if ended && member.is_some_and(|member| member != "}") {
            text.push('\n');
        }
        ended = member.is_some_and(|member| {
            member.starts_with('}') || (member.ends_with(';') && !member.starts_with("///"))
        });
        text.push_str(line);
        text.push('\n');
    }
    text
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Module,
    Use,
    PublicUse,
    Static,
    Other,
}

impl Kind {
    fn of(item: &Item) -> Self {
        match item {
            Item::Mod(_) => Kind::Module,
            Item::Use(item) if matches!(item.vis, syn::Visibility::Inherited) => Kind::Use,
            Item::Use(_) => Kind::PublicUse,
            Item::Static(_) => Kind::Static,
            _ => Kind::Other,
        }
    }
}

fn one(attrs: Vec<syn::Attribute>, items: Vec<Item>) -> String {
    prettyplease::unparse(&syn::File {
        shebang: None,
        frontmatter: None,
        attrs,
        items,
    })
}
