//! The loop over a description.

use std::path::Path;

use http::Response;
use serde_json::Value;
use trueline_conformance::schema::Direction;
use trueline_conformance::{Contract, Requirements, requirements};
use trueline_generator::plan::Plan;
use trueline_generator::planning::{PlanOptions, plan};
use trueline_spec::{LoadOptions, load_file};

use crate::argument::Place;
use crate::compare;
use crate::dice::Dice;
use crate::known::{Intent, is_open_enum, is_unchecked_format};
use crate::relay::{Ends, Kept, Relay};
use crate::round::{Arguments, Subject, is_text};
use crate::spoil::{readings, spoil};
use crate::tally::{Disagreement, Tally};

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
        Ok(Self {
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
            operations: self.plan.operations.len(),
            ..Tally::default()
        };
        for (index, planned) in self.plan.operations.iter().enumerate() {
            let Some(operation) = self.contract.api.operation(&planned.id) else {
                continue;
            };
            let subject = Subject {
                contract: &self.contract,
                operation,
                planned,
            };
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
        let mut disagree = |about, detail| {
            tally.disagreements.push(Disagreement {
                operation: subject.planned.id.clone(),
                about,
                detail,
            });
        };
        tally.requests += 1;
        let Some(arrived) = &kept.arrived else {
            disagree(
                "request",
                format!("{} is not passed on: {}", shown(&arguments), why(&kept)),
            );
            return Ok(());
        };
        if let Some(detail) =
            compare::requests(&sent, arrived, &subject.headers(), &subject.aside())
        {
            disagree("request", format!("{detail}; of {}", shown(&arguments)));
        }
        tally.answers += 1;
        let content = String::from_utf8_lossy(answer.response.body()).into_owned();
        if let Some(lost) = &kept.lost {
            disagree(
                "answer",
                format!("{} `{}`: {lost}", answer.response.status(), cut(&content)),
            );
            return Ok(());
        }
        let names: Vec<&str> = answer
            .response
            .headers()
            .keys()
            .map(|it| it.as_str())
            .collect();
        let names: Vec<&str> = names
            .into_iter()
            .filter(|it| *it != "content-type")
            .collect();
        if let Some(detail) = compare::answers(&answer.response, &got, &names) {
            disagree("answer", format!("{detail}; of `{}`", cut(&content)));
        }
        Ok(())
    }

    /// A request with one change: it passes where the validator takes it, and else is refused.
    fn changed_request(&self, subject: Subject<'_>, dice: &mut Dice, tally: &mut Tally) {
        let Ok(mut arguments) = subject.arguments(dice) else {
            return;
        };
        if arguments.is_empty() {
            return;
        }
        // The body is where most can go wrong.
        let last = arguments.len() - 1;
        let index = match dice.chance(60) {
            true => last,
            false => dice.below(arguments.len()),
        };
        let (place, _) = arguments[index];
        if dice.chance(8) && subject.may_be_missed(place) {
            arguments.remove(index);
            if let Some((_, kept)) = self.pass(subject, &arguments) {
                tally.changed_invalid += 1;
                if kept.arrived.is_some() {
                    tally.disagreements.push(Disagreement {
                        operation: subject.planned.id.clone(),
                        about: "changed request",
                        detail: format!("passes without {}", place.name()),
                    });
                }
            }
            return;
        }
        let Some(schema) = place.schema() else {
            return;
        };
        let value = &mut arguments[index].1;
        let Some(spoiled) = spoil(value, place.wire().untyped, dice) else {
            return;
        };
        if !place.can_say(value) || place.lets_go(value) {
            return;
        }
        let value = value.clone();
        let is_typed = place.is_typed_at(&value, &spoiled.pointer);
        // Text that a content type alone tells has no schema of its own on the wire.
        if let Place::Body(_) = place
            && place.wire().untyped
            && !value.is_object()
            && !is_text(subject, schema)
        {
            return;
        }
        let readings = match value.pointer(&spoiled.pointer) {
            Some(it) if !is_typed => readings(it),
            Some(it) => vec![it.clone()],
            None => return,
        };
        let judge = &self.contract.judge;
        let schemas = &self.contract.api.schemas;
        let readings: Vec<Value> = readings
            .into_iter()
            .map(|reading| {
                let mut value = value.clone();
                if let Some(it) = value.pointer_mut(&spoiled.pointer) {
                    *it = reading;
                }
                value
            })
            .collect();
        let is_valid = readings
            .iter()
            .any(|it| judge.is_valid(schemas, schema, Direction::Request, it));
        let Some((_, kept)) = self.pass(subject, &arguments) else {
            return;
        };
        let passed = kept.arrived.is_some();
        match is_valid {
            true => tally.changed_valid += 1,
            false => tally.changed_invalid += 1,
        }
        if passed == is_valid {
            return;
        }
        let violations =
            |it: &Value| judge.violations(schemas, schema, Direction::Request, it.clone());
        let is_meant = match is_valid {
            true => Intent::of(schemas, schema).explains(&why(&kept)),
            // Only JSON has base64 in it; elsewhere bytes are bytes.
            false => readings.iter().any(|it| {
                let violations = violations(it);
                let markers = &self.contract.requirements.open_enums;
                is_unchecked_format(schemas, &violations, is_typed)
                    || is_open_enum(schemas, &violations, markers)
            }),
        };
        let violations = violations(&value);
        if is_meant {
            tally.by_intent += 1;
            return;
        }
        let detail = match is_valid {
            true => format!(
                "{} {} is valid, changed at `{}`, and refused: {}",
                place.name(),
                cut(&value.to_string()),
                spoiled.pointer,
                why(&kept)
            ),
            false => format!(
                "{} {} is not valid, changed at `{}`, and passes: {}",
                place.name(),
                cut(&value.to_string()),
                spoiled.pointer,
                violations.first().map_or(String::new(), |it| format!(
                    "{} at `{}`",
                    it.keyword, it.pointer
                ))
            ),
        };
        tally.disagreements.push(Disagreement {
            operation: subject.planned.id.clone(),
            about: "changed request",
            detail,
        });
    }

    fn pass(
        &self,
        subject: Subject<'_>,
        arguments: &Arguments<'_>,
    ) -> Option<(Response<Vec<u8>>, Kept)> {
        let sent = subject.request(arguments).ok()?;
        self.ends.prepare(Response::default());
        let got = self.relay.pass(sent);
        Some((got, self.ends.take()))
    }

    /// An answer with one change: where the validator takes it, the client reads it. Where it does not, a client may
    /// read it all the same, if its types can hold it.
    fn changed_answer(&self, subject: Subject<'_>, dice: &mut Dice, tally: &mut Tally) {
        let Some(mut given) = subject.answer(dice) else {
            return;
        };
        if !subject.is_json(&given) {
            return;
        }
        let Some((schema, mut value)) = given.value.take() else {
            return;
        };
        let Some(spoiled) = spoil(&mut value, false, dice) else {
            return;
        };
        let Ok(arguments) = subject.arguments(dice) else {
            return;
        };
        let Ok(sent) = subject.request(&arguments) else {
            return;
        };
        *given.response.body_mut() = value.to_string().into_bytes();
        self.ends.prepare(given.response);
        self.relay.pass(sent);
        let kept = self.ends.take();
        if kept.arrived.is_none() {
            return;
        }
        let schemas = &self.contract.api.schemas;
        let judge = &self.contract.judge;
        let is_valid = judge.is_valid(schemas, schema, Direction::Response, &value);
        match (is_valid, &kept.lost) {
            (true, None) => tally.answers_valid += 1,
            (true, Some(lost)) if Intent::of(schemas, schema).explains(lost) => {
                tally.by_intent += 1;
            }
            (true, Some(lost)) => {
                tally.answers_valid += 1;
                tally.disagreements.push(Disagreement {
                    operation: subject.planned.id.clone(),
                    about: "changed answer",
                    detail: format!(
                        "{} is valid, changed at `{}`, and not read: {lost}",
                        cut(&value.to_string()),
                        spoiled.pointer
                    ),
                });
            }
            (false, lost) => {
                tally.answers_invalid += 1;
                tally.read_over += usize::from(lost.is_none());
            }
        }
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
