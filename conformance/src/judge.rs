//! An answer against what the operation documents: one function per check.
//!
//! Each check is silent where another has already spoken: without a documented status there is no media
//! type to ask for, without the right media type no schema.

mod body;
mod header;
mod media_type;
mod status;

use trueline_spec::ir::{Operation, Response};

use crate::check;
use crate::contract::Contract;
use crate::exchange::{Answer, Exchange};
use crate::verdict::Failure;

pub use body::content;
pub use header::headers;
pub use media_type::{documented_media_type, media_type};
pub use status::{expected_status, status};

/// All that is wrong with an exchange by what `operation` documents: status, media type, content,
/// schema, headers. The request is taken to be one that the operation describes.
pub fn documented(contract: &Contract, operation: &Operation, exchange: &Exchange) -> Vec<Failure> {
    let answer = match answered(exchange) {
        Ok(answer) => answer,
        Err(failure) => return vec![*failure],
    };
    let mut failures = match status(contract, operation, answer) {
        Err(failure) => vec![*failure],
        Ok(response) => by_response(contract, operation, response, answer),
    };
    for failure in &mut failures {
        failure.exchange = Some(exchange.index);
    }
    failures
}

/// All that is wrong with an answer by one documented response.
pub fn by_response(
    contract: &Contract,
    operation: &Operation,
    response: &Response,
    answer: &Answer,
) -> Vec<Failure> {
    let mut failures = match media_type(operation, response, answer) {
        Err(failure) => vec![*failure],
        Ok(None) => Vec::new(),
        Ok(Some(documented)) => content(contract, documented, answer),
    };
    failures.extend(headers(contract, response, answer));
    failures
}

/// The answer of an exchange.
///
/// # Errors
///
/// The failure, when no complete answer came. Ask [`crate::TransportError::is_unreachable`] first:
/// when the server was never reached that is no failure of it.
pub fn answered(exchange: &Exchange) -> Result<&Answer, Box<Failure>> {
    exchange.outcome.as_ref().map_err(|error| {
        let failure = Failure::new(
            check::TRANSPORT,
            "a complete HTTP answer",
            error.to_string(),
        );
        Box::new(failure.exchange(exchange.index))
    })
}
