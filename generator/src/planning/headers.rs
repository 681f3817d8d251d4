//! What a client reads documented headers as: one accessor for a header that the responses agree on, one for each
//! response where they do not.

use crate::names::{Scope, field_case};
use crate::plan::{AnswerHeader, Field, Header, Presence, Response, Type};

/// Accessors for the headers of these responses, in document order. A header must be there where each of the responses
/// says so.
pub(super) fn settle(responses: &[&Response]) -> Vec<AnswerHeader> {
    // What every value can be asked for stands beside the accessors.
    let mut names = Scope::with(["clone", "from", "into"]);
    let mut settled: Vec<AnswerHeader> = Vec::new();
    for response in responses {
        for header in &response.headers {
            let wire = &header.field.wire;
            if settled.iter().any(|known| known.speaks_for(wire, response)) {
                continue;
            }
            let named = |response: &&&Response| find(response, wire).is_some();
            let of: Vec<&Response> = responses.iter().filter(named).copied().collect();
            let is_agreed = of
                .iter()
                .filter_map(|other| find(other, wire))
                .all(|other| ty(&other.field) == ty(&header.field) && other.form == header.form);
            let (wish, response) = match is_agreed {
                true => (wire.clone(), None),
                false => (
                    format!("{wire}_{}", response.variant),
                    Some(response.variant.clone()),
                ),
            };
            let is_everywhere = of.len() == responses.len() && (is_agreed || of.len() == 1);
            let must_be = |it: &&Response| find(it, wire).is_some_and(|it| is_required(&it.field));
            settled.push(AnswerHeader {
                name: names.claim(field_case(&wish)),
                wire: wire.clone(),
                response,
                ty: ty(&header.field),
                form: header.form.clone(),
                required: is_everywhere && of.iter().all(must_be),
                docs: header.field.docs.clone(),
            });
        }
    }
    settled
}

fn find<'a>(response: &'a Response, wire: &str) -> Option<&'a Header> {
    let mut headers = response.headers.iter();
    headers.find(|header| header.field.wire.eq_ignore_ascii_case(wire))
}

fn is_required(field: &Field) -> bool {
    matches!(field.presence, Presence::Required | Presence::Nullable)
}

/// The type of the value, where there is one.
fn ty(field: &Field) -> Type {
    match field.presence {
        Presence::Required | Presence::Optional => field.ty.clone(),
        Presence::Nullable | Presence::Maybe => Type::Nullable(Box::new(field.ty.clone())),
    }
}
