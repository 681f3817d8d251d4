//! Which objects a response carries in full instead of by id.

use crate::fault::{Fault, Planted};
use crate::refusal::Refusal;

/// Levels of a path at most; the leading `data` of a list counts (EXP-05, EXP-06).
pub const MOST_LEVELS: usize = 4;

/// The kind of thing that a path starts from or leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Root {
    /// One link: `file` can be expanded (EXP-02).
    Link,
    /// A list of links: paths start with `data` (EXP-04).
    List,
    /// A file: `links` can be expanded (EXP-11).
    File,
    /// A list of files: paths start with `data`.
    Files,
}

impl Root {
    fn field(self, name: &str) -> Option<(&'static str, Root)> {
        match (self, name) {
            (Root::Link, "file") => Some(("file", Root::File)),
            (Root::List, "data") => Some(("data", Root::Link)),
            (Root::File, "links") => Some(("links", Root::List)),
            (Root::Files, "data") => Some(("data", Root::File)),
            _ => None,
        }
    }
}

/// What to expand below one object: a tree of field names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Expansion {
    fields: Vec<(&'static str, Expansion)>,
}

impl Expansion {
    /// Reads the paths of an `expand` parameter. To be called before anything else happens (EXP-10).
    ///
    /// # Errors
    ///
    /// [`Refusal::ExpandTooDeep`] and [`Refusal::NotExpandable`].
    pub fn parse<S: AsRef<str>>(paths: &[S], root: Root, fault: Planted) -> Result<Self, Refusal> {
        let mut expansion = Expansion::default();
        for (index, path) in paths.iter().map(AsRef::as_ref).enumerate() {
            let earlier = || paths.iter().take(index).any(|it| it.as_ref() == path);
            if fault.is(Fault::ExpandTwiceRefused) && earlier() {
                return Err(Refusal::NotExpandable {
                    path: path.to_owned(),
                    suggestion: None,
                });
            }
            let path = match path.split_once(',') {
                Some((first, _)) if fault.is(Fault::ExpandUpToComma) => first,
                _ => path,
            };
            expansion.add(path, root, fault)?;
        }
        Ok(expansion)
    }

    /// What to expand below the field `name`, if the field itself is to be expanded.
    pub fn below(&self, name: &str) -> Option<&Expansion> {
        self.fields
            .iter()
            .find(|(field, _)| *field == name)
            .map(|(_, below)| below)
    }

    fn add(&mut self, path: &str, root: Root, fault: Planted) -> Result<(), Refusal> {
        let most = match fault.is(Fault::ExpandThreeLevels) {
            true => MOST_LEVELS - 1,
            false => MOST_LEVELS,
        };
        if path.split('.').count() > most && !fault.is(Fault::ExpandDepthUnlimited) {
            return Err(Refusal::ExpandTooDeep {
                path: path.to_owned(),
            });
        }
        if let Some(fields) = resolve(path, root) {
            self.insert(&fields);
            return Ok(());
        }
        let prefixed = matches!(root, Root::List | Root::Files)
            .then(|| format!("data.{path}"))
            .and_then(|longer| resolve(&longer, root).map(|fields| (longer, fields)));
        match prefixed {
            Some((_, fields)) if fault.is(Fault::ExpandListWithoutData) => self.insert(&fields),
            _ if fault.is(Fault::ExpandUnknownIgnored) => {}
            other => {
                return Err(Refusal::NotExpandable {
                    path: path.to_owned(),
                    suggestion: other.map(|(longer, _)| longer),
                });
            }
        }
        Ok(())
    }

    fn insert(&mut self, fields: &[&'static str]) {
        let mut here = self;
        for &name in fields {
            let index = match here.fields.iter().position(|(field, _)| *field == name) {
                Some(index) => index,
                None => {
                    here.fields.push((name, Expansion::default()));
                    here.fields.len() - 1
                }
            };
            here = &mut here.fields[index].1;
        }
    }
}

fn resolve(path: &str, root: Root) -> Option<Vec<&'static str>> {
    let mut kind = root;
    path.split('.')
        .map(|name| {
            let (field, next) = kind.field(name)?;
            kind = next;
            Some(field)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Expansion, Root};
    use crate::fault::Planted;
    use crate::refusal::Refusal;

    fn parse(path: &str, root: Root) -> Result<Expansion, Refusal> {
        Expansion::parse(&[path], root, Planted::NONE)
    }

    #[test]
    fn exp_02_03_and_11_paths_from_a_link() {
        for path in [
            "file",
            "file.links",
            "file.links.data",
            "file.links.data.file",
        ] {
            assert!(parse(path, Root::Link).is_ok(), "{path}");
        }
        for path in [
            "",
            "data.file",
            "url",
            "metadata",
            "file.purpose",
            "file.",
            ".file",
        ] {
            assert!(
                matches!(parse(path, Root::Link), Err(Refusal::NotExpandable { .. })),
                "{path}"
            );
        }
    }

    #[test]
    fn exp_04_and_08_paths_from_a_list_start_with_data() {
        for path in [
            "data",
            "data.file",
            "data.file.links",
            "data.file.links.data",
        ] {
            assert!(parse(path, Root::List).is_ok(), "{path}");
        }
    }

    #[test]
    fn exp_07_a_list_path_without_data_is_told_the_right_one() {
        assert_eq!(
            parse("file", Root::List),
            Err(Refusal::NotExpandable {
                path: "file".to_owned(),
                suggestion: Some("data.file".to_owned())
            })
        );
    }

    #[test]
    fn exp_05_and_06_five_levels_are_too_deep() {
        for (path, root) in [
            ("file.links.data.file.links", Root::Link),
            ("data.file.links.data.file", Root::List),
            ("a.b.c.d.e", Root::Link),
        ] {
            assert!(
                matches!(parse(path, root), Err(Refusal::ExpandTooDeep { .. })),
                "{path}"
            );
        }
    }

    #[test]
    fn paths_that_share_a_start_share_a_branch() {
        let both = Expansion::parse(&["file", "file.links"], Root::Link, Planted::NONE).unwrap();
        assert!(both.below("file").unwrap().below("links").is_some());
        assert_eq!(both.fields.len(), 1);
    }
}
