//! A case and its failures in a report.

use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::ExchangeReport;
use super::redaction::Redaction;
use crate::case::{CaseMeta, Level, Phase};
use crate::check;
use crate::contract::Contract;
use crate::exchange::{Exchange, curl};
use crate::place::Place;
use crate::run::RunOptions;
use crate::target::Target;
use crate::verdict::{Failure, Outcome, Verdict};

/// A case in a report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CaseReport {
    /// Its stable id.
    pub id: String,
    /// Its phase.
    pub phase: Phase,
    /// The operation that it is about.
    pub operation: Option<String>,
    /// One line for a person.
    pub title: String,
    /// Ids of the requirements that it answers.
    pub requirements: Vec<String>,
    /// How it ended.
    pub verdict: Outcome,
    /// Why it is an error or untested.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What does not hold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub failures: Vec<FailureReport>,
    /// Remarks that are no failures, such as members that no example shows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// All requests and answers, in order.
    pub exchanges: Vec<ExchangeReport>,
    /// The deciding request as a command for a shell: that of the first failure, else the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub curl: Option<String>,
    /// The token for `trueline replay`.
    pub replay: String,
    /// How long it took, in milliseconds.
    pub duration_ms: u64,
}

/// One thing that does not hold, in a report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FailureReport {
    /// The stable name of the check.
    pub check: String,
    /// The strictest level of the requirements that it breaks.
    pub level: Level,
    /// Ids of the requirements that it breaks.
    pub requirements: Vec<String>,
    /// What had to be there.
    pub expected: String,
    /// What was there.
    pub received: String,
    /// JSON pointer into the answer's content, where it is about that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    /// Where the promise stands in the description.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// Index of the exchange that shows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exchange: Option<usize>,
    /// The request of that exchange as a command for a shell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub curl: Option<String>,
    /// How many failures of its kind it stands for at least: more than one where an answer is wrong in so many places that they
    /// are not all listed.
    #[serde(default = "once", skip_serializing_if = "is_once")]
    pub times: usize,
}

fn once() -> usize {
    1
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde calls it with a reference"
)]
fn is_once(times: &usize) -> bool {
    *times == 1
}

/// Failures of one case that a report lists; of the others it holds the number.
const MOST_FAILURES: usize = 100;
/// Characters of one text in a report: what was expected or received, a reason or a note.
const LONGEST_TEXT: usize = 2_000;

/// Turns what cases found into reports.
pub(crate) struct Recorder {
    contract: Arc<Contract>,
    /// The base of the target.
    base: String,
    redaction: Redaction,
    seed: u64,
    judge_choices: bool,
}

/// What a case left behind.
pub(crate) struct Finished {
    pub(crate) verdict: Verdict,
    pub(crate) exchanges: Vec<Arc<Exchange>>,
    pub(crate) notes: Vec<String>,
    pub(crate) plan: Option<String>,
    pub(crate) elapsed: Duration,
}

impl Recorder {
    /// A recorder of a run of `contract` against `target`.
    pub(crate) fn new(contract: Arc<Contract>, target: &Target, options: &RunOptions) -> Self {
        Self {
            contract,
            base: target.base.clone(),
            redaction: Redaction::of(target, options.redact),
            seed: options.seed,
            judge_choices: options.judge_choices,
        }
    }

    /// The report of a case. Lays each failure to its requirements: those that it names itself, else
    /// those whose globs match the case and check.
    pub(crate) fn report(&self, meta: &CaseMeta, finished: Finished) -> CaseReport {
        let Finished {
            verdict,
            exchanges,
            mut notes,
            plan,
            elapsed,
        } = finished;
        let redact = |text: &str| self.redacted(text);
        let all = verdict.failures();
        let (failures, choices): (Vec<FailureReport>, Vec<FailureReport>) = all
            .iter()
            .take(MOST_FAILURES)
            .map(|failure| self.failure(meta, failure, &exchanges))
            .partition(|failure| self.judge_choices || failure.level != Level::May);
        notes.extend(choices.iter().map(choice));
        for note in &mut notes {
            *note = shortened(note);
        }
        let listed = all.len().min(MOST_FAILURES);
        if listed < all.len() {
            let more = all.len() - listed;
            notes.push(format!("{more} more failures are not listed"));
        }
        let reason = match &verdict {
            Verdict::Error(reason) | Verdict::Untested(reason) => Some(shortened(&redact(reason))),
            Verdict::Passed | Verdict::Failed(_) | Verdict::Warning(_) => None,
        };
        let outcome = match verdict.outcome() {
            Outcome::Failed | Outcome::Warning if failures.is_empty() => Outcome::Passed,
            Outcome::Failed if failures.iter().all(|it| it.level != Level::Must) => {
                Outcome::Warning
            }
            outcome => outcome,
        };
        let deciding = failures
            .iter()
            .find_map(|failure| exchanges.get(failure.exchange?))
            .or_else(|| exchanges.last());
        CaseReport {
            curl: deciding.map(|exchange| match meta.phase {
                // What a sequence found needs all of it.
                Phase::Random if !failures.is_empty() => self.script(&exchanges, exchange.index),
                _ => self.curl(exchange),
            }),
            replay: match plan {
                Some(plan) => format!("{}@{}:{plan}", meta.id, self.seed),
                None => format!("{}@{}", meta.id, self.seed),
            },
            exchanges: exchanges
                .iter()
                .map(|exchange| ExchangeReport::of(exchange, &redact))
                .collect(),
            reason,
            failures,
            notes,
            duration_ms: u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX),
            ..skipped(&self.contract, meta, self.seed, outcome)
        }
    }

    /// The request of an exchange as a command; a key that is to be hidden is left to a variable.
    fn curl(&self, exchange: &Exchange) -> String {
        let secrets = self.redaction.secrets();
        self.redacted(&curl(&exchange.request, &self.base, secrets))
    }

    /// The requests up to the one at `last`, a command on each line.
    fn script(&self, exchanges: &[Arc<Exchange>], last: usize) -> String {
        let commands = exchanges.iter().filter(|it| it.index <= last);
        let commands: Vec<String> = commands.map(|exchange| self.curl(exchange)).collect();
        commands.join("\n")
    }

    fn failure(
        &self,
        meta: &CaseMeta,
        failure: &Failure,
        exchanges: &[Arc<Exchange>],
    ) -> FailureReport {
        let requirements = &self.contract.requirements;
        let ids = if !failure.requirements.is_empty() {
            failure.requirements.clone()
        } else if meta.phase == Phase::Random && failure.check == check::ACCEPTANCE {
            // A sequence speaks of much; what it does not name it does not mean.
            Vec::new()
        } else if is_aside(meta.phase, &failure.check) {
            requirements.broken_in_check(&meta.id, &failure.check, failure.pointer.as_deref())
        } else {
            let mut ids =
                requirements.broken_by(&meta.id, &failure.check, failure.pointer.as_deref());
            for id in &meta.requirements {
                if !ids.contains(id) {
                    ids.push(id.clone());
                }
            }
            ids
        };
        let level = ids
            .iter()
            .filter_map(|id| requirements.requirement(id))
            .map(|requirement| requirement.level)
            .min();
        FailureReport {
            check: failure.check.clone(),
            level: level.unwrap_or(match failure.check.as_str() {
                // Few say it; where no requirement does, it is the server's choice.
                check::TIES => Level::May,
                _ => meta.level,
            }),
            requirements: ids,
            expected: shortened(&self.redacted(&failure.expected)),
            received: shortened(&self.redacted(&failure.received)),
            pointer: failure.pointer.clone(),
            place: failure
                .at
                .as_ref()
                .map(|at| Place::of(&self.contract.sources, at)),
            exchange: failure.exchange,
            curl: failure
                .exchange
                .and_then(|index| exchanges.get(index))
                .map(|exchange| self.curl(exchange)),
            times: failure.times.max(1),
        }
    }

    fn redacted(&self, text: &str) -> String {
        self.redaction.redacted(text)
    }
}

/// A text of the server's, cut where it is very long.
fn shortened(text: &str) -> String {
    match text.char_indices().nth(LONGEST_TEXT) {
        None => text.to_owned(),
        Some((end, _)) => format!(
            "{}… ({} bytes)",
            text.get(..end).unwrap_or_default(),
            text.len()
        ),
    }
}

/// What is said of a server that chose otherwise.
fn choice(failure: &FailureReport) -> String {
    format!(
        "the server's choice: {}, where {} would be as well",
        failure.received, failure.expected
    )
}

/// The report of a case without exchanges.
pub(crate) fn skipped(
    contract: &Contract,
    meta: &CaseMeta,
    seed: u64,
    verdict: Outcome,
) -> CaseReport {
    let mut requirements = contract.requirements.answered_by(&meta.id);
    for id in &meta.requirements {
        if !requirements.contains(id) {
            requirements.push(id.clone());
        }
    }
    CaseReport {
        id: meta.id.clone(),
        phase: meta.phase,
        operation: meta.operation.clone(),
        title: meta.title.clone(),
        requirements,
        verdict,
        reason: None,
        failures: Vec::new(),
        notes: Vec::new(),
        exchanges: Vec::new(),
        curl: None,
        replay: format!("{}@{seed}", meta.id),
        duration_ms: 0,
    }
}

/// Whether a check stands beside a case's own question: what is wrong with an answer on the way, such as
/// its schema, says nothing of the rule that the case asks about. An example is all of its answer.
fn is_aside(phase: Phase, failed: &str) -> bool {
    let question = match phase {
        Phase::Examples => return false,
        Phase::Workflows => [check::WORKFLOW, check::WORKFLOW],
        Phase::Coverage => [check::ACCEPTANCE, check::ACCEPTANCE],
        Phase::Laws | Phase::Random => [check::LAW, check::ACCEPTANCE],
    };
    !question.contains(&failed)
}
