//! Which examples need another one first.

use serde_json::Value;
use trueline_spec::ir::{Method, Operation, ParameterLocation, StatusPattern};

use super::pair::{ExampleRequest, Pair, pairs};
use super::varying::VaryingMembers;
use crate::contract::Contract;

/// All documented exchanges and how they hang together.
pub(super) struct Plan {
    pub(super) pairs: Vec<Pair>,
    /// For each pair, what it needs first.
    needs: Vec<Vec<Need>>,
}

/// A literal of a request that another exchange makes.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Need {
    /// As it stands in the document.
    pub(super) literal: Value,
    /// Index of the pair whose answer has it.
    pub(super) producer: usize,
    /// Where it stands in that answer.
    pub(super) pointer: String,
}

impl Plan {
    /// Pairs the examples of an API and finds what each needs.
    pub(super) fn new(contract: &Contract) -> Self {
        let pairs = pairs(&contract.api);
        let made: Vec<Vec<(String, Value)>> =
            pairs.iter().map(|pair| made_by(contract, pair)).collect();
        let needs = (0..pairs.len())
            .map(|index| needs_of(contract, &pairs, &made, index))
            .collect();
        Self { pairs, needs }
    }

    /// What the pair needs first.
    pub(super) fn needs(&self, pair: usize) -> &[Need] {
        self.needs.get(pair).map_or(&[], Vec::as_slice)
    }
}

/// The literals that the target makes anew in this exchange, with their places in the answer.
fn made_by(contract: &Contract, pair: &Pair) -> Vec<(String, Value)> {
    let (Some(operation), Some(answer)) =
        (contract.api.operations.get(pair.operation), &pair.answer)
    else {
        return Vec::new();
    };
    let succeeds = operation
        .responses
        .get(answer.response)
        .is_some_and(|response| is_success(response.status));
    match &answer.content {
        Some(content) if succeeds && pair.request.is_ok() => VaryingMembers {
            api: &contract.api,
            requirements: &contract.requirements,
            operation: &operation.id,
            key: None,
        }
        .scalars(answer.schema, content),
        _ => Vec::new(),
    }
}

fn needs_of(
    contract: &Contract,
    pairs: &[Pair],
    made: &[Vec<(String, Value)>],
    index: usize,
) -> Vec<Need> {
    let Some(literals) = pairs
        .get(index)
        .and_then(|pair| literals_of(contract, pair))
    else {
        return Vec::new();
    };
    let mut needs: Vec<Need> = Vec::new();
    for literal in literals {
        if needs.iter().any(|need| need.literal == literal) {
            continue;
        }
        let mut producers: Vec<(bool, Need)> = Vec::new();
        for (producer, (other, scalars)) in pairs.iter().zip(made).enumerate() {
            let makes = scalars.iter().find(|(_, scalar)| *scalar == literal);
            let asks_for_it = literals_of(contract, other).is_none_or(|it| it.contains(&literal));
            if let Some((pointer, _)) = makes
                && producer != index
                && !asks_for_it
            {
                let need = Need {
                    literal: literal.clone(),
                    producer,
                    pointer: pointer.clone(),
                };
                producers.push((!is_safe(contract, other), need));
            }
        }
        // Better one that makes the thing than one that may find it.
        let best = producers
            .iter()
            .find(|(creates, _)| *creates)
            .or_else(|| producers.first());
        needs.extend(best.map(|(_, need)| need.clone()));
    }
    needs
}

/// The literals of a request that may name something made elsewhere, fixtures apart: values of path
/// parameters, and elsewhere texts and numbers too long to be there by chance.
fn literals_of(contract: &Contract, pair: &Pair) -> Option<Vec<Value>> {
    let operation = contract.api.operations.get(pair.operation)?;
    let request = pair.request.as_ref().ok()?;
    let mut literals = path_literals(operation, request);
    let mut others = Vec::new();
    for (_, value) in &request.parameters {
        scalars(value, &mut others);
    }
    if let Some((_, value)) = &request.body {
        scalars(value, &mut others);
    }
    literals.extend(others.into_iter().filter(is_telling));
    let fixtures = contract.requirements.fixtures.values();
    let examples: Vec<&Value> = fixtures.filter_map(|it| it.example.as_ref()).collect();
    literals.retain(|literal| !examples.contains(&literal));
    Some(literals)
}

/// The values of a request's path parameters.
pub(super) fn path_literals(operation: &Operation, request: &ExampleRequest) -> Vec<Value> {
    let in_path = |index: &usize| {
        let parameter = operation.parameters.get(*index);
        parameter.is_some_and(|it| it.location == ParameterLocation::Path)
    };
    request
        .parameters
        .iter()
        .filter(|(index, _)| in_path(index))
        .map(|(_, value)| value.clone())
        .collect()
}

fn scalars(value: &Value, found: &mut Vec<Value>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| scalars(item, found)),
        Value::Object(members) => members.values().for_each(|item| scalars(item, found)),
        scalar => found.push(scalar.clone()),
    }
}

fn is_telling(literal: &Value) -> bool {
    match literal {
        Value::String(text) => text.len() >= 4,
        Value::Number(number) => number.to_string().len() >= 5,
        _ => false,
    }
}

fn is_safe(contract: &Contract, pair: &Pair) -> bool {
    let operation = contract.api.operations.get(pair.operation);
    operation.is_some_and(|it| {
        matches!(
            it.method,
            Method::Get | Method::Head | Method::Options | Method::Trace
        )
    })
}

/// Whether a response with this pattern is a success.
pub(super) fn is_success(status: StatusPattern) -> bool {
    match status {
        StatusPattern::Code(code) => (200..300).contains(&code),
        StatusPattern::Class(class) => class == 2,
        StatusPattern::Default => false,
    }
}
