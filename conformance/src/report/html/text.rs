//! Text of anybody's as HTML: nothing in it can be markup, and nothing in it goes unseen.

use std::fmt;

use crate::report::plain::is_unseen;

/// A text to be written into an element or an attribute in double quotes. What HTML reads as markup is escaped; controls
/// and marks of direction are shown as what they are, so that no answer can hide or turn around what stands beside it.
pub(super) struct Text<'a>(pub(super) &'a str);

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                '\n' | '\t' => fmt::Write::write_char(f, c)?,
                // U+FFFE and U+FFFF are no characters of HTML.
                c if is_unseen(c) || matches!(c, '\u{fffe}' | '\u{ffff}') => {
                    write!(f, "\u{27e8}U+{:04X}\u{27e9}", u32::from(c))?;
                }
                c => fmt::Write::write_char(f, c)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Text;

    #[test]
    fn nothing_is_markup_and_nothing_is_unseen() {
        assert_eq!(
            Text("</script><img src=x onerror='a'>\"&").to_string(),
            "&lt;/script&gt;&lt;img src=x onerror=&#39;a&#39;&gt;&quot;&amp;"
        );
        assert_eq!(
            Text("a\0b\u{202e}c\u{1b}[0m\r\nd").to_string(),
            "a⟨U+0000⟩b⟨U+202E⟩c⟨U+001B⟩[0m⟨U+000D⟩\nd"
        );
    }
}
