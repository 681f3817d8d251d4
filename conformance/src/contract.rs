//! What a server is held to.

use trueline_spec::{Api, Sources};

use crate::requirements::Requirements;

/// What a server is held to: the description, its texts (to say where a promise stands), and the
/// API's requirements. Everything is plain data; one contract serves all cases of a run.
pub struct Contract {
    /// The description.
    pub api: Api,
    /// Its documents, to turn an address into a line.
    pub sources: Sources,
    /// The requirements file of the API; empty where there is none.
    pub requirements: Requirements,
}

impl Contract {
    /// Brings the three together.
    pub fn new(api: Api, sources: Sources, requirements: Requirements) -> Self {
        Self {
            api,
            sources,
            requirements,
        }
    }
}
