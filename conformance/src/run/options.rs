//! How to run.

use indexmap::IndexMap;

/// How to run a suite.
#[derive(Debug, Clone)]
pub struct RunOptions {
    /// Cases at once, at least one.
    pub jobs: usize,
    /// With the same seed the same requests are sent.
    pub seed: u64,
    /// The plan that a random case is to follow instead of drawing one: what stands in its replay token after
    /// the seed.
    pub plan: Option<String>,
    /// Values of fixtures at this target, by name; those not given have their documented example.
    pub fixtures: IndexMap<String, String>,
    /// Whether to begin no further case after the first failure.
    pub fail_fast: bool,
    /// Whether a server that chose otherwise at a MAY has broken it. If not, the case has a note and passes: for a MAY
    /// each answer is accepted (RFC 2119 §5).
    pub judge_choices: bool,
    /// Whether the target's credential is taken out of reports and commands.
    pub redact: bool,
}

impl Default for RunOptions {
    fn default() -> Self {
        Self {
            jobs: 4,
            seed: 0,
            plan: None,
            fixtures: IndexMap::new(),
            fail_fast: false,
            judge_choices: false,
            redact: true,
        }
    }
}
