//! What lowering has read of the raw documents, so that the rest can be listed.

use std::collections::HashSet;

use serde_json::Value;

use crate::source::{At, DocumentId};
use crate::{Pointer, Sources};

/// The values that lowering has made use of, each with all that is in it.
///
/// Values are told apart by their place in memory: the documents stay where they are while lowering
/// borrows them, and a pointer text for each of a large document's nodes would cost more than all
/// the rest.
#[derive(Debug, Default)]
pub(crate) struct Used {
    values: HashSet<usize>,
    entered: HashSet<usize>,
    dropped: HashSet<usize>,
}

impl Used {
    /// Notes that `value` and everything in it was read.
    pub(crate) fn note(&mut self, value: &Value) {
        self.values.insert(identity(value));
    }

    /// Takes back [`Used::note`].
    pub(crate) fn forget(&mut self, value: &Value) {
        self.values.remove(&identity(value));
    }

    /// Notes that the object `value` is in the IR, whether or not any of its members is.
    pub(crate) fn enter(&mut self, value: &Value) {
        self.entered.insert(identity(value));
    }

    /// Notes that `value` is left out after all, whatever of it was read.
    pub(crate) fn drop(&mut self, value: &Value) {
        self.dropped.insert(identity(value));
    }

    /// The nodes that were not read, in document order. A node stands for all that is in it: an
    /// object nothing of which was read is listed, not each of its members. Of documents other than
    /// the first only those are looked at of which something was read.
    pub(crate) fn unread(&self, sources: &Sources) -> Vec<At> {
        let mut unread = Vec::new();
        for (document, text) in sources.documents() {
            let Some(value) = text.value() else { continue };
            match self.survey(value) {
                Reading::All => {}
                Reading::Some => self.collect(document, &Pointer::root(), value, &mut unread),
                Reading::Nothing if document == DocumentId::default() => {
                    self.collect(document, &Pointer::root(), value, &mut unread);
                }
                Reading::Nothing => {}
            }
        }
        unread
    }

    fn collect(&self, document: DocumentId, pointer: &Pointer, value: &Value, out: &mut Vec<At>) {
        let mut visit = |pointer: Pointer, child: &Value| match self.survey(child) {
            Reading::All => {}
            Reading::Some => self.collect(document, &pointer, child, out),
            Reading::Nothing => out.push(At { document, pointer }),
        };
        match value {
            Value::Object(members) => {
                for (name, child) in members {
                    visit(pointer.child(name), child);
                }
            }
            Value::Array(items) => {
                for (index, child) in items.iter().enumerate() {
                    visit(pointer.index(index), child);
                }
            }
            _ => {}
        }
    }

    fn survey(&self, value: &Value) -> Reading {
        let identity = identity(value);
        if self.dropped.contains(&identity) {
            return Reading::Nothing;
        }
        if self.values.contains(&identity) {
            return Reading::All;
        }
        let mut total = None;
        let mut add = |child: &Value| {
            let part = self.survey(child);
            total = Some(match total {
                None => part,
                Some(before) if before == part => part,
                Some(_) => Reading::Some,
            });
        };
        match value {
            Value::Object(members) => members.values().for_each(&mut add),
            Value::Array(items) => items.iter().for_each(&mut add),
            _ => {}
        }
        let entered = self.entered.contains(&identity);
        match total {
            None if entered => Reading::All,
            Some(Reading::Nothing) if entered => Reading::Some,
            total => total.unwrap_or(Reading::Nothing),
        }
    }
}

/// How much of a node was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reading {
    All,
    Some,
    Nothing,
}

fn identity(value: &Value) -> usize {
    std::ptr::from_ref(value).addr()
}
