//! The content of an answer, with the places marked where it is not what was promised.

use std::fmt::Write as _;

use serde_json::Value;

use super::text::Text;
use crate::report::plain::beginning;

/// A place in an answer where something else was due.
pub(super) struct Mark<'a> {
    /// Its JSON pointer; where a member is missing, the place where it should stand.
    pub(super) pointer: &'a str,
    /// What was due there.
    pub(super) expected: &'a str,
}

/// Lines of one content that are shown.
const MOST_LINES: usize = 300;
/// Characters of one content that is no JSON, or of one text in it.
const MOST_TEXT: usize = 8_000;
/// Items or members of a container that are shown where nothing is wrong with them.
const FIRST_ITEMS: usize = 3;
const FIRST_MEMBERS: usize = 60;

/// Content as lines of HTML, for a `pre`: JSON is laid out and marked, other text is shown as it is.
pub(super) fn content(text: &str, marks: &[Mark<'_>]) -> String {
    // Beyond 128 levels it is no JSON to this parser, so the writer cannot run out of stack.
    let Ok(value) = serde_json::from_str::<Value>(text) else {
        return Text(&beginning(text, MOST_TEXT)).to_string();
    };
    let mut writer = Writer {
        out: String::new(),
        lines: 0,
        marks,
    };
    writer.value(&value, &mut String::new(), 0, "", "");
    if writer.lines > MOST_LINES {
        let more = writer.lines - MOST_LINES;
        let _ = writeln!(
            writer.out,
            "<span class=\"rest\">… {more} more lines</span>"
        );
    }
    writer.out
}

struct Writer<'a> {
    out: String,
    lines: usize,
    marks: &'a [Mark<'a>],
}

impl Writer<'_> {
    /// A line of HTML, with what was due where there is a mark.
    fn line(&mut self, depth: usize, html: &str, mark: Option<&Mark<'_>>) {
        self.lines += 1;
        // What is wrong is shown, however far below.
        if self.lines > MOST_LINES && mark.is_none() {
            return;
        }
        let indent = "  ".repeat(depth);
        let _ = match mark {
            None => writeln!(self.out, "{indent}{html}"),
            Some(mark) => writeln!(
                self.out,
                "<span class=\"wrong\">{indent}<mark>{html}</mark> <span class=\"due\">expected {}</span></span>",
                Text(&beginning(mark.expected, 300))
            ),
        };
    }

    fn mark(&self, pointer: &str) -> Option<usize> {
        self.marks.iter().position(|mark| mark.pointer == pointer)
    }

    fn value(&mut self, value: &Value, pointer: &mut String, depth: usize, name: &str, end: &str) {
        let marks = self.marks;
        let mark = self.mark(pointer).and_then(|index| marks.get(index));
        match value {
            Value::Array(items) if !items.is_empty() => {
                self.line(depth, &format!("{name}["), mark);
                self.items(items, pointer, depth + 1);
                self.line(depth, &format!("]{end}"), None);
            }
            Value::Object(members) if !members.is_empty() || self.has_missing(value, pointer) => {
                self.line(depth, &format!("{name}{{"), mark);
                self.members(members, pointer, depth + 1);
                self.line(depth, &format!("}}{end}"), None);
            }
            scalar => {
                let text = scalar.to_string();
                let text = Text(&beginning(&text, MOST_TEXT)).to_string();
                self.line(depth, &format!("{name}{text}{end}"), mark);
            }
        }
    }

    fn items(&mut self, items: &[Value], pointer: &mut String, depth: usize) {
        let here = pointer.len();
        let mut skipped = 0;
        for (index, item) in items.iter().enumerate() {
            let _ = write!(pointer, "/{index}");
            if index < FIRST_ITEMS || self.concerns(pointer) {
                self.skipped(depth, skipped, "item");
                skipped = 0;
                let end = if index + 1 < items.len() { "," } else { "" };
                self.value(item, pointer, depth, "", end);
            } else {
                skipped += 1;
            }
            pointer.truncate(here);
        }
        self.skipped(depth, skipped, "item");
    }

    fn members(
        &mut self,
        members: &serde_json::Map<String, Value>,
        pointer: &mut String,
        depth: usize,
    ) {
        let here = pointer.len();
        let mut skipped = 0;
        for (index, (name, member)) in members.iter().enumerate() {
            pointer.push('/');
            pointer.push_str(&escaped(name));
            if index < FIRST_MEMBERS || self.concerns(pointer) {
                self.skipped(depth, skipped, "member");
                skipped = 0;
                let end = if index + 1 < members.len() { "," } else { "" };
                let name = Value::String(beginning(name, 200).into_owned()).to_string();
                self.value(member, pointer, depth, &format!("{}: ", Text(&name)), end);
            } else {
                skipped += 1;
            }
            pointer.truncate(here);
        }
        self.skipped(depth, skipped, "member");
        let marks = self.marks;
        for mark in marks {
            if let Some(name) = below(mark.pointer, pointer)
                && !members.contains_key(&name)
            {
                let name = Value::String(name).to_string();
                self.line(depth, &format!("{}: not there", Text(&name)), Some(mark));
            }
        }
    }

    fn skipped(&mut self, depth: usize, count: usize, word: &str) {
        if count > 0 {
            let s = if count == 1 { "" } else { "s" };
            let html = format!("<span class=\"rest\">… {count} more {word}{s}</span>");
            self.line(depth, &html, None);
        }
    }

    /// Whether a mark is at this place or below it.
    fn concerns(&self, pointer: &str) -> bool {
        self.marks.iter().any(|mark| {
            let rest = mark.pointer.strip_prefix(pointer);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    }

    fn has_missing(&self, value: &Value, pointer: &str) -> bool {
        value.as_object().is_some_and(serde_json::Map::is_empty)
            && self
                .marks
                .iter()
                .any(|mark| below(mark.pointer, pointer).is_some())
    }
}

/// The name of the member at `pointer`, where it is one of the object at `holder`.
fn below(pointer: &str, holder: &str) -> Option<String> {
    let name = pointer.strip_prefix(holder)?.strip_prefix('/')?;
    (!name.contains('/')).then(|| name.replace("~1", "/").replace("~0", "~"))
}

fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

#[cfg(test)]
mod tests {
    use super::{Mark, content};

    fn mark(pointer: &'static str) -> Mark<'static> {
        Mark {
            pointer,
            expected: "<other>",
        }
    }

    #[test]
    fn a_wrong_member_is_marked_where_it_stands() {
        let html = content(r#"{"a": [1, {"b/c": "<x>"}]}"#, &[mark("/a/1/b~1c")]);
        assert!(
            html.contains("<mark>&quot;b/c&quot;: &quot;&lt;x&gt;&quot;</mark>"),
            "{html}"
        );
        assert!(html.contains("expected &lt;other&gt;"), "{html}");
    }

    #[test]
    fn a_missing_member_is_marked_where_it_should_stand() {
        for text in ["{}", r#"{"b": 1}"#] {
            let html = content(text, &[mark("/a")]);
            assert!(
                html.contains("<mark>&quot;a&quot;: not there</mark>"),
                "{html}"
            );
        }
    }

    #[test]
    fn long_lists_are_short_except_where_they_are_wrong() {
        let items: Vec<u32> = (0..5_000).collect();
        let html = content(&format!("{items:?}"), &[mark("/4000")]);
        assert!(html.contains("<mark>4000,</mark>"), "{html}");
        assert!(html.contains("… 3997 more items"), "{html}");
        assert!(html.lines().count() < 12, "{html}");
    }

    #[test]
    fn what_is_no_json_is_shown_as_it_is() {
        assert_eq!(content("</pre>", &[]), "&lt;/pre&gt;");
        let deep = "[".repeat(100_000);
        assert!(content(&deep, &[]).len() < 9_000);
    }
}
