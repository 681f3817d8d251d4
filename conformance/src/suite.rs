//! All cases of one API.

use std::sync::Arc;

use crate::case::Case;
use crate::contract::Contract;

/// All cases of one API, in the order in which they run and are reported.
///
/// Each phase is a module with a function `cases(&Contract, …) -> Vec<Arc<dyn Case>>`; it makes cases
/// and talks to nobody.
pub struct Suite {
    contract: Arc<Contract>,
    cases: Vec<Arc<dyn Case>>,
}

impl Suite {
    /// A suite of these cases, for this contract.
    pub fn of(contract: Arc<Contract>, cases: Vec<Arc<dyn Case>>) -> Self {
        Self { contract, cases }
    }

    /// What the server is held to.
    pub fn contract(&self) -> &Arc<Contract> {
        &self.contract
    }

    /// The cases.
    pub fn cases(&self) -> &[Arc<dyn Case>] {
        &self.cases
    }
}
