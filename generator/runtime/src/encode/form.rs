//! Forms: `a[b]=1&c[]=2`, percent-encoded.

use std::fmt::Write as _;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::super::style::{ParameterInfo, Style};
use super::brackets::Brackets;
use super::style::write_pair;
use super::{Encode, Sink, TreeSink};

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

/// All that is not unreserved (RFC 3986 §2.3).
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// As [`UNRESERVED`], with the reserved characters that mean nothing in a query (`allowReserved`): a query still
/// ends at `#`, its pairs at `&`, and brackets are no URI characters there.
const RESERVED: &AsciiSet = &UNRESERVED
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b',')
    .remove(b';')
    .remove(b'=');

/// Which characters are percent-encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Escape {
    /// Those of forms; a space becomes `+`.
    #[default]
    Form,
    /// All but unreserved ones.
    Unreserved,
    /// All but unreserved ones and those reserved ones that a query may have in a value.
    Reserved,
    /// None.
    Nothing,
}

/// The text of a form (`application/x-www-form-urlencoded`). `members` are those with a style of their own; what
/// is not among them is written with brackets, list items with their index.
pub fn to_form(value: &dyn Encode, members: &'static [ParameterInfo]) -> String {
    let mut sink = FormSink {
        lists: ListNames::Index,
        members,
        ..FormSink::default()
    };
    value.encode(&mut sink);
    sink.into_string()
}

/// Writes `application/x-www-form-urlencoded` with brackets. The value as a whole must be an object.
/// An empty list or map writes nothing, null writes an empty text.
#[derive(Debug, Default)]
pub struct FormSink {
    out: String,
    lists: ListNames,
    /// The name of the value that comes next, encoded.
    key: Brackets,
    escape: Escape,
    /// Members of the outermost object that have a style of their own.
    members: &'static [ParameterInfo],
    /// The member that cannot be written as it comes, and how deep its value stands.
    aside: Option<(&'static ParameterInfo, TreeSink, usize)>,
}

impl FormSink {
    /// A sink that names list items in the given way.
    pub fn new(lists: ListNames) -> Self {
        Self {
            lists,
            ..Self::default()
        }
    }

    /// A sink that goes on behind `out`.
    pub(super) fn after(out: String, lists: ListNames, escape: Escape) -> Self {
        Self {
            out,
            lists,
            escape,
            ..Self::default()
        }
    }

    /// The form.
    pub fn into_string(self) -> String {
        self.out
    }

    /// Completes the key of an item, where a list is open.
    fn open(&mut self) {
        let lists = self.lists;
        self.key.next_item(|key, index| match lists {
            ListNames::Empty => key.push_str("%5B%5D"),
            ListNames::Index => {
                // Writing to a String cannot fail.
                let _ = write!(key, "%5B{index}%5D");
            }
            ListNames::Repeat => {}
        });
    }

    fn pair(&mut self, value: &str) {
        self.open();
        if !self.out.is_empty() {
            self.out.push('&');
        }
        self.out.push_str(self.key.name());
        self.out.push('=');
        push_encoded(&mut self.out, value, self.escape);
    }

    fn begin(&mut self, is_list: bool) {
        self.open();
        self.key.begin(is_list);
    }
}

/// Adds text, percent-encoded.
pub(super) fn push_encoded(out: &mut String, text: &str, escape: Escape) {
    let set = match escape {
        Escape::Form => FORM,
        Escape::Unreserved => UNRESERVED,
        Escape::Reserved => RESERVED,
        Escape::Nothing => return out.push_str(text),
    };
    for piece in utf8_percent_encode(text, set) {
        if piece.contains(' ') {
            out.push_str(&piece.replace(' ', "+"));
        } else {
            out.push_str(piece);
        }
    }
}

/// Hands an event to the value that is put aside, if there is one; else does what follows.
macro_rules! aside {
    ($self:ident, $event:ident($($value:expr),*)) => {
        if let Some((_, tree, _)) = &mut $self.aside {
            tree.$event($($value),*);
            $self.settle();
            return;
        }
    };
}

impl FormSink {
    /// Looks up how the outermost member `name` is written.
    fn turn_to(&mut self, name: &str) {
        let Some(info) = self.members.iter().find(|info| info.name == name) else {
            self.lists = ListNames::Index;
            return;
        };
        match info.style {
            Style::DeepObject => self.lists = ListNames::Index,
            Style::Form if info.explode => self.lists = ListNames::Repeat,
            _ => self.aside = Some((info, TreeSink::default(), 0)),
        }
    }

    /// Writes the value that was put aside, once it is whole.
    fn settle(&mut self) {
        if self.aside.as_ref().is_some_and(|(_, _, depth)| *depth > 0) {
            return;
        }
        if let Some((info, tree, _)) = self.aside.take() {
            write_pair(&mut self.out, &tree.into_value(), info, self.escape);
        }
    }

    fn deeper(&mut self) {
        if let Some((_, _, depth)) = &mut self.aside {
            *depth += 1;
        }
    }

    fn higher(&mut self) {
        if let Some((_, _, depth)) = &mut self.aside {
            *depth = depth.saturating_sub(1);
        }
    }
}

impl Sink for FormSink {
    fn null(&mut self) {
        aside!(self, null());
        self.pair("");
    }

    fn boolean(&mut self, value: bool) {
        aside!(self, boolean(value));
        self.pair(if value { "true" } else { "false" });
    }

    fn integer(&mut self, value: i64) {
        aside!(self, integer(value));
        self.pair(&value.to_string());
    }

    fn unsigned(&mut self, value: u64) {
        aside!(self, unsigned(value));
        self.pair(&value.to_string());
    }

    fn float(&mut self, value: f64) {
        aside!(self, float(value));
        self.pair(&value.to_string());
    }

    fn text(&mut self, value: &str) {
        aside!(self, text(value));
        self.pair(value);
    }

    fn begin_array(&mut self) {
        self.deeper();
        aside!(self, begin_array());
        self.begin(true);
    }

    fn end_array(&mut self) {
        self.higher();
        aside!(self, end_array());
        self.key.end();
    }

    fn begin_object(&mut self) {
        self.deeper();
        aside!(self, begin_object());
        self.begin(false);
    }

    fn name(&mut self, name: &str) {
        // The name of a member is no value that could end here.
        if let Some((_, tree, _)) = &mut self.aside {
            return tree.name(name);
        }
        let escape = self.escape;
        if self.key.depth() != 1 {
            return self.key.member(|key| {
                key.push_str("%5B");
                push_encoded(key, name, escape);
                key.push_str("%5D");
            });
        }
        if !self.members.is_empty() {
            self.turn_to(name);
        }
        self.key.member(|key| push_encoded(key, name, escape));
    }

    fn end_object(&mut self) {
        self.higher();
        aside!(self, end_object());
        self.key.end();
    }
}
