//! Where the operations stand in the description.

use serde::{Deserialize, Serialize};

use crate::contract::Contract;
use crate::place::Place;

/// An operation in a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OperationReport {
    /// Its id.
    pub id: String,
    /// Where it stands.
    pub place: Place,
}

/// The operations of the description, in document order.
pub(crate) fn operations(contract: &Contract) -> Vec<OperationReport> {
    let operations = contract.api.operations.iter();
    operations
        .map(|operation| OperationReport {
            id: operation.id.clone(),
            place: Place::of(&contract.sources, &operation.at),
        })
        .collect()
}
