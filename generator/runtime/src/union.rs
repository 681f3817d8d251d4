//! Unions that many descriptions share and that therefore need no type of their own.

/// `anyOf [T, ""]`: a value, or the empty string that takes the value away (FORM-13, META-04).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Clearable<T> {
    /// Set it.
    Set(T),
    /// Take it away; written as `""`.
    Clear,
}

/// `anyOf [string, T]` with `x-expansionResources`: an id, or the object itself when the request
/// asked for it (EXP-03).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Expandable<T> {
    /// The id.
    Id(String),
    /// The object.
    Object(Box<T>),
}
