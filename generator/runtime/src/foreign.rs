//! A type of the user's own in the place of a generated one.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::decode::{Decode, Decoder};
use super::encode::{Encode, Sink};
use super::fault::Path;
use super::node::Node;

/// A value of a type that is not generated, read and written as serde does it. What the description says of its
/// shape is not checked: that is the type's own business.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Foreign<T>(pub T);

impl<T> From<T> for Foreign<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl<T> std::ops::Deref for Foreign<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

/// Text of a form or of a parameter is first tried as text, then as the JSON that it may be: `12.5` is a number to a
/// type that wants one.
impl<T: DeserializeOwned> Decode for Foreign<T> {
    fn decode(node: Node<'_>, cx: &mut Decoder, at: &Path<'_>) -> Option<Self> {
        let raw = match &node {
            Node::Raw(text) => serde_json::from_str::<T>(text).ok(),
            _ => None,
        };
        let value = Value::decode(node, cx, at)?;
        let shown = value.to_string();
        match serde_json::from_value(value).ok().or(raw) {
            Some(value) => Some(Self(value)),
            None => {
                let shown = Node::Raw(shown.as_str().into());
                cx.mismatch(at, "a value of its type", &shown)
            }
        }
    }
}

/// A type whose serialisation fails is written as null.
impl<T: Serialize> Encode for Foreign<T> {
    fn encode(&self, out: &mut dyn Sink) {
        match serde_json::to_value(&self.0) {
            Ok(value) => value.encode(out),
            Err(_) => out.null(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::decode::{Decode, Decoder, Direction};
    use super::super::encode::to_value;
    use super::super::fault::Path;
    use super::super::node::Node;
    use super::Foreign;

    fn read<T: serde::de::DeserializeOwned>(node: Node<'_>) -> Result<T, String> {
        let mut cx = Decoder::new(Direction::Request);
        let value = Foreign::<T>::decode(node, &mut cx, &Path::ROOT);
        let read = cx.finish(value).map_err(|faults| faults[0].to_string())?;
        Ok(read.0)
    }

    #[test]
    fn json_and_text_reach_the_type_as_serde_reads_it() {
        assert_eq!(read::<u8>(Node::Int(7)), Ok(7));
        assert_eq!(read::<u8>(Node::Raw("7".into())), Ok(7));
        assert_eq!(read::<String>(Node::Raw("7".into())), Ok("7".to_owned()));
        assert_eq!(
            read::<std::net::IpAddr>(Node::Text("127.0.0.1".into())).map(|ip| ip.is_loopback()),
            Ok(true)
        );
        let refused = read::<std::net::IpAddr>(Node::Text("localhost".into())).unwrap_err();
        assert!(refused.contains("a value of its type"), "{refused}");
        assert!(read::<u8>(Node::Int(256)).is_err());
    }

    #[test]
    fn it_is_written_as_serde_writes_it() {
        let address: std::net::IpAddr = "::1".parse().unwrap();
        assert_eq!(to_value(&Foreign(address)), serde_json::json!("::1"));
        assert_eq!(to_value(&Foreign(vec![1, 2])), serde_json::json!([1, 2]));
    }
}
