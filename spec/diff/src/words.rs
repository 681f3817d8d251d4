//! Values that live in prose only: the words that a description quotes as code.

use indexmap::IndexSet;

/// The words that `text` quotes as code, with backticks (CommonMark) or `<code>`, in order and
/// without repeats. Whole phrases, which have spaces, are no values.
pub(crate) fn quoted(text: &str) -> IndexSet<&str> {
    let mut words = IndexSet::new();
    let mut rest = text;
    loop {
        let tick = rest.find('`');
        let tag = rest.find("<code>");
        let (start, close) = match (tick, tag) {
            (Some(tick), tag) if tag.is_none_or(|tag| tick < tag) => {
                let fence = rest[tick..]
                    .bytes()
                    .take_while(|byte| *byte == b'`')
                    .count();
                (tick + fence, &rest[tick..tick + fence])
            }
            (_, Some(tag)) => (tag + "<code>".len(), "</code>"),
            _ => return words,
        };
        let Some(length) = rest[start..].find(close) else {
            return words;
        };
        let word = rest[start..start + length].trim();
        if !word.is_empty() && word.len() <= 80 && !word.contains(char::is_whitespace) {
            words.insert(word);
        }
        rest = &rest[start + length + close.len()..];
    }
}

/// Words of one text that the other does not have: those that came, and those that went.
pub(crate) fn difference<'a>(old: &'a str, new: &'a str) -> (Vec<&'a str>, Vec<&'a str>) {
    let (old, new) = (quoted(old), quoted(new));
    let came = new.difference(&old).copied().collect();
    let went = old.difference(&new).copied().collect();
    (came, went)
}

#[cfg(test)]
mod tests {
    use super::{difference, quoted};

    #[test]
    fn quoted_words_are_found_however_they_are_quoted() {
        let text = "One of `a`, ``b`c``, <code>d</code>; not `two words`, not `open";
        assert_eq!(
            quoted(text).into_iter().collect::<Vec<_>>(),
            ["a", "b`c", "d"]
        );
        assert!(quoted("``").is_empty());
    }

    #[test]
    fn words_that_moved_are_no_difference() {
        assert_eq!(
            difference("`a`, `b` or `c`", "`c`, `a` or `d`"),
            (vec!["d"], vec!["b"])
        );
    }
}
