//! A value that is wrong in very many places: a server may answer a list of a million wrong items.
//!
//! The validator collects all errors of a value before it gives the first, and each is larger than what it is about.
//! So a large value is judged a part at a time, and of violations of one kind a few are kept and the rest counted.

use indexmap::IndexMap;
use serde_json::Value;

use super::violation::Violation;

/// Values in a value up to which it is judged at once.
const LARGE: usize = 10_000;
/// Items or members of one container in a part.
const WINDOW: usize = 500;
/// Parts of one value that are judged.
const MOST_PARTS: usize = 4_000;
/// Parts with something wrong in them of which all is said: thousands of violations. What is wrong behind them is not
/// counted.
pub(super) const MOST_WRONG_PARTS: usize = 10;
/// Violations of one kind that are kept.
const FEW: usize = 3;
/// Violations that are kept at all.
const MOST: usize = 100;

/// Whether a value is so large that it is judged in parts.
pub(super) fn is_large(value: &Value) -> bool {
    fn count(value: &Value, left: &mut usize) {
        if *left == 0 {
            return;
        }
        *left -= 1;
        match value {
            Value::Array(items) => items.iter().for_each(|item| count(item, left)),
            Value::Object(members) => members.values().for_each(|member| count(member, left)),
            _ => {}
        }
    }
    let mut left = LARGE;
    count(value, &mut left);
    left == 0
}

/// One part of a large value: the value with a window of each long container in place of the whole.
pub(super) struct Part {
    pub(super) value: Value,
    windows: Vec<Window>,
}

/// A container of which only a window is there.
struct Window {
    /// Its JSON pointer in the part.
    pointer: String,
    /// The number of the first item or member that is there.
    first: usize,
    is_array: bool,
}

/// The parts of a value. Of several long containers inside each other the same window is shown at a time, so that not
/// every item need be in a part.
pub(super) fn parts(value: &Value) -> impl Iterator<Item = Part> {
    let windows = most_windows(value).min(MOST_PARTS);
    (0..windows).map(move |number| {
        let mut part = Part {
            value: Value::Null,
            windows: Vec::new(),
        };
        part.value = part.cut(value, number, &mut String::new());
        part
    })
}

fn most_windows(value: &Value) -> usize {
    match value {
        Value::Array(items) => {
            let inner = items.iter().map(most_windows).max().unwrap_or(1);
            inner.max(items.len().div_ceil(WINDOW)).max(1)
        }
        Value::Object(members) => {
            let inner = members.values().map(most_windows).max().unwrap_or(1);
            inner.max(members.len().div_ceil(WINDOW)).max(1)
        }
        _ => 1,
    }
}

impl Part {
    fn cut(&mut self, value: &Value, number: usize, pointer: &mut String) -> Value {
        let here = pointer.len();
        match value {
            Value::Array(items) => {
                let first = self.window(items.len(), number, pointer, true);
                let shown = items.iter().skip(first).take(WINDOW).enumerate();
                let mut out = Vec::with_capacity(items.len().min(WINDOW));
                for (index, item) in shown {
                    pointer.push('/');
                    pointer.push_str(&index.to_string());
                    out.push(self.cut(item, number, pointer));
                    pointer.truncate(here);
                }
                Value::Array(out)
            }
            Value::Object(members) => {
                let first = self.window(members.len(), number, pointer, false);
                let mut out = serde_json::Map::new();
                for (name, member) in members.iter().skip(first).take(WINDOW) {
                    pointer.push('/');
                    pointer.push_str(&name.replace('~', "~0").replace('/', "~1"));
                    out.insert(name.clone(), self.cut(member, number, pointer));
                    pointer.truncate(here);
                }
                Value::Object(out)
            }
            other => other.clone(),
        }
    }

    /// Where the window of a container begins, and a note of it where it is not all of the container.
    fn window(&mut self, length: usize, number: usize, pointer: &str, is_array: bool) -> usize {
        let last = length.div_ceil(WINDOW).max(1) - 1;
        let first = number.min(last) * WINDOW;
        if length > WINDOW {
            self.windows.push(Window {
                pointer: pointer.to_owned(),
                first,
                is_array,
            });
        }
        first
    }

    /// Whether a violation is about a container that is not whole here, or about one around it: it may come of the cut.
    pub(super) fn is_in_doubt(&self, violation: &Violation) -> bool {
        let place = match violation.keyword.as_str() {
            // These stand where the missing member should be.
            "required" => violation.pointer.rsplit_once('/').map_or("", |it| it.0),
            _ => violation.pointer.as_str(),
        };
        let inside = |pointer: &str| {
            let rest = pointer.strip_prefix(place);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        violation.keyword != "type" && self.windows.iter().any(|it| inside(&it.pointer))
    }

    /// The pointer in the whole value.
    pub(super) fn whole_pointer(&self, pointer: &str) -> String {
        let mut out = String::with_capacity(pointer.len() + 8);
        let mut read = 0;
        for token in pointer.split('/').skip(1) {
            let before = pointer.get(..read).unwrap_or_default();
            let mut windows = self.windows.iter();
            let window = windows.find(|it| it.is_array && it.pointer == before);
            out.push('/');
            match (window, token.parse::<usize>()) {
                (Some(window), Ok(index)) => out.push_str(&(window.first + index).to_string()),
                _ => out.push_str(token),
            }
            read += 1 + token.len();
        }
        out
    }
}

/// Violations as they are found: a few of each kind, and how many more there were.
#[derive(Default)]
pub(super) struct Thinned {
    all: usize,
    kept: Vec<Violation>,
    /// By kind: how many are kept, and the place of the last.
    kinds: IndexMap<String, (usize, usize)>,
}

impl Thinned {
    /// How many there were.
    pub(super) fn len(&self) -> usize {
        self.all
    }

    /// Takes note of one.
    pub(super) fn push(&mut self, violation: Violation) {
        self.all += 1;
        let kind = format!(
            "{} {:?} {}",
            violation.keyword,
            violation.schema,
            violation
                .pointer
                .split('/')
                .map(|token| match token.parse::<usize>() {
                    Ok(_) => "*",
                    Err(_) => token,
                })
                .collect::<Vec<_>>()
                .join("/")
        );
        let known = self.kinds.get_mut(&kind);
        let stands_for_it = match known {
            Some((kept, last)) if *kept >= FEW => Some(*last),
            _ if self.kept.len() >= MOST => Some(MOST - 1),
            Some((kept, last)) => {
                *kept += 1;
                *last = self.kept.len();
                None
            }
            None => {
                self.kinds.insert(kind, (1, self.kept.len()));
                None
            }
        };
        match stands_for_it.and_then(|place| self.kept.get_mut(place)) {
            Some(other) => other.times += violation.times,
            None => self.kept.push(violation),
        }
    }

    /// What was kept, in the order in which it was found.
    pub(super) fn into_violations(self) -> Vec<Violation> {
        self.kept
    }
}
