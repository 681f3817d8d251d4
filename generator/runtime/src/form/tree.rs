//! Names with brackets to a tree.

use std::borrow::Cow;
use std::ops::Range;

use super::super::node::Node;

/// The parts of `a[b][c]`, as ranges of the name: `a`, `b`, `c`.
///
/// # Errors
///
/// In words: brackets that do not match, or `[]` before the end.
pub(in super::super) fn split_name(name: &str) -> Result<Vec<Range<usize>>, &'static str> {
    let Some(open) = name.bytes().position(|byte| byte == b'[') else {
        return Ok(std::iter::once(0..name.len()).collect());
    };
    let mut keys: Vec<Range<usize>> = std::iter::once(0..open).collect();
    let mut start = open;
    while start < name.len() {
        let rest = name[start..]
            .strip_prefix('[')
            .ok_or("has text behind its brackets")?;
        let length = rest.find(']').ok_or("has a bracket that is not closed")?;
        if rest[..length].contains('[') {
            return Err("has a bracket inside brackets");
        }
        if keys.len() > 1 && keys.last().is_some_and(Range::is_empty) {
            return Err("has empty brackets that are not its last");
        }
        keys.push(start + 1..start + 1 + length);
        start += length + 2;
    }
    Ok(keys)
}

/// The keys from the root of a form to a value. They borrow from the form where it needed no decoding.
pub(in super::super) struct Branches<'a> {
    name: Cow<'a, str>,
    keys: std::vec::IntoIter<Range<usize>>,
}

impl<'a> Branches<'a> {
    pub(in super::super) fn of(name: Cow<'a, str>, keys: Vec<Range<usize>>) -> Self {
        Self {
            name,
            keys: keys.into_iter(),
        }
    }
}

impl<'a> Iterator for Branches<'a> {
    type Item = Cow<'a, str>;

    fn next(&mut self) -> Option<Cow<'a, str>> {
        let range = self.keys.next()?;
        Some(match &self.name {
            Cow::Borrowed(name) => Cow::Borrowed(name.get(range)?),
            Cow::Owned(name) => Cow::Owned(name.get(range)?.to_owned()),
        })
    }
}

/// Puts a value at the end of its keys.
///
/// # Errors
///
/// In words: the name already has a value and now gets brackets, or the other way round.
pub(in super::super) fn insert<'a>(
    entries: &mut Vec<(Cow<'a, str>, Node<'a>)>,
    mut keys: Branches<'a>,
    value: Node<'a>,
) -> Result<(), &'static str> {
    const CONFLICT: &str = "is given both as a value and with brackets";

    let Some(mut key) = keys.next() else {
        return Ok(());
    };
    let mut entries = entries;
    for deeper in keys {
        let index = place_of(entries, key, || Node::Branch(Vec::new()));
        match &mut entries[index].1 {
            Node::Branch(inner) => entries = inner,
            _ => return Err(CONFLICT),
        }
        key = deeper;
    }
    match entries.iter_mut().find(|(name, _)| *name == key) {
        None => entries.push((key, value)),
        Some((_, Node::Branch(_))) => return Err(CONFLICT),
        Some((_, Node::Repeated(nodes))) => nodes.push(value),
        Some((_, node)) => {
            let first = std::mem::replace(node, Node::Null);
            *node = Node::Repeated(vec![first, value]);
        }
    }
    Ok(())
}

/// The index of the entry `key`, made where there is none.
fn place_of<'a>(
    entries: &mut Vec<(Cow<'a, str>, Node<'a>)>,
    key: Cow<'a, str>,
    make: impl FnOnce() -> Node<'a>,
) -> usize {
    match entries.iter().position(|(name, _)| *name == key) {
        Some(index) => index,
        None => {
            entries.push((key, make()));
            entries.len() - 1
        }
    }
}
