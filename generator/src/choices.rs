//! What a user decides against the description: names, types of their own.

use indexmap::IndexMap;
use indexmap::map::Entry;

use crate::files::CRATES;

/// Names and types that are not the description's.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choices {
    /// Component schema → the name of its Rust type.
    pub(crate) schemas: IndexMap<String, String>,
    /// Operation id → the name of its method; the types of its request and answers are called after it.
    pub(crate) operations: IndexMap<String, String>,
    /// Component schema and member → the name of its field.
    pub(crate) members: IndexMap<(String, String), String>,
    /// Component schema → the path of a type that takes its place.
    pub(crate) replaced: IndexMap<String, String>,
    /// Package → what the manifest says of it.
    pub(crate) dependencies: IndexMap<String, String>,
}

/// What is wrong with a choice.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ChoiceError {
    /// It is not of the form that it should have.
    #[error("`{0}` is not of the form {1}")]
    Form(String, &'static str),
    /// A name that Rust does not take.
    #[error("`{0}` is no Rust {1}")]
    NoName(String, &'static str),
    /// A second choice for the same thing, or a dependency that the generated crate has by itself.
    #[error("`{0}` is given twice")]
    Twice(String),
}

impl Choices {
    /// Takes `schema:NAME=TYPE`, `operation:ID=METHOD` or `member:SCHEMA.MEMBER=FIELD`.
    ///
    /// # Errors
    ///
    /// [`ChoiceError`]. Whether the description has such a thing shows itself when code is generated.
    pub fn rename(&mut self, rule: &str) -> Result<(), ChoiceError> {
        const FORM: &str = "schema:NAME=TYPE, operation:ID=METHOD or member:SCHEMA.MEMBER=FIELD";
        let form = || ChoiceError::Form(rule.to_owned(), FORM);
        let (what, new) = rule.rsplit_once('=').ok_or_else(form)?;
        let (kind, old) = what.split_once(':').ok_or_else(form)?;
        if syn::parse_str::<syn::Ident>(new).is_err() {
            return Err(ChoiceError::NoName(new.to_owned(), "name"));
        }
        match kind {
            "schema" => put(&mut self.schemas, old.to_owned(), new, what),
            "operation" => put(&mut self.operations, old.to_owned(), new, what),
            "member" => {
                let (schema, member) = old.split_once('.').ok_or_else(form)?;
                let key = (schema.to_owned(), member.to_owned());
                put(&mut self.members, key, new, what)
            }
            _ => Err(form()),
        }
    }

    /// Takes `SCHEMA=PATH`: a component schema, and the Rust type that takes its place. The type must be serde's
    /// `Serialize` and `DeserializeOwned`, and `Debug`, `Clone` and `PartialEq`.
    ///
    /// # Errors
    ///
    /// [`ChoiceError`].
    pub fn replace(&mut self, rule: &str) -> Result<(), ChoiceError> {
        let form = || ChoiceError::Form(rule.to_owned(), "SCHEMA=PATH::OF::TYPE");
        let (schema, path) = rule.split_once('=').ok_or_else(form)?;
        if syn::parse_str::<syn::TypePath>(path).is_err() {
            return Err(ChoiceError::NoName(path.to_owned(), "type"));
        }
        put(&mut self.replaced, schema.to_owned(), path, schema)
    }

    /// Takes `PACKAGE=VERSION` or `PACKAGE={ … }`: a line of the manifest's dependencies, for the types that
    /// [`Choices::replace`] names.
    ///
    /// # Errors
    ///
    /// [`ChoiceError`].
    pub fn depend(&mut self, rule: &str) -> Result<(), ChoiceError> {
        let form = || ChoiceError::Form(rule.to_owned(), "PACKAGE=VERSION or PACKAGE={ … }");
        let (package, said) = rule.split_once('=').ok_or_else(form)?;
        let (package, said) = (package.trim_matches(' '), said.trim_matches(' '));
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        if package.is_empty() || !package.chars().all(is_name) {
            return Err(ChoiceError::NoName(package.to_owned(), "package"));
        }
        let is_version = |c: char| c.is_ascii_alphanumeric() || " .,+-*<>=^~".contains(c);
        let line = match said.starts_with('{') && said.ends_with('}') && !said.contains('\n') {
            true => said.to_owned(),
            false if !said.is_empty() && said.chars().all(is_version) => format!("\"{said}\""),
            false => return Err(form()),
        };
        if CRATES.iter().any(|(known, _)| *known == package) {
            return Err(ChoiceError::Twice(package.to_owned()));
        }
        put(&mut self.dependencies, package.to_owned(), &line, package)
    }
}

fn put<K: std::hash::Hash + Eq>(
    map: &mut IndexMap<K, String>,
    key: K,
    value: &str,
    said: &str,
) -> Result<(), ChoiceError> {
    match map.entry(key) {
        Entry::Occupied(_) => Err(ChoiceError::Twice(said.to_owned())),
        Entry::Vacant(place) => {
            place.insert(value.to_owned());
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ChoiceError, Choices};

    #[test]
    fn what_is_no_choice_is_refused_in_words() {
        let mut choices = Choices::default();
        for rule in [
            "Error=Fault",
            "schema:Error",
            "method:a=b",
            "member:Error=x",
        ] {
            let refused = choices.rename(rule).unwrap_err();
            assert!(matches!(refused, ChoiceError::Form(..)), "{rule}");
        }
        for rule in ["schema:Error=fn", "schema:Error=a-b", "operation:Get="] {
            let refused = choices.rename(rule).unwrap_err();
            assert!(matches!(refused, ChoiceError::NoName(..)), "{rule}");
        }
        assert!(choices.replace("Money=1").is_err());
        assert!(choices.replace("Money").is_err());
        assert!(choices.depend("money\n=1").is_err());
        assert!(choices.depend("money=\"1\"\n[x]").is_err());
        assert_eq!(choices, Choices::default());
        assert_eq!(choices.rename("schema:Error=Fault"), Ok(()));
        let twice = choices.rename("schema:Error=Other").unwrap_err();
        assert_eq!(twice.to_string(), "`schema:Error` is given twice");
    }
}
