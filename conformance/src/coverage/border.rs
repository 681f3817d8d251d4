//! The border of one operation: what is asked of its arguments.

use std::sync::Arc;

use serde_json::{Value, json};
use trueline_spec::At;
use trueline_spec::ir::{JsonType, Operation, SchemaId};

use super::branch::branches;
use super::place::{Argument, Key, Place, Wire, places};
use super::question::{Change, Must, Question, is_safe};
use super::value::Candidate;
use super::{invalid, valid};
use crate::case::{Case, CaseMeta, Level, Phase};
use crate::contract::Contract;
use crate::encode::{essence, is_json};
use crate::examples::{ExampleRequest, ValidRequest, ValidRequests};

/// A name that no description declares.
const UNKNOWN: &str = "trueline_unknown";

/// The border of one operation.
pub(super) struct Border<'a> {
    pub(super) contract: &'a Contract,
    requests: &'a Arc<ValidRequests>,
    index: usize,
    pub(super) operation: &'a Operation,
    valid: ValidRequest,
    /// The valid request as the document shows it.
    pub(super) documented: ExampleRequest,
    questions: Vec<Question>,
}

impl<'a> Border<'a> {
    pub(super) fn new(
        contract: &'a Contract,
        requests: &'a Arc<ValidRequests>,
        index: usize,
        operation: &'a Operation,
        valid: ValidRequest,
    ) -> Self {
        Self {
            contract,
            requests,
            index,
            operation,
            valid,
            documented: requests.documented(valid),
            questions: Vec::new(),
        }
    }

    /// All questions about the operation's arguments, in the order of the description.
    pub(super) fn cases(self) -> Vec<Arc<dyn Case>> {
        let questions = self.questions().into_iter();
        questions
            .map(|question| -> Arc<dyn Case> { Arc::new(question) })
            .collect()
    }

    pub(super) fn questions(mut self) -> Vec<Question> {
        self.arguments();
        self.query();
        self.body();
        self.questions
    }

    fn add(&mut self, name: &str, must: Must, change: Change, words: String, at: &At) {
        let asks = match must {
            Must::BeRefused => "refused",
            Must::BeAccepted => "accepted",
        };
        let title = format!("{asks}: {words}");
        let mut meta = CaseMeta::new(Phase::Coverage, &self.operation.id, name, title);
        meta.level = level(name);
        self.questions.push(Question {
            meta,
            requests: Arc::clone(self.requests),
            operation: self.index,
            valid: self.valid,
            change,
            must,
            words,
            at: at.clone(),
        });
    }

    /// Values of parameters and of the body's members.
    fn arguments(&mut self) {
        let media_type = self.media_type();
        let places = places(&self.contract.api, self.operation, media_type);
        for place in &places {
            let at = self.contract.api.schemas.get(place.schema).at.clone();
            let name = &place.name;
            self.left_out(place, &at);
            self.only_others(place, &places, &at);
            for candidate in invalid::candidates(self.contract, place) {
                // Nothing in a path is another path; an empty header is as good as none.
                let can_be_empty = name.starts_with("query.") || name.starts_with("body.");
                if candidate.rule == "empty" && !can_be_empty {
                    continue;
                }
                if self.breaks_only(place, &candidate) {
                    self.put(place, Must::BeRefused, candidate, &at);
                }
            }
            if !name.starts_with("path.") {
                for candidate in valid::candidates(self.contract, place) {
                    if self.breaks_nothing(place, &candidate) {
                        self.put(place, Must::BeAccepted, candidate, &at);
                    }
                }
            }
            self.unknown_member(place, &at);
        }
    }

    /// The request without what stands at the place.
    fn left_out(&mut self, place: &Place, at: &At) {
        let name = &place.name;
        if name.starts_with("path.") || name.ends_with(']') || !self.has(place) {
            return;
        }
        let is_valid = self.is_valid_without(place);
        let change = Change::Remove(place.clone());
        if place.required && !is_valid {
            let words = format!("`{name}` is left out, and is required");
            self.add(
                &format!("{name}/missing"),
                Must::BeRefused,
                change,
                words,
                at,
            );
        } else if !place.required && is_valid {
            let words = format!("`{name}` is left out, and is not required");
            self.add(
                &format!("{name}/left-out"),
                Must::BeAccepted,
                change,
                words,
                at,
            );
        }
    }

    /// The body without its only member, which is required, and with one that is not: a body without members may be
    /// refused for being empty, by a server that asks for no member at all.
    fn only_others(&mut self, place: &Place, places: &[Place], at: &At) {
        let is_member = |place: &Place| {
            matches!(place.argument, Argument::Body(_))
                && matches!(place.path.as_slice(), [Key::Member(_)])
        };
        let whole = self.documented.body.as_ref().map(|(_, value)| value);
        let is_alone = whole
            .and_then(Value::as_object)
            .is_some_and(|it| it.len() == 1);
        if !is_alone || !is_member(place) || !place.required || !self.has(place) {
            return;
        }
        let instead = places
            .iter()
            .filter(|other| is_member(other) && !other.required && !self.has(other))
            .find_map(|other| {
                let mut valid = valid::candidates(self.contract, other).into_iter();
                let candidate = valid.find(|candidate| self.breaks_nothing(other, candidate))?;
                Some((other, candidate.value))
            });
        let Some((other, value)) = instead else {
            return;
        };
        let (name, beside) = (&place.name, &other.name);
        let words = format!("`{name}` is left out beside `{beside}`, and is required");
        let change = Change::Swap(place.clone(), other.clone(), value);
        self.add(
            &format!("{name}/missing-beside-others"),
            Must::BeRefused,
            change,
            words,
            at,
        );
    }

    fn put(&mut self, place: &Place, must: Must, candidate: Candidate, at: &At) {
        let words = format!("`{}` {}", place.name, candidate.words);
        let rule = candidate.rule.replace('/', "~1");
        let name = format!("{}/{rule}", place.name);
        let change = Change::Put(place.clone(), candidate.value);
        self.add(&name, must, change, words, at);
    }

    /// A member that a closed object does not declare.
    fn unknown_member(&mut self, place: &Place, at: &At) {
        let schemas = &self.contract.api.schemas;
        let ways = branches(schemas, place.schema);
        let objects = ways
            .iter()
            .filter(|way| way.takes(schemas, JsonType::Object))
            .collect::<Vec<_>>();
        let is_closed = !objects.is_empty() && objects.iter().all(|way| way.is_closed(schemas));
        if !is_closed || place.wire == (Wire::Text { brackets: false }) || !self.has(place) {
            return;
        }
        let name = format!("{}/unknown", place.name);
        let words = format!(
            "`{}` has a member that is not declared, and is closed",
            place.name
        );
        let inner = inside(place);
        self.add(
            &name,
            Must::BeRefused,
            Change::Put(inner, json!("1")),
            words,
            at,
        );
    }

    /// A query parameter that is not declared, where the description says what becomes of it.
    fn query(&mut self) {
        let said = self.contract.api.extensions.get("x-unknown-query");
        let must = match said.and_then(Value::as_str) {
            Some("refuse") => Must::BeRefused,
            Some("ignore") => Must::BeAccepted,
            _ => return,
        };
        let at = &self.operation.at;
        let words = "the query has a parameter that is not declared".to_owned();
        let change = Change::Query(UNKNOWN.to_owned(), "1".to_owned());
        self.add("query/unknown", must, change, words, at);
    }

    /// The body as a whole and its media type.
    fn body(&mut self) {
        let Some(body) = &self.operation.body else {
            return;
        };
        let Some((media_type, _)) = self
            .media_type()
            .and_then(|index| Some((body.content.get(index)?, self.documented.body.as_ref()?)))
        else {
            return;
        };
        let at = &body.at;
        if body.required {
            let words = "there is no body, and one is required".to_owned();
            self.add("body/missing", Must::BeRefused, Change::NoBody, words, at);
        } else {
            let words = "there is no body, and none is required".to_owned();
            self.add("body/left-out", Must::BeAccepted, Change::NoBody, words, at);
        }
        let name = essence(&media_type.name);
        if let Some(schema) = media_type.schema {
            let schemas = &self.contract.api.schemas;
            let ways = branches(schemas, schema);
            let is_closed = !ways.is_empty() && ways.iter().all(|way| way.is_closed(schemas));
            let is_written = is_json(&name) || name == "application/x-www-form-urlencoded";
            if is_closed && is_written {
                let words = "the body has a member that is not declared, and is closed".to_owned();
                let place = self.member(schema);
                let change = Change::Put(place, json!("1"));
                self.add("body/unknown", Must::BeRefused, change, words, at);
            }
        }
        if is_json(&name) {
            let words = "the body ends in the middle, and is no JSON".to_owned();
            self.add(
                "body/malformed",
                Must::BeRefused,
                Change::HalfBody,
                words,
                at,
            );
        }
        let documents = |other: &str| {
            body.content
                .iter()
                .any(|it| covers(&essence(&it.name), other))
        };
        if !documents("text/plain") {
            let words = format!("the body is called text/plain, and must be {name}");
            let change = Change::Called("text/plain".to_owned());
            self.add("content-type/other", Must::BeRefused, change, words, at);
        }
        for (rule, other) in [
            ("json", "application/json"),
            ("form", "application/x-www-form-urlencoded"),
        ] {
            if !documents(other) {
                let words = format!("the body is written as {other}, and must be {name}");
                let change = Change::Written(other);
                let id = format!("content-type/{rule}");
                self.add(&id, Must::BeRefused, change, words, at);
            }
        }
    }

    /// The index of the body's media type in the valid request. A body on a method for which bodies have
    /// no meaning (RFC 9110 §9.3.1) is left alone.
    fn media_type(&self) -> Option<usize> {
        if is_safe(self.operation.method) {
            return None;
        }
        let documented = self.documented.body.as_ref().map(|(index, _)| *index);
        let first = self.operation.body.as_ref().map(|_| 0);
        documented.or(first)
    }

    /// An undeclared member of the body.
    fn member(&self, schema: SchemaId) -> Place {
        Place {
            name: "body".to_owned(),
            argument: Argument::Body(self.media_type().unwrap_or_default()),
            path: vec![Key::Member(UNKNOWN.to_owned())],
            schema,
            required: false,
            wire: Wire::Json,
        }
    }
}

/// How binding a rule is where no requirement says it. That the description names no further media type
/// is no promise that the server takes none, many read an empty text as no value, and a body that is right but for
/// its name may be taken for what it is.
fn level(name: &str) -> Level {
    if name == "content-type/other" {
        Level::May
    } else if name.starts_with("content-type/") || name.ends_with("/empty") {
        Level::Should
    } else {
        Level::Must
    }
}

/// An undeclared member of what stands at the place.
fn inside(place: &Place) -> Place {
    let mut path = place.path.clone();
    path.push(Key::Member(UNKNOWN.to_owned()));
    Place {
        path,
        ..place.clone()
    }
}

/// Whether the documented media type or range takes the other one.
fn covers(documented: &str, other: &str) -> bool {
    let prefix = documented.strip_suffix('*').unwrap_or(documented);
    documented == other
        || documented == "*/*"
        || (documented.ends_with("/*") && other.starts_with(prefix))
}
