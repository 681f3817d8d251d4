//! The nodes of a YAML text, built up event by event.

use std::collections::BTreeMap;
use std::ops::Range;

use saphyr_parser::{Event, ScalarStyle, Span as EventSpan};

use super::super::super::index::{Member, NodeId, SpanIndex};
use super::super::super::{Limits, read::Reporter};
use super::super::indent::Scanned;
use super::super::lookalike;
use crate::diagnostic::codes;

/// The nodes so far: what is open, what is finished, what has an anchor.
pub(super) struct Tree<'r, 't> {
    pub(super) report: &'r mut Reporter<'t>,
    pub(super) scanned: &'r Scanned<'r>,
    depth: u32,
    nodes: u64,
    /// Nodes so far, aliases expanded.
    expanded: u64,
    pub(super) index: SpanIndex,
    pub(super) open: Vec<Open>,
    /// Anchors of finished nodes: the node and, for a scalar, its text (an alias can be a key).
    anchors: BTreeMap<usize, (NodeId, Option<String>)>,
    pub(super) root: Option<NodeId>,
    documents: u32,
    pub(super) has_merge_keys: bool,
}

/// An object or list whose end has not come yet.
pub(super) struct Open {
    pub(super) start: usize,
    /// Where the last child ends so far.
    end: usize,
    anchor: usize,
    content: Content,
}

enum Content {
    List(Vec<NodeId>),
    Object {
        members: Vec<Member>,
        key: Option<(String, Range<usize>)>,
    },
}

impl<'r, 't> Tree<'r, 't> {
    pub(super) fn new(
        report: &'r mut Reporter<'t>,
        limits: &Limits,
        scanned: &'r Scanned<'r>,
    ) -> Self {
        Self {
            report,
            scanned,
            depth: limits.depth.min(Limits::YAML_DEPTH),
            nodes: limits.nodes,
            expanded: 0,
            index: SpanIndex::default(),
            open: Vec::new(),
            anchors: BTreeMap::new(),
            root: None,
            documents: 0,
            has_merge_keys: false,
        }
    }

    /// The bytes of the original text that an event covers.
    pub(super) fn place(&self, span: EventSpan) -> Range<usize> {
        let byte = |chars| self.scanned.byte_of_char(chars);
        let start = byte(span.start.index());
        start..byte(span.end.index()).max(start)
    }

    /// Where a scalar stands: the parser's end of a quoted or block scalar takes in the space
    /// behind it.
    fn scalar_place(&self, place: Range<usize>) -> Range<usize> {
        let text = self.report.text.get(place.clone()).unwrap_or_default();
        place.start..place.start + text.trim_end().len()
    }

    /// Takes one event; `None` ends the pass.
    pub(super) fn event(&mut self, event: Event<'_>, place: Range<usize>) -> Option<()> {
        match event {
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
            Event::DocumentStart(_) => {
                self.documents += 1;
                if self.documents > 1 {
                    self.report.add(
                        codes::SEVERAL_DOCUMENTS,
                        place,
                        "a second YAML document begins here".to_owned(),
                        Some("keep one document in a file: remove the `---` and what follows it"),
                    );
                    return None;
                }
            }
            Event::Scalar(text, style, anchor, tag) => {
                let place = self.scalar_place(place);
                if self.wants_key() {
                    let key = text.into_owned();
                    if anchor != 0 {
                        let node = self.index.scalar(place.clone());
                        self.anchors.insert(anchor, (node, Some(key.clone())));
                    }
                    self.set_key(key, place);
                } else {
                    if let Some(tag) = tag.filter(|tag| !tag.is_yaml_core_schema()) {
                        self.custom_tag(&format!("{}{}", tag.handle, tag.suffix), place.clone());
                    } else if style == ScalarStyle::Plain {
                        self.lint(&text, place.clone());
                    }
                    let node = self.index.scalar(place.clone());
                    if anchor != 0 {
                        self.anchors.insert(anchor, (node, Some(text.into_owned())));
                    }
                    self.value(node, place)?;
                }
            }
            Event::Alias(anchor) => self.alias(anchor, place)?,
            Event::SequenceStart(anchor, tag) => {
                if let Some(tag) = tag.filter(|tag| !tag.is_yaml_core_schema()) {
                    self.custom_tag(&format!("{}{}", tag.handle, tag.suffix), place.clone());
                }
                self.open(anchor, place, Content::List(Vec::new()))?;
            }
            Event::MappingStart(anchor, tag) => {
                if let Some(tag) = tag.filter(|tag| !tag.is_yaml_core_schema()) {
                    self.custom_tag(&format!("{}{}", tag.handle, tag.suffix), place.clone());
                }
                let content = Content::Object {
                    members: Vec::new(),
                    key: None,
                };
                self.open(anchor, place, content)?;
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(place)?,
        }
        Some(())
    }

    fn wants_key(&self) -> bool {
        matches!(
            self.open.last(),
            Some(Open {
                content: Content::Object { key: None, .. },
                ..
            })
        )
    }

    fn set_key(&mut self, text: String, place: Range<usize>) {
        if let Some(Open {
            content: Content::Object { key, .. },
            ..
        }) = self.open.last_mut()
        {
            *key = Some((text, place));
        }
    }

    /// Puts a finished node where it belongs.
    fn value(&mut self, node: NodeId, place: Range<usize>) -> Option<()> {
        self.count(1, place.start)?;
        self.put(node, place.end);
        Some(())
    }

    fn put(&mut self, node: NodeId, end: usize) {
        if let Some(open) = self.open.last_mut() {
            open.end = open.end.max(end);
        }
        match self.open.last_mut().map(|open| &mut open.content) {
            None => self.root = Some(node),
            Some(Content::List(items)) => items.push(node),
            Some(Content::Object { members, key }) => {
                if let Some((text, place)) = key.take() {
                    members.push(self.index.member(&text, place, node));
                }
            }
        }
    }

    fn count(&mut self, nodes: u64, at: usize) -> Option<()> {
        self.expanded = self.expanded.saturating_add(nodes);
        if self.expanded > self.nodes {
            self.report.too_many_nodes(at, self.nodes);
            return None;
        }
        Some(())
    }

    fn open(&mut self, anchor: usize, place: Range<usize>, content: Content) -> Option<()> {
        if self.wants_key() {
            self.report
                .key_is_no_text(place, "this key is an object or a list; a key must be text");
            return None;
        }
        if self.open.len() >= self.depth as usize {
            self.report.too_deep(place.start, self.depth);
            return None;
        }
        self.count(1, place.start)?;
        self.open.push(Open {
            start: place.start,
            end: place.start,
            anchor,
            content,
        });
        Some(())
    }

    fn close(&mut self, close: Range<usize>) -> Option<()> {
        let open = self.open.pop()?;
        // A block ends where its last child ends; its own end event comes only at the next token.
        let end = if close.is_empty() {
            open.end
        } else {
            close.end
        };
        let place = open.start..end.max(open.start);
        let node = match open.content {
            Content::List(items) => self.index.list(place, items),
            Content::Object { members, .. } => self.object(place, members)?,
        };
        let anchor = open.anchor;
        if anchor != 0 {
            self.anchors.insert(anchor, (node, None));
        }
        self.put(node, end);
        Some(())
    }

    /// Adds an object, its merge keys applied.
    fn object(&mut self, place: Range<usize>, members: Vec<Member>) -> Option<NodeId> {
        let (merges, own): (Vec<Member>, Vec<Member>) = members
            .into_iter()
            .partition(|member| self.index.is_keyed(member, "<<"));
        let Some(merge) = merges.last() else {
            return Some(self.finish_object(place, own));
        };
        let key = merge.place();
        let Some(inherited) = self.index.merged(self.index.value_of(merge)) else {
            self.report.add(
                codes::MERGE_KEY,
                key,
                "a merge key `<<` takes an object or a list of objects".to_owned(),
                Some("write the members out, or use `$ref` or `allOf`"),
            );
            let all = own.into_iter().chain(merges).collect();
            return Some(self.finish_object(place, all));
        };
        self.has_merge_keys = true;
        self.report.add(
            codes::MERGE_KEY,
            key,
            "merge keys (`<<`) are YAML 1.1; other tools may not read this".to_owned(),
            Some("write the members out, or use `$ref` or `allOf`"),
        );
        let (own, duplicates) = self.index.distinct(own);
        for duplicate in duplicates {
            self.report.duplicate_key(&duplicate);
        }
        let inherited: Vec<Member> = inherited
            .into_iter()
            .filter(|member| !self.index.has_key_of(&own, member))
            .collect();
        let added = inherited
            .iter()
            .map(|member| self.index.size(self.index.value_of(member)))
            .fold(0, u64::saturating_add);
        self.count(added, place.start)?;
        let all = inherited.into_iter().chain(own).collect();
        Some(self.index.object(place, all).0)
    }

    fn finish_object(&mut self, place: Range<usize>, members: Vec<Member>) -> NodeId {
        let (node, duplicates) = self.index.object(place, members);
        for duplicate in duplicates {
            self.report.duplicate_key(&duplicate);
        }
        node
    }

    fn alias(&mut self, anchor: usize, place: Range<usize>) -> Option<()> {
        let Some((node, text)) = self.anchors.get(&anchor).cloned() else {
            self.report.syntax(
                place.start,
                "this alias refers to a node that contains it".to_owned(),
            );
            return None;
        };
        if self.wants_key() {
            let Some(text) = text else {
                self.report.key_is_no_text(
                    place,
                    "this alias stands for an object or a list; a key must be text",
                );
                return None;
            };
            self.set_key(text, place);
            return Some(());
        }
        if self.open.len() as u64 + u64::from(self.index.height(node)) > u64::from(self.depth) {
            self.report.too_deep(place.start, self.depth);
            return None;
        }
        self.count(self.index.size(node), place.start)?;
        self.put(node, place.end);
        Some(())
    }

    fn custom_tag(&mut self, tag: &str, place: Range<usize>) {
        self.report.add(
            codes::NOT_JSON,
            place,
            format!("the tag `{tag}` has no meaning in JSON and is ignored"),
            Some("remove the tag"),
        );
    }

    fn lint(&mut self, text: &str, place: Range<usize>) {
        if lookalike::is_not_finite(text) {
            self.report.add(
                codes::NOT_JSON,
                place,
                format!("`{text}` has no form in JSON and is read as null"),
                Some("write a finite number, or quote the text"),
            );
            return;
        }
        if lookalike::is_huge_integer(text) {
            self.report.rounded_number(place);
            return;
        }
        let decides = match self.open.last().map(|open| &open.content) {
            Some(Content::List(_)) => true,
            Some(Content::Object {
                key: Some((key, _)),
                ..
            }) => {
                matches!(key.as_str(), "default" | "const" | "example")
            }
            _ => false,
        };
        if let Some(why) = lookalike::suspicion(text, decides) {
            self.report
                .add(codes::LOOKALIKE, place, why, Some("put it in quotes"));
        }
    }
}
