//! One operation of both sides.

use trueline_spec::ir::{Operation, PathPiece};

use super::{Comparison, Texts};
use crate::change::Direction;
use crate::codes;

impl Comparison<'_> {
    /// `sent`: the API sends it (webhooks, callbacks), so everything travels the other way.
    pub(super) fn operation(&mut self, old: &Operation, new: &Operation, sent: bool) {
        let request = if sent {
            Direction::Response
        } else {
            Direction::Request
        };
        let (old_at, new_at) = (&old.at, &new.at);
        self.address(old, new);
        if old.id != new.id && (old.id_is_declared || new.id_is_declared) {
            let message = format!("the operation's id was `{}`, is `{}`", old.id, new.id);
            let keyword = |operation: &Operation| {
                if operation.id_is_declared {
                    operation.at.child("operationId")
                } else {
                    operation.at.clone()
                }
            };
            self.changed(
                &codes::OPERATION_ID_CHANGED,
                None,
                keyword(old),
                keyword(new),
                message,
            );
        }
        if old.tags != new.tags {
            let words = |tags: &[String]| match tags {
                [] => "none".to_owned(),
                tags => tags.join(", "),
            };
            let message = format!(
                "the tags were {}, are {}",
                words(&old.tags),
                words(&new.tags)
            );
            self.changed(
                &codes::OPERATION_TAGS_CHANGED,
                None,
                old_at.clone(),
                new_at.clone(),
                message,
            );
        }
        let (code, message) = if new.deprecated {
            (&codes::OPERATION_DEPRECATED, "was marked as deprecated")
        } else {
            (
                &codes::OPERATION_DEPRECATION_WITHDRAWN,
                "is no longer marked as deprecated",
            )
        };
        if old.deprecated != new.deprecated {
            let places = (old_at.clone(), new_at.clone());
            self.changed(code, None, places.0, places.1, message.to_owned());
        }
        for (keyword, before, after) in [
            ("summary", &old.summary, &new.summary),
            ("description", &old.description, &new.description),
        ] {
            let texts = Texts::plain(keyword, before.as_deref(), after.as_deref());
            self.text(Some(request), old_at, new_at, &texts);
        }
        self.extensions(old_at, new_at, &old.extensions, &new.extensions);
        self.parameters(old, new, request);
        self.bodies(old, new, request);
        self.responses(old, new, request.flipped());
        if !sent {
            self.security(old, new);
        }
        if !(old.servers.is_empty() && new.servers.is_empty()) {
            let of = |operation: &Operation, api: &trueline_spec::Api| {
                if operation.servers.is_empty() {
                    // Inherited: the change was made at the operation.
                    let mut inherited = api.servers.clone();
                    for server in &mut inherited {
                        server.at = operation.at.clone();
                    }
                    inherited
                } else {
                    operation.servers.clone()
                }
            };
            let (before, after) = (of(old, self.old.api), of(new, self.new.api));
            self.servers(&before, &after);
        }
        self.callbacks(old, new, sent);
    }

    /// Method and path: where the operation was known again by its id, or a parameter was renamed.
    fn address(&mut self, old: &Operation, new: &Operation) {
        if old.path.text == new.path.text && old.method == new.method {
            return;
        }
        let (before, after) = (path_names(old), path_names(new));
        let literals = |operation: &Operation| -> Vec<Option<String>> {
            let text = |piece: &PathPiece| match piece {
                PathPiece::Literal(text) => Some(text.clone()),
                PathPiece::Parameter(_) => None,
            };
            operation.path.pieces.iter().map(text).collect()
        };
        if literals(old) != literals(new) || old.method != new.method {
            let message = format!(
                "the operation moved from {} {} to {} {}",
                old.method, old.path.text, new.method, new.path.text
            );
            let places = (old.at.clone(), new.at.clone());
            self.changed(&codes::OPERATION_MOVED, None, places.0, places.1, message);
            return;
        }
        for (before, after) in before.iter().zip(after) {
            if *before != after {
                let message = format!("the path parameter `{before}` is now called `{after}`");
                let places = (old.at.clone(), new.at.clone());
                self.changed(
                    &codes::PATH_PARAMETER_RENAMED,
                    None,
                    places.0,
                    places.1,
                    message,
                );
            }
        }
    }

    fn callbacks(&mut self, old: &Operation, new: &Operation, sent: bool) {
        let all = |operation: &Operation| -> Vec<(String, Operation)> {
            let callbacks = operation.callbacks.iter();
            callbacks
                .flat_map(|(name, operations)| {
                    operations.iter().map(move |one| {
                        let key = format!("{name} {} {}", one.method, one.path.text);
                        (key, one.clone())
                    })
                })
                .collect()
        };
        let (before, after) = (all(old), all(new));
        for (key, from) in &before {
            match after.iter().find(|(other, _)| other == key) {
                Some((_, to)) => self.operation(from, to, !sent),
                None => {
                    let code = &codes::OPERATION_REMOVED;
                    self.went(code, None, &from.at, &new.at, "the callback was removed");
                }
            }
        }
        for (key, to) in &after {
            if !before.iter().any(|(other, _)| other == key) {
                let code = &codes::OPERATION_ADDED;
                self.came(code, None, &old.at, &to.at, "the callback was added");
            }
        }
    }
}

/// Names of the path's parameters, in order.
pub(super) fn path_names(operation: &Operation) -> Vec<String> {
    let name = |piece: &PathPiece| match piece {
        PathPiece::Parameter(name) => Some(name.clone()),
        PathPiece::Literal(_) => None,
    };
    operation.path.pieces.iter().filter_map(name).collect()
}
