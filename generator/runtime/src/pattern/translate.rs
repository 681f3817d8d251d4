//! ECMA-262 pattern text to the syntax of the `regex` crate.

use std::iter::Peekable;
use std::str::Chars;

/// What ECMA-262 calls white space and line ends, as the inside of a class.
const SPACE: &str = r"\t\n\x0B\x0C\r \x{A0}\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000}\x{FEFF}";
const DIGIT: &str = "0-9";
const WORD: &str = "A-Za-z0-9_";

/// Translates a pattern, or gives `None` where it uses what automata cannot do.
pub(super) fn to_rust(pattern: &str) -> Option<String> {
    let mut out = String::with_capacity(pattern.len() + 16);
    let mut rest = pattern.chars().peekable();
    while let Some(character) = rest.next() {
        match character {
            '\\' => escape(&mut rest, &mut out, false)?,
            '[' => class(&mut rest, &mut out)?,
            '.' => out.push_str(r"[^\n\r\x{2028}\x{2029}]"),
            '(' => group(&mut rest, &mut out)?,
            '{' => match quantifier(rest.clone()) {
                Some(length) => {
                    out.push('{');
                    out.extend(rest.by_ref().take(length));
                }
                None => out.push_str(r"\{"),
            },
            '}' => out.push_str(r"\}"),
            ']' => out.push_str(r"\]"),
            other => out.push(other),
        }
    }
    Some(out)
}

/// How many characters after `{` belong to a quantifier (`2}`, `2,}`, `2,5}`), if one stands there.
fn quantifier(rest: Peekable<Chars<'_>>) -> Option<usize> {
    let mut length = 0;
    let mut digits = 0;
    let mut commas = 0;
    for character in rest {
        length += 1;
        match character {
            '0'..='9' => digits += 1,
            ',' if digits > 0 && commas == 0 => commas += 1,
            '}' if digits > 0 => return Some(length),
            _ => return None,
        }
    }
    None
}

/// What follows an opening parenthesis; look-around has no automaton.
fn group(rest: &mut Peekable<Chars<'_>>, out: &mut String) -> Option<()> {
    out.push('(');
    if rest.peek() != Some(&'?') {
        return Some(());
    }
    let mut ahead = rest.clone();
    ahead.next();
    match (ahead.next(), ahead.next()) {
        (Some('=' | '!'), _) | (Some('<'), Some('=' | '!')) => None,
        _ => Some(()),
    }
}

/// A class, its `[` already read.
fn class(rest: &mut Peekable<Chars<'_>>, out: &mut String) -> Option<()> {
    let negated = rest.next_if_eq(&'^').is_some();
    if rest.next_if_eq(&']').is_some() {
        // `[]` matches nothing and `[^]` anything.
        out.push_str(if negated {
            r"[\x{0}-\x{10FFFF}]"
        } else {
            r"[^\x{0}-\x{10FFFF}]"
        });
        return Some(());
    }
    out.push_str(if negated { "[^" } else { "[" });
    loop {
        match rest.next()? {
            ']' => break,
            '\\' => escape(rest, out, true)?,
            // Here these are set operators, there they are themselves.
            other @ ('[' | '&' | '~') => {
                out.push('\\');
                out.push(other);
            }
            // `--` is an operator too; a lone `-` keeps its meaning.
            '-' if out.ends_with('-') && !out.ends_with(r"\-") => out.push_str(r"\-"),
            other => out.push(other),
        }
    }
    out.push(']');
    Some(())
}

/// An escape, its backslash already read.
fn escape(rest: &mut Peekable<Chars<'_>>, out: &mut String, in_class: bool) -> Option<()> {
    let set = |out: &mut String, negation: &str, set: &str| {
        if in_class && negation.is_empty() {
            out.push_str(set);
        } else {
            out.push_str(&format!("[{negation}{set}]"));
        }
    };
    match rest.next()? {
        'd' => set(out, "", DIGIT),
        'D' => set(out, "^", DIGIT),
        'w' => set(out, "", WORD),
        'W' => set(out, "^", WORD),
        's' => set(out, "", SPACE),
        'S' => set(out, "^", SPACE),
        'b' if in_class => out.push_str(r"\x08"),
        'b' => out.push_str(r"(?-u:\b)"),
        'B' => return None,
        '0' if !rest.peek().is_some_and(char::is_ascii_digit) => out.push_str(r"\x00"),
        '0'..='9' => return None,
        'k' if !in_class => return None,
        'c' => {
            let letter = rest.next_if(char::is_ascii_alphabetic)?;
            out.push_str(&format!(r"\x{:02X}", letter as u32 % 32));
        }
        'u' => unicode(rest, out)?,
        'x' => {
            let digits: String = rest.by_ref().take(2).collect();
            out.push_str(&format!(r"\x{{{:X}}}", hex(&digits, 2)?));
        }
        property @ ('p' | 'P') => {
            out.push('\\');
            out.push(property);
            if rest.peek() == Some(&'{') {
                out.extend(rest.by_ref().take_while(|next| *next != '}'));
                out.push('}');
            }
        }
        control @ ('t' | 'n' | 'r' | 'f' | 'v') => {
            out.push('\\');
            out.push(control);
        }
        letter if letter.is_ascii_alphanumeric() => out.push(letter),
        other if other.is_ascii() => {
            out.push('\\');
            out.push(other);
        }
        other => out.push(other),
    }
    Some(())
}

/// `\uXXXX`, two of them for a character beyond the basic plane, or `\u{X…}`.
fn unicode(rest: &mut Peekable<Chars<'_>>, out: &mut String) -> Option<()> {
    if rest.next_if_eq(&'{').is_some() {
        let digits: String = rest.by_ref().take_while(|next| *next != '}').collect();
        out.push_str(&format!(r"\x{{{:X}}}", hex(&digits, digits.len())?));
        return Some(());
    }
    let digits: String = rest.by_ref().take(4).collect();
    let mut code = hex(&digits, 4)?;
    if (0xD800..0xDC00).contains(&code) {
        if (rest.next(), rest.next()) != (Some('\\'), Some('u')) {
            return None;
        }
        let digits: String = rest.by_ref().take(4).collect();
        let low = hex(&digits, 4).filter(|low| (0xDC00..0xE000).contains(low))?;
        code = 0x1_0000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    }
    char::from_u32(code)?;
    out.push_str(&format!(r"\x{{{code:X}}}"));
    Some(())
}

fn hex(digits: &str, length: usize) -> Option<u32> {
    let fits = digits.len() == length && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    if fits {
        u32::from_str_radix(digits, 16).ok()
    } else {
        None
    }
}
