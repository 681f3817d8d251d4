//! The runtime that travels inside every generated crate.

use super::{Files, header};

macro_rules! sources {
    ($($path:literal),* $(,)?) => {
        /// The runtime's files, relative to its `src`, with their texts. A test holds the list to the
        /// folder.
        pub const SOURCES: &[(&str, &str)] = &[
            $(($path, include_str!(concat!("../../runtime/src/", $path)))),*
        ];
    };
}

sources![
    "lib.rs",
    "bridge.rs",
    "client.rs",
    "client/answer.rs",
    "client/call.rs",
    "client/clock.rs",
    "client/config.rs",
    "client/connect.rs",
    "client/credential.rs",
    "client/describe.rs",
    "client/error.rs",
    "client/exchange.rs",
    "client/headers.rs",
    "client/incoming.rs",
    "client/options.rs",
    "client/outgoing.rs",
    "client/page.rs",
    "client/retry.rs",
    "client/server.rs",
    "client/transport.rs",
    "container.rs",
    "decode.rs",
    "describe.rs",
    "describe/answers.rs",
    "describe/headers.rs",
    "describe/listed.rs",
    "describe/newtype.rs",
    "describe/object.rs",
    "describe/one_of.rs",
    "describe/pages.rs",
    "describe/request.rs",
    "describe/tuple.rs",
    "encode.rs",
    "encode/brackets.rs",
    "encode/form.rs",
    "encode/json.rs",
    "encode/multipart.rs",
    "encode/object.rs",
    "encode/pieces.rs",
    "encode/style.rs",
    "encode/tree.rs",
    "fault.rs",
    "foreign.rs",
    "form.rs",
    "form/percent.rs",
    "form/tree.rs",
    "given.rs",
    "items.rs",
    "json.rs",
    "listed.rs",
    "multipart.rs",
    "node.rs",
    "number.rs",
    "operation.rs",
    "pattern.rs",
    "pattern/around.rs",
    "pattern/translate.rs",
    "places.rs",
    "rules.rs",
    "rules/distinct.rs",
    "rules/evaluated.rs",
    "rules/logic.rs",
    "scalar.rs",
    "scalar/any.rs",
    "scalar/base64.rs",
    "scalar/date.rs",
    "scalar/date_time.rs",
    "scalar/number.rs",
    "scalar/text.rs",
    "scalar/unix_time.rs",
    "server.rs",
    "server/body.rs",
    "server/contain.rs",
    "server/context.rs",
    "server/credentials.rs",
    "server/describe.rs",
    "server/dispatch.rs",
    "server/exchange.rs",
    "server/input.rs",
    "server/rejection.rs",
    "server/rejection/problem.rs",
    "server/respond.rs",
    "server/respond/header.rs",
    "server/service.rs",
    "server/tree.rs",
    "style.rs",
    "union.rs",
];

/// The parts of the runtime that only some crates need: modules of its root, with all that is below.
#[derive(Debug, Clone, Copy)]
pub(super) struct Parts {
    /// `server`.
    pub(super) server: bool,
    /// `client`.
    pub(super) client: bool,
}

impl Parts {
    /// All of it.
    pub(super) const ALL: Parts = Parts {
        server: true,
        client: true,
    };

    /// Of which part a source is; empty for what all need.
    pub(super) fn part_of(path: &str) -> &str {
        let root = path.split(['/', '.']).next().unwrap_or_default();
        match root {
            "server" | "client" => root,
            _ => "",
        }
    }

    /// The parts that are there.
    pub(super) fn names(self) -> impl Iterator<Item = &'static str> {
        [("client", self.client), ("server", self.server)]
            .into_iter()
            .filter_map(|(name, is_there)| is_there.then_some(name))
    }

    fn leaves_out(self, path: &str) -> bool {
        let part = Self::part_of(path);
        !part.is_empty() && !self.names().any(|name| name == part)
    }

    /// The sources that are needed, without their tests.
    pub(super) fn sources(self) -> impl Iterator<Item = (&'static str, String)> {
        SOURCES
            .iter()
            .filter(move |(path, _)| !self.leaves_out(path))
            .map(move |(path, text)| {
                let mut text = without_tests(text);
                if *path == "lib.rs" {
                    for part in ["client", "server"] {
                        if !self.names().any(|name| name == part) {
                            let gone = format!("#[cfg(feature = \"{part}\")]\npub mod {part};\n");
                            text = text.replace(&gone, "");
                        }
                    }
                }
                (*path, text)
            })
    }
}

/// The runtime's files in a generated crate.
pub(super) fn files(parts: Parts) -> Files {
    parts
        .sources()
        .map(|(path, text)| {
            let path = match path {
                "lib.rs" => "src/runtime.rs".to_owned(),
                path => format!("src/runtime/{path}"),
            };
            (path, format!("{}\n\n{text}", header::MARKER))
        })
        .collect()
}

/// A source file without what stands under `#[cfg(test)]`: an item from there to the brace that
/// closes it at the start of a line, or a declaration in one line.
fn without_tests(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if line != "#[cfg(test)]" {
            kept.push_str(line);
            kept.push('\n');
            continue;
        }
        for line in lines.by_ref() {
            if line == "}" || (line.ends_with(';') && !line.starts_with(' ')) {
                break;
            }
        }
    }
    let mut text = kept.trim_end().to_owned();
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_stay_at_home() {
        let text = "use a;\n\n#[cfg(test)]\nmod tests {\n    use super::*;\n\n    fn f() {\n    }\n}\n\nfn g() {}\n";
        assert_eq!(without_tests(text), "use a;\n\n\nfn g() {}\n");
        assert_eq!(
            without_tests("#[cfg(test)]\nmod tests;\nfn g() {}\n"),
            "fn g() {}\n"
        );
    }
}
