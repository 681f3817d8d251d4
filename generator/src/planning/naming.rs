//! The one pass that gives names.
//!
//! Components come first, in document order, so that they are called what the document calls them;
//! then operations; then inline types, by a title of their own or by where they were first met.

mod rules;
mod status;

use std::collections::HashMap;

use super::draft::{Hint, Owner};
pub(super) use status::status_name;

use crate::choices::Choices;
use crate::names::{Scope, constant_case, field_case, module_case, type_case, variant_case};
use crate::plan::{
    Body, Kind, Media, Operation, Plan, Presence, Response, Rest, Struct, Test, Type, TypeKind,
    Union,
};

/// The longest title that is still a name and not a sentence.
const LONGEST_TITLE: usize = 40;

/// Names everything in the plan. `hints` has one entry for each type.
pub(super) fn name_all(plan: &mut Plan, hints: &[Hint], choices: &Choices) {
    let mut scope = Scope::default();
    name_components(plan, hints, choices, &mut scope);
    name_operations(plan, choices, &mut scope);
    name_inline_types(plan, hints, choices, &mut scope);
    name_insides(plan, hints, choices);
    rules::name_rules(plan);
}

fn is_component(hint: &Hint) -> Option<&str> {
    match &hint.place.owner {
        Owner::Component(name) if hint.place.tail.is_empty() => Some(name),
        _ => None,
    }
}

fn name_components(plan: &mut Plan, hints: &[Hint], choices: &Choices, scope: &mut Scope) {
    // What was chosen comes first: it is to be called just so.
    for chosen in [true, false] {
        for (def, hint) in plan.types.iter_mut().zip(hints) {
            let Some(name) = is_component(hint) else {
                continue;
            };
            match choices.schemas.get(name) {
                Some(name) if chosen => def.name = scope.claim(name.clone()),
                None if !chosen => def.name = scope.claim(type_case(name)),
                _ => {}
            }
        }
    }
}

fn name_inline_types(plan: &mut Plan, hints: &[Hint], choices: &Choices, scope: &mut Scope) {
    let mut wishes: HashMap<String, usize> = HashMap::new();
    for hint in hints.iter().filter(|hint| is_component(hint).is_none()) {
        if let Some(name) = title_name(hint) {
            *wishes.entry(name).or_default() += 1;
        }
    }
    for index in 0..plan.types.len() {
        let Some(hint) = hints.get(index) else {
            continue;
        };
        if is_component(hint).is_some() {
            continue;
        }
        let titled = title_name(hint)
            .filter(|name| wishes.get(name) == Some(&1))
            .filter(|name| scope.try_claim(name));
        let name = match titled {
            Some(name) => name,
            None => scope.claim(context_name(plan, hint, choices)),
        };
        if let Some(def) = plan.types.get_mut(index) {
            def.name = name;
        }
    }
}

fn title_name(hint: &Hint) -> Option<String> {
    let title = hint.title.as_deref()?;
    let name = type_case(title);
    (title.len() <= LONGEST_TITLE && name != "Empty").then_some(name)
}

/// A name made of where a type was first met. Owners are planned, and so named, before what they own.
fn context_name(plan: &Plan, hint: &Hint, choices: &Choices) -> String {
    let owner = match &hint.place.owner {
        Owner::Component(name) => match choices.schemas.get(name) {
            Some(name) => name.clone(),
            None => type_case(name),
        },
        Owner::Operation(id) => type_case(choices.operations.get(id).unwrap_or(id)),
        Owner::Type(id) => plan.get(*id).name.clone(),
    };
    let tail: String = hint
        .place
        .tail
        .iter()
        .map(|word| variant_case(word))
        .collect();
    type_case(&format!("{owner}_{tail}"))
}

fn name_operations(plan: &mut Plan, choices: &Choices, scope: &mut Scope) {
    let mut modules = Scope::with([
        "models", "receiver", "requests", "rules", "runtime", "server", "client",
    ]);
    for group in &mut plan.groups {
        group.module = modules.claim(module_case(&group.tag));
        let name = type_case(&group.tag);
        group.trait_name = match scope.try_claim(&name) {
            true => name,
            false => {
                // Escaped names end in an underscore, which no type's name has inside.
                scope.claim(format!("{}Api", name.trim_end_matches('_')))
            }
        };
    }
    let mut methods = Scope::default();
    // Calls and what comes back stand beside the requests, away from the models.
    let mut calls = Scope::default();
    for operation in &mut plan.operations {
        let id = choices
            .operations
            .get(&operation.id)
            .unwrap_or(&operation.id);
        let stem = variant_case(id);
        operation.names.method = methods.claim(field_case(id));
        operation.names.request = scope.claim(format!("{stem}Request"));
        operation.names.response = scope.claim(format!("{stem}Response"));
        if operation.body.as_ref().is_some_and(|body| !body.uniform) {
            operation.names.body = scope.claim(format!("{stem}Content"));
        }
        operation.names.call = calls.claim(format!("{stem}Call"));
        operation.names.answer = calls.claim(format!("{stem}Answer"));
        operation.names.refusal = calls.claim(format!("{stem}Refusal"));
        operation.names.answer_headers = calls.claim(format!("{stem}Headers"));
        operation.names.refusal_headers = calls.claim(format!("{stem}RefusalHeaders"));
        name_inside_operation(operation);
    }
    let mut schemes = Scope::default();
    let mut functions = Scope::with(["connect"]);
    for scheme in &mut plan.security_schemes {
        scheme.variant = schemes.claim(variant_case(&scheme.name));
        scheme.function = functions.claim(field_case(&scheme.name));
    }
}

fn name_inside_operation(operation: &mut Operation) {
    // A call has setters by these names, beside methods of its own.
    let mut fields = Scope::with(["body", "new", "with", "reply", "stream_all"]);
    for parameter in &mut operation.parameters {
        parameter.field.name = fields.claim(field_case(&parameter.field.wire));
    }
    if let Some(Body { media, .. }) = &mut operation.body {
        name_media(media);
    }
    let mut variants = Scope::default();
    for response in &mut operation.responses {
        let Response {
            status,
            variant,
            headers,
            media,
            ..
        } = response;
        *variant = variants.claim(status_name(*status));
        let mut fields = Scope::with(["body", "status"]);
        for header in headers {
            header.field.name = fields.claim(field_case(&header.field.wire));
        }
        name_media(media);
    }
}

fn name_media(media: &mut [Media]) {
    let mut scope = Scope::default();
    for media in media {
        let essence = media.name.split(';').next().unwrap_or_default();
        let sub = essence.split('/').next_back().unwrap_or_default().trim();
        let word = match sub {
            "x-www-form-urlencoded" => "Form",
            "form-data" => "Multipart",
            "octet-stream" => "Bytes",
            "*" => "Other",
            sub => sub,
        };
        media.variant = scope.claim(variant_case(word));
    }
}

/// Names what stands inside types: fields, constants, variants, branches.
fn name_insides(plan: &mut Plan, hints: &[Hint], choices: &Choices) {
    // A branch is called the same in both views of its union.
    let type_names: Vec<String> = plan
        .types
        .iter()
        .map(|def| match def.view_of {
            Some(of) => plan.get(of).name.clone(),
            None => def.name.clone(),
        })
        .collect();
    for (index, def) in plan.types.iter_mut().enumerate() {
        let component = hints.get(index).and_then(is_component);
        let chosen = |member: &str| {
            let key = (component?.to_owned(), member.to_owned());
            choices.members.get(&key)
        };
        match &mut def.kind {
            TypeKind::Struct(body) => name_members(body, def.usage.request, &chosen),
            TypeKind::StringEnum(body) => {
                let mut scope = Scope::default();
                for variant in &mut body.variants {
                    variant.name = scope.claim(variant_case(&variant.value));
                }
                name_other(&mut body.other, &mut scope);
            }
            TypeKind::IntegerEnum(body) => {
                let mut scope = Scope::default();
                for variant in &mut body.variants {
                    variant.name = scope.claim(variant_case(&variant.value.to_string()));
                }
                name_other(&mut body.other, &mut scope);
            }
            TypeKind::Union(union) => {
                let own = match def.view_of.and_then(|of| type_names.get(of.0 as usize)) {
                    Some(own) => own,
                    None => &def.name,
                };
                name_branches(union, own, &type_names);
            }
            TypeKind::Tuple(_)
            | TypeKind::Alias(_)
            | TypeKind::Newtype(_)
            | TypeKind::Foreign(_) => {}
        }
    }
}

/// Names the variant for values that are not listed, if there is one.
fn name_other(other: &mut Option<String>, scope: &mut Scope) {
    if other.is_some() {
        let word = ["Other", "Unlisted", "Unknown"]
            .into_iter()
            .find(|word| scope.is_free(word))
            .unwrap_or("Other");
        *other = Some(scope.claim(word.to_owned()));
    }
}

fn name_members<'c>(
    body: &mut Struct,
    has_setters: bool,
    chosen: &impl Fn(&str) -> Option<&'c String>,
) {
    let mut fields = match has_setters {
        true => Scope::with(["new", "clone"]),
        false => Scope::default(),
    };
    for is_chosen in [true, false] {
        for field in &mut body.fields {
            match chosen(&field.wire) {
                Some(name) if is_chosen => field.name = fields.claim(name.clone()),
                None if !is_chosen => field.name = fields.claim(field_case(&field.wire)),
                _ => {}
            }
        }
    }
    if let Rest::Keep { name, .. } = &mut body.rest {
        *name = fields.claim("rest".to_owned());
    }
    for field in body.fields.iter_mut().filter(|_| has_setters) {
        let can_clear = match (field.presence, &field.ty) {
            (Presence::Maybe, _) | (Presence::Optional, Type::Clearable(_)) => true,
            (Presence::Required | Presence::Nullable | Presence::Optional, _) => false,
        };
        if can_clear {
            let stem = field.name.trim_start_matches("r#");
            field.clear = Some(fields.claim(format!("clear_{stem}")));
        }
    }
    let mut constants = Scope::default();
    for constant in &mut body.constants {
        constant.name = constants.claim(constant_case(&constant.wire));
    }
}

fn name_branches(union: &mut Union, own: &str, type_names: &[String]) {
    let mut scope = Scope::default();
    for branch in &mut union.branches {
        let word = match (&branch.ty, &branch.test) {
            (None, Test::Constant(value)) => variant_case(value),
            (Some(ty), _) => type_word(ty, type_names),
            (None, _) => "Value".to_owned(),
        };
        // An inline branch is called after its union; inside it that says nothing.
        let word = match word.strip_prefix(own) {
            Some(rest) if rest.starts_with(char::is_uppercase) => rest.to_owned(),
            _ => word,
        };
        branch.name = scope.claim(word);
    }
}

/// The word for a type as a variant.
fn type_word(ty: &Type, type_names: &[String]) -> String {
    match ty {
        Type::Named(id) => match type_names.get(id.0 as usize) {
            Some(name) => name.trim_end_matches('_').to_owned(),
            None => "Value".to_owned(),
        },
        Type::String => kind_word(Kind::String).to_owned(),
        Type::Boolean => kind_word(Kind::Boolean).to_owned(),
        Type::Integer | Type::Int32 | Type::Unsigned => kind_word(Kind::Integer).to_owned(),
        Type::Number => kind_word(Kind::Number).to_owned(),
        Type::UnixTime => "UnixTime".to_owned(),
        Type::DateTime => "DateTime".to_owned(),
        Type::Date => "Date".to_owned(),
        Type::Bytes(_) => "Bytes".to_owned(),
        Type::Any => "Any".to_owned(),
        Type::Never => "Never".to_owned(),
        Type::Empty => "Empty".to_owned(),
        Type::List(inner) => format!("{}List", type_word(inner, type_names)),
        Type::Map(inner) => format!("{}Map", type_word(inner, type_names)),
        Type::Nullable(inner)
        | Type::Boxed(inner)
        | Type::Clearable(inner)
        | Type::Expandable(inner) => type_word(inner, type_names),
    }
}

fn kind_word(kind: Kind) -> &'static str {
    match kind {
        Kind::Boolean => "Boolean",
        Kind::Integer => "Integer",
        Kind::Number => "Number",
        Kind::String => "String",
        Kind::List => "List",
        Kind::Object => "Object",
    }
}
