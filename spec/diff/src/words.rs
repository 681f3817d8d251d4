//! Values that live in prose only: the words that a description quotes as code, in lists.

use indexmap::IndexSet;

/// A word that a text quotes as code, and whether it stands in a list of such words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Quoted<'a> {
    word: &'a str,
    listed: bool,
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
        let listed = some.iter().filter(|it| it.listed).map(|it| it.word);
        let words: IndexSet<&str> = listed.filter(|word| !others.contains(word)).collect();
        words.into_iter().collect()
    };
    (only(&new, &old), only(&old, &new))
}

/// The words that `text` quotes, in order. Whole phrases, which have spaces, are no values.
fn quoted(text: &str) -> Vec<Quoted<'_>> {
    let mut words: Vec<Quoted<'_>> = Vec::new();
    let mut rest = text;
    // Where the last word ended, counted from the end of the text.
    let mut last: Option<usize> = None;
    loop {
        let tick = rest.find('`');
        let tag = rest.find("<code>");
        let (open, start, close) = match (tick, tag) {
            (Some(tick), tag) if tag.is_none_or(|tag| tick < tag) => {
                let ticks = rest[tick..].bytes().take_while(|byte| *byte == b'`');
                let fence = ticks.count();
                (tick, tick + fence, &rest[tick..tick + fence])
            }
            (_, Some(tag)) => (tag, tag + "<code>".len(), "</code>"),
            _ => return words,
        };
        let Some(length) = rest[start..].find(close) else {
            return words;
        };
        let word = rest[start..start + length].trim();
        let end = start + length + close.len();
        if word.is_empty() || word.len() > 80 || word.contains(char::is_whitespace) {
            last = None;
        } else {
            let between = last.map(|last| &text[text.len() - last..text.len() - rest.len() + open]);
            let listed = between.is_some_and(is_separator);
            if let (true, Some(before)) = (listed, words.last_mut()) {
                before.listed = true;
            }
            words.push(Quoted { word, listed });
            last = Some(rest.len() - end);
        }
        rest = &rest[end..];
    }
}

/// Whether this is all that stands between two items of a list.
fn is_separator(text: &str) -> bool {
    text.len() <= 24
        && text
            .split(|c: char| c.is_whitespace() || ",;/|*-+•·()".contains(c))
            .filter(|word| !word.is_empty())
            .all(|word| ["and", "or", "nor", "&", "<li>", "</li>", "</li><li>"].contains(&word))
}

#[cfg(test)]
mod tests {
    use super::{difference, quoted};

    #[test]
    fn quoted_words_are_found_however_they_are_quoted() {
        let text = "One of `a`, ``b`c`` or <code>d</code>; not `two words`, `e` but `f`, not `open";
        let found = quoted(text);
        let words: Vec<&str> = found.iter().map(|it| it.word).collect();
        assert_eq!(words, ["a", "b`c", "d", "e", "f"]);
        let listed: Vec<bool> = found.iter().map(|it| it.listed).collect();
        assert_eq!(listed, [true, true, true, false, false]);
        for odd in ["``", "`", "<code>", "", "`a`b`"] {
            let _ = quoted(odd);
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
        assert_eq!(
            difference("* `a`\n* `b`", "* `a`\n* `c`"),
            (vec!["c"], vec!["b"])
        );
    }
}
