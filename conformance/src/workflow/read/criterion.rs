//! Criteria (Arazzo 1.0.1 §4.6.11, §4.6.12).

use serde_json::{Map, Value};
use trueline_spec::At;
use trueline_spec::diagnostic::codes;

use super::Reader;
use crate::workflow::criterion::{Criterion, Kind, Test};

impl Reader<'_> {
    pub(super) fn criteria(
        &mut self,
        map: &Map<String, Value>,
        at: &At,
        name: &str,
    ) -> Vec<Criterion> {
        self.list(map, at, name)
            .into_iter()
            .filter_map(|(value, at)| self.criterion(value, &at))
            .collect()
    }

    fn criterion(&mut self, value: &Value, at: &At) -> Option<Criterion> {
        let known = ["context", "condition", "type"];
        let map = self.object(
            value,
            at,
            "a criterion",
            &known,
            &["x-says", "x-requirement"],
        )?;
        let requirements = self.requirement_ids(map, at);
        let says = self.text(map, at, "x-says");
        let context = match self.text(map, at, "context") {
            Some(text) => Some(self.expression(&text, &at.child("context"))?),
            None => None,
        };
        let kind = self.kind(map, at);
        let condition = self.required_text(map, at, "condition")?;
        let condition_at = at.child("condition");
        match Test::compile(kind?, context, &condition) {
            Ok(test) => Some(Criterion {
                at: at.clone(),
                text: condition,
                says,
                test,
                requirements,
            }),
            Err(faults) => {
                for fault in faults {
                    self.text_fault(codes::ARAZZO_CONDITION, &condition_at, &condition, fault);
                }
                None
            }
        }
    }

    fn kind(&mut self, map: &Map<String, Value>, at: &At) -> Option<Kind> {
        let at = at.child("type");
        let (name, version) = match map.get("type") {
            None => return Some(Kind::Simple),
            Some(Value::String(name)) => (name.clone(), None),
            Some(value) => {
                let map = self.object(
                    value,
                    &at,
                    "the type of a criterion",
                    &["type", "version"],
                    &[],
                )?;
                let name = self.required_text(map, &at, "type")?;
                (name, self.required_text(map, &at, "version"))
            }
        };
        let kind = match name.as_str() {
            "simple" => Kind::Simple,
            "regex" => Kind::Regex,
            "jsonpath" => Kind::JsonPath,
            "xpath" => {
                self.fault(
                    codes::ARAZZO_UNSUPPORTED,
                    &at,
                    "XPath conditions are not supported",
                )
                .help = Some("use a regex on the text, or jsonpath where it is JSON".to_owned());
                return None;
            }
            other => {
                let message = format!("`{other}` is no type of a condition");
                self.fault(codes::ARAZZO_VALUE, &at, message).help =
                    Some("the types are simple, regex and jsonpath".to_owned());
                return None;
            }
        };
        match version.as_deref() {
            None | Some("rfc9535") => Some(kind),
            Some(version) => {
                let message = format!("{name} of version `{version}` is not supported");
                self.fault(codes::ARAZZO_UNSUPPORTED, &at, message).help =
                    Some("`type: jsonpath` alone means RFC 9535".to_owned());
                None
            }
        }
    }
}
