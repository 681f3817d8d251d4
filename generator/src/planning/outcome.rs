//! What a client reads answers as: one type where the responses agree, an enum where they do not.

use trueline_spec::ir::StatusPattern;

use super::{headers, paging};
use crate::plan::{
    BytesForm, ClientSide, Media, MediaKind, Operation, Outcome, OutcomeRow, Plan, Response, Type,
};

/// Settles it for every operation; names are given by now.
pub(super) fn settle(plan: &mut Plan) {
    let settled: Vec<ClientSide> = plan
        .operations
        .iter()
        .map(|operation| client_side(plan, operation))
        .collect();
    for (operation, client) in plan.operations.iter_mut().zip(settled) {
        operation.client = client;
    }
}

fn client_side(plan: &Plan, operation: &Operation) -> ClientSide {
    let is_success = |response: &&Response| match response.status {
        StatusPattern::Code(code) => (200..300).contains(&code),
        StatusPattern::Class(class) => class == 2,
        StatusPattern::Default => false,
    };
    let is_default = |response: &&Response| response.status == StatusPattern::Default;
    let mut successes: Vec<&Response> = operation.responses.iter().filter(is_success).collect();
    // Where no success is described by itself, `default` describes them, too.
    if successes.is_empty() {
        successes = operation.responses.iter().filter(is_default).collect();
    }
    let refusals: Vec<&Response> = operation
        .responses
        .iter()
        .filter(|response| !is_success(response))
        .collect();
    let answer = outcome(&successes, true);
    let paging = match &answer {
        Outcome::One(page) => paging::read(plan, operation, page),
        _ => None,
    };
    ClientSide {
        answer,
        refusal: outcome(&refusals, false),
        answer_headers: headers::settle(&successes),
        refusal_headers: headers::settle(&refusals),
        paging,
    }
}

fn outcome(responses: &[&Response], may_stream: bool) -> Outcome {
    let medias: Vec<&Media> = responses
        .iter()
        .flat_map(|response| &response.media)
        .collect();
    let all_have_one = responses.iter().all(|response| !response.media.is_empty());
    match (responses, medias.as_slice()) {
        ([], _) => Outcome::Undocumented,
        (_, []) => Outcome::Empty,
        (_, medias)
            if all_have_one && may_stream && medias.iter().all(|media| is_stream(media)) =>
        {
            Outcome::Stream
        }
        (_, [first, rest @ ..])
            if all_have_one && rest.iter().all(|media| ty(media) == ty(first)) =>
        {
            Outcome::One(ty(first))
        }
        _ => Outcome::Several(
            responses
                .iter()
                .flat_map(|response| rows(response))
                .collect(),
        ),
    }
}

/// The type of a body that is read whole.
fn ty(media: &Media) -> Type {
    match is_stream(media) {
        true => Type::Bytes(BytesForm::Raw),
        false => media.ty.clone(),
    }
}

/// Whether a body is no value, but something that may come bit by bit.
fn is_stream(media: &Media) -> bool {
    match media.kind {
        MediaKind::Json | MediaKind::Text | MediaKind::Form => false,
        MediaKind::Multipart | MediaKind::Bytes | MediaKind::EventStream | MediaKind::JsonLines => {
            true
        }
    }
}

fn rows(response: &Response) -> Vec<OutcomeRow> {
    let status = match response.status {
        StatusPattern::Code(code) => code,
        StatusPattern::Class(class) => class.into(),
        StatusPattern::Default => 0,
    };
    let row = |suffix: &str, media: Option<&Media>| OutcomeRow {
        variant: format!("{}{suffix}", response.variant),
        status,
        media: media.map_or_else(String::new, |media| {
            let essence = media.name.split(';').next().unwrap_or_default();
            essence.trim().to_ascii_lowercase()
        }),
        ty: media.map(ty),
        description: response.description.trim().to_owned(),
    };
    match response.media.as_slice() {
        [] => vec![row("", None)],
        [only] => vec![row("", Some(only))],
        several => several
            .iter()
            .map(|media| row(&media.variant, Some(media)))
            .collect(),
    }
}
