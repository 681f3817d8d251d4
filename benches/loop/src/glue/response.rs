//! The expressions that make responses of a server out of answers that a client read.

use trueline_generator::plan::{AnswerHeader, Header, Media, MediaKind, Presence, Response};
use trueline_spec::ir::StatusPattern;

/// A response in one of its media types, as the server's enum has it.
pub(super) struct Variant<'a> {
    pub(super) name: String,
    pub(super) response: &'a Response,
    pub(super) media: Option<&'a Media>,
}

/// The variants of a response: one for each of its media types.
pub(super) fn variants(response: &Response) -> Vec<Variant<'_>> {
    let variant = |suffix: &str, media| Variant {
        name: format!("{}{suffix}", response.variant),
        response,
        media,
    };
    match response.media.as_slice() {
        [] => vec![variant("", None)],
        [only] => vec![variant("", Some(only))],
        several => several
            .iter()
            .map(|media| variant(&media.variant, Some(media)))
            .collect(),
    }
}

impl Variant<'_> {
    /// What `choose` wants to know of it.
    pub(super) fn row(&self) -> String {
        let status = match self.response.status {
            StatusPattern::Code(code) => code,
            StatusPattern::Class(class) => class.into(),
            StatusPattern::Default => 0,
        };
        let media = self.media.map_or("", |media| media.name.as_str());
        let essence = media.split(';').next().unwrap_or_default().trim();
        format!("({status}, {:?})", essence.to_ascii_lowercase())
    }

    /// The expression that makes it of the client's `status`, `headers` and body.
    pub(super) fn made(&self, body: &str, read: &[AnswerHeader]) -> String {
        let mut slots: Vec<(&str, String)> = Vec::new();
        if !matches!(self.response.status, StatusPattern::Code(_)) {
            slots.push(("status", "status".to_owned()));
        }
        if let Some(media) = self.media {
            let is_value = matches!(
                media.kind,
                MediaKind::Json | MediaKind::Text | MediaKind::Form
            );
            let given = match is_value || body != "body" {
                true => body.to_owned(),
                false => "body.into()".to_owned(),
            };
            slots.push(("body", given));
        }
        if self.response.headers.is_empty() {
            let given: Vec<&str> = slots.iter().map(|(_, given)| given.as_str()).collect();
            return match given.is_empty() {
                true => format!("Out::{}", self.name),
                false => format!("Out::{}({})", self.name, given.join(", ")),
            };
        }
        let headers = self.response.headers.iter();
        let headers = headers.filter_map(|it| header(it, self.response, read));
        let fields: Vec<String> = slots
            .into_iter()
            .chain(headers)
            .map(|(name, given)| match name == given {
                true => given,
                false => format!("{name}: {given}"),
            })
            .collect();
        format!("Out::{} {{ {} }}", self.name, fields.join(", "))
    }
}

/// A header's field in the server's response, and the expression that reads it from the client's.
fn header<'a>(
    header: &'a Header,
    response: &Response,
    read: &[AnswerHeader],
) -> Option<(&'a str, String)> {
    let field = &header.field;
    let read = read
        .iter()
        .find(|it| it.speaks_for(&field.wire, response))?;
    let is_required = matches!(field.presence, Presence::Required | Presence::Nullable);
    let way = match is_required && !read.required {
        true => "needed",
        false => "read",
    };
    let given = format!("self.{way}(headers.{}())", read.name);
    let given = match field.presence {
        Presence::Maybe => {
            format!(
                "{given}.map_or(runtime::Maybe::Absent, |it| it.map_or(runtime::Maybe::Null, runtime::Maybe::Present))"
            )
        }
        _ => given,
    };
    Some((&field.name, given))
}
