//! What the rules of the garden refuse.

use trueline_generated::garden::plots::models;
use trueline_generated::runtime::server::StatusCode;

/// A refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refused {
    /// There is no such plot.
    NoSuchPlot(String),
    /// There is no such soil test.
    NoSuchTest(String),
    /// The plot is archived.
    Archived(String),
    /// A plot would have more labels than it may.
    TooManyLabels,
    /// The plot was put before: only with a planted fault.
    PutBefore(String),
    /// An offset leads beyond the end: only with a planted fault.
    BeyondTheEnd,
}

impl Refused {
    /// The status and the problem (RFC 9457).
    pub(super) fn into_problem(self) -> (StatusCode, models::Problem) {
        let (status, detail) = match self {
            Refused::NoSuchPlot(id) => (StatusCode::NOT_FOUND, format!("There is no plot {id}.")),
            Refused::NoSuchTest(id) => (
                StatusCode::NOT_FOUND,
                format!("There is no soil test {id}."),
            ),
            Refused::Archived(id) => (
                StatusCode::CONFLICT,
                format!("The plot {id} is archived and takes no more changes."),
            ),
            Refused::PutBefore(id) => (
                StatusCode::CONFLICT,
                format!("The plot {id} was changed in the meantime."),
            ),
            Refused::TooManyLabels => (
                StatusCode::BAD_REQUEST,
                "A plot has at most 20 labels.".to_owned(),
            ),
            Refused::BeyondTheEnd => (StatusCode::NOT_FOUND, "There is no such page.".to_owned()),
        };
        let problem = models::Problem {
            r#type: "about:blank".to_owned(),
            title: status.canonical_reason().unwrap_or_default().to_owned(),
            status: i64::from(status.as_u16()),
            detail: Some(detail),
            faults: None,
        };
        (status, problem)
    }
}
