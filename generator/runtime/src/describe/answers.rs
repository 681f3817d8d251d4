//! What a client reads answers as.

/// What an operation is answered with, where statuses or media types differ in what they carry: one of several.
///
/// ```text
/// answers! {
///     /// What refuses `getNote`.
///     pub enum GetNoteRefusal;
///     NotFound(models::Problem) = 404 "application/problem+json",
///     Gone = 410 "",
/// }
/// ```
#[macro_export]
macro_rules! answers {
    (
        $(#[$meta:meta])*
        pub enum $name:ident;
        $($(#[$answer_meta:meta])* $answer:ident $(($ty:ty))? = $status:literal $media:literal),+ $(,)?
    ) => {
        #[cfg(feature = "client")]
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq)]
        pub enum $name {
            $($(#[$answer_meta])* $answer $(($ty))?,)+
        }

        #[cfg(feature = "client")]
        impl runtime::client::Answer for $name {
            #[allow(unused_assignments, reason = "nothing is counted behind the last one")]
            fn read(
                incoming: &mut runtime::client::Incoming,
            ) -> Result<Self, Vec<runtime::Fault>> {
                let chosen = runtime::client::choose(&[$(($status, $media)),+], incoming)?;
                let mut number = 0;
                $(
                    if chosen == number {
                        return Ok(Self::$answer $((
                            <$ty as runtime::client::Answer>::read(incoming)?
                        ))?);
                    }
                    number += 1;
                )+
                Err(runtime::client::no_row(number))
            }
        }
    };
}
