//! What a server is held to.

use serde_json::Value;
use trueline_spec::ir::SchemaId;
use trueline_spec::{Api, Sources};

use crate::requirements::{Requirements, Varying, VaryingScope};
use crate::resource::unset_members;
use crate::schema::{Direction, SchemaJudge, Violation};

/// What a server is held to: the description, its texts (to say where a promise stands), and the
/// API's requirements. Everything is plain data; one contract serves all cases of a run.
pub struct Contract {
    /// The description.
    pub api: Api,
    /// Its documents, to turn an address into a line.
    pub sources: Sources,
    /// The requirements file of the API; empty where there is none.
    pub requirements: Requirements,
    /// Judges values by the description's schemas.
    pub judge: SchemaJudge,
}

impl Contract {
    /// Brings the three together. Where nobody has gone over the requirements, the members that no request
    /// sets are taken to vary: else no example could be replayed on a thing of the target's own.
    pub fn new(api: Api, sources: Sources, mut requirements: Requirements) -> Self {
        if !requirements.is_settled() {
            requirements.is_draft = true;
            if requirements.varying.is_empty() {
                let unset = unset_members(&api).into_iter();
                requirements.varying = unset
                    .map(|(schema, members)| Varying {
                        of: VaryingScope::Schema(schema),
                        members,
                        with_key: None,
                    })
                    .collect();
            }
        }
        let judge = SchemaJudge::new(&api, &requirements);
        Self {
            api,
            sources,
            requirements,
            judge,
        }
    }

    /// What is wrong with `value`, come from the server, by the schema `id`. It may be large, so it is taken and not
    /// copied.
    pub fn response_violations(&self, id: SchemaId, value: Value) -> Vec<Violation> {
        self.judge
            .violations(&self.api.schemas, id, Direction::Response, value)
    }
}
