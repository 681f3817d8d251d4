//! Request bodies, media types and how their members are written.

use trueline_spec::At;
use trueline_spec::ir::{Encoding, MediaType, Operation, SchemaId};

use super::parameter::word;
use super::{Comparison, Texts};
use crate::change::Direction;
use crate::codes;
use crate::schema::{Position, Shape};

impl Comparison<'_> {
    pub(super) fn bodies(&mut self, old: &Operation, new: &Operation, direction: Direction) {
        let travels = Some(direction);
        match (&old.body, &new.body) {
            (None, None) => {}
            (None, Some(body)) => {
                let (code, message) = if body.required {
                    (
                        &codes::REQUIRED_BODY_ADDED,
                        "a body was added and must be given",
                    )
                } else {
                    (&codes::OPTIONAL_BODY_ADDED, "a body was added")
                };
                self.came(code, travels, &old.at, &body.at, message);
            }
            (Some(body), None) => {
                let code = if body.required {
                    &codes::REQUIRED_BODY_REMOVED
                } else {
                    &codes::OPTIONAL_BODY_REMOVED
                };
                self.went(code, travels, &body.at, &new.at, "the body was removed");
            }
            (Some(from), Some(to)) => {
                let (code, message) = if to.required {
                    (&codes::BODY_BECAME_REQUIRED, "must be given from now on")
                } else {
                    (&codes::BODY_BECAME_OPTIONAL, "may be left out from now on")
                };
                if from.required != to.required {
                    let places = (from.at.clone(), to.at.clone());
                    self.changed(code, travels, places.0, places.1, message.to_owned());
                }
                let texts = Texts::plain(
                    "description",
                    from.description.as_deref(),
                    to.description.as_deref(),
                );
                self.text(travels, &from.at, &to.at, &texts);
                self.extensions(&from.at, &to.at, &from.extensions, &to.extensions);
                self.content((&from.at, &to.at), &from.content, &to.content, direction);
            }
        }
    }

    /// Media types by name; of the rest, those that differ in parameters only.
    pub(super) fn content(
        &mut self,
        at: (&At, &At),
        old: &[MediaType],
        new: &[MediaType],
        direction: Direction,
    ) {
        let travels = Some(direction);
        let mut partner: Vec<Option<usize>> = old
            .iter()
            .map(|from| {
                new.iter()
                    .position(|to| whole(&to.name) == whole(&from.name))
            })
            .collect();
        for (index, from) in old.iter().enumerate() {
            if partner[index].is_none() {
                let same = |(other, to): &(usize, &MediaType)| {
                    essence(&to.name) == essence(&from.name) && !partner.contains(&Some(*other))
                };
                let found = new.iter().enumerate().find(same);
                if let Some((other, to)) = found {
                    partner[index] = Some(other);
                    let message = format!("the media type was `{}`, is `{}`", from.name, to.name);
                    let places = (from.at.clone(), to.at.clone());
                    self.changed(
                        &codes::MEDIA_TYPE_PARAMETERS_CHANGED,
                        travels,
                        places.0,
                        places.1,
                        message,
                    );
                }
            }
        }
        for (index, from) in old.iter().enumerate() {
            match partner[index].and_then(|other| new.get(other)) {
                Some(to) => self.media_type(from, to, direction),
                None => {
                    let message = format!("`{}` was removed", from.name);
                    self.went(&codes::MEDIA_TYPE_REMOVED, travels, &from.at, at.1, message);
                }
            }
        }
        for (index, to) in new.iter().enumerate() {
            if !partner.contains(&Some(index)) {
                let message = format!("`{}` was added", to.name);
                self.came(&codes::MEDIA_TYPE_ADDED, travels, at.0, &to.at, message);
            }
        }
    }

    /// One media type of both sides.
    pub(super) fn media_type(&mut self, old: &MediaType, new: &MediaType, direction: Direction) {
        let travels = Some(direction);
        let form = |name: &str| essence(name) == "application/x-www-form-urlencoded";
        let position = Position {
            direction,
            text: form(&old.name) && form(&new.name),
        };
        match (old.schema, new.schema) {
            (None, None) => {}
            (Some(from), Some(to)) => self.schema(&[from], &[to], position),
            (None, Some(_)) => {
                let places = (old.at.clone(), new.at.clone());
                let message = "a schema is stated where there was none".to_owned();
                self.changed(&codes::TYPE_NARROWED, travels, places.0, places.1, message);
            }
            (Some(_), None) => {
                let places = (old.at.clone(), new.at.clone());
                let message = "a schema is no longer stated".to_owned();
                self.changed(&codes::TYPE_WIDENED, travels, places.0, places.1, message);
            }
        }
        self.examples((&old.at, &new.at), &old.examples, &new.examples);
        self.extensions(&old.at, &new.at, &old.extensions, &new.extensions);
        let added = new.encoding.keys();
        let added = added.filter(|name| !old.encoding.contains_key(*name));
        let names: Vec<&String> = old.encoding.keys().chain(added).collect();
        let members = |shapes: &mut crate::schema::Shapes<'_>, schema: Option<SchemaId>| {
            schema.map(|id| shapes.shape_of(&[id]))
        };
        let from = members(&mut self.left, old.schema);
        let to = members(&mut self.right, new.schema);
        for name in names {
            let has = |shape: &Option<std::rc::Rc<Shape>>| {
                shape
                    .as_ref()
                    .is_some_and(|it| it.members.contains_key(name))
            };
            if has(&from) != has(&to) {
                // It came or went with its member, which is said already.
                continue;
            }
            let member = |shape: &Option<std::rc::Rc<Shape>>| {
                let member = shape.as_ref()?.members.get(name)?;
                member.schemas.first().copied()
            };
            let nests = member(&from).is_none_or(|id| self.left.nests(id))
                || member(&to).is_none_or(|id| self.right.nests(id));
            let both = (old.encoding.get(name), new.encoding.get(name));
            self.encoding((&old.at, &new.at), name, both, nests, direction);
        }
    }

    /// `nests`: the member can be a list or an object.
    fn encoding(
        &mut self,
        at: (&At, &At),
        name: &str,
        (old, new): (Option<&Encoding>, Option<&Encoding>),
        nests: bool,
        direction: Direction,
    ) {
        let facts = |it: Option<&Encoding>| {
            let of = |get: fn(&Encoding) -> String| it.map_or_else(String::new, get);
            [
                (
                    "contentType",
                    of(|it| it.content_type.clone().unwrap_or_default()),
                ),
                (
                    "style",
                    of(|it| it.style.map_or_else(String::new, |it| word(it).to_owned())),
                ),
                (
                    "explode",
                    of(|it| it.explode.map_or_else(String::new, |it| it.to_string())),
                ),
                (
                    "allowReserved",
                    it.is_some_and(|it| it.allow_reserved).to_string(),
                ),
            ]
        };
        let (before, after) = (facts(old), facts(new));
        let differing: Vec<String> = before
            .iter()
            .zip(&after)
            .filter(|(before, after)| before.1 != after.1)
            // How lists and objects are written matters to nothing else.
            .filter(|(before, _)| nests || !["style", "explode"].contains(&before.0))
            .map(|(before, after)| {
                let shown = |text: &str| match text {
                    "" => "not stated".to_owned(),
                    text => format!("`{text}`"),
                };
                format!(
                    "`{}` of `{name}` was {}, is {}",
                    before.0,
                    shown(&before.1),
                    shown(&after.1)
                )
            })
            .collect();
        let old_at = old.map_or(at.0, |it| &it.at);
        let new_at = new.map_or(at.1, |it| &it.at);
        if !differing.is_empty() {
            self.changed(
                &codes::ENCODING_CHANGED,
                Some(direction),
                old_at.clone(),
                new_at.clone(),
                differing.join("; "),
            );
        }
        let (none, nil) = (Vec::new(), Vec::new());
        let before = old.map_or(&none, |it| &it.headers);
        let after = new.map_or(&nil, |it| &it.headers);
        self.headers((old_at, new_at), before, after, direction);
    }
}

/// The media type in lower case, without blanks.
fn whole(name: &str) -> String {
    let mut text = name.to_ascii_lowercase();
    text.retain(|c| !c.is_whitespace());
    text
}

/// The media type without its parameters, in lower case.
fn essence(name: &str) -> String {
    let name = name.split(';').next().unwrap_or_default();
    name.trim().to_ascii_lowercase()
}
