//! The server half: from a request to a typed call, and back.
//!
//! One tower service over a static table of operations; for each operation one function. A request costs
//! one boxed future, and what its own values cost. Refusals are typed and reach one hook,
//! [`Service::reject`], so that each API answers in its own error shape.

mod body;
mod contain;
mod context;
mod credentials;
mod describe;
mod dispatch;
mod exchange;
mod input;
mod rejection;
mod respond;
mod service;
mod tree;

pub use super::operation::{
    BodyInfo, MediaInfo, MediaKind, OperationInfo, Scheme, SchemeKind, SchemeUse,
};
pub use axum::Router;
pub use axum::body::Body;
pub use axum::response::Response;
pub use body::whole;
pub use contain::contain;
pub use context::Context;
pub use credentials::{Credential, Credentials, Presented};
pub use describe::{Choice, Request};
pub use dispatch::{Dispatch, Route, missing, router};
pub use exchange::{Answer, Exchange};
pub use http::StatusCode;
pub use input::Input;
pub use rejection::{Denied, Located, Place, Rejection};
pub use respond::{
    Content, JsonText, Respond, content, empty, form, json, set_header, text, with_headers,
};
pub use service::Service;
