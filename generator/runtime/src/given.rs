//! What may be given where a value is wanted: `"a"` for a `String`, `["a", "b"]` for a list of them.

use super::container::{Map, Maybe};
use super::scalar::{Base64, Bytes, Date, DateTime, Empty, UnixTime, Value};
use super::union::{Clearable, Expandable};

/// What may be given for a `T`: itself, what turns into it, and for lists and maps anything that gives their items.
///
/// It is [`Take`] seen from the other side; constructors and setters ask for it.
pub trait Given<T>: Sized {
    /// The value.
    fn given(self) -> T;

    /// The value of a member that may be absent. Where there is no value of the type, as for a member that can only
    /// be null, the macros could not write this out without code that is never reached.
    fn some(self) -> Option<T> {
        Some(self.given())
    }

    /// The value of a member that may be absent or null.
    fn present(self) -> Maybe<T> {
        Maybe::Present(self.given())
    }
}

/// A type that is made of a `V`.
pub trait Take<V>: Sized {
    /// Makes it.
    fn take(value: V) -> Self;
}

impl<V, T: Take<V>> Given<T> for V {
    fn given(self) -> T {
        T::take(self)
    }
}

macro_rules! take_itself {
    ($($type:ty),+) => {
        $(
            impl Take<$type> for $type {
                fn take(value: $type) -> Self {
                    value
                }
            }
        )+
    };
}

take_itself!(bool, i32, i64, u64, f64, Empty);

macro_rules! take_what_turns {
    ($($type:ty),+) => {
        $(
            impl<V: Into<$type>> Take<V> for $type {
                fn take(value: V) -> Self {
                    value.into()
                }
            }
        )+
    };
}

take_what_turns!(String, Value, UnixTime, DateTime, Date, Bytes, Base64);

impl<I: IntoIterator, T: Take<I::Item>> Take<I> for Vec<T> {
    fn take(items: I) -> Self {
        items.into_iter().map(T::take).collect()
    }
}

impl<I, K, V, T> Take<I> for Map<T>
where
    I: IntoIterator<Item = (K, V)>,
    K: Into<String>,
    T: Take<V>,
{
    fn take(entries: I) -> Self {
        entries
            .into_iter()
            .map(|(name, value)| (name.into(), T::take(value)))
            .collect()
    }
}

impl<V, T: Take<V>> Take<V> for Box<T> {
    fn take(value: V) -> Self {
        Box::new(T::take(value))
    }
}

/// What is given is set; [`Clearable::Clear`] has a setter of its own.
impl<V, T: Take<V>> Take<V> for Clearable<T> {
    fn take(value: V) -> Self {
        Clearable::Set(T::take(value))
    }
}

impl<V, T: Take<V>> Take<V> for Maybe<T> {
    fn take(value: V) -> Self {
        Maybe::Present(T::take(value))
    }
}

/// Where null is a value like another.
impl<V, T: Take<V>> Take<Option<V>> for Option<T> {
    fn take(value: Option<V>) -> Self {
        value.map(T::take)
    }
}

/// An id.
impl<V: Into<String>, T> Take<V> for Expandable<T> {
    fn take(id: V) -> Self {
        Expandable::Id(id.into())
    }
}

/// Takes a clearable value away.
pub trait Clear {
    /// The value that does.
    fn clear() -> Self;
}

impl<T> Clear for Clearable<T> {
    fn clear() -> Self {
        Clearable::Clear
    }
}

impl<T> Clear for Maybe<T> {
    fn clear() -> Self {
        Maybe::Null
    }
}

/// Gives a generated type what [`Given`] asks of it.
#[macro_export]
macro_rules! take_bridge {
    ($type:ident) => {
        impl<V: Into<$type>> runtime::Take<V> for $type {
            fn take(value: V) -> Self {
                value.into()
            }
        }
    };
}
