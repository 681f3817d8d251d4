//! The words in which generated clients are written.

use super::super::container::Maybe;

/// The items of a page, which may leave the list out.
pub trait Listed<T> {
    /// The items.
    fn listed(self) -> Vec<T>;
}

impl<T> Listed<T> for Vec<T> {
    fn listed(self) -> Vec<T> {
        self
    }
}

impl<T> Listed<T> for Option<Vec<T>> {
    fn listed(self) -> Vec<T> {
        self.unwrap_or_default()
    }
}

impl<T> Listed<T> for Maybe<Vec<T>> {
    fn listed(self) -> Vec<T> {
        self.into_option().unwrap_or_default()
    }
}

/// A member of a page that may not be there: whether there is more, how many there are, what comes next.
pub trait Told<T> {
    /// What it says.
    fn told(&self) -> Option<T>;
}

impl<T: Clone> Told<T> for T {
    fn told(&self) -> Option<T> {
        Some(self.clone())
    }
}

impl<T: Clone> Told<T> for Option<T> {
    fn told(&self) -> Option<T> {
        self.clone()
    }
}

impl<T: Clone> Told<T> for Maybe<T> {
    fn told(&self) -> Option<T> {
        self.as_option().cloned()
    }
}

/// The operations of a tag, as methods that begin calls.
///
/// ```text
/// calls! {
///     /// The operations of “Notes”.
///     pub struct Notes;
///     /// Shows a note.
///     get_note(id: String) -> requests::GetNoteCall;
/// }
/// ```
#[macro_export]
macro_rules! calls {
    (
        $(#[$meta:meta])*
        pub struct $name:ident;
        $(
            $(#[$method_meta:meta])*
            $method:ident($($argument:ident: $ty:ty),* $(,)?) -> $call:ty;
        )*
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone)]
        pub struct $name(runtime::client::Client);

        impl From<runtime::client::Client> for $name {
            fn from(client: runtime::client::Client) -> Self {
                Self(client)
            }
        }

        impl $name {
            $(
                $(#[$method_meta])*
                pub fn $method(&self $(, $argument: $ty)*) -> $call {
                    <$call>::new(&self.0 $(, $argument)*)
                }
            )*
        }
    };
}

/// What a member of a page says.
pub fn told<T>(member: &impl Told<T>) -> Option<T> {
    member.told()
}

/// A member of a page that says how many items there are, in whichever type of integer.
pub trait Counted {
    /// How many, if it says.
    fn counted(&self) -> Option<i128>;
}

impl Counted for i32 {
    fn counted(&self) -> Option<i128> {
        Some((*self).into())
    }
}

impl Counted for i64 {
    fn counted(&self) -> Option<i128> {
        Some((*self).into())
    }
}

impl Counted for u64 {
    fn counted(&self) -> Option<i128> {
        Some((*self).into())
    }
}

impl<T: Counted> Counted for Option<T> {
    fn counted(&self) -> Option<i128> {
        self.as_ref().and_then(Counted::counted)
    }
}

impl<T: Counted> Counted for Maybe<T> {
    fn counted(&self) -> Option<i128> {
        self.as_option().and_then(Counted::counted)
    }
}

/// How many items a page says there are.
pub fn counted(member: &impl Counted) -> Option<i128> {
    member.counted()
}

/// The items of a page.
pub fn listed<T>(items: impl Listed<T>) -> Vec<T> {
    items.listed()
}
