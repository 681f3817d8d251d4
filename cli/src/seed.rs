//! The file of `trueline serve --seed`: known files and links, in YAML or JSON, with every fault at its place.

use std::collections::HashSet;
use std::path::Path;

use serde_json::{Map, Value};
use trueline_reference::fault::Planted;
use trueline_reference::files::Files;
use trueline_reference::keys::Mode;
use trueline_reference::metadata::{Metadata, MetadataChange};
use trueline_reference::seed::{Seed, SeedFile, SeedLink};
use trueline_spec::diagnostic::codes::SEED;
use trueline_spec::source::Limits;
use trueline_spec::{At, Diagnostic, Severity, Sources, Span};

mod content;
mod members;

use members::Members;

/// Reads a seed. `name` is what it is shown under, `folder` where its paths start, `files` what is there without it.
/// `None` if any diagnostic is an error.
pub(crate) fn read(
    sources: &mut Sources,
    name: &str,
    bytes: &[u8],
    folder: &Path,
    files: &Files,
) -> (Option<Seed>, Vec<Diagnostic>) {
    let (document, mut diagnostics) = sources.add(name, bytes, &Limits::default());
    let root = At::root(document);
    let mut reader = Reader {
        sources,
        folder,
        files,
        diagnostics: Vec::new(),
    };
    let seed = match sources.value(&root) {
        Some(value) => reader.seed(value, &root),
        None => Seed::default(),
    };
    diagnostics.append(&mut reader.diagnostics);
    let wrong = diagnostics
        .iter()
        .any(|diagnostic| diagnostic.severity == Severity::Error);
    ((!wrong).then_some(seed), diagnostics)
}

/// Reads one seed, collecting faults.
struct Reader<'a> {
    sources: &'a Sources,
    folder: &'a Path,
    files: &'a Files,
    diagnostics: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn fault(&mut self, at: &At, message: impl Into<String>) {
        self.fault_in(self.sources.span(at), message);
    }

    fn fault_in(&mut self, span: Span, message: impl Into<String>) {
        let diagnostic = Diagnostic::new(SEED, message).with_label(span);
        self.diagnostics.push(diagnostic);
    }

    fn seed(&mut self, value: &Value, at: &At) -> Seed {
        let mut seed = Seed::default();
        let known = ["format", "files", "links"];
        let Some(root) = self.members(value, at, "a seed", &known) else {
            return seed;
        };
        match root.get("format") {
            Some(format) if *format == 1 => {}
            Some(format) => {
                let message = format!("this is format {format}; this version reads format 1");
                self.fault(&at.child("format"), message);
            }
            None => self.fault(at, "`format: 1` is missing at the top"),
        }
        let mut ids = HashSet::new();
        for (value, at) in self.items(root, at, "files") {
            if let Some(file) = self.file(value, &at) {
                self.once(&mut ids, &file.id, &at);
                seed.files.push(file);
            }
        }
        let mut tokens = HashSet::new();
        for (value, at) in self.items(root, at, "links") {
            if let Some(link) = self.link(value, &at, &seed.files) {
                self.once(&mut ids, &link.id, &at);
                if let Some(token) = &link.token
                    && !tokens.insert(token.clone())
                {
                    let message = format!("two links have the token `{token}`");
                    self.fault(&at.child("token"), message);
                }
                seed.links.push(link);
            }
        }
        seed
    }

    fn once(&mut self, ids: &mut HashSet<String>, id: &str, at: &At) {
        if !ids.insert(id.to_owned()) {
            self.fault(&at.child("id"), format!("the id `{id}` is given twice"));
        }
    }

    fn file(&mut self, value: &Value, at: &At) -> Option<SeedFile> {
        let known = [
            "id",
            "created",
            "purpose",
            "filename",
            "title",
            "type",
            "content",
            "content_base64",
            "content_path",
        ];
        let members = self.members(value, at, "a file", &known)?;
        let id = self.id(members, at);
        let purpose = self.required(members, at, "purpose");
        let content = self.content(members, at);
        Some(SeedFile {
            created: self.seconds(members, at, "created"),
            filename: self.text(members, at, "filename"),
            title: self.text(members, at, "title"),
            kind: self.text(members, at, "type"),
            id: id?,
            purpose: purpose?,
            content: content?,
        })
    }

    fn link(&mut self, value: &Value, at: &At, files: &[SeedFile]) -> Option<SeedLink> {
        let known = [
            "id",
            "file",
            "mode",
            "created",
            "expires_at",
            "metadata",
            "token",
        ];
        let members = self.members(value, at, "a link", &known)?;
        let id = self.id(members, at);
        let file = self.required(members, at, "file");
        if let Some(file) = &file {
            self.linkable(file, files, &at.child("file"));
        }
        Some(SeedLink {
            mode: self.mode(members, at),
            created: self.seconds(members, at, "created"),
            expires_at: self.seconds(members, at, "expires_at"),
            metadata: self.metadata(members, at),
            token: self.opaque(members, at, "token"),
            id: id?,
            file: file?,
        })
    }

    fn linkable(&mut self, file: &str, seeded: &[SeedFile], at: &At) {
        let own = seeded.iter().find(|known| known.id == file);
        let own = own.map(|known| known.purpose.as_str());
        let there = self.files.get(file).map(|known| known.purpose.as_str());
        match own.or(there) {
            None => {
                let message = format!("no file has the id `{file}`; list it above, under `files`");
                self.fault(at, message);
            }
            Some(purpose) if !self.files.purposes().allow(purpose) => {
                let message = format!("a file with the purpose `{purpose}` cannot be linked");
                self.fault(at, message);
            }
            Some(_) => {}
        }
    }

    fn mode(&mut self, members: &Map<String, Value>, at: &At) -> Mode {
        match self.text(members, at, "mode") {
            None => Mode::Test,
            Some(word) => Mode::of_word(&word).unwrap_or_else(|| {
                self.fault(&at.child("mode"), "a mode is `test` or `live`");
                Mode::Test
            }),
        }
    }

    fn metadata(&mut self, members: &Map<String, Value>, at: &At) -> Metadata {
        let at = at.child("metadata");
        let mut metadata = Metadata::new();
        match members.get("metadata") {
            None => {}
            Some(Value::Object(entries)) => {
                for (name, value) in entries {
                    match value {
                        Value::String(text) => {
                            metadata.insert(name.clone(), text.clone());
                        }
                        _ => self.fault(
                            &at.child(name),
                            "values of metadata are texts; put numbers in quotes",
                        ),
                    }
                }
            }
            Some(_) => self.fault(&at, "`metadata` must be a map from key to text"),
        }
        let whole = MetadataChange::Merge(metadata.clone());
        let within = whole
            .check(Planted::NONE)
            .and_then(|()| whole.apply(&Metadata::new(), Planted::NONE));
        if let Err(rule) = within {
            self.fault(&at, rule.to_string());
        }
        metadata
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use trueline_reference::files::Files;
    use trueline_spec::Sources;

    fn read(text: &str) -> Result<trueline_reference::seed::Seed, Vec<String>> {
        let mut sources = Sources::default();
        let files = Files::default();
        let folder = Path::new(".");
        let (seed, diagnostics) =
            super::read(&mut sources, "seed.yaml", text.as_bytes(), folder, &files);
        seed.ok_or_else(|| {
            let line = |diagnostic: &trueline_spec::Diagnostic| {
                let span = diagnostic.span().expect("a place");
                format!("{}:{}: {}", span.line, span.column, diagnostic.message)
            };
            diagnostics.iter().map(line).collect()
        })
    }

    #[test]
    fn every_fault_is_told_with_its_place() {
        let faults = read(
            "format: 1\n\
             files:\n\
             - {id: file_a, purpose: selfie, content: x, colour: red}\n\
             - {id: file_a, purpose: identity_document, content_base64: '%%%'}\n\
             - {id: 'a b', purpose: 7, content: x}\n\
             - {id: file_c, purpose: identity_document, content: x}\n\
             links:\n\
             - {id: link_a, file: file_z}\n\
             - {id: link_b, file: file_c}\n\
             - {id: link_c, file: file_a, mode: both, expires_at: soon}\n\
             - {id: link_d, file: file_a, metadata: {a: 1}, token: t}\n\
             - {id: link_d, file: file_a, metadata: {'a[b]': x}, token: t}\n",
        );
        assert_eq!(
            faults.expect_err("it is wrong"),
            [
                "3:45: a file has no member `colour`",
                "4:60: this is no base64: Invalid symbol 37, offset 0.",
                "5:8: an id has from 1 to 255 letters, digits, `_` and `-`",
                "5:24: `purpose` must be a text",
                "8:22: no file has the id `file_z`; list it above, under `files`",
                "9:22: a file with the purpose `identity_document` cannot be linked",
                "10:36: a mode is `test` or `live`",
                "10:54: `expires_at` must be a number of Unix seconds",
                "11:44: values of metadata are texts; put numbers in quotes",
                "12:40: A metadata key cannot contain square brackets.",
                "12:8: the id `link_d` is given twice",
                "12:60: two links have the token `t`",
            ]
        );
        assert_eq!(
            read("files: []").expect_err("it has no format"),
            ["1:1: `format: 1` is missing at the top"]
        );
        assert!(read("format: [").is_err());
    }

    #[test]
    fn yaml_and_json_say_the_same() {
        let yaml = read(
            "format: 1\n\
             files: [{id: file_a, purpose: selfie, content: text, created: 5}]\n\
             links: [{id: link_a, file: file_a, metadata: {k: v}, expires_at: 9, mode: live}]\n",
        );
        let json = read(
            r#"{"format": 1,
                "files": [{"id": "file_a", "purpose": "selfie", "content_base64": "dGV4dA==", "created": 5}],
                "links": [{"id": "link_a", "file": "file_a", "metadata": {"k": "v"}, "expires_at": 9, "mode": "live"}]}"#,
        );
        assert_eq!(yaml.expect("it is right"), json.expect("it is right"));
    }
}
