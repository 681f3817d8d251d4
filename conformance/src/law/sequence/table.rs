//! What can be put into the calls of a sequence: for each member of a body the ways to fill it.

use trueline_spec::ir::{Api, JsonType, SchemaId};

use super::super::expansion::{expandable, takes_expand};
use super::super::marker::holds_strings;
use crate::check;
use crate::contract::Contract;
use crate::coverage::{Choice, Must, choices};
use crate::requirements::{LawSettings, MemberKind, MemberRule, Requirements, State};
use crate::resource::{Resource, body_schema, members};

/// The word by which a body asks to expand.
const EXPAND: &str = "expand";

/// Laws whose claims a sequence makes, too.
pub(super) const LAWS: [&str; 14] = [
    "create-retrieve",
    "retrieve-twice",
    "update-retrieve",
    "refused-update",
    "refused-create",
    "unique-ids",
    "neighbours",
    "texts",
    "expansion",
    "create-list",
    "pages-forward",
    "pages-backward",
    "filter-equal",
    "delete",
];

/// The ways to fill the calls on one resource.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) create: Vec<Member>,
    pub(super) update: Vec<Member>,
    /// Members that retrieve expands.
    pub(super) expandable: Vec<String>,
    /// Updates that bring a thing to a state.
    pub(super) states: Vec<State>,
    pub(super) can_retrieve: bool,
    pub(super) can_update: bool,
    pub(super) can_list: bool,
    pub(super) can_delete: bool,
}

/// A member of a body and the ways to fill it: first those that are valid, then those that are not.
#[derive(Debug)]
pub(super) struct Member {
    pub(super) name: String,
    /// What is promised of it.
    pub(super) rule: Option<MemberRule>,
    /// Whether a time is a number of seconds; otherwise it is a text.
    pub(super) is_number: bool,
    made: Vec<Make>,
    taken: Vec<Choice>,
    spoilt: Vec<Make>,
    refused: Vec<Choice>,
}

/// A way to fill a member that varies with a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Make {
    /// One entry.
    One,
    /// Some entries.
    Several,
    /// One entry with a text of any length.
    Text,
    /// An entry taken away.
    Unset,
    /// An entry taken away and another set.
    UnsetAndSet,
    /// All entries taken away.
    Clear,
    /// Nearly as many entries as there may be.
    Fill,
    /// A value that is too long.
    LongValue,
    /// A name that is too long.
    LongName,
    /// More entries than there may be.
    TooMany,
    /// A time that lies ahead.
    Ahead,
    /// The time taken away.
    Away,
    /// A time that is past.
    Past,
    /// A member of the thing expanded in the answer.
    Expand,
}

/// One way to fill a member.
#[derive(Debug, Clone, Copy)]
pub(super) enum Fill<'a> {
    Made(Make),
    Given(&'a Choice),
}

impl Table {
    pub(super) fn new(contract: &Contract, resource: &Resource, settings: &LawSettings) -> Self {
        let api = &contract.api;
        let body = |id: &Option<String>, is_update| match id {
            Some(id) => body_members(contract, resource, settings, id, is_update),
            None => Vec::new(),
        };
        let update = body(&resource.update, true);
        let list = resource.list.as_ref();
        Self {
            create: body(&resource.create, false),
            can_update: !update.is_empty(),
            update,
            expandable: expandable(api, resource),
            states: settings.states.clone(),
            can_retrieve: resource.retrieve.is_some(),
            // Reading to the end of a list in no known order would be reading all that the target has.
            can_list: list.is_some_and(|list| {
                list.cursor.is_some() && list.limit.is_some() && settings.order.is_some()
            }),
            // What is deleted and can still be seen has laws of its own.
            can_delete: resource.delete.is_some() && resource.soft_delete.is_none(),
        }
    }

    /// The requirements of which a sequence speaks, each once.
    pub(super) fn requirements(&self, contract: &Contract, resource: &Resource) -> Vec<String> {
        let file = &contract.requirements;
        let laws = LAWS
            .into_iter()
            .flat_map(|law| law_ids(file, resource, law));
        let members = self.create.iter().chain(&self.update);
        let promised = members.flat_map(|member| {
            let rule = member
                .rule
                .iter()
                .flat_map(|it| it.requirements.values().cloned());
            let given = member.taken.iter().chain(&member.refused);
            rule.chain(given.flat_map(|choice| choice_ids(file, choice)))
                .collect::<Vec<_>>()
        });
        let states = self
            .states
            .iter()
            .filter_map(|state| state.is_final.clone());
        let mut all: Vec<String> = Vec::new();
        for id in laws.chain(promised).chain(states) {
            if !all.contains(&id) {
                all.push(id);
            }
        }
        all
    }
}

/// The requirements that the law's own case answers.
pub(super) fn law_ids(file: &Requirements, resource: &Resource, law: &str) -> Vec<String> {
    let name = resource.name.replace('/', "~1");
    file.broken_by(&format!("laws/{law}/{name}"), check::LAW, None)
}

/// The requirements that the coverage case of a choice answers.
pub(super) fn choice_ids(file: &Requirements, choice: &Choice) -> Vec<String> {
    file.broken_by(&choice.case, check::ACCEPTANCE, None)
}

/// The members of the operation's body, in document order.
fn body_members(
    contract: &Contract,
    resource: &Resource,
    settings: &LawSettings,
    id: &str,
    is_update: bool,
) -> Vec<Member> {
    let api = &contract.api;
    let Some(schema) = api.operation(id).and_then(body_schema) else {
        return Vec::new();
    };
    let shown = members(api, resource.schema);
    let all = choices(contract, id);
    let own = |name: &str, must: Must| -> Vec<Choice> {
        let mine = all.iter().filter(|it| it.member == name && it.must == must);
        mine.cloned().collect()
    };
    let expands = takes_expand(api, Some(id)) && !expandable(api, resource).is_empty();
    members(api, schema)
        .into_iter()
        .map(|(name, schema)| {
            let rule = settings.members.get(name);
            let is_map = shown.contains_key(name) && holds_strings(api, schema);
            let (made, spoilt) = match rule.map(|rule| rule.kind) {
                Some(MemberKind::Map) => rule.map_or((Vec::new(), Vec::new()), |rule| {
                    (map_fills(rule, is_update), map_faults(rule))
                }),
                Some(MemberKind::Time) => {
                    let away = rule.is_some_and(|rule| rule.unset.is_some()) && is_update;
                    let made = [Make::Ahead].into_iter().chain(away.then_some(Make::Away));
                    (made.collect(), vec![Make::Past])
                }
                None if is_map => (vec![Make::One, Make::Several], Vec::new()),
                None if name == EXPAND && expands => (vec![Make::Expand], Vec::new()),
                None => (Vec::new(), Vec::new()),
            };
            let taken = if made.is_empty() {
                own(name, Must::BeAccepted)
            } else {
                Vec::new()
            };
            Member {
                name: name.to_owned(),
                rule: rule.cloned(),
                is_number: is_number(api, schema),
                made,
                taken,
                spoilt,
                refused: own(name, Must::BeRefused),
            }
        })
        .collect()
}

fn map_fills(rule: &MemberRule, is_update: bool) -> Vec<Make> {
    let mut made = vec![Make::One, Make::Several, Make::Text];
    if is_update {
        if rule.unset.is_some() {
            made.extend([Make::Unset, Make::UnsetAndSet]);
        }
        if rule.clear.is_some() {
            made.push(Make::Clear);
        }
    }
    if rule.entries.is_some_and(|most| (10..=100).contains(&most)) {
        made.push(Make::Fill);
    }
    made
}

fn map_faults(rule: &MemberRule) -> Vec<Make> {
    let value = rule.value.is_some().then_some(Make::LongValue);
    let name = rule.name.is_some().then_some(Make::LongName);
    let entries = rule.entries.is_some_and(|most| most <= 100);
    let entries = entries.then_some(Make::TooMany);
    value.into_iter().chain(name).chain(entries).collect()
}

/// Whether the schema, or a way of it, takes numbers.
fn is_number(api: &Api, schema: SchemaId) -> bool {
    let schema = api.schemas.get(api.schemas.resolve(schema));
    let ways = schema.any_of.iter().chain(&schema.one_of);
    if schema.any_of.is_empty() && schema.one_of.is_empty() {
        return schema.types.has(JsonType::Integer) && !schema.types.has(JsonType::String);
    }
    ways.into_iter().any(|way| is_number(api, *way))
}

impl Member {
    /// How many ways are valid; they come first.
    pub(super) fn valid_options(&self) -> usize {
        self.made.len() + self.taken.len()
    }

    /// How many of the other ways break what the API's files promise; they come first of those.
    pub(super) fn promised_faults(&self) -> usize {
        self.spoilt.len()
    }

    /// How many ways there are.
    pub(super) fn options(&self) -> usize {
        self.valid_options() + self.spoilt.len() + self.refused.len()
    }

    /// The way with this number.
    pub(super) fn fill(&self, option: usize) -> Option<Fill<'_>> {
        let made = |make: &Make| Fill::Made(*make);
        let all = self.made.iter().map(made);
        let all = all.chain(self.taken.iter().map(Fill::Given));
        let all = all.chain(self.spoilt.iter().map(made));
        let mut all = all.chain(self.refused.iter().map(Fill::Given));
        all.nth(option)
    }
}
