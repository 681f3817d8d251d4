//! Lists in which each place has a type of its own.

use super::decode::{Decode, Decoder};
use super::fault::{FaultKind, Path};
use super::items::{HIGHEST_INDEX, Items, items_of};
use super::node::Node;

/// A list that is being read place by place, as [`Members`](super::Members) reads an object.
#[derive(Debug)]
pub struct Places<'n, 'd> {
    items: std::vec::IntoIter<Node<'n>>,
    index: usize,
    cx: &'d mut Decoder,
    at: &'d Path<'d>,
}

impl<'n, 'd> Places<'n, 'd> {
    /// Opens a list; anything else is a fault.
    pub fn open(node: Node<'n>, cx: &'d mut Decoder, at: &'d Path<'d>) -> Option<Self> {
        let items = match items_of(node) {
            Items::Found(items) => items.into_iter(),
            Items::TooFar(index) => {
                let rule = format!("an index of at most {HIGHEST_INDEX}");
                return cx.fault(&at.member(&index), FaultKind::Count { rule });
            }
            Items::No(node) => return cx.mismatch(at, "an array", &node),
        };
        let index = 0;
        Some(Self {
            items,
            index,
            cx,
            at,
        })
    }

    fn next(&mut self) -> (usize, Option<Node<'n>>) {
        self.index += 1;
        (self.index - 1, self.items.next())
    }

    /// The next item, which must be there.
    pub fn required<T: Decode>(&mut self) -> Option<T> {
        let (index, item) = self.next();
        let at = self.at.index(index);
        match item {
            Some(item) => T::decode(item, self.cx, &at),
            None => self.cx.fault(&at, FaultKind::Missing),
        }
    }

    /// The next item, if there is one.
    pub fn optional<T: Decode>(&mut self) -> Option<Option<T>> {
        let (index, item) = self.next();
        match item {
            Some(item) => T::decode(item, self.cx, &self.at.index(index)).map(Some),
            None => Some(None),
        }
    }

    /// All further items.
    pub fn rest<T: Decode>(&mut self) -> Option<Vec<T>> {
        let mut rest = Vec::new();
        let mut is_whole = true;
        while let (index, Some(item)) = self.next() {
            match T::decode(item, self.cx, &self.at.index(index)) {
                Some(item) => rest.push(item),
                None => is_whole = false,
            }
        }
        is_whole.then_some(rest)
    }

    /// Ends the list: an item that was not read is one too many, in requests.
    pub fn finish(mut self) {
        if let (most, Some(_)) = self.next()
            && self.cx.is_strict()
        {
            let rule = format!("at most {most} items");
            self.cx.fault::<()>(self.at, FaultKind::Count { rule });
        }
    }
}
