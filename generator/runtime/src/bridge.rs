//! serde's traits for the types that are generated, through the same events.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error};
use serde::ser::{Serialize, Serializer};

use super::decode::{Decode, Decoder, Direction};
use super::encode::{Encode, TreeSink, to_value};
use super::fault::Path;
use super::node::Node;

/// What `serde::Serialize` of a generated type does.
///
/// # Errors
///
/// Those of the serializer.
pub fn serialize<S: Serializer>(value: &dyn Encode, serializer: S) -> Result<S::Ok, S::Error> {
    to_value(value).serialize(serializer)
}

/// What `serde::Deserialize` of a generated type does: it reads leniently, as a client does.
///
/// # Errors
///
/// Those of the deserializer, and all faults of the value in one message.
pub fn deserialize<'de, T: Decode, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let node = Node::deserialize(deserializer)?;
    let mut decoder = Decoder::new(Direction::Response);
    let value = T::decode(node, &mut decoder, &Path::ROOT);
    decoder.finish(value).map_err(|faults| {
        let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
        D::Error::custom(faults.join("; "))
    })
}

/// What `Debug` of a generated type shows: its name, and its value as it is written, as JSON. One function
/// for all types, where a derived one would be checked anew for each.
///
/// # Errors
///
/// Those of the formatter.
pub fn debug(name: &str, value: &dyn Encode, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let value = to_value(value);
    match f.alternate() {
        true => write!(f, "{name} {value:#}"),
        false => write!(f, "{name} {value}"),
    }
}

/// What `PartialEq` of a generated type does: two values are equal when they are written alike; the order of
/// a map's members does not matter.
pub fn same(a: &dyn Encode, b: &dyn Encode) -> bool {
    TreeSink::exact(a) == TreeSink::exact(b)
}

/// Gives types that are [`Encode`] `Debug` and `PartialEq`, through [`debug`] and [`same`].
#[macro_export]
macro_rules! plain_bridge {
    ($type:ident) => {
        impl ::std::fmt::Debug for $type {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                runtime::debug(stringify!($type), self, f)
            }
        }

        impl PartialEq for $type {
            fn eq(&self, other: &Self) -> bool {
                runtime::same(self, other)
            }
        }
    };
}

/// Gives types that are [`Encode`] and [`Decode`] serde's `Serialize` and `Deserialize`:
/// `serde_bridge!(File, FileLink);` in a module where this one's parent is known as `runtime`.
#[macro_export]
macro_rules! serde_bridge {
    ($($type:ty),+ $(,)?) => {
        $(
            impl ::serde::Serialize for $type {
                fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    runtime::serialize(self, serializer)
                }
            }

            impl<'de> ::serde::Deserialize<'de> for $type {
                fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    runtime::deserialize(deserializer)
                }
            }
        )+
    };
}
