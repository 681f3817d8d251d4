//! What a law needs of a resource, and how it is known that the resource has it.

use trueline_spec::ir::Additional;

use super::Subject;
use super::expansion::expandable;
use super::idempotency::header;
use super::marker::{Marker, holds_strings, writable};
use crate::resource::{
    FilterKind, Listing, OffsetUnit, Put, body_schema, is_nullable, members, takes_merge_patch,
};

/// Something that a law needs of a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    /// Things can be made.
    Create,
    /// Create takes a map of texts, and the thing shows it.
    Marker,
    /// The body of create takes no members but its own.
    ClosedCreate,
    /// The body of update takes no members but its own.
    ClosedUpdate,
    /// It is known which header makes a create that is sent twice one.
    IdempotencyKey,
    /// Things can be read by their id.
    Retrieve,
    /// Members of a thing can be changed.
    Update,
    /// Changes are merge patches.
    MergePatch,
    /// A merge patch may set a member to null.
    Nullable,
    /// A map of texts can be changed by a merge patch.
    PatchedMap,
    /// A list can be changed by a merge patch.
    PatchedList,
    /// A thing can be put in place of another.
    Put,
    /// What a PUT does not name goes back.
    PutReplaces,
    /// Things can be deleted for good.
    Delete,
    /// Deleted things can still be seen.
    SoftDelete,
    /// The list can be read to its end.
    Walk,
    /// The list has cursors by id, and a page size.
    Cursor,
    /// There is a cursor backwards.
    CursorBack,
    /// The list is read by an offset or page number.
    Offset,
    /// A page size can be asked for.
    Limit,
    /// It is known how long a page is when the request does not say.
    DefaultLimit,
    /// The largest page is documented.
    LargestLimit,
    /// Create demands credentials.
    Guarded,
    /// Nobody else makes things meanwhile: the case runs alone.
    Quiet,
    /// The list says whether there is more.
    More,
    /// The list says how many items there are.
    Total,
    /// It is known how the list is sorted.
    Order,
    /// There is a filter by a value.
    FilterEqual,
    /// There is a filter by a range.
    FilterRange,
    /// There are two filters.
    TwoFilters,
    /// Members can be expanded.
    Expansion,
    /// Work is begun and ends later.
    Job,
    /// The answer to its beginning says where to ask.
    JobPlace,
}

impl Need {
    /// How it is known that the resource has this, for a person.
    ///
    /// # Errors
    ///
    /// What is missing, and where to say it if the description cannot.
    pub(super) fn met(self, subject: &Subject<'_>) -> Result<String, String> {
        let Subject {
            contract,
            resource,
            settings,
        } = subject;
        let api = &contract.api;
        let call = |id: &Option<String>, what: &str| {
            let operation = id.as_deref().and_then(|id| api.operation(id));
            operation
                .map(|it| format!("{} {}", it.method, it.path.text))
                .ok_or_else(|| format!("no operation {what}"))
        };
        let list = || -> Result<&Listing, String> {
            resource
                .list
                .as_ref()
                .ok_or_else(|| "no operation lists it".to_owned())
        };
        let named = |name: &Option<String>, what: &str, setting: &str| {
            name.as_ref()
                .map(|name| format!("`{name}`"))
                .ok_or_else(|| format!("{what} (say it under `{setting}`)"))
        };
        match self {
            Need::Create => call(&resource.create, "makes one"),
            Need::Marker => Marker::of(api, resource)
                .map(|marker| format!("`{}` takes any texts", marker.member))
                .ok_or_else(|| "no map of texts that create takes and the thing shows".to_owned()),
            Need::ClosedCreate => closed(subject, &resource.create),
            Need::ClosedUpdate => closed(subject, &resource.update),
            Need::IdempotencyKey => {
                match (header(api, resource, settings), &settings.idempotency_key) {
                    (Some(name), Some(_)) => Ok(format!("told: `idempotency-key: {name}`")),
                    (Some(name), None) => Ok(format!("header `{name}`")),
                    (None, _) => Err(
                        "no header for idempotency keys (say it under `idempotency-key`)"
                            .to_owned(),
                    ),
                }
            }
            Need::Retrieve => call(&resource.retrieve, "reads one by its id"),
            Need::Update => call(&resource.update, "changes one"),
            Need::MergePatch => {
                let update = resource.update.as_deref().and_then(|id| api.operation(id));
                match update {
                    Some(update) if takes_merge_patch(update) => {
                        Ok("its body is application/merge-patch+json".to_owned())
                    }
                    _ => Err("no operation takes application/merge-patch+json".to_owned()),
                }
            }
            Need::Nullable => patched(subject, |name, schema| {
                is_nullable(api, schema) && made_with(subject, name)
            })
            .ok_or_else(|| "no member that a patch may set to null".to_owned()),
            Need::PatchedMap => patched(subject, |name, schema| {
                made_with(subject, name) && is_map(subject, schema)
            })
            .ok_or_else(|| "no map of texts that a patch changes".to_owned()),
            Need::PatchedList => patched(subject, |name, schema| {
                let array = &api.schemas.get(api.schemas.resolve(schema)).array;
                array.is_some() && made_with(subject, name)
            })
            .ok_or_else(|| "no list that a patch changes".to_owned()),
            Need::Put => call(&resource.replace, "puts one (PUT)"),
            Need::PutReplaces => match (resource.put, settings.put) {
                (Some(Put::Replaces), Some(_)) => Ok("told: `put: replace`".to_owned()),
                (Some(Put::Replaces), None) => {
                    Ok("its body demands what a new one demands".to_owned())
                }
                (Some(Put::Updates), _) => {
                    Err("the PUT is a change: its body demands less than a new one".to_owned())
                }
                (None, _) => Err(
                    "what a PUT does with the rest is not known (say it under `put`)".to_owned(),
                ),
            },
            Need::Delete => match &resource.soft_delete {
                Some(_) => Err("what is deleted can still be seen".to_owned()),
                None => call(&resource.delete, "deletes one"),
            },
            Need::SoftDelete => {
                call(&resource.delete, "deletes one")?;
                let soft = resource.soft_delete.as_ref().ok_or_else(|| {
                    "what is deleted is taken to be gone (say otherwise under `soft-delete`)"
                        .to_owned()
                })?;
                let mut said: Vec<String> = Vec::new();
                said.extend(soft.member.as_ref().map(|name| format!("`{name}` tells")));
                let shown = soft.shown_by.as_ref();
                said.extend(shown.map(|(name, value)| format!("`{name}={value}` shows")));
                Ok(said.join(", "))
            }
            Need::Walk => {
                let list = list()?;
                match (&list.cursor, &list.offset, &list.limit) {
                    (Some(cursor), _, Some(limit)) => {
                        Ok(format!("cursors `{}`, pages of `{limit}`", cursor.after))
                    }
                    (None, Some(offset), Some(limit)) => {
                        Ok(format!("`{}`, pages of `{limit}`", offset.parameter))
                    }
                    _ if list.is_whole => Ok("nothing in the list speaks of pages".to_owned()),
                    _ => Err(
                        "how to reach the next page is not known (say it under `list`)".to_owned(),
                    ),
                }
            }
            Need::Cursor => {
                let list = list()?;
                let cursor = list.cursor.as_ref().filter(|_| list.limit.is_some());
                cursor
                    .map(|cursor| format!("cursor `{}`", cursor.after))
                    .ok_or_else(|| "no cursor by id (say it under `list`)".to_owned())
            }
            Need::CursorBack => {
                let cursor = list()?.cursor.as_ref();
                let before = cursor.and_then(|cursor| cursor.before.as_ref());
                before
                    .map(|before| format!("cursor `{before}`"))
                    .ok_or_else(|| "no cursor backwards".to_owned())
            }
            Need::Offset => {
                let list = list()?;
                let offset = list
                    .offset
                    .as_ref()
                    .filter(|_| list.cursor.is_none() && list.limit.is_some());
                offset
                    .map(|offset| match offset.unit {
                        OffsetUnit::Items => format!("`{}` counts items", offset.parameter),
                        OffsetUnit::Pages { first } => {
                            format!("`{}` counts pages from {first}", offset.parameter)
                        }
                    })
                    .ok_or_else(|| "no offset or page number (say it under `list`)".to_owned())
            }
            Need::Limit => named(&list()?.limit, "no page size", "list"),
            Need::DefaultLimit => {
                let told = if settings.default_limit.is_some() {
                    "told"
                } else {
                    "documented"
                };
                list()?
                    .default_limit
                    .map(|size| format!("{size} on a page, as {told}"))
                    .ok_or_else(|| {
                        "how long a page is by itself is not known (say it under `default-limit`)"
                            .to_owned()
                    })
            }
            Need::LargestLimit => {
                let list = list()?;
                let largest = list.largest.filter(|_| list.limit.is_some());
                let told = if settings.largest_limit.is_some() {
                    "told"
                } else {
                    "documented"
                };
                largest
                    .map(|largest| format!("{largest} on a page at most, as {told}"))
                    .ok_or_else(|| {
                        "no largest page size is documented (say it under `largest-limit`)"
                            .to_owned()
                    })
            }
            Need::Guarded => {
                let create = resource.create.as_deref().and_then(|id| api.operation(id));
                let schemes = create.map(|create| api.security_of(create));
                match schemes {
                    // An alternative without a scheme lets everybody in (OpenAPI 3.1.1 §4.8.30).
                    Some(schemes)
                        if !schemes.is_empty()
                            && schemes.iter().all(|it| !it.schemes.is_empty()) =>
                    {
                        Ok("it demands credentials".to_owned())
                    }
                    _ => Err("it demands no credentials".to_owned()),
                }
            }
            Need::Quiet => Ok("runs alone".to_owned()),
            Need::More => named(&list()?.more, "nothing says whether there is more", "list"),
            Need::Total => named(&list()?.total, "nothing counts the items", "list"),
            Need::Order => settings
                .order
                .as_ref()
                .map(|order| format!("told: `order: {}`", order.member))
                .ok_or_else(|| {
                    "how the list is sorted is not known (say it under `order`)".to_owned()
                }),
            Need::FilterEqual => filters(list()?, |kind| kind == FilterKind::Equal),
            Need::FilterRange => filters(list()?, |kind| kind != FilterKind::Equal),
            Need::TwoFilters => {
                let list = list()?;
                if list.filters.len() > 1 {
                    filters(list, |_| true)
                } else {
                    Err("no two filters by members".to_owned())
                }
            }
            Need::Expansion => {
                let members = expandable(api, resource);
                if members.is_empty() {
                    Err("no member that is an id or the object itself".to_owned())
                } else {
                    Ok(format!("`expand` of `{}`", members.join("`, `")))
                }
            }
            Need::Job => {
                let job = resource.job.as_ref();
                let job = job.ok_or_else(|| {
                    "no operation answers 202 with something that tells how far it is".to_owned()
                })?;
                let ends: Vec<String> = job.ends.iter().map(ToString::to_string).collect();
                let start = call(&Some(job.start.clone()), "begins one")?;
                Ok(format!(
                    "{start}, `{}` ends as {}",
                    job.state,
                    ends.join(" or ")
                ))
            }
            Need::JobPlace => match &resource.job {
                Some(job) if job.is_placed => Ok("the 202 has `Location`".to_owned()),
                _ => Err("no 202 with `Location`".to_owned()),
            },
        }
    }
}

/// The members of the update's body that `wanted` holds for, and the thing shows; `None` for none.
fn patched(
    subject: &Subject<'_>,
    wanted: impl Fn(&str, trueline_spec::ir::SchemaId) -> bool,
) -> Option<String> {
    let api = &subject.contract.api;
    let update = api.operation(subject.resource.update.as_deref()?)?;
    let shown = members(api, subject.resource.schema);
    let found: Vec<&str> = members(api, body_schema(update)?)
        .into_iter()
        .filter(|(name, schema)| shown.contains_key(name) && wanted(name, *schema))
        .map(|(name, _)| name)
        .collect();
    (!found.is_empty()).then(|| format!("`{}`", found.join("`, `")))
}

/// Whether the operation's body takes no members but its own: only then is another surely refused.
fn closed(subject: &Subject<'_>, operation: &Option<String>) -> Result<String, String> {
    let api = &subject.contract.api;
    let operation = operation.as_deref().and_then(|id| api.operation(id));
    let schema = operation.and_then(body_schema);
    let is_closed = schema.is_some_and(|schema| {
        let schema = api.schemas.get(api.schemas.resolve(schema));
        let object = schema.object.as_ref();
        object.is_some_and(|object| object.additional == Additional::Closed)
    });
    if is_closed {
        Ok("its body is closed".to_owned())
    } else {
        Err("its body is open, so nothing is surely refused".to_owned())
    }
}

/// Whether create takes the member.
fn made_with(subject: &Subject<'_>, name: &str) -> bool {
    writable(&subject.contract.api, subject.resource).contains_key(name)
}

fn is_map(subject: &Subject<'_>, schema: trueline_spec::ir::SchemaId) -> bool {
    holds_strings(&subject.contract.api, schema)
}

fn filters(list: &Listing, wanted: fn(FilterKind) -> bool) -> Result<String, String> {
    let found: Vec<&str> = list
        .filters
        .iter()
        .filter(|filter| wanted(filter.kind))
        .map(|filter| filter.parameter.as_str())
        .collect();
    if found.is_empty() {
        return Err("no such filter by a member".to_owned());
    }
    Ok(format!("`{}`", found.join("`, `")))
}
