//! Makes a plan that fails smaller, for as long as it fails in the same way.

use std::time::{Duration, Instant};

use super::Subject;
use super::plan::Plan;
use super::play::{Ended, play};
use crate::case::CaseContext;
use crate::verdict::Failure;

/// Attempts at most: each plays a whole sequence against the target.
const ATTEMPTS: usize = 150;

/// Forms of a value that are tried in place of another.
const SIMPLE_FORMS: usize = 5;

/// Time spent on it at most, so that a slow target does not keep a run for hours. It bounds how small the plan
/// gets, and nothing else.
const PATIENCE: Duration = Duration::from_secs(20);

/// A plan that cannot be made smaller by what is tried here.
pub(super) struct Smallest {
    pub(super) plan: Plan,
    pub(super) attempts: usize,
}

/// The smallest plan found that fails as `plan` did: with a failure of the same check at the same member for the
/// same requirements.
pub(super) async fn shrink(
    cx: &CaseContext,
    subject: &Subject,
    plan: &Plan,
    failures: &[Failure],
) -> Smallest {
    let mut search = Search {
        cx,
        subject,
        wanted: failures.iter().map(signature).collect(),
        attempts: 0,
        started: Instant::now(),
    };
    let mut plan = plan.clone();
    loop {
        let before = plan.clone();
        search.drop_steps(&mut plan).await;
        search.simplify(&mut plan).await;
        if plan == before || search.is_over() {
            return Smallest {
                plan,
                attempts: search.attempts,
            };
        }
    }
}

/// Whether one of these failures is of a kind that no sequence of this run was made smaller for.
pub(super) fn is_new(cx: &CaseContext, failures: &[Failure]) -> bool {
    let mut is_new = false;
    for failure in failures {
        is_new |= cx.take(format!("sequence: {:?}", signature(failure)));
    }
    is_new
}

struct Search<'a> {
    cx: &'a CaseContext,
    subject: &'a Subject,
    wanted: Vec<Signature>,
    attempts: usize,
    started: Instant,
}

impl Search<'_> {
    /// Takes calls away, many at a time at first.
    async fn drop_steps(&mut self, plan: &mut Plan) {
        let mut size = plan.steps.len() / 2;
        while size > 0 {
            let mut start = 0;
            while start < plan.steps.len() {
                let mut smaller = plan.clone();
                let end = (start + size).min(smaller.steps.len());
                smaller.steps.drain(start..end);
                if self.fails(&smaller).await {
                    *plan = smaller;
                } else {
                    start += size;
                }
            }
            size /= 2;
        }
    }

    /// Leaves members out, or gives them the simplest value of their kind.
    async fn simplify(&mut self, plan: &mut Plan) {
        for step in 0..plan.steps.len() {
            let picks = plan.steps.get(step).map_or(0, |it| it.picks.len());
            for pick in 0..picks {
                for simpler in self.simpler(plan, step, pick) {
                    let mut smaller = plan.clone();
                    let place = smaller.steps.get_mut(step);
                    if let Some(place) = place.and_then(|it| it.picks.get_mut(pick)) {
                        *place = simpler;
                    }
                    if self.fails(&smaller).await {
                        *plan = smaller;
                        break;
                    }
                }
            }
            let mut smaller = plan.clone();
            if let Some(place) = smaller.steps.get_mut(step)
                && place.of > 0
            {
                place.of = 0;
                if self.fails(&smaller).await {
                    *plan = smaller;
                }
            }
        }
    }

    /// Simpler numbers than the one that stands there, the simplest first.
    fn simpler(&self, plan: &Plan, step: usize, pick: usize) -> Vec<usize> {
        let Some(step) = plan.steps.get(step) else {
            return Vec::new();
        };
        let now = step.picks.get(pick).copied().unwrap_or(0);
        let options = self.subject.options(step.act, pick).max(1);
        // Nothing, then each simpler way in its simplest form, then other forms of the same way.
        let way = now.saturating_sub(1) % options;
        let simplest = 0..=(1 + way).min(now);
        let forms = (1..SIMPLE_FORMS).map(|form| 1 + way + options * form);
        simplest.chain(forms).filter(|it| *it < now).collect()
    }

    async fn fails(&mut self, plan: &Plan) -> bool {
        if self.is_over() || plan.steps.is_empty() {
            return false;
        }
        self.attempts += 1;
        match play(&self.cx.afresh(), self.subject, plan).await {
            Ended::Failed(failures) => failures
                .iter()
                .any(|failure| self.wanted.contains(&signature(failure))),
            Ended::Held | Ended::Halted(_) => false,
        }
    }

    fn is_over(&self) -> bool {
        self.attempts >= ATTEMPTS || self.started.elapsed() > PATIENCE
    }
}

impl Subject {
    /// How many ways there are to fill what `pick` stands for.
    fn options(&self, act: super::plan::Act, pick: usize) -> usize {
        use super::plan::Act;
        let members = match act {
            Act::Create => &self.table.create,
            Act::Update => &self.table.update,
            Act::Retrieve | Act::List | Act::Delete => return 1,
        };
        members.get(pick).map_or(1, super::table::Member::options)
    }
}

/// By what a failure is known again.
type Signature = (String, Option<String>, Vec<String>);

fn signature(failure: &Failure) -> Signature {
    let member = failure.pointer.as_ref().map(|pointer| {
        let first = pointer.split('/').find(|token| !token.is_empty());
        first.unwrap_or_default().to_owned()
    });
    (failure.check.clone(), member, failure.requirements.clone())
}
