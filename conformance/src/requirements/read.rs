//! From text to [`Requirements`], with every fault and its place.

use std::collections::HashSet;

use indexmap::IndexMap;
use regex::Regex;
use serde_json::{Map, Value};
use trueline_spec::source::Limits;
use trueline_spec::{At, Sources};

use super::{
    CaseGlob, Fixture, Pattern, Requirement, RequirementAnswer, Requirements, RequirementsError,
    RequirementsFault, Varying, VaryingScope,
};
use crate::case::Level;
use crate::place::Place;
use crate::standing::EveryAnswer;
use crate::target::Credential;

/// Reads a requirements file, YAML or JSON. `name` is what it is shown under in errors.
///
/// # Errors
///
/// All faults at once: text that is not YAML, members that are unknown, missing or of the wrong type,
/// ids that are given twice.
pub fn read(name: &str, text: &str) -> Result<Requirements, RequirementsError> {
    let mut sources = Sources::default();
    let (document, diagnostics) = sources.add(name, text.as_bytes(), &Limits::default());
    let root = At::root(document);
    let mut reader = Reader {
        sources: &sources,
        faults: Vec::new(),
    };
    for diagnostic in diagnostics {
        if diagnostic.severity == trueline_spec::Severity::Error {
            let span = diagnostic.labels.first().map(|label| label.span);
            let (line, column) = span.map_or((0, 0), |span| (span.line, span.column));
            reader.faults.push(RequirementsFault {
                line,
                column,
                message: diagnostic.message,
            });
        }
    }
    let requirements = match sources.value(&root) {
        Some(value) if reader.faults.is_empty() => reader.file(value, &root),
        _ => Requirements::default(),
    };
    if reader.faults.is_empty() {
        return Ok(requirements);
    }
    let mut faults = reader.faults;
    faults.sort_by_key(|fault| (fault.line, fault.column));
    Err(RequirementsError {
        file: name.to_owned(),
        faults,
    })
}

/// Reads one file, collecting faults.
pub(super) struct Reader<'a> {
    sources: &'a Sources,
    faults: Vec<RequirementsFault>,
}

impl Reader<'_> {
    pub(super) fn fault(&mut self, at: &At, message: impl Into<String>) {
        let span = self.sources.span(at);
        self.faults.push(RequirementsFault {
            line: span.line,
            column: span.column,
            message: message.into(),
        });
    }

    fn file(&mut self, value: &Value, at: &At) -> Requirements {
        let known = [
            "format",
            "draft",
            "fixtures",
            "credentials",
            "varying",
            "open-enums",
            "null-as-absent",
            "every-answer",
            "laws",
            "requirements",
        ];
        let mut out = Requirements::default();
        let Some(file) = self.object(value, at, "the file", &known) else {
            return out;
        };
        match file.get("format") {
            Some(format) if *format == 1 => {}
            Some(format) => {
                let message = format!("this is format {format}; this version reads format 1");
                self.fault(&at.child("format"), message);
            }
            None => self.fault(at, "`format: 1` is missing at the top"),
        }
        match file.get("draft") {
            None => {}
            Some(Value::Bool(is_draft)) => out.is_draft = *is_draft,
            Some(_) => self.fault(&at.child("draft"), "`draft` must be true or false"),
        }
        if let Some(fixtures) = file.get("fixtures") {
            out.fixtures = self.fixtures(fixtures, &at.child("fixtures"));
        }
        if let Some(credentials) = file.get("credentials") {
            let at = at.child("credentials");
            out.further_credentials = self.further_credentials(credentials, &at);
            out.example_credentials = self.credentials(credentials, &at);
        }
        for (item, at) in self.list(file, at, "varying") {
            out.varying.extend(self.varying(item, &at));
        }
        out.open_enums = self.strings(file, at, "open-enums");
        out.null_as_absent = self.strings(file, at, "null-as-absent");
        for (item, at) in self.list(file, at, "every-answer") {
            out.every_answer.extend(self.every_answer(item, &at));
        }
        if let Some(laws) = file.get("laws") {
            out.laws = self.laws(laws, &at.child("laws"));
        }
        let mut ids = HashSet::new();
        for (item, at) in self.list(file, at, "requirements") {
            let Some(requirement) = self.requirement(item, &at) else {
                continue;
            };
            if !ids.insert(requirement.id.clone()) {
                let message = format!("the requirement `{}` is given twice", requirement.id);
                self.fault(&at.child("id"), message);
            }
            out.requirements.push(requirement);
        }
        out
    }

    fn fixtures(&mut self, value: &Value, at: &At) -> IndexMap<String, Fixture> {
        let mut fixtures = IndexMap::new();
        let Value::Object(members) = value else {
            self.fault(at, "`fixtures` must be a map from name to fixture");
            return fixtures;
        };
        for (name, value) in members {
            let at = at.child(name);
            let Some(members) = self.object(value, &at, "a fixture", &["description", "example"])
            else {
                continue;
            };
            let Some(description) = self.string(members, &at, "description") else {
                continue;
            };
            let example = members.get("example").cloned();
            if let Some(Value::Array(_) | Value::Object(_) | Value::Null) = example {
                self.fault(
                    &at.child("example"),
                    "`example` must be the literal that stands for the fixture: a string, number or \
                     boolean",
                );
            }
            fixtures.insert(
                name.clone(),
                Fixture {
                    description,
                    example,
                },
            );
        }
        fixtures
    }

    fn credentials(&mut self, value: &Value, at: &At) -> Option<String> {
        let members = self.object(value, at, "`credentials`", &["example", "further"])?;
        let text = self.string(members, at, "example")?;
        if let Err(error) = Credential::parse(&text) {
            self.fault(&at.child("example"), error.to_string());
        }
        Some(text)
    }

    fn further_credentials(&mut self, value: &Value, at: &At) -> IndexMap<String, String> {
        let mut further = IndexMap::new();
        let at = at.child("further");
        match value.get("further") {
            None => {}
            Some(Value::Object(members)) => {
                for name in members.keys() {
                    if let Some(description) = self.string(members, &at, name) {
                        further.insert(name.clone(), description);
                    }
                }
            }
            Some(_) => self.fault(&at, "`further` must be a map from name to description"),
        }
        further
    }

    fn every_answer(&mut self, value: &Value, at: &At) -> Option<EveryAnswer> {
        let known = ["name", "header", "pattern", "unique"];
        let members = self.object(value, at, "an entry of `every-answer`", &known)?;
        let header = self.string(members, at, "header")?;
        if http::HeaderName::try_from(header.as_str()).is_err() {
            let message = format!("`{header}` cannot be the name of a header");
            self.fault(&at.child("header"), message);
        }
        let pattern = self.regex(members, at, "pattern");
        let unique = match members.get("unique") {
            None => false,
            Some(Value::Bool(unique)) => *unique,
            Some(_) => {
                self.fault(&at.child("unique"), "`unique` is true or false");
                false
            }
        };
        Some(EveryAnswer {
            name: self.string(members, at, "name")?,
            header,
            pattern,
            unique,
        })
    }

    /// The regular expression under `name`, where there is one.
    fn regex(&mut self, members: &Map<String, Value>, at: &At, name: &str) -> Option<Regex> {
        members.get(name)?;
        match Regex::new(&self.string(members, at, name)?) {
            Ok(regex) => Some(regex),
            Err(error) => {
                let message = format!("this is no regular expression: {error}");
                self.fault(&at.child(name), message);
                None
            }
        }
    }

    fn varying(&mut self, value: &Value, at: &At) -> Option<Varying> {
        let known = ["schema", "operation", "members", "with-key"];
        let members = self.object(value, at, "an entry of `varying`", &known)?;
        let of = match (members.get("schema"), members.get("operation")) {
            (Some(_), None) => VaryingScope::Schema(self.string(members, at, "schema")?),
            (None, Some(_)) => VaryingScope::Operation(self.string(members, at, "operation")?),
            _ => {
                let message = "name either a `schema` or an `operation` whose members vary";
                self.fault(at, message);
                return None;
            }
        };
        let names = self.strings(members, at, "members");
        if names.is_empty() {
            self.fault(at, "`members` must list the names of the members that vary");
        }
        Some(Varying {
            of,
            members: names,
            with_key: self.regex(members, at, "with-key").map(Pattern),
        })
    }

    fn requirement(&mut self, value: &Value, at: &At) -> Option<Requirement> {
        let known = ["id", "level", "text", "source", "cases", "untested"];
        let members = self.object(value, at, "a requirement", &known)?;
        let id = self.string(members, at, "id");
        let text = self.string(members, at, "text");
        let level = match self.string(members, at, "level")?.parse::<Level>() {
            Ok(level) => level,
            Err(message) => {
                self.fault(&at.child("level"), message);
                return None;
            }
        };
        let source = match members.get("source") {
            Some(_) => self.string(members, at, "source"),
            None => None,
        };
        let answer = match (members.get("cases"), members.get("untested")) {
            (Some(_), None) => {
                let globs = self.strings(members, at, "cases");
                if globs.is_empty() {
                    let message =
                        "`cases` is empty; say in `untested` why no case answers the requirement";
                    self.fault(&at.child("cases"), message);
                }
                RequirementAnswer::Cases(globs.iter().map(|glob| CaseGlob::new(glob)).collect())
            }
            (None, Some(_)) => RequirementAnswer::Untested(self.string(members, at, "untested")?),
            _ => {
                let message = "a requirement has either `cases` that answer it, or `untested` with \
                               the reason why none does";
                self.fault(at, message);
                return None;
            }
        };
        Some(Requirement {
            id: id?,
            level,
            text: text?,
            source,
            place: Some(Place::of(self.sources, at)),
            answer,
        })
    }

    pub(super) fn object<'v>(
        &mut self,
        value: &'v Value,
        at: &At,
        what: &str,
        known: &[&str],
    ) -> Option<&'v Map<String, Value>> {
        let Value::Object(members) = value else {
            self.fault(at, format!("{what} must be a map"));
            return None;
        };
        for name in members.keys() {
            if !known.contains(&name.as_str()) {
                let message = format!("`{name}` is unknown here; there are: {}", known.join(", "));
                self.fault(&at.child(name), message);
            }
        }
        Some(members)
    }

    pub(super) fn string(
        &mut self,
        members: &Map<String, Value>,
        at: &At,
        name: &str,
    ) -> Option<String> {
        match members.get(name) {
            Some(Value::String(text)) if !text.trim().is_empty() => Some(text.trim().to_owned()),
            Some(_) => {
                self.fault(
                    &at.child(name),
                    format!("`{name}` must be a text, not empty"),
                );
                None
            }
            None => {
                self.fault(at, format!("`{name}` is missing"));
                None
            }
        }
    }

    /// The items of a list member with their places; none where the member is missing.
    pub(super) fn list<'v>(
        &mut self,
        members: &'v Map<String, Value>,
        at: &At,
        name: &str,
    ) -> Vec<(&'v Value, At)> {
        let at = at.child(name);
        match members.get(name) {
            None => Vec::new(),
            Some(Value::Array(items)) => items
                .iter()
                .enumerate()
                .map(|(index, item)| (item, at.index(index)))
                .collect(),
            Some(_) => {
                self.fault(&at, format!("`{name}` must be a list"));
                Vec::new()
            }
        }
    }

    pub(super) fn strings(
        &mut self,
        members: &Map<String, Value>,
        at: &At,
        name: &str,
    ) -> Vec<String> {
        let mut strings = Vec::new();
        for (item, at) in self.list(members, at, name) {
            match item {
                Value::String(text) => strings.push(text.clone()),
                _ => self.fault(&at, format!("`{name}` must be a list of texts")),
            }
        }
        strings
    }
}
