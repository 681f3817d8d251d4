//! What must hold of every answer, whatever was asked: rules of the requirements file (`every-answer`).
//!
//! A rule is not asked by requests of its own. The answers to all cases of a run are held to it as they come, and a
//! case that runs after all others says what did not hold.

mod ledger;

use std::sync::Arc;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;

use crate::case::{Case, CaseContext, CaseMeta, Phase};
use crate::check;
use crate::contract::Contract;
use crate::verdict::{Failure, Verdict};

pub(crate) use ledger::Ledger;

/// A header that every answer has.
#[derive(Debug, Clone)]
pub struct EveryAnswer {
    /// The rule's name in case ids.
    pub name: String,
    /// The header's name.
    pub header: String,
    /// What its value looks like.
    pub pattern: Option<regex::Regex>,
    /// Whether no two answers may have the same value.
    pub unique: bool,
}

impl PartialEq for EveryAnswer {
    fn eq(&self, other: &Self) -> bool {
        let pattern = |it: &Self| it.pattern.as_ref().map(|it| it.as_str().to_owned());
        self.name == other.name
            && self.header == other.header
            && pattern(self) == pattern(other)
            && self.unique == other.unique
    }
}

/// A case for each rule.
pub fn cases(contract: &Contract) -> Vec<Arc<dyn Case>> {
    let rules = &contract.requirements.every_answer;
    rules
        .iter()
        .enumerate()
        .map(|(index, rule)| -> Arc<dyn Case> {
            let name = format!("every-answer/{}", rule.name);
            let title = format!("every answer has the header {}", rule.header);
            let meta = CaseMeta {
                closing: true,
                ..CaseMeta::free(Phase::Laws, &name, title)
            };
            Arc::new(StandingCase { meta, index })
        })
        .collect()
}

struct StandingCase {
    meta: CaseMeta,
    index: usize,
}

impl Case for StandingCase {
    fn meta(&self) -> &CaseMeta {
        &self.meta
    }

    fn run<'a>(&'a self, cx: &'a CaseContext) -> BoxFuture<'a, Verdict> {
        async move {
            let (answers, breaches) = cx.ledger().of(self.index);
            if answers == 0 {
                let reason = "it looks at the answers to all other cases, and there were none";
                return Verdict::Untested(reason.to_owned());
            }
            let failures = breaches
                .into_iter()
                .map(|breach| {
                    let index = cx.adopt(&breach.exchange);
                    Failure::new(check::LAW, breach.expected, breach.received).exchange(index)
                })
                .collect();
            Verdict::of(failures)
        }
        .boxed()
    }
}
