//! Words for people, and extensions.

use trueline_spec::At;
use trueline_spec::ir::Extensions;

use super::Comparison;
use crate::change::Direction;
use crate::codes;
use crate::words;

/// A text of both sides.
pub(crate) struct Texts<'a> {
    /// The member that holds it: `description`, `title` or `summary`.
    pub(crate) keyword: &'static str,
    pub(crate) old: Option<&'a str>,
    pub(crate) new: Option<&'a str>,
    /// Words that the description declares in another way, so that a check of that sees them.
    pub(crate) declared: &'a [&'a str],
}

impl<'a> Texts<'a> {
    /// A text beside which nothing is declared.
    pub(crate) fn plain(keyword: &'static str, old: Option<&'a str>, new: Option<&'a str>) -> Self {
        Self {
            keyword,
            old,
            new,
            declared: &[],
        }
    }
}

impl Comparison<'_> {
    /// Compares a text. Where words that are quoted as code came or went from a list of such words, that
    /// is more than prose: values may live nowhere else.
    pub(crate) fn text(
        &mut self,
        direction: Option<Direction>,
        old_at: &At,
        new_at: &At,
        texts: &Texts<'_>,
    ) {
        if texts.old.map(str::trim) == texts.new.map(str::trim) {
            return;
        }
        let at = |at: &At, text: Option<&str>| match text {
            Some(_) => at.child(texts.keyword),
            None => at.clone(),
        };
        let places = (at(old_at, texts.old), at(new_at, texts.new));
        let keyword = texts.keyword;
        if let (Some(old), Some(new)) = (texts.old, texts.new) {
            let (mut came, mut went) = words::difference(old, new);
            came.retain(|word| !texts.declared.contains(word));
            went.retain(|word| !texts.declared.contains(word));
            if !(came.is_empty() && went.is_empty()) {
                let quote = |words: &[&str]| {
                    let quoted: Vec<String> = words.iter().map(|it| format!("`{it}`")).collect();
                    quoted.join(", ")
                };
                let mut parts = Vec::new();
                if !came.is_empty() {
                    parts.push(format!("now names {}", quote(&came)));
                }
                if !went.is_empty() {
                    parts.push(format!("no longer names {}", quote(&went)));
                }
                let message = format!("the {keyword} {}", parts.join(" and "));
                let code = &codes::PROSE_VALUES_CHANGED;
                self.changed(code, direction, places.0, places.1, message);
                return;
            }
        }
        let message = match (texts.old, texts.new) {
            (None, Some(_)) => format!("the {keyword} was added"),
            (Some(_), None) => format!("the {keyword} was removed"),
            _ => format!("the {keyword} differs"),
        };
        let code = &codes::PROSE_CHANGED;
        self.changed(code, direction, places.0, places.1, message);
    }

    /// `deprecated` of anything but an operation.
    pub(crate) fn deprecation(
        &mut self,
        direction: Option<Direction>,
        old_at: &At,
        new_at: &At,
        old: bool,
        new: bool,
    ) {
        let (code, message) = match (old, new) {
            (false, true) => (&codes::DEPRECATED, "was marked as deprecated"),
            (true, false) => (
                &codes::DEPRECATION_WITHDRAWN,
                "is no longer marked as deprecated",
            ),
            _ => return,
        };
        self.changed(
            code,
            direction,
            old_at.clone(),
            new_at.clone(),
            message.to_owned(),
        );
    }

    /// Members `x-…`.
    pub(crate) fn extensions(
        &mut self,
        old_at: &At,
        new_at: &At,
        old: &Extensions,
        new: &Extensions,
    ) {
        if old == new {
            return;
        }
        let added = new.keys().filter(|name| !old.contains_key(*name));
        let names: Vec<String> = old.keys().chain(added).cloned().collect();
        for name in names {
            let (before, after) = (old.get(&name), new.get(&name));
            let message = match (before, after) {
                (None, Some(_)) => format!("`{name}` was added"),
                (Some(_), None) => format!("`{name}` was removed"),
                (Some(before), Some(after)) if before != after => format!("`{name}` differs"),
                _ => continue,
            };
            let at = |at: &At, is: bool| if is { at.child(&name) } else { at.clone() };
            let (old_at, new_at) = (at(old_at, before.is_some()), at(new_at, after.is_some()));
            self.changed(&codes::EXTENSION_CHANGED, None, old_at, new_at, message);
        }
    }
}
