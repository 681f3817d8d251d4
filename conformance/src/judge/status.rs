//! Is the status one that the operation documents?

use trueline_spec::ir::{Operation, Response, StatusPattern};

use super::by_response;
use crate::check;
use crate::contract::Contract;
use crate::exchange::Answer;
use crate::verdict::Failure;

/// The documented response that speaks for the answer's status (OpenAPI 3.0.4 §4.16): the exact code,
/// else its class, else `default`.
///
/// Where successes are listed and `default` is there for the rest, an unlisted success is accepted only
/// if it is what `default` describes; it usually describes an error, and an error object under 202 is
/// hardly what was promised.
///
/// # Errors
///
/// The failure, when no response speaks for the status.
pub fn status<'a>(
    contract: &Contract,
    operation: &'a Operation,
    answer: &Answer,
) -> Result<&'a Response, Box<Failure>> {
    let unexpected = || {
        let listed: Vec<_> = operation
            .responses
            .iter()
            .map(|response| response.status.to_string())
            .collect();
        let expected = match listed.as_slice() {
            [] => "a documented status (the operation documents none)".to_owned(),
            [only] => format!("status {only}"),
            several => format!("one of the statuses {}", several.join(", ")),
        };
        Box::new(Failure::new(check::STATUS, expected, said(answer)).at(&operation.at))
    };
    let response = operation
        .response_for(answer.status)
        .ok_or_else(unexpected)?;
    let successes_are_listed = operation
        .responses
        .iter()
        .any(|response| is_success(response.status));
    if response.status == StatusPattern::Default
        && (200..300).contains(&answer.status)
        && successes_are_listed
        && !by_response(contract, operation, response, answer).is_empty()
    {
        return Err(unexpected());
    }
    Ok(response)
}

/// Whether the answer has the status that `response` speaks for, to the exclusion of all others.
///
/// # Errors
///
/// The failure, when it has not.
pub fn expected_status(
    operation: &Operation,
    response: &Response,
    answer: &Answer,
) -> Result<(), Box<Failure>> {
    let speaks = operation
        .response_for(answer.status)
        .is_some_and(|other| other.status == response.status);
    if speaks {
        return Ok(());
    }
    let expected = format!("status {}", response.status);
    let failure = Failure::new(check::STATUS, expected, said(answer));
    Err(Box::new(failure.at(&response.at)))
}

/// The status and, where there is text, the beginning of it: usually it says what went wrong.
fn said(answer: &Answer) -> String {
    const LONGEST: usize = 300;
    let text: String = answer.text().chars().take(LONGEST).collect();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        format!("status {}", answer.status)
    } else {
        format!("status {}: {text}", answer.status)
    }
}

fn is_success(status: StatusPattern) -> bool {
    match status {
        StatusPattern::Code(code) => (200..300).contains(&code),
        StatusPattern::Class(class) => class == 2,
        StatusPattern::Default => false,
    }
}
