//! Which operations are wanted.

use trueline_spec::ir::Operation;

/// Which operations to generate: rules, each an operation id, a tag, a path, or a method and a path. In each
/// a `*` stands for any characters and a `?` for one: `files`, `getFile*`, `/v1/files/*`,
/// `POST /v1/files*`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// Only these; all when empty.
    pub include: Vec<String>,
    /// Not these.
    pub exclude: Vec<String>,
}

impl Selection {
    /// Whether every operation is wanted.
    pub fn is_everything(&self) -> bool {
        self.include.is_empty() && self.exclude.is_empty()
    }

    /// Whether this operation is wanted.
    pub(super) fn takes(&self, operation: &Operation) -> bool {
        let named = |rules: &[String]| rules.iter().any(|rule| matches(rule, operation));
        (self.include.is_empty() || named(&self.include)) && !named(&self.exclude)
    }

    /// The rules that match nothing: they are misspelled, or out of date.
    pub(super) fn unused<'a>(
        &'a self,
        operations: &'a [&'a Operation],
    ) -> impl Iterator<Item = &'a str> {
        self.include
            .iter()
            .chain(&self.exclude)
            .filter(|rule| !operations.iter().any(|operation| matches(rule, operation)))
            .map(String::as_str)
    }
}

fn matches(rule: &str, operation: &Operation) -> bool {
    let path = operation.path.text.as_str();
    if rule.starts_with('/') {
        return glob(rule, path);
    }
    if let Some((method, rule)) = rule.split_once(' ')
        && rule.starts_with('/')
    {
        return method.eq_ignore_ascii_case(operation.method.as_str()) && glob(rule, path);
    }
    glob(rule, &operation.id) || operation.tags.iter().any(|tag| glob(rule, tag))
}

/// Whether the whole of `text` is what `rule` says.
fn glob(rule: &str, text: &str) -> bool {
    let rule: Vec<char> = rule.chars().collect();
    let text: Vec<char> = text.chars().collect();
    let (mut r, mut t) = (0, 0);
    // Where to go on after the last star, when what it took was too little.
    let mut retry: Option<(usize, usize)> = None;
    while t < text.len() {
        match rule.get(r) {
            Some('*') => {
                retry = Some((r + 1, t));
                r += 1;
            }
            Some(c) if *c == '?' || *c == text[t] => {
                r += 1;
                t += 1;
            }
            _ => match &mut retry {
                Some((after, taken)) => {
                    *taken += 1;
                    (r, t) = (*after, *taken);
                }
                None => return false,
            },
        }
    }
    rule[r..].iter().all(|c| *c == '*')
}

#[cfg(test)]
mod tests {
    use super::glob;

    #[test]
    fn a_star_is_anything_and_all_must_match() {
        for (rule, text) in [
            ("getFile", "getFile"),
            ("getFile*", "getFileLinks"),
            ("*", ""),
            ("/v1/*/links", "/v1/files/{id}/links"),
            ("*ab*ab", "abxabab"),
            ("a?c", "abc"),
            ("**", "x"),
        ] {
            assert!(glob(rule, text), "{rule} {text}");
        }
        for (rule, text) in [
            ("getFile", "getFiles"),
            ("", "a"),
            ("a?c", "ac"),
            ("*ab", "aba"),
            ("a*b*c", "acb"),
        ] {
            assert!(!glob(rule, text), "{rule} {text}");
        }
    }
}
