//! Responses by status, their headers and links.

use trueline_spec::At;
use trueline_spec::ir::{Header, Link, Operation, Response, StatusPattern};

use super::{Comparison, Texts};
use crate::change::Direction;
use crate::codes;

impl Comparison<'_> {
    pub(super) fn responses(&mut self, old: &Operation, new: &Operation, direction: Direction) {
        for from in &old.responses {
            match response(new, from.status) {
                Some(to) => self.response(from, to, direction),
                None => {
                    let code = if is_success(from.status) {
                        &codes::SUCCESS_RESPONSE_REMOVED
                    } else {
                        &codes::ERROR_RESPONSE_REMOVED
                    };
                    let message = format!("the response {} was removed", from.status);
                    self.went(code, Some(direction), &from.at, &new.at, message);
                }
            }
        }
        for to in &new.responses {
            match response(old, to.status) {
                // A status of its own where one of many stood: both speak of the same answers.
                Some(from) if from.status != to.status => self.response(from, to, direction),
                Some(_) => {}
                None => {
                    let code = if is_success(to.status) {
                        &codes::SUCCESS_RESPONSE_ADDED
                    } else {
                        &codes::ERROR_RESPONSE_ADDED
                    };
                    let message = format!("the response {} was added", to.status);
                    self.came(code, Some(direction), &old.at, &to.at, message);
                }
            }
        }
    }

    fn response(&mut self, old: &Response, new: &Response, direction: Direction) {
        let travels = Some(direction);
        if old.status == new.status {
            let words = |text: &str| (!text.is_empty()).then(|| text.to_owned());
            let (before, after) = (words(&old.description), words(&new.description));
            let texts = Texts::plain("description", before.as_deref(), after.as_deref());
            self.text(travels, &old.at, &new.at, &texts);
        }
        self.extensions(&old.at, &new.at, &old.extensions, &new.extensions);
        self.content((&old.at, &new.at), &old.content, &new.content, direction);
        self.headers((&old.at, &new.at), &old.headers, &new.headers, direction);
        self.links(old, new);
    }

    pub(super) fn headers(
        &mut self,
        at: (&At, &At),
        old: &[Header],
        new: &[Header],
        direction: Direction,
    ) {
        let travels = Some(direction);
        for from in old {
            let same = |to: &&Header| to.name.eq_ignore_ascii_case(&from.name);
            let Some(to) = new.iter().find(same) else {
                let code = if from.required {
                    &codes::REQUIRED_HEADER_REMOVED
                } else {
                    &codes::OPTIONAL_HEADER_REMOVED
                };
                let message = format!("the header `{}` was removed", from.name);
                self.went(code, travels, &from.at, at.1, message);
                continue;
            };
            let (code, message) = if to.required {
                (
                    &codes::HEADER_BECAME_REQUIRED,
                    "is always there from now on",
                )
            } else {
                (&codes::HEADER_BECAME_OPTIONAL, "may be missing from now on")
            };
            if from.required != to.required {
                let places = (from.at.clone(), to.at.clone());
                self.changed(code, travels, places.0, places.1, message.to_owned());
            }
            self.deprecation(travels, &from.at, &to.at, from.deprecated, to.deprecated);
            let texts = Texts::plain(
                "description",
                from.description.as_deref(),
                to.description.as_deref(),
            );
            self.text(travels, &from.at, &to.at, &texts);
            self.examples((&from.at, &to.at), &from.examples, &to.examples);
            self.form((&from.at, &to.at), &from.form, &to.form, direction);
        }
        for to in new {
            if old
                .iter()
                .any(|from| from.name.eq_ignore_ascii_case(&to.name))
            {
                continue;
            }
            let code = if to.required {
                &codes::REQUIRED_HEADER_ADDED
            } else {
                &codes::OPTIONAL_HEADER_ADDED
            };
            let message = format!("the header `{}` was added", to.name);
            self.came(code, travels, at.0, &to.at, message);
        }
    }

    fn links(&mut self, old: &Response, new: &Response) {
        let facts = |link: &Link| {
            (
                link.operation.clone(),
                link.parameters.clone(),
                link.body.clone(),
            )
        };
        for (name, from) in &old.links {
            match new.links.get(name) {
                Some(to) => {
                    if facts(from) != facts(to) {
                        let message = format!("the link `{name}` says something else");
                        let places = (from.at.clone(), to.at.clone());
                        self.changed(&codes::LINK_CHANGED, None, places.0, places.1, message);
                    }
                    let texts = Texts::plain(
                        "description",
                        from.description.as_deref(),
                        to.description.as_deref(),
                    );
                    self.text(None, &from.at, &to.at, &texts);
                }
                None => {
                    let message = format!("the link `{name}` was removed");
                    self.went(&codes::LINK_REMOVED, None, &from.at, &new.at, message);
                }
            }
        }
        for (name, to) in &new.links {
            if !old.links.contains_key(name) {
                let message = format!("the link `{name}` was added");
                self.came(&codes::LINK_ADDED, None, &old.at, &to.at, message);
            }
        }
    }
}

/// The response of `operation` that speaks for what `status` says: the same, or for a single status the
/// one of its class; for an error also `default`.
fn response(operation: &Operation, status: StatusPattern) -> Option<&Response> {
    let find = |wanted: StatusPattern| operation.responses.iter().find(|it| it.status == wanted);
    find(status).or_else(|| match status {
        StatusPattern::Code(code) => {
            let class = u8::try_from(code / 100).unwrap_or(0);
            let by_class = find(StatusPattern::Class(class));
            by_class.or_else(|| {
                let error = !is_success(status);
                error.then(|| find(StatusPattern::Default)).flatten()
            })
        }
        StatusPattern::Class(_) if !is_success(status) => find(StatusPattern::Default),
        StatusPattern::Class(_) | StatusPattern::Default => None,
    })
}

fn is_success(status: StatusPattern) -> bool {
    match status {
        StatusPattern::Code(code) => code < 400,
        StatusPattern::Class(class) => class < 4,
        StatusPattern::Default => false,
    }
}
