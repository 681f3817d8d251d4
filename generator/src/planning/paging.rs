//! Lists that come in pages, told by what descriptions commonly call the parameters and members that lead from one
//! to the next.

use trueline_spec::ir::{Method, ParameterLocation};
use trueline_spec::spelling::fold;

use crate::plan::{Field, Operation, Paging, Parameter, Plan, Presence, Turn, Type};

/// How the list that `operation` gives is walked, if its pages have a way to the next. `page` is what it answers with.
pub(super) fn read(plan: &Plan, operation: &Operation, page: &Type) -> Option<Paging> {
    if operation.method != Method::Get {
        return None;
    }
    let members: &[Field] = plan.as_struct(page).map_or(&[], |body| &body.fields);
    let (items, item) = match plan.resolve(page) {
        Type::List(item) => (None, &**item),
        _ => {
            let mut lists = members
                .iter()
                .filter_map(|field| match plan.resolve(&field.ty) {
                    Type::List(item) if field.presence != Presence::Nullable => {
                        Some((field, &**item))
                    }
                    _ => None,
                });
            let (field, item) = lists.next()?;
            // Of two lists nothing says which is the page's.
            if lists.next().is_some() {
                return None;
            }
            (Some(field.name.clone()), item)
        }
    };
    let more = members
        .iter()
        .find(|field| says_more(&field.wire) && *plan.resolve(&field.ty) == Type::Boolean);
    Some(Paging {
        item: item.clone(),
        items,
        turn: turn(plan, operation, members, item)?,
        more: more.map(|field| field.name.clone()),
    })
}

fn turn(plan: &Plan, operation: &Operation, members: &[Field], item: &Type) -> Option<Turn> {
    let query = |is_it: fn(&str) -> bool| {
        operation.parameters.iter().find(move |parameter| {
            parameter.location == ParameterLocation::Query
                && parameter.field.presence == Presence::Optional
                && is_it(&fold(&parameter.field.wire))
        })
    };
    let of = |parameter: &Parameter, ty: &Type| plan.resolve(&parameter.field.ty) == ty;
    let name = |parameter: &Parameter| parameter.field.name.clone();
    let text = |is_it| query(is_it).filter(|parameter| of(parameter, &Type::String));
    let count = |is_it| {
        query(is_it).filter(|parameter| {
            [Type::Integer, Type::Int32, Type::Unsigned]
                .iter()
                .any(|ty| of(parameter, ty))
        })
    };
    let id = plan.as_struct(item).and_then(|item| {
        let is_id = |field: &&Field| field.wire == "id" && *plan.resolve(&field.ty) == Type::String;
        item.fields.iter().find(is_id)
    });
    if let (Some(after), Some(id)) = (text(|name| name == "starting_after"), id) {
        return Some(Turn::Edge {
            id: id.name.clone(),
            after: name(after),
            before: text(|name| name == "ending_before").map(name),
        });
    }
    if let Some(token) = text(is_token) {
        let next = members
            .iter()
            .find(|field| is_next(&fold(&field.wire)) && *plan.resolve(&field.ty) == Type::String);
        if let Some(member) = next {
            return Some(Turn::Token {
                parameter: name(token),
                member: member.name.clone(),
            });
        }
    }
    if let Some(offset) = count(|name| matches!(name, "offset" | "skip")) {
        let total = members.iter().find(|field| {
            counts_all(&fold(&field.wire)) && *plan.resolve(&field.ty) == Type::Integer
        });
        return Some(Turn::Offset {
            parameter: name(offset),
            total: total.map(|field| field.name.clone()),
        });
    }
    let page = count(|name| matches!(name, "page" | "page_number" | "page_index"))?;
    let default = page.field.default.as_ref().and_then(|value| value.as_u64());
    Some(Turn::Page {
        parameter: name(page),
        first: u8::from(default != Some(0)),
    })
}

fn says_more(name: &str) -> bool {
    matches!(
        fold(name).as_str(),
        "has_more" | "more" | "has_next" | "has_next_page"
    )
}

fn is_token(name: &str) -> bool {
    matches!(
        name,
        "cursor" | "page_token" | "next_token" | "next_page_token" | "continuation_token" | "page"
    )
}

fn is_next(name: &str) -> bool {
    matches!(
        name,
        "next_cursor" | "next_page_token" | "next_token" | "next_page" | "continuation_token"
    )
}

fn counts_all(name: &str) -> bool {
    matches!(
        name,
        "total" | "total_count" | "total_items" | "total_results" | "count_all"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_any_case_are_one_word() {
        for name in [
            "startingAfter",
            "starting-after",
            "starting_after",
            "Starting.After",
        ] {
            assert_eq!(fold(name), "starting_after", "{name}");
        }
    }
}
