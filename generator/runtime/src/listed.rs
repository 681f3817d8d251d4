//! Values out of a list: what every generated enum reads by.

use std::borrow::Cow;

use super::decode::{Decode, Decoder};
use super::fault::{FaultKind, Path};
use super::node::Node;

/// What happens to a value that the description does not list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unlisted {
    /// It is a fault.
    Refuse,
    /// It is a fault in a request; in a response it is kept.
    KeepInResponses,
    /// It is kept: the list may grow without notice.
    Keep,
}

impl Unlisted {
    fn is_kept(self, cx: &Decoder) -> bool {
        match self {
            Unlisted::Refuse => false,
            Unlisted::KeepInResponses => !cx.is_strict(),
            Unlisted::Keep => true,
        }
    }
}

/// Reads a string that should be one of `values`.
pub fn listed<'n>(
    node: Node<'n>,
    cx: &mut Decoder,
    at: &Path<'_>,
    values: &'static [&'static str],
    unlisted: Unlisted,
) -> Option<Cow<'n, str>> {
    match node.single() {
        Node::Text(text) | Node::Raw(text) => {
            if values.contains(&&*text) || unlisted.is_kept(cx) {
                return Some(text);
            }
            // An empty form value is no value, whatever the list says.
            if text.is_empty() {
                return cx.fault(at, FaultKind::Empty);
            }
            let found = text.into_owned();
            cx.fault(
                at,
                FaultKind::Value {
                    allowed: values,
                    found,
                },
            )
        }
        other => cx.mismatch(at, "a string", &other),
    }
}

/// Reads an integer that should be one of `values`, which are its texts.
pub fn listed_integer(
    node: Node<'_>,
    cx: &mut Decoder,
    at: &Path<'_>,
    values: &'static [&'static str],
    unlisted: Unlisted,
) -> Option<i64> {
    let value = i64::decode(node, cx, at)?;
    let found = value.to_string();
    if values.contains(&found.as_str()) || unlisted.is_kept(cx) {
        return Some(value);
    }
    cx.fault(
        at,
        FaultKind::Value {
            allowed: values,
            found,
        },
    )
}

#[cfg(test)]
mod tests {
    use super::super::decode::Direction;
    use super::*;

    fn read(text: &str, direction: Direction, unlisted: Unlisted) -> Result<String, String> {
        let mut cx = Decoder::new(direction);
        let node = Node::Text(text.into());
        let value = listed(node, &mut cx, &Path::ROOT, &["a", "b"], unlisted);
        cx.finish(value.map(Cow::into_owned))
            .map_err(|faults| faults[0].to_string())
    }

    #[test]
    fn a_value_that_is_not_listed() {
        use Direction::{Request, Response};
        let refused = Err("must be one of a, b, not c".to_owned());
        for (direction, unlisted, expected) in [
            (Request, Unlisted::Refuse, refused.clone()),
            (Response, Unlisted::Refuse, refused.clone()),
            (Request, Unlisted::KeepInResponses, refused),
            (Response, Unlisted::KeepInResponses, Ok("c".to_owned())),
            (Request, Unlisted::Keep, Ok("c".to_owned())),
        ] {
            assert_eq!(read("c", direction, unlisted), expected);
        }
        assert_eq!(read("b", Request, Unlisted::Refuse), Ok("b".to_owned()));
        assert_eq!(
            read("", Request, Unlisted::Refuse),
            Err("must not be empty".to_owned())
        );
    }

    #[test]
    fn integers_are_held_to_their_list() {
        let mut cx = Decoder::new(Direction::Request);
        let mut read = |value| {
            let node = Node::Int(value);
            listed_integer(node, &mut cx, &Path::ROOT, &["1", "2"], Unlisted::Refuse)
        };
        assert_eq!(read(2), Some(2));
        assert_eq!(read(3), None);
    }
}
