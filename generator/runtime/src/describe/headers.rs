//! What a client reads headers of answers as.

/// The documented headers of an operation's answers, around all that came. Each is read when it is asked for, so that an
/// odd one spoils no answer.
///
/// ```text
/// headers! {
///     /// Headers of what `listNotes` is answered with when it succeeds.
///     pub struct ListNotesHeaders;
///     /// Header `X-Total`.
///     x_total: i64 = required_header(runtime::ParameterInfo::simple("X-Total")),
///     /// Header `Retry-After`.
///     retry_after: Option<i64> = optional_header(runtime::ParameterInfo::simple("Retry-After")),
/// }
/// ```
#[macro_export]
macro_rules! headers {
    (
        $(#[$meta:meta])*
        pub struct $name:ident;
        $(
            $(#[$header_meta:meta])*
            $header:ident: $ty:ty = $read:ident($info:expr),
        )+
    ) => {
        #[cfg(feature = "client")]
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Default)]
        pub struct $name(runtime::client::HeaderMap);

        #[cfg(feature = "client")]
        impl From<runtime::client::HeaderMap> for $name {
            fn from(headers: runtime::client::HeaderMap) -> Self {
                Self(headers)
            }
        }

        /// All headers, as they came.
        #[cfg(feature = "client")]
        impl std::ops::Deref for $name {
            type Target = runtime::client::HeaderMap;

            fn deref(&self) -> &Self::Target {
                &self.0
            }
        }

        #[cfg(feature = "client")]
        impl $name {
            $(
                $(#[$header_meta])*
                pub fn $header(&self) -> Result<$ty, runtime::client::HeaderError> {
                    runtime::client::$read(&self.0, const { &$info })
                }
            )+
        }
    };
}

/// The type of a client's headers: their own, where any are documented.
#[macro_export]
macro_rules! headers_or_any {
    () => {
        runtime::client::HeaderMap
    };
    ($headers:ty) => {
        $headers
    };
}
