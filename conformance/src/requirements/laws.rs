//! What no description says of a resource, and the laws must know.

use indexmap::IndexMap;
use serde_json::{Map, Value};
use trueline_spec::At;

use super::members::MemberRule;
use super::read::Reader;
use crate::resource::Put;

/// Corrections to what the laws infer, under `laws: {<resource>: …}` of the requirements file.
///
/// ```yaml
/// laws:
///   file_link:
///     computed: [expired]       # members that may change without a request
///     order: created            # the list is sorted by it, largest first
///     default-limit: 10         # items of a page when the request does not say
///     largest-limit: 100        # items of a page at most
///     idempotency-key: Idempotency-Key  # the header that makes a repeated create one
///     states:                   # updates that bring a member to a value
///       - {member: expired, value: true, update: {expires_at: now}, final: FL-UPDATE-07}
///     members:                  # what is promised of members beyond their schemas
///       metadata: {kind: map, unset: '', entries: 50}
///     skip: [two-writers]       # laws that do not hold here
///   Plot:
///     order: created_at ascending
///     put: replace              # what a PUT does not name goes back; or `update`: it stays
///     soft-delete: {member: state, value: archived, list: {include_archived: true}}
///     list: {offset: from, limit: size, total: hits}
///   SoilTest:
///     job: {state: state, ends: [done, failed], within: 10}
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LawSettings {
    /// Members that may change without a request.
    pub computed: Vec<String>,
    /// How the list is sorted.
    pub order: Option<Order>,
    /// Items of a page when the request does not say.
    pub default_limit: Option<usize>,
    /// Items of a page at most.
    pub largest_limit: Option<usize>,
    /// The request header by which a create that is sent twice is known to be one.
    pub idempotency_key: Option<String>,
    /// How a member is brought to a value.
    pub states: Vec<State>,
    /// What is promised of members, by name.
    pub members: IndexMap<String, MemberRule>,
    /// What a PUT does with what it does not name.
    pub put: Option<Put>,
    /// How a thing that was deleted can still be seen.
    pub soft_delete: Option<SoftDeleteSettings>,
    /// How a piece of work tells that it has ended.
    pub job: Option<JobSettings>,
    /// Names in the list that are not the usual ones.
    pub list: ListSettings,
    /// Names of laws that do not hold here.
    pub skip: Vec<String>,
}

/// How a list is sorted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// The member.
    pub member: String,
    /// Smallest first; largest first otherwise.
    pub is_ascending: bool,
}

/// How a thing that was deleted can still be seen.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SoftDeleteSettings {
    /// `soft-delete: false`: what is deleted is gone, whatever the description looks like.
    pub is_off: bool,
    /// The member that says so.
    pub member: Option<String>,
    /// The value that it has then; without one, any but null and false.
    pub value: Option<Value>,
    /// The list's parameter, with its value, that shows deleted things.
    pub shown_by: Option<(String, Value)>,
}

/// How a piece of work tells that it has ended.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct JobSettings {
    /// The member that tells.
    pub state: Option<String>,
    /// Its final values.
    pub ends: Vec<Value>,
    /// Seconds within which it must end.
    pub within: Option<u64>,
}

/// Names in the list that are not the usual ones: query parameters, and members of the answer.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ListSettings {
    /// The parameter that limits a page.
    pub limit: Option<String>,
    /// The parameter that leaves items out at the start.
    pub offset: Option<String>,
    /// The parameter that counts pages.
    pub page: Option<String>,
    /// The number of the first page.
    pub first_page: Option<usize>,
    /// The cursor to what follows an item.
    pub after: Option<String>,
    /// The cursor to what precedes an item.
    pub before: Option<String>,
    /// The member that says whether there is more.
    pub more: Option<String>,
    /// The member that counts the items of all pages.
    pub total: Option<String>,
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
    /// The requirement by which a thing in this state refuses every further update, where it does.
    pub is_final: Option<String>,
}

impl Reader<'_> {
    /// How many items a page holds.
    fn size(&mut self, members: &Map<String, Value>, at: &At, name: &str) -> Option<usize> {
        let size = members.get(name)?.as_u64();
        let size = size.and_then(|size| usize::try_from(size).ok());
        if size.is_none_or(|size| size == 0) {
            let message = format!("`{name}` must be a number of items, 1 or more");
            self.fault(&at.child(name), &message);
        }
        size
    }

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
                "largest-limit",
                "idempotency-key",
                "states",
                "members",
                "put",
                "soft-delete",
                "job",
                "list",
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
                settings.order = self.order(members, &at);
            }
            if members.contains_key("idempotency-key") {
                settings.idempotency_key = self.string(members, &at, "idempotency-key");
            }
            settings.default_limit = self.size(members, &at, "default-limit");
            settings.largest_limit = self.size(members, &at, "largest-limit");
            for (item, at) in self.list(members, &at, "states") {
                settings.states.extend(self.state(item, &at));
            }
            if let Some(told) = members.get("members") {
                settings.members = self.member_rules(told, &at.child("members"));
            }
            if members.contains_key("put") {
                settings.put = self.put(members, &at);
            }
            if let Some(told) = members.get("soft-delete") {
                settings.soft_delete = self.soft_delete(told, &at.child("soft-delete"));
            }
            if let Some(told) = members.get("job") {
                settings.job = self.job(told, &at.child("job"));
            }
            if let Some(told) = members.get("list") {
                settings.list = self.list_names(told, &at.child("list"));
            }
            laws.insert(name.clone(), settings);
        }
        laws
    }

    fn order(&mut self, members: &Map<String, Value>, at: &At) -> Option<Order> {
        let text = self.string(members, at, "order")?;
        let (member, direction) = text.split_once(' ').unwrap_or((&text, "descending"));
        let is_ascending = match direction.trim() {
            "ascending" => true,
            "descending" => false,
            _ => {
                let message =
                    "`order` is the name of a member, and `ascending` or `descending` after it";
                self.fault(&at.child("order"), message);
                return None;
            }
        };
        Some(Order {
            member: member.to_owned(),
            is_ascending,
        })
    }

    fn put(&mut self, members: &Map<String, Value>, at: &At) -> Option<Put> {
        match self.string(members, at, "put")?.as_str() {
            "replace" => Some(Put::Replaces),
            "update" => Some(Put::Updates),
            _ => {
                let message =
                    "`put` is `replace` (what it does not name goes back) or `update` (it stays)";
                self.fault(&at.child("put"), message);
                None
            }
        }
    }

    fn soft_delete(&mut self, value: &Value, at: &At) -> Option<SoftDeleteSettings> {
        if *value == Value::Bool(false) {
            return Some(SoftDeleteSettings {
                is_off: true,
                ..SoftDeleteSettings::default()
            });
        }
        let members = self.object(value, at, "`soft-delete`", &["member", "value", "list"])?;
        let member = match members.get("member") {
            Some(_) => Some(self.string(members, at, "member")?),
            None => None,
        };
        let shown_by = match members.get("list") {
            Some(Value::Object(one)) if one.len() == 1 => one
                .iter()
                .next()
                .map(|(name, value)| (name.clone(), value.clone())),
            Some(_) => {
                let message = "`list` is one parameter of the list and its value, such as \
                               {include_deleted: true}";
                self.fault(&at.child("list"), message);
                None
            }
            None => None,
        };
        if member.is_none() && shown_by.is_none() {
            self.fault(
                at,
                "name the `member` that tells, or the `list` parameter that shows",
            );
        }
        Some(SoftDeleteSettings {
            is_off: false,
            member,
            value: members.get("value").cloned(),
            shown_by,
        })
    }

    fn job(&mut self, value: &Value, at: &At) -> Option<JobSettings> {
        let members = self.object(value, at, "`job`", &["state", "ends", "within"])?;
        let state = match members.get("state") {
            Some(_) => self.string(members, at, "state"),
            None => None,
        };
        let ends = self.list(members, at, "ends");
        let within = self.count(members, at, "within");
        Some(JobSettings {
            state,
            ends: ends.into_iter().map(|(value, _)| value.clone()).collect(),
            within: within.and_then(|within| u64::try_from(within).ok()),
        })
    }

    fn list_names(&mut self, value: &Value, at: &At) -> ListSettings {
        let known = [
            "limit",
            "offset",
            "page",
            "first-page",
            "after",
            "before",
            "more",
            "total",
        ];
        let Some(members) = self.object(value, at, "`list`", &known) else {
            return ListSettings::default();
        };
        let mut name = |name: &str| {
            members
                .contains_key(name)
                .then(|| self.string(members, at, name))
                .flatten()
        };
        ListSettings {
            limit: name("limit"),
            offset: name("offset"),
            page: name("page"),
            after: name("after"),
            before: name("before"),
            more: name("more"),
            total: name("total"),
            first_page: self.count(members, at, "first-page"),
        }
    }

    /// A number that is not negative; none where the member is missing.
    pub(super) fn count(
        &mut self,
        members: &Map<String, Value>,
        at: &At,
        name: &str,
    ) -> Option<usize> {
        let value = members.get(name)?;
        let count = value.as_u64().and_then(|count| usize::try_from(count).ok());
        if count.is_none() {
            self.fault(
                &at.child(name),
                format!("`{name}` must be a whole number, 0 or more"),
            );
        }
        count
    }

    fn state(&mut self, value: &Value, at: &At) -> Option<State> {
        let members = self.object(
            value,
            at,
            "a state",
            &["member", "value", "update", "final"],
        )?;
        let is_final = match members.get("final") {
            Some(_) => self.string(members, at, "final"),
            None => None,
        };
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
            is_final,
        })
    }
}
