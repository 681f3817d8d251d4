//! What of a form is a list.

use super::node::Node;
use super::number;

/// The highest index that a form may give to a list item: `a[1000]=x`. Above it an index is a mistake or
/// an attack (FORM-12).
pub(super) const HIGHEST_INDEX: u32 = 1000;

/// The answer of [`items_of`].
pub(super) enum Items<'a> {
    /// The items in order.
    Found(Vec<Node<'a>>),
    /// An index above [`HIGHEST_INDEX`], as written.
    TooFar(String),
    /// No list.
    No(Node<'a>),
}

/// The items that a list reads: those of a JSON array, of a repeated key, or of a branch with `[]`
/// and `[0]` keys. Items with an index come first, by index; gaps are closed; those of `[]` follow.
///
/// A lone form value is no list here. Where a style makes it one (`ids=a` with style `form`, OpenAPI
/// 3.0.4 §4.12.4) the form reader, which knows the style, has already made it [`Node::Repeated`].
pub(super) fn items_of(node: Node<'_>) -> Items<'_> {
    if !node.is_list() {
        return Items::No(node);
    }
    let entries = match node {
        Node::List(items) | Node::Repeated(items) => return Items::Found(items),
        Node::Branch(entries) => entries,
        other => return Items::No(other),
    };
    let mut indexed: Vec<(u32, Node<'_>)> = Vec::new();
    let mut appended = Vec::new();
    for (key, node) in entries {
        if key.is_empty() {
            match node {
                Node::Repeated(nodes) => appended.extend(nodes),
                other => appended.push(other),
            }
            continue;
        }
        match key.parse::<u32>() {
            Ok(index) if index <= HIGHEST_INDEX => indexed.push((index, node)),
            _ => return Items::TooFar(key.into_owned()),
        }
    }
    indexed.sort_by_key(|(index, _)| *index);
    let mut items: Vec<Node<'_>> = indexed.into_iter().map(|(_, node)| node).collect();
    items.append(&mut appended);
    Items::Found(items)
}

/// The items of [`items_of`], looked at in place; `None` where it is no list. An index too high does
/// not matter here: reading the list refuses it.
pub(super) fn peek_items<'n, 'a>(node: &'n Node<'a>) -> Option<Vec<&'n Node<'a>>> {
    if !node.is_list() {
        return None;
    }
    match node {
        Node::List(items) | Node::Repeated(items) => Some(items.iter().collect()),
        Node::Branch(entries) => {
            let mut indexed: Vec<(u32, &Node<'a>)> = Vec::new();
            let mut appended = Vec::new();
            for (key, node) in entries {
                match (key.is_empty(), node) {
                    (true, Node::Repeated(nodes)) => appended.extend(nodes.iter()),
                    (true, other) => appended.push(other),
                    (false, other) if number::is_index(key) => {
                        indexed.push((key.parse().unwrap_or(u32::MAX), other));
                    }
                    (false, _) => return None,
                }
            }
            indexed.sort_by_key(|(index, _)| *index);
            let mut items: Vec<&Node<'a>> = indexed.into_iter().map(|(_, node)| node).collect();
            items.append(&mut appended);
            Some(items)
        }
        _ => None,
    }
}
