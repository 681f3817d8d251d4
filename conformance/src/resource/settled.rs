//! What is read off the description, corrected by what the API's files say.

use trueline_spec::ir::Api;

use super::{Cursor, Offset, OffsetUnit, Resource, infer};
use crate::contract::Contract;
use crate::requirements::{LawSettings, ListSettings};

/// The resources of the contract, with the settings of its requirements file applied.
pub fn settled(contract: &Contract) -> Vec<(Resource, LawSettings)> {
    infer(&contract.api)
        .into_iter()
        .map(|mut resource| {
            let settings = contract.requirements.laws.get(&resource.name);
            let settings = settings.cloned().unwrap_or_default();
            apply(&contract.api, &mut resource, &settings);
            (resource, settings)
        })
        .collect()
}

fn apply(api: &Api, resource: &mut Resource, settings: &LawSettings) {
    if settings.put.is_some() {
        resource.settle_put(api, settings.put);
    }
    if let Some(told) = &settings.soft_delete {
        let own = resource.soft_delete.take().unwrap_or_default();
        resource.soft_delete = (!told.is_off).then(|| super::SoftDelete {
            member: told.member.clone().or(own.member),
            value: told.value.clone().or(own.value),
            shown_by: told.shown_by.clone().or(own.shown_by),
        });
    }
    if let (Some(job), Some(told)) = (&mut resource.job, &settings.job) {
        if let Some(state) = &told.state {
            job.state.clone_from(state);
        }
        if !told.ends.is_empty() {
            job.ends.clone_from(&told.ends);
        }
    }
    if let Some(listing) = &mut resource.list {
        name_parameters(listing, &settings.list);
        if settings.default_limit.is_some() {
            listing.default_limit = settings.default_limit;
        }
        if settings.largest_limit.is_some() {
            listing.largest = settings.largest_limit;
        }
    }
}

fn name_parameters(listing: &mut super::Listing, told: &ListSettings) {
    let name = |slot: &mut Option<String>, told: &Option<String>| {
        if told.is_some() {
            slot.clone_from(told);
        }
    };
    name(&mut listing.limit, &told.limit);
    name(&mut listing.more, &told.more);
    name(&mut listing.total, &told.total);
    if let Some(after) = &told.after {
        listing.cursor = Some(Cursor {
            after: after.clone(),
            before: told.before.clone(),
        });
    }
    let counted = |parameter: &String, unit| Offset {
        parameter: parameter.clone(),
        unit,
    };
    if let Some(offset) = &told.offset {
        listing.offset = Some(counted(offset, OffsetUnit::Items));
    } else if let Some(page) = &told.page {
        let first = told.first_page.unwrap_or(1);
        listing.offset = Some(counted(page, OffsetUnit::Pages { first }));
    }
}
