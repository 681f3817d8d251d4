//! Content: media types, and the types of what they carry.

use indexmap::IndexMap;
use trueline_spec::ir::{self, JsonType, Style, TypeSet};

use super::super::draft::{Place, Planned};
use super::super::planner::Planner;
use super::super::shape::Part;
use crate::plan::{BytesForm, Media, MediaKind, Type, TypeKind, ValueForm};
use crate::refusal::RefusalKind;

/// How deep unions of unions are looked into; a cycle of them ends here.
const DEEPEST: usize = 8;

impl<'a> Planner<'a> {
    /// The media types of a body or response.
    pub(super) fn plan_content(
        &mut self,
        content: &'a [ir::MediaType],
        place: &Place,
    ) -> Vec<Media> {
        content
            .iter()
            .map(|media| self.plan_media(media, place))
            .collect()
    }

    fn plan_media(&mut self, media: &'a ir::MediaType, place: &Place) -> Media {
        let kind = kind(&media.name);
        self.say_what_is_bytes(kind, media);
        let planned = match (kind, media.schema) {
            (MediaKind::Bytes, _) => Planned::plain(Type::Bytes(BytesForm::Raw)),
            (MediaKind::Text, None) => Planned::plain(Type::String),
            (_, None) => Planned::plain(Type::Any),
            (_, Some(schema)) => self.plan_type(&[Part::from(schema)], place),
        };
        let kind = self.readable(kind, &planned, media);
        let planned = match kind {
            MediaKind::Bytes => Planned::plain(Type::Bytes(BytesForm::Raw)),
            _ => planned,
        };
        let rules = self.intern_rules(planned.rules.clone());
        Media {
            at: media.at.clone(),
            name: media.name.clone(),
            kind,
            ty: planned.whole(),
            rules,
            encoding: encoding(media),
            part_types: part_types(media),
            variant: String::new(),
        }
    }

    /// Says once for each media type that what a schema describes is bytes in it, XML among them.
    fn say_what_is_bytes(&mut self, kind: MediaKind, media: &ir::MediaType) {
        for (name, encoding) in &media.encoding {
            if let Some(header) = encoding.headers.first() {
                let what = format!("the headers of the part `{name}` are not read or written");
                self.refuse(RefusalKind::MediaType, &header.at, what);
            }
        }
        let is_xml = essence(&media.name).ends_with("xml");
        let (MediaKind::Bytes, Some(schema)) = (kind, media.schema) else {
            return;
        };
        let schema = self.schema(self.api.schemas.resolve(schema));
        let is_structured = schema.object.is_some()
            || schema.array.is_some()
            || schema.types.has(JsonType::Object) && schema.types != TypeSet::ALL
            || [&schema.all_of, &schema.any_of, &schema.one_of]
                .iter()
                .any(|list| !list.is_empty());
        if !is_structured || !self.said_to_be_bytes.insert(essence(&media.name)) {
            return;
        }
        let name = &media.name;
        let what = match is_xml {
            true => format!("XML is not read or written: `{name}` is bytes, here and elsewhere"),
            false => format!(
                "nothing says how `{name}` writes what its schema describes: it is bytes, here and elsewhere"
            ),
        };
        self.refuse(RefusalKind::MediaType, &media.at, what);
    }

    /// Whether an object can be a value of this type.
    fn may_have_members(&self, ty: &Type, depth: usize) -> bool {
        let inside = |ty: &Type| depth < DEEPEST && self.may_have_members(ty, depth + 1);
        match ty {
            Type::Map(_) | Type::Empty | Type::Any | Type::Expandable(_) => true,
            Type::Nullable(inner) | Type::Boxed(inner) | Type::Clearable(inner) => inside(inner),
            Type::Named(id) => match self.types.get(id.0 as usize) {
                Some(Some(def)) => match &def.kind {
                    TypeKind::Struct(_) | TypeKind::Foreign(_) => true,
                    TypeKind::Alias(inner) | TypeKind::Newtype(inner) => inside(inner),
                    TypeKind::Union(union) => {
                        let mut types = union.branches.iter().filter_map(|b| b.ty.as_ref());
                        types.any(inside)
                    }
                    TypeKind::Tuple(_) | TypeKind::StringEnum(_) | TypeKind::IntegerEnum(_) => {
                        false
                    }
                },
                // It is being planned: it contains itself, as only objects and lists can.
                _ => true,
            },
            _ => false,
        }
    }

    /// Whether text can be a value of this type.
    fn is_textual(&self, ty: &Type) -> bool {
        match ty {
            Type::List(_) | Type::Map(_) | Type::Empty | Type::Expandable(_) => false,
            Type::Nullable(inner) | Type::Boxed(inner) | Type::Clearable(inner) => {
                self.is_textual(inner)
            }
            Type::Named(id) => match self.types.get(id.0 as usize) {
                Some(Some(def)) => match &def.kind {
                    TypeKind::Struct(_) | TypeKind::Tuple(_) => false,
                    TypeKind::Alias(inner) | TypeKind::Newtype(inner) => self.is_textual(inner),
                    TypeKind::Union(union) => {
                        let mut types = union.branches.iter().filter_map(|b| b.ty.as_ref());
                        types.all(|ty| self.is_textual(ty))
                    }
                    TypeKind::StringEnum(_) | TypeKind::IntegerEnum(_) | TypeKind::Foreign(_) => {
                        true
                    }
                },
                _ => false,
            },
            _ => true,
        }
    }

    /// Falls back to bytes where a media type cannot carry what its schema describes.
    fn readable(&mut self, kind: MediaKind, planned: &Planned, media: &ir::MediaType) -> MediaKind {
        let carries = match (kind, &planned.ty) {
            (MediaKind::Form | MediaKind::Multipart, ty) => self.may_have_members(ty, 0),
            (MediaKind::Text, ty) => self.is_textual(ty),
            _ => true,
        };
        if carries {
            return kind;
        }
        self.refuse(
            RefusalKind::MediaType,
            &media.at,
            format!("`{}` cannot carry what its schema describes", media.name),
        );
        MediaKind::Bytes
    }
}

/// How members are written. A style stands above a media type (OpenAPI 3.0.4 §4.15).
fn encoding(media: &ir::MediaType) -> IndexMap<String, ValueForm> {
    let form = |encoding: &ir::Encoding| {
        let style = encoding.style.or(encoding.explode.map(|_| Style::Form));
        match (style, &encoding.content_type) {
            (Some(style), _) => Some(ValueForm::Style {
                style,
                explode: encoding.explode.unwrap_or(style == Style::Form),
                allow_reserved: encoding.allow_reserved,
            }),
            (None, Some(name)) => Some(ValueForm::Content(kind(name))),
            (None, None) => None,
        }
    };
    media
        .encoding
        .iter()
        .filter_map(|(name, encoding)| Some((name.clone(), form(encoding)?)))
        .collect()
}

/// The media types of parts. Of several, between which the sender may choose (OpenAPI 3.0.4 §4.15), it is the first;
/// a range names none.
fn part_types(media: &ir::MediaType) -> IndexMap<String, String> {
    if kind(&media.name) != MediaKind::Multipart {
        return IndexMap::new();
    }
    let one = |(name, encoding): (&String, &ir::Encoding)| {
        let first = encoding.content_type.as_deref()?.split(',').next()?.trim();
        let is_stated = encoding.style.is_none() && encoding.explode.is_none();
        (is_stated && !first.is_empty() && !first.contains('*'))
            .then(|| (name.clone(), first.to_owned()))
    };
    media.encoding.iter().filter_map(one).collect()
}

/// How a media type is read and written. Parameters (`; charset=…`) and case do not matter.
pub(super) fn kind(name: &str) -> MediaKind {
    let essence = essence(name);
    let (top, sub) = essence.split_once('/').unwrap_or((&essence, ""));
    match (top, sub) {
        ("application", "x-www-form-urlencoded") => MediaKind::Form,
        ("multipart", _) => MediaKind::Multipart,
        ("text", "event-stream") => MediaKind::EventStream,
        ("application", "x-ndjson" | "jsonl" | "x-jsonlines" | "json-seq") => MediaKind::JsonLines,
        (_, "json") => MediaKind::Json,
        (_, sub) if sub.ends_with("+json") => MediaKind::Json,
        ("*", "*") => MediaKind::Json,
        ("text", _) => MediaKind::Text,
        _ => MediaKind::Bytes,
    }
}

/// A media type without its parameters, lower case.
fn essence(name: &str) -> String {
    let essence = name.split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds() {
        for (name, expected) in [
            ("application/json", MediaKind::Json),
            ("Application/JSON; charset=utf-8", MediaKind::Json),
            ("application/problem+json", MediaKind::Json),
            ("application/x-www-form-urlencoded", MediaKind::Form),
            ("multipart/form-data", MediaKind::Multipart),
            ("text/csv", MediaKind::Text),
            ("text/event-stream", MediaKind::EventStream),
            ("application/pdf", MediaKind::Bytes),
            ("application/x-ndjson", MediaKind::JsonLines),
            ("odd", MediaKind::Bytes),
        ] {
            assert_eq!(kind(name), expected, "{name}");
        }
    }
}
