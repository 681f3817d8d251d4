//! Operations as static data.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;
use trueline_spec::ir::{
    ApiKeyLocation, ParameterLocation, PathPiece, SecurityKind, StatusPattern, Style,
};

use super::paths::runtime;
use super::{Cx, ident};
use crate::names::constant_case;
use crate::plan::{
    Body, BytesForm, Media, MediaKind, Operation, Plan, SecurityScheme, SecurityUse, Struct, Type,
    TypeKind, ValueForm,
};

/// What must be known of an operation beyond its id, method and path.
pub(super) fn members(operation: &Operation, cx: &Cx<'_>) -> Vec<TokenStream> {
    let mut members = Vec::new();
    let path = path_parameters(operation, cx);
    if !path.is_empty() {
        members.push(quote!(path: &[#(#path),*]));
    }
    for (location, member) in [
        (ParameterLocation::Query, "query"),
        (ParameterLocation::Header, "headers"),
        (ParameterLocation::Cookie, "cookies"),
    ] {
        let parameters: Vec<TokenStream> = operation
            .parameters
            .iter()
            .filter(|parameter| parameter.location == location)
            .map(|parameter| {
                let field = &parameter.field;
                emit_parameter(&field.wire, &parameter.form, &field.ty, cx.plan)
            })
            .collect();
        if !parameters.is_empty() {
            let member = ident(member);
            members.push(quote!(#member: &[#(#parameters),*]));
        }
    }
    if let Some(body) = &operation.body {
        let body = emit_body(body, cx.plan);
        members.push(quote!(body: Some(&#body)));
    }
    if !operation.security.is_empty() {
        let name = security_name(cx.plan, &operation.security);
        members.push(quote!(security: super::#name));
    }
    if cx.plan.is_received(operation) {
        members.push(quote!(is_received: true));
    }
    if cx.client {
        let statuses = operation
            .responses
            .iter()
            .map(|response| Literal::u16_unsuffixed(status_number(response.status)));
        members.push(quote!(statuses: &[#(#statuses),*]));
        if let Some(server) = &operation.server {
            members.push(quote!(server: Some(#server)));
        }
    }
    members
}

/// A code, a class by its first digit, 0 for `default`.
fn status_number(status: StatusPattern) -> u16 {
    match status {
        StatusPattern::Code(code) => code,
        StatusPattern::Class(class) => class.into(),
        StatusPattern::Default => 0,
    }
}

/// The statics of security schemes, and each distinct set of alternatives once: all groups share them.
pub fn emit_security(plan: &Plan) -> TokenStream {
    let scheme_ty = runtime("Scheme");
    let scheme_use = runtime("SchemeUse");
    let schemes: TokenStream = plan
        .security_schemes
        .iter()
        .filter(|scheme| is_used(plan, scheme))
        .map(|scheme| {
            let (name, own) = (scheme_name(scheme), &scheme.name);
            let kind = scheme_kind(&scheme.kind);
            quote! {
                pub(crate) static #name: #scheme_ty = #scheme_ty { name: #own, kind: #kind };
            }
        })
        .collect();
    let sets = distinct(plan).into_iter().map(|alternatives| {
        let name = security_name(plan, alternatives);
        let alternatives = alternatives
            .iter()
            .map(|alternative| emit_alternative(alternative, plan));
        quote!(static #name: &[&[#scheme_use]] = &[#(#alternatives),*];)
    });
    quote!(#schemes #(#sets)*)
}

/// The distinct sets of alternatives, in the order of the operations.
fn distinct(plan: &Plan) -> Vec<&[Vec<SecurityUse>]> {
    let mut sets: Vec<&[Vec<SecurityUse>]> = Vec::new();
    for operation in &plan.operations {
        let set = operation.security.as_slice();
        if !set.is_empty() && !sets.contains(&set) {
            sets.push(set);
        }
    }
    sets
}

/// Name of the static with these alternatives. It has a number, as a set of schemes has no name of its
/// own; schemes have another prefix.
fn security_name(plan: &Plan, alternatives: &[Vec<SecurityUse>]) -> Ident {
    let number = distinct(plan)
        .iter()
        .position(|known| *known == alternatives)
        .map_or(0, |index| index + 1);
    ident(&format!("SECURITY_{number}"))
}

pub(super) fn is_used(plan: &Plan, scheme: &SecurityScheme) -> bool {
    plan.operations
        .iter()
        .flat_map(|operation| operation.security.iter().flatten())
        .any(|asked| {
            plan.security_schemes
                .get(asked.scheme)
                .is_some_and(|known| known.name == scheme.name)
        })
}

pub(super) fn scheme_name(scheme: &SecurityScheme) -> Ident {
    ident(&format!("SCHEME_{}", constant_case(&scheme.variant)))
}

fn scheme_kind(kind: &SecurityKind) -> TokenStream {
    let kinds = runtime("SchemeKind");
    match kind {
        SecurityKind::Basic => quote!(#kinds::Basic),
        SecurityKind::Bearer { .. } | SecurityKind::OAuth2 | SecurityKind::OpenIdConnect { .. } => {
            quote!(#kinds::Bearer)
        }
        SecurityKind::OtherHttp(name) => quote!(#kinds::Http(#name)),
        SecurityKind::ApiKey { location, name } => match location {
            ApiKeyLocation::Header => quote!(#kinds::Header(#name)),
            ApiKeyLocation::Query => quote!(#kinds::Query(#name)),
            ApiKeyLocation::Cookie => quote!(#kinds::Cookie(#name)),
        },
        SecurityKind::MutualTls => quote!(#kinds::MutualTls),
    }
}

fn emit_alternative(alternative: &[SecurityUse], plan: &Plan) -> TokenStream {
    let scheme_use = runtime("SchemeUse");
    let uses = alternative.iter().filter_map(|asked| {
        let scheme = scheme_name(plan.security_schemes.get(asked.scheme)?);
        let scopes = &asked.scopes;
        Some(quote!(#scheme_use { scheme: &#scheme, scopes: &[#(#scopes),*] }))
    });
    quote!(&[#(#uses),*])
}

/// The path parameters in the order of the template. One that is not declared is read as plain text and
/// dropped, so that those behind it keep their places.
fn path_parameters(operation: &Operation, cx: &Cx<'_>) -> Vec<TokenStream> {
    let plain = ValueForm::Style {
        style: Style::Simple,
        explode: false,
        allow_reserved: false,
    };
    operation
        .path
        .pieces
        .iter()
        .filter_map(|piece| match piece {
            PathPiece::Literal(_) => None,
            PathPiece::Parameter(name) => Some(name),
        })
        .map(|name| {
            let declared = operation.parameters.iter().find(|parameter| {
                parameter.location == ParameterLocation::Path && parameter.field.wire == *name
            });
            match declared {
                Some(parameter) => {
                    emit_parameter(name, &parameter.form, &parameter.field.ty, cx.plan)
                }
                None => emit_parameter(name, &plain, &Type::String, cx.plan),
            }
        })
        .collect()
}

/// How the value of a name is written.
pub(super) fn emit_parameter(wire: &str, form: &ValueForm, ty: &Type, plan: &Plan) -> TokenStream {
    let (info, style_ty, shape_ty) = (runtime("ParameterInfo"), runtime("Style"), runtime("Shape"));
    let shape = shape_of(ty, plan);
    let is_scalar = matches!(shape, Shape::Scalar);
    let is_list = matches!(shape, Shape::List);
    let shape = emit_shape(&shape, &shape_ty);
    match form {
        ValueForm::Style {
            style,
            explode,
            allow_reserved,
        } => {
            let style_of = *style;
            let style = ident(match style_of {
                Style::Matrix => "Matrix",
                Style::Label => "Label",
                Style::Simple => "Simple",
                Style::Form => "Form",
                Style::SpaceDelimited => "SpaceDelimited",
                Style::PipeDelimited => "PipeDelimited",
                Style::DeepObject => "DeepObject",
            });
            let info = match (style_of, explode, is_scalar) {
                (Style::Form, true, true) => quote!(#info::form(#wire)),
                (Style::Simple, false, true) => quote!(#info::simple(#wire)),
                (Style::DeepObject, true, true) => quote!(#info::deep(#wire)),
                (Style::Form, true, _) if is_list => quote!(#info::form_list(#wire)),
                (Style::DeepObject, true, _) if is_list => quote!(#info::deep_list(#wire)),
                _ => quote!(#info::new(#wire, #style_ty::#style, #explode, #shape)),
            };
            match allow_reserved {
                true => quote!(#info.reserved()),
                false => info,
            }
        }
        ValueForm::Content(MediaKind::Json) => {
            quote!(#info::new(#wire, #style_ty::Json, false, #shape))
        }
        ValueForm::Content(_) => {
            quote!(#info::form(#wire))
        }
    }
}

/// What a style must know of a type.
enum Shape<'a> {
    Scalar,
    List,
    Object(&'a Struct),
    Map,
}

fn shape_of<'a>(ty: &'a Type, plan: &'a Plan) -> Shape<'a> {
    match plan.resolve(ty) {
        Type::List(_) => Shape::List,
        Type::Map(_) => Shape::Map,
        Type::Named(id) if matches!(plan.get(*id).kind, TypeKind::Tuple(_)) => Shape::List,
        Type::Nullable(inner) => shape_of(inner, plan),
        _ => plan.as_struct(ty).map_or(Shape::Scalar, Shape::Object),
    }
}

fn emit_shape(shape: &Shape<'_>, path: &TokenStream) -> TokenStream {
    match shape {
        Shape::Scalar => quote!(#path::Scalar),
        Shape::List => quote!(#path::List),
        Shape::Map => quote!(#path::Map),
        Shape::Object(body) => {
            let names = member_names(body);
            quote!(#path::Object(&[#(#names),*]))
        }
    }
}

fn member_names(body: &Struct) -> impl Iterator<Item = &str> {
    let fields = body.fields.iter().map(|field| field.wire.as_str());
    let constants = body.constants.iter().map(|constant| constant.wire.as_str());
    fields.chain(constants)
}

fn emit_body(body: &Body, plan: &Plan) -> TokenStream {
    let (info, media_info, kinds) = (
        runtime("BodyInfo"),
        runtime("MediaInfo"),
        runtime("MediaKind"),
    );
    let presence = ident(if body.required {
        "required"
    } else {
        "optional"
    });
    let media = body.media.iter().map(|media| {
        let range = essence(&media.name);
        let kind = ident(match media.kind {
            MediaKind::Json => "Json",
            MediaKind::Form => "Form",
            MediaKind::Multipart => "Multipart",
            MediaKind::Text | MediaKind::EventStream => "Text",
            MediaKind::Bytes => "Bytes",
            MediaKind::JsonLines => "JsonLines",
        });
        let members = form_members(media, plan);
        quote!(#media_info::new(#range, #kinds::#kind, &[#(#members),*]))
    });
    quote!(#info::#presence(&[#(#media),*]))
}

/// The members of a form that brackets alone do not tell: lists, what has a style of its own, and parts that are
/// bytes, whatever they look like.
pub(super) fn form_members(media: &Media, plan: &Plan) -> Vec<TokenStream> {
    if !matches!(media.kind, MediaKind::Form | MediaKind::Multipart) {
        return Vec::new();
    }
    let default = ValueForm::Style {
        style: Style::Form,
        explode: true,
        allow_reserved: false,
    };
    // A member of several branches is read in one way: that of the first.
    let mut seen: Vec<&str> = Vec::new();
    let structs = plan.structs_of(&media.ty);
    structs
        .into_iter()
        .flat_map(|body| &body.fields)
        .filter(|field| {
            let is_new = !seen.contains(&field.wire.as_str());
            seen.push(&field.wire);
            is_new
        })
        .filter_map(|field| {
            let is_list = matches!(plan.resolve(&field.ty), Type::List(_));
            let part_type = media.part_types.get(&field.wire);
            let typed = |info: TokenStream| match part_type {
                Some(media_type) => quote!(#info.of_type(#media_type)),
                None => info,
            };
            if media.kind == MediaKind::Multipart && is_bytes(&field.ty, plan) {
                return Some(typed(emit_bytes_part(&field.wire)));
            }
            let form = match media.encoding.get(&field.wire) {
                // In a form a deep object is what brackets say without being asked, unless it is a list.
                Some(ValueForm::Style {
                    style: Style::DeepObject,
                    ..
                }) if !is_list && media.kind == MediaKind::Form => return None,
                Some(ValueForm::Content(kind)) if *kind != MediaKind::Json => {
                    part_type?;
                    &default
                }
                Some(form) => form,
                None => {
                    let of_objects = (media.kind == MediaKind::Form)
                        .then(|| emit_object_member(&field.wire, &field.ty, plan))
                        .flatten();
                    match of_objects {
                        Some(info) => return Some(info),
                        None if is_list => &default,
                        None => return None,
                    }
                }
            };
            Some(typed(emit_parameter(&field.wire, form, &field.ty, plan)))
        })
        .collect()
}

/// An object, or a list of objects, among the members of a form, of which nothing else is said.
fn emit_object_member(wire: &str, ty: &Type, plan: &Plan) -> Option<TokenStream> {
    let (info, shape_ty) = (runtime("ParameterInfo"), runtime("Shape"));
    let shape = shape_of(ty, plan);
    let innermost = match plan.resolve(ty) {
        Type::List(item) => &shape_of(item, plan),
        _ => &shape,
    };
    if !matches!(innermost, Shape::Object(_) | Shape::Map) {
        return is_now_and_then_object(ty, plan).then(|| quote!(#info::json_or_text(#wire)));
    }
    let shape = emit_shape(&shape, &shape_ty);
    Some(quote!(#info::json_member(#wire, #shape)))
}

/// Whether it is a union of objects with something else.
fn is_now_and_then_object(ty: &Type, plan: &Plan) -> bool {
    let is_object = |ty: &Type| matches!(shape_of(ty, plan), Shape::Object(_) | Shape::Map);
    match plan.resolve(ty) {
        Type::Clearable(inner) => is_object(inner),
        Type::Nullable(inner) => is_now_and_then_object(inner, plan),
        Type::Named(id) => match &plan.get(*id).kind {
            TypeKind::Union(union) => union
                .branches
                .iter()
                .filter_map(|branch| branch.ty.as_ref())
                .any(is_object),
            _ => false,
        },
        _ => false,
    }
}

fn is_bytes(ty: &Type, plan: &Plan) -> bool {
    match plan.resolve(ty) {
        Type::Bytes(BytesForm::Raw) => true,
        Type::Nullable(inner) => is_bytes(inner, plan),
        _ => false,
    }
}

fn emit_bytes_part(wire: &str) -> TokenStream {
    let (info, style, shape) = (runtime("ParameterInfo"), runtime("Style"), runtime("Shape"));
    quote!(#info::new(#wire, #style::Form, true, #shape::Bytes))
}

/// A media type without its parameters, lower case.
pub(super) fn essence(name: &str) -> String {
    let essence = name.split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}
