//! A scope: the names that were given in one place.

use std::collections::HashSet;

/// Names taken in one place: the types of an API, the fields of a struct, the variants of an enum.
#[derive(Debug, Clone, Default)]
pub struct Scope {
    taken: HashSet<String>,
}

impl Scope {
    /// A scope in which `names` are already taken.
    pub fn with<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        Self {
            taken: names.into_iter().map(str::to_owned).collect(),
        }
    }

    /// Whether `name` is still to be had.
    pub fn is_free(&self, name: &str) -> bool {
        !self.taken.contains(name)
    }

    /// Takes `name` if it is free.
    pub fn try_claim(&mut self, name: &str) -> bool {
        self.taken.insert(name.to_owned())
    }

    /// Takes `name`, or the first of `name2`, `name3`, … (`name_2` for snake case) that is free.
    pub fn claim(&mut self, name: String) -> String {
        if self.try_claim(&name) {
            return name;
        }
        // A raw name needs no escape once it has a number.
        let stem = name.strip_prefix("r#").unwrap_or(&name);
        let (stem, separator) = match stem.chars().any(char::is_uppercase) {
            true => (stem.trim_end_matches('_'), ""),
            false => (stem, if stem.ends_with('_') { "" } else { "_" }),
        };
        let mut number = 2u64;
        loop {
            let candidate = format!("{stem}{separator}{number}");
            if self.try_claim(&candidate) {
                return candidate;
            }
            number += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_come_keeps_the_name() {
        let mut scope = Scope::with(["body"]);
        assert_eq!(scope.claim("link".into()), "link");
        assert_eq!(scope.claim("link".into()), "link_2");
        assert_eq!(scope.claim("body".into()), "body_2");
        assert_eq!(scope.claim("r#type".into()), "r#type");
        assert_eq!(scope.claim("r#type".into()), "type_2");
        assert_eq!(scope.claim("Link".into()), "Link");
        assert_eq!(scope.claim("Link".into()), "Link2");
        assert_eq!(scope.claim("Self_".into()), "Self_");
        assert_eq!(scope.claim("Self_".into()), "Self2");
        assert_eq!(scope.claim("self_".into()), "self_");
        assert_eq!(scope.claim("self_".into()), "self_2");
    }
}
