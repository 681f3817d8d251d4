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

/// The operations of a trait, for a router over several: the functions `routes` and `missing_routes`. What a server must know of an
/// operation before its types matter stands with its request ([`Operation`](crate::Operation)).
///
/// ```text
/// operations! {
///     /// The routes of “Notes”, for a router over several groups.
///     for Notes;
///     get_note(requests::GetNoteRequest),
/// }
/// ```
#[macro_export]
macro_rules! operations {
    (
        $(#[$meta:meta])*
        for $service:ident;
        $($method:ident($request:ty),)*
    ) => {
        $(#[$meta])*
        pub fn routes<S: $service>() -> Vec<runtime::server::Route<S>> {
            Vec::from([
                $({
                    $crate::serve_operation!(
                        serve = $service::$method,
                        <$request as runtime::server::Request>::read
                    );
                    runtime::server::Route::new(<$request as runtime::Operation>::info(), serve::<S>)
                },)*
            ])
        }

        /// The same routes of a service that does not have these operations: each reads its request, refuses what
        /// it must, and says then that it is not there (501).
        pub fn missing_routes<S: runtime::server::Service>() -> Vec<runtime::server::Route<S>> {
            Vec::from([
                $(runtime::server::Route::new(
                    <$request as runtime::Operation>::info(),
                    runtime::server::missing::<S, $request>,
                ),)*
            ])
        }
    };
}

/// What a router asks of its service where operations are features: for each trait another one of its name, that a type has
/// which has that one, and without the feature every service.
///
/// ```text
/// needs! {
///     Notes: super::notes::Notes => "tag-notes";
/// }
/// ```
#[macro_export]
macro_rules! needs {
    ($($name:ident: $service:path => $feature:literal;)*) => {
        $(
            #[cfg(feature = $feature)]
            pub trait $name: runtime::server::Service + $service {}

            #[cfg(feature = $feature)]
            impl<S: $service> $name for S {}

            #[cfg(not(feature = $feature))]
            pub trait $name: runtime::server::Service {}

            #[cfg(not(feature = $feature))]
            impl<S: runtime::server::Service> $name for S {}
        )*
    };
}
