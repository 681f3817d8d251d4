//! Objects with known members.

/// An object with known members.
///
/// ```text
/// object! {
///     /// A public address for the contents of one file.
///     pub struct FileLink: Skip + new;
///     const OBJECT = "object" is "file_link" at 1;
///     required id: String = "id" by rules::MAX_LENGTH_5000,
///     nullable expires_at: Option<runtime::UnixTime> = "expires_at",
/// }
/// ```
///
/// Behind the name stands what happens to members that are not declared ([`Unknown`](crate::Unknown)),
/// and with `Keep` the field that keeps them; then `Default` where nothing must be given, `new` where
/// something must, `given` where everything must, and `set` where the type goes in requests and so has setters. A
/// constant is a required member with one value: it has no field and is
/// written before the member whose number it has. `by` names the constraints of a member, `or` the function that takes it away.
#[macro_export]
macro_rules! object {
    (@Default [$($set:ident)?] $name:ident { $($(left $left:ident)? $(given $given:ident: $ty:ty)?;)* }) => {
        impl Default for $name {
            fn default() -> Self {
                Self { $($($left)?: Default::default(),)* }
            }
        }

        $(
            impl $name {
                #[doc = stringify!(Nothing is $set yet.)]
                pub fn new() -> Self {
                    <Self as Default>::default()
                }
            }
        )?
    };
    (@given [] $name:ident { $($rest:tt)* }) => {};
    (@given [set] $name:ident { $($rest:tt)* }) => {
        $crate::object!(@new [set] $name { $($rest)* });
    };
    (@new [] $name:ident { $($(left $left:ident)? $(given $given:ident: $ty:ty)?;)* }) => {
        impl $name {
            /// With all that must be there, and nothing that need not.
            pub fn new($($($given: $ty,)?)*) -> Self {
                Self { $($($given,)? $($left: Default::default(),)?)* }
            }
        }
    };
    (@new [set] $name:ident { $($(left $left:ident)? $(given $given:ident: $ty:ty)?;)* }) => {
        impl $name {
            /// With all that must be there, and nothing that need not.
            pub fn new($($($given: impl runtime::Given<$ty>,)?)*) -> Self {
                Self { $($($given: runtime::Given::given($given),)? $($left: Default::default(),)?)* }
            }
        }
    };
    (@setters [] $($rest:tt)*) => {};
    (
        @setters [set] $name:ident {
            $(
                $(optional $optional:ident: $optional_ty:ty; $(or $clear:ident)?)?
                $(maybe $maybe:ident: $maybe_ty:ty; $(or $null:ident)?)?
            ,)*
        }
    ) => {
        #[cfg(feature = "client")]
        impl $name {
            $(
                $(
                    /// Sets the member of this name.
                    pub fn $optional(mut self, value: impl runtime::Given<$optional_ty>) -> Self {
                        self.$optional = runtime::Given::some(value);
                        self
                    }

                    $(
                        /// Takes the member away.
                        pub fn $clear(mut self) -> Self {
                            self.$optional = Some(runtime::Clear::clear());
                            self
                        }
                    )?
                )?
                $(
                    /// Sets the member of this name.
                    pub fn $maybe(mut self, value: impl runtime::Given<$maybe_ty>) -> Self {
                        self.$maybe = runtime::Given::present(value);
                        self
                    }

                    $(
                        /// Takes the member away.
                        pub fn $null(mut self) -> Self {
                            self.$maybe = runtime::Clear::clear();
                            self
                        }
                    )?
                )?
            )*
        }
    };
    (@constants $name:ident {}) => {};
    (@constants $name:ident { $([$constant:ident $wire:literal $value:literal])+ }) => {
        impl $name {
            $(
                #[doc = concat!("Always the value of `", $wire, "`.")]
                pub const $constant: &'static str = $value;
            )+
        }
    };
    (
        $(#[$meta:meta])*
        pub struct $name:ident: $unknown:ident
            $(($rest:ident: $rest_ty:ty $(, rules::$rest_rules:ident)?))? + $extra:ident $(+ $set:ident)?;
        $(const $constant:ident = $constant_wire:literal is $constant_value:literal at $place:literal;)*
        $(pass over $left_out:literal;)*
        $(
            $(#[$member_meta:meta])*
            $(required $required:ident: $required_ty:ty = $required_wire:literal $(by rules::$required_rules:ident)?)?
            $(nullable $nullable:ident: $nullable_ty:ty = $nullable_wire:literal $(by rules::$nullable_rules:ident)?)?
            $(optional $optional:ident: Option<$optional_ty:ty> = $optional_wire:literal $(by rules::$optional_rules:ident)? $(or $clear:ident)?)?
            $(maybe $maybe:ident: runtime::Maybe<$maybe_ty:ty> = $maybe_wire:literal $(by rules::$maybe_rules:ident)? $(or $null:ident)?)?,
        )*
    ) => {
        $(#[$meta])*
        #[derive(Clone)]
        pub struct $name {
            $(
                $(#[$member_meta])*
                pub $($required)? $($nullable)? $($optional)? $($maybe)?:
                    $($required_ty)? $($nullable_ty)? $(Option<$optional_ty>)? $(runtime::Maybe<$maybe_ty>)?,
            )*
            $(
                /// Members that are not declared.
                pub $rest: runtime::Map<$rest_ty>,
            )?
        }

        $crate::object!(@$extra [$($set)?] $name {
            $(
                $(left $optional)? $(left $maybe)?
                $(given $required: $required_ty)? $(given $nullable: $nullable_ty)?;
            )*
            $(left $rest;)?
        });

        $crate::object!(@setters [$($set)?] $name {
            $(
                $(optional $optional: $optional_ty; $(or $clear)?)?
                $(maybe $maybe: $maybe_ty; $(or $null)?)?
            ,)*
        });

        $crate::object!(@constants $name { $([$constant $constant_wire $constant_value])* });

        impl runtime::Decode for $name {
            #[allow(unused_mut, irrefutable_let_patterns, reason = "not every object has members")]
            fn decode(
                node: runtime::Node<'_>,
                cx: &mut runtime::Decoder,
                at: &runtime::Path<'_>,
            ) -> Option<Self> {
                let mut members = runtime::Members::open(node, cx, at)?;
                $(members.constant($constant_wire, &[$constant_value]);)*
                $(members.take($left_out);)*
                $(
                    $(let $required = $crate::read_member!(members required required_by $required_wire $($required_rules)?);)?
                    $(let $nullable = $crate::read_member!(members nullable nullable_by $nullable_wire $($nullable_rules)?);)?
                    $(let $optional = $crate::read_member!(members optional optional_by $optional_wire $($optional_rules)?);)?
                    $(let $maybe = $crate::read_member!(members maybe maybe_by $maybe_wire $($maybe_rules)?);)?
                )*
                $(let $rest = members.rest::<$rest_ty>(&[$(&rules::$rest_rules)?]);)?
                members.finish(runtime::Unknown::$unknown);
                let (
                    $(Some($($required)? $($nullable)? $($optional)? $($maybe)?),)*
                    $(Some($rest),)?
                ) = (
                    $($($required)? $($nullable)? $($optional)? $($maybe)?,)*
                    $($rest,)?
                ) else {
                    return None;
                };
                Some(Self {
                    $($($required)? $($nullable)? $($optional)? $($maybe)?,)*
                    $($rest,)?
                })
            }
        }

        impl runtime::Encode for $name {
            fn encode(&self, out: &mut dyn runtime::Sink) {
                runtime::write_object(
                    out,
                    &[$(($place, $constant_wire, $constant_value)),*],
                    &[$(
                        $(($required_wire, true))? $(($nullable_wire, true))?
                        $(($optional_wire, false))? $(($maybe_wire, false))?,
                    )*],
                    &[$(
                        $(&self.$required)? $(&self.$nullable)?
                        $(&self.$optional)? $(&self.$maybe)?,
                    )*],
                    &[$(&self.$rest)?],
                );
            }
        }

        $crate::plain_bridge!($name);
        $crate::serde_bridge!($name);
        $crate::take_bridge!($name);
    };
}

/// The call that reads a member, with or without rules.
#[macro_export]
macro_rules! read_member {
    ($members:ident $read:ident $read_by:ident $wire:literal) => {
        $members.$read($wire)
    };
    ($members:ident $read:ident $read_by:ident $wire:literal $rules:ident) => {
        $members.$read_by($wire, &rules::$rules)
    };
}
