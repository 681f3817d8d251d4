//! The documented examples, replayed: request and response examples of an operation that have the same
//! name are one exchange, and a server must be able to repeat it.

mod bindings;
mod case;
mod compare;
mod pair;
mod plan;
mod valid;
mod varying;

use std::sync::Arc;

use crate::case::Case;
use crate::contract::Contract;

pub(crate) use pair::ExampleRequest;
pub(crate) use valid::{ValidRequest, ValidRequests};

/// One case per named exchange, `examples/<operation id>/<example name>`, in document order. A lone
/// `example` has the name `example`.
///
/// The cases are independent of each other. Where a request names something that another example made
/// (the id in the path of `retrieve` is a member of the answer of `create`), the case makes it first.
pub fn cases(contract: &Contract) -> Vec<Arc<dyn Case>> {
    case::cases(Arc::new(plan::Plan::new(contract)), contract)
}
