//! Content: media types, and the types of what they carry.

use indexmap::IndexMap;
use trueline_spec::ir::{self, Style};

use super::super::draft::{Place, Planned};
use super::super::planner::Planner;
use super::super::shape::Part;
use crate::plan::{BytesForm, Media, MediaKind, Type, ValueForm};
use crate::refusal::RefusalKind;

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

    /// Falls back to bytes where a media type cannot carry what its schema describes.
    fn readable(&mut self, kind: MediaKind, planned: &Planned, media: &ir::MediaType) -> MediaKind {
        let carries = match (kind, &planned.ty) {
            (MediaKind::Form | MediaKind::Multipart, ty) => !matches!(
                ty,
                Type::String | Type::Boolean | Type::Integer | Type::Number | Type::List(_)
            ),
            (MediaKind::Text, ty) => !matches!(ty, Type::List(_) | Type::Map(_)),
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
    let essence = name
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
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
