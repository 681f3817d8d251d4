//! Paths of everything that generated code uses and does not define.
//!
//! Generated models name nothing but the prelude and the runtime, so what a generated crate depends on
//! is what its runtime depends on.

use proc_macro2::TokenStream;
use quote::quote;

use super::ident;

/// `runtime::Name`, an item of the runtime.
pub fn runtime(name: &str) -> TokenStream {
    let name = ident(name);
    quote!(runtime::#name)
}

/// `runtime::client::Name`, an item of the runtime's client half.
pub fn client(name: &str) -> TokenStream {
    let name = ident(name);
    quote!(runtime::client::#name)
}

/// `server::Name`, an item of the runtime's server half; files with servers import its module.
pub fn server(name: &str) -> TokenStream {
    let name = ident(name);
    quote!(server::#name)
}
