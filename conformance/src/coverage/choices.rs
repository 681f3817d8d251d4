//! Values for the members of a body, as the border of an operation has them, for sequences that mix them.

use std::sync::Arc;

use serde_json::{Value, json};

use super::border::Border;
use super::place::{Argument, Key};
use super::question::Change;
pub(crate) use super::question::Must;
use crate::case::Level;
use crate::contract::Contract;
use crate::examples::{ExampleRequest, ValidRequests};

/// A value for one member of an operation's body, and what must come of a request that carries it.
#[derive(Debug, Clone)]
pub(crate) struct Choice {
    /// The case of the coverage phase that asks for it alone.
    pub(crate) case: String,
    /// The member.
    pub(crate) member: String,
    /// The member's value.
    pub(crate) value: Value,
    /// What must come of it.
    pub(crate) must: Must,
    /// What is special about it, for a person.
    pub(crate) words: String,
}

/// The choices of the operation `id` that a MUST stands behind, in document order.
pub(crate) fn choices(contract: &Contract, id: &str) -> Vec<Choice> {
    let requests = Arc::new(ValidRequests::new(contract));
    let operations = contract.api.operations.iter().enumerate();
    let Some((index, operation)) = operations.into_iter().find(|(_, it)| it.id == id) else {
        return Vec::new();
    };
    let Some(valid) = requests.of(contract, index) else {
        return Vec::new();
    };
    let questions = Border::new(contract, &requests, index, operation, valid).questions();
    questions
        .into_iter()
        .filter(|question| question.meta.level == Level::Must)
        .filter_map(|question| {
            let Change::Put(place, value) = &question.change else {
                return None;
            };
            let (Argument::Body(_), Some(Key::Member(member))) =
                (place.argument, place.path.first())
            else {
                return None;
            };
            let mut request = ExampleRequest {
                body: Some((0, json!({}))),
                ..ExampleRequest::default()
            };
            place.put(&mut request, value.clone());
            let (_, body) = request.body?;
            Some(Choice {
                case: question.meta.id.clone(),
                member: member.clone(),
                value: body.get(member)?.clone(),
                must: question.must,
                words: question.words.clone(),
            })
        })
        .collect()
}
