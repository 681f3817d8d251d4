//! The name of the value that comes next, in brackets: `a[b][0]`.

/// Follows a value on its way down: which objects and lists are open, and what that makes of the name.
#[derive(Debug, Default)]
pub(super) struct Brackets {
    name: String,
    /// The open objects and lists, outermost first.
    levels: Vec<Level>,
}

#[derive(Debug)]
struct Level {
    /// Length of the name that leads here.
    length: usize,
    /// The index of the next item, in a list.
    index: Option<usize>,
}

impl Brackets {
    /// The name.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// How many objects and lists are open.
    pub(super) fn depth(&self) -> usize {
        self.levels.len()
    }

    /// Where a list is open, goes on to its next item, whose index `write` adds to the name.
    pub(super) fn next_item(&mut self, write: impl FnOnce(&mut String, usize)) {
        if let Some(Level {
            length,
            index: Some(index),
        }) = self.levels.last_mut()
        {
            self.name.truncate(*length);
            write(&mut self.name, *index);
            *index += 1;
        }
    }

    /// Goes on to a member of the innermost object, whose name `write` adds; nothing where none is open.
    pub(super) fn member(&mut self, write: impl FnOnce(&mut String)) {
        if let Some(level) = self.levels.last() {
            self.name.truncate(level.length);
            write(&mut self.name);
        }
    }

    /// Opens an object or a list below the name.
    pub(super) fn begin(&mut self, is_list: bool) {
        self.levels.push(Level {
            length: self.name.len(),
            index: is_list.then_some(0),
        });
    }

    /// Closes the innermost object or list.
    pub(super) fn end(&mut self) {
        if let Some(level) = self.levels.pop() {
            self.name.truncate(level.length);
        }
    }
}
