//! The words in which generated servers are written, as [`object`](crate::object) is for types.

use super::input::Input;

/// What an operation is asked with; the macro `request` makes it.
pub trait Request: Sized {
    /// Reads it, or writes at least one fault down and gives `None`.
    fn read(input: &mut Input<'_>) -> Option<Self>;
}

/// A body that is one of several, by its media type; the macro `content` makes it.
pub trait Choice: Sized {
    /// Reads the body whose media type has this number among those of the operation.
    fn read(media: usize, input: &mut Input<'_>) -> Option<Self>;
}

/// What an operation is asked with: its parameters, place by place, and its body.
///
/// ```text
/// request! {
///     /// What `getNote` is asked with.
///     pub struct GetNoteRequest;
///     in path: Skip {
///         required id: String = "id",
///     };
///     in query: Refuse {
///         optional expand: Option<Vec<String>> = "expand" by rules::MAX_ITEMS_4,
///     };
///     then body: models::Note = required_body;
/// }
/// ```
///
/// Members are written as in `object`; what reads the body is a method of
/// [`Input`](crate::server::Input).
#[macro_export]
macro_rules! request {
    (
        $(#[$meta:meta])*
        pub struct $name:ident $(+ $extra:ident)?;
        $(
            in $place:ident: $unknown:ident {
                $(
                    $(#[$member_meta:meta])*
                    $(required $required:ident: $required_ty:ty = $required_wire:literal $(by rules::$required_rules:ident)?)?
                    $(nullable $nullable:ident: $nullable_ty:ty = $nullable_wire:literal $(by rules::$nullable_rules:ident)?)?
                    $(optional $optional:ident: $optional_ty:ty = $optional_wire:literal $(by rules::$optional_rules:ident)?)?
                    $(maybe $maybe:ident: $maybe_ty:ty = $maybe_wire:literal $(by rules::$maybe_rules:ident)?)?,
                )*
            };
        )*
        $($(#[$body_meta:meta])* then $body:ident: $body_ty:ty = $read:ident $(by rules::$body_rules:ident)?;)?
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq $(, $extra)?)]
        pub struct $name {
            $($(
                $(#[$member_meta])*
                pub $($required)? $($nullable)? $($optional)? $($maybe)?:
                    $($required_ty)? $($nullable_ty)? $($optional_ty)? $($maybe_ty)?,
            )*)*
            $($(#[$body_meta])* pub $body: $body_ty,)?
        }

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
                $(let $body = input.$read(&[$(&rules::$body_rules)?]);)?
                let (
                    $($(Some($($required)? $($nullable)? $($optional)? $($maybe)?),)*)*
                    $(Some($body),)?
                ) = (
                    $($($($required)? $($nullable)? $($optional)? $($maybe)?,)*)*
                    $($body,)?
                ) else {
                    return None;
                };
                Some(Self {
                    $($($($required)? $($nullable)? $($optional)? $($maybe)?,)*)*
                    $($body,)?
                })
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
    };
}

/// What an operation is answered with, by status and media type.
///
/// ```text
/// responses! {
///     /// What `getNote` is answered with.
///     pub enum GetNoteResponse;
///     /// 200: The note.
///     Ok(body: models::Note) => server::json(200, "application/json", &body),
///     /// 404: There is no such note.
///     NotFound => server::empty(404),
/// }
/// ```
#[macro_export]
macro_rules! responses {
    (
        $(#[$meta:meta])*
        pub enum $name:ident;
        $(
            $(#[$answer_meta:meta])*
            $answer:ident
                $(($($slot:ident: $slot_ty:ty),* $(,)?))?
                $({ $($(#[$field_meta:meta])* $field:ident: $field_ty:ty),* $(,)? })?
                => $made:expr
        ),+ $(,)?
    ) => {
        $(#[$meta])*
        #[derive(Debug)]
        pub enum $name {
            $(
                $(#[$answer_meta])*
                $answer $(($($slot_ty),*))? $({ $($(#[$field_meta])* $field: $field_ty),* })?,
            )+
        }

        impl runtime::server::Respond for $name {
            fn respond(self) -> runtime::server::Response {
                match self {
                    $(Self::$answer $(($($slot),*))? $({ $($field),* })? => $made,)+
                }
            }
        }
    };
}

/// The operations of a trait, for a router over several: the function `routes`, and behind each route
/// what a server must know of the operation before its types matter
/// ([`OperationInfo`](crate::server::OperationInfo)).
///
/// ```text
/// operations! {
///     /// The routes of “Notes”, for a router over several groups.
///     for Notes;
///     get_note(requests::GetNoteRequest) = "getNote": "GET" "/notes/{id}" {
///         path: &[runtime::ParameterInfo::simple("id")],
///     };
/// }
/// ```
#[macro_export]
macro_rules! operations {
    (
        $(#[$meta:meta])*
        for $service:ident;
        $(
            $method:ident($request:ty) = $id:literal: $http:literal $template:literal {
                $($member:ident: $value:expr),* $(,)?
            };
        )*
    ) => {
        $(#[$meta])*
        pub fn routes<S: $service>() -> Vec<runtime::server::Route<S>> {
            Vec::from([
                $({
                    static INFO: runtime::server::OperationInfo = runtime::server::OperationInfo {
                        id: $id,
                        method: $http,
                        template: $template,
                        $($member: $value,)*
                        ..runtime::server::OperationInfo::NONE
                    };
                    $crate::serve_operation!(
                        serve = $service::$method,
                        <$request as runtime::server::Request>::read
                    );
                    runtime::server::Route::new(&INFO, serve::<S>)
                },)*
            ])
        }
    };
}
