//! Cases: one function for each kind of place where a name can stand.

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};

use super::reserved;

/// `file_link` → `FileLink`: types and traits.
pub fn type_case(word: &str) -> String {
    let name = start_with_letter(words(word).to_upper_camel_case(), 'V');
    match reserved::is_type(&name) {
        true => name + "_",
        false => name,
    }
}

/// `3d_secure` → `V3dSecure`: enum variants. They are always written behind their enum's name, so only
/// `Self` is kept from them.
pub fn variant_case(word: &str) -> String {
    let name = start_with_letter(words(word).to_upper_camel_case(), 'V');
    match name.as_str() {
        "Self" => name + "_",
        _ => name,
    }
}

/// `expiresAt` → `expires_at`, `type` → `r#type`: fields, parameters and functions.
pub fn field_case(word: &str) -> String {
    let name = start_with_letter(words(word).to_snake_case(), 'v');
    match name.as_str() {
        "self" | "super" | "crate" => name + "_",
        keyword if reserved::is_keyword(keyword) => format!("r#{name}"),
        _ => name,
    }
}

/// `File Links` → `file_links`: modules and files. Never raw, because the name is a file's name too.
pub fn module_case(word: &str) -> String {
    let name = start_with_letter(words(word).to_snake_case(), 'v');
    match reserved::is_keyword(&name) {
        true => name + "_",
        false => name,
    }
}

/// `object` → `OBJECT`: constants and statics.
pub fn constant_case(word: &str) -> String {
    start_with_letter(words(word).to_shouty_snake_case(), 'V')
}

/// Puts blanks where a character cannot stand in an identifier. Signs that are all there is to a
/// word, or that lead a number, are spelled out: `+1` and `-1` are two names.
fn words(word: &str) -> String {
    let spell_out = !word.chars().any(char::is_alphabetic) || leads_number(word);
    let mut text = String::with_capacity(word.len());
    for c in word.chars() {
        // `'` joins (`don't` is one word); other signs part.
        if c != '_' && unicode_ident::is_xid_continue(c) {
            text.push(c);
        } else if spell_out && let Some(name) = sign(c) {
            text.push(' ');
            text.push_str(name);
            text.push(' ');
        } else if c != '\'' {
            text.push(' ');
        }
    }
    text
}

fn leads_number(word: &str) -> bool {
    let mut chars = word.chars();
    matches!(chars.next(), Some('-' | '+' | '<' | '>' | '='))
        && chars.any(|c| c.is_ascii_digit())
        && !word.chars().skip(1).any(char::is_alphabetic)
}

fn sign(c: char) -> Option<&'static str> {
    Some(match c {
        '+' => "plus",
        '-' => "minus",
        '*' => "star",
        '/' => "slash",
        '%' => "percent",
        '=' => "equal",
        '<' => "less",
        '>' => "greater",
        '!' => "not",
        '&' => "and",
        '|' => "or",
        '~' => "tilde",
        '^' => "caret",
        '$' => "dollar",
        '@' => "at",
        '#' => "hash",
        '?' => "question",
        '.' => "dot",
        ',' => "comma",
        ':' => "colon",
        ';' => "semicolon",
        _ => return None,
    })
}

/// An identifier starts with a letter; a name of no letters at all is `Empty` or what its place says.
fn start_with_letter(name: String, prefix: char) -> String {
    match name.chars().next() {
        None if prefix.is_uppercase() => "Empty".to_owned(),
        None => "empty".to_owned(),
        Some(first) if unicode_ident::is_xid_start(first) => name,
        Some(_) => format!("{prefix}{name}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types() {
        for (word, name) in [
            ("file_link", "FileLink"),
            ("APIErrors", "ApiErrors"),
            ("File Link", "FileLink"),
            ("3d_secure", "V3dSecure"),
            ("+1", "Plus1"),
            ("-1", "Minus1"),
            ("", "Empty"),
            ("self", "Self_"),
            ("string", "String_"),
            ("result", "Result_"),
            ("a-b.c/d", "ABCD"),
            ("don't", "Dont"),
            ("größe", "Größe"),
            ("日本", "日本"),
            ("*", "Star"),
            ("__", "Empty"),
        ] {
            assert_eq!(type_case(word), name, "{word:?}");
        }
    }

    #[test]
    fn fields() {
        for (word, name) in [
            ("type", "r#type"),
            ("self", "self_"),
            ("crate", "crate_"),
            ("expiresAt", "expires_at"),
            ("expires-at", "expires_at"),
            ("3ds", "v3ds"),
            ("gen", "r#gen"),
            ("$ref", "r#ref"),
            ("@id", "id"),
            ("", "empty"),
        ] {
            assert_eq!(field_case(word), name, "{word:?}");
        }
    }

    #[test]
    fn modules_and_constants() {
        assert_eq!(module_case("File Links"), "file_links");
        assert_eq!(module_case("match"), "match_");
        assert_eq!(constant_case("object"), "OBJECT");
        assert_eq!(constant_case("3d"), "V3D");
    }
}
