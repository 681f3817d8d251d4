//! Base URLs.

use trueline_spec::At;
use trueline_spec::ir::Server;

use super::{Comparison, Texts};
use crate::codes;

impl Comparison<'_> {
    /// Compares lists of servers; no list is empty.
    pub(super) fn servers(&mut self, old: &[Server], new: &[Server]) {
        if let ([from], [to]) = (old, new)
            && from.url != to.url
        {
            self.moved(from, to);
            return;
        }
        let (first_old, first_new) = (list(old), list(new));
        for from in old {
            match new.iter().find(|to| bare(&to.url) == bare(&from.url)) {
                Some(to) => self.server(from, to),
                None => {
                    let message = format!("`{}` was removed", from.url);
                    let code = &codes::SERVER_REMOVED;
                    self.went(code, None, &from.at, &first_new, message);
                }
            }
        }
        for to in new {
            if !old.iter().any(|from| bare(&to.url) == bare(&from.url)) {
                let message = format!("`{}` was added", to.url);
                let code = &codes::SERVER_ADDED;
                self.came(code, None, &first_old, &to.at, message);
            }
        }
    }

    /// The only server has another URL.
    fn moved(&mut self, from: &Server, to: &Server) {
        if bare(&from.url) == bare(&to.url) {
            self.server(from, to);
            return;
        }
        let (old_at, new_at) = (from.at.clone(), to.at.clone());
        if path(&from.url) == path(&to.url) {
            let message = format!("`{}` was removed", from.url);
            self.went(&codes::SERVER_REMOVED, None, &old_at, &new_at, message);
            let message = format!("`{}` was added", to.url);
            self.came(&codes::SERVER_ADDED, None, &old_at, &new_at, message);
        } else {
            let message = format!("the base URL was `{}`, is `{}`", from.url, to.url);
            self.changed(&codes::BASE_PATH_CHANGED, None, old_at, new_at, message);
        }
    }

    fn server(&mut self, from: &Server, to: &Server) {
        let texts = Texts::plain(
            "description",
            from.description.as_deref(),
            to.description.as_deref(),
        );
        self.text(None, &from.at, &to.at, &texts);
        for (name, before) in &from.variables {
            let after = to.variables.get(name);
            let same = after.is_some_and(|after| {
                (&before.default, &before.values) == (&after.default, &after.values)
            });
            if !same {
                let message = format!("the variable `{name}` has another default or other values");
                let places = (from.at.clone(), to.at.clone());
                let code = &codes::SERVER_VARIABLE_CHANGED;
                self.changed(code, None, places.0, places.1, message);
            }
        }
    }
}

/// Where a list of servers stands: where its first server does.
fn list(servers: &[Server]) -> At {
    let root = || At::root(trueline_spec::DocumentId::default());
    servers.first().map_or_else(root, |first| first.at.clone())
}

/// The URL without a slash at its end, which says nothing.
fn bare(url: &str) -> &str {
    url.trim_end_matches('/')
}

/// The path of a URL or of a template.
fn path(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let has_host = rest.len() < url.len();
    let path = if has_host {
        rest.find('/').map_or("", |at| &rest[at..])
    } else {
        rest
    };
    path.trim_end_matches('/')
}
