//! The event pass: from the parser's events to the span index and to what is wrong in the text.

use std::collections::BTreeMap;
use std::ops::Range;

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Span as EventSpan};

use super::super::index::{Member, NodeId, SpanIndex};
use super::super::{Limits, read::Reporter};
use super::indent::{self, Missing, Scanned};
use super::lookalike;
use crate::diagnostic::codes;

/// What the event pass found.
pub(crate) struct Events {
    pub(crate) index: SpanIndex,
    /// Whether the text was read to its end without a fault that forbids building a value.
    pub(crate) complete: bool,
    pub(crate) has_merge_keys: bool,
}

/// Bytes that may be read again and again to get over lines indented too little.
const PATIENCE: usize = 256 << 20;

/// Runs over the whole text.
pub(crate) fn pass(report: &mut Reporter<'_>, limits: &Limits) -> Events {
    let mut missing = Missing::default();
    let mut read = 0;
    let said = report.diagnostics.len();
    loop {
        let scanned = Scanned::new(report.text, &missing);
        let (events, fault) = run(report, limits, &scanned);
        let Some(fault) = fault else {
            if let Some((first, lines)) = missing.first() {
                report.too_little_indented(first, lines);
            }
            return events;
        };
        read += scanned.text.len();
        let mended = read < PATIENCE
            && fault
                .indentation
                .as_ref()
                .is_some_and(|(region, column)| missing.note(report.text, region.clone(), *column));
        if !mended {
            report.syntax(fault.at, format!("not valid YAML: {}", fault.message));
            return events;
        }
        report.diagnostics.truncate(said);
    }
}

/// What the parser stumbled over.
struct Fault {
    at: usize,
    message: String,
    /// For a line indented too little: what it lies in, and the column it must be deeper than.
    indentation: Option<(Range<usize>, usize)>,
}

fn run(
    report: &mut Reporter<'_>,
    limits: &Limits,
    scanned: &Scanned<'_>,
) -> (Events, Option<Fault>) {
    let mut parser = Parser::new_from_str(&scanned.text);
    let mut pass = Pass {
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
    };
    let mut fault = None;
    let mut failed = false;
    while let Some(event) = parser.next_event() {
        let event = match event {
            Ok((event, span)) => {
                let place = pass.place(span);
                pass.event(event, place)
            }
            Err(error) => {
                fault = Some(pass.fault(&error));
                None
            }
        };
        if event.is_none() {
            failed = true;
            break;
        }
    }
    if let Some(root) = pass.root {
        pass.index.finish(root);
    }
    if !failed && pass.root.is_none() {
        pass.report.syntax(0, "the document is empty".to_owned());
    }
    let events = Events {
        complete: !failed && pass.root.is_some(),
        has_merge_keys: pass.has_merge_keys,
        index: pass.index,
    };
    (events, fault)
}

struct Pass<'r, 't> {
    report: &'r mut Reporter<'t>,
    scanned: &'r Scanned<'r>,
    depth: u32,
    nodes: u64,
    /// Nodes so far, aliases expanded.
    expanded: u64,
    index: SpanIndex,
    open: Vec<Open>,
    /// Anchors of finished nodes: the node and, for a scalar, its text (an alias can be a key).
    anchors: BTreeMap<usize, (NodeId, Option<String>)>,
    root: Option<NodeId>,
    documents: u32,
    has_merge_keys: bool,
}

/// An object or list whose end has not come yet.
struct Open {
    start: usize,
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

impl Pass<'_, '_> {
    fn place(&self, span: EventSpan) -> Range<usize> {
        let byte = |chars| self.scanned.byte_of_char(chars);
        let start = byte(span.start.index());
        start..byte(span.end.index()).max(start)
    }

    /// What a parser's error says, and whether spaces before some lines would mend it.
    fn fault(&self, error: &ScanError) -> Fault {
        let text = self.report.text;
        let at = self.scanned.byte_of_char(error.marker().index());
        let in_quotes = error.info().contains("in quoted scalar");
        let start = if in_quotes {
            Some(at)
        } else {
            let is_flow =
                |open: &&Open| matches!(text.as_bytes().get(open.start), Some(b'[' | b'{'));
            self.open.iter().find(is_flow).map(|open| open.start)
        };
        let line_start = text.get(..at).and_then(|before| before.rfind('\n'));
        let indentation = match (start, line_start) {
            _ if !error.info().starts_with("invalid indentation") => None,
            (Some(start), _) => Some((indent::region(text, start), self.column(start))),
            // The bracket has just been opened, on the line before.
            (None, Some(line)) => Some((line..at, self.column(line))),
            (None, None) => None,
        };
        Fault {
            at,
            message: error.info().to_owned(),
            indentation,
        }
    }

    /// How many characters stand before this byte in its line.
    fn column(&self, at: usize) -> usize {
        let before = self.report.text.get(..at).unwrap_or_default();
        let line = before.rfind('\n').map_or(0, |line| line + 1);
        before.get(line..).map_or(0, |line| line.chars().count())
    }

    /// Where a scalar stands: the parser's end of a quoted or block scalar takes in the space
    /// behind it.
    fn scalar_place(&self, place: Range<usize>) -> Range<usize> {
        let text = self.report.text.get(place.clone()).unwrap_or_default();
        place.start..place.start + text.trim_end().len()
    }

    /// Takes one event; `None` ends the pass.
    fn event(&mut self, event: Event<'_>, place: Range<usize>) -> Option<()> {
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
