//! What was changed in one place: it passes where the validator takes it, and nowhere else.

use serde_json::Value;
use trueline_conformance::schema::{Direction, Violation};
use trueline_spec::ir::SchemaId;

use super::{Loop, cut, why};
use crate::argument::Place;
use crate::compare;
use crate::dice::Dice;
use crate::known::{Intent, is_open_enum, is_unchecked_format};
use crate::relay::Kept;
use crate::round::{Arguments, Subject, is_text};
use crate::spoil::{Spoiled, readings, spoil};
use crate::tally::Tally;

const REQUEST: &str = "changed request";
const ANSWER: &str = "changed answer";

/// An argument after its change.
struct Changed {
    schema: SchemaId,
    value: Value,
    spoiled: Spoiled,
    /// Whether the wire has types where it was changed.
    is_typed: bool,
}

impl Loop {
    /// A request with one change: it passes where the validator takes it, and else is refused.
    pub(super) fn changed_request(&self, subject: Subject<'_>, dice: &mut Dice, tally: &mut Tally) {
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
            self.missed(subject, place, &arguments, tally);
            return;
        }
        let Some(changed) = change(subject, &mut arguments[index], dice) else {
            return;
        };
        let Ok(sent) = subject.request(&arguments) else {
            return;
        };
        let (_, kept) = self.pass(sent.clone());
        let readings = changed.readings();
        let is_valid = readings
            .iter()
            .any(|it| self.is_valid(changed.schema, Direction::Request, it));
        match is_valid {
            true => tally.changed_valid += 1,
            false => tally.changed_invalid += 1,
        }
        let (name, value) = (place.name(), cut(&changed.value.to_string()));
        let at = &changed.spoiled.pointer;
        match (is_valid, &kept.arrived) {
            (true, Some(arrived)) if !changed.spoiled.adds_member => {
                let (headers, aside) = (subject.headers(), subject.aside());
                if let Some(detail) = compare::requests(&sent, arrived, &headers, &aside) {
                    if is_passed_over(&detail) {
                        tally.by_intent += 1;
                        return;
                    }
                    let detail = format!("{detail}; of {name} {value}, changed at `{at}`");
                    tally.disagree(subject, REQUEST, detail);
                }
            }
            (true, Some(_)) | (false, None) => {}
            (true, None) => {
                let schemas = &self.contract.api.schemas;
                let why = why(&kept);
                if Intent::of(schemas, changed.schema).explains(&why) {
                    tally.by_intent += 1;
                    return;
                }
                let detail =
                    format!("{name} {value} is valid, changed at `{at}`, and refused: {why}");
                tally.disagree(subject, REQUEST, detail);
            }
            (false, Some(_)) => {
                if readings
                    .iter()
                    .any(|it| self.is_meant_to_pass(&changed, it))
                {
                    tally.by_intent += 1;
                    return;
                }
                let violations = self.violations(changed.schema, &changed.value);
                let first = violations.first();
                let first = first.map(|it| format!("{} at `{}`", it.keyword, it.pointer));
                let detail = format!(
                    "{name} {value} is not valid, changed at `{at}`, and passes: {}",
                    first.unwrap_or_default()
                );
                tally.disagree(subject, REQUEST, detail);
            }
        }
    }

    /// A request without something that it must have.
    fn missed(
        &self,
        subject: Subject<'_>,
        place: Place<'_>,
        arguments: &Arguments<'_>,
        tally: &mut Tally,
    ) {
        let Ok(sent) = subject.request(arguments) else {
            return;
        };
        tally.changed_invalid += 1;
        if self.pass(sent).1.arrived.is_some() {
            let detail = format!("passes without {}", place.name());
            tally.disagree(subject, REQUEST, detail);
        }
    }

    /// An answer with one change: where the validator takes it, the client reads it. Where it does not, a client may
    /// read it all the same, if its types can hold it.
    pub(super) fn changed_answer(&self, subject: Subject<'_>, dice: &mut Dice, tally: &mut Tally) {
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
        let sent = match subject.arguments(dice).map(|it| subject.request(&it)) {
            Ok(Ok(sent)) => sent,
            _ => return,
        };
        *given.response.body_mut() = value.to_string().into_bytes();
        self.ends.prepare(given.response.clone());
        let got = self.relay.pass(sent);
        let Kept { arrived, lost, .. } = self.ends.take();
        if arrived.is_none() {
            return;
        }
        if !self.is_valid(schema, Direction::Response, &value) {
            tally.answers_invalid += 1;
            tally.read_over += usize::from(lost.is_none());
            return;
        }
        tally.answers_valid += 1;
        let (shown, at) = (cut(&value.to_string()), &spoiled.pointer);
        let schemas = &self.contract.api.schemas;
        match lost {
            Some(lost) if Intent::of(schemas, schema).explains(&lost) => tally.by_intent += 1,
            Some(lost) => {
                let detail = format!("{shown} is valid, changed at `{at}`, and not read: {lost}");
                tally.disagree(subject, ANSWER, detail);
            }
            None if spoiled.adds_member => {}
            None => {
                if let Some(detail) = compare::answers(&given.response, &got) {
                    if is_passed_over(&detail) {
                        tally.by_intent += 1;
                        return;
                    }
                    let detail = format!("{detail}; of {shown}, changed at `{at}`");
                    tally.disagree(subject, ANSWER, detail);
                }
            }
        }
    }

    fn pass(&self, sent: http::Request<Vec<u8>>) -> (http::Response<Vec<u8>>, Kept) {
        self.ends.prepare(http::Response::default());
        let got = self.relay.pass(sent);
        (got, self.ends.take())
    }

    fn is_valid(&self, schema: SchemaId, way: Direction, value: &Value) -> bool {
        let judge = &self.contract.judge;
        judge.is_valid(&self.contract.api.schemas, schema, way, value)
    }

    fn violations(&self, schema: SchemaId, value: &Value) -> Vec<Violation> {
        let schemas = &self.contract.api.schemas;
        let judge = &self.contract.judge;
        judge.violations(schemas, schema, Direction::Request, value.clone())
    }

    /// Whether all that the validator has against a reading is what generated servers do not look at.
    fn is_meant_to_pass(&self, changed: &Changed, reading: &Value) -> bool {
        let schemas = &self.contract.api.schemas;
        let violations = self.violations(changed.schema, reading);
        let markers = &self.contract.requirements.open_enums;
        let (judge, lax) = &self.lax;
        is_unchecked_format(schemas, &violations, changed.is_typed)
            || is_open_enum(schemas, &violations, markers)
            || judge.is_valid(lax, changed.schema, Direction::Request, reading)
    }
}

/// Whether a member is lost. A change can leave but that branch of a union which does not know it, and what a type does
/// not know it passes over; values that were not changed lose none.
fn is_passed_over(difference: &str) -> bool {
    difference.ends_with("is lost")
}

/// Changes an argument in one place; `None` where nothing was changed that the wire could say.
fn change(
    subject: Subject<'_>,
    argument: &mut (Place<'_>, Value),
    dice: &mut Dice,
) -> Option<Changed> {
    let (place, value) = argument;
    let (place, schema) = (*place, place.schema()?);
    let spoiled = spoil(value, place.wire().untyped, dice)?;
    if !place.can_say(value) || place.lets_go(value) {
        return None;
    }
    // Text that a content type alone tells has no schema of its own on the wire.
    let is_told_by_content_type = matches!(place, Place::Body(_))
        && place.wire().untyped
        && !value.is_object()
        && !is_text(subject, schema);
    if is_told_by_content_type {
        return None;
    }
    let is_typed = place.is_typed_at(value, &spoiled.pointer);
    Some(Changed {
        schema,
        value: value.clone(),
        spoiled,
        is_typed,
    })
}

impl Changed {
    /// What the value may be taken for: where the wire has no types, the text of a scalar may be several.
    fn readings(&self) -> Vec<Value> {
        let Some(changed) = self.value.pointer(&self.spoiled.pointer) else {
            return Vec::new();
        };
        if self.is_typed {
            return vec![self.value.clone()];
        }
        let all = readings(changed).into_iter();
        all.map(|reading| {
            let mut value = self.value.clone();
            if let Some(changed) = value.pointer_mut(&self.spoiled.pointer) {
                *changed = reading;
            }
            value
        })
        .collect()
    }
}
