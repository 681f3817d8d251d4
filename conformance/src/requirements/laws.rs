//! What no description says of a resource, and the laws must know.

use indexmap::IndexMap;
use serde_json::Value;
use trueline_spec::At;

use super::read::Reader;

/// Corrections to what the laws infer, under `laws: {<resource>: …}` of the requirements file.
///
/// ```yaml
/// laws:
///   file_link:
///     computed: [expired]       # members that may change without a request
///     order: created            # the list is sorted by it, largest first
///     default-limit: 10         # items of a page when the request does not say
///     idempotency-key: Idempotency-Key  # the header that makes a repeated create one
///     states:                   # updates that bring a member to a value
///       - {member: expired, value: true, update: {expires_at: now}}
///     skip: [two-writers]       # laws that do not hold here
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LawSettings {
    /// Members that may change without a request.
    pub computed: Vec<String>,
    /// The member that the list is sorted by, largest first.
    pub order: Option<String>,
    /// Items of a page when the request does not say.
    pub default_limit: Option<usize>,
    /// The request header by which a create that is sent twice is known to be one.
    pub idempotency_key: Option<String>,
    /// How a member is brought to a value.
    pub states: Vec<State>,
    /// Names of laws that do not hold here.
    pub skip: Vec<String>,
}

/// How a member is brought to a value.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    /// The member.
    pub member: String,
    /// The value that it has afterwards.
    pub value: Value,
    /// The body of the update that does it.
    pub update: Value,
}

impl Reader<'_> {
    pub(super) fn laws(&mut self, value: &Value, at: &At) -> IndexMap<String, LawSettings> {
        let mut laws = IndexMap::new();
        let Value::Object(resources) = value else {
            self.fault(at, "`laws` must be a map from resource to settings");
            return laws;
        };
        for (name, value) in resources {
            let at = at.child(name);
            let known = [
                "computed",
                "order",
                "default-limit",
                "idempotency-key",
                "states",
                "skip",
            ];
            let Some(members) = self.object(value, &at, "the settings of a resource", &known)
            else {
                continue;
            };
            let mut settings = LawSettings {
                computed: self.strings(members, &at, "computed"),
                skip: self.strings(members, &at, "skip"),
                ..LawSettings::default()
            };
            if members.contains_key("order") {
                settings.order = self.string(members, &at, "order");
            }
            if members.contains_key("idempotency-key") {
                settings.idempotency_key = self.string(members, &at, "idempotency-key");
            }
            if let Some(limit) = members.get("default-limit") {
                settings.default_limit =
                    limit.as_u64().and_then(|limit| usize::try_from(limit).ok());
                if settings.default_limit.is_none_or(|limit| limit == 0) {
                    let message = "`default-limit` must be a number of items, 1 or more";
                    self.fault(&at.child("default-limit"), message);
                }
            }
            for (item, at) in self.list(members, &at, "states") {
                settings.states.extend(self.state(item, &at));
            }
            laws.insert(name.clone(), settings);
        }
        laws
    }

    fn state(&mut self, value: &Value, at: &At) -> Option<State> {
        let members = self.object(value, at, "a state", &["member", "value", "update"])?;
        let member = self.string(members, at, "member");
        let (Some(value), Some(update @ Value::Object(_))) =
            (members.get("value"), members.get("update"))
        else {
            let message = "a state says the `value` that the member has after the `update` (a map)";
            self.fault(at, message);
            return None;
        };
        Some(State {
            member: member?,
            value: value.clone(),
            update: update.clone(),
        })
    }
}
