//! Values out of a list.

use trueline_runtime::{Decoder, Direction, Node, Path, Unlisted, listed, listed_integer};

fn read(text: &str, direction: Direction, unlisted: Unlisted) -> Result<String, String> {
    let mut cx = Decoder::new(direction);
    let node = Node::Text(text.into());
    let value = listed(node, &mut cx, &Path::ROOT, &["a", "b"], unlisted);
    cx.finish(value.map(|value| value.into_owned()))
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
