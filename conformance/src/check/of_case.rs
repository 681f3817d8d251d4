//! The check that a case is part of: one question, however many operations and members it is asked of.

use crate::case::Phase;

/// The name of the check that a case is part of, by the case's id: a law (`laws/order`), a workflow
/// (`workflows/NAME`), a documented example (`examples/OPERATION/NAME`), a rule of coverage whatever it is asked of
/// (`coverage/too-long`, `coverage/auth/wrong`, `coverage/route/method`), or the phase `random` as a whole.
///
/// ```
/// use trueline_conformance::check::of_case;
///
/// assert_eq!(of_case("laws/order/file_link"), "laws/order");
/// assert_eq!(of_case("coverage/PostFiles/body.title/too-long"), "coverage/too-long");
/// ```
pub fn of_case(id: &str) -> String {
    let mut parts = id.split('/');
    let phase = parts.next().unwrap_or_default();
    if phase == Phase::Random.as_str() {
        phase.to_owned()
    } else if phase == Phase::Laws.as_str() {
        let law = parts.next().unwrap_or_default();
        format!("{phase}/{law}")
    } else if phase == Phase::Coverage.as_str() {
        // `coverage/<operation id>/<place>/<rule>`
        let place = parts.nth(1).unwrap_or_default();
        let rule = parts.next().unwrap_or_default();
        format!("{phase}/{}", rule_of(place, rule))
    } else {
        id.to_owned()
    }
}

/// The rule that is broken or kept, without what it happens to be asked of.
fn rule_of(place: &str, rule: &str) -> String {
    match (place, rule) {
        // The keys of all schemes are wrong, or malformed, in one way.
        ("auth", _) => {
            let kind = ["wrong", "malformed"];
            let kind = kind.into_iter().find(|it| rule.starts_with(it));
            format!("auth/{}", kind.unwrap_or(rule))
        }
        ("route", "unknown") | ("content-type", _) => format!("{place}/{rule}"),
        ("route", _) => "route/method".to_owned(),
        ("query", "unknown") => "unknown-parameter".to_owned(),
        (_, "unknown") => "unknown-member".to_owned(),
        ("body", "missing") => "body-missing".to_owned(),
        ("body", "left-out") => "body-left-out".to_owned(),
        _ if rule.starts_with("value-") => "listed-value".to_owned(),
        _ if rule.starts_with("each-branch-") => "each-branch".to_owned(),
        _ => rule.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::of_case;

    #[test]
    fn cases_that_ask_one_thing_are_one_check() {
        for (case, check) in [
            ("laws/every-answer/request-id", "laws/every-answer"),
            ("workflows/no-key", "workflows/no-key"),
            ("examples/getPlot/missing", "examples/getPlot/missing"),
            ("random/Plot/12", "random"),
            ("coverage/a~1b/query.created.gt/empty", "coverage/empty"),
            ("coverage/a/query.sort/value-a~1b", "coverage/listed-value"),
            (
                "coverage/a/body.expires_at/each-branch-2",
                "coverage/each-branch",
            ),
            ("coverage/a/body.plot/unknown", "coverage/unknown-member"),
            ("coverage/a/body/unknown", "coverage/unknown-member"),
            ("coverage/a/query/unknown", "coverage/unknown-parameter"),
            ("coverage/a/body/missing", "coverage/body-missing"),
            ("coverage/a/body.file/missing", "coverage/missing"),
            ("coverage/a/auth/wrong-X-Key", "coverage/auth/wrong"),
            ("coverage/a/auth/malformed-basic", "coverage/auth/malformed"),
            ("coverage/a/auth/absent", "coverage/auth/absent"),
            ("coverage/a/route/put", "coverage/route/method"),
            ("coverage/a/route/unknown", "coverage/route/unknown"),
            ("coverage/a/content-type/json", "coverage/content-type/json"),
        ] {
            assert_eq!(of_case(case), check, "{case}");
        }
    }
}
