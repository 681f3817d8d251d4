//! Values that live in prose only: the words that a description quotes as code, in lists.

use indexmap::IndexSet;

/// A word that a text quotes as code.
#[derive(Debug, Clone, Copy)]
struct Quoted<'a> {
    word: &'a str,
    /// What stands between it and the one before, where nothing but a list's marks does.
    joined: Option<Join>,
}

/// What joins two items of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Join {
    /// A comma: with no other mark, two words are no list yet.
    Comma,
    /// `and`, `or`, or the mark of a bullet list.
    Sure,
}

/// Values of lists of one text that the other text does not quote at all: those that came, and those
/// that went.
///
/// A list is two or more words, quoted with backticks (CommonMark) or `<code>`, between which stands
/// nothing but commas, `and`, `or` or the marks of a bullet list. A word that is quoted by itself is
/// usually the name of something that is declared elsewhere.
pub(crate) fn difference<'a>(old: &'a str, new: &'a str) -> (Vec<&'a str>, Vec<&'a str>) {
    let (old, new) = (quoted(old), quoted(new));
    let only = |some: &[Quoted<'a>], others: &[Quoted<'a>]| -> Vec<&'a str> {
        let others: IndexSet<&str> = others.iter().map(|it| it.word).collect();
        let words: IndexSet<&str> = listed(some)
            .into_iter()
            .filter(|word| !others.contains(word))
            .collect();
        words.into_iter().collect()
    };
    (only(&new, &old), only(&old, &new))
}

/// The words that stand in a list.
fn listed<'a>(words: &[Quoted<'a>]) -> Vec<&'a str> {
    let mut found = Vec::new();
    // A run ends where a word is not joined to the one before.
    for run in words.chunk_by(|_, next| next.joined.is_some()) {
        let sure = run.iter().skip(1).any(|it| it.joined == Some(Join::Sure));
        if run.len() > 2 || run.len() == 2 && sure {
            found.extend(run.iter().map(|it| it.word));
        }
    }
    found
}

/// The words that `text` quotes, in order. What is longer than a few words is no value.
fn quoted(text: &str) -> Vec<Quoted<'_>> {
    let mut words: Vec<Quoted<'_>> = Vec::new();
    let mut at = 0;
    // Where the last word ended.
    let mut last: Option<usize> = None;
    while let Some(rest) = text.get(at..) {
        let tick = rest.find('`');
        let tag = rest.find("<code>");
        let (open, start, close) = match (tick, tag) {
            (Some(tick), tag) if tag.is_none_or(|tag| tick < tag) => {
                let ticks = rest[tick..].bytes().take_while(|byte| *byte == b'`');
                let fence = ticks.count();
                (tick, tick + fence, &rest[tick..tick + fence])
            }
            (_, Some(tag)) => (tag, tag + "<code>".len(), "</code>"),
            _ => break,
        };
        let Some(length) = rest[start..].find(close) else {
            break;
        };
        let word = rest[start..start + length].trim();
        let end = at + start + length + close.len();
        if word.is_empty() || word.len() > 80 || word.split_whitespace().count() > 3 {
            last = None;
        } else {
            let joined = last.and_then(|last| join(&text[last..at + open]));
            words.push(Quoted { word, joined });
            last = Some(end);
        }
        at = end;
    }
    words
}

/// What joins two items, if this is all that stands between them.
fn join(text: &str) -> Option<Join> {
    if text.len() > 24 {
        return None;
    }
    let parts = text
        .split(|c: char| c.is_whitespace() || ",;/()".contains(c))
        .filter(|part| !part.is_empty());
    let mut join = Join::Comma;
    for part in parts {
        let sure = [
            "and",
            "or",
            "nor",
            "&",
            "|",
            "*",
            "-",
            "+",
            "•",
            "·",
            "<li>",
            "</li>",
            "</li><li>",
        ];
        if !sure.contains(&part) {
            return None;
        }
        join = Join::Sure;
    }
    // Words with nothing but a blank between them are no list.
    (join == Join::Sure || text.contains([',', ';', '/'])).then_some(join)
}

#[cfg(test)]
mod tests {
    use super::{difference, listed, quoted};

    #[test]
    fn lists_are_found_however_their_words_are_quoted() {
        for (text, words) in [
            (
                "One of `a`, ``b`c`` or <code>d e</code>.",
                vec!["a", "b`c", "d e"],
            ),
            ("* `a`\n* `b`", vec!["a", "b"]),
            ("`a` and `b`", vec!["a", "b"]),
            ("With `a`, `b` is ignored; see `c`.", vec![]),
            ("`a` `b`; `one two three four` or `c`", vec![]),
            ("`open", vec![]),
            ("``", vec![]),
            ("`a`b`", vec![]),
        ] {
            assert_eq!(listed(&quoted(text)), words, "{text}");
        }
    }

    #[test]
    fn words_that_moved_are_no_difference() {
        assert_eq!(
            difference("`a`, `b` or `c`", "`c`, `a` or `d`"),
            (vec!["d"], vec!["b"])
        );
    }

    #[test]
    fn a_word_that_stands_alone_is_a_name_and_no_value() {
        assert_eq!(
            difference("See `a` for `b`.", "See `c` for `b`."),
            (vec![], vec![])
        );
    }
}
