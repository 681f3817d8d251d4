//! The layout of tables: what stands in the braces of `crate::object! { … }` and its like, a row a line,
//! and lists of imports, packed.
//!
//! A formatter of Rust does not touch what stands in macros. These rows are made to be read, and
//! laying them out costs little.

use proc_macro2::{Delimiter, Group, Spacing, TokenStream, TokenTree};
use syn::{ItemMacro, ItemUse};

use quote::ToTokens as _;

/// The width that lines should not exceed.
const WIDTH: usize = 100;

/// `crate::object! { … }`, a row a line.
pub(super) fn item(item: &ItemMacro) -> String {
    let mut text = inline(pieces(item.mac.path.to_token_stream()));
    text.push_str("! {\n");
    rows(item.mac.tokens.clone(), 4, &mut text);
    text.push_str("}\n");
    text
}

/// `use a::{B, C};`, packed.
pub(super) fn import(item: &ItemUse) -> String {
    let mut text = String::new();
    for attribute in &item.attrs {
        text.push_str(&inline(pieces(attribute.to_token_stream())));
        text.push('\n');
    }
    let bare = ItemUse {
        attrs: Vec::new(),
        ..item.clone()
    };
    line(bare.to_token_stream(), 0, &mut text);
    text
}

/// Rows that end with a comma or a semicolon, each below its documentation.
fn rows(tokens: TokenStream, indent: usize, text: &mut String) {
    let mut row = Vec::new();
    let mut trees = tokens.into_iter().peekable();
    while let Some(tree) = trees.next() {
        match (&tree, trees.peek()) {
            (TokenTree::Punct(punct), Some(TokenTree::Group(group)))
                if punct.as_char() == '#' && group.delimiter() == Delimiter::Bracket =>
            {
                attribute(group, indent, text);
                trees.next();
            }
            (TokenTree::Punct(punct), _) if matches!(punct.as_char(), ',' | ';') => {
                row.push(tree);
                line(std::mem::take(&mut row).into_iter().collect(), indent, text);
            }
            _ => row.push(tree),
        }
    }
    if !row.is_empty() {
        line(row.into_iter().collect(), indent, text);
    }
}

/// `#[doc = "…"]` as a comment, any other attribute as it is.
fn attribute(group: &Group, indent: usize, text: &mut String) {
    text.extend(std::iter::repeat_n(' ', indent));
    match group.stream().into_iter().last() {
        Some(TokenTree::Literal(literal)) => {
            text.push_str("///");
            if let syn::Lit::Str(said) = syn::Lit::new(literal) {
                text.push_str(&said.value());
            }
        }
        _ => {
            text.push('#');
            text.push_str(&group.to_string());
        }
    }
    text.push('\n');
}

/// One row. The rows in its braces have lines of their own.
fn line(tokens: TokenStream, indent: usize, text: &mut String) {
    text.extend(std::iter::repeat_n(' ', indent));
    let trees: Vec<TokenTree> = tokens.into_iter().collect();
    let is_import = trees
        .iter()
        .any(|tree| matches!(tree, TokenTree::Ident(word) if word == "use"));
    let braces = trees.iter().position(|tree| {
        !is_import && matches!(tree, TokenTree::Group(g) if g.delimiter() == Delimiter::Brace)
    });
    match (braces, braces.and_then(|index| trees.get(index))) {
        (Some(index), Some(TokenTree::Group(group))) => {
            let (before, behind) = (&trees[..index], &trees[index + 1..]);
            text.push_str(&inline(pieces(before.iter().cloned().collect())));
            if group.stream().is_empty() {
                text.push_str(" {}");
            } else {
                text.push_str(" {\n");
                rows(group.stream(), indent + 4, text);
                text.extend(std::iter::repeat_n(' ', indent));
                text.push('}');
            }
            if let [first, ..] = behind {
                if !matches!(first, TokenTree::Punct(punct) if matches!(punct.as_char(), ',' | ';'))
                {
                    text.push(' ');
                }
                packed(behind.iter().cloned().collect(), indent, text);
            }
        }
        _ => match arrow(&trees).filter(|_| !fits(&trees, indent)) {
            Some(index) => {
                let (before, behind) = trees.split_at(index);
                text.push_str(&inline(pieces(before.iter().cloned().collect())));
                text.push('\n');
                text.extend(std::iter::repeat_n(' ', indent + 4));
                packed(behind.iter().cloned().collect(), indent + 4, text);
            }
            None => packed(trees.into_iter().collect(), indent, text),
        },
    }
    text.push('\n');
}

/// Where what stands behind `=>` begins.
fn arrow(trees: &[TokenTree]) -> Option<usize> {
    let is = |tree: Option<&TokenTree>, sign| matches!(tree, Some(TokenTree::Punct(p)) if p.as_char() == sign);
    (1..trees.len())
        .find(|index| is(trees.get(index - 1), '=') && is(trees.get(*index), '>'))
        .map(|index| index + 1)
}

fn fits(trees: &[TokenTree], indent: usize) -> bool {
    let line = inline(pieces(trees.iter().cloned().collect()));
    indent + line.chars().count() <= WIDTH
}

/// Tokens in one line where they fit, else with their longest list in lines of its own.
fn packed(tokens: TokenStream, indent: usize, text: &mut String) {
    let pieces = pieces(tokens);
    let whole = inline(pieces.clone());
    let longest = pieces
        .iter()
        .enumerate()
        .filter_map(|(index, piece)| match piece {
            Piece::Group(_, inner) => Some((index, inline(self::pieces(inner.clone())).len())),
            _ => None,
        })
        .max_by_key(|(_, length)| *length)
        // Lines of their own are for lists, not for a word.
        .filter(|(_, length)| *length > 24)
        .map(|(index, _)| index);
    let fits = indent + whole.chars().count() <= WIDTH;
    let (Some(index), false) = (longest, fits) else {
        text.push_str(&whole);
        return;
    };
    let Some(Piece::Group(delimiter, inner)) = pieces.get(index).cloned() else {
        text.push_str(&whole);
        return;
    };
    let (open, close) = brackets(delimiter);
    let mut before = pieces[..index].to_vec();
    before.push(Piece::Word(String::new()));
    let start = inline(before);
    text.push_str(start.trim_end());
    if start.ends_with(' ') && spaced(pieces.get(index.wrapping_sub(1)), &pieces[index]) {
        text.push(' ');
    }
    text.push_str(open);
    text.push('\n');
    fill(inner, indent + 4, text);
    text.extend(std::iter::repeat_n(' ', indent));
    text.push_str(close);
    let behind = &pieces[index + 1..];
    if let Some(first) = behind.first()
        && spaced(pieces.get(index), first)
    {
        text.push(' ');
    }
    text.push_str(&inline(behind.to_vec()));
}

/// Items parted by commas, as many in a line as fit.
fn fill(tokens: TokenStream, indent: usize, text: &mut String) {
    let mut items: Vec<Vec<TokenTree>> = vec![Vec::new()];
    for tree in tokens {
        match (&tree, items.last_mut()) {
            (TokenTree::Punct(punct), _) if punct.as_char() == ',' => items.push(Vec::new()),
            (_, Some(item)) => item.push(tree),
            (_, None) => {}
        }
    }
    let is_list = items.len() > 1;
    let mut column = 0;
    for item in items.into_iter().filter(|item| !item.is_empty()) {
        let tokens: TokenStream = item.into_iter().collect();
        let mut one = inline(pieces(tokens.clone()));
        let mut width = one.chars().count();
        if indent + width + 1 > WIDTH {
            one.clear();
            packed(tokens, indent, &mut one);
            width = WIDTH;
        }
        if column > 0 && column + 1 + width < WIDTH {
            text.push(' ');
            column += 1;
        } else {
            if column > 0 {
                text.push('\n');
            }
            text.extend(std::iter::repeat_n(' ', indent));
            column = indent;
        }
        text.push_str(&one);
        if is_list {
            text.push(',');
        }
        column += width + 1;
    }
    if column > 0 {
        text.push('\n');
    }
}

/// Tokens as far as the space between them asks.
#[derive(Clone)]
enum Piece {
    Word(String),
    Sign(String),
    Group(Delimiter, TokenStream),
}

fn pieces(tokens: TokenStream) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut joins = false;
    for tree in tokens {
        let was_joined = std::mem::take(&mut joins);
        match tree {
            TokenTree::Group(group) => pieces.push(Piece::Group(group.delimiter(), group.stream())),
            TokenTree::Ident(ident) => pieces.push(Piece::Word(ident.to_string())),
            TokenTree::Literal(literal) => pieces.push(Piece::Word(literal.to_string())),
            TokenTree::Punct(punct) => {
                // Brackets of generics and what follows them are told apart, however they were joined.
                let is_bracket = matches!(punct.as_char(), '<' | '>' | '&');
                joins = punct.spacing() == Spacing::Joint && !is_bracket;
                match pieces.last_mut() {
                    Some(Piece::Sign(sign)) if was_joined && (!is_bracket || sign != "::") => {
                        sign.push(punct.as_char());
                    }
                    _ => pieces.push(Piece::Sign(punct.as_char().to_string())),
                }
            }
        }
    }
    pieces
}

fn inline(pieces: Vec<Piece>) -> String {
    let mut text = String::new();
    let mut before: Option<Piece> = None;
    for piece in pieces {
        if before.is_some() && spaced(before.as_ref(), &piece) {
            text.push(' ');
        }
        match &piece {
            Piece::Word(word) | Piece::Sign(word) => text.push_str(word),
            Piece::Group(delimiter, inner) => {
                let (open, close) = brackets(*delimiter);
                let inner = inline(self::pieces(inner.clone()));
                let room = *delimiter == Delimiter::Brace && !inner.is_empty();
                text.push_str(open);
                if room && inner.contains(':') {
                    text.push(' ');
                }
                text.push_str(&inner);
                if room && inner.contains(':') {
                    text.push(' ');
                }
                text.push_str(close);
            }
        }
        before = Some(piece);
    }
    text
}

/// Whether there is a space between two neighbours.
fn spaced(before: Option<&Piece>, behind: &Piece) -> bool {
    let sign = |piece: &Piece| match piece {
        Piece::Sign(sign) => Some(sign.clone()),
        _ => None,
    };
    let Some(before) = before else {
        return false;
    };
    let (left, right) = (sign(before), sign(behind));
    match (left.as_deref(), right.as_deref()) {
        (_, Some("," | ";" | ":" | "::" | "." | "?" | "!" | "<" | ">")) => false,
        (Some("::" | "." | "&" | "!" | "<" | "-" | "'" | "#" | ".."), _) => false,
        (Some(">"), None) => !matches!(behind, Piece::Group(Delimiter::Parenthesis, _)),
        (None, None) => match (before, behind) {
            (Piece::Word(_), Piece::Group(Delimiter::Brace, _)) => true,
            (Piece::Word(_), Piece::Group(..)) => false,
            _ => true,
        },
        _ => true,
    }
}

fn brackets(delimiter: Delimiter) -> (&'static str, &'static str) {
    match delimiter {
        Delimiter::Parenthesis => ("(", ")"),
        Delimiter::Brace => ("{", "}"),
        Delimiter::Bracket => ("[", "]"),
        Delimiter::None => ("", ""),
    }
}
