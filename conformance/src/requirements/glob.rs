//! Globs over case ids.

use std::fmt;

/// A glob over case ids, `*` for any characters: `examples/PostFileLinks/*`. A `#check` at the end
/// narrows it to one check of the case: `examples/*#status`. An `@` behind that narrows it to one
/// member of the answer, wherever it stands: `examples/*#schema@/object`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseGlob {
    text: String,
    case: Wildcard,
    check: Option<Wildcard>,
    /// The check as it was written.
    check_text: Option<String>,
    member: Option<String>,
}

impl CaseGlob {
    /// Takes a glob; every text is one.
    pub fn new(text: &str) -> Self {
        let (case, narrowed) = match text.split_once('#') {
            Some((case, narrowed)) => (case, Some(narrowed)),
            None => (text, None),
        };
        let (check, member) = match narrowed.map(|text| (text, text.split_once('@'))) {
            Some((_, Some((check, member)))) => (Some(check), Some(member)),
            Some((check, None)) => (Some(check), None),
            None => (None, None),
        };
        Self {
            text: text.to_owned(),
            case: Wildcard::new(case),
            check: check.map(Wildcard::new),
            check_text: check.map(str::to_owned),
            member: member.map(str::to_owned),
        }
    }

    /// Whether the case `id` is one that it speaks of, in any of its checks.
    pub fn matches_case(&self, id: &str) -> bool {
        self.case.matches(id)
    }

    /// Whether it speaks of this check of the case `id`, at the place `pointer` of the answer.
    pub fn matches(&self, id: &str, check: &str, pointer: Option<&str>) -> bool {
        let speaks_of_place = |member: &String| {
            let end = pointer.and_then(|pointer| {
                pointer
                    .rfind(member.as_str())
                    .map(|at| &pointer[at + member.len()..])
            });
            end.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.matches_case(id)
            && self
                .check
                .as_ref()
                .is_none_or(|wanted| wanted.matches(check))
            && self.member.as_ref().is_none_or(speaks_of_place)
    }

    /// The check that it is narrowed to; `None` where it speaks of whole cases.
    pub fn check(&self) -> Option<&str> {
        self.check_text.as_deref()
    }
}

impl fmt::Display for CaseGlob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// A pattern in which `*` stands for any characters, slashes included. Cut at its stars once: a run asks each
/// pattern about each case.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Wildcard {
    first: String,
    /// What stands between two stars each.
    between: Vec<String>,
    /// What stands behind the last star; `None` where there is no star.
    last: Option<String>,
}

impl Wildcard {
    fn new(text: &str) -> Self {
        let mut pieces = text.split('*').map(str::to_owned);
        let first = pieces.next().unwrap_or_default();
        let mut between: Vec<String> = pieces.collect();
        let last = between.pop();
        Self {
            first,
            between,
            last,
        }
    }

    fn matches(&self, text: &str) -> bool {
        // Most patterns speak of another phase, which their first letter shows.
        let begins = |wanted: &u8| text.as_bytes().first() == Some(wanted);
        if !self.first.as_bytes().first().is_none_or(begins) {
            return false;
        }
        let Some(mut rest) = text.strip_prefix(self.first.as_str()) else {
            return false;
        };
        let Some(last) = &self.last else {
            return rest.is_empty();
        };
        // The earliest place for each piece between is the best one: it leaves most for the others.
        for piece in &self.between {
            match rest.split_once(piece.as_str()) {
                Some((_, after)) => rest = after,
                None => return false,
            }
        }
        rest.ends_with(last.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_stand_for_any_characters() {
        for (pattern, text, expected) in [
            ("a/b", "a/b", true),
            ("a/b", "a/bc", false),
            ("a/*", "a/b/c", true),
            ("a/*", "b/a/c", false),
            ("*/c", "a/b/c", true),
            ("a*b*c", "aXbbYc", true),
            ("a*b*c", "aXc", false),
            ("a*a", "a", false),
            ("*", "", true),
            ("", "a", false),
        ] {
            assert_eq!(
                Wildcard::new(pattern).matches(text),
                expected,
                "{pattern} {text}"
            );
        }
    }

    #[test]
    fn a_check_narrows_the_glob() {
        let glob = CaseGlob::new("examples/*#status");
        assert!(glob.matches_case("examples/a/b"));
        assert!(glob.matches("examples/a/b", "status", None));
        assert!(!glob.matches("examples/a/b", "schema", None));
        assert!(!glob.matches("laws/a/b", "status", None));
    }

    #[test]
    fn a_member_narrows_the_check() {
        let glob = CaseGlob::new("examples/*#schema@/id");
        for (pointer, expected) in [
            (Some("/id"), true),
            (Some("/data/0/id"), true),
            (Some("/id/0"), true),
            (Some("/idle"), false),
            (Some("/object"), false),
            (Some(""), false),
            (None, false),
        ] {
            assert_eq!(
                glob.matches("examples/a/b", "schema", pointer),
                expected,
                "{pointer:?}"
            );
        }
        assert!(!glob.matches("examples/a/b", "status", Some("/id")));
    }
}
