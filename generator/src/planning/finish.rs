//! The last passes: directions, boxes, constraints that are left, names.

use indexmap::IndexMap;

use super::operations::Operations;
use super::planner::Planner;
use super::{cycles, kept, naming, outcome, parameters, usage, views};
use crate::plan::{
    Operation, Plan, Rest, Rules, RulesId, SecurityScheme, Server, Type, TypeDef, TypeKind,
};
use crate::refusal::Refusal;

impl Planner<'_> {
    /// Puts the plan together.
    pub(super) fn finish(mut self, operations: Operations) -> (Plan, Vec<Refusal>) {
        let Operations {
            mut operations,
            groups,
        } = operations;
        self.say_what_has_no_type();
        let root = trueline_spec::At {
            document: Default::default(),
            pointer: trueline_spec::Pointer::root(),
        };
        let mut types: Vec<TypeDef> = self
            .types
            .into_iter()
            .zip(&self.hints)
            .map(|(def, hint)| {
                // Every reserved id was defined; were one not, any value is what is known of it.
                def.unwrap_or_else(|| TypeDef {
                    at: root.clone(),
                    name: String::new(),
                    home: hint.place.home.clone(),
                    docs: Default::default(),
                    usage: Default::default(),
                    kind: TypeKind::Alias(Type::Any),
                    view_of: None,
                })
            })
            .collect();
        kept::keep_what_others_declare(&mut types);
        let is_received = |operation: &Operation| {
            let group = groups.get(operation.group);
            group.is_some_and(|group| group.is_received)
        };
        usage::mark(&mut types, &operations, is_received);
        let mut hints = self.hints;
        let settled = views::split(&mut types, &mut hints, &mut operations, is_received);
        usage::mark_unreached(&mut types, &settled);
        views::leave_out(&mut types);
        types.iter_mut().for_each(usage::apply);
        for operation in &mut operations {
            for response in &mut operation.responses {
                response
                    .headers
                    .iter_mut()
                    .for_each(|h| h.field.rules = None);
                response.media.iter_mut().for_each(|m| m.rules = None);
            }
        }
        cycles::break_up(&mut types);
        let mut plan = Plan {
            title: self.api.info.title.clone(),
            version: self.api.info.version.clone(),
            description: self.api.info.description.clone(),
            types,
            rules: self.rules,
            groups,
            operations,
            security_schemes: self
                .api
                .security_schemes
                .iter()
                .map(|(name, scheme)| SecurityScheme {
                    name: name.clone(),
                    variant: String::new(),
                    function: String::new(),
                    kind: scheme.kind.clone(),
                })
                .collect(),
            servers: self.api.servers.iter().map(server).collect(),
        };
        keep_used_rules(&mut plan);
        naming::name_all(&mut plan, &hints, &self.options.choices);
        outcome::settle(&mut plan);
        let mut refusals = self.refusals;
        refusals.extend(parameters::unwritable(&plan));
        (plan, refusals)
    }
}

fn server(server: &trueline_spec::ir::Server) -> Server {
    Server {
        url: server.url.clone(),
        variables: server
            .variables
            .iter()
            .map(|(name, variable)| {
                let values = (variable.default.clone(), variable.values.clone());
                (name.clone(), values)
            })
            .collect(),
    }
}

/// Drops constraints that nothing names any more, in the order of first use.
fn keep_used_rules(plan: &mut Plan) {
    let old: Vec<Rules> = std::mem::take(&mut plan.rules).into_keys().collect();
    let mut kept: IndexMap<Rules, String> = IndexMap::new();
    let mut renumber = |id: &mut Option<RulesId>| {
        let rules = id.and_then(|id| old.get(id.0 as usize));
        *id = rules.and_then(|rules| {
            let (index, _) = kept.insert_full(rules.clone(), String::new());
            u32::try_from(index).ok().map(RulesId)
        });
    };
    for def in &mut plan.types {
        match &mut def.kind {
            TypeKind::Struct(body) => {
                for field in &mut body.fields {
                    renumber(&mut field.rules);
                }
                if let Rest::Keep { rules, .. } = &mut body.rest {
                    renumber(rules);
                }
            }
            TypeKind::Union(union) => {
                for branch in &mut union.branches {
                    renumber(&mut branch.rules);
                }
            }
            _ => {}
        }
    }
    for operation in &mut plan.operations {
        for parameter in &mut operation.parameters {
            renumber(&mut parameter.field.rules);
        }
        for media in operation.body.iter_mut().flat_map(|body| &mut body.media) {
            renumber(&mut media.rules);
        }
    }
    plan.rules = kept;
}
