//! A place that has or refers to a schema: what it says besides the schema itself.

use trueline_spec::At;
use trueline_spec::ir::{Prose, SchemaId, Schemas, TypeSet};

use super::flatten::without_null;
use super::pair::Position;
use super::shape::Shape;
use crate::codes;
use crate::compare::{Comparison, Texts};

/// A place that leads to a schema.
struct Site {
    /// The schemas that say what is wanted.
    inner: Vec<SchemaId>,
    /// Whether the place allows null besides.
    null: bool,
    /// What was passed on the way: references and wrappers of one branch, outermost first.
    layers: Vec<SchemaId>,
}

impl Site {
    /// Goes through references, and through `allOf`, `anyOf` and `oneOf` of one branch beside which
    /// nothing is said.
    fn of(schemas: &Schemas, ids: &[SchemaId]) -> Self {
        let mut site = Site {
            inner: ids.to_vec(),
            null: false,
            layers: Vec::new(),
        };
        for _ in 0..64 {
            let [id] = site.inner.as_slice() else {
                return site;
            };
            let id = *id;
            let target = schemas.resolve(id);
            if target != id {
                site.layers.push(id);
                site.inner = vec![target];
                continue;
            }
            let schema = schemas.get(id);
            let silent = schema.reference.is_none()
                && schema.types == TypeSet::ALL
                && schema.values.is_none()
                && schema.format.is_none()
                && schema.object.is_none()
                && schema.array.is_none()
                && schema.logic.is_none()
                && schema.discriminator.is_none()
                && schema.component.is_none()
                && super::rules::bounds(schema).is_empty()
                && schema.string.pattern.is_none();
            let groups = [&schema.all_of, &schema.any_of, &schema.one_of];
            let mut stated = groups.iter().filter(|group| !group.is_empty());
            let (Some(group), None, true) = (stated.next(), stated.next(), silent) else {
                return site;
            };
            let (rest, null) = if schema.all_of.is_empty() {
                without_null(schemas, group)
            } else {
                (group.to_vec(), false)
            };
            let [only] = rest.as_slice() else {
                return site;
            };
            site.null |= null;
            site.layers.push(id);
            site.inner = vec![*only];
        }
        site
    }

    /// What the place says to people, the outermost first.
    fn prose(&self, schemas: &Schemas) -> Prose {
        let mut all = Prose::default();
        for id in self.layers.iter().chain(self.inner.first()) {
            let prose = &schemas.get(*id).prose;
            all.title = all.title.or_else(|| prose.title.clone());
            all.description = all.description.or_else(|| prose.description.clone());
            all.deprecated |= prose.deprecated;
            all.default = all.default.or_else(|| prose.default.clone());
            if all.examples.is_empty() {
                all.examples.clone_from(&prose.examples);
            }
        }
        all
    }

    fn is_silent(&self, schemas: &Schemas) -> bool {
        self.layers.iter().all(|id| {
            let schema = schemas.get(*id);
            schema.prose == Prose::default() && schema.extensions.is_empty()
        })
    }

    /// Whether something on the way, or the schema itself, has this flag.
    fn any(&self, schemas: &Schemas, flag: fn(&trueline_spec::ir::Schema) -> bool) -> bool {
        let all = self.layers.iter().chain(&self.inner);
        all.into_iter().any(|id| flag(schemas.get(*id)))
    }
}

impl Comparison<'_> {
    /// Compares two places that have a schema.
    pub(crate) fn schema(&mut self, old: &[SchemaId], new: &[SchemaId], position: Position) {
        let (Some(old_id), Some(new_id)) = (old.first(), new.first()) else {
            return;
        };
        let from = Site::of(self.left.schemas, old);
        let to = Site::of(self.right.schemas, new);
        let (old_at, new_at) = (
            self.left.get(*old_id).at.clone(),
            self.right.get(*new_id).at.clone(),
        );
        if !(from.is_silent(self.left.schemas) && to.is_silent(self.right.schemas)) {
            let (old_words, new_words) =
                (from.prose(self.left.schemas), to.prose(self.right.schemas));
            self.schema_words(&old_at, &new_at, &old_words, &new_words, position, &[]);
            let outer = |layers: &[SchemaId]| layers.first().copied();
            if let (Some(old), Some(new)) = (outer(&from.layers), outer(&to.layers)) {
                let (old, new) = (
                    &self.left.get(old).extensions,
                    &self.right.get(new).extensions,
                );
                self.extensions(&old_at, &new_at, old, new);
            }
        }
        self.visibility(&from, &to, &old_at, &new_at, position);
        self.names(&from, &to);
        let wrapped = from.null || to.null;
        if wrapped {
            let before = from.null || self.left.shape_of(&from.inner).null;
            let after = to.null || self.right.shape_of(&to.inner).null;
            self.null_changed(before, after, old_at, new_at, position);
        }
        self.pair(&from.inner, &to.inner, position, !wrapped);
    }

    /// `readOnly` and `writeOnly`.
    fn visibility(&mut self, from: &Site, to: &Site, old_at: &At, new_at: &At, position: Position) {
        type Flag = fn(&trueline_spec::ir::Schema) -> bool;
        let read: Flag = |schema| schema.read_only;
        let write: Flag = |schema| schema.write_only;
        for (flag, keyword, set, cleared) in [
            (
                read,
                "readOnly",
                &codes::READ_ONLY_SET,
                &codes::READ_ONLY_CLEARED,
            ),
            (
                write,
                "writeOnly",
                &codes::WRITE_ONLY_SET,
                &codes::WRITE_ONLY_CLEARED,
            ),
        ] {
            let before = from.any(self.left.schemas, flag);
            let after = to.any(self.right.schemas, flag);
            if before == after {
                continue;
            }
            let (code, message) = if after {
                (set, format!("`{keyword}` was set"))
            } else {
                (cleared, format!("`{keyword}` was cleared"))
            };
            self.changed(
                code,
                Some(position.direction),
                old_at.clone(),
                new_at.clone(),
                message,
            );
        }
    }

    /// A component that took another name: neither name stands on both sides.
    fn names(&mut self, from: &Site, to: &Site) {
        let ([old], [new]) = (from.inner.as_slice(), to.inner.as_slice()) else {
            return;
        };
        let (Some(before), Some(after)) = (self.left.component(*old), self.right.component(*new))
        else {
            return;
        };
        if before == after
            || self.new.api.components.contains_key(before)
            || self.old.api.components.contains_key(after)
        {
            return;
        }
        let (old_at, new_at) = (
            self.left.get(*old).at.clone(),
            self.right.get(*new).at.clone(),
        );
        let message =
            format!("the component `{before}` is gone, and `{after}` stands in its place");
        self.changed(&codes::COMPONENT_RENAMED, None, old_at, new_at, message);
    }

    /// What the main schema, and parts that have the same name on both sides, say to people.
    pub(super) fn words_of_parts(&mut self, old: &Shape, new: &Shape, position: Position) {
        for (index, part) in old.parts.iter().enumerate() {
            let twin = if index == 0 {
                new.parts.first()
            } else {
                let component = self.left.get(*part).component.as_deref();
                new.parts.iter().skip(1).find(|other| {
                    component.is_some() && self.right.get(**other).component.as_deref() == component
                })
            };
            let Some(twin) = twin else { continue };
            let (before, after) = (self.left.get(*part), self.right.get(*twin));
            let mut declared: Vec<&str> = Vec::new();
            for schema in [before, after] {
                let listed = schema.values.iter().flatten();
                declared.extend(listed.filter_map(|value| value.as_str()));
                if let Some(object) = &schema.object {
                    declared.extend(object.properties.keys().map(String::as_str));
                }
            }
            self.schema_words(
                &before.at,
                &after.at,
                &before.prose,
                &after.prose,
                position,
                &declared,
            );
            self.extensions(&before.at, &after.at, &before.extensions, &after.extensions);
        }
    }

    /// `declared`: words that the schema itself declares, as values or members.
    fn schema_words(
        &mut self,
        old_at: &At,
        new_at: &At,
        old: &Prose,
        new: &Prose,
        position: Position,
        declared: &[&str],
    ) {
        if old == new {
            return;
        }
        let direction = Some(position.direction);
        for (keyword, before, after) in [
            ("title", &old.title, &new.title),
            ("description", &old.description, &new.description),
        ] {
            let texts = Texts {
                keyword,
                old: before.as_deref(),
                new: after.as_deref(),
                declared,
            };
            self.text(direction, old_at, new_at, &texts);
        }
        self.deprecation(direction, old_at, new_at, old.deprecated, new.deprecated);
        if old.default != new.default {
            let message = match (&old.default, &new.default) {
                (None, Some(value)) => format!("the default is stated: {}", brief(value)),
                (Some(value), None) => format!("the default {} is no longer stated", brief(value)),
                (Some(old), Some(new)) => {
                    format!("the default was {}, is {}", brief(old), brief(new))
                }
                (None, None) => String::new(),
            };
            let keyword = |at: &At, is: bool| if is { at.child("default") } else { at.clone() };
            self.changed(
                &codes::DEFAULT_CHANGED,
                direction,
                keyword(old_at, old.default.is_some()),
                keyword(new_at, new.default.is_some()),
                message,
            );
        }
        if old.examples != new.examples {
            let (old_at, new_at) = (old_at.clone(), new_at.clone());
            let (code, message) = match (old.examples.is_empty(), new.examples.is_empty()) {
                (true, _) => (&codes::EXAMPLE_ADDED, "an example was added"),
                (_, true) => (&codes::EXAMPLE_REMOVED, "the example was removed"),
                _ => (&codes::EXAMPLE_CHANGED, "the example differs"),
            };
            self.changed(code, None, old_at, new_at, message.to_owned());
        }
    }
}

/// A value as JSON, cut where it is long.
pub(crate) fn brief(value: &serde_json::Value) -> String {
    let text = value.to_string();
    if text.chars().count() <= 60 {
        return format!("`{text}`");
    }
    let start: String = text.chars().take(57).collect();
    format!("`{start}…`")
}
