//! Values out of a list.

/// Strings out of a list.
///
/// ```text
/// strings! {
///     /// What a file is for.
///     pub enum Purpose: KeepInResponses(Other);
///     BusinessIcon = "business_icon",
///     Selfie = "selfie",
/// }
/// ```
///
/// Behind the name stands what happens to a value that is not in the list
/// ([`Unlisted`](crate::Unlisted)), and the variant that keeps it where there is one.
#[macro_export]
macro_rules! strings {
    (
        $(#[$meta:meta])*
        pub enum $name:ident: $unlisted:ident $(($other:ident))?;
        $($variant:ident = $value:literal),* $(,)?
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq)]
        pub enum $name {
            $(#[doc = concat!("`", $value, "`")] $variant,)*
            $(
                /// A value that the description does not list.
                $other(String),
            )?
        }

        impl $name {
            /// The values that the description lists.
            pub const VALUES: &'static [&'static str] = &[$($value),*];
            const LISTED: &'static [Self] = &[$(Self::$variant),*];

            /// The variant of a value, if the description lists it.
            pub fn find(value: &str) -> Option<Self> {
                runtime::find_listed(&value, Self::VALUES, Self::LISTED)
            }

            /// The value on the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $value,)*
                    $(Self::$other(value) => value,)?
                }
            }
        }

        $(
            impl From<&str> for $name {
                fn from(value: &str) -> Self {
                    Self::find(value).unwrap_or_else(|| Self::$other(value.to_owned()))
                }
            }
        )?

        impl runtime::Decode for $name {
            fn decode(
                node: runtime::Node<'_>,
                cx: &mut runtime::Decoder,
                at: &runtime::Path<'_>,
            ) -> Option<Self> {
                let unlisted = runtime::Unlisted::$unlisted;
                let value = runtime::listed(node, cx, at, Self::VALUES, unlisted)?;
                Self::find(&value) $(.or_else(|| Some(Self::$other(value.into_owned()))))?
            }
        }

        impl runtime::Encode for $name {
            fn encode(&self, out: &mut dyn runtime::Sink) {
                out.text(self.as_str());
            }
        }

        $crate::serde_bridge!($name);
        $crate::take_bridge!($name);
    };
}

/// Integers out of a list: as [`strings`], with integers for values.
#[macro_export]
macro_rules! integers {
    (
        $(#[$meta:meta])*
        pub enum $name:ident: $unlisted:ident $(($other:ident))?;
        $($variant:ident = $value:literal),* $(,)?
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq)]
        pub enum $name {
            $(#[doc = concat!("`", $value, "`")] $variant,)*
            $(
                /// A value that the description does not list.
                $other(i64),
            )?
        }

        impl $name {
            /// The values that the description lists.
            pub const VALUES: &'static [i64] = &[$($value),*];
            const LISTED: &'static [Self] = &[$(Self::$variant),*];

            /// The variant of a value, if the description lists it.
            pub fn find(value: i64) -> Option<Self> {
                runtime::find_listed(&value, Self::VALUES, Self::LISTED)
            }

            /// The value on the wire.
            pub fn value(&self) -> i64 {
                match self {
                    $(Self::$variant => $value,)*
                    $(Self::$other(value) => *value,)?
                }
            }
        }

        impl runtime::Decode for $name {
            fn decode(
                node: runtime::Node<'_>,
                cx: &mut runtime::Decoder,
                at: &runtime::Path<'_>,
            ) -> Option<Self> {
                const TEXTS: &[&str] = &[$(stringify!($value)),*];
                let unlisted = runtime::Unlisted::$unlisted;
                let value = runtime::listed_integer(node, cx, at, TEXTS, unlisted)?;
                Self::find(value) $(.or(Some(Self::$other(value))))?
            }
        }

        impl runtime::Encode for $name {
            fn encode(&self, out: &mut dyn runtime::Sink) {
                out.integer(self.value());
            }
        }

        $crate::serde_bridge!($name);
        $crate::take_bridge!($name);
    };
}
