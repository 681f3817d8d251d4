//! The loop over a description.

mod changed;

use std::path::Path;

use serde_json::Value;
use trueline_conformance::schema::SchemaJudge;
use trueline_conformance::{Contract, Requirements, requirements};
use trueline_generator::plan::Plan;
use trueline_generator::planning::{PlanOptions, plan};
use trueline_spec::ir::{SchemaId, Schemas};
use trueline_spec::{LoadOptions, load_file};

use crate::argument::Place;
use crate::compare;
use crate::dice::Dice;
use crate::known::{Intent, without_unchecked_formats};
use crate::relay::{Ends, Kept, Relay};
use crate::round::{Arguments, Subject};
use crate::tally::Tally;

/// How much is asked of each operation.
#[derive(Debug, Clone, Copy)]
pub struct Rounds {
    /// Valid requests, each with an answer.
    pub valid: usize,
    /// Requests with one change, and as many answers.
    pub changed: usize,
    /// What chance starts from.
    pub seed: u64,
}

/// A description, and the generated code between two ends.
pub struct Loop {
    contract: Contract,
    /// What judges without the formats that generated code takes as text.
    lax: (SchemaJudge, Schemas),
    plan: Plan,
    ends: Ends,
    relay: Box<dyn Relay>,
}

impl Loop {
    /// Reads the description that the relay was generated for, and what its requirements beside it say of enums.
    ///
    /// # Errors
    ///
    /// The description cannot be read.
    pub fn open(path: &Path, relay: impl FnOnce(Ends) -> Box<dyn Relay>) -> Result<Self, String> {
        let loaded = load_file(path, &LoadOptions::default());
        let Some(api) = loaded.api else {
            return Err(format!("{} is no description", path.display()));
        };
        let beside = path.with_extension("requirements.yaml");
        let open_enums = match std::fs::read_to_string(&beside) {
            Ok(text) => {
                let stated = requirements::read(&beside.display().to_string(), &text)
                    .map_err(|error| error.to_string())?;
                stated.open_enums
            }
            Err(_) => Vec::new(),
        };
        let options = PlanOptions {
            extensible_markers: open_enums.clone(),
            ..PlanOptions::default()
        };
        let (plan, _) = plan(&api, &options);
        let ends = Ends::default();
        let stated = Requirements {
            open_enums,
            ..Requirements::default()
        };
        let lax = without_unchecked_formats(&api);
        Ok(Self {
            lax: (SchemaJudge::new(&lax, &stated), lax.schemas),
            contract: Contract::new(api, loaded.sources, stated),
            plan,
            relay: relay(ends.clone()),
            ends,
        })
    }

    /// Asks every operation.
    pub fn play(&self, name: &str, rounds: Rounds) -> Tally {
        let mut tally = Tally {
            name: name.to_owned(),
            ..Tally::default()
        };
        for (index, planned) in self.plan.operations.iter().enumerate() {
            if self.plan.is_received(planned) {
                continue;
            }
            tally.operations += 1;
            let Some(operation) = self.contract.api.operation(&planned.id) else {
                continue;
            };
            let subject = Subject {
                contract: &self.contract,
                operation,
                planned,
            };
            if planned.path.text.contains(['#', '?']) {
                let why = "no request carries the fragment or query of a path";
                tally.unasked.push(format!("{}: {why}", planned.id));
                continue;
            }
            let mut dice = Dice::new(rounds.seed ^ (index as u64).wrapping_mul(0x9e37_79b9));
            let mut missing = None;
            let mut asked = 0;
            for _ in 0..rounds.valid {
                match self.valid(subject, &mut dice, &mut tally) {
                    Ok(()) => asked += 1,
                    Err(why) => missing = Some(why),
                }
            }
            for _ in 0..rounds.changed {
                self.changed_request(subject, &mut dice, &mut tally);
                self.changed_answer(subject, &mut dice, &mut tally);
            }
            if asked == 0 {
                let why = missing.unwrap_or_default();
                tally.unasked.push(format!("{}: {why}", planned.id));
            }
        }
        tally
    }

    /// A valid request with a valid answer.
    fn valid(
        &self,
        subject: Subject<'_>,
        dice: &mut Dice,
        tally: &mut Tally,
    ) -> Result<(), String> {
        let arguments = subject.arguments(dice)?;
        let sent = subject.request(&arguments)?;
        let answer = subject.answer(dice).ok_or("no answer")?;
        self.ends.prepare(answer.response.clone());
        let got = self.relay.pass(sent.clone());
        let kept = self.ends.take();
        tally.requests += 1;
        let Some(arrived) = &kept.arrived else {
            let detail = format!("{} is not passed on: {}", shown(&arguments), why(&kept));
            tally.disagree(subject, "request", detail);
            return Ok(());
        };
        if let Some(detail) =
            compare::requests(&sent, arrived, &subject.headers(), &subject.aside())
        {
            match self.is_lost_on_purpose(&detail, arguments.iter().filter_map(|it| it.0.schema()))
            {
                true => tally.by_intent += 1,
                false => {
                    let detail = format!("{detail}; of {}", shown(&arguments));
                    tally.disagree(subject, "request", detail);
                }
            }
        }
        tally.answers += 1;
        let content = String::from_utf8_lossy(answer.response.body()).into_owned();
        if let Some(lost) = &kept.lost {
            let detail = format!("{} `{}`: {lost}", answer.response.status(), cut(&content));
            tally.disagree(subject, "answer", detail);
            return Ok(());
        }
        if let Some(detail) = compare::answers(&answer.response, &got) {
            match self.is_lost_on_purpose(&detail, answer.value.iter().map(|it| it.0)) {
                true => tally.by_intent += 1,
                false => {
                    let detail = format!("{detail}; of `{}`", cut(&content));
                    tally.disagree(subject, "answer", detail);
                }
            }
        }
        Ok(())
    }

    /// Whether a member is lost that the branch does not know which a discriminator chose: a validator asks none.
    fn is_lost_on_purpose(
        &self,
        difference: &str,
        mut schemas: impl Iterator<Item = SchemaId>,
    ) -> bool {
        difference.ends_with("is lost")
            && schemas.any(|id| Intent::of(&self.contract.api.schemas, id).discriminator)
    }
}

fn why(kept: &Kept) -> String {
    match (&kept.refused, &kept.lost) {
        (_, Some(lost)) => cut(lost),
        (Some(refused), _) => cut(refused),
        (None, None) => "without a word".to_owned(),
    }
}

fn shown(arguments: &Arguments<'_>) -> String {
    let all: Vec<String> = arguments
        .iter()
        .map(|(place, value): &(Place<'_>, Value)| {
            format!("{} = {}", place.name(), cut(&value.to_string()))
        })
        .collect();
    all.join(", ")
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(600) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
