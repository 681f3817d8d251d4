//! JSON pointer → where the node's key and value stand.

use std::ops::Range;

use indexmap::IndexSet;

use crate::Pointer;

/// The places of all nodes of a document: a compact tree beside the value's, so that an aliased
/// YAML subtree is stored once however often it is used.
#[derive(Debug, Default)]
pub(crate) struct SpanIndex {
    keys: IndexSet<Box<str>>,
    nodes: Vec<Node>,
    root: Option<NodeId>,
}

/// A node of a [`SpanIndex`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NodeId(u32);

/// A stretch of bytes; documents are capped below 4 GiB.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Bytes {
    start: u32,
    end: u32,
}

impl Bytes {
    pub(crate) fn new(range: Range<usize>) -> Self {
        let narrow = |at| u32::try_from(at).unwrap_or(u32::MAX);
        Self {
            start: narrow(range.start),
            end: narrow(range.end),
        }
    }

    pub(crate) fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A member of an object: its key's number, the key's place and the value.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Member {
    key: u32,
    place: Bytes,
    value: NodeId,
}

impl Member {
    /// Where the key stands.
    pub(crate) fn place(&self) -> Range<usize> {
        self.place.range()
    }
}

#[derive(Debug)]
struct Node {
    place: Bytes,
    /// Nodes below and including this one, aliases expanded.
    size: u64,
    /// Levels of objects and lists from here down: 0 for a scalar.
    height: u32,
    children: Children,
}

#[derive(Debug)]
enum Children {
    None,
    Items(Box<[NodeId]>),
    /// Sorted by the key's number.
    Members(Box<[Member]>),
}

/// A key that an object has twice: the places of the earlier and the later one.
#[derive(Debug, Clone)]
pub(crate) struct Duplicate {
    pub(crate) key: Box<str>,
    pub(crate) first: Range<usize>,
    pub(crate) second: Range<usize>,
}

impl SpanIndex {
    /// Declares the document's root.
    pub(crate) fn finish(&mut self, root: NodeId) {
        self.root = Some(root);
    }

    pub(crate) fn scalar(&mut self, place: Range<usize>) -> NodeId {
        self.push(place, Children::None)
    }

    pub(crate) fn list(&mut self, place: Range<usize>, items: Vec<NodeId>) -> NodeId {
        self.push(place, Children::Items(items.into()))
    }

    /// Adds an object. Of members with the same key the last one counts, as in every reader of
    /// values; the others come back.
    pub(crate) fn object(
        &mut self,
        place: Range<usize>,
        members: Vec<Member>,
    ) -> (NodeId, Vec<Duplicate>) {
        let (kept, duplicates) = self.distinct(members);
        (self.push(place, Children::Members(kept.into())), duplicates)
    }

    /// The members sorted by their keys' numbers, each key once.
    pub(crate) fn distinct(&self, mut members: Vec<Member>) -> (Vec<Member>, Vec<Duplicate>) {
        members.sort_by_key(|member| member.key);
        let mut kept: Vec<Member> = Vec::with_capacity(members.len());
        let mut duplicates = Vec::new();
        for member in members {
            match kept.last_mut() {
                Some(last) if last.key == member.key => {
                    duplicates.push(Duplicate {
                        key: self.key_text(member.key).into(),
                        first: last.place.range(),
                        second: member.place.range(),
                    });
                    *last = member;
                }
                _ => kept.push(member),
            }
        }
        (kept, duplicates)
    }

    pub(crate) fn member(&mut self, key: &str, place: Range<usize>, value: NodeId) -> Member {
        let number = match self.keys.get_index_of(key) {
            Some(number) => number,
            None => self.keys.insert_full(key.into()).0,
        };
        Member {
            key: u32::try_from(number).unwrap_or(u32::MAX),
            place: Bytes::new(place),
            value,
        }
    }

    /// The members that a YAML merge key takes from its value: an object's, or those of a list of
    /// objects, of which an earlier one wins. `None` when the value is of another kind.
    pub(crate) fn merged(&self, value: NodeId) -> Option<Vec<Member>> {
        match &self.node(value)?.children {
            Children::None => None,
            Children::Members(members) => Some(members.to_vec()),
            Children::Items(items) => {
                let mut all = Vec::new();
                for item in items {
                    let Children::Members(members) = &self.node(*item)?.children else {
                        return None;
                    };
                    // Later wins in `object`, so the earlier object goes last.
                    all.splice(0..0, members.iter().copied());
                }
                Some(all)
            }
        }
    }

    /// Whether the member stands under this key.
    pub(crate) fn is_keyed(&self, member: &Member, key: &str) -> bool {
        self.key_text(member.key) == key
    }

    /// The member's value.
    pub(crate) fn value_of(&self, member: &Member) -> NodeId {
        member.value
    }

    /// Whether `members`, as [`SpanIndex::distinct`] gave them, hold this one's key.
    pub(crate) fn has_key_of(&self, members: &[Member], wanted: &Member) -> bool {
        members
            .binary_search_by_key(&wanted.key, |member| member.key)
            .is_ok()
    }

    /// Nodes below and including this one, aliases expanded.
    pub(crate) fn size(&self, id: NodeId) -> u64 {
        self.node(id).map_or(0, |node| node.size)
    }

    /// Levels of objects and lists from this node down.
    pub(crate) fn height(&self, id: NodeId) -> u32 {
        self.node(id).map_or(0, |node| node.height)
    }

    /// How many nodes are stored, each aliased subtree once.
    pub(crate) fn stored(&self) -> usize {
        self.nodes.len()
    }

    /// Where the value stands; for a node that does not exist, its nearest ancestor.
    pub(crate) fn nearest(&self, pointer: &Pointer) -> Range<usize> {
        self.walk(pointer).0.range()
    }

    /// Where the key stands, when the node is a member of an object.
    pub(crate) fn key(&self, pointer: &Pointer) -> Option<Range<usize>> {
        self.walk(pointer).1.map(Bytes::range)
    }

    /// All pointers, sorted.
    pub(crate) fn pointers(&self) -> Vec<Pointer> {
        let mut all = Vec::new();
        let mut open: Vec<(Pointer, NodeId)> = self
            .root
            .map(|root| (Pointer::root(), root))
            .into_iter()
            .collect();
        while let Some((pointer, id)) = open.pop() {
            match self.node(id).map(|node| &node.children) {
                None | Some(Children::None) => {}
                Some(Children::Items(items)) => open.extend(
                    items
                        .iter()
                        .enumerate()
                        .map(|(index, item)| (pointer.index(index), *item)),
                ),
                Some(Children::Members(members)) => open.extend(
                    members
                        .iter()
                        .map(|member| (pointer.child(self.key_text(member.key)), member.value)),
                ),
            }
            all.push(pointer);
        }
        all.sort();
        all
    }

    /// The place of the nearest existing node and, when the node itself exists, of its key.
    fn walk(&self, pointer: &Pointer) -> (Bytes, Option<Bytes>) {
        let mut key = None;
        let Some((mut id, mut place)) = self.root.and_then(|id| Some((id, self.node(id)?.place)))
        else {
            return (Bytes::new(0..0), None);
        };
        for token in pointer.tokens() {
            let next = match self.node(id).map(|node| &node.children) {
                Some(Children::Items(items)) => token
                    .parse::<usize>()
                    .ok()
                    .and_then(|index| items.get(index))
                    .map(|item| (*item, None)),
                Some(Children::Members(members)) => self
                    .keys
                    .get_index_of(token.as_str())
                    .and_then(|number| {
                        let found = members.binary_search_by_key(&number, |m| m.key as usize);
                        members.get(found.ok()?)
                    })
                    .map(|member| (member.value, Some(member.place))),
                _ => None,
            };
            let Some((child, child_key)) = next else {
                return (place, None);
            };
            id = child;
            key = child_key;
            if let Some(node) = self.node(id) {
                place = node.place;
            }
        }
        (place, key)
    }

    fn push(&mut self, place: Range<usize>, children: Children) -> NodeId {
        let (mut size, mut height) = (1_u64, 0_u32);
        let mut count = |id: NodeId| {
            size = size.saturating_add(self.size(id));
            height = height.max(self.height(id) + 1);
        };
        match &children {
            Children::None => {}
            Children::Items(items) => {
                items.iter().copied().for_each(&mut count);
                height = height.max(1);
            }
            Children::Members(members) => {
                members.iter().for_each(|member| count(member.value));
                height = height.max(1);
            }
        }
        self.nodes.push(Node {
            place: Bytes::new(place),
            size,
            height,
            children,
        });
        NodeId(u32::try_from(self.nodes.len() - 1).unwrap_or(u32::MAX))
    }

    fn node(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id.0 as usize)
    }

    fn key_text(&self, number: u32) -> &str {
        self.keys.get_index(number as usize).map_or("", |key| key)
    }
}
