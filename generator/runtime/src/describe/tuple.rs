//! Lists in which each place has a type of its own.

/// A list whose first items have types of their own.
///
/// ```text
/// tuple! {
///     /// A place on a map, and how high it is.
///     pub struct Position;
///     required item_0: f64 = 0,
///     required item_1: f64 = 1,
///     optional item_2: f64 = 2,
///     then others: runtime::Value,
/// }
/// ```
///
/// The numbers are the places, for who reads it. An optional item is `None` where the list ends before it; behind a `None` nothing is written. Without
/// `then`, further items are refused in requests and passed over in responses.
#[macro_export]
macro_rules! tuple {
    (
        $(#[$meta:meta])*
        pub struct $name:ident;
        $(
            $(required $required:ident: $required_ty:ty = $required_place:literal)?
            $(optional $optional:ident: $optional_ty:ty = $optional_place:literal)?,
        )*
        $(then $rest:ident: $rest_ty:ty,)?
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq)]
        pub struct $name(
            $($(pub $required_ty)? $(pub Option<$optional_ty>)?,)*
            $(pub Vec<$rest_ty>,)?
        );

        impl runtime::Decode for $name {
            fn decode(
                node: runtime::Node<'_>,
                cx: &mut runtime::Decoder,
                at: &runtime::Path<'_>,
            ) -> Option<Self> {
                let mut places = runtime::Places::open(node, cx, at)?;
                $(
                    $(let $required = places.required();)?
                    $(let $optional = places.optional();)?
                )*
                $(let $rest = places.rest();)?
                places.finish();
                Some(Self(
                    $($($required?)? $($optional?)?,)*
                    $($rest?,)?
                ))
            }
        }

        impl runtime::Encode for $name {
            #[allow(
                unused_mut,
                unused_variables,
                unused_assignments,
                reason = "not every list may end early"
            )]
            fn encode(&self, out: &mut dyn runtime::Sink) {
                let Self($($($required)? $($optional)?,)* $($rest,)?) = self;
                let mut has_ended = false;
                out.begin_array();
                $(
                    $(runtime::Encode::encode($required, out);)?
                    $(match $optional {
                        Some(value) if !has_ended => runtime::Encode::encode(value, out),
                        _ => has_ended = true,
                    })?
                )*
                $(
                    for item in $rest.iter().filter(|_| !has_ended) {
                        runtime::Encode::encode(item, out);
                    }
                )?
                out.end_array();
            }
        }

        $crate::serde_bridge!($name);
        $crate::take_bridge!($name);
    };
}
