//! All cases of one API.

mod files;
mod shard;

use std::sync::Arc;

pub use files::SuiteError;
pub use shard::{Shard, Timings};

use crate::case::{Case, CaseMeta, Phase};
use crate::contract::Contract;
use crate::report::ShardReport;
use crate::requirements::{CaseGlob, RequirementAnswer};
use crate::{coverage, examples, law, standing};

/// All cases of one API, in the order in which they run and are reported.
///
/// Each phase is a module with a function `cases(&Contract, …) -> Vec<Arc<dyn Case>>`; it makes cases
/// and talks to nobody.
pub struct Suite {
    contract: Arc<Contract>,
    cases: Vec<Arc<dyn Case>>,
    shard: Option<ShardReport>,
}

impl Suite {
    /// All cases that the contract alone gives rise to. Those of workflow documents are added with
    /// [`Suite::extend`].
    pub fn new(contract: Contract) -> Self {
        let contract = Arc::new(contract);
        let mut suite = Self::of(Arc::clone(&contract), examples::cases(&contract));
        suite.extend(coverage::cases(&contract));
        suite.extend(law::cases(&contract));
        suite.extend(standing::cases(&contract));
        suite.extend(law::sequences(&contract, law::USUAL));
        suite
    }

    /// This suite with so many random cases for each resource.
    #[must_use]
    pub fn with_random_cases(mut self, count: usize) -> Self {
        self.retain(|meta| meta.phase != Phase::Random);
        let cases = law::sequences(&self.contract, count);
        self.extend(cases);
        self
    }

    /// Adds cases; each goes to the others of its phase.
    pub fn extend(&mut self, cases: impl IntoIterator<Item = Arc<dyn Case>>) {
        self.cases.extend(cases);
        self.cases.sort_by_key(|case| case.meta().phase);
    }

    /// A suite of just these cases, for this contract.
    pub fn of(contract: Arc<Contract>, cases: Vec<Arc<dyn Case>>) -> Self {
        Self {
            contract,
            cases,
            shard: None,
        }
    }

    /// What the server is held to.
    pub fn contract(&self) -> &Arc<Contract> {
        &self.contract
    }

    /// The cases that answer a requirement: the others have no part in finding what breaks it. Where one of them is a
    /// closing case, which speaks of what all others were answered, these are all cases.
    #[must_use]
    pub fn answering(&self, requirement: &str) -> Self {
        let requirements = &self.contract.requirements;
        let answers = |case: &&Arc<dyn Case>| {
            let meta = case.meta();
            let answered = requirements.answered_by(&meta.id);
            let mut answered = answered.iter().chain(&meta.requirements);
            answered.any(|it| it == requirement)
        };
        let mut cases: Vec<_> = self.cases.iter().filter(answers).cloned().collect();
        if cases.iter().any(|case| case.meta().closing) {
            cases.clone_from(&self.cases);
        }
        Self::of(Arc::clone(&self.contract), cases)
    }

    /// Leaves out the cases that `keep` does not want.
    pub fn retain(&mut self, mut keep: impl FnMut(&CaseMeta) -> bool) {
        self.cases.retain(|case| keep(case.meta()));
    }

    /// Globs of the requirements file that match no case, each with the id of its requirement. In a
    /// whole suite there should be none: they are typing errors or cases that are gone.
    pub fn unanswered(&self) -> Vec<(String, CaseGlob)> {
        let mut unanswered = Vec::new();
        for requirement in &self.contract.requirements.requirements {
            let RequirementAnswer::Cases(globs) = &requirement.answer else {
                continue;
            };
            for glob in globs {
                let is_met = |case: &Arc<dyn Case>| glob.matches_case(&case.meta().id);
                if !self.cases.iter().any(is_met) {
                    unanswered.push((requirement.id.clone(), glob.clone()));
                }
            }
        }
        unanswered
    }

    /// Which part of the whole this is, where it is one.
    pub fn shard(&self) -> Option<&ShardReport> {
        self.shard.as_ref()
    }

    /// The cases.
    pub fn cases(&self) -> &[Arc<dyn Case>] {
        &self.cases
    }
}
