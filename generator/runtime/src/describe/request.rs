//! What operations are asked with, for servers and clients alike.

/// What an operation is asked with: the operation, its parameters, place by place, and its body.
///
/// ```text
/// request! {
///     /// What `getNote` is asked with.
///     pub struct GetNoteRequest = "getNote": "GET" "/notes/{id}" {
///         path: &[runtime::ParameterInfo::simple("id")],
///     };
///     asks GetNoteCall -> models::Note | models::Fault;
///     tells GetNoteHeaders;
///     in path: Skip {
///         required id: String = "id",
///     };
///     in query: Refuse {
///         optional expand: Option<Vec<String>> = "expand" by rules::MAX_ITEMS_4,
///     };
///     then required body: models::Note = required_body;
/// }
/// ```
///
/// Members are written as in `object`; what reads and writes the body is a method of a server's `Input` and a
/// client's `Outgoing`. Where a client is generated, `asks` names its call and what comes back, and `tells` the headers of
/// a success, where any are documented.
#[macro_export]
macro_rules! request {
    (
        $(#[$meta:meta])*
        pub struct $name:ident $(+ $extra:ident)? = $id:literal: $http:literal $template:literal {
            $($info:ident: $value:expr),* $(,)?
        };
        $(asks $call:ident -> $answer:ty | $refusal:ty;)?
        $(tells $headers:ty;)?
        $(
            in $place:ident: $unknown:ident {
                $(
                    $(#[$member_meta:meta])*
                    $(required $required:ident: $required_ty:ty = $required_wire:literal $(by rules::$required_rules:ident)?)?
                    $(nullable $nullable:ident: $nullable_ty:ty = $nullable_wire:literal $(by rules::$nullable_rules:ident)?)?
                    $(optional $optional:ident: Option<$optional_ty:ty> = $optional_wire:literal $(by rules::$optional_rules:ident)?)?
                    $(maybe $maybe:ident: runtime::Maybe<$maybe_ty:ty> = $maybe_wire:literal $(by rules::$maybe_rules:ident)?)?,
                )*
            };
        )*
        $(
            $(#[$body_meta:meta])*
            then
            $(required $body:ident: $body_ty:ty = $read:ident $(by rules::$body_rules:ident)?)?
            $(optional $left:ident: $left_ty:ty = $left_read:ident $(by rules::$left_rules:ident)?)?;
        )?
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq $(, $extra)?)]
        pub struct $name {
            $($(
                $(#[$member_meta])*
                pub $($required)? $($nullable)? $($optional)? $($maybe)?:
                    $($required_ty)? $($nullable_ty)? $(Option<$optional_ty>)? $(runtime::Maybe<$maybe_ty>)?,
            )*)*
            $(
                $(#[$body_meta])*
                pub $($body: $body_ty)? $($left: Option<$left_ty>)?,
            )?
        }

        impl runtime::Operation for $name {
            fn info() -> &'static runtime::OperationInfo {
                static INFO: runtime::OperationInfo = runtime::OperationInfo {
                    id: $id,
                    method: $http,
                    template: $template,
                    $($info: $value,)*
                    ..runtime::OperationInfo::NONE
                };
                &INFO
            }
        }

        #[cfg(feature = "server")]
        impl runtime::server::Request for $name {
            #[allow(
                unused_mut,
                unused_variables,
                irrefutable_let_patterns,
                clippy::let_unit_value,
                reason = "not every operation has parameters in each place"
            )]
            fn read(input: &mut runtime::server::Input<'_>) -> Option<Self> {
                $(
                    let mut members = input.$place()?;
                    $(
                        $(let $required = $crate::read_member!(members required required_by $required_wire $($required_rules)?);)?
                        $(let $nullable = $crate::read_member!(members nullable nullable_by $nullable_wire $($nullable_rules)?);)?
                        $(let $optional = $crate::read_member!(members optional optional_by $optional_wire $($optional_rules)?);)?
                        $(let $maybe = $crate::read_member!(members maybe maybe_by $maybe_wire $($maybe_rules)?);)?
                    )*
                    members.finish(runtime::Unknown::$unknown);
                )*
                $(
                    $(let $body = input.$read(&[$(&rules::$body_rules)?]);)?
                    $(let $left = input.$left_read(&[$(&rules::$left_rules)?]);)?
                )?
                let (
                    $($(Some($($required)? $($nullable)? $($optional)? $($maybe)?),)*)*
                    $(Some($($body)? $($left)?),)?
                ) = (
                    $($($($required)? $($nullable)? $($optional)? $($maybe)?,)*)*
                    $($($body)? $($left)?,)?
                ) else {
                    return None;
                };
                Some(Self {
                    $($($($required)? $($nullable)? $($optional)? $($maybe)?,)*)*
                    $($($body)? $($left)?,)?
                })
            }
        }

        $crate::ask!(
            [$($call -> $answer | $refusal)?] [$($headers)?] $name {
                $($({
                    in $place
                    $(required $required: $required_ty = $required_wire)?
                    $(nullable $nullable: $nullable_ty = $nullable_wire)?
                    $(optional $optional: $optional_ty = $optional_wire)?
                    $(maybe $maybe: $maybe_ty = $maybe_wire)?
                })*)*
                $(
                    $(body $body: $body_ty = $read;)?
                    $(left $left: $left_ty = $left_read;)?
                )?
            }
        );
    };
}

/// The client's half of [`request`]: how it is written, and the call with its setters.
#[macro_export]
macro_rules! ask {
    ([] $($rest:tt)*) => {};
    (
        [$call:ident -> $answer:ty | $refusal:ty] [$($headers:ty)?] $name:ident {
            $({
                in $place:ident
                $(required $required:ident: $required_ty:ty = $required_wire:literal)?
                $(nullable $nullable:ident: $nullable_ty:ty = $nullable_wire:literal)?
                $(optional $optional:ident: $optional_ty:ty = $optional_wire:literal)?
                $(maybe $maybe:ident: $maybe_ty:ty = $maybe_wire:literal)?
            })*
            $(body $body:ident: $body_ty:ty = $write:ident;)?
            $(left $left:ident: $left_ty:ty = $left_write:ident;)?
        }
    ) => {
        #[cfg(feature = "client")]
        impl runtime::client::Ask for $name {
            type Answer = $answer;
            type Headers = $crate::headers_or_any!($($headers)?);
            type Refusal = $refusal;

            #[allow(unused_variables, reason = "not every operation has parameters")]
            fn write(&self, out: &mut runtime::client::Outgoing) {
                $(
                    $(out.$place($required_wire, &self.$required);)?
                    $(out.$place($nullable_wire, &self.$nullable);)?
                    $(out.$place($optional_wire, &self.$optional);)?
                    $(out.$place($maybe_wire, &self.$maybe);)?
                )*
                $(out.$write(&self.$body);)?
                $(out.$left_write(&self.$left);)?
            }
        }

        #[cfg(feature = "client")]
        #[doc = concat!("A call that is being put together: [`", stringify!($name), "`], and how it is sent.")]
        #[must_use = "a call is sent when it is awaited"]
        #[derive(Debug)]
        pub struct $call(runtime::client::Call<$name>);

        #[cfg(feature = "client")]
        impl $call {
            /// With all that must be given.
            pub fn new(
                client: &runtime::client::Client,
                $(
                    $($required: impl runtime::Given<$required_ty>,)?
                    $($nullable: $nullable_ty,)?
                )*
                $($body: impl runtime::Given<$body_ty>,)?
            ) -> Self {
                Self(runtime::client::Call::new(client, $name {
                    $(
                        $($required: runtime::Given::given($required),)?
                        $($nullable,)?
                        $($optional: None,)?
                        $($maybe: Default::default(),)?
                    )*
                    $($body: runtime::Given::given($body),)?
                    $($left: None,)?
                }))
            }

            $(
                $(
                    /// Sets the parameter of this name, as the request's field.
                    pub fn $optional(mut self, value: impl runtime::Given<$optional_ty>) -> Self {
                        self.0.request.$optional = runtime::Given::some(value);
                        self
                    }
                )?
                $(
                    /// Sets the parameter of this name, as the request's field.
                    pub fn $maybe(mut self, value: impl runtime::Given<$maybe_ty>) -> Self {
                        self.0.request.$maybe = runtime::Given::present(value);
                        self
                    }
                )?
            )*

            $(
                /// Gives it a body.
                pub fn $left(mut self, value: impl runtime::Given<$left_ty>) -> Self {
                    self.0.request.$left = runtime::Given::some(value);
                    self
                }
            )?

            /// Sends it in another way than the client's other calls.
            pub fn with(mut self, options: runtime::client::Options) -> Self {
                self.0.options = options;
                self
            }

            /// Sends it, for the answer with its status and headers. Awaiting the call gives its body alone.
            pub fn reply(self) -> runtime::client::Replying<$name> {
                self.0.reply()
            }
        }

        #[cfg(feature = "client")]
        impl From<$call> for runtime::client::Call<$name> {
            fn from(call: $call) -> Self {
                call.0
            }
        }

        #[cfg(feature = "client")]
        impl IntoFuture for $call {
            type Output = Result<$answer, runtime::client::Error<$refusal>>;
            type IntoFuture = runtime::client::Answering<$name>;

            fn into_future(self) -> Self::IntoFuture {
                self.0.answer()
            }
        }
    };
}

/// A body that is one of several, by its media type.
///
/// ```text
/// content! {
///     /// The body of `putNote`.
///     pub enum PutNoteContent;
///     Json(models::Note) = "application/json",
///     Text(String) = "text/plain" by rules::MAX_LENGTH_100,
/// }
/// ```
///
/// The branches stand in the order of the operation's media types.
#[macro_export]
macro_rules! content {
    (
        $(#[$meta:meta])*
        pub enum $name:ident;
        $($branch:ident($ty:ty) = $media:literal $(by rules::$rules:ident)?),+ $(,)?
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq)]
        pub enum $name {
            $(#[doc = concat!("`", $media, "`.")] $branch($ty),)+
        }

        #[cfg(feature = "server")]
        impl runtime::server::Choice for $name {
            #[allow(unused_assignments, reason = "nothing is counted behind the last one")]
            fn read(media: usize, input: &mut runtime::server::Input<'_>) -> Option<Self> {
                let mut number = 0;
                $(
                    if media == number {
                        return input.required_body(&[$(&rules::$rules)?]).map(Self::$branch);
                    }
                    number += 1;
                )+
                None
            }
        }

        #[cfg(feature = "client")]
        impl runtime::client::WriteChoice for $name {
            #[allow(unused_assignments, reason = "nothing is counted behind the last one")]
            fn chosen(&self) -> (usize, &dyn runtime::Encode) {
                let mut number = 0;
                $(
                    if let Self::$branch(value) = self {
                        return (number, value);
                    }
                    number += 1;
                )+
                (number, &runtime::Empty)
            }
        }

        $crate::take_bridge!($name);
    };
}
