//! Globs over case ids.

use std::fmt;

/// A glob over case ids, `*` for any characters: `examples/PostFileLinks/*`. A `#check` at the end
/// narrows it to one check of the case: `examples/*#status`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseGlob {
    text: String,
    case: String,
    check: Option<String>,
}

impl CaseGlob {
    /// Takes a glob; every text is one.
    pub fn new(text: &str) -> Self {
        let (case, check) = match text.split_once('#') {
            Some((case, check)) => (case, Some(check.to_owned())),
            None => (text, None),
        };
        Self {
            text: text.to_owned(),
            case: case.to_owned(),
            check,
        }
    }

    /// Whether the case `id` is one that it speaks of, in any of its checks.
    pub fn matches_case(&self, id: &str) -> bool {
        glob(&self.case, id)
    }

    /// Whether it speaks of this check of the case `id`.
    pub fn matches(&self, id: &str, check: &str) -> bool {
        self.matches_case(id) && self.check.as_ref().is_none_or(|wanted| glob(wanted, check))
    }

    /// The check that it is narrowed to; `None` where it speaks of whole cases.
    pub fn check(&self) -> Option<&str> {
        self.check.as_deref()
    }
}

impl fmt::Display for CaseGlob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Whether `text` matches `pattern`, in which `*` stands for any characters, slashes included.
pub(crate) fn glob(pattern: &str, text: &str) -> bool {
    let mut pieces = pattern.split('*');
    let first = pieces.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else {
        return false;
    };
    let mut pieces: Vec<&str> = pieces.collect();
    let Some(last) = pieces.pop() else {
        return rest.is_empty();
    };
    // The earliest place for each piece between is the best one: it leaves most for the others.
    for piece in pieces {
        match rest.split_once(piece) {
            Some((_, after)) => rest = after,
            None => return false,
        }
    }
    rest.ends_with(last)
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
            assert_eq!(glob(pattern, text), expected, "{pattern} {text}");
        }
    }

    #[test]
    fn a_check_narrows_the_glob() {
        let glob = CaseGlob::new("examples/*#status");
        assert!(glob.matches_case("examples/a/b"));
        assert!(glob.matches("examples/a/b", "status"));
        assert!(!glob.matches("examples/a/b", "schema"));
        assert!(!glob.matches("laws/a/b", "status"));
    }
}
