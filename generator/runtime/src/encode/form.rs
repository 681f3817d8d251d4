//! Forms: `a[b]=1&c[]=2`, percent-encoded.

use std::fmt::Write as _;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::Sink;

/// What stands in the brackets of a list item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ListNames {
    /// Nothing: `expand[]=a&expand[]=b`.
    #[default]
    Empty,
    /// The index: `expand[0]=a&expand[1]=b`. Needed where items are objects.
    Index,
    /// No brackets: `expand=a&expand=b` (style `form`, explode true).
    Repeat,
}

/// All that `application/x-www-form-urlencoded` (WHATWG URL §5.2) does not leave as it is.
const FORM: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'*')
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b' ');

/// Writes `application/x-www-form-urlencoded` with brackets. The value as a whole must be an object.
/// An empty list or map writes nothing, null writes an empty text.
#[derive(Debug, Default)]
pub struct FormSink {
    out: String,
    lists: ListNames,
    /// The name of the value that comes next, encoded.
    key: String,
    /// The open objects and lists, outermost first.
    levels: Vec<Level>,
}

#[derive(Debug)]
struct Level {
    /// Length of the key that leads here.
    key: usize,
    /// The index of the next item, in a list.
    index: Option<usize>,
}

impl FormSink {
    /// A sink that names list items in the given way.
    pub fn new(lists: ListNames) -> Self {
        Self {
            lists,
            ..Self::default()
        }
    }

    /// The form.
    pub fn into_string(self) -> String {
        self.out
    }

    /// Completes the key of an item, where a list is open.
    fn open(&mut self) {
        let Some(Level {
            key,
            index: Some(index),
        }) = self.levels.last_mut()
        else {
            return;
        };
        self.key.truncate(*key);
        match self.lists {
            ListNames::Empty => self.key.push_str("%5B%5D"),
            ListNames::Index => {
                // Writing to a String cannot fail.
                let _ = write!(self.key, "%5B{index}%5D");
            }
            ListNames::Repeat => {}
        }
        *index += 1;
    }

    fn pair(&mut self, value: &str) {
        self.open();
        if !self.out.is_empty() {
            self.out.push('&');
        }
        self.out.push_str(&self.key);
        self.out.push('=');
        push_encoded(&mut self.out, value);
    }

    fn begin(&mut self, index: Option<usize>) {
        self.open();
        self.levels.push(Level {
            key: self.key.len(),
            index,
        });
    }

    fn end(&mut self) {
        if let Some(level) = self.levels.pop() {
            self.key.truncate(level.key);
        }
    }
}

fn push_encoded(out: &mut String, text: &str) {
    for piece in utf8_percent_encode(text, FORM) {
        if piece.contains(' ') {
            out.push_str(&piece.replace(' ', "+"));
        } else {
            out.push_str(piece);
        }
    }
}

impl Sink for FormSink {
    fn null(&mut self) {
        self.pair("");
    }

    fn boolean(&mut self, value: bool) {
        self.pair(if value { "true" } else { "false" });
    }

    fn integer(&mut self, value: i64) {
        self.pair(&value.to_string());
    }

    fn unsigned(&mut self, value: u64) {
        self.pair(&value.to_string());
    }

    fn float(&mut self, value: f64) {
        self.pair(&value.to_string());
    }

    fn text(&mut self, value: &str) {
        self.pair(value);
    }

    fn begin_array(&mut self) {
        self.begin(Some(0));
    }

    fn end_array(&mut self) {
        self.end();
    }

    fn begin_object(&mut self) {
        self.begin(None);
    }

    fn name(&mut self, name: &str) {
        let Some(level) = self.levels.last() else {
            return;
        };
        self.key.truncate(level.key);
        if self.levels.len() == 1 {
            push_encoded(&mut self.key, name);
        } else {
            self.key.push_str("%5B");
            push_encoded(&mut self.key, name);
            self.key.push_str("%5D");
        }
    }

    fn end_object(&mut self) {
        self.end();
    }
}
