//! Things that are marked as removed and kept.

use serde_json::{Value, json};
use trueline_spec::ir::{Api, JsonType, Operation, ParameterLocation};
use trueline_spec::spelling::fold;

use super::{Resource, body_schema, members};

/// How a thing that was deleted can still be seen.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SoftDelete {
    /// The member that says that it was removed: neither absent nor null nor false then.
    pub member: Option<String>,
    /// The value that the member has then, where it is a certain one.
    pub value: Option<Value>,
    /// The list's parameter, with its value, that brings removed things back into the list.
    pub shown_by: Option<(String, Value)>,
}

impl SoftDelete {
    /// Whether `thing` says of itself that it was removed; `None` where no member says so.
    pub fn marks(&self, thing: &Value) -> Option<bool> {
        let shown = thing.get(self.member.as_ref()?).unwrap_or(&Value::Null);
        Some(match &self.value {
            Some(value) => shown == value,
            None => !matches!(shown, Value::Null | Value::Bool(false)),
        })
    }
}

/// Words for taking things away, as stems.
const STEMS: [&str; 5] = ["delet", "archiv", "remov", "trash", "discard"];

/// What is read off a description: a member such as `deleted_at` that no request can set, or a list
/// parameter such as `include_deleted`. The stem must be the DELETE's own word, so that a thing which can
/// also be archived by hand is not mistaken for one.
pub(super) fn soft_delete(
    api: &Api,
    resource: &Resource,
    delete: &Operation,
) -> Option<SoftDelete> {
    let stem = |name: &str| {
        let name = fold(name);
        STEMS
            .into_iter()
            .find(|stem| name.split('_').any(|word| word.starts_with(stem)))
            .filter(|stem| *stem == "delet" || says(delete, stem))
    };
    let written: Vec<&str> = [&resource.create, &resource.update, &resource.replace]
        .into_iter()
        .filter_map(|id| body_schema(api.operation(id.as_deref()?)?))
        .flat_map(|schema| members(api, schema).into_keys())
        .collect();
    let member = members(api, resource.schema)
        .into_iter()
        .filter(|(name, _)| stem(name).is_some() && !written.contains(name))
        .find(|(_, schema)| {
            let types = api.schemas.get(api.schemas.resolve(*schema)).types;
            matches!(
                types.single(),
                Some(JsonType::Boolean | JsonType::String | JsonType::Integer)
            )
        })
        .map(|(name, _)| name.to_owned());
    let list = resource.list.as_ref();
    let list = list.and_then(|list| api.operation(&list.operation));
    let shown_by = list.and_then(|list| {
        list.parameters
            .iter()
            .filter(|parameter| parameter.location == ParameterLocation::Query)
            .find(|parameter| {
                let name = fold(&parameter.name);
                let asks = ["include", "with", "show"];
                stem(&name).is_some() && asks.iter().any(|word| name.starts_with(word))
            })
            .map(|parameter| (parameter.name.clone(), json!(true)))
    });
    (member.is_some() || shown_by.is_some()).then_some(SoftDelete {
        member,
        value: None,
        shown_by,
    })
}

/// Whether the operation calls itself by this word.
fn says(operation: &Operation, stem: &str) -> bool {
    let texts = [Some(&operation.id), operation.summary.as_ref()];
    texts
        .into_iter()
        .flatten()
        .any(|text| text.to_lowercase().contains(stem))
}
