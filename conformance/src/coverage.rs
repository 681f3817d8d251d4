//! Coverage: each way to be valid at the border of an operation, and each way to be invalid.
//!
//! A case takes a valid request (from the documented example, its things made afresh), changes one
//! thing, and says what must come of it: `coverage/<operation id>/<place>/<rule>`. Nothing is asserted
//! that the description does not promise: a value is *invalid* only if every reading of it breaks the
//! schema, and *valid* only if the schema alone makes it so.

mod border;
mod branch;
mod choices;
mod credentials;
mod door;
mod invalid;
mod one_change;
mod place;
mod question;
mod route;
mod valid;
mod value;

use std::sync::Arc;

use crate::case::Case;
use crate::contract::Contract;
use crate::examples::ValidRequests;
use border::Border;
pub(crate) use choices::{Choice, Must, choices};

/// The cases of all operations, in document order.
pub fn cases(contract: &Contract) -> Vec<Arc<dyn Case>> {
    let requests = Arc::new(ValidRequests::new(contract));
    let mut cases = Vec::new();
    for (index, operation) in contract.api.operations.iter().enumerate() {
        let Some(valid) = requests.of(contract, index) else {
            continue;
        };
        // A request of one of them may be one of the other, so nothing is surely wrong in it.
        if route::is_shared(contract, operation) {
            continue;
        }
        cases.extend(Border::new(contract, &requests, index, operation, valid).cases());
        cases.extend(credentials::cases(contract, &requests, index, valid));
        cases.extend(route::methods(contract, &requests, index, valid));
        cases.extend(route::below(contract, &requests, index, valid));
    }
    cases
}
