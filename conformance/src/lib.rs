//! Holds a running server to its description: cases, exchanges, findings, reports.
//!
//! Invariant: the only way to the server is HTTP, by wire code of this crate's own. It links neither
//! the generated code nor the generator's runtime, so that a bug there cannot hide itself here.

pub mod baseline;
pub mod case;
pub mod check;
pub mod conforms;
pub mod contract;
pub mod coverage;
pub mod encode;
pub mod examples;
pub mod exchange;
pub mod judge;
pub mod law;
pub mod place;
pub mod report;
pub mod requirements;
pub mod resource;
pub mod run;
pub mod schema;
pub mod session;
pub mod standing;
pub mod starter;
pub mod suite;
pub mod target;
pub mod verdict;
pub mod workflow;

pub use baseline::Baseline;
pub use case::{Case, CaseContext, CaseMeta, Level, Phase};
pub use conforms::{Conforms, ConformsError};
pub use contract::Contract;
pub use exchange::{Answer, Exchange, Request, TransportError};
pub use place::Place;
pub use report::{Conclusion, RunReport};
pub use requirements::Requirements;
pub use run::{Event, Listener, RunError, RunOptions, run};
pub use session::Session;
pub use suite::{Shard, Suite, SuiteError, Timings};
pub use target::{Credential, Target, TargetError};
pub use verdict::{Failure, Outcome, Verdict};
