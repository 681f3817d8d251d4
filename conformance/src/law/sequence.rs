//! The random phase: sequences of calls, held to a small model of what was promised.
//!
//! A case draws a [`plan::Plan`] from its seed, plays it on things of its own, and predicts each answer: accepted or
//! refused, what it shows, what every reader shows afterwards. The model claims what the laws and the coverage phase
//! claim of single calls, and what the API's files promise of members; of anything else it takes the
//! server's word. A plan that fails is made smaller for as long as it still fails, and stands in the replay
//! token.

mod choose;
mod draw;
mod model;
mod plan;
mod play;
mod shrink;
mod table;
mod text;

use std::sync::Arc;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;

use super::moves;
use super::scene::Halt;
use crate::case::{Case, CaseContext, CaseMeta, Phase};
use crate::contract::Contract;
use crate::requirements::LawSettings;
use crate::resource::{Resource, settled};
use crate::verdict::Verdict;
use draw::Dice;
use plan::Plan;
use play::{Ended, play};
use table::Table;

/// Random cases for each resource, unless the caller says otherwise.
pub const USUAL: usize = 32;

/// What the cases of one resource share.
struct Subject {
    resource: Resource,
    settings: LawSettings,
    table: Table,
}

/// `count` cases for each resource of which things can be made: `random/<resource>/<number>`.
pub fn cases(contract: &Contract, count: usize) -> Vec<Arc<dyn Case>> {
    let mut cases: Vec<Arc<dyn Case>> = Vec::new();
    for (resource, settings) in settled(contract) {
        if resource.create.is_none() || count == 0 {
            continue;
        }
        let table = Table::new(contract, &resource, &settings);
        let alone = resource.list.is_some() && moves(&resource);
        let subject = Arc::new(Subject {
            resource,
            settings,
            table,
        });
        let speaks_of = subject.table.requirements(contract, &subject.resource);
        for number in 1..=count {
            let name = subject.resource.name.replace('/', "~1");
            let title = format!("calls on {name} drawn at random, number {number}");
            let mut meta = CaseMeta::free(Phase::Random, &format!("{name}/{number}"), title);
            meta.requirements.clone_from(&speaks_of);
            meta.alone = alone;
            cases.push(Arc::new(SequenceCase {
                meta,
                subject: Arc::clone(&subject),
            }));
        }
    }
    cases
}

/// A sequence as a case.
struct SequenceCase {
    meta: CaseMeta,
    subject: Arc<Subject>,
}

impl Case for SequenceCase {
    fn meta(&self) -> &CaseMeta {
        &self.meta
    }

    fn run<'a>(&'a self, cx: &'a CaseContext) -> BoxFuture<'a, Verdict> {
        async move {
            let plan = match cx.plan().map(str::parse::<Plan>) {
                None => Plan::draw(&mut Dice::new(cx.seed()), &self.subject.table),
                Some(Ok(plan)) => plan,
                Some(Err(reason)) => return Verdict::Error(reason),
            };
            let first = cx.afresh();
            let ended = play(&first, &self.subject, &plan).await;
            let Ended::Failed(failures) = ended else {
                cx.take_over(first);
                return verdict(ended);
            };
            if cx.plan().is_some() {
                cx.take_over(first);
                cx.found_by(plan.to_string());
                return Verdict::Failed(failures);
            }
            // Forty sequences that fail for one reason are one finding: one of them is made smaller, the others are not.
            if !shrink::is_new(cx, &failures) {
                cx.take_over(first);
                cx.found_by(plan.to_string());
                cx.note("another sequence failed in the same way, and was made smaller");
                return Verdict::Failed(failures);
            }
            let smallest = shrink::shrink(cx, &self.subject, &plan, &failures).await;
            let again = cx.afresh();
            let ended = play(&again, &self.subject, &smallest.plan).await;
            if let Ended::Failed(failures) = ended {
                cx.take_over(again);
                cx.found_by(smallest.plan.to_string());
                cx.note(format!(
                    "made smaller from {} calls to {}, in {} attempts",
                    plan.steps.len(),
                    smallest.plan.steps.len(),
                    smallest.attempts
                ));
                return Verdict::Failed(failures);
            }
            // What fails once is a fault all the same.
            cx.take_over(first);
            cx.found_by(plan.to_string());
            cx.note("it does not fail every time, so it could not be made smaller");
            Verdict::Failed(failures)
        }
        .boxed()
    }
}

fn verdict(ended: Ended) -> Verdict {
    match ended {
        Ended::Held => Verdict::Passed,
        Ended::Failed(failures) => Verdict::Failed(failures),
        Ended::Halted(Halt::Untested(reason)) => Verdict::Untested(reason),
        Ended::Halted(Halt::Error(reason)) => Verdict::Error(reason),
        Ended::Halted(Halt::Failed) => {
            Verdict::Error("the sequence could not be played to its end".to_owned())
        }
    }
}
